/* ability_space.c - abilities in tinyBenchmarks' form, of one or several dimensions: see
 * ability.h.
 */
#include "math/ability.h"

#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multimin.h>
#include <math.h>

#include "math/ability_parts.h"

enum { MOST_STEPS = 200 };

double
ability_chance_of(const struct ability_space *space, size_t item, const double *theta)
{
    double sum = 0;

    for (size_t k = 0; k < space->d; k++)
        sum += fmin(30, fmax(-30, space->a[k * space->n + item] * theta[k] -
            space->b[k * space->n + item]));
    return 1 / (1 + exp(-sum));
}

double
ability_loss(const struct ability_space *space, const double *theta)
{
    double sum = 0;

    for (size_t i = 0; i < space->n; i++) {
        double p;

        if (!space->seen[i])
            continue;
        p = ability_chance_of(space, i, theta);
        sum -= space->y[i] * log(p + 1e-10) + (1 - space->y[i]) * log(1 - p + 1e-10);
    }
    for (size_t k = 0; k < space->d; k++)
        sum += space->prior * theta[k] * theta[k] / 2;
    return sum;
}

static double
fit_loss(const gsl_vector *theta, void *context)
{
    return ability_loss(context, theta->data);
}

static void
fit_slope(const gsl_vector *theta, void *context, gsl_vector *out)
{
    const struct ability_space *space = context;

    for (size_t k = 0; k < space->d; k++)
        out->data[k] = space->prior * theta->data[k];
    for (size_t i = 0; i < space->n; i++) {
        double p, pull;

        if (!space->seen[i])
            continue;
        p = ability_chance_of(space, i, theta->data);
        pull = p * (1 - p) * ((1 - space->y[i]) / (1 - p + 1e-10) - space->y[i] / (p + 1e-10));
        for (size_t k = 0; k < space->d; k++)
            out->data[k] += pull * space->a[k * space->n + i];
    }
}

static void
fit_both(const gsl_vector *theta, void *context, double *loss, gsl_vector *out)
{
    *loss = fit_loss(theta, context);
    fit_slope(theta, context, out);
}

void
ability_fit(const struct ability_space *space, double *theta)
{
    struct ability_space copy = *space;
    gsl_multimin_function_fdf function = { fit_loss, fit_slope, fit_both, space->d, &copy };
    gsl_multimin_fdfminimizer *minimiser =
        gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, space->d);
    gsl_vector *start = gsl_vector_calloc(space->d);

    gsl_multimin_fdfminimizer_set(minimiser, &function, start, 0.1, 0.1);
    for (int step = 0; step < MOST_STEPS; step++)
        if (gsl_multimin_fdfminimizer_iterate(minimiser) != 0 ||
            gsl_multimin_test_gradient(minimiser->gradient, 1e-9) == 0)
            break;
    for (size_t k = 0; k < space->d; k++)
        theta[k] = gsl_vector_get(minimiser->x, k);
    gsl_multimin_fdfminimizer_free(minimiser);
    gsl_vector_free(start);
}

void
ability_errors(const struct ability_space *space, const double *theta, double *se)
{
    gsl_matrix *whole = gsl_matrix_calloc(space->d, space->d);

    for (size_t i = 0; i < space->n; i++) {
        double p = ability_chance_of(space, i, theta);

        for (size_t j = 0; space->seen[i] && j < space->d; j++)
            for (size_t k = 0; k < space->d; k++)
                whole->data[j * whole->tda + k] += p * (1 - p) * space->a[j * space->n + i] *
                    space->a[k * space->n + i];
    }
    for (size_t k = 0; k < space->d; k++) {
        whole->data[k * whole->tda + k] += space->prior;
        se[k] = (double)NAN;
    }
    if (gsl_linalg_cholesky_decomp1(whole) == 0 && gsl_linalg_cholesky_invert(whole) == 0)
        for (size_t k = 0; k < space->d; k++)
            se[k] = sqrt(gsl_matrix_get(whole, k, k));
    gsl_matrix_free(whole);
}

static double
space_likelihood(const void *context, double theta)
{
    struct ability_space space = *(const struct ability_space *)context;

    space.prior = 0;                   /* it is in the quadrature's weight */
    return -ability_loss(&space, &theta);
}

struct ability
ability_space_eap(const struct ability_space *space)
{
    return ability_posterior(space_likelihood, space);
}
