/* act_move.c - handlers that move: selection, panes, pages, search, back. */
#include "session/actions.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "session/commands.h"
#include "session/explorer.h"
#include "session/order.h"

bool
action_switch(const char *argument, bool *value, struct error *err)
{
    if (argument[0] == '\0')
        *value = !*value;
    else if (strcmp(argument, "on") == 0)
        *value = true;
    else if (strcmp(argument, "off") == 0)
        *value = false;
    else
        return error_set(err, ERROR_USAGE, "\"on\" or \"off\", not \"%s\"", argument);
    return true;
}

/* --- moving --- */

static bool
move_in_chart(struct session *session, int dx, int dy)
{
    const struct chart *chart = session_chart(session);
    const struct drawing *drawing = session_drawing(session);
    const struct answer *answer = session_answer(session);
    long mark;

    if (drawing == NULL)
        return true;
    mark = chart_neighbour_of(chart, drawing, answer_mark(answer,
        (size_t)(chart - answer->result->charts), session->state.selected), dx, dy);
    if (mark >= 0 && chart->marks[mark].key != NULL)
        session_select(session, chart->marks[mark].key);
    return true;
}

static void
move_rows(struct session *session, long rows)
{
    if (session->overlay != OVERLAY_NONE)
        overlay_scroll(session, rows);
    else
        view_move(session, rows);
}

static bool
move_sideways(struct session *session, int by)
{
    if (session_context(session) == CONTEXT_PLOT && session->overlay == OVERLAY_NONE)
        return move_in_chart(session, by, 0);
    view_move_column(session, by);
    return true;
}

static bool
move_step(struct session *session, int by)
{
    if (session_context(session) == CONTEXT_PLOT && session->overlay == OVERLAY_NONE)
        return move_in_chart(session, 0, by);
    move_rows(session, by);
    return true;
}

bool
act_move(struct session *session, const struct call *call)
{
    long page = (long)session_view(session)->page_rows;
    long half = page > 2 ? page / 2 : 1;
    const struct { const char *name; long rows; } moves[] = {
        {"half-up", -half}, {"half-down", half}, {"page-up", page > 1 ? 1 - page : -1},
        {"page-down", page > 1 ? page - 1 : 1}, {"first", -1000000000}, {"last", 1000000000},
    };

    if (strcmp(call->argument, "up") == 0)
        return move_step(session, -1);
    if (strcmp(call->argument, "down") == 0)
        return move_step(session, 1);
    if (strcmp(call->argument, "left") == 0)
        return move_sideways(session, -1);
    if (strcmp(call->argument, "right") == 0)
        return move_sideways(session, 1);
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (strcmp(call->argument, moves[i].name) != 0)
            continue;
        move_rows(session, moves[i].rows);
        return true;
    }
    return error_set(call->err, ERROR_USAGE, "no way to move \"%s\"", call->argument);
}

bool
act_select(struct session *session, const struct call *call)
{
    int row;

    if (session->frame == NULL)
        return error_set(call->err, ERROR_REQUEST, "nothing is loaded yet");
    row = frame_find_row(session->frame->frame, call->argument, call->err);
    if (row == FRAME_NONE)
        return false;
    session_select(session, session->frame->frame->key[row]);
    return true;
}

/* --- panes and pages --- */

bool
act_pane(struct session *session, const struct call *call)
{
    bool chart = session_chart(session) != NULL;

    if (strcmp(call->argument, "chart") == 0)
        session->focus = PANE_CHART;
    else if (strcmp(call->argument, "table") == 0)
        session->focus = PANE_TABLE;
    else if (strcmp(call->argument, "next") == 0 || strcmp(call->argument, "previous") == 0)
        session->focus = session->focus == PANE_TABLE && chart ? PANE_CHART : PANE_TABLE;
    else
        return error_set(call->err, ERROR_USAGE, "no pane \"%s\"", call->argument);
    return true;
}

bool
act_split(struct session *session, const struct call *call)
{
    bool both = !session->one_pane;

    if (!action_switch(call->argument, &both, call->err))
        return false;
    session->one_pane = !both;
    return true;
}

bool
act_page(struct session *session, const struct call *call)
{
    enum page page;

    if (!page_find(call->argument, &page) || (page == PAGE_SQL && session->shown[page] == NULL))
        return error_set(call->err, ERROR_USAGE,
            "no page \"%s\"; there are frontier, table, compare, lens, data, help",
            call->argument);
    if (page == PAGE_LENS && session->state.lens == NULL)
        return session_run(session, session->interactive ? "lens" : "lens frontier",
            call->err);
    session_go(session, page);
    return true;
}

static bool
clear_filter(struct session *session)
{
    struct page_view *view = session_view(session);

    if (view->filter == NULL)
        return false;
    string_assign(&view->filter, NULL);
    view_sync(session);
    return true;
}

static bool
close_something(struct session *session)
{
    if (session->overlay != OVERLAY_NONE) {
        session->overlay = OVERLAY_NONE;
        return true;
    }
    if (clear_filter(session))
        return true;
    if (session->state.page == PAGE_FRONTIER)
        return false;
    session_go(session, session->previous);
    session->previous = PAGE_FRONTIER;
    return true;
}

bool
act_back(struct session *session, const struct call *call)
{
    if (session->state.page == PAGE_HELP && session->overlay == OVERLAY_NONE)
        clear_filter(session);
    return close_something(session) || act_quit(session, call);
}

static void
stop_work(struct session *session)
{
    char key[KEY_NAME_MAX];

    worker_cancel_all(session->worker);
    session_key_words(session, "redraw", key, sizeof key);
    session_say(session, "stopped; %s asks again", key[0] != '\0' ? key : ":redraw");
}

bool
act_cancel(struct session *session, const struct call *call)
{
    (void)call;
    if (session->overlay != OVERLAY_NONE || session->state.page == PAGE_HELP) {
        close_something(session);
    } else if (!worker_is_idle(session->worker)) {
        stop_work(session);
    } else {
        close_something(session);
    }
    return true;
}

bool
act_stop(struct session *session, const struct call *call)
{
    if (worker_is_idle(session->worker))
        return session->interactive ? act_quit(session, call) : true;
    stop_work(session);
    return true;
}

/* --- which table, which chart --- */

static bool
choose_part(size_t *at, size_t n, const char *name, const struct call *call,
    const char *(*name_of)(const struct result *result, size_t i),
    const struct result *result)
{
    if (n == 0)
        return error_set(call->err, ERROR_REQUEST, "there is no %s here", name);
    if (strcmp(call->argument, "next") == 0 || strcmp(call->argument, "previous") == 0) {
        *at = (*at + (call->argument[0] == 'n' ? 1 : n - 1)) % n;
        return true;
    }
    for (size_t i = 0; i < n; i++) {
        if (strcmp(name_of(result, i), call->argument) == 0) {
            *at = i;
            return true;
        }
    }
    return error_set(call->err, ERROR_USAGE, "no %s \"%s\" here", name, call->argument);
}

static const char *
table_name(const struct result *result, size_t i)
{
    return result->tables[i].name;
}

static const char *
chart_name(const struct result *result, size_t i)
{
    return result->charts[i].name;
}

bool
act_table(struct session *session, const struct call *call)
{
    const struct answer *answer = session_answer(session);
    const struct result *result = answer != NULL ? answer->result : NULL;
    struct page_view *view = session_view(session);
    size_t old = view->table;

    if (!choose_part(&view->table, result != NULL ? result->n_tables : 0, "table", call,
            table_name, result))
        return false;
    if (old != view->table) {
        view->cursor = view->top = view->first_column = 0;
        view->column = -1;
    } else if (result->n_tables == 1) {
        session_say(session, "this is the only table here");
    }
    view_sync(session);
    return true;
}

bool
act_chart(struct session *session, const struct call *call)
{
    const struct answer *answer = session_answer(session);
    const struct result *result = answer != NULL ? answer->result : NULL;
    size_t n = result != NULL && session_chart(session) != NULL ? result->n_charts : 0;

    if (n == 1)
        session_say(session, "this is the only chart here");
    return choose_part(&session_view(session)->chart, n, "chart", call, chart_name, result);
}

/* --- detail: of a point; a list's entry is run --- */

static bool
run_entry(struct session *session, const struct call *call)
{
    const struct result_table *table = session_table(session);
    const struct page_view *view = session_view(session);
    int column = table != NULL ? table_column(table, "runs") : -1;
    const char *line;

    if (column < 0 || view->n_order == 0)
        return true;
    line = table->columns[column].text[view->order[view->cursor]];
    if (line == NULL)
        return true;
    session_go(session, session->previous != PAGE_HELP ? session->previous : PAGE_FRONTIER);
    return session_run(session, line, call->err);
}

static bool
switch_overlay(struct session *session, enum overlay overlay, const struct call *call)
{
    bool shown = session->overlay == overlay;

    if (!action_switch(call->argument, &shown, call->err))
        return false;
    session->overlay = shown ? overlay : OVERLAY_NONE;
    session->overlay_top = 0;
    return true;
}

bool
act_detail(struct session *session, const struct call *call)
{
    if (session->state.page == PAGE_HELP && session->overlay == OVERLAY_NONE)
        return run_entry(session, call);
    if (session->state.page == PAGE_HELP) {
        session->overlay = OVERLAY_NONE;
        return true;
    }
    return switch_overlay(session, OVERLAY_DETAIL, call);
}

bool
act_words(struct session *session, const struct call *call)
{
    return switch_overlay(session, OVERLAY_WORDS, call);
}

/* --- searching --- */

static bool
search_from(struct session *session, size_t start, bool back, const struct call *call)
{
    const struct result_table *table = session_table(session);
    struct page_view *view = session_view(session);
    size_t n = view->n_order;

    if (session->search == NULL)
        return error_set(call->err, ERROR_REQUEST, "nothing was searched for yet; / searches");
    for (size_t i = 0; table != NULL && i < n; i++) {
        size_t at = back ? (start + 2 * n - i) % n : (start + i) % n;

        if (!row_contains(table, view->order[at], session->search))
            continue;
        if (back ? at > view->cursor : at < view->cursor)
            session_say(session, "search went round the end");
        view_move_to(session, at);
        return true;
    }
    return error_set(call->err, ERROR_REQUEST, "no row holds \"%s\"", session->search);
}

bool
act_search(struct session *session, const struct call *call)
{
    if (call->argument[0] == '\0') {
        prompt_open(&session->prompt, PROMPT_SEARCH, session_view(session)->filter);
        session->mode = MODE_PROMPT;
        return true;
    }
    string_assign(&session->search, call->argument);
    view_sync(session);
    return search_from(session, session_view(session)->cursor, false, call);
}

bool
act_search_next(struct session *session, const struct call *call)
{
    view_sync(session);
    return search_from(session, session_view(session)->cursor + 1, false, call);
}

bool
act_search_previous(struct session *session, const struct call *call)
{
    const struct page_view *view = session_view(session);

    view_sync(session);
    return search_from(session, view->cursor + view->n_order - 1, true, call);
}
