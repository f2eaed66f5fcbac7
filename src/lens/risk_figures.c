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

const struct risk_strategy *
risk_strategy_of(const struct risk_work *work, size_t candidate)
{
    for (size_t i = 0; i < work->n_strategies; i++)
        if (work->strategies[i].candidate == candidate)
            return &work->strategies[i];
    return NULL;
}

/* --- ratios --- */

static void
ratios_of(const struct risk_work *work, struct risk_strategy *s)
{
    double risk_free = setting_real(work->settings, "risk_free");
    double against = setting_real(work->settings, "against");
    double target = setting_real(work->settings, "target");
    double freq = setting_real(work->settings, "freq");
    struct moments moments = moments_of(s->x, s->n);

    s->mean = moments.mean;
    s->sd = moments_sd(&moments);
    s->sharpe = sharpe_ratio(s->x, s->n, risk_free);
    s->skew = sharpe_skew(s->x, s->n);
    s->kurtosis = sharpe_kurtosis(s->x, s->n);
    s->se = isfinite(s->sharpe) ? sharpe_se_mertens(s->sharpe, s->n, s->skew, s->kurtosis)
        : (double)NAN;
    s->psr = isfinite(s->sharpe) ? sharpe_probability(s->sharpe, against, s->se) : (double)NAN;
    s->least_n = isfinite(s->sharpe) ? sharpe_least_length(s->sharpe, against, s->se, s->n, 0.95)
        : (double)NAN;
    s->sortino = sharpe_sortino(s->x, s->n, target);
    s->sharpe_annual = s->sharpe * sqrt(freq);
    s->sortino_annual = s->sortino * sqrt(freq);
    s->omega = sharpe_omega(s->x, s->n, target);
    s->var5 = s->n > 0 ? sharpe_var(s->x, s->n, 0.05) : (double)NAN;
    s->cvar5 = s->n > 0 ? sharpe_cvar(s->x, s->n, 0.05) : (double)NAN;
    s->tail = s->n > 0 ? sharpe_tail_ratio(s->x, s->n, 0.05) : (double)NAN;
    s->drawdown = s->calmar = s->ulcer = s->cagr = s->dsr = s->w_sharpe = s->w_variance = (double)NAN;
    /* Wealth compounds only where a return is a share of what there is. */
    if (setting_is(work->settings, "returns", "gross")
        || setting_is(work->settings, "returns", "relative")) {
        s->drawdown = sharpe_max_drawdown(s->x, s->n);
        s->calmar = sharpe_calmar(s->x, s->n, freq);
        s->cagr = sharpe_cagr(s->x, s->n, freq);
        s->ulcer = sharpe_ulcer(s->x, s->n, risk_free, freq);
    }
}

/* (20) over all that have a ratio; who has none is no trial. */
static void
deflate(struct risk_work *work)
{
    const double **columns = mem_alloc((work->n_strategies + 1) * sizeof *columns);
    size_t *which = mem_alloc((work->n_strategies + 1) * sizeof *which), m = 0;
    size_t from = setting_is(work->settings, "returns", "relative") ? 1 : 0;

    for (size_t i = 0; i < work->n_strategies; i++)
        if (isfinite(work->strategies[i].sharpe)) {
            which[m] = i;
            columns[m++] = work->strategies[i].returns + from;
        }
    work->tried = m;
    if (m >= 2) {
        work->deflated = sharpe_deflated(columns, m, work->periods - from,
            setting_real(work->settings, "risk_free"));
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
    if (work->n_strategies > 0)
        deflate(work);
    find_frontier(work);
}

/* --- portfolios --- */

/* Strategies with most of the periods, and the periods that all of those have. */
static size_t
complete_periods(struct risk_work *work, size_t *period)
{
    size_t n = 0;

    work->held = arena_zalloc(work->arena, work->n_strategies + 1, sizeof *work->held);
    for (size_t i = 0; i < work->n_strategies; i++) {
        size_t known = 0;

        for (size_t t = 0; t < work->periods; t++)
            known += isfinite(work->strategies[i].value[t]) ? 1 : 0;
        if (2 * known > work->periods)
            work->held[work->n_held++] = i;
    }
    for (size_t t = 0; t < work->periods && work->n_held > 0; t++) {
        bool all = true;

        for (size_t k = 0; k < work->n_held; k++)
            all = all && isfinite(work->strategies[work->held[k]].value[t]);
        if (all)
            period[n++] = t;
    }
    return n;
}

static void
moments(struct risk_work *work, const size_t *period, size_t n)
{
    size_t k = work->n_held;

    work->mean = arena_zalloc(work->arena, k, sizeof *work->mean);
    work->covariance = arena_zalloc(work->arena, k * k, sizeof *work->covariance);
    for (size_t i = 0; i < k; i++)
        for (size_t t = 0; t < n; t++)
            work->mean[i] += (work->strategies[work->held[i]].value[period[t]] - work->mean[i]) /
                (double)(t + 1);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++) {
            const double *a = work->strategies[work->held[i]].value;
            const double *b = work->strategies[work->held[j]].value;
            double sum = 0;

            for (size_t t = 0; t < n; t++)
                sum += (a[period[t]] - work->mean[i]) * (b[period[t]] - work->mean[j]);
            work->covariance[i * k + j] = work->covariance[j * k + i] = sum / (double)(n - 1);
        }
}

/* (27), (28), where returns are shares of what there is. */
static void
compound(struct risk_work *work, const size_t *period, size_t n)
{
    size_t k = work->n_held;
    bool gross = setting_is(work->settings, "returns", "gross");
    double *relative, *best, *held;
    struct universal universal;

    work->universal.wealth = work->universal.best = work->universal.mixture = (double)NAN;
    if (!gross || n < 2)
        return;
    relative = mem_alloc((n * k + 1) * sizeof *relative);
    best = mem_alloc((k + 1) * sizeof *best);
    held = mem_alloc((n + 1) * sizeof *held);
    work->wealth = arena_zalloc(work->arena, n, sizeof *work->wealth);
    for (size_t t = 0; t < n; t++)
        for (size_t i = 0; i < k; i++)
            relative[t * k + i] = work->strategies[work->held[i]].value[period[t]];
    universal = portfolio_universal(relative, n, k,
        (unsigned)setting_real(work->settings, "lattice"), work->wealth, best);
    work->universal.wealth = universal.wealth;
    work->universal.lattice = universal.lattice;
    work->universal.mixture = portfolio_buy_and_hold(relative, n, k, held,
        &work->universal.best);
    free(relative);
    free(best);
    free(held);
}

void
risk_portfolio(struct risk_work *work)
{
    size_t *period = arena_zalloc(work->arena, work->periods + 1, sizeof *period), room;

    if (work->n_strategies == 0)
        return;
    work->complete = complete_periods(work, period);
    compound(work, period, work->complete);
    if (work->complete < 3 || work->n_held < 2)
        return;
    moments(work, period, work->complete);
    room = 4 * work->n_held + 4;
    work->weights = arena_zalloc(work->arena, room * work->n_held, sizeof *work->weights);
    work->turning = portfolio_critical_line(work->mean, work->covariance, work->n_held,
        work->weights, room, &work->ridged);
    work->best_weight = arena_zalloc(work->arena, work->n_held, sizeof *work->best_weight);
    work->best_ratio = portfolio_best_ratio(work->mean, work->covariance, work->n_held,
        work->weights, work->turning, setting_real(work->settings, "risk_free"),
        work->best_weight);
    for (size_t i = 0; i < work->n_held && work->turning > 0; i++) {
        struct risk_strategy *s = &work->strategies[work->held[i]];

        s->w_sharpe = work->best_weight[i];
        s->w_variance = work->weights[(work->turning - 1) * work->n_held + i];
    }
}

/* --- routing and requirements: score against cost --- */

/* The nondominated set's range, worsened by a tenth of it; costs by their logarithm. */
static void
find_box(struct risk_work *work, const double *loss, const size_t *known, size_t n)
{
    struct parts_plane plane = { .n = n, .x_direction = DIRECTION_MIN,
        .y_direction = DIRECTION_MIN };
    double *x = arena_zalloc(work->arena, n + 1, sizeof *x);
    double *y = arena_zalloc(work->arena, n + 1, sizeof *y);

    for (size_t i = 0; i < n; i++) {
        x[i] = loss[2 * known[i]];
        y[i] = loss[2 * known[i] + 1];
    }
    plane.x = x;
    plane.y = y;
    parts_frontier(work->result, &plane);
    for (size_t k = 0; k < 2; k++) {
        const double *value = k == 0 ? x : y;

        work->box_low[k] = INFINITY;
        work->box_up[k] = -INFINITY;
        for (size_t i = 0; i < plane.n_front; i++) {
            work->box_low[k] = fmin(work->box_low[k], value[plane.front[i]]);
            work->box_up[k] = fmax(work->box_up[k], value[plane.front[i]]);
        }
        work->box_up[k] += work->box_up[k] > work->box_low[k]
            ? 0.1 * (work->box_up[k] - work->box_low[k]) : fabs(work->box_low[k]) * 0.1 + 1e-9;
    }
}

/* The matrix of what pairs of points cover together: 64 MB, and a second of descent. */
enum { MOST_INVESTED = 2000 };

static void
requirements(struct risk_work *work)
{
    double *loss = arena_zalloc(work->arena, 2 * work->n + 1, sizeof *loss);
    double *inside = arena_zalloc(work->arena, 2 * work->n + 1, sizeof *inside);
    size_t *known = arena_zalloc(work->arena, work->n + 1, sizeof *known), m = 0;
    double *share, *chance;

    work->investment = arena_zalloc(work->arena, work->n + 1, sizeof *work->investment);
    work->chance = arena_zalloc(work->arena, work->n + 1, sizeof *work->chance);
    work->log_cost = work->cost_direction == DIRECTION_MIN;
    for (size_t i = 0; i < work->n; i++)
        work->log_cost = work->log_cost && !(work->cost_value[i] <= 0);
    for (size_t i = 0; i < work->n; i++) {
        work->investment[i] = work->chance[i] = (double)NAN;
        loss[2 * i] = work->log_cost ? log(work->cost_value[i]) : work->cost_value[i];
        loss[2 * i + 1] = -work->score[i];
        if (isfinite(loss[2 * i]) && isfinite(loss[2 * i + 1]))
            known[m++] = i;
    }
    if (m > MOST_INVESTED)
        result_note(work->result, "the hypervolume Sharpe ratio and its portfolio are not known: "
            "they take at most %d points, here are %zu (--where)", MOST_INVESTED, m);
    if (m == 0 || m > MOST_INVESTED)
        return;
    find_box(work, loss, known, m);
    for (size_t k = 0; k < m; k++)
        memcpy(&inside[2 * k], &loss[2 * known[k]], 2 * sizeof *loss);
    share = arena_zalloc(work->arena, m, sizeof *share);
    chance = arena_zalloc(work->arena, m, sizeof *chance);
    work->hsr = portfolio_hypervolume_sharpe(inside, m, 2, work->box_low, work->box_up, share,
        chance);
    for (size_t k = 0; k < m; k++) {
        work->investment[known[k]] = share[k];
        work->chance[known[k]] = isnan(chance[k]) ? 0 : chance[k];     /* outside the box */
    }
}

static struct risk_stop
stop_at(const struct risk_work *work, size_t i)
{
    const struct risk_threshold *at;

    if (i < work->n)
        return (struct risk_stop){ arena_strdup(work->arena, work->frame->label[work->row[i]]),
            arena_strdup(work->arena, work->frame->key[work->row[i]]), i,
            work->cost->value[work->row[i]], work->final->value[work->row[i]],
            work->cost_value[i], work->score[i] };
    at = &work->cascade[i - work->n];
    return (struct risk_stop){ arena_printf(work->arena, "%s, %s at %s %.4g",
        work->frame->label[work->row[work->first]], work->frame->label[work->row[work->second]],
        work->scorer->name, at->tau), NULL, SIZE_MAX, at->cost, work->sign * at->score, at->cost,
        at->score };
}

/* (29) over the candidates and what a cascade reaches. */
static void
find_hull(struct risk_work *work)
{
    size_t most = work->n + work->n_cascade + 1, m = 0;
    double *cost = mem_alloc(2 * most * sizeof *cost), *score = cost + most;
    size_t *place = mem_alloc(2 * most * sizeof *place), *hull = place + most;

    for (size_t i = 0; i + 1 < most; i++) {
        double c = i < work->n ? work->cost_value[i] : work->cascade[i - work->n].cost;
        double s = i < work->n ? work->score[i] : work->cascade[i - work->n].score;

        if (!isfinite(c) || !isfinite(s))
            continue;
        cost[m] = c;
        score[m] = s;
        place[m++] = i;
    }
    work->n_hull = hull_upper(cost, score, m, hull);
    work->aiq = portfolio_average_quality(cost, score, m, hull, work->n_hull);
    work->hull = arena_zalloc(work->arena, work->n_hull + 1, sizeof *work->hull);
    for (size_t k = 0; k < work->n_hull; k++)
        work->hull[k] = stop_at(work, place[hull[k]]);
    free(cost);
    free(place);
}

bool
risk_routing(struct risk_work *work, struct error *err)
{
    work->hsr = work->aiq = (double)NAN;
    if (work->cost == NULL)
        return risk_cascade(work, err);
    work->cost_value = arena_zalloc(work->arena, work->n + 1, sizeof *work->cost_value);
    for (size_t i = 0; i < work->n; i++)
        work->cost_value[i] = (work->cost_direction == DIRECTION_MAX ? -1 : 1) *
            work->cost->value[work->row[i]];
    requirements(work);
    if (!risk_cascade(work, err))
        return false;
    find_hull(work);
    return true;
}
