/* risk_portfolio.c - (24) to (26): shares of several models at once, their mean against their
 * spread: of averaged answers, and of requests that are routed at random.
 */
#include "lens/risk_work.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/portfolio.h"

/* What a portfolio is a mean of: scores, or returns that are something else than a score or
 * its distance from another. */
static const double *
held_value(const struct risk_work *work, const struct risk_strategy *s)
{
    return setting_is(work->settings, "returns", "excess")
        || setting_is(work->settings, "returns", "value") ? s->value : s->returns;
}

/* Strategies with most of the periods, and the periods that all of those have. */
static size_t
complete_periods(struct risk_work *work, size_t *period)
{
    size_t n = 0;

    work->held = arena_zalloc(work->arena, work->n_strategies + 1, sizeof *work->held);
    for (size_t i = 0; i < work->n_strategies; i++) {
        size_t known = 0;

        for (size_t t = 0; t < work->periods; t++)
            known += isfinite(held_value(work, &work->strategies[i])[t]) ? 1 : 0;
        if (2 * known > work->periods)
            work->held[work->n_held++] = i;
    }
    for (size_t t = 0; t < work->periods && work->n_held > 0; t++) {
        bool all = true;

        for (size_t k = 0; k < work->n_held; k++)
            all = all && isfinite(held_value(work, &work->strategies[work->held[k]])[t]);
        if (all)
            period[n++] = t;
    }
    return n;
}

static void
moments(struct risk_work *work, const size_t *period, size_t n)
{
    size_t k = work->n_held;
    double *apart = mem_alloc(k * n * sizeof *apart);   /* from the mean, k x n */

    for (size_t i = 0; i < k; i++) {
        const double *value = held_value(work, &work->strategies[work->held[i]]);

        work->mean[i] = 0;
        for (size_t t = 0; t < n; t++)
            work->mean[i] += (value[period[t]] - work->mean[i]) / (double)(t + 1);
        for (size_t t = 0; t < n; t++)
            apart[i * n + t] = value[period[t]] - work->mean[i];
    }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = 0;

            for (size_t t = 0; t < n; t++)
                sum += apart[i * n + t] * apart[j * n + t];
            work->covariance[i * k + j] = work->covariance[j * k + i] = sum / (double)(n - 1);
        }
    free(apart);
}

/* Covariance of two over the periods that both have, each from its mean there. */
static double
common_covariance(const double *a, const double *b, size_t periods, double *n)
{
    double mean_a = 0, mean_b = 0, sum = 0;

    *n = 0;
    for (size_t t = 0; t < periods; t++) {
        double step;

        if (!isfinite(a[t]) || !isfinite(b[t]))
            continue;
        ++*n;
        step = a[t] - mean_a;
        mean_a += step / *n;
        mean_b += (b[t] - mean_b) / *n;
        sum += step * (b[t] - mean_b);
    }
    return *n > 1 ? sum / (*n - 1) : (double)NAN;
}

static void
pairwise_moments(struct risk_work *work)
{
    size_t k = work->n_held;
    double least = INFINITY;

    for (size_t i = 0; i < k; i++) {
        const double *a = held_value(work, &work->strategies[work->held[i]]);
        size_t n = 0;

        work->mean[i] = 0;
        for (size_t t = 0; t < work->periods; t++)
            if (isfinite(a[t]))
                work->mean[i] += (a[t] - work->mean[i]) / (double)++n;
        for (size_t j = 0; j <= i; j++) {
            double common;

            work->covariance[i * k + j] = work->covariance[j * k + i] = common_covariance(a,
                held_value(work, &work->strategies[work->held[j]]), work->periods, &common);
            least = fmin(least, common);
        }
    }
    work->complete = (size_t)least;
}

static void
follow_line(struct risk_work *work)
{
    size_t room = 4 * work->n_held + 4;

    work->weights = arena_zalloc(work->arena, room * work->n_held, sizeof *work->weights);
    work->turning = portfolio_critical_line(work->mean, work->covariance, work->n_held,
        work->weights, room, &work->ridged);
}

/* Where gaps leave fewer than half of the periods to all together, pairs keep what both have; but
 * such a matrix need not be one of covariances, and then nothing of it is used. */
static bool
use_pairs(struct risk_work *work)
{
    double *w;

    pairwise_moments(work);
    follow_line(work);
    w = work->turning > 0 ? &work->weights[(work->turning - 1) * work->n_held] : NULL;
    work->pairwise = w != NULL && !work->ridged && work->complete >= 3
        && portfolio_variance(work->covariance, w, work->n_held) > 0;
    return work->pairwise;
}

bool
risk_portfolio(struct risk_work *work, struct error *err)
{
    size_t *period, complete;

    if (work->n_strategies == 0)
        return true;
    period = arena_zalloc(work->arena, work->periods + 1, sizeof *period);
    work->complete = complete = complete_periods(work, period);
    risk_wealth(work);
    if (work->n_held < 2)
        return true;
    work->mean = arena_zalloc(work->arena, work->n_held, sizeof *work->mean);
    work->covariance = arena_zalloc(work->arena, work->n_held * work->n_held,
        sizeof *work->covariance);
    if (2 * complete >= work->periods || !use_pairs(work)) {
        work->turning = 0;
        work->complete = complete;
        if (complete < 3)
            return true;
        moments(work, period, complete);
        follow_line(work);
    }
    work->best_weight = arena_zalloc(work->arena, work->n_held, sizeof *work->best_weight);
    work->best_ratio = portfolio_best_ratio(work->mean, work->covariance, work->n_held,
        work->weights, work->turning, risk_free_per_period(work), work->best_weight);
    for (size_t i = 0; i < work->n_held && work->turning > 0; i++) {
        struct risk_strategy *s = &work->strategies[work->held[i]];

        s->w_sharpe = work->best_weight[i];
        s->w_variance = work->weights[(work->turning - 1) * work->n_held + i];
    }
    return work->progress == NULL || work->progress->report == NULL
        || work->progress->report(work->progress->context, 0.9)
        || error_set(err, ERROR_CANCELLED, "cancelled");
}

/* --- its table --- */

const char *
risk_weights_text(const struct risk_work *work, const double *weight)
{
    struct strbuf text;

    strbuf_init(&text);
    for (size_t i = 0; i < work->n_held; i++)
        if (weight[i] > 5e-4)
            strbuf_printf(&text, "%s%s %.1f %%", text.length > 0 ? ", " : "",
                work->strategies[work->held[i]].name, 100 * weight[i]);
    return parts_keep(work->result, &text);
}

static double
portfolio_figure(const struct risk_work *work, const double *w, size_t which)
{
    double mean = portfolio_mean(work->mean, w, work->n_held);
    double ensemble = portfolio_variance(work->covariance, w, work->n_held);
    double router = portfolio_router_variance(work->mean, work->covariance, w, work->n_held);

    return which == 0 ? mean : sqrt(which == 1 ? ensemble : fmax(router, 0));
}

void
risk_portfolio_table(const struct risk_work *work)
{
    static const char *const names[] = { "return", "sd_ensemble", "sd_router" };
    size_t n = work->turning + (isnan(work->best_ratio) ? 0 : 1);
    struct result_table *table;
    struct result_column *column;

    if (work->turning == 0)
        return;
    table = result_add_table(work->result, "portfolio", n);
    table->title = "shares on the mean-variance frontier, and of the best ratio";
    column = parts_text(work->result, table, "step", NULL);
    column->key = true;
    for (size_t s = 0; s < n; s++)
        column->text[s] = s == work->turning ? "best ratio"
            : s == 0 && work->turning > 1 ? "largest mean"
            : s + 1 == work->turning ? "least variance"
            : arena_printf(work->arena, "turning point %zu", s);
    for (size_t c = 0; c < 3; c++) {
        column = parts_number(work->result, table, names[c], c == 1 ? "sd, answers averaged"
            : c == 2 ? "sd, requests routed at random" : "mean", NULL);
        column->digits = 3;
        for (size_t s = 0; s < n; s++)
            column_numbers(column)[s] = portfolio_figure(work, s == work->turning
                ? work->best_weight : &work->weights[s * work->n_held], c);
    }
    column = parts_text(work->result, table, "weights", NULL);
    for (size_t s = 0; s < n; s++)
        column->text[s] = risk_weights_text(work, s == work->turning ? work->best_weight
            : &work->weights[s * work->n_held]);
}

/* --- its chart --- */

/* The frontier between turning points: mixtures of their shares. */
static void
portfolio_line(const struct risk_work *work, struct chart *chart, bool router)
{
    enum { STEPS = 8 };
    size_t k = work->n_held, n = 0, segments = work->turning > 0 ? work->turning - 1 : 0;
    struct chart_line *line;
    double *w;

    if (segments == 0)
        return;
    w = mem_alloc((k + 1) * sizeof *w);
    line = chart_add_line(work->result, chart, router ? LINE_DASHED : LINE_STRAIGHT,
        segments * STEPS + 1);
    line->role = router ? MARK_REFERENCE : MARK_FRONTIER;
    line->label = router ? "routed" : "averaged";
    for (size_t s = 0; s < segments; s++)
        for (size_t t = 0; t < STEPS + (s + 1 == segments ? 1 : 0); t++, n++) {
            for (size_t i = 0; i < k; i++)
                w[i] = work->weights[s * k + i] * (1 - (double)t / STEPS) +
                    work->weights[(s + 1) * k + i] * (double)t / STEPS;
            chart_line_x(line)[n] = sqrt(fmax(0, router ? portfolio_router_variance(work->mean,
                work->covariance, w, k) : portfolio_variance(work->covariance, w, k)));
            chart_line_y(line)[n] = portfolio_mean(work->mean, w, k);
        }
    free(w);
}

/* Models with a share anywhere on the frontier are marked. */
static bool
is_used(const struct risk_work *work, size_t held)
{
    for (size_t s = 0; s < work->turning; s++)
        if (work->weights[s * work->n_held + held] > 5e-4)
            return true;
    return false;
}

void
risk_portfolio_chart(const struct risk_work *work)
{
    bool scores = setting_is(work->settings, "returns", "excess")
        || setting_is(work->settings, "returns", "value");
    struct chart *chart;

    if (work->turning == 0)
        return;
    chart = result_add_chart(work->result, "portfolio", CHART_SCATTER, work->n_held);
    chart->title = arena_printf(work->arena, "mean of the %s against their standard deviation, "
        "and what mixtures reach", scores ? "scores" : "returns");
    chart->x = (struct chart_axis){ .name = scores ? "sd of scores" : "sd of returns",
        .unit = arena_strdup(work->arena, work->final->unit), .direction = DIRECTION_MIN };
    chart->y = (struct chart_axis){ .name = scores ? "mean score" : "mean return",
        .unit = chart->x.unit, .direction = DIRECTION_MAX };
    for (size_t i = 0; i < work->n_held; i++) {
        const struct risk_strategy *s = &work->strategies[work->held[i]];
        struct chart_mark *mark = &chart->marks[i];

        mark->x = sqrt(work->covariance[i * work->n_held + i]);
        mark->y = work->mean[i];
        mark->role = is_used(work, i) ? MARK_FRONTIER : MARK_DOMINATED;
        mark->key = s->key != NULL ? s->key : s->name;
        mark->label = s->name;
    }
    portfolio_line(work, chart, true);
    portfolio_line(work, chart, false);
    if (work->turning > 1)
        chart->note = "the line is of averaged answers, the dashed one of requests that are "
            "routed at random";
}
