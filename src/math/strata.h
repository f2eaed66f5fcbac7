/* strata.h - runs within tasks, resampled within each task: compare, (20).
 *
 * A draw is a number for each run: how often it was taken. What is computed from draws is
 * prepared once by sorting, so that a replicate costs a walk over the runs. No NaN.
 */
#ifndef PARETOP_MATH_STRATA_H
#define PARETOP_MATH_STRATA_H

#include <stddef.h>
#include <stdint.h>

#include "math/rng.h"

/* The runs of one model, task after task; borrowed. */
struct strata {
    size_t tasks;
    const size_t *n;               /* runs of each task, 1 to 65,535 */
    const double *x;
};

size_t strata_runs(const struct strata *strata);
/* count[run], as many as each task has runs. */
void strata_draw(struct rng *rng, const struct strata *strata, uint16_t *count);
/* Every run once: what was observed. */
void strata_observed(const struct strata *strata, uint16_t *count);

/* Places of the runs in ascending order of x; place has a slot for each run. */
void strata_sort(const struct strata *strata, size_t *place);
/* Interquartile mean of what was drawn: without floor(n/4) runs at each end. */
double strata_iqm(const struct strata *strata, const size_t *place, const uint16_t *count);

/* Two models on the same tasks. */
struct strata_pair;
struct strata_pair *strata_pair_new(const struct strata *a, const struct strata *b);
void strata_pair_free(struct strata_pair *pair);     /* NULL is fine */
/* The chance that a run of a is larger than one of b, ties half, averaged over tasks. */
double strata_improvement(const struct strata_pair *pair, const uint16_t *count_a,
    const uint16_t *count_b);

#endif
