/* test_read_harness.c - files of evaluation harnesses, logs and judgements: what each fixture
 * is recognised as, how much comes out of it, and lines of it that must be among that. */
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

struct counts { size_t runs, scores, items, requests, warnings; };

static void
assert_counts(const struct recording *recording, const struct counts *expected)
{
    struct counts got = {recording->runs, recording->scores, recording->items,
        recording->requests, recording->warnings};

    if (memcmp(&got, expected, sizeof got) != 0)
        fail_msg("runs %zu, scores %zu, items %zu, requests %zu, warnings %zu:\n%s", got.runs,
            got.scores, got.items, got.requests, got.warnings, recording->text.data);
}

/* lines is a NULL-terminated list; each must be a whole line of the recording. */
static void
assert_file(const char *name, const char *reader, const struct counts *counts,
    const char *const *lines)
{
    const char *top = getenv("top_srcdir");
    char *path = mem_printf("%s/tests/fixtures/harness/%s", top == NULL ? "." : top, name);
    struct recording recording;
    struct file_bytes bytes;
    struct error err = {0};
    struct input input = {.name = path, .path = path};

    assert_true(file_open_bytes(path, &bytes, &err));
    input.data = bytes.data;
    input.length = bytes.length;
    assert_non_null(reader_sniff(&input));
    assert_string_equal(reader_sniff(&input)->name, reader);
    recording_init(&recording);
    if (!recording_read(&recording, NULL, path, bytes.data, bytes.length, NULL, &err))
        fail_msg("%s", err.message);
    assert_counts(&recording, counts);
    for (size_t i = 0; lines != NULL && lines[i] != NULL; i++) {
        char *line = mem_printf("\n%s\n", lines[i]);

        if (strstr(recording.text.data, line) == NULL)
            fail_msg("no line \"%s\" in:\n%s", lines[i], recording.text.data);
        free(line);
    }
    recording_release(&recording);
    file_close_bytes(&bytes);
    free(path);
}

/* --- lm-evaluation-harness --- */

static void
lm_eval_samples(void **state)
{
    static const char *const parity[] = {
        "run acme/tiny-7b precision=bfloat16 seed=0 date=2026-03-01T10:00:00Z n_shot=0 @ $",
        "item parity/acc 3-43bb00d0ce7790a5 0 @ line 4", NULL};
    static const char *const sums[] = {
        "run acme/tiny-7b precision=bfloat16 seed=0 date=2026-03-01T10:00:00Z n_shot=2 @ $",
        "item sums/exact_match,strict-match 0-ec18eac8d758b1eb 1 @ line 1",
        "item sums/exact_match,flexible-extract 0-ec18eac8d758b1eb 1 @ line 13", NULL};

    (void)state;
    assert_file("lm-eval/acme__tiny-7b/samples_parity_2026-03-01T10-00-00.000001.jsonl",
        "lm-eval-samples", &(struct counts){.runs = 1, .items = 12}, parity);
    assert_file("lm-eval/acme__tiny-7b/samples_sums_2026-03-01T10-00-00.000001.jsonl",
        "lm-eval-samples", &(struct counts){.runs = 1, .items = 24}, sums);
}

static const char old_samples[] =
    "{\"doc_id\": 0, \"target\": \"a\", \"resps\": [], \"acc\": true, \"ppl\": [-1.5, 3]}\n"
    "{\"doc_id\": 1, \"target\": \"b\", \"resps\": [], \"acc\": false, \"ppl\": [-2.5, 4]}\n";

static void
recording_of(struct recording *recording, const char *name, const char *text, bool lenient,
    bool good)
{
    const struct read_options options = {.lenient = lenient};
    struct error err = {0};

    recording_init(recording);
    if (recording_read(recording, NULL, name, text, strlen(text), &options, &err) != good)
        fail_msg("%s: %s", name, good ? err.message : recording->text.data);
}

/* Without results beside them: model from the folder, task from the name, and it is said. */
static void
lm_eval_samples_alone(void **state)
{
    struct recording recording;

    (void)state;
    recording_of(&recording, "nowhere/acme__old-1b/samples_letters_2024-05-01T00-00-00.0.jsonl",
        old_samples, false, true);
    assert_string_equal(recording.text.data, "begin lm-eval-samples nested\n"
        "warn ~: no results file lies beside these samples: model and task are taken from the "
        "path, shots and precision are unknown\n"
        "run acme__old-1b @ $\n"
        "item letters/acc 0-ac8d8342bbb2362d 1 @ line 1\n"
        "warn line 1: \"ppl\" is a list in each sample, which has no value by itself: it is left "
        "out\n"
        "item letters/acc 1-c100f95c1913f9c7 0 @ line 2\n"
        "end\n");
    recording_release(&recording);
}

static void
lm_eval_samples_damaged(void **state)
{
    static const char cut[] = "{\"doc_id\": 0, \"resps\": [], \"acc\": 1}\n{\"doc_id\": 1, \"re";
    struct recording recording;

    (void)state;
    recording_of(&recording, "m/samples_x.jsonl", cut, false, false);
    recording_release(&recording);
    recording_of(&recording, "m/samples_x.jsonl", cut, true, true);
    assert_int_equal(recording.items, 1);
    assert_int_equal(recording.rejects, 1);
    recording_release(&recording);
}

/* --- HELM --- */

#define HELM "helm/letters-subject=vowels,method=joint,model=acme_tiny/"
#define HELM_RUN "run acme/tiny n_shot=3 method=joint temperature=0 limit=5 provider=acmehost " \
    "split=test @ $"

/* Of the test split and without perturbation; what was not measured is no score. */
static void
helm_runs(void **state)
{
    static const char *const stats[] = {HELM_RUN,
        "score letters:subject=vowels/exact_match 0.75 n=4 max @ $[2].mean",
        "score letters:subject=vowels/inference_runtime 0.625 n=4 min [s] @ $[6].mean", NULL};
    static const char *const instances[] = {HELM_RUN,
        "item letters:subject=vowels/exact_match id2 0 @ $[2].stats[0]",
        "item letters:subject=vowels/inference_runtime id3 0.75 @ $[3].stats[1]", NULL};
    static const char *const requests[] = {HELM_RUN,
        "request out=2 s=0.5 @ $.request_states[0]",
        "request out=2 @ $.request_states[1]", NULL};

    (void)state;
    assert_file(HELM "stats.json", "helm-run", &(struct counts){.runs = 1, .scores = 5}, stats);
    assert_file(HELM "per_instance_stats.json", "helm-run",
        &(struct counts){.runs = 1, .items = 8}, instances);
    assert_file(HELM "scenario_state.json", "helm-run",
        &(struct counts){.runs = 1, .requests = 2}, requests);
    assert_file(HELM "run_spec.json", "helm-run", &(struct counts){0}, NULL);
    assert_file(HELM "scenario.json", "helm-run", &(struct counts){0}, NULL);
}

/* --- Inspect --- */

#define RIDDLES "run acme/small date=2025-03-01T12:00:00+01:00 task_version=2 run_id=r1 " \
    "effort=high temperature=0.5 limit=4 epochs=2 status="

static void
inspect_versions(void **state)
{
    static const char *const first[] = {
        "score riddles/accuracy max status=2 @ $.results.metrics.accuracy.value",
        "score riddles/duration 3630 min [s] @ $.stats.completed_at",
        "item riddles/accuracy 2 0.5 @ $.samples[1]", NULL};
    static const char *const second[] = {RIDDLES "cancelled @ $",
        "warn $.status: the run's status is \"cancelled\" after 4 of 50 samples",
        "score riddles/accuracy,match 0.75 se=0.25 n=2 max @ "
        "$.results.scores[0].metrics.accuracy.value",
        "score riddles/mean,rubric 3.5 sd=1.25 n=2 @ $.results.scores[1].metrics.mean.value",
        "score riddles/total_tokens 66 min [token] @ "
        "$.stats.model_usage[\"acme/small\"].total_tokens",
        "score riddles/total_tokens,acme/judge 2020 min [token] @ "
        "$.stats.model_usage[\"acme/judge\"].total_tokens",
        "score riddles/duration 42 min [s] @ $.stats.completed_at",
        "item riddles/mean,rubric 2 3 @ $.samples[1]",
        "item riddles/mean,rubric,facts 1 1 @ $.samples[2]",
        "request in=20 out=2 s=1 @ $.samples[3]", NULL};

    (void)state;
    assert_file("inspect/v1-nan.json", "inspect", &(struct counts){.runs = 1, .scores = 5,
        .items = 2, .warnings = 1}, first);
    assert_file("inspect/v2-cancelled.json", "inspect", &(struct counts){.runs = 1, .scores = 9,
        .items = 8, .requests = 4, .warnings = 2}, second);
}

/* The archive says the same as the JSON; one without a header is a run that never ended. */
static void
inspect_archives(void **state)
{
    static const char *const whole[] = {RIDDLES "cancelled @ $",
        "item riddles/mean,rubric 2 3 @ samples/2_epoch_1.json $", NULL};
    static const char *const crashed[] = {RIDDLES "started @ $",
        "warn ~: the log was never finished: it has no header.json",
        "score riddles/accuracy status=8 @ $.results",
        "item riddles/accuracy 1 1 @ samples/1_epoch_1.json $",
        "item riddles/rubric 1 4 @ samples/1_epoch_1.json $", NULL};

    (void)state;
    assert_file("inspect/v2-cancelled.eval", "inspect", &(struct counts){.runs = 1, .scores = 9,
        .items = 8, .requests = 4, .warnings = 2}, whole);
    assert_file("inspect/crashed.eval", "inspect", &(struct counts){.runs = 1, .scores = 1,
        .items = 2, .requests = 1, .warnings = 2}, crashed);
}

/* --- Every Eval Ever --- */

/* Direction, interval and samples are what the document states; a score beyond its own range
 * is said. Instances find their metric in the document beside them. */
static void
every_eval_ever(void **state)
{
    static const char *const document[] = {
        "run acme/tiny provider=acmehost engine=spin date=2026-03-01 @ $",
        "score riddles/accuracy 0.75 se=0.25 sd=0.5 lo=0.25 hi=0.96875 n=4 max @ "
        "$.evaluation_results[0].score_details.score",
        "warn $.evaluation_results[1]: the score 104.5 is outside of its stated range, 0 to 100",
        "score echo/wer 104.5 min [%] @ $.evaluation_results[1].score_details.score", NULL};
    static const char *const instances[] = {"run acme/tiny @ line 1 $",
        "item riddles/accuracy q2-0000000000000000 0 @ line 3 $",
        "request in=31 out=5 s=0.25 first=0.125 @ line 2 $",
        "request error=timeout @ line 4 $", NULL};

    (void)state;
    assert_file("every-eval-ever/riddles.json", "every-eval-ever",
        &(struct counts){.runs = 1, .scores = 2, .warnings = 1}, document);
    assert_file("every-eval-ever/riddles_samples.jsonl", "every-eval-ever-instances",
        &(struct counts){.runs = 1, .items = 4, .requests = 4}, instances);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lm_eval_samples),
        cmocka_unit_test(lm_eval_samples_alone),
        cmocka_unit_test(lm_eval_samples_damaged),
        cmocka_unit_test(helm_runs),
        cmocka_unit_test(inspect_versions),
        cmocka_unit_test(inspect_archives),
        cmocka_unit_test(every_eval_ever),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
