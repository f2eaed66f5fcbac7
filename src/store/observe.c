/* observe.c - SQL to observations; see observe.h. */
#include "store/observe.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

struct observer {
    struct store *store;
    const struct frame_query *query;
    struct observations *obs;
    sqlite3_stmt *find_model;      /* the model of a raw name */
    bool rows_shape, none;         /* --missing none */
};

/* --- settings in force: the query's, then the stored ones --- */

/* The value that NAME=VALUE entries give to name, or NULL; later ones win. */
static const char *
assigned(struct arena *arena, const char *const *entries, size_t n, const char *name)
{
    const char *found = NULL;

    for (size_t i = 0; i < n; i++) {
        char *entry_name, *value;

        if (!split_assignment(entries[i], &entry_name, &value))
            continue;
        if (strcmp(entry_name, name) == 0)
            found = arena_strdup(arena, value);
        free(entry_name);
        free(value);
    }
    return found;
}

static const char *
stored(struct observer *o, const char *what, const char *name)
{
    char *key = mem_printf("%s:%s", what, name);
    struct strbuf value;
    const char *found = NULL;

    strbuf_init(&value);
    if (store_setting(o->store, key, &value))
        found = arena_strdup(o->obs->arena, value.data);
    strbuf_release(&value);
    free(key);
    return found;
}

static void
apply_decisions(struct observer *o, struct observed_column *column)
{
    const struct frame_query *q = o->query;
    const char *direction = assigned(o->obs->arena, q->direction, q->n_direction, column->name);
    const char *tokens = assigned(o->obs->arena, q->missing, q->n_missing, column->name);

    if (direction == NULL)
        direction = stored(o, "direction", column->name);
    if (direction != NULL)
        column->direction = strcmp(direction, "max") == 0 ? DIRECTION_MAX
            : strcmp(direction, "min") == 0 ? DIRECTION_MIN : DIRECTION_UNKNOWN;
    if (tokens == NULL)
        tokens = stored(o, "missing", column->name);
    if (tokens != NULL)
        column->tokens = *tokens != '\0' ? tokens : NULL;
    else if (o->none)
        column->tokens = NULL;
}

/* The column of that name and role, added when new. */
static uint32_t
column_for(struct observer *o, const char *name, enum field_role role, bool numeric,
    const struct observed_column *like)
{
    struct observations *obs = o->obs;
    struct observed_column *column;
    bool measure = role == FIELD_MEASURE;

    for (size_t i = 0; i < obs->n_columns; i++)
        if (strcmp(obs->columns[i].name, name) == 0
            && (obs->columns[i].role == FIELD_MEASURE) == measure) {
            obs->columns[i].numeric = obs->columns[i].numeric && numeric;
            if (obs->columns[i].direction == DIRECTION_UNKNOWN && like != NULL)
                obs->columns[i].direction = like->direction;
            return (uint32_t)i;
        }
    ARRAY_RESERVE(obs->columns, obs->n_columns + 1, obs->cap_columns);
    column = &obs->columns[obs->n_columns];
    *column = like != NULL ? *like : (struct observed_column){ .order = SIZE_MAX };
    column->name = arena_strdup(obs->arena, name);
    column->of = arena_strdup(obs->arena, column->of);
    column->unit = arena_strdup(obs->arena, column->unit);
    column->tokens = arena_strdup(obs->arena, column->tokens);
    column->role = role;
    column->numeric = numeric;
    column->order = catalogue_find(o->store->catalogue, name).order;
    apply_decisions(o, column);
    return (uint32_t)obs->n_columns++;
}

/* --- missing tokens: numbers where both are numbers, else text --- */

static bool
token_fits(const char *token, const struct observed_value *value)
{
    double number;

    if (number_parse_plain(token, &number))
        return value->value == number;
    if (strcmp(token, "inf") == 0)
        return isinf(value->value);
    return value->text != NULL && strcmp(token, value->text) == 0;
}

static void
apply_tokens(struct observer *o, const struct observed_column *column,
    struct observed_value *value)
{
    char **tokens;
    size_t n;

    if (value->status != CELL_OK || isnan(value->value))
        return;
    if (column->tokens == NULL) {
        if (!isinf(value->value) || o->none)
            return;
        value->status = CELL_INFINITE;
        value->value = NAN;
        return;
    }
    tokens = text_split(column->tokens, ',', &n);
    for (size_t i = 0; i < n; i++)
        if (token_fits(tokens[i], value)) {
            value->status = isinf(value->value) ? CELL_INFINITE : CELL_TOKEN;
            value->value = NAN;
            o->obs->tokens_applied++;
            break;
        }
    text_split_free(tokens, n);
}

/* --- tables --- */

struct table_field { struct observed_column like; const char *name; size_t ordinal; };

struct table {
    int64_t source;
    uint32_t index;
    struct table_field *fields;
    size_t n;
    uint64_t *raw_row; uint32_t *raw_field; const char **raw_text; size_t n_raw, raw_at;
};

static void
load_fields(struct observer *o, struct table *table, sqlite3_stmt *stmt)
{
    size_t capacity = 0;

    while (sqlite3_step(stmt) == SQLITE_ROW) {
        struct table_field field = { .ordinal = table->n };

        field.name = arena_strdup(o->obs->arena, sql_column_text(stmt, 0));
        field.like = (struct observed_column){
            .name = field.name,
            .role = field_role_parse(sql_column_text(stmt, 1)),
            .of = arena_strdup(o->obs->arena, sql_column_text(stmt, 2)),
            .numeric = sqlite3_column_int(stmt, 3) != 0,
            .unit = arena_strdup(o->obs->arena, sql_column_text(stmt, 4)),
            .direction = (enum direction)sqlite3_column_int(stmt, 5),
            .kind = (enum measure_kind)sqlite3_column_int(stmt, 6),
            .tokens = arena_strdup(o->obs->arena, sql_column_text(stmt, 7)),
        };
        ARRAY_PUSH(table->fields, table->n, capacity, field);
    }
}

static bool
load_raw(struct observer *o, struct table *table, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(o->store->db,
        "SELECT row, ordinal, text FROM raw WHERE source = ? ORDER BY row, ordinal", err);
    size_t c1 = 0, c2 = 0, c3 = 0;

    if (stmt == NULL)
        return false;
    sql_int(stmt, 1, table->source);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        size_t n = table->n_raw;

        ARRAY_RESERVE(table->raw_row, n + 1, c1);
        ARRAY_RESERVE(table->raw_field, n + 1, c2);
        ARRAY_RESERVE(table->raw_text, n + 1, c3);
        table->raw_row[n] = (uint64_t)sqlite3_column_int64(stmt, 0);
        table->raw_field[n] = (uint32_t)sqlite3_column_int(stmt, 1);
        table->raw_text[n] = arena_strdup(o->obs->arena, sql_column_text(stmt, 2));
        table->n_raw++;
    }
    sqlite3_finalize(stmt);
    return true;
}

static const char *
raw_text(struct table *table, uint64_t row, size_t ordinal)
{
    while (table->raw_at < table->n_raw && (table->raw_row[table->raw_at] < row
        || (table->raw_row[table->raw_at] == row && table->raw_field[table->raw_at] < ordinal)))
        table->raw_at++;
    if (table->raw_at < table->n_raw && table->raw_row[table->raw_at] == row
        && table->raw_field[table->raw_at] == ordinal)
        return table->raw_text[table->raw_at];
    return NULL;
}

/* One cell: the number that is stored, and the text as it came. */
static struct observed_value
cell_value(struct observer *o, struct table *table, sqlite3_stmt *stmt, uint64_t row, size_t i)
{
    struct observed_value value = { .value = NAN, .se = NAN, .n = NAN, .status = CELL_OK };
    int column = (int)i + 2, type = sqlite3_column_type(stmt, column);
    const char *raw = raw_text(table, row, i);
    char text[NUMBER_TEXT_MAX];

    if (type == SQLITE_NULL) {
        value.status = CELL_EMPTY;
        value.text = raw;
        return value;
    }
    if (type == SQLITE_TEXT) {
        value.text = raw != NULL ? raw : arena_strdup(o->obs->arena, sql_column_text(stmt, column));
        return value;
    }
    value.value = sqlite3_column_double(stmt, column);
    value.repaired = raw != NULL;
    if (raw == NULL) {
        if (type == SQLITE_INTEGER)
            snprintf(text, sizeof text, "%lld", (long long)sqlite3_column_int64(stmt, column));
        else
            number_print(text, value.value);
        raw = arena_strdup(o->obs->arena, text);
    }
    value.text = raw;
    return value;
}

/* What a row of a table says outside its measures. */
struct row_facts { const char *task, *metric, *item; double n; };

static const char *
text_of_role(const struct table *table, const struct observed_value *cells, enum field_role role)
{
    for (size_t i = 0; i < table->n; i++)
        if (table->fields[i].like.role == role && cells[i].text != NULL)
            return cells[i].text;
    return NULL;
}

static struct row_facts
facts_of_row(const struct table *table, const struct observed_value *cells)
{
    struct row_facts facts = { text_of_role(table, cells, FIELD_TASK),
        text_of_role(table, cells, FIELD_METRIC), text_of_role(table, cells, FIELD_ITEM), NAN };

    for (size_t i = 0; i < table->n; i++)
        if (table->fields[i].like.role == FIELD_N)
            facts.n = cells[i].value;
    return facts;
}

static double
se_for(const struct table *table, const struct observed_value *cells, const char *measure)
{
    for (size_t i = 0; i < table->n; i++)
        if (table->fields[i].like.role == FIELD_SE && table->fields[i].like.of != NULL
            && strcmp(table->fields[i].like.of, measure) == 0)
            return cells[i].value;
    return NAN;
}

static const char *
measure_name(struct observer *o, const struct row_facts *facts, const struct table_field *field)
{
    const char *metric = field->name;

    if (o->rows_shape)
        return metric;
    if (field->like.role == FIELD_VALUE && facts->metric != NULL)
        metric = facts->metric;
    return facts->task != NULL ? arena_printf(o->obs->arena, "%s/%s", facts->task, metric) : metric;
}

static void
push_value(struct observation *row, const struct observed_value *value)
{
    row->values[row->n_values++] = *value;
}

static bool
is_measure(enum field_role role)
{
    return role == FIELD_MEASURE || role == FIELD_VALUE;
}

/* Adds one cell to its row; a fact about other cells is kept as an attribute only where
 * every input column is wanted. */
static void
take_cell(struct observer *o, const struct table *table, const struct observed_value *cells,
    const struct row_facts *facts, size_t i, struct observation *row)
{
    const struct table_field *field = &table->fields[i];
    enum field_role role = field->like.role;
    struct observed_value value = cells[i];
    struct observed_column like = field->like;
    bool measure = is_measure(role) && (field->like.numeric || o->rows_shape);

    if (o->rows_shape)
        measure = field->like.numeric;
    else if (role == FIELD_SE || role == FIELD_N || role == FIELD_TASK || role == FIELD_METRIC
        || role == FIELD_IGNORE || role == FIELD_MODEL)
        return;
    if (measure) {
        const char *name = measure_name(o, facts, field);

        if (role == FIELD_VALUE) {
            struct measure_facts known = catalogue_find(o->store->catalogue, name);

            like.direction = known.direction;
            like.kind = known.kind;
            like.tokens = known.missing;
        }
        value.se = se_for(table, cells, field->name);
        value.n = facts->n;
        value.column = column_for(o, name, FIELD_MEASURE, true, &like);
        apply_tokens(o, &o->obs->columns[value.column], &value);
    } else {
        value.column = column_for(o, field->name, is_measure(role) ? FIELD_ATTRIBUTE : role,
            field->like.numeric, &like);
    }
    push_value(row, &value);
}

static const char *
model_of(struct observer *o, const char *raw)
{
    const char *name = raw;

    if (raw == NULL)
        return NULL;
    sql_text(o->find_model, 1, raw);
    if (sqlite3_step(o->find_model) == SQLITE_ROW)
        name = arena_strdup(o->obs->arena, sql_column_text(o->find_model, 0));
    sqlite3_reset(o->find_model);
    return name;
}

/* The name without what became a condition, and those conditions as values. */
static void
take_identity(struct observer *o, struct observation *row)
{
    char *precision, *effort;

    row->model = model_of(o, row->raw);
    if (row->raw == NULL || o->rows_shape)
        return;
    free(identity_canonical(row->raw, &precision, &effort));
    if (precision != NULL || effort != NULL) {
        struct observed_column like = { .of = precision != NULL ? "quantization" : "effort",
            .order = SIZE_MAX };
        struct observed_value value = { .value = NAN, .se = NAN, .n = NAN };

        value.text = arena_strdup(o->obs->arena, precision != NULL ? precision : effort);
        value.column = column_for(o, SUFFIX_COLUMN, FIELD_CONDITION, false, &like);
        push_value(row, &value);
    }
    free(precision);
    free(effort);
}

enum { SPARE_VALUES = 2 };

static struct observation *
observation_add(struct observations *obs, uint32_t source, uint64_t number, size_t n_values)
{
    struct observation row = { .source = source, .row = number };

    row.values = arena_zalloc(obs->arena, n_values + SPARE_VALUES, sizeof *row.values);
    ARRAY_PUSH(obs->rows, obs->n_rows, obs->cap_rows, row);
    return &obs->rows[obs->n_rows - 1];
}

static bool
load_records(struct observer *o, struct table *table, struct error *err)
{
    char *sql = mem_printf("SELECT * FROM wide_%lld ORDER BY row", (long long)table->source);
    sqlite3_stmt *stmt = sql_prepare(o->store->db, sql, err);
    struct observed_value *cells = mem_zalloc(table->n, sizeof *cells);
    int code;

    free(sql);
    if (stmt == NULL) {
        free(cells);
        return false;
    }
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        uint64_t number = (uint64_t)sqlite3_column_int64(stmt, 0);
        struct observation *row = observation_add(o->obs, table->index, number, table->n);
        struct row_facts facts;

        row->place = sqlite3_column_type(stmt, 1) != SQLITE_NULL
            ? arena_strdup(o->obs->arena, sql_column_text(stmt, 1))
            : arena_printf(o->obs->arena, "record %llu", (unsigned long long)number);
        for (size_t i = 0; i < table->n; i++)
            cells[i] = cell_value(o, table, stmt, number, i);
        facts = facts_of_row(table, cells);
        row->raw = text_of_role(table, cells, FIELD_MODEL);
        row->is_item = facts.item != NULL;
        take_identity(o, row);
        for (size_t i = 0; i < table->n; i++)
            take_cell(o, table, cells, &facts, i, row);
    }
    sqlite3_finalize(stmt);
    free(cells);
    return code == SQLITE_DONE || sql_fail(o->store->db, err, "reading a table");
}

static bool
load_table(struct observer *o, int64_t source, uint32_t index, struct error *err)
{
    struct table table = { .source = source, .index = index };
    sqlite3_stmt *stmt = sql_prepare(o->store->db, "SELECT name, role, of, numeric, unit, direction,"
        " kind, missing FROM field WHERE source = ? ORDER BY ordinal", err);
    bool done = stmt != NULL;

    if (done) {
        sql_int(stmt, 1, source);
        load_fields(o, &table, stmt);
        done = load_raw(o, &table, err) && load_records(o, &table, err);
    }
    sqlite3_finalize(stmt);
    free(table.fields);
    free(table.raw_row);
    free(table.raw_field);
    free(table.raw_text);
    return done;
}

/* --- runs of nested files --- */

static const char *const run_columns[] = { "hardware", "precision", "quantization", "batch",
    "concurrency", "provider", "effort", "shots", "seed", "checkpoint", "date" };
enum { N_RUN_COLUMNS = sizeof run_columns / sizeof *run_columns };

static enum field_role
run_role(const char *name)
{
    return strcmp(name, "seed") == 0 ? FIELD_SEED : strcmp(name, "date") == 0 ? FIELD_DATE
        : FIELD_CONDITION;
}

static void
take_attribute(struct observer *o, struct observation *row, const char *name, const char *text,
    enum field_role role)
{
    struct observed_column like = { .of = name, .order = SIZE_MAX };
    struct observed_value value = { .value = NAN, .se = NAN, .n = NAN };

    value.text = arena_strdup(o->obs->arena, text);
    value.column = column_for(o, name, role, false, &like);
    push_value(row, &value);
}

/* The rest of what the file says about a run; standard conditions are columns of their own,
 * so only names that --set or a reader calls a condition count as one. */
static void
take_rest(struct observer *o, struct observation *row, const struct json_span *rest)
{
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;

    strbuf_init(&key);
    json_iter_init(&iter, rest);
    while (json_iter_next(&iter, &key, &value)) {
        char *text = json_string_dup(&value);

        if (text != NULL)
            take_attribute(o, row, key.data, text, catalogue_condition(key.data) != NULL
                ? FIELD_CONDITION : FIELD_ATTRIBUTE);
        free(text);
    }
    strbuf_release(&key);
}

static bool
take_scores(struct observer *o, struct observation *row, sqlite3_stmt *stmt, int64_t run)
{
    sqlite3_reset(stmt);
    sql_int(stmt, 1, run);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        struct observed_value value = { .value = NAN, .se = NAN, .n = NAN };
        struct observed_column like = { .unit = sql_column_text(stmt, 6),
            .direction = (enum direction)sqlite3_column_int(stmt, 7),
            .kind = (enum measure_kind)sqlite3_column_int(stmt, 8),
            .tokens = sql_column_text(stmt, 9) };
        const char *name = sql_column_text(stmt, 5), *stat = sql_column_text(stmt, 10);

        if (stat != NULL)
            name = arena_printf(o->obs->arena, "%s %s", stat, name);
        value.status = (uint8_t)sqlite3_column_int(stmt, 3);
        if (sqlite3_column_type(stmt, 0) != SQLITE_NULL)
            value.value = sqlite3_column_double(stmt, 0);
        else if (value.status == CELL_OK)
            value.status = CELL_EMPTY;
        if (sqlite3_column_type(stmt, 1) != SQLITE_NULL)
            value.se = sqlite3_column_double(stmt, 1);
        if (sqlite3_column_type(stmt, 2) != SQLITE_NULL)
            value.n = sqlite3_column_double(stmt, 2);
        value.place = arena_strdup(o->obs->arena, sql_column_text(stmt, 4));
        value.text = arena_strdup(o->obs->arena, sql_column_text(stmt, 11));
        value.repaired = value.text != NULL;
        value.column = column_for(o, name, FIELD_MEASURE, true, &like);
        apply_tokens(o, &o->obs->columns[value.column], &value);
        push_value(row, &value);
    }
    return true;
}

/* Runs whose only values are items get the mean of the items and its standard error. */
static void
take_item_means(struct observer *o, struct observation *row, sqlite3_stmt *stmt, int64_t run)
{
    sqlite3_reset(stmt);
    sql_int(stmt, 1, run);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        struct observed_column like = { .direction = (enum direction)sqlite3_column_int(stmt, 3),
            .kind = (enum measure_kind)sqlite3_column_int(stmt, 4), .order = SIZE_MAX };
        double n = (double)sqlite3_column_int64(stmt, 1), sum2 = sqlite3_column_double(stmt, 2);
        struct observed_value value = { .value = sqlite3_column_double(stmt, 5), .n = n,
            .se = n > 1 ? sqrt(sum2 / (n - 1) / n) : NAN };

        value.column = column_for(o, sql_column_text(stmt, 0), FIELD_MEASURE, true, &like);
        push_value(row, &value);
    }
}

static const char score_sql[] =
    "SELECT s.value, s.se, s.n, s.status, s.place, m.name, m.unit, m.direction, m.kind, m.missing,"
    " s.stat, s.raw FROM score s JOIN measure m ON m.id = s.measure WHERE s.run = ?"
    " ORDER BY s.rowid";
static const char items_sql[] =
    "WITH x AS (SELECT i.measure AS measure, avg(i.value) AS mean, count(i.value) AS n FROM item i"
    " WHERE i.run = ?1 AND NOT EXISTS (SELECT 1 FROM score s WHERE s.run = ?1 AND"
    " s.measure = i.measure) GROUP BY i.measure)"
    " SELECT m.name, x.n, (SELECT sum((i.value - x.mean) * (i.value - x.mean)) FROM item i WHERE"
    " i.run = ?1 AND i.measure = x.measure), m.direction, m.kind, x.mean FROM x JOIN measure m"
    " ON m.id = x.measure";

static size_t
count_values(struct observer *o, int64_t run)
{
    char *sql = mem_printf("SELECT (SELECT count(*) FROM score WHERE run = %lld) + (SELECT"
        " count(DISTINCT measure) FROM item WHERE run = %lld)", (long long)run, (long long)run);
    int64_t n = sql_int_of(o->store->db, sql, 0);

    free(sql);
    return (size_t)n;
}

static void
load_run(struct observer *o, sqlite3_stmt *runs, sqlite3_stmt *scores, sqlite3_stmt *items,
    uint32_t index, uint64_t number)
{
    int64_t run = sqlite3_column_int64(runs, 0);
    const char *rest_text = sql_column_text(runs, 2);
    struct json_span rest;
    size_t used, n_rest = 0;
    struct observation *row;
    bool has_rest = json_scan(rest_text, strlen(rest_text), NULL, NULL, &rest, &used, NULL, NULL)
        && rest.kind == JSON_OBJECT;

    if (has_rest)
        n_rest = json_count(&rest);
    row = observation_add(o->obs, index, number, count_values(o, run) + n_rest + N_RUN_COLUMNS);
    row->run = run;
    row->raw = arena_strdup(o->obs->arena, sql_column_text(runs, 1));
    row->place = arena_strdup(o->obs->arena, sql_column_text(runs, 3));
    take_identity(o, row);
    for (int i = 0; i < N_RUN_COLUMNS; i++)
        if (sqlite3_column_type(runs, 4 + i) != SQLITE_NULL)
            take_attribute(o, row, run_columns[i], sql_column_text(runs, 4 + i),
                run_role(run_columns[i]));
    if (has_rest)
        take_rest(o, row, &rest);
    take_scores(o, row, scores, run);
    take_item_means(o, row, items, run);
}

static bool
load_runs(struct observer *o, int64_t source, uint32_t index, struct error *err)
{
    sqlite3_stmt *runs = sql_prepare(o->store->db, "SELECT id, raw, rest, place, hardware, precision,"
        " quantization, batch, concurrency, provider, effort, shots, seed, checkpoint, date"
        " FROM run WHERE source = ? ORDER BY id", err);
    sqlite3_stmt *scores = sql_prepare(o->store->db, score_sql, err);
    sqlite3_stmt *items = sql_prepare(o->store->db, items_sql, err);
    bool done = runs != NULL && scores != NULL && items != NULL;
    uint64_t number = 0;

    if (done) {
        sql_int(runs, 1, source);
        while (sqlite3_step(runs) == SQLITE_ROW)
            load_run(o, runs, scores, items, index, number++);
    }
    sqlite3_finalize(runs);
    sqlite3_finalize(scores);
    sqlite3_finalize(items);
    return done;
}

/* --- all sources --- */

static bool
load_sources(struct observer *o, struct error *err)
{
    struct observations *obs = o->obs;
    sqlite3_stmt *stmt = sql_prepare(o->store->db, "SELECT id, name, wide FROM source ORDER BY id",
        err);
    size_t capacity = 0, id_capacity = 0;
    bool done = stmt != NULL;

    while (done && sqlite3_step(stmt) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(stmt, 0);
        uint32_t index = (uint32_t)obs->n_sources;

        ARRAY_RESERVE(obs->sources, index + 1, capacity);
        ARRAY_RESERVE(obs->source_ids, index + 1, id_capacity);
        obs->sources[index] = arena_strdup(obs->arena, sql_column_text(stmt, 1));
        obs->source_ids[index] = id;
        obs->n_sources++;
        done = sqlite3_column_int(stmt, 2) != 0 ? load_table(o, id, index, err)
            : load_runs(o, id, index, err);
    }
    sqlite3_finalize(stmt);
    return done;
}

static void
check_none(struct observer *o)
{
    for (size_t i = 0; i < o->query->n_missing; i++)
        o->none = o->none || strcmp(o->query->missing[i], "none") == 0;
}

bool
observe(struct store *store, const struct frame_query *query, bool rows_shape,
    struct observations *out, struct error *err)
{
    struct observer o = { .store = store, .query = query, .obs = out, .rows_shape = rows_shape };
    bool done;

    memset(out, 0, sizeof *out);
    out->arena = arena_new();
    check_none(&o);
    o.find_model = sql_prepare(store->db, "SELECT m.name FROM alias a JOIN model m ON"
        " m.id = a.model WHERE a.raw = ? AND ifnull(a.source, 0) = 0", err);
    done = o.find_model != NULL && load_sources(&o, err);
    sqlite3_finalize(o.find_model);
    if (!done)
        observations_release(out);
    return done;
}

void
observations_release(struct observations *obs)
{
    arena_free(obs->arena);
    free(obs->columns);
    free(obs->rows);
    free(obs->sources);
    free(obs->source_ids);
    memset(obs, 0, sizeof *obs);
}

const struct observed_value *
observed(const struct observation *row, size_t column)
{
    for (size_t i = 0; i < row->n_values; i++)
        if (row->values[i].column == column)
            return &row->values[i];
    return NULL;
}
