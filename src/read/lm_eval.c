/* lm_eval.c - results of lm-evaluation-harness, from v0.2 to 0.4.3 and later.
 *
 * The generations differ in where they say model, shots, sample size and direction; each is
 * looked for in all its places, the newest first. Tasks of one file may be run with
 * different numbers of examples, so there is a run for each number. A group ("mmlu") is
 * kept beside its members, marked as made of other scores. A group's own n-shot is not
 * believed (0.4.0 writes 0): it is that of its members, if they agree.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/number.h"
#include "read/json_document.h"
#include "read/readers.h"

enum { MOST_ATTRIBUTES = 16, GROUP_DEPTH = 8 };

struct task {
    char *name;
    struct json_span scores;
    char *n_shot;               /* NULL unknown */
    double n;
    bool group;
    bool in_groups;             /* from $.groups, not $.results */
    bool given;
};

struct evaluation {
    const struct input *input;
    struct sink *sink;
    struct json_document document;
    struct json_span config;    /* kind JSON_NULL if absent */
    char *model;
    struct sink_attribute attributes[MOST_ATTRIBUTES];
    char *values[MOST_ATTRIBUTES];
    size_t n_attributes;
    struct task *tasks;
    size_t n_tasks, capacity;
};

/* --- the model --- */

/* The value of key in "pretrained=a/b,revision=step1,dtype=auto"; NULL if absent or empty. */
static char *
argument(const char *arguments, const char *key)
{
    size_t length = strlen(key);
    const char *at = arguments;

    while (at != NULL) {
        size_t value;

        at += strspn(at, ", ");
        value = strcspn(at, ",");
        if (strncmp(at, key, length) == 0 && at[length] == '=' && value > length + 1)
            return mem_strndup(at + length + 1, value - length - 1);
        at = strchr(at, ',');
    }
    return NULL;
}

/* A model argument, which is a member where a dictionary was written. */
static char *
model_argument(const struct evaluation *evaluation, const char *key)
{
    struct json_span arguments;
    char *text, *value;

    if (!json_member(&evaluation->config, "model_args", &arguments))
        return NULL;
    if (arguments.kind == JSON_OBJECT)
        return json_member_text(&arguments, key);
    text = json_string_dup(&arguments);
    value = text == NULL ? NULL : argument(text, key);
    free(text);
    return value;
}

static char *
find_model(const struct evaluation *evaluation)
{
    static const char *const keys[] = {"pretrained", "model", "model_name", "engine", "path"};
    char *model = json_member_text(&evaluation->document.root, "model_name");

    if (model != NULL && *model == '\0') {
        free(model);
        model = NULL;
    }
    for (size_t i = 0; model == NULL && i < sizeof keys / sizeof keys[0]; i++)
        model = model_argument(evaluation, keys[i]);
    return model != NULL ? model : reader_model_from_path(evaluation->input);
}

/* --- what holds for all runs of the file --- */

/* Takes value; NULL is left out. */
static void
add_attribute(struct evaluation *evaluation, const char *name, char *value)
{
    if (value == NULL || *value == '\0' || evaluation->n_attributes == MOST_ATTRIBUTES - 1) {
        free(value);
        return;
    }
    evaluation->values[evaluation->n_attributes] = value;
    evaluation->attributes[evaluation->n_attributes++]
        = (struct sink_attribute){.name = name, .value = value};
}

static char *
unless(char *value, const char *unwanted)
{
    if (value == NULL || strcmp(value, unwanted) != 0)
        return value;
    free(value);
    return NULL;
}

/* The first that is not NULL; frees the other. */
static char *
first_of(char *a, char *b)
{
    if (a == NULL)
        return b;
    free(b);
    return a;
}

static char *
find_precision(const struct evaluation *evaluation)
{
    char *dtype = first_of(json_member_text(&evaluation->config, "model_dtype"),
        model_argument(evaluation, "dtype"));

    dtype = unless(dtype, "auto");
    if (dtype != NULL && strncmp(dtype, "torch.", 6) == 0)
        memmove(dtype, dtype + 6, strlen(dtype + 6) + 1);
    return dtype;
}

static char *
find_quantization(const struct evaluation *evaluation)
{
    static const struct { const char *key, *name; } flags[] = {
        {"load_in_4bit", "4bit"}, {"load_in_8bit", "8bit"}, {"gptq", "gptq"}};

    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        char *flag = model_argument(evaluation, flags[i].key);
        bool set = flag != NULL && (*flag == 'T' || *flag == 't' || *flag == '1');

        free(flag);
        if (set)
            return mem_strdup(flags[i].name);
    }
    return unless(model_argument(evaluation, "quantization"), "None");
}

/* The template changes the score, its text is too long for a name: its hash stands for it. */
static char *
find_template(const struct evaluation *evaluation)
{
    const struct json_span *root = &evaluation->document.root;
    char *template = json_member_text(root, "chat_template"), *hash;

    if (template == NULL || *template == '\0') {
        free(template);
        return NULL;
    }
    free(template);
    hash = json_member_text(root, "chat_template_sha");
    template = hash == NULL ? mem_strdup("chat") : mem_printf("chat %.8s", hash);
    free(hash);
    return template;
}

/* $.date is in seconds since 1970; start_time and end_time are clocks without a date. */
static char *
find_date(const struct evaluation *evaluation)
{
    double date = json_member_number(&evaluation->document.root, "date");
    time_t seconds;
    struct tm parts;
    char text[32];

    if (!(date > 0 && date < 1e11))
        return NULL;
    seconds = (time_t)date;
    if (gmtime_r(&seconds, &parts) == NULL
        || strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        return NULL;
    return mem_strdup(text);
}

static void
find_attributes(struct evaluation *evaluation)
{
    const struct json_span *config = &evaluation->config;

    add_attribute(evaluation, "checkpoint", unless(first_of(
        model_argument(evaluation, "revision"), json_member_text(config, "model_revision")),
        "main"));
    add_attribute(evaluation, "precision", find_precision(evaluation));
    add_attribute(evaluation, "quantization", find_quantization(evaluation));
    add_attribute(evaluation, "peft", unless(model_argument(evaluation, "peft"), "None"));
    add_attribute(evaluation, "prompt_template", find_template(evaluation));
    add_attribute(evaluation, "limit", json_member_text(config, "limit"));
    add_attribute(evaluation, "seed", json_member_text(config, "random_seed"));
    add_attribute(evaluation, "date", find_date(evaluation));
}

/* --- the tasks --- */

static bool
is_group(const struct evaluation *evaluation, const char *task)
{
    struct json_span found;

    return json_path(&evaluation->document.root, &found, "groups", task, NULL)
        || (json_path(&evaluation->document.root, &found, "group_subtasks", task, NULL)
            && json_count(&found) > 0);
}

static char *
shots_of_task(const struct evaluation *evaluation, const char *task)
{
    const struct json_span *root = &evaluation->document.root;
    struct json_span found;
    char *shots = NULL;

    if (json_member(root, "n-shot", &found))
        shots = json_member_text(&found, task);
    if (shots == NULL && json_path(root, &found, "configs", task, NULL))
        shots = json_member_text(&found, "num_fewshot");
    return shots != NULL ? shots : json_member_text(&evaluation->config, "num_fewshot");
}

/* What the members agree on; NULL if they do not. */
static char *
shots_of_group(const struct evaluation *evaluation, const char *group, unsigned depth)
{
    struct json_span members, member;
    struct json_iter iter;
    char *shots = NULL;

    if (depth == GROUP_DEPTH || !json_path(&evaluation->document.root, &members,
            "group_subtasks", group, NULL) || json_count(&members) == 0)
        return depth == 0 ? NULL : shots_of_task(evaluation, group);
    json_iter_init(&iter, &members);
    while (json_iter_next(&iter, NULL, &member)) {
        char *name = json_string_dup(&member), *own;
        bool agree;

        if (name == NULL)
            continue;
        own = shots_of_group(evaluation, name, depth + 1);
        free(name);
        agree = own != NULL && (shots == NULL || strcmp(shots, own) == 0);
        free(shots);
        shots = own;
        if (!agree) {
            free(shots);
            return NULL;
        }
    }
    return shots;
}

static double
samples_of_task(const struct evaluation *evaluation, const char *task)
{
    struct json_span samples;

    if (!json_path(&evaluation->document.root, &samples, "n-samples", task, NULL))
        return NAN;
    return json_member_number(&samples, "effective");
}

static bool
has_task(const struct evaluation *evaluation, const char *name)
{
    for (size_t i = 0; i < evaluation->n_tasks; i++)
        if (strcmp(evaluation->tasks[i].name, name) == 0)
            return true;
    return false;
}

static void
add_tasks(struct evaluation *evaluation, const struct json_span *results, bool in_groups)
{
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;

    strbuf_init(&key);
    json_iter_init(&iter, results);
    while (json_iter_next(&iter, &key, &value)) {
        struct task task = {.scores = value, .in_groups = in_groups};

        if (value.kind != JSON_OBJECT || (in_groups && has_task(evaluation, key.data)))
            continue;
        task.name = mem_strndup(key.data, key.length);
        task.group = in_groups || is_group(evaluation, task.name);
        task.n_shot = task.group ? shots_of_group(evaluation, task.name, 0)
            : shots_of_task(evaluation, task.name);
        task.n = samples_of_task(evaluation, task.name);
        ARRAY_PUSH(evaluation->tasks, evaluation->n_tasks, evaluation->capacity, task);
    }
    strbuf_release(&key);
}

/* --- scores --- */

static size_t
base_length(const char *key)
{
    return strcspn(key, ",");
}

static bool
is_stderr(const char *key)
{
    size_t length = base_length(key);

    return length >= 7 && memcmp(key + length - 7, "_stderr", 7) == 0;
}

/* Zero is what 0.4.3 writes where it computed none; it is true only of all or nothing. */
static double
stderr_of(const struct json_span *scores, const char *key, double value)
{
    char *name = mem_printf("%.*s_stderr%s", (int)base_length(key), key,
        key + base_length(key));
    double se = json_member_number(scores, name);

    free(name);
    return se < 0 || (se == 0 && value != 0 && value != 1) ? NAN : se;
}

static enum direction
direction_of(const struct evaluation *evaluation, const struct task *task, const char *metric)
{
    const struct json_span *root = &evaluation->document.root;
    struct json_span found, element;
    struct json_iter iter;
    enum direction direction = DIRECTION_UNKNOWN;

    if (json_path(root, &found, "higher_is_better", task->name, metric, NULL)
        && (found.kind == JSON_TRUE || found.kind == JSON_FALSE))
        return found.kind == JSON_TRUE ? DIRECTION_MAX : DIRECTION_MIN;
    if (!json_path(root, &found, "configs", task->name, "metric_list", NULL))
        return DIRECTION_UNKNOWN;
    json_iter_init(&iter, &found);
    while (json_iter_next(&iter, NULL, &element)) {
        char *name = json_member_text(&element, "metric");

        if (name != NULL && strcmp(name, metric) == 0
            && json_member(&element, "higher_is_better", &found)
            && (found.kind == JSON_TRUE || found.kind == JSON_FALSE))
            direction = found.kind == JSON_TRUE ? DIRECTION_MAX : DIRECTION_MIN;
        free(name);
    }
    return direction;
}

static bool
give_score(struct evaluation *evaluation, const struct task *task,
    const struct json_span *scores, const char *key, const struct json_span *value,
    const char *place, struct error *err)
{
    struct sink_score score = sink_score_blank();
    bool filtered = strcmp(key + base_length(key), ",none") != 0;
    char *base = mem_strndup(key, base_length(key));
    bool good;

    if (!json_number(value, &score.value) || isnan(score.value)) {
        score.value = NAN;
        score.status = CELL_EMPTY;
    }
    score.task = task->name;
    score.metric = filtered ? key : base;
    score.se = stderr_of(scores, key, score.value);
    score.n = task->n;
    score.direction = direction_of(evaluation, task, base);
    score.aggregate = task->group;
    score.place = place;
    good = evaluation->sink->score(evaluation->sink, &score, err);
    free(base);
    return good;
}

static bool
is_missing_text(const struct json_span *value)
{
    char *text = json_string_dup(value);
    struct number number;
    bool missing = text != NULL && *text != '\0'
        && number_parse(text, strlen(text), NULL, &number) == NUMBER_MISSING;

    free(text);
    return missing;
}

static bool
give_scores(struct evaluation *evaluation, const struct task *task,
    const struct json_span *scores, struct strbuf *place, unsigned depth, struct error *err)
{
    struct json_iter iter;
    struct json_span value, again;
    struct strbuf key;
    size_t start = place->length;
    bool good = true;

    strbuf_init(&key);
    json_iter_init(&iter, scores);
    while (good && json_iter_next(&iter, &key, &value)) {
        bool number = value.kind == JSON_NUMBER || value.kind == JSON_NONFINITE
            || (value.kind == JSON_STRING && strcmp(key.data, "alias") != 0
                && is_missing_text(&value));

        /* Of duplicate keys only the last is given. */
        if (is_stderr(key.data) || !json_member(scores, key.data, &again)
            || again.text != value.text)
            continue;
        json_path_add_key(place, key.data);
        if (number)
            good = give_score(evaluation, task, scores, key.data, &value, place->data, err);
        else if (value.kind == JSON_OBJECT && depth == 0)    /* by time stamp: BigScience */
            good = give_scores(evaluation, task, &value, place, 1, err);
        place->length = start;
        place->data[start] = '\0';
    }
    strbuf_release(&key);
    return good;
}

/* --- runs --- */

static bool
same_shots(const char *a, const char *b)
{
    return (a == NULL) == (b == NULL) && (a == NULL || strcmp(a, b) == 0);
}

static bool
give_run(struct evaluation *evaluation, const char *n_shot, struct error *err)
{
    struct sink_run run = {.model = evaluation->model, .attributes = evaluation->attributes,
        .n_attributes = evaluation->n_attributes, .place = "$"};

    if (n_shot != NULL)
        evaluation->attributes[run.n_attributes++]
            = (struct sink_attribute){.name = "n_shot", .value = n_shot};
    return evaluation->sink->run(evaluation->sink, &run, err);
}

static bool
give_task(struct evaluation *evaluation, struct task *task, struct error *err)
{
    struct strbuf place;
    bool good;

    strbuf_init(&place);
    strbuf_puts(&place, task->in_groups ? "$.groups" : "$.results");
    json_path_add_key(&place, task->name);
    good = give_scores(evaluation, task, &task->scores, &place, 0, err);
    strbuf_release(&place);
    task->given = true;
    return good;
}

/* What is known of the model whatever the task: its size, in a run without shots. */
static bool
give_facts(struct evaluation *evaluation, struct error *err)
{
    struct sink_score score = sink_score_blank();

    score.value = json_member_number(&evaluation->config, "model_num_parameters");
    if (!(score.value > 0))
        return true;
    score.metric = "model_num_parameters";
    score.unit = "parameter";
    score.place = "$.config.model_num_parameters";
    return give_run(evaluation, NULL, err)
        && evaluation->sink->score(evaluation->sink, &score, err);
}

static bool
give_all(struct evaluation *evaluation, struct error *err)
{
    if (!give_facts(evaluation, err))
        return false;
    for (size_t i = 0; i < evaluation->n_tasks; i++) {
        const char *shots = evaluation->tasks[i].n_shot;

        if (evaluation->tasks[i].given)
            continue;
        if (!give_run(evaluation, shots, err))
            return false;
        for (size_t j = i; j < evaluation->n_tasks; j++)
            if (!evaluation->tasks[j].given && same_shots(shots, evaluation->tasks[j].n_shot)
                && !give_task(evaluation, &evaluation->tasks[j], err))
                return false;
    }
    return true;
}

/* --- the whole --- */

static void
release(struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->n_tasks; i++) {
        free(evaluation->tasks[i].name);
        free(evaluation->tasks[i].n_shot);
    }
    free(evaluation->tasks);
    for (size_t i = 0; i < evaluation->n_attributes; i++)
        free(evaluation->values[i]);
    free(evaluation->model);
    json_document_close(&evaluation->document);
}

static bool
read_evaluation(struct evaluation *evaluation, struct error *err)
{
    const struct json_span *root = &evaluation->document.root;
    struct sink_source source = {.format = "lm-eval", .style = {.decimal = '.'}};
    struct json_span results, groups;

    if (!json_member(root, "results", &results) || results.kind != JSON_OBJECT)
        return error_set(err, ERROR_REQUEST, "%s: has no object \"results\"",
            evaluation->input->name);
    if (!json_member(root, "config", &evaluation->config)
        || evaluation->config.kind != JSON_OBJECT)
        evaluation->config = (struct json_span){.text = "{}", .length = 2, .kind = JSON_OBJECT};
    add_tasks(evaluation, &results, false);
    if (json_member(root, "groups", &groups) && groups.kind == JSON_OBJECT)
        add_tasks(evaluation, &groups, true);
    if (evaluation->n_tasks == 0)
        return error_set(err, ERROR_REQUEST, "%s: \"results\" holds no task",
            evaluation->input->name);
    evaluation->model = find_model(evaluation);
    find_attributes(evaluation);
    if (!evaluation->sink->begin(evaluation->sink, &source, err))
        return false;
    json_document_warn(&evaluation->document, evaluation->sink);
    return give_all(evaluation, err) && evaluation->sink->end(evaluation->sink, err);
}

static bool
lm_eval_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    struct evaluation evaluation = {.input = input, .sink = sink};
    bool good;

    (void)options;
    if (!json_document_open(&evaluation.document, input, true, err))
        return false;
    good = read_evaluation(&evaluation, err);
    release(&evaluation);
    return good;
}

static int
lm_eval_sniff(const struct sniff *sniff)
{
    if (sniff->kind != SNIFF_JSON || sniff->list
        || !sniff_has_key_like(sniff, 3, "results.", ""))
        return 0;
    if (sniff_has_key(sniff, "config.model_args"))
        return 95;
    if (sniff_has_key(sniff, "n-shot") || sniff_has_key(sniff, "group_subtasks"))
        return 90;
    return sniff_has_key(sniff, "versions") ? 80 : 0;
}

const struct reader reader_lm_eval = {
    .name = "lm-eval",
    .title = "lm-evaluation-harness results",
    .detects = "\"results\" by task, with \"config\" or \"versions\"",
    .sniff = lm_eval_sniff,
    .read = lm_eval_read,
};
