/* json_shape.c - see json_shape.h. */
#include "read/json_shape.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "read/json_record.h"

bool
json_is_model_name(const char *name)
{
    static const char *const names[] = {"name", "model", "model_name", "model_id", "modelname",
        "model_type", "model_path", "architecture", "llm"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

struct members { size_t n, objects, lists, scalars, models; };

static struct members
count_members(const struct json_span *object)
{
    struct members count = {0};
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;

    strbuf_init(&key);
    json_iter_init(&iter, object);
    while (json_iter_next(&iter, &key, &value)) {
        count.n++;
        count.objects += value.kind == JSON_OBJECT;
        count.lists += value.kind == JSON_ARRAY;
        if (!json_is_container(&value)) {
            count.scalars++;
            count.models += json_is_model_name(key.data);
        }
    }
    strbuf_release(&key);
    return count;
}

/* Objects are similar if some key is in more than half of them. */
static bool
are_similar(const struct json_span *object)
{
    struct name_index names;
    size_t *seen = NULL, capacity = 0, most = 0, objects = 0;
    struct json_iter iter, inner;
    struct json_span value, member;
    struct strbuf key;

    name_index_init(&names);
    strbuf_init(&key);
    json_iter_init(&iter, object);
    while (json_iter_next(&iter, NULL, &value)) {
        if (value.kind != JSON_OBJECT)
            continue;
        objects++;
        json_iter_init(&inner, &value);
        while (names.n < JSON_RECORD_COLUMNS && json_iter_next(&inner, &key, &member)) {
            bool added;
            size_t number = name_index_add(&names, key.data, key.length, &added);

            ARRAY_RESERVE(seen, number + 1, capacity);
            seen[number] = added ? 1 : seen[number] + 1;
            most = seen[number] > most ? seen[number] : most;
        }
    }
    free(seen);
    strbuf_release(&key);
    name_index_release(&names);
    return objects >= 2 && most * 2 > objects;
}

/* Words for a part of a record, which name no model. */
static bool
is_generic_key(const char *key)
{
    static const char *const words[] = {"results", "metrics", "data", "config", "summary",
        "scores", "performance", "evaluation", "benchmark", "metadata", "args", "settings"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(key, words[i]) == 0)
            return true;
    return false;
}

static bool
is_keyed(const struct json_span *object)
{
    struct members count = count_members(object);
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;
    bool generic;

    if (count.lists > 0 || count.models > 0 || count.objects == 0)
        return false;
    if (count.objects > 1)
        return are_similar(object);
    if (count.n > 1)
        return false;
    strbuf_init(&key);
    json_iter_init(&iter, object);
    json_iter_next(&iter, &key, &value);
    generic = is_generic_key(key.data);
    strbuf_release(&key);
    return !generic && count_members(&value).objects < count_members(&value).n;
}

static bool
is_list_of_objects(const struct json_span *list)
{
    struct json_iter iter;
    struct json_span value;

    json_iter_init(&iter, list);
    return list->kind == JSON_ARRAY && json_iter_next(&iter, NULL, &value)
        && value.kind == JSON_OBJECT;
}

/* Steps two columns at once; false once they end apart or have other row numbers. */
static bool
same_rows(const struct json_span *a, const struct json_span *b)
{
    struct json_iter left, right;
    struct json_span value, other;
    struct strbuf key, twin;
    bool same = true, more_left, more_right;

    strbuf_init(&key);
    strbuf_init(&twin);
    json_iter_init(&left, a);
    json_iter_init(&right, b);
    do {
        more_left = json_iter_next(&left, &key, &value);
        more_right = json_iter_next(&right, &twin, &other);
        same = more_left == more_right && (!more_left || (strcmp(key.data, twin.data) == 0
            && !json_is_container(&other) && !json_is_container(&value)));
        if (more_left && a->kind == JSON_OBJECT)
            same = same && key.length > 0
                && strspn(key.data, "0123456789") == key.length;
    } while (same && more_left);
    strbuf_release(&key);
    strbuf_release(&twin);
    return same;
}

static bool
begins_with_text(const struct json_span *column)
{
    struct json_iter iter;
    struct json_span value;

    json_iter_init(&iter, column);
    return json_iter_next(&iter, NULL, &value) && value.kind == JSON_STRING;
}

/* {"model": ["a", "b"], "acc": [1, 2]}: columns of equal length, one of them of text. */
static bool
are_columns(const struct json_span *object)
{
    struct json_iter iter;
    struct json_span first, value;
    bool text;

    json_iter_init(&iter, object);
    if (!json_iter_next(&iter, NULL, &first) || !json_is_container(&first)
        || json_count(&first) == 0)
        return false;
    text = begins_with_text(&first);
    while (json_iter_next(&iter, NULL, &value)) {
        if (value.kind != first.kind || !same_rows(&first, &value))
            return false;
        text = text || begins_with_text(&value);
    }
    return text && json_count(object) > 1 && same_rows(&first, &first);
}

/* The only member that holds records, or one whose name says that it does. */
static bool
find_enclosed(struct json_shape *shape, const struct json_span *root)
{
    struct members count = count_members(root);
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;
    size_t found = 0;
    bool named = false;

    strbuf_init(&key);
    json_iter_init(&iter, root);
    while (!named && json_iter_next(&iter, &key, &value)) {
        bool list = is_list_of_objects(&value);

        if (!list && !(value.kind == JSON_OBJECT && count.objects == 1 && is_keyed(&value)))
            continue;
        found++;
        named = is_generic_key(key.data) || strcmp(key.data, "models") == 0
            || strcmp(key.data, "runs") == 0 || strcmp(key.data, "records") == 0;
        if (found > 1 && !named)
            continue;
        free(shape->member);
        shape->member = mem_strndup(key.data, key.length);
        shape->kind = list ? SHAPE_LIST : SHAPE_KEYED;
        shape->container = value;
    }
    strbuf_release(&key);
    shape->enclosed = found == 1 || named;
    if (shape->enclosed)                    /* of duplicate keys the last counts */
        json_member(root, shape->member, &shape->container);
    return shape->enclosed;
}

static const char *
name_of_keys(const struct json_shape *shape, const struct json_span *root)
{
    struct json_iter iter;
    struct json_span value, member;
    struct strbuf key;
    bool numeric = true, has_model = false;

    if (shape->enclosed && count_members(root).models > 0)
        return "task";
    strbuf_init(&key);
    json_iter_init(&iter, &shape->container);
    while (json_iter_next(&iter, &key, &value)) {
        numeric = numeric && strspn(key.data, "0123456789.") == key.length;
        has_model = has_model || (value.kind == JSON_OBJECT
            && json_member(&value, "model", &member));
    }
    strbuf_release(&key);
    return numeric || has_model ? "key" : "model";
}

void
json_shape_find(struct json_shape *shape, const struct json_span *root, bool several)
{
    *shape = (struct json_shape){.container = *root};
    if (several)
        shape->kind = SHAPE_LINES;
    else if (root->kind == JSON_ARRAY)
        shape->kind = SHAPE_LIST;
    else if (are_columns(root))
        shape->kind = SHAPE_COLUMNS;
    else if (is_keyed(root))
        shape->kind = SHAPE_KEYED;
    else if (!find_enclosed(shape, root)) {
        shape->kind = SHAPE_SINGLE;
        shape->container = *root;
    }
    if (shape->kind == SHAPE_KEYED)
        shape->key_column = name_of_keys(shape, root);
}

void
json_shape_release(struct json_shape *shape)
{
    free(shape->member);
}
