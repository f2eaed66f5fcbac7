/* portfolio.c - the critical line of mean and variance, and the area under a routing hull. */
#include "math/portfolio.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* --- sums --- */

double
portfolio_mean(const double *mean, const double *weight, size_t k)
{
    double sum = 0;

    for (size_t i = 0; i < k; i++)
        sum += mean[i] * weight[i];
    return sum;
}

static double
product(const double *covariance, const double *a, const double *b, size_t k)
{
    double sum = 0;

    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; a[i] != 0 && j < k; j++)
            sum += a[i] * covariance[i * k + j] * b[j];
    return sum;
}

double
portfolio_variance(const double *covariance, const double *weight, size_t k)
{
    return product(covariance, weight, weight, k);
}

double
portfolio_router_variance(const double *mean, const double *covariance, const double *weight,
    size_t k)
{
    double second = 0, first = portfolio_mean(mean, weight, k);

    for (size_t i = 0; i < k; i++)
        second += weight[i] * (covariance[i * k + i] + mean[i] * mean[i]);
    return second - first * first;
}

/* --- the critical line --- */

struct line {
    const double *mean, *covariance;
    size_t k;
    size_t *free_set, n_free;
    bool *is_free;
    double *lower;             /* Cholesky factor over the free set, n_free x n_free */
    double *slope, *start;     /* a and b of w = L a + b, by model */
    double c1, c2;
};

/* Factors the covariance of the free set; false if it is not positive definite. */
static bool
factor(struct line *line)
{
    size_t n = line->n_free;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double diagonal = line->covariance[line->free_set[i] * line->k + line->free_set[i]];
            double sum = line->covariance[line->free_set[i] * line->k + line->free_set[j]];

            for (size_t m = 0; m < j; m++)
                sum -= line->lower[i * n + m] * line->lower[j * n + m];
            if (i == j && !(sum > 1e-13 * diagonal))
                return false;
            line->lower[i * n + j] = i == j ? sqrt(sum) : sum / line->lower[j * n + j];
        }
    return true;
}

static void
solve(const struct line *line, double *x)
{
    size_t n = line->n_free;

    for (size_t i = 0; i < n; i++) {
        for (size_t m = 0; m < i; m++)
            x[i] -= line->lower[i * n + m] * x[m];
        x[i] /= line->lower[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t m = i + 1; m < n; m++)
            x[i] -= line->lower[m * n + i] * x[m];
        x[i] /= line->lower[i * n + i];
    }
}

static bool
direction(struct line *line)
{
    double *ones = mem_alloc((line->n_free + 1) * sizeof *ones);
    double *means = mem_alloc((line->n_free + 1) * sizeof *means);
    bool good = factor(line);

    for (size_t i = 0; i < line->n_free; i++) {
        ones[i] = 1;
        means[i] = line->mean[line->free_set[i]];
    }
    memset(line->slope, 0, line->k * sizeof *line->slope);
    memset(line->start, 0, line->k * sizeof *line->start);
    if (good) {
        solve(line, ones);
        solve(line, means);
        line->c1 = line->c2 = 0;
        for (size_t i = 0; i < line->n_free; i++) {
            line->c1 += ones[i];
            line->c2 += means[i];
        }
        for (size_t i = 0; i < line->n_free; i++) {
            line->slope[line->free_set[i]] = means[i] - line->c2 / line->c1 * ones[i];
            line->start[line->free_set[i]] = ones[i] / line->c1;
        }
    }
    free(ones);
    free(means);
    return good;
}

/* L at which model i leaves (free) or enters; -inf if it never does. */
static double
event_of(const struct line *line, size_t i)
{
    double a = -line->mean[i] + line->c2 / line->c1, b = -1 / line->c1;

    if (line->is_free[i])
        return line->slope[i] > 0 && line->n_free > 1 ? -line->start[i] / line->slope[i]
            : -INFINITY;
    for (size_t m = 0; m < line->n_free; m++) {
        double c = line->covariance[i * line->k + line->free_set[m]];

        a += c * line->slope[line->free_set[m]];
        b += c * line->start[line->free_set[m]];
    }
    return a > 0 ? -b / a : -INFINITY;
}

static void
toggle(struct line *line, size_t i)
{
    size_t at = 0;

    if (!line->is_free[i]) {
        line->free_set[line->n_free++] = i;
    } else {
        while (line->free_set[at] != i)
            at++;
        line->n_free--;
        memmove(line->free_set + at, line->free_set + at + 1,
            (line->n_free - at) * sizeof *line->free_set);
    }
    line->is_free[i] = !line->is_free[i];
}

/* Shares that sum to 1 whatever a nearly singular matrix made of them. */
static void
record(const struct line *line, double at, double *weight)
{
    double sum = 0;

    for (size_t i = 0; i < line->k; i++) {
        double w = line->start[i] + (line->slope[i] != 0 ? at * line->slope[i] : 0);

        weight[i] = w > 1e-12 ? w : 0;
        sum += weight[i];
    }
    for (size_t i = 0; i < line->k; i++)
        weight[i] /= sum;
}

/* Follows the line from the largest mean down; 0 rows on a singular free set. */
static size_t
follow(struct line *line, double *weights, size_t room)
{
    double at = INFINITY;
    size_t n = 0, changed = SIZE_MAX;

    while (n < room) {
        double next = -INFINITY;
        size_t which = SIZE_MAX;

        if (!direction(line))
            return 0;
        if (n == 0)
            record(line, 0, &weights[n++ * line->k]);     /* all on the best mean */
        for (size_t i = 0; i < line->k; i++) {
            double event = i == changed ? -INFINITY : event_of(line, i);

            if (event > next && event <= at) {
                next = event;
                which = i;
            }
        }
        at = fmax(next, 0);
        if (n < room)
            record(line, at, &weights[n++ * line->k]);
        if (which == SIZE_MAX || next <= 0)
            break;
        toggle(line, which);
        changed = which;
    }
    return n;
}

static size_t
largest_mean(const double *mean, size_t k)
{
    size_t best = 0;

    for (size_t i = 1; i < k; i++)
        if (mean[i] > mean[best])
            best = i;
    return best;
}

static size_t
run_line(const double *mean, const double *covariance, size_t k, double *weights, size_t room)
{
    struct line line = { .mean = mean, .covariance = covariance, .k = k,
        .free_set = mem_zalloc(k + 1, sizeof *line.free_set),
        .is_free = mem_zalloc(k + 1, sizeof *line.is_free),
        .lower = mem_zalloc(k * k + 1, sizeof *line.lower),
        .slope = mem_zalloc(k + 1, sizeof *line.slope),
        .start = mem_zalloc(k + 1, sizeof *line.start) };
    size_t n;

    toggle(&line, largest_mean(mean, k));
    n = follow(&line, weights, room);
    free(line.free_set);
    free(line.is_free);
    free(line.lower);
    free(line.slope);
    free(line.start);
    return n;
}

static double
range_of(const double *mean, size_t k, double *largest)
{
    double lo = INFINITY, hi = -INFINITY;

    for (size_t i = 0; i < k; i++) {
        lo = fmin(lo, mean[i]);
        hi = fmax(hi, mean[i]);
    }
    *largest = fmax(fabs(lo), fabs(hi));
    return hi - lo;
}

/* Means that differ by their rounding are equal. */
static bool
are_all_equal(const double *mean, size_t k)
{
    double largest, range = range_of(mean, k, &largest);

    return range <= 1e-14 * largest;
}

/* Equal means would never enter: the less certain are put behind by a hair, which is small
 * against what tells other means apart, and more than the rounding of a mean. */
static void
separate_means(const double *mean, const double *covariance, size_t k, double trace, double *out)
{
    double largest, range = range_of(mean, k, &largest);
    double hair = are_all_equal(mean, k) ? fmax(1e-10 * largest, 1e-10 * sqrt(trace / (double)k))
        : fmax(1e-10 * range, 1e-15 * largest);

    for (size_t i = 0; i < k; i++) {
        size_t ahead = 0;

        for (size_t j = 0; j < k; j++)
            ahead += mean[j] == mean[i] && (covariance[j * k + j] < covariance[i * k + i]
                || (covariance[j * k + j] == covariance[i * k + i] && j < i));
        out[i] = mean[i] - hair * (double)ahead;
    }
}

size_t
portfolio_critical_line(const double *mean, const double *covariance, size_t k,
    double *weights, size_t room, bool *ridged)
{
    double *means = mem_alloc((k + 1) * sizeof *means), *ridge, trace = 0;
    size_t n = 0;
    bool known = k > 0;

    *ridged = false;
    for (size_t i = 0; i < k; i++)
        known = known && !isnan(mean[i]);
    for (size_t i = 0; i < k * k; i++)
        known = known && !isnan(covariance[i]);
    for (size_t i = 0; known && i < k; i++)
        trace += covariance[i * k + i];
    if (known && trace > 0) {
        separate_means(mean, covariance, k, trace, means);
        n = run_line(means, covariance, k, weights, room);
    }
    if (known && trace > 0 && n == 0) {
        ridge = mem_alloc(k * k * sizeof *ridge);
        memcpy(ridge, covariance, k * k * sizeof *ridge);
        for (size_t i = 0; i < k; i++)
            ridge[i * k + i] += 1e-10 * trace / (double)k;
        n = run_line(means, ridge, k, weights, room);
        *ridged = n > 0;
        free(ridge);
    }
    if (n > 1 && are_all_equal(mean, k)) {
        memmove(weights, weights + (n - 1) * k, k * sizeof *weights);
        n = 1;
    }
    free(means);
    return n;
}

/* --- the best ratio --- */

/* Where on the segment from u to v, 0..1, the ratio is largest. */
static double
best_on_segment(const double *mean, const double *covariance, size_t k, const double *u,
    const double *v, double risk_free, double *ratio)
{
    double p = portfolio_mean(mean, u, k) - risk_free;
    double q = portfolio_mean(mean, v, k) - risk_free - p;
    double uu = product(covariance, u, u, k), uv = product(covariance, u, v, k);
    double vv = product(covariance, v, v, k);
    double b = 2 * (uv - uu), c = uu - 2 * uv + vv;
    double stationary = (p * b / 2 - q * uu) / (q * b / 2 - p * c), best = 0;
    const double tries[] = { 0, 1, stationary };

    *ratio = -INFINITY;
    for (size_t i = 0; i < 3; i++) {
        double t = tries[i], variance = uu + b * t + c * t * t;

        if (t >= 0 && t <= 1 && variance > 0 && (p + q * t) / sqrt(variance) > *ratio) {
            *ratio = (p + q * t) / sqrt(variance);
            best = t;
        }
    }
    return best;
}

double
portfolio_best_ratio(const double *mean, const double *covariance, size_t k,
    const double *weights, size_t turning, double risk_free, double *weight)
{
    double best = -INFINITY;

    for (size_t s = 0; s + 1 < turning || (s == 0 && turning == 1); s++) {
        const double *u = &weights[s * k], *v = turning == 1 ? u : &weights[(s + 1) * k];
        double ratio, t = best_on_segment(mean, covariance, k, u, v, risk_free, &ratio);

        if (!(ratio > best))
            continue;
        best = ratio;
        for (size_t i = 0; i < k; i++)
            weight[i] = (1 - t) * u[i] + t * v[i];
    }
    return isinf(best) ? (double)NAN : best;
}

/* --- the routing hull --- */

double
portfolio_average_quality(const double *cost, const double *score, size_t n,
    const size_t *hull, size_t n_hull)
{
    double lo = INFINITY, hi = -INFINITY, area = 0;

    for (size_t i = 0; i < n; i++) {
        lo = fmin(lo, cost[i]);
        hi = fmax(hi, cost[i]);
    }
    if (n_hull == 0)
        return (double)NAN;
    if (hi == lo)
        return score[hull[0]];
    for (size_t i = 0; i + 1 < n_hull; i++)
        area += (cost[hull[i + 1]] - cost[hull[i]]) *
            (score[hull[i + 1]] + score[hull[i]]) / 2;
    area += (hi - cost[hull[n_hull - 1]]) * score[hull[n_hull - 1]];
    return area / (hi - lo);
}
