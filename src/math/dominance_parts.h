/* dominance_parts.h - the pieces of the dominance kernels, private to src/math/.
 *
 * Every sweep visits points in lexicographic order, largest first: what dominates a point
 * has been seen before it, and equal points are neighbours. So "is it dominated" becomes
 * "has a point that is at least as good in objectives 2..d been kept", which a number
 * (d = 2), a staircase (d = 3) or a tree of boxes (d >= 4) answers.
 */
#ifndef PARETOP_MATH_DOMINANCE_PARTS_H
#define PARETOP_MATH_DOMINANCE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "math/dominance.h"
#include "math/order.h"

/* Rows that a few strong points do not dominate (strictly in every objective if weak), in
 * input order; *m is their number. NULL with *m = n: all rows. Caller frees. */
uint32_t *dominance_survivors(const double *points, size_t n, size_t d, bool weak, size_t *m);

/* Whether place i holds the same point as place i-1. */
bool ordered_same_as_previous(const struct ordered_points *ordered, size_t i);

/* What the sets of one sweep share: the points and, once a set is large, a key for each value
 * of objectives 2..d: a point's are at key[place * reach], 0 in lanes left over. */
enum { COVER_REACH = 16 };
struct cover_space {
    const struct ordered_points *ordered;      /* borrowed */
    size_t reach;              /* half of COVER_REACH, or all of it */
    int16_t *key;              /* or NULL */
};
void cover_space_init(struct cover_space *space, const struct ordered_points *ordered);
void cover_space_release(struct cover_space *space);
void cover_space_find_keys(struct cover_space *space);

/* A set of points of which one question is asked: does it hold one that covers q, that is
 * at least as good in objectives 2..d (strictly better in all of them if strictly)? */
struct cover_set;
struct cover_set *cover_set_new(struct cover_space *space);
void cover_set_free(struct cover_set *set);
/* d >= 3. place is a place of ordered. */
bool cover_set_covers(const struct cover_set *set, size_t place, bool strictly);
void cover_set_add(struct cover_set *set, size_t place);   /* not covered before */

/* The two structures behind it. */
struct staircase { double *y, *z; size_t n, capacity; };
bool staircase_covers(const struct staircase *stairs, double y, double z, bool strictly);
void staircase_add(struct staircase *stairs, double y, double z);
void staircase_release(struct staircase *stairs);

struct box_tree;
/* Over objectives 2..d of the ordered points, d >= 2; each is named by its place. The space
 * has its keys. */
struct box_tree *box_tree_new(const struct cover_space *space);
void box_tree_free(struct box_tree *tree);
bool box_tree_covers(const struct box_tree *tree, size_t place, bool strictly);
void box_tree_add(struct box_tree *tree, uint32_t place);

#endif
