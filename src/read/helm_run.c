/* helm_run.c - the folder of one HELM run: stats.json, per_instance_stats.json,
 * scenario_state.json, run_spec.json, scenario.json.
 *
 * Each file is a source of its own; what they share (model, task, shots) stands in
 * run_spec.json beside them, or else in the folder's name. Statistics of the test split
 * without perturbation count, of the validation split if there is no test. A statistic of
 * count 0 has no mean: it was not measured.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "read/json_document.h"
#include "read/readers.h"
#include "read/report.h"

enum { PROGRESS_EVERY = 256 };

struct helm_run {
    const struct input *input;
    struct sink *sink;
    struct json_document document;
    struct report report;
    char *model, *task;
    char *split;                /* whose statistics count */
};

/* --- what run_spec.json says --- */

/* "mmlu:subject=law,method=joint,model=a_b" without what is no part of the task. */
static char *
task_of_name(const char *name)
{
    static const char *const other[] = {"model=", "model_deployment=", "method="};
    struct strbuf task;
    size_t head = strcspn(name, ":");
    bool first = true;

    strbuf_init(&task);
    strbuf_add(&task, name, head);
    for (const char *at = name + head; *at != '\0';) {
        size_t length;
        bool kept;

        at++;
        length = strcspn(at, ",");
        kept = length > 0;
        for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
            kept = kept && strncmp(at, other[i], strlen(other[i])) != 0;
        if (kept) {
            strbuf_putc(&task, first ? ':' : ',');
            strbuf_add(&task, at, length);
            first = false;
        }
        at += length;
    }
    return strbuf_detach(&task);
}

/* The same of the folder, which has '-' for ':'; NULL if the path has no "model=". */
static char *
task_of_folder(const struct input *input)
{
    const char *end = path_base(input->path), *start, *mark;
    char *folder, *task;

    if (end - input->path < 2)
        return NULL;
    end--;
    for (start = end; start > input->path && start[-1] != '/' && start[-1] != '!';)
        start--;
    folder = mem_strndup(start, (size_t)(end - start));
    mark = strstr(folder, "model=");
    if (mark != NULL && strchr(folder, ':') == NULL) {
        char *equals = strchr(folder, '='), *dash = equals;

        while (dash > folder && *dash != '-')
            dash--;
        if (*dash == '-')
            *dash = ':';
    }
    task = mark == NULL ? NULL : task_of_name(folder);
    free(folder);
    return task;
}

static void
add_provider(struct helm_run *run, const struct json_span *adapter)
{
    char *deployment = json_member_text(adapter, "model_deployment");
    char *slash = deployment == NULL ? NULL : strchr(deployment, '/');

    if (slash != NULL) {
        *slash = '\0';
        report_attribute(&run->report, "provider", deployment);
    }
    free(deployment);
}

static void
take_spec(struct helm_run *run, const struct json_span *spec)
{
    struct json_span adapter;
    char *name = json_member_text(spec, "name");

    if (name != NULL)
        run->task = task_of_name(name);
    free(name);
    if (!json_member(spec, "adapter_spec", &adapter))
        return;
    run->model = json_member_text(&adapter, "model");
    report_attribute_member(&run->report, &adapter, "max_train_instances", "n_shot");
    report_attribute_member(&run->report, &adapter, "method", NULL);
    report_attribute_member(&run->report, &adapter, "temperature", NULL);
    report_attribute_member(&run->report, &adapter, "max_eval_instances", "limit");
    add_provider(run, &adapter);
}

/* Finds the run's facts and gives the run. */
static bool
give_run(struct helm_run *run, struct error *err)
{
    struct file_bytes bytes;
    struct json_span spec;

    report_start(&run->report, "$");
    if (input_sibling(run->input, "run_spec.json", &bytes)) {
        if (json_scan_whole(bytes.data, bytes.length, NULL, &spec, NULL, NULL))
            take_spec(run, &spec);
        file_close_bytes(&bytes);
    } else
        run->sink->warn(run->sink, NULL, "no run_spec.json lies beside this file: model and task "
            "are taken from the folder, shots are unknown");
    if (run->model == NULL)
        run->model = reader_model_from_path(run->input);
    if (run->task == NULL)
        run->task = task_of_folder(run->input);
    if (run->split != NULL)
        report_attribute(&run->report, "split", run->split);
    return report_run(&run->report, run->model, err);
}

/* --- statistics --- */

/* A Stat without perturbation; its split goes to *split, which the caller frees. */
static bool
is_plain(const struct json_span *stat, struct json_span *name, char **split)
{
    struct json_span perturbation;

    *split = NULL;
    if (stat->kind != JSON_OBJECT || !json_member(stat, "name", name)
        || name->kind != JSON_OBJECT
        || (json_member(name, "perturbation", &perturbation)
            && perturbation.kind != JSON_NULL))
        return false;
    *split = json_member_text(name, "split");
    return true;
}

/* "test" if a statistic of anything has it, else "valid", else the first; NULL if none has a
 * split. */
static void
prefer_split(struct helm_run *run, const struct json_span *stats)
{
    struct json_iter iter;
    struct json_span stat, name;

    json_iter_init(&iter, stats);
    while (json_iter_next(&iter, NULL, &stat)) {
        char *split;

        if (is_plain(&stat, &name, &split) && split != NULL
            && json_member_number(&stat, "count") != 0
            && (run->split == NULL || strcmp(split, "test") == 0
                || (strcmp(split, "valid") == 0 && strcmp(run->split, "test") != 0))) {
            free(run->split);
            run->split = split;
            split = NULL;
        }
        free(split);
        if (run->split != NULL && strcmp(run->split, "test") == 0)
            return;
    }
}

static bool
starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static enum direction
direction_of(const char *metric)
{
    static const char *const higher[] = {"exact_match", "quasi_exact_match",
        "prefix_exact_match", "quasi_prefix_exact_match", "f1_score", "rouge", "bleu",
        "classification_", "final_number_exact_match", "ifeval", "wildbench_score",
        "chain_of_thought_correct", "omni_math_accuracy", "math_equiv", "pass@", "test_avg"};
    static const char *const lower[] = {"inference_", "perplexity", "bits_per_byte",
        "training_co2_cost", "training_energy_cost"};

    for (size_t i = 0; i < sizeof higher / sizeof higher[0]; i++)
        if (starts(metric, higher[i]))
            return DIRECTION_MAX;
    for (size_t i = 0; i < sizeof lower / sizeof lower[0]; i++)
        if (starts(metric, lower[i]))
            return DIRECTION_MIN;
    return DIRECTION_UNKNOWN;
}

static const char *
unit_of(const char *metric)
{
    if (starts(metric, "inference_") && strstr(metric, "runtime") != NULL)
        return "s";
    return starts(metric, "num_") && strstr(metric, "_tokens") != NULL ? "token" : NULL;
}

/* The metric of a statistic that counts here, or NULL; the caller frees. */
static char *
counted_metric(const struct helm_run *run, const struct json_span *stat)
{
    struct json_span name;
    char *split, *metric = NULL, *part;

    if (is_plain(stat, &name, &split)
        && (split == NULL ? run->split == NULL : strcmp(split, run->split) == 0)
        && json_member_number(stat, "count") > 0) {
        metric = json_member_text(&name, "name");
        part = json_member_text(&name, "sub_split");
        if (metric != NULL && part != NULL) {
            char *both = mem_printf("%s,%s", metric, part);

            free(metric);
            metric = both;
        }
        free(part);
    }
    free(split);
    return metric;
}

/* --- stats.json --- */

static double
count_instances(const struct helm_run *run)
{
    struct json_iter iter;
    struct json_span stat;
    double n = NAN;

    json_iter_init(&iter, &run->document.root);
    while (json_iter_next(&iter, NULL, &stat)) {
        char *metric = counted_metric(run, &stat);

        if (metric != NULL && strcmp(metric, "num_instances") == 0)
            n = json_member_number(&stat, "mean");
        free(metric);
    }
    return n;
}

static bool
give_stats(struct helm_run *run, struct error *err)
{
    double n = count_instances(run);
    struct json_iter iter;
    struct json_span stat;
    bool good = true;

    json_iter_init(&iter, &run->document.root);
    for (size_t i = 0; good && json_iter_next(&iter, NULL, &stat); i++) {
        char *metric = counted_metric(run, &stat);
        size_t mark = report_enter_index(&run->report, i);

        if (metric != NULL) {
            struct sink_score score = report_metric(run->task, metric, unit_of(metric),
                direction_of(metric));

            score.n = n;
            good = report_member(&run->report, &stat, "mean", &score, err);
        }
        report_leave(&run->report, mark);
        free(metric);
    }
    return good;
}

/* --- per_instance_stats.json --- */

static bool
give_instance(struct helm_run *run, const struct json_span *instance, const char *id,
    struct error *err)
{
    struct json_span stats, stat;
    struct json_iter iter;
    size_t mark = report_enter(&run->report, "stats");
    bool good = true;

    if (json_member(instance, "stats", &stats)) {
        json_iter_init(&iter, &stats);
        for (size_t i = 0; good && json_iter_next(&iter, NULL, &stat); i++) {
            char *metric = counted_metric(run, &stat);
            size_t inner = report_enter_index(&run->report, i);

            if (metric != NULL) {
                struct sink_item item = {.task = run->task, .metric = metric, .item = id,
                    .value = json_member_number(&stat, "mean"), .unit = unit_of(metric),
                    .direction = direction_of(metric), .place = run->report.place.data};

                good = isnan(item.value) || run->sink->item(run->sink, &item, err);
            }
            report_leave(&run->report, inner);
            free(metric);
        }
    }
    report_leave(&run->report, mark);
    return good;
}

static bool
give_instances(struct helm_run *run, struct error *err)
{
    struct json_span instance, perturbation;
    struct json_iter iter;
    bool good = true;

    json_iter_init(&iter, &run->document.root);
    for (size_t i = 0; good && json_iter_next(&iter, NULL, &instance); i++) {
        size_t mark = report_enter_index(&run->report, i);
        char *id = json_member_text(&instance, "instance_id");

        if (i % PROGRESS_EVERY == 0 && !run->sink->progress(run->sink,
                (size_t)(instance.text - run->document.text.text)))
            good = error_set(err, ERROR_CANCELLED, "%s: cancelled", run->input->name);
        if (good && id != NULL && !(json_member(&instance, "perturbation", &perturbation)
                && perturbation.kind != JSON_NULL))
            good = give_instance(run, &instance, id, err);
        free(id);
        report_leave(&run->report, mark);
    }
    return good;
}

static void
prefer_split_of_instances(struct helm_run *run)
{
    struct json_span instance, stats;
    struct json_iter iter;

    json_iter_init(&iter, &run->document.root);
    while ((run->split == NULL || strcmp(run->split, "test") != 0)
        && json_iter_next(&iter, NULL, &instance))
        if (json_member(&instance, "stats", &stats))
            prefer_split(run, &stats);
}

/* --- scenario_state.json --- */

/* Whether a request is for an instance of the split that counts, as it was. */
static bool
is_counted_state(const struct helm_run *run, const struct json_span *state)
{
    struct json_span instance, perturbation;
    char *split;
    bool counted;

    if (!json_member(state, "instance", &instance))
        return true;
    split = json_member_text(&instance, "split");
    counted = (split == NULL || run->split == NULL || strcmp(split, run->split) == 0)
        && !(json_member(&instance, "perturbation", &perturbation)
            && perturbation.kind != JSON_NULL);
    free(split);
    return counted;
}

static void
prefer_split_of_states(struct helm_run *run, const struct json_span *states)
{
    struct json_span state, instance;
    struct json_iter iter;

    json_iter_init(&iter, states);
    while ((run->split == NULL || strcmp(run->split, "test") != 0)
        && json_iter_next(&iter, NULL, &state)) {
        char *split = json_member(&state, "instance", &instance)
            ? json_member_text(&instance, "split") : NULL;

        if (split != NULL && strcmp(split, "train") != 0) {
            free(run->split);
            run->split = split;
        } else
            free(split);
    }
}

/* Cached answers took no time of the model. */
static bool
give_request(struct helm_run *run, const struct json_span *state, struct error *err)
{
    struct json_span result, list, completion, tokens, cached, success;
    struct json_iter iter;
    struct sink_request request = {NAN, NAN, NAN, NAN, NULL, run->report.place.data};

    if (!json_member(state, "result", &result) || result.kind != JSON_OBJECT)
        return true;
    request.prompt_tokens = json_member_number(&result, "prompt_tokens");
    if (json_member(&result, "completions", &list)) {
        request.output_tokens = 0;
        json_iter_init(&iter, &list);
        while (json_iter_next(&iter, NULL, &completion))
            if (json_member(&completion, "tokens", &tokens))
                request.output_tokens += (double)json_count(&tokens);
    }
    if (!json_member(&result, "cached", &cached) || cached.kind != JSON_TRUE)
        request.seconds = json_member_number(&result, "request_time");
    if (json_member(&result, "success", &success) && success.kind == JSON_FALSE)
        request.error = "failed";
    return run->sink->request(run->sink, &request, err);
}

static bool
give_requests(struct helm_run *run, struct error *err)
{
    struct json_span states, state;
    struct json_iter iter;
    size_t mark = report_enter(&run->report, "request_states");
    bool good = true;

    if (json_member(&run->document.root, "request_states", &states)) {
        json_iter_init(&iter, &states);
        for (size_t i = 0; good && json_iter_next(&iter, NULL, &state); i++) {
            size_t inner = report_enter_index(&run->report, i);

            good = !is_counted_state(run, &state) || give_request(run, &state, err);
            report_leave(&run->report, inner);
        }
    }
    report_leave(&run->report, mark);
    return good;
}

/* --- the readers --- */

static bool
read_parts(struct helm_run *run, struct error *err)
{
    const struct sink_source source = {.format = "helm-run", .style = {.decimal = '.'}};
    const struct json_span *root = &run->document.root;
    struct json_span part;
    bool instances = false, states = root->kind == JSON_OBJECT
        && json_member(root, "request_states", &part);

    if (root->kind == JSON_ARRAY) {
        struct json_iter iter;

        json_iter_init(&iter, root);
        instances = json_iter_next(&iter, NULL, &part) && json_member(&part, "stats", &part);
        if (instances)
            prefer_split_of_instances(run);
        else
            prefer_split(run, root);
    }
    if (states)
        prefer_split_of_states(run, &part);
    if (!run->sink->begin(run->sink, &source, err))
        return false;
    json_document_warn(&run->document, run->sink);
    if ((states || root->kind == JSON_ARRAY) && !give_run(run, err))
        return false;
    if (states && !give_requests(run, err))
        return false;
    if (root->kind == JSON_ARRAY && !(instances ? give_instances(run, err) : give_stats(run, err)))
        return false;
    return run->sink->end(run->sink, err);
}

static bool
helm_run_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    struct helm_run run = {.input = input, .sink = sink};
    bool good;

    (void)options;
    if (!json_document_open(&run.document, input, true, err))
        return false;
    report_init(&run.report, sink);
    good = read_parts(&run, err);
    report_release(&run.report);
    json_document_close(&run.document);
    free(run.model);
    free(run.task);
    free(run.split);
    return good;
}

/* run_spec.json and scenario.json are known so that they are not taken for tables: they hold
 * no results of their own. */
static int
helm_run_sniff(const struct sniff *sniff)
{
    if (sniff->kind != SNIFF_JSON)
        return 0;
    if (sniff->list) {
        if (sniff_has_key(sniff, "name.split") && sniff_has_key(sniff, "sum_squared"))
            return 95;
        return sniff_has_key(sniff, "instance_id") && sniff_has_key(sniff, "train_trial_index")
            && sniff_has_key(sniff, "stats") ? 95 : 0;
    }
    if (sniff_has_key(sniff, "adapter_spec"))
        return sniff_has_key(sniff, "request_states") || sniff_has_key(sniff, "scenario_spec")
            ? 95 : 0;
    return sniff_has_key(sniff, "definition_path") && sniff_has_key(sniff, "tags") ? 90 : 0;
}

const struct reader reader_helm_run = {
    .name = "helm-run",
    .title = "HELM run folder",
    .detects = "statistics with \"name.split\", \"train_trial_index\", or \"adapter_spec\"",
    .sniff = helm_run_sniff,
    .read = helm_run_read,
};
