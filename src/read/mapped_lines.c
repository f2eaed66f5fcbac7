/* mapped_lines.c - the lines of a delimited or Markdown table as JSON objects, whose members are
 * the cells: a sink in front of the sink; see mapped_runs.h.
 *
 * Each line is a record at once; with "form": "document" they are kept, and the table is one
 * record of its rows and columns.
 */
#include "read/mapped_runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/csv_table.h"
#include "read/markdown.h"

/* What a document may hold: it is a table of a training or of questions, and lies in memory. */
enum { DOCUMENT_BYTES = 256 << 20 };

struct lines_sink {
    struct sink sink;                   /* first: the sink is this */
    struct mapped_runs *runs;
    struct strbuf *names;               /* as JSON texts */
    struct strbuf *columns;             /* of a document: cells, between commas */
    size_t n;
    struct strbuf object;               /* the line in hand; of a document all of them */
};

static struct lines_sink *
self(struct sink *sink)
{
    return (struct lines_sink *)sink;
}

static bool
lines_begin(struct sink *sink, const struct sink_source *source, struct error *err)
{
    self(sink)->runs->style = source->style;
    return mapped_runs_begin(self(sink)->runs, err);
}

static bool
lines_columns(struct sink *sink, const struct sink_column *columns, size_t n, struct error *err)
{
    struct lines_sink *lines = self(sink);

    (void)err;
    lines->names = mem_resize(lines->names, n + 1, sizeof *lines->names);
    lines->columns = mem_resize(lines->columns, n + 1, sizeof *lines->columns);
    for (size_t i = lines->n; i < n; i++) {
        strbuf_init(&lines->names[i]);
        strbuf_init(&lines->columns[i]);
        json_write_string(&lines->names[i], columns[i].name);
    }
    lines->n = n;
    return true;
}

/* Blanks around a cell are no part of it: some tools pad them. */
static void
add_trimmed(struct strbuf *cell, const struct sink_text *field)
{
    const char *at = field->text, *end = at == NULL ? NULL : at + field->length;

    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    while (end > at && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (end > at)
        strbuf_add(cell, at, (size_t)(end - at));
}

/* Appends the line as an object. */
static void
add_object(struct lines_sink *lines, const struct sink_text *fields, size_t n)
{
    bool document = lines->runs->mapping->whole_table;
    struct strbuf cell;

    strbuf_init(&cell);
    strbuf_putc(&lines->object, '{');
    for (size_t i = 0; i < n && i < lines->n; i++) {
        size_t start;

        strbuf_printf(&lines->object, "%s%s:", i > 0 ? "," : "", lines->names[i].data);
        strbuf_clear(&cell);
        add_trimmed(&cell, &fields[i]);
        start = lines->object.length;
        json_write_string(&lines->object, cell.data);
        if (document)
            strbuf_printf(&lines->columns[i], "%s%s", lines->columns[i].length > 0 ? "," : "",
                lines->object.data + start);
    }
    strbuf_putc(&lines->object, '}');
    strbuf_release(&cell);
}

static bool
lines_record(struct sink *sink, const struct sink_text *fields, size_t n, uint64_t number,
    const char *place, struct error *err)
{
    struct lines_sink *lines = self(sink);
    struct json_span root;
    char own_place[32];

    if (lines->runs->mapping->whole_table) {
        if (lines->object.length > 0)
            strbuf_putc(&lines->object, ',');
        add_object(lines, fields, n);
        return lines->object.length <= DOCUMENT_BYTES
            || error_set(err, ERROR_REQUEST, "%s: larger than the %d MB that the format %s "
                "keeps in memory", lines->runs->input->name, DOCUMENT_BYTES >> 20,
                lines->runs->mapping->format);
    }
    strbuf_clear(&lines->object);
    add_object(lines, fields, n);
    snprintf(own_place, sizeof own_place, "record %llu", (unsigned long long)number);
    return json_scan_whole(lines->object.data, lines->object.length, NULL, &root, NULL, err)
        && mapped_runs_take(lines->runs, &root, place != NULL ? place : own_place, err);
}

/* {"rows": [...], "columns": {...}} of what was kept. */
static bool
give_document(struct lines_sink *lines, struct error *err)
{
    struct json_span root;
    struct strbuf all;
    bool good;

    strbuf_init(&all);
    strbuf_printf(&all, "{\"rows\":[%s],\"columns\":{", lines->object.data);
    for (size_t i = 0; i < lines->n; i++)
        strbuf_printf(&all, "%s%s:[%s]", i > 0 ? "," : "", lines->names[i].data,
            lines->columns[i].data);
    strbuf_puts(&all, "}}");
    good = json_scan_whole(all.data, all.length, NULL, &root, NULL, err)
        && mapped_runs_take(lines->runs, &root, "$", err);
    strbuf_release(&all);
    return good;
}

static bool
lines_items(struct sink *sink, const char *column, const double *values, size_t n,
    struct error *err)
{
    (void)sink;
    (void)column;
    (void)values;
    (void)n;
    (void)err;
    return true;
}

static void
lines_warn(struct sink *sink, const char *place, const char *message)
{
    self(sink)->runs->sink->warn(self(sink)->runs->sink, place, message);
}

static void
lines_reject(struct sink *sink, const char *place, const char *reason)
{
    self(sink)->runs->sink->reject(self(sink)->runs->sink, place, reason);
}

static bool
lines_end(struct sink *sink, struct error *err)
{
    struct lines_sink *lines = self(sink);

    return (!lines->runs->mapping->whole_table || give_document(lines, err))
        && mapped_runs_finish(lines->runs, err);
}

static bool
lines_progress(struct sink *sink, size_t bytes_done)
{
    return self(sink)->runs->sink->progress(self(sink)->runs->sink, bytes_done);
}

bool
mapped_lines_read(struct mapped_runs *runs, struct error *err)
{
    static const struct csv_table table = {.format = "table"};
    struct lines_sink lines = {.runs = runs, .sink = {.begin = lines_begin,
        .columns = lines_columns, .record = lines_record, .record_items = lines_items,
        .warn = lines_warn, .reject = lines_reject, .end = lines_end,
        .progress = lines_progress}};
    bool good;

    strbuf_init(&lines.object);
    good = runs->mapping->input == MAPPING_MARKDOWN
        ? markdown_tables_read("table", runs->input, runs->options, &lines.sink, err)
        : csv_table_read(&table, runs->input, runs->options, &lines.sink, err);
    for (size_t i = 0; i < lines.n; i++) {
        strbuf_release(&lines.names[i]);
        strbuf_release(&lines.columns[i]);
    }
    free(lines.names);
    free(lines.columns);
    strbuf_release(&lines.object);
    return good;
}
