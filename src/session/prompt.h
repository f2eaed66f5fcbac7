/* prompt.h - one line that is typed: editing, history, completion. Knows nothing of what
 * the line means; whoever opened it takes the text when Enter is pressed.
 */
#ifndef PARETOP_SESSION_PROMPT_H
#define PARETOP_SESSION_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "session/request.h"

enum prompt_kind { PROMPT_COMMAND, PROMPT_SEARCH, PROMPT_WHERE, PROMPT_SQL, PROMPT_WRITE,
    PROMPT_DERIVE, PROMPT_MODEL /* that the subject stands for */, PROMPT_CHOOSER,
    PROMPT_KINDS };

/* Candidates to continue a line with: whole replacements of line[from..cursor). */
struct completions { struct string_list items; size_t from; };

struct prompt {
    enum prompt_kind kind;
    char *subject;                          /* what the line is about, or NULL */
    struct strbuf text;
    size_t cursor;                          /* byte offset, at a character's start */
    struct string_list history[PROMPT_KINDS];
    size_t browsing;                        /* place in the history; count = the line itself */
    char *draft;                            /* what was typed before browsing */
    struct completions completions;         /* of the last Tab */
    size_t completion;                      /* which is shown */
    bool completing;
};

enum prompt_event { PROMPT_EDITED, PROMPT_ACCEPT, PROMPT_CANCEL, PROMPT_MOVED,
    PROMPT_COMPLETE /* the owner fills completions, then calls prompt_complete */ };

void prompt_init(struct prompt *prompt);
void prompt_release(struct prompt *prompt);
void prompt_open(struct prompt *prompt, enum prompt_kind kind, const char *text);
enum prompt_event prompt_press(struct prompt *prompt, int key);
/* Remembers the line in the history of its kind. */
void prompt_remember(struct prompt *prompt);
/* Puts in what all candidates share, then one candidate after another. Takes the items. */
void prompt_complete(struct prompt *prompt, struct completions *completions);
const char *prompt_sign(enum prompt_kind kind);       /* ":", "/", "filter: " */

#endif
