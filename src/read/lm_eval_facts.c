/* lm_eval_facts.c - see lm_eval.h.
 *
 * The generations differ in where they say model, shots and direction; each is looked for in
 * all its places, the newest first.
 */
#include "read/lm_eval.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "read/json_document.h"
#include "read/reader.h"

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
model_argument(const struct lm_eval_facts *facts, const char *key)
{
    struct json_span arguments;
    char *text, *value;

    if (!json_member(&facts->config, "model_args", &arguments))
        return NULL;
    if (arguments.kind == JSON_OBJECT)
        return json_member_text(&arguments, key);
    text = json_string_dup(&arguments);
    value = text == NULL ? NULL : argument(text, key);
    free(text);
    return value;
}

static char *
find_model(const struct lm_eval_facts *facts, const struct input *input)
{
    static const char *const keys[] = {"pretrained", "model", "model_name", "engine", "path"};
    char *model = json_member_text(&facts->root, "model_name");

    if (model != NULL && *model == '\0') {
        free(model);
        model = NULL;
    }
    for (size_t i = 0; model == NULL && i < sizeof keys / sizeof keys[0]; i++)
        model = model_argument(facts, keys[i]);
    return model != NULL ? model : reader_model_from_path(input);
}

/* --- what holds for all runs of the file --- */

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
find_precision(const struct lm_eval_facts *facts)
{
    char *dtype = first_of(json_member_text(&facts->config, "model_dtype"),
        model_argument(facts, "dtype"));

    dtype = unless(dtype, "auto");
    if (dtype != NULL && strncmp(dtype, "torch.", 6) == 0)
        memmove(dtype, dtype + 6, strlen(dtype + 6) + 1);
    return dtype;
}

static char *
find_quantization(const struct lm_eval_facts *facts)
{
    static const struct { const char *key, *name; } flags[] = {
        {"load_in_4bit", "4bit"}, {"load_in_8bit", "8bit"}, {"gptq", "gptq"}};

    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        char *flag = model_argument(facts, flags[i].key);
        bool set = flag != NULL && (*flag == 'T' || *flag == 't' || *flag == '1');

        free(flag);
        if (set)
            return mem_strdup(flags[i].name);
    }
    return unless(model_argument(facts, "quantization"), "None");
}

/* The template changes the score, its text is too long for a name: its hash stands for it. */
static char *
find_template(const struct lm_eval_facts *facts)
{
    const struct json_span *root = &facts->root;
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
find_date(const struct lm_eval_facts *facts)
{
    double date = json_member_number(&facts->root, "date");
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
find_attributes(struct lm_eval_facts *facts)
{
    const struct json_span *config = &facts->config;

    run_facts_add(&facts->run, "checkpoint", unless(first_of(
        model_argument(facts, "revision"), json_member_text(config, "model_revision")),
        "main"));
    run_facts_add(&facts->run, "precision", find_precision(facts));
    run_facts_add(&facts->run, "quantization", find_quantization(facts));
    run_facts_add(&facts->run, "peft", unless(model_argument(facts, "peft"), "None"));
    run_facts_add(&facts->run, "prompt_template", find_template(facts));
    run_facts_add(&facts->run, "limit", json_member_text(config, "limit"));
    run_facts_add(&facts->run, "seed", json_member_text(config, "random_seed"));
    run_facts_add(&facts->run, "date", find_date(facts));
}

/* --- what is said of a task --- */

bool
lm_eval_of_task(const struct lm_eval_facts *facts, const char *section, const char *task,
    struct json_span *value)
{
    struct json_span tasks;

    return json_finder_member(facts->finder, &facts->root, section, &tasks)
        && json_finder_member(facts->finder, &tasks, task, value);
}

char *
lm_eval_shots(const struct lm_eval_facts *facts, const char *task)
{
    struct json_span found;
    char *shots = NULL;

    if (lm_eval_of_task(facts, "n-shot", task, &found))
        shots = json_scalar_text(&found);
    if (shots == NULL && lm_eval_of_task(facts, "configs", task, &found))
        shots = json_member_text(&found, "num_fewshot");
    return shots != NULL ? shots : json_member_text(&facts->config, "num_fewshot");
}

enum direction
lm_eval_direction(const struct lm_eval_facts *facts, const char *task, const char *metric)
{
    struct json_span found, element;
    struct json_iter iter;
    enum direction direction = DIRECTION_UNKNOWN;

    if (lm_eval_of_task(facts, "higher_is_better", task, &found)
        && json_member(&found, metric, &found)
        && (found.kind == JSON_TRUE || found.kind == JSON_FALSE))
        return found.kind == JSON_TRUE ? DIRECTION_MAX : DIRECTION_MIN;
    if (!lm_eval_of_task(facts, "configs", task, &found)
        || !json_member(&found, "metric_list", &found))
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

/* --- the whole --- */

void
lm_eval_facts_read(struct lm_eval_facts *facts, const struct json_span *root,
    const struct input *input)
{
    *facts = (struct lm_eval_facts){.root = *root, .finder = json_finder_new()};
    if (!json_member(root, "config", &facts->config) || facts->config.kind != JSON_OBJECT)
        facts->config = (struct json_span){.text = "{}", .length = 2, .kind = JSON_OBJECT};
    facts->run.model = find_model(facts, input);
    find_attributes(facts);
}

void
lm_eval_facts_release(struct lm_eval_facts *facts)
{
    run_facts_release(&facts->run);
    json_finder_free(facts->finder);
}
