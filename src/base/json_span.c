/* json_span.c - looking into spans that a scan has accepted; see json.h.
 *
 * Nothing is kept: an element is found by passing over those before it. A reader that wants
 * many members of a large object iterates once instead of asking for each.
 */
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_parts.h"
#include "base/memory.h"
#include "base/number.h"

bool
json_is_container(const struct json_span *span)
{
    return span->kind == JSON_ARRAY || span->kind == JSON_OBJECT;
}

void
json_iter_init(struct json_iter *iter, const struct json_span *container)
{
    *iter = (struct json_iter){.at = container->text, .end = container->text,
        .object = container->kind == JSON_OBJECT, .line = container->line,
        .column = container->column};
    if (json_is_container(container)) {
        iter->at++;                                 /* the brackets stay outside */
        iter->column++;
        iter->end = container->text + container->length - 1;
    }
}

/* A caller that wants no places sets the line to 0: counting costs as much as finding. */
static void
move_to(struct json_iter *iter, const char *to)
{
    if (iter->line > 0)
        json_advance_place(iter->at, to, &iter->line, &iter->column);
    iter->at = to;
}

/* The next element; raw_key gets the span between the key's quotes. */
static bool
next_element(struct json_iter *iter, const char **raw_key, size_t *raw_length,
    struct json_span *value)
{
    const char *at = json_skip_blanks(iter->at, iter->end), *end;

    if (at < iter->end && *at == ',')
        at = json_skip_blanks(at + 1, iter->end);
    if (at == iter->end)
        return false;
    if (iter->object) {
        end = json_skip_string(at, iter->end);
        *raw_key = at + 1;
        *raw_length = (size_t)(end - at) - 2;
        at = json_skip_blanks(end, iter->end);
        at = json_skip_blanks(at + 1, iter->end);   /* the colon */
    }
    end = json_skip_value(at, iter->end);
    move_to(iter, at);
    *value = (struct json_span){.text = at, .length = (size_t)(end - at),
        .kind = json_kind_at(at, end), .line = iter->line, .column = iter->column};
    move_to(iter, end);
    return true;
}

bool
json_iter_next(struct json_iter *iter, struct strbuf *key, struct json_span *value)
{
    const char *raw = "";
    size_t length = 0;

    if (!next_element(iter, &raw, &length, value))
        return false;
    if (key != NULL) {
        strbuf_clear(key);
        json_unescape(raw, raw + length, key);
    }
    return true;
}

static bool
is_key(const char *raw, size_t length, const char *key)
{
    struct strbuf plain;
    bool same;

    if (length == 0 || memchr(raw, '\\', length) == NULL)
        return strlen(key) == length && memcmp(raw, key, length) == 0;
    strbuf_init(&plain);
    json_unescape(raw, raw + length, &plain);
    same = strcmp(plain.data, key) == 0;
    strbuf_release(&plain);
    return same;
}

/* Whether the key may stand in the object or in what is within: it does not if no quotes have
 * it between them and nothing is escaped. Most members that are asked for are optional and
 * absent, and this is much faster than to pass over all others. */
static bool
may_have(const struct json_span *object, const char *key)
{
    size_t length = strlen(key);
    const char *at = object->text, *end = at + object->length;

    if (memchr(at, '\\', object->length) != NULL)
        return true;
    while ((at = memchr(at, '"', (size_t)(end - at))) != NULL) {
        at++;
        if ((size_t)(end - at) > length && at[length] == '"' && memcmp(at, key, length) == 0)
            return true;
    }
    return false;
}

bool
json_member(const struct json_span *object, const char *key, struct json_span *value)
{
    struct json_iter iter;
    struct json_span element;
    const char *raw = NULL;
    size_t length = 0;
    bool found = false;

    if (object->kind != JSON_OBJECT || !may_have(object, key))
        return false;
    json_iter_init(&iter, object);
    iter.line = 0;                                  /* places of the others are not wanted */
    while (next_element(&iter, &raw, &length, &element)) {
        if (is_key(raw, length, key)) {
            *value = element;
            found = true;
        }
    }
    if (found && object->line > 0) {
        value->line = object->line;
        value->column = object->column;
        json_advance_place(object->text, value->text, &value->line, &value->column);
    }
    return found;
}

bool
json_path(const struct json_span *from, struct json_span *value, ...)
{
    struct json_span at = *from;
    const char *key;
    va_list keys;
    bool found = true;

    va_start(keys, value);
    while (found && (key = va_arg(keys, const char *)) != NULL) {
        struct json_span inside;

        found = json_member(&at, key, &inside);
        if (found)
            at = inside;
    }
    va_end(keys);
    if (found)
        *value = at;
    return found;
}

size_t
json_count(const struct json_span *container)
{
    const char *at = container->text + 1, *end = container->text + container->length - 1;
    size_t count = 0;

    if (!json_is_container(container))
        return 0;
    while ((at = json_skip_blanks(at, end)) < end) {
        if (*at == ',')
            at = json_skip_blanks(at + 1, end);
        if (container->kind == JSON_OBJECT) {
            at = json_skip_blanks(json_skip_string(at, end), end);
            at = json_skip_blanks(at + 1, end);
        }
        at = json_skip_value(at, end);
        count++;
    }
    return count;
}

void
json_string(const struct json_span *span, struct strbuf *out)
{
    if (span->kind == JSON_STRING)
        json_unescape(span->text + 1, span->text + span->length - 1, out);
}

char *
json_string_dup(const struct json_span *span)
{
    struct strbuf out;

    if (span->kind != JSON_STRING)
        return NULL;
    strbuf_init(&out);
    json_string(span, &out);
    return out.data;
}

bool
json_number(const struct json_span *span, double *value)
{
    struct number number;

    if (span->kind == JSON_NONFINITE)
        *value = *span->text == 'N' ? NAN : *span->text == '-' ? -INFINITY : INFINITY;
    if (span->kind != JSON_NUMBER)
        return span->kind == JSON_NONFINITE;
    if (number_parse(span->text, span->length, NULL, &number) != NUMBER_VALUE)
        return false;
    *value = number.value;
    return true;
}

bool
json_integer(const struct json_span *span, int64_t *value)
{
    struct number number;

    if (span->kind != JSON_NUMBER
        || number_parse(span->text, span->length, NULL, &number) != NUMBER_VALUE
        || !number.is_integer)
        return false;
    *value = number.integer;
    return true;
}
