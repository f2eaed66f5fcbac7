/* portfolio.h - shares of several models at once: risk, (21) to (29).
 *
 * Matrices are row-major k x k. Weights are shares >= 0 that sum to 1. Undefined is NaN.
 * Pure C, no GSL.
 */
#ifndef PARETOP_MATH_PORTFOLIO_H
#define PARETOP_MATH_PORTFOLIO_H

#include <stdbool.h>
#include <stddef.h>

/* (21) to (23), after Guerreiro and Fonseca's hypervolume Sharpe ratio: points are n x d,
 * MINIMISED, in the box low..up. A requirement is drawn uniformly from the box; chance[i] is
 * the probability that point i meets it, and the ratio is of expected to standard deviation
 * of what a portfolio meets. Points outside the box get chance NaN and no investment; the
 * dominated, and what equals an earlier point inside the box, no investment. No point inside:
 * 0. */
double portfolio_hypervolume_sharpe(const double *points, size_t n, size_t d,
    const double *low, const double *up, double *investment, double *chance);

/* (25), the critical line: weights of the turning points of the mean-variance frontier, from
 * the largest mean to the least variance, one row of k each. Ties of means are separated by
 * 1e-10 of the range of means; if all are equal, only the least variance is a row. A singular
 * covariance gets a ridge of 1e-10 of its mean variance (*ridged). weights holds room rows;
 * returns how many were written, 0 if undefined. */
size_t portfolio_critical_line(const double *mean, const double *covariance, size_t k,
    double *weights, size_t room, bool *ridged);
double portfolio_mean(const double *mean, const double *weight, size_t k);
double portfolio_variance(const double *covariance, const double *weight, size_t k);
/* (24) the other variance: every request goes to one model, drawn by the weights. */
double portfolio_router_variance(const double *mean, const double *covariance,
    const double *weight, size_t k);
/* (26) the largest (mean - risk_free)/sd on the frontier, exact on each segment; weight has
 * k slots. NaN for no turning points. */
double portfolio_best_ratio(const double *mean, const double *covariance, size_t k,
    const double *weights, size_t turning, double risk_free, double *weight);

/* (27) Cover's universal portfolio over the lattice with D divisions, or as many fewer as keep it
 * within 50,000 points; undefined for more than 64 assets or a relative of 0 or less: relatives is
 * periods x k, all > 0. wealth has `periods` slots; best_weight, of k, is the constant mixture
 * with the most wealth at the end; shares, of periods x k or NULL, what is held as each period
 * begins. */
struct universal { double wealth, best_wealth; size_t lattice; unsigned divisions; };
struct universal portfolio_universal(const double *relatives, size_t periods, size_t k,
    unsigned divisions, double *wealth, double *best_weight, double *shares);
/* (28) buy and hold equal parts: wealth over periods; *best is the best part's wealth. Its
 * log regret never exceeds ln k. */
double portfolio_buy_and_hold(const double *relatives, size_t periods, size_t k,
    double *wealth, double *best);

/* (29) average quality of the routing hull between the cheapest and the dearest cost of all
 * points; the hull is rows of (cost, score) as hull_upper gives them. */
double portfolio_average_quality(const double *cost, const double *score, size_t n,
    const size_t *hull, size_t n_hull);

#endif
