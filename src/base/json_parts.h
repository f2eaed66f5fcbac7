/* json_parts.h - what the JSON sources share and nobody else needs: moving fast over the
 * bytes of a text, and the set by which repeated keys are noticed.
 */
#ifndef PARETOP_BASE_JSON_PARTS_H
#define PARETOP_BASE_JSON_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"

static inline bool
json_is_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

/* Past blanks (space, tab, CR, LF), of which there are mostly none or one. */
const char *json_skip_more_blanks(const char *at, const char *end);
static inline const char *
json_skip_blanks(const char *at, const char *end)
{
    if (at < end && *at == ' ')
        at++;
    return at < end && json_is_blank(*at) ? json_skip_more_blanks(at, end) : at;
}

/* To the first byte that ends or interrupts plain ASCII inside a string: a quote, a
 * backslash, a control character or a byte of a longer character. */
const char *json_skip_plain(const char *at, const char *end);

/* Past one value of a text that a scan has accepted; `at` is at its first byte. */
const char *json_skip_value(const char *at, const char *end);

/* Past a string of an accepted text; `at` is at its opening quote. */
const char *json_skip_string(const char *at, const char *end);

/* What starts with these bytes; only sensible where a value starts. */
enum json_kind json_kind_at(const char *at, const char *end);

/* Moves a place (1-based line, column in characters) over the bytes from `at` to `to`. */
void json_advance_place(const char *at, const char *to, size_t *line, size_t *column);

/* The inside of a string, without its quotes, appended unescaped. */
void json_unescape(const char *at, const char *end, struct strbuf *out);

/* The keys of one object, as hashes. Zero bytes are an empty set. Beyond a million keys it
 * forgets rather than grow: only a warning depends on it. */
struct json_keys {
    uint64_t *slots;
    size_t size, count;
};

uint64_t json_key_hash(const char *key, size_t length);
bool json_keys_add(struct json_keys *keys, uint64_t hash);  /* true: it was there */
void json_keys_clear(struct json_keys *keys);               /* keeps small memory */
void json_keys_release(struct json_keys *keys);

#endif
