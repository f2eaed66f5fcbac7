/* rank_tests.h - tests and orders that assume no distribution: compare, (14) to (18).
 *
 * Near-ties change ranks: callers quantise to 1e-12 of the scale first (rank_quantise).
 * p-values are two-sided. Undefined (no pairs, all differences zero) is NaN.
 */
#ifndef PARETOP_MATH_RANK_TESTS_H
#define PARETOP_MATH_RANK_TESTS_H

#include <stddef.h>
#include <stdint.h>

struct sign_test { size_t positive, nonzero; double p; };
struct sign_test rank_sign_test(const double *d, size_t n);

enum zero_method { ZERO_WILCOX /* dropped */, ZERO_PRATT /* ranked, then left out */,
    ZERO_SPLIT /* half their rank sum to each side */ };
struct wilcoxon { double t, p; size_t n; int exact; };
/* T = min(W+, W-). Exact null distribution below 50 pairs without ties or zeros, unless
 * approximate is asked for; else normal without continuity correction. */
struct wilcoxon rank_wilcoxon(const double *d, size_t n, enum zero_method zeros,
    int approximate);

struct mann_whitney { double u, p, superiority, delta; int exact; };
/* U = #{a > b} + #{a = b}/2; superiority P(A > B) = U/(na nb); Cliff's delta. Exact if the
 * smaller sample has at most 8 and there are no ties, else normal with continuity 1/2. */
struct mann_whitney rank_mann_whitney(const double *a, size_t na, const double *b, size_t nb);

/* Exact sign-flip permutation test of a mean, n <= 20: the share of the 2^n sign patterns
 * whose |mean| is at least ours, less 1e-12 of the mean |d|. 1 if all are 0. */
double rank_sign_flip_exact(const double *d, size_t n);

/* Almost stochastic order: the violation ratio of "A tends to be larger", 0 to 1; identical
 * samples 1/2. Exact on the union of breakpoints; sorts copies. */
double rank_violation_ratio(const double *a, size_t na, const double *b, size_t nb);

/* Rounds to multiples of 1e-12 of the largest magnitude, in place. */
void rank_quantise(double *values, size_t n);

#endif
