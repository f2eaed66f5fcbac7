/* partial_order.h - the order that dominance makes of points: what can be ranked at all.
 *
 * Points as in dominance.h. The relation is kept as bits, n^2 / 8 bytes each way; equal points
 * are neither comparable nor incomparable. Definitions and their numbers: the order lens.
 * Pure C.
 */
#ifndef PARETOP_MATH_PARTIAL_ORDER_H
#define PARETOP_MATH_PARTIAL_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct partial_order {
    size_t n, words;           /* words of 64 bits in a row */
    uint64_t *below;           /* row i: whom i dominates */
    uint64_t *above;           /* row i: who dominates i */
    uint64_t *equal;           /* row i: equal to i, itself too */
    uint32_t *order;           /* the points, whatever dominates one before it */
};

/* eps: per objective how much more "better" has to be, (3); NULL for none. O(n^2 d). */
void partial_order_init(struct partial_order *order, const double *points, size_t n, size_t d,
    const double *eps);
void partial_order_release(struct partial_order *order);

bool partial_order_dominates(const struct partial_order *order, size_t i, size_t j);
bool partial_order_equal(const struct partial_order *order, size_t i, size_t j);
/* (2): unordered pairs. */
struct order_pairs { double comparable, equal, incomparable; };
struct order_pairs partial_order_pairs(const struct partial_order *order);
/* (5), (6): layer[i] from 1, by the longest chain that ends in i; returns the height. */
uint32_t partial_order_layers(const struct partial_order *order, uint32_t *layer);
/* How many dominate i, and how many it dominates. */
size_t partial_order_above(const struct partial_order *order, size_t i);
size_t partial_order_below(const struct partial_order *order, size_t i);
/* (7): the most points of which none dominates another. O(pairs sqrt n) at worst. */
size_t partial_order_width(const struct partial_order *order);
/* (8): cover[j] is 1 if i covers j: nothing is between them. O(n^2 / 64). */
void partial_order_covers(const struct partial_order *order, size_t i, uint8_t *cover);
/* (9): ordered pairs whose first can be improved and still not be better than the second.
 * O(n^3 / 64). */
double partial_order_small_improvements(const struct partial_order *order);
/* (10): rankings that agree with the order; NaN for more than 20 points. */
double partial_order_extensions(const struct partial_order *order);

#endif
