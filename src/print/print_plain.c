/* print_plain.c - a result in sentences: for a screen reader, a log, a mail.
 *
 * No plot, no columns to keep in mind: each row says everything about one thing, with the
 * names and units of its values.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "draw/grid.h"
#include "print/print_internal.h"

static void
put_clean(struct strbuf *out, const char *text, const struct print_options *options)
{
    text_scrub(out, text, strlen(text), options->glyphs == GLYPHS_ASCII);
}

static const char *
unit_words(const char *unit)
{
    return strcmp(unit, "%") == 0 ? "percent" : unit;
}

static const char *
direction_words(enum direction direction)
{
    return direction == DIRECTION_MIN ? ", less is better" :
        direction == DIRECTION_MAX ? ", more is better" : "";
}

static const char *
role_words(enum mark_role role)
{
    static const char *const words[] = {
        [MARK_PLAIN] = NULL,
        [MARK_FRONTIER] = "on the frontier",
        [MARK_UNDECIDED] = "undecided",
        [MARK_DOMINATED] = "dominated",
        [MARK_LAYER2] = "in the second layer",
        [MARK_INFEASIBLE] = "outside the constraints",
        [MARK_MISSING] = "left out",
        [MARK_REFERENCE] = "reference",
    };

    return words[role];
}

static void
put_axis(struct strbuf *out, const struct chart_axis *axis, const struct print_options *options)
{
    put_clean(out, axis->name == NULL ? "" : axis->name, options);
    if (axis->unit != NULL && axis->unit[0] != '\0') {
        strbuf_puts(out, " in ");
        put_clean(out, unit_words(axis->unit), options);
    }
    strbuf_puts(out, direction_words(axis->direction));
}

static size_t
count_role(const struct chart *chart, enum mark_role role)
{
    size_t n = 0;

    for (size_t i = 0; i < chart->n_marks; i++)
        n += chart->marks[i].role == role;
    return n;
}

/* "total_cost in USD, less is better, against pass_rate_2 in percent, more is better. 51
 * points, 4 on the frontier, 9 undecided." */
static void
put_chart(struct strbuf *out, const struct chart *chart, const struct print_options *options)
{
    size_t frontier = count_role(chart, MARK_FRONTIER);
    size_t undecided = count_role(chart, MARK_UNDECIDED);

    if (chart->kind != CHART_SCATTER)
        return;
    put_axis(out, &chart->x, options);
    strbuf_puts(out, ", against ");
    put_axis(out, &chart->y, options);
    strbuf_printf(out, ". %zu point%s", chart->n_marks, chart->n_marks == 1 ? "" : "s");
    if (frontier != 0)
        strbuf_printf(out, ", %zu on the frontier", frontier);
    if (undecided != 0)
        strbuf_printf(out, ", %zu undecided", undecided);
    strbuf_puts(out, ".\n");
}

static bool
cell_is_missing(const struct result_column *column, size_t row)
{
    return column->type == VALUE_TEXT ? column->text[row] == NULL : isnan(column->number[row]);
}

/* "pass_rate_2 3.6 percent" */
static void
put_cell(struct strbuf *out, const struct result_table *table, size_t column, size_t row,
    const struct grid_measure *measure, const struct print_options *options)
{
    const struct result_column *cells = &table->columns[column];
    struct strbuf text;

    strbuf_init(&text);
    grid_cell_shared(table, column, row, measure, &text);
    put_clean(out, grid_column_title(cells), options);
    strbuf_putc(out, ' ');
    put_clean(out, text.data, options);
    if (cells->unit != NULL && cells->unit[0] != '\0') {
        strbuf_putc(out, ' ');
        put_clean(out, unit_words(cells->unit), options);
    }
    strbuf_release(&text);
}

/* What names the row: its key columns, or its key, or nothing. */
static bool
put_name(struct strbuf *out, const struct result_table *table, size_t row,
    const struct print_options *options)
{
    bool any = false;

    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].key && table->columns[i].type == VALUE_TEXT &&
            table->columns[i].text[row] != NULL) {
            if (any)
                strbuf_puts(out, ", ");
            put_clean(out, table->columns[i].text[row], options);
            any = true;
        }
    if (!any && table->key != NULL && table->key[row] != NULL) {
        put_clean(out, table->key[row], options);
        any = true;
    }
    return any;
}

static void
put_row(struct strbuf *out, const struct result_table *table, size_t number, size_t row,
    const struct grid_measure *measures, const struct print_options *options)
{
    const char *role = table->role == NULL ? NULL : role_words(table->role[row]);
    const char *between;

    strbuf_printf(out, "%zu. ", number);
    between = put_name(out, table, row, options) ? ": " : "";
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct result_column *column = &table->columns[i];

        if (column->detail || cell_is_missing(column, row) ||
            (column->key && column->type == VALUE_TEXT))
            continue;
        strbuf_puts(out, between);
        put_cell(out, table, i, row, &measures[i], options);
        between = ", ";
    }
    if (role != NULL)
        strbuf_printf(out, "%s%s", between, role);
    strbuf_puts(out, ".\n");
}

static void
put_paragraph(struct strbuf *out, const char *label, const char *text,
    const struct print_options *options)
{
    strbuf_puts(out, label);
    put_clean(out, text, options);
    strbuf_putc(out, '\n');
}

static void
put_rows(struct strbuf *out, const struct result_table *table,
    const struct print_options *options)
{
    size_t *order = print_row_order(table);
    struct grid_measure *measures = mem_zalloc(table->n_columns + 1, sizeof *measures);

    grid_measure(table, options->glyphs == GLYPHS_ASCII, measures);
    for (size_t i = 0; i < table->rows; i++) {
        const char *section = table->section == NULL ? NULL : table->section[order[i]];

        if (section != NULL && (i == 0 || table->section[order[i - 1]] == NULL ||
            strcmp(section, table->section[order[i - 1]]) != 0))
            put_paragraph(out, "", section, options);
        put_row(out, table, i + 1, order[i], measures, options);
    }
    free(measures);
    free(order);
}

bool
print_plain(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err)
{
    const struct result_table *table = NULL;
    const struct chart *chart = NULL;

    if (options->chart != NULL || result->n_charts > 0)
        if ((chart = print_choose_chart(result, options, err)) == NULL)
            return false;
    if (options->table != NULL || result->n_tables > 0)
        if ((table = print_choose_table(result, options, err)) == NULL)
            return false;
    if (result->title != NULL)
        put_paragraph(out, "", result->title, options);
    if (chart != NULL)
        put_chart(out, chart, options);
    if (table != NULL)
        put_rows(out, table, options);
    if (result->verdict != NULL)
        put_paragraph(out, "Verdict: ", result->verdict, options);
    for (size_t i = 0; i < result->n_notes; i++)
        put_paragraph(out, "Note: ", result->notes[i], options);
    return true;
}
