/* simulate.h - what the simulations share: kinds of data with a known truth, and the table. */
#ifndef PARETOP_TESTS_VALIDITY_SIMULATE_H
#define PARETOP_TESTS_VALIDITY_SIMULATE_H

#include <stdbool.h>
#include <stddef.h>

#include "math/intervals.h"
#include "math/rng.h"

enum { MOST_ITEMS = 1319, CLUSTER = 10, SIZES = 3, SHARES = 2, WORLDS = 1000,
    FEW_WORLDS = 400 /* of methods that resample */, REPLICATES = 999 };
extern const size_t sizes[SIZES];      /* 30, 225, 1319 items */
extern const double shares[SHARES];    /* 0.5, 0.95: mean score */
extern const double level;             /* 0.95 */

/* Scores of mean p: right or wrong, in steps of a fifth, or any number from 0 to 1. */
enum kind { BINARY, TIED, GRADED, KINDS };
extern const char *const kind_names[KINDS];
/* The score for a uniform draw u, and its mean. */
double score_of(enum kind kind, double p, double u);
double score_mean(enum kind kind, double p);

/* Two models on the same n items; the truth of their difference is 0. Half of a score is the
 * item's; in clusters of ten, seven tenths of a's are the cluster's. */
struct world {
    double a[MOST_ITEMS], b[MOST_ITEMS], d[MOST_ITEMS];
    size_t cluster[MOST_ITEMS], n, clusters;
};
void world_draw(struct world *world, struct rng *rng, enum kind kind, double p, size_t n,
    bool clustered);
struct discordance world_table(const struct world *world);

/* One line of the table: how many of `worlds` held the truth, or were falsely called
 * different, and in how many the program's output would say that the promise may fail. A line
 * that misses its promise by more than three Monte Carlo errors ends with MISSED. */
struct tally { size_t worlds, right, said; };
void say_coverage(const char *what, const char *method, const char *data, struct tally tally);
void say_false(const char *what, const char *method, const char *data, size_t worlds,
    double share, double said);

void simulate_means(void);             /* means.c: one model, seeds, costs */
void simulate_pairs(void);             /* pairs.c: differences of two, and tests */
void simulate_alone(void);             /* alone.c: unpaired, ranks of several, own by clusters */
void simulate_claims(void);            /* claims.c: equivalence, dominance, suites, ablations */
void simulate_value(void);             /* value.c: Sharpe probabilities, value of information */
void simulate_runs(void);              /* runs.c: repeated runs, tasks together */
void simulate_many(void);              /* many.c: families of pairs, frontiers */

#endif
