/* aggregates.c - see aggregates.h. */
#include "math/aggregates.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/moments.h"
#include "math/sorted.h"

double
aggregate_iqm(const double *x, size_t n)
{
    double *sorted = sorted_copy(x, n);
    size_t cut = n / 4;
    struct moments middle = moments_of(sorted + cut, n - 2 * cut);

    free(sorted);
    return middle.mean;
}

double
aggregate_gap(const double *x, size_t n, double gamma)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += fmin(x[i], gamma);
    return n == 0 ? (double)NAN : gamma - sum / (double)n;
}

double
aggregate_share_above(const double *x, size_t n, double tau)
{
    double above = 0;

    for (size_t i = 0; i < n; i++)
        above += x[i] > tau;
    return n == 0 ? (double)NAN : above / (double)n;
}

double
aggregate_geometric(const double *x, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[i] > 0 ? log(x[i]) : (double)NAN;
    return n == 0 ? (double)NAN : exp(sum / (double)n);
}

struct geometric
aggregate_geometric_interval(const double *x, size_t n, double level)
{
    struct moments logs = { 0 };
    struct geometric geometric;

    for (size_t i = 0; i < n; i++)
        moments_add(&logs, x[i] > 0 ? log(x[i]) : (double)NAN);
    geometric.log_se = moments_se(&logs);
    geometric.ci = interval_normal(logs.mean, geometric.log_se, level);
    geometric.ci = (struct interval){ exp(geometric.ci.lo), exp(geometric.ci.hi) };
    geometric.mean = n == 0 ? (double)NAN : exp(logs.mean);
    return geometric;
}

double
aggregate_harmonic(const double *x, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[i] > 0 ? 1 / x[i] : (double)NAN;
    return n == 0 ? (double)NAN : (double)n / sum;
}

double
aggregate_iqr(const double *x, size_t n)
{
    double *sorted = sorted_copy(x, n), range = n == 0 ? (double)NAN :
        quantile_sorted(sorted, n, 0.75) - quantile_sorted(sorted, n, 0.25);

    free(sorted);
    return range;
}

double
aggregate_mad(const double *x, size_t n)
{
    double *sorted = sorted_copy(x, n), median;

    if (n == 0) {
        free(sorted);
        return (double)NAN;
    }
    median = quantile_sorted(sorted, n, 0.5);
    for (size_t i = 0; i < n; i++)
        sorted[i] = fabs(sorted[i] - median);
    sort_doubles(sorted, n);
    median = quantile_sorted(sorted, n, 0.5);
    free(sorted);
    return median;
}

double
aggregate_median_task(const double *x, size_t runs, size_t tasks)
{
    double *mean = mem_zalloc(tasks, sizeof *mean), median;

    for (size_t r = 0; r < runs; r++)
        for (size_t t = 0; t < tasks; t++)
            mean[t] += x[r * tasks + t] / (double)runs;
    sort_doubles(mean, tasks);
    median = tasks == 0 || runs == 0 ? (double)NAN : quantile_sorted(mean, tasks, 0.5);
    free(mean);
    return median;
}

double
aggregate_improvement(const double *a, size_t runs_a, const double *b, size_t runs_b,
    size_t tasks)
{
    double sum = 0;

    for (size_t t = 0; t < tasks; t++) {
        double won = 0;

        for (size_t i = 0; i < runs_a; i++)
            for (size_t j = 0; j < runs_b; j++) {
                double x = a[i * tasks + t], y = b[j * tasks + t];

                won += x > y ? 1 : x < y ? 0 : 0.5;
            }
        sum += won / (double)(runs_a * runs_b);
    }
    return sum / (double)tasks;
}

double
aggregate_friedman(const double *x, size_t items, size_t models, double *mean_rank, double *p)
{
    double k = (double)models, n = (double)items, squares = 0, ties = 0, chi2;

    memset(mean_rank, 0, models * sizeof *mean_rank);
    for (size_t i = 0; i < items; i++)
        for (size_t j = 0; j < models; j++) {
            double below = 0, equal = 0;

            for (size_t l = 0; l < models; l++) {
                below += x[i * models + l] < x[i * models + j];
                equal += x[i * models + l] <= x[i * models + j] &&
                    x[i * models + l] >= x[i * models + j];
            }
            mean_rank[j] += (below + (equal + 1) / 2) / n;
            ties += equal * equal - 1;     /* sums to t^3 - t over a group of t */
        }
    for (size_t j = 0; j < models; j++)
        squares += (mean_rank[j] - (k + 1) / 2) * (mean_rank[j] - (k + 1) / 2);
    chi2 = 12 * n * squares / (k * (k + 1)) / (1 - ties / (n * (k * k * k - k)));
    *p = gsl_cdf_chisq_Q(chi2, k - 1);
    return chi2;
}

/* Smallest k with P(Binomial(n, p) <= k) >= q. */
static long
binomial_quantile(double q, size_t n, double p)
{
    long lo = 0, hi = (long)n;

    while (lo < hi) {
        long mid = lo + (hi - lo) / 2;

        if (gsl_cdf_binomial_P((unsigned)mid, p, (unsigned)n) >= q)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

struct quantile_limits
aggregate_quantile(const double *x, size_t n, double p, double level)
{
    double tail = (1 - level) / 2;
    struct quantile_limits limits = { (double)NAN, -INFINITY, INFINITY, 0, 0 };

    if (n == 0)
        return limits;
    limits.value = quantile_sorted(x, n, p);
    limits.rank_lo = binomial_quantile(tail, n, p);
    limits.rank_hi = binomial_quantile(1 - tail, n, p) + 1;
    if (limits.rank_lo >= 1)
        limits.lo = x[limits.rank_lo - 1];
    if (limits.rank_hi <= (long)n)
        limits.hi = x[limits.rank_hi - 1];
    return limits;
}

struct cost_ratio
aggregate_cost_ratio(const double *cost, const double *ok, size_t n, double level)
{
    struct moments c = moments_of(cost, n), s = moments_of(ok, n);
    double pairs = (double)n * ((double)n - 1), cross = 0, residual = 0, z = interval_z(level);
    double v_ok = s.m2 / pairs, v_cost = c.m2 / pairs, a, b, under;
    struct cost_ratio ratio = { c.mean / s.mean, (double)NAN, { (double)NAN, (double)NAN },
        false };

    for (size_t i = 0; i < n; i++) {
        double away = cost[i] - ratio.ratio * ok[i];

        cross += (cost[i] - c.mean) * (ok[i] - s.mean);
        residual += away * away;
    }
    if (s.mean < 0)
        ratio.ratio = (double)NAN;      /* nothing was right: no cost of it */
    if (n < 2 || !(s.mean > 0))
        return ratio;
    ratio.se = sqrt(residual / pairs) / s.mean;
    a = s.mean * s.mean - z * z * v_ok;
    b = -2 * (c.mean * s.mean - z * z * cross / pairs);
    under = b * b - 4 * a * (c.mean * c.mean - z * z * v_cost);
    if (!(a > 0) || !(under >= 0))
        return ratio;
    ratio.bounded = true;
    ratio.ci.lo = (-b - sqrt(under)) / (2 * a);
    ratio.ci.hi = (-b + sqrt(under)) / (2 * a);
    return ratio;
}
