/* test_variance_data.c - figures of seeds, checkpoints and items of published data against those
 * that others computed from the same data (variance.json and the like in PARETOP_SHARED); without
 * it a small table of our own (tests/oracle/variance.json).
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "math/aggregates.h"
#include "math/curves.h"
#include "math/intervals.h"
#include "math/moments.h"
#include "math/sharpe.h"
#include "math/sorted.h"
#include "unit/oracle_helper.h"
#include "unit/skip.h"

enum { ROOM = 16384, LINE = 4096 };

/* Fails if the table has no such field: a name that is spelt otherwise would go unchecked. */
static void
expect(const cJSON *one, const char *name, double got, double relative)
{
    const cJSON *field = oracle_item(one, name);

    if (field == NULL)
        fail_msg("the table has no %s", name);
    if (!oracle_near(got, oracle_number(field), relative))
        fail_msg("%s is %.17g, not %.17g", name, got, oracle_number(field));
}

/* The n-th field of a line without quotes; its text is cut out of line. NULL: none. */
static char *
field_of(char *line, char mark, size_t n)
{
    for (; n > 0 && line != NULL; n--) {
        line = strchr(line, mark);
        line = line == NULL ? NULL : line + 1;
    }
    if (line != NULL)
        line[strcspn(line, mark == ',' ? ",\r\n" : "\t\r\n")] = '\0';
    return line;
}

static FILE *
open_data(const char *name)
{
    char path[LINE];
    FILE *file;

    snprintf(path, sizeof path, "%s/data/papers/%s", getenv("PARETOP_SHARED"), name);
    file = fopen(path, "r");
    assert_non_null(file);
    return file;
}

/* Which column of a header is called so. */
static size_t
place_of(const char *header, char mark, const char *name)
{
    char copy[LINE], *field;

    for (size_t at = 0;; at++) {
        snprintf(copy, sizeof copy, "%s", header);
        field = field_of(copy, mark, at);
        if (field == NULL)
            fail_msg("no column %s", name);
        if (strcmp(field, name) == 0)
            return at;
    }
}

/* A column of the hundred runs; the rows that sum them up are not read. */
static size_t
bert_column(const char *name, double *x)
{
    FILE *file = open_data("berts/berts_of_a_feather_accuracies_by_run.csv");
    char line[LINE], copy[LINE];
    size_t n = 0, at;

    assert_non_null(fgets(line, sizeof line, file));
    at = place_of(line, ',', name);
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "Run ", 4) == 0) {
            strcpy(copy, line);
            x[n++] = strtod(field_of(copy, ',', at), NULL);
        }
    fclose(file);
    assert_int_equal(n, 100);
    return n;
}

/* --- seeds --- */

static void
check_quantiles(const cJSON *one, double *x, size_t n)
{
    sort_doubles(x, n);
    expect(one, "min", x[0], 1e-9);
    expect(one, "max", x[n - 1], 1e-9);
    expect(one, "median", quantile_sorted(x, n, 0.5), 1e-9);
    expect(one, "q025", quantile_sorted(x, n, 0.025), 1e-9);
    expect(one, "q25", quantile_sorted(x, n, 0.25), 1e-9);
    expect(one, "q75", quantile_sorted(x, n, 0.75), 1e-9);
    expect(one, "q975", quantile_sorted(x, n, 0.975), 1e-9);
}

static void
check_seeds(const cJSON *one)
{
    static double x[ROOM];
    const cJSON *given = oracle_item(one, "x"), *metric = oracle_item(one, "metric");
    size_t n = 0;
    struct moments moments;
    struct interval t;
    double sd;

    for (const cJSON *at = given != NULL ? given->child : NULL; at != NULL; at = at->next)
        x[n++] = oracle_number(at);
    if (given == NULL)
        n = bert_column(metric->valuestring, x);
    moments = moments_of(x, n);
    sd = moments_sd(&moments);
    t = interval_t(moments.mean, moments_se(&moments), (double)n - 1, 0.95);
    expect(one, "n", (double)n, 0);
    expect(one, "mean", moments.mean, 1e-9);
    expect(one, "std_sample", sd, 1e-9);
    expect(one, "var_sample", moments_variance(&moments), 1e-9);
    expect(one, "sem", moments_se(&moments), 1e-9);
    expect(one, "t95_lo", t.lo, 1e-9);
    expect(one, "t95_hi", t.hi, 1e-9);
    expect(one, "snr_mean_over_std", sd > 0 ? moments.mean / sd : (double)NAN, 1e-9);
    if (n > 1) {
        double population = sqrt(moments.m2 / (double)n);

        expect(one, "std_pop", population, 1e-9);
        expect(one, "coef_variation_pop", population / moments.mean, 1e-9);
        expect(one, "skew", sharpe_skew(x, n), 1e-9);
        expect(one, "kurtosis", sharpe_kurtosis(x, n) - 3, 1e-9);
    }
    check_quantiles(one, x, n);
}

static void
check_correlation(const cJSON *one)
{
    static double x[ROOM], y[ROOM];
    size_t n = bert_column(oracle_item(one, "a")->valuestring, x);

    bert_column(oracle_item(one, "b")->valuestring, y);
    expect(one, "pearson", curve_pearson(x, y, n), 1e-9);
    expect(one, "spearman", curve_spearman(x, y, n), 1e-9);
    expect(one, "kendall", curve_tau_b(x, y, n), 1e-9);
}

/* All seeds at one training step. */
static void
check_step(const cJSON *one)
{
    FILE *file = open_data("pythia/polypythias_training_maps.tsv");
    char line[LINE], copy[LINE];
    struct moments moments = { 0 };
    size_t score, step;

    assert_non_null(fgets(line, sizeof line, file));
    score = place_of(line, '\t', "score");
    step = place_of(line, '\t', "step");
    while (fgets(line, sizeof line, file) != NULL) {
        double at;

        strcpy(copy, line);
        at = strtod(field_of(copy, '\t', step), NULL);
        if (at < oracle_field(one, "step") || at > oracle_field(one, "step"))
            continue;
        strcpy(copy, line);
        moments_add(&moments, strtod(field_of(copy, '\t', score), NULL));
    }
    fclose(file);
    assert_true(moments.n > 1);
    expect(one, "mean", moments.mean, 1e-9);
    expect(one, "std_sample", moments_sd(&moments), 1e-9);
    expect(one, "std_pop", sqrt(moments.m2 / moments.n), 1e-9);
}

/* --- items --- */

/* An item's difficulty is the share of the hundred runs that have it right. */
static void
check_difficulty(const cJSON *one)
{
    FILE *file = open_data("berts/mnli_dev_item_correct_counts.csv");
    char line[LINE], copy[LINE];
    struct moments all = { 0 }, label[8] = { { 0 } };
    const cJSON *labels = oracle_item(one, "by_label"), *at;
    size_t k;

    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file) != NULL) {
        double right;

        strcpy(copy, line);
        right = strtod(field_of(copy, ',', 2), NULL) / 100;
        moments_add(&all, right);
        strcpy(copy, line);
        for (k = 0, at = labels->child; at != NULL; at = at->next, k++)
            if (strcmp(at->string, field_of(copy + strcspn(copy, ",") + 1, ',', 0)) == 0)
                moments_add(&label[k], right);
    }
    fclose(file);
    expect(one, "n_items", all.n, 0);
    expect(one, "mean", all.mean, 1e-9);
    for (k = 0, at = labels->child; at != NULL; at = at->next, k++)
        expect(labels, at->string, label[k].mean, 1e-9);
}

/* --- tables that other analyses share --- */

static void
check_pair(const cJSON *one)
{
    size_t n;
    double *x, *y;

    if (strcmp(oracle_item(one, "kind")->valuestring, "pair") != 0)
        return;                        /* weights and losses: no figure of ours */
    x = oracle_numbers(oracle_item(one, "x"), &n);
    y = oracle_numbers(oracle_item(one, "y"), &n);
    expect(one, "tau_b_scipy", curve_tau_b(x, y, n), 1e-9);
    expect(one, "spearman", curve_spearman(x, y, n), 1e-9);
    expect(one, "pearson", curve_pearson(x, y, n), 1e-9);
    free(x);
    free(y);
}

/* Parts that are merged, or values far from zero whose sum of squares would have lost all. */
static void
check_moments(const cJSON *one)
{
    const cJSON *in = oracle_item(one, "in"), *out = oracle_item(one, "out");
    const cJSON *parts = oracle_item(in, "parts");
    struct moments moments = { 0 };
    size_t n;
    double *x;

    for (const cJSON *part = parts != NULL ? parts->child : NULL; part != NULL; part = part->next) {
        x = oracle_numbers(part, &n);
        moments = moments_merge(moments, moments_of(x, n));
        free(x);
    }
    if (parts != NULL) {
        expect(out, "n", moments.n, 0);
        expect(out, "mean", moments.mean, 1e-12);
        expect(out, "M2", moments.m2, 1e-9);
        expect(out, "var", moments_variance(&moments), 1e-9);
        return;
    }
    x = oracle_numbers(oracle_item(in, "x"), &n);
    moments = moments_of(x, n);
    expect(out, "var_twopass", moments_variance(&moments), 1e-9);
    free(x);
}

/* A field of the table of measured arrays; their names hold no commas, but places may, so that
 * fields are counted from the end. */
static double
array_field(const char *array, const char *name)
{
    char path[LINE], line[LINE], header[LINE];
    size_t from_end = 0;
    double value = NAN;
    FILE *file;

    snprintf(path, sizeof path, "%s/oracles/stats_expected.csv", getenv("PARETOP_SHARED"));
    file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(header, sizeof header, file));
    for (size_t at = place_of(header, ',', name); ; at++) {
        char copy[LINE];

        strcpy(copy, header);
        if (field_of(copy, ',', at) == NULL)
            break;
        from_end++;
    }
    while (fgets(line, sizeof line, file) != NULL) {
        char *at = line + strlen(line);

        if (strncmp(line, array, strlen(array)) != 0 || line[strlen(array)] != ',')
            continue;
        for (size_t i = 0; i < from_end; i++)
            for (at--; at > line && *at != ','; at--)
                continue;
        value = at[1] == ',' || at[1] == '\n' ? (double)NAN : strtod(at + 1, NULL);
    }
    fclose(file);
    return value;
}

/* As in the table: relative, or by so little that zero is met. */
static void
expect_array(const char *array, const char *name, double got, double relative)
{
    double want = array_field(array, name);

    if (!oracle_near(got, want, relative))
        fail_msg("%s of %s is %.17g, not %.17g", name, array, got, want);
}

/* GSL divides third and fourth powers by the deviation with n - 1. */
static void
check_shape(const char *array, double *x, size_t n)
{
    double part = ((double)n - 1) / (double)n;

    expect_array(array, "skew_g1", sharpe_skew(x, n), 1e-4);
    expect_array(array, "kurtosis_g2", sharpe_kurtosis(x, n) - 3, 1e-4);
    expect_array(array, "skew_gsl", sharpe_skew(x, n) * part * sqrt(part), 1e-4);
    expect_array(array, "kurtosis_gsl", sharpe_kurtosis(x, n) * part * part - 3, 1e-4);
}

static void
check_array(const cJSON *one)
{
    static const char *const quantiles[] = { "p01", "p05", "p10", "p25", "median", "p75", "p90",
        "p95", "p99" };
    static const double parts[] = { 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99 };
    const char *name = oracle_item(one, "name")->valuestring;
    size_t n;
    double *x = oracle_numbers(oracle_item(one, "values"), &n);
    struct moments moments = moments_of(x, n);

    expect_array(name, "n", (double)n, 0);
    expect_array(name, "mean", moments.mean, 1e-9);
    expect_array(name, "sum", moments.mean * (double)n, 1e-9);
    expect_array(name, "var_pop", moments.m2 / (double)n, 1e-9);
    expect_array(name, "sd_pop", sqrt(moments.m2 / (double)n), 1e-9);
    expect_array(name, "var_sample", moments_variance(&moments), 1e-9);
    expect_array(name, "sd_sample", moments_sd(&moments), 1e-9);
    expect_array(name, "stderr_mean", moments_se(&moments), 1e-9);
    expect_array(name, "mad_raw", aggregate_mad(x, n), 1e-9);
    if (n > 1)
        check_shape(name, x, n);
    sort_doubles(x, n);
    expect_array(name, "min", x[0], 0);
    expect_array(name, "max", x[n - 1], 0);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        expect_array(name, quantiles[i], quantile_sorted(x, n, parts[i]), 1e-9);
    free(x);
}

static void
test_measured_arrays(void **state)
{
    char path[LINE], *line = NULL;
    size_t room = 0, n = 0;
    FILE *file;

    (void)state;
    if (getenv("PARETOP_SHARED") == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    snprintf(path, sizeof path, "%s/oracles/stats_arrays.jsonl", getenv("PARETOP_SHARED"));
    file = fopen(path, "r");
    assert_non_null(file);
    for (; getline(&line, &room, file) > 0; n++) {
        cJSON *one = cJSON_Parse(line);

        assert_non_null(one);
        check_array(one);
        cJSON_Delete(one);
    }
    assert_true(n >= 28);
    free(line);
    fclose(file);
}

static const struct {
    const char *file, *part;           /* part NULL: its cases */
    void (*check)(const cJSON *one);
} tables[] = {
    { "variance.json", "bert_seed_statistics", check_seeds },
    { "variance.json", "bert_correlations", check_correlation },
    { "variance.json", "polypythias_seed_std_by_step", check_step },
    { "rank_correlation.json", NULL, check_pair },
    { "stats_23_moment_merge.json", NULL, check_moments },
};

static void
test_published_data(void **state)
{
    (void)state;
    if (getenv("PARETOP_SHARED") == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        cJSON *full = oracle_shared(tables[i].file);
        const cJSON *list;
        size_t n = 0;

        assert_non_null(full);
        list = oracle_item(full, tables[i].part != NULL ? tables[i].part : "cases");
        assert_non_null(list);
        for (const cJSON *one = list->child; one != NULL; one = one->next, n++)
            tables[i].check(one);
        assert_true(n > 0);
        cJSON_Delete(full);
    }
}

static void
test_published_items(void **state)
{
    cJSON *full;

    (void)state;
    if (getenv("PARETOP_SHARED") == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    full = oracle_shared("variance.json");
    assert_non_null(full);
    check_difficulty(oracle_item(full, "mnli_item_difficulty"));
    cJSON_Delete(full);
}

static void
test_own_seeds(void **state)
{
    cJSON *own = oracle_own("variance.json");
    size_t n = 0;

    (void)state;
    assert_non_null(own);
    for (const cJSON *one = oracle_item(own, "seed_statistics")->child; one != NULL;
        one = one->next, n++)
        check_seeds(one);
    assert_true(n >= 4);
    cJSON_Delete(own);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_seeds), cmocka_unit_test(test_published_data),
        cmocka_unit_test(test_published_items), cmocka_unit_test(test_measured_arrays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
