/* shortlist.h - what trying the best k by a cheap score gains and risks: risk, (1) to (7).
 *
 * value[i] is the full (true) score of candidate i, estimate[i] its cheap score; neither may
 * be NaN. Larger is better. Undefined figures are NaN, not 0: those that take a baseline or a
 * threshold are where it is NaN.
 */
#ifndef PARETOP_MATH_SHORTLIST_H
#define PARETOP_MATH_SHORTLIST_H

#include <stdbool.h>
#include <stddef.h>

/* (1) Best first: a stable ascending sort, reversed, so that of ties the LATER input comes
 * first. order has n slots. */
void shortlist_rank(const double *score, size_t n, size_t *order);

struct shortlist {
    double kth, best, worst, mean;
    double sd;                 /* divides by k - ddof; NaN if that is 0 */
    double violation_rate;     /* share of the shortlist strictly below the threshold */
    double sharpe;             /* max(best - baseline, 0)/sd; x/0 is +inf, 0/0 NaN */
};
/* Figures of the first k of order (1 <= k). */
struct shortlist shortlist_figures(const double *value, const size_t *order, size_t k,
    double baseline, double threshold, int ddof);

/* Whether a ratio is larger than another by more than its rounding; against NaN it is. */
bool shortlist_is_larger(double ratio, double than);

/* (5) For charts: undefined at k >= 2 is 0, +inf is 100, the rest within 0..100. */
double shortlist_clip(double sharpe, size_t k);

/* (6) Baselines from a sample of returns: mean of the int(n alpha) lowest, and the alpha
 * quantile (type 7). NaN if there is nothing to average. Sorts a copy. */
double shortlist_cvar(const double *returns, size_t n, double alpha);
double shortlist_quantile(const double *returns, size_t n, double alpha);

struct agreement { double mse, rank_correlation, regret, type1, type2; };
/* (7) Companions over all candidates; regret at the first k. Ties are not averaged. */
struct agreement shortlist_agreement(const double *value, const double *estimate, size_t n,
    size_t regret_k, double threshold);

/* The regret of (7) for the first 1 to `most`: regret[k - 1] is what the k best have more than
 * the first k of the ranking, added up. */
void shortlist_regrets(const double *value, const double *estimate, size_t n, size_t most,
    double *regret);

#endif
