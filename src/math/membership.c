/* membership.c - see membership.h. */
#include "math/membership.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance.h"
#include "math/order.h"
#include "math/simd.h"

enum { FEW = 400 };            /* above it, and over two objectives, the general kernel is faster */
enum { MOVES_MOST = 16 };      /* per point: an order that changes more is not worth keeping */
enum { LEFT_MOST = 32 };       /* so few are sorted anew, more are kept in order */
#define NOBODY UINT32_MAX

static size_t
lane_room(size_t n)
{
    return n + LANES;
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
    membership->witness = mem_alloc(n * sizeof *membership->witness);
    membership->left = mem_alloc((n + LANES) * sizeof *membership->left);
    membership->now = mem_alloc(n);
    if (n <= FEW && d > 2)
        membership->lanes = mem_zalloc(lane_room(n) * d, sizeof *membership->lanes);
    if (pairs)
        membership->pair = mem_zalloc(n * n, sizeof *membership->pair);
    for (size_t i = 0; i < n; i++) {
        membership->order[i] = (uint32_t)i;
        membership->witness[i] = NOBODY;
    }
}

void
membership_release(struct membership *membership)
{
    free(membership->on);
    free(membership->size);
    free(membership->pair);
    free(membership->order);
    free(membership->witness);
    free(membership->left);
    free(membership->lanes);
    free(membership->now);
}

/* Insertion sort by one objective, largest first: linear when the order has hardly changed.
 * False if it takes more moves than `most`. */
static bool
refresh_order(uint32_t *order, size_t n, const double *points, size_t d, size_t by,
    size_t most)
{
    size_t moves = 0;

    for (size_t i = 1; i < n; i++) {
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
mark_two(const uint32_t *order, size_t n, const double *points, size_t by, uint8_t *now)
{
    double best = 0;
    size_t end;

    for (size_t begin = 0; begin < n; begin = end) {
        double shared = points[order[begin] * 2 + by], top = points[order[begin] * 2 + 1 - by];
        bool beats;

        for (end = begin + 1; end < n && points[order[end] * 2 + by] == shared; end++) {
            double other = points[order[end] * 2 + 1 - by];

            top = other > top ? other : top;
        }
        beats = begin == 0 || top > best;
        for (size_t i = begin; i < end; i++)
            now[order[i]] = beats && points[order[i] * 2 + 1 - by] == top;
        best = beats ? top : best;
    }
}

/* Many points: by the objective whose order lasts from replicate to replicate. One that is
 * exact keeps it for good; if neither does, the general kernel is faster. */
static void
mark_many_of_two(struct membership *membership, const double *points)
{
    size_t n = membership->n, most = n * MOVES_MOST;
    uint32_t *order = membership->order;

    while (membership->by < 2) {
        if (membership->ordered
            && refresh_order(order, n, points, 2, membership->by, most)) {
            mark_two(order, n, points, membership->by, membership->now);
            return;
        }
        membership->by += membership->ordered;
        membership->ordered = membership->by < 2;
        if (membership->ordered)
            sort_order(membership, points, membership->by);
    }
    dominance_frontier(points, n, 2, membership->now);
}

/* Places of the points that are not below a rival in both objectives. */
KERNEL_CLONES static size_t
find_left(const double *points, size_t n, const double (*rival)[2], uint32_t *left)
{
    size_t m = 0, i = 0;

#ifndef PARETOP_NO_SIMD
    /* Four points at a time: first objectives are the even lanes of the one vector, second
     * those of the other, and what the odd lanes say is not asked. */
    for (; 2 * i + LANES + 1 <= 2 * n; i += LANES / 2) {
        doubles x = LOAD(points + 2 * i) + 0.0, y = LOAD(points + 2 * i + 1) + 0.0;
        masks above = { 0 };

        for (size_t r = 0; r < MEMBERSHIP_RIVALS; r++)
            above |= LESS(x, SPREAD(rival[r][0])) & LESS(y, SPREAD(rival[r][1]));
        above = ~above;
        for (unsigned bits = sign_bits(&above) & 0x55; bits != 0; bits &= bits - 1)
            left[m++] = (uint32_t)i + (uint32_t)__builtin_ctz(bits) / 2;
    }
#endif
    for (; i < n; i++) {
        bool below = false;

        for (size_t r = 0; r < MEMBERSHIP_RIVALS; r++)
            below |= points[2 * i] < rival[r][0] && points[2 * i + 1] < rival[r][1];
        left[m] = (uint32_t)i;
        m += !below;
    }
    return m;
}

/* Rivals of the next replicate: of those on the frontier now as many as there is room for,
 * evenly among them, and some twice if there are fewer. */
static void
choose_rivals(struct membership *membership)
{
    size_t n = 0;

    for (size_t i = 0; i < membership->n; i++) {
        membership->left[n] = (uint32_t)i;
        n += membership->now[i];
    }
    for (size_t r = 0; r < MEMBERSHIP_RIVALS && n > 0; r++)
        membership->rival[r] = membership->left[r * n / MEMBERSHIP_RIVALS];
    membership->rivals = n > 0;
}

/* What was on the frontier before removes nearly all in one pass; false if it does not, or
 * is infinite, which differences do not compare. */
static bool
mark_left_of_two(struct membership *membership, const double *points)
{
    double rival[MEMBERSHIP_RIVALS][2];
    bool usable = membership->rivals;
    size_t m;

    for (size_t r = 0; r < MEMBERSHIP_RIVALS && usable; r++)
        for (size_t k = 0; k < 2; k++) {
            rival[r][k] = points[membership->rival[r] * 2 + k] + 0.0;
            usable &= isfinite(rival[r][k]) != 0;
        }
    if (!usable)
        return false;
    m = find_left(points, membership->n, (const double (*)[2])rival, membership->left);
    if (m > LEFT_MOST)
        return false;
    refresh_order(membership->left, m, points, 2, 0, SIZE_MAX);
    memset(membership->now, 0, membership->n);
    mark_two(membership->left, m, points, 0, membership->now);
    return true;
}

static void
mark_of_two(struct membership *membership, const double *points)
{
    size_t n = membership->n;

    if (mark_left_of_two(membership, points)) {
        ;
    } else if (n > FEW) {
        mark_many_of_two(membership, points);
    } else {
        refresh_order(membership->order, n, points, 2, 0, SIZE_MAX);
        mark_two(membership->order, n, points, 0, membership->now);
    }
    choose_rivals(membership);
}

/* --- three objectives and more --- */

/* Whether a point of [0, end) may be at least as good everywhere. Most rows that ask are on the
 * frontier: nothing is gained by ending early. */
#ifdef PARETOP_NO_SIMD

static bool
any_covers(const double *lanes, size_t room, size_t d, const double *row, size_t end)
{
    bool any = false;

    for (size_t i = 0; i < end && !any; i++) {
        any = true;
        for (size_t k = 0; k < d && any; k++)
            any = !(lanes[k * room + i] < row[k]);
    }
    return any;
}

#else

/* Adds the lanes that are short somewhere. */
__attribute__((always_inline)) static inline void
find_short(const double *at, size_t room, size_t d, const double *row, masks *lanes)
{
    UNROLLED
    for (size_t k = 0; k < d; k++)
        *lanes |= LESS(LOAD(at + k * room), SPREAD(row[k]));
}

__attribute__((always_inline)) static inline bool
any_covers_of(const double *lanes, size_t room, size_t d, const double *row, size_t end)
{
    static const int64_t past[2 * LANES] = { 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1,
        -1, -1 };
    masks all = { -1, -1, -1, -1, -1, -1, -1, -1 }, last;
    size_t i = 0;

    for (; i + LANES <= end; i += LANES) {
        masks lacking = { 0 };

        find_short(lanes + i, room, d, row, &lacking);
        all &= lacking;
    }
    memcpy(&last, past + LANES - (end - i), sizeof last);
    find_short(lanes + i, room, d, row, &last);
    all = ~(all & last);
    return any_sign(&all);
}

/* Once for every usual d, so that the inner loop unrolls. */
KERNEL_CLONES static bool
any_covers(const double *lanes, size_t room, size_t d, const double *row, size_t end)
{
    switch (d) {
    case 3: return any_covers_of(lanes, room, 3, row, end);
    case 4: return any_covers_of(lanes, room, 4, row, end);
    case 5: return any_covers_of(lanes, room, 5, row, end);
    case 6: return any_covers_of(lanes, room, 6, row, end);
    case 7: return any_covers_of(lanes, room, 7, row, end);
    case 8: return any_covers_of(lanes, room, 8, row, end);
    case 9: return any_covers_of(lanes, room, 9, row, end);
    default: return any_covers_of(lanes, room, d, row, end);
    }
}

#endif

/* Finite, so that differences compare: an infinity and the number next to it become equal,
 * which makes more points worth a second look, not fewer. */
static void
fill_lanes(struct membership *membership, const double *points)
{
    size_t d = membership->d, room = lane_room(membership->n);

    for (size_t i = 0; i < membership->n; i++)
        for (size_t k = 0; k < d; k++) {
            double x = points[membership->order[i] * d + k] + 0.0;

            x = x > DBL_MAX ? DBL_MAX : x;
            membership->lanes[k * room + i] = x < -DBL_MAX ? -DBL_MAX : x;
        }
}

/* Who of the places [from, end) dominates the row becomes the point's witness. */
static bool
find_witness(struct membership *membership, const double *points, uint32_t point,
    size_t from, size_t end)
{
    const uint32_t *order = membership->order;
    size_t d = membership->d;

    for (size_t i = from; i < end; i++)
        if (dominates(points + order[i] * d, points + point * d, d)) {
            membership->witness[point] = order[i];
            return true;
        }
    return false;
}

/* Only a point before it in the order, or one that equals it in the first, dominates. What
 * covers the point may be its equal, which does not dominate. */
static bool
is_dominated(struct membership *membership, const double *points, size_t at, size_t end)
{
    uint32_t point = membership->order[at], witness = membership->witness[point];
    size_t d = membership->d;
    const double *row = points + point * d;
    double finite[DOMINANCE_MAX_OBJECTIVES];

    if (witness != NOBODY && dominates(points + witness * d, row, d))
        return true;
    for (size_t k = 0; k < d; k++)
        finite[k] = membership->lanes[k * lane_room(membership->n) + at];
    if (any_covers(membership->lanes, lane_room(membership->n), d, finite, at)
        && find_witness(membership, points, point, 0, at))
        return true;
    return find_witness(membership, points, point, at + 1, end);
}

static void
mark_few_of_many(struct membership *membership, const double *points)
{
    uint32_t *order = membership->order;
    size_t d = membership->d, end = 0;

    refresh_order(order, membership->n, points, d, 0, SIZE_MAX);
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

    if (membership->d == 2)
        mark_of_two(membership, points);
    else if (n > FEW || membership->d == 1)
        dominance_frontier(points, n, membership->d, membership->now);
    else
        mark_few_of_many(membership, points);
    for (size_t i = 0; i < n; i++) {
        membership->on[i] += membership->now[i];
        size += membership->now[i];
    }
    membership->size[size]++;
    membership->replicates++;
    if (membership->pair != NULL)
        add_pairs(membership, points);
}
