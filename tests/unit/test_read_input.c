/* test_read_input.c - from paths to bytes: folders, archives, compressed files, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "skip.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "read/input.h"
#include "read/json_document.h"
#include "read/reader.h"

static char folder[64];
static char *home;

/* --- files to walk over --- */

struct entry { const char *name; const void *data; size_t length; };

/* An archive of the entries in memory; format 'z' is zip, 't' tar, 'r' one raw stream. */
static struct strbuf
make_archive(char format, bool gzip, const struct entry *entries, size_t n)
{
    struct archive *archive = archive_write_new();
    struct strbuf out;
    size_t used = 0, room = 1 << 20;

    for (size_t i = 0; i < n; i++)
        room += entries[i].length + 4096;
    strbuf_init(&out);
    strbuf_fill(&out, 0, room);
    if (format == 'z')
        archive_write_set_format_zip(archive);
    else if (format == 't')
        archive_write_set_format_pax_restricted(archive);
    else
        archive_write_set_format_raw(archive);
    if (gzip)
        archive_write_add_filter_gzip(archive);
    assert_int_equal(archive_write_open_memory(archive, out.data, room, &used), ARCHIVE_OK);
    for (size_t i = 0; i < n; i++) {
        struct archive_entry *entry = archive_entry_new();

        archive_entry_set_pathname(entry, entries[i].name);
        archive_entry_set_size(entry, (la_int64_t)entries[i].length);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
        archive_write_data(archive, entries[i].data, entries[i].length);
        archive_entry_free(entry);
    }
    archive_write_close(archive);
    archive_write_free(archive);
    out.length = used;
    return out;
}

static void
put_file(const char *name, const void *data, size_t length)
{
    assert_true(file_write_whole(name, data, length, NULL));
}

static void
put_archive(const char *name, char format, bool gzip, const struct entry *entries, size_t n)
{
    struct strbuf bytes = make_archive(format, gzip, entries, n);

    put_file(name, bytes.data, bytes.length);
    strbuf_release(&bytes);
}

static int
enter_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/paretop-input-XXXXXX");
    home = getcwd(NULL, 0);
    return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int
leave_folder(void **state)
{
    char command[128];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (chdir(home) != 0)
        return 1;
    free(home);
    return system(command);
}

/* --- what a walk sees, as text --- */

static bool
see(void *context, const struct input *input, struct error *err)
{
    const char *path = input->path;

    (void)err;
    if (strncmp(path, folder, strlen(folder)) == 0)
        path += strlen(folder);
    strbuf_printf(context, "%s (%s)%s: %.*s\n", input->name, path,
        input->in_folder ? " found" : "", (int)(input->length < 20 ? input->length : 20),
        input->data);
    return true;
}

static bool
see_refused(void *context, const char *name, bool in_folder, const struct error *why)
{
    strbuf_printf(context, "refused %s%s: %s\n", name, in_folder ? " found" : "",
        why->message);
    return true;
}

static void
assert_walk(const char *path, const struct input_limits *limits, const char *expected)
{
    struct strbuf seen;
    struct input_visitor visitor = {.visit = see, .refuse = see_refused, .context = &seen};
    struct error err = {0};

    strbuf_init(&seen);
    if (!input_walk(&path, 1, limits, &visitor, &err))
        fail_msg("%s", err.message);
    assert_string_equal(seen.data, expected);
    strbuf_release(&seen);
}

static void
folders_in_natural_order(void **state)
{
    const char *path = "runs";
    struct input_count count;

    (void)state;
    assert_int_equal(mkdir("runs", 0755), 0);
    assert_int_equal(mkdir("runs/b", 0755), 0);
    assert_int_equal(mkdir("runs/.git", 0755), 0);
    put_file("runs/run10.csv", "ten", 3);
    put_file("runs/run9.csv", "nine", 4);
    put_file("runs/.hidden.csv", "no", 2);
    put_file("runs/.git/config", "no", 2);
    put_file("runs/b/x", "", 0);
    assert_int_equal(symlink("..", "runs/b/up"), 0);
    assert_walk("runs", NULL, "runs/b/x (/runs/b/x) found: \n"
        "runs/run9.csv (/runs/run9.csv) found: nine\n"
        "runs/run10.csv (/runs/run10.csv) found: ten\n");
    assert_walk("runs/run9.csv", NULL, "runs/run9.csv (/runs/run9.csv): nine\n");
    assert_walk("runs/none", NULL,
        "refused runs/none: runs/none: cannot be opened: No such file or directory\n");
    assert_true(input_count(&path, 1, NULL, NULL, NULL, &count, NULL));
    assert_int_equal(count.bytes, 7);
    assert_int_equal(count.files, 3);
    assert_false(count.unknown);
}

static void
archives_are_walked(void **state)
{
    static const struct entry members[] = {{"r/a.csv", "m,a\n", 4}, {"r/.hidden", "no", 2},
        {"__MACOSX/r/a.csv", "no", 2}, {"r/b10.csv", "x", 1}};
    struct strbuf inner = make_archive('z', false, members, 1);
    struct entry nested[] = {{"in.zip", inner.data, inner.length}};
    static const char tar_seen[] = "t.tar.gz:r/a.csv (/t.tar.gz!r/a.csv) found: m,a\n\n"
        "t.tar.gz:r/b10.csv (/t.tar.gz!r/b10.csv) found: x\n";

    (void)state;
    put_archive("t.tar.gz", 't', true, members, 4);
    put_archive("z.zip", 'z', false, members, 1);
    put_archive("a.csv.gz", 'r', true, members, 1);
    put_archive("nested.tar", 't', false, nested, 1);
    assert_walk("t.tar.gz", NULL, tar_seen);
    assert_walk("z.zip", NULL, "z.zip:r/a.csv (/z.zip!r/a.csv) found: m,a\n\n");
    assert_walk("a.csv.gz", NULL, "a.csv.gz (/a.csv.gz): m,a\n\n");
    assert_walk("nested.tar", NULL,
        "nested.tar:in.zip:r/a.csv (/nested.tar!in.zip!r/a.csv) found: m,a\n\n");
    strbuf_release(&inner);
}

/* As "tar -P" writes them; nothing is ever written there. */
static void
names_from_the_root_are_walked(void **state)
{
    static const struct entry members[] = {{"/r/a.csv", "m", 1}, {"//b//c.csv", "x", 1},
        {"/r/.hidden", "no", 2}, {"../../up.csv", "y", 1}};

    (void)state;
    put_archive("root.tar", 't', false, members, 4);
    assert_walk("root.tar", NULL, "root.tar:/r/a.csv (/root.tar!/r/a.csv) found: m\n"
        "root.tar://b//c.csv (/root.tar!//b//c.csv) found: x\n"
        "root.tar:../../up.csv (/root.tar!../../up.csv) found: y\n");
}

static void
limits_are_kept(void **state)
{
    enum { LENGTH = 80 << 20 };
    static const struct entry two[] = {{"a", "1", 1}, {"b", "2", 1}};
    char *much = memset(mem_alloc(LENGTH), 'a', LENGTH);
    struct entry bomb = {"much", much, LENGTH};
    struct strbuf inner = make_archive('t', false, two, 1);
    struct entry nested = {"in.tar", inner.data, inner.length};

    (void)state;
    put_archive("bomb.gz", 'r', true, &bomb, 1);
    assert_walk("bomb.gz", NULL, "refused bomb.gz: bomb.gz: expands to more than 200 times its "
        "size: refused as an archive bomb\n");
    put_archive("two.tar", 't', false, two, 2);
    assert_walk("two.tar", &(struct input_limits){.members = 1}, "two.tar:a (/two.tar!a) found: 1\n"
        "refused two.tar: two.tar: holds more than 1 members\n");
    assert_walk("two.tar", &(struct input_limits){.bytes = 1}, "two.tar:a (/two.tar!a) found: 1\n"
        "two.tar:b (/two.tar!b) found: 2\n");
    put_archive("nested.zip", 'z', false, &nested, 1);
    assert_walk("nested.zip", &(struct input_limits){.depth = 1}, "refused nested.zip:in.tar found: "
        "nested.zip:in.tar: archives lie more than 1 deep in each other\n");
    free(much);
    strbuf_release(&inner);
}

static void
damaged_archives_are_refused(void **state)
{
    static const struct entry member[] = {{"a", "some bytes that are long enough", 31}};
    struct strbuf bytes = make_archive('r', true, member, 1);
    struct strbuf seen;
    struct input_visitor visitor = {.visit = see, .context = &seen};
    const char *path = "cut.gz";
    struct error err = {0};

    (void)state;
    put_file(path, bytes.data, bytes.length - 12);
    strbuf_init(&seen);
    assert_false(input_walk(&path, 1, NULL, &visitor, &err));    /* no refuse: it stops */
    assert_memory_equal(err.message, "cut.gz: cannot be decompressed", 30);
    strbuf_release(&seen);
    strbuf_release(&bytes);
}

/* Of a bit that flips in a gzip stream without breaking it only the sum at the end tells. */
static void
sums_of_streams_are_checked(void **state)
{
    static const struct entry member[] = {{"a", "some bytes that are long enough", 31}};
    static const char refused[] = "refused s.gz: s.gz: is damaged: what comes out of it does not have "
        "the sum that stands at its end\n", read[] = "s.gz (/s.gz): some bytes that are \n";
    struct strbuf bytes = make_archive('r', true, member, 1), tar = make_archive('t', true, member, 1),
        more;

    (void)state;
    strbuf_init(&more);
    strbuf_add(&more, bytes.data, bytes.length);
    strbuf_fill(&more, '\0', 100);
    put_file("s.gz", more.data, more.length);
    assert_walk("s.gz", NULL, read);
    more.length = bytes.length;
    strbuf_add(&more, bytes.data, bytes.length);
    put_file("s.gz", more.data, more.length);
    assert_walk("s.gz", NULL, read);
    bytes.data[bytes.length - 6] ^= 1;
    put_file("s.gz", bytes.data, bytes.length);
    assert_walk("s.gz", NULL, refused);
    put_file("s.gz", tar.data, tar.length);
    assert_walk("s.gz", NULL, "s.gz:a (/s.gz!a) found: some bytes that are \n");
    tar.data[tar.length - 6] ^= 1;
    put_file("s.gz", tar.data, tar.length);
    assert_walk("s.gz", NULL, refused);
    strbuf_release(&more);
    strbuf_release(&tar);
    strbuf_release(&bytes);
}

static bool
stop(void *context, const struct input *input, struct error *err)
{
    (void)input;
    ++*(size_t *)context;
    return error_set(err, ERROR_CANCELLED, "enough");
}

static bool
never(void *context, const char *name, bool in_folder, const struct error *why)
{
    (void)context;
    (void)name;
    (void)in_folder;
    fail_msg("%s", why->message);
    return false;
}

/* A visitor's refusal ends the walk as it is, in an archive too. */
static void
a_visitor_stops_the_walk(void **state)
{
    size_t calls = 0;
    struct input_visitor visitor = {.visit = stop, .refuse = never, .context = &calls};
    const char *path = "t.tar.gz";
    struct error err = {0};

    (void)state;
    assert_false(input_walk(&path, 1, NULL, &visitor, &err));
    assert_int_equal(calls, 1);
    assert_int_equal(err.kind, ERROR_CANCELLED);
    assert_string_equal(err.message, "enough");
}

static void
siblings_lie_beside(void **state)
{
    struct file_bytes bytes;
    struct input input = {.name = "t", .path = "t.tar.gz!r/b10.csv"};

    (void)state;
    assert_true(input_sibling(&input, "a.csv", &bytes));
    assert_int_equal(bytes.length, 4);
    file_close_bytes(&bytes);
    assert_false(input_sibling(&input, "none.csv", &bytes));
    input.path = "runs/run9.csv";
    assert_true(input_sibling(&input, "run10.csv", &bytes));
    assert_memory_equal(bytes.data, "ten", 3);
    file_close_bytes(&bytes);
    input.path = "-";
    assert_false(input_sibling(&input, "run10.csv", &bytes));
}

/* Only the first megabytes of a file of 3 GB can be read here: more would end the test. */
static void
detection_looks_at_the_beginning(void **state)
{
    static const char fillings[] = {'\0', ' ', '\n', 'x', '|', '1'};
    size_t length = (size_t)3 << 30, readable = (size_t)4 << 20;
    char *data = mmap(NULL, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    struct input input = {.name = "zeros.bin", .path = "/zeros.bin", .data = data,
        .length = length, .in_folder = true};

    (void)state;
    if (data == MAP_FAILED)
        SKIP_TEST("no room for addresses of 3 GB");
    assert_int_equal(mprotect(data, readable, PROT_READ | PROT_WRITE), 0);
    for (size_t i = 0; i < sizeof fillings; i++) {
        memset(data, fillings[i], readable);
        if (reader_sniff(&input) == NULL)
            assert_false(json_explain(&input, NULL));
    }
    munmap(data, length);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_in_natural_order),
        cmocka_unit_test(archives_are_walked),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(damaged_archives_are_refused),
        cmocka_unit_test(sums_of_streams_are_checked),
        cmocka_unit_test(names_from_the_root_are_walked),
        cmocka_unit_test(a_visitor_stops_the_walk),
        cmocka_unit_test(siblings_lie_beside),
        cmocka_unit_test(detection_looks_at_the_beginning),
    };

    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
