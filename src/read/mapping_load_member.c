/* mapping_load_member.c - members of objects of a mapping file: texts, numbers, flags, words,
 * lists; see mapping_loader.h.
 *
 * An unknown member is an error, because it is a misspelt one: the nearest known name is
 * told. Errors say file, line and member.
 */
#include "read/mapping_loader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

bool
loader_refuse(const struct loader *loader, const struct json_span *at, const char *member,
    const char *what)
{
    error_set(loader->err, ERROR_REQUEST, "%s: line %zu: \"%s\" %s", loader->file, at->line,
        member, what);
    return error_hint(loader->err, "paretop-formats(5) has the members of a mapping file");
}

bool
loader_check_members(const struct loader *loader, const struct json_span *object,
    const char *member, const char *const *names)
{
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;
    bool good = true;
    size_t n = 0;

    if (object->kind != JSON_OBJECT)
        return loader_refuse(loader, object, member, "must be an object");
    while (names[n] != NULL)
        n++;
    strbuf_init(&key);
    json_iter_init(&iter, object);
    while (good && json_iter_next(&iter, &key, &value)) {
        bool known = false;

        for (size_t i = 0; i < n; i++)
            known = known || strcmp(names[i], key.data) == 0;
        if (!known) {
            const char *nearest = text_nearest(key.data, names, n);

            error_set(loader->err, ERROR_REQUEST, "%s: line %zu: there is no member \"%s\" in %s",
                loader->file, value.line, key.data, member);
            error_hint(loader->err, nearest != NULL ? "did you mean \"%s\"?"
                : "%s has the members of a mapping file",
                nearest != NULL ? nearest : "paretop-formats(5)");
            good = false;
        }
    }
    strbuf_release(&key);
    return good;
}

/* --- scalars --- */

bool
loader_is_text(const struct json_span *value, const char *text)
{
    char *own = json_string_dup(value);
    bool same = own != NULL && strcmp(own, text) == 0;

    free(own);
    return same;
}

const char *
loader_span_text(const struct loader *loader, const struct json_span *value)
{
    char *text = json_string_dup(value);
    const char *copy = arena_strdup(loader->mapping->arena, text);

    free(text);
    return copy;
}

bool
loader_take_text(const struct loader *loader, const struct json_span *object, const char *member,
    const char **out)
{
    struct json_span value;

    if (!json_member(object, member, &value))
        return true;
    if (value.kind != JSON_STRING)
        return loader_refuse(loader, &value, member, "must be a text");
    *out = loader_span_text(loader, &value);
    return true;
}

bool
loader_take_number(const struct loader *loader, const struct json_span *object, const char *member,
    double *out)
{
    struct json_span value;

    if (!json_member(object, member, &value))
        return true;
    if (!json_number(&value, out) || !isfinite(*out))
        return loader_refuse(loader, &value, member, "must be a number");
    return true;
}

bool
loader_take_flag(const struct loader *loader, const struct json_span *object, const char *member,
    bool *out)
{
    struct json_span value;

    if (!json_member(object, member, &value))
        return true;
    if (value.kind != JSON_TRUE && value.kind != JSON_FALSE)
        return loader_refuse(loader, &value, member, "must be true or false");
    *out = value.kind == JSON_TRUE;
    return true;
}

bool
loader_take_word(const struct loader *loader, const struct json_span *object, const char *member,
    const char *const *words, int *out)
{
    const char *text = NULL;
    struct json_span value;
    struct strbuf what;

    if (!loader_take_text(loader, object, member, &text) || text == NULL)
        return text == NULL && !json_member(object, member, &value);
    for (int i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], text) == 0) {
            *out = i;
            return true;
        }
    json_member(object, member, &value);
    strbuf_init(&what);
    strbuf_puts(&what, "must be one of");
    for (int i = 0; words[i] != NULL; i++)
        strbuf_printf(&what, "%s %s", i > 0 ? "," : "", words[i]);
    loader_refuse(loader, &value, member, what.data);
    strbuf_release(&what);
    return false;
}

bool
loader_take_texts(const struct loader *loader, const struct json_span *object, const char *member,
    const char *const **out, size_t *n)
{
    struct json_span value, element;
    struct json_iter iter;
    const char **texts;

    if (!json_member(object, member, &value))
        return true;
    if (value.kind != JSON_STRING && value.kind != JSON_ARRAY)
        return loader_refuse(loader, &value, member, "must be a text or a list of texts");
    texts = arena_zalloc(loader->mapping->arena,
        value.kind == JSON_ARRAY ? json_count(&value) + 1 : 1, sizeof *texts);
    *out = texts;
    *n = 0;
    if (value.kind == JSON_STRING) {
        texts[(*n)++] = loader_span_text(loader, &value);
        return true;
    }
    json_iter_init(&iter, &value);
    while (json_iter_next(&iter, NULL, &element)) {
        if (element.kind != JSON_STRING)
            return loader_refuse(loader, &element, member, "must be a list of texts");
        texts[(*n)++] = loader_span_text(loader, &element);
    }
    return true;
}

bool
loader_take_objects(const struct loader *loader, const struct json_span *root, const char *member,
    size_t size, loader_take *take, void **out, size_t *n)
{
    struct json_span value, element;
    struct json_iter iter;
    char *items;

    if (!json_member(root, member, &value))
        return true;
    items = arena_zalloc(loader->mapping->arena,
        value.kind == JSON_ARRAY ? json_count(&value) + 1 : 1, size);
    *out = items;
    if (value.kind == JSON_OBJECT)
        return take(loader, &value, items + size * (*n)++);
    if (value.kind != JSON_ARRAY)
        return loader_refuse(loader, &value, member, "must be an object or a list of objects");
    json_iter_init(&iter, &value);
    while (json_iter_next(&iter, NULL, &element))
        if (!take(loader, &element, items + size * (*n)++))
            return false;
    return true;
}
