/* filter.c - see filter.h. */
#include "store/filter.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/frame_vtab.h"

/* --- bare metric names: accuracy for the only "task/accuracy" --- */

static bool
is_word(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || (unsigned char)byte >= 0x80;
}

/* Index of the one column whose metric is the word, FRAME_NONE if none or several, or if a
 * column has that very name. */
static int
metric_column(const struct frame *frame, const char *word)
{
    int found = FRAME_NONE;

    for (size_t c = 0; c < frame->n_columns; c++) {
        const char *slash = strrchr(frame->columns[c].name, '/');

        if (sqlite3_stricmp(frame->columns[c].name, word) == 0)
            return FRAME_NONE;
        if (slash == NULL || strcmp(slash + 1, word) != 0)
            continue;
        if (found != FRAME_NONE)
            return FRAME_NONE;
        found = (int)c;
    }
    return found;
}

/* Skips a quoted string or name, copying it. */
static const char *
copy_quoted(struct strbuf *out, const char *at)
{
    char quote = *at;

    strbuf_putc(out, *at++);
    while (*at != '\0') {
        strbuf_putc(out, *at);
        if (*at++ == quote)
            break;
    }
    return at;
}

/* The expression with unique bare metric names written out; nothing else is touched. */
static char *
expand(const struct frame *frame, const char *expression)
{
    struct strbuf out;
    const char *at = expression;

    strbuf_init(&out);
    while (*at != '\0') {
        const char *end = at;
        char *word;
        int column;

        if (*at == '\'' || *at == '"') {
            at = copy_quoted(&out, at);
            continue;
        }
        while (is_word(*end))
            end++;
        if (end == at) {
            strbuf_putc(&out, *at++);
            continue;
        }
        word = mem_strndup(at, (size_t)(end - at));
        column = metric_column(frame, word);
        if (column == FRAME_NONE)
            strbuf_puts(&out, word);
        else
            strbuf_printf(&out, "\"%s\"", frame->columns[column].name);
        free(word);
        at = end;
    }
    {
        char *text = mem_strdup(out.data);

        strbuf_release(&out);
        return text;
    }
}

/* --- errors with a caret --- */

static void
hint_nearest(const struct frame *frame, const char *message, struct error *err)
{
    const char *unknown = strstr(message, "no such column: ");
    const char **names, *nearest;

    if (unknown == NULL)
        return;
    names = mem_zalloc(frame->n_columns, sizeof *names);
    for (size_t c = 0; c < frame->n_columns; c++)
        names[c] = frame->columns[c].name;
    nearest = text_nearest(unknown + 16, names, frame->n_columns);
    if (nearest != NULL)
        error_hint(err, "did you mean \"%s\"? Names with other than letters and digits stand in"
            " double quotes", nearest);
    free(names);
}

static bool
fail_expression(sqlite3 *db, const struct frame *frame, const char *expression, int before,
    struct error *err)
{
    int offset = sqlite3_error_offset(db) - before;
    char message[256];

    snprintf(message, sizeof message, "%s", sqlite3_errmsg(db));
    if (offset >= 0 && (size_t)offset <= strlen(expression))
        error_set(err, ERROR_REQUEST, "%s\n  %s\n  %*s^", message, expression, offset, "");
    else
        error_set(err, ERROR_REQUEST, "%s: %s", expression, message);
    hint_nearest(frame, message, err);
    return false;
}

/* Only one expression: what follows it must not be more SQL. */
static sqlite3_stmt *
prepare_expression(sqlite3 *db, const struct frame *frame, const char *format,
    const char *expression, struct error *err)
{
    char *written = expand(frame, expression), *sql = mem_printf(format, written);
    const char *tail = "";
    sqlite3_stmt *stmt = NULL;
    int before = (int)(strstr(format, "%s") - format);

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, &tail) != SQLITE_OK)
        fail_expression(db, frame, written, before, err);
    else if (stmt == NULL || tail[strspn(tail, " \t\n;)")] != '\0') {
        sqlite3_finalize(stmt);
        stmt = NULL;
        error_set(err, ERROR_REQUEST, "%s: one expression is wanted", expression);
    }
    free(sql);
    free(written);
    return stmt;
}

bool
filter_rows(const struct frame *frame, const char *expression, size_t **rows, size_t *n,
    struct error *err)
{
    sqlite3 *db = frame_connection(frame, NULL, err);
    sqlite3_stmt *stmt;
    size_t capacity = 0;
    int code;

    *rows = NULL;
    *n = 0;
    if (db == NULL)
        return false;
    stmt = prepare_expression(db, frame, "SELECT row_ FROM frame WHERE (%s)", expression, err);
    if (stmt == NULL) {
        sqlite3_close(db);
        return false;
    }
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
        ARRAY_PUSH(*rows, *n, capacity, (size_t)sqlite3_column_int64(stmt, 0));
    if (code != SQLITE_DONE) {
        fail_expression(db, frame, expression, 0, err);
        free(*rows);
        *rows = NULL;
    }
    if (*rows == NULL && code == SQLITE_DONE)
        *rows = mem_alloc(sizeof **rows);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return code == SQLITE_DONE;
}

/* Values of an expression, with one column moved by a step of its standard errors. */
static bool
evaluate(const struct frame *frame, const char *expression, const struct frame_shift *shift,
    double *out, struct error *err)
{
    sqlite3 *db = frame_connection(frame, shift, err);
    sqlite3_stmt *stmt;
    int code = SQLITE_ERROR;

    if (db == NULL)
        return false;
    stmt = prepare_expression(db, frame, "SELECT (%s), row_ FROM frame", expression, err);
    while (stmt != NULL && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        size_t row = (size_t)sqlite3_column_int64(stmt, 1);
        int type = sqlite3_column_type(stmt, 0);

        out[row] = type == SQLITE_FLOAT || type == SQLITE_INTEGER
            ? sqlite3_column_double(stmt, 0) : NAN;
    }
    if (stmt != NULL && code != SQLITE_DONE)
        fail_expression(db, frame, expression, 0, err);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return code == SQLITE_DONE;
}

/* Delta method with independent inputs: half the difference at plus and minus one standard
 * error, squared and summed over the inputs that have one. */
static void
derive_error(struct frame *frame, const char *expression, const bool *used, double *variance,
    bool *any)
{
    double *up = mem_alloc(frame->rows * sizeof *up), *down = mem_alloc(frame->rows * sizeof *down);

    for (size_t c = 0; c < frame->n_columns; c++) {
        struct frame_shift plus = { (int)c, 1 }, minus = { (int)c, -1 };

        if (!used[c] || frame->columns[c].type != COLUMN_NUMBER)
            continue;
        for (size_t r = 0; r < frame->rows; r++)       /* an unknown error stays unknown */
            if (frame->columns[c].se == NULL || isnan(frame->columns[c].se[r]))
                variance[r] = NAN;
        if (frame->columns[c].se == NULL || !evaluate(frame, expression, &plus, up, NULL)
            || !evaluate(frame, expression, &minus, down, NULL))
            continue;
        *any = true;
        for (size_t r = 0; r < frame->rows; r++)
            variance[r] += (up[r] - down[r]) * (up[r] - down[r]) / 4;
    }
    free(up);
    free(down);
}

bool
filter_derive(struct frame *frame, const char *name, const char *expression, struct error *err)
{
    double *values = mem_alloc(frame->rows * sizeof *values);
    double *variance = mem_zalloc(frame->rows, sizeof *variance);
    bool *used = mem_zalloc(frame->n_columns, sizeof *used), any = false, done;

    done = frame_column(frame, name) == FRAME_NONE
        || error_set(err, ERROR_REQUEST, "\"%s\" is a measure already", name);
    done = done && evaluate(frame, expression, NULL, values, err)
        && filter_columns(frame, expression, used, err);
    if (done) {
        struct column *column;

        derive_error(frame, expression, used, variance, &any);
        column = frame_add_column(frame, arena_strdup(frame->arena, name), COLUMN_NUMBER,
            ROLE_MEASURE);
        memcpy(column->value, values, frame->rows * sizeof *values);
        if (any) {
            column_need_se(frame, column);
            for (size_t r = 0; r < frame->rows; r++)
                column->se[r] = sqrt(variance[r]);
        }
    }
    free(used);
    free(variance);
    free(values);
    return done;
}

/* Notes which columns are read while the statement is compiled. */
struct reads { const struct frame *frame; bool *used; };

static int
note_read(void *context, int action, const char *table, const char *column, const char *c,
    const char *d)
{
    struct reads *reads = context;

    (void)c;
    (void)d;
    if (action == SQLITE_READ && table != NULL && column != NULL)
        for (size_t i = 0; i < reads->frame->n_columns; i++)
            if (sqlite3_stricmp(reads->frame->columns[i].name, column) == 0)
                reads->used[i] = true;
    return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION
        ? SQLITE_OK : SQLITE_DENY;
}

bool
filter_columns(const struct frame *frame, const char *expression, bool *used, struct error *err)
{
    struct reads reads = { frame, used };
    sqlite3 *db = frame_connection(frame, NULL, err);
    sqlite3_stmt *stmt;

    if (db == NULL)
        return false;
    sqlite3_set_authorizer(db, note_read, &reads);
    stmt = prepare_expression(db, frame, "SELECT (%s) FROM frame", expression, err);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return stmt != NULL;
}
