/* test_bootstrap.c - replicates: what they must average to, whoever computes them; intervals
 * from given replicates against R and scipy.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "math/bootstrap.h"
#include "math/moments.h"
#include "math/nested.h"
#include "math/resample.h"
#include "math/rng.h"
#include "unit/oracle_helper.h"
#include "unit/skip.h"

enum { B = 4000 };

static double *
random_column(uint64_t stream, size_t n, double p)
{
    double *x = malloc(n * sizeof *x);
    struct rng rng;

    rng_init(&rng, 7, &stream, 1);
    for (size_t i = 0; i < n; i++)
        x[i] = p > 0 ? rng_uniform(&rng) < p : rng_uniform(&rng);
    return x;
}

/* The spread of the replicates is the standard error of the mean, and they share items: the
 * replicates of x and of 1 - x add up to 1. */
static void
check_spread(size_t n, double p)
{
    double *x = random_column(n, n, p), *y = malloc(n * sizeof *y);
    double *mean = malloc(2 * B * sizeof *mean), want, se;
    const double *columns[2] = { x, y };
    struct resampling plan = { .n = n, .b = B, .seed = 3, .set = 9 };
    struct moments items = moments_of(x, n), t;

    for (size_t i = 0; i < n; i++)
        y[i] = 1 - x[i];
    assert_true(resample_means(&plan, columns, 2, mean));
    t = moments_of(mean, B);
    want = sqrt(items.m2 / (double)n / (double)n);
    se = want / sqrt(B);
    if (fabs(t.mean - items.mean) > 4 * se + 0.5 * want / sqrt((double)n))
        fail_msg("n %zu: replicates average %.6g, not %.6g", n, t.mean, items.mean);
    if (fabs(moments_sd(&t) / want - 1) > 0.06)
        fail_msg("n %zu: their deviation is %.6g, not %.6g", n, moments_sd(&t), want);
    for (size_t r = 0; r < B; r++)
        assert_true(fabs(mean[r] + mean[B + r] - 1) < 1e-9);
    free(x);
    free(y);
    free(mean);
}

static void
test_spread(void **state)
{
    (void)state;
    check_spread(30, 0);
    check_spread(99, 0.7);
    check_spread(225, 0);
    check_spread(225, 0.8);
    check_spread(1319, 0.5);
    check_spread(3001, 0);
    check_spread(70001, 0.3);  /* more than bytes can count at once */
}

/* One thread, two, and other columns beside it: the same bits. */
static void
check_same(size_t n, double p)
{
    double *x = random_column(1, n, p), *y = random_column(2, n, p);
    double *one = malloc(B * sizeof *one), *two = malloc(2 * B * sizeof *two);
    const double *columns[2] = { y, x };
    struct resampling plan = { .n = n, .b = B, .seed = 3, .set = 9, .threads = 1 };

    assert_true(resample_means(&plan, columns + 1, 1, one));
    plan.threads = 2;
    assert_true(resample_means(&plan, columns, 2, two));
    assert_memory_equal(one, two + B, B * sizeof *one);
    plan.seed = 4;
    assert_true(resample_means(&plan, columns, 2, two));
    assert_memory_not_equal(one, two + B, B * sizeof *one);
    free(x);
    free(y);
    free(one);
    free(two);
}

static void
test_threads(void **state)
{
    (void)state;
    check_same(777, 0);
    check_same(777, 0.4);
}

/* So too with whole clusters, and begun in the middle of the stream. */
static void
test_clusters_on_threads(void **state)
{
    enum { N = 640, C = 160, LATER = 64 * RESAMPLE_BLOCK };
    double *x = random_column(1, N, 0), *one = malloc(B * sizeof *one);
    double *two = malloc(B * sizeof *two);
    const double *columns[1] = { x };
    struct resampling plan = { .n = N, .b = B, .seed = 3, .set = 9, .threads = 1 };
    size_t cluster[N];

    (void)state;
    for (size_t i = 0; i < N; i++)
        cluster[i] = i % C;
    assert_true(resample_clusters(&plan, columns, 1, cluster, C, one));
    plan.threads = 2;
    assert_true(resample_clusters(&plan, columns, 1, cluster, C, two));
    assert_memory_equal(one, two, B * sizeof *one);
    plan.first = LATER;
    plan.b = B - LATER;
    assert_true(resample_clusters(&plan, columns, 1, cluster, C, two));
    assert_memory_equal(one + LATER, two, (B - LATER) * sizeof *one);
    free(x);
    free(one);
    free(two);
}

/* Counts of a replicate give its sum. */
static void
test_counts(void **state)
{
    enum { N = 531 };
    double *x = random_column(1, N, 0), sum[40];
    uint8_t count[N];
    const double *columns[1] = { x };
    struct resampling plan = { .n = N, .b = 40, .seed = 5, .set = 2 };

    (void)state;
    assert_true(resample_sums(&plan, columns, 1, sum));
    for (size_t r = 0; r < 40; r += 13) {
        double want = 0, total = 0;

        resample_counts(&plan, r, count);
        for (size_t i = 0; i < N; i++) {
            want += count[i] * x[i];
            total += count[i];
        }
        assert_true(total == N);
        assert_true(fabs(want - sum[r]) < 1e-9);
    }
    free(x);
}

/* Clusters of equal items spread as their means do. */
static void
test_clusters(void **state)
{
    enum { N = 600, C = 60 };
    double *effect = random_column(1, C, 0), x[N], *mean = malloc(B * sizeof *mean);
    size_t cluster[N];
    const double *columns[1] = { x };
    struct resampling plan = { .n = N, .b = B, .seed = 5, .set = 2 };
    struct moments of = moments_of(effect, C), t;

    (void)state;
    for (size_t i = 0; i < N; i++) {
        cluster[i] = i % C;
        x[i] = effect[i % C];
    }
    assert_true(resample_clusters(&plan, columns, 1, cluster, C, mean));
    t = moments_of(mean, B);
    assert_true(fabs(moments_sd(&t) / sqrt(of.m2 / C / C) - 1) < 0.06);
    free(effect);
    free(mean);
}

static bool
stop(void *context, double done)
{
    *(double *)context = done;
    return false;
}

static void
test_stopped(void **state)
{
    double *x = random_column(1, 500, 0), *mean = malloc(B * sizeof *mean), done = 0;
    const double *columns[1] = { x };
    struct resampling plan = { .n = 500, .b = B, .report = stop, .context = &done };

    (void)state;
    assert_false(resample_means(&plan, columns, 1, mean));
    assert_true(done > 0 && done < 1);
    free(x);
    free(mean);
}

/* --- intervals --- */

static void
test_ties_and_constants(void **state)
{
    double t[4] = { 1, 1, 1, 1 }, x[3] = { 2, 2, 2 }, d[3] = { 0, 0, 0 };
    double halves[4] = { 0, 1, 1, 2 };

    (void)state;
    assert_true(fabs(bootstrap_z0(1, t, 4, CONVENTION_TYPE_7)) < 1e-15);
    assert_true(bootstrap_z0(1, t, 4, CONVENTION_R) == -INFINITY);
    assert_true(fabs(bootstrap_z0(1, halves, 4, CONVENTION_TYPE_7)) < 1e-15);
    assert_true(isnan(bootstrap_acceleration(x, 3)));
    /* leaving one of 1, 2, 6 out leaves means of 4, 3.5, 1.5 */
    assert_true(fabs(bootstrap_acceleration((double[]){ 1, 2, 6 }, 3) -
        bootstrap_acceleration_of((double[]){ 4, 3.5, 1.5 }, 3)) < 1e-12);
    assert_true(bootstrap_quantile((double[]){ 1, 2, 4 }, 3, 0.25, CONVENTION_TYPE_7) == 1.5);
    assert_true(bootstrap_quantile((double[]){ 1, 2, 4 }, 3, 0.25, CONVENTION_R) == 1);
    assert_true(isnan(bootstrap_bca(3, t, 4, 0.95, 0, CONVENTION_TYPE_7).lo));
    assert_true(sign_flip_random(&(struct resampling){ .n = 3, .b = 99, .seed = 1,
        .set = 1 }, d) == 1);
}

/* 31 of 40, all 41 outcomes at their exact shares of a million: what R's convention does to
 * ties, and the half of them that does not. */
static void
test_tied_scores(void **state)
{
    enum { N = 40, K = 31 };
    double x[N], *t = malloc(1000100 * sizeof *t), share = pow(1 - 0.775, N);
    size_t b = 0;
    struct interval by_r, by_7;

    (void)state;
    for (size_t k = 0; k <= N; k++) {
        for (size_t i = 0; i < (size_t)lround(share * 1e6); i++)
            t[b++] = (double)k / N;
        share *= (double)(N - k) / (double)(k + 1) * 0.775 / (1 - 0.775);
    }
    for (size_t i = 0; i < N; i++)
        x[i] = i < K;
    by_r = bootstrap_bca(0.775, t, b, 0.95, bootstrap_acceleration(x, N), CONVENTION_R);
    by_7 = bootstrap_bca(0.775, t, b, 0.95, bootstrap_acceleration(x, N), CONVENTION_TYPE_7);
    assert_true(fabs(by_r.lo - 0.6) < 1e-6 && fabs(by_r.hi - 0.875) < 1e-6);
    assert_true(fabs(by_7.lo - 0.625) < 1e-6 && by_7.hi >= 0.875);
    free(t);
}

static void
test_sign_flip(void **state)
{
    double d[12] = { 1, -0.5, 2, 1.5, -0.25, 0.75, 1, 0.5, -1, 2, 0.25, 1 };
    double exact = 0, got, sum = 0;
    struct resampling plan = { .n = 12, .b = 20000, .seed = 1, .set = 1 };

    (void)state;
    for (size_t i = 0; i < 12; i++)
        sum += d[i];
    for (unsigned signs = 0; signs < 4096; signs++) {
        double flipped = 0;

        for (size_t i = 0; i < 12; i++)
            flipped += signs >> i & 1 ? -d[i] : d[i];
        exact += fabs(flipped) >= sum - 1e-12;
    }
    got = sign_flip_random(&plan, d);
    assert_true(fabs(got - exact / 4096) < 4 * bootstrap_share_error(exact / 4096, 20000));
}

/* Whole words of signs and what is left over, of few items and of several pieces: each flip added
 * by itself, in the same eight lanes. */
static void
test_sign_flip_lanes(void **state)
{
    static const size_t sizes[] = { 1, 7, 63, 64, 65, 130, 4096, 4500 };
    static double d[4500];

    (void)state;
    for (size_t i = 0; i < 4500; i++)
        d[i] = sin((double)i) + 0.02;
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        struct resampling plan = { .n = sizes[s], .b = 64, .seed = 5, .set = 9 };
        uint64_t stream[2] = { 9, 0 }, turns = 0;
        double sum = 0, size = 0, extreme = 0;
        struct rng rng;

        for (size_t i = 0; i < plan.n; i++) {
            sum += d[i];
            size += fabs(d[i]);
        }
        rng_init(&rng, 5, stream, 2);
        for (size_t r = 0; r < plan.b; r++) {
            double lane[8] = { 0 };

            for (size_t i = 0; i < plan.n; i++) {
                turns = i % 64 == 0 ? rng_next(&rng) : turns >> 1;
                lane[i % 8] += turns & 1 ? -d[i] : d[i];
            }
            extreme += fabs(((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) +
                (lane[6] + lane[7]))) >= fabs(sum) - 1e-12 * size;
        }
        assert_true(sign_flip_random(&plan, d) == (extreme + 1) / 65);
    }
}

static double *
read_column(const char *name, size_t *n)
{
    const char *shared = getenv("PARETOP_SHARED");
    char path[4096], line[128];
    double *x = malloc(20000 * sizeof *x);
    FILE *file;

    *n = 0;
    snprintf(path, sizeof path, "%s/oracles/%s", shared, name);
    file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL && *n < 20000) {
        char *end;
        double value = strtod(line, &end);

        if (end != line)
            x[(*n)++] = value;
    }
    if (file != NULL)
        fclose(file);
    return x;
}

struct given { double *t, *x; size_t b, n; struct moments of; };

static struct interval
by_name(const struct given *given, const char *method, double level)
{
    enum bootstrap_convention by = strncmp(method, "R_", 2) == 0 ? CONVENTION_R :
        CONVENTION_TYPE_7;

    if (strstr(method, "norm") != NULL)
        return bootstrap_normal(given->of.mean, given->t, given->b, level);
    if (strstr(method, "basic") != NULL)
        return bootstrap_basic(given->of.mean, given->t, given->b, level, by);
    if (strstr(method, "perc") != NULL)
        return bootstrap_percentile(given->t, given->b, level, by);
    return bootstrap_bca(given->of.mean, given->t, given->b, level,
        bootstrap_acceleration(given->x, given->n), by);
}

/* Ours: every method at two levels, of which 0.95 falls between two replicates. */
static void
test_own_replicates(void **state)
{
    static const char *const methods[] = { "R_perc", "R_basic", "R_bca", "7_perc", "7_basic",
        "7_bca", "norm" };
    cJSON *own = oracle_own("bootstrap.json");
    const cJSON *one, *at;

    (void)state;
    assert_non_null(own);
    cJSON_ArrayForEach(one, oracle_item(own, "cases")) {
        struct given given;

        given.x = oracle_numbers(oracle_item(one, "x"), &given.n);
        given.t = oracle_numbers(oracle_item(one, "t"), &given.b);
        given.of = moments_of(given.x, given.n);
        bootstrap_sort(given.t, given.b);
        cJSON_ArrayForEach(at, oracle_item(one, "levels"))
            for (size_t m = 0; m < sizeof methods / sizeof methods[0]; m++) {
                struct interval got = by_name(&given, methods[m], oracle_field(at, "level"));
                const cJSON *want = oracle_item(at, methods[m]);

                if (!oracle_near(got.lo, oracle_number(want->child), 1e-9) ||
                    !oracle_near(got.hi, oracle_number(want->child->next), 1e-9))
                    fail_msg("%s: %.15g to %.15g, not %s", methods[m], got.lo, got.hi,
                        cJSON_Print(want));
            }
        free(given.t);
        free(given.x);
    }
    cJSON_Delete(own);
}

static size_t
check_given(const char *file, const char *name, const struct given *given)
{
    char path[4096], line[256], kind[64], method[64];
    double level, lo, hi;
    size_t seen = 0;
    FILE *in;

    snprintf(path, sizeof path, "%s/oracles/%s", getenv("PARETOP_SHARED"), file);
    in = fopen(path, "r");
    assert_non_null(in);
    while (fgets(line, sizeof line, in) != NULL) {
        struct interval got;

        if (sscanf(line, "%63[^,],%lf,%63[^,],%lf,%lf", kind, &level, method, &lo, &hi) != 5 ||
            strcmp(kind, name) != 0)
            continue;
        got = by_name(given, method, level);
        if (!oracle_near(got.lo, lo, 1e-9) || !oracle_near(got.hi, hi, 1e-9))
            fail_msg("%s %s %g: %.15g to %.15g, not %.15g to %.15g", name, method, level,
                got.lo, got.hi, lo, hi);
        seen++;
    }
    fclose(in);
    return seen;
}

static void
test_given_replicates(void **state)
{
    static const char *const names[] = { "gamma25", "skew60" };

    (void)state;
    if (getenv("PARETOP_SHARED") == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    for (size_t i = 0; i < 2; i++) {
        char file[128];
        struct given given;

        snprintf(file, sizeof file, "algo_boot_%s_replicates.csv", names[i]);
        given.t = read_column(file, &given.b);
        snprintf(file, sizeof file, "algo_boot_%s_data.csv", names[i]);
        given.x = read_column(file, &given.n);
        assert_true(given.b >= 1999 && given.n >= 25);
        given.of = moments_of(given.x, given.n);
        bootstrap_sort(given.t, given.b);
        assert_true(check_given("algo_boot_ci_R.csv", names[i], &given) == 8);
        assert_true(check_given("algo_boot_ci_scipy.csv", names[i], &given) == 6);
        free(given.t);
        free(given.x);
    }
}

static void
check_indexed(const cJSON *in, const cJSON *out)
{
    size_t n, cells, b = (size_t)cJSON_GetArraySize(oracle_item(in, "idx"));
    double *x = oracle_numbers(oracle_item(in, "x"), &n);
    double *index = oracle_numbers(oracle_item(in, "idx"), &cells);
    double *t = calloc(b, sizeof *t);
    struct { const char *name; struct interval got; } got[3];
    struct moments of = moments_of(x, n);

    for (size_t r = 0; r < b; r++) {
        for (size_t i = 0; i < n; i++)
            t[r] += x[(size_t)index[r * n + i]];
        t[r] /= (double)n;
    }
    bootstrap_sort(t, b);
    got[0].name = "percentile";
    got[0].got = bootstrap_percentile(t, b, 0.95, CONVENTION_TYPE_7);
    got[1].name = "basic";
    got[1].got = bootstrap_basic(of.mean, t, b, 0.95, CONVENTION_TYPE_7);
    got[2].name = "bca";
    /* This table counts ties as R does and takes quantiles as numpy does. */
    got[2].got = bootstrap_bca_at(t, b, 0.95, bootstrap_z0(of.mean, t, b, CONVENTION_R),
        bootstrap_acceleration(x, n), CONVENTION_TYPE_7);
    for (size_t k = 0; k < 3; k++)
        for (const cJSON *at = out->child; at != NULL; at = at->next)
            if (strcasecmp(at->string, got[k].name) == 0 && cJSON_IsArray(at) &&
                (!oracle_near(got[k].got.lo, oracle_number(at->child), 1e-9) ||
                !oracle_near(got[k].got.hi, oracle_number(at->child->next), 1e-9)))
                fail_msg("%s: %.15g to %.15g, not %s", got[k].name, got[k].got.lo,
                    got[k].got.hi, cJSON_Print(at));
    free(x);
    free(index);
    free(t);
}

static void
test_indexed(void **state)
{
    cJSON *table = oracle_shared("stats_13_bootstrap_ci.json");
    const cJSON *one;

    (void)state;
    if (table == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    cJSON_ArrayForEach(one, oracle_item(table, "cases"))
        check_indexed(oracle_item(one, "in"), oracle_item(one, "out"));
    cJSON_Delete(table);
}

/* The variance of two levels is that of the items' differences plus what their samples vary,
 * here I = 30 items with 4 samples of a and 1 to 3 of b; threads do not matter. */
static void
test_nested(void **state)
{
    enum { I = 30, K = 4, MANY = 20000 };
    static double xa[I * K], xb[I * 3], one[MANY], two[MANY];
    size_t fa[I + 1], fb[I + 1];
    struct nested a = { fa, xa }, b = { fb, xb };
    struct resampling plan = { .n = I, .b = MANY, .seed = 5, .set = 2, .threads = 1 };
    struct moments items = { 0 }, t;
    double within = 0;

    (void)state;
    fa[0] = fb[0] = 0;
    for (size_t i = 0; i < I; i++) {
        struct moments ma, mb;

        fa[i + 1] = fa[i] + K;
        fb[i + 1] = fb[i] + 1 + i % 3;
        for (size_t k = fa[i]; k < fa[i + 1]; k++)
            xa[k] = (double)(i * 7 % 11) / 11 + (double)(k * 5 % 7) / 7;
        for (size_t k = fb[i]; k < fb[i + 1]; k++)
            xb[k] = (double)(k * 3 % 5) / 5;
        ma = moments_of(xa + fa[i], K);
        mb = moments_of(xb + fb[i], 1 + i % 3);
        moments_add(&items, ma.mean - mb.mean);
        within += (ma.m2 / (ma.n * ma.n) + mb.m2 / (mb.n * mb.n)) / I;
    }
    assert_true(resample_nested(&plan, &a, &b, NULL, 0, one));
    plan.threads = 2;
    assert_true(resample_nested(&plan, &a, &b, NULL, 0, two));
    assert_memory_equal(one, two, sizeof one);
    t = moments_of(one, MANY);
    assert_true(fabs(t.mean - items.mean) < 4 * moments_se(&t));
    assert_true(fabs(moments_variance(&t) / ((items.m2 / I + within) / I) - 1) < 0.05);
}

/* The bits of what a seed gives, whatever vectors the machine has: people compare figures. */
static void
test_bits(void **state)
{
    static const struct { double p; uint64_t hash; } rows[] = {
        { 0, UINT64_C(0x3a57a11cbc3efb26) }, { 0.7, UINT64_C(0xa13bd3eaf56b31db) } };
    enum { ITEMS = 2101, COLUMNS = 5, REPLICATES = 40 };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double mean[COLUMNS * REPLICATES], *x[COLUMNS];
        struct resampling plan = { .n = ITEMS, .b = REPLICATES, .seed = 1, .set = 2 };
        uint64_t hash = 0, bits;

        for (size_t j = 0; j < COLUMNS; j++)
            x[j] = random_column(j, ITEMS, rows[i].p);
        assert_true(resample_means(&plan, (const double *const *)x, COLUMNS, mean));
        for (size_t j = 0; j < COLUMNS * REPLICATES; j++) {
            memcpy(&bits, &mean[j], sizeof bits);
            hash = (hash ^ bits) * UINT64_C(1099511628211);
            hash ^= hash >> 29;
        }
        assert_int_equal(hash, rows[i].hash);
        for (size_t j = 0; j < COLUMNS; j++)
            free(x[j]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spread), cmocka_unit_test(test_threads), cmocka_unit_test(test_bits),
        cmocka_unit_test(test_clusters_on_threads), cmocka_unit_test(test_nested),
        cmocka_unit_test(test_counts), cmocka_unit_test(test_clusters),
        cmocka_unit_test(test_stopped), cmocka_unit_test(test_ties_and_constants),
        cmocka_unit_test(test_tied_scores), cmocka_unit_test(test_sign_flip),
        cmocka_unit_test(test_sign_flip_lanes),
        cmocka_unit_test(test_own_replicates), cmocka_unit_test(test_given_replicates), cmocka_unit_test(test_indexed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
