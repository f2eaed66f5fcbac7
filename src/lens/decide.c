/* decide.c - what is expected to be lost by choosing now, and is another evaluation worth its
 * price? The option table and the order of the steps; each step is a file decide_*.c.
 */
#include "lens/decide_work.h"
#include "lens/lenses.h"

#include <math.h>

#include "math/dominance.h"

static const struct lens_option options[] = {
    { "item_price", OPTION_REAL, "", "0.01", 0, 1e300, NULL,
        "what evaluating one more item costs, in the money of the stake" },
    { "stake", OPTION_REAL, "1", NULL, 0, 1e300, NULL, "what one unit of score is worth" },
    { "decider", OPTION_CHOICE, "rational", "rational|softmax|error", 1, 0, NULL,
        "who decides when more is known: by the sign, noisily, or with errors" },
    { "beta", OPTION_REAL, "0.25", NULL, 0, 1e300, NULL,
        "noise of softmax in units of score; it divides" },
    { "eps", OPTION_REAL, "0.1", NULL, 0, 1, NULL, "share of errors" },
    { "covariance", OPTION_CHOICE, "auto", "auto|paired|independent", 1, 0, NULL,
        "whether the scores' errors are shared: by items in common where there are any" },
    { "alpha", OPTION_REAL, "0.05", NULL, 1e-6, 0.5, NULL, "for the number of items needed" },
    { "power", OPTION_REAL, "0.8", NULL, 0.5, 0.999, NULL, "for the number of items needed" },
    { "draws", OPTION_INTEGER, "20000", NULL, 100, 1e7, NULL,
        "where the value is simulated" },
    { "negligible", OPTION_REAL, "", "0.001", 0, 1e300, NULL,
        "losses below it change nothing; unset: a 2,000th of the best score" },
    { "values", OPTION_LIST, "", NULL, 1, 0, NULL,
        "a belief about the gain itself: its possible values" },
    { "weights", OPTION_LIST, "", NULL, 1, 0, NULL, "and their weights; unset: equal" },
};

static const struct lens_input inputs[] = {
    { "points", SHAPE_POINTS, true, "the models with a score and its standard error" },
    { "items", SHAPE_ITEMS, false, "scores per item, for errors that models share" },
};

static void
read_settings(struct decide_work *work)
{
    const struct lens_settings *settings = work->settings;

    work->decider = setting_is(settings, "decider", "softmax") ? DECIDER_SOFTMAX
        : setting_is(settings, "decider", "error") ? DECIDER_ERROR : DECIDER_RATIONAL;
    work->noise = work->decider == DECIDER_ERROR ? setting_real(settings, "eps")
        : work->decider == DECIDER_SOFTMAX ? setting_real(settings, "beta") : 0;
    work->price = setting_real(settings, "item_price");
    work->stake = setting_real(settings, "stake");
    work->negligible = setting_real(settings, "negligible");
}

/* Options of another question would silently say nothing. */
static bool
check_settings(const struct decide_work *work, struct error *err)
{
    static const char *const of_scores = "--%s is about items that are scored; a belief typed with "
        "--values has none";
    bool typed = setting_given(work->settings, "values");

    if (!typed && setting_given(work->settings, "weights"))
        return error_set(err, ERROR_USAGE, "--weights say nothing without --values");
    if (typed && !isnan(work->price))
        return error_set(err, ERROR_USAGE, of_scores, "item-price");
    if (typed && (work->stake < 1 || work->stake > 1))
        return error_set(err, ERROR_USAGE, of_scores, "stake");
    return true;
}

static bool
decide(struct decide_work *work, struct error *err)
{
    read_settings(work);
    if (!check_settings(work, err))
        return false;
    if (setting_given(work->settings, "values"))
        return decide_discrete(work, err);
    if (!decide_beliefs(work, err))
        return false;
    decide_values(work);
    decide_tables(work);
    decide_charts(work);
    decide_words(work);
    return true;
}

static bool
run(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, struct result **out, struct error *err)
{
    struct result *result = result_new("decide");
    struct decide_work work = { .bundle = bundle, .settings = settings,
        .frame = bundle->points, .result = result, .arena = result->arena };

    (void)progress;
    if (!decide(&work, err)) {
        result_free(result);
        return false;
    }
    result->final = true;
    *out = result;
    return true;
}

const struct lens lens_decide = {
    .name = "decide",
    .title = "Decide",
    .summary = "what choosing now is expected to cost, and whether more evaluation pays",
    .options = options, .n_options = sizeof options / sizeof options[0],
    .inputs = inputs, .n_inputs = sizeof inputs / sizeof inputs[0],
    .min_objectives = 0, .max_objectives = DOMINANCE_MAX_OBJECTIVES,
    .run = run,
};
