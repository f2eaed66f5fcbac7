/* store_commands.c - the subcommands that fill a database, look into it, and decide what its
 * names mean: import, remove, alias, list, sql. */
#include "cli/handlers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/source.h"
#include "read/reader.h"
#include "result/result.h"

static bool
need_database(const struct command *command, const struct arguments *arguments,
    struct error *err)
{
    if (arguments->database != NULL)
        return true;
    error_set(err, ERROR_USAGE, "paretop %s needs a database", command->name);
    return error_hint(err, "give one with -d FILE");
}

/* Only an import makes a database. */
static bool
need_old_database(const struct command *command, const struct arguments *arguments,
    struct error *err)
{
    return need_database(command, arguments, err) &&
        (access(arguments->database, F_OK) == 0 ||
            error_set(err, ERROR_REQUEST, "%s: %s", arguments->database, strerror(errno)));
}

/* --- import and remove --- */

static bool
say_summary(const struct arguments *arguments, const struct import_summary *summary,
    struct store *store, struct error *err)
{
    struct strbuf text;
    bool said;

    if (arguments->quiet)
        return true;
    strbuf_init(&text);
    import_summary_text(summary, store, &text);
    said = output_text(arguments, &text, err);
    strbuf_release(&text);
    return said || error_hint(err, "the files are in the database all the same");
}

bool
run_import(const struct command *command, struct arguments *arguments, int *status,
    struct error *err)
{
    const char *path = arguments->database;
    struct meter meter;
    struct import_options options;
    struct import_summary summary = {0};
    struct store *store = NULL;
    bool done;

    /* A dry run without a database says what a new one would get. */
    if (!arguments->dry_run && !need_database(command, arguments, err))
        return false;
    if (arguments->dry_run && path != NULL && access(path, F_OK) != 0)
        path = NULL;
    interrupt_watch();
    if (!store_open(&store, path, STORE_WRITE, err))
        return false;
    options = source_import_options(arguments, &meter);
    done = store_import(store, (const char *const *)arguments->files.items,
        arguments->files.count, &options, &summary, err);
    meter_clear(&meter);
    if (done) {
        done = say_summary(arguments, &summary, store, err);
        if (source_say_refused(&summary) && !arguments->lenient)
            *status = EXIT_REQUEST;
    }
    if (interrupt_came() && summary.files_read > 0 && !arguments->dry_run)
        error_hint(err, "%zu file%s before it %s kept; the same command goes on from there",
            summary.files_read, summary.files_read == 1 ? "" : "s",
            summary.files_read == 1 ? "is" : "are");
    import_summary_release(&summary);
    if (!done || interrupt_came())
        store_take_back(store);
    else
        store_close(store);
    return done;
}

bool
run_remove(const struct command *command, struct arguments *arguments, int *status,
    struct error *err)
{
    struct store *store = NULL;
    bool done;

    (void)status;
    done = need_old_database(command, arguments, err) &&
        store_open(&store, arguments->database, STORE_WRITE, err);
    for (size_t i = 0; i < arguments->files.count && done; i++)
        done = store_remove(store, arguments->files.items[i], err);
    store_close(store);
    return done;
}

/* --- alias --- */

/* Decides of one name as the options say. */
static bool
decide_name(struct store *store, const struct arguments *arguments, const char *raw,
    const char *model, struct error *err)
{
    if (arguments->reject || (arguments->forget && model != NULL))
        return store_set_apart(store, raw, model, arguments->reject, err);
    if (arguments->forget)
        return store_set_alias(store, raw, NULL, err);
    return store_has_name(store, raw, err) && store_set_alias(store, raw, model, err);
}

static bool
decide_pair(struct store *store, const struct arguments *arguments, const char *text,
    struct error *err)
{
    bool alone = arguments->forget && text_find_separator(text, '=') == NULL;
    size_t count;
    char **parts = text_split(text, '=', &count);
    bool done = false;

    if (count == 2 || (count == 1 && alone))
        done = decide_name(store, arguments, parts[0], alone ? NULL : parts[1], err);
    else if (count == 1)
        error_set(err, ERROR_USAGE, "\"%s\" is not RAW=MODEL", text);
    else
        (void)(error_set(err, ERROR_USAGE, "\"%s\" has more than one =", text) ||
            error_hint(err, "write \\= for one that is part of a name, or use --raw and "
                "--model"));
    text_split_free(parts, count);
    return done;
}

static bool
decide_names(struct store *store, const struct arguments *arguments, struct error *err)
{
    bool done = true;

    if (arguments->raw != NULL)
        done = decide_name(store, arguments, arguments->raw, arguments->model, err);
    for (size_t i = 0; i < arguments->files.count && done; i++)
        done = decide_pair(store, arguments, arguments->files.items[i], err);
    return done;
}

static bool
print_list(struct store *store, enum store_list list, const char *title,
    const struct arguments *arguments, struct error *err)
{
    struct print_options options;
    struct frame *frame = NULL;
    struct result *result;
    bool done;

    if (!output_options(arguments, PRINT_TEXT, &options, err) ||
        !store_list(store, list, &frame, err))
        return false;
    options.plot = false;
    result = result_from_frame(frame, "list", title);
    done = output_result(arguments, &options, result, err);
    result_free(result);
    frame_free(frame);
    return done;
}

static bool
check_alias_usage(const struct arguments *arguments, bool decides, struct error *err)
{
    if (arguments->model == NULL && arguments->raw != NULL && !arguments->forget)
        return error_set(err, ERROR_USAGE, "--raw needs --model");
    if (arguments->model != NULL && arguments->raw == NULL)
        return error_set(err, ERROR_USAGE, "--model needs --raw");
    if (arguments->suggest + arguments->reject + arguments->forget > 1 ||
        (arguments->suggest && decides))
        return error_set(err, ERROR_USAGE, "--suggest decides nothing: --suggest, --reject and "
            "--forget are given alone");
    if (!arguments->suggest && !decides) {
        struct strbuf database;

        strbuf_init(&database);
        text_shell_word(&database, arguments->database);
        error_set(err, ERROR_USAGE, "paretop alias needs RAW=MODEL");
        error_hint(err, "paretop alias -d %s --suggest prints what might be joined",
            database.data);
        strbuf_release(&database);
        return false;
    }
    return true;
}

bool
run_alias(const struct command *command, struct arguments *arguments, int *status,
    struct error *err)
{
    bool decides = arguments->files.count > 0 || arguments->raw != NULL;
    struct store *store = NULL;
    bool done;

    (void)status;
    if (!need_old_database(command, arguments, err) ||
        !check_alias_usage(arguments, decides, err))
        return false;
    done = store_open(&store, arguments->database, decides ? STORE_WRITE : STORE_READ, err);
    if (done)
        done = decides ? decide_names(store, arguments, err)
                       : print_list(store, LIST_SUGGESTIONS, "names that may be one model",
                             arguments, err);
    store_close(store);
    return done;
}

/* --- list --- */

/* A list of what this program knows: rows of `width` cells, headed by the first row. */
static bool
print_catalogue(const struct arguments *arguments, const char *title, const char **cells,
    size_t width, size_t rows, struct error *err)
{
    struct print_options options;
    struct result *result;
    struct result_table *table;
    bool done;

    if (!output_options(arguments, PRINT_TEXT, &options, err))
        return false;
    options.plot = false;
    result = result_new("list");
    result->title = title;
    result->verdict = "";
    result->final = true;
    table = result_add_table(result, title, rows - 1);
    for (size_t i = 0; i < width; i++) {
        const char **text = result_add_column(result, table, cells[i], VALUE_TEXT)->text;

        for (size_t row = 1; row < rows; row++)
            text[row - 1] = cells[row * width + i];
    }
    done = output_result(arguments, &options, result, err);
    result_free(result);
    return done;
}

static bool
print_lenses(const struct arguments *arguments, struct error *err)
{
    size_t n;
    const struct lens *const *lenses = lens_all(&n);
    const char **cells = mem_zalloc((n + 1) * 2, sizeof *cells);
    bool done;

    cells[0] = "lens";
    cells[1] = "summary";
    for (size_t i = 0; i < n; i++) {
        cells[2 + 2 * i] = lenses[i]->name;
        cells[3 + 2 * i] = lenses[i]->summary;
    }
    done = print_catalogue(arguments, "lenses", cells, 2, n + 1, err);
    free(cells);
    return done;
}

static bool
print_formats(const struct arguments *arguments, struct error *err)
{
    size_t n;
    const struct reader *const *readers = reader_all(&n);
    const char **cells = mem_zalloc((n + 1) * 3, sizeof *cells);
    bool done;

    cells[0] = "format";
    cells[1] = "title";
    cells[2] = "recognised by";
    for (size_t i = 0; i < n; i++) {
        cells[3 + 3 * i] = readers[i]->name;
        cells[4 + 3 * i] = readers[i]->title;
        cells[5 + 3 * i] = readers[i]->detects;
    }
    done = print_catalogue(arguments, "formats", cells, 3, n + 1, err);
    free(cells);
    return done;
}

/* Lists of a store; the two others need none. */
static const struct { const char *name; enum store_list list; } lists[] = {
    {"models", LIST_MODELS}, {"measures", LIST_MEASURES}, {"sources", LIST_SOURCES},
    {"runs", LIST_RUNS}, {"aliases", LIST_ALIASES}, {"warnings", LIST_WARNINGS},
    {"unmatched", LIST_UNMATCHED},
};
enum { N_LISTS = sizeof lists / sizeof lists[0] };

static bool
list_store(size_t which, struct arguments *arguments, int *status, struct error *err)
{
    struct source source;
    struct store *store = NULL;
    bool partial = false, done;

    if (!source_choose(&source, arguments, 1, err))
        return false;
    done = source_open(&source, arguments, &store, &partial, err);
    if (lists[which].list != LIST_WARNINGS)
        source_say_warning(&source, store);
    done = done && print_list(store, lists[which].list, lists[which].name, arguments, err);
    store_close(store);
    source_release(&source);
    *status = partial ? EXIT_REQUEST : EXIT_DONE;
    return done;
}

static bool
refuse_list(const char *name, struct error *err)
{
    const char *names[N_LISTS + 2];
    const char *nearest;

    for (size_t i = 0; i < N_LISTS; i++)
        names[i] = lists[i].name;
    names[N_LISTS] = "lenses";
    names[N_LISTS + 1] = "formats";
    nearest = text_nearest(name, names, N_LISTS + 2);
    error_set(err, ERROR_USAGE, "there is no list of \"%s\"%s%s%s", name,
        nearest != NULL ? "; did you mean " : "", nearest != NULL ? nearest : "",
        nearest != NULL ? "?" : "");
    return error_hint(err, "the lists are models, measures, sources, runs, aliases, warnings, "
        "unmatched, lenses and formats");
}

bool
run_list(const struct command *command, struct arguments *arguments, int *status,
    struct error *err)
{
    const char *name = arguments->files.items[0];

    (void)command;
    if (strcmp(name, "lenses") == 0)
        return print_lenses(arguments, err);
    if (strcmp(name, "formats") == 0)
        return print_formats(arguments, err);
    for (size_t i = 0; i < N_LISTS; i++)
        if (strcmp(name, lists[i].name) == 0)
            return list_store(i, arguments, status, err);
    return refuse_list(name, err);
}

/* --- sql --- */

static bool
print_query(struct store *store, const struct arguments *arguments, struct error *err)
{
    struct print_options options;
    struct frame *frame = NULL;
    struct result *result;
    bool done;

    if (!output_options(arguments, PRINT_TEXT, &options, err) ||
        !store_sql(store, arguments->files.items[0], &frame, err))
        return false;
    options.plot = false;
    result = result_from_frame(frame, "sql", NULL);
    done = output_result(arguments, &options, result, err);
    result_free(result);
    frame_free(frame);
    return done;
}

bool
run_sql(const struct command *command, struct arguments *arguments, int *status,
    struct error *err)
{
    struct source source;
    struct store *store = NULL;
    bool partial = false, done;

    (void)command;
    if (!source_choose(&source, arguments, 1, err))
        return false;
    done = source_open(&source, arguments, &store, &partial, err);
    source_say_warning(&source, store);
    done = done && print_query(store, arguments, err);
    store_close(store);
    source_release(&source);
    *status = partial ? EXIT_REQUEST : EXIT_DONE;
    return done;
}
