/* test_risk_oracles.c - shortlists and the Sharpe family against every figure that other
 * programs gave: the tables of tests/oracle/sharpe.json, and the full ones where
 * PARETOP_SHARED has them. test_risk.c and test_portfolio.c have more of our own.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "math/sharpe.h"
#include "math/shortlist.h"
#include "unit/oracle_helper.h"
#include "unit/skip.h"

enum { ROOM = 64, TRIALS = 64 };

static size_t checked;

static void
near(double got, double want, double relative, const char *what)
{
    if (!oracle_near(got, want, relative))
        fail_msg("%s: got %.17g, want %.17g", what, got, want);
    checked++;
}

/* What the table gives must come out; what it does not give is not looked at. */
static void
expect(const cJSON *out, const char *name, double got, double relative)
{
    if (oracle_item(out, name) != NULL)
        near(got, oracle_field(out, name), relative, name);
}

/* --- shortlists --- */

static void
check_ranking(const cJSON *one, const cJSON *result, const size_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_string_equal(cJSON_GetArrayItem(oracle_item(one, "policies"),
            (int)order[i])->valuestring, cJSON_GetArrayItem(oracle_item(result,
            "estimated_ranking"), (int)i)->valuestring);
}

/* By name of the table, at k. */
static double
list_figure(const struct shortlist *list, const char *name, size_t k)
{
    const struct { const char *name; double value; } all[] = {
        { "k-th", list->kth }, { "best", list->best }, { "worst", list->worst },
        { "mean", list->mean }, { "std", list->sd },
        { "safety_violation_rate", list->violation_rate }, { "sharpe_ratio", list->sharpe },
        { "sharpe_ratio_clipped", shortlist_clip(list->sharpe, k) },
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].name, name) == 0)
            return all[i].value;
    fail_msg("no figure %s", name);
    return (double)NAN;
}

static void
check_estimator(const cJSON *one, const cJSON *estimates, const double *value, size_t n)
{
    static const char *const names[] = { "k-th", "best", "worst", "mean", "std",
        "safety_violation_rate", "sharpe_ratio", "sharpe_ratio_clipped" };
    const cJSON *result = oracle_item(oracle_item(one, "result"), estimates->string);
    double baseline = oracle_field(one, "behavior_value");
    double threshold = oracle_field(one, "safety_threshold");
    double *estimate = oracle_numbers(estimates, &n);
    size_t order[ROOM];
    double regret[ROOM];
    struct agreement agreement = shortlist_agreement(value, estimate, n,
        (size_t)oracle_field(result, "regret_at"), threshold);

    shortlist_rank(estimate, n, order);
    check_ranking(one, result, order, n);
    for (size_t k = 1; k <= n; k++) {
        struct shortlist list = shortlist_figures(value, order, k, baseline, threshold, 1);

        for (size_t f = 0; f < sizeof names / sizeof *names; f++)
            near(list_figure(&list, names[f], k), oracle_number(cJSON_GetArrayItem(oracle_item(
                result, names[f]), (int)k - 1)), 1e-9, names[f]);
    }
    shortlist_regrets(value, estimate, n, n, regret);
    expect(result, "regret", regret[(size_t)oracle_field(result, "regret_at") - 1], 1e-9);
    near(regret[n - 1], 0, 1e-9, "no regret over all");
    expect(result, "mse", agreement.mse, 1e-9);
    expect(result, "rank_correlation", agreement.rank_correlation, 1e-9);
    expect(result, "regret", agreement.regret, 1e-9);
    expect(result, "type_i_error_rate", agreement.type1, 1e-9);
    expect(result, "type_ii_error_rate", agreement.type2, 1e-9);
    free(estimate);
}

static void
check_shortlist(const cJSON *one)
{
    size_t n;
    double *value = oracle_numbers(oracle_item(one, "true_value"), &n);

    assert_true(n <= ROOM);
    for (const cJSON *at = oracle_item(one, "estimates")->child; at != NULL; at = at->next)
        check_estimator(one, at, value, n);
    free(value);
}

/* --- tables as they were printed --- */

struct printed { char estimator[32]; double kth, best, worst, mean, sd, violations, ratio; };

/* A wide table goes on below itself, with the columns named again. */
static size_t
read_printed(const char *text, struct printed *row)
{
    char heads[16][32];
    size_t n_heads = 0, at = 0, most = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        char line[512], *word, *rest = line;
        bool is_head = true;

        snprintf(line, sizeof line, "%.*s", (int)length, text);
        text += length + (text[length] != '\0');
        if (strspn(line, " ") == strlen(line))
            continue;
        is_head = line[0] == ' ';
        if (is_head)
            n_heads = at = 0;
        else
            (void)strtok_r(rest, " ", &rest);     /* the row's number */
        for (size_t c = 0; (word = strtok_r(rest, " \\", &rest)) != NULL; c++) {
            struct printed *to = &row[at];
            const struct { const char *name; double *to; } fields[] = { { "k-th", &to->kth },
                { "best", &to->best }, { "worst", &to->worst }, { "mean", &to->mean },
                { "std", &to->sd }, { "safety_violation_rate", &to->violations },
                { "sharpe_ratio", &to->ratio } };

            if (is_head) {
                snprintf(heads[n_heads++], sizeof heads[0], "%s", word);
                continue;
            }
            if (strcmp(heads[c], "estimator") == 0)
                snprintf(to->estimator, sizeof to->estimator, "%s", word);
            for (size_t f = 0; f < sizeof fields / sizeof *fields; f++)
                if (strcmp(heads[c], fields[f].name) == 0)
                    *fields[f].to = strtod(word, NULL);
        }
        at += !is_head;
        most = at > most ? at : most;
    }
    return most;
}

/* The baseline was not printed: what the row with the widest spread implies. */
static double
implied_baseline(const struct printed *row, size_t n)
{
    size_t widest = 0;

    for (size_t k = 1; k < n; k++)
        if (!(row[k].sd <= row[widest].sd))
            widest = k;
    return row[widest].ratio > 0 ? row[widest].best - row[widest].ratio * row[widest].sd
        : row[n - 1].best;
}

/* Nor was the threshold: the least value that counted as safe. */
static double
implied_threshold(const struct printed *row, size_t n)
{
    double least = INFINITY, unsafe = 0;

    for (size_t k = 0; k < n; k++) {
        double now = floor(row[k].violations * (double)(k + 1) + 0.5);

        if (now <= unsafe)
            least = fmin(least, row[k].kth);
        unsafe = now;
    }
    return least;
}

static void
within(double got, double want, double bound, const char *what)
{
    if (!(isnan(want) ? isnan(got) : got == want || fabs(got - want) <= bound))
        fail_msg("%s: got %.10g, printed %.10g", what, got, want);
    checked++;
}

static void
check_list(const struct printed *row, size_t n)
{
    double value[ROOM], baseline = implied_baseline(row, n);
    double threshold = implied_threshold(row, n);
    size_t order[ROOM];

    for (size_t k = 0; k < n; k++) {
        order[k] = k;
        value[k] = row[k].kth;
    }
    for (size_t k = 1; k <= n; k++) {
        const struct printed *want = &row[k - 1];
        struct shortlist got = shortlist_figures(value, order, k, baseline, threshold, 1);

        within(got.best, want->best, 0, "best");
        within(got.worst, want->worst, 0, "worst");
        within(got.mean, want->mean, 2e-6, "mean");
        within(got.sd, want->sd, 2e-6, "std");
        within(got.violation_rate, want->violations, 1e-6, "violations");
        /* Six decimals were printed, of what the baseline was taken from, too. */
        within(got.sharpe, want->ratio, 1e-6 + (1e-5 + 4e-6 * fabs(want->ratio)) / want->sd,
            "ratio");
    }
}

static void
check_printed(const cJSON *one)
{
    struct printed row[ROOM];
    size_t n = read_printed(oracle_item(one, "text")->valuestring, row);

    assert_true(n >= 2 && n < ROOM);
    for (size_t from = 0, to = 1; from < n; from = to++) {
        while (to < n && strcmp(row[to].estimator, row[from].estimator) == 0)
            to++;
        check_list(row + from, to - from);
    }
}

/* --- ratios of one series --- */

static void
check_series(const cJSON *in, const cJSON *out, const double *x, size_t n)
{
    double freq = oracle_item(in, "periods") != NULL ? oracle_field(in, "periods") : 1;
    double year = sqrt(freq), sharpe = sharpe_ratio(x, n, 0);
    double se = sharpe_se_mertens(sharpe, n, sharpe_skew(x, n), sharpe_kurtosis(x, n));

    expect(out, "sharpe", sharpe, 1e-9);
    expect(out, "sharpe_ann", sharpe * year, 1e-9);
    expect(out, "empyrical_sharpe_ratio", sharpe * year, 1e-9);
    expect(out, "sortino", sharpe_sortino(x, n, 0), 1e-9);
    expect(out, "empyrical_sortino_ratio", sharpe_sortino(x, n, 0) * year, 1e-9);
    expect(out, "empyrical_downside_risk", sharpe_downside(x, n, 0) * year, 1e-9);
    expect(out, "empyrical_annual_return", sharpe_cagr(x, n, freq), 1e-9);
    expect(out, "calmar", sharpe_calmar(x, n, freq), 1e-9);
    expect(out, "empyrical_calmar_ratio", sharpe_calmar(x, n, freq), 1e-9);
    expect(out, "empyrical_omega_ratio", sharpe_omega(x, n, 0), 1e-9);
    expect(out, "max_drawdown", sharpe_max_drawdown(x, n), 1e-9);
    expect(out, "empyrical_max_drawdown", sharpe_max_drawdown(x, n), 1e-9);
    expect(out, "empyrical_var5", sharpe_var(x, n, 0.05), 1e-9);
    expect(out, "empyrical_cvar5", sharpe_cvar(x, n, 0.05), 1e-9);
    expect(out, "empyrical_tail_ratio", sharpe_tail_ratio(x, n, 0.05), 1e-9);
    expect(out, "skew", sharpe_skew(x, n), 1e-9);
    expect(out, "kurt", sharpe_kurtosis(x, n), 1e-9);
    expect(out, "lo_se_iid", sharpe_se_normal(sharpe, n), 1e-9);
    expect(out, "mertens_se", se, 1e-9);
    expect(out, "psr_vs_0", sharpe_probability(sharpe, 0, se), 1e-9);
    expect(out, "psr_vs_0.05", sharpe_probability(sharpe, 0.05, se), 1e-9);
    expect(out, "min_trl_95", sharpe_least_length(sharpe, 0, se, n, 0.95), 1e-7);
    expect(out, "lo_eta_q6", sharpe_lo_factor(x, n, 6), 1e-9);
    expect(out, "lo_sharpe_q6", sharpe * sharpe_lo_factor(x, n, 6), 1e-9);
    if (oracle_item(out, "acf1_5") != NULL)
        for (size_t lag = 1; lag <= 5; lag++)
            near(sharpe_autocorrelation(x, n, lag), oracle_number(cJSON_GetArrayItem(
                oracle_item(out, "acf1_5"), (int)lag - 1)), 1e-9, "autocorrelation");
}

static void
check_trials(const cJSON *trials, const cJSON *out)
{
    double *columns[TRIALS] = { NULL };
    size_t m = 0, n = 0;
    struct deflated got;

    for (const cJSON *at = trials->child; at != NULL && m < TRIALS; at = at->next)
        columns[m++] = oracle_numbers(at, &n);
    got = sharpe_deflated((const double *const *)columns, m, n, 0);
    expect(out, "best", (double)got.best, 0);
    expect(out, "num_independent_trials", (double)got.independent, 0);
    expect(out, "avg_corr", got.correlation, 1e-9);
    expect(out, "expected_max_sr", got.expected_max, 1e-9);
    expect(out, "psr0", got.psr, 1e-9);
    expect(out, "dsr", got.dsr, 1e-9);
    for (size_t i = 0; i < m; i++) {
        near(sharpe_ratio(columns[i], n, 0), oracle_number(cJSON_GetArrayItem(oracle_item(out,
            "srs"), (int)i)), 1e-9, "a trial's ratio");
        free(columns[i]);
    }
}

static void
check_family(const cJSON *one)
{
    const cJSON *in = oracle_item(one, "in"), *out = oracle_item(one, "out");
    size_t n, m;
    double *x, *benchmark;

    if (oracle_item(in, "trials_returns_columns") != NULL) {
        check_trials(oracle_item(in, "trials_returns_columns"), out);
        return;
    }
    x = oracle_numbers(oracle_item(in, "returns"), &n);
    benchmark = oracle_numbers(oracle_item(in, "benchmark"), &m);
    if (m == n) {
        expect(out, "information_ratio", sharpe_information(x, benchmark, n), 1e-9);
        expect(out, "tracking_error", sharpe_tracking_error(x, benchmark, n), 1e-9);
        expect(out, "beta", sharpe_beta(x, benchmark, n), 1e-9);
    } else {
        check_series(in, out, x, n);
    }
    free(x);
    free(benchmark);
}

/* Risk-free returns are of a year; the last six figures are without one. */
static void
check_annual(const cJSON *one)
{
    size_t n;
    double *x, freq, free_return, sharpe, se;

    if (strcmp(oracle_item(one, "kind")->valuestring, "sharpe") != 0)
        return;                        /* portfolios: test_portfolio.c */
    x = oracle_numbers(oracle_item(one, "returns"), &n);
    freq = oracle_field(one, "freq");
    free_return = oracle_field(one, "rf_annual") / freq;
    sharpe = sharpe_ratio(x, n, 0);
    se = sharpe_se_mertens(sharpe, n, sharpe_skew(x, n), sharpe_kurtosis(x, n));
    expect(one, "empyrical", sharpe_ratio(x, n, free_return) * sqrt(freq), 1e-9);
    expect(one, "sharpe_per_period_ddof1", sharpe_ratio(x, n, free_return), 1e-9);
    expect(one, "skew_population", sharpe_skew(x, n), 1e-9);
    expect(one, "kurtosis_population", sharpe_kurtosis(x, n), 1e-9);
    expect(one, "se_mertens", se, 1e-9);
    expect(one, "se_iid_normal", sharpe_se_normal(sharpe, n), 1e-9);
    expect(one, "psr_vs_0", sharpe_probability(sharpe, 0, se), 1e-9);
    expect(one, "ulcer", sharpe_ulcer(x, n, 0, freq), 1e-9);
    /* The table's has no starting point, and no sign. */
    if (n > 0 && x[0] >= 0)
        expect(one, "max_drawdown", -sharpe_max_drawdown(x, n), 1e-9);
    free(x);
}

/* --- tables --- */

static const struct { const char *own, *shared, *list; void (*check)(const cJSON *one); }
tables[] = {
    { "shortlists", "scope_sharpe.json", "cases", check_shortlist },
    { "printed", "scope_published_tables.json", "tables", check_printed },
    { "family", "stats_15_sharpe_family.json", "cases", check_family },
    { "annual", "sharpe_universal.json", "cases", check_annual },
};
enum { N_TABLES = sizeof tables / sizeof tables[0] };

static void
check_table(const cJSON *list, void (*check)(const cJSON *one))
{
    assert_non_null(list);
    checked = 0;
    for (const cJSON *at = list->child; at != NULL; at = at->next)
        check(at);
    assert_true(checked > 0);
}

static void
test_own_tables(void **state)
{
    cJSON *own = oracle_own("sharpe.json");

    (void)state;
    assert_non_null(own);
    for (size_t i = 0; i < N_TABLES; i++)
        check_table(oracle_item(own, tables[i].own), tables[i].check);
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

        assert_non_null(full);
        check_table(oracle_item(full, tables[i].list), tables[i].check);
        cJSON_Delete(full);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_tables), cmocka_unit_test(test_full_tables),
    };

    gsl_set_error_handler_off();
    return cmocka_run_group_tests_name("risk oracles", tests, NULL, NULL);
}
