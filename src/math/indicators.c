/* indicators.c - see indicators.h. */
#include "math/indicators.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { MAX_OBJECTIVES = 16 };

static double
distance(const double *a, const double *z, size_t d)
{
    double sum = 0;

    for (size_t k = 0; k < d; k++)
        sum += (z[k] - a[k]) * (z[k] - a[k]);
    return sqrt(sum);
}

/* How far a falls short of z. */
static double
shortfall(const double *a, const double *z, size_t d)
{
    double sum = 0;

    for (size_t k = 0; k < d; k++)
        if (z[k] > a[k])
            sum += (z[k] - a[k]) * (z[k] - a[k]);
    return sqrt(sum);
}

static double
largest_gap(const double *a, const double *z, size_t d)
{
    double gap = -INFINITY;

    for (size_t k = 0; k < d; k++)
        gap = fmax(gap, z[k] - a[k]);
    return gap;
}

typedef double pair_measure(const double *a, const double *z, size_t d);

/* Least measure from any point of the set to z. */
static double
nearest(struct point_set set, const double *z, pair_measure *measure)
{
    double least = INFINITY;

    for (size_t i = 0; i < set.n; i++)
        least = fmin(least, measure(set.points + i * set.d, z, set.d));
    return least;
}

static double
mean_over_reference(struct point_set set, struct point_set reference, pair_measure *measure)
{
    double sum = 0;

    for (size_t j = 0; j < reference.n; j++)
        sum += nearest(set, reference.points + j * set.d, measure);
    return reference.n != 0 ? sum / (double)reference.n : NAN;
}

static double
mean_over_set(struct point_set set, struct point_set reference, pair_measure *measure)
{
    double sum = 0;

    for (size_t i = 0; i < set.n; i++) {
        double least = INFINITY;

        for (size_t j = 0; j < reference.n; j++)
            least = fmin(least, measure(set.points + i * set.d,
                reference.points + j * set.d, set.d));
        sum += least;
    }
    return set.n != 0 ? sum / (double)set.n : INFINITY;
}

double
indicator_igd(struct point_set set, struct point_set reference)
{
    return mean_over_reference(set, reference, distance);
}

double
indicator_igd_plus(struct point_set set, struct point_set reference)
{
    return mean_over_reference(set, reference, shortfall);
}

double
indicator_gd(struct point_set set, struct point_set reference)
{
    return mean_over_set(set, reference, distance);
}

double
indicator_gd_plus(struct point_set set, struct point_set reference)
{
    return mean_over_set(set, reference, shortfall);
}

double
indicator_hausdorff(struct point_set set, struct point_set reference)
{
    return fmax(indicator_gd(set, reference), indicator_igd(set, reference));
}

double
indicator_epsilon(struct point_set set, struct point_set reference)
{
    double worst = -INFINITY;

    for (size_t j = 0; j < reference.n; j++)
        worst = fmax(worst, nearest(set, reference.points + j * set.d, largest_gap));
    return reference.n != 0 ? worst : NAN;
}

static bool
all_positive(struct point_set set)
{
    for (size_t i = 0; i < set.n * set.d; i++)
        if (!(set.points[i] > 0))
            return false;
    return true;
}

double
indicator_epsilon_ratio(struct point_set set, struct point_set reference, const int *sense)
{
    double worst = -INFINITY;

    if (reference.n == 0 || !all_positive(set) || !all_positive(reference))
        return NAN;
    for (size_t j = 0; j < reference.n; j++) {
        const double *z = reference.points + j * set.d;
        double least = INFINITY;

        for (size_t i = 0; i < set.n; i++) {
            const double *a = set.points + i * set.d;
            double ratio = 0;

            for (size_t k = 0; k < set.d; k++)
                ratio = fmax(ratio, sense[k] > 0 ? z[k] / a[k] : a[k] / z[k]);
            least = fmin(least, ratio);
        }
        worst = fmax(worst, least);
    }
    return worst;
}

/* --- the weight lattice: counts n_1..n_d with sum p, from integers --- */

size_t
lattice_count(size_t d, unsigned p)
{
    double count = 1;

    for (size_t k = 1; k < d; k++)
        count = count * (double)(p + k) / (double)k;
    return (size_t)(count + 0.5);
}

void
lattice_visit(size_t d, unsigned p, void (*visit)(void *, const double *), void *context)
{
    unsigned *part = mem_zalloc(d, sizeof *part);
    double *weight = mem_alloc(d * sizeof *weight);
    size_t moved;

    assert(d >= 1 && p > 0);
    part[d - 1] = p;
    for (;;) {
        for (size_t k = 0; k < d; k++)
            weight[k] = (double)part[k] / (double)p;
        visit(context, weight);
        /* The rightmost non-zero part gives one to its left neighbour and the rest of it
         * moves to the end: reverse lexicographic order. */
        for (moved = d; moved > 0 && part[moved - 1] == 0; moved--)
            ;
        if (moved <= 1)
            break;
        part[moved - 2]++;
        part[d - 1] = part[moved - 1] - 1;
        if (moved != d)
            part[moved - 1] = 0;
    }
    free(part);
    free(weight);
}

struct lattice_sum {
    struct point_set set, reference;
    const double *ideal;
    double sum, worst;
    size_t count;
};

static double
best_utility(struct point_set set, const double *weight)
{
    double best = -INFINITY;

    for (size_t i = 0; i < set.n; i++) {
        double utility = 0;

        for (size_t k = 0; k < set.d; k++)
            utility += weight[k] * set.points[i * set.d + k];
        best = fmax(best, utility);
    }
    return best;
}

static void
visit_utility(void *context, const double *weight)
{
    struct lattice_sum *sum = context;
    double best = best_utility(sum->set, weight);

    sum->sum += best;
    sum->count++;
    if (sum->reference.n != 0)
        sum->worst = fmax(sum->worst, best_utility(sum->reference, weight) - best);
}

static void
visit_chebyshev(void *context, const double *weight)
{
    struct lattice_sum *sum = context;
    double least = INFINITY;

    for (size_t i = 0; i < sum->set.n; i++) {
        double farthest = 0;

        for (size_t k = 0; k < sum->set.d; k++)
            farthest = fmax(farthest, weight[k]
                * fabs(sum->ideal[k] - sum->set.points[i * sum->set.d + k]));
        least = fmin(least, farthest);
    }
    sum->sum += least;
    sum->count++;
}

double
indicator_expected_utility(struct point_set set, unsigned p)
{
    struct lattice_sum sum = { .set = set, .worst = -INFINITY };

    lattice_visit(set.d, p, visit_utility, &sum);
    return sum.sum / (double)sum.count;
}

double
indicator_utility_loss(struct point_set set, struct point_set reference, unsigned p)
{
    struct lattice_sum sum = { .set = set, .reference = reference, .worst = -INFINITY };

    if (reference.n == 0)
        return NAN;
    lattice_visit(set.d, p, visit_utility, &sum);
    return sum.worst;
}

double
indicator_r2(struct point_set set, const double *ideal, unsigned p)
{
    struct lattice_sum sum = { .set = set, .ideal = ideal };

    lattice_visit(set.d, p, visit_chebyshev, &sum);
    return sum.sum / (double)sum.count;
}

static int
pair_ascending(const void *left, const void *right)
{
    const double *a = left, *b = right;

    if (a[0] != b[0])
        return a[0] > b[0] ? 1 : -1;
    return (a[1] > b[1]) - (a[1] < b[1]);
}

/* Twice the part of the integral that one point owns on one side of its switch. */
static double
r2_part(double y1, double y2, double other)
{
    double far = isinf(other) ? 1 : other / (y1 + other);
    double near = y2 / (y1 + y2);

    return y1 == 0 ? 0 : y1 * (far * far - near * near);
}

double
indicator_r2_exact(const double *losses, size_t n)
{
    double *front = mem_zalloc(n, 2 * sizeof *front), total = 0;
    size_t kept = 0;

    if (n != 0)
        memcpy(front, losses, n * 2 * sizeof *front);
    qsort(front, n, 2 * sizeof *front, pair_ascending);
    for (size_t i = 0; i < n; i++)
        if (front[2 * i] >= 0 && (kept == 0 || front[2 * i + 1] < front[2 * kept - 1])) {
            memmove(front + 2 * kept, front + 2 * i, 2 * sizeof *front);
            kept++;
        }
    if (kept == 0) {
        free(front);
        return INFINITY;
    }
    if (front[1] < 0) {
        free(front);
        return 0;
    }
    total = r2_part(front[0], front[1], INFINITY);
    for (size_t i = 0; i + 1 < kept; i++) {
        const double *p = front + 2 * i, *q = p + 2;

        total += r2_part(p[1], p[0], q[0]) + r2_part(q[0], q[1], p[1]);
    }
    total += r2_part(front[2 * kept - 1], front[2 * kept - 2], INFINITY);
    free(front);
    return total / 2;
}

/* --- spread --- */

struct ranked { double value; size_t row; };

static int
ranked_ascending(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;

    if (a->value != b->value)
        return a->value > b->value ? 1 : -1;
    return (a->row > b->row) - (a->row < b->row);
}

static void
rank_objective(struct point_set set, size_t k, struct ranked *ranked)
{
    for (size_t i = 0; i < set.n; i++)
        ranked[i] = (struct ranked){ set.points[i * set.d + k], i };
    qsort(ranked, set.n, sizeof *ranked, ranked_ascending);
}

double
indicator_sparsity(struct point_set set)
{
    struct ranked *ranked;
    double sum = 0;

    if (set.n < 2)
        return NAN;
    ranked = mem_zalloc(set.n, sizeof *ranked);
    for (size_t k = 0; k < set.d; k++) {
        rank_objective(set, k, ranked);
        for (size_t i = 1; i < set.n; i++) {
            double gap = ranked[i].value - ranked[i - 1].value;

            sum += gap * gap;
        }
    }
    free(ranked);
    return sum / (double)(set.n - 1);
}

double
indicator_spacing(struct point_set set)
{
    double mean = 0, m2 = 0;

    if (set.n < 2)
        return NAN;
    for (size_t i = 0; i < set.n; i++) {
        double least = INFINITY, step;

        for (size_t j = 0; j < set.n; j++) {
            double sum = 0;

            for (size_t k = 0; k < set.d; k++)
                sum += fabs(set.points[i * set.d + k] - set.points[j * set.d + k]);
            if (j != i)
                least = fmin(least, sum);
        }
        step = least - mean;
        mean += step / (double)(i + 1);
        m2 += step * (least - mean);
    }
    return sqrt(m2 / (double)set.n);
}

void
indicator_crowding(struct point_set set, int extreme_form, double *crowding)
{
    struct ranked *ranked = mem_zalloc(set.n, sizeof *ranked);

    for (size_t i = 0; i < set.n; i++)
        crowding[i] = set.n <= 2 ? INFINITY : 0;
    for (size_t k = 0; k < set.d && set.n > 2; k++) {
        double range;

        rank_objective(set, k, ranked);
        range = ranked[set.n - 1].value - ranked[0].value;
        if (extreme_form)
            crowding[ranked[0].row] = crowding[ranked[set.n - 1].row] = INFINITY;
        for (size_t i = 1; i + 1 < set.n && range > 0; i++)
            crowding[ranked[i].row] += (ranked[i + 1].value - ranked[i - 1].value) / range;
    }
    free(ranked);
}
