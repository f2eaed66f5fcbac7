/* test_store_points.c - what may be one point (contract 1): conditions, suffixes of names,
 * tasks and shots, files with the same measures, checkpoints, scales and units; and filters
 * and keys over them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "store/ingest.h"
#include "store/observe.h"
#include "unit/pushing_helper.h"
#include "unit/store_helper.h"

static struct frame *
points_of(const char *const *tables, size_t n, const char *by)
{
    struct store *store = store_of(tables, n);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = by });

    store_close(store);
    return frame;
}
#define POINTS(...) points_of((const char *const[]){ __VA_ARGS__ }, \
    sizeof (const char *const[]){ __VA_ARGS__ } / sizeof (char *), NULL)

/* --- conditions --- */

static void
an_unknown_condition_fuses_and_the_specific_run_wins(void **state)
{
    struct frame *frame = POINTS("model,accuracy,f1\nA,0.7,0.5\nB,0.6,0.4\n",
        "model,hardware,precision,accuracy,latency_ms\nA,H100,bf16,0.71,10\nA,H100,int4,0.65,4\n");

    (void)state;
    assert_int_equal(frame->rows, 3);
    assert_true(value_at(frame, "accuracy", "A · bf16") == 0.71);
    assert_true(value_at(frame, "accuracy", "A · int4") == 0.65);
    assert_true(value_at(frame, "f1", "A · int4") == 0.5);
    assert_true(frame->composed[row_of(frame, "A · int4")]);
    assert_false(frame->composed[row_of(frame, "B")]);
    assert_true(has_note(frame, "gave way"));
    assert_true(has_note(frame, "points differ in precision"));
    frame_free(frame);
}

static void
three_files_that_know_different_things(void **state)
{
    struct frame *frame = POINTS("model,precision,accuracy\nA,bf16,0.7\nA,int4,0.6\n",
        "model,precision,concurrency,latency_ms\nA,bf16,1,10\nA,bf16,8,20\nA,int4,1,5\nA,int4,8,9\n",
        "model,provider,price\nA,x,1\nA,y,2\n");
    size_t at = row_of(frame, "A · int4 · 8 · y");

    (void)state;
    assert_int_equal(frame->rows, 8);
    assert_true(column_of(frame, "accuracy")->value[at] == 0.6);
    assert_true(column_of(frame, "latency_ms")->value[at] == 9);
    assert_true(column_of(frame, "price")->value[at] == 2);
    assert_string_equal(frame->grouping, "by model, precision, concurrency, provider");
    frame_free(frame);
}

static void
suffixes_of_names_are_conditions(void **state)
{
    struct frame *frame = POINTS("model,accuracy\nL-8B,0.7\nL-8B-AWQ-INT4,0.6\nL-8B-GPTQ,0.5\n",
        "model,latency_ms\norg/l-8b,20\norg/L-8B-awq-int4,5\n");

    (void)state;
    assert_int_equal(frame->rows, 3);
    assert_true(value_at(frame, "latency_ms", "L-8B") == 20);
    assert_true(value_at(frame, "latency_ms", "L-8B · awq-int4") == 5);
    assert_true(isnan(value_at(frame, "latency_ms", "L-8B · gptq")));   /* not the base's */
    frame_free(frame);
}

static void
an_effort_takes_the_price_of_its_model(void **state)
{
    struct frame *frame = POINTS("model,accuracy\ngpt-5 (low),0.8\ngpt-5 (high),0.9\ngpt-5,0.85\n",
        "model,price\ngpt-5,10\n");

    (void)state;
    assert_int_equal(frame->rows, 3);
    assert_true(value_at(frame, "price", "gpt-5 · low") == 10);
    assert_true(value_at(frame, "price", "gpt-5 · high") == 10);
    assert_true(value_at(frame, "accuracy", "gpt-5 · high") == 0.9);
    assert_true(value_at(frame, "accuracy", "gpt-5") == 0.85);
    frame_free(frame);
}

static void
points_answer_to_their_names_as_written(void **state)
{
    struct frame *frame = POINTS("model,mode,accuracy\ngpt-5 (low),a,0.8\ngpt-5 (high),a,0.9\n"
        "org/Other-1,a,0.5\nthird,b,0.4\nthird,c,0.3\n", "model,price\nother-1,10\n");

    (void)state;
    assert_int_equal(frame->rows, 5);
    assert_string_equal(frame->key[1], "gpt-5 · high · a");
    assert_string_equal(frame->label[1], "gpt-5 (high)");
    assert_string_equal(frame->label[2], "org/Other-1");
    assert_string_equal(frame->label[3], frame->key[3]);
    assert_int_equal(frame_find_row(frame, "gpt-5 (low)", NULL), 0);
    assert_int_equal(frame_find_row(frame, "other-1", NULL), 2);
    assert_int_equal(frame_find_row(frame, "third", NULL), FRAME_NONE);
    frame_free(frame);
}

static void
checkpoints_take_what_their_architecture_says(void **state)
{
    static const char quality[] = "model,img_size,top1\nresnet50.a1_in1k,224,80.1\n"
        "resnet50.a2_in1k,224,79.8\nresnet50.a1_in1k,288,81\nqwen2.5,224,70\n";
    static const char speed[] = "model,infer_img_size,infer_samples_per_sec\nresnet50,224,1000\n"
        "resnet50,288,600\nresnet50,320,500\nqwen2,224,9\n";

    (void)state;
    for (int turned = 0; turned < 2; turned++) {
        const char *tables[2] = { turned ? speed : quality, turned ? quality : speed };
        struct frame *frame = points_of(tables, 2, NULL);

        assert_int_equal(frame->rows, 5);
        assert_true(value_at(frame, "infer_samples_per_sec", "resnet50.a1_in1k · 288") == 600);
        assert_true(value_at(frame, "infer_samples_per_sec", "resnet50.a2_in1k · 224") == 1000);
        assert_true(isnan(value_at(frame, "infer_samples_per_sec", "qwen2.5 · 224")));
        frame_free(frame);
    }
}

/* The architecture's number is of another head, and its run says more conditions; it feeds the
 * checkpoint that says none. */
static void
what_a_checkpoint_says_itself_counts(void **state)
{
    static const char *const tables[] = {
        "model,img_size,top1,param_count\ntiny.a_in1k,224,80,21.2\ntiny.b_in1k,224,79,\n",
        "model,infer_img_size,infer_samples_per_sec,param_count,precision,hardware\n"
        "tiny,224,1000,33.2,amp,card\n"};

    (void)state;
    for (int turned = 0; turned < 2; turned++) {
        const char *both[2] = { tables[turned], tables[!turned] };
        struct frame *frame = points_of(both, 2, "model");

        assert_true(value_at(frame, "param_count", "tiny.a_in1k") == 21.2);
        assert_true(value_at(frame, "param_count", "tiny.b_in1k") == 33.2);
        assert_true(value_at(frame, "infer_samples_per_sec", "tiny.a_in1k") == 1000);
        frame_free(frame);
    }
}

/* --- what tells rows apart that no condition does --- */

static void
attributes_with_few_values_come_first(void **state)
{
    struct frame *frame = POINTS("model,label,mode,accuracy\nA,r1,plain,0.1\nA,r2,careful,0.2\n"
        "B,r3,plain,0.3\nB,r4,careful,0.4\nC,r5,plain,0.5\nC,r6,careful,0.6\n");

    (void)state;
    assert_int_equal(frame->rows, 6);
    assert_string_equal(frame->grouping, "by model, mode");
    assert_true(value_at(frame, "accuracy", "B · careful") == 0.4);
    frame_free(frame);
}

static void
an_empty_attribute_is_a_value_too(void **state)
{
    struct frame *frame = POINTS("model,mode,accuracy\nA,,0.1\nA,careful,0.2\nB,,0.3\n"
        "B,careful,0.4\n");

    (void)state;
    assert_int_equal(frame->rows, 4);
    assert_true(value_at(frame, "accuracy", "A") == 0.1);
    assert_true(value_at(frame, "accuracy", "B · careful") == 0.4);
    frame_free(frame);
}

static void
whole_numbers_can_be_loads(void **state)
{
    struct frame *frame = POINTS("model,users,latency_ms\nA,1,10\nA,8,30\nB,1,20\nB,8,50\n");

    (void)state;
    assert_int_equal(frame->rows, 4);
    assert_true(value_at(frame, "latency_ms", "B · 8") == 50);
    frame_free(frame);
}

static void
reruns_give_the_newest_and_say_so(void **state)
{
    struct frame *frame = POINTS("model,date,accuracy,cost\nA,2025-03-01,0.7,2\nA,2025-01-01,0.9,2\n"
        "B,2025-01-01,0.5,1\n");

    (void)state;
    assert_int_equal(frame->rows, 2);
    assert_true(value_at(frame, "accuracy", "A") == 0.7);
    assert_true(has_note(frame, "newest"));
    frame_free(frame);
    frame = POINTS("model,accuracy\nA,0.7\nA,0.7\n");       /* the same twice is no rerun */
    assert_int_equal(frame->rows, 1);
    assert_int_equal(frame->n_notes, 0);
    frame_free(frame);
}

static void
each_seed_counts_once(void **state)
{
    struct frame *frame = POINTS("model,seed,date,accuracy\nA,1,2025-01-01,0.1\n"
        "A,1,2025-02-01,0.6\nA,2,2025-01-01,0.8\nA,2,2025-01-02,0.8\n");
    const struct column *accuracy = column_of(frame, "accuracy");

    (void)state;
    assert_int_equal(frame->rows, 1);
    assert_true(fabs(accuracy->value[0] - 0.7) < 1e-15);
    assert_true(accuracy->n[0] == 2);
    assert_true(fabs(accuracy->se[0] - 0.1) < 1e-15);
    frame_free(frame);
}

/* Seeds that agree show no error: it is that of one run where that is known, never 0. */
static void
seeds_that_agree_are_not_certain(void **state)
{
    struct frame *frame = POINTS("model,seed,accuracy,accuracy_stderr\nA,1,0.6,0.03\n"
        "A,2,0.6,0.04\nB,1,0.5,\nB,2,0.5,\n");
    const struct column *accuracy = column_of(frame, "accuracy");

    (void)state;
    assert_int_equal(frame->rows, 2);
    assert_true(fabs(accuracy->se[0] - sqrt((0.0009 + 0.0016) / 2)) < 1e-15);
    assert_true(accuracy->n[0] == 2 && accuracy->n[1] == 2);
    assert_true(isnan(accuracy->se[1]));
    assert_non_null(strstr(frame->notes[frame->n_notes - 1], "2 values are the same"));
    frame_free(frame);
}

static void
files_with_the_same_measures_are_alternatives(void **state)
{
    struct frame *frame = POINTS("model,samples_per_sec\nA,100\nB,50\n",
        "model,samples_per_sec\nA,200\nB,90\n", "model,accuracy\nA,0.5\nB,0.6\n");

    (void)state;
    assert_int_equal(frame->rows, 4);
    assert_non_null(strstr(frame->grouping, "source"));
    for (size_t r = 0; r < frame->rows; r++)
        assert_true(!isnan(column_of(frame, "accuracy")->value[r]));
    frame_free(frame);
}

/* --- tasks --- */

static void
a_task_is_one_where_models_have_several(void **state)
{
    struct frame *frame = POINTS("model,task,accuracy\nA,t1,0.1\nA,t2,0.2\nB,t1,0.3\nB,t2,0.4\n");

    (void)state;
    assert_int_equal(frame->rows, 2);
    assert_true(value_at(frame, "t2/accuracy", "A") == 0.2);
    frame_free(frame);
    frame = POINTS("model,task,accuracy\nA,vision,0.1\nB,text,0.2\nC,text,0.3\n");
    assert_true(value_at(frame, "accuracy", "B") == 0.2);
    assert_string_equal(column_of(frame, "task")->text[1], "text");
    frame_free(frame);
    frame = points_of((const char *const[]){ "model,task,accuracy\nA,t1,0.1\nA,t2,0.2\nB,t1,0.3\n"
        "B,t2,0.4\n" }, 1, "model,task");
    assert_int_equal(frame->rows, 4);
    assert_true(value_at(frame, "accuracy", "B · t1") == 0.3);
    frame_free(frame);
}

static void
long_tables_name_their_metrics(void **state)
{
    struct frame *frame = POINTS("model,task,metric,value,stderr\nA,t1,accuracy,0.1,0.01\n"
        "A,t1,latency,3,\nA,t2,accuracy,0.2,0.02\nB,t1,accuracy,0.3,0.03\nB,t1,latency,0,\n");
    const struct column *latency = column_of(frame, "t1/latency");

    (void)state;
    assert_true(value_at(frame, "t2/accuracy", "A") == 0.2);
    assert_true(column_of(frame, "t1/accuracy")->se[row_of(frame, "B")] == 0.03);
    assert_int_equal(latency->direction, DIRECTION_MIN);
    assert_int_equal(latency->status[row_of(frame, "B")], CELL_TOKEN);   /* a latency of 0 */
    frame_free(frame);
}

/* A store into which a nested file is pushed by hand, as a reader would. */
static void
shots_of_tasks_do_not_split_a_model(void **state)
{
    static const struct sink_attribute five = { "n_shot", "5" }, eight = { "num_fewshot", "8" };
    struct pushing p;
    struct frame *frame;

    (void)state;
    push_begin(&p);
    push_run(&p, "A", NULL, 0);
    push_score(&p, "mmlu", "acc", 0.5, NULL, &five);
    push_score(&p, "gsm8k", "acc", 0.6, NULL, &eight);
    push_run(&p, "B", NULL, 0);
    push_score(&p, "mmlu", "acc", 0.7, NULL, &five);
    push_score(&p, "mmlu", "acc", 0.8, NULL, &eight);
    frame = push_end(&p, NULL);
    assert_int_equal(frame->rows, 3);
    assert_true(value_at(frame, "mmlu/acc", "A · by task") == 0.5);
    assert_true(value_at(frame, "gsm8k/acc", "A · by task") == 0.6);
    assert_true(value_at(frame, "mmlu/acc", "B · 8") == 0.8);
    frame_free(frame);
}

static void
nested_tasks_can_be_keys(void **state)
{
    struct pushing p;
    struct frame *frame;

    (void)state;
    push_begin(&p);
    push_run(&p, "A", (const struct sink_attribute[]){ { "gpu", "H100" } }, 1);
    push_score(&p, "mmlu", "acc", 0.5, NULL, NULL);
    push_score(&p, "gsm8k", "acc", 0.6, NULL, NULL);
    push_score(&p, "mmlu", "f1", 0.4, NULL, NULL);
    frame = push_end(&p, "model,task");
    assert_true(value_at(frame, "acc", "A · gsm8k") == 0.6);
    assert_true(value_at(frame, "f1", "A · mmlu") == 0.4);
    assert_string_equal(column_of(frame, "hardware")->text[0], "H100");
    frame_free(frame);
}

static void
infinity_and_failures_are_no_measurements(void **state)
{
    struct pushing p;
    struct sink_score failed = sink_score_blank();
    struct frame *frame;

    (void)state;
    failed.metric = "latency";
    failed.status = CELL_OUT_OF_MEMORY;
    push_begin(&p);
    push_run(&p, "A", NULL, 0);
    push_score(&p, NULL, "latency", (double)INFINITY, NULL, NULL);
    push_run(&p, "B", NULL, 0);
    assert_true(p.ingest.sink.score(&p.ingest.sink, &failed, &err));
    frame = push_end(&p, NULL);
    assert_true(isnan(value_at(frame, "latency", "A")));
    assert_int_equal(column_of(frame, "latency")->status[row_of(frame, "A")], CELL_INFINITE);
    assert_int_equal(column_of(frame, "latency")->status[row_of(frame, "B")], CELL_OUT_OF_MEMORY);
    frame_free(frame);
}

static void
infinity_competes_when_asked(void **state)
{
    const char *none[] = { "none" };
    struct store *store = store_of((const char *const[]){
        "model,cost\nA,inf\nB,0\nC,-inf\nD,3\n" }, 1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = "row" });

    (void)state;
    assert_int_equal(column_of(frame, "cost")->status[0], CELL_INFINITE);
    assert_int_equal(column_of(frame, "cost")->status[1], CELL_TOKEN);
    frame_free(frame);
    frame = frame_of(store, &(struct frame_query){ .by = "row", .missing = none, .n_missing = 1 });
    assert_true(column_of(frame, "cost")->value[0] == (double)INFINITY);
    assert_true(column_of(frame, "cost")->value[1] == 0);
    frame_free(frame);
    store_close(store);
}

/* --- scales, units, errors --- */

static void
two_scales_of_one_name_are_two_measures(void **state)
{
    struct frame *frame = POINTS("model,accuracy\nA,0.7\nB,0.6\n", "model,accuracy\nC,70\nD,61.5\n");

    (void)state;
    assert_true(isnan(value_at(frame, "accuracy", "C")));
    assert_true(value_at(frame, "accuracy [%]", "D") == 61.5);
    assert_true(has_note(frame, "in percent in another"));
    frame_free(frame);
}

static void
accuracies_of_n_trials_have_binomial_errors(void **state)
{
    struct frame *frame = POINTS("model,test_cases,pass_rate_2,seconds_per_case\nA,225,86.7,10\n"
        "B,100,50,20\n");
    const struct column *rate = column_of(frame, "pass_rate_2");

    (void)state;
    assert_true(fabs(rate->se[row_of(frame, "B")] - 5) < 1e-12);
    assert_true(fabs(rate->se[row_of(frame, "A")] - 100 * sqrt(.867 * .133 / 225)) < 1e-12);
    assert_null(column_of(frame, "seconds_per_case")->se);
    assert_true(has_note(frame, "binomial"));
    frame_free(frame);
}

/* Another file says the same measure in another unit. */
static void
units_are_converted_or_kept_apart(void **state)
{
    struct pushing p;
    struct frame *frame;

    (void)state;
    push_begin(&p);
    push_run(&p, "A", NULL, 0);
    push_score(&p, NULL, "ttft", 1.5, "s", NULL);
    push_run(&p, "B", NULL, 0);
    push_score(&p, NULL, "ttft", 250, "ms", NULL);
    push_score(&p, NULL, "ttft", 3, "token", NULL);
    frame = push_end(&p, NULL);
    assert_string_equal(column_of(frame, "ttft")->unit, "s");
    assert_true(value_at(frame, "ttft", "A") == 1.5);
    assert_true(value_at(frame, "ttft", "B") == 0.25);
    assert_true(value_at(frame, "ttft [token]", "B") == 3);
    frame_free(frame);
}

/* --- filters and keys --- */

static void
filters_on_conditions_choose_runs(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,gpu,concurrency,latency_ms\nA,H100,1,10\nA,H100,16,30\nA,A100,2,50\nB,H100,8,20\n",
        "model,accuracy\nA,0.7\nB,0.6\n" }, 2);
    static const struct { const char *where; size_t rows; } cases[] = {
        { "concurrency > 8", 1 }, { "concurrency <= 2", 2 }, { "concurrency = 16", 1 },
        { "concurrency = '16'", 1 }, { "gpu = 'A100'", 1 }, { "hardware = 'H100'", 3 },
        { "model = 'B'", 1 }, { "latency_ms < 25 AND hardware = 'H100'", 2 },
        { "latency < 25", 2 }, { "accuracy IS NULL", 0 }, { "latency_ms BETWEEN 20 AND 30", 2 },
        { "hardware LIKE '%100' AND concurrency IN (1, 2)", 2 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct frame *frame = frame_of(store, &(struct frame_query){ .where = cases[i].where });

        /* A run that is left out leaves what else is known of its model. */
        size_t with_latency = 0;

        for (size_t r = 0; r < frame->rows; r++)
            with_latency += isnan(column_of(frame, "latency_ms")->value[r]) ? 0 : 1;
        if (with_latency != cases[i].rows)
            fail_msg("%s: %zu points", cases[i].where, with_latency);
        frame_free(frame);
    }
    store_close(store);
}

static void
names_that_clash_stay_apart(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,Model,version,precision,recall\nA,x,1,0.5,0.6\nB,y,2,0.7,0.8\n",
        "model,version,precision\nA,beta,bf16\n" }, 2);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = "row",
        .where = "recall > 0.7" });

    (void)state;
    assert_int_equal(frame->rows, 1);
    frame_free(frame);
    frame = frame_of(store, &(struct frame_query){ .by = NULL });
    assert_int_equal(frame->rows, 2);
    frame_free(frame);
    assert_false(store_frame(store, &(struct frame_query){ .by = "modle" }, &frame, &err));
    assert_non_null(strstr(err.hint, "model"));
    store_close(store);
}

static void
decisions_find_their_measures(void **state)
{
    const char *direction[] = { "score=min", "ratio=max" }, *missing[] = { "lat=7" };
    const char *derive[] = { "per_ms=score/latency_ms" }, *of_derived[] = { "per_ms=max" };
    struct store *store = store_of((const char *const[]){
        "model,task,score,hs_ratio,latency_ms\nA,t1,1,5,7\nA,t2,2,6,8\nB,t1,3,7,9\nB,t2,4,8,10\n" },
        1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .direction = direction,
        .n_direction = 1 });

    (void)state;
    assert_int_equal(column_of(frame, "t1/score")->direction, DIRECTION_MIN);
    assert_int_equal(column_of(frame, "t2/score")->direction, DIRECTION_MIN);
    frame_free(frame);
    frame = frame_of(store, &(struct frame_query){ .by = "row", .direction = direction,
        .n_direction = 2, .missing = missing, .n_missing = 1 });
    assert_int_equal(column_of(frame, "hs_ratio")->direction, DIRECTION_MAX);
    assert_int_equal(column_of(frame, "latency_ms")->status[0], CELL_TOKEN);
    assert_string_equal(column_of(frame, "latency_ms")->text[0], "7");
    frame_free(frame);
    frame = frame_of(store, &(struct frame_query){ .by = "row", .derive = derive, .n_derive = 1,
        .direction = of_derived, .n_direction = 1 });
    assert_int_equal(column_of(frame, "per_ms")->direction, DIRECTION_MAX);
    frame_free(frame);
    store_close(store);
}

static void
n_counts_what_was_scored(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,accuracy,latency_s,layers,n\na,0.5,2,32,100\n" }, 1);
    struct store *timed = store_of((const char *const[]){ "model,latency_s,layers,n\na,2,32,7\n" }, 1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });
    struct frame *times = frame_of(timed, &(struct frame_query){ .by = NULL });

    (void)state;
    assert_true(frame->columns[frame_column(frame, "accuracy")].n[0] == 100);
    for (int k = 0; k < 2; k++) {
        const struct column *column
            = &frame->columns[frame_column(frame, k == 0 ? "latency_s" : "layers")];

        assert_true(column->n == NULL || isnan(column->n[0]));
    }
    assert_true(times->columns[frame_column(times, "latency_s")].n[0] == 7);
    frame_free(times);
    frame_free(frame);
    store_close(timed);
    store_close(store);
}

/* The bound is on rows times columns, so that nothing of that size has to be made. */
static void
a_table_too_large_is_refused(void **state)
{
    enum { COLUMNS = 500 };
    static struct observed_column columns[COLUMNS];
    struct observations obs = { .columns = columns, .n_columns = COLUMNS };
    size_t points = (size_t)64 << 20, rows = (size_t)400 << 20;
    struct error why = { .kind = ERROR_NONE };

    (void)state;
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i].role = i % 5 == 0 ? FIELD_MEASURE : FIELD_CONDITION;
    assert_true(observations_fit(&obs, points / 100, false, &why));
    assert_false(observations_fit(&obs, points / 100 + 1, false, &why));
    assert_string_equal(why.message,
        "671089 models with 100 measures are more than one table can hold");
    assert_non_null(strstr(why.hint, "give fewer files"));
    assert_true(observations_fit(&obs, rows / COLUMNS, true, &why));
    why = (struct error){ .kind = ERROR_NONE };
    assert_false(observations_fit(&obs, rows / COLUMNS + 1, true, &why));
    assert_string_equal(why.message,
        "838861 records with 500 columns are more than one table can hold");
    assert_false(observations_fit(&obs, SIZE_MAX, true, NULL));
    obs.n_columns = 0;
    assert_true(observations_fit(&obs, SIZE_MAX, true, &why));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(n_counts_what_was_scored),
        cmocka_unit_test(an_unknown_condition_fuses_and_the_specific_run_wins),
        cmocka_unit_test(three_files_that_know_different_things),
        cmocka_unit_test(suffixes_of_names_are_conditions),
        cmocka_unit_test(an_effort_takes_the_price_of_its_model),
        cmocka_unit_test(points_answer_to_their_names_as_written),
        cmocka_unit_test(checkpoints_take_what_their_architecture_says),
        cmocka_unit_test(what_a_checkpoint_says_itself_counts),
        cmocka_unit_test(attributes_with_few_values_come_first),
        cmocka_unit_test(an_empty_attribute_is_a_value_too),
        cmocka_unit_test(whole_numbers_can_be_loads),
        cmocka_unit_test(reruns_give_the_newest_and_say_so),
        cmocka_unit_test(each_seed_counts_once),
        cmocka_unit_test(seeds_that_agree_are_not_certain),
        cmocka_unit_test(files_with_the_same_measures_are_alternatives),
        cmocka_unit_test(a_task_is_one_where_models_have_several),
        cmocka_unit_test(long_tables_name_their_metrics),
        cmocka_unit_test(shots_of_tasks_do_not_split_a_model),
        cmocka_unit_test(nested_tasks_can_be_keys),
        cmocka_unit_test(infinity_and_failures_are_no_measurements),
        cmocka_unit_test(infinity_competes_when_asked),
        cmocka_unit_test(two_scales_of_one_name_are_two_measures),
        cmocka_unit_test(accuracies_of_n_trials_have_binomial_errors),
        cmocka_unit_test(units_are_converted_or_kept_apart),
        cmocka_unit_test(filters_on_conditions_choose_runs),
        cmocka_unit_test(names_that_clash_stay_apart),
        cmocka_unit_test(decisions_find_their_measures),
        cmocka_unit_test(a_table_too_large_is_refused),
    };

    return cmocka_run_group_tests_name("store, points", tests, make_folder, remove_folder);
}
