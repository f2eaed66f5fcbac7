/* json_table.c - JSON and JSON Lines of the user's own shape, as a table.
 *
 * What is taken for the records: the lines of JSON Lines; a list of objects; an object of
 * similar objects (keyed by model, as a rule); an object of columns (pandas writes them as
 * lists or keyed by row number); one such thing within an object, whose other members then
 * belong to every record; else the object itself is one record. Two passes: columns, then
 * records, so that memory does not grow with the file.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "read/json_document.h"
#include "read/json_record.h"
#include "read/readers.h"

enum shape { SHAPE_LINES, SHAPE_LIST, SHAPE_KEYED, SHAPE_COLUMNS, SHAPE_SINGLE };

enum { PROGRESS_EVERY = 256 };

struct table {
    const struct input *input;
    const struct read_options *options;
    struct sink *sink;
    struct json_document document;
    enum shape shape;
    struct json_span container;     /* of the records */
    bool enclosed;                  /* container is a member of the root */
    char *member;                   /* its name, if so */
    const char *key_column;         /* SHAPE_KEYED: the column of the keys */
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

/* --- what shape it has --- */

static bool
is_model_name(const char *name)
{
    static const char *const names[] = {"name", "model", "model_name", "model_id", "modelname",
        "model_type", "model_path", "architecture", "llm"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

struct members { size_t n, objects, lists, scalars, models; };

static struct members
count_members(const struct json_span *object)
{
    struct members count = {0};
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;

    strbuf_init(&key);
    json_iter_init(&iter, object);
    while (json_iter_next(&iter, &key, &value)) {
        count.n++;
        count.objects += value.kind == JSON_OBJECT;
        count.lists += value.kind == JSON_ARRAY;
        if (!json_is_container(&value)) {
            count.scalars++;
            count.models += is_model_name(key.data);
        }
    }
    strbuf_release(&key);
    return count;
}

/* Objects are similar if some key is in more than half of them. */
static bool
are_similar(const struct json_span *object)
{
    struct name_index names;
    size_t *seen = NULL, capacity = 0, most = 0, objects = 0;
    struct json_iter iter, inner;
    struct json_span value, member;
    struct strbuf key;

    name_index_init(&names);
    strbuf_init(&key);
    json_iter_init(&iter, object);
    while (json_iter_next(&iter, NULL, &value)) {
        if (value.kind != JSON_OBJECT)
            continue;
        objects++;
        json_iter_init(&inner, &value);
        while (names.n < JSON_RECORD_COLUMNS && json_iter_next(&inner, &key, &member)) {
            bool added;
            size_t number = name_index_add(&names, key.data, key.length, &added);

            ARRAY_RESERVE(seen, number + 1, capacity);
            seen[number] = added ? 1 : seen[number] + 1;
            most = seen[number] > most ? seen[number] : most;
        }
    }
    free(seen);
    strbuf_release(&key);
    name_index_release(&names);
    return objects >= 2 && most * 2 > objects;
}

/* Words for a part of a record, which name no model. */
static bool
is_generic_key(const char *key)
{
    static const char *const words[] = {"results", "metrics", "data", "config", "summary",
        "scores", "performance", "evaluation", "benchmark", "metadata", "args", "settings"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(key, words[i]) == 0)
            return true;
    return false;
}

static bool
is_keyed(const struct json_span *object)
{
    struct members count = count_members(object);
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;
    bool generic;

    if (count.lists > 0 || count.models > 0 || count.objects == 0)
        return false;
    if (count.objects > 1)
        return are_similar(object);
    if (count.n > 1)
        return false;
    strbuf_init(&key);
    json_iter_init(&iter, object);
    json_iter_next(&iter, &key, &value);
    generic = is_generic_key(key.data);
    strbuf_release(&key);
    return !generic && count_members(&value).objects < count_members(&value).n;
}

static bool
is_list_of_objects(const struct json_span *list)
{
    struct json_iter iter;
    struct json_span value;

    json_iter_init(&iter, list);
    return list->kind == JSON_ARRAY && json_iter_next(&iter, NULL, &value)
        && value.kind == JSON_OBJECT;
}

/* Steps two columns at once; false once they end apart or have other row numbers. */
static bool
same_rows(const struct json_span *a, const struct json_span *b)
{
    struct json_iter left, right;
    struct json_span value, other;
    struct strbuf key, twin;
    bool same = true, more_left, more_right;

    strbuf_init(&key);
    strbuf_init(&twin);
    json_iter_init(&left, a);
    json_iter_init(&right, b);
    do {
        more_left = json_iter_next(&left, &key, &value);
        more_right = json_iter_next(&right, &twin, &other);
        same = more_left == more_right && (!more_left || (strcmp(key.data, twin.data) == 0
            && !json_is_container(&other) && !json_is_container(&value)));
        if (more_left && a->kind == JSON_OBJECT)
            same = same && key.length > 0
                && strspn(key.data, "0123456789") == key.length;
    } while (same && more_left);
    strbuf_release(&key);
    strbuf_release(&twin);
    return same;
}

static bool
begins_with_text(const struct json_span *column)
{
    struct json_iter iter;
    struct json_span value;

    json_iter_init(&iter, column);
    return json_iter_next(&iter, NULL, &value) && value.kind == JSON_STRING;
}

/* {"model": ["a", "b"], "acc": [1, 2]}: columns of equal length, one of them of text. */
static bool
are_columns(const struct json_span *object)
{
    struct json_iter iter;
    struct json_span first, value;
    bool text;

    json_iter_init(&iter, object);
    if (!json_iter_next(&iter, NULL, &first) || !json_is_container(&first)
        || json_count(&first) == 0)
        return false;
    text = begins_with_text(&first);
    while (json_iter_next(&iter, NULL, &value)) {
        if (value.kind != first.kind || !same_rows(&first, &value))
            return false;
        text = text || begins_with_text(&value);
    }
    return text && json_count(object) > 1 && same_rows(&first, &first);
}

/* The only member that holds records, or one whose name says that it does. */
static bool
find_enclosed(struct table *table)
{
    struct members count = count_members(&table->document.root);
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;
    size_t found = 0;
    bool named = false;

    strbuf_init(&key);
    json_iter_init(&iter, &table->document.root);
    while (!named && json_iter_next(&iter, &key, &value)) {
        bool list = is_list_of_objects(&value);

        if (!list && !(value.kind == JSON_OBJECT && count.objects == 1 && is_keyed(&value)))
            continue;
        found++;
        named = is_generic_key(key.data) || strcmp(key.data, "models") == 0
            || strcmp(key.data, "runs") == 0 || strcmp(key.data, "records") == 0;
        if (found > 1 && !named)
            continue;
        free(table->member);
        table->member = mem_strndup(key.data, key.length);
        table->shape = list ? SHAPE_LIST : SHAPE_KEYED;
        table->container = value;
    }
    strbuf_release(&key);
    table->enclosed = found == 1 || named;
    if (table->enclosed)                    /* of duplicate keys the last counts */
        json_member(&table->document.root, table->member, &table->container);
    return table->enclosed;
}

static const char *
name_of_keys(const struct table *table)
{
    struct json_iter iter;
    struct json_span value, member;
    struct strbuf key;
    bool numeric = true, has_model = false;

    if (table->enclosed && count_members(&table->document.root).models > 0)
        return "task";
    strbuf_init(&key);
    json_iter_init(&iter, &table->container);
    while (json_iter_next(&iter, &key, &value)) {
        numeric = numeric && strspn(key.data, "0123456789.") == key.length;
        has_model = has_model || (value.kind == JSON_OBJECT
            && json_member(&value, "model", &member));
    }
    strbuf_release(&key);
    return numeric || has_model ? "key" : "model";
}

static void
find_shape(struct table *table)
{
    const struct json_span *root = &table->document.root;

    table->container = *root;
    if (table->document.several)
        table->shape = SHAPE_LINES;
    else if (root->kind == JSON_ARRAY)
        table->shape = SHAPE_LIST;
    else if (are_columns(root))
        table->shape = SHAPE_COLUMNS;
    else if (is_keyed(root))
        table->shape = SHAPE_KEYED;
    else if (!find_enclosed(table)) {
        table->shape = SHAPE_SINGLE;
        table->container = *root;
    }
    if (table->shape == SHAPE_KEYED)
        table->key_column = name_of_keys(table);
}

/* --- passing over the records --- */

static void
rewind_records(struct table *table)
{
    json_iter_init(&table->iter, &table->container);
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
    bool more = table->shape == SHAPE_LINES ? next_line(table, value, report, err)
        : table->shape == SHAPE_SINGLE ? table->index == 0
        : json_iter_next(&table->iter, &table->key, value);

    if (!more)
        return false;
    strbuf_clear(&table->place);
    strbuf_putc(&table->place, '$');
    if (table->enclosed)
        json_path_add_key(&table->place, table->member);
    if (table->shape == SHAPE_SINGLE)
        *value = table->container;
    else if (table->shape == SHAPE_KEYED)
        json_path_add_key(&table->place, table->key.data);
    else if (table->shape == SHAPE_LIST)
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
    return table->shape == SHAPE_KEYED && !table->enclosed && !json_is_container(value);
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

        if (is_model_name(dot == NULL ? names->names[i] : dot + 1))
            return;
    }
    table->path_model = reader_model_from_path(table->input);
    learn_text(table, "model");
}

static bool
learn(struct table *table, struct error *err)
{
    if (table->shape == SHAPE_KEYED)
        learn_text(table, table->key_column);
    if (!learn_records(table, err))
        return false;
    if (table->enclosed)
        json_record_learn(&table->record, &table->document.root, table->member, true);
    if (table->shape == SHAPE_SINGLE)
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
    if (table->enclosed)
        json_record_set(&table->record, &table->document.root, table->member, true);
    if (table->shape == SHAPE_KEYED) {
        json_iter_init(&iter, &table->container);
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
    if (table->shape == SHAPE_KEYED)
        json_record_set_text(record, table->key_column, table->key.data);
    if (table->path_model != NULL)
        json_record_set_text(record, "model", table->path_model);
    json_record_set(record, value, NULL, false);
    return json_record_give(record, table->sink, number,
        table->shape == SHAPE_LINES ? NULL : table->place.data, err);
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
    size_t n = json_count(&table->container), i = 0;
    struct json_iter *columns = mem_zalloc(n, sizeof *columns), iter;
    const char **names = mem_zalloc(n, sizeof *names);
    struct json_span value;
    bool good = true;

    json_iter_init(&iter, &table->container);
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

    json_iter_init(&iter, &table->container);
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
    bool columns = table->shape == SHAPE_COLUMNS;

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
        find_shape(&table);
        good = read_table(&table, err);
    }
    free(table.member);
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
