/* act_table.c - handlers of the table: sorting, columns, marks, copying. */
#include "session/actions.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "draw/grid.h"
#include "session/commands.h"
#include "session/explorer.h"
#include "session/order.h"

/* --- which column is meant --- */

const char *
session_column_name(struct session *session)
{
    const struct result_table *table = session_table(session);
    const struct page_view *view = session_view(session);

    view_sync(session);
    if (table == NULL || view->column < 0 || (size_t)view->column >= table->n_columns)
        return NULL;
    return table->columns[view->column].name;
}

/* A column of the table by its name, its title, or a unique part; NULL with candidates. */
static const char *
find_column(struct session *session, const char *typed, struct error *err)
{
    const struct result_table *table = session_table(session);
    const char *found = NULL;
    size_t n = 0;

    if (typed[0] == '\0') {
        found = session_column_name(session);
        if (found == NULL)
            error_set(err, ERROR_REQUEST, "there is no column here");
        return found;
    }
    for (size_t i = 0; table != NULL && i < table->n_columns; i++) {
        const struct result_column *column = &table->columns[i];

        if (strcmp(column->name, typed) == 0
            || (column->title != NULL && strcmp(column->title, typed) == 0))
            return column->name;
        if (strstr(column->name, typed) != NULL) {
            found = column->name;
            n++;
        }
    }
    if (n == 1)
        return found;
    error_set(err, ERROR_REQUEST,
        n == 0 ? "no column \"%s\" here" : "\"%s\" is part of several columns", typed);
    return NULL;
}

/* --- sorting --- */

static void
forget_sort(struct string_list *sort, const char *name)
{
    for (size_t i = sort->count; i-- > 0;)
        if (strcmp(sort->items[i] + 1, name) == 0)
            list_remove(sort, i);
}

bool
act_sort(struct session *session, const struct call *call)
{
    size_t length = strcspn(call->argument, " ");
    bool down = strncmp(call->argument, "down", length) == 0 && length == 4;
    bool up = strncmp(call->argument, "up", length) == 0 && length == 2;
    const char *name = call->argument + (down || up ? length : 0);
    char *entry;

    if (strcmp(call->argument, "none") == 0) {
        string_list_clear(&session->state.sort);
        return true;
    }
    name += strspn(name, " ");
    /* A view names columns of tables that are not there yet. */
    if (session_table(session) != NULL)
        name = find_column(session, name, call->err);
    if (name == NULL)
        return false;
    entry = mem_printf("%c%s", down ? '-' : '+', name);
    forget_sort(&session->state.sort, entry + 1);
    list_insert_first(&session->state.sort, entry);
    free(entry);
    view_move_to(session, 0);
    return true;
}

/* --- columns --- */

bool
act_freeze(struct session *session, const struct call *call)
{
    const char *name;

    if (strcmp(call->argument, "none") == 0) {
        string_assign(&session->state.frozen, NULL);
        return true;
    }
    name = find_column(session, call->argument, call->err);
    if (name == NULL)
        return false;
    if (session->state.frozen != NULL && strcmp(session->state.frozen, name) == 0)
        name = NULL;
    string_assign(&session->state.frozen, name);
    session_say(session, name != NULL ? "columns up to %s stay in sight; f again lets go"
                                      : "only the key columns stay in sight%s",
        name != NULL ? name : "");
    return true;
}

bool
act_hide(struct session *session, const struct call *call)
{
    const char *name = find_column(session, call->argument, call->err);

    if (name == NULL)
        return false;
    if (!column_is_hidden(session, name))
        string_list_add(&session->state.hidden, name);
    session_say(session, "%s is hidden; _ shows all columns", name);
    view_sync(session);
    return true;
}

bool
act_show(struct session *session, const struct call *call)
{
    long at = list_find(&session->state.hidden, call->argument);

    if (strcmp(call->argument, "all") == 0)
        string_list_clear(&session->state.hidden);
    else if (at >= 0)
        list_remove(&session->state.hidden, (size_t)at);
    else
        return error_set(call->err, ERROR_REQUEST, "no hidden column \"%s\"", call->argument);
    return true;
}

enum { NARROWEST = 3, WIDEST = 200, USUAL = 12 };

int
session_column_width(const struct session *session, const char *name)
{
    for (size_t i = 0; i < session->state.widths.count; i++) {
        const char *entry = session->state.widths.items[i];
        const char *colon = strchr(entry, ':');

        if (strcmp(colon + 1, name) == 0)
            return atoi(entry);
    }
    return 0;
}

static void
set_width(struct session *session, const char *name, long width)
{
    struct string_list *list = &session->state.widths;
    char *entry;

    for (size_t i = list->count; i-- > 0;)
        if (strcmp(strchr(list->items[i], ':') + 1, name) == 0)
            list_remove(list, i);
    if (width == 0)
        return;
    entry = mem_printf("%ld:%s", width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : width,
        name);
    string_list_add(list, entry);
    free(entry);
}

bool
act_width(struct session *session, const struct call *call)
{
    size_t length = strcspn(call->argument, " ");
    const char *name = call->argument + length;
    char *word = mem_strndup(call->argument, length);
    double number = 0;
    bool good = true;
    int now;

    name = find_column(session, name + strspn(name, " "), call->err);
    if (name == NULL) {
        free(word);
        return false;
    }
    now = session_column_width(session, name);
    if (now == 0)
        now = session_view(session)->cursor_width > 0 ? (int)session_view(session)->cursor_width
                                                      : USUAL;
    if (strcmp(word, "wider") == 0)
        set_width(session, name, now + 2);
    else if (strcmp(word, "narrower") == 0)
        set_width(session, name, now - 2);
    else if (strcmp(word, "auto") == 0)
        set_width(session, name, 0);
    else if (number_parse_plain(word, &number) && number >= 1 && number <= WIDEST)
        set_width(session, name, (long)number);
    else
        good = error_set(call->err, ERROR_USAGE, "wider, narrower, auto or 1 to %d, not \"%s\"",
            WIDEST, word);
    free(word);
    return good;
}

/* --- marks --- */

enum { MARKS_MOST = 10000 };

static bool
find_point(const struct session *session, const char *typed, const char **key,
    struct error *err)
{
    int row;

    if (session->frame == NULL)
        return error_set(err, ERROR_REQUEST, "nothing is loaded yet");
    row = frame_find_row(session->frame->frame, typed, err);
    if (row == FRAME_NONE)
        return false;
    *key = session->frame->frame->key[row];
    return true;
}

bool
act_mark(struct session *session, const struct call *call)
{
    struct string_list *marks = &session->state.marks;
    const char *key;
    long at;

    view_sync(session);               /* the last answer may not have been drawn yet */
    key = session->state.selected;
    if (call->argument[0] != '\0' && !find_point(session, call->argument, &key, call->err))
        return false;
    if (key == NULL || (call->argument[0] == '\0' && !table_has_points(session)))
        return error_set(call->err, ERROR_REQUEST, "there is no point to mark here");
    at = list_find(marks, key);
    if (at >= 0 && call->argument[0] == '\0')
        list_remove(marks, (size_t)at);
    else if (at < 0)
        string_list_add(marks, key);
    if (marks->count > 0)
        session_say(session, "%zu marked%s", marks->count,
            marks->count >= 2 ? "; c compares them" : "");
    return true;
}

bool
act_mark_all(struct session *session, const struct call *call)
{
    const struct result_table *table = session_table(session);
    const struct page_view *view = session_view(session);
    struct string_list *marks = &session->state.marks;

    view_sync(session);
    if (!table_has_points(session))
        return error_set(call->err, ERROR_REQUEST, "there are no points to mark here");
    if (view->n_order > MARKS_MOST)
        return error_set(call->err, ERROR_REQUEST, "%zu rows are too many to mark; & filters",
            view->n_order);
    string_list_clear(marks);
    for (size_t i = 0; i < view->n_order; i++)
        string_list_add(marks, table->key[view->order[i]]);
    session_say(session, "%zu marked", marks->count);
    return true;
}

bool
act_unmark(struct session *session, const struct call *call)
{
    struct string_list *marks = &session->state.marks;
    const char *key;
    long at;

    if (call->argument[0] == '\0') {
        string_list_clear(marks);
        return true;
    }
    if (!find_point(session, call->argument, &key, call->err))
        return false;
    at = list_find(marks, key);
    if (at >= 0)
        list_remove(marks, (size_t)at);
    return true;
}

/* One mark and another point under the cursor are two to compare. */
bool
act_compare(struct session *session, const struct call *call)
{
    struct string_list *marks = &session->state.marks;
    const char *selected = session->state.selected;

    if (call->argument[0] != '\0' && !act_mark(session, call))
        return false;
    if (marks->count == 1 && selected != NULL && list_find(marks, selected) < 0)
        string_list_add(marks, selected);
    session_go(session, PAGE_COMPARE);
    return true;
}

/* --- copying --- */

bool
act_copy(struct session *session, const struct call *call)
{
    const struct result_table *table = session_table(session);
    const struct page_view *view = session_view(session);
    struct strbuf row;

    view_sync(session);
    if (table == NULL || view->n_order == 0)
        return error_set(call->err, ERROR_REQUEST, "there is no row to copy");
    strbuf_init(&row);
    for (size_t i = 0; i < table->n_columns; i++) {
        struct strbuf cell;

        strbuf_init(&cell);
        grid_cell_text(table, i, view->order[view->cursor], &cell);
        strbuf_printf(&row, "%s%s", i > 0 ? "\t" : "", cell.data);
        strbuf_release(&cell);
    }
    free(session->clipboard);
    session->clipboard = strbuf_detach(&row);
    strbuf_release(&row);
    session->effects |= SESSION_COPY;
    session_say(session, "row copied, if the terminal allows it");
    return true;
}
