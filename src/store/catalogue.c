/* catalogue.c - patterns in order, the first that fits decides. */
#include "store/catalogue.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/number.h"

struct entry {
    char **patterns;
    size_t n_patterns;
    struct measure_facts facts;
};

/* "usd" is shown as "USD", "ms" stays; so many of the canonical unit. */
struct unit_name { const char *written, *shown, *canonical; double factor; };

struct catalogue {
    struct arena *arena;
    struct entry *entries;
    size_t n_entries;
    struct unit_name *units;
    size_t n_units;
};

char *
catalogue_fold(const char *name)
{
    char *folded = mem_alloc(strlen(name) + 1), *to = folded;

    for (const unsigned char *at = (const unsigned char *)name; *at != '\0'; at++) {
        if (isalnum(*at) || *at >= 0x80)
            *to++ = (char)(*at < 0x80 ? tolower(*at) : *at);
        else if (to != folded && to[-1] != '_')
            *to++ = '_';
    }
    while (to != folded && to[-1] == '_')
        to--;
    *to = '\0';
    return folded;
}

/* --- reading share/measures.json --- */

static char *
member_text(struct catalogue *catalogue, const struct json_span *object, const char *key)
{
    struct json_span value;
    char *text, *kept = NULL;

    if (json_member(object, key, &value) && value.kind == JSON_STRING) {
        text = json_string_dup(&value);
        kept = arena_strdup(catalogue->arena, text);
        free(text);
    }
    return kept;
}

static bool
member_true(const struct json_span *object, const char *key)
{
    struct json_span value;

    return json_member(object, key, &value) && value.kind == JSON_TRUE;
}

static enum measure_kind
kind_of(const char *word)
{
    if (word != NULL && strcmp(word, "capability") == 0)
        return KIND_CAPABILITY;
    return word != NULL && strcmp(word, "efficiency") == 0 ? KIND_EFFICIENCY : KIND_DESCRIPTOR;
}

static enum direction
direction_of(const char *word)
{
    if (word == NULL)
        return DIRECTION_UNKNOWN;
    return strcmp(word, "max") == 0 ? DIRECTION_MAX : DIRECTION_MIN;
}

static void
read_entry(struct catalogue *catalogue, const struct json_span *object, struct entry *entry)
{
    struct json_span names, name;
    struct json_iter iter;

    entry->facts = (struct measure_facts){
        .direction = direction_of(member_text(catalogue, object, "direction")),
        .kind = kind_of(member_text(catalogue, object, "kind")),
        .unit = member_text(catalogue, object, "unit"),
        .missing = member_text(catalogue, object, "missing"),
        .known = true,
        .proportion = member_true(object, "proportion"),
        .order = (size_t)(entry - catalogue->entries),
    };
    if (!json_member(object, "names", &names))
        return;
    entry->patterns = arena_zalloc(catalogue->arena, json_count(&names), sizeof(char *));
    json_iter_init(&iter, &names);
    while (json_iter_next(&iter, NULL, &name)) {
        char *text = json_string_dup(&name);

        entry->patterns[entry->n_patterns++] = arena_strdup(catalogue->arena, text);
        free(text);
    }
}

static void
read_units(struct catalogue *catalogue, const struct json_span *units)
{
    struct json_iter iter, pair;
    struct json_span value, canonical, factor;
    struct strbuf key;
    double times;

    strbuf_init(&key);
    catalogue->units = arena_zalloc(catalogue->arena, json_count(units), sizeof(struct unit_name));
    json_iter_init(&iter, units);
    while (json_iter_next(&iter, &key, &value)) {
        struct unit_name *unit = &catalogue->units[catalogue->n_units];
        char *text;

        json_iter_init(&pair, &value);
        if (!json_iter_next(&pair, NULL, &canonical) || !json_iter_next(&pair, NULL, &factor)
            || !json_number(&factor, &times))
            continue;
        text = json_string_dup(&canonical);
        unit->written = arena_strdup(catalogue->arena, key.data);
        unit->canonical = arena_strdup(catalogue->arena, text);
        unit->shown = times == 1 ? unit->canonical : unit->written;
        unit->factor = times;
        if (json_iter_next(&pair, NULL, &canonical)) {       /* "mb" is shown as "MB" */
            free(text);
            text = json_string_dup(&canonical);
            unit->shown = arena_strdup(catalogue->arena, text);
        }
        catalogue->n_units++;
        free(text);
    }
    strbuf_release(&key);
}

static void
read_catalogue(struct catalogue *catalogue, const struct json_span *root)
{
    struct json_span measures, entry;
    struct json_iter iter;

    if (json_member(root, "measures", &measures)) {
        catalogue->entries = arena_zalloc(catalogue->arena, json_count(&measures),
            sizeof(struct entry));
        json_iter_init(&iter, &measures);
        while (json_iter_next(&iter, NULL, &entry))
            read_entry(catalogue, &entry, &catalogue->entries[catalogue->n_entries++]);
    }
    if (json_member(root, "units", &measures))
        read_units(catalogue, &measures);
}

bool
catalogue_load(struct catalogue **out, struct error *err)
{
    struct catalogue *catalogue;
    struct file_bytes bytes;
    struct json_span root;
    size_t used;
    char *path = path_share("measures.json");
    bool read;

    *out = NULL;
    if (path == NULL) {
        error_set(err, ERROR_SYSTEM, "the measure catalogue measures.json was not found");
        return error_hint(err, "set PARETOP_SHARE to the folder share/ of paretop");
    }
    if (!file_open_bytes(path, &bytes, err)) {
        free(path);
        return false;
    }
    read = json_scan(bytes.data, bytes.length, NULL, NULL, &root, &used, NULL, err);
    if (read) {
        catalogue = mem_zalloc(1, sizeof *catalogue);
        catalogue->arena = arena_new();
        read_catalogue(catalogue, &root);
        *out = catalogue;
    } else {
        error_prefix(err, "%s", path);
    }
    file_close_bytes(&bytes);
    free(path);
    return read;
}

void
catalogue_free(struct catalogue *catalogue)
{
    if (catalogue == NULL)
        return;
    arena_free(catalogue->arena);
    free(catalogue);
}

/* --- asking --- */

/* Whether a folded name fits a pattern, in which only '*' is special. The system's matcher
 * costs a conversion to wide characters for each of hundreds of patterns. */
static bool
fits(const char *pattern, const char *name)
{
    const char *star = NULL, *tried = NULL;

    while (*name != '\0') {
        if (*pattern == '*') {
            star = ++pattern;
            tried = name;
        } else if (*pattern == *name) {
            pattern++;
            name++;
        } else if (star != NULL) {
            pattern = star;
            name = ++tried;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

static const struct entry *
entry_for(const struct catalogue *catalogue, const char *folded)
{
    for (size_t i = 0; i < catalogue->n_entries; i++)
        for (size_t k = 0; k < catalogue->entries[i].n_patterns; k++)
            if (fits(catalogue->entries[i].patterns[k], folded))
                return &catalogue->entries[i];
    return NULL;
}

/* As written, before a spelling that differs in case only: "mWh" is not "MWh". */
static const struct unit_name *
unit_named(const struct catalogue *catalogue, const char *unit)
{
    for (size_t i = 0; i < catalogue->n_units; i++)
        if (strcmp(catalogue->units[i].shown, unit) == 0
            || strcmp(catalogue->units[i].written, unit) == 0)
            return &catalogue->units[i];
    for (size_t i = 0; i < catalogue->n_units; i++)
        if (strcasecmp(catalogue->units[i].written, unit) == 0)
            return &catalogue->units[i];
    return NULL;
}

/* "billion" counts, and measures nothing. */
static bool
is_count(const struct unit_name *unit)
{
    return strcmp(unit->canonical, "one") == 0;
}

/* The unit at the end of a folded name: "latency_ms" gives "ms" and cuts the name. What
 * stands behind "per" is none: "usd_per_hour". */
static const char *
unit_at_end(const struct catalogue *catalogue, char *folded)
{
    char *last = strrchr(folded, '_');

    if (last == NULL || (last - folded >= 4 && strncmp(last - 4, "_per", 4) == 0))
        return NULL;
    for (size_t i = 0; i < catalogue->n_units; i++)
        if (strcmp(catalogue->units[i].written, last + 1) == 0
            && !is_count(&catalogue->units[i])) {
            *last = '\0';
            return catalogue->units[i].shown;
        }
    return NULL;
}

const char *
catalogue_unit(const struct catalogue *catalogue, const char *written)
{
    const struct unit_name *unit = unit_named(catalogue, written);

    return unit != NULL ? unit->shown : NULL;
}

const char *
catalogue_count_unit(char letter)
{
    static const struct { char letter; const char *unit; } counts[] = { { 'K', "thousand" },
        { 'k', "thousand" }, { 'M', "million" }, { 'B', "billion" }, { 'G', "billion" },
        { 'T', "trillion" } };

    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (counts[i].letter == letter)
            return counts[i].unit;
    return NULL;
}

size_t
catalogue_bracket(const char *name, const char **inside, size_t *length)
{
    const char *open = NULL, *close = NULL, *start;

    for (const char *at = name; *at != '\0'; at++) {
        if (*at == '(' || *at == '[') {
            open = at;
            close = NULL;
        } else if (open != NULL && close == NULL && *at == (*open == '(' ? ')' : ']')) {
            close = at;
        }
    }
    if (close == NULL)
        return 0;
    for (const char *rest = close + 1; *rest != '\0'; rest++)
        if (isgraph((unsigned char)*rest))           /* an arrow or a blank may follow */
            return 0;
    start = open + 1 + strspn(open + 1, " ");
    if (strncmp(start, "in ", 3) == 0)
        start += 3;
    while (close > start && close[-1] == ' ')
        close--;
    *inside = start;
    *length = (size_t)(close - start);
    while (open > name && open[-1] == ' ')
        open--;
    return (size_t)(open - name);
}

/* The unit in brackets at the end of a name; of things counted, (B) is a billion. */
static const char *
unit_in_brackets(const struct catalogue *catalogue, const char *name, const char *usual)
{
    const char *inside, *shown;
    size_t length;
    char *written;

    if (catalogue_bracket(name, &inside, &length) == 0)
        return NULL;
    if (length == 1 && usual != NULL && (strcmp(usual, "parameter") == 0
            || strcmp(usual, "token") == 0) && catalogue_count_unit(*inside) != NULL)
        return catalogue_count_unit(*inside);
    written = mem_strndup(inside, length);
    shown = strcmp(written, "B") == 0 ? "B" : catalogue_unit(catalogue, written);
    free(written);
    return shown;
}

/* 1 / 1e-9 is not 1e9: a power of ten that a quotient just misses. */
static double
power_if_near(double factor)
{
    double power = pow(10, round(log10(factor)));

    return fabs(factor / power - 1) < 1e-12 ? power : factor;
}

double
catalogue_factor(const struct catalogue *catalogue, const char *from, const char *to)
{
    const struct unit_name *a = unit_named(catalogue, from), *b = unit_named(catalogue, to);

    if (a == NULL || b == NULL || strcmp(a->canonical, b->canonical) != 0)
        return NAN;
    return power_if_near(a->factor / b->factor);
}

size_t
catalogue_bare_length(const struct catalogue *catalogue, const char *name)
{
    const char *inside;
    size_t length, bare = catalogue_bracket(name, &inside, &length);

    return bare > 0 && unit_in_brackets(catalogue, name, catalogue_find(catalogue, name).usual)
        != NULL ? bare : strlen(name);
}

double
catalogue_converted(const struct catalogue *catalogue, double value, const char *from,
    const char *to)
{
    const struct unit_name *a = unit_named(catalogue, from), *b = unit_named(catalogue, to);
    double factor = catalogue_factor(catalogue, from, to);

    if (isnan(factor))
        return strcmp(from, to) == 0 ? value : NAN;
    if (a->factor < 1 || b->factor < 1 || pow(10, round(log10(factor))) == factor)
        return number_scaled(value, factor);
    return value * a->factor / b->factor;
}

static bool
has_percent(const char *name)
{
    return strchr(name, '%') != NULL;
}

/* What may stand behind a task and only says how it was asked or counted: then the task's own
 * direction holds. */
static bool
is_setup(const char *folded)
{
    static const char *const setups[] = { "*shot*", "maj*", "pass*", "cot*", "*_cot", "score",
        "scores", "overall", "total", "avg*", "average", "mean", "main", "all", "test", "dev",
        "val*", "train", "*strict*", "*loose*", "*norm*" };

    for (size_t i = 0; i < sizeof setups / sizeof *setups; i++)
        if (fits(setups[i], folded))
            return true;
    return folded[strspn(folded, "0123456789_")] == '\0';
}

/* "Tokens/sec" as a whole, then what stands before the slash; *of_task: the latter. */
static const struct entry *
entry_for_parts(const struct catalogue *catalogue, const char *name, size_t length,
    bool *of_task)
{
    char *whole = catalogue_fold(name), *part = mem_strndup(name, length);
    char *task = catalogue_fold(part);
    const struct entry *entry = entry_for(catalogue, whole), *alone = entry_for(catalogue, task);

    *of_task = entry == NULL || entry == alone;
    if (entry == NULL)
        entry = alone;
    free(whole);
    free(part);
    free(task);
    return entry;
}

struct measure_facts
catalogue_find(const struct catalogue *catalogue, const char *name)
{
    const char *metric = frame_metric(name);
    char *folded = catalogue_fold(metric != NULL ? metric : name), *cut = mem_strdup(folded);
    const char *unit = unit_at_end(catalogue, cut);
    const struct entry *entry = entry_for(catalogue, folded);
    struct measure_facts facts = { .order = catalogue->n_entries };
    const char *inside;
    size_t length;
    bool of_task = false;

    if (entry == NULL && unit != NULL)
        entry = entry_for(catalogue, cut);
    if (entry == NULL && metric != NULL)
        entry = entry_for_parts(catalogue, name, (size_t)(metric - 1 - name), &of_task);
    /* Of a task that is known an unknown metric may count anything: errors, tokens. */
    if (of_task && entry != NULL && entry->facts.kind == KIND_CAPABILITY && !is_setup(folded))
        entry = NULL;
    if (entry != NULL)
        facts = entry->facts;
    facts.usual = facts.unit;
    /* "mAP50(B)" is of boxes, not in bytes. */
    if (facts.kind != KIND_CAPABILITY || catalogue_bracket(name, &inside, &length) == 0
        || length != 1 || *inside != 'B')
        facts.written = unit_in_brackets(catalogue, name, facts.usual);
    /* "Latency (ms/token)" of an unknown unit is not in seconds. */
    if (facts.written == NULL && catalogue_bracket(name, &inside, &length) > 0
        && memchr(inside, '/', length) != NULL)
        facts.unit = NULL;
    if (facts.written == NULL)
        facts.written = unit != NULL ? unit : has_percent(name) ? "%" : NULL;
    if (facts.written != NULL)
        facts.unit = facts.written;
    free(cut);
    free(folded);
    return facts;
}

/* --- the usual names of columns --- */

struct named { const char *pattern, *means; };

static const char *
look_up(const struct named *table, size_t n, const char *name)
{
    char *folded = catalogue_fold(name);
    const char *found = NULL;

    for (size_t i = 0; i < n && found == NULL; i++)
        if (fits(table[i].pattern, folded))
            found = table[i].means;
    free(folded);
    return found;
}

const char *
catalogue_condition(const char *name)
{
    static const struct named conditions[] = {
        { "precision", "precision" }, { "dtype", "precision" }, { "torch_dtype", "precision" },
        { "model_dtype", "precision" }, { "weight_precision", "precision" },
        { "quantization", "quantization" }, { "quantisation", "quantization" },
        { "quant", "quantization" }, { "quant_*", "quantization" },
        { "hardware", "hardware" }, { "gpu", "hardware" }, { "gpu_model", "hardware" },
        { "gpu_name", "hardware" }, { "device", "hardware" }, { "cpu_model", "hardware" },
        { "machine", "hardware" }, { "accelerator", "hardware" },
        { "batch", "batch" }, { "batch_size", "batch" }, { "infer_batch_size", "batch" },
        { "concurrency", "concurrency" }, { "max_concurrency", "concurrency" },
        { "num_concurrent_requests", "concurrency" }, { "request_rate", "request_rate" },
        { "gpus", "gpus" }, { "num_gpus", "gpus" }, { "n_gpus", "gpus" }, { "gpu_count", "gpus" },
        { "provider", "provider" }, { "litellm_provider", "provider" },
        { "effort", "effort" }, { "reasoning_effort", "effort" },
        { "n_shot", "shots" }, { "num_fewshot", "shots" }, { "shots", "shots" },
        { "fewshot", "shots" }, { "num_shots", "shots" }, { "n_shots", "shots" },
        { "few_shot", "shots" }, { "temperature", "temperature" }, { "threads", "threads" },
        { "n_threads", "threads" }, { "num_threads", "threads" },
        { "tensor_parallel", "tensor_parallel" }, { "tensor_parallel_size", "tensor_parallel" },
        { "tp_size", "tensor_parallel" }, { "seq_len", "sequence_length" },
        { "sequence_length", "sequence_length" }, { "input_len", "input_length" },
        { "random_input_len", "input_length" }, { "isl", "input_length" },
        { "output_len", "output_length" }, { "random_output_len", "output_length" },
        { "osl", "output_length" }, { "n_prompt", "n_prompt" }, { "n_gen", "n_gen" },
        { "n_depth", "n_depth" }, { "img_size", "img_size" }, { "image_size", "img_size" },
        { "infer_img_size", "img_size" }, { "edit_format", "edit_format" },
        { "prompt_template", "prompt" }, { "step", "checkpoint" }, { "checkpoint", "checkpoint" },
        { "revision", "checkpoint" }, { "backend", "backend" }, { "framework", "backend" },
    };

    return look_up(conditions, sizeof conditions / sizeof *conditions, name);
}

enum column_guess
catalogue_guess(const char *name)
{
    static const struct named guesses[] = {
        { "model", "m" }, { "model_name", "m" }, { "model_id", "m" }, { "models", "m" },
        { "models_name", "m" }, { "modelname", "m" }, { "model_raw", "m" }, { "architecture", "m" },
        { "llm", "m" }, { "name", "m" }, { "algorithm", "m" }, { "system", "m" }, { "method", "m" },
        { "project_name", "m" }, { "agent_name", "m" }, { "engine", "m" }, { "network", "m" },
        { "task", "t" }, { "benchmark", "t" }, { "dataset", "t" }, { "scenario", "t" },
        { "task_name", "t" }, { "subset", "t" }, { "eval_name", "t" }, { "benchmark_name", "t" },
        { "metric", "c" }, { "metric_name", "c" }, { "measure", "c" },
        { "value", "v" }, { "metric_value", "v" },
        { "n", "n" }, { "n_samples", "n" }, { "num_samples", "n" }, { "n_items", "n" },
        { "n_total", "n" }, { "instances", "n" }, { "test_cases", "n" },
        { "stderr", "?" }, { "std_err", "?" }, { "standard_error", "?" }, { "se", "?" },
        { "sem", "?" }, { "seed", "s" }, { "random_seed", "s" }, { "run", "s" }, { "trial", "s" },
        { "repeat", "s" }, { "sample", "r" }, { "attempt", "r" }, { "epoch", "r" }, { "try", "r" },
        { "item", "i" }, { "item_id", "i" }, { "doc_id", "i" }, { "instance_id", "i" },
        { "question_id", "i" }, { "question", "i" }, { "prompt", "i" }, { "instruction", "i" },
        { "problem", "i" }, { "query", "i" }, { "sentence", "i" }, { "sample_id", "i" },
        { "example_id", "i" }, { "cluster", "k" }, { "cluster_id", "k" },
        { "date", "d" }, { "timestamp", "d" }, { "time_stamp", "d" }, { "datetime", "d" },
    };
    static const char letters[] = "mtc?nsidvkr";
    static const enum column_guess guess[] = { GUESS_MODEL, GUESS_TASK, GUESS_METRIC, GUESS_SE,
        GUESS_N, GUESS_SEED, GUESS_ITEM, GUESS_DATE, GUESS_VALUE, GUESS_CLUSTER,
        GUESS_REPEAT };
    const char *found = look_up(guesses, sizeof guesses / sizeof *guesses, name);

    return found != NULL ? guess[strchr(letters, found[0]) - letters] : GUESS_NONE;
}

char *
catalogue_se_of(const char *name)
{
    static const char *const endings[] = { "_stderr", "_standard_error", "_std_err", "_se",
        "_sem" };
    char *folded = catalogue_fold(name);
    size_t length = strlen(folded);

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);

        if (length > ending && strcmp(folded + length - ending, endings[i]) == 0) {
            folded[length - ending] = '\0';
            return folded;
        }
    }
    free(folded);
    return NULL;
}
