/* json_scan.c - the validating pass over one JSON value; see json.h (contract 18).
 *
 * No recursion: open containers are a stack in memory with a limit. Lines are not counted on
 * the way; a place is worked out only when there is something to say about it.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_parts.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

enum { DEPTH_USUAL = 512, DEPTH_MOST = 4096 };

/* In the order of json_report.first_line. */
enum finding { FOUND_DUPLICATE, FOUND_NONFINITE, FOUND_LARGE, FOUND_NUL, FOUND_OVERFLOW };

/* An open array or object. */
struct level {
    const char *open;           /* its '[' or '{' */
    struct json_keys keys;
};

struct scanner {
    const char *text, *at, *end;
    bool cut;                   /* end is the limit in bytes, not the end of the text */
    size_t first_line;
    const char *start;          /* at or before text, of the same line or an earlier one */
    struct level *levels;
    size_t depth, capacity, depth_most;
    struct strbuf key;          /* for keys with escapes */
    bool wants_entries;
    struct json_entry *entries; /* of the outermost object, if they are wanted */
    size_t n_entries, entries_capacity;
    struct json_report *report; /* NULL: nobody asks */
    struct error *err;
};

/* --- saying what is wrong --- */

static void
place_of(const struct scanner *s, const char *at, size_t *line, size_t *column)
{
    *line = s->first_line;
    *column = 1;
    json_advance_place(s->text, at, line, column);
}

/* The same, with what stands before the text in its first line counted. */
static void
place_in_line(const struct scanner *s, const char *at, size_t *line, size_t *column)
{
    const char *from = s->text;

    while (from > s->start && from[-1] != '\n')
        from--;
    *line = s->first_line;
    *column = 1;
    json_advance_place(from, at, line, column);
}

static bool refuse(struct scanner *s, const char *format, ...) ERROR_PRINTF(2, 3);

/* Refuses at the scanner's place. */
static bool
refuse(struct scanner *s, const char *format, ...)
{
    size_t line, column;
    char what[512];
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    place_in_line(s, s->at, &line, &column);
    return error_set(s->err, ERROR_REQUEST, "line %zu, column %zu: %s", line, column, what);
}

static bool
refuse_cut(struct scanner *s, const char *what)
{
    refuse(s, "%s", what);
    return error_hint(s->err, "is it complete?");
}

static bool
refuse_end(struct scanner *s)
{
    const struct level *level;
    size_t line, column;

    if (s->cut)
        return refuse(s, "the value is larger than the limit of %zu bytes",
            (size_t)(s->end - s->text));
    if (s->depth == 0)
        return refuse_cut(s, "the text ends before a value");
    level = &s->levels[s->depth - 1];
    place_in_line(s, level->open, &line, &column);
    refuse(s, "the text ends before the %s of line %zu, column %zu is closed",
        *level->open == '{' ? "object" : "array", line, column);
    return error_hint(s->err, "is it complete?");
}

/* What other notations than JSON have at this place. */
static bool
hint_notation(struct scanner *s, uint32_t character)
{
    size_t left = (size_t)(s->end - s->at);

    if (character == '\'')
        return error_hint(s->err, "write \"text\" for 'text'");
    if (character == '/' || character == '#')
        return error_hint(s->err, "take the comments out");
    if ((left >= 4 && (memcmp(s->at, "True", 4) == 0 || memcmp(s->at, "None", 4) == 0))
        || (left >= 5 && memcmp(s->at, "False", 5) == 0))
        return error_hint(s->err, "write true, false and null for True, False and None");
    return false;
}

/* "expected X, found Y" with a word on the usual mistakes. */
static bool
refuse_unexpected(struct scanner *s, const char *expected)
{
    uint32_t character;
    size_t used;

    if (s->at == s->end)
        return refuse_end(s);
    used = text_decode(s->at, (size_t)(s->end - s->at), &character);
    if (character == '\'')
        refuse(s, "expected %s, found '; strings need double quotes", expected);
    else if (character == '/' || character == '#')
        refuse(s, "expected %s, found %c; JSON has no comments", expected, (int)character);
    else if (character < 0x20 || character == 0x7F || (used == 1 && character == 0xFFFD))
        refuse(s, "expected %s, found the byte 0x%02X", expected,
            (unsigned)(unsigned char)*s->at);
    else
        refuse(s, "expected %s, found %.*s", expected, (int)used, s->at);
    return hint_notation(s, character);
}

static void
found(struct scanner *s, enum finding finding, const char *at)
{
    struct json_report *report = s->report;
    size_t *counts[] = {&report->duplicate_keys, &report->nonfinite, &report->large_integers,
        &report->nul_escapes, &report->overflow};
    size_t line, column;

    if ((*counts[finding])++ > 0)
        return;
    place_of(s, at, &line, &column);
    report->first_line[finding] = line;
}

/* --- strings --- */

static bool
is_hex(char byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f');
}

/* At a backslash; moves past the escape. */
static bool
scan_escape(struct scanner *s)
{
    const char *at = s->at + 1;

    if (at == s->end)
        return refuse_cut(s, "the text ends inside a string");
    if (*at != 'u') {
        if (*at == '\0' || strchr("\"\\/bfnrt", *at) == NULL)
            return refuse(s, "a backslash in a string stands before none of "
                "\" \\ / b f n r t u");
        s->at = at + 1;
        return true;
    }
    for (int i = 1; i <= 4; i++) {
        if (s->end - at <= i)
            return refuse_cut(s, "the text ends inside a string");
        if (!is_hex(at[i]))
            return refuse(s, "\\u needs four hexadecimal digits");
    }
    if (s->report != NULL && memcmp(at + 1, "0000", 4) == 0)
        found(s, FOUND_NUL, s->at);
    s->at = at + 5;
    return true;
}

static bool
scan_long_characters(struct scanner *s)
{
    while (s->at < s->end && (unsigned char)*s->at >= 0x80) {
        uint32_t character;
        size_t used = text_decode(s->at, (size_t)(s->end - s->at), &character);

        if (used == 1)
            return refuse(s, "the byte 0x%02X is not valid UTF-8",
                (unsigned)(unsigned char)*s->at);
        s->at += used;
    }
    return true;
}

/* At the opening quote; moves past the closing one. */
static bool
scan_string(struct scanner *s, bool *escaped)
{
    *escaped = false;
    s->at++;
    for (;;) {
        s->at = json_skip_plain(s->at, s->end);
        if (s->at == s->end)
            return s->cut ? refuse_end(s) : refuse_cut(s, "the text ends inside a string");
        if (*s->at == '"') {
            s->at++;
            return true;
        }
        if (*s->at == '\\') {
            *escaped = true;
            if (!scan_escape(s))
                return false;
        } else if ((unsigned char)*s->at >= 0x80) {
            if (!scan_long_characters(s))
                return false;
        } else {
            return refuse(s, "a string holds the control character 0x%02X%s",
                (unsigned)(unsigned char)*s->at,
                *s->at == '\n' ? " (a line break; is a quote missing?)" : "");
        }
    }
}

/* --- numbers and words --- */

static size_t
scan_digits(struct scanner *s)
{
    const char *start = s->at;

    while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
        s->at++;
    return (size_t)(s->at - start);
}

/* More than 2^53 in magnitude. The digits do not start with 0. */
static bool
is_large(const char *digits, size_t n)
{
    static const char most[] = "9007199254740992";

    return n > sizeof most - 1 || (n == sizeof most - 1 && memcmp(digits, most, n) > 0);
}

static void
note_overflow(struct scanner *s, const char *start)
{
    struct number number;

    number_parse(start, (size_t)(s->at - start), NULL, &number);
    if (isinf(number.value))
        found(s, FOUND_OVERFLOW, start);
}

static bool
scan_word(struct scanner *s, const char *word)
{
    size_t length = strlen(word);

    if ((size_t)(s->end - s->at) < length || memcmp(s->at, word, length) != 0)
        return refuse_unexpected(s, "a value");
    s->at += length;
    return true;
}

static bool
scan_nonfinite(struct scanner *s, const char *word)
{
    const char *start = s->at;

    if (!scan_word(s, word))
        return false;
    if (s->report != NULL)
        found(s, FOUND_NONFINITE, start);
    return true;
}

/* ".5" and "e-07" after the whole part. */
static bool
scan_fraction(struct scanner *s, size_t *exponent)
{
    if (s->at < s->end && *s->at == '.') {
        s->at++;
        if (scan_digits(s) == 0)
            return refuse_unexpected(s, "a digit after the decimal point");
    }
    if (s->at == s->end || (*s->at | 0x20) != 'e')
        return true;
    s->at++;
    if (s->at < s->end && (*s->at == '+' || *s->at == '-'))
        s->at++;
    *exponent = scan_digits(s);
    return *exponent > 0 || refuse_unexpected(s, "the digits of an exponent");
}

static bool
scan_number(struct scanner *s)
{
    const char *start = s->at, *digits, *whole_end;
    size_t whole, exponent = 0;

    if (*s->at == '-') {
        if (s->end - s->at > 1 && s->at[1] == 'I')
            return scan_nonfinite(s, "-Infinity");
        s->at++;
    }
    digits = s->at;
    whole = scan_digits(s);
    if (whole == 0)
        return refuse_unexpected(s, "a digit");
    if (whole > 1 && *digits == '0') {
        s->at = digits;
        return refuse(s, "a number starts with 0");
    }
    whole_end = s->at;
    if (!scan_fraction(s, &exponent))
        return false;
    if (s->report != NULL && s->at == whole_end && is_large(digits, whole))
        found(s, FOUND_LARGE, start);
    if (s->report != NULL && (exponent >= 3 || whole > 200))
        note_overflow(s, start);
    return true;
}

static bool
scan_scalar(struct scanner *s)
{
    bool escaped;

    switch (*s->at) {
    case '"': return scan_string(s, &escaped);
    case 't': return scan_word(s, "true");
    case 'f': return scan_word(s, "false");
    case 'n': return scan_word(s, "null");
    case 'N': return scan_nonfinite(s, "NaN");
    case 'I': return scan_nonfinite(s, "Infinity");
    case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7':
    case '8': case '9':
        return scan_number(s);
    default: return refuse_unexpected(s, "a value");
    }
}

/* --- containers --- */

static bool
push(struct scanner *s)
{
    if (s->depth == s->depth_most)
        return refuse(s, "nested deeper than %zu levels", s->depth_most);
    if (s->depth == s->capacity) {
        size_t old = s->capacity;

        ARRAY_RESERVE(s->levels, s->depth + 1, s->capacity);
        memset(s->levels + old, 0, (s->capacity - old) * sizeof *s->levels);
    }
    s->levels[s->depth++].open = s->at++;
    return true;
}

static bool
in_object(const struct scanner *s)
{
    return *s->levels[s->depth - 1].open == '{';
}

static void
pop(struct scanner *s)
{
    s->at++;
    json_keys_clear(&s->levels[--s->depth].keys);
}

static void
note_key(struct scanner *s, const char *start, bool escaped)
{
    const char *key = start + 1;
    size_t length = (size_t)(s->at - 1 - key);

    if (escaped) {
        strbuf_clear(&s->key);
        json_unescape(key, key + length, &s->key);
        key = s->key.data;
        length = s->key.length;
    }
    if (!json_keys_add(&s->levels[s->depth - 1].keys, json_key_hash(key, length)))
        return;
    if (s->report->duplicate_keys == 0) {
        size_t kept = length < sizeof s->report->first_key ? length
            : sizeof s->report->first_key - 1;

        memcpy(s->report->first_key, key, kept);
        s->report->first_key[kept] = '\0';
    }
    found(s, FOUND_DUPLICATE, start);
}

static void
open_entry(struct scanner *s, const char *start, const char *end)
{
    struct json_entry entry = {.key = start + 1, .key_length = (size_t)(end - start) - 2,
        .value = {.text = s->at}};

    ARRAY_PUSH(s->entries, s->n_entries, s->entries_capacity, entry);
}

/* After a value of the outermost container. */
static void
close_entry(struct scanner *s)
{
    struct json_span *value = &s->entries[s->n_entries - 1].value;

    value->length = (size_t)(s->at - value->text);
    value->kind = json_kind_at(value->text, s->at);
}

/* A key and its colon, up to the value. */
static bool
scan_key(struct scanner *s)
{
    const char *start = s->at, *end;
    bool escaped;

    if (s->at == s->end || *s->at != '"')
        return refuse_unexpected(s, "a key in double quotes");
    if (!scan_string(s, &escaped))
        return false;
    if (s->report != NULL)
        note_key(s, start, escaped);
    end = s->at;
    s->at = json_skip_blanks(s->at, s->end);
    if (s->at == s->end || *s->at != ':')
        return refuse_unexpected(s, "a colon after the key");
    s->at = json_skip_blanks(s->at + 1, s->end);
    if (s->wants_entries && s->depth == 1)
        open_entry(s, start, end);
    return true;
}

static bool
is_closed_here(const struct scanner *s)
{
    return s->at < s->end && *s->at == (in_object(s) ? '}' : ']');
}

/* After the opening bracket; *value is false if the container was empty. */
static bool
scan_opened(struct scanner *s, bool *value)
{
    s->at = json_skip_blanks(s->at, s->end);
    *value = !is_closed_here(s);
    if (!*value) {
        pop(s);
        return true;
    }
    return !in_object(s) || scan_key(s);
}

static bool
refuse_comma(struct scanner *s, const char *comma)
{
    size_t line, column;

    place_in_line(s, comma, &line, &column);
    refuse(s, "trailing comma before %c", *s->at);
    return error_hint(s->err, "delete the comma in line %zu, column %zu", line, column);
}

/* After a value: over closing brackets, to the next value (*value) or out of all. */
static bool
scan_after_value(struct scanner *s, bool *value)
{
    const char *comma;

    *value = false;
    while (s->depth > 0) {
        if (s->depth == 1 && s->n_entries > 0)
            close_entry(s);
        s->at = json_skip_blanks(s->at, s->end);
        if (is_closed_here(s)) {
            pop(s);
            continue;
        }
        if (s->at == s->end || *s->at != ',')
            return refuse_unexpected(s, in_object(s) ? "a comma or }" : "a comma or ]");
        comma = s->at;
        s->at = json_skip_blanks(s->at + 1, s->end);
        if (is_closed_here(s))
            return refuse_comma(s, comma);
        *value = true;
        return !in_object(s) || scan_key(s);
    }
    return true;
}

static bool
scan_tree(struct scanner *s)
{
    bool value = true;

    while (value) {
        if (s->at == s->end)
            return refuse_end(s);
        if (*s->at == '[' || *s->at == '{') {
            if (!push(s) || !scan_opened(s, &value))
                return false;
            if (value)
                continue;
        } else if (!scan_scalar(s)) {
            return false;
        }
        if (!scan_after_value(s, &value))
            return false;
    }
    return true;
}

/* --- the call --- */

static void
scanner_init(struct scanner *s, struct json_report *report)
{
    *s = (struct scanner){.report = report};
    strbuf_init(&s->key);
}

static void
scanner_release(struct scanner *s)
{
    for (size_t i = 0; i < s->capacity; i++)
        json_keys_release(&s->levels[i].keys);
    free(s->levels);
    free(s->entries);
    strbuf_release(&s->key);
}

/* To the beginning of a text, with the memory that there is. */
static void
scanner_turn_to(struct scanner *s, const char *text, size_t length,
    const struct json_limits *limits)
{
    size_t bytes = limits != NULL ? limits->bytes : 0;
    size_t depth = limits != NULL ? limits->depth : 0;

    s->cut = bytes != 0 && bytes < length;
    s->text = s->at = text;
    s->start = limits != NULL && limits->start != NULL ? limits->start : text;
    s->end = text + (s->cut ? bytes : length);
    s->depth_most = depth == 0 ? DEPTH_USUAL : depth < DEPTH_MOST ? depth : DEPTH_MOST;
    s->n_entries = 0;
    while (s->depth > 0)                            /* of a text that was refused */
        json_keys_clear(&s->levels[--s->depth].keys);
}

static void
skip_lead(struct scanner *s)
{
    static const char bom[] = "\xEF\xBB\xBF";

    if (s->end - s->at >= 3 && memcmp(s->at, bom, 3) == 0)
        s->at += 3;
    s->at = json_skip_blanks(s->at, s->end);
}

static bool
scan_value(struct scanner *s, size_t length, size_t *line, struct json_span *out, size_t *used,
    struct error *err)
{
    size_t column;
    bool valid;

    s->err = err;
    s->first_line = line != NULL ? *line : 1;
    skip_lead(s);
    out->text = s->at;
    valid = scan_tree(s);
    if (valid) {
        out->length = (size_t)(s->at - out->text);
        out->kind = json_kind_at(out->text, s->at);
        place_of(s, out->text, &out->line, &out->column);
        s->at = json_skip_blanks(s->at, s->text + length);
    }
    *used = (size_t)(s->at - s->text);
    if (line != NULL)
        place_of(s, s->at, line, &column);
    return valid;
}

bool
json_scan(const char *text, size_t length, size_t *line, const struct json_limits *limits,
    struct json_span *out, size_t *used, struct json_report *report, struct error *err)
{
    struct scanner s;
    bool valid;

    scanner_init(&s, report);
    scanner_turn_to(&s, text, length, limits);
    valid = scan_value(&s, length, line, out, used, err);
    scanner_release(&s);
    return valid;
}

bool
json_scan_whole(const char *text, size_t length, const struct json_limits *limits,
    struct json_span *out, struct json_report *report, struct error *err)
{
    struct scanner s = {.text = text, .start = text, .end = text + length, .first_line = 1,
        .err = err};
    size_t used;

    if (!json_scan(text, length, NULL, limits, out, &used, report, err))
        return false;
    s.at = text + used;
    return used == length || refuse_unexpected(&s, "the end of the text");
}

/* --- values that follow one another --- */

struct json_lines { struct scanner scanner; };

struct json_lines *
json_lines_new(struct json_report *report)
{
    struct json_lines *lines = mem_alloc(sizeof *lines);

    scanner_init(&lines->scanner, report);
    lines->scanner.wants_entries = true;
    return lines;
}

void
json_lines_free(struct json_lines *lines)
{
    if (lines != NULL)
        scanner_release(&lines->scanner);
    free(lines);
}

bool
json_lines_scan(struct json_lines *lines, const char *text, size_t length, size_t *line,
    struct json_span *out, size_t *used, struct error *err)
{
    scanner_turn_to(&lines->scanner, text, length, NULL);
    return scan_value(&lines->scanner, length, line, out, used, err);
}

const struct json_entry *
json_lines_entries(const struct json_lines *lines, size_t *n)
{
    *n = lines->scanner.n_entries;
    return lines->scanner.entries;
}
