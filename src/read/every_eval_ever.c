/* every_eval_ever.c - the Every Eval Ever interchange format, 0.2: one document per model
 * and source, and JSON Lines of instances.
 *
 * It states what other formats leave open: direction, range and uncertainty are taken as they
 * stand. A score outside of its own range is read and said. Instances name their metric only
 * through the document beside them ("x.json" for "x_samples.jsonl"); without it the metric
 * is "score".
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "read/json_document.h"
#include "read/readers.h"
#include "read/report.h"

enum { MOST_CONDITIONS = 24, HASH_SHOWN = 16 };

/* --- what both forms share --- */

/* The metric's name as the document has it; the caller frees. */
static char *
metric_name(const struct json_span *result)
{
    static const char *const keys[] = {"metric_name", "metric_kind", "metric_id"};
    struct json_span config;
    char *name = NULL;

    if (json_member(result, "metric_config", &config))
        for (size_t i = 0; name == NULL && i < sizeof keys / sizeof keys[0]; i++)
            name = json_member_text(&config, keys[i]);
    return name != NULL ? name : mem_strdup("score");
}

/* Whether evaluations are called by their scorer, as those that were converted from Inspect. */
static bool
is_by_scorer(const struct json_span *root)
{
    struct json_span source;
    char *name = json_member(root, "source_metadata", &source)
        ? json_member_text(&source, "source_name") : NULL;
    bool inspect = name != NULL && strcmp(name, "inspect_ai") == 0;

    free(name);
    return inspect;
}

/* The evaluation's name; a scorer's name, which is that of many, after the data set's. */
static char *
task_name(const struct json_span *result, bool by_scorer)
{
    char *name = json_member_text(result, "evaluation_name"), *set = NULL, *whole;
    struct json_span data;

    if (by_scorer && name != NULL && json_member(result, "source_data", &data))
        set = json_member_text(&data, "dataset_name");
    if (set == NULL || strstr(name, set) != NULL) {
        free(set);
        return name;
    }
    whole = mem_printf("%s %s", set, name);
    free(set);
    free(name);
    return whole;
}

static enum direction
direction_of(const struct json_span *result)
{
    struct json_span lower;

    if (!json_path(result, &lower, "metric_config", "lower_is_better", NULL)
        || (lower.kind != JSON_TRUE && lower.kind != JSON_FALSE))
        return DIRECTION_UNKNOWN;
    return lower.kind == JSON_TRUE ? DIRECTION_MIN : DIRECTION_MAX;
}

/* --- documents --- */

struct documents { struct report report; const char *name; };

/* Scalars of an object become conditions, whose texts lie in the arena. */
static void
add_conditions(struct report *report, struct sink_score *score,
    struct sink_attribute *conditions, const struct json_span *object)
{
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;

    strbuf_init(&key);
    json_iter_init(&iter, object);
    while (json_iter_next(&iter, &key, &value) && score->n_conditions < MOST_CONDITIONS) {
        char *text = json_member_text(object, key.data);

        if (text != NULL && *text != '\0')
            conditions[score->n_conditions++] = (struct sink_attribute){
                arena_strdup(report->arena, key.data), arena_strdup(report->arena, text)};
        free(text);
    }
    strbuf_release(&key);
}

static void
take_generation(struct report *report, const struct json_span *result,
    struct sink_score *score, struct sink_attribute *conditions)
{
    struct json_span found;

    if (json_path(result, &found, "generation_config", "additional_details", NULL))
        add_conditions(report, score, conditions, &found);
    if (json_path(result, &found, "generation_config", "generation_args", NULL)
        && found.kind == JSON_OBJECT)
        add_conditions(report, score, conditions, &found);
    score->conditions = conditions;
}

/* Before 0.2.1 the interval stood in the details themselves, without its level. */
static void
take_interval(const struct json_span *holder, double level, struct sink_score *score)
{
    struct json_span interval;

    if (!json_member(holder, "confidence_interval", &interval)
        || interval.kind != JSON_OBJECT)
        return;
    score->lo = json_member_number(&interval, "lower");
    score->hi = json_member_number(&interval, "upper");
    score->level = json_member_number(&interval, "confidence_level");
    if (isnan(score->level))
        score->level = level;
}

static void
take_uncertainty(const struct json_span *details, struct sink_score *score)
{
    struct json_span uncertainty, part;

    take_interval(details, 0.95, score);
    if (!json_member(details, "uncertainty", &uncertainty))
        return;
    if (json_member(&uncertainty, "standard_error", &part))
        score->se = part.kind == JSON_OBJECT ? json_member_number(&part, "value")
            : json_member_number(&uncertainty, "standard_error");
    take_interval(&uncertainty, NAN, score);
    score->sd = json_member_number(&uncertainty, "standard_deviation");
    score->n = json_member_number(&uncertainty, "num_samples");
}

static void
check_range(struct report *report, const struct json_span *result,
    const struct sink_score *score)
{
    struct json_span config;
    double low, high;
    char message[160];

    if (!json_member(result, "metric_config", &config))
        return;
    low = json_member_number(&config, "min_score");
    high = json_member_number(&config, "max_score");
    if (!(score->value < low) && !(score->value > high))
        return;
    snprintf(message, sizeof message, "the score %.17g is outside of its stated range, %.17g "
        "to %.17g", score->value, low, high);
    report->sink->warn(report->sink, report->place.data, message);
}

/* The score; -1 stands for a level that is not known, where there is one. */
static double
score_of(const struct json_span *details, const struct json_span *config)
{
    struct json_span unknown;
    double score = json_member_number(details, "score");

    return score == -1 && json_member(config, "has_unknown_level", &unknown)
        && unknown.kind == JSON_TRUE ? NAN : score;
}

/* A proportion has no unit; NULL if none is stated. The caller frees. */
static char *
unit_of(const struct json_span *config)
{
    char *unit = json_member_text(config, "metric_unit");

    if (unit == NULL || strcmp(unit, "proportion") != 0)
        return unit;
    free(unit);
    return NULL;
}

/* What all results were generated with, if it is the same: that of the run. */
static bool
is_of_run(const struct json_span *results)
{
    struct json_span result, one, first = {0};
    struct json_iter iter;

    json_iter_init(&iter, results);
    for (size_t i = 0; json_iter_next(&iter, NULL, &result); i++) {
        if (!json_member(&result, "generation_config", &one))
            return false;
        if (i == 0)
            first = one;
        else if (one.length != first.length || memcmp(one.text, first.text, one.length) != 0)
            return false;
    }
    return first.text != NULL;
}

static void
give_generation(struct report *report, const struct json_span *results)
{
    struct sink_attribute conditions[MOST_CONDITIONS];
    struct sink_score score = {.n_conditions = 0};
    struct json_span result;
    struct json_iter iter;

    json_iter_init(&iter, results);
    if (json_iter_next(&iter, NULL, &result))
        take_generation(report, &result, &score, conditions);
    for (size_t i = 0; i < score.n_conditions; i++)
        report_attribute(report, conditions[i].name, conditions[i].value);
}

static bool
give_result(struct report *report, const struct json_span *result, bool by_scorer, bool of_run,
    struct error *err)
{
    struct sink_attribute conditions[MOST_CONDITIONS];
    struct json_span details, config;
    struct sink_score score;
    char *task = task_name(result, by_scorer);
    char *metric = metric_name(result), *unit;
    size_t mark;
    bool good;

    if (!json_member(result, "score_details", &details))
        details = (struct json_span){.text = "{}", .length = 2, .kind = JSON_OBJECT};
    if (!json_member(result, "metric_config", &config))
        config = (struct json_span){.text = "{}", .length = 2, .kind = JSON_OBJECT};
    unit = unit_of(&config);
    score = report_metric(task, metric, unit, direction_of(result));
    take_uncertainty(&details, &score);
    if (!of_run)
        take_generation(report, result, &score, conditions);
    score.value = score_of(&details, &config);
    score.status = isnan(score.value) ? CELL_EMPTY : CELL_OK;
    check_range(report, result, &score);
    mark = report_enter(report, "score_details");
    good = report_score(report, &score, "score", err);
    report_leave(report, mark);
    free(task);
    free(metric);
    free(unit);
    return good;
}

static void
give_date(struct report *report, const struct json_span *root)
{
    char buf[REPORT_DATE_SIZE], *text = json_member_text(root, "evaluation_timestamp");

    report_attribute(report, "date", report_date(buf, text));
    free(text);
}

static bool
give_document(void *context, const struct json_span *root, const char *place,
    struct error *err)
{
    struct documents *documents = context;
    struct report *report = &documents->report;
    struct json_span model, engine, results, result;
    struct json_iter iter;
    bool good, by_scorer = is_by_scorer(root), of_run;
    char *id;

    if (!json_member(root, "model_info", &model) || !json_member(root, "evaluation_results",
            &results) || results.kind != JSON_ARRAY)
        return error_set(err, ERROR_REQUEST, "%s: %s has no \"model_info\" and "
            "\"evaluation_results\"", documents->name, place);
    report_start(report, place);
    id = json_member_text(&model, "id");
    if (id == NULL)
        id = json_member_text(&model, "name");
    report_attribute_member(report, &model, "inference_platform", "provider");
    if (json_member(&model, "inference_engine", &engine))
        report_attribute_member(report, &engine, "name", "engine");
    give_date(report, root);
    of_run = is_of_run(&results);
    if (of_run)
        give_generation(report, &results);
    good = report_run(report, id, err);
    free(id);
    report_enter(report, "evaluation_results");
    json_iter_init(&iter, &results);
    for (size_t i = 0; good && json_iter_next(&iter, NULL, &result); i++) {
        size_t mark = report_enter_index(report, i);

        good = give_result(report, &result, by_scorer, of_run, err);
        report_leave(report, mark);
    }
    return good;
}

static bool
documents_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    struct documents documents = {.name = input->name};
    const struct json_visitor visitor = {"every-eval-ever", give_document, &documents};
    bool good;

    (void)options;
    report_init(&documents.report, sink);
    good = json_visit(&visitor, input, sink, err);
    report_release(&documents.report);
    return good;
}

static int
documents_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_JSON && sniff_has_key(sniff, "evaluation_results")
        && sniff_has_key(sniff, "model_info") && sniff_has_key(sniff, "schema_version") ? 95 : 0;
}

const struct reader reader_every_eval_ever = {
    .name = "every-eval-ever",
    .title = "Every Eval Ever document",
    .detects = "\"schema_version\", \"model_info\" and \"evaluation_results\"",
    .sniff = documents_sniff,
    .read = documents_read,
};

/* --- instances --- */

struct instances {
    struct report report;
    const struct input *input;
    struct file_bytes bytes;    /* of the document beside them */
    struct json_span results;   /* kind JSON_NULL if there is none */
    bool by_scorer;             /* the document's evaluations */
    char *model;                /* of the run in hand */
    struct strbuf item;
};

/* "x.json" for "x_samples.jsonl" or "x.jsonl". */
static void
find_document(struct instances *instances)
{
    static const char ending[] = "_samples";
    const char *base = path_base(instances->input->path), *mark = strrchr(base, '!'), *dot;
    struct json_span root;
    size_t length;
    char *name;

    base = mark != NULL ? mark + 1 : base;
    dot = strstr(base, ".json");
    length = dot == NULL ? strlen(base) : (size_t)(dot - base);
    if (length > sizeof ending - 1
        && memcmp(base + length - (sizeof ending - 1), ending, sizeof ending - 1) == 0)
        length -= sizeof ending - 1;
    name = mem_printf("%.*s.json", (int)length, base);
    instances->results.kind = JSON_NULL;
    if (strcmp(name, base) != 0 && input_sibling(instances->input, name, &instances->bytes)
        && (!json_scan_whole(instances->bytes.data, instances->bytes.length, NULL, &root, NULL,
            NULL) || !json_member(&root, "evaluation_results", &instances->results)))
        instances->results.kind = JSON_NULL;
    else if (instances->results.kind == JSON_ARRAY)
        instances->by_scorer = is_by_scorer(&root);
    free(name);
}

static bool
same_text(const struct json_span *a, const struct json_span *b, const char *key)
{
    char *left = json_member_text(a, key), *right = json_member_text(b, key);
    bool same = left != NULL && right != NULL && strcmp(left, right) == 0;

    free(left);
    free(right);
    return same;
}

/* By the result's id, else by the evaluation's name. */
static bool
find_result(const struct instances *instances, const struct json_span *instance,
    struct json_span *found)
{
    static const char *const keys[] = {"evaluation_result_id", "evaluation_name"};
    struct json_span result;
    struct json_iter iter;

    if (instances->results.kind != JSON_ARRAY)
        return false;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        json_iter_init(&iter, &instances->results);
        while (json_iter_next(&iter, NULL, &result))
            if (same_text(&result, instance, keys[i])) {
                *found = result;
                return true;
            }
    }
    return false;
}

static bool
give_request(struct report *report, const struct json_span *instance, struct error *err)
{
    struct sink_request request = {NAN, NAN, NAN, NAN, NULL, report->place.data};
    struct json_span part;
    char *error = json_member_text(instance, "error");
    bool good = true;

    if (json_member(instance, "token_usage", &part) && part.kind == JSON_OBJECT) {
        request.prompt_tokens = json_member_number(&part, "input_tokens");
        request.output_tokens = json_member_number(&part, "output_tokens");
    }
    if (json_member(instance, "performance", &part) && part.kind == JSON_OBJECT) {
        request.seconds = json_member_number(&part, "latency_ms") / 1000;
        request.first_token_seconds = json_member_number(&part, "time_to_first_token_ms") / 1000;
    }
    request.error = error;
    if (!isnan(request.prompt_tokens) || !isnan(request.seconds) || error != NULL)
        good = report->sink->request(report->sink, &request, err);
    free(error);
    return good;
}

static bool
give_score(struct instances *instances, const struct json_span *instance, struct error *err)
{
    struct report *report = &instances->report;
    struct json_span evaluation, result = {.text = "{}", .length = 2, .kind = JSON_OBJECT};
    char *id = json_member_text(instance, "sample_id");
    char *hash = json_member_text(instance, "sample_hash");
    bool good = true, known = find_result(instances, instance, &result);
    char *task = known ? task_name(&result, instances->by_scorer)
        : json_member_text(instance, "evaluation_name"), *metric;
    struct sink_item item = {.task = task, .place = report->place.data};

    metric = metric_name(&result);
    strbuf_clear(&instances->item);
    strbuf_printf(&instances->item, hash == NULL ? "%s" : "%s-%.*s", id, HASH_SHOWN, hash);
    item.metric = metric;
    item.direction = direction_of(&result);
    item.item = instances->item.data;
    item.value = json_member(instance, "evaluation", &evaluation)
        ? json_member_number(&evaluation, "score") : NAN;
    if (id != NULL && !isnan(item.value))
        good = report->sink->item(report->sink, &item, err);
    free(id);
    free(hash);
    free(task);
    free(metric);
    return good;
}

static bool
give_instance(void *context, const struct json_span *instance, const char *place,
    struct error *err)
{
    struct instances *instances = context;
    char *model = json_member_text(instance, "model_id");
    bool good = true;

    report_start(&instances->report, place);
    if (instances->model == NULL || model == NULL || strcmp(model, instances->model) != 0) {
        free(instances->model);
        instances->model = mem_strdup(model == NULL ? "" : model);
        good = report_run(&instances->report, model, err);
    }
    free(model);
    return good && give_score(instances, instance, err)
        && give_request(&instances->report, instance, err);
}

static bool
instances_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    struct instances instances = {.input = input};
    const struct json_visitor visitor = {"every-eval-ever-instances", give_instance,
        &instances};
    bool good;

    (void)options;
    report_init(&instances.report, sink);
    strbuf_init(&instances.item);
    find_document(&instances);
    good = json_visit(&visitor, input, sink, err);
    report_release(&instances.report);
    strbuf_release(&instances.item);
    free(instances.model);
    if (instances.bytes.data != NULL)
        file_close_bytes(&instances.bytes);
    return good;
}

static int
instances_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_JSON && sniff_has_key(sniff, "sample_id")
        && sniff_has_key(sniff, "model_id") && sniff_has_key(sniff, "evaluation_name") ? 95 : 0;
}

const struct reader reader_every_eval_ever_instances = {
    .name = "every-eval-ever-instances",
    .title = "Every Eval Ever instances",
    .detects = "\"sample_id\", \"model_id\" and \"evaluation_name\"",
    .sniff = instances_sniff,
    .read = instances_read,
};
