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

#define KERNELS "math/membership_kernels.h"
#define KERNELS_WIDEST 64
#include "math/simd_each.h"
KERNEL_OF_THREE(size_t, find_left,
    (const double *, size_t, const double (*)[2], uint32_t *));
KERNEL_OF_THREE(bool, any_covers,
    (const double *, size_t, size_t, const double *, size_t));

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
    m = KERNEL_CHOSEN(find_left)(points, membership->n, (const double (*)[2])rival,
        membership->left);
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

/* Finite, so that differences compare: an infinity and the number next to it become equal,
 * which makes more points worth a second look, not fewer. Behind the last nobody covers. */
static void
fill_lanes(struct membership *membership, const double *points)
{
    size_t n = membership->n, d = membership->d, room = lane_room(n);

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < d; k++) {
            double x = points[membership->order[i] * d + k] + 0.0;

            x = x < DBL_MAX ? x : DBL_MAX;
            membership->lanes[k * room + i] = x > -DBL_MAX ? x : -DBL_MAX;
        }
    for (size_t i = n; i < room; i++)
        membership->lanes[i] = -INFINITY;
}

/* Who of the first `end` places dominates the row becomes the point's witness. */
static bool
find_witness(struct membership *membership, const double *points, uint32_t point, size_t end)
{
    const uint32_t *order = membership->order;
    size_t d = membership->d;

    for (size_t i = 0; i < end; i++)
        if (dominates(points + order[i] * d, points + point * d, d)) {
            membership->witness[point] = order[i];
            return true;
        }
    return false;
}

/* Only a point of the first `end` places dominates, whole vectors of them; what covers the
 * point may be its equal, which does not. It is itself taken out of the lanes meanwhile. */
static bool
is_dominated(struct membership *membership, const double *points, size_t at, size_t end)
{
    uint32_t point = membership->order[at], witness = membership->witness[point];
    size_t d = membership->d, room = lane_room(membership->n);
    double *lanes = membership->lanes;
    const double *row = points + point * d;
    double finite[DOMINANCE_MAX_OBJECTIVES];
    bool covered;

    if (witness != NOBODY && dominates(points + witness * d, row, d))
        return true;
    for (size_t k = 0; k < d; k++)
        finite[k] = lanes[k * room + at];
    lanes[at] = -INFINITY;
    covered = KERNEL_CHOSEN(any_covers)(lanes, room, d, finite, end);
    lanes[at] = finite[0];
    return covered && find_witness(membership, points, point,
        end < membership->n ? end : membership->n);
}

/* The order need not be that of this replicate: whoever is at least as good in the first
 * objective stands before the first eight from where on nobody is. Where these become far, the
 * next replicate sorts. */
static void
mark_few_of_many(struct membership *membership, const double *points)
{
    enum { FAR = 12 };
    double best[FEW / LANES + 2];
    size_t n = membership->n, blocks = (n + LANES - 1) / LANES, beyond = 0;

    if (!membership->ordered)
        refresh_order(membership->order, n, points, membership->d, 0, SIZE_MAX);
    fill_lanes(membership, points);
    best[blocks] = -INFINITY;
    for (size_t b = blocks; b-- > 0;) {
        best[b] = best[b + 1];
        for (size_t i = b * LANES; i < (b + 1) * LANES; i++)
            best[b] = membership->lanes[i] > best[b] ? membership->lanes[i] : best[b];
    }
    for (size_t i = 0; i < n; i++) {
        size_t b = i / LANES + 1;

        while (best[b] >= membership->lanes[i])
            b++;
        beyond += b * LANES - i;
        membership->now[membership->order[i]] =
            !is_dominated(membership, points, i, b * LANES);
    }
    membership->ordered = beyond <= n * FAR;
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
