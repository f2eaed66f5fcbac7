/* compare_notes.c - what a reader of a comparison must know beside the verdict. */
#include "lens/compare_work.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "lens/lens_parts.h"

/* "alder and birch on cost_usd (and 2 more)": the first of the comparisons so doubted, or NULL. */
static const char *
doubted(const struct compare_work *work, enum doubt_reason reason)
{
    const struct comparison *first = NULL;
    const char *more = "";
    size_t n = 0;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->clusters > 0 || c->doubt != reason)
            continue;
        first = first != NULL ? first : c;
        n++;
    }
    if (first == NULL)
        return NULL;
    if (n > 1)
        more = arena_printf(work->arena, " (and %zu more)", n - 1);
    return arena_printf(work->arena, "%s and %s on %s%s", compare_label(work, first->a),
        compare_label(work, first->b), compare_column(work, first->measure)->name, more);
}

static void
note_few(const struct compare_work *work, struct result *result)
{
    const char *which = doubted(work, DOUBT_FEW);

    if (which != NULL)
        result_note(result, "%s: few items or runs (below %d, of z or a bootstrap below %d), for which "
            "this interval may be too narrow", which, DOUBT_FEW_ITEMS, DOUBT_FEW_FOR_PERCENTILE);
    which = doubted(work, DOUBT_DISCORDANT);
    if (which != NULL)
        result_note(result, "%s: fewer than %d items came out differently, for which Wald's "
            "interval may be too narrow", which, DOUBT_FEW_DISCORDANT);
}

static void
note_clusters(const struct compare_work *work, struct result *result)
{
    size_t clusters = SIZE_MAX;

    for (size_t i = 0; i < work->n_comparisons; i++)
        if (work->comparison[i].doubt != DOUBT_NONE && work->comparison[i].clusters > 0 &&
            work->comparison[i].clusters < clusters)
            clusters = work->comparison[i].clusters;
    if (clusters < DOUBT_FEW_CLUSTERS)
        result_note(result, "%zu clusters are few: an interval by clusters may be too narrow, "
            "more so for scores near 0 or 1", clusters);
    else if (clusters < SIZE_MAX)
        result_note(result, "a few of the %zu clusters make most of the difference: an interval "
            "by clusters may be too narrow", clusters);
}

/* Where intervals may be too narrow, and why. */
static void
note_doubts(const struct compare_work *work, struct result *result)
{
    const char *which;

    note_clusters(work, result);
    note_few(work, result);
    which = doubted(work, DOUBT_ALIKE);
    if (which != NULL)
        result_note(result, "%s: all differences are equal, and an error of 0 is not certainty",
            which);
    which = doubted(work, DOUBT_FAR);
    if (which != NULL)
        result_note(result, "%s: a few items make most of the difference (n is below 50 times its "
            "squared skewness), for which this interval may be too narrow", which);
    which = doubted(work, DOUBT_UNEVEN);
    if (which != NULL)
        result_note(result, "%s: few clusters or lopsided scores, and unlike numbers of items, for "
            "which this interval may be too narrow", which);
}

/* An interval or test that was asked for and does not suit the data, by the first pair. */
static void
note_choice(const struct compare_work *work, struct result *result, const char *option,
    const char *used)
{
    const char *asked = setting_text(work->settings, option);

    if (used == NULL || strcmp(asked, "auto") == 0 || strcmp(asked, used) == 0)
        return;
    result_note(result, "--%s %s does not suit these data (%s): %s instead", option, asked,
        compare_method_name(compare_find(work, 0, 1, work->primary)), used);
}

static void
note_choices(const struct compare_work *work, struct result *result)
{
    const struct comparison *c = compare_find(work, 0, 1, work->primary);

    if (c == NULL)
        return;
    note_choice(work, result, "interval", c->interval);
    note_choice(work, result, "test", c->test);
    if (c->n_shared > 1 && c->test != NULL && strcmp(c->test, "mann-whitney") == 0)
        result_note(result, "Mann and Whitney's test takes the two models' items as separate "
            "samples: it does not use that they are paired, as Wilcoxon's does");
}

/* Clusters that were asked for and are not known. */
static void
note_no_clusters(const struct compare_work *work, struct result *result)
{
    if (setting_is(work->settings, "clusters", "yes") || !setting_flag(work->settings, "clusters"))
        return;                        /* by default, or off */
    for (size_t m = 0; m < work->n_measures; m++)
        if (work->items[m] != NULL && compare_has_clusters(work, work->items[m]))
            return;
    result_note(result, "--clusters: no column of the items is known to name clusters, and errors "
        "are not by them; --map cluster=COLUMN names one");
}

/* The two columns of a table are each model's own. */
static void
note_own_items(const struct compare_work *work, struct result *result)
{
    const struct comparison *c = compare_find(work, 0, 1, work->primary);
    double apart, own;

    if (work->n != 2 || c == NULL || c->n_shared < 2 || isnan(c->diff))
        return;
    own = compare_value(work, c->a, c->measure) - compare_value(work, c->b, c->measure);
    apart = fabs(own - c->diff);
    if (c->dropped_a + c->dropped_b > 0 && apart > 1e-9 * (fabs(own) + fabs(c->diff)))
        result_note(result, "%s: each model's value is over all of its own items, the difference "
            "(and a / b) over those that both have: %.4g, not %.4g",
            compare_column(work, c->measure)->name, c->diff, own);
}

/* Both errors of two models, whichever is larger. */
static void
note_cluster_errors(const struct compare_work *work, struct result *result)
{
    const struct comparison *c = compare_find(work, 0, 1, work->primary);

    if (work->n == 2 && c != NULL && c->clusters > 1)
        result_note(result, "%s: the error of the difference is %.3g by %zu clusters and %.3g by "
            "items (design effect %.3g)", compare_column(work, c->measure)->name, c->se_paired,
            c->clusters, c->se_plain, c->design_effect);
}

/* What is random, and how much another seed would change. */
static void
note_random(const struct compare_work *work, struct result *result)
{
    const struct comparison *worst = NULL;
    const char *b = setting_text(work->settings, "b");

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->measure == work->primary && c->limit_error >= 0 &&
            (worst == NULL || c->limit_error > worst->limit_error))
            worst = c;
    }
    if (worst != NULL)
        result_note(result, "bootstrap: %s resamples of seed %llu, quantiles of type 7; another seed "
            "would %s", b, (unsigned long long)work->settings->seed, worst->limit_error == 0 ?
            "hardly move its limits" : arena_printf(work->arena, "move a limit of %s by about %.2g",
            compare_column(work, work->primary)->name, worst->limit_error));
}

/* p of random sign flips of the first measure's first pair so tested, and probabilities of
 * dominance. */
static void
note_shares(const struct compare_work *work, struct result *result)
{
    enum { ALL_FLIPS = 20 /* of so many items or clusters each flip is counted */ };
    double b = setting_real(work->settings, "b");
    size_t drawn = 0;

    for (size_t i = 0; i < work->n_dominance && work->n_objectives > 1; i++)
        drawn += work->dominance[i].drawn > 0;
    if (drawn > 0)
        result_note(result, "dominance: %.0f joint resamples of seed %llu, Monte Carlo error of a "
            "probability at most %.1g", b, (unsigned long long)work->settings->seed, 0.5 / sqrt(b));
    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->measure != work->primary || c->method < METHOD_PAIRED_T ||
            c->method == METHOD_PAIRED_SUITE || !setting_is(work->settings, "test", "sign-flip") ||
            (c->clusters > 0 ? c->clusters : c->n_shared) <= ALL_FLIPS)
            continue;
        result_note(result, "p is of %.0f random sign flips of seed %llu, Monte Carlo error about "
            "%.1g", b, (unsigned long long)work->settings->seed, sqrt(c->p * (1 - c->p) / b));
        return;
    }
}

/* Two objectives with errors and without items that they share. */
static bool
is_by_errors(const struct compare_work *work, const struct dominance_pair *pair)
{
    size_t n = 0;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->a != pair->a || c->b != pair->b || c->method == METHOD_EXACT)
            continue;
        for (size_t k = 0; k < work->n_objectives; k++)
            n += work->measure[c->measure] == (size_t)work->objective[k].column;
    }
    return n > 1 && pair->kind != DOMINANCE_UNKNOWN;
}

/* As of states of the frontier: resamples of a few items agree too often. */
static void
note_dominance(const struct compare_work *work, struct result *result)
{
    size_t fewest = SIZE_MAX, by_errors = 0, doubtful = 0;

    for (size_t i = 0; i < work->n_dominance; i++) {
        const struct dominance_pair *pair = &work->dominance[i];

        by_errors += pair->drawn == 0 && is_by_errors(work, pair);
        doubtful += pair->doubtful;
        if (pair->drawn > 0 && pair->drawn < fewest)
            fewest = pair->drawn;
    }
    if (by_errors > 0)
        result_note(result, "dominance takes the objectives' errors as normal (t where few) and "
            "independent of each other, which is approximate");
    if (work->n_objectives > 1 && fewest < DOUBT_FEW_CLUSTERS)
        result_note(result, "dominance is resampled from %zu items or clusters, which are few: it "
            "may be called sure too often", fewest);
    else if (work->n_objectives > 1 && doubtful > 0)
        result_note(result, "dominance may be called sure too often for %zu of %zu %s: they differ "
            "on few items or clusters, or a few of these make most of the difference", doubtful,
            work->n_dominance, text_counted((double)work->n_dominance, "pair", "pairs"));
}

/* "b dominates" beside "undecided": the one is one-sided, the other two-sided. */
static void
note_sides(const struct compare_work *work, struct result *result)
{
    for (size_t i = 0; i < work->n_comparisons && work->n_objectives > 1; i++) {
        const struct comparison *c = &work->comparison[i];
        enum compare_dominance kind = compare_dominance_of(work, c)->kind;

        if (c->measure != work->primary || c->word != WORD_UNDECIDED ||
            (kind != DOMINANCE_A && kind != DOMINANCE_B))
            continue;
        result_note(result, "\"dominates\" is said from a probability of 0.95 on (p_a_dominates, "
            "p_b_dominates), which is one-sided; \"better\" asks that the two-sided %.3g %% interval "
            "leaves 0 out, so that one may be said without the other", 100 * work->level);
        return;
    }
}

/* An objective that fewer than two of the models have. */
static void
note_objectives(const struct compare_work *work, struct result *result)
{
    for (size_t k = 0; k < work->bundle->n_objectives; k++) {
        size_t column = (size_t)work->bundle->objectives[k].column, m = 0;

        while (m < work->n_measures && work->measure[m] != column)
            m++;
        if (m == work->n_measures)
            result_note(result, "%s is not compared: fewer than two of the models have it",
                work->frame->columns[column].name);
    }
}

static void
note_dropped(const struct compare_work *work, struct result *result)
{
    const double few = 300;
    double fewest = few;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->n_shared > 0 && (c->dropped_a > 0 || c->dropped_b > 0))
            result_note(result, "%s: %zu %s in common; %zu only %s has and %zu only %s has are not "
                "used", compare_column(work, c->measure)->name, c->n_shared,
                text_counted((double)c->n_shared, "item", "items"), c->dropped_a,
                compare_label(work, c->a), c->dropped_b, compare_label(work, c->b));
        if (c->n > 0 && c->n < few && c->method == METHOD_UNPAIRED && c->method_name == NULL)
            fewest = fmin(fewest, c->n);
    }
    if (fewest < few)
        result_note(result, "n = %.0f is few for a normal interval", fewest);
}

static const char *
adjustment_name(const char *choice)
{
    static const char *const names[][2] = { { "bonferroni", "Bonferroni" }, { "sidak", "Sidak" },
        { "holm", "Holm" }, { "hochberg", "Hochberg" }, { "hommel", "Hommel" },
        { "bh", "Benjamini and Hochberg" }, { "by", "Benjamini and Yekutieli" } };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(choice, names[i][0]) == 0)
            return names[i][1];
    return choice;
}

/* Of which pairs the intervals hold. */
static void
note_levels(const struct compare_work *work, struct result *result)
{
    double level = compare_level_of_all(work, work->primary);
    bool sidak = setting_is(work->settings, "adjust", "sidak");

    if (isnan(level))
        result_note(result, "lo and hi are of each pair alone, whatever their number");
    else
        result_note(result, "lo and hi are of each pair alone; lo_all and hi_all (table pairs; %s, "
            "%.4g %% each) hold for all pairs of a measure together", sidak ? "Sidak" :
            "Bonferroni", 100 * level);
}

/* What p_adj allows for. */
static void
note_adjustment(const struct compare_work *work, struct result *result)
{
    const char *method = adjustment_name(setting_text(work->settings, "adjust"));
    bool any = false, alike = true;
    double family = 0;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        any |= !isnan(work->comparison[i].p);
        family = fmax(family, compare_family(work, work->comparison[i].measure));
    }
    for (size_t i = 0; i < work->n_comparisons; i++)
        alike &= compare_family(work, work->comparison[i].measure) >= family;
    if (!any || family <= 1)
        return;
    if (setting_is(work->settings, "adjust", "none"))
        result_note(result, "p_adj is p: %s%.0f pairs could have been chosen, which is not "
            "allowed for (--adjust none)", alike ? "" : "up to ", family);
    else if (!compare_is_family(work, work->primary))
        result_note(result, "p_adj is p times %s%.0f, the number of pairs that could have been "
            "chosen, at most 1 (Bonferroni: the other pairs' p are not known)",
            alike ? "" : "up to ", family);
    else
        result_note(result, "p_adj is adjusted for the %s%.0f pairs of each measure (%s)",
            alike ? "" : "up to ", family, method);
    note_levels(work, result);
}

/* Where the table's word and the verdict differ. */
static void
note_words(const struct compare_work *work, struct result *result)
{
    size_t exact = 0, undone = 0;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        exact += c->method == METHOD_EXACT && (c->word == WORD_A || c->word == WORD_B);
        undone += compare_leads(c) && !compare_stands(work, c);
    }
    if (undone > 0)
        result_note(result, "\"better\" is by the interval of each pair alone; %zu of those %s "
            "undecided among the pairs that could have been chosen", undone,
            text_counted((double)undone, "is", "are"));
    if (exact > 0)
        result_note(result, "where a measure has neither errors nor items \"better\" is by the "
            "values alone");
}

void
compare_notes(const struct compare_work *work, struct result *result)
{
    note_objectives(work, result);
    note_dropped(work, result);
    note_own_items(work, result);
    note_choices(work, result);
    note_no_clusters(work, result);
    note_cluster_errors(work, result);
    note_doubts(work, result);
    note_random(work, result);
    note_shares(work, result);
    note_dominance(work, result);
    note_sides(work, result);
    note_adjustment(work, result);
    note_words(work, result);
    parts_frame_notes(result, work->frame);
    parts_settings(result, work->settings);
}
