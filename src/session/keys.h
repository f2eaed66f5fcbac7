/* keys.h - the key table: what each key runs, where, and the words that explain it.
 *
 * A key runs a command's text, nothing else, so that everything a key does a command does.
 * Help, the hints on the bottom line, `bind` and the manual's list come from these rows.
 */
#ifndef PARETOP_SESSION_KEYS_H
#define PARETOP_SESSION_KEYS_H

#include <stdbool.h>
#include <stddef.h>

/* Where a key has its meaning: a row for the pane with the focus wins over CONTEXT_ANY. */
enum key_context { CONTEXT_ANY, CONTEXT_TABLE, CONTEXT_PLOT,
    CONTEXT_NAMES /* the names page, which is a table too */, CONTEXT_COUNT };
const char *key_context_name(enum key_context context);   /* "any", "table", "plot", "names" */

struct key_row {
    const char *keys;        /* names as in key scripts, separated by blanks: "j <Down>" */
    enum key_context context;
    const char *command;     /* what it runs, without the ':' */
    const char *hint;        /* a word or two for the bottom line; NULL = not shown there */
    const char *group;       /* heading in the help: "move", "plot" */
    const char *help;        /* one line */
};

/* All rows, in the order of the help page. */
const struct key_row *session_keys_all(size_t *n);

/* --- names of keys --- */
enum { KEY_NAME_MAX = 24 };
/* Reads one key at the start of text: a character as itself, or a name in angle brackets
 * ("<Enter>", "<C-r>", "<lt>"). Returns the bytes used, 0 if text is empty or the name in
 * brackets is unknown. */
size_t key_parse(const char *text, int *key);
/* The name that key_parse reads back. */
void key_name(int key, char name[KEY_NAME_MAX]);

/* --- the map in force: the rows, then what the user bound --- */
struct key_binding { int key; enum key_context context; char *command; };
struct keymap { struct key_binding *bindings; size_t count, capacity; unsigned changes; };

void keymap_init(struct keymap *map);
void keymap_release(struct keymap *map);
/* Later bindings replace earlier ones of the same key and context; command "" unbinds. */
void keymap_bind(struct keymap *map, int key, enum key_context context, const char *command);
/* The command for a key in a context, or NULL. */
const char *keymap_find(const struct keymap *map, int key, enum key_context context);
/* The first key that runs a command in a context (or anywhere), or 0: for hints that stay
 * true after a rebinding. */
int keymap_key_of(const struct keymap *map, const char *command, enum key_context context);

#endif
