/* test_frontier.c - the frontier lens on small frames: columns, rules, reasons and words. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/lens_helper.h"

static const char *const names[] = { "a", "b", "c", "d", "e", "f" };
static const double score[] = { 50, 60, 55, 80, 80, 90 };
static const double cost[] = { 1, 2, 4, 5, 6, NAN };
enum { N = 6 };

static struct frame *
small_frame(const double *se)
{
    struct frame *frame = points_frame(names, N);

    add_measure(frame, "acc", "%", DIRECTION_MAX, KIND_CAPABILITY, score, se);
    add_measure(frame, "cost", "USD", DIRECTION_MIN, KIND_EFFICIENCY, cost, NULL);
    return frame;
}

static const struct objective objectives[] = { { 1, DIRECTION_MAX }, { 2, DIRECTION_MIN } };

static struct result *
run_small(const struct frame *frame, const char *const *options)
{
    struct lens_bundle bundle = { .points = frame, .objectives = objectives,
        .n_objectives = 2 };
    struct error err = { 0 };
    struct result *result = run_lens("frontier", &bundle, options, &err);

    if (result == NULL)
        fail_msg("%s", err.message);
    return result;
}

static void
expect_numbers(const struct result *result, const char *column, const double *expected,
    size_t n)
{
    const struct result_column *found = result_find(result, "points", column);

    assert_non_null(found);
    for (size_t i = 0; i < n; i++)
        if (isnan(expected[i]) ? !isnan(found->number[i]) :
            !(fabs(found->number[i] - expected[i]) <= 1e-12))
            fail_msg("%s[%zu] is %g, not %g", column, i, found->number[i], expected[i]);
}

static void
test_columns_in_their_order(void **state)
{
    static const char *const order[] = { "model", "acc", "cost", "on_frontier", "layer",
        "dominated_by", "gap", "dominator", "supported", "knee", "marginal_cost",
        "elasticity", "regret", "p_frontier", "state", "feasible", "reason", "acc.se", "cost.se" };
    struct frame *frame = small_frame(NULL);
    struct result *result = run_small(frame, NULL);
    const struct result_table *table = &result->tables[0];

    (void)state;
    assert_int_equal(table->n_columns, sizeof order / sizeof order[0]);
    for (size_t i = 0; i < table->n_columns; i++)
        assert_string_equal(table->columns[i].name, order[i]);
    result_free(result);
    frame_free(frame);
}

static void
test_strict_frontier(void **state)
{
    static const double on[] = { 1, 1, 0, 1, 0, NAN }, layer[] = { 1, 1, 2, 1, 2, NAN };
    static const double above[] = { 0, 0, 1, 0, 1, NAN };
    static const double price[] = { 0.1, 0.15, NAN, NAN, NAN, NAN };
    /* the hull is a, b, d: at c's cost it gives 60 + 20 * 2/3 */
    static const double regret[] = { 0, 0, 60 + 40.0 / 3 - 55, 0, 0, NAN };
    struct frame *frame = small_frame(NULL);
    struct result *result = run_small(frame, NULL);

    (void)state;
    expect_numbers(result, "on_frontier", on, N);
    expect_numbers(result, "layer", layer, N);
    expect_numbers(result, "dominated_by", above, N);
    expect_numbers(result, "marginal_cost", price, N);
    expect_numbers(result, "regret", regret, N);
    assert_string_equal(result_find(result, "points", "dominator")->text[2], "b");
    assert_string_equal(result_find(result, "points", "dominator")->text[4], "d");
    assert_string_equal(result_find(result, "points", "reason")->text[5], "no cost");
    assert_true(isnan(result_find(result, "points", "p_frontier")->number[0]));
    assert_non_null(strstr(result->verdict, "3 of 5 models are on the frontier"));
    assert_non_null(strstr(result->title, "5 of 6 models (1 without cost)"));
    result_free(result);
    frame_free(frame);
}

static void
test_equal_points_share_their_prices(void **state)
{
    static const double same[] = { 50, 60, 60, 80, 80, 80 };
    static const double price[] = { 1, 2, 2, 5, 5, 9 }, supported[] = { 1, 1, 1, 1, 1, 0 };
    static const double marginal[] = { 0.1, 0.15, 0.15, NAN, NAN, NAN };
    struct frame *frame = points_frame(names, N);
    struct result *result;

    (void)state;
    add_measure(frame, "acc", "%", DIRECTION_MAX, KIND_CAPABILITY, same, NULL);
    add_measure(frame, "cost", "USD", DIRECTION_MIN, KIND_EFFICIENCY, price, NULL);
    result = run_small(frame, NULL);
    expect_numbers(result, "marginal_cost", marginal, N);
    expect_numbers(result, "supported", supported, N);
    result_free(result);
    frame_free(frame);
}

static void
test_chances_and_states(void **state)
{
    static const double se[] = { 0.1, 0.1, 10, 0.1, 0.1, 1 };
    struct frame *frame = small_frame(se);
    struct result *result = run_small(frame, NULL);
    const double *p = result_find(result, "points", "p_frontier")->number;

    (void)state;
    assert_true(p[0] == 1);
    /* c beats b (better and dearer) with P(N(55,10) > N(60,.1)) = Phi(-5/10.0005) */
    assert_true(fabs(p[2] - 0.3086) < 0.02);
    assert_true(fabs(p[4] - 0.5) < 0.02);       /* equal means, dearer */
    assert_string_equal(result_find(result, "points", "state")->text[0], "on");
    assert_string_equal(result_find(result, "points", "state")->text[2], "undecided");
    assert_true(isnan(p[5]));
    result_free(result);
    frame_free(frame);
}

static void
test_draws_do_not_depend_on_other_points(void **state)
{
    static const double se[] = { 1, 1, 5, 1, 1, 1 };
    static const size_t kept[] = { 1, 2, 3 };
    struct frame *frame = small_frame(se), *fewer = frame_select(frame, kept, 3);
    struct result *all = run_small(frame, NULL), *some = run_small(fewer, NULL);

    (void)state;
    /* a never decides about c: the answer for c is the same draw for draw */
    assert_true(result_find(all, "points", "p_frontier")->number[2] ==
        result_find(some, "points", "p_frontier")->number[1]);
    result_free(all);
    result_free(some);
    frame_free(fewer);
    frame_free(frame);
}

static void
test_budget(void **state)
{
    const char *const options[] = { "budget=3.5", NULL };
    struct frame *frame = small_frame(NULL);
    struct result *result = run_small(frame, options);

    (void)state;
    assert_string_equal(result_find(result, "budget", "best_model")->text[0], "b");
    assert_string_equal(result_find(result, "budget", "mix_a")->text[0], "b");
    assert_string_equal(result_find(result, "budget", "mix_b")->text[0], "d");
    assert_true(fabs(result_find(result, "budget", "share_b")->number[0] - 0.5) < 1e-12);
    assert_true(fabs(result_find(result, "budget", "mix_score")->number[0] - 70) < 1e-12);
    assert_true(fabs(result_find(result, "budget", "shadow_price")->number[0] - 20.0 / 3) <
        1e-12);
    result_free(result);
    frame_free(frame);
}

static void
test_constraints_and_missing(void **state)
{
    const char *const bounds[] = { "constraints=cost<=4", NULL };
    const char *const worst[] = { "missing_as=worst", NULL };
    static const double on[] = { 1, 1, 0, NAN, NAN, NAN };
    static const double feasible[] = { 1, 1, 1, 0, 0, NAN };
    struct frame *frame = small_frame(NULL);
    struct result *result = run_small(frame, bounds);

    (void)state;
    expect_numbers(result, "on_frontier", on, N);
    expect_numbers(result, "feasible", feasible, N);
    assert_non_null(strstr(result_find(result, "points", "reason")->text[3], "cost<=4"));
    result_free(result);
    result = run_small(frame, worst);
    assert_true(result_find(result, "points", "on_frontier")->number[5] == 1);
    result_free(result);
    frame_free(frame);
}

/* Adds the columns of records: an input header may be one of ours. */
static void
test_records(void **state)
{
    struct frame *frame = frame_new(SHAPE_ROWS, 2);
    struct column *layer = frame_add_column(frame, "layer", COLUMN_TEXT, ROLE_ATTRIBUTE);
    static const double value[] = { 1, 2 };
    static const struct objective one[] = { { 1, DIRECTION_MAX } };
    struct lens_bundle bundle = { .points = frame, .objectives = one, .n_objectives = 1 };
    struct error err = { 0 };
    struct result *result;

    (void)state;
    layer->text[0] = "x";
    add_measure(frame, "v", NULL, DIRECTION_MAX, KIND_CAPABILITY, value, NULL);
    frame->row_number = arena_zalloc(frame->arena, 2, sizeof *frame->row_number);
    frame->row_number[1] = 7;
    frame->key[0] = frame->label[0] = "row 0";
    frame->key[1] = frame->label[1] = "row 7";
    frame->rows_total = 2;
    result = run_lens("frontier", &bundle, NULL, &err);
    assert_non_null(result);
    assert_string_equal(result->tables[0].columns[0].name, "row");
    assert_true(result->tables[0].columns[0].number[1] == 7);
    assert_string_equal(result->tables[0].columns[1].name, "input.layer");
    assert_string_equal(result->tables[0].columns[2].name, "v");
    assert_string_equal(result->tables[0].columns[3].name, "on_frontier");
    assert_true(result_find(result, "points", "layer")->number[0] == 2);
    result_free(result);
    frame_free(frame);
}

static void
test_nothing_competes(void **state)
{
    static const double none[] = { NAN, NAN, NAN, NAN, NAN, NAN };
    struct frame *frame = points_frame(names, N);
    struct result *result;

    (void)state;
    add_measure(frame, "acc", "%", DIRECTION_MAX, KIND_CAPABILITY, none, NULL);
    add_measure(frame, "cost", "USD", DIRECTION_MIN, KIND_EFFICIENCY, cost, NULL);
    result = run_small(frame, NULL);
    assert_non_null(strstr(result->verdict, "None of 6 models"));
    result_free(result);
    frame_free(frame);
}

/* --- a snapshot comes before the answer, and owns what it shows --- */

static void
keep_snapshot(void *context, struct result *snapshot)
{
    *(struct result **)context = snapshot;
}

static void
test_membership_is_published_first(void **state)
{
    enum { MANY = 6000 };
    struct frame *frame = frame_new(SHAPE_POINTS, MANY);
    struct lens_bundle bundle = { .points = frame, .objectives = objectives,
        .n_objectives = 2 };
    struct lens_values *values = lens_values_new(lens_find("frontier"));
    struct lens_settings settings = lens_values_settings(values, 1);
    struct result *snapshot = NULL, *result = NULL;
    struct lens_progress progress = { .publish = keep_snapshot, .context = &snapshot };
    struct error err = { 0 };
    double x[MANY], y[MANY];

    (void)state;
    frame_add_column(frame, "model", COLUMN_TEXT, ROLE_KEY);
    for (size_t i = 0; i < MANY; i++) {
        frame->key[i] = frame->label[i] = arena_printf(frame->arena, "m%zu", i);
        x[i] = (double)(i * 37 % MANY);
        y[i] = (double)(i * 11 % MANY);
    }
    add_measure(frame, "acc", "%", DIRECTION_MAX, KIND_CAPABILITY, x, NULL);
    add_measure(frame, "cost", "USD", DIRECTION_MIN, KIND_EFFICIENCY, y, NULL);
    assert_true(lens_find("frontier")->run(&bundle, &settings, &progress, &result, &err));
    assert_non_null(snapshot);
    assert_false(snapshot->final);
    assert_memory_equal(result_find(snapshot, "points", "on_frontier")->number,
        result_find(result, "points", "on_frontier")->number, MANY * sizeof(double));
    assert_true(isnan(result_find(snapshot, "points", "layer")->number[0]));
    result_free(result);
    frame_free(frame);
    assert_string_equal(result_find(snapshot, "points", "cost")->unit, "USD");
    result_free(snapshot);
    lens_values_free(values);
}

/* Of what takes long the first replicates are shown: as many as a block, with the same places on
 * the frontier, and probabilities near the final ones. */
static void
test_first_estimate(void **state)
{
    enum { SOME = 60, SHOWN = 256 };
    struct frame *frame = frame_new(SHAPE_POINTS, SOME);
    struct lens_bundle bundle = { .points = frame, .objectives = objectives,
        .n_objectives = 2 };
    struct lens_values *values = lens_values_new(lens_find("frontier"));
    struct result *snapshot = NULL, *result = NULL;
    struct lens_progress progress = { .publish = keep_snapshot, .context = &snapshot };
    struct lens_settings settings;
    struct error err = { 0 };
    double x[SOME], y[SOME], se[SOME];

    (void)state;
    frame_add_column(frame, "model", COLUMN_TEXT, ROLE_KEY);
    for (size_t i = 0; i < SOME; i++) {
        frame->key[i] = frame->label[i] = arena_printf(frame->arena, "m%zu", i);
        x[i] = (double)i;
        y[i] = (double)(i * i);
        se[i] = 0.5;
    }
    add_measure(frame, "acc", "%", DIRECTION_MAX, KIND_CAPABILITY, x, se);
    add_measure(frame, "cost", "USD", DIRECTION_MIN, KIND_EFFICIENCY, y, NULL);
    assert_true(lens_values_set(values, "b", "90000", &err));
    settings = lens_values_settings(values, 1);
    assert_true(lens_find("frontier")->run(&bundle, &settings, &progress, &result, &err));
    assert_non_null(snapshot);
    for (size_t i = 0; i < SOME; i++) {
        double first = result_find(snapshot, "points", "p_frontier")->number[i];

        assert_true(fabs(first * SHOWN - nearbyint(first * SHOWN)) < 1e-9);
        assert_true(fabs(first - result_find(result, "points", "p_frontier")->number[i]) < 0.15);
        assert_true(result_find(snapshot, "points", "marginal_cost")->number[i] ==
            result_find(result, "points", "marginal_cost")->number[i] || i == SOME - 1);
    }
    result_free(result);
    frame_free(frame);
    assert_string_equal(result_find(snapshot, "points", "state")->text[0], "on");
    assert_non_null(strstr(snapshot->verdict, "60 of 60 points are on the frontier by their means"));
    result_free(snapshot);
    lens_values_free(values);
}

static void
test_refusals(void **state)
{
    static const char *const wrong[][2] = { { "rule=box", NULL }, { "rule=odd", NULL },
        { "adjust=bonferroni", NULL }, { "constraints=cost", NULL }, { "eps=x", NULL } };
    static const double se[] = { 1, 1, 1, 1, 1, 1 };
    struct frame *frame = small_frame(se);
    struct lens_bundle bundle = { .points = frame, .objectives = objectives,
        .n_objectives = 2 };

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        const char *options[] = { wrong[i][0], i == 2 ? "alpha=0.001" : NULL, NULL };
        struct error err = { 0 };

        assert_null(run_lens("frontier", &bundle, options, &err));
        assert_true(err.message[0] != '\0');
    }
    frame_free(frame);
}

/* Points that no replicate can lift to the frontier are not drawn; with pairs all are drawn. */
static void
test_who_is_left_out_changes_nothing(void **state)
{
    enum { MANY = 60 };
    static char name[MANY][8];
    const char *many[MANY];
    double good[MANY], price[MANY], se[MANY];
    struct frame *frame;
    struct lens_bundle bundle = { .objectives = objectives, .n_objectives = 2 };
    struct result *some, *all;
    struct error err = { 0 };
    const struct result_column *p, *q;
    size_t never = 0, sometimes = 0;

    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        snprintf(name[i], sizeof name[i], "m%zu", i);
        many[i] = name[i];
        good[i] = (double)(i * 37 % MANY);
        price[i] = 1 + (double)(i * 23 % MANY) / 7;
        se[i] = i % 5 == 0 ? NAN : 0.2 * (double)(1 + i % 30);
    }
    frame = points_frame(many, MANY);
    add_measure(frame, "acc", "%", DIRECTION_MAX, KIND_CAPABILITY, good, se);
    add_measure(frame, "cost", "USD", DIRECTION_MIN, KIND_EFFICIENCY, price, NULL);
    bundle.points = frame;
    some = run_lens("frontier", &bundle, (const char *const[]){ "b=2000", NULL }, &err);
    all = run_lens("frontier", &bundle, (const char *const[]){ "b=2000", "pairs=yes", NULL }, &err);
    assert_non_null(some);
    assert_non_null(all);
    p = result_find(some, "points", "p_frontier");
    q = result_find(all, "points", "p_frontier");
    for (size_t i = 0; i < MANY; i++) {
        assert_true(p->number[i] == q->number[i]);
        never += p->number[i] == 0;
        sometimes += p->number[i] > 0 && p->number[i] < 1;
    }
    assert_true(never > 10 && sometimes > 3);
    result_free(some);
    result_free(all);
    frame_free(frame);
}

/* Of three goods, a mixture of a and b beats c; d is the best of its own good. */
static void
test_support_with_three_objectives(void **state)
{
    static const double first[] = { 0, 10, 4, 1 }, second[] = { 10, 0, 4, 1 },
        third[] = { 0, 0, 0, 5 }, expected[] = { 1, 1, 0, 1 };
    static const struct objective three[] = { { 1, DIRECTION_MAX }, { 2, DIRECTION_MAX },
        { 3, DIRECTION_MAX } };
    struct frame *frame = points_frame(names, 4);
    struct lens_bundle bundle = { .points = frame, .objectives = three, .n_objectives = 3 };
    struct error err = { 0 };
    struct result *result;

    (void)state;
    add_measure(frame, "first", NULL, DIRECTION_MAX, KIND_CAPABILITY, first, NULL);
    add_measure(frame, "second", NULL, DIRECTION_MAX, KIND_CAPABILITY, second, NULL);
    add_measure(frame, "third", NULL, DIRECTION_MAX, KIND_CAPABILITY, third, NULL);
    result = run_lens("frontier", &bundle, NULL, &err);
    assert_non_null(result);
    expect_numbers(result, "on_frontier", (const double[]){ 1, 1, 1, 1 }, 4);
    expect_numbers(result, "supported", expected, 4);
    result_free(result);
    frame_free(frame);
}

/* --- the first answer of many rows --- */

struct early { size_t on, rows, wrong; char title[256], verdict[256]; };

static void
take_snapshot(void *context, struct result *snapshot)
{
    struct early *early = context;
    const struct result_column *on = result_find(snapshot, "points", "on_frontier");
    const struct result_column *a = result_find(snapshot, "points", "a");
    const struct result_column *b = result_find(snapshot, "points", "b");

    early->rows = snapshot->tables[0].rows;
    for (size_t i = 0; i < early->rows; i++) {
        early->on += on->number[i] == 1;
        /* On the frontier lie the points whose values add up to the most. */
        early->wrong += (on->number[i] == 1) != (a->number[i] + b->number[i] == 100);
    }
    snprintf(early->title, sizeof early->title, "%s", snapshot->title);
    snprintf(early->verdict, sizeof early->verdict, "%s", snapshot->verdict);
    result_free(snapshot);
}

static void
test_many_rows_at_a_glance(void **state)
{
    enum { ROWS = 200000 };
    struct frame *frame = frame_new(SHAPE_ROWS, ROWS);
    struct objective both[] = { { 0, DIRECTION_MAX }, { 1, DIRECTION_MAX } };
    struct lens_bundle bundle = { .points = frame, .objectives = both,
        .n_objectives = 2 };
    const struct lens *lens = lens_find("frontier");
    struct lens_values *values = lens_values_new(lens);
    struct lens_settings settings = lens_values_settings(values, 1);
    struct early early = { .on = 0 };
    struct lens_progress progress = { .publish = take_snapshot, .context = &early };
    struct result *result;
    struct error err;
    double *a, *b;

    (void)state;
    frame_add_column(frame, "a", COLUMN_NUMBER, ROLE_MEASURE);
    frame_add_column(frame, "b", COLUMN_NUMBER, ROLE_MEASURE);
    a = frame->columns[0].value;
    b = frame->columns[1].value;
    for (size_t i = 0; i < ROWS; i++) {
        size_t sum = i % 1000 == 7 ? 100 : (i * 7919) % 100;

        frame->key[i] = frame->label[i] = "row";
        a[i] = (double)((i / 1000) % (sum + 1));
        b[i] = (double)sum - a[i];
    }
    b[5] = NAN;
    frame->rows_total = ROWS;
    assert_true(lens->glance(&bundle, &settings, &progress));
    assert_true(lens->run(&bundle, &settings, &progress, &result, &err));
    assert_int_equal(early.on, 200);
    assert_int_equal(early.wrong, 0);
    assert_true(early.rows > 2000 && early.rows < 5000);
    assert_string_equal(early.title, result->title);
    assert_non_null(strstr(early.verdict, "200 of 199999"));
    assert_non_null(strstr(result->verdict, "200 of 199999"));
    result_free(result);
    lens_values_free(values);
    frame_free(frame);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_support_with_three_objectives),
        cmocka_unit_test(test_who_is_left_out_changes_nothing),
        cmocka_unit_test(test_columns_in_their_order),
        cmocka_unit_test(test_strict_frontier),
        cmocka_unit_test(test_equal_points_share_their_prices),
        cmocka_unit_test(test_chances_and_states),
        cmocka_unit_test(test_draws_do_not_depend_on_other_points),
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_constraints_and_missing),
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_nothing_competes),
        cmocka_unit_test(test_membership_is_published_first),
        cmocka_unit_test(test_first_estimate),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_many_rows_at_a_glance),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
