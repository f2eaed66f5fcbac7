/* frame_vtab.c - see frame_vtab.h. Comparisons of number columns with constants are passed to
 * us by xBestIndex and evaluated over the contiguous doubles, so that SQLite only sees the
 * rows that survive. Where the constant is known to be a number that a double holds, SQLite
 * does not check them again, and where nothing else is left for it to check, the rows are
 * taken from us at once instead of one by one.
 */
#include "store/frame_vtab.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "read/rows_from_sqlite.h"

enum { MOST_TERMS = 8 };

struct frame_table { sqlite3_vtab base; const struct frame_sql *sql; };

struct term { const double *values; int op; double bound; };

struct frame_cursor {
    sqlite3_vtab_cursor base;
    size_t row;
    struct term terms[MOST_TERMS]; size_t n_terms;
};

static const struct frame_sql *
sql_of(const sqlite3_vtab *base)
{
    return ((const struct frame_table *)base)->sql;
}

static const struct column *
column_at(const struct frame_sql *sql, int at)
{
    return &sql->frame->columns[sql->columns[at - 1].column];
}

/* --- declaring --- */

static const char *
affinity(const struct frame_sql *sql, size_t i)
{
    if (sql->frame->columns[sql->columns[i].column].type == COLUMN_NUMBER)
        return "REAL";
    return sql->columns[i].text_is_number ? "NUMERIC" : "TEXT";
}

static int
vtab_connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out,
    char **message)
{
    const struct frame_sql *sql = aux;
    struct frame_table *table = sqlite3_malloc(sizeof *table);
    char *text = sqlite3_mprintf("CREATE TABLE frame (" FRAME_ROW " HIDDEN");
    int code;

    (void)argc;
    (void)argv;
    (void)message;
    for (size_t i = 0; i < sql->n && text != NULL; i++)
        text = sqlite3_mprintf("%z, \"%w\" %s", text, sql->columns[i].name, affinity(sql, i));
    text = sqlite3_mprintf("%z)", text);
    if (table == NULL || text == NULL)
        return SQLITE_NOMEM;
    memset(table, 0, sizeof *table);
    table->sql = sql;
    code = sqlite3_declare_vtab(db, text);
    sqlite3_free(text);
    *out = &table->base;
    return code;
}

static int
vtab_disconnect(sqlite3_vtab *base)
{
    sqlite3_free(base);
    return SQLITE_OK;
}

/* --- choosing what is ours to evaluate --- */

static bool
asks_for_null(int op)
{
    return op == SQLITE_INDEX_CONSTRAINT_ISNULL || op == SQLITE_INDEX_CONSTRAINT_ISNOTNULL;
}

static bool
is_ours(const struct frame_sql *sql, const struct sqlite3_index_constraint *constraint)
{
    return constraint->usable && constraint->iColumn > 0 && sql->shifted == FRAME_NONE
        && column_at(sql, constraint->iColumn)->type == COLUMN_NUMBER
        && (constraint->op == SQLITE_INDEX_CONSTRAINT_GT
            || constraint->op == SQLITE_INDEX_CONSTRAINT_GE
            || constraint->op == SQLITE_INDEX_CONSTRAINT_LT
            || constraint->op == SQLITE_INDEX_CONSTRAINT_LE
            || constraint->op == SQLITE_INDEX_CONSTRAINT_EQ
            || constraint->op == SQLITE_INDEX_CONSTRAINT_NE
            || asks_for_null(constraint->op));
}

/* Whether the constant is a number that compares as a double just as SQLite compares it. */
static bool
is_exact(sqlite3_index_info *info, int i)
{
    static const sqlite3_int64 most = (sqlite3_int64)1 << 53;
    sqlite3_value *value;
    sqlite3_int64 integer;

    if (asks_for_null(info->aConstraint[i].op))
        return true;
    if (sqlite3_vtab_rhs_value(info, i, &value) != SQLITE_OK || value == NULL)
        return false;
    if (sqlite3_value_type(value) == SQLITE_FLOAT)
        return true;
    integer = sqlite3_value_int64(value);
    return sqlite3_value_type(value) == SQLITE_INTEGER && integer <= most && integer >= -most;
}

/* idxStr holds a column and a comparison per argument: "3:4 7:32 ". */
static int
vtab_best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    const struct frame_sql *sql = sql_of(base);
    char *terms = NULL;
    int n = 0;

    info->estimatedCost = (double)sql->frame->rows + 1;
    for (int i = 0; i < info->nConstraint && n < MOST_TERMS; i++)
        if (is_ours(sql, &info->aConstraint[i])) {
            info->aConstraintUsage[i].argvIndex = ++n;
            info->aConstraintUsage[i].omit = is_exact(info, i);
            terms = sqlite3_mprintf("%z%d:%d ", terms, info->aConstraint[i].iColumn,
                info->aConstraint[i].op);
            info->estimatedCost /= 10;
        }
    info->idxStr = terms;
    info->needToFreeIdxStr = 1;
    return SQLITE_OK;
}

static int
vtab_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    (void)base;
    return sql_cursor_open(sizeof(struct frame_cursor), out);
}

/* --- walking --- */

static bool
holds(const struct term *term, size_t row)
{
    double value = term->values[row];

    switch (term->op) {
    case SQLITE_INDEX_CONSTRAINT_GT:
        return value > term->bound;
    case SQLITE_INDEX_CONSTRAINT_GE:
        return value >= term->bound;
    case SQLITE_INDEX_CONSTRAINT_LT:
        return value < term->bound;
    case SQLITE_INDEX_CONSTRAINT_LE:
        return value <= term->bound;
    case SQLITE_INDEX_CONSTRAINT_NE:
        return value != term->bound && !isnan(value);
    case SQLITE_INDEX_CONSTRAINT_ISNULL:
        return isnan(value);
    case SQLITE_INDEX_CONSTRAINT_ISNOTNULL:
        return !isnan(value);
    default:
        return value == term->bound;
    }
}

static void
skip(struct frame_cursor *cursor)
{
    size_t rows = sql_of(cursor->base.pVtab)->frame->rows, row = cursor->row;

    for (; row < rows; row++) {
        bool all = true;

        for (size_t i = 0; i < cursor->n_terms && all; i++)
            all = holds(&cursor->terms[i], row);
        if (all)
            break;
    }
    cursor->row = row;
}

/* The rows for which one more term holds, of those that are listed; NULL: of all. */
static size_t
list_rows(const struct term *term, const size_t *from, size_t n, size_t *to)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        size_t row = from != NULL ? from[i] : i;

        to[kept] = row;
        kept += holds(term, row);
    }
    return kept;
}

/* All rows that the cursor would walk over from here. */
static void
list_survivors(struct frame_cursor *cursor, struct frame_listed *listed)
{
    size_t rows = sql_of(cursor->base.pVtab)->frame->rows;

    listed->rows = mem_alloc(rows * sizeof *listed->rows + 1);
    listed->n = rows;
    for (size_t i = 0; i < cursor->n_terms; i++)
        listed->n = list_rows(&cursor->terms[i], i > 0 ? listed->rows : NULL, listed->n,
            listed->rows);
    listed->done = true;
    cursor->row = rows;
}

/* Terms whose constant is no number are left to SQLite. */
static int
vtab_filter(sqlite3_vtab_cursor *base, int number, const char *text, int argc,
    sqlite3_value **argv)
{
    struct frame_cursor *cursor = (struct frame_cursor *)base;
    const struct frame_sql *sql = sql_of(base->pVtab);
    char *at = (char *)text;

    (void)number;
    cursor->row = 0;
    cursor->n_terms = 0;
    for (int i = 0; i < argc; i++) {
        long column = strtol(at, &at, 10), op = strtol(at + 1, &at, 10);
        int type = sqlite3_value_type(argv[i]);

        if (type == SQLITE_FLOAT || type == SQLITE_INTEGER || asks_for_null((int)op))
            cursor->terms[cursor->n_terms++] = (struct term){
                column_at(sql, (int)column)->value, (int)op, sqlite3_value_double(argv[i]) };
    }
    if (sql->listed != NULL && cursor->n_terms == (size_t)argc && argc > 0)
        list_survivors(cursor, sql->listed);
    else
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
    return ((struct frame_cursor *)base)->row >= sql_of(base->pVtab)->frame->rows;
}

/* --- values --- */

static void
result_number(sqlite3_context *context, double value)
{
    if (isnan(value))
        sqlite3_result_null(context);
    else
        sqlite3_result_double(context, value);
}

static void
result_text(sqlite3_context *context, const char *text, bool is_number)
{
    double value;

    if (text == NULL)
        sqlite3_result_null(context);
    else if (is_number && number_parse_plain(text, &value))
        sqlite3_result_double(context, value);
    else
        sqlite3_result_text(context, text, -1, SQLITE_STATIC);
}

static int
vtab_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int at)
{
    const struct frame_sql *sql = sql_of(base->pVtab);
    size_t row = ((struct frame_cursor *)base)->row;
    const struct column *column;
    double value;

    if (at == 0) {
        sqlite3_result_int64(context, (sqlite3_int64)row);
        return SQLITE_OK;
    }
    column = column_at(sql, at);
    if (column->type == COLUMN_TEXT) {
        result_text(context, column->text[row], sql->columns[at - 1].text_is_number);
        return SQLITE_OK;
    }
    value = column->value[row];
    if (sql->shifted == (int)sql->columns[at - 1].column && column->se != NULL
        && !isnan(column->se[row]))
        value += sql->step * column->se[row];
    result_number(context, value);
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
    .xDisconnect = vtab_disconnect, .xOpen = vtab_open, .xClose = sql_cursor_close,
    .xFilter = vtab_filter, .xNext = vtab_next, .xEof = vtab_eof, .xColumn = vtab_column,
    .xRowid = vtab_rowid,
};

/* --- taking all rows at once --- */

/* What one step of SQLite's program means for that. */
struct program { bool walks, only; int filters; };

static void
look_at_step(struct program *program, const char *step, int p2)
{
    bool next = strcmp(step, "VNext") == 0;

    program->filters += strcmp(step, "VFilter") == 0;
    if (program->walks && !next)     /* p2 of VColumn is the column; 0 is the row's number */
        program->only &= (strcmp(step, "VColumn") == 0 && p2 == 0)
            || strcmp(step, "ResultRow") == 0;
    program->walks = (program->walks || strcmp(step, "VFilter") == 0) && !next;
    program->only &= strcmp(step, "OpenEphemeral") != 0;         /* IN loops over one */
}

bool
frame_sql_only_lists(struct frame_sql *sql, const char *select)
{
    char *text = mem_printf("EXPLAIN %s", select);
    struct program program = { .only = true };
    sqlite3_stmt *stmt = NULL;
    bool read = sqlite3_prepare_v2(sql->db, text, -1, &stmt, NULL) == SQLITE_OK;

    while (read && sqlite3_step(stmt) == SQLITE_ROW)
        look_at_step(&program, (const char *)sqlite3_column_text(stmt, 1),
            sqlite3_column_int(stmt, 3));
    sqlite3_finalize(stmt);
    free(text);
    return read && program.only && program.filters == 1;
}

/* --- opening --- */

static bool
all_numbers(const struct column *column, size_t rows)
{
    bool any = false;
    double value;

    for (size_t r = 0; column->type == COLUMN_TEXT && r < rows; r++) {
        if (column->text[r] == NULL)
            continue;
        if (!number_parse_plain(column->text[r], &value))
            return false;
        any = true;
    }
    return any;
}

/* Whether an expression may name a column; letter case does not count. Doubled quotes inside
 * names are too much for a search. */
static bool
may_name(const char *expression, const char *name)
{
    size_t length = strlen(name);

    if (expression == NULL || strstr(expression, "\"\"") != NULL)
        return true;
    for (; *expression != '\0'; expression++)
        if (sqlite3_strnicmp(expression, name, (int)length) == 0)
            return true;
    return false;
}

static char *
name_for(const struct frame_sql *sql, const char *name)
{
    for (size_t i = 0; i < sql->n; i++)
        if (sqlite3_stricmp(sql->columns[i].name, name) == 0) {
            char *longer = mem_printf("%s#2", name), *free_name = name_for(sql, longer);

            free(longer);
            return free_name;
        }
    return mem_strdup(name);
}

static void
choose_columns(struct frame_sql *sql, const char *expression)
{
    const struct frame *frame = sql->frame;

    sql->columns = mem_zalloc(frame->n_columns, sizeof *sql->columns);
    for (size_t c = 0; c < frame->n_columns; c++) {
        if (!may_name(expression, frame->columns[c].name))
            continue;
        sql->columns[sql->n].name = name_for(sql, frame->columns[c].name);
        sql->columns[sql->n].column = c;
        sql->columns[sql->n++].text_is_number = all_numbers(&frame->columns[c], frame->rows);
    }
}

void
frame_sql_guard(struct frame_sql *sql)
{
    sqlite3_set_authorizer(sql->db, sqlite_only_reads, NULL);
}

bool
frame_sql_open(struct frame_sql *sql, const struct frame *frame, const char *expression,
    struct error *err)
{
    *sql = (struct frame_sql){ .frame = frame, .shifted = FRAME_NONE };
    choose_columns(sql, expression);
    if (sqlite3_open_v2(":memory:", &sql->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL)
        != SQLITE_OK) {
        error_set(err, ERROR_SYSTEM, "SQLite: %s", sqlite3_errmsg(sql->db));
        frame_sql_close(sql);
        return false;
    }
    sql_harden(sql->db);
    /* Eponymous: the table exists under the module's name without being created. It is
     * connected once before there is an authorizer, which would refuse the declaration. */
    if (sqlite3_create_module(sql->db, "frame", &module_methods, sql) != SQLITE_OK
        || sqlite3_exec(sql->db, "SELECT 1 FROM frame LIMIT 0", NULL, NULL, NULL) != SQLITE_OK) {
        sql_fail(sql->db, err, "the frame cannot be read as SQL");
        frame_sql_close(sql);
        return false;
    }
    frame_sql_guard(sql);
    sqlite3_limit(sql->db, SQLITE_LIMIT_EXPR_DEPTH, 200);
    return true;
}

void
frame_sql_close(struct frame_sql *sql)
{
    sqlite3_close(sql->db);
    for (size_t i = 0; i < sql->n; i++)
        free(sql->columns[i].name);
    free(sql->columns);
    *sql = (struct frame_sql){ .db = NULL };
}
