/* sniff.c - what kind of bytes these are, and which keys a JSON text begins with; see
 * sniff.h. It trusts nothing: broken JSON gives a shorter outline, never an error.
 */
#include "read/sniff.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "read/csv_parse.h"
#include "read/encoding.h"
#include "read/markdown.h"
#include "read/yaml.h"

enum {
    OUTLINE_BYTES = 32 << 20,   /* how far the outline looks */
    OUTLINE_LEVELS = 3,
    BINARY_BYTES = 4096,
    UTF16_BYTES = 1 << 20,
    HEADER_BYTES = 1 << 16,
    MARKDOWN_BYTES = 1 << 20,
    YAML_BYTES = 64 << 20       /* it is made JSON as a whole; more is no YAML to us */
};

/* --- the outline --- */

struct outline {
    struct sniff *sniff;
    const char *at, *end;
    const char *parent;         /* key of the object one level up, NULL at the top */
    unsigned depth;             /* of the keys of this object: 1 at the top */
    size_t keys_here;
    size_t *keys_of_depth;      /* shared by all objects of the outline */
};

/* How many keys of one object, and of all objects of a level, are kept. */
static const size_t keys_of_object[OUTLINE_LEVELS] = {256, 256, 16};
static const size_t keys_of_level[OUTLINE_LEVELS] = {256, 2048, 2048};

static void
skip_blanks(struct outline *outline)
{
    while (outline->at < outline->end && strchr(" \t\r\n", *outline->at) != NULL)
        outline->at++;
}

/* From an opening quote to behind the closing one; *length is what lies between. */
static const char *
take_string(struct outline *outline, size_t *length)
{
    const char *start = ++outline->at;

    while (outline->at < outline->end && *outline->at != '"')
        outline->at += *outline->at == '\\' ? 2 : 1;
    if (outline->at >= outline->end) {
        outline->at = outline->end;
        *length = 0;
        return start;
    }
    *length = (size_t)(outline->at++ - start);
    return start;
}

/* Behind a value that the outline does not want to know. */
static void
skip_value(struct outline *outline)
{
    unsigned depth = 0;
    size_t length;

    while (outline->at < outline->end) {
        char c = *outline->at;

        if (c == '"') {
            take_string(outline, &length);
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}' || c == ']'))
            return;
        if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
        outline->at++;
    }
}

static const char *
add_key(struct outline *outline, const char *key, size_t length)
{
    struct sniff *sniff = outline->sniff;
    const char *name = outline->parent == NULL ? arena_strndup(sniff->arena, key, length)
        : arena_printf(sniff->arena, "%s.%.*s", outline->parent, (int)length, key);

    ARRAY_PUSH(sniff->keys, sniff->n_keys, sniff->capacity,
        ((struct sniff_key){.path = name, .depth = outline->depth}));
    return name;
}

/* NULL if there are enough of them already. */
static const char *
note_key(struct outline *outline, const char *key, size_t length)
{
    unsigned level = outline->depth - 1;

    if (outline->keys_here++ >= keys_of_object[level]
        || outline->keys_of_depth[level]++ >= keys_of_level[level])
        return NULL;
    return add_key(outline, key, length);
}

static void outline_object(struct outline *outline);

/* The keys of an object that is the value of key `name`, or the first element of its list. */
static void
outline_value(struct outline *outline, const char *name)
{
    struct outline inner = *outline;

    inner.parent = name;
    if (*inner.at == '[') {
        inner.at++;
        skip_blanks(&inner);
        inner.parent = arena_printf(inner.sniff->arena, "%s[]", name);
    }
    if (inner.at >= inner.end || *inner.at != '{')
        return;
    inner.depth++;
    inner.keys_here = 0;
    outline_object(&inner);
    if (*outline->at == '{')
        outline->at = inner.at;
}

/* The keys of the object that begins here, and of the objects in it. */
static void
outline_object(struct outline *outline)
{
    outline->at++;
    for (;;) {
        size_t length;
        const char *key, *name;

        skip_blanks(outline);
        if (outline->at >= outline->end || *outline->at != '"')
            break;
        key = take_string(outline, &length);
        name = note_key(outline, key, length < 256 ? length : 256);
        skip_blanks(outline);
        if (outline->at >= outline->end || *outline->at != ':')
            break;
        outline->at++;
        skip_blanks(outline);
        if (outline->at < outline->end && name != NULL && outline->depth < OUTLINE_LEVELS)
            outline_value(outline, name);
        skip_value(outline);
        if (outline->at >= outline->end || *outline->at != ',')
            break;
        outline->at++;
    }
    if (outline->at < outline->end && *outline->at == '}')
        outline->at++;
}

static void
outline_json(struct sniff *sniff)
{
    size_t length = sniff->length < OUTLINE_BYTES ? sniff->length : OUTLINE_BYTES;
    size_t keys_of_depth[OUTLINE_LEVELS] = {0};
    struct outline outline = {.sniff = sniff, .at = sniff->text, .end = sniff->text + length,
        .depth = 1, .keys_of_depth = keys_of_depth};

    sniff->list = *outline.at == '[';
    if (sniff->list) {
        outline.at++;
        skip_blanks(&outline);
    }
    if (outline.at < outline.end && *outline.at == '{')
        outline_object(&outline);
    skip_blanks(&outline);
    sniff->several = !sniff->list && outline.at < outline.end;
}

/* --- the header --- */

static void
outline_header(struct sniff *sniff)
{
    struct csv_parser parser;
    size_t length = sniff_sample_length(sniff, HEADER_BYTES);
    enum csv_status status;

    csv_dialect_find(&sniff->dialect, sniff->text, length, 0);
    csv_parser_init(&parser, sniff->text + sniff->dialect.skip, length - sniff->dialect.skip,
        sniff->dialect.delimiter);
    do
        status = csv_next(&parser);
    while (status == CSV_BLANK);
    for (size_t i = 0; status == CSV_RECORD && i < parser.n; i++) {
        const char *at = parser.fields[i].text, *end = at + parser.fields[i].length;
        char *name;

        while (at < end && strchr(" \t\r\n", *at) != NULL)
            at++;
        while (end > at && strchr(" \t\r\n", end[-1]) != NULL)
            end--;
        name = arena_strndup(sniff->arena, at, (size_t)(end - at));
        for (char *c = name; *c != '\0'; c++)
            *c = *c == '\n' || *c == '\r' ? ' ' : *c;
        ARRAY_PUSH(sniff->columns, sniff->n_columns, sniff->columns_capacity, name);
    }
    csv_parser_release(&parser);
}

static bool
finds_html_table(const char *text, size_t length)
{
    const char *end = text + length;

    while ((text = memchr(text, '<', (size_t)(end - text))) != NULL) {
        if (end - text > 6 && strncasecmp(text, "<table", 6) == 0)
            return true;
        text++;
    }
    return false;
}

static void
take_header_cell(void *context, const char *cell)
{
    struct sniff *sniff = context;

    ARRAY_PUSH(sniff->columns, sniff->n_columns, sniff->columns_capacity,
        arena_strdup(sniff->arena, cell));
}

/* A table of Markdown is looked for in files of that name, and where the text begins with
 * one. */
static bool
outline_markdown(struct sniff *sniff)
{
    size_t length = sniff_sample_length(sniff, MARKDOWN_BYTES);
    bool named = sniff_name_ends(sniff, ".md") || sniff_name_ends(sniff, ".markdown");

    if (!named && sniff->text[0] != '|')
        return false;
    sniff->markdown = markdown_header(sniff->text, length, take_header_cell, sniff)
        || (named && finds_html_table(sniff->text, length));
    return sniff->markdown;
}

/* --- YAML --- */

static void
outline_yaml(struct sniff *sniff)
{
    struct strbuf json;

    strbuf_init(&json);
    if (sniff->length <= YAML_BYTES
        && yaml_to_json(sniff->text, sniff->length, &json, NULL) && json.length > 0
        && strchr("{[", json.data[0]) != NULL) {
        strbuf_release(&sniff->own);
        sniff->own = json;
        sniff->text = json.data;
        sniff->length = json.length;
        outline_json(sniff);
        return;
    }
    strbuf_release(&json);
}

/* A model card: Markdown that begins with YAML, in which there is a model-index. Then only the
 * YAML is looked at, up to the line that ends it. */
static bool
take_model_card(struct sniff *sniff)
{
    static const char index[] = "model-index:";
    const char *at = sniff->text, *end = at + sniff->length;
    bool found = false;

    if (!sniff_name_ends(sniff, ".md") || sniff->length < 4 || memcmp(at, "---", 3) != 0)
        return false;
    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL && end - ++at >= 3) {
        if (memcmp(at, "---", 3) == 0) {
            if (found)
                sniff->length = (size_t)(at - sniff->text);
            return found;
        }
        found = found || ((size_t)(end - at) >= sizeof index
            && memcmp(at, index, sizeof index - 1) == 0);
    }
    return false;
}

/* --- the kind --- */

static bool
is_binary(const char *data, size_t length)
{
    size_t looked = length < BINARY_BYTES ? length : BINARY_BYTES;

    if (length >= 16 && memcmp(data, "SQLite format 3", 16) == 0)
        return true;
    return looked > 0 && memchr(data, '\0', looked) != NULL;
}

/* "[INFO] ..." and "{% raw %}" are text: what follows the bracket tells. */
static bool
is_json(const char *at, const char *end)
{
    bool object = *at == '{';

    if (*at != '{' && *at != '[')
        return false;
    for (at++; at < end && strchr(" \t\r\n", *at) != NULL && *at != '\0';)
        at++;
    if (at == end)
        return true;
    if (object)
        return *at == '"' || *at == '}';
    return strchr("{[\"]-0123456789", *at) != NULL || (end - at >= 4
        && (memcmp(at, "true", 4) == 0 || memcmp(at, "null", 4) == 0
            || memcmp(at, "fals", 4) == 0 || memcmp(at, "NaN", 3) == 0
            || memcmp(at, "Infi", 4) == 0));
}

void
sniff_init(struct sniff *sniff, const struct input *input)
{
    const char *at = input->data, *end = at + input->length, *blanks;

    *sniff = (struct sniff){.input = input, .arena = arena_new()};
    strbuf_init(&sniff->own);
    if (utf16_is_marked(at, input->length)) {
        utf16_convert(&sniff->own, at,
            input->length < UTF16_BYTES ? input->length : UTF16_BYTES);
        at = sniff->own.data;
        end = at + sniff->own.length;
    } else if (input->length >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    blanks = at + ((size_t)(end - at) < SNIFF_BLANKS ? (size_t)(end - at) : SNIFF_BLANKS);
    while (at < blanks && strchr(" \t\r\n", *at) != NULL && *at != '\0')
        at++;
    sniff->text = at;
    sniff->length = (size_t)(end - at);
    if (at == end)
        sniff->kind = SNIFF_EMPTY;
    else if (is_binary(at, (size_t)(end - at)))
        sniff->kind = SNIFF_BINARY;
    else if (is_json(at, end))
        sniff->kind = SNIFF_JSON;
    else if (sniff_name_ends(sniff, ".yml") || sniff_name_ends(sniff, ".yaml")
        || take_model_card(sniff))
        sniff->kind = SNIFF_YAML;
    else
        sniff->kind = SNIFF_TEXT;
    if (sniff->kind == SNIFF_JSON)
        outline_json(sniff);
    else if (sniff->kind == SNIFF_YAML)
        outline_yaml(sniff);
    else if (sniff->kind == SNIFF_TEXT && !outline_markdown(sniff))
        outline_header(sniff);
}

void
sniff_release(struct sniff *sniff)
{
    free(sniff->keys);
    free(sniff->columns);
    arena_free(sniff->arena);
    strbuf_release(&sniff->own);
}

bool
sniff_has_key(const struct sniff *sniff, const char *key)
{
    for (size_t i = 0; i < sniff->n_keys; i++)
        if (strcmp(sniff->keys[i].path, key) == 0)
            return true;
    return false;
}

bool
sniff_has_number(const struct sniff *sniff)
{
    const char *at = sniff->text, *end = at + sniff->length;
    bool inside = false, value = true;

    for (; at < end; at++) {
        if (inside) {
            at += *at == '\\';
            inside = at >= end || *at != '"';
            continue;
        }
        inside = *at == '"';
        if (value && (strchr("-0123456789tfNI", *at) != NULL && *at != '\0'))
            return true;
        value = *at == ':' || *at == '[' || *at == ',' || (value && strchr(" \t\r\n", *at) != NULL);
    }
    return false;
}

bool
sniff_has_column(const struct sniff *sniff, const char *name)
{
    for (size_t i = 0; i < sniff->n_columns; i++)
        if (strcmp(sniff->columns[i], name) == 0)
            return true;
    return false;
}

static bool
ends_with(const char *text, size_t length, const char *ending)
{
    size_t size = strlen(ending);

    return length >= size && memcmp(text + length - size, ending, size) == 0;
}

bool
sniff_has_key_like(const struct sniff *sniff, unsigned depth, const char *start,
    const char *ending)
{
    for (size_t i = 0; i < sniff->n_keys; i++) {
        const char *path = sniff->keys[i].path;

        if (sniff->keys[i].depth == depth && strncmp(path, start, strlen(start)) == 0
            && ends_with(path, strlen(path), ending))
            return true;
    }
    return false;
}

bool
sniff_name_ends(const struct sniff *sniff, const char *ending)
{
    static const char *const packed[] = {".gz", ".xz", ".zst", ".bz2"};
    const char *name = sniff->input->name;
    size_t length = strlen(name);

    for (size_t i = 0; i < sizeof packed / sizeof packed[0]; i++)
        if (ends_with(name, length, packed[i])) {
            length -= strlen(packed[i]);
            break;
        }
    return ends_with(name, length, ending);
}

size_t
sniff_sample_length(const struct sniff *sniff, size_t max)
{
    size_t length = sniff->length;

    if (length <= max)
        return length;
    for (length = max; length > 0 && sniff->text[length - 1] != '\n';)
        length--;
    return length == 0 ? max : length;
}

bool
sniff_contains(const struct sniff *sniff, const char *word)
{
    const char *at = sniff->text;
    size_t size = strlen(word), left = sniff->length < 16384 ? sniff->length : 16384;

    while (left >= size) {
        const char *next = memchr(at, word[0], left - size + 1);

        if (next == NULL)
            return false;
        if (memcmp(next, word, size) == 0)
            return true;
        left -= (size_t)(next - at) + 1;
        at = next + 1;
    }
    return false;
}
