/* test_store_cells.c - what becomes of cells that are more, or less, than a number: units that
 * differ within a column, percents among shares, letters behind counts, a stray text. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "unit/store_helper.h"

static struct store *
store_of_one(const char *table)
{
    return store_of(&table, 1);
}

/* The column "x" of a table whose models are a, b, c, ... */
static struct store *
store_of_cells(const char *header, const char *const *cells, size_t n)
{
    struct strbuf table;
    struct store *store;

    strbuf_init(&table);
    strbuf_printf(&table, "model,accuracy,%s\n", header);
    for (size_t i = 0; i < n; i++)
        strbuf_printf(&table, "%c,0.5,%s\n", (char)('a' + i), cells[i]);
    store = store_of_one(table.data);
    strbuf_release(&table);
    return store;
}

/* How often something was said of this kind with these words. */
static size_t
said(struct store *store, const char *kind, const char *words)
{
    struct frame *frame;
    size_t n = 0;
    int kinds, texts;

    assert_true(store_list(store, LIST_WARNINGS, &frame, &err));
    kinds = frame_column(frame, "kind");
    texts = frame_column(frame, "text");
    for (size_t r = 0; r < frame->rows; r++)
        n += strcmp(frame->columns[kinds].text[r], kind) == 0
            && strstr(frame->columns[texts].text[r], words) != NULL;
    frame_free(frame);
    return n;
}

struct reading { const char *header, *cells[3], *unit; double values[3]; };

static void
check_reading(const struct reading *reading)
{
    struct store *store = store_of_cells(reading->header, reading->cells, 3);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });
    int at = frame_find(frame, reading->header, true, NULL);
    const struct column *column;

    if (at == FRAME_NONE)
        fail_msg("%s of %s is no measure", reading->header, reading->cells[0]);
    column = &frame->columns[at];
    for (size_t i = 0; i < 3; i++)
        if (column->value[i] != reading->values[i])
            fail_msg("%s: %s is read as %.17g", reading->header, reading->cells[i],
                column->value[i]);
    if (reading->unit == NULL)
        assert_null(column->unit);
    else
        assert_string_equal(column->unit, reading->unit);
    frame_free(frame);
    store_close(store);
}

static void
a_column_has_one_unit(void **state)
{
    static const struct reading readings[] = {
        { "mem", { "1.2 GB", "800 MB", "2 GiB" }, "GB", { 1.2, 0.8, 2.147483648 } },
        { "latency", { "120 ms", "1.5 s", "300 us" }, "ms", { 120, 1500, 0.3 } },
        { "latency", { "2 min", "1.5 h", "3 min" }, "min", { 2, 90, 3 } },
        { "latency (s)", { "120 ms", "1.5", "2 min" }, "s", { 0.12, 1.5, 120 } },
        { "latency_ms", { "120", "1.5 s", "2" }, "ms", { 120, 1500, 2 } },
        { "cost", { "$1.5", "2", "$3" }, "USD", { 1.5, 2, 3 } },
        { "mem", { "512M", "8G", "1G" }, "GB", { 0.512, 8, 1 } },
        { "speed", { "12 tok/s", "14 tokens/s", "9 tok/s" }, "token/s", { 12, 14, 9 } },
        { "energy", { "3 mWh", "1 Wh", "2 mWh" }, "mWh", { 3, 1000, 2 } },
        { "vram", { "24 GB", "80GB", "12GiB" }, "GB", { 24, 80, 12.884901888 } },
        { "gain", { "1.5x", "2x", "1x" }, "x", { 1.5, 2, 1 } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        check_reading(&readings[i]);
}

static void
letters_count(void **state)
{
    static const struct reading readings[] = {
        { "params", { "7B", "350M", "1.5 B" }, "parameter", { 7e9, 350e6, 1.5e9 } },
        { "size", { "7B", "13B", "70B" }, "parameter", { 7e9, 13e9, 70e9 } },
        { "Params (B)", { "7", "13", "70" }, "billion", { 7, 13, 70 } },
        { "ctx", { "128K", "1M", "8192" }, "token", { 128e3, 1e6, 8192 } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        check_reading(&readings[i]);
}

/* "7B" names the model where nothing else does. */
static void
letters_may_be_names(void **state)
{
    struct store *store = store_of_one("size,accuracy\n7B,0.5\n13B,0.6\n");
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });

    (void)state;
    assert_string_equal(frame->label[0], "7B");
    frame_free(frame);
    store_close(store);
}

static void
percents_and_shares_do_not_mix(void **state)
{
    static const struct reading readings[] = {
        { "f1", { "0.31", "0.28", "12%" }, NULL, { 0.31, 0.28, 0.12 } },
        { "f1", { "31", "28", "12%" }, "%", { 31, 28, 12 } },
        { "f1 (%)", { "0.31", "28", "12%" }, "%", { 0.31, 28, 12 } },
        { "f1", { "12%", "0", "28%" }, "%", { 12, 0, 28 } },
    };
    static const char *const shares[] = { "0.31", "0.28", "12%" };
    static const char *const unclear[] = { "1", "50%", "20%" };
    struct store *store = store_of_cells("f1", shares, 3);

    (void)state;
    assert_int_equal(said(store, "repair", "f1: 1 of 3 values was in percent among shares of 1"), 1);
    store_close(store);
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        check_reading(&readings[i]);
    store = store_of_cells("f1", unclear, 3);
    assert_int_equal(said(store, "warning", "f1 stays text: what 1 of its values"), 1);
    store_close(store);
}

/* What is not clear is text, and said. */
static void
units_that_do_not_go_together(void **state)
{
    static const struct { const char *cells[3], *words; } cases[] = {
        { { "3 ms", "2 GB", "1 s" }, "1 in ms, 1 in GB and 1 in s" },
        { { "1.2 GB", "5", "800 MB" }, "what 1 of its values without a unit means is not clear" },
        { { "$3", "\u20AC" "2", "$1" }, "2 in $ and 1 in \u20AC" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct store *store = store_of_cells("used", cases[i].cells, 3);
        struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });

        assert_int_equal(frame_find(frame, "used", true, NULL), FRAME_NONE);
        if (said(store, "warning", cases[i].words) != 1)
            fail_msg("%s: not said", cases[i].words);
        frame_free(frame);
        store_close(store);
    }
}

static void
cells_keep_their_text(void **state)
{
    static const char *const cells[] = { "7B", "350M", "1.5 B" };
    struct store *store = store_of_cells("params", cells, 3);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = "row" });
    const struct column *column = column_of(frame, "params");

    (void)state;
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(column->text[i], cells[i]);
    frame_free(frame);
    store_close(store);
}

/* --- a text among numbers --- */

static void
a_stray_text_is_named(void **state)
{
    static const char *const tbd[] = { "1.5", "TBD", "3" };
    static const char *const commas[] = { "\"0,31\"", "\"0,28\"", "1" };
    static const char *const names[] = { "red", "green", "3" };
    static const char *const clocks[] = { "1m30s", "2m", "~3" };
    struct store *store = store_of_cells("price", tbd, 3);

    (void)state;
    assert_int_equal(said(store, "warning", "price looks numeric, but is text: 1 of its 3 values is"
        " no number, \"TBD\"; --missing 'price=TBD,0,-1'"), 1);
    store_close(store);
    store = store_of_cells("price", commas, 3);
    assert_int_equal(said(store, "warning", "\"0,31\" has a decimal comma (2 of its 3 values)"), 1);
    store_close(store);
    store = store_of_cells("latency", clocks, 3);
    assert_int_equal(said(store, "warning", "latency looks like a measure, but is text: 3 of its 3 values"
        " are no numbers, the first \"1m30s\""), 1);
    store_close(store);
    store = store_of_cells("size", names, 2);
    assert_int_equal(said(store, "warning", ""), 0);
    store_close(store);
    store = store_of_cells("colour", names, 3);
    assert_int_equal(said(store, "warning", ""), 0);
    store_close(store);
}

static void
a_token_makes_numbers_of_text(void **state)
{
    static const char *const cells[] = { "1.5 s", " TBD ", "20 ms", "n/a?" };
    static const char *const both[] = { "lag=TBD,n/a?" }, *const one[] = { "lag=TBD" };
    struct store *store = store_of_cells("lag", cells, 4);
    struct frame *frame = frame_of(store, &(struct frame_query){ .missing = both, .n_missing = 1 });
    const struct column *lag = column_of(frame, "lag");

    (void)state;
    assert_string_equal(lag->unit, "s");
    assert_true(lag->value[0] == 1.5 && isnan(lag->value[1]) && lag->value[2] == 0.02);
    assert_int_equal(lag->status[1], CELL_TOKEN);
    frame_free(frame);
    frame = NULL;
    assert_false(store_frame(store, &(struct frame_query){ .missing = one, .n_missing = 1 },
        &frame, &err));
    assert_non_null(strstr(err.hint, "lag stays text: a cell says \"n/a?\""));
    store_close(store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_has_one_unit), cmocka_unit_test(letters_count),
        cmocka_unit_test(letters_may_be_names), cmocka_unit_test(percents_and_shares_do_not_mix),
        cmocka_unit_test(units_that_do_not_go_together), cmocka_unit_test(cells_keep_their_text),
        cmocka_unit_test(a_stray_text_is_named), cmocka_unit_test(a_token_makes_numbers_of_text),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
