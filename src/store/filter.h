/* filter.h - SQL expressions over a frame in memory: filters and derived measures.
 *
 * The frame is a virtual table on a private in-memory connection under an authorizer
 * that allows reading and built-in functions only (contract 10). Comparisons of one
 * column with a constant are evaluated by our own kernel (contract 11).
 */
#ifndef PARETOP_STORE_FILTER_H
#define PARETOP_STORE_FILTER_H

#include "base/error.h"
#include "frame/frame.h"

/* Rows (malloc'd, caller frees) for which the expression is true, in frame order. An error
 * in the expression shows the caret and, for an unknown name, the nearest one. Columns
 * are named as in the frame, in double quotes where needed; a bare metric name that is
 * unique works too. Missing values are NULL. */
bool filter_rows(const struct frame *frame, const char *expression, size_t **rows,
    size_t *n, struct error *err);

/* Adds a number column `name` with the expression's value per row (NULL = missing) and its
 * delta-method standard error where the inputs have one. */
bool filter_derive(struct frame *frame, const char *name, const char *expression,
    struct error *err);

/* Which columns an expression reads: used[column] set to true. */
bool filter_columns(const struct frame *frame, const char *expression, bool *used,
    struct error *err);

#endif
