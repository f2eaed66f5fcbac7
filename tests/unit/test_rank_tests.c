/* test_rank_tests.c - rank tests, adjustments and pass@k against other programs and against
 * enumeration of every arrangement. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/multiplicity.h"
#include "math/pass_k.h"
#include "math/rank_tests.h"
#include "unit/oracle_helper.h"
#include "unit/skip.h"

enum { ROOM = 128 };

struct given {
    double p[ROOM], a[ROOM], b[ROOM], d[ROOM];
    size_t np, na, nb, nd, checks;
};

static size_t
read_numbers(const char *text, double *out)
{
    size_t n = 0;

    for (char *end; n < ROOM; text = end) {
        double value = strtod(text, &end);

        if (end == text)
            break;
        out[n++] = value;
    }
    return n;
}

static void
assert_near(double got, double want, const char *what)
{
    if (!(fabs(got - want) <= fmax(1e-12, 1e-9 * fabs(want))))
        fail_msg("%s: got %.17g, want %.17g", what, got, want);
}

static void
assert_pass(double got, double want)
{
    if (!(fabs(got - want) <= 1e-12 * fmax(want, 1e-3)))
        fail_msg("pass: got %.17g, want %.17g", got, want);
}

static void
check_list(struct given *g, const char *word, const double *got, size_t n, const double *want,
    size_t wanted)
{
    assert_int_equal(n, wanted);
    for (size_t i = 0; i < n; i++)
        assert_near(got[i], want[i], word);
    g->checks++;
}

static bool
check_adjusted(struct given *g, const char *word, const double *want, size_t n)
{
    static const struct { const char *name; enum adjustment method; } methods[] = {
        { "bonferroni", ADJUST_BONFERRONI }, { "sidak", ADJUST_SIDAK }, { "holm", ADJUST_HOLM },
        { "hochberg", ADJUST_HOCHBERG }, { "hommel", ADJUST_HOMMEL }, { "bh", ADJUST_BH },
        { "by", ADJUST_BY },
    };
    double got[ROOM];

    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(word, methods[i].name) == 0) {
            multiplicity_adjust(methods[i].method, g->p, g->np, got);
            check_list(g, word, got, g->np, want, n);
            return true;
        }
    return false;
}

static void
check_result(struct given *g, const char *word, const double *want, size_t n)
{
    double d[ROOM], got[3] = { 0, 0, 0 };
    size_t m = 1;

    for (size_t i = 0; i < g->na; i++)
        d[i] = g->a[i] - g->b[i];
    if (strstr(word, "_approx") != NULL) {
        enum zero_method zeros = word[0] == 'p' ? ZERO_PRATT
            : word[0] == 'z' ? ZERO_SPLIT : ZERO_WILCOX;
        struct wilcoxon test = rank_wilcoxon(d, g->na, zeros, 1);

        got[0] = test.t, got[1] = test.p, m = 2;
    } else if (strcmp(word, "sign_test") == 0) {
        struct sign_test test = rank_sign_test(d, g->na);

        got[0] = (double)test.positive, got[1] = (double)test.nonzero, got[2] = test.p, m = 3;
    } else if (strcmp(word, "mwu") == 0) {
        struct mann_whitney test = rank_mann_whitney(g->a, g->na, g->b, g->nb);

        got[0] = test.u, got[1] = test.p, m = 2;
    } else if (strcmp(word, "p_sup") == 0) {
        got[0] = rank_mann_whitney(g->a, g->na, g->b, g->nb).superiority;
    } else if (strcmp(word, "cliffs_delta") == 0) {
        got[0] = rank_mann_whitney(g->a, g->na, g->b, g->nb).delta;
    } else if (strcmp(word, "flip_p") == 0) {
        got[0] = rank_sign_flip_exact(g->d, g->nd);
    } else if (strcmp(word, "violation") == 0) {
        got[0] = rank_violation_ratio(g->a, g->na, g->b, g->nb);
    } else {
        fail_msg("unknown result %s", word);
    }
    check_list(g, word, got, m, want, n);
}

static void
read_line(struct given *g, const char *line)
{
    double values[ROOM];
    char word[32];
    size_t n;

    if (line[0] == '#' || sscanf(line, "%31s", word) != 1)
        return;
    n = read_numbers(line + strlen(word), values);
    if (strcmp(word, "p") == 0)
        g->np = read_numbers(line + 1, g->p);
    else if (strcmp(word, "a") == 0)
        g->na = read_numbers(line + 1, g->a);
    else if (strcmp(word, "b") == 0)
        g->nb = read_numbers(line + 1, g->b);
    else if (strcmp(word, "d") == 0)
        g->nd = read_numbers(line + 1, g->d);
    else if (strcmp(word, "pass") == 0) {
        size_t samples = (size_t)values[0], right = (size_t)values[1], k = (size_t)values[2];

        assert_int_equal(n, 5);
        assert_pass(pass_at_k(samples, right, k), values[3]);
        assert_pass(pass_hat_k(samples, right, k), values[4]);
        g->checks++;
    } else if (!check_adjusted(g, word, values, n))
        check_result(g, word, values, n);
}

static void
expected_values(void **state)
{
    struct given g = { .checks = 0 };
    char path[4096], line[8192];
    FILE *file;

    (void)state;
    snprintf(path, sizeof path, "%s/tests/oracle/rank_tests.txt",
        getenv("top_srcdir") != NULL ? getenv("top_srcdir") : ".");
    file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL)
        read_line(&g, line);
    fclose(file);
    assert_true(g.checks >= 55);
}

/* --- the full tables, where they are --- */

static size_t
numbers_of(const cJSON *list, double *out)
{
    size_t n = 0;
    const cJSON *at;

    cJSON_ArrayForEach(at, list) {
        assert_true(n < ROOM);
        out[n++] = oracle_number(at);
    }
    return n;
}

static void
check_case(struct given *g, const cJSON *in, const cJSON *out)
{
    double want[ROOM];
    const cJSON *field;

    g->np = numbers_of(oracle_item(in, "p"), g->p);
    g->na = numbers_of(oracle_item(in, "a"), g->a);
    g->nb = numbers_of(oracle_item(in, "b"), g->b);
    g->nd = numbers_of(oracle_item(in, "d"), g->d);
    cJSON_ArrayForEach(field, out) {
        const char *word = strcmp(field->string, "eps_W2_exact") == 0 ? "violation" :
            g->nd > 0 ? "flip_p" : field->string;
        size_t n = cJSON_IsArray(field) ? numbers_of(field, want) : 1;

        if (!cJSON_IsArray(field))
            want[0] = oracle_number(field);
        if (g->nd > 0 && strcmp(field->string, "p") != 0)
            continue;                  /* the mean and counts that p is made of */
        if (!check_adjusted(g, word, want, n))
            check_result(g, word, want, n);
    }
}

static void
check_pass(struct given *g, const cJSON *in, const cJSON *out)
{
    size_t n = (size_t)oracle_field(in, "n"), c = (size_t)oracle_field(in, "c");
    size_t k = (size_t)oracle_field(in, "k");

    assert_pass(pass_at_k(n, c, k), oracle_field(out, "pass_at_k"));
    assert_pass(pass_hat_k(n, c, k), oracle_field(out, "pass_hat_k"));
    assert_pass(naive_pass_at_k(n, c, k), oracle_field(out, "naive_pass_at_k"));
    assert_pass(naive_pass_hat_k(n, c, k), oracle_field(out, "naive_pass_hat_k"));
    g->checks++;
}

static void
full_tables(void **state)
{
    static const struct {
        const char *name;
        void (*check)(struct given *g, const cJSON *in, const cJSON *out);
    } tables[] = { { "stats_08_pass_k.json", check_pass },
        { "stats_09_multiple_comparisons.json", check_case },
        { "stats_11_rank_and_permutation_tests.json", check_case },
        { "stats_22_aso_violation_ratio.json", check_case } };

    (void)state;
    if (getenv("PARETOP_SHARED") == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        cJSON *full = oracle_shared(tables[i].name);
        struct given g = { .checks = 0 };
        const cJSON *one;

        assert_non_null(full);
        cJSON_ArrayForEach(one, oracle_item(full, "cases"))
            tables[i].check(&g, oracle_item(one, "in"), oracle_item(one, "out"));
        assert_true(g.checks > 0);
        cJSON_Delete(full);
    }
}

/* Hochberg's and the others' values by the p.adjust of R for p = 0.01 to 0.04 and 0.03. */
static void
hochberg_and_ties(void **state)
{
    static const double p[] = { 0.04, 0.01, 0.03, 0.02, 0.03 };
    static const double hochberg[] = { 0.04, 0.04, 0.04, 0.04, 0.04 };
    static const double holm[] = { 0.09, 0.05, 0.09, 0.08, 0.09 };
    double got[5];

    (void)state;
    multiplicity_adjust(ADJUST_HOCHBERG, p, 5, got);
    for (size_t i = 0; i < 5; i++)
        assert_near(got[i], hochberg[i], "hochberg");
    multiplicity_adjust(ADJUST_HOLM, p, 5, got);
    for (size_t i = 0; i < 5; i++)
        assert_near(got[i], holm[i], "holm");
}

/* All sign patterns of the ranks 1..n: the definition of the exact Wilcoxon p. */
static void
wilcoxon_by_enumeration(void **state)
{
    const double d[] = { 1.5, -0.25, 3, -4, 5.5, 6, -0.75, 8, 2 };
    const size_t n = sizeof d / sizeof *d;
    struct wilcoxon test = rank_wilcoxon(d, n, ZERO_WILCOX, 0);
    size_t count = 0;

    (void)state;
    for (unsigned pattern = 0; pattern < 1u << n; pattern++) {
        double sum = 0;

        for (size_t i = 0; i < n; i++)
            sum += pattern >> i & 1 ? (double)(i + 1) : 0;
        count += sum <= test.t;
    }
    assert_true(test.exact);
    assert_near(test.p, fmin(1, 2 * (double)count / (double)(1u << n)), "wilcoxon");
}

static unsigned
bits(unsigned value)
{
    unsigned n = 0;

    for (; value != 0; value &= value - 1)
        n++;
    return n;
}

/* All ways to choose which of the nine values are A's. */
static void
mann_whitney_by_enumeration(void **state)
{
    const double a[] = { 0.3, 1.7, 2.9, 4.1 }, b[] = { 0.1, 0.9, 1.1, 2.2, 5 };
    struct mann_whitney test = rank_mann_whitney(a, 4, b, 5);
    size_t count = 0, total = 0;
    double u = fmin(test.u, 20 - test.u);

    (void)state;
    for (unsigned pattern = 0; pattern < 1u << 9; pattern++) {
        double sum = 0;

        if (bits(pattern) != 4)
            continue;
        for (unsigned i = 0; i < 9; i++)
            for (unsigned j = 0; j < i; j++)
                sum += (pattern >> i & 1) && !(pattern >> j & 1);
        count += sum <= u;
        total++;
    }
    assert_true(test.exact);
    assert_near(test.p, fmin(1, 2 * (double)count / (double)total), "mann-whitney");
}

/* Ties within a sample and between the two, samples of unequal size: each pair is looked at. */
static void
mann_whitney_counts_every_pair(void **state)
{
    enum { A = 70, B = 45 };
    double a[A], b[B], u = 0;

    (void)state;
    for (size_t i = 0; i < A; i++)
        a[i] = (double)(i * 37 % 23) - 5;
    for (size_t j = 0; j < B; j++)
        b[j] = (double)(j * 11 % 29) - 9;
    for (size_t i = 0; i < A; i++)
        for (size_t j = 0; j < B; j++)
            u += a[i] > b[j] ? 1 : a[i] == b[j] ? 0.5 : 0;
    assert_true(rank_mann_whitney(a, A, b, B).u == u);
    assert_true(rank_mann_whitney(b, B, a, A).u == A * B - u);
}

static void
undefined_is_nan(void **state)
{
    const double zero[] = { 0, 0, 0 };
    double values[] = { 1, 1 + 1e-15, NAN };

    (void)state;
    assert_true(isnan(rank_wilcoxon(zero, 3, ZERO_WILCOX, 0).p));
    assert_true(isnan(rank_sign_test(zero, 3).p));
    assert_true(isnan(rank_mann_whitney(zero, 0, zero, 3).p));
    assert_true(isnan(rank_sign_flip_exact(zero, 0)));
    assert_true(rank_sign_flip_exact(zero, 3) == 1);
    assert_true(rank_sign_flip_exact((double[]){ 1e-13, 2e-13, 3e-13 }, 3) == 0.25);
    assert_true(rank_sign_flip_exact((double[]){ 1e13, 2e13, 3e13 }, 3) == 0.25);
    assert_true(isnan(pass_at_k(3, 1, 4)));
    rank_quantise(values, 3);
    assert_true(values[0] == values[1]);
    assert_true(isnan(values[2]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expected_values),
        cmocka_unit_test(full_tables),
        cmocka_unit_test(hochberg_and_ties),
        cmocka_unit_test(wilcoxon_by_enumeration),
        cmocka_unit_test(mann_whitney_by_enumeration),
        cmocka_unit_test(mann_whitney_counts_every_pair),
        cmocka_unit_test(undefined_is_nan),
    };

    return cmocka_run_group_tests_name("rank_tests", tests, NULL, NULL);
}
