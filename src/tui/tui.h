/* tui.h - the explorer on a real terminal. */
#ifndef PARETOP_TUI_TUI_H
#define PARETOP_TUI_TUI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct session;

/* Whether a terminal with cursor addressing is there (contract 24). */
bool tui_available(void);
/* Owns the terminal until the user quits. The session stays the caller's. */
bool tui_run(struct session *session, bool mouse, struct error *err);
/* Restores the terminal now, from any state, async-signal-safe enough for a crash. */
void tui_restore(void);

#endif
