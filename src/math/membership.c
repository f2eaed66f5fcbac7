/* membership.c - see membership.h. */
#include "math/membership.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance.h"
#include "math/order.h"
#include "math/simd.h"

enum { FEW = 400 };            /* above it, and over two objectives, the general kernel is faster */
enum { MOVES_MOST = 16 };      /* per point: an order that changes more is not worth keeping */

static size_t
lane_room(size_t n)
{
    return n + 4 * LANES;
}

/* NaN in the room after the last point covers nothing. */
static double *
new_lanes(size_t n, size_t d)
{
    double *lanes = mem_alloc(lane_room(n) * d * sizeof *lanes);

    for (size_t i = 0; i < lane_room(n) * d; i++)
        lanes[i] = (double)NAN;
    return lanes;
}

void
membership_init(struct membership *membership, size_t n, size_t d, bool pairs)
{
    memset(membership, 0, sizeof *membership);
    membership->n = n;
    membership->d = d;
    membership->on = mem_zalloc(n, sizeof *membership->on);
    membership->size = mem_zalloc(n + 1, sizeof *membership->size);
    membership->order = mem_alloc(n * sizeof *membership->order);
    membership->witness = mem_zalloc(n, sizeof *membership->witness);
    membership->now = mem_alloc(n);
    if (n <= FEW && d > 2)
        membership->lanes = new_lanes(n, d);
    if (pairs)
        membership->pair = mem_zalloc(n * n, sizeof *membership->pair);
    for (size_t i = 0; i < n; i++)
        membership->order[i] = (uint32_t)i;
}

void
membership_release(struct membership *membership)
{
    free(membership->on);
    free(membership->size);
    free(membership->pair);
    free(membership->order);
    free(membership->witness);
    free(membership->lanes);
    free(membership->now);
}

/* Insertion sort by one objective, largest first: linear when the order has hardly changed.
 * False if it takes more moves than `most`. */
static bool
refresh_order(struct membership *membership, const double *points, size_t by, size_t most)
{
    size_t d = membership->d, moves = 0;
    uint32_t *order = membership->order;

    for (size_t i = 1; i < membership->n; i++) {
        uint32_t at = order[i];
        double value = points[at * d + by];
        size_t j = i;

        for (; j > 0 && points[order[j - 1] * d + by] < value; j--)
            order[j] = order[j - 1];
        order[j] = at;
        moves += i - j;
        if (moves > most)
            return false;
    }
    return true;
}

/* From any order. */
static void
sort_order(struct membership *membership, const double *points, size_t by)
{
    size_t n = membership->n, d = membership->d;
    uint64_t *key = mem_alloc(2 * n * sizeof *key);
    uint32_t *spare = mem_alloc(n * sizeof *spare);

    for (size_t i = 0; i < n; i++)
        key[i] = order_key_descending(points[membership->order[i] * d + by]);
    order_sort(key, membership->order, n, key + n, spare);
    free(key);
    free(spare);
}

/* In descending order of one objective: of those that share a value of it the best of the
 * other are on the frontier, if they beat all before. */
static void
mark_two(struct membership *membership, const double *points, size_t by)
{
    const uint32_t *order = membership->order;
    size_t n = membership->n, end;
    double best = 0;

    for (size_t begin = 0; begin < n; begin = end) {
        double shared = points[order[begin] * 2 + by], top = points[order[begin] * 2 + 1 - by];
        bool beats;

        for (end = begin + 1; end < n && points[order[end] * 2 + by] == shared; end++) {
            double other = points[order[end] * 2 + 1 - by];

            top = other > top ? other : top;
        }
        beats = begin == 0 || top > best;
        for (size_t i = begin; i < end; i++)
            membership->now[order[i]] = beats && points[order[i] * 2 + 1 - by] == top;
        best = beats ? top : best;
    }
}

/* Many points: by the objective whose order lasts from replicate to replicate. One that is
 * exact keeps it for good; if neither does, the general kernel is faster. */
static void
mark_many_of_two(struct membership *membership, const double *points)
{
    size_t most = membership->n * MOVES_MOST;

    while (membership->by < 2) {
        if (membership->ordered && refresh_order(membership, points, membership->by, most)) {
            mark_two(membership, points, membership->by);
            return;
        }
        membership->by += membership->ordered;
        membership->ordered = membership->by < 2;
        if (membership->ordered)
            sort_order(membership, points, membership->by);
    }
    dominance_frontier(points, membership->n, 2, membership->now);
}

/* Place of a point of [0, end) that is at least as good everywhere, other than `at`: the
 * first such place from `from` on, or end. */
#ifdef PARETOP_NO_SIMD

static size_t
covering_place(const double *lanes, size_t room, size_t d, const double *row, size_t at,
    size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        bool over = i != at;

        for (size_t k = 0; k < d && over; k++)
            over = lanes[k * room + i] >= row[k];
        if (over)
            return i;
    }
    return end;
}

#else

/* Four vectors at a time; after every second objective it may be over. */
KERNEL_CLONES static size_t
covering_place(const double *lanes, size_t room, size_t d, const double *row, size_t at,
    size_t from, size_t end)
{
    for (size_t i = from; i < end; i += 4 * LANES) {
        masks none = { 0 }, over[4] = { ~none, ~none, ~none, ~none }, any = ~none;

        for (size_t k = 0; k < d; k++) {
            const double *q = lanes + k * room + i;
            doubles x = SPREAD(row[k]);

            over[0] &= LOAD(q) >= x;
            over[1] &= LOAD(q + LANES) >= x;
            over[2] &= LOAD(q + 2 * LANES) >= x;
            over[3] &= LOAD(q + 3 * LANES) >= x;
            if (k % 2 == 0 && k + 1 < d)
                continue;
            any = over[0] | over[1] | over[2] | over[3];
            if (!ANY(any))
                break;
        }
        if (!ANY(any))
            continue;
        for (size_t j = 0; j < 4 * LANES && i + j < end; j++)
            if (over[j / LANES][j % LANES] != 0 && i + j != at)
                return i + j;
    }
    return end;
}

#endif

static void
fill_lanes(struct membership *membership, const double *points)
{
    size_t d = membership->d, room = lane_room(membership->n);

    for (size_t i = 0; i < membership->n; i++)
        for (size_t k = 0; k < d; k++)
            membership->lanes[k * room + i] = points[membership->order[i] * d + k];
}

/* Only a point before it in the order, or one that equals it in the first, dominates. */
static bool
is_dominated(struct membership *membership, const double *points, size_t at, size_t end)
{
    size_t d = membership->d, room = lane_room(membership->n), found = 0;
    uint32_t point = membership->order[at], *witness = &membership->witness[point];
    const double *row = points + point * d;

    if (dominates(points + *witness * d, row, d))
        return true;
    for (;; found++) {
        found = covering_place(membership->lanes, room, d, row, at, found, end);
        if (found == end)
            return false;
        /* An equal point covers but does not dominate. */
        if (dominates(points + membership->order[found] * d, row, d)) {
            *witness = membership->order[found];
            return true;
        }
    }
}

static void
mark_many(struct membership *membership, const double *points)
{
    const uint32_t *order = membership->order;
    size_t d = membership->d, end = 0;

    fill_lanes(membership, points);
    for (size_t i = 0; i < membership->n; i++) {
        while (end < membership->n && !(points[order[end] * d] < points[order[i] * d]))
            end++;
        membership->now[order[i]] = !is_dominated(membership, points, i, end);
    }
}

static void
add_pairs(struct membership *membership, const double *points)
{
    size_t n = membership->n, d = membership->d;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            membership->pair[i * n + j] += dominates(points + i * d, points + j * d, d);
}

void
membership_add(struct membership *membership, const double *points)
{
    size_t n = membership->n, size = 0;

    if (n > FEW && membership->d == 2) {
        mark_many_of_two(membership, points);
    } else if (n > FEW || membership->d == 1) {
        dominance_frontier(points, n, membership->d, membership->now);
    } else {
        refresh_order(membership, points, 0, SIZE_MAX);
        if (membership->d == 2)
            mark_two(membership, points, 0);
        else
            mark_many(membership, points);
    }
    for (size_t i = 0; i < n; i++) {
        membership->on[i] += membership->now[i];
        size += membership->now[i];
    }
    membership->size[size]++;
    membership->replicates++;
    if (membership->pair != NULL)
        add_pairs(membership, points);
}
