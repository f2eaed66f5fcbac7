/* test_fixtures.c - every fixture of tests/fixtures/list.txt: who recognises it, what comes
 * out, and what becomes of it when it is damaged.
 *
 * A reader's fixture joins by a line in that list. The list's formats/ are also compared word
 * for word with tests/oracle/format_reads.txt.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "recording.h"
#include "slowly.h"

#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"

enum { VARIANTS = 20 };

struct fixture { char *name, *path, *line; struct file_bytes bytes; };

static uint64_t seed = 1;

static size_t
pick(size_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return below == 0 ? 0 : (size_t)(seed >> 33) % below;
}

static FILE *
open_beside_source(const char *name)
{
    const char *top = getenv("top_srcdir");
    char *path = mem_printf("%s/%s", top == NULL ? "." : top, name);
    FILE *file = fopen(path, "r");

    if (file == NULL)
        fail_msg("%s is not there", path);
    free(path);
    return file;
}

/* The next line of the list that is no comment; false at its end. */
static bool
next_fixture(FILE *list, struct fixture *out)
{
    const char *top = getenv("top_srcdir");
    char line[512];

    while (fgets(line, sizeof line, list) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0')
            continue;
        out->line = mem_strdup(line);
        out->name = mem_strndup(line, strcspn(line, " "));
        out->path = mem_printf("%s/tests/fixtures/%s", top == NULL ? "." : top, out->name);
        if (!file_open_bytes(out->path, &out->bytes, NULL))
            fail_msg("%s is not there", out->path);
        return true;
    }
    return false;
}

static void
fixture_release(struct fixture *fixture)
{
    file_close_bytes(&fixture->bytes);
    free(fixture->line);
    free(fixture->name);
    free(fixture->path);
}

/* --- counts --- */

static char *
describe(const struct fixture *fixture)
{
    struct input input = {.name = fixture->path, .path = fixture->path,
        .data = fixture->bytes.data, .length = fixture->bytes.length};
    const struct reader *reader = reader_sniff(&input);
    struct recording r;
    struct error err = {0};
    char *text;

    recording_init(&r);
    if (reader == NULL)
        text = mem_printf("%s unrecognised", fixture->name);
    else if (!recording_read(&r, reader->name, fixture->path, fixture->bytes.data,
            fixture->bytes.length, NULL, &err))
        text = mem_printf("%s %s refused", fixture->name, reader->name);
    else
        text = mem_printf("%s %s %zu %zu %zu %zu %zu %zu %zu %zu %zu %zu", fixture->name,
            reader->name, r.n_columns, r.records, r.runs, r.scores, r.curves, r.items,
            r.requests, r.rejects, r.preferences, r.episodes);
    recording_release(&r);
    return text;
}

static void
fixtures_give_what_the_list_says(void **state)
{
    FILE *list = open_beside_source("tests/fixtures/list.txt");
    struct fixture fixture;

    (void)state;
    while (next_fixture(list, &fixture)) {
        char *got = describe(&fixture);

        assert_string_equal(got, fixture.line);
        free(got);
        fixture_release(&fixture);
    }
    fclose(list);
}

/* --- words --- */

static void
fixtures_are_read_word_for_word(void **state)
{
    FILE *list = open_beside_source("tests/fixtures/list.txt");
    FILE *file = open_beside_source("tests/oracle/format_reads.txt");
    struct strbuf wanted, got;
    struct fixture fixture;
    char line[4096];

    (void)state;
    strbuf_init(&wanted);
    strbuf_init(&got);
    while (fgets(line, sizeof line, file) != NULL)
        strbuf_puts(&wanted, line);
    while (next_fixture(list, &fixture)) {
        struct recording recording;

        if (strncmp(fixture.name, "formats/", 8) == 0) {
            recording_init(&recording);
            assert_true(recording_read(&recording, NULL, fixture.path, fixture.bytes.data,
                fixture.bytes.length, NULL, NULL));
            strbuf_printf(&got, "== %s\n%s", fixture.name, recording.text.data);
            recording_release(&recording);
        }
        fixture_release(&fixture);
    }
    if (getenv("PARETOP_SHOW_READS") != NULL)
        fputs(got.data, stdout);            /* print_message cuts it */
    assert_string_equal(got.data, wanted.data);
    strbuf_release(&wanted);
    strbuf_release(&got);
    fclose(list);
    fclose(file);
}

/* --- damage --- */

/* From some place on the first byte of a set, or the end. */
static size_t
find_byte(const struct strbuf *bytes, const char *set)
{
    size_t at = pick(bytes->length);

    for (size_t i = 0; i < bytes->length; i++, at = (at + 1) % bytes->length)
        if (bytes->data[at] != '\0' && strchr(set, bytes->data[at]) != NULL)
            return at;
    return bytes->length;
}

static size_t
digits_at(const struct strbuf *bytes, size_t at)
{
    size_t n = 0;

    while (at + n < bytes->length && strchr("0123456789.eE+-", bytes->data[at + n]) != NULL
        && bytes->data[at + n] != '\0')
        n++;
    return n;
}

static void
double_a_line(struct strbuf *bytes)
{
    size_t start = find_byte(bytes, "\n"), end;
    char *line;

    start = start < bytes->length ? start + 1 : 0;
    for (end = start; end < bytes->length && bytes->data[end] != '\n';)
        end++;
    end += end < bytes->length;
    line = mem_strndup(bytes->data + start, end - start);
    recording_splice(bytes, start, 0, line);
    free(line);
}

/* What is wrong with a variant, for the message. */
static const char *
damage(struct strbuf *bytes, size_t variant)
{
    static const char *const huge[] = {"1e999", "-1e999", "123456789012345678901234567890",
        "1e-400"};
    static const char *const wrong[] = {"\"text\"", "null", "[]", "{\"a\":1}"};
    static const char *const bad[] = {"\xFF\xFE", "\xC3", "\xED\xA0\x80"};
    size_t at = pick(bytes->length), length;

    if (variant < 5) {
        bytes->length = at;
        bytes->data[at] = '\0';
        return "cut";
    }
    if (variant < 9) {
        for (size_t times = 1 + pick(3); times > 0; times--)
            bytes->data[pick(bytes->length)] ^= (char)(1 << pick(8));
        return "flipped";
    }
    if (variant < 11) {
        double_a_line(bytes);
        return "a line doubled";
    }
    if (variant < 13) {
        at = find_byte(bytes, ":[,");
        for (size_t depth = variant == 11 ? 100 : 5000; depth > 0; depth--)
            recording_splice(bytes, at < bytes->length ? at + 1 : at, 0, variant == 11 ? "[" : "{\"a\":");
        return "nested";
    }
    at = find_byte(bytes, "0123456789");
    length = digits_at(bytes, at);
    if (variant < 16) {
        recording_splice(bytes, at, length, huge[pick(4)]);
        return "a huge number";
    }
    if (variant < 18) {
        recording_splice(bytes, at, length, wrong[pick(4)]);
        return "a wrong type";
    }
    recording_splice(bytes, pick(bytes->length), 0, bad[pick(3)]);
    return "no UTF-8";
}

/* Whether it is a list of complete values: a file that is appended to may be cut between two. */
static bool
is_whole_values(const struct strbuf *bytes)
{
    size_t at = 0, used;
    struct json_span value;

    while (at < bytes->length) {
        if (!json_scan(bytes->data + at, bytes->length - at, NULL, NULL, &value, &used, NULL, NULL))
            return false;
        at += used;
    }
    return at > 0;
}

static void
read_damaged(const struct fixture *fixture, const struct strbuf *bytes, const char *how,
    bool lenient)
{
    struct read_options options = {.lenient = lenient};
    struct recording recording;
    struct error err = {0};
    char *copy = mem_alloc(bytes->length);       /* its end is the end of the memory */
    struct input input = {.name = fixture->path, .path = fixture->path, .data = copy,
        .length = bytes->length};
    const struct reader *reader;
    bool good;

    memcpy(copy, bytes->data, bytes->length);
    reader = reader_sniff(&input);
    recording_init(&recording);
    good = reader != NULL && recording_read(&recording, reader->name, fixture->path, copy,
        bytes->length, &options, &err);
    if (reader != NULL && !good && (err.kind == ERROR_NONE || err.message[0] == '\0'))
        fail_msg("%s, %s: refused without a word", fixture->name, how);
    /* JSON that is cut is never taken for whole, unless it was several values. */
    if (good && strcmp(how, "cut") == 0 && strstr(fixture->name, ".json") != NULL
        && strstr(fixture->name, ".jsonl") == NULL && !is_whole_values(bytes))
        fail_msg("%s: cut at %zu, but read", fixture->name, bytes->length);
    recording_release(&recording);
    free(copy);
}

/* Whether what is left out is blank: then nothing was cut. */
static bool
is_blank_after(const struct fixture *fixture, size_t length)
{
    for (size_t i = length; i < fixture->bytes.length; i++)
        if (strchr(" \t\r\n", fixture->bytes.data[i]) == NULL || fixture->bytes.data[i] == '\0')
            return false;
    return true;
}

/* PARETOP_DAMAGE=20 damages every file twenty times as often. */
static void
damaged_fixtures_end_in_order(void **state)
{
    FILE *list = open_beside_source("tests/fixtures/list.txt");
    const char *rounds = getenv("PARETOP_DAMAGE");
    size_t n = VARIANTS * (rounds == NULL ? 1 : strtoul(rounds, NULL, 10));
    size_t step = runs_under_valgrind() ? 3 : 1;
    struct fixture fixture;

    (void)state;
    while (next_fixture(list, &fixture)) {
        for (size_t variant = 0; variant < n; variant += step) {
            struct strbuf bytes;
            const char *how;

            strbuf_init(&bytes);
            strbuf_add(&bytes, fixture.bytes.data, fixture.bytes.length);
            how = damage(&bytes, variant % VARIANTS);
            if (variant % VARIANTS >= 5 || !is_blank_after(&fixture, bytes.length))
                for (int lenient = 0; lenient < 2; lenient++)
                    read_damaged(&fixture, &bytes, how, lenient == 1);
            strbuf_release(&bytes);
        }
        fixture_release(&fixture);
    }
    fclose(list);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixtures_give_what_the_list_says),
        cmocka_unit_test(fixtures_are_read_word_for_word),
        cmocka_unit_test(damaged_fixtures_end_in_order),
    };

    return cmocka_run_group_tests(tests, recording_teach, recording_forget);
}
