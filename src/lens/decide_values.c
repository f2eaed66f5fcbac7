/* decide_values.c - what knowing the candidates' scores better would be worth: the choice against
 * each alternative, all of them together, and more items of two.
 */
#include "lens/decide_work.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"

const double decide_grid[DECIDE_GRID] = { 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4,
    5e4, 1e5, 2e5, 5e5, 1e6, 2e6 };

double
decide_worth(const struct decide_rival *rival, double n)
{
    return isinf(rival->df) ? decision_sample_value(rival->diff, rival->se, rival->sd, n)
        : decision_student_sample_value(rival->diff, rival->se, rival->df, rival->sd, n);
}

/* (12) */
double
decide_net(const struct decide_work *work, const struct decide_rival *rival, double n)
{
    return decide_worth(rival, n) * work->stake - n * work->price;
}

static void
find_best_size(const struct decide_work *work, struct decide_rival *rival)
{
    rival->best_n = rival->best_net = (double)NAN;
    if (isnan(work->price) || isnan(rival->sd))
        return;
    rival->best_n = rival->best_net = 0;
    for (size_t i = 0; i < DECIDE_GRID; i++) {
        double net = decide_net(work, rival, decide_grid[i]);

        if (net > rival->best_net) {
            rival->best_net = net;
            rival->best_n = decide_grid[i];
        }
    }
}

/* (8), (11), (13) against one alternative. */
static void
weigh(const struct decide_work *work, size_t i, struct decide_rival *rival)
{
    size_t k = work->k, c = work->choice;
    const double *shared = work->covariance;
    double needed;

    *rival = (struct decide_rival){ .candidate = i, .diff = work->mean[c] - work->mean[i] };
    rival->n_now = fmin(work->n[c], work->n[i]);
    if (isnan(work->n[c]) || isnan(work->n[i]))
        rival->n_now = (double)NAN;
    rival->se = hypot(work->se[c], work->se[i]);
    /* Of items that are not shared, one more of each. */
    rival->sd = hypot(work->se[c] * sqrt(work->n[c]), work->se[i] * sqrt(work->n[i]));
    if (shared != NULL) {
        rival->se = work->unit * sqrt(fmax(0, shared[c * k + c] + shared[i * k + i] -
            2 * shared[c * k + i]));
        rival->n_now = work->shared[c * k + i];
        if (rival->n_now > 1 && isfinite(work->apart[c * k + i]))   /* of two clusters, too */
            rival->sd = work->apart[c * k + i];
    }
    rival->df = work->degrees != NULL ? work->degrees[c * k + i]
        : decision_df_of_two(work->se[c], work->df[c], work->se[i], work->df[i]);
    rival->p_better = isinf(rival->df) && rival->se > 0
        ? 0.5 * erfc(-rival->diff / rival->se / sqrt(2))
        : decision_student_better(rival->diff, rival->se, rival->df);
    rival->value = decision_student(rival->diff, rival->se, rival->df, work->decider,
        work->noise);
    rival->evpi = decision_student(rival->diff, rival->se, rival->df, DECIDER_RATIONAL, 0).delta;
    needed = decision_runs_needed(rival->diff, rival->sd, rival->n_now, rival->df,
        setting_real(work->settings, "alpha"), setting_real(work->settings, "power"));
    rival->needed = isnan(needed) ? needed : fmax(0, needed - rival->n_now);
    find_best_size(work, rival);
}

static int
by_value(const void *left, const void *right)
{
    const struct decide_rival *a = left, *b = right;

    if (a->evpi != b->evpi)
        return a->evpi > b->evpi ? -1 : 1;
    return (a->candidate > b->candidate) - (a->candidate < b->candidate);
}

/* Of clusters, where they are few enough to make a difference. */
static double
fewest_degrees(const struct decide_work *work)
{
    double fewest = INFINITY;

    for (size_t i = 0; i < work->k && work->degrees != NULL; i++)
        for (size_t j = 0; j < i; j++)
            fewest = fmin(fewest, work->degrees[i * work->k + j]);
    return fewest < DECIDE_FEW_DEGREES ? fewest : INFINITY;
}

/* In units in which the covariances are, or the largest independent error is about 1. */
static void
sample_best(struct decide_work *work)
{
    size_t k = work->k;
    double *matrix = mem_zalloc(k * k, sizeof *matrix), *mean = mem_zalloc(k, sizeof *mean);
    double largest = 0, unit = work->unit;

    for (size_t i = 0; i < k && work->covariance == NULL; i++)
        largest = fmax(largest, work->se[i]);
    if (work->covariance == NULL)
        unit = largest > 0 && !isinf(largest) ? ldexp(1, ilogb(largest)) : 1;
    for (size_t i = 0; i < k; i++) {
        mean[i] = (work->mean[i] - work->mean[work->choice]) / unit;
        matrix[i * k + i] = work->se[i] / unit * (work->se[i] / unit);
    }
    work->evpi = unit * decision_best_sampled(mean, work->covariance != NULL
        ? work->covariance : matrix, k, fewest_degrees(work),
        (size_t)setting_real(work->settings, "draws"), work->settings->seed, work->p_best, &work->evpi_error);
    work->evpi_error *= unit;
    free(matrix);
    free(mean);
}

void
decide_values(struct decide_work *work)
{
    enum { MOST_EXACT = 100 };

    work->rivals = arena_zalloc(work->arena, work->k, sizeof *work->rivals);
    work->p_best = arena_zalloc(work->arena, work->k, sizeof *work->p_best);
    for (size_t i = 0; i < work->k; i++)
        if (i != work->choice)
            weigh(work, i, &work->rivals[work->n_rivals++]);
    qsort(work->rivals, work->n_rivals, sizeof *work->rivals, by_value);
    if (work->score->over_runs && work->covariance == NULL)
        work->evpi = decision_best_student(work->mean, work->se, work->df, work->k,
            work->p_best);
    else if (work->covariance == NULL && work->k <= MOST_EXACT)
        work->evpi = decision_best_independent(work->mean, work->se, work->k, work->p_best);
    else
        sample_best(work);
    if (work->k == 2) {                /* known in closed form */
        size_t other = work->rivals[0].candidate;

        work->evpi = work->rivals[0].evpi;
        work->evpi_error = 0;
        work->p_best[work->choice] = work->rivals[0].p_better;
        work->p_best[other] = 1 - work->p_best[work->choice];
    }
    for (size_t i = 0; i < work->k; i++)
        if (work->p_best[i] < DECIDE_NOTHING)
            work->p_best[i] = 0;
}
