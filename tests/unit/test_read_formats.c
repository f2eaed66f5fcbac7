/* test_read_formats.c - lm-evaluation-harness and HELM files: the fixtures of each generation,
 * and what must come out of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "recording.h"

#include "base/file.h"
#include "base/memory.h"

static void
assert_fixture(const char *name, const char *reader, const char *expected)
{
    const char *top = getenv("top_srcdir");
    char *path = mem_printf("%s/tests/fixtures/read/%s", top == NULL ? "." : top, name);
    struct recording recording;
    struct file_bytes bytes;
    struct error err = {0};
    struct input input = {.name = name, .path = path};

    assert_true(file_open_bytes(path, &bytes, &err));
    input.data = bytes.data;
    input.length = bytes.length;
    assert_non_null(reader_sniff(&input));
    assert_string_equal(reader_sniff(&input)->name, reader);
    recording_init(&recording);
    if (!recording_read(&recording, NULL, name, bytes.data, bytes.length, NULL, &err))
        fail_msg("%s", err.message);
    assert_string_equal(recording.text.data, expected);
    recording_release(&recording);
    file_close_bytes(&bytes);
    free(path);
}

static void
lm_eval_0_3(void **state)
{
    (void)state;
    assert_fixture("lm-eval-0.3.json", "lm-eval", "begin lm-eval nested\n"
        "run acme/tiny-70m checkpoint=step512 n_shot=0 @ $\n"
        "score arc_easy/acc 0.4375 se=0.0625 @ $.results.arc_easy.acc\n"
        "score arc_easy/acc_norm 0.5 se=0.064 @ $.results.arc_easy.acc_norm\n"
        "score lambada_openai/ppl 21.5 se=0.75 @ $.results.lambada_openai.ppl\n"
        "score lambada_openai/acc 0.375 se=0.061 @ $.results.lambada_openai.acc\n"
        "score wikitext/word_perplexity 30.25 @ $.results.wikitext.word_perplexity\n"
        "score wikitext/byte_perplexity 1.75 @ $.results.wikitext.byte_perplexity\n"
        "end\n");
}

/* The group's n-shot of 0 is not believed; it is marked; each number of shots is a run. */
static void
lm_eval_0_4_0(void **state)
{
    (void)state;
    assert_fixture("lm-eval-0.4.0.json", "lm-eval", "begin lm-eval nested\n"
        "run acme/tiny-chat quantization=4bit date=2024-04-19T09:39:03Z n_shot=5 @ $\n"
        "score mix/acc 0.625 se=0.05 aggregate @ $.results.mix[\"acc,none\"]\n"
        "score mix_law/acc 0.5 se=0.08 max @ $.results.mix_law[\"acc,none\"]\n"
        "score mix_logic/acc 0.75 se=0.07 @ $.results.mix_logic[\"acc,none\"]\n"
        "run acme/tiny-chat quantization=4bit date=2024-04-19T09:39:03Z n_shot=8 @ $\n"
        "score sums/exact_match,strict-match 0.25 se=0.09 max @ "
        "$.results.sums[\"exact_match,strict-match\"]\n"
        "score sums/exact_match,flexible-extract 0.5 se=0.1 max @ "
        "$.results.sums[\"exact_match,flexible-extract\"]\n"
        "end\n");
}

/* A standard error of "N/A" or of a meaningless 0 is unknown; so are scores without value. */
static void
lm_eval_0_4_3(void **state)
{
    (void)state;
    assert_fixture("lm-eval-0.4.3.json", "lm-eval", "begin lm-eval nested\n"
        "warn line 5: 1 NaN or Infinity token, which JSON does not have\n"
        "run acme/tiny-93M precision=bfloat16 prompt_template=chat 01234567 limit=200 seed=7 "
        "date=2026-01-21T02:59:43Z @ $\n"
        "score model_num_parameters 93069280 [parameter] @ $.config.model_num_parameters\n"
        "run acme/tiny-93M precision=bfloat16 prompt_template=chat 01234567 limit=200 seed=7 "
        "date=2026-01-21T02:59:43Z n_shot=4 @ $\n"
        "score sums/exact_match 0 se=0 n=200 max @ $.results.sums[\"exact_match,none\"]\n"
        "score sums/bleu 12.5 n=200 @ $.results.sums[\"bleu,none\"]\n"
        "score sums/edit 3.5 n=200 min @ $.results.sums[\"edit,none\"]\n"
        "score sums/f1 n=200 status=2 @ $.results.sums[\"f1,none\"]\n"
        "score sums/mcc n=200 status=2 @ $.results.sums[\"mcc,none\"]\n"
        "end\n");
}

static void
lm_eval_by_time_stamp(void **state)
{
    (void)state;
    assert_fixture("lm-eval-stamped.json", "lm-eval", "begin lm-eval nested\n"
        "run lm-eval-stamped @ $\n"
        "score copa+best_option/acc 0.5 se=0.05 @ "
        "$.results[\"copa+best_option\"][\"2022-07-08-11-46-02\"].acc\n"
        "end\n");
}

static void
helm_runtimes(void **state)
{
    (void)state;
    assert_fixture("helm-idealized.json", "helm-runtimes", "begin helm-runtimes nested\n"
        "run acme/tiny @ $[\"acme/tiny\"]\n"
        "score idealized/runtime_per_output_token 0.016 min [s] @ "
        "$[\"acme/tiny\"].runtime_per_output_token\n"
        "curve idealized/runtime_for_prompt_tokens by prompt_tokens x=1 0.016 [s] @ "
        "$[\"acme/tiny\"].runtime_for_prompt_tokens[\"1\"]\n"
        "curve idealized/runtime_for_prompt_tokens by prompt_tokens x=256 0.065 [s] @ "
        "$[\"acme/tiny\"].runtime_for_prompt_tokens[\"256\"]\n"
        "warn $[\"acme/tiny\"].runtime_for_prompt_tokens.many: is no pair of a number of tokens "
        "and a number of seconds: left out\n"
        "run acme/large @ $[\"acme/large\"]\n"
        "score idealized/runtime_per_output_token 0.1 min [s] @ "
        "$[\"acme/large\"].runtime_per_output_token\n"
        "curve idealized/runtime_for_prompt_tokens by prompt_tokens x=1 0.2 [s] @ "
        "$[\"acme/large\"].runtime_for_prompt_tokens[\"1\"]\n"
        "warn $.note: has no runtimes: left out\nend\n");
    assert_fixture("helm-denoised.json", "helm-runtimes", "begin helm-runtimes nested\n"
        "run acme/tiny @ $[\"acme/tiny\"]\n"
        "score denoised/runtime_per_output_token 0.02 min [s] @ "
        "$[\"acme/tiny\"].runtime_per_output_token\n"
        "score denoised/overhead 0.237 min [s] @ $[\"acme/tiny\"].overhead\n"
        "curve denoised/runtime_for_prompt_tokens by prompt_tokens x=1 0.03 [s] @ "
        "$[\"acme/tiny\"].runtime_for_prompt_tokens[\"1\"]\nend\n");
}

static void
runtime_table(void **state)
{
    (void)state;
    assert_fixture("runtime-table.csv", "runtime-table", "begin runtime-table nested\n"
        "run tiny hardware=fast @ line 2\n"
        "curve idealized/runtime_for_prompt_tokens by prompt_tokens x=1 0.1 [s] @ line 2\n"
        "curve idealized/runtime_for_prompt_tokens by prompt_tokens x=512 0.3 [s] @ line 3\n"
        "score idealized/runtime_per_output_token 0.02 min [s] @ line 2\n"
        "run big hardware=fast @ line 4\n"
        "curve idealized/runtime_for_prompt_tokens by prompt_tokens x=1 0.4 [s] @ line 4\n"
        "warn line 6: is no pair of a number of tokens and a number of seconds: left out\n"
        "score idealized/runtime_per_output_token 0.05 min [s] @ line 4\n"
        "run tiny hardware=slow @ line 5\n"
        "curve idealized/runtime_for_prompt_tokens by prompt_tokens x=1 0.2 [s] @ line 5\n"
        "score idealized/runtime_per_output_token 0.04 min [s] @ line 5\nend\n");
}

static void
helm_training_cost(void **state)
{
    (void)state;
    assert_fixture("helm-training.json", "helm-training", "begin helm-training nested\n"
        "run acme/tiny @ $\n"
        "score training_energy 33.5 min [MWh] @ $.energy[\"acme/tiny\"].value\n"
        "score training_carbon 13.8 min [t] @ $.carbon[\"acme/tiny\"].value\n"
        "run acme/large @ $\n"
        "score training_carbon 500 min [t] @ $.carbon[\"acme/large\"].value\nend\n");
}

static void
helm_scenarios(void **state)
{
    (void)state;
    assert_fixture("helm-scenarios.csv", "helm-scenarios", "begin helm-scenarios wide\n"
        "warn column 7: has no name and no values: left out\n"
        "columns scenario:attribute|inference_runtime[s]|inference_idealized_runtime[s]|"
        "num_output_tokens|exact_match|y=x:ignore|column 7:ignore|model:model|task:task\n"
        "record 0 boolq:model=acme_tiny|0.6624|0.4075|1|0.7666666667|0.6624||acme_tiny|boolq\n"
        "record 1 mmlu:subject=law,method=joint,model=acme_tiny|0.25||1|0.5|0.25||acme_tiny|"
        "mmlu:subject=law,method=joint\n"
        "record 2 mmlu:subject=law,model=acme_large,groups=x|0.5||1||0.5||acme_large|"
        "mmlu:subject=law,groups=x\n"
        "warn record 3 (line 5): and maybe others: the scenario names no model\n"
        "record 3 synthetic:tokens=2|1.5||2||1.5||~|synthetic:tokens=2\nend\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lm_eval_0_3),
        cmocka_unit_test(lm_eval_0_4_0),
        cmocka_unit_test(lm_eval_0_4_3),
        cmocka_unit_test(lm_eval_by_time_stamp),
        cmocka_unit_test(helm_runtimes),
        cmocka_unit_test(runtime_table),
        cmocka_unit_test(helm_training_cost),
        cmocka_unit_test(helm_scenarios),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
