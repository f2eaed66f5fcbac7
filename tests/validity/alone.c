/* alone.c - two models on items of their own, mean ranks of several models, and what one model
 * says of itself by clusters or by resampling.
 */
#include "validity/simulate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "math/aggregates.h"
#include "math/bootstrap.h"
#include "math/doubt.h"
#include "math/moments.h"
#include "math/rank_tests.h"
#include "math/resample.h"
#include "math/sharpe.h"

/* Scores of one model; in clusters seven tenths of a score are the cluster's. */
struct scores { double x[MOST_ITEMS], part[MOST_ITEMS]; size_t cluster[MOST_ITEMS], n, parts; };

static void
draw_scores(struct scores *scores, struct rng *rng, enum kind kind, double p, size_t n,
    bool clustered)
{
    double shared = 0;

    for (size_t i = 0; i < n; i++) {
        double own = rng_uniform(rng);

        if (i % CLUSTER == 0)
            shared = rng_uniform(rng);
        scores->x[i] = score_of(kind, p, clustered && rng_uniform(rng) < 0.7 ? shared : own);
        scores->cluster[i] = i / CLUSTER;
    }
    scores->n = n;
    scores->parts = clustered ? (n + CLUSTER - 1) / CLUSTER : n;
}

/* What each cluster, or item, adds to the mean, less the mean. */
static void
fill_parts(struct scores *scores, double mean)
{
    memset(scores->part, 0, scores->parts * sizeof *scores->part);
    for (size_t i = 0; i < scores->n; i++)
        scores->part[scores->parts < scores->n ? scores->cluster[i] : i] += scores->x[i] - mean;
}

static bool
holds(struct interval ci, double truth)
{
    return ci.lo <= truth && ci.hi >= truth;
}

/* --- one model --- */

static struct interval
own_bca(const struct scores *scores, double mean, uint64_t seed)
{
    static double t[REPLICATES];
    const double *column[1] = { scores->x };
    struct resampling plan = { .n = scores->n, .b = REPLICATES, .seed = seed, .set = 4,
        .threads = 1 };

    if (scores->parts < scores->n)
        resample_clusters(&plan, column, 1, scores->cluster, scores->parts, t);
    else
        resample_means(&plan, column, 1, t);
    bootstrap_sort(t, REPLICATES);
    return bootstrap_bca(mean, t, REPLICATES, level,
        bootstrap_acceleration(scores->part, scores->parts), CONVENTION_TYPE_7);
}

/* Where all items agree there is no such interval, and the program shows Wilson's. */
static void
own(enum kind kind, size_t n, double p, bool clustered)
{
    static struct scores scores;
    struct tally t = { 0, 0, 0 }, bca = { 0, 0, 0 };
    double truth = score_mean(kind, p);
    char data[64];

    for (size_t w = 0; w < FEW_WORLDS; w++) {
        uint64_t stream[4] = { n, (uint64_t)(p * 100), kind, w };
        struct moments moments;
        struct interval ci;
        bool said;
        struct rng rng;

        rng_init(&rng, clustered ? 52 : 51, stream, 4);
        draw_scores(&scores, &rng, kind, p, n, clustered);
        moments = moments_of(scores.x, n);
        fill_parts(&scores, moments.mean);
        said = clustered ? doubt_clusters(scores.part, scores.parts) :
            doubt_bootstrap(scores.part, scores.parts);
        ci = own_bca(&scores, moments.mean, w);
        bca.right += isnan(ci.lo) || holds(ci, truth);
        bca.said += said;
        bca.worlds++;
        if (!clustered)
            continue;
        t.right += holds(interval_t(moments.mean, clustered_error(scores.x, scores.cluster, n,
            scores.parts).cr1, (double)scores.parts - 1, level), truth);
        t.said += said;
        t.worlds++;
    }
    snprintf(data, sizeof data, "%s n %4zu p %.2f", kind_names[kind], n, p);
    if (clustered)
        say_coverage("own, c", "t", data, t);
    say_coverage(clustered ? "own, c" : "own", "BCa", data, bca);
}

/* --- two models --- */

enum unpaired { WELCH, NEWCOMBE, WELCH_TEST, FISHER, MANN_WHITNEY, UNPAIRED };
static const char *const unpaired_names[UNPAIRED] = { "Welch's t", "Newcombe", "Welch's t",
    "Fisher exact", "Mann-Whitney" };

struct two { struct scores a, b; struct moments ma, mb; double se, df; };

static void
compare_two(struct two *two)
{
    double va, vb, ka = (double)two->a.parts, kb = (double)two->b.parts;

    two->ma = moments_of(two->a.x, two->a.n);
    two->mb = moments_of(two->b.x, two->b.n);
    va = moments_variance(&two->ma) / two->ma.n;
    vb = moments_variance(&two->mb) / two->mb.n;
    if (two->a.parts < two->a.n) {
        double sa = clustered_error(two->a.x, two->a.cluster, two->a.n, two->a.parts).cr1;
        double sb = clustered_error(two->b.x, two->b.cluster, two->b.n, two->b.parts).cr1;

        va = sa * sa;
        vb = sb * sb;
    }
    two->se = sqrt(va + vb);
    two->df = va + vb > 0 ? (va + vb) * (va + vb) / (va * va / (ka - 1) + vb * vb / (kb - 1)) :
        ka + kb - 2;
}

/* Whether the promise was kept: the interval holds 0, the test does not call it different. */
static bool
keeps(const struct two *two, enum unpaired method)
{
    double diff = two->ma.mean - two->mb.mean, ka = two->ma.mean * two->ma.n;
    double kb = two->mb.mean * two->mb.n, p;

    switch (method) {
    case WELCH:
        return two->se > 0 ? holds(interval_t(diff, two->se, two->df, level), 0) : diff == 0;
    case NEWCOMBE:
        return holds(interval_two_proportions(ka, two->ma.n, kb, two->mb.n, level), 0);
    case WELCH_TEST: p = p_of_t(diff, two->se, two->df); break;
    case FISHER: p = fisher_exact(ka, two->ma.n, kb, two->mb.n); break;
    default: p = rank_mann_whitney(two->a.x, two->a.n, two->b.x, two->b.n).p;
    }
    return !(p <= 1 - level);
}

/* As the program has it: by clusters, few of them; else the shapes of unlike numbers. */
static bool
doubt_alone(const struct two *two, bool clustered)
{
    double ka = (double)two->a.parts, kb = (double)two->b.parts;

    return clustered ? ka != kb && fmin(ka, kb) < DOUBT_FEW_CLUSTERS : doubt_unpaired(ka,
        sharpe_skew(two->a.x, two->a.n), kb, sharpe_skew(two->b.x, two->b.n));
}

static void
unpaired(enum kind kind, size_t na, size_t nb, double p, bool clustered)
{
    static struct two two;
    size_t kept[UNPAIRED] = { 0 }, said = 0;
    char data[64];

    for (size_t w = 0; w < WORLDS; w++) {
        uint64_t stream[5] = { na, nb, (uint64_t)(p * 100), kind, w };
        struct rng rng;

        rng_init(&rng, clustered ? 54 : 53, stream, 5);
        draw_scores(&two.a, &rng, kind, p, na, clustered);
        draw_scores(&two.b, &rng, kind, p, nb, clustered);
        compare_two(&two);
        for (int m = 0; m < UNPAIRED; m++)
            kept[m] += keeps(&two, (enum unpaired)m);
        said += doubt_alone(&two, clustered);
    }
    snprintf(data, sizeof data, "%s n %zu, %zu p %.2f", kind_names[kind], na, nb, p);
    for (int m = 0; m < UNPAIRED; m++) {
        bool count = m == NEWCOMBE || m == FISHER, errors = m == WELCH || m == WELCH_TEST;

        if ((count && kind != BINARY) || (!errors && clustered))
            continue;
        if (m < WELCH_TEST)
            say_coverage(clustered ? "unpaired, c" : "unpaired", unpaired_names[m], data,
                (struct tally){ WORLDS, kept[m], errors ? said : 0 });
        else
            say_false(clustered ? "unpaired, c" : "unpaired", unpaired_names[m], data, WORLDS,
                1 - (double)kept[m] / WORLDS, errors ? (double)said / WORLDS : 0);
    }
}

/* --- several models --- */

enum { MOST_RANKED = 20 };

static void
friedman(enum kind kind, size_t m, size_t n, double p, bool clustered)
{
    static double x[MOST_ITEMS * MOST_RANKED];
    double rank[MOST_RANKED], called;
    size_t wrong = 0;
    char data[64], method[32];

    for (size_t w = 0; w < FEW_WORLDS; w++) {
        uint64_t stream[5] = { n, m, (uint64_t)(p * 100), kind, w };
        double of_model[MOST_RANKED];
        struct rng rng;

        rng_init(&rng, clustered ? 56 : 55, stream, 5);
        for (size_t i = 0; i < n; i++) {
            double item = rng_uniform(&rng);

            for (size_t j = 0; j < m; j++) {
                double u = rng_uniform(&rng) < 0.5 ? item : rng_uniform(&rng);

                if (i % CLUSTER == 0)
                    of_model[j] = u;
                x[i * m + j] = score_of(kind, p, clustered && rng_uniform(&rng) < 0.7 ?
                    of_model[j] : u);
            }
        }
        aggregate_friedman(x, n, m, rank, &called);
        wrong += called <= 1 - level;
    }
    snprintf(data, sizeof data, "%s n %4zu p %.2f", kind_names[kind], n, p);
    snprintf(method, sizeof method, "Friedman, %zu", m);
    say_false(clustered ? "ranks, c" : "ranks", method, data, FEW_WORLDS,
        (double)wrong / FEW_WORLDS, clustered);
}

/* --- a quantile of cost: limits by ranks --- */

static void
tail(size_t n)
{
    static double x[MOST_ITEMS];
    struct tally tally = { 0, 0, 0 };
    char data[64];

    for (; tally.worlds < WORLDS; tally.worlds++) {
        uint64_t stream[2] = { n, tally.worlds };
        struct quantile_limits limits;
        struct rng rng;

        rng_init(&rng, 57, stream, 2);
        for (size_t i = 0; i < n; i++)
            x[i] = rng_uniform(&rng);
        bootstrap_sort(x, n);
        limits = aggregate_quantile(x, n, 0.95, level);
        tally.right += limits.lo <= 0.95 && limits.hi >= 0.95;
    }
    snprintf(data, sizeof data, "n %4zu", n);
    say_coverage("cost", "p95's ranks", data, tally);
}

void
simulate_alone(void)
{
    static const size_t pairs[][2] = { { 30, 30 }, { 225, 225 }, { 1319, 1319 }, { 30, 225 } };

    for (size_t s = 0; s < SIZES; s++) {
        tail(sizes[s]);
        for (size_t q = 0; q < SHARES; q++)
            for (int kind = BINARY; kind < KINDS; kind++)
                for (int clustered = 0; clustered < 2; clustered++) {
                    own((enum kind)kind, sizes[s], shares[q], clustered);
                    friedman((enum kind)kind, 3, sizes[s], shares[q], clustered);
                    if (s < 2)
                        friedman((enum kind)kind, MOST_RANKED, sizes[s], shares[q], clustered);
                }
    }
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        for (size_t q = 0; q < SHARES; q++)
            for (int kind = BINARY; kind < KINDS; kind++)
                for (int clustered = 0; clustered < 2; clustered++)
                    unpaired((enum kind)kind, pairs[i][0], pairs[i][1], shares[q], clustered);
}
