/* act_names.c - the names page: which names as written stand for one model, decided one
 * suggestion at a time.
 *
 * A decision is part of the state, so that undo takes it back; the store, which joins
 * the models, is told of each change. A stranger's view may decide nothing of this.
 */
#include "session/actions.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "session/commands.h"
#include "session/explorer.h"
#include "session/order.h"

/* --- what is under the cursor --- */

static const char *
cell_of(const struct result_table *table, const char *column, size_t row)
{
    int at = table_column(table, column);

    return at >= 0 && table->columns[at].type == VALUE_TEXT ? table->columns[at].text[row]
                                                            : NULL;
}

/* The name in the row under the cursor and the model it stands for or might; borrowed. */
static bool
pair_here(struct session *session, const char **raw, const char **model, struct error *err)
{
    const struct result_table *table = session_table(session);
    const struct page_view *view = session_view(session);
    size_t row;

    view_sync(session);
    if (session->state.page != PAGE_NAMES || table == NULL || view->cursor >= view->n_order)
        return error_set(err, ERROR_REQUEST, "there is no name here; the names page has them");
    row = view->order[view->cursor];
    *raw = cell_of(table, "raw", row);
    if (*raw == NULL)
        *raw = cell_of(table, "name", row);
    *model = cell_of(table, "model", row);
    if (*model == NULL)
        *model = *raw;
    return *raw != NULL
        || error_set(err, ERROR_REQUEST, "this table has no names to decide about");
}

static bool
suggestion_here(struct session *session, const char **raw, const char **model,
    struct error *err)
{
    const struct result_table *table = session_table(session);

    if (!pair_here(session, raw, model, err))
        return false;
    if (strcmp(table->name, "suggestions") == 0)
        return true;
    error_set(err, ERROR_REQUEST, "only a suggestion can be accepted or rejected");
    return error_hint(err, "t goes to the next table");
}

/* --- deciding --- */

/* "RAW=MODEL" with escapes; the caller frees it. */
static char *
pair_text(const char *raw, const char *model)
{
    char *left = text_escape(raw), *right = text_escape(model);
    char *text = mem_printf("%s=%s", left, right);

    free(left);
    free(right);
    return text;
}

/* The two sides without their escapes; the caller frees both. */
static bool
pair_split(const char *text, char **raw, char **model)
{
    size_t n;
    char **parts = text_split(text, '=', &n);
    bool good = n == 2 && parts[0][0] != '\0' && parts[1][0] != '\0';

    if (good) {
        *raw = mem_strdup(parts[0]);
        *model = mem_strdup(parts[1]);
    }
    text_split_free(parts, n);
    return good;
}

static bool
run_on_pair(struct session *session, const char *command, const char *raw,
    const char *model, struct error *err)
{
    char *pair = pair_text(raw, model), *line = mem_printf("%s %s", command, pair);
    bool good = session_run(session, line, err);

    free(line);
    free(pair);
    return good;
}

bool
act_accept(struct session *session, const struct call *call)
{
    const char *raw, *model;

    return suggestion_here(session, &raw, &model, call->err)
        && run_on_pair(session, "alias", raw, model, call->err);
}

/* Of what the argument says, or else the row under the cursor. */
bool
act_reject(struct session *session, const struct call *call)
{
    const char *raw, *model;
    char *pair, *left, *right;

    if (call->argument[0] == '\0')
        return suggestion_here(session, &raw, &model, call->err)
            && run_on_pair(session, "reject", raw, model, call->err);
    if (!pair_split(call->argument, &left, &right))
        return error_set(call->err, ERROR_USAGE, "RAW=MODEL, not \"%s\"", call->argument);
    pair = pair_text(left, right);
    if (list_find(&session->state.rejected, pair) < 0)
        string_list_add(&session->state.rejected, pair);
    post_store(session->worker, ORDER_REJECT, left, right, NULL);
    session_say(session, "%s is not %s; u takes it back", left, right);
    free(pair);
    free(left);
    free(right);
    return true;
}

bool
act_edit_name(struct session *session, const struct call *call)
{
    const char *raw, *model;

    if (!pair_here(session, &raw, &model, call->err))
        return false;
    string_assign(&session->prompt.subject, raw);
    prompt_open(&session->prompt, PROMPT_MODEL, model);
    session->mode = MODE_PROMPT;
    return true;
}

/* --- telling the store --- */

/* The model that a user had decided on before this session, or NULL: the page's table of
 * names knows. */
static const char *
decided_before(const struct session *session, const char *raw)
{
    const struct answer *answer = session->shown[PAGE_NAMES];
    const struct result *result = answer != NULL ? answer->result : NULL;
    const struct result_table *names = result != NULL && result->n_tables > 2
        ? &result->tables[2] : NULL;

    for (size_t row = 0; names != NULL && row < names->rows; row++) {
        const char *name = cell_of(names, "raw", row), *decided = cell_of(names, "decided", row);

        if (name != NULL && strcmp(name, raw) == 0)
            return decided != NULL && strcmp(decided, "user") == 0
                ? cell_of(names, "model", row) : NULL;
    }
    return NULL;
}

static void
note_before(struct session *session, const char *raw, const char *escaped)
{
    const char *old = decided_before(session, raw);
    char *model;

    if (old == NULL || list_value(&session->state.aliases, escaped) != NULL
        || list_value(&session->alias_before, escaped) != NULL)
        return;
    model = text_escape(old);
    list_assign(&session->alias_before, escaped, model);
    free(model);
}

bool
act_alias(struct session *session, const struct call *call)
{
    char *raw, *model, *name, *value;

    if (!pair_split(call->argument, &raw, &model))
        return error_set(call->err, ERROR_USAGE, "RAW=MODEL, not \"%s\"", call->argument);
    name = text_escape(raw);
    value = text_escape(model);
    note_before(session, raw, name);
    list_assign(&session->state.aliases, name, value);
    post_store(session->worker, ORDER_ALIAS, raw, model, NULL);
    session_say(session, "%s is %s; u takes it back", raw, model);
    free(value);
    free(name);
    free(raw);
    free(model);
    return true;
}

static void
post_pair(struct session *session, enum store_order order, const char *entry)
{
    char *raw, *model;

    if (!pair_split(entry, &raw, &model))
        return;
    post_store(session->worker, order, raw, model, NULL);
    free(raw);
    free(model);
}

/* Back to what was decided before this session, or to the rules. */
static void
post_old(struct session *session, const char *entry)
{
    size_t n;
    char **parts = text_split(entry, '=', &n);
    char *name = text_escape(parts[0]);
    const char *old = list_value(&session->alias_before, name);

    if (old == NULL) {
        post_store(session->worker, ORDER_ALIAS, parts[0], NULL, NULL);
    } else {
        char *pair = mem_printf("%s=%s", name, old);

        post_pair(session, ORDER_ALIAS, pair);
        free(pair);
    }
    free(name);
    text_split_free(parts, n);
}

/* The entry of a list that is about the same name, or NULL. */
static const char *
entry_like(const struct string_list *list, const char *entry)
{
    const char *equals = text_find_separator(entry, '=');
    size_t length = equals != NULL ? (size_t)(equals - entry) + 1 : strlen(entry);

    for (size_t i = 0; i < list->count; i++)
        if (strncmp(list->items[i], entry, length) == 0)
            return list->items[i];
    return NULL;
}

static void
aliases_follow(struct session *session, const struct string_list *before)
{
    const struct string_list *now = &session->state.aliases;

    for (size_t i = 0; i < before->count; i++)
        if (entry_like(now, before->items[i]) == NULL)
            post_old(session, before->items[i]);
    for (size_t i = 0; i < now->count; i++)
        if (list_find(before, now->items[i]) < 0)
            post_pair(session, ORDER_ALIAS, now->items[i]);
}

/* Gives the order for each entry of a list that the other lacks. */
static void
post_others(struct session *session, enum store_order order, const struct string_list *list,
    const struct string_list *other)
{
    for (size_t i = 0; i < list->count; i++)
        if (list_find(other, list->items[i]) < 0)
            post_pair(session, order, list->items[i]);
}

void
names_follow(struct session *session, const struct state *before)
{
    aliases_follow(session, &before->aliases);
    post_others(session, ORDER_UNREJECT, &before->rejected, &session->state.rejected);
    post_others(session, ORDER_REJECT, &session->state.rejected, &before->rejected);
}
