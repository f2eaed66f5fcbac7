/* runs.c - repeated runs: two models by Welch's t, and the figures of several tasks together,
 * whose runs are resampled within each task.
 */
#include "validity/simulate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "math/aggregates.h"
#include "math/bootstrap.h"
#include "math/doubt.h"
#include "math/membership.h"
#include "math/moments.h"
#include "math/strata.h"

enum { TASKS = 5, MOST_RUNS = 30 };

/* Normal scores; b's runs scatter half as much, and are as many or thrice as many. */
static void
welch(size_t na, size_t nb)
{
    double x[3 * MOST_RUNS];
    struct tally tally = { 0, 0, 0 };
    char data[64];

    for (; tally.worlds < WORLDS; tally.worlds++) {
        uint64_t stream[3] = { na, nb, tally.worlds };
        struct moments a, b;
        struct interval ci;
        struct rng rng;
        double va, vb, df;

        rng_init(&rng, 41, stream, 3);
        rng_normals(&rng, x, na);
        a = moments_of(x, na);
        rng_normals(&rng, x, nb);
        for (size_t i = 0; i < nb; i++)
            x[i] /= 2;
        b = moments_of(x, nb);
        va = moments_variance(&a) / a.n;
        vb = moments_variance(&b) / b.n;
        df = (va + vb) * (va + vb) / (va * va / (a.n - 1) + vb * vb / (b.n - 1));
        ci = interval_t(a.mean - b.mean, sqrt(va + vb), df, level);
        tally.right += ci.lo <= 0 && ci.hi >= 0;
        tally.said += na != nb && doubt_welch(a.n, b.n);
    }
    snprintf(data, sizeof data, "normal n %zu and %zu", na, nb);
    say_coverage("two models", "Welch's t", data, tally);
}

/* Runs of task k are normal around k/5; the same for both models. */
static void
draw_runs(struct rng *rng, double *x, size_t runs)
{
    rng_normals(rng, x, TASKS * runs);
    for (size_t i = 0; i < TASKS * runs; i++)
        x[i] = (double)(i / runs) / TASKS + 0.1 * x[i];
}

/* The interquartile mean of very many runs: its truth. */
static double
iqm_truth(void)
{
    enum { LARGE = 20000 };
    static double x[TASKS * LARGE];
    uint64_t stream = 1;
    struct rng rng;

    rng_init(&rng, 42, &stream, 1);
    draw_runs(&rng, x, LARGE);
    return aggregate_iqm(x, TASKS * LARGE);
}

static void
tasks(size_t runs, double truth)
{
    static double a[TASKS * MOST_RUNS], b[TASKS * MOST_RUNS], iqm[REPLICATES];
    static double better[REPLICATES];
    static uint16_t count_a[TASKS * MOST_RUNS], count_b[TASKS * MOST_RUNS];
    size_t each[TASKS], place[TASKS * MOST_RUNS];
    struct strata sa = { TASKS, each, a }, sb = { TASKS, each, b };
    struct tally middle = { 0, 0, 0 }, improvement = { 0, 0, 0 };
    char data[64];

    for (size_t k = 0; k < TASKS; k++)
        each[k] = runs;
    for (size_t w = 0; w < WORLDS; w++) {
        uint64_t stream[2] = { runs, w };
        struct strata_pair *pair;
        struct interval ci;
        struct rng rng;

        rng_init(&rng, 43, stream, 2);
        draw_runs(&rng, a, runs);
        draw_runs(&rng, b, runs);
        strata_sort(&sa, place);
        pair = strata_pair_new(&sa, &sb);
        for (size_t r = 0; r < REPLICATES; r++) {
            strata_draw(&rng, &sa, count_a);
            strata_draw(&rng, &sb, count_b);
            iqm[r] = strata_iqm(&sa, place, count_a);
            better[r] = strata_improvement(pair, count_a, count_b);
        }
        strata_pair_free(pair);
        bootstrap_sort(iqm, REPLICATES);
        bootstrap_sort(better, REPLICATES);
        ci = bootstrap_percentile(iqm, REPLICATES, level, CONVENTION_TYPE_7);
        middle.right += ci.lo <= truth && ci.hi >= truth;
        ci = bootstrap_percentile(better, REPLICATES, level, CONVENTION_TYPE_7);
        improvement.right += ci.lo <= 0.5 && ci.hi >= 0.5;
        middle.said += doubt_runs(runs);
        middle.worlds++;
    }
    improvement.said = middle.said;
    improvement.worlds = middle.worlds;
    snprintf(data, sizeof data, "5 tasks, %zu runs", runs);
    say_coverage("tasks", "IQM", data, middle);
    say_coverage("tasks", "improvement", data, improvement);
}

/* --- the frontier by errors between a few runs --- */

/* Models of equal quality at rising cost: how often one that is not the cheapest is surely on the
 * frontier, and how often the dearest, if it were better by a hair, is off. */
static void
states(size_t m, size_t runs)
{
    enum { MOST_MODELS = 20, TRIES = 400 };
    double mean[MOST_MODELS], se[MOST_MODELS], normal[MOST_MODELS], point[2 * MOST_MODELS];
    size_t sure = 0, off = 0, said = 0;
    char data[64], method[32];

    for (size_t w = 0; w < TRIES; w++) {
        uint64_t stream[3] = { m, runs, w };
        struct membership membership;
        struct rng rng;

        rng_init(&rng, 44, stream, 3);
        for (size_t j = 0; j < m; j++) {
            double x[MOST_RUNS];
            struct moments moments;

            rng_normals(&rng, x, runs);
            moments = moments_of(x, runs);
            mean[j] = moments.mean;
            se[j] = moments_se(&moments);
            point[2 * j + 1] = -(double)(j + 1);
        }
        membership_init(&membership, m, 2, false);
        for (size_t r = 0; r < REPLICATES; r++) {
            rng_normals(&rng, normal, m);
            for (size_t j = 0; j < m; j++)
                point[2 * j] = mean[j] + se[j] * normal[j];
            membership_add(&membership, point);
        }
        for (size_t j = 1; j < m; j++)
            sure += membership.on[j] >= level * REPLICATES;
        off += membership.on[m - 1] <= (1 - level) * REPLICATES;
        said += doubt_errors((double)runs);
        membership_release(&membership);
    }
    snprintf(data, sizeof data, "normal, %zu runs", runs);
    snprintf(method, sizeof method, "%zu, by runs, on", m);
    say_false("frontier", method, data, TRIES * (m - 1), (double)sure / (double)(TRIES * (m - 1)),
        (double)said / TRIES);
    if (m > 2)                             /* of many alike see many.c */
        return;
    snprintf(method, sizeof method, "%zu, by runs, off", m);
    say_false("frontier", method, data, TRIES, (double)off / TRIES, (double)said / TRIES);
}

void
simulate_runs(void)
{
    static const size_t repeats[] = { 2, 3, 5, 10, 30 };
    double truth = iqm_truth();

    for (size_t i = 0; i < sizeof repeats / sizeof repeats[0]; i++) {
        welch(repeats[i], repeats[i]);
        welch(repeats[i], 3 * repeats[i]);
    }
    for (size_t i = 0; i < sizeof repeats / sizeof repeats[0]; i++)
        tasks(repeats[i], truth);
    for (size_t i = 0; i < sizeof repeats / sizeof repeats[0]; i++) {
        states(2, repeats[i]);
        states(20, repeats[i]);
    }
}
