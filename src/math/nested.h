/* nested.h - resampling in two levels, items and then the samples of each: compare, (17).
 *
 * What an item scores varies from sample to sample, what items score from item to item. Each
 * drawn item has as many samples drawn of it as it has. Streams are (seed, set, "samples",
 * replicate), so that the number of threads does not matter.
 */
#ifndef PARETOP_MATH_NESTED_H
#define PARETOP_MATH_NESTED_H

#include "math/resample.h"

/* Samples of item i are x[first[i]] to x[first[i + 1] - 1], at least one of each. */
struct nested { size_t *first; double *x; };

/* mean[r]: the mean of a over the drawn items less that of b. plan->n: items, the same of
 * both; samples of both are drawn independently. With clusters > 0 whole clusters are drawn,
 * cluster[i] in 0..clusters-1. False if stopped. O(b (samples of a and b)), 3 ns each. */
bool resample_nested(const struct resampling *plan, const struct nested *a,
    const struct nested *b, const size_t *cluster, size_t clusters, double *mean);

#endif
