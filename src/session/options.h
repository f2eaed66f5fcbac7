/* options.h - settings of the explorer itself, as rows; a lens's options are lens.h's.
 *
 * `:set NAME VALUE`, the configuration file, completion, help and the manual's list come
 * from these rows.
 */
#ifndef PARETOP_SESSION_OPTIONS_H
#define PARETOP_SESSION_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum session_option {
    SET_MOUSE, SET_GLYPHS, SET_THEME, SET_DETAIL, SET_LEGEND, SET_CURSOR, SESSION_OPTIONS
};

struct option_row {
    const char *name;
    const char *fallback;      /* default, as text */
    const char *choices;       /* "on|off"; NULL = a whole number within lo..hi */
    int lo, hi;
    const char *help;          /* one line */
};

const struct option_row *session_options_all(size_t *n);       /* SESSION_OPTIONS rows */

/* The values in force; -1 stands for no such name. Choices are kept as their number. */
struct session_settings { int value[SESSION_OPTIONS]; };

void session_settings_init(struct session_settings *settings);
int session_option_find(const char *name);
bool session_settings_set(struct session_settings *settings, enum session_option option,
    const char *text, struct error *err);
/* The value as text, for showing and for views; size bytes at buf. */
void session_settings_show(const struct session_settings *settings,
    enum session_option option, char *buf, size_t size);

/* The numbers of the choices that code asks for. */
enum { CHOICE_OFF = 0, CHOICE_ON = 1, CHOICE_AUTO = 0 };

#endif
