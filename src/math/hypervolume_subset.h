/* hypervolume_subset.h - so many points that keep most of a set's hypervolume: indicators, (4).
 *
 * Points as in hypervolume.h. One or two objectives: exact. Three to nine: the point that
 * provides least is taken away until so many are left, which need not be the best choice.
 */
#ifndef PARETOP_MATH_HYPERVOLUME_SUBSET_H
#define PARETOP_MATH_HYPERVOLUME_SUBSET_H

#include <stddef.h>
#include <stdint.h>

/* chosen[i] is 1 for most points at most: fewer where fewer are better than the reference, not
 * dominated and not equal to an earlier one. Returns how many. O(most n^2) for two objectives,
 * else n - most times the contributions. */
size_t hypervolume_subset(const double *points, size_t n, size_t d, const double *reference,
    size_t most, uint8_t *chosen);

#endif
