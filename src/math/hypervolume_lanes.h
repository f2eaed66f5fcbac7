/* hypervolume_lanes.h - points by objective, private to hypervolume_sets.c and its kernels. */
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


#endif
