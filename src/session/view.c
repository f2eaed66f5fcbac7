/* view.c - what is under the eyes: the page's answer, table, chart, cursor and scroll.
 *
 * The selection is a point's key and belongs to the state, so that chart and table of every
 * page follow it; where rows are not points (lists, help, pairs) the page has a cursor of
 * its own.
 */
#include "session/explorer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "session/order.h"

/* Whether the question of an answer, a line for each part, was put to that lens. */
static bool
was_asked_of(const struct answer *answer, const char *lens)
{
    char *line = mem_printf("lens=%s", lens);
    bool found = text_has_line(answer->question, line);

    free(line);
    return found;
}

/* What another lens said is no answer on the page of a lens. */
const struct answer *
session_answer(const struct session *session)
{
    const struct answer *answer = session->shown[session->state.page];

    if (session->state.page == PAGE_LENS && answer != NULL && session->state.lens != NULL
        && !was_asked_of(answer, session->state.lens))
        return NULL;
    return answer;
}

bool
session_is_behind(const struct session *session)
{
    const struct answer *answer = session_answer(session);
    const char *asked = session->asked[session->state.page];

    return session->loaded && answer != NULL && answer->result != NULL && asked != NULL
        && page_lens(session, session->state.page) != NULL
        && strcmp(answer->question, asked) != 0;
}

struct page_view *
session_view(struct session *session)
{
    return &session->views[session->state.page];
}

const struct result_table *
session_table(const struct session *session)
{
    const struct answer *answer = session_answer(session);
    size_t at = session->views[session->state.page].table;

    if (answer == NULL || answer->result == NULL || answer->result->n_tables == 0)
        return NULL;
    return &answer->result->tables[at < answer->result->n_tables ? at : 0];
}

const struct chart *
session_chart(const struct session *session)
{
    const struct answer *answer = session_answer(session);
    size_t at = session->views[session->state.page].chart;

    if (answer == NULL || answer->result == NULL || answer->result->n_charts == 0
        || session->state.page == PAGE_TABLE)
        return NULL;
    return &answer->result->charts[at < answer->result->n_charts ? at : 0];
}

static size_t
table_number(const struct session *session)
{
    const struct answer *answer = session_answer(session);

    return (size_t)(session_table(session) - answer->result->tables);
}

bool
table_has_points(const struct session *session)
{
    const struct answer *answer = session_answer(session);
    const struct result_table *table = session_table(session);

    return table != NULL && table->key != NULL && answer->frame != NULL
        && (table->rows == 0 || key_index_row(&answer->frame->index, table->key[0]) >= 0);
}

bool
table_can_miss(const struct session *session)
{
    const struct result_table *table = session_table(session);

    return table_has_points(session)
        && (table->role != NULL || table_column(table, "reason") >= 0);
}

bool
shows_only_missing(const struct session *session)
{
    return session->state.only_missing && table_can_miss(session);
}

void
page_view_release(struct page_view *view)
{
    free(view->filter);
    free(view->own_order);
    free(view->own_position);
    answer_drop(view->ordered);
    chart_memory_free(view->memory);
    free(view->order_for);
    free(view->drawing_for);
    free(view->measured_for);
    free(view->measures);
    arena_free(view->arena);
    *view = (struct page_view){.column = -1};
}

/* --- order --- */

static char *
order_text(const struct session *session, const struct page_view *view)
{
    struct strbuf text;

    strbuf_init(&text);
    strbuf_printf(&text, "%lu %zu %d %s\n", session_answer(session)->serial,
        table_number(session), shows_only_missing(session),
        view->filter != NULL ? view->filter : "");
    for (size_t i = 0; i < session->state.sort.count; i++)
        strbuf_printf(&text, "%s\n", session->state.sort.items[i]);
    return strbuf_detach(&text);
}

static void
make_order(struct page_view *view, const struct result_table *table,
    const struct order_wish *wish)
{
    view->order = view->own_order = table_order(table, wish, &view->n_order);
    view->own_position = mem_alloc(table->rows * sizeof *view->own_position);
    for (size_t row = 0; row < table->rows; row++)
        view->own_position[row] = SIZE_MAX;
    for (size_t i = 0; i < view->n_order; i++)
        view->own_position[view->order[i]] = i;
    view->position = view->own_position;
}

static void
sync_order(struct session *session, const struct result_table *table)
{
    struct answer *answer = session->shown[session->state.page];
    const struct answer_table *prepared = answer->tables != NULL
        ? &answer->tables[table_number(session)] : NULL;
    struct page_view *view = session_view(session);
    char *wanted = order_text(session, view);
    struct order_wish wish = {&session->state.sort, shows_only_missing(session), view->filter};

    if (view->order_for != NULL && strcmp(view->order_for, wanted) == 0) {
        free(wanted);
        return;
    }
    free(view->order_for);
    view->order_for = wanted;
    free(view->own_order);
    free(view->own_position);
    view->own_order = view->own_position = NULL;
    answer_leave(session->worker, view->ordered);
    view->ordered = answer_hold(answer);
    if (prepared != NULL && prepared->is_large && order_is_plain(table, &wish)) {
        view->order = prepared->order;
        view->position = prepared->position;
        view->n_order = table->rows;
    } else {
        make_order(view, table, &wish);
    }
}

/* --- cursor --- */

static bool
column_is_shown(const struct session *session, const struct result_column *column)
{
    return !column->detail && !column_is_hidden(session, column->name);
}

bool
column_is_hidden(const struct session *session, const char *name)
{
    return list_find(&session->state.hidden, name) >= 0;
}

static void
sync_column(const struct session *session, struct page_view *view,
    const struct result_table *table)
{
    if (view->column >= 0 && (size_t)view->column < table->n_columns
        && column_is_shown(session, &table->columns[view->column]))
        return;
    view->column = -1;
    for (size_t i = 0; i < table->n_columns && view->column < 0; i++)
        if (!table->columns[i].key && column_is_shown(session, &table->columns[i]))
            view->column = (int)i;
}

/* The cursor follows the selected point; a point that is not shown leaves it where it is,
 * and the selection goes to the row there. */
static void
sync_cursor(struct session *session, struct page_view *view, const struct result_table *table)
{
    const struct answer *answer = session_answer(session);
    long row;

    if (view->n_order == 0) {
        view->cursor = 0;
        return;
    }
    if (view->cursor >= view->n_order)
        view->cursor = view->n_order - 1;
    if (!table_has_points(session))
        return;
    row = answer_row(answer, table_number(session), session->state.selected);
    if (row >= 0 && view->position[row] != SIZE_MAX) {
        /* Rows with the same key (pairs): the cursor may stand on any of them. */
        if (strcmp(table->key[view->order[view->cursor]], session->state.selected) != 0)
            view->cursor = view->position[row];
        return;
    }
    if (session->state.selected == NULL || row >= 0
        || key_index_row(&answer->frame->index, session->state.selected) < 0)
        string_assign(&session->state.selected, table->key[view->order[view->cursor]]);
}

static void
sync_scroll(struct page_view *view)
{
    size_t rows = view->page_rows > 0 ? view->page_rows : 1;

    if (view->cursor < view->top)
        view->top = view->cursor;
    if (view->cursor >= view->top + rows)
        view->top = view->cursor - rows + 1;
    if (view->top > 0 && view->top + rows > view->n_order)
        view->top = view->n_order > rows ? view->n_order - rows : 0;
}

void
view_sync(struct session *session)
{
    struct page_view *view = session_view(session);
    const struct result_table *table = session_table(session);

    if (table == NULL)
        return;
    if (view->table >= session_answer(session)->result->n_tables)
        view->table = 0;
    sync_order(session, table);
    sync_column(session, view, table);
    sync_cursor(session, view, table);
    sync_scroll(view);
}

/* --- moves --- */

void
view_move_to(struct session *session, size_t position)
{
    struct page_view *view = session_view(session);
    const struct result_table *table = session_table(session);

    view_sync(session);
    if (table == NULL || view->n_order == 0)
        return;
    view->cursor = position < view->n_order ? position : view->n_order - 1;
    if (table_has_points(session))
        string_assign(&session->state.selected, table->key[view->order[view->cursor]]);
    sync_scroll(view);
}

void
view_move(struct session *session, long rows)
{
    struct page_view *view = session_view(session);
    size_t back = rows < 0 ? (size_t)-rows : 0;

    view_sync(session);
    if (rows >= 0)
        view_move_to(session, view->cursor + (size_t)rows);
    else
        view_move_to(session, view->cursor > back ? view->cursor - back : 0);
}

void
view_move_column(struct session *session, int by)
{
    struct page_view *view = session_view(session);
    const struct result_table *table = session_table(session);

    view_sync(session);
    if (table == NULL)
        return;
    for (int at = view->column + by; at >= 0 && (size_t)at < table->n_columns; at += by) {
        if (column_is_shown(session, &table->columns[at])) {
            view->column = at;
            return;
        }
    }
}

void
overlay_scroll(struct session *session, long rows)
{
    size_t back = rows < 0 ? (size_t)-rows : 0;

    if (rows >= 0)
        session->overlay_top += (size_t)rows;
    else
        session->overlay_top -= session->overlay_top < back ? session->overlay_top : back;
}

const char *
session_selected(const struct session *session)
{
    return session->state.selected;
}

void
session_select(struct session *session, const char *key)
{
    string_assign(&session->state.selected, key);
    view_sync(session);
}
