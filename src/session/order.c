/* order.c - see order.h: a stable sort of row numbers, one column at a time, by radix for
 * numbers and by merging for texts.
 *
 * The last sort column is sorted first and stability does the rest, so each pass looks at
 * one array of doubles or texts.
 */
#include "session/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "math/order.h"

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

/* Missing ones last in both senses. A million rows take some 30 ms. */
static void
sort_by_number(const double *number, bool down, size_t *order, size_t n)
{
    uint64_t *key = mem_alloc(n * sizeof *key), *spare_key = mem_alloc(n * sizeof *key);
    uint32_t *index = mem_alloc(n * sizeof *index), *spare = mem_alloc(n * sizeof *index);
    size_t known = 0, missing = 0;
    size_t *last = (size_t *)spare_key;      /* unused until then, and of the same size */

    for (size_t i = 0; i < n; i++) {
        double value = number[order[i]];

        if (isnan(value)) {
            last[missing++] = order[i];
            continue;
        }
        key[known] = down ? order_key_descending(value) : ~order_key_descending(value);
        index[known++] = (uint32_t)order[i];
    }
    for (size_t i = 0; i < missing; i++)
        order[known + i] = last[i];
    order_sort(key, index, known, spare_key, spare);
    for (size_t i = 0; i < known; i++)
        order[i] = index[i];
    free(key);
    free(spare_key);
    free(index);
    free(spare);
}

/* Whether b must stand before a. */
static bool
text_after(const char *a, const char *b, bool down)
{
    if (b == NULL)
        return false;
    if (a == NULL)
        return true;
    return down ? text_compare_natural(b, a) > 0 : text_compare_natural(b, a) < 0;
}

static void
merge(const char *const *text, bool down, const size_t *from, size_t *to,
    size_t middle, size_t n)
{
    size_t left = 0, right = middle;

    for (size_t i = 0; i < n; i++) {
        bool take_right = left == middle
            || (right < n && text_after(text[from[left]], text[from[right]], down));

        to[i] = take_right ? from[right++] : from[left++];
    }
}

static void
sort_by_text(const char *const *text, bool down, size_t *order, size_t n)
{
    size_t *other = mem_alloc(n * sizeof *other);
    size_t *from = order, *to = other;

    for (size_t width = 1; width < n; width *= 2) {
        for (size_t start = 0; start < n; start += 2 * width) {
            size_t length = n - start < 2 * width ? n - start : 2 * width;

            merge(text, down, from + start, to + start, length < width ? length : width,
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

bool
order_is_plain(const struct result_table *table, const struct order_wish *wish)
{
    for (size_t i = 0; i < wish->sort->count; i++)
        if (table_column(table, wish->sort->items[i] + 1) >= 0)
            return false;
    return !wish->only_missing && wish->filter == NULL;
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

        if (column >= 0 && table->columns[column].number != NULL)
            sort_by_number(table->columns[column].number, entry[0] == '-', order, *n);
        else if (column >= 0)
            sort_by_text((const char *const *)table->columns[column].text, entry[0] == '-',
                order, *n);
    }
    return order;
}
