/* compare_words.c - title and verdict of a comparison, in words that claim no more than the
 * intervals do: better, worse, equivalent within a margin that was given, or undecided.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/strbuf.h"
#include "lens/lens_parts.h"
#include "math/doubt.h"

const char *
compare_method_name(const struct comparison *c)
{
    if (c->method_name != NULL)
        return c->method_name;
    return c->method == METHOD_UNPAIRED ? "unpaired, normal" : "taken as exact";
}

/* With its sign, a true minus. */
static void
put_signed(struct strbuf *out, double value)
{
    strbuf_puts(out, value < 0 ? "\342\210\222" : "+");
    parts_put(out, fabs(value), NULL, 3);
}

/* The unit of a difference after its size: " points" of a percentage, but " point" of one. */
static void
put_unit(struct strbuf *out, const struct compare_work *work, size_t measure, double size)
{
    const char *unit = compare_column(work, measure)->unit;

    if (unit == NULL || unit[0] == '\0')
        return;
    if (strcmp(unit, "%") == 0)
        strbuf_puts(out, fabs(size) == 1 ? " point" : " points");
    else
        strbuf_printf(out, " %s", unit);
}

/* --- title --- */

static void
put_method(struct strbuf *out, const struct comparison *c)
{
    if (c->method == METHOD_EXACT)
        strbuf_puts(out, " \302\267 no errors known: taken as exact");
    else if (c->n_shared >= 2)
        strbuf_printf(out, " \302\267 %zu items in common: paired", c->n_shared);
    else if (c->n > 0)
        strbuf_printf(out, " \302\267 n = %.0f each, no items in common known: unpaired", c->n);
    else
        strbuf_puts(out, " \302\267 no items in common known: unpaired");
}

static const char *
title(const struct compare_work *work)
{
    struct strbuf out;
    const struct comparison *c = compare_find(work, 0, 1, work->primary);
    const char *kept;

    strbuf_init(&out);
    strbuf_puts(&out, "compare \302\267 ");
    for (size_t i = 0; i < work->n; i++)
        strbuf_printf(&out, "%s%s", i == 0 ? "" : "  with  ", compare_label(work, i));
    if (c != NULL)
        put_method(&out, c);
    if (work->frame->mixed)
        strbuf_puts(&out, " \302\267 conditions are mixed");
    kept = arena_strdup(work->arena, out.data);
    strbuf_release(&out);
    return kept;
}

/* --- one pair on the first measure --- */

/* "(95% CI 0.3 to 3.9, paired, n = 1319)", from the winner's side. */
static void
put_interval(struct strbuf *out, const struct compare_work *work, const struct comparison *c,
    bool turned)
{
    if (c->method == METHOD_EXACT) {
        strbuf_puts(out, " (values without errors)");
        return;
    }
    strbuf_printf(out, " (%.3g%% CI ", 100 * work->level);
    parts_put(out, turned ? -c->ci.hi : c->ci.lo, NULL, 3);
    strbuf_puts(out, " to ");
    parts_put(out, turned ? -c->ci.lo : c->ci.hi, NULL, 3);
    strbuf_puts(out, c->n_shared >= 2 ? ", paired" : ", unpaired");
    if (c->clusters > 0)
        strbuf_printf(out, ", %zu clusters", c->clusters);
    if (c->n > 0)
        strbuf_printf(out, ", n = %.0f", c->n);
    strbuf_puts(out, ")");
}

static const struct comparison *
on_efficiency(const struct compare_work *work, const struct comparison *c)
{
    return work->efficiency == SIZE_MAX ? NULL :
        compare_find(work, c->a, c->b, work->efficiency);
}

static const char *
dominance_words(const struct compare_work *work, const struct comparison *c)
{
    for (size_t i = 0; i < work->n_dominance; i++) {
        const struct dominance_pair *pair = &work->dominance[i];

        if (pair->a != c->a || pair->b != c->b)
            continue;
        if (pair->kind == DOMINANCE_TRADE_OFF)
            return ": a trade-off";
        if (pair->kind == DOMINANCE_A || pair->kind == DOMINANCE_B)
            return ": it dominates";
    }
    return "";
}

/* "at 1.8 times the cost", from the winner's side. */
static void
put_price(struct strbuf *out, const struct compare_work *work, const struct comparison *c,
    bool b_wins)
{
    const struct comparison *e = on_efficiency(work, c);
    double ratio;

    if (e == NULL || !isfinite(e->ratio) || e->ratio <= 0)
        return;
    ratio = b_wins ? 1 / e->ratio : e->ratio;
    strbuf_puts(out, " at ");
    if (ratio == 1)
        strbuf_puts(out, "the same ");
    else {
        parts_put(out, ratio, NULL, 3);
        strbuf_puts(out, " times the ");
    }
    strbuf_printf(out, "%s%s", compare_column(work, work->efficiency)->name,
        e->method == METHOD_EXACT && c->method != METHOD_EXACT ? " (taken as exact)" : "");
}

static void
put_win(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    bool b_wins = c->word == WORD_B;
    bool turned = c->diff < 0;

    strbuf_printf(out, "%s beats %s on %s by ", compare_label(work, b_wins ? c->b : c->a),
        compare_label(work, b_wins ? c->a : c->b), compare_column(work, c->measure)->name);
    parts_put(out, fabs(c->diff), NULL, 3);
    put_unit(out, work, c->measure, c->diff);
    put_interval(out, work, c, turned);
    put_price(out, work, c, b_wins);
    strbuf_printf(out, "%s.", dominance_words(work, c));
}

/* The difference in the order in which the models stand: second less first. */
static void
put_range(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    put_signed(out, -c->ci.hi);
    strbuf_puts(out, " to ");
    put_signed(out, -c->ci.lo);
    put_unit(out, work, c->measure, c->ci.lo);
    if (c->n > 0)
        strbuf_printf(out, " with n = %.0f%s", c->n, c->n_shared >= 2 ? " shared" : " each");
}

static void
put_undecided(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    strbuf_printf(out, "Undecided between %s and %s on %s: the second less the first is ",
        compare_label(work, c->a), compare_label(work, c->b),
        compare_column(work, c->measure)->name);
    put_range(out, work, c);
    if (c->smallest > 0) {
        strbuf_puts(out, "; the data could only have shown a gap of ");
        parts_put(out, c->smallest, NULL, 3);
        put_unit(out, work, c->measure, c->smallest);
        strbuf_puts(out, " or more");
    }
    if (!isnan(work->margin)) {
        strbuf_puts(out, "; not shown to be equivalent within ");
        parts_put(out, work->margin, NULL, 3);
        put_unit(out, work, c->measure, work->margin);
        strbuf_puts(out, " either");
        if (c->word == WORD_NON_INFERIOR)
            strbuf_printf(out, ", but %s is non-inferior", compare_label(work, c->a));
    }
    strbuf_puts(out, ".");
}

static void
put_equivalent(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    strbuf_printf(out, "%s and %s are equivalent on %s within ", compare_label(work, c->a),
        compare_label(work, c->b), compare_column(work, c->measure)->name);
    parts_put(out, work->margin, NULL, 3);
    put_unit(out, work, c->measure, work->margin);
    strbuf_puts(out, ": ");
    put_range(out, work, c);
    strbuf_puts(out, ".");
}

/* "medium costs 39 % less": who needs less of the efficiency measure. */
static void
put_saving(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    const struct comparison *e = on_efficiency(work, c);
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
put_needed(struct strbuf *out, const struct comparison *c)
{
    if (!(c->needed > 0) || c->needed > 1e12)
        return;
    strbuf_puts(out, " About ");
    parts_count(out, rounded_up(c->needed));
    strbuf_puts(out, c->n_shared >= 2 ? " shared items would show a gap of " :
        " observations per model would show a gap of ");
    parts_put(out, fabs(c->diff), NULL, 3);
    strbuf_puts(out, c->n_shared >= 2 ? "." :
        "; far fewer with the items of both (paired).");
}

static void
put_p(struct strbuf *out, double p)
{
    if (p < 1e-6)
        strbuf_puts(out, "below 1e-6");
    else
        parts_put(out, p, NULL, 3);
}

static void
put_chance(struct strbuf *out, const struct comparison *c)
{
    if (c->p_chosen < 1e-6) {
        strbuf_puts(out, " (p below 1e-6 even then)");
        return;
    }
    strbuf_puts(out, " (p ");
    put_p(out, c->p);
    strbuf_puts(out, " for this pair, at most ");
    put_p(out, c->p_chosen);
    strbuf_puts(out, " if it was chosen from them)");
}

static void
put_family(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    if (work->family <= 1)
        return;
    strbuf_printf(out, " Chosen from %zu: ", work->frame->rows);
    parts_count(out, work->family);
    strbuf_puts(out, " pairs could have been picked");
    if (c != NULL && !isnan(c->p))
        put_chance(out, c);
    strbuf_puts(out, ".");
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
put_two(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    switch (c->word) {
    case WORD_A:
    case WORD_B:
        put_win(out, work, c);
        break;
    case WORD_EQUIVALENT:
        put_equivalent(out, work, c);
        put_saving(out, work, c);
        break;
    case WORD_SAME:
        strbuf_printf(out, "%s and %s have the same %s (values without errors).",
            compare_label(work, c->a), compare_label(work, c->b),
            compare_column(work, c->measure)->name);
        put_saving(out, work, c);
        break;
    case WORD_NONE:
        strbuf_printf(out, "Nobody said whether more or less of %s is better.",
            compare_column(work, c->measure)->name);
        break;
    default:
        put_undecided(out, work, c);
        put_saving(out, work, c);
        put_needed(out, c);
    }
    put_cost_of_right(out, work, c);
    put_family(out, work, c);
}

/* --- several --- */

/* Dominance that no win on the first measure has told: equal scores at another price. */
static void
put_dominances(struct strbuf *out, const struct compare_work *work)
{
    for (size_t i = 0; i < work->n_dominance; i++) {
        const struct dominance_pair *pair = &work->dominance[i];
        const struct comparison *c = compare_find(work, pair->a, pair->b, work->primary);
        bool a = pair->kind == DOMINANCE_A;

        if ((!a && pair->kind != DOMINANCE_B) || c == NULL || c->word == WORD_A ||
            c->word == WORD_B)
            continue;
        strbuf_printf(out, " %s dominates %s (probability %.2f).",
            compare_label(work, a ? pair->a : pair->b),
            compare_label(work, a ? pair->b : pair->a), a ? pair->p_a : pair->p_b);
    }
}

static void
put_several(struct strbuf *out, const struct compare_work *work)
{
    size_t decided = 0, all = 0;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->measure != work->primary)
            continue;
        all++;
        decided += c->word == WORD_A || c->word == WORD_B;
        if (c->word == WORD_A || c->word == WORD_B) {
            if (out->length > 0)
                strbuf_putc(out, ' ');
            put_win(out, work, c);
        }
    }
    strbuf_printf(out, "%s%zu of %zu pairs %s decided on %s.", out->length > 0 ? " " : "",
        decided, all, decided == 1 ? "is" : "are", compare_column(work, work->primary)->name);
    put_dominances(out, work);
    put_family(out, work, NULL);
}

static const char *
verdict(const struct compare_work *work)
{
    const struct comparison *c = compare_find(work, 0, 1, work->primary);
    struct strbuf out;
    const char *kept;

    strbuf_init(&out);
    if (work->n > 2)
        put_several(&out, work);
    else if (c != NULL)
        put_two(&out, work, c);
    if (work->frame->mixed)
        strbuf_puts(&out, " Conditions are mixed: the models were not all measured alike.");
    kept = arena_strdup(work->arena, out.data);
    strbuf_release(&out);
    return kept;
}

/* --- notes --- */

/* Where intervals may be too narrow, and why. */
static void
note_doubts(const struct compare_work *work, struct result *result)
{
    size_t clusters = SIZE_MAX, clustered = 0, uneven = 0;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (!c->doubtful)
            continue;
        if (c->clusters == 0) {
            uneven++;
            continue;
        }
        clustered++;
        clusters = c->clusters < clusters ? c->clusters : clusters;
    }
    if (clustered > 0 && clusters < DOUBT_FEW_CLUSTERS)
        result_note(result, "%zu clusters are few: an interval by clusters may be too narrow, "
            "more so for scores near 0 or 1", clusters);
    else if (clustered > 0)
        result_note(result, "a few of the %zu clusters make most of the difference: an interval "
            "by clusters may be too narrow", clusters);
    if (uneven > 0)
        result_note(result, "%zu of %zu intervals may be too narrow: few items or runs, or a few "
            "items make most of the difference", uneven, work->n_comparisons);
}

static void
note_dropped(const struct compare_work *work, struct result *result)
{
    const double few = 300;
    double fewest = few;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->n_shared > 0 && (c->dropped_a > 0 || c->dropped_b > 0))
            result_note(result, "%s: %zu items in common; %zu only %s has and %zu only %s has "
                "are not used", compare_column(work, c->measure)->name, c->n_shared,
                c->dropped_a, compare_label(work, c->a), c->dropped_b,
                compare_label(work, c->b));
        if (c->n > 0 && c->n < few && c->method == METHOD_UNPAIRED && c->method_name == NULL)
            fewest = fmin(fewest, c->n);
    }
    if (fewest < few)
        result_note(result, "n = %.0f is few for a normal interval", fewest);
}

void
compare_words(const struct compare_work *work, struct result *result)
{
    const struct lens_settings *settings = work->settings;

    result->title = title(work);
    result->verdict = verdict(work);
    note_dropped(work, result);
    note_doubts(work, result);
    if (work->family > (double)(work->n * (work->n - 1) / 2))
        result_note(result, "p_adj is p times the %.0f pairs that could have been chosen, at "
            "most 1 (Bonferroni: the other pairs' p are not known)", work->family);
    else if (work->family > 1)
        result_note(result, "p_adj is adjusted for the %.0f pairs of each measure (%s)",
            work->family, setting_text(settings, "adjust"));
    for (size_t i = 0; i < work->frame->n_notes; i++)
        result_note(result, "%s", work->frame->notes[i]);
    for (size_t i = 0; i < settings->lens->n_options; i++)
        if (settings->values[i][0] != '\0')
            result_set(result, settings->lens->options[i].name, "%s", settings->values[i]);
    result_set(result, "seed", "%llu", (unsigned long long)settings->seed);
}
