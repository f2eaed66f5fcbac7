/* risk_sets.c - (8): shortlists over several data sets or seeds, averaged at each k, with a
 * band from resampling the sets.
 *
 * A set is the records with one value of the column --runs; each record is a candidate with
 * its cheap scores and its final one. Every set has its own baseline, unless that is a number:
 * of a model, the mean of its records in the set, and no ratio where it has none.
 */
#include "lens/risk_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/bootstrap.h"
#include "math/doubt.h"
#include "math/moments.h"
#include "math/resample.h"
#include "math/rng.h"

enum { BEST, WORST, MEAN, STD, VIOLATIONS, RATIO, FIGURES };
static const char *const names[FIGURES] = { "best", "worst", "mean", "std", "violation_rate",
    "sharpe_clipped" };

struct sets {
    const struct frame *frame;         /* records */
    size_t *set, n;                    /* per record; SIZE_MAX: none */
    const double *final;
    const struct column *model; const char *baseline;   /* whose score it is, or NULL */
    bool *without;                     /* per set: it has no baseline */
    size_t largest;                    /* candidates of the largest set looked at */
};

/* One estimator at one k. */
struct at_k {
    size_t estimator, k, sets;
    bool cut;                          /* the last k, though a set has more candidates */
    double mean[FIGURES];
    struct interval band[FIGURES];
};

/* --- which records are a set --- */

static void
find_baseline_model(const struct risk_work *work, struct sets *sets)
{
    const struct column *model = parts_find_typed(work->frame, "model", COLUMN_TEXT);

    sets->model = parts_find_typed(sets->frame, "model", COLUMN_TEXT);
    if (work->baseline_row != SIZE_MAX && model != NULL && sets->model != NULL)
        sets->baseline = model->text[work->baseline_row];
}

/* Records have the scores, or, where each estimate is a record of its own, the points do. */
static bool
find_frame(const struct risk_work *work, struct sets *sets, int *column, struct error *err)
{
    const struct lens_bundle *bundle = work->bundle;
    const char *runs = setting_text(work->settings, "runs");
    const struct frame *records = bundle->other != NULL
        ? bundle->other(bundle->context, SHAPE_ROWS) : NULL;
    int final;

    *sets = (struct sets){ .frame = records != NULL ? records : bundle->points };
    if (frame_find(sets->frame, work->final->name, true, NULL) < 0
        && frame_find(bundle->points, runs, false, NULL) >= 0)
        sets->frame = bundle->points;
    *column = frame_find(sets->frame, runs, false, err);
    if (*column < 0)
        return error_prefix(err, "--runs");
    final = frame_find(sets->frame, work->final->name, true, err);
    if (final < 0)
        return error_prefix(err, "--runs: records");
    sets->final = sets->frame->columns[final].value;
    return true;
}

static bool
find_sets(const struct risk_work *work, struct sets *sets, struct error *err)
{
    const char **name;
    int column;

    if (!find_frame(work, sets, &column, err))
        return false;
    find_baseline_model(work, sets);
    name = arena_zalloc(work->arena, sets->frame->rows + 1, sizeof *name);
    sets->set = arena_zalloc(work->arena, sets->frame->rows + 1, sizeof *sets->set);
    for (size_t i = 0; i < sets->frame->rows; i++) {
        const char *own = parts_name(work->arena, &sets->frame->columns[column], i);
        size_t s = 0;

        sets->set[i] = SIZE_MAX;
        while (own != NULL && s < sets->n && strcmp(name[s], own) != 0)
            s++;
        if (own == NULL || isnan(sets->final[i]))
            continue;
        if (s == sets->n)
            name[sets->n++] = own;
        sets->set[i] = s;
    }
    return true;
}

/* --- shortlists of a set --- */

/* What the baseline's model scored in the set: its records are what it returned. */
static double
baseline_of_model(const struct risk_work *work, const struct sets *sets, size_t set)
{
    double *own = mem_alloc((sets->frame->rows + 1) * sizeof *own), value;
    size_t n = 0;

    for (size_t i = 0; i < sets->frame->rows; i++)
        if (sets->set[i] == set && sets->model->text[i] != NULL
            && strcmp(sets->model->text[i], sets->baseline) == 0)
            own[n++] = work->sign * sets->final[i];
    value = n == 0 ? (double)NAN : setting_is(work->settings, "baseline_by", "value")
        ? moments_of(own, n).mean : risk_worst(work, own, n);
    free(own);
    return value;
}

static double
baseline_of(const struct risk_work *work, const struct sets *sets, size_t set,
    const double *score, size_t n)
{
    double given;

    if (number_parse_plain(setting_text(work->settings, "baseline"), &given))
        return work->sign * given;
    if (sets->baseline != NULL)
        return baseline_of_model(work, sets, set);
    if (!setting_is(work->settings, "baseline_by", "value"))
        return risk_worst(work, score, n);
    return work->baseline_row != SIZE_MAX ? work->baseline : moments_of(score, n).mean;
}

static double
threshold_of(const struct risk_work *work, double baseline)
{
    double given = work->sign * setting_real(work->settings, "threshold");
    double relative = setting_real(work->settings, "relative");

    return !isnan(given) ? given : isnan(relative) ? 0 : relative * baseline;
}

/* out[(k - 1) * FIGURES]: NaN beyond the set's candidates. */
static void
lists_of_set(const struct risk_work *work, struct sets *sets, size_t set,
    const struct risk_estimator *e, const double *cheap, double *out)
{
    size_t rows = sets->frame->rows, n = 0;
    double *estimate = mem_alloc((2 * rows + 1) * sizeof *estimate), *score = estimate + rows;
    size_t *order = mem_alloc((rows + 1) * sizeof *order);
    double baseline, threshold;

    for (size_t i = 0; i < rows; i++)
        if (sets->set[i] == set && !isnan(cheap[i])) {
            estimate[n] = e->sign * cheap[i];
            score[n++] = work->sign * sets->final[i];
        }
    baseline = n > 0 ? baseline_of(work, sets, set, score, n) : (double)NAN;
    sets->largest = n > sets->largest ? n : sets->largest;
    sets->without[set] = n > 0 && isnan(baseline);
    threshold = threshold_of(work, baseline);
    if (n > 0)
        shortlist_rank(estimate, n, order);
    for (size_t k = 1; k <= e->most; k++, out += FIGURES) {
        struct shortlist list;

        for (size_t f = 0; f < FIGURES; f++)
            out[f] = (double)NAN;
        if (k > n)
            continue;
        list = shortlist_figures(score, order, k, baseline, threshold,
            (int)setting_real(work->settings, "ddof"));
        out[BEST] = work->sign * list.best;
        out[WORST] = work->sign * list.worst;
        out[MEAN] = work->sign * list.mean;
        out[STD] = list.sd;
        out[VIOLATIONS] = list.violation_rate;
        out[RATIO] = isnan(baseline) ? (double)NAN : shortlist_clip(list.sharpe, k);
    }
    free(order);
    free(estimate);
}

/* --- over sets --- */

static struct interval
band_of(const struct risk_work *work, const double *value, size_t n)
{
    struct resampling plan = { .n = n, .b = (size_t)setting_real(work->settings, "b"),
        .seed = work->settings->seed, .set = rng_name("sets") };
    struct interval band = { (double)NAN, (double)NAN };
    double *t;

    if (n < 2)
        return band;
    t = mem_alloc(plan.b * sizeof *t);
    resample_means(&plan, &value, 1, t);
    bootstrap_sort(t, plan.b);
    band = bootstrap_percentile(t, plan.b, 0.95, CONVENTION_TYPE_7);
    free(t);
    return band;
}

static void
average(const struct risk_work *work, const struct sets *sets, const double *all, size_t most,
    struct at_k *at)
{
    double *value = mem_alloc((sets->n + 1) * sizeof *value);

    for (size_t f = 0; f < FIGURES; f++) {
        size_t n = 0;

        for (size_t s = 0; s < sets->n; s++) {
            double own = all[(s * most + at->k - 1) * FIGURES + f];

            if (!isnan(own))
                value[n++] = own;
        }
        at->mean[f] = n > 0 ? moments_of(value, n).mean : (double)NAN;
        at->band[f] = band_of(work, value, n);
        if (f == BEST)
            at->sets = n;
    }
    free(value);
}

static size_t
all_averages(const struct risk_work *work, struct sets *sets, struct at_k *at)
{
    size_t n = 0;

    for (size_t e = 0; e < work->n_estimators; e++) {
        const struct risk_estimator *estimator = &work->estimators[e];
        int column = frame_find(sets->frame, estimator->column->name, true, NULL);
        size_t most = estimator->most;
        double *all;

        if (column < 0 || most == 0)
            continue;
        all = mem_alloc(sets->n * most * FIGURES * sizeof *all);
        for (size_t s = 0; s < sets->n; s++)
            lists_of_set(work, sets, s, estimator, sets->frame->columns[column].value,
                all + s * most * FIGURES);
        for (size_t k = 1; k <= most; k++) {
            at[n] = (struct at_k){ .estimator = e, .k = k,
                .cut = k == most && sets->largest > most };
            average(work, sets, all, most, &at[n]);
            n += at[n].sets > 0;
        }
        free(all);
    }
    return n;
}

/* --- what is shown --- */

static void
sets_table(const struct risk_work *work, const struct at_k *at, size_t n)
{
    struct result_table *table = result_add_table(work->result, "sets", n);
    struct result_column *column = parts_text(work->result, table, "estimator", NULL);

    table->title = "shortlists, the mean over data sets";
    column->key = true;
    for (size_t i = 0; i < n; i++)
        column->text[i] = arena_strdup(work->arena,
            work->estimators[at[i].estimator].column->name);
    for (size_t c = 0; c < 2; c++) {
        column = parts_integer(work->result, table, c == 0 ? "k" : "sets", NULL);
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = (double)(c == 0 ? at[i].k : at[i].sets);
    }
    for (size_t f = 0; f < FIGURES; f++)
        for (size_t c = 0; c < 3; c++) {
            column = parts_number(work->result, table, c == 0 ? names[f]
                : arena_printf(work->arena, "%s_%s", names[f], c == 1 ? "lo" : "hi"), NULL,
                NULL);
            column->digits = 3;
            column->detail = c > 0 && f != RATIO;
            for (size_t i = 0; i < n; i++)
                column_numbers(column)[i] = c == 0 ? at[i].mean[f] : c == 1
                    ? at[i].band[f].lo : at[i].band[f].hi;
        }
}

static void
add_line(const struct risk_work *work, struct chart *chart, const struct at_k *at, size_t n,
    int side)
{
    struct chart_line *line = chart_add_line(work->result, chart, side == 0 ? LINE_STRAIGHT
        : LINE_DASHED, n);

    line->role = side == 0 ? MARK_FRONTIER : MARK_REFERENCE;
    line->label = side == 0 ? arena_strdup(work->arena,
        work->estimators[at->estimator].column->name) : NULL;
    for (size_t i = 0; i < n; i++) {
        chart_line_x(line)[i] = (double)at[i].k;
        chart_line_y(line)[i] = side == 0 ? at[i].mean[RATIO] : side < 0
            ? at[i].band[RATIO].lo : at[i].band[RATIO].hi;
    }
}

/* The ratio over k with its band, of the first estimator; from k = 2 on. */
static void
sets_chart(const struct risk_work *work, const struct at_k *at, size_t n)
{
    struct chart *chart;
    size_t last = 1;

    while (last < n && at[last].estimator == at[0].estimator)
        last++;
    if (last < 3)
        return;
    chart = result_add_chart(work->result, "sets", CHART_LINES, 0);
    chart->title = "SharpeRatio@k over data sets, clipped to 0..100, with its band";
    chart->x = (struct chart_axis){ .name = "k", .whole = true };
    chart->y.name = "mean SharpeRatio@k";
    for (int side = 0; side < 3; side++)
        add_line(work, chart, at + 1, last - 1, side == 0 ? 0 : side == 1 ? -1 : 1);
}

/* The largest mean ratio among those of the most sets; one set more is another question. */
static void
find_leading(struct risk_work *work, const struct at_k *at, size_t n)
{
    size_t most = 0;
    double largest = (double)NAN;

    for (size_t i = 0; i < n; i++)
        most = at[i].k >= 2 && !isnan(at[i].mean[RATIO]) && at[i].sets > most ? at[i].sets : most;
    for (size_t i = 0; i < n; i++) {
        if (at[i].k < 2 || at[i].sets < most || !shortlist_is_larger(at[i].mean[RATIO], largest))
            continue;
        largest = at[i].mean[RATIO];
        work->over_sets.estimator = work->estimators[at[i].estimator].column->name;
        work->over_sets.k = at[i].k;
        work->over_sets.cut = at[i].cut;
        work->over_sets.sets = at[i].sets;
        work->over_sets.ratio = largest;
        work->over_sets.lo = at[i].band[RATIO].lo;
        work->over_sets.hi = at[i].band[RATIO].hi;
    }
}

static void
note_without(const struct risk_work *work, const struct sets *sets)
{
    size_t without = 0;

    for (size_t s = 0; s < sets->n; s++)
        without += sets->without[s];
    if (without > 0)
        result_note(work->result, "sets: %zu of %zu %s no baseline, and so no ratio", without,
            sets->n, text_counted((double)without, "has", "have"));
}

bool
risk_sets(struct risk_work *work, struct error *err)
{
    struct sets sets;
    struct at_k *at;
    size_t n;

    if (!setting_given(work->settings, "runs"))
        return true;
    if (!find_sets(work, &sets, err))
        return false;
    at = arena_zalloc(work->arena, work->n_estimators * RISK_MOST_K + 1, sizeof *at);
    sets.without = arena_zalloc(work->arena, sets.n + 1, sizeof *sets.without);
    n = all_averages(work, &sets, at);
    if (n == 0) {
        result_note(work->result, "no record has both a cheap score and %s, so nothing is said "
            "over %s", work->final->name, setting_text(work->settings, "runs"));
        return true;
    }
    sets_table(work, at, n);
    sets_chart(work, at, n);
    find_leading(work, at, n);
    note_without(work, &sets);
    result_note(work->result, "sets: means over %zu %s of %s%s", sets.n,
        text_counted((double)sets.n, "value", "values"),
        setting_text(work->settings, "runs"), sets.n < 2 ? ": one has no band"
        : doubt_percentile(sets.n) ? ", bands from resampling them, which are too narrow of fewer "
        "than 40" : ", bands from resampling them");
    return true;
}
