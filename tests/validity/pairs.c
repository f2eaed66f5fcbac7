/* pairs.c - two models on the same items: intervals of their difference, and tests. */
#include "validity/simulate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/bootstrap.h"
#include "math/doubt.h"
#include "math/moments.h"
#include "math/rank_tests.h"
#include "math/resample.h"

/* --- intervals --- */

enum method { TANGO, NEWCOMBE, WALD, T, Z, PERCENTILE, BASIC, BCA, METHODS };
static const char *const method_names[METHODS] = { "Tango", "Newcombe", "Wald", "t",
    "z", "percentile", "basic", "BCa" };

/* Everything that one world's intervals need. */
struct sample {
    const struct world *world;
    double diff, se, df;
    double *part;              /* what each cluster, or item, adds to the difference */
    size_t parts;
    double t[REPLICATES];
};

static void
sample_init(struct sample *sample, const struct world *world)
{
    struct moments moments = moments_of(world->d, world->n);

    sample->world = world;
    sample->diff = moments.mean;
    sample->se = moments_se(&moments);
    sample->parts = world->clusters > 0 ? world->clusters : world->n;
    sample->df = (double)sample->parts - 1;
    sample->part = calloc(sample->parts, sizeof *sample->part);
    for (size_t i = 0; i < world->n; i++)
        sample->part[world->clusters > 0 ? world->cluster[i] : i] +=
            world->d[i] - moments.mean;
    if (world->clusters > 0)
        sample->se = clustered_error(world->d, world->cluster, world->n, world->clusters).cr1;
}

static void
sample_resample(struct sample *sample, uint64_t seed)
{
    const struct world *world = sample->world;
    const double *column[1] = { world->d };
    struct resampling plan = { .n = world->n, .b = REPLICATES, .seed = seed, .set = 1,
        .threads = 1 };

    if (world->clusters > 0)
        resample_clusters(&plan, column, 1, world->cluster, world->clusters, sample->t);
    else
        resample_means(&plan, column, 1, sample->t);
    bootstrap_sort(sample->t, REPLICATES);
}

static struct interval
interval_by(const struct sample *sample, enum method method)
{
    struct discordance table = world_table(sample->world);
    struct interval bca;
    double diff, se;

    switch (method) {
    case TANGO: return interval_tango(&table, level);
    case NEWCOMBE: return interval_newcombe(&table, level);
    case WALD:
        diff = discordance_diff(&table, &se);
        return interval_normal(diff, se, level);
    case T: return interval_t(sample->diff, sample->se, sample->df, level);
    case Z: return interval_normal(sample->diff, sample->se, level);
    case PERCENTILE: return bootstrap_percentile(sample->t, REPLICATES, level,
        CONVENTION_TYPE_7);
    case BASIC: break;
    default:
        bca = bootstrap_bca(sample->diff, sample->t, REPLICATES, level,
            bootstrap_acceleration(sample->part, sample->parts), CONVENTION_TYPE_7);
        if (!isnan(bca.lo))
            return bca;
    }
    return bootstrap_basic(sample->diff, sample->t, REPLICATES, level, CONVENTION_TYPE_7);
}

static bool
is_said(const struct sample *sample, enum method method)
{
    struct discordance table = world_table(sample->world);

    if (sample->world->clusters > 0)
        return doubt_clusters(sample->part, sample->parts);
    if (method <= NEWCOMBE)
        return false;
    if (method == WALD)
        return doubt_wald(table.only_a + table.only_b, (double)sample->world->n);
    return method == T ? doubt_difference(sample->part, sample->parts) :
        doubt_bootstrap(sample->part, sample->parts);
}

static void
differences(enum kind kind, size_t n, double p, bool clustered)
{
    static struct world world;
    struct tally tally[METHODS] = { { 0, 0, 0 } };
    char data[64];

    for (size_t w = 0; w < WORLDS; w++) {
        uint64_t stream[4] = { n, (uint64_t)(p * 100), kind, w };
        enum method most = w < FEW_WORLDS ? METHODS : PERCENTILE;
        struct sample sample;
        struct rng rng;

        rng_init(&rng, clustered ? 22 : 21, stream, 4);
        world_draw(&world, &rng, kind, p, n, clustered);
        sample_init(&sample, &world);
        if (most == METHODS)
            sample_resample(&sample, w);
        for (int m = kind == BINARY && !clustered ? TANGO : T; m < (int)most; m++) {
            struct interval ci = interval_by(&sample, (enum method)m);

            tally[m].right += ci.lo <= 0 && ci.hi >= 0;
            tally[m].said += is_said(&sample, (enum method)m);
            tally[m].worlds++;
        }
        free(sample.part);
    }
    snprintf(data, sizeof data, "%s n %4zu p %.2f", kind_names[kind], n, p);
    for (int m = 0; m < METHODS; m++)
        if (tally[m].worlds > 0)
            say_coverage(clustered ? "clustered" : "difference", method_names[m], data,
                tally[m]);
}

/* --- tests --- */

enum test { EXACT, MID_P, WILCOXON, SIGN, FLIP, T_TEST, TESTS };
static const char *const test_names[TESTS] = { "McNemar exact", "McNemar mid-p", "Wilcoxon",
    "sign", "sign flips", "t test" };

static double
p_by(const struct sample *sample, enum test test, uint64_t seed)
{
    const struct world *world = sample->world;
    struct discordance table = world_table(world);
    struct resampling plan = { .n = sample->parts, .b = REPLICATES, .seed = seed, .set = 2 };
    static double sum[MOST_ITEMS];

    switch (test) {
    case EXACT: return mcnemar_exact(&table);
    case MID_P: return mcnemar_mid_p(&table);
    case WILCOXON:
        memcpy(sum, world->d, world->n * sizeof *sum);
        rank_quantise(sum, world->n);
        return rank_wilcoxon(sum, world->n, ZERO_WILCOX, 0).p;
    case SIGN: return rank_sign_test(world->d, world->n).p;
    case FLIP:
        memset(sum, 0, sample->parts * sizeof *sum);
        for (size_t i = 0; i < world->n; i++)
            sum[world->clusters > 0 ? world->cluster[i] : i] += world->d[i];
        return sample->parts <= 20 ? rank_sign_flip_exact(sum, sample->parts) :
            sign_flip_random(&plan, sum);
    default: return p_of_t(sample->diff, sample->se, sample->df);
    }
}

static void
tests(enum kind kind, size_t n, double p, bool clustered)
{
    static struct world world;
    size_t called[TESTS] = { 0 }, said = 0;
    char data[64];
    int first = clustered ? FLIP : kind == BINARY ? EXACT : WILCOXON;

    for (size_t w = 0; w < FEW_WORLDS; w++) {
        uint64_t stream[4] = { n, (uint64_t)(p * 100), kind, w };
        struct sample sample;
        struct rng rng;

        rng_init(&rng, clustered ? 24 : 23, stream, 4);
        world_draw(&world, &rng, kind, p, n, clustered);
        sample_init(&sample, &world);
        for (int t = first; t < TESTS; t++)
            called[t] += p_by(&sample, (enum test)t, w) <= 1 - level;
        said += clustered && doubt_clusters(sample.part, sample.parts);
        free(sample.part);
    }
    snprintf(data, sizeof data, "%s n %4zu p %.2f", kind_names[kind], n, p);
    for (int t = first; t < TESTS; t++)
        say_false(clustered ? "clustered" : "test", test_names[t], data, FEW_WORLDS,
            (double)called[t] / FEW_WORLDS, (double)said / FEW_WORLDS);
}

void
simulate_pairs(void)
{
    for (int clustered = 0; clustered < 2; clustered++)
        for (size_t s = 0; s < SIZES; s++)
            for (size_t q = 0; q < SHARES; q++)
                for (int kind = BINARY; kind < KINDS; kind++) {
                    differences((enum kind)kind, sizes[s], shares[q], clustered);
                    tests((enum kind)kind, sizes[s], shares[q], clustered);
                }
}
