/* test_json.c - the validating scan, spans, trees and writing. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/memory.h"

/* A copy without a final NUL, so that reading beyond the end is seen by the sanitizers. The
 * tests keep it until their end. */
static char *
bare_copy(const char *text, size_t length)
{
    char *copy = mem_alloc(length);

    memcpy(copy, text, length);
    return copy;
}

static void
assert_refused_bytes(const char *text, size_t length, size_t line, size_t column,
    const char *part)
{
    char *copy = bare_copy(text, length), place[64];
    struct json_span span;
    struct error err = {0};

    if (json_scan_whole(copy, length, NULL, &span, NULL, &err))
        fail_msg("accepted: %s", text);
    snprintf(place, sizeof place, "line %zu, column %zu: ", line, column);
    if (strncmp(err.message, place, strlen(place)) != 0 || strstr(err.message, part) == NULL)
        fail_msg("%s: %s", text, err.message);
    assert_int_equal(err.kind, ERROR_REQUEST);
    free(copy);
}

static void
assert_refused(const char *text, size_t line, size_t column, const char *part)
{
    assert_refused_bytes(text, strlen(text), line, column, part);
}

static void
assert_accepted(const char *text, enum json_kind kind)
{
    size_t length = strlen(text);
    char *copy = bare_copy(text, length);
    struct json_span span;
    struct error err = {0};

    if (!json_scan_whole(copy, length, NULL, &span, NULL, &err))
        fail_msg("%s: %s", text, err.message);
    assert_int_equal(span.kind, kind);
    free(copy);
}

static struct json_report
report_of(const char *text)
{
    struct json_report report = {0};
    struct json_span span;
    struct error err = {0};

    if (!json_scan_whole(text, strlen(text), NULL, &span, &report, &err))
        fail_msg("%s: %s", text, err.message);
    return report;
}

static struct json_span
scanned(const char *text)
{
    struct json_span span;
    struct error err = {0};

    if (!json_scan_whole(text, strlen(text), NULL, &span, NULL, &err))
        fail_msg("%s: %s", text, err.message);
    return span;
}

static void
values_are_accepted(void **state)
{
    (void)state;
    assert_accepted("null", JSON_NULL);
    assert_accepted(" true ", JSON_TRUE);
    assert_accepted("false\n", JSON_FALSE);
    assert_accepted("0", JSON_NUMBER);
    assert_accepted("-0.5e+10", JSON_NUMBER);
    assert_accepted("1E5", JSON_NUMBER);
    assert_accepted("NaN", JSON_NONFINITE);
    assert_accepted("-Infinity", JSON_NONFINITE);
    assert_accepted("Infinity", JSON_NONFINITE);
    assert_accepted("\"\"", JSON_STRING);
    assert_accepted("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"", JSON_STRING);
    assert_accepted("\"é模型😀\"", JSON_STRING);
    assert_accepted("[]", JSON_ARRAY);
    assert_accepted("[ ]", JSON_ARRAY);
    assert_accepted("{ }", JSON_OBJECT);
    assert_accepted("[[],{},[{}],{\"a\":[]}]", JSON_ARRAY);
    assert_accepted("{\"a\" : 1 , \"b\":\t[1, 2,3]}\r\n", JSON_OBJECT);
    assert_accepted("\xEF\xBB\xBF[1]", JSON_ARRAY);
    assert_accepted("\"0123456789012345678901234567890123456789\"", JSON_STRING);
}

static void
usual_mistakes_are_named(void **state)
{
    (void)state;
    assert_refused("[1, 2,]", 1, 7, "trailing comma before ]");
    assert_refused("{\"a\": 1,\n}", 2, 1, "trailing comma before }");
    assert_refused("{'a': 1}", 1, 2, "double quotes");
    assert_refused("[1] // x", 1, 5, "no comments");
    assert_refused("{a: 1}", 1, 2, "a key in double quotes");
    assert_refused("{\"a\" 1}", 1, 6, "a colon");
    assert_refused("{\"a\": 1 \"b\": 2}", 1, 9, "a comma or }");
    assert_refused("[1 2]", 1, 4, "a comma or ]");
    assert_refused("[1}", 1, 3, "a comma or ]");
    assert_refused("[,1]", 1, 2, "a value");
    assert_refused("[1,,2]", 1, 4, "a value");
    assert_refused("{} {}", 1, 4, "the end");
    assert_refused("]", 1, 1, "a value");
    assert_refused("True", 1, 1, "a value");
    assert_refused("nul", 1, 1, "a value");
    assert_refused("nan", 1, 1, "a value");
}

static void
numbers_have_one_form(void **state)
{
    (void)state;
    assert_refused("01", 1, 1, "starts with 0");
    assert_refused("-01", 1, 2, "starts with 0");
    assert_refused("+1", 1, 1, "a value");
    assert_refused(".5", 1, 1, "a value");
    assert_refused("1.", 1, 3, "ends before");
    assert_refused("[1.]", 1, 4, "after the decimal point");
    assert_refused("[1e]", 1, 4, "exponent");
    assert_refused("[-]", 1, 3, "a digit");
    assert_refused("0x10", 1, 2, "the end");
    assert_refused("-Inf", 1, 1, "a value");
}

static void
strings_are_checked(void **state)
{
    (void)state;
    assert_refused("\"a\nb\"", 1, 3, "line break");
    assert_refused("\"a\x01\"", 1, 3, "control character 0x01");
    assert_refused("\"a\\x\"", 1, 3, "backslash");
    assert_refused("\"\\u12g4\"", 1, 2, "hexadecimal");
    assert_refused("\"\\u12", 1, 2, "inside a string");
    assert_refused("\"abc", 1, 5, "inside a string");
    assert_refused("\"abc\\", 1, 5, "inside a string");
    assert_refused("\"é\xff\"", 1, 3, "0xFF is not valid UTF-8");
    assert_refused("[\"\xC0\xAF\"]", 1, 3, "0xC0");
    assert_refused("\"\xED\xA0\x80\"", 1, 2, "0xED");
    assert_refused("{\"\xE2\x82\":1}", 1, 3, "0xE2");
    assert_refused("\xff\xfe[", 1, 1, "0xFF");
    assert_refused_bytes("\"a\0b\"", 5, 1, 3, "0x00");
    assert_refused_bytes("[1,\0]", 5, 1, 4, "0x00");
}

static void
truncation_names_what_is_open(void **state)
{
    (void)state;
    assert_refused("", 1, 1, "ends before a value");
    assert_refused(" \n ", 2, 2, "ends before a value");
    assert_refused("\xEF\xBB\xBF", 1, 2, "ends before a value");
    assert_refused("{\n  \"a\": [1, 2", 2, 13, "the array of line 2, column 8");
    assert_refused("{\"a\":", 1, 6, "the object of line 1, column 1");
    assert_refused("{\"a\"", 1, 5, "the object of line 1, column 1");
    assert_refused("{", 1, 2, "the object");
    assert_refused("[1,", 1, 4, "the array");
}

/* Every prefix of a valid text is refused, never read beyond, and never accepted. */
static void
no_prefix_is_accepted(void **state)
{
    static const char text[] = "{\"a\\u00e9\": [1, -2.5e3, true, null, NaN, -Infinity], "
        "\"é\": {\"x\": \"y\\n\"}, \"z\": \"0123456789abcdef\"}";

    (void)state;
    for (size_t length = 0; length < sizeof text - 1; length++) {
        char *copy = bare_copy(text, length);
        struct json_span span;

        assert_false(json_scan_whole(copy, length, NULL, &span, NULL, NULL));
        free(copy);
    }
    assert_accepted(text, JSON_OBJECT);
}

static void
columns_count_characters(void **state)
{
    (void)state;
    assert_refused("[\"模型é\", x]", 1, 9, "a value");
    assert_refused("[1,\r\n 2,\r\n é]", 3, 2, "found é");
}

static void
depth_is_limited(void **state)
{
    struct json_limits limits = {.depth = 3};
    struct json_span span;
    struct error err = {0};
    char deep[2000];

    (void)state;
    assert_true(json_scan_whole("[[[1]]]", 7, &limits, &span, NULL, &err));
    assert_false(json_scan_whole("[[[[1]]]]", 9, &limits, &span, NULL, &err));
    assert_non_null(strstr(err.message, "column 4: nested deeper than 3"));
    memset(deep, '[', sizeof deep);
    assert_false(json_scan_whole(deep, sizeof deep, NULL, &span, NULL, &err));
    assert_non_null(strstr(err.message, "deeper than 512"));
    memset(deep + 512, ']', 512);
    assert_true(json_scan_whole(deep, 1024, NULL, &span, NULL, &err));
}

static void
size_is_limited(void **state)
{
    struct json_limits limits = {.bytes = 10};
    struct json_span span;
    struct error err = {0};
    size_t used;

    (void)state;
    assert_false(json_scan("[1, 2, 3, 4, 5]", 15, NULL, &limits, &span, &used, NULL, &err));
    assert_non_null(strstr(err.message, "larger than the limit of 10 bytes"));
    assert_false(json_scan("\"a long string\"", 15, NULL, &limits, &span, &used, NULL, &err));
    assert_non_null(strstr(err.message, "larger than the limit"));
    assert_true(json_scan("[1, 2]          ", 16, NULL, &limits, &span, &used, NULL, &err));
    assert_int_equal(used, 16);
}

static void
findings_are_counted_with_their_first_line(void **state)
{
    struct json_report report = report_of("{\n\"a\": NaN, \"b\": Infinity,\n\"a\": 1,\n"
        "\"big\": 9007199254740993, \"ok\": 9007199254740992,\n\"nul\": \"x\\u0000\",\n"
        "\"o\": -1e400, \"p\": 1e308, \"a\": 2}");

    (void)state;
    assert_int_equal(report.duplicate_keys, 2);
    assert_string_equal(report.first_key, "a");
    assert_int_equal(report.nonfinite, 2);
    assert_int_equal(report.large_integers, 1);
    assert_int_equal(report.nul_escapes, 1);
    assert_int_equal(report.overflow, 1);
    assert_int_equal(report.first_line[0], 3);
    assert_int_equal(report.first_line[1], 2);
    assert_int_equal(report.first_line[2], 4);
    assert_int_equal(report.first_line[3], 5);
    assert_int_equal(report.first_line[4], 6);
}

static void
large_integers(void **state)
{
    (void)state;
    assert_int_equal(report_of("[-9007199254740993]").large_integers, 1);
    assert_int_equal(report_of("[1759813207532900363]").large_integers, 1);
    assert_int_equal(report_of("[9007199254740991, -9007199254740992]").large_integers, 0);
    assert_int_equal(report_of("[9007199254740993.0, 9007199254740993e0]").large_integers, 0);
}

static void
duplicate_keys_are_found_in_any_spelling(void **state)
{
    struct strbuf text;

    (void)state;
    assert_int_equal(report_of("{\"a\":1,\"\\u0061\":2}").duplicate_keys, 1);
    assert_int_equal(report_of("{\"\":1,\"\":2}").duplicate_keys, 1);
    assert_int_equal(report_of("{\"a\":1,\"A\":2,\"a \":3}").duplicate_keys, 0);
    assert_int_equal(report_of("[{\"a\":1},{\"a\":2},{\"b\":{\"a\":1},\"a\":1}]")
        .duplicate_keys, 0);
    strbuf_init(&text);
    for (int i = 0; i < 5000; i++)
        strbuf_printf(&text, "%c\"key %d\": {\"k\": %d}", i > 0 ? ',' : '{', i, i);
    strbuf_puts(&text, ", \"key 17\": 1}");
    assert_int_equal(report_of(text.data).duplicate_keys, 1);
    assert_string_equal(report_of(text.data).first_key, "key 17");
    strbuf_release(&text);
}

static void
lines_and_concatenated_values_are_a_loop(void **state)
{
    static const char text[] = "{\"a\":1}\n{\"a\":2}\n\n [3]4 \"five\"\nnull\n";
    static const size_t lines[] = {1, 2, 4, 4, 4, 5};
    size_t line = 1, at = 0, n = 0;

    (void)state;
    while (at < sizeof text - 1) {
        struct json_span span;
        struct error err = {0};
        size_t used;

        if (!json_scan(text + at, sizeof text - 1 - at, &line, NULL, &span, &used, NULL, &err))
            fail_msg("%s", err.message);
        assert_int_equal(span.line, lines[n++]);
        at += used;
    }
    assert_int_equal(n, 6);
    assert_int_equal(line, 6);
}

static void
assert_entry(const struct json_entry *entry, const char *key, const char *value,
    enum json_kind kind)
{
    assert_int_equal(entry->key_length, strlen(key));
    assert_memory_equal(entry->key, key, strlen(key));
    assert_int_equal(entry->value.length, strlen(value));
    assert_memory_equal(entry->value.text, value, strlen(value));
    assert_int_equal(entry->value.kind, kind);
}

/* A refused value leaves nothing behind for the one after it. */
static void
lines_know_the_members_of_each_object(void **state)
{
    static const char text[] = "{\"a\" : [1, {\"b\": 2}] , \"b\":{},\"a\":-1.5,\"\\n\": \"x\" }\n"
        "{\"a\": {\"b\": [}\n[{\"c\": 3}]\n{\"a\": true}";
    const char *at = text;
    struct json_report report = {0};
    struct json_lines *lines = json_lines_new(&report);
    const struct json_entry *entries;
    struct json_span span;
    struct error err = {0};
    size_t used, n, line = 1;

    (void)state;
    assert_true(json_lines_scan(lines, at, strlen(at), &line, &span, &used, &err));
    entries = json_lines_entries(lines, &n);
    assert_int_equal(n, 4);
    assert_entry(&entries[0], "a", "[1, {\"b\": 2}]", JSON_ARRAY);
    assert_entry(&entries[1], "b", "{}", JSON_OBJECT);
    assert_entry(&entries[2], "a", "-1.5", JSON_NUMBER);
    assert_entry(&entries[3], "\\n", "\"x\"", JSON_STRING);
    assert_int_equal(report.duplicate_keys, 1);
    at += used;
    assert_false(json_lines_scan(lines, at, strlen(at), &line, &span, &used, &err));
    at = strchr(at, '\n') + 1;
    assert_true(json_lines_scan(lines, at, strlen(at), &line, &span, &used, &err));
    json_lines_entries(lines, &n);
    assert_int_equal(n, 0);
    assert_true(json_lines_scan(lines, at + used, strlen(at + used), &line, &span, &used, &err));
    entries = json_lines_entries(lines, &n);
    assert_int_equal(n, 1);
    assert_entry(&entries[0], "a", "true", JSON_TRUE);
    assert_int_equal(report.duplicate_keys, 1);
    json_lines_free(lines);
}

/* What is passed in blocks is found wherever in a block it stands. */
static void
strings_end_where_they_end(void **state)
{
    (void)state;
    for (size_t length = 0; length < 70; length++) {
        char text[128];
        struct json_span span, value;
        size_t used;
        struct error err = {0};
        int n = snprintf(text, sizeof text, "{\"a\":\"%.*s\",\"b\":[[\"%.*s\\\"\"],7]}",
            (int)length / 2, "the quick brown fox jumps over the lazy dog",
            (int)(length + 1) / 2, "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG");
        char *copy = bare_copy(text, (size_t)n);

        assert_true(json_scan(copy, (size_t)n, NULL, NULL, &span, &used, NULL, &err));
        assert_true(json_member(&span, "a", &value));
        assert_int_equal(value.length, length / 2 + 2);
        assert_true(json_member(&span, "b", &value));
        assert_int_equal(value.length, (length + 1) / 2 + 10);
        free(copy);
        text[6 + length / 2] = '\n';
        copy = bare_copy(text, (size_t)n);
        assert_false(json_scan(copy, (size_t)n, NULL, NULL, &span, &used, NULL, &err));
        free(copy);
    }
}

static void
errors_of_later_lines_carry_their_line(void **state)
{
    struct json_span span;
    struct error err = {0};
    size_t line = 7, used;

    (void)state;
    assert_false(json_scan("{\"a\":1,}\n", 9, &line, NULL, &span, &used, NULL, &err));
    assert_non_null(strstr(err.message, "line 7, column 8"));
    assert_int_equal(used, 7);
}

static void
iteration_gives_keys_kinds_and_places(void **state)
{
    struct json_span object = scanned("\n {\"a\": 1,\n \"b\\n\\u0000\":[1,{\"]\":\"}\"}],"
        "\"é\" : \"x\\\"y\" , \"a\":-Infinity}"), value;
    struct json_iter iter;
    struct strbuf key;

    (void)state;
    strbuf_init(&key);
    assert_int_equal(object.line, 2);
    assert_int_equal(object.column, 2);
    json_iter_init(&iter, &object);
    assert_true(json_iter_next(&iter, &key, &value));
    assert_string_equal(key.data, "a");
    assert_int_equal(value.kind, JSON_NUMBER);
    assert_int_equal(value.line, 2);
    assert_int_equal(value.column, 8);
    assert_int_equal(value.length, 1);
    assert_true(json_iter_next(&iter, &key, &value));
    assert_string_equal(key.data, "b\n␀");
    assert_int_equal(value.kind, JSON_ARRAY);
    assert_int_equal(value.length, strlen("[1,{\"]\":\"}\"}]"));
    assert_int_equal(value.line, 3);
    assert_int_equal(json_count(&value), 2);
    assert_true(json_iter_next(&iter, &key, &value));
    assert_string_equal(key.data, "é");
    assert_int_equal(value.kind, JSON_STRING);
    assert_int_equal(value.column, 34);
    assert_true(json_iter_next(&iter, NULL, &value));
    assert_int_equal(value.kind, JSON_NONFINITE);
    assert_false(json_iter_next(&iter, &key, &value));
    assert_false(json_iter_next(&iter, &key, &value));
    assert_int_equal(json_count(&object), 4);
    strbuf_release(&key);
}

static void
scalars_have_no_elements(void **state)
{
    struct json_span span = scanned("5"), value;
    struct json_iter iter;

    (void)state;
    json_iter_init(&iter, &span);
    assert_false(json_iter_next(&iter, NULL, &value));
    assert_int_equal(json_count(&span), 0);
    span = scanned("[ ]");
    assert_int_equal(json_count(&span), 0);
    json_iter_init(&iter, &span);
    assert_false(json_iter_next(&iter, NULL, &value));
    assert_false(json_member(&span, "a", &value));
}

static void
members_are_the_last_of_their_name(void **state)
{
    struct json_span object = scanned("{\"a\":1,\"A\":2,\"b\":{\"c\":{\"d\":[7]}},"
        "\"\\u0061\":3,\"\":4}"), value;
    double number;

    (void)state;
    assert_true(json_member(&object, "a", &value));
    assert_true(json_number(&value, &number) && number == 3);
    assert_true(json_member(&object, "", &value));
    assert_true(json_number(&value, &number) && number == 4);
    assert_false(json_member(&object, "B", &value));
    assert_true(json_path(&object, &value, "b", "c", "d", (char *)NULL));
    assert_int_equal(value.kind, JSON_ARRAY);
    assert_false(json_path(&object, &value, "b", "x", "d", (char *)NULL));
    assert_false(json_path(&object, &value, "a", "x", (char *)NULL));
}

static void
assert_string(const char *text, const char *expected)
{
    struct json_span span = scanned(text);
    char *string = json_string_dup(&span);

    assert_string_equal(string, expected);
    free(string);
}

static void
strings_are_unescaped(void **state)
{
    struct json_span number = scanned("1");

    (void)state;
    assert_string("\"plain\"", "plain");
    assert_string("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t");
    assert_string("\"\\u00e9\\u6a21\\ud83d\\ude00\"", "é模😀");
    assert_string("\"a\\u0000b\"", "a␀b");
    assert_string("\"\\ud83d\"", "\uFFFD");
    assert_string("\"\\ud83dx\\ude00\"", "\uFFFDx\uFFFD");
    assert_string("\"\\ud83d\\ud83d\\ude00\"", "\uFFFD😀");
    assert_string("\"\\uD83D\\n\"", "\uFFFD\n");
    assert_null(json_string_dup(&number));
}

static void
numbers_and_integers(void **state)
{
    struct json_span span = scanned("1759813207532900363");
    double number;
    int64_t integer;

    (void)state;
    assert_true(json_integer(&span, &integer) && integer == 1759813207532900363);
    assert_true(json_number(&span, &number) && number == 1759813207532900363.0);
    span = scanned("3e-06");
    assert_true(json_number(&span, &number) && number == 3e-06);
    assert_false(json_integer(&span, &integer));
    span = scanned("NaN");
    assert_true(json_number(&span, &number) && isnan(number));
    span = scanned("-Infinity");
    assert_true(json_number(&span, &number) && number == -INFINITY);
    span = scanned("1e400");
    assert_true(json_number(&span, &number) && number == INFINITY);
    span = scanned("\"5\"");
    assert_false(json_number(&span, &number));
    assert_false(json_integer(&span, &integer));
}

static void
assert_tree(const char *text, const char *expected)
{
    struct json_span span = scanned(text);
    cJSON *tree = json_parse(&span);
    char *printed;

    assert_non_null(tree);
    printed = cJSON_PrintUnformatted(tree);
    assert_string_equal(printed, expected);
    cJSON_free(printed);
    cJSON_Delete(tree);
}

static void
trees(void **state)
{
    (void)state;
    assert_tree("5", "5");
    assert_tree("\"x\"", "\"x\"");
    assert_tree(" [ ] ", "[]");
    assert_tree("{\"a\" : [1, 2.5, true, false, null, \"s\", {}, []] , \"b\":{\"c\":{}}}",
        "{\"a\":[1,2.5,true,false,null,\"s\",{},[]],\"b\":{\"c\":{}}}");
    assert_tree("{\"a\":1,\"b\":2,\"\\u0061\":3}", "{\"b\":2,\"a\":3}");
    assert_tree("[NaN,-Infinity,1e400,9007199254740993,-0]",
        "[NaN,-Infinity,1e400,9007199254740993,-0]");
    assert_tree("[18446744073709551616, 9223372036854775807]",
        "[18446744073709551616,9223372036854775807]");
    assert_tree("[\"a\\u0000b\"]", "[\"a␀b\"]");
}

static void
raw_nodes_hold_what_no_double_holds(void **state)
{
    struct json_span span = scanned("[NaN, 9007199254740993, 5, 1.0, 0.1, 1e400]");
    cJSON *tree = json_parse(&span);

    (void)state;
    assert_true(cJSON_IsRaw(cJSON_GetArrayItem(tree, 0)));
    assert_true(cJSON_IsRaw(cJSON_GetArrayItem(tree, 1)));
    assert_true(cJSON_IsNumber(cJSON_GetArrayItem(tree, 2)));
    assert_true(cJSON_IsNumber(cJSON_GetArrayItem(tree, 3)));
    assert_true(cJSON_GetArrayItem(tree, 4)->valuedouble == 0.1);
    assert_true(cJSON_IsRaw(cJSON_GetArrayItem(tree, 5)));
    cJSON_Delete(tree);
}

static void
assert_written(const char *text, const char *expected)
{
    struct strbuf out;

    strbuf_init(&out);
    json_write_string(&out, text);
    assert_string_equal(out.data, expected);
    assert_accepted(out.data, JSON_STRING);
    strbuf_release(&out);
}

static void
writing(void **state)
{
    struct strbuf out;

    (void)state;
    assert_written("", "\"\"");
    assert_written("a\"b\\c/d", "\"a\\\"b\\\\c/d\"");
    assert_written("\033]0;x\007\n\r\t\b\f", "\"\\u001b]0;x\\u0007\\n\\r\\t\\b\\f\"");
    assert_written("é模😀", "\"é模😀\"");
    assert_written("a\xff\xC0\xAF", "\"a\uFFFD\uFFFD\uFFFD\"");
    strbuf_init(&out);
    json_write_number(&out, 0.1);
    json_write_number(&out, NAN);
    json_write_number(&out, -INFINITY);
    json_write_number(&out, 1e-7);
    assert_string_equal(out.data, "0.1nullnull1e-07");
    strbuf_release(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_accepted),
        cmocka_unit_test(usual_mistakes_are_named),
        cmocka_unit_test(numbers_have_one_form),
        cmocka_unit_test(strings_are_checked),
        cmocka_unit_test(truncation_names_what_is_open),
        cmocka_unit_test(no_prefix_is_accepted),
        cmocka_unit_test(columns_count_characters),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(size_is_limited),
        cmocka_unit_test(findings_are_counted_with_their_first_line),
        cmocka_unit_test(large_integers),
        cmocka_unit_test(duplicate_keys_are_found_in_any_spelling),
        cmocka_unit_test(lines_and_concatenated_values_are_a_loop),
        cmocka_unit_test(errors_of_later_lines_carry_their_line),
        cmocka_unit_test(iteration_gives_keys_kinds_and_places),
        cmocka_unit_test(scalars_have_no_elements),
        cmocka_unit_test(members_are_the_last_of_their_name),
        cmocka_unit_test(lines_know_the_members_of_each_object),
        cmocka_unit_test(strings_end_where_they_end),
        cmocka_unit_test(strings_are_unescaped),
        cmocka_unit_test(numbers_and_integers),
        cmocka_unit_test(trees),
        cmocka_unit_test(raw_nodes_hold_what_no_double_holds),
        cmocka_unit_test(writing),
    };

    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
