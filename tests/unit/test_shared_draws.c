/* test_shared_draws.c - the frontier and a comparison of the same items resample them alike,
 * and both stop in the middle of a pair.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "math/rng.h"
#include "unit/lens_helper.h"
#include "unit/oracle_helper.h"
#include "unit/skip.h"

enum { ITEMS = 150, CLUSTERS = 30 };
static const char *const names[] = { "a", "b" };
static const struct objective objectives[] = { { 1, DIRECTION_MAX }, { 2, DIRECTION_MIN } };

struct data { struct frame *points, *score, *cost; };

/* Two models with close means; an item's value is the model's share plus noise, in steps of
 * a half so that ties happen. */
static struct frame *
items_frame(uint64_t stream, double shift, double *mean, bool clustered)
{
    struct frame *items = frame_new(SHAPE_ITEMS, ITEMS);
    struct rng rng;

    rng_init(&rng, 5, &stream, 1);
    for (size_t i = 0; i < ITEMS; i++)
        items->key[i] = items->label[i] = arena_printf(items->arena, "%03zu", i);
    for (size_t j = 0; j < 2; j++) {
        struct column *column = frame_add_column(items, names[j], COLUMN_NUMBER, ROLE_MEASURE);

        mean[j] = 0;
        for (size_t i = 0; i < ITEMS; i++) {
            column->value[i] = nearbyint(2 * (rng_uniform(&rng) + (double)j * shift)) / 2;
            mean[j] += column->value[i] / ITEMS;
        }
    }
    if (clustered) {
        struct column *cluster = frame_add_column(items, "cluster", COLUMN_TEXT, ROLE_ATTRIBUTE);

        for (size_t i = 0; i < ITEMS; i++)
            cluster->text[i] = arena_printf(items->arena, "c%02zu", i * 7 % CLUSTERS);
    }
    return items;
}

static void
data_init(struct data *data, bool clustered)
{
    double score[2], cost[2];

    data->score = items_frame(1, 0.04, score, clustered);
    data->cost = items_frame(2, -0.02, cost, clustered);
    data->points = points_frame(names, 2);
    add_measure(data->points, "score", "", DIRECTION_MAX, KIND_CAPABILITY, score, NULL);
    add_measure(data->points, "cost", "USD", DIRECTION_MIN, KIND_EFFICIENCY, cost, NULL);
}

static void
data_release(struct data *data)
{
    frame_free(data->points);
    frame_free(data->score);
    frame_free(data->cost);
}

static const struct frame *
items_of(void *context, const char *measure)
{
    const struct data *data = context;

    return strcmp(measure, "score") == 0 ? data->score : data->cost;
}

static struct lens_bundle
bundle_of(struct data *data)
{
    return (struct lens_bundle){ .points = data->points, .objectives = objectives,
        .n_objectives = 2, .items = items_of, .context = data };
}

static double
number(const struct result *result, const char *table, const char *column, size_t row)
{
    const struct result_column *found = result_find(result, table, column);

    assert_non_null(found);
    return found->number[row];
}

static const char *const pairs[] = { "pairs=1", NULL };

/* Probability that a dominates b, by the frontier's list of pairs; 0 if it is not there. */
static double
dominates(const struct result *result, const char *a, const char *b)
{
    const struct result_table *table = result_table(result, "pairs");

    for (size_t i = 0; table != NULL && i < table->rows; i++)
        if (strcmp(result_find(result, "pairs", "a")->text[i], a) == 0
            && strcmp(result_find(result, "pairs", "b")->text[i], b) == 0)
            return number(result, "pairs", "p_dominates", i);
    return 0;
}

static void
check_same(bool clustered)
{
    struct data data;
    struct error err = { 0 };
    struct lens_bundle bundle;
    struct result *frontier, *compare;
    double p;

    data_init(&data, clustered);
    bundle = bundle_of(&data);
    frontier = run_lens("frontier", &bundle, pairs, &err);
    compare = run_lens("compare", &bundle, NULL, &err);
    assert_non_null(frontier);
    assert_non_null(compare);
    p = number(compare, "pairs", "p_b_dominates", 0);
    assert_true(p > 0.2 && p < 0.99);
    if (dominates(frontier, "b", "a") != p)
        fail_msg("the frontier says %.6f, the comparison %.6f", dominates(frontier, "b", "a"), p);
    /* with two models, a is off exactly when b dominates it */
    assert_true(fabs(number(frontier, "points", "p_frontier", 0) - (1 - p)) < 1e-12);
    result_free(frontier);
    result_free(compare);
    data_release(&data);
}

static void
test_same_draws(void **state)
{
    (void)state;
    check_same(false);
    check_same(true);
}

/* An item that one model lacks on one measure is left out of both. */
static void
test_common_items(void **state)
{
    struct data data;
    struct error err = { 0 };
    struct lens_bundle bundle;
    struct result *frontier, *compare;
    double *value, gone;

    (void)state;
    data_init(&data, false);
    bundle = bundle_of(&data);
    value = data.cost->columns[0].value;
    gone = value[17];
    value[17] = (double)NAN;
    data.points->columns[2].value[0] = (data.points->columns[2].value[0] * ITEMS - gone) /
        (ITEMS - 1);
    frontier = run_lens("frontier", &bundle, pairs, &err);
    compare = run_lens("compare", &bundle, NULL, &err);
    assert_non_null(strstr(frontier->notes[0], "149 of 150 items are common"));
    assert_true(dominates(frontier, "b", "a") == number(compare, "pairs", "p_b_dominates", 0));
    result_free(frontier);
    result_free(compare);
    data_release(&data);
}

/* --- few items: all their resamples --- */

static const struct frame *
score_items(void *context, const char *measure)
{
    return strcmp(measure, "score") == 0 ? context : NULL;
}

static void
check_pairs(const struct result *result, const cJSON *table, const char *const *letters, size_t n)
{
    size_t cells;
    double *want = oracle_numbers(oracle_item(table, "p_i_dominates_j"), &cells);

    assert_int_equal(cells, n * n);
    for (size_t i = 0; i < cells; i++)
        assert_true(fabs(dominates(result, letters[i / n], letters[i % n]) - want[i]) < 1e-12);
    free(want);
}

static void
check_sizes(const struct result *result, const cJSON *want)
{
    const struct result_table *table = result_table(result, "sizes");
    double total = 0;

    for (size_t i = 0; i < table->rows; i++) {
        char size[16];
        double share = number(result, "sizes", "share", i);

        snprintf(size, sizeof size, "%.0f", number(result, "sizes", "on_frontier", i));
        assert_true(fabs(share - oracle_item(want, size)->valuedouble) < 1e-12);
        total += share;
    }
    assert_true(fabs(total - 1) < 1e-12);
}

/* Items of each model, and exact costs; the probabilities are fractions of all resamples. */
static void
check_exact(const cJSON *table)
{
    static const char *const letters[] = { "a", "b", "c", "d", "e", "f" };
    size_t n, cells, m, items;
    double *cost = oracle_numbers(oracle_item(table, "cost"), &n);
    double *value = oracle_numbers(oracle_item(table, "items"), &cells), mean[6] = { 0 };
    double *want = oracle_numbers(oracle_item(table, "p_frontier_float"), &m);
    struct frame *points = points_frame(letters, n), *frame;
    struct lens_bundle bundle = { .points = points, .objectives = objectives,
        .n_objectives = 2, .items = score_items };
    struct error err = { 0 };
    struct result *result;

    assert_true(n <= 6 && n == m);
    items = cells / n;
    bundle.context = frame = frame_new(SHAPE_ITEMS, items);
    for (size_t i = 0; i < items; i++)
        frame->key[i] = frame->label[i] = arena_printf(frame->arena, "%zu", i);
    for (size_t j = 0; j < n; j++) {
        struct column *column = frame_add_column(frame, letters[j], COLUMN_NUMBER,
            ROLE_MEASURE);

        for (size_t i = 0; i < items; i++) {
            column->value[i] = value[j * items + i];
            mean[j] += column->value[i] / (double)items;
        }
    }
    add_measure(points, "score", "", DIRECTION_MAX, KIND_CAPABILITY, mean, NULL);
    add_measure(points, "cost", "USD", DIRECTION_MIN, KIND_EFFICIENCY, cost, NULL);
    result = run_lens("frontier", &bundle, pairs, &err);
    assert_non_null(result);
    for (size_t j = 0; j < n; j++)
        assert_true(fabs(number(result, "points", "p_frontier", j) - want[j]) < 1e-12);
    check_pairs(result, table, letters, n);
    check_sizes(result, oracle_item(table, "frontier_size_distribution"));
    result_free(result);
    frame_free(points);
    frame_free(frame);
    free(cost);
    free(value);
    free(want);
}

static void
test_all_resamples(void **state)
{
    cJSON *own = oracle_own("membership.json"), *full = oracle_shared(
        "algo_membership_exact.json");

    (void)state;
    assert_non_null(own);
    check_exact(oracle_item(own, "all"));
    cJSON_Delete(own);
    if (full == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    check_exact(full);
    cJSON_Delete(full);
}

/* Few clusters let states be claimed too often: tests/validity. */
static void
test_few_clusters_are_said(void **state)
{
    struct data data;
    struct error err = { 0 };
    struct lens_bundle bundle;
    struct result *result;
    bool said = false;

    (void)state;
    data_init(&data, true);
    bundle = bundle_of(&data);
    result = run_lens("frontier", &bundle, NULL, &err);
    for (size_t i = 0; i < result->n_notes; i++)
        said |= strstr(result->notes[i], "P(F) rests on 30 clusters") != NULL;
    assert_true(said);
    result_free(result);
    data_release(&data);
}

static void
test_half_named_clusters_are_said(void **state)
{
    struct data data;
    struct error err = { 0 };
    struct lens_bundle bundle;
    struct result *result;
    int cluster;
    bool said = false;

    (void)state;
    data_init(&data, true);
    bundle = bundle_of(&data);
    cluster = frame_column(data.score, "cluster");
    data.score->columns[cluster].text[3] = NULL;
    result = run_lens("frontier", &bundle, NULL, &err);
    for (size_t i = 0; i < result->n_notes; i++)
        said |= strstr(result->notes[i], "score: some items name no cluster") != NULL;
    assert_true(said);
    result_free(result);
    data_release(&data);
}

/* --- stopping --- */

struct patience { size_t asked, most; };

static bool
until_tired(void *context, double done)
{
    struct patience *patience = context;

    assert_true(done >= 0 && done <= 1);
    return ++patience->asked <= patience->most;
}

/* With two models there is one pair: to be asked often is to be asked within it. */
static void
check_stop(const char *name, const char *const *options)
{
    const struct lens *lens = lens_find(name);
    struct lens_values *values = lens_values_new(lens);
    struct patience patience = { 0, SIZE_MAX };
    struct lens_progress progress = { .report = until_tired, .context = &patience };
    struct lens_settings settings;
    struct result *result = NULL;
    struct error err = { 0 };
    struct lens_bundle bundle;
    struct data data;

    data_init(&data, false);
    bundle = bundle_of(&data);
    for (size_t i = 0; options[2 * i] != NULL; i++)
        assert_true(lens_values_set(values, options[2 * i], options[2 * i + 1], &err));
    settings = lens_values_settings(values, 1);
    assert_true(lens->run(&bundle, &settings, &progress, &result, &err));
    result_free(result);
    assert_true(patience.asked > 30);
    for (size_t most = 0; most < 30; most += 7) {
        patience = (struct patience){ 0, most };
        result = NULL;
        err = (struct error){ 0 };
        assert_false(lens->run(&bundle, &settings, &progress, &result, &err));
        assert_int_equal(err.kind, ERROR_CANCELLED);
        assert_null(result);
        assert_true(patience.asked == most + 1);
    }
    lens_values_free(values);
    data_release(&data);
}

static void
test_stops_within_a_pair(void **state)
{
    static const char *const bca[] = { "interval", "bca", NULL };
    static const char *const flips[] = { "test", "sign-flip", NULL };
    static const char *const plain[] = { NULL };

    (void)state;
    check_stop("compare", bca);
    check_stop("compare", flips);
    check_stop("compare", plain);      /* dominance */
    check_stop("frontier", plain);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_draws), cmocka_unit_test(test_common_items),
        cmocka_unit_test(test_all_resamples), cmocka_unit_test(test_few_clusters_are_said),
        cmocka_unit_test(test_half_named_clusters_are_said),
        cmocka_unit_test(test_stops_within_a_pair),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
