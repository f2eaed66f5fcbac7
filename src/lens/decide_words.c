/* decide_words.c - whether to choose now, in a sentence. */
#include "lens/decide_work.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "math/doubt.h"

static const char *
name_of(const struct decide_work *work, size_t candidate)
{
    return work->frame->label[work->row[candidate]];
}

/* Per cent of a score lost are points, lest they be read as a share of it. */
static void
put_loss(struct strbuf *out, const struct decide_work *work, double loss, int digits)
{
    bool percent = work->score->unit != NULL && strcmp(work->score->unit, "%") == 0;

    parts_small(out, loss, percent ? NULL : work->score->unit, digits);
    if (percent)
        strbuf_puts(out, text_counted(loss, " point", " points"));
}

/* Fewest items of the grid that recover three quarters of what is lost. */
static double
useful_items(const struct decide_rival *rival)
{
    for (size_t i = 0; i < DECIDE_GRID; i++)
        if (decide_worth(rival, decide_grid[i]) >=
            0.75 * rival->evpi)
            return decide_grid[i];
    return (double)NAN;
}

/* What is counted behind a score: repeated runs where its error is between these. */
static bool
of_runs(const struct decide_work *work)
{
    return work->score->over_runs && work->covariance == NULL;
}

/* Without a price, how many items recover most of it; with one, how many pay best. */
static void
put_items(struct strbuf *out, const struct decide_work *work)
{
    const struct decide_rival *rival = &work->rivals[0];
    const char *item = of_runs(work) ? "run" : "item";
    double n = isnan(work->price) ? useful_items(rival) : rival->best_n;

    if (isnan(rival->sd)) {
        strbuf_puts(out, " How many items are behind the scores is not known, so what more of "
            "them would be worth is not either (--map n=COLUMN says it).");
        return;
    }
    if (!isnan(work->price) && n == 0) {
        strbuf_puts(out, " No further evaluation pays its price: choose now.");
        return;
    }
    if (isnan(n))
        return;
    strbuf_putc(out, ' ');
    parts_count(out, n);
    strbuf_printf(out, " more %s%s for it and %s", item, text_counted(n, "", "s"),
        name_of(work, rival->candidate));
    strbuf_puts(out, text_counted(n, " recovers ", " recover "));
    put_loss(out, work, decide_worth(rival, n), 2);
    if (isnan(work->price)) {
        strbuf_printf(out, " of %s, three quarters or more", work->n_rivals > 1 ?
            "what is lost to the closest one" : "that");
    } else {
        strbuf_puts(out, text_counted(n, " and is worth ", " and are worth "));
        parts_amount(out, rival->best_net);
        strbuf_puts(out, " more than they cost");
    }
    strbuf_puts(out, ".");
}

/* A choice that more evaluation cannot change, or not by what matters; what was never seen to
 * vary is no choice that is sure. */
static void
put_settled(struct strbuf *out, const struct decide_work *work)
{
    const char *name = name_of(work, work->choice);
    double best = work->p_best[work->choice];

    if (work->covariance != NULL && !(work->rivals[0].se > 0))
        strbuf_printf(out, "%s and %s did not come out differently on any item, from which no error "
            "can be told: the EVPI would be ", name, name_of(work, work->rivals[0].candidate));
    else if (best < 0.995 && work->evpi > 0)
        strbuf_printf(out, "More evaluation could change this choice, %s, which is the best with "
            "probability %.2f, but not by what matters: the EVPI is ", name, best);
    else
        strbuf_printf(out, "More evaluation cannot change this choice, %s: the EVPI is ", name);
}

static const char *
verdict(const struct decide_work *work)
{
    struct strbuf out;

    strbuf_init(&out);
    if (isnan(work->evpi)) {
        strbuf_printf(&out, "Two clusters of items do not tell what choosing %s now may cost.",
            name_of(work, work->choice));
        return parts_keep(work->result, &out);
    }
    if (work->evpi < work->negligible || work->evpi <= 0) {
        put_settled(&out, work);
        put_loss(&out, work, work->evpi, 2);
        strbuf_puts(&out, ".");
        return parts_keep(work->result, &out);
    }
    strbuf_printf(&out, "Choosing %s now is expected to cost ", name_of(work, work->choice));
    put_loss(&out, work, work->evpi, 3);
    strbuf_printf(&out, " of %s (EVPI", work->score->name);
    if (!isnan(work->price)) {
        strbuf_puts(&out, "), ");
        parts_amount(&out, work->evpi * work->stake);
        strbuf_puts(&out, " at the stake (");
        parts_amount(&out, work->stake);
        strbuf_puts(&out, " a unit");
    }
    strbuf_puts(&out, "); it is the best with probability ");
    parts_put(&out, work->p_best[work->choice], NULL, 2);
    strbuf_puts(&out, ".");
    put_items(&out, work);
    return parts_keep(work->result, &out);
}

static const char *
title(const struct decide_work *work)
{
    struct strbuf out;

    strbuf_init(&out);
    parts_title(&out, work->frame, work->k);
    strbuf_printf(&out, "decide on %s, %s errors", work->score->name,
        work->covariance != NULL ? "paired" : "independent");
    return parts_keep(work->result, &out);
}

static void
note_left_out(const struct decide_work *work)
{
    size_t without = 0;

    for (size_t row = 0; row < work->frame->rows; row++)
        without += work->reason[row] != NULL;
    if (without > 0)
        result_note(work->result, "%zu %s %s: not scored, without a finite score and standard "
            "error, or not among the marked", without, parts_noun(work->frame, without),
            text_counted((double)without, "is no candidate", "are no candidates"));
}

/* A stake alone prices the truth, but nothing that is bought. */
static void
note_no_price(const struct decide_work *work)
{
    result_note(work->result, "no price of an item was given (--item-price), so nothing is said "
        "of whether it pays");
    if (work->stake < 1 || work->stake > 1)
        result_note(work->result, "at the stake of %g knowing the truth would be worth %.3g; "
            "--stake enters nothing else without a price", work->stake, work->evpi * work->stake);
}

/* A benchmark is as large as it is. */
static void
note_more_items(const struct decide_work *work, const struct decide_rival *rival)
{
    double left = work->pool - rival->n_now;

    if (work->pool > 0 && left > 0)
        result_note(work->result, "more items means other ones: of %.0f that are known %.0f are "
            "not yet scored for both, beyond these they would have to be written", work->pool,
            left);
    else if (of_runs(work))
        result_note(work->result, "more runs means other seeds: every \"item\" of the tables is a run, "
            "since the error is between runs");
    else if (work->pool > 0)
        result_note(work->result, "more items means new ones, beyond the %.0f that there are: to "
            "ask the same again only takes away what differs between samples of an item",
            work->pool);
    else
        result_note(work->result, "more items means new ones: to ask the same again only takes "
            "away what differs between samples of an item");
}

/* Whether no candidate is farther from the choice than errors explain. */
static bool
scores_are_alike(const struct decide_work *work)
{
    double farthest = 0;

    for (size_t i = 0; i < work->n_rivals; i++) {
        const struct decide_rival *rival = &work->rivals[i];

        if (rival->diff > 0 || rival->diff < 0)
            farthest = fmax(farthest, fabs(rival->diff) / rival->se);
    }
    return doubt_information(farthest, work->k);
}

void
decide_words(const struct decide_work *work)
{
    const struct decide_rival *rival = &work->rivals[0];

    work->result->title = title(work);
    work->result->verdict = verdict(work);
    note_left_out(work);
    if (work->clusters > 0)
        result_note(work->result, "errors go by the %zu clusters of the items", work->clusters);
    result_note(work->result, work->covariance != NULL
        ? "errors are shared: covariances come from the items that models have in common"
        : of_runs(work) ? "errors are taken as independent, as those of runs with other seeds are"
        : "errors are taken as independent: scores on the same items would be surer");
    if (work->evpi_error > 0)
        result_note(work->result, "the EVPI of all candidates is simulated: %s draws, standard "
            "error %.2g", setting_text(work->settings, "draws"), work->evpi_error);
    if (scores_are_alike(work))
        result_note(work->result, "the scores differ no more than their errors explain, and nothing "
            "else is believed of them: if the models are in truth alike, the EVPI is too high");
    if (work->decider != DECIDER_RATIONAL && rival->value.delta < 0)
        result_note(work->result, "a decision maker this noisy loses by deciding: the value of "
            "asking is %.3g", rival->value.delta);
    if (!isnan(rival->sd) && work->evpi >= work->negligible && work->evpi > 0)
        note_more_items(work, rival);
    if (rival->df < DECIDE_FEW_DEGREES)
        result_note(work->result, "the error of the difference comes from few %s (%.3g degrees of "
            "freedom): beliefs are Student's t, not normal", work->degrees != NULL ? "clusters" :
            "runs", rival->df);
    if (isnan(work->price))
        note_no_price(work);
    else
        result_note(work->result, "a further %s is one that both are scored on, and its price is "
            "for both", of_runs(work) ? "run" : "item");
    parts_frame_notes(work->result, work->frame);
    parts_settings(work->result, work->settings);
}
