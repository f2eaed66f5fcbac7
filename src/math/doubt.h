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
 * percentile limits, clusters for anything, runs behind an error
 * or of each task. */
enum { DOUBT_FEW_ITEMS = 30, DOUBT_FEW_DISCORDANT = 15, DOUBT_FEW_FOR_PERCENTILE = 40,
    DOUBT_FEW_CLUSTERS = 40, DOUBT_FEW_RUNS = 20,
    DOUBT_FEW_DIFFERENT = 15 /* items on which models differ */ };

/* Why a promise is doubtful: few of what it rests on, or few pairs that differ, all of them alike
 * (an error of 0 is not certainty), a few far from the rest, or unlike numbers whose shapes do not
 * cancel. */
enum doubt_reason { DOUBT_NONE, DOUBT_FEW, DOUBT_DISCORDANT, DOUBT_ALIKE, DOUBT_FAR,
    DOUBT_UNEVEN };
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
/* The same between scores of na and nb items: shapes cancel only where they are about as many. */
bool doubt_unpaired(double na, double skewness_a, double nb, double skewness_b);
/* Tasks together, with so many runs of each. */
bool doubt_runs(size_t n);
/* A difference on the same items: t; z and the bootstrap's intervals. */
bool doubt_difference(const double *part, size_t n);
bool doubt_bootstrap(const double *part, size_t n);
/* Anything by clusters. */
bool doubt_clusters(const double *part, size_t clusters);
/* States of the frontier from so many items or clusters. */
bool doubt_states(size_t n);
/* Normal draws with an error that comes from n observations, which is uncertain itself. */
bool doubt_errors(double n);
/* Two points that differ on so many items or clusters: where they are equal, most resamples are
 * ties, which another objective decides. */
bool doubt_ties(size_t different);
/* Points that are off, `expected` of which are on the frontier of the mean replicate: each alone
 * may be off at alpha, together they are not. */
bool doubt_off(double expected, double alpha);
/* One of two dominates the other, or neither, by resampling an objective's differences. */
bool doubt_dominance(const double *part, size_t n, size_t different, bool clustered);
/* A probability of a Sharpe ratio from n returns with that skewness and first autocorrelation. */
bool doubt_returns(size_t n, double skewness, double autocorrelation);
/* n models of which none is farther from the best than errors explain: farthest is the largest
 * difference over its standard error (0.05, Bonferroni over all pairs). What knowing the truth is
 * worth is too high then, as nothing was believed of the scores before. */
bool doubt_information(double farthest, size_t n);

#endif
