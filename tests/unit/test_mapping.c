/* test_mapping.c - formats taught by mapping files: paths, names of files, what is taken, and
 * what is refused with which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "recording.h"

#include "base/file.h"
#include "base/memory.h"
#include "read/mapping_path.h"

/* --- paths --- */

static bool
note_value(void *context, const struct json_span *value,
    const struct mapping_captures *captures, const char *place, struct error *err)
{
    struct strbuf *out = context;

    (void)err;
    strbuf_printf(out, "%s=%.*s", place, (int)value->length, value->text);
    for (size_t i = 0; i < captures->n; i++)
        strbuf_printf(out, " {%s}", captures->text[i]);
    strbuf_putc(out, ';');
    return true;
}

static void
assert_path(const char *path, const char *json, const char *expected)
{
    struct arena *arena = arena_new();
    struct json_span root;
    struct strbuf out;
    const struct mapping_path *parsed = mapping_path_parse(arena, path, NULL);

    assert_non_null(parsed);
    assert_true(json_scan_whole(json, strlen(json), NULL, &root, NULL, NULL));
    strbuf_init(&out);
    assert_true(mapping_path_each(parsed, NULL, &root, "$", note_value, &out, NULL));
    assert_string_equal(out.data, expected);
    strbuf_release(&out);
    arena_free(arena);
}

static void
paths_lead_to_values(void **state)
{
    (void)state;
    assert_path("a.b", "{\"a\":{\"b\":1}}", "$.a.b=1;");
    assert_path("$.a.b", "{\"a\":{\"b\":1}}", "$.a.b=1;");
    assert_path("a[\"b.c\"]", "{\"a\":{\"b.c\":1}}", "$.a[\"b.c\"]=1;");
    assert_path("a[1]", "{\"a\":[5,6,7]}", "$.a[1]=6;");
    assert_path("a[].b", "{\"a\":[{\"b\":1},{\"c\":2},{\"b\":3}]}", "$.a[0].b=1;$.a[2].b=3;");
    assert_path("*.acc", "{\"x\":{\"acc\":1},\"y\":{\"acc\":2}}", "$.x.acc=1 {x};$.y.acc=2 {y};");
    assert_path("eval_*", "{\"eval_f1\":1,\"train\":2,\"eval_em\":3}",
        "$.eval_f1=1 {f1};$.eval_em=3 {em};");
    assert_path("*.*", "{\"x\":{\"a\":1},\"y\":2}", "$.x.a=1 {x} {a};");
    assert_path("[]", "[1,2]", "$[0]=1;$[1]=2;");
    assert_path("a.b", "{\"a\":1}", "");
    assert_path("a", "{\"a\":1,\"a\":2}", "$.a=2;");
    assert_path("*", "{\"a\":1,\"a\":2}", "$.a=2 {a};");
}

/* More members and elements than are remembered at a time, asked for twice, against a search. */
static void
large_values_are_found_again(void **state)
{
    struct json_finder *finder = json_finder_new();
    struct json_span root, list, found, searched;
    struct strbuf json;

    (void)state;
    strbuf_init(&json);
    strbuf_puts(&json, "{\"twice\": 1");
    for (int i = 0; i < 40; i++) {
        strbuf_printf(&json, ", \"k\\u00e9%d\": [", i);
        for (int j = 0; j < 4000; j++)
            strbuf_printf(&json, "%s%d", j > 0 ? ", " : "", i * 10000 + j);
        strbuf_puts(&json, "]");
    }
    strbuf_puts(&json, ", \"twice\": 2}");
    assert_true(json_scan_whole(json.data, json.length, NULL, &root, NULL, NULL));
    for (int i = 0; i < 80; i++) {
        char key[16], number[16];

        snprintf(key, sizeof key, "k\xC3\xA9%d", i % 40);
        snprintf(number, sizeof number, "%d", i % 40 * 10000 + 3999);
        assert_true(json_finder_member(finder, &root, key, &list));
        assert_true(json_member(&root, key, &searched));
        assert_ptr_equal(list.text, searched.text);
        assert_true(json_finder_element(finder, &list, 3999, &found));
        assert_int_equal(found.length, strlen(number));
        assert_memory_equal(found.text, number, found.length);
        assert_false(json_finder_element(finder, &list, 4000, &found));
    }
    assert_true(json_finder_member(finder, &root, "twice", &found));
    assert_memory_equal(found.text, "2", 1);
    assert_false(json_finder_member(finder, &root, "absent", &found));
    assert_false(json_finder_member(finder, &list, "k", &found));
    assert_false(json_finder_element(finder, &root, 0, &found));
    json_finder_free(finder);
    strbuf_release(&json);
}

static void
bad_paths_are_refused(void **state)
{
    static const char *const bad[] = {"", "a.", "a..b", "a[", "a[x]", "a[\"b]", "a]b[", "$x[0]y",
        "a[1]b"};
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct error err = {0};

        if (strcmp(bad[i], "a]b[") == 0)
            continue;
        assert_null(mapping_path_parse(arena, bad[i], &err));
        assert_int_equal(err.kind, ERROR_REQUEST);
    }
    arena_free(arena);
}

static void
assert_file(const char *pattern, const char *path, const char *expected)
{
    struct arena *arena = arena_new();
    struct mapping_captures captures = {0};
    struct strbuf out;

    strbuf_init(&out);
    if (!mapping_file_fits(pattern, path, arena, &captures))
        strbuf_puts(&out, "no");
    for (size_t i = 0; i < captures.n; i++)
        strbuf_printf(&out, "%s=%s;", captures.name[i], captures.text[i]);
    assert_string_equal(out.data, expected);
    strbuf_release(&out);
    arena_free(arena);
}

static void
names_of_files_say_something(void **state)
{
    (void)state;
    assert_file("bench-{what}-{precision}-{hardware}.csv", "/x/bench-infer-amp-rtx4090.csv",
        "what=infer;precision=amp;hardware=rtx4090;");
    assert_file("{model}/{rev}/{task}.json", "/x/org__m/abc/sts.json",
        "model=org__m;rev=abc;task=sts;");
    assert_file("{a}-{b}.csv", "one-two-three.csv", "a=one;b=two-three;");
    assert_file("{a+}-{b}.csv", "one-two-three.csv", "a=one-two;b=three;");
    assert_file("r*-{a}.csv", "res-x.csv", "a=x;");
    assert_file("{a}.csv", "x.json", "no");
    assert_file("{a}/{b}.csv", "x.csv", "no");
    assert_file("{a}.csv", "t.zip!in/x.csv", "a=x;");
}

/* --- mapping files --- */

static char *
write_mapping(const char *text)
{
    char *path = mem_strdup("mapping-test-XXXXXX");
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    return path;
}

static void
assert_read(const char *mapping, const char *format, const char *file_name, const char *text,
    const char *expected)
{
    char *path = write_mapping(mapping);
    struct recording recording;
    struct error err = {0};

    if (!reader_teach_file(path, &err))
        fail_msg("%s", err.message);
    recording_init(&recording);
    if (!recording_read(&recording, format, file_name, text, strlen(text), NULL, &err))
        fail_msg("%s", err.message);
    assert_string_equal(recording.text.data, expected);
    recording_release(&recording);
    reader_forget_taught();
    unlink(path);
    free(path);
}

static void
a_nested_document_becomes_runs(void **state)
{
    (void)state;
    assert_read("{\"format\": \"t\", \"title\": \"t\", \"reads\": \"json\","
        "\"recognise\": {\"paths\": [\"$.runs[].llm\"]}, \"records\": \"$.runs[]\","
        "\"file\": \"serve-{hw}.json\", \"model\": {\"text\": \"{.org}/{.llm}\"},"
        "\"conditions\": {\"hardware\": {\"text\": \"{hw}\"}, \"batch\": \"conf.batch\"},"
        "\"where\": {\"path\": \"kind\", \"not\": \"warm*\"},"
        "\"failed\": {\"path\": \"done\", \"is\": \"0\"},"
        "\"measures\": [{\"path\": \"ms\", \"name\": \"latency\", \"scale\": 0.001, \"unit\": \"s\","
        "  \"direction\": \"min\", \"missing\": [\"-1\", \"0\"]},"
        " {\"each\": \"tasks[]\", \"path\": \"m.*\", \"task\": \"{.name}\", \"n\": \"n\"}]}",
        NULL, "x/serve-H100.json",
        "{\"runs\": [{\"org\": \"o\", \"llm\": \"a\", \"conf\": {\"batch\": 8}, \"done\": 5,"
        " \"ms\": 250, \"tasks\": [{\"name\": \"q\", \"n\": 10, \"m\": {\"acc\": 0.5,"
        " \"note\": \"x\"}}]}, {\"org\": \"o\", \"llm\": \"b\", \"done\": 0, \"ms\": 0},"
        " {\"org\": \"o\", \"llm\": \"c\", \"kind\": \"warmup\", \"ms\": 1}]}",
        "begin t nested\n"
        "run o/a hardware=H100 batch=8 @ $.runs[0]\n"
        "score latency 0.25 min [s] @ $.runs[0].ms\n"
        "score q/acc 0.5 n=10 @ $.runs[0].tasks[0].m.acc\n"
        "run o/b hardware=H100 @ $.runs[1]\n"
        "score latency min [s] status=5 @ $.runs[1].ms\n"
        "end\n");
}

static void
a_table_becomes_runs(void **state)
{
    (void)state;
    assert_read("{\"format\": \"t\", \"title\": \"t\", \"reads\": \"table\","
        "\"recognise\": {\"columns\": [\"Model\", \"Score\"]}, \"model\": \"Model\","
        "\"conditions\": {\"effort\": {\"path\": \"Model\", \"pattern\": \"\\\\(([a-z]+)\\\\)\"}},"
        "\"measures\": [{\"path\": \"Score\", \"interval\": \"CI\", \"se\": \"interval\"},"
        " {\"path\": \"* acc\", \"name\": \"acc\", \"task\": \"{1}\", \"n\": 100,"
        "  \"unit\": \"%\", \"se\": \"binomial\"}]}",
        NULL, "x.csv", "Model,Score,CI,law acc\nm (high),50,+2/-4,\"50\"\nn,\"1,050\",,N/A\n",
        "begin t nested\n"
        "run m (high) effort=high @ record 0\n"
        "score Score 50 se=1.5306403707739622 lo=46 hi=52 @ record 0.Score\n"
        "score law/acc 50 se=5 n=100 [%] @ record 0[\"law acc\"]\n"
        "run n @ record 1\n"
        "score Score 1050 @ record 1.Score\n"
        "score law/acc [%] status=2 @ record 1[\"law acc\"]\n"
        "end\n");
}

static void
items_of_one_run_join(void **state)
{
    (void)state;
    assert_read("{\"format\": \"t\", \"title\": \"t\", \"reads\": \"json\", \"model\": \"m\","
        "\"recognise\": {\"paths\": [\"$.m\", \"$.ok\"]},"
        "\"measures\": [{\"path\": \"ok\", \"task\": \"t\", \"name\": \"acc\", \"item\": \"id\"}]}",
        NULL, "x.jsonl", "{\"m\":\"a\",\"id\":1,\"ok\":true}\n{\"m\":\"a\",\"id\":2,\"ok\":false}\n"
        "{\"m\":\"b\",\"id\":1,\"ok\":true}\n",
        "begin t nested\n"
        "run a @ line 1: $\n"
        "item t/acc 1 1 @ line 1: $.ok\n"
        "item t/acc 2 0 @ line 2: $.ok\n"
        "run b @ line 3: $\n"
        "item t/acc 1 1 @ line 3: $.ok\n"
        "end\n");
}

static void
yaml_is_read_as_json(void **state)
{
    (void)state;
    assert_read("{\"format\": \"t\", \"title\": \"t\", \"reads\": \"yaml\","
        "\"recognise\": {\"paths\": [\"$[].model\", \"$[].pass\"]}, \"records\": \"$[]\","
        "\"model\": \"model\", \"attributes\": {\"commit\": \"commit\", \"date\": \"date\"},"
        "\"measures\": [{\"path\": \"pass\"}]}", NULL, "x.yml",
        "- model: \"a: b\"\n  pass: 20.4\n  commit: 1234e56\n  date: 2025-01-02\n"
        "- &x {model: c, pass: ~}\n- *x\n",
        "begin t nested\n"
        "run a: b commit=1234e56 date=2025-01-02 @ $[0]\n"
        "score pass 20.4 @ $[0].pass\n"
        "run c @ $[1]\n"
        "score pass status=2 @ $[1].pass\n"
        "run c @ $[2]\n"
        "score pass status=2 @ $[2].pass\n"
        "end\n");
}

static void
a_table_may_stay_one(void **state)
{
    (void)state;
    assert_read("{\"format\": \"t\", \"title\": \"t\", \"reads\": \"table\", \"form\": \"table\","
        "\"recognise\": {\"columns\": [\"who\", \"good\"]}, \"model\": \"who\","
        "\"file\": \"on-{hw}.csv\", \"conditions\": {\"hardware\": {\"text\": \"{hw}\"}},"
        "\"measures\": [{\"path\": \"good\", \"direction\": \"max\", \"missing\": \"-1\"}]}",
        NULL, "on-T4.csv", "who,good,other\na,1,x\n",
        "begin t wide\ncolumns who:model|good:measure(max){-1}|other|hardware:condition\n"
        "record 0 a|1|x|T4\nend\n");
}

static void
lines_name_values(void **state)
{
    (void)state;
    assert_read("{\"format\": \"t\", \"title\": \"t\", \"reads\": \"text\","
        "\"recognise\": {\"text\": [\"Tree bench\"]}, \"model\": \"who\","
        "\"measures\": [{\"path\": \"[\\\"mean (ns)\\\"]\", \"name\": \"latency\"},"
        " {\"path\": \"lap\", \"task\": \"t\", \"items\": true},"
        " {\"path\": \"result\", \"pattern\": \"acc: *([0-9.]+)\", \"name\": \"acc\"},"
        " {\"path\": \"result\", \"pattern\": \"f1: *([0-9.]+)\", \"name\": \"f1\"}]}", NULL,
        "x.log", "Tree bench\n====\nwho : oak\r\nlap=1.5\n  * mean (ns)  :  12  \nlap=2\nnothing\n"
        "result: acc: 71.5, good=3", "begin t nested\nrun oak @ $\n"
        "score latency 12 @ $[\"mean (ns)\"]\n"
        "item t/lap 0 1.5 @ $.lap\nitem t/lap 1 2 @ $.lap\n"
        "score acc 71.5 @ $.result\nend\n");
    assert_read("{\"format\": \"t\", \"title\": \"t\", \"reads\": \"text\","
        "\"recognise\": {\"text\": [\"KEY\"]}, \"line\": \"^KEY ([a-z]+)( is | are )(.*)$\","
        "\"measures\": [{\"path\": \"cats\"}]}", NULL, "oak.txt",
        "KEY cats are 3\nkey cats are 4\n",
        "begin t nested\nrun oak @ $\nscore cats 3 @ $.cats\nend\n");
}

static void
companions_have_nothing_else(void **state)
{
    static const char text[] = "{\"shape\":1,\"acc\":0.5,\"model\":\"a\"}";
    struct input input = {.name = "x.json", .path = "x.json", .data = text,
        .length = sizeof text - 1};
    char *path = write_mapping("{\"format\": \"t\", \"title\": \"t\", \"reads\": \"json\","
        "\"recognise\": {\"paths\": [\"$.shape\"], \"only\": true}, \"companion\": \"none\"}");

    (void)state;
    assert_true(reader_teach_file(path, NULL));
    assert_string_equal(reader_sniff(&input)->name, "json");
    reader_forget_taught();
    unlink(path);
    free(path);
}

static void
companions_give_nothing(void **state)
{
    (void)state;
    assert_read("{\"format\": \"t\", \"title\": \"t\", \"reads\": \"json\","
        "\"recognise\": {\"paths\": [\"$.shape\"]}, \"companion\": \"only says the shape\"}",
        NULL, "x.json", "{\"shape\":1}",
        "begin t nested\nwarn ~: only says the shape\nend\n");
}

static void
assert_refused(const char *mapping, const char *words)
{
    char *path = write_mapping(mapping);
    struct error err = {0};

    assert_false(reader_teach_file(path, &err));
    if (strstr(err.message, words) == NULL || strstr(err.message, path) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.message, words);
    unlink(path);
    free(path);
}

static void
wrong_mappings_say_where(void **state)
{
    (void)state;
    assert_refused("{\"format\": \"t\",\n \"title\": }", "line 2");
    assert_refused("{\"format\": \"t\",\n \"titel\": \"x\"}",
        "line 2: there is no member \"titel\"");
    assert_refused("{\"format\": \"A b\", \"title\": \"x\"}", "\"format\" must be");
    assert_refused("{\"format\": \"t\", \"title\": \"x\"}", "nothing would be taken");
    assert_refused("{\"format\": \"csv\", \"title\": \"x\", \"measures\": {\"path\": \"a\"}}",
        "built in");
    assert_refused("{\"format\": \"t\", \"title\": \"x\",\n \"measures\": [{\"path\": \"a..b\"}]}",
        "line 2: \"path\" path \"a..b\"");
    assert_refused("{\"format\": \"t\", \"title\": \"x\", \"measures\": [{\"path\": \"a\","
        " \"direction\": \"up\"}]}", "must be one of min, none, max");
    assert_refused("{\"format\": \"t\", \"title\": \"x\", \"measures\": [{\"path\": \"a\","
        " \"n\": {\"path\": \"b\", \"pattern\": \"(\"}}]}", "regular expression");
    assert_refused("{\"format\": \"t\", \"title\": \"x\", \"title\": \"y\"}", "there twice");
    assert_refused("{\"format\": \"t\", \"title\": \"x\", \"measures\": 3}", "list of objects");
    assert_refused("[]", "must be an object");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_lead_to_values),
        cmocka_unit_test(large_values_are_found_again),
        cmocka_unit_test(bad_paths_are_refused),
        cmocka_unit_test(names_of_files_say_something),
        cmocka_unit_test(a_nested_document_becomes_runs),
        cmocka_unit_test(a_table_becomes_runs),
        cmocka_unit_test(items_of_one_run_join),
        cmocka_unit_test(yaml_is_read_as_json),
        cmocka_unit_test(a_table_may_stay_one),
        cmocka_unit_test(lines_name_values),
        cmocka_unit_test(companions_give_nothing),
        cmocka_unit_test(companions_have_nothing_else),
        cmocka_unit_test(wrong_mappings_say_where),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
