/* yaml.c - YAML to JSON by libyaml's events, and the reader of YAML of any shape; see yaml.h.
 *
 * The events of an anchored node are kept as a range of the JSON written for it; an alias
 * copies that range. Nothing is built in memory but the text.
 */
#include "read/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/number.h"
#include "read/readers.h"

enum { YAML_DEPTH = 200, MOST_ANCHORS = 1000 };
static const size_t most_bytes = (size_t)1 << 30;       /* of JSON, aliases written out */
static const double most_growth = 100;                  /* and of JSON over YAML */

struct anchor { char *name; size_t start, length; };

struct level { bool object, has_key, first; size_t anchor; size_t start; };

struct converter {
    yaml_parser_t parser;
    struct strbuf *out;
    size_t limit;
    struct level levels[YAML_DEPTH];
    size_t depth;
    struct anchor *anchors;
    size_t n_anchors, capacity;
    struct error *err;
};

enum { NO_ANCHOR = 0 };         /* anchors are counted from 1 in levels */

static bool
refuse_at(struct converter *converter, const yaml_mark_t *mark, const char *what)
{
    return error_set(converter->err, ERROR_REQUEST, "line %zu, column %zu: %s", mark->line + 1,
        mark->column + 1, what);
}

/* --- scalars --- */

static bool
is_one_of(const char *text, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

/* JSON's grammar of numbers, without a leading + or a bare point. */
static bool
is_json_number(const char *at)
{
    const char *digits;

    at += *at == '-';
    digits = at;
    at += strspn(at, "0123456789");
    if (at == digits || (*digits == '0' && at > digits + 1))
        return false;
    if (*at == '.') {
        digits = ++at;
        at += strspn(at, "0123456789");
        if (at == digits)
            return false;
    }
    if (*at == 'e' || *at == 'E') {
        at++;
        at += *at == '+' || *at == '-';
        digits = at;
        at += strspn(at, "0123456789");
        if (at == digits)
            return false;
    }
    return *at == '\0';
}

/* The forms of YAML that JSON does not have: +1, .5, 1., .inf, .nan. */
static bool
add_other_number(const char *text, struct strbuf *out)
{
    static const char *const infinite[] = {".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"};
    static const char *const nan[] = {".nan", ".NaN", ".NAN"};
    const char *sign = *text == '-' ? "-" : "";
    const char *rest = text + (*text == '-' || *text == '+');
    double value;

    if (is_one_of(text, infinite, 6))
        strbuf_puts(out, "Infinity");
    else if (*text == '-' && is_one_of(text + 1, infinite, 3))
        strbuf_puts(out, "-Infinity");
    else if (is_one_of(text, nan, 3))
        strbuf_puts(out, "NaN");
    else if (strspn(rest, "0123456789.eE+-") != strlen(rest) || strspn(rest, ".0123456789") == 0
        || !number_parse_plain(rest, &value) || *rest == '-' || *rest == '+')
        return false;
    else if (*rest == '.')
        strbuf_printf(out, "%s0%s", sign, rest);
    else if (is_json_number(rest))
        strbuf_printf(out, "%s%s", sign, rest);
    else
        return false;
    return true;
}

static void
add_plain(struct converter *converter, const char *text)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    static const char *const trues[] = {"true", "True", "TRUE"};
    static const char *const falses[] = {"false", "False", "FALSE"};

    if (is_one_of(text, nulls, 5))
        strbuf_puts(converter->out, "null");
    else if (is_one_of(text, trues, 3))
        strbuf_puts(converter->out, "true");
    else if (is_one_of(text, falses, 3))
        strbuf_puts(converter->out, "false");
    else if (is_json_number(text))
        strbuf_puts(converter->out, text);
    else if (!add_other_number(text, converter->out))
        json_write_string(converter->out, text);
}

/* --- structure --- */

/* What stands before a node: a comma, or the colon behind its key. */
static void
begin_node(struct converter *converter)
{
    struct level *level = converter->depth == 0 ? NULL : &converter->levels[converter->depth - 1];

    if (level == NULL)
        return;
    if (level->object && level->has_key)
        strbuf_putc(converter->out, ':');
    else if (!level->first)
        strbuf_putc(converter->out, ',');
    level->first = false;
    if (level->object)
        level->has_key = !level->has_key;
}

static bool
is_key(const struct converter *converter)
{
    return converter->depth > 0 && converter->levels[converter->depth - 1].object
        && !converter->levels[converter->depth - 1].has_key;
}

static size_t
add_anchor(struct converter *converter, const yaml_char_t *name)
{
    struct anchor anchor = {.name = mem_strdup((const char *)name),
        .start = converter->out->length};

    if (name == NULL || converter->n_anchors == MOST_ANCHORS) {
        free(anchor.name);
        return NO_ANCHOR;
    }
    ARRAY_PUSH(converter->anchors, converter->n_anchors, converter->capacity, anchor);
    return converter->n_anchors;
}

static void
end_anchor(struct converter *converter, size_t anchor)
{
    if (anchor != NO_ANCHOR)
        converter->anchors[anchor - 1].length = converter->out->length
            - converter->anchors[anchor - 1].start;
}

static bool
open_level(struct converter *converter, const yaml_event_t *event, bool object,
    const yaml_char_t *name)
{
    struct level level = {.object = object, .first = true};

    if (is_key(converter))
        return refuse_at(converter, &event->start_mark, "a key that is no scalar");
    if (converter->depth == YAML_DEPTH)
        return refuse_at(converter, &event->start_mark, "nested too deep");
    begin_node(converter);
    level.anchor = add_anchor(converter, name);
    converter->levels[converter->depth++] = level;
    strbuf_putc(converter->out, object ? '{' : '[');
    return true;
}

static void
close_level(struct converter *converter)
{
    const struct level *level = &converter->levels[--converter->depth];

    strbuf_putc(converter->out, level->object ? '}' : ']');
    end_anchor(converter, level->anchor);
}

static void
add_scalar(struct converter *converter, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    bool key = is_key(converter);
    size_t anchor;

    begin_node(converter);
    anchor = add_anchor(converter, event->data.scalar.anchor);
    if (key || event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE
        || strlen(text) != event->data.scalar.length)
        json_write_string(converter->out, text);
    else
        add_plain(converter, text);
    end_anchor(converter, anchor);
}

static bool
add_alias(struct converter *converter, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    const struct anchor *found = NULL;

    if (is_key(converter))
        return refuse_at(converter, &event->start_mark, "an alias as a key");
    for (size_t i = converter->n_anchors; i-- > 0 && found == NULL;)
        if (strcmp(converter->anchors[i].name, name) == 0 && converter->anchors[i].length > 0)
            found = &converter->anchors[i];
    if (found == NULL)
        return refuse_at(converter, &event->start_mark, "an alias of nothing");
    if (converter->out->length + found->length > converter->limit)
        return refuse_at(converter, &event->start_mark, "aliases make the document too large");
    begin_node(converter);
    /* The text may move while it grows: so it is made to fit first. */
    strbuf_fill(converter->out, ' ', found->length);
    memcpy(converter->out->data + converter->out->length - found->length,
        converter->out->data + found->start, found->length);
    return true;
}

static bool
take_event(struct converter *converter, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        add_scalar(converter, event);
        break;
    case YAML_ALIAS_EVENT:
        return add_alias(converter, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_level(converter, event, false, event->data.sequence_start.anchor);
    case YAML_MAPPING_START_EVENT:
        return open_level(converter, event, true, event->data.mapping_start.anchor);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_level(converter);
        break;
    default:
        break;
    }
    return true;
}

static bool
convert(struct converter *converter)
{
    bool good = true, ended = false;

    while (good && !ended) {
        yaml_event_t event;

        if (!yaml_parser_parse(&converter->parser, &event))
            return refuse_at(converter, &converter->parser.problem_mark,
                converter->parser.problem == NULL ? "is no YAML" : converter->parser.problem);
        good = take_event(converter, &event);
        ended = event.type == YAML_DOCUMENT_END_EVENT || event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    return good;
}

bool
yaml_to_json(const char *text, size_t length, struct strbuf *out, struct error *err)
{
    struct converter *converter = mem_zalloc(1, sizeof *converter);
    double limit = ((double)length + 1000) * most_growth;
    bool good;

    converter->out = out;
    converter->err = err;
    converter->limit = limit < (double)most_bytes ? (size_t)limit : most_bytes;
    good = yaml_parser_initialize(&converter->parser) == 1;
    if (!good) {
        free(converter);
        return error_set(err, ERROR_SYSTEM, "libyaml refused to start");
    }
    yaml_parser_set_encoding(&converter->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&converter->parser, (const unsigned char *)text, length);
    good = convert(converter);
    yaml_parser_delete(&converter->parser);
    for (size_t i = 0; i < converter->n_anchors; i++)
        free(converter->anchors[i].name);
    free(converter->anchors);
    free(converter);
    return good;
}

bool
yaml_is_meant(const struct input *input)
{
    const char *ending = strrchr(input->name, '.');
    size_t at = 0;

    if (ending == NULL || (strcmp(ending, ".yml") != 0 && strcmp(ending, ".yaml") != 0))
        return false;
    while (at < input->length && strchr(" \t\r\n", input->data[at]) != NULL
        && input->data[at] != '\0')
        at++;
    return at < input->length && input->data[at] != '{' && input->data[at] != '[';
}

bool
yaml_as_json(const struct input *input, yaml_continue *go_on, void *context, struct error *err)
{
    struct input as_json = *input;
    struct utf8_text text;
    struct strbuf json;
    bool good;

    if (!utf8_text_open(&text, input, err))
        return false;
    strbuf_init(&json);
    good = yaml_to_json(text.text, text.length, &json, err);
    utf8_text_close(&text);
    if (!good)
        error_prefix(err, "%s", input->name);
    else if (json.length == 0)
        good = error_set(err, ERROR_REQUEST, "%s: holds no YAML document", input->name);
    as_json.data = json.data;
    as_json.length = json.length;
    good = good && go_on(context, &as_json, err);
    strbuf_release(&json);
    return good;
}

/* --- YAML of any shape --- */

struct going_on { const struct read_options *options; struct sink *sink; };

static bool
read_as_json(void *context, const struct input *as_json, struct error *err)
{
    const struct going_on *going_on = context;

    return reader_json_table.read(as_json, going_on->options, going_on->sink, err);
}

static bool
yaml_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    struct going_on going_on = {.options = options, .sink = sink};

    return yaml_as_json(input, read_as_json, &going_on, err);
}

static int
yaml_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_YAML && (!sniff->input->in_folder || sniff_has_number(sniff))
        ? 30 : 0;
}

const struct reader reader_yaml = {
    .name = "yaml",
    .title = "YAML of any shape with named values",
    .detects = "name ends in .yml or .yaml",
    .sniff = yaml_sniff,
    .read = yaml_read,
};
