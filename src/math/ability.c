/* ability.c - see ability.h. Newton on the score equation, halved while it does not gain. */
#include "math/ability.h"

#include <gsl/gsl_integration.h>
#include <math.h>
#include <stdbool.h>

#include "math/ability_parts.h"

enum { MOST_STEPS = 200, NODES = 61 };

double
ability_chance(double a, double b, double theta)
{
    return 1 / (1 + exp(-a * (theta - b)));
}

static double
upper_of(const struct ability_items *items, size_t i)
{
    return items->upper != NULL ? items->upper[i] : 1;
}

/* P'^2 / (P (1 - P)), where P = u s and P' = u a s (1 - s). */
double
ability_information(const struct ability_items *items, double theta)
{
    double sum = 0;

    for (size_t i = 0; i < items->n; i++) {
        double a = items->a[i], u = upper_of(items, i);
        double s = ability_chance(a, items->b[i], theta);

        sum += u < 1 ? a * a * u * s * (1 - s) * (1 - s) / (1 - u * s) : a * a * s * (1 - s);
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
log_likelihood(const struct ability_items *items, double theta)
{
    double sum = 0;

    for (size_t i = 0; i < items->n; i++) {
        double x = items->a[i] * (theta - items->b[i]), y = items->y[i];
        double u = upper_of(items, i);

        if (u < 1)
            sum += y * (log(u) - softplus(-x)) + (1 - y) * log1p(-u / (1 + exp(-x)));
        else
            sum -= y * softplus(-x) + (1 - y) * softplus(x);
    }
    return sum;
}

static double
slope(const struct ability_items *items, double theta)
{
    double sum = 0;

    for (size_t i = 0; i < items->n; i++) {
        double a = items->a[i], y = items->y[i], u = upper_of(items, i);
        double s = ability_chance(a, items->b[i], theta);

        sum += u < 1 ? a * (1 - s) * (y - u * s) / (1 - u * s) : a * (y - s);
    }
    return sum;
}

/* prior: 1 with N(0, 1), 0 without. */
static double
climb(const struct ability_items *items, double prior)
{
    double theta = 0;

    for (int step = 0; step < MOST_STEPS; step++) {
        double gradient = slope(items, theta) - prior * theta;
        double information = ability_information(items, theta) + prior;
        double here = log_likelihood(items, theta) - prior * theta * theta / 2;
        double move = gradient / information;

        if (!(information > 0) || fabs(move) < 1e-13 * (1 + fabs(theta)))
            break;
        for (int half = 0; half < 60; half++, move /= 2) {
            double there = theta + move;

            if (log_likelihood(items, there) - prior * there * there / 2 >= here)
                break;
        }
        theta += move;
    }
    return theta;
}

/* The likelihood keeps rising that way if no item pulls the other: one that is right in part
 * pulls both ways, and one that the ablest get right with the chance u only pulls up as long as
 * less than u of it is right. 2: no item tells anything. */
static int
pull(const struct ability_items *items)
{
    bool up = false, down = false;

    for (size_t i = 0; i < items->n; i++) {
        double a = items->a[i], y = items->y[i];
        bool falls = y < upper_of(items, i);

        up |= (a > 0 && y > 0) || (a < 0 && falls);
        down |= (a > 0 && falls) || (a < 0 && y > 0);
    }
    return up && down ? 0 : up ? 1 : down ? -1 : 2;
}

struct ability
ability_ml(const struct ability_items *items)
{
    int way = pull(items);
    struct ability ability = { way * (double)INFINITY, (double)NAN };

    if (way == 2)
        ability.theta = (double)NAN;
    if (way != 0)
        return ability;
    ability.theta = climb(items, 0);
    ability.se = 1 / sqrt(ability_information(items, ability.theta));
    return ability;
}

struct ability
ability_map(const struct ability_items *items)
{
    struct ability ability;

    ability.theta = climb(items, 1);
    ability.se = 1 / sqrt(ability_information(items, ability.theta) + 1);
    return ability;
}

struct ability
ability_posterior(double (*likelihood)(const void *context, double theta), const void *context)
{
    gsl_integration_fixed_workspace *rule = gsl_integration_fixed_alloc(
        gsl_integration_fixed_hermite, NODES, 0, 0.5, 0, 0);
    const double *node = gsl_integration_fixed_nodes(rule);
    const double *weight = gsl_integration_fixed_weights(rule);
    double top = -INFINITY, whole = 0, first = 0, second = 0, height[NODES];
    struct ability ability;

    for (size_t i = 0; i < NODES; i++) {
        height[i] = likelihood(context, node[i]);
        top = fmax(top, height[i]);
    }
    for (size_t i = 0; i < NODES; i++) {
        double share = weight[i] * exp(height[i] - top);

        whole += share;
        first += share * node[i];
        second += share * node[i] * node[i];
    }
    gsl_integration_fixed_free(rule);
    ability.theta = first / whole;
    ability.se = sqrt(fmax(0, second / whole - ability.theta * ability.theta));
    return ability;
}

static double
items_likelihood(const void *context, double theta)
{
    return log_likelihood(context, theta);
}

struct ability
ability_eap(const struct ability_items *items)
{
    return ability_posterior(items_likelihood, items);
}

/* --- shares right --- */

double
ability_p_irt(const double *y, const double *chance, const double *balance, size_t seen, size_t n)
{
    double right = 0, promised = 0, share = (double)seen / (double)n;

    for (size_t i = 0; i < n; i++) {
        double weight = balance != NULL ? balance[i] : 1;

        if (i < seen)
            right += weight * y[i];
        else
            promised += weight * chance[i];
    }
    if (seen == 0 || seen == n)
        return seen == 0 ? promised / (double)n : right / (double)n;
    return share * right / (double)seen + (1 - share) * promised / (double)(n - seen);
}

void
ability_balance(const size_t *part, size_t n, size_t parts, double *balance)
{
    for (size_t k = 0; k < parts; k++) {
        size_t count = 0;

        for (size_t i = 0; i < n; i++)
            count += part[i] == k;
        for (size_t i = 0; i < n; i++)
            if (part[i] == k)
                balance[i] = (double)n / ((double)parts * (double)count);
    }
}
