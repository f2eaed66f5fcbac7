/* mapping_load_taken.c - what a mapping file takes from a record: measures, means, curves,
 * requests, preferences; see mapping_loader.h. */
#include "read/mapping_loader.h"

#include <math.h>

#include "base/number.h"

static bool
take_se(const struct loader *loader, const struct json_span *object,
    struct mapping_measure *measure)
{
    struct json_span value;

    if (!json_member(object, "se", &value) || value.kind != JSON_STRING)
        return loader_take_source(loader, object, "se", &measure->se);
    measure->se_kind = loader_is_text(&value, "binomial") ? MAPPING_SE_BINOMIAL
        : loader_is_text(&value, "interval") ? MAPPING_SE_INTERVAL : MAPPING_SE_GIVEN;
    return measure->se_kind != MAPPING_SE_GIVEN
        || loader_make_path(loader, &value, "se", &measure->se.path);
}

static bool
take_uncertainty(const struct loader *loader, const struct json_span *object,
    struct mapping_measure *measure)
{
    static const char *const deviations[] = {"population", "sample", NULL};

    measure->level = NAN;
    measure->ddof = -1;
    return take_se(loader, object, measure)
        && loader_take_source(loader, object, "sd", &measure->sd)
        && loader_take_word(loader, object, "deviation", deviations, &measure->ddof)
        && loader_take_source(loader, object, "lo", &measure->lo)
        && loader_take_source(loader, object, "hi", &measure->hi)
        && loader_take_source(loader, object, "interval", &measure->interval)
        && loader_take_source(loader, object, "n", &measure->n)
        && loader_take_source(loader, object, "over", &measure->over)
        && loader_take_number(loader, object, "level", &measure->level);
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
    if (!loader_take_word(loader, object, "direction", directions, &direction)
        || !loader_take_word(loader, object, "kind", kinds, &kind)
        || !loader_take_text(loader, object, "unit", &measure->unit)
        || !loader_take_number(loader, object, "scale", &measure->scale)
        || !loader_take_texts(loader, object, "missing", &tokens, &n))
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

bool
loader_take_measure(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"where", "each", "path", "pattern", "map", "name",
        "task", "stat", "unit", "direction", "kind", "missing", "scale", "se", "sd", "deviation",
        "lo", "hi", "interval", "level", "n", "over", "last", "aggregate", "items", "item",
        "cluster", "except", NULL};
    struct mapping_measure *measure = out;

    if (!loader_check_members(loader, object, "a measure", names)
        || !loader_take_objects(loader, object, "where", sizeof *measure->where, loader_take_test,
            (void **)&measure->where, &measure->n_where)
        || !loader_take_path(loader, object, "each", &measure->each)
        || !loader_take_path(loader, object, "path", &measure->path)
        || !loader_take_pattern(loader, object, "pattern", &measure->pattern)
        || !loader_take_map(loader, object, &measure->map, &measure->n_map)
        || !loader_take_name(loader, object, "name", &measure->name)
        || !loader_take_name(loader, object, "task", &measure->task)
        || !loader_take_name(loader, object, "stat", &measure->stat)
        || !take_facts(loader, object, measure) || !take_uncertainty(loader, object, measure)
        || !loader_take_flag(loader, object, "last", &measure->last)
        || !loader_take_flag(loader, object, "aggregate", &measure->aggregate)
        || !loader_take_flag(loader, object, "items", &measure->items)
        || !loader_take_source(loader, object, "item", &measure->item)
        || !loader_take_source(loader, object, "cluster", &measure->cluster)
        || !loader_take_texts(loader, object, "except", &measure->except, &measure->n_except))
        return false;
    measure->per_item = mapping_source_is_set(&measure->item);
    return measure->path != NULL || loader_refuse(loader, object, "a measure", "needs a path");
}

bool
loader_take_mean(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"task", "name", "of", NULL};
    struct mapping_mean *mean = out;

    if (!loader_check_members(loader, object, "a mean", names)
        || !loader_take_text(loader, object, "task", &mean->task)
        || !loader_take_text(loader, object, "name", &mean->name)
        || !loader_take_texts(loader, object, "of", &mean->of, &mean->n_of))
        return false;
    return (mean->name != NULL && mean->n_of > 0)
        || loader_refuse(loader, object, "a mean", "needs a name, and what it is of");
}

bool
loader_take_curve(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"each", "path", "name", "x", "axis", "unit", "scale",
        "except", NULL};
    struct mapping_curve *curve = out;

    curve->scale = 1;
    if (!loader_check_members(loader, object, "a curve", names)
        || !loader_take_path(loader, object, "each", &curve->each)
        || !loader_take_path(loader, object, "path", &curve->path)
        || !loader_take_texts(loader, object, "except", &curve->except, &curve->n_except)
        || !loader_take_name(loader, object, "name", &curve->name)
        || !loader_take_source(loader, object, "x", &curve->x)
        || !loader_take_text(loader, object, "axis", &curve->axis)
        || !loader_take_text(loader, object, "unit", &curve->unit)
        || !loader_take_number(loader, object, "scale", &curve->scale))
        return false;
    return (curve->path != NULL && curve->axis != NULL && mapping_source_is_set(&curve->x)
        && mapping_source_is_set(&curve->name))
        || loader_refuse(loader, object, "a curve", "needs path, name, axis and x");
}

bool
loader_take_requests(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"each", "prompt_tokens", "output_tokens", "seconds",
        "first_token_seconds", "error", "scale", "first_token_scale", NULL};
    struct mapping_requests *requests = out;

    requests->scale = 1;
    return loader_check_members(loader, object, "requests", names)
        && loader_take_path(loader, object, "each", &requests->each)
        && loader_take_source(loader, object, "prompt_tokens", &requests->prompt_tokens)
        && loader_take_source(loader, object, "output_tokens", &requests->output_tokens)
        && loader_take_source(loader, object, "seconds", &requests->seconds)
        && loader_take_source(loader, object, "first_token_seconds", &requests->first_token_seconds)
        && loader_take_source(loader, object, "error", &requests->error)
        && loader_take_number(loader, object, "scale", &requests->scale)
        && (requests->first_token_scale = requests->scale, true)
        && loader_take_number(loader, object, "first_token_scale", &requests->first_token_scale);
}

bool
loader_take_preferences(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"a", "b", "outcome", "item", "judge", NULL};
    struct mapping_preferences *preferences = out;

    if (!loader_check_members(loader, object, "preferences", names)
        || !loader_take_source(loader, object, "a", &preferences->a)
        || !loader_take_source(loader, object, "b", &preferences->b)
        || !loader_take_source(loader, object, "outcome", &preferences->outcome)
        || !loader_take_source(loader, object, "item", &preferences->item)
        || !loader_take_source(loader, object, "judge", &preferences->judge))
        return false;
    return (mapping_source_is_set(&preferences->a) && mapping_source_is_set(&preferences->b)
        && mapping_source_is_set(&preferences->outcome))
        || loader_refuse(loader, object, "preferences", "need a, b and outcome");
}

bool
loader_take_episodes(const struct loader *loader, const struct json_span *object, void *out)
{
    static const char *const names[] = {"path", "name", "run", "task", "phase", "worker",
        "block", "index", "except", NULL};
    struct mapping_episodes *episodes = out;

    if (!loader_check_members(loader, object, "episodes", names)
        || !loader_take_path(loader, object, "path", &episodes->path)
        || !loader_take_name(loader, object, "name", &episodes->name)
        || !loader_take_source(loader, object, "run", &episodes->run)
        || !loader_take_source(loader, object, "task", &episodes->task)
        || !loader_take_source(loader, object, "phase", &episodes->phase)
        || !loader_take_source(loader, object, "worker", &episodes->worker)
        || !loader_take_source(loader, object, "block", &episodes->block)
        || !loader_take_source(loader, object, "index", &episodes->index)
        || !loader_take_texts(loader, object, "except", &episodes->except, &episodes->n_except))
        return false;
    return (episodes->path != NULL && mapping_source_is_set(&episodes->task)
        && mapping_source_is_set(&episodes->index))
        || loader_refuse(loader, object, "episodes", "need path, task and index");
}
