/* curves.c - see curves.h. */
#include "math/curves.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/moments.h"

static int
sign_of(double x)
{
    return (x > 0) - (x < 0);
}

double
curve_tau_b(const double *x, const double *y, size_t n)
{
    double agree = 0, pairs = (double)n * ((double)n - 1) / 2, tied_x = 0, tied_y = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            int sx = sign_of(x[j] - x[i]), sy = sign_of(y[j] - y[i]);

            agree += sx * sy;
            tied_x += sx == 0;
            tied_y += sy == 0;
        }
    if (tied_x >= pairs || tied_y >= pairs)
        return (double)NAN;
    return agree / sqrt((pairs - tied_x) * (pairs - tied_y));
}

double
curve_pearson(const double *x, const double *y, size_t n)
{
    struct moments mx = moments_of(x, n), my = moments_of(y, n);
    double cross = 0;

    for (size_t i = 0; i < n; i++)
        cross += (x[i] - mx.mean) * (y[i] - my.mean);
    if (n < 2 || !(mx.m2 > 0) || !(my.m2 > 0))
        return (double)NAN;
    return cross / sqrt(mx.m2 * my.m2);
}

struct ranked { double value; size_t at; };

static int
by_value(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;

    return (a->value > b->value) - (a->value < b->value);
}

/* Average ranks; the caller frees. */
static double *
ranks_of(const double *x, size_t n)
{
    struct ranked *order = mem_alloc(n * sizeof *order);
    double *rank = mem_alloc(n * sizeof *rank);

    for (size_t i = 0; i < n; i++)
        order[i] = (struct ranked){ x[i], i };
    qsort(order, n, sizeof *order, by_value);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && order[j].value <= order[i].value; j++)
            ;
        for (size_t k = i; k < j; k++)
            rank[order[k].at] = (double)(i + j + 1) / 2;
    }
    free(order);
    return rank;
}

double
curve_spearman(const double *x, const double *y, size_t n)
{
    double *rx = ranks_of(x, n), *ry = ranks_of(y, n), rho = curve_pearson(rx, ry, n);

    free(rx);
    free(ry);
    return rho;
}

static double
against_steps(const double *y, size_t n,
    double (*measure)(const double *x, const double *y, size_t n))
{
    double *step = mem_alloc(n * sizeof *step), value;

    for (size_t i = 0; i < n; i++)
        step[i] = (double)i;
    value = measure(step, y, n);
    free(step);
    return value;
}

double
curve_monotone_tau(const double *y, size_t n)
{
    return against_steps(y, n, curve_tau_b);
}

double
curve_monotone_spearman(const double *y, size_t n)
{
    return against_steps(y, n, curve_spearman);
}

struct curve_shape
curve_shape(const double *y, size_t n)
{
    double ups = 0, downs = 0, moved = 0, least = INFINITY, most = -INFINITY;
    double nan = (double)NAN;
    struct curve_shape shape = { 0, nan, nan, nan };

    for (size_t i = 0; i < n; i++) {
        least = fmin(least, y[i]);
        most = fmax(most, y[i]);
        if (i == 0)
            continue;
        ups += y[i] > y[i - 1];
        downs += y[i] < y[i - 1];
        moved += fabs(y[i] - y[i - 1]);
    }
    if (ups + downs > 0)
        shape.step_monotonicity = (ups - downs) / (ups + downs);
    if (n > 0)
        shape.improvement = (y[n - 1] - y[0]) / (double)n;
    if (n > 1)
        shape.total_variation = moved / (double)(n - 1);
    if (n > 1 && most > least)
        shape.relative_variation = shape.total_variation / (most - least);
    return shape;
}

double
signal_of(const double *score, size_t n)
{
    struct moments moments = moments_of(score, n);
    double least = INFINITY, most = -INFINITY;

    for (size_t i = 0; i < n; i++) {
        least = fmin(least, score[i]);
        most = fmax(most, score[i]);
    }
    return n < 2 || moments.mean == 0 ? (double)NAN : (most - least) / moments.mean;
}

double
noise_of(const double *score, size_t n)
{
    struct moments moments = moments_of(score, n);

    return n < 2 || moments.mean == 0 ? (double)NAN :
        sqrt(moments.m2 / (double)n) / moments.mean;
}

double
decision_accuracy(const double *a, const double *b, size_t n, size_t *ties)
{
    double same = 0, pairs = (double)n * ((double)n - 1) / 2;

    *ties = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            same += (a[i] > a[j]) == (b[i] > b[j]);
            *ties += !(a[i] > a[j] || a[i] < a[j]) || !(b[i] > b[j] || b[i] < b[j]);
        }
    return n < 2 ? (double)NAN : same / pairs;
}
