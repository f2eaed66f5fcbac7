/* scale.c - axis ranges and round ticks.
 *
 * Owns where an axis begins and ends, which values get a tick, and how the labels are
 * written; not where anything is drawn. The one idea: a step is kept as mantissa and power
 * of ten, so ticks are exact multiples and all labels of an axis have the same decimals.
 */
#include "draw/scale.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A step of 1, 2, 2.5 or 5 times a power of ten. */
struct step {
    double mantissa;
    int exponent;
};

static const double mantissas[] = { 1, 2, 2.5, 5 };
enum { N_MANTISSAS = sizeof mantissas / sizeof *mantissas };

/* The largest finite ends of an axis: their difference must be finite too. */
static const double huge_end = 8e307;
/* A narrower range than this cannot be divided into steps. */
static const double least_range = 1e-290;
/* The ends of a logarithmic axis lie between this and its inverse. */
static const double least_log = 1e-305;

/* value x 10^exponent, rounded once for |exponent| <= 22: 3 x 10^-1 is 0.3. */
static double
times_power(double value, int exponent)
{
    if (exponent < -300)
        return value / 1e300 / pow(10, -exponent - 300);
    return exponent < 0 ? value / pow(10, -exponent) : value * pow(10, exponent);
}

static double
step_value(struct step step, double count)
{
    return count == 0 ? 0 : times_power(count * step.mantissa, step.exponent);
}

static int
exponent_of(double value)
{
    return (int)floor(log10(value));
}

/* First and last multiple of the step inside the scale, with room for rounding errors. */
static double
first_multiple(const struct scale *scale, struct step step)
{
    return ceil(scale->lo / step_value(step, 1) - 1e-9);
}

static double
last_multiple(const struct scale *scale, struct step step)
{
    return floor(scale->hi / step_value(step, 1) + 1e-9);
}

/* The smallest step of which at most `most` multiples lie in the scale. */
static struct step
step_choose(const struct scale *scale, size_t most)
{
    double range = scale->hi - scale->lo;
    int exponent = exponent_of(range / (double)(most == 0 ? 1 : most)) - 1;

    for (;; exponent++)
        for (int i = 0; i < N_MANTISSAS; i++) {
            struct step step = { mantissas[i], exponent };

            if (last_multiple(scale, step) - first_multiple(scale, step) + 1 <= (double)most)
                return step;
            if (exponent > 308)
                return step;
        }
}

/* --- ranges --- */

/* A range around one value: a tenth to both sides, or a factor of two. */
static struct scale
scale_around(double value, bool log)
{
    struct scale scale = { 0, 0, log };

    if (log) {
        scale.lo = value / 2;
        scale.hi = value * 2;
    } else {
        double half = fabs(value) > least_range ? fabs(value) / 10 : 1;

        scale.lo = fmax(value - half, -huge_end);
        scale.hi = fmin(value + half, huge_end);
    }
    return scale;
}

static double
finite_end(double value, double fallback)
{
    if (isnan(value))
        value = fallback;
    return fmax(-huge_end, fmin(huge_end, value));
}

/* An end of the axis: the round value beyond it if that costs less than a tenth of the
 * range, else a small margin that does not cross zero. */
static double
widen(double end, double range, double step, bool up)
{
    double rounded = up ? ceil(end / step) * step : floor(end / step) * step;
    double margin = up ? end + range * 0.03 : end - range * 0.03;

    if (fabs(rounded - end) <= range * 0.1)
        return rounded;
    return (margin < 0) != (end < 0) ? 0 : margin;
}

static struct scale
fit_linear(double lo, double hi)
{
    struct scale scale = { lo, hi, false };
    double range = hi - lo, step;

    if (range < least_range || range <= fmax(fabs(lo), fabs(hi)) * 1e-13)
        return scale_around(lo, false);
    step = step_value(step_choose(&scale, 6), 1);
    scale.lo = finite_end(widen(lo, range, step, false), lo);
    scale.hi = finite_end(widen(hi, range, step, true), hi);
    return scale;
}

static struct scale
fit_log(double lo, double hi)
{
    struct scale scale = { 0.1, 10, true };
    double range;

    if (hi <= 0)
        return scale;
    if (lo <= 0)
        lo = hi / 1000;
    lo = fmin(fmax(lo, 1e-300), 1e300);
    hi = fmin(fmax(hi, lo), 1e300);
    range = log10(hi) - log10(lo);
    if (range < 1e-12)
        return scale_around(lo, true);
    scale.lo = fmax(lo * pow(10, -range * 0.03), least_log);
    scale.hi = fmin(hi * pow(10, range * 0.03), 1 / least_log);
    return scale;
}

struct scale
scale_fit(double lo, double hi, bool log)
{
    if (isnan(lo) && isnan(hi))
        return log ? fit_log(0.1, 10) : fit_linear(0, 1);
    lo = finite_end(lo, hi);
    hi = finite_end(hi, lo);
    return log ? fit_log(fmin(lo, hi), fmax(lo, hi)) : fit_linear(fmin(lo, hi), fmax(lo, hi));
}

bool
scale_is_usable(const struct scale *scale)
{
    double range = scale->hi - scale->lo, largest = fmax(fabs(scale->lo), fabs(scale->hi));

    if (scale->log && !(scale->lo >= least_log && scale->hi <= 1 / least_log))
        return false;
    return range > largest * 1e-13 && largest <= huge_end &&
        (scale->log || range >= least_range);
}

double
scale_position(const struct scale *scale, double value)
{
    if (scale->log)
        return value > 0 ?
            (log(value) - log(scale->lo)) / (log(scale->hi) - log(scale->lo)) : NAN;
    return (value - scale->lo) / (scale->hi - scale->lo);
}

double
scale_value(const struct scale *scale, double position)
{
    if (scale->log)
        return exp(log(scale->lo) + position * (log(scale->hi) - log(scale->lo)));
    return scale->lo + position * (scale->hi - scale->lo);
}

/* --- labels --- */

/* How the labels of one axis are written: value / 10^exponent with that many decimals. */
struct label_form {
    int exponent, decimals;
    char suffix[8];
};

static void
form_suffix(struct label_form *form, int exponent)
{
    static const char *const letters[] = { "", "k", "M", "G", "T" };

    form->exponent = exponent;
    if (exponent >= 0 && exponent <= 12)
        snprintf(form->suffix, sizeof form->suffix, "%s", letters[exponent / 3]);
    else
        snprintf(form->suffix, sizeof form->suffix, "e%d", exponent);
}

static int
step_decimals(struct step step, int exponent)
{
    int decimals = exponent - step.exponent + (step.mantissa == 2.5);

    return decimals < 0 ? 0 : decimals > 15 ? 15 : decimals;
}

/* Plain numbers where they are short; thousands with k, M, …; very small ones with a
 * common exponent. A suffix that would only add decimals is not used. */
static struct label_form
form_choose(double largest, struct step step)
{
    struct label_form form = { 0, step_decimals(step, 0), "" };
    int magnitude = largest > 0 ? exponent_of(largest) : 0, exponent = 0;

    if (magnitude >= 4)
        exponent = magnitude < 15 ? magnitude / 3 * 3 : magnitude;
    else if (magnitude <= -4)
        exponent = magnitude;
    if (exponent == 0 || (magnitude < 15 && step_decimals(step, exponent) > 3 && magnitude > 0))
        return form;
    form_suffix(&form, exponent);
    form.decimals = step_decimals(step, exponent);
    return form;
}

static void
label_write(char label[16], const struct label_form *form, double value)
{
    double shown = times_power(value, -form->exponent);
    char text[64];
    int length = snprintf(text, sizeof text, "%.*f%s", form->decimals, shown,
        value == 0 ? "" : form->suffix);

    if (length > 15)
        length = snprintf(text, sizeof text, "%.9g", value);
    memcpy(label, text, (size_t)length + 1);
}

/* A label of a logarithmic axis, where neighbours differ by factors: digit x 10^exponent. */
static void
label_write_log(char label[16], int digit, int exponent)
{
    static const char *const letters[] = { "", "k", "M", "G", "T" };

    if (exponent >= 15 || exponent < -3)
        snprintf(label, 16, "%de%d", digit, exponent);
    else if (exponent < 0)
        snprintf(label, 16, "%.*f", -exponent, times_power(digit, exponent));
    else
        snprintf(label, 16, "%d%.*s%s", digit, exponent % 3, "00", letters[exponent / 3]);
}

/* --- ticks --- */

struct tick_list {
    struct tick *ticks;
    size_t count, room;
};

static struct tick *
tick_add(struct tick_list *list, double value, bool major)
{
    struct tick *tick;

    if (list->count == list->room)
        return NULL;
    tick = &list->ticks[list->count++];
    *tick = (struct tick){ .value = value, .major = major };
    return tick;
}

static struct step
step_minor(struct step step)
{
    if (step.mantissa == 1)
        return (struct step){ 2, step.exponent - 1 };
    if (step.mantissa == 2)
        return (struct step){ 1, step.exponent };
    if (step.mantissa == 2.5)
        return (struct step){ 5, step.exponent - 1 };
    return (struct step){ 1, step.exponent };
}

static void
ticks_linear(const struct scale *scale, size_t max_labels, struct tick_list *list)
{
    struct step step = step_choose(scale, max_labels), minor = step_minor(step);
    struct label_form form = form_choose(fmax(fabs(scale->lo), fabs(scale->hi)), step);
    double ratio = nearbyint(step_value(step, 1) / step_value(minor, 1));
    double first = first_multiple(scale, step), n = last_multiple(scale, step) - first;

    for (double i = 0; i <= n; i++) {
        struct tick *tick = tick_add(list, step_value(step, first + i), true);

        if (tick != NULL)
            label_write(tick->label, &form, tick->value);
    }
    first = first_multiple(scale, minor);
    n = last_multiple(scale, minor) - first;
    if (n > (double)list->room)
        return;
    for (double i = 0; i <= n; i++)
        if (fmod(first + i, ratio) != 0)
            tick_add(list, step_value(minor, first + i), false);
}

/* Visits digit x 10^k for k in the range, k a multiple of stride. */
static size_t
log_multiples(const struct scale *scale, const int *digits, size_t n, int stride,
    struct tick_list *list, bool major)
{
    int first = exponent_of(scale->lo) - 1, last = exponent_of(scale->hi) + 1;
    size_t count = 0;

    for (int k = first; k <= last; k++)
        for (size_t i = 0; i < n; i++) {
            double value = times_power(digits[i], k);
            struct tick *tick;

            if (k % stride != 0 || value < scale->lo * (1 - 1e-12) ||
                value > scale->hi * (1 + 1e-12))
                continue;
            count++;
            tick = list == NULL ? NULL : tick_add(list, value, major);
            if (tick != NULL && major)
                label_write_log(tick->label, digits[i], k);
        }
    return count;
}

static void
ticks_decades(const struct scale *scale, size_t decades, size_t max_labels,
    struct tick_list *list)
{
    static const int one[] = { 1 }, few[] = { 2, 5 }, all[] = { 2, 3, 4, 5, 6, 7, 8, 9 };
    int stride = 1;

    while (log_multiples(scale, one, 1, stride, NULL, false) > max_labels)
        stride++;
    log_multiples(scale, one, 1, stride, list, true);
    if (stride > 1) {
        for (int k = exponent_of(scale->lo); k <= exponent_of(scale->hi); k++)
            if (k % stride != 0 && times_power(1, k) >= scale->lo)
                tick_add(list, times_power(1, k), false);
    } else if (max_labels >= 8 * decades) {
        log_multiples(scale, all, 8, 1, list, false);
    } else if (max_labels >= 2 * decades) {
        log_multiples(scale, few, 2, 1, list, false);
    }
}

static void
ticks_log(const struct scale *scale, size_t max_labels, struct tick_list *list)
{
    static const int one[] = { 1 }, three[] = { 1, 2, 5 };
    static const int others[] = { 3, 4, 6, 7, 8, 9 };
    size_t decades = log_multiples(scale, one, 1, 1, NULL, false);
    size_t fine = log_multiples(scale, three, 3, 1, NULL, false);

    if (fine >= 3 && fine <= max_labels && decades <= 3) {
        log_multiples(scale, three, 3, 1, list, true);
        log_multiples(scale, others, 6, 1, list, false);
    } else if (decades >= 2) {
        ticks_decades(scale, decades, max_labels, list);
    } else {
        ticks_linear(scale, max_labels, list);
    }
}

size_t
scale_ticks(const struct scale *scale, size_t max_labels, struct tick *ticks,
    size_t max_ticks)
{
    struct tick_list list = { ticks, 0, max_ticks };

    assert(scale_is_usable(scale));
    if (max_labels == 0 || max_ticks == 0)
        return 0;
    if (max_labels > max_ticks)
        max_labels = max_ticks;
    if (scale->log)
        ticks_log(scale, max_labels, &list);
    else
        ticks_linear(scale, max_labels, &list);
    return list.count;
}
