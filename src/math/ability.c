/* ability.c - see ability.h. Newton on the score equation, halved while it does not gain. */
#include "math/ability.h"

#include <gsl/gsl_integration.h>
#include <gsl/gsl_multimin.h>
#include <math.h>
#include <stdbool.h>

enum { MOST_STEPS = 200, NODES = 61 };

double
ability_chance(double a, double b, double theta)
{
    return 1 / (1 + exp(-a * (theta - b)));
}

double
ability_information(const double *a, const double *b, size_t n, double theta)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        double p = ability_chance(a[i], b[i], theta);

        sum += a[i] * a[i] * p * (1 - p);
    }
    return sum;
}

/* log(1 + exp(x)) without overflow. */
static double
softplus(double x)
{
    return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

static double
log_likelihood(const double *a, const double *b, const double *y, size_t n, double theta)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        double x = a[i] * (theta - b[i]);

        sum -= y[i] * softplus(-x) + (1 - y[i]) * softplus(x);
    }
    return sum;
}

static double
slope(const double *a, const double *b, const double *y, size_t n, double theta)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += a[i] * (y[i] - ability_chance(a[i], b[i], theta));
    return sum;
}

/* prior: 1 with N(0, 1), 0 without. */
static double
climb(const double *a, const double *b, const double *y, size_t n, double prior)
{
    double theta = 0;

    for (int step = 0; step < MOST_STEPS; step++) {
        double gradient = slope(a, b, y, n, theta) - prior * theta;
        double information = ability_information(a, b, n, theta) + prior;
        double here = log_likelihood(a, b, y, n, theta) - prior * theta * theta / 2;
        double move = gradient / information;

        if (!(information > 0) || fabs(move) < 1e-13 * (1 + fabs(theta)))
            break;
        for (int half = 0; half < 60; half++, move /= 2) {
            double there = theta + move;

            if (log_likelihood(a, b, y, n, there) - prior * there * there / 2 >= here)
                break;
        }
        theta += move;
    }
    return theta;
}

/* The likelihood keeps rising that way if no item pulls the other: one that is right in part
 * pulls both ways. 2: no item tells anything. */
static int
pull(const double *a, const double *y, size_t n)
{
    bool up = false, down = false;

    for (size_t i = 0; i < n; i++) {
        up |= (a[i] > 0 && y[i] > 0) || (a[i] < 0 && y[i] < 1);
        down |= (a[i] > 0 && y[i] < 1) || (a[i] < 0 && y[i] > 0);
    }
    return up && down ? 0 : up ? 1 : down ? -1 : 2;
}

struct ability
ability_ml(const double *a, const double *b, const double *y, size_t n)
{
    int way = pull(a, y, n);
    struct ability ability = { way * (double)INFINITY, (double)NAN };

    if (way == 2)
        ability.theta = (double)NAN;
    if (way != 0)
        return ability;
    ability.theta = climb(a, b, y, n, 0);
    ability.se = 1 / sqrt(ability_information(a, b, n, ability.theta));
    return ability;
}

struct ability
ability_map(const double *a, const double *b, const double *y, size_t n)
{
    struct ability ability;

    ability.theta = climb(a, b, y, n, 1);
    ability.se = 1 / sqrt(ability_information(a, b, n, ability.theta) + 1);
    return ability;
}

struct ability
ability_eap(const double *a, const double *b, const double *y, size_t n)
{
    gsl_integration_fixed_workspace *rule = gsl_integration_fixed_alloc(
        gsl_integration_fixed_hermite, NODES, 0, 0.5, 0, 0);
    const double *node = gsl_integration_fixed_nodes(rule);
    const double *weight = gsl_integration_fixed_weights(rule);
    double top = -INFINITY, whole = 0, first = 0, second = 0;
    struct ability ability;

    for (size_t i = 0; i < NODES; i++)
        top = fmax(top, log_likelihood(a, b, y, n, node[i]));
    for (size_t i = 0; i < NODES; i++) {
        double share = weight[i] * exp(log_likelihood(a, b, y, n, node[i]) - top);

        whole += share;
        first += share * node[i];
        second += share * node[i] * node[i];
    }
    gsl_integration_fixed_free(rule);
    ability.theta = first / whole;
    ability.se = sqrt(second / whole - ability.theta * ability.theta);
    return ability;
}

double
ability_p_irt(const double *a, const double *b, const double *y, size_t seen, size_t n,
    double theta)
{
    double right = 0, promised = 0, share = (double)seen / (double)n;

    for (size_t i = 0; i < n; i++)
        if (i < seen)
            right += y[i];
        else
            promised += ability_chance(a[i], b[i], theta);
    if (seen == 0 || seen == n)
        return seen == 0 ? promised / (double)n : right / (double)n;
    return share * right / (double)seen + (1 - share) * promised / (double)(n - seen);
}

/* --- several dimensions --- */

double
ability_chance_of(const double *a, const double *b, size_t d, size_t n, size_t item,
    const double *theta)
{
    double sum = 0;

    for (size_t k = 0; k < d; k++)
        sum += fmin(30, fmax(-30, a[k * n + item] * theta[k] - b[k * n + item]));
    return 1 / (1 + exp(-sum));
}

double
ability_loss(const double *a, const double *b, size_t d, size_t n, const double *y,
    const unsigned char *seen, const double *theta)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        double p;

        if (!seen[i])
            continue;
        p = ability_chance_of(a, b, d, n, i, theta);
        sum -= y[i] * log(p + 1e-10) + (1 - y[i]) * log(1 - p + 1e-10);
    }
    return sum;
}

struct fit { const double *a, *b, *y; const unsigned char *seen; size_t d, n; };

static double
fit_loss(const gsl_vector *theta, void *context)
{
    const struct fit *fit = context;

    return ability_loss(fit->a, fit->b, fit->d, fit->n, fit->y, fit->seen, theta->data);
}

static void
fit_slope(const gsl_vector *theta, void *context, gsl_vector *out)
{
    const struct fit *fit = context;

    gsl_vector_set_zero(out);
    for (size_t i = 0; i < fit->n; i++) {
        double p, pull_of;

        if (!fit->seen[i])
            continue;
        p = ability_chance_of(fit->a, fit->b, fit->d, fit->n, i, theta->data);
        pull_of = p * (1 - p) * ((1 - fit->y[i]) / (1 - p + 1e-10) - fit->y[i] / (p + 1e-10));
        for (size_t k = 0; k < fit->d; k++)
            out->data[k] += pull_of * fit->a[k * fit->n + i];
    }
}

static void
fit_both(const gsl_vector *theta, void *context, double *loss, gsl_vector *out)
{
    *loss = fit_loss(theta, context);
    fit_slope(theta, context, out);
}

void
ability_fit(const double *a, const double *b, size_t d, size_t n, const double *y,
    const unsigned char *seen, double *theta)
{
    struct fit fit = { a, b, y, seen, d, n };
    gsl_multimin_function_fdf function = { fit_loss, fit_slope, fit_both, d, &fit };
    gsl_multimin_fdfminimizer *minimiser =
        gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, d);
    gsl_vector *start = gsl_vector_calloc(d);

    gsl_multimin_fdfminimizer_set(minimiser, &function, start, 0.1, 0.1);
    for (int step = 0; step < MOST_STEPS; step++)
        if (gsl_multimin_fdfminimizer_iterate(minimiser) != 0 ||
            gsl_multimin_test_gradient(minimiser->gradient, 1e-9) == 0)
            break;
    for (size_t k = 0; k < d; k++)
        theta[k] = gsl_vector_get(minimiser->x, k);
    gsl_multimin_fdfminimizer_free(minimiser);
    gsl_vector_free(start);
}
