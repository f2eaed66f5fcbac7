/* state.h - what the explorer is looking at: the part of a session that undo restores and a
 * view saves. Plain values and owned strings; knows no frames, results or screens.
 */
#ifndef PARETOP_SESSION_STATE_H
#define PARETOP_SESSION_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "draw/chart.h"
#include "session/request.h"

enum page { PAGE_FRONTIER, PAGE_TABLE, PAGE_COMPARE, PAGE_LENS, PAGE_DATA, PAGE_NAMES,
    PAGE_SQL, PAGE_HELP, PAGE_COUNT };
const char *page_name(enum page page);
bool page_find(const char *name, enum page *page);

/* A column of a result that became a measure (:keep). Immutable, owned by the session for
 * its whole life, so states share it. */
struct kept {
    char *name, *unit;
    enum direction direction;
    char *script;              /* the commands that make it again, as in a view */
    char **key;                /* n point keys */
    double *value;             /* n values, NaN = missing */
    size_t n;
};

/* How a page's plot is looked at: each page has its own, as their axes differ. The scales
 * are those of axes that are no measure; a measure's are in state.scales. */
struct plot_state {
    enum scale_choice x_scale, y_scale;
    bool zoomed; double x_lo, x_hi, y_lo, y_hi;
};

struct state {
    enum page page;
    char *lens;                            /* of the lens page */
    struct string_list objectives;         /* empty: the default pair */
    struct string_list marks;              /* point keys */
    struct string_list missing, direction, derive;
    struct string_list aliases;            /* "RAW=MODEL" decided here, escaped */
    struct string_list rejected;           /* suggestions "RAW=MODEL" that are not true */
    struct string_list settings;           /* "lens.option=value" */
    struct string_list scales;             /* "measure=log|linear", on whatever axis; escaped */
    char *by, *where, *pick, *mixed;              /* NULL = default */
    uint64_t seed;
    struct string_list sort;               /* "+column" up, "-column" down; first is primary */
    struct string_list hidden;             /* columns */
    struct string_list widths;             /* "12:column" */
    char *frozen;                          /* last column that always shows, or NULL */
    struct plot_state plot[PAGE_COUNT];    /* see state_plot */
    bool error_bars, hide_line, only_missing;
    double budget;                         /* on the frontier's x axis; NaN = none */
    char *selected;                        /* point key, or NULL */
    const struct kept **kept; size_t n_kept;
};

void state_init(struct state *state);
void state_release(struct state *state);
void state_copy(struct state *to, const struct state *from);   /* to is uninitialised */

/* The plot of the page; that of the table page is the frontier's. */
struct plot_state *state_plot(struct state *state);

/* The state as the lines of a view, ending each in a newline; state_same compares these,
 * leaving out page and selection, which change with every key, and the decisions about
 * names, which a view does not repeat (a view decides nothing). */
void state_view_text(const struct state *state, bool with_place, struct strbuf *out);
/* Only what decides the answers: the question, the marks and the lens. */
void state_question_text(const struct state *state, struct strbuf *out);
/* The decisions about names, a line each: what the frame's question adds to the above. */
void state_names_text(const struct state *state, struct strbuf *out);
bool state_same(const struct state *a, const struct state *b);

/* What a lens is asked; the request is initialised here and the caller releases it. A value
 * that the lens refuses is an error. */
bool state_request(const struct state *state, const struct lens *lens,
    struct request *request, struct error *err);

/* --- lists of strings --- */
long list_find(const struct string_list *list, const char *text);        /* -1: absent */
void list_remove(struct string_list *list, size_t at);
void list_insert_first(struct string_list *list, const char *text);
void list_copy(struct string_list *to, const struct string_list *from);  /* to is empty */
/* Entries "name=value": replaces the entry of that name or adds one; value NULL removes. */
void list_assign(struct string_list *list, const char *name, const char *value);
/* The value of "name=value", or NULL. */
const char *list_value(const struct string_list *list, const char *name);
void string_assign(char **slot, const char *text);                       /* frees the old */

/* --- undo: whole snapshots, the oldest forgotten beyond UNDO_MOST --- */
enum { UNDO_MOST = 200 };
struct undo { struct state *past, *future; size_t n_past, n_future; };

void undo_init(struct undo *undo);
void undo_release(struct undo *undo);
/* Remembers the state before a change; takes its contents. Forgets what could be redone. */
void undo_push(struct undo *undo, struct state *before);
/* Swaps the state for the one before or after; false if there is none. */
bool undo_back(struct undo *undo, struct state *state);
bool undo_forward(struct undo *undo, struct state *state);

#endif
