/* bootstrap.c - see bootstrap.h. */
#include "math/bootstrap.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/moments.h"
#include "math/order.h"
#include "math/rng.h"
#include "math/simd.h"

enum { FLIPS_PER_BLOCK = 64, WORDS_AT_ONCE = 64 };

#define KERNELS "math/flip_kernels.h"
#define KERNELS_WIDEST 64
#include "math/simd_each.h"
KERNEL_OF_THREE(void, add_flipped, (const uint64_t *, const double *, size_t, double *));

/* Doubles as integers of the same order; NaN of either sign comes last. */
static uint64_t
key_of(double value)
{
    uint64_t bits;

    if (isnan(value))
        return UINT64_MAX;
    memcpy(&bits, &value, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static double
value_of(uint64_t key)
{
    uint64_t bits = key >> 63 ? key & ~(UINT64_C(1) << 63) : ~key;
    double value;

    if (key == UINT64_MAX)
        return (double)NAN;
    memcpy(&value, &bits, sizeof value);
    return value;
}

void
bootstrap_sort(double *t, size_t b)
{
    uint64_t *key = mem_alloc(2 * b * sizeof *key);
    uint32_t *index = mem_alloc(2 * b * sizeof *index);

    for (size_t i = 0; i < b; i++) {
        key[i] = key_of(t[i]);
        index[i] = (uint32_t)i;
    }
    order_sort(key, index, b, key + b, index + b);
    for (size_t i = 0; i < b; i++)
        t[i] = value_of(key[i]);
    free(key);
    free(index);
}

/* Position (B + 1)p; between two replicates by normal quantiles. */
static double
quantile_r(const double *t, size_t b, double p)
{
    double whole = (double)b + 1, at = whole * p, k = floor(at + 1e-9), low, high;

    if (k < 1)
        return t[0];
    if (k >= (double)b)
        return t[b - 1];
    if (at - k <= 1e-9)
        return t[(size_t)k - 1];
    low = gsl_cdf_ugaussian_Pinv(k / whole);
    high = gsl_cdf_ugaussian_Pinv((k + 1) / whole);
    return t[(size_t)k - 1] + (gsl_cdf_ugaussian_Pinv(p) - low) / (high - low) *
        (t[(size_t)k] - t[(size_t)k - 1]);
}

double
bootstrap_quantile(const double *t, size_t b, double p, enum bootstrap_convention by)
{
    return by == CONVENTION_R ? quantile_r(t, b, p) : quantile_sorted(t, b, p);
}

struct interval
bootstrap_percentile(const double *t, size_t b, double level, enum bootstrap_convention by)
{
    double tail = (1 - level) / 2;
    struct interval interval = { bootstrap_quantile(t, b, tail, by),
        bootstrap_quantile(t, b, 1 - tail, by) };

    return interval;
}

struct interval
bootstrap_basic(double theta, const double *t, size_t b, double level,
    enum bootstrap_convention by)
{
    struct interval p = bootstrap_percentile(t, b, level, by);
    struct interval interval = { 2 * theta - p.hi, 2 * theta - p.lo };

    return interval;
}

struct interval
bootstrap_normal(double theta, const double *t, size_t b, double level)
{
    struct moments moments = moments_of(t, b);
    double centre = 2 * theta - moments.mean;

    return interval_normal(centre, moments_sd(&moments), level);
}

double
bootstrap_z0(double theta, const double *t, size_t b, enum bootstrap_convention by)
{
    double scale = b > 0 ? fmax(fabs(t[0]), fabs(t[b - 1])) : 0;
    double slack = 1e-12 * fmax(scale, fabs(theta)), below = 0, equal = 0;

    for (size_t i = 0; i < b; i++) {
        if (fabs(t[i] - theta) <= slack)
            equal++;
        else
            below += t[i] < theta;
    }
    if (by == CONVENTION_TYPE_7)
        below += equal / 2;
    if (below <= 0)
        return -INFINITY;
    return below >= (double)b ? INFINITY : gsl_cdf_ugaussian_Pinv(below / (double)b);
}

static double
skewed(const double *x, size_t n, double sign)
{
    struct moments moments = moments_of(x, n);
    double cubes = 0;

    if (n < 2 || moments.m2 <= 0)
        return (double)NAN;
    for (size_t i = 0; i < n; i++) {
        double away = sign * (x[i] - moments.mean);

        cubes += away * away * away;
    }
    return cubes / (6 * pow(moments.m2, 1.5));
}

double
bootstrap_acceleration(const double *x, size_t n)
{
    return skewed(x, n, 1);
}

double
bootstrap_acceleration_of(const double *left_out, size_t n)
{
    return skewed(left_out, n, -1);
}

struct interval
bootstrap_bca_at(const double *t, size_t b, double level, double z0, double acceleration,
    enum bootstrap_convention by)
{
    double z = interval_z(level), low = z0 - z, high = z0 + z;
    struct interval none = { (double)NAN, (double)NAN }, interval;

    if (!isfinite(z0) || isnan(acceleration) || b == 0)
        return none;
    interval.lo = bootstrap_quantile(t, b,
        gsl_cdf_ugaussian_P(z0 + low / (1 - acceleration * low)), by);
    interval.hi = bootstrap_quantile(t, b,
        gsl_cdf_ugaussian_P(z0 + high / (1 - acceleration * high)), by);
    return interval;
}

struct interval
bootstrap_bca(double theta, const double *t, size_t b, double level, double acceleration,
    enum bootstrap_convention by)
{
    return bootstrap_bca_at(t, b, level, bootstrap_z0(theta, t, b, by), acceleration, by);
}

double
bootstrap_share_error(double p, size_t b)
{
    return sqrt(p * (1 - p) / (double)b);
}

/* A bit per item says whose sign turns. */
static double
flipped_sum(struct rng *rng, const double *d, size_t n)
{
    double lane[LANES] = { 0 };
    uint64_t turns[WORDS_AT_ONCE];

    while (n >= 64) {
        size_t words = n / 64 < WORDS_AT_ONCE ? n / 64 : WORDS_AT_ONCE;

        for (size_t w = 0; w < words; w++)
            turns[w] = rng_next(rng);
        KERNEL_CHOSEN(add_flipped)(turns, d, words, lane);
        d += 64 * words;
        n -= 64 * words;
    }
    turns[0] = n > 0 ? rng_next(rng) : 0;
    for (size_t k = 0; k < n; k++)
        lane[k % LANES] += turns[0] >> k & 1 ? -d[k] : d[k];
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
        ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

double
sign_flip_random(const struct resampling *plan, const double *d)
{
    double sum = 0, size = 0, extreme = 0;
    struct rng rng;

    for (size_t i = 0; i < plan->n; i++) {
        sum += d[i];
        size += fabs(d[i]);
    }
    if (size == 0)
        return 1;
    for (size_t r = 0; r < plan->b; r++) {
        if (r % FLIPS_PER_BLOCK == 0) {
            uint64_t stream[2] = { plan->set, r / FLIPS_PER_BLOCK };

            rng_init(&rng, plan->seed, stream, 2);
            if (plan->report != NULL &&
                !plan->report(plan->context, (double)r / (double)plan->b))
                return (double)NAN;
        }
        extreme += fabs(flipped_sum(&rng, d, plan->n)) >= fabs(sum) - 1e-12 * size;
    }
    return (extreme + 1) / ((double)plan->b + 1);
}
