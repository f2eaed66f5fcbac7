/* observe_tokens.c - columns that are text by a few cells, and numbers if those mean "not
 * measured": --missing 'price=TBD' makes a measure of a price that is "TBD" once. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/observe_parts.h"

static bool
same_name(const char *column, const char *typed)
{
    char *a = catalogue_fold(column), *b = catalogue_fold(typed);
    bool same = strcmp(column, typed) == 0 || (*a != '\0' && strcmp(a, b) == 0);

    free(a);
    free(b);
    return same;
}

/* The tokens that the user gives for a column by its name: on the command line, else kept in
 * the store; NULL if none. Caller frees. */
static char *
tokens_for(struct observer *o, const char *column)
{
    char *tokens = NULL, *key;
    struct strbuf kept;

    for (size_t i = 0; i < o->query->n_missing; i++) {
        char *name, *value;

        if (!split_assignment(o->query->missing[i], &name, &value))
            continue;
        if (same_name(column, name)) {
            free(tokens);
            tokens = value;
            value = NULL;
        }
        free(name);
        free(value);
    }
    if (tokens != NULL)
        return tokens;
    strbuf_init(&kept);
    key = mem_printf("missing:%s", column);
    if (store_setting(o->store, key, &kept))
        tokens = mem_strdup(kept.data);
    free(key);
    strbuf_release(&kept);
    return tokens;
}

/* Blanks around a cell do not count. */
static bool
is_one_of(const char *text, char *const *tokens, size_t n)
{
    size_t length;

    text += strspn(text, " \t\r\n");
    for (length = strlen(text); length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL;)
        length--;
    for (size_t i = 0; i < n; i++)
        if (strlen(tokens[i]) == length && memcmp(tokens[i], text, length) == 0)
            return true;
    return false;
}

bool
observe_takes_texts(struct observer *o, uint32_t source, size_t ordinal, const char *column)
{
    const struct observed_source *from = &o->obs->sources[source];
    char *tokens = tokens_for(o, column), **parts, *sql;
    bool all = tokens != NULL, any_number = false;
    sqlite3_stmt *stmt;
    size_t n;

    if (!all)
        return false;
    parts = text_split(tokens, ',', &n);
    sql = mem_printf("SELECT DISTINCT c%zu FROM wide_%zu WHERE row BETWEEN %lld AND %lld AND"
        " c%zu IS NOT NULL", ordinal, from->wide, (long long)record_key(from->id, 0),
        (long long)record_key(from->id, UINT32_MAX), ordinal);
    stmt = sql_prepare(o->store->db, sql, NULL);
    while (stmt != NULL && all && sqlite3_step(stmt) == SQLITE_ROW)
        if (sqlite3_column_type(stmt, 0) != SQLITE_TEXT) {
            any_number = true;
        } else if (!is_one_of(sql_column_text(stmt, 0), parts, n)) {
            all = false;
            o->obs->still_text = arena_printf(o->obs->arena, "%s stays text: a cell says \"%s\"",
                column,
                sql_column_text(stmt, 0));
        }
    sqlite3_finalize(stmt);
    text_split_free(parts, n);
    free(tokens);
    free(sql);
    return all && any_number;
}
