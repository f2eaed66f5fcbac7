/* test_progress.c - the line that says how far an import is. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "session/progress.h"

static void
assert_line(const struct import_progress *progress, double seconds, size_t columns,
    const char *expected)
{
    struct strbuf line;

    strbuf_init(&line);
    progress_line(&line, progress, seconds, columns, true);
    assert_string_equal(line.data, expected);
    strbuf_release(&line);
}

static void
everything_that_is_known(void **state)
{
    struct import_progress progress = { .file = "results/a.csv", .files_done = 1,
        .bytes_done = 25000000, .bytes_total = 100000000, .records = 1200 };

    (void)state;
    assert_line(&progress, 0.5, 200, "#####...............  25 %  1 file, 25.0 MB, 1200 records,"
        " 50 MB/s, 2 s left  results/a.csv");
    progress.files_done = 12;
    assert_line(&progress, 100, 200, "#####...............  25 %  12 files, 25.0 MB, 1200 records,"
        " 0 MB/s, 5 min left  results/a.csv");
    progress.file = "a folder with a long name/and in it a file of a long name.csv";
    assert_line(&progress, 0.5, 100, "#####...............  25 %  12 files, 25.0 MB, 1200 records,"
        " 50 MB/s, 2 s left  a folder ~ name.csv");
    assert_line(&progress, 0.5, 80, "#####...............  25 %  12 files, 25.0 MB, 1200 records,"
        " 50 MB/s, 2 s left");
    assert_line(&progress, 0.5, 60, "12 files, 25.0 MB, 1200 records, 50 MB/s, 2 s left");
    assert_line(&progress, 0.5, 20, "12 files, 25.0 MB,~");
}

/* Of standard input nothing is known before its end; an archive is larger inside. */
static void
nothing_is_made_up(void **state)
{
    struct import_progress progress = { .bytes_done = 3000000, .records = 7 };

    (void)state;
    assert_line(&progress, 1, 200, "3.0 MB, 7 records, 3 MB/s");
    progress.bytes_total = 1000000;
    assert_line(&progress, 1, 200, "3.0 MB, 7 records, 3 MB/s");
    progress.bytes_done = progress.records = 0;
    assert_line(&progress, 0, 200, "....................   0 %  0.0 MB, 0 records, 0 MB/s");
    progress = (struct import_progress){ .files_counted = 640 };
    assert_line(&progress, 2, 200, "looking through folders: 640 files");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_is_known), cmocka_unit_test(nothing_is_made_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
