/* source.c - see source.h. */
#include "cli/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/output.h"

/* --- choosing --- */

/* Data may wait on standard input: a pipe, a socket or a redirected file. */
static bool
stdin_has_data(void)
{
    struct stat status;

    return fstat(STDIN_FILENO, &status) == 0 &&
        (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || S_ISREG(status.st_mode));
}

static bool
choose_default(struct source *source, const struct arguments *arguments, struct error *err)
{
    if (stdin_has_data()) {
        source->single[0] = "-";
    } else {
        source->bundled = path_data("ten-models/ten-models.csv");
        if (source->bundled == NULL) {
            error_set(err, ERROR_REQUEST,
                "no files were given, and the bundled data is not there");
            return error_hint(err, "give files, folders, or - for standard input");
        }
        source->single[0] = source->bundled;
    }
    source->files = source->single;
    source->n_files = 1;
    for (size_t i = 0; i < BUNDLED_SERIES && source->bundled != NULL; i++) {
        source->bundled_series[i] = request_bundled_series(arguments->request.lens, i);
        if (source->bundled_series[i] != NULL)
            source->single[source->n_files++] = source->bundled_series[i];
    }
    return true;
}

static bool
refuse_mixture(const struct source *source, struct error *err)
{
    for (size_t i = 0; i < source->n_files; i++)
        if (store_is_database(source->files[i])) {
            error_set(err, ERROR_USAGE, "%s is a database", source->files[i]);
            return error_hint(err, "give it alone, or add files to it: paretop import -d %s "
                "FILE...", source->files[i]);
        }
    return true;
}

bool
source_choose(struct source *source, const struct arguments *arguments, size_t skip,
    struct error *err)
{
    const struct string_list *files = &arguments->files;

    *source = (struct source){.database = arguments->database};
    if (files->count > skip) {
        source->files = (const char *const *)files->items + skip;
        source->n_files = files->count - skip;
    } else if (source->database == NULL) {
        return choose_default(source, arguments, err);
    }
    if (source->database == NULL && source->n_files == 1 &&
        store_is_database(source->files[0])) {
        source->database = source->files[0];
        source->n_files = 0;
        return true;
    }
    return refuse_mixture(source, err);
}

void
source_release(struct source *source)
{
    free(source->bundled);
    for (size_t i = 0; i < BUNDLED_SERIES; i++)
        free(source->bundled_series[i]);
    *source = (struct source){0};
}

struct import_options
source_import_options(const struct arguments *arguments, struct meter *meter)
{
    meter_start(meter, arguments->quiet);
    return (struct import_options){
        .format = arguments->from,
        .map = (const char *const *)arguments->map.items, .n_map = arguments->map.count,
        .set = (const char *const *)arguments->set.items, .n_set = arguments->set.count,
        .limits = arguments->limits,
        .lenient = arguments->lenient,
        .dry_run = arguments->dry_run,
        .progress = meter_show,
        .context = meter,
    };
}

/* --- opening --- */

bool
source_say_refused(const struct import_summary *summary)
{
    for (size_t i = 0; i < summary->n_refused; i++) {
        const struct import_note *note = &summary->refused[i];
        const char *source = note->source != NULL ? note->source : "";

        /* The text names the file already where the reader knew it best. */
        if (strncmp(note->text, source, strlen(source)) == 0)
            output_note("refused: %s", note->text);
        else
            output_note("refused: %s: %s", source, note->text);
    }
    return summary->n_refused > 0;
}

static bool
refuse_empty(const char *folder, const struct import_summary *summary, struct error *err)
{
    if (summary->files_unrecognised + summary->files_refused == 0)
        return error_set(err, ERROR_REQUEST, "there are no files in %s", folder);
    error_set(err, ERROR_REQUEST, "no file in %s could be read", folder);
    return error_hint(err, "%zu %s not recognised, %zu refused; paretop list formats names what "
        "can be read", summary->files_unrecognised,
        text_counted((double)summary->files_unrecognised,
        "was", "were"), summary->files_refused);
}

static bool
load_files(const struct source *source, const struct arguments *arguments,
    struct store *store, bool *partial, struct error *err)
{
    struct meter meter;
    const struct import_options options = source_import_options(arguments, &meter);
    struct import_summary summary = {0};
    bool done = store_import(store, source->files, source->n_files, &options, &summary, err);

    meter_clear(&meter);
    if (done) {
        *partial = source_say_refused(&summary) && !arguments->lenient;
        if (summary.files_read == 0 && summary.files_unchanged == 0)
            done = refuse_empty(source->files[0], &summary, err);
    }
    import_summary_release(&summary);
    return done;
}

static bool
refuse_reading_options(const struct arguments *arguments, struct error *err)
{
    const char *option = arguments->map.count > 0 ? "--map"
        : arguments->set.count > 0               ? "--set"
        : arguments->from != NULL                ? "--from"
                                                 : NULL;

    if (option == NULL)
        return true;
    error_set(err, ERROR_USAGE, "%s is for files that are read, not for a database", option);
    return error_hint(err, "give it to paretop import");
}

bool
source_open(const struct source *source, const struct arguments *arguments,
    struct store **store, bool *partial, struct error *err)
{
    *partial = false;
    *store = NULL;
    if (source->database != NULL) {
        if (source->n_files > 0) {
            error_set(err, ERROR_USAGE, "give a database or files, not both");
            return error_hint(err, "paretop import -d %s adds files to it", source->database);
        }
        return refuse_reading_options(arguments, err) &&
            store_open(store, source->database, STORE_READ, err);
    }
    if (source->bundled != NULL)
        output_note("no files were given: these are the ten models that come with paretop");
    if (!store_open(store, NULL, STORE_WRITE, err))
        return false;
    if (load_files(source, arguments, *store, partial, err))
        return true;
    store_close(*store);
    *store = NULL;
    return false;
}

void
source_say_warning(const struct source *source, struct store *store)
{
    char *warning = source->database == NULL && store != NULL ? store_warning(store) : NULL;

    if (warning != NULL)
        output_note("%s", warning);
    free(warning);
}
