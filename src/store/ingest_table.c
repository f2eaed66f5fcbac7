/* ingest_table.c - table-shaped sources: one table each, typed cell by cell.
 *
 * A cell is stored as the number it says; where its text does not follow from that number
 * ("1.0", "1,014.45", "85 %") the text goes beside it into `raw`, so that every cell comes
 * back as it was written. What the columns are is decided when all of them have been seen.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/ingest_parts.h"

static struct ingest *
self(struct sink *sink)
{
    return (struct ingest *)sink;
}

static void
field_take(struct field *field, const struct sink_column *column)
{
    memset(field, 0, sizeof *field);
    field->name = mem_strdup(column->name);
    field->told = column->role;
    field->direction = column->direction;
    field->unit = mem_strdup(column->unit);
    field->of = mem_strdup(column->of);
    field->kind = column->kind;
    field->tokens = mem_strdup(column->missing_tokens);
    field->least = INFINITY;
    field->most = -INFINITY;
}

static bool
create_table(struct ingest *ingest, size_t first, struct error *err)
{
    struct strbuf sql;
    bool done;

    strbuf_init(&sql);
    if (first == 0) {
        strbuf_printf(&sql, "CREATE TABLE wide_%lld (row INTEGER PRIMARY KEY, place TEXT",
            (long long)ingest->source);
        for (size_t i = 0; i < ingest->n_fields; i++)
            strbuf_printf(&sql, ", c%zu", i);
        strbuf_puts(&sql, ")");
    } else {
        for (size_t i = first; i < ingest->n_fields; i++)
            strbuf_printf(&sql, "ALTER TABLE wide_%lld ADD COLUMN c%zu; ",
                (long long)ingest->source, i);
    }
    done = sql_exec(ingest->store->db, sql.data, err);
    strbuf_release(&sql);
    return done;
}

static bool
prepare_record(struct ingest *ingest, struct error *err)
{
    struct strbuf sql;

    sqlite3_finalize(ingest->insert_record);
    strbuf_init(&sql);
    strbuf_printf(&sql, "INSERT INTO wide_%lld VALUES (?, ?", (long long)ingest->source);
    for (size_t i = 0; i < ingest->n_fields; i++)
        strbuf_puts(&sql, ", ?");
    strbuf_putc(&sql, ')');
    ingest->insert_record = sql_prepare(ingest->store->db, sql.data, err);
    strbuf_release(&sql);
    return ingest->insert_record != NULL;
}

/* A second call widens the table: later columns come after the earlier ones. */
bool
ingest_columns(struct sink *sink, const struct sink_column *columns, size_t n,
    struct error *err)
{
    struct ingest *ingest = self(sink);
    size_t first = ingest->n_fields;

    if (n < first)
        return error_set(err, ERROR_SYSTEM, "%s: a reader took columns back", ingest->name);
    ingest->fields = mem_resize(ingest->fields, n, sizeof *ingest->fields);
    for (size_t i = first; i < n; i++)
        field_take(&ingest->fields[i], &columns[i]);
    ingest->n_fields = n;
    return create_table(ingest, first, err) && prepare_record(ingest, err)
        && sql_execf(ingest->store->db, err, "UPDATE source SET wide = 1 WHERE id = %lld",
            (long long)ingest->source);
}

static bool
keep_raw(struct ingest *ingest, uint64_t row, size_t ordinal, const struct sink_text *cell,
    struct error *err)
{
    if (!ingest_prepare(ingest, &ingest->insert_raw,
        "INSERT INTO raw (source, row, ordinal, text) VALUES (?, ?, ?, ?)", err))
        return false;
    sql_int(ingest->insert_raw, 1, ingest->source);
    sql_int(ingest->insert_raw, 2, (int64_t)row);
    sql_int(ingest->insert_raw, 3, (int64_t)ordinal);
    sqlite3_bind_text(ingest->insert_raw, 4, cell->text, (int)cell->length, SQLITE_STATIC);
    return sql_run(ingest->insert_raw, err);
}

static void
count_number(struct field *field, const struct number *number)
{
    field->numbers++;
    field->has_fraction = field->has_fraction || !number->is_integer;
    field->zeros += number->value == 0;
    field->minus_ones += number->value == -1;
    field->least = fmin(field->least, number->value);
    field->most = fmax(field->most, number->value);
}

/* Whether the stored number prints as the cell was written. */
static bool
prints_back(const struct sink_text *cell, const struct number *number)
{
    char text[NUMBER_TEXT_MAX];
    size_t length;

    if (number->is_integer)
        length = (size_t)snprintf(text, sizeof text, "%lld", (long long)number->integer);
    else
        length = number_print(text, number->value);
    return length == cell->length && memcmp(text, cell->text, length) == 0;
}

/* Binds one cell; *raw says that its text must be kept. */
static void
bind_cell(struct ingest *ingest, size_t i, const struct sink_text *cell, bool *raw)
{
    struct field *field = &ingest->fields[i];
    sqlite3_stmt *stmt = ingest->insert_record;
    int at = (int)i + 3;
    struct number number;

    *raw = false;
    if (cell->text == NULL) {
        field->missing++;
        sqlite3_bind_null(stmt, at);
        return;
    }
    switch (number_parse(cell->text, cell->length, &ingest->style, &number)) {
    case NUMBER_MISSING:
        field->missing++;
        sqlite3_bind_null(stmt, at);
        *raw = cell->length > 0;
        break;
    case NUMBER_TEXT:
        field->texts++;
        sqlite3_bind_text(stmt, at, cell->text, (int)cell->length, SQLITE_STATIC);
        break;
    case NUMBER_VALUE:
        count_number(field, &number);
        if (number.is_integer)
            sqlite3_bind_int64(stmt, at, number.integer);
        else
            sqlite3_bind_double(stmt, at, number.value);
        *raw = !prints_back(cell, &number);
        break;
    }
}

bool
ingest_record(struct sink *sink, const struct sink_text *fields, size_t n, uint64_t number,
    const char *place, struct error *err)
{
    struct ingest *ingest = self(sink);
    static const struct sink_text absent = { NULL, 0 };

    ingest->record_number = number;
    ingest->record_run = 0;
    sql_int(ingest->insert_record, 1, (int64_t)number);
    if (place == NULL)
        sqlite3_bind_null(ingest->insert_record, 2);
    else
        sqlite3_bind_text(ingest->insert_record, 2, place, -1, SQLITE_STATIC);
    for (size_t i = 0; i < ingest->n_fields; i++) {
        const struct sink_text *cell = i < n ? &fields[i] : &absent;
        bool raw;

        bind_cell(ingest, i, cell, &raw);
        if (raw && !keep_raw(ingest, number, i, cell, err))
            return false;
    }
    ingest->counts.records++;
    return sql_run(ingest->insert_record, err);
}

/* A run of its own carries the record's items; end() gives it the record's model. */
bool
ingest_record_items(struct sink *sink, const char *column, const double *values, size_t n,
    struct error *err)
{
    struct ingest *ingest = self(sink);
    char place[32];

    if (ingest->record_run == 0) {
        snprintf(place, sizeof place, "row %llu", (unsigned long long)ingest->record_number);
        if (!ingest_run(ingest, &(struct sink_run){ .place = place }, err))
            return false;
        ingest->record_run = ingest->run;
    }
    for (size_t i = 0; i < n; i++) {
        char id[32];

        snprintf(id, sizeof id, "%zu", i);
        if (!ingest_item(ingest, ingest->record_run, &(struct sink_item){ .metric = column,
                .item = id, .value = values[i] }, err))
            return false;
    }
    return true;
}

/* --- the end --- */

static bool
write_field(struct ingest *ingest, size_t ordinal, struct error *err)
{
    const struct field *field = &ingest->fields[ordinal];
    bool numeric = field->texts == 0 && field->numbers > 0;

    return sql_execf(ingest->store->db, err,
        "INSERT INTO field (source, ordinal, name, role, of, numeric, unit, direction, kind,"
        " missing, decided) VALUES (%lld, %d, %Q, %Q, %Q, %d, %Q, %d, %d, %Q, %Q)",
        (long long)ingest->source, (int)ordinal, field->name, field_role_name(field->role),
        field->of, (int)numeric, field->unit, (int)field->direction, (int)field->kind,
        field->tokens, field->by_user ? "user" : "catalogue");
}

/* Proposed tokens that really occur are suspects: said, counted, and taken as missing. */
static void
note_suspects(struct ingest *ingest, struct field *field)
{
    char *text;
    size_t zeros = field->tokens != NULL && strchr(field->tokens, '0') != NULL ? field->zeros : 0;
    size_t ones = field->tokens != NULL && strstr(field->tokens, "-1") != NULL
        ? field->minus_ones : 0;

    if (field->role != FIELD_MEASURE || zeros + ones == 0)
        return;
    text = mem_printf("%s: %zu %s taken as \"not recorded\" (--missing '%s=%s' is the default; "
        "--missing none keeps them)", field->name, zeros + ones, zeros == 0 ? "of -1"
        : ones == 0 ? "of 0" : "of 0 or -1", field->name, field->tokens);
    ingest->counts.suspects += zeros + ones;
    ingest_note(ingest, "suspect", NULL, text);
    free(text);
}

static bool
name_models(struct ingest *ingest, size_t model, struct error *err)
{
    sqlite3 *db = ingest->store->db;
    char *sql = mem_printf("SELECT DISTINCT coalesce((SELECT text FROM raw WHERE source = %lld AND"
        " row = w.row AND ordinal = %zu), c%zu) FROM wide_%lld w WHERE c%zu IS NOT NULL"
        " ORDER BY w.row", (long long)ingest->source, model, model, (long long)ingest->source,
        model);
    sqlite3_stmt *stmt = sql_prepare(db, sql, err);
    bool done = stmt != NULL;

    free(sql);
    while (done && sqlite3_step(stmt) == SQLITE_ROW)
        done = identity_model(ingest->store, sql_column_text(stmt, 0), err) != 0;
    sqlite3_finalize(stmt);
    return done && sql_execf(db, err, "UPDATE run SET raw = (SELECT coalesce((SELECT text FROM raw"
        " WHERE source = %lld AND row = w.row AND ordinal = %d), w.c%d) FROM wide_%lld w"
        " WHERE 'row ' || w.row = run.place) WHERE source = %lld", (long long)ingest->source,
        (int)model, (int)model, (long long)ingest->source, (long long)ingest->source);
}

bool
ingest_table_end(struct ingest *ingest, struct error *err)
{
    struct strbuf said;
    bool done;

    strbuf_init(&said);
    done = roles_decide(ingest->store->catalogue, ingest->fields, ingest->n_fields,
        ingest->options->map, ingest->options->n_map, &said, err);
    if (done && said.length > 0)
        ingest_note(ingest, "role", NULL, said.data);
    strbuf_release(&said);
    for (size_t i = 0; done && i < ingest->n_fields; i++) {
        note_suspects(ingest, &ingest->fields[i]);
        done = write_field(ingest, i, err)
            && (ingest->fields[i].role != FIELD_MODEL || name_models(ingest, i, err));
    }
    return done;
}
