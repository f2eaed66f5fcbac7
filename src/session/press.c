/* press.c - what a key does: it goes to the prompt, the list or the mode that owns the keys,
 * and otherwise runs its command's text.
 */
#include "session/explorer.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "session/actions.h"
#include "session/commands.h"

enum key_context
session_context(const struct session *session)
{
    if (session->state.page == PAGE_NAMES)
        return CONTEXT_NAMES;
    return session->focus == PANE_CHART && session_chart(session) != NULL ? CONTEXT_PLOT
                                                                          : CONTEXT_TABLE;
}

/* What a line typed at each kind of prompt is the argument of. */
static const char *const prompt_commands[PROMPT_KINDS] = {"", "search ", "where ", "sql ",
    "write ", "derive ", ""};

static void
accept_prompt(struct session *session)
{
    enum prompt_kind kind = session->prompt.kind;
    char *line;

    prompt_remember(&session->prompt);
    session->mode = MODE_KEYS;
    if (session->prompt.text.length == 0 && kind != PROMPT_WHERE)
        return;
    line = mem_printf("%s%s", prompt_commands[kind],
        session->prompt.text.length > 0 ? session->prompt.text.data : "none");
    session_run_line(session, line);
    free(line);
}

static void
complete_prompt(struct session *session)
{
    const char *command = prompt_commands[session->prompt.kind];
    char *line = mem_printf("%s%s", command, session->prompt.text.data);
    size_t offset = strlen(command);
    struct completions completions = {0};

    commands_complete(session, line, session->prompt.cursor + offset, &completions);
    completions.from -= completions.from < offset ? completions.from : offset;
    prompt_complete(&session->prompt, &completions);
    free(line);
}

static void
press_prompt(struct session *session, int key)
{
    enum prompt_event event = prompt_press(&session->prompt, key);
    bool live = session->prompt.kind == PROMPT_SEARCH && session->state.page == PAGE_HELP;

    if (event == PROMPT_ACCEPT && live)
        session->mode = MODE_KEYS;
    else if (event == PROMPT_ACCEPT)
        accept_prompt(session);
    else if (event == PROMPT_COMPLETE)
        complete_prompt(session);
    else if (event == PROMPT_CANCEL)
        session->mode = MODE_KEYS;
    if (live && (event == PROMPT_EDITED || event == PROMPT_CANCEL)) {
        const char *text = event == PROMPT_EDITED ? session->prompt.text.data : "";

        string_assign(&session_view(session)->filter, text[0] != '\0' ? text : NULL);
        view_sync(session);
    }
}

static void
press_chooser(struct session *session, int key)
{
    enum prompt_event event;
    char *line;

    if (chooser_move(&session->chooser, key))
        return;
    event = prompt_press(&session->prompt, key);
    if (event == PROMPT_COMPLETE)
        chooser_move(&session->chooser, KEY_DOWN_ARROW);
    if (event == PROMPT_EDITED)
        chooser_narrow(&session->chooser, session->prompt.text.data);
    if (event == PROMPT_CANCEL)
        session->mode = MODE_KEYS;
    if (event != PROMPT_ACCEPT)
        return;
    line = chooser_command(&session->chooser, session->prompt.text.data);
    session->mode = MODE_KEYS;
    if (line != NULL)
        session_run_line(session, line);
    free(line);
}

enum { CTRL_C = 3 };

static void
press_quit(struct session *session, int key)
{
    session->mode = MODE_KEYS;
    switch (key) {
    case 'q': case 'Q': case 'y': case CTRL_C:
        session->effects |= SESSION_QUIT;
        break;
    case 's':
        prompt_open(&session->prompt, PROMPT_COMMAND, "save ");
        session->mode = MODE_PROMPT;
        break;
    case 'r':
        session_run_line(session, "remember");
        if (!session->message_is_error)
            session->effects |= SESSION_QUIT;
        break;
    default:
        break;
    }
}

static void
press_key(struct session *session, int key)
{
    const char *command = keymap_find(&session->keys, key, session_context(session));
    char *line;

    if (command == NULL) {
        char name[KEY_NAME_MAX];

        key_name(key, name);
        session_say(session, "%s does nothing here; ? lists the keys", name);
        return;
    }
    /* The handler may rebind the key, which would free its text. */
    line = mem_strdup(command);
    session_run_line(session, line);
    free(line);
}

/* A step of the adjust mode is a command like any other; a key that is none of its own ends
 * it and does what it always does. */
static void
press_adjust(struct session *session, int key)
{
    char *line;

    if (adjust_press(session, key, &line)) {
        if (line != NULL)
            session_run_line(session, line);
        free(line);
        adjust_say(session);
        return;
    }
    session->mode = MODE_KEYS;
    if (key != KEY_ESCAPE && key != KEY_ENTER)
        press_key(session, key);
}

unsigned
session_press(struct session *session, int key)
{
    session->effects = 0;
    string_assign(&session->message, NULL);
    if (key == '\n')
        key = KEY_ENTER;
    if (key == '\b')
        key = KEY_BACKSPACE;
    switch (session->mode) {
    case MODE_PROMPT:
        press_prompt(session, key);
        break;
    case MODE_CHOOSER:
        press_chooser(session, key);
        break;
    case MODE_QUIT:
        press_quit(session, key);
        break;
    case MODE_BUDGET:
        if (budget_press(session, key))
            break;
        session->mode = MODE_KEYS;
        if (key == KEY_ESCAPE || key == KEY_ENTER)
            break;
        press_key(session, key);
        break;
    case MODE_ADJUST:
        press_adjust(session, key);
        break;
    case MODE_KEYS:
        press_key(session, key);
        break;
    }
    session_evaluate(session);
    return session->effects | SESSION_REDRAW;
}

void
session_choose(struct session *session, const char *current)
{
    prompt_open(&session->prompt, PROMPT_CHOOSER, "");
    chooser_narrow(&session->chooser, "");
    chooser_point(&session->chooser, current);
    session->mode = MODE_CHOOSER;
}
