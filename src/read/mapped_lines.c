/* mapped_lines.c - the lines of a delimited or Markdown table as JSON objects, whose members are
 * the cells: a sink in front of the sink; see mapped_runs.h. */
#include "read/mapped_runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/csv_table.h"
#include "read/markdown.h"

struct lines_sink {
    struct sink sink;                   /* first: the sink is this */
    struct mapped_runs *runs;
    struct strbuf *names;               /* as JSON texts */
    size_t n;
    struct strbuf object;
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
    for (size_t i = lines->n; i < n; i++) {
        strbuf_init(&lines->names[i]);
        json_write_string(&lines->names[i], columns[i].name);
    }
    lines->n = n;
    return true;
}

static bool
lines_record(struct sink *sink, const struct sink_text *fields, size_t n, uint64_t number,
    const char *place, struct error *err)
{
    struct lines_sink *lines = self(sink);
    struct json_span root;
    struct strbuf cell;
    char own_place[32];
    bool good;

    strbuf_init(&cell);
    strbuf_clear(&lines->object);
    strbuf_putc(&lines->object, '{');
    for (size_t i = 0; i < n && i < lines->n; i++) {
        strbuf_printf(&lines->object, "%s%s:", i > 0 ? "," : "", lines->names[i].data);
        strbuf_clear(&cell);
        if (fields[i].text != NULL)
            strbuf_add(&cell, fields[i].text, fields[i].length);
        json_write_string(&lines->object, cell.data);
    }
    strbuf_putc(&lines->object, '}');
    snprintf(own_place, sizeof own_place, "record %llu", (unsigned long long)number + 1);
    good = json_scan_whole(lines->object.data, lines->object.length, NULL, &root, NULL, err)
        && mapped_runs_take(lines->runs, &root, place != NULL ? place : own_place, err);
    strbuf_release(&cell);
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
    return mapped_runs_finish(self(sink)->runs, err);
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
    for (size_t i = 0; i < lines.n; i++)
        strbuf_release(&lines.names[i]);
    free(lines.names);
    strbuf_release(&lines.object);
    return good;
}
