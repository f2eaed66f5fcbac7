/* frontier_doubts.c - where states may be claimed too often: frontier, (19), and doubt.h.
 *
 * P(F) is no p-value. Of many points alike each is hardly ever on the frontier and yet one of
 * them is, so that off holds of each alone at most; and where two points differ on a few items
 * only, most resamples are ties, which the cost decides.
 */
#include "lens/frontier_work.h"

#include <math.h>

#include "base/text.h"
#include "math/doubt.h"

static void
note_few_groups(const struct frontier_work *work, struct result *result)
{
    const struct item_set *fewest = NULL;

    for (size_t k = 0; k < work->d; k++) {
        const struct item_set *set = work->items[k];

        if (set != NULL && (fewest == NULL || set->groups < fewest->groups))
            fewest = set;
    }
    if (fewest != NULL && doubt_states(fewest->groups))
        result_note(result, "P(F) rests on %zu %s, which are few: on and off may be claimed too "
            "often", fewest->groups, fewest->clustered ? "clusters" : "items");
}

/* An error between a few runs is uncertain itself, and normal draws do not know it. */
static void
note_few_runs(const struct frontier_work *work, struct result *result)
{
    for (size_t k = 0; k < work->d; k++) {
        const struct column *column = frontier_column(work, k);
        size_t few = 0;

        if (work->items[k] != NULL || column->se == NULL || column->n == NULL ||
            setting_is(work->settings, "uncertainty", "bootstrap"))
            continue;
        for (size_t i = 0; i < work->n; i++)
            few += column->se[work->row[i]] > 0 && doubt_errors(column->n[work->row[i]]);
        if (few > 0)
            result_note(result, "%s: %zu of %zu %s from fewer than %d runs or items: normal draws "
                "with them are too sure, on and off may be claimed too often", column->name, few,
                work->n, text_counted((double)few, "error is", "errors are"), DOUBT_FEW_RUNS);
    }
}

/* On how many items, or clusters, a point differs from another, where they differ at all. */
static size_t
different(const struct frontier_work *work, size_t a, size_t b)
{
    size_t least = SIZE_MAX;

    for (size_t k = 0; k < work->d; k++) {
        const struct item_set *set = work->items[k];
        size_t found = 0;

        for (size_t g = 0; set != NULL && g < set->groups; g++)
            found += fabs(set->column[a][g] - set->column[b][g]) >
                1e-12 * fabs(set->column[a][g]);
        if (found > 0 && found < least)
            least = found;
    }
    return least;
}

static void
note_ties(const struct frontier_work *work, struct result *result)
{
    size_t few = 0, off = 0;

    for (size_t i = 0; work->dominator != NULL && i < work->n; i++) {
        off += work->state[i] == STATE_OFF;
        if (work->state[i] == STATE_OFF && work->dominator[i] != NO_PLACE)
            few += doubt_ties(different(work, i, work->dominator[i]));
    }
    if (few > 0)
        result_note(result, "%zu of the %zu that are off %s from the dominator on fewer than %d "
            "items or clusters: ties are decided by the cost, and off may be claimed too often",
            few, off, text_counted((double)few, "differs", "differ"), DOUBT_FEW_DIFFERENT);
}

static void
note_off(const struct frontier_work *work, struct result *result)
{
    bool adjusted = !setting_is(work->settings, "adjust", "none");
    double expected = 0;
    size_t off = 0;

    for (size_t i = 0; i < work->n; i++)
        if (work->state[i] == STATE_OFF) {
            expected += work->p[i];
            off++;
        }
    if (off > 1 && doubt_off(expected, work->alpha))
        result_note(result, "off is said of each point alone: of the %zu that are off %.2g are on "
            "the frontier of the mean replicate%s", off, expected, adjusted ? "" :
            " (--adjust calls off only whom one of the others surely dominates)");
}

void
frontier_doubts(const struct frontier_work *work, struct result *result)
{
    if (work->state == NULL)
        return;
    note_few_groups(work, result);
    note_few_runs(work, result);
    note_ties(work, result);
    note_off(work, result);
}
