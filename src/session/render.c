/* render.c - a whole screen: title, body, detail, verdict, bottom line, on the canvas.
 *
 * The layout is computed from the size and from what the page has to show; the panes paint
 * into their rectangles and know nothing of each other.
 */
#include "session/explorer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* --- layout --- */

static size_t
sections_of(const struct session *session)
{
    const struct result_table *table = session_table(session);
    size_t n = 0;

    if (table == NULL || table->section == NULL || session->state.sort.count > 0)
        return 0;
    for (size_t i = 0; i < table->rows && i < session->rows && n < 16; i++) {
        size_t row = table->display != NULL ? table->display[i] : i;
        size_t before = i > 0 && table->display != NULL ? table->display[i - 1] : i - 1;

        n += i == 0 || table->section[row] == NULL || table->section[before] == NULL
            || strcmp(table->section[row], table->section[before]) != 0;
    }
    return n;
}

/* Where measures are compared there need not be one. */
static bool
has_selected_point(const struct session *session)
{
    return session->state.page != PAGE_COMPARE || (session->frame != NULL
        && session->state.selected != NULL
        && key_index_row(&session->frame->index, session->state.selected) >= 0);
}

static size_t
wanted_detail_rows(const struct session *session)
{
    bool small = session->columns < LAYOUT_SMALL_COLUMNS || session->rows < LAYOUT_SMALL_ROWS;

    if (session->settings.value[SET_DETAIL] == CHOICE_OFF || !page_has_points(session->state.page))
        return 0;
    if (small)
        return 1;
    return session->rows < 30 || !has_selected_point(session) ? 0 : 4;
}

/* A row for each interval, the axis, its numbers and its name; other charts take what there is. */
static size_t
wanted_chart_rows(const struct session *session)
{
    const struct chart *chart = session_chart(session);

    return chart != NULL && chart->kind == CHART_INTERVALS ? chart->n_marks + 3 : 0;
}

void
session_layout(struct session *session, struct layout *layout)
{
    bool overlay = session->overlay != OVERLAY_NONE || session->mode == MODE_CHOOSER;
    bool short_screen = session->rows < 30;
    struct layout_wish wish = {
        .columns = session->columns, .rows = session->rows,
        .chart = !overlay && session_chart(session) != NULL,
        .table = overlay || session_table(session) != NULL || session_chart(session) == NULL,
        .table_first = session->state.page == PAGE_COMPARE,
        .one_pane = session->one_pane, .focus_chart = session->focus == PANE_CHART,
        .table_rows = session_view(session)->n_order + sections_of(session) + 1,
        .chart_rows = wanted_chart_rows(session),
        .detail_rows = overlay ? 0 : wanted_detail_rows(session),
    };

    wish.message_rows = overlay ? 0 : bottom_rows(session);
    wish.verdict_rows = verdict_rows(session, !short_screen);
    if (session->overlay == OVERLAY_WORDS)
        wish.verdict_rows = 0;
    else if (short_screen && !wish.table_first && wish.verdict_rows > 3)
        wish.verdict_rows = 3;
    layout_compute(&wish, layout);
}

/* --- the parts --- */

static const char *
page_title(const struct session *session)
{
    const struct answer *answer = session_answer(session);

    if (answer != NULL && answer->result != NULL && answer->result->title != NULL)
        return answer->result->title;
    return session->state.page == PAGE_FRONTIER ? "paretop" : page_name(session->state.page);
}

/* Says so before the title where what is below it is not what was asked last. */
static const char *
title_warning(const struct session *session)
{
    if (!session_is_behind(session))
        return "";
    return session_was_stopped(session) ? "stopped, below is the answer before · "
        : "computing, below is the answer before · ";
}

/* "+3 columns: l" if the table has columns out of sight, with the keys that bring them in;
 * else "". Caller frees. */
static char *
columns_hint(struct session *session)
{
    const struct page_view *view = session_view(session);
    size_t before = view->columns_before, after = view->columns_after;
    char left[KEY_NAME_MAX], right[KEY_NAME_MAX], other[KEY_NAME_MAX] = "";

    if (before + after == 0)
        return mem_strdup("");
    session_key_words(session, "move left", left, sizeof left);
    session_key_words(session, "move right", right, sizeof right);
    if (session_context(session) == CONTEXT_PLOT)
        session_key_words(session, "pane next", other, sizeof other);
    return mem_printf("+%zu %s: %s%s%s%s%s", before + after,
        text_counted((double)(before + after), "column", "columns"), other,
        other[0] != '\0' ? " " : "", before > 0 ? left : "",
        before > 0 && after > 0 ? " " : "", after > 0 ? right : "");
}

/* The rule above the table, or below it: there the hint stands. Without either, and where it
 * has no room, it is in the title. */
static const struct rect *
rule_for_hint(const struct layout *layout, const char *hint)
{
    bool above = !layout->wide && layout->rule_between.rows > 0
        && layout->table.row > layout->rule_between.row;
    const struct rect *rule = above ? &layout->rule_between : &layout->rule_below;

    return rule->rows > 0 && hint[0] != '\0' && strlen(hint) + 4 < rule->columns ? rule : NULL;
}

/* What of the state must always be in sight: at the right of the title. */
static char *
title_state(const struct session *session, const char *hint)
{
    size_t marks = session->state.marks.count;
    bool only = shows_only_missing(session);
    struct strbuf text;

    strbuf_init(&text);
    if (only)
        strbuf_puts(&text, "only missing");
    if (marks > 0)
        strbuf_printf(&text, "%s%zu marked", only ? ", " : "", marks);
    if (hint[0] != '\0')
        strbuf_printf(&text, "%s%s", text.length > 0 ? ", " : "", hint);
    return strbuf_detach(&text);
}

static void
render_title(struct session *session, struct canvas *canvas, struct rect at, const char *hint)
{
    const struct answer *answer = session_answer(session);
    size_t n_tables = answer != NULL && answer->result != NULL ? answer->result->n_tables : 0;
    size_t used;
    char *right = title_state(session, hint);
    char *title = n_tables > 1 && session_table(session)->title != NULL
            && session->state.page != PAGE_FRONTIER
        ? mem_printf("%s%s · %s (%zu of %zu tables, t next)", title_warning(session),
              page_title(session), session_table(session)->title, session_view(session)->table + 1,
              n_tables)
        : mem_printf("%s%s", title_warning(session), page_title(session));
    size_t reserved = right[0] != '\0' ? strlen(right) + 2 : 0;

    used = at.columns > reserved + 20 ? at.columns - reserved : at.columns;
    canvas_text_cut(canvas, at.row, at.column, used, title, INK_TITLE);
    if (used < at.columns)
        canvas_text_right(canvas, at.row, at.column + used, at.columns - used, right,
            INK_TITLE);
    free(title);
    free(right);
}

static void
render_rule(struct canvas *canvas, const struct layout *layout)
{
    const struct rect *below = &layout->rule_below, *between = &layout->rule_between;

    for (size_t i = 0; i < below->columns && below->rows > 0; i++)
        canvas_put(canvas, below->row, below->column + i, "─", INK_AXIS);
    if (layout->wide) {
        for (size_t i = 0; i < between->rows; i++)
            canvas_put(canvas, between->row + i, between->column, "│", INK_AXIS);
        if (below->rows > 0)
            canvas_put(canvas, below->row, between->column, "┴", INK_AXIS);
        return;
    }
    for (size_t i = 0; i < between->columns && between->rows > 0; i++)
        canvas_put(canvas, between->row, between->column + i, "─", INK_AXIS);
}

static void
render_hint(struct canvas *canvas, const struct rect *rule, const char *hint)
{
    char *text = mem_printf(" %s ", hint);
    size_t width = strlen(text);

    canvas_text(canvas, rule->row, rule->column + rule->columns - width - 1, width, text,
        INK_DIM);
    free(text);
}

static void
render_detail(struct session *session, struct canvas *canvas, struct rect at)
{
    struct detail detail = {0};

    if (at.rows == 0)
        return;
    detail_short(session, at.columns, &detail);
    for (size_t i = 0; i < detail.count && i < at.rows; i++)
        canvas_text_cut(canvas, at.row + i, at.column, at.columns, detail.lines[i].text,
            detail.lines[i].ink);
    detail_release(&detail);
}

void
session_render(struct session *session, struct canvas *canvas)
{
    struct layout layout;
    const struct rect *rule;
    char *hint;

    if (canvas->columns != session->columns || canvas->rows != session->rows)
        canvas_resize(canvas, session->columns, session->rows);
    canvas_clear(canvas);
    canvas->ascii = session_glyphs(session) == GLYPHS_ASCII;
    session->cursor_row = session->rows > 0 ? session->rows - 1 : 0;
    session->cursor_column = 0;
    session_evaluate(session);
    view_sync(session);
    session_layout(session, &layout);
    render_body(session, canvas, &layout);
    hint = columns_hint(session);
    rule = rule_for_hint(&layout, hint);
    render_title(session, canvas, layout.title, rule != NULL ? "" : hint);
    render_rule(canvas, &layout);
    if (rule != NULL)
        render_hint(canvas, rule, hint);
    free(hint);
    render_detail(session, canvas, layout.detail);
    render_verdict(session, canvas, layout.verdict);
    render_bottom(session, canvas, layout.message);
}

void
session_cursor(const struct session *session, size_t *column, size_t *row)
{
    *column = session->cursor_column;
    *row = session->cursor_row;
}
