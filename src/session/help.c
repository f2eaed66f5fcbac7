/* help.c - the help page as a table like any other: keys, commands, options, lenses, each
 * entry with the command that Enter runs. Made from the tables that the program runs on.
 */
#include "session/explorer.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "session/commands.h"

struct entry { char *section, *name, *help, *runs; };
struct entries { struct entry *items; size_t count, capacity; };

static void
add(struct entries *entries, const char *section, char *name, const char *help,
    const char *runs)
{
    ARRAY_PUSH(entries->items, entries->count, entries->capacity,
        ((struct entry){mem_strdup(section), name, mem_strdup(help), mem_strdup(runs)}));
}

static void
put_key(struct strbuf *out, int key)
{
    char name[KEY_NAME_MAX];

    key_name(key, name);
    strbuf_printf(out, "%s%s", out->length > 0 ? " " : "", strcmp(name, "<lt>") == 0 ? "<" : name);
}

/* The keys that run a row's command now, which a user may have changed. */
static char *
keys_of(const struct session *session, const struct key_row *row)
{
    struct strbuf text;

    strbuf_init(&text);
    for (size_t i = 0; i < session->keys.count; i++) {
        const struct key_binding *binding = &session->keys.bindings[i];

        if (binding->context == row->context && strcmp(binding->command, row->command) == 0)
            put_key(&text, binding->key);
    }
    if (text.length == 0)
        strbuf_puts(&text, "no key");
    if (row->context != CONTEXT_ANY)
        strbuf_printf(&text, " (%s)", key_context_name(row->context));
    return strbuf_detach(&text);
}

/* What a first screen has to tell. */
static const struct { const char *command, *also, *words; } essentials[] = {
    {"mark", NULL, "mark a point, or unmark it"},
    {"compare", NULL, "compare the marked points"},
    {"detail", NULL, "all about the selected point"},
    {"x", "y", "choose the axes' measures"},
    {"where", NULL, "filter by an expression"},
    {"lens", NULL, "choose a lens: what is asked"},
    {"write", NULL, "write this result to a file"},
    {"command", NULL, "a command; Tab completes it"},
    {"back", "quit", "back; quit"},
    {"words", NULL, "the whole verdict, notes and last message"},
    {"pane next", NULL, "the other pane has the keys: table or plot"},
    {"move down", "move up", "a row down, up; so do the arrows"},
    {"search", NULL, "search, here as in any table"},
    {"adjust", NULL, "options of the lens"},
    {"log x", "log y", "logarithmic axes, or linear"},
    {"undo", "redo", "undo; redo"},
    {"page frontier", "page table", "pages: frontier, table; the others are below"},
    {"cancel", NULL, "cancel, close, back"},
};

static void
add_essentials(struct entries *entries, const struct session *session)
{
    for (size_t i = 0; i < sizeof essentials / sizeof *essentials; i++) {
        char first[KEY_NAME_MAX], second[KEY_NAME_MAX] = "";

        session_key_words(session, essentials[i].command, first, sizeof first);
        if (essentials[i].also != NULL)
            session_key_words(session, essentials[i].also, second, sizeof second);
        if (first[0] == '\0' && second[0] == '\0')
            continue;
        add(entries, "essential keys", mem_printf("%s%s%s", first,
                first[0] != '\0' && second[0] != '\0' ? " " : "", second),
            essentials[i].words, essentials[i].command);
    }
}

static void
add_keys(struct entries *entries, const struct session *session)
{
    size_t n;
    const struct key_row *rows = session_keys_all(&n);

    for (size_t i = 0; i < n; i++) {
        char *section = mem_printf("keys: %s", rows[i].group);

        add(entries, section, keys_of(session, &rows[i]), rows[i].help, rows[i].command);
        free(section);
    }
}

static bool
is_in_a_row(const struct key_binding *binding)
{
    size_t n;
    const struct key_row *rows = session_keys_all(&n);

    for (size_t i = 0; i < n; i++)
        if (rows[i].context == binding->context && strcmp(rows[i].command, binding->command) == 0)
            return true;
    return false;
}

/* Keys that a user bound to what no key of the program does. */
static void
add_own_keys(struct entries *entries, const struct session *session)
{
    for (size_t i = 0; i < session->keys.count; i++) {
        const struct key_binding *binding = &session->keys.bindings[i];
        struct strbuf text;

        if (binding->command[0] == '\0' || is_in_a_row(binding))
            continue;
        strbuf_init(&text);
        put_key(&text, binding->key);
        if (binding->context != CONTEXT_ANY)
            strbuf_printf(&text, " (%s)", key_context_name(binding->context));
        add(entries, "keys: bound by you", strbuf_detach(&text), binding->command,
            binding->command);
        strbuf_release(&text);
    }
}

static void
add_commands(struct entries *entries)
{
    size_t n;
    const struct command_row *rows = session_commands_all(&n);

    for (size_t i = 0; i < n; i++) {
        char *section = mem_printf("commands: %s", rows[i].group);
        char *runs = mem_printf("command %s", rows[i].name);

        add(entries, section, mem_printf(":%s%s%s", rows[i].name,
                rows[i].arguments[0] != '\0' ? " " : "", rows[i].arguments), rows[i].help, runs);
        free(runs);
        free(section);
    }
}

static void
add_settings(struct entries *entries)
{
    size_t n;
    const struct option_row *rows = session_options_all(&n);

    for (size_t i = 0; i < n; i++) {
        char *runs = mem_printf("command set %s", rows[i].name);

        add(entries, "options of the explorer", mem_printf(":set %s %s", rows[i].name,
                rows[i].choices != NULL ? rows[i].choices : "N"), rows[i].help, runs);
        free(runs);
    }
}

static void
add_lens_options(struct entries *entries, const struct lens *lens)
{
    for (size_t i = 0; i < lens->n_options; i++) {
        const struct lens_option *option = &lens->options[i];
        char *section = mem_printf("options of %s", lens->name);
        char *runs = mem_printf("command set %s.%s", lens->name, option->name);

        add(entries, section, mem_printf(":set %s.%s %s", lens->name, option->name,
                option->choices != NULL ? option->choices : ""), option->help, runs);
        free(runs);
        free(section);
    }
}

static void
add_lenses(struct entries *entries)
{
    size_t n;
    const struct lens *const *lenses = lens_all(&n);

    for (size_t i = 0; i < n; i++) {
        char *runs = mem_printf("lens %s", lenses[i]->name);

        add(entries, "lenses", mem_strdup(lenses[i]->name), lenses[i]->summary, runs);
        free(runs);
    }
    for (size_t i = 0; i < n; i++)
        add_lens_options(entries, lenses[i]);
}

static void
fill(struct result *result, const struct entries *entries)
{
    struct result_table *table = result_add_table(result, "help", entries->count);
    const char **section = arena_zalloc(result->arena, entries->count, sizeof *section);
    struct result_column *name, *help, *runs;

    result_add_column(result, table, "entry", VALUE_TEXT);
    result_add_column(result, table, "help", VALUE_TEXT);
    result_add_column(result, table, "runs", VALUE_TEXT);
    name = &table->columns[0];
    help = &table->columns[1];
    runs = &table->columns[2];
    name->key = runs->detail = true;
    for (size_t i = 0; i < entries->count; i++) {
        section[i] = arena_strdup(result->arena, entries->items[i].section);
        name->text[i] = arena_strdup(result->arena, entries->items[i].name);
        help->text[i] = arena_strdup(result->arena, entries->items[i].help);
        runs->text[i] = arena_strdup(result->arena, entries->items[i].runs);
    }
    table->section = section;
}

struct answer *
help_answer(const struct session *session)
{
    struct answer *answer = mem_zalloc(1, sizeof *answer);
    struct entries entries = {0};

    add_essentials(&entries, session);
    add_own_keys(&entries, session);
    add_keys(&entries, session);
    add_commands(&entries);
    add_lenses(&entries);
    add_settings(&entries);
    answer->users = 1;
    answer->question = mem_strdup("help");
    answer->result = result_new("help");
    answer->result->title = "help · / searches · Enter runs the entry";
    answer->result->final = true;
    fill(answer->result, &entries);
    answer_index(answer);
    for (size_t i = 0; i < entries.count; i++) {
        free(entries.items[i].section);
        free(entries.items[i].name);
        free(entries.items[i].help);
        free(entries.items[i].runs);
    }
    free(entries.items);
    return answer;
}
