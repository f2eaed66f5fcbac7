/* test_read_runtime.c - reports of serving, speed, energy, training and price tools: each
 * fixture is recognised by its content, and gives what stands in the file beside it,
 * NAME.expected, which was written by hand from the fixture. */
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

struct fixture { const char *name, *reader; };

static const struct fixture fixtures[] = {
    {"vllm-serve.json", "vllm"},
    {"vllm-failed.json", "vllm"},
    {"vllm-append.json", "vllm"},
    {"SERVE--max_num_seqs=8-BENCH--max_concurrency=2-num_prompts=8/summary.json", "vllm"},
    {"sglang_tiny_7b_online.jsonl", "sglang"},
    {"llama-bench.json", "llama-bench"},
    {"llama-bench.jsonl", "llama-bench"},
    {"llama-bench.csv", "llama-bench"},
    {"llama-bench.sql", "llama-bench"},
    {"llama-bench.md", "llama-bench"},
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
    (void)state;
    for (size_t i = 0; i < sizeof fixtures / sizeof fixtures[0]; i++)
        check_fixture(&fixtures[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixtures_give_what_stands_beside_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
