/* lists.c - lists, SQL answers, items and curves as frames; settings. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "store/observe.h"

/* --- a statement's rows as a frame --- */

struct answer { char ***cells; size_t rows, capacity; int columns; };

static char *
cell_text(sqlite3_stmt *stmt, int column)
{
    char text[NUMBER_TEXT_MAX];

    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_NULL:
        return NULL;
    case SQLITE_FLOAT:
        number_print(text, sqlite3_column_double(stmt, column));
        return mem_strdup(text);
    default:
        return mem_strndup((const char *)sqlite3_column_text(stmt, column),
            (size_t)sqlite3_column_bytes(stmt, column));
    }
}

static void
answer_take(struct answer *answer, sqlite3_stmt *stmt)
{
    char **row = mem_zalloc((size_t)answer->columns, sizeof *row);

    for (int c = 0; c < answer->columns; c++)
        row[c] = cell_text(stmt, c);
    ARRAY_PUSH(answer->cells, answer->rows, answer->capacity, row);
}

static bool
is_number_column(const struct answer *answer, int column)
{
    bool any = false;
    double value;

    for (size_t r = 0; r < answer->rows; r++) {
        const char *text = answer->cells[r][column];

        if (text != NULL && !number_parse_plain(text, &value))
            return false;
        any = any || text != NULL;
    }
    return any;
}

/* Names of an answer may repeat; a frame's may not. */
static const char *
unique_name(struct frame *frame, const char *name)
{
    const char *unique = arena_strdup(frame->arena, name);

    for (int k = 2; frame_column(frame, unique) != FRAME_NONE; k++)
        unique = arena_printf(frame->arena, "%s#%d", name, k);
    return unique;
}

static struct frame *
answer_frame(struct answer *answer, sqlite3_stmt *stmt)
{
    struct frame *frame = frame_new(SHAPE_ROWS, answer->rows);

    for (int c = 0; c < answer->columns; c++) {
        bool number = is_number_column(answer, c);
        struct column *column = frame_add_column(frame,
            unique_name(frame, sqlite3_column_name(stmt, c)),
            number ? COLUMN_NUMBER : COLUMN_TEXT, number ? ROLE_MEASURE : ROLE_ATTRIBUTE);

        if (number && column->text == NULL)
            column->text = arena_zalloc(frame->arena, answer->rows, sizeof *column->text);
        for (size_t r = 0; r < answer->rows; r++) {
            const char *text = answer->cells[r][c];

            column->text[r] = arena_strdup(frame->arena, text);
            if (number && text != NULL)
                number_parse_plain(text, &column->value[r]);
        }
    }
    for (size_t r = 0; r < answer->rows; r++)
        frame->key[r] = frame->label[r] = arena_printf(frame->arena, "row %zu", r);
    frame->grouping = "rows";
    frame->rows_total = answer->rows;
    return frame;
}

static bool
run_to_frame(sqlite3 *db, sqlite3_stmt *stmt, struct frame **out, struct error *err)
{
    struct answer answer = { .columns = sqlite3_column_count(stmt) };
    int code;

    while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
        answer_take(&answer, stmt);
    if (code == SQLITE_DONE)
        *out = answer_frame(&answer, stmt);
    else
        error_set(err, sqlite3_errcode(db) == SQLITE_INTERRUPT ? ERROR_CANCELLED : ERROR_REQUEST,
            "%s", sqlite3_errmsg(db));
    for (size_t r = 0; r < answer.rows; r++) {
        for (int c = 0; c < answer.columns; c++)
            free(answer.cells[r][c]);
        free(answer.cells[r]);
    }
    free(answer.cells);
    return code == SQLITE_DONE;
}

static bool
query_frame(struct store *store, const char *sql, struct frame **out, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(store->db, sql, err);
    bool done = stmt != NULL && run_to_frame(store->db, stmt, out, err);

    sqlite3_finalize(stmt);
    return done;
}

/* --- lists --- */

static const char *const list_sql[] = {
    [LIST_MODELS] = "SELECT m.name AS model, count(*) AS names, group_concat(a.raw, ' | ') AS"
        " known_as FROM model m JOIN alias a ON a.model = m.id"
        " GROUP BY m.id ORDER BY m.id",
    [LIST_MEASURES] = "SELECT name AS measure, CASE max(direction) WHEN 1 THEN 'max' WHEN -1 THEN"
        " 'min' ELSE CASE min(direction) WHEN -1 THEN 'min' ELSE 'unknown' END END AS direction,"
        " substr(min(CASE WHEN unit IS NOT NULL THEN printf('%012d', place) || unit END), 13) AS"
        " unit, CASE max(kind) WHEN 1 THEN 'capability' WHEN 2 THEN 'efficiency' ELSE"
        " 'descriptor' END AS kind, max(missing) AS missing, max(decided) AS decided FROM ("
        " SELECT name, coalesce((SELECT CASE value WHEN 'max' THEN 1 ELSE -1 END FROM setting s"
        " WHERE s.name IN ('direction:' || f.name, 'direction:' || header)), direction) AS direction,"
        " unit, kind, coalesce((SELECT value FROM setting s WHERE s.name IN ('missing:' || f.name,"
        " 'missing:' || header)), missing) AS missing, decided, source * 1000 + ordinal AS place FROM"
        " (SELECT name AS header, CASE count(*) OVER (PARTITION BY source, lower(bare_name(name)))"
        " WHEN 1 THEN bare_name(name) ELSE name END AS name, direction, unit, kind, missing, decided,"
        " source, ordinal, role FROM field) f WHERE role = 'measure'"
        " UNION ALL SELECT name, coalesce((SELECT CASE value WHEN 'max' THEN 1 ELSE -1 END FROM"
        " setting s WHERE s.name = 'direction:' || m.name), direction), unit, kind,"
        " coalesce((SELECT value FROM setting s WHERE s.name = 'missing:' || m.name), missing),"
        " decided, 1000000 + id FROM measure m) GROUP BY name ORDER BY min(place)",
    [LIST_SOURCES] = "SELECT id, name, format, records, rejected, bytes, imported, sha256 FROM"
        " source ORDER BY id",
    [LIST_RUNS] = "SELECT s.name AS source, r.raw AS model, r.hardware, r.precision,"
        " r.quantization, r.batch, r.concurrency, r.provider, r.effort, r.shots, r.seed,"
        " r.checkpoint, r.date, r.rest, r.place FROM run r JOIN source s ON s.id = r.source"
        " ORDER BY r.id",
    [LIST_ALIASES] = "SELECT a.raw, m.name AS model, a.decided, (SELECT s.name FROM source s"
        " WHERE s.id = a.source) AS only_in FROM alias a JOIN model m ON m.id = a.model"
        " ORDER BY m.id, a.raw",
    [LIST_UNMATCHED] = "WITH kind AS (SELECT id AS source, " KIND_OF_SOURCE " AS kind FROM source),"
        " used AS (SELECT m.source, kind.kind, m.raw, coalesce((SELECT a.model FROM alias a WHERE"
        " a.raw = m.raw AND a.source = m.source), (SELECT a.model FROM alias a WHERE a.raw = m.raw"
        " AND a.source = 0)) AS model FROM mention m JOIN kind ON kind.source = m.source),"
        " single AS (SELECT model, min(source) AS source, min(raw) AS raw FROM used GROUP BY model"
        " HAVING min(kind) = max(kind) AND (SELECT min(kind) < max(kind) FROM used)),"
        " counts AS (SELECT source, count(DISTINCT model) AS models FROM used GROUP BY source)"
        " SELECT s.name AS source, single.raw AS name, counts.models AS models_in_source FROM"
        " single JOIN source s ON s.id = single.source JOIN counts ON counts.source ="
        " single.source ORDER BY single.source, single.model",
    [LIST_WARNINGS] = "SELECT s.name AS source, w.kind, w.place, w.text FROM warning w JOIN source"
        " s ON s.id = w.source ORDER BY w.rowid",
};

/* With the files that were refused; an older store does not know them. */
static const char warnings_sql[] = "SELECT source, kind, place, text FROM (SELECT s.name AS source,"
    " w.kind, w.place, w.text, w.rowid AS at FROM warning w JOIN source s ON s.id = w.source"
    " UNION ALL SELECT name, 'refused', NULL, text || coalesce('; ' || hint, ''), 9e18 FROM refused)"
    " ORDER BY at, source";

static struct frame *
formats_frame(void)
{
    size_t n;
    const struct reader *const *readers = reader_all(&n);
    struct frame *frame = frame_new(SHAPE_ROWS, n);

    frame_add_column(frame, "format", COLUMN_TEXT, ROLE_KEY);
    frame_add_column(frame, "title", COLUMN_TEXT, ROLE_ATTRIBUTE);
    frame_add_column(frame, "recognised by", COLUMN_TEXT, ROLE_ATTRIBUTE);
    for (size_t i = 0; i < n; i++) {
        frame->columns[0].text[i] = readers[i]->name;
        frame->columns[1].text[i] = readers[i]->title;
        frame->columns[2].text[i] = readers[i]->detects;
        frame->key[i] = frame->label[i] = readers[i]->name;
    }
    frame->grouping = "formats";
    frame->rows_total = n;
    return frame;
}

/* bare_name('latency [ms]') is 'latency'. */
static void
bare_name(sqlite3_context *context, int n, sqlite3_value **values)
{
    const char *name = (const char *)sqlite3_value_text(values[0]);

    (void)n;
    if (name != NULL)
        sqlite3_result_text(context, name, (int)catalogue_bare_length(
            sqlite3_user_data(context), name), SQLITE_TRANSIENT);
}

bool
store_list(struct store *store, enum store_list list, struct frame **out, struct error *err)
{
    *out = NULL;
    if (list == LIST_FORMATS) {
        *out = formats_frame();
        return true;
    }
    if (list == LIST_SUGGESTIONS) {
        *out = suggestions_frame(store, SUGGESTED, err);
        return *out != NULL;
    }
    if (list == LIST_MEASURES)
        sqlite3_create_function(store->db, "bare_name", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC
            | SQLITE_INNOCUOUS, store->catalogue, bare_name, NULL, NULL);
    if (list == LIST_WARNINGS && sql_int_of(store->db,
            "SELECT count(*) FROM sqlite_schema WHERE name = 'refused'", 0) > 0)
        return query_frame(store, warnings_sql, out, err);
    if ((size_t)list >= sizeof list_sql / sizeof *list_sql || list_sql[list] == NULL)
        return error_set(err, ERROR_USAGE, "there is no such list");
    return query_frame(store, list_sql[list], out, err);
}

bool
store_sql(struct store *store, const char *sql, struct frame **out, struct error *err)
{
    sqlite3_stmt *stmt = NULL;
    const char *tail = "";
    bool done = false;
    int code;

    *out = NULL;
    if (strstr(sql, "trace") != NULL && !trace_define(store, err))
        return false;
    store->guarded = true;
    code = sqlite3_prepare_v2(store->db, sql, -1, &stmt, &tail);
    store->guarded = false;
    if (code == SQLITE_AUTH)
        return error_set(err, ERROR_REQUEST, "only statements that read are run");
    if (code != SQLITE_OK) {
        int offset = sqlite3_error_offset(store->db);

        if (offset >= 0 && strchr(sql, '\n') == NULL)
            error_set(err, ERROR_REQUEST, "%s\n  %s\n  %*s^", sqlite3_errmsg(store->db), sql,
                offset, "");
        else
            error_set(err, ERROR_REQUEST, "%s", sqlite3_errmsg(store->db));
        return false;
    }
    if (stmt == NULL)
        error_set(err, ERROR_REQUEST, "an SQL statement is wanted");
    else if (tail[strspn(tail, " \t\n;")] != '\0')
        error_set(err, ERROR_REQUEST, "one SQL statement at a time");
    else if (!sqlite3_stmt_readonly(stmt) || sqlite3_column_count(stmt) == 0)
        error_set(err, ERROR_REQUEST, "only statements that read are run");
    else
        done = run_to_frame(store->db, stmt, out, err);
    sqlite3_finalize(stmt);
    return done;
}

/* --- settings --- */

bool
store_setting(struct store *store, const char *name, struct strbuf *value)
{
    sqlite3_stmt *stmt = sql_prepare(store->db, "SELECT value FROM setting WHERE name = ?", NULL);
    bool found = false;

    if (stmt == NULL)
        return false;
    sql_text(stmt, 1, name);
    if (sqlite3_step(stmt) == SQLITE_ROW) {
        found = true;
        strbuf_clear(value);
        strbuf_puts(value, sql_column_text(stmt, 0));
    }
    sqlite3_finalize(stmt);
    return found;
}

bool
store_set_setting(struct store *store, const char *name, const char *value, struct error *err)
{
    if (!store_writable(store, err))
        return false;
    store->decisions = true;
    if (value == NULL)
        return sql_execf(store->db, err, "DELETE FROM setting WHERE name = %Q", name);
    return sql_execf(store->db, err, "INSERT OR REPLACE INTO setting (name, value) VALUES (%Q, %Q)",
        name, value);
}

bool
store_set_direction(struct store *store, const char *measure, enum direction direction,
    struct error *err)
{
    char *name = mem_printf("direction:%s", measure);
    bool done = store_set_setting(store, name, direction == DIRECTION_MAX ? "max"
        : direction == DIRECTION_MIN ? "min" : NULL, err);

    free(name);
    return done;
}

bool
store_set_missing(struct store *store, const char *measure, const char *tokens,
    struct error *err)
{
    char *name = mem_printf("missing:%s", measure);
    bool done = store_set_setting(store, name, tokens, err);

    free(name);
    return done;
}

/* A model's own name may be given where it should be one of its names as written. */
static bool
hint_name(struct store *store, const char *raw, const char *const *names, size_t n,
    struct error *err)
{
    const char *near = text_nearest(raw, names, n);
    char *sql = sqlite3_mprintf("SELECT group_concat('\"' || raw || '\"', ', ') FROM (SELECT a.raw"
        " FROM alias a JOIN model m ON m.id = a.model WHERE m.name = %Q LIMIT 5)", raw);
    sqlite3_stmt *stmt = sql_prepare(store->db, sql, NULL);
    const char *written = stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW
        ? sql_column_text(stmt, 0) : NULL;

    if (written != NULL)
        error_hint(err, "the model of that name is written %s", written);
    else if (near != NULL)
        error_hint(err, "did you mean \"%s\"?", near);
    else if (store->temporary)
        error_hint(err, "the names page has all of them");
    else {
        struct strbuf list;

        strbuf_init(&list);
        store_say_command(store, "list", &list);
        error_hint(err, "%s aliases names all of them", list.data);
        strbuf_release(&list);
    }
    sqlite3_finalize(stmt);
    sqlite3_free(sql);
    return false;
}

bool
store_has_name(struct store *store, const char *raw, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(store->db, "SELECT DISTINCT raw FROM mention", err);
    char **names = NULL;
    size_t n = 0, capacity = 0;
    bool found = false;

    while (stmt != NULL && !found && sqlite3_step(stmt) == SQLITE_ROW) {
        found = strcmp(sql_column_text(stmt, 0), raw) == 0;
        ARRAY_PUSH(names, n, capacity, mem_strdup(sql_column_text(stmt, 0)));
    }
    if (stmt != NULL && !found) {
        error_set(err, ERROR_REQUEST, "no file writes the name \"%s\"", raw);
        hint_name(store, raw, (const char *const *)names, n, err);
    }
    sqlite3_finalize(stmt);
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
    return found;
}

bool
store_set_apart(struct store *store, const char *raw, const char *model, bool apart,
    struct error *err)
{
    char *left = text_escape(raw), *right = text_escape(model);
    char *name = mem_printf("apart:%s=%s", left, right);
    bool done = store_set_setting(store, name, apart ? "" : NULL, err);

    free(name);
    free(right);
    free(left);
    return done;
}

bool
store_has_decisions(const struct store *store)
{
    return store->temporary && store->decisions;
}
