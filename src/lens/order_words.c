/* order_words.c - title, verdict and notes: how much of the table is an order. */
#include "lens/order_work.h"

#include <math.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "lens/lens_parts.h"

static const char *
title(const struct order_work *work, struct result *result)
{
    struct strbuf out;

    strbuf_init(&out);
    parts_title(&out, work->frame, work->n);
    strbuf_printf(&out, "order of %zu %s", work->d,
        text_counted((double)work->d, "objective", "objectives"));
    return parts_keep(result, &out);
}

static void
put_nothing_ranked(struct strbuf *out, const struct order_work *work)
{
    strbuf_printf(out, "With %zu %s ", work->d,
        text_counted((double)work->d, "objective", "objectives"));
    parts_count(out, work->pairs.incomparable);
    strbuf_puts(out, " of ");
    parts_count(out, work->all_pairs);
    strbuf_printf(out, " %s %s incomparable: this table cannot be ranked without weights.",
        text_counted(work->all_pairs, "pair", "pairs"),
        text_counted(work->pairs.incomparable, "is", "are"));
}

static const char *
verdict(const struct order_work *work, struct result *result)
{
    struct strbuf out;

    if (work->n == 0)
        return "No point has every objective: there is nothing to put in order.";
    if (work->n == 1)
        return "One point alone has every objective: there is no pair to rank.";
    strbuf_init(&out);
    if (work->pairs.comparable == 0 && work->pairs.incomparable > 0) {
        put_nothing_ranked(&out, work);
    } else {
        parts_put(&out, 100 * work->pairs.comparable / work->all_pairs, "%", 3);
        strbuf_puts(&out, " of the ");
        parts_count(&out, work->all_pairs);
        strbuf_printf(&out, " %s ranked by dominance alone; the longest chain has %u %s, and at "
            "most %zu are such that none beats another.",
            text_counted(work->all_pairs, "pair is", "pairs are"), work->height,
            parts_noun(work->frame, work->height), work->width);
    }
    return parts_keep(result, &out);
}

static void
note_independent(const struct order_work *work, struct result *result)
{
    double share = work->pairs.incomparable / work->all_pairs;

    if (work->n < 2 || work->d < 2)
        return;
    result_note(result, "of independent objectives %.3g %% of the pairs would be incomparable; "
        "here %.3g %% are", 100 * order_expected(work->d), 100 * share);
}

static void
note_improvements(const struct order_work *work, struct result *result)
{
    if (!work->deep)
        result_note(result, "who is next above whom, and improvements, are not looked at for so "
            "many points");
    else if (work->improvements > 0)
        result_note(result, "%.0f times one of two that cannot be ranked could be exchanged for "
            "a better one that still cannot: they were not about equal", work->improvements);
}

void
order_words(const struct order_work *work, struct result *result)
{
    result->title = title(work, result);
    result->verdict = verdict(work, result);
    for (size_t k = 0; k < work->d; k++)
        if (work->missing[k] > 0)
            result_note(result, "%zu %s without %s %s left out", work->missing[k],
                parts_noun(work->frame, work->missing[k]),
                work->frame->columns[work->objective[k].column].name,
                text_counted((double)work->missing[k], "is", "are"));
    if (work->copies > 0)
        result_note(result, "%zu equal %s looked at once", work->copies,
            text_counted((double)work->copies, "copy is", "copies are"));
    else if (work->pairs.equal > 0)
        result_note(result, "equal points stand beside each other: the width is %zu, with each "
            "once %zu", work->width, work->width_distinct);
    if (work->eps != NULL)
        result_note(result, "better means better by more than %s in one objective",
            setting_text(work->settings, "eps"));
    note_independent(work, result);
    note_improvements(work, result);
    parts_frame_notes(result, work->frame);
    parts_settings(result, work->settings);
}
