/* frontier.c - which models are worth considering at all, and what the next point costs.
 *
 * The option table and the order of the steps; each step is a file frontier_*.c. Membership
 * comes first: everything else is about who is on the frontier.
 */
#include "lens/frontier.h"
#include "lens/frontier_work.h"
#include "lens/lenses.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

static const struct lens_option options[] = {
    { "rule", OPTION_CHOICE, "strict", "strict|weak|unique|helm|tolerant|band|box", 1, 0, NULL,
        "who is on the frontier" },
    { "eps", OPTION_LIST, "", NULL, 1, 0, NULL,
        "tolerance per objective for band and box: 0.5 or 1% of the frontier's range" },
    { "cost_rtol", OPTION_REAL, "0.01", NULL, 0, 10, NULL,
        "rule tolerant: costs that count as neighbours, relative" },
    { "perf_atol", OPTION_REAL, "0.002", NULL, 0, 1e300, NULL,
        "rule tolerant: smallest gain that counts" },
    { "missing_as", OPTION_CHOICE, "exclude", "exclude|worst|interval", 1, 0, NULL,
        "a missing objective: left out, the worst, or anything" },
    { "constraints", OPTION_LIST, "", NULL, 1, 0, NULL,
        "bounds such as cost<=1,acc>=70; others do not compete" },
    { "knee", OPTION_CHOICE, "agree", "agree|chord|tradeoff|utility|bend|kneedle|none", 1, 0,
        NULL, "how to look for a knee; agree: the first three together" },
    { "hull", OPTION_FLAG, "0", NULL, 1, 0, NULL, "draw what mixtures of models reach" },
    { "budget", OPTION_REAL, "", NULL, 1, 0, NULL,
        "most to spend, in the unit of the x axis" },
    { "uncertainty", OPTION_CHOICE, "auto", "auto|off|bootstrap|gauss", 1, 0, NULL,
        "of P(F): auto resamples items, and draws from standard errors where there are none" },
    { "b", OPTION_INTEGER, "9999", NULL, 99, 1e6, NULL, "replicates of P(F)" },
    { "alpha", OPTION_REAL, "0.05", NULL, 1e-6, 0.5, NULL,
        "P(F) of 1 - alpha or more is on, of alpha or less off; also the level of limits" },
    { "adjust", OPTION_CHOICE, "none", "none|bonferroni|holm", 1, 0, NULL,
        "states for all points together: alpha is divided by their number, or stepwise" },
    { "pairs", OPTION_FLAG, "0", NULL, 1, 0, NULL,
        "probability that one dominates another, for every pair" },
    { "limits", OPTION_FLAG, "0", NULL, 1, 0, NULL,
        "draw the frontiers at the worse and at the better ends of the intervals" },
    { "bands", OPTION_FLAG, "0", NULL, 1, 0, NULL,
        "draw what 5, 50 and 95 % of the resampled frontiers attain" },
    { "ellipses", OPTION_FLAG, "0", NULL, 1, 0, NULL,
        "draw where score and cost may lie together, of points on the frontier or undecided" },
    { "compression", OPTION_MEASURE, "", NULL, 1, 0, NULL,
        "size that is stored: score by compression ratio, a frontier per method" },
    { "method", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "column that names the way of compression; empty for the full model" },
    { "full", OPTION_TEXT, "", NULL, 1, 0, NULL, "the uncompressed model, by its name" },
    { "continuity", OPTION_REAL, "", NULL, 0, 1e300, NULL,
        "how far from the full model a method may be at ratio 1" },
    { "counts", OPTION_FLAG, "0", NULL, 1, 0, NULL,
        "count dominators even where it takes long" },
};

static const struct lens_input inputs[] = {
    { "points", SHAPE_POINTS, true, "a row per model or record, with its objectives" },
    { "items", SHAPE_ITEMS, false, "scores per item, for the probability of membership" },
};

static bool
start(struct frontier_work *work, struct error *err)
{
    if (!frontier_start(work, err))
        return false;
    if (setting_given(work->settings, "budget") && work->d != 2)
        return error_set(err, ERROR_USAGE, "a budget needs two objectives, there are %zu",
            work->d);
    return true;
}

/* Between the steps: whether anybody still wants the answer. */
static bool
go_on(const struct lens_progress *progress, struct error *err)
{
    return progress == NULL || progress->report == NULL
        || progress->report(progress->context, 0)
        || error_set(err, ERROR_CANCELLED, "cancelled");
}

static bool
compute(struct frontier_work *work, struct result *result,
    const struct lens_progress *progress, struct error *err)
{
    if (!start(work, err))
        return false;
    frontier_collect(work);
    if (!go_on(progress, err) || !frontier_membership(work, err))
        return false;
    frontier_publish_early(work, progress);
    if (!go_on(progress, err) || !frontier_ranks(work, progress, err))
        return false;
    frontier_shape(work);
    if (!go_on(progress, err) || !frontier_chances(work, result, progress, err))
        return false;
    if (work->p != NULL && setting_is(work->settings, "rule", "strict"))
        frontier_of_shared_items(work, result);
    return true;
}

bool
frontier_probability(const struct lens_bundle *bundle, size_t row, size_t b, uint64_t seed,
    const struct lens_progress *progress, double *p, struct error *err)
{
    struct lens_values *values = lens_values_new(&lens_frontier);
    struct lens_bundle all = *bundle;
    struct lens_settings settings;
    struct result *result = result_new("frontier");
    struct frontier_work work = { .bundle = &all, .frame = bundle->points,
        .objective = bundle->objectives, .d = bundle->n_objectives, .arena = result->arena };
    char replicates[NUMBER_TEXT_MAX];
    bool done;

    snprintf(replicates, sizeof replicates, "%zu", b);
    all.items = bundle->items_of_all;
    all.chosen = NULL;
    all.n_chosen = 0;
    *p = (double)NAN;
    done = lens_values_set(values, "b", replicates, err);
    settings = lens_values_settings(values, seed);
    work.settings = &settings;
    if (done && (done = start(&work, err))) {
        frontier_collect(&work);
        done = frontier_chances(&work, result, progress, err);
    }
    if (done && work.p != NULL && work.place_of[row] != NO_PLACE)
        *p = work.p[work.place_of[row]];
    result_free(result);
    lens_values_free(values);
    return done;
}

static bool
run(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, struct result **out, struct error *err)
{
    struct result *result = result_new("frontier");
    struct frontier_work work = { .bundle = bundle, .settings = settings,
        .frame = bundle->points, .objective = bundle->objectives, .d = bundle->n_objectives,
        .arena = result->arena };

    if (!compute(&work, result, progress, err)) {
        result_free(result);
        return false;
    }
    frontier_points_table(&work, result);
    frontier_budget_table(&work, result);
    frontier_pairs_table(&work, result);
    frontier_sizes_table(&work, result);
    frontier_chart(&work, result);
    frontier_limits(&work, result);
    frontier_bands(&work, result);
    frontier_ellipses(&work, result);
    if (!frontier_compression(&work, result, err)) {
        result_free(result);
        return false;
    }
    frontier_words(&work, result);
    result->final = true;
    *out = result;
    return true;
}

const struct lens lens_frontier = {
    .name = "frontier",
    .title = "Frontier",
    .summary = "which models are worth considering, and what the next point costs",
    .options = options, .n_options = sizeof options / sizeof options[0],
    .inputs = inputs, .n_inputs = sizeof inputs / sizeof inputs[0],
    .min_objectives = 1, .max_objectives = DOMINANCE_MAX_OBJECTIVES,
    .run = run, .glance = frontier_glance,
};
