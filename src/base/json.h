/* json.h - JSON from strangers: a validating splitter, and cJSON one element at a time.
 *
 * cJSON refuses NaN, rounds integers, keeps duplicate keys, cuts strings at \u0000 and
 * needs nine times a document's size. So a scan goes over the bytes once (contract 18):
 * it validates, keeps line and column, maps NaN and Infinity, and hands out spans; a
 * span is parsed into cJSON only when a reader asks for it.
 */
#ifndef PARETOP_BASE_JSON_H
#define PARETOP_BASE_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

enum json_kind {
    JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_NONFINITE /* NaN, +-Infinity */,
    JSON_STRING, JSON_ARRAY, JSON_OBJECT
};

/* A value inside a text that outlives it. */
struct json_span {
    const char *text;
    size_t length;
    enum json_kind kind;
    size_t line, column;    /* 1-based place of its first byte, column in characters */
};

struct json_limits {
    unsigned depth;         /* 0 means 512; never more than 4096 */
    size_t bytes;           /* 0 means no limit */
    const char *start;      /* of the text whose rest is scanned, for columns in errors; NULL: it */
};

/* Warnings of a scan, counted; the first place of each. */
struct json_report {
    size_t duplicate_keys, nonfinite, large_integers, nul_escapes, overflow /* 1e400 */;
    size_t first_line[5];   /* in the order above */
    char first_key[64];     /* first duplicate key */
};

/* Validates one JSON value at the start of text (leading blanks and a UTF-8 BOM allowed)
 * and gives its span. *used is set to the bytes consumed, blanks after the value included,
 * so JSON Lines and concatenated values are a loop while used < length; on failure it is
 * where. *line (1-based on entry, may be NULL) is advanced. Errors carry line, column and
 * what is wrong: trailing comma, truncated, bad UTF-8, depth, control character. The report
 * (NULL: not wanted, faster) is added to. */
bool json_scan(const char *text, size_t length, size_t *line,
    const struct json_limits *limits, struct json_span *out, size_t *used,
    struct json_report *report, struct error *err);

/* The same for a text that is one value and nothing else. */
bool json_scan_whole(const char *text, size_t length, const struct json_limits *limits,
    struct json_span *out, struct json_report *report, struct error *err);

/* The same for values that follow one another, as in JSON Lines: it keeps its memory from one
 * to the next, and knows the members of an object from the scan, so that nobody has to go over
 * its bytes again. */
struct json_lines;
struct json_lines *json_lines_new(struct json_report *report);
void json_lines_free(struct json_lines *lines);
bool json_lines_scan(struct json_lines *lines, const char *text, size_t length, size_t *line,
    struct json_span *out, size_t *used, struct error *err);

/* The members of the object that was scanned last, duplicates included, in order; none of
 * what is no object. key is what stands between the quotes. Values have no line and column. */
struct json_entry { const char *key; size_t key_length; struct json_span value; };
const struct json_entry *json_lines_entries(const struct json_lines *lines, size_t *n);

/* Iterates a scanned array or object. */
struct json_iter { const char *at, *end; bool object; size_t line, column; };
void json_iter_init(struct json_iter *iter, const struct json_span *container);
/* Next element; for objects *key gets the unescaped key (cleared first; \u0000 becomes
 * U+2400), for arrays it becomes empty; NULL if not wanted. Returns false at the end.
 * Duplicate keys are all given, in order. */
bool json_iter_next(struct json_iter *iter, struct strbuf *key, struct json_span *value);

/* The value of the LAST member named key; false if absent. Case-sensitive. */
bool json_member(const struct json_span *object, const char *key, struct json_span *value);
/* Follows "results.acc" style paths given as separate keys, NULL-terminated. */
bool json_path(const struct json_span *from, struct json_span *value, ... /* keys, NULL */)
    __attribute__((sentinel));

/* Text of a string span, unescaped, appended; \u0000 becomes U+2400. */
void json_string(const struct json_span *span, struct strbuf *out);
char *json_string_dup(const struct json_span *span);  /* caller frees; NULL if no string */

/* Numbers: the double and, where it is one, the exact integer; NaN for JSON_NONFINITE NaN,
 * infinities as such. Numeric strings are NOT numbers here. */
bool json_number(const struct json_span *span, double *value);
bool json_integer(const struct json_span *span, int64_t *value);
bool json_is_container(const struct json_span *span);
size_t json_count(const struct json_span *container);

/* A cJSON tree of one element. Duplicate keys: the last wins. Integers that no double
 * holds, numbers that overflow, and non-finite tokens are cJSON_Raw nodes that hold their
 * text. Caller frees with cJSON_Delete. NULL only on memory exhaustion. */
cJSON *json_parse(const struct json_span *span);

/* Writing: escapes for JSON, including quotes around it; invalid UTF-8 becomes U+FFFD. */
void json_write_string(struct strbuf *out, const char *text);
/* Shortest number that reads back; NaN and infinities are null. */
void json_write_number(struct strbuf *out, double value);

#endif
