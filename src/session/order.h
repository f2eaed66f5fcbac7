/* order.h - which rows of a result's table are shown, and in which order. Pure. */
#ifndef PARETOP_SESSION_ORDER_H
#define PARETOP_SESSION_ORDER_H

#include <stdbool.h>
#include <stddef.h>

#include "result/result.h"
#include "session/request.h"

struct order_wish {
    const struct string_list *sort;    /* "+column", "-column", the first is primary */
    bool only_missing;                 /* only rows that lack something: a reason is given */
    const char *filter;                /* only rows of which a text holds this; NULL = all */
};

/* Whether the order is the table's own, and whole. */
bool order_is_plain(const struct result_table *table, const struct order_wish *wish);
/* The rows (malloc'd). Stable; missing cells last in both senses; sort columns that the
 * table lacks do not count. O(n log n). */
size_t *table_order(const struct result_table *table, const struct order_wish *wish,
    size_t *n);
/* Whether a row lacks a value that its lens needed. */
bool row_is_missing(const struct result_table *table, size_t row);
/* Whether a text of the row holds the folded text. */
bool row_contains(const struct result_table *table, size_t row, const char *text);
int table_column(const struct result_table *table, const char *name);   /* -1: absent */

#endif
