/* mapped_text.c - a text whose lines name values ("key : value", or what a mapping's "line"
 * finds) as one JSON object, whose members are those names; see mapped_runs.h.
 *
 * Lines of another shape are passed over. A name that comes back makes a list of its values, in
 * their order.
 */
#include "read/mapped_runs.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/encoding.h"
#include "read/name_index.h"

enum { LINE_BYTES = 65536, MOST_GROUPS = 9 };

static const char usual_line[] = "^[ \t*#-]*([^:=]*[^:= \t])[ \t]*[:=][ \t]*(.*[^ \t])[ \t]*$";

/* What the lines gave one name: JSON texts, between commas. */
struct named_values { struct strbuf texts; size_t n; };

struct named_lines {
    struct name_index names;
    struct named_values *values;        /* of each name */
    size_t n, capacity;
    struct strbuf line, section, name;
};

static void
add_value(struct named_lines *lines, const regmatch_t *name, const regmatch_t *found)
{
    const char *text = lines->line.data;
    struct strbuf *full = &lines->name;
    struct named_values fresh = {.n = 0}, *values;
    struct strbuf value;
    size_t index;
    bool added;

    strbuf_clear(full);
    strbuf_puts(full, lines->section.data);
    strbuf_add(full, text + name->rm_so, (size_t)(name->rm_eo - name->rm_so));
    index = name_index_add(&lines->names, full->data, full->length, &added);
    if (added) {
        strbuf_init(&fresh.texts);
        ARRAY_PUSH(lines->values, lines->n, lines->capacity, fresh);
    }
    values = &lines->values[index];
    strbuf_init(&value);
    strbuf_add(&value, text + found->rm_so, (size_t)(found->rm_eo - found->rm_so));
    if (values->n++ > 0)
        strbuf_putc(&values->texts, ',');
    json_write_string(&values->texts, value.data);
    strbuf_release(&value);
}

/* "[cost]" makes the names after it "cost.input" and so on. */
static bool
is_section(struct named_lines *lines)
{
    const char *text = lines->line.data;
    size_t length = strcspn(text, "]");

    if (*text != '[' || text[length] != ']' || text[length + 1] != '\0')
        return false;
    strbuf_clear(&lines->section);
    strbuf_add(&lines->section, text + 1, length - 1);
    strbuf_putc(&lines->section, '.');
    return true;
}

static void
take_line(struct named_lines *lines, const struct mapping *mapping, const regex_t *regex,
    const char *text, size_t length)
{
    size_t last = regex->re_nsub < MOST_GROUPS ? regex->re_nsub : MOST_GROUPS;
    regmatch_t match[MOST_GROUPS + 1];

    if (length > LINE_BYTES)
        length = LINE_BYTES;
    strbuf_clear(&lines->line);
    strbuf_add(&lines->line, text, length);
    if (mapping->sections && is_section(lines))
        return;
    if (last >= 2 && regexec(regex, lines->line.data, last + 1, match, 0) == 0
        && match[last].rm_so >= 0 && match[1].rm_eo > match[1].rm_so)
        add_value(lines, &match[1], &match[last]);
}

static void
write_object(const struct named_lines *lines, struct strbuf *out)
{
    strbuf_putc(out, '{');
    for (size_t i = 0; i < lines->n; i++) {
        bool list = lines->values[i].n > 1;

        strbuf_puts(out, i > 0 ? "," : "");
        json_write_string(out, lines->names.names[i]);
        strbuf_printf(out, ":%s%s%s", list ? "[" : "", lines->values[i].texts.data,
            list ? "]" : "");
    }
    strbuf_putc(out, '}');
}

/* False if no line names a value. */
static bool
object_of_lines(const struct utf8_text *text, const struct mapping *mapping,
    const regex_t *regex, struct strbuf *out)
{
    struct named_lines lines = {.values = NULL};
    const char *at = text->text, *end = at + text->length;
    bool some;

    name_index_init(&lines.names);
    strbuf_init(&lines.line);
    strbuf_init(&lines.section);
    strbuf_init(&lines.name);
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop == NULL ? end : stop) - at);

        if (length > 0 && at[length - 1] == '\r')
            length--;
        take_line(&lines, mapping, regex, at, length);
        at = stop == NULL ? end : stop + 1;
    }
    some = lines.n > 0;
    if (some)
        write_object(&lines, out);
    for (size_t i = 0; i < lines.n; i++)
        strbuf_release(&lines.values[i].texts);
    free(lines.values);
    name_index_release(&lines.names);
    strbuf_release(&lines.line);
    strbuf_release(&lines.section);
    strbuf_release(&lines.name);
    return some;
}

static bool
give_object(struct mapped_runs *runs, const struct utf8_text *text, const struct strbuf *object,
    struct error *err)
{
    struct json_span root;

    if (!mapped_runs_begin(runs, err))
        return false;
    utf8_text_warn(text, runs->sink);
    return json_scan_whole(object->data, object->length, NULL, &root, NULL, err)
        && mapped_runs_take(runs, &root, "$", err) && mapped_runs_finish(runs, err);
}

bool
mapped_text_read(struct mapped_runs *runs, struct error *err)
{
    const struct mapping_pattern *own = runs->mapping->line;
    struct utf8_text text;
    struct strbuf object;
    regex_t usual;
    bool good;

    if (!utf8_text_open(&text, runs->input, err))
        return false;
    if (own == NULL && regcomp(&usual, usual_line, REG_EXTENDED) != 0) {
        utf8_text_close(&text);
        return error_set(err, ERROR_SYSTEM, "\"%s\" is no extended regular expression here",
            usual_line);
    }
    strbuf_init(&object);
    good = object_of_lines(&text, runs->mapping, own != NULL ? &own->regex : &usual, &object)
        ? give_object(runs, &text, &object, err)
        : error_set(err, ERROR_REQUEST, "%s: no line of it names a value as the format %s does",
            runs->input->name, runs->mapping->format);
    if (own == NULL)
        regfree(&usual);
    strbuf_release(&object);
    utf8_text_close(&text);
    return good;
}
