/* print_json.c - a whole result as JSON: all tables, settings, verdict and notes.
 *
 * Numbers are the shortest that read back; what is undefined or not finite is null. Rows
 * are arrays in the order of the columns, one on a line, so that a diff shows one.
 */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "print/print_internal.h"

static void
put_string(struct strbuf *out, const char *text)
{
    if (text == NULL)
        strbuf_puts(out, "null");
    else
        json_write_string(out, text);
}

/* An integer that a double cannot hold is written as it came. */
static bool
is_large_integer(const char *text, double value)
{
    const char *digits = text == NULL ? "" : text + (text[0] == '-');

    return fabs(value) >= 9007199254740992.0 && digits[0] >= '1' && digits[0] <= '9' &&
        strspn(digits, "0123456789") == strlen(digits);
}

static void
put_cell(struct strbuf *out, const struct result_column *column, size_t row)
{
    double value;

    if (column->type == VALUE_TEXT) {
        put_string(out, column->text[row]);
        return;
    }
    value = column->number[row];
    if (column->type == VALUE_FLAG)
        strbuf_puts(out, isnan(value) ? "null" : value != 0 ? "true" : "false");
    else if (column->text != NULL && is_large_integer(column->text[row], value))
        strbuf_puts(out, column->text[row]);
    else
        json_write_number(out, value);
}

static void
put_column(struct strbuf *out, const struct result_column *column)
{
    strbuf_puts(out, "{\"name\": ");
    put_string(out, column->name);
    strbuf_puts(out, ", \"unit\": ");
    put_string(out, column->unit);
    strbuf_puts(out, ", \"direction\": ");
    put_string(out, column->direction == DIRECTION_MAX ? "max" :
        column->direction == DIRECTION_MIN ? "min" : NULL);
    strbuf_putc(out, '}');
}

static void
put_table(struct strbuf *out, const struct result_table *table)
{
    bool first = true;

    put_string(out, table->name);
    strbuf_puts(out, ": {\n      \"columns\": [");
    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].shown_only)
            continue;
        strbuf_puts(out, first ? "\n        " : ",\n        ");
        put_column(out, &table->columns[i]);
        first = false;
    }
    strbuf_puts(out, "],\n      \"rows\": [");
    for (size_t row = 0; row < table->rows; row++) {
        strbuf_puts(out, row == 0 ? "\n        [" : ",\n        [");
        first = true;
        for (size_t i = 0; i < table->n_columns; i++) {
            if (table->columns[i].shown_only)
                continue;
            if (!first)
                strbuf_puts(out, ", ");
            put_cell(out, &table->columns[i], row);
            first = false;
        }
        strbuf_putc(out, ']');
    }
    strbuf_puts(out, "]\n    }");
}

static void
put_settings(struct strbuf *out, const struct result *result)
{
    strbuf_puts(out, "  \"settings\": {");
    for (size_t i = 0; i < result->n_settings; i++) {
        strbuf_puts(out, i == 0 ? "\n    " : ",\n    ");
        put_string(out, result->settings[i].name);
        strbuf_puts(out, ": ");
        put_string(out, result->settings[i].value);
    }
    strbuf_puts(out, "},\n");
}

bool
print_json(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err)
{
    const struct result_table *only = NULL;
    bool first = true;

    if (options->table != NULL &&
        (only = print_choose_table(result, options, err)) == NULL)
        return false;
    strbuf_puts(out, "{\n  \"lens\": ");
    put_string(out, result->lens);
    strbuf_puts(out, ",\n  \"title\": ");
    put_string(out, result->title);
    strbuf_puts(out, ",\n");
    put_settings(out, result);
    strbuf_puts(out, "  \"tables\": {");
    for (size_t i = 0; i < result->n_tables; i++) {
        if (only != NULL && only != &result->tables[i])
            continue;
        strbuf_puts(out, first ? "\n    " : ",\n    ");
        put_table(out, &result->tables[i]);
        first = false;
    }
    strbuf_puts(out, "},\n  \"verdict\": ");
    put_string(out, result->verdict);
    strbuf_puts(out, ",\n  \"notes\": [");
    for (size_t i = 0; i < result->n_notes; i++) {
        strbuf_puts(out, i == 0 ? "\n    " : ",\n    ");
        put_string(out, result->notes[i]);
    }
    strbuf_puts(out, "]\n}\n");
    return true;
}
