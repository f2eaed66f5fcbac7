/* dominance_counts.c - how many points dominate each: exact counts.
 *
 * In lexicographic order the dominators of a point are earlier points that are at least as
 * good in objectives 2..d and not equal to it. Equal points are counted once and carry
 * their number. Two objectives: a Fenwick tree over the ranks of the second. Three: the
 * same inside a divide and conquer over the order. More: blocked comparisons, about
 * quadratic.
 */
#include "math/dominance.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance_parts.h"
#include "math/simd.h"

/* The different points, in order: first[u] is the place of the u-th, times[u] its number. */
struct distinct {
    const struct ordered_points *ordered;
    size_t n;
    uint32_t *first, *times, *above;   /* above[u]: how many points dominate it */
    uint32_t *rank[DOMINANCE_MAX_OBJECTIVES - 1];      /* of objective 2 and on */
};

/* rank[i] from 1, by place: 1 is the best value of objective k; equal values share a rank. */
static uint32_t *
ranks_of(const struct ordered_points *ordered, size_t k)
{
    size_t n = ordered->n;
    uint64_t *key = mem_alloc(2 * n * sizeof *key);
    uint32_t *index = mem_alloc(2 * n * sizeof *index), *rank, current = 0;

    for (size_t i = 0; i < n; i++) {
        key[i] = order_key_descending(ordered->value[i * ordered->d + k]);
        index[i] = (uint32_t)i;
    }
    order_sort(key, index, n, key + n, index + n);
    rank = mem_alloc(n * sizeof *rank);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || key[i] != key[i - 1])
            current++;
        rank[index[i]] = current;
    }
    free(key);
    free(index);
    return rank;
}

/* Ranks are found first, before there is anything else to remember. */
static void
distinct_init(struct distinct *distinct, const struct ordered_points *ordered)
{
    size_t n = ordered->n;

    distinct->ordered = ordered;
    distinct->n = 0;
    for (size_t k = 0; k + 1 < ordered->d; k++)
        distinct->rank[k] = ranks_of(ordered, k + 1);
    distinct->first = mem_alloc(n * sizeof *distinct->first);
    distinct->times = mem_alloc(n * sizeof *distinct->times);
    distinct->above = mem_zalloc(n, sizeof *distinct->above);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && ordered_same_as_previous(ordered, i)) {
            distinct->times[distinct->n - 1]++;
            continue;
        }
        for (size_t k = 0; k + 1 < ordered->d; k++)
            distinct->rank[k][distinct->n] = distinct->rank[k][i];
        distinct->first[distinct->n] = (uint32_t)i;
        distinct->times[distinct->n++] = 1;
    }
}

static void
distinct_release(struct distinct *distinct)
{
    free(distinct->first);
    free(distinct->times);
    free(distinct->above);
    for (size_t k = 0; k + 1 < distinct->ordered->d; k++)
        free(distinct->rank[k]);
}

static void
fenwick_add(uint32_t *tree, size_t n, size_t at, uint32_t amount)
{
    for (; at <= n; at += at & (~at + 1))
        tree[at] += amount;
}

static uint32_t
fenwick_sum(const uint32_t *tree, size_t at)
{
    uint32_t sum = 0;

    for (; at > 0; at -= at & (~at + 1))
        sum += tree[at];
    return sum;
}

static void
counts_1d(struct distinct *distinct)
{
    uint32_t sum = 0;

    for (size_t u = 0; u < distinct->n; u++) {
        distinct->above[u] = sum;
        sum += distinct->times[u];
    }
}

static void
counts_2d(struct distinct *distinct)
{
    const uint32_t *rank = distinct->rank[0];
    uint32_t *tree = mem_zalloc(distinct->n + 1, sizeof *tree);

    for (size_t u = 0; u < distinct->n; u++) {
        distinct->above[u] = fenwick_sum(tree, rank[u]);
        fenwick_add(tree, distinct->n, rank[u], distinct->times[u]);
    }
    free(tree);
}

/* --- three objectives --- */

struct halves {
    struct distinct *distinct;
    const uint32_t *rank_y, *rank_z;
    uint32_t *by_y, *spare;    /* points of the range, by rank of y */
    uint32_t *tree;
};

/* Every point of the left half is before every one of the right: what is at least as good
 * in y and z is counted. Left and right come sorted by y, and leave merged. */
static void
count_across(struct halves *h, size_t lo, size_t mid, size_t hi)
{
    struct distinct *distinct = h->distinct;
    size_t i = lo, k = lo;

    for (size_t j = mid; j < hi; j++) {
        uint32_t u = h->by_y[j];

        for (; i < mid && h->rank_y[h->by_y[i]] <= h->rank_y[u]; i++) {
            fenwick_add(h->tree, distinct->n, h->rank_z[h->by_y[i]],
                distinct->times[h->by_y[i]]);
            h->spare[k++] = h->by_y[i];
        }
        distinct->above[u] += fenwick_sum(h->tree, h->rank_z[u]);
        h->spare[k++] = u;
    }
    for (size_t j = lo; j < i; j++)
        fenwick_add(h->tree, distinct->n, h->rank_z[h->by_y[j]],
            ~distinct->times[h->by_y[j]] + 1);
    for (; i < mid; i++)
        h->spare[k++] = h->by_y[i];
    memcpy(h->by_y + lo, h->spare + lo, (hi - lo) * sizeof *h->by_y);
}

static void
count_range(struct halves *h, size_t lo, size_t hi)
{
    size_t mid = lo + (hi - lo) / 2;

    if (hi - lo < 2)
        return;
    count_range(h, lo, mid);
    count_range(h, mid, hi);
    count_across(h, lo, mid, hi);
}

static void
counts_3d(struct distinct *distinct)
{
    size_t n = distinct->n;
    struct halves h = { .distinct = distinct, .rank_y = distinct->rank[0],
        .rank_z = distinct->rank[1] };

    h.by_y = mem_alloc(n * sizeof *h.by_y);
    h.spare = mem_alloc(n * sizeof *h.spare);
    h.tree = mem_zalloc(n + 1, sizeof *h.tree);
    for (size_t u = 0; u < n; u++)
        h.by_y[u] = (uint32_t)u;
    count_range(&h, 0, n);
    free(h.by_y);
    free(h.spare);
    free(h.tree);
}

/* --- more --- */

/* Points that are asked whether they cover another: that are at least as good in objectives
 * 2..d. */
struct rivals {
    const uint32_t *rank[DOMINANCE_MAX_OBJECTIVES - 1], *times;
    size_t n;
};

#define KERNELS "math/dominance_counts_kernels.h"
#define KERNELS_WIDEST 64
#include "math/simd_each.h"
KERNEL_OF_THREE(uint32_t, count_covering, (const struct rivals *, const uint32_t *, size_t));

/* All later points meet a block of earlier ones, which stays in the cache. */
static void
counts_blocked(struct distinct *distinct)
{
    enum { BLOCK = 1024 };
    size_t n = distinct->n, width = distinct->ordered->d - 1;
    uint32_t mine[DOMINANCE_MAX_OBJECTIVES - 1];
    struct rivals rivals;

    for (size_t lo = 0; lo < n; lo += BLOCK) {
        for (size_t k = 0; k < width; k++)
            rivals.rank[k] = distinct->rank[k] + lo;
        rivals.times = distinct->times + lo;
        for (size_t u = lo + 1; u < n; u++) {
            for (size_t k = 0; k < width; k++)
                mine[k] = distinct->rank[k][u];
            rivals.n = u - lo < BLOCK ? u - lo : BLOCK;
            distinct->above[u] += KERNEL_CHOSEN(count_covering)(&rivals, mine, width);
        }
    }
}

void
dominance_counts(const double *points, size_t n, size_t d, uint32_t *count)
{
    struct ordered_points ordered;
    struct distinct distinct;

    assert(d >= 1 && d <= DOMINANCE_MAX_OBJECTIVES);
    ordered_points_init(&ordered, points, NULL, n, d);
    distinct_init(&distinct, &ordered);
    if (d == 1)
        counts_1d(&distinct);
    else if (d == 2)
        counts_2d(&distinct);
    else if (d == 3)
        counts_3d(&distinct);
    else
        counts_blocked(&distinct);
    for (size_t u = 0; u < distinct.n; u++)
        for (size_t i = 0; i < distinct.times[u]; i++)
            count[ordered.index[distinct.first[u] + i]] = distinct.above[u];
    distinct_release(&distinct);
    ordered_points_release(&ordered);
}
