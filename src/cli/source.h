/* source.h - where a subcommand's numbers come from: a database, files, standard input, or
 * the bundled tables (contract 14). */
#ifndef PARETOP_CLI_SOURCE_H
#define PARETOP_CLI_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "cli/arguments.h"
#include "cli/meter.h"
#include "store/store.h"

struct source {
    const char *database;              /* NULL: none; else opened as it is */
    const char *const *files;          /* to be loaded; borrowed from the arguments or owned */
    size_t n_files;
    const char *single[1 + BUNDLED_SERIES];
    char *bundled, *bundled_series[BUNDLED_SERIES];    /* owned paths, or NULL */
};

/* Decides; opens nothing. `skip` operands are not files. */
bool source_choose(struct source *source, const struct arguments *arguments, size_t skip,
    struct error *err);
void source_release(struct source *source);

/* Opens a store with everything in it. *partial is set where files in folders were refused
 * (said on standard error) and --lenient was not given. */
bool source_open(const struct source *source, const struct arguments *arguments,
    struct store **store, bool *partial, struct error *err);

/* What the import of these files warned of, on standard error: for answers that carry no notes. */
void source_say_warning(const struct source *source, struct store *store);

/* The import's options from the command line, with progress on standard error if that is a
 * terminal. The meter lives as long as the options. */
struct import_options source_import_options(const struct arguments *arguments,
    struct meter *meter);
/* Names what was refused; true if that makes the answer partial. */
bool source_say_refused(const struct import_summary *summary);

#endif
