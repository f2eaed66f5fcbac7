/* compare_family.c - p for the number of pairs that could have been chosen: compare, (19).
 *
 * Where these are few, those that were not chosen are compared as well, so that a pair gets the
 * same answer alone as beside all others.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdint.h>

#include "math/multiplicity.h"

static enum adjustment
adjustment_of(const struct compare_work *work)
{
    static const struct { const char *name; enum adjustment adjustment; } names[] = {
        { "none", ADJUST_NONE }, { "bonferroni", ADJUST_BONFERRONI }, { "sidak", ADJUST_SIDAK },
        { "hochberg", ADJUST_HOCHBERG }, { "hommel", ADJUST_HOMMEL }, { "bh", ADJUST_BH },
        { "by", ADJUST_BY },
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (setting_is(work->settings, "adjust", names[i].name))
            return names[i].adjustment;
    return ADJUST_HOLM;
}

double
compare_family(const struct compare_work *work, size_t measure)
{
    double points = (double)work->points[measure];

    return points * (points - 1) / 2;
}

double
compare_level_of_all(const struct compare_work *work, size_t measure)
{
    double family = compare_family(work, measure);
    enum adjustment method = adjustment_of(work);

    if (family <= 1 || method == ADJUST_NONE || method == ADJUST_BH || method == ADJUST_BY)
        return (double)NAN;
    return method == ADJUST_SIDAK ? pow(work->level, 1 / family) : 1 - work->alpha / family;
}

void
compare_count_points(struct compare_work *work)
{
    work->whole = arena_zalloc(work->arena, work->n_measures, sizeof *work->whole);
    work->points = arena_zalloc(work->arena, work->n_measures, sizeof *work->points);
    for (size_t m = 0; m < work->n_measures; m++)
        for (size_t i = 0; i < work->frame->rows; i++)
            work->points[m] += isnan(compare_column(work, m)->value[i]) ? 0 : 1;
}

/* The family is what could have been chosen. Where it is more than what is compared, the
 * other p-values are not known, and only Bonferroni's bound holds whatever they are. A pair
 * without a p, such as one that is the same throughout, is in the family with a p of 1. */
static void
adjust_measure(struct compare_work *work, size_t measure)
{
    struct comparison **of = arena_zalloc(work->arena, work->n_comparisons, sizeof *of);
    double *p = arena_zalloc(work->arena, work->n_comparisons, sizeof *p);
    double *adjusted = arena_zalloc(work->arena, work->n_comparisons, sizeof *adjusted);
    double family = compare_family(work, measure);
    enum adjustment method = adjustment_of(work);
    size_t n = 0;

    for (size_t i = 0; i < work->n_comparisons; i++)
        if (work->comparison[i].measure == measure) {
            of[n] = &work->comparison[i];
            p[n] = isnan(of[n]->p) ? 1 : of[n]->p;
            n++;
        }
    work->whole[measure] = (double)n >= family;
    if ((double)n >= family && n > 0)
        multiplicity_adjust(method, p, n, adjusted);
    for (size_t i = 0; i < n; i++)
        if (!isnan(of[i]->p))
            of[i]->p_chosen = (double)n >= family ? adjusted[i] :
                method == ADJUST_NONE ? p[i] : fmin(1, p[i] * family);
}

void
compare_adjust(struct compare_work *work)
{
    for (size_t m = 0; m < work->n_measures; m++)
        adjust_measure(work, m);
}

/* --- those that were not chosen --- */

/* Rows with the first measure; 0 if they are too many, or all were chosen. */
static size_t
find_rows(const struct compare_work *work, size_t *row)
{
    size_t n = 0;

    if (work->points[work->primary] > COMPARE_MOST || work->points[work->primary] <= work->n)
        return 0;
    for (size_t i = 0; i < work->frame->rows; i++)
        if (!isnan(compare_column(work, work->primary)->value[i]))
            row[n++] = i;
    return n;
}

static size_t
model_of(const struct compare_work *work, size_t row)
{
    for (size_t i = 0; i < work->n; i++)
        if (work->row[i] == row)
            return i;
    return SIZE_MAX;
}

/* Of a pair among all of them; the bound stays where the others make it another comparison. */
static void
take_adjusted(struct compare_work *work, const struct compare_work *all, struct comparison *c)
{
    size_t a = model_of(all, work->row[c->a]), b = model_of(all, work->row[c->b]);
    const struct comparison *same = compare_find(all, a < b ? a : b, a < b ? b : a, c->measure);

    if (isnan(c->p) || !all->whole[c->measure])
        return;
    if (same == NULL || !(fabs(same->p - c->p) <= 1e-6 * c->p))
        work->whole[c->measure] = false;
    else
        c->p_chosen = fmax(c->p, same->p_chosen);
}

/* Replicates are for intervals, which nobody will see. */
static struct lens_settings
without_replicates(const struct compare_work *work)
{
    static const char *const drawn[] = { "percentile", "basic", "bca" };

    for (size_t i = 0; i < sizeof drawn / sizeof drawn[0]; i++)
        if (setting_is(work->settings, "interval", drawn[i]))
            return settings_with(work->settings, work->arena, "interval", "t");
    return *work->settings;
}

/* Of all models with the first measure, on the same measures. False: not known. */
static bool
compare_others(struct compare_work *all)
{
    struct result *unseen = result_new("compare");
    struct error err = { 0 };
    bool done = compare_find_items(all, unseen, &err);

    done = done && compare_each_pair(all);
    error_clear(&err);
    result_free(unseen);
    return done;
}

bool
compare_whole_family(struct compare_work *work)
{
    const double steady = 1e18;        /* the share that is done stays as it is meanwhile */
    size_t *row = arena_zalloc(work->arena, work->frame->rows, sizeof *row);
    struct lens_bundle bundle = *work->bundle;
    struct lens_settings settings;
    struct compare_work all = *work;
    struct compare_run run = *work->run;

    all.n = find_rows(work, row);
    if (all.n == 0 || setting_is(work->settings, "adjust", "none"))
        return true;
    settings = without_replicates(work);
    bundle.items = bundle.items_of_all;
    run.done *= steady / run.steps;
    run.steps = steady;
    all.bundle = &bundle;
    all.settings = &settings;
    all.row = row;
    all.run = &run;
    all.comparison = NULL;
    all.n_comparisons = 0;
    all.whole = arena_zalloc(work->arena, work->n_measures, sizeof *all.whole);
    if (compare_others(&all)) {
        for (size_t m = 0; m < work->n_measures; m++)
            work->whole[m] = work->whole[m] || all.whole[m];
        for (size_t i = 0; i < work->n_comparisons; i++)
            take_adjusted(work, &all, &work->comparison[i]);
    }
    work->run->stopped = run.stopped;
    return !run.stopped;
}
