/* test_set_oracles.c - every case of other programs' tables of set indicators, volumes, shares,
 * surfaces and partial orders, where PARETOP_SHARED has them, each at its own tolerance.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "math/attainment.h"
#include "math/dominance.h"
#include "math/hypervolume.h"
#include "math/indicators.h"
#include "math/partial_order.h"
#include "unit/oracle_helper.h"
#include "unit/skip.h"

enum { MOST = 400, MOST_D = 9 };

/* A matrix of a table, oriented so that larger is better. */
struct matrix { size_t n, d; double value[MOST * MOST_D]; };

static struct matrix first, second;
static size_t checks;

static double
number_of(const cJSON *node)
{
    return cJSON_IsString(node) && strstr(node->valuestring, "inf") == NULL ?
        strtod(node->valuestring, NULL) : oracle_number(node);
}

static void
expect(const char *name, const char *what, double got, double want, double relative)
{
    checks++;
    if (got != want && !(fabs(got - want) <= relative * fabs(want) + 1e-15))
        fail_msg("%s %s: got %.17g, want %.17g", name, what, got, want);
}

/* `maximise` is the list of senses, or NULL where all have that of `sign`. */
static void
take(struct matrix *matrix, const cJSON *rows, const cJSON *maximise, double sign)
{
    matrix->n = 0;
    for (const cJSON *row = rows->child; row != NULL; row = row->next, matrix->n++) {
        matrix->d = (size_t)cJSON_GetArraySize(row);
        assert_true(matrix->n < MOST && matrix->d <= MOST_D);
        for (size_t k = 0; k < matrix->d; k++)
            matrix->value[matrix->n * matrix->d + k] =
                oracle_number(cJSON_GetArrayItem(row, (int)k)) * (maximise == NULL ? sign :
                cJSON_IsTrue(cJSON_GetArrayItem(maximise, (int)k)) ? 1 : -1);
    }
}

static struct point_set
set_of(const struct matrix *matrix)
{
    return (struct point_set){ matrix->value, matrix->n, matrix->d };
}

/* Calls check for every case of the table, a list or {cases: list}; false without the table. */
static bool
for_cases(const char *name, void (*check)(const cJSON *))
{
    cJSON *table = oracle_shared(name);
    const cJSON *list = cJSON_IsArray(table) ? table : oracle_item(table, "cases");
    size_t before = checks, n = 0;

    if (table == NULL)
        return false;
    for (const cJSON *at = list->child; at != NULL; at = at->next, n++)
        check(at);
    assert_true(n > 0 && checks - before >= n);
    cJSON_Delete(table);
    return true;
}

static const char *
name_of(const cJSON *one)
{
    const cJSON *name = oracle_item(one, "case");

    name = name == NULL ? oracle_item(one, "name") : name;
    return cJSON_IsString(name) ? name->valuestring : "unnamed";
}

/* --- volumes --- */

static void
take_volume_points(const char *name, size_t d)
{
    char path[4096], line[1024];
    FILE *file;

    snprintf(path, sizeof path, "%s/oracles/algo_hv_points.csv", getenv("PARETOP_SHARED"));
    file = fopen(path, "r");
    assert_non_null(file);
    first.n = 0;
    first.d = d;
    while (fgets(line, sizeof line, file) != NULL) {
        char *at = line + strlen(name);

        if (strncmp(line, name, strlen(name)) != 0 || *at != ',')
            continue;
        assert_int_equal(strtoul(at + 1, &at, 10), d);
        assert_int_equal(strtoul(at + 1, &at, 10), first.n);
        for (size_t k = 0; k < d; k++)
            first.value[first.n * d + k] = -strtod(at + 1, &at);
        first.n++;
    }
    fclose(file);
}

/* Their reference takes differences of two volumes: digits below those of the volume are
 * noise, and from four objectives on it says 0 below 1.5e-8. */
static void
expect_shares(const cJSON *one, const char *what, const double *got, bool exact)
{
    const cJSON *list = oracle_item(one, what);
    size_t i = 0;

    for (const cJSON *at = list != NULL ? list->child : NULL; at != NULL; at = at->next, i++) {
        double want = number_of(at);

        if (!exact && first.d >= 4 && want == 0 && got[i] < 1.5e-8)
            continue;
        if (!exact && fabs(got[i] - want) < 2e-15)
            continue;
        expect(name_of(one), what, got[i], want, 1e-10);
    }
    assert_true(list == NULL || cJSON_IsNull(list) || i == first.n);
}

static void
check_volume(const cJSON *one)
{
    const cJSON *exact = oracle_item(one, "hv_exact_rational");
    double reference[MOST_D], share[MOST], volume;

    take_volume_points(name_of(one), (size_t)oracle_field(one, "d"));
    assert_int_equal(first.n, oracle_field(one, "n"));
    for (size_t k = 0; k < first.d; k++)
        reference[k] = -oracle_number(cJSON_GetArrayItem(oracle_item(one, "ref"), (int)k));
    volume = hypervolume(first.value, first.n, first.d, reference);
    expect(name_of(one), "volume", volume, number_of(oracle_item(one, "hv_moocore")), 1e-12);
    if (!cJSON_IsNull(exact))
        expect(name_of(one), "volume, exact", volume, number_of(exact), 1e-12);
    hypervolume_contributions(first.value, first.n, first.d, reference, share);
    expect_shares(one, "contrib_nondominated_only_moocore", share, false);
    expect_shares(one, "contrib_exact_rational", share, true);
    hypervolume_contributions_all(first.value, first.n, first.d, reference, share);
    expect_shares(one, "contrib_all_moocore", share, false);
}

static void
test_volumes(void **state)
{
    (void)state;
    if (!for_cases("algo_hv_cases.json", check_volume))
        SKIP_TEST("PARETOP_SHARED is not set");
}

/* --- distances of two sets --- */

static double
epsilon_ratio(const cJSON *one)
{
    const cJSON *maximise = oracle_item(one, "maximise");
    int sense[MOST_D];

    take(&first, oracle_item(one, "A"), NULL, 1);
    take(&second, oracle_item(one, "R"), NULL, 1);
    for (size_t k = 0; k < first.d; k++)
        sense[k] = cJSON_IsTrue(cJSON_GetArrayItem(maximise, (int)k)) ? 1 : -1;
    return indicator_epsilon_ratio(set_of(&first), set_of(&second), sense);
}

static void
check_distances(const cJSON *one)
{
    static const struct { const char *name; double (*of)(struct point_set, struct point_set); }
    measures[] = { { "igd", indicator_igd }, { "igd_plus", indicator_igd_plus },
        { "avg_hausdorff_p1", indicator_hausdorff }, { "eps_add", indicator_epsilon },
        { "gd_numpy", indicator_gd }, { "gd_plus_numpy", indicator_gd_plus } };
    const cJSON *maximise = oracle_item(one, "maximise"), *ratio = oracle_item(one, "eps_mult");

    take(&first, oracle_item(one, "A"), maximise, 0);
    take(&second, oracle_item(one, "R"), maximise, 0);
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        expect(name_of(one), measures[i].name, measures[i].of(set_of(&first), set_of(&second)),
            number_of(oracle_item(one, measures[i].name)), 1e-10);
    if (ratio != NULL && !cJSON_IsNull(ratio))
        expect(name_of(one), "eps_mult", epsilon_ratio(one), number_of(ratio), 1e-10);
}

static void
check_exact_r2(const cJSON *one)
{
    const double origin[2] = { 0, 0 };
    const cJSON *ideal = oracle_item(one, "ref");

    take(&first, oracle_item(one, "points"), NULL, 1);
    for (size_t i = 0; i < 2 * first.n; i++)
        first.value[i] -= oracle_number(cJSON_GetArrayItem(ideal, (int)(i % 2)));
    expect(name_of(one), "exact R2", indicator_r2_exact(first.value, first.n),
        number_of(oracle_item(one, "r2_exact_moocore")), 1e-12);
    for (size_t i = 0; i < 2 * first.n; i++)
        first.value[i] = -first.value[i];
    expect(name_of(one), "R2 of 101 weights", indicator_r2(set_of(&first), origin, 100),
        number_of(oracle_item(one, "r2_discrete_101_weights")), 1e-12);
}

static void
check_r2_or_igd(const cJSON *one)
{
    if (strcmp(oracle_item(one, "kind")->valuestring, "igd_minimise") != 0) {
        take(&first, oracle_item(one, "points"), NULL, 1);
        for (size_t i = 0; i < 2 * first.n; i++)
            first.value[i] -= oracle_number(cJSON_GetArrayItem(oracle_item(one, "ideal"),
                (int)(i % 2)));
        expect("exact R2", oracle_item(one, "note")->valuestring,
            indicator_r2_exact(first.value, first.n), oracle_field(one, "r2"), 1e-9);
        return;
    }
    take(&first, oracle_item(one, "points"), NULL, -1);
    take(&second, oracle_item(one, "reference"), NULL, -1);
    expect(name_of(one), "igd", indicator_igd(set_of(&first), set_of(&second)),
        oracle_field(one, "igd"), 1e-9);
    expect(name_of(one), "igd_plus", indicator_igd_plus(set_of(&first), set_of(&second)),
        oracle_field(one, "igd_plus"), 1e-9);
}

static void
test_distances_and_r2(void **state)
{
    (void)state;
    if (!for_cases("algo_indicator_cases.json", check_distances)
        || !for_cases("algo_r2_cases.json", check_exact_r2)
        || !for_cases("r2_igd.json", check_r2_or_igd))
        SKIP_TEST("PARETOP_SHARED is not set");
}

/* --- whole sets, all maximised --- */

static void
expect_mask(const cJSON *one, const char *what, const uint8_t *on)
{
    size_t i = 0;

    for (const cJSON *at = oracle_item(one, what)->child; at != NULL; at = at->next, i++)
        expect(name_of(one), what, on[i], cJSON_IsTrue(at), 0);
    assert_int_equal(i, first.n);
}

/* Keeps the nondominated points of `first`, equal ones once. */
static void
keep_front(const cJSON *one)
{
    uint8_t on[MOST];
    size_t m = 0;

    dominance_frontier(first.value, first.n, first.d, on);
    expect_mask(one, "nondominated_mask_keepdup", on);
    for (size_t i = 0; i < first.n; i++)
        for (size_t j = 0; j < i; j++)
            if (memcmp(first.value + i * first.d, first.value + j * first.d,
                first.d * sizeof *first.value) == 0)
                on[i] = 0;
    expect_mask(one, "nondominated_mask_unique", on);
    for (size_t i = 0; i < first.n; i++)
        if (on[i])
            memmove(first.value + m++ * first.d, first.value + i * first.d,
                first.d * sizeof *first.value);
    first.n = m;
}

/* Their code divides by n - 1 = 0 or says 0 where one point has no spread. */
static void
check_spread(const cJSON *one)
{
    double crowding[MOST];

    if (first.n > 1)
        expect(name_of(one), "sparsity", indicator_sparsity(set_of(&first)),
            oracle_field(one, "sparsity"), 1e-9);
    for (int extreme = 0; extreme < 2; extreme++) {
        const char *what = extreme ? "crowding_distance_of_nd_points_order_unique" :
            "crowding_distance_no_extreme";
        const cJSON *list = oracle_item(one, what);      /* not of fronts of one or two */
        size_t i = 0;

        if (list == NULL && first.n <= 2)
            continue;
        assert_non_null(list);
        indicator_crowding(set_of(&first), extreme, crowding);
        for (const cJSON *at = list->child; at != NULL; at = at->next, i++)
            if (extreme || first.n > 2)
                expect(name_of(one), what, crowding[i], oracle_number(at), 1e-9);
        assert_int_equal(i, first.n);
    }
}

static void
check_utilities(const cJSON *one)
{
    unsigned p = (unsigned)oracle_field(one, "weights_simplex_lattice_p");
    double ideal[MOST_D];

    for (size_t k = 0; k < first.d; k++)
        ideal[k] = oracle_number(cJSON_GetArrayItem(oracle_item(one, "ideal_point"), (int)k));
    expect(name_of(one), "weights", (double)lattice_count(first.d, p),
        oracle_field(one, "n_weights"), 0);
    expect(name_of(one), "expected utility", indicator_expected_utility(set_of(&first), p),
        oracle_field(one, "expected_utility"), 1e-9);
    expect(name_of(one), "R2", indicator_r2(set_of(&first), ideal, p),
        oracle_field(one, "r2_mean_tchebycheff_same_inputs"), 1e-9);
    expect(name_of(one), "utility loss", indicator_utility_loss(set_of(&first),
        set_of(&second), p), oracle_field(one, "max_utility_loss"), 1e-9);
}

static void
check_set(const cJSON *one)
{
    double reference[MOST_D], share[MOST];
    size_t i = 0;

    take(&first, oracle_item(one, "points"), NULL, 1);
    take(&second, oracle_item(one, "reference_front"), NULL, 1);
    for (size_t k = 0; k < first.d; k++)
        reference[k] = oracle_number(cJSON_GetArrayItem(oracle_item(one, "ref_point"), (int)k));
    expect(name_of(one), "volume", hypervolume(first.value, first.n, first.d, reference),
        oracle_field(one, "hv_moocore"), 1e-12);
    hypervolume_contributions(first.value, first.n, first.d, reference, share);
    for (const cJSON *at = oracle_item(one, "hv_contributions_moocore")->child; at != NULL;
        at = at->next, i++)
        if (fabs(share[i] - oracle_number(at)) > 1e-14)
            expect(name_of(one), "share", share[i], oracle_number(at), 1e-9);
    keep_front(one);
    expect(name_of(one), "size", (double)first.n, oracle_field(one, "cardinality_unique"), 0);
    check_spread(one);
    check_utilities(one);
    expect(name_of(one), "igd", indicator_igd(set_of(&first), set_of(&second)),
        oracle_field(one, "igd_moocore"), 1e-9);
    expect(name_of(one), "igd_plus", indicator_igd_plus(set_of(&first), set_of(&second)),
        oracle_field(one, "igd_plus_moocore"), 1e-9);
    expect(name_of(one), "gd", indicator_gd(set_of(&first), set_of(&second)),
        oracle_field(one, "gd_moocore"), 1e-9);
    expect(name_of(one), "epsilon", indicator_epsilon(set_of(&first), set_of(&second)),
        oracle_field(one, "eps_additive_moocore"), 1e-9);
}

/* Crowding as a mean over the objectives, and spacing. */
static void
check_decision(const cJSON *one)
{
    double crowding[MOST];
    size_t i = 0;

    take(&first, oracle_item(one, "F"), NULL, -1);
    indicator_crowding(set_of(&first), 1, crowding);
    for (const cJSON *at = oracle_item(one, "crowding_pymoo_mean_over_objectives")->child;
        at != NULL; at = at->next, i++)
        expect(name_of(one), "crowding", crowding[i] / (double)first.d, oracle_number(at), 1e-9);
    assert_int_equal(i, first.n);
    expect(name_of(one), "spacing", indicator_spacing(set_of(&first)),
        oracle_field(one, "spacing_pymoo"), 1e-9);
}

static void
test_sets(void **state)
{
    (void)state;
    if (!for_cases("mo_indicators.json", check_set)
        || !for_cases("algo_decision_cases.json", check_decision))
        SKIP_TEST("PARETOP_SHARED is not set");
}

/* --- repeated runs --- */

static size_t
take_runs(const char *name, double *points, uint32_t *run)
{
    char path[4096], line[256];
    size_t n = 0;
    FILE *file;

    snprintf(path, sizeof path, "%s/oracles/algo_%s", getenv("PARETOP_SHARED"), name);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    for (; fgets(line, sizeof line, file) != NULL; n++) {
        double x, y, number;

        assert_true(n < MOST);
        assert_int_equal(sscanf(line, "%lf,%lf,%lf", &x, &y, &number), 3);
        points[2 * n] = -x;
        points[2 * n + 1] = -y;
        run[n] = (uint32_t)number - 1;
    }
    fclose(file);
    return n;
}

static void
test_expectation_of_runs(void **state)
{
    cJSON *want = oracle_shared("algo_vorobev.json");
    double points[2 * MOST], reference[2];
    struct attainment attainment;
    struct vorobev vorobev;
    uint32_t run[MOST];
    size_t n, at;

    (void)state;
    if (want == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    n = take_runs(oracle_item(want, "input")->valuestring, points, run);
    for (int k = 0; k < 2; k++)
        reference[k] = -oracle_number(cJSON_GetArrayItem(oracle_item(want, "ref"), k));
    attainment_init(&attainment, points, run, n, 5);
    vorobev = attainment_vorobev(&attainment, points, run, n, reference);
    expect("runs", "threshold", vorobev.percent, oracle_field(want, "threshold"), 0);
    expect("runs", "mean volume", vorobev.mean_volume, oracle_field(want, "avg_hyp"), 1e-12);
    expect("runs", "deviation", vorobev.deviation, oracle_field(want, "deviation"), 1e-12);
    take(&first, oracle_item(want, "ve"), NULL, -1);
    at = attainment.start[vorobev.level - 1];
    assert_int_equal(attainment.start[vorobev.level] - at, first.n);
    for (size_t i = 0; i < 2 * first.n; i++)
        expect("runs", "expectation", attainment.points[2 * at + i], first.value[i], 0);
    attainment_release(&attainment);
    cJSON_Delete(want);
}

/* --- the order --- */

static void
expect_listed(const cJSON *one, const char *what, const bool *on)
{
    bool listed[MOST] = { false };

    for (const cJSON *at = oracle_item(oracle_item(one, "expected"), what)->child; at != NULL;
        at = at->next)
        listed[(size_t)oracle_number(at)] = true;
    for (size_t i = 0; i < first.n; i++)
        expect(name_of(one), what, on[i], listed[i], 0);
}

static void
check_ends(const cJSON *one, const struct partial_order *order)
{
    bool maximal[MOST], minimal[MOST];
    uint32_t layer[MOST], again[MOST];

    expect(name_of(one), "height", partial_order_layers(order, layer),
        oracle_field(oracle_item(one, "expected"), "height"), 0);
    dominance_layers(first.value, first.n, first.d, again);
    for (size_t i = 0; i < first.n; i++) {
        maximal[i] = partial_order_above(order, i) == 0;
        minimal[i] = partial_order_below(order, i) == 0;
        expect(name_of(one), "layer", layer[i] - 1.0, oracle_number(cJSON_GetArrayItem(
            oracle_item(oracle_item(one, "expected"), "layer"), (int)i)), 0);
        assert_int_equal(again[i], layer[i]);
    }
    expect_listed(one, "maximal", maximal);
    expect_listed(one, "minimal", minimal);
}

static void
check_edges(const cJSON *one, const struct partial_order *order)
{
    const cJSON *list = oracle_item(oracle_item(one, "expected"), "cover_edges");
    size_t edges = 0;
    uint8_t cover[MOST];

    for (size_t i = 0; i < first.n; i++) {
        partial_order_covers(order, i, cover);
        for (size_t j = 0; j < first.n; j++)
            edges += cover[j];
    }
    expect(name_of(one), "edges", (double)edges, cJSON_GetArraySize(list), 0);
    for (const cJSON *at = list->child; at != NULL; at = at->next) {
        partial_order_covers(order, (size_t)oracle_number(at->child), cover);
        expect(name_of(one), "edge", cover[(size_t)oracle_number(at->child->next)], 1, 0);
    }
}

static void
check_order(const cJSON *one)
{
    const cJSON *want = oracle_item(one, "expected");
    struct partial_order order;
    struct order_pairs pairs;

    take(&first, oracle_item(one, "scores"), NULL, 1);
    partial_order_init(&order, first.value, first.n, first.d, NULL);
    pairs = partial_order_pairs(&order);
    expect(name_of(one), "comparable", pairs.comparable, oracle_field(want, "comparable_pairs"), 0);
    expect(name_of(one), "equal", pairs.equal, oracle_field(want, "equal_pairs"), 0);
    expect(name_of(one), "incomparable", pairs.incomparable,
        oracle_field(want, "incomparable_pairs"), 0);
    expect(name_of(one), "width", (double)partial_order_width(&order),
        oracle_field(want, "width"), 0);
    expect(name_of(one), "improvements", partial_order_small_improvements(&order),
        oracle_field(want, "small_improvement_pairs"), 0);
    if (!cJSON_IsNull(oracle_item(want, "linear_extensions")))
        expect(name_of(one), "rankings", partial_order_extensions(&order),
            oracle_field(want, "linear_extensions"), 0);
    check_ends(one, &order);
    check_edges(one, &order);
    partial_order_release(&order);
}

static void
test_partial_orders(void **state)
{
    (void)state;
    if (!for_cases("partial_order.json", check_order))
        SKIP_TEST("PARETOP_SHARED is not set");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_volumes),
        cmocka_unit_test(test_distances_and_r2),
        cmocka_unit_test(test_sets),
        cmocka_unit_test(test_expectation_of_runs),
        cmocka_unit_test(test_partial_orders),
    };

    return cmocka_run_group_tests_name("set_oracles", tests, NULL, NULL);
}
