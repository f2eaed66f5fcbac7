/* markdown.c - the tables of Markdown texts; see markdown.h.
 *
 * Two small parsers, of lines with bars and of tags, fill the same row; the rest does not
 * know which of them it was.
 */
#include "read/markdown.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "read/encoding.h"
#include "read/name_index.h"
#include "read/readers.h"

enum { MOST_CELLS = 2000 };

struct cells { char **text; size_t n, capacity; };

struct reading {
    const struct input *input;
    const struct read_options *options;
    struct sink *sink;
    bool sections;                  /* several tables: their headings are a column */
    struct name_index names;        /* of the columns so far */
    struct sink_column *columns;
    size_t given, columns_capacity; /* columns that the sink knows */
    size_t *places;                 /* column of each cell of the table in hand */
    size_t n_places, places_capacity;
    struct sink_text *fields;
    char *section;
    size_t tables, line;
    uint64_t records;
};

static void
cells_clear(struct cells *cells)
{
    for (size_t i = 0; i < cells->n; i++)
        free(cells->text[i]);
    cells->n = 0;
}

/* --- a cell's text without its marks --- */

static const struct { const char *name, *text; } entities[] = {{"&nbsp;", " "}, {"&amp;", "&"},
    {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&plusmn;", "\xC2\xB1"}};

/* Behind a mark that is left out (what stands for it is appended), or NULL. */
static const char *
skip_mark(const char *at, const char *end, struct strbuf *out)
{
    const char *close;

    for (size_t i = 0; *at == '&' && i < sizeof entities / sizeof entities[0]; i++) {
        size_t length = strlen(entities[i].name);

        if ((size_t)(end - at) >= length && memcmp(at, entities[i].name, length) == 0) {
            strbuf_puts(out, entities[i].text);
            return at + length;
        }
    }
    if (*at == '<' && end - at > 1 && (isalpha((unsigned char)at[1]) || at[1] == '/'
            || at[1] == '!')) {
        close = memchr(at, '>', (size_t)(end - at));
        if (close != NULL && strncasecmp(at, "<br", 3) == 0)
            strbuf_putc(out, ' ');
        return close == NULL ? NULL : close + 1;
    }
    if (end - at > 2 && at[0] == '[' && at[1] == '^') {         /* a footnote */
        close = memchr(at, ']', (size_t)(end - at));
        return close == NULL ? NULL : close + 1;
    }
    if (*at == ']' && end - at > 1 && at[1] == '(') {           /* where a link leads */
        close = memchr(at, ')', (size_t)(end - at));
        return close == NULL ? NULL : close + 1;
    }
    return NULL;
}

static bool
is_link(const char *at, const char *end)
{
    const char *close = memchr(at, ']', (size_t)(end - at));

    return close != NULL && close + 1 < end && close[1] == '(';
}

static char *
clean_cell(const char *at, const char *end)
{
    struct strbuf out;
    size_t start = 0;

    strbuf_init(&out);
    while (at < end) {
        const char *behind = skip_mark(at, end, &out);

        if (behind != NULL)
            at = behind;
        else if (*at == '`' || (at + 1 < end && ((at[0] == '*' && at[1] == '*')
            || (at[0] == '_' && at[1] == '_' && (out.length == 0 || at + 2 == end)))))
            at += *at == '`' ? 1 : 2;
        else if (*at == '[' && is_link(at, end))
            at++;
        else if (*at == '\\' && at + 1 < end && ispunct((unsigned char)at[1]))
            strbuf_putc(&out, (at += 2)[-1]);
        else if (isspace((unsigned char)*at)) {
            if (out.length > 0 && out.data[out.length - 1] != ' ')
                strbuf_putc(&out, ' ');
            at++;
        } else
            strbuf_putc(&out, *at++);
    }
    while (out.length > 0 && out.data[out.length - 1] == ' ')
        out.data[--out.length] = '\0';
    while (out.data[start] == ' ')
        start++;
    memmove(out.data, out.data + start, out.length - start + 1);
    return out.data;
}

static void
add_cell(struct cells *cells, const char *at, const char *end)
{
    if (cells->n < MOST_CELLS)
        ARRAY_PUSH(cells->text, cells->n, cells->capacity, clean_cell(at, end));
}

/* --- lines with bars --- */

/* The cells of a line; false if it has no bar. A bar behind a backslash or in code is text. */
static bool
split_bars(const char *at, const char *end, struct cells *cells)
{
    const char *from;
    bool code = false;

    cells_clear(cells);
    while (at < end && isspace((unsigned char)*at))
        at++;
    while (end > at && isspace((unsigned char)end[-1]))
        end--;
    if (at == end || memchr(at, '|', (size_t)(end - at)) == NULL)
        return false;
    at += *at == '|';
    for (from = at; at < end; at++) {
        if (*at == '`')
            code = !code;
        if (*at == '\\' && at + 1 < end)
            at++;
        else if (*at == '|' && !code) {
            add_cell(cells, from, at);
            from = at + 1;
        }
    }
    if (from < end)
        add_cell(cells, from, end);
    return cells->n > 0;
}

/* "|:---|---:|" */
static bool
is_rule(const char *at, const char *end)
{
    size_t dashes = 0, bars = 0;

    for (; at < end; at++) {
        dashes += *at == '-';
        bars += *at == '|';
        if (strchr("-|: \t\r", *at) == NULL)
            return false;
    }
    return dashes > 0 && bars > 0;
}

static const char *
line_end(const char *at, const char *end)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));

    return newline == NULL ? end : newline;
}

/* Whether a header stands at this line: the next one is a rule. */
static bool
is_header(const char *at, const char *end)
{
    const char *stop = line_end(at, end), *next = stop == end ? end : stop + 1;

    return memchr(at, '|', (size_t)(stop - at)) != NULL && next < end
        && is_rule(next, line_end(next, end));
}

bool
markdown_header(const char *text, size_t length, markdown_cell *take, void *context)
{
    const char *end = text + length;

    for (const char *at = text; at < end; at = line_end(at, end) + 1) {
        struct cells cells = {0};

        if (!is_header(at, end))
            continue;
        split_bars(at, line_end(at, end), &cells);
        for (size_t i = 0; i < cells.n; i++)
            take(context, cells.text[i]);
        cells_clear(&cells);
        free(cells.text);
        return true;
    }
    return false;
}

/* --- what the tables give --- */

static void
add_column(struct reading *reading, const char *name, enum sink_role role)
{
    bool added;
    size_t number = name_index_add(&reading->names, name, strlen(name), &added);

    if (!added)
        return;
    ARRAY_RESERVE(reading->columns, number + 1, reading->columns_capacity);
    reading->columns[number] = (struct sink_column){.name = reading->names.names[number],
        .role = role};
}

/* Whether a first column is that of models, beside others that might be. */
static bool
names_model(const char *name)
{
    return strcasecmp(name, "model") == 0 || strcasecmp(name, "name") == 0
        || strcasecmp(name, "method") == 0 || strcasecmp(name, "models") == 0;
}

static bool
begin_table(struct reading *reading, const struct cells *header, struct error *err)
{
    size_t before = reading->given;

    if (reading->tables++ == 0 && reading->sections)
        add_column(reading, "section", SINK_CONDITION);
    reading->n_places = 0;
    for (size_t i = 0; i < header->n; i++) {
        char *name = header->text[i][0] != '\0' ? mem_strdup(header->text[i])
            : mem_printf("column %zu", i + 1);
        size_t column;

        add_column(reading, name, i == 0 && names_model(name) ? SINK_MODEL : SINK_UNKNOWN);
        column = name_index_find(&reading->names, name, strlen(name));
        ARRAY_PUSH(reading->places, reading->n_places, reading->places_capacity, column);
        free(name);
    }
    reading->given = reading->names.n;
    reading->fields = mem_resize(reading->fields, reading->given + 1, sizeof *reading->fields);
    return reading->given == before
        || reading->sink->columns(reading->sink, reading->columns, reading->given, err);
}

static bool
is_blank_from(const struct cells *cells, size_t first)
{
    for (size_t i = first; i < cells->n; i++)
        if (cells->text[i][0] != '\0')
            return false;
    return true;
}

static bool
give_row(struct reading *reading, const struct cells *cells, struct error *err)
{
    char place[32], reason[96];

    if (is_blank_from(cells, 1))
        return true;
    snprintf(place, sizeof place, "line %zu", reading->line);
    if (!is_blank_from(cells, reading->n_places)) {
        snprintf(reason, sizeof reason, "has %zu cells, the header has %zu", cells->n,
            reading->n_places);
        reading->sink->reject(reading->sink, place, reason);
        return true;
    }
    for (size_t i = 0; i < reading->given; i++)
        reading->fields[i] = (struct sink_text){0};
    if (reading->sections && reading->section != NULL)
        reading->fields[0] = (struct sink_text){reading->section, strlen(reading->section)};
    for (size_t i = 0; i < reading->n_places && i < cells->n; i++)
        if (cells->text[i][0] != '\0')
            reading->fields[reading->places[i]]
                = (struct sink_text){cells->text[i], strlen(cells->text[i])};
    return reading->sink->record(reading->sink, reading->fields, reading->given,
        reading->records++, place, err);
}

static void
set_section(struct reading *reading, const char *at, const char *end)
{
    while (at < end && (*at == '#' || *at == ' '))
        at++;
    while (end > at && (end[-1] == ':' || isspace((unsigned char)end[-1])))
        end--;
    free(reading->section);
    reading->section = clean_cell(at, end);
}

/* --- HTML tables --- */

static bool
is_tag(const char *at, const char *end, const char *name)
{
    size_t length = strlen(name);

    return (size_t)(end - at) > length && strncasecmp(at, name, length) == 0
        && !isalnum((unsigned char)at[length]);
}

struct html {
    struct cells cells;
    bool header, in_table;      /* header: the cells are those of one */
    const char *open;           /* behind the tag of the cell in hand, or NULL */
};

static bool
end_row(struct reading *reading, struct html *html, struct error *err)
{
    bool good = html->cells.n == 0
        || (html->header ? begin_table(reading, &html->cells, err)
            : reading->n_places == 0 || give_row(reading, &html->cells, err));

    cells_clear(&html->cells);
    html->header = false;
    return good;
}

static void
end_cell(struct html *html, const char *at)
{
    if (html->open != NULL)
        add_cell(&html->cells, html->open, at);
    html->open = NULL;
}

/* One tag of a table; rows and cells may lack their ends. */
static bool
take_tag(struct reading *reading, struct html *html, const char *at, const char *end,
    const char *behind, struct error *err)
{
    bool is_head = is_tag(at, end, "<th"), is_cell = is_head || is_tag(at, end, "<td");
    bool ends_row = is_tag(at, end, "<tr") || is_tag(at, end, "</tr")
        || is_tag(at, end, "</table") || (is_cell && html->cells.n > 0 && is_head != html->header);

    if (is_cell || ends_row || is_tag(at, end, "</td") || is_tag(at, end, "</th"))
        end_cell(html, at);
    /* A head that only precedes the cells of its row belongs to them. */
    if (ends_row && !end_row(reading, html, err))
        return false;
    if (is_cell) {
        html->header = html->header || is_head;
        html->open = behind;
    }
    if (is_tag(at, end, "</table"))
        html->in_table = false;
    return true;
}

static bool
read_html(struct reading *reading, const char **from, const char *end, struct error *err)
{
    struct html html = {.in_table = true};
    const char *at = *from;
    bool good = true;

    reading->n_places = 0;
    while (good && at < end && html.in_table) {
        const char *close;

        reading->line += *at == '\n';
        if (*at != '<') {
            at++;
            continue;
        }
        if (end - at > 3 && memcmp(at, "<!--", 4) == 0)
            for (close = at; close < end && !(end - close > 2 && memcmp(close, "-->", 3) == 0);)
                close++;
        else
            close = memchr(at, '>', (size_t)(end - at));
        if (close == NULL || close >= end)
            break;
        close += *close == '>' ? 1 : 3;
        good = take_tag(reading, &html, at, end, close, err);
        for (; at < close; at++)
            reading->line += *at == '\n';
    }
    good = good && end_row(reading, &html, err);
    cells_clear(&html.cells);
    free(html.cells.text);
    *from = at < end ? at : end;
    return good;
}

/* --- the text --- */

static bool
read_bars(struct reading *reading, const char **from, const char *end, struct error *err)
{
    struct cells cells = {0};
    const char *at = *from;
    bool good;

    split_bars(at, line_end(at, end), &cells);
    good = begin_table(reading, &cells, err);
    at = line_end(at, end) + 1;
    reading->line++;
    for (at = line_end(at, end) + 1; good && at < end; at = line_end(at, end) + 1) {
        reading->line++;
        if (!split_bars(at, line_end(at, end), &cells))
            break;
        good = give_row(reading, &cells, err);
    }
    cells_clear(&cells);
    free(cells.text);
    *from = at < end ? at : end;
    return good;
}

static bool
starts_html(const char *at, const char *stop)
{
    while (at < stop && isspace((unsigned char)*at))
        at++;
    return is_tag(at, stop, "<table");
}

static bool
read_text(struct reading *reading, const char *text, size_t length, struct error *err)
{
    const char *at = text, *end = text + length;

    reading->line = 1;
    while (at < end) {
        const char *stop = line_end(at, end);

        if (!reading->sink->progress(reading->sink, (size_t)(at - text)))
            return error_set(err, ERROR_CANCELLED, "%s: cancelled", reading->input->name);
        if (is_header(at, end)) {
            if (!read_bars(reading, &at, end, err))
                return false;
            continue;
        }
        if (starts_html(at, stop)) {
            while (*at != '<')
                at++;
            at++;
            if (!read_html(reading, &at, end, err))
                return false;
            continue;
        }
        if (*at == '#')
            set_section(reading, at, stop);
        at = stop + 1;
        reading->line++;
    }
    return true;
}

static size_t
count_tables(const char *text, size_t length)
{
    const char *end = text + length;
    size_t n = 0;

    for (const char *at = text; at < end; at = line_end(at, end) + 1)
        n += is_header(at, end) || starts_html(at, line_end(at, end));
    return n;
}

bool
markdown_tables_read(const char *format, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err)
{
    struct reading reading = {.input = input, .options = options, .sink = sink};
    struct sink_source source = {.format = format, .wide = true, .style = {.decimal = '.'}};
    struct utf8_text text;
    bool good;

    if (!utf8_text_open(&text, input, err))
        return false;
    name_index_init(&reading.names);
    reading.sections = count_tables(text.text, text.length) > 1;
    good = sink->begin(sink, &source, err);
    if (good) {
        utf8_text_warn(&text, sink);
        good = read_text(&reading, text.text, text.length, err);
    }
    if (good && reading.records == 0) {
        good = error_set(err, ERROR_REQUEST, "%s: has no table with rows", input->name);
        error_hint(err, "a table has a header, and below it a line such as |---|---|");
    }
    good = good && sink->end(sink, err);
    name_index_release(&reading.names);
    free(reading.columns);
    free(reading.places);
    free(reading.fields);
    free(reading.section);
    utf8_text_close(&text);
    return good;
}

static bool
markdown_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    return markdown_tables_read("markdown", input, options, sink, err);
}

static int
markdown_sniff(const struct sniff *sniff)
{
    return sniff->markdown ? 50 : 0;
}

const struct reader reader_markdown = {
    .name = "markdown",
    .title = "tables of a Markdown text",
    .detects = "a header between bars above a line of dashes, or a table in HTML in a file .md",
    .sniff = markdown_sniff,
    .read = markdown_read,
};
