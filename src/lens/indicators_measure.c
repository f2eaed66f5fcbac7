/* indicators_measure.c - the numbers of each set and of each point.
 *
 * Volumes are exact unless predicted to take too long; then they are estimated, and keep
 * their standard error. Utilities and distances are measured on the union's scale.
 */
#include "lens/indicators_work.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/hypervolume.h"
#include "math/order.h"
#include "math/portfolio.h"
#include "math/rng.h"

/* The Sharpe ratio looks at all pairs of a front, many times. */
enum { MOST_INVESTED = 2000 };
/* Distances compare all points of two fronts: beyond this many pairs they are left out. */
static const double most_pairs = 2e9;

/* The nondominated members of a list of places, equal points once, in list order. */
static size_t *
front_of(struct indicators_work *work, const size_t *place, size_t n, size_t *count)
{
    size_t d = work->d, kept = 0, *out = arena_zalloc(work->arena, n + 1, sizeof *out);
    double *points = mem_alloc(n * d * sizeof *points);
    uint8_t *on = mem_zalloc(n, sizeof *on);
    struct ordered_points ordered;
    uint32_t *rows = mem_alloc(n * sizeof *rows);

    for (size_t i = 0; i < n; i++)
        memcpy(points + i * d, work->point + place[i] * d, d * sizeof *points);
    dominance_frontier(points, n, d, on);
    for (size_t i = 0; i < n; i++)
        if (on[i])
            rows[kept++] = (uint32_t)i;
    /* Equal points are neighbours in this order, the first of them first. */
    ordered_points_init(&ordered, points, rows, kept, d);
    for (size_t i = 1; i < kept; i++)
        if (memcmp(ordered.value + i * d, ordered.value + (i - 1) * d, d * sizeof *points)
            == 0)
            on[ordered.index[i]] = 0;
    kept = 0;
    for (size_t i = 0; i < n; i++)
        if (on[i])
            out[kept++] = place[i];
    ordered_points_release(&ordered);
    free(rows);
    free(on);
    free(points);
    *count = kept;
    return out;
}

static double *
rows_of(struct indicators_work *work, const double *from, const size_t *place, size_t n)
{
    double *out = arena_zalloc(work->arena, n * work->d + 1, sizeof *out);

    for (size_t i = 0; i < n; i++)
        memcpy(out + i * work->d, from + place[i] * work->d, work->d * sizeof *out);
    return out;
}

/* 0 is the worst and 1 the best of the union's front, so that objectives can be added. */
static void
scale_points(struct indicators_work *work)
{
    bool raw = setting_is(work->settings, "scale", "raw");

    for (size_t k = 0; k < work->d; k++) {
        double lo = INFINITY, hi = -INFINITY;

        for (size_t i = 0; i < work->n_all; i++) {
            lo = fmin(lo, work->point[work->all[i] * work->d + k]);
            hi = fmax(hi, work->point[work->all[i] * work->d + k]);
        }
        for (size_t i = 0; i < work->n; i++) {
            double value = work->point[i * work->d + k];

            work->unit[i * work->d + k] = raw ? value
                : (value - lo) / (hi > lo ? hi - lo : 1);
        }
    }
}

static void
find_fronts(struct indicators_work *work)
{
    size_t *every = arena_zalloc(work->arena, work->n + 1, sizeof *every);

    for (size_t i = 0; i < work->n; i++)
        every[i] = i;
    work->all = front_of(work, every, work->n, &work->n_all);
    scale_points(work);
    work->all_point = rows_of(work, work->point, work->all, work->n_all);
    work->all_unit = rows_of(work, work->unit, work->all, work->n_all);
    for (size_t g = 0; g < work->n_groups; g++) {
        struct point_group *group = &work->groups[g];

        group->front = front_of(work, group->place, group->n, &group->n_front);
        group->front_point = rows_of(work, work->point, group->front, group->n_front);
        group->front_unit = rows_of(work, work->unit, group->front, group->n_front);
    }
}

/* --- volumes --- */

static double
minmax_coordinate(const struct indicators_work *work, size_t k, double value)
{
    double lo = INFINITY, hi = -INFINITY;

    for (size_t i = 0; i < work->n_all; i++) {
        lo = fmin(lo, work->all_point[i * work->d + k]);
        hi = fmax(hi, work->all_point[i * work->d + k]);
    }
    return (value - lo) / (hi > lo ? hi - lo : 1);
}

/* Everything a volume needs, raw or by range. */
struct volume_scale {
    double reference[DOMINANCE_MAX_OBJECTIVES], best[DOMINANCE_MAX_OBJECTIVES], box;
    bool by_range, out_of_range;
};

static struct volume_scale
volume_scale(const struct indicators_work *work)
{
    struct volume_scale scale = { .box = 1,
        .by_range = setting_is(work->settings, "scale", "minmax") };
    bool flat = false;                 /* a box without an extent is truly 0 */

    for (size_t k = 0; k < work->d; k++) {
        double best = work->best[k];

        scale.reference[k] = work->reference[k];
        if (scale.by_range) {
            scale.reference[k] = minmax_coordinate(work, k, work->reference[k]);
            best = minmax_coordinate(work, k, best);
        }
        scale.best[k] = best;
        flat = flat || !(best > scale.reference[k]);
        scale.box *= fmax(0, best - scale.reference[k]);
    }
    scale.out_of_range = !flat && (isinf(scale.box) || scale.box < DBL_MIN);
    return scale;
}

static uint64_t
seed_of(const struct indicators_work *work, const struct point_group *group)
{
    return rng_name_after(work->settings->seed, group->name);
}

static void
measure_volume(struct indicators_work *work, struct point_group *group,
    const struct volume_scale *scale)
{
    const double *front = scale->by_range ? group->front_unit : group->front_point;
    double most = setting_real(work->settings, "exact_s");

    if (hypervolume_cost_s(group->n_front, work->d) <= most) {
        group->volume.value = hypervolume(front, group->n_front, work->d, scale->reference);
    } else {
        group->volume_estimated = true;
        group->volume = hypervolume_estimate(front, group->n_front, work->d,
            scale->reference, (size_t)setting_real(work->settings, "samples"),
            seed_of(work, group));
    }
    group->volume_share = scale->box > 0 ? group->volume.value / scale->box : (double)NAN;
}

/* A point that another equals provides nothing alone. */
static void
measure_shares(struct indicators_work *work, struct point_group *group,
    const struct volume_scale *scale)
{
    const double *from = scale->by_range ? work->unit : work->point;
    double *points = mem_alloc(group->n * work->d * sizeof *points);
    struct estimate *share = mem_zalloc(group->n, sizeof *share);
    double *exact = mem_alloc(group->n * sizeof *exact);

    for (size_t i = 0; i < group->n; i++)
        memcpy(points + i * work->d, from + group->place[i] * work->d,
            work->d * sizeof *points);
    if (hypervolume_contributions_cost_s(group->n_front, work->d)
        <= setting_real(work->settings, "exact_s")) {
        hypervolume_contributions(points, group->n, work->d, scale->reference, exact);
        for (size_t i = 0; i < group->n; i++)
            share[i].value = exact[i];
    } else {
        group->shares_estimated = true;
        hypervolume_contributions_estimate(points, group->n, work->d, scale->reference,
            (size_t)setting_real(work->settings, "samples") / 16, seed_of(work, group), share);
    }
    for (size_t i = 0; i < group->n; i++)
        work->share[group->place[i]] = share[i];
    free(points);
    free(share);
    free(exact);
}

/* The hypervolume Sharpe ratio (risk, (21) to (23)), in the box from the reference to the best
 * values of all sets. */
static void
measure_sharpe(struct indicators_work *work, struct point_group *group,
    const struct volume_scale *scale)
{
    const double *front = scale->by_range ? group->front_unit : group->front_point;
    size_t n = group->n_front, d = work->d;
    double low[DOMINANCE_MAX_OBJECTIVES], up[DOMINANCE_MAX_OBJECTIVES], *loss, *share, *chance;

    group->sharpe = (double)NAN;
    if (n > MOST_INVESTED || !(scale->box > 0))
        return;
    loss = mem_alloc(n * d * sizeof *loss);
    share = mem_alloc(n * sizeof *share);
    chance = mem_alloc(n * sizeof *chance);
    for (size_t i = 0; i < n * d; i++)
        loss[i] = 0 - front[i];
    for (size_t k = 0; k < d; k++) {
        low[k] = 0 - scale->best[k];
        up[k] = 0 - scale->reference[k];
    }
    group->sharpe = portfolio_hypervolume_sharpe(loss, n, d, low, up, share, chance);
    free(loss);
    free(share);
    free(chance);
}

/* Products of values near 1e-200 are 0, of those near 1e200 infinite: neither is a volume. */
static void
leave_volume(struct indicators_work *work, struct point_group *group)
{
    group->volume.value = group->volume_share = group->sharpe = (double)NAN;
    for (size_t i = 0; i < group->n; i++)
        work->share[group->place[i]].value = (double)NAN;
}

/* --- the rest --- */

static void
measure_points(struct indicators_work *work, struct point_group *group)
{
    double *crowding = mem_alloc((group->n_front + 1) * sizeof *crowding);
    double *points = mem_alloc(group->n * work->d * sizeof *points);
    uint32_t *layer = mem_alloc(group->n * sizeof *layer);

    indicator_crowding((struct point_set){ group->front_point, group->n_front, work->d }, 1,
        crowding);
    for (size_t i = 0; i < group->n_front; i++)
        work->crowding[group->front[i]] = crowding[i];
    for (size_t i = 0; i < group->n; i++)
        memcpy(points + i * work->d, work->point + group->place[i] * work->d,
            work->d * sizeof *points);
    dominance_layers(points, group->n, work->d, layer);
    for (size_t i = 0; i < group->n; i++)
        work->layer[group->place[i]] = layer[i];
    free(crowding);
    free(points);
    free(layer);
}

struct point_set
indicators_front(const struct indicators_work *work, size_t group)
{
    return (struct point_set){ work->groups[group].front_unit, work->groups[group].n_front,
        work->d };
}

static void
measure_distances(struct indicators_work *work, struct point_group *group)
{
    struct point_set set = { group->front_unit, group->n_front, work->d };
    struct point_set all = { work->all_unit, work->n_all, work->d };
    double pairs = (double)group->n_front * (double)work->n_all;
    double ideal[DOMINANCE_MAX_OBJECTIVES];
    double weights = (double)lattice_count(work->d, work->divisions);

    group->sparsity = indicator_sparsity((struct point_set){ group->front_point,
        group->n_front, work->d });
    group->igd = group->igd_plus = group->epsilon = (double)NAN;
    group->utility = group->utility_loss = group->r2 = (double)NAN;
    if (pairs <= most_pairs) {
        group->igd = indicator_igd(set, all);
        group->igd_plus = indicator_igd_plus(set, all);
        group->epsilon = indicator_epsilon(set, all);
    }
    if (weights * (double)work->n_all > most_pairs)
        return;
    for (size_t k = 0; k < work->d; k++) {
        ideal[k] = -INFINITY;
        for (size_t i = 0; i < work->n_all; i++)
            ideal[k] = fmax(ideal[k], work->all_unit[i * work->d + k]);
    }
    group->utility = indicator_expected_utility(set, work->divisions);
    group->utility_loss = indicator_utility_loss(set, all, work->divisions);
    group->r2 = indicator_r2(set, ideal, work->divisions);
}

static void
count_beyond(struct indicators_work *work, struct point_group *group)
{
    for (size_t i = 0; i < group->n; i++) {
        const double *row = work->point + group->place[i] * work->d;
        bool inside = true;

        for (size_t k = 0; k < work->d; k++)
            inside = inside && row[k] > work->reference[k];
        group->beyond += !inside;
    }
}

/* Runs of the group numbered anew, in order of first appearance. */
static void
measure_attainment(struct indicators_work *work, struct point_group *group)
{
    uint32_t *number = mem_zalloc(work->n_runs, sizeof *number), runs = 0;
    uint32_t *run = mem_alloc(group->n * sizeof *run);
    double *points = mem_alloc(group->n * 2 * sizeof *points);

    for (size_t i = 0; i < group->n; i++) {
        uint32_t *known = &number[work->run_of[group->place[i]]];

        if (*known == 0)
            *known = ++runs;
        run[i] = *known - 1;
        memcpy(points + i * 2, work->point + group->place[i] * 2, 2 * sizeof *points);
    }
    attainment_init(&group->attainment, points, run, group->n, runs);
    group->vorobev = attainment_vorobev(&group->attainment, points, run, group->n,
        work->reference);
    free(number);
    free(run);
    free(points);
}

static unsigned
lattice_divisions(const struct indicators_work *work)
{
    double given = setting_real(work->settings, "divisions");

    if (given >= 1)
        return (unsigned)given;
    return work->d <= 2 ? 100 : work->d == 3 ? 10 : work->d <= 6 ? 4 : 2;
}

bool
indicators_measure(struct indicators_work *work, struct error *err)
{
    struct volume_scale scale;

    work->divisions = lattice_divisions(work);
    if (lattice_count(work->d, work->divisions) > 5000000)
        return error_set(err, ERROR_REQUEST, "%u divisions of %zu objectives make %zu weights",
            work->divisions, work->d, lattice_count(work->d, work->divisions));
    work->share = arena_zalloc(work->arena, work->n + 1, sizeof *work->share);
    work->crowding = arena_zalloc(work->arena, work->n + 1, sizeof *work->crowding);
    work->layer = arena_zalloc(work->arena, work->n + 1, sizeof *work->layer);
    for (size_t i = 0; i < work->n; i++)
        work->crowding[i] = (double)NAN;
    find_fronts(work);
    scale = volume_scale(work);
    work->no_volumes = scale.out_of_range;
    for (size_t g = 0; g < work->n_groups; g++) {
        struct point_group *group = &work->groups[g];

        if (work->progress != NULL && work->progress->report != NULL
            && !work->progress->report(work->progress->context,
                (double)g / (double)work->n_groups))
            return error_set(err, ERROR_CANCELLED, "stopped");
        count_beyond(work, group);
        if (scale.out_of_range) {
            leave_volume(work, group);
        } else {
            measure_volume(work, group, &scale);
            measure_shares(work, group, &scale);
            measure_sharpe(work, group, &scale);
            indicators_choose(work, group, scale.by_range ? group->front_unit :
                group->front_point, scale.reference);
        }
        measure_points(work, group);
        measure_distances(work, group);
        if (work->run_column != FRAME_NONE)
            measure_attainment(work, group);
    }
    return true;
}

void
indicators_release(struct indicators_work *work)
{
    for (size_t g = 0; g < work->n_groups && work->run_column != FRAME_NONE; g++)
        attainment_release(&work->groups[g].attainment);
}
