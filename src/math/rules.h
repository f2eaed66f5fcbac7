/* rules.h - membership rules beside the strict one, and how far a point is behind.
 *
 * Points are row-major n x d and oriented as in dominance.h (larger is better, no NaN)
 * unless said otherwise. on[i] is 1 or 0. None of them calls GSL.
 */
#ifndef PARETOP_MATH_RULES_H
#define PARETOP_MATH_RULES_H

#include <stddef.h>
#include <stdint.h>

/* Of exact duplicates among the rows with on = 1 only the first stays. O(n d) and a sort. */
void rule_unique(const double *points, size_t n, size_t d, uint8_t *on);

/* The rule of the published efficiency figures: by (cost, score, name) ascending, a row
 * falls if an earlier one scores strictly more. costs ascend with badness. */
void rule_helm(const double *cost, const double *score, const char *const *name, size_t n,
    uint8_t *on);

/* A later row must beat the best so far by more than score_atol and beat every other
 * (cost, score) point within cost_rtol of its cost, of what is a loss below 0 (a speed with
 * its sign turned) as a share of its size. O(n log n) plus neighbourhoods. */
void rule_tolerant(const double *cost, const double *score, size_t n, double cost_rtol,
    double score_atol, uint8_t *on);

/* A row falls if another is better by at least eps in EVERY objective. O(n^2 d) at worst. */
void rule_band(const double *points, size_t n, size_t d, const double *eps, uint8_t *on);

/* Epsilon archive: boxes of size eps over losses (-points), one point per box, boxes
 * dominated by others fall. eps > 0. O(n^2 d) at worst. */
void rule_box(const double *points, size_t n, size_t d, const double *eps, uint8_t *on);

/* Ranges of the rows with on = 1, per objective; 1 where it is zero or not finite. */
void frontier_ranges(const double *points, size_t n, size_t d, const uint8_t *on,
    double *range);

/* gap[i]: the share of the frontier's range by which i would have to improve in every
 * objective to be weakly efficient; <= 0 if it is. dominator[i]: the row of the frontier
 * that dominates i and is nearest in units of the range, the first of ties; n if none.
 * Either may be NULL. O(n f d) for f rows on the frontier. */
void frontier_gaps(const double *points, size_t n, size_t d, const uint8_t *on,
    double *gap, size_t *dominator);

#endif
