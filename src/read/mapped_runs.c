/* mapped_runs.c - records of a taught format as runs with scores; see mapping.h.
 *
 * Every kind of file comes down to JSON values here: a table's line is an object whose members
 * are its cells, YAML is converted whole. So one function takes a run from one value. Records
 * that are single items of a run that was named before join it while model and conditions
 * stay the same.
 */
#include "read/mapped_runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "read/json_document.h"
#include "read/yaml.h"

enum { PROGRESS_EVERY = 256, MOST_ATTRIBUTES = 64, WHOLE_BYTES = 256 << 20 };

/* --- a run --- */

struct run_facts {
    struct arena *arena;
    struct sink_attribute attributes[MOST_ATTRIBUTES];
    size_t n;
};

static void
add_attributes(struct mapped_runs *runs, const struct mapping_scope *scope, struct run_facts *facts,
    const struct mapping_named *named, size_t n)
{
    for (size_t i = 0; i < n && facts->n < MOST_ATTRIBUTES; i++) {
        strbuf_clear(&runs->text);
        if (mapping_text(scope, &named[i].source, &runs->text))
            facts->attributes[facts->n++] = (struct sink_attribute){.name = named[i].name,
                .value = arena_strdup(facts->arena, runs->text.data)};
    }
}

static bool
joins_runs(const struct mapping *mapping)
{
    bool all = mapping->n_measures + mapping->n_requests > 0;

    for (size_t i = 0; i < mapping->n_measures; i++)
        all = all && mapping->measures[i].per_item && mapping->measures[i].each == NULL;
    for (size_t i = 0; i < mapping->n_requests; i++)
        all = all && mapping->requests[i].each == NULL;
    return all;
}

/* Whether the record belongs to the run in hand. */
static bool
is_same_run(struct mapped_runs *runs, const struct sink_run *run)
{
    bool same;

    if (!joins_runs(runs->mapping))
        return false;
    strbuf_clear(&runs->text);
    strbuf_puts(&runs->text, run->model == NULL ? "" : run->model);
    for (size_t i = 0; i < run->n_attributes; i++)
        strbuf_printf(&runs->text, "\n%s=%s", run->attributes[i].name, run->attributes[i].value);
    strbuf_putc(&runs->text, '\n');
    same = runs->run.length > 0 && strcmp(runs->run.data, runs->text.data) == 0;
    strbuf_clear(&runs->run);
    strbuf_puts(&runs->run, runs->text.data);
    return same;
}

/* False: there is none, though the mapping names where it is. */
static bool
find_model(struct mapped_runs *runs, const struct mapping_scope *scope, struct arena *arena,
    const char **model)
{
    if (mapping_source_is_set(&runs->mapping->model)) {
        strbuf_clear(&runs->text);
        if (!mapping_text(scope, &runs->mapping->model, &runs->text))
            return false;
        *model = arena_strdup(arena, runs->text.data);
    } else {
        char *own = reader_model_from_path(runs->input);

        *model = arena_strdup(arena, own);
        free(own);
    }
    return true;
}

static bool
give_run(struct mapped_runs *runs, const struct mapping_scope *scope, const char *place,
    struct error *err)
{
    const struct mapping *mapping = runs->mapping;
    struct run_facts facts = {.arena = arena_new()};
    struct sink_run run = {.place = place, .attributes = facts.attributes};
    bool failed = mapping->n_failed > 0
        && mapping_test_all(scope, mapping->failed, mapping->n_failed), good = true;

    if (!find_model(runs, scope, facts.arena, &run.model)) {
        runs->sink->reject(runs->sink, place, "names no model");
        arena_free(facts.arena);
        return true;
    }
    add_attributes(runs, scope, &facts, mapping->conditions, mapping->n_conditions);
    add_attributes(runs, scope, &facts, mapping->attributes, mapping->n_attributes);
    run.n_attributes = facts.n;
    if (!is_same_run(runs, &run)) {
        good = runs->sink->run(runs->sink, &run, err);
        runs->given++;
    }
    for (size_t i = 0; i < mapping->n_measures && good; i++)
        good = mapped_measure_give(runs, scope, &mapping->measures[i], place, failed, err);
    good = good && mapped_means_give(runs, place, err) && mapped_rows_give(runs, scope, place, err);
    arena_free(facts.arena);
    return good;
}

static bool
visit_record(void *context, const struct json_span *value,
    const struct mapping_captures *captures, const char *place, struct error *err)
{
    struct mapped_runs *runs = context;
    const struct mapping *mapping = runs->mapping;
    struct mapping_scope scope = {.mapping = mapping, .root = runs->root, .record = value,
        .finder = runs->finder,
        .of_record = captures, .of_file = &runs->of_file, .record_number = runs->records++};
    bool good = true;

    if (runs->records % PROGRESS_EVERY == 0 && !runs->sink->progress(runs->sink,
        runs->records))
        return error_set(err, ERROR_CANCELLED, "%s: cancelled", runs->input->name);
    if (value->kind != JSON_OBJECT && value->kind != JSON_ARRAY) {
        runs->sink->reject(runs->sink, place, "is no object");
        return true;
    }
    if (!mapping_test_all(&scope, mapping->where, mapping->n_where)) {
        runs->skipped++;
        return true;
    }
    for (size_t i = 0; i < mapping->n_preferences && good; i++)
        good = mapped_preference_give(runs, &scope, &mapping->preferences[i], place, err);
    for (size_t i = 0; i < mapping->n_episodes && good; i++)
        good = mapped_episodes_give(runs, &scope, &mapping->episodes[i], place, err);
    if (good && mapping->n_measures + mapping->n_curves + mapping->n_requests > 0)
        good = give_run(runs, &scope, place, err);
    return good;
}

/* --- the file --- */

static void
runs_init(struct mapped_runs *runs, const struct mapping *mapping, const struct input *input)
{
    runs->file_arena = arena_new();
    strbuf_init(&runs->run);
    strbuf_init(&runs->text);
    runs->style = (struct number_style){.decimal = '.'};
    for (size_t i = 0; i < mapping->n_file_patterns; i++)
        if (mapping_file_fits(mapping->file_patterns[i], input->name, runs->file_arena,
                &runs->of_file))
            return;
    /* A name given from inside its folder is tried with all of its path. */
    for (size_t i = 0; i < mapping->n_file_patterns; i++)
        if (mapping_file_fits(mapping->file_patterns[i], input->path, runs->file_arena,
                &runs->of_file))
            return;
    runs->of_file.n = 0;
}

static void
runs_release(struct mapped_runs *runs)
{
    arena_free(runs->file_arena);
    mapped_means_forget(runs);
    free(runs->known);
    strbuf_release(&runs->run);
    strbuf_release(&runs->text);
}

bool
mapped_runs_finish(struct mapped_runs *runs, struct error *err)
{
    char message[320];

    if (runs->no_numbers > 0) {
        snprintf(message, sizeof message, "%zu %s left out: %s", runs->no_numbers,
            text_counted((double)runs->no_numbers, "value that is no number is",
            "values that are no numbers are"), runs->no_number);
        runs->sink->warn(runs->sink, NULL, message);
    }
    if (runs->records == 0)
        return error_set(err, ERROR_REQUEST, "%s: holds no records%s%s", runs->input->name,
            runs->mapping->records != NULL ? " at " : "",
            runs->mapping->records != NULL ? runs->mapping->records->text : "");
    if (runs->records == runs->skipped)
        return error_set(err, ERROR_REQUEST, "%s: none of its %zu records is what the format "
            "%s takes", runs->input->name, runs->records, runs->mapping->format);
    return runs->sink->end(runs->sink, err);
}

bool
mapped_runs_begin(struct mapped_runs *runs, struct error *err)
{
    struct sink_source source = {.format = runs->mapping->format, .style = runs->style};

    return runs->sink->begin(runs->sink, &source, err);
}

/* --- JSON, JSON Lines, YAML --- */

bool
mapped_runs_take(struct mapped_runs *runs, const struct json_span *root, const char *place,
    struct error *err)
{
    bool good;

    runs->root = root;
    runs->finder = json_finder_new();
    good = runs->mapping->records == NULL ? visit_record(runs, root, NULL, place, err)
        : mapping_path_each(runs->mapping->records, runs->finder, root, place, visit_record, runs,
            err);
    json_finder_free(runs->finder);
    runs->finder = NULL;
    return good;
}

static bool
read_lines(struct mapped_runs *runs, struct json_document *document, struct error *err)
{
    const struct utf8_text *text = &document->text;
    struct json_limits limits = {.start = text->text};
    size_t at = 0, line = 1;

    document->report = (struct json_report){0};
    while (at < text->length) {
        struct json_span root;
        char place[32];
        size_t used;

        if (strchr(" \t\r\n", text->text[at]) != NULL) {
            line += text->text[at++] == '\n';
            continue;
        }
        if (!json_scan(text->text + at, text->length - at, &line, &limits, &root, &used,
                &document->report, err))
            return json_refused(runs->input, err);
        snprintf(place, sizeof place, "line %zu: $", root.line);
        if (!mapped_runs_take(runs, &root, place, err))
            return false;
        at += used;
    }
    return true;
}

/* All lines as one list. */
static bool
read_whole_lines(struct mapped_runs *runs, struct json_document *document, struct error *err)
{
    const struct utf8_text *text = &document->text;
    struct json_limits limits = {.start = text->text};
    struct json_span value;
    struct strbuf list;
    size_t at = 0, line = 1;
    bool good = true;

    document->report = (struct json_report){0};
    strbuf_init(&list);
    strbuf_putc(&list, '[');
    while (good && at < text->length) {
        size_t used;

        if (strchr(" \t\r\n", text->text[at]) != NULL) {
            line += text->text[at++] == '\n';
            continue;
        }
        good = json_scan(text->text + at, text->length - at, &line, &limits, &value, &used,
            &document->report, err);
        if (!good)
            json_refused(runs->input, err);
        else if (list.length + used > WHOLE_BYTES)
            good = error_set(err, ERROR_REQUEST, "%s: larger than the %d MB that the format %s "
                "keeps in memory", runs->input->name, WHOLE_BYTES >> 20, runs->mapping->format);
        else {
            strbuf_puts(&list, list.length > 1 ? "," : "");
            strbuf_add(&list, value.text, value.length);
            at += used;
        }
    }
    strbuf_putc(&list, ']');
    good = good && json_scan_whole(list.data, list.length, NULL, &value, NULL, err)
        && mapped_runs_take(runs, &value, "$", err);
    strbuf_release(&list);
    return good;
}

static bool
read_json(void *context, const struct input *input, struct error *err)
{
    struct mapped_runs *runs = context;
    struct json_document document;
    bool good;

    if (!json_document_open(&document, input, false, err))
        return false;
    good = mapped_runs_begin(runs, err);
    if (good)
        good = runs->mapping->whole_lines && document.root.kind != JSON_ARRAY
            ? read_whole_lines(runs, &document, err)
            : document.several ? read_lines(runs, &document, err)
            : mapped_runs_take(runs, &document.root, "$", err);
    if (runs->yaml)
        document.report.nonfinite = 0;          /* .inf and .nan are YAML */
    if (good)
        json_document_warn(&document, runs->sink);
    good = good && mapped_runs_finish(runs, err);
    json_document_close(&document);
    return good;
}

bool
mapped_runs_read(const struct mapping *mapping, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err)
{
    struct mapped_runs runs = {.mapping = mapping, .input = input, .options = options,
        .sink = sink};
    bool good = false;

    runs_init(&runs, mapping, input);
    runs.yaml = mapping->input == MAPPING_YAML || yaml_is_meant(input);
    switch (mapping->input) {
    case MAPPING_JSON:
    case MAPPING_YAML:
        good = runs.yaml ? yaml_as_json(input, read_json, &runs, err)
            : read_json(&runs, input, err);
        break;
    case MAPPING_TEXT:
        good = mapped_text_read(&runs, err);
        break;
    case MAPPING_DELIMITED:
    case MAPPING_MARKDOWN:
        good = mapped_lines_read(&runs, err);
    }
    runs_release(&runs);
    return good;
}
