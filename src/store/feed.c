/* feed.c - see feed.h.
 *
 * The collected cells are a virtual table, and INSERT ... SELECT copies them: that takes two
 * thirds of the time of binding every cell of every record to a statement. There is a virtual
 * table per width, because the columns of one are declared once.
 */
#include "store/feed.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"

enum { BATCH_RECORDS = 512, BATCH_BYTES = 1 << 20 };

enum cell_type { CELL_NULL, CELL_INTEGER, CELL_REAL, CELL_TEXT, CELL_BYTES };

struct cell {
    uint8_t type;
    uint32_t length;
    union { int64_t integer; double real; size_t offset; } is;   /* offset into text */
};

struct feed {
    sqlite3 *db;
    size_t columns, records;
    struct cell *cells; size_t n, capacity;
    char *text; size_t text_length, text_capacity;
    sqlite3_stmt *insert;                /* for `columns` of them */
};

struct shape { struct feed *feed; size_t columns; };
struct feed_table { sqlite3_vtab base; const struct shape *shape; };
struct feed_cursor { sqlite3_vtab_cursor base; size_t record; };

/* --- the virtual table --- */

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
    info->estimatedCost = BATCH_RECORDS;
    info->estimatedRows = BATCH_RECORDS;
    return SQLITE_OK;
}

static int
vtab_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    (void)base;
    return sql_cursor_open(sizeof(struct feed_cursor), out);
}

static int
vtab_filter(sqlite3_vtab_cursor *base, int number, const char *text, int argc,
    sqlite3_value **argv)
{
    (void)number;
    (void)text;
    (void)argc;
    (void)argv;
    ((struct feed_cursor *)base)->record = 0;
    return SQLITE_OK;
}

static int
vtab_next(sqlite3_vtab_cursor *base)
{
    ((struct feed_cursor *)base)->record++;
    return SQLITE_OK;
}

static const struct feed *
feed_of(const sqlite3_vtab_cursor *base)
{
    return ((const struct feed_table *)base->pVtab)->shape->feed;
}

/* A table of another width than what is collected is empty. */
static int
vtab_eof(sqlite3_vtab_cursor *base)
{
    const struct feed *feed = feed_of(base);

    return ((const struct feed_table *)base->pVtab)->shape->columns != feed->columns
        || ((struct feed_cursor *)base)->record >= feed->records;
}

static int
vtab_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
    const struct feed *feed = feed_of(base);
    size_t record = ((struct feed_cursor *)base)->record;
    const struct cell *cell = &feed->cells[record * feed->columns + (size_t)column];

    switch ((enum cell_type)cell->type) {
    case CELL_NULL:
        break;
    case CELL_INTEGER:
        sqlite3_result_int64(context, cell->is.integer);
        break;
    case CELL_REAL:
        sqlite3_result_double(context, cell->is.real);
        break;
    case CELL_TEXT:
        sqlite3_result_text(context, feed->text + cell->is.offset, (int)cell->length,
            SQLITE_STATIC);
        break;
    case CELL_BYTES:
        sqlite3_result_blob(context, feed->text + cell->is.offset, (int)cell->length,
            SQLITE_STATIC);
        break;
    }
    return SQLITE_OK;
}

static int
vtab_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
    *rowid = (sqlite3_int64)((struct feed_cursor *)base)->record;
    return SQLITE_OK;
}

static const sqlite3_module module_methods = {
    .xConnect = vtab_connect, .xBestIndex = vtab_best_index, .xDisconnect = vtab_disconnect,
    .xOpen = vtab_open, .xClose = sql_cursor_close, .xFilter = vtab_filter, .xNext = vtab_next,
    .xEof = vtab_eof, .xColumn = vtab_column, .xRowid = vtab_rowid,
};

/* --- collecting --- */

struct feed *
feed_new(sqlite3 *db)
{
    struct feed *feed = mem_zalloc(1, sizeof *feed);

    feed->db = db;
    return feed;
}

void
feed_free(struct feed *feed)
{
    if (feed == NULL)
        return;
    sqlite3_finalize(feed->insert);
    free(feed->cells);
    free(feed->text);
    free(feed);
}

static void
forget(struct feed *feed)
{
    feed->records = feed->n = feed->text_length = 0;
}

/* Registers the virtual table of this width, whose name is a word that nobody writes by chance;
 * doing so again only replaces it. */
static bool
prepare(struct feed *feed, size_t width, struct error *err)
{
    struct shape *shape = mem_zalloc(1, sizeof *shape);
    char *module = mem_printf("paretop_feed_%zu", width), *sql;
    bool made;

    sqlite3_finalize(feed->insert);
    feed->insert = NULL;
    *shape = (struct shape){ .feed = feed, .columns = FEED_EXTRA + width };
    made = sqlite3_create_module_v2(feed->db, module, &module_methods, shape, free) == SQLITE_OK;
    sql = mem_printf("INSERT OR FAIL INTO wide_%zu SELECT * FROM %s", width, module);
    feed->insert = made ? sql_prepare(feed->db, sql, err) : NULL;
    if (!made)
        sql_fail(feed->db, err, "records cannot be handed to the database");
    free(sql);
    free(module);
    return feed->insert != NULL;
}

bool
feed_begin(struct feed *feed, size_t width, struct error *err)
{
    bool same = feed->insert != NULL && feed->columns == FEED_EXTRA + width;

    forget(feed);
    feed->columns = FEED_EXTRA + width;
    return same || prepare(feed, width, err);
}

static struct cell *
new_cell(struct feed *feed, enum cell_type type)
{
    struct cell *cell;

    ARRAY_RESERVE(feed->cells, feed->n + 1, feed->capacity);
    cell = &feed->cells[feed->n++];
    cell->type = (uint8_t)type;
    return cell;
}

void
feed_null(struct feed *feed)
{
    new_cell(feed, CELL_NULL);
}

void
feed_integer(struct feed *feed, int64_t value)
{
    new_cell(feed, CELL_INTEGER)->is.integer = value;
}

void
feed_real(struct feed *feed, double value)
{
    new_cell(feed, CELL_REAL)->is.real = value;
}

static void
copy_in(struct feed *feed, struct cell *cell, const void *bytes, size_t length)
{
    ARRAY_RESERVE(feed->text, feed->text_length + length + 1, feed->text_capacity);
    memcpy(feed->text + feed->text_length, bytes, length);
    cell->is.offset = feed->text_length;
    cell->length = (uint32_t)length;
    feed->text_length += length;
}

void
feed_text(struct feed *feed, const char *text, size_t length)
{
    copy_in(feed, new_cell(feed, CELL_TEXT), text, length);
}

void
feed_bytes(struct feed *feed, size_t column, const void *bytes, size_t length)
{
    struct cell *cell = &feed->cells[feed->records * feed->columns + column];

    cell->type = CELL_BYTES;
    copy_in(feed, cell, bytes, length);
}

bool
feed_flush(struct feed *feed, struct error *err)
{
    bool done = feed->records == 0 || sql_run(feed->insert, err);

    forget(feed);
    return done;
}

bool
feed_record(struct feed *feed, struct error *err)
{
    feed->records++;
    return (feed->records < BATCH_RECORDS && feed->text_length < BATCH_BYTES)
        || feed_flush(feed, err);
}
