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
    uint32_t *rank[2];                 /* of objectives 2 and 3, where there are no more */
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
    for (size_t k = 0; k < 2; k++)
        distinct->rank[k] = ordered->d <= 3 && k + 1 < ordered->d
            ? ranks_of(ordered, k + 1) : NULL;
    distinct->first = mem_alloc(n * sizeof *distinct->first);
    distinct->times = mem_alloc(n * sizeof *distinct->times);
    distinct->above = mem_zalloc(n, sizeof *distinct->above);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && ordered_same_as_previous(ordered, i)) {
            distinct->times[distinct->n - 1]++;
            continue;
        }
        for (size_t k = 0; k < 2 && distinct->rank[k] != NULL; k++)
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
    free(distinct->rank[0]);
    free(distinct->rank[1]);
}

static double
value_of(const struct distinct *distinct, size_t u, size_t k)
{
    return distinct->ordered->value[distinct->first[u] * distinct->ordered->d + k];
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

enum { BLOCK = 1024 };         /* a multiple of LANES */

#ifdef PARETOP_NO_SIMD

static int64_t
count_block(const double *lanes, const int64_t *times, size_t n, const double *row, size_t d)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++) {
        bool covers = true;

        for (size_t k = 1; k < d && covers; k++)
            covers = lanes[(k - 1) * BLOCK + i] >= row[k];
        sum += covers ? times[i] : 0;
    }
    return sum;
}

#else

typedef int64_t loose_masks
    __attribute__((vector_size(LANES * sizeof(int64_t)), aligned(sizeof(int64_t))));

/* How often the first n points of a block, given by objective in `lanes`, are at least as
 * good as row in objectives 2..d. Places up to the next multiple of LANES are looked at:
 * their times must be 0. */
KERNEL_CLONES static int64_t
count_block(const double *lanes, const int64_t *times, size_t n, const double *row, size_t d)
{
    masks sum = { 0 };

    for (size_t i = 0; i < n; i += LANES) {
        masks covers = *(const loose_masks *)(const void *)(times + i);

        for (size_t k = 1; k < d; k++)
            covers &= *(const loose_doubles *)(const void *)(lanes + (k - 1) * BLOCK + i) >=
                row[k];
        sum += covers;
    }
    return sum[0] + sum[1] + sum[2] + sum[3] + sum[4] + sum[5] + sum[6] + sum[7];
}

#endif

struct block {
    double *lanes;             /* (d - 1) x BLOCK */
    int64_t times[BLOCK];
    size_t n;
};

static void
fill_block(struct block *block, const struct distinct *distinct, size_t lo)
{
    size_t d = distinct->ordered->d;

    block->n = distinct->n - lo < BLOCK ? distinct->n - lo : BLOCK;
    for (size_t i = 0; i < BLOCK; i++)
        block->times[i] = i < block->n ? distinct->times[lo + i] : 0;
    for (size_t k = 1; k < d; k++)
        for (size_t i = 0; i < block->n; i++)
            block->lanes[(k - 1) * BLOCK + i] = value_of(distinct, lo + i, k);
}

/* Inside its own block a point is preceded by fewer than the lanes hold: plainly. */
static void
count_within(struct distinct *distinct, size_t lo, size_t n)
{
    size_t d = distinct->ordered->d;

    for (size_t u = lo + 1; u < lo + n; u++) {
        const double *row = distinct->ordered->value + distinct->first[u] * d;

        for (size_t v = lo; v < u; v++) {
            const double *other = distinct->ordered->value + distinct->first[v] * d;
            bool covers = true;

            for (size_t k = 1; k < d && covers; k++)
                covers = other[k] >= row[k];
            distinct->above[u] += covers ? distinct->times[v] : 0;
        }
    }
}

static void
counts_blocked(struct distinct *distinct)
{
    size_t d = distinct->ordered->d;
    struct block *block = mem_zalloc(1, sizeof *block);

    block->lanes = mem_zalloc((d - 1) * BLOCK, sizeof *block->lanes);
    for (size_t lo = 0; lo < distinct->n; lo += BLOCK) {
        fill_block(block, distinct, lo);
        count_within(distinct, lo, block->n);
        for (size_t u = lo + block->n; u < distinct->n; u++)
            distinct->above[u] += (uint32_t)count_block(block->lanes, block->times, block->n,
                distinct->ordered->value + distinct->first[u] * d, d);
    }
    free(block->lanes);
    free(block);
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
