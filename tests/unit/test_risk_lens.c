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
#include "unit/explored_helper.h"

struct risk_run { struct run run; bool has_ratio[MOST_PUBLISHED]; };

static void
keep(void *context, struct result *snapshot)
{
    struct risk_run *kept = context;
    const struct result_column *best = result_find(snapshot, "shortlist", "best");
    const struct result_column *ratio = result_find(snapshot, "models", "sharpe");

    assert_true(best != NULL && fabs(best->number[0] - 0.75) < 1e-12);
    assert_non_null(ratio);
    assert_null(result_table(snapshot, "portfolio"));
    count_snapshot(&kept->run, snapshot);
    kept->has_ratio[kept->run.published - 1] = !isnan(ratio->number[0]);
    result_free(snapshot);
}

static bool
right(size_t item, size_t model)
{
    return (item * (model + 3)) % 4 <= model;
}

static void
risk_init(struct risk_run *kept, double n)
{
    static const double cheap[] = { 1, 2, 3 };

    *kept = (struct risk_run){ 0 };
    run_init(&kept->run, n, right);
    add_measure(kept->run.points, "cheap", NULL, DIRECTION_MAX, KIND_CAPABILITY, cheap, NULL);
}

static bool
run_risk(struct risk_run *kept, struct result **result, struct error *err)
{
    const struct lens *lens = lens_find("risk");
    struct run *run = &kept->run;          /* the first member: either is the context */
    struct objective objective = { 1, DIRECTION_MAX };
    struct lens_bundle bundle = { .points = run->points, .objectives = &objective,
        .n_objectives = 1, .items_of_all = items_of, .context = run };
    struct lens_progress progress = { .report = until_tired, .publish = keep, .context = kept };
    struct lens_values *values = lens_values_new(lens);
    struct lens_settings settings = lens_values_settings(values, 1);
    bool done = lens->run(&bundle, &settings, &progress, result, err);

    lens_values_free(values);
    run_release(run);
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
        struct risk_run kept;
        struct result *result = NULL;
        struct error err = { 0 };

        risk_init(&kept, cases[i].n);
        assert_true(run_risk(&kept, &result, &err));
        assert_true(result->final);
        assert_non_null(result_table(result, "portfolio"));
        assert_int_equal(kept.run.published, cases[i].published);
        assert_int_equal(kept.run.asked, 1);
        if (kept.run.published > 0)
            assert_true(kept.run.asked_before[0] == 0 && !kept.has_ratio[0]);
        if (kept.run.published > 1)
            assert_true(kept.has_ratio[1]);
        result_free(result);
    }
}

static void
stops(void **state)
{
    (void)state;
    for (size_t most = 0; most < 3; most++) {
        struct risk_run kept;
        struct result *result = NULL;
        struct error err = { 0 };

        risk_init(&kept, 40);
        kept.run.most = most;
        assert_false(run_risk(&kept, &result, &err));
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
