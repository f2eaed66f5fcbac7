/* print_markdown.c - title, one table, verdict and notes as Markdown (GitHub's tables).
 *
 * Nothing that came from a file can be markup: names are scrubbed, then every character
 * that Markdown or HTML could read is escaped.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "draw/grid.h"
#include "print/print_internal.h"

static bool
is_word(char byte)
{
    return isalnum((unsigned char)byte) != 0 || (unsigned char)byte >= 0x80;
}

/* "_" inside a word is no markup and common in names. */
static bool
needs_backslash(const char *text, size_t i)
{
    if (text[i] == '_')
        return i == 0 || !is_word(text[i - 1]) || !is_word(text[i + 1]);
    return strchr("\\`*[]{}|~$#!", text[i]) != NULL;
}

static void
put_escaped(struct strbuf *out, const char *text)
{
    struct strbuf clean;

    strbuf_init(&clean);
    text_scrub(&clean, text, strlen(text), false);
    for (size_t i = 0; i < clean.length; i++) {
        char byte = clean.data[i];

        if (byte == '<')
            strbuf_puts(out, "&lt;");
        else if (byte == '>')
            strbuf_puts(out, "&gt;");
        else if (byte == '&')
            strbuf_puts(out, "&amp;");
        else if (byte == '@')
            strbuf_puts(out, "&#64;");    /* no mention of a user */
        else if (needs_backslash(clean.data, i))
            strbuf_printf(out, "\\%c", byte);
        else
            strbuf_putc(out, byte);
    }
    strbuf_release(&clean);
}

static const char *
role_letter(enum mark_role role)
{
    static const char *const letters[] = {
        [MARK_PLAIN] = "",
        [MARK_FRONTIER] = "● ",
        [MARK_UNDECIDED] = "◐ ",
        [MARK_DOMINATED] = "· ",
        [MARK_LAYER2] = "· ",
        [MARK_INFEASIBLE] = "× ",
        [MARK_MISSING] = "— ",
        [MARK_REFERENCE] = "▪ ",
    };

    return letters[role];
}

static void
put_header(struct strbuf *out, const struct result_table *table)
{
    strbuf_putc(out, '|');
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct result_column *column = &table->columns[i];

        if (column->detail)
            continue;
        strbuf_putc(out, ' ');
        put_escaped(out, grid_column_title(column));
        if (column->unit != NULL && column->unit[0] != '\0') {
            strbuf_puts(out, ", ");
            put_escaped(out, column->unit);
        }
        strbuf_puts(out, " |");
    }
    strbuf_puts(out, "\n|");
    for (size_t i = 0; i < table->n_columns; i++)
        if (!table->columns[i].detail)
            strbuf_puts(out, table->columns[i].type == VALUE_TEXT ? " --- |" : " ---: |");
    strbuf_putc(out, '\n');
}

static void
put_row(struct strbuf *out, const struct result_table *table, size_t row,
    const struct grid_measure *measures)
{
    bool first = true;
    struct strbuf text;

    strbuf_init(&text);
    strbuf_putc(out, '|');
    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].detail)
            continue;
        strbuf_putc(out, ' ');
        if (first && table->role != NULL)
            strbuf_puts(out, role_letter(table->role[row]));
        first = false;
        strbuf_clear(&text);
        grid_cell_shared(table, i, row, &measures[i], &text);
        put_escaped(out, text.data);
        strbuf_puts(out, " |");
    }
    strbuf_putc(out, '\n');
    strbuf_release(&text);
}

static void
put_table(struct strbuf *out, const struct result_table *table)
{
    size_t *order = print_row_order(table);
    struct grid_measure *measures = mem_zalloc(table->n_columns + 1, sizeof *measures);

    grid_measure(table, false, measures);
    put_header(out, table);
    for (size_t i = 0; i < table->rows; i++)
        put_row(out, table, order[i], measures);
    strbuf_putc(out, '\n');
    free(measures);
    free(order);
}

bool
print_markdown(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err)
{
    const struct result_table *table = print_choose_table(result, options, err);

    if (table == NULL)
        return false;
    if (result->title != NULL && result->title[0] != '\0') {
        strbuf_puts(out, "## ");
        put_escaped(out, result->title);
        strbuf_puts(out, "\n\n");
    }
    put_table(out, table);
    if (result->verdict != NULL) {
        strbuf_puts(out, "**Verdict:** ");
        put_escaped(out, result->verdict);
        strbuf_puts(out, "\n");
    }
    for (size_t i = 0; i < result->n_notes; i++) {
        strbuf_puts(out, i == 0 ? "\n- " : "- ");
        put_escaped(out, result->notes[i]);
        strbuf_putc(out, '\n');
    }
    return true;
}
