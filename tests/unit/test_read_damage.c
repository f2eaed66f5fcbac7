/* test_read_damage.c - damaged inputs: cut, flipped, doubled, nested. Whatever happens to
 * them, a reader ends, in order, and says why if it refuses. Deterministic. */
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

static const char *const fixtures[] = {"lm-eval-0.3.json", "lm-eval-0.4.0.json",
    "lm-eval-0.4.3.json", "lm-eval-stamped.json", "helm-idealized.json", "helm-denoised.json",
    "helm-training.json", "helm-scenarios.csv", "ragged.csv"};

enum { ROUNDS = 150 };

static uint64_t seed = 1;

static size_t
pick(size_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(seed >> 33) % below;
}

static void
read_with(const char *reader, const char *data, size_t length)
{
    struct recording recording;
    struct read_options options = {.lenient = pick(2) == 0};
    struct error err = {0};

    recording_init(&recording);
    if (!recording_read(&recording, reader, "x/damaged", data, length, &options, &err)) {
        assert_int_not_equal(err.kind, ERROR_NONE);
        assert_true(err.message[0] != '\0');
    }
    recording_release(&recording);
}

/* By the reader that content chooses, and by each that a user might force on it. */
static void
read_damaged(const char *data, size_t length)
{
    size_t n;
    const struct reader *const *readers = reader_all(&n);
    char *copy = mem_alloc(length);          /* its end is the end of the memory */

    memcpy(copy, data, length);
    read_with(NULL, copy, length);
    read_with(readers[pick(n)]->name, copy, length);
    free(copy);
}

static void
damage(struct strbuf *bytes)
{
    static const char *const pieces[] = {"\"", "{", "}", "[", "]", ",", ":", "\n", "\r", ";",
        "null", "NaN", "1e999", "-1e-999", "123456789012345678901234567890", "\"acc\": \"x\",",
        "true", "[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "\xFF\xFE", "\xC3", "\\u0000", "\"results\":",
        "\"config\": 1,", "\t", ",,,,,,", "\"\"", "model="};
    size_t at = pick(bytes->length + 1);

    switch (pick(5)) {
    case 0:
        bytes->length = at;                                     /* cut */
        break;
    case 1:
        if (at < bytes->length)
            bytes->data[at] = (char)(bytes->data[at] ^ (1 << pick(8)));
        break;
    case 2:
        if (at < bytes->length)
            recording_splice(bytes, at, 1 + pick(bytes->length - at < 16 ? bytes->length - at : 16), "");
        break;
    default:
        recording_splice(bytes, at, 0, pieces[pick(sizeof pieces / sizeof pieces[0])]);
    }
}

static void
damaged_fixtures(void **state)
{
    const char *top = getenv("top_srcdir");

    (void)state;
    for (size_t i = 0; i < sizeof fixtures / sizeof fixtures[0]; i++) {
        char *path = mem_printf("%s/tests/fixtures/read/%s", top == NULL ? "." : top,
            fixtures[i]);
        struct file_bytes file;

        assert_true(file_open_bytes(path, &file, NULL));
        for (size_t round = 0; round < ROUNDS; round++) {
            struct strbuf bytes;

            strbuf_init(&bytes);
            strbuf_add(&bytes, file.data, file.length);
            for (size_t times = 1 + pick(4); times > 0 && bytes.length > 0; times--)
                damage(&bytes);
            read_damaged(bytes.data, bytes.length);
            strbuf_release(&bytes);
        }
        file_close_bytes(&file);
        free(path);
    }
}

static void
read_repeated(const char *piece, size_t times)
{
    struct strbuf bytes;

    strbuf_init(&bytes);
    for (size_t i = 0; i < times; i++)
        strbuf_puts(&bytes, piece);
    read_damaged(bytes.data, bytes.length);
    strbuf_release(&bytes);
}

static void
deep_and_endless(void **state)
{
    (void)state;
    read_repeated("[", 100000);
    read_repeated("{\"a\":", 100000);
    read_repeated("[{\"results\":", 50000);
    read_repeated("\"", 100001);
    read_repeated(",", 100000);
    read_repeated("a,b\n", 20000);
    read_repeated("{\"m\":1}", 20000);
    read_repeated("\n", 100000);
    read_repeated("\\", 1000);
}

/* Values of a wrong type must not become numbers. */
static void
wrong_types_are_no_numbers(void **state)
{
    static const char text[] = "{\"results\": {\"t\": {\"acc\": \"0.5x\", \"acc_norm\": [1], "
        "\"f1\": true, \"ppl\": {\"mean\": {\"deep\": 1}}, \"em\": null}, \"u\": 7}, "
        "\"config\": {\"model_args\": 5}, \"versions\": []}";
    struct recording recording;

    (void)state;
    recording_init(&recording);
    assert_true(recording_read(&recording, "lm-eval", "a.json", text, sizeof text - 1, NULL, NULL));
    assert_int_equal(recording.scores, 0);
    recording_release(&recording);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_fixtures),
        cmocka_unit_test(deep_and_endless),
        cmocka_unit_test(wrong_types_are_no_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
