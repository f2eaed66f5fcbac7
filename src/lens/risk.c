/* risk.c - what is gained and risked by trying a shortlist, and which advantage is large
 * against its spread: SharpeRatio@k, the Sharpe family, portfolios, routing.
 *
 * The option table and the order of the steps; each step is a file risk_*.c.
 */
#include "lens/lenses.h"
#include "lens/risk_work.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "math/dominance.h"

static const struct lens_option options[] = {
    { "estimators", OPTION_LIST, "", NULL, 1, 0, NULL,
        "cheap scores to shortlist by; unset: capabilities of another metric, or estimates of the same" },
    { "k", OPTION_INTEGER, "", "5", 1, RISK_MOST_K, NULL, "longest shortlist; unset: all, at most 50" },
    { "ddof", OPTION_INTEGER, "1", NULL, 0, 1, NULL,
        "standard deviation over a shortlist divides by k less this" },
    { "baseline", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "score without a choice: a number or a model; unset: the first marked, else the mean" },
    { "baseline_by", OPTION_CHOICE, "value", "value|cvar|quantile", 1, 0, NULL,
        "or of the worst share of the baseline's items (or of all candidates): mean, or bound" },
    { "alpha", OPTION_REAL, "0.05", NULL, 0.001, 0.999, NULL, "that share" },
    { "threshold", OPTION_REAL, "", "0.5", 1, 0, NULL, "final scores below it are unsafe" },
    { "relative", OPTION_REAL, "", "1", 1, 0, NULL, "or below this times the baseline" },
    { "runs", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "column with the data set or seed of each record, over which shortlists are averaged" },
    { "b", OPTION_INTEGER, "1000", NULL, 99, 1e6, NULL, "replicates of the data sets" },
    { "over", OPTION_CHOICE, "auto", "auto|tasks|items|rows", 1, 0, NULL,
        "what a series of returns runs over" },
    { "tasks", OPTION_LIST, "", NULL, 1, 0, NULL,
        "the measures that are periods; unset: those with the score's metric" },
    { "returns", OPTION_CHOICE, "excess", "excess|value|relative|gross|utility", 1, 0, NULL,
        "score over the reference, score, change from before, gross - 1, or stake score - cost" },
    { "stake", OPTION_REAL, "1", NULL, 0, 1e300, NULL,
        "what one unit of score is worth, in the cost's unit, for utility" },
    { "reference", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "model that excess is over; unset: the first marked, else the mean of all" },
    { "risk_free", OPTION_REAL, "0", NULL, -1e9, 1e9, NULL,
        "return without risk, a year (of freq periods)" },
    { "against", OPTION_REAL, "0", NULL, -1e9, 1e9, NULL,
        "ratio that the probabilistic one is held against" },
    { "target", OPTION_REAL, "0", NULL, -1e9, 1e9, NULL, "returns below it count as loss" },
    { "freq", OPTION_REAL, "1", NULL, 1e-6, 1e6, NULL,
        "periods a year, for annual figures, Calmar and ulcer" },
    { "horizon", OPTION_INTEGER, "", "4", 2, 100000, NULL,
        "periods of a longer one whose ratio is wanted, knowing how returns follow each other" },
    { "zero_sd", OPTION_CHOICE, "inf", "inf|null", 1, 0, NULL,
        "a ratio over no spread is infinite, or undefined" },
    { "clip", OPTION_CHOICE, "charts", "charts|all|none", 1, 0, NULL,
        "where SharpeRatio@k is clipped to 0..100" },
    { "lattice", OPTION_INTEGER, "20", NULL, 1, 1000, NULL,
        "divisions of the universal portfolio's weights" },
    { "box", OPTION_LIST, "", NULL, 1, 0, NULL,
        "NAME=LO..HI of objectives: what may be required; unset: the frontier's range and a tenth" },
    { "box_scale", OPTION_CHOICE, "auto", "auto|linear", 1, 0, NULL,
        "whether costs above 0 are drawn by their logarithm" },
    { "cascade", OPTION_LIST, "", NULL, 1, 0, NULL,
        "two models: the first is asked, and the second where the first is not sure" },
    { "scorer", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "measure of the first one's items that says how sure it is" },
};

static const struct lens_input inputs[] = {
    { "points", SHAPE_POINTS, true, "the models with their scores" },
    { "items", SHAPE_ITEMS, false, "scores per item, as series of returns" },
    { "records", SHAPE_ROWS, false, "every record, for shortlists over data sets" },
};

/* Without objectives: the capability that most points have; of rows that are periods, any
 * measure. */
static bool
most_common_score(const struct frame *frame, bool any, struct objective *out)
{
    size_t most = 0;

    for (size_t c = 0; c < frame->n_columns; c++) {
        const struct column *column = &frame->columns[c];
        size_t n = 0;

        if (column->type != COLUMN_NUMBER || column->role != ROLE_MEASURE || (!any
            && (column->kind != KIND_CAPABILITY || column->direction == DIRECTION_UNKNOWN)))
            continue;
        for (size_t r = 0; r < frame->rows; r++)
            n += isnan(column->value[r]) ? 0 : 1;
        if (n > most) {
            most = n;
            *out = (struct objective){ (int)c, column->direction == DIRECTION_UNKNOWN
                ? DIRECTION_MAX : column->direction };
        }
    }
    return most > 0;
}

static bool
choose(struct risk_work *work, struct error *err)
{
    const struct lens_bundle *bundle = work->bundle;
    struct objective common;
    const struct objective *final = bundle->n_objectives > 0 ? &bundle->objectives[0]
        : &common;

    if (bundle->n_objectives == 0 && !most_common_score(work->frame,
        setting_is(work->settings, "over", "rows"), &common)) {
        error_set(err, ERROR_REQUEST, "no measure is known to be a capability");
        return error_hint(err, "-o max:NAME names the final score, such as the value of a policy");
    }
    for (size_t k = 0; k < bundle->n_objectives; k++)
        if (work->frame->columns[bundle->objectives[k].column].kind == KIND_CAPABILITY) {
            final = &bundle->objectives[k];
            break;
        }
    for (size_t k = 0; k < bundle->n_objectives; k++)
        if (bundle->objectives[k].column != final->column && work->cost == NULL) {
            work->cost = &work->frame->columns[bundle->objectives[k].column];
            work->cost_direction = bundle->objectives[k].direction;
        }
    work->final = &work->frame->columns[final->column];
    work->direction = final->direction;
    work->sign = final->direction == DIRECTION_MIN ? -1 : 1;
    work->row = arena_zalloc(work->arena, work->frame->rows + 1, sizeof *work->row);
    work->score = arena_zalloc(work->arena, work->frame->rows + 1, sizeof *work->score);
    work->candidate = arena_zalloc(work->arena, work->frame->rows + 1, sizeof *work->candidate);
    work->series = arena_zalloc(work->arena, work->frame->rows + 1,
        sizeof(struct risk_strategy *));
    for (size_t r = 0; r < work->frame->rows; r++) {
        work->candidate[r] = SIZE_MAX;
        if (isnan(work->final->value[r]))
            continue;
        work->score[work->n] = work->sign * work->final->value[r];
        work->candidate[r] = work->n;
        work->row[work->n++] = r;
    }
    return work->n > 0 || error_set(err, ERROR_REQUEST, "no point has %s", work->final->name);
}

const struct frame *
risk_items(const struct risk_work *work, const char *measure)
{
    const struct lens_bundle *bundle = work->bundle;
    struct risk_items *items = work->items;
    const struct frame *frame;

    for (size_t i = 0; i < items->n; i++)
        if (strcmp(items->read[i].measure, measure) == 0)
            return items->read[i].frame;
    frame = bundle->items_of_all != NULL ? bundle->items_of_all(bundle->context, measure)
        : bundle->items != NULL ? bundle->items(bundle->context, measure) : NULL;
    if (items->n < sizeof items->read / sizeof *items->read) {
        items->read[items->n].measure = measure;
        items->read[items->n++].frame = frame;
    }
    return frame;
}

/* How far an answer goes: shortlists and routing, which need no series; ratios, without what looks
 * at all pairs of series; everything. */
enum depth { DEPTH_LISTS, DEPTH_RATIOS, DEPTH_ALL };

static bool
reach(const struct risk_work *work, double done, struct error *err)
{
    const struct lens_progress *progress = work->progress;

    return progress == NULL || progress->report == NULL
        || progress->report(progress->context, done)
        || error_set(err, ERROR_CANCELLED, "cancelled");
}

static bool
fill(struct risk_work *work, enum depth depth, struct error *err)
{
    if (!choose(work, err) || !risk_shortlists(work, err))
        return false;
    work->is_first = depth == DEPTH_LISTS;
    if (work->is_first)
        work->series_reason = "the series are being read";
    else if (!risk_series(work, err))
        return false;
    if (!reach(work, 0.3, err))
        return false;
    risk_ratios(work);
    if (depth == DEPTH_ALL && (!risk_deflate(work, err) || !risk_portfolio(work, err)))
        return false;
    if (!risk_routing(work, err))
        return false;
    risk_tables(work);
    risk_charts(work);
    if (depth == DEPTH_ALL && !risk_sets(work, err))
        return false;
    if (depth != DEPTH_ALL)
        result_note(work->result, "a first answer: %s are still computed", depth == DEPTH_LISTS
            ? "ratios and portfolios" : "deflated probabilities and portfolios");
    risk_words(work);
    work->result->final = depth == DEPTH_ALL;
    return true;
}

static struct result *
answer(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, enum depth depth, struct risk_items *items,
    struct error *err)
{
    struct result *result = result_new("risk");
    struct risk_work work = { .items = items, .bundle = bundle, .settings = settings,
        .progress = progress,
        .frame = bundle->points, .result = result, .arena = result->arena,
        .hsr = (double)NAN, .aiq = (double)NAN, .best_ratio = (double)NAN };

    if (fill(&work, depth, err))
        return result;
    result_free(result);
    return NULL;
}

/* What takes its time is preceded by what does not. */
static bool
publish_first(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, enum depth depth, struct risk_items *items,
    struct error *err)
{
    struct result *result = answer(bundle, settings, progress, depth, items, err);

    if (result != NULL)
        progress->publish(progress->context, result);
    return result != NULL;
}

static bool
run(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, struct result **out, struct error *err)
{
    enum { MANY = 200000 };
    bool publishes = progress != NULL && progress->publish != NULL;
    struct risk_items items = { .n = 0 };
    double series;

    if (publishes && parts_observations(bundle->points) > MANY
        && !publish_first(bundle, settings, progress, DEPTH_LISTS, &items, err))
        return false;
    series = fmin((double)bundle->points->rows, RISK_MOST_STRATEGIES);
    if (publishes && series * parts_observations(bundle->points) > 100.0 * MANY
        && !publish_first(bundle, settings, progress, DEPTH_RATIOS, &items, err))
        return false;
    *out = answer(bundle, settings, progress, DEPTH_ALL, &items, err);
    return *out != NULL;
}

const struct lens lens_risk = {
    .name = "risk",
    .title = "Risk",
    .summary = "what a shortlist gains and risks, and which advantage is large for its spread",
    .options = options, .n_options = sizeof options / sizeof options[0],
    .inputs = inputs, .n_inputs = sizeof inputs / sizeof inputs[0],
    .min_objectives = 0, .max_objectives = DOMINANCE_MAX_OBJECTIVES,
    .max_chosen = SIZE_MAX,            /* the first is baseline and reference */
    .run = run,
};
