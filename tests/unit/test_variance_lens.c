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
#include "unit/explored_helper.h"

static void
keep(void *context, struct result *snapshot)
{
    const struct result_column *mean = result_find(snapshot, "spreads", "mean");

    count_snapshot(context, snapshot);
    assert_true(mean != NULL && mean->number[0] == 0.25);
    result_free(snapshot);
}

static bool
right(size_t item, size_t model)
{
    return item % 4 <= model;
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
test_means_come_first(void **state)
{
    struct result *result = NULL;
    struct error err = { 0 };
    struct run run;

    (void)state;
    run_init(&run, 10000, right);
    assert_true(run_variance(&run, &result, &err));
    assert_true(run.published == 1 && run.asked_before[0] == 0 && run.asked > 0);
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
    run_init(&run, ITEMS, right);
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
    run_init(&run, ITEMS, right);
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
