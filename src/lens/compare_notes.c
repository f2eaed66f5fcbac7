/* compare_notes.c - what a reader of a comparison must know beside the verdict. */
#include "lens/compare_work.h"

#include <math.h>
#include <stdint.h>

#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/doubt.h"

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
        result_note(result, "%zu of %zu %s may be too narrow: few items or runs, or a few items make "
            "most of the difference", uneven, work->n_comparisons,
            text_counted((double)work->n_comparisons, "interval", "intervals"));
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
    size_t fewest = SIZE_MAX, by_errors = 0;

    for (size_t i = 0; i < work->n_dominance; i++) {
        by_errors += work->dominance[i].drawn == 0 && is_by_errors(work, &work->dominance[i]);
        if (work->dominance[i].drawn > 0 && work->dominance[i].drawn < fewest)
            fewest = work->dominance[i].drawn;
    }
    if (by_errors > 0)
        result_note(result, "dominance takes the objectives' errors as normal and independent of "
            "each other, which is approximate");
    if (work->n_objectives > 1 && fewest < SIZE_MAX && doubt_states(fewest))
        result_note(result, "dominance is resampled from %zu items or clusters, which are few: it "
            "may be called sure too often", fewest);
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

/* What p_adj allows for. */
static void
note_adjustment(const struct compare_work *work, struct result *result)
{
    const char *method = setting_text(work->settings, "adjust");
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
    note_doubts(work, result);
    note_dominance(work, result);
    note_adjustment(work, result);
    note_words(work, result);
    parts_frame_notes(result, work->frame);
    parts_settings(result, work->settings);
}
