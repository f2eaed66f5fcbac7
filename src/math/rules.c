/* rules.c - see rules.h. Definitions after the figures and tools that are named there. */
#include "math/rules.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance.h"
#include "math/order.h"

void
rule_unique(const double *points, size_t n, size_t d, uint8_t *on)
{
    struct ordered_points ordered;
    uint32_t *rows = mem_alloc(n * sizeof *rows);
    size_t m = 0;

    for (size_t i = 0; i < n; i++)
        if (on[i])
            rows[m++] = (uint32_t)i;
    ordered_points_init(&ordered, points, rows, m, d);
    for (size_t i = 1; i < m; i++) {
        bool same = true;

        for (size_t k = 0; k < d; k++)
            same &= ordered.value[i * d + k] == ordered.value[(i - 1) * d + k];
        if (same)
            on[ordered.index[i]] = 0;
    }
    ordered_points_release(&ordered);
    free(rows);
}

/* --- rules of one cost and one score --- */

struct priced { double cost, score; const char *name; size_t row; };

static int
compare_helm(const void *a, const void *b)
{
    const struct priced *p = a, *q = b;
    int by_name;

    if (p->cost != q->cost)
        return p->cost < q->cost ? -1 : 1;
    if (p->score != q->score)
        return p->score < q->score ? -1 : 1;
    by_name = strcmp(p->name, q->name);
    return by_name != 0 ? by_name : (p->row > q->row) - (p->row < q->row);
}

static int
compare_tolerant(const void *a, const void *b)
{
    const struct priced *p = a, *q = b;

    if (p->cost != q->cost)
        return p->cost < q->cost ? -1 : 1;
    if (p->score != q->score)
        return p->score > q->score ? -1 : 1;
    return (p->row > q->row) - (p->row < q->row);
}

static struct priced *
sorted_priced(const double *cost, const double *score, const char *const *name, size_t n,
    int (*compare)(const void *, const void *))
{
    struct priced *sorted = mem_alloc(n * sizeof *sorted);

    for (size_t i = 0; i < n; i++)
        sorted[i] = (struct priced){ .cost = cost[i], .score = score[i],
            .name = name != NULL ? name[i] : "", .row = i };
    qsort(sorted, n, sizeof *sorted, compare);
    return sorted;
}

void
rule_helm(const double *cost, const double *score, const char *const *name, size_t n,
    uint8_t *on)
{
    struct priced *sorted = sorted_priced(cost, score, name, n, compare_helm);
    double best = -INFINITY;

    for (size_t i = 0; i < n; i++) {
        on[sorted[i].row] = !(best > sorted[i].score);
        if (sorted[i].score > best)
            best = sorted[i].score;
    }
    free(sorted);
}

static bool
is_neighbour(double cost, double other, double cost_rtol)
{
    if (cost == 0)
        return other == 0;
    return fabs(other - cost) / fabs(cost) <= cost_rtol;
}

/* Whether no other distinct point near in cost scores as much. */
static bool
leads_its_neighbours(const struct priced *sorted, size_t n, size_t i, double cost_rtol)
{
    double cost = sorted[i].cost, score = sorted[i].score;

    for (size_t j = i; j-- > 0 && is_neighbour(cost, sorted[j].cost, cost_rtol);)
        if (sorted[j].score >= score && !(sorted[j].cost == cost && sorted[j].score == score))
            return false;
    for (size_t j = i + 1; j < n && is_neighbour(cost, sorted[j].cost, cost_rtol); j++)
        if (sorted[j].score >= score && !(sorted[j].cost == cost && sorted[j].score == score))
            return false;
    return true;
}

void
rule_tolerant(const double *cost, const double *score, size_t n, double cost_rtol,
    double score_atol, uint8_t *on)
{
    struct priced *sorted = sorted_priced(cost, score, NULL, n, compare_tolerant);
    double best = 0;

    for (size_t i = 0; i < n; i++) {
        bool in = i == 0 || (sorted[i].score > best + score_atol &&
            leads_its_neighbours(sorted, n, i, cost_rtol));
        bool copy = i > 0 && sorted[i].cost == sorted[i - 1].cost &&
            sorted[i].score == sorted[i - 1].score;

        on[sorted[i].row] = copy ? on[sorted[i - 1].row] : in;
        if (in && !copy)
            best = sorted[i].score;
    }
    free(sorted);
}

/* --- epsilon rules --- */

static bool
beaten_by_eps(const double *row, const double *by, size_t d, const double *eps)
{
    for (size_t k = 0; k < d; k++)
        if (!(-by[k] + eps[k] <= -row[k]))     /* as written, over losses */
            return false;
    return true;
}

void
rule_band(const double *points, size_t n, size_t d, const double *eps, uint8_t *on)
{
    for (size_t i = 0; i < n; i++) {
        on[i] = 1;
        for (size_t j = 0; j < n && on[i]; j++)
            on[i] = j == i || !beaten_by_eps(points + i * d, points + j * d, d, eps);
    }
}

/* Box indices with the sign turned, so that larger is better again. */
static double *
boxes_of(const double *points, size_t n, size_t d, const double *eps)
{
    double *box = mem_alloc(n * d * sizeof *box);

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < d; k++)
            box[i * d + k] = -floor(-points[i * d + k] / eps[k] + 1e-9);
    return box;
}

static double
distance_to_corner(const double *row, const double *box, size_t d, const double *eps)
{
    double sum = 0;

    for (size_t k = 0; k < d; k++) {
        double away = -row[k] + box[k] * eps[k];

        sum += away * away;
    }
    return sum;
}

void
rule_box(const double *points, size_t n, size_t d, const double *eps, uint8_t *on)
{
    double *box = boxes_of(points, n, d, eps);
    struct ordered_points ordered;
    size_t keep = 0;

    /* Boxes that no other dominates, then the nearest point of each: boxes in order put
     * those of one box side by side, in input order. */
    dominance_frontier(box, n, d, on);
    ordered_points_init(&ordered, box, NULL, n, d);
    for (size_t i = 0; i < n; i++) {
        size_t row = ordered.index[i];
        bool same = i > 0;

        for (size_t k = 0; k < d && same; k++)
            same = ordered.value[i * d + k] == ordered.value[(i - 1) * d + k];
        if (!same) {
            keep = row;
        } else if (distance_to_corner(points + row * d, box + row * d, d, eps) <
            distance_to_corner(points + keep * d, box + keep * d, d, eps)) {
            on[keep] = 0;
            keep = row;
        } else {
            on[row] = 0;
        }
    }
    ordered_points_release(&ordered);
    free(box);
}

/* --- how far behind --- */

void
frontier_ranges(const double *points, size_t n, size_t d, const uint8_t *on, double *range)
{
    for (size_t k = 0; k < d; k++) {
        double lo = INFINITY, hi = -INFINITY;

        for (size_t i = 0; i < n; i++) {
            if (!on[i])
                continue;
            lo = fmin(lo, points[i * d + k]);
            hi = fmax(hi, points[i * d + k]);
        }
        range[k] = lo < hi && isfinite(hi - lo) ? hi - lo : 1;
    }
}

/* b - a in units of the range, with equal infinities no distance apart. */
static double
behind(double a, double b, double range)
{
    return a == b ? 0 : (b - a) / range;
}

static void
gap_of(const double *points, size_t n, size_t d, const size_t *front, size_t f,
    const double *range, size_t i, double *gap, size_t *dominator)
{
    const double *row = points + i * d;
    double worst = -INFINITY, nearest = INFINITY;

    for (size_t j = 0; j < f; j++) {
        const double *other = points + front[j] * d;
        double least = INFINITY, square = 0;
        bool all_ge = true, some_gt = false;

        for (size_t k = 0; k < d; k++) {
            double delta = behind(row[k], other[k], range[k]);

            least = delta < least ? delta : least;
            square += delta * delta;
            all_ge &= other[k] >= row[k];
            some_gt |= other[k] > row[k];
        }
        worst = least > worst ? least : worst;
        /* What is infinitely far dominates all the same: the first, if none is nearer. */
        if (dominator != NULL && all_ge && some_gt && (square < nearest || dominator[i] == n)) {
            nearest = square;
            dominator[i] = front[j];
        }
    }
    if (gap != NULL)
        gap[i] = worst;
}

void
frontier_gaps(const double *points, size_t n, size_t d, const uint8_t *on, double *gap,
    size_t *dominator)
{
    double range[DOMINANCE_MAX_OBJECTIVES];
    size_t *front = mem_alloc(n * sizeof *front), f = 0;

    frontier_ranges(points, n, d, on, range);
    for (size_t i = 0; i < n; i++)
        if (on[i])
            front[f++] = i;
    for (size_t i = 0; i < n; i++) {
        if (dominator != NULL)
            dominator[i] = n;
        gap_of(points, n, d, front, f, range, i, gap, dominator);
    }
    free(front);
}
