/* frontier_bands.c - where the frontier may lie: frontier, (20), and indicators, (21).
 *
 * Every one of the first replicates of the chances has a frontier of its own; what 5, 50 and
 * 95 % of them attain are three staircases. Between the outer ones lie nine of ten.
 */
#include "lens/frontier_work.h"

#include <stdlib.h>
#include <string.h>

#include "lens/lens_parts.h"
#include "math/attainment.h"

enum { BANDS = 3 };
static const double percents[BANDS] = { 5, 50, 95 };

bool
frontier_wants_bands(const struct frontier_work *work)
{
    return work->d == 2 && setting_flag(work->settings, "bands");
}

void
frontier_keep_front(struct frontier_work *work, const double *point, size_t n)
{
    struct replica *replica = &work->replica[work->n_replicas++];
    uint8_t *on = mem_alloc(n + 1);

    dominance_frontier(point, n, 2, on);
    for (size_t i = 0; i < n; i++)
        replica->n += on[i];
    replica->point = arena_zalloc(work->arena, 2 * replica->n, sizeof *replica->point);
    for (size_t i = 0, at = 0; i < n; i++)
        if (on[i])
            memcpy(replica->point + 2 * at++, point + 2 * i, 2 * sizeof *point);
    free(on);
}

static void
measure(const struct frontier_work *work, struct attainment *attainment)
{
    size_t n = 0, at = 0;
    double *point;
    uint32_t *run;

    for (size_t r = 0; r < work->n_replicas; r++)
        n += work->replica[r].n;
    point = mem_alloc((2 * n + 1) * sizeof *point);
    run = mem_alloc((n + 1) * sizeof *run);
    for (size_t r = 0; r < work->n_replicas; r++)
        for (size_t i = 0; i < work->replica[r].n; i++, at++) {
            memcpy(point + 2 * at, work->replica[r].point + 2 * i, 2 * sizeof *point);
            run[at] = (uint32_t)r;
        }
    attainment_init(attainment, point, run, n, work->n_replicas);
    free(point);
    free(run);
}

struct surface { const double *point; size_t n; };

/* Points of a surface by x ascending: their order depends on which objective is x. */
static double
coordinate(const struct frontier_work *work, const struct surface *surface, size_t i, int k)
{
    bool falls = (work->x == 0) == (work->objective[work->x].direction != DIRECTION_MIN);
    const double *point = surface->point + 2 * (falls ? surface->n - 1 - i : i);

    return work->objective[k].direction == DIRECTION_MIN ? 0 - point[k] : point[k];
}

static void
draw(const struct frontier_work *work, struct result *result, const struct surface *surface)
{
    static const char *const labels[BANDS] = { "5 %", "50 %", "95 %" };
    struct chart *chart = &result->charts[0];

    for (size_t b = 0; b < BANDS; b++) {
        struct chart_line *line = chart_add_line(result, chart, LINE_STEP, surface[b].n);

        line->role = MARK_REFERENCE;
        line->label = labels[b];
        for (size_t i = 0; i < surface[b].n; i++) {
            chart_line_x(line)[i] = coordinate(work, &surface[b], i, work->x);
            chart_line_y(line)[i] = coordinate(work, &surface[b], i, work->y);
        }
    }
}

static void
bands_table(const struct frontier_work *work, struct result *result,
    const struct surface *surface)
{
    struct result_table *table = result_add_table(result, "bands", surface[0].n +
        surface[1].n + surface[2].n);
    struct result_column *percent = parts_number(result, table, "percent_attained",
        "% of replicates", NULL);
    const int axis[2] = { work->y, work->x };

    table->title = "what shares of the resampled frontiers attain";
    for (size_t b = 0, at = 0; b < BANDS; b++)
        for (size_t i = 0; i < surface[b].n; i++)
            column_numbers(percent)[at++] = percents[b];
    for (size_t a = 0; a < 2; a++) {
        const struct column *from = frontier_column(work, (size_t)axis[a]);
        struct result_column *column = parts_number(result, table,
            arena_strdup(work->arena, from->name), NULL, arena_strdup(work->arena, from->unit));

        column->direction = work->objective[axis[a]].direction;
        for (size_t b = 0, at = 0; b < BANDS; b++)
            for (size_t i = 0; i < surface[b].n; i++)
                column_numbers(column)[at++] = coordinate(work, &surface[b], i, axis[a]);
    }
}

void
frontier_bands(const struct frontier_work *work, struct result *result)
{
    struct attainment attainment;
    struct surface surface[BANDS];

    if (!setting_flag(work->settings, "bands") || work->n == 0)
        return;
    if (work->d != 2 || work->n_replicas == 0) {
        result_note(result, work->d != 2 ? "bands are drawn for two objectives" :
            "no bands: no replicates were drawn, as no errors are known or wanted");
        return;
    }
    measure(work, &attainment);
    for (size_t b = 0; b < BANDS; b++) {
        size_t level = attainment_level(attainment.runs, percents[b]);

        surface[b] = (struct surface){ attainment.points + 2 * attainment.start[level - 1],
            attainment.start[level] - attainment.start[level - 1] };
    }
    bands_table(work, result, surface);
    draw(work, result, surface);
    result_note(result, "bands: what 5, 50 and 95 %% of %zu resampled frontiers attain",
        attainment.runs);
    attainment_release(&attainment);
}
