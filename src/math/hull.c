/* hull.c - see hull.h. */
#include "math/hull.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

struct place { double cost, score; size_t row; };

static int
compare_places(const void *a, const void *b)
{
    const struct place *p = a, *q = b;

    if (p->cost != q->cost)
        return p->cost < q->cost ? -1 : 1;
    if (p->score != q->score)
        return p->score > q->score ? -1 : 1;
    return (p->row > q->row) - (p->row < q->row);
}

/* Whether q lies on or below the chord from p to r. */
static bool
below_chord(const struct place *p, const struct place *q, const struct place *r)
{
    double rise = r->score - p->score, run = r->cost - p->cost;
    double left = (q->score - p->score) * run, right = rise * (q->cost - p->cost);

    /* Products may leave the range of numbers; shares of the chord, which rises in both, do not. */
    if (isfinite(rise) && isfinite(run) && !(isnormal(left) && isnormal(right)))
        return (q->score - p->score) / rise <= (q->cost - p->cost) / run;
    return left <= right;
}

size_t
hull_upper(const double *cost, const double *score, size_t n, size_t *hull)
{
    struct place *place = mem_alloc(n * sizeof *place);
    size_t m = 0, best = 0;

    for (size_t i = 0; i < n; i++)
        place[i] = (struct place){ .cost = cost[i], .score = score[i], .row = i };
    qsort(place, n, sizeof *place, compare_places);
    /* The chain is built in the front of the same array; place[best] is the last improvement. */
    for (size_t i = 0; i < n; i++) {
        struct place p = place[i];

        if (i > 0 && !(p.score > place[best].score))
            continue;
        while (m >= 2 && below_chord(&place[m - 2], &place[m - 1], &p))
            m--;
        place[m] = p;
        best = m++;
    }
    for (size_t i = 0; i < m; i++)
        hull[i] = place[i].row;
    free(place);
    return m;
}

static double
slope(const double *cost, const double *score, size_t a, size_t b)
{
    return (score[b] - score[a]) / (cost[b] - cost[a]);
}

struct mixture
hull_budget(const double *cost, const double *score, const size_t *hull, size_t n_hull,
    double budget)
{
    struct mixture mix = { .score = (double)NAN, .price = (double)NAN,
        .price_left = (double)NAN };
    size_t i = 0;
    double t;

    if (n_hull == 0 || !(budget >= cost[hull[0]]))
        return mix;
    for (size_t beyond = n_hull; i + 1 < beyond;) {     /* last point within the budget */
        size_t mid = i + (beyond - i) / 2;

        if (cost[hull[mid]] <= budget)
            i = mid;
        else
            beyond = mid;
    }
    mix.feasible = true;
    mix.a = mix.b = hull[i];
    mix.score = score[hull[i]];
    mix.price = 0;
    if (i + 1 < n_hull) {
        mix.b = hull[i + 1];
        t = (budget - cost[mix.a]) / (cost[mix.b] - cost[mix.a]);
        mix.share_b = t;
        mix.score = score[mix.a] + t * (score[mix.b] - score[mix.a]);
        mix.price = slope(cost, score, mix.a, mix.b);
    }
    mix.price_left = i > 0 && budget == cost[hull[i]] ?
        slope(cost, score, hull[i - 1], hull[i]) : mix.price;
    return mix;
}

double
hull_regret(const double *cost, const double *score, const size_t *hull, size_t n_hull,
    double at_cost, double at_score)
{
    struct mixture mix = hull_budget(cost, score, hull, n_hull, at_cost);

    return mix.feasible ? mix.score - at_score : (double)NAN;
}
