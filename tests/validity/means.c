/* means.c - intervals of one number: shares of right answers, mean scores, means over seeds,
 * cost per right answer, quantiles, Sharpe ratios.
 */
#include "validity/simulate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "math/aggregates.h"
#include "math/bootstrap.h"
#include "math/doubt.h"
#include "math/moments.h"
#include "math/resample.h"
#include "math/sharpe.h"

static bool
holds(struct interval ci, double truth)
{
    return ci.lo <= truth && ci.hi >= truth;
}

/* --- k of n --- */

static void
proportions(size_t n, double p)
{
    static const struct {
        const char *name;
        struct interval (*of)(double k, double n, double level);
        bool normal;
    } methods[] = {
        { "Wilson", interval_wilson, false },
        { "Wilson, corrected", interval_wilson_corrected, false },
        { "Clopper-Pearson", interval_clopper_pearson, false },
        { "Jeffreys", interval_jeffreys, false },
        { "Agresti-Coull", interval_agresti_coull, false },
        { "Wald", interval_wald, true },
    };

    for (size_t m = 0; m < sizeof methods / sizeof methods[0]; m++) {
        struct tally tally = { 0, 0, 0 };
        char data[64];

        for (; tally.worlds < WORLDS; tally.worlds++) {
            uint64_t stream[3] = { n, (uint64_t)(p * 100), tally.worlds };
            struct rng rng;
            double k = 0;

            rng_init(&rng, 12, stream, 3);
            for (size_t i = 0; i < n; i++)
                k += rng_uniform(&rng) < p;
            tally.right += holds(methods[m].of(k, (double)n, level), p);
            tally.said += methods[m].normal && doubt_wald(k, (double)n);
        }
        snprintf(data, sizeof data, "n %4zu p %.2f", n, p);
        say_coverage("proportion", methods[m].name, data, tally);
    }
}

/* --- means of items --- */

static void
means(enum kind kind, size_t n, double p)
{
    static double x[MOST_ITEMS];
    double truth = score_mean(kind, p);
    struct tally t = { 0, 0, 0 };
    char data[64];

    for (; t.worlds < WORLDS; t.worlds++) {
        uint64_t stream[3] = { n * KINDS + kind, (uint64_t)(p * 100), t.worlds };
        struct moments moments;
        struct rng rng;

        rng_init(&rng, 13, stream, 3);
        for (size_t i = 0; i < n; i++)
            x[i] = score_of(kind, p, rng_uniform(&rng));
        moments = moments_of(x, n);
        t.right += holds(interval_t(moments.mean, moments_se(&moments), (double)n - 1, level),
            truth);
        t.said += doubt_mean(n, sharpe_skew(x, n));
    }
    snprintf(data, sizeof data, "%s n %4zu p %.2f", kind_names[kind], n, p);
    say_coverage("mean", "t", data, t);
}

/* --- seeds: normal scores, few of them --- */

static void
seeds(size_t n)
{
    double x[64], t[REPLICATES];
    const double *column[1] = { x };
    struct tally by_t = { 0, 0, 0 }, boot = { 0, 0, 0 };
    char data[64];

    for (size_t world = 0; world < WORLDS; world++) {
        uint64_t stream[2] = { n, world };
        struct resampling plan = { .n = n, .b = REPLICATES, .seed = world, .set = 3,
            .threads = 1 };
        struct moments moments;
        struct rng rng;

        rng_init(&rng, 14, stream, 2);
        rng_normals(&rng, x, n);
        moments = moments_of(x, n);
        by_t.right += holds(interval_t(moments.mean, moments_se(&moments), (double)n - 1,
            level), 0);
        by_t.worlds++;
        resample_means(&plan, column, 1, t);
        bootstrap_sort(t, REPLICATES);
        boot.right += holds(bootstrap_percentile(t, REPLICATES, level, CONVENTION_TYPE_7), 0);
        boot.said += doubt_percentile(n);
        boot.worlds++;
    }
    snprintf(data, sizeof data, "normal n %3zu", n);
    say_coverage("seeds", "t", data, by_t);
    say_coverage("seeds", "percentile", data, boot);
}

/* --- cost per right answer, and quantiles of cost --- */

/* Costs are lognormal, and a right answer costs a quarter less. */
static void
costs(size_t n, double p)
{
    static double cost[MOST_ITEMS], ok[MOST_ITEMS];
    double mean = exp(0.5 * 0.8 * 0.8), median = 1, truth = mean * (1 - 0.25 * p) / p;
    struct tally ratio = { 0, 0, 0 }, middle = { 0, 0, 0 };
    char data[64];

    for (size_t world = 0; world < WORLDS; world++) {
        uint64_t stream[3] = { n, (uint64_t)(p * 100), world };
        struct cost_ratio found;
        struct quantile_limits limits;
        struct rng rng;

        rng_init(&rng, 15, stream, 3);
        rng_normals(&rng, cost, n);
        for (size_t i = 0; i < n; i++)
            cost[i] = exp(0.8 * cost[i]);
        for (size_t i = 0; i < n; i++)
            ok[i] = rng_uniform(&rng) < p;
        bootstrap_sort(cost, n);
        limits = aggregate_quantile(cost, n, 0.5, level);
        middle.right += limits.lo <= median && limits.hi >= median;
        middle.worlds++;
        for (size_t i = 0; i < n; i++)
            cost[i] *= ok[i] > 0 ? 0.75 : 1;
        found = aggregate_cost_ratio(cost, ok, n, level);
        ratio.right += !found.bounded || holds(found.ci, truth);
        ratio.said += doubt_mean(n, sharpe_skew(cost, n));
        ratio.worlds++;
    }
    snprintf(data, sizeof data, "n %4zu p %.2f", n, p);
    say_coverage("cost", "Fieller", data, ratio);
    if (p == shares[0])
        say_coverage("cost", "median's ranks", data, middle);
}

/* --- Sharpe ratios --- */

static void
sharpes(size_t n)
{
    static double x[MOST_ITEMS];
    struct tally normal = { 0, 0, 0 };
    char data[64];

    for (; normal.worlds < WORLDS; normal.worlds++) {
        uint64_t stream[2] = { n, normal.worlds };
        double ratio, se;
        struct rng rng;

        rng_init(&rng, 16, stream, 2);
        rng_normals(&rng, x, n);
        for (size_t i = 0; i < n; i++)
            x[i] += 0.2;
        ratio = sharpe_ratio(x, n, 0);
        se = sharpe_se_mertens(ratio, n, sharpe_skew(x, n), sharpe_kurtosis(x, n));
        normal.right += holds(interval_normal(ratio, se, level), 0.2);
    }
    snprintf(data, sizeof data, "normal n %4zu", n);
    say_coverage("Sharpe", "Mertens", data, normal);
}

void
simulate_means(void)
{
    static const size_t repeats[] = { 2, 3, 5, 10, 30 };

    for (size_t s = 0; s < SIZES; s++)
        for (size_t q = 0; q < SHARES; q++)
            proportions(sizes[s], shares[q]);
    for (size_t s = 0; s < SIZES; s++)
        for (size_t q = 0; q < SHARES; q++)
            for (int kind = BINARY; kind < KINDS; kind++)
                means((enum kind)kind, sizes[s], shares[q]);
    for (size_t i = 0; i < sizeof repeats / sizeof repeats[0]; i++)
        seeds(repeats[i]);
    for (size_t s = 0; s < SIZES; s++)
        for (size_t q = 0; q < SHARES; q++)
            costs(sizes[s], shares[q]);
    for (size_t s = 0; s < SIZES; s++)
        sharpes(sizes[s]);
}
