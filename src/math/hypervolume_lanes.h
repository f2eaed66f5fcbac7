/* hypervolume_lanes.h - points by objective and the passes over them, private to
 * hypervolume_sets.c.
 *
 * Every pass is inlined where the number of objectives is known, within clones for several
 * instruction sets (simd.h), so that its inner loop unrolls and its vectors stay there.
 */
#ifndef PARETOP_MATH_HYPERVOLUME_LANES_H
#define PARETOP_MATH_HYPERVOLUME_LANES_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/hypervolume.h"
#include "math/simd.h"

/* Points by objective: objective k of point i is at[k * room + i]. Descending by the last
 * objective. LANES - 1 places after the last are -inf in every objective. */
struct point_lanes {
    double *at;
    size_t n, room;
};

/* What passes may touch behind the last point: a vector of -inf, and two that are moved. */
enum { LANES_BEHIND = 3 * LANES };

static inline void
lanes_pad(struct point_lanes *lanes, size_t d)
{
    for (size_t k = 0; k < d; k++)
        for (size_t i = 0; i < LANES; i++)
            lanes->at[k * lanes->room + lanes->n + i] = -INFINITY;
}

/* Empties the set and makes room for n points; whoever passes over it pads it first. */
static inline void
lanes_reset(struct point_lanes *lanes, size_t n, size_t d)
{
    if (lanes->room < n + LANES_BEHIND) {
        free(lanes->at);
        lanes->room = mem_grown(lanes->room, n + LANES_BEHIND);
        lanes->at = mem_zalloc(lanes->room * d, sizeof *lanes->at);
    }
    lanes->n = 0;
}

/* How many of the falling values are above x, or at least x; without a branch to guess. */
__attribute__((always_inline)) static inline size_t
count_above(const double *falling, size_t n, double x, bool or_equal)
{
    const double *at = falling;

    if (n == 0)
        return 0;
    while (n > 1) {
        size_t half = n / 2;
        double value = at[half - 1];

        at += value > x || (or_equal && value == x) ? half : 0;
        n -= half;
    }
    return (size_t)(at - falling) + (*at > x || (or_equal && *at == x));
}

/* What a set means to the box of a row. The set is descending by its last objective, so
 * that [0, level) is at least as good there, [equal, n) at most as good. */
struct walls {
    double at[HYPERVOLUME_MAX_OBJECTIVES];
    size_t equal, level;
    size_t end;                /* what comes from here on is out of reach */
    bool covered;              /* some point is at least as good everywhere */
};

/* Eight values go to another place, which may overlap theirs. */
__attribute__((always_inline)) static inline void
move_block(double *to, const double *from)
{
    loose_doubles block = LOAD(from);

    *(loose_doubles *)(void *)to = block;
}

/* Puts the row before place `at`; what is behind moves on, last block first. */
__attribute__((always_inline)) static inline void
lanes_put(struct point_lanes *lanes, const double *row, size_t d, size_t at)
{
    size_t blocks = (lanes->n - at) / LANES + 1;

    for (size_t k = 0; k < d; k++) {
        double *from = lanes->at + k * lanes->room + at;

        for (size_t i = blocks; i-- > 0;)
            move_block(from + i * LANES + 1, from + i * LANES);
        *from = row[k];
        lanes->at[k * lanes->room + lanes->n + LANES - 1] = -INFINITY;
    }
    lanes->n++;
}

/* Takes the point at place `at` out; what is behind moves up. */
__attribute__((always_inline)) static inline void
lanes_take(struct point_lanes *lanes, size_t d, size_t at)
{
    size_t blocks = (lanes->n - at) / LANES + 1;

    for (size_t k = 0; k < d; k++) {
        double *to = lanes->at + k * lanes->room + at;

        for (size_t i = 0; i < blocks; i++)
            move_block(to + i * LANES, to + i * LANES + 1);
    }
    lanes->n--;
}

__attribute__((always_inline)) static inline void
put_cut(const struct point_lanes *set, size_t i, const double *row, size_t d,
    struct point_lanes *cut)
{
    for (size_t k = 0; k < d; k++) {
        double value = set->at[k * set->room + i];

        cut->at[k * cut->room + cut->n] = value < row[k] ? value : row[k];
    }
    cut->n++;
}

#ifdef PARETOP_NO_SIMD

/* Walls in all objectives but the last, from the points before `level`. */
__attribute__((always_inline)) static inline void
side_walls(const struct point_lanes *set, const double *row, size_t d, struct walls *walls)
{
    for (size_t i = 0; i < walls->level; i++) {
        size_t short_in = 0, where = 0;

        for (size_t k = 0; k + 1 < d; k++)
            if (set->at[k * set->room + i] < row[k]) {
                short_in++;
                where = k;
            }
        walls->covered |= short_in == 0;
        if (short_in == 1 && set->at[where * set->room + i] > walls->at[where])
            walls->at[where] = set->at[where * set->room + i];
    }
}

/* First place in [from, n) whose point is at least as good but in the last objective. */
__attribute__((always_inline)) static inline size_t
first_below(const struct point_lanes *set, const double *row, size_t d, size_t from)
{
    for (size_t i = from; i < set->n; i++) {
        bool over = true;

        for (size_t k = 0; k + 1 < d && over; k++)
            over = set->at[k * set->room + i] >= row[k];
        if (over)
            return i;
    }
    return set->n;
}

/* The points before `walls->end` that reach over all walls, cut to the row. */
__attribute__((always_inline)) static inline void
cut_pass(const struct point_lanes *set, const double *row, size_t d,
    const struct walls *walls, struct point_lanes *cut)
{
    for (size_t i = 0; i < walls->end; i++) {
        bool over = true;

        for (size_t k = 0; k + 1 < d; k++)
            over &= set->at[k * set->room + i] > walls->at[k];
        if (over)
            put_cut(set, i, row, d, cut);
    }
}

/* Whether the point at `at` is covered by another of [0, end). */
__attribute__((always_inline)) static inline bool
covered_by_other(const struct point_lanes *set, size_t at, size_t end, size_t d)
{
    for (size_t i = 0; i < end; i++) {
        bool covers = i != at;

        for (size_t k = 0; k < d && covers; k++)
            covers = set->at[k * set->room + i] >= set->at[k * set->room + at];
        if (covers)
            return true;
    }
    return false;
}

/* First place in [from, end) that the row covers. */
__attribute__((always_inline)) static inline size_t
first_covered(const struct point_lanes *set, const double *row, size_t d, size_t from,
    size_t end)
{
    for (size_t i = from; i < end; i++) {
        bool worse = true;

        for (size_t k = 0; k + 1 < d && worse; k++)
            worse = set->at[k * set->room + i] <= row[k];
        if (worse)
            return i;
    }
    return end;
}

#else

/* Walls in all objectives but the last, from the points before `level`: those that are short
 * in one objective once, not twice, and there above the wall that stands. */
__attribute__((always_inline)) static inline void
side_walls(const struct point_lanes *set, const double *row, size_t d, struct walls *walls)
{
    const double *last = set->at + (d - 1) * set->room;
    masks covered = { 0 };

    for (size_t i = 0; i < walls->level; i += LANES) {
        masks once = { 0 }, twice = once, above = once, raises;
        masks behind = LESS(LOAD(last + i), SPREAD(row[d - 1]));

        UNROLLED
        for (size_t k = 0; k + 1 < d; k++) {
            doubles q = LOAD(set->at + k * set->room + i);
            masks less = LESS(q, SPREAD(row[k]));

            twice |= once & less;
            once |= less;
            above |= less & LESS(SPREAD(walls->at[k]), q);
        }
        covered |= ~(behind | once);
        raises = above & ~(behind | twice);
        for (unsigned bits = sign_bits(&raises); bits != 0; bits &= bits - 1)
            for (size_t k = 0; k + 1 < d; k++) {
                double q = set->at[k * set->room + i + (size_t)__builtin_ctz(bits)];

                if (q < row[k] && q > walls->at[k])
                    walls->at[k] = q;
            }
    }
    walls->covered = any_sign(&covered);
}

/* First place in [from, n) whose point is at least as good but in the last objective. */
__attribute__((always_inline)) static inline size_t
first_below(const struct point_lanes *set, const double *row, size_t d, size_t from)
{
    for (size_t i = from; i < set->n; i += LANES) {
        masks less = { 0 };
        unsigned bits;

        UNROLLED
        for (size_t k = 0; k + 1 < d; k++)
            less |= LESS(LOAD(set->at + k * set->room + i), SPREAD(row[k]));
        less = ~less;
        bits = sign_bits(&less);
        if (bits != 0)
            return i + (size_t)__builtin_ctz(bits);
    }
    return set->n;
}

/* The points before `walls->end` that reach over all walls, cut to the row. */
__attribute__((always_inline)) static inline void
cut_pass(const struct point_lanes *set, const double *row, size_t d,
    const struct walls *walls, struct point_lanes *cut)
{
    for (size_t i = 0; i < walls->end; i += LANES) {
        masks over = ~(masks){ 0 };
        unsigned bits;

        UNROLLED
        for (size_t k = 0; k + 1 < d; k++)
            over &= LESS(SPREAD(walls->at[k]), LOAD(set->at + k * set->room + i));
        bits = sign_bits(&over);
        if (walls->end - i < LANES)
            bits &= (1U << (walls->end - i)) - 1;
        for (; bits != 0; bits &= bits - 1)
            put_cut(set, i + (size_t)__builtin_ctz(bits), row, d, cut);
    }
}

/* Whether the point at `at` is covered by another of [0, end). The lane that is the point
 * itself counts as less; a few vectors are looked at before it may be over. */
__attribute__((always_inline)) static inline bool
covered_by_other(const struct point_lanes *set, size_t at, size_t end, size_t d)
{
    const masks lane = { 0, 1, 2, 3, 4, 5, 6, 7 };
    const double *q = set->at;
    size_t room = set->room, i = 0;

    while (i < end) {
        size_t stop = end - i > 4 * LANES ? i + 4 * LANES : end;
        masks none = ~lane ^ lane;

        for (; i < stop; i += LANES) {
            masks less = ((lane + (int64_t)i) ^ (int64_t)at) - 1;

            UNROLLED
            for (size_t k = 0; k < d; k++)
                less |= LESS(LOAD(q + k * room + i), SPREAD(q[k * room + at]));
            none &= less;
        }
        none = ~none;
        if (any_sign(&none))
            return true;
    }
    return false;
}

/* First place in [from, end) that the row covers. */
__attribute__((always_inline)) static inline size_t
first_covered(const struct point_lanes *set, const double *row, size_t d, size_t from,
    size_t end)
{
    for (size_t i = from; i < end; i += LANES) {
        masks better = { 0 };
        unsigned bits;

        UNROLLED
        for (size_t k = 0; k + 1 < d; k++)
            better |= LESS(SPREAD(row[k]), LOAD(set->at + k * set->room + i));
        better = ~better;
        bits = sign_bits(&better);
        if (bits != 0 && i + (size_t)__builtin_ctz(bits) < end)
            return i + (size_t)__builtin_ctz(bits);
    }
    return end;
}

#endif

/* Drops what another point of the set covers; of equal points one stays. */
__attribute__((always_inline)) static inline void
reduce_pass(struct point_lanes *set, size_t d)
{
    const double *last = set->at + (d - 1) * set->room;
    size_t kept = 0, end = 0;

    for (size_t i = 0; i < set->n; i++) {
        while (end < set->n && last[end] >= last[i])
            end++;
        if (!covered_by_other(set, i, end, d))
            continue;
        UNROLLED
        for (size_t k = 0; k + 1 < d; k++)
            set->at[k * set->room + i] = -INFINITY;
    }
    for (size_t i = 0; i < set->n; i++) {
        for (size_t k = 0; k < d; k++)
            set->at[k * set->room + kept] = set->at[k * set->room + i];
        kept += set->at[kept] > -INFINITY;
    }
    set->n = kept;
}

__attribute__((always_inline)) static inline void
walls_pass(const struct point_lanes *set, const double *row, size_t d, struct walls *walls)
{
    side_walls(set, row, d, walls);
    walls->end = first_below(set, row, d, walls->level);
    if (walls->end < set->n)
        walls->at[d - 1] = set->at[(d - 1) * set->room + walls->end];
}

#endif
