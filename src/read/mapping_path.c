/* mapping_path.c - parsing and following the paths of mapping files; see the header. */
#include "read/mapping_path.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "read/json_document.h"

/* --- parsing --- */

struct parser {
    struct arena *arena;
    const char *at;
    struct mapping_path *path;
    size_t capacity;
    struct mapping_step *steps;
    struct error *err;
};

static void
push_step(struct parser *parser, struct mapping_step step)
{
    ARRAY_PUSH(parser->steps, parser->path->n, parser->capacity, step);
}

static bool
parse_key(struct parser *parser)
{
    size_t length = strcspn(parser->at, ".[");
    char *key = arena_strndup(parser->arena, parser->at, length);

    if (length == 0)
        return error_set(parser->err, ERROR_REQUEST, "path \"%s\": a key is missing",
            parser->path->text);
    push_step(parser, (struct mapping_step){
        .kind = strchr(key, '*') != NULL ? STEP_GLOB : STEP_KEY, .key = key});
    parser->at += length;
    return true;
}

static bool
parse_quoted(struct parser *parser)
{
    const char *end = strstr(parser->at + 2, "\"]");
    char *key;

    if (end == NULL)
        return error_set(parser->err, ERROR_REQUEST, "path \"%s\": [\" is never closed by \"]",
            parser->path->text);
    key = arena_strndup(parser->arena, parser->at + 2, (size_t)(end - parser->at) - 2);
    push_step(parser, (struct mapping_step){.kind = STEP_KEY, .key = key});
    parser->at = end + 2;
    return true;
}

static bool
parse_bracket(struct parser *parser)
{
    const char *at = parser->at + 1;
    size_t digits = strspn(at, "0123456789");

    if (*at == '"')
        return parse_quoted(parser);
    if (at[digits] != ']' || digits > 9)
        return error_set(parser->err, ERROR_REQUEST, "path \"%s\": [ needs a number, a key in "
            "quotes, or ] behind it", parser->path->text);
    push_step(parser, (struct mapping_step){.kind = digits > 0 ? STEP_INDEX : STEP_ELEMENTS,
        .index = (size_t)strtoul(at, NULL, 10)});
    parser->at = at + digits + 1;
    return true;
}

static bool
parse_steps(struct parser *parser)
{
    bool first = !parser->path->from_root;

    while (*parser->at != '\0') {
        bool good = true;

        if (*parser->at == '[')
            good = parse_bracket(parser);
        else if (*parser->at == '.') {
            parser->at++;
            good = parse_key(parser);
        } else if (first)
            good = parse_key(parser);
        else
            good = error_set(parser->err, ERROR_REQUEST, "path \"%s\": . or [ is missing before "
                "\"%s\"", parser->path->text, parser->at);
        if (!good)
            return false;
        first = false;
    }
    return true;
}

static const struct mapping_path *
keep_steps(struct parser *parser)
{
    size_t bytes = parser->path->n * sizeof *parser->steps;

    parser->path->steps = arena_alloc(parser->arena, bytes + 1);
    if (bytes > 0)
        memcpy(parser->path->steps, parser->steps, bytes);
    free(parser->steps);
    return parser->path;
}

const struct mapping_path *
mapping_path_parse(struct arena *arena, const char *text, struct error *err)
{
    struct parser parser = {.arena = arena, .err = err};

    parser.path = arena_zalloc(arena, 1, sizeof *parser.path);
    parser.path->text = arena_strdup(arena, text);
    parser.at = parser.path->text;
    if (*parser.at == '$' && strchr(".[", parser.at[1]) != NULL) {
        parser.path->from_root = true;
        parser.at++;
    }
    if (*text == '\0') {
        error_set(err, ERROR_REQUEST, "an empty path");
        return NULL;
    }
    if (strcmp(text, ".") == 0)
        return keep_steps(&parser);
    if (!parse_steps(&parser)) {
        free(parser.steps);
        return NULL;
    }
    return keep_steps(&parser);
}

const struct mapping_path *
mapping_path_column(struct arena *arena, const char *name)
{
    struct mapping_path *path = arena_zalloc(arena, 1, sizeof *path);

    path->text = arena_strdup(arena, name);
    path->steps = arena_zalloc(arena, 1, sizeof *path->steps);
    path->n = 1;
    path->steps->kind = strchr(name, '*') != NULL ? STEP_GLOB : STEP_KEY;
    path->steps->key = path->text;
    return path;
}

/* --- following --- */

struct walk {
    const struct mapping_path *path;
    struct json_finder *finder;
    mapping_visit *visit;
    void *context;
    struct error *err;
    struct strbuf *place;               /* NULL: not wanted */
    struct arena *arena;                /* of the captures */
    struct mapping_captures captures;
};

static bool walk_step(struct walk *walk, const struct json_span *from, size_t step);

static void
capture(struct mapping_captures *captures, const char *name, const char *text)
{
    if (captures->n == MAPPING_CAPTURES)
        return;
    captures->name[captures->n] = name;
    captures->text[captures->n++] = text;
}

static bool
walk_key(struct walk *walk, const struct json_span *from, size_t step)
{
    const char *key = walk->path->steps[step].key;
    struct json_span value;
    size_t had = walk->place == NULL ? 0 : walk->place->length;
    bool going_on;

    if (from->kind != JSON_OBJECT || !json_finder_member(walk->finder, from, key, &value))
        return true;
    if (walk->place != NULL)
        json_path_add_key(walk->place, key);
    going_on = walk_step(walk, &value, step + 1);
    if (walk->place != NULL)
        walk->place->data[walk->place->length = had] = '\0';
    return going_on;
}

/* Elements of a list, members of an object whose key fits. */
static bool
walk_all(struct walk *walk, const struct json_span *from, size_t step)
{
    const struct mapping_step *this = &walk->path->steps[step];
    size_t had = walk->place == NULL ? 0 : walk->place->length, index = 0;
    size_t captured = walk->captures.n, counted = walk->captures.n_at;
    struct json_iter iter;
    struct json_span value, last;
    struct strbuf key;
    bool going_on = true;

    if (from->kind != (this->kind == STEP_GLOB ? JSON_OBJECT : JSON_ARRAY))
        return true;
    strbuf_init(&key);
    json_iter_init(&iter, from);
    while (going_on && json_iter_next(&iter, &key, &value)) {
        walk->captures.n = captured;
        if (this->kind == STEP_GLOB) {
            if (!mapping_glob(this->key, key.data, walk->arena, &walk->captures))
                continue;
            /* Of duplicate keys only the last one counts. */
            if (json_finder_member(walk->finder, from, key.data, &last) && last.text != value.text)
                continue;
            if (walk->place != NULL)
                json_path_add_key(walk->place, key.data);
            if (walk->arena != NULL)
                walk->captures.key = arena_strndup(walk->arena, key.data, key.length);
        } else {
            if (walk->place != NULL)
                json_path_add_index(walk->place, index);
            walk->captures.n_at = counted;
            if (counted < MAPPING_CAPTURES)
                walk->captures.at[walk->captures.n_at++] = index;
        }
        index++;
        going_on = walk_step(walk, &value, step + 1);
        if (walk->place != NULL)
            walk->place->data[walk->place->length = had] = '\0';
    }
    walk->captures.n = captured;
    walk->captures.n_at = counted;
    strbuf_release(&key);
    return going_on;
}

static bool
walk_index(struct walk *walk, const struct json_span *from, size_t step)
{
    size_t wanted = walk->path->steps[step].index;
    size_t had = walk->place == NULL ? 0 : walk->place->length;
    struct json_span value;
    bool going_on;

    if (!json_finder_element(walk->finder, from, wanted, &value))
        return true;
    if (walk->place != NULL)
        json_path_add_index(walk->place, wanted);
    going_on = walk_step(walk, &value, step + 1);
    if (walk->place != NULL)
        walk->place->data[walk->place->length = had] = '\0';
    return going_on;
}

static bool
walk_step(struct walk *walk, const struct json_span *from, size_t step)
{
    if (step == walk->path->n)
        return walk->visit(walk->context, from, &walk->captures,
            walk->place == NULL ? NULL : walk->place->data, walk->err);
    switch (walk->path->steps[step].kind) {
    case STEP_KEY:
        return walk_key(walk, from, step);
    case STEP_INDEX:
        return walk_index(walk, from, step);
    default:
        return walk_all(walk, from, step);
    }
}

bool
mapping_path_each(const struct mapping_path *path, struct json_finder *finder,
    const struct json_span *from, const char *place, mapping_visit *visit, void *context,
    struct error *err)
{
    struct strbuf where;
    struct walk walk = {.path = path, .finder = finder, .visit = visit, .context = context,
        .err = err, .place = &where, .arena = arena_new()};
    bool going_on;

    strbuf_init(&where);
    strbuf_puts(&where, place);
    going_on = walk_step(&walk, from, 0);
    strbuf_release(&where);
    arena_free(walk.arena);
    return going_on;
}

static bool
take_first(void *context, const struct json_span *value,
    const struct mapping_captures *captures, const char *place, struct error *err)
{
    (void)captures;
    (void)place;
    (void)err;
    *(struct json_span *)context = *value;
    return false;
}

bool
mapping_path_first(const struct mapping_path *path, struct json_finder *finder,
    const struct json_span *from, struct json_span *value)
{
    struct walk walk = {.path = path, .finder = finder, .visit = take_first, .context = value};
    struct json_span at = *from;
    size_t step = 0;

    /* Almost all paths are keys alone. */
    for (; step < path->n && path->steps[step].kind == STEP_KEY; step++) {
        struct json_span member;

        if (at.kind != JSON_OBJECT
            || !json_finder_member(finder, &at, path->steps[step].key, &member))
            return false;
        at = member;
    }
    return !walk_step(&walk, &at, step);
}

/* --- patterns --- */

static bool
glob_from(const char *pattern, const char *text, struct arena *arena,
    struct mapping_captures *captures)
{
    size_t had = captures == NULL ? 0 : captures->n;

    for (; *pattern != '\0' && *pattern != '*'; pattern++, text++)
        if (*text == '\0' || (*pattern != *text && *pattern != '?'))
            return false;
    if (*pattern == '\0')
        return *text == '\0';
    for (size_t length = strlen(text) + 1; length-- > 0;) {
        if (captures != NULL) {
            captures->n = had;
            capture(captures, NULL, arena == NULL ? "" : arena_strndup(arena, text, length));
        }
        if (glob_from(pattern + 1, text + length, arena, captures))
            return true;
        if (pattern[1] == '\0')
            break;
    }
    if (captures != NULL)
        captures->n = had;
    return false;
}

bool
mapping_glob(const char *pattern, const char *text, struct arena *arena,
    struct mapping_captures *captures)
{
    return glob_from(pattern, text, arena, captures);
}

static bool file_from(const char *pattern, const char *text, struct arena *arena,
    struct mapping_captures *captures);

/* Tries the lengths that a wildcard may have, the shortest or the longest first. */
static bool
try_lengths(const char *rest, const char *text, size_t least, bool greedy, const char *name,
    struct arena *arena, struct mapping_captures *captures)
{
    size_t most = strcspn(text, "/"), had = captures->n;

    if (most < least)
        return false;
    for (size_t i = least; i <= most; i++) {
        size_t length = greedy ? most - (i - least) : i;

        captures->n = had;
        if (name != NULL)
            capture(captures, name, arena_strndup(arena, text, length));
        if (file_from(rest, text + length, arena, captures))
            return true;
    }
    captures->n = had;
    return false;
}

static bool
file_from(const char *pattern, const char *text, struct arena *arena,
    struct mapping_captures *captures)
{
    for (; *pattern != '\0'; pattern++, text++) {
        const char *end = *pattern == '{' ? strchr(pattern, '}') : NULL;

        if (*pattern == '*')
            return try_lengths(pattern + 1, text, 0, false, NULL, arena, captures);
        if (end != NULL) {
            bool greedy = end[-1] == '+';

            return try_lengths(end + 1, text, 1, greedy, arena_strndup(arena, pattern + 1,
                (size_t)(end - pattern) - 1 - greedy), arena, captures);
        }
        if (*text == '\0' || (*pattern != *text && *pattern != '?'))
            return false;
    }
    return *text == '\0';
}

bool
mapping_file_fits(const char *pattern, const char *path, struct arena *arena,
    struct mapping_captures *captures)
{
    size_t folders = 0;
    const char *start = path + strlen(path);

    for (const char *at = pattern; *at != '\0'; at++)
        folders += *at == '/';
    for (; start > path; start--)
        if ((start[-1] == '/' || start[-1] == '!' || start[-1] == ':') && folders-- == 0)
            break;
    captures->n = 0;
    return file_from(pattern, start, arena, captures);
}
