/* compare.c - are these two to eight models really different?
 *
 * Every shared measure side by side; the verdict is about the first objective (the score),
 * its price about the second. Each step is a file compare_*.c.
 */
#include "lens/compare_work.h"
#include "lens/frontier.h"
#include "lens/lenses.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "math/dominance.h"

enum { FEWEST = 2, MOST = COMPARE_MOST };

static const struct lens_option options[] = {
    { "margin", OPTION_REAL, "", "0.01", 0, 1e300, NULL,
        "differences of the score below it count as equivalent" },
    { "level", OPTION_REAL, "0.95", NULL, 0.5, 0.9999, NULL, "confidence of the intervals" },
    { "interval", OPTION_CHOICE, "auto", "auto|t|z|tango|newcombe|wald|percentile|basic|bca", 1, 0,
        NULL, "of a paired difference; auto: Tango for 0/1 scores, else t" },
    { "own_interval", OPTION_CHOICE, "wilson", "wilson|cp|jeffreys|ac|t|z|boot", 1, 0,
        NULL, "of one model's share of right answers; boot: BCa of its items" },
    { "test", OPTION_CHOICE, "auto",
        "auto|t|z|mcnemar|mcnemar-mid|wilcoxon|sign|sign-flip|mann-whitney", 1, 0, NULL,
        "behind p; auto: exact McNemar for 0/1 scores, else t; mann-whitney: as if unpaired" },
    { "zeros", OPTION_CHOICE, "wilcox", "wilcox|pratt|zsplit", 1, 0, NULL,
        "what Wilcoxon's test does with equal scores" },
    { "adjust", OPTION_CHOICE, "holm", "none|bonferroni|sidak|holm|hochberg|hommel|bh|by", 1, 0,
        NULL, "p for the number of pairs that could have been chosen" },
    { "clusters", OPTION_FLAG, "yes" /* not as the command line says it */, NULL, 1, 0, NULL,
        "errors by clusters of items where the items name them" },
    { "k", OPTION_INTEGER, "", NULL, 1, 1e6, NULL,
        "pass@k and pass^k where items have that many samples" },
    { "gamma", OPTION_REAL, "", NULL, 1, 0, NULL,
        "score that is good enough, for the optimality gap; a right answer if unset" },
    { "factor", OPTION_LIST, "", NULL, 1, 0, NULL,
        "ablation: one column of the records, or two, whose levels are compared" },
    { "block", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "ablation: the column within whose values the levels are paired" },
    { "paired", OPTION_FLAG, "1", NULL, 1, 0, NULL, "use the items that both models have" },
    { "delta", OPTION_REAL, "", "0.01", 0, 1e300, NULL,
        "a difference of the score to plan for; the one that was seen if unset" },
    { "power", OPTION_REAL, "0.8", NULL, 0.5, 0.999, NULL,
        "for the gap that could have been shown and the items needed" },
    { "b", OPTION_INTEGER, "9999", NULL, 99, 1e6, NULL, "replicates of the items" },
};

static const struct lens_input inputs[] = {
    { "points", SHAPE_POINTS, true, "the models with their measures" },
    { "items", SHAPE_ITEMS, false, "scores per item, for paired differences" },
    { "records", SHAPE_ROWS, false, "every record, for an ablation" },
};

static bool
is_shared(const struct compare_work *work, const struct column *column)
{
    size_t have = 0;

    if (column->type != COLUMN_NUMBER || column->role != ROLE_MEASURE)
        return false;
    for (size_t i = 0; i < work->n; i++)
        have += isnan(column->value[work->row[i]]) ? 0 : 1;
    return have >= 2;
}

/* Objectives first, in their order, then what can be better, then what is merely told. */
static void
find_measures(struct compare_work *work)
{
    const struct lens_bundle *bundle = work->bundle;
    bool *taken = arena_zalloc(work->arena, work->frame->n_columns, sizeof *taken);

    work->measure = arena_zalloc(work->arena, work->frame->n_columns, sizeof *work->measure);
    for (size_t k = 0; k < bundle->n_objectives; k++) {
        size_t column = (size_t)bundle->objectives[k].column;

        if (!taken[column] && is_shared(work, &work->frame->columns[column]))
            work->measure[work->n_measures++] = column;
        taken[column] = true;
    }
    for (int told = 0; told < 2; told++)
        for (size_t c = 0; c < work->frame->n_columns; c++)
            if (!taken[c] && is_shared(work, &work->frame->columns[c]) &&
                (work->frame->columns[c].direction == DIRECTION_UNKNOWN) == (told == 1))
                work->measure[work->n_measures++] = c;
}

static size_t
first_of_kind(const struct compare_work *work, enum measure_kind kind)
{
    for (size_t m = 0; m < work->n_measures; m++)
        if (compare_column(work, m)->kind == kind &&
            compare_direction(work, m) != DIRECTION_UNKNOWN)
            return m;
    return SIZE_MAX;
}

static void
choose_primary(struct compare_work *work)
{
    work->primary = first_of_kind(work, KIND_CAPABILITY);
    if (work->primary == SIZE_MAX)
        work->primary = 0;
    work->efficiency = first_of_kind(work, KIND_EFFICIENCY);
    if (work->efficiency == work->primary)
        work->efficiency = SIZE_MAX;
}

/* Dominance is about the objectives; without any, about the score and its price. */
static void
choose_objectives(struct compare_work *work)
{
    struct objective *pair;
    size_t places[2] = { work->primary, work->efficiency };

    work->objective = work->bundle->objectives;
    work->n_objectives = work->bundle->n_objectives;
    if (work->n_objectives > 0)
        return;
    pair = arena_zalloc(work->arena, 2, sizeof *pair);
    for (size_t i = 0; i < 2; i++) {
        if (places[i] == SIZE_MAX ||
            compare_direction(work, places[i]) == DIRECTION_UNKNOWN)
            continue;
        pair[work->n_objectives++] = (struct objective){
            .column = (int)work->measure[places[i]],
            .direction = compare_direction(work, places[i]) };
    }
    work->objective = pair;
}

/* The chosen rows; all of them if none was chosen and they are few enough. */
static bool
find_models(struct compare_work *work, struct error *err)
{
    const struct lens_bundle *bundle = work->bundle;
    size_t *all;

    work->row = bundle->chosen;
    work->n = bundle->n_chosen;
    if (work->n == 0 && work->frame->rows <= MOST) {
        all = arena_zalloc(work->arena, work->frame->rows, sizeof *all);
        for (size_t i = 0; i < work->frame->rows; i++)
            all[i] = i;
        work->row = all;
        work->n = work->frame->rows;
    }
    if (work->n >= FEWEST && work->n <= MOST)
        return true;
    error_set(err, ERROR_REQUEST, "compare takes %d to %d models; %zu %s %s", FEWEST, MOST,
        work->n > 0 ? work->n : work->frame->rows, text_counted((double)(work->n > 0 ? work->n :
        work->frame->rows), work->n > 0 ? "was" : "is", work->n > 0 ? "were" : "are"),
        work->n > 0 ? "chosen" : "there and none was chosen");
    return error_hint(err, "choose with -m NAME, twice or more");
}

/* Two scores from 0 to 1 are never more than 1 apart: who asks for 5 means percentage points. */
static bool
check_margin(const struct compare_work *work, struct error *err)
{
    const char *unit = compare_column(work, work->primary)->unit;
    bool percent = unit != NULL && strcmp(unit, "%") == 0;
    double most = percent ? 100 : 1;

    if (!(work->margin > most) || !(percent || compare_is_fraction(work, work->primary)))
        return true;
    error_set(err, ERROR_REQUEST, "margin %g is beyond the range of %s, which is %s", work->margin,
        compare_column(work, work->primary)->name, percent ? "in per cent" : "from 0 to 1");
    return error_hint(err, percent ? "5 is five percentage points" :
        "0.05 is five percentage points");
}

bool
compare_goes_on(void *context, double part)
{
    struct compare_run *run = context;
    const struct lens_progress *progress = run->progress;

    if (!run->stopped && progress != NULL && progress->report != NULL)
        run->stopped = !progress->report(progress->context,
            fmin(1, (run->done + part * run->width) / run->steps));
    return !run->stopped;
}

/* Of two of more points: whether the loser is on the frontier of all of them, which the two
 * alone do not tell. */
static bool
find_whole_frontier(struct compare_work *work, struct error *err)
{
    const struct comparison *c = compare_find(work, 0, 1, work->primary);
    struct lens_bundle all = *work->bundle;

    work->p_stays = (double)NAN;
    if (work->n != 2 || work->frame->rows <= 2 || work->n_objectives < 2 || c == NULL ||
        !compare_leads(c))
        return true;
    all.objectives = work->objective;
    all.n_objectives = work->n_objectives;
    return frontier_probability(&all, work->row[c->word == WORD_B ? c->a : c->b],
        (size_t)setting_real(work->settings, "b"), work->settings->seed, work->run->progress,
        &work->p_stays, err);
}

/* --- a first estimate --- */

enum { FIRST_REPLICATES = 256, WORTH_ESTIMATING = 50000 };

static bool answer(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, struct result **out, struct error *err);

/* The first answer makes no progress of its own, but may be stopped. */
static bool
stays_at_start(void *context, double done)
{
    const struct lens_progress *progress = context;

    (void)done;
    return progress->report == NULL || progress->report(progress->context, 0);
}

/* Where many items are drawn the same is published with few draws first: differences, errors and
 * what needs no draws are the last ones already. */
static void
show_estimate(const struct compare_work *work)
{
    const struct lens_progress *progress = work->run->progress;
    struct lens_progress first = { .report = stays_at_start, .context = (void *)(uintptr_t)progress };
    struct lens_settings few = settings_with(work->settings, work->arena, "b",
        arena_printf(work->arena, "%d", FIRST_REPLICATES));
    double drawn = 0;
    struct result *snapshot;

    for (size_t m = 0; m < work->n_measures; m++)
        drawn += work->items[m] != NULL ? (double)work->items[m]->rows * (double)work->n : 0;
    if (progress == NULL || progress->publish == NULL || drawn < WORTH_ESTIMATING ||
        setting_real(work->settings, "b") <= FIRST_REPLICATES)
        return;
    if (!answer(work->bundle, &few, &first, &snapshot, NULL))
        return;
    snapshot->final = false;
    progress->publish(progress->context, snapshot);
}

static bool
compare(struct compare_work *work, struct result *result, struct error *err)
{
    if (!find_models(work, err))
        return false;
    find_measures(work);
    if (work->n_measures == 0)
        return error_set(err, ERROR_REQUEST, "the models share no measure");
    choose_primary(work);
    choose_objectives(work);
    if (!check_margin(work, err))
        return false;
    if (!compare_find_items(work, result, err))
        return false;
    show_estimate(work);
    work->run->steps = (double)(work->n * (work->n - 1) / 2) * (double)(work->n_measures + 1);
    if (!compare_all_pairs(work) || !compare_whole_family(work) || !compare_dominances(work))
        return error_set(err, ERROR_CANCELLED, "stopped");
    return find_whole_frontier(work, err);
}

static bool
answer(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, struct result **out, struct error *err)
{
    struct result *result = result_new("compare");
    struct compare_run so_far = { .progress = progress, .width = 1 };
    struct compare_work work = { .bundle = bundle, .settings = settings, .run = &so_far,
        .frame = bundle->points, .arena = result->arena,
        .level = setting_real(settings, "level"),
        .alpha = 1 - setting_real(settings, "level"),
        .margin = setting_real(settings, "margin") };

    if (setting_given(settings, "factor")) {
        if (compare_ablation(bundle, settings, result, err)) {
            *out = result;
            return true;
        }
        result_free(result);
        return false;
    }
    if (!compare(&work, result, err)) {
        result_free(result);
        return false;
    }
    compare_tables(&work, result);
    compare_costs(&work, result);
    compare_chart(&work, result);
    compare_matrix(&work, result);
    compare_tasks(&work, result);
    if (so_far.stopped) {
        result_free(result);
        return error_set(err, ERROR_CANCELLED, "stopped");
    }
    compare_words(&work, result);
    result->final = true;
    *out = result;
    return true;
}

const struct lens lens_compare = {
    .name = "compare",
    .title = "Compare",
    .summary = "whether two to eight models really differ, and at what price",
    .options = options, .n_options = sizeof options / sizeof options[0],
    .inputs = inputs, .n_inputs = sizeof inputs / sizeof inputs[0],
    .min_objectives = 0, .max_objectives = DOMINANCE_MAX_OBJECTIVES,
    .min_chosen = 0, .max_chosen = MOST,   /* without marks: all, or an ablation */
    .run = answer,
};
