/* hypervolume_estimate.h - what an exact hypervolume would cost, and an estimate instead.
 *
 * The estimate is randomised quasi-Monte Carlo: Sobol points in the box between the
 * reference and the best values, shifted at random a few times; each shift is one unbiased
 * answer, and their spread gives the standard error. Points are as in hypervolume.h, but
 * with up to 16 objectives. Uses GSL's qrng.
 */
#ifndef PARETOP_MATH_HYPERVOLUME_ESTIMATE_H
#define PARETOP_MATH_HYPERVOLUME_ESTIMATE_H

#include <stddef.h>
#include <stdint.h>

enum { HYPERVOLUME_ESTIMATE_MAX_OBJECTIVES = 16 };

/* Predicted seconds of hypervolume() for n mutually nondominated points, on the machine of
 * tests/bench/RESULTS, fitted to points on a sphere, which are among the slowest; INFINITY
 * above nine objectives. All contributions take about a dozen times as long. */
double hypervolume_cost_s(size_t n, size_t d);
double hypervolume_contributions_cost_s(size_t n, size_t d);

struct estimate { double value, se; };

/* Volume with its standard error. Points at +inf are not allowed. O(samples n d). */
struct estimate hypervolume_estimate(const double *points, size_t n, size_t d,
    const double *reference, size_t samples, uint64_t seed);

/* Contributions ("front only") with standard errors. Each is sampled in the part of the
 * point's box that no single other point can take, so that small ones are as sharp as
 * large ones, whatever their scale. */
void hypervolume_contributions_estimate(const double *points, size_t n, size_t d,
    const double *reference, size_t samples, uint64_t seed, struct estimate *contribution);

#endif
