/* arguments.h - the options of every subcommand, as rows, and a command line read by them.
 *
 * --help, completion and the manual's lists are made from the rows (cli_option_next); a lens's
 * own options join them as --cost-rtol for cost_rtol. Nothing here knows what a file or a
 * database holds: names are checked where they are used.
 */
#ifndef PARETOP_CLI_ARGUMENTS_H
#define PARETOP_CLI_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "read/input.h"
#include "session/request.h"

struct command;
struct explorer_screen;

/* Which subcommands take an option: bits of cli_option.commands and command.kind. */
enum {
    FOR_EXPLORE = 1 << 0, FOR_IMPORT = 1 << 1, FOR_REMOVE = 1 << 2, FOR_LIST = 1 << 3,
    FOR_ALIAS = 1 << 4, FOR_SQL = 1 << 5, FOR_EXPORT = 1 << 6, FOR_LENS = 1 << 7,
    FOR_HELP = 1 << 8, FOR_COMPLETION = 1 << 9,
    FOR_QUESTIONS = FOR_EXPLORE | FOR_LENS,                /* ask a lens */
    FOR_FRAMES = FOR_QUESTIONS | FOR_EXPORT,               /* ask for points */
    FOR_READERS = FOR_FRAMES | FOR_LIST | FOR_SQL,         /* load files for one answer */
    FOR_PRINTERS = FOR_FRAMES | FOR_LIST | FOR_SQL | FOR_ALIAS,
    FOR_ALL = (1 << 10) - 1
};

/* What was asked for. Texts are borrowed from argv; lists and the request are owned. */
struct arguments {
    struct request request;
    struct string_list files;          /* operands, of whatever the subcommand takes */
    struct string_list commands, map, set, mappings;
    const char *database, *from, *format, *output, *table, *chart, *size;
    const char *view, *script, *raw, *model, *x, *y;
    struct input_limits limits;
    bool lenient, dry_run, quiet, plot, safe_csv, mouse, suggest, reject, forget, origins, mdoc;
    bool help, version;
    const struct explorer_screen *screen;      /* borrowed: for the explorer */
};

/* What may stand after an option, for completion. */
enum option_completes { COMPLETES_NOTHING, COMPLETES_FILE, COMPLETES_CHOICES };

struct cli_option {
    const char *name;          /* without its dashes; "" if there is only the letter */
    char letter;               /* or 0 */
    const char *value;         /* "FILE"; NULL if it takes none */
    unsigned commands;         /* FOR_... */
    const char *help;          /* one line */
    enum option_completes completes;
    const char *choices;       /* "text|csv", or NULL */
    int kind;                  /* private: how and where it is kept */
    size_t offset;
};

void arguments_init(struct arguments *arguments, const struct lens *lens);
void arguments_release(struct arguments *arguments);
/* Reads the words after the subcommand's name. Wrong usage names the nearest option. */
bool arguments_parse(struct arguments *arguments, const struct command *command, int argc,
    char **argv, struct error *err);

/* The next general option that the command takes; NULL at the end. *at starts at 0. */
const struct cli_option *cli_option_next(const struct command *command, size_t *at);
bool cli_option_repeats(const struct cli_option *row);
/* "cost-rtol" for "cost_rtol"; caller frees. */
char *lens_option_flag(const struct lens_option *option);
/* What stands for its value, "NUMBER"; NULL for a flag. */
const char *lens_option_value(const struct lens_option *option);

#endif
