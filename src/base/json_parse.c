/* json_parse.c - cJSON trees out of accepted spans, and JSON texts; see json.h.
 *
 * The tree is built here and not by cJSON's own parser, which refuses NaN, rounds integers,
 * keeps repeated keys and cuts strings at \u0000. One pass; open containers are a stack in
 * memory.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_parts.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

/* An open container. */
struct open_node {
    cJSON *node;
    struct json_keys keys;      /* of an object */
};

struct builder {
    const char *at, *end;
    struct open_node *open;
    size_t depth, capacity;
    struct strbuf key;          /* of the element at hand */
};

static cJSON *
raw_node(const struct json_span *span)
{
    char *text = mem_strndup(span->text, span->length);
    cJSON *node = cJSON_CreateRaw(text);

    free(text);
    return node;
}

/* A double where it is the number: integers beyond 2^53 that are no double, overflows and
 * non-finite tokens stay text. */
static cJSON *
number_node(const struct json_span *span)
{
    struct number number;

    if (span->kind == JSON_NONFINITE)
        return raw_node(span);
    number_parse(span->text, span->length, NULL, &number);
    if (!isfinite(number.value))
        return raw_node(span);
    if (number.is_integer && fabs(number.value) >= 9007199254740992.0
        && (fabs(number.value) >= 9223372036854775808.0
            || (int64_t)number.value != number.integer))
        return raw_node(span);
    if (number.repaired)            /* an integer beyond 64 bits */
        return raw_node(span);
    return cJSON_CreateNumber(number.value);
}

static cJSON *
string_node(const struct json_span *span)
{
    char *text = json_string_dup(span);
    cJSON *node = cJSON_CreateString(text);

    free(text);
    return node;
}

static cJSON *
new_node(const struct json_span *span)
{
    switch (span->kind) {
    case JSON_NULL: return cJSON_CreateNull();
    case JSON_FALSE: return cJSON_CreateFalse();
    case JSON_TRUE: return cJSON_CreateTrue();
    case JSON_STRING: return string_node(span);
    case JSON_ARRAY: return cJSON_CreateArray();
    case JSON_OBJECT: return cJSON_CreateObject();
    case JSON_NUMBER: case JSON_NONFINITE: break;
    }
    return number_node(span);
}

static void
push(struct builder *builder, cJSON *node)
{
    struct open_node open = {.node = node};

    ARRAY_PUSH(builder->open, builder->depth, builder->capacity, open);
    builder->at++;
}

static void
pop(struct builder *builder)
{
    json_keys_release(&builder->open[--builder->depth].keys);
    builder->at++;
}

/* Adds to the innermost container; a repeated key replaces what it named before. */
static bool
attach(struct builder *builder, cJSON *node)
{
    struct open_node *parent = &builder->open[builder->depth - 1];
    const char *key = builder->key.data;

    if (cJSON_IsArray(parent->node))
        return cJSON_AddItemToArray(parent->node, node);
    if (json_keys_add(&parent->keys, json_key_hash(key, builder->key.length)))
        cJSON_DeleteItemFromObjectCaseSensitive(parent->node, key);
    return cJSON_AddItemToObject(parent->node, key, node);
}

static void
take_key(struct builder *builder)
{
    const char *end = json_skip_string(builder->at, builder->end);

    strbuf_clear(&builder->key);
    json_unescape(builder->at + 1, end - 1, &builder->key);
    builder->at = json_skip_blanks(end, builder->end);
    builder->at = json_skip_blanks(builder->at + 1, builder->end);  /* the colon */
}

/* The value at hand: a leaf is passed, a container opened. NULL if memory is exhausted. */
static cJSON *
take_value(struct builder *builder)
{
    struct json_span span = {.text = builder->at,
        .kind = json_kind_at(builder->at, builder->end)};
    cJSON *node;

    if (!json_is_container(&span))
        builder->at = json_skip_value(builder->at, builder->end);
    span.length = (size_t)(builder->at - span.text);
    node = new_node(&span);
    if (node != NULL && builder->depth > 0 && !attach(builder, node)) {
        cJSON_Delete(node);
        return NULL;
    }
    if (node != NULL && json_is_container(&span))
        push(builder, node);
    return node;
}

/* The next element of the innermost container, or its end. */
static bool
build_step(struct builder *builder)
{
    builder->at = json_skip_blanks(builder->at, builder->end);
    if (*builder->at == ',')
        builder->at = json_skip_blanks(builder->at + 1, builder->end);
    if (*builder->at == ']' || *builder->at == '}') {
        pop(builder);
        return true;
    }
    if (cJSON_IsObject(builder->open[builder->depth - 1].node))
        take_key(builder);
    return take_value(builder) != NULL;
}

cJSON *
json_parse(const struct json_span *span)
{
    struct builder builder = {.at = span->text, .end = span->text + span->length};
    cJSON *root;
    bool built;

    strbuf_init(&builder.key);
    root = take_value(&builder);
    built = root != NULL;
    while (built && builder.depth > 0)
        built = build_step(&builder);
    while (builder.depth > 0)
        pop(&builder);
    free(builder.open);
    strbuf_release(&builder.key);
    if (!built) {
        cJSON_Delete(root);
        root = NULL;
    }
    return root;
}

/* --- writing --- */

static void
write_escape(struct strbuf *out, unsigned char byte)
{
    static const char bytes[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
    const char *place = strchr(bytes, byte);

    if (place != NULL)
        strbuf_printf(out, "\\%c", names[place - bytes]);
    else
        strbuf_printf(out, "\\u%04x", byte);
}

void
json_write_string(struct strbuf *out, const char *text)
{
    const char *end = text + strlen(text);

    strbuf_putc(out, '"');
    while (text < end) {
        const char *plain = json_skip_plain(text, end);

        strbuf_add(out, text, (size_t)(plain - text));
        text = plain;
        if (text == end)
            break;
        if ((unsigned char)*text >= 0x80) {
            uint32_t character;

            text += text_decode(text, (size_t)(end - text), &character);
            text_encode(out, character);
        } else {
            write_escape(out, (unsigned char)*text++);
        }
    }
    strbuf_putc(out, '"');
}

void
json_write_number(struct strbuf *out, double value)
{
    char text[NUMBER_TEXT_MAX];

    if (!isfinite(value)) {
        strbuf_puts(out, "null");
        return;
    }
    strbuf_add(out, text, number_print(text, value));
}
