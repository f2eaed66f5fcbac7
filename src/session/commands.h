/* commands.h - the command table: names, arguments, completion, who may run it, help.
 *
 * A command is a name, one blank and the rest of the line as its argument. `:` completion,
 * help, key rows and the manual's list come from these rows.
 */
#ifndef PARETOP_SESSION_COMMANDS_H
#define PARETOP_SESSION_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "session/prompt.h"

struct session;

/* What a handler is called with. err is never NULL. */
struct call { const char *argument; bool force; struct error *err; const char *command; };

enum completion_kind { COMPLETE_NOTHING, COMPLETE_MEASURE, COMPLETE_COLUMN, COMPLETE_POINT,
    COMPLETE_LENS, COMPLETE_SETTING, COMPLETE_FILE, COMPLETE_VIEW, COMPLETE_WORDS,
    COMPLETE_PAIR /* NAME=POINT */ };

enum {
    COMMAND_STRANGER = 1,    /* may run from a view: writes no file, starts no program, opens
                                no file that it names */
    COMMAND_ANSWER = 2,      /* waits for the answer of what was asked before it */
    COMMAND_FORCE = 4,       /* takes a '!' after its name: replace what is there */
    COMMAND_ASKS = 8,        /* without an argument it opens a prompt or a list */
    COMMAND_READS = 16       /* also acts on a text that covers the page: help */
};

struct command_row {
    const char *name;
    const char *arguments;   /* "[NAME]", for help; "" = none */
    enum completion_kind completion;
    const char *words;       /* "on|off": the first words it takes, or NULL */
    unsigned flags;
    const char *group;
    const char *help;        /* one line */
    bool (*run)(struct session *session, const struct call *call);
};

const struct command_row *session_commands_all(size_t *n);
/* By name or a unique beginning of it; NULL with the candidates in err. */
const struct command_row *commands_find(const char *name, size_t length, struct error *err);

/* Splits "name! argument": the row, the argument (blanks at both ends cut; caller frees). */
struct command_line { const struct command_row *row; char *argument; bool force; };
bool commands_parse(const char *line, struct command_line *out, struct error *err);

/* What can follow the typed line at the cursor. */
void commands_complete(struct session *session, const char *line, size_t cursor,
    struct completions *out);

#endif
