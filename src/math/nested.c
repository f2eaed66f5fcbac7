/* nested.c - see nested.h. */
#include "math/nested.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/resample_parts.h"

struct levels {
    const struct resampling *plan;
    const struct nested *a, *b;
    size_t groups, *start, *member;    /* items of group g: member[start[g]] and on */
    double *mean;
};

/* The mean of as many samples as the item has, drawn from them. */
static double
draw_samples(const struct nested *nested, size_t item, struct rng *rng)
{
    const double *x = nested->x + nested->first[item];
    size_t n = nested->first[item + 1] - nested->first[item];
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[n > 1 ? rng_below(rng, (uint32_t)n) : 0];
    return sum / (double)n;
}

static double
replicate(const struct levels *levels, size_t r)
{
    const uint64_t stream[3] = { levels->plan->set, rng_name("samples"), levels->plan->first + r };
    double sum = 0, items = 0;
    struct rng rng;

    rng_init(&rng, levels->plan->seed, stream, 3);
    for (size_t drawn = 0; drawn < levels->groups; drawn++) {
        size_t g = rng_below(&rng, (uint32_t)levels->groups);

        for (size_t i = levels->start[g]; i < levels->start[g + 1]; i++) {
            sum += draw_samples(levels->a, levels->member[i], &rng) -
                draw_samples(levels->b, levels->member[i], &rng);
            items++;
        }
    }
    return sum / items;
}

static void
run_block(const void *context, void *room, size_t block)
{
    const struct levels *levels = context;
    size_t now = resample_block_size(levels->plan, block);

    (void)room;
    for (size_t r = block * RESAMPLE_BLOCK; r < block * RESAMPLE_BLOCK + now; r++)
        levels->mean[r] = replicate(levels, r);
}

/* Items in order of their group. */
static void
sort_members(struct levels *levels, const size_t *cluster, size_t n)
{
    levels->start = mem_zalloc(levels->groups + 2, sizeof *levels->start);
    levels->member = mem_alloc((n + 1) * sizeof *levels->member);
    for (size_t i = 0; i < n; i++)
        levels->start[(cluster != NULL ? cluster[i] : i) + 2]++;
    for (size_t g = 2; g < levels->groups + 2; g++)
        levels->start[g] += levels->start[g - 1];
    for (size_t i = 0; i < n; i++)
        levels->member[levels->start[(cluster != NULL ? cluster[i] : i) + 1]++] = i;
}

bool
resample_nested(const struct resampling *plan, const struct nested *a, const struct nested *b,
    const size_t *cluster, size_t clusters, double *mean)
{
    struct levels levels = { .plan = plan, .a = a, .b = b, .mean = mean,
        .groups = clusters > 0 ? clusters : plan->n };
    struct resample_work work = { run_block, &levels, 0 };
    bool done;

    if (plan->n == 0) {
        for (size_t r = 0; r < plan->b; r++)
            mean[r] = (double)NAN;
        return true;
    }
    sort_members(&levels, clusters > 0 ? cluster : NULL, plan->n);
    done = resample_run(plan, &work);
    free(levels.start);
    free(levels.member);
    return done;
}
