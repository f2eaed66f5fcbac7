/* mapping.c - whether a file is of a taught format, and which form its reading takes; see
 * mapping.h. */
#include "read/mapping.h"

#include <string.h>

#include "base/file.h"
#include "read/json_document.h"
#include "read/yaml.h"

/* A path against the outline: "$.runs[].model" is "runs[].model" there, and a first list is
 * not written: "$[].model" is "model". */
static bool
has_path(const struct sniff *sniff, const char *path)
{
    if (*path == '$')
        path++;
    if (strncmp(path, "[]", 2) == 0) {
        if (!sniff->list)
            return false;
        path += 2;
    } else if (sniff->list)
        return false;
    if (*path == '.')
        path++;
    if (strchr(path, '*') == NULL)
        return sniff_has_key(sniff, path);
    for (size_t i = 0; i < sniff->n_keys; i++) {
        unsigned depth = 1;

        for (const char *at = path; *at != '\0'; at++)
            depth += *at == '.';
        if (depth == sniff->keys[i].depth
            && mapping_glob(path, sniff->keys[i].path, NULL, NULL))
            return true;
    }
    return false;
}

/* Whether a member at the top is none of the paths. */
static bool
has_others(const struct mapping *mapping, const struct sniff *sniff)
{
    for (size_t i = 0; i < sniff->n_keys; i++) {
        bool known = sniff->keys[i].depth > 1;

        for (size_t k = 0; k < mapping->n_paths; k++)
            known = known || strcmp(mapping->paths[k] + strspn(mapping->paths[k], "$."),
                sniff->keys[i].path) == 0;
        if (!known)
            return true;
    }
    return false;
}

static bool
has_column(const struct sniff *sniff, const char *name)
{
    if (strchr(name, '*') == NULL)
        return sniff_has_column(sniff, name);
    for (size_t i = 0; i < sniff->n_columns; i++)
        if (mapping_glob(name, sniff->columns[i], NULL, NULL))
            return true;
    return false;
}

static bool
has_name(const struct mapping *mapping, const struct sniff *sniff)
{
    const char *mark = strrchr(sniff->input->name, '!');
    const char *base = path_base(mark == NULL ? sniff->input->name : mark + 1);

    for (size_t i = 0; i < mapping->n_names; i++)
        if (mapping_glob(mapping->names[i], base, NULL, NULL))
            return true;
    return mapping->n_names == 0;
}

static bool
has_all(const struct mapping *mapping, const struct sniff *sniff)
{
    bool tabular = mapping->input == MAPPING_DELIMITED || mapping->input == MAPPING_MARKDOWN;

    for (size_t i = 0; i < mapping->n_columns; i++)
        if (!has_column(sniff, mapping->columns[i]))
            return false;
    for (size_t i = 0; i < mapping->n_paths; i++)
        if (!has_path(sniff, mapping->paths[i]))
            return false;
    for (size_t i = 0; i < mapping->n_absent; i++)
        if (tabular ? has_column(sniff, mapping->absent[i])
            : has_path(sniff, mapping->absent[i]))
            return false;
    if (mapping->only && has_others(mapping, sniff))
        return false;
    for (size_t i = 0; i < mapping->n_words; i++)
        if (!sniff_contains(sniff, mapping->words[i]))
            return false;
    return mapping->n_columns + mapping->n_paths + mapping->n_names + mapping->n_words > 0;
}

/* What is JSON for one user is YAML for another of the same tool. */
static bool
says_it_in_yaml(const struct mapping *mapping, const struct sniff *sniff)
{
    return mapping->input == MAPPING_JSON && mapping->companion == NULL
        && sniff->kind == SNIFF_YAML && yaml_is_meant(sniff->input);
}

int
mapping_sniff(const struct mapping *mapping, const struct sniff *sniff)
{
    static const enum sniff_kind kinds[] = {[MAPPING_DELIMITED] = SNIFF_TEXT,
        [MAPPING_MARKDOWN] = SNIFF_TEXT, [MAPPING_JSON] = SNIFF_JSON,
        [MAPPING_YAML] = SNIFF_YAML, [MAPPING_TEXT] = SNIFF_TEXT};

    if (sniff->markdown != (mapping->input == MAPPING_MARKDOWN))
        return 0;
    return (sniff->kind == kinds[mapping->input] || says_it_in_yaml(mapping, sniff))
        && has_all(mapping, sniff)
        && has_name(mapping, sniff) ? mapping->certainty : 0;
}

/* A file that belongs to results and has none: it is known, and that is all. A damaged one is
 * refused like others. */
static bool
read_companion(const struct mapping *mapping, const struct input *input, struct sink *sink,
    struct error *err)
{
    struct sink_source source = {.format = mapping->format, .style = {.decimal = '.'}};
    struct json_document document;

    if (mapping->input == MAPPING_JSON) {
        if (!json_document_open(&document, input, false, err))
            return false;
        json_document_close(&document);
    }
    if (!sink->begin(sink, &source, err))
        return false;
    if (!input->in_folder)
        sink->warn(sink, NULL, mapping->companion);
    return sink->end(sink, err);
}

bool
mapping_read(const struct mapping *mapping, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err)
{
    if (mapping->companion != NULL)
        return read_companion(mapping, input, sink, err);
    return mapping->keeps_table ? mapped_table_read(mapping, input, options, sink, err)
        : mapped_runs_read(mapping, input, options, sink, err);
}
