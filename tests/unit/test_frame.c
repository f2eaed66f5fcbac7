/* test_frame.c - building, selecting, finding, sorting, and the first objectives. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "frame/frame.h"

static struct column *
add_measure(struct frame *frame, const char *name, enum direction direction,
    enum measure_kind kind, const double *values)
{
    struct column *column = frame_add_column(frame, name, COLUMN_NUMBER, ROLE_MEASURE);

    column->direction = direction;
    column->kind = kind;
    for (size_t i = 0; i < frame->rows; i++)
        column->value[i] = values[i];
    return column;
}

/* Four points; latency is known of two, cost of three. */
static struct frame *
make_frame(void)
{
    static const char *const models[] = {"meta/Llama-2", "gpt-5", "gpt-5", "mistral"};
    static const char *const keys[] = {"meta/Llama-2", "gpt-5 (high)", "gpt-5 (low)",
        "mistral"};
    struct frame *frame = frame_new(SHAPE_POINTS, 4);
    struct column *model = frame_add_column(frame, "model", COLUMN_TEXT, ROLE_KEY);

    for (size_t i = 0; i < 4; i++) {
        frame->key[i] = keys[i];
        frame->label[i] = models[i];
        model->text[i] = models[i];
    }
    add_measure(frame, "gsm8k/accuracy", DIRECTION_MAX, KIND_CAPABILITY,
        (double[]){0.4, 0.9, 0.8, 0.6});
    add_measure(frame, "mmlu/accuracy", DIRECTION_MAX, KIND_CAPABILITY,
        (double[]){0.5, NAN, 0.7, 0.5});
    add_measure(frame, "latency", DIRECTION_MIN, KIND_EFFICIENCY,
        (double[]){2, NAN, NAN, 10});
    add_measure(frame, "Cost ($)", DIRECTION_MIN, KIND_EFFICIENCY,
        (double[]){1, 5, NAN, 2});
    add_measure(frame, "temperature", DIRECTION_UNKNOWN, KIND_DESCRIPTOR,
        (double[]){0, 0, 0, 0});
    return frame;
}

static void
columns_start_missing(void **state)
{
    struct frame *frame = frame_new(SHAPE_ROWS, 3);
    struct column *column;

    (void)state;
    for (int i = 0; i < 50; i++) {
        char name[16];

        snprintf(name, sizeof name, "c%d", i);
        column = frame_add_column(frame, name, i % 2 ? COLUMN_TEXT : COLUMN_NUMBER,
            ROLE_ATTRIBUTE);
        if (i % 2)
            assert_null(column->text[2]);
        else
            assert_true(isnan(column->value[2]));
    }
    assert_int_equal(frame->n_columns, 50);
    assert_string_equal(frame->columns[37].name, "c37");
    assert_string_equal(frame->label[0], "");
    column = &frame->columns[0];
    column_need_se(frame, column);
    column_need_n(frame, column);
    column_need_status(frame, column);
    column_need_origin(frame, column);
    assert_true(isnan(column->se[2]) && isnan(column->n[0]));
    assert_int_equal(column->status[1], CELL_OK);
    assert_null(column->origin[1].place);
    column->se[2] = 1;
    column_need_se(frame, column);
    assert_true(column->se[2] == 1);
    frame_free(frame);
    frame_free(NULL);
}

static void
selections_outlive_their_source(void **state)
{
    struct frame *frame = make_frame(), *chosen;
    struct column *column = &frame->columns[1];
    char place[] = "record 1";

    (void)state;
    column_need_origin(frame, column);
    column_need_status(frame, column);
    column->origin[3] = (struct origin){.source = 0, .place = place};
    column->status[3] = CELL_ESTIMATED;
    column->unit = "%";
    frame->sources = (const char *[]){"a.csv"};
    frame->n_sources = 1;
    frame->row_number = (uint32_t[]){10, 11, 12, 13};
    frame->where = "cost > 0";
    frame->rows_total = 9;
    frame_note(frame, "conditions are %s", "mixed");
    frame_note(frame, "second");
    frame_note(frame, "third");
    chosen = frame_select(frame, (const size_t[]){3, 1, 3}, 3);
    frame_free(frame);
    place[0] = 'X';
    assert_int_equal(chosen->rows, 3);
    assert_string_equal(chosen->key[0], "mistral");
    assert_string_equal(chosen->label[1], "gpt-5");
    assert_string_equal(chosen->columns[0].text[2], "mistral");
    assert_true(chosen->columns[1].value[1] == 0.9);
    assert_string_equal(chosen->columns[1].unit, "%");
    assert_string_equal(chosen->columns[1].origin[0].place, "record 1");
    assert_null(chosen->columns[1].origin[1].place);
    assert_int_equal(chosen->columns[1].status[2], CELL_ESTIMATED);
    assert_null(chosen->columns[2].status);
    assert_int_equal(chosen->row_number[0], 13);
    assert_string_equal(chosen->sources[0], "a.csv");
    assert_int_equal(chosen->n_notes, 3);
    assert_string_equal(chosen->notes[0], "conditions are mixed");
    assert_string_equal(chosen->where, "cost > 0");
    assert_int_equal(chosen->rows_total, 9);
    frame_free(chosen);
}

static void
nothing_can_be_selected(void **state)
{
    struct frame *frame = make_frame(), *chosen = frame_select(frame, NULL, 0);

    (void)state;
    assert_int_equal(chosen->rows, 0);
    assert_int_equal(chosen->n_columns, 6);
    frame_free(chosen);
    frame_free(frame);
}

static void
assert_finds(const struct frame *frame, const char *typed, const char *name)
{
    struct error err = {0};
    int column = frame_find(frame, typed, true, &err);

    if (column == FRAME_NONE)
        fail_msg("%s: %s", typed, err.message);
    assert_string_equal(frame->columns[column].name, name);
}

static void
columns_are_found_on_the_ladder(void **state)
{
    struct frame *frame = make_frame();

    (void)state;
    assert_finds(frame, "latency", "latency");
    assert_finds(frame, "LATENCY", "latency");
    assert_finds(frame, "cost ($)", "Cost ($)");
    assert_finds(frame, "cost", "Cost ($)");
    assert_finds(frame, "gsm8k", "gsm8k/accuracy");
    assert_int_equal(frame_find(frame, "model", false, NULL), 0);
    assert_int_equal(frame_column(frame, "Latency"), FRAME_NONE);
    frame_free(frame);
}

static void
metric_behind_its_task(void **state)
{
    (void)state;
    assert_string_equal(frame_metric("gsm8k/accuracy"), "accuracy");
    assert_string_equal(frame_metric("mmlu/law/acc"), "acc");
    assert_string_equal(frame_metric("coco/time (s/image)"), "time (s/image)");
    assert_null(frame_metric("time (s/image)"));
    assert_null(frame_metric("price [$/1M]"));
    assert_null(frame_metric("accuracy"));
}

static void
bare_metric_beats_a_part(void **state)
{
    struct frame *frame = frame_new(SHAPE_POINTS, 0);

    (void)state;
    frame_add_column(frame, "mmlu/acc", COLUMN_NUMBER, ROLE_MEASURE);
    frame_add_column(frame, "mmlu/acc_norm", COLUMN_NUMBER, ROLE_MEASURE);
    assert_finds(frame, "acc", "mmlu/acc");
    frame_free(frame);
}

static void
refusals_say_what_there_is(void **state)
{
    struct frame *frame = make_frame();
    struct error err = {0};

    (void)state;
    assert_int_equal(frame_find(frame, "accuracy", true, &err), FRAME_NONE);
    assert_non_null(strstr(err.message, "gsm8k/accuracy, mmlu/accuracy"));
    assert_int_equal(frame_find(frame, "latencie", true, &err), FRAME_NONE);
    assert_non_null(strstr(err.hint, "latency"));
    assert_int_equal(frame_find(frame, "zebra", true, &err), FRAME_NONE);
    assert_non_null(strstr(err.hint, "temperature"));
    assert_int_equal(frame_find(frame, "model", true, &err), FRAME_NONE);
    assert_non_null(strstr(err.message, "text"));
    assert_int_equal(frame_find(frame, "", true, &err), FRAME_NONE);
    assert_int_equal(frame_find(frame, "zebra", true, NULL), FRAME_NONE);
    frame_free(frame);
}

static void
long_lists_are_cut(void **state)
{
    struct frame *frame = frame_new(SHAPE_POINTS, 0);
    struct error err = {0};
    char name[600];

    (void)state;
    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "task%d/accuracy", i);
        frame_add_column(frame, name, COLUMN_NUMBER, ROLE_MEASURE);
    }
    assert_int_equal(frame_find(frame, "accuracy", true, &err), FRAME_NONE);
    assert_non_null(strstr(err.message, "task7/accuracy and 32 more"));
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    frame_add_column(frame, name, COLUMN_NUMBER, ROLE_MEASURE);
    name[sizeof name - 2] = 'y';
    frame_add_column(frame, name, COLUMN_NUMBER, ROLE_MEASURE);
    assert_int_equal(frame_find(frame, "xxxx", true, &err), FRAME_NONE);
    assert_non_null(strstr(err.message, "and 1 more"));
    frame_free(frame);
}

static void
rows_are_found_by_key_label_and_part(void **state)
{
    struct frame *frame = make_frame();
    struct error err = {0};

    (void)state;
    assert_int_equal(frame_find_row(frame, "gpt-5 (low)", &err), 2);
    assert_int_equal(frame_find_row(frame, "GPT-5 (LOW)", &err), 2);
    assert_int_equal(frame_find_row(frame, "llama-2", &err), 0);
    assert_int_equal(frame_find_row(frame, "low", &err), 2);
    assert_int_equal(frame_find_row(frame, "gpt-5", &err), FRAME_NONE);
    assert_non_null(strstr(err.message, "gpt-5 (high), gpt-5 (low)"));
    assert_int_equal(frame_find_row(frame, "mistrall", &err), FRAME_NONE);
    assert_non_null(strstr(err.hint, "mistral"));
    frame_free(frame);
}

static void
assert_order(const struct frame *frame, int column, bool descending,
    const size_t *expected)
{
    size_t order[] = {0, 1, 2, 3};

    frame_sort(frame, column, descending, order);
    assert_memory_equal(order, expected, sizeof order);
}

static void
sorting_is_stable_and_puts_the_missing_last(void **state)
{
    struct frame *frame = make_frame();
    size_t order[] = {3, 2, 1, 0};

    (void)state;
    assert_order(frame, 1, false, (const size_t[]){0, 3, 2, 1});
    assert_order(frame, 1, true, (const size_t[]){1, 2, 3, 0});
    assert_order(frame, 4, false, (const size_t[]){0, 3, 1, 2});
    assert_order(frame, 4, true, (const size_t[]){1, 3, 0, 2});
    assert_order(frame, 2, true, (const size_t[]){2, 0, 3, 1});
    assert_order(frame, 0, false, (const size_t[]){1, 2, 0, 3});
    assert_order(frame, 0, true, (const size_t[]){3, 0, 1, 2});
    frame_sort(frame, 5, false, order);     /* all equal: the order on entry stays */
    assert_memory_equal(order, ((const size_t[]){3, 2, 1, 0}), sizeof order);
    frame->columns[0].text[1] = NULL;
    assert_order(frame, 0, true, (const size_t[]){3, 0, 2, 1});
    frame_free(frame);
}

static void
sorting_many_rows(void **state)
{
    enum { ROWS = 10007 };
    struct frame *frame = frame_new(SHAPE_ROWS, ROWS);
    struct column *column = frame_add_column(frame, "x", COLUMN_NUMBER, ROLE_MEASURE);
    size_t *order = mem_alloc(ROWS * sizeof *order);

    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        order[i] = i;
        column->value[i] = i % 11 == 0 ? NAN : (double)(i * 7919 % 101);
    }
    frame_sort(frame, 0, true, order);
    for (size_t i = 1; i < ROWS; i++) {
        double a = column->value[order[i - 1]], b = column->value[order[i]];

        assert_true(isnan(b) || a > b || (a == b && order[i - 1] < order[i]));
    }
    free(order);
    frame_free(frame);
}

static void
default_objectives_are_what_most_points_have(void **state)
{
    struct frame *frame = make_frame();
    struct objective pair[2], second[2];
    struct error err = {0};

    (void)state;
    assert_true(frame_default_objectives(frame, pair, second, &err));
    assert_int_equal(pair[0].column, 1);        /* gsm8k and cost: three points */
    assert_int_equal(pair[1].column, 4);
    assert_int_equal(pair[0].direction, DIRECTION_MAX);
    assert_int_equal(pair[1].direction, DIRECTION_MIN);
    assert_int_equal(second[0].column, 1);      /* two points: the first such pair */
    assert_int_equal(second[1].column, 3);
    assert_true(frame_default_objectives(frame, pair, NULL, NULL));
    frame_free(frame);
}

static void
no_default_objectives_is_an_error_with_the_list(void **state)
{
    struct frame *frame = make_frame();
    struct objective pair[2], second[2];
    struct error err = {0};

    (void)state;
    frame->columns[3].direction = DIRECTION_UNKNOWN;
    frame->columns[4].kind = KIND_DESCRIPTOR;
    assert_false(frame_default_objectives(frame, pair, second, &err));
    assert_non_null(strstr(err.hint, "latency (efficiency, direction unknown)"));
    assert_int_equal(pair[0].column, FRAME_NONE);
    assert_int_equal(second[1].column, FRAME_NONE);
    frame_free(frame);
}

static void
measures_of_one_kind_are_proposed(void **state)
{
    struct frame *frame = frame_new(SHAPE_POINTS, 3);
    struct error err = {0};
    struct objective pair[2];

    (void)state;
    for (size_t i = 0; i < 3; i++)
        frame->key[i] = frame->label[i] = "p";
    add_measure(frame, "wait", DIRECTION_MIN, KIND_EFFICIENCY, (double[]){1, 2, 3});
    add_measure(frame, "price", DIRECTION_MIN, KIND_EFFICIENCY, (double[]){1, 2, 3});
    add_measure(frame, "speed", DIRECTION_MAX, KIND_EFFICIENCY, (double[]){1, NAN, 3});
    assert_false(frame_default_objectives(frame, pair, NULL, &err));
    assert_non_null(strstr(err.hint, "-o 'max:speed,min:wait' would compare 2 of 3 points"));
    frame_free(frame);
}

static void
objectives_are_parsed(void **state)
{
    struct frame *frame = make_frame();
    struct objective objective;
    struct error err = {0};

    (void)state;
    assert_true(frame_parse_objective(frame, "min:latency", &objective, &err));
    assert_int_equal(objective.column, 3);
    assert_int_equal(objective.direction, DIRECTION_MIN);
    assert_true(frame_parse_objective(frame, "max:latency", &objective, &err));
    assert_int_equal(objective.direction, DIRECTION_MAX);
    assert_true(frame_parse_objective(frame, "cost", &objective, &err));
    assert_int_equal(objective.direction, DIRECTION_MIN);
    assert_false(frame_parse_objective(frame, "temperature", &objective, &err));
    assert_non_null(strstr(err.hint, "max:temperature"));
    assert_true(frame_parse_objective(frame, "max:temperature", &objective, &err));
    assert_false(frame_parse_objective(frame, "max:nothing", &objective, &err));
    assert_false(frame_parse_objective(frame, "max:", &objective, &err));
    add_measure(frame, "max:odd", DIRECTION_MIN, KIND_EFFICIENCY, (double[]){1, 2, 3, 4});
    assert_true(frame_parse_objective(frame, "max:odd", &objective, &err));
    assert_int_equal(objective.direction, DIRECTION_MIN);
    frame_free(frame);
}

static void
every_status_has_words(void **state)
{
    (void)state;
    for (int status = CELL_OK; status <= CELL_ESTIMATED; status++)
        assert_true(strlen(cell_status_words((enum cell_status)status)) > 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metric_behind_its_task),
        cmocka_unit_test(columns_start_missing),
        cmocka_unit_test(selections_outlive_their_source),
        cmocka_unit_test(nothing_can_be_selected),
        cmocka_unit_test(columns_are_found_on_the_ladder),
        cmocka_unit_test(bare_metric_beats_a_part),
        cmocka_unit_test(refusals_say_what_there_is),
        cmocka_unit_test(long_lists_are_cut),
        cmocka_unit_test(rows_are_found_by_key_label_and_part),
        cmocka_unit_test(sorting_is_stable_and_puts_the_missing_last),
        cmocka_unit_test(sorting_many_rows),
        cmocka_unit_test(default_objectives_are_what_most_points_have),
        cmocka_unit_test(no_default_objectives_is_an_error_with_the_list),
        cmocka_unit_test(measures_of_one_kind_are_proposed),
        cmocka_unit_test(objectives_are_parsed),
        cmocka_unit_test(every_status_has_words),
    };

    return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
