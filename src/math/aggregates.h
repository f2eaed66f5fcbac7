/* aggregates.h - summaries that are not plain means: compare, (20), (21), (23), (24).
 *
 * Inputs hold no NaN. Undefined is NaN.
 */
#ifndef PARETOP_MATH_AGGREGATES_H
#define PARETOP_MATH_AGGREGATES_H

#include <stdbool.h>
#include <stddef.h>

#include "math/intervals.h"

/* Mean after floor(n/4) values are dropped at each end. */
double aggregate_iqm(const double *x, size_t n);
/* How far values stay below gamma on average; above it does not count. */
double aggregate_gap(const double *x, size_t n, double gamma);
/* Share strictly above tau: a point of a performance profile. */
double aggregate_share_above(const double *x, size_t n, double tau);
double aggregate_geometric(const double *x, size_t n);
/* The same with the error of the mean of the logarithms and the normal interval of that mean,
 * brought back to the scale of x; NaN unless all are above 0. */
struct geometric { double mean, log_se; struct interval ci; };
struct geometric aggregate_geometric_interval(const double *x, size_t n, double level);
double aggregate_harmonic(const double *x, size_t n);
/* Median absolute deviation, unscaled. */
double aggregate_mad(const double *x, size_t n);
/* Third quartile less the first, of quantiles of type 7. */
double aggregate_iqr(const double *x, size_t n);

/* Median of the columns' (tasks') means, x runs x tasks; and the mean over tasks of the
 * chance that a run of a beats a run of b (ties half). */
double aggregate_median_task(const double *x, size_t runs, size_t tasks);
double aggregate_improvement(const double *a, size_t runs_a, const double *b, size_t runs_b,
    size_t tasks);

/* Friedman's chi-square, x items x models, larger is better; mean ranks (1 worst). */
double aggregate_friedman(const double *x, size_t items, size_t models, double *mean_rank,
    double *p);

/* Quantile of ascending x (type 7) with limits from order statistics: ranks from 1; a rank
 * outside 1..n is unbounded there (infinite). */
struct quantile_limits { double value, lo, hi; long rank_lo, rank_hi; };
struct quantile_limits aggregate_quantile(const double *x, size_t n, double p, double level);

/* Mean cost over mean success on the same items: delta-method error, Fieller's interval. Not
 * bounded: the data allow any ratio outside lo..hi, so to speak infinite ones. */
struct cost_ratio { double ratio, se; struct interval ci; bool bounded; };
struct cost_ratio aggregate_cost_ratio(const double *cost, const double *ok, size_t n,
    double level);

#endif
