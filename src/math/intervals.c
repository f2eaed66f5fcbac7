/* intervals.c - one proportion, one mean; see intervals.h. */
#include "math/intervals.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/moments.h"

double
interval_z(double level)
{
    return gsl_cdf_ugaussian_Qinv((1 - level) / 2);
}

static struct interval
clipped(double lo, double hi)
{
    struct interval interval = { fmax(0, lo), fmin(1, hi) };

    return interval;
}

struct interval
interval_wald(double k, double n, double level)
{
    double p = k / n, half = interval_z(level) * sqrt(p * (1 - p) / n);

    return clipped(p - half, p + half);
}

struct interval
interval_wilson(double k, double n, double level)
{
    double p = k / n, z = interval_z(level), z2 = z * z;
    double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n));

    return clipped(k == 0 ? 0 : centre - half, k == n ? 1 : centre + half);
}

struct interval
interval_wilson_corrected(double k, double n, double level)
{
    double p = k / n, z = interval_z(level), z2 = z * z, den = 2 * (n + z2);
    double below = sqrt(z2 - 2 - 1 / n + 4 * p * (n * (1 - p) + 1));
    double above = sqrt(z2 + 2 - 1 / n + 4 * p * (n * (1 - p) - 1));

    return clipped(k == 0 ? 0 : (2 * n * p + z2 - 1 - z * below) / den,
        k == n ? 1 : (2 * n * p + z2 + 1 + z * above) / den);
}

struct interval
interval_agresti_coull(double k, double n, double level)
{
    double z = interval_z(level), more = n + z * z, p = (k + z * z / 2) / more;
    double half = z * sqrt(p * (1 - p) / more);

    return clipped(p - half, p + half);
}

/* Where the distribution function of B(a, b) reaches p, from the nearer tail. */
static double
beta_quantile(double p, double a, double b)
{
    double lo = 0, hi = 1;

    for (int i = 0; i < 2000 && hi - lo > 1e-16 * hi; i++) {
        double mid = lo + (hi - lo) / 2;
        bool below = p <= 0.5 ? gsl_cdf_beta_P(mid, a, b) < p :
            gsl_cdf_beta_Q(mid, a, b) > 1 - p;

        if (mid <= lo || mid >= hi)
            break;
        if (below)
            lo = mid;
        else
            hi = mid;
    }
    return lo + (hi - lo) / 2;
}

enum { MOST_EXACT = 50000 };

struct interval
interval_clopper_pearson(double k, double n, double level)
{
    double tail = (1 - level) / 2;

    if (n > MOST_EXACT)
        return interval_wilson(k, n, level);
    return clipped(k == 0 ? 0 : beta_quantile(tail, k, n - k + 1),
        k == n ? 1 : beta_quantile(1 - tail, k + 1, n - k));
}

static struct interval
beta_interval(double k, double n, double prior, double level)
{
    double tail = (1 - level) / 2, a = k + prior, b = n - k + prior;

    if (n > MOST_EXACT)
        return interval_wilson(k, n, level);
    return clipped(beta_quantile(tail, a, b), beta_quantile(1 - tail, a, b));
}

struct interval
interval_jeffreys(double k, double n, double level)
{
    return beta_interval(k, n, 0.5, level);
}

struct interval
interval_uniform_prior(double k, double n, double level)
{
    return beta_interval(k, n, 1, level);
}

/* --- means --- */

struct interval
interval_normal(double mean, double se, double level)
{
    double half = interval_z(level) * se;
    struct interval interval = { mean - half, mean + half };

    return interval;
}

struct interval
interval_t(double mean, double se, double df, double level)
{
    double half = df > 0 ? gsl_cdf_tdist_Qinv((1 - level) / 2, df) * se : (double)NAN;
    struct interval interval = { mean - half, mean + half };

    return interval;
}

/* Beyond so many errors the series that GSL takes for its t keeps seven digits only (df 100,
 * t 30: off by 5e-7); its beta keeps all of them there, but not near t = 0. */
enum { FAR = 8, MOST_DF_BY_BETA = 10000 };

double
p_of_t(double value, double se, double df)
{
    double t;

    if (isnan(se) || (se == 0 && value == 0))
        return (double)NAN;
    if (se == 0)
        return 0;
    t = fabs(value / se);
    if (t > FAR && df <= MOST_DF_BY_BETA)
        return gsl_cdf_beta_P(df / (df + t * t), df / 2, 0.5);
    return fmin(1, 2 * gsl_cdf_tdist_Q(t, df));
}

double
p_of_z(double value, double se)
{
    if (isnan(se) || (se == 0 && value == 0))
        return (double)NAN;
    if (se == 0)
        return 0;
    return fmin(1, 2 * gsl_cdf_ugaussian_Q(fabs(value / se)));
}

struct clustered
clustered_error(const double *x, const size_t *cluster, size_t n, size_t clusters)
{
    struct clustered error = { (double)NAN, (double)NAN, (double)NAN, clusters };
    struct moments moments = moments_of(x, n);
    double *sum, square = 0, variance;

    if (clusters < 2)
        return error;
    sum = mem_zalloc(clusters, sizeof *sum);
    for (size_t i = 0; i < n; i++)
        sum[cluster[i]] += x[i] - moments.mean;
    for (size_t c = 0; c < clusters; c++)
        square += sum[c] * sum[c];
    free(sum);
    variance = square / ((double)n * (double)n);
    error.plain = sqrt(variance);
    error.cr1 = sqrt(variance * (double)clusters / ((double)clusters - 1));
    error.effect = square / moments.m2;
    return error;
}

struct item_mean
item_mean_of(const double *x, const size_t *cluster, size_t n, size_t clusters)
{
    struct item_mean found = { .n = (double)n, .df = (double)(clusters > 0 ? clusters : n) - 1 };
    struct exact_sum sum = { 0 }, squares = { 0 };
    struct moments moments = { .n = (double)n, .mean = (double)NAN };
    double largest = 0;

    for (size_t i = 0; i < n; i++) {
        exact_sum_add(&sum, x[i]);
        largest = fmax(largest, fabs(x[i]));
    }
    moments.mean = n > 0 ? exact_sum_mean(&sum, found.n) : (double)NAN;
    for (size_t i = 0; i < n; i++)
        exact_sum_add(&squares, (x[i] - moments.mean) * (x[i] - moments.mean));
    moments.m2 = squares.high;
    if (n > 0 && !isfinite(moments.m2))        /* of infinite items, or of some near 1e200 */
        moments = moments_of(x, n);
    found.mean = moments.mean;
    found.se = clusters > 0 ? clustered_error(x, cluster, n, clusters).cr1 : moments_se(&moments);
    if (found.se <= 1e-12 * largest)
        found.se = 0;
    return found;
}

/* --- two models on items of their own --- */

struct interval
interval_two_proportions(double ka, double na, double kb, double nb, double level)
{
    struct interval a = interval_wilson(ka, na, level), b = interval_wilson(kb, nb, level);
    double pa = ka / na, pb = kb / nb;

    return (struct interval){ pa - pb - hypot(pa - a.lo, b.hi - pb),
        pa - pb + hypot(a.hi - pa, pb - b.lo) };
}

double
fisher_exact(double ka, double na, double kb, double nb)
{
    double right = ka + kb, all = na + nb, total = 0;
    double least = fmax(0, right - nb), most = fmin(right, na);
    double seen = gsl_ran_hypergeometric_pdf((unsigned)ka, (unsigned)right,
        (unsigned)(all - right), (unsigned)na);

    for (double k = least; k <= most; k++) {
        double p = gsl_ran_hypergeometric_pdf((unsigned)k, (unsigned)right,
            (unsigned)(all - right), (unsigned)na);

        if (p <= seen * (1 + 1e-7))        /* equal ones differ in their last digits */
            total += p;
    }
    return fmin(total, 1);
}

/* --- planning: Miller (2024) --- */

double
power_variance(double omega2, double sa2, double ka, double sb2, double kb)
{
    return omega2 + sa2 / ka + sb2 / kb;
}

static double
both_quantiles(double alpha, double power)
{
    return gsl_cdf_ugaussian_Qinv(alpha / 2) + gsl_cdf_ugaussian_Pinv(power);
}

double
power_items(double variance, double delta, double alpha, double power)
{
    double z = both_quantiles(alpha, power);

    return z * z * variance / (delta * delta);
}

double
power_smallest(double variance, double n, double alpha, double power)
{
    return both_quantiles(alpha, power) * sqrt(variance / n);
}

double
power_two_sided(double variance, double n, double delta, double alpha)
{
    double away = delta / sqrt(variance / n), z = gsl_cdf_ugaussian_Qinv(alpha / 2);

    return gsl_cdf_ugaussian_P(away - z) + gsl_cdf_ugaussian_P(-away - z);
}
