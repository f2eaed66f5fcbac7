/* contributions_4d.c - what each point alone provides, in four objectives, by one sweep.
 *
 * Going down the fourth objective, every point seen so far has a volume that it alone covers
 * in the first three; the integral of that over the height is its share (the idea of
 * Guerreiro and Fonseca's HVC4D). A new point takes from the others what its box holds of
 * theirs: the shares in three objectives of the others cut to its box. What two points
 * cover is nobody's, so that the box is looked at only above the second-best wall of each
 * objective (hypervolume_sets.c says what a wall is), where a handful of points is left.
 *
 * A volume that has lost nearly all of itself is computed anew: no digits are lost to a
 * chain of subtractions.
 */
#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/hypervolume.h"
#include "math/hypervolume_lanes.h"
#include "math/hypervolume_parts.h"
#include "math/simd.h"

/* Share of its first volume below which a point's volume is computed anew. */
static const double little = 1.0 / 1024;

/* The points that may still matter, by objective, third objective descending: of those
 * that two others cover nothing is ever anybody's. LANES places after the last are -inf. */
struct slice {
    double *at[3];
    uint32_t *place;
    uint8_t *covers;           /* others that cover it; of equals the later covers */
    size_t n, room;
};

/* Per point of the input. */
struct share {
    double volume;             /* what it alone covers of the slice now */
    double first;              /* the same when last computed anew */
    double since;              /* height from which the volume holds */
    double sum;
};

struct sweep {
    struct slice slice;
    struct share *share;
    struct shares *shares;
    const double *origin;
    uint32_t *near;            /* indices of the slice: those above the walls */
    double *cut, *alone;
    struct step *steps;
    bool renew;                /* some volume has little left */
};

/* --- the slice --- */

/* The best and second-best of the points that cover the box of a row but for one objective,
 * by that objective, and how many cover it whole. */
struct two_walls { double first[3], second[3]; size_t covers; };

/* Without a branch to guess. */
static inline void
put_wall(struct two_walls *walls, size_t k, double value)
{
    double first = walls->first[k], second = walls->second[k];
    double least = value < first ? value : first;

    walls->first[k] = value > first ? value : first;
    walls->second[k] = least > second ? least : second;
}

#define KERNELS "math/contributions_4d_kernels.h"
#define KERNELS_WIDEST 64
#include "math/simd_each.h"
KERNEL_OF_THREE(void, look_at_all, (const struct slice *, const double *, struct two_walls *));
KERNEL_OF_THREE(size_t, find_above, (const struct slice *, const double *, uint32_t *));
KERNEL_OF_THREE(size_t, find_covered_by, (const struct slice *, const double *, size_t,
    uint32_t *));

static void
slice_init(struct slice *slice, size_t n)
{
    slice->n = 0;
    slice->room = n + 2 * LANES;
    for (size_t k = 0; k < 3; k++) {
        slice->at[k] = mem_alloc(slice->room * sizeof(double));
        for (size_t i = 0; i < slice->room; i++)
            slice->at[k][i] = -INFINITY;
    }
    slice->place = mem_alloc(n * sizeof *slice->place);
    slice->covers = mem_alloc(n);
}

static void
slice_release(struct slice *slice)
{
    for (size_t k = 0; k < 3; k++)
        free(slice->at[k]);
    free(slice->place);
    free(slice->covers);
}

/* First index whose third objective is at most z. */
static size_t
slice_place(const struct slice *slice, double z)
{
    return count_above(slice->at[2], slice->n, z, false);
}

static void
slice_put(struct slice *slice, const double *row, uint32_t place, uint8_t covers)
{
    size_t at = slice_place(slice, row[2]), behind = slice->n++ - at;

    for (size_t k = 0; k < 3; k++) {
        memmove(slice->at[k] + at + 1, slice->at[k] + at, behind * sizeof(double));
        slice->at[k][at] = row[k];
    }
    memmove(slice->place + at + 1, slice->place + at, behind * sizeof *slice->place);
    memmove(slice->covers + at + 1, slice->covers + at, behind);
    slice->place[at] = place;
    slice->covers[at] = covers;
}

static void
slice_take(struct slice *slice, size_t at)
{
    size_t behind = --slice->n - at;

    for (size_t k = 0; k < 3; k++) {
        memmove(slice->at[k] + at, slice->at[k] + at + 1, behind * sizeof(double));
        slice->at[k][slice->n] = -INFINITY;
    }
    memmove(slice->place + at, slice->place + at + 1, behind * sizeof *slice->place);
    memmove(slice->covers + at, slice->covers + at + 1, behind);
}

/* --- volumes in three objectives --- */

static double
box_volume(const double *row, const double *origin)
{
    return (row[0] - origin[0]) * (row[1] - origin[1]) * (row[2] - origin[2]);
}

/* The points above the wall, cut to the row's box; returns how many. */
static size_t
cut_to_box(struct sweep *sweep, const double *row, const double *wall)
{
    const struct slice *slice = &sweep->slice;
    size_t n = KERNEL_CHOSEN(find_above)(slice, wall, sweep->near);

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 3; k++) {
            double value = slice->at[k][sweep->near[i]];

            sweep->cut[i * 3 + k] = value < row[k] ? value : row[k];
        }
    return n;
}

/* What of the row's box above the first walls none of n cut points covers. */
static double
volume_left(struct sweep *sweep, const double *row, size_t n, const double *wall)
{
    double covered = 0;
    size_t steps = 0;

    for (size_t i = 0; i < n; i++) {
        const double *cut = sweep->cut + i * 3;

        if (cut[0] > wall[0] && cut[1] > wall[1] && cut[2] > wall[2])
            covered += (cut[2] - wall[2])
                * steps_add(sweep->steps, &steps, cut[0], cut[1], wall);
    }
    return box_volume(row, wall) - covered;
}

static void
find_walls(struct sweep *sweep, const double *row, struct two_walls *walls)
{
    memcpy(walls->first, sweep->origin, sizeof walls->first);
    memcpy(walls->second, sweep->origin, sizeof walls->second);
    walls->covers = 0;
    KERNEL_CHOSEN(look_at_all)(&sweep->slice, row, walls);
}

/* --- the sweep --- */

static void
settle(struct share *share, double height)
{
    share->sum += share->volume * (share->since - height);
    share->since = height;
}

/* Its own volume, and what a new point takes from those that had theirs alone. */
static void
share_box(struct sweep *sweep, const double *row, const struct two_walls *walls,
    struct share *own)
{
    const double *wall = walls->covers == 0 ? walls->second : walls->first;
    size_t n;

    if (walls->covers > 1)
        return;
    n = cut_to_box(sweep, row, wall);
    if (walls->covers == 0)
        own->volume = own->first = volume_left(sweep, row, n, walls->first);
    volume_of_each_alone_3d(sweep->shares, sweep->cut, n, wall, sweep->alone);
    for (size_t i = 0; i < n; i++) {
        struct share *share = &sweep->share[sweep->slice.place[sweep->near[i]]];

        if (sweep->alone[i] > 0) {
            settle(share, row[3]);
            share->volume -= sweep->alone[i];
            sweep->renew |= share->volume < little * share->first;
        }
    }
}

/* Those that the row covers have nothing left; returns how many equal it. */
static size_t
cover_others(struct sweep *sweep, const double *row)
{
    struct slice *slice = &sweep->slice;
    size_t from = slice_place(slice, row[2]), equal = 0;
    size_t n = KERNEL_CHOSEN(find_covered_by)(slice, row, from, sweep->near);

    for (size_t i = 0; i < n; i++) {
        size_t at = sweep->near[i];
        struct share *share = &sweep->share[slice->place[at]];

        settle(share, row[3]);
        share->volume = share->first = 0;
        slice->covers[at]++;
        equal += slice->at[0][at] == row[0] && slice->at[1][at] == row[1]
            && slice->at[2][at] == row[2];
    }
    while (n-- > 0)
        if (slice->covers[sweep->near[n]] > 1)
            slice_take(slice, sweep->near[n]);
    return equal;
}

/* Volumes of which little is left. */
static void
renew_volumes(struct sweep *sweep)
{
    struct slice *slice = &sweep->slice;

    sweep->renew = false;
    for (size_t i = 0; i < slice->n; i++) {
        struct share *share = &sweep->share[slice->place[i]];
        double row[3] = { slice->at[0][i], slice->at[1][i], slice->at[2][i] };
        struct two_walls walls;

        if (!(share->volume < little * share->first))
            continue;
        /* Out of the slice for its own turn, though still in its order. */
        slice->at[0][i] = slice->at[1][i] = -INFINITY;
        find_walls(sweep, row, &walls);
        share->volume = share->first = walls.covers > 0 ? 0
            : volume_left(sweep, row, cut_to_box(sweep, row, walls.first), walls.first);
        slice->at[0][i] = row[0];
        slice->at[1][i] = row[1];
    }
}

static void
add_point(struct sweep *sweep, const double *row, uint32_t place)
{
    struct share *share = &sweep->share[place];
    struct two_walls walls;
    size_t equal;

    find_walls(sweep, row, &walls);
    *share = (struct share){ .since = row[3] };
    share_box(sweep, row, &walls, share);
    equal = cover_others(sweep, row);
    if (walls.covers - equal < 2)
        slice_put(&sweep->slice, row, place, (uint8_t)(walls.covers - equal));
    if (sweep->renew)
        renew_volumes(sweep);
}

void
volume_of_each_alone_4d(const struct counted_points *counted, const double *origin,
    double *alone)
{
    size_t n = counted->n;
    struct sweep sweep = { .origin = origin, .shares = shares_new() };

    assert(counted->d == 4);
    slice_init(&sweep.slice, n);
    sweep.share = mem_alloc(n * sizeof *sweep.share);
    sweep.near = mem_alloc((n + LANES) * sizeof *sweep.near);
    sweep.cut = mem_alloc(n * 3 * sizeof *sweep.cut);
    sweep.alone = mem_alloc(n * sizeof *sweep.alone);
    sweep.steps = mem_alloc((n + 1) * sizeof *sweep.steps);
    for (size_t i = 0; i < n; i++) {
        double row[4];

        for (size_t k = 0; k < 4; k++)
            row[k] = counted->value[i * 4 + k] + 0.0;      /* no -0.0: simd.h */
        add_point(&sweep, row, (uint32_t)i);
    }
    for (size_t i = 0; i < n; i++) {
        settle(&sweep.share[i], origin[3]);
        alone[i] = sweep.share[i].sum;
    }
    free(sweep.steps);
    free(sweep.alone);
    free(sweep.cut);
    free(sweep.near);
    free(sweep.share);
    slice_release(&sweep.slice);
    shares_free(sweep.shares);
}
