/* risk_words.c - what a shortlist gains and risks, and whose advantage holds, in sentences. */
#include "lens/risk_work.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "math/doubt.h"
#include "math/portfolio.h"
#include "math/sharpe.h"

static void
put_models(struct strbuf *out, const struct risk_work *work, const struct risk_estimator *e)
{
    for (size_t k = 0; k < e->best_k && k < 5; k++)
        strbuf_printf(out, "%s%s", k == 0 ? " (" : ", ",
            work->frame->label[e->row[e->order[k]]]);
    strbuf_puts(out, e->best_k > 5 ? ", ...)" : ")");
}

/* Trying the baseline brings no news of it. */
static void
put_own_baseline(struct strbuf *out, const struct risk_work *work, const struct risk_estimator *e)
{
    for (size_t k = 0; k < e->best_k; k++)
        if (e->row[e->order[k]] == work->baseline_row)
            strbuf_printf(out, ", of which %s is the baseline itself",
                work->frame->label[work->baseline_row]);
}

/* What one more model would do to the best and to the spread. */
static void
put_next(struct strbuf *out, const struct risk_estimator *e)
{
    const struct shortlist *now = &e->list[e->best_k - 1];

    if (e->best_k >= e->most)
        return;
    if (!(e->list[e->best_k].best > now->best))
        strbuf_puts(out, "; one more adds risk without a better best");
    else
        strbuf_puts(out, "; one more has a better best but more spread than it is worth");
}

/* A small spread makes a large ratio of poor models, too. */
static void
put_missed(struct strbuf *out, const struct risk_work *work, const struct risk_estimator *e)
{
    double found = e->list[e->best_k - 1].best, most = found;
    size_t at = SIZE_MAX;

    for (size_t i = 0; i < e->n; i++)
        if (e->value[i] > most) {
            most = e->value[i];
            at = i;
        }
    if (at == SIZE_MAX)
        return;
    strbuf_puts(out, "; their best, ");
    parts_put(out, work->sign * found, work->final->unit, 3);
    strbuf_puts(out, ", is not the best there is, ");
    parts_put(out, work->sign * most, work->final->unit, 3);
    strbuf_printf(out, " (%s)", work->frame->label[e->row[at]]);
}

/* What was asked for by --k, if that is another number than the best. */
static void
put_asked(struct strbuf *out, const struct risk_work *work, const struct risk_estimator *e)
{
    double asked = setting_real(work->settings, "k");
    size_t k = (size_t)asked;
    double ratio;

    if (isnan(asked) || k > e->most || k == e->best_k || k > 10)
        return;
    ratio = risk_ratio_wanted(work, e->list[k - 1].sharpe);
    strbuf_printf(out, ". The first %zu, ", k);
    for (size_t i = 0; i < k; i++)
        strbuf_printf(out, "%s%s", i == 0 ? "" : i + 1 == k ? " and " : ", ",
            work->frame->label[e->row[e->order[i]]]);
    strbuf_puts(out, ", score from ");
    parts_put(out, work->sign * e->list[k - 1].worst, work->final->unit, 3);
    strbuf_puts(out, " to ");
    parts_put(out, work->sign * e->list[k - 1].best, work->final->unit, 3);
    if (isfinite(ratio)) {
        strbuf_puts(out, " (ratio ");
        parts_put(out, ratio, NULL, 3);
        strbuf_putc(out, ')');
    }
}

/* Where the largest ratio is; what longer lists have is not known where they were not made. */
static void
put_where(struct strbuf *out, size_t k, double ratio, bool cut)
{
    strbuf_printf(out, cut ? "is largest at k = %zu, the last that was looked at ("
        : "peaks at k = %zu (", k);
    if (isinf(ratio))
        strbuf_puts(out, "without spread");
    else
        parts_put(out, ratio, NULL, 3);
}

/* Shortlists of several data sets are not those of all their candidates together. */
static void
put_sets(struct strbuf *out, const struct risk_work *work)
{
    const char *runs = setting_text(work->settings, "runs");

    if (work->over_sets.estimator == NULL) {
        strbuf_printf(out, "No shortlist of any %s has a ratio.", runs);
        return;
    }
    strbuf_printf(out, "Shortlisting by %s, ", work->over_sets.estimator);
    if (work->n_estimators > 1)
        strbuf_printf(out, "the best of %zu cheap scores, ", work->n_estimators);
    strbuf_printf(out, "the mean ratio over %zu values of %s ", work->over_sets.sets, runs);
    put_where(out, work->over_sets.k, work->over_sets.ratio, work->over_sets.cut);
    if (!isnan(work->over_sets.lo)) {
        strbuf_puts(out, ", 95 % ");
        parts_put(out, work->over_sets.lo, NULL, 3);
        strbuf_puts(out, " to ");
        parts_put(out, work->over_sets.hi, NULL, 3);
    }
    strbuf_printf(out, "): try %zu.", work->over_sets.k);
}

static void
put_shortlist(struct strbuf *out, const struct risk_work *work)
{
    const struct risk_estimator *e = risk_leading(work);

    if (work->n_estimators == 0)
        return;
    if (setting_given(work->settings, "runs")) {
        put_sets(out, work);
        return;
    }
    if (e == NULL) {
        strbuf_puts(out, isnan(work->baseline)
            ? "No shortlist has a ratio: the baseline is not known."
            : "No shortlist has a ratio: nothing beats the baseline, or nothing is spread.");
        return;
    }
    strbuf_printf(out, "Shortlisting by %s, ", e->column->name);
    if (work->n_estimators > 1)
        strbuf_printf(out, "the best of %zu cheap scores, ", work->n_estimators);
    strbuf_puts(out, "the ratio ");
    put_where(out, e->best_k, e->list[e->best_k - 1].sharpe, e->best_k == e->most
        && e->most < e->n);
    strbuf_printf(out, "): try %zu", e->best_k);
    put_models(out, work, e);
    put_own_baseline(out, work, e);
    put_next(out, e);
    put_missed(out, work, e);
    put_asked(out, work, e);
    strbuf_puts(out, ".");
}

/* "5 of 11 tasks (accuracy)" where some returns are missing. */
static void
put_over(struct strbuf *out, const struct risk_work *work, const struct risk_strategy *s)
{
    if (s->dropped > 0)
        strbuf_printf(out, "%zu of ", s->n);
    strbuf_puts(out, work->over_words);
}

/* Who has no spread has no ratio to set beside the others'. */
static void
put_certain(struct strbuf *out, const struct risk_work *work)
{
    const struct risk_strategy *sure = NULL;
    size_t n = 0;

    for (size_t i = 0; i < work->n_strategies; i++)
        if (isinf(work->strategies[i].sharpe) && work->strategies[i].sharpe > 0) {
            n++;
            if (sure == NULL || work->strategies[i].mean > sure->mean)
                sure = &work->strategies[i];
        }
    if (sure == NULL)
        return;
    strbuf_printf(out, "%s%s returns ", out->length > 0 ? " " : "", sure->name);
    parts_put(out, sure->mean, NULL, 3);
    strbuf_puts(out, " in each of ");
    put_over(out, work, sure);
    strbuf_puts(out, ", without spread");
    if (n > 1)
        strbuf_printf(out, "; %zu more never vary", n - 1);
    strbuf_puts(out, ".");
}

/* Deflating takes all differences for luck, which then is too much of it. */
static bool
differ_really(const struct risk_work *work)
{
    return work->deflated.luck < 0.01;
}

static void
put_deflated(struct strbuf *out, const struct risk_work *work, const struct risk_strategy *best)
{
    if (!work->has_deflated || isnan(best->dsr) || differ_really(work))
        return;
    strbuf_puts(out, best->dsr < best->psr ? ", but " : ", and ");
    parts_probability(out, best->dsr);
    strbuf_printf(out, " after %zu tried", work->tried);
}

static void
put_ratio(struct strbuf *out, const struct risk_work *work)
{
    const struct risk_strategy *best = NULL;

    put_certain(out, work);
    for (size_t i = 0; i < work->n_strategies; i++)
        if (isfinite(work->strategies[i].sharpe) && work->strategies[i].n >= RISK_LEAST_RETURNS
            && (best == NULL || work->strategies[i].sharpe > best->sharpe))
            best = &work->strategies[i];
    if (best == NULL)
        return;
    strbuf_printf(out, "%s%s has the largest ratio over ", out->length > 0 ? " " : "", best->name);
    put_over(out, work, best);
    strbuf_puts(out, ", ");
    parts_put(out, best->sharpe, NULL, 3);
    strbuf_puts(out, " \302\261 ");
    parts_put(out, best->se, NULL, 2);
    if (!isnan(best->psr)) {
        strbuf_puts(out, ": probability ");
        parts_probability(out, best->psr);
        strbuf_printf(out, " that it is above %s",
            setting_text(work->settings, "against"));
    }
    put_deflated(out, work, best);
    strbuf_puts(out, ".");
}

/* The cheapest threshold that does as well as the second model on the same items. */
static const struct risk_threshold *
cheapest_equal(const struct risk_work *work)
{
    const struct risk_threshold *at = work->cascade;
    double wanted = at->score - 1e-12 * fabs(at->score);

    for (size_t i = 0; i < work->n_cascade; i++)
        if (work->cascade[i].score >= wanted && work->cascade[i].cost < at->cost)
            at = &work->cascade[i];
    return at;
}

static void
put_cascade(struct strbuf *out, const struct risk_work *work)
{
    const struct risk_threshold *at = work->n_cascade > 0 ? cheapest_equal(work) : NULL;
    double alone = work->n_cascade > 0 ? work->cost_value[work->second] : 0;

    if (at == NULL)
        return;
    if (out->length > 0)
        strbuf_putc(out, ' ');
    if (!(at->cost < alone)) {
        strbuf_printf(out, "No threshold of %s does as well as %s alone for less.",
            work->scorer->name, work->frame->label[work->row[work->second]]);
        return;
    }
    strbuf_printf(out, "Asking %s, and %s where %s is %s %.4g, does as well as the latter alone, ",
        work->frame->label[work->row[work->first]], work->frame->label[work->row[work->second]],
        work->scorer->name, work->scorer->direction == DIRECTION_MIN ? "above" : "below", at->tau);
    parts_put(out, work->sign * at->score, work->final->unit, 3);
    strbuf_puts(out, ", at a cost of ");
    parts_put(out, at->cost, work->cost->unit, 3);
    strbuf_puts(out, " instead of ");
    parts_put(out, alone, work->cost->unit, 3);
    strbuf_puts(out, ".");
}

static void
put_routing(struct strbuf *out, const struct risk_work *work)
{
    if (isnan(work->aiq))
        return;
    if (work->n_hull == 1) {
        strbuf_printf(out, "%sNo split of traffic does better than %s alone, ",
            out->length > 0 ? " " : "", work->hull[0].name);
        parts_put(out, work->sign * work->hull[0].score, work->final->unit, 3);
        strbuf_putc(out, '.');
        return;
    }
    strbuf_printf(out, "%sTraffic split over %zu %s averages ", out->length > 0 ? " " : "",
        work->n_hull, work->n_cascade > 0 ? text_counted((double)work->n_hull, "point", "points")
        : text_counted((double)work->n_hull, "model", "models"));
    parts_put(out, work->sign * work->aiq, work->final->unit, 3);
    strbuf_printf(out, " of %s over the range of %s.", work->final->name, work->cost->name);
}

/* How to divide a budget while it is not known what will be required. */
static void
put_investment(struct strbuf *out, const struct risk_work *work)
{
    size_t order[3] = { 0 }, n = 0, more = 0;

    for (size_t i = 0; work->investment != NULL && i < work->n; i++) {
        size_t at = n < 3 ? n : 3;

        if (!(work->investment[i] > 0))
            continue;
        more += n == 3;
        for (; at > 0 && work->investment[order[at - 1]] < work->investment[i] - 1e-9; at--)
            if (at < 3)
                order[at] = order[at - 1];
        if (at < 3)
            order[at] = i;
        n += n < 3;
    }
    if (n == 0)
        return;
    strbuf_printf(out, "%sWhile it is not known what will be required, divide a budget: ",
        out->length > 0 ? " " : "");
    for (size_t k = 0; k < n; k++)
        strbuf_printf(out, "%s%.0f %% %s", k == 0 ? "" : ", ",
            100 * work->investment[order[k]], work->frame->label[work->row[order[k]]]);
    if (more > 0)
        strbuf_printf(out, ", and %zu more", more);
    strbuf_putc(out, '.');
}

static const char *
verdict(const struct risk_work *work)
{
    struct strbuf out;

    strbuf_init(&out);
    put_shortlist(&out, work);
    put_ratio(&out, work);
    put_cascade(&out, work);
    put_routing(&out, work);
    if (work->series_reason != NULL && work->n_estimators == 0)
        put_investment(&out, work);
    if (out.length == 0 && work->is_first)
        strbuf_puts(&out, "What was scored item by item is being read.");
    else if (out.length == 0)
        strbuf_printf(&out, "Nothing to weigh: no other score to shortlist by, %s.",
            work->series_reason != NULL ? work->series_reason : "no returns with a spread");
    return parts_keep(work->result, &out);
}

static const char *
title(const struct risk_work *work)
{
    struct strbuf out;

    strbuf_init(&out);
    parts_title(&out, work->frame, work->n);
    strbuf_printf(&out, "risk of %s", work->final->name);
    if (work->over != NULL)
        strbuf_printf(&out, " over %s", work->over);
    return parts_keep(work->result, &out);
}

/* Whether there is a threshold to speak of: one was asked for, or some score is unsafe. */
static bool
has_threshold(const struct risk_work *work)
{
    bool broken = setting_given(work->settings, "threshold")
        || setting_given(work->settings, "relative");

    for (size_t i = 0; i < work->n && !broken; i++)
        broken = work->score[i] < work->threshold;
    return broken && !isnan(work->threshold);
}

/* + 0: nobody reads a zero with a minus sign. */
static void
note_baseline(const struct risk_work *work)
{
    const char *side = work->sign < 0 ? "above" : "below";
    double threshold = work->sign * work->threshold + 0, given;
    const char *unsafe = has_threshold(work) ? arena_printf(work->arena, "; %s %.4g is unsafe",
        side, threshold) : "";

    if (setting_given(work->settings, "runs") && !isnan(work->baseline))
        result_note(work->result, "the table shortlist and its charts pool all data sets, over the "
            "baseline %.4g (%s)%s", work->sign * work->baseline + 0, work->baseline_words,
            number_parse_plain(setting_text(work->settings, "baseline"), &given) ? ""
            : "; in the table sets each has its own");
    else if (!isnan(work->baseline))
        result_note(work->result, "the baseline of the shortlists is %.4g (%s)%s",
            work->sign * work->baseline + 0, work->baseline_words, unsafe);
    else
        result_note(work->result, "the baseline of the shortlists is not known (%s is nobody), "
            "so no ratio is%s", work->baseline_words, isnan(work->threshold)
            ? ", nor what is unsafe" : unsafe);
}

/* Says so, and whether there are any. */
static bool
note_two(const struct risk_work *work)
{
    size_t n = 0;

    for (size_t i = 0; i < work->n_strategies; i++)
        n += isfinite(work->strategies[i].sharpe) && work->strategies[i].n < RISK_LEAST_RETURNS;
    if (n > 0)
        result_note(work->result, "%zu of %zu series %s of two returns, which have no skewness: "
            "without \302\261se, psr and dsr, and the verdict names none of them", n,
            work->n_strategies, n == 1 ? "is" : "are");
    return n > 0;
}

/* Where simulation found that their probabilities are too sure. */
static void
note_doubts(const struct risk_work *work)
{
    size_t doubtful = 0;

    for (size_t i = 0; i < work->n_strategies; i++) {
        const struct risk_strategy *s = &work->strategies[i];

        doubtful += isfinite(s->psr) && doubt_returns(s->n, s->skew,
            sharpe_autocorrelation(s->x, s->n, 1));
    }
    if (doubtful > 0)
        result_note(work->result, "psr and dsr of %zu of %zu series may be too sure: few returns, "
            "lopsided ones, or returns that resemble the one before", doubtful,
            work->n_strategies);
}

/* Why (20) counts more trials than there were. */
static const char *
rounding(const struct risk_work *work)
{
    return work->deflated.independent <= work->tried ? ""
        : work->deflated.independent == work->tried + 1 ? ", which rounds up"
        : ", which rounds up and counts series that move against each other as more";
}

static void
note_series(const struct risk_work *work)
{
    size_t dropped = 0;

    if (work->series_reason != NULL) {
        result_note(work->result, "%s", work->series_reason);
        return;
    }
    for (size_t i = 0; i < work->n_strategies; i++)
        dropped += work->strategies[i].dropped;
    if (setting_is(work->settings, "returns", "excess"))
        result_note(work->result, "a return is the score less that of %s, over %s",
            work->reference_words, work->over_words);
    else if (setting_is(work->settings, "returns", "utility"))
        result_note(work->result, "a return is %s times the score less %s, over %s",
            setting_text(work->settings, "stake"), work->cost->name, work->over_words);
    else
        result_note(work->result, "a return is %s, over %s",
            setting_is(work->settings, "returns", "gross") ? "the value less 1"
            : setting_is(work->settings, "returns", "relative")
            ? "the change from the period before" : "the score itself", work->over_words);
    if (work->reference_words != NULL && !setting_is(work->settings, "returns", "excess"))
        result_note(work->result, "information ratio, tracking error and beta are against %s",
            work->reference_words);
    if (dropped > 0)
        result_note(work->result, "%zu %s missing and left out", dropped,
            text_counted((double)dropped, "return is", "returns are"));
    if (work->has_deflated)
        result_note(work->result, "deflated: %zu tried (N = %zu by the rule%s; mean correlation "
            "%.2f); by luck alone the largest ratio would be %.3g%s", work->tried,
            work->deflated.independent, rounding(work), work->deflated.correlation,
            work->sharpe_star,
            differ_really(work) ? ", but the ratios differ by more than luck (p below 0.01): the "
            "deflated probability (dsr) is then too low" : "");
    note_doubts(work);
    if (!(note_two(work) && work->tried == 0) && !work->has_deflated && work->n_strategies > 1)
        result_note(work->result, "no deflated probability (dsr): it takes two series with a ratio "
            "of three returns or more and periods in common, to know how they move together");
}

static void
note_portfolio(const struct risk_work *work)
{
    if (work->turning > 0 && work->pairwise)
        result_note(work->result, "portfolios: %zu %s, two of which have %zu periods or more in "
            "common, since too few are complete for all; averaged answers have the variance of a "
            "mean, requests routed at random the larger one", work->n_held,
            text_counted((double)work->n_held, "strategy", "strategies"), work->complete);
    else if (work->turning > 0)
        result_note(work->result, "portfolios: %zu %s over %zu complete %s; averaged answers "
            "have the variance of a mean, requests routed at random the larger one", work->n_held,
            text_counted((double)work->n_held, "strategy", "strategies"), work->complete,
            text_counted((double)work->complete, "period", "periods"));
    if (work->ridged)
        result_note(work->result, "the covariance is singular (clones, scores that never differ, "
            "or no more periods than strategies): 1e-10 of the mean variance was added");
    risk_note_wealth(work);
    risk_note_box(work);
}

void
risk_words(const struct risk_work *work)
{
    work->result->title = title(work);
    work->result->verdict = verdict(work);
    if (work->n_estimators > 0)
        note_baseline(work);
    if (work->n_estimators == 0 && work->rivals > 0)
        result_note(work->result, "no shortlist: %zu other %s the final metric, and none is taken "
            "for a cheap score of %s unless --estimators names it", work->rivals,
            text_counted((double)work->rivals, "measure has", "measures have"),
            work->final->name);
    if (work->more_estimators > 0)
        result_note(work->result, "the first %zu of %zu cheap scores are looked at; --estimators "
            "names others", work->n_estimators, work->n_estimators + work->more_estimators);
    if (work->more_strategies > 0)
        result_note(work->result, "the first %zu of %zu series are looked at; --where takes others",
            work->n_strategies, work->n_strategies + work->more_strategies);
    note_series(work);
    note_portfolio(work);
    if (work->n_cascade > 0)
        result_note(work->result, "cascade: %zu thresholds over %zu items; one that is chosen by "
            "these items does less well on others", work->n_cascade, work->asked);
    parts_frame_notes(work->result, work->frame);
    parts_settings(work->result, work->settings);
}
