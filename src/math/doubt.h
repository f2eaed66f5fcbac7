/* doubt.h - where a method's promise is known to fail: what its output must then say.
 *
 * The bounds were found by simulation with a known truth; tests/validity holds the table, and
 * a test reads from it that what falls short of its level is said. `part` is what each item
 * (or cluster) adds to a mean or a difference, less the mean.
 */
#ifndef PARETOP_MATH_DOUBT_H
#define PARETOP_MATH_DOUBT_H

#include <stdbool.h>
#include <stddef.h>

/* So few are too few: observations for a mean, discordant pairs for Wald, observations for
 * percentile limits, clusters for anything, runs of
 * each task. */
enum { DOUBT_FEW_ITEMS = 30, DOUBT_FEW_DISCORDANT = 15, DOUBT_FEW_FOR_PERCENTILE = 40,
     DOUBT_FEW_CLUSTERS = 40, DOUBT_FEW_RUNS = 20 };

/* Why a promise is doubtful: few of what it rests on, or few pairs that differ, all of them alike
 * (an error of 0 is not certainty), or a few far from the rest. */
enum doubt_reason { DOUBT_NONE, DOUBT_FEW, DOUBT_DISCORDANT, DOUBT_ALIKE, DOUBT_FAR };
/* Of n parts with that skewness, where fewer than `fewest` are few. */
enum doubt_reason doubt_why(size_t n, size_t fewest, double skewness);

/* Wald's interval for k of n, or for a difference with k discordant pairs. */
bool doubt_wald(double k, double n);
/* The t interval of a mean of n with that skewness: below 30, or below 50 skewness^2, which is
 * twice what Cochran (1977, section 2.15) asks of normal limits. An undefined skewness (all are
 * equal) is doubtful. */
bool doubt_mean(size_t n, double skewness);
/* Percentile limits from so few observations. */
bool doubt_percentile(size_t n);
/* Welch's t between means of so many. */
bool doubt_welch(double na, double nb);
/* Tasks together, with so many runs of each. */
bool doubt_runs(size_t n);
/* A difference on the same items: t, and the bootstrap's intervals. */
bool doubt_difference(const double *part, size_t n);
bool doubt_bootstrap(const double *part, size_t n);
/* Anything by clusters. */
bool doubt_clusters(const double *part, size_t clusters);
/* States of the frontier from so many items or clusters. */
bool doubt_states(size_t n);

#endif
