/* indicators_charts.c - the fronts of the sets with the reference point, what each point
 * alone adds, volumes over time, and attainment surfaces.
 */
#include "lens/indicators_work.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"

enum { MOST_LINES = 8, MOST_BARS = 30, MOST_MARKS = 20000 };

/* The score is vertical and the other one horizontal, as in a frontier's plane. */
struct axes { size_t x, y; };

static struct axes
axes_of(const struct indicators_work *work)
{
    size_t y = frame_score_objective(work->frame, work->objective, work->d);

    return (struct axes){ y == 0 ? 1 : 0, y };
}

static void
describe_axis(const struct indicators_work *work, size_t k, struct chart_axis *axis)
{
    const struct column *column = &work->frame->columns[work->objective[k].column];
    double lo = INFINITY, hi = -INFINITY;

    axis->name = arena_strdup(work->arena, column->name);
    axis->unit = arena_strdup(work->arena, column->unit);
    axis->direction = work->objective[k].direction;
    for (size_t i = 0; i < work->n; i++) {
        lo = fmin(lo, column->value[work->row[i]]);
        hi = fmax(hi, column->value[work->row[i]]);
    }
    axis->log = column->kind != KIND_CAPABILITY && lo > 0 && hi / lo > 20;
}

struct spot { double x, y; };

static int
spot_by_x(const void *left, const void *right)
{
    const struct spot *a = left, *b = right;

    return (a->x > b->x) - (a->x < b->x);
}

/* A staircase through oriented points. */
static void
add_line(const struct indicators_work *work, struct result *result, struct chart *chart,
    const char *label, const double *points, size_t n)
{
    struct spot *spots = mem_alloc(n * sizeof *spots);
    struct axes axes = axes_of(work);
    struct chart_line *line;

    for (size_t i = 0; i < n; i++) {
        spots[i].x = indicators_raw(work, axes.x, points[i * 2 + axes.x]);
        spots[i].y = indicators_raw(work, axes.y, points[i * 2 + axes.y]);
    }
    qsort(spots, n, sizeof *spots, spot_by_x);
    line = chart_add_line(result, chart, LINE_STEP, n);
    line->role = MARK_FRONTIER;
    line->label = label;
    for (size_t i = 0; i < n; i++) {
        chart_line_x(line)[i] = spots[i].x;
        chart_line_y(line)[i] = spots[i].y;
    }
    free(spots);
}

static void
draw_fronts(const struct indicators_work *work, struct result *result)
{
    size_t n = work->n < MOST_MARKS ? work->n : MOST_MARKS;
    struct chart *chart = result_add_chart(result, "fronts", CHART_SCATTER, n + 1);
    struct axes axes = axes_of(work);
    const struct column *x = &work->frame->columns[work->objective[axes.x].column];
    const struct column *y = &work->frame->columns[work->objective[axes.y].column];
    struct chart_mark *mark = &chart->marks[n];

    chart->title = "fronts of the sets, and the reference point";
    describe_axis(work, axes.x, &chart->x);
    describe_axis(work, axes.y, &chart->y);
    for (size_t i = 0; i < n; i++) {
        chart->marks[i].x = x->value[work->row[i]];
        chart->marks[i].y = y->value[work->row[i]];
        chart->marks[i].role = work->layer[i] == 1 ? MARK_FRONTIER : MARK_DOMINATED;
        chart->marks[i].key = arena_strdup(work->arena, work->frame->key[work->row[i]]);
        chart->marks[i].label = arena_strdup(work->arena, work->frame->label[work->row[i]]);
    }
    mark->x = indicators_raw(work, axes.x, work->reference[axes.x]);
    mark->y = indicators_raw(work, axes.y, work->reference[axes.y]);
    mark->role = MARK_REFERENCE;
    mark->label = "reference point";
    if (n < work->n)
        chart->note = arena_printf(work->arena, "%zu %s not drawn", work->n - n,
            text_counted((double)(work->n - n), "more point is", "more points are"));
    for (size_t g = 0; g < work->n_groups && g < MOST_LINES && work->d == 2; g++)
        add_line(work, result, chart, work->groups[g].name, work->groups[g].front_point,
            work->groups[g].n_front);
}

struct ranked { double share; size_t place; };

static int
share_descending(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;

    if (a->share != b->share)
        return a->share < b->share ? 1 : -1;
    return (a->place > b->place) - (a->place < b->place);
}

static void
draw_shares(const struct indicators_work *work, struct result *result)
{
    struct ranked *ranked = mem_alloc(work->n * sizeof *ranked);
    size_t n = 0;
    struct chart *chart;

    for (size_t i = 0; i < work->n; i++) {
        double volume = work->groups[work->group_of[i]].volume.value;

        if (work->share[i].value > 0 && volume > 0)
            ranked[n++] = (struct ranked){ work->share[i].value / volume, i };
    }
    qsort(ranked, n, sizeof *ranked, share_descending);
    n = n < MOST_BARS ? n : MOST_BARS;
    chart = result_add_chart(result, "shares", CHART_BARS, n);
    chart->title = "share of its set's hypervolume that a point alone provides";
    chart->x.name = "share";
    for (size_t i = 0; i < n; i++) {
        size_t row = work->row[ranked[i].place];

        chart->marks[i].x = ranked[i].share;
        chart->marks[i].y = (double)i;
        chart->marks[i].key = arena_strdup(work->arena, work->frame->key[row]);
        chart->marks[i].label = arena_strdup(work->arena, work->frame->label[row]);
    }
    free(ranked);
}

/* Sets that are numbered, by a year or a size: their volumes in that order, as steps. */
static void
draw_volumes(const struct indicators_work *work, struct result *result)
{
    const struct column *by = &work->frame->columns[work->group_column];
    struct spot *spots = mem_alloc(work->n_groups * sizeof *spots);
    struct chart *chart = result_add_chart(result, "volumes", CHART_SCATTER, work->n_groups);
    struct chart_line *line = chart_add_line(result, chart, LINE_STEP, work->n_groups);

    chart->title = arena_printf(work->arena, "hypervolume by %s", by->name);
    chart->x.name = arena_strdup(work->arena, by->name);
    chart->x.unit = arena_strdup(work->arena, by->unit);
    chart->y.name = "hypervolume";
    chart->y.direction = DIRECTION_MAX;
    line->role = MARK_PLAIN;
    for (size_t g = 0; g < work->n_groups; g++) {
        struct chart_mark *mark = &chart->marks[g];

        mark->x = spots[g].x = by->value[work->row[work->groups[g].place[0]]];
        mark->y = spots[g].y = work->groups[g].volume.value;
        mark->label = work->groups[g].name;
    }
    qsort(spots, work->n_groups, sizeof *spots, spot_by_x);
    for (size_t g = 0; g < work->n_groups; g++) {
        chart_line_x(line)[g] = spots[g].x;
        chart_line_y(line)[g] = spots[g].y;
    }
    free(spots);
}

static bool
has_volumes_in_order(const struct indicators_work *work)
{
    return work->n_groups > 1 && work->group_column != FRAME_NONE && !work->no_volumes
        && work->frame->columns[work->group_column].type == COLUMN_NUMBER;
}

static void
draw_surfaces(const struct indicators_work *work, struct result *result)
{
    static const double percents[] = { 10, 50, 90 };
    struct chart *chart = result_add_chart(result, "attainment", CHART_SCATTER, 0);

    chart->title = "what 10, 50 and 90 % of the runs attain";
    describe_axis(work, axes_of(work).x, &chart->x);
    describe_axis(work, axes_of(work).y, &chart->y);
    for (size_t g = 0; g < work->n_groups && g < MOST_LINES; g++)
        for (size_t i = 0; i < 3; i++) {
            const struct attainment *of = &work->groups[g].attainment;
            size_t m = attainment_level(of->runs, percents[i]);

            add_line(work, result, chart, arena_printf(work->arena, "%s%s%.0f %%",
                work->n_groups > 1 ? work->groups[g].name : "",
                work->n_groups > 1 ? " " : "", percents[i]),
                of->points + 2 * of->start[m - 1], of->start[m] - of->start[m - 1]);
        }
}

void
indicators_charts(const struct indicators_work *work, struct result *result)
{
    if (work->d >= 2 && work->n > 0)
        draw_fronts(work, result);
    if (work->n > 0)
        draw_shares(work, result);
    if (has_volumes_in_order(work))
        draw_volumes(work, result);
    if (work->run_column != FRAME_NONE && work->n > 0)
        draw_surfaces(work, result);
}
