/* variance_spread.c - repeats of one group on one measure: variance, (1) to (3). */
#include "lens/variance_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/bootstrap.h"
#include "math/resample.h"
#include "math/rng.h"
#include "math/sharpe.h"

/* The last step of a group that has the measure; NaN without steps. */
static double
last_step(const struct variance_work *work, size_t group, const double *value)
{
    double last = (double)NAN;

    for (size_t i = 0; i < work->frame->rows; i++)
        if (work->group[i] == group && !isnan(value[i]))
            last = fmax(last, work->step[i]);
    return last;
}

static struct interval
resampled(const struct variance_work *work, const struct spread *spread, const double *x,
    size_t n)
{
    struct resampling plan = { .n = n, .b = (size_t)setting_real(work->settings, "b"),
        .seed = work->settings->seed,
        .set = rng_name_after(rng_name("seeds"), work->group_name[spread->group]) };
    double *t = mem_alloc(plan.b * sizeof *t);
    struct interval interval = { (double)NAN, (double)NAN };

    if (n >= 2) {
        resample_means(&plan, &x, 1, t);
        bootstrap_sort(t, plan.b);
        interval = bootstrap_percentile(t, plan.b, work->level, CONVENTION_TYPE_7);
    }
    free(t);
    return interval;
}

static void
fill(const struct variance_work *work, struct spread *spread, double *x, size_t n)
{
    static const double quantiles[] = { 0.025, 0.25, 0.75, 0.975 };
    double sd;

    spread->moments = moments_of(x, n);
    spread->boot = resampled(work, spread, x, n);
    bootstrap_sort(x, n);
    spread->least = x[0];
    spread->most = x[n - 1];
    spread->median = quantile_sorted(x, n, 0.5);
    for (size_t k = 0; k < 4; k++)
        spread->quantile[k] = quantile_sorted(x, n, quantiles[k]);
    spread->skew = n < 2 ? (double)NAN : sharpe_skew(x, n);
    spread->kurtosis = n < 2 ? (double)NAN : sharpe_kurtosis(x, n) - 3;
    sd = moments_sd(&spread->moments);
    spread->t = interval_t(spread->moments.mean, moments_se(&spread->moments), (double)n - 1,
        work->level);
    if (n < 2)
        spread->t.lo = spread->t.hi = (double)NAN;
    spread->population = n < 2 ? (double)NAN : sqrt(spread->moments.m2 / (double)n);
    spread->cv = spread->moments.mean != 0 ? spread->population / spread->moments.mean :
        (double)NAN;
    spread->snr = sd > 0 ? spread->moments.mean / sd : (double)NAN;
}

bool
variance_spreads(struct variance_work *work, const struct lens_progress *progress,
    struct error *err)
{
    size_t rows = work->frame->rows;
    double *x = arena_zalloc(work->arena, rows, sizeof *x);

    work->spread = arena_zalloc(work->arena, work->n_measures * work->n_groups,
        sizeof *work->spread);
    for (size_t m = 0; m < work->n_measures; m++) {
        const double *value = work->frame->columns[work->measure[m]].value;

        for (size_t g = 0; g < work->n_groups; g++) {
            struct spread *spread = &work->spread[work->n_spreads];
            double last = last_step(work, g, value);
            size_t n = 0;

            if (progress != NULL && progress->report != NULL && !progress->report(
                progress->context, ((double)m + (double)g / (double)work->n_groups) /
                (double)work->n_measures))
                return error_set(err, ERROR_CANCELLED, "stopped");
            for (size_t i = 0; i < rows; i++)
                if (work->group[i] == g && !isnan(value[i]) &&
                    (isnan(last) || work->step[i] >= last))
                    x[n++] = value[i];
            if (n == 0)
                continue;
            spread->group = g;
            spread->measure = m;
            fill(work, spread, x, n);
            work->n_spreads++;
        }
    }
    return true;
}
