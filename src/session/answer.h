/* answer.h - what the worker found: a frame, and a lens's result on it; never changed after.
 *
 * Answers are kept by the text of their question, so undo, a page seen before or a mark set
 * back costs nothing. The jobs that make them are here too.
 */
#ifndef PARETOP_SESSION_ANSWER_H
#define PARETOP_SESSION_ANSWER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "frame/frame.h"
#include "result/result.h"
#include "session/state.h"
#include "session/worker.h"

/* Point keys to rows, by hashing. Keys are borrowed. */
struct key_index { const char *const *keys; size_t *slots; size_t n_slots, rows; };

void key_index_build(struct key_index *index, const char *const *keys, size_t rows);
void key_index_release(struct key_index *index);
long key_index_row(const struct key_index *index, const char *key);      /* -1: absent */

/* A frame with its index, shared by answers on both threads. */
struct shared_frame {
    struct frame *frame;
    struct key_index index;
    char *question;                   /* what asked for it */
    struct objective objectives[16];  /* those in force; none if the frame has no pair */
    size_t n_objectives;
    char *said;                       /* how the default pair was chosen, or NULL */
    struct error no_objectives;       /* why there are none */
    atomic_int users;
};

struct answer {
    char *question;
    struct shared_frame *frame;       /* NULL for lists and SQL */
    struct result *result;            /* NULL if the lens refused: see error */
    struct result **parts; size_t n_parts;   /* results whose tables `result` borrows */
    struct key_index *rows;           /* one per table of the result that has keys */
    struct error error;
    bool lacks_axes;                  /* the frontier's: its points, and `error` says why */
    bool partial;                     /* a snapshot: the last is to come */
    unsigned long serial;             /* given when the session takes it; never reused */
    int users;                        /* main thread only */
};

struct shared_frame *shared_frame_hold(struct shared_frame *frame);      /* any thread */
void shared_frame_drop(struct shared_frame *frame);                      /* NULL is fine */

struct answer *answer_hold(struct answer *answer);
void answer_drop(struct answer *answer);             /* NULL is fine */
/* Builds `rows` for the result; by whoever makes an answer. */
void answer_index(struct answer *answer);
/* The row of a point in a table of the result, or -1. */
long answer_row(const struct answer *answer, size_t table, const char *key);

/* --- jobs: their results come to the session through these, on the main thread --- */
struct session;
void session_take_load(struct session *session, bool ok, const struct error *err,
    struct import_summary *summary);
/* Takes the answer; it may have no frame (the store refused: frame_error) or no result. */
void session_take_answer(struct session *session, enum page page, struct answer *answer,
    const struct error *frame_error);
void session_take_done(struct session *session, const char *what, bool ok,
    const struct error *err);

/* Opens the store (path NULL: private) and imports paths; format may be NULL. */
struct load_order {
    const char *database;
    const char *const *paths; size_t n_paths;
    const char *format;
    const struct string_list *map, *set;
    bool lenient, reopen;             /* reopen: throw the private store away first */
};
void post_load(struct worker *worker, const struct load_order *order);
/* The answer of a page; lens NULL: the frame itself as a table. The request's contents are
 * taken. */
void post_answer(struct worker *worker, enum page page, struct request *request,
    const struct state *state, const char *question);
/* The lists of the data page or of the names page. */
void post_lists(struct worker *worker, enum page page, const char *question);
void post_sql(struct worker *worker, const char *statement);
/* Anything short to be done on the store: `what` is said when it is done. */
enum store_order { ORDER_DIRECTION, ORDER_MISSING, ORDER_ALIAS, ORDER_REJECT, ORDER_UNREJECT,
    ORDER_SAVE };
void post_store(struct worker *worker, enum store_order order, const char *name,
    const char *value, const char *what);

/* The question of a page in words that differ whenever the answer may. */
void question_frame(const struct state *state, unsigned generation, struct strbuf *out);
void question_lens(const struct state *state, const struct lens *lens, struct strbuf *out);

#endif
