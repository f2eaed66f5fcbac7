/* test_read_runtime.c - reports of serving, speed, energy, training and price tools: each
 * fixture is recognised by its content, and gives what stands in the file beside it,
 * NAME.expected, which was printed once and read through against the fixture. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "recording.h"
#include "skip.h"

#include "base/file.h"
#include "base/memory.h"

struct fixture { const char *name, *reader; };

static const struct fixture fixtures[] = {
    {"vllm-serve.json", "vllm"},
    {"vllm-failed.json", "vllm"},
    {"vllm-append.json", "vllm"},
    {"vllm-cut.json", "vllm"},
    {"SERVE--max_num_seqs=8-BENCH--max_concurrency=2-num_prompts=8/summary.json", "vllm"},
    {"sglang_tiny_7b_online.jsonl", "sglang"},
    {"llama-bench.json", "llama-bench"},
    {"llama-bench.jsonl", "llama-bench"},
    {"llama-bench.csv", "llama-bench"},
    {"llama-bench.sql", "llama-bench"},
    {"llama-bench.md", "llama-bench"},
    {"llama-bench-2023.md", "llama-bench"},
    {"llama-bench-log.txt", "llama-bench"},
    {"llama-benchy.md", "llama-bench"},
    {"aiperf.jsonl", "aiperf"},
    {"genai-perf.csv", "genai-perf"},
    {"genai-perf-ns.csv", "genai-perf"},
    {"emissions-v3.csv", "codecarbon"},
    {"emissions-v1.csv", "codecarbon"},
    {"tiny-asr/all_results.json", "hf-trainer"},
    {"hyperfine.json", "hyperfine"},
    {"pytest-benchmark.json", "pytest-benchmark"},
    {"google-benchmark.json", "google-benchmark"},
    {"tiny-awq.benchmark_report.json", "optimum-report"},
    {"optimum.json", "optimum-benchmark"},
    {"guidellm-config.json", "guidellm-config"},
    {"guidellm.json", "guidellm"},
    {"llmperf_tiny.json", "llmperf-requests"},
    {"llmperf-loads.json", "llmperf-loads"},
    {"llmperf.json", "llmperf"},
    {"llm-prices.json", "llm-prices"},
    {"openrouter.json", "openrouter"},
    {"models-dev.json", "models-dev"},
    {"litellm.json", "litellm"},
};

static char *
fixture_path(const char *name, const char *ending)
{
    const char *top = getenv("top_srcdir");

    return mem_printf("%s/tests/fixtures/runtime/%s%s", top == NULL ? "." : top, name, ending);
}

/* What the reader found by sniffing makes of the fixture; an error is its text. */
static char *
read_fixture(const struct fixture *fixture, const char *bytes, size_t length)
{
    struct recording recording;
    struct error err = {0};
    struct input input = {.name = fixture->name, .path = fixture->name, .data = bytes,
        .length = length};
    const struct reader *reader = reader_sniff(&input);
    char *text;

    if (reader == NULL || strcmp(reader->name, fixture->reader) != 0)
        fail_msg("%s is taken for %s", fixture->name, reader == NULL ? "nothing" : reader->name);
    recording_init(&recording);
    if (recording_read(&recording, NULL, fixture->name, bytes, length, NULL, &err))
        text = mem_strdup(recording.text.data);
    else
        text = mem_printf("refused: %s\n", err.message);
    recording_release(&recording);
    return text;
}

static void
check_fixture(const struct fixture *fixture)
{
    char *path = fixture_path(fixture->name, ""),
        *expected_path = fixture_path(fixture->name, ".expected");
    struct file_bytes bytes, expected;
    struct error err = {0};
    char *got, *want;

    if (!file_open_bytes(path, &bytes, &err))
        fail_msg("%s", err.message);
    got = read_fixture(fixture, bytes.data, bytes.length);
    if (getenv("PARETOP_SHOW") != NULL)
        fprintf(stderr, "== %s\n%s", fixture->name, got);
    if (!file_open_bytes(expected_path, &expected, &err))
        fail_msg("%s", err.message);
    want = mem_strndup(expected.data, expected.length);
    if (strcmp(got, want) != 0)
        fprintf(stderr, "== %s\n", fixture->name);
    assert_string_equal(got, want);
    free(got);
    free(want);
    file_close_bytes(&expected);
    file_close_bytes(&bytes);
    free(expected_path);
    free(path);
}

static void
fixtures_give_what_stands_beside_them(void **state)
{
    char *formats = fixture_path("", "../../../share/formats");

    (void)state;
    reader_teach_folder(formats, NULL, NULL);
    free(formats);
    for (size_t i = 0; i < sizeof fixtures / sizeof fixtures[0]; i++)
        check_fixture(&fixtures[i]);
    reader_forget_taught();
}

/* --- real files --- */

/* Reads a real file; the caller releases the recording. */
static bool
record_file(const char *path, bool quiet, struct recording *recording, const char **format)
{
    struct file_bytes bytes;
    struct error err = {0};
    struct input input = {.name = path, .path = path};
    const struct reader *reader;
    bool good;

    recording_init(recording);
    recording->quiet = quiet;
    if (!file_open_bytes(path, &bytes, NULL))
        return false;
    input.data = bytes.data;
    input.length = bytes.length;
    reader = reader_sniff(&input);
    *format = reader == NULL ? "nothing" : reader->name;
    good = reader != NULL && recording_read(recording, reader->name, path, bytes.data,
        bytes.length, NULL, &err);
    file_close_bytes(&bytes);
    return good;
}

static void
real_files_give_what_was_counted(void **state)
{
    const char *shared = getenv("PARETOP_SHARED"), *format = "";
    char *list, *formats, line[512];
    FILE *file;

    (void)state;
    if (shared == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    list = fixture_path("", "../../oracle/runtime_reads.txt");
    formats = fixture_path("", "../../../share/formats");
    reader_teach_folder(formats, NULL, NULL);
    file = fopen(list, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        struct recording recording;
        char *name, *path, *got;

        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#')
            continue;
        name = mem_strndup(line, strcspn(line, " "));
        path = mem_printf("%s/data/%s", shared, name);
        assert_true(record_file(path, true, &recording, &format));
        got = mem_printf("%s %s %zu %zu %zu", name, format, recording.runs, recording.scores,
            recording.requests);
        assert_string_equal(got, line);
        recording_release(&recording);
        free(got);
        free(path);
        free(name);
    }
    fclose(file);
    reader_forget_taught();
    free(list);
    free(formats);
}

/* A column of a row of oracles/stats_expected.csv, whose places may hold quoted commas. */
static double
expected_statistic(const char *shared, const char *array, size_t from_end)
{
    char *path = mem_printf("%s/oracles/stats_expected.csv", shared), line[2048];
    FILE *file = fopen(path, "r");
    double value = NAN;

    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        char *at = line + strlen(line);

        if (strncmp(line, array, strlen(array)) != 0 || line[strlen(array)] != ',')
            continue;
        for (size_t i = 0; i < from_end && at > line; i++)
            for (at--; at > line && *at != ','; at--)
                continue;
        value = strtod(at + 1, NULL);
    }
    fclose(file);
    free(path);
    return value;
}

/* The number behind " sd=" or, with a blank, the value of the score that begins a line so. */
static double
recorded_number(const struct recording *recording, const char *score, const char *label)
{
    const char *at = strstr(recording->text.data, score), *end;

    assert_non_null(at);
    at += strlen(score);
    end = at + strcspn(at, "\n");
    if (*label != '\0') {
        at = strstr(at, label);
        assert_true(at != NULL && at < end);
        at += strlen(label);
    }
    return strtod(at, NULL);
}

/* Columns counted from the end of a row. */
enum { SD_SAMPLE = 18, SD_POPULATION = 20, MEAN = 25 };

/* All arrays whose files are there, but tokens per second of llama-bench, which are rounded in the
 * file and here computed from the nanoseconds. */
static void
deviations_are_those_of_the_arrays(void **state)
{
    static const struct {
        const char *array, *file, *score;
        size_t column;
        double factor;
    } cases[] = {
        {"llamabench_step35_0_ns", "llama-bench/step35-flash_rocm72.json",
            "\nscore pp512/duration ", SD_SAMPLE, 1},
        {"llamabench_step35_10_ns", "llama-bench/step35-flash_rocm72.json",
            "\nscore pp512 @ d131072/duration ", SD_SAMPLE, 1},
        {"llmperf_together_7b_e2e", "llmperf/summary/together_7b.json",
            "\nscore mean_e2el_ms ", SD_SAMPLE, 1000},
        {"llmperf_bedrock_70b_e2e", "llmperf/summary/bedrock_70b.json",
            "\nscore mean_e2el_ms ", SD_SAMPLE, 1000},
        {"optimum_llama_awq_prefill", "optimum-benchmark/llama_awq.benchmark_report.json",
            "\nscore prefill/latency ", SD_POPULATION, 1},
        {"optimum_llama_awq_per_token", "optimum-benchmark/llama_awq.benchmark_report.json",
            "\nscore per_token/latency ", SD_POPULATION, 1},
        {"llmperf_together_7b_ttft", "llmperf/summary/together_7b.json",
            "\nscore mean_ttft_ms ", SD_SAMPLE, 1000},
        {"llmperf_bedrock_70b_ttft", "llmperf/summary/bedrock_70b.json",
            "\nscore mean_ttft_ms ", SD_SAMPLE, 1000},
        {"optimum_llama_awq_decode", "optimum-benchmark/llama_awq.benchmark_report.json",
            "\nscore decode/latency ", SD_POPULATION, 1},
        {"guidellm_request_latency", "guidellm/benchmarks_v0.3.json",
            "\nscore mean_e2el_ms ", SD_POPULATION, 1000},
    };
    const char *shared = getenv("PARETOP_SHARED"), *format;
    char *formats;

    (void)state;
    if (shared == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    formats = fixture_path("", "../../../share/formats");
    reader_teach_folder(formats, NULL, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *path = mem_printf("%s/data/%s", shared, cases[i].file);
        double sd = expected_statistic(shared, cases[i].array, cases[i].column)
            * cases[i].factor;
        double mean = expected_statistic(shared, cases[i].array, MEAN) * cases[i].factor;
        struct recording recording;

        assert_true(record_file(path, false, &recording, &format));
        if (strstr(recording.text.data, cases[i].score) == NULL)
            fail_msg("%s: no such score", cases[i].array);
        if (!(fabs(recorded_number(&recording, cases[i].score, " sd=") - sd) <= 1e-9 * sd)
            || !(fabs(recorded_number(&recording, cases[i].score, "") - mean) <= 1e-9 * mean))
            fail_msg("%s: %.17g and %.17g wanted", cases[i].array, mean, sd);
        recording_release(&recording);
        free(path);
    }
    reader_forget_taught();
    free(formats);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixtures_give_what_stands_beside_them),
        cmocka_unit_test(real_files_give_what_was_counted),
        cmocka_unit_test(deviations_are_those_of_the_arrays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
