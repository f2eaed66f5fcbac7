/* intervals.h - intervals for proportions, means and differences of two models.
 *
 * level is the confidence (0.95). Proportions are k of n, limits clipped to [0, 1]. Sources
 * are named at each; definitions as in the compare lens. Uses GSL's distribution functions,
 * never its inverse beta, which fails for large arguments.
 */
#ifndef PARETOP_MATH_INTERVALS_H
#define PARETOP_MATH_INTERVALS_H

#include <stdbool.h>
#include <stddef.h>

struct interval { double lo, hi; };

/* Quantile of the standard normal for a two-sided level: 1.96 for 0.95. */
double interval_z(double level);

/* --- k of n --- */
struct interval interval_wald(double k, double n, double level);
struct interval interval_wilson(double k, double n, double level);
struct interval interval_wilson_corrected(double k, double n, double level);
struct interval interval_agresti_coull(double k, double n, double level);
/* By bisection; Wilson above n = 50,000. */
struct interval interval_clopper_pearson(double k, double n, double level);
struct interval interval_jeffreys(double k, double n, double level);
struct interval interval_uniform_prior(double k, double n, double level);

/* --- a mean --- */
struct interval interval_normal(double mean, double se, double level);
struct interval interval_t(double mean, double se, double df, double level);
/* Two-sided p of t = value / se with df degrees; NaN if value and se are both 0 or se is
 * undefined. */
double p_of_t(double value, double se, double df);
double p_of_z(double value, double se);

/* Clustered standard error of the mean of x; cluster[i] in 0..clusters-1. plain is without
 * and cr1 with the factor C/(C-1); both NaN for one cluster. effect: the design effect. */
struct clustered { double plain, cr1, effect; size_t clusters; };
struct clustered clustered_error(const double *x, const size_t *cluster, size_t n,
    size_t clusters);

/* The mean of n items, each counted once whatever the samples behind it, with its error: sd (ddof
 * 1) / sqrt(n) and df n - 1, or, where clusters > 0, cr1 and clusters - 1. Sums are exact, so that
 * neither depends on the order of items without clusters; an error below 1e-12 of the largest item
 * is rounding alone, and 0. NaN where undefined: no item, or no second one. */
struct item_mean { double mean, se, n, df; };
struct item_mean item_mean_of(const double *x, const size_t *cluster, size_t n, size_t clusters);

/* --- two models on the same items --- */
struct paired {
    size_t n;
    double mean_a, mean_b, diff;          /* diff = a - b */
    double se_a, se_b, se_paired, se_unpaired;
    double correlation, covariance;
    double t, p, z, p_z, effect;          /* effect = diff / sd of the differences */
};
struct paired paired_difference(const double *a, const double *b, size_t n);

/* Errors of two means (ratios of sums) over the same groups and their correlation (0 where one
 * has no error); clustered as cr1 above. x and y: the groups' sums, count: how many items each
 * has. NaN for one group. */
struct joint_error { double x, y, r; };
struct joint_error joint_error(const double *x, const double *y, const double *count,
    size_t groups);

/* 0/1 scores: both right, only a, only b, neither. */
struct discordance { double both, only_a, only_b, neither; };
double mcnemar_exact(const struct discordance *d);
double mcnemar_mid_p(const struct discordance *d);
/* chi2 with 1 df, without and with continuity correction; NaN without discordant pairs. */
double mcnemar_chi2(const struct discordance *d, bool corrected, double *p);
double discordance_diff(const struct discordance *d, double *se);
/* Newcombe (1998), method 10. */
struct interval interval_newcombe(const struct discordance *d, double level);
/* Tango (1998): score interval by bisection. */
struct interval interval_tango(const struct discordance *d, double level);

/* --- two models on items of their own: ka of na less kb of nb --- */
/* Newcombe (1998), "Interval estimation for the difference between independent proportions",
 * method 10: from Wilson's intervals. */
struct interval interval_two_proportions(double ka, double na, double kb, double nb,
    double level);
/* Fisher's exact test, two-sided: tables no more likely than that one. */
double fisher_exact(double ka, double na, double kb, double nb);

/* --- planning --- */
/* Variance of one item's difference from its parts: omega2 + sa2/ka + sb2/kb. */
double power_variance(double omega2, double sa2, double ka, double sb2, double kb);
/* Items that show delta with probability `power` (not rounded), the smallest difference
 * that n items would show, and the power of n items for delta. */
double power_items(double variance, double delta, double alpha, double power);
double power_smallest(double variance, double n, double alpha, double power);
double power_two_sided(double variance, double n, double delta, double alpha);

#endif
