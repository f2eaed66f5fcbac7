/* mouse.c - clicks and the wheel: a point in the plot, a row of the table, a heading. */
#include "session/explorer.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static bool
is_inside(struct rect at, size_t column, size_t row)
{
    return row >= at.row && row < at.row + at.rows && column >= at.column
        && column < at.column + at.columns;
}

static void
click_chart(struct session *session, double cx, double cy)
{
    const struct chart *chart = session_chart(session);
    const struct drawing *drawing = session_drawing(session);
    double nearest = INFINITY;
    const char *key = NULL;

    for (size_t i = 0; drawing != NULL && i < chart->n_marks; i++) {
        double x, y, distance;

        drawing_to_cell(drawing, chart->marks[i].x, chart->marks[i].y, &x, &y);
        /* A cell is about twice as high as wide. */
        distance = hypot(x - cx, 2 * (y - cy));
        if (chart->marks[i].key != NULL && distance < nearest) {
            nearest = distance;
            key = chart->marks[i].key;
        }
    }
    if (key != NULL)
        session_select(session, key);
}

/* The position of a line of the table, counting the headings as the grid paints them. */
static void
click_table(struct session *session, size_t line)
{
    const struct result_table *table = session_table(session);
    struct page_view *view = session_view(session);
    bool sections = table->section != NULL && session->state.sort.count == 0;
    size_t at = 1;

    if (session->state.page == PAGE_HELP) {
        at = help_position_at(session, line);
        if (at != SIZE_MAX)
            view_move_to(session, at);
        return;
    }
    for (size_t i = view->top; i < view->n_order && at <= line; i++) {
        const char *here = sections ? table->section[view->order[i]] : NULL;
        const char *above = sections && i > view->top ? table->section[view->order[i - 1]]
                                                      : NULL;

        if (here != NULL && (above == NULL || strcmp(here, above) != 0))
            at++;
        if (at == line) {
            view_move_to(session, i);
            return;
        }
        at++;
    }
}

unsigned
session_mouse(struct session *session, size_t column, size_t row, int button)
{
    const struct page_view *view = session_view(session);

    if (session->mode != MODE_KEYS || session_answer(session) == NULL)
        return 0;
    session->effects = 0;
    if (session->overlay != OVERLAY_NONE && button >= 4) {
        overlay_scroll(session, button == 4 ? -3 : 3);
    } else if (session->overlay != OVERLAY_NONE) {
        return 0;
    } else if (button >= 4) {
        view_move(session, button == 4 ? -3 : 3);
    } else if (is_inside(view->chart_at, column, row)) {
        session->focus = PANE_CHART;
        click_chart(session, (double)(column - view->chart_at.column) + 0.5,
            (double)(row - view->chart_at.row) + 0.5);
    } else if (is_inside(view->table_at, column, row) && session_table(session) != NULL) {
        session->focus = PANE_TABLE;
        click_table(session, row - view->table_at.row);
    }
    return session->effects | SESSION_REDRAW;
}
