/* decision_student.c - see decision.h: beliefs whose errors come from few runs, Student's t in
 * place of the normal.
 *
 * Its tails are long, so integrals run over asinh of the distance, and what is left of a
 * distribution is computed as such and not as 1 less the rest.
 */
#include "math/decision.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static const double undefined = (double)NAN;

static bool
is_normal(double df)
{
    return isinf(df);
}

static double
density(double z, double df)
{
    return is_normal(df) ? gsl_ran_ugaussian_pdf(z) : gsl_ran_tdist_pdf(z, df);
}

static double
below(double z, double df)
{
    return is_normal(df) ? gsl_cdf_ugaussian_P(z) : gsl_cdf_tdist_P(z, df);
}

static double
above(double z, double df)
{
    return is_normal(df) ? gsl_cdf_ugaussian_Q(z) : gsl_cdf_tdist_Q(z, df);
}

double
decision_df_of_two(double sa, double dfa, double sb, double dfb)
{
    double unit = fmax(sa, sb), a, b, parts;

    if (!(sa >= 0) || !(sb >= 0) || !(dfa > 0) || !(dfb > 0))
        return undefined;
    if (unit == 0)
        return INFINITY;
    a = sa / unit * (sa / unit);       /* only their ratio counts */
    b = sb / unit * (sb / unit);
    parts = a * a / dfa + b * b / dfb;
    return parts > 0 ? (a + b) * (a + b) / parts : INFINITY;
}

/* s ((df + z^2) / (df - 1) f(z) - |z| (1 - F(|z|))); the mean of t is finite above one degree. */
static double
loss(double mean, double s, double df)
{
    double z = fabs(mean) / s;

    if (s == 0)
        return 0;
    return s * fmax(0, (is_normal(df) ? 1 : (df + z * z) / (df - 1)) * density(z, df) -
        z * above(z, df));
}

/* Where tails beyond are below e^-40 of the whole. */
static double
reach(double df)
{
    return is_normal(df) ? 6 : fmin(300, 6 + 40 / (df - 1));
}

static double
integral(double (*f)(double u, void *context), void *context, double lo, double hi)
{
    gsl_integration_cquad_workspace *space = gsl_integration_cquad_workspace_alloc(300);
    gsl_function function = { f, context };
    double value = 0, error = 0;
    size_t calls;
    int failed;

    if (!(lo < hi) || space == NULL) {
        gsl_integration_cquad_workspace_free(space);
        return space == NULL ? undefined : 0;
    }
    failed = gsl_integration_cquad(&function, lo, hi, 1e-15, 1e-11, space, &value, &error,
        &calls);
    gsl_integration_cquad_workspace_free(space);
    return failed == GSL_SUCCESS || error <= 1e-8 * (fabs(value) + 1e-6) ? value : undefined;
}

struct softmax { double mean, s, beta, df, unit; };

static double
softmax_gain(double u, void *context)
{
    const struct softmax *belief = context;
    double z = sinh(u), x = belief->mean + z * belief->s;
    double acts = belief->beta > 0 ? 1 / (1 + exp(-x / belief->beta)) : x > 0 ? 1 : 0;

    return density(z, belief->df) * cosh(u) * (x / belief->unit) * acts;
}

struct decision_value
decision_student(double mean, double s, double df, enum decider decider, double noise)
{
    struct decision_value result = { undefined, undefined, undefined, undefined };
    struct softmax belief = { mean, s, noise, df, fmax(fabs(mean), s) };
    double far = reach(df), zero = asinh(-mean / s);

    if (is_normal(df) || s == 0)
        return decision_gaussian(mean, s, decider, noise);
    if (isnan(mean) || !(s > 0) || !(df > 1) || isnan(noise) || noise < 0)
        return result;
    result.mean = mean;
    result.positive = fmax(mean, 0) + loss(mean, s, df);
    result.deferred = decider == DECIDER_ERROR
        ? (1 - noise) * result.positive + noise * (mean - result.positive)
        : decider == DECIDER_RATIONAL || noise == 0 ? result.positive
        : belief.unit * (integral(softmax_gain, &belief, -far, zero) +
            integral(softmax_gain, &belief, zero, far));
    result.delta = decider == DECIDER_RATIONAL ? loss(mean, s, df)
        : result.deferred - fmax(mean, 0);
    return result;
}

double
decision_student_better(double mean, double s, double df)
{
    if (isnan(mean) || !(s >= 0) || !(df > 0))
        return undefined;
    return s > 0 ? below(mean / s, df) : mean > 0 ? 1 : mean < 0 ? 0 : 0.5;
}

double
decision_student_sample_value(double mean, double se, double df, double sd, double n)
{
    if (isnan(mean) || !(se >= 0) || !(sd >= 0) || !(n >= 0) || !(df > 1))
        return undefined;
    if (n == 0 || se == 0)
        return 0;
    return loss(mean, se * (se / hypot(se, sd / sqrt(n))), df);
}

double
decision_runs_needed(double mean, double sd, double now, double df, double alpha, double power)
{
    enum { ENOUGH_DF = 200 };
    double by_z = decision_items_needed(mean, sd, alpha, power), n = by_z;

    if (isnan(by_z) || !(now > 0) || !(df > 0) || is_normal(df))
        return by_z;
    for (;; n++) {
        double then = n * (df + 1) / now - 1;      /* degrees grow with the runs */

        if (then >= ENOUGH_DF)
            return n;
        if (then > 0 && sd / sqrt(n) * (gsl_cdf_tdist_Qinv(alpha / 2, then) +
            gsl_cdf_tdist_Pinv(power, then)) <= fabs(mean))
            return n;
    }
}

/* --- the best of several --- */

struct field { const double *mean, *se, *df; size_t k, i; };

/* log P(all but i are at most x) */
static double
log_all_below(double x, const struct field *field, size_t without)
{
    double sum = 0;

    for (size_t j = 0; j < field->k; j++) {
        double z = (x - field->mean[j]) / field->se[j];

        if (j == without)
            continue;
        if (field->se[j] > 0)
            sum += z > 0 ? log1p(-above(z, field->df[j])) : log(below(z, field->df[j]));
        else if (x < field->mean[j])
            return -INFINITY;
    }
    return sum;
}

static double
best_density(double u, void *context)
{
    const struct field *field = context;
    double z = sinh(u);

    return density(z, field->df[field->i]) * cosh(u) * exp(log_all_below(field->mean[field->i] +
        z * field->se[field->i], field, field->i));
}

static double
left_above(double u, void *context)
{
    return -expm1(log_all_below(sinh(u), context, SIZE_MAX)) * cosh(u);
}

static double
left_below(double u, void *context)
{
    return exp(log_all_below(sinh(u), context, SIZE_MAX)) * cosh(u);
}

/* The largest value that is known exactly: nothing is best below it. */
static double
known_floor(const struct field *field)
{
    double floor = -INFINITY;

    for (size_t j = 0; j < field->k; j++)
        if (field->se[j] <= 0)
            floor = fmax(floor, field->mean[j]);
    return floor;
}

static double
chance_of(struct field field, size_t i)
{
    double floor = known_floor(&field), ties = 1, far, lo;

    field.i = i;
    if (field.se[i] > 0) {
        far = reach(field.df[i]);
        lo = isinf(floor) ? -far : fmin(far, fmax(-far, asinh((floor - field.mean[i]) /
            field.se[i])));
        return integral(best_density, &field, lo, fmax(lo, 0)) +
            integral(best_density, &field, fmax(lo, 0), far);
    }
    for (size_t j = 0; j < field.k; j++)
        ties += j != i && field.se[j] <= 0 && field.mean[j] == field.mean[i];
    return exp(log_all_below(field.mean[i], &field, i)) / ties;
}

/* Of means from the best, in units of the largest error: E[max] in two tails. */
static double
value_of_best(struct field *field)
{
    double far = 0, floor = known_floor(field);

    for (size_t j = 0; j < field->k; j++)
        if (field->se[j] > 0)
            far = fmax(far, reach(field->df[j]));
    return fmax(0, integral(left_above, field, 0, far) -
        integral(left_below, field, fmax(-far, isinf(floor) ? -far : asinh(floor)), 0));
}

double
decision_best_student(const double *mean, const double *se, const double *df, size_t k,
    double *p_best)
{
    struct field field = { .df = df, .k = k };
    double unit, value, *scaled;

    for (size_t i = 0; i < k; i++)
        if (se[i] > 0 && !(df[i] > 1))
            return undefined;
    scaled = decision_scaled(mean, se, k, &unit);
    if (scaled == NULL)
        return undefined;
    field.mean = scaled;
    field.se = scaled + k;
    for (size_t i = 0; p_best != NULL && i < k; i++)
        p_best[i] = chance_of(field, i);
    value = unit * value_of_best(&field);
    free(scaled);
    return value;
}
