/* indicators_words.c - title, verdict and notes: what the numbers of the sets mean. */
#include "lens/indicators_work.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "lens/lens_parts.h"

static const char *
keep(const struct indicators_work *work, struct strbuf *out)
{
    const char *text = arena_strdup(work->arena, out->data);

    strbuf_release(out);
    return text;
}

/* --- title --- */

static void
put_left_out(struct strbuf *out, const struct indicators_work *work)
{
    const char *between = " (";

    for (size_t k = 0; k < work->d; k++)
        if (work->missing[k] > 0) {
            strbuf_printf(out, "%s%zu without %s", between, work->missing[k],
                work->frame->columns[work->objective[k].column].name);
            between = ", ";
        }
    if (work->infinite > 0) {
        strbuf_printf(out, "%s%zu infinite", between, work->infinite);
        between = ", ";
    }
    if (work->ungrouped > 0) {
        strbuf_printf(out, "%s%zu in no set", between, work->ungrouped);
        between = ", ";
    }
    if (between[0] == ',')
        strbuf_puts(out, ")");
}

static const char *
title(const struct indicators_work *work)
{
    const struct frame *frame = work->frame;
    struct strbuf out;

    strbuf_init(&out);
    strbuf_printf(&out, "%zu of %zu %s", work->n, frame->rows,
        text_counted((double)frame->rows, "point", "points"));
    put_left_out(&out, work);
    if (frame->grouping != NULL)
        strbuf_printf(&out, " \302\267 %s", frame->grouping);
    if (frame->where != NULL)
        strbuf_printf(&out, " \302\267 where %s", frame->where);
    strbuf_puts(&out, " \302\267 indicators");
    if (work->group_column != FRAME_NONE)
        strbuf_printf(&out, " of %zu %s by %s", work->n_groups,
            text_counted((double)work->n_groups, "set", "sets"),
            frame->columns[work->group_column].name);
    if (frame->mixed)
        strbuf_puts(&out, " \302\267 conditions are mixed");
    return keep(work, &out);
}

/* --- verdict --- */

static const struct point_group *
largest(const struct indicators_work *work, const struct point_group *but)
{
    const struct point_group *best = NULL;

    for (size_t g = 0; g < work->n_groups; g++) {
        const struct point_group *group = &work->groups[g];

        if (group != but && (best == NULL || group->volume.value > best->volume.value))
            best = group;
    }
    return best;
}

/* The set's front as a subject: "X's frontier of 3 models has", "X (one model) has". */
static void
put_subject(struct strbuf *out, const struct point_group *group)
{
    if (group->n_front == 1)
        strbuf_printf(out, "%s (one model on its frontier)", group->name);
    else
        strbuf_printf(out, "%s's frontier of %zu models", group->name, group->n_front);
}

static void
put_comparison(struct strbuf *out, const struct indicators_work *work,
    const struct point_group *first)
{
    const struct point_group *second = largest(work, first);

    if (second == NULL) {
        if (first->n_front == 1)
            strbuf_puts(out, "One model is on the frontier; it");
        else
            strbuf_printf(out, "The frontier of %zu models", first->n_front);
        strbuf_puts(out, " fills ");
        parts_put(out, 100 * first->volume_share, NULL, 3);
        strbuf_puts(out, " % of the box between the reference point and the best values");
        return;
    }
    put_subject(out, first);
    if (second->volume.value > 0) {
        strbuf_puts(out, " has ");
        parts_put(out, first->volume.value / second->volume.value, NULL, 3);
        strbuf_puts(out, " times the hypervolume of ");
    } else {
        strbuf_puts(out, " has hypervolume, unlike ");
    }
    put_subject(out, second);
    strbuf_puts(out, " (same reference point)");
}

static void
put_provider(struct strbuf *out, const struct indicators_work *work,
    const struct point_group *group)
{
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < group->n_front; i++)
        if (best == SIZE_MAX || work->share[group->front[i]].value > work->share[best].value)
            best = group->front[i];
    if (group->n_front < 2 || !(work->share[best].value > 0))
        return;
    strbuf_printf(out, "; %s alone provides ", work->frame->label[work->row[best]]);
    parts_put(out, 100 * work->share[best].value / group->volume.value, NULL, 3);
    strbuf_puts(out, " % of it");
}

static const char *
verdict(const struct indicators_work *work)
{
    const struct point_group *first = largest(work, NULL);
    struct strbuf out;

    if (first == NULL)
        return "No point has every objective: there is nothing to measure.";
    strbuf_init(&out);
    if (first->volume.value > 0) {
        put_comparison(&out, work, first);
        put_provider(&out, work, first);
        if (first->volume_estimated) {
            strbuf_puts(&out, " (estimated, \302\261");
            parts_put(&out, 100 * first->volume.se / first->volume.value, NULL, 3);
            strbuf_puts(&out, " %)");
        }
    } else {
        strbuf_puts(&out, work->no_volumes ? "Hypervolumes are out of the range of numbers"
            : "No point is better than the reference point in every objective");
    }
    strbuf_puts(&out, ".");
    return keep(work, &out);
}

/* --- notes and settings --- */

static void
note_estimates(const struct indicators_work *work, struct result *result)
{
    size_t volumes = 0, shares = 0;

    for (size_t g = 0; g < work->n_groups; g++) {
        volumes += work->groups[g].volume_estimated;
        shares += work->groups[g].shares_estimated;
    }
    if (volumes > 0)
        result_note(result, "hypervolumes of %zu %s are estimated from %s quasi-random points, "
            "with standard errors: exact ones would take more than %s s (--exact-s)", volumes,
            text_counted((double)volumes, "set", "sets"), setting_text(work->settings, "samples"),
            setting_text(work->settings, "exact_s"));
    if (shares > 0)
        result_note(result, "what single points provide is estimated in %zu %s", shares,
            text_counted((double)shares, "set", "sets"));
}

static void
note_scale(const struct indicators_work *work, struct result *result)
{
    size_t beyond = 0;

    for (size_t g = 0; g < work->n_groups; g++)
        beyond += work->groups[g].beyond;
    result_note(result, "the reference point is %s; %zu of %zu %s %s not better than it in every "
        "objective and %s nothing", work->reference_rule, beyond, work->n,
        text_counted((double)work->n, "point", "points"),
        text_counted((double)beyond, "is", "are"),
        text_counted((double)beyond, "counts", "count"));
    if (work->no_volumes)
        result_note(result, "hypervolumes are not given: products of values of this size leave the "
            "range of numbers; --scale minmax takes each objective from 0 to 1");
    if (!setting_is(work->settings, "scale", "raw"))
        result_note(result, "utilities and distances: each objective from 0 to 1 over the "
            "frontier of all sets together");
    if (setting_is(work->settings, "scale", "log-cost"))
        result_note(result, "costs count by ratio (log10)");
}

/* Where another model would be seen best: indicators, (27). Ends are infinitely uncrowded. */
static void
note_emptiest(const struct indicators_work *work, struct result *result)
{
    const struct point_group *group = largest(work, NULL);
    size_t widest = SIZE_MAX;

    for (size_t i = 0; group != NULL && i < group->n_front; i++) {
        size_t place = group->front[i];

        if (isfinite(work->crowding[place]) && (widest == SIZE_MAX ||
            work->crowding[place] > work->crowding[widest]))
            widest = place;
    }
    if (widest != SIZE_MAX)
        result_note(result, "%s%s frontier is emptiest around %s (crowding %.3g)",
            work->n_groups > 1 ? group->name : "the", work->n_groups > 1 ? "'s" : "",
            work->frame->label[work->row[widest]], work->crowding[widest]);
}

void
indicators_words(const struct indicators_work *work, struct result *result)
{
    result->title = title(work);
    result->verdict = verdict(work);
    if (work->n > 0)
        note_scale(work, result);
    note_estimates(work, result);
    note_emptiest(work, result);
    for (size_t i = 0; i < work->frame->n_notes; i++)
        result_note(result, "%s", work->frame->notes[i]);
    for (size_t i = 0; i < work->settings->lens->n_options; i++) {
        const char *name = work->settings->lens->options[i].name;

        if (strcmp(name, "divisions") == 0)
            result_set(result, name, "%u", work->divisions);
        else if (setting_given(work->settings, name))
            result_set(result, name, "%s", setting_text(work->settings, name));
    }
    result_set(result, "seed", "%llu", (unsigned long long)work->settings->seed);
}
