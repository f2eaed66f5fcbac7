/* test_read_csv.c - delimited tables: what is read, what is refused, and in which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "read/encoding.h"
#include "recording.h"

/* The text, read as a file of that name, gives this record of calls. */
static void
assert_gives(const char *name, const char *text, size_t length,
    const struct read_options *options, const char *expected)
{
    struct recording recording;
    struct error err = {0};

    recording_init(&recording);
    if (!recording_read(&recording, NULL, name, text, length, options, &err))
        fail_msg("%s", err.message);
    assert_string_equal(recording.text.data, expected);
    recording_release(&recording);
}

static void
assert_csv(const char *text, const char *expected)
{
    assert_gives("a.csv", text, strlen(text), NULL, expected);
}

static void
assert_refused(const char *text, const char *message, const char *hint)
{
    struct recording recording;
    struct error err = {0};

    recording_init(&recording);
    assert_false(recording_read(&recording, "csv", "bench/a.csv", text, strlen(text), NULL,
        &err));
    assert_string_equal(err.message, message);
    assert_non_null(strstr(err.hint, hint));
    recording_release(&recording);
}

static void
records_end_in_any_way(void **state)
{
    static const char expected[] = "begin csv wide\ncolumns model|acc\nrecord 0 a|0.5\n"
        "record 1 b|1\nend\n";

    (void)state;
    assert_csv("model,acc\na,0.5\nb,1\n", expected);
    assert_csv("model,acc\r\na,0.5\r\nb,1\r\n", expected);
    assert_csv("model,acc\r\na,0.5\nb,1", expected);            /* mixed, no final newline */
    assert_csv("model,acc\ra,0.5\rb,1\r", expected);
    assert_csv("\xEF\xBB\xBFmodel,acc\na,0.5\nb,1\n", expected);
    assert_csv("\n\nmodel,acc\n\na,0.5\n\nb,1\n\n", expected);  /* blank lines */
    assert_csv("model,acc\na,0.5,\nb,1,,\n", expected);         /* trailing delimiters */
}

/* Fields of every length end where they end, at every place in the bytes read at once. */
static void
fields_of_any_length(void **state)
{
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";

    (void)state;
    for (int first = 0; first <= 20; first++)
        for (int second = 1; second <= 20; second++) {
            struct strbuf text, expected;
            const char *end = ends[(first + second) % 3];

            strbuf_init(&text);
            strbuf_init(&expected);
            strbuf_printf(&text, "model,note%s%.*s,%.*s%s\xC3\xA9%.*s,\"%.*s\"%s", end, first, letters,
                second, letters, end, first, letters, second, letters, end);
            strbuf_printf(&expected, "begin csv wide\ncolumns model|note\nrecord 0 %.*s|%.*s\n"
                "record 1 \xC3\xA9%.*s|%.*s\nend\n", first, letters, second, letters, first, letters,
                second, letters);
            assert_csv(text.data, expected.data);
            strbuf_release(&text);
            strbuf_release(&expected);
        }
}

static void
quotes_are_undone_and_nothing_else(void **state)
{
    (void)state;
    assert_csv("model,note\n\"a,b\",\"x \"\"y\"\"\"\n\"\"\"q\"\"\",\" kept \"\n",
        "begin csv wide\ncolumns model|note\nrecord 0 a,b|x \"y\"\nrecord 1 \"q\"| kept \nend\n");
    assert_csv("model,note\n\"two\nlines\",1\n5\" disk,2\n",
        "begin csv wide\ncolumns model|note\nrecord 0 two\nlines|1\nrecord 1 5\" disk|2\nend\n");
    /* Numbers arrive as they were written, blanks and all. */
    assert_csv("model,n\na,\"1,014.45\"\nb,   +7 %\nc, \"x, y\"\n",
        "begin csv wide\ncolumns model|n\nrecord 0 a|1,014.45\nrecord 1 b|   +7 %\n"
        "record 2 c|x, y\nend\n");
}

static void
delimiters_are_told_by_content(void **state)
{
    static const struct read_options colons = {.delimiter = ':'};

    (void)state;
    assert_csv("model;acc;cost\na;0,5;1.234,5\nb;0,75;2\n",
        "begin csv wide decimal-comma\ncolumns model|acc|cost\nrecord 0 a|0,5|1.234,5\n"
        "record 1 b|0,75|2\nend\n");
    assert_csv("model;acc\na, the first;0.5\nb, the second;0.25\n",
        "begin csv wide\ncolumns model|acc\nrecord 0 a, the first|0.5\n"
        "record 1 b, the second|0.25\nend\n");
    assert_csv("sep=;\nmodel;acc\na;1\n",
        "begin csv wide\ncolumns model|acc\nrecord 0 a|1\nend\n");
    assert_gives("results", "model\tacc\na\t0.5\n", 16, NULL,
        "begin csv wide\ncolumns model|acc\nrecord 0 a|0.5\nend\n");
    assert_csv("model|acc\na|0.5\n",
        "begin csv wide\ncolumns model|acc\nrecord 0 a|0.5\nend\n");
    assert_gives("a.csv", "m:x,y\na:1\n", 10, &colons,
        "begin csv wide\ncolumns m|x,y\nrecord 0 a|1\nend\n");
}

static void
headers_become_unique_names(void **state)
{
    (void)state;
    assert_csv(",acc,acc, acc ,\"two\nlines\",\ngpt,1,2,3,4,\nbert,1,2,3,4,\n",
        "begin csv wide\nwarn column 6: has no name and no values: left out\n"
        "columns column 1|acc|acc#2|acc#3|two lines|column 6:ignore\n"
        "record 0 gpt|1|2|3|4|\nrecord 1 bert|1|2|3|4|\nend\n");
    /* A column that counts rows is no measure, one that starts elsewhere may be. */
    assert_csv(",m\n0,a\n1,b\n", "begin csv wide\nwarn column 1: has no name and counts the rows: "
        "left out\ncolumns column 1:ignore|m\nrecord 0 0|a\nrecord 1 1|b\nend\n");
    assert_csv(",m\n7,a\n8,b\n", "begin csv wide\ncolumns column 1|m\nrecord 0 7|a\n"
        "record 1 8|b\nend\n");
    assert_csv("0.5,2\n0.25,3\n", "begin csv wide\nwarn line 1: the first line holds only numbers: "
        "there is no header, so the columns are named c1, c2, ...\ncolumns c1|c2\n"
        "record 0 0.5|2\nrecord 1 0.25|3\nend\n");
}

static void
comments_above_the_header_are_skipped(void **state)
{
    (void)state;
    assert_csv("# made by hand\n#\nmodel,acc\na,1\n",
        "begin csv wide\ncolumns model|acc\nrecord 0 a|1\nend\n");
    assert_csv("#,model\n7,a\n", "begin csv wide\ncolumns #|model\nrecord 0 7|a\nend\n");
    assert_refused("# by hand\nmodel,acc\na,1,2\n", "bench/a.csv: record 0 (line 3) has 3 fields, "
        "the header has 2 (an unquoted comma?)", "--lenient");
}

static void
ragged_records_are_refused(void **state)
{
    static const char text[] = "model,gpu,acc\na,CPU,1\nb,GPU, 80GB,2\nc,CPU\nd,CPU,4\n";
    static const struct read_options lenient = {.lenient = true};

    (void)state;
    assert_refused(text, "bench/a.csv: record 1 (line 3) has 4 fields, the header has 3 "
        "(an unquoted comma in \"GPU, 80GB\"?)", "nothing of this file was imported; --lenient");
    assert_gives("a.csv", text, sizeof text - 1, &lenient,
        "begin csv wide\ncolumns model|gpu|acc\nrecord 0 a|CPU|1\n"
        "reject record 1 (line 3): has 4 fields, the header has 3 (an unquoted comma in "
        "\"GPU, 80GB\"?)\n"
        "reject record 2 (line 4): has 2 fields, the header has 3 (fields are missing)\n"
        "record 3 d|CPU|4\nend\n");
    assert_refused("m,a,b\nx,\"1\n2\",3\ny,1\n",
        "bench/a.csv: record 1 (line 4) has 2 fields, the header has 3 (the end of the file is "
        "missing?)", "--lenient");
    assert_refused("Metric,avg,min\nLatency,1,2\n\nMetric,Value\nRate,3\n",
        "bench/a.csv: record 1 (line 4) has 2 fields, the header has 3 (a second table below a "
        "blank line?)", "split it at the blank line");
}

static void
broken_quotes_are_refused(void **state)
{
    (void)state;
    assert_refused("m,a\nx,\"1\"2\n",
        "bench/a.csv: record 0 (line 2) text follows the closing quote of a field", "--lenient");
    assert_refused("m,a\nx,1\ny,\"2\nz,3\n",
        "bench/a.csv: record 1 (line 3) a quoted field is never closed", "--lenient");
    assert_refused("\"m,a\nx,1\n", "bench/a.csv: line 1: a quoted field is never closed in the "
        "header", "");
    assert_refused("\n\n", "bench/a.csv: is empty", "");
}

static void
other_encodings_are_read(void **state)
{
    static const char little[] = "\xFF\xFEm\0,\0a\0\n\0\xE9\0,\0001\0\n\0";
    static const char big[] = "\xFE\xFF\0m\0,\0a\0\n\0\xE9\0,\0001\0\n";
    static const char surrogate[] = "\xFE\xFF\0m\0,\0a\0\n\xD8\x3D\xDE\x00\0,\0001\0\n";

    (void)state;
    assert_gives("a.csv", little, sizeof little - 1, NULL,
        "begin csv wide\ncolumns m|a\nrecord 0 \xC3\xA9|1\nend\n");
    assert_gives("a.csv", big, sizeof big - 1, NULL,
        "begin csv wide\ncolumns m|a\nrecord 0 \xC3\xA9|1\nend\n");
    assert_gives("a.csv", surrogate, sizeof surrogate - 1, NULL,
        "begin csv wide\ncolumns m|a\nrecord 0 \xF0\x9F\x98\x80|1\nend\n");
    assert_csv("m,a\nb,1\ncaf\xE9 \x80,2\n\xC3\xA9,3\n",
        "begin csv wide\nwarn line 3: is not UTF-8: the file was read as Windows-1252 (Latin-1)\n"
        "columns m|a\nrecord 0 b|1\nrecord 1 caf\xC3\xA9 \xE2\x82\xAC|2\n"
        "record 2 \xC3\xA9|3\nend\n");
}

/* Whether that text of some megabytes, with a character put at a place, opens as UTF-8. */
static bool
opens_with(char *text, size_t length, size_t at, const char *character, struct error *err)
{
    struct input input = {.name = "large.csv", .path = "large.csv", .data = text,
        .length = length};
    struct utf8_text out;
    bool as_it_is;

    memset(text, 'x', length);
    memcpy(text + at, character, strlen(character) + (character[0] == '\0'));
    if (!utf8_text_open(&out, &input, err))
        return false;
    as_it_is = out.odd_line == 0 && out.text == text && out.length == length;
    utf8_text_close(&out);
    return as_it_is;
}

/* Text is looked through in steps of 4 MiB: none of them ends inside a character. */
static void
large_texts_are_looked_through(void **state)
{
    enum { STEP = 4 << 20, LENGTH = STEP + 100 };
    char *text = mem_alloc(LENGTH);
    struct error err = {0};

    (void)state;
    for (size_t before = 0; before <= 4; before++) {
        assert_true(opens_with(text, LENGTH, STEP - before, "\xF0\x9F\x98\x80", &err));
        assert_false(opens_with(text, LENGTH, STEP - before, "\x9F\x98\x80", &err));
    }
    assert_false(opens_with(text, LENGTH, STEP + 50, "\xE9", &err));
    assert_string_equal(err.message, "");
    assert_false(opens_with(text, LENGTH, STEP + 7, "", &err));
    assert_string_equal(err.message,
        "large.csv: is not text: a NUL byte at offset 4194311");
    free(text);
}

static const struct reader *
sniffed(const char *name, const char *text, size_t length)
{
    struct input input = {.name = name, .path = name, .data = text, .length = length};

    return reader_sniff(&input);
}

static void
what_is_no_table_is_not_recognised(void **state)
{
    static const char *const texts[] = {"", "  \n", "just some words\n",
        "Dear reader,\nthis is a letter, and so\non.\n", "- model: a\n  acc: 1\n",
        "| a | b |\n| 1 | 2 |\n", "[INFO] loading, please wait\n[INFO] done\n",
        "#!/bin/sh\necho a,b\n"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_null(sniffed("a.txt", texts[i], strlen(texts[i])));
    assert_null(sniffed("a.csv", "SQLite format 3\0", 16));
    assert_null(sniffed("a.csv", "a,b\n\0\0,1\n", 9));
    assert_string_equal(sniffed("a.txt", "| a | b |\n|---|---|\n| 1 | 2 |\n", 30)->name,
        "markdown");
    assert_string_equal(sniffed("a.txt", "a,b\n1,2\n", 8)->name, "csv");
    assert_string_equal(sniffed("a.csv.gz", "model\nx\n", 8)->name, "csv");
}

static void
a_sink_that_refuses_stops_the_reader(void **state)
{
    struct recording recording;
    struct error err = {0};

    (void)state;
    recording_init(&recording);
    recording.refuse_at = 1;
    assert_false(recording_read(&recording, NULL, "a.csv", "m,a\nb,1\nc,2\nd,3\n", 16, NULL,
        &err));
    assert_string_equal(err.message, "the sink is full");
    assert_int_equal(recording.records, 2);
    recording_release(&recording);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_end_in_any_way),
        cmocka_unit_test(fields_of_any_length),
        cmocka_unit_test(quotes_are_undone_and_nothing_else),
        cmocka_unit_test(delimiters_are_told_by_content),
        cmocka_unit_test(headers_become_unique_names),
        cmocka_unit_test(comments_above_the_header_are_skipped),
        cmocka_unit_test(ragged_records_are_refused),
        cmocka_unit_test(broken_quotes_are_refused),
        cmocka_unit_test(other_encodings_are_read),
        cmocka_unit_test(large_texts_are_looked_through),
        cmocka_unit_test(what_is_no_table_is_not_recognised),
        cmocka_unit_test(a_sink_that_refuses_stops_the_reader),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
