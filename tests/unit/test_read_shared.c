/* test_read_shared.c - real files, where PARETOP_SHARED has them: each is recognised by its
 * content, and gives as many records, scores and points as were counted outside the program
 * (tests/oracle/shared_reads.txt). */
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

static char *
describe(const char *path, const char *name)
{
    struct recording recording;
    struct file_bytes bytes;
    struct input input = {.name = path, .path = path};
    const struct reader *reader;
    struct error err = {0};
    char *text;

    if (!file_open_bytes(path, &bytes, NULL))
        return mem_printf("%s is not there", name);
    input.data = bytes.data;
    input.length = bytes.length;
    reader = reader_sniff(&input);
    recording_init(&recording);
    recording.quiet = true;
    if (reader == NULL)
        text = mem_printf("%s unrecognised", name);
    else if (!recording_read(&recording, reader->name, path, bytes.data, bytes.length, NULL,
            &err))
        text = mem_printf("%s %s refused", name, reader->name);
    else
        text = mem_printf("%s %s %zu %zu %zu %zu %zu %zu %zu %zu %zu", name, reader->name,
            recording.n_columns, recording.records, recording.runs, recording.scores,
            recording.curves, recording.items, recording.rejects, recording.preferences,
            recording.episodes);
    recording_release(&recording);
    file_close_bytes(&bytes);
    return text;
}

static void
real_files_give_what_was_counted(void **state)
{
    const char *shared = getenv("PARETOP_SHARED"), *top = getenv("top_srcdir");
    char *list = mem_printf("%s/tests/oracle/shared_reads.txt", top == NULL ? "." : top);
    char line[512];
    FILE *file;
    size_t files = 0;

    (void)state;
    if (shared == NULL) {
        free(list);
        SKIP_TEST("PARETOP_SHARED is not set");
    }
    file = fopen(list, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        char *name, *path, *got;

        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#')
            continue;
        name = mem_strndup(line, strcspn(line, " "));
        path = mem_printf("%s/data/%s", shared, name);
        got = describe(path, name);
        assert_string_equal(got, line);
        free(got);
        free(path);
        free(name);
        files++;
    }
    fclose(file);
    free(list);
    assert_true(files > 80);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_files_give_what_was_counted),
    };

    return cmocka_run_group_tests(tests, recording_teach, recording_forget);
}
