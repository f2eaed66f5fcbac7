/* test_intervals.c - intervals, paired differences and planning against other programs. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "math/doubt.h"
#include "math/intervals.h"
#include "math/moments.h"
#include "unit/oracle_helper.h"
#include "unit/skip.h"

/* What the table gives must come out; what it does not give is not looked at. */
static void
expect(const cJSON *out, const char *name, double got, double relative)
{
    const cJSON *field = oracle_item(out, name);

    if (field != NULL && !cJSON_IsNull(field) &&
        !oracle_near(got, oracle_number(field), relative))
        fail_msg("%s is %.17g, not %.17g", name, got, oracle_number(field));
}

static void
expect_pair(const cJSON *out, const char *name, struct interval got, double relative)
{
    const cJSON *pair = oracle_item(out, name);

    if (pair == NULL)
        return;
    if (!oracle_near(got.lo, oracle_number(cJSON_GetArrayItem(pair, 0)), relative) ||
        !oracle_near(got.hi, oracle_number(cJSON_GetArrayItem(pair, 1)), relative))
        fail_msg("%s is %.17g to %.17g, not %s", name, got.lo, got.hi, cJSON_Print(pair));
}

static void
check_mean(const cJSON *in, const cJSON *out)
{
    size_t n;
    double *x = oracle_numbers(oracle_item(in, "x"), &n);
    struct moments moments = moments_of(x, n);
    double se = moments_se(&moments);

    if (oracle_item(in, "variant") == NULL) {
        expect(out, "mean", moments.mean, 1e-9);
        expect(out, "var", moments_variance(&moments), 1e-9);
        expect(out, "se", se, 1e-9);
        expect(out, "z_lo", interval_normal(moments.mean, se, 0.95).lo, 1e-9);
        expect(out, "z_hi", interval_normal(moments.mean, se, 0.95).hi, 1e-9);
        expect(out, "t_lo", interval_t(moments.mean, se, (double)n - 1, 0.95).lo, 1e-9);
        expect(out, "t_hi", interval_t(moments.mean, se, (double)n - 1, 0.95).hi, 1e-9);
    } else {                           /* the error of a share, which Wald's interval has */
        struct interval wald = interval_wald(moments.mean * moments.n, moments.n, 0.5);

        expect(out, "se", (wald.hi - wald.lo) / 2 / interval_z(0.5), 1e-9);
    }
    free(x);
}

/* Cluster names of any kind become 0, 1, ... */
static size_t
number_clusters(const cJSON *list, size_t n, size_t *cluster)
{
    size_t clusters = 0;

    for (size_t i = 0; i < n; i++) {
        const cJSON *at = cJSON_GetArrayItem(list, (int)i);
        size_t j = 0;

        while (j < i && !cJSON_Compare(cJSON_GetArrayItem(list, (int)j), at, true))
            j++;
        cluster[i] = j < i ? cluster[j] : clusters++;
    }
    return clusters;
}

static void
check_clustered(const cJSON *in, const cJSON *out)
{
    size_t n, clusters;
    double *x = oracle_numbers(oracle_item(in, "x"), &n);
    size_t *cluster = malloc(n * sizeof *cluster);
    struct clustered error;

    clusters = number_clusters(oracle_item(in, "cluster"), n, cluster);
    error = clustered_error(x, cluster, n, clusters);
    expect(out, "clusters", (double)clusters, 0);
    expect(out, "se_miller", error.plain, 1e-9);
    expect(out, "se_cr1", error.cr1, 1e-9);
    expect(out, "se_statsmodels", error.cr1, 1e-9);
    expect(out, "mean", moments_of(x, n).mean, 1e-9);
    expect(out, "t_df", (double)error.clusters - 1, 0);
    expect(out, "deff", error.effect, 1e-9);
    free(x);
    free(cluster);
}

static void
check_paired(const cJSON *in, const cJSON *out)
{
    size_t n, m;
    double *a = oracle_numbers(oracle_item(in, "a"), &n);
    double *b = oracle_numbers(oracle_item(in, "b"), &m);
    struct paired paired = paired_difference(a, b, n);

    assert_int_equal(n, m);
    expect(out, "diff", paired.diff, 1e-9);
    expect(out, "se_paired", paired.se_paired, 1e-9);
    expect(out, "se_unpaired", paired.se_unpaired, 1e-9);
    expect(out, "corr", paired.correlation, 1e-9);
    expect(out, "cov", paired.covariance, 1e-9);
    expect(out, "t", paired.t, 1e-9);
    expect(out, "p_t", paired.p, 1e-9);
    expect(out, "z", paired.z, 1e-9);
    expect(out, "p_z", paired.p_z, 1e-9);
    expect(out, "cohen_dz", paired.effect, 1e-9);
    if (oracle_item(in, "cluster") != NULL) {
        size_t *cluster = malloc(n * sizeof *cluster);
        size_t clusters = number_clusters(oracle_item(in, "cluster"), n, cluster);

        for (size_t i = 0; i < n; i++)
            a[i] -= b[i];
        expect(out, "se_cr1_clustered", clustered_error(a, cluster, n, clusters).cr1, 1e-9);
        free(cluster);
    }
    free(a);
    free(b);
}

static void
check_power(const cJSON *in, const cJSON *out)
{
    double alpha = oracle_field(in, "alpha"), power = 1 - oracle_field(in, "beta");
    double n = oracle_field(in, "n"), delta = oracle_field(in, "delta");
    double variance = power_variance(oracle_field(in, "w2"), oracle_field(in, "sA2"),
        oracle_field(in, "KA"), oracle_field(in, "sB2"), oracle_field(in, "KB"));

    expect(out, "V", variance, 1e-9);
    expect(out, "n", power_items(variance, delta, alpha, power), 1e-9);
    expect(out, "n_ceil", ceil(power_items(variance, delta, alpha, power)), 0);
    expect(out, "mde", power_smallest(variance, n, alpha, power), 1e-9);
    expect(out, "power_two_sided", power_two_sided(variance, n, delta, alpha), 1e-9);
}

static void
check_proportion(const cJSON *in, const cJSON *out)
{
    double k = oracle_field(in, "k"), n = oracle_field(in, "n");
    double level = 1 - oracle_field(in, "alpha");

    expect_pair(out, "wilson", interval_wilson(k, n, level), 1e-9);
    expect_pair(out, "clopper_pearson", interval_clopper_pearson(k, n, level), 1e-9);
    expect_pair(out, "jeffreys", interval_jeffreys(k, n, level), 1e-9);
    expect_pair(out, "agresti_coull", interval_agresti_coull(k, n, level), 1e-9);
    expect_pair(out, "wald", interval_wald(k, n, level), 1e-9);
    expect_pair(out, "wilson_cc", interval_wilson_corrected(k, n, level), 1e-9);
    expect_pair(out, "bayes_uniform", interval_uniform_prior(k, n, level), 1e-9);
}

static void
check_mcnemar(const cJSON *in, const cJSON *out)
{
    struct discordance table = { oracle_field(in, "a_both"), oracle_field(in, "b_Aonly"),
        oracle_field(in, "c_Bonly"), oracle_field(in, "d_neither") };
    double se, p;

    expect(out, "exact", mcnemar_exact(&table), 1e-9);
    expect(out, "midp", mcnemar_mid_p(&table), 1e-9);
    expect(out, "chi2", mcnemar_chi2(&table, false, &p), 1e-9);
    expect(out, "chi2_p", p, 1e-9);
    expect(out, "chi2cc", mcnemar_chi2(&table, true, &p), 1e-9);
    expect(out, "chi2cc_p", p, 1e-9);
    expect(out, "diff", discordance_diff(&table, &se), 1e-9);
    expect(out, "se_diff", se, 1e-9);
    expect_pair(out, "newcombe10", interval_newcombe(&table, 0.95), 1e-9);
    expect_pair(out, "tango1998", interval_tango(&table, 0.95), 1e-8);
}

static void
check_merge(const cJSON *in, const cJSON *out)
{
    const cJSON *parts = oracle_item(in, "parts");
    struct moments moments = { 0, 0, 0 };

    if (parts == NULL)
        return;
    for (const cJSON *part = parts->child; part != NULL; part = part->next) {
        size_t n;
        double *x = oracle_numbers(part, &n);

        moments = moments_merge(moments, moments_of(x, n));
        free(x);
    }
    expect(out, "n", moments.n, 0);
    expect(out, "mean", moments.mean, 1e-12);
    expect(out, "M2", moments.m2, 1e-9);
}

static const struct {
    const char *own, *shared;
    void (*check)(const cJSON *in, const cJSON *out);
} tables[] = {
    { "clt_se", "stats_01_clt_se.json", check_mean },
    { "clustered_se", "stats_02_clustered_se.json", check_clustered },
    { "paired", "stats_03_paired.json", check_paired },
    { "power", "stats_04_power_mde.json", check_power },
    { "proportion", "stats_06_proportion_ci.json", check_proportion },
    { "mcnemar", "stats_07_mcnemar_paired_prop.json", check_mcnemar },
    { "merge", "stats_23_moment_merge.json", check_merge },
};
enum { N_TABLES = sizeof tables / sizeof tables[0] };

static size_t
check_cases(const cJSON *table, void (*check)(const cJSON *, const cJSON *))
{
    size_t n = 0;

    for (const cJSON *at = table != NULL ? oracle_item(table, "cases")->child : NULL;
        at != NULL; at = at->next, n++)
        check(oracle_item(at, "in"), oracle_item(at, "out"));
    return n;
}

static void
test_own_tables(void **state)
{
    cJSON *own = oracle_own("intervals.json");

    (void)state;
    assert_non_null(own);
    for (size_t i = 0; i < N_TABLES; i++)
        assert_true(check_cases(oracle_item(own, tables[i].own), tables[i].check) > 0);
    cJSON_Delete(own);
}

static void
test_full_tables(void **state)
{
    (void)state;
    if (getenv("PARETOP_SHARED") == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    for (size_t i = 0; i < N_TABLES; i++) {
        cJSON *full = oracle_shared(tables[i].shared);

        assert_true(check_cases(full, tables[i].check) > 0);
        cJSON_Delete(full);
    }
}

/* Where the bounds lie; that they are right is what tests/validity shows. */
static void
test_doubts(void **state)
{
    double even[40], one[40] = { 0 };

    (void)state;
    for (size_t i = 0; i < 40; i++)
        even[i] = i % 2 == 0 ? 1 : -1;
    one[0] = 1;
    assert_false(doubt_difference(even, 40));
    assert_true(doubt_difference(even, 29));
    assert_true(doubt_difference(one, 40));    /* one item makes it all */
    assert_true(doubt_difference(one + 1, 39));   /* nothing differs: no skewness */
    assert_false(doubt_bootstrap(even, 40));
    assert_true(doubt_bootstrap(even, 39));
    assert_false(doubt_clusters(even, 40));
    assert_true(doubt_clusters(one, 40) && doubt_clusters(even, 39));
    assert_true(doubt_wald(14, 100) && doubt_wald(86, 100) && !doubt_wald(15, 100));
    assert_true(doubt_mean(49, 1) && !doubt_mean(50, 1) && doubt_mean(50, (double)NAN));
    assert_true(doubt_welch(4, 9) && !doubt_welch(5, 5));
    assert_true(doubt_runs(19) && !doubt_runs(20));
    assert_true(doubt_states(39) && !doubt_states(40));
    assert_true(doubt_errors(19) && !doubt_errors(20) && !doubt_errors((double)NAN));
    assert_true(doubt_ties(14) && !doubt_ties(15));
    assert_true(doubt_off(0.051, 0.05) && !doubt_off(0.05, 0.05));
    assert_true(doubt_unpaired(30, 1, 225, 1) && !doubt_unpaired(50, 1, 225, 1));
    assert_true(!doubt_unpaired(30, 3, 30, 3) && doubt_unpaired(30, (double)NAN, 225, 0));
    assert_false(doubt_dominance(even, 40, 15, true));
    assert_true(doubt_dominance(even, 40, 14, false) && doubt_dominance(even, 39, 39, false));
    assert_true(doubt_dominance(one, 40, 40, true) && !doubt_dominance(one, 40, 40, false));
    assert_true(doubt_returns(100, 0, 0.13) && !doubt_returns(100, 0, 0.12));
    assert_true(doubt_returns(29, 0, 0) && doubt_returns(100, 2, 0));
    assert_true(doubt_information(1.9, 2) && !doubt_information(2, 2));
    assert_true(doubt_information(2, 3) && !doubt_information(0, 1));
}

static void
test_edges(void **state)
{
    struct discordance none = { 6, 0, 0, 4 };
    static const double sorted[] = { 1, 2, 4, 8 };
    static const double one[] = { 3 };
    struct moments single = moments_of(one, 1);
    double p;

    (void)state;
    assert_true(isnan(moments_se(&single)));
    assert_true(mcnemar_exact(&none) == 1);
    assert_true(isnan(mcnemar_chi2(&none, false, &p)));
    /* no discordant pair among ten */
    assert_true(fabs(interval_tango(&none, 0.95).hi - 0.2775) < 1e-4);
    assert_true(fabs(interval_tango(&none, 0.95).lo + 0.2775) < 1e-4);
    assert_true(quantile_sorted(sorted, 4, 0.5) == 3);
    assert_true(quantile_sorted(sorted, 4, 0) == 1);
    assert_true(quantile_sorted(sorted, 4, 1) == 8);
    assert_true(isnan(p_of_t(0, 0, 5)));
    assert_true(isnan(p_of_t(1, (double)NAN, 5)) && isnan(p_of_z(1, (double)NAN)));
    assert_true(p_of_t(1, 0, 5) == 0);
    assert_true(isnan(p_of_z(0, 0)) && p_of_z(1, 0) == 0);
    /* by 40 digits; in these tails the t of GSL keeps seven */
    assert_true(fabs(p_of_t(16, 1, 59) / 3.9632916096311865e-23 - 1) < 1e-12);
    assert_true(fabs(p_of_t(30, 1, 100) / 8.380332558688292e-52 - 1) < 1e-12);
    assert_true(fabs(p_of_z(1.959963984540054, 1) - 0.05) < 1e-12);
    /* far beyond where the inverse beta gives up */
    assert_true(interval_clopper_pearson(5e5, 1e6, 0.95).lo < 0.5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_tables),
        cmocka_unit_test(test_full_tables),
        cmocka_unit_test(test_doubts),
        cmocka_unit_test(test_edges),
    };

    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
