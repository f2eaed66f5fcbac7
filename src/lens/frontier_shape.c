/* frontier_shape.c - the form of the frontier: neighbours, hull, knees, and what a budget buys.
 *
 * Costs are losses (they ascend with badness whatever the measure's sense), scores ascend
 * with goodness. Most of it is for two objectives; trade-off knees are for any number.
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/knee.h"
#include "math/matrix_game.h"

/* Trade-off and utility knees look at every pair of the frontier: not beyond so many. */
enum { MOST_COMPARED = 2000 };

/* What is infinite, or missing and taken as the worst, has no place on a scale: such a point
 * takes no part here, and the others are looked at without it. */
static bool
is_finite(const struct frontier_work *work, size_t place)
{
    for (size_t k = 0; k < work->d; k++)
        if (!isfinite(work->point[place * work->d + k]))
            return false;
    return true;
}

static void
count_endless(struct frontier_work *work)
{
    work->count.endless = 0;
    for (size_t i = 0; i < work->n; i++)
        work->count.endless += !is_finite(work, i);
}

static void
split_axes(struct frontier_work *work)
{
    work->cost = arena_zalloc(work->arena, work->n, sizeof *work->cost);
    work->score = arena_zalloc(work->arena, work->n, sizeof *work->score);
    for (size_t i = 0; i < work->n; i++) {
        work->cost[i] = -work->point[i * 2 + (size_t)work->x];
        work->score[i] = work->point[i * 2 + (size_t)work->y];
    }
}

/* On the strict frontier, at a finite place; before layers are known, by the rule in force. */
static bool
is_first(const struct frontier_work *work, size_t place)
{
    return (work->layer != NULL ? work->layer[place] == 1 : work->on[place] != 0)
        && is_finite(work, place);
}

struct stop { double cost, score; size_t place; };

static int
compare_stops(const void *a, const void *b)
{
    const struct stop *p = a, *q = b;

    if (p->cost != q->cost)
        return p->cost < q->cost ? -1 : 1;
    return (p->place > q->place) - (p->place < q->place);
}

/* The strict frontier by cost, equal points once. */
static void
order_front(struct frontier_work *work)
{
    struct stop *stops = mem_alloc(work->n * sizeof *stops);
    size_t m = 0;

    for (size_t i = 0; i < work->n; i++)
        if (is_first(work, i))
            stops[m++] = (struct stop){ work->cost[i], work->score[i], i };
    qsort(stops, m, sizeof *stops, compare_stops);
    work->front = arena_zalloc(work->arena, m, sizeof *work->front);
    work->twin = arena_zalloc(work->arena, work->n, sizeof *work->twin);
    for (size_t i = 0; i < work->n; i++)
        work->twin[i] = NO_PLACE;
    for (size_t i = 0; i < m; i++) {
        if (i == 0 || stops[i].cost != stops[i - 1].cost)
            work->front[work->n_front++] = stops[i].place;
        work->twin[stops[i].place] = work->front[work->n_front - 1];
    }
    free(stops);
}

/* What the next point of the frontier costs, from the values as measured. */
static void
price_neighbours(struct frontier_work *work)
{
    size_t y = (size_t)work->y, x = (size_t)work->x;

    for (size_t i = 0; i + 1 < work->n_front; i++) {
        size_t a = work->front[i], b = work->front[i + 1];
        double ratio_y = frontier_value(work, b, y) / frontier_value(work, a, y);
        double ratio_x = frontier_value(work, b, x) / frontier_value(work, a, x);
        bool positive = frontier_value(work, a, y) > 0 && frontier_value(work, b, y) > 0 &&
            frontier_value(work, a, x) > 0 && frontier_value(work, b, x) > 0;

        work->marginal[a] = (work->cost[b] - work->cost[a]) / (work->score[b] - work->score[a]);
        if (positive && ratio_x != 1)
            work->elasticity[a] = log(ratio_y) / log(ratio_x);
    }
}

/* The hull of all points is that of the frontier, which is much smaller as a rule. */
static void
find_hull(struct frontier_work *work)
{
    size_t n = work->n_front;
    double *cost = mem_alloc(n * sizeof *cost), *score = mem_alloc(n * sizeof *score);

    for (size_t i = 0; i < n; i++) {
        cost[i] = work->cost[work->front[i]];
        score[i] = work->score[work->front[i]];
    }
    work->hull = arena_zalloc(work->arena, n, sizeof *work->hull);
    work->n_hull = hull_upper(cost, score, n, work->hull);
    for (size_t i = 0; i < work->n_hull; i++)
        work->hull[i] = work->front[work->hull[i]];
    free(cost);
    free(score);
}

static void
mark_hull(struct frontier_work *work)
{
    find_hull(work);
    work->supported = arena_zalloc(work->arena, work->n, sizeof *work->supported);
    for (size_t i = 0; i < work->n; i++)
        if (is_finite(work, i))
            work->regret[i] = hull_regret(work->cost, work->score, work->hull, work->n_hull,
                work->cost[i], work->score[i]);
    for (size_t h = 0; h < work->n_hull; h++)
        work->supported[work->hull[h]] = true;
}

/* Of equal points only one was looked at: what holds of it holds of the others. */
static void
copy_to_twins(struct frontier_work *work)
{
    for (size_t i = 0; i < work->n; i++) {
        size_t twin = work->twin[i];

        if (twin == NO_PLACE || twin == i)
            continue;
        work->marginal[i] = work->marginal[twin];
        work->elasticity[i] = work->elasticity[twin];
        work->supported[i] = work->supported[twin];
        work->knee[i] = work->knee[twin];
    }
}

/* --- knees --- */

/* Wide positive costs are looked at by ratio, as their axis is. */
static bool
spans_decades(const struct frontier_work *work, const size_t *places, size_t n)
{
    double lo = INFINITY, hi = -INFINITY;

    for (size_t i = 0; i < n; i++) {
        double value = frontier_value(work, places[i], (size_t)work->x);

        lo = fmin(lo, value);
        hi = fmax(hi, value);
    }
    return lo > 0 && hi / lo > 20;
}

static double *
normalised_losses(struct frontier_work *work, bool *constant)
{
    double *f = arena_zalloc(work->arena, work->n_front * 2, sizeof *f);
    double sign = work->objective[work->x].direction == DIRECTION_MAX ? -1 : 1;

    work->knee_on_log = spans_decades(work, work->front, work->n_front);
    for (size_t i = 0; i < work->n_front; i++) {
        size_t place = work->front[i];

        f[2 * i] = work->knee_on_log ?
            sign * log(frontier_value(work, place, (size_t)work->x)) : work->cost[place];
        f[2 * i + 1] = -work->score[place];
    }
    *constant = knee_normalise(f, work->n_front, 2) > 0;
    return f;
}

static void
set_knee(struct frontier_work *work, size_t method, size_t at)
{
    work->knee_asked[method] = true;
    if (at == KNEE_NONE)
        return;
    work->knee_of[method] = work->front[at];
    work->knee[work->front[at]] |= 1u << method;
}

static size_t
first_chosen(const uint8_t *chosen, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (chosen[i])
            return i;
    return KNEE_NONE;
}

static bool
wants_knee(const struct frontier_work *work, const char *name, bool by_default)
{
    return setting_is(work->settings, "knee", name) ||
        (by_default && setting_is(work->settings, "knee", "agree"));
}

static void
find_knees(struct frontier_work *work)
{
    size_t n = work->n_front;
    uint8_t *chosen;
    bool constant;
    double *f;

    if (n < 3 || setting_is(work->settings, "knee", "none"))
        return;
    f = normalised_losses(work, &constant);
    if (constant)
        return;
    if (wants_knee(work, "chord", true))
        set_knee(work, 0, knee_chord(f, n));
    if (n <= MOST_COMPARED && wants_knee(work, "tradeoff", true)) {
        chosen = arena_zalloc(work->arena, n, 1);
        knee_tradeoff(f, n, 2, chosen);
        set_knee(work, 1, first_chosen(chosen, n));
        for (size_t i = 0; i < n; i++)
            work->knee[work->front[i]] |= chosen[i] ? KNEE_TRADEOFF : 0u;
    }
    if (n <= MOST_COMPARED && wants_knee(work, "utility", true))
        set_knee(work, 2, knee_utility(f, n, NULL));
    if (wants_knee(work, "bend", false))
        set_knee(work, 3, knee_bend(f, n));
    if (wants_knee(work, "kneedle", false))
        set_knee(work, 4, knee_kneedle(f, n));
}

/* More than two objectives: the trade-off knee only. */
static void
find_tradeoff_knees(struct frontier_work *work)
{
    size_t m = 0, *places = arena_zalloc(work->arena, work->n, sizeof *places);
    uint8_t *chosen;
    double *f;

    for (size_t i = 0; i < work->n; i++)
        if (is_first(work, i))
            places[m++] = i;
    if (m < 3 || m > MOST_COMPARED || !wants_knee(work, "tradeoff", true))
        return;
    f = arena_zalloc(work->arena, m * work->d, sizeof *f);
    chosen = arena_zalloc(work->arena, m, 1);
    for (size_t i = 0; i < m; i++)
        for (size_t k = 0; k < work->d; k++)
            f[i * work->d + k] = -work->point[places[i] * work->d + k];
    if (knee_normalise(f, m, work->d) > 0)
        return;
    knee_tradeoff(f, m, work->d, chosen);
    for (size_t i = 0; i < m; i++)
        work->knee[places[i]] |= chosen[i] ? KNEE_TRADEOFF : 0u;
}

/* --- more than two objectives: who is best under some weights --- */

/* What place m has more than each other point of the front, scaled by the front's ranges. */
static void
fill_payoff(const struct frontier_work *work, const size_t *places, size_t n, size_t m,
    const double *range, double *payoff)
{
    const double *own = work->point + places[m] * work->d;

    for (size_t k = 0; k < work->d; k++) {
        double *row = payoff + k * (n - 1);

        for (size_t j = 0; j < n; j++)
            if (j != m)
                *row++ = (own[k] - work->point[places[j] * work->d + k]) / range[k];
    }
}

/* Points that no weights make best are on the front all the same, but a mixture of others
 * beats them on average. */
static void
mark_supported(struct frontier_work *work)
{
    size_t n = 0, *places = arena_zalloc(work->arena, work->n, sizeof *places);
    double range[MATRIX_GAME_ROWS_MOST], *payoff;

    for (size_t i = 0; i < work->n; i++)
        if (is_first(work, i))
            places[n++] = i;
    if (n == 0 || n > MOST_COMPARED)
        return;
    for (size_t k = 0; k < work->d; k++) {
        double least = INFINITY, most = -INFINITY;

        for (size_t i = 0; i < n; i++) {
            least = fmin(least, work->point[places[i] * work->d + k]);
            most = fmax(most, work->point[places[i] * work->d + k]);
        }
        range[k] = most > least ? most - least : 1;
    }
    payoff = mem_alloc(work->d * n * sizeof *payoff);
    work->supported = arena_zalloc(work->arena, work->n, sizeof *work->supported);
    for (size_t m = 0; m < n; m++) {
        fill_payoff(work, places, n, m, range, payoff);
        work->supported[places[m]] = matrix_game_value(payoff, work->d, n - 1, NULL) >= -1e-9;
    }
    free(payoff);
}

/* --- budget --- */

static void
spend_budget(struct frontier_work *work)
{
    double loss;

    work->affordable = NO_PLACE;
    if (!setting_given(work->settings, "budget"))
        return;
    work->has_budget = true;
    work->budget = setting_real(work->settings, "budget");
    loss = work->objective[work->x].direction == DIRECTION_MAX ? -work->budget : work->budget;
    for (size_t i = 0; i < work->n; i++) {
        size_t best = work->affordable;

        if (is_finite(work, i) && work->cost[i] <= loss && (best == NO_PLACE ||
            work->score[i] > work->score[best] ||
            (work->score[i] == work->score[best] && work->cost[i] < work->cost[best])))
            work->affordable = i;
    }
    work->mix = hull_budget(work->cost, work->score, work->hull, work->n_hull, loss);
}

static double *
undefined(const struct frontier_work *work)
{
    double *value = arena_zalloc(work->arena, work->n, sizeof *value);

    for (size_t i = 0; i < work->n; i++)
        value[i] = (double)NAN;
    return value;
}

void
frontier_shape(struct frontier_work *work)
{
    work->marginal = undefined(work);
    work->elasticity = undefined(work);
    work->regret = undefined(work);
    work->knee = arena_zalloc(work->arena, work->n, sizeof *work->knee);
    for (size_t i = 0; i < KNEE_METHODS; i++)
        work->knee_of[i] = NO_PLACE;
    count_endless(work);
    if (work->n == work->count.endless)
        return;
    if (work->d != 2) {
        find_tradeoff_knees(work);
        mark_supported(work);
        return;
    }
    split_axes(work);
    order_front(work);
    price_neighbours(work);
    mark_hull(work);
    find_knees(work);
    copy_to_twins(work);
    spend_budget(work);
}
