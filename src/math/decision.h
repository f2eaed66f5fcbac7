/* decision.h - what information is worth before a choice: decide, (1) to (13).
 *
 * U is the gain of acting rather than not: for two models the difference of their scores.
 * Means, standard errors and results are in units of the score, larger is better. Undefined
 * (an s below 0, a NaN, fewer than two models) is NaN. The gain of waiting is positive and
 * equals the value of perfect information for a rational decision maker. Formulas are the
 * standard ones; the reading of "The Off-Switch Game" (arXiv 1611.08219).
 */
#ifndef PARETOP_MATH_DECISION_H
#define PARETOP_MATH_DECISION_H

#include <stddef.h>
#include <stdint.h>

/* Who decides when the truth is known: (2) acts if u >= 0, (3) acts with probability
 * 1/(1 + exp(-u/beta)), (4) errs with probability eps. */
enum decider { DECIDER_RATIONAL, DECIDER_SOFTMAX, DECIDER_ERROR };

/* A belief in n values with weights that need not sum to one. noise is beta or eps. */
struct decision_value { double mean, positive /* E[max(U,0)] */, deferred /* E[pi(U) U] */,
    delta; };
struct decision_value decision_discrete(const double *value, const double *weight, size_t n,
    enum decider decider, double noise);
/* U ~ N(mean, s^2): (5), (6), and (7) by quadrature. */
struct decision_value decision_gaussian(double mean, double s, enum decider decider,
    double noise);

/* (11) expected value of n more paired items with standard deviation sd of one item's
 * difference, where the difference is believed to be N(mean, se^2). */
double decision_sample_value(double mean, double se, double sd, double n);
/* (13) items at which |mean| is found with this power, rounded up; NaN for mean 0. */
double decision_items_needed(double mean, double sd, double alpha, double power);

/* For both forms of (9): k means less the best one, then their k errors, in units of the largest
 * error, so that no square leaves the range. The caller frees it; NULL for fewer than two, a
 * missing mean, or an error that is missing or below 0. */
double *decision_scaled(const double *mean, const double *se, size_t k, double *unit);
/* (9), (10) for k independent beliefs N(mean[i], se[i]^2): expected maximum less the best
 * mean, and the probability that each is best (p_best has k slots or is NULL). */
double decision_best_independent(const double *mean, const double *se, size_t k,
    double *p_best);
/* The same where they are correlated, by `draws` samples: covariance is k x k, from df degrees
 * that all share (multivariate t; INFINITY: normal). *error is the standard error of the
 * simulation. NaN if the matrix is none of a covariance, or with one degree. */
double decision_best_sampled(const double *mean, const double *covariance, size_t k, double df,
    size_t draws, uint64_t seed, double *p_best, double *error);

/* --- beliefs from few runs --- */

/* The same where an error comes from so few runs that it is uncertain itself: the difference is
 * believed to be mean + s t, t Student's with df degrees; df INFINITY is the normal. The mean of
 * what may be lost is finite above one degree, else NaN. */
struct decision_value decision_student(double mean, double s, double df, enum decider decider,
    double noise);
double decision_student_sample_value(double mean, double se, double df, double sd, double n);
/* Probability that the difference is above 0. */
double decision_student_better(double mean, double s, double df);
/* Runs at which |mean| is found with this power by quantiles of t, where `now` runs give df
 * degrees; the same as decision_items_needed where these are many. */
double decision_runs_needed(double mean, double sd, double now, double df, double alpha,
    double power);
/* k independent beliefs mean[i] + se[i] t, with df[i] > 1 degrees (INFINITY: normal). */
double decision_best_student(const double *mean, const double *se, const double *df, size_t k,
    double *p_best);
/* Degrees of a difference of two, after Welch and Satterthwaite. */
double decision_df_of_two(double sa, double dfa, double sb, double dfb);

#endif
