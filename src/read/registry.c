/* registry.c - the table of readers, and which of them an input belongs to; see reader.h.
 *
 * Special formats stand before the general ones, so that of two equally certain readers the
 * one that knows more is taken.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "read/readers.h"

static const struct reader *const readers[] = {
    &reader_lm_eval,
    &reader_helm_runtimes,
    &reader_helm_training,
    &reader_helm_scenarios,
    &reader_json_table,
    &reader_csv,
};

const struct reader *const *
reader_all(size_t *n)
{
    *n = sizeof readers / sizeof readers[0];
    return readers;
}

const struct reader *
reader_find(const char *name)
{
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (strcmp(readers[i]->name, name) == 0)
            return readers[i];
    return NULL;
}

const struct reader *
reader_sniff(const struct input *input)
{
    struct sniff sniff;
    const struct reader *best = NULL;
    int certainty = 0;

    sniff_init(&sniff, input);
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        int seen = readers[i]->sniff(&sniff);

        if (seen > certainty) {
            certainty = seen;
            best = readers[i];
        }
    }
    sniff_release(&sniff);
    return best;
}

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
