/* ability.h - a model's ability from items with known parameters: variance, (13) to (15).
 *
 * Two-parameter logistic: P = 1/(1 + exp(-a(theta - b))), y 0 or 1, or a part right between:
 * the likelihood is that of (14), y ln P + (1 - y) ln(1 - P). Calibration of a and b is not
 * done here.
 */
#ifndef PARETOP_MATH_ABILITY_H
#define PARETOP_MATH_ABILITY_H

#include <stddef.h>

struct ability { double theta, se; };

double ability_chance(double a, double b, double theta);
double ability_information(const double *a, const double *b, size_t n, double theta);
/* Maximum likelihood; all right or all wrong diverges: +-infinity, se NaN; NaN if no
 * item tells anything. */
struct ability ability_ml(const double *a, const double *b, const double *y, size_t n);
/* Mode of the posterior with a standard normal prior. */
struct ability ability_map(const double *a, const double *b, const double *y, size_t n);
/* Its mean and deviation, by 61-point Gauss-Hermite quadrature. */
struct ability ability_eap(const double *a, const double *b, const double *y, size_t n);
/* Share right of all n items: what was seen (the first `seen`), and what theta promises. */
double ability_p_irt(const double *a, const double *b, const double *y, size_t seen, size_t n,
    double theta);

/* tinyBenchmarks' form: P = sigmoid(sum over d of clip(A theta - B, -30, 30)), A and B d x n
 * row-major. Its parameters are not those above. */
double ability_chance_of(const double *a, const double *b, size_t d, size_t n, size_t item,
    const double *theta);
/* -sum log-likelihood with 1e-10 under each logarithm, over the items with seen[i] != 0. */
double ability_loss(const double *a, const double *b, size_t d, size_t n, const double *y,
    const unsigned char *seen, const double *theta);
/* Minimises it from 0 into theta (d numbers). */
void ability_fit(const double *a, const double *b, size_t d, size_t n, const double *y,
    const unsigned char *seen, double *theta);

#endif
