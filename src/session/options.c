/* options.c - the rows of the explorer's own settings, and their values.
 *
 * A choice is kept as its place in the list of choices, a number as itself; texts are only
 * at the edges.
 */
#include "session/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In the order of enum session_option. */
static const struct option_row rows[SESSION_OPTIONS] = {
    {"mouse", "off", "off|on", 0, 0,
        "the mouse selects points and rows (and no longer the terminal's text)"},
    {"glyphs", "auto", "auto|braille|quadrant|ascii", 0, 0,
        "what dots and lines are drawn with; auto looks at the locale and TERM"},
    {"theme", "auto", "auto|plain|dark|light", 0, 0,
        "plain is bold, dim and reverse only; auto adds the terminal's own colours"},
    {"detail", "on", "off|on", 0, 0, "the pane that tells all about the selected point"},
    {"legend", "3", NULL, 0, 20, "most rows for names that find no room in the chart"},
    {"cursor", "on", "off|on", 0, 0, "a crosshair on the selected point"},
};

const struct option_row *
session_options_all(size_t *n)
{
    *n = SESSION_OPTIONS;
    return rows;
}

/* Place of text among "a|b|c", or -1. */
static int
choice_number(const char *choices, const char *text)
{
    size_t length = strlen(text);
    int number = 0;

    for (const char *at = choices; at != NULL; number++) {
        const char *end = strchr(at, '|');
        size_t size = end != NULL ? (size_t)(end - at) : strlen(at);

        if (size == length && strncmp(at, text, size) == 0)
            return number;
        at = end != NULL ? end + 1 : NULL;
    }
    return -1;
}

void
session_settings_init(struct session_settings *settings)
{
    for (int i = 0; i < SESSION_OPTIONS; i++)
        session_settings_set(settings, (enum session_option)i, rows[i].fallback, NULL);
}

int
session_option_find(const char *name)
{
    for (int i = 0; i < SESSION_OPTIONS; i++)
        if (strcmp(rows[i].name, name) == 0)
            return i;
    return -1;
}

bool
session_settings_set(struct session_settings *settings, enum session_option option,
    const char *text, struct error *err)
{
    const struct option_row *row = &rows[option];
    char *end;
    long number;

    if (row->choices != NULL) {
        int choice = choice_number(row->choices, text);

        if (choice < 0)
            return error_set(err, ERROR_USAGE, "%s is one of %s, not \"%s\"", row->name,
                row->choices, text);
        settings->value[option] = choice;
        return true;
    }
    number = strtol(text, &end, 10);
    if (end == text || *end != '\0' || number < row->lo || number > row->hi)
        return error_set(err, ERROR_USAGE, "%s is a whole number from %d to %d, not \"%s\"",
            row->name, row->lo, row->hi, text);
    settings->value[option] = (int)number;
    return true;
}

void
session_settings_show(const struct session_settings *settings, enum session_option option,
    char *buf, size_t size)
{
    const char *at = rows[option].choices;
    int number = settings->value[option];
    size_t length;

    if (at == NULL) {
        snprintf(buf, size, "%d", number);
        return;
    }
    while (number-- > 0)
        at = strchr(at, '|') + 1;
    length = strcspn(at, "|");
    snprintf(buf, size, "%.*s", (int)length, at);
}
