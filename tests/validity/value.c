/* value.c - probabilities of Sharpe ratios, and what information is said to be worth. */
#include "validity/simulate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "math/decision.h"
#include "math/doubt.h"
#include "math/sharpe.h"
enum { MOST_TRIED = 50, TRIES = 200 };

/* Returns of mean `mean` and deviation 1: normal, skewed to losses, or with runs (first-order
 * autocorrelation 0.5). */
enum returns { NORMAL, SKEWED, RUNS, RETURNS };
static const char *const returns_names[RETURNS] = { "normal", "skewed", "in runs" };

static void
draw_returns(struct rng *rng, enum returns kind, double mean, double *x, size_t n)
{
    rng_normals(rng, x, n);
    for (size_t i = 0; i < n; i++) {
        if (kind == SKEWED)            /* less a lognormal of sd 1 in logarithms 0.5 */
            x[i] = (exp(0.125) - exp(0.5 * x[i])) / sqrt((exp(0.25) - 1) * exp(0.25));
        else if (kind == RUNS && i > 0)
            x[i] = 0.5 * (x[i - 1] - mean) + sqrt(0.75) * x[i];
        x[i] += mean;
    }
}

/* --- the probabilistic ratio: the truth is what it is held against --- */

static void
probabilistic(enum returns kind, size_t n, double truth)
{
    static double x[MOST_ITEMS];
    size_t sure = 0, said = 0;
    char data[64];

    for (size_t w = 0; w < WORLDS; w++) {
        uint64_t stream[4] = { n, kind, (uint64_t)(truth * 100), w };
        double ratio, se;
        struct rng rng;

        rng_init(&rng, 71, stream, 4);
        draw_returns(&rng, kind, truth, x, n);
        ratio = sharpe_ratio(x, n, 0);
        se = sharpe_se_mertens(ratio, n, sharpe_skew(x, n), sharpe_kurtosis(x, n));
        sure += sharpe_probability(ratio, truth, se) >= level;
        said += doubt_returns(n, sharpe_skew(x, n), sharpe_autocorrelation(x, n, 1));
    }
    snprintf(data, sizeof data, "%s n %4zu ratio %.1f", returns_names[kind], n, truth);
    say_false("Sharpe", "psr", data, WORLDS, (double)sure / WORLDS, (double)said / WORLDS);
}

/* --- the deflated ratio of the best of many without skill --- */

static void
deflated(enum returns kind, size_t tried, size_t n, bool alike)
{
    double *x = malloc(tried * n * sizeof *x), *common = malloc(n * sizeof *common);
    const double *column[MOST_TRIED];
    size_t sure = 0, said = 0;
    char data[64], method[32];

    for (size_t w = 0; w < TRIES; w++) {
        uint64_t stream[5] = { tried, n, kind, alike, w };
        struct deflated found;
        struct rng rng;

        rng_init(&rng, 72, stream, 5);
        draw_returns(&rng, kind, 0, common, n);
        for (size_t j = 0; j < tried; j++) {
            column[j] = x + j * n;
            draw_returns(&rng, kind, 0, x + j * n, n);
            for (size_t i = 0; alike && i < n; i++)
                x[j * n + i] = (x[j * n + i] + common[i]) / sqrt(2);
        }
        found = sharpe_deflated(column, tried, n, 0);
        sure += found.dsr >= level;
        said += doubt_returns(n, sharpe_skew(column[found.best], n),
            sharpe_autocorrelation(column[found.best], n, 1));
    }
    snprintf(method, sizeof method, "dsr, best of %zu", tried);
    snprintf(data, sizeof data, "%s n %4zu%s", returns_names[kind], n, alike ? ", alike" : "");
    say_false("Sharpe", method, data, TRIES, (double)sure / TRIES, (double)said / TRIES);
    free(x);
    free(common);
}

/* --- what knowing the truth is worth: the mean loss of choosing now --- */

static void
say_value(size_t m, double spread, size_t worlds, double said, double lost, double square,
    double told)
{
    double n = (double)worlds, error = sqrt((square / n - lost / n * (lost / n)) / n);
    char method[32];

    snprintf(method, sizeof method, "EVPI of %zu", m);
    printf("%-11s %-18s spread %.0f errors          said %.3f lost %.3f  said %.2f%s\n", "value",
        method, spread, said / n, lost / n, told / n,
        fabs(said - lost) / n > 3 * error + 0.1 * lost / n ? "  MISSED" : "");
}

/* Qualities scatter `spread` errors round each other. */
static void
information(size_t m, double spread)
{
    enum { DRAWN = 20000 };
    double *mean = malloc(m * sizeof *mean), *truth = malloc(m * sizeof *truth);
    double *se = malloc(m * sizeof *se), said = 0, lost = 0, square = 0, told = 0;

    for (size_t w = 0; w < DRAWN / m; w++) {
        uint64_t stream[3] = { m, (uint64_t)(spread * 100), w };
        size_t best = 0, chosen = 0, last = 0;
        struct rng rng;

        rng_init(&rng, 73, stream, 3);
        rng_normals(&rng, truth, m);
        rng_normals(&rng, mean, m);
        for (size_t j = 0; j < m; j++) {
            truth[j] *= spread;
            mean[j] += truth[j];
            se[j] = 1;
            best = truth[j] > truth[best] ? j : best;
            chosen = mean[j] > mean[chosen] ? j : chosen;
            last = mean[j] < mean[last] ? j : last;
        }
        said += decision_best_independent(mean, se, m, NULL);
        told += doubt_information((mean[chosen] - mean[last]) / sqrt(2), m);
        lost += truth[best] - truth[chosen];
        square += (truth[best] - truth[chosen]) * (truth[best] - truth[chosen]);
    }
    say_value(m, spread, DRAWN / m, said, lost, square, told);
    free(mean);
    free(truth);
    free(se);
}

void
simulate_value(void)
{
    static const size_t models[] = { 2, 20, 50 };
    static const double spreads[] = { 0, 1, 5 };

    for (int kind = NORMAL; kind < RETURNS; kind++)
        for (size_t s = 0; s < SIZES; s++) {
            probabilistic((enum returns)kind, sizes[s], 0);
            probabilistic((enum returns)kind, sizes[s], 0.5);
            for (size_t k = 0; k < (s < 2 ? 3 : 2); k++) {
                deflated((enum returns)kind, models[k], sizes[s], false);
                deflated((enum returns)kind, models[k], sizes[s], true);
            }
        }
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < 3; i++)
            information(models[k], spreads[i]);
}
