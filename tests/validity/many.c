/* many.c - families of pairs with adjusted p, and frontiers of equal models at rising cost. */
#include "validity/simulate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "math/doubt.h"
#include "math/membership.h"
#include "math/moments.h"
#include "math/multiplicity.h"
#include "math/resample.h"

enum { MOST_MODELS = 50, TRIES = 200, ADJUSTED_REPLICATES = 4000 };

/* m models on n items, all of the same quality; `better` of them (the last) by 0.1 more. */
struct field { double *score; size_t m, n, better; };

static void
field_draw(struct field *field, struct rng *rng, enum kind kind, double p, bool clustered)
{
    double item = 0;

    for (size_t i = 0; i < field->n; i++) {
        if (!clustered || i % CLUSTER == 0)
            item = rng_uniform(rng);
        for (size_t j = 0; j < field->m; j++) {
            double u = rng_uniform(rng) < 0.5 ? item : rng_uniform(rng);

            field->score[j * field->n + i] = score_of(kind,
                j + field->better >= field->m ? p + 0.1 : p, u);
        }
    }
}

/* --- families --- */

static double
pair_p(const struct field *field, size_t a, size_t b)
{
    static double d[MOST_ITEMS];
    struct moments moments;

    for (size_t i = 0; i < field->n; i++)
        d[i] = field->score[a * field->n + i] - field->score[b * field->n + i];
    moments = moments_of(d, field->n);
    return p_of_t(moments.mean, moments_se(&moments), (double)field->n - 1);
}

/* They promise that no equal pair is called different. */
enum { EVER = 5 };
static const struct { enum adjustment method; const char *name; } ever[EVER] = {
    { ADJUST_HOLM, "Holm, any" }, { ADJUST_BONFERRONI, "Bonferroni, any" },
    { ADJUST_SIDAK, "Sidak, any" }, { ADJUST_HOCHBERG, "Hochberg, any" },
    { ADJUST_HOMMEL, "Hommel, any" },
};

/* Any equal pair called different: Holm's promise. Equal ones among those called: BH's. */
static void
families(size_t m, size_t n, size_t better)
{
    enum { PAIRS = MOST_MODELS * (MOST_MODELS - 1) / 2 };
    static double p[PAIRS], adjusted[PAIRS];
    static bool equal[PAIRS];
    struct field field = { malloc(m * n * sizeof(double)), m, n, better };
    double any[EVER] = { 0 }, share = 0;
    char data[64];

    for (size_t w = 0; w < TRIES; w++) {
        uint64_t stream[4] = { m, n, better, w };
        size_t pairs = 0, wrong, called = 0, wrongly = 0;
        struct rng rng;

        rng_init(&rng, 31, stream, 4);
        field_draw(&field, &rng, BINARY, 0.5, false);
        for (size_t a = 0; a < m; a++)
            for (size_t b = a + 1; b < m; b++) {
                equal[pairs] = (a + better >= m) == (b + better >= m);
                p[pairs] = pair_p(&field, a, b);
                p[pairs] = isnan(p[pairs]) ? 1 : p[pairs];
                pairs++;
            }
        for (size_t k = 0; k < EVER; k++) {
            multiplicity_adjust(ever[k].method, p, pairs, adjusted);
            wrong = 0;
            for (size_t i = 0; i < pairs; i++)
                wrong += equal[i] && adjusted[i] <= 1 - level;
            any[k] += wrong > 0;
        }
        multiplicity_adjust(ADJUST_BH, p, pairs, adjusted);
        for (size_t i = 0; i < pairs; i++) {
            called += adjusted[i] <= 1 - level;
            wrongly += equal[i] && adjusted[i] <= 1 - level;
        }
        share += called > 0 ? (double)wrongly / (double)called : 0;
    }
    snprintf(data, sizeof data, "%2zu models n %4zu%s", m, n, better > 0 ? ", half better" : "");
    for (size_t k = 0; k < EVER; k++)
        say_false("family", ever[k].name, data, TRIES, any[k] / TRIES, 0);
    say_false("family", "BH, share", data, TRIES, share / TRIES, 0);
    free(field.score);
}

/* --- frontiers --- */

/* b replicates of the frontier of models at costs 1, 2, ..., m; the lens's way. */
static void
count_membership(const struct field *field, bool clustered, uint64_t seed, size_t b, bool pairs,
    struct membership *membership)
{
    static double mean[(MOST_MODELS + 1) * ADJUSTED_REPLICATES], point[2 * MOST_MODELS];
    static size_t cluster[MOST_ITEMS];
    const double *column[MOST_MODELS];
    struct resampling plan = { .n = field->n, .b = b, .seed = seed, .set = 2,
        .threads = 1 };
    double total = (double)field->n;

    for (size_t j = 0; j < field->m; j++)
        column[j] = field->score + j * field->n;
    for (size_t i = 0; i < field->n; i++)
        cluster[i] = i / CLUSTER;
    if (clustered) {
        resample_clusters(&plan, column, field->m, cluster,
            (field->n + CLUSTER - 1) / CLUSTER, mean);
        total = 1;
    } else {
        resample_sums(&plan, column, field->m, mean);
    }
    membership_init(membership, field->m, 2, pairs);
    for (size_t r = 0; r < b; r++) {
        for (size_t j = 0; j < field->m; j++) {
            point[2 * j] = nearbyint(mean[j * b + r] / total * 1e12);
            point[2 * j + 1] = -(double)(j + 1);
        }
        membership_add(membership, point);
    }
}

static size_t
members_of(const struct field *field)
{
    double best = -1;
    size_t members = 0;

    for (size_t j = 0; j < field->m; j++) {
        double sum = 0;

        for (size_t i = 0; i < field->n; i++)
            sum += field->score[j * field->n + i];
        members += nearbyint(sum * 1e9) > nearbyint(best * 1e9);
        best = fmax(best, sum);
    }
    return members;
}

/* Items, or clusters, on which the dearest model differs from the one on the frontier that
 * dominates it; SIZE_MAX where none does. */
static size_t
different_items(const struct field *field, bool clustered)
{
    size_t width = clustered ? CLUSTER : 1, found = 0, last = field->m - 1, best = 0;
    double most = -1;

    for (size_t j = 0; j <= last; j++) {
        double sum = 0;

        for (size_t i = 0; i < field->n; i++)
            sum += field->score[j * field->n + i];
        if (nearbyint(sum * 1e9) <= nearbyint(most * 1e9))
            continue;
        most = sum;
        best = j;
    }
    for (size_t i = 0; i < field->n && best != last; i += width) {
        double gap = 0;

        for (size_t k = i; k < i + width && k < field->n; k++)
            gap += field->score[best * field->n + k] - field->score[last * field->n + k];
        found += fabs(gap) > 1e-9;
    }
    return best == last || found == 0 ? SIZE_MAX : found;
}

/* How many of those that are off are on the mean replicate's frontier. */
static double
expected_off(const struct membership *membership, double alpha)
{
    double sum = 0;

    for (size_t j = 0; j < membership->n; j++)
        if (membership->on[j] <= alpha * REPLICATES)
            sum += (double)membership->on[j] / REPLICATES;
    return sum;
}

/* The cheapest is on the frontier whatever is drawn; any other is not. If the dearest were better
 * by a hair, which no data can tell, it would be on it: off would be false. */
static void
frontiers(enum kind kind, size_t m, size_t n, double p, bool clustered)
{
    struct field field = { malloc(m * n * sizeof(double)), m, n, 0 };
    size_t members = 0, sure = 0, off = 0, dearest = 0, said = 0, said_off = 0;
    size_t parts = clustered ? (n + CLUSTER - 1) / CLUSTER : n;
    double alpha = 1 - level;
    char data[64], method[32];

    for (size_t w = 0; w < TRIES; w++) {
        uint64_t stream[5] = { m, n, kind, (uint64_t)(p * 100), w };
        struct membership membership;
        struct rng rng;

        rng_init(&rng, clustered ? 33 : 32, stream, 5);
        field_draw(&field, &rng, kind, p, clustered);
        members += members_of(&field);
        count_membership(&field, clustered, w, REPLICATES, false, &membership);
        for (size_t j = 1; j < m; j++)
            sure += membership.on[j] >= (1 - alpha) * REPLICATES;
        off += membership.on[0] <= alpha * REPLICATES;
        dearest += membership.on[m - 1] <= alpha * REPLICATES;
        said += doubt_states(parts);
        said_off += doubt_states(parts) || doubt_ties(different_items(&field, clustered)) ||
            doubt_off(expected_off(&membership, alpha), alpha);
        membership_release(&membership);
    }
    snprintf(data, sizeof data, "%s n %4zu p %.2f", kind_names[kind], n, p);
    snprintf(method, sizeof method, "%zu models, %.2f on", m, (double)members / TRIES);
    say_false(clustered ? "frontier, c" : "frontier", method, data, TRIES * (m - 1),
        (double)sure / (double)(TRIES * (m - 1)), (double)said / TRIES);
    snprintf(method, sizeof method, "%zu models, off", m);
    say_false(clustered ? "frontier, c" : "frontier", method, data, TRIES,
        (double)dearest / TRIES, (double)said_off / TRIES);
    if (off > 0)
        printf("the cheapest was called off in %zu worlds  MISSED\n", off);
    free(field.score);
}

/* By Holm's steps from the surest on, the smallest count that is still accepted. */
static double
holm_bar(const struct membership *membership, double alpha, double b)
{
    double bar = 2 * b;
    size_t m = membership->n;

    for (size_t step = 0; step < m; step++) {
        uint32_t next = 0;                 /* the largest below the bar */
        size_t above = 0;

        for (size_t j = 0; j < m; j++) {
            above += membership->on[j] >= bar;
            next = membership->on[j] < bar && membership->on[j] > next ? membership->on[j] : next;
        }
        if (above >= m || next < (1 - alpha / (double)(m - above)) * b)
            break;
        bar = next;
    }
    return bar;
}

/* --adjust: no other is surely on, and the dearest, if it were better by a hair, not surely
 * dominated by one of the others, in 19 of 20 worlds. */
static void
adjusted(size_t m, size_t n)
{
    struct field field = { malloc(m * n * sizeof(double)), m, n, 0 };
    size_t wrong = 0, by_holm = 0, dearest = 0;
    double alpha = 1 - level, bar, b = ADJUSTED_REPLICATES;
    char data[64], method[32];

    for (size_t w = 0; w < TRIES; w++) {
        uint64_t stream[3] = { m, n, w };
        struct membership membership;
        struct rng rng;
        bool sure = false, holm = false, off = false;

        rng_init(&rng, 34, stream, 3);
        field_draw(&field, &rng, BINARY, 0.5, false);
        count_membership(&field, false, w, ADJUSTED_REPLICATES, true, &membership);
        bar = holm_bar(&membership, alpha, b);
        for (size_t j = 1; j < m; j++) {
            sure |= membership.on[j] >= (1 - alpha / (double)m) * b;
            holm |= membership.on[j] >= bar;
        }
        for (size_t j = 0; j + 1 < m; j++)
            off |= membership.pair[j * m + m - 1] >= (1 - alpha / (double)m) * b;
        wrong += sure;
        by_holm += holm;
        dearest += off;
        membership_release(&membership);
    }
    snprintf(data, sizeof data, "0/1 n %4zu p 0.50", n);
    snprintf(method, sizeof method, "%zu, adjusted, any", m);
    say_false("frontier", method, data, TRIES, (double)wrong / TRIES, doubt_states(n));
    snprintf(method, sizeof method, "%zu, Holm, any", m);
    say_false("frontier", method, data, TRIES, (double)by_holm / TRIES, doubt_states(n));
    snprintf(method, sizeof method, "%zu, adjusted, off", m);
    say_false("frontier", method, data, TRIES, (double)dearest / TRIES, doubt_states(n));
    free(field.score);
}

/* Only shares of right answers and their errors are known: Gaussian, independent draws. An
 * error of 0 makes a model exact, which the lens says. */
static void
by_errors(size_t m, size_t n, double p)
{
    double score[MOST_MODELS], se[MOST_MODELS], point[2 * MOST_MODELS], normal[MOST_MODELS];
    size_t sure = 0, said = 0;
    char data[64], method[32];

    for (size_t w = 0; w < TRIES; w++) {
        uint64_t stream[4] = { m, n, (uint64_t)(p * 100), w };
        struct membership membership;
        struct rng rng;
        bool exact = false;

        rng_init(&rng, 35, stream, 4);
        for (size_t j = 0; j < m; j++) {
            score[j] = 0;
            for (size_t i = 0; i < n; i++)
                score[j] += rng_uniform(&rng) < p;
            score[j] /= (double)n;
            se[j] = sqrt(score[j] * (1 - score[j]) / (double)n);
            exact |= !(se[j] > 0);
            point[2 * j + 1] = -(double)(j + 1);
        }
        membership_init(&membership, m, 2, false);
        for (size_t r = 0; r < REPLICATES; r++) {
            rng_normals(&rng, normal, m);
            for (size_t j = 0; j < m; j++)
                point[2 * j] = score[j] + se[j] * normal[j];
            membership_add(&membership, point);
        }
        for (size_t j = 1; j < m; j++)
            sure += membership.on[j] >= level * REPLICATES;
        membership_release(&membership);
        said += exact;
    }
    snprintf(data, sizeof data, "0/1 n %4zu p %.2f", n, p);
    snprintf(method, sizeof method, "%zu, errors only", m);
    say_false("frontier", method, data, TRIES * (m - 1), (double)sure /
        (double)(TRIES * (m - 1)), (double)said / TRIES);
}

void
simulate_many(void)
{
    static const size_t models[] = { 2, 20, 50 };

    for (size_t k = 0; k < 3; k++)
        for (size_t s = 0; s < SIZES; s++) {
            families(models[k], sizes[s], 0);
            families(models[k], sizes[s], models[k] / 2);
        }
    for (size_t k = 0; k < 2; k++)
        for (size_t s = 0; s < 2; s++)
            adjusted(models[k], sizes[s]);
    for (size_t k = 0; k < 3; k++)
        for (size_t s = 0; s < SIZES; s++)
            for (size_t q = 0; q < SHARES; q++)
                by_errors(models[k], sizes[s], shares[q]);
    for (int clustered = 0; clustered < 2; clustered++)
        for (size_t k = 0; k < 3; k++)
            for (size_t s = 0; s < SIZES; s++)
                for (size_t q = 0; q < SHARES; q++)
                    for (int kind = BINARY; kind < GRADED; kind++)
                        frontiers((enum kind)kind, models[k], sizes[s], shares[q], clustered);
}
