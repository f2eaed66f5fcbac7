/* lm_eval_samples.c - per-document records of lm-evaluation-harness (samples_*.jsonl).
 *
 * A line is one document under one filter. Model, shots and directions stand in the results
 * file beside it, which is looked up; the task stands in the file's name. A document is
 * known by its number and the hash of its content (of what was asked or of its target where the
 * file has none), so that two models are paired on the same documents only. One line is held at a
 * time: a file may be of any size.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/sha256.h"
#include "base/memory.h"
#include "read/json_document.h"
#include "read/lm_eval.h"
#include "read/name_index.h"
#include "read/readers.h"

enum { PROGRESS_EVERY = 1000, HASH_SHOWN = 16 };

/* A metric under a filter, as it is called in the results. */
struct sample_metric {
    size_t member;
    char *filter, *name;
    enum direction direction;
    bool listed;                /* a value that is a list was left out, and that was said */
};

enum member_role { MEMBER_METRIC, MEMBER_ID, MEMBER_HASH, MEMBER_FILTER, MEMBER_LISTED,
    MEMBER_DOC, MEMBER_TARGET, MEMBER_OTHER };

/* What stands under one key in the lines: most have the same keys. */
struct sample_member {
    enum member_role role;
    struct json_span value;     /* in the line in hand, where it is a metric's */
    size_t seen;                /* the number of the line that had it last */
    size_t asked;               /* the listing that was asked for it last ... */
    bool in_listing;            /* ... and its answer */
};

struct samples {
    const struct input *input;
    const struct read_options *options;
    struct sink *sink;
    struct json_report report;
    struct json_lines *lines;
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
    size_t *values;                 /* members that may be metrics */
    size_t n_values, values_capacity;
    struct json_span listed;        /* "metrics"; kind JSON_NULL if absent */
    struct json_span content, target;   /* what tells a document where it has no hash */
    /* Of all lines. */
    struct name_index names;        /* of members */
    struct sample_member *members;
    size_t members_capacity;
    struct strbuf listing;          /* the text of the last "metrics" */
    size_t n_listings;              /* how often it was another */
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

/* The harness calls its results as it was told, "mine_<stamp>.json", but for the stamp. */
static bool
open_stamped(struct samples *samples, const char *stamp, size_t length)
{
    const char *name = file_name(samples->input), *path = samples->input->path;
    char *folder, *ending;
    char **names;
    size_t n;
    bool found = false;

    if (name == path || name[-1] == '!')
        return false;
    folder = mem_strndup(path, (size_t)(name - path));
    ending = mem_printf("%.*s.json", (int)length, stamp);
    names = folder_names(folder, ending, &n);
    for (size_t i = 0; i < n; i++) {
        found = found || open_results(samples, names[i]);
        free(names[i]);
    }
    free(names);
    free(ending);
    free(folder);
    return found;
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
        || (stamp < length && (open_results(samples, "results.json")
            || open_stamped(samples, name + stamp, length - stamp)));
    free(beside);
    lm_eval_facts_read(&samples->facts, samples->has_results ? &samples->results.root : &nothing,
        samples->input);
    if (!samples->has_results) {
        free(samples->facts.run.model);
        samples->facts.run.model = model_of_folder(samples->input);
    }
}

/* --- one line --- */

static enum member_role
role_of(const char *key)
{
    static const struct { const char *key; enum member_role role; } known[] = {
        {"doc_id", MEMBER_ID}, {"doc_hash", MEMBER_HASH}, {"filter", MEMBER_FILTER},
        {"metrics", MEMBER_LISTED}, {"doc", MEMBER_DOC}, {"target", MEMBER_TARGET},
        {"arguments", MEMBER_OTHER}, {"resps", MEMBER_OTHER}, {"filtered_resps", MEMBER_OTHER},
        {"prompt_hash", MEMBER_OTHER}, {"target_hash", MEMBER_OTHER},
        {"schema_version", MEMBER_OTHER}};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].key, key) == 0)
            return known[i].role;
    return MEMBER_METRIC;
}

/* The number of the member with this key. */
static size_t
member_of(struct samples *samples, const struct json_entry *entry)
{
    const char *key = entry->key;
    size_t length = entry->key_length, member;
    bool fresh;

    if (memchr(key, '\\', length) != NULL) {
        const struct json_span quoted = {.text = key - 1, .length = length + 2,
            .kind = JSON_STRING};

        strbuf_clear(&samples->key);
        json_string(&quoted, &samples->key);
        key = samples->key.data;
        length = samples->key.length;
    }
    member = name_index_add(&samples->names, key, length, &fresh);
    if (fresh) {
        ARRAY_RESERVE(samples->members, member + 1, samples->members_capacity);
        samples->members[member]
            = (struct sample_member){.role = role_of(samples->names.names[member])};
    }
    return member;
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

/* The last of duplicates counts. */
static void
add_value(struct samples *samples, size_t number, const struct json_span *value)
{
    struct sample_member *member = &samples->members[number];

    member->value = *value;
    if (member->seen == samples->number)
        return;
    member->seen = samples->number;
    ARRAY_PUSH(samples->values, samples->n_values, samples->values_capacity, number);
}

static void
take_entry(struct samples *samples, const struct json_entry *entry)
{
    size_t number = member_of(samples, entry);

    switch (samples->members[number].role) {
    case MEMBER_METRIC: add_value(samples, number, &entry->value); break;
    case MEMBER_ID: set_text(&samples->id, &entry->value); break;
    case MEMBER_HASH: set_text(&samples->hash, &entry->value); break;
    case MEMBER_FILTER: set_text(&samples->filter, &entry->value); break;
    case MEMBER_LISTED: samples->listed = entry->value; break;
    case MEMBER_DOC: samples->content = entry->value; break;
    case MEMBER_TARGET: samples->target = entry->value; break;
    case MEMBER_OTHER: break;
    }
}

static void
take_members(struct samples *samples)
{
    const struct json_entry *entries;
    size_t n;

    strbuf_clear(&samples->id);
    strbuf_clear(&samples->hash);
    strbuf_clear(&samples->filter);
    samples->n_values = 0;
    samples->listed = samples->content = samples->target = (struct json_span){.kind = JSON_NULL};
    entries = json_lines_entries(samples->lines, &n);
    for (size_t i = 0; i < n; i++)
        take_entry(samples, &entries[i]);
    if (samples->listed.kind == JSON_ARRAY && (samples->listed.length != samples->listing.length
            || memcmp(samples->listed.text, samples->listing.data, samples->listing.length) != 0)) {
        strbuf_clear(&samples->listing);
        strbuf_add(&samples->listing, samples->listed.text, samples->listed.length);
        samples->n_listings++;
    }
}

static bool
is_listed(const struct samples *samples, const char *key)
{
    struct json_iter iter;
    struct json_span name;
    struct strbuf text;
    bool found = false;

    strbuf_init(&text);
    json_iter_init(&iter, &samples->listed);
    while (!found && json_iter_next(&iter, NULL, &name)) {
        set_text(&text, &name);
        found = strcmp(text.data, key) == 0;
    }
    strbuf_release(&text);
    return found;
}

/* Newer files name their metrics, mostly the same in each line; in older ones all that is left
 * is a metric. */
static bool
is_metric(struct samples *samples, size_t number)
{
    struct sample_member *member = &samples->members[number];

    if (samples->listed.kind != JSON_ARRAY)
        return true;
    if (member->asked != samples->n_listings) {
        member->asked = samples->n_listings;
        member->in_listing = is_listed(samples, samples->names.names[number]);
    }
    return member->in_listing;
}

static struct sample_metric *
find_metric(struct samples *samples, size_t member)
{
    const char *filter = samples->filter.data, *key = samples->names.names[member];
    bool plain = *filter == '\0' || strcmp(filter, "none") == 0;
    struct sample_metric metric;

    for (size_t i = 0; i < samples->n_metrics; i++)
        if (samples->metrics[i].member == member
            && strcmp(samples->metrics[i].filter, filter) == 0)
            return &samples->metrics[i];
    metric = (struct sample_metric){.member = member, .filter = mem_strdup(filter),
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
give_value(struct samples *samples, size_t member, const char *place, struct error *err)
{
    const struct json_span *value = &samples->members[member].value;
    struct sample_metric *metric;
    struct sink_item item = {.task = samples->task, .item = samples->item.data, .place = place};

    if (value->kind == JSON_NULL || value->kind == JSON_STRING || value->kind == JSON_OBJECT
        || !is_metric(samples, member))
        return true;
    metric = find_metric(samples, member);
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

/* The number of a document is not enough: another version of the task has other documents. */
static void
put_content(struct samples *samples)
{
    const struct json_span *content = samples->content.kind != JSON_NULL ? &samples->content
        : &samples->target;
    char hex[SHA256_HEX_SIZE];

    if (samples->hash.length > 0 || content->kind == JSON_NULL)
        return;
    sha256_hex(content->text, content->length, hex);
    strbuf_puts(&samples->hash, hex);
}

static bool
give_line(struct samples *samples, const struct json_span *object, struct error *err)
{
    char place[40];

    snprintf(place, sizeof place, "line %zu", object->line);
    if (object->kind == JSON_OBJECT)
        take_members(samples);
    if (object->kind != JSON_OBJECT || samples->id.length == 0) {
        if (!samples->options->lenient)
            return error_set(err, ERROR_REQUEST, "%s: %s is no sample: it has no \"doc_id\"",
                samples->input->name, place)
                || error_hint(err, "--lenient skips such lines and counts them");
        samples->sink->reject(samples->sink, place, "no sample: it has no \"doc_id\"");
        return true;
    }
    put_content(samples);
    strbuf_clear(&samples->item);
    strbuf_add(&samples->item, samples->id.data, samples->id.length);
    if (samples->hash.length > 0)
        strbuf_printf(&samples->item, "-%.*s", HASH_SHOWN, samples->hash.data);
    for (size_t i = 0; i < samples->n_values; i++)
        if (!give_value(samples, samples->values[i], place, err))
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
        if (json_lines_scan(samples->lines, text + at, length - at, &samples->line, &object, &used,
                &why)) {
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
        free(samples->metrics[i].filter);
        free(samples->metrics[i].name);
    }
    free(samples->metrics);
    free(samples->values);
    free(samples->members);
    name_index_release(&samples->names);
    json_lines_free(samples->lines);
    strbuf_release(&samples->listing);
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
    strbuf_init(&samples.listing);
    name_index_init(&samples.names);
    samples.lines = json_lines_new(&samples.report);
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
