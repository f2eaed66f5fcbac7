/* variance_curves.c - scores over training steps, and what each measure can tell apart:
 * variance, (4) to (7).
 *
 * A loss counts negated, so that rising is better everywhere. Monotonicity is per seed, then
 * averaged; seeds for which it is undefined are counted.
 */
#include "lens/variance_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/sorted.h"

struct dot { double step, value; const char *seed; };

static int
by_step(const void *left, const void *right)
{
    const struct dot *a = left, *b = right;

    return (a->step > b->step) - (a->step < b->step);
}

static int
by_seed(const void *left, const void *right)
{
    const struct dot *a = left, *b = right;
    int order = strcmp(a->seed != NULL ? a->seed : "", b->seed != NULL ? b->seed : "");

    return order != 0 ? order : by_step(left, right);
}

static size_t
collect(const struct variance_work *work, size_t group, size_t measure, struct dot *dots)
{
    const double *value = work->frame->columns[work->measure[measure]].value;
    double sign = work->direction[measure] == DIRECTION_MIN ? -1 : 1;
    size_t n = 0;

    for (size_t i = 0; i < work->frame->rows; i++)
        if (work->group[i] == group && !isnan(value[i]) && !isnan(work->step[i]))
            dots[n++] = (struct dot){ work->step[i], sign * value[i],
                work->seed != NULL ? work->seed[i] : NULL };
    return n;
}

/* The exact mean of a step's values: equal scores are equal whatever their number. */
static double
mean_of(const struct dot *dots, size_t n)
{
    struct exact_sum sum = { 0 };
    double plain = 0;

    for (size_t i = 0; i < n; i++) {
        exact_sum_add(&sum, dots[i].value);
        plain += dots[i].value;
    }
    return isfinite(plain) ? exact_sum_mean(&sum, (double)n) : plain;
}

static bool
same_seed(const struct dot *a, const struct dot *b)
{
    return a->seed == b->seed ||
        (a->seed != NULL && b->seed != NULL && strcmp(a->seed, b->seed) == 0);
}

/* Monotonicity of each seed's own curve; what it has more than once at a step is averaged, and
 * so is all that no name of a seed tells apart. */
static void
put_monotonicity(struct curve *curve, struct dot *dots, size_t n)
{
    struct moments tau = { 0 }, rho = { 0 };
    double *y = mem_alloc(n * sizeof *y);

    qsort(dots, n, sizeof *dots, by_seed);
    for (size_t i = 0, j; i < n; i = j) {
        size_t length = 0;
        double value;

        for (size_t k = j = i; j < n && same_seed(&dots[j], &dots[i]); k = j) {
            while (j < n && same_seed(&dots[j], &dots[i]) && dots[j].step <= dots[k].step)
                j++;
            y[length++] = mean_of(dots + k, j - k);
        }
        value = curve_monotone_tau(y, length);
        curve->seeds++;
        if (isnan(value)) {
            curve->undefined++;
            continue;
        }
        moments_add(&tau, value);
        moments_add(&rho, curve_monotone_spearman(y, length));
    }
    curve->tau = tau.n > 0 ? tau.mean : (double)NAN;
    curve->spearman = rho.n > 0 ? rho.mean : (double)NAN;
    free(y);
}

static void
put_quartiles(struct curve *curve, size_t at, const struct dot *dots, size_t n)
{
    double *value = mem_alloc(n * sizeof *value);

    for (size_t i = 0; i < n; i++)
        value[i] = dots[i].value;
    sort_doubles(value, n);
    curve->lower[at] = quantile_sorted(value, n, 0.25);
    curve->upper[at] = quantile_sorted(value, n, 0.75);
    free(value);
}

static void
put_mean_curve(const struct variance_work *work, struct curve *curve, struct dot *dots, size_t n)
{
    size_t last;

    curve->step = arena_zalloc(work->arena, n, sizeof *curve->step);
    curve->mean = arena_zalloc(work->arena, n, sizeof *curve->mean);
    curve->low = arena_zalloc(work->arena, n, sizeof *curve->low);
    curve->high = arena_zalloc(work->arena, n, sizeof *curve->high);
    curve->lower = arena_zalloc(work->arena, n, sizeof *curve->lower);
    curve->upper = arena_zalloc(work->arena, n, sizeof *curve->upper);
    qsort(dots, n, sizeof *dots, by_step);
    for (size_t i = 0, j; i < n; i = j) {
        size_t at = curve->n++;

        curve->low[at] = curve->high[at] = dots[i].value;
        for (j = i; j < n && dots[j].step <= dots[i].step; j++) {
            curve->low[at] = fmin(curve->low[at], dots[j].value);
            curve->high[at] = fmax(curve->high[at], dots[j].value);
        }
        put_quartiles(curve, at, dots + i, j - i);
        curve->step[at] = dots[i].step;
        curve->mean[at] = mean_of(dots + i, j - i);
        curve->seeds = j - i > curve->seeds ? j - i : curve->seeds;
    }
    curve->shape = curve_shape(curve->mean, curve->n);
    last = curve->n < work->last ? curve->n : work->last;
    curve->last_noise = noise_of(curve->mean + curve->n - last, last);
}

void
variance_curves(struct variance_work *work)
{
    struct dot *dots = mem_alloc(work->frame->rows * sizeof *dots);

    work->curve = arena_zalloc(work->arena, work->n_measures * work->n_groups,
        sizeof *work->curve);
    for (size_t m = 0; m < work->n_measures && work->has_steps; m++)
        for (size_t g = 0; g < work->n_groups; g++) {
            struct curve *curve = &work->curve[work->n_curves];
            size_t n = collect(work, g, m, dots);

            if (n == 0)
                continue;
            curve->group = g;
            curve->measure = m;
            put_monotonicity(curve, dots, n);
            put_mean_curve(work, curve, dots, n);
            work->n_curves++;
        }
    free(dots);
}

/* --- measures as a whole --- */

static void
put_signal(const struct variance_work *work, struct task *task)
{
    double *mean = mem_alloc(2 * work->n_groups * sizeof *mean), *ratio = mean + work->n_groups;
    double freedom = 0, squares = 0, least = INFINITY, most = -INFINITY;
    double runs_least = 0, runs_most = 0;
    size_t n = 0, ratios = 0;

    for (size_t i = 0; i < work->n_spreads; i++) {
        const struct spread *spread = &work->spread[i];

        if (spread->measure != task->measure)
            continue;
        mean[n++] = spread->moments.mean;
        if (spread->moments.mean < least)
            runs_least = spread->moments.n;
        if (spread->moments.mean > most)
            runs_most = spread->moments.n;
        least = fmin(least, spread->moments.mean);
        most = fmax(most, spread->moments.mean);
        if (!isnan(spread->snr))
            ratio[ratios++] = fabs(spread->snr);
        if (spread->moments.n >= 2) {
            freedom += spread->moments.n - 1;
            squares += spread->moments.m2;
        }
    }
    sort_doubles(ratio, ratios);
    task->groups = n;
    task->signal = signal_of(mean, n);
    task->snr_seed = ratios > 0 ? quantile_sorted(ratio, ratios, 0.5) : (double)NAN;
    task->largest_gap = n >= 2 ? most - least : (double)NAN;
    task->seed_deviation = freedom > 0 ? sqrt(squares / freedom) : (double)NAN;
    task->gap_error = n < 2 ? (double)NAN :
        task->seed_deviation * sqrt(1 / runs_least + 1 / runs_most);
    free(mean);
}

/* Noise is that of the group that was named, else of the one whose last checkpoints scatter most
 * typically: the median. */
static void
put_noise(const struct variance_work *work, struct task *task)
{
    double *noise = mem_alloc((work->n_curves + 1) * sizeof *noise), tau = 0;
    size_t n = 0, taus = 0;

    for (size_t i = 0; i < work->n_curves; i++) {
        const struct curve *curve = &work->curve[i];

        if (curve->measure != task->measure)
            continue;
        if (!isnan(curve->last_noise) && (work->noise_of == SIZE_MAX ||
            work->noise_of == curve->group))
            noise[n++] = fabs(curve->last_noise);
        if (!isnan(curve->tau)) {
            tau += curve->tau;
            taus++;
        }
    }
    sort_doubles(noise, n);
    task->noise = n > 0 ? quantile_sorted(noise, n, 0.5) : (double)NAN;
    task->snr = task->noise > 0 ? fabs(task->signal) / task->noise : (double)NAN;
    task->tau = taus > 0 ? tau / (double)taus : (double)NAN;
    free(noise);
}

/* The value at the last step not after `until`, NaN if that is none or the curve's last: an end
 * that is held against itself agrees with everything. */
static double
value_until(const struct curve *curve, double until)
{
    double value = (double)NAN;

    for (size_t i = 0; i + 1 < curve->n && curve->step[i] <= until; i++)
        value = curve->mean[i];
    return value;
}

/* Models ordered early in their training against models ordered at its end. Early is a part of
 * each model's own training: where these are of different lengths, there is no one step. */
static void
put_decisions(const struct variance_work *work, struct task *task)
{
    double *early = mem_alloc((2 * work->n_curves + 2) * sizeof *early);
    double *late = early + work->n_curves + 1, part = setting_real(work->settings, "early");
    size_t n = 0;

    task->early_step = (double)NAN;
    for (size_t i = 0; i < work->n_curves; i++) {
        const struct curve *curve = &work->curve[i];
        double step = curve->n > 0 ? part * curve->step[curve->n - 1] : (double)NAN;
        double value = value_until(curve, step);

        if (curve->measure != task->measure || isnan(value))
            continue;
        task->lengths_differ |= n > 0 && (step < task->early_step || step > task->early_step);
        task->early_step = n == 0 || step > task->early_step ? step : task->early_step;
        early[n] = value;
        late[n++] = curve->mean[curve->n - 1];
    }
    if (task->lengths_differ)
        task->early_step = (double)NAN;
    task->accuracy = decision_accuracy(early, late, n, &task->ties);
    task->decision_tau = n >= 2 ? curve_tau_b(early, late, n) : (double)NAN;
    free(early);
}

double
variance_gap_in_deviations(const struct task *task)
{
    return task->seed_deviation > 0 ? task->largest_gap / task->seed_deviation : (double)NAN;
}

static double
worth_of(const struct variance_work *work, const struct task *task)
{
    double by_seed = variance_gap_in_deviations(task);

    if (setting_is(work->settings, "order", "name"))
        return -(double)task->measure;
    if (setting_is(work->settings, "order", "tau"))
        return task->tau;
    if (setting_is(work->settings, "order", "seed"))
        return -task->seed_deviation;
    if (setting_is(work->settings, "order", "snr") || isnan(task->seed_deviation))
        return task->snr;
    return isnan(by_seed) ? -task->seed_deviation : by_seed;
}

static int
by_worth(const void *left, const void *right)
{
    const struct task *a = left, *b = right;

    if (isnan(a->worth) || isnan(b->worth))
        return isnan(a->worth) && isnan(b->worth) ?
            (a->measure > b->measure) - (a->measure < b->measure) : isnan(a->worth) ? 1 : -1;
    if (a->worth > b->worth || a->worth < b->worth)
        return a->worth > b->worth ? -1 : 1;
    return (a->measure > b->measure) - (a->measure < b->measure);
}

void
variance_tasks(struct variance_work *work)
{
    work->task = arena_zalloc(work->arena, work->n_measures, sizeof *work->task);
    for (size_t m = 0; m < work->n_measures; m++) {
        struct task *task = &work->task[work->n_tasks];

        task->measure = m;
        put_signal(work, task);
        if (task->groups == 0)
            continue;
        put_noise(work, task);
        put_decisions(work, task);
        task->worth = worth_of(work, task);
        work->n_tasks++;
    }
    qsort(work->task, work->n_tasks, sizeof *work->task, by_worth);
    work->drawn = 0;
    for (size_t i = 0; i < work->n_tasks; i++)
        if (work->task[i].measure == work->metric)
            work->drawn = i;
}
