/* test_file.c - whole files, atomic writes, paths, the program's own files, digests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/pages.h"
#include "base/sha256.h"

static char folder[] = "test_file.XXXXXX";

static int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int
remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static void
assert_holds(const char *path, const char *data, size_t length)
{
    struct file_bytes bytes;
    struct error err = {0};

    if (!file_open_bytes(path, &bytes, &err))
        fail_msg("%s", err.message);
    assert_int_equal(bytes.length, length);
    assert_memory_equal(bytes.data, data, length);
    file_close_bytes(&bytes);
}

static void
files_come_back_as_written(void **state)
{
    char *path = path_join(folder, "a");
    struct error err = {0};

    (void)state;
    assert_true(file_write_whole(path, "a\0b\n", 4, &err));
    assert_holds(path, "a\0b\n", 4);
    assert_true(file_write_whole(path, "new", 3, &err));
    assert_holds(path, "new", 3);
    assert_true(file_write_whole(path, "", 0, &err));
    assert_holds(path, "", 0);
    unlink(path);
    free(path);
}

static void
writing_keeps_links_and_modes(void **state)
{
    char *path = path_join(folder, "real"), *link = path_join(folder, "link");
    struct stat status;

    (void)state;
    assert_true(file_write_whole(path, "1", 1, NULL));
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(symlink("real", link), 0);
    assert_true(file_write_whole(link, "22", 2, NULL));
    assert_int_equal(lstat(link, &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_holds(path, "22", 2);
    unlink(link);
    unlink(path);
    free(link);
    free(path);
}

static void
refusals_name_the_path(void **state)
{
    struct file_bytes bytes;
    struct error err = {0};

    (void)state;
    assert_false(file_open_bytes("no/such/file", &bytes, &err));
    assert_non_null(strstr(err.message, "no/such/file"));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_false(file_open_bytes(folder, &bytes, &err));
    assert_non_null(strstr(err.message, "folder"));
    assert_false(file_write_whole("no/such/file", "x", 1, &err));
    assert_non_null(strstr(err.message, "no/such/file"));
    assert_false(file_write_whole(folder, "x", 1, &err));
    assert_false(file_open_bytes("no/such/file", &bytes, NULL));
}

static void
pipes_are_read_to_the_end(void **state)
{
    struct file_bytes bytes;
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "from a pipe", 11), 11);
    close(ends[1]);
    assert_true(file_read_fd(ends[0], 1 << 20, &bytes, NULL));
    assert_int_equal(bytes.length, 11);
    assert_memory_equal(bytes.data, "from a pipe", 11);
    file_close_bytes(&bytes);
    close(ends[0]);
}

static void
assert_join(const char *a, const char *b, const char *expected)
{
    char *joined = path_join(a, b);

    assert_string_equal(joined, expected);
    free(joined);
}

static void
assert_absolute(const char *path, const char *expected)
{
    char *absolute = path_absolute(path);

    assert_string_equal(absolute, expected);
    free(absolute);
}

static void
paths(void **state)
{
    char *here = realpath(".", NULL), *expected = path_join(here, "a.csv");

    (void)state;
    assert_join("a", "b", "a/b");
    assert_join("a/", "b", "a/b");
    assert_join("", "b", "b");
    assert_join("/", "b", "/b");
    assert_string_equal(path_base("a/b.csv"), "b.csv");
    assert_string_equal(path_base("b.csv"), "b.csv");
    assert_string_equal(path_base("a/"), "");
    assert_true(path_is_folder(folder));
    assert_false(path_is_folder("no/such"));
    assert_absolute("a.csv", expected);
    assert_absolute("./a.csv", expected);
    assert_absolute("nowhere/../a.csv", expected);
    assert_absolute(".", here);
    assert_absolute("/", "/");
    assert_absolute("/nowhere/./x//../y", "/nowhere/y");
    assert_absolute("/nowhere/../../..", "/");
    free(expected);
    free(here);
}

static void
own_files(void **state)
{
    char *path = path_join(folder, "x.sql"), *found;

    (void)state;
    assert_true(file_write_whole(path, "", 0, NULL));
    setenv("PARETOP_SHARE", folder, 1);
    setenv("PARETOP_DATA", folder, 1);
    found = path_share("x.sql");
    assert_string_equal(found, path);
    free(found);
    found = path_data("x.sql");
    assert_string_equal(found, path);
    free(found);
    unsetenv("PARETOP_SHARE");
    unsetenv("PARETOP_DATA");
    assert_null(path_share("x.sql"));
    found = path_share("local.mk");         /* of the source tree, from tests/unit/ */
    assert_non_null(found);
    assert_int_equal(access(found, R_OK), 0);
    free(found);
    unlink(path);
    free(path);
}

static void
own_configuration(void **state)
{
    char *path;

    (void)state;
    setenv("XDG_CONFIG_HOME", "/c", 1);
    setenv("HOME", "/h", 1);
    path = path_config("names");
    assert_string_equal(path, "/c/paretop/names");
    free(path);
    setenv("XDG_CONFIG_HOME", "relative", 1);
    path = path_config("names");
    assert_string_equal(path, "/h/.config/paretop/names");
    free(path);
    unsetenv("HOME");
    assert_null(path_config("names"));
}

static void
digests(void **state)
{
    char hex[SHA256_HEX_SIZE];

    (void)state;
    sha256_hex("", 0, hex);
    assert_string_equal(hex,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256_hex("abc", 3, hex);
    assert_string_equal(hex,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* A million times "a" ten times over: FIPS 180-2 gives the first million's digest. */
static void
digests_on_the_side(void **state)
{
    enum { MILLION = 1000000 };
    char *letters = mem_alloc(10 * MILLION), hex[SHA256_HEX_SIZE], other[SHA256_HEX_SIZE];
    struct sha256_job *job, *dropped;

    (void)state;
    memset(letters, 'a', 10 * MILLION);
    sha256_end(sha256_begin(letters, MILLION), hex);
    assert_string_equal(hex,
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    job = sha256_begin(letters, 10 * MILLION);
    dropped = sha256_begin(letters, 10 * MILLION);
    sha256_hex(letters, 10 * MILLION, hex);
    sha256_give_up(dropped);
    sha256_end(job, other);
    assert_string_equal(other, hex);
    sha256_give_up(NULL);
    free(letters);
}

/* Pages that were given back in between come back as they were. */
static void
watched_pages_stay_readable(void **state)
{
    enum { LENGTH = 20 << 20 };
    const struct timespec pause = { .tv_nsec = 20000000 };
    char *text = mem_alloc(LENGTH), hex[SHA256_HEX_SIZE], again[SHA256_HEX_SIZE];
    struct file_bytes bytes;
    struct pages *pages;

    (void)state;
    for (size_t i = 0; i < LENGTH; i++)
        text[i] = (char)(i * 2654435761u >> 13);
    assert_true(file_write_whole("large", text, LENGTH, NULL));
    sha256_hex(text, LENGTH, hex);
    assert_true(file_open_bytes("large", &bytes, NULL));
    assert_true(bytes.mapped);
    pages = pages_watch(bytes.data, bytes.length);
    assert_non_null(pages);
    for (int i = 0; i < 3; i++) {
        sha256_hex(bytes.data, bytes.length, again);
        assert_string_equal(again, hex);
        nanosleep(&pause, NULL);
    }
    pages_passed(bytes.data + 12345, 4 << 20);
    pages_passed(bytes.data + LENGTH - 5, 4 << 20);
    pages_passed(text, LENGTH);                         /* not of a file: stays */
    assert_memory_equal(bytes.data, text, LENGTH);
    sha256_hex(text, LENGTH, again);
    assert_string_equal(again, hex);
    pages_unwatch(pages);
    assert_null(pages_watch(bytes.data, 1000));
    pages_unwatch(NULL);
    file_close_bytes(&bytes);
    unlink("large");
    free(text);
}

static void
the_clock_moves_forward(void **state)
{
    double first = clock_seconds();

    (void)state;
    assert_true(clock_seconds() >= first);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_come_back_as_written),
        cmocka_unit_test(writing_keeps_links_and_modes),
        cmocka_unit_test(refusals_name_the_path),
        cmocka_unit_test(pipes_are_read_to_the_end),
        cmocka_unit_test(paths),
        cmocka_unit_test(own_files),
        cmocka_unit_test(own_configuration),
        cmocka_unit_test(digests), cmocka_unit_test(digests_on_the_side),
        cmocka_unit_test(watched_pages_stay_readable),
        cmocka_unit_test(the_clock_moves_forward),
    };

    return cmocka_run_group_tests_name("file", tests, make_folder, remove_folder);
}
