/* variance.c - how noisy is a benchmark, and which one can tell models apart?
 *
 * From records that repeat a measurement (seeds) or follow it over training (steps), and from
 * items where there are some. Two definitions of signal-to-noise are in use and both are
 * shown under their names: mean over deviation between seeds, and the spread of models over
 * the noise of the last checkpoints.
 */
#include "lens/lenses.h"
#include "lens/variance_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/doubt.h"
#include "math/sorted.h"

static const struct lens_option options[] = {
    { "group", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "column whose values were measured repeatedly; the model if unset" },
    { "conditions", OPTION_LIST, "", NULL, 1, 0, NULL,
        "columns that tell points apart besides the model, or none; if unset, those of --by" },
    { "step", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "column with the training step; step or checkpoint if unset" },
    { "seed_column", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "column that tells repeats apart; seed if unset" },
    { "last", OPTION_INTEGER, "5", NULL, 2, 1000, NULL,
        "checkpoints at the end whose scatter is noise" },
    { "early", OPTION_REAL, "0.5", NULL, 0, 1, NULL,
        "how far into a model's training decisions are compared with the end's" },
    { "level", OPTION_REAL, "0.95", NULL, 0.5, 0.9999, NULL, "confidence of the intervals" },
    { "b", OPTION_INTEGER, "9999", NULL, 99, 1e6, NULL, "replicates of the seeds" },
    { "order", OPTION_CHOICE, "auto", "auto|snr|seed|tau|name", 1, 0, NULL,
        "tasks by signal-to-noise, seed noise, monotonicity or name" },
    { "metric", OPTION_MEASURE, "", NULL, 1, 0, NULL,
        "measure whose curves, seeds and items are drawn; the first of the tasks if unset" },
    { "noise_of", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "model whose last checkpoints are the noise; the one in the middle if unset" },
    { "a", OPTION_LIST, "", NULL, 1, 0, NULL,
        "discrimination of the items, for abilities; of components one for each" },
    { "diff", OPTION_LIST, "", NULL, 1, 0, NULL,
        "difficulty of the items on the ability's scale" },
    { "upper", OPTION_MEASURE, "", NULL, 1, 0, NULL,
        "largest chance of the items, of the form 4pl" },
    { "form", OPTION_CHOICE, "2pl", "1pl|2pl|4pl|components", 1, 0, NULL,
        "how ability and parameters make a chance" },
    { "ability", OPTION_CHOICE, "map", "ml|map|eap", 1, 0, NULL, "how abilities are estimated" },
    { "weights", OPTION_MEASURE, "", NULL, 1, 0, NULL, "weights of the items that are anchors" },
    { "scenario", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "column that names the part of the benchmark an item is of; parts count alike" },
    { "lambda", OPTION_REAL, "", NULL, 0, 1, NULL,
        "weight of the anchors' sum in gpirt; the rest is p_irt's" },
};

static const struct lens_input inputs[] = {
    { "points", SHAPE_POINTS, true, "the models with their measures" },
    { "records", SHAPE_ROWS, false, "every run: seeds and checkpoints" },
    { "items", SHAPE_ITEMS, false, "scores per item: their difficulty and discrimination" },
};

const char *
variance_measure_name(const struct variance_work *work, size_t measure)
{
    return work->frame->columns[work->measure[measure]].name;
}

/* --- words --- */

/* Whether all of a measure's scores are shares from 0 to 1. */
static bool
is_share(const struct variance_work *work, const struct task *task)
{
    const struct column *column = &work->frame->columns[work->measure[task->measure]];
    bool share = true;
    size_t n = 0;

    for (size_t i = 0; i < work->frame->rows; i++)
        if (work->group[i] != SIZE_MAX && !isnan(column->value[i])) {
            share &= parts_is_fraction(column, &i, 1);
            n++;
        }
    return share && n > 0;
}

/* A difference of scores: of shares in points, hundredths, as people say them. */
static void
put_points(struct strbuf *out, const struct variance_work *work, const struct task *task,
    double difference)
{
    bool share = is_share(work, task);

    parts_put(out, share ? 100 * difference : difference, NULL, 3);
    if (share)
        strbuf_puts(out, text_counted(100 * fabs(difference), " point", " points"));
}

/* The gap of the two best groups in seed deviations, on the first task that has both. */
static void
put_gap(struct strbuf *out, const struct variance_work *work, const struct task *task)
{
    const char *name = variance_measure_name(work, task->measure);

    strbuf_printf(out, "%s moves ", name);
    put_points(out, work, task, task->seed_deviation);
    strbuf_puts(out, " between seeds (standard deviation)");
    if (task->groups < 2 || !(task->largest_gap > 0)) {
        strbuf_puts(out, ".");
        return;
    }
    if (task->groups == 2)
        strbuf_printf(out, "; the gap between the two %s is ", work->by_condition ? "points" :
            "models");
    else
        strbuf_printf(out, "; the largest gap between two of %zu %s is ", task->groups,
            work->by_condition ? "points" : "models");
    put_points(out, work, task, task->largest_gap);
    strbuf_puts(out, ", ");
    parts_put(out, task->largest_gap / task->seed_deviation, NULL, 3);
    strbuf_puts(out, " seed deviations.");
}

/* How many measures are so near 0 or 1 that little of them can move. */
static size_t
count_at_an_end(const struct variance_work *work)
{
    const double near = 0.02;
    size_t n = 0;

    for (size_t i = 0; i < work->n_spreads; i++) {
        struct task task = { .measure = work->spread[i].measure };
        double mean = work->spread[i].moments.mean;

        n += (mean <= near || mean >= 1 - near) && is_share(work, &task) ? 1 : 0;
    }
    return n;
}

/* One model: what moves, but nothing of what tells models apart. */
static void
put_moves_most(struct strbuf *out, const struct variance_work *work)
{
    const struct task *least = NULL, *most = NULL, *drawn = &work->task[work->drawn];
    size_t n = 0, ends = count_at_an_end(work);

    for (size_t i = 0; i < work->n_tasks; i++) {
        const struct task *task = &work->task[i];

        if (isnan(task->seed_deviation))
            continue;
        n++;
        if (least == NULL || task->seed_deviation < least->seed_deviation)
            least = task;
        if (most == NULL || task->seed_deviation > most->seed_deviation)
            most = task;
    }
    if (n < 2)
        return;
    strbuf_printf(out, " Of %zu measures ", n);
    if (least != drawn || most == drawn) {
        strbuf_printf(out, "%s moves least (", variance_measure_name(work, least->measure));
        put_points(out, work, least, least->seed_deviation);
        strbuf_puts(out, most != drawn ? ") and " : ")");
    } else {
        strbuf_puts(out, "it moves least and ");
    }
    if (most != drawn) {
        strbuf_printf(out, "%s most (", variance_measure_name(work, most->measure));
        put_points(out, work, most, most->seed_deviation);
        strbuf_puts(out, ")");
    } else {
        strbuf_puts(out, " and it most");
    }
    strbuf_puts(out, "; which of them tell models apart takes more than one model.");
    if (ends > 0)
        strbuf_printf(out, " %zu of them %s within 2 points of 0 or 1, where little can move.",
            ends, text_counted((double)ends, "is", "are"));
}

/* A deviation is one run's, a gap is one of means: what they say of each other is said of one
 * run each, and the gap has an error of its own. */
static void
put_cannot_rank(struct strbuf *out, const struct variance_work *work, const struct task *task)
{
    strbuf_puts(out, ", more than half of the largest gap, ");
    put_points(out, work, task, task->largest_gap);
    strbuf_puts(out, ": one run each could not rank them; the gap of the means has an error of ");
    put_points(out, work, task, task->gap_error);
}

static void
put_noisiest(struct strbuf *out, const struct variance_work *work)
{
    const struct task *worst = NULL;
    bool gaps = false;

    for (size_t i = 0; i < work->n_tasks; i++) {
        gaps |= work->task[i].groups > 1;
        if (i > 0 && !isnan(work->task[i].worth) && !(work->task[i].seed_deviation <= 0))
            worst = &work->task[i];
    }
    if (!gaps && work->n_tasks > 0)
        put_moves_most(out, work);
    if (!gaps || worst == NULL || worst == &work->task[work->drawn])
        return;
    strbuf_printf(out, " Least telling: %s", variance_measure_name(work, worst->measure));
    if (worst->seed_deviation > 0) {
        strbuf_puts(out, " (deviation of one run ");
        put_points(out, work, worst, worst->seed_deviation);
        if (worst->groups > 1 && worst->largest_gap < 2 * worst->seed_deviation)
            put_cannot_rank(out, work, worst);
        strbuf_puts(out, ")");
    }
    strbuf_puts(out, ".");
}

static void
put_curves(struct strbuf *out, const struct variance_work *work)
{
    size_t rising = 0, defined = 0;

    for (size_t i = 0; i < work->n_curves; i++) {
        if (!isnan(work->curve[i].spearman))
            defined++;
        if (work->curve[i].spearman >= 0.5)
            rising++;
    }
    if (defined > 0)
        strbuf_printf(out, " %zu of %zu %s steadily (rank correlation with the step of 0.5 or "
            "more).", rising, defined, text_counted((double)defined, "curve rises", text_counted(
                (double)rising, "curves rises", "curves rise")));
}

/* What the items of the first task leave open, of the model in the middle. */
static void
put_items(struct strbuf *out, const struct variance_work *work, const struct task *task)
{
    double *error = mem_alloc((work->n_spreads + 1) * sizeof *error);
    size_t n = 0;

    for (size_t i = 0; i < work->n_spreads; i++)
        if (work->spread[i].measure == task->measure && isfinite(work->spread[i].item_se))
            error[n++] = work->spread[i].item_se;
    sort_doubles(error, n);
    if (n > 0) {
        strbuf_printf(out, " Its items leave a mean of %s an error of ",
            variance_measure_name(work, task->measure));
        put_points(out, work, task, quantile_sorted(error, n, 0.5));
        strbuf_puts(out, n > 1 ? " in the middle of the models; compare tells which of them "
            "differ." : ".");
    }
    free(error);
}

/* Items that were answered several times, without a name that makes runs of the answers. */
static bool
put_answers(struct strbuf *out, const struct variance_work *work, const struct task *task)
{
    double deviation, answers;

    if (!variance_between_answers(work, task->measure, &deviation, &answers))
        return false;
    strbuf_puts(out, "Items were answered ");
    parts_put(out, answers, NULL, 3);
    strbuf_puts(out, " times: with one answer to each, a mean of ");
    strbuf_puts(out, variance_measure_name(work, task->measure));
    strbuf_puts(out, " moves ");
    put_points(out, work, task, deviation);
    strbuf_puts(out, " from one set of answers to the next (standard deviation, if answers are "
        "independent). Nothing else was measured twice: no seeds, no steps.");
    return true;
}

static const char *
verdict(const struct variance_work *work)
{
    struct strbuf out;
    const char *kept;
    const struct task *first = work->n_tasks > 0 ? &work->task[work->drawn] : NULL;

    strbuf_init(&out);
    if (first != NULL && first->seed_deviation > 0)
        put_gap(&out, work, first);
    else if (first != NULL && first->snr > 0) {
        strbuf_printf(&out, "%s%s: signal to noise ", variance_measure_name(work,
            first->measure), work->drawn > 0 ? "" : work->by_condition ?
            " tells points apart best" : " tells models apart best");
        parts_put(&out, first->snr, NULL, 3);
        strbuf_puts(&out, " (largest gap of final scores over the last checkpoints' scatter).");
    } else if (first != NULL && first->seed_deviation <= 0)
        strbuf_puts(&out, "What was measured twice came out the same: how large the noise is is "
            "not known.");
    else if (first == NULL || !put_answers(&out, work, first))
        strbuf_puts(&out, "Nothing was measured twice: no seeds, no steps, so no noise is known.");
    if (first != NULL && !(first->seed_deviation >= 0) && !(first->snr > 0))
        put_items(&out, work, first);
    put_noisiest(&out, work);
    put_curves(&out, work);
    kept = arena_strdup(work->arena, out.data);
    strbuf_release(&out);
    return kept;
}

/* --- notes --- */

/* Why a column of the tasks is empty throughout. */
static void
note_reasons(const struct variance_work *work, struct result *result)
{
    bool seeds = false, gaps = false, noise = false, lengths = false;
    size_t still = 0, ties = 0;

    for (size_t i = 0; i < work->n_tasks; i++) {
        ties += work->task[i].ties;
        seeds |= !isnan(work->task[i].seed_deviation);
        gaps |= !isnan(work->task[i].largest_gap);
        noise |= !isnan(work->task[i].snr);
        lengths |= work->task[i].lengths_differ;
        still += work->task[i].noise <= 0 ? 1 : 0;
    }
    if (!seeds && work->n_tasks > 0)
        result_note(result, "seed_sd is not known: no model has two records%s%s",
            work->has_steps ? " at its last step" : "",
            work->seed == NULL ? ", and no column tells seeds apart (--seed-column)" : "");
    if (!gaps && work->n_tasks > 0)
        result_note(result, "only one model is there: no gap, and no signal");
    if (!noise && gaps)
        result_note(result, work->has_steps ? "snr is not known: no scatter over the last "
            "checkpoints" : "snr is not known: it needs checkpoints (--step)");
    if (noise && still > 0)
        result_note(result, "snr of %zu %s is not known: the last checkpoints of the model in the "
            "middle do not differ", still, text_counted((double)still, "measure", "measures"));
    if (ties > 0)
        result_note(result, "decision_acc takes equal scores as they come: of %zu %s it depends on "
            "the order of the models; decision_tau does not", ties, text_counted((double)ties,
            "tie", "ties"));
    if (lengths)
        result_note(result, "models were trained for different numbers of steps: decision_acc takes "
            "each at %g of its own", setting_real(work->settings, "early"));
    if (work->has_steps)
        result_note(result, "snr_seed is mean over deviation between seeds (ddof 1); snr is the "
            "largest gap of models over their mean, by the scatter (ddof 0) of the last %zu "
            "checkpoints over theirs", work->last);
    else if (seeds)
        result_note(result, "snr_seed is mean over deviation between seeds (ddof 1)");
}

/* What spreads over so few repeats do not tell. */
static void
note_repeats(const struct variance_work *work, struct result *result)
{
    size_t agreeing = 0, few = 0, items = 0, still = 0;

    for (size_t i = 0; i < work->n_spreads; i++) {
        const struct moments *moments = &work->spread[i].moments;

        agreeing += moments->n >= 2 && !(moments->m2 > 0);
        few += moments->n >= 2 && doubt_percentile((size_t)moments->n);
        still += isnan(work->spread[i].item_se) && !isnan(work->spread[i].by_items.lo);
        items += !isnan(work->spread[i].item_se) && doubt_percentile(work->spread[i].clusters > 0 ?
            work->spread[i].clusters : work->spread[i].items);
    }
    if (agreeing > 0)
        result_note(result, "%zu of %zu groups %s the same value: no noise was seen, which does "
            "not show that there is none", agreeing, work->n_spreads,
            text_counted((double)agreeing, "repeats", "repeat"));
    if (few > 0)
        result_note(result, "bootstrap limits of fewer than %d repeats are too narrow: use the t "
            "limits", DOUBT_FEW_FOR_PERCENTILE);
    if (still > 0)
        result_note(result, "items of %zu %s are all alike, and no error is seen: item_lo and item_hi "
            "are Wilson's", still, text_counted((double)still, "mean", "means"));
    if (items > 0)
        result_note(result, "item_lo and item_hi of fewer than %d items or clusters are too "
            "narrow", DOUBT_FEW_FOR_PERCENTILE);
}

/* Numbers that may be scores, but that nobody called so. */
static void
note_no_scores(const struct variance_work *work, struct result *result)
{
    enum { MOST_NAMES = 3 };
    struct strbuf names;
    size_t n = work->n_no_scores;

    if (work->n_costs > 0)
        result_note(result, "%s%s left out: efficiency is no score (-o takes it in)",
            work->n_costs > 1 ?
            arena_printf(work->arena, "%s and %zu more", work->cost, work->n_costs - 1) :
            work->cost, text_counted((double)work->n_costs, " is", " are"));
    if (n == 0)
        return;
    strbuf_init(&names);
    for (size_t i = 0; i < n && i < MOST_NAMES; i++)
        strbuf_printf(&names, "%s%s", i > 0 ? ", " : "",
            work->frame->columns[work->no_score[i]].name);
    if (n > MOST_NAMES)
        strbuf_printf(&names, " and %zu more", n - MOST_NAMES);
    result_note(result, "%s %s left out: %s, and no direction says that a score is meant "
        "(--direction NAME=max)", names.data, text_counted((double)n, "is", "are"),
        work->by_items ? "no items are behind them" :
        work->has_steps ? "numbers that may follow the step" : "repeats do not differ");
    strbuf_release(&names);
}

/* Records and groups that have a score; tables of parameters have none. */
static size_t
count_records(const struct variance_work *work)
{
    size_t n = 0;

    for (size_t i = 0; i < work->frame->rows; i++) {
        bool scored = false;

        for (size_t m = 0; m < work->n_measures && !scored && work->group[i] != SIZE_MAX; m++)
            scored = !isnan(work->frame->columns[work->measure[m]].value[i]);
        n += scored ? 1 : 0;
    }
    return n;
}

static size_t
count_groups(const struct variance_work *work)
{
    unsigned char *seen = mem_zalloc(work->n_groups + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < work->n_spreads; i++) {
        n += seen[work->spread[i].group] == 0 ? 1 : 0;
        seen[work->spread[i].group] = 1;
    }
    free(seen);
    return n;
}

static void
finish(const struct variance_work *work, struct result *result)
{
    const char *where = work->points->where;
    size_t records = count_records(work), groups = count_groups(work);

    result->title = arena_printf(work->arena, "variance \302\267 %zu %s \302\267 %zu %s "
        "\302\267 %zu %s%s%s%s", records, text_counted((double)records, "record", "records"),
        groups, work->by_condition ? text_counted((double)groups, "point", "points") :
        text_counted((double)groups, "model", "models"),
        work->n_measures, text_counted((double)work->n_measures, "measure", "measures"),
        work->has_steps ? " \302\267 over training steps" : "",
        where != NULL ? " \302\267 where " : "", where != NULL ? where : "");
    result->verdict = verdict(work);
    if (work->left_out > 0)
        result_note(result, "%zu %s or %s up others (minimum, mean, ...) %s left out",
            work->left_out, text_counted((double)work->left_out, "record that is blank",
            "records that are blank"), text_counted((double)work->left_out, "sums", "sum"),
            text_counted((double)work->left_out, "is", "are"));
    note_no_scores(work, result);
    note_reasons(work, result);
    note_repeats(work, result);
    parts_settings(result, work->settings);
    result->final = true;
}

/* What the points alone say, while their items are read: means and the gaps between them. */
static void
publish_early(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress)
{
    enum { WORTH_SHOWING = 20000 };    /* below it the answer itself is there as soon */
    struct lens_bundle alone = { .points = bundle->points, .objectives = bundle->objectives,
        .n_objectives = bundle->n_objectives };
    struct result *snapshot;
    struct variance_work work;

    if (progress == NULL || progress->publish == NULL ||
        parts_observations(bundle->points) < WORTH_SHOWING)
        return;
    snapshot = result_new("variance");
    work = (struct variance_work){ .settings = settings, .arena = snapshot->arena,
        .level = setting_real(settings, "level"), .last = (size_t)setting_real(settings, "last") };
    if (!variance_find_records(&work, &alone, NULL) || !variance_spreads(&work, NULL, NULL)) {
        result_free(snapshot);
        return;
    }
    variance_own_items(&work, &alone, NULL, NULL);
    variance_curves(&work);
    variance_tasks(&work);
    variance_tables(&work, snapshot);
    snapshot->title = arena_printf(snapshot->arena, "variance \302\267 %zu %s", work.n_groups,
        text_counted((double)work.n_groups, "model", "models"));
    snapshot->verdict = "Means so far; what lies behind them is being read.";
    progress->publish(progress->context, snapshot);
}

static bool
run(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, struct result **out, struct error *err)
{
    struct result *result = result_new("variance");
    struct variance_work work = { .settings = settings, .arena = result->arena,
        .level = setting_real(settings, "level"),
        .last = (size_t)setting_real(settings, "last") };

    publish_early(bundle, settings, progress);
    if (!variance_find_records(&work, bundle, err) ||
        !variance_spreads(&work, progress, err) ||
        !variance_own_items(&work, bundle, progress, err)) {
        variance_samples_release(work.samples);
        frame_free(work.split);
        result_free(result);
        return false;
    }
    variance_curves(&work);
    variance_tasks(&work);
    variance_tables(&work, result);
    variance_metrics(&work, result);
    variance_items(&work, bundle, result);
    variance_components(&work, result);
    finish(&work, result);
    variance_samples_release(work.samples);
    frame_free(work.split);
    *out = result;
    return true;
}

const struct lens lens_variance = {
    .name = "variance",
    .title = "Variance",
    .summary = "how noisy benchmarks are, between seeds and over training",
    .options = options, .n_options = sizeof options / sizeof options[0],
    .inputs = inputs, .n_inputs = sizeof inputs / sizeof inputs[0],
    .run = run,
};
