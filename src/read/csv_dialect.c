/* csv_dialect.c - comma, semicolon, tab or bar, and decimal comma or point; see the header.
 *
 * Each delimiter is tried on the sample. The one under which most records have as many
 * fields as the first wins, then the one that gives more fields. That a comma is decimal
 * needs evidence: a cell whose comma cannot separate thousands, and none with such a point.
 */
#include "read/csv_dialect.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "read/csv_parse.h"

enum { SAMPLE_RECORDS = 200 };

static void
try_delimiter(struct csv_dialect *out, const char *text, size_t length, char delimiter)
{
    struct csv_parser parser;
    enum csv_status status = CSV_RECORD;
    size_t agreeing = 0;

    *out = (struct csv_dialect){.delimiter = delimiter};
    csv_parser_init(&parser, text, length, delimiter);
    while (out->records < SAMPLE_RECORDS && (status = csv_next(&parser)) != CSV_END) {
        if (status == CSV_BLANK)
            continue;
        out->records++;
        if (out->records == 1)
            out->columns = parser.n;
        agreeing += status == CSV_RECORD && parser.n == out->columns;
    }
    csv_parser_release(&parser);
    if (out->records > 0)
        out->agreement = (double)agreeing / (double)out->records;
}

static bool
is_better(const struct csv_dialect *a, const struct csv_dialect *b)
{
    if ((a->columns > 1) != (b->columns > 1))
        return a->columns > 1;
    if (a->agreement != b->agreement)
        return a->agreement > b->agreement;
    return a->columns > b->columns;
}

/* --- numbers --- */

struct marks { size_t decimal_comma, decimal_point, comma, point_groups; };

static size_t
digits_at(const char *at, const char *end)
{
    const char *from = at;

    while (at < end && isdigit((unsigned char)*at))
        at++;
    return (size_t)(at - from);
}

/* What a cell like "-1.234,5" says of its marks; anything but digits and marks says nothing. */
static void
weigh_cell(struct marks *marks, const char *at, const char *end)
{
    size_t digits, first, points = 0, commas = 0, last_digits = 0;
    char last = 0;

    while (at < end && (*at == ' ' || *at == '+' || *at == '-'))
        at++;
    while (end > at && (end[-1] == ' ' || end[-1] == '%'))
        end--;
    first = digits = digits_at(at, end);
    at += digits;
    while (at < end && (*at == ',' || *at == '.')) {
        last = *at++;
        *(last == ',' ? &commas : &points) += 1;
        last_digits = digits_at(at, end);
        at += last_digits;
    }
    if (at != end || last == 0 || first + last_digits == 0)
        return;
    marks->comma += commas > 0;
    if (commas == 1 && last == ',' && (last_digits != 3 || first == 0 || first > 3 || points > 0))
        marks->decimal_comma++;
    if (points == 1 && last == '.' && (last_digits != 3 || first == 0 || first > 3 || commas > 0))
        marks->decimal_point++;
    marks->point_groups += points > 0 && commas == 1 && last == ',';
}

static struct number_style
style_of(const char *text, size_t length, char delimiter)
{
    struct csv_parser parser;
    struct marks marks = {0};
    enum csv_status status;

    csv_parser_init(&parser, text, length, delimiter);
    while ((status = csv_next(&parser)) != CSV_END)
        for (size_t i = 0; status == CSV_RECORD && i < parser.n; i++)
            weigh_cell(&marks, parser.fields[i].text,
                parser.fields[i].text + parser.fields[i].length);
    csv_parser_release(&parser);
    if (marks.decimal_point > 0
        || (marks.decimal_comma == 0 && (delimiter != ';' || marks.comma == 0)))
        return (struct number_style){.decimal = '.'};
    return (struct number_style){.decimal = ',', .thousands = marks.point_groups > 0 ? '.' : 0};
}

/* Excel's first line "sep=;" names the delimiter. */
static size_t
separator_line(const char *text, size_t length, char *delimiter)
{
    size_t used = 5;

    if (length < 6 || strncmp(text, "sep=", 4) != 0
        || (text[5] != '\n' && text[5] != '\r'))
        return 0;
    *delimiter = text[4];
    used += text[5] == '\r';
    return used < length && text[used] == '\n' ? used + 1 : used;
}

/* Comments above the header: lines that begin with # and hold no delimiter. */
static size_t
comment_lines(const char *text, size_t length)
{
    size_t used = 0;

    while (used < length && text[used] == '#') {
        size_t at = used;

        while (at < length && strchr("\n,;\t|", text[at]) == NULL)
            at++;
        if (at == length || text[at] != '\n')
            break;
        used = at + 1;
    }
    return used;
}

void
csv_dialect_find(struct csv_dialect *out, const char *text, size_t length, char forced)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    size_t skip = separator_line(text, length, &forced);

    if (skip == 0)
        skip = comment_lines(text, length);
    text += skip;
    length -= skip;
    if (forced != 0)
        try_delimiter(out, text, length, forced);
    for (size_t i = 0; forced == 0 && i < sizeof candidates; i++) {
        struct csv_dialect tried;

        try_delimiter(&tried, text, length, candidates[i]);
        if (i == 0 || is_better(&tried, out))
            *out = tried;
    }
    out->skip = skip;
    out->style = style_of(text, length, out->delimiter);
}
