/* simulate.c - do intervals, tests and states hold what they promise? Data with a known
 * truth, many times; prints the table that is kept as RESULTS.
 *
 * Intervals: the share that hold the truth. Tests: the share of equal models that are called
 * different at 0.05. States: models of equal quality at rising cost, of which only the
 * cheapest is on the frontier, and how often another one is surely on it, or the dearest surely
 * off, which would be false if it were better by a hair. Values: what is said and what is.
 * "said" is the share of worlds in which the program's own output warns (doubt.h). A test reads
 * the table: what misses its promise must have been said.
 */
#include "validity/simulate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "math/bootstrap.h"

const size_t sizes[SIZES] = { 30, 225, 1319 };
const double shares[SHARES] = { 0.5, 0.95 };
const double level = 0.95;
const char *const kind_names[KINDS] = { "0/1", "tied", "graded" };

/* --- data --- */

/* u^a has the mean 1/(1 + a). */
static double
power_for(double p)
{
    return (1 - p) / p;
}

/* Draws above it have passed step k of five. */
static double
step_at(double p, int k)
{
    return pow(k / 5.0, 1 / power_for(p));
}

double
score_of(enum kind kind, double p, double u)
{
    static double steps[5], steps_of;
    int passed = 0;

    if (kind == BINARY)
        return u < p;
    if (kind == GRADED)
        return pow(u, power_for(p));
    if (steps_of != p)
        for (int k = 0; k < 5; k++)
            steps[k] = step_at(p, k);
    steps_of = p;
    while (passed < 5 && u > steps[passed])
        passed++;
    return passed / 5.0;
}

double
score_mean(enum kind kind, double p)
{
    double mean = 0;

    if (kind != TIED)
        return p;
    for (int k = 0; k < 5; k++)        /* 1/5 for each step that is passed */
        mean += (1 - step_at(p, k)) / 5;
    return mean;
}

void
world_draw(struct world *world, struct rng *rng, enum kind kind, double p, size_t n,
    bool clustered)
{
    double shift = 0;

    for (size_t i = 0; i < n; i++) {
        double item = rng_uniform(rng), a, b;

        if (i % CLUSTER == 0)
            shift = rng_uniform(rng);
        a = rng_uniform(rng) < 0.5 ? item : rng_uniform(rng);
        b = rng_uniform(rng) < 0.5 ? item : rng_uniform(rng);
        if (clustered && rng_uniform(rng) < 0.7)
            a = shift;
        world->a[i] = score_of(kind, p, a);
        world->b[i] = score_of(kind, p, b);
        world->d[i] = world->a[i] - world->b[i];
        world->cluster[i] = i / CLUSTER;
    }
    world->n = n;
    world->clusters = clustered ? (n + CLUSTER - 1) / CLUSTER : 0;
}

struct discordance
world_table(const struct world *world)
{
    struct discordance table = { 0, 0, 0, 0 };

    for (size_t i = 0; i < world->n; i++) {
        table.both += world->a[i] > 0 && world->b[i] > 0;
        table.only_a += world->d[i] > 0;
        table.only_b += world->d[i] < 0;
        table.neither += !(world->a[i] > 0) && !(world->b[i] > 0);
    }
    return table;
}

/* --- the table --- */

void
say_coverage(const char *what, const char *method, const char *data, struct tally tally)
{
    double worlds = (double)tally.worlds, share = (double)tally.right / worlds;
    double error = bootstrap_share_error(level, tally.worlds);

    printf("%-11s %-18s %-24s coverage %.3f  said %.2f%s\n", what, method, data, share,
        (double)tally.said / worlds, share < level - 3 * error ? "  MISSED" : "");
}

void
say_false(const char *what, const char *method, const char *data, size_t worlds, double share,
    double said)
{
    double error = bootstrap_share_error(1 - level, worlds);

    printf("%-11s %-18s %-24s false    %.3f  said %.2f%s\n", what, method, data, share, said,
        share > 1 - level + 3 * error ? "  MISSED" : "");
}

/* A part by its name, or all. */
int
main(int argc, char **argv)
{
    static const struct { const char *name; void (*simulate)(void); } parts[] = {
        { "means", simulate_means }, { "pairs", simulate_pairs },
        { "alone", simulate_alone }, { "claims", simulate_claims },
        { "value", simulate_value }, { "runs", simulate_runs }, { "many", simulate_many },
    };

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (argc < 2 || strcmp(argv[1], parts[i].name) == 0)
            parts[i].simulate();
    return 0;
}
