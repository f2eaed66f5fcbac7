/* items.h - what single items of a benchmark are worth: variance, (8), (9), (11), (12).
 *
 * Matrices are row-major. Undefined (a constant item, one seed) is NaN.
 */
#ifndef PARETOP_MATH_ITEMS_H
#define PARETOP_MATH_ITEMS_H

#include <stddef.h>

struct item_worth {
    double difficulty;             /* mean: share right */
    double point_biserial;         /* correlation with the models' totals */
    double corrected;              /* with the totals without this item */
    double upper_lower;            /* mean of the best 27 % of models less the worst */
};
/* score: models x items; worth has a slot per item. O(models items). */
void items_worth(const double *score, size_t models, size_t items, struct item_worth *worth);

/* Cronbach's alpha of the same matrix, and KR-20; equal for 0/1 scores. */
double items_alpha(const double *score, size_t models, size_t items);
double items_kr20(const double *score, size_t models, size_t items);

/* (8) items x seeds, balanced: variance within items and between them. omega2 is as
 * computed and may be negative: show 0 and say so. samples is what counts as the number of
 * seeds of an item, n0 of (8) where they differ. */
struct item_spread { double mean, within, of_means, omega2, se_mean, icc, samples; };
struct item_spread items_spread(const double *x, size_t items, size_t seeds);
/* The same where items have numbers of samples of their own, one after the other in x; those
 * with one sample tell nothing of what is within. */
struct item_spread items_spread_ragged(const double *x, const size_t *samples, size_t items);
/* (9) two-way without replication. */
struct item_parts { double grand, item, seed, residual; };
struct item_parts items_parts(const double *x, size_t items, size_t seeds);

#endif
