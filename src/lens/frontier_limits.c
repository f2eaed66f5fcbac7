/* frontier_limits.c - the conservative and the optimistic frontier: frontier, (20).
 *
 * The first takes every point at the worse limits of its interval (lower score, higher cost),
 * the second at the better ones; nothing is resampled. Who is on the conservative one is good
 * even if its own luck was; the two staircases enclose what the errors leave open. A value
 * without an error is its own limit.
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <stdlib.h>

#include "lens/lens_parts.h"
#include "math/intervals.h"

enum { CONSERVATIVE, OPTIMISTIC, SIDES };

struct limits {
    double *value[SIDES];              /* n x d, as measured */
    uint8_t *on[SIDES];                /* n: on the frontier of that side */
};

/* The worse or the better end of a point's interval. */
static double
limit(const struct frontier_work *work, size_t place, size_t k, int side)
{
    const struct column *column = frontier_column(work, k);
    size_t row = work->row[place];
    double half = column->se != NULL && !isnan(column->se[row]) ?
        interval_z(1 - setting_real(work->settings, "alpha")) * column->se[row] : 0;
    double worse = work->objective[k].direction == DIRECTION_MIN ? 1 : -1;

    return column->value[row] + (side == CONSERVATIVE ? worse : -worse) * half;
}

static bool
has_errors(const struct frontier_work *work)
{
    for (size_t k = 0; k < work->d; k++)
        for (size_t i = 0; i < work->n; i++) {
            const struct column *column = frontier_column(work, k);

            if (column->se != NULL && column->se[work->row[i]] > 0)
                return true;
        }
    return false;
}

static void
find(const struct frontier_work *work, struct limits *limits)
{
    size_t n = work->n, d = work->d;
    double *point = mem_alloc(n * d * sizeof *point);

    for (int side = 0; side < SIDES; side++) {
        limits->value[side] = arena_zalloc(work->arena, n * d, sizeof(double));
        limits->on[side] = arena_zalloc(work->arena, n, 1);
        for (size_t i = 0; i < n * d; i++) {
            double value = limit(work, i / d, i % d, side);
            double sign = work->objective[i % d].direction == DIRECTION_MIN ? -1 : 1;

            limits->value[side][i] = value;
            point[i] = isnan(value) ? -INFINITY : sign * value;
        }
        dominance_frontier(point, n, d, limits->on[side]);
    }
    free(point);
}

/* Of two objectives the score comes first. */
static size_t
objective_at(const struct frontier_work *work, size_t place)
{
    return work->d != 2 ? place : (size_t)(place == 0 ? work->y : work->x);
}

static void
limits_table(const struct frontier_work *work, struct result *result,
    const struct limits *limits)
{
    static const char *const names[SIDES] = { "conservative", "optimistic" };
    struct result_table *table = result_add_table(result, "limits", work->n);
    struct result_column *column;

    table->title = "on the frontier at the worse and at the better limits";
    parts_keys(result, table, work->frame, work->row, work->n);
    for (int side = 0; side < SIDES; side++) {
        column = parts_flag(result, table, names[side], NULL);
        for (size_t i = 0; i < work->n; i++)
            column_numbers(column)[i] = limits->on[side][i];
    }
    for (int side = 0; side < SIDES; side++)
        for (size_t place = 0; place < work->d; place++) {
            size_t k = objective_at(work, place);

            column = parts_number(result, table, arena_printf(work->arena, "%s.%s",
                frontier_column(work, k)->name, side == CONSERVATIVE ? "worse" : "better"), NULL,
                frontier_column(work, k)->unit);
            for (size_t i = 0; i < work->n; i++)
                column_numbers(column)[i] = limits->value[side][i * work->d + k];
        }
}

/* The staircase of one side, of two objectives. */
static struct parts_plane
plane_of(const struct frontier_work *work, struct result *result, const double *value)
{
    double *x = arena_zalloc(work->arena, work->n, sizeof *x);
    double *y = arena_zalloc(work->arena, work->n, sizeof *y);
    struct parts_plane plane = { .n = work->n, .x = x, .y = y,
        .x_direction = work->objective[work->x].direction,
        .y_direction = work->objective[work->y].direction };

    for (size_t i = 0; i < work->n; i++) {
        x[i] = value[2 * i + (size_t)work->x];
        y[i] = value[2 * i + (size_t)work->y];
    }
    parts_frontier(result, &plane);
    return plane;
}

static void
limits_lines(const struct frontier_work *work, struct result *result,
    const struct limits *limits)
{
    static const char *const labels[SIDES] = { "conservative", "optimistic" };
    struct chart *chart = &result->charts[result->n_charts - 1];

    for (int side = 0; side < SIDES; side++) {
        struct parts_plane plane = plane_of(work, result, limits->value[side]);
        size_t before = chart->n_lines;

        parts_frontier_line(result, chart, &plane);
        if (chart->n_lines == before)
            continue;
        chart->lines[before].role = MARK_REFERENCE;
        chart->lines[before].label = labels[side];
    }
}

void
frontier_limits(const struct frontier_work *work, struct result *result)
{
    struct limits limits;
    size_t sure = 0, open = 0;

    if (!setting_flag(work->settings, "limits") || work->n == 0)
        return;
    if (!has_errors(work)) {
        result_note(result,
            "no standard errors are known: no conservative or optimistic frontier");
        return;
    }
    find(work, &limits);
    limits_table(work, result, &limits);
    if (work->d == 2)
        limits_lines(work, result, &limits);
    for (size_t i = 0; i < work->n; i++) {
        sure += limits.on[CONSERVATIVE][i];
        open += limits.on[OPTIMISTIC][i];
    }
    result_note(result, "limits: %zu on the conservative frontier (all at the worse ends of their "
        "%g %% intervals), %zu on the optimistic one%s", sure,
        100 * (1 - setting_real(work->settings, "alpha")), open,
        work->d == 2 ? "" : "; they are drawn for two objectives");
}
