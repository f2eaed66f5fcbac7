/* frontier_limits.c - the conservative and the optimistic frontier: frontier, (20).
 *
 * The first takes every point at the worse limits of its interval (lower score, higher cost),
 * the second at the better ones; nothing is resampled. Who is on the conservative one is good
 * even if its own luck was; the two staircases enclose what the errors leave open. A value
 * without an error is its own limit.
 */
#include "lens/frontier_work.h"

#include <math.h>

#include "lens/lens_parts.h"
#include "math/intervals.h"

enum { CONSERVATIVE, OPTIMISTIC, SIDES };

struct limits {
    struct parts_plane plane[SIDES];
    double *x[SIDES], *y[SIDES];       /* per competing point */
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
find(const struct frontier_work *work, struct result *result, struct limits *limits)
{
    for (int side = 0; side < SIDES; side++) {
        limits->x[side] = arena_zalloc(work->arena, work->n + 1, sizeof(double));
        limits->y[side] = arena_zalloc(work->arena, work->n + 1, sizeof(double));
        for (size_t i = 0; i < work->n; i++) {
            limits->x[side][i] = limit(work, i, (size_t)work->x, side);
            limits->y[side][i] = limit(work, i, (size_t)work->y, side);
        }
        limits->plane[side] = (struct parts_plane){ .n = work->n, .x = limits->x[side],
            .y = limits->y[side],
            .x_direction = work->objective[work->x].direction,
            .y_direction = work->objective[work->y].direction };
        parts_frontier(result, &limits->plane[side]);
    }
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
            column_numbers(column)[i] = limits->plane[side].on[i];
    }
    for (int side = 0; side < SIDES; side++)
        for (int axis = 0; axis < 2; axis++) {
            size_t k = (size_t)(axis == 0 ? work->y : work->x);
            const double *value = axis == 0 ? limits->y[side] : limits->x[side];

            column = parts_number(result, table, arena_printf(work->arena, "%s.%s",
                frontier_column(work, k)->name, side == CONSERVATIVE ? "worse" : "better"), NULL,
                frontier_column(work, k)->unit);
            for (size_t i = 0; i < work->n; i++)
                column_numbers(column)[i] = value[i];
        }
}

static void
limits_lines(struct result *result, const struct limits *limits)
{
    static const char *const labels[SIDES] = { "conservative", "optimistic" };
    struct chart *chart = &result->charts[result->n_charts - 1];

    for (int side = 0; side < SIDES; side++) {
        size_t before = chart->n_lines;

        parts_frontier_line(result, chart, &limits->plane[side]);
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
    if (work->d != 2 || !has_errors(work)) {
        result_note(result, work->d != 2 ? "limits are drawn for two objectives" :
            "no standard errors are known: no conservative or optimistic frontier");
        return;
    }
    find(work, result, &limits);
    limits_table(work, result, &limits);
    limits_lines(result, &limits);
    for (size_t i = 0; i < work->n; i++) {
        sure += limits.plane[CONSERVATIVE].on[i];
        open += limits.plane[OPTIMISTIC].on[i];
    }
    result_note(result, "limits: %zu on the conservative frontier (all at the worse ends of their "
        "%g %% intervals), %zu on the optimistic one", sure, 100 * (1 - setting_real(work->settings, "alpha")), open);
}
