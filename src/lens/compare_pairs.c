/* compare_pairs.c - every pair of models on every shared measure, with the best error known.
 *
 * Items in common come first (paired), then standard errors (unpaired), then nothing: such
 * values are compared as exact and said to be. A measure whose published value is not the
 * mean of its items is not compared by them.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/doubt.h"
#include "math/rank_tests.h"
#include "math/sharpe.h"

const struct column *
compare_column(const struct compare_work *work, size_t measure)
{
    return &work->frame->columns[work->measure[measure]];
}

static const struct item_error *
known_error(const struct compare_work *work, size_t model, size_t measure)
{
    const struct item_error *error = work->item_error != NULL ?
        &work->item_error[measure * work->n + model] : NULL;

    return error != NULL && error->known ? error : NULL;
}

double
compare_value(const struct compare_work *work, size_t model, size_t measure)
{
    const struct item_error *error = known_error(work, model, measure);

    return error != NULL ? error->of.mean : compare_column(work, measure)->value[work->row[model]];
}

double
compare_se(const struct compare_work *work, size_t model, size_t measure)
{
    const struct column *column = compare_column(work, measure);
    const struct item_error *error = known_error(work, model, measure);

    if (error != NULL)
        return error->of.se;
    return column->se != NULL ? column->se[work->row[model]] : (double)NAN;
}

const char *
compare_label(const struct compare_work *work, size_t model)
{
    return work->frame->label[work->row[model]];
}

/* The user's objective decides the direction of its measure. */
enum direction
compare_direction(const struct compare_work *work, size_t measure)
{
    for (size_t k = 0; k < work->bundle->n_objectives; k++)
        if ((size_t)work->bundle->objectives[k].column == work->measure[measure])
            return work->bundle->objectives[k].direction;
    return compare_column(work, measure)->direction;
}

double
compare_observations(const struct compare_work *work, size_t model, size_t measure)
{
    const struct column *column = compare_column(work, measure);
    const struct item_error *error = known_error(work, model, measure);

    if (error != NULL)
        return error->of.n;
    return column->n != NULL ? column->n[work->row[model]] : (double)NAN;
}

double
compare_ratio(double a, double b)
{
    double ratio = a / b;

    return isfinite(ratio) ? ratio : (double)NAN;
}

/* --- standard errors --- */

/* Degrees of freedom of a difference of two means, after Welch and Satterthwaite; NaN if a
 * number of observations is not known. An error that is 0 or unknown has no part in it. */
static double
welch_df(double sa, double na, double sb, double nb)
{
    double unit = fmax(sa, sb), a, b, below = 0;   /* only their ratio counts */

    a = sa > 0 ? sa / unit * (sa / unit) : 0;
    b = sb > 0 ? sb / unit * (sb / unit) : 0;
    if ((a > 0 && !(na >= 2)) || (b > 0 && !(nb >= 2)) || a + b <= 0)
        return (double)NAN;
    if (a > 0)
        below += a * a / (na - 1);
    if (b > 0)
        below += b * b / (nb - 1);
    return (a + b) * (a + b) / below;
}

/* Observations, or clusters of them. */
static double
independent(const struct compare_work *work, size_t model, size_t measure)
{
    const struct item_error *error = known_error(work, model, measure);

    return error != NULL ? error->of.df + 1 : compare_observations(work, model, measure);
}

/* Of the two; 0 if that is not known. */
static double
least_observations(const struct compare_work *work, const struct comparison *c)
{
    double na = compare_observations(work, c->a, c->measure);
    double nb = compare_observations(work, c->b, c->measure);

    return isnan(na) || isnan(nb) ? 0 : fmin(na, nb);
}

/* --- shares of items of their own --- */

/* How many of a model's items are right, where they are right or wrong and its score is their
 * share, or that in percent (*scale). */
static bool
count_right(const struct compare_work *work, size_t model, size_t measure, double *k, double *n,
    double *scale)
{
    const struct frame *items = work->items[measure];
    const double *value = compare_item_values(work, items, model);
    double share;

    *k = *n = 0;
    for (size_t i = 0; value != NULL && i < items->rows; i++) {
        if (isnan(value[i]))
            continue;
        if (value[i] != 0 && value[i] != 1)
            return false;
        *k += value[i];
        ++*n;
    }
    share = compare_value(work, model, measure) / (*k / *n);
    *scale = *k == 0 || fabs(share - 1) < 1e-9 ? 1 : 100;
    return *n > 0 && *n < UINT32_MAX && (*k == 0 ? compare_value(work, model, measure) == 0
        : fabs(share - *scale) < 1e-7);
}

/* Of k right ones. */
static double
share_skewness(double k, double n)
{
    return (1 - 2 * k / n) / sqrt(k / n * (1 - k / n));
}

/* Where all of a model's items are right or all are wrong its error is 0, which is not to be
 * sure; where one has few right or wrong ones and the other many more items, t falls short.
 * Newcombe's interval and Fisher's test instead, also if asked for. */
static void
compare_shares(const struct compare_work *work, struct comparison *c)
{
    const struct frame *items = work->items[c->measure];
    bool asked = setting_is(work->settings, "interval", "newcombe");
    bool may = setting_is(work->settings, "interval", "auto"), alike;
    double ka, kb, na, nb, sa, sb, scale;

    if (items == NULL || c->method != METHOD_UNPAIRED || !(asked || may)
        || compare_has_clusters(work, items)
        || !count_right(work, c->a, c->measure, &ka, &na, &sa)
        || !count_right(work, c->b, c->measure, &kb, &nb, &sb))
        return;
    alike = !(compare_se(work, c->a, c->measure) > 0 && compare_se(work, c->b, c->measure) > 0);
    if (!asked && !alike && !doubt_unpaired(na, share_skewness(ka, na), nb, share_skewness(kb, nb)))
        return;
    scale = fmax(sa, sb);
    c->ci = interval_two_proportions(ka, na, kb, nb, work->level);
    c->all = interval_two_proportions(ka, na, kb, nb, compare_level_of_all(work, c->measure));
    c->all = (struct interval){ c->all.lo * scale, c->all.hi * scale };
    c->narrow = interval_two_proportions(ka, na, kb, nb, 1 - 2 * work->alpha);
    c->ci = (struct interval){ c->ci.lo * scale, c->ci.hi * scale };
    c->narrow = (struct interval){ c->narrow.lo * scale, c->narrow.hi * scale };
    c->p = fisher_exact(ka, na, kb, nb);
    c->interval = "newcombe";
    c->test = "Fisher's exact test";
    c->method_name = "unpaired, Newcombe; Fisher exact";
    c->doubt = DOUBT_NONE;
}

static void
compare_by_errors(const struct compare_work *work, struct comparison *c)
{
    double sa = compare_se(work, c->a, c->measure), sb = compare_se(work, c->b, c->measure);
    double na = independent(work, c->a, c->measure), nb = independent(work, c->b, c->measure);
    double df = setting_is(work->settings, "interval", "z") ? (double)NAN :
        welch_df(sa, na, sb, nb);
    bool clusters = work->items[c->measure] != NULL &&
        compare_has_clusters(work, work->items[c->measure]);

    c->diff = compare_value(work, c->a, c->measure) - compare_value(work, c->b, c->measure);
    c->ratio = compare_ratio(compare_value(work, c->a, c->measure),
        compare_value(work, c->b, c->measure));
    c->method = METHOD_EXACT;
    if (isnan(sa) && isnan(sb))
        return;
    c->method = METHOD_UNPAIRED;
    c->n = least_observations(work, c);
    c->n_most = c->n > 0 ? fmax(compare_observations(work, c->a, c->measure),
        compare_observations(work, c->b, c->measure)) : 0;
    if (isnan(sa) || isnan(sb)) {      /* an error that is not known is not 0 */
        c->method_name = "unpaired, one has no error";
        return;
    }
    c->se_unpaired = hypot(sa, sb);
    c->interval = c->test = isnan(df) ? "z" : "t";
    if (isnan(df)) {
        c->ci = interval_normal(c->diff, c->se_unpaired, work->level);
        c->narrow = interval_normal(c->diff, c->se_unpaired, 1 - 2 * work->alpha);
        c->all = interval_normal(c->diff, c->se_unpaired, compare_level_of_all(work, c->measure));
        c->p = p_of_z(c->diff, c->se_unpaired);
        return;
    }
    c->method_name = clusters ? "unpaired, Welch's t by clusters" : "unpaired, Welch's t";
    c->doubt = !(sa > 0 && sb > 0 && na != nb) ? DOUBT_NONE : doubt_welch(na, nb) ? DOUBT_FEW :
        clusters && fmin(na, nb) < DOUBT_FEW_CLUSTERS ? DOUBT_UNEVEN : DOUBT_NONE;
    c->df = df;
    c->ci = interval_t(c->diff, c->se_unpaired, df, work->level);
    c->narrow = interval_t(c->diff, c->se_unpaired, df, 1 - 2 * work->alpha);
    c->all = interval_t(c->diff, c->se_unpaired, df, compare_level_of_all(work, c->measure));
    c->p = p_of_t(c->diff, c->se_unpaired, df);
    if (setting_is(work->settings, "test", "z")) {
        c->p = p_of_z(c->diff, c->se_unpaired);
        c->test = "z";
        c->method_name = clusters ? "unpaired, Welch's t by clusters; z" : "unpaired, Welch's t; z";
    }
}

/* Whether t may fall short: the shapes of the two scores do not cancel. */
static bool
is_uneven(const struct compare_work *work, const struct comparison *c, const double *x,
    const size_t *n)
{
    bool by_t = c->df > 0 && (c->method_name == NULL || strstr(c->method_name, "Newcombe") == NULL);

    return by_t && !compare_has_clusters(work, work->items[c->measure]) && n[0] >= 2 && n[1] >= 2 &&
        doubt_unpaired((double)n[0], sharpe_skew(x, n[0]), (double)n[1],
            sharpe_skew(x + n[0], n[1]));
}

/* Items of both models, on one grid, that are not paired: how often one of a's is larger than
 * one of b's, and if asked for the test of it. */
static void
compare_ranks(const struct compare_work *work, struct comparison *c)
{
    const struct frame *items = work->items[c->measure];
    const double *from[2];
    double *x;
    size_t n[2] = { 0, 0 }, all = 0;
    struct mann_whitney found;

    if (items == NULL || c->method != METHOD_UNPAIRED)
        return;
    from[0] = compare_item_values(work, items, c->a);
    from[1] = compare_item_values(work, items, c->b);
    if (from[0] == NULL || from[1] == NULL)
        return;
    x = mem_alloc(2 * items->rows * sizeof *x);
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < items->rows; i++)
            if (!isnan(from[k][i])) {
                x[all++] = from[k][i];
                n[k]++;
            }
    if (c->doubt == DOUBT_NONE && is_uneven(work, c, x, n))
        c->doubt = DOUBT_UNEVEN;
    rank_quantise(x, all);
    if (n[0] > 0 && n[1] > 0) {
        found = rank_mann_whitney(x, n[0], x + n[0], n[1]);
        c->superiority = found.superiority;
        if (setting_is(work->settings, "test", "mann-whitney") && !isnan(found.p) &&
            !compare_has_clusters(work, items)) {
            c->p = found.p;
            c->test = "mann-whitney";
            c->method_name = arena_printf(work->arena, "unpaired%s; Mann-Whitney%s",
                isnan(c->se_unpaired) ? "" : c->method_name != NULL ? ", Welch's t" : ", normal",
                found.exact ? " exact" : "");
        }
    }
    free(x);
}

/* --- words: (18a) --- */

static enum compare_word
word_for(const struct compare_work *work, struct comparison *c)
{
    enum direction direction = compare_direction(work, c->measure);
    double lo = c->ci.lo, hi = c->ci.hi;
    bool margin = !isnan(work->margin) && c->measure == work->primary;

    if (direction == DIRECTION_UNKNOWN || isnan(c->diff))
        return WORD_NONE;
    if (c->method == METHOD_EXACT) {
        lo = hi = c->diff;
        if (c->diff == 0)
            return WORD_SAME;
    }
    if (direction == DIRECTION_MIN) {
        double turned = -lo;

        lo = -hi;
        hi = turned;
    }
    if (lo > 0)
        return WORD_A;
    if (hi < 0)
        return WORD_B;
    if (!margin)
        return WORD_UNDECIDED;
    c->a_holds = lo > -work->margin;
    c->b_holds = hi < work->margin;
    if (c->narrow.lo > -work->margin && c->narrow.hi < work->margin)
        return WORD_EQUIVALENT;
    return c->a_holds || c->b_holds ? WORD_NON_INFERIOR : WORD_UNDECIDED;
}

/* Below so many degrees of freedom quantiles of the normal plan too little. */
enum { FEW_DF = 30 };

/* How far a difference must be from 0 to be shown with that power by quantiles of t. */
static double
t_reach(const struct compare_work *work, double se, double df, double power)
{
    return interval_t(0, se, df, work->level).hi + interval_t(0, se, df, 2 * power - 1).hi;
}

double
compare_planned(const struct compare_work *work, const struct comparison *c)
{
    return c->measure == work->primary && setting_given(work->settings, "delta") ?
        setting_real(work->settings, "delta") : c->diff;
}

/* Items that would show the difference to plan for. Degrees of freedom grow with the items; where they
 * stay few the quantiles are those of t, so that data that could not show it are never said
 * to be enough. */
static double
items_needed(const struct compare_work *work, const struct comparison *c, double se,
    double power)
{
    double wanted = compare_planned(work, c);
    double by_z = ceil(power_items(c->n, wanted / se, work->alpha, power));
    double per_item = (c->df + 1) / c->n, enough = ceil((FEW_DF + 1) / per_item), few = by_z;

    if (!(c->df > 0) || by_z >= enough)
        return by_z;
    while (few < enough) {
        double middle = floor((few + enough) / 2), df = middle * per_item - 1;

        if (df > 0 && t_reach(work, se * sqrt(c->n / middle), df, power) <= fabs(wanted))
            enough = middle;
        else
            few = middle + 1;
    }
    return enough;
}

/* The error if both had as many observations as the one with fewer. */
static double
se_at_least(const struct compare_work *work, const struct comparison *c, double se)
{
    double sa = compare_se(work, c->a, c->measure), sb = compare_se(work, c->b, c->measure);
    double na = compare_observations(work, c->a, c->measure);
    double nb = compare_observations(work, c->b, c->measure);

    return c->method != METHOD_UNPAIRED || na == nb || !(c->n > 0) ? se
        : hypot(sa * sqrt(na / c->n), sb * sqrt(nb / c->n));
}

/* What the data could have shown, and how much would show what was seen: for planning. */
static void
plan(const struct compare_work *work, struct comparison *c)
{
    double se = c->method == METHOD_UNPAIRED ? c->se_unpaired : c->se_paired;
    double power = setting_real(work->settings, "power");

    if (c->method == METHOD_EXACT || !(se > 0))
        return;
    c->smallest = se * power_smallest(1, 1, work->alpha, power);
    if (c->df > 0 && c->df < FEW_DF)   /* as wide as the interval is */
        c->smallest = t_reach(work, se, c->df, power);
    if (c->measure == work->primary && setting_given(work->settings, "delta"))
        c->power = power_two_sided(se * se, 1, compare_planned(work, c), work->alpha);
    if (c->n > 0 && compare_planned(work, c) != 0)
        c->needed = items_needed(work, c, se_at_least(work, c, se), power);
}

/* Squares of values near 1e200 are infinite: nothing is known of such an error. */
static void
forget_errors(struct comparison *c)
{
    double nan = (double)NAN;

    if (isinf(c->method >= METHOD_PAIRED_T ? c->se_paired : c->se_unpaired)) {
        c->ci.lo = c->ci.hi = c->narrow.lo = c->narrow.hi = c->p = c->effect = nan;
        c->all = c->ci;
        c->method_name = "the error is too large for a number";
    }
    c->se_paired = isinf(c->se_paired) ? nan : c->se_paired;
    c->se_plain = isinf(c->se_plain) ? nan : c->se_plain;
    c->se_unpaired = isinf(c->se_unpaired) ? nan : c->se_unpaired;
}

static void
compare_one(const struct compare_work *work, struct comparison *c)
{
    double nan = (double)NAN;

    c->diff = c->ratio = c->se_paired = c->se_plain = c->se_unpaired = c->correlation = nan;
    c->ci.lo = c->ci.hi = c->narrow.lo = c->narrow.hi = c->all.lo = c->all.hi = nan;
    c->effect = c->task_sd = c->power = c->limit_error = nan;
    c->p = c->p_chosen = c->smallest = c->needed = nan;
    c->design_effect = c->superiority = c->violation = nan;
    if (!compare_by_items(work, c)) {
        compare_by_errors(work, c);
        compare_shares(work, c);
        compare_ranks(work, c);
    }
    if (isinf(c->se_paired) || isinf(c->se_unpaired))
        forget_errors(c);
}

static bool
both_have(const struct compare_work *work, size_t a, size_t b, size_t m)
{
    return !isnan(compare_value(work, a, m)) && !isnan(compare_value(work, b, m));
}

static void
list_pairs(struct compare_work *work)
{
    size_t pairs = work->n * (work->n - 1) / 2;

    work->comparison = arena_zalloc(work->arena, pairs * work->n_measures,
        sizeof *work->comparison);
    for (size_t a = 0; a < work->n; a++)
        for (size_t b = a + 1; b < work->n; b++)
            for (size_t m = 0; m < work->n_measures; m++)
                if (both_have(work, a, b, m)) {
                    struct comparison *c = &work->comparison[work->n_comparisons++];

                    c->a = a;
                    c->b = b;
                    c->measure = m;
                }
}

/* Pairs that may share a draw come one after the other. */
static void
compare_measure(struct compare_work *work, size_t measure)
{
    for (size_t i = 0; i < work->n_comparisons; i++) {
        struct comparison *c = &work->comparison[i];

        if (c->measure != measure)
            continue;
        if (!compare_goes_on(work->run, 0))
            return;
        compare_one(work, c);
        work->run->done++;
    }
}

bool
compare_each_pair(struct compare_work *work)
{
    work->draws = arena_zalloc(work->arena, 1, sizeof *work->draws);
    list_pairs(work);
    for (size_t m = 0; m < work->n_measures && !work->run->stopped; m++) {
        compare_measure(work, m);
        compare_forget_draws(work->draws);
    }
    if (work->run->stopped)
        return false;
    compare_suites(work);
    compare_adjust(work);
    return true;
}

bool
compare_all_pairs(struct compare_work *work)
{
    compare_count_points(work);
    if (!compare_each_pair(work))
        return false;
    for (size_t i = 0; i < work->n_comparisons; i++) {
        work->comparison[i].word = word_for(work, &work->comparison[i]);
        plan(work, &work->comparison[i]);
    }
    return true;
}

const struct comparison *
compare_find(const struct compare_work *work, size_t a, size_t b, size_t measure)
{
    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->a == a && c->b == b && c->measure == measure)
            return c;
    }
    return NULL;
}
