/* test_store_identity.c - which names are one model: pairs that people write for one model, false
 * friends, and names whose meaning only a person knows. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "store/identity.h"
#include "unit/store_helper.h"

struct pair { const char *a, *b; };

/* Names of one model, as different tools and lists write them. */
static const struct pair same[] = {
    /* letter case, separators, owners */
    { "Meta-Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct" },
    { "meta-llama/Llama-3.1-8B-Instruct", "meta-llama__Llama-3.1-8B-Instruct" },
    { "meta-llama/Llama-3.1-8B-Instruct", "/data/models/Llama-3.1-8B-Instruct/" },
    { "BAAI/bge-small-en-v1.5", "BAAI__bge-small-en-v1.5" },
    { "mistralai/Mixtral-8x7B-Instruct-v0.1", "Mixtral 8x7B Instruct v0.1" },
    { "Qwen/Qwen2.5-7B-Instruct", "hf:qwen/qwen2.5-7b-instruct" },
    { "EleutherAI/pythia-1b-v0", "eleutherai_pythia-1b-v0" },
    { "openai/text-davinci-002", "openai_text-davinci-002" },
    { "cohere/xlarge-20220609", "cohere_xlarge-20220609" },
    { "google/gemma-2-9b-it", "gemma2-9b-it" },
    { "gpt-4o", "GPT-4o" },
    { "gpt-3.5-turbo", "GPT3.5 Turbo" },
    { "yolov8n.pt", "YOLOv8n" },
    /* a cache of downloads */
    { "meta-llama/Llama-3.1-8B-Instruct", "/cache/hub/"
        "models--meta-llama--Llama-3.1-8B-Instruct/snapshots/0e9e39f249a16976918f6564b8830bc894c89659" },
    /* versions and dates */
    { "claude-3-5-sonnet-20241022", "Claude 3.5 Sonnet (20241022)" },
    { "claude-3-5-sonnet-20241022", "anthropic/claude-3-5-sonnet-20241022" },
    { "claude-3-5-sonnet-20241022", "us.anthropic.claude-3-5-sonnet-20241022-v2:0" },
    { "claude-3-5-sonnet-20241022", "claude-3-5-sonnet@20241022" },
    { "anthropic/claude-opus-4.5", "claude-opus-4-5" },
    { "gpt-4o-2024-08-06", "openai/gpt-4o-20240806" },
    { "DeepSeek R1 (0528)", "deepseek-ai/DeepSeek-R1-0528" },
    { "DeepSeek R1", "deepseek-ai/DeepSeek-R1" },
    /* offers of clouds */
    { "meta.llama3-1-8b-instruct-v1:0", "meta-llama/Llama-3.1-8B-Instruct" },
    { "openai/gpt-oss-20b", "openai.gpt-oss-20b-1:0" },
    { "openai/gpt-oss-20b", "replicateopenai/gpt-oss-20b" },
    { "gpt-oss-20b", "fireworks_ai/accounts/fireworks/models/gpt-oss-20b" },
    /* stored or asked in another way: one model, other conditions */
    { "openai/gpt-oss-20b", "lemonade/gpt-oss-20b-mxfp4-GGUF" },
    { "Meta-Llama-3.1-8B-Instruct", "hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4" },
    { "Meta-Llama-3.1-8B-Instruct", "RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16" },
    { "Meta-Llama-3.1-8B-Instruct", "Meta-Llama-3.1-8B-Instruct-UD-Q4_K_XL.gguf" },
    { "gpt-oss 20B MXFP4 MoE", "openai/gpt-oss-20b" },
    { "llama 7B Q4_K - Medium", "llama 7B Q8_0" },
    { "gpt-oss-120b-mxfp4-00001-of-00003.gguf", "openai/gpt-oss-120b" },
    { "hf.co/bartowski/Qwen2.5-7B-Instruct-GGUF:Q4_K_M", "Qwen/Qwen2.5-7B-Instruct" },
    { "llama3.1:8b-instruct-q4_K_M", "llama3.1:8b-instruct-fp16" },
    { "gpt-5", "gpt-5 (high)" },
    { "gpt-5 (high)", "gpt-5-high" },
    { "gpt-5.5", "gpt-5.5-xhigh" },
    { "claude-sonnet-4-5-20250929", "claude-sonnet-4-5-20250929-thinking-64k" },
    { "claude-sonnet-4-20250514 (32k thinking)", "claude-sonnet-4-20250514 (no thinking)" },
    { "o4-mini Low (April 2025)", "o4-mini High (April 2025)" },
    { "GPT-5 Medium (August 2025)", "GPT-5 (August 2025)" },
    { "cohere/large-20220720", "cohere_large-20220720" },
};

/* Near names of different models, and names that may be one model where only a person can tell. */
static const struct pair apart[] = {
    /* one word or size is another model */
    { "groq/llama-3.1-8b-instant", "meta-llama/Llama-3.1-8B-Instruct" },
    { "Meta-Llama-3.1-8B-Instruct", "meta/llama-3.1-8b-instruct-turbo" },
    { "Meta-Llama-3.1-8B-Instruct", "Meta-Llama-3.1-8B" },
    { "Llama-3.1-8B-Instruct", "Llama-3.1-70B-Instruct" },
    { "llama3.1:8b", "meta-llama/Llama-3.1-8B" },
    { "Llama-2-7b-chat", "Llama-2-7b" },
    { "openai_davinci", "openai_text-davinci-001" },
    { "gemma-2-9b-it", "gemma-3-9b-it" },
    { "gemma-2b", "gemma-2-2b" },
    { "Phi-3-medium", "Phi-3" },
    { "openai/whisper-medium", "openai/whisper-small" },
    { "mistral-medium", "mistral-large" },
    { "GLM 4.5 Thinking", "gpt-5-thinking" },
    { "kimi-k2", "kimi-k2-thinking" },
    { "R1", "rnj-1" },
    { "yolov8n.pt", "YOLOv8s" },
    { "command-r", "command-r+" },
    { "Qwen3-235B-A22B-Thinking-2507", "Qwen3-235B-A22B-Instruct-2507" },
    { "CodeLlama-7b-hf", "CodeLlama-7b-Python-hf" },
    { "gpt-4", "gpt-4-turbo" },
    { "ViT-G/14", "ViT-Huge/14" },
    /* versions and dates */
    { "claude-3-5-sonnet-20240620", "claude-3-5-sonnet-20241022" },
    { "anthropic/claude-3.5-sonnet", "anthropic/claude-3-5-sonnet-20241022" },
    { "claude-3.5-sonnet-v2", "claude-3-5-sonnet-20241022" },
    { "Claude Sonnet 3.5 v2", "claude-3-5-sonnet-20241022" },
    { "Claude-3.7 Sonnet High (February 2025)", "claude-3-7-sonnet-20250219" },
    { "DeepSeek R1", "deepseek-ai/DeepSeek-R1-0528" },
    { "DeepSeek R1", "DeepSeek-R1-Distill-Llama-70B" },
    { "gpt-4-0613", "gpt-4-1106-preview" },
    { "gemini-2.5-pro-preview-05-06", "gemini-2.5-pro-preview-06-05" },
    { "anthropic.claude-v2:1", "anthropic.claude-v2" },
    { "amazon.titan-embed-text-v1", "amazon.titan-embed-text-v2:0" },
    { "Llama-3.1", "Llama-31" },
    { "Qwen1.5-7B", "Qwen-1-57B" },
    { "EleutherAI/pythia-v1.1-70m", "EleutherAI/pythia-70m" },
    { "pythia-125m-deduped", "pythia-160m-deduped" },
    /* two models, or a scaffold around one */
    { "DeepSeek R1 + claude-3-5-sonnet-20241022", "DeepSeek R1" },
    { "DeepSeek R1 + claude-3-5-sonnet-20241022", "claude-3-5-sonnet-20241022" },
    { "HAL Generalist Agent (GPT-5 Medium (August 2025))", "GPT-5" },
    /* names without a meaning of their own */
    { "runs/a/checkpoint-500", "runs/b/checkpoint-500" },
    { "exp1/final", "exp2/final" },
    { "/models/llama-2/7b", "/models/mistral/7b" },
    { "/models/llama-3-8b/awq", "/models/qwen-7b/awq" },
    { "llama/8b-instruct", "granite/8b-instruct" },
    { "runs/exp1/lora", "runs/exp2/lora" },
    { "runs/llama3/ggml-model-q4_0.gguf", "runs/qwen/ggml-model-q4_0.gguf" },
    { "runs__v2", "other__v2" },
    { "llama/large", "mistral/large" },
    { "llama3.1:8b", "llama3.1:70b" },
    { "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-R1-Distill-Llama-8B" },
    { "Mistral-7B-Instruct-v0.2", "Mistral-7B-Instruct-v0.3" },
    { "mistralai/Mixtral-8x7B-v0.1", "mistralai/Mixtral-8x22B-v0.1" },
    { "grok-4-fast-reasoning", "grok-4-fast-non-reasoning" },
    { "phi-3-mini-4k-instruct", "phi-3-mini-128k-instruct" },
    { "ft:gpt-4o-2024-08-06:acme::abc", "gpt-4o-2024-08-06" },
    { "resnet50.a1_in1k", "resnet50.a2_in1k" },
    { "resnet50_8xb32_in1k", "resnet50" },
};

static size_t
models_of(const struct pair *pair, bool turned)
{
    char *tables[2] = { mem_printf("model,accuracy\n%s,0.5\n", turned ? pair->b : pair->a),
        mem_printf("model,latency_ms\n%s,5\n", turned ? pair->a : pair->b) };
    struct store *store = store_of((const char *const *)tables, 2);
    struct frame *frame;
    size_t models;

    assert_true(store_sql(store, "SELECT count(DISTINCT model) FROM alias", &frame, &err));
    models = (size_t)frame->columns[0].value[0];
    frame_free(frame);
    store_close(store);
    free(tables[0]);
    free(tables[1]);
    return models;
}

static void
true_pairs_join_in_either_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        for (int turned = 0; turned < 2; turned++)
            if (models_of(&same[i], turned) != 1)
                fail_msg("%s and %s are one model", same[i].a, same[i].b);
}

static void
false_friends_stay_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (models_of(&apart[i], false) != 2)
            fail_msg("%s and %s are not one model", apart[i].a, apart[i].b);
}

/* --- conditions that names carry --- */

static void
suffixes_become_conditions(void **state)
{
    static const struct { const char *raw, *quantization, *effort; } cases[] = {
        { "hugging-quants/Llama-8B-AWQ-INT4", "awq-int4", NULL },
        { "lemonade/gpt-oss-20b-mxfp4-GGUF", "mxfp4", NULL },
        { "m-7b.Q4_K_M.gguf", "q4-k-m", NULL }, { "m-7b-IQ2_XXS", "iq2-xxs", NULL },
        { "m-7b.quantized.w8a8", "quantized-w8a8", NULL }, { "m-FP8-dynamic", "fp8-dynamic", NULL },
        { "m-bnb-4bit", "bnb-4bit", NULL }, { "m-bf16", "bf16", NULL },
        { "gpt-5 (high)", NULL, "high" }, { "gpt-5-high", NULL, "high" },
        { "gpt-5.5-xhigh", NULL, "xhigh" }, { "o4-mini Low (April 2025)", NULL, "low" },
        { "GPT-5 Medium (August 2025)", NULL, "medium" },
        { "gpt-oss 20B MXFP4 MoE", "mxfp4-moe", NULL }, { "llama 7B Q4_K - Medium", "q4-k-medium", NULL },
        { "x/Foo-7B-GGUF:Q8_0", "q8-0", NULL }, { "m-7b-q8_0-00001-of-00002.gguf", "q8-0", NULL },
        { "c-20250219 (32k thinking tokens)", NULL, "thinking-32k" },
        { "c-20250219-thinking-32k", NULL, "thinking-32k" }, { "c-2 (32k think)", NULL, "thinking-32k" },
        { "c-2 (no think)", NULL, "no-thinking" }, { "m (high)-fp8", "fp8", "high" },
        { "gpt2-medium", NULL, NULL }, { "phi-3-medium", NULL, NULL }, { "kimi-k2-thinking", NULL, NULL },
        { "Mistral Medium (May 2025)", NULL, NULL }, { "m-8b", NULL, NULL }, { "fp16", NULL, NULL },
        { "Qwen3-30B-A3B", NULL, NULL }, { "m (reasoner)", NULL, NULL }, { "(high)", NULL, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct identity_name name = identity_parse(cases[i].raw);
        const char *quantization = name.quantization != NULL ? name.quantization : "",
                   *effort = name.effort != NULL ? name.effort : "";

        if (strcmp(quantization, cases[i].quantization != NULL ? cases[i].quantization : "") != 0
            || strcmp(effort, cases[i].effort != NULL ? cases[i].effort : "") != 0)
            fail_msg("%s: quantisation \"%s\", effort \"%s\"", cases[i].raw, quantization, effort);
        identity_name_release(&name);
    }
}

static void
a_quantised_model_does_not_fuse(void **state)
{
    struct store *store = store_of((const char *const[]){ "model,accuracy\nm-8b,0.7\n",
        "model,latency_ms\norg/m-8B-AWQ,5\n" }, 2);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });

    (void)state;
    assert_int_equal(frame->rows, 2);
    frame_free(frame);
    store_close(store);
}

/* --- names of one file --- */

static const char one_file[] = "model,wer\nzoom/scribe_v1,5.47\nelevenlabs/scribe_v1,6.88\n";

static void
owners_of_one_file_tell_models_apart(void **state)
{
    static const char speed[] = "model,latency_ms\nelevenlabs__scribe_v1,3\nscribe_v1,9\n";

    (void)state;
    for (int turned = 0; turned < 2; turned++) {
        struct store *store = store_of((const char *const[]){ turned ? speed : one_file,
            turned ? one_file : speed }, 2);
        struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });
        const char *name = turned ? "elevenlabs__scribe_v1" : "elevenlabs/scribe_v1";

        assert_int_equal(frame->rows, 3);
        assert_true(value_at(frame, "wer", "zoom/scribe_v1") == 5.47);
        assert_true(value_at(frame, "wer", name) == 6.88);
        assert_true(value_at(frame, "latency_ms", name) == 3);
        assert_true(value_at(frame, "latency_ms", "scribe_v1") == 9);
        frame_free(frame);
        store_close(store);
    }
}

static void
a_bare_name_beside_an_owned_one_is_another(void **state)
{
    struct store *store = store_of((const char *const[]){
        "model,arc\nchavinlo/alpaca-13b,0.4\nalpaca-13b,0.5\n" }, 1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });

    (void)state;
    assert_int_equal(frame->rows, 2);
    assert_true(value_at(frame, "arc", "alpaca-13b") == 0.5);
    frame_free(frame);
    store_close(store);
}

/* An alias counts before what the file makes likely. */
static void
a_user_joins_what_a_file_keeps_apart(void **state)
{
    struct store *store = store_of((const char *const[]){ one_file }, 1);
    struct frame *frame;

    (void)state;
    assert_true(store_set_alias(store, "elevenlabs/scribe_v1", "zoom/scribe_v1", &err));
    assert_true(store_sql(store, "SELECT count(DISTINCT model) FROM alias", &frame, &err));
    assert_true(frame->columns[0].value[0] == 1);
    frame_free(frame);
    store_close(store);
}

static void
names_join_when_the_file_goes(void **state)
{
    char *both = write_file("both.csv", one_file);
    char *one = write_file("one.csv", "model,latency_ms\nzoom/scribe_v1,3\n");
    char *other = write_file("other.csv", "model,cost\nelevenlabs/scribe_v1,2\n");
    const char *const paths[] = { both, one, other };
    struct store *store;
    struct frame *frame;

    (void)state;
    assert_true(store_open(&store, NULL, STORE_WRITE, &err));
    for (size_t i = 0; i < 3; i++) {
        struct import_summary summary;

        assert_true(import_with(store, paths[i], NULL, &summary));
        import_summary_release(&summary);
    }
    frame = frame_of(store, &(struct frame_query){ .by = NULL });
    assert_int_equal(frame->rows, 2);
    frame_free(frame);
    assert_true(store_remove(store, both, &err));
    frame = frame_of(store, &(struct frame_query){ .by = NULL });
    assert_int_equal(frame->rows, 1);
    frame_free(frame);
    store_close(store);
    for (size_t i = 0; i < 3; i++)
        unlink(paths[i]);
    free(both);
    free(one);
    free(other);
}

static void
owners_of_offers_are_providers(void **state)
{
    struct store *store = store_of((const char *const[]){ "model,provider,price\nmeta/m-8b,aws,1\n"
        "together/m-8b,together,2\n", "model,accuracy\nm-8b,0.5\n" }, 2);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });

    (void)state;
    assert_int_equal(frame->rows, 2);
    assert_string_equal(frame->grouping, "by model, provider");
    assert_true(column_of(frame, "accuracy")->value[0] == 0.5);
    assert_true(column_of(frame, "accuracy")->value[1] == 0.5);
    frame_free(frame);
    store_close(store);
}

/* One model by the rules, but two rows of one file: two points, no rerun. */
static void
two_spellings_in_one_file_are_two_points(void **state)
{
    struct store *store = store_of((const char *const[]){ "model,accuracy\nCALM,0.1\nCaLM,0.2\n" }, 1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .by = NULL });

    (void)state;
    assert_int_equal(frame->rows, 2);
    assert_false(has_note(frame, "rerun"));
    frame_free(frame);
    store_close(store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(true_pairs_join_in_either_order), cmocka_unit_test(false_friends_stay_apart),
        cmocka_unit_test(suffixes_become_conditions),
        cmocka_unit_test(a_quantised_model_does_not_fuse),
        cmocka_unit_test(owners_of_one_file_tell_models_apart),
        cmocka_unit_test(a_bare_name_beside_an_owned_one_is_another),
        cmocka_unit_test(a_user_joins_what_a_file_keeps_apart),
        cmocka_unit_test(names_join_when_the_file_goes),
        cmocka_unit_test(owners_of_offers_are_providers),
        cmocka_unit_test(two_spellings_in_one_file_are_two_points),
    };

    return cmocka_run_group_tests_name("store, identity", tests, make_folder, remove_folder);
}
