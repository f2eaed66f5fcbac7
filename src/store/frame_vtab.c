/* frame_vtab.c - see frame_vtab.h. A comparison of one number column with a constant is
 * passed to us by xBestIndex and evaluated over the contiguous doubles, so that SQLite only
 * sees the rows that survive; it checks them again, so the result never depends on it.
 */
#include "store/frame_vtab.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct frame_table {
    sqlite3_vtab base;
    const struct frame *frame;
    const struct frame_shift *shift;
};

struct frame_cursor {
    sqlite3_vtab_cursor base;
    size_t row;
    const double *column;         /* NULL: every row */
    int op;
    double bound;
};

struct frame_module { const struct frame *frame; const struct frame_shift *shift; };

static char *
declaration(const struct frame *frame)
{
    char *sql = sqlite3_mprintf("CREATE TABLE frame (row_ HIDDEN");

    for (size_t c = 0; c < frame->n_columns && sql != NULL; c++)
        sql = sqlite3_mprintf("%z, \"%w\"", sql, frame->columns[c].name);
    return sqlite3_mprintf("%z)", sql);
}

static int
vtab_connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out,
    char **message)
{
    const struct frame_module *module = aux;
    struct frame_table *table = sqlite3_malloc(sizeof *table);
    char *sql = declaration(module->frame);
    int code;

    (void)argc;
    (void)argv;
    (void)message;
    if (table == NULL || sql == NULL)
        return SQLITE_NOMEM;
    memset(table, 0, sizeof *table);
    table->frame = module->frame;
    table->shift = module->shift;
    code = sqlite3_declare_vtab(db, sql);
    sqlite3_free(sql);
    *out = &table->base;
    return code;
}

static int
vtab_disconnect(sqlite3_vtab *base)
{
    sqlite3_free(base);
    return SQLITE_OK;
}

static bool
is_usable(const struct frame_table *table, const struct sqlite3_index_constraint *constraint)
{
    int column = constraint->iColumn - 1;

    return constraint->usable && column >= 0 && table->shift == NULL
        && table->frame->columns[column].type == COLUMN_NUMBER
        && (constraint->op == SQLITE_INDEX_CONSTRAINT_GT
            || constraint->op == SQLITE_INDEX_CONSTRAINT_GE
            || constraint->op == SQLITE_INDEX_CONSTRAINT_LT
            || constraint->op == SQLITE_INDEX_CONSTRAINT_LE);
}

/* idxNum packs the column and the comparison. */
static int
vtab_best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    const struct frame_table *table = (const struct frame_table *)base;

    info->idxNum = 0;
    info->estimatedCost = (double)table->frame->rows + 1;
    for (int i = 0; i < info->nConstraint; i++)
        if (is_usable(table, &info->aConstraint[i])) {
            info->aConstraintUsage[i].argvIndex = 1;
            info->idxNum = info->aConstraint[i].iColumn << 8 | info->aConstraint[i].op;
            info->estimatedCost /= 10;
            break;
        }
    return SQLITE_OK;
}

static int
vtab_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    struct frame_cursor *cursor = sqlite3_malloc(sizeof *cursor);

    (void)base;
    if (cursor == NULL)
        return SQLITE_NOMEM;
    memset(cursor, 0, sizeof *cursor);
    *out = &cursor->base;
    return SQLITE_OK;
}

static int
vtab_close(sqlite3_vtab_cursor *base)
{
    sqlite3_free(base);
    return SQLITE_OK;
}

static bool
survives(const struct frame_cursor *cursor)
{
    double value = cursor->column[cursor->row];

    switch (cursor->op) {
    case SQLITE_INDEX_CONSTRAINT_GT:
        return value > cursor->bound;
    case SQLITE_INDEX_CONSTRAINT_GE:
        return value >= cursor->bound;
    case SQLITE_INDEX_CONSTRAINT_LT:
        return value < cursor->bound;
    default:
        return value <= cursor->bound;
    }
}

static void
skip(struct frame_cursor *cursor)
{
    const struct frame *frame = ((struct frame_table *)cursor->base.pVtab)->frame;

    while (cursor->column != NULL && cursor->row < frame->rows && !survives(cursor))
        cursor->row++;
}

static int
vtab_filter(sqlite3_vtab_cursor *base, int number, const char *text, int argc,
    sqlite3_value **argv)
{
    struct frame_cursor *cursor = (struct frame_cursor *)base;
    const struct frame *frame = ((struct frame_table *)base->pVtab)->frame;

    (void)text;
    cursor->row = 0;
    cursor->column = NULL;
    if (number != 0 && argc == 1 && (sqlite3_value_type(argv[0]) == SQLITE_FLOAT
            || sqlite3_value_type(argv[0]) == SQLITE_INTEGER)) {
        cursor->column = frame->columns[(number >> 8) - 1].value;
        cursor->op = number & 255;
        cursor->bound = sqlite3_value_double(argv[0]);
    }
    skip(cursor);
    return SQLITE_OK;
}

static int
vtab_next(sqlite3_vtab_cursor *base)
{
    struct frame_cursor *cursor = (struct frame_cursor *)base;

    cursor->row++;
    skip(cursor);
    return SQLITE_OK;
}

static int
vtab_eof(sqlite3_vtab_cursor *base)
{
    return ((struct frame_cursor *)base)->row
        >= ((struct frame_table *)base->pVtab)->frame->rows;
}

static void
result_number(sqlite3_context *context, double value)
{
    if (isnan(value))
        sqlite3_result_null(context);
    else
        sqlite3_result_double(context, value);
}

static int
vtab_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int at)
{
    const struct frame_table *table = (const struct frame_table *)base->pVtab;
    size_t row = ((struct frame_cursor *)base)->row;
    const struct column *column;

    if (at == 0) {
        sqlite3_result_int64(context, (sqlite3_int64)row);
        return SQLITE_OK;
    }
    column = &table->frame->columns[at - 1];
    if (column->type == COLUMN_TEXT) {
        if (column->text[row] == NULL)
            sqlite3_result_null(context);
        else
            sqlite3_result_text(context, column->text[row], -1, SQLITE_STATIC);
        return SQLITE_OK;
    }
    if (table->shift != NULL && table->shift->column == at - 1 && column->se != NULL
        && !isnan(column->se[row]))
        result_number(context, column->value[row] + table->shift->step * column->se[row]);
    else
        result_number(context, column->value[row]);
    return SQLITE_OK;
}

static int
vtab_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
    *rowid = (sqlite3_int64)((struct frame_cursor *)base)->row;
    return SQLITE_OK;
}

static const sqlite3_module module_methods = {
    .xCreate = NULL, .xConnect = vtab_connect, .xBestIndex = vtab_best_index,
    .xDisconnect = vtab_disconnect, .xOpen = vtab_open, .xClose = vtab_close,
    .xFilter = vtab_filter, .xNext = vtab_next, .xEof = vtab_eof, .xColumn = vtab_column,
    .xRowid = vtab_rowid,
};

/* Reading, built-in functions, and nothing that writes, attaches or changes settings. */
static int
authorize(void *context, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)context;
    (void)a;
    (void)c;
    (void)d;
    if (action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE)
        return SQLITE_OK;
    if (action == SQLITE_FUNCTION)
        return b != NULL && strcmp(b, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    return SQLITE_DENY;
}

sqlite3 *
frame_connection(const struct frame *frame, const struct frame_shift *shift, struct error *err)
{
    struct frame_module *module;
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL)
        != SQLITE_OK) {
        error_set(err, ERROR_SYSTEM, "SQLite: %s", sqlite3_errmsg(db));
        sqlite3_close(db);
        return NULL;
    }
    sql_harden(db);
    module = mem_alloc(sizeof *module);
    *module = (struct frame_module){ frame, shift };
    /* Eponymous: the table exists under the module's name without being created. */
    if (sqlite3_create_module_v2(db, "frame", &module_methods, module, free) != SQLITE_OK) {
        sql_fail(db, err, "the frame cannot be read as SQL");
        sqlite3_close(db);
        return NULL;
    }
    /* Connected once before there is an authorizer, which would refuse the declaration. */
    if (sqlite3_exec(db, "SELECT 1 FROM frame LIMIT 0", NULL, NULL, NULL) != SQLITE_OK) {
        sql_fail(db, err, "the frame cannot be read as SQL");
        sqlite3_close(db);
        return NULL;
    }
    sqlite3_set_authorizer(db, authorize, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 200);
    return db;
}
