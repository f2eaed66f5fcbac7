/* sources.c - see sources.h. A folder of results is thousands of sources, so what is asked for
 * each of them is prepared once and answered by an index. */
#include "store/sources.h"

#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "store/identity.h"

int64_t
sources_find(struct store *store, const char *path)
{
    sqlite3_stmt *stmt = store_statement(store, STATEMENT_FIND_SOURCE,
        "SELECT id FROM source WHERE path = ?", NULL);
    int64_t id = 0;

    if (stmt == NULL)
        return 0;
    sql_text_static(stmt, 1, path);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        id = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return id;
}

bool
sources_is_same(struct store *store, int64_t id, const char *sha256, const char *options)
{
    sqlite3_stmt *stmt = store_statement(store, STATEMENT_SAME_SOURCE,
        "SELECT sha256 = ?2 AND options = ?3 FROM source WHERE id = ?1", NULL);
    bool same;

    if (stmt == NULL)
        return false;
    sql_int(stmt, 1, id);
    sql_text_static(stmt, 2, sha256);
    sql_text_static(stmt, 3, options);
    same = sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_int(stmt, 0) != 0;
    sqlite3_reset(stmt);
    return same;
}

char *
sources_same_content(struct store *store, const char *path, const char *sha256)
{
    sqlite3_stmt *stmt = store_statement(store, STATEMENT_SAME_CONTENT,
        "SELECT name FROM source WHERE sha256 = ?1 AND path <> ?2 LIMIT 1", NULL);
    char *name = NULL;

    if (stmt == NULL)
        return NULL;
    sql_text_static(stmt, 1, sha256);
    sql_text_static(stmt, 2, path);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        name = mem_strdup(sql_column_text(stmt, 0));
    sqlite3_reset(stmt);
    return name;
}

int64_t
sources_add(struct store *store, const struct input *input, const char *options,
    struct error *err)
{
    sqlite3_stmt *stmt = store_statement(store, STATEMENT_ADD_SOURCE, "INSERT INTO source (path,"
        " name, format, sha256, options, bytes, imported) VALUES (?, ?, '', '', ?, ?, ?)", err);
    time_t now = time(NULL);
    char stamp[32];
    struct tm utc;

    if (stmt == NULL)
        return 0;
    gmtime_r(&now, &utc);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &utc);
    sql_text_static(stmt, 1, input->path);
    sql_text_static(stmt, 2, input->name);
    sql_text_static(stmt, 3, options);
    sql_int(stmt, 4, (int64_t)input->length);
    sql_text_static(stmt, 5, stamp);
    return sql_run(stmt, err) ? sqlite3_last_insert_rowid(store->db) : 0;
}

void
sources_refuse(struct store *store, const char *path, const char *name, const struct error *why)
{
    sqlite3_stmt *stmt = why != NULL
        ? store_statement(store, STATEMENT_ADD_REFUSED,
            "INSERT OR REPLACE INTO refused (path, name,"
            " text, hint) VALUES (?1, ?2, ?3, nullif(?4, ''))", NULL)
        : store_statement(store, STATEMENT_DROP_REFUSED, "DELETE FROM refused WHERE path = ?1",
            NULL);

    if (stmt == NULL)
        return;
    sql_text(stmt, 1, path);
    if (why != NULL) {
        sql_text(stmt, 2, name);
        sql_text(stmt, 3, why->message);
        sql_text(stmt, 4, why->hint);
    }
    sql_run(stmt, NULL);
}

bool
sources_set_sha256(struct store *store, int64_t id, const char *sha256, struct error *err)
{
    sqlite3_stmt *stmt = store_statement(store, STATEMENT_SET_SHA256,
        "UPDATE source SET sha256 = ?2 WHERE id = ?1", err);

    if (stmt == NULL)
        return false;
    sql_int(stmt, 1, id);
    sql_text_static(stmt, 2, sha256);
    return sql_run(stmt, err);
}

bool
sources_drop(struct store *store, int64_t id, struct error *err)
{
    char *sql = mem_printf("SELECT wide FROM source WHERE id = %lld", (long long)id);
    int width = (int)sql_int_of(store->db, sql, 0);
    bool done = width == 0 || sql_execf(store->db, err,
        "DROP VIEW IF EXISTS table_%lld; DELETE FROM"
        " wide_%d WHERE row BETWEEN %lld AND %lld", (long long)id, width,
        (long long)record_key(id, 0), (long long)record_key(id, UINT32_MAX));

    free(sql);
    if (!done || !sql_execf(store->db, err, "DELETE FROM source WHERE id = %lld", (long long)id))
        return false;
    sql = mem_printf("SELECT 1 FROM source WHERE wide = %d LIMIT 1", width);
    if (width > 0 && sql_int_of(store->db, sql, 0) == 0)
        done = sql_execf(store->db, err, "DROP TABLE wide_%d", width);
    free(sql);
    return done;
}

/* Whether such a file was refused before. */
static bool
sources_forget_refused(struct store *store, const char *path, const char *name)
{
    return sql_execf(store->db, NULL, "DELETE FROM refused WHERE path = %Q OR name = %Q", path,
        name)
        && sqlite3_changes(store->db) > 0;
}

bool
store_remove(struct store *store, const char *path, struct error *err)
{
    char *absolute = path_absolute(path);
    sqlite3_stmt *stmt;
    int64_t id = 0;

    stmt = store_writable(store, err) ? sql_prepare(store->db,
        "SELECT id FROM source WHERE path = ?1 OR name = ?2 ORDER BY path = ?1 DESC", err) : NULL;
    if (stmt != NULL) {
        sql_text(stmt, 1, absolute);
        sql_text(stmt, 2, path);
        if (sqlite3_step(stmt) == SQLITE_ROW)
            id = sqlite3_column_int64(stmt, 0);
        sqlite3_finalize(stmt);
        if (id == 0 && sources_forget_refused(store, absolute, path)) {
            free(absolute);
            return true;
        }
        if (id == 0) {
            struct strbuf list;

            strbuf_init(&list);
            store_say_command(store, "list", &list);
            error_set(err, ERROR_REQUEST, "no source \"%s\"", path);
            error_hint(err, "%s sources names them", list.data);
            strbuf_release(&list);
        }
    }
    free(absolute);
    return id != 0 && sql_exec(store->db, "BEGIN IMMEDIATE", err)
        && ((sources_drop(store, id, err) && identity_collect(store, err))
            || !sql_exec(store->db, "ROLLBACK", NULL))
        && sql_exec(store->db, "COMMIT", err);
}

char *
store_warning(struct store *store)
{
    sqlite3_stmt *stmt = sql_prepare(store->db, "SELECT (SELECT count(*) FROM warning WHERE kind ="
        " 'warning'), name || coalesce(', ' || nullif(place, ''), '') || ': ' || text FROM warning"
        " JOIN source ON source.id = source WHERE kind = 'warning' ORDER BY warning.rowid LIMIT 1",
        NULL);
    char *said = NULL;

    if (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        size_t n = (size_t)sqlite3_column_int64(stmt, 0);

        said = mem_printf("%zu %s of the import%s: %s", n, text_counted((double)n, "warning",
            "warnings"), n > 1 ? " (paretop list warnings), the first" : "",
            sql_column_text(stmt, 1));
    }
    sqlite3_finalize(stmt);
    return said;
}
