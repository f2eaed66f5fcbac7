/* cover_set.c - the kept points of a sweep: a staircase for three objectives; for more, a
 * short list of places that becomes a tree of boxes when it grows.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance_parts.h"

/* --- the staircase: y rises, z falls --- */

/* First step with y' >= y, or y' > y. */
static size_t
first_step(const struct staircase *stairs, double y, bool beyond)
{
    const double *at = stairs->y;
    size_t n = stairs->n;

    while (n > 0) {
        size_t half = n / 2;

        if (at[half] < y || (beyond && at[half] == y)) {
            at += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return (size_t)(at - stairs->y);
}

bool
staircase_covers(const struct staircase *stairs, double y, double z, bool strictly)
{
    size_t i;

    if (stairs->n == 0)
        return false;
    i = first_step(stairs, y, strictly);
    return i < stairs->n && (strictly ? stairs->z[i] > z : stairs->z[i] >= z);
}

/* The new step replaces those that it covers: a run that ends where y' exceeds y. */
void
staircase_add(struct staircase *stairs, double y, double z)
{
    size_t end = first_step(stairs, y, true), begin = end, tail;

    while (begin > 0 && stairs->z[begin - 1] <= z)
        begin--;
    tail = stairs->n - end;
    if (stairs->n + 1 > stairs->capacity) {
        /* Small at first: a chain of a million points makes as many stairs of one step. */
        stairs->capacity = stairs->capacity == 0 ? 2 : mem_grown(stairs->capacity, stairs->n + 1);
        stairs->y = mem_resize(stairs->y, stairs->capacity, sizeof *stairs->y);
        stairs->z = mem_resize(stairs->z, stairs->capacity, sizeof *stairs->z);
    }
    memmove(stairs->y + begin + 1, stairs->y + end, tail * sizeof *stairs->y);
    memmove(stairs->z + begin + 1, stairs->z + end, tail * sizeof *stairs->z);
    stairs->y[begin] = y;
    stairs->z[begin] = z;
    stairs->n = begin + 1 + tail;
}

void
staircase_release(struct staircase *stairs)
{
    free(stairs->y);
    free(stairs->z);
}

/* --- the set --- */

enum { LIST_MOST = 16 };

struct cover_set {
    struct cover_space *space;
    struct staircase stairs;   /* d = 3 */
    uint32_t *places;          /* d > 3, while few */
    size_t n, capacity;
    struct box_tree *tree;     /* d > 3, when many */
};

struct cover_set *
cover_set_new(struct cover_space *space)
{
    struct cover_set *set = mem_zalloc(1, sizeof *set);

    set->space = space;
    return set;
}

void
cover_set_free(struct cover_set *set)
{
    staircase_release(&set->stairs);
    box_tree_free(set->tree);
    free(set->places);
    free(set);
}

static bool
row_covers(const double *p, const double *q, size_t d, bool strictly)
{
    for (size_t k = 1; k < d; k++)
        if (strictly ? !(p[k] > q[k]) : p[k] < q[k])
            return false;
    return true;
}

bool
cover_set_covers(const struct cover_set *set, size_t place, bool strictly)
{
    const struct ordered_points *ordered = set->space->ordered;
    size_t d = ordered->d;
    const double *row = ordered->value + place * d;

    if (d == 3)
        return staircase_covers(&set->stairs, row[1], row[2], strictly);
    if (set->tree != NULL)
        return box_tree_covers(set->tree, place, strictly);
    for (size_t i = 0; i < set->n; i++)
        if (row_covers(ordered->value + set->places[i] * d, row, d, strictly))
            return true;
    return false;
}

static void
plant_tree(struct cover_set *set)
{
    cover_space_find_keys(set->space);
    set->tree = box_tree_new(set->space);
    for (size_t i = 0; i < set->n; i++)
        box_tree_add(set->tree, set->places[i]);
    free(set->places);
    set->places = NULL;
}

void
cover_set_add(struct cover_set *set, size_t place)
{
    const struct ordered_points *ordered = set->space->ordered;
    const double *row = ordered->value + place * ordered->d;

    if (ordered->d == 3) {
        staircase_add(&set->stairs, row[1], row[2]);
        return;
    }
    if (set->tree == NULL && set->n == LIST_MOST)
        plant_tree(set);
    if (set->tree != NULL)
        box_tree_add(set->tree, (uint32_t)place);
    else
        ARRAY_PUSH(set->places, set->n, set->capacity, (uint32_t)place);
}
