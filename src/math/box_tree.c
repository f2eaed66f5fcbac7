/* box_tree.c - a bucketed k-d tree that asks "does any point cover this one".
 *
 * A fork knows the best value of each objective on either side: a side that is worse than
 * the question in one objective cannot cover it. Leaves keep up to 32 points by objective.
 * The tree grows by insertion; a side that leans too far is built anew at its medians, so
 * that it is never deeper than a few times log n whatever the order of arrival.
 *
 * Forks and leaves hold keys of 31 bits that rise with the values: half the memory to walk
 * through, and the sign of a difference says which is more on any machine. Values that
 * differ may share a key, so that keys only rule out; what they leave is compared itself.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance.h"
#include "math/dominance_parts.h"
#include "math/simd.h"

enum { BUCKET = 2 * INT_LANES, DEEPEST = 128, MOST_REACH = INT_LANES };

/* Below any value's key; differences of keys do not overflow. */
#define LEAST_KEY (-(INT32_C(1) << 30))

/* What is below a side: a fork, or a leaf's bucket. */
#define LEAF (UINT32_C(1) << 31)
#define NOTHING UINT32_MAX

struct fork {
    double split;              /* values below it go to side 0 */
    uint32_t side[2];
    uint32_t count[2];         /* points below */
    uint32_t axis;
};

struct block { void *room; int32_t *at; };

struct box_tree {
    const struct cover_space *space;
    const double *value;       /* borrowed rows; objective 0 is not looked at */
    size_t stride, width;      /* d, d - 1 */
    size_t reach;              /* half a vector or a whole one: lanes of a corner */
    struct fork *forks;
    struct block corner;       /* two per fork, 0 in lanes left over */
    size_t n_forks, fork_capacity;
    struct block lanes;        /* width x BUCKET keys per bucket; the least in free slots */
    uint32_t *places;          /* BUCKET per bucket */
    uint32_t *fill;            /* points in the bucket */
    size_t n_buckets, bucket_capacity;
    uint32_t *free_forks, *free_buckets;
    size_t n_free_forks, free_fork_capacity, n_free_buckets, free_bucket_capacity;
    uint32_t root;
};

/* --- keys --- */

static void
sort_few(double *x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        double value = x[i];
        size_t j = i;

        for (; j > 0 && x[j - 1] > value; j--)
            x[j] = x[j - 1];
        x[j] = value;
    }
}

/* Sign, exponent and first digits of the distance to the middle, as a number that rises
 * with it. */
static int32_t
key_of(double value, double middle)
{
    double x = value - middle + 0.0;      /* no -0.0 */
    int64_t bits;

    memcpy(&bits, &x, sizeof bits);
    bits ^= bits >> 63 & INT64_MAX;
    return (int32_t)(bits >> 33);
}

static size_t
keys_told_apart(const double *sorted, size_t n, double middle)
{
    size_t apart = 0;

    for (size_t i = 1; i < n; i++)
        apart += key_of(sorted[i], middle) != key_of(sorted[i - 1], middle);
    return apart;
}

/* Keys are finest around the middle: around the median an offset common to all costs no
 * digits; around zero values of every order of magnitude stay apart. */
void
cover_space_init(struct cover_space *space, const struct ordered_points *ordered)
{
    enum { MOST = 31 };
    size_t step = ordered->n / MOST + 1;

    for (size_t k = 0; k < ordered->d; k++) {
        double sample[MOST], median;
        size_t m = 0;

        for (size_t i = 0; i < ordered->n; i += step)
            sample[m++] = ordered->value[i * ordered->d + k];
        sort_few(sample, m);
        median = m > 0 && isfinite(sample[m / 2]) ? sample[m / 2] : 0;
        space->middle[k] = keys_told_apart(sample, m, median) < keys_told_apart(sample, m, 0)
            ? 0 : median;
    }
    space->ordered = ordered;
}

static void
keys_of(const struct box_tree *tree, const double *row, int32_t *key)
{
    for (size_t k = 0; k < tree->reach; k++)
        key[k] = k < tree->width ? key_of(row[k], tree->space->middle[k + 1]) : 0;
}

/* --- room --- */

struct box_tree *
box_tree_new(const struct cover_space *space)
{
    struct box_tree *tree = mem_zalloc(1, sizeof *tree);

    tree->space = space;
    tree->value = space->ordered->value;
    tree->stride = space->ordered->d;
    tree->width = tree->stride - 1;
    tree->reach = tree->width <= MOST_REACH / 2 ? MOST_REACH / 2 : MOST_REACH;
    tree->root = NOTHING;
    assert(tree->width >= 1 && tree->width <= tree->reach);
    return tree;
}

void
box_tree_free(struct box_tree *tree)
{
    if (tree == NULL)
        return;
    free(tree->forks);
    free(tree->corner.room);
    free(tree->lanes.room);
    free(tree->places);
    free(tree->fill);
    free(tree->free_forks);
    free(tree->free_buckets);
    free(tree);
}

static const double *
row_of(const struct box_tree *tree, uint32_t place)
{
    return tree->value + place * tree->stride + 1;
}

/* A block that grows where it is if it can; its contents start at a whole line, as vectors
 * want, which the block itself need not. */
static void
block_grow(struct block *block, size_t used, size_t wanted)
{
    enum { LINE = 128 };
    size_t shift = block->room != NULL ? (size_t)((char *)block->at - (char *)block->room) : 0;
    size_t past;

    block->room = mem_resize(block->room, wanted + LINE, 1);
    past = (LINE - (uintptr_t)block->room % LINE) % LINE;
    block->at = (int32_t *)(void *)((char *)block->room + past);
    if (past != shift)
        memmove(block->at, (char *)block->room + shift, used);
}

static int32_t *
corner_of(const struct box_tree *tree, uint32_t fork, size_t side)
{
    return tree->corner.at + (2 * fork + side) * tree->reach;
}

static uint32_t
take_fork(struct box_tree *tree)
{
    size_t corners = 2 * tree->reach * sizeof(int32_t);

    if (tree->n_free_forks > 0)
        return tree->free_forks[--tree->n_free_forks];
    if (tree->n_forks == tree->fork_capacity) {
        tree->fork_capacity = mem_grown(tree->fork_capacity, tree->n_forks + 1);
        tree->forks = mem_resize(tree->forks, tree->fork_capacity, sizeof *tree->forks);
        block_grow(&tree->corner, tree->n_forks * corners, tree->fork_capacity * corners);
    }
    return (uint32_t)tree->n_forks++;
}

static void
grow_buckets(struct box_tree *tree)
{
    size_t size = tree->width * BUCKET * sizeof(int32_t);

    tree->bucket_capacity = mem_grown(tree->bucket_capacity, tree->n_buckets + 1);
    block_grow(&tree->lanes, tree->n_buckets * size, tree->bucket_capacity * size);
    tree->places = mem_resize(tree->places, tree->bucket_capacity * BUCKET,
        sizeof *tree->places);
    tree->fill = mem_resize(tree->fill, tree->bucket_capacity, sizeof *tree->fill);
}

static uint32_t
take_bucket(struct box_tree *tree)
{
    size_t size = tree->width * BUCKET;
    uint32_t bucket;

    if (tree->n_free_buckets > 0) {
        bucket = tree->free_buckets[--tree->n_free_buckets];
    } else {
        if (tree->n_buckets == tree->bucket_capacity)
            grow_buckets(tree);
        bucket = (uint32_t)tree->n_buckets++;
    }
    for (size_t i = 0; i < size; i++)
        tree->lanes.at[bucket * size + i] = LEAST_KEY;
    tree->fill[bucket] = 0;
    return bucket;
}

static void
raise_corner(int32_t *corner, const int32_t *key, size_t reach)
{
    for (size_t k = 0; k < reach; k++)
        corner[k] = corner[k] > key[k] ? corner[k] : key[k];
}

static void
put_in_leaf(struct box_tree *tree, uint32_t bucket, uint32_t place, const int32_t *key)
{
    int32_t *lanes = tree->lanes.at + bucket * tree->width * BUCKET;
    uint32_t at = tree->fill[bucket]++;

    assert(at < BUCKET);
    for (size_t k = 0; k < tree->width; k++)
        lanes[k * BUCKET + at] = key[k];
    tree->places[bucket * BUCKET + at] = place;
}

/* Says the best keys of its points as well. */
static uint32_t
new_leaf(struct box_tree *tree, const uint32_t *places, size_t n, int32_t *corner)
{
    uint32_t bucket = take_bucket(tree);
    int32_t key[MOST_REACH];

    for (size_t k = 0; k < tree->reach; k++)
        corner[k] = k < tree->width ? LEAST_KEY : 0;
    for (size_t i = 0; i < n; i++) {
        keys_of(tree, row_of(tree, places[i]), key);
        put_in_leaf(tree, bucket, places[i], key);
        raise_corner(corner, key, tree->reach);
    }
    return LEAF | bucket;
}

/* --- building at medians --- */

static double
spread(double lo, double hi)
{
    return lo < hi ? hi - lo : 0;      /* equal infinities have none */
}

static uint32_t
widest_axis(const struct box_tree *tree, const uint32_t *places, size_t n, double *least)
{
    double lo[DOMINANCE_MAX_OBJECTIVES], hi[DOMINANCE_MAX_OBJECTIVES], most = -1;
    uint32_t widest = 0;

    memcpy(lo, row_of(tree, places[0]), tree->width * sizeof *lo);
    memcpy(hi, lo, tree->width * sizeof *hi);
    for (size_t i = 1; i < n; i++) {
        const double *row = row_of(tree, places[i]);

        for (size_t k = 0; k < tree->width; k++) {
            lo[k] = row[k] < lo[k] ? row[k] : lo[k];
            hi[k] = row[k] > hi[k] ? row[k] : hi[k];
        }
    }
    for (size_t k = 0; k < tree->width; k++)
        if (spread(lo[k], hi[k]) > most) {
            most = spread(lo[k], hi[k]);
            widest = (uint32_t)k;
        }
    *least = lo[widest];
    return widest;
}

/* Puts values below `split` in front; returns how many. */
static size_t
partition(const struct box_tree *tree, uint32_t *places, size_t n, uint32_t axis,
    double split)
{
    size_t below = 0;

    for (size_t i = 0; i < n; i++) {
        uint32_t place = places[i];

        if (row_of(tree, place)[axis] < split) {
            places[i] = places[below];
            places[below++] = place;
        }
    }
    return below;
}

static double
least_above(const struct box_tree *tree, const uint32_t *places, size_t n, uint32_t axis,
    double least)
{
    double above = INFINITY;

    for (size_t i = 0; i < n; i++) {
        double x = row_of(tree, places[i])[axis];

        above = x > least && x < above ? x : above;
    }
    return above;
}

/* The median of a sample, or the smallest value above the least one if most are equal. */
static double
median_split(const struct box_tree *tree, const uint32_t *places, size_t n, uint32_t axis,
    double least)
{
    enum { MOST = 31 };
    double sample[MOST];
    size_t step = n / MOST + 1, m = 0;

    for (size_t i = 0; i < n; i += step)
        sample[m++] = row_of(tree, places[i])[axis];
    sort_few(sample, m);
    return sample[m / 2] > least ? sample[m / 2]
        : least_above(tree, places, n, axis, least);
}

/* Points of a tree differ somewhere in objectives 2..d, so the widest axis always splits;
 * median samples keep the depth of the recursion near log n. */
static uint32_t
build(struct box_tree *tree, uint32_t *places, size_t n, int32_t *corner)
{
    int32_t beside[MOST_REACH];
    struct fork fork;
    uint32_t at;
    size_t below;
    double least;

    if (n <= BUCKET / 2 + BUCKET / 4)
        return new_leaf(tree, places, n, corner);
    fork.axis = widest_axis(tree, places, n, &least);
    fork.split = median_split(tree, places, n, fork.axis, least);
    below = partition(tree, places, n, fork.axis, fork.split);
    assert(below > 0 && below < n);
    fork.count[0] = (uint32_t)below;
    fork.count[1] = (uint32_t)(n - below);
    fork.side[0] = build(tree, places, below, corner);
    fork.side[1] = build(tree, places + below, n - below, beside);
    at = take_fork(tree);
    tree->forks[at] = fork;
    memcpy(corner_of(tree, at, 0), corner, tree->reach * sizeof *corner);
    memcpy(corner_of(tree, at, 1), beside, tree->reach * sizeof *corner);
    raise_corner(corner, beside, tree->reach);
    return at;
}

/* Collects the places below and gives forks and buckets back. */
static size_t
dissolve(struct box_tree *tree, uint32_t below, uint32_t *places)
{
    uint32_t stack[DEEPEST];
    size_t depth = 0, n = 0;

    stack[depth++] = below;
    while (depth > 0) {
        uint32_t at = stack[--depth], bucket = at & ~LEAF;

        if (at & LEAF) {
            memcpy(places + n, tree->places + bucket * BUCKET,
                tree->fill[bucket] * sizeof *places);
            n += tree->fill[bucket];
            ARRAY_PUSH(tree->free_buckets, tree->n_free_buckets, tree->free_bucket_capacity,
                bucket);
        } else {
            assert(depth + 2 <= DEEPEST);
            stack[depth++] = tree->forks[at].side[0];
            stack[depth++] = tree->forks[at].side[1];
            ARRAY_PUSH(tree->free_forks, tree->n_free_forks, tree->free_fork_capacity, at);
        }
    }
    return n;
}

/* --- insertion --- */

/* Where the number of what is below is kept: a side of a fork, or the root. */
struct slot { uint32_t fork; uint32_t side; };

static uint32_t *
slot_at(struct box_tree *tree, struct slot slot)
{
    return slot.fork == NOTHING ? &tree->root : &tree->forks[slot.fork].side[slot.side];
}

static bool
leans(const struct fork *fork)
{
    uint32_t l = fork->count[0], r = fork->count[1];

    return (l > r ? l : r) > (l + r) / 4 * 3 + 2 * BUCKET;
}

/* What is below the slot, `count` places and perhaps one more, anew. Its corner is that of
 * the fork above, which knows of all of them already. */
static void
rebuild(struct box_tree *tree, struct slot slot, size_t count, uint32_t extra)
{
    uint32_t *places = mem_alloc((count + 1) * sizeof *places);
    size_t n = dissolve(tree, *slot_at(tree, slot), places);
    int32_t corner[MOST_REACH];
    uint32_t below;

    if (extra != NOTHING)
        places[n++] = extra;
    below = build(tree, places, n, corner);
    *slot_at(tree, slot) = below;
    free(places);
}

void
box_tree_add(struct box_tree *tree, uint32_t place)
{
    const double *row = row_of(tree, place);
    struct slot slot = { NOTHING, 0 }, leaning = slot;
    size_t leaning_count = 0;
    int32_t key[MOST_REACH];
    uint32_t at = tree->root;

    if (at == NOTHING) {
        tree->root = new_leaf(tree, &place, 1, key);
        return;
    }
    keys_of(tree, row, key);
    while ((at & LEAF) == 0) {
        struct fork *fork = &tree->forks[at];
        uint32_t side = !(row[fork->axis] < fork->split);

        fork->count[side]++;
        raise_corner(corner_of(tree, at, side), key, tree->reach);
        if (leaning_count == 0 && leans(fork)) {
            leaning_count = fork->count[0] + fork->count[1];
            leaning = slot;
        }
        slot = (struct slot){ at, side };
        at = fork->side[side];
    }
    if (tree->fill[at & ~LEAF] < BUCKET)
        put_in_leaf(tree, at & ~LEAF, place, key);
    else
        rebuild(tree, slot, BUCKET, place);
    if (leaning_count > 0)
        rebuild(tree, leaning, leaning_count, NOTHING);
}

/* --- the question --- */

struct question {
    int32_t key[MOST_REACH];   /* twice if the reach is half a vector */
    const double *row;         /* from objective 2 on */
    bool strictly;
};

static bool
row_covers(const double *p, const struct question *question, size_t width)
{
    for (size_t k = 0; k < width; k++)
        if (question->strictly ? !(p[k] > question->row[k]) : p[k] < question->row[k])
            return false;
    return true;
}

#ifdef PARETOP_NO_SIMD

static void
sides_may_cover(const int32_t *corner, const struct question *question, size_t reach,
    bool *may)
{
    for (size_t side = 0; side < 2; side++) {
        may[side] = true;
        for (size_t k = 0; k < reach; k++)
            may[side] &= corner[side * reach + k] >= question->key[k];
    }
}

/* worse[i] < 0: lane i has a key below the question's. False if all lanes have. */
static bool
leaf_may_cover(const int32_t *lanes, const struct question *question, size_t width,
    int32_t *worse)
{
    bool any = false;

    for (size_t i = 0; i < BUCKET; i++) {
        worse[i] = 0;
        for (size_t k = 0; k < width; k++)
            worse[i] |= lanes[k * BUCKET + i] - question->key[k];
        any |= worse[i] >= 0;
    }
    return any;
}

#else

__attribute__((always_inline)) static inline void
sides_may_cover(const int32_t *corner, const struct question *question, size_t reach,
    bool *may)
{
    ints first = LOAD_INTS(corner) - LOAD_INTS(question->key), second = first;

    if (reach == MOST_REACH) {
        second = LOAD_INTS(corner + reach) - LOAD_INTS(question->key);
        may[0] = !any_negative(&first);
        may[1] = !any_negative(&second);
    } else {
        may[0] = !any_negative_in_half(&first, 0);
        may[1] = !any_negative_in_half(&first, 1);
    }
}

/* All lanes at once; after every second objective it may be over. */
__attribute__((always_inline)) static inline bool
leaf_may_cover(const int32_t *lanes, const struct question *question, size_t width,
    int32_t *worse)
{
    ints low = { 0 }, high = low;

    for (size_t k = 0; k < width; k++) {
        ints key = low - low + question->key[k];

        low |= LOAD_INTS(lanes + k * BUCKET) - key;
        high |= LOAD_INTS(lanes + k * BUCKET + INT_LANES) - key;
        if (k % 2 != 0 || k + 1 == width) {
            ints both = low & high;

            if (all_negative(&both))
                return false;
        }
    }
    memcpy(worse, &low, sizeof low);
    memcpy(worse + INT_LANES, &high, sizeof high);
    return true;
}

#endif

__attribute__((always_inline)) static inline bool
leaf_covers(const struct box_tree *tree, uint32_t bucket, const struct question *question,
    size_t width)
{
    int32_t worse[BUCKET];

    if (!leaf_may_cover(tree->lanes.at + bucket * width * BUCKET, question, width, worse))
        return false;
    for (size_t i = 0; i < BUCKET; i++)
        if (worse[i] >= 0
            && row_covers(row_of(tree, tree->places[bucket * BUCKET + i]), question, width))
            return true;
    return false;
}

/* Goes where the corner may cover; the better side first. */
__attribute__((always_inline)) static inline bool
search(const struct box_tree *tree, const struct question *question, size_t width)
{
    size_t reach = width <= MOST_REACH / 2 ? MOST_REACH / 2 : MOST_REACH, depth = 0;
    uint32_t stack[DEEPEST];

    if (tree->root != NOTHING)
        stack[depth++] = tree->root;
    while (depth > 0) {
        uint32_t at = stack[--depth];
        bool may[2];

        if (at & LEAF) {
            if (leaf_covers(tree, at & ~LEAF, question, width))
                return true;
            continue;
        }
        assert(depth + 2 <= DEEPEST);
        sides_may_cover(tree->corner.at + 2 * at * reach, question, reach, may);
        for (size_t side = 0; side < 2; side++)
            if (may[side])
                stack[depth++] = tree->forks[at].side[side];
    }
    return false;
}

KERNEL_CLONES static bool
search_covers(const struct box_tree *tree, const struct question *question)
{
    switch (tree->width) {
    case 3: return search(tree, question, 3);
    case 4: return search(tree, question, 4);
    case 5: return search(tree, question, 5);
    case 6: return search(tree, question, 6);
    case 7: return search(tree, question, 7);
    case 8: return search(tree, question, 8);
    default: return search(tree, question, tree->width);
    }
}

bool
box_tree_covers(const struct box_tree *tree, size_t place, bool strictly)
{
    struct question question = { .row = row_of(tree, (uint32_t)place),
        .strictly = strictly };

    keys_of(tree, question.row, question.key);
    if (tree->reach < MOST_REACH)
        memcpy(question.key + tree->reach, question.key, tree->reach * sizeof(int32_t));
    return search_covers(tree, &question);
}
