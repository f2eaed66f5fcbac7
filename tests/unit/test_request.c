/* test_request.c - what a request means on a frame, and what a lens is given. The store is
 * played by two functions of this file, so that what it is asked can be seen. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "session/request.h"

/* --- the store --- */

static struct frame_query asked;
static size_t asked_rows[8], n_asked_rows;

bool
store_frame(struct store *store, const struct frame_query *query, struct frame **out,
    struct error *err)
{
    (void)store;
    (void)err;
    asked = *query;
    *out = frame_new(SHAPE_POINTS, 0);
    return true;
}

bool
store_items(struct store *store, const struct frame *points, const size_t *rows, size_t n,
    const char *measure, struct frame **out, struct error *err)
{
    (void)store;
    (void)points;
    (void)err;
    n_asked_rows = n;
    memcpy(asked_rows, rows, n * sizeof *rows);
    *out = strcmp(measure, "accuracy") == 0 ? frame_new(SHAPE_ITEMS, 3) : NULL;
    return true;
}

/* --- a lens that only remembers --- */

static struct lens_bundle given;
static struct objective given_objectives[16];
static size_t given_chosen[16];
static size_t given_items;
static double given_level;

static bool
remember(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, struct result **out, struct error *err)
{
    const struct frame *items = bundle->items(bundle->context, "accuracy");

    (void)progress;
    (void)err;
    given = *bundle;
    memcpy(given_objectives, bundle->objectives,
        bundle->n_objectives * sizeof *bundle->objectives);
    memcpy(given_chosen, bundle->chosen, bundle->n_chosen * sizeof *bundle->chosen);
    given_items = items != NULL ? items->rows : 0;
    assert_null(bundle->items(bundle->context, "latency"));
    given_level = setting_real(settings, "level");
    *out = result_new("demo");
    return true;
}

static const struct lens_option options[] = {
    {"level", OPTION_REAL, "0.95", NULL, 0, 1, NULL, "confidence"},
    {"cost_rtol", OPTION_REAL, "", NULL, 1, 0, NULL, "tolerance"},
};
static const struct lens demo = {
    .name = "demo", .title = "Demo", .summary = "remembers", .options = options,
    .n_options = 2, .min_objectives = 1, .max_objectives = 3, .run = remember,
};
static const struct lens pairs = {
    .name = "pairs", .title = "Pairs", .summary = "remembers", .options = options,
    .n_options = 2, .min_objectives = 0, .max_objectives = 9, .min_chosen = 2,
    .max_chosen = 3, .run = remember,
};

/* --- a frame of four models --- */

static struct column *
add(struct frame *frame, const char *name, enum direction direction, enum measure_kind kind,
    const double values[4])
{
    struct column *column = frame_add_column(frame, name, COLUMN_NUMBER, ROLE_MEASURE);

    column->direction = direction;
    column->kind = kind;
    memcpy(column->value, values, 4 * sizeof *values);
    return column;
}

static struct frame *
models(void)
{
    static const char *const names[] = {"alpha", "beta", "gamma", "delta"};
    struct frame *frame = frame_new(SHAPE_POINTS, 4);

    for (size_t i = 0; i < 4; i++)
        frame->key[i] = frame->label[i] = arena_strdup(frame->arena, names[i]);
    add(frame, "accuracy", DIRECTION_MAX, KIND_CAPABILITY, (double[]){1, 2, 3, 4});
    add(frame, "latency", DIRECTION_MIN, KIND_EFFICIENCY, (double[]){1, 2, NAN, 4});
    add(frame, "a,b", DIRECTION_MAX, KIND_CAPABILITY, (double[]){1, NAN, NAN, NAN});
    add(frame, "size", DIRECTION_UNKNOWN, KIND_DESCRIPTOR, (double[]){1, 2, 3, 4});
    return frame;
}

static size_t
objectives_of(const char *const *texts, struct objective *out, struct error *err)
{
    struct request request;
    struct frame *frame = models();
    size_t n = 3;

    request_init(&request, &demo);
    for (; *texts != NULL; texts++)
        string_list_add(&request.objectives, *texts);
    if (!request_objectives(&request, frame, out, &n, NULL, err))
        n = 0;
    request_release(&request);
    frame_free(frame);
    return n;
}

static void
test_objectives(void **state)
{
    struct objective out[3];
    struct error err = {0};

    (void)state;
    assert_int_equal(
        objectives_of((const char *const[]){"max:accuracy,min:latency", NULL}, out, &err), 2);
    assert_int_equal(out[0].column, 0);
    assert_int_equal(out[1].column, 1);
    assert_int_equal(out[1].direction, DIRECTION_MIN);
    /* A whole name comes before a list; in a list a backslash escapes. */
    assert_int_equal(objectives_of((const char *const[]){"min:a,b", NULL}, out, &err), 1);
    assert_int_equal(out[0].column, 2);
    assert_int_equal(out[0].direction, DIRECTION_MIN);
    assert_int_equal(
        objectives_of((const char *const[]){"a\\,b,latency", NULL}, out, &err), 2);
    assert_int_equal(out[0].column, 2);
    assert_int_equal(
        objectives_of((const char *const[]){"accuracy", "max:size", NULL}, out, &err), 2);
    assert_int_equal(out[1].direction, DIRECTION_MAX);
}

static void
test_objectives_refused(void **state)
{
    struct objective out[3];
    struct error err = {0};

    (void)state;
    assert_int_equal(objectives_of((const char *const[]){"acuracy", NULL}, out, &err), 0);
    assert_non_null(strstr(err.message, "acuracy"));
    assert_int_equal(objectives_of((const char *const[]){"size", NULL}, out, &err), 0);
    assert_non_null(strstr(err.message, "size"));
    assert_int_equal(
        objectives_of((const char *const[]){"accuracy,max:accuracy", NULL}, out, &err), 0);
    assert_non_null(strstr(err.message, "twice"));
    assert_int_equal(
        objectives_of((const char *const[]){"accuracy,latency", "max:size", "a,b", NULL}, out,
            &err),
        0);
    assert_non_null(strstr(err.message, "more than 3"));
}

static void
test_default_objectives_are_said(void **state)
{
    struct request request;
    struct frame *frame = models();
    struct objective out[3];
    struct error err = {0};
    size_t n = 3;
    char *said = NULL;

    (void)state;
    request_init(&request, &demo);
    assert_true(request_objectives(&request, frame, out, &n, &said, &err));
    assert_int_equal(n, 2);
    assert_int_equal(out[0].column, 0);
    assert_int_equal(out[1].column, 1);
    assert_non_null(said);
    assert_non_null(strstr(said, "max:accuracy and min:latency, which 3 of 4 points have"));
    assert_non_null(strstr(said, "max:a,b and min:latency (1)"));
    free(said);
    request_release(&request);
    frame_free(frame);
}

static void
test_running_a_lens(void **state)
{
    struct request request;
    struct frame *frame = models();
    struct result *result = NULL;
    struct error err = {0};

    (void)state;
    request_init(&request, &demo);
    assert_true(lens_values_set(request.values, "level", "0.9", &err));
    assert_true(request_run(NULL, &request, frame, NULL, &result, &err));
    assert_int_equal(given.n_objectives, 2);
    assert_int_equal(given.n_chosen, 0);
    assert_int_equal(given_items, 0);
    assert_true(given_level == 0.9);
    result_free(result);
    /* With a store, items of all rows. */
    assert_true(request_run((struct store *)&request, &request, frame, NULL, &result, &err));
    assert_int_equal(given_items, 3);
    assert_int_equal(n_asked_rows, 4);
    assert_int_equal(asked_rows[3], 3);
    result_free(result);
    /* With models, of those. */
    string_list_add(&request.models, "gamma");
    string_list_add(&request.models, "alpha");
    assert_true(request_run((struct store *)&request, &request, frame, NULL, &result, &err));
    assert_int_equal(given.n_chosen, 2);
    assert_int_equal(given_chosen[0], 2);
    assert_int_equal(given_chosen[1], 0);
    assert_int_equal(n_asked_rows, 2);
    assert_int_equal(asked_rows[0], 2);
    result_free(result);
    request_release(&request);
    frame_free(frame);
}

static void
test_models_that_a_lens_compares(void **state)
{
    struct request request;
    struct frame *frame = models(), *three;
    struct result *result = NULL;
    struct error err = {0};

    (void)state;
    request_init(&request, &pairs);
    assert_false(request_run(NULL, &request, frame, NULL, &result, &err));
    assert_non_null(strstr(err.message, "2 to 3 points, not 4"));
    assert_non_null(strstr(err.hint, "-m"));
    three = frame_select(frame, (const size_t[]){0, 2, 3}, 3);
    assert_true(request_run(NULL, &request, three, NULL, &result, &err));
    assert_int_equal(given.n_chosen, 3);
    result_free(result);
    string_list_add(&request.models, "beta");
    assert_false(request_run(NULL, &request, frame, NULL, &result, &err));
    string_list_add(&request.models, "bet");
    assert_false(request_run(NULL, &request, frame, NULL, &result, &err));
    assert_non_null(strstr(err.message, "twice"));
    string_list_clear(&request.models);
    string_list_add(&request.models, "epsilon");
    assert_false(request_run(NULL, &request, frame, NULL, &result, &err));
    assert_non_null(strstr(err.message, "epsilon"));
    request_release(&request);
    frame_free(three);
    frame_free(frame);
}

static void
test_query_and_copy(void **state)
{
    struct request request, copy;
    struct frame *frame = NULL;
    struct strbuf line, again;
    struct error err = {0};

    (void)state;
    request_init(&request, &demo);
    request.by = mem_strdup("row");
    request.where = mem_strdup("name = 'it''s'");
    request.seed = 7;
    string_list_add(&request.missing, "cost=0,-1");
    string_list_add(&request.direction, "size=max");
    string_list_add(&request.objectives, "max:a b");
    string_list_add(&request.models, "$x");
    assert_true(lens_values_set(request.values, "cost_rtol", "0.5", &err));
    request_copy(&copy, &request);
    strbuf_init(&line);
    strbuf_init(&again);
    request_command_line(&request, (const char *const[]){"-x.csv", "my file"}, 2, NULL, &line);
    assert_string_equal(line.data,
        "paretop demo ./-x.csv 'my file' -o 'max:a b' -m '$x' --by row "
        "--where 'name = '\\''it'\\'''\\''s'\\''' --missing cost=0,-1 --direction size=max "
        "--cost-rtol=0.5 --seed 7");
    request_command_line(&copy, (const char *const[]){"-x.csv", "my file"}, 2, NULL, &again);
    assert_string_equal(again.data, line.data);
    request_release(&request);
    assert_true(request_frame(NULL, &copy, &frame, &err));
    assert_string_equal(asked.by, "row");
    assert_int_equal(asked.n_missing, 1);
    assert_string_equal(asked.missing[0], "cost=0,-1");
    assert_string_equal(asked.direction[0], "size=max");
    assert_int_equal(asked.n_derive, 0);
    frame_free(frame);
    strbuf_release(&line);
    strbuf_release(&again);
    request_release(&copy);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_objectives),
        cmocka_unit_test(test_objectives_refused),
        cmocka_unit_test(test_default_objectives_are_said),
        cmocka_unit_test(test_running_a_lens),
        cmocka_unit_test(test_models_that_a_lens_compares),
        cmocka_unit_test(test_query_and_copy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
