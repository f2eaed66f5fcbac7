/* test_store.c - files in, frames out: roles, raw text, tokens, points, identity, filters,
 * one transaction a file. Small tables are written by the tests themselves. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/number.h"
#include "store/filter.h"
#include "unit/store_helper.h"

/* --- rows: everything as it came --- */

static void
rows_keep_their_text(void **state)
{
    static const char *const cells[] = { "1.0", "0.50", "1,014.45", "85 %", "9007199254740993",
        "1e-7", "+1.5", "0.30000000000000004" };
    static const double values[] = { 1, 0.5, 1014.45, 85, 9007199254740993.0, 1e-7, 1.5,
        0.30000000000000004 };
    struct strbuf text;
    struct store *store;
    struct frame *frame;
    const struct column *column;

    (void)state;
    strbuf_init(&text);
    strbuf_puts(&text, "model,x\n");
    for (size_t i = 0; i < 8; i++)
        strbuf_printf(&text, "m%zu,\"%s\"\n", i, cells[i]);
    store = store_of((const char *const[]){ text.data }, 1);
    frame = frame_of(store, &(struct frame_query){ .by = "row" });
    column = column_of(frame, "x");
    assert_int_equal(frame->rows, 8);
    assert_int_equal(column->type, COLUMN_NUMBER);
    for (size_t i = 0; i < 8; i++) {
        char shortest[NUMBER_TEXT_MAX];

        number_print(shortest, column->value[i]);
        assert_string_equal(column->text[i] != NULL ? column->text[i] : shortest, cells[i]);
        assert_true(column->value[i] == values[i]);
    }
    frame_free(frame);
    store_close(store);
    strbuf_release(&text);
}

static void
missing_is_not_zero(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,accuracy,total_cost\na,0.5,0\nb,0.6,2\nc,,3\nd,N/A,-1\n" }, 1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = "row" });
    const struct column *cost = column_of(frame, "total_cost");
    const char *none[] = { "none" }, *only[] = { "total_cost=-1" };

    (void)state;
    assert_true(isnan(cost->value[0]) && cost->status[0] == CELL_TOKEN);
    assert_true(isnan(cost->value[3]) && cost->value[1] == 2);
    assert_true(isnan(column_of(frame, "accuracy")->value[2]));
    assert_int_equal(column_of(frame, "accuracy")->status[3], CELL_EMPTY);
    frame_free(frame);
    frame = frame_of(store, &(struct frame_query){ .by = "row", .missing = none, .n_missing = 1 });
    assert_true(column_of(frame, "total_cost")->value[0] == 0);
    assert_true(column_of(frame, "total_cost")->value[3] == -1);
    frame_free(frame);
    frame = frame_of(store, &(struct frame_query){ .by = "row", .missing = only, .n_missing = 1 });
    assert_true(column_of(frame, "total_cost")->value[0] == 0);
    assert_true(isnan(column_of(frame, "total_cost")->value[3]));
    frame_free(frame);
    store_close(store);
}

/* --- points: contract 1 --- */

static void
two_files_meet_by_model(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,accuracy,accuracy_stderr\nA,0.7,0.01\nB,0.6,0.02\n",
        "model,hardware,latency_ms\nA,H100,10\nB,H100,5\nC,H100,1\n" }, 2);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });
    size_t a = row_of(frame, "A"), c = row_of(frame, "C");

    (void)state;
    assert_int_equal(frame->rows, 3);
    assert_true(column_of(frame, "accuracy")->value[a] == 0.7);
    assert_true(column_of(frame, "accuracy")->se[a] == 0.01);
    assert_true(column_of(frame, "latency_ms")->value[a] == 10);
    assert_true(frame->composed[a] && !frame->composed[c]);
    assert_int_equal(column_of(frame, "accuracy")->status[c], CELL_ABSENT);
    frame_free(frame);
    store_close(store);
}

static void
conditions_split_and_loads_never_average(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,accuracy\nA,0.7\n",
        "model,concurrency,latency_ms\nA,1,10\nA,8,30\n" }, 2);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });
    size_t one = row_of(frame, "A · 1"), eight = row_of(frame, "A · 8");

    (void)state;
    assert_int_equal(frame->rows, 2);
    assert_true(column_of(frame, "latency_ms")->value[one] == 10);
    assert_true(column_of(frame, "latency_ms")->value[eight] == 30);
    assert_true(column_of(frame, "accuracy")->value[eight] == 0.7);
    assert_true(frame->mixed);
    assert_string_equal(frame->grouping, "by model, concurrency");
    frame_free(frame);
    store_close(store);
}

static void
precisions_never_mix(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,precision,accuracy\nA,bf16,0.7\nA,int4,0.6\n",
        "model,precision,latency_ms\nA,bf16,20\nA,int4,8\n" }, 2);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });
    size_t full = row_of(frame, "A · bf16"), small = row_of(frame, "A · int4");

    (void)state;
    assert_int_equal(frame->rows, 2);
    assert_true(column_of(frame, "accuracy")->value[full] == 0.7);
    assert_true(column_of(frame, "latency_ms")->value[full] == 20);
    assert_true(column_of(frame, "accuracy")->value[small] == 0.6);
    assert_true(column_of(frame, "latency_ms")->value[small] == 8);
    frame_free(frame);
    store_close(store);
}

static void
seeds_merge_reruns_do_not(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,seed,accuracy\nA,1,0.6\nA,2,0.7\nA,3,0.8\n",
        "model,date,f1\nA,2025-01-02,0.5\nA,2025-03-04,0.9\nA,2025-02-03,0.1\n" }, 2);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });
    const struct column *accuracy = column_of(frame, "accuracy");

    (void)state;
    assert_int_equal(frame->rows, 1);
    assert_true(fabs(accuracy->value[0] - 0.7) < 1e-15);
    assert_true(fabs(accuracy->se[0] - 0.1 / sqrt(3)) < 1e-15);
    assert_true(accuracy->n[0] == 3);
    assert_true(column_of(frame, "f1")->value[0] == 0.9);
    frame_free(frame);
    store_close(store);
}

static void
an_attribute_tells_equal_runs_apart(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,command,accuracy\nA,plain,0.6\nA,careful,0.7\nB,plain,0.5\n" }, 1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });

    (void)state;
    assert_int_equal(frame->rows, 3);
    assert_true(column_of(frame, "accuracy")->value[row_of(frame, "A · careful")] == 0.7);
    assert_non_null(strstr(frame->grouping, "command"));
    frame_free(frame);
    store_close(store);
}

static void
items_become_means_and_pairs(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,doc_id,exact_match\nA,q1,1\nA,q2,0\nA,q3,1\nA,q4,1\nB,q2,1\nB,q1,0\nB,q3,1\n" }, 1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL }), *items;
    const struct column *match = column_of(frame, "exact_match");
    size_t rows[2] = { row_of(frame, "A"), row_of(frame, "B") };

    (void)state;
    assert_true(match->value[rows[0]] == 0.75 && match->n[rows[0]] == 4);
    assert_true(fabs(match->se[rows[0]] - 0.25) < 1e-15);
    assert_true(store_items(store, frame, rows, 2, "exact_match", &items, &err));
    assert_non_null(items);
    assert_int_equal(items->rows, 4);
    assert_string_equal(items->key[0], "q1");
    assert_true(column_of(items, "A")->value[0] == 1 && column_of(items, "B")->value[0] == 0);
    assert_true(isnan(column_of(items, "B")->value[3]));
    frame_free(items);
    frame_free(frame);
    store_close(store);
}

static void
means_over_common_tasks(void **state)
{
    struct store *store = store_of((const char *const[]){ "model,task,accuracy,accuracy_stderr\n"
        "A,t1,0.5,0.03\nA,t2,0.7,0.04\nA,t3,0.9,0.01\nB,t1,0.4,0.03\nB,t2,0.8,0.04\n",
        "model,latency_ms\nC,5\n" }, 2);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });
    const struct column *mean;

    (void)state;
    assert_false(frame_add_mean(frame, "f1", &err));
    assert_true(frame_add_mean(frame, "accuracy", &err));
    mean = column_of(frame, "mean(accuracy)");
    assert_true(fabs(mean->value[row_of(frame, "A")] - 0.6) < 1e-15);
    assert_true(fabs(mean->se[row_of(frame, "B")] - 0.025) < 1e-15);
    assert_true(isnan(mean->value[row_of(frame, "C")]));
    assert_int_equal(mean->direction, DIRECTION_MAX);
    frame_free(frame);
    frame = frame_of(store, &(struct frame_query){ .by = NULL });
    ((struct column *)column_of(frame, "t1/accuracy"))->aggregate = true;   /* a group of tasks */
    assert_true(frame_add_mean(frame, "accuracy", &err));
    assert_true(column_of(frame, "mean(accuracy)")->value[row_of(frame, "A")] == 0.7);
    assert_string_equal(frame->notes[frame->n_notes - 1],
        "mean(accuracy) is over the 1 of 2 tasks that all points have; without t3");
    frame_free(frame);
    store_close(store);
}

/* --- identity --- */

static void
names_meet_by_stated_rules_only(void **state)
{
    static const struct { const char *a, *b; bool same; } cases[] = {
        { "meta-llama/Llama-3.1-8B-Instruct", "Llama-3.1-8B-Instruct", true },
        { "BAAI__bge-small-en-v1.5", "bge-small-en-v1.5", true },
        { "GPT-4o mini", "gpt-4o-mini", true },
        { "llama-3.1-8b-instruct", "groq/llama-3.1-8b-instant", false },
        { "claude-3-5-sonnet-20240620", "claude-3-5-sonnet-20241022", false },
        { "gpt-4o-2024-05-13", "gpt-4o", false },
        { "deepseek-r1", "deepseek-r1-0528", false },
        { "pythia-70m", "pythia-70m-deduped", false },
        { "Qwen2.5-7B", "Qwen2.5-72B", false },
        { "llama-3.1", "llama-31", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = mem_printf("model,accuracy\n%s,0.5\n", cases[i].a);
        char *other = mem_printf("model,latency_ms\n%s,5\n", cases[i].b);
        struct store *store = store_of((const char *const[]){ text, other }, 2);
        struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });

        if ((frame->rows == 1) != cases[i].same)
            fail_msg("%s and %s: %zu points", cases[i].a, cases[i].b, frame->rows);
        frame_free(frame);
        store_close(store);
        free(text);
        free(other);
    }
}

static void
a_user_decides_what_rules_do_not(void **state)
{
    struct store *store = store_of((const char *const[]){ "model,accuracy\nR1,0.5\n",
        "model,latency_ms\ndeepseek-reasoner,5\n" }, 2);
    struct frame *frame;

    (void)state;
    assert_false(store_has_decisions(store));
    assert_true(store_set_alias(store, "deepseek-reasoner", "R1", &err));
    assert_true(store_has_decisions(store));
    frame = frame_of(store, &(struct frame_query){ .by = NULL });
    assert_int_equal(frame->rows, 1);
    frame_free(frame);
    store_close(store);
}

static void
quantisation_is_a_condition_not_a_model(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,accuracy\nLlama-3-8B,0.7\nLlama-3-8B-AWQ,0.65\n" }, 1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });

    (void)state;
    assert_int_equal(frame->rows, 2);
    assert_true(column_of(frame, "accuracy")->value[row_of(frame, "Llama-3-8B · awq")] == 0.65);
    frame_free(frame);
    store_close(store);
}

/* --- filters and derived measures --- */

static const char *const speeds[] = { "model,precision,accuracy,accuracy_stderr,latency_ms\n"
    "a,bf16,0.5,0.01,10\nb,bf16,0.6,0.02,20\nc,int4,0.7,0.03,\n" };

static void
filters(void **state)
{
    static const struct { const char *where; size_t rows; } cases[] = {
        { "accuracy > 0.5", 2 }, { "latency_ms < 15", 1 }, { "latency_ms IS NULL", 1 },
        { "precision = 'int4'", 1 }, { "accuracy >= 0.5 AND latency_ms <= 20", 2 },
        { "model LIKE 'a%'", 1 }, { "0.55 < accuracy", 2 }, { "accuracy + 0 > 0.65", 1 },
    };
    struct store *store = store_of(speeds, 1);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *shapes[] = { "row", NULL };

        for (size_t k = 0; k < 2; k++) {
            struct frame *frame = frame_of(store, &(struct frame_query){ .by = shapes[k],
                .where = cases[i].where });

            if (frame->rows != cases[i].rows)
                fail_msg("%s: %zu rows", cases[i].where, frame->rows);
            assert_int_equal(frame->rows_total, 3);
            frame_free(frame);
        }
    }
    store_close(store);
}

static void
filters_refuse(void **state)
{
    static const struct { const char *where, *says; } cases[] = {
        { "acuracy > 0.5", "no such column" }, { "accuracy >", "syntax" },
        { "\"acuracy\" > 0.5", "no such column" },
        { "1); DROP TABLE frame; --", "" }, { "load_extension('x')", "" },
        { "(SELECT count(*) FROM sqlite_schema) > 0", "" },
    };
    struct store *store = store_of(speeds, 1);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct frame *frame = NULL;
        const struct frame_query query = { .by = "row", .where = cases[i].where };

        if (strstr(cases[i].where, "sqlite_schema") != NULL) {
            /* The private connection has no schema to tell; it must not fail loudly either. */
            if (store_frame(store, &query, &frame, &err))
                frame_free(frame);
            continue;
        }
        if (store_frame(store, &query, &frame, &err))
            fail_msg("%s was taken", cases[i].where);
        if (strstr(err.message, cases[i].says) == NULL)
            fail_msg("%s: %s", cases[i].where, err.message);
    }
    assert_false(store_frame(store, &(struct frame_query){ .by = "row", .where = "model LIKE J1" },
        &(struct frame *){ NULL }, &err));
    assert_string_equal(err.hint, "a text stands in single quotes: 'J1'");
    assert_false(store_frame(store, &(struct frame_query){ .by = "row", .where = "acuracy > 0" },
        &(struct frame *){ NULL }, &err));
    assert_non_null(strstr(err.hint, "accuracy"));
    store_close(store);
}

static void
derived_measures_carry_their_error(void **state)
{
    const char *derive[] = { "per_second=accuracy * 1000 / latency_ms", "twice=2 * accuracy" };
    struct store *store = store_of(speeds, 1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL, .derive = derive,
        .n_derive = 2 });
    size_t a = row_of(frame, "a"), c = row_of(frame, "c");

    (void)state;
    assert_true(column_of(frame, "per_second")->value[a] == 50);
    assert_true(isnan(column_of(frame, "per_second")->value[c]));
    assert_true(fabs(column_of(frame, "twice")->se[a] - 0.02) < 1e-12);
    assert_true(isnan(column_of(frame, "per_second")->se[a]));   /* latency's is unknown */
    frame_free(frame);
    store_close(store);
}

static void
near(const struct frame *frame, const char *measure, const char *key, double wanted)
{
    double value = value_at(frame, measure, key);

    if (isnan(wanted) ? !isnan(value) : !(fabs(value - wanted) < 1e-12))
        fail_msg("%s of %s is %.17g, not %.17g", measure, key, value, wanted);
}

/* 2 GPUs at 1.8 USD an hour give 3.6 million tokens an hour, worth 2 USD a million elsewhere. */
static void
costs_follow_from_throughput_and_prices(void **state)
{
    struct store *store = store_of((const char *const[]){ "model,output_throughput,"
        "output_throughput_stderr,gpus,usd_per_gpu_hour,input_price,output_price,input_tokens,"
        "output_tokens\nA,1000,50,2,1.8,0.5,2,1000000,500000\nB,,,2,1.8,0.5,2,1000000,\n"
        "C,1000,50,2,,0.5,,1000000,500000\n" }, 1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });
    const struct column *own = column_of(frame, "usd_per_output_mtok");

    (void)state;
    near(frame, "usd_per_output_mtok", "A", 1);
    assert_true(fabs(own->se[row_of(frame, "A")] - 0.05) < 1e-12);
    near(frame, "breakeven_mtok_per_hour", "A", 1.8);
    near(frame, "breakeven_load", "A", 0.5);
    near(frame, "price_of_tokens", "A", 1.5);
    near(frame, "usd_per_output_mtok", "B", NAN);
    near(frame, "breakeven_mtok_per_hour", "B", 1.8);
    near(frame, "breakeven_load", "B", NAN);
    near(frame, "price_of_tokens", "B", NAN);
    near(frame, "usd_per_output_mtok", "C", NAN);
    near(frame, "breakeven_mtok_per_hour", "C", NAN);
    near(frame, "price_of_tokens", "C", NAN);
    assert_true(own->direction == DIRECTION_MIN && own->kind == KIND_EFFICIENCY);
    assert_true(has_note(frame, "usd_per_gpu_hour * gpus"));
    frame_free(frame);
    store_close(store);
}

/* --- import: all or nothing, and again --- */

static void
same_bytes_change_nothing(void **state)
{
    char *database = mem_printf("%s/x.db", folder);
    char *path = write_file("again.csv", "model,accuracy\nA,0.5\n");
    struct import_summary summary;
    struct store *store;

    (void)state;
    assert_true(store_open(&store, database, STORE_WRITE, &err));
    assert_true(import_with(store, path, NULL, &summary));
    assert_int_equal(summary.files_read, 1);
    import_summary_release(&summary);
    assert_true(import_with(store, path, NULL, &summary));
    assert_int_equal(summary.files_unchanged, 1);
    assert_int_equal(summary.files_read, 0);
    import_summary_release(&summary);
    assert_true(import_with(store, path, "acc=max:accuracy", &summary));   /* other options */
    assert_int_equal(summary.files_read, 1);
    import_summary_release(&summary);
    free(write_file("again.csv", "model,accuracy\nA,0.9\n"));
    assert_true(import_with(store, path, NULL, &summary));
    import_summary_release(&summary);
    store_close(store);

    assert_true(store_is_database(database));
    assert_true(store_open(&store, database, STORE_READ, &err));
    {
        struct frame *frame = frame_of(store, &(struct frame_query){ .by = "row" });

        assert_int_equal(frame->rows, 1);
        assert_true(column_of(frame, "accuracy")->value[0] == 0.9);
        frame_free(frame);
    }
    assert_false(store_set_direction(store, "accuracy", DIRECTION_MIN, &err));
    store_close(store);
    unlink(database);
    unlink(path);
    free(database);
    free(path);
}

static void
a_refused_file_leaves_nothing(void **state)
{
    struct store *store = store_of((const char *const[]){ "model,accuracy\nA,0.5\n" }, 1);
    char *path = write_file("ragged.csv", "model,accuracy\nB,0.6\nC,0.7,9\n");
    struct import_summary summary;
    struct frame *frame;

    (void)state;
    assert_false(import_with(store, path, NULL, &summary));
    assert_non_null(strstr(err.message, "record"));
    import_summary_release(&summary);
    assert_false(import_with(store, path, "acc=nonsense", &summary));
    import_summary_release(&summary);
    frame = frame_of(store, &(struct frame_query){ .by = NULL });
    assert_int_equal(frame->rows, 1);
    frame_free(frame);
    assert_true(store_list(store, LIST_SOURCES, &frame, &err));
    assert_int_equal(frame->rows, 1);
    frame_free(frame);
    assert_true(store_list(store, LIST_MODELS, &frame, &err));
    assert_int_equal(frame->rows, 1);
    frame_free(frame);
    store_close(store);
    unlink(path);
    free(path);
}

static void
foreign_and_newer_databases_are_refused(void **state)
{
    char *path = write_file("not.db", "this is no database, and it is longer than a header of one"
        " hundred bytes, which is what SQLite reads first of all in a file");
    struct store *store;

    (void)state;
    assert_false(store_is_database(path));
    assert_false(store_open(&store, path, STORE_WRITE, &err));
    assert_non_null(strstr(err.message, "not.db"));
    unlink(path);
    free(path);
}

static void
sql_only_reads(void **state)
{
    struct store *store = store_of(speeds, 1);
    struct frame *frame;

    (void)state;
    assert_true(store_sql(store, "SELECT count(*) AS n FROM source", &frame, &err));
    assert_true(column_of(frame, "n")->value[0] == 1);
    frame_free(frame);
    assert_false(store_sql(store, "DELETE FROM source", &frame, &err));
    assert_false(store_sql(store, "SELECT 1; DELETE FROM source", &frame, &err));
    assert_false(store_sql(store, "SELECT nothing FROM source", &frame, &err));
    store_close(store);
}

static void
directions_are_asked_for_and_kept(void **state)
{
    const char *said[] = { "hs_ratio=max" }, *wrong[] = { "hs_rati0=max" };
    struct store *store = store_of((const char *const[]){ "model,hs_ratio\nA,2\nB,3\n" }, 1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });

    (void)state;
    assert_int_equal(column_of(frame, "hs_ratio")->direction, DIRECTION_UNKNOWN);
    frame_free(frame);
    frame = frame_of(store, &(struct frame_query){ .direction = said, .n_direction = 1 });
    assert_int_equal(column_of(frame, "hs_ratio")->direction, DIRECTION_MAX);
    frame_free(frame);
    assert_false(store_frame(store, &(struct frame_query){ .direction = wrong, .n_direction = 1 },
        &frame, &err));
    assert_true(store_set_direction(store, "hs_ratio", DIRECTION_MIN, &err));
    frame = frame_of(store, &(struct frame_query){ .by = NULL });
    assert_int_equal(column_of(frame, "hs_ratio")->direction, DIRECTION_MIN);
    frame_free(frame);
    store_close(store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_keep_their_text), cmocka_unit_test(missing_is_not_zero),
        cmocka_unit_test(two_files_meet_by_model),
        cmocka_unit_test(conditions_split_and_loads_never_average),
        cmocka_unit_test(precisions_never_mix), cmocka_unit_test(seeds_merge_reruns_do_not),
        cmocka_unit_test(an_attribute_tells_equal_runs_apart),
        cmocka_unit_test(items_become_means_and_pairs), cmocka_unit_test(means_over_common_tasks),
        cmocka_unit_test(names_meet_by_stated_rules_only),
        cmocka_unit_test(a_user_decides_what_rules_do_not),
        cmocka_unit_test(quantisation_is_a_condition_not_a_model),
        cmocka_unit_test(filters), cmocka_unit_test(filters_refuse),
        cmocka_unit_test(derived_measures_carry_their_error),
        cmocka_unit_test(costs_follow_from_throughput_and_prices),
        cmocka_unit_test(same_bytes_change_nothing),
        cmocka_unit_test(a_refused_file_leaves_nothing),
        cmocka_unit_test(foreign_and_newer_databases_are_refused),
        cmocka_unit_test(sql_only_reads), cmocka_unit_test(directions_are_asked_for_and_kept),
    };

    return cmocka_run_group_tests_name("store", tests, make_folder, remove_folder);
}
