/* hull.h - the upper hull of (cost, score) points and what a budget buys on it.
 *
 * Costs ascend with badness, scores with goodness; finite, no NaN. A split of traffic
 * between two models is a real option, so the hull is what money can buy on average.
 */
#ifndef PARETOP_MATH_HULL_H
#define PARETOP_MATH_HULL_H

#include <stdbool.h>
#include <stddef.h>

/* Rows on the strict upper hull in order of cost, from the cheapest to the best; hull has n
 * slots. Best score per cost, strict improvements, then a monotone chain that removes
 * points on or below a chord; of equal points the first. O(n log n). */
size_t hull_upper(const double *cost, const double *score, size_t n, size_t *hull);

struct mixture {
    bool feasible;
    size_t a, b;               /* rows; equal when one model takes all traffic */
    double share_b;            /* of b; a has the rest */
    double score;
    double price;              /* of the edge on the right: score per unit of cost */
    double price_left;         /* of the edge on the left at a vertex, else as price */
};

/* The best expected score for an expected cost of at most budget. O(log hull). */
struct mixture hull_budget(const double *cost, const double *score, const size_t *hull,
    size_t n_hull, double budget);

/* Regret of a point: what the hull gives at its cost less its score; NaN where the hull
 * gives nothing (cheaper than the cheapest). */
double hull_regret(const double *cost, const double *score, const size_t *hull,
    size_t n_hull, double at_cost, double at_score);

#endif
