/* lm_eval_samples.c - per-document records of lm-evaluation-harness (samples_*.jsonl).
 *
 * A line is one document under one filter. Model, shots and directions stand in the results
 * file beside it, which is looked up; the task stands in the file's name. A document is
 * known by its number and the hash of its content, so that two models are paired on the
 * same documents only. One line is held at a time: a file may be of any size.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "read/json_document.h"
#include "read/lm_eval.h"
#include "read/readers.h"

enum { PROGRESS_EVERY = 1000, HASH_SHOWN = 16 };

/* A metric under a filter, as it is called in the results. */
struct sample_metric {
    char *key, *filter, *name;
    enum direction direction;
    bool listed;                /* a value that is a list was left out, and that was said */
};

struct sample_value { size_t metric; struct json_span span; };

struct samples {
    const struct input *input;
    const struct read_options *options;
    struct sink *sink;
    struct json_report report;
    char *task;
    /* The results file beside it, if there is one. */
    struct file_bytes results_bytes;
    struct json_document results;
    bool has_results;
    struct lm_eval_facts facts;
    struct sample_metric *metrics;
    size_t n_metrics, metrics_capacity;
    size_t line, number;
    /* Of the line in hand. */
    struct strbuf id, hash, filter, key, item;
    char **keys;                /* of members that may be metrics */
    struct json_span *values;
    size_t n_values, keys_capacity, values_capacity;
    struct json_span listed;    /* "metrics"; kind JSON_NULL if absent */
};

/* --- names --- */

static const char *
file_name(const struct input *input)
{
    const char *base = path_base(input->path), *mark = strrchr(base, '!');

    return mark != NULL ? mark + 1 : base;
}

static size_t
stem_length(const char *name)
{
    const char *dot = strstr(name, ".jsonl");

    if (dot == NULL)
        dot = strstr(name, ".json");
    return dot == NULL || dot == name ? strlen(name) : (size_t)(dot - name);
}

/* Where "_2026-01-21T03-44-18.458309" begins in a name; its end if there is none. */
static size_t
stamp_start(const char *name, size_t length)
{
    static const char shape[] = "_0000-00-00T";

    for (size_t at = length; at-- > 0;) {
        size_t i = 0;

        while (shape[i] != '\0' && at + i < length
            && (shape[i] == '0' ? name[at + i] >= '0' && name[at + i] <= '9'
                : name[at + i] == shape[i]))
            i++;
        if (shape[i] == '\0')
            return at;
    }
    return length;
}

/* The longest task of the results that the name ends with, after "_". */
static char *
task_of_results(const struct samples *samples, const char *name, size_t length)
{
    struct json_span results, value;
    struct json_iter iter;
    struct strbuf key;
    char *task = NULL;

    if (!samples->has_results || !json_member(&samples->facts.root, "results", &results))
        return NULL;
    strbuf_init(&key);
    json_iter_init(&iter, &results);
    while (json_iter_next(&iter, &key, &value))
        if (key.length > 0 && key.length < length && name[length - key.length - 1] == '_'
            && memcmp(name + length - key.length, key.data, key.length) == 0
            && (task == NULL || key.length > strlen(task))) {
            free(task);
            task = mem_strdup(key.data);
        }
    strbuf_release(&key);
    return task;
}

static char *
find_task(const struct samples *samples)
{
    static const char start[] = "samples_";
    const char *name = file_name(samples->input);
    size_t length = stem_length(name), skip = 0;
    char *task;

    length = stamp_start(name, length);
    task = task_of_results(samples, name, length);
    if (task != NULL)
        return task;
    if (length > sizeof start - 1 && memcmp(name, start, sizeof start - 1) == 0)
        skip = sizeof start - 1;
    return mem_strndup(name + skip, length - skip);
}

/* The folder's name, which is the model's where the harness wrote the file. */
static char *
model_of_folder(const struct input *input)
{
    const char *end = file_name(input), *start;

    if (end - input->path < 2)
        return reader_model_from_path(input);
    end--;
    for (start = end; start > input->path && start[-1] != '/' && start[-1] != '!';)
        start--;
    return start == end || strcmp(input->path, "-") == 0 ? reader_model_from_path(input)
        : mem_strndup(start, (size_t)(end - start));
}

/* --- the results beside the samples --- */

static bool
open_results(struct samples *samples, const char *name)
{
    struct input input = {.name = name, .path = samples->input->path};
    struct json_span results;

    if (!input_sibling(samples->input, name, &samples->results_bytes))
        return false;
    input.data = samples->results_bytes.data;
    input.length = samples->results_bytes.length;
    if (json_document_open(&samples->results, &input, true, NULL)) {
        if (json_member(&samples->results.root, "results", &results))
            return true;
        json_document_close(&samples->results);
    }
    file_close_bytes(&samples->results_bytes);
    return false;
}

static void
find_results(struct samples *samples)
{
    static const struct json_span nothing = {.text = "{}", .length = 2, .kind = JSON_OBJECT};
    const char *name = file_name(samples->input);
    size_t length = stem_length(name), stamp = stamp_start(name, length);
    char *beside = stamp == length ? mem_strdup("results.json")
        : mem_printf("results%.*s.json", (int)(length - stamp), name + stamp);

    samples->has_results = open_results(samples, beside)
        || (stamp < length && open_results(samples, "results.json"));
    free(beside);
    lm_eval_facts_read(&samples->facts, samples->has_results ? &samples->results.root : &nothing,
        samples->input);
    if (!samples->has_results) {
        free(samples->facts.run.model);
        samples->facts.run.model = model_of_folder(samples->input);
    }
}

/* --- one line --- */

static bool
is_reserved(const char *key)
{
    static const char *const reserved[] = {"doc", "target", "arguments", "resps",
        "filtered_resps", "prompt_hash", "target_hash", "doc_id", "doc_hash", "filter", "metrics",
        "schema_version"};

    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
        if (strcmp(reserved[i], key) == 0)
            return true;
    return false;
}

static void
set_text(struct strbuf *text, const struct json_span *value)
{
    strbuf_clear(text);
    if (value->kind == JSON_STRING)
        json_string(value, text);
    else if (value->kind == JSON_NUMBER)
        strbuf_add(text, value->text, value->length);
}

static void
add_value(struct samples *samples, const struct json_span *value)
{
    for (size_t i = 0; i < samples->n_values; i++)
        if (strcmp(samples->keys[i], samples->key.data) == 0) {     /* the last of duplicates */
            samples->values[i] = *value;
            return;
        }
    ARRAY_RESERVE(samples->values, samples->n_values + 1, samples->values_capacity);
    samples->values[samples->n_values] = *value;
    ARRAY_PUSH(samples->keys, samples->n_values, samples->keys_capacity,
        mem_strndup(samples->key.data, samples->key.length));
}

static void
take_members(struct samples *samples, const struct json_span *object)
{
    struct json_iter iter;
    struct json_span value;

    strbuf_clear(&samples->id);
    strbuf_clear(&samples->hash);
    strbuf_clear(&samples->filter);
    while (samples->n_values > 0)
        free(samples->keys[--samples->n_values]);
    samples->listed = (struct json_span){.kind = JSON_NULL};
    json_iter_init(&iter, object);
    iter.line = 0;
    while (json_iter_next(&iter, &samples->key, &value)) {
        const char *key = samples->key.data;

        if (strcmp(key, "doc_id") == 0)
            set_text(&samples->id, &value);
        else if (strcmp(key, "doc_hash") == 0)
            set_text(&samples->hash, &value);
        else if (strcmp(key, "filter") == 0)
            set_text(&samples->filter, &value);
        else if (strcmp(key, "metrics") == 0)
            samples->listed = value;
        else if (!is_reserved(key))
            add_value(samples, &value);
    }
}

/* Newer files name their metrics; in older ones all that is left is a metric. */
static bool
is_metric(const struct samples *samples, const char *key)
{
    struct json_iter iter;
    struct json_span name;
    struct strbuf text;
    bool found = false;

    if (samples->listed.kind != JSON_ARRAY)
        return true;
    strbuf_init(&text);
    json_iter_init(&iter, &samples->listed);
    while (!found && json_iter_next(&iter, NULL, &name)) {
        set_text(&text, &name);
        found = strcmp(text.data, key) == 0;
    }
    strbuf_release(&text);
    return found;
}

static struct sample_metric *
find_metric(struct samples *samples, const char *key)
{
    const char *filter = samples->filter.data;
    bool plain = *filter == '\0' || strcmp(filter, "none") == 0;
    struct sample_metric metric;

    for (size_t i = 0; i < samples->n_metrics; i++)
        if (strcmp(samples->metrics[i].key, key) == 0
            && strcmp(samples->metrics[i].filter, filter) == 0)
            return &samples->metrics[i];
    metric = (struct sample_metric){.key = mem_strdup(key), .filter = mem_strdup(filter),
        .name = plain ? mem_strdup(key) : mem_printf("%s,%s", key, filter),
        .direction = lm_eval_direction(&samples->facts, samples->task, key)};
    ARRAY_PUSH(samples->metrics, samples->n_metrics, samples->metrics_capacity, metric);
    return &samples->metrics[samples->n_metrics - 1];
}

static void
say_listed(struct samples *samples, struct sample_metric *metric, const char *place)
{
    char *message;

    if (metric->listed)
        return;
    metric->listed = true;
    message = mem_printf("\"%s\" is a list in each sample, which has no value by itself: it is "
        "left out", metric->name);
    samples->sink->warn(samples->sink, place, message);
    free(message);
}

static bool
give_value(struct samples *samples, size_t i, const char *place, struct error *err)
{
    const struct json_span *value = &samples->values[i];
    struct sample_metric *metric;
    struct sink_item item = {.task = samples->task, .item = samples->item.data, .place = place};

    if (value->kind == JSON_NULL || value->kind == JSON_STRING || value->kind == JSON_OBJECT
        || !is_metric(samples, samples->keys[i]))
        return true;
    metric = find_metric(samples, samples->keys[i]);
    if (value->kind == JSON_ARRAY) {
        say_listed(samples, metric, place);
        return true;
    }
    if (value->kind == JSON_TRUE || value->kind == JSON_FALSE)
        item.value = value->kind == JSON_TRUE;
    else if (!json_number(value, &item.value))
        return true;
    item.metric = metric->name;
    item.direction = metric->direction;
    return samples->sink->item(samples->sink, &item, err);
}

static bool
give_line(struct samples *samples, const struct json_span *object, struct error *err)
{
    char place[40];

    snprintf(place, sizeof place, "line %zu", object->line);
    if (object->kind == JSON_OBJECT)
        take_members(samples, object);
    if (object->kind != JSON_OBJECT || samples->id.length == 0) {
        if (!samples->options->lenient)
            return error_set(err, ERROR_REQUEST, "%s: %s is no sample: it has no \"doc_id\"",
                samples->input->name, place)
                || error_hint(err, "--lenient skips such lines and counts them");
        samples->sink->reject(samples->sink, place, "no sample: it has no \"doc_id\"");
        return true;
    }
    strbuf_clear(&samples->item);
    strbuf_add(&samples->item, samples->id.data, samples->id.length);
    if (samples->hash.length > 0)
        strbuf_printf(&samples->item, "-%.*s", HASH_SHOWN, samples->hash.data);
    for (size_t i = 0; i < samples->n_values; i++)
        if (!give_value(samples, i, place, err))
            return false;
    return true;
}

/* --- the whole --- */

/* What to do with a line that is no JSON: refuse the file, or pass over the line. */
static bool
pass_over(struct samples *samples, const char *text, size_t length, size_t *used,
    const struct error *why, struct error *err)
{
    char place[40];
    const char *newline = memchr(text, '\n', length);

    if (!samples->options->lenient) {
        if (err != NULL)
            *err = *why;
        json_refused(samples->input, err);
        if (err != NULL)
            snprintf(err->hint + strlen(err->hint), sizeof err->hint - strlen(err->hint),
                "; --lenient skips such lines and counts them");
        return false;
    }
    snprintf(place, sizeof place, "line %zu", samples->line);
    samples->sink->reject(samples->sink, place, why->message);
    *used = newline == NULL ? length : (size_t)(newline - text) + 1;
    samples->line++;
    return true;
}

static bool
give_lines(struct samples *samples, struct error *err)
{
    const char *text = samples->input->data;
    size_t length = samples->input->length, at = 0;

    samples->line = 1;
    while (at < length) {
        struct json_span object;
        struct error why = {0};
        size_t used, line = samples->line;

        if (samples->number++ % PROGRESS_EVERY == 0
            && !samples->sink->progress(samples->sink, at))
            return error_set(err, ERROR_CANCELLED, "%s: cancelled", samples->input->name);
        if (json_scan(text + at, length - at, &samples->line, NULL, &object, &used,
                &samples->report, &why)) {
            if (!give_line(samples, &object, err))
                return false;
        } else {
            samples->line = line;
            if (!pass_over(samples, text + at, length - at, &used, &why, err))
                return false;
        }
        at += used;
    }
    return true;
}

static bool
read_samples(struct samples *samples, struct error *err)
{
    const struct sink_source source = {.format = "lm-eval-samples", .style = {.decimal = '.'}};
    struct run_facts *run = &samples->facts.run;

    find_results(samples);
    samples->task = find_task(samples);
    run_facts_add(run, "n_shot", lm_eval_shots(&samples->facts, samples->task));
    if (!samples->sink->begin(samples->sink, &source, err))
        return false;
    if (!samples->has_results)
        samples->sink->warn(samples->sink, NULL, "no results file lies beside these samples: "
            "model and task are taken from the path, shots and precision are unknown");
    if (!run_facts_give(run, samples->sink, "$", err) || !give_lines(samples, err))
        return false;
    json_report_warn(&samples->report, samples->sink);
    return samples->sink->end(samples->sink, err);
}

static void
samples_release(struct samples *samples)
{
    for (size_t i = 0; i < samples->n_metrics; i++) {
        free(samples->metrics[i].key);
        free(samples->metrics[i].filter);
        free(samples->metrics[i].name);
    }
    free(samples->metrics);
    for (size_t i = 0; i < samples->n_values; i++)
        free(samples->keys[i]);
    free(samples->keys);
    free(samples->values);
    strbuf_release(&samples->id);
    strbuf_release(&samples->hash);
    strbuf_release(&samples->filter);
    strbuf_release(&samples->key);
    strbuf_release(&samples->item);
    free(samples->task);
    lm_eval_facts_release(&samples->facts);
    if (samples->has_results) {
        json_document_close(&samples->results);
        file_close_bytes(&samples->results_bytes);
    }
}

static bool
lm_eval_samples_read(const struct input *input, const struct read_options *options,
    struct sink *sink, struct error *err)
{
    struct samples samples = {.input = input, .options = options, .sink = sink};
    bool good;

    strbuf_init(&samples.id);
    strbuf_init(&samples.hash);
    strbuf_init(&samples.filter);
    strbuf_init(&samples.key);
    strbuf_init(&samples.item);
    good = read_samples(&samples, err);
    samples_release(&samples);
    return good;
}

static int
lm_eval_samples_sniff(const struct sniff *sniff)
{
    if (sniff->kind != SNIFF_JSON || sniff->list || !sniff_has_key(sniff, "doc_id"))
        return 0;
    return sniff_has_key(sniff, "filtered_resps") || sniff_has_key(sniff, "resps") ? 95 : 0;
}

const struct reader reader_lm_eval_samples = {
    .name = "lm-eval-samples",
    .title = "lm-evaluation-harness samples",
    .detects = "JSON Lines with \"doc_id\" and \"resps\" or \"filtered_resps\"",
    .sniff = lm_eval_samples_sniff,
    .read = lm_eval_samples_read,
};
