/* risk_chart.c - mean against deviation with its own frontier, shortlists over k, drawdowns. */
#include "lens/risk_work.h"

#include <math.h>
#include <string.h>

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
    chart->x = (struct chart_axis){ .name = "sd of returns", .unit = arena_strdup(work->arena,
        work->final->unit), .direction = DIRECTION_MIN };
    chart->y = (struct chart_axis){ .name = "mean return", .unit = chart->x.unit,
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
    parts_frontier_line(work->result, chart, &work->plane);
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
    risk_list_charts(work);
    risk_portfolio_chart(work);
    drawdown_chart(work);
    risk_routing_chart(work);
    risk_investment_chart(work);
}
