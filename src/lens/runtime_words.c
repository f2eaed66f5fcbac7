/* runtime_words.c - what the provider's optimisation hides, in a sentence. */
#include "lens/runtime_work.h"

#include <math.h>
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

/* How many interfaces beat the reference hardware, and which most, unless that is the point that
 * follows. */
static size_t
put_apis(const struct runtime_work *work, struct strbuf *out, size_t next)
{
    size_t n = 0, faster = 0, most = SIZE_MAX;

    for (size_t i = 0; i < work->frame->rows; i++) {
        double factor = work->points[i].factor;

        if (!(factor > 0))
            continue;
        n++;
        faster += factor > 1;
        if (most == SIZE_MAX || factor > work->points[most].factor)
            most = i;
    }
    if (n < 2)
        return n;
    strbuf_printf(out, " Of %zu APIs ", n);
    if (faster == 0) {
        strbuf_printf(out, "none is faster than %s would be.", hardware_name(work));
        return n;
    }
    strbuf_printf(out, "%zu %s faster than %s would be", faster, text_counted((double)faster,
        "is", "are"), hardware_name(work));
    if (most != next) {
        strbuf_printf(out, ", %s%s (", faster > 1 ? "most of all " : "",
            work->frame->label[most]);
        parts_put(out, work->points[most].factor, NULL, 2);
        strbuf_puts(out, " times)");
    }
    strbuf_puts(out, ".");
    return n;
}

static void
put_subject(const struct runtime_work *work, struct strbuf *out, size_t row)
{
    const struct runtime_point *point = &work->points[row];
    bool one_of_many = put_apis(work, out, row) > 1 && row != work->marked;

    strbuf_printf(out, "%s %s answers in ", one_of_many ? " Furthest from it," : "",
        work->frame->label[row]);
    parts_put(out, point->idealized, "s", 2);
    strbuf_puts(out, " idealized, ");
    parts_put(out, point->denoised, "s", 2);
    strbuf_puts(out, " at its API: the API ");
    if (point->factor >= 1) {
        strbuf_puts(out, "is ");
        parts_put(out, point->factor, NULL, 2);
        strbuf_printf(out, " times faster than %s would be", hardware_name(work));
    } else {
        strbuf_puts(out, "takes ");
        parts_put(out, 1 / point->factor, NULL, 2);
        strbuf_printf(out, " times as long as %s would", hardware_name(work));
    }
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

void
runtime_words(const struct runtime_work *work)
{
    work->result->title = title(work);
    work->result->verdict = verdict(work);
    runtime_notes(work);
}
