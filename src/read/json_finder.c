/* json_finder.c - see json_finder.h. */
#include "read/json_finder.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "read/name_index.h"

enum { LARGE = 16384, SLOTS = 16 };

/* The parts of one value, in order; of an object by key, the last of duplicate ones. */
struct parts {
    const char *of;                 /* text of the value; NULL: none */
    struct name_index keys;         /* of an object */
    struct json_span *part;
    size_t n, capacity;
    uint64_t asked;                 /* when it was last asked for */
};

struct json_finder { struct parts slot[SLOTS]; uint64_t now; };

struct json_finder *
json_finder_new(void)
{
    return mem_zalloc(1, sizeof(struct json_finder));
}

static void
forget(struct parts *parts)
{
    if (parts->of == NULL)
        return;
    name_index_release(&parts->keys);
    free(parts->part);
    *parts = (struct parts){ .of = NULL };
}

void
json_finder_free(struct json_finder *finder)
{
    if (finder == NULL)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        forget(&finder->slot[i]);
    free(finder);
}

static void
learn(struct parts *parts, const struct json_span *value)
{
    struct json_iter iter;
    struct json_span part;
    struct strbuf key;

    forget(parts);
    parts->of = value->text;
    name_index_init(&parts->keys);
    strbuf_init(&key);
    json_iter_init(&iter, value);
    iter.line = 0;                  /* places are not wanted */
    while (json_iter_next(&iter, iter.object ? &key : NULL, &part)) {
        size_t at = iter.object ? name_index_add(&parts->keys, key.data, key.length, NULL)
            : parts->n;

        if (at == parts->n)
            ARRAY_PUSH(parts->part, parts->n, parts->capacity, part);
        else
            parts->part[at] = part;
    }
    strbuf_release(&key);
}

/* NULL: the value is searched. */
static const struct parts *
parts_of(struct json_finder *finder, const struct json_span *value)
{
    struct parts *parts;

    if (finder == NULL || value->length < LARGE)
        return NULL;
    parts = &finder->slot[0];
    for (size_t i = 0; i < SLOTS && parts->of != value->text; i++)
        if (finder->slot[i].of == value->text || finder->slot[i].asked < parts->asked)
            parts = &finder->slot[i];
    if (parts->of != value->text)
        learn(parts, value);
    parts->asked = ++finder->now;
    return parts;
}

bool
json_finder_member(struct json_finder *finder, const struct json_span *object, const char *key,
    struct json_span *value)
{
    const struct parts *parts = object->kind == JSON_OBJECT ? parts_of(finder, object) : NULL;
    size_t at;

    if (parts == NULL)
        return json_member(object, key, value);
    at = name_index_find(&parts->keys, key, strlen(key));
    if (at != SIZE_MAX)
        *value = parts->part[at];
    return at != SIZE_MAX;
}

bool
json_finder_element(struct json_finder *finder, const struct json_span *array, size_t number,
    struct json_span *value)
{
    const struct parts *parts = array->kind == JSON_ARRAY ? parts_of(finder, array) : NULL;
    struct json_iter iter;

    if (parts != NULL) {
        if (number < parts->n)
            *value = parts->part[number];
        return number < parts->n;
    }
    if (array->kind != JSON_ARRAY)
        return false;
    json_iter_init(&iter, array);
    iter.line = 0;
    while (json_iter_next(&iter, NULL, value))
        if (number-- == 0)
            return true;
    return false;
}
