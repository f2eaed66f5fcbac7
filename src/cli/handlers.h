/* handlers.h - what each subcommand does: the functions of the rows in command.c. */
#ifndef PARETOP_CLI_HANDLERS_H
#define PARETOP_CLI_HANDLERS_H

#include "cli/command.h"

#define COMMAND_HANDLER(name)                                                         \
    bool name(const struct command *command, struct arguments *arguments, int *status, \
        struct error *err)

COMMAND_HANDLER(run_explore);
COMMAND_HANDLER(run_import);
COMMAND_HANDLER(run_remove);
COMMAND_HANDLER(run_list);
COMMAND_HANDLER(run_alias);
COMMAND_HANDLER(run_sql);
COMMAND_HANDLER(run_export);
COMMAND_HANDLER(run_lens);
COMMAND_HANDLER(run_help);
COMMAND_HANDLER(run_completion);

/* What run_lens does after the source is chosen; the explorer without a terminal is the
 * frontier with its plot. */
struct source;
struct print_options;
bool lens_answer(const struct source *source, struct arguments *arguments,
    const struct print_options *options, int *status, struct error *err);

/* "paretop COMMAND --help" on standard output. */
bool help_command(const struct command *command, struct error *err);

#endif
