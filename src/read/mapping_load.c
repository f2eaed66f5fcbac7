/* mapping_load.c - a mapping file into memory, every member of it understood or refused; see
 * mapping.h.
 *
 * An unknown member is an error, because it is a misspelt one: the nearest known name is
 * told. Errors say file, line and member.
 */
#include <math.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/number.h"
#include "base/text.h"
#include "read/mapping.h"

struct loader {
    struct mapping *mapping;
    const char *file;
    struct error *err;
};

/* --- refusing --- */

static bool
refuse(const struct loader *loader, const struct json_span *at, const char *member,
    const char *what)
{
    error_set(loader->err, ERROR_REQUEST, "%s: line %zu: \"%s\" %s", loader->file, at->line,
        member, what);
    return error_hint(loader->err, "paretop-formats(5) has the members of a mapping file");
}

/* Every member must be one of the names (NULL-terminated). */
static bool
check_members(const struct loader *loader, const struct json_span *object, const char *member,
    const char *const *names)
{
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;
    bool good = true;
    size_t n = 0;

    if (object->kind != JSON_OBJECT)
        return refuse(loader, object, member, "must be an object");
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

static bool
is_text(const struct json_span *value, const char *text)
{
    char *own = json_string_dup(value);
    bool same = own != NULL && strcmp(own, text) == 0;

    free(own);
    return same;
}

static const char *
span_text(const struct loader *loader, const struct json_span *value)
{
    char *text = json_string_dup(value);
    const char *copy = arena_strdup(loader->mapping->arena, text);

    free(text);
    return copy;
}

static bool
take_text(const struct loader *loader, const struct json_span *object, const char *member,
    const char **out)
{
    struct json_span value;

    if (!json_member(object, member, &value))
        return true;
    if (value.kind != JSON_STRING)
        return refuse(loader, &value, member, "must be a text");
    *out = span_text(loader, &value);
    return true;
}

static bool
take_number(const struct loader *loader, const struct json_span *object, const char *member,
    double *out)
{
    struct json_span value;

    if (!json_member(object, member, &value))
        return true;
    if (!json_number(&value, out) || !isfinite(*out))
        return refuse(loader, &value, member, "must be a number");
    return true;
}

static bool
take_flag(const struct loader *loader, const struct json_span *object, const char *member,
    bool *out)
{
    struct json_span value;

    if (!json_member(object, member, &value))
        return true;
    if (value.kind != JSON_TRUE && value.kind != JSON_FALSE)
        return refuse(loader, &value, member, "must be true or false");
    *out = value.kind == JSON_TRUE;
    return true;
}

/* The number of a word in a table; what says which there are. */
static bool
take_word(const struct loader *loader, const struct json_span *object, const char *member,
    const char *const *words, int *out)
{
    const char *text = NULL;
    struct json_span value;
    struct strbuf what;

    if (!take_text(loader, object, member, &text) || text == NULL)
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
    refuse(loader, &value, member, what.data);
    strbuf_release(&what);
    return false;
}

/* A text or a list of texts. */
static bool
take_texts(const struct loader *loader, const struct json_span *object, const char *member,
    const char *const **out, size_t *n)
{
    struct json_span value, element;
    struct json_iter iter;
    const char **texts;

    if (!json_member(object, member, &value))
        return true;
    if (value.kind != JSON_STRING && value.kind != JSON_ARRAY)
        return refuse(loader, &value, member, "must be a text or a list of texts");
    texts = arena_zalloc(loader->mapping->arena,
        value.kind == JSON_ARRAY ? json_count(&value) + 1 : 1, sizeof *texts);
    *out = texts;
    *n = 0;
    if (value.kind == JSON_STRING) {
        texts[(*n)++] = span_text(loader, &value);
        return true;
    }
    json_iter_init(&iter, &value);
    while (json_iter_next(&iter, NULL, &element)) {
        if (element.kind != JSON_STRING)
            return refuse(loader, &element, member, "must be a list of texts");
        texts[(*n)++] = span_text(loader, &element);
    }
    return true;
}

/* --- paths and sources --- */

static bool
is_tabular(const struct loader *loader)
{
    return loader->mapping->input == MAPPING_DELIMITED
        || loader->mapping->input == MAPPING_MARKDOWN;
}

static bool
make_path(const struct loader *loader, const struct json_span *value, const char *member,
    const struct mapping_path **out)
{
    struct error why = {0};

    if (value->kind != JSON_STRING)
        return refuse(loader, value, member, "must be a path");
    *out = is_tabular(loader)
        ? mapping_path_column(loader->mapping->arena, span_text(loader, value))
        : mapping_path_parse(loader->mapping->arena, span_text(loader, value), &why);
    return *out != NULL || refuse(loader, value, member, why.message);
}

static bool
take_path(const struct loader *loader, const struct json_span *object, const char *member,
    const struct mapping_path **out)
{
    struct json_span value;

    return !json_member(object, member, &value) || make_path(loader, &value, member, out);
}

static bool
check_pattern(const struct loader *loader, const struct json_span *object,
    const struct mapping_source *source)
{
    struct json_span value;
    regex_t regex;

    if (source->pattern == NULL)
        return true;
    if (regcomp(&regex, source->pattern, REG_EXTENDED) != 0) {
        json_member(object, "pattern", &value);
        return refuse(loader, &value, "pattern", "is no extended regular expression");
    }
    regfree(&regex);
    return true;
}

static bool
take_map(const struct loader *loader, const struct json_span *object,
    struct mapping_source *source)
{
    struct json_span value, element;
    struct json_iter iter;
    struct strbuf key;
    struct mapping_pair *map;
    bool good = true;

    if (!json_member(object, "map", &value))
        return true;
    if (value.kind != JSON_OBJECT)
        return refuse(loader, &value, "map", "must be an object of texts");
    map = arena_zalloc(loader->mapping->arena, json_count(&value) + 1, sizeof *map);
    strbuf_init(&key);
    json_iter_init(&iter, &value);
    while (good && json_iter_next(&iter, &key, &element)) {
        good = element.kind == JSON_STRING
            || refuse(loader, &element, "map", "must be an object of texts");
        if (good)
            map[source->n_map++] = (struct mapping_pair){
                .from = arena_strdup(loader->mapping->arena, key.data),
                .to = span_text(loader, &element)};
    }
    strbuf_release(&key);
    source->map = map;
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
            return refuse(loader, &value, member, "must not hold a list in a list");
        if (n > 0) {
            struct mapping_source *next = arena_zalloc(loader->mapping->arena, 1, sizeof *next);

            out->otherwise = next;
            out = next;
        }
        if (!make_source(loader, &value, member, out))
            return false;
    }
    return n > 0 || refuse(loader, list, member, "must not be an empty list");
}

/* "path", or {"path": ..} or {"text": "words {1}"}, the latter with pattern and map. */
static bool
make_source(const struct loader *loader, const struct json_span *value, const char *member,
    struct mapping_source *out)
{
    static const char *const names[] = {"path", "text", "pattern", "map", "only_mapped", NULL};

    if (value->kind == JSON_STRING)
        return make_path(loader, value, member, &out->path);
    if (value->kind == JSON_ARRAY)
        return make_sources(loader, value, member, out);
    if (value->kind == JSON_NUMBER) {
        out->words = arena_strndup(loader->mapping->arena, value->text, value->length);
        return true;
    }
    if (value->kind != JSON_OBJECT)
        return refuse(loader, value, member, "must be a path or an object with path or text");
    if (!check_members(loader, value, member, names)
        || !take_path(loader, value, "path", &out->path)
        || !take_text(loader, value, "text", &out->words)
        || !take_text(loader, value, "pattern", &out->pattern)
        || !check_pattern(loader, value, out) || !take_map(loader, value, out)
        || !take_flag(loader, value, "only_mapped", &out->only_mapped))
        return false;
    return (out->path != NULL) != (out->words != NULL)
        || refuse(loader, value, member, "must have a path or a text");
}

static bool
take_source(const struct loader *loader, const struct json_span *object, const char *member,
    struct mapping_source *out)
{
    struct json_span value;

    return !json_member(object, member, &value) || make_source(loader, &value, member, out);
}

/* A name, where a plain text means itself, with {...} replaced. */
static bool
take_name(const struct loader *loader, const struct json_span *object, const char *member,
    struct mapping_source *out)
{
    struct json_span value;

    if (!json_member(object, member, &value))
        return true;
    if (value.kind != JSON_STRING)
        return make_source(loader, &value, member, out);
    out->words = span_text(loader, &value);
    return true;
}

/* --- conditions, tests --- */

static bool
take_named(const struct loader *loader, const struct json_span *object, const char *member,
    struct mapping_named **out, size_t *n)
{
    struct json_span value, element;
    struct json_iter iter;
    struct strbuf key;
    bool good = true;

    if (!json_member(object, member, &value))
        return true;
    if (value.kind != JSON_OBJECT)
        return refuse(loader, &value, member, "must be an object: name, and where it is from");
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

/* An object, or a list of objects: calls take for each. */
typedef bool take_object(const struct loader *loader, const struct json_span *object, void *out);

static bool
take_objects(const struct loader *loader, const struct json_span *root, const char *member,
    size_t size, take_object *take, void **out, size_t *n)
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
        return refuse(loader, &value, member, "must be an object or a list of objects");
    json_iter_init(&iter, &value);
    while (json_iter_next(&iter, NULL, &element))
        if (!take(loader, &element, items + size * (*n)++))
            return false;
    return true;
}

static bool
take_test(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"path", "text", "pattern", "is", "not", NULL};
    struct mapping_test *test = out;
    size_t n_not = 0;
    const char *const *nots = NULL;

    if (!check_members(loader, object, "a test", names)
        || !take_path(loader, object, "path", &test->source.path)
        || !take_text(loader, object, "text", &test->source.words)
        || !take_text(loader, object, "pattern", &test->source.pattern)
        || !check_pattern(loader, object, &test->source)
        || !take_texts(loader, object, "is", &test->is, &test->n_is)
        || !take_texts(loader, object, "not", &nots, &n_not))
        return false;
    if (!mapping_source_is_set(&test->source) || (test->n_is > 0 && n_not > 0))
        return refuse(loader, object, "a test", "needs a path, and \"is\" or \"not\"");
    if (n_not > 0) {
        test->is = nots;
        test->n_is = n_not;
        test->negated = true;
    }
    return true;
}

/* --- what is taken --- */

static bool
take_se(const struct loader *loader, const struct json_span *object,
    struct mapping_measure *measure)
{
    struct json_span value;

    if (!json_member(object, "se", &value) || value.kind != JSON_STRING)
        return take_source(loader, object, "se", &measure->se);
    measure->se_kind = is_text(&value, "binomial") ? MAPPING_SE_BINOMIAL
        : is_text(&value, "interval") ? MAPPING_SE_INTERVAL : MAPPING_SE_GIVEN;
    return measure->se_kind != MAPPING_SE_GIVEN
        || make_path(loader, &value, "se", &measure->se.path);
}

static bool
take_uncertainty(const struct loader *loader, const struct json_span *object,
    struct mapping_measure *measure)
{
    static const char *const deviations[] = {"population", "sample", NULL};

    measure->level = NAN;
    measure->ddof = -1;
    return take_se(loader, object, measure)
        && take_source(loader, object, "sd", &measure->sd)
        && take_word(loader, object, "deviation", deviations, &measure->ddof)
        && take_source(loader, object, "lo", &measure->lo)
        && take_source(loader, object, "hi", &measure->hi)
        && take_source(loader, object, "interval", &measure->interval)
        && take_source(loader, object, "n", &measure->n)
        && take_number(loader, object, "level", &measure->level);
}

/* Tokens are written as in the file, but compared with values that were scaled. */
static void
add_token(struct strbuf *out, const char *token, double scale)
{
    char text[NUMBER_TEXT_MAX];
    double value;

    if (out->length > 0)
        strbuf_putc(out, ',');
    if (scale != 1 && number_parse_plain(token, &value)) {
        number_print(text, number_scaled(value, scale));
        token = text;
    }
    strbuf_puts(out, token);
}

static bool
take_facts(const struct loader *loader, const struct json_span *object,
    struct mapping_measure *measure)
{
    static const char *const directions[] = {"min", "none", "max", NULL};
    static const char *const kinds[] = {"descriptor", "capability", "efficiency", NULL};
    int direction = 1, kind = KIND_DESCRIPTOR;
    const char *const *tokens = NULL;
    size_t n = 0;
    struct strbuf joined;

    measure->scale = 1;
    if (!take_word(loader, object, "direction", directions, &direction)
        || !take_word(loader, object, "kind", kinds, &kind)
        || !take_text(loader, object, "unit", &measure->unit)
        || !take_number(loader, object, "scale", &measure->scale)
        || !take_texts(loader, object, "missing", &tokens, &n))
        return false;
    measure->direction = direction == 0 ? DIRECTION_MIN : direction == 2 ? DIRECTION_MAX
        : DIRECTION_UNKNOWN;
    measure->kind = (enum measure_kind)kind;
    strbuf_init(&joined);
    for (size_t i = 0; i < n; i++)
        add_token(&joined, tokens[i], measure->scale);
    if (n > 0)
        measure->missing = arena_strdup(loader->mapping->arena, joined.data);
    strbuf_release(&joined);
    return true;
}

static bool
take_measure(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"where", "each", "path", "name", "task", "stat", "unit",
        "direction", "kind", "missing", "scale", "se", "sd", "deviation", "lo", "hi", "interval",
        "level", "n", "aggregate", "items", "item", "cluster", "except", NULL};
    struct mapping_measure *measure = out;

    if (!check_members(loader, object, "a measure", names)
        || !take_objects(loader, object, "where", sizeof *measure->where, take_test,
            (void **)&measure->where, &measure->n_where)
        || !take_path(loader, object, "each", &measure->each)
        || !take_path(loader, object, "path", &measure->path)
        || !take_name(loader, object, "name", &measure->name)
        || !take_name(loader, object, "task", &measure->task)
        || !take_name(loader, object, "stat", &measure->stat)
        || !take_facts(loader, object, measure) || !take_uncertainty(loader, object, measure)
        || !take_flag(loader, object, "aggregate", &measure->aggregate)
        || !take_flag(loader, object, "items", &measure->items)
        || !take_source(loader, object, "item", &measure->item)
        || !take_source(loader, object, "cluster", &measure->cluster)
        || !take_texts(loader, object, "except", &measure->except, &measure->n_except))
        return false;
    measure->per_item = mapping_source_is_set(&measure->item);
    return measure->path != NULL || refuse(loader, object, "a measure", "needs a path");
}

static bool
take_mean(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"task", "name", "of", NULL};
    struct mapping_mean *mean = out;

    if (!check_members(loader, object, "a mean", names)
        || !take_text(loader, object, "task", &mean->task)
        || !take_text(loader, object, "name", &mean->name)
        || !take_texts(loader, object, "of", &mean->of, &mean->n_of))
        return false;
    return (mean->name != NULL && mean->n_of > 0)
        || refuse(loader, object, "a mean", "needs a name, and what it is of");
}

static bool
take_curve(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"path", "name", "x", "axis", "unit", "scale", NULL};
    struct mapping_curve *curve = out;

    curve->scale = 1;
    if (!check_members(loader, object, "a curve", names)
        || !take_path(loader, object, "path", &curve->path)
        || !take_name(loader, object, "name", &curve->name)
        || !take_source(loader, object, "x", &curve->x)
        || !take_text(loader, object, "axis", &curve->axis)
        || !take_text(loader, object, "unit", &curve->unit)
        || !take_number(loader, object, "scale", &curve->scale))
        return false;
    return (curve->path != NULL && curve->axis != NULL && mapping_source_is_set(&curve->x)
        && mapping_source_is_set(&curve->name))
        || refuse(loader, object, "a curve", "needs path, name, axis and x");
}

static bool
take_requests(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"each", "prompt_tokens", "output_tokens", "seconds",
        "first_token_seconds", "error", "scale", NULL};
    struct mapping_requests *requests = out;

    requests->scale = 1;
    return check_members(loader, object, "requests", names)
        && take_path(loader, object, "each", &requests->each)
        && take_source(loader, object, "prompt_tokens", &requests->prompt_tokens)
        && take_source(loader, object, "output_tokens", &requests->output_tokens)
        && take_source(loader, object, "seconds", &requests->seconds)
        && take_source(loader, object, "first_token_seconds", &requests->first_token_seconds)
        && take_source(loader, object, "error", &requests->error)
        && take_number(loader, object, "scale", &requests->scale);
}

static bool
take_preferences(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"a", "b", "outcome", "item", "judge", NULL};
    struct mapping_preferences *preferences = out;

    if (!check_members(loader, object, "preferences", names)
        || !take_source(loader, object, "a", &preferences->a)
        || !take_source(loader, object, "b", &preferences->b)
        || !take_source(loader, object, "outcome", &preferences->outcome)
        || !take_source(loader, object, "item", &preferences->item)
        || !take_source(loader, object, "judge", &preferences->judge))
        return false;
    return (mapping_source_is_set(&preferences->a) && mapping_source_is_set(&preferences->b)
        && mapping_source_is_set(&preferences->outcome))
        || refuse(loader, object, "preferences", "need a, b and outcome");
}

/* --- the whole --- */

static bool
take_recognition(const struct loader *loader, const struct json_span *root)
{
    static const char *const names[] = {"columns", "paths", "absent", "file", "certainty", NULL};
    struct mapping *mapping = loader->mapping;
    struct json_span value;
    double certainty = 90;

    if (!json_member(root, "recognise", &value))
        return true;                            /* only by --from */
    if (!check_members(loader, &value, "recognise", names)
        || !take_texts(loader, &value, "columns", &mapping->columns, &mapping->n_columns)
        || !take_texts(loader, &value, "paths", &mapping->paths, &mapping->n_paths)
        || !take_texts(loader, &value, "absent", &mapping->absent, &mapping->n_absent)
        || !take_texts(loader, &value, "file", &mapping->names, &mapping->n_names)
        || !take_number(loader, &value, "certainty", &certainty))
        return false;
    if (!(certainty >= 1 && certainty <= 99))
        return refuse(loader, &value, "certainty", "must be from 1 to 99");
    mapping->certainty = (int)certainty;
    return true;
}

static bool
take_records(const struct loader *loader, const struct json_span *root)
{
    struct json_span value;

    if (!json_member(root, "records", &value))
        return true;
    if (is_tabular(loader))
        return refuse(loader, &value, "records", "is for JSON and YAML: the records of a table "
            "are its lines");
    if (is_text(&value, "$"))
        return true;
    return make_path(loader, &value, "records", &loader->mapping->records)
        && (loader->mapping->records->from_root
            || refuse(loader, &value, "records", "must begin with $"));
}

static bool
take_contents(const struct loader *loader, const struct json_span *root)
{
    struct mapping *mapping = loader->mapping;

    return take_records(loader, root)
        && take_objects(loader, root, "where", sizeof *mapping->where, take_test,
            (void **)&mapping->where, &mapping->n_where)
        && take_objects(loader, root, "failed", sizeof *mapping->failed, take_test,
            (void **)&mapping->failed, &mapping->n_failed)
        && take_source(loader, root, "model", &mapping->model)
        && take_name(loader, root, "task", &mapping->task)
        && take_named(loader, root, "conditions", &mapping->conditions, &mapping->n_conditions)
        && take_named(loader, root, "attributes", &mapping->attributes, &mapping->n_attributes)
        && take_objects(loader, root, "measures", sizeof *mapping->measures, take_measure,
            (void **)&mapping->measures, &mapping->n_measures)
        && take_objects(loader, root, "means", sizeof *mapping->means, take_mean,
            (void **)&mapping->means, &mapping->n_means)
        && take_objects(loader, root, "curves", sizeof *mapping->curves, take_curve,
            (void **)&mapping->curves, &mapping->n_curves)
        && take_objects(loader, root, "requests", sizeof *mapping->requests, take_requests,
            (void **)&mapping->requests, &mapping->n_requests)
        && take_objects(loader, root, "preferences", sizeof *mapping->preferences,
            take_preferences, (void **)&mapping->preferences, &mapping->n_preferences)
        && take_texts(loader, root, "ignore", &mapping->ignored, &mapping->n_ignored);
}

/* What the mapping is recognised by, in words, for `list formats`. */
static void
describe(struct mapping *mapping)
{
    const char *const *names = mapping->n_columns > 0 ? mapping->columns : mapping->paths;
    size_t n = mapping->n_columns > 0 ? mapping->n_columns : mapping->n_paths;
    struct strbuf words;

    strbuf_init(&words);
    if (n > 0)
        strbuf_puts(&words, mapping->n_columns > 0 ? "columns " : "members ");
    for (size_t i = 0; i < n && i < 4; i++)
        strbuf_printf(&words, "%s%s", i > 0 ? ", " : "", names[i]);
    if (mapping->n_names > 0)
        strbuf_printf(&words, "%sthe name %s", n > 0 ? ", and " : "", mapping->names[0]);
    if (words.length == 0)
        strbuf_puts(&words, "its name being given");
    mapping->detects = arena_strdup(mapping->arena, words.data);
    strbuf_release(&words);
}

static bool
check_whole(const struct loader *loader, const struct json_span *root)
{
    struct mapping *mapping = loader->mapping;
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

    if (mapping->format == NULL
        || strspn(mapping->format, letters) != strlen(mapping->format)
        || *mapping->format == '\0')
        return refuse(loader, root, "format", "must be a name of small letters, digits and -");
    if (mapping->title == NULL)
        return refuse(loader, root, "title", "is missing");
    if (mapping->keeps_table && mapping->input != MAPPING_DELIMITED)
        return refuse(loader, root, "form", "can be table only where \"reads\" is table");
    if (mapping->n_measures + mapping->n_curves + mapping->n_requests + mapping->n_preferences
        == 0)
        return refuse(loader, root, "measures", "is missing: nothing would be taken");
    return true;
}

static bool
load_root(const struct loader *loader, const struct json_span *root)
{
    static const char *const names[] = {"about", "format", "title", "reads", "form",
        "recognise", "file", "records", "where", "failed", "model", "task", "conditions",
        "attributes", "measures", "means", "curves", "requests", "preferences", "ignore", NULL};
    static const char *const inputs[] = {"table", "markdown", "json", "yaml", NULL};
    static const char *const forms[] = {"runs", "table", NULL};
    struct mapping *mapping = loader->mapping;
    int input = MAPPING_JSON, form = 0;

    if (!check_members(loader, root, "a mapping", names)
        || !take_text(loader, root, "format", &mapping->format)
        || !take_text(loader, root, "title", &mapping->title)
        || !take_word(loader, root, "reads", inputs, &input)
        || !take_word(loader, root, "form", forms, &form)
        || !take_texts(loader, root, "file", &mapping->file_patterns,
            &mapping->n_file_patterns))
        return false;
    mapping->input = (enum mapping_input)input;
    mapping->keeps_table = form == 1;
    return take_recognition(loader, root) && take_contents(loader, root)
        && check_whole(loader, root);
}

bool
mapping_load(struct mapping **out, const char *path, struct error *err)
{
    struct loader loader = {.file = path, .err = err};
    struct json_report report = {0};
    struct file_bytes bytes;
    struct json_span root;
    char sha256[SHA256_HEX_SIZE];
    bool good;

    *out = NULL;
    if (!file_open_bytes(path, &bytes, err))
        return false;
    loader.mapping = mem_zalloc(1, sizeof *loader.mapping);
    loader.mapping->arena = arena_new();
    loader.mapping->file = arena_strdup(loader.mapping->arena, path);
    sha256_hex(bytes.data, bytes.length, false, sha256);
    loader.mapping->stamp = arena_strdup(loader.mapping->arena, sha256);
    if (!json_scan_whole(bytes.data, bytes.length, NULL, &root, &report, err))
        good = error_prefix(err, "%s", path);
    else if (report.duplicate_keys > 0)
        good = error_set(err, ERROR_REQUEST, "%s: line %zu: \"%s\" is there twice", path,
            report.first_line[0], report.first_key);
    else
        good = load_root(&loader, &root);
    file_close_bytes(&bytes);
    if (!good) {
        mapping_free(loader.mapping);
        return false;
    }
    describe(loader.mapping);
    *out = loader.mapping;
    return true;
}

void
mapping_free(struct mapping *mapping)
{
    if (mapping == NULL)
        return;
    arena_free(mapping->arena);
    free(mapping);
}
