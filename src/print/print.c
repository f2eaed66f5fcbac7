/* print.c - which writer a format has, and what the writers share.
 */
#include "print/print.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "print/print_internal.h"

struct format_row {
    const char *name;
    bool (*write)(const struct result *, const struct print_options *, struct strbuf *,
        struct error *);
};

static const struct format_row format_rows[] = {
    [PRINT_TEXT] = { "text", print_text },
    [PRINT_CSV] = { "csv", print_csv },
    [PRINT_JSON] = { "json", print_json },
    [PRINT_MARKDOWN] = { "markdown", print_markdown },
    [PRINT_SVG] = { "svg", print_svg },
    [PRINT_PLAIN] = { "plain", print_plain },
};
enum { N_FORMATS = sizeof format_rows / sizeof *format_rows };

bool
print_format_parse(const char *name, enum print_format *format, struct error *err)
{
    const char *names[N_FORMATS], *near;

    for (int i = 0; i < N_FORMATS; i++) {
        names[i] = format_rows[i].name;
        if (strcmp(name, names[i]) == 0) {
            *format = (enum print_format)i;
            return true;
        }
    }
    error_set(err, ERROR_USAGE, "no output format \"%s\"", name);
    near = text_nearest(name, names, N_FORMATS);
    if (near != NULL)
        return error_hint(err, "did you mean \"%s\"?", near);
    return error_hint(err, "the formats are text, plain, csv, json, markdown and svg");
}

bool
print_format_of_file(const char *path, enum print_format *format)
{
    static const struct { const char *ending; enum print_format format; } endings[] = {
        { ".txt", PRINT_TEXT }, { ".csv", PRINT_CSV }, { ".json", PRINT_JSON },
        { ".md", PRINT_MARKDOWN }, { ".svg", PRINT_SVG },
    };
    const char *dot = strrchr(path_base(path), '.');

    for (size_t i = 0; dot != NULL && i < sizeof endings / sizeof *endings; i++)
        if (strcasecmp(dot, endings[i].ending) == 0) {
            *format = endings[i].format;
            return true;
        }
    return false;
}

bool
print_result(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err)
{
    return format_rows[options->format].write(result, options, out, err);
}

const struct result_table *
print_choose_table(const struct result *result, const struct print_options *options,
    struct error *err)
{
    const struct result_table *table;
    struct strbuf names;

    if (options->table == NULL && result->n_tables > 0)
        return &result->tables[0];
    if (options->table == NULL) {
        error_set(err, ERROR_REQUEST, "%s has no table to print", result->lens);
        return NULL;
    }
    table = result_table(result, options->table);
    if (table != NULL)
        return table;
    strbuf_init(&names);
    for (size_t i = 0; i < result->n_tables; i++)
        strbuf_list(&names, result->tables[i].name);
    error_set(err, ERROR_REQUEST, "%s has no table \"%s\"", result->lens, options->table);
    error_hint(err, "its tables: %s", names.data);
    strbuf_release(&names);
    return NULL;
}

const struct chart *
print_choose_chart(const struct result *result, const struct print_options *options,
    struct error *err)
{
    struct strbuf names;

    for (size_t i = 0; i < result->n_charts; i++)
        if (options->chart == NULL || strcmp(result->charts[i].name, options->chart) == 0)
            return &result->charts[i];
    if (options->chart == NULL || result->n_charts == 0) {
        error_set(err, ERROR_REQUEST, "%s has no chart to draw", result->lens);
        return NULL;
    }
    strbuf_init(&names);
    for (size_t i = 0; i < result->n_charts; i++)
        strbuf_list(&names, result->charts[i].name);
    error_set(err, ERROR_REQUEST, "%s has no chart \"%s\"", result->lens, options->chart);
    error_hint(err, "its charts: %s", names.data);
    strbuf_release(&names);
    return NULL;
}

size_t *
print_row_order(const struct result_table *table)
{
    size_t *order = mem_zalloc(table->rows + 1, sizeof *order);

    for (size_t i = 0; i < table->rows; i++)
        order[i] = table->display != NULL ? table->display[i] : i;
    return order;
}

struct chart_view
print_chart_view(const struct print_options *options, double width, double height)
{
    struct chart_view view = options->view != NULL ? *options->view :
        chart_view_plain(width, height, options->glyphs);

    view.width = width;
    view.height = height;
    view.glyphs = options->glyphs;
    return view;
}

/* One line's worth of words; returns where the next line begins. */
static const char *
wrap_line(struct strbuf *out, const char *text, size_t room)
{
    size_t used = 0;

    for (;;) {
        size_t length = strcspn(text, " "), width = text_width(text, length);

        if (used != 0 && used + 1 + width > room)
            return text;
        if (used != 0)
            strbuf_putc(out, ' ');
        strbuf_add(out, text, length);
        used += (used != 0) + width;
        text += length;
        text += strspn(text, " ");
        if (*text == '\0')
            return text;
    }
}

void
print_wrapped(struct strbuf *out, const char *text, size_t indent, size_t width, bool ascii)
{
    size_t room = width > indent + 10 ? width - indent : 10;
    struct strbuf clean;
    const char *rest;

    strbuf_init(&clean);
    text_scrub(&clean, text, strlen(text), ascii);
    rest = wrap_line(out, clean.data, room);
    while (*rest != '\0') {
        strbuf_putc(out, '\n');
        strbuf_fill(out, ' ', indent);
        rest = wrap_line(out, rest, room);
    }
    strbuf_putc(out, '\n');
    strbuf_release(&clean);
}
