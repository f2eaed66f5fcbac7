/* moments.c - see moments.h. */
#include "math/moments.h"

#include <assert.h>
#include <math.h>

/* Eight fixed lanes, so that vector and scalar code add in the same order. */
static double
sum_lanes(const double *x, size_t n, double shift, int squared)
{
    enum { LANES = 8 };
    double lane[LANES] = { 0 };

    for (size_t i = 0; i < n; i++) {
        double away = x[i] - shift;

        lane[i % LANES] += squared ? away * away : away;
    }
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
        ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

struct moments
moments_of(const double *x, size_t n)
{
    struct moments moments = { .n = (double)n };

    if (n == 0) {
        moments.mean = (double)NAN;
        return moments;
    }
    moments.mean = sum_lanes(x, n, 0, 0) / (double)n;
    moments.mean += sum_lanes(x, n, moments.mean, 0) / (double)n;
    moments.m2 = sum_lanes(x, n, moments.mean, 1);
    return moments;
}

struct moments
moments_merge(struct moments a, struct moments b)
{
    struct moments both = { .n = a.n + b.n };
    double delta = b.mean - a.mean;

    if (a.n == 0)
        return b;
    if (b.n == 0)
        return a;
    both.mean = a.mean + delta * b.n / both.n;
    both.m2 = a.m2 + b.m2 + delta * delta * a.n * b.n / both.n;
    return both;
}

void
moments_add(struct moments *moments, double x)
{
    struct moments one = { .n = 1, .mean = x };

    *moments = moments_merge(*moments, one);
}

/* The quotient of the larger part, set right by what it leaves. */
double
exact_sum_mean(const struct exact_sum *sum, double n)
{
    double quotient = sum->high / n;

    return quotient + (fma(-quotient, n, sum->high) + sum->low) / n;
}

double
moments_variance(const struct moments *moments)
{
    return moments->n < 2 ? (double)NAN : moments->m2 / (moments->n - 1);
}

double
moments_sd(const struct moments *moments)
{
    return sqrt(moments_variance(moments));
}

double
moments_se(const struct moments *moments)
{
    return moments_sd(moments) / sqrt(moments->n);
}

double
quantile_sorted(const double *x, size_t n, double p)
{
    double at = p * (double)(n - 1);
    size_t below = (size_t)at;
    double part = at - (double)below;

    assert(n >= 1 && p >= 0 && p <= 1);
    if (part == 0 || below + 1 >= n)
        return x[below < n ? below : n - 1];
    return x[below] + part * (x[below + 1] - x[below]);
}
