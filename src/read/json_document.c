/* json_document.c - opening JSON files and saying what was repaired; see the header. */
#include "read/json_document.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "read/sniff.h"

static bool
scan(struct json_document *document, bool whole, struct error *err)
{
    const char *text = document->text.text;
    size_t length = document->text.length, line = 1;

    if (whole)
        return json_scan_whole(text, length, NULL, &document->root, &document->report, err);
    if (!json_scan(text, length, &line, NULL, &document->root, &document->used,
            &document->report, err))
        return false;
    while (document->used < length && strchr(" \t\r\n", text[document->used]) != NULL)
        document->used++;
    document->several = document->used < length;
    return true;
}

bool
json_document_open(struct json_document *document, const struct input *input, bool whole,
    struct error *err)
{
    *document = (struct json_document){0};
    if (!utf8_text_open(&document->text, input, err))
        return false;
    if (scan(document, whole, err))
        return true;
    utf8_text_close(&document->text);
    return json_refused(input, err);
}

bool
json_refused(const struct input *input, struct error *err)
{
    char *way_out;

    if (err == NULL)
        return false;
    error_prefix(err, "%s", input->name);
    way_out = mem_strdup(err->hint);
    error_hint(err, "nothing of this file was imported%s%s", *way_out != '\0' ? "; " : "", way_out);
    free(way_out);
    return false;
}

static bool
is_meant_as_json(const struct input *input)
{
    static const char *const endings[] = { ".json", ".jsonl", ".ndjson", ".json5", ".jsonc" };
    const char *ending = strrchr(input->name, '.');
    size_t length = input->length < SNIFF_BLANKS ? input->length : SNIFF_BLANKS, at = 0;

    for (size_t i = 0; ending != NULL && i < sizeof endings / sizeof *endings; i++)
        if (strcmp(ending, endings[i]) == 0)
            return true;
    while (at < length && input->data[at] != '\0' && strchr(" \t\r\n", input->data[at]) != NULL)
        at++;
    return at < length && (input->data[at] == '{' || input->data[at] == '[');
}

bool
json_explain(const struct input *input, struct error *err)
{
    struct json_document document;

    if (!is_meant_as_json(input))
        return false;
    if (!json_document_open(&document, input, false, err))
        return true;
    json_document_close(&document);
    return false;
}

void
json_document_close(struct json_document *document)
{
    utf8_text_close(&document->text);
}

static void
warn_count(struct sink *sink, size_t count, size_t line, const char *one, const char *many)
{
    char place[32], message[256];

    if (count == 0)
        return;
    snprintf(place, sizeof place, "line %zu", line);
    snprintf(message, sizeof message, "%zu %s", count, text_counted((double)count, one, many));
    sink->warn(sink, place, message);
}

void
json_report_warn(const struct json_report *report, struct sink *sink)
{
    char place[32], message[256];

    if (report->duplicate_keys > 0) {
        snprintf(place, sizeof place, "line %zu", report->first_line[0]);
        snprintf(message, sizeof message, "%zu %s twice in one object (\"%s\"): the "
            "last value is taken", report->duplicate_keys,
            text_counted((double)report->duplicate_keys, "key occurs", "keys occur"),
            report->first_key);
        sink->warn(sink, place, message);
    }
    warn_count(sink, report->nonfinite, report->first_line[1],
        "NaN or Infinity token, which JSON does not have",
        "NaN or Infinity tokens, which JSON does not have");
    warn_count(sink, report->nul_escapes, report->first_line[3],
        "NUL character in text is shown as U+2400",
        "NUL characters in text are shown as U+2400");
    warn_count(sink, report->overflow, report->first_line[4],
        "number too large for a double is read as infinite",
        "numbers too large for a double are read as infinite");
}

void
json_document_warn(const struct json_document *document, struct sink *sink)
{
    utf8_text_warn(&document->text, sink);
    json_report_warn(&document->report, sink);
}

void
json_path_add_key(struct strbuf *path, const char *key)
{
    bool plain = isalpha((unsigned char)key[0]) || key[0] == '_';

    for (const char *at = key; *at != '\0'; at++)
        plain = plain && (isalnum((unsigned char)*at) || *at == '_');
    if (plain) {
        strbuf_putc(path, '.');
        strbuf_puts(path, key);
        return;
    }
    strbuf_putc(path, '[');
    json_write_string(path, key);
    strbuf_putc(path, ']');
}

void
json_path_add_index(struct strbuf *path, size_t index)
{
    strbuf_printf(path, "[%zu]", index);
}

char *
json_scalar_text(const struct json_span *value)
{
    if (json_is_container(value) || value->kind == JSON_NULL)
        return NULL;
    return value->kind == JSON_STRING ? json_string_dup(value)
        : mem_strndup(value->text, value->length);
}

char *
json_member_text(const struct json_span *object, const char *key)
{
    struct json_span value;

    return json_member(object, key, &value) ? json_scalar_text(&value) : NULL;
}

double
json_member_number(const struct json_span *object, const char *key)
{
    struct json_span value;
    double number = NAN;
    char *text;

    if (!json_member(object, key, &value) || json_number(&value, &number))
        return number;
    text = json_string_dup(&value);
    if (text != NULL && !number_parse_plain(text, &number))
        number = NAN;
    free(text);
    return number;
}
