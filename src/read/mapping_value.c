/* mapping_value.c - texts and numbers out of a record: paths, words with {...} in them,
 * patterns and translations; see mapping.h. */
#include "read/mapping.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/number.h"

enum { PATTERN_TEXT_MAX = 4096 };

bool
mapping_is_tabular(const struct mapping *mapping)
{
    return (mapping->input == MAPPING_DELIMITED && !mapping->whole_table)
        || mapping->input == MAPPING_MARKDOWN;
}

bool
mapping_is_among(const char *const *patterns, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++)
        if (mapping_glob(patterns[i], text, NULL, NULL))
            return true;
    return false;
}

bool
mapping_source_is_set(const struct mapping_source *source)
{
    return source->path != NULL || source->words != NULL;
}

bool
mapping_value(const struct mapping_scope *scope, const struct mapping_path *path,
    struct json_span *value)
{
    if (path->from_root)
        return mapping_path_first(path, scope->finder, scope->root, value);
    return (scope->element != NULL
            && mapping_path_first(path, scope->finder, scope->element, value))
        || mapping_path_first(path, scope->finder, scope->record, value);
}

/* A scalar as it is written; strings without their quotes. */
static bool
add_scalar(const struct json_span *value, struct strbuf *out)
{
    if (json_is_container(value) || value->kind == JSON_NULL)
        return false;
    if (value->kind == JSON_STRING)
        json_string(value, out);
    else
        strbuf_add(out, value->text, value->length);
    return true;
}

static bool
add_numbered(const struct mapping_scope *scope, size_t number, struct strbuf *out)
{
    const struct mapping_captures *lists[] = {scope->of_element, scope->of_value};

    for (size_t i = 0; i < 2; i++) {
        if (lists[i] == NULL)
            continue;
        if (number <= lists[i]->n) {
            strbuf_puts(out, lists[i]->text[number - 1]);
            return true;
        }
        number -= lists[i]->n;
    }
    return false;
}

/* {key}: the innermost of what stood for * in "records"; {key1}: the outermost. */
static bool
add_key(const struct mapping_scope *scope, const char *number, struct strbuf *out)
{
    size_t n = scope->of_record == NULL ? 0 : scope->of_record->n;
    size_t wanted = *number == '\0' ? n : (size_t)strtoul(number, NULL, 10);

    if (wanted < 1 || wanted > n)
        return false;
    strbuf_puts(out, scope->of_record->text[wanted - 1]);
    return true;
}

/* {#1}: which element the first [] in "records", "each" and "path", one after another, is at. */
static bool
add_element(const struct mapping_scope *scope, const char *number, struct strbuf *out)
{
    const struct mapping_captures *lists[] = {scope->of_record, scope->of_element,
        scope->of_value};
    size_t wanted = (size_t)strtoul(number, NULL, 10);

    for (size_t i = 0; wanted >= 1 && i < sizeof lists / sizeof lists[0]; i++) {
        if (lists[i] == NULL)
            continue;
        if (wanted <= lists[i]->n_at) {
            strbuf_printf(out, "%zu", lists[i]->at[wanted - 1]);
            return true;
        }
        wanted -= lists[i]->n_at;
    }
    return false;
}

static bool
add_named(const struct mapping_scope *scope, const char *name, struct strbuf *out)
{
    const struct mapping_captures *file = scope->of_file;

    for (size_t i = 0; file != NULL && i < file->n; i++)
        if (strcmp(file->name[i], name) == 0) {
            strbuf_puts(out, file->text[i]);
            return true;
        }
    return false;
}

static bool
add_path(const struct mapping_scope *scope, const char *text, struct strbuf *out)
{
    struct arena *arena = arena_new();
    const struct mapping_path *path;
    struct json_span value;
    bool done;

    if (*text == '.')
        text++;
    path = mapping_is_tabular(scope->mapping) ? mapping_path_column(arena, text)
        : mapping_path_parse(arena, text, NULL);
    done = path != NULL && mapping_value(scope, path, &value) && add_scalar(&value, out);
    arena_free(arena);
    return done;
}

static bool
add_piece(const struct mapping_scope *scope, const char *piece, struct strbuf *out)
{
    if (*piece >= '1' && *piece <= '9')
        return add_numbered(scope, (size_t)strtoul(piece, NULL, 10), out);
    if (strncmp(piece, "key", 3) == 0 && strspn(piece + 3, "0123456789") == strlen(piece + 3))
        return add_key(scope, piece + 3, out);
    if (*piece == '#')
        return add_element(scope, piece + 1, out);
    if (strcmp(piece, "record") == 0) {
        strbuf_printf(out, "%zu", scope->record_number);
        return true;
    }
    if (*piece == '.' || *piece == '$')
        return add_path(scope, piece, out);
    return add_named(scope, piece, out);
}

/* The brace that closes the one at text; NULL: none does. */
static const char *
closing_brace(const char *text)
{
    size_t depth = 0;

    for (; *text != '\0'; text++) {
        depth += *text == '{';
        if (*text == '}' && --depth == 0)
            return text;
    }
    return NULL;
}

/* Braces within braces are replaced first: {$.runs[{key1}].name}. */
static bool
add_words(const struct mapping_scope *scope, const char *words, struct strbuf *out)
{
    bool found = true;

    while (found && *words != '\0') {
        const char *end = *words == '{' ? closing_brace(words) : NULL;
        struct strbuf piece;
        char *inner;

        if (end == NULL) {
            strbuf_putc(out, *words++);
            continue;
        }
        strbuf_init(&piece);
        inner = mem_strndup(words + 1, (size_t)(end - words) - 1);
        found = add_words(scope, inner, &piece) && add_piece(scope, piece.data, out);
        free(inner);
        strbuf_release(&piece);
        words = end + 1;
    }
    return found;
}

bool
mapping_fit(const struct mapping_pattern *pattern, struct strbuf *text, size_t start)
{
    const regex_t *regex = &pattern->regex;
    size_t which = regex->re_nsub > 0 ? 1 : 0;
    regmatch_t match[2];

    if (text->length - start > PATTERN_TEXT_MAX
        || regexec(regex, text->data + start, 2, match, 0) != 0 || match[which].rm_so < 0)
        return false;
    text->length = start + (size_t)(match[which].rm_eo - match[which].rm_so);
    memmove(text->data + start, text->data + start + match[which].rm_so, text->length - start);
    text->data[text->length] = '\0';
    return true;
}

bool
mapping_translate(const struct mapping_pair *map, size_t n, struct strbuf *text, size_t start)
{
    for (size_t i = 0; i < n; i++)
        if (mapping_glob(map[i].from, text->data + start, NULL, NULL)) {
            text->length = start;
            strbuf_puts(text, map[i].to);
            return true;
        }
    return false;
}

struct key_search { struct strbuf *out; bool found; };

static bool
take_key(void *context, const struct json_span *value, const struct mapping_captures *captures,
    const char *place, struct error *err)
{
    struct key_search *search = context;

    (void)value;
    (void)place;
    (void)err;
    search->found = captures->key != NULL;
    if (search->found)
        strbuf_puts(search->out, captures->key);
    return false;                       /* the first is enough */
}

/* The key that the last * of the path stands for a part of. */
static bool
add_key_of(const struct mapping_scope *scope, const struct mapping_path *path, struct strbuf *out)
{
    struct key_search search = {.out = out};

    mapping_path_each(path, scope->finder, path->from_root ? scope->root : scope->record, "$",
        take_key, &search, NULL);
    return search.found;
}

bool
mapping_text(const struct mapping_scope *scope, const struct mapping_source *source,
    struct strbuf *out)
{
    size_t start = out->length;
    struct json_span value;
    bool found;

    if (source->path != NULL && source->key)
        found = add_key_of(scope, source->path, out);
    else if (source->path != NULL)
        found = mapping_value(scope, source->path, &value) && add_scalar(&value, out);
    else
        found = source->words != NULL && add_words(scope, source->words, out);
    found = found && (source->pattern == NULL || mapping_fit(source->pattern, out, start))
        && (mapping_translate(source->map, source->n_map, out, start) || !source->only_mapped)
        && out->length > start;
    if (!found)
        out->data[out->length = start] = '\0';
    return found || (source->otherwise != NULL && mapping_text(scope, source->otherwise, out));
}

double
mapping_number(const struct mapping_scope *scope, const struct mapping_source *source)
{
    struct strbuf text;
    struct number number;
    double value = NAN;

    strbuf_init(&text);
    if (mapping_text(scope, source, &text)
        && number_parse(text.data, text.length, NULL, &number) == NUMBER_VALUE)
        value = number.value;
    strbuf_release(&text);
    return value;
}

bool
mapping_test_all(const struct mapping_scope *scope, const struct mapping_test *tests, size_t n)
{
    struct strbuf text;
    bool all = true;

    strbuf_init(&text);
    for (size_t i = 0; i < n && all; i++) {
        bool found, any = false;

        strbuf_clear(&text);
        found = mapping_text(scope, &tests[i].source, &text);
        if (tests[i].n_is == 0)
            any = found;
        for (size_t k = 0; k < tests[i].n_is; k++)
            any = any || (found && mapping_glob(tests[i].is[k], text.data, NULL, NULL));
        all = any != tests[i].negated;
    }
    strbuf_release(&text);
    return all;
}
