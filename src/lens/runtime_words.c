/* runtime_words.c - what the provider's optimisation hides, in a sentence. */
#include "lens/runtime_work.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "math/sorted.h"

static const char *
hardware_name(const struct runtime_work *work)
{
    return work->hardware != NULL ? work->hardware : "the reference hardware";
}

/* The point that the sentence is about: the first marked, else the one whose interface
 * hides most. */
static size_t
subject(const struct runtime_work *work)
{
    size_t best = SIZE_MAX;

    if (work->marked != SIZE_MAX && !isnan(work->points[work->marked].factor))
        return work->marked;
    for (size_t i = 0; i < work->frame->rows; i++)
        if (!isnan(work->points[i].factor) && work->points[i].factor > 0
            && (best == SIZE_MAX || fabs(log(work->points[i].factor)) >
                fabs(log(work->points[best].factor))))
            best = i;
    return best;
}

/* The frontier's point that dominates it and is nearest in score; SIZE_MAX if none. */
static size_t
dominator(const struct runtime_work *work, size_t row)
{
    const struct parts_plane *plane = &work->plane;
    double sign = work->score_direction == DIRECTION_MIN ? -1 : 1;
    size_t best = SIZE_MAX;

    for (size_t k = 0; k < plane->n_front && plane->dominated_by[row] > 0; k++) {
        size_t i = plane->front[k];

        if (sign * plane->y[i] >= sign * plane->y[row] && plane->x[i] <= plane->x[row]
            && (best == SIZE_MAX || sign * plane->y[i] < sign * plane->y[best]))
            best = i;
    }
    return best;
}

static void
put_subject(const struct runtime_work *work, struct strbuf *out, size_t row)
{
    const struct runtime_point *point = &work->points[row];

    strbuf_printf(out, " %s answers in ", work->frame->label[row]);
    parts_put(out, point->idealized, "s", 2);
    strbuf_puts(out, " idealized, ");
    parts_put(out, point->denoised, "s", 2);
    strbuf_puts(out, " at its API: the API is ");
    parts_put(out, point->factor >= 1 ? point->factor : 1 / point->factor, NULL, 2);
    strbuf_printf(out, " times %s than %s would be", point->factor >= 1 ? "faster" : "slower",
        hardware_name(work));
    if (!isnan(point->contention)) {
        strbuf_puts(out, ", and the raw runtime is ");
        parts_put(out, point->contention, NULL, 2);
        strbuf_puts(out, " times the denoised one");
    }
    strbuf_puts(out, ".");
}

/* The count is that of the scores as measured; what their errors leave of it. */
static void
put_sureness(const struct runtime_work *work, struct strbuf *out)
{
    if (work->p == NULL)
        return;
    strbuf_printf(out, " by the scores as measured; given their errors %zu surely %s", work->n_on,
        text_counted((double)work->n_on, "is", "are"));
    if (work->n_undecided > 0)
        strbuf_printf(out, ", and %zu %s undecided", work->n_undecided,
            text_counted((double)work->n_undecided, "is", "are"));
}

static void
put_frontier(const struct runtime_work *work, struct strbuf *out, size_t row)
{
    const struct parts_plane *plane = &work->plane;
    size_t by;

    if (work->score == NULL || plane->competing < 2)
        return;
    strbuf_printf(out, "%zu of %zu %s %s efficient in %s and %s", plane->n_front,
        plane->competing, parts_noun(work->frame, plane->competing),
        text_counted((double)plane->n_front, "is", "are"), work->score->name, work->x_name);
    if (work->is_what_if)
        strbuf_printf(out, " for prompts of %g and answers of %g tokens", work->prompt,
            work->output);
    put_sureness(work, out);
    strbuf_puts(out, ".");
    if (row == SIZE_MAX)
        return;
    put_subject(work, out, row);
    by = dominator(work, row);
    if (by != SIZE_MAX)
        strbuf_printf(out, " On %s it is dominated by %s", work->x_name,
            work->frame->label[by]);
    else if (plane->on[row] != 0)
        strbuf_printf(out, " On %s it is on the frontier", work->x_name);
    else
        return;
    if (runtime_state(work, row) == RUNTIME_UNDECIDED)
        strbuf_printf(out, by != SIZE_MAX ? " (efficient with probability %.2f)"
            : " (with probability %.2f)", work->p[row]);
    strbuf_puts(out, ".");
}

/* Who is efficient by one runtime among the points that have both: what the choice of the
 * runtime changes. */
static const unsigned char *
efficient_by(const struct runtime_work *work, bool by_api)
{
    size_t n = work->frame->rows;
    double *x = arena_zalloc(work->arena, n + 1, sizeof *x);
    double *y = arena_zalloc(work->arena, n + 1, sizeof *y);
    struct parts_plane plane = { .n = n, .x = x, .y = y, .x_direction = DIRECTION_MIN,
        .y_direction = work->score_direction };

    for (size_t i = 0; i < n; i++) {
        const struct runtime_point *point = &work->points[i];
        bool both = !isnan(point->idealized) && !isnan(point->denoised);

        x[i] = !both ? (double)NAN : by_api ? point->denoised : point->idealized;
        y[i] = point->score;
    }
    parts_frontier(work->result, &plane);
    return plane.on;
}

static void
put_names(const struct runtime_work *work, struct strbuf *out, const unsigned char *on,
    const unsigned char *not_on)
{
    size_t n = 0;

    for (size_t i = 0; i < work->frame->rows; i++)
        if (on[i] != 0 && not_on[i] == 0)
            strbuf_printf(out, "%s%s", n++ > 0 ? ", " : "", work->frame->label[i]);
}

static size_t
count_only(const struct runtime_work *work, const unsigned char *on, const unsigned char *not_on)
{
    size_t n = 0;

    for (size_t i = 0; i < work->frame->rows; i++)
        n += on[i] != 0 && not_on[i] == 0;
    return n;
}

/* What the provider's optimisation hides: who looks efficient by the API's runtimes only, and
 * who on the same hardware only. */
static void
put_hidden(const struct runtime_work *work, struct strbuf *out)
{
    const unsigned char *api, *same;
    size_t gained, lost;

    if (work->score == NULL || work->is_what_if)
        return;
    api = efficient_by(work, true);
    same = efficient_by(work, false);
    gained = count_only(work, api, same);
    lost = count_only(work, same, api);
    if (gained + lost == 0)
        return;
    strbuf_printf(out, " Of those with both runtimes%s ", work->p != NULL ?
        ", by the scores as measured," : "");
    if (gained > 0) {
        put_names(work, out, api, same);
        strbuf_puts(out, gained == 1 ? " is efficient by its API only" :
            " are efficient by their APIs only");
    }
    if (lost > 0) {
        strbuf_puts(out, gained > 0 ? ", and " : "");
        put_names(work, out, same, api);
        strbuf_printf(out, "%s on %s only", gained > 0 ? "" : lost == 1 ? " is efficient" :
            " are efficient", work->hardware != NULL ? work->hardware :
            "the same hardware");
    }
    strbuf_puts(out, ".");
}

/* Whether an earlier point is of the same model: its tables are the same ones. */
static bool
is_model_again(const struct runtime_work *work, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (work->points[i].second == work->points[row].second && work->is_what_if)
            return true;
    return false;
}

/* The models' ratios of a figure on the second hardware to that on the first, ascending. */
static size_t
ratios(const struct runtime_work *work, bool of_cost, double *ratio)
{
    size_t n = 0;

    for (size_t i = 0; i < work->frame->rows && work->has_second; i++) {
        const struct runtime_point *point = &work->points[i];
        double first = of_cost ? point->cost : point->idealized;
        double second = of_cost ? point->cost_second : point->other;

        if (first > 0 && second > 0 && !is_model_again(work, i))
            ratio[n++] = second / first;
    }
    sort_doubles(ratio, n);
    return n;
}

static void
put_middle(struct strbuf *out, const double *ratio, size_t n)
{
    parts_put(out, n % 2 == 1 ? ratio[n / 2] : (ratio[n / 2 - 1] + ratio[n / 2]) / 2, NULL, 3);
}

/* Two machines against each other, in time and, where prices and GPUs are known, in money. */
static void
put_second(const struct runtime_work *work, struct strbuf *out)
{
    double *ratio = mem_alloc((work->frame->rows + 1) * sizeof *ratio);
    size_t n = ratios(work, false, ratio);

    if (n > 0) {
        strbuf_printf(out, "%s%s takes ", out->length > 0 ? " " : "", work->second);
        put_middle(out, ratio, n);
        strbuf_printf(out, " times as long as %s", hardware_name(work));
        if (n > 1 && ratio[0] < ratio[n - 1]) {
            strbuf_puts(out, " in the middle of ");
            parts_count(out, (double)n);
            strbuf_puts(out, " models (");
            parts_put(out, ratio[0], NULL, 3);
            strbuf_puts(out, " to ");
            parts_put(out, ratio[n - 1], NULL, 3);
            strbuf_puts(out, ")");
        }
        n = ratios(work, true, ratio);
        if (n > 0) {
            strbuf_puts(out, ", and costs ");
            put_middle(out, ratio, n);
            strbuf_printf(out, " times as much for a request, at %s instead of %s USD per "
                "GPU-hour", setting_text(work->settings, "second_price"),
                setting_text(work->settings, "gpu_price"));
        }
        strbuf_puts(out, ".");
    }
    free(ratio);
}

static void
put_fits(const struct runtime_work *work, struct strbuf *out)
{
    size_t fitted = 0, refused = 0;

    for (size_t i = 0; i < work->n_machines; i++)
        if (work->machines[i].is_fitted) {
            fitted += work->machines[i].table.n > 0;
            refused += work->machines[i].table.n == 0;
        }
    if (fitted + refused == 0)
        return;
    strbuf_printf(out, "%s%zu runtime %s fitted", out->length > 0 ? " " : "", fitted,
        text_counted((double)fitted, "table was", "tables were"));
    if (refused > 0)
        strbuf_printf(out, ", %zu could not be", refused);
    strbuf_puts(out, ".");
}

static const char *
verdict(const struct runtime_work *work)
{
    size_t row = subject(work);
    struct strbuf out;
    const char *kept;

    strbuf_init(&out);
    put_frontier(work, &out, row);
    if (out.length == 0 && row != SIZE_MAX)
        put_subject(work, &out, row);
    put_hidden(work, &out);
    put_second(work, &out);
    put_fits(work, &out);
    if (out.length == 0)
        strbuf_puts(&out, "No two points have both a score and the runtime asked for.");
    kept = parts_keep(work->result, &out);
    return kept + strspn(kept, " ");       /* each sentence has its blank before it */
}

static size_t
with_axis(const struct runtime_work *work)
{
    size_t n = 0;

    for (size_t i = 0; i < work->frame->rows; i++)
        n += isnan(work->points[i].x) ? 0 : 1;
    return n;
}

static const char *
title(const struct runtime_work *work)
{
    struct strbuf out;

    strbuf_init(&out);
    parts_title(&out, work->frame, work->score != NULL ? work->plane.competing : with_axis(work));
    strbuf_printf(&out, "runtime, %s", setting_text(work->settings, "axis"));
    if (work->hardware != NULL)
        strbuf_printf(&out, " on %s", work->hardware);
    if (work->is_what_if)
        strbuf_printf(&out, " \302\267 what if %g prompt and %g output tokens", work->prompt,
            work->output);
    else if (work->scenario != NULL || setting_given(work->settings, "task"))
        strbuf_printf(&out, " \302\267 %s", work->scenario != NULL ? work->scenario :
            setting_text(work->settings, "task"));
    return parts_keep(work->result, &out);
}

/* --- notes --- */

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
        result_note(work->result, "P(F) is the share of 9999 draws of %s (gaussian, independent, "
            "seed %llu) with the point on the frontier, %s taken as exact; its Monte Carlo error "
            "is at most 0.005", score, (unsigned long long)work->settings->seed, work->x_name);
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
runtime_words(const struct runtime_work *work)
{
    work->result->title = title(work);
    work->result->verdict = verdict(work);
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
