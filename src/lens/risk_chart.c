/* risk_chart.c - mean against deviation with its own frontier, shortlists over k, shares, and
 * the routing hull. */
#include "lens/risk_work.h"

#include <math.h>
#include <string.h>

#include "math/portfolio.h"

static void
efficient_line(const struct risk_work *work, struct chart *chart)
{
    enum { STEPS = 8 };
    size_t k = work->n_held, n = 0, segments = work->turning > 0 ? work->turning - 1 : 0;
    struct chart_line *line;
    double *w = arena_zalloc(work->arena, k + 1, sizeof *w);

    /* The line is of scores; returns over a reference lie elsewhere. */
    if (segments == 0 || !setting_is(work->settings, "returns", "value"))
        return;
    line = chart_add_line(work->result, chart, LINE_DASHED, segments * STEPS + 1);
    line->role = MARK_REFERENCE;
    line->label = "portfolios";
    for (size_t s = 0; s < segments; s++)
        for (size_t t = 0; t < STEPS + (s + 1 == segments ? 1 : 0); t++, n++) {
            for (size_t i = 0; i < k; i++)
                w[i] = work->weights[s * k + i] * (1 - (double)t / STEPS) +
                    work->weights[(s + 1) * k + i] * (double)t / STEPS;
            chart_line_x(line)[n] = sqrt(portfolio_variance(work->covariance, w, k));
            chart_line_y(line)[n] = portfolio_mean(work->mean, w, k);
        }
}

static void
plane_chart(const struct risk_work *work)
{
    struct chart *chart;
    size_t n = 0;

    for (size_t i = 0; i < work->n_strategies; i++)
        n += isfinite(work->plane.x[i]) && isfinite(work->plane.y[i]);
    if (n == 0)
        return;
    chart = result_add_chart(work->result, "risk", CHART_SCATTER, n);
    chart->title = "mean of the returns against their standard deviation";
    chart->x = (struct chart_axis){ .name = "sd", .unit = arena_strdup(work->arena,
        work->final->unit), .direction = DIRECTION_MIN };
    chart->y = (struct chart_axis){ .name = "mean", .unit = chart->x.unit,
        .direction = DIRECTION_MAX };
    n = 0;
    for (size_t i = 0; i < work->n_strategies; i++) {
        struct chart_mark *mark = &chart->marks[n];

        if (!isfinite(work->plane.x[i]) || !isfinite(work->plane.y[i]))
            continue;
        mark->x = work->plane.x[i];
        mark->y = work->plane.y[i];
        mark->role = work->plane.on[i] != 0 ? MARK_FRONTIER : MARK_DOMINATED;
        mark->key = work->strategies[i].key != NULL ? work->strategies[i].key
            : work->strategies[i].name;
        mark->label = work->strategies[i].name;
        n++;
    }
    efficient_line(work, chart);
    parts_frontier_line(work->result, chart, &work->plane);
}

static void
list_line(const struct risk_work *work, struct chart *chart, const struct risk_estimator *e,
    const char *label, size_t which)
{
    struct chart_line *line = chart_add_line(work->result, chart, LINE_STRAIGHT, e->most);

    line->label = label;
    line->role = which == 1 ? MARK_FRONTIER : MARK_PLAIN;
    for (size_t k = 1; k <= e->most; k++) {
        const struct shortlist *list = &e->list[k - 1];

        chart_line_x(line)[k - 1] = (double)k;
        chart_line_y(line)[k - 1] = which == 3 ? shortlist_clip(list->sharpe, k)
            : work->sign * (which == 0 ? list->worst : which == 1 ? list->best : list->mean);
    }
}

static void
baseline_line(const struct risk_work *work, struct chart *chart, size_t most)
{
    struct chart_line *line;

    if (!isfinite(work->baseline))
        return;
    line = chart_add_line(work->result, chart, LINE_DASHED, 2);
    line->role = MARK_REFERENCE;
    line->label = "baseline";
    chart_line_x(line)[0] = 1;
    chart_line_x(line)[1] = (double)most;
    chart_line_y(line)[0] = chart_line_y(line)[1] = work->sign * work->baseline;
}

static void
shortlist_charts(const struct risk_work *work)
{
    static const char *const labels[] = { "worst", "best", "mean" };
    const struct risk_estimator *e = risk_leading(work);
    struct chart *chart;

    if (e == NULL && work->n_estimators > 0)
        e = &work->estimators[0];
    if (e == NULL || e->most < 2)
        return;
    chart = result_add_chart(work->result, "shortlist", CHART_LINES, 0);
    chart->title = arena_printf(work->arena, "%s of the best k by %s", work->final->name,
        e->column->name);
    chart->x = (struct chart_axis){ .name = "k", .whole = true };
    chart->y = (struct chart_axis){ .name = arena_strdup(work->arena, work->final->name),
        .unit = arena_strdup(work->arena, work->final->unit), .direction = work->direction };
    for (size_t which = 0; which < 3; which++)
        list_line(work, chart, e, labels[which], which);
    baseline_line(work, chart, e->most);
    if (isnan(work->baseline))
        return;
    chart = result_add_chart(work->result, "sharpe", CHART_LINES, 0);
    chart->title = "SharpeRatio@k, clipped to 0..100";
    chart->x = (struct chart_axis){ .name = "k", .whole = true };
    chart->y = (struct chart_axis){ .name = "ratio", .direction = DIRECTION_MAX };
    for (size_t i = 0; i < work->n_estimators; i++)
        if (work->estimators[i].most > 1)
            list_line(work, chart, &work->estimators[i],
                arena_strdup(work->arena, work->estimators[i].column->name), 3);
}

/* Models by the share that a portfolio gives them, the largest first. */
static void
investment_chart(const struct risk_work *work)
{
    enum { MOST_BARS = 20 };
    size_t *order, n = 0;
    struct chart *chart;

    if (work->investment == NULL)
        return;
    order = arena_zalloc(work->arena, work->n + 1, sizeof *order);
    for (size_t i = 0; i < work->n; i++) {
        size_t at;

        if (!(work->investment[i] > 0))
            continue;
        for (at = n++; at > 0 && work->investment[order[at - 1]] < work->investment[i]; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    n = n < MOST_BARS ? n : MOST_BARS;
    if (n == 0)
        return;
    chart = result_add_chart(work->result, "investment", CHART_BARS, n);
    chart->title = "shares of the hypervolume portfolio";
    chart->x = (struct chart_axis){ .name = "share" };
    for (size_t i = 0; i < n; i++) {
        chart->marks[i].x = work->investment[order[i]];
        chart->marks[i].y = (double)i;
        chart->marks[i].role = MARK_FRONTIER;
        chart->marks[i].key = arena_strdup(work->arena,
            work->frame->key[work->row[order[i]]]);
        chart->marks[i].label = arena_strdup(work->arena,
            work->frame->label[work->row[order[i]]]);
    }
}

static bool
is_on_hull(const struct risk_work *work, size_t candidate)
{
    for (size_t i = 0; i < work->n_hull; i++)
        if (work->hull[i].candidate == candidate)
            return true;
    return false;
}

static void
cascade_line(const struct risk_work *work, struct chart *chart)
{
    struct chart_line *line;

    if (work->n_cascade < 2)
        return;
    line = chart_add_line(work->result, chart, LINE_DASHED, work->n_cascade);
    line->role = MARK_REFERENCE;
    line->label = "cascade";
    for (size_t i = 0; i < work->n_cascade; i++) {
        chart_line_x(line)[i] = work->cascade[i].cost;
        chart_line_y(line)[i] = work->sign * work->cascade[i].score;
    }
}

static void
routing_chart(const struct risk_work *work)
{
    struct chart *chart;
    struct chart_line *line;
    size_t n = 0;

    for (size_t i = 0; i < work->n && work->n_hull > 0; i++)
        n += isfinite(work->cost_value[i]) && isfinite(work->score[i]);
    if (n == 0)
        return;
    chart = result_add_chart(work->result, "routing", CHART_SCATTER, n);
    chart->title = "what splits of traffic reach";
    chart->x = (struct chart_axis){ .name = arena_strdup(work->arena, work->cost->name),
        .unit = arena_strdup(work->arena, work->cost->unit),
        .direction = work->cost_direction };
    chart->y = (struct chart_axis){ .name = arena_strdup(work->arena, work->final->name),
        .unit = arena_strdup(work->arena, work->final->unit), .direction = work->direction };
    n = 0;
    for (size_t i = 0; i < work->n; i++) {
        struct chart_mark *mark = &chart->marks[n];

        if (!isfinite(work->cost_value[i]) || !isfinite(work->score[i]))
            continue;
        mark->x = work->cost->value[work->row[i]];
        mark->y = work->final->value[work->row[i]];
        mark->role = is_on_hull(work, i) ? MARK_FRONTIER : MARK_DOMINATED;
        mark->key = arena_strdup(work->arena, work->frame->key[work->row[i]]);
        mark->label = arena_strdup(work->arena, work->frame->label[work->row[i]]);
        n++;
    }
    cascade_line(work, chart);
    if (work->n_hull < 2)
        return;
    line = chart_add_line(work->result, chart, LINE_STRAIGHT, work->n_hull);
    line->role = MARK_FRONTIER;
    line->label = "hull";
    for (size_t i = 0; i < work->n_hull; i++) {
        chart_line_x(line)[i] = work->hull[i].cost;
        chart_line_y(line)[i] = work->hull[i].quality;
    }
}

/* How far wealth is below its highest so far, where returns compound. */
static void
drawdown_chart(const struct risk_work *work)
{
    enum { MOST_CURVES = 8 };
    struct chart *chart = NULL;
    size_t drawn = 0;

    for (size_t i = 0; i < work->n_strategies; i++) {
        const struct risk_strategy *s = &work->strategies[i];
        double wealth = 1, most = 1;
        struct chart_line *line;

        if (isnan(s->drawdown) || drawn++ >= MOST_CURVES)
            continue;
        if (chart == NULL) {
            chart = result_add_chart(work->result, "drawdown", CHART_LINES, 0);
            chart->title = "wealth below its highest so far";
            chart->x.name = "period";
            chart->x.whole = true;
            chart->y.name = "drawdown";
        }
        line = chart_add_line(work->result, chart, LINE_STRAIGHT, s->n + 1);
        line->role = drawn == 1 ? MARK_FRONTIER : MARK_PLAIN;
        line->label = s->name;
        chart_line_x(line)[0] = chart_line_y(line)[0] = 0;
        for (size_t t = 0; t < s->n; t++) {
            wealth *= 1 + s->x[t];
            most = fmax(most, wealth);
            chart_line_x(line)[t + 1] = (double)t + 1;
            chart_line_y(line)[t + 1] = wealth / most - 1;
        }
    }
    if (drawn > MOST_CURVES)
        chart->note = arena_printf(work->arena, "the first %d of %zu are drawn",
            (int)MOST_CURVES, drawn);
}

void
risk_charts(const struct risk_work *work)
{
    plane_chart(work);
    shortlist_charts(work);
    drawdown_chart(work);
    routing_chart(work);
    investment_chart(work);
}
