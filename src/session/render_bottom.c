/* render_bottom.c - the bottom line: what is typed, what is asked, what was said, and the keys
 * that matter here.
 *
 * Which keys is a list of commands per page; the keys themselves come from the map in force
 * and the words from the key table, so a rebinding shows at once.
 */
#include "session/explorer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "session/wrap.h"

/* --- hints --- */

struct hint { const char *command, *words; };

static const struct hint point_hints[] = {
    {"x", "axes"}, {"y", "axes"}, {"mark", "mark"}, {"compare", "compare"}, {"lens", "lens"},
    {"where", "filter"}, {"words", "words"}, {"missing", "missing"}, {"help", "help"}, {0},
};
static const struct hint small_hints[] = {
    {"pane next", "pane"}, {"x", "axes"}, {"y", "axes"}, {"words", "words"}, {"help", "help"},
    {0},
};
static const struct hint plot_hints[] = {
    {"zoom in", "zoom"}, {"zoom out", "zoom"}, {"zoom fit", "fit"}, {"log x", "log"},
    {"log y", "log"}, {"error-bars", "errors"}, {"budget adjust", "budget"}, {"mark", "mark"},
    {"pane next", "table"}, {"help", "help"}, {0},
};
static const struct hint table_hints[] = {
    {"sort up", "sort"}, {"sort down", "sort"}, {"search", "search"}, {"where", "filter"},
    {"freeze", "freeze"}, {"hide", "hide"}, {"mark", "mark"}, {"help", "help"}, {0},
};
static const struct hint lens_hints[] = {
    {"lens", "lens"}, {"table next", "next table"}, {"chart next", "next chart"},
    {"mark", "mark"}, {"write", "write"}, {"words", "words"}, {"help", "help"}, {0},
};
static const struct hint data_hints[] = {
    {"table next", "next table"}, {"detail", "row"}, {"search", "search"}, {"sql", "SQL"},
    {"back", "back"}, {"help", "help"}, {0},
};
static const struct hint names_hints[] = {
    {"accept", "accept"}, {"reject", "reject"}, {"edit-name", "edit"}, {"undo", "undo"},
    {"table next", "next table"}, {"back", "back"}, {"help", "help"}, {0},
};
static const struct hint help_hints[] = {
    {"search", "search"}, {"detail", "run"}, {"back", "back"}, {0},
};
static const struct hint detail_hints[] = {
    {"move down", "scroll"}, {"move up", "scroll"}, {"back", "close"}, {0},
};

static bool
is_small(const struct session *session)
{
    return session->columns < LAYOUT_SMALL_COLUMNS || session->rows < LAYOUT_SMALL_ROWS;
}

static const struct hint *
hints_here(const struct session *session)
{
    if (session->overlay != OVERLAY_NONE)
        return detail_hints;
    if (session_context(session) == CONTEXT_PLOT)
        return plot_hints;
    switch (session->state.page) {
    case PAGE_TABLE: return table_hints;
    case PAGE_COMPARE: case PAGE_LENS: return lens_hints;
    case PAGE_DATA: case PAGE_SQL: return data_hints;
    case PAGE_NAMES: return names_hints;
    case PAGE_HELP: return help_hints;
    default: return is_small(session) ? small_hints : point_hints;
    }
}

void
session_key_words(const struct session *session, const char *command, char *buf,
    size_t size)
{
    int key = keymap_key_of(&session->keys, command, session_context(session));
    char name[KEY_NAME_MAX] = "";
    size_t length;

    if (key != 0)
        key_name(key, name);
    length = strlen(name);
    if (strncmp(name, "<C-", 3) == 0 && length == 5)
        snprintf(buf, size, "Ctrl-%c", name[3] - 'a' + 'A');
    else if (length > 2 && name[0] == '<' && strcmp(name, "<lt>") != 0)
        snprintf(buf, size, "%.*s", (int)(length - 2), name + 1);
    else
        snprintf(buf, size, "%s", strcmp(name, "<lt>") == 0 ? "<" : name);
}

bool
session_is_emptied(const struct session *session)
{
    const struct frame *frame = session->frame != NULL ? session->frame->frame : NULL;

    return frame != NULL && frame->rows == 0 && frame->where != NULL;
}

static char *
filter_advice(const struct session *session)
{
    char change[KEY_NAME_MAX], clear[KEY_NAME_MAX];

    session_key_words(session, "where", change, sizeof change);
    session_key_words(session, "where none", clear, sizeof clear);
    return mem_printf("Press %s to change the filter, %s to clear it.",
        change[0] != '\0' ? change : ":where", clear[0] != '\0' ? clear : ":where none");
}

/* How to choose what is compared; where too many are marked, how to have fewer. */
char *
marks_advice(const struct session *session)
{
    const struct lens *lens = session_lens(session);
    size_t marks = session->state.marks.count;
    char unmark[KEY_NAME_MAX];

    session_key_words(session, "unmark", unmark, sizeof unmark);
    if (lens != NULL && lens->max_chosen > 0 && marks > lens->max_chosen)
        return mem_printf("%zu are marked. %s unmarks all, Space in a table or in the plot one of "
            "them; with two to eight marked press c. q goes back.", marks,
            unmark[0] != '\0' ? unmark : ":unmark");
    return mem_strdup("Mark two to eight points with Space, in a table or in the plot, then press"
        " c. q goes back.");
}

char *
axes_advice(const struct session *session)
{
    const struct frame *frame = session->frame != NULL ? session->frame->frame : NULL;
    char x[KEY_NAME_MAX], y[KEY_NAME_MAX];
    struct objective pair[2];
    size_t points;

    if (session_is_emptied(session))
        return filter_advice(session);
    points = session_other_pair(session, pair);
    session_key_words(session, "x", x, sizeof x);
    session_key_words(session, "y", y, sizeof y);
    if (points > 0)
        return mem_printf("%s and %s are there for %zu of %zu points: press %s, then Enter, "
            "to see them, or choose others with %s, then %s.",
            frame->columns[pair[0].column].name, frame->columns[pair[1].column].name, points,
            frame->rows, y[0] != '\0' ? y : ":y", y[0] != '\0' ? y : ":y",
            x[0] != '\0' ? x : ":x");
    return mem_printf("Press %s, then %s, to choose the measures of the axes from a list.",
        y[0] != '\0' ? y : ":y", x[0] != '\0' ? x : ":x");
}

/* "x y axes · & filter": neighbours with the same words share them. */
static void
put_hints(const struct session *session, const struct hint *hints, size_t n,
    struct strbuf *out)
{
    for (size_t i = 0; i < n; i++) {
        bool shares = i + 1 < n && strcmp(hints[i].words, hints[i + 1].words) == 0;
        char key[KEY_NAME_MAX];

        session_key_words(session, hints[i].command, key, sizeof key);
        if (key[0] == '\0')
            continue;
        strbuf_printf(out, "%s%s%s", key, shares ? " " : " ", shares ? "" : hints[i].words);
        if (!shares && i + 1 < n)
            strbuf_puts(out, " · ");
    }
}

/* As many as fit; the last (help, back) always. */
static void
render_hints(const struct session *session, struct canvas *canvas, struct rect at,
    size_t taken)
{
    const struct hint *hints = hints_here(session);
    struct hint shown[16];
    struct strbuf text;
    size_t n = 0;

    while (hints[n].command != NULL)
        n++;
    memcpy(shown, hints, n * sizeof *shown);
    strbuf_init(&text);
    for (; n > 0; n--) {
        strbuf_clear(&text);
        put_hints(session, shown, n, &text);
        if (text_width(text.data, text.length) + taken <= at.columns)
            break;
        if (n > 1)
            shown[n - 2] = shown[n - 1];
    }
    if (n > 0)
        canvas_text_right(canvas, at.row, at.column + taken, at.columns - taken, text.data,
            INK_KEY);
    strbuf_release(&text);
}

/* --- what is typed --- */

static void
render_completions(const struct session *session, struct canvas *canvas, struct rect at)
{
    const struct prompt *prompt = &session->prompt;
    size_t column = at.column, first = prompt->completion;

    if (!prompt->completing || at.row == 0)
        return;
    if (first + 1 == prompt->completions.items.count)
        first = 0;
    for (size_t i = 0; i < at.columns; i++)
        canvas_put(canvas, at.row - 1, at.column + i, " ", INK_TEXT);
    for (size_t i = first; i < prompt->completions.items.count && column < at.columns; i++) {
        size_t used = canvas_text(canvas, at.row - 1, column, at.columns - column,
            prompt->completions.items.items[i], INK_PROMPT);

        if (i == prompt->completion)
            canvas_flag(canvas, at.row - 1, column, used, CELL_SELECTED);
        column += used + 2;
    }
}

static void
render_prompt(struct session *session, struct canvas *canvas, struct rect at,
    const char *sign)
{
    const struct prompt *prompt = &session->prompt;
    size_t column = at.column + canvas_text(canvas, at.row, at.column, at.columns, sign,
        INK_PROMPT);
    size_t room = at.column + at.columns > column ? at.column + at.columns - column : 0;
    size_t start = 0;

    /* A line that is longer than the screen scrolls with the cursor. */
    while (start < prompt->cursor
        && text_width(prompt->text.data + start, prompt->cursor - start) + 1 > room) {
        uint32_t character;

        start += text_decode(prompt->text.data + start, prompt->text.length - start,
            &character);
    }
    canvas_text(canvas, at.row, column, room, prompt->text.data + start, INK_PROMPT);
    column += text_width(prompt->text.data + start, prompt->cursor - start);
    canvas_flag(canvas, at.row, column, 1, CELL_SELECTED);
    session->cursor_row = at.row;
    session->cursor_column = column;
    render_completions(session, canvas, at);
}

/* Its sign says what the line is about, on no more than half of the row. */
static void
render_line_prompt(struct session *session, struct canvas *canvas, struct rect at)
{
    const struct prompt *prompt = &session->prompt;
    struct strbuf sign, subject;

    strbuf_init(&sign);
    strbuf_init(&subject);
    if (prompt->kind == PROMPT_MODEL && at.columns > 24) {
        text_scrub(&subject, prompt->subject, strlen(prompt->subject), canvas->ascii);
        text_fit(&sign, subject.data, at.columns / 2 - 12, TEXT_CUT_MIDDLE, canvas->ascii);
        strbuf_puts(&sign, " is the ");
    }
    strbuf_puts(&sign, prompt_sign(prompt->kind));
    render_prompt(session, canvas, at, sign.data);
    strbuf_release(&subject);
    strbuf_release(&sign);
}

static void
render_chooser_prompt(struct session *session, struct canvas *canvas, struct rect at)
{
    static const char *const keys[] = {
        "arrows, Ctrl-N/P move · typing searches · Enter takes · Esc cancels",
        "arrows, ^N ^P move · typing searches", "arrows move",
    };
    const struct strbuf *typed = &session->prompt.text;
    size_t used = text_width(typed->data, typed->length) + 4;

    render_prompt(session, canvas, at, "> ");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t width = text_width(keys[i], strlen(keys[i]));

        if (used + width > at.columns)
            continue;
        canvas_text_right(canvas, at.row, at.column + at.columns - width, width, keys[i],
            INK_KEY);
        return;
    }
}

/* --- what is said --- */

enum { MESSAGE_MOST_ROWS = 6, HINTS_LEAST_COLUMNS = 30, HINTS_LEAST_ROWS = 6,
    IMPORT_LEAST = 12 /* columns, for how far an import is */ };

/* " (Ctrl-C stops) · 2 keys wait" */
static void
put_ways_out(const struct session *session, struct strbuf *out)
{
    char key[KEY_NAME_MAX];

    session_key_words(session, "stop", key, sizeof key);
    strbuf_printf(out, " (%s stops)", key[0] != '\0' ? key : ":stop");
    if (session->n_typed > 0)
        strbuf_printf(out, " · %zu key%s", session->n_typed,
            session->n_typed == 1 ? " waits" : "s wait");
}

/* What is being done, how far it is and how it is stopped; NULL: nothing. */
static char *
busy_words(struct session *session, size_t columns)
{
    int permille = -1;
    const char *title = session_busy(session, &permille);
    struct strbuf out, ways;
    size_t taken;

    if (title == NULL && session->n_typed == 0)
        return NULL;
    strbuf_init(&out);
    strbuf_init(&ways);
    put_ways_out(session, &ways);
    /* An answer may be there and about to be taken. */
    strbuf_puts(&out, title != NULL ? title : "computing");
    taken = out.length + text_width(ways.data, ways.length) + HINTS_LEAST_COLUMNS + 4;
    strbuf_puts(&out, ", ");
    if (columns < taken + IMPORT_LEAST || !session_import_line(session, columns - taken, &out)) {
        out.length -= 2;
        out.data[out.length] = '\0';
        if (permille >= 0)
            strbuf_printf(&out, ", %d %%", permille / 10);
    }
    strbuf_add(&out, ways.data, ways.length);
    strbuf_release(&ways);
    return strbuf_detach(&out);
}

/* What the bottom is to say now, on how many rows: a message takes no more than a sixth of
 * the screen or two rows, and the keys have a row of their own where it leaves them too little
 * room. */
struct bottom { struct lines lines; size_t shown; bool own_row; };

static struct bottom
bottom_plan(const struct session *session, const char *text)
{
    size_t sixth = session->rows / 6;
    size_t most = sixth < 2 ? 2 : sixth < MESSAGE_MOST_ROWS ? sixth : MESSAGE_MOST_ROWS;
    struct bottom plan = {0};
    const char *last;

    lines_wrap(&plan.lines, text, session->columns);
    plan.shown = plan.lines.count < most ? plan.lines.count : most;
    last = plan.lines.text[plan.shown - 1];
    plan.own_row = session->mode == MODE_KEYS && session->rows >= HINTS_LEAST_ROWS
        && (plan.shown < plan.lines.count
            || text_width(last, strlen(last)) + 2 + HINTS_LEAST_COLUMNS > session->columns);
    return plan;
}

size_t
bottom_rows(const struct session *session)
{
    struct bottom plan;

    if (session->mode != MODE_KEYS || session->message == NULL)
        return 1;
    plan = bottom_plan(session, session->message);
    wrapped_release(&plan.lines);
    return plan.shown + plan.own_row;
}

/* Grows upwards from the last row, over what is there if the layout left too few rows.
 * Returns the columns taken in the last row. */
static size_t
render_message(const struct session *session, struct canvas *canvas, struct rect at,
    const char *text, enum ink ink)
{
    struct bottom plan = bottom_plan(session, text);
    size_t used = 0, last = at.row - (plan.own_row && at.row > 0);
    size_t n = plan.shown <= last + 1 ? plan.shown : last + 1;

    for (size_t i = 0; i < n; i++) {
        size_t row = last - (n - 1) + i;

        for (size_t column = 0; column < at.columns; column++)
            canvas_put(canvas, row, at.column + column, " ", INK_TEXT);
        if (i + 1 == n && n < plan.lines.count)
            render_cut_line(session, canvas, row, at.column, at.columns, plan.lines.text[i],
                ink);
        else
            used = canvas_text(canvas, row, at.column, at.columns, plan.lines.text[i], ink);
    }
    wrapped_release(&plan.lines);
    return plan.own_row ? 0 : used;
}

static void
render_said(struct session *session, struct canvas *canvas, struct rect at)
{
    char *busy = busy_words(session, at.columns);
    size_t used = 0;

    if (session->message != NULL)
        used = render_message(session, canvas, at, session->message,
            session->message_is_error ? INK_ERROR : INK_TEXT);
    else if (busy != NULL)
        used = canvas_text(canvas, at.row, at.column, at.columns, busy, INK_DIM);
    render_hints(session, canvas, at, used > 0 ? used + 2 : 0);
    free(busy);
}

static void
render_question(struct session *session, struct canvas *canvas, struct rect at)
{
    size_t n = session_decisions(session, NULL);
    char *text = mem_printf("%zu decision%s about names, directions or missing values would be "
        "lost: s save as a database · r remember for later sessions · q quit · Esc stay",
        n, n == 1 ? "" : "s");

    render_message(session, canvas, at, text, INK_PROMPT);
    free(text);
}

void
render_bottom(struct session *session, struct canvas *canvas, struct rect at)
{
    if (at.rows == 0 || at.columns == 0)
        return;
    /* The last of its rows has the keys; a message grows upwards from there. */
    at.row += at.rows - 1;
    at.rows = 1;
    switch (session->mode) {
    case MODE_PROMPT:
        render_line_prompt(session, canvas, at);
        break;
    case MODE_CHOOSER:
        render_chooser_prompt(session, canvas, at);
        break;
    case MODE_QUIT:
        render_question(session, canvas, at);
        break;
    case MODE_BUDGET:
        render_message(session, canvas, at, session->message != NULL ? session->message
                : "h l move the budget line, H L further; Esc ends", INK_PROMPT);
        break;
    case MODE_ADJUST:
        render_message(session, canvas, at, session->message != NULL ? session->message
                : "h l change the option, j k choose another; Esc ends", INK_PROMPT);
        break;
    case MODE_KEYS:
        render_said(session, canvas, at);
        break;
    }
}
