/* risk_routing.c - (29): what a split of traffic between models reaches of score and cost. */
#include "lens/risk_work.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/hull.h"
#include "math/portfolio.h"

static bool
is_on_hull(const struct risk_work *work, size_t candidate)
{
    for (size_t i = 0; i < work->n_hull; i++)
        if (work->hull[i].candidate == candidate)
            return true;
    return false;
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
        return risk_requirements(work, err) && risk_cascade(work, err);
    work->cost_value = arena_zalloc(work->arena, work->n + 1, sizeof *work->cost_value);
    for (size_t i = 0; i < work->n; i++)
        work->cost_value[i] = (work->cost_direction == DIRECTION_MAX ? -1 : 1) *
            work->cost->value[work->row[i]];
    if (!risk_requirements(work, err) || !risk_cascade(work, err))
        return false;
    find_hull(work);
    return true;
}

/* --- its tables --- */

/* What a split of traffic at its cost makes of a candidate that is not on the hull. */
struct split { size_t candidate, from, to; double share, score; };

static size_t
find_splits(const struct risk_work *work, struct split *split)
{
    size_t h = work->n_hull, n = 0;
    size_t *hull = mem_alloc((h + 1) * sizeof *hull);
    double *cost = mem_alloc((2 * h + 1) * sizeof *cost), *score = cost + h;

    for (size_t k = 0; k < h; k++) {
        hull[k] = k;
        cost[k] = work->hull[k].cost_value;
        score[k] = work->hull[k].score;
    }
    for (size_t i = 0; i < work->n; i++) {
        double at = work->cost_value[i];
        struct mixture mix;

        if (!isfinite(at) || !isfinite(work->score[i]) || is_on_hull(work, i))
            continue;
        mix = hull_budget(cost, score, hull, h, at);
        if (mix.feasible)
            split[n++] = (struct split){ i, mix.a, mix.b, mix.share_b, mix.score };
    }
    free(hull);
    free(cost);
    return n;
}

static const char *
split_text(const struct risk_work *work, const struct split *split)
{
    const char *from = work->hull[split->from].name, *to = work->hull[split->to].name;

    if (split->from == split->to || !(split->share > 0))
        return arena_printf(work->arena, "100 %% to %s", from);
    return arena_printf(work->arena, "%.1f %% to %s, %.1f %% to %s", 100 * (1 - split->share),
        from, 100 * split->share, to);
}

static double
split_figure(const struct risk_work *work, const struct split *split, size_t which)
{
    double own = work->final->value[work->row[split->candidate]];
    double of_split = work->sign * split->score;

    return which == 0 ? work->cost->value[work->row[split->candidate]] : which == 1 ? own
        : which == 2 ? of_split : work->sign * (of_split - own);
}

/* Who is off the hull, and which split of traffic would do better for the same cost. */
static void
splits_table(const struct risk_work *work)
{
    static const char *const names[] = { "cost", "quality", "mix_quality", "gain" };
    struct split *split = arena_zalloc(work->arena, work->n + 1, sizeof *split);
    size_t n = find_splits(work, split);
    struct result_table *table;
    struct result_column *column;

    if (n == 0)
        return;
    table = result_add_table(work->result, "splits", n);
    table->title = "models that a split of traffic beats at the same cost";
    table->key = arena_zalloc(work->arena, n, sizeof *table->key);
    column = parts_text(work->result, table, "model", NULL);
    column->key = true;
    for (size_t i = 0; i < n; i++) {
        size_t row = work->row[split[i].candidate];

        column->text[i] = arena_strdup(work->arena, work->frame->label[row]);
        table->key[i] = arena_strdup(work->arena, work->frame->key[row]);
    }
    for (size_t c = 0; c < sizeof names / sizeof *names; c++) {
        const struct column *of = c == 0 ? work->cost : work->final;

        column = parts_number(work->result, table, names[c], c == 0 || c == 1
            ? arena_strdup(work->arena, of->name) : c == 2 ? "of the split" : NULL, of->unit);
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = split_figure(work, &split[i], c);
    }
    column = parts_text(work->result, table, "mix", "split");
    for (size_t i = 0; i < n; i++)
        column->text[i] = split_text(work, &split[i]);
}

void
risk_routing_table(const struct risk_work *work)
{
    struct result_table *table;
    struct result_column *column;

    if (work->n_hull == 0)
        return;
    table = result_add_table(work->result, "routing", work->n_hull);
    table->title = "models that a split of traffic uses";
    table->key = arena_zalloc(work->arena, work->n_hull, sizeof *table->key);
    column = parts_text(work->result, table, "model", NULL);
    column->key = true;
    for (size_t i = 0; i < work->n_hull; i++) {
        column->text[i] = work->hull[i].name;
        table->key[i] = work->hull[i].key != NULL ? work->hull[i].key : work->hull[i].name;
    }
    column = parts_number(work->result, table, "cost", arena_strdup(work->arena,
        work->cost->name), work->cost->unit);
    for (size_t i = 0; i < work->n_hull; i++)
        column_numbers(column)[i] = work->hull[i].cost;
    column = parts_number(work->result, table, "quality", arena_strdup(work->arena,
        work->final->name), work->final->unit);
    for (size_t i = 0; i < work->n_hull; i++)
        column_numbers(column)[i] = work->hull[i].quality;
    column = parts_text(work->result, table, "mix", "traffic to it");
    for (size_t i = 0; i < work->n_hull; i++)
        column->text[i] = arena_printf(work->arena, "all: %s", work->hull[i].name);
    column = parts_number(work->result, table, "price", "cost of one more", NULL);
    for (size_t i = 0; i + 1 < work->n_hull; i++)
        column_numbers(column)[i] = (work->hull[i + 1].cost_value - work->hull[i].cost_value) /
            (work->hull[i + 1].score - work->hull[i].score);
    splits_table(work);
}

/* --- its chart --- */

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

void
risk_routing_chart(const struct risk_work *work)
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
