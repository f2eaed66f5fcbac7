/* test_grid.c - tables on a canvas: decimals, widths, sections, marks, scrolling. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "draw/grid.h"

/* --- helpers --- */

struct fixture {
    struct result *result;
    struct result_table *table;
    size_t order[8];
    struct grid_view view;
};

static void
add_numbers(struct fixture *f, const char *name, const char *unit, int digits,
    const double *values)
{
    struct result_column *column = result_add_column(f->result, f->table, name, VALUE_NUMBER);

    column->unit = unit;
    column->digits = digits;
    memcpy(column_numbers(column), values, f->table->rows * sizeof *values);
}

/* Five models with scores, errors and costs. */
static void
setup(struct fixture *f)
{
    static const char *names[] = { "gpt-4o-mini", "DeepSeek Chat V3 (prev)", "gpt-5 (low)",
        "Grok 3 Mini Beta (high)", "\346\274\242\345\255\227 model" };
    static const char *sections[] = { "on the frontier: 3 of 4", "on the frontier: 3 of 4",
        "on the frontier: 3 of 4", "dominated: 1", "left out: 1" };
    static const enum mark_role roles[] = { MARK_FRONTIER, MARK_UNDECIDED, MARK_FRONTIER,
        MARK_DOMINATED, MARK_MISSING };
    struct result_column *model;

    memset(f, 0, sizeof *f);
    f->result = result_new("test");
    f->table = result_add_table(f->result, "points", 5);
    model = result_add_column(f->result, f->table, "model", VALUE_TEXT);
    model->key = true;
    memcpy(model->text, names, sizeof names);
    add_numbers(f, "pass", "%", 0, (double[]){ 3.6, 48.4, 81.3, 49.3, NAN });
    add_numbers(f, "pass_se", NULL, 3, (double[]){ 1.2419, 3.3316, 2.5994, 3.3329, NAN });
    add_numbers(f, "cost", "USD", 0, (double[]){ 0.3236, 0.3369, 10.3713, 0.7346, 146.32 });
    f->table->key = names;
    f->table->section = sections;
    f->table->role = roles;
    for (size_t i = 0; i < 5; i++)
        f->order[i] = i;
    f->view = (struct grid_view){ .order = f->order, .n_order = 5, .selected_column = -1,
        .sections = true };
}

static char *
paint(const struct fixture *f, size_t rows, size_t columns, size_t *shown, size_t *last)
{
    struct canvas *canvas = canvas_new(columns, rows, f->view.ascii);
    struct strbuf out;
    struct grid_shown told = {0};
    size_t n = grid_paint(f->table, &f->view, canvas, 0, 0, rows, columns, &told);

    if (last != NULL)
        *last = told.last_column;
    if (shown != NULL)
        *shown = n;
    strbuf_init(&out);
    canvas_write(canvas, &out);
    canvas_free(canvas);
    return out.data;
}

static void
assert_picture(const struct fixture *f, size_t rows, size_t columns, const char *expected)
{
    char *shown = paint(f, rows, columns, NULL, NULL);

    assert_string_equal(shown, expected);
    free(shown);
}

/* --- tests --- */

static void
test_whole_table(void **state)
{
    struct fixture f;

    (void)state;
    setup(&f);
    assert_picture(&f, 9, 60,
        "  model                    pass   ±se      cost\n"
        "▸ on the frontier: 3 of 4\n"
        "● gpt-4o-mini               3.6  1.24    0.3236\n"
        "◐ DeepSeek Chat V3 (prev)  48.4  3.33    0.3369\n"
        "● gpt-5 (low)              81.3  2.60   10.3713\n"
        "▸ dominated: 1\n"
        "· Grok 3 Mini Beta (high)  49.3  3.33    0.7346\n"
        "▸ left out: 1\n"
        "— 漢字 model                  —     —  146.3200\n");
    f.view.ascii = true;
    f.view.units = true;
    assert_picture(&f, 10, 60,
        "  model                    pass  +-se      cost\n"
        "                              %             USD\n"
        "> on the frontier: 3 of 4\n"
        "O gpt-4o-mini               3.6  1.24    0.3236\n"
        "o DeepSeek Chat V3 (prev)  48.4  3.33    0.3369\n"
        "O gpt-5 (low)              81.3  2.60   10.3713\n"
        "> dominated: 1\n"
        ". Grok 3 Mini Beta (high)  49.3  3.33    0.7346\n"
        "> left out: 1\n"
        "- ?? model                   --    --  146.3200\n");
    result_free(f.result);
}

static void
test_selection_and_marks(void **state)
{
    static const char *const marked[] = { "gpt-5 (low)", "gpt-4o-mini" };
    static const int sorted[] = { 3 };
    static const bool down[] = { true };
    struct fixture f;
    struct canvas *canvas = canvas_new(56, 6, false);
    struct strbuf inks;

    (void)state;
    setup(&f);
    f.view.selected = "gpt-5 (low)";
    f.view.marked = marked;
    f.view.n_marked = 2;
    f.view.sections = false;
    f.view.sort_column = sorted;
    f.view.sort_down = down;
    f.view.n_sort = 1;
    f.view.selected_column = 1;
    assert_picture(&f, 6, 56,
        "   model                    pass   ±se     cost▼\n"
        " *●gpt-4o-mini               3.6  1.24    0.3236\n"
        "  ◐DeepSeek Chat V3 (prev)  48.4  3.33    0.3369\n"
        ">*●gpt-5 (low)              81.3  2.60   10.3713\n"
        "  ·Grok 3 Mini Beta (high)  49.3  3.33    0.7346\n"
        "  —漢字 model                  —     —  146.3200\n");
    strbuf_init(&inks);
    grid_paint(f.table, &f.view, canvas, 0, 0, 6, 56, NULL);
    canvas_write_inks(canvas, &inks);
    assert_non_null(strstr(inks.data, "####"));   /* marked and selected, all along */
    assert_non_null(strstr(inks.data, "****"));   /* marked */
    assert_non_null(strstr(inks.data, "HHHH"));   /* header of the selected column */
    strbuf_release(&inks);
    canvas_free(canvas);
    result_free(f.result);
}

static void
test_columns_scroll_and_keys_stay(void **state)
{
    struct fixture f;
    size_t last;
    char *shown;

    (void)state;
    setup(&f);
    free(paint(&f, 6, 34, NULL, &last));
    assert_int_equal(last, 2);
    f.view.first_column = 2;
    shown = paint(&f, 6, 34, NULL, &last);
    assert_int_equal(last, 3);
    assert_non_null(strstr(shown, "model"));
    assert_null(strstr(shown, "pass "));
    free(shown);
    result_free(f.result);
}

static void
test_hidden_width_and_order(void **state)
{
    static const bool hidden[] = { false, true, false, false };
    static const int widths[] = { 12, 0, 0, 0 };
    struct fixture f;

    (void)state;
    setup(&f);
    f.view.hidden = hidden;
    f.view.width = widths;
    f.view.sections = false;
    f.order[0] = 4;
    f.order[4] = 0;
    assert_picture(&f, 6, 60,
        "  model          ±se      cost\n"
        "— 漢字 model       —  146.3200\n"
        "◐ DeepS…(prev)  3.33    0.3369\n"
        "● gpt-5 (low)   2.60   10.3713\n"
        "· Grok …(high)  3.33    0.7346\n"
        "● gpt-4o-mini   1.24    0.3236\n");
    result_free(f.result);
}

static void
test_rows_scroll_under_their_heading(void **state)
{
    struct fixture f;
    size_t shown;
    char *text;

    (void)state;
    setup(&f);
    f.view.top = 2;
    f.view.repeat_heading = true;
    text = paint(&f, 5, 60, &shown, NULL);
    assert_int_equal(shown, 2);
    assert_non_null(strstr(text, "▸ on the frontier"));
    assert_non_null(strstr(text, "gpt-5 (low)"));
    assert_null(strstr(text, "gpt-4o-mini"));
    free(text);
    f.view.repeat_heading = false;
    text = paint(&f, 5, 60, &shown, NULL);
    assert_null(strstr(text, "▸ on the frontier"));
    free(text);
    f.view.top = 0;
    assert_int_equal(grid_height(f.table, &f.view), 1 + 5 + 3);
    result_free(f.result);
}

static void
test_numbers_are_never_cut(void **state)
{
    static const int widths[] = { 6, 3, 0, 4 };
    struct fixture f;
    char *shown;

    (void)state;
    setup(&f);
    f.view.width = widths;
    f.view.sections = false;
    shown = paint(&f, 6, 60, NULL, NULL);
    assert_null(strstr(shown, "146.3 "));
    assert_non_null(strstr(shown, " 146\n"));
    free(shown);
    result_free(f.result);
}

/* The measure of a column of these numbers. */
static struct grid_measure
measure(const double *values, size_t n, int digits)
{
    struct result *result = result_new("test");
    struct result_table *table = result_add_table(result, "t", n);
    struct result_column *column = result_add_column(result, table, "x", VALUE_NUMBER);
    struct grid_measure out;

    memcpy(column_numbers(column), values, n * sizeof *values);
    column->digits = digits;
    grid_measure(table, false, &out);
    result_free(result);
    return out;
}

static void
test_shared_decimals(void **state)
{
    (void)state;
    assert_int_equal(measure((double[]){ 3.6, 88, 48.4 }, 3, 0).decimals, 1);
    assert_int_equal(measure((double[]){ 0.3236, 10.3713, 183.1802 }, 3, 0).decimals, 2);
    assert_int_equal(measure((double[]){ 1, 2, 30000 }, 3, 0).decimals, 0);
    assert_int_equal(measure((double[]){ 0.95666, 0.5, 1 }, 3, 3).decimals, 3);
    assert_int_equal(measure((double[]){ NAN, NAN }, 2, 0).decimals, 0);
    assert_int_equal(measure((double[]){ 1e-9, 1, 1e9 }, 3, 0).decimals, 3);
    assert_int_equal(measure((double[]){ 1e-7, 2e-7, 1e6 }, 3, 0).decimals, -1);
    assert_int_equal(measure((double[]){ INFINITY, 1.5 }, 2, 0).decimals, 1);
    assert_int_equal(measure((double[]){ -120.5, 3.25 }, 2, 4).width, 6);
}

static void
test_cell_texts(void **state)
{
    struct result *result = result_new("test");
    struct result_table *table = result_add_table(result, "t", 3);
    struct result_column *number = result_add_column(result, table, "x", VALUE_NUMBER);
    struct result_column *flag = result_add_column(result, table, "f", VALUE_FLAG);
    struct result_column *integer = result_add_column(result, table, "i", VALUE_INTEGER);
    struct result_column *text = result_add_column(result, table, "t", VALUE_TEXT);
    static const char *const expected[4][3] = { { "1.2e-5", "1234.57", "—" },
        { "yes", "no", "—" }, { "12345678", "-3", "—" }, { "a\033b", "", "—" } };

    (void)state;
    memcpy(column_numbers(number), (double[]){ 1.2e-5, 1234.5678, NAN }, 24);
    memcpy(column_numbers(flag), (double[]){ 1, 0, NAN }, 24);
    memcpy(column_numbers(integer), (double[]){ 12345678, -3, NAN }, 24);
    text->text[0] = "a\033b";
    text->text[1] = "";
    for (size_t column = 0; column < 4; column++)
        for (size_t row = 0; row < 3; row++) {
            struct strbuf out;

            strbuf_init(&out);
            grid_cell_text(table, column, row, &out);
            assert_string_equal(out.data, expected[column][row]);
            strbuf_release(&out);
        }
    result_free(result);
}

/* A small value is not shown as zero. */
static void
test_small_values_do_not_vanish(void **state)
{
    struct result *result = result_new("test");
    struct result_table *table = result_add_table(result, "t", 4);
    struct result_column *column = result_add_column(result, table, "x", VALUE_NUMBER);
    struct grid_measure measures[1];
    struct strbuf out;

    (void)state;
    memcpy(column_numbers(column), (double[]){ 12.5, 10.25, 0.0004, 0 }, 32);
    grid_measure(table, false, measures);
    strbuf_init(&out);
    grid_cell_shared(table, 0, 2, measures, &out);
    assert_string_equal(out.data, "0.0004");
    strbuf_clear(&out);
    grid_cell_shared(table, 0, 3, measures, &out);
    assert_string_equal(out.data, "0.00");
    assert_int_equal(measures[0].width, 6);
    strbuf_release(&out);
    result_free(result);
}

static void
test_every_size_is_harmless(void **state)
{
    struct fixture f;

    (void)state;
    setup(&f);
    f.view.selected = "gpt-5 (low)";
    f.view.units = true;
    for (size_t rows = 0; rows < 10; rows++)
        for (size_t columns = 0; columns < 70; columns++) {
            struct canvas *canvas = canvas_new(columns + 2, rows + 1, false);
            struct strbuf out;

            grid_paint(f.table, &f.view, canvas, 0, 0, rows, columns, NULL);
            /* Nothing outside the rectangle. */
            for (size_t row = 0; row <= rows; row++)
                for (size_t column = 0; column < columns + 2; column++)
                    if (row >= rows || column >= columns)
                        assert_string_equal(
                            canvas->cells[row * (columns + 2) + column].text, " ");
            strbuf_init(&out);
            canvas_write(canvas, &out);
            strbuf_release(&out);
            canvas_free(canvas);
        }
    f.view.n_order = 0;
    free(paint(&f, 5, 50, NULL, NULL));
    result_free(f.result);
}

/* Three long keys before the numbers. */
static void
add_keys(struct fixture *f)
{
    static const char *names[] = { "hardware", "precision" };

    for (size_t i = 0; i < 2; i++) {
        struct result_column *key = result_add_column(f->result, f->table, names[i],
            VALUE_TEXT);

        key->key = true;
        for (size_t row = 0; row < 5; row++)
            key->text[row] = "a long condition of the measurement";
    }
}

static void
test_keys_give_way_to_numbers(void **state)
{
    bool hidden[6];
    struct grid_shown told = { .out_of_sight = hidden };
    struct canvas *canvas = canvas_new(56, 6, false);
    struct fixture f;
    char *shown;

    (void)state;
    setup(&f);
    add_keys(&f);
    shown = paint(&f, 6, 80, NULL, NULL);
    assert_non_null(strstr(shown, "cost"));
    assert_non_null(strstr(shown, "precis"));
    free(shown);
    grid_paint(f.table, &f.view, canvas, 0, 0, 6, 56, &told);
    assert_int_equal(told.before + told.after, 1);
    assert_true(hidden[5] && !hidden[4] && !hidden[3] && !hidden[0]);
    f.view.selected_column = 5;
    grid_paint(f.table, &f.view, canvas, 0, 0, 6, 56, &told);
    assert_true(hidden[4] && !hidden[5] && !hidden[3]);
    canvas_free(canvas);
    result_free(f.result);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_table),
        cmocka_unit_test(test_selection_and_marks),
        cmocka_unit_test(test_columns_scroll_and_keys_stay),
        cmocka_unit_test(test_keys_give_way_to_numbers),
        cmocka_unit_test(test_hidden_width_and_order),
        cmocka_unit_test(test_rows_scroll_under_their_heading),
        cmocka_unit_test(test_numbers_are_never_cut),
        cmocka_unit_test(test_shared_decimals),
        cmocka_unit_test(test_cell_texts),
        cmocka_unit_test(test_small_values_do_not_vanish),
        cmocka_unit_test(test_every_size_is_harmless),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
