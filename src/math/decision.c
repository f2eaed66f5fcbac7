/* decision.c - see decision.h. Quadrature is GSL's doubly adaptive Clenshaw-Curtis rule. */
#include "math/decision.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/intervals.h"
#include "math/rng.h"

static const double undefined = (double)NAN;
static const double far_out = 12;      /* standard deviations beyond which nothing is left */

static double
probability_of_acting(double u, enum decider decider, double noise)
{
    switch (decider) {
    case DECIDER_SOFTMAX:
        if (noise == 0)
            return u > 0 ? 1 : u < 0 ? 0 : 0.5;
        return 1 / (1 + exp(-u / noise));
    case DECIDER_ERROR:
        return u > 0 ? 1 - noise : noise;
    case DECIDER_RATIONAL:
        break;
    }
    return u >= 0;
}

struct decision_value
decision_discrete(const double *value, const double *weight, size_t n, enum decider decider,
    double noise)
{
    struct decision_value result = { undefined, undefined, undefined, undefined };
    double total = 0, mean = 0, positive = 0, deferred = 0;

    for (size_t j = 0; j < n; j++) {
        if (!(weight[j] >= 0) || isnan(value[j]))
            return result;
        total += weight[j];
    }
    if (!(total > 0) || isnan(noise) || noise < 0)
        return result;
    for (size_t j = 0; j < n; j++) {
        double p = weight[j] / total;

        mean += p * value[j];
        positive += p * fmax(value[j], 0);
        deferred += p * probability_of_acting(value[j], decider, noise) * value[j];
    }
    return (struct decision_value){ mean, positive, deferred, deferred - fmax(mean, 0) };
}

/* --- a Gaussian belief --- */

/* s (phi(z) - |z| Phi(-|z|)): the loss of acting on the mean alone. */
static double
loss(double mean, double s)
{
    double z = fabs(mean) / s;

    if (s == 0)
        return 0;
    return s * (gsl_ran_ugaussian_pdf(z) - z * gsl_cdf_ugaussian_P(-z));
}

struct softmax { double mean, s, beta, unit; };

/* At z standard errors from the mean, in units of the belief: the quadrature squares its
 * errors, which neither 1e-200 nor 1e200 bears. */
static double
softmax_gain(double z, void *context)
{
    const struct softmax *belief = context;
    double u = belief->mean + z * belief->s;

    return gsl_ran_ugaussian_pdf(z) * (u / belief->unit) *
        probability_of_acting(u, DECIDER_SOFTMAX, belief->beta);
}

static double
integral(double (*f)(double x, void *context), void *context, double lo, double hi)
{
    gsl_integration_cquad_workspace *space = gsl_integration_cquad_workspace_alloc(200);
    gsl_function function = { f, context };
    double value, error;
    size_t calls;
    int failed;

    if (lo == hi || space == NULL) {
        gsl_integration_cquad_workspace_free(space);
        return lo == hi ? 0 : undefined;
    }
    failed = gsl_integration_cquad(&function, lo, hi, 0, 1e-12, space, &value, &error, &calls);
    gsl_integration_cquad_workspace_free(space);
    return failed == GSL_SUCCESS || error <= 1e-9 * (fabs(value) + 1e-300) ? value : undefined;
}

/* (4) is a mixture of acting on the sign and against it. */
static double
deferred_gain(double mean, double s, double positive, enum decider decider, double noise)
{
    struct softmax belief = { mean, s, noise, fmax(fabs(mean), s) };
    double zero = -mean / s;           /* where u is 0, in standard errors */

    if (decider == DECIDER_RATIONAL || (decider == DECIDER_SOFTMAX && noise == 0))
        return positive;
    if (decider == DECIDER_ERROR)
        return (1 - noise) * positive + noise * (mean - positive);
    if (s == 0)
        return probability_of_acting(mean, decider, noise) * mean;
    /* In two parts, so that a sharp change at 0 is not missed. */
    if (fabs(zero) < far_out)
        return belief.unit * (integral(softmax_gain, &belief, -far_out, zero) +
            integral(softmax_gain, &belief, zero, far_out));
    return belief.unit * integral(softmax_gain, &belief, -far_out, far_out);
}

struct decision_value
decision_gaussian(double mean, double s, enum decider decider, double noise)
{
    struct decision_value result = { undefined, undefined, undefined, undefined };
    double positive;

    if (isnan(mean) || !(s >= 0) || isnan(noise) || noise < 0)
        return result;
    positive = fmax(mean, 0) + loss(mean, s);
    result = (struct decision_value){ mean, positive,
        deferred_gain(mean, s, positive, decider, noise), 0 };
    result.delta = decider == DECIDER_RATIONAL ? loss(mean, s)
        : result.deferred - fmax(mean, 0);
    return result;
}

double
decision_sample_value(double mean, double se, double sd, double n)
{
    if (isnan(mean) || !(se >= 0) || !(sd >= 0) || !(n >= 0))
        return undefined;
    if (n == 0 || se == 0)
        return 0;
    return loss(mean, se * (se / hypot(se, sd / sqrt(n))));
}

double
decision_items_needed(double mean, double sd, double alpha, double power)
{
    if (!(fabs(mean) > 0) || !(sd >= 0))
        return undefined;
    sd /= fabs(mean);                  /* only the ratio counts, and its square is in range */
    return ceil(power_items(sd * sd, 1, alpha, power));
}

/* --- the best of several --- */

struct field { const double *mean, *se; size_t k, without; };

/* P(all but `without` are at most x). */
static double
all_below(double x, const struct field *field)
{
    double product = 1;

    for (size_t j = 0; j < field->k && product > 0; j++) {
        if (j == field->without)
            continue;
        product *= field->se[j] > 0 ? gsl_cdf_ugaussian_P((x - field->mean[j]) / field->se[j])
            : x >= field->mean[j];
    }
    return product;
}

static double
below_at(double x, void *context)
{
    return all_below(x, context);
}

static double
best_density(double x, void *context)
{
    const struct field *field = context;
    size_t i = field->without;

    return gsl_ran_ugaussian_pdf((x - field->mean[i]) / field->se[i]) / field->se[i] *
        all_below(x, field);
}

/* Below the floor some model is surely better; exact values are steps. */
static double
floor_of(const struct field *field)
{
    double lo = -INFINITY;

    for (size_t j = 0; j < field->k; j++)
        lo = fmax(lo, field->mean[j] - far_out * field->se[j]);
    return lo;
}

static double
chance_of(struct field field, size_t i)
{
    double lo = floor_of(&field), ties = 1;

    field.without = i;
    if (field.se[i] > 0)
        return integral(best_density, &field, fmax(lo, field.mean[i] - far_out * field.se[i]),
            fmax(lo, field.mean[i] + far_out * field.se[i]));
    /* A known value wins where all others are below it; equal known values share. */
    for (size_t j = 0; j < field.k; j++)
        if (j != i && field.se[j] <= 0 && field.mean[j] == field.mean[i])
            ties++;
    return all_below(field.mean[i], &field) / ties;
}

/* Expected maximum less the best mean, which is 0 here. */
static double
value_of_best(const struct field *field)
{
    double hi = 0, lo = floor_of(field);
    struct field all = *field;

    for (size_t i = 0; i < field->k; i++)
        hi = fmax(hi, field->mean[i] + far_out * field->se[i]);
    /* E[max] = hi - integral of P(max <= x), without cancellation. */
    return lo >= hi ? 0 : fmax(0, hi - integral(below_at, &all, lo, hi));
}

double *
decision_scaled(const double *mean, const double *se, size_t k, double *unit)
{
    double best = -INFINITY, largest = 0, *scaled;

    for (size_t i = 0; i < k; i++) {
        if (isnan(mean[i]) || !(se[i] >= 0))
            return NULL;
        best = fmax(best, mean[i]);
        largest = fmax(largest, se[i]);
    }
    if (k < 2)
        return NULL;
    *unit = largest > 0 ? largest : 1;
    scaled = mem_zalloc(2 * k, sizeof *scaled);
    for (size_t i = 0; i < k; i++) {
        scaled[i] = (mean[i] - best) / *unit;
        scaled[k + i] = se[i] / *unit;
    }
    return scaled;
}

double
decision_best_independent(const double *mean, const double *se, size_t k, double *p_best)
{
    double unit, value, *scaled = decision_scaled(mean, se, k, &unit);

    if (scaled == NULL)
        return undefined;
    for (size_t i = 0; p_best != NULL && i < k; i++)
        p_best[i] = chance_of((struct field){ scaled, scaled + k, k, SIZE_MAX }, i);
    value = unit * value_of_best(&(struct field){ scaled, scaled + k, k, SIZE_MAX });
    free(scaled);
    return value;
}

/* Lower triangle L with C = L L', by rows; false if C is none of a covariance. */
static bool
cholesky(const double *covariance, size_t k, double *lower)
{
    double trace = 0;

    for (size_t i = 0; i < k; i++)
        trace += covariance[i * k + i];
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = covariance[i * k + j];

            for (size_t m = 0; m < j; m++)
                sum -= lower[i * k + m] * lower[j * k + m];
            if (i == j && !(sum >= -1e-9 * trace))
                return false;
            if (i == j)
                lower[i * k + i] = sqrt(fmax(sum, 0));
            else
                lower[i * k + j] = lower[j * k + j] > 0 ? sum / lower[j * k + j] : 0;
        }
    return true;
}

/* sqrt(df / chi-square) of that many degrees, which all errors share; 1 of the normal. */
static double
stretch(double df, struct rng *rng)
{
    double square = 0, z[16];

    if (isinf(df))
        return 1;
    for (double left = df; left > 0; left -= 16) {
        size_t n = left < 16 ? (size_t)left : 16;

        rng_normals(rng, z, n);
        for (size_t i = 0; i < n; i++)
            square += z[i] * z[i];
    }
    return sqrt(df / square);
}

/* One draw of all k; returns the largest. */
static double
draw(const double *mean, const double *lower, size_t k, double df, struct rng *rng, double *z,
    double *x)
{
    double most = -INFINITY, wide;

    rng_normals(rng, z, k);
    wide = stretch(df, rng);
    for (size_t i = 0; i < k; i++) {
        double error = 0;

        for (size_t j = 0; j <= i; j++)
            error += lower[i * k + j] * z[j];
        x[i] = mean[i] + wide * error;
        most = fmax(most, x[i]);
    }
    return most;
}

static void
count_best(const double *x, size_t k, double most, double *wins)
{
    size_t ties = 0;

    for (size_t i = 0; i < k; i++)
        ties += x[i] == most;
    for (size_t i = 0; i < k; i++)
        wins[i] += x[i] == most ? 1 / (double)ties : 0;
}

/* What knowing the truth about the chosen and i is worth, in closed form. */
static double
pair_value(const double *mean, const double *covariance, size_t k, double df, size_t chosen,
    size_t i)
{
    double variance = covariance[chosen * k + chosen] + covariance[i * k + i] -
        2 * covariance[chosen * k + i];

    return decision_student(mean[chosen] - mean[i], sqrt(fmax(0, variance)), df,
        DECIDER_RATIONAL, 0).delta;
}

static size_t
closest_rival(const double *mean, const double *covariance, size_t k, double df, size_t chosen)
{
    size_t rival = chosen;
    double most = -1;

    for (size_t i = 0; i < k; i++)
        if (i != chosen && pair_value(mean, covariance, k, df, chosen, i) > most) {
            most = pair_value(mean, covariance, k, df, chosen, i);
            rival = i;
        }
    return rival;
}

/* The loss is taken against the draws of the one that would be chosen now and of its closest
 * rival: what these two lose is known, most draws lose nothing more, and the value of all is
 * never below that of two of them. */
double
decision_best_sampled(const double *mean, const double *covariance, size_t k, double df,
    size_t draws, uint64_t seed, double *p_best, double *error)
{
    double *lower = mem_zalloc(k * k + 1, sizeof *lower), *z = mem_zalloc(k + 1, sizeof *z);
    double *x = mem_zalloc(k + 1, sizeof *x), *wins = mem_zalloc(k + 1, sizeof *wins);
    double average = 0, m2 = 0, known = 0;
    size_t chosen = 0, rival = 0;
    const uint64_t stream[] = { rng_name("decide") };
    bool good = k >= 2 && draws >= 2 && df > 1 && cholesky(covariance, k, lower);
    struct rng rng;

    rng_init(&rng, seed, stream, 1);
    for (size_t i = 1; i < k; i++)
        if (mean[i] > mean[chosen])
            chosen = i;
    if (good) {
        rival = closest_rival(mean, covariance, k, df, chosen);
        known = pair_value(mean, covariance, k, df, chosen, rival);
    }
    for (size_t r = 0; r < draws && good; r++) {
        double most = draw(mean, lower, k, df, &rng, z, x);
        double lost = most - fmax(x[chosen], x[rival]), delta = lost - average;

        average += delta / (double)(r + 1);
        m2 += delta * (lost - average);
        count_best(x, k, most, wins);
    }
    for (size_t i = 0; p_best != NULL && i < k; i++)
        p_best[i] = good ? wins[i] / (double)draws : undefined;
    *error = good ? sqrt(m2 / ((double)draws - 1) / (double)draws) : undefined;
    free(lower);
    free(z);
    free(x);
    free(wins);
    return good ? known + average : undefined;
}
