/* chooser.h - a list to choose from: typing narrows it, Enter runs a command with the choice.
 */
#ifndef PARETOP_SESSION_CHOOSER_H
#define PARETOP_SESSION_CHOOSER_H

#include <stdbool.h>
#include <stddef.h>

struct choice {
    char *name;            /* what is chosen, as a name */
    char *note;            /* beside it: unit, direction, how many points have it */
    char *command;         /* what Enter runs */
};

struct chooser {
    char *title;           /* "x axis" */
    char *free_command;    /* run with the typed text if nothing matches; NULL: nothing */
    struct choice *choices; size_t count, capacity;
    size_t *shown, n_shown;
    size_t cursor, top, page_rows;
};

void chooser_release(struct chooser *chooser);
/* Forgets the old list. */
void chooser_begin(struct chooser *chooser, const char *title, const char *free_command);
void chooser_add(struct chooser *chooser, const char *name, const char *note,
    const char *command);
/* Shows the choices whose name or note holds every word of text; names that begin with it
 * come first. */
void chooser_narrow(struct chooser *chooser, const char *text);
/* Puts the cursor on a name. */
void chooser_point(struct chooser *chooser, const char *name);
/* Moves the cursor if the key is one of the moving ones. */
bool chooser_move(struct chooser *chooser, int key);
/* What Enter runs, for the caller to free; NULL if nothing is chosen. */
char *chooser_command(const struct chooser *chooser, const char *typed);

#endif
