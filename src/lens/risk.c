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

#include "math/dominance.h"

static const struct lens_option options[] = {
    { "estimators", OPTION_LIST, "", NULL, 1, 0, NULL,
        "cheap scores to shortlist by; unset: the other capabilities, or estimates of the same metric" },
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

static bool
run(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, struct result **out, struct error *err)
{
    struct result *result = result_new("risk");
    struct risk_work work = { .bundle = bundle, .settings = settings, .frame = bundle->points,
        .result = result, .arena = result->arena };

    (void)progress;
    if (!choose(&work, err) || !risk_shortlists(&work, err) || !risk_series(&work, err)) {
        result_free(result);
        return false;
    }
    risk_ratios(&work);
    risk_portfolio(&work);
    if (!risk_routing(&work, err)) {
        result_free(result);
        return false;
    }
    risk_tables(&work);
    risk_charts(&work);
    if (!risk_sets(&work, err)) {
        result_free(result);
        return false;
    }
    risk_words(&work);
    result->final = true;
    *out = result;
    return true;
}

const struct lens lens_risk = {
    .name = "risk",
    .title = "Risk",
    .summary = "what a shortlist gains and risks, and which advantage is large for its spread",
    .options = options, .n_options = sizeof options / sizeof options[0],
    .inputs = inputs, .n_inputs = sizeof inputs / sizeof inputs[0],
    .min_objectives = 0, .max_objectives = DOMINANCE_MAX_OBJECTIVES,
    .run = run,
};
