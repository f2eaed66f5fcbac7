/* answer.h - what the worker found: a frame, and a lens's result on it; never changed after.
 *
 * Answers are kept by the text of their question, so undo, a page seen before or a mark set
 * back costs nothing. The jobs that make them are here too.
 */
#ifndef PARETOP_SESSION_ANSWER_H
#define PARETOP_SESSION_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "draw/grid.h"
#include "frame/frame.h"
#include "result/result.h"
#include "session/frames.h"
#include "session/state.h"
#include "session/worker.h"

/* What a page needs to show a table, made by whoever makes the answer: a table of a million
 * rows is then on the screen without another look at every row. */
struct answer_table {
    struct key_index rows;            /* if the table has keys */
    bool is_large;                    /* only then the rest is there */
    struct grid_measure *measures[2]; /* one per column; [1]: with ASCII glyphs */
    const size_t *order;              /* unsorted and whole */
    size_t *position;                 /* its inverse */
    size_t *own_order;                /* that it is, if it is not the table's */
};

struct answer {
    char *question;
    struct shared_frame *frame;       /* NULL for lists and SQL */
    struct result *result;            /* NULL if the lens refused: see error */
    struct result **parts; size_t n_parts;   /* results whose tables `result` borrows */
    struct answer_table *tables;      /* one per table of the result */
    struct key_index *marks;          /* one per chart of very many marks */
    struct error error;
    bool lacks_axes;                  /* the frontier's: its points, and `error` says why */
    bool partial;                     /* a snapshot: the last is to come */
    unsigned long serial;             /* given when the session takes it; never reused */
    int users;                        /* main thread only */
};

struct answer *answer_hold(struct answer *answer);
void answer_drop(struct answer *answer);             /* NULL is fine */
/* Same; if it was the last to hold a large one, the worker takes it apart: giving back the
 * memory of a million rows takes longer than a key may. */
void answer_leave(struct worker *worker, struct answer *answer);
/* The same for a frame. */
void frame_leave(struct worker *worker, struct shared_frame *frame);
/* Builds `tables` and `marks` for the result; by whoever makes an answer. */
void answer_index(struct answer *answer);
/* The row of a point in a table of the result, or its mark in a chart; or -1. */
long answer_row(const struct answer *answer, size_t table, const char *key);
long answer_mark(const struct answer *answer, size_t chart, const char *key);

struct question { struct strbuf text; size_t stored, selected, all; };

/* The frames asked for last, which the desk keeps between jobs. */
struct frame_cache *desk_cache(struct worker_desk *desk);

/* --- jobs: their results come to the session through these, on the main thread --- */
struct session;
/* How loading ended. holds_something: the store, though it did not end well. */
struct load_outcome {
    bool ok, cancelled, holds_something;
    const struct error *err;
    const struct import_summary *summary;
    size_t n_paths;               /* that were asked for: the last of the session's files */
};
void session_take_load(struct session *session, const struct load_outcome *outcome);
/* Takes the answer; it may have no frame (the store refused: frame_error) or no result. */
void session_take_answer(struct session *session, enum page page, struct answer *answer,
    const struct error *frame_error);
void session_take_preview(struct session *session, struct answer *answer);
void session_take_done(struct session *session, const char *what, bool ok,
    const struct error *err);

/* Opens the store (path NULL: private) and imports paths; format may be NULL. */
struct load_order {
    const char *database;
    const char *const *paths; size_t n_paths;
    const char *format;
    const struct string_list *map, *set;
    struct input_limits limits;
    bool lenient, reopen;             /* reopen: throw the private store away first */
};
void post_load(struct worker *worker, const struct load_order *order);
/* Shows the first records of what is loaded, if that is one large file that has such. */
void post_preview(struct worker *worker, const struct load_order *order,
    const struct request *request);
/* The answer of a page; lens NULL: the frame itself as a table. Where the frame that is shown
 * (may be NULL) was made of the one that is asked about, the first answer does not wait for
 * what the store's thread is doing. */
void post_answer(struct worker *worker, enum page page, const struct request *request,
    const struct state *state, const struct question *question, struct shared_frame *shown);
/* The lists of the data page or of the names page. */
void post_lists(struct worker *worker, enum page page, const char *question);
void post_sql(struct worker *worker, const char *statement);
/* Anything short to be done on the store: `what` is said when it is done. */
enum store_order { ORDER_DIRECTION, ORDER_MISSING, ORDER_ALIAS, ORDER_REJECT, ORDER_UNREJECT,
    ORDER_SAVE };
void post_store(struct worker *worker, enum store_order order, const char *name,
    const char *value, const char *what);

/* The question of a page in words that differ whenever the answer may; the parts of what it
 * says about the frame are those of a frame_wish. */
void question_frame(const struct state *state, unsigned generation, struct question *out);
void question_lens(const struct state *state, const struct lens *lens, struct question *out);

#endif
