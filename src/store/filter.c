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

/* --- short names: accuracy for the only "task/accuracy", cost for "total_cost" --- */

static bool
is_word(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || (unsigned char)byte >= 0x80;
}

/* The column that a bare word of an expression means, FRAME_NONE if it is no name, or one that
 * SQL finds by itself. */
static int
column_meant(const struct frame *frame, const char *word)
{
    if (isdigit((unsigned char)word[0]) || sqlite3_keyword_check(word, (int)strlen(word)) != 0
        || sqlite3_stricmp(word, "true") == 0 || sqlite3_stricmp(word, "false") == 0)
        return FRAME_NONE;
    for (size_t c = 0; c < frame->n_columns; c++)
        if (sqlite3_stricmp(frame->columns[c].name, word) == 0)
            return FRAME_NONE;
    return frame_find(frame, word, false, NULL);
}

/* A quoted header that is the name of a column with its unit becomes that name; NULL if it is
 * none, else what follows it. */
static const char *
copy_written(struct strbuf *out, const struct frame *frame, const char *at)
{
    const char *end = strchr(at + 1, '"');
    char *written, *quoted;
    int column;

    if (*at != '"' || end == NULL || end[1] == '"')
        return NULL;
    written = mem_strndup(at + 1, (size_t)(end - at - 1));
    column = frame_column(frame, written) != FRAME_NONE ? FRAME_NONE
        : frame_column_written(frame, written);
    free(written);
    if (column == FRAME_NONE)
        return NULL;
    quoted = sqlite3_mprintf("\"%w\"", frame->columns[column].name);
    strbuf_puts(out, quoted);
    sqlite3_free(quoted);
    return end + 1;
}

/* Copies a quoted string or name; returns what follows it. */
static const char *
copy_quoted(struct strbuf *out, const struct frame *frame, const char *at)
{
    const char *behind = copy_written(out, frame, at);
    char quote = *at;

    if (behind != NULL)
        return behind;
    strbuf_putc(out, *at++);
    while (*at != '\0') {
        strbuf_putc(out, *at);
        if (*at++ == quote)
            break;
    }
    return at;
}

/* Copies a word, or the whole name that it means; names of functions and tables are let be. */
static void
copy_word(struct strbuf *out, const struct frame *frame, const char *word, size_t length)
{
    char *name = mem_strndup(word, length), *quoted;
    const char *next = word + length + strspn(word + length, " \t\n");
    bool part = (out->length > 0 && out->data[out->length - 1] == '.') || *next == '.'
        || *next == '(';
    int column = part ? FRAME_NONE : column_meant(frame, name);

    if (column == FRAME_NONE) {
        strbuf_puts(out, name);
    } else {
        quoted = sqlite3_mprintf("\"%w\"", frame->columns[column].name);
        strbuf_puts(out, quoted);
        sqlite3_free(quoted);
    }
    free(name);
}

/* The expression with short names written out; nothing else is touched. Caller frees. */
static char *
expand(const struct frame *frame, const char *expression)
{
    struct strbuf out;

    strbuf_init(&out);
    for (const char *at = expression; *at != '\0';) {
        size_t length = 0;

        while (is_word(at[length]))
            length++;
        if (length > 0) {
            copy_word(&out, frame, at, length);
            at += length;
        } else if (*at == '\'' || *at == '"') {
            at = copy_quoted(&out, frame, at);
        } else {
            strbuf_putc(&out, *at++);
        }
    }
    return strbuf_detach(&out);
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
    else
        error_hint(err, "a text stands in single quotes: '%s'", unknown + 16);
    free(names);
}

static bool
fail_expression(const struct frame_sql *sql, const char *expression, int before,
    struct error *err)
{
    int offset = sqlite3_error_offset(sql->db) - before;
    char message[256];

    snprintf(message, sizeof message, "%s", sqlite3_errmsg(sql->db));
    /* The parenthesis after it is ours. */
    if (offset >= 0 && (size_t)offset == strlen(expression)
        && strstr(message, "syntax error") != NULL)
        snprintf(message, sizeof message, "syntax error: the expression ends too early");
    if (offset >= 0 && (size_t)offset <= strlen(expression))
        error_set(err, ERROR_REQUEST, "%s\n  %s\n  %*s^", message, expression, offset, "");
    else
        error_set(err, ERROR_REQUEST, "%s: %s", expression, message);
    hint_nearest(sql->frame, message, err);
    return false;
}

static const char select_rows[] = "SELECT " FRAME_ROW " FROM frame WHERE (%s)";

/* Only one expression: what follows it must not be more SQL. The format has one %s. */
static sqlite3_stmt *
prepare_expression(struct frame_sql *sql, const char *format, const char *expression,
    struct error *err)
{
    char *text = mem_printf(format, expression);
    const char *tail = "";
    sqlite3_stmt *stmt = NULL;
    int before = (int)(strstr(format, "%s") - format);

    if (sqlite3_prepare_v2(sql->db, text, -1, &stmt, &tail) != SQLITE_OK) {
        fail_expression(sql, expression, before, err);
    } else if (stmt == NULL || tail[strspn(tail, " \t\n;)")] != '\0') {
        sqlite3_finalize(stmt);
        stmt = NULL;
        error_set(err, ERROR_REQUEST, "%s: one expression is wanted", expression);
    }
    free(text);
    return stmt;
}

/* All rows at once, where our terms are the whole filter (contract 11). */
static bool
list_rows(struct frame_sql *sql, const char *written, size_t **rows, size_t *n)
{
    char *text = mem_printf(select_rows, written);
    struct frame_listed listed = { .done = false };
    sqlite3_stmt *stmt = NULL;

    if (frame_sql_only_lists(sql, text)) {
        stmt = prepare_expression(sql, select_rows, written, NULL);
        sql->listed = &listed;
        if (stmt != NULL)
            sqlite3_step(stmt);
        sql->listed = NULL;
        sqlite3_finalize(stmt);
    }
    free(text);
    *rows = listed.rows;
    *n = listed.n;
    return listed.done;
}

static int
compare_rows(const void *a, const void *b)
{
    const size_t *p = a, *q = b;

    return (*p > *q) - (*p < *q);
}

/* "a IN (3, 1)" and "a < 3 OR b < 1" are a walk for each part. */
static void
put_in_order(size_t *rows, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (rows[i - 1] > rows[i]) {
            qsort(rows, n, sizeof *rows, compare_rows);
            return;
        }
}

bool
filter_rows(const struct frame *frame, const char *expression, size_t **rows, size_t *n,
    struct error *err)
{
    char *written = expand(frame, expression);
    struct frame_sql sql;
    sqlite3_stmt *stmt = NULL;
    size_t capacity = 0;
    int code = SQLITE_ERROR;

    *rows = NULL;
    *n = 0;
    if (frame_sql_open(&sql, frame, written, err)) {
        if (list_rows(&sql, written, rows, n))
            code = SQLITE_DONE;
        else
            stmt = prepare_expression(&sql, select_rows, written, err);
        while (stmt != NULL && (code = sqlite3_step(stmt)) == SQLITE_ROW)
            ARRAY_PUSH(*rows, *n, capacity, (size_t)sqlite3_column_int64(stmt, 0));
        if (stmt != NULL && code != SQLITE_DONE)
            fail_expression(&sql, written, 0, err);
        sqlite3_finalize(stmt);
        frame_sql_close(&sql);
    }
    free(written);
    put_in_order(*rows, *n);
    if (code == SQLITE_DONE && *rows == NULL)
        *rows = mem_alloc(sizeof **rows);
    if (code != SQLITE_DONE) {
        free(*rows);
        *rows = NULL;
    }
    return code == SQLITE_DONE;
}

/* Values of an expression, as the connection's shift makes them. */
static bool
evaluate(struct frame_sql *sql, const char *expression, double *out, struct error *err)
{
    sqlite3_stmt *stmt = prepare_expression(sql, "SELECT (%s), " FRAME_ROW " FROM frame",
        expression, err);
    int code = SQLITE_ERROR;

    while (stmt != NULL && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        size_t row = (size_t)sqlite3_column_int64(stmt, 1);
        int type = sqlite3_column_type(stmt, 0);

        out[row] = type == SQLITE_FLOAT || type == SQLITE_INTEGER
            ? sqlite3_column_double(stmt, 0) : NAN;
    }
    if (stmt != NULL && code != SQLITE_DONE)
        fail_expression(sql, expression, 0, err);
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE;
}

/* Delta method with independent inputs: half the difference at plus and minus one standard
 * error, squared and summed over the inputs; an unknown error of one leaves all unknown. */
static void
derive_error(struct frame_sql *sql, const char *expression, const bool *used, double *variance)
{
    const struct frame *frame = sql->frame;
    double *up = mem_alloc(frame->rows * sizeof *up), *down = mem_alloc(frame->rows * sizeof *down);

    for (size_t c = 0; c < frame->n_columns; c++) {
        const double *se = frame->columns[c].se;
        bool done = se != NULL;

        if (!used[c] || frame->columns[c].type != COLUMN_NUMBER)
            continue;
        sql->shifted = (int)c;
        sql->step = 1;
        done = done && evaluate(sql, expression, up, NULL);
        sql->step = -1;
        done = done && evaluate(sql, expression, down, NULL);
        for (size_t r = 0; r < frame->rows; r++)
            variance[r] += done && !isnan(se[r]) ? (up[r] - down[r]) * (up[r] - down[r]) / 4 : NAN;
    }
    sql->shifted = FRAME_NONE;
    free(up);
    free(down);
}

/* Notes which columns are read while the statement is compiled. */
struct reads { const struct frame_sql *sql; bool *used; };

static int
note_read(void *context, int action, const char *table, const char *column, const char *c,
    const char *d)
{
    struct reads *reads = context;

    (void)c;
    (void)d;
    if (action == SQLITE_READ && table != NULL && column != NULL)
        for (size_t i = 0; i < reads->sql->n; i++)
            if (sqlite3_stricmp(reads->sql->columns[i].name, column) == 0)
                reads->used[reads->sql->columns[i].column] = true;
    return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION
        ? SQLITE_OK : SQLITE_DENY;
}

static bool
find_reads(struct frame_sql *sql, const char *expression, bool *used, struct error *err)
{
    struct reads reads = { sql, used };
    sqlite3_stmt *stmt;

    sqlite3_set_authorizer(sql->db, note_read, &reads);
    stmt = prepare_expression(sql, "SELECT (%s) FROM frame", expression, err);
    sqlite3_finalize(stmt);
    frame_sql_guard(sql);                    /* reads goes out of scope */
    return stmt != NULL;
}

bool
filter_columns(const struct frame *frame, const char *expression, bool *used, struct error *err)
{
    char *written = expand(frame, expression);
    struct frame_sql sql;
    bool done = frame_sql_open(&sql, frame, written, err);

    if (done) {
        done = find_reads(&sql, written, used, err);
        frame_sql_close(&sql);
    }
    free(written);
    return done;
}

/* uncertain: some input has a standard error. */
static void
add_derived(struct frame *frame, const char *name, const double *values, const double *variance,
    bool uncertain)
{
    struct column *column = frame_add_column(frame, arena_strdup(frame->arena, name),
        COLUMN_NUMBER, ROLE_MEASURE);

    if (uncertain)
        column_need_se(frame, column);
    for (size_t r = 0; r < frame->rows; r++) {
        column->value[r] = values[r];
        if (uncertain)
            column->se[r] = sqrt(variance[r]);
    }
}

bool
filter_derive(struct frame *frame, const char *name, const char *expression, struct error *err)
{
    char *written = expand(frame, expression);
    double *values = mem_alloc(frame->rows * sizeof *values);
    double *variance = mem_zalloc(frame->rows, sizeof *variance);
    bool *used = mem_zalloc(frame->n_columns, sizeof *used), uncertain = false, done;
    struct frame_sql sql;

    done = frame_column(frame, name) == FRAME_NONE
        || error_set(err, ERROR_REQUEST, "\"%s\" is a measure already", name);
    if (done && (done = frame_sql_open(&sql, frame, written, err))) {
        done = evaluate(&sql, written, values, err) && find_reads(&sql, written, used, err);
        if (done)
            derive_error(&sql, written, used, variance);
        frame_sql_close(&sql);
    }
    for (size_t c = 0; c < frame->n_columns; c++)
        uncertain = uncertain || (used[c] && frame->columns[c].se != NULL);
    if (done)
        add_derived(frame, name, values, variance, uncertain);
    free(used);
    free(variance);
    free(values);
    free(written);
    return done;
}
