/* compare_words.c - title and verdict of a comparison, in words that claim no more than the
 * intervals do: better, worse, equivalent within a margin that was given, or undecided; and of
 * a pair that was picked from many, no more than is left when that is allowed for.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "lens/lens_parts.h"

const char *
compare_method_name(const struct comparison *c)
{
    if (c->method_name != NULL)
        return c->method_name;
    return c->method == METHOD_UNPAIRED ? "unpaired, normal" : "taken as exact";
}

/* --- title --- */

static void
put_method(struct strbuf *out, const struct comparison *c)
{
    if (c->method == METHOD_EXACT && c->n_shared == 1)
        strbuf_puts(out, " \302\267 one item in common and no errors known");
    else if (c->method == METHOD_EXACT)
        strbuf_puts(out, " \302\267 no errors and no items known");
    else if (c->n_shared >= 2)
        strbuf_printf(out, " \302\267 %zu items in common: %s", c->n_shared,
            compare_method_name(c));
    else if (c->n > 0 && c->n_most > c->n)
        strbuf_printf(out, " \302\267 n = %.0f and %.0f, no items in common: %s",
            c->n, c->n_most, compare_method_name(c));
    else if (c->n > 0)
        strbuf_printf(out, " \302\267 n = %.0f each, no items in common: %s", c->n,
            compare_method_name(c));
    else
        strbuf_printf(out, " \302\267 no items in common: %s", compare_method_name(c));
}

/* Of three models or more: pairs may share other items than the first does, and be compared by
 * another method. */
static void
put_methods(struct strbuf *out, const struct compare_work *work, const struct comparison *first)
{
    size_t fewest = first->n_shared, most = fewest;
    bool alike = true;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->measure != work->primary)
            continue;
        fewest = c->n_shared < fewest ? c->n_shared : fewest;
        most = c->n_shared > most ? c->n_shared : most;
        alike &= strcmp(compare_method_name(c), compare_method_name(first)) == 0;
    }
    if (alike && fewest == most)
        put_method(out, first);
    else {
        if (fewest == most)
            strbuf_printf(out, " \302\267 %zu items in common", most);
        else
            strbuf_printf(out, " \302\267 each pair on the items it shares (%zu to %zu)", fewest, most);
        strbuf_printf(out, ": %s", alike ? compare_method_name(first) : "methods differ (table pairs)");
    }
}

static const char *
title(const struct compare_work *work, struct result *result)
{
    struct strbuf out;
    const struct comparison *c = compare_find(work, 0, 1, work->primary);

    strbuf_init(&out);
    strbuf_puts(&out, "compare \302\267 ");
    for (size_t i = 0; i < work->n; i++)
        strbuf_printf(&out, "%s%s", i == 0 ? "" : work->n == 2 ? "  with  " : i + 1 == work->n ?
            " and " : ", ", compare_label(work, i));
    if (c != NULL && work->n > 2)
        put_methods(&out, work, c);
    else if (c != NULL)
        put_method(&out, c);
    if (work->frame->mixed)
        strbuf_puts(&out, " \302\267 conditions are mixed");
    return parts_keep(result, &out);
}

/* --- a win of one of two --- */

/* "A stays on the frontier with probability 0.97": of all points, where their errors are known;
 * of the two it means that the winner does not dominate it. */
static void
put_stays(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    const struct dominance_pair *pair = compare_dominance_of(work, c);
    double stays = 1 - (c->word == WORD_B ? pair->p_b : pair->p_a);
    bool known = !isnan(work->p_stays);

    if (work->n_objectives < 2 || pair->kind == DOMINANCE_A || pair->kind == DOMINANCE_B ||
        isnan(stays))
        return;
    strbuf_printf(out, "; %s stays on the frontier", compare_loser(work, c));
    if (known)
        strbuf_printf(out, " of all %zu %s", work->frame->rows,
            parts_noun(work->frame, work->frame->rows));
    else if (work->frame->rows > 2)
        strbuf_puts(out, " of the two");
    strbuf_puts(out, " with probability ");
    parts_probability(out, known ? work->p_stays : stays);
    if (known) {
        strbuf_puts(out, ", of the two with ");
        parts_probability(out, stays);
    }
}

/* What the pair's own interval and test say. */
static void
put_own(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    compare_put_amount(out, work, c->measure, fabs(c->diff));
    compare_put_interval(out, work, c, false);
    compare_put_price(out, work, c);
}

static void
put_win(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    strbuf_printf(out, "%s beats %s on %s by ", compare_winner(work, c), compare_loser(work, c),
        compare_column(work, c->measure)->name);
    put_own(out, work, c);
    put_stays(out, work, c);
    strbuf_puts(out, ".");
    if (c->measure == work->primary && c->narrow.lo > -work->margin
        && c->narrow.hi < work->margin) {
        strbuf_puts(out, " The difference is real and within the margin of ");
        compare_put_amount(out, work, c->measure, work->margin);
        strbuf_puts(out, ".");
    }
    if (c->method >= METHOD_PAIRED_T && c->se_paired == 0)
        strbuf_printf(out, " All %zu differences are equal, from which no error can be told.",
            c->n_shared);
    if (c->p > work->alpha) {
        strbuf_puts(out, " Its test does not say so (");
        compare_put_p(out, c->p);
        strbuf_printf(out, ", %s): borderline.", compare_method_name(c));
    }
}

/* A win that picking the pair from many may have made. */
static void
put_picked(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    strbuf_printf(out, "Undecided between %s and %s on %s if they were picked from the ",
        compare_label(work, c->a), compare_label(work, c->b),
        compare_column(work, c->measure)->name);
    compare_put_pairs(out, work);
    strbuf_puts(out, " (");
    compare_put_picked_p(out, work, c);
    strbuf_puts(out, "). Only as a pair chosen beforehand (");
    compare_put_p(out, c->p);
    strbuf_printf(out, ") is %s better, by ", compare_winner(work, c));
    put_own(out, work, c);
    strbuf_puts(out, ".");
}

/* Single numbers: which is larger, and nothing about what is real. */
static void
put_ahead(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    const struct column *column = compare_column(work, c->measure);

    strbuf_printf(out, "In the files %s is ahead of %s on %s by ", compare_winner(work, c),
        compare_loser(work, c), column->name);
    compare_put_amount(out, work, c->measure, fabs(c->diff));
    compare_put_price(out, work, c);
    if (c->n_shared == 1)
        strbuf_printf(out, ". One item in common tells nothing of the error, and no error of %s is "
            "known otherwise: whether that is real cannot be said.", column->name);
    else
        strbuf_printf(out, ". There are no errors %s %s in the data, so whether that is real cannot "
            "be said.", work->items[c->measure] == NULL ? "and no items of" :
            "and no items in common of", column->name);
}

/* --- no win --- */

static void
put_shown(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    if (c->smallest > 1 && compare_is_fraction(work, c->measure))
        strbuf_printf(out, "; no gap that there can be could have been shown with %g %% power",
            100 * setting_real(work->settings, "power"));
    else if (c->smallest > 0) {
        strbuf_puts(out, "; the data could only have shown a gap of ");
        compare_put_amount(out, work, c->measure, c->smallest);
        strbuf_printf(out, " or more with %g %% power",
            100 * setting_real(work->settings, "power"));
    }
    if (isnan(work->margin))
        return;
    strbuf_puts(out, "; not shown to be equivalent within ");
    compare_put_amount(out, work, c->measure, work->margin);
    strbuf_puts(out, " either");
    if (c->word == WORD_NON_INFERIOR)
        strbuf_printf(out, ", but %s is non-inferior", compare_label(work,
            c->a_holds ? c->a : c->b));
}

static void
put_undecided(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    strbuf_printf(out, "Undecided between %s and %s on %s: ", compare_label(work, c->a),
        compare_label(work, c->b), compare_column(work, c->measure)->name);
    if (c->clusters == 1) {
        strbuf_printf(out, "their %zu shared items are of one cluster, which tells nothing of the "
            "error (--clusters=off takes every item by itself).", c->n_shared);
        return;
    }
    if (isnan(c->ci.lo) && (c->method >= METHOD_PAIRED_T || (!isnan(compare_se(work, c->a,
        c->measure)) && !isnan(compare_se(work, c->b, c->measure))))) {
        strbuf_puts(out, "the error of their difference is too large for a number.");
        return;
    }
    if (c->method == METHOD_UNPAIRED && isnan(c->se_unpaired)) {
        strbuf_printf(out, "no error of %s is known (a single value has none), and without it "
            "nothing of the difference's.", compare_label(work, isnan(compare_se(work, c->a,
            c->measure)) ? c->a : c->b));
        return;
    }
    if (c->method >= METHOD_PAIRED_T && c->se_paired == 0 && c->ci.lo == c->ci.hi) {
        strbuf_printf(out, "both have the same on all %zu items in common, from which no error can "
            "be told.", c->n_shared);
        return;
    }
    if (c->method >= METHOD_PAIRED_T && c->se_paired == 0 && c->diff == 0)
        strbuf_printf(out, "both have the same on all %zu items in common; ", c->n_shared);
    compare_put_range(out, work, c, false);
    put_shown(out, work, c);
    strbuf_puts(out, ".");
}

static void
put_equivalent(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    strbuf_printf(out, "%s and %s are equivalent on %s within ", compare_label(work, c->a),
        compare_label(work, c->b), compare_column(work, c->measure)->name);
    compare_put_amount(out, work, c->measure, work->margin);
    strbuf_puts(out, ": ");
    compare_put_range(out, work, c, true);
    strbuf_puts(out, ".");
}

/* "medium has 39 % less cost": who needs less of the efficiency measure. */
static void
put_saving(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    const struct comparison *e = compare_on_efficiency(work, c);
    bool b_wins;
    double ratio;

    if (e == NULL || (e->word != WORD_A && e->word != WORD_B) || !(e->ratio > 0))
        return;
    b_wins = e->word == WORD_B;
    ratio = b_wins ? 1 / e->ratio : e->ratio;
    strbuf_printf(out, " %s has ", compare_label(work, b_wins ? e->b : e->a));
    strbuf_printf(out, "%.0f %% %s %s%s.", 100 * fabs(1 - ratio), ratio < 1 ? "less" : "more",
        compare_column(work, work->efficiency)->name,
        e->method == METHOD_EXACT ? " (taken as exact)" : "");
}

/* To three digits: a plan, not a promise. */
static double
rounded_up(double value)
{
    double unit = value < 1000 ? 1 : pow(10, floor(log10(value)) - 2);

    return ceil(value / unit) * unit;
}

static void
put_needed(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    if (!(c->needed > 0) || c->needed > 1e12)
        return;
    strbuf_puts(out, " About ");
    parts_count(out, rounded_up(c->needed));
    strbuf_puts(out, c->n_shared >= 2 ? " shared items would show a gap of " :
        " observations per model would show a gap of ");
    compare_put_amount(out, work, c->measure, fabs(compare_planned(work, c)));
    if (!isnan(c->power)) {
        strbuf_printf(out, " with %g %% power; with these data that has ",
            100 * setting_real(work->settings, "power"));
        parts_put(out, 100 * c->power, "%", 3);
    }
    strbuf_puts(out, c->n_shared >= 2 ? "." :
        "; far fewer with the items of both (paired).");
}

/* --- two models --- */

/* What is left of p for a pair that was picked, where the words have not said it. */
static void
put_family(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    if (compare_family(work, c->measure) <= 1 || isnan(c->p))
        return;
    strbuf_puts(out, " ");
    compare_put_pairs(out, work);
    strbuf_puts(out, " could have been picked: ");
    compare_put_p(out, c->p);
    if (setting_is(work->settings, "adjust", "none")) {
        strbuf_puts(out, " for this one, which does not allow for that (--adjust none).");
        return;
    }
    strbuf_puts(out, " for this one");
    if (c->p_chosen < 1e-6)
        strbuf_puts(out, ", even allowing for that.");
    else {
        strbuf_puts(out, ", ");
        compare_put_picked_p(out, work, c);
        strbuf_puts(out, " allowing for that.");
    }
}

static bool
is_right_or_wrong(const struct compare_work *work, size_t model)
{
    const struct frame *items = work->items[work->primary];
    const double *value = compare_item_values(work, items, model);

    for (size_t i = 0; i < items->rows; i++)
        if (!isnan(value[i]) && value[i] != 0 && value[i] != 1)
            return false;
    return true;
}

/* "In cost_usd a right answer takes 0.0076 USD (0.0065 to 0.0089) with A, ...", from items
 * alone. */
static void
put_cost_of_right(struct strbuf *out, const struct compare_work *work,
    const struct comparison *c)
{
    const char *unit = work->efficiency != SIZE_MAX ?
        compare_column(work, work->efficiency)->unit : NULL;
    size_t models[2] = { c->a, c->b };
    struct cost_ratio cost[2];

    for (size_t i = 0; i < 2; i++) {
        cost[i] = compare_cost_of_right(work, models[i]);
        if (!isfinite(cost[i].ratio) || !is_right_or_wrong(work, models[i]))
            return;
    }
    strbuf_printf(out, " In %s a right answer takes ",
        compare_column(work, work->efficiency)->name);
    for (size_t i = 0; i < 2; i++) {
        strbuf_puts(out, i == 0 ? "" : ", ");
        parts_put(out, cost[i].ratio, unit, 3);
        if (cost[i].bounded) {
            strbuf_puts(out, " (");
            parts_put(out, cost[i].ci.lo, NULL, 3);
            strbuf_puts(out, " to ");
            parts_put(out, cost[i].ci.hi, NULL, 3);
            strbuf_puts(out, ")");
        } else
            strbuf_puts(out, " (no upper limit)");
        strbuf_printf(out, " with %s", compare_label(work, models[i]));
    }
    strbuf_puts(out, ".");
}

static void
put_decided(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    if (c->method == METHOD_EXACT)
        put_ahead(out, work, c);
    else if (compare_stands(work, c)) {
        put_win(out, work, c);
        put_family(out, work, c);
    } else
        put_picked(out, work, c);
}

static void
put_two(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    switch (c->word) {
    case WORD_A:
    case WORD_B:
        put_decided(out, work, c);
        break;
    case WORD_EQUIVALENT:
        put_equivalent(out, work, c);
        put_saving(out, work, c);
        break;
    case WORD_SAME:
        strbuf_printf(out, "%s and %s have the same %s in the files, which have no errors and "
            "no items of it.", compare_label(work, c->a), compare_label(work, c->b),
            compare_column(work, c->measure)->name);
        put_saving(out, work, c);
        break;
    case WORD_NONE:
        parts_no_direction(out, compare_column(work, c->measure)->name);
        break;
    default:
        put_undecided(out, work, c);
        put_saving(out, work, c);
        put_needed(out, work, c);
        put_family(out, work, c);
    }
    put_cost_of_right(out, work, c);
    compare_put_other_tasks(out, work, c);
}

static const char *
verdict(const struct compare_work *work, struct result *result)
{
    const struct comparison *c = compare_find(work, 0, 1, work->primary);
    struct strbuf out;

    strbuf_init(&out);
    if (work->n > 2) {
        compare_put_several(&out, work);
        compare_put_other_tasks(&out, work, NULL);
    } else if (c != NULL)
        put_two(&out, work, c);
    if (work->frame->mixed)
        strbuf_puts(&out, " Conditions are mixed: the models were not all measured alike.");
    return parts_keep(result, &out);
}

void
compare_words(const struct compare_work *work, struct result *result)
{
    result->title = title(work, result);
    result->verdict = verdict(work, result);
    compare_notes(work, result);
}
