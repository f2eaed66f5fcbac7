/* session.h - the explorer without a terminal: state, keys, commands, pages.
 *
 * Everything the explorer can do happens here and is drawn on a canvas, so that key scripts
 * replay without a terminal and a screen is a text to compare. tui/ only reads keys and
 * blits. Handlers return what must happen; nothing draws outside session_render.
 */
#ifndef PARETOP_SESSION_SESSION_H
#define PARETOP_SESSION_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "draw/canvas.h"
#include "read/input.h"
#include "session/request.h"

struct session;

struct session_options {
    const char *database;              /* NULL: a private temporary store */
    const char *const *files; size_t n_files;   /* to load; none and no database: bundled data */
    const char *view;                  /* a view file or the name of a shipped one */
    const char *const *commands; size_t n_commands;
    const struct request *request;     /* starting point from options; may be NULL */
    bool lenient;
    struct input_limits limits;
    const char *format;
    const char *const *map; size_t n_map;       /* for the files that are loaded: --map */
    const char *const *set; size_t n_set;       /* and --set */
    enum glyphs glyphs;
    size_t columns, rows;
};

enum session_result { SESSION_REDRAW = 1, SESSION_QUIT = 2, SESSION_SUSPEND = 4,
    SESSION_REPAINT = 8 /* Ctrl-L: the terminal itself is to be repainted */,
    SESSION_COPY = 16 /* session_clipboard is for the terminal */ };

/* Keys: Unicode characters as themselves, the rest below. */
enum session_key { KEY_ENTER = '\r', KEY_ESCAPE = 27, KEY_BACKSPACE = 127, KEY_TAB = '\t',
    KEY_SPECIAL = 0x200000, KEY_UP_ARROW, KEY_DOWN_ARROW, KEY_LEFT_ARROW, KEY_RIGHT_ARROW,
    KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_HOME_KEY, KEY_END_KEY, KEY_DELETE, KEY_BACK_TAB,
    KEY_SHIFT_UP, KEY_SHIFT_DOWN, KEY_SHIFT_LEFT, KEY_SHIFT_RIGHT, KEY_FUNCTION /* + 1..12 */,
    KEY_FUNCTION_LAST = KEY_FUNCTION + 12, KEY_MOUSE_PRESS };

/* Starts loading in the worker; the first screen can be rendered at once. */
bool session_new(struct session **out, const struct session_options *options,
    struct error *err);
void session_free(struct session *session);

/* A key that needs the answer of a page which has none yet waits for it, and so do those
 * that come after it; Esc and Ctrl-C drop them. */
unsigned session_press(struct session *session, int key);          /* enum session_result */
unsigned session_mouse(struct session *session, size_t column, size_t row, int button);
bool session_command(struct session *session, const char *line, struct error *err);
void session_resize(struct session *session, size_t columns, size_t rows);
void session_render(struct session *session, struct canvas *canvas);

/* Takes what the worker has finished, and presses the keys that waited for it: what must
 * happen then, 0 = nothing. wake_fd becomes readable when there is something to take. */
unsigned session_poll(struct session *session);              /* enum session_result */
/* Same, and waits a little (20 ms, 3 ms for more than a first answer) for work that will be
 * done at once, so that a quick answer is in the next picture and a slow one does not hold it
 * up. */
unsigned session_settle(struct session *session);
int session_wake_fd(const struct session *session);
unsigned session_wait(struct session *session);                    /* until no job runs */

/* Text for the terminal's clipboard after SESSION_COPY. */
const char *session_clipboard(const struct session *session);
/* Where the terminal's cursor belongs after a rendering: in the prompt, or on the selection,
 * which is where a screen reader looks. */
void session_cursor(const struct session *session, size_t *column, size_t *row);
/* Title and progress (per mille, -1 unknown) of what is being computed; NULL if nothing. */
const char *session_busy(struct session *session, int *permille);
/* How far an import that runs is, in fewer than so many columns; false if none runs. */
bool session_import_line(struct session *session, size_t columns, struct strbuf *out);
/* What the explorer's own settings say to the terminal. */
enum session_theme { THEME_AUTO, THEME_PLAIN, THEME_DARK, THEME_LIGHT };
bool session_wants_mouse(const struct session *session);
enum session_theme session_theme(const struct session *session);
/* The first command of a view, of -c or of the configuration that failed: err says which. */
bool session_failed(const struct session *session, struct error *err);

/* Replays a key script (contract 24); jobs finish before the next key. */
bool session_script(struct session *session, const char *path, struct error *err);
/* What to print after a private session with decisions quits: the options that repeat
 * them (contract 22); NULL if none. Caller frees. */
char *session_parting_words(struct session *session);

#endif
