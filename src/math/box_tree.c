/* box_tree.c - a bucketed k-d tree that asks "does any point cover this one": its growth.
 *
 * The tree grows by insertion; a side that leans too far is built anew at its medians, so
 * that it is never deeper than a few times log n whatever the order of arrival. It knows
 * points by their keys alone (cover_space.c); box_tree_search.c asks.
 */
#include "math/box_tree.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/simd.h"

/* Below any key. */
#define LEAST_KEY INT16_MIN

/* Keys are gone through in runs of one vector that every machine has. */
enum { RUN = COVER_REACH / 2 };
#define RUN_AT(p) (*(loose_shorts_16 *)(void *)(p))
#define KEYS_AT(p) (*(const loose_shorts_16 *)(const void *)(p))

/* --- room --- */

struct box_tree *
box_tree_new(const struct cover_space *space)
{
    struct box_tree *tree = mem_zalloc(1, sizeof *tree);

    tree->space = space;
    tree->width = space->ordered->d - 1;
    tree->reach = space->reach;
    tree->fork_size = sizeof(struct box_fork) + 2 * tree->reach * sizeof(int16_t);
    tree->bucket_size = tree->width * BOX_BUCKET * sizeof(int16_t);
    tree->root = BOX_NOTHING;
    assert(tree->width >= 1 && tree->width <= tree->reach && space->key != NULL);
    return tree;
}

void
box_tree_free(struct box_tree *tree)
{
    if (tree == NULL)
        return;
    free(tree->forks.room);
    free(tree->lanes.room);
    free(tree->places);
    free(tree->fill);
    free(tree->free_forks);
    free(tree->free_buckets);
    free(tree);
}

static const int16_t *
key_of(const struct box_tree *tree, uint32_t place)
{
    return tree->space->key + place * tree->reach;
}

/* A block that grows where it is if it can; its contents start at a whole line, as vectors
 * want, which the block itself need not. */
static void
block_grow(struct block *block, size_t used, size_t wanted)
{
    enum { LINE = 64 };
    size_t shift = block->room != NULL ? (size_t)(block->at - (char *)block->room) : 0;
    size_t past;

    block->room = mem_resize(block->room, wanted + LINE, 1);
    past = (LINE - (uintptr_t)block->room % LINE) % LINE;
    block->at = (char *)block->room + past;
    if (past != shift)
        memmove(block->at, (char *)block->room + shift, used);
}

static int16_t *
corner_of(const struct box_tree *tree, uint32_t fork, size_t side)
{
    return box_fork_at(tree, fork)->corner + side * tree->reach;
}

static uint32_t
take_fork(struct box_tree *tree)
{
    if (tree->n_free_forks > 0)
        return tree->free_forks[--tree->n_free_forks];
    if (tree->n_forks == tree->fork_capacity) {
        tree->fork_capacity = mem_grown(tree->fork_capacity, tree->n_forks + 1);
        block_grow(&tree->forks, tree->n_forks * tree->fork_size,
            tree->fork_capacity * tree->fork_size);
    }
    return (uint32_t)tree->n_forks++;
}

static void
grow_buckets(struct box_tree *tree)
{
    tree->bucket_capacity = mem_grown(tree->bucket_capacity, tree->n_buckets + 1);
    block_grow(&tree->lanes, tree->n_buckets * tree->bucket_size,
        tree->bucket_capacity * tree->bucket_size);
    tree->places = mem_resize(tree->places, tree->bucket_capacity * BOX_BUCKET,
        sizeof *tree->places);
    tree->fill = mem_resize(tree->fill, tree->bucket_capacity, sizeof *tree->fill);
}

static uint32_t
take_bucket(struct box_tree *tree)
{
    int16_t *lanes;
    uint32_t bucket;

    if (tree->n_free_buckets > 0) {
        bucket = tree->free_buckets[--tree->n_free_buckets];
    } else {
        if (tree->n_buckets == tree->bucket_capacity)
            grow_buckets(tree);
        bucket = (uint32_t)tree->n_buckets++;
    }
    lanes = box_lanes_at(tree, bucket);
    for (size_t i = 0; i < tree->width * BOX_BUCKET; i++)
        lanes[i] = LEAST_KEY;
    tree->fill[bucket] = 0;
    return bucket;
}

static void
raise_corner(int16_t *corner, const int16_t *key, size_t reach)
{
    for (size_t from = 0; from < reach; from += RUN)
        RUN_AT(corner + from) = (shorts_16)MOST_16(KEYS_AT(corner + from), KEYS_AT(key + from));
}

static void
put_in_leaf(struct box_tree *tree, uint32_t bucket, uint32_t place, const int16_t *key)
{
    int16_t *lanes = box_lanes_at(tree, bucket);
    uint32_t at = tree->fill[bucket]++;

    assert(at < BOX_BUCKET);
    for (size_t k = 0; k < tree->width; k++)
        lanes[k * BOX_BUCKET + at] = key[k];
    tree->places[bucket * BOX_BUCKET + at] = place;
}

/* Says the best keys of its points as well. */
static uint32_t
new_leaf(struct box_tree *tree, const uint32_t *places, size_t n, int16_t *corner)
{
    uint32_t bucket = take_bucket(tree);

    memcpy(corner, key_of(tree, places[0]), tree->reach * sizeof *corner);
    for (size_t i = 0; i < n; i++) {
        put_in_leaf(tree, bucket, places[i], key_of(tree, places[i]));
        raise_corner(corner, key_of(tree, places[i]), tree->reach);
    }
    return BOX_LEAF | bucket;
}

/* --- building at medians --- */

static uint32_t
widest_axis(const struct box_tree *tree, const uint32_t *places, size_t n, int16_t *least)
{
    int16_t lo[COVER_REACH], hi[COVER_REACH];
    uint32_t widest = 0;
    int most = -1;

    for (size_t from = 0; from < tree->reach; from += RUN) {
        shorts_16 below = KEYS_AT(key_of(tree, places[0]) + from), above = below;

        for (size_t i = 1; i < n; i++) {
            shorts_16 key = KEYS_AT(key_of(tree, places[i]) + from);

            below = (shorts_16)LEAST_16(below, key);
            above = (shorts_16)MOST_16(above, key);
        }
        RUN_AT(lo + from) = below;
        RUN_AT(hi + from) = above;
    }
    for (size_t k = 0; k < tree->width; k++)
        if (hi[k] - lo[k] > most) {
            most = hi[k] - lo[k];
            widest = (uint32_t)k;
        }
    *least = lo[widest];
    return widest;
}

/* Puts keys below `split` in front; returns how many. */
static size_t
partition(const struct box_tree *tree, uint32_t *places, size_t n, uint32_t axis,
    int16_t split)
{
    size_t below = 0;

    for (size_t i = 0; i < n; i++) {
        uint32_t place = places[i];

        places[i] = places[below];
        places[below] = place;
        below += key_of(tree, place)[axis] < split;
    }
    return below;
}

static int16_t
least_above(const struct box_tree *tree, const uint32_t *places, size_t n, uint32_t axis,
    int16_t least)
{
    int16_t above = INT16_MAX;

    for (size_t i = 0; i < n; i++) {
        int16_t x = key_of(tree, places[i])[axis];

        above = x > least && x < above ? x : above;
    }
    return above;
}

static void
sort_few(int16_t *x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        int16_t value = x[i];
        size_t j = i;

        for (; j > 0 && x[j - 1] > value; j--)
            x[j] = x[j - 1];
        x[j] = value;
    }
}

/* The median of a sample, or the smallest key above the least one if most are equal. */
static int16_t
median_split(const struct box_tree *tree, const uint32_t *places, size_t n, uint32_t axis,
    int16_t least)
{
    enum { MOST = 31 };
    int16_t sample[MOST];
    size_t step = n / MOST + 1, m = 0;

    for (size_t i = 0; i < n; i += step)
        sample[m++] = key_of(tree, places[i])[axis];
    sort_few(sample, m);
    return sample[m / 2] > least ? sample[m / 2]
        : least_above(tree, places, n, axis, least);
}

/* Keys of points that differ may all be the same: then any half is as good as the other.
 * Median samples keep the depth of the recursion near log n. */
static size_t
split_places(const struct box_tree *tree, uint32_t *places, size_t n, struct box_fork *fork)
{
    int16_t least;
    size_t below;

    fork->axis = widest_axis(tree, places, n, &least);
    fork->split = median_split(tree, places, n, fork->axis, least);
    below = partition(tree, places, n, fork->axis, fork->split);
    return below > 0 && below < n ? below : n / 2;
}

static uint32_t
build(struct box_tree *tree, uint32_t *places, size_t n, int16_t *corner)
{
    int16_t beside[COVER_REACH];
    struct box_fork fork = { .axis = 0 };
    uint32_t at;
    size_t below;

    if (n <= BOX_BUCKET / 2 + BOX_BUCKET / 4)
        return new_leaf(tree, places, n, corner);
    below = split_places(tree, places, n, &fork);
    fork.count[0] = (uint32_t)below;
    fork.count[1] = (uint32_t)(n - below);
    fork.side[0] = build(tree, places, below, corner);
    fork.side[1] = build(tree, places + below, n - below, beside);
    at = take_fork(tree);
    memcpy(box_fork_at(tree, at), &fork, sizeof fork);
    memcpy(corner_of(tree, at, 0), corner, tree->reach * sizeof *corner);
    memcpy(corner_of(tree, at, 1), beside, tree->reach * sizeof *corner);
    raise_corner(corner, beside, tree->reach);
    return at;
}

/* Collects the places below and gives forks and buckets back. */
static size_t
dissolve(struct box_tree *tree, uint32_t below, uint32_t *places)
{
    uint32_t stack[BOX_DEEPEST];
    size_t depth = 0, n = 0;

    stack[depth++] = below;
    while (depth > 0) {
        uint32_t at = stack[--depth], bucket = at & ~BOX_LEAF;

        if (at & BOX_LEAF) {
            memcpy(places + n, tree->places + bucket * BOX_BUCKET,
                tree->fill[bucket] * sizeof *places);
            n += tree->fill[bucket];
            ARRAY_PUSH(tree->free_buckets, tree->n_free_buckets, tree->free_bucket_capacity,
                bucket);
        } else {
            assert(depth + 2 <= BOX_DEEPEST);
            stack[depth++] = box_fork_at(tree, at)->side[0];
            stack[depth++] = box_fork_at(tree, at)->side[1];
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
    return slot.fork == BOX_NOTHING ? &tree->root
        : &box_fork_at(tree, slot.fork)->side[slot.side];
}

static bool
leans(const struct box_fork *fork)
{
    uint32_t l = fork->count[0], r = fork->count[1];

    return (l > r ? l : r) > (l + r) / 4 * 3 + 2 * BOX_BUCKET;
}

/* What is below the slot, `count` places and perhaps one more, anew. Its corner is that of
 * the fork above, which knows of all of them already. */
static void
rebuild(struct box_tree *tree, struct slot slot, size_t count, uint32_t extra)
{
    uint32_t *places = mem_alloc((count + 1) * sizeof *places);
    size_t n = dissolve(tree, *slot_at(tree, slot), places);
    int16_t corner[COVER_REACH];
    uint32_t below;

    if (extra != BOX_NOTHING)
        places[n++] = extra;
    below = build(tree, places, n, corner);
    *slot_at(tree, slot) = below;
    free(places);
}

void
box_tree_add(struct box_tree *tree, uint32_t place)
{
    const int16_t *key = key_of(tree, place);
    struct slot slot = { BOX_NOTHING, 0 }, leaning = slot;
    size_t leaning_count = 0;
    uint32_t at = tree->root;

    if (at == BOX_NOTHING) {
        int16_t corner[COVER_REACH];

        tree->root = new_leaf(tree, &place, 1, corner);
        return;
    }
    while ((at & BOX_LEAF) == 0) {
        struct box_fork *fork = box_fork_at(tree, at);
        uint32_t side = !(key[fork->axis] < fork->split);

        fork->count[side]++;
        raise_corner(fork->corner + side * tree->reach, key, tree->reach);
        if (leaning_count == 0 && leans(fork)) {
            leaning_count = fork->count[0] + fork->count[1];
            leaning = slot;
        }
        slot = (struct slot){ at, side };
        at = fork->side[side];
    }
    if (tree->fill[at & ~BOX_LEAF] < BOX_BUCKET)
        put_in_leaf(tree, at & ~BOX_LEAF, place, key);
    else
        rebuild(tree, slot, BOX_BUCKET, place);
    if (leaning_count > 0)
        rebuild(tree, leaning, leaning_count, BOX_NOTHING);
}
