/* test_result.c - building results: what is added keeps its place and its name. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "result/result.h"

static void
test_tables_and_columns(void **state)
{
    struct result *result = result_new("demo");
    struct result_table *first = result_add_table(result, "first", 3);
    struct result_table *second = result_add_table(result, "second", 0);
    char name[16];

    (void)state;
    for (int i = 0; i < 100; i++) {
        struct result_column *column;

        snprintf(name, sizeof name, "c%d", i);
        column = result_add_column(result, first, name, i % 2 ? VALUE_TEXT : VALUE_NUMBER);
        if (i % 2 == 0)
            column_numbers(column)[2] = i;
    }
    assert_int_equal(first->n_columns, 100);
    assert_string_equal(first->columns[63].name, "c63");
    assert_true(first->columns[98].number[2] == 98);
    assert_true(isnan(first->columns[98].number[0]));
    assert_null(first->columns[99].text[0]);
    assert_ptr_equal(result_table(result, "second"), second);
    assert_null(result_table(result, "third"));
    result_free(result);
}

static void
test_notes_charts_and_settings(void **state)
{
    struct result *result = result_new("demo");
    struct chart *chart = result_add_chart(result, "plane", CHART_SCATTER, 2);
    struct chart_line *line = chart_add_line(result, chart, LINE_STEP, 2);

    (void)state;
    chart_line_x(line)[1] = 4;
    for (int i = 0; i < 5; i++)
        result_note(result, "note %d %s", i, "x");
    result_set(result, "seed", "%d", 1);
    assert_true(line->x[1] == 4);
    assert_true(isnan(chart->marks[1].y_lo));
    assert_int_equal(result->n_notes, 5);
    assert_string_equal(result->notes[0], "note 0 x");
    assert_string_equal(result->notes[4], "note 4 x");
    assert_string_equal(result->settings[0].value, "1");
    result_free(result);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables_and_columns),
        cmocka_unit_test(test_notes_charts_and_settings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
