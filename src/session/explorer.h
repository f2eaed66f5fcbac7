/* explorer.h - the session's insides, shared by the files of this folder and nobody else.
 *
 * Who owns what: state is what undo and views know; answers come from the worker and never
 * change; a page_view is where a page is scrolled to. Handlers change state and set effects;
 * render.c and the page files draw; nothing else does.
 */
#ifndef PARETOP_SESSION_EXPLORER_H
#define PARETOP_SESSION_EXPLORER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "draw/canvas.h"
#include "draw/chart.h"
#include "draw/grid.h"
#include "session/answer.h"
#include "session/chooser.h"
#include "session/keys.h"
#include "session/layout.h"
#include "session/options.h"
#include "session/prompt.h"
#include "session/session.h"
#include "session/state.h"
#include "session/worker.h"

/* Where a page's table and chart stand. */
struct page_view {
    size_t table, chart;              /* which of the result's are shown */
    size_t cursor;                    /* position in the order */
    size_t top, first_column;
    int column;                       /* under the cursor, or -1 */
    char *filter;                     /* rows that hold this text, or NULL (help) */
    const size_t *order, *position;   /* rows in order; place of a row, SIZE_MAX: not shown */
    size_t n_order;
    size_t *own_order, *own_position; /* those, unless they are the answer's */
    struct answer *ordered;           /* held for the order */
    char *order_for;                  /* what the order was made from */
    size_t page_rows, last_column;    /* of the last drawing */
    size_t columns_before, columns_after;   /* out of sight there: on the left, on the right */
    size_t cursor_width;              /* of the column under the cursor, if known */
    struct drawing *drawing;          /* of the chart, for moves and the mouse; may be NULL */
    struct arena *arena;              /* the drawing's */
    char *drawing_for;
    struct chart_memory *memory;      /* of the chart's layouts */
    unsigned long memory_serial; size_t memory_chart;   /* of which chart */
    struct grid_measure *measures; char *measured_for;
    struct rect chart_at, table_at;   /* on the screen, for the mouse */
};

enum pane { PANE_TABLE, PANE_CHART };
/* A text of its own over the panes, which scrolls. */
enum overlay { OVERLAY_NONE, OVERLAY_DETAIL, OVERLAY_WORDS };
enum mode { MODE_KEYS, MODE_PROMPT, MODE_CHOOSER, MODE_BUDGET, MODE_ADJUST,
    MODE_QUIT /* asks first */ };

/* A command that waits its turn: from the command line, a view or the configuration. */
struct queued { char *line, *where; bool trusted; };

struct session {
    struct worker *worker;
    struct state state, good;         /* good: of the last frame that the store gave */
    bool has_good;
    struct undo undo;
    struct keymap keys;
    unsigned help_of;                 /* changes of the keymap that the help page knows */
    int *typed; size_t n_typed, typed_capacity;   /* keys that wait for the page's answer */
    struct session_settings settings;
    struct prompt prompt;
    struct chooser chooser;
    enum mode mode;
    enum pane focus;
    size_t adjusted;                  /* option of the lens that MODE_ADJUST changes */
    bool one_pane;
    enum overlay overlay;
    size_t overlay_top;
    enum page previous;               /* where `back` goes */

    struct answer *shown[PAGE_COUNT];
    char *asked[PAGE_COUNT];          /* question of the answer that was last asked for */
    struct answer *cache[8];          /* newest first */
    struct shared_frame *frame;       /* the newest */
    struct page_view views[PAGE_COUNT];
    struct kept **kept; size_t n_kept, kept_capacity;

    struct string_list files;         /* what was loaded */
    struct string_list map, set;      /* for reading them */
    char *database;                   /* NULL: private */
    char *format;
    struct input_limits limits;
    bool lenient, loaded, load_failed;
    bool wants_preview;               /* of what is being loaded, once its question is known */
    unsigned generation;              /* of the store's contents */

    struct queued *queue; size_t n_queue, queue_capacity;
    struct error first_error;         /* of the queue: what a script's status says */
    bool trusted;                     /* the command that runs now may write files */
    bool interactive;                 /* and somebody is there to be asked */
    bool saved;                       /* decisions were put somewhere */
    bool was_undo;                    /* and moved along the undo list itself */
    struct string_list log;           /* commands that were run, for :save-log */
    struct string_list given;         /* decisions that came with the start */
    bool started;                     /* all that the start queued has run */
    struct string_list alias_before;  /* "RAW=MODEL": of names decided about, before that */

    char *message; bool message_is_error;
    char *last_message;               /* also when it is gone from the bottom line */
    char *search;                     /* last text searched for */
    char *clipboard;                  /* for SESSION_COPY */
    unsigned long last_serial;        /* of answers */
    unsigned effects;                 /* enum session_result of what runs now */
    size_t columns, rows;
    size_t cursor_row, cursor_column; /* where the terminal's cursor belongs */
    enum glyphs glyphs;               /* of the terminal; settings may choose less */
};

/* --- commands and messages (session.c), questions (evaluate.c), keys (press.c) --- */
void session_say(struct session *session, const char *format, ...) ERROR_PRINTF(2, 3);
void session_say_error(struct session *session, const struct error *err);
/* Runs one command line as part of what runs now; no undo entry of its own. */
bool session_run(struct session *session, const char *line, struct error *err);
/* Runs a line that somebody typed or a key stands for, with an undo entry; says what is wrong. */
void session_run_line(struct session *session, const char *line);
/* Keeps the first error of what runs without anybody to see it. */
void session_note_failure(struct session *session, const struct error *err);
/* Polls until nothing runs any more, for so long at most: what must happen. */
unsigned session_settle_for(struct session *session, double seconds);
void session_queue(struct session *session, const char *line, const char *where,
    bool trusted);
void session_load(struct session *session, const char *const *paths, size_t n, bool reopen);
/* The bundled tables that a lens reads besides those that are loaded, if these are bundled. */
void session_add_bundled(struct session *session, const struct lens *lens);
/* Asks the worker for what the page needs, unless it is there. */
void session_evaluate(struct session *session);
void session_go(struct session *session, enum page page);
/* Whether the page's question has no answer and none is on its way. */
bool session_was_stopped(const struct session *session);
/* Presses the keys that were typed ahead, as far as they need not wait any longer; true if
 * there were any. */
bool session_press_typed(struct session *session);
enum glyphs session_glyphs(const struct session *session);
enum key_context session_context(const struct session *session);

/* --- what is under the eyes (view.c) --- */
/* The answer, the table and the chart of the page; NULL if not there. */
const struct answer *session_answer(const struct session *session);
/* Whether that is the answer to the question before: the page's own is being computed, or was
 * stopped. */
bool session_is_behind(const struct session *session);
const struct result_table *session_table(const struct session *session);
const struct chart *session_chart(const struct session *session);
struct page_view *session_view(struct session *session);
void page_view_release(struct page_view *view);
/* Brings order, cursor and scroll in step with the table, the state and the selection. */
void view_sync(struct session *session);
void view_move(struct session *session, long rows);
void view_move_to(struct session *session, size_t position);
/* Scrolls the text over the panes; drawing keeps it within its lines. */
void overlay_scroll(struct session *session, long rows);
void view_move_column(struct session *session, int by);
/* The point under the cursor, or NULL. */
const char *session_selected(const struct session *session);
void session_select(struct session *session, const char *key);
bool column_is_hidden(const struct session *session, const char *name);
/* Whether the rows of the page's table are points of the frame. */
bool table_has_points(const struct session *session);
/* Whether a row of it can lack a value, so that `missing only` means something here; and
 * whether only such rows are shown. */
bool table_can_miss(const struct session *session);
bool shows_only_missing(const struct session *session);
/* What a table without rows says in their place (empty.c). */
void render_empty(struct session *session, struct canvas *canvas, struct rect at);

/* --- shared by handlers --- */
/* Opens the list that a handler filled, with the cursor on a name (may be NULL). */
void session_choose(struct session *session, const char *current);
const char *session_column_name(struct session *session);      /* under the cursor; or NULL */
int session_column_width(const struct session *session, const char *name);  /* 0: automatic */
/* What a page computes; NULL for lists and help. */
const struct lens *page_lens(const struct session *session, enum page page);
/* Whose options keys change: of the page in sight, or the frontier's beside a list. */
const struct lens *session_lens(const struct session *session);
void session_decide_direction(struct session *session, const char *name,
    enum direction direction);
/* Tells the store which decisions about names were made or taken back since `before`. */
void names_follow(struct session *session, const struct state *before);

/* --- drawing --- */
void session_layout(struct session *session, struct layout *layout);
/* The selected point's mark in the chart of the page, or NULL. */
const struct chart_mark *session_selected_mark(const struct session *session);
/* The scale that was chosen for the measure on an axis, SCALE_AUTO if none. */
enum scale_choice session_scale(const struct session *session, const struct chart *chart,
    bool vertical);
void session_chart_view(struct session *session, struct chart_view *view);
/* The chart of the page laid out as it is on the screen; NULL if there is none. */
const struct drawing *session_drawing(struct session *session);
void render_body(struct session *session, struct canvas *canvas, const struct layout *layout);
void render_chart(struct session *session, struct canvas *canvas, struct rect at);
void render_table(struct session *session, struct canvas *canvas, struct rect at);
/* The help page's entries, wrapped; and which of them is on a line of it, SIZE_MAX: none. */
void render_help(struct session *session, struct canvas *canvas, struct rect at);
size_t help_position_at(struct session *session, size_t line);
/* Which objective is drawn on the x or the y axis of the frontier's plot: a capability is
 * drawn upwards even if it was named second. */
size_t session_axis_objective(const struct session *session, bool is_x);
/* Two measures that could be axes where none were chosen; 0 points: no such pair, or one whose
 * names cannot be put in a list. */
size_t session_other_pair(const struct session *session, struct objective pair[2]);
/* The filter leaves no point. */
bool session_is_emptied(const struct session *session);
/* What to press to get axes, "Press y, then x, ...", or points. The caller frees it. */
char *axes_advice(const struct session *session);
/* What to mark for a comparison; the caller frees it. */
char *marks_advice(const struct session *session);
/* The key of a command as hints name it: "Space", "Ctrl-C"; empty if it has none. */
void session_key_words(const struct session *session, const char *command, char *buf,
    size_t size);
/* The bottom: prompt, question, or message and the keys that matter here. */
size_t bottom_rows(const struct session *session);      /* that it would like */
void render_bottom(struct session *session, struct canvas *canvas, struct rect at);
/* Everything known about the selected point, one line each. */
struct detail_line { enum ink ink; char *text; };
struct detail { struct detail_line *lines; size_t count, capacity; };
void detail_long(struct session *session, size_t width, struct detail *detail);
void detail_short(struct session *session, size_t width, struct detail *detail);
void detail_release(struct detail *detail);
void detail_add(struct detail *detail, enum ink ink, const char *text);
void detail_add_wrapped(struct detail *detail, enum ink ink, const char *text, size_t width);

/* --- sentences (words.c): title, verdict, notes and the last message --- */
/* Whether a page is about points; the others are lists. */
bool page_has_points(enum page page);
/* Rows that the verdict, and the notes below it, would like. */
size_t verdict_rows(const struct session *session, bool with_notes);
void render_verdict(struct session *session, struct canvas *canvas, struct rect at);
/* "… v: all": what stands at the end of a text of which the rest is on the page of words. */
void words_cut_mark(const struct session *session, char *buf, size_t size);
/* A line with that mark, cut so that both fit. */
void render_cut_line(const struct session *session, struct canvas *canvas, size_t row,
    size_t column, size_t width, const char *text, enum ink ink);
/* All of it, for a page of its own. */
void words_long(struct session *session, size_t width, struct detail *detail);

/* --- help (help.c) --- */
struct answer *help_answer(const struct session *session);

/* --- files (views.c) --- */
bool view_load(struct session *session, const char *name, struct error *err);
struct call;
/* Writes to the file that the command names; refuses to replace one unless forced. */
bool session_write_file(const struct call *call, const struct strbuf *text, bool force);
/* "NAME=VALUE" with escapes; the caller frees both. */
bool decision_split(const char *entry, char **name, char **value);
bool config_load(struct session *session, struct error *err);
bool decisions_append(struct session *session, size_t *n, struct error *err);
size_t session_decisions(const struct session *session, struct strbuf *out);

#endif
