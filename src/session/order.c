/* order.c - see order.h: a merge sort of row numbers, one column at a time.
 *
 * The last sort column is sorted first and stability does the rest, so each pass compares
 * one array of doubles or texts.
 */
#include "session/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

int
table_column(const struct result_table *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return (int)i;
    return -1;
}

bool
row_is_missing(const struct result_table *table, size_t row)
{
    int reason = table_column(table, "reason");

    if (table->role != NULL && table->role[row] == MARK_MISSING)
        return true;
    return reason >= 0 && table->columns[reason].text != NULL
        && table->columns[reason].text[row] != NULL && table->columns[reason].text[row][0] != '\0';
}

bool
row_contains(const struct result_table *table, size_t row, const char *text)
{
    if (table->key != NULL && table->key[row] != NULL && text_contains(table->key[row], text))
        return true;
    for (size_t i = 0; i < table->n_columns; i++) {
        const char *const *cells = (const char *const *)table->columns[i].text;

        if (cells != NULL && cells[row] != NULL && text_contains(cells[row], text))
            return true;
    }
    return false;
}

/* --- sorting by one column --- */

/* Whether b must stand before a. */
static bool
number_after(double a, double b, bool down)
{
    if (isnan(b))
        return false;
    return isnan(a) || (down ? b > a : b < a);
}

static bool
text_after(const char *a, const char *b, bool down)
{
    if (b == NULL)
        return false;
    if (a == NULL)
        return true;
    return down ? text_compare_natural(b, a) > 0 : text_compare_natural(b, a) < 0;
}

static bool
comes_after(const struct result_column *column, size_t a, size_t b, bool down)
{
    if (column->number != NULL)
        return number_after(column->number[a], column->number[b], down);
    return text_after(column->text[a], column->text[b], down);
}

static void
merge(const struct result_column *column, bool down, const size_t *from, size_t *to,
    size_t middle, size_t n)
{
    size_t left = 0, right = middle;

    for (size_t i = 0; i < n; i++) {
        bool take_right = left == middle
            || (right < n && comes_after(column, from[left], from[right], down));

        to[i] = take_right ? from[right++] : from[left++];
    }
}

static void
sort_by(const struct result_column *column, bool down, size_t *order, size_t n)
{
    size_t *other = mem_alloc(n * sizeof *other);
    size_t *from = order, *to = other;

    for (size_t width = 1; width < n; width *= 2) {
        for (size_t start = 0; start < n; start += 2 * width) {
            size_t length = n - start < 2 * width ? n - start : 2 * width;

            merge(column, down, from + start, to + start, length < width ? length : width,
                length);
        }
        size_t *swap = from;

        from = to;
        to = swap;
    }
    if (from != order)
        memcpy(order, from, n * sizeof *order);
    free(other);
}

size_t *
table_order(const struct result_table *table, const struct order_wish *wish, size_t *n)
{
    size_t *order = mem_alloc(table->rows * sizeof *order);

    *n = 0;
    for (size_t i = 0; i < table->rows; i++) {
        size_t row = table->display != NULL ? table->display[i] : i;

        if (wish->only_missing && !row_is_missing(table, row))
            continue;
        if (wish->filter != NULL && !row_contains(table, row, wish->filter))
            continue;
        order[(*n)++] = row;
    }
    for (size_t i = wish->sort->count; i-- > 0;) {
        const char *entry = wish->sort->items[i];
        int column = table_column(table, entry + 1);

        if (column >= 0)
            sort_by(&table->columns[column], entry[0] == '-', order, *n);
    }
    return order;
}
