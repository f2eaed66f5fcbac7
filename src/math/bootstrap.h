/* bootstrap.h - intervals from replicates: compare, (17).
 *
 * theta is the estimate, t its b replicates in ascending order. Two conventions: TYPE_7, the
 * default, takes linear quantiles and counts half of the replicates that equal theta (within
 * 1e-12 of the scale) in z0, so that ties do not bias it; CONVENTION_R is what R's boot.ci
 * does. Limits that cannot be had are NaN.
 */
#ifndef PARETOP_MATH_BOOTSTRAP_H
#define PARETOP_MATH_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

#include "math/intervals.h"
#include "math/resample.h"

enum bootstrap_convention { CONVENTION_TYPE_7, CONVENTION_R };

/* Ascending, in place; NaN last. O(b). */
void bootstrap_sort(double *t, size_t b);

double bootstrap_quantile(const double *t, size_t b, double p, enum bootstrap_convention by);
struct interval bootstrap_percentile(const double *t, size_t b, double level,
    enum bootstrap_convention by);
struct interval bootstrap_basic(double theta, const double *t, size_t b, double level,
    enum bootstrap_convention by);
/* theta less the bias, and z standard deviations (ddof 1) of the replicates. */
struct interval bootstrap_normal(double theta, const double *t, size_t b, double level);

/* Median bias of the replicates as a normal quantile; infinite if all lie on one side. */
double bootstrap_z0(double theta, const double *t, size_t b, enum bootstrap_convention by);
/* Acceleration of a mean: no jackknife is needed, the influences are x - mean. NaN if x is
 * constant. */
double bootstrap_acceleration(const double *x, size_t n);
/* Of any statistic from its n values with one observation left out. */
double bootstrap_acceleration_of(const double *left_out, size_t n);
/* NaN limits if z0 is infinite or acceleration NaN: show another interval and say so. */
struct interval bootstrap_bca(double theta, const double *t, size_t b, double level,
    double acceleration, enum bootstrap_convention by);
/* With a z0 of the caller's. */
struct interval bootstrap_bca_at(const double *t, size_t b, double level, double z0,
    double acceleration, enum bootstrap_convention by);

/* Monte Carlo error of a share p counted over b replicates. */
double bootstrap_share_error(double p, size_t b);

/* Sign-flip permutation of mean d by b random patterns: (r + 1)/(b + 1), r the patterns whose
 * |mean| is at least ours (less 1e-12 of the scale). n, b, seed, set and report as in
 * resample.h. 1 if all are zero, as of all patterns; NaN if it was stopped. */
double sign_flip_random(const struct resampling *plan, const double *d);

#endif
