/* compare_pairs.c - every pair of models on every shared measure, with the best error known.
 *
 * Items in common come first (paired), then standard errors (unpaired), then nothing: such
 * values are compared as exact and said to be. A measure whose published value is not the
 * mean of its items is not compared by them.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/moments.h"

const struct column *
compare_column(const struct compare_work *work, size_t measure)
{
    return &work->frame->columns[work->measure[measure]];
}

double
compare_value(const struct compare_work *work, size_t model, size_t measure)
{
    return compare_column(work, measure)->value[work->row[model]];
}

double
compare_se(const struct compare_work *work, size_t model, size_t measure)
{
    const struct column *column = compare_column(work, measure);

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

static double
observations(const struct compare_work *work, size_t model, size_t measure)
{
    const struct column *column = compare_column(work, measure);

    return column->n != NULL ? column->n[work->row[model]] : (double)NAN;
}

/* --- items --- */

static const double *
item_values(const struct compare_work *work, const struct frame *items, size_t model)
{
    int column = frame_column(items, work->frame->key[work->row[model]]);

    return column >= 0 && items->columns[column].type == COLUMN_NUMBER ?
        items->columns[column].value : NULL;
}

static double
mean_of_items(const double *value, size_t n)
{
    double sum = 0;
    size_t known = 0;

    for (size_t i = 0; i < n; i++)
        if (!isnan(value[i])) {
            sum += value[i];
            known++;
        }
    return known > 0 ? sum / (double)known : (double)NAN;
}

/* 1 or 100 if the published values are the means of the items, 0 if they are not. */
static double
scale_of_items(const struct compare_work *work, const struct frame *items, size_t measure)
{
    bool plain = true, percent = true;

    for (size_t model = 0; model < work->n; model++) {
        const double *value = item_values(work, items, model);
        double published = compare_value(work, model, measure), mean;

        if (value == NULL || isnan(published))
            continue;
        mean = mean_of_items(value, items->rows);
        plain &= isnan(mean) || fabs(mean - published) <= 1e-6 * (fabs(published) + 1e-9);
        percent &= isnan(mean) ||
            fabs(100 * mean - published) <= 1e-6 * (fabs(published) + 1e-9);
    }
    return plain ? 1 : percent ? 100 : 0;
}

void
compare_find_items(struct compare_work *work, struct result *result)
{
    const struct lens_bundle *bundle = work->bundle;

    work->items = arena_zalloc(work->arena, work->n_measures, sizeof *work->items);
    work->items_scale = arena_zalloc(work->arena, work->n_measures,
        sizeof *work->items_scale);
    if (bundle->items == NULL || !setting_flag(work->settings, "paired"))
        return;
    for (size_t m = 0; m < work->n_measures; m++) {
        const char *name = compare_column(work, m)->name;
        const struct frame *items = bundle->items(bundle->context, name);

        if (items == NULL || items->rows == 0)
            continue;
        work->items_scale[m] = scale_of_items(work, items, m);
        if (work->items_scale[m] == 0)
            result_note(result, "%s is not the mean of its items: compared by its aggregate "
                "only", name);
        else
            work->items[m] = items;
    }
}

/* The items of both, side by side, scaled; returns how many. */
static size_t
shared_items(const struct compare_work *work, struct comparison *c, double *a, double *b)
{
    const struct frame *items = work->items[c->measure];
    const double *va = item_values(work, items, c->a), *vb = item_values(work, items, c->b);
    double scale = work->items_scale[c->measure];
    size_t n = 0;

    if (va == NULL || vb == NULL)
        return 0;
    for (size_t i = 0; i < items->rows; i++) {
        c->dropped_a += !isnan(va[i]) && isnan(vb[i]);
        c->dropped_b += isnan(va[i]) && !isnan(vb[i]);
        if (isnan(va[i]) || isnan(vb[i]))
            continue;
        a[n] = va[i] * scale;
        b[n++] = vb[i] * scale;
    }
    return n;
}

static bool
all_right_or_wrong(const double *x, size_t n, double right)
{
    for (size_t i = 0; i < n; i++)
        if (x[i] != 0 && x[i] != right)
            return false;
    return true;
}

static void
compare_right_and_wrong(const struct compare_work *work, struct comparison *c, const double *a,
    const double *b, size_t n, double right)
{
    struct discordance table = { 0, 0, 0, 0 };

    for (size_t i = 0; i < n; i++) {
        table.both += a[i] != 0 && b[i] != 0;
        table.only_a += a[i] != 0 && b[i] == 0;
        table.only_b += a[i] == 0 && b[i] != 0;
        table.neither += a[i] == 0 && b[i] == 0;
    }
    c->method = METHOD_PAIRED_01;
    c->p = mcnemar_exact(&table);
    c->ci = interval_tango(&table, work->level);
    c->ci.lo *= right;
    c->ci.hi *= right;
}

static bool
compare_by_items(const struct compare_work *work, struct comparison *c)
{
    const struct frame *items = work->items[c->measure];
    double *a, *b, right = work->items_scale[c->measure];
    struct paired paired;

    if (items == NULL)
        return false;
    a = mem_alloc(items->rows * sizeof *a);
    b = mem_alloc(items->rows * sizeof *b);
    c->n_shared = shared_items(work, c, a, b);
    if (c->n_shared >= 2) {
        paired = paired_difference(a, b, c->n_shared);
        c->diff = paired.diff;
        c->ratio = paired.mean_a / paired.mean_b;
        c->se_paired = paired.se_paired;
        c->se_unpaired = paired.se_unpaired;
        c->correlation = paired.correlation;
        c->p = paired.p;
        c->n = (double)c->n_shared;
        c->method = METHOD_PAIRED_T;
        c->ci = interval_t(paired.diff, paired.se_paired, c->n - 1, work->level);
        if (all_right_or_wrong(a, c->n_shared, right) &&
            all_right_or_wrong(b, c->n_shared, right))
            compare_right_and_wrong(work, c, a, b, c->n_shared, right);
    }
    free(a);
    free(b);
    return c->n_shared >= 2;
}

/* --- standard errors --- */

static void
compare_by_errors(const struct compare_work *work, struct comparison *c)
{
    double sa = compare_se(work, c->a, c->measure), sb = compare_se(work, c->b, c->measure);
    double na = observations(work, c->a, c->measure), nb = observations(work, c->b, c->measure);

    c->diff = compare_value(work, c->a, c->measure) - compare_value(work, c->b, c->measure);
    c->ratio = compare_value(work, c->a, c->measure) / compare_value(work, c->b, c->measure);
    c->method = METHOD_EXACT;
    if (isnan(sa) && isnan(sb))
        return;
    c->method = METHOD_UNPAIRED;
    c->se_unpaired = hypot(isnan(sa) ? 0 : sa, isnan(sb) ? 0 : sb);
    c->ci = interval_normal(c->diff, c->se_unpaired, work->level);
    c->p = p_of_z(c->diff, c->se_unpaired);
    c->n = na == nb ? na : isnan(na) || isnan(nb) ? 0 : fmin(na, nb);
}

/* --- words: (18a) --- */

static bool
within_margin(const struct compare_work *work, const struct comparison *c)
{
    double se = c->method == METHOD_UNPAIRED ? c->se_unpaired : c->se_paired;
    double level = 1 - 2 * work->alpha;
    struct interval ci = c->method == METHOD_UNPAIRED ? interval_normal(c->diff, se, level) :
        interval_t(c->diff, se, c->n - 1, level);

    return ci.lo > -work->margin && ci.hi < work->margin;
}

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
    c->non_inferior = lo > -work->margin;
    if (within_margin(work, c))
        return WORD_EQUIVALENT;
    return c->non_inferior ? WORD_NON_INFERIOR : WORD_UNDECIDED;
}

/* What the data could have shown, and how much would show what was seen: for planning. */
static void
plan(const struct compare_work *work, struct comparison *c)
{
    double se = c->method == METHOD_UNPAIRED ? c->se_unpaired : c->se_paired;
    double power = setting_real(work->settings, "power");

    if (c->method == METHOD_EXACT || !(se > 0))
        return;
    c->smallest = power_smallest(se * se, 1, work->alpha, power);
    if (c->n > 0 && c->diff != 0)
        c->needed = ceil(power_items(se * se * c->n, c->diff, work->alpha, power));
}

static void
compare_one(const struct compare_work *work, struct comparison *c)
{
    double nan = (double)NAN;

    c->diff = c->ratio = c->se_paired = c->se_unpaired = c->correlation = nan;
    c->ci.lo = c->ci.hi = c->p = c->p_chosen = c->smallest = c->needed = nan;
    if (!compare_by_items(work, c))
        compare_by_errors(work, c);
    c->p_chosen = fmin(1, c->p * work->family);
    c->word = word_for(work, c);
    plan(work, c);
}

static bool
both_have(const struct compare_work *work, size_t a, size_t b, size_t m)
{
    return !isnan(compare_value(work, a, m)) && !isnan(compare_value(work, b, m));
}

void
compare_all_pairs(struct compare_work *work)
{
    size_t pairs = work->n * (work->n - 1) / 2;

    work->family = (double)work->frame->rows * ((double)work->frame->rows - 1) / 2;
    work->comparison = arena_zalloc(work->arena, pairs * work->n_measures,
        sizeof *work->comparison);
    for (size_t a = 0; a < work->n; a++)
        for (size_t b = a + 1; b < work->n; b++)
            for (size_t m = 0; m < work->n_measures; m++) {
                struct comparison *c = &work->comparison[work->n_comparisons];

                if (!both_have(work, a, b, m))
                    continue;
                c->a = a;
                c->b = b;
                c->measure = m;
                compare_one(work, c);
                work->n_comparisons++;
            }
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

/* --- one model alone --- */

/* Whether a value with its n and error is a share of right answers; k of n if so. */
static bool
is_proportion(const struct compare_work *work, size_t model, size_t measure, double *k,
    double *n, double *whole)
{
    const char *unit = compare_column(work, measure)->unit;
    double value = compare_value(work, model, measure), se = compare_se(work, model, measure);
    double p, expected;

    *n = observations(work, model, measure);
    *whole = unit != NULL && unit[0] == '%' ? 100 : 1;
    p = value / *whole;
    if (!(*n >= 2) || !(p >= 0 && p <= 1))
        return false;
    expected = *whole * sqrt(p * (1 - p) / *n);
    *k = p * *n;
    return fabs(se - expected) <= 0.02 * expected + 1e-12 ||
        fabs(se - expected * sqrt(*n / (*n - 1))) <= 0.02 * expected + 1e-12;
}

struct interval
compare_own_interval(const struct compare_work *work, size_t model, size_t measure,
    const char **method)
{
    double value = compare_value(work, model, measure), se = compare_se(work, model, measure);
    double k, n, whole;
    struct interval ci = { (double)NAN, (double)NAN };

    *method = NULL;
    if (isnan(se) || isnan(value))
        return ci;
    if (is_proportion(work, model, measure, &k, &n, &whole)) {
        ci = interval_wilson(k, n, work->level);
        ci.lo *= whole;
        ci.hi *= whole;
        *method = "Wilson";
        return ci;
    }
    *method = n >= 2 ? "t" : "normal";
    return n >= 2 ? interval_t(value, se, n - 1, work->level) :
        interval_normal(value, se, work->level);
}
