/* test_store_import.c - tables of many records, which are stored on a thread of their own:
 * every record is there under its number, its cells as written; a broken one leaves nothing. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "unit/store_helper.h"

enum { RECORDS = 20000 };

/* The number in the first cell of an answer. */
static double
number_of(struct store *store, const char *sql)
{
    struct frame *frame;
    double value;

    if (!store_sql(store, sql, &frame, &err))
        fail_msg("%s: %s", sql, err.message);
    assert_int_equal(frame->rows, 1);
    assert_int_equal(frame->columns[0].type, COLUMN_NUMBER);
    value = frame->columns[0].value[0];
    frame_free(frame);
    return value;
}

static void
assert_number(struct store *store, const char *sql, double expected)
{
    double value = number_of(store, sql);

    if (value != expected)
        fail_msg("%s: %.17g", sql, value);
}

/* model-0 to model-(models - 1), items, scores; each tenth share is written "85 %", which among
 * shares of 1 is 0.85, and the records of that number, if any, are a field short. */
static char *
write_table(const char *name, int models, const int *ragged, size_t n_ragged)
{
    struct strbuf text;
    char *path;

    strbuf_init(&text);
    strbuf_puts(&text, "model,item,score,share,note\n");
    for (int i = 0; i < RECORDS; i++) {
        bool is_ragged = false;

        for (size_t k = 0; k < n_ragged; k++)
            is_ragged = is_ragged || ragged[k] == i;
        if (is_ragged)
            strbuf_printf(&text, "model-%d,%d\n", i % models, i);
        else if (i % 10 == 0)
            strbuf_printf(&text, "model-%d,%d,%d.50,85 %%,\"a, \"\"b\"\" %d\"\n", i % models, i, i, i);
        else
            strbuf_printf(&text, "model-%d,%d,%d.25,0.5,c %d\n", i % models, i, i, i);
    }
    path = write_file(name, text.data);
    strbuf_release(&text);
    return path;
}

static void
forget_file(char *path)
{
    unlink(path);
    free(path);
}

static struct store *
empty_store(void)
{
    struct store *store;

    assert_true(store_open(&store, NULL, STORE_WRITE, &err));
    return store;
}

static void
take(struct store *store, const char *path)
{
    struct import_summary summary;

    if (!import_with(store, path, NULL, &summary))
        fail_msg("%s", err.message);
    import_summary_release(&summary);
}

static void
every_record_is_there(void **state)
{
    char *first = write_table("first.csv", 7, NULL, 0), *second = write_table("second.csv", 7, NULL, 0);
    struct store *store = empty_store();

    (void)state;
    take(store, first);
    take(store, second);
    assert_number(store, "SELECT count(*) FROM wide_5", 2 * RECORDS);
    for (int source = 1; source <= 2; source++) {
        char *sql = mem_printf("SELECT count(*) FROM table_%d WHERE record = item AND score = item +"
            " CASE item %% 10 WHEN 0 THEN 0.5 ELSE 0.25 END AND share = CASE item %% 10 WHEN 0 THEN 0.85"
            " ELSE 0.5 END AND note = CASE item %% 10 WHEN 0 THEN 'a, ' || char(34) || 'b' || char(34) ||"
            " ' ' ELSE 'c ' END || item AND model = 'model-' || (item %% 7)", source);

        assert_number(store, sql, RECORDS);
        free(sql);
    }
    assert_number(store, "SELECT count(*) FROM raw WHERE text = '85 %' AND row % 10 = 0 AND ordinal"
        " = 3", 2 * RECORDS / 10);
    assert_number(store, "SELECT count(*) FROM mention", 2 * 7);
    store_close(store);
    forget_file(first);
    forget_file(second);
}

static void
many_models_are_all_named(void **state)
{
    char *path = write_table("many.csv", 3000, NULL, 0);
    struct store *store = empty_store();

    (void)state;
    take(store, path);
    assert_number(store, "SELECT count(*) FROM mention", 3000);
    assert_number(store, "SELECT count(*) FROM model", 3000);
    store_close(store);
    forget_file(path);
}

/* Numbers of records that were left out stay free: places in messages and in `raw` hold. */
static void
rejected_records_leave_gaps(void **state)
{
    static const int ragged[] = { 0, 511, 512, 513, 6000, RECORDS - 1 };
    char *path = write_table("gaps.csv", 7, ragged, sizeof ragged / sizeof *ragged);
    const struct import_options options = { .lenient = true };
    struct store *store = empty_store();
    struct import_summary summary;

    (void)state;
    if (!store_import(store, (const char *const[]){ path }, 1, &options, &summary, &err))
        fail_msg("%s", err.message);
    assert_int_equal(summary.rejects, 6);
    assert_int_equal(summary.records, RECORDS - 6);
    import_summary_release(&summary);
    assert_number(store, "SELECT count(*) FROM table_1 WHERE record = item", RECORDS - 6);
    assert_number(store, "SELECT count(*) FROM table_1 WHERE record IN (0, 511, 512, 513, 6000, 19999)",
        0);
    store_close(store);
    forget_file(path);
}

static void
a_broken_record_leaves_nothing(void **state)
{
    static const int ragged[] = { RECORDS - 100 };
    char *broken = write_table("broken.csv", 7, ragged, 1), *whole = write_table("whole.csv", 7, NULL, 0);
    struct store *store = empty_store();
    struct import_summary summary;

    (void)state;
    assert_false(import_with(store, broken, NULL, &summary));
    assert_non_null(strstr(err.message, "record 19900"));
    import_summary_release(&summary);
    assert_number(store, "SELECT count(*) FROM source", 0);
    assert_number(store, "SELECT count(*) FROM sqlite_schema WHERE name GLOB 'wide_*'", 0);
    take(store, whole);
    assert_number(store, "SELECT count(*) FROM table_1 WHERE record = item", RECORDS);
    store_close(store);
    forget_file(broken);
    forget_file(whole);
}

/* Samples of one run: question i is answered rightly if i is odd; then perhaps a line cut short. */
static char *
write_samples(bool cut)
{
    struct strbuf text;
    char *path;

    strbuf_init(&text);
    for (int i = 0; i < RECORDS; i++)
        strbuf_printf(&text, "{\"doc_id\": %d, \"resps\": [], \"filtered_resps\": [], \"acc\": %d,"
            " \"length\": %d.5}\n", i, i % 2, i);
    if (cut)
        strbuf_puts(&text, "{\"doc_id\": 7, \"resps\"");
    path = write_file("samples_odd.jsonl", text.data);
    strbuf_release(&text);
    return path;
}

static void
every_item_is_there(void **state)
{
    char *path = write_samples(false);
    struct store *store = empty_store();

    (void)state;
    take(store, path);
    assert_number(store, "SELECT count(*) FROM item", 2 * RECORDS);
    assert_number(store, "SELECT count(*) FROM item i JOIN measure m ON m.id = i.measure WHERE m.metric ="
        " 'acc' AND i.value = CAST(i.item AS INTEGER) % 2 AND i.place = 'line ' || (i.item + 1) AND"
        " i.cluster IS NULL", RECORDS);
    assert_number(store, "SELECT count(*) FROM item i JOIN measure m ON m.id = i.measure WHERE m.metric ="
        " 'length' AND i.value = i.item + 0.5 AND i.run = (SELECT id FROM run)", RECORDS);
    store_close(store);
    forget_file(path);
}

static void
cut_samples_leave_nothing(void **state)
{
    char *cut = write_samples(true), *table = write_table("after.csv", 7, NULL, 0);
    struct store *store = empty_store();
    struct import_summary summary;

    (void)state;
    assert_false(import_with(store, cut, NULL, &summary));
    import_summary_release(&summary);
    assert_number(store, "SELECT (SELECT count(*) FROM item) + (SELECT count(*) FROM run)", 0);
    take(store, table);
    assert_number(store, "SELECT count(*) FROM table_1 WHERE record = item", RECORDS);
    store_close(store);
    forget_file(cut);
    forget_file(table);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_record_is_there), cmocka_unit_test(many_models_are_all_named),
        cmocka_unit_test(rejected_records_leave_gaps),
        cmocka_unit_test(a_broken_record_leaves_nothing), cmocka_unit_test(every_item_is_there),
        cmocka_unit_test(cut_samples_leave_nothing),
    };

    return cmocka_run_group_tests_name("store, import", tests, make_folder, remove_folder);
}
