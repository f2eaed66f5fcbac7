/* frontier_chart.c - the plane: every point, the staircase, the hull and the budget.
 *
 * One objective is drawn as a ranking; more than two as a look at two of them, without a
 * line, because the frontier is not a line there.
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/intervals.h"

enum { MOST_RANKED = 30 };

/* Normal, at the level of the states. */
static void
error_bar(const struct frontier_work *work, size_t k, size_t row, double *lo, double *hi)
{
    const struct column *column = frontier_column(work, k);
    double z;

    if (column->se == NULL || isnan(column->se[row]))
        return;
    z = interval_z(1 - setting_real(work->settings, "alpha"));
    *lo = column->value[row] - z * column->se[row];
    *hi = column->value[row] + z * column->se[row];
}

static bool
is_drawn(const struct frontier_work *work, size_t row)
{
    return isfinite(frontier_column(work, (size_t)work->y)->value[row]) &&
        (work->x < 0 || isfinite(frontier_column(work, (size_t)work->x)->value[row]));
}

/* Costs that span more than a factor of 20 are looked at by ratio. */
static void
describe_axis(const struct frontier_work *work, size_t k, struct chart_axis *axis)
{
    const struct column *column = frontier_column(work, k);
    double lo = INFINITY, hi = -INFINITY;

    axis->name = arena_strdup(work->arena, column->name);
    axis->unit = arena_strdup(work->arena, column->unit);
    axis->direction = work->objective[k].direction;
    for (size_t row = 0; row < work->frame->rows; row++)
        if (is_drawn(work, row)) {
            lo = fmin(lo, column->value[row]);
            hi = fmax(hi, column->value[row]);
        }
    axis->log = column->kind != KIND_CAPABILITY && lo > 0 && hi / lo > 20;
}

static void
place_mark(const struct frontier_work *work, size_t row, struct chart_mark *mark)
{
    size_t x = (size_t)work->x, y = (size_t)work->y;

    mark->x = frontier_column(work, x)->value[row];
    mark->y = frontier_column(work, y)->value[row];
    error_bar(work, x, row, &mark->x_lo, &mark->x_hi);
    error_bar(work, y, row, &mark->y_lo, &mark->y_hi);
    mark->role = frontier_role(work, row);
    mark->key = arena_strdup(work->arena, work->frame->key[row]);
    mark->label = arena_strdup(work->arena, work->frame->label[row]);
}

static void
line_through(const struct frontier_work *work, struct result *result, struct chart *chart,
    enum line_style style, enum mark_role role, const char *label, const size_t *places,
    size_t n)
{
    struct chart_line *line;

    if (n == 0)
        return;
    line = chart_add_line(result, chart, style, n);
    line->role = role;
    line->label = label;
    for (size_t i = 0; i < n; i++) {
        chart_line_x(line)[i] = frontier_value(work, places[i], (size_t)work->x);
        chart_line_y(line)[i] = frontier_value(work, places[i], (size_t)work->y);
    }
}

static void
draw_budget(const struct frontier_work *work, struct result *result, struct chart *chart,
    struct chart_mark *mark)
{
    struct chart_line *line = chart_add_line(result, chart, LINE_VERTICAL, 1);
    double y_sign = work->objective[work->y].direction == DIRECTION_MIN ? -1 : 1;

    line->role = MARK_REFERENCE;
    line->label = "budget";
    chart_line_x(line)[0] = work->budget;
    mark->x = work->budget;
    mark->y = y_sign * work->mix.score;
    mark->role = MARK_REFERENCE;
    mark->label = "mixture at the budget";
}

/* What the frontier would be without the constraints. */
static void
draw_unconstrained(const struct frontier_work *work, struct result *result,
    struct chart *chart)
{
    struct parts_plane plane = { .n = work->frame->rows,
        .x = frontier_column(work, (size_t)work->x)->value,
        .y = frontier_column(work, (size_t)work->y)->value,
        .x_direction = work->objective[work->x].direction,
        .y_direction = work->objective[work->y].direction };
    size_t before = chart->n_lines;

    if (work->d != 2 || work->count.infeasible == 0 || work->partial)
        return;
    parts_frontier(result, &plane);
    parts_frontier_line(result, chart, &plane);
    if (chart->n_lines > before) {
        chart->lines[before].role = MARK_REFERENCE;
        chart->lines[before].label = "without constraints";
    }
}

static void
note_undrawn(const struct frontier_work *work, struct chart *chart)
{
    size_t missing = 0, infinite = 0;

    for (size_t i = 0; i < work->n; i++) {
        if (is_drawn(work, work->row[i]))
            continue;
        if (frontier_missing(work, work->row[i]) < work->d)
            missing++;
        else
            infinite++;
    }
    if (missing + infinite > 0)
        chart->note = arena_printf(work->arena, "%zu %s%s not drawn", missing + infinite,
            missing == 0 ? "infinite " : infinite == 0 ? "incomplete " : "",
            text_counted((double)(missing + infinite), "point is", "points are"));
}

static void
draw_plane(const struct frontier_work *work, struct result *result)
{
    size_t n = 0;
    bool mixture = work->has_budget && work->mix.feasible;
    struct chart *chart;

    for (size_t row = 0; row < work->frame->rows; row++)
        n += is_drawn(work, row);
    chart = result_add_chart(result, "frontier", CHART_SCATTER, n + mixture);
    chart->title = arena_printf(work->arena, "%s against %s",
        frontier_column(work, (size_t)work->y)->name,
        frontier_column(work, (size_t)work->x)->name);
    describe_axis(work, (size_t)work->x, &chart->x);
    describe_axis(work, (size_t)work->y, &chart->y);
    for (size_t row = 0, at = 0; row < work->frame->rows; row++) {
        if (is_drawn(work, row))
            place_mark(work, row, &chart->marks[at++]);
    }
    draw_unconstrained(work, result, chart);
    if (mixture || setting_flag(work->settings, "hull"))
        line_through(work, result, chart, LINE_DASHED, MARK_REFERENCE, "hull", work->hull,
            work->n_hull);
    line_through(work, result, chart, LINE_STEP, MARK_FRONTIER, "frontier", work->front,
        work->n_front);
    if (mixture)
        draw_budget(work, result, chart, &chart->marks[n]);
    if (work->partial)
        chart->note = "some of the dominated points so far";
    else if (work->d > 2)
        chart->note = arena_printf(work->arena, "two of %zu objectives", work->d);
    note_undrawn(work, chart);
}

struct ranked { double worth; size_t row; };

static int
compare_ranked(const void *a, const void *b)
{
    const struct ranked *p = a, *q = b;

    if (p->worth != q->worth)
        return p->worth > q->worth ? -1 : 1;
    return (p->row > q->row) - (p->row < q->row);
}

static void
draw_ranking(const struct frontier_work *work, struct result *result)
{
    struct ranked *ranked = mem_alloc(work->n * sizeof *ranked);
    size_t n = 0;
    struct chart *chart;

    for (size_t i = 0; i < work->n; i++)
        if (isfinite(work->point[i]))
            ranked[n++] = (struct ranked){ work->point[i], work->row[i] };
    qsort(ranked, n, sizeof *ranked, compare_ranked);
    n = n < MOST_RANKED ? n : MOST_RANKED;
    chart = result_add_chart(result, "frontier", CHART_INTERVALS, n);
    chart->title = arena_strdup(work->arena, frontier_column(work, 0)->name);
    describe_axis(work, 0, &chart->x);
    for (size_t i = 0; i < n; i++) {
        struct chart_mark *mark = &chart->marks[i];
        size_t row = ranked[i].row;

        mark->x = frontier_column(work, 0)->value[row];
        mark->y = (double)i;
        error_bar(work, 0, row, &mark->x_lo, &mark->x_hi);
        mark->role = frontier_role(work, row);
        mark->key = arena_strdup(work->arena, work->frame->key[row]);
        mark->label = arena_strdup(work->arena, work->frame->label[row]);
    }
    if (n < work->n)
        chart->note = arena_printf(work->arena, "the best %zu of %zu", n, work->n);
    free(ranked);
}

void
frontier_chart(const struct frontier_work *work, struct result *result)
{
    if (work->d == 1)
        draw_ranking(work, result);
    else
        draw_plane(work, result);
}
