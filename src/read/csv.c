/* csv.c - delimited files with a header: CSV, TSV and their kin; see csv_table.h.
 *
 * One pass, no allocation per field. A record with another number of fields than the header
 * is refused, because shifted numbers look like numbers: the error names record, line and
 * the likely comma. Records count from 0 in the sink (as rows do) and from 1 for people.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "read/csv_dialect.h"
#include "read/csv_parse.h"
#include "read/csv_table.h"
#include "read/encoding.h"
#include "read/name_index.h"
#include "read/readers.h"

enum { DIALECT_BYTES = 1 << 20, PROGRESS_RECORDS = 1024,
    INDEX_RECORDS = 50 };

struct csv_reading {
    const struct csv_table *table;
    const struct input *input;
    const struct read_options *options;
    struct sink *sink;
    struct utf8_text text;
    struct csv_parser parser;
    struct csv_dialect dialect;
    struct name_index names;
    struct sink_column *columns;
    size_t n_file;              /* columns of the file */
    size_t n_columns;           /* and with those of the format */
    uint64_t number;            /* of the next record */
    bool after_blank;
};

/* --- header --- */

static void
trim(struct sink_text *text)
{
    while (text->length > 0 && strchr(" \t\r\n", text->text[0]) != NULL) {
        text->text++;
        text->length--;
    }
    while (text->length > 0 && strchr(" \t\r\n", text->text[text->length - 1]) != NULL)
        text->length--;
}

static bool
is_number(const struct sink_text *text, const struct number_style *style)
{
    struct number number;

    return number_parse(text->text, text->length, style, &number) == NUMBER_VALUE;
}

/* A first record of nothing but numbers (and there must be one) is data. */
static bool
lacks_header(const struct csv_reading *reading)
{
    size_t numbers = 0;

    for (size_t i = 0; i < reading->parser.n; i++) {
        const struct sink_text *field = &reading->parser.fields[i];
        struct number number;
        enum number_class class = number_parse(field->text, field->length,
            &reading->dialect.style, &number);

        if (class == NUMBER_TEXT || (class == NUMBER_MISSING && field->length > 0))
            return false;
        numbers += class == NUMBER_VALUE;
    }
    return numbers >= 2;
}

/* A name of one line, unique, never empty. */
static const char *
column_name(struct csv_reading *reading, size_t i, bool headless)
{
    struct sink_text field = reading->parser.fields[i];
    char *name;
    const char *unique;

    trim(&field);
    if (headless)
        name = mem_printf("c%zu", i + 1);
    else if (field.length == 0)
        name = mem_printf("column %zu", i + 1);
    else
        name = mem_strndup(field.text, field.length);
    for (char *at = name, *to = name;; at++) {
        if (*at == '\r' && at[1] == '\n')
            continue;
        *to++ = *at == '\n' || *at == '\r' ? ' ' : *at;
        if (*at == '\0')
            break;
    }
    unique = name_index_add_unique(&reading->names, name);
    free(name);
    return unique;
}

/* What the first records say of a column without a name: all blank, a row index
 * (0, 1, 2, ... or from 1), or something to be kept. */
static void
judge_unnamed(struct csv_reading *reading, size_t column)
{
    struct csv_parser ahead;
    enum csv_status status;
    size_t seen = 0, blank = 0, counted = 0;
    double first = 0;

    csv_parser_init(&ahead, reading->parser.at,
        (size_t)(reading->parser.end - reading->parser.at), reading->dialect.delimiter);
    while (seen < INDEX_RECORDS && (status = csv_next(&ahead)) != CSV_END) {
        struct number number;
        enum number_class class;

        if (status != CSV_RECORD || ahead.n <= column)
            continue;
        class = number_parse(ahead.fields[column].text, ahead.fields[column].length, NULL,
            &number);
        if (seen == 0 && class == NUMBER_VALUE)
            first = number.value;
        blank += class == NUMBER_MISSING;
        counted += class == NUMBER_VALUE && (first == 0 || first == 1)
            && number.value == first + (double)seen;
        seen++;
    }
    csv_parser_release(&ahead);
    if (seen == 0 || (blank < seen && counted < seen) || (counted > 0 && seen < 2))
        return;
    reading->columns[column].role = SINK_IGNORE;
    reading->sink->warn(reading->sink, reading->columns[column].name, blank == seen
        ? "has no name and no values: left out" : "has no name and counts the rows: left out");
}

static bool
is_unnamed(const struct csv_reading *reading, size_t i)
{
    struct sink_text field = reading->parser.fields[i];

    trim(&field);
    return field.length == 0;
}

static void
make_columns(struct csv_reading *reading, bool headless)
{
    size_t n = reading->parser.n;

    reading->n_file = n;
    reading->columns = mem_zalloc(n + reading->table->extra, sizeof *reading->columns);
    for (size_t i = 0; i < n; i++)
        reading->columns[i].name = column_name(reading, i, headless);
    for (size_t i = 0; i < n && !headless; i++)
        if (is_unnamed(reading, i))
            judge_unnamed(reading, i);
    reading->n_columns = n;
    if (reading->table->columns != NULL)
        reading->table->columns(reading->table->context, reading->columns,
            &reading->n_columns);
}

static bool
read_header(struct csv_reading *reading, struct error *err)
{
    struct csv_parser rewound;
    enum csv_status status;
    bool headless;

    do {
        rewound = reading->parser;
        status = csv_next(&reading->parser);
    } while (status == CSV_BLANK);
    if (status == CSV_END)
        return error_set(err, ERROR_REQUEST, "%s: is empty", reading->input->name);
    if (status == CSV_BAD)
        return error_set(err, ERROR_REQUEST, "%s: line %zu: %s in the header",
            reading->input->name, reading->parser.record_line, reading->parser.problem);
    headless = lacks_header(reading);
    make_columns(reading, headless);
    if (headless) {
        reading->parser.at = rewound.at;
        reading->parser.line = rewound.line;
        reading->sink->warn(reading->sink, "line 1", "the first line holds only numbers: "
            "there is no header, so the columns are named c1, c2, ...");
    }
    return reading->sink->columns(reading->sink, reading->columns, reading->n_columns, err);
}

/* --- records --- */

static void
print_place(const struct csv_reading *reading, char place[static 64])
{
    snprintf(place, 64, "record %llu (line %zu)", (unsigned long long)reading->number,
        reading->parser.record_line);
}

/* The field whose comma was probably not quoted: the one behind it begins with a blank. */
static size_t
torn_field(const struct csv_reading *reading)
{
    for (size_t i = 0; i + 1 < reading->parser.n; i++)
        if (reading->parser.fields[i].length > 0 && reading->parser.fields[i + 1].length > 1
            && reading->parser.fields[i + 1].text[0] == ' '
            && !is_number(&reading->parser.fields[i], &reading->dialect.style))
            return i;
    return SIZE_MAX;
}

static void
guess_reason(const struct csv_reading *reading, struct strbuf *out)
{
    const struct csv_parser *parser = &reading->parser;
    size_t torn = torn_field(reading);
    const char *word = reading->dialect.delimiter == ',' ? "comma" : "delimiter";

    if (reading->after_blank)
        strbuf_puts(out, "a second table below a blank line?");
    else if (parser->n < reading->n_file && parser->at == parser->end)
        strbuf_puts(out, "the end of the file is missing?");
    else if (parser->n < reading->n_file)
        strbuf_puts(out, "fields are missing");
    else if (torn != SIZE_MAX)
        strbuf_printf(out, "an unquoted %s in \"%.*s%c%.*s\"?", word,
            (int)(parser->fields[torn].length < 40 ? parser->fields[torn].length : 40),
            parser->fields[torn].text, reading->dialect.delimiter,
            (int)(parser->fields[torn + 1].length < 40 ? parser->fields[torn + 1].length : 40),
            parser->fields[torn + 1].text);
    else
        strbuf_printf(out, "an unquoted %s?", word);
}

/* Refuses a record, or counts it where the user is lenient. */
static bool
refuse_record(struct csv_reading *reading, const char *reason, struct error *err)
{
    char place[64];

    print_place(reading, place);
    if (reading->options->lenient) {
        reading->sink->reject(reading->sink, place, reason);
        reading->number++;
        return true;
    }
    error_set(err, ERROR_REQUEST, "%s: %s %s", reading->input->name, place, reason);
    return error_hint(err, reading->after_blank
        ? "nothing of this file was imported; split it at the blank line, or --lenient reads "
          "the first table only"
        : "nothing of this file was imported; --lenient skips such records and counts them");
}

static bool
refuse_ragged(struct csv_reading *reading, struct error *err)
{
    struct strbuf reason;
    bool going_on;

    strbuf_init(&reason);
    strbuf_printf(&reason, "has %zu field%s, the header has %zu (", reading->parser.n,
        reading->parser.n == 1 ? "" : "s", reading->n_file);
    guess_reason(reading, &reason);
    strbuf_putc(&reason, ')');
    going_on = refuse_record(reading, reason.data, err);
    strbuf_release(&reason);
    return going_on;
}

/* Empty fields beyond the header's (a trailing delimiter) hold nothing: they are cut. */
static void
cut_empty_tail(struct csv_reading *reading)
{
    struct csv_parser *parser = &reading->parser;

    while (parser->n > reading->n_file) {
        struct sink_text last = parser->fields[parser->n - 1];

        trim(&last);
        if (last.length > 0)
            return;
        parser->n--;
    }
}

static bool
give_record(struct csv_reading *reading, struct error *err)
{
    struct csv_parser *parser = &reading->parser;
    char place[64];

    cut_empty_tail(reading);
    if (parser->n != reading->n_file)
        return refuse_ragged(reading, err);
    if (reading->n_columns > reading->n_file) {
        ARRAY_RESERVE(parser->fields, reading->n_columns, parser->capacity);
        for (size_t i = reading->n_file; i < reading->n_columns; i++)
            parser->fields[i] = (struct sink_text){0};
    }
    if (reading->table->record != NULL) {
        print_place(reading, place);
        reading->table->record(reading->table->context, parser->fields, reading->n_columns,
            reading->sink, place);
    }
    if (reading->number % PROGRESS_RECORDS == 0 && !reading->sink->progress(reading->sink,
        (size_t)(parser->at - reading->text.text)))
        return error_set(err, ERROR_CANCELLED, "%s: cancelled", reading->input->name);
    return reading->sink->record(reading->sink, parser->fields, reading->n_columns,
        reading->number++, NULL, err);
}

static bool
give_records(struct csv_reading *reading, struct error *err)
{
    enum csv_status status;

    while ((status = csv_next(&reading->parser)) != CSV_END) {
        bool good = status == CSV_BLANK
            || (status == CSV_BAD ? refuse_record(reading, reading->parser.problem, err)
                : give_record(reading, err));

        if (!good)
            return false;
        /* Once a ragged record has followed a blank line, all below is the second table. */
        reading->after_blank = status == CSV_BLANK
            || (reading->after_blank && reading->parser.n != reading->n_file);
    }
    return true;
}

/* --- the whole --- */

static bool
read_text(struct csv_reading *reading, struct error *err)
{
    struct sink *sink = reading->sink;
    struct sink_source source = {.format = reading->table->format, .wide = true};
    size_t sample = reading->text.length;

    if (sample > DIALECT_BYTES)
        for (sample = DIALECT_BYTES; sample > 1 && reading->text.text[sample - 1] != '\n';)
            sample--;
    csv_dialect_find(&reading->dialect, reading->text.text, sample,
        reading->options->delimiter);
    source.style = reading->dialect.style;
    csv_parser_init(&reading->parser, reading->text.text + reading->dialect.skip,
        reading->text.length - reading->dialect.skip, reading->dialect.delimiter);
    for (size_t i = 0; i < reading->dialect.skip; i++)
        reading->parser.line += reading->text.text[i] == '\n';
    if (!sink->begin(sink, &source, err))
        return false;
    utf8_text_warn(&reading->text, sink);
    return read_header(reading, err) && give_records(reading, err) && sink->end(sink, err);
}

bool
csv_table_read(const struct csv_table *table, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err)
{
    struct csv_reading reading = {.table = table, .input = input, .options = options,
        .sink = sink};
    bool good;

    if (!utf8_text_open(&reading.text, input, err))
        return false;
    name_index_init(&reading.names);
    good = read_text(&reading, err);
    csv_parser_release(&reading.parser);
    name_index_release(&reading.names);
    free(reading.columns);
    utf8_text_close(&reading.text);
    return good;
}

/* --- the plain format --- */

static int
csv_sniff(const struct sniff *sniff)
{
    const struct csv_dialect *dialect = &sniff->dialect;
    bool named = sniff_name_ends(sniff, ".csv") || sniff_name_ends(sniff, ".tsv");

    if (sniff->kind != SNIFF_TEXT || sniff->markdown)
        return 0;
    if (named)
        return dialect->columns > 1 ? 60 : 20;
    if (dialect->columns < 2 || dialect->records < 2 || dialect->agreement < 0.9)
        return 0;
    return sniff->text[0] == '|' ? 0 : 40;          /* a Markdown table */
}

static bool
csv_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    static const struct csv_table plain = {.format = "csv"};

    return csv_table_read(&plain, input, options, sink, err);
}

const struct reader reader_csv = {
    .name = "csv",
    .title = "delimited table with a header (CSV, TSV, semicolons)",
    .detects = "lines with the same number of fields",
    .sniff = csv_sniff,
    .read = csv_read,
};
