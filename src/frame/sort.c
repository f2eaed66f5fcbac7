/* sort.c - the order of rows by a column; see frame.h.
 *
 * A stable merge sort on keys that lie beside their rows: the column is read once, and a
 * second key is a second call before the first.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "frame/frame.h"

struct sort_item {
    double number;      /* negated if the order is descending */
    const char *text;   /* NULL in a column of numbers */
    size_t row;
};

static bool
goes_before(const struct sort_item *a, const struct sort_item *b, bool descending)
{
    int order;

    if (a->text == NULL)
        return a->number < b->number;
    order = text_compare_natural(a->text, b->text);
    return descending ? order > 0 : order < 0;
}

/* Merges two neighbouring runs of `items` into `out`; equal ones stay in order. */
static void
merge(const struct sort_item *items, size_t start, size_t middle, size_t end,
    struct sort_item *out, bool descending)
{
    size_t a = start, b = middle;

    for (size_t i = start; i < end; i++) {
        if (b >= end || (a < middle && !goes_before(&items[b], &items[a], descending)))
            out[i] = items[a++];
        else
            out[i] = items[b++];
    }
}

static void
sort_items(struct sort_item *items, size_t n, bool descending)
{
    struct sort_item *memory = mem_alloc(n * sizeof *memory), *from = items, *to = memory;

    for (size_t width = 1; width < n; width *= 2) {
        struct sort_item *swap = from;

        for (size_t start = 0; start < n; start += 2 * width) {
            size_t middle = n - start < width ? n : start + width;
            size_t end = n - middle < width ? n : middle + width;

            merge(from, start, middle, end, to, descending);
        }
        from = to;
        to = swap;
    }
    if (from != items)
        memcpy(items, from, n * sizeof *items);
    free(memory);
}

static bool
is_missing(const struct column *column, size_t row)
{
    return column->type == COLUMN_NUMBER ? isnan(column->value[row])
        : column->text[row] == NULL;
}

static struct sort_item
item_of(const struct column *column, size_t row, bool descending)
{
    if (column->type == COLUMN_TEXT)
        return (struct sort_item){.text = column->text[row], .row = row};
    return (struct sort_item){
        .number = descending ? -column->value[row] : column->value[row], .row = row};
}

void
frame_sort(const struct frame *frame, int column, bool descending, size_t *order)
{
    const struct column *by = &frame->columns[column];
    struct sort_item *items = mem_alloc(frame->rows * sizeof *items);
    size_t *missing = mem_alloc(frame->rows * sizeof *missing), n = 0, n_missing = 0;

    for (size_t i = 0; i < frame->rows; i++) {
        if (is_missing(by, order[i]))
            missing[n_missing++] = order[i];
        else
            items[n++] = item_of(by, order[i], descending);
    }
    sort_items(items, n, descending);
    for (size_t i = 0; i < n; i++)
        order[i] = items[i].row;
    memcpy(order + n, missing, n_missing * sizeof *order);
    free(missing);
    free(items);
}
