/* observe_table.c - records of a wide table into dense blocks, one per field, in one pass. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/number.h"
#include "store/observe_parts.h"

/* A field and the arrays that its cells go into; NULL where not wanted. */
struct table_field {
    struct observed_column like;   /* with the field's own role */
    double *value;
    uint8_t *status;
    const char **text;
    uint32_t *column;              /* per cell, where the row's task is part of the name */
    uint32_t *names;               /* per cell, of items and clusters: which name it is */
    struct name_index *of_names;
    uint32_t last_name;
    struct name_index tasks;       /* names under this field, and their columns */
    const char *bare;              /* its name in points, without a unit in brackets */
    const char *last_task, *last_metric;
    uint32_t last_column;
    uint32_t *task_column; size_t cap_task_column;
    bool shown;                    /* becomes a block */
};

struct raw_cursor { sqlite3_stmt *stmt; int64_t row; int ordinal; bool done; };

struct table {
    struct observer *o;
    uint32_t source;
    struct table_field *fields; size_t n, cap_fields;
    size_t rows, capacity;         /* of the arrays */
    struct raw_cursor raw;
    struct table_field *model, *task, *metric, *count;
    bool is_items;
    struct strbuf name;            /* task/metric under way */
};

static bool
is_measure(const struct table_field *field)
{
    return (field->like.role == FIELD_MEASURE || field->like.role == FIELD_VALUE)
        && field->like.numeric;
}

/* --- what is wanted of a field --- */

static struct table_field *
field_of_role(struct table *table, enum field_role role)
{
    for (size_t i = 0; i < table->n; i++)
        if (table->fields[i].like.role == role)
            return &table->fields[i];
    return NULL;
}

static bool
is_shown(const struct table *table, const struct table_field *field)
{
    switch (field->like.role) {
    case FIELD_MEASURE: case FIELD_VALUE: case FIELD_CONDITION: case FIELD_ATTRIBUTE:
    case FIELD_SEED: case FIELD_DATE:
        return true;
    default:
        return table->o->shape == OBSERVE_ROWS;
    }
}

static void
plan_field(struct table *table, struct table_field *field)
{
    struct arena *arena = table->o->obs->arena;
    bool rows = table->o->shape == OBSERVE_ROWS;
    bool number = rows ? field->like.numeric : is_measure(field) || field->like.role == FIELD_SE
        || field->like.role == FIELD_N;

    field->shown = is_shown(table, field);
    if (number) {
        field->value = arena_alloc(arena, table->capacity * sizeof *field->value);
        field->status = arena_zalloc(arena, table->capacity, sizeof *field->status);
    }
    if (!number && (field->shown || field == table->model || field == table->task
            || field == table->metric))
        field->text = arena_zalloc(arena, table->capacity, sizeof *field->text);
    if (!rows && is_measure(field) && (table->task != NULL || table->metric != NULL)) {
        field->column = arena_alloc(arena, table->capacity * sizeof *field->column);
        name_index_init(&field->tasks);
    }
}

/* "latency [ms]" is the latency, unless the table has one of that name, too. */
static void
take_bare_name(struct table *table, struct table_field *field)
{
    const char *name = field->like.name;
    size_t length = catalogue_bare_length(table->o->store->catalogue, name);

    field->bare = name;
    if (table->o->shape == OBSERVE_ROWS || !is_measure(field) || name[length] == '\0')
        return;
    for (size_t i = 0; i < table->n; i++) {
        const char *other = table->fields[i].like.name;

        if (&table->fields[i] != field && strncasecmp(other, name, length) == 0
            && catalogue_bare_length(table->o->store->catalogue, other) == length)
            return;
    }
    field->bare = arena_strndup(table->o->obs->arena, name, length);
    field->like.written = name;
}

/* Room for the names of the table's items and their clusters, beside those of the rows before it,
 * which are no items if they have none. */
static void
plan_names(struct table *table)
{
    struct table_field *item = field_of_role(table, FIELD_ITEM);
    struct table_field *cluster = field_of_role(table, FIELD_CLUSTER);
    struct observations *obs = table->o->obs;
    size_t first = obs->n_rows, all = first + table->capacity;

    if (item == NULL || table->o->shape == OBSERVE_ROWS)
        return;
    obs->item = mem_resize(obs->item, all, sizeof *obs->item);
    obs->cluster = mem_resize(obs->cluster, all, sizeof *obs->cluster);
    for (size_t row = obs->named_rows; row < all; row++)
        obs->item[row] = obs->cluster[row] = NO_NAME;
    obs->named_rows = all;
    item->names = obs->item + first;
    item->of_names = &obs->items;
    if (cluster != NULL) {
        cluster->names = obs->cluster + first;
        cluster->of_names = &obs->clusters;
    }
}

static void
read_fields(struct table *table, sqlite3_stmt *stmt)
{
    struct arena *arena = table->o->obs->arena;

    while (sqlite3_step(stmt) == SQLITE_ROW) {
        struct table_field field = { .shown = false };

        field.like = (struct observed_column){
            .name = arena_strdup(arena, sql_column_text(stmt, 0)),
            .role = field_role_parse(sql_column_text(stmt, 1)),
            .of = arena_strdup(arena, sql_column_text(stmt, 2)),
            .numeric = sqlite3_column_int(stmt, 3) != 0,
            .unit = arena_strdup(arena, sql_column_text(stmt, 4)),
            .direction = (enum direction)sqlite3_column_int(stmt, 5),
            .kind = (enum measure_kind)sqlite3_column_int(stmt, 6),
            .missing = arena_strdup(arena, sql_column_text(stmt, 7)),
        };
        ARRAY_PUSH(table->fields, table->n, table->cap_fields, field);
    }
}

/* --by task makes the task a condition of its rows, not a part of their measures' names. */
static void
settle_task(struct table *table)
{
    struct table_field *task = field_of_role(table, FIELD_TASK);

    if (task == NULL || table->o->shape == OBSERVE_ROWS)
        return;
    if (table->o->by_task || observe_by(table->o, task->like.name)) {
        task->like.role = FIELD_CONDITION;
        task->like.of = "task";
        return;
    }
    table->task = task;
}

/* What the user calls missing may leave only numbers of a text column: a measure then. */
static void
take_texts_as_missing(struct table *table)
{
    for (size_t i = 0; i < table->n; i++) {
        struct observed_column *like = &table->fields[i].like;

        if (!like->numeric && like->role == FIELD_ATTRIBUTE
            && observe_takes_texts(table->o, table->source, i, like->name)) {
            like->numeric = true;
            like->role = FIELD_MEASURE;
        }
    }
}

static bool
load_fields(struct table *table, int64_t id, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(table->o->store->db, "SELECT name, role, of, numeric, unit,"
        " direction, kind, missing FROM field WHERE source = ? ORDER BY ordinal", err);
    char *count = mem_printf("SELECT count(*) FROM wide_%zu WHERE row BETWEEN %lld AND %lld",
        table->o->obs->sources[table->source].wide, (long long)record_key(id, 0),
        (long long)record_key(id, UINT32_MAX));

    if (stmt != NULL) {
        sql_int(stmt, 1, id);
        read_fields(table, stmt);
    }
    table->capacity = (size_t)sql_int_of(table->o->store->db, count, 0);
    take_texts_as_missing(table);
    table->model = field_of_role(table, FIELD_MODEL);
    settle_task(table);
    table->metric = field_of_role(table, FIELD_METRIC);
    table->count = field_of_role(table, FIELD_N);
    table->is_items = field_of_role(table, FIELD_ITEM) != NULL;
    for (size_t i = 0; i < table->n; i++) {
        take_bare_name(table, &table->fields[i]);
        plan_field(table, &table->fields[i]);
    }
    plan_names(table);
    free(count);
    sqlite3_finalize(stmt);
    return stmt != NULL;
}

/* --- cells --- */

static uint32_t
record_number(sqlite3_stmt *stmt)
{
    return (uint32_t)(sqlite3_column_int64(stmt, 0) & UINT32_MAX);
}

static void
raw_step(struct raw_cursor *raw)
{
    raw->done = sqlite3_step(raw->stmt) != SQLITE_ROW;
    if (!raw->done) {
        raw->row = sqlite3_column_int64(raw->stmt, 0);
        raw->ordinal = sqlite3_column_int(raw->stmt, 1);
    }
}

static bool
raw_begin(struct table *table, int64_t id, struct error *err)
{
    table->raw.stmt = sql_prepare(table->o->store->db,
        "SELECT row, ordinal, text FROM raw WHERE source = ? ORDER BY row, ordinal", err);
    if (table->raw.stmt == NULL)
        return false;
    sql_int(table->raw.stmt, 1, id);
    raw_step(&table->raw);
    return true;
}

/* The text kept apart for a cell; cells are asked for in order. */
static const char *
raw_text(struct table *table, int64_t row, int ordinal)
{
    struct raw_cursor *raw = &table->raw;

    while (!raw->done && (raw->row < row || (raw->row == row && raw->ordinal < ordinal)))
        raw_step(raw);
    if (raw->done || raw->row != row || raw->ordinal != ordinal)
        return NULL;
    return observe_text(table->o, sql_column_text(raw->stmt, 2));
}

enum { SELECT_PLACE = 1, SELECT_FORM, SELECT_FIRST };

/* The text of a number, where it is not the shortest, or where always is set; else NULL. In text,
 * or kept elsewhere. */
static const char *
print_number(struct table *table, sqlite3_stmt *stmt, size_t i, int form, bool always,
    char text[NUMBER_TEXT_MAX])
{
    int column = SELECT_FIRST + (int)i;

    if (form == FORM_RAW)
        return raw_text(table, record_number(stmt), (int)i);
    if (sqlite3_column_type(stmt, column) == SQLITE_INTEGER) {
        int64_t integer = sqlite3_column_int64(stmt, column);

        if (!always && integer < (int64_t)1e15 && integer > -(int64_t)1e15)
            return NULL;
        snprintf(text, NUMBER_TEXT_MAX, "%lld", (long long)integer);
    } else if (form == FORM_SHORTEST) {
        if (!always)
            return NULL;
        number_print(text, sqlite3_column_double(stmt, column));
    } else {
        number_print_fixed(text, sqlite3_column_double(stmt, column), form - FORM_DECIMALS);
    }
    return text;
}

static const char *
number_text(struct table *table, sqlite3_stmt *stmt, size_t i, int form, bool always)
{
    char text[NUMBER_TEXT_MAX];

    return observe_text(table->o, print_number(table, stmt, i, form, always, text));
}

static void
keep_text(struct table *table, struct table_field *field, const char *text)
{
    if (field->text == NULL)
        field->text = arena_zalloc(table->o->obs->arena, table->capacity, sizeof *field->text);
    field->text[table->rows] = text;
}

static void
take_number(struct table *table, struct table_field *field, sqlite3_stmt *stmt, size_t i, int form)
{
    int column = SELECT_FIRST + (int)i, type = sqlite3_column_type(stmt, column);
    bool rows = table->o->shape == OBSERVE_ROWS;
    const char *text = NULL;

    if (type == SQLITE_TEXT) {                                   /* it is a token */
        field->value[table->rows] = NAN;
        field->status[table->rows] = CELL_TOKEN;
        keep_text(table, field, observe_text(table->o, sql_column_text(stmt, column)));
        return;
    }
    if (type == SQLITE_NULL) {
        field->value[table->rows] = NAN;
        field->status[table->rows] = CELL_EMPTY;
    } else {
        field->value[table->rows] = sqlite3_column_double(stmt, column);
    }
    /* Points only need what was repaired. */
    if (form == FORM_RAW || rows)
        text = type == SQLITE_NULL && form != FORM_RAW ? NULL
            : number_text(table, stmt, i, form, false);
    if (text != NULL)
        keep_text(table, field, text);
}

static void
take_text(struct table *table, struct table_field *field, sqlite3_stmt *stmt, size_t i, int form)
{
    int column = SELECT_FIRST + (int)i;
    const char **to = &field->text[table->rows];

    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_NULL:
        *to = table->o->shape == OBSERVE_ROWS && form == FORM_RAW
            ? raw_text(table, record_number(stmt), (int)i) : NULL;
        break;
    case SQLITE_TEXT:
        *to = observe_text(table->o, sql_column_text(stmt, column));
        break;
    default:
        *to = number_text(table, stmt, i, form, true);
    }
}

/* The name in a cell, as its number among such names. */
static void
take_name(struct table *table, struct table_field *field, sqlite3_stmt *stmt, size_t i, int form)
{
    int column = SELECT_FIRST + (int)i, type = sqlite3_column_type(stmt, column);
    char text[NUMBER_TEXT_MAX];
    const char *name = type == SQLITE_NULL ? NULL : type == SQLITE_TEXT
        ? sql_column_text(stmt, column) : print_number(table, stmt, i, form, true, text);

    if (name != NULL)
        field->names[table->rows] = observe_name(field->of_names, name, &field->last_name);
}

/* --- the names of a row's measures --- */

static struct observed_column
like_of_measure(struct table *table, const struct table_field *field, const char *name)
{
    struct observed_column like = field->like;
    struct measure_facts facts;

    like.role = FIELD_MEASURE;
    like.of = NULL;
    if (field->like.role == FIELD_MEASURE && field->like.direction != DIRECTION_UNKNOWN)
        return like;
    facts = catalogue_find(table->o->store->catalogue, name);
    if (like.direction == DIRECTION_UNKNOWN)
        like.direction = facts.direction;
    like.kind = facts.kind;
    if (field->like.role == FIELD_VALUE) {
        like.missing = facts.missing;
        if (like.unit == NULL)
            like.unit = facts.unit;
    }
    return like;
}

static uint32_t
named_measure(struct table *table, struct table_field *field, const char *name)
{
    bool fresh;
    size_t at = name_index_add(&field->tasks, name, strlen(name), &fresh);

    if (fresh) {
        struct observed_column like = like_of_measure(table, field, name);
        double factor;

        like.of_task = table->task != NULL;
        ARRAY_RESERVE(field->task_column, at + 1, field->cap_task_column);
        field->task_column[at] = observe_column(table->o, name, &like, &factor);
    }
    return field->task_column[at];
}

static void
take_column(struct table *table, struct table_field *field)
{
    size_t row = table->rows;
    const char *task = table->task != NULL ? table->task->text[row] : NULL;
    const char *metric = field->like.role == FIELD_VALUE && table->metric != NULL
        ? table->metric->text[row] : NULL;

    /* Equal texts are mostly one, and rows of one task mostly stand together. */
    if (row == 0 || task != field->last_task || metric != field->last_metric) {
        strbuf_clear(&table->name);
        if (task != NULL)
            strbuf_printf(&table->name, "%s/", task);
        strbuf_puts(&table->name, metric != NULL ? metric : field->bare);
        field->last_column = named_measure(table, field, table->name.data);
        field->last_task = task;
        field->last_metric = metric;
    }
    field->column[row] = field->last_column;
}

static void
take_record(struct table *table, sqlite3_stmt *stmt)
{
    const uint8_t *forms = sqlite3_column_blob(stmt, SELECT_FORM);
    size_t n_forms = (size_t)sqlite3_column_bytes(stmt, SELECT_FORM);
    const char *raw;

    for (size_t i = 0; i < table->n; i++) {
        struct table_field *field = &table->fields[i];
        int form = i < n_forms ? forms[i] : FORM_SHORTEST;

        if (field->value != NULL)
            take_number(table, field, stmt, i, form);
        else if (field->names != NULL)
            take_name(table, field, stmt, i, form);
        else if (field->text != NULL)
            take_text(table, field, stmt, i, form);
    }
    for (size_t i = 0; i < table->n; i++)
        if (table->fields[i].column != NULL)
            take_column(table, &table->fields[i]);
    raw = table->model == NULL ? NULL : table->model->text != NULL
        ? table->model->text[table->rows] : NULL;
    if (raw == NULL && table->model != NULL && table->model->value != NULL
        && !isnan(table->model->value[table->rows]))
        raw = number_text(table, stmt, (size_t)(table->model - table->fields), FORM_SHORTEST, true);
    observe_row(table->o, table->source, record_number(stmt), raw,
        observe_text(table->o, sql_column_text(stmt, SELECT_PLACE)));
    table->o->obs->rows[table->o->obs->n_rows - 1].is_item = table->is_items;
    table->rows++;
}

/* --- blocks --- */

static double *
error_of(const struct table *table, const struct table_field *field)
{
    for (size_t i = 0; i < table->n; i++)
        if (table->fields[i].like.role == FIELD_SE && table->fields[i].like.of != NULL
            && strcmp(table->fields[i].like.of, field->like.name) == 0)
            return table->fields[i].value;
    return NULL;
}

/* Values in another unit than the column's become the column's. */
static void
scale(double *values, size_t n, double factor)
{
    for (size_t i = 0; values != NULL && factor != 1 && i < n; i++)
        values[i] *= factor;
}

/* A table's n counts what was scored: of its capabilities, or, in a table without any, of
 * what was timed. A number of layers has none. */
static bool
is_counted(const struct table *table, const struct table_field *field)
{
    if (table->count == NULL || field->column != NULL)
        return table->count != NULL;
    for (size_t i = 0; field->like.kind == KIND_EFFICIENCY && i < table->n; i++)
        if (is_measure(&table->fields[i]) && table->fields[i].like.kind == KIND_CAPABILITY)
            return false;
    return field->like.kind != KIND_DESCRIPTOR;
}

/* What a column of records is called wherever it comes from: "shots" of "num_fewshot". */
static const char *
standard_name(const struct observed_column *like)
{
    const char *name = like->role == FIELD_MODEL ? "model" : like->role == FIELD_SEED ? "seed"
        : like->role == FIELD_TASK ? "task" : like->role == FIELD_METRIC ? "metric"
        : like->role == FIELD_VALUE ? "value" : like->role == FIELD_CONDITION ? like->of : NULL;

    return name == NULL || strcmp(name, like->name) == 0 ? like->written : name;
}

static void
show_field(struct table *table, struct table_field *field, size_t first_row)
{
    bool rows = table->o->shape == OBSERVE_ROWS, number = field->value != NULL;
    struct observed_column like = field->like;
    struct cell_block *block;
    uint32_t column = 0;
    double factor = 1;

    if (rows)
        like.written = standard_name(&field->like);
    if (rows || number)
        like.role = number ? FIELD_MEASURE : like.role == FIELD_MEASURE || like.role == FIELD_VALUE
            ? FIELD_ATTRIBUTE : like.role;
    else if (like.role == FIELD_MEASURE || like.role == FIELD_VALUE)
        like.role = FIELD_ATTRIBUTE;
    like.numeric = number;
    if (field->column == NULL)
        column = observe_column(table->o, number ? field->bare : like.name, &like, &factor);
    block = observe_block(table->o, table->rows);
    block->first_row = first_row;
    block->same_column = column;
    block->column = field->column;
    block->value = field->value;
    block->status = field->status;
    block->text = field->text;
    if (number && (is_measure(field) || !rows)) {
        block->se = error_of(table, field);
        block->count = is_counted(table, field) ? table->count->value : NULL;
        scale(block->se, block->n, factor);
    }
    scale(block->value, block->n, factor);
}

static void
table_release(struct table *table)
{
    for (size_t i = 0; i < table->n; i++) {
        if (table->fields[i].column != NULL)
            name_index_release(&table->fields[i].tasks);
        free(table->fields[i].task_column);
    }
    sqlite3_finalize(table->raw.stmt);
    strbuf_release(&table->name);
    free(table->fields);
}

bool
observe_table(struct observer *o, uint32_t source, struct error *err)
{
    int64_t id = o->obs->sources[source].id;
    struct table table = { .o = o, .source = source };
    size_t first_row = o->obs->n_rows;
    char *sql = mem_printf("SELECT * FROM wide_%zu WHERE row BETWEEN %lld AND %lld ORDER BY row",
        o->obs->sources[source].wide, (long long)record_key(id, 0),
        (long long)record_key(id, UINT32_MAX));
    sqlite3_stmt *stmt = sql_prepare(o->store->db, sql, err);
    int code = SQLITE_ERROR;

    strbuf_init(&table.name);
    if (stmt != NULL && load_fields(&table, id, err) && raw_begin(&table, id, err)) {
        while ((code = sqlite3_step(stmt)) == SQLITE_ROW && table.rows < table.capacity)
            take_record(&table, stmt);
        if (code != SQLITE_DONE)
            sql_fail(o->store->db, err, "reading a table");
    }
    for (size_t i = 0; code == SQLITE_DONE && i < table.n; i++)
        if (table.fields[i].shown)
            show_field(&table, &table.fields[i], first_row);
    table_release(&table);
    sqlite3_finalize(stmt);
    free(sql);
    return code == SQLITE_DONE;
}
