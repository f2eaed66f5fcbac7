/* fuzz_json.c - whatever the bytes: refused with a place, or looked into without surprise. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "fuzz.h"

const char *const fuzz_name = "json";
const unsigned fuzz_rounds = 60000;

const char *const fuzz_seeds[] = {
    "{\"results\": {\"gsm8k\": {\"acc\": 0.5, \"acc_stderr\": NaN}}, \"config\": null}",
    "[1, -2.5e-3, 9007199254740993, 1e400, -Infinity, true, false, null]",
    "{\"a\": 1, \"a\": 2, \"\\u0061\": {\"b\": []}}",
    "\"\\u0000\\ud83d\\ude00 \\\\ \xE6\xA8\xA1\"",
    "\xEF\xBB\xBF{\"x\":[{},[],[[]]]}\n{\"y\":\"z\"}\n",
    NULL
};

const char *const fuzz_tokens[] = {"{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000",
    "\\ud800", "\"k\":", "1e309", "-", "0", "NaN", "Infinity", "true", "null", "\n",
    "        ", "9007199254740993", "\xC0\x80", "\xED\xA0\x80", "\xF0\x9F\x98\x80", "\"\":", NULL};

static void
look_at_leaf(const struct json_span *span)
{
    char *text = json_string_dup(span);
    int64_t integer;
    double number;

    FUZZ_CHECK((text != NULL) == (span->kind == JSON_STRING));
    FUZZ_CHECK(json_number(span, &number)
        == (span->kind == JSON_NUMBER || span->kind == JSON_NONFINITE));
    FUZZ_CHECK(!json_integer(span, &integer) || span->kind == JSON_NUMBER);
    free(text);
}

/* Every element of an accepted container is itself accepted, as a whole. */
static void
look_into(const struct json_span *span)
{
    struct json_span element, again;
    struct json_iter iter;
    struct strbuf key;
    size_t count = 0;

    look_at_leaf(span);
    strbuf_init(&key);
    for (json_iter_init(&iter, span); json_iter_next(&iter, &key, &element); count++) {
        FUZZ_CHECK(element.text >= span->text);
        FUZZ_CHECK(element.text + element.length <= span->text + span->length);
        FUZZ_CHECK(json_scan_whole(element.text, element.length, NULL, &again, NULL, NULL));
        FUZZ_CHECK(again.length == element.length && again.kind == element.kind);
        if (iter.object)
            FUZZ_CHECK(strlen(key.data) == key.length
                && json_member(span, key.data, &again));
        look_into(&element);
    }
    FUZZ_CHECK(count == json_count(span));
    strbuf_release(&key);
}

/* A tree can be built, and what cJSON prints of it is accepted again. */
static void
build(const struct json_span *span)
{
    cJSON *tree = json_parse(span);
    struct json_span again;
    char *text;

    FUZZ_CHECK(tree != NULL);
    text = cJSON_PrintUnformatted(tree);
    FUZZ_CHECK(text == NULL || json_scan_whole(text, strlen(text), NULL, &again, NULL, NULL));
    cJSON_free(text);
    cJSON_Delete(tree);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    const struct json_limits limits = {.depth = 40};
    const char *text = (const char *)data;
    size_t at = 0, line = 1, used;
    struct json_report report = {0};
    struct json_span span;
    struct error err;

    while (at < length) {
        error_clear(&err);
        if (!json_scan(text + at, length - at, &line, &limits, &span, &used, &report, &err)) {
            FUZZ_CHECK(strncmp(err.message, "line ", 5) == 0 && used <= length - at);
            return 0;
        }
        FUZZ_CHECK(used > 0 && used <= length - at);
        look_into(&span);
        build(&span);
        at += used;
    }
    return 0;
}
