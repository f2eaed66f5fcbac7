/* print_csv.c - one table as CSV (RFC 4180, lines end in LF): the format that programs read.
 *
 * Every column, in the table's own order; numbers as they came or the shortest that read
 * back to the same double; what is undefined is empty.
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "print/print_internal.h"

static bool
needs_quotes(const char *text)
{
    size_t length = strlen(text);

    return strpbrk(text, ",\"\r\n") != NULL ||
        (length != 0 && (text[0] == ' ' || text[length - 1] == ' '));
}

/* Spreadsheets run a cell that begins with one of these; numbers are no formulas. */
static bool
is_formula(const char *text)
{
    double value;

    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL &&
        !number_parse_plain(text, &value);
}

static void
put_field(struct strbuf *out, const char *text, bool safe)
{
    bool guard = safe && is_formula(text);

    if (!needs_quotes(text)) {
        strbuf_printf(out, "%s%s", guard ? "'" : "", text);
        return;
    }
    strbuf_puts(out, guard ? "\"'" : "\"");
    for (; *text != '\0'; text++) {
        if (*text == '"')
            strbuf_putc(out, '"');
        strbuf_putc(out, *text);
    }
    strbuf_putc(out, '"');
}

static void
put_cell(struct strbuf *out, const struct result_column *column, size_t row, bool safe)
{
    char buf[NUMBER_TEXT_MAX];

    if (column->text != NULL && column->text[row] != NULL) {
        put_field(out, column->text[row], safe);
    } else if (column->type != VALUE_TEXT && !isnan(column->number[row])) {
        number_print(buf, column->number[row]);
        strbuf_puts(out, buf);
    }
}

static void
put_header(const struct result_table *table, bool safe, struct strbuf *out)
{
    bool first = true;

    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].shown_only)
            continue;
        if (!first)
            strbuf_putc(out, ',');
        put_field(out, table->columns[i].name, safe);
        first = false;
    }
    strbuf_putc(out, '\n');
}

static void
put_row(const struct result_table *table, size_t row, bool safe, struct strbuf *out)
{
    bool first = true;

    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].shown_only)
            continue;
        if (!first)
            strbuf_putc(out, ',');
        put_cell(out, &table->columns[i], row, safe);
        first = false;
    }
}

bool
print_csv(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err)
{
    const struct result_table *table = print_choose_table(result, options, err);

    if (table == NULL)
        return false;
    put_header(table, options->safe_csv, out);
    for (size_t row = 0; row < table->rows; row++) {
        size_t start = out->length;

        put_row(table, row, options->safe_csv, out);
        /* A lone empty field would be an empty line, which readers skip. */
        if (out->length == start)
            strbuf_puts(out, "\"\"");
        strbuf_putc(out, '\n');
    }
    return true;
}
