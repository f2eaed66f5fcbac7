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

#include "base/memory.h"
#include "base/number.h"
#include "read/json_document.h"
#include "read/lm_eval.h"
#include "read/readers.h"

enum { GROUP_DEPTH = 8 };

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
    struct lm_eval_facts facts;
    struct task *tasks;
    size_t n_tasks, capacity;
};

/* --- the tasks --- */

static bool
is_group(const struct evaluation *evaluation, const char *task)
{
    struct json_span found;

    return lm_eval_of_task(&evaluation->facts, "groups", task, &found)
        || (lm_eval_of_task(&evaluation->facts, "group_subtasks", task, &found)
            && json_count(&found) > 0);
}

/* What the members agree on; NULL if they do not. */
static char *
shots_of_group(const struct evaluation *evaluation, const char *group, unsigned depth)
{
    struct json_span members, member;
    struct json_iter iter;
    char *shots = NULL;

    if (depth == GROUP_DEPTH || !lm_eval_of_task(&evaluation->facts, "group_subtasks", group,
            &members) || json_count(&members) == 0)
        return depth == 0 ? NULL : lm_eval_shots(&evaluation->facts, group);
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

    if (!lm_eval_of_task(&evaluation->facts, "n-samples", task, &samples))
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
            : lm_eval_shots(&evaluation->facts, task.name);
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
    score.direction = lm_eval_direction(&evaluation->facts, task->name, base);
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

/* A group without a mean of its own has a member " ", which is none. */
static bool
is_score(const char *key, const struct json_span *value)
{
    if (value->kind == JSON_STRING)
        return strcmp(key, "alias") != 0 && key[strspn(key, " ")] != '\0'
            && is_missing_text(value);
    return value->kind == JSON_NUMBER || value->kind == JSON_NONFINITE;
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
        /* Of duplicate keys only the last is given. */
        if (is_stderr(key.data) || !json_finder_member(evaluation->facts.finder, scores,
                key.data, &again) || again.text != value.text)
            continue;
        json_path_add_key(place, key.data);
        if (is_score(key.data, &value))
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
    struct run_facts *run = &evaluation->facts.run;
    size_t n = run->n;
    bool good;

    run_facts_add(run, "n_shot", mem_strdup(n_shot));
    good = run_facts_give(run, evaluation->sink, "$", err);
    run_facts_cut(run, n);
    return good;
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

    score.value = json_member_number(&evaluation->facts.config, "model_num_parameters");
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
    lm_eval_facts_release(&evaluation->facts);
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
    lm_eval_facts_read(&evaluation->facts, root, evaluation->input);
    add_tasks(evaluation, &results, false);
    if (json_member(root, "groups", &groups) && groups.kind == JSON_OBJECT)
        add_tasks(evaluation, &groups, true);
    if (evaluation->n_tasks == 0)
        return error_set(err, ERROR_REQUEST, "%s: \"results\" holds no task",
            evaluation->input->name);
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
    if (sniff_has_key(sniff, "versions"))
        return 80;
    return sniff_has_key_like(sniff, 3, "results.", ",none") ? 70 : 0;   /* nothing else kept */
}

const struct reader reader_lm_eval = {
    .name = "lm-eval",
    .title = "lm-evaluation-harness results",
    .detects = "\"results\" by task, with \"config\", \"versions\" or metrics such as \"acc,none\"",
    .sniff = lm_eval_sniff,
    .read = lm_eval_read,
};
