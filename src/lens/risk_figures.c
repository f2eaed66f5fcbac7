/* risk_figures.c - (9) to (29): ratios of each series, portfolios of all, routing by cost. */
#include "lens/risk_work.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/hull.h"
#include "math/moments.h"
#include "math/portfolio.h"

/* --- ratios --- */

double
risk_ratio_wanted(const struct risk_work *work, double ratio)
{
    return isinf(ratio) && setting_is(work->settings, "zero_sd", "null") ? (double)NAN : ratio;
}

/* (15) over the periods that both have. */
static void
against_benchmark(const struct risk_work *work, struct risk_strategy *s)
{
    const double *total = setting_is(work->settings, "returns", "excess") ? s->value : s->returns;
    double *x, *b;
    size_t n = 0;

    s->information = s->tracking = s->beta = (double)NAN;
    if (work->benchmark == NULL)
        return;
    x = mem_alloc((2 * work->periods + 1) * sizeof *x);
    b = x + work->periods;
    for (size_t t = 0; t < work->periods; t++)
        if (isfinite(total[t]) && isfinite(work->benchmark[t])) {
            x[n] = total[t];
            b[n++] = work->benchmark[t];
        }
    if (n >= 2) {
        s->information = sharpe_information(x, b, n);
        s->tracking = sharpe_tracking_error(x, b, n);
        s->beta = sharpe_beta(x, b, n);
    }
    free(x);
}

/* (19) */
static void
over_time(const struct risk_work *work, struct risk_strategy *s)
{
    double horizon = setting_real(work->settings, "horizon");

    s->acf1 = s->n >= 2 ? sharpe_autocorrelation(s->x, s->n, 1) : (double)NAN;
    s->lo_factor = !isnan(horizon) && s->n >= 2 ? sharpe_lo_factor(s->x, s->n, (size_t)horizon)
        : (double)NAN;
    s->sharpe_horizon = s->sharpe * s->lo_factor;
}

/* Wealth compounds only where a return is a share of what there is. */
static void
compounded(const struct risk_work *work, struct risk_strategy *s, double risk_free, double freq)
{
    s->drawdown = s->calmar = s->ulcer = s->cagr = (double)NAN;
    if (!setting_is(work->settings, "returns", "gross")
        && !setting_is(work->settings, "returns", "relative"))
        return;
    s->drawdown = sharpe_max_drawdown(s->x, s->n);
    s->calmar = sharpe_calmar(s->x, s->n, freq);
    s->cagr = sharpe_cagr(s->x, s->n, freq);
    s->ulcer = sharpe_ulcer(s->x, s->n, risk_free, freq);
}

double
risk_free_per_period(const struct risk_work *work)
{
    return setting_real(work->settings, "risk_free") / setting_real(work->settings, "freq");
}

static void
ratios_of(const struct risk_work *work, struct risk_strategy *s)
{
    double risk_free = risk_free_per_period(work);
    double against = setting_real(work->settings, "against");
    double target = setting_real(work->settings, "target");
    double freq = setting_real(work->settings, "freq");
    struct moments moments = moments_of(s->x, s->n);

    s->mean = s->n > 0 ? moments.mean : (double)NAN;
    s->sd = moments_sd(&moments);
    s->sharpe = risk_ratio_wanted(work, sharpe_ratio(s->x, s->n, risk_free));
    s->skew = sharpe_skew(s->x, s->n);
    s->kurtosis = sharpe_kurtosis(s->x, s->n);
    s->se = s->se_normal = s->psr = s->least_n = (double)NAN;
    if (isfinite(s->sharpe)) {
        s->se_normal = sharpe_se_normal(s->sharpe, s->n);
    }
    if (isfinite(s->sharpe) && s->n >= RISK_LEAST_RETURNS) {
        s->se = sharpe_se_mertens(s->sharpe, s->n, s->skew, s->kurtosis);
        s->psr = sharpe_probability(s->sharpe, against, s->se);
        s->least_n = sharpe_least_length(s->sharpe, against, s->se, s->n, 0.95);
    }
    s->sortino = risk_ratio_wanted(work, sharpe_sortino(s->x, s->n, target));
    s->sharpe_annual = s->sharpe * sqrt(freq);
    s->sortino_annual = s->sortino * sqrt(freq);
    s->omega = sharpe_omega(s->x, s->n, target);
    s->var5 = s->n > 0 ? sharpe_var(s->x, s->n, 0.05) : (double)NAN;
    s->cvar5 = s->n > 0 ? sharpe_cvar(s->x, s->n, 0.05) : (double)NAN;
    s->tail = s->n > 0 ? risk_ratio_wanted(work, sharpe_tail_ratio(s->x, s->n, 0.05)) : (double)NAN;
    s->dsr = s->w_sharpe = s->w_variance = (double)NAN;
    compounded(work, s, risk_free, freq);
    against_benchmark(work, s);
    over_time(work, s);
}

/* (20) over all whose ratio has an error; who has none is no trial, and the ratio of two returns
 * tells nothing of how far luck spreads those of more. */
bool
risk_deflate(struct risk_work *work, struct error *err)
{
    const double **columns = mem_alloc((work->n_strategies + 1) * sizeof *columns);
    size_t *which = mem_alloc((work->n_strategies + 1) * sizeof *which), m = 0;
    size_t from = setting_is(work->settings, "returns", "relative") ? 1 : 0;

    for (size_t i = 0; i < work->n_strategies; i++)
        if (isfinite(work->strategies[i].sharpe)
            && work->strategies[i].n >= RISK_LEAST_RETURNS) {
            which[m] = i;
            columns[m++] = work->strategies[i].returns + from;
        }
    work->tried = m;
    if (m >= 2) {
        work->deflated = sharpe_deflated(columns, m, work->periods - from,
            risk_free_per_period(work));
        work->has_deflated = !isnan(work->deflated.dsr);
        work->deflated.best = which[work->deflated.best];
        work->sharpe_star = work->deflated.expected_max;
        for (size_t k = 0; k < m && work->has_deflated; k++) {
            struct risk_strategy *s = &work->strategies[which[k]];

            s->dsr = sharpe_probability(s->sharpe, work->sharpe_star, s->se);
        }
    }
    free(columns);
    free(which);
    return work->progress == NULL || work->progress->report == NULL
        || work->progress->report(work->progress->context, 0.6)
        || error_set(err, ERROR_CANCELLED, "cancelled");
}

static void
find_frontier(struct risk_work *work)
{
    size_t n = work->n_strategies;
    double *x = arena_zalloc(work->arena, n + 1, sizeof *x);
    double *y = arena_zalloc(work->arena, n + 1, sizeof *y);

    for (size_t i = 0; i < n; i++) {
        x[i] = work->strategies[i].sd;
        y[i] = work->strategies[i].mean;
    }
    work->plane = (struct parts_plane){ .n = n, .x = x, .y = y, .x_direction = DIRECTION_MIN,
        .y_direction = DIRECTION_MAX };
    parts_frontier(work->result, &work->plane);
}

void
risk_ratios(struct risk_work *work)
{
    for (size_t i = 0; i < work->n_strategies; i++)
        ratios_of(work, &work->strategies[i]);
    find_frontier(work);
}
