/* mapping_load_source.c - paths, sources of texts and tests of a mapping file; see
 * mapping_loader.h. */
#include "read/mapping_loader.h"

/* --- paths and sources --- */

bool
loader_make_path(const struct loader *loader, const struct json_span *value, const char *member,
    const struct mapping_path **out)
{
    struct error why = {0};

    if (value->kind != JSON_STRING)
        return loader_refuse(loader, value, member, "must be a path");
    *out = mapping_is_tabular(loader->mapping)
        ? mapping_path_column(loader->mapping->arena, loader_span_text(loader, value))
        : mapping_path_parse(loader->mapping->arena, loader_span_text(loader, value), &why);
    return *out != NULL || loader_refuse(loader, value, member, why.message);
}

bool
loader_take_path(const struct loader *loader, const struct json_span *object, const char *member,
    const struct mapping_path **out)
{
    struct json_span value;

    return !json_member(object, member, &value) || loader_make_path(loader, &value, member, out);
}

bool
loader_take_pattern(const struct loader *loader, const struct json_span *object,
    const char *member, const struct mapping_pattern **out)
{
    struct mapping_pattern *pattern;
    const char *text = NULL;
    struct json_span value;

    if (!loader_take_text(loader, object, member, &text) || text == NULL)
        return text == NULL && !json_member(object, member, &value);
    pattern = arena_zalloc(loader->mapping->arena, 1, sizeof *pattern);
    if (regcomp(&pattern->regex, text, REG_EXTENDED) != 0) {
        json_member(object, member, &value);
        return loader_refuse(loader, &value, member, "is no extended regular expression");
    }
    pattern->next = loader->mapping->patterns;
    loader->mapping->patterns = pattern;
    *out = pattern;
    return true;
}

bool
loader_take_map(const struct loader *loader, const struct json_span *object,
    const struct mapping_pair **out, size_t *n)
{
    struct json_span value, element;
    struct json_iter iter;
    struct strbuf key;
    struct mapping_pair *map;
    bool good = true;

    if (!json_member(object, "map", &value))
        return true;
    if (value.kind != JSON_OBJECT)
        return loader_refuse(loader, &value, "map", "must be an object of texts");
    map = arena_zalloc(loader->mapping->arena, json_count(&value) + 1, sizeof *map);
    strbuf_init(&key);
    json_iter_init(&iter, &value);
    while (good && json_iter_next(&iter, &key, &element)) {
        good = element.kind == JSON_STRING
            || loader_refuse(loader, &element, "map", "must be an object of texts");
        if (good)
            map[(*n)++] = (struct mapping_pair){
                .from = arena_strdup(loader->mapping->arena, key.data),
                .to = loader_span_text(loader, &element)};
    }
    strbuf_release(&key);
    *out = map;
    return good;
}

static bool make_source(const struct loader *loader, const struct json_span *value,
    const char *member, struct mapping_source *out);

/* A list: the first that gives something. */
static bool
make_sources(const struct loader *loader, const struct json_span *list, const char *member,
    struct mapping_source *out)
{
    struct json_iter iter;
    struct json_span value;
    size_t n = 0;

    json_iter_init(&iter, list);
    for (; json_iter_next(&iter, NULL, &value); n++) {
        if (value.kind == JSON_ARRAY)
            return loader_refuse(loader, &value, member, "must not hold a list in a list");
        if (n > 0) {
            struct mapping_source *next = arena_zalloc(loader->mapping->arena, 1, sizeof *next);

            out->otherwise = next;
            out = next;
        }
        if (!make_source(loader, &value, member, out))
            return false;
    }
    return n > 0 || loader_refuse(loader, list, member, "must not be an empty list");
}

static bool
has_star(const struct mapping_path *path)
{
    for (size_t i = 0; path != NULL && i < path->n; i++)
        if (path->steps[i].kind == STEP_GLOB)
            return true;
    return false;
}

/* "path", or {"path": ..} or {"text": "words {1}"}, the latter with pattern and map. */
static bool
make_source(const struct loader *loader, const struct json_span *value, const char *member,
    struct mapping_source *out)
{
    static const char *const names[] = {"path", "key", "text", "pattern", "map",
        "only_mapped", NULL};

    if (value->kind == JSON_STRING)
        return loader_make_path(loader, value, member, &out->path);
    if (value->kind == JSON_ARRAY)
        return make_sources(loader, value, member, out);
    if (value->kind == JSON_NUMBER) {
        out->words = arena_strndup(loader->mapping->arena, value->text, value->length);
        return true;
    }
    if (value->kind != JSON_OBJECT)
        return loader_refuse(loader, value, member,
            "must be a path or an object with path or text");
    if (!loader_check_members(loader, value, member, names)
        || !loader_take_path(loader, value, "path", &out->path)
        || !loader_take_flag(loader, value, "key", &out->key)
        || !loader_take_text(loader, value, "text", &out->words)
        || !loader_take_pattern(loader, value, "pattern", &out->pattern)
        || !loader_take_map(loader, value, &out->map, &out->n_map)
        || !loader_take_flag(loader, value, "only_mapped", &out->only_mapped))
        return false;
    if (out->key && !has_star(out->path))
        return loader_refuse(loader, value, member, "has a key, but its path has no star that it "
            "could fit; {\"text\": \"{key}\"} is that of the record");
    return (out->path != NULL) != (out->words != NULL)
        || loader_refuse(loader, value, member, "must have a path or a text");
}

bool
loader_take_source(const struct loader *loader, const struct json_span *object, const char *member,
    struct mapping_source *out)
{
    struct json_span value;

    return !json_member(object, member, &value) || make_source(loader, &value, member, out);
}

bool
loader_take_name(const struct loader *loader, const struct json_span *object, const char *member,
    struct mapping_source *out)
{
    struct json_span value;

    if (!json_member(object, member, &value))
        return true;
    if (value.kind != JSON_STRING)
        return make_source(loader, &value, member, out);
    out->words = loader_span_text(loader, &value);
    return true;
}

/* --- conditions, tests --- */

bool
loader_take_named(const struct loader *loader, const struct json_span *object, const char *member,
    struct mapping_named **out, size_t *n)
{
    struct json_span value, element;
    struct json_iter iter;
    struct strbuf key;
    bool good = true;

    if (!json_member(object, member, &value))
        return true;
    if (value.kind != JSON_OBJECT)
        return loader_refuse(loader, &value, member,
            "must be an object: name, and where it is from");
    *out = arena_zalloc(loader->mapping->arena, json_count(&value) + 1, sizeof **out);
    strbuf_init(&key);
    json_iter_init(&iter, &value);
    while (good && json_iter_next(&iter, &key, &element)) {
        (*out)[*n].name = arena_strdup(loader->mapping->arena, key.data);
        good = make_source(loader, &element, (*out)[*n].name, &(*out)[*n].source);
        *n += good;
    }
    strbuf_release(&key);
    return good;
}

bool
loader_take_test(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"path", "text", "pattern", "is", "not", NULL};
    struct mapping_test *test = out;
    size_t n_not = 0;
    const char *const *nots = NULL;

    if (!loader_check_members(loader, object, "a test", names)
        || !loader_take_path(loader, object, "path", &test->source.path)
        || !loader_take_text(loader, object, "text", &test->source.words)
        || !loader_take_pattern(loader, object, "pattern", &test->source.pattern)
        || !loader_take_texts(loader, object, "is", &test->is, &test->n_is)
        || !loader_take_texts(loader, object, "not", &nots, &n_not))
        return false;
    if (!mapping_source_is_set(&test->source) || (test->n_is > 0 && n_not > 0))
        return loader_refuse(loader, object, "a test", "needs a path, and \"is\" or \"not\"");
    if (n_not > 0) {
        test->is = nots;
        test->n_is = n_not;
        test->negated = true;
    }
    return true;
}
