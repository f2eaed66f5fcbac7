/* box_tree.h - what a tree of boxes is made of, private to box_tree.c and box_tree_search.c.
 *
 * A fork knows the best key of each objective on either side: a side that is worse than the
 * question in one objective cannot cover it. Leaves keep up to 32 points by objective.
 */
#ifndef PARETOP_MATH_BOX_TREE_H
#define PARETOP_MATH_BOX_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "math/dominance_parts.h"

enum { BOX_BUCKET = 32, BOX_DEEPEST = 128 };

/* What is below a side: a fork, or a leaf's bucket. */
#define BOX_LEAF (UINT32_C(1) << 31)
#define BOX_NOTHING UINT32_MAX

/* With its corners it fills a line of the cache if there are up to nine objectives. */
struct box_fork {
    uint32_t side[2];
    uint32_t count[2];         /* points below */
    uint32_t axis;
    int16_t split;             /* keys below it go to side 0 */
    int16_t unused[5];
    int16_t corner[];          /* reach of each side; 0 in lanes left over */
};

struct block { void *room; char *at; };

struct box_tree {
    const struct cover_space *space;
    size_t width, reach;       /* d - 1; lanes of a corner */
    size_t fork_size, bucket_size;
    struct block forks;
    size_t n_forks, fork_capacity;
    struct block lanes;        /* width x BOX_BUCKET keys per bucket; the least in free slots */
    uint32_t *places;          /* BOX_BUCKET per bucket */
    uint32_t *fill;            /* points in the bucket */
    size_t n_buckets, bucket_capacity;
    uint32_t *free_forks, *free_buckets;
    size_t n_free_forks, free_fork_capacity, n_free_buckets, free_bucket_capacity;
    uint32_t root;
};

static inline struct box_fork *
box_fork_at(const struct box_tree *tree, uint32_t fork)
{
    return (struct box_fork *)(void *)(tree->forks.at + fork * tree->fork_size);
}

static inline int16_t *
box_lanes_at(const struct box_tree *tree, uint32_t bucket)
{
    return (int16_t *)(void *)(tree->lanes.at + bucket * tree->bucket_size);
}

#endif
