/* test_portfolio.c - portfolios, hulls and the value of information against the figures of
 * other programs (tests/oracle/portfolio.json, and every case of the full tables where
 * PARETOP_SHARED has them), and against each other. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "math/decision.h"
#include "math/hull.h"
#include "math/portfolio.h"
#include "math/sharpe.h"
#include "unit/oracle_helper.h"

enum { ROOM = 256, MODELS = 16 };

static void
near(double got, double want, double relative, const char *what)
{
    if (!oracle_near(got, want, relative))
        fail_msg("%s: got %.17g, want %.17g", what, got, want);
}

/* Full tables: kind is what a case of this name calls itself, NULL for all. */
static const struct { const char *name, *shared, *kind; } full[] = {
    { "hsr", "hsr.json", NULL }, { "mean_variance", "stats_16_mean_variance.json", NULL },
    { "aiq", "stats_17_aiq_hull.json", NULL }, { "off_switch", "off_switch.json", NULL },
    { "universal", "sharpe_universal.json", "universal" },
    { "ensemble", "sharpe_universal.json", "strategy_ensemble" },
};

static void
append_cases(cJSON *list, const char *shared, const char *kind)
{
    cJSON *table = oracle_shared(shared);
    int before = cJSON_GetArraySize(list);

    for (const cJSON *c = table != NULL ? oracle_item(table, "cases")->child : NULL; c != NULL;
        c = c->next)
        if (kind == NULL || strcmp(oracle_item(c, "kind")->valuestring, kind) == 0)
            cJSON_AddItemToArray(list, cJSON_Duplicate(c, true));
    assert_true(table == NULL || cJSON_GetArraySize(list) > before);
    cJSON_Delete(table);
}

/* The cases of a table of ours, and those of the full one. */
static const cJSON *
cases(cJSON **all, const char *name)
{
    cJSON *list;

    *all = oracle_own("portfolio.json");
    assert_non_null(*all);
    list = cJSON_GetObjectItemCaseSensitive(*all, name);
    assert_non_null(list);
    for (size_t i = 0; i < sizeof full / sizeof *full; i++)
        if (strcmp(full[i].name, name) == 0)
            append_cases(list, full[i].shared, full[i].kind);
    return list->child;
}

/* Those of the points inside the box, in order. */
static void
check_chances(const cJSON *list, const double *chance, size_t n)
{
    const cJSON *want = list != NULL ? list->child : NULL;

    for (size_t i = 0; i < n && want != NULL; i++) {
        if (isnan(chance[i]))
            continue;
        near(chance[i], oracle_number(want), 1e-12, "chance");
        want = want->next;
    }
    assert_null(want);
}

static void
hypervolume_sharpe(void **state)
{
    cJSON *all;
    size_t checked = 0;

    (void)state;
    for (const cJSON *c = cases(&all, "hsr"); c != NULL; c = c->next, checked++) {
        size_t n, d, m;
        double *points = oracle_numbers(oracle_item(c, "points_minimise"), &n);
        double *low = oracle_numbers(oracle_item(c, "low"), &d);
        double *up = oracle_numbers(oracle_item(c, "up"), &d);
        double *want = oracle_numbers(oracle_item(c, "investment"), &m);
        const cJSON *ratio = oracle_item(c, "hsr");
        double investment[ROOM], chance[ROOM], got, sum = 0;

        got = portfolio_hypervolume_sharpe(points, n / d, d, low, up, investment, chance);
        near(got, oracle_number(ratio->child != NULL ? ratio->child : ratio), 1e-6, "ratio");
        for (size_t i = 0; i < m; i++) {
            assert_true(fabs(investment[i] - want[i]) <= 1e-6);
            sum += investment[i];
        }
        assert_true(sum == 0 || fabs(sum - 1) < 1e-12);
        check_chances(oracle_item(c, "expected_return_p_valid"), chance, n / d);
        free(points);
        free(low);
        free(up);
        free(want);
    }
    assert_true(checked >= 5);
    cJSON_Delete(all);
}

static void
hypervolume_sharpe_edges(void **state)
{
    const double low[] = { 0, 0 }, up[] = { 1, 1 }, one[] = { 0.5, 0.5 };
    const double ideal[] = { 0, 0, 0.5, 0.5 }, out[] = { 1, 0.2 };
    const double pair[] = { 0.2, 0.2, 0.6, 0.6, 0.2, 0.2 };
    const double beyond[] = { -1, 0.5, -2, 0.5 };      /* equal within the box */
    const double hair[] = { 0.9 + 1e-9, 0, 0.9, 0, 0, 0.9 };
    double share[3], chance[3];

    (void)state;
    near(portfolio_hypervolume_sharpe(one, 1, 2, low, up, share, chance),
        sqrt(0.25 / 0.75), 1e-12, "one point");
    assert_true(isinf(portfolio_hypervolume_sharpe(ideal, 2, 2, low, up, share, chance)));
    assert_true(share[0] == 1 && share[1] == 0);
    assert_true(portfolio_hypervolume_sharpe(out, 1, 2, low, up, share, chance) == 0);
    assert_true(isnan(chance[0]) && share[0] == 0);
    portfolio_hypervolume_sharpe(pair, 3, 2, low, up, share, chance);
    assert_true(share[0] == 1 && share[1] == 0 && share[2] == 0);
    assert_true(chance[2] == chance[0]);  /* an equal point meets as much */
    portfolio_hypervolume_sharpe(beyond, 2, 2, low, up, share, chance);
    assert_true(share[0] == 1 && share[1] == 0 && chance[0] == chance[1]);
    /* A descent alone leaves a share with what is dominated by a hair. */
    portfolio_hypervolume_sharpe(hair, 3, 2, low, up, share, chance);
    assert_true(share[0] == 0 && share[1] > 0.4 && share[2] > 0.4);
}

static void
critical_line(void **state)
{
    cJSON *all;

    (void)state;
    for (const cJSON *c = cases(&all, "mean_variance"); c != NULL; c = c->next) {
        size_t k, n, m;
        double *mean = oracle_numbers(oracle_item(oracle_item(c, "in"), "mu"), &k);
        double *covariance = oracle_numbers(oracle_item(oracle_item(c, "in"), "cov"), &n);
        double *turning = oracle_numbers(oracle_item(oracle_item(c, "out"), "turning_points"), &n);
        double weights[ROOM * MODELS], best[MODELS];
        bool ridged;
        size_t got = portfolio_critical_line(mean, covariance, k, weights, ROOM, &ridged);
        const cJSON *qp = oracle_item(oracle_item(c, "out"), "frontier_qp");

        assert_true(k <= MODELS);
        assert_false(ridged);
        assert_true(got >= 3);
        for (size_t i = 0; i < k; i++)      /* the last is the least variance */
            assert_true(fabs(weights[(got - 1) * k + i] - turning[n - k + i]) < 1e-6);
        for (size_t t = 0; t < n / k; t++) {
            double nearest = INFINITY;

            for (size_t s = 0; s < got; s++) {
                double worst = 0;

                for (size_t i = 0; i < k; i++)
                    worst = fmax(worst, fabs(weights[s * k + i] - turning[t * k + i]));
                nearest = fmin(nearest, worst);
            }
            assert_true(nearest < 1e-6);
        }
        /* Every point of the reference's frontier lies on a segment of ours. */
        for (const cJSON *at = qp->child; at != NULL; at = at->next) {
            double target = oracle_field(at, "target_mu");

            for (size_t s = 0; s + 1 < got; s++) {
                double u = portfolio_mean(mean, &weights[s * k], k);
                double v = portfolio_mean(mean, &weights[(s + 1) * k], k);
                double t = (target - u) / (v - u), w[MODELS];

                if (!(t >= 0 && t <= 1))
                    continue;
                for (size_t i = 0; i < k; i++)
                    w[i] = (1 - t) * weights[s * k + i] + t * weights[(s + 1) * k + i];
                assert_true(fabs(portfolio_variance(covariance, w, k) -
                    oracle_field(at, "var")) < 1e-9);
                break;
            }
        }
        {
            const cJSON *sharpe = oracle_item(oracle_item(c, "out"), "max_sharpe_rf0");
            double *want = oracle_numbers(oracle_item(sharpe, "w") != NULL
                ? oracle_item(sharpe, "w") : sharpe, &m);

            double ratio = portfolio_best_ratio(mean, covariance, k, weights, got, 0, best);

            assert_true(ratio > 0);
            for (size_t i = 0; i < k && m == k; i++)
                assert_true(fabs(best[i] - want[i]) < 1e-6);
            free(want);
        }
        free(mean);
        free(covariance);
        free(turning);
    }
    cJSON_Delete(all);
}

static void
critical_line_edges(void **state)
{
    const double same[] = { 1, 1 }, apart[] = { 1, 0, 0, 3 }, clones[] = { 1, 1, 1, 1 };
    const double means[] = { 1, 2 }, nought[] = { 0, 0 }, some[] = { 1, 0, 0 };
    const double three[] = { 6, 0, 0, 0, 2, 0, 0, 0, 1.5 };
    double weights[16], best[2];
    bool ridged;
    size_t n = portfolio_critical_line(same, apart, 2, weights, 8, &ridged);

    (void)state;
    assert_true(n > 0 && !ridged);
    assert_int_equal(n, 1);             /* nothing to climb */
    near(weights[0], 0.75, 1e-9, "the least variance of two equal means");
    n = portfolio_critical_line(nought, apart, 2, weights, 8, &ridged);
    assert_int_equal(n, 1);
    near(weights[0], 0.75, 1e-9, "and of two means that are 0");
    n = portfolio_critical_line(some, three, 3, weights, 5, &ridged);
    assert_true(n > 1 && weights[0] == 1);
    near(weights[(n - 1) * 3 + 1], 0.375, 1e-9, "two means of 0 below another");
    n = portfolio_critical_line(means, clones, 2, weights, 8, &ridged);
    assert_true(n > 0);
    n = portfolio_critical_line(means, apart, 1, weights, 8, &ridged);
    assert_true(n > 0 && weights[0] == 1);
    near(portfolio_best_ratio(means, apart, 1, weights, n, 0, best), 1, 1e-12, "one model");
    near(portfolio_router_variance(means, apart, (const double[]){ 0.5, 0.5 }, 2), 2.25, 1e-12,
        "a random router");
}

static void
routing_hull(void **state)
{
    cJSON *all;

    (void)state;
    for (const cJSON *c = cases(&all, "aiq"); c != NULL; c = c->next) {
        size_t n, m, hull[ROOM], got;
        const cJSON *in = oracle_item(c, "in"), *out = in != NULL ? oracle_item(c, "out") : c;
        double *points = oracle_numbers(oracle_item(in != NULL ? in : c, in != NULL
            ? "points_cost_quality" : "points"), &n);
        double *want = oracle_numbers(oracle_item(out, "hull"), &m), cost[ROOM], score[ROOM];

        for (size_t i = 0; i < n / 2; i++) {
            cost[i] = points[2 * i];
            score[i] = points[2 * i + 1];
        }
        got = hull_upper(cost, score, n / 2, hull);
        assert_int_equal(got, m / 2);
        for (size_t i = 0; i < got; i++)
            assert_true(cost[hull[i]] == want[2 * i] && score[hull[i]] == want[2 * i + 1]);
        near(portfolio_average_quality(cost, score, n / 2, hull, got), oracle_field(out, in != NULL
            ? "aiq_paper" : "aiq"), 1e-12, "average quality");
        free(points);
        free(want);
    }
    cJSON_Delete(all);
}

static void
universal(void **state)
{
    cJSON *all;

    (void)state;
    for (const cJSON *c = cases(&all, "universal"); c != NULL; c = c->next) {
        size_t n, periods, k;
        double *relatives = oracle_numbers(oracle_item(c, "price_relatives"), &n);
        double *wealth = oracle_numbers(oracle_item(c, "wealth"), &periods);
        double *best = oracle_numbers(oracle_item(c, "best_crp"), &k), got[ROOM], weight[MODELS];
        double *held = oracle_numbers(oracle_item(c, "weights_by_period"), &n);
        double shares[ROOM * MODELS], mean = 1;
        struct universal result = portfolio_universal(relatives, periods, k,
            (unsigned)oracle_field(c, "lattice_divisions"), got, weight, shares);

        assert_true((double)result.lattice == oracle_field(c, "n_lattice"));
        for (size_t t = 0; t < periods; t++)
            near(got[t], wealth[t], 1e-9, "wealth");
        near(result.best_wealth, oracle_field(c, "best_crp_wealth"), 1e-9, "best mixture");
        for (size_t i = 0; i < k; i++)
            near(weight[i], best[i], 1e-9, "its weights");
        for (size_t t = 0; t < periods; t++) {
            double factor = 0;

            for (size_t i = 0; i < k; i++) {
                if (t < n / k)
                    near(shares[t * k + i], held[t * k + i], 1e-9, "what is held");
                factor += shares[t * k + i] * relatives[t * k + i];
            }
            mean *= factor;
        }
        near(mean, result.wealth, 1e-12, "what is held makes the wealth");
        if (oracle_item(c, "final_mean_crp_wealth") != NULL)
            near(result.wealth, oracle_field(c, "final_mean_crp_wealth"), 1e-9,
                "mean of mixtures");
        free(held);
        free(relatives);
        free(wealth);
        free(best);
    }
    cJSON_Delete(all);
}

/* Thirty assets have 40,920 mixtures in quarters; twentieths would be far too many. */
static void
universal_of_many(void **state)
{
    enum { ASSETS = 30, PERIODS = 3 };
    double relatives[PERIODS * ASSETS], wealth[PERIODS], best[ASSETS], shares[PERIODS * ASSETS];
    double first = 0, sum = 0;
    struct universal result;

    (void)state;
    for (size_t t = 0; t < PERIODS; t++)
        for (size_t i = 0; i < ASSETS; i++)
            relatives[t * ASSETS + i] = 1 + 0.01 * (double)((t * 7 + i * 3) % 11) - 0.05;
    for (size_t i = 0; i < ASSETS; i++)
        first += relatives[i] / ASSETS;
    result = portfolio_universal(relatives, PERIODS, ASSETS, 20, wealth, best, shares);
    assert_int_equal(result.divisions, 4);
    assert_int_equal(result.lattice, 40920);
    near(wealth[0], first, 1e-12, "by symmetry equal parts in the first period");
    for (size_t i = 0; i < ASSETS; i++)
        sum += shares[2 * ASSETS + i];
    near(sum, 1, 1e-12, "shares");
}

static void
buy_and_hold(void **state)
{
    cJSON *all;

    (void)state;
    for (const cJSON *c = cases(&all, "ensemble"); c != NULL; c = c->next) {
        size_t n, periods, k;
        double *gross = oracle_numbers(oracle_item(c, "strategy_gross_returns"), &n);
        double *want = oracle_numbers(oracle_item(c, "buy_and_hold_mixture_wealth"), &periods);
        double got[ROOM], best, last, weight[MODELS];
        double *universal_want = oracle_numbers(oracle_item(c, "universal_ensemble_wealth"), &k);

        k = n / periods;
        last = portfolio_buy_and_hold(gross, periods, k, got, &best);
        for (size_t t = 0; t < periods; t++)
            near(got[t], want[t], 1e-9, "mixture");
        near(best, oracle_field(c, "best_component_wealth"), 1e-9, "best part");
        near(log(best) - log(last), oracle_field(c, "regret_buy_and_hold_log"), 1e-9, "regret");
        assert_true(log(best) - log(last) <= log((double)k));
        portfolio_universal(gross, periods, k, 8, got, weight, NULL);
        for (size_t t = 0; t < periods; t++)
            near(got[t], universal_want[t], 1e-9, "universal ensemble");
        free(gross);
        free(want);
        free(universal_want);
    }
    cJSON_Delete(all);
}

/* --- decisions --- */

static void
discrete_case(const cJSON *c)
{
    size_t n;
    double *value = oracle_numbers(oracle_item(c, "values"), &n);
    double *weight = oracle_numbers(oracle_item(c, "probs"), &n);
    struct decision_value got = decision_discrete(value, weight, n, DECIDER_RATIONAL, 0);

    near(got.mean, oracle_field(c, "E_U"), 1e-9, "mean");
    near(got.positive, oracle_field(c, "E_U_plus"), 1e-9, "positive part");
    near(got.delta, oracle_field(c, "delta_rational"), 1e-9, "rational");
    if (oracle_item(c, "softmax_beta") != NULL) {
        got = decision_discrete(value, weight, n, DECIDER_SOFTMAX,
            oracle_field(c, "softmax_beta"));
        near(got.deferred, oracle_field(c, "value_defer"), 1e-9, "softmax deferred");
        near(got.delta, oracle_field(c, "delta"), 1e-9, "softmax");
    }
    if (oracle_item(c, "error_rate") != NULL) {
        got = decision_discrete(value, weight, n, DECIDER_ERROR, oracle_field(c, "error_rate"));
        near(got.delta, oracle_field(c, "delta_error"), 1e-9, "error rate");
    }
    free(value);
    free(weight);
}

static void
gaussian_case(const cJSON *c)
{
    double mean = oracle_field(c, "mu"), s = oracle_field(c, "sigma");
    struct decision_value got = decision_gaussian(mean, s, DECIDER_RATIONAL, 0);

    near(got.positive, oracle_field(c, "E_U_plus"), 1e-9, "positive part");
    near(got.delta, oracle_field(c, "delta_rational"), 1e-9, "rational");
    for (const cJSON *at = c->child; at != NULL; at = at->next) {
        static const char start[] = "delta_softmax_beta_";

        if (strncmp(at->string, start, sizeof start - 1) != 0)
            continue;
        got = decision_gaussian(mean, s, DECIDER_SOFTMAX, strtod(at->string + sizeof start - 1,
            NULL));
        assert_true(fabs(got.delta - at->valuedouble) <= 1e-9);
    }
}

static void
off_switch(void **state)
{
    cJSON *all;
    size_t checked = 0;

    (void)state;
    for (const cJSON *c = cases(&all, "off_switch"); c != NULL; c = c->next, checked++)
        if (strcmp(oracle_item(c, "kind")->valuestring, "discrete") == 0)
            discrete_case(c);
        else
            gaussian_case(c);
    assert_true(checked >= 6);
    cJSON_Delete(all);
}

/* The truth about all is worth at least that about two, and as much by draws as by quadrature. */
static void
more_than_two(void)
{
    const double mean[] = { 0.62, 0.60, 0.59 }, se[] = { 0.03, 0.04, 0.02 };
    const double independent[] = { 0.0009, 0, 0, 0, 0.0016, 0, 0, 0, 0.0004 };
    double p[3], q[3], error, exact = decision_best_independent(mean, se, 3, p);
    double two = decision_gaussian(0.02, 0.05, DECIDER_RATIONAL, 0).delta;
    double sampled = decision_best_sampled(mean, independent, 3, INFINITY, 40000, 1, q, &error);

    assert_true(exact > two && sampled >= two);
    assert_true(fabs(sampled - exact) < 5 * error && error > 0 && error < 5e-5);
    for (size_t i = 0; i < 3; i++)
        assert_true(fabs(p[i] - q[i]) < 0.02);
}

static void
values_of_information(void **state)
{
    const double mean[] = { 0.62, 0.60 }, se[] = { 0.03, 0.04 }, apart[] = { 0.62, 0.50 };
    const double independent[] = { 0.0009, 0, 0, 0.0016 };
    double s = hypot(0.03, 0.04), p[2], q[2], error;
    double two = decision_gaussian(0.02, s, DECIDER_RATIONAL, 0).delta, sampled;

    (void)state;
    near(decision_gaussian(0, 1, DECIDER_RATIONAL, 0).delta, 0.3989422804014327, 1e-9,
        "equal models");
    near(decision_best_independent(mean, se, 2, p), two, 1e-9, "the best of two");
    near(p[0] + p[1], 1, 1e-9, "chances");
    near(p[0], 0.6554217416103242, 1e-9, "chance of the better");
    /* What two are worth is known, and not simulated. */
    sampled = decision_best_sampled(mean, independent, 2, INFINITY, 40000, 1, q, &error);
    near(sampled, two, 1e-12, "two that are sampled");
    assert_true(error == 0 && fabs(q[0] - p[0]) < 0.02);
    /* A choice that is hardly ever wrong: its small loss must not drown in the draws. */
    sampled = decision_best_sampled(apart, independent, 2, INFINITY, 40000, 1, q, &error);
    two = decision_gaussian(0.12, s, DECIDER_RATIONAL, 0).delta;
    assert_true(fabs(sampled - two) < 1e-12 && error == 0 && two > 1e-4);
    two = decision_gaussian(0.02, s, DECIDER_RATIONAL, 0).delta;
    near(decision_sample_value(0.02, s, 0.5, 1e12), two, 1e-6, "all the items there are");
    assert_true(decision_sample_value(0.02, s, 0.5, 0) == 0);
    assert_true(decision_sample_value(0.02, s, 0.5, 100) < two);
    assert_true(isnan(decision_items_needed(0, 1, 0.05, 0.8)));
    assert_true(decision_items_needed(0.1, 1, 0.05, 0.8) == 785);
    assert_true(decision_gaussian(1, 0, DECIDER_SOFTMAX, 0.5).delta < 0);
    assert_true(isnan(decision_gaussian(1, -1, DECIDER_RATIONAL, 0).delta));
    assert_true(isnan(decision_best_independent(mean, se, 1, NULL)));
    more_than_two();
    {
        const double exact[] = { 0, 0 }, known[] = { 0.5, 0.5 };

        near(decision_best_independent(known, exact, 2, p), 0, 0, "nothing to learn");
        assert_true(p[0] == 0.5 && p[1] == 0.5);
    }
}

/* Errors from few runs, against scipy 1.10 (stats.t and integrate.quad). */
static void
few_runs(void **state)
{
    const double mean[] = { 0.62, 0.60, 0.59 }, se[] = { 0.03, 0.04, 0.02 }, df[] = { 4, 2, 9 };
    const double two_df[] = { 3, 4 }, mixed[] = { 4, INFINITY, 9 };
    const double normal[] = { INFINITY, INFINITY, INFINITY };
    const double few[] = { 0.0009, 0, 0, 0.0016 };
    double p[3], q[3], error;

    (void)state;
    near(decision_student(0.02, 0.05, 7.5, DECIDER_RATIONAL, 0).delta, 0.0137842917060023, 1e-12,
        "a difference of few runs");
    near(decision_student(0, 1, 3, DECIDER_RATIONAL, 0).delta, 0.5513288954217921, 1e-12,
        "equal means of few runs");
    near(decision_student(-0.3, 0.1, 1.5, DECIDER_RATIONAL, 0).delta, 0.0428117857994709, 1e-12,
        "hardly more than one degree");
    near(decision_student(0.4, 0.5, 5, DECIDER_SOFTMAX, 0.25).delta, 0.0524455638028381, 1e-9,
        "left to a noisy decision maker");
    near(decision_student(0.4, 0.5, INFINITY, DECIDER_SOFTMAX, 0.25).delta,
        decision_gaussian(0.4, 0.5, DECIDER_SOFTMAX, 0.25).delta, 0, "the normal");
    assert_true(isnan(decision_student(0.1, 0.1, 1, DECIDER_RATIONAL, 0).delta));
    near(decision_best_student(mean, se, df, 3, p), 0.027689994366113323, 1e-8, "best of three");
    near(p[0], 0.5417017930441346, 1e-9, "the first");
    near(p[1], 0.3329625809710522, 1e-9, "the second");
    near(p[2], 0.12533562598481376, 1e-9, "the third");
    near(decision_best_student(mean, se, two_df, 2, NULL), 0.018581365025979235, 1e-8, "of two");
    near(decision_best_student(mean, se, mixed, 3, p), 0.016312571447515117, 1e-8, "one known");
    near(p[1], 0.30500283889201407, 1e-9, "the known one");
    near(decision_best_student(mean, se, normal, 3, p), decision_best_independent(mean, se, 3, q),
        1e-9, "many runs are the normal");
    near(p[2], q[2], 1e-9, "and so are chances");
    near(decision_student_sample_value(0.02, 0.05, 7.5, 0.5, 1e14), 0.0137842917060023, 1e-6,
        "all the runs there could be");
    /* Welch: (4 + 1)^2 / (16 / 4 + 1 / 9) */
    near(decision_df_of_two(2, 4, 1, 9), 25 / (4 + 1 / 9.0), 1e-12, "degrees of two");
    assert_true(isinf(decision_df_of_two(2, INFINITY, 1, INFINITY)));
    /* Few clusters: all errors share their degrees, and two are the t of their difference. */
    near(decision_best_sampled(mean, few, 2, 7, 40000, 1, q, &error),
        decision_student(0.02, 0.05, 7, DECIDER_RATIONAL, 0).delta, 1e-12, "two of few clusters");
    assert_true(fabs(q[0] - decision_student_better(0.02, 0.05, 7)) < 0.01);
    assert_true(isnan(decision_best_sampled(mean, few, 2, 1, 40000, 1, q, &error)));
    /* Twelve runs in all would show 0.0222 where five of each gave 7.76 degrees. */
    assert_true(decision_runs_needed(0.0222, 0.011646681930919202 * sqrt(5), 5, 7.757868, 0.05,
        0.8) == 12);
    assert_true(decision_runs_needed(0.1, 1, 400, INFINITY, 0.05, 0.8) == 785);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hypervolume_sharpe),
        cmocka_unit_test(hypervolume_sharpe_edges),
        cmocka_unit_test(critical_line),
        cmocka_unit_test(critical_line_edges),
        cmocka_unit_test(routing_hull),
        cmocka_unit_test(universal),
        cmocka_unit_test(universal_of_many),
        cmocka_unit_test(buy_and_hold),
        cmocka_unit_test(off_switch),
        cmocka_unit_test(values_of_information),
        cmocka_unit_test(few_runs),
    };

    gsl_set_error_handler_off();
    return cmocka_run_group_tests_name("portfolio", tests, NULL, NULL);
}
