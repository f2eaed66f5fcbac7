/* dominance.h - nondominated sets, layers, counts, on plain arrays of doubles.
 *
 * points is row-major n x d, already oriented: LARGER IS BETTER in every objective, no NaN
 * (callers leave such rows out first; a NaN in a comparison breaks any order). -0.0 equals
 * 0.0; infinities compare as IEEE numbers. 1 <= d <= 16. Rule: i dominates j iff i >= j in
 * all objectives and > in at least one; equal points do not dominate each other.
 * Pure C, no GSL.
 */
#ifndef PARETOP_MATH_DOMINANCE_H
#define PARETOP_MATH_DOMINANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DOMINANCE_MAX_OBJECTIVES = 16 };

/* on[i] = 1 iff point i is nondominated. O(n log n) for d <= 3. Returns the count. */
size_t dominance_frontier(const double *points, size_t n, size_t d, uint8_t *on);
/* Weakly nondominated: none strictly better in EVERY objective. */
size_t dominance_frontier_weak(const double *points, size_t n, size_t d, uint8_t *on);
/* layer[i] from 1. Returns the number of layers. */
uint32_t dominance_layers(const double *points, size_t n, size_t d, uint32_t *layer);
/* count[i] = number of points that dominate i. O(n log n) for d = 2. */
void dominance_counts(const double *points, size_t n, size_t d, uint32_t *count);

bool dominates(const double *a, const double *b, size_t d);

#endif
