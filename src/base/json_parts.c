/* json_parts.c - see json_parts.h.
 *
 * Most bytes of a JSON file lie inside strings, indentation or values that nobody asked
 * for. They are passed sixteen at a time: a block is loaded and one expression tells which of
 * its bytes needs a look.
 */
#include "base/json_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/block.h"
#include "base/memory.h"
#include "base/text.h"

/* --- sixteen bytes at a time --- */

static bool
is_plain(char byte)
{
    return (unsigned char)byte >= 0x20 && (unsigned char)byte < 0x80 && byte != '"'
        && byte != '\\';
}

const char *
json_skip_plain(const char *at, const char *end)
{
    while (end - at >= BLOCK_BYTES) {
        block bytes = block_load(at);
        size_t before = block_before((bytes < 0x20) | (bytes == '"') | (bytes == '\\'));

        at += before;
        if (before < BLOCK_BYTES)
            break;
    }
    while (at < end && is_plain(*at))
        at++;
    return at;
}

const char *
json_skip_more_blanks(const char *at, const char *end)
{
    while (at < end && json_is_blank(*at)) {
        at++;
        while (end - at >= WORD_BYTES && word_load(at) == word_repeat(' '))
            at += WORD_BYTES;
    }
    return at;
}

const char *
json_skip_string(const char *at, const char *end)
{
    for (at++; end - at >= BLOCK_BYTES;) {
        block bytes = block_load(at);
        size_t before = block_before((bytes == '"') | (bytes == '\\'));

        at += before;
        if (before == BLOCK_BYTES)
            continue;
        if (*at == '"')
            return at + 1;
        at += *at == '\\' ? 2 : 1;
    }
    while (at < end && *at != '"')
        at += *at == '\\' ? 2 : 1;
    return at < end ? at + 1 : end;
}

static const char *
skip_container(const char *at, const char *end)
{
    size_t depth = 0;

    while (at < end) {
        if (*at == '"') {
            at = json_skip_string(at, end);
            continue;
        }
        if (*at == '[' || *at == '{')
            depth++;
        else if ((*at == ']' || *at == '}') && --depth == 0)
            return at + 1;
        for (at++; end - at >= BLOCK_BYTES;) {
            block bytes = block_load(at), folded = bytes | ('{' ^ '[');
            size_t before = block_before((folded == '{') | (folded == '}') | (bytes == '"'));

            at += before;
            if (before < BLOCK_BYTES)
                break;
        }
    }
    return end;
}

const char *
json_skip_value(const char *at, const char *end)
{
    if (at == end)
        return at;
    if (*at == '"')
        return json_skip_string(at, end);
    if (*at == '[' || *at == '{')
        return skip_container(at, end);
    while (at < end && !json_is_blank(*at) && *at != ',' && *at != ']' && *at != '}')
        at++;
    return at;
}

enum json_kind
json_kind_at(const char *at, const char *end)
{
    switch (*at) {
    case '{': return JSON_OBJECT;
    case '[': return JSON_ARRAY;
    case '"': return JSON_STRING;
    case 't': return JSON_TRUE;
    case 'f': return JSON_FALSE;
    case 'n': return JSON_NULL;
    case 'N': case 'I': return JSON_NONFINITE;
    case '-': return end - at > 1 && at[1] == 'I' ? JSON_NONFINITE : JSON_NUMBER;
    default: return JSON_NUMBER;
    }
}

/* --- places --- */

/* Bytes but those that continue a character, which begin with the bits 10; a word at a time. */
static size_t
count_characters(const char *at, const char *end)
{
    size_t count = 0;

    for (; end - at >= WORD_BYTES; at += WORD_BYTES) {
        uint64_t word = word_load(at), continued = word >> 7 & ~word >> 6 & word_repeat(1);

        count += WORD_BYTES - (size_t)(continued * word_repeat(1) >> 56);
    }
    for (; at < end; at++)
        count += ((unsigned char)*at & 0xC0) != 0x80;
    return count;
}

void
json_advance_place(const char *at, const char *to, size_t *line, size_t *column)
{
    const char *newline;

    while (at < to && (newline = memchr(at, '\n', (size_t)(to - at))) != NULL) {
        ++*line;
        *column = 1;
        at = newline + 1;
    }
    *column += count_characters(at, to);
}

/* --- strings --- */

static uint32_t
hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return (uint32_t)(byte - '0');
    return (uint32_t)((byte | 0x20) - 'a' + 10);
}

static uint32_t
hex_unit(const char *at)
{
    return hex_digit(at[0]) << 12 | hex_digit(at[1]) << 8 | hex_digit(at[2]) << 4
        | hex_digit(at[3]);
}

/* "uXXXX", and the other half of a pair if it follows; a half alone is U+FFFD. */
static const char *
unescape_unit(const char *at, const char *end, struct strbuf *out)
{
    uint32_t unit = hex_unit(at + 1), low;

    at += 5;
    if (unit >= 0xD800 && unit <= 0xDBFF && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
        low = hex_unit(at + 2);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            at += 6;
        }
    }
    text_encode(out, unit == 0 ? 0x2400 : unit);
    return at;
}

static const char *
unescape_one(const char *at, const char *end, struct strbuf *out)
{
    static const char names[] = "bfnrt", bytes[] = "\b\f\n\r\t";
    const char *name;

    if (*at == 'u')
        return end - at >= 5 ? unescape_unit(at, end, out) : end;
    name = strchr(names, *at);
    strbuf_putc(out, name != NULL ? bytes[name - names] : *at);
    return at + 1;
}

void
json_unescape(const char *at, const char *end, struct strbuf *out)
{
    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at));

        if (escape == NULL || escape + 1 >= end) {
            strbuf_add(out, at, (size_t)(end - at));
            return;
        }
        strbuf_add(out, at, (size_t)(escape - at));
        at = unescape_one(escape + 1, end, out);
    }
}

/* --- keys --- */

enum { SLOTS_FIRST = 16, SLOTS_KEPT = 256, KEYS_MOST = 1 << 20, PROBES_MOST = 64 };

uint64_t
json_key_hash(const char *key, size_t length)
{
    const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = (length + 1) * factor, word;

    for (; length >= 8; key += 8, length -= 8) {
        hash = (hash ^ word_load(key)) * factor;
        hash ^= hash >> 29;
    }
    word = 0;
    if (length > 0)
        memcpy(&word, key, length);
    hash = (hash ^ word) * factor;
    hash = (hash ^ hash >> 32) * factor;
    hash ^= hash >> 29;
    return hash != 0 ? hash : 1;    /* 0 is an empty slot */
}

/* The slot that holds the hash or could; NULL after too many that hold others, so that
 * keys chosen to collide cost no more than a missed warning. */
static uint64_t *
find_slot(const struct json_keys *keys, uint64_t hash)
{
    for (size_t i = 0; i < PROBES_MOST && i < keys->size; i++) {
        uint64_t *slot = &keys->slots[(hash + i) & (keys->size - 1)];

        if (*slot == 0 || *slot == hash)
            return slot;
    }
    return NULL;
}

static void
grow_keys(struct json_keys *keys)
{
    struct json_keys larger = {.size = keys->size != 0 ? 2 * keys->size : SLOTS_FIRST};

    larger.slots = mem_zalloc(larger.size, sizeof *larger.slots);
    for (size_t i = 0; i < keys->size; i++) {
        uint64_t *slot = keys->slots[i] != 0 ? find_slot(&larger, keys->slots[i]) : NULL;

        if (slot != NULL) {
            *slot = keys->slots[i];
            larger.count++;
        }
    }
    free(keys->slots);
    *keys = larger;
}

bool
json_keys_add(struct json_keys *keys, uint64_t hash)
{
    uint64_t *slot;

    if (2 * keys->count >= keys->size && keys->count < KEYS_MOST)
        grow_keys(keys);
    slot = find_slot(keys, hash);
    if (slot == NULL)
        return false;
    if (*slot == hash)
        return true;
    if (keys->count < KEYS_MOST) {
        *slot = hash;
        keys->count++;
    }
    return false;
}

void
json_keys_clear(struct json_keys *keys)
{
    if (keys->size > SLOTS_KEPT)
        json_keys_release(keys);
    else if (keys->count > 0)
        memset(keys->slots, 0, keys->size * sizeof *keys->slots);
    keys->count = 0;
}

void
json_keys_release(struct json_keys *keys)
{
    free(keys->slots);
    *keys = (struct json_keys){0};
}
