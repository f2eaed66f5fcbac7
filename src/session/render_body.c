/* render_body.c - the panes: chart, table, full detail, list to choose from, and what is said
 * where there is nothing to show yet.
 */
#include "session/explorer.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "draw/grid.h"
#include "session/order.h"
#include "session/wrap.h"

/* --- chart --- */

static bool
all_positive(const struct chart *chart, bool vertical)
{
    const double *value = vertical ? chart->ys : chart->xs;

    for (size_t i = 0; i < chart->n_marks; i++)
        if ((value != NULL ? value[i] : vertical ? chart->marks[i].y : chart->marks[i].x) <= 0)
            return false;
    return true;
}

/* Differences of a measure go by its name too: they stay linear. */
enum scale_choice
session_scale(const struct session *session, const struct chart *chart, bool vertical)
{
    const char *name = vertical ? chart->y.name : chart->x.name, *value;
    char *escaped;

    if (name == NULL || session->state.scales.count == 0)
        return SCALE_AUTO;
    escaped = text_escape(name);
    value = list_value(&session->state.scales, escaped);
    free(escaped);
    if (value == NULL)
        return SCALE_AUTO;
    if (strcmp(value, "linear") == 0)
        return SCALE_LINEAR;
    return all_positive(chart, vertical) ? SCALE_LOG : SCALE_AUTO;
}

void
session_chart_view(struct session *session, struct chart_view *view)
{
    struct state *state = &session->state;
    const struct plot_state *plot = state_plot(state);
    const struct chart *chart = session_chart(session);
    enum scale_choice x_scale, y_scale;

    *view = chart_view_plain(0, 0, session_glyphs(session));
    view->selected = session->settings.value[SET_CURSOR] == CHOICE_ON ? state->selected : NULL;
    view->marked = (const char *const *)state->marks.items;
    view->n_marked = state->marks.count;
    view->error_bars = state->error_bars;
    view->hide_line = state->hide_line;
    view->legend_rows = (size_t)session->settings.value[SET_LEGEND];
    view->budget = NAN;
    /* Scales and zoom are of the page's first chart, the budget of the frontier's axis. */
    if (session_view(session)->chart == 0) {
        view->x_scale = plot->x_scale;
        view->y_scale = plot->y_scale;
        view->zoomed = plot->zoomed;
        view->x_lo = plot->x_lo;
        view->x_hi = plot->x_hi;
        view->y_lo = plot->y_lo;
        view->y_hi = plot->y_hi;
        view->budget = state->page == PAGE_FRONTIER ? state->budget : NAN;
    }
    if (chart == NULL)
        return;
    x_scale = session_scale(session, chart, false);
    y_scale = session_scale(session, chart, true);
    view->x_scale = x_scale != SCALE_AUTO ? x_scale : view->x_scale;
    view->y_scale = y_scale != SCALE_AUTO ? y_scale : view->y_scale;
}

static char *
drawing_text(const struct session *session, const struct page_view *view,
    const struct chart_view *chart)
{
    struct strbuf text;

    strbuf_init(&text);
    strbuf_printf(&text, "%lu %zu %g %g %d %d %d %d %d %d %a %a %a %a %a %zu %s\n",
        session_answer(session)->serial, view->chart, chart->width, chart->height,
        (int)chart->glyphs, (int)chart->x_scale, (int)chart->y_scale, chart->error_bars,
        chart->hide_line, chart->zoomed, chart->x_lo, chart->x_hi, chart->y_lo, chart->y_hi,
        chart->budget, chart->legend_rows, chart->selected != NULL ? chart->selected : "");
    for (size_t i = 0; i < chart->n_marked; i++)
        strbuf_printf(&text, "%s\n", chart->marked[i]);
    return strbuf_detach(&text);
}

/* A memory is of one chart. */
static struct chart_memory *
memory_of(const struct session *session, struct page_view *view)
{
    unsigned long serial = session_answer(session)->serial;

    if (view->memory == NULL || view->memory_serial != serial
        || view->memory_chart != view->chart) {
        chart_memory_free(view->memory);
        view->memory = chart_memory_new();
        view->memory_serial = serial;
        view->memory_chart = view->chart;
    }
    return view->memory;
}

static int
compare_places(const void *a, const void *b)
{
    const size_t *p = a, *q = b;

    return (*p > *q) - (*p < *q);
}

/* Selected and marked ones, ascending and once each. Caller frees. */
static size_t *
flagged_marks(const struct session *session, const struct chart_view *view, size_t *n)
{
    const struct answer *answer = session_answer(session);
    size_t chart = (size_t)(session_chart(session) - answer->result->charts), kept = 0;
    size_t *places = mem_alloc((view->n_marked + 1) * sizeof *places);

    *n = 0;
    if (session_chart(session)->xs == NULL)
        return places;
    for (size_t i = 0; i <= view->n_marked; i++) {
        long mark = answer_mark(answer, chart,
            i < view->n_marked ? view->marked[i] : view->selected);

        if (mark >= 0)
            places[(*n)++] = (size_t)mark;
    }
    qsort(places, *n, sizeof *places, compare_places);
    for (size_t i = 0; i < *n; i++)
        if (kept == 0 || places[kept - 1] != places[i])
            places[kept++] = places[i];
    *n = kept;
    return places;
}

/* Laid out again only when something about it changed. */
static const struct drawing *
lay_out(struct session *session, struct rect at)
{
    struct page_view *view = session_view(session);
    const struct chart *chart = session_chart(session);
    struct chart_view wanted;
    char *text;

    session_chart_view(session, &wanted);
    wanted.width = (double)at.columns;
    wanted.height = (double)at.rows;
    text = drawing_text(session, view, &wanted);
    wanted.memory = memory_of(session, view);
    if (view->drawing_for == NULL || strcmp(view->drawing_for, text) != 0) {
        arena_free(view->arena);
        view->arena = arena_new();
        wanted.flagged = flagged_marks(session, &wanted, &wanted.n_flagged);
        view->drawing = chart_layout(view->arena, chart, &wanted);
        free((void *)wanted.flagged);
        free(view->drawing_for);
        view->drawing_for = text;
    } else {
        free(text);
    }
    return view->drawing;
}

const struct drawing *
session_drawing(struct session *session)
{
    struct layout layout;

    if (session_chart(session) == NULL)
        return NULL;
    session_layout(session, &layout);
    if (layout.chart.rows == 0 || layout.chart.columns == 0)
        layout.chart = (struct rect){0, 0, 20, 80};
    return lay_out(session, layout.chart);
}

void
render_chart(struct session *session, struct canvas *canvas, struct rect at)
{
    struct page_view *view = session_view(session);

    view->chart_at = at;
    if (at.rows == 0 || at.columns == 0 || session_chart(session) == NULL)
        return;
    drawing_paint(lay_out(session, at), canvas, at.row, at.column, session_glyphs(session));
}

/* --- table --- */

static size_t
frozen_columns(const struct session *session, const struct result_table *table)
{
    int column = session->state.frozen != NULL ? table_column(table, session->state.frozen)
                                               : -1;

    return column >= 0 ? (size_t)column + 1 : 0;
}

/* Measured once per table: a look at every number. */
static const struct grid_measure *
measures_of(struct session *session, const struct result_table *table, bool ascii)
{
    const struct answer *answer = session_answer(session);
    const struct answer_table *prepared = answer->tables != NULL
        ? &answer->tables[table - answer->result->tables] : NULL;
    struct page_view *view = session_view(session);
    char *wanted;

    if (prepared != NULL && prepared->is_large)
        return prepared->measures[ascii];
    wanted = mem_printf("%lu %zu %d", session_answer(session)->serial, view->table, ascii);

    if (view->measured_for != NULL && strcmp(view->measured_for, wanted) == 0) {
        free(wanted);
        return view->measures;
    }
    free(view->measured_for);
    view->measured_for = wanted;
    view->measures = mem_resize(view->measures, table->n_columns, sizeof *view->measures);
    grid_measure(table, ascii, view->measures);
    return view->measures;
}

struct grid_wish { struct grid_view view; bool *hidden; int *width, *sort_column; bool *down; };

static void
grid_wish_make(struct session *session, const struct result_table *table,
    struct grid_wish *wish)
{
    const struct page_view *view = session_view(session);
    const struct string_list *sort = &session->state.sort;
    size_t n_sort = 0;

    wish->hidden = mem_zalloc(table->n_columns, sizeof *wish->hidden);
    wish->width = mem_zalloc(table->n_columns, sizeof *wish->width);
    for (size_t i = 0; i < table->n_columns; i++) {
        wish->hidden[i] = table->columns[i].detail
            || column_is_hidden(session, table->columns[i].name);
        wish->width[i] = session_column_width(session, table->columns[i].name);
    }
    wish->sort_column = mem_zalloc(sort->count, sizeof *wish->sort_column);
    wish->down = mem_zalloc(sort->count, sizeof *wish->down);
    for (size_t i = 0; i < sort->count; i++) {
        int column = table_column(table, sort->items[i] + 1);

        if (column < 0)
            continue;
        wish->sort_column[n_sort] = column;
        wish->down[n_sort++] = sort->items[i][0] == '-';
    }
    wish->view = (struct grid_view){
        .order = view->order, .n_order = view->n_order,
        .top = view->top, .first_column = view->first_column,
        .frozen = frozen_columns(session, table),
        .hidden = wish->hidden, .width = wish->width,
        .selected_column = session_context(session) != CONTEXT_PLOT ? view->column : -1,
        .marked = (const char *const *)session->state.marks.items,
        .n_marked = session->state.marks.count,
        .sort_column = wish->sort_column, .sort_down = wish->down, .n_sort = n_sort,
        .ascii = session_glyphs(session) == GLYPHS_ASCII,
        .sections = n_sort == 0, .repeat_heading = true,
        .has_cursor = true, .cursor = view->cursor,
        .measures = measures_of(session, table, session_glyphs(session) == GLYPHS_ASCII),
    };
    if (table->key != NULL && view->cursor < view->n_order)
        wish->view.selected = table->key[view->order[view->cursor]];
}

static void
grid_wish_release(struct grid_wish *wish)
{
    free(wish->hidden);
    free(wish->width);
    free(wish->sort_column);
    free(wish->down);
}

static void
blank(struct canvas *canvas, struct rect at)
{
    for (size_t row = 0; row < at.rows; row++)
        for (size_t column = 0; column < at.columns; column++)
            canvas_put(canvas, at.row + row, at.column + column, " ", INK_TEXT);
}

/* Paints what the view shows now; how many rows and columns that was goes into the view. */
static void
paint_table(const struct result_table *table, struct page_view *view, struct grid_wish *wish,
    struct canvas *canvas, struct rect at)
{
    struct grid_shown shown = {0};
    size_t fit;

    blank(canvas, at);
    wish->view.top = view->top;
    wish->view.first_column = view->first_column;
    fit = grid_paint(table, &wish->view, canvas, at.row, at.column, at.rows, at.columns,
        &shown);
    view->page_rows = fit > 0 ? fit : 1;
    view->last_column = shown.last_column;
    view->columns_before = shown.before;
    view->columns_after = shown.after;
}

/* A pane that has become larger, or another page, has room for rows above the first one: no
 * row is hidden above while there are empty ones below. */
static void
fill_from_above(const struct result_table *table, struct page_view *view,
    struct grid_wish *wish, struct canvas *canvas, struct rect at)
{
    size_t top = view->top;

    if (top == 0 || top + view->page_rows < view->n_order)
        return;
    for (view->top = view->n_order > at.rows ? view->n_order - at.rows : 0; view->top < top;
        view->top++) {
        paint_table(table, view, wish, canvas, at);
        if (view->top + view->page_rows >= view->n_order)
            return;
    }
    paint_table(table, view, wish, canvas, at);
}

/* How many rows fit depends on the headings between them and which columns do on their
 * widths, so painting tells, and the scroll follows until the cursor is in sight. */
void
render_table(struct session *session, struct canvas *canvas, struct rect at)
{
    const struct result_table *table = session_table(session);
    struct page_view *view = session_view(session);
    struct grid_wish wish;

    view->table_at = at;
    if (at.rows == 0 || at.columns == 0 || table == NULL)
        return;
    if (view->column >= 0 && (size_t)view->column < view->first_column)
        view->first_column = (size_t)view->column;
    grid_wish_make(session, table, &wish);
    for (int tries = 0; tries < 40; tries++) {
        paint_table(table, view, &wish, canvas, at);
        if (view->cursor >= view->top + view->page_rows && view->top < view->cursor)
            view->top += view->cursor - view->top - view->page_rows + 1;
        else if (view->column >= 0 && (size_t)view->column > view->last_column
            && view->first_column < (size_t)view->column)
            view->first_column++;
        else
            break;
    }
    fill_from_above(table, view, &wish, canvas, at);
    grid_wish_release(&wish);
}

/* --- a text over the panes --- */

/* Says in the last row how many lines are below it. */
static void
render_below(struct canvas *canvas, struct rect at, size_t below)
{
    char *text = mem_printf(" … %zu more %s", below + 1,
        text_counted((double)below + 1, "line", "lines"));
    size_t width = text_width(text, strlen(text));

    if (width <= at.columns) {
        for (size_t i = 0; i < at.columns; i++)
            canvas_put(canvas, at.row + at.rows - 1, at.column + i, " ", INK_TEXT);
        canvas_text(canvas, at.row + at.rows - 1, at.column, width, text, INK_DIM);
    }
    free(text);
}

static void
render_overlay(struct session *session, struct canvas *canvas, struct rect at)
{
    struct detail detail = {0};
    size_t last;

    if (session->overlay == OVERLAY_WORDS)
        words_long(session, at.columns, &detail);
    else
        detail_long(session, at.columns, &detail);
    last = detail.count > at.rows ? detail.count - at.rows : 0;
    if (session->overlay_top > last)
        session->overlay_top = last;
    for (size_t i = 0; i < at.rows && session->overlay_top + i < detail.count; i++) {
        const struct detail_line *line = &detail.lines[session->overlay_top + i];

        canvas_text_cut(canvas, at.row + i, at.column, at.columns, line->text, line->ink);
    }
    if (session->overlay_top < last)
        render_below(canvas, at, last - session->overlay_top);
    session->cursor_row = at.row;
    detail_release(&detail);
}

/* --- a list to choose from --- */

enum { NOTE_ROWS = 2 };

/* Where notes are cut and there are rows to spare, the last ones tell the chosen one's whole. */
static size_t
chooser_note_rows(const struct chooser *chooser, struct rect at, size_t name_width)
{
    if (at.rows < 10)
        return 0;
    for (size_t i = 0; i < chooser->n_shown; i++) {
        const char *note = chooser->choices[chooser->shown[i]].note;

        if (note != NULL && text_width(note, strlen(note)) + name_width + 4 > at.columns)
            return NOTE_ROWS;
    }
    return 0;
}

static void
render_note(const struct chooser *chooser, struct canvas *canvas, struct rect at)
{
    const char *note = chooser->cursor < chooser->n_shown
        ? chooser->choices[chooser->shown[chooser->cursor]].note : NULL;
    struct lines lines = {0};

    if (note == NULL)
        return;
    lines_wrap(&lines, note, at.columns > 2 ? at.columns - 2 : 1);
    for (size_t i = 0; i < lines.count && i < NOTE_ROWS; i++)
        canvas_text_cut(canvas, at.row + at.rows - NOTE_ROWS + i, at.column + 2,
            at.columns - 2, lines.text[i], INK_TEXT);
    wrapped_release(&lines);
}

static void
render_chooser(struct session *session, struct canvas *canvas, struct rect at)
{
    struct chooser *chooser = &session->chooser;
    size_t name_width = 0, note_rows;

    for (size_t i = 0; i < chooser->n_shown; i++) {
        const char *name = chooser->choices[chooser->shown[i]].name;
        size_t width = text_width(name, strlen(name));

        name_width = width > name_width ? width : name_width;
    }
    if (name_width > at.columns / 2)
        name_width = at.columns / 2;
    note_rows = chooser_note_rows(chooser, at, name_width);
    chooser->page_rows = at.rows > 1 + note_rows ? at.rows - 1 - note_rows : 1;
    if (chooser->cursor < chooser->top)
        chooser->top = chooser->cursor;
    if (chooser->cursor >= chooser->top + chooser->page_rows)
        chooser->top = chooser->cursor - chooser->page_rows + 1;
    if (note_rows > 0)
        render_note(chooser, canvas, at);
    canvas_text_cut(canvas, at.row, at.column, at.columns, chooser->title, INK_HEADING);
    if (chooser->n_shown == 0)
        canvas_text(canvas, at.row + 1, at.column + 2, SIZE_MAX,
            chooser->free_command != NULL ? "nothing matches; Enter takes it as typed"
                                          : "nothing matches", INK_DIM);
    for (size_t i = 0; i < chooser->page_rows && chooser->top + i < chooser->n_shown; i++) {
        const struct choice *choice = &chooser->choices[chooser->shown[chooser->top + i]];
        size_t row = at.row + 1 + i;
        bool selected = chooser->top + i == chooser->cursor;

        if (row >= at.row + at.rows)
            break;
        canvas_text(canvas, row, at.column, 1, selected ? ">" : " ", INK_TEXT);
        canvas_text_cut(canvas, row, at.column + 2, name_width, choice->name, INK_TEXT);
        if (at.columns > name_width + 4)
            canvas_text_cut(canvas, row, at.column + 4 + name_width, at.columns - name_width - 4,
                choice->note, INK_DIM);
        if (selected)
            canvas_flag(canvas, row, at.column, at.columns, CELL_SELECTED);
    }
}

/* --- nothing to show yet, or why not --- */

/* Refused for want of axes: then the hint, which names options, is not what helps here. */
static bool
lacks_pair(const struct session *session)
{
    const struct lens *lens = session_lens(session);

    return session->frame != NULL && lens != NULL
        && session->frame->n_objectives < lens->min_objectives;
}

static void
say_why(const struct session *session, const struct error *error, struct lines *lines,
    size_t width)
{
    bool compares = session->state.page == PAGE_COMPARE && !session_is_emptied(session);

    lines_wrap(lines, error->message, width);
    if (compares || lacks_pair(session) || session_is_emptied(session)) {
        char *advice = compares ? marks_advice(session) : axes_advice(session);

        wrapped_add(lines, "");
        lines_wrap(lines, advice, width);
        free(advice);
    } else if (error->hint[0] != '\0') {
        wrapped_add(lines, "");
        lines_wrap(lines, error->hint, width);
    }
}

static void
say_load_failed(const struct session *session, struct lines *lines, size_t width)
{
    char quit[KEY_NAME_MAX], *text;

    session_key_words(session, "quit", quit, sizeof quit);
    text = mem_printf("Nothing was loaded. :open FILE loads a file or a folder; %s quits.",
        quit[0] != '\0' ? quit : ":quit");
    lines_wrap(lines, text, width);
    free(text);
}

static void
say_progress(struct session *session, struct lines *lines, size_t width)
{
    int permille = -1;
    const char *title = session_busy(session, &permille);
    struct strbuf line;

    for (size_t i = 0; i < session->files.count && !session->loaded && i < 5; i++)
        wrapped_add(lines, session->files.items[i]);
    strbuf_init(&line);
    if (!session_import_line(session, width, &line)) {
        /* An answer may be there and about to be taken. */
        strbuf_puts(&line, title != NULL ? title : session->loaded ? "computing" : "loading");
        if (permille >= 0)
            strbuf_printf(&line, ", %d %%", permille / 10);
    }
    wrapped_add(lines, line.data);
    strbuf_release(&line);
}

static void
render_waiting(struct session *session, struct canvas *canvas, struct rect at)
{
    const struct answer *answer = session_answer(session);
    struct lines lines = {0};
    size_t width = at.columns > 4 ? at.columns - 4 : at.columns;
    bool refused = answer != NULL && answer->error.kind != ERROR_NONE;

    if (refused)
        say_why(session, &answer->error, &lines, width);
    else if (session->load_failed)
        say_load_failed(session, &lines, width);
    else if (session_was_stopped(session))
        wrapped_add(&lines, "stopped; Ctrl-L asks again");
    else
        say_progress(session, &lines, width);
    for (size_t i = 0; i < lines.count && i + 1 < at.rows + (at.rows == 1); i++)
        canvas_text(canvas, at.row + (at.rows > 1) + i, at.column + (at.columns > 4 ? 2 : 0),
            width, lines.text[i], refused ? INK_ERROR : INK_TEXT);
    wrapped_release(&lines);
}

void
render_body(struct session *session, struct canvas *canvas, const struct layout *layout)
{
    const struct answer *answer = session_answer(session);
    struct page_view *view = session_view(session);

    view->chart_at = view->table_at = (struct rect){0};
    view->columns_before = view->columns_after = 0;
    if (session->mode == MODE_CHOOSER)
        render_chooser(session, canvas, layout->table);
    else if (session->overlay != OVERLAY_NONE)
        render_overlay(session, canvas, layout->table);
    else if (answer == NULL || answer->result == NULL)
        render_waiting(session, canvas, layout->table);
    else {
        render_chart(session, canvas, layout->chart);
        if (session->state.page == PAGE_HELP)
            render_help(session, canvas, layout->table);
        else
            render_table(session, canvas, layout->table);
        if (session_table(session) != NULL && view->n_order == 0)
            render_empty(session, canvas, layout->table);
    }
}
