/* strata.c - see strata.h. */
#include "math/strata.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

size_t
strata_runs(const struct strata *strata)
{
    size_t n = 0;

    for (size_t t = 0; t < strata->tasks; t++)
        n += strata->n[t];
    return n;
}

void
strata_draw(struct rng *rng, const struct strata *strata, uint16_t *count)
{
    memset(count, 0, strata_runs(strata) * sizeof *count);
    for (size_t t = 0; t < strata->tasks; count += strata->n[t++])
        for (size_t i = 0; i < strata->n[t]; i++)
            count[rng_below(rng, (uint32_t)strata->n[t])]++;
}

void
strata_observed(const struct strata *strata, uint16_t *count)
{
    for (size_t i = 0, n = strata_runs(strata); i < n; i++)
        count[i] = 1;
}

struct placed { double x; size_t place; bool of_b; };

static int
by_size(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;

    if (a->x > b->x || a->x < b->x)
        return a->x > b->x ? 1 : -1;
    return (a->place > b->place) - (a->place < b->place);
}

void
strata_sort(const struct strata *strata, size_t *place)
{
    size_t n = strata_runs(strata);
    struct placed *placed = mem_alloc((n + 1) * sizeof *placed);

    for (size_t i = 0; i < n; i++)
        placed[i] = (struct placed){ strata->x[i], i, false };
    qsort(placed, n, sizeof *placed, by_size);
    for (size_t i = 0; i < n; i++)
        place[i] = placed[i].place;
    free(placed);
}

double
strata_iqm(const struct strata *strata, const size_t *place, const uint16_t *count)
{
    size_t n = strata_runs(strata), first = n / 4, last = n - n / 4, at = 0;
    double sum = 0;

    for (size_t i = 0; i < n && at < last; i++) {
        size_t end = at + count[place[i]];
        size_t from = at > first ? at : first, to = end < last ? end : last;

        if (to > from)
            sum += (double)(to - from) * strata->x[place[i]];
        at = end;
    }
    return sum / (double)(last - first);
}

/* --- pairs --- */

struct step {
    uint32_t run;                  /* of a or b */
    bool of_b, last;               /* last: the end of a group of equal values */
};

struct strata_pair {
    size_t tasks;
    size_t *end;                   /* of each task's steps */
    double *weight;                /* of half a pair in each task */
    struct step *step;
};

static void
sort_task(struct step *step, const double *a, size_t n_a, const double *b, size_t n_b,
    size_t first_a, size_t first_b)
{
    size_t n = n_a + n_b;
    struct placed *placed = mem_alloc((n + 1) * sizeof *placed);

    for (size_t i = 0; i < n_a; i++)
        placed[i] = (struct placed){ a[i], first_a + i, false };
    for (size_t i = 0; i < n_b; i++)
        placed[n_a + i] = (struct placed){ b[i], first_b + i, true };
    qsort(placed, n, sizeof *placed, by_size);
    for (size_t i = 0; i < n; i++)
        step[i] = (struct step){ (uint32_t)placed[i].place, placed[i].of_b,
            i + 1 == n || placed[i + 1].x > placed[i].x };
    free(placed);
}

struct strata_pair *
strata_pair_new(const struct strata *a, const struct strata *b)
{
    struct strata_pair *pair = mem_alloc(sizeof *pair);
    size_t at_a = 0, at_b = 0;

    pair->tasks = a->tasks;
    pair->end = mem_alloc((a->tasks + 1) * sizeof *pair->end);
    pair->weight = mem_alloc((a->tasks + 1) * sizeof *pair->weight);
    pair->step = mem_alloc((strata_runs(a) + strata_runs(b) + 1) * sizeof *pair->step);
    for (size_t t = 0; t < a->tasks; t++) {
        sort_task(pair->step + at_a + at_b, a->x + at_a, a->n[t], b->x + at_b, b->n[t], at_a,
            at_b);
        at_a += a->n[t];
        at_b += b->n[t];
        pair->end[t] = at_a + at_b;
        pair->weight[t] = 0.5 / (double)(a->n[t] * b->n[t]) / (double)a->tasks;
    }
    return pair;
}

void
strata_pair_free(struct strata_pair *pair)
{
    if (pair == NULL)
        return;
    free(pair->end);
    free(pair->weight);
    free(pair->step);
    free(pair);
}

double
strata_improvement(const struct strata_pair *pair, const uint16_t *count_a,
    const uint16_t *count_b)
{
    double sum = 0;
    size_t at = 0;

    for (size_t t = 0; t < pair->tasks; t++) {
        uint64_t below = 0, halves = 0, a = 0, b = 0;   /* a, b: of the group at hand */

        for (; at < pair->end[t]; at++) {
            const struct step *step = &pair->step[at];

            if (step->of_b)
                b += count_b[step->run];
            else
                a += count_a[step->run];
            if (!step->last)
                continue;
            halves += a * (2 * below + b);
            below += b;
            a = b = 0;
        }
        sum += (double)halves * pair->weight[t];
    }
    return sum;
}
