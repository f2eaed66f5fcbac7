/* order.h - sorting by doubles: keys, a stable sort of pairs, points in lexicographic order.
 *
 * Kernels sort whole arrays of keys with their indices (a radix sort where it pays), which
 * is several times faster than qsort on row pointers. No NaN. -0.0 sorts as 0.0.
 */
#ifndef PARETOP_MATH_ORDER_H
#define PARETOP_MATH_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* A key whose ascending unsigned order is the descending order of values; equal values have
 * equal keys. */
uint64_t order_key_descending(double value);

/* Sorts n keys ascending with their indices, stable. spare_* have n slots each. */
void order_sort(uint64_t *key, uint32_t *index, size_t n, uint64_t *spare_key,
    uint32_t *spare_index);

/* Points copied in lexicographic order, largest first objective first; equal points stay in
 * input order. Whatever dominates a point stands before it. */
struct ordered_points {
    size_t n, d;
    uint32_t *index;           /* place -> row of the input */
    double *value;             /* n x d, row-major, in that order */
};

/* rows lists the n rows of points to take, or is NULL for rows 0..n-1. O(d n) typically
 * (radix by the first objective, ties by the next). */
void ordered_points_init(struct ordered_points *ordered, const double *points,
    const uint32_t *rows, size_t n, size_t d);
void ordered_points_release(struct ordered_points *ordered);

#endif
