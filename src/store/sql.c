/* sql.c - see sql.h. */
#include "store/sql.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { BUSY_MS = 5000 };

bool
sql_fail(sqlite3 *db, struct error *err, const char *doing)
{
    const char *path = sqlite3_db_filename(db, "main");
    int code = sqlite3_errcode(db) & 0xFF;

    if (path == NULL || *path == '\0')
        path = "the private database";
    switch (code) {
    case SQLITE_INTERRUPT:
        return error_set(err, ERROR_CANCELLED, "%s: %s", doing, sqlite3_errmsg(db));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        error_set(err, ERROR_SYSTEM, "%s is in use: another program is writing to it", path);
        return error_hint(err, "nothing was changed; try again when it is done");
    case SQLITE_READONLY:
        error_set(err, ERROR_SYSTEM, "%s may not be written", path);
        return error_hint(err, "change its permissions and its folder's, or work on a copy");
    case SQLITE_FULL:
        error_set(err, ERROR_SYSTEM, "no space is left for %s", path);
        return error_hint(err, "TMPDIR says where private databases lie");
    default:
        return error_set(err, ERROR_SYSTEM, "%s: %s", doing, sqlite3_errmsg(db));
    }
}

void
sql_harden(sqlite3 *db)
{
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, (int *)NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_busy_timeout(db, BUSY_MS);
    sqlite3_extended_result_codes(db, 0);
}

bool
sql_exec(sqlite3 *db, const char *sql, struct error *err)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return sql_fail(db, err, "the database refused");
    return true;
}

bool
sql_execf(sqlite3 *db, struct error *err, const char *format, ...)
{
    va_list args;
    char *sql;
    bool done;

    va_start(args, format);
    sql = sqlite3_vmprintf(format, args);
    va_end(args);
    done = sql != NULL && sql_exec(db, sql, err);
    sqlite3_free(sql);
    return done;
}

sqlite3_stmt *
sql_prepare(sqlite3 *db, const char *sql, struct error *err)
{
    sqlite3_stmt *stmt = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        sql_fail(db, err, "the database refused");
        return NULL;
    }
    return stmt;
}

bool
sql_run(sqlite3_stmt *stmt, struct error *err)
{
    int code = sqlite3_step(stmt);

    if (code != SQLITE_DONE && code != SQLITE_ROW) {
        sql_fail(sqlite3_db_handle(stmt), err, "the database refused a row");
        sqlite3_reset(stmt);
        return false;
    }
    sqlite3_reset(stmt);
    return true;
}

void
sql_text(sqlite3_stmt *stmt, int at, const char *text)
{
    if (text == NULL)
        sqlite3_bind_null(stmt, at);
    else
        sqlite3_bind_text(stmt, at, text, -1, SQLITE_TRANSIENT);
}

void
sql_text_static(sqlite3_stmt *stmt, int at, const char *text)
{
    sqlite3_bind_text(stmt, at, text, -1, SQLITE_STATIC);
}

void
sql_real(sqlite3_stmt *stmt, int at, double value)
{
    if (isnan(value))
        sqlite3_bind_null(stmt, at);
    else
        sqlite3_bind_double(stmt, at, value);
}

void
sql_int(sqlite3_stmt *stmt, int at, int64_t value)
{
    sqlite3_bind_int64(stmt, at, value);
}

int64_t
sql_int_of(sqlite3 *db, const char *sql, int64_t fallback)
{
    sqlite3_stmt *stmt = sql_prepare(db, sql, NULL);
    int64_t value = fallback;

    if (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW
        && sqlite3_column_type(stmt, 0) != SQLITE_NULL)
        value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

const char *
sql_column_text(sqlite3_stmt *stmt, int column)
{
    return (const char *)sqlite3_column_text(stmt, column);
}

int
sql_cursor_open(size_t size, sqlite3_vtab_cursor **out)
{
    *out = sqlite3_malloc64(size);
    if (*out == NULL)
        return SQLITE_NOMEM;
    memset(*out, 0, size);
    return SQLITE_OK;
}

int
sql_cursor_close(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}
