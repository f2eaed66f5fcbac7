/* keys.c - the rows of the key table, the names of keys, and the map in force.
 *
 * Owns which key runs which command text. Knows nothing of what commands do. Shifted
 * arrows, Back-Tab and page keys always have a twin that a vt100 can send.
 */
#include "session/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "session/session.h"

static const struct key_row rows[] = {
    {"j <Down>", CONTEXT_ANY, "move down", NULL, "move",
        "down a row; in the plot to the next point below"},
    {"k <Up>", CONTEXT_ANY, "move up", NULL, "move",
        "up a row; in the plot to the next point above"},
    {"h <Left>", CONTEXT_ANY, "move left", NULL, "move",
        "a column to the left; in the plot to the next point on the left"},
    {"l <Right>", CONTEXT_ANY, "move right", NULL, "move",
        "a column to the right; in the plot to the next point on the right"},
    {"g <Home>", CONTEXT_ANY, "move first", NULL, "move", "first row"},
    {"G <End>", CONTEXT_ANY, "move last", NULL, "move", "last row"},
    {"<C-d>", CONTEXT_ANY, "move half-down", NULL, "move", "half a page down"},
    {"<C-u>", CONTEXT_ANY, "move half-up", NULL, "move", "half a page up"},
    {"<C-f> <PgDn>", CONTEXT_ANY, "move page-down", NULL, "move", "a page down"},
    {"<C-b> <PgUp>", CONTEXT_ANY, "move page-up", NULL, "move", "a page up"},
    {"<Tab>", CONTEXT_ANY, "pane next", "other pane", "move", "the other pane has the keys"},
    {"<S-Tab>", CONTEXT_ANY, "pane previous", NULL, "move", "the pane before"},
    {"<Enter>", CONTEXT_ANY, "detail", "detail", "move",
        "everything known about the selected point; again closes it"},
    {"v", CONTEXT_ANY, "words", "words", "move",
        "the whole title, verdict, notes and last message; again closes it"},

    {"1", CONTEXT_ANY, "page frontier", NULL, "pages", "frontier: chart, table, verdict"},
    {"2", CONTEXT_ANY, "page table", NULL, "pages", "table: every column of every point"},
    {"3", CONTEXT_ANY, "page compare", NULL, "pages", "compare the marked points"},
    {"4", CONTEXT_ANY, "page lens", NULL, "pages", "the chosen lens"},
    {"5", CONTEXT_ANY, "page data", NULL, "pages",
        "measures, sources, warnings: what was loaded and how it was read"},
    {"6", CONTEXT_ANY, "page names", NULL, "pages",
        "names: which are probably one model, and which have no partner"},
    {"L <F6>", CONTEXT_ANY, "lens", "lens", "pages", "choose a lens from a list"},
    {"o", CONTEXT_ANY, "split", NULL, "pages", "one pane or both"},
    {"t", CONTEXT_ANY, "table next", NULL, "pages", "the next table of this page"},
    {"T", CONTEXT_ANY, "chart next", NULL, "pages", "the next chart of this page"},

    {"x", CONTEXT_ANY, "x", "axes", "plot", "choose the measure on the x axis"},
    {"y", CONTEXT_ANY, "y", "axes", "plot", "choose the measure on the y axis"},
    {"X", CONTEXT_ANY, "log x", NULL, "plot", "x axis logarithmic or linear"},
    {"Y", CONTEXT_ANY, "log y", NULL, "plot", "y axis logarithmic or linear"},
    {"d", CONTEXT_ANY, "flip", NULL, "plot",
        "flip a measure's direction: whether more of it is better"},
    {"+ =", CONTEXT_PLOT, "zoom in", "zoom", "plot", "zoom in on the selected point"},
    {"-", CONTEXT_PLOT, "zoom out", "zoom", "plot", "zoom out"},
    {"+", CONTEXT_TABLE, "zoom in", NULL, "plot", "zoom in on the selected point"},
    {"0", CONTEXT_ANY, "zoom fit", "fit", "plot", "show all points"},
    {"H <S-Left>", CONTEXT_PLOT, "pan left", NULL, "plot", "pan to the left"},
    {"J <S-Down>", CONTEXT_PLOT, "pan down", NULL, "plot", "pan down"},
    {"K <S-Up>", CONTEXT_PLOT, "pan up", NULL, "plot", "pan up"},
    {"L <S-Right>", CONTEXT_PLOT, "pan right", NULL, "plot", "pan to the right"},
    {"e", CONTEXT_ANY, "error-bars", NULL, "plot", "error bars on or off"},
    {"p", CONTEXT_ANY, "frontier-line", NULL, "plot", "frontier line on or off"},
    {"B", CONTEXT_ANY, "budget adjust", "budget", "plot",
        "a budget line, a floor where more is better: h l or arrows move it, Esc ends"},

    {"a", CONTEXT_ANY, "adjust", "adjust", "plot",
        "options of the lens: h l change one, j k choose another, Esc ends"},

    {"& <F4>", CONTEXT_ANY, "where", "filter", "find", "filter by an SQL expression"},
    {"\\", CONTEXT_ANY, "where none", NULL, "find", "clear the filter"},
    {"m", CONTEXT_ANY, "missing", "missing", "find",
        "only the points that lack a value, and why; again shows all"},
    {"/ <F3>", CONTEXT_ANY, "search", NULL, "find", "search for a model or a cell"},
    {"n", CONTEXT_ANY, "search-next", NULL, "find", "next match"},
    {"N", CONTEXT_ANY, "search-previous", NULL, "find", "previous match"},
    {"<Esc>", CONTEXT_ANY, "cancel", NULL, "find", "cancel, close, back"},

    {"<Space>", CONTEXT_ANY, "mark", "mark", "marks", "mark the selected point, or unmark it"},
    {"*", CONTEXT_ANY, "mark-all", NULL, "marks", "mark all rows shown"},
    {"M", CONTEXT_ANY, "unmark", NULL, "marks", "unmark all"},
    {"c", CONTEXT_ANY, "compare", "compare", "marks", "compare the marked points"},

    {"[", CONTEXT_ANY, "sort up", NULL, "columns",
        "sort by this column, smallest first; earlier sort columns break ties"},
    {"]", CONTEXT_ANY, "sort down", NULL, "columns",
        "sort by this column, largest first; earlier sort columns break ties"},
    {"S", CONTEXT_ANY, "sort none", NULL, "columns", "the lens's own order again"},
    {"f", CONTEXT_TABLE, "freeze", NULL, "columns", "columns up to this one stay in sight"},
    {"-", CONTEXT_TABLE, "hide", NULL, "columns", "hide this column"},
    {"_", CONTEXT_TABLE, "show all", NULL, "columns", "show hidden columns"},
    {"<lt>", CONTEXT_TABLE, "width narrower", NULL, "columns", "this column narrower"},
    {">", CONTEXT_TABLE, "width wider", NULL, "columns", "this column wider"},
    {"=", CONTEXT_TABLE, "derive", NULL, "columns",
        "a new measure from an SQL expression over the others"},
    {"b", CONTEXT_ANY, "by", NULL, "columns", "group records into points by these keys"},

    {"a <Enter>", CONTEXT_NAMES, "accept", "accept", "names",
        "the suggested names are one model"},
    {"r", CONTEXT_NAMES, "reject", "reject", "names", "they are not"},
    {"E", CONTEXT_NAMES, "edit-name", "edit", "names", "type which model the name stands for"},

    {":", CONTEXT_ANY, "command", NULL, "other", "type a command; Tab completes"},
    {"? <F1>", CONTEXT_ANY, "help", "help", "other",
        "help: searchable, Enter runs the entry; again closes it"},
    {"u", CONTEXT_ANY, "undo", NULL, "other", "undo"},
    {"<C-r>", CONTEXT_ANY, "redo", NULL, "other", "redo"},
    {"C", CONTEXT_ANY, "copy", NULL, "other", "copy the selected row to the terminal's clipboard"},
    {"w", CONTEXT_ANY, "write", NULL, "other",
        "write this result to a file: text, CSV, JSON, Markdown or SVG by its name"},
    {"!", CONTEXT_ANY, "sql", NULL, "other", "a read-only SQL query; its answer is a table"},
    {"<C-l>", CONTEXT_ANY, "redraw", NULL, "other",
        "draw the whole screen again, and ask again what was stopped"},
    {"<C-z>", CONTEXT_ANY, "suspend", NULL, "other", "suspend; fg comes back"},
    {"<C-c>", CONTEXT_ANY, "stop", NULL, "other",
        "stop what is being computed; quit if nothing is"},
    {"q <F10>", CONTEXT_ANY, "back", NULL, "other", "back; quit on the first page"},
    {"Q", CONTEXT_ANY, "quit", NULL, "other", "quit"},
};

const struct key_row *
session_keys_all(size_t *n)
{
    *n = sizeof rows / sizeof *rows;
    return rows;
}

const char *
key_context_name(enum key_context context)
{
    static const char *const names[CONTEXT_COUNT] = {"any", "table", "plot",
        "names"};

    return names[context];
}

static const struct { const char *name; int key; } names[] = {
    {"Enter", KEY_ENTER}, {"Esc", KEY_ESCAPE}, {"Tab", KEY_TAB}, {"Space", ' '},
    {"BS", KEY_BACKSPACE}, {"lt", '<'}, {"S-Tab", KEY_BACK_TAB}, {"Up", KEY_UP_ARROW},
    {"Down", KEY_DOWN_ARROW}, {"Left", KEY_LEFT_ARROW}, {"Right", KEY_RIGHT_ARROW},
    {"PgUp", KEY_PAGE_UP}, {"PgDn", KEY_PAGE_DOWN}, {"Home", KEY_HOME_KEY},
    {"End", KEY_END_KEY}, {"Del", KEY_DELETE}, {"S-Up", KEY_SHIFT_UP},
    {"S-Down", KEY_SHIFT_DOWN}, {"S-Left", KEY_SHIFT_LEFT}, {"S-Right", KEY_SHIFT_RIGHT},
};

static bool
named_key(const char *name, size_t length, int *key)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i].name) == length && strncasecmp(names[i].name, name, length) == 0) {
            *key = names[i].key;
            return true;
        }
    }
    if (length == 3 && (name[0] == 'C' || name[0] == 'c') && name[1] == '-'
        && ((name[2] >= 'a' && name[2] <= 'z') || (name[2] >= 'A' && name[2] <= 'Z'))) {
        *key = name[2] & 0x1f;
        return true;
    }
    if ((length == 2 || length == 3) && (name[0] == 'F' || name[0] == 'f')) {
        int number = atoi(name + 1);

        *key = KEY_FUNCTION + number;
        return number >= 1 && number <= KEY_FUNCTION_LAST - KEY_FUNCTION;
    }
    return false;
}

size_t
key_parse(const char *text, int *key)
{
    const char *end = text[0] == '<' ? strchr(text, '>') : NULL;
    uint32_t character;
    size_t used;

    if (text[0] == '\0')
        return 0;
    if (end != NULL && end > text + 1)
        return named_key(text + 1, (size_t)(end - text - 1), key) ? (size_t)(end - text) + 1 : 0;
    used = text_decode(text, strlen(text), &character);
    *key = (int)character;
    return used;
}

void
key_name(int key, char name[KEY_NAME_MAX])
{
    struct strbuf text;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].key == key) {
            snprintf(name, KEY_NAME_MAX, "<%s>", names[i].name);
            return;
        }
    }
    if (key > KEY_FUNCTION && key <= KEY_FUNCTION_LAST) {
        snprintf(name, KEY_NAME_MAX, "<F%d>", key - KEY_FUNCTION);
        return;
    }
    if (key > 0 && key < ' ') {
        snprintf(name, KEY_NAME_MAX, "<C-%c>", key + 'a' - 1);
        return;
    }
    strbuf_init(&text);
    text_encode(&text, (uint32_t)key);
    snprintf(name, KEY_NAME_MAX, "%s", text.data);
    strbuf_release(&text);
}

static void
bind_names(struct keymap *map, const struct key_row *row)
{
    const char *at = row->keys;
    int key;

    while (*at != '\0') {
        size_t used = key_parse(at, &key);

        if (used == 0)
            return;
        keymap_bind(map, key, row->context, row->command);
        at += used;
        at += *at == ' ';
    }
}

void
keymap_init(struct keymap *map)
{
    *map = (struct keymap){0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        bind_names(map, &rows[i]);
}

void
keymap_release(struct keymap *map)
{
    for (size_t i = 0; i < map->count; i++)
        free(map->bindings[i].command);
    free(map->bindings);
    *map = (struct keymap){0};
}

static struct key_binding *
binding_of(const struct keymap *map, int key, enum key_context context)
{
    for (size_t i = 0; i < map->count; i++)
        if (map->bindings[i].key == key && map->bindings[i].context == context)
            return &map->bindings[i];
    return NULL;
}

void
keymap_bind(struct keymap *map, int key, enum key_context context, const char *command)
{
    struct key_binding *binding = binding_of(map, key, context);

    map->changes++;
    if (binding != NULL) {
        free(binding->command);
        binding->command = mem_strdup(command);
        return;
    }
    ARRAY_PUSH(map->bindings, map->count, map->capacity,
        ((struct key_binding){key, context, mem_strdup(command)}));
}

const char *
keymap_find(const struct keymap *map, int key, enum key_context context)
{
    const struct key_binding *binding = binding_of(map, key, context);

    if (binding == NULL && context == CONTEXT_NAMES)
        binding = binding_of(map, key, CONTEXT_TABLE);
    if (binding == NULL)
        binding = binding_of(map, key, CONTEXT_ANY);
    return binding != NULL && binding->command[0] != '\0' ? binding->command : NULL;
}

int
keymap_key_of(const struct keymap *map, const char *command, enum key_context context)
{
    for (size_t i = 0; i < map->count; i++) {
        const struct key_binding *binding = &map->bindings[i];
        const char *found = strcmp(binding->command, command) == 0
            ? keymap_find(map, binding->key, context) : NULL;

        if (found != NULL && strcmp(found, command) == 0)
            return binding->key;
    }
    return 0;
}
