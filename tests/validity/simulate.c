/* simulate.c - do the intervals hold what they promise? Data with a known truth, many times.
 *
 * For each method: the share of intervals that hold the truth (coverage), and of two equal
 * models that are called different (false claims), with n = 30, 225, 1319; p = 0.5, 0.95;
 * in clusters and not. Then models of equal quality at rising cost, where only the cheapest
 * is on the frontier: how often another one is surely on it. Prints a table; a line ends with
 * "low" where coverage is below the level by more than three Monte Carlo errors.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/bootstrap.h"
#include "math/intervals.h"
#include "math/membership.h"
#include "math/moments.h"
#include "math/resample.h"
#include "math/rng.h"

enum { WORLDS = 1000, FEW_WORLDS = 400, B = 999, MOST = 1319, CLUSTER = 10 };

static const double level = 0.95;
static const size_t sizes[] = { 30, 225, 1319 };
static const double shares[] = { 0.5, 0.95 };

struct pair { double *a, *b, *d; size_t *cluster; size_t n, clusters; };
enum method { TANGO, NEWCOMBE, T, CLUSTERED_T, PERCENTILE, BCA, N_METHODS };
static const char *const names[] = { "Tango", "Newcombe", "t", "t by clusters", "percentile",
    "BCa" };

/* Two models whose scores share the item's difficulty, and the cluster's if there are any;
 * the truth of their difference is 0. */
static void
draw_pair(struct rng *rng, struct pair *pair, double p, bool clustered)
{
    double shift = 0;

    pair->clusters = 0;
    for (size_t i = 0; i < pair->n; i++) {
        double item = rng_uniform(rng), x;

        if (clustered && i % CLUSTER == 0)
            shift = rng_uniform(rng);
        /* With chance 1/2 a model takes the item's draw; in clusters mostly the cluster's. */
        x = rng_uniform(rng) < 0.5 ? item : rng_uniform(rng);
        pair->a[i] = x < p;
        pair->b[i] = (rng_uniform(rng) < 0.5 ? item : rng_uniform(rng)) < p;
        if (clustered && rng_uniform(rng) < 0.7)
            pair->a[i] = shift < p;
        pair->cluster[i] = i / CLUSTER;
        pair->d[i] = pair->a[i] - pair->b[i];
    }
    pair->clusters = (pair->n + CLUSTER - 1) / CLUSTER;
}

static struct discordance
table_of(const struct pair *pair)
{
    struct discordance table = { 0, 0, 0, 0 };

    for (size_t i = 0; i < pair->n; i++) {
        table.both += pair->a[i] > 0 && pair->b[i] > 0;
        table.only_a += pair->d[i] > 0;
        table.only_b += pair->d[i] < 0;
        table.neither += !(pair->a[i] > 0) && !(pair->b[i] > 0);
    }
    return table;
}

static struct interval
by_replicates(const struct pair *pair, enum method method, uint64_t world)
{
    static double t[B];
    const double *columns[1] = { pair->d };
    struct resampling plan = { .n = pair->n, .b = B, .seed = world, .set = 1, .threads = 1 };
    struct moments moments = moments_of(pair->d, pair->n);
    struct interval bca;

    resample_means(&plan, columns, 1, t);
    bootstrap_sort(t, B);
    if (method == PERCENTILE)
        return bootstrap_percentile(t, B, level, CONVENTION_TYPE_7);
    bca = bootstrap_bca(moments.mean, t, B, level, bootstrap_acceleration(pair->d, pair->n),
        CONVENTION_TYPE_7);
    return isnan(bca.lo) ? bootstrap_basic(moments.mean, t, B, level, CONVENTION_TYPE_7) : bca;
}

static struct interval
interval_by(const struct pair *pair, enum method method, uint64_t world)
{
    struct discordance table = table_of(pair);
    struct moments moments = moments_of(pair->d, pair->n);
    struct clustered by;

    switch (method) {
    case TANGO: return interval_tango(&table, level);
    case NEWCOMBE: return interval_newcombe(&table, level);
    case T: return interval_t(moments.mean, moments_se(&moments), (double)pair->n - 1, level);
    case CLUSTERED_T:
        by = clustered_error(pair->d, pair->cluster, pair->n, pair->clusters);
        return interval_t(moments.mean, by.cr1, (double)pair->clusters - 1, level);
    default: return by_replicates(pair, method, world);
    }
}

static void
say(const char *what, const char *name, size_t n, double p, size_t held, size_t worlds)
{
    double share = (double)held / (double)worlds;
    double error = bootstrap_share_error(level, worlds);

    printf("%-12s %-16s n %4zu  p %.2f  coverage %.3f  false claims %.3f%s\n", what, name, n, p,
        share, 1 - share, share < level - 3 * error ? "  low" : "");
}

static void
differences(struct pair *pair, bool clustered)
{
    for (size_t s = 0; s < 3; s++)
        for (size_t q = 0; q < 2; q++)
            for (int method = 0; method < N_METHODS; method++) {
                size_t held = 0, worlds = method >= PERCENTILE ? FEW_WORLDS : WORLDS;

                if (clustered != (method == CLUSTERED_T) && !(clustered && method == T))
                    continue;
                pair->n = sizes[s];
                for (size_t world = 0; world < worlds; world++) {
                    uint64_t stream[3] = { s, q, world };
                    struct interval ci;
                    struct rng rng;

                    rng_init(&rng, 11, stream, 3);
                    draw_pair(&rng, pair, shares[q], clustered);
                    ci = interval_by(pair, (enum method)method, world);
                    held += ci.lo <= 0 && ci.hi >= 0;
                }
                say(clustered ? "clustered" : "independent", names[method], pair->n, shares[q],
                    held, worlds);
            }
}

static void
proportions(void)
{
    static const char *const kinds[] = { "Wilson", "Clopper-Pearson", "Wald" };

    for (size_t s = 0; s < 3; s++)
        for (size_t q = 0; q < 2; q++)
            for (int kind = 0; kind < 3; kind++) {
                size_t held = 0;

                for (size_t world = 0; world < WORLDS; world++) {
                    uint64_t stream[3] = { s, q, world };
                    double k = 0, n = (double)sizes[s];
                    struct interval ci;
                    struct rng rng;

                    rng_init(&rng, 12, stream, 3);
                    for (size_t i = 0; i < sizes[s]; i++)
                        k += rng_uniform(&rng) < shares[q];
                    ci = kind == 0 ? interval_wilson(k, n, level) : kind == 1 ?
                        interval_clopper_pearson(k, n, level) : interval_wald(k, n, level);
                    held += ci.lo <= shares[q] && ci.hi >= shares[q];
                }
                say("proportion", kinds[kind], sizes[s], shares[q], held, WORLDS);
            }
}

/* m models of equal quality at costs 1..m: the truth is one member, the cheapest. */
static void
frontiers(size_t m, size_t n)
{
    enum { MOST_MODELS = 50, TRIES = 60, DRAWS = 199 };
    size_t members = 0, false_sure = 0, worlds_wrong = 0;
    double *score = malloc(m * n * sizeof *score), *mean = malloc(m * DRAWS * sizeof *mean);
    double point[2 * MOST_MODELS];
    const double *column[MOST_MODELS];

    for (size_t world = 0; world < TRIES; world++) {
        uint64_t stream[3] = { m, n, world };
        struct resampling plan = { .n = n, .b = DRAWS, .seed = world, .set = 2, .threads = 1 };
        struct membership membership;
        struct rng rng;
        size_t wrong = 0;
        double best = -1;

        rng_init(&rng, 13, stream, 3);
        for (size_t j = 0; j < m; j++) {
            double sum = 0;

            column[j] = score + j * n;
            for (size_t i = 0; i < n; i++)
                sum += score[j * n + i] = rng_uniform(&rng) < 0.7;
            members += sum > best;
            best = fmax(best, sum);
        }
        resample_means(&plan, column, m, mean);
        membership_init(&membership, m, 2, false);
        for (size_t r = 0; r < DRAWS; r++) {
            for (size_t j = 0; j < m; j++) {
                point[2 * j] = mean[j * DRAWS + r];
                point[2 * j + 1] = -(double)(j + 1);
            }
            membership_add(&membership, point);
        }
        for (size_t j = 1; j < m; j++)
            wrong += membership.on[j] >= (size_t)ceil(level * DRAWS);
        membership_release(&membership);
        false_sure += wrong;
        worlds_wrong += wrong > 0;
    }
    printf("frontier     %2zu equal models  n %4zu  members seen %.2f (truth 1)  surely on though "
        "not: %.3f of models, %.2f of worlds%s\n", m, n, (double)members / TRIES,
        (double)false_sure / (double)(TRIES * (m - 1)), (double)worlds_wrong / TRIES,
        (double)false_sure / (double)(TRIES * (m - 1)) > 0.05 +
        3 * bootstrap_share_error(0.05, TRIES * (m - 1)) ? "  high" : "");
    free(score);
    free(mean);
}

int
main(void)
{
    struct pair pair = { .a = malloc(MOST * sizeof(double)), .b = malloc(MOST * sizeof(double)),
        .d = malloc(MOST * sizeof(double)), .cluster = malloc(MOST * sizeof(size_t)) };

    proportions();
    differences(&pair, false);
    differences(&pair, true);
    frontiers(2, 225);
    frontiers(20, 30);
    frontiers(20, 225);
    frontiers(50, 225);
    free(pair.a);
    free(pair.b);
    free(pair.d);
    free(pair.cluster);
    return 0;
}
