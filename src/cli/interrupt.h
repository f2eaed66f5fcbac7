/* interrupt.h - Ctrl-C while something is under way that can be taken back.
 *
 * The first SIGINT, SIGTERM or SIGHUP is only noted, so that the work stops at its next good
 * place and what it did is undone; a second one ends the program at once. */
#ifndef PARETOP_CLI_INTERRUPT_H
#define PARETOP_CLI_INTERRUPT_H

#include <stdbool.h>

/* From now on. A signal that was ignored stays ignored. */
void interrupt_watch(void);
bool interrupt_came(void);
/* A signal that came ends the program as it would have. Called last:
 * when everything has been said and closed. */
void interrupt_settle(void);

#endif
