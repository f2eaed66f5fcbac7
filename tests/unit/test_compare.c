/* test_compare.c - the compare lens: errors of every kind, and words that match them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/lens_helper.h"

static const char *const names[] = { "medium", "high", "low" };
static const double pass[] = { 86.7, 88.0, 60 };
static const double cost[] = { 17.69, 29.08, 40 };

static struct frame *
three_models(void)
{
    struct frame *frame = points_frame(names, 3);
    double se[3];

    for (size_t i = 0; i < 3; i++)
        se[i] = sqrt(pass[i] * (100 - pass[i]) / 225);
    add_measure(frame, "pass", "%", DIRECTION_MAX, KIND_CAPABILITY, pass, se);
    add_measure(frame, "cost", "USD", DIRECTION_MIN, KIND_EFFICIENCY, cost, NULL);
    column_need_n(frame, &frame->columns[1]);
    for (size_t i = 0; i < 3; i++)
        frame->columns[1].n[i] = 225;
    return frame;
}

static struct result *
run_compare(struct lens_bundle *bundle, const char *const *options)
{
    struct error err = { 0 };
    struct result *result = run_lens("compare", bundle, options, &err);

    if (result == NULL)
        fail_msg("%s", err.message);
    return result;
}

static double
number(const struct result *result, const char *table, const char *column, size_t row)
{
    const struct result_column *found = result_find(result, table, column);

    assert_non_null(found);
    return found->number[row];
}

static const char *
text(const struct result *result, const char *table, const char *column, size_t row)
{
    const struct result_column *found = result_find(result, table, column);

    assert_non_null(found);
    return found->text[row];
}

static void
assert_about(double got, double want, double slack)
{
    if (!(fabs(got - want) <= slack))
        fail_msg("got %.12g, want %.12g", got, want);
}

static void
test_undecided_pair(void **state)
{
    static const size_t chosen[] = { 0, 1 };
    const char *const margin[] = { "margin=2", NULL };
    struct frame *frame = three_models();
    struct lens_bundle bundle = { .points = frame, .chosen = chosen, .n_chosen = 2 };
    struct result *result = run_compare(&bundle, margin);

    (void)state;
    assert_string_equal(result->tables[0].name, "measures");
    assert_about(number(result, "measures", "difference", 0), -1.3, 1e-12);
    assert_about(number(result, "measures", "lo", 0), -7.4, 0.06);
    assert_about(number(result, "measures", "hi", 0), 4.8, 0.06);
    assert_string_equal(text(result, "measures", "better", 0), "undecided");
    assert_string_equal(text(result, "measures", "better", 1), "medium");
    assert_about(number(result, "measures", "ratio", 1), 17.69 / 29.08, 1e-12);
    assert_about(number(result, "pairs", "mde", 0), 8.8, 0.05);
    assert_about(number(result, "pairs", "n_needed", 0), 10300, 150);
    assert_non_null(strstr(result->verdict, "Undecided between medium and high on pass: "));
    assert_non_null(strstr(result->verdict, "not shown to be equivalent within 2 points"));
    assert_non_null(strstr(result->verdict, "medium has 39 % less cost (taken as exact)"));
    assert_non_null(strstr(result->verdict, "3 pairs of 3 models could have been picked: p "));
    assert_string_equal(text(result, "models", "method", 0), "Wilson");
    assert_about(number(result, "models", "lo", 0), 81.6, 0.1);
    assert_about(number(result, "models", "hi", 0), 90.5, 0.1);
    result_free(result);
    frame_free(frame);
}

static void
test_a_clear_win_dominates(void **state)
{
    static const size_t chosen[] = { 2, 0 };
    struct frame *frame = three_models();
    struct lens_bundle bundle = { .points = frame, .chosen = chosen, .n_chosen = 2 };
    struct result *result = run_compare(&bundle, NULL);

    (void)state;
    assert_non_null(strstr(result->verdict, "medium beats low on pass by 26.7 points (95% CI "));
    assert_non_null(strstr(result->verdict, "unpaired, n = 225) at 0.442 times the cost"));
    assert_non_null(strstr(result->verdict, ": it dominates."));
    assert_string_equal(text(result, "pairs", "dominance", 0), "b dominates");
    assert_true(number(result, "pairs", "p_b_dominates", 0) > 0.999);
    result_free(result);
    frame_free(frame);
}

static void
test_equivalence_needs_a_margin(void **state)
{
    static const size_t chosen[] = { 0, 1 };
    const char *const wide[] = { "margin=10", NULL };
    struct frame *frame = three_models();
    struct lens_bundle bundle = { .points = frame, .chosen = chosen, .n_chosen = 2 };
    struct result *result = run_compare(&bundle, wide);

    (void)state;
    assert_string_equal(text(result, "measures", "better", 0), "equivalent");
    assert_non_null(strstr(result->verdict, "are equivalent on pass within 10 points"));
    result_free(result);
    frame_free(frame);
}

static void
test_several_models(void **state)
{
    struct frame *frame = three_models();
    struct lens_bundle bundle = { .points = frame };
    struct result *result = run_compare(&bundle, NULL);

    (void)state;
    assert_int_equal(result_table(result, "pairs")->rows, 6);
    assert_string_equal(text(result, "measures", "best", 0), "high");
    assert_true(number(result, "measures", "beats", 0) == 1);
    assert_string_equal(text(result, "measures", "best", 1), "medium");
    assert_non_null(strstr(result->verdict, "2 of 3 pairs are decided on pass, allowing for the 3 "
        "pairs of 3 models."));
    assert_non_null(strstr(result->verdict, "high beats low by 28 points"));
    result_free(result);
    frame_free(frame);
}

/* --- items --- */

enum { ITEMS = 100 };

/* medium is right on items 0..69, high on 10..84: the same means as below. */
static const struct frame *
items_of(void *context, const char *measure)
{
    return strcmp(measure, "pass") == 0 ? context : NULL;
}

static struct frame *
item_frame(void)
{
    struct frame *items = frame_new(SHAPE_ITEMS, ITEMS);
    struct column *column;

    for (size_t i = 0; i < ITEMS; i++)
        items->key[i] = items->label[i] = arena_printf(items->arena, "%03zu", i);
    column = frame_add_column(items, "medium", COLUMN_NUMBER, ROLE_MEASURE);
    for (size_t i = 0; i < ITEMS; i++)
        column->value[i] = i < 70;
    column = frame_add_column(items, "high", COLUMN_NUMBER, ROLE_MEASURE);
    for (size_t i = 0; i < ITEMS; i++)
        column->value[i] = i >= 10 && i < 85;
    column = frame_add_column(items, "low", COLUMN_NUMBER, ROLE_MEASURE);
    for (size_t i = 0; i < ITEMS; i++)
        column->value[i] = i == 99 ? NAN : i < 20;
    return items;
}

static struct frame *
models_with_items(void)
{
    static const double value[] = { 70, 75, 100 * 20.0 / 99 };
    struct frame *frame = points_frame(names, 3);

    add_measure(frame, "pass", "%", DIRECTION_MAX, KIND_CAPABILITY, value, NULL);
    add_measure(frame, "cost", "USD", DIRECTION_MIN, KIND_EFFICIENCY, cost, NULL);
    return frame;
}

static void
test_paired_by_items(void **state)
{
    static const size_t chosen[] = { 1, 2 }, close[] = { 0, 1 };
    struct frame *frame = models_with_items(), *items = item_frame();
    struct lens_bundle bundle = { .points = frame, .chosen = chosen, .n_chosen = 2,
        .items = items_of, .context = items };
    struct result *result = run_compare(&bundle, NULL);

    (void)state;
    assert_true(number(result, "pairs", "n_shared", 0) == 99);
    assert_true(number(result, "pairs", "dropped_a", 0) == 1);
    assert_non_null(strstr(result->verdict, "high beats low on pass by 55.6 points"));
    assert_non_null(strstr(result->verdict, "paired, n = 99"));
    assert_string_equal(text(result, "pairs", "dominance", 0), "a dominates");
    result_free(result);
    bundle.chosen = close;
    result = run_compare(&bundle, NULL);
    /* 10 items only medium, 15 only high: exact McNemar from the binomial, Tango */
    assert_about(number(result, "pairs", "p", 0), 0.42435622, 1e-8);
    assert_string_equal(text(result, "pairs", "better", 0), "undecided");
    assert_string_equal(text(result, "pairs", "method", 0), "paired, Tango; McNemar exact");
    result_free(result);
    frame_free(frame);
    frame_free(items);
}

static void
test_items_that_are_not_the_value(void **state)
{
    static const size_t chosen[] = { 0, 1 };
    struct frame *frame = models_with_items(), *items = item_frame();
    struct lens_bundle bundle = { .points = frame, .chosen = chosen, .n_chosen = 2,
        .items = items_of, .context = items };
    struct result *result;

    (void)state;
    frame->columns[1].value[0] = 71;
    result = run_compare(&bundle, NULL);
    assert_true(isnan(number(result, "pairs", "n_shared", 0)));
    assert_non_null(strstr(result->notes[0], "not the mean of its items"));
    result_free(result);
    frame_free(frame);
    frame_free(items);
}

static void
keep_snapshot(void *context, struct result *snapshot)
{
    struct result **kept = context;

    assert_null(*kept);
    *kept = snapshot;
}

/* Many items: what needs no draws is the last answer already, with few draws for the rest. */
static void
test_an_estimate_is_published_first(void **state)
{
    enum { MANY = 30000 };
    static const size_t chosen[] = { 0, 1 };
    static const double value[] = { 50, 60 };
    static const double price[] = { 1, 2 };
    struct frame *frame = points_frame(names, 2), *items = frame_new(SHAPE_ITEMS, MANY);
    struct lens_bundle bundle = { .points = frame, .chosen = chosen, .n_chosen = 2,
        .items = items_of, .context = items };
    struct lens_values *values = lens_values_new(lens_find("compare"));
    struct lens_settings settings = lens_values_settings(values, 1);
    struct result *snapshot = NULL, *last = NULL;
    struct lens_progress progress = { .publish = keep_snapshot, .context = &snapshot };

    (void)state;
    add_measure(frame, "pass", "%", DIRECTION_MAX, KIND_CAPABILITY, value, NULL);
    add_measure(frame, "cost", "USD", DIRECTION_MIN, KIND_EFFICIENCY, price, NULL);
    for (size_t i = 0; i < MANY; i++)
        items->key[i] = items->label[i] = arena_printf(items->arena, "%05zu", i);
    for (size_t k = 0; k < 2; k++) {
        struct column *column = frame_add_column(items, names[k], COLUMN_NUMBER, ROLE_MEASURE);

        for (size_t i = 0; i < MANY; i++)
            column->value[i] = i % 10 < (k == 0 ? 5 : 6);
    }
    assert_true(lens_find("compare")->run(&bundle, &settings, &progress, &last, NULL));
    assert_non_null(snapshot);
    assert_false(snapshot->final);
    assert_true(last->final);
    assert_about(number(last, "pairs", "diff", 0), -10, 1e-9);
    assert_true(number(snapshot, "pairs", "diff", 0) == number(last, "pairs", "diff", 0));
    assert_true(number(snapshot, "pairs", "lo", 0) == number(last, "pairs", "lo", 0));
    result_free(snapshot);
    result_free(last);
    snapshot = NULL;
    assert_true(lens_values_set(values, "b", "256", NULL));     /* no sooner than the answer */
    settings = lens_values_settings(values, 1);
    assert_true(lens_find("compare")->run(&bundle, &settings, &progress, &last, NULL));
    assert_null(snapshot);
    result_free(last);
    lens_values_free(values);
    frame_free(frame);
    frame_free(items);
}

static void
test_refusals(void **state)
{
    static const size_t one[] = { 0 };
    struct frame *frame = three_models();
    struct lens_bundle bundle = { .points = frame, .chosen = one, .n_chosen = 1 };
    struct error err = { 0 };

    (void)state;
    assert_null(run_lens("compare", &bundle, NULL, &err));
    assert_int_equal(err.kind, ERROR_REQUEST);
    frame_free(frame);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_undecided_pair),
        cmocka_unit_test(test_a_clear_win_dominates),
        cmocka_unit_test(test_equivalence_needs_a_margin),
        cmocka_unit_test(test_several_models),
        cmocka_unit_test(test_paired_by_items),
        cmocka_unit_test(test_items_that_are_not_the_value),
        cmocka_unit_test(test_an_estimate_is_published_first),
        cmocka_unit_test(test_refusals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
