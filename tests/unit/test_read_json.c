/* test_read_json.c - JSON of the user's own shape: which shape is seen, and what comes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "recording.h"

static void
assert_read(const char *name, const char *text, bool lenient, const char *expected)
{
    struct recording recording;
    struct read_options options = {.lenient = lenient};
    struct error err = {0};

    recording_init(&recording);
    if (!recording_read(&recording, NULL, name, text, strlen(text), &options, &err))
        fail_msg("%s", err.message);
    assert_string_equal(recording.text.data, expected);
    recording_release(&recording);
}

static void
assert_json(const char *text, const char *expected)
{
    assert_read("runs/a.json", text, false, expected);
}

static void
assert_refused(const char *text, const char *message)
{
    struct recording recording;
    struct error err = {0};

    recording_init(&recording);
    assert_false(recording_read(&recording, "json", "a.json", text, strlen(text), NULL, &err));
    if (strstr(err.message, message) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", message, err.message);
    assert_memory_equal(err.message, "a.json: ", 8);
    recording_release(&recording);
}

static void
a_list_of_objects(void **state)
{
    (void)state;
    assert_json("[{\"model\": \"a\", \"acc\": 0.50}, {\"model\": \"b\", \"cost\": 1e-7, "
        "\"acc\": null}]",
        "begin json wide\ncolumns model|acc|cost\nrecord 0 a|0.50|~ @ $[0]\n"
        "record 1 b||1e-7 @ $[1]\nend\n");
}

static void
nested_members_become_dotted_names(void **state)
{
    (void)state;
    assert_json("[{\"model\": \"a\", \"eval\": {\"acc\": {\"mean\": 1}, \"n\": 2}, \"ok\": true}]",
        "begin json wide\ncolumns model|eval.acc.mean|eval.n|ok\nrecord 0 a|1|2|true @ $[0]\n"
        "end\n");
}

static void
lists_within_a_record(void **state)
{
    (void)state;
    assert_json("[{\"m\": \"a\", \"scores\": [1, 0.5, null, true], \"tags\": [\"x\", 2], "
        "\"empty\": [], \"deep\": [[1], [2]]}, {\"m\": \"b\", \"scores\": [0]}]",
        "begin json wide\nwarn $: lists of objects or lists are left out (1, the first is "
        "\"deep\")\ncolumns m|tags|empty\nrecord 0 a|x, 2| @ $[0]\n"
        "items scores 1 0.5 nan 1\nrecord 1 b|~|~ @ $[1]\nitems scores 0\nend\n");
}

static void
an_object_keyed_by_model(void **state)
{
    (void)state;
    assert_json("{\"gpt-4\": {\"acc\": 0.5}, \"bert\": {\"acc\": 0.25, \"n\": 3}}",
        "begin json wide\ncolumns model|acc|n\nrecord 0 gpt-4|0.5|~ @ $[\"gpt-4\"]\n"
        "record 1 bert|0.25|3 @ $.bert\nend\n");
    assert_json("{\"date\": \"today\", \"a\": {\"acc\": 1}, \"b\": {\"acc\": 2}}",
        "begin json wide\ncolumns model|date|acc\nrecord 0 a|today|1 @ $.a\n"
        "record 1 b|today|2 @ $.b\nend\n");
    assert_json("{\"8\": {\"model\": \"x\", \"tps\": 1}, \"16\": {\"model\": \"x\", \"tps\": 2}}",
        "begin json wide\ncolumns key|model|tps\nrecord 0 8|x|1 @ $[\"8\"]\n"
        "record 1 16|x|2 @ $[\"16\"]\nend\n");
}

static void
one_object_is_one_record(void **state)
{
    (void)state;
    assert_json("{\"model\": \"a\", \"metrics\": {\"acc\": 1}, \"scores\": [1, 0]}",
        "begin json wide\ncolumns model|metrics.acc\nrecord 0 a|1 @ $\nitems scores 1 0\nend\n");
    /* Without a model it is named after its file, or the folder if that says more. */
    assert_read("runs/tiny.json", "{\"acc\": 1}", false,
        "begin json wide\ncolumns acc|model\nrecord 0 1|tiny @ $\nend\n");
    assert_read("runs/tiny/all_results.json", "{\"acc\": 1}", false,
        "begin json wide\ncolumns acc|model\nrecord 0 1|tiny @ $\nend\n");
    assert_read("runs/mmlu:k=1,model=org_x/stats.json", "{\"acc\": 1}", false,
        "begin json wide\ncolumns acc|model\nrecord 0 1|org_x @ $\nend\n");
}

static void
records_within_an_object(void **state)
{
    (void)state;
    assert_json("{\"date\": \"today\", \"version\": 3, \"batch_size\": 8, \"results\": "
        "[{\"model\": \"a\", \"acc\": 1}, {\"model\": \"b\", \"date\": \"later\"}]}",
        "begin json wide\ncolumns model|acc|date|version:attribute|batch_size\n"
        "record 0 a|1|today|3|8 @ $.results[0]\nrecord 1 b|~|later|3|8 @ $.results[1]\nend\n");
    assert_json("{\"model\": \"x\", \"results\": {\"mmlu\": {\"acc\": 1}, \"arc\": {\"acc\": 2}}}",
        "begin json wide\ncolumns task|acc|model\nrecord 0 mmlu|1|x @ $.results.mmlu\n"
        "record 1 arc|2|x @ $.results.arc\nend\n");
}

static void
columns_side_by_side(void **state)
{
    static const char expected[] = "begin json wide\ncolumns model|acc\nrecord 0 a|0.5\n"
        "record 1 b|\nend\n";

    (void)state;
    assert_json("{\"model\": [\"a\", \"b\"], \"acc\": [0.5, null]}", expected);
    assert_json("{\"model\": {\"0\": \"a\", \"1\": \"b\"}, \"acc\": {\"0\": 0.5, \"1\": null}}",
        expected);
}

static void
json_lines_under_any_name(void **state)
{
    (void)state;
    assert_json("{\"model\": \"a\", \"n\": 9007199254740993}\n\n{\"model\": \"b\\u0041\\n\"}\r\n",
        "begin json wide\ncolumns model|n\nrecord 0 a|9007199254740993\nrecord 1 bA\n|~\nend\n");
    assert_read("a.jsonl", "{\"m\": 1}\n[2]\n{\"m\": 3}", true,
        "begin json wide\ncolumns m\nrecord 0 1\nreject line 2: is a list, not an object\n"
        "record 2 3\nend\n");
}

static void
repairs_are_told(void **state)
{
    (void)state;
    assert_json("{\"model\": \"a\", \"x\": 1, \"x\": 2, \"y\": NaN, \"z\": -Infinity, "
        "\"big\": 1e400, \"s\": [1], \"s\": [2, 3]}",
        "begin json wide\nwarn line 1: 2 keys occur twice in one object (\"x\"): the last value "
        "is taken\nwarn line 1: 2 NaN or Infinity tokens, which JSON does not have\n"
        "warn line 1: 1 number too large for a double is read as infinite\n"
        "columns model|x|y|z|big\nrecord 0 a|2|NaN|-Infinity|1e400 @ $\nitems s 2 3\nend\n");
    assert_json("\xEF\xBB\xBF{\"model\": \"caf\xE9\", \"x\": 1}",
        "begin json wide\nwarn line 1: is not UTF-8: the file was read as Windows-1252 (Latin-1)\n"
        "columns model|x\nrecord 0 caf\xC3\xA9|1 @ $\nend\n");
}

static void
what_is_broken_is_refused_with_its_place(void **state)
{
    (void)state;
    assert_refused("{\"model\": \"a\", \"acc\": 1,}", "line 1");
    assert_refused("[{\"m\": 1},\n {\"m\": 2", "line 2");
    assert_refused("{\"m\": 1}\n{\"m\": 2\n", "line 3");
    assert_refused("{\"m\": 1} tail", "line 1");
    assert_refused("{\"m\": \"a\tb\"}", "line 1");
    assert_refused("[{\"m\": 1}, 7]", "$[1] is a number, not an object");
    assert_refused("[]", "holds an empty list");
    assert_refused("{}", "holds an empty object");
    assert_refused("3.5", "holds only a number");
    assert_refused("[[1, 2]]", "$[0] is a list, not an object");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_of_objects),
        cmocka_unit_test(nested_members_become_dotted_names),
        cmocka_unit_test(lists_within_a_record),
        cmocka_unit_test(an_object_keyed_by_model),
        cmocka_unit_test(one_object_is_one_record),
        cmocka_unit_test(records_within_an_object),
        cmocka_unit_test(columns_side_by_side),
        cmocka_unit_test(json_lines_under_any_name),
        cmocka_unit_test(repairs_are_told),
        cmocka_unit_test(what_is_broken_is_refused_with_its_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
