/* command.h - the subcommands, as rows. A lens is one without a row of its own. */
#ifndef PARETOP_CLI_COMMAND_H
#define PARETOP_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "cli/arguments.h"
#include "lens/lens.h"

enum { EXIT_DONE = 0, EXIT_REQUEST = 1, EXIT_WRONG_USAGE = 2 };

struct command {
    const char *name;          /* "" for the explorer, which has none */
    const char *operands;      /* "[FILE|DIR...]"; "" if it takes none */
    const char *summary;       /* one line */
    const char *about;         /* for --help: what it does, in a paragraph; or NULL */
    unsigned kind;             /* one FOR_... bit */
    size_t least, most;        /* operands */
    /* False with err, or true with what the program exits with: 1 where the answer was
     * given but a part of the input was refused. */
    bool (*run)(const struct command *command, struct arguments *arguments, int *status,
        struct error *err);
    const struct lens *lens;   /* whose options it takes, or NULL */
    const char *choices;       /* what the first operand may be, "bash|zsh"; or NULL */
};

/* The row by that name ("" is the explorer); false if there is none. */
bool command_find(const char *name, struct command *out);
/* All rows in the order of help: false after the last. *at starts at 0. */
bool command_next(size_t *at, struct command *out);
/* The subcommand that a misspelt word may have meant, or NULL. */
const char *command_nearest(const char *word);

/* The explorer on a real terminal, which the command line knows by these only: main brings
 * them together. */
struct session;
struct explorer_screen {
    bool (*is_available)(void);
    bool (*run)(struct session *session, bool mouse, struct error *err);
};

int cli_main(int argc, char **argv, const struct explorer_screen *screen);

#endif
