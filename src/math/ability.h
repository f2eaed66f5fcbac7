/* ability.h - a model's ability from items with known parameters: variance, (13) to (15).
 *
 * Logistic: P = upper/(1 + exp(-a(theta - b))), y 0 or 1, or a part right between: the
 * likelihood is that of (14), y ln P + (1 - y) ln(1 - P). With upper 1 this is the
 * two-parameter form, with a 1 as well the one-parameter (Rasch) form. Calibration of the
 * parameters is not done here.
 */
#ifndef PARETOP_MATH_ABILITY_H
#define PARETOP_MATH_ABILITY_H

#include <stddef.h>

struct ability { double theta, se; };

/* n items of one model. upper: the largest chance of each, above 0; NULL: 1 throughout. */
struct ability_items { const double *a, *b, *upper, *y; size_t n; };

double ability_chance(double a, double b, double theta);
double ability_information(const struct ability_items *items, double theta);
/* Maximum likelihood; all right or all wrong diverges: +-infinity, se NaN; NaN if no
 * item tells anything. */
struct ability ability_ml(const struct ability_items *items);
/* Mode of the posterior with a standard normal prior. */
struct ability ability_map(const struct ability_items *items);
/* Its mean and deviation, by 61-point Gauss-Hermite quadrature. */
struct ability ability_eap(const struct ability_items *items);

/* Share right of n items: those that were seen (the first `seen`) as y says, the others by
 * their chance. balance weighs items (mean 1); NULL: 1 throughout. */
double ability_p_irt(const double *y, const double *chance, const double *balance, size_t seen,
    size_t n);
/* Weights that make the parts of a scenario count alike, whatever their numbers of items:
 * n / (parts * items of its part). part[i] < parts. */
void ability_balance(const size_t *part, size_t n, size_t parts, double *balance);

/* tinyBenchmarks' form: P = sigmoid(sum over d of clip(A theta - B, -30, 30)), A and B d x n
 * row-major. Its parameters are not those above. seen[i] != 0: y[i] is known. prior: 1 for a
 * standard normal one, else 0. */
struct ability_space { const double *a, *b, *y; const unsigned char *seen; size_t d, n;
    double prior; };

double ability_chance_of(const struct ability_space *space, size_t item, const double *theta);
/* -sum log-likelihood with 1e-10 under each logarithm, and prior theta^2 / 2. */
double ability_loss(const struct ability_space *space, const double *theta);
/* Minimises it from 0 into theta (d numbers). */
void ability_fit(const struct ability_space *space, double *theta);
/* Standard errors from the information at theta, NaN where it is singular. */
void ability_errors(const struct ability_space *space, const double *theta, double *se);
/* Mean and deviation of the posterior with a standard normal prior, of one dimension. */
struct ability ability_space_eap(const struct ability_space *space);

#endif
