/* sql.h - SQLite with our errors, and a connection opened as contract demands: no double-
 * quoted strings, schema untrusted, defensive, busy timeout. Private to store/. */
#ifndef PARETOP_STORE_SQL_H
#define PARETOP_STORE_SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Sets err from the connection's last error; returns false. */
bool sql_fail(sqlite3 *db, struct error *err, const char *doing);
void sql_harden(sqlite3 *db);
bool sql_exec(sqlite3 *db, const char *sql, struct error *err);
bool sql_execf(sqlite3 *db, struct error *err, const char *format, ...);   /* %q %Q %w */
/* NULL with err set on failure. */
sqlite3_stmt *sql_prepare(sqlite3 *db, const char *sql, struct error *err);
/* Steps a statement that returns nothing, and resets it. */
bool sql_run(sqlite3_stmt *stmt, struct error *err);
/* Binding by position; NULL text binds NULL, NaN binds NULL. */
void sql_text(sqlite3_stmt *stmt, int at, const char *text);
void sql_text_static(sqlite3_stmt *stmt, int at, const char *text);  /* lives until the step */
void sql_real(sqlite3_stmt *stmt, int at, double value);
void sql_int(sqlite3_stmt *stmt, int at, int64_t value);
/* First column of the first row, fallback if there is none or it is NULL. */
int64_t sql_int_of(sqlite3 *db, const char *sql, int64_t fallback);
/* Column text, "" never NULL unless NULL in the database. */
const char *sql_column_text(sqlite3_stmt *stmt, int column);

/* Cursors of virtual tables: size bytes of zeros that begin with the sqlite3_vtab_cursor. */
int sql_cursor_open(size_t size, sqlite3_vtab_cursor **out);
int sql_cursor_close(sqlite3_vtab_cursor *cursor);

#endif
