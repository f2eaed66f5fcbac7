/* mapped_table.c - a taught delimited table that stays a table: the mapping says what its
 * columns are, and adds columns of what the file's name says; see mapping.h.
 *
 * Columns that the mapping does not name are left to what their names and cells say.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/csv_table.h"
#include "read/mapping.h"

struct table {
    const struct mapping *mapping;
    struct arena *arena;
    struct mapping_captures of_file;
    const char **constants;         /* texts of the columns that are added */
    size_t n_constants;
    size_t first;                   /* of them */
};

static struct sink_column *
column_of(struct sink_column *columns, size_t n, const struct mapping_path *path)
{
    for (size_t i = 0; path != NULL && i < n; i++)
        if (mapping_glob(path->text, columns[i].name, NULL, NULL))
            return &columns[i];
    return NULL;
}

static void
set_role(struct sink_column *columns, size_t n, const struct mapping_source *source,
    enum sink_role role, const char *of)
{
    struct sink_column *column = column_of(columns, n, source->path);

    if (column == NULL)
        return;
    column->role = role;
    column->of = of;
}

static void
set_measures(struct sink_column *columns, size_t n, const struct mapping_measure *measure)
{
    for (size_t i = 0; i < n; i++) {
        struct sink_column *column = &columns[i];

        if (column->role != SINK_UNKNOWN
            || !mapping_glob(measure->path->text, column->name, NULL, NULL))
            continue;
        column->role = SINK_MEASURE;
        column->direction = measure->direction;
        column->unit = measure->unit;
        column->missing_tokens = measure->missing;
        column->kind = measure->kind;
        set_role(columns, n, &measure->se, SINK_SE, column->name);
        set_role(columns, n, &measure->n, SINK_N, NULL);
        set_role(columns, n, &measure->item, SINK_ITEM, NULL);
        set_role(columns, n, &measure->cluster, SINK_CLUSTER, NULL);
        if (measure->name.words != NULL && strchr(measure->name.words, '{') == NULL)
            column->name = measure->name.words;
    }
}

/* Adds a column of one text, if there is such a text. */
static void
add_constant(struct table *table, struct sink_column *columns, size_t *n, const char *name,
    enum sink_role role, const struct mapping_source *source)
{
    static const struct json_span nothing = {.text = "{}", .length = 2, .kind = JSON_OBJECT};
    struct mapping_scope scope = {.mapping = table->mapping, .root = &nothing,
        .record = &nothing, .of_file = &table->of_file};
    struct strbuf text;

    if (source->words == NULL)
        return;
    strbuf_init(&text);
    if (mapping_text(&scope, source, &text)) {
        columns[(*n)++] = (struct sink_column){.name = name, .role = role,
            .of = role == SINK_CONDITION ? name : NULL};
        table->constants[table->n_constants++] = arena_strdup(table->arena, text.data);
    }
    strbuf_release(&text);
}

static void
set_columns(void *context, struct sink_column *columns, size_t *n)
{
    struct table *table = context;
    const struct mapping *mapping = table->mapping;

    table->first = *n;
    for (size_t i = 0; i < *n; i++)
        for (size_t k = 0; k < mapping->n_ignored; k++)
            if (mapping_glob(mapping->ignored[k], columns[i].name, NULL, NULL))
                columns[i].role = SINK_IGNORE;
    set_role(columns, *n, &mapping->model, SINK_MODEL, NULL);
    set_role(columns, *n, &mapping->task, SINK_TASK, NULL);
    for (size_t i = 0; i < mapping->n_conditions; i++)
        set_role(columns, *n, &mapping->conditions[i].source, SINK_CONDITION,
            mapping->conditions[i].name);
    for (size_t i = 0; i < mapping->n_attributes; i++)
        set_role(columns, *n, &mapping->attributes[i].source, SINK_ATTRIBUTE, NULL);
    for (size_t i = 0; i < mapping->n_measures; i++)
        set_measures(columns, *n, &mapping->measures[i]);
    add_constant(table, columns, n, "model", SINK_MODEL, &mapping->model);
    add_constant(table, columns, n, "task", SINK_TASK, &mapping->task);
    for (size_t i = 0; i < mapping->n_conditions; i++)
        add_constant(table, columns, n, mapping->conditions[i].name, SINK_CONDITION,
            &mapping->conditions[i].source);
    for (size_t i = 0; i < mapping->n_attributes; i++)
        add_constant(table, columns, n, mapping->attributes[i].name, SINK_ATTRIBUTE,
            &mapping->attributes[i].source);
}

static void
set_record(void *context, struct sink_text *fields, size_t n, struct sink *sink,
    const char *place)
{
    const struct table *table = context;

    (void)sink;
    (void)place;
    for (size_t i = 0; i < table->n_constants && table->first + i < n; i++)
        fields[table->first + i] = (struct sink_text){.text = table->constants[i],
            .length = strlen(table->constants[i])};
}

bool
mapped_table_read(const struct mapping *mapping, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err)
{
    struct table table = {.mapping = mapping, .arena = arena_new()};
    struct csv_table csv = {.format = mapping->format,
        .extra = 2 + mapping->n_conditions + mapping->n_attributes, .columns = set_columns,
        .record = set_record, .context = &table};
    bool good;

    for (size_t i = 0; i < mapping->n_file_patterns && table.of_file.n == 0; i++)
        if (!mapping_file_fits(mapping->file_patterns[i], input->path, table.arena,
                &table.of_file))
            table.of_file.n = 0;
    table.constants = mem_zalloc(csv.extra, sizeof *table.constants);
    good = csv_table_read(&csv, input, options, sink, err);
    free(table.constants);
    arena_free(table.arena);
    return good;
}
