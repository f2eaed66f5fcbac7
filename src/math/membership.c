/* membership.c - see membership.h. */
#include "math/membership.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance.h"

enum { FEW = 400 };            /* above it the general kernel is faster */

void
membership_init(struct membership *membership, size_t n, size_t d, bool pairs)
{
    memset(membership, 0, sizeof *membership);
    membership->n = n;
    membership->d = d;
    membership->on = mem_zalloc(n, sizeof *membership->on);
    membership->size = mem_zalloc(n + 1, sizeof *membership->size);
    membership->order = mem_alloc(n * sizeof *membership->order);
    membership->now = mem_alloc(n);
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
    free(membership->now);
}

/* Insertion sort by the first objective, then the second, largest first: linear when the
 * order has hardly changed. */
static void
refresh_order(struct membership *membership, const double *points)
{
    size_t d = membership->d, second = d > 1 ? 1 : 0;
    uint32_t *order = membership->order;

    for (size_t i = 1; i < membership->n; i++) {
        uint32_t at = order[i];
        const double *row = points + at * d;
        size_t j = i;

        for (; j > 0; j--) {
            const double *before = points + order[j - 1] * d;

            if (before[0] > row[0] || (before[0] == row[0] && before[second] >= row[second]))
                break;
            order[j] = order[j - 1];
        }
        order[j] = at;
    }
}

/* In order of (x, y), largest first: the first of an x has the best y of it. */
static void
mark_two(struct membership *membership, const double *points)
{
    const uint32_t *order = membership->order;
    double best = 0;

    for (size_t i = 0, group = 0; i < membership->n; i++) {
        const double *row = points + order[i] * 2, *first;
        bool in;

        if (row[0] != points[order[group] * 2]) {
            double top = points[order[group] * 2 + 1];

            best = group == 0 || top > best ? top : best;
            group = i;
        }
        first = points + order[group] * 2;
        in = row[1] == first[1] && (group == 0 || row[1] > best);
        membership->now[order[i]] = in;
    }
}

/* Only a point before it in the order, or one that equals it in the first two, dominates. */
static void
mark_many(struct membership *membership, const double *points)
{
    size_t d = membership->d, n = membership->n;
    const uint32_t *order = membership->order;

    for (size_t i = 0; i < n; i++) {
        const double *row = points + order[i] * d;
        bool in = true;

        for (size_t j = 0; j < n && in; j++) {
            const double *other = points + order[j] * d;

            if (j > i && other[0] < row[0])
                break;
            in = j == i || !dominates(other, row, d);
        }
        membership->now[order[i]] = in;
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

    if (n > FEW || membership->d == 1) {
        dominance_frontier(points, n, membership->d, membership->now);
    } else {
        refresh_order(membership, points);
        if (membership->d == 2)
            mark_two(membership, points);
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
