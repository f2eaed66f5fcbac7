/* test_store_files.c - databases and imports as files: what is refused, what a copy keeps,
 * what a dry run and a cancelled import leave; and what --map says of columns. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "store/store_parts.h"
#include "unit/store_helper.h"

static char *
database_path(const char *name)
{
    return mem_printf("%s/%s", folder, name);
}

/* A database with that SQL run in it. */
static char *
database_with(const char *name, const char *sql)
{
    char *path = database_path(name);
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_true(sql_exec(db, sql, &err));
    sqlite3_close(db);
    return path;
}

static void
strangers_are_refused(void **state)
{
    static const struct { const char *sql, *says; } cases[] = {
        { "CREATE TABLE t (a); INSERT INTO t VALUES (1)", "is not a database of paretop" },
        { "PRAGMA application_id = 1886549103; PRAGMA user_version = 99; CREATE TABLE source (id)",
            "newer paretop (schema 99" },
        { "PRAGMA application_id = 7; CREATE TABLE source (id)", "is not a database of paretop" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = database_with("other.db", cases[i].sql);
        struct store *store;

        for (int mode = 0; mode < 2; mode++) {
            assert_false(store_open(&store, path, mode ? STORE_WRITE : STORE_READ, &err));
            assert_null(store);
            if (strstr(err.message, cases[i].says) == NULL)
                fail_msg("%s", err.message);
        }
        unlink(path);
        free(path);
    }
}

static void
an_empty_file_becomes_a_database(void **state)
{
    char *path = write_file("empty.db", ""), *csv = write_file("a.csv", "model,accuracy\nA,1\n");
    struct import_summary summary;
    struct store *store;

    (void)state;
    assert_false(store_open(&store, path, STORE_READ, &err));
    assert_true(store_open(&store, path, STORE_WRITE, &err));
    assert_true(import_with(store, csv, NULL, &summary));
    import_summary_release(&summary);
    store_close(store);
    assert_true(store_is_database(path));
    unlink(path);
    unlink(csv);
    free(path);
    free(csv);
}

static void
an_older_database_is_brought_up_to_date(void **state)
{
    char *path = database_path("older.db"), *csv = write_file("a.csv", "model,accuracy\nA,1\n");
    struct import_summary summary;
    struct store *store;
    sqlite3 *db;
    struct frame *frame;

    (void)state;
    assert_true(store_open(&store, path, STORE_WRITE, &err));
    assert_true(import_with(store, csv, NULL, &summary));
    import_summary_release(&summary);
    store_close(store);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_true(sql_exec(db, "ALTER TABLE episode DROP COLUMN block;"
        "ALTER TABLE episode DROP COLUMN metric; ALTER TABLE episode DROP COLUMN worker;"
        "DROP TABLE homonym; DROP TABLE refused; PRAGMA user_version = 1", &err));
    sqlite3_close(db);
    assert_true(store_open(&store, path, STORE_READ, &err));
    assert_true(store_list(store, LIST_WARNINGS, &frame, &err));
    frame_free(frame);
    store_close(store);
    assert_true(store_open(&store, path, STORE_WRITE, &err));
    store_close(store);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sql_int_of(db, "PRAGMA user_version", 0), SCHEMA_VERSION);
    assert_int_equal(sql_int_of(db, "SELECT count(*) FROM pragma_table_info('episode')"
        " WHERE name IN ('block', 'metric', 'worker')", 0), 3);
    assert_int_equal(sql_int_of(db, "SELECT count(*) FROM homonym", -1), 0);
    assert_int_equal(sql_int_of(db, "SELECT count(*) FROM refused", -1), 0);
    assert_int_equal(sql_int_of(db, "SELECT records FROM source", 0), 1);
    sqlite3_close(db);
    unlink(path);
    unlink(csv);
    free(path);
    free(csv);
}

static void
a_copy_keeps_everything(void **state)
{
    struct store *store = store_of((const char *const[]){ "model,hs_ratio\nA,0.50\n" }, 1), *copy;
    char *path = database_path("copy.db");
    struct frame *frame;

    (void)state;
    assert_true(store_set_direction(store, "hs_ratio", DIRECTION_MAX, &err));
    assert_true(store_has_decisions(store));
    assert_true(store_save(store, path, &err));
    assert_false(store_has_decisions(store));
    assert_false(store_save(store, path, &err));
    assert_non_null(strstr(err.message, "exists already"));
    store_close(store);
    assert_true(store_open(&copy, path, STORE_READ, &err));
    frame = frame_of(copy, &(struct frame_query){ .by = "row" });
    assert_int_equal(column_of(frame, "hs_ratio")->direction, DIRECTION_MAX);
    assert_string_equal(column_of(frame, "hs_ratio")->text[0], "0.50");
    frame_free(frame);
    store_close(copy);
    unlink(path);
    free(path);
}

static void
a_dry_run_leaves_nothing(void **state)
{
    char *csv = write_file("dry.csv", "model,total_cost\nA,0\nB,2\n"), *path = database_path("dry.db");
    const struct import_options options = { .dry_run = true };
    struct import_summary summary;
    struct strbuf text;
    struct store *store;
    struct frame *frame;

    (void)state;
    strbuf_init(&text);
    assert_true(store_open(&store, path, STORE_WRITE, &err));
    assert_true(store_import(store, (const char *const[]){ csv }, 1, &options, &summary, &err));
    assert_int_equal(summary.records, 2);
    assert_int_equal(summary.suspects, 1);
    import_summary_text(&summary, store, &text);
    assert_non_null(strstr(text.data, "total_cost: 1 value of 0 is"));
    assert_non_null(strstr(text.data, "model: model"));
    import_summary_release(&summary);
    assert_true(store_list(store, LIST_SOURCES, &frame, &err));
    assert_int_equal(frame->rows, 0);
    frame_free(frame);
    store_close(store);
    strbuf_release(&text);
    unlink(csv);
    unlink(path);
    free(csv);
    free(path);
}

static bool
cancel_at_once(void *context, const struct import_progress *progress)
{
    (void)context;
    (void)progress;
    return false;
}

static void
a_cancelled_import_leaves_nothing(void **state)
{
    const struct import_options options = { .progress = cancel_at_once };
    struct store *store = store_of((const char *const[]){ "model,accuracy\nA,0.5\n" }, 1);
    struct import_summary summary;
    struct strbuf text;
    struct frame *frame;
    char *csv;

    (void)state;
    strbuf_init(&text);
    strbuf_puts(&text, "model,accuracy\n");
    for (int i = 0; i < 50000; i++)
        strbuf_printf(&text, "m%d,0.%d\n", i, i);
    csv = write_file("long.csv", text.data);
    assert_false(store_import(store, (const char *const[]){ csv }, 1, &options, &summary, &err));
    assert_int_equal(err.kind, ERROR_CANCELLED);
    import_summary_release(&summary);
    frame = frame_of(store, &(struct frame_query){ .by = "row" });
    assert_int_equal(frame->rows, 1);
    frame_free(frame);
    store_close(store);
    unlink(csv);
    free(csv);
    strbuf_release(&text);
}

/* Whether a table can be imported with an entry of --map; else the error says why. */
static bool
maps(const char *table, const char *map, struct frame **frame)
{
    char *path = write_file("map.csv", table);
    struct import_summary summary;
    struct store *store;
    bool done;

    assert_true(store_open(&store, NULL, STORE_WRITE, &err));
    done = import_with(store, path, map, &summary);
    import_summary_release(&summary);
    if (done)
        *frame = frame_of(store, &(struct frame_query){ .by = NULL });
    store_close(store);
    unlink(path);
    free(path);
    return done;
}

static void
columns_are_mapped(void **state)
{
    static const char table[] = "id,Average (%),who,cost\n1,50,A,2\n2,60,B,3\n";
    struct frame *frame;

    (void)state;
    assert_true(maps(table, "model=who", &frame));
    assert_string_equal(frame->key[1], "B");
    frame_free(frame);
    assert_true(maps(table, "acc=max:Average (%)", &frame));
    assert_int_equal(column_of(frame, "acc")->direction, DIRECTION_MAX);
    assert_true(column_of(frame, "acc")->value[1] == 60);
    frame_free(frame);
    assert_true(maps(table, "model=average", &frame));           /* folded, and a number */
    assert_string_equal(frame->key[0], "50");
    frame_free(frame);
    assert_true(maps(table, "acc=Averag", &frame));              /* a unique part */
    frame_free(frame);
    assert_false(maps(table, "acc=Avarage (%)", &frame));
    assert_non_null(strstr(err.hint, "Average (%)"));
    assert_false(maps(table, "acc=who", &frame));
    assert_non_null(strstr(err.message, "2 of its 2 cells are text"));
    assert_false(maps(table, "cost=id", &frame));
    assert_non_null(strstr(err.message, "another column"));
    assert_false(maps(table, "nonsense", &frame));
    assert_int_equal(err.kind, ERROR_USAGE);
}

static void
records_read_well_in_sql(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,Pass Rate,pass rate,record\nA,1.50,\"1,000\",x\nB,,N/A,y\n" }, 1);
    struct frame *frame;

    (void)state;
    assert_true(store_sql(store, "SELECT model, \"Pass Rate\" AS p FROM table_1 ORDER BY 2 DESC",
        &frame, &err));
    assert_string_equal(frame->columns[0].text[0], "A");
    assert_true(frame->columns[1].value[0] == 1.5 && isnan(frame->columns[1].value[1]));
    frame_free(frame);
    assert_true(store_sql(store, "SELECT text FROM raw ORDER BY row", &frame, &err));
    assert_int_equal(frame->rows, 2);
    frame_free(frame);
    assert_false(store_sql(store, "SELECT writefile('x', 'y')", &frame, &err));
    assert_false(store_sql(store, "PRAGMA foreign_keys = OFF", &frame, &err));
    assert_true(store_sql(store, "PRAGMA table_info(score)", &frame, &err));
    frame_free(frame);
    store_close(store);
}

static void
wide_tables_have_a_limit(void **state)
{
    struct strbuf text;
    struct frame *frame;

    (void)state;
    strbuf_init(&text);
    strbuf_puts(&text, "model");
    for (int i = 0; i < 2500; i++)
        strbuf_printf(&text, ",c%d", i);
    strbuf_puts(&text, "\nA");
    for (int i = 0; i < 2500; i++)
        strbuf_puts(&text, ",1");
    strbuf_putc(&text, '\n');
    assert_false(maps(text.data, NULL, &frame));
    assert_non_null(strstr(err.message, "columns"));
    strbuf_release(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strangers_are_refused), cmocka_unit_test(an_empty_file_becomes_a_database),
        cmocka_unit_test(an_older_database_is_brought_up_to_date),
        cmocka_unit_test(a_copy_keeps_everything), cmocka_unit_test(a_dry_run_leaves_nothing),
        cmocka_unit_test(a_cancelled_import_leaves_nothing), cmocka_unit_test(columns_are_mapped),
        cmocka_unit_test(records_read_well_in_sql), cmocka_unit_test(wide_tables_have_a_limit),
    };

    return cmocka_run_group_tests_name("store, files", tests, make_folder, remove_folder);
}
