/* trace.c - the view `trace`: a row for each number in a file, with where it stands.
 *
 * Nested results are rows of `score`; cells of tables lie in wide_<n>, whose number of columns
 * is part of the name, so the view has a part for each width that is there. It belongs to the
 * connection: an older database, or one that may only be read, has it as well.
 */
#include <stdlib.h>

#include "base/memory.h"
#include "store/store_parts.h"

static const char nested[] =
    "SELECT m.name AS model, r.raw AS name, e.name AS measure, s.value AS value, o.name AS file,"
    " coalesce(s.place, r.place) AS place, s.raw AS written FROM score s JOIN run r ON r.id = s.run"
    " JOIN measure e ON e.id = s.measure JOIN source o ON o.id = r.source"
    " LEFT JOIN model m ON m.id = coalesce((SELECT model FROM alias a WHERE a.raw = r.raw AND"
    " a.source = r.source), (SELECT model FROM alias a WHERE a.raw = r.raw AND a.source = 0))";

/* "CASE f.ordinal WHEN 0 THEN w.c0 WHEN 1 ... END" */
static void
put_cell(struct strbuf *sql, const char *field, int width)
{
    strbuf_printf(sql, "CASE %s.ordinal", field);
    for (int i = 0; i < width; i++)
        strbuf_printf(sql, " WHEN %d THEN w.c%d", i, i);
    strbuf_puts(sql, " END");
}

static void
put_table(struct strbuf *sql, int width)
{
    strbuf_puts(sql, " UNION ALL SELECT m.name, x.name, x.measure, x.value, o.name, x.place, t.text"
        " FROM (SELECT w.row >> 32 AS source, w.row & 4294967295 AS record, f.ordinal, f.name AS"
        " measure, coalesce(w.place, 'record ' || (w.row & 4294967295)) AS place, ");
    put_cell(sql, "f", width);
    strbuf_puts(sql, " AS value, ");
    put_cell(sql, "n", width);
    strbuf_printf(sql, " AS name FROM wide_%d w JOIN field f ON f.source = w.row >> 32 AND f.role ="
        " 'measure' LEFT JOIN field n ON n.source = f.source AND n.role = 'model') x JOIN source o"
        " ON o.id = x.source LEFT JOIN raw t ON t.source = x.source AND t.row = x.record AND"
        " t.ordinal = x.ordinal LEFT JOIN model m ON m.id = coalesce((SELECT model FROM alias a"
        " WHERE a.raw = x.name AND a.source = x.source), (SELECT model FROM alias a WHERE a.raw ="
        " x.name AND a.source = 0)) WHERE x.value IS NOT NULL", width);
}

static bool
create_view(struct store *store, const char *sql, struct error *err)
{
    bool done;

    store->saving = true;                       /* the authorizer lets settings pass */
    done = sql_exec(store->db, "PRAGMA query_only=OFF; DROP VIEW IF EXISTS temp.trace", err)
        && sql_exec(store->db, sql, err);
    if (!store->writable)
        done = sql_exec(store->db, "PRAGMA query_only=ON", err) && done;
    store->saving = false;
    return done;
}

bool
trace_define(struct store *store, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(store->db, "SELECT DISTINCT wide FROM source WHERE wide > 0"
        " ORDER BY 1", err);
    struct strbuf sql;
    bool done = stmt != NULL;

    strbuf_init(&sql);
    strbuf_printf(&sql, "CREATE TEMP VIEW trace AS %s", nested);
    while (done && sqlite3_step(stmt) == SQLITE_ROW)
        put_table(&sql, sqlite3_column_int(stmt, 0));
    sqlite3_finalize(stmt);
    done = done && create_view(store, sql.data, err);
    strbuf_release(&sql);
    return done;
}
