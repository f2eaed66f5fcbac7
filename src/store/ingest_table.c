/* ingest_table.c - table-shaped sources: one table each, typed cell by cell.
 *
 * A cell is stored as the number it says, with a byte that tells how it was written ("1.0",
 * "0.50"); where that is not enough ("1,014.45", "85 %") its text goes into `raw`. So every
 * cell comes back as it came. What the columns are is decided when all of them have been seen.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/catalogue.h"
#include "store/ingest_parts.h"
#include "store/suspects.h"

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
}

/* The table for sources of this width, if this is the first of them. */
static bool
create_table(struct ingest *ingest, struct error *err)
{
    struct strbuf sql;
    bool done;

    strbuf_init(&sql);
    strbuf_printf(&sql, "CREATE TABLE IF NOT EXISTS wide_%zu (row INTEGER PRIMARY KEY, place TEXT,"
        " form BLOB", ingest->n_fields);
    for (size_t i = 0; i < ingest->n_fields; i++)
        strbuf_printf(&sql, ", c%zu", i);
    strbuf_puts(&sql, ")");
    done = sql_exec(ingest->store->db, sql.data, err);
    strbuf_release(&sql);
    return done;
}

/* Records that were stored before a later column showed up go to the wider table. */
static bool
move_records(struct ingest *ingest, size_t width, struct error *err)
{
    long long first = record_key(ingest->source, 0), last = record_key(ingest->source, UINT32_MAX);
    struct strbuf nulls;
    bool done;

    if (ingest->stored == 0)
        return true;
    strbuf_init(&nulls);
    for (size_t i = width; i < ingest->n_fields; i++)
        strbuf_puts(&nulls, ", NULL");
    done = sql_execf(ingest->store->db, err, "INSERT INTO wide_%d SELECT *%s FROM wide_%d WHERE row"
        " BETWEEN %lld AND %lld; DELETE FROM wide_%d WHERE row BETWEEN %lld AND %lld",
        (int)ingest->n_fields, nulls.length > 0 ? nulls.data : "", (int)width, first, last,
        (int)width, first, last);
    strbuf_release(&nulls);
    return done;
}

enum { OUT_PLACE, OUT_FORM, OUT_CELLS };      /* columns after the key */
enum { MOST_FIELDS = 1990 };                  /* SQLite's limit is 2000 columns */

/* A second call widens the table: later columns come after the earlier ones. */
/* What a column of the table says itself is not said again. */
static void
drop_said(struct ingest *ingest, const struct sink_column *columns, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < ingest->n_said; i++) {
        bool there = false;

        for (size_t k = 0; k < n; k++)
            there = there || strcmp(columns[k].name, ingest->said[i].name) == 0;
        if (!there) {
            ingest->said[kept++] = ingest->said[i];
            continue;
        }
        free(ingest->said[i].name);
        free(ingest->said[i].value);
    }
    ingest->n_said = kept;
}

static struct sink_column
said_column(const struct said *said)
{
    const char *condition = catalogue_condition(said->name);

    return (struct sink_column){ .name = said->name, .of = condition,
        .role = strcmp(said->name, "model") == 0 ? SINK_MODEL
            : condition != NULL ? SINK_CONDITION : SINK_ATTRIBUTE };
}

bool
ingest_columns(struct sink *sink, const struct sink_column *columns, size_t n,
    struct error *err)
{
    struct ingest *ingest = self(sink);
    size_t first = ingest->n_fields;

    if (first == 0)
        drop_said(ingest, columns, n);
    n += ingest->n_said;
    if (!feed_flush(ingest->store->feed, err))
        return false;
    if (n < first)
        return error_set(err, ERROR_SYSTEM, "%s: a reader took columns back", ingest->name);
    if (n > MOST_FIELDS) {
        error_set(err, ERROR_REQUEST, "%s has %zu columns; at most %d can be kept", ingest->name, n,
            MOST_FIELDS);
        return error_hint(err, "an object keyed by model must not be read as one record");
    }
    ingest->fields = mem_resize(ingest->fields, n, sizeof *ingest->fields);
    ingest->form = mem_resize(ingest->form, n, 1);
    for (size_t i = first; i < n; i++) {
        struct sink_column said;

        if (i < ingest->n_said)
            said = said_column(&ingest->said[i]);
        field_take(&ingest->fields[i], i < ingest->n_said ? &said : &columns[i - ingest->n_said]);
    }
    ingest->n_fields = n;
    return (n == first || (create_table(ingest, err) && move_records(ingest, first, err)))
        && feed_begin(ingest->store->feed, n, err);
}

static void
count_number(struct field *field, const struct number *number)
{
    field->numbers++;
    field->has_fraction = field->has_fraction || !number->is_integer;
    field->zeros += number->value == 0;
    field->minus_ones += number->value == -1;
    field->infinite += isinf(number->value) != 0;
}

/* --- how a number was written --- */

static bool
is_plain_integer(const struct sink_text *cell)
{
    const char *digits = cell->text + (cell->length > 0 && cell->text[0] == '-');
    size_t n = cell->length - (size_t)(digits - cell->text);

    if (n == 0 || (digits[0] == '0' && cell->length > 1))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!isdigit((unsigned char)digits[i]))
            return false;
    return true;
}

static bool
prints_back(const struct sink_text *cell, double value)
{
    char text[NUMBER_TEXT_MAX];

    return number_print(text, value) == cell->length && memcmp(text, cell->text, cell->length) == 0;
}

/* "-0" is the integer 0, whose shortest text it is not. */
static uint8_t
form_of(const struct sink_text *cell, const struct number *number)
{
    if (number->plain && number->is_integer)
        return number->integer == 0 && cell->length > 1 ? FORM_RAW : FORM_SHORTEST;
    if (number->plain && cell->text[cell->length - 1] != '0' && fabs(number->value) >= 1e-4)
        return FORM_SHORTEST;
    if (number->plain)
        return (uint8_t)(FORM_DECIMALS + number->decimals);
    if (number->repaired)
        return FORM_RAW;
    if (number->is_integer)
        return is_plain_integer(cell) ? FORM_SHORTEST : FORM_RAW;
    return prints_back(cell, number->value) ? FORM_SHORTEST : FORM_RAW;
}

/* Hands on one cell and returns how it was written. */
static uint8_t
take_cell(struct ingest *ingest, struct field *field, const struct sink_text *cell,
    struct feed_cell *out)
{
    struct number number;

    if (cell->text == NULL) {
        field->missing++;
        return FORM_SHORTEST;
    }
    switch (number_parse(cell->text, cell->length, &ingest->style, &number)) {
    case NUMBER_MISSING:
        field->missing++;
        return cell->length > 0 ? FORM_RAW : FORM_SHORTEST;
    case NUMBER_TEXT:
        odd_cells_add(&field->odd, field->texts, cell->text, cell->length,
            ingest->record_number);
        if (field->texts++ == field->units.counts)
            cell_units_add_text(&field->units, cell->text, cell->length, ingest->record_number);
        seen_add(&field->seen, cell->text, cell->length);
        feed_text(ingest->store->feed, out, cell->text, cell->length);
        return FORM_SHORTEST;
    case NUMBER_VALUE:
        break;
    }
    count_number(field, &number);
    cell_units_add(&field->units, &number, ingest->record_number);
    if (number.repaired)
        repairs_add(&field->repairs, &number, cell->text, cell->length, ingest->record_number);
    if (number.unit[0] == '\0')
        scales_add(&field->scales, number.value, ingest->record_number);
    if (!isnan(number.spread) && field->spreads++ == 0)
        field->first_spread = ingest->record_number;
    if (number.is_integer)
        feed_integer(out, number.integer);
    else
        feed_real(out, number.value);
    return form_of(cell, &number);
}

/* The cell of a field: what the user said of all records, or what the record has. */
static struct sink_text
cell_of(const struct ingest *ingest, size_t field, const struct sink_text *cells, size_t n)
{
    if (field < ingest->n_said)
        return (struct sink_text){ ingest->said[field].value,
            strlen(ingest->said[field].value) };
    field -= ingest->n_said;
    return field < n ? cells[field] : (struct sink_text){ NULL, 0 };
}

bool
ingest_record(struct sink *sink, const struct sink_text *fields, size_t n, uint64_t number,
    const char *place, struct error *err)
{
    struct ingest *ingest = self(sink);
    struct feed *feed = ingest->store->feed;
    struct feed_cell *out = feed_cells(feed, record_key(ingest->source, number), err);
    size_t n_forms = 0;

    if (out == NULL)
        return false;
    ingest->record_number = number;
    ingest->record_run = 0;
    if (place != NULL)
        feed_text(feed, &out[OUT_PLACE], place, strlen(place));
    for (size_t i = 0; i < ingest->n_fields; i++) {
        const struct sink_text cell = cell_of(ingest, i, fields, n);
        uint8_t form = take_cell(ingest, &ingest->fields[i], &cell, &out[OUT_CELLS + i]);

        ingest->form[i] = form;
        if (form != FORM_SHORTEST)
            n_forms = i + 1;
        if (form == FORM_RAW) {
            ingest->fields[i].raws++;
            feed_raw(feed, ingest->source, (int64_t)number, (int64_t)i, cell.text, cell.length);
        }
    }
    if (n_forms > 0)
        feed_bytes(feed, &out[OUT_FORM], ingest->form, n_forms);
    ingest->counts.records++;
    ingest->stored++;
    return feed_record(feed, err);
}

/* A run of its own carries the record's items; end() gives it the record's model. */
bool
ingest_record_items(struct sink *sink, const char *column, const double *values, size_t n,
    struct error *err)
{
    struct ingest *ingest = self(sink);
    const size_t bare = catalogue_bare_length(ingest->store->catalogue, column);
    char place[32], *metric;
    bool done = true;

    if (ingest->record_run == 0) {
        snprintf(place, sizeof place, "row %llu", (unsigned long long)ingest->record_number);
        if (!ingest_run(ingest, &(struct sink_run){ .place = place }, err))
            return false;
        ingest->record_run = ingest->run;
        ingest->record_runs++;
    }
    metric = mem_strndup(column, bare);
    for (size_t i = 0; i < n && done; i++) {
        char id[32];

        snprintf(id, sizeof id, "%zu", i);
        done = ingest_item(ingest, ingest->record_run, &(struct sink_item){ .metric = metric,
            .item = id, .value = values[i] }, err);
    }
    free(metric);
    return done;
}

/* --- the end --- */

static bool
write_field(struct ingest *ingest, size_t ordinal, struct error *err)
{
    const struct field *field = &ingest->fields[ordinal];
    bool numeric = field->texts == 0 && field->numbers > 0;
    sqlite3_stmt *stmt;

    stmt = store_statement(ingest->store, STATEMENT_ADD_FIELD, "INSERT INTO field (source, ordinal,"
        " name, role, of, numeric, unit, direction, kind, missing, decided) VALUES (?, ?, ?, ?, ?, ?,"
        " ?, ?, ?, ?, ?)", err);
    if (stmt == NULL)
        return false;
    sql_int(stmt, 1, ingest->source);
    sql_int(stmt, 2, (int64_t)ordinal);
    sql_text_static(stmt, 3, field->name);
    sql_text_static(stmt, 4, field_role_name(field->role));
    sql_text_static(stmt, 5, field->of);
    sql_int(stmt, 6, numeric);
    sql_text_static(stmt, 7, field->unit);
    sql_int(stmt, 8, field->direction);
    sql_int(stmt, 9, field->kind);
    sql_text_static(stmt, 10, field->tokens);
    sql_text_static(stmt, 11, field->by_user ? "user" : "catalogue");
    return sql_run(stmt, err);
}

/* Infinity in a column is proposed as not recorded. */
static void
propose_infinity(struct field *field)
{
    char *tokens;

    if (field->infinite == 0 || suspects_has_token(field->tokens, "inf"))
        return;
    tokens = field->tokens != NULL ? mem_printf("%s,inf", field->tokens) : mem_strdup("inf");
    free(field->tokens);
    field->tokens = tokens;
}

static void
note_suspects(struct ingest *ingest, struct field *field)
{
    propose_infinity(field);
    if (field->role == FIELD_MEASURE)
        suspects_say(ingest, field->name, field->tokens, &(struct suspects){ .zeros = field->zeros,
            .minus_ones = field->minus_ones, .infinite = field->infinite });
}

/* The names in the model column, looked for in all records. */
static bool
search_models(struct ingest *ingest, size_t model, struct error *err)
{
    long long source = ingest->source, first = record_key(source, 0),
        last = record_key(source, UINT32_MAX);
    int width = (int)ingest->n_fields;
    char *sql = ingest->fields[model].raws == 0
        ? mem_printf("SELECT c%zu FROM wide_%d WHERE c%zu IS NOT NULL AND row BETWEEN %lld AND %lld",
            model, width, model, first, last)
        : mem_printf("SELECT coalesce(r.text, w.c%zu) FROM wide_%d w LEFT JOIN raw r ON r.source"
            " = %lld AND r.row = w.row - %lld AND r.ordinal = %zu WHERE w.c%zu IS NOT NULL AND"
            " w.row BETWEEN %lld AND %lld ORDER BY w.row", model, width, source, first, model,
            model, first, last);
    sqlite3_stmt *stmt = sql_prepare(ingest->store->db, sql, err);
    bool done = stmt != NULL;

    free(sql);
    while (done && sqlite3_step(stmt) == SQLITE_ROW)
        done = ingest_mention(ingest, sql_column_text(stmt, 0), err);
    sqlite3_finalize(stmt);
    return done;
}

/* The names in the model column, each once, as written. */
static bool
name_models(struct ingest *ingest, size_t model, struct error *err)
{
    const struct field *field = &ingest->fields[model];
    long long source = ingest->source, first = record_key(source, 0);
    bool done = true;

    if (field->numbers > 0 || field->raws > 0 || field->seen.many)
        done = search_models(ingest, model, err);
    else
        for (size_t i = 0; i < field->seen.index.n && done; i++)
            done = ingest_mention(ingest, field->seen.index.names[i], err);
    return done && (ingest->record_runs == 0 || sql_execf(ingest->store->db, err, "UPDATE run SET"
        " raw = (SELECT coalesce((SELECT text FROM raw WHERE source = %lld AND row = w.row - %lld"
        " AND ordinal = %d), w.c%d) FROM wide_%d w WHERE w.row = %lld + CAST(substr(run.place, 5)"
        " AS INTEGER)) WHERE source = %lld", source, first, (int)model, (int)model,
        (int)ingest->n_fields, first, source));
}

/* Of the first sources; who imports thousands of files does not query each, and a schema that
 * grows with them makes every further one slower. */
enum { MOST_VIEWS = 100 };

/* table_<source>: the cells under their headers, for people who write SQL. */
static bool
create_view(struct ingest *ingest, struct error *err)
{
    struct strbuf sql;
    bool done;

    if (ingest->source > MOST_VIEWS)
        return true;
    strbuf_init(&sql);
    strbuf_printf(&sql, "CREATE VIEW table_%lld AS SELECT row - %lld AS record",
        (long long)ingest->source, (long long)record_key(ingest->source, 0));
    for (size_t i = 0; i < ingest->n_fields; i++) {
        char *as = sqlite3_mprintf(", c%d AS \"%w\"", (int)i, ingest->fields[i].name);

        strbuf_puts(&sql, as);
        sqlite3_free(as);
    }
    strbuf_printf(&sql, " FROM wide_%zu WHERE row BETWEEN %lld AND %lld", ingest->n_fields,
        (long long)record_key(ingest->source, 0),
        (long long)record_key(ingest->source, UINT32_MAX));
    done = sql_exec(ingest->store->db, sql.data, err);
    strbuf_release(&sql);
    return done;
}

static struct field *
field_of_role(struct ingest *ingest, enum field_role role)
{
    for (size_t i = 0; i < ingest->n_fields; i++)
        if (ingest->fields[i].role == role)
            return &ingest->fields[i];
    return NULL;
}

/* What is called a task is one only where models come with several of them; else it says what
 * a model is for. */
static void
demote_task(struct ingest *ingest)
{
    struct field *task = field_of_role(ingest, FIELD_TASK);

    if (task != NULL && !task->by_user && task->told == SINK_UNKNOWN
        && (field_of_role(ingest, FIELD_MODEL) == NULL
            || ingest->counts.records < ingest->mentioned.n + ingest->mentioned.n / 2))
        task->role = FIELD_ATTRIBUTE;
}

static void
note_roles(struct ingest *ingest)
{
    struct strbuf said;

    strbuf_init(&said);
    roles_say(ingest->fields, ingest->n_fields, &said);
    if (said.length > 0)
        ingest_note(ingest, "role", NULL, said.data);
    strbuf_release(&said);
}

/* A table does not say whether "17.93 ± 0.04" has a standard deviation or error. */
static void
note_spreads(struct ingest *ingest)
{
    for (size_t i = 0; i < ingest->n_fields; i++) {
        const struct field *field = &ingest->fields[i];
        char *place, *text;

        if (field->spreads == 0 || field->role != FIELD_MEASURE)
            continue;
        place = ingest_place(ingest, field->first_spread);
        text = mem_printf("%s: %zu of %zu values %s an error behind \302\261 that is not used, for it may be"
            " a standard deviation or error; a column \"%s_stderr\" is taken as the latter",
            field->name, field->spreads, field->numbers, field->spreads == 1 ? "has" : "have",
            field->name);
        ingest->counts.warnings++;
        ingest_note(ingest, "warning", place, text);
        free(text);
        free(place);
    }
}

static bool
settle_fields(struct ingest *ingest, struct error *err)
{
    struct field *model = field_of_role(ingest, FIELD_MODEL);
    bool done = true;

    if (model != NULL)
        done = name_models(ingest, (size_t)(model - ingest->fields), err);
    if (done) {
        demote_task(ingest);
        note_roles(ingest);
        repairs_say(ingest);
        cell_units_warn(ingest);
        odd_cells_warn(ingest);
        scales_warn(ingest);
        note_spreads(ingest);
    }
    done = done && create_view(ingest, err);
    for (size_t i = 0; done && i < ingest->n_fields; i++) {
        note_suspects(ingest, &ingest->fields[i]);
        done = write_field(ingest, i, err);
    }
    return done;
}

/* A line for each --map whose column is not in this file. */
static void
note_absent(struct ingest *ingest, char *lines)
{
    char *next;

    for (char *line = lines; *line != '\0'; line = next) {
        next = line + strcspn(line, "\n");
        if (*next == '\n')
            *next++ = '\0';
        ingest->counts.warnings++;
        ingest_note(ingest, "warning", NULL, line);
    }
}

bool
ingest_table_end(struct ingest *ingest, struct error *err)
{
    struct strbuf absent;
    bool done;

    strbuf_init(&absent);
    done = cell_units_settle(ingest, err) && roles_decide(ingest->store->catalogue, ingest->fields,
        ingest->n_fields, ingest->options->map, &absent, err);
    if (done && absent.length > 0)
        note_absent(ingest, absent.data);
    strbuf_release(&absent);
    return done && settle_fields(ingest, err);
}
