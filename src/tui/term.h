/* term.h - the terminal: cells out, keys in, and given back whatever happens.
 *
 * The only user of curses. There is one terminal, so this module has state of its own; all
 * else in the program has none.
 */
#ifndef PARETOP_TUI_TERM_H
#define PARETOP_TUI_TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "draw/canvas.h"
#include "session/session.h"

/* Takes /dev/tty, so that standard input may be data. */
bool term_open(struct error *err);
void term_close(void);

/* Whether a terminal with cursor addressing is there. */
bool term_is_usable(void);

int term_fd(void);                    /* readable when something was typed */
int term_signal_fd(void);             /* readable when a signal came */
/* The next signal that came, or 0: SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT,
 * SIGWINCH. */
int term_next_signal(void);
/* Gives the terminal back and dies of the signal, as if it had never been caught. */
void term_die(int signal);
/* Stops the program and comes back when it is continued. */
void term_suspend(void);
/* After a stop that was not ours, or a new size. */
void term_resume(void);

void term_size(size_t *columns, size_t *rows);
/* Shows the canvas; the cursor is left at a cell. */
void term_blit(const struct canvas *canvas, size_t cursor_column, size_t cursor_row);
void term_repaint(void);              /* the next blit draws every cell */
void term_set_theme(enum session_theme theme);
void term_set_mouse(bool on);
/* Into the clipboard (OSC 52), if this is a kind of terminal that knows it. */
void term_copy(const char *text);

/* What was typed or clicked. */
struct term_event { int key; bool is_mouse; size_t column, row; int button; };
/* False if nothing is waiting. */
bool term_read(struct term_event *event);

#endif
