/* moments.h - n, mean and M2 of a sample, merged without loss; quantiles.
 *
 * Never sums of squares: costs far from zero would lose their spread. Merging after Chan,
 * Golub and LeVeque (1983). Quantiles are type 7 (linear) everywhere.
 */
#ifndef PARETOP_MATH_MOMENTS_H
#define PARETOP_MATH_MOMENTS_H

#include <stddef.h>

struct moments { double n, mean, m2; };

/* Two passes over x; NaN must have been left out. */
struct moments moments_of(const double *x, size_t n);
struct moments moments_merge(struct moments a, struct moments b);
void moments_add(struct moments *moments, double x);
/* A sum in two parts, without rounding for any data of a benchmark (Knuth's two-sum): its mean
 * does not depend on the order of the terms, so that equal scores are equal. */
struct exact_sum { double high, low; };
static inline void
exact_sum_add(struct exact_sum *sum, double x)
{
    double high = sum->high + x, from_x = high - sum->high;
    double low = sum->low + ((sum->high - (high - from_x)) + (x - from_x));

    sum->high = high + low;
    sum->low = low - (sum->high - high);
}
/* The sum must be finite. */
double exact_sum_mean(const struct exact_sum *sum, double n);
/* ddof 1; NaN below two observations. */
double moments_variance(const struct moments *moments);
double moments_sd(const struct moments *moments);
/* sd / sqrt(n); NaN below two observations, never 0 for want of data. */
double moments_se(const struct moments *moments);

/* x ascending, n >= 1, 0 <= p <= 1. */
double quantile_sorted(const double *x, size_t n, double p);

#endif
