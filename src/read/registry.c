/* registry.c - the table of readers, and which of them an input belongs to; see reader.h.
 *
 * Special formats stand before the general ones, so that of two equally certain readers the
 * one that knows more is taken.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "read/mapping.h"
#include "read/readers.h"

static const struct reader *const readers[] = {
    &reader_lm_eval,
    &reader_llama_bench,
    &reader_litellm,
    &reader_models_dev,
    &reader_openrouter,
    &reader_llm_prices,
    &reader_genai_perf,
    &reader_aiperf,
    &reader_google_benchmark,
    &reader_vllm,
    &reader_sglang,
    &reader_lm_eval_samples,
    &reader_helm_run,
    &reader_inspect,
    &reader_every_eval_ever,
    &reader_every_eval_ever_instances,
    &reader_helm_runtimes,
    &reader_helm_training,
    &reader_helm_scenarios,
    &reader_runtime_table,
    &reader_hal,
    &reader_markdown,
    &reader_yaml,
    &reader_json_table,
    &reader_csv,
};

enum { BUILT_IN = sizeof readers / sizeof readers[0], MOST_TAUGHT = 512 };

/* What the process was taught. It is one list for all, as the table above is. */
static struct {
    const struct reader *all[BUILT_IN + MOST_TAUGHT];
    struct reader taught[MOST_TAUGHT];
    struct mapping *mappings[MOST_TAUGHT];
    size_t n;
    bool usual;
} registry;

const struct reader *const *
reader_all(size_t *n)
{
    for (size_t i = 0; i < BUILT_IN; i++)
        registry.all[i] = readers[i];
    for (size_t i = 0; i < registry.n; i++)
        registry.all[BUILT_IN + i] = &registry.taught[i];
    *n = BUILT_IN + registry.n;
    return registry.all;
}

/* Loads all of a taught format that is to be used; what is wrong with it is said on reading. */
static const struct reader *
completed(const struct reader *reader, struct error *err)
{
    for (size_t i = 0; reader != NULL && i < registry.n; i++)
        if (reader == &registry.taught[i]) {
            if (!mapping_complete(registry.mappings[i], err))
                return NULL;
            registry.taught[i].stamp = registry.mappings[i]->stamp;
        }
    return reader;
}

const struct reader *
reader_find(const char *name)
{
    size_t n;
    const struct reader *const *all = reader_all(&n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i]->name, name) == 0) {
            completed(all[i], NULL);
            return all[i];
        }
    return NULL;
}

/* Of equal certainty: the earlier of those in C, but the later of the taught ones. */
const struct reader *
reader_sniff(const struct input *input)
{
    size_t n;
    const struct reader *const *all = reader_all(&n), *best = NULL;
    struct sniff sniff;
    int certainty = 0;

    sniff_init(&sniff, input);
    for (size_t i = 0; i < n; i++) {
        bool taught = all[i]->mapping != NULL;
        int seen = taught ? mapping_sniff(all[i]->mapping, &sniff) : all[i]->sniff(&sniff);

        if (seen > certainty || (taught && seen == certainty && seen > 0)) {
            certainty = seen;
            best = all[i];
        }
    }
    sniff_release(&sniff);
    completed(best, NULL);
    return best;
}

/* The keys that tell JSON may stand at its end, and a database is only known as a whole. */
bool
reader_may_know(const struct input *head)
{
    struct sniff sniff;
    bool open;

    sniff_init(&sniff, head);
    open = sniff.kind == SNIFF_JSON || sniff.kind == SNIFF_YAML || sniff.kind == SNIFF_EMPTY
        || (head->length >= 16 && memcmp(head->data, "SQLite format 3", 16) == 0);
    sniff_release(&sniff);
    return open || reader_sniff(head) != NULL;
}

bool
reader_read(const struct reader *reader, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err)
{
    if (completed(reader, err) == NULL)
        return false;
    return reader->mapping != NULL ? mapping_read(reader->mapping, input, options, sink, err)
        : reader->read(input, options, sink, err);
}

/* --- teaching --- */

/* Where a format of that name is or goes; MOST_TAUGHT: nowhere. */
static size_t
taught_slot(const char *format)
{
    for (size_t i = 0; i < registry.n; i++)
        if (strcmp(registry.taught[i].name, format) == 0)
            return i;
    return registry.n;
}

/* With marks only what files are recognised by is loaded now. */
static bool
teach_file(const char *path, bool marks, struct error *err)
{
    struct mapping *mapping;
    size_t slot;

    if (!(marks ? mapping_load_marks : mapping_load)(&mapping, path, err))
        return false;
    slot = taught_slot(mapping->format);
    for (size_t i = 0; i < BUILT_IN; i++)
        if (strcmp(readers[i]->name, mapping->format) == 0) {
            error_set(err, ERROR_REQUEST, "%s: the format \"%s\" is built in", path,
                mapping->format);
            slot = MOST_TAUGHT;
        }
    if (slot == MOST_TAUGHT) {
        if (err != NULL && err->kind == ERROR_NONE)
            error_set(err, ERROR_REQUEST, "%s: too many formats", path);
        mapping_free(mapping);
        return error_hint(err, "give it another name");
    }
    mapping_free(registry.mappings[slot]);
    registry.mappings[slot] = mapping;
    registry.taught[slot] = (struct reader){.name = mapping->format, .title = mapping->title,
        .detects = mapping->detects, .mapping = mapping, .stamp = mapping->stamp};
    registry.n += slot == registry.n;
    return true;
}

bool
reader_teach_file(const char *path, struct error *err)
{
    return teach_file(path, false, err);
}

static void
teach_folder(const char *folder, bool marks,
    void (*refuse)(void *context, const struct error *why), void *context)
{
    size_t n;
    char **names = folder_names(folder, ".json", &n);

    for (size_t i = 0; i < n; i++) {
        char *path = path_join(folder, names[i]);
        struct error why = {0};

        if (!teach_file(path, marks, &why) && refuse != NULL)
            refuse(context, &why);
        free(path);
        free(names[i]);
    }
    free(names);
}

void
reader_teach_folder(const char *folder, void (*refuse)(void *context, const struct error *why),
    void *context)
{
    teach_folder(folder, false, refuse, context);
}

void
reader_teach_usual(void (*refuse)(void *context, const struct error *why), void *context)
{
    char *shipped, *own;

    if (registry.usual)
        return;
    registry.usual = true;
    shipped = path_share("formats");
    own = path_config("formats");
    if (shipped != NULL)
        teach_folder(shipped, true, refuse, context);
    if (own != NULL)
        reader_teach_folder(own, refuse, context);
    free(shipped);
    free(own);
}

void
reader_forget_taught(void)
{
    for (size_t i = 0; i < registry.n; i++) {
        mapping_free(registry.mappings[i]);
        registry.mappings[i] = NULL;
    }
    registry.n = 0;
    registry.usual = false;
}

/* --- the model's name --- */

/* The value of "model=" in a path like "mmlu:subject=x,model=openai_gpt2/stats.json". */
static char *
model_in_path(const char *name)
{
    const char *at = strstr(name, "model=");
    size_t length;

    if (at == NULL || (at != name && strchr(",:-/_", at[-1]) == NULL))
        return NULL;
    at += strlen("model=");
    length = strcspn(at, ",/");
    return length == 0 ? NULL : mem_strndup(at, length);
}

static size_t
stem_length(const char *base)
{
    static const char *const endings[] = {".gz", ".xz", ".zst", ".bz2", ".json", ".jsonl",
        ".ndjson", ".csv", ".tsv", ".txt", ".log", ".yaml", ".yml", ".md"};
    size_t length = strlen(base);

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t size = strlen(endings[i]);

        if (length > size && memcmp(base + length - size, endings[i], size) == 0)
            length -= size;
    }
    return length;
}

/* Names that tools give to every file of results, whatever the model. */
static bool
is_generic(const char *stem, size_t length)
{
    static const char *const generic[] = {"results", "result", "all_results", "eval_results",
        "train_results", "test_results", "metrics", "summary", "stats", "output", "outputs",
        "benchmark", "benchmarks", "benchmark_results", "run", "data", "scores", "-"};

    for (size_t i = 0; i < sizeof generic / sizeof generic[0]; i++)
        if (strlen(generic[i]) == length && memcmp(stem, generic[i], length) == 0)
            return true;
    return false;
}

char *
reader_model_from_path(const struct input *input)
{
    char *model = model_in_path(input->name);
    const char *base = path_base(input->name), *folder = base;
    const char *mark = strrchr(base, ':');
    size_t length;

    if (model != NULL)
        return model;
    if (mark != NULL && mark[1] != '\0')
        base = mark + 1;
    length = stem_length(base);
    if (!is_generic(base, length) || folder - input->name < 2)
        return mem_strndup(base, length);
    for (folder--; folder > input->name && folder[-1] != '/' && folder[-1] != ':';)
        folder--;
    length = strcspn(folder, "/");
    return length == 0 || *folder == '.' ? mem_strndup(base, stem_length(base))
        : mem_strndup(folder, length);
}
