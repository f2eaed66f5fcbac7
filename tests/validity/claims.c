/* claims.c - words that a comparison says: equivalent, not inferior, dominates, a trade-off;
 * means over tasks, ablations, and items with several samples.
 */
#include "validity/simulate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/bootstrap.h"
#include "math/doubt.h"
#include "math/moments.h"
#include "math/nested.h"
#include "math/resample.h"
#include "math/sharpe.h"
/* a and b on the same items: half of a score is the item's; in clusters seven tenths are. */
static void
draw_pair(struct world *world, struct rng *rng, enum kind kind, double pa, double pb, size_t n,
    bool clustered)
{
    double item = 0, a = 0;

    for (size_t i = 0; i < n; i++) {
        bool first = i % CLUSTER == 0;

        item = rng_uniform(rng);
        if (first)
            a = rng_uniform(rng);
        world->a[i] = score_of(kind, pa, clustered && rng_uniform(rng) < 0.7 ? a :
            rng_uniform(rng) < 0.5 ? item : rng_uniform(rng));
        world->b[i] = score_of(kind, pb, rng_uniform(rng) < 0.5 ? item : rng_uniform(rng));
        world->d[i] = world->a[i] - world->b[i];
        world->cluster[i] = i / CLUSTER;
    }
    world->n = n;
    world->clusters = clustered ? (n + CLUSTER - 1) / CLUSTER : 0;
}

/* What each cluster, or item, adds to the difference; returns how many. */
static size_t
parts_of(const struct world *world, double mean, double *part)
{
    size_t n = world->clusters > 0 ? world->clusters : world->n;

    memset(part, 0, n * sizeof *part);
    for (size_t i = 0; i < world->n; i++)
        part[world->clusters > 0 ? world->cluster[i] : i] += world->d[i] - mean;
    return n;
}

/* On how many the two differ. */
static size_t
different(const struct world *world)
{
    static double sum[MOST_ITEMS];
    size_t n = parts_of(world, 0, sum), found = 0;

    for (size_t i = 0; i < n; i++)
        found += fabs(sum[i]) > 1e-9;
    return found;
}

static double
error_of(const struct world *world)
{
    struct moments moments = moments_of(world->d, world->n);

    return world->clusters > 0 ? clustered_error(world->d, world->cluster, world->n,
        world->clusters).cr1 : moments_se(&moments);
}

static void
say_claim(const char *what, const char *method, enum kind kind, size_t n, double p,
    size_t claimed, size_t worlds, size_t said)
{
    char data[64];

    snprintf(data, sizeof data, "%s n %4zu p %.2f", kind_names[kind], n, p);
    say_false(what, method, data, worlds, (double)claimed / (double)worlds,
        (double)said / (double)worlds);
}

/* --- equivalence: the true difference is the margin --- */

/* A score at p - margin as the smaller of two: both have it where the margin is all. */
static void
equivalence(enum kind kind, size_t n, double p, bool clustered)
{
    static struct world world;
    static double part[MOST_ITEMS];
    size_t equivalent[2] = { 0 }, inferior[2] = { 0 }, said = 0;
    double pb = p - 0.1, margin = score_mean(kind, p) - score_mean(kind, pb);

    for (size_t w = 0; w < WORLDS; w++) {
        uint64_t stream[4] = { n, (uint64_t)(p * 100), kind, w };
        struct discordance table;
        struct interval by[2][2];
        double diff, se, df;
        struct rng rng;

        rng_init(&rng, clustered ? 62 : 61, stream, 4);
        draw_pair(&world, &rng, kind, pb, p, n, clustered);      /* a is the worse */
        diff = moments_of(world.d, n).mean;
        se = error_of(&world);
        df = (double)parts_of(&world, diff, part) - 1;
        table = world_table(&world);
        for (int wide = 0; wide < 2; wide++) {
            double at = wide ? level : 2 * level - 1;

            by[0][wide] = interval_t(diff, se, df, at);
            by[1][wide] = kind == BINARY && !clustered ? interval_tango(&table, at) : by[0][wide];
        }
        for (int k = 0; k < 2; k++) {
            equivalent[k] += by[k][0].lo > -margin && by[k][0].hi < margin;
            inferior[k] += by[k][1].lo > -margin;
        }
        said += clustered ? doubt_clusters(part, world.clusters) : doubt_difference(part, n);
    }
    say_claim(clustered ? "margin, c" : "margin", "equivalent by t", kind, n, p, equivalent[0],
        WORLDS, said);
    say_claim(clustered ? "margin, c" : "margin", "not inferior, t", kind, n, p, inferior[0],
        WORLDS, said);
    if (kind != BINARY || clustered)
        return;
    say_claim("margin", "equivalent, Tango", kind, n, p, equivalent[1], WORLDS, 0);
    say_claim("margin", "not inferior,Tango", kind, n, p, inferior[1], WORLDS, 0);
}

/* --- dominance of score and cost together --- */

/* Costs of equal mean, or b's known to be lower: then a score that is no more than equal,
 * as close as can be to a worse one. */
enum costs { SAME_COSTS, B_CHEAPER };

static void
dominance(enum kind kind, size_t n, double p, bool clustered, enum costs costs)
{
    static struct world world;
    static double cost[MOST_ITEMS], drawn[2 * REPLICATES], part[MOST_ITEMS];
    const double *column[2] = { world.d, cost };
    size_t false_a = 0, false_trade = 0, said = 0, parts;
    double sure = level * REPLICATES;

    for (size_t w = 0; w < FEW_WORLDS; w++) {
        uint64_t stream[5] = { n, (uint64_t)(p * 100), kind, costs, w };
        struct resampling plan = { .n = n, .b = REPLICATES, .seed = w, .set = 5, .threads = 1 };
        double above[2] = { 0 }, below[2] = { 0 }, a = 0, b = 0;
        struct rng rng;

        rng_init(&rng, clustered ? 64 : 63, stream, 5);
        draw_pair(&world, &rng, kind, p, p, n, clustered);
        rng_normals(&rng, cost, n);
        for (size_t i = 0; i < n; i++)
            cost[i] = costs == SAME_COSTS ? sinh(cost[i]) : -1;
        if (clustered)
            resample_clusters(&plan, column, 2, world.cluster, world.clusters, drawn);
        else
            resample_means(&plan, column, 2, drawn);
        for (size_t r = 0; r < REPLICATES; r++) {
            double s = nearbyint(drawn[r] * 1e12), c = drawn[REPLICATES + r];

            above[0] += s > 0;
            below[0] += s < 0;
            above[1] += c > 0;
            below[1] += c < 0;
            a += s >= 0 && c >= 0 && (s > 0 || c > 0);
            b += s <= 0 && c <= 0 && (s < 0 || c < 0);
        }
        /* With b cheaper it does dominate where scores are equal; a trade-off it is not. */
        false_a += costs == SAME_COSTS ? a >= sure || b >= sure : b >= sure;
        false_trade += (above[0] >= sure && below[1] >= sure) ||
            (below[0] >= sure && above[1] >= sure);
        parts = parts_of(&world, moments_of(world.d, n).mean, part);
        said += doubt_dominance(part, parts, different(&world), clustered);
    }
    say_claim(clustered ? "dominance, c" : "dominance", costs == SAME_COSTS ? "either, equal" :
        "the cheaper", kind, n, p, false_a, FEW_WORLDS, said);
    say_claim(clustered ? "dominance, c" : "dominance", costs == SAME_COSTS ?
        "trade-off, equal" : "trade-off", kind, n, p, false_trade, FEW_WORLDS, said);
}

/* --- the mean over five tasks --- */

static void
suite(enum kind kind, size_t n, bool clustered)
{
    enum { TASKS = 5 };
    static struct world world;
    static double part[MOST_ITEMS];
    struct tally tally = { 0, 0, 0 };
    char data[64];

    for (; tally.worlds < WORLDS; tally.worlds++) {
        double diff = 0, variance = 0, spread = 0, se;
        bool said = false;

        for (size_t k = 0; k < TASKS; k++) {
            uint64_t stream[4] = { n, kind, k, tally.worlds };
            double mean, df;
            struct rng rng;

            rng_init(&rng, clustered ? 66 : 65, stream, 4);
            draw_pair(&world, &rng, kind, 0.5 + 0.09 * (double)k, 0.5 + 0.09 * (double)k, n,
                clustered);
            mean = moments_of(world.d, n).mean;
            se = error_of(&world);
            df = (double)parts_of(&world, mean, part) - 1;
            diff += mean / TASKS;
            variance += se * se;
            spread += se * se * se * se / df;
            said |= clustered && doubt_clusters(part, world.clusters);
        }
        se = sqrt(variance) / TASKS;
        tally.right += se > 0 ? fabs(diff) <= interval_t(0, se, variance * variance / spread,
            level).hi : diff == 0;
        tally.said += said;
    }
    snprintf(data, sizeof data, "%s 5 tasks of %zu", kind_names[kind], n);
    say_coverage(clustered ? "suite, c" : "suite", "t", data, tally);
}

/* --- ablation: effects of a factor within blocks --- */

static void
ablation(size_t blocks, bool skewed)
{
    struct tally tally = { 0, 0, 0 };
    double x[64], truth = skewed ? exp(0.5) : 0;
    char data[64];

    for (; tally.worlds < WORLDS; tally.worlds++) {
        uint64_t stream[2] = { blocks, tally.worlds };
        struct moments moments;
        struct interval ci;
        struct rng rng;

        rng_init(&rng, skewed ? 68 : 67, stream, 2);
        rng_normals(&rng, x, blocks);
        for (size_t i = 0; skewed && i < blocks; i++)
            x[i] = exp(x[i]);
        moments = moments_of(x, blocks);
        ci = interval_t(moments.mean, moments_se(&moments), (double)blocks - 1, level);
        tally.right += ci.lo <= truth && ci.hi >= truth;
        tally.said += doubt_mean(blocks, sharpe_skew(x, blocks));
    }
    snprintf(data, sizeof data, "%s %zu blocks", skewed ? "lognormal" : "normal", blocks);
    say_coverage("ablation", "t", data, tally);
}

/* --- items with several samples --- */

static void
samples(size_t n, size_t each)
{
    static double xa[MOST_ITEMS * 5], xb[MOST_ITEMS * 5], t[REPLICATES], part[MOST_ITEMS];
    static size_t first[MOST_ITEMS + 1];
    struct nested a = { first, xa }, b = { first, xb };
    struct tally tally = { 0, 0, 0 };
    char data[64];

    for (; tally.worlds < FEW_WORLDS; tally.worlds++) {
        uint64_t stream[3] = { n, each, tally.worlds };
        struct resampling plan = { .n = n, .b = REPLICATES, .seed = tally.worlds, .set = 6,
            .threads = 1 };
        struct interval ci;
        struct rng rng;

        rng_init(&rng, 69, stream, 3);
        for (size_t i = 0; i < n; i++) {
            double item = rng_uniform(&rng);

            first[i] = i * each;
            part[i] = 0;
            for (size_t k = 0; k < each; k++) {
                xa[i * each + k] = rng_uniform(&rng) < item;
                xb[i * each + k] = rng_uniform(&rng) < item;
                part[i] += xa[i * each + k] - xb[i * each + k];
            }
        }
        first[n] = n * each;
        resample_nested(&plan, &a, &b, NULL, 0, t);
        bootstrap_sort(t, REPLICATES);
        ci = bootstrap_percentile(t, REPLICATES, level, CONVENTION_TYPE_7);
        tally.right += ci.lo <= 0 && ci.hi >= 0;
        tally.said += doubt_bootstrap(part, n);
    }
    snprintf(data, sizeof data, "0/1 n %4zu, %zu samples", n, each);
    say_coverage("nested", "percentile", data, tally);
}

void
simulate_claims(void)
{
    static const size_t blocks[] = { 2, 3, 5, 10, 30 }, few[] = { 20, 50, 300 };

    for (int clustered = 0; clustered < 2; clustered++)
        for (size_t s = 0; s < SIZES; s++)
            for (size_t q = 0; q < SHARES; q++)
                for (int kind = BINARY; kind < KINDS; kind++) {
                    equivalence((enum kind)kind, sizes[s], shares[q], clustered);
                    if (kind == GRADED)
                        continue;
                    dominance((enum kind)kind, sizes[s], shares[q], clustered, SAME_COSTS);
                    dominance((enum kind)kind, sizes[s], shares[q], clustered, B_CHEAPER);
                }
    for (int clustered = 0; clustered < 2; clustered++)
        for (size_t s = 0; s < 3; s++)
            for (int kind = BINARY; kind < KINDS; kind++)
                suite((enum kind)kind, few[s], clustered);
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        ablation(blocks[i], false);
        ablation(blocks[i], true);
    }
    for (size_t s = 0; s < 2; s++) {
        samples(sizes[s], 2);
        samples(sizes[s], 5);
    }
}
