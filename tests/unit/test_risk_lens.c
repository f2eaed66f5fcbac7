/* test_risk_lens.c - the risk lens as the explorer runs it: shortlists before the items are read,
 * ratios before what looks at all pairs of series, and a stop.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "lens/lens.h"
#include "unit/lens_helper.h"

enum { MODELS = 3, ITEMS = 40 };

struct run {
    struct frame *points, *items;
    size_t asked, published, asked_before[4], reported, most;
    bool has_ratio[4];
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
    const struct result_column *best = result_find(snapshot, "shortlist", "best");
    const struct result_column *ratio = result_find(snapshot, "models", "sharpe");

    assert_true(run->published < 4);
    assert_false(snapshot->final);
    assert_non_null(snapshot->verdict);
    assert_true(best != NULL && fabs(best->number[0] - 0.75) < 1e-12);
    assert_non_null(ratio);
    assert_null(result_table(snapshot, "portfolio"));
    run->has_ratio[run->published] = !isnan(ratio->number[0]);
    run->asked_before[run->published++] = run->asked;
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
    static const double mean[] = { 0.25, 0.5, 0.75 }, cheap[] = { 1, 2, 3 };

    *run = (struct run){ .points = points_frame(names, MODELS),
        .items = frame_new(SHAPE_ITEMS, ITEMS), .most = SIZE_MAX };
    add_measure(run->points, "correct", NULL, DIRECTION_MAX, KIND_CAPABILITY, mean, NULL);
    add_measure(run->points, "cheap", NULL, DIRECTION_MAX, KIND_CAPABILITY, cheap, NULL);
    column_need_n(run->points, &run->points->columns[1]);
    for (size_t m = 0; m < MODELS; m++) {
        struct column *column = frame_add_column(run->items, names[m], COLUMN_NUMBER,
            ROLE_MEASURE);

        run->points->columns[1].n[m] = n;
        for (size_t i = 0; i < ITEMS; i++)
            column->value[i] = (i * (m + 3)) % 4 <= m ? 1 : 0;
    }
    for (size_t i = 0; i < ITEMS; i++)
        run->items->key[i] = arena_printf(run->items->arena, "q%02zu", i);
}

static bool
run_risk(struct run *run, struct result **result, struct error *err)
{
    const struct lens *lens = lens_find("risk");
    struct objective objective = { 1, DIRECTION_MAX };
    struct lens_bundle bundle = { .points = run->points, .objectives = &objective,
        .n_objectives = 1, .items_of_all = items_of, .context = run };
    struct lens_progress progress = { .report = until_tired, .publish = keep, .context = run };
    struct lens_values *values = lens_values_new(lens);
    struct lens_settings settings = lens_values_settings(values, 1);
    bool done = lens->run(&bundle, &settings, &progress, result, err);

    lens_values_free(values);
    frame_free(run->points);
    frame_free(run->items);
    return done;
}

/* Of few observations there is one answer; of many, shortlists that need no item come first,
 * and of very many the ratios. Items are asked for once. */
static void
first_answers(void **state)
{
    static const struct { double n; size_t published; } cases[] = { { 40, 0 }, { 1e5, 1 },
        { 1e8, 2 } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        struct result *result = NULL;
        struct error err = { 0 };

        run_init(&run, cases[i].n);
        assert_true(run_risk(&run, &result, &err));
        assert_true(result->final);
        assert_non_null(result_table(result, "portfolio"));
        assert_int_equal(run.published, cases[i].published);
        assert_int_equal(run.asked, 1);
        if (run.published > 0)
            assert_true(run.asked_before[0] == 0 && !run.has_ratio[0]);
        if (run.published > 1)
            assert_true(run.has_ratio[1]);
        result_free(result);
    }
}

static void
stops(void **state)
{
    (void)state;
    for (size_t most = 0; most < 3; most++) {
        struct run run;
        struct result *result = NULL;
        struct error err = { 0 };

        run_init(&run, 40);
        run.most = most;
        assert_false(run_risk(&run, &result, &err));
        assert_int_equal(err.kind, ERROR_CANCELLED);
        assert_null(result);
        error_clear(&err);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_answers),
        cmocka_unit_test(stops),
    };

    gsl_set_error_handler_off();
    return cmocka_run_group_tests_name("risk lens", tests, NULL, NULL);
}
