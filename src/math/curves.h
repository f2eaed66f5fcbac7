/* curves.h - how steady a curve over checkpoints is, and what a score can tell apart:
 * variance, (3) to (7).
 *
 * y holds n values in the order of the steps, no NaN. Undefined is NaN.
 */
#ifndef PARETOP_MATH_CURVES_H
#define PARETOP_MATH_CURVES_H

#include <stddef.h>

/* Kendall's tau-b: ties in either are taken out of the pairs. O(n^2). */
double curve_tau_b(const double *x, const double *y, size_t n);
/* Pearson's correlation of average ranks. */
double curve_spearman(const double *x, const double *y, size_t n);
double curve_pearson(const double *x, const double *y, size_t n);
/* The two above against 0..n-1. */
double curve_monotone_tau(const double *y, size_t n);
double curve_monotone_spearman(const double *y, size_t n);

struct curve_shape {
    double step_monotonicity;      /* (ups - downs)/(ups + downs), 0 if no step changes */
    double total_variation;        /* mean |step| */
    double relative_variation;     /* the same over max - min */
    double improvement;            /* (last - first)/n, by the number of points */
};
struct curve_shape curve_shape(const double *y, size_t n);

/* Largest gap of two models over their mean, and the last checkpoints' deviation (ddof 0)
 * over theirs; their ratio is the signal-to-noise ratio. */
double signal_of(const double *score, size_t n);
double noise_of(const double *score, size_t n);

/* Share of pairs that a and b order alike; ties are "not greater" and counted in *ties (of
 * either), since they make the share depend on the input's order. */
double decision_accuracy(const double *a, const double *b, size_t n, size_t *ties);

#endif
