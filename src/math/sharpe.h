/* sharpe.h - risk and return of one series: risk, (9) to (20).
 *
 * x is a series of n returns that the caller has declared as such: excess scores over a
 * reference model per task or item, relative changes per period, or utilities. No NaN.
 * Ratios are per period unless said; undefined is NaN, infinite is +-inf.
 */
#ifndef PARETOP_MATH_SHARPE_H
#define PARETOP_MATH_SHARPE_H

#include <stddef.h>

/* Mean excess over sd (ddof 1). A spread below 1e-15 of the largest value is 0. */
double sharpe_ratio(const double *x, size_t n, double risk_free);
double sharpe_downside(const double *x, size_t n, double target);  /* (10) divides by n */
double sharpe_sortino(const double *x, size_t n, double target);
/* (11) to (13) on compounded wealth, undefined where it would fall below 0 (x < -1).
 * max_drawdown <= 0. */
double sharpe_max_drawdown(const double *x, size_t n);
double sharpe_cagr(const double *x, size_t n, double periods_per_year);
double sharpe_calmar(const double *x, size_t n, double periods_per_year);
double sharpe_ulcer(const double *x, size_t n, double risk_free, double periods_per_year);
/* (14) */
double sharpe_omega(const double *x, size_t n, double target);
double sharpe_var(const double *x, size_t n, double level);        /* quantile, type 7 */
double sharpe_cvar(const double *x, size_t n, double level);
double sharpe_tail_ratio(const double *x, size_t n, double level);
/* (15) against a benchmark series. */
double sharpe_information(const double *x, const double *benchmark, size_t n);
double sharpe_tracking_error(const double *x, const double *benchmark, size_t n);
double sharpe_beta(const double *x, const double *benchmark, size_t n);
/* (16) biased, by the population sd; kurtosis is not excess. */
double sharpe_skew(const double *x, size_t n);
double sharpe_kurtosis(const double *x, size_t n);
/* (17) */
double sharpe_se_normal(double ratio, size_t n);
double sharpe_se_mertens(double ratio, size_t n, double skew, double kurtosis);
/* (18) */
double sharpe_probability(double ratio, double against, double se);
double sharpe_least_length(double ratio, double against, double se, size_t n, double level);
/* (19) lag k >= 1; Lo's factor for aggregating q periods. */
double sharpe_autocorrelation(const double *x, size_t n, size_t lag);
double sharpe_lo_factor(const double *x, size_t n, size_t q);
/* (20) columns[i] is the series of trial i over n periods, NaN where it lacks one; correlations
 * are over the periods that two have. Picks the best ratio and deflates it; psr is against 0.
 * Deflating takes all differences between the ratios for luck: luck is the probability that it
 * makes such differences, of their squares over the squared standard errors, less what the
 * series have in common, by chi-square. */
struct deflated { size_t best, independent; double correlation, expected_max, psr, dsr, luck; };
struct deflated sharpe_deflated(const double *const *columns, size_t trials, size_t n,
    double risk_free);

#endif
