/* compare_ranks.c - mean ranks of several models, over items or over tasks, and whether they
 * differ by more than chance: compare, (21).
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/rank_tests.h"

double
compare_mean_ranks(const struct compare_work *work, double *x, size_t n, double *rank, double *p)
{
    double chi2;

    rank_quantise(x, n * work->n);
    chi2 = aggregate_friedman(x, n, work->n, rank, p);
    for (size_t i = 0; i < work->n; i++)
        rank[i] = (double)work->n + 1 - rank[i];
    return chi2;
}

/* Scores of the items that all models have, larger better; returns how many items. */
static size_t
scores_in_common(const struct compare_work *work, const struct frame *items, double *x)
{
    double sign = compare_direction(work, work->primary) == DIRECTION_MIN ? -1 : 1;
    size_t n = 0;

    for (size_t item = 0; item < items->rows; item++) {
        bool all = true;

        for (size_t i = 0; i < work->n && all; i++) {
            const double *value = compare_item_values(work, items, i);

            all = value != NULL && !isnan(value[item]);
            if (all)
                x[n * work->n + i] = sign * value[item];
        }
        n += all;
    }
    return n;
}

void
compare_note_ranks(const struct compare_work *work, struct result *result, const char *over,
    double chi2, double p, const char *tail)
{
    result_note(result, "over %s the models' mean ranks %s (Friedman chi-square %.3g, %zu degrees "
        "of freedom, p %.3g)%s", over, p <= work->alpha ? "differ by more than chance" :
        "differ no more than chance", chi2, work->n - 1, p, tail);
}

/* With ten items or fewer the chi-square is no more than a hint. */
static void
note_items(const struct compare_work *work, struct result *result, size_t n, double chi2, double p)
{
    enum { FEW = 10 };
    bool clusters = compare_has_clusters(work, work->items[work->primary]);

    compare_note_ranks(work, result, arena_printf(work->arena, "%zu items in common", n), chi2, p,
        arena_printf(work->arena, "%s%s",
        clusters ? "; that takes every item by itself, without its cluster" : "",
        n <= FEW ? "; the items are few for it" : ""));
}

void
compare_item_ranks(const struct compare_work *work, struct result *result, double *rank)
{
    const struct frame *items = work->items[work->primary];
    double *x, chi2, p;
    size_t n;

    for (size_t i = 0; i < work->n; i++)
        rank[i] = (double)NAN;
    if (work->n < 3 || items == NULL ||
        compare_direction(work, work->primary) == DIRECTION_UNKNOWN)
        return;
    x = mem_alloc((items->rows * work->n + 1) * sizeof *x);
    n = scores_in_common(work, items, x);
    if (n > 0) {
        chi2 = compare_mean_ranks(work, x, n, rank, &p);
        if (!isnan(chi2))
            note_items(work, result, n, chi2, p);
    }
    free(x);
}

double
compare_mann_whitney(const double *a, const double *b, size_t n)
{
    double *x = mem_alloc(2 * n * sizeof *x), p;

    memcpy(x, a, n * sizeof *x);
    memcpy(x + n, b, n * sizeof *x);
    rank_quantise(x, 2 * n);
    p = rank_mann_whitney(x, n, x + n, n).p;
    free(x);
    return isnan(p) ? 1 : p;
}
