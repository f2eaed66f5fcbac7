/* hypervolume_sets.c - exact volumes in four objectives and more, by what a box adds.
 *
 * Points come in descending order of their last objective; each adds its height times the
 * (d-1)-volume that it alone covers among those before it, the front (While, Bradstreet
 * and Barone's limit sets, sliced). Of a front few points matter to one box: whatever
 * covers the box but for one objective builds a wall there, and behind the walls nothing is
 * left to gain. So two vector passes over the front find the walls and the handful of
 * points that reach over all of them; those, cut to the box, are the next smaller problem.
 * Cutting keeps the order, so that nothing is sorted inside. The recursion is d deep, and
 * each depth owns its sets.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/hypervolume.h"
#include "math/hypervolume_lanes.h"
#include "math/hypervolume_parts.h"
#include "math/simd.h"

/* Among this many it takes less to go through all than to look for those that another covers. */
enum { FEW = 8 };

struct volume_work {
    size_t d;
    /* By number of objectives: the front of a sweep, and what matters to one box. */
    struct point_lanes front[HYPERVOLUME_MAX_OBJECTIVES + 1];
    struct point_lanes cut[HYPERVOLUME_MAX_OBJECTIVES + 1];
    struct step *steps;
    size_t step_room;
};

struct volume_work *
volume_work_new(size_t d)
{
    struct volume_work *work = mem_zalloc(1, sizeof *work);

    assert(d >= 4 && d <= HYPERVOLUME_MAX_OBJECTIVES);
    work->d = d;
    return work;
}

void
volume_work_free(struct volume_work *work)
{
    for (size_t k = 0; k <= HYPERVOLUME_MAX_OBJECTIVES; k++) {
        free(work->front[k].at);
        free(work->cut[k].at);
    }
    free(work->steps);
    free(work);
}

/* --- a few boxes --- */

__attribute__((always_inline)) static inline double
box_volume(const double *row, const double *origin, size_t d)
{
    double volume = 1;

    for (size_t k = 0; k < d; k++)
        volume *= row[k] - origin[k];
    return volume;
}

static inline double
least(double a, double b)
{
    return a < b ? a : b;
}

/* Of the first two or three boxes, by inclusion and exclusion; no partial sum is more than
 * what a box holds. */
__attribute__((always_inline)) static inline double
volume_of_two(const struct point_lanes *set, size_t d, const double *origin)
{
    double a = 1, b = 1, ab = 1;

    for (size_t k = 0; k < d; k++) {
        const double *at = set->at + k * set->room;
        double x = at[0] - origin[k], y = at[1] - origin[k];

        a *= x;
        b *= y;
        ab *= least(x, y);
    }
    return a + (b - ab);
}

__attribute__((always_inline)) static inline double
volume_of_three(const struct point_lanes *set, size_t d, const double *origin)
{
    double a = 1, b = 1, c = 1, ab = 1, ac = 1, bc = 1, abc = 1;

    for (size_t k = 0; k < d; k++) {
        const double *at = set->at + k * set->room;
        double x = at[0] - origin[k], y = at[1] - origin[k], z = at[2] - origin[k];

        a *= x;
        b *= y;
        c *= z;
        ab *= least(x, y);
        ac *= least(x, z);
        bc *= least(y, z);
        abc *= least(least(x, y), z);
    }
    return a + (b - ab) + ((c - ac) - (bc - abc));
}

/* --- volumes --- */

/* Three objectives: what each adds to a staircase. */
static double
volume_by_steps(struct volume_work *work, const struct point_lanes *set,
    const double *origin)
{
    const double *x = set->at, *y = x + set->room, *z = y + set->room;
    double volume = 0;
    size_t n = 0;

    if (work->step_room < set->n + 1) {
        free(work->steps);
        work->step_room = mem_grown(work->step_room, set->n + 1);
        work->steps = mem_zalloc(work->step_room, sizeof *work->steps);
    }
    for (size_t i = 0; i < set->n; i++)
        volume += (z[i] - origin[2]) * steps_add(work->steps, &n, x[i], y[i], origin);
    return volume;
}

__attribute__((always_inline)) static inline void
walls_place(const struct point_lanes *set, const double *row, size_t d, struct walls *walls)
{
    const double *last = set->at + (d - 1) * set->room;

    walls->equal = count_above(last, set->n, row[d - 1], false);
    walls->level = walls->equal
        + count_above(last + walls->equal, set->n - walls->equal, row[d - 1], true);
}

static double volume_of_many(struct volume_work *work, const struct point_lanes *set,
    size_t d, const double *origin);

__attribute__((always_inline)) static inline double
volume_of_set(struct volume_work *work, const struct point_lanes *set, size_t d,
    const double *origin)
{
    double row[HYPERVOLUME_MAX_OBJECTIVES];

    switch (set->n) {
    case 0:
        return 0;
    case 1:
        for (size_t k = 0; k < d; k++)
            row[k] = set->at[k * set->room];
        return box_volume(row, origin, d);
    case 2:
        return volume_of_two(set, d, origin);
    case 3:
        return volume_of_three(set, d, origin);
    default:
        return d == 3 ? volume_by_steps(work, set, origin)
            : volume_of_many(work, set, d, origin);
    }
}

/* Once for every d, so that inner loops unroll. */
#define FOR_EACH_D(d, call)                                                           \
    switch (d) {                                                                      \
    case 4: call(4); break;                                                           \
    case 5: call(5); break;                                                           \
    case 6: call(6); break;                                                           \
    case 7: call(7); break;                                                           \
    case 8: call(8); break;                                                           \
    default: call(HYPERVOLUME_MAX_OBJECTIVES);                                        \
    }

#define KERNELS "math/hypervolume_kernels.h"
#define KERNELS_WIDEST 64
#include "math/simd_each.h"
KERNEL_OF_THREE(double, sweep_any, (struct volume_work *, const struct point_lanes *, size_t,
    const double *));
KERNEL_OF_THREE(double, volume_of_one_alone, (struct volume_work *, const struct point_lanes *,
    const double *, size_t, const double *));

static double
volume_of_many(struct volume_work *work, const struct point_lanes *set, size_t d,
    const double *origin)
{
    return KERNEL_CHOSEN(sweep_any)(work, set, d, origin);
}

/* --- all of them --- */

static void
lanes_fill(struct point_lanes *lanes, const struct counted_points *counted)
{
    lanes_reset(lanes, counted->n, counted->d);
    for (size_t i = 0; i < counted->n; i++)
        for (size_t k = 0; k < counted->d; k++)
            lanes->at[k * lanes->room + i] = counted->value[i * counted->d + k] + 0.0;
    lanes->n = counted->n;
    lanes_pad(lanes, counted->d);
}

double
volume_of_union(struct volume_work *work, const struct counted_points *counted,
    const double *origin)
{
    struct point_lanes *all = &work->front[counted->d];

    lanes_fill(all, counted);
    return volume_of_set(work, all, counted->d, origin);
}

void
volume_of_each_alone(struct volume_work *work, const struct counted_points *counted,
    const double *origin, double *alone)
{
    size_t d = counted->d;
    struct point_lanes *all = &work->front[d];

    lanes_fill(all, counted);
    for (size_t i = 0; i < counted->n; i++) {
        const double *row = counted->value + i * d;

        /* Out of the set for its own turn, though still in its order. */
        for (size_t k = 0; k + 1 < d; k++)
            all->at[k * all->room + i] = -INFINITY;
        alone[i] = KERNEL_CHOSEN(volume_of_one_alone)(work, all, row, d, origin);
        for (size_t k = 0; k + 1 < d; k++)
            all->at[k * all->room + i] = row[k];
    }
}
