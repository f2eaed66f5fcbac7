/* feed_table.c - a batch of records as a virtual table; see feed_parts.h.
 *
 * INSERT ... SELECT from it takes two thirds of the time of binding every cell of every record
 * to a statement. There is a virtual table per width, because the columns of one are declared
 * once.
 */
#include "store/feed_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"

struct shape { const struct batch *const *batch; size_t columns; };
struct feed_table { sqlite3_vtab base; const struct shape *shape; };
struct feed_cursor { sqlite3_vtab_cursor base; const struct batch *batch; size_t record; };

static int
vtab_connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out,
    char **message)
{
    const struct shape *shape = aux;
    struct feed_table *table = sqlite3_malloc(sizeof *table);
    struct strbuf sql;
    int code;

    (void)argc;
    (void)argv;
    (void)message;
    if (table == NULL)
        return SQLITE_NOMEM;
    memset(table, 0, sizeof *table);
    table->shape = shape;
    strbuf_init(&sql);
    for (size_t i = 0; i < shape->columns; i++)
        strbuf_printf(&sql, "%sf%zu", i == 0 ? "CREATE TABLE feed (" : ", ", i);
    strbuf_putc(&sql, ')');
    code = sqlite3_declare_vtab(db, sql.data);
    strbuf_release(&sql);
    if (code != SQLITE_OK)
        sqlite3_free(table);
    else
        *out = &table->base;
    return code;
}

static int
vtab_disconnect(sqlite3_vtab *base)
{
    sqlite3_free(base);
    return SQLITE_OK;
}

static int
vtab_best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    (void)base;
    info->estimatedCost = 1000;
    info->estimatedRows = 1000;
    return SQLITE_OK;
}

static int
vtab_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    (void)base;
    return sql_cursor_open(sizeof(struct feed_cursor), out);
}

static const struct shape *
shape_of(const sqlite3_vtab_cursor *base)
{
    return ((const struct feed_table *)base->pVtab)->shape;
}

static int
vtab_filter(sqlite3_vtab_cursor *base, int number, const char *text, int argc,
    sqlite3_value **argv)
{
    struct feed_cursor *cursor = (struct feed_cursor *)base;

    (void)number;
    (void)text;
    (void)argc;
    (void)argv;
    cursor->batch = *shape_of(base)->batch;
    cursor->record = 0;
    return SQLITE_OK;
}

static int
vtab_next(sqlite3_vtab_cursor *base)
{
    ((struct feed_cursor *)base)->record++;
    return SQLITE_OK;
}

/* A table of another width than the batch is empty. */
static int
vtab_eof(sqlite3_vtab_cursor *base)
{
    const struct feed_cursor *cursor = (const struct feed_cursor *)base;

    return cursor->batch == NULL || cursor->batch->columns != shape_of(base)->columns
        || cursor->record >= cursor->batch->records;
}

static int
vtab_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
    const struct feed_cursor *cursor = (const struct feed_cursor *)base;
    const struct batch *batch = cursor->batch;
    const struct feed_cell *cell;

    if (column == 0) {
        if (batch->keyed)
            sqlite3_result_int64(context, batch->first_key + (int64_t)cursor->record);
        return SQLITE_OK;
    }
    cell = &batch->cells[cursor->record * (batch->columns - 1) + (size_t)column - 1];
    switch ((enum feed_type)cell->type) {
    case FEED_NULL:
        break;
    case FEED_INTEGER:
        sqlite3_result_int64(context, cell->is.integer);
        break;
    case FEED_REAL:
        sqlite3_result_double(context, cell->is.real);
        break;
    case FEED_TEXT:
        sqlite3_result_text(context, batch->text + cell->is.offset, (int)cell->length,
            SQLITE_STATIC);
        break;
    case FEED_BYTES:
        sqlite3_result_blob(context, batch->text + cell->is.offset, (int)cell->length,
            SQLITE_STATIC);
        break;
    }
    return SQLITE_OK;
}

static int
vtab_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
    *rowid = (sqlite3_int64)((const struct feed_cursor *)base)->record;
    return SQLITE_OK;
}

static const sqlite3_module module_methods = {
    .xConnect = vtab_connect, .xBestIndex = vtab_best_index, .xDisconnect = vtab_disconnect,
    .xOpen = vtab_open, .xClose = sql_cursor_close, .xFilter = vtab_filter, .xNext = vtab_next,
    .xEof = vtab_eof, .xColumn = vtab_column, .xRowid = vtab_rowid,
};

bool
feed_table_create(sqlite3 *db, const struct batch *const *batch, size_t columns,
    struct error *err)
{
    struct shape *shape = mem_zalloc(1, sizeof *shape);
    char *module = mem_printf("paretop_feed_%zu", columns);
    bool made;

    *shape = (struct shape){ .batch = batch, .columns = columns };
    made = sqlite3_create_module_v2(db, module, &module_methods, shape, free) == SQLITE_OK;
    if (!made)
        sql_fail(db, err, "records cannot be handed to the database");
    free(module);
    return made;
}
