/* mapping_load.c - a mapping file into memory, every member of it understood or refused: the
 * file as a whole; see mapping.h and mapping_loader.h. */
#include "read/mapping_loader.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/sha256.h"

static bool
take_recognition(const struct loader *loader, const struct json_span *root)
{
    static const char *const names[] = {"columns", "paths", "absent", "only", "text", "file",
        "certainty", NULL};
    struct mapping *mapping = loader->mapping;
    struct json_span value;
    double certainty = 90;

    if (!json_member(root, "recognise", &value))
        return true;                            /* only by --from */
    if (!loader_check_members(loader, &value, "recognise", names)
        || !loader_take_texts(loader, &value, "columns", &mapping->columns, &mapping->n_columns)
        || !loader_take_texts(loader, &value, "paths", &mapping->paths, &mapping->n_paths)
        || !loader_take_texts(loader, &value, "absent", &mapping->absent, &mapping->n_absent)
        || !loader_take_flag(loader, &value, "only", &mapping->only)
        || !loader_take_texts(loader, &value, "text", &mapping->words, &mapping->n_words)
        || !loader_take_texts(loader, &value, "file", &mapping->names, &mapping->n_names)
        || !loader_take_number(loader, &value, "certainty", &certainty))
        return false;
    if (!(certainty >= 1 && certainty <= 99))
        return loader_refuse(loader, &value, "certainty", "must be from 1 to 99");
    mapping->certainty = (int)certainty;
    return true;
}

static bool
take_records(const struct loader *loader, const struct json_span *root)
{
    struct json_span value;

    if (!json_member(root, "records", &value))
        return true;
    if (mapping_is_tabular(loader->mapping))
        return loader_refuse(loader, &value, "records", "is for JSON and YAML: the records of a "
            "table are its lines");
    if (loader_is_text(&value, "$"))
        return true;
    return loader_make_path(loader, &value, "records", &loader->mapping->records)
        && (loader->mapping->records->from_root
            || loader_refuse(loader, &value, "records", "must begin with $"));
}

static bool
take_contents(const struct loader *loader, const struct json_span *root)
{
    struct mapping *mapping = loader->mapping;

    return take_records(loader, root)
        && loader_take_objects(loader, root, "where", sizeof *mapping->where, loader_take_test,
            (void **)&mapping->where, &mapping->n_where)
        && loader_take_objects(loader, root, "failed", sizeof *mapping->failed, loader_take_test,
            (void **)&mapping->failed, &mapping->n_failed)
        && loader_take_source(loader, root, "model", &mapping->model)
        && loader_take_name(loader, root, "task", &mapping->task)
        && loader_take_named(loader, root, "conditions", &mapping->conditions,
            &mapping->n_conditions)
        && loader_take_named(loader, root, "attributes", &mapping->attributes,
            &mapping->n_attributes)
        && loader_take_objects(loader, root, "measures", sizeof *mapping->measures,
            loader_take_measure, (void **)&mapping->measures, &mapping->n_measures)
        && loader_take_objects(loader, root, "means", sizeof *mapping->means, loader_take_mean,
            (void **)&mapping->means, &mapping->n_means)
        && loader_take_objects(loader, root, "curves", sizeof *mapping->curves, loader_take_curve,
            (void **)&mapping->curves, &mapping->n_curves)
        && loader_take_objects(loader, root, "requests", sizeof *mapping->requests,
            loader_take_requests, (void **)&mapping->requests, &mapping->n_requests)
        && loader_take_objects(loader, root, "preferences", sizeof *mapping->preferences,
            loader_take_preferences, (void **)&mapping->preferences, &mapping->n_preferences)
        && loader_take_objects(loader, root, "episodes", sizeof *mapping->episodes,
            loader_take_episodes, (void **)&mapping->episodes, &mapping->n_episodes)
        && loader_take_texts(loader, root, "ignore", &mapping->ignored, &mapping->n_ignored);
}

/* What the mapping is recognised by, in words, for `list formats`. */
static void
describe(struct mapping *mapping)
{
    const char *const *names = mapping->n_columns > 0 ? mapping->columns : mapping->paths;
    size_t n = mapping->n_columns > 0 ? mapping->n_columns : mapping->n_paths;
    struct strbuf words;

    strbuf_init(&words);
    if (n > 0)
        strbuf_puts(&words, mapping->n_columns > 0 ? "columns " : "members ");
    for (size_t i = 0; i < n && i < 4; i++)
        strbuf_printf(&words, "%s%s", i > 0 ? ", " : "", names[i]);
    for (size_t i = 0; i < mapping->n_words; i++)
        strbuf_printf(&words, "%s\"%s\"", words.length > 0 ? ", " : "the words ",
            mapping->words[i]);
    if (mapping->n_names > 0)
        strbuf_printf(&words, "%sthe name %s", words.length > 0 ? ", and " : "",
            mapping->names[0]);
    if (words.length == 0)
        strbuf_puts(&words, "its name being given");
    mapping->detects = arena_strdup(mapping->arena, words.data);
    strbuf_release(&words);
}

static bool
check_names(const struct loader *loader, const struct json_span *root)
{
    struct mapping *mapping = loader->mapping;
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

    if (mapping->format == NULL
        || strspn(mapping->format, letters) != strlen(mapping->format)
        || *mapping->format == '\0')
        return loader_refuse(loader, root, "format",
            "must be a name of small letters, digits and -");
    if (mapping->title == NULL)
        return loader_refuse(loader, root, "title", "is missing");
    return true;
}

static bool
check_contents(const struct loader *loader, const struct json_span *root)
{
    const struct mapping *mapping = loader->mapping;

    if (mapping->keeps_table && mapping->input != MAPPING_DELIMITED)
        return loader_refuse(loader, root, "form", "can be table only where \"reads\" is table");
    if ((mapping->line != NULL || mapping->sections) && mapping->input != MAPPING_TEXT)
        return loader_refuse(loader, root, mapping->line != NULL ? "line" : "sections",
            "is only for \"reads\": \"text\"");
    if (mapping->n_measures + mapping->n_curves + mapping->n_requests + mapping->n_preferences
        + mapping->n_episodes == 0 && mapping->companion == NULL)
        return loader_refuse(loader, root, "measures", "is missing: nothing would be taken");
    return true;
}

/* What a file is recognised by, and what the format is called. */
static bool
load_marks(const struct loader *loader, const struct json_span *root)
{
    static const char *const inputs[] = {"table", "markdown", "json", "yaml", "text", NULL};
    static const char *const forms[] = {"runs", "table", "document", NULL};
    struct mapping *mapping = loader->mapping;
    int input = MAPPING_JSON, form = 0;

    if (root->kind != JSON_OBJECT)
        return loader_refuse(loader, root, "a mapping", "must be an object");
    if (!loader_take_text(loader, root, "format", &mapping->format)
        || !loader_take_text(loader, root, "title", &mapping->title)
        || !loader_take_word(loader, root, "reads", inputs, &input)
        || !loader_take_word(loader, root, "form", forms, &form))
        return false;
    mapping->input = (enum mapping_input)input;
    mapping->keeps_table = form == 1;
    mapping->whole_table = form == 2 && input == MAPPING_DELIMITED;
    mapping->whole_lines = form == 2 && input == MAPPING_JSON;
    if (form == 2 && !mapping->whole_table && !mapping->whole_lines)
        return loader_refuse(loader, root, "form",
            "can be document only where \"reads\" is table or json");
    return take_recognition(loader, root) && check_names(loader, root);
}

static bool
load_all(const struct loader *loader, const struct json_span *root)
{
    static const char *const names[] = {"about", "format", "title", "reads", "form", "line",
        "sections", "companion", "recognise", "file", "records", "where", "failed", "model",
        "task", "conditions", "attributes", "measures", "means", "curves", "requests",
        "preferences", "episodes", "ignore", NULL};
    struct mapping *mapping = loader->mapping;

    return loader_check_members(loader, root, "a mapping", names) && load_marks(loader, root)
        && loader_take_pattern(loader, root, "line", &mapping->line)
        && loader_take_flag(loader, root, "sections", &mapping->sections)
        && loader_take_text(loader, root, "companion", &mapping->companion)
        && loader_take_texts(loader, root, "file", &mapping->file_patterns,
            &mapping->n_file_patterns)
        && take_contents(loader, root) && check_contents(loader, root);
}

/* With marks only these are loaded. */
static bool
load_file(struct mapping **out, const char *path, bool marks, struct error *err)
{
    struct loader loader = {.file = path, .err = err};
    struct json_report report = {0};
    struct file_bytes bytes;
    struct json_span root;
    char sha256[SHA256_HEX_SIZE];
    bool good;

    *out = NULL;
    if (!file_open_bytes(path, &bytes, err))
        return false;
    loader.mapping = mem_zalloc(1, sizeof *loader.mapping);
    loader.mapping->arena = arena_new();
    loader.mapping->file = arena_strdup(loader.mapping->arena, path);
    loader.mapping->partial = marks;
    if (!marks) {
        sha256_hex(bytes.data, bytes.length, sha256);
        loader.mapping->stamp = arena_strdup(loader.mapping->arena, sha256);
    }
    if (!json_scan_whole(bytes.data, bytes.length, NULL, &root, &report, err))
        good = error_prefix(err, "%s", path);
    else if (report.duplicate_keys > 0)
        good = error_set(err, ERROR_REQUEST, "%s: line %zu: \"%s\" is there twice", path,
            report.first_line[0], report.first_key);
    else
        good = marks ? load_marks(&loader, &root) : load_all(&loader, &root);
    file_close_bytes(&bytes);
    if (!good) {
        mapping_free(loader.mapping);
        return false;
    }
    describe(loader.mapping);
    *out = loader.mapping;
    return true;
}

bool
mapping_load(struct mapping **out, const char *path, struct error *err)
{
    return load_file(out, path, false, err);
}

bool
mapping_load_marks(struct mapping **out, const char *path, struct error *err)
{
    return load_file(out, path, true, err);
}

bool
mapping_complete(struct mapping *mapping, struct error *err)
{
    struct arena *earlier = mapping->arena;
    struct mapping *whole;

    if (!mapping->partial)
        return true;
    if (!load_file(&whole, mapping->file, false, err))
        return false;
    *mapping = *whole;
    mapping->earlier = earlier;
    free(whole);
    return true;
}

void
mapping_free(struct mapping *mapping)
{
    if (mapping == NULL)
        return;
    for (struct mapping_pattern *at = mapping->patterns; at != NULL; at = at->next)
        regfree(&at->regex);
    arena_free(mapping->arena);
    arena_free(mapping->earlier);
    free(mapping);
}
