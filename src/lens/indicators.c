/* indicators.c - one number for a whole set of models: is this line-up better than that one,
 * and who provides it?
 *
 * The option table and the order of the steps; each step is a file indicators_*.c.
 */
#include "lens/indicators_work.h"
#include "lens/lenses.h"

static const struct lens_option options[] = {
    { "group", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "column whose values are the sets to compare; none: one set" },
    { "reference", OPTION_LIST, "", NULL, 1, 0, NULL,
        "reference point, a value per objective; else 10% beyond the worst" },
    { "scale", OPTION_CHOICE, "auto", "auto|raw|minmax|log-cost", 1, 0, NULL,
        "auto: volumes raw, the rest by range; log-cost: costs by ratio" },
    { "divisions", OPTION_INTEGER, "0", NULL, 0, 1000, NULL,
        "steps of each weight of expected utility and R2; 0: by the number of objectives" },
    { "exact_s", OPTION_REAL, "2", NULL, 0, 1e6, "s",
        "longest that an exact volume may take before it is estimated" },
    { "subset", OPTION_INTEGER, "0", NULL, 0, 1e6, NULL,
        "choose so many points that keep most of each set's volume" },
    { "samples", OPTION_INTEGER, "65536", NULL, 16, 1e9, NULL,
        "points drawn for a volume that is estimated" },
    { "runs", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "column that tells repeated runs apart: attainment surfaces" },
    { "levels", OPTION_LIST, "10,50,90", NULL, 1, 0, "%",
        "shares of the runs that attain a surface, or all" },
};

static const struct lens_input inputs[] = {
    { "points", SHAPE_POINTS, true, "a row per model or record, with its objectives" },
};

static bool
measure(struct indicators_work *work, struct result *result, struct error *err)
{
    if (!indicators_collect(work, err) || !indicators_measure(work, err))
        return false;
    indicators_sets_table(work, result);
    indicators_points_table(work, result);
    indicators_pairs_table(work, result);
    indicators_subset_table(work, result);
    if (!indicators_attainment_table(work, result, err))
        return false;
    indicators_charts(work, result);
    indicators_words(work, result);
    return true;
}

static bool
run(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, struct result **out, struct error *err)
{
    struct result *result = result_new("indicators");
    struct indicators_work work = { .bundle = bundle, .settings = settings,
        .progress = progress, .frame = bundle->points, .objective = bundle->objectives,
        .d = bundle->n_objectives, .arena = result->arena };
    bool good = measure(&work, result, err);

    indicators_release(&work);
    if (!good) {
        result_free(result);
        return false;
    }
    result->final = true;
    *out = result;
    return true;
}

const struct lens lens_indicators = {
    .name = "indicators",
    .title = "Indicators",
    .summary = "what whole sets of models are worth: hypervolume, shares, distances",
    .options = options, .n_options = sizeof options / sizeof options[0],
    .inputs = inputs, .n_inputs = sizeof inputs / sizeof inputs[0],
    .min_objectives = 1, .max_objectives = DOMINANCE_MAX_OBJECTIVES,
    .run = run,
};
