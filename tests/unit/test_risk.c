/* test_risk.c - shortlists and ratios against published and recomputed figures. */
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

#include "math/sharpe.h"
#include "math/shortlist.h"

enum { ROOM = 512, TRIALS = 16, LINE = 1 << 15 };

struct given {
    double value[ROOM], estimate[ROOM], series[ROOM], benchmark[ROOM], trial[TRIALS][ROOM];
    double baseline, threshold, periods, risk_free;
    size_t n, series_n, trials, trial_n, checks;
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
assert_near(struct given *g, double got, double want, double relative, const char *what)
{
    bool same = isnan(want) ? isnan(got) : isinf(want) ? got == want
        : fabs(got - want) <= fmax(1e-13, relative * fabs(want));

    if (!same)
        fail_msg("%s: got %.17g, want %.17g", what, got, want);
    g->checks++;
}

static double
figure(const struct shortlist *list, const char *word, size_t k)
{
    return strcmp(word, "kth") == 0 ? list->kth : strcmp(word, "best") == 0 ? list->best
        : strcmp(word, "worst") == 0 ? list->worst : strcmp(word, "mean") == 0 ? list->mean
        : strcmp(word, "sd") == 0 ? list->sd
        : strcmp(word, "violation") == 0 ? list->violation_rate
        : strcmp(word, "ratio") == 0 ? list->sharpe : shortlist_clip(list->sharpe, k);
}

static bool
check_shortlist(struct given *g, const char *word, const double *want, size_t n)
{
    static const char *const words = " kth best worst mean sd violation ratio clipped ";
    size_t order[ROOM];
    char padded[40];

    snprintf(padded, sizeof padded, " %s ", word);
    if (strstr(words, padded) == NULL)
        return false;
    shortlist_rank(g->estimate, g->n, order);
    for (size_t k = 1; k <= n; k++) {
        struct shortlist list = shortlist_figures(g->value, order, k, g->baseline,
            g->threshold, 1);

        assert_near(g, figure(&list, word, k), want[k - 1], 1e-9, word);
    }
    return true;
}

static void
check_agreement(struct given *g, const double *want)
{
    struct agreement got = shortlist_agreement(g->value, g->estimate, g->n, (size_t)want[5],
        g->threshold);

    assert_near(g, got.mse, want[0], 1e-9, "mse");
    assert_near(g, got.rank_correlation, want[1], 1e-9, "rank correlation");
    assert_near(g, got.regret, want[2], 1e-9, "regret");
    assert_near(g, got.type1, want[3], 1e-9, "type I");
    assert_near(g, got.type2, want[4], 1e-9, "type II");
}

static void
check_deflated(struct given *g, const double *want)
{
    const double *columns[TRIALS];
    struct deflated got;

    for (size_t i = 0; i < g->trials; i++)
        columns[i] = g->trial[i];
    got = sharpe_deflated(columns, g->trials, g->trial_n, 0);
    assert_near(g, (double)got.best, want[0], 0, "best");
    assert_near(g, (double)got.independent, want[1], 0, "independent trials");
    assert_near(g, got.correlation, want[2], 1e-9, "correlation");
    assert_near(g, got.expected_max, want[3], 1e-9, "expected maximum");
    assert_near(g, got.psr, want[4], 1e-9, "psr");
    assert_near(g, got.dsr, want[5], 1e-9, "dsr");
}

static double
se_mertens(const struct given *g)
{
    return sharpe_se_mertens(sharpe_ratio(g->series, g->series_n, 0), g->series_n,
        sharpe_skew(g->series, g->series_n), sharpe_kurtosis(g->series, g->series_n));
}

static double
compute(const struct given *g, const char *word)
{
    const double *x = g->series;
    size_t n = g->series_n;
    double year = sqrt(g->periods), ratio = sharpe_ratio(x, n, 0);
    const struct { const char *word; double value; } all[] = {
        { "annual_sharpe", sharpe_ratio(x, n, g->risk_free) * year }, { "sharpe", ratio },
        { "annual_sortino", sharpe_sortino(x, n, 0) * year },
        { "annual_downside", sharpe_downside(x, n, 0) * year },
        { "cagr", sharpe_cagr(x, n, g->periods) }, { "calmar", sharpe_calmar(x, n, g->periods) },
        { "omega", sharpe_omega(x, n, 0) }, { "drawdown", sharpe_max_drawdown(x, n) },
        { "var5", sharpe_var(x, n, 0.05) }, { "cvar5", sharpe_cvar(x, n, 0.05) },
        { "tail", sharpe_tail_ratio(x, n, 0.05) }, { "skew", sharpe_skew(x, n) },
        { "kurt", sharpe_kurtosis(x, n) }, { "se_normal", sharpe_se_normal(ratio, n) },
        { "se_mertens", se_mertens(g) },
        { "psr0", sharpe_probability(ratio, 0, se_mertens(g)) },
        { "psr05", sharpe_probability(ratio, 0.05, se_mertens(g)) },
        { "least_length", sharpe_least_length(ratio, 0, se_mertens(g), n, 0.95) },
        { "lo6", sharpe_lo_factor(x, n, 6) },
        { "ulcer0", sharpe_ulcer(x, n, 0, g->periods) },
        { "information", sharpe_information(x, g->benchmark, n) },
        { "tracking", sharpe_tracking_error(x, g->benchmark, n) },
        { "beta", sharpe_beta(x, g->benchmark, n) },
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(word, all[i].word) == 0)
            return all[i].value;
    fail_msg("unknown figure %s", word);
    return NAN;
}

/* Inputs; false if the word is a result. */
static bool
take_input(struct given *g, const char *word, const double *values, size_t n)
{
    struct { const char *word; double *to; size_t *count; } lists[] = {
        { "value", g->value, &g->n }, { "estimate", g->estimate, &g->n },
        { "series", g->series, &g->series_n }, { "benchmark", g->benchmark, &g->series_n },
        { "baseline", &g->baseline, NULL }, { "threshold", &g->threshold, NULL },
        { "periods", &g->periods, NULL }, { "riskfree", &g->risk_free, NULL },
    };

    if (strcmp(word, "trial") == 0) {
        memcpy(g->trial[g->trials++], values, n * sizeof *values);
        g->trial_n = n;
        return true;
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(word, lists[i].word) == 0) {
            memcpy(lists[i].to, values, n * sizeof *values);
            if (lists[i].count != NULL)
                *lists[i].count = n;
            if (strcmp(word, "series") == 0)
                g->risk_free = 0;
            return true;
        }
    return false;
}

static void
read_line(struct given *g, const char *line)
{
    static double values[ROOM];
    char word[32];
    size_t n;

    if (line[0] == '#' || sscanf(line, "%31s", word) != 1)
        return;
    n = read_numbers(line + strlen(word), values);
    if (take_input(g, word, values, n) || check_shortlist(g, word, values, n))
        return;
    if (strcmp(word, "agreement") == 0)
        check_agreement(g, values);
    else if (strcmp(word, "deflated") == 0)
        check_deflated(g, values);
    else if (strcmp(word, "acf") == 0)
        for (size_t lag = 1; lag <= n; lag++)
            assert_near(g, sharpe_autocorrelation(g->series, g->series_n, lag),
                values[lag - 1], 1e-9, word);
    else
        assert_near(g, compute(g, word), values[0],
            strcmp(word, "least_length") == 0 ? 1e-7 : 1e-9, word);
}

static void
expected_values(void **state)
{
    static struct given g;
    static char line[LINE];
    char path[4096];
    FILE *file;

    (void)state;
    snprintf(path, sizeof path, "%s/tests/oracle/risk.txt",
        getenv("top_srcdir") != NULL ? getenv("top_srcdir") : ".");
    file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL)
        read_line(&g, line);
    fclose(file);
    assert_true(g.checks > 300);
}

static void
undefined(void **state)
{
    const double same[] = { 0.1, 0.1, 0.1 }, none[] = { 0 };
    const double two[] = { -1.2591059759078727e-12, 1.5381669637018754e-12 };
    size_t order[3];
    struct shortlist list;

    (void)state;
    assert_true(isnan(sharpe_ratio(none, 1, 0)));
    assert_true(isinf(sharpe_ratio(same, 3, 0)));
    assert_true(isnan(sharpe_ratio(same, 3, 0.1)));
    shortlist_rank(same, 3, order);
    assert_true(order[0] == 2 && order[2] == 0);
    list = shortlist_figures(same, order, 3, 0, 0, 1);
    assert_true(isinf(list.sharpe));
    list = shortlist_figures(same, order, 3, 0.1, 0, 1);
    assert_true(isnan(list.sharpe));
    list = shortlist_figures(same, order, 1, 0, 0, 1);
    assert_true(isnan(list.sharpe) && isnan(list.sd));
    assert_true(isnan(shortlist_cvar(same, 3, 0.1)));
    assert_true(sharpe_skew(two, 2) == 0 && sharpe_kurtosis(two, 2) == 1);
    list = shortlist_figures(same, order, 3, NAN, NAN, 1);
    assert_true(isnan(list.sharpe) && isnan(list.violation_rate));
    assert_true(isnan(shortlist_agreement(same, same, 3, 1, NAN).type1));
}

/* Gaps are left out of each pair, and differences that are not luck are known as such. */
static void
deflated_series(void **state)
{
    const double first[] = { 1, 2, 3, 4, 5, 6, 7, 8 }, second[] = { 8, 1, 6, 3, 5, 7, 2, 4 };
    const double gap[] = { 1, NAN, 2, 3, 3, NAN, 1, 2 };
    const double fine[] = { 9, 9.1, 9, 8.9, 9, 9.1, 9, 8.9 };
    const double poor[] = { -9, -9.1, -9, -9.1, -9, -8.9, -9, -8.9 };
    const double *alike[] = { first, second }, *gapped[] = { first, gap, second };
    const double *apart[] = { fine, poor };
    struct deflated got = sharpe_deflated(alike, 2, 8, 0);

    (void)state;
    assert_true(fabs(got.luck - 1) < 1e-12);
    assert_true(fabs(sharpe_deflated(alike, 2, 8, 4.5).psr - 0.5) < 1e-12);
    got = sharpe_deflated(gapped, 3, 8, 0);
    assert_true(fabs(got.correlation - (0.08660254037844385 - 0.2142857142857143 -
        0.20701966780270628) / 3) < 1e-9);    /* numpy's corrcoef */
    assert_true(got.luck > 0.01 && !isnan(got.dsr));
    assert_true(sharpe_deflated(apart, 2, 8, 0).luck < 1e-4);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expected_values),
        cmocka_unit_test(undefined),
        cmocka_unit_test(deflated_series),
    };

    return cmocka_run_group_tests_name("risk", tests, NULL, NULL);
}
