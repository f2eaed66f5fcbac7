/* runtime_notes.c - what the figures of the runtime lens rest on, and why some are not there. */
#include "lens/runtime_work.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

/* (14) over the scenarios that have both. */
static void
note_sanity(const struct runtime_work *work)
{
    size_t both = 0, above = 0, far_above = 0;

    for (size_t i = 0; i < work->n_loads; i++) {
        const struct load *load = &work->loads[i];
        double denoised = !isnan(load->denoised) ? load->denoised
            : load->estimate[MACHINE_DENOISED];

        if (isnan(load->raw) || isnan(denoised))
            continue;
        both++;
        above += denoised > load->raw;
        far_above += denoised > 1.05 * load->raw;
    }
    if (both > 0)
        result_note(work->result, "denoised exceeds raw in %zu of %zu %s (%.1f %%), by more "
            "than 5 %% in %zu", above, both, text_counted((double)both, "run", "runs"),
            100 * (double)above / (double)both, far_above);
}

/* What the states rest on, or why there are none. */
static void
note_sureness(const struct runtime_work *work)
{
    const char *score = work->score != NULL ? work->score->name : NULL;
    bool helm = setting_is(work->settings, "rule", "helm");

    if (score == NULL || work->plane.competing < 2)
        return;
    if (work->p != NULL) {
        result_note(work->result, "P(F) is the share of 9999 draws of %s (%s, independent, "
            "seed %llu) with the point on the frontier, %s taken as exact; its Monte Carlo error "
            "is at most 0.005", score, work->few_runs ? "t of the runs" : "gaussian",
            (unsigned long long)work->settings->seed, work->x_name);
        if (work->n_exact > 0)
            result_note(work->result, "%s: %zu of %zu %s no standard error, or 0, and %s taken as "
                "exact", score, work->n_exact, work->plane.competing,
                text_counted((double)work->n_exact, "has", "have"),
                text_counted((double)work->n_exact, "is", "are"));
        return;
    }
    if (work->too_many)
        result_note(work->result, "%zu %s are too many for probabilities: this is the frontier of "
            "%s as measured (paretop frontier)", work->plane.competing,
            parts_noun(work->frame, work->plane.competing), score);
    else if (work->n_exact < work->plane.competing && helm)
        result_note(work->result, "--rule helm has no probabilities: who is efficient is so by %s "
            "as measured", score);
    else
        result_note(work->result, "%s has no standard errors: this is the frontier of the scores "
            "as measured, and how sure it is is not known", score);
}

/* Where nobody has what was asked for, what there is instead. */
static void
note_axis(const struct runtime_work *work)
{
    static const struct { const char *axis; size_t offset; } axes[] = {
        { "idealized", offsetof(struct runtime_point, idealized) },
        { "denoised", offsetof(struct runtime_point, denoised) },
        { "raw", offsetof(struct runtime_point, raw) } };

    for (size_t i = 0; i < work->frame->rows; i++)
        if (!isnan(work->points[i].x))
            return;
    for (size_t k = 0; k < sizeof axes / sizeof *axes; k++) {
        size_t n = 0;

        for (size_t i = 0; i < work->frame->rows; i++)
            n += isnan(*(const double *)(const void *)((const char *)&work->points[i] +
                axes[k].offset)) ? 0 : 1;
        if (n > 0)
            result_note(work->result, "--axis %s takes the runtimes that %zu %s %s", axes[k].axis,
                n, parts_noun(work->frame, n), text_counted((double)n, "has", "have"));
    }
}

static bool
knows(const struct runtime_work *work, size_t offset)
{
    for (size_t i = 0; i < work->frame->rows; i++)
        if (!isnan(*(const double *)(const void *)((const char *)&work->points[i] + offset)))
            return true;
    return false;
}

static bool
is_changed(const struct runtime_work *work, const char *option)
{
    const struct lens *lens = work->settings->lens;

    for (size_t i = 0; i < lens->n_options; i++)
        if (strcmp(lens->options[i].name, option) == 0)
            return strcmp(setting_text(work->settings, option), lens->options[i].fallback) != 0;
    return false;
}

/* Prices that were given and change nothing. */
static void
note_prices(const struct runtime_work *work)
{
    bool hardware = is_changed(work, "gpu_price") || is_changed(work, "second_price") ||
        setting_is(work->settings, "axis", "cost");
    bool provider = is_changed(work, "price_in") || is_changed(work, "price_out");

    if (hardware && !knows(work, offsetof(struct runtime_point, cost)))
        result_note(work->result, knows(work, offsetof(struct runtime_point, gpus))
            ? "no cost: the runtime of no model with a number of GPUs is known"
            : "no cost: how many GPUs a model takes is not known (a column gpus, or gpus_a100 for "
            "A100, says it)");
    if (provider && !knows(work, offsetof(struct runtime_point, api_cost)))
        result_note(work->result, "no cost at the provider: it takes --price-in and --price-out, and "
            "the tokens of a request (--prompt-tokens, --output-tokens)");
}

static void
note_basis(const struct runtime_work *work)
{
    size_t at_means = 0, borrowed = 0;
    const struct machine *example = NULL;

    for (size_t i = 0; i < work->frame->rows; i++)
        at_means += work->points[i].basis == BASIS_MEANS;
    if (at_means > 0)
        result_note(work->result, "%zu %s at mean tokens, not %s over requests: an "
            "approximation", at_means, text_counted((double)at_means, "estimate is",
            "estimates are"), text_counted((double)at_means, "a mean", "means"));
    for (size_t i = 0; i < work->n_machines; i++)
        if (work->machines[i].same_as != NULL) {
            borrowed++;
            example = &work->machines[i];
        }
    if (borrowed > 0)
        result_note(work->result, "%s and %s have the same runtime table: one is borrowed%s",
            example->same_as, example->model, borrowed > 1 ? "; so are others (--table tables)" :
            "");
}

/* Means over scenarios of models that were not asked the same. */
static void
note_coverage(const struct runtime_work *work)
{
    size_t least = SIZE_MAX, most = 0;

    for (size_t row = 0; row < work->frame->rows && work->n_loads > 0; row++) {
        const struct runtime_identity who = runtime_identity(work, work->frame, row);
        size_t n = 0;

        for (size_t i = 0; i < work->n_loads; i++)
            n += runtime_feeds(work, &work->loads[i].who, &who, !work->any_hardware) ? 1 : 0;
        if (n > 0) {
            least = n < least ? n : least;
            most = n > most ? n : most;
        }
    }
    if (least < most)
        result_note(work->result, "models have from %zu to %zu scenarios, and their runtimes are "
            "means over those that each has (--task NAME takes one)", least, most);
}

static void
note_failures(const struct runtime_work *work)
{
    for (size_t i = 0; i < work->n_machines; i++)
        if (work->machines[i].reason != NULL)
            result_note(work->result, "%s%s%s: no table could be fitted: %s",
                work->machines[i].model, work->machines[i].hardware != NULL ? " on " : "",
                work->machines[i].hardware != NULL ? work->machines[i].hardware : "",
                work->machines[i].reason);
}

static void
note_missing(const struct runtime_work *work)
{
    size_t without_x = 0, without_score = 0;

    for (size_t i = 0; i < work->frame->rows; i++) {
        without_x += isnan(work->points[i].x) ? 1 : 0;
        without_score += !isnan(work->points[i].x) && isnan(work->points[i].score) ? 1 : 0;
    }
    if (without_x > 0)
        result_note(work->result, "%zu %s without %s: listed with the reason", without_x,
            parts_noun(work->frame, without_x), work->x_name);
    if (without_score > 0 && work->score != NULL)
        result_note(work->result, "%zu %s without %s", without_score,
            parts_noun(work->frame, without_score), work->score->name);
    if (work->score == NULL)
        result_note(work->result, "no capability is an objective, so nothing is called "
            "efficient: -o max:NAME");
}

void
runtime_notes(const struct runtime_work *work)
{
    note_missing(work);
    if (work->scenario != NULL && !work->is_what_if)
        result_note(work->result, "runtimes are those of %s, which the score is of (-o "
            "'max:mean(METRIC)' takes all scenarios)", work->scenario);
    else if (!work->is_what_if)
        note_coverage(work);
    note_sureness(work);
    note_axis(work);
    note_basis(work);
    runtime_note_reach(work);
    note_prices(work);
    note_sanity(work);
    note_failures(work);
    if (work->n_odd_sizes > 0)
        result_note(work->result, "%zu %s left out: the size is not above 0, or the seconds are "
            "not finite", work->n_odd_sizes, text_counted((double)work->n_odd_sizes,
            "entry of a runtime table is", "entries of runtime tables are"));
    if (work->is_what_if && !setting_given(work->settings, "prompt_tokens")
        && !setting_given(work->settings, "output_tokens"))
        result_note(work->result, "nothing says what was asked, so the tables are read at %g "
            "prompt and %g output tokens: --prompt-tokens, --output-tokens", work->prompt,
            work->output);
    if (work->is_what_if)
        result_note(work->result, "what if: runtimes are T(prompt, output) of the tables; raw "
            "runtimes are measured and cannot be estimated");
    parts_frame_notes(work->result, work->frame);
    parts_settings(work->result, work->settings);
}
