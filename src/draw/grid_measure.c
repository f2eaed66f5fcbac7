/* grid_measure.c - how wide a column is, how precise its numbers are shown, and the text of
 * a cell.
 *
 * The one idea: the decimals of a column follow from its median, so that the middle of the
 * column has the digits that were asked for, and never exceed what the numbers really have.
 */
#include <float.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "draw/grid.h"

/* Rows looked at where looking at all would take too long. */
enum { SAMPLE = 1024 };
enum { DEFAULT_DIGITS = 4, FIXED_WIDTH_MOST = 14 };

/* --- decimals --- */

struct sample {
    double values[SAMPLE], median;
    size_t n;
    double smallest, largest;        /* finite ones of the whole column */
};

static size_t
sample_row(size_t rows, size_t i)
{
    return rows <= SAMPLE ? i : (size_t)((double)i * ((double)rows / SAMPLE));
}

/* The value that would stand at `at` if they were sorted; reorders them (Hoare's FIND). */
static double
select_nth(double *values, ptrdiff_t n, ptrdiff_t at)
{
    for (ptrdiff_t lo = 0, hi = n - 1; lo < hi; ) {
        double pivot = values[at];
        ptrdiff_t i = lo, j = hi;

        while (i <= j) {
            while (values[i] < pivot)
                i++;
            while (pivot < values[j])
                j--;
            if (i <= j) {
                double kept = values[i];

                values[i++] = values[j];
                values[j--] = kept;
            }
        }
        if (j < at)
            lo = i;
        if (at < i)
            hi = j;
    }
    return values[at];
}

/* Magnitudes of the finite values that are not zero. */
static void
sample_take(struct sample *sample, const double *values, size_t rows)
{
    size_t n = rows < SAMPLE ? rows : SAMPLE;

    sample->n = 0;
    sample->smallest = INFINITY;
    sample->largest = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        double value = fabs(values[sample_row(rows, i)]);

        if (isfinite(value) && value != 0)
            sample->values[sample->n++] = value;
    }
    sample->median = sample->n > 0 ? select_nth(sample->values, (ptrdiff_t)sample->n,
        (ptrdiff_t)(sample->n / 2)) : 0;
    for (size_t i = 0; i < rows; i++) {
        if (values[i] < sample->smallest && values[i] >= -DBL_MAX)
            sample->smallest = values[i];
        if (values[i] > sample->largest && values[i] <= DBL_MAX)
            sample->largest = values[i];
    }
}

/* Decimals that the sampled values really have, at most `most`. */
static int
decimals_needed(const struct sample *sample, int most)
{
    static const double powers[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
        1e12, 1e13, 1e14 };
    int decimals = 0;

    for (size_t i = 0; i < sample->n && decimals < most; i++)
        while (decimals < most) {
            double scaled = sample->values[i] * powers[decimals];

            if (fabs(scaled - nearbyint(scaled)) <= scaled * 1e-12)
                break;
            decimals++;
        }
    return decimals;
}

static int
magnitude_of(double value)
{
    return (int)floor(log10(value) + 1e-12);
}

static int
choose_decimals(const struct sample *sample, int digits)
{
    double largest = fmax(fabs(sample->smallest), fabs(sample->largest));
    int decimals, whole;

    if (sample->n == 0)
        return 0;
    decimals = digits - 1 - magnitude_of(sample->median);
    decimals = decimals < 0 ? 0 : decimals > 15 ? 15 : decimals;
    decimals = decimals_needed(sample, decimals);
    whole = largest >= 1 ? magnitude_of(largest) + 1 : 1;
    return whole + 1 + decimals > FIXED_WIDTH_MOST ? -1 : decimals;
}

static int
column_digits(const struct result_column *column)
{
    return column->digits > 0 ? column->digits : DEFAULT_DIGITS;
}

/* --- the text of a cell --- */

/* Whether a value would be shown as zero with those decimals. */
static bool
vanishes(double value, int decimals)
{
    static const double halves[] = { 0.5, 0.05, 5e-3, 5e-4, 5e-5, 5e-6, 5e-7, 5e-8, 5e-9, 5e-10,
        5e-11, 5e-12, 5e-13, 5e-14, 5e-15, 5e-16 };

    return decimals >= 0 && value != 0 && fabs(value) < halves[decimals];
}

/* With shared decimals; a value that these would show as zero, or that is huge, by itself. */
static void
number_text(double value, int decimals, int digits, char buf[NUMBER_TEXT_MAX])
{
    bool alone = vanishes(value, decimals);

    if (decimals < 0 || alone || !(fabs(value) < 1e15))
        number_show(buf, value, alone && digits > 2 ? 2 : digits);
    else
        snprintf(buf, NUMBER_TEXT_MAX, "%.*f", decimals, value == 0 ? 0 : value);
}

static const char missing_text[] = "—";

static bool
is_missing(const struct result_column *column, size_t row)
{
    return column->type == VALUE_TEXT ? column->text[row] == NULL : isnan(column->number[row]);
}

static void
cell_text(const struct result_column *column, size_t row, int decimals, int digits,
    struct strbuf *out)
{
    char buf[NUMBER_TEXT_MAX];
    double value;

    if (is_missing(column, row) || column->type == VALUE_TEXT) {
        strbuf_puts(out, is_missing(column, row) ? missing_text : column->text[row]);
        return;
    }
    value = column->number[row];
    if (column->type == VALUE_FLAG) {
        strbuf_puts(out, value != 0 ? "yes" : "no");
    } else {
        number_text(value, decimals, digits, buf);
        strbuf_puts(out, buf);
    }
}

void
grid_cell_text(const struct result_table *table, size_t column, size_t row,
    struct strbuf *out)
{
    const struct result_column *cells = &table->columns[column];
    bool whole = cells->type == VALUE_INTEGER;

    cell_text(cells, row, whole ? 0 : -1, whole ? 15 : cells->digits > 0 ? cells->digits : 6,
        out);
}

void
grid_cell_shared(const struct result_table *table, size_t column, size_t row,
    const struct grid_measure *measure, struct strbuf *out)
{
    const struct result_column *cells = &table->columns[column];

    cell_text(cells, row, measure->decimals,
        cells->type == VALUE_INTEGER ? 15 : column_digits(cells), out);
}

const char *
grid_column_title(const struct result_column *column)
{
    size_t length = strlen(column->name);

    if (column->title != NULL)
        return column->title;
    return length > 3 && strcmp(column->name + length - 3, "_se") == 0 ? "±se" : column->name;
}

/* --- widths --- */

static size_t
shown_width(const char *text, bool ascii, struct strbuf *clean)
{
    strbuf_clear(clean);
    text_scrub(clean, text, strlen(text), ascii);
    return text_width(clean->data, clean->length);
}

/* Whether a number takes no more room than the column's extremes, which are looked at. */
static bool
is_within(const struct result_column *column, size_t row, const struct grid_measure *measure)
{
    double value;

    if ((column->type != VALUE_NUMBER && column->type != VALUE_INTEGER) || measure->decimals < 0)
        return false;
    value = column->number[row];
    return fabs(value) < 1e15 && !vanishes(value, measure->decimals);
}

static size_t
sampled_width(const struct result_table *table, size_t column,
    const struct grid_measure *measure, bool ascii)
{
    const struct result_column *cells = &table->columns[column];
    size_t n = table->rows < SAMPLE ? table->rows : SAMPLE, widest = 1, width;
    bool any_missing = false;
    struct strbuf text, clean;

    strbuf_init(&text);
    strbuf_init(&clean);
    for (size_t i = 0; i < n; i++) {
        size_t row = sample_row(table->rows, i);
        bool missing = is_missing(cells, row);

        any_missing = any_missing || missing;
        if (missing || is_within(cells, row, measure))
            continue;
        strbuf_clear(&text);
        grid_cell_shared(table, column, row, measure, &text);
        width = shown_width(text.data, ascii, &clean);
        widest = width > widest ? width : widest;
    }
    width = any_missing ? shown_width(missing_text, ascii, &clean) : 0;
    widest = width > widest ? width : widest;
    strbuf_release(&text);
    strbuf_release(&clean);
    return widest;
}

static void
measure_number(const struct result_table *table, size_t at, struct grid_measure *out)
{
    const struct result_column *column = &table->columns[at];
    struct sample sample;
    double ends[2];

    sample_take(&sample, column->number, table->rows);
    out->decimals = column->type == VALUE_NUMBER ? table->mixed_rows ? -1 :
        choose_decimals(&sample, column_digits(column)) : 0;
    ends[0] = sample.smallest;
    ends[1] = sample.largest;
    for (int i = 0; i < 2; i++) {
        char buf[NUMBER_TEXT_MAX];

        if (!isfinite(ends[i]))
            continue;
        number_text(ends[i], out->decimals, column_digits(column), buf);
        if (strlen(buf) > out->width)
            out->width = strlen(buf);
    }
}

void
grid_measure(const struct result_table *table, bool ascii, struct grid_measure *out)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct result_column *column = &table->columns[i];
        size_t width;

        out[i] = (struct grid_measure){ 1, -1, 0 };
        if (column->type == VALUE_NUMBER || column->type == VALUE_INTEGER)
            measure_number(table, i, &out[i]);
        width = sampled_width(table, i, &out[i], ascii);
        if (width > out[i].width)
            out[i].width = width;
        out[i].natural = out[i].width;
    }
}
