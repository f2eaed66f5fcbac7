/* helm_efficiency.c - HELM's efficiency tables: runtimes, training cost, and the CSV of all
 * scenarios.
 *
 * A runtime table holds, for each model, a curve (seconds by prompt tokens) and seconds per
 * output token: runtime(p, o) = curve(p) + per_token * (o - 1). Idealised runtimes (of one
 * kind of hardware) and denoised ones (of the vendor's interface, whose overhead is known)
 * share those names, but are different measures: the task says which.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "read/csv_table.h"
#include "read/json_document.h"
#include "read/readers.h"

/* --- runtime tables --- */

struct runtimes {
    const struct input *input;
    struct sink *sink;
    const char *model;
    struct json_span entry;
    struct strbuf place;        /* of the model's entry */
};

static bool
give_seconds(const struct runtimes *runtimes, const char *task, const char *metric,
    struct error *err)
{
    struct sink_score score = sink_score_blank();
    struct json_span value;
    char *place;
    bool good;

    if (!json_member(&runtimes->entry, metric, &value))
        return true;
    score.value = json_member_number(&runtimes->entry, metric);
    if (isnan(score.value))
        score.status = CELL_EMPTY;
    place = mem_printf("%s.%s", runtimes->place.data, metric);
    score.task = task;
    score.metric = metric;
    score.direction = DIRECTION_MIN;
    score.unit = "s";
    score.place = place;
    good = runtimes->sink->score(runtimes->sink, &score, err);
    free(place);
    return good;
}

static bool
give_point(const struct runtimes *runtimes, const char *metric, const char *prompt,
    const struct json_span *seconds, struct strbuf *place, struct error *err)
{
    struct sink_curve curve = {.metric = metric, .axis = "prompt_tokens", .unit = "s"};
    double size, value;

    strbuf_clear(place);
    strbuf_printf(place, "%s.runtime_for_prompt_tokens", runtimes->place.data);
    json_path_add_key(place, prompt);
    if (!number_parse_plain(prompt, &size) || !json_number(seconds, &value) || isnan(value)) {
        runtimes->sink->warn(runtimes->sink, place->data,
            "is no pair of a number of tokens and a number of seconds: left out");
        return true;
    }
    curve.x = size;
    curve.value = value;
    curve.place = place->data;
    return runtimes->sink->curve(runtimes->sink, &curve, err);
}

static bool
give_curve(const struct runtimes *runtimes, const char *task, struct error *err)
{
    char *metric = mem_printf("%s/runtime_for_prompt_tokens", task);
    struct strbuf key, place;
    struct json_span points, value;
    struct json_iter iter;
    bool good = true;

    strbuf_init(&key);
    strbuf_init(&place);
    if (json_member(&runtimes->entry, "runtime_for_prompt_tokens", &points)) {
        json_iter_init(&iter, &points);
        while (good && json_iter_next(&iter, &key, &value))
            good = give_point(runtimes, metric, key.data, &value, &place, err);
    }
    strbuf_release(&key);
    strbuf_release(&place);
    free(metric);
    return good;
}

static bool
give_model(const struct runtimes *runtimes, struct error *err)
{
    static const struct sink_attribute v100 = {.name = "hardware", .value = "V100"};
    struct sink_run run = {.model = runtimes->model, .place = runtimes->place.data};
    struct json_span overhead;
    const char *task = json_member(&runtimes->entry, "overhead", &overhead) ? "denoised"
        : "idealized";

    /* The hardware is in the file's name alone. */
    if (strstr(path_base(runtimes->input->name), "v100") != NULL) {
        run.attributes = &v100;
        run.n_attributes = 1;
    }
    return runtimes->sink->run(runtimes->sink, &run, err)
        && give_seconds(runtimes, task, "runtime_per_output_token", err)
        && give_seconds(runtimes, task, "overhead", err)
        && give_curve(runtimes, task, err);
}

static bool
is_runtime_entry(const struct json_span *value)
{
    struct json_span member;

    return value->kind == JSON_OBJECT
        && json_member(value, "runtime_per_output_token", &member);
}

/* Calls give for each member of an object, the last of duplicate keys, with its place. */
static bool
give_models(struct runtimes *runtimes, const struct json_span *models, struct error *err)
{
    struct json_iter iter;
    struct json_span last;
    struct strbuf key;
    bool good = true;

    strbuf_init(&key);
    json_iter_init(&iter, models);
    while (good && json_iter_next(&iter, &key, &runtimes->entry)) {
        json_member(models, key.data, &last);
        if (last.text != runtimes->entry.text)
            continue;
        runtimes->model = key.data;
        strbuf_clear(&runtimes->place);
        strbuf_putc(&runtimes->place, '$');
        json_path_add_key(&runtimes->place, key.data);
        if (is_runtime_entry(&runtimes->entry))
            good = give_model(runtimes, err);
        else
            runtimes->sink->warn(runtimes->sink, runtimes->place.data,
                "has no runtimes: left out");
    }
    strbuf_release(&key);
    return good;
}

static bool
runtimes_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    struct sink_source source = {.format = "helm-runtimes", .style = {.decimal = '.'}};
    struct runtimes runtimes = {.input = input, .sink = sink};
    struct json_document document;
    bool good;

    (void)options;
    if (!json_document_open(&document, input, true, err))
        return false;
    strbuf_init(&runtimes.place);
    good = document.root.kind == JSON_OBJECT
        || error_set(err, ERROR_REQUEST, "%s: is no object keyed by model", input->name);
    good = good && sink->begin(sink, &source, err);
    if (good) {
        json_document_warn(&document, sink);
        good = give_models(&runtimes, &document.root, err) && sink->end(sink, err);
    }
    strbuf_release(&runtimes.place);
    json_document_close(&document);
    return good;
}

static int
runtimes_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_JSON && !sniff->list
        && sniff_has_key_like(sniff, 2, "", ".runtime_per_output_token")
        && sniff_has_key_like(sniff, 2, "", ".runtime_for_prompt_tokens") ? 95 : 0;
}

const struct reader reader_helm_runtimes = {
    .name = "helm-runtimes",
    .title = "HELM idealized or denoised runtimes",
    .detects = "runtime_for_prompt_tokens by model",
    .sniff = runtimes_sniff,
    .read = runtimes_read,
};

/* --- training cost --- */

struct cost_kind { const char *section, *metric, *unit; };

/* HELM writes megawatt hours and tonnes of CO2. */
static const struct cost_kind cost_kinds[] = {
    {"energy", "training_energy", "MWh"}, {"carbon", "training_carbon", "t"}};

enum { COST_KINDS = sizeof cost_kinds / sizeof cost_kinds[0] };

static bool
give_cost(struct sink *sink, const struct cost_kind *kind, const char *model,
    const struct json_span *entry, struct error *err)
{
    struct sink_score score = sink_score_blank();
    struct strbuf place;
    bool good;

    score.value = json_member_number(entry, "value");
    if (isnan(score.value))
        score.status = CELL_EMPTY;
    strbuf_init(&place);
    strbuf_printf(&place, "$.%s", kind->section);
    json_path_add_key(&place, model);
    strbuf_puts(&place, ".value");
    score.metric = kind->metric;
    score.unit = kind->unit;
    score.direction = DIRECTION_MIN;
    score.place = place.data;
    good = sink->score(sink, &score, err);
    strbuf_release(&place);
    return good;
}

/* One run for each model of section `first`, with its costs of that section and the later
 * ones, if no earlier section has it. */
static bool
give_section(struct sink *sink, const struct json_span *root, size_t first, struct error *err)
{
    struct json_span section, entry, found;
    struct json_iter iter;
    struct strbuf key;
    bool good = true;

    if (!json_member(root, cost_kinds[first].section, &section))
        return true;
    strbuf_init(&key);
    json_iter_init(&iter, &section);
    while (good && json_iter_next(&iter, &key, &entry)) {
        struct sink_run run = {.model = key.data, .place = "$"};

        json_member(&section, key.data, &found);
        if (found.text != entry.text || (first > 0
            && json_path(root, &found, cost_kinds[0].section, key.data, NULL)))
            continue;
        good = sink->run(sink, &run, err);
        for (size_t i = first; good && i < COST_KINDS; i++)
            if (json_path(root, &found, cost_kinds[i].section, key.data, NULL))
                good = give_cost(sink, &cost_kinds[i], key.data, &found, err);
    }
    strbuf_release(&key);
    return good;
}

static bool
training_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    struct sink_source source = {.format = "helm-training", .style = {.decimal = '.'}};
    struct json_document document;
    bool good;

    (void)options;
    if (!json_document_open(&document, input, true, err))
        return false;
    good = sink->begin(sink, &source, err);
    if (good)
        json_document_warn(&document, sink);
    for (size_t i = 0; good && i < COST_KINDS; i++)
        good = give_section(sink, &document.root, i, err);
    good = good && sink->end(sink, err);
    json_document_close(&document);
    return good;
}

static int
training_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_JSON && !sniff->list
        && sniff_has_key_like(sniff, 3, "energy.", ".value")
        && sniff_has_key_like(sniff, 3, "carbon.", ".value") ? 95 : 0;
}

const struct reader reader_helm_training = {
    .name = "helm-training",
    .title = "HELM training energy and carbon",
    .detects = "\"energy\" and \"carbon\" by model",
    .sniff = training_sniff,
    .read = training_read,
};

/* --- the CSV of scenarios --- */

struct scenarios { struct strbuf task; size_t unnamed, column; };

static void
scenario_columns(void *context, struct sink_column *columns, size_t *n)
{
    struct scenarios *scenarios = context;

    for (size_t i = 0; i < *n; i++) {
        if (strcmp(columns[i].name, "scenario") == 0) {
            columns[i].role = SINK_ATTRIBUTE;
            scenarios->column = i;
        } else if (strcmp(columns[i].name, "y=x") == 0)
            columns[i].role = SINK_IGNORE;          /* the runtime once more, for a plot */
        else if (strncmp(columns[i].name, "inference_", 10) == 0)
            columns[i].unit = "s";
    }
    columns[*n] = (struct sink_column){.name = "model", .role = SINK_MODEL};
    columns[*n + 1] = (struct sink_column){.name = "task", .role = SINK_TASK};
    *n += 2;
}

/* "mmlu:subject=x,model=openai_davinci": the model, and the rest as the task. */
static void
scenario_record(void *context, struct sink_text *fields, size_t n, struct sink *sink,
    const char *place)
{
    struct scenarios *scenarios = context;
    const char *text = fields[scenarios->column].text;
    size_t length = fields[scenarios->column].length, at = 0, end;

    while (at < length && !(length - at > 6 && memcmp(text + at, "model=", 6) == 0
        && at > 0 && (text[at - 1] == ':' || text[at - 1] == ',')))
        at++;
    if (at == length) {
        fields[n - 1] = fields[scenarios->column];
        if (scenarios->unnamed++ == 0)
            sink->warn(sink, place, "and maybe others: the scenario names no model");
        return;
    }
    for (end = at; end < length && text[end] != ',';)
        end++;
    fields[n - 2] = (struct sink_text){.text = text + at + 6, .length = end - at - 6};
    strbuf_clear(&scenarios->task);
    strbuf_add(&scenarios->task, text, at - 1);
    if (end < length) {                             /* arguments behind the model */
        strbuf_putc(&scenarios->task, text[at - 1]);
        strbuf_add(&scenarios->task, text + end + 1, length - end - 1);
    }
    fields[n - 1] = (struct sink_text){.text = scenarios->task.data,
        .length = scenarios->task.length};
}

static bool
scenarios_read(const struct input *input, const struct read_options *options,
    struct sink *sink, struct error *err)
{
    struct scenarios scenarios = {0};
    struct csv_table table = {.format = "helm-scenarios", .extra = 2,
        .columns = scenario_columns, .record = scenario_record, .context = &scenarios};
    bool good;

    strbuf_init(&scenarios.task);
    good = csv_table_read(&table, input, options, sink, err);
    strbuf_release(&scenarios.task);
    return good;
}

static int
scenarios_sniff(const struct sniff *sniff)
{
    static const char start[] = "scenario,inference_runtime,";

    return sniff->kind == SNIFF_TEXT && sniff->length >= sizeof start - 1
        && memcmp(sniff->text, start, sizeof start - 1) == 0 ? 95 : 0;
}

const struct reader reader_helm_scenarios = {
    .name = "helm-scenarios",
    .title = "HELM runtimes and accuracies by scenario (CSV)",
    .detects = "header begins scenario,inference_runtime",
    .sniff = scenarios_sniff,
    .read = scenarios_read,
};
