/* test_store_names.c - names of models and of measures: what the rules make of them, and what
 * the catalogue knows. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "store/identity.h"
#include "unit/store_helper.h"

static void
rules_make_canonical_names(void **state)
{
    static const struct { const char *raw, *canonical, *owner; } cases[] = {
        { "meta-llama/Llama-3.1-8B-Instruct", "llama3.1-8b-instruct", "meta-llama" },
        { "/data/models/Llama-3.1-8B-Instruct/", "llama3.1-8b-instruct", "models" },
        { "BAAI__bge_small-en v1.5", "bge-small-en-v1.5", "baai" },
        { "runs/a/checkpoint-500", "runs/a/checkpoint500", NULL },
        { "whisper-medium", "whisper-medium", NULL }, { "fp16", "fp16", NULL },
        { "gemma-3-4b", "gemma3-4b", NULL }, { "a-1-2-3", "a1.2-3", NULL },
        { "x-05-06", "x05-06", NULL }, { "É-Model", "é-model", NULL }, { "/", "/", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct identity_name name = identity_parse(cases[i].raw);

        assert_string_equal(name.canonical, cases[i].canonical);
        if (cases[i].owner != NULL)
            assert_string_equal(name.owner, cases[i].owner);
        else
            assert_null(name.owner);
        identity_name_release(&name);
    }
}

static const struct catalogue *
catalogue_of_tests(void **state)
{
    return *state;
}

static void
usual_measures_are_known(void **state)
{
    static const struct { const char *name; enum direction direction; enum measure_kind kind; }
    cases[] = {
        { "accuracy", DIRECTION_MAX, KIND_CAPABILITY }, { "Exact Match", DIRECTION_MAX, KIND_CAPABILITY },
        { "gsm8k/exact_match,strict-match", DIRECTION_MAX, KIND_CAPABILITY },
        { "pass_rate_2", DIRECTION_MAX, KIND_CAPABILITY }, { "pass@10", DIRECTION_MAX, KIND_CAPABILITY },
        { "length_controlled_winrate", DIRECTION_MAX, KIND_CAPABILITY },
        { "Arena Elo", DIRECTION_MAX, KIND_CAPABILITY }, { "rouge-L", DIRECTION_MAX, KIND_CAPABILITY },
        { "MMLU", DIRECTION_MAX, KIND_CAPABILITY }, { "top1", DIRECTION_MAX, KIND_CAPABILITY },
        { "Avg. WER", DIRECTION_MIN, KIND_CAPABILITY }, { "val_loss", DIRECTION_MIN, KIND_CAPABILITY },
        { "word_perplexity", DIRECTION_MIN, KIND_CAPABILITY },
        { "Avg Latency (ms)", DIRECTION_MIN, KIND_EFFICIENCY },
        { "p99_ttft_ms", DIRECTION_MIN, KIND_EFFICIENCY },
        { "mean_tpot_ms", DIRECTION_MIN, KIND_EFFICIENCY }, { "p50_ms", DIRECTION_MIN, KIND_EFFICIENCY },
        { "Tokens/sec", DIRECTION_MAX, KIND_EFFICIENCY },
        { "infer_samples_per_sec", DIRECTION_MAX, KIND_EFFICIENCY },
        { "output_throughput", DIRECTION_MAX, KIND_EFFICIENCY }, { "RTFx", DIRECTION_MAX, KIND_EFFICIENCY },
        { "total_cost", DIRECTION_MIN, KIND_EFFICIENCY },
        { "Price [$/1000 examples]", DIRECTION_MIN, KIND_EFFICIENCY },
        { "param_count", DIRECTION_MIN, KIND_EFFICIENCY }, { "infer_gmacs", DIRECTION_MIN, KIND_EFFICIENCY },
        { "Model size (B)", DIRECTION_MIN, KIND_EFFICIENCY },
        { "energy_per_token_joules", DIRECTION_MIN, KIND_EFFICIENCY },
        { "avg_power_watts", DIRECTION_MIN, KIND_EFFICIENCY },
        { "kg_co2_emissions", DIRECTION_MIN, KIND_EFFICIENCY },
        { "MMLU/5-shot", DIRECTION_MAX, KIND_CAPABILITY },
        { "gsm8k/maj@8", DIRECTION_MAX, KIND_CAPABILITY },
        { "gsm8k/errors", DIRECTION_UNKNOWN, KIND_DESCRIPTOR },
        { "mmlu:subject=law/num_bytes", DIRECTION_UNKNOWN, KIND_DESCRIPTOR },
        { "gsm8k/latency", DIRECTION_MIN, KIND_EFFICIENCY },
        { "hs_ratio", DIRECTION_UNKNOWN, KIND_DESCRIPTOR },
        { "gpu_utilization", DIRECTION_UNKNOWN, KIND_DESCRIPTOR },
        { "layers", DIRECTION_UNKNOWN, KIND_DESCRIPTOR }, { "rank", DIRECTION_UNKNOWN, KIND_DESCRIPTOR },
        { "", DIRECTION_UNKNOWN, KIND_DESCRIPTOR },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct measure_facts facts = catalogue_find(catalogue_of_tests(state), cases[i].name);

        if (facts.direction != cases[i].direction || facts.kind != cases[i].kind)
            fail_msg("%s: direction %d, kind %d", cases[i].name, facts.direction, facts.kind);
    }
}

static void
names_tell_units(void **state)
{
    static const struct { const char *name, *unit, *missing; } cases[] = {
        { "latency_ms", "ms", "0,-1" }, { "latency", "s", "0,-1" }, { "Accuracy (%)", "%", NULL },
        { "cost_usd", "USD", "0,-1" }, { "Model size (B)", "B", "0,-1" }, { "RTFx", NULL, "-1" },
        { "mAP50-95(B)", NULL, NULL }, { "precision(B)", NULL, NULL },
        { "hs_ratio", NULL, NULL }, { "RAM Usage (GB)", "GB", "0,-1" },
        { "latency [ms]", "ms", "0,-1" }, { "cost ($)", "USD", "0,-1" }, { "t (in ms) \u2193", "ms", NULL },
        { "Params (B)", "billion", "-1" }, { "price ($/1M tokens)", "USD/1M tokens", "0,-1" },
        { "energy (mWh)", "mWh", "0,-1" }, { "energy_mwh", "MWh", "0,-1" },
        { "gsm8k (5-shot)", NULL, NULL }, { "usd_per_hour", "USD", "0,-1" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct measure_facts facts = catalogue_find(catalogue_of_tests(state), cases[i].name);

        if ((facts.unit == NULL) != (cases[i].unit == NULL)
            || (facts.unit != NULL && strcmp(facts.unit, cases[i].unit) != 0))
            fail_msg("%s: unit %s", cases[i].name, facts.unit != NULL ? facts.unit : "none");
        if ((facts.missing == NULL) != (cases[i].missing == NULL)
            || (facts.missing != NULL && strcmp(facts.missing, cases[i].missing) != 0))
            fail_msg("%s: tokens %s", cases[i].name, facts.missing != NULL ? facts.missing : "none");
    }
}

static void
units_are_no_part_of_names(void **state)
{
    static const struct { const char *name, *bare; } cases[] = {
        { "latency [ms]", "latency" }, { "Average (%)", "Average" }, { "cost($)", "cost" },
        { "GSM8K (5-shot)", "GSM8K (5-shot)" }, { "latency_ms", "latency_ms" }, { "(ms)", "(ms)" },
        { "t (ms) (p99)", "t (ms) (p99)" }, { "Params (B)", "Params" }, { "", "" },
        { "open (ms", "open (ms" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (catalogue_bare_length(catalogue_of_tests(state), cases[i].name)
            != strlen(cases[i].bare))
            fail_msg("%s is not \"%s\"", cases[i].name, cases[i].bare);
}

static void
units_convert(void **state)
{
    const struct catalogue *catalogue = catalogue_of_tests(state);

    assert_true(catalogue_factor(catalogue, "ms", "s") == 0.001);
    assert_true(catalogue_factor(catalogue, "GB", "MB") == 1000);
    assert_true(catalogue_factor(catalogue, "kWh", "J") == 3600000);
    assert_true(isnan(catalogue_factor(catalogue, "ms", "USD")));
    assert_true(isnan(catalogue_factor(catalogue, "furlong", "s")));
}

static void
columns_are_guessed(void **state)
{
    char *of = catalogue_se_of("Exact Match (stderr)");

    (void)state;
    assert_int_equal(catalogue_guess("Model Name"), GUESS_MODEL);
    assert_int_equal(catalogue_guess("doc_id"), GUESS_ITEM);
    assert_int_equal(catalogue_guess("Question"), GUESS_ITEM);
    assert_int_equal(catalogue_guess("prompt"), GUESS_ITEM);
    assert_int_equal(catalogue_guess("prompt_tokens"), GUESS_NONE);
    assert_int_equal(catalogue_guess("test_cases"), GUESS_N);
    assert_int_equal(catalogue_guess("accuracy"), GUESS_NONE);
    assert_string_equal(catalogue_condition("torch_dtype"), "precision");
    assert_string_equal(catalogue_condition("GPU Name"), "hardware");
    assert_string_equal(catalogue_condition("num_fewshot"), "shots");
    assert_null(catalogue_condition("latency"));
    assert_string_equal(of, "exact_match");
    free(of);
    assert_null(catalogue_se_of("stderr"));
}

/* --- in a store --- */

static size_t
count(struct store *store, const char *sql)
{
    struct frame *frame;
    size_t n;

    if (!store_sql(store, sql, &frame, &err))
        fail_msg("%s", err.message);
    n = (size_t)frame->columns[0].value[0];
    frame_free(frame);
    return n;
}

static void
an_alias_may_hold_in_one_source(void **state)
{
    struct store *store = store_of((const char *const[]){ "model,accuracy\nR1,0.5\n",
        "model,latency_ms\nR1,5\n" }, 2);
    struct frame *frame;

    (void)state;
    assert_true(sql_exec(store->db, "INSERT INTO model (name) VALUES ('deepseek-r1-0528'); INSERT INTO"
        " alias (raw, source, model, canonical, decided) VALUES ('R1', 2,"
        " last_insert_rowid(), 'r1', 'user')", &err));
    frame = frame_of(store, &(struct frame_query){ .by = NULL });
    assert_int_equal(frame->rows, 2);
    assert_true(value_at(frame, "latency_ms", "deepseek-r1-0528") == 5);
    assert_true(value_at(frame, "accuracy", "R1") == 0.5);
    frame_free(frame);
    store_close(store);
}

static void
names_go_with_their_sources(void **state)
{
    char *a = write_file("a.csv", "model,accuracy\nA,0.5\nshared,0.6\n");
    char *b = write_file("b.csv", "model,f1\nB,0.5\nShared,0.6\n");
    struct import_summary summary;
    struct store *store;

    (void)state;
    assert_true(store_open(&store, NULL, STORE_WRITE, &err));
    assert_true(import_with(store, a, NULL, &summary));
    assert_int_equal(summary.models_new, 2);
    import_summary_release(&summary);
    assert_true(import_with(store, b, NULL, &summary));
    assert_int_equal(summary.models_new, 1);
    assert_int_equal(summary.models_joined, 1);
    import_summary_release(&summary);
    assert_true(store_set_alias(store, "B", "better", &err));
    assert_int_equal(count(store, "SELECT count(*) FROM model"), 3);
    assert_true(store_remove(store, a, &err));
    assert_int_equal(count(store, "SELECT count(*) FROM alias"), 2);
    assert_int_equal(count(store, "SELECT count(*) FROM model WHERE name = 'A'"), 0);
    assert_true(store_remove(store, b, &err));
    assert_int_equal(count(store, "SELECT count(*) FROM alias"), 1);      /* the user's */
    assert_int_equal(count(store, "SELECT count(*) FROM sqlite_schema WHERE name GLOB 'wide_*'"), 0);
    assert_false(store_remove(store, b, &err));
    store_close(store);
    unlink(a);
    unlink(b);
    free(a);
    free(b);
}

/* Asserts one suggestion. */
static void
suggests(const struct frame *frame, size_t row, const char *raw, const char *model, double score)
{
    assert_true(row < frame->rows);
    assert_string_equal(frame->columns[0].text[row], raw);
    assert_string_equal(frame->columns[1].text[row], model);
    assert_true(frame->columns[2].value[row] == score);
}

static void
suggestions_decide_nothing(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,accuracy\nLlama-3.1-8B-Instruct-preview,0.5\nLlama-3.1-70B-Instruct,0.7\n",
        "model,cost\nLlama-3.1-8B-Instruct,0.6\n" }, 2);
    struct frame *frame;

    (void)state;
    assert_true(store_list(store, LIST_SUGGESTIONS, &frame, &err));
    assert_int_equal(frame->rows, 1);
    suggests(frame, 0, "Llama-3.1-8B-Instruct", "Llama-3.1-8B-Instruct-preview", 90);
    frame_free(frame);
    frame = frame_of(store, &(struct frame_query){ .by = NULL });
    assert_int_equal(frame->rows, 3);
    frame_free(frame);
    store_close(store);
}

/* Pairs that are one model, and near names that are not. */
static void
suggestions_know_dates_orders_and_files(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,accuracy\nClaude Sonnet 3.5 (20241022),0.5\nllama-3.1-8b-instruct,0.4\n"
            "regnetx_002,0.3\nregnety_002,0.31\ngpt-oss-20b,0.2\nglm-4.5-thinking,0.6\n"
            "gpt-4o-2024-08-06,0.7\n",
        "model,cost\nclaude-3-5-sonnet-20241022,3\nllama-3.1-8b-instant,1\nregnety_002x,2\n"
            "gptoss-20b,2\ngpt-4.5-thinking,3\ngpt-4o,4\nclaude-3.5-sonnet-20240620,4\n" }, 2);
    struct frame *frame;

    (void)state;
    assert_true(store_list(store, LIST_SUGGESTIONS, &frame, &err));
    suggests(frame, 0, "claude-3-5-sonnet-20241022", "Claude Sonnet 3.5 (20241022)", 100);
    suggests(frame, 1, "gptoss-20b", "gpt-oss-20b", 100);
    suggests(frame, 2, "gpt-4o", "gpt-4o-2024-08-06", 85);
    suggests(frame, 3, "regnety_002x", "regnety_002", 83);
    assert_int_equal(frame->rows, 4);
    frame_free(frame);
    store_close(store);
}

/* A release or a date that one of them has, a month and a day of it; other releases, days and
 * "non-" are other models. */
static void
suggestions_know_releases_and_months(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,accuracy\nMistral-7B-Instruct-v0.2,0.5\ngemini-2.0-flash-001,0.4\n"
            "gemini-2.5-pro-preview-05-06,0.6\nDeepSeek V3 (March 2025),0.7\n"
            "GPT-4.1 (May 2025),0.7\ngrok-4-fast-reasoning,0.8\nbar-7b-v0.1,0.1\n",
        "model,cost\nmistral-7b-instruct,3\ngemini-2.0-flash,1\ngemini-2.5-pro,2\n"
            "deepseek-v3-0324,2\ngpt-4.1-2025-04-14,3\ngrok-4-fast-non-reasoning,4\n"
            "bar-7b-v0.3,1\n" }, 2);
    struct frame *frame;

    (void)state;
    assert_true(store_list(store, LIST_SUGGESTIONS, &frame, &err));
    suggests(frame, 0, "deepseek-v3-0324", "DeepSeek V3 (March 2025)", 95);
    assert_string_equal(frame->columns[3].text[0], "0324 is of the month 202503");
    suggests(frame, 1, "mistral-7b-instruct", "Mistral-7B-Instruct-v0.2", 85);
    assert_string_equal(frame->columns[3].text[1], "only one is release v0.2");
    suggests(frame, 2, "gemini-2.0-flash", "gemini-2.0-flash-001", 85);
    suggests(frame, 3, "gemini-2.5-pro", "gemini-2.5-pro-preview-05-06", 75);
    assert_int_equal(frame->rows, 4);
    frame_free(frame);
    store_close(store);
}

static size_t
suggestions(struct store *store)
{
    struct frame *frame;
    size_t n;

    assert_true(store_list(store, LIST_SUGGESTIONS, &frame, &err));
    n = frame->rows;
    frame_free(frame);
    return n;
}

/* A pair of models, by whichever of their names, in either order. */
static void
rejections_are_remembered(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,accuracy\nfoo 7b instruct,0.5\na\\=b 3b,0.2\n", "model,cost\norg/Foo-7B,3\na\\=b-3b-chat,1\n",
        "model,loss\nfoo-7b,3\n" }, 3);

    (void)state;
    assert_int_equal(suggestions(store), 2);
    assert_true(store_set_apart(store, "foo-7b", "foo 7b instruct", true, &err));
    assert_int_equal(suggestions(store), 1);
    assert_true(store_has_decisions(store));
    assert_true(store_set_apart(store, "a\\=b 3b", "a\\=b-3b-chat", true, &err));
    assert_int_equal(suggestions(store), 0);
    assert_true(store_set_apart(store, "foo-7b", "foo 7b instruct", false, &err));
    assert_int_equal(suggestions(store), 1);
    store_close(store);
}

static void
a_decision_is_forgotten(void **state)
{
    struct store *store = store_of((const char *const[]){ "model,accuracy\nA,0.5\nB,0.4\n" }, 1);

    (void)state;
    assert_true(store_set_alias(store, "B", "A", &err));
    assert_int_equal(count(store, "SELECT count(*) FROM model"), 1);
    assert_true(store_set_alias(store, "B", NULL, &err));
    assert_int_equal(count(store, "SELECT count(*) FROM model"), 2);
    assert_true(store_set_alias(store, "unused", "A", &err));
    assert_true(store_set_alias(store, "unused", NULL, &err));
    assert_int_equal(count(store, "SELECT count(*) FROM alias"), 2);
    store_close(store);
}

static size_t
unmatched(const char *const *tables, size_t n)
{
    struct store *store = store_of(tables, n);
    struct frame *frame;
    size_t rows;

    assert_true(store_list(store, LIST_UNMATCHED, &frame, &err));
    rows = frame->rows;
    frame_free(frame);
    store_close(store);
    return rows;
}

static void
alternatives_lack_no_partner(void **state)
{
    (void)state;
    assert_int_equal(unmatched((const char *const[]){ "model,accuracy\na,1\nb,2\n" }, 1), 0);
    assert_int_equal(unmatched((const char *const[]){ "model,accuracy\na,1\n", "model,accuracy\nb,1\n" },
        2), 0);
    assert_int_equal(unmatched((const char *const[]){ "model,accuracy\na,1\n", "model,accuracy\nb,1\n",
        "model,latency\nb,1\n" }, 3), 1);
}

/* Files whose models do not meet say so, and what comes near. */
static void
files_that_do_not_meet_are_named(void **state)
{
    struct store *store = store_of((const char *const[]){ "model,accuracy\nFoo Large 7B,0.5\n",
        "model,latency\nfoo-7b-large-instruct,5\n" }, 2);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });
    struct objective pair[2];

    (void)state;
    assert_non_null(frame->apart);
    assert_non_null(strstr(frame->apart, "no model occurs in both "));
    assert_non_null(strstr(frame->apart, "\"foo-7b-large-instruct\" and \"Foo Large 7B\""));
    assert_true(has_note(frame, frame->apart));
    assert_false(frame_default_objectives(frame, pair, NULL, &err));
    assert_non_null(strstr(err.message, "no model occurs in both "));
    frame_free(frame);
    assert_true(store_set_alias(store, "foo-7b-large-instruct", "Foo Large 7B", &err));
    frame = frame_of(store, &(struct frame_query){ .by = NULL });
    assert_null(frame->apart);
    frame_free(frame);
    store_close(store);
}

static void
names_in_one_file_are_listed(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,accuracy\nvendor/alpha,0.5\nbeta,0.4\n", "model,cost\nAlpha,3\ngamma,1\n" }, 2);
    struct frame *frame;

    (void)state;
    assert_true(store_list(store, LIST_UNMATCHED, &frame, &err));
    assert_int_equal(frame->rows, 2);
    assert_string_equal(frame->columns[1].text[0], "beta");
    assert_string_equal(frame->columns[1].text[1], "gamma");
    assert_true(frame->columns[2].value[0] == 2);
    frame_free(frame);
    store_close(store);
}

static int
load_catalogue(void **state)
{
    struct catalogue *catalogue;

    if (make_folder(state) != 0 || !catalogue_load(&catalogue, &err))
        return -1;
    *state = catalogue;
    return 0;
}

static int
free_catalogue(void **state)
{
    catalogue_free(*state);
    return remove_folder(state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_make_canonical_names), cmocka_unit_test(usual_measures_are_known),
        cmocka_unit_test(names_tell_units), cmocka_unit_test(units_are_no_part_of_names), cmocka_unit_test(units_convert),
        cmocka_unit_test(columns_are_guessed), cmocka_unit_test(an_alias_may_hold_in_one_source),
        cmocka_unit_test(names_go_with_their_sources), cmocka_unit_test(suggestions_decide_nothing),
        cmocka_unit_test(suggestions_know_dates_orders_and_files),
        cmocka_unit_test(suggestions_know_releases_and_months),
        cmocka_unit_test(rejections_are_remembered), cmocka_unit_test(a_decision_is_forgotten),
        cmocka_unit_test(alternatives_lack_no_partner),
        cmocka_unit_test(files_that_do_not_meet_are_named),
        cmocka_unit_test(names_in_one_file_are_listed),
    };

    return cmocka_run_group_tests_name("store, names", tests, load_catalogue, free_catalogue);
}
