/* test_frontier_rules.c - rules, hull, knees and membership against other programs: the
 * tables kept here, and the full ones where PARETOP_SHARED has them.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "math/dominance.h"
#include "math/hull.h"
#include "math/knee.h"
#include "math/membership.h"
#include "math/rules.h"
#include "unit/lens_helper.h"
#include "unit/oracle_helper.h"
#include "unit/skip.h"

enum { MOST = 4000 };

static void
expect_flags(const cJSON *object, const char *name, const uint8_t *got, size_t n)
{
    const cJSON *list = oracle_item(object, name), *at;
    size_t i = 0;

    assert_non_null(list);
    for (at = list->child; at != NULL; at = at->next, i++)
        if (got[i] != (cJSON_IsTrue(at) ? 1 : 0))
            fail_msg("%s[%zu] is %d", name, i, got[i]);
    assert_int_equal(i, n);
}

/* Calls check for every case of an own and a shared table (a list or {cases: list}). */
static void
for_cases(const char *own, const char *shared, void (*check)(const cJSON *))
{
    cJSON *tables[2] = { oracle_own("frontier.json"), oracle_shared(shared) };
    size_t n = 0;

    assert_non_null(tables[0]);
    for (size_t t = 0; t < 2; t++) {
        const cJSON *table = t == 0 ? oracle_item(tables[0], own) : tables[1];

        if (table == NULL)
            continue;
        if (!cJSON_IsArray(table))
            table = oracle_item(table, "cases");
        for (const cJSON *at = table->child; at != NULL; at = at->next, n++)
            check(at);
    }
    assert_true(n > 0);
    cJSON_Delete(tables[0]);
    cJSON_Delete(tables[1]);
}

static void
check_dominance(const cJSON *one)
{
    const cJSON *maximise = oracle_item(one, "maximise");
    size_t d = (size_t)cJSON_GetArraySize(maximise), total, n;
    double *point = oracle_numbers(oracle_item(one, "points"), &total);
    uint8_t on[MOST];
    uint32_t layer[MOST];

    n = total / d;
    for (size_t i = 0; i < total; i++)
        if (!cJSON_IsTrue(cJSON_GetArrayItem(maximise, (int)(i % d))))
            point[i] = -point[i];
    dominance_frontier(point, n, d, on);
    expect_flags(one, "nondominated_keep_duplicates", on, n);
    rule_unique(point, n, d, on);
    expect_flags(one, "nondominated_first_duplicate_only", on, n);
    dominance_frontier_weak(point, n, d, on);
    expect_flags(one, "weakly_efficient", on, n);
    dominance_layers(point, n, d, layer);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(layer[i] - 1,
            oracle_number(cJSON_GetArrayItem(oracle_item(one, "rank0"), (int)i)));
    free(point);
}

static void
test_dominance(void **state)
{
    (void)state;
    for_cases("dominance", "algo_dominance_cases.json", check_dominance);
}

static void
check_helm(const cJSON *one)
{
    size_t n;
    double *x = oracle_numbers(oracle_item(one, "xs"), &n);
    double *y = oracle_numbers(oracle_item(one, "ys"), &n);
    const char *name[MOST];
    double point[2 * MOST];
    uint8_t on[MOST];

    for (size_t i = 0; i < n; i++) {
        name[i] = cJSON_GetArrayItem(oracle_item(one, "models"), (int)i)->valuestring;
        point[2 * i] = -x[i];
        point[2 * i + 1] = y[i];
    }
    rule_helm(x, y, name, n, on);
    expect_flags(one, "upstream_efficient", on, n);
    dominance_frontier(point, n, 2, on);
    expect_flags(one, "strict_efficient", on, n);
    free(x);
    free(y);
}

static void
test_helm_rule(void **state)
{
    (void)state;
    for_cases("helm", "helm_pareto.json", check_helm);
}

/* The table lists the distinct points that stay. */
static void
check_tolerant(const cJSON *one)
{
    size_t n, m;
    double *cost, *score, *kept_cost, *kept_score;
    uint8_t on[MOST];

    if (oracle_item(one, "costs") == NULL)
        return;
    cost = oracle_numbers(oracle_item(one, "costs"), &n);
    score = oracle_numbers(oracle_item(one, "perfs"), &n);
    kept_cost = oracle_numbers(oracle_item(one, "frontier_costs"), &m);
    kept_score = oracle_numbers(oracle_item(one, "frontier_perfs"), &m);
    rule_tolerant(cost, score, n, oracle_field(one, "cost_rtol"),
        oracle_field(one, "perf_atol"), on);
    for (size_t i = 0; i < n; i++) {
        bool kept = false;

        for (size_t j = 0; j < m; j++)
            kept |= cost[i] == kept_cost[j] && score[i] == kept_score[j];
        assert_int_equal(on[i], kept);
    }
    free(cost);
    free(score);
    free(kept_cost);
    free(kept_score);
}

static void
test_tolerant_rule(void **state)
{
    (void)state;
    for_cases("tolerant", "elicitation_frontier.json", check_tolerant);
}

/* The table lists the places that stay. */
static void
expect_places(const cJSON *object, const char *name, const uint8_t *got, size_t n)
{
    size_t m;
    double *kept = oracle_numbers(oracle_item(object, name), &m);
    uint8_t expected[MOST] = { 0 };

    for (size_t i = 0; i < m; i++)
        expected[(size_t)kept[i]] = 1;
    for (size_t i = 0; i < n; i++)
        if (got[i] != expected[i])
            fail_msg("%s: place %zu is %d", name, i, got[i]);
    free(kept);
}

static void
check_epsilon(const cJSON *one)
{
    size_t n, d;
    double *point = oracle_numbers(oracle_item(one, "points"), &n);
    double *eps = oracle_numbers(oracle_item(one, "eps"), &d);
    uint8_t on[MOST];

    for (size_t i = 0; i < n; i++)
        point[i] = -point[i];
    n /= d;
    dominance_frontier(point, n, d, on);
    expect_places(one, "nondominated", on, n);
    rule_band(point, n, d, eps, on);
    expect_places(one, "not_dominated_by_more_than_eps_in_every_objective", on, n);
    rule_box(point, n, d, eps, on);
    expect_places(one, "epsbox_archive_indices", on, n);
    free(point);
    free(eps);
}

static void
test_epsilon_rules(void **state)
{
    (void)state;
    for_cases("epsilon", "algo_epsilon_cases.json", check_epsilon);
}

/* [[point, share], ...]: one or two points of the hull; a share of 0 may be left out. */
static void
check_mix(const cJSON *list, const double *cost, const double *score, const struct mixture *mix)
{
    const cJSON *mixed = oracle_item(list, "mix"), *a, *b;

    if (mixed == NULL)                     /* the table kept here has the value alone */
        return;
    a = mixed->child;
    b = a->next;
    assert_true(cost[mix->a] == oracle_number(a->child->child));
    assert_true(score[mix->a] == oracle_number(a->child->child->next));
    assert_true(fabs(1 - mix->share_b - oracle_number(a->child->next)) <= 1e-9);
    if (b == NULL) {
        assert_true(mix->share_b == 0);
        return;
    }
    assert_true(cost[mix->b] == oracle_number(b->child->child));
    assert_true(score[mix->b] == oracle_number(b->child->child->next));
    assert_true(fabs(mix->share_b - oracle_number(b->child->next)) <= 1e-9);
}

static void
check_budget(const cJSON *budget, const double *cost, const double *score, const size_t *hull,
    size_t n_hull)
{
    const cJSON *dual = oracle_item(budget, "lp_dual");
    double most;
    struct mixture mix = hull_budget(cost, score, hull, n_hull, strtod(budget->string, NULL));

    assert_int_equal(mix.feasible, cJSON_IsTrue(oracle_item(budget, "feasible")));
    if (!mix.feasible)
        return;
    assert_true(oracle_near(mix.score, oracle_field(budget, "value"), 1e-9));
    assert_true(fabs(mix.price - oracle_field(budget, "shadow_price")) <= 1e-9);
    check_mix(budget, cost, score, &mix);
    /* at a vertex every slope between the two is a valid multiplier; left of all it is steep */
    most = strtod(budget->string, NULL) == cost[hull[0]] ? (double)INFINITY : mix.price_left;
    if (dual != NULL)
        assert_true(dual->valuedouble >= mix.price - 1e-9 && dual->valuedouble <= most + 1e-9);
}

/* The listed points are the distinct ones that nothing dominates. */
static void
check_pareto(const cJSON *list, const double *cost, const double *score, size_t n)
{
    double point[2 * MOST], *want;
    size_t m, found = 0;
    uint8_t on[MOST];

    want = oracle_numbers(list, &m);
    for (size_t i = 0; i < n; i++) {
        point[2 * i] = -cost[i];
        point[2 * i + 1] = score[i];
    }
    dominance_frontier(point, n, 2, on);
    rule_unique(point, n, 2, on);
    for (size_t i = 0; i < n; i++) {
        bool listed = false;

        for (size_t j = 0; j < m / 2; j++)
            listed |= cost[i] == want[2 * j] && score[i] == want[2 * j + 1];
        assert_true(listed || !on[i]);
        found += on[i];
    }
    assert_int_equal(found, m / 2);
    free(want);
}

/* Hulls that a routing table lists, without budgets. */
static void
check_listed_hull(const cJSON *points, const cJSON *upper, const cJSON *pareto)
{
    size_t n, m, hull[MOST];
    double *pair = oracle_numbers(points, &n), *want = oracle_numbers(upper, &m);
    double cost[MOST], score[MOST];

    n /= 2;
    for (size_t i = 0; i < n; i++) {
        cost[i] = pair[2 * i];
        score[i] = pair[2 * i + 1];
    }
    assert_int_equal(hull_upper(cost, score, n, hull), m / 2);
    for (size_t i = 0; i < m / 2; i++) {
        assert_true(cost[hull[i]] == want[2 * i]);
        assert_true(score[hull[i]] == want[2 * i + 1]);
    }
    check_pareto(pareto, cost, score, n);
    free(pair);
    free(want);
}

static void
test_routing_hulls(void **state)
{
    cJSON *table = oracle_shared("stats_17_aiq_hull.json");

    (void)state;
    if (table == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    for (const cJSON *at = oracle_item(table, "cases")->child; at != NULL; at = at->next)
        check_listed_hull(oracle_item(oracle_item(at, "in"), "points_cost_quality"),
            oracle_item(oracle_item(at, "out"), "hull"),
            oracle_item(oracle_item(at, "out"), "pareto"));
    cJSON_Delete(table);
}

static void
check_hull(const cJSON *one)
{
    size_t n, m, hull[MOST], n_hull;
    double *pair = oracle_numbers(oracle_item(one, "points"), &n);
    double *expected = oracle_numbers(oracle_item(one, "upper_hull"), &m);
    double cost[MOST], score[MOST];

    n /= 2;
    for (size_t i = 0; i < n; i++) {
        cost[i] = pair[2 * i];
        score[i] = pair[2 * i + 1];
    }
    n_hull = hull_upper(cost, score, n, hull);
    assert_int_equal(n_hull, m / 2);
    for (size_t i = 0; i < n_hull; i++) {
        assert_true(cost[hull[i]] == expected[2 * i]);
        assert_true(score[hull[i]] == expected[2 * i + 1]);
    }
    if (oracle_item(one, "pareto") != NULL)
        check_pareto(oracle_item(one, "pareto"), cost, score, n);
    for (const cJSON *at = oracle_item(one, "budgets")->child; at != NULL; at = at->next)
        check_budget(at, cost, score, hull, n_hull);
    free(pair);
    free(expected);
}

static void
test_hull_and_budget(void **state)
{
    (void)state;
    for_cases("hull", "hull_shadow_price.json", check_hull);
}

/* Losses as the kernel takes them: normalised, ordered by the first. */
static double *
ordered_losses(const cJSON *one, size_t *n, size_t *d)
{
    const cJSON *order = oracle_item(one, "order_by_f1"), *points = oracle_item(one, "F");
    size_t total;
    double *f = oracle_numbers(points, &total), *ordered;

    *n = (size_t)cJSON_GetArraySize(points);
    *d = total / *n;
    ordered = malloc(total * sizeof *ordered);
    for (size_t i = 0; i < *n; i++) {
        size_t from = order == NULL ? i :
            (size_t)oracle_number(cJSON_GetArrayItem(order, (int)i));

        memcpy(ordered + i * *d, f + from * *d, *d * sizeof *f);
    }
    free(f);
    knee_normalise(ordered, *n, *d);
    return ordered;
}

static void
expect_list(const cJSON *one, const char *name, const double *got, size_t n)
{
    const cJSON *list = oracle_item(one, name);

    for (size_t i = 0; list != NULL && i < n; i++) {
        double want = oracle_number(cJSON_GetArrayItem(list, (int)i));

        if (isnan(want) ? !isnan(got[i]) : !(fabs(got[i] - want) <= 1e-9))
            fail_msg("%s[%zu] is %.12g, not %.12g", name, i, got[i], want);
    }
}

static void
check_tradeoff(const cJSON *one, const double *f, size_t n, size_t d)
{
    const cJSON *list = oracle_item(one, "high_tradeoff_pymoo");
    const cJSON *order = oracle_item(one, "order_by_f1");
    uint8_t chosen[MOST], expected[MOST] = { 0 };

    if (list == NULL)
        return;
    knee_tradeoff(f, n, d, chosen);
    for (const cJSON *at = list->child; at != NULL; at = at->next)
        expected[(size_t)oracle_number(at)] = 1;
    for (size_t i = 0; i < n; i++) {
        size_t from = order == NULL ? i :
            (size_t)oracle_number(cJSON_GetArrayItem(order, (int)i));

        assert_int_equal(chosen[i], expected[from]);
    }
}

static void
check_knees(const cJSON *one)
{
    const cJSON *kneedle = oracle_item(one, "kneedle_S1_convex_decreasing_x");
    size_t n, d, at;
    double *f = ordered_losses(one, &n, &d), value[MOST];

    check_tradeoff(one, f, n, d);
    if (d == 2) {
        knee_chord_distances(f, n, value);
        expect_list(one, "chord_distance", value, n);
        knee_bend_angles(f, n, value);
        expect_list(one, "reflex_bend_angle_rad", value, n);
        knee_utility(f, n, value);
        expect_list(one, "utility", value, n);
        at = knee_kneedle(f, n);
        if (kneedle != NULL && cJSON_IsNull(kneedle))
            assert_true(at == KNEE_NONE);
        else if (kneedle != NULL)
            assert_true(at != KNEE_NONE && fabs(f[2 * at] - oracle_number(kneedle)) < 1e-9);
    }
    free(f);
}

static void
test_knees(void **state)
{
    (void)state;
    for_cases("knee", "algo_decision_cases.json", check_knees);
}

/* --- membership --- */

static void
check_listed(const cJSON *table)
{
    const cJSON *in, *out, *index;
    size_t models, items, total;
    double *quality, *cost, *p, *pair;
    struct membership membership;

    in = oracle_item(oracle_item(table, "cases")->child, "in");
    out = oracle_item(oracle_item(table, "cases")->child, "out");
    models = (size_t)cJSON_GetArraySize(oracle_item(in, "quality[model][item]"));
    quality = oracle_numbers(oracle_item(in, "quality[model][item]"), &total);
    cost = oracle_numbers(oracle_item(in, "cost[model][item]"), &total);
    items = total / models;
    membership_init(&membership, models, 2, true);
    for (index = oracle_item(in, "idx")->child; index != NULL; index = index->next) {
        double point[2 * MOST] = { 0 };

        for (const cJSON *at = index->child; at != NULL; at = at->next)
            for (size_t i = 0; i < models; i++) {
                size_t item = (size_t)oracle_number(at);

                point[2 * i] += quality[i * items + item];
                point[2 * i + 1] -= cost[i * items + item];
            }
        membership_add(&membership, point);
    }
    p = oracle_numbers(oracle_item(out, "p_on_frontier"), &total);
    for (size_t i = 0; i < models; i++)
        assert_true(fabs(membership.on[i] / (double)membership.replicates - p[i]) < 1e-12);
    pair = oracle_numbers(oracle_item(out, "p_dominates"), &total);
    for (size_t i = 0; i < models * models; i++)
        assert_true(fabs(membership.pair[i] / (double)membership.replicates - pair[i]) <
            1e-12);
    membership_release(&membership);
    free(quality);
    free(cost);
    free(p);
    free(pair);
}

static void
test_membership_by_listed_resamples(void **state)
{
    cJSON *own = oracle_own("membership.json");
    cJSON *full = oracle_shared("stats_24_probabilistic_frontier.json");

    (void)state;
    assert_non_null(own);
    check_listed(own);
    cJSON_Delete(own);
    if (full == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    check_listed(full);
    cJSON_Delete(full);
}

/* Membership by the general kernel, many shapes and sizes. */
static void
test_membership_agrees_with_the_kernel(void **state)
{
    uint64_t random = 12345;

    (void)state;
    for (size_t d = 1; d <= 5; d++) {
        enum { N = 30 };
        struct membership membership;
        uint32_t expected[N] = { 0 };

        membership_init(&membership, N, d, false);
        for (int b = 0; b < 300; b++) {
            double point[N * 5];
            uint8_t on[N];

            for (size_t i = 0; i < N * d; i++) {
                random = random * 6364136223846793005u + 1442695040888963407u;
                point[i] = (double)(random >> 60) + (double)(i % 7);
            }
            membership_add(&membership, point);
            dominance_frontier(point, N, d, on);
            for (size_t i = 0; i < N; i++)
                expected[i] += on[i];
        }
        for (size_t i = 0; i < N; i++)
            assert_int_equal(membership.on[i], expected[i]);
        membership_release(&membership);
    }
}

/* --- few items: every resample --- */

static const struct frame *
items_of(void *context, const char *measure)
{
    return strcmp(measure, "acc") == 0 ? context : NULL;
}

static void
test_few_items_are_enumerated(void **state)
{
    static const double item[5][4] = { { 1, 1, 1, 0 }, { 1, 1, 0, 0 }, { 1, 0, 1, 1 },
        { 0, 1, 0, 0 }, { 1, 1, 1, 0 } };
    static const double cost[] = { 10, 4, 12, 1, 10 };
    static const char *const names[] = { "a", "b", "c", "d", "e" };
    static const struct objective objectives[] = { { 1, DIRECTION_MAX }, { 2, DIRECTION_MIN } };
    /* of 4^4 resamples: counted by hand-written enumeration in another language */
    static const double expected[] = { 175, 175, 93, 256, 175 };
    struct frame *frame = points_frame(names, 5), *items = frame_new(SHAPE_ITEMS, 4);
    struct lens_bundle bundle = { .points = frame, .objectives = objectives,
        .n_objectives = 2, .items = items_of, .context = items };
    struct error err = { 0 };
    struct result *result;
    double mean[5] = { 0 };

    (void)state;
    for (size_t j = 0; j < 4; j++)
        items->key[j] = items->label[j] = arena_printf(items->arena, "%zu", j);
    for (size_t i = 0; i < 5; i++) {
        struct column *column = frame_add_column(items, names[i], COLUMN_NUMBER, ROLE_MEASURE);

        for (size_t j = 0; j < 4; j++) {
            column->value[j] = item[i][j];
            mean[i] += item[i][j] / 4;
        }
    }
    add_measure(frame, "acc", NULL, DIRECTION_MAX, KIND_CAPABILITY, mean, NULL);
    add_measure(frame, "cost", NULL, DIRECTION_MIN, KIND_EFFICIENCY, cost, NULL);
    result = run_lens("frontier", &bundle, NULL, &err);
    assert_non_null(result);
    for (size_t i = 0; i < 5; i++)
        assert_true(result_find(result, "points", "p_frontier")->number[i] ==
            expected[i] / 256);
    result_free(result);
    frame_free(frame);
    frame_free(items);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dominance),
        cmocka_unit_test(test_helm_rule),
        cmocka_unit_test(test_tolerant_rule),
        cmocka_unit_test(test_epsilon_rules),
        cmocka_unit_test(test_hull_and_budget),
        cmocka_unit_test(test_routing_hulls),
        cmocka_unit_test(test_knees),
        cmocka_unit_test(test_membership_by_listed_resamples),
        cmocka_unit_test(test_membership_agrees_with_the_kernel),
        cmocka_unit_test(test_few_items_are_enumerated),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
