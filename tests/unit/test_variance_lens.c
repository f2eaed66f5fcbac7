/* test_variance_lens.c - the variance lens as the explorer runs it: means before the items are
 * read, and a stop among them.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lens/lens.h"
#include "unit/lens_helper.h"

enum { MODELS = 3, ITEMS = 40 };

struct run {
    struct frame *points, *items;
    size_t asked, published, asked_before, reported, most;
};

static const struct frame *
items_of(void *context, const char *measure)
{
    struct run *run = context;

    assert_string_equal(measure, "correct");
    run->asked++;
    return run->items;
}

static void
keep(void *context, struct result *snapshot)
{
    struct run *run = context;
    const struct result_column *mean = result_find(snapshot, "spreads", "mean");

    run->published++;
    run->asked_before = run->asked;
    assert_false(snapshot->final);
    assert_non_null(snapshot->verdict);
    assert_true(mean != NULL && mean->number[0] == 0.25);
    result_free(snapshot);
}

static bool
until_tired(void *context, double done)
{
    struct run *run = context;

    assert_true(done >= 0 && done <= 1);
    return ++run->reported <= run->most;
}

static void
run_init(struct run *run, double n)
{
    static const char *const names[] = { "a", "b", "c" };
    static const double mean[] = { 0.25, 0.5, 0.75 };

    *run = (struct run){ .points = points_frame(names, MODELS),
        .items = frame_new(SHAPE_ITEMS, ITEMS), .most = SIZE_MAX };
    add_measure(run->points, "correct", NULL, DIRECTION_MAX, KIND_CAPABILITY, mean, NULL);
    column_need_n(run->points, &run->points->columns[1]);
    for (size_t m = 0; m < MODELS; m++) {
        struct column *column = frame_add_column(run->items, names[m], COLUMN_NUMBER,
            ROLE_MEASURE);

        run->points->columns[1].n[m] = n;
        for (size_t i = 0; i < ITEMS; i++)
            column->value[i] = i % 4 <= m ? 1 : 0;
    }
    for (size_t i = 0; i < ITEMS; i++)
        run->items->key[i] = arena_printf(run->items->arena, "q%02zu", i);
}

static bool
run_variance(struct run *run, struct result **result, struct error *err)
{
    const struct lens *lens = lens_find("variance");
    struct lens_values *values = lens_values_new(lens);
    struct lens_settings settings = lens_values_settings(values, 1);
    struct lens_progress progress = { until_tired, keep, run };
    struct lens_bundle bundle = { .points = run->points, .items = items_of, .context = run };
    bool good = lens->run(&bundle, &settings, &progress, result, err);

    lens_values_free(values);
    return good;
}

static void
run_release(struct run *run)
{
    frame_free(run->points);
    frame_free(run->items);
}

static void
test_means_come_first(void **state)
{
    struct result *result = NULL;
    struct error err = { 0 };
    struct run run;

    (void)state;
    run_init(&run, 10000);
    assert_true(run_variance(&run, &result, &err));
    assert_true(run.published == 1 && run.asked_before == 0 && run.asked > 0);
    assert_true(result->final && result_table(result, "items") != NULL);
    result_free(result);
    run_release(&run);
}

static void
test_few_items_need_no_snapshot(void **state)
{
    struct result *result = NULL;
    struct error err = { 0 };
    struct run run;

    (void)state;
    run_init(&run, ITEMS);
    assert_true(run_variance(&run, &result, &err));
    assert_true(run.published == 0);
    result_free(result);
    run_release(&run);
}

static void
test_stops(void **state)
{
    struct result *result = NULL;
    struct run run;
    size_t all;

    (void)state;
    run_init(&run, ITEMS);
    assert_true(run_variance(&run, &result, NULL));
    result_free(result);
    all = run.reported;
    assert_true(all >= 2 * MODELS);
    for (size_t most = 0; most < all; most++) {
        struct error err = { 0 };

        run.reported = 0;
        run.most = most;
        result = NULL;
        assert_false(run_variance(&run, &result, &err));
        assert_int_equal(err.kind, ERROR_CANCELLED);
        assert_true(result == NULL && run.reported == most + 1);
    }
    run_release(&run);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_means_come_first), cmocka_unit_test(test_few_items_need_no_snapshot),
        cmocka_unit_test(test_stops),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
