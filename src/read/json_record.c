/* json_record.c - flattening JSON objects into fields; see json_record.h. */
#include "read/json_record.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { JOINED_LIST_MAX = 1000 };

void
json_record_init(struct json_record *record)
{
    *record = (struct json_record){0};
    name_index_init(&record->names);
    strbuf_init(&record->scratch);
    strbuf_init(&record->path);
    for (size_t i = 0; i < JSON_RECORD_DEPTH; i++)
        strbuf_init(&record->keys[i]);
}

void
json_record_release(struct json_record *record)
{
    name_index_release(&record->names);
    strbuf_release(&record->scratch);
    strbuf_release(&record->path);
    for (size_t i = 0; i < JSON_RECORD_DEPTH; i++)
        strbuf_release(&record->keys[i]);
    free(record->columns);
    free(record->fields);
    free(record->offsets);
    free(record->kept.fields);
    free(record->kept.offsets);
    free(record->values);
    free(record->items);
}

/* --- walking --- */

typedef void leaf_visitor(struct json_record *record, const char *name, size_t length,
    const struct json_span *value, bool enclosing);

static void
note_left_out(struct json_record *record, const char *name, size_t length)
{
    size_t n = length < sizeof record->left_out_name - 1 ? length
        : sizeof record->left_out_name - 1;

    if (record->left_out++ > 0)
        return;
    memcpy(record->left_out_name, name, n);
    record->left_out_name[n] = '\0';
}

/* Calls visit for every member that is no object, under its dotted name. */
static void
walk_members(struct json_record *record, const struct json_span *object, const char *except,
    bool enclosing, leaf_visitor *visit, unsigned depth)
{
    struct strbuf *key = &record->keys[depth];
    size_t start = record->path.length;
    struct json_iter iter;
    struct json_span value;

    json_iter_init(&iter, object);
    while (json_iter_next(&iter, key, &value)) {
        if (depth == 0 && except != NULL && strcmp(key->data, except) == 0)
            continue;
        if (depth > 0)
            strbuf_putc(&record->path, '.');
        strbuf_add(&record->path, key->data, key->length);
        if (value.kind != JSON_OBJECT)
            visit(record, record->path.data, record->path.length, &value, enclosing);
        else if (depth + 1 < JSON_RECORD_DEPTH)
            walk_members(record, &value, NULL, enclosing, visit, depth + 1);
        else
            note_left_out(record, record->path.data, record->path.length);
        record->path.length = start;
        record->path.data[start] = '\0';
    }
}

enum list_kind { LIST_EMPTY, LIST_NUMBERS, LIST_SCALARS, LIST_DEEP };

static enum list_kind
list_kind(const struct json_span *list)
{
    struct json_iter iter;
    struct json_span value;
    enum list_kind kind = LIST_EMPTY;

    json_iter_init(&iter, list);
    while (json_iter_next(&iter, NULL, &value)) {
        if (json_is_container(&value))
            return LIST_DEEP;
        if (value.kind == JSON_STRING)
            kind = LIST_SCALARS;
        else if (kind == LIST_EMPTY)
            kind = LIST_NUMBERS;
    }
    return kind;
}

/* --- learning --- */

static struct json_record_column *
column_of(struct json_record *record, const char *name, size_t length)
{
    bool added;
    size_t number, had = record->columns_capacity;

    if (record->names.n >= JSON_RECORD_COLUMNS
        && name_index_find(&record->names, name, length) == SIZE_MAX) {
        record->too_many = true;
        return NULL;
    }
    number = name_index_add(&record->names, name, length, &added);
    ARRAY_RESERVE(record->columns, number + 1, record->columns_capacity);
    if (record->columns_capacity > had)
        memset(record->columns + had, 0,
            (record->columns_capacity - had) * sizeof *record->columns);
    return &record->columns[number];
}

static void
learn_leaf(struct json_record *record, const char *name, size_t length,
    const struct json_span *value, bool enclosing)
{
    struct json_record_column *column;
    enum list_kind kind = value->kind == JSON_ARRAY ? list_kind(value) : LIST_SCALARS;

    if (kind == LIST_DEEP) {
        note_left_out(record, name, length);
        return;
    }
    if (kind == LIST_NUMBERS && enclosing)
        return;
    column = column_of(record, name, length);
    if (column == NULL)
        return;
    column->own |= !enclosing;
    column->number |= value->kind == JSON_NUMBER || value->kind == JSON_TRUE
        || value->kind == JSON_FALSE;
    column->scalar |= kind != LIST_NUMBERS;
}

void
json_record_learn(struct json_record *record, const struct json_span *object,
    const char *except, bool enclosing)
{
    walk_members(record, object, except, enclosing, learn_leaf, 0);
}

void
json_record_learn_value(struct json_record *record, const char *name,
    const struct json_span *value, bool enclosing)
{
    learn_leaf(record, name, strlen(name), value, enclosing);
}

void
json_record_number_columns(struct json_record *record)
{
    record->n_fields = 0;
    for (size_t i = 0; i < record->names.n; i++)
        if (record->columns[i].scalar)
            record->columns[i].field = record->n_fields++;
    ARRAY_RESERVE(record->fields, record->n_fields, record->fields_capacity);
    ARRAY_RESERVE(record->offsets, record->n_fields, record->offsets_capacity);
}

/* --- setting --- */

void
json_record_clear(struct json_record *record)
{
    const struct json_record_kept *kept = &record->kept;

    for (size_t i = 0; i < record->n_fields; i++) {
        record->fields[i] = kept->fields != NULL ? kept->fields[i] : (struct sink_text){0};
        record->offsets[i] = kept->fields != NULL ? kept->offsets[i] : SIZE_MAX;
    }
    record->scratch.length = kept->scratch;
    record->n_values = kept->values;
    record->n_items = kept->items;
}

void
json_record_keep(struct json_record *record)
{
    struct json_record_kept *kept = &record->kept;

    kept->fields = mem_resize(kept->fields, record->n_fields + 1, sizeof *kept->fields);
    kept->offsets = mem_resize(kept->offsets, record->n_fields + 1, sizeof *kept->offsets);
    for (size_t i = 0; i < record->n_fields; i++) {
        kept->fields[i] = record->fields[i];
        kept->offsets[i] = record->offsets[i];
    }
    kept->scratch = record->scratch.length;
    kept->values = record->n_values;
    kept->items = record->n_items;
}

/* A field whose text was appended to scratch from `start` on. */
static void
set_from_scratch(struct json_record *record, size_t field, size_t start)
{
    record->offsets[field] = start;
    record->fields[field].length = record->scratch.length - start;
}

static void
set_direct(struct json_record *record, size_t field, const char *text, size_t length)
{
    record->offsets[field] = SIZE_MAX;
    record->fields[field] = (struct sink_text){.text = text, .length = length};
}

static void
set_scalar(struct json_record *record, size_t field, const struct json_span *value)
{
    size_t start = record->scratch.length;

    if (value->kind == JSON_NULL)
        set_direct(record, field, "", 0);
    else if (value->kind != JSON_STRING)
        set_direct(record, field, value->text, value->length);
    else if (memchr(value->text, '\\', value->length) == NULL)
        set_direct(record, field, value->text + 1, value->length - 2);
    else {
        json_string(value, &record->scratch);
        set_from_scratch(record, field, start);
    }
}

static void
set_joined(struct json_record *record, size_t field, const struct json_span *list)
{
    size_t start = record->scratch.length;
    struct json_iter iter;
    struct json_span value;

    json_iter_init(&iter, list);
    while (json_iter_next(&iter, NULL, &value)
        && record->scratch.length - start < JOINED_LIST_MAX) {
        if (record->scratch.length > start)
            strbuf_puts(&record->scratch, ", ");
        if (value.kind == JSON_STRING)
            json_string(&value, &record->scratch);
        else
            strbuf_add(&record->scratch, value.text, value.length);
    }
    set_from_scratch(record, field, start);
}

static void
add_items(struct json_record *record, size_t column, const struct json_span *list)
{
    struct json_record_items items = {.column = column, .first = record->n_values};
    struct json_iter iter;
    struct json_span value;

    json_iter_init(&iter, list);
    while (json_iter_next(&iter, NULL, &value)) {
        double number = NAN;

        if (value.kind == JSON_TRUE || value.kind == JSON_FALSE)
            number = value.kind == JSON_TRUE;
        else
            json_number(&value, &number);
        ARRAY_PUSH(record->values, record->n_values, record->values_capacity, number);
    }
    items.n = record->n_values - items.first;
    for (size_t i = 0; i < record->n_items; i++)
        if (record->items[i].column == column) {        /* the last of duplicate keys */
            record->items[i] = items;
            return;
        }
    ARRAY_PUSH(record->items, record->n_items, record->items_capacity, items);
}

static void
set_leaf(struct json_record *record, const char *name, size_t length,
    const struct json_span *value, bool enclosing)
{
    size_t column = name_index_find(&record->names, name, length);
    enum list_kind kind = value->kind == JSON_ARRAY ? list_kind(value) : LIST_SCALARS;

    if (column == SIZE_MAX || kind == LIST_DEEP)
        return;
    if (kind == LIST_NUMBERS) {
        if (!enclosing)
            add_items(record, column, value);
    } else if (value->kind == JSON_ARRAY)
        set_joined(record, record->columns[column].field, value);
    else
        set_scalar(record, record->columns[column].field, value);
}

void
json_record_set(struct json_record *record, const struct json_span *object, const char *except,
    bool enclosing)
{
    walk_members(record, object, except, enclosing, set_leaf, 0);
}

void
json_record_set_value(struct json_record *record, const char *name,
    const struct json_span *value)
{
    set_leaf(record, name, strlen(name), value, false);
}

void
json_record_set_text(struct json_record *record, const char *name, const char *text)
{
    size_t column = name_index_find(&record->names, name, strlen(name));
    size_t start = record->scratch.length;

    strbuf_puts(&record->scratch, text);
    set_from_scratch(record, record->columns[column].field, start);
}

bool
json_record_give(struct json_record *record, struct sink *sink, uint64_t number,
    const char *place, struct error *err)
{
    for (size_t i = 0; i < record->n_fields; i++)
        if (record->offsets[i] != SIZE_MAX)
            record->fields[i].text = record->scratch.data + record->offsets[i];
    if (!sink->record(sink, record->fields, record->n_fields, number, place, err))
        return false;
    for (size_t i = 0; i < record->n_items; i++) {
        const struct json_record_items *items = &record->items[i];

        if (!sink->record_items(sink, record->names.names[items->column],
                record->values + items->first, items->n, err))
            return false;
    }
    return true;
}
