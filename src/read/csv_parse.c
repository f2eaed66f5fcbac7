/* csv_parse.c - splitting delimited text into fields; see csv_parse.h.
 *
 * libcsv would do the splitting, but it copies every byte through calls of functions, hands
 * out fields without saying on which line a record began, and passes over blank lines, which
 * tell a second table from the first. This parser only moves two pointers.
 */
#include "read/csv_parse.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/word.h"

void
csv_parser_init(struct csv_parser *parser, const char *text, size_t length, char delimiter)
{
    *parser = (struct csv_parser){.at = text, .end = text + length, .delimiter = delimiter,
        .line = 1};
    parser->stop[(unsigned char)delimiter] = true;
    parser->stop['\n'] = parser->stop['\r'] = true;
    strbuf_init(&parser->scratch);
}

void
csv_parser_release(struct csv_parser *parser)
{
    free(parser->fields);
    free(parser->unescaped);
    strbuf_release(&parser->scratch);
}

static void
more_fields(struct csv_parser *parser)
{
    ARRAY_RESERVE(parser->fields, parser->n + 1, parser->capacity);
}

static inline void
add_field(struct csv_parser *parser, const char *text, size_t length)
{
    if (parser->n == parser->capacity)
        more_fields(parser);
    parser->fields[parser->n].text = text;
    parser->fields[parser->n++].length = length;
}

static void
count_lines(struct csv_parser *parser, const char *from, const char *to)
{
    for (; from < to; from++)
        parser->line += *from == '\n' || (*from == '\r' && from + 1 < to && from[1] != '\n');
}

/* Whether an end of line stands here; passes it. */
static bool
take_line_end(struct csv_parser *parser)
{
    if (parser->at >= parser->end || (*parser->at != '\n' && *parser->at != '\r'))
        return false;
    if (*parser->at++ == '\r' && parser->at < parser->end && *parser->at == '\n')
        parser->at++;
    parser->line++;
    return true;
}

/* A field whose doubled quotes are made single; its text becomes an offset into scratch. */
static void
add_unescaped(struct csv_parser *parser, const char *from, const char *to)
{
    size_t start = parser->scratch.length;

    while (from < to) {
        const char *quote = memchr(from, '"', (size_t)(to - from));
        const char *upto = quote == NULL ? to : quote + 1;

        strbuf_add(&parser->scratch, from, (size_t)(upto - from));
        from = quote == NULL ? to : quote + 2;
    }
    ARRAY_PUSH(parser->unescaped, parser->n_unescaped, parser->unescaped_capacity, parser->n);
    add_field(parser, NULL, parser->scratch.length - start);
}

static bool
is_blank(const struct csv_parser *parser, const char *at)
{
    return at < parser->end && (*at == ' ' || *at == '\t') && *at != parser->delimiter;
}

/* From behind the opening quote to behind the closing one and its blanks. */
static bool
take_quoted(struct csv_parser *parser)
{
    const char *from = parser->at, *quote = from;
    bool doubled = false;

    for (;;) {
        quote = memchr(quote, '"', (size_t)(parser->end - quote));
        if (quote == NULL) {
            parser->problem = "a quoted field is never closed";
            parser->at = parser->end;
            return false;
        }
        if (quote + 1 == parser->end || quote[1] != '"')
            break;
        doubled = true;
        quote += 2;
    }
    count_lines(parser, from, quote);
    if (doubled)
        add_unescaped(parser, from, quote);
    else
        add_field(parser, from, (size_t)(quote - from));
    for (parser->at = quote + 1; is_blank(parser, parser->at);)
        parser->at++;
    if (parser->at < parser->end && !parser->stop[(unsigned char)*parser->at]) {
        parser->problem = "text follows the closing quote of a field";
        return false;
    }
    return true;
}

/* Where an unquoted field ends. */
static const char *
find_stop(const struct csv_parser *parser, const char *at)
{
    const uint64_t delimiters = word_repeat((unsigned char)parser->delimiter);

    while (parser->end - at >= WORD_BYTES) {
        uint64_t word = word_load(at);
        uint64_t stops = word_zero_bytes(word ^ delimiters)
            | word_zero_bytes(word ^ word_repeat('\n')) | word_zero_bytes(word ^ word_repeat('\r'));

        if (stops != 0) {
            at += word_before(stops);
            break;
        }
        at += WORD_BYTES;
    }
    while (at < parser->end && !parser->stop[(unsigned char)*at])
        at++;
    return at;
}

static bool
take_field(struct csv_parser *parser)
{
    const char *from = parser->at;

    while (is_blank(parser, from))
        from++;
    if (from < parser->end && *from == '"') {
        parser->at = from + 1;
        return take_quoted(parser);
    }
    from = parser->at;
    parser->at = find_stop(parser, from);
    add_field(parser, from, (size_t)(parser->at - from));
    return true;
}

static void
place_unescaped(struct csv_parser *parser)
{
    size_t offset = 0;

    for (size_t i = 0; i < parser->n_unescaped; i++) {
        struct sink_text *field = &parser->fields[parser->unescaped[i]];

        field->text = parser->scratch.data + offset;
        offset += field->length;
    }
}

static bool
is_all_blank(const struct sink_text *field)
{
    for (size_t i = 0; i < field->length; i++)
        if (field->text[i] != ' ' && field->text[i] != '\t')
            return false;
    return true;
}

enum csv_status
csv_next(struct csv_parser *parser)
{
    const char *start = parser->at;

    parser->n = 0;
    parser->n_unescaped = 0;
    strbuf_clear(&parser->scratch);
    parser->record_line = parser->line;
    if (parser->at >= parser->end)
        return CSV_END;
    if (take_line_end(parser))
        return CSV_BLANK;
    for (;;) {
        if (!take_field(parser)) {
            while (parser->at < parser->end && *parser->at != '\n' && *parser->at != '\r')
                parser->at++;
            take_line_end(parser);
            return CSV_BAD;
        }
        if (parser->at >= parser->end)
            break;
        if (*parser->at != parser->delimiter) {
            take_line_end(parser);
            break;
        }
        parser->at++;
    }
    place_unescaped(parser);
    return parser->n == 1 && is_all_blank(&parser->fields[0]) && *start != '"' ? CSV_BLANK
        : CSV_RECORD;
}
