/* json_table.c - JSON and JSON Lines of the user's own shape, as a table.
 *
 * Which part of it is the records, json_shape.h says. Two passes: columns, then records, so
 * that memory does not grow with the file.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/json_document.h"
#include "read/json_record.h"
#include "read/json_shape.h"
#include "read/readers.h"

enum { PROGRESS_EVERY = 256 };

struct table {
    const struct input *input;
    const struct read_options *options;
    struct sink *sink;
    struct json_document document;
    struct json_shape shape;
    char *path_model;               /* SHAPE_SINGLE without a model: from the path */
    struct json_record record;
    /* Where the pass over the records is. */
    struct json_iter iter;
    size_t at, line;                /* SHAPE_LINES */
    uint64_t index;
    struct strbuf key, place;
};

static const char *
kind_words(enum json_kind kind)
{
    static const char *const words[] = {[JSON_NULL] = "null", [JSON_FALSE] = "a boolean",
        [JSON_TRUE] = "a boolean", [JSON_NUMBER] = "a number", [JSON_NONFINITE] = "a number",
        [JSON_STRING] = "a text", [JSON_ARRAY] = "a list", [JSON_OBJECT] = "an object"};

    return words[kind];
}

/* --- passing over the records --- */

static void
rewind_records(struct table *table)
{
    json_iter_init(&table->iter, &table->shape.container);
    table->at = 0;
    table->line = 1;
    table->index = 0;
}

static bool
next_line(struct table *table, struct json_span *value, struct json_report *report,
    struct error *err)
{
    const struct utf8_text *text = &table->document.text;
    struct json_limits limits = {.start = text->text};
    size_t used;

    while (table->at < text->length && strchr(" \t\r\n", text->text[table->at]) != NULL)
        table->line += text->text[table->at++] == '\n';
    if (table->at == text->length)
        return false;
    if (!json_scan(text->text + table->at, text->length - table->at, &table->line, &limits, value,
            &used, report, err))
        return json_refused(table->input, err);
    table->at += used;
    return true;
}

/* The next record and its place; false at the end, or with err set. */
static bool
next_record(struct table *table, struct json_span *value, struct json_report *report,
    struct error *err)
{
    bool more = table->shape.kind == SHAPE_LINES ? next_line(table, value, report, err)
        : table->shape.kind == SHAPE_SINGLE ? table->index == 0
        : json_iter_next(&table->iter, &table->key, value);

    if (!more)
        return false;
    strbuf_clear(&table->place);
    strbuf_putc(&table->place, '$');
    if (table->shape.enclosed)
        json_path_add_key(&table->place, table->shape.member);
    if (table->shape.kind == SHAPE_SINGLE)
        *value = table->shape.container;
    else if (table->shape.kind == SHAPE_KEYED)
        json_path_add_key(&table->place, table->key.data);
    else if (table->shape.kind == SHAPE_LIST)
        json_path_add_index(&table->place, (size_t)table->index);
    else {
        strbuf_clear(&table->place);
        strbuf_printf(&table->place, "line %zu", value->line);
    }
    table->index++;
    return true;
}

static bool
refuse_record(struct table *table, const struct json_span *value, bool tell, struct error *err)
{
    char reason[64];

    snprintf(reason, sizeof reason, "is %s, not an object", kind_words(value->kind));
    if (table->options->lenient) {
        if (tell)
            table->sink->reject(table->sink, table->place.data, reason);
        return true;
    }
    error_set(err, ERROR_REQUEST, "%s: %s %s", table->input->name, table->place.data, reason);
    return error_hint(err, "records are objects with named members; --lenient skips others "
        "and counts them");
}

/* Members that stand beside keyed records belong to all of them. */
static bool
is_beside_records(const struct table *table, const struct json_span *value)
{
    return table->shape.kind == SHAPE_KEYED && !table->shape.enclosed && !json_is_container(value);
}

static bool
learn_records(struct table *table, struct error *err)
{
    struct json_span value;
    struct error why = {0};

    rewind_records(table);
    while (next_record(table, &value, &table->document.report, &why)) {
        if (value.kind == JSON_OBJECT)
            json_record_learn(&table->record, &value, NULL, false);
        else if (is_beside_records(table, &value))
            json_record_learn_value(&table->record, table->key.data, &value, true);
        else if (!refuse_record(table, &value, false, err))
            return false;
    }
    if (why.kind == ERROR_NONE)
        return true;
    if (err != NULL)
        *err = why;
    return false;
}

static void
learn_text(struct table *table, const char *name)
{
    static const struct json_span text = {.text = "\"\"", .length = 2, .kind = JSON_STRING};

    json_record_learn_value(&table->record, name, &text, false);
}

/* A single record without a model is named after its file. */
static void
learn_path_model(struct table *table)
{
    const struct name_index *names = &table->record.names;

    for (size_t i = 0; i < names->n; i++) {
        const char *dot = strrchr(names->names[i], '.');

        if (json_is_model_name(dot == NULL ? names->names[i] : dot + 1))
            return;
    }
    table->path_model = reader_model_from_path(table->input);
    learn_text(table, "model");
}

static bool
learn(struct table *table, struct error *err)
{
    if (table->shape.kind == SHAPE_KEYED)
        learn_text(table, table->shape.key_column);
    if (!learn_records(table, err))
        return false;
    if (table->shape.enclosed)
        json_record_learn(&table->record, &table->document.root, table->shape.member, true);
    if (table->shape.kind == SHAPE_SINGLE)
        learn_path_model(table);
    json_record_number_columns(&table->record);
    if (table->record.too_many)
        return error_set(err, ERROR_REQUEST, "%s: has more than %d different members: this is "
            "no table", table->input->name, JSON_RECORD_COLUMNS);
    if (table->record.n_fields == 0)
        return error_set(err, ERROR_REQUEST, "%s: holds no named values",
            table->input->name);
    return true;
}

/* --- giving them to the sink --- */

/* What encloses the records describes how they came about; a number there is measured only
 * if it names a condition. */
static enum sink_role
role_of(const struct json_record_column *column, const char *name)
{
    static const char *const conditions[] = {"batch", "shot", "seed", "concurren", "rate",
        "step", "size"};

    if (column->own || !column->number)
        return SINK_UNKNOWN;
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++)
        if (strstr(name, conditions[i]) != NULL)
            return SINK_UNKNOWN;
    return SINK_ATTRIBUTE;
}

static bool
give_columns(struct table *table, struct error *err)
{
    struct sink_column *columns = mem_zalloc(table->record.n_fields, sizeof *columns);
    const struct name_index *names = &table->record.names;
    bool good;

    for (size_t i = 0; i < names->n; i++) {
        const struct json_record_column *column = &table->record.columns[i];

        if (!column->scalar)
            continue;
        columns[column->field].name = names->names[i];
        columns[column->field].role = role_of(column, names->names[i]);
    }
    good = table->sink->columns(table->sink, columns, table->record.n_fields, err);
    free(columns);
    return good;
}

/* What stands around the records and beside them is the same for each. To look for it passes over
 * all of them, so that it is done once. */
static void
set_around(struct table *table)
{
    struct json_iter iter;
    struct json_span value;

    json_record_clear(&table->record);
    if (table->shape.enclosed)
        json_record_set(&table->record, &table->document.root, table->shape.member, true);
    if (table->shape.kind == SHAPE_KEYED) {
        json_iter_init(&iter, &table->shape.container);
        while (json_iter_next(&iter, &table->key, &value))
            if (is_beside_records(table, &value))
                json_record_set_value(&table->record, table->key.data, &value);
    }
    json_record_keep(&table->record);
}

static bool
give_record(struct table *table, const struct json_span *value, uint64_t number,
    struct error *err)
{
    struct json_record *record = &table->record;

    if (number % PROGRESS_EVERY == 0 && !table->sink->progress(table->sink,
        (size_t)(value->text - table->document.text.text)))
        return error_set(err, ERROR_CANCELLED, "%s: cancelled", table->input->name);
    json_record_clear(record);
    if (table->shape.kind == SHAPE_KEYED)
        json_record_set_text(record, table->shape.key_column, table->key.data);
    if (table->path_model != NULL)
        json_record_set_text(record, "model", table->path_model);
    json_record_set(record, value, NULL, false);
    return json_record_give(record, table->sink, number,
        table->shape.kind == SHAPE_LINES ? NULL : table->place.data, err);
}

static bool
give_records(struct table *table, struct error *err)
{
    struct json_span value;
    uint64_t number = 0;

    set_around(table);
    rewind_records(table);
    while (next_record(table, &value, NULL, err)) {
        bool good = true;

        if (value.kind == JSON_OBJECT)
            good = give_record(table, &value, number, err);
        else if (is_beside_records(table, &value))
            continue;
        else
            good = refuse_record(table, &value, true, err);
        if (!good)
            return false;
        number++;
    }
    return true;                    /* the first pass has validated every line */
}

/* Columns side by side: one iterator each. */
static bool
give_rows(struct table *table, struct error *err)
{
    size_t n = json_count(&table->shape.container), i = 0;
    struct json_iter *columns = mem_zalloc(n, sizeof *columns), iter;
    const char **names = mem_zalloc(n, sizeof *names);
    struct json_span value;
    bool good = true;

    json_iter_init(&iter, &table->shape.container);
    for (; json_iter_next(&iter, &table->key, &value); i++) {
        json_iter_init(&columns[i], &value);
        names[i] = table->record.names.names[name_index_find(&table->record.names,
            table->key.data, table->key.length)];
    }
    for (uint64_t number = 0; good; number++) {
        json_record_clear(&table->record);
        for (i = 0; i < n && json_iter_next(&columns[i], NULL, &value); i++)
            json_record_set_value(&table->record, names[i], &value);
        if (i < n)
            break;
        good = json_record_give(&table->record, table->sink, number, NULL, err);
    }
    free(columns);
    free(names);
    return good;
}

static void
learn_rows(struct table *table)
{
    struct json_iter iter, inner;
    struct json_span column, value;

    json_iter_init(&iter, &table->shape.container);
    while (json_iter_next(&iter, &table->key, &column)) {
        json_iter_init(&inner, &column);
        while (json_iter_next(&inner, NULL, &value))
            json_record_learn_value(&table->record, table->key.data, &value, false);
    }
    json_record_number_columns(&table->record);
}

/* --- the whole --- */

static void
warn_left_out(struct table *table)
{
    char message[256];

    if (table->record.left_out == 0)
        return;
    snprintf(message, sizeof message, "lists of objects or lists are left out (%zu, the first "
        "is \"%s\")", table->record.left_out, table->record.left_out_name);
    table->sink->warn(table->sink, "$", message);
}

static bool
read_table(struct table *table, struct error *err)
{
    struct sink *sink = table->sink;
    struct sink_source source = {.format = "json", .wide = true, .style = {.decimal = '.'}};
    bool columns = table->shape.kind == SHAPE_COLUMNS;

    if (columns)
        learn_rows(table);
    else if (!learn(table, err))
        return false;
    if (!sink->begin(sink, &source, err))
        return false;
    json_document_warn(&table->document, sink);
    warn_left_out(table);
    return give_columns(table, err)
        && (columns ? give_rows(table, err) : give_records(table, err)) && sink->end(sink, err);
}

static bool
json_table_read(const struct input *input, const struct read_options *options,
    struct sink *sink, struct error *err)
{
    struct table table = {.input = input, .options = options, .sink = sink};
    const struct json_span *root = &table.document.root;
    bool good;

    if (!json_document_open(&table.document, input, false, err))
        return false;
    json_record_init(&table.record);
    strbuf_init(&table.key);
    strbuf_init(&table.place);
    if (!table.document.several && !json_is_container(root))
        good = error_set(err, ERROR_REQUEST, "%s: holds only %s", input->name,
            kind_words(root->kind));
    else if (!table.document.several && json_count(root) == 0)
        good = error_set(err, ERROR_REQUEST, "%s: holds an empty %s", input->name,
            root->kind == JSON_ARRAY ? "list" : "object");
    else {
        if (table.document.several)
            table.document.report = (struct json_report){0};    /* all lines are counted */
        json_shape_find(&table.shape, root, table.document.several);
        good = read_table(&table, err);
    }
    json_shape_release(&table.shape);
    free(table.path_model);
    strbuf_release(&table.key);
    strbuf_release(&table.place);
    json_record_release(&table.record);
    json_document_close(&table.document);
    return good;
}

/* A Frictionless descriptor beside tables describes them and is none; asked for by name it is
 * JSON like any other. */
static bool
is_descriptor(const struct sniff *sniff)
{
    return sniff->input->in_folder && sniff_has_key(sniff, "resources")
        && sniff_name_ends(sniff, "datapackage.json");
}

static int
json_table_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_JSON && !is_descriptor(sniff)
        && (!sniff->input->in_folder || sniff_has_number(sniff)) ? 30 : 0;
}

const struct reader reader_json_table = {
    .name = "json",
    .title = "JSON or JSON Lines of any shape with named values",
    .detects = "begins with { or [",
    .sniff = json_table_sniff,
    .read = json_table_read,
};
