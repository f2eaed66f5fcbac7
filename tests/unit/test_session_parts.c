/* Parts of the session that need no store: layout at every size, the key table, undo. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "session/commands.h"
#include "session/keys.h"
#include "session/layout.h"
#include "session/session.h"
#include "session/state.h"

/* --- layout --- */

static void
claim(unsigned char *cells, const struct layout_wish *wish, const struct rect *rect)
{
    for (size_t row = rect->row; row < rect->row + rect->rows; row++)
        for (size_t column = rect->column; column < rect->column + rect->columns; column++) {
            assert_true(row < wish->rows && column < wish->columns);
            assert_int_equal(cells[row * wish->columns + column]++, 0);
        }
}

static void
check_layout(const struct layout_wish *wish)
{
    unsigned char *cells = calloc(wish->rows * wish->columns + 1, 1);
    struct layout layout;

    layout_compute(wish, &layout);
    claim(cells, wish, &layout.title);
    claim(cells, wish, &layout.chart);
    claim(cells, wish, &layout.table);
    claim(cells, wish, &layout.detail);
    claim(cells, wish, &layout.verdict);
    claim(cells, wish, &layout.message);
    claim(cells, wish, &layout.rule_below);
    claim(cells, wish, &layout.rule_between);
    assert_true(layout.message.rows >= 1);
    free(cells);
}

static void
test_panes_never_overlap(void **state)
{
    (void)state;
    for (size_t columns = 1; columns <= 140; columns += columns < 12 ? 1 : 8)
        for (size_t rows = 1; rows <= 60; rows += rows < 30 ? 1 : 5)
            for (unsigned bits = 0; bits < 32; bits++)
                check_layout(&(struct layout_wish){ .columns = columns, .rows = rows,
                    .chart = bits & 1, .table = bits & 2, .table_first = bits & 4,
                    .one_pane = bits & 8, .focus_chart = bits & 16, .table_rows = 5 * bits,
                    .detail_rows = bits % 5, .verdict_rows = bits % 7,
                    .message_rows = bits % 4 });
}

static void
test_a_long_message_gets_rows(void **state)
{
    struct layout one, three;

    (void)state;
    layout_compute(&(struct layout_wish){ .columns = 80, .rows = 24, .table = true,
        .verdict_rows = 2 }, &one);
    layout_compute(&(struct layout_wish){ .columns = 80, .rows = 24, .table = true,
        .verdict_rows = 2, .message_rows = 3 }, &three);
    assert_int_equal(one.message.rows, 1);
    assert_int_equal(three.message.rows, 3);
    assert_int_equal(three.message.row, 21);
    assert_int_equal(three.verdict.rows, one.verdict.rows);
    assert_int_equal(three.table.rows + 2, one.table.rows);
}

/* --- keys --- */

static void
test_every_key_of_the_table_runs_its_command(void **state)
{
    size_t n;
    const struct key_row *rows = session_keys_all(&n);
    struct keymap map;

    (void)state;
    keymap_init(&map);
    for (size_t i = 0; i < n; i++) {
        const char *at = rows[i].keys;
        int key;
        size_t used;

        assert_non_null(commands_find(rows[i].command, strcspn(rows[i].command, " !"), NULL));
        assert_true(rows[i].help[0] != '\0');
        while ((used = key_parse(at, &key)) > 0) {
            char name[KEY_NAME_MAX];
            int again;

            assert_string_equal(keymap_find(&map, key, rows[i].context), rows[i].command);
            key_name(key, name);
            assert_int_equal(key_parse(name, &again), strlen(name));
            assert_int_equal(again, key);
            at += used;
            at += *at == ' ';
        }
        assert_int_equal(*at, '\0');
    }
    keymap_release(&map);
}

static void
test_a_binding_replaces_and_unbinds(void **state)
{
    struct keymap map;

    (void)state;
    keymap_init(&map);
    keymap_bind(&map, 'x', CONTEXT_ANY, "quit");
    assert_string_equal(keymap_find(&map, 'x', CONTEXT_PLOT), "quit");
    keymap_bind(&map, 'x', CONTEXT_TABLE, "help");
    assert_string_equal(keymap_find(&map, 'x', CONTEXT_TABLE), "help");
    assert_string_equal(keymap_find(&map, 'x', CONTEXT_NAMES), "help");
    assert_string_equal(keymap_find(&map, 'x', CONTEXT_PLOT), "quit");
    keymap_bind(&map, 'x', CONTEXT_ANY, "");
    assert_null(keymap_find(&map, 'x', CONTEXT_PLOT));
    keymap_release(&map);
}

/* --- undo --- */

static void
test_undo_goes_back_and_forward(void **unused)
{
    struct state state, before;
    struct undo undo;

    (void)unused;
    state_init(&state);
    undo_init(&undo);
    assert_false(undo_back(&undo, &state));
    for (int i = 0; i < UNDO_MOST + 10; i++) {
        char where[16] = {(char)('a' + i % 26), '\0'};

        state_copy(&before, &state);
        string_assign(&state.where, where);
        undo_push(&undo, &before);
    }
    assert_int_equal(undo.n_past, UNDO_MOST);
    assert_true(undo_back(&undo, &state));
    assert_string_equal(state.where, "a");            /* 208 % 26 = 0 */
    assert_true(undo_forward(&undo, &state));
    assert_string_equal(state.where, "b");
    assert_false(undo_forward(&undo, &state));
    undo_release(&undo);
    state_release(&state);
}

static void
test_sameness_looks_at_what_matters(void **unused)
{
    struct state a, b;

    (void)unused;
    state_init(&a);
    state_copy(&b, &a);
    string_assign(&b.selected, "somewhere else");
    b.page = PAGE_TABLE;
    assert_true(state_same(&a, &b));
    b.plot[PAGE_COMPARE].x_scale = SCALE_LOG;
    assert_false(state_same(&a, &b));
    b.plot[PAGE_COMPARE].x_scale = SCALE_AUTO;
    assert_true(state_same(&a, &b));
    string_list_add(&b.rejected, "x=y");
    assert_false(state_same(&a, &b));
    state_release(&a);
    state_release(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_panes_never_overlap),
        cmocka_unit_test(test_a_long_message_gets_rows),
        cmocka_unit_test(test_every_key_of_the_table_runs_its_command),
        cmocka_unit_test(test_a_binding_replaces_and_unbinds),
        cmocka_unit_test(test_undo_goes_back_and_forward),
        cmocka_unit_test(test_sameness_looks_at_what_matters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
