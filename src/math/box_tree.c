/* box_tree.c - a bucketed k-d tree that asks "does any point cover this one".
 *
 * Every node knows the best value of each objective below it: a subtree that is worse than
 * the question in one objective cannot cover it. Leaves keep up to 32 points by objective,
 * eight lanes a time. The tree grows by insertion; a subtree that leans too far is built
 * anew at its medians, so that it is never deeper than a few times log n whatever the
 * order of arrival.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance.h"
#include "math/dominance_parts.h"
#include "math/simd.h"

enum { BUCKET = 32, DEEPEST = 128 };

#define NO_NODE UINT32_MAX

struct node {
    double split;              /* values below it go left */
    uint32_t left, right;      /* NO_NODE in a leaf */
    uint32_t count;            /* points below */
    uint32_t bucket;           /* of a leaf */
    uint32_t axis;
};

struct box_tree {
    const double *value;       /* borrowed rows; objective 0 is not looked at */
    size_t stride, width;      /* d, d - 1 */
    struct node *nodes;
    double *corner;            /* width per node: the best value of each objective */
    size_t n_nodes, node_capacity;
    double *lanes;             /* width x BUCKET per bucket; NaN in free slots */
    uint32_t *places;          /* BUCKET per bucket */
    size_t n_buckets, bucket_capacity;
    uint32_t *free_nodes, *free_buckets;
    size_t n_free_nodes, free_node_capacity, n_free_buckets, free_bucket_capacity;
    uint32_t root;
};

struct box_tree *
box_tree_new(const double *value, size_t d)
{
    struct box_tree *tree = mem_zalloc(1, sizeof *tree);

    assert(d >= 2);
    tree->value = value;
    tree->stride = d;
    tree->width = d - 1;
    tree->root = NO_NODE;
    return tree;
}

void
box_tree_free(struct box_tree *tree)
{
    if (tree == NULL)
        return;
    free(tree->nodes);
    free(tree->corner);
    free(tree->lanes);
    free(tree->places);
    free(tree->free_nodes);
    free(tree->free_buckets);
    free(tree);
}

static const double *
row_of(const struct box_tree *tree, uint32_t place)
{
    return tree->value + place * tree->stride + 1;
}

static uint32_t
take_node(struct box_tree *tree)
{
    if (tree->n_free_nodes > 0)
        return tree->free_nodes[--tree->n_free_nodes];
    if (tree->n_nodes == tree->node_capacity) {
        tree->node_capacity = mem_grown(tree->node_capacity, tree->n_nodes + 1);
        tree->nodes = mem_resize(tree->nodes, tree->node_capacity, sizeof *tree->nodes);
        tree->corner = mem_resize(tree->corner, tree->node_capacity * tree->width,
            sizeof *tree->corner);
    }
    return (uint32_t)tree->n_nodes++;
}

static uint32_t
take_bucket(struct box_tree *tree)
{
    size_t size = tree->width * BUCKET;
    uint32_t bucket;

    if (tree->n_free_buckets > 0) {
        bucket = tree->free_buckets[--tree->n_free_buckets];
    } else {
        if (tree->n_buckets == tree->bucket_capacity) {
            tree->bucket_capacity = mem_grown(tree->bucket_capacity, tree->n_buckets + 1);
            tree->lanes = mem_resize(tree->lanes, tree->bucket_capacity * size,
                sizeof *tree->lanes);
            tree->places = mem_resize(tree->places, tree->bucket_capacity * BUCKET,
                sizeof *tree->places);
        }
        bucket = (uint32_t)tree->n_buckets++;
    }
    for (size_t i = 0; i < size; i++)
        tree->lanes[bucket * size + i] = (double)NAN;
    return bucket;
}

static void
raise_corner(struct box_tree *tree, uint32_t node, const double *row)
{
    double *corner = tree->corner + node * tree->width;

    for (size_t k = 0; k < tree->width; k++)
        if (row[k] > corner[k])
            corner[k] = row[k];
}

static void
put_in_leaf(struct box_tree *tree, uint32_t node, uint32_t place)
{
    struct node *leaf = &tree->nodes[node];
    const double *row = row_of(tree, place);
    double *lanes = tree->lanes + leaf->bucket * tree->width * BUCKET;

    assert(leaf->count < BUCKET);
    for (size_t k = 0; k < tree->width; k++)
        lanes[k * BUCKET + leaf->count] = row[k];
    tree->places[leaf->bucket * BUCKET + leaf->count] = place;
    leaf->count++;
    raise_corner(tree, node, row);
}

static uint32_t
new_leaf(struct box_tree *tree, const uint32_t *places, size_t n)
{
    uint32_t node = take_node(tree);

    tree->nodes[node] = (struct node){ .left = NO_NODE, .right = NO_NODE,
        .bucket = take_bucket(tree) };
    for (size_t k = 0; k < tree->width; k++)
        tree->corner[node * tree->width + k] = -INFINITY;
    for (size_t i = 0; i < n; i++)
        put_in_leaf(tree, node, places[i]);
    return node;
}

/* --- building at medians --- */

static double
spread(double lo, double hi)
{
    return lo < hi ? hi - lo : 0;      /* equal infinities have none */
}

static uint32_t
widest_axis(const struct box_tree *tree, const uint32_t *places, size_t n)
{
    uint32_t widest = 0;
    double most = -1;

    for (size_t k = 0; k < tree->width; k++) {
        double lo = row_of(tree, places[0])[k], hi = lo;

        for (size_t i = 1; i < n; i++) {
            double x = row_of(tree, places[i])[k];

            lo = x < lo ? x : lo;
            hi = x > hi ? x : hi;
        }
        if (spread(lo, hi) > most) {
            most = spread(lo, hi);
            widest = (uint32_t)k;
        }
    }
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

static int
compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The median of a sample, or the smallest value above the least one if most are equal. */
static double
median_split(const struct box_tree *tree, const uint32_t *places, size_t n, uint32_t axis)
{
    enum { MOST = 63 };
    double sample[MOST], least = INFINITY, above = INFINITY;
    size_t step = n / MOST + 1, m = 0;

    for (size_t i = 0; i < n; i += step)
        sample[m++] = row_of(tree, places[i])[axis];
    qsort(sample, m, sizeof sample[0], compare_doubles);
    for (size_t i = 0; i < n; i++) {
        double x = row_of(tree, places[i])[axis];

        if (x < least) {
            above = least;
            least = x;
        } else if (x > least && x < above) {
            above = x;
        }
    }
    return sample[m / 2] > least ? sample[m / 2] : above;
}

/* Points of a tree differ somewhere in objectives 2..d, so the widest axis always splits;
 * median samples keep the depth of the recursion near log n. */
static uint32_t
build(struct box_tree *tree, uint32_t *places, size_t n)
{
    uint32_t node, axis, left, right;
    size_t below;
    double split;

    if (n <= BUCKET / 2 + BUCKET / 4)
        return new_leaf(tree, places, n);
    axis = widest_axis(tree, places, n);
    split = median_split(tree, places, n, axis);
    below = partition(tree, places, n, axis, split);
    assert(below > 0 && below < n);
    node = take_node(tree);
    left = build(tree, places, below);
    right = build(tree, places + below, n - below);
    tree->nodes[node] = (struct node){ .split = split, .left = left, .right = right,
        .count = (uint32_t)n, .axis = axis };
    memcpy(tree->corner + node * tree->width, tree->corner + left * tree->width,
        tree->width * sizeof *tree->corner);
    raise_corner(tree, node, tree->corner + right * tree->width);
    return node;
}

/* Collects the places below a node and gives its nodes and buckets back. */
static size_t
dissolve(struct box_tree *tree, uint32_t node, uint32_t *places)
{
    uint32_t stack[DEEPEST];
    size_t depth = 0, n = 0;

    stack[depth++] = node;
    while (depth > 0) {
        uint32_t at = stack[--depth];
        const struct node *here = &tree->nodes[at];

        if (here->left == NO_NODE) {
            memcpy(places + n, tree->places + here->bucket * BUCKET,
                here->count * sizeof *places);
            n += here->count;
            ARRAY_PUSH(tree->free_buckets, tree->n_free_buckets, tree->free_bucket_capacity,
                here->bucket);
        } else {
            assert(depth + 2 <= DEEPEST);
            stack[depth++] = here->left;
            stack[depth++] = here->right;
        }
        ARRAY_PUSH(tree->free_nodes, tree->n_free_nodes, tree->free_node_capacity, at);
    }
    return n;
}

/* --- insertion --- */

/* Where a node's number is kept: the root's slot or its parent's. */
static uint32_t *
slot_of(struct box_tree *tree, uint32_t parent, bool right)
{
    if (parent == NO_NODE)
        return &tree->root;
    return right ? &tree->nodes[parent].right : &tree->nodes[parent].left;
}

static bool
leans(const struct box_tree *tree, const struct node *node)
{
    uint32_t l = tree->nodes[node->left].count, r = tree->nodes[node->right].count;

    return (l > r ? l : r) > node->count / 4 * 3 + 2 * BUCKET;
}

static void
rebuild(struct box_tree *tree, uint32_t parent, bool right, uint32_t extra)
{
    uint32_t node = *slot_of(tree, parent, right);
    uint32_t *places = mem_alloc(((size_t)tree->nodes[node].count + 1) * sizeof *places);
    size_t n = dissolve(tree, node, places);

    if (extra != NO_NODE)
        places[n++] = extra;
    node = build(tree, places, n);
    *slot_of(tree, parent, right) = node;
    free(places);
}

void
box_tree_add(struct box_tree *tree, uint32_t place)
{
    const double *row = row_of(tree, place);
    uint32_t at = tree->root, parent = NO_NODE, leaning_parent = NO_NODE;
    bool right = false, leaning_right = false, leaning = false;

    if (at == NO_NODE) {
        tree->root = new_leaf(tree, &place, 1);
        return;
    }
    while (tree->nodes[at].left != NO_NODE) {
        struct node *node = &tree->nodes[at];

        node->count++;
        raise_corner(tree, at, row);
        if (!leaning && leans(tree, node)) {
            leaning = true;
            leaning_parent = parent;
            leaning_right = right;
        }
        parent = at;
        right = !(row[node->axis] < node->split);
        at = right ? node->right : node->left;
    }
    if (tree->nodes[at].count < BUCKET)
        put_in_leaf(tree, at, place);
    else
        rebuild(tree, parent, right, place);
    if (leaning)
        rebuild(tree, leaning_parent, leaning_right, NO_NODE);
}

/* --- the question --- */

#ifdef PARETOP_NO_SIMD

static bool
leaf_covers(const double *lanes, size_t count, const double *row, size_t width, bool strictly)
{
    for (size_t i = 0; i < count; i++) {
        bool covers = true;

        for (size_t k = 0; k < width && covers; k++) {
            double p = lanes[k * BUCKET + i];

            covers = strictly ? p > row[k] : p >= row[k];
        }
        if (covers)
            return true;
    }
    return false;
}

#else

#define AT_LEAST(p, x, strictly) ((strictly) ? LOAD(p) > (x) : LOAD(p) >= (x))

/* All 32 lanes at once; after every second objective it may be over. Free slots hold NaN,
 * which covers nothing. */
__attribute__((always_inline)) static inline bool
leaf_covers(const double *lanes, size_t count, const double *row, size_t width, bool strictly)
{
    masks none = { 0 }, a = ~none, b = ~none, c = ~none, d = ~none;

    (void)count;
    for (size_t k = 0; k < width; k++) {
        const double *p = lanes + k * BUCKET;
        doubles x = SPREAD(row[k]);
        masks any;

        a &= AT_LEAST(p, x, strictly);
        b &= AT_LEAST(p + LANES, x, strictly);
        c &= AT_LEAST(p + 2 * LANES, x, strictly);
        d &= AT_LEAST(p + 3 * LANES, x, strictly);
        if (k % 2 == 0 && k + 1 < width)
            continue;
        any = a | b | c | d;
        if ((any[0] | any[1] | any[2] | any[3] | any[4] | any[5] | any[6] | any[7]) == 0)
            return false;
    }
    return true;
}

#endif

__attribute__((always_inline)) static inline bool
box_may_cover(const double *corner, const double *row, size_t width, bool strictly)
{
    for (size_t k = 0; k < width; k++)
        if (strictly ? !(corner[k] > row[k]) : corner[k] < row[k])
            return false;
    return true;
}

__attribute__((always_inline)) static inline bool
search(const struct box_tree *tree, const double *row, size_t width, bool strictly)
{
    uint32_t stack[DEEPEST];
    size_t depth = 0;

    if (tree->root != NO_NODE)
        stack[depth++] = tree->root;
    while (depth > 0) {
        uint32_t at = stack[--depth];
        const struct node *node = &tree->nodes[at];

        if (!box_may_cover(tree->corner + at * width, row, width, strictly))
            continue;
        if (node->left != NO_NODE) {
            assert(depth + 2 <= DEEPEST);
            stack[depth++] = node->left;
            stack[depth++] = node->right;      /* the better half first */
        } else if (leaf_covers(tree->lanes + node->bucket * width * BUCKET, node->count,
            row, width, strictly)) {
            return true;
        }
    }
    return false;
}

KERNEL_CLONES static bool
search_covers(const struct box_tree *tree, const double *row)
{
    switch (tree->width) {
    case 3: return search(tree, row, 3, false);
    case 4: return search(tree, row, 4, false);
    case 5: return search(tree, row, 5, false);
    case 8: return search(tree, row, 8, false);
    default: return search(tree, row, tree->width, false);
    }
}

KERNEL_CLONES static bool
search_covers_strictly(const struct box_tree *tree, const double *row)
{
    return search(tree, row, tree->width, true);
}

bool
box_tree_covers(const struct box_tree *tree, const double *row, bool strictly)
{
    return strictly ? search_covers_strictly(tree, row + 1) : search_covers(tree, row + 1);
}
