/* attainment.c - one sweep for all levels.
 *
 * Going down the first objective, each run has a best second value so far. The m-th largest
 * of these is where surface m stands, so that the surfaces are one sorted array, and a point
 * that improves its run moves a few of its places up.
 */
#include "math/attainment.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/hypervolume.h"
#include "math/order.h"

struct corner { double x, y; size_t level; };

struct sweep {
    double *best;              /* per run: its best second value so far */
    double *surface;           /* level m - 1: the m-th largest of them, falling */
    double *said;              /* what was last put out */
    struct corner *corners;
    size_t n_corners, capacity;
    size_t changed;            /* levels from 0 to here may have moved since */
};

/* The run's value rises from `from` to `to`: the values between move down one place. */
static void
raise(struct sweep *sweep, double from, double to)
{
    double *surface = sweep->surface;
    size_t at = 0, i;

    while (surface[at] != from)
        at++;
    for (i = at; i > 0 && surface[i - 1] < to; i--)
        surface[i] = surface[i - 1];
    surface[i] = to;
    if (at + 1 > sweep->changed)
        sweep->changed = at + 1;
}

static void
put_out(struct sweep *sweep, double x)
{
    for (size_t m = 0; m < sweep->changed; m++)
        if (sweep->surface[m] > sweep->said[m]) {
            struct corner corner = { x, sweep->surface[m], m };

            ARRAY_PUSH(sweep->corners, sweep->n_corners, sweep->capacity, corner);
            sweep->said[m] = corner.y;
        }
    sweep->changed = 0;
}

/* Corners by level, keeping their order. */
static void
gather(struct attainment *attainment, const struct sweep *sweep)
{
    size_t *next = attainment->start;

    for (size_t i = 0; i < sweep->n_corners; i++)
        next[sweep->corners[i].level + 1]++;
    for (size_t m = 1; m <= attainment->runs; m++)
        next[m] += next[m - 1];
    attainment->points = mem_alloc(sweep->n_corners * 2 * sizeof *attainment->points);
    for (size_t i = 0; i < sweep->n_corners; i++) {
        const struct corner *corner = &sweep->corners[i];
        size_t at = next[corner->level]++;

        attainment->points[at * 2] = corner->x;
        attainment->points[at * 2 + 1] = corner->y;
    }
    /* Every start has moved on to the next one. */
    memmove(next + 1, next, attainment->runs * sizeof *next);
    next[0] = 0;
}

void
attainment_init(struct attainment *attainment, const double *points, const uint32_t *run,
    size_t n, size_t runs)
{
    struct ordered_points ordered;
    struct sweep sweep = { .n_corners = 0 };

    ordered_points_init(&ordered, points, NULL, n, 2);
    sweep.best = mem_alloc(runs * 3 * sizeof *sweep.best);
    sweep.surface = sweep.best + runs;
    sweep.said = sweep.surface + runs;
    for (size_t i = 0; i < 3 * runs; i++)
        sweep.best[i] = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        const double *row = ordered.value + i * 2;
        uint32_t of = run[ordered.index[i]];

        assert(of < runs);
        if (row[1] > sweep.best[of]) {
            raise(&sweep, sweep.best[of], row[1]);
            sweep.best[of] = row[1];
        }
        if (i + 1 == n || row[2] != row[0])
            put_out(&sweep, row[0]);
    }
    attainment->runs = runs;
    attainment->start = mem_zalloc(runs + 1, sizeof *attainment->start);
    gather(attainment, &sweep);
    ordered_points_release(&ordered);
    free(sweep.best);
    free(sweep.corners);
}

void
attainment_release(struct attainment *attainment)
{
    free(attainment->start);
    free(attainment->points);
}

size_t
attainment_level(size_t runs, double percent)
{
    double level = ceil(percent * (double)runs / 100 - 1e-9);

    return level < 1 ? 1 : level > (double)runs ? runs : (size_t)level;
}

static double
surface_volume(const struct attainment *attainment, size_t level, const double *reference)
{
    size_t from = attainment->start[level - 1], to = attainment->start[level];

    return hypervolume(attainment->points + from * 2, to - from, 2, reference);
}

/* Points of one run, put into `rows`. */
static size_t
points_of_run(const double *points, const uint32_t *run, size_t n, size_t which,
    double *rows)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        if (run[i] == which)
            memcpy(rows + 2 * count++, points + 2 * i, 2 * sizeof *rows);
    return count;
}

/* Mean hypervolume of the runs, each joined with the `extra` points that rows ends with. */
static double
mean_volume(const double *points, const uint32_t *run, size_t n, size_t runs,
    const double *extra, size_t n_extra, const double *reference)
{
    double *rows = mem_alloc((n + n_extra) * 2 * sizeof *rows), sum = 0;

    for (size_t r = 0; r < runs; r++) {
        size_t count = points_of_run(points, run, n, r, rows);

        if (n_extra != 0)
            memcpy(rows + 2 * count, extra, n_extra * 2 * sizeof *rows);
        sum += hypervolume(rows, count + n_extra, 2, reference);
    }
    free(rows);
    return sum / (double)runs;
}

struct vorobev
attainment_vorobev(const struct attainment *attainment, const double *points,
    const uint32_t *run, size_t n, const double *reference)
{
    size_t runs = attainment->runs;
    struct vorobev result = { .mean_volume = mean_volume(points, run, n, runs, NULL, 0,
        reference) };
    double lo = 0, hi = 100, before = -1, volume = -1;

    do {
        before = volume;
        result.percent = (lo + hi) / 2;
        result.level = attainment_level(runs, result.percent);
        volume = surface_volume(attainment, result.level, reference);
        if (volume > result.mean_volume)
            lo = result.percent;
        else
            hi = result.percent;
    } while (volume != before && hi - lo > 1e-9);
    result.deviation = 2 * mean_volume(points, run, n, runs,
        attainment->points + 2 * attainment->start[result.level - 1],
        attainment->start[result.level] - attainment->start[result.level - 1], reference)
        - result.mean_volume - volume;
    return result;
}
