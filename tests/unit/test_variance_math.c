/* test_variance_math.c - curves, items, abilities and aggregates: small cases worked by hand,
 * and other programs' numbers (tests/oracle/variance.json).
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "math/ability.h"
#include "math/aggregates.h"
#include "math/bootstrap.h"
#include "math/curves.h"
#include "math/items.h"
#include "math/moments.h"
#include "math/resample.h"
#include "math/sorted.h"
#include "unit/oracle_helper.h"
#include "unit/skip.h"

static size_t expected;                /* fields that were there */

static void
expect(const cJSON *object, const char *name, double got, double relative)
{
    const cJSON *field = oracle_item(object, name);

    expected += field != NULL;
    if (field != NULL && !oracle_near(got, oracle_number(field), relative))
        fail_msg("%s is %.17g, not %.17g", name, got, oracle_number(field));
}

static void
near(double got, double want)
{
    if (!oracle_near(got, want, 1e-12))
        fail_msg("%.17g, not %.17g", got, want);
}

/* --- by hand --- */

static void
test_curves_by_hand(void **state)
{
    double up[4] = { 1, 2, 4, 3 }, flat[3] = { 5, 5, 5 }, a[3] = { 1, 2, 2 };
    double b[3] = { 1, 3, 2 };
    struct curve_shape shape = curve_shape(up, 4);
    size_t ties;

    (void)state;
    near(curve_monotone_tau(up, 4), 4.0 / 6);
    near(curve_monotone_spearman(up, 4), 0.8);
    near(shape.step_monotonicity, 1.0 / 3);
    near(shape.total_variation, 4.0 / 3);
    near(shape.relative_variation, 4.0 / 9);
    near(shape.improvement, 0.5);
    assert_true(isnan(curve_monotone_tau(flat, 3)) && isnan(curve_monotone_tau(up, 1)));
    near(curve_shape(flat, 3).step_monotonicity, 0);
    assert_true(isnan(curve_shape(flat, 3).relative_variation));
    near(decision_accuracy(a, b, 3, &ties), 2.0 / 3);
    assert_true(ties == 1);
    near(signal_of(up, 4), 3 / 2.5);
    assert_true(isnan(noise_of(up, 1)) && noise_of(flat, 3) == 0);
}

static void
test_items_by_hand(void **state)
{
    static const double score[] = { 1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0 };
    static const double tenths[] = { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 };
    struct item_worth worth[3];

    (void)state;
    items_worth(score, 4, 3, worth);
    near(worth[0].difficulty, 0.75);
    near(worth[0].upper_lower, 1);
    near(worth[2].difficulty, 0.25);
    near(items_alpha(score, 4, 3), items_kr20(score, 4, 3));
    assert_true(isnan(items_alpha(score, 4, 1)));
    assert_true(isnan(items_spread(tenths, 2, 3).icc));
    assert_true(items_parts(tenths, 2, 3).item == 0 && items_parts(tenths, 2, 3).residual == 0);
    near(ability_chance(2, 0.5, 0.5), 0.5);
    near(ability_chance(2, 0.5, 1), 1 / (1 + exp(-1)));
}

/* Five items of the four-parameter form, and scipy's figures for them. */
static const double four_a[] = { 1.2, 0.8, 1.5, 0.6, 1.1 }, four_b[] = { -0.5, 0.3, 0.9, -1.2, 0.1 };
static const double four_upper[] = { 0.95, 0.9, 0.85, 1, 0.99 }, four_y[] = { 1, 0, 1, 1, 0 };

static void
test_abilities_by_hand(void **state)
{
    static const double same[] = { 1, 1 }, zero[] = { 0, 0 }, half[] = { 0.5, 1 };
    static const double top[] = { 0.9, 0.9 };
    struct ability_items parts = { same, zero, NULL, half, 2 };
    struct ability_items nothing = { zero, zero, NULL, half, 2 };
    struct ability_items all = { same, zero, NULL, same, 2 }, capped = { same, zero, top, same, 2 };
    struct ability_items four = { four_a, four_b, four_upper, four_y, 5 };
    struct ability ability;

    (void)state;
    near(ability_ml(&parts).theta, log(0.75 / 0.25));
    assert_true(isnan(ability_ml(&nothing).theta));
    assert_true(isinf(ability_ml(&all).theta) && isinf(ability_ml(&capped).theta));
    ability = ability_ml(&four);
    assert_true(oracle_near(ability.theta, 0.8435496673377805, 1e-9));
    assert_true(oracle_near(ability.se, 0.9989538897763801, 1e-8));
    ability = ability_map(&four);
    assert_true(oracle_near(ability.theta, 0.45709161564626, 1e-9));
    assert_true(oracle_near(ability.se, 0.6903809934446271, 1e-8));
    ability = ability_eap(&four);
    assert_true(oracle_near(ability.theta, 0.4690526328374469, 1e-9));
    assert_true(oracle_near(ability.se, 0.6955166836092186, 1e-9));
}

static void
test_components_by_hand(void **state)
{
    static const double a[] = { 1.2, 0.8, 1.5, 0.6, 1.1, 0.3, 0.9, 0.4, 1.1, 0.7 };
    static const double b[] = { -0.5, 0.3, 0.9, -1.2, 0.1, 0.2, -0.1, 0.5, 0.3, -0.4 };
    static const unsigned char seen[] = { 1, 1, 1, 1, 1 };
    struct ability_space one = { four_a, four_b, four_y, seen, 1, 5, 1 };
    struct ability_space two = { a, b, four_y, seen, 2, 5, 1 };
    double theta[2], se[2];
    struct ability eap = ability_space_eap(&one);

    (void)state;
    ability_fit(&one, theta);
    ability_errors(&one, theta, se);
    assert_true(oracle_near(theta[0], 0.33929459613131374, 1e-6));
    assert_true(oracle_near(se[0], 0.6522654537859967, 1e-6));
    assert_true(oracle_near(eap.theta, 0.34650641201343096, 1e-8));
    assert_true(oracle_near(eap.se, 0.6752675506592922, 1e-8));
    ability_fit(&two, theta);
    ability_errors(&two, theta, se);
    assert_true(oracle_near(theta[0], 0.46174366, 1e-6) && oracle_near(theta[1], -0.22287242, 1e-6));
    assert_true(oracle_near(se[0], 0.70730676, 1e-6) && oracle_near(se[1], 0.84437568, 1e-6));
}

/* Four items of which two were seen; the parts of three and of one item count alike. */
static void
test_promises_by_hand(void **state)
{
    static const double y[] = { 1, 0, 0, 0 }, chance[] = { 0, 0, 0.2, 0.8 };
    static const size_t part[] = { 0, 0, 0, 1 };
    double balance[4];

    (void)state;
    near(ability_p_irt(y, chance, NULL, 2, 4), 0.5 * 0.5 + 0.5 * 0.5);
    near(ability_p_irt(y, chance, NULL, 0, 4), 0.25);
    ability_balance(part, 4, 2, balance);
    near(balance[0], 2.0 / 3);
    near(balance[3], 2);
    near(ability_p_irt(y, chance, balance, 2, 4), (2.0 / 3 + 0.4 / 3 + 1.6) / 4);
    near(ability_p_irt(y, chance, balance, 4, 4), 2.0 / 3 / 4);
}

static void
test_aggregates_by_hand(void **state)
{
    static const double x[] = { 9, 1, 2, 3, 4, 5, 6, 100 }, cost[] = { 2, 2, 4, 4 };
    static const double ok[] = { 1, 0, 1, 1 }, never[] = { 0, 0, 0, 0 };
    static const double ranks[] = { 1, 2, 3, 1, 2, 3, 1, 3, 2 };
    struct cost_ratio ratio = aggregate_cost_ratio(cost, ok, 4, 0.95);
    double mean_rank[3], p;

    (void)state;
    near(aggregate_iqm(x, 8), 4.5);
    near(aggregate_gap(ok, 4, 1), 0.25);
    near(aggregate_share_above(x, 8, 5), 3.0 / 8);
    near(aggregate_mad(x, 8), 2);
    near(aggregate_geometric(cost, 4), sqrt(8));
    near(aggregate_harmonic(cost, 4), 8.0 / 3);
    near(ratio.ratio, 4);
    assert_false(ratio.bounded && !(ratio.ci.lo < 4 && ratio.ci.hi > 4));
    assert_false(aggregate_cost_ratio(cost, never, 4, 0.95).bounded);
    near(aggregate_friedman(ranks, 3, 3, mean_rank, &p), 14.0 / 3);
    near(mean_rank[0], 1);
}

/* --- others' numbers --- */

static void
check_monotonicity(const cJSON *one)
{
    size_t n;
    double *y = oracle_numbers(oracle_item(one, "y"), &n);
    struct curve_shape shape = curve_shape(y, n);

    expect(one, "kendall", curve_monotone_tau(y, n), 1e-9);
    expect(one, "spearman", curve_monotone_spearman(y, n), 1e-9);
    expect(one, "step_monotonicity", shape.step_monotonicity, 1e-9);
    expect(one, "total_variation", shape.total_variation, 1e-9);
    expect(one, "total_variation_norm", shape.relative_variation, 1e-9);
    expect(one, "improvement", shape.improvement, 1e-9);
    for (size_t i = 0; i < n; i++)
        y[i] = -y[i];
    expect(one, "reversed_kendall", curve_monotone_tau(y, n), 1e-9);
    free(y);
}

static void
check_snr(const cJSON *one)
{
    size_t n, m;
    double *signal = oracle_numbers(oracle_item(one, "signal_scores"), &n);
    double *noise = oracle_numbers(oracle_item(one, "noise_scores"), &m);
    double below = noise_of(noise, m);

    expect(one, "snr", below == 0 ? (double)NAN : signal_of(signal, n) / below, 1e-9);
    free(signal);
    free(noise);
}

static void
check_decisions(const cJSON *one)
{
    size_t n, ties;
    double *small = oracle_numbers(oracle_item(one, "small"), &n);
    double *target = oracle_numbers(oracle_item(one, "target"), &n);

    expect(one, "decision_accuracy", decision_accuracy(small, target, n, &ties), 1e-9);
    expect(one, "kendall", curve_tau_b(small, target, n), 1e-9);
    free(small);
    free(target);
}

static void
check_item_analysis(const cJSON *one)
{
    size_t n, k = 0, models = (size_t)cJSON_GetArraySize(oracle_item(one, "X"));
    double *x = oracle_numbers(oracle_item(one, "X"), &n);
    size_t items = n / models;
    struct item_worth *worth = malloc(items * sizeof *worth);
    const cJSON *item;

    items_worth(x, models, items, worth);
    cJSON_ArrayForEach(item, oracle_item(one, "items")) {
        expect(item, "difficulty", worth[k].difficulty, 1e-9);
        expect(item, "p", worth[k].difficulty, 1e-9);
        expect(item, "point_biserial", worth[k].point_biserial, 1e-9);
        expect(item, "corrected", worth[k].corrected, 1e-9);
        expect(item, "corrected_item_total", worth[k].corrected, 1e-9);
        expect(item, "upper_lower", worth[k].upper_lower, 1e-9);
        expect(item, "upper_lower_27", worth[k].upper_lower, 1e-9);
        k++;
    }
    assert_true(k == 0 || k == items);
    expect(one, "cronbach_alpha", items_alpha(x, models, items), 1e-9);
    expect(one, "kr20", items_kr20(x, models, items), 1e-9);
    free(x);
    free(worth);
}

static void
check_components(const cJSON *in, const cJSON *out)
{
    size_t n, items = (size_t)cJSON_GetArraySize(oracle_item(in, "X"));
    double *x = oracle_numbers(oracle_item(in, "X"), &n);
    struct item_spread spread = items_spread(x, items, n / items);
    struct item_parts parts = items_parts(x, items, n / items);

    expect(out, "mean", spread.mean, 1e-9);
    expect(out, "sigma2_within", spread.within, 1e-9);
    expect(out, "var_item_means", spread.of_means, 1e-9);
    expect(out, "omega2", spread.omega2, 1e-9);
    expect(out, "se_mean", spread.se_mean, 1e-9);
    expect(out, "icc1", spread.icc, 1e-9);
    expect(out, "K", spread.samples, 1e-9);
    expect(out, "v_item", parts.item, 1e-9);
    expect(out, "v_seed", parts.seed, 1e-9);
    expect(out, "v_resid", parts.residual, 1e-9);
    free(x);
}

static void
check_ability(const cJSON *in, const cJSON *out)
{
    size_t n;
    double *a = oracle_numbers(oracle_item(in, "a"), &n);
    double *b = oracle_numbers(oracle_item(in, "b"), &n);
    double *y = oracle_numbers(oracle_item(in, "y"), &n);
    struct ability_items items = { a, b, NULL, y, n };
    struct ability ml = ability_ml(&items), map = ability_map(&items);
    struct ability eap = ability_eap(&items);
    double *chance = malloc(n * sizeof *chance);
    const cJSON *theta = oracle_item(out, "theta_ml");

    if (theta != NULL && isfinite(oracle_number(theta))) {
        expect(out, "theta_ml", ml.theta, 1e-6);
        expect(out, "se_ml", ml.se, 1e-6);
    } else {
        assert_true(isinf(ml.theta));
    }
    expect(out, "theta_map_N01", map.theta, 1e-6);
    expect(out, "se_map", map.se, 1e-7);
    expect(out, "eap_gh61", eap.theta, 1e-8);
    expect(out, "psd_gh61", eap.se, 1e-8);
    for (size_t i = 0; i < n; i++)
        chance[i] = ability_chance(a[i], b[i], map.theta);
    expect(out, "pirt_first10_at_map", ability_p_irt(y, chance, NULL, 10, n), 1e-7);
    expect(out, "info_at_0", ability_information(&items, 0), 1e-8);
    free(chance);
    free(a);
    free(b);
    free(y);
}

static void
check_fit(const cJSON *one)
{
    size_t n, d, k, cells;
    double *y = oracle_numbers(oracle_item(one, "y"), &n);
    double *a = oracle_numbers(oracle_item(one, "A"), &cells);
    double *b = oracle_numbers(oracle_item(one, "B"), &cells);
    double *seen_at = oracle_numbers(oracle_item(one, "seen"), &k);
    double *theta = oracle_numbers(oracle_item(one, "theta"), &d);
    double *curve = oracle_numbers(oracle_item(one, "curve"), &cells);
    double zero[16] = { 0 }, fitted[16];
    unsigned char *seen = calloc(n, 1);
    struct ability_space space = { a, b, y, seen, d, n, 0 };

    for (size_t i = 0; i < k; i++)
        seen[(size_t)seen_at[i]] = 1;
    expect(one, "nll", ability_loss(&space, theta), 1e-9);
    expect(one, "nll_at_zero", ability_loss(&space, zero), 1e-9);
    for (size_t i = 0; i < cells; i++)
        assert_true(oracle_near(ability_chance_of(&space, i, theta), curve[i], 1e-9));
    ability_fit(&space, fitted);
    expect(one, "nll", ability_loss(&space, fitted), 1e-6);
    for (size_t i = 0; i < d; i++)
        if (fabs(fitted[i] - theta[i]) > 1e-3 * fmax(1, fabs(theta[i])))
            fail_msg("theta %zu is %.9g, not %.9g", i, fitted[i], theta[i]);
    free(y);
    free(a);
    free(b);
    free(seen_at);
    free(theta);
    free(curve);
    free(seen);
}

static void
expect_two(const cJSON *out, const char *name, double lo, double hi)
{
    const cJSON *pair = oracle_item(out, name);

    if (pair != NULL && (!oracle_near(lo, oracle_number(pair->child), 1e-9) ||
        !oracle_near(hi, oracle_number(pair->child->next), 1e-9)))
        fail_msg("%s: %.17g to %.17g, not %s", name, lo, hi, cJSON_Print(pair));
}

/* The geometric mean's interval is that of the logarithms' mean. */
static void
check_logarithms(const double *x, size_t n, const cJSON *out)
{
    struct geometric geometric = aggregate_geometric_interval(x, n, 0.95);

    expect(out, "log_se", geometric.log_se, 1e-9);
    expect_two(out, "gmean_ci95", geometric.ci.lo, geometric.ci.hi);
    expect(out, "iqr", aggregate_iqr(x, n), 1e-9);
}

static void
check_latency(const cJSON *in, const cJSON *out)
{
    size_t n;
    double *x = oracle_numbers(oracle_item(in, "x"), &n);

    if (oracle_item(in, "p") != NULL) {
        struct quantile_limits limits;

        for (size_t i = 1; i < n; i++)     /* a few hundred at most */
            for (size_t j = i; j > 0 && x[j] < x[j - 1]; j--) {
                double swap = x[j];

                x[j] = x[j - 1];
                x[j - 1] = swap;
            }
        limits = aggregate_quantile(x, n, oracle_field(in, "p"), 0.95);
        expect(out, "quantile_type7", limits.value, 1e-9);
        expect(out, "rank_lo_1based", (double)limits.rank_lo, 1e-9);
        expect(out, "rank_hi_1based", (double)limits.rank_hi, 1e-9);
        expect_two(out, "ci_order_stat", limits.lo, limits.hi);
    } else if (n > 0) {
        expect(out, "geomean", aggregate_geometric(x, n), 1e-9);
        expect(out, "hmean", aggregate_harmonic(x, n), 1e-9);
        expect(out, "mad", aggregate_mad(x, n), 1e-9);
        check_logarithms(x, n, out);
    }
    if (oracle_item(in, "cost") != NULL) {
        double *cost = oracle_numbers(oracle_item(in, "cost"), &n);
        double *ok = oracle_numbers(oracle_item(in, "correct"), &n);
        struct cost_ratio ratio = aggregate_cost_ratio(cost, ok, n, 0.95);
        const cJSON *pair = oracle_item(out, "fieller95");

        expect(out, "cost_per_correct", ratio.ratio, 1e-9);
        expect(out, "se_delta", ratio.se, 1e-9);
        assert_true(oracle_near(ratio.ci.lo, oracle_number(pair->child), 1e-9));
        assert_true(oracle_near(ratio.ci.hi, oracle_number(pair->child->next), 1e-9));
        free(cost);
        free(ok);
    }
    free(x);
}

/* The mean between quartiles over resampled rows: index[b][run][task]. */
static void
check_resampled_iqm(const cJSON *in, const cJSON *out)
{
    const cJSON *rows = oracle_item(in, "X");
    const cJSON *index = oracle_item(in, "boot_row_index[B][run][task]");
    size_t n, cells, b = (size_t)cJSON_GetArraySize(index), at = 0;
    double *x = oracle_numbers(rows, &n), *iqm = malloc(b * sizeof *iqm), drawn[256];
    size_t tasks = n / (size_t)cJSON_GetArraySize(rows);
    struct interval ci;

    assert_true(n <= 256);
    for (const cJSON *one = index->child; one != NULL; one = one->next) {
        double *row = oracle_numbers(one, &cells);

        assert_int_equal(cells, n);
        for (size_t i = 0; i < n; i++)
            drawn[i] = x[(size_t)row[i] * tasks + i % tasks];
        iqm[at] = aggregate_iqm(drawn, n);
        assert_true(oracle_near(iqm[at], oracle_number(cJSON_GetArrayItem(
            oracle_item(out, "replicates"), (int)at)), 1e-9));
        expected++;
        at++;
        free(row);
    }
    bootstrap_sort(iqm, b);
    ci = bootstrap_percentile(iqm, b, 0.95, CONVENTION_TYPE_7);
    assert_true(oracle_near(ci.lo, oracle_number(oracle_item(out, "pct95_linear")->child),
        1e-9));
    assert_true(oracle_near(ci.hi,
        oracle_number(oracle_item(out, "pct95_linear")->child->next), 1e-9));
    free(x);
    free(iqm);
}

static void
check_profile_of_means(const double *x, size_t runs, size_t tasks, const cJSON *out)
{
    double *mean = calloc(tasks, sizeof *mean);
    const cJSON *want = oracle_item(out, "avg_profile"), *tau;

    want = want != NULL ? want->child : NULL;
    for (size_t i = 0; i < runs * tasks; i++)
        mean[i % tasks] += x[i] / (double)runs;
    cJSON_ArrayForEach(tau, oracle_item(out, "taus")) {
        if (want == NULL)
            break;
        assert_true(oracle_near(aggregate_share_above(mean, tasks, oracle_number(tau)),
            oracle_number(want), 1e-9));
        want = want->next;
    }
    free(mean);
}

static void
check_rliable(const cJSON *in, const cJSON *out)
{
    size_t n;
    const cJSON *rows = oracle_item(in, "X_runs_x_tasks"), *tau;
    size_t runs = (size_t)cJSON_GetArraySize(rows), m, at = 0;
    double *x = oracle_numbers(rows, &n), *y = oracle_numbers(oracle_item(in, "Y"), &m);
    double *plain = oracle_numbers(oracle_item(in, "x"), &m);

    if (oracle_item(in, "X") != NULL)
        check_resampled_iqm(in, out);
    if (m > 0)
        expect(out, "iqm", aggregate_iqm(plain, m), 1e-9);
    if (runs > 0) {
        expect(out, "iqm", aggregate_iqm(x, n), 1e-9);
        expect(out, "og", aggregate_gap(x, n, 1), 1e-9);
        expect(out, "og_gamma2", aggregate_gap(x, n, 2), 1e-9);
        expect(out, "median", aggregate_median_task(x, runs, n / runs), 1e-9);
        expect(out, "p_improve", aggregate_improvement(x, runs, y,
            (size_t)cJSON_GetArraySize(oracle_item(in, "Y")), n / runs), 1e-9);
        expect(out, "mean", moments_of(x, n).mean, 1e-9);
        check_profile_of_means(x, runs, n / runs, out);
        cJSON_ArrayForEach(tau, oracle_item(out, "taus"))
            assert_true(oracle_near(aggregate_share_above(x, n, oracle_number(tau)),
                oracle_number(cJSON_GetArrayItem(oracle_item(out, "profile"), (int)at++)),
                1e-9));
    }
    free(x);
    free(y);
    free(plain);
}

static void
check_correlation(const cJSON *in, const cJSON *out)
{
    size_t n;
    double *x = oracle_numbers(oracle_item(in, "x"), &n);
    double *y = oracle_numbers(oracle_item(in, "y"), &n);

    expect(out, "tau_b", curve_tau_b(x, y, n), 1e-9);
    expect(out, "spearman", curve_spearman(x, y, n), 1e-9);
    expect(out, "pearson", curve_pearson(x, y, n), 1e-9);
    free(x);
    free(y);
}

static void
check_limits(const cJSON *one, const char *name, struct interval got, double slack)
{
    const cJSON *pair = oracle_item(one, name);
    double lo = oracle_number(pair->child), hi = oracle_number(pair->child->next);

    if (fabs(got.lo - lo) > slack || fabs(got.hi - hi) > slack)
        fail_msg("%s: %.12g to %.12g, not %.12g to %.12g", name, got.lo, got.hi, lo, hi);
}

/* (10): the percentile bootstrap of 0/1 scores has a limit that needs no draws. */
static void
check_binomial(const cJSON *one)
{
    enum { B = 9999 };
    size_t n = (size_t)oracle_field(one, "n");
    double k = oracle_field(one, "k"), p = k / (double)n, *x = calloc(n, sizeof *x);
    double *t = malloc(B * sizeof *t), se = sqrt(p * (1 - p) / (double)n);
    const double *column[1] = { x };
    struct resampling plan = { .n = n, .b = B, .seed = 1, .set = 1 };
    struct moments moments;

    for (size_t i = 0; i < n; i++)
        x[i] = (double)i < k;
    moments = moments_of(x, n);
    expect(one, "se_analytic", se, 1e-9);
    expect(one, "se_lm_eval", moments_se(&moments), 1e-9);
    check_limits(one, "wald", interval_normal(p, se, 0.95), 1e-9);
    check_limits(one, "wilson", interval_wilson(k, (double)n, 0.95), 1e-12);
    assert_true(resample_means(&plan, column, 1, t));
    bootstrap_sort(t, B);
    if (k > 0 && k < (double)n)        /* two scores, and the noise of a quantile */
        check_limits(one, "bootstrap_percentile_limit",
            bootstrap_percentile(t, B, 0.95, CONVENTION_TYPE_7), 2 / (double)n + 0.1 * se);
    free(x);
    free(t);
}

/* What cancels comes back, and the order does not matter. */
static void
test_exact_sum(void **state)
{
    static const double wide[] = { 1e16, 1, -1e16, 2 }, other[] = { 1, 1e16, 2, -1e16 };
    struct exact_sum one = { 0 }, two = { 0 }, tenths = { 0 };

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        exact_sum_add(&one, wide[i]);
        exact_sum_add(&two, other[i]);
    }
    assert_true(exact_sum_mean(&one, 4) == 0.75 && exact_sum_mean(&two, 4) == 0.75);
    for (size_t i = 0; i < 1000; i++)
        exact_sum_add(&tenths, 0.1);
    assert_true(exact_sum_mean(&tenths, 1000) == 0.1);
}

/* --- tables: ours in variance.json, the full ones where PARETOP_SHARED has them --- */

/* Cases are objects of a list, or "in" and "out". */
static const struct {
    const char *own;                   /* of variance.json */
    const char *shared, *part;         /* part: of the shared file, NULL for its cases */
    void (*check)(const cJSON *one);
    void (*check_pair)(const cJSON *in, const cJSON *out);
} tables[] = {
    { "monotonicity", "variance.json", "monotonicity", check_monotonicity, NULL },
    { "snr", "variance.json", "snr", check_snr, NULL },
    { "decision_accuracy", "variance.json", "decision_accuracy", check_decisions, NULL },
    { "item_analysis", "variance.json", "item_analysis", check_item_analysis, NULL },
    { "binomial_intervals", "variance.json", "binomial_intervals", check_binomial, NULL },
    { "fits", "irt_theta.json", NULL, check_fit, NULL },
    { "correlation", "stats_10_rank_correlation.json", NULL, NULL, check_correlation },
    { "components", "stats_05_variance_components.json", NULL, NULL, check_components },
    { "ability", "stats_18_irt_2pl.json", NULL, NULL, check_ability },
    { "latency", "stats_21_latency_cost.json", NULL, NULL, check_latency },
    { "rliable", "stats_12_rliable.json", NULL, NULL, check_rliable },
};
enum { N_TABLES = sizeof tables / sizeof tables[0] };

static size_t
check_table(size_t i, const cJSON *table)
{
    const cJSON *list = oracle_item(table, "cases") != NULL ? oracle_item(table, "cases") :
        table;
    size_t n = 0;

    if (cJSON_IsObject(list)) {        /* one case alone */
        tables[i].check(list);
        return 1;
    }
    for (const cJSON *one = list->child; one != NULL; one = one->next, n++) {
        size_t before = expected;

        if (tables[i].check != NULL)
            tables[i].check(one);
        else
            tables[i].check_pair(oracle_item(one, "in"), oracle_item(one, "out"));
        if (expected == before)
            fail_msg("case %zu of %s names nothing that is known here", n, tables[i].shared);
    }
    return n;
}

static void
test_own_tables(void **state)
{
    cJSON *own = oracle_own("variance.json");

    (void)state;
    assert_non_null(own);
    for (size_t i = 0; i < N_TABLES; i++)
        assert_true(check_table(i, oracle_item(own, tables[i].own)) > 0);
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
        assert_true(check_table(i, tables[i].part != NULL ?
            oracle_item(full, tables[i].part) : full) > 0);
        cJSON_Delete(full);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_curves_by_hand), cmocka_unit_test(test_items_by_hand),
        cmocka_unit_test(test_abilities_by_hand), cmocka_unit_test(test_components_by_hand),
        cmocka_unit_test(test_promises_by_hand),
        cmocka_unit_test(test_aggregates_by_hand), cmocka_unit_test(test_exact_sum),
        cmocka_unit_test(test_own_tables),
        cmocka_unit_test(test_full_tables),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
