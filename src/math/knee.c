/* knee.c - see knee.h. */
#include "math/knee.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

size_t
knee_normalise(double *f, size_t n, size_t d)
{
    size_t constant = 0;

    for (size_t k = 0; k < d; k++) {
        double lo = INFINITY, hi = -INFINITY;

        for (size_t i = 0; i < n; i++) {
            lo = fmin(lo, f[i * d + k]);
            hi = fmax(hi, f[i * d + k]);
        }
        if (!(lo < hi))
            constant++;
        for (size_t i = 0; i < n; i++)
            f[i * d + k] = lo < hi ? (f[i * d + k] - lo) / (hi - lo) : 0;
    }
    return constant;
}

/* The largest positive value among the interior points of a measure of bending. */
static size_t
largest_positive(const double *value, size_t n)
{
    size_t best = KNEE_NONE;

    for (size_t i = 0; i < n; i++)
        if (value[i] > 0 && (best == KNEE_NONE || value[i] > value[best]))
            best = i;
    return best;
}

void
knee_chord_distances(const double *f, size_t n, double *distance)
{
    for (size_t i = 0; i < n; i++)
        distance[i] = (1 - f[2 * i] - f[2 * i + 1]) / sqrt(2);
}

void
knee_bend_angles(const double *f, size_t n, double *angle)
{
    for (size_t i = 0; i < n; i++) {
        const double *at = f + 2 * i;

        angle[i] = (double)NAN;
        if (i > 0 && i + 1 < n)
            angle[i] = atan2(at[-1] - at[1], at[0] - at[-2]) -
                atan2(at[1] - at[3], at[2] - at[0]);
    }
}

static size_t
knee_by(const double *f, size_t n, void (*measure)(const double *, size_t, double *))
{
    double *value;
    size_t best;

    if (n < 3)
        return KNEE_NONE;
    value = mem_alloc(n * sizeof *value);
    measure(f, n, value);
    best = largest_positive(value, n);
    free(value);
    return best;
}

size_t
knee_chord(const double *f, size_t n)
{
    return knee_by(f, n, knee_chord_distances);
}

size_t
knee_bend(const double *f, size_t n)
{
    return knee_by(f, n, knee_bend_angles);
}

static double
bulge(const double *f, size_t i)
{
    return (1 - f[2 * i + 1]) - f[2 * i];
}

size_t
knee_kneedle(const double *f, size_t n)
{
    double step, threshold = 0;
    size_t candidate = KNEE_NONE;

    if (n < 3)
        return KNEE_NONE;
    step = (f[2 * (n - 1)] - f[0]) / (double)(n - 1);
    for (size_t i = 1; i < n; i++) {
        double here = bulge(f, i), before = bulge(f, i - 1);
        bool inside = i + 1 < n;

        if (candidate != KNEE_NONE && here < threshold)
            return candidate;
        if (inside && here >= before && here >= bulge(f, i + 1)) {
            candidate = i;
            threshold = here - step;
        } else if (inside && here <= before && here <= bulge(f, i + 1)) {
            threshold = 0;
        }
    }
    return KNEE_NONE;
}

/* --- expected marginal utility --- */

/* Integral over t in [a, b] of max(0, g - h) where both are linear with values at the ends. */
static double
positive_area(double at_a, double at_b, double width)
{
    if (at_a <= 0 && at_b <= 0)
        return 0;
    if (at_a >= 0 && at_b >= 0)
        return (at_a + at_b) / 2 * width;
    /* One crossing: a triangle on the positive side. */
    if (at_a > 0)
        return at_a * at_a / (at_a - at_b) / 2 * width;
    return at_b * at_b / (at_b - at_a) / 2 * width;
}

static double
weighed(const double *p, double t)
{
    return t * p[0] + (1 - t) * p[1];
}

static bool
lies_in_convex_position(const double *p, const double *q, const double *r)
{
    return (q[0] - p[0]) * (r[1] - p[1]) - (r[0] - p[0]) * (q[1] - p[1]) > 0;
}

/* Lower-left hull of all points but i, ordered by the first loss: the envelope of the
 * others as the weight moves from 0 (second loss only) to 1. */
static size_t
envelope_without(const double *f, size_t n, size_t i, size_t *hull)
{
    size_t m = 0;

    for (size_t j = 0; j < n; j++) {
        if (j == i)
            continue;
        while (m >= 2 && !lies_in_convex_position(f + 2 * hull[m - 2], f + 2 * hull[m - 1],
            f + 2 * j))
            m--;
        hull[m++] = j;
    }
    return m;
}

/* Weight at which two points cost the same, within [0, 1]. */
static double
tie_weight(const double *p, const double *q)
{
    double dx = q[0] - p[0], dy = p[1] - q[1], t = dx + dy != 0 ? dy / (dx + dy) : 0;

    return fmin(1, fmax(0, t));
}

static double
marginal_utility(const double *f, size_t n, size_t i, size_t *hull)
{
    size_t m = envelope_without(f, n, i, hull);
    double sum = 0, from = 0;

    /* Weight 0 minimises the second loss: the envelope runs from its last point back. */
    for (size_t j = m; j-- > 0;) {
        const double *p = f + 2 * hull[j];
        double to = j > 0 ? tie_weight(f + 2 * hull[j - 1], p) : 1;

        if (to > from) {
            sum += positive_area(weighed(p, from) - weighed(f + 2 * i, from),
                weighed(p, to) - weighed(f + 2 * i, to), to - from);
            from = to;
        }
    }
    return sum;
}

size_t
knee_utility(const double *f, size_t n, double *utility)
{
    size_t *hull, best = KNEE_NONE;
    double most = 0;

    if (n < 3)
        return KNEE_NONE;
    hull = mem_alloc(n * sizeof *hull);
    for (size_t i = 0; i < n; i++) {
        double u = marginal_utility(f, n, i, hull);

        if (utility != NULL)
            utility[i] = u;
        if (i > 0 && i + 1 < n && u > most) {
            most = u;
            best = i;
        }
    }
    free(hull);
    return best;
}

/* --- high trade-off --- */

enum { SPREAD_TWO = 2 };
static const double neighbourhood = 0.125;

struct near { double distance; size_t i; };

static int
compare_near(const void *a, const void *b)
{
    const struct near *p = a, *q = b;

    if (p->distance != q->distance)
        return p->distance < q->distance ? -1 : 1;
    return (p->i > q->i) - (p->i < q->i);
}

static double
distance_between(const double *p, const double *q, size_t d)
{
    double sum = 0;

    for (size_t k = 0; k < d; k++)
        sum += (p[k] - q[k]) * (p[k] - q[k]);
    return sqrt(sum);
}

/* What is lost for what is gained, going from i to j; infinite without a gain. */
static double
loss_per_gain(const double *i, const double *j, size_t d)
{
    double loss = 0, gain = 0;

    for (size_t k = 0; k < d; k++) {
        loss += fmax(0, j[k] - i[k]);
        gain += fmax(0, i[k] - j[k]);
    }
    return gain > 0 ? loss / gain : INFINITY;
}

static double
least_tradeoff(const double *f, size_t n, size_t d, size_t i, struct near *near)
{
    size_t most = 2 * d < n - 1 ? 2 * d : n - 1, within = 0;
    double mu = INFINITY;

    for (size_t j = 0; j < n; j++)
        near[j] = (struct near){ .distance = distance_between(f + i * d, f + j * d, d),
            .i = j };
    qsort(near, n, sizeof *near, compare_near);
    while (within < n && near[within].distance <= neighbourhood)
        within++;
    if (within < most)
        within = most + 1;     /* i itself and the m nearest */
    for (size_t j = 0; j < within && j < n; j++)
        if (near[j].i != i)
            mu = fmin(mu, loss_per_gain(f + i * d, f + near[j].i * d, d));
    return mu;
}

static size_t
choose_outstanding(const double *mu, size_t n, uint8_t *chosen)
{
    double sum = 0, square = 0, mean, sd;
    size_t finite = 0, count = 0, best = KNEE_NONE;

    for (size_t i = 0; i < n; i++)
        if (isfinite(mu[i])) {
            sum += mu[i];
            finite++;
        }
    mean = finite > 0 ? sum / (double)finite : 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(mu[i]))
            square += (mu[i] - mean) * (mu[i] - mean);
    sd = finite > 0 ? sqrt(square / (double)finite) : 0;
    if (!(sd > 0))
        return 0;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(mu[i]))
            continue;
        chosen[i] = (mu[i] - mean) / sd >= SPREAD_TWO;
        count += chosen[i];
        if (best == KNEE_NONE || mu[i] > mu[best])
            best = i;
    }
    if (count == 0 && (mu[best] - mean) / sd > 1) {
        chosen[best] = 1;
        count = 1;
    }
    return count;
}

size_t
knee_tradeoff(const double *f, size_t n, size_t d, uint8_t *chosen)
{
    struct near *near;
    double *mu;
    size_t count;

    memset(chosen, 0, n);
    if (n < 3)
        return 0;
    near = mem_alloc(n * sizeof *near);
    mu = mem_alloc(n * sizeof *mu);
    for (size_t i = 0; i < n; i++)
        mu[i] = least_tradeoff(f, n, d, i, near);
    count = choose_outstanding(mu, n, chosen);
    free(near);
    free(mu);
    return count;
}
