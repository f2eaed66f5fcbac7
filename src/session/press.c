/* press.c - what a key does: it goes to the prompt, the list or the mode that owns the keys,
 * and otherwise runs its command's text.
 */
#include "session/explorer.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
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

/* What a line typed at each kind of prompt is the argument of; the caller frees it. */
static char *
prompt_command(const struct prompt *prompt)
{
    static const char *const commands[PROMPT_KINDS] = {"", "search ", "where ", "sql ",
        "write ", "derive ", "alias ", ""};
    char *subject, *command;

    if (prompt->kind != PROMPT_MODEL)
        return mem_strdup(commands[prompt->kind]);
    subject = text_escape(prompt->subject);
    command = mem_printf("%s%s=", commands[prompt->kind], subject);
    free(subject);
    return command;
}

/* The command that the typed line is; NULL: none. The caller frees it. */
static char *
prompt_line(const struct prompt *prompt)
{
    char *command, *text, *line;

    if (prompt->text.length == 0 && prompt->kind != PROMPT_WHERE)
        return NULL;
    command = prompt_command(prompt);
    text = prompt->kind == PROMPT_MODEL ? text_escape(prompt->text.data)
        : mem_strdup(prompt->text.length > 0 ? prompt->text.data : "none");
    line = mem_printf("%s%s", command, text);
    free(text);
    free(command);
    return line;
}

static void
accept_prompt(struct session *session)
{
    char *line = prompt_line(&session->prompt);

    prompt_remember(&session->prompt);
    session->mode = MODE_KEYS;
    if (line != NULL)
        session_run_line(session, line);
    free(line);
}

static void
complete_prompt(struct session *session)
{
    char *command = prompt_command(&session->prompt);
    char *line = mem_printf("%s%s", command, session->prompt.text.data);
    size_t offset = strlen(command);
    struct completions completions = {0};

    commands_complete(session, line, session->prompt.cursor + offset, &completions);
    completions.from -= completions.from < offset ? completions.from : offset;
    prompt_complete(&session->prompt, &completions);
    free(line);
    free(command);
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

enum { CTRL_C = 3, CTRL_L = 12, CTRL_Z = 26 };

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

/* Flags of the command that a line runs, 0 if it is none. */
static unsigned
flags_of(const char *line)
{
    struct command_line parsed;
    unsigned flags = commands_parse(line, &parsed, NULL) ? parsed.row->flags : 0;

    free(parsed.argument);
    return flags;
}

/* A text that covers the page has the keys. On the help page only those that read it act;
 * over the panes any other closes it first, so that what it does is seen. */
static bool
covers(struct session *session, const char *command, const char *name)
{
    char back[KEY_NAME_MAX];

    if ((flags_of(command) & COMMAND_READS) != 0)
        return false;
    if (session->state.page != PAGE_HELP) {
        session->overlay = OVERLAY_NONE;
        return false;
    }
    session_key_words(session, "back", back, sizeof back);
    session_say(session, "%s does nothing in the help; %s closes it", name,
        back[0] != '\0' ? back : ":back");
    return true;
}

static void
press_key(struct session *session, int key)
{
    const char *command = keymap_find(&session->keys, key, session_context(session));
    char name[KEY_NAME_MAX], *line;

    key_name(key, name);
    if (command == NULL) {
        session_say(session, "%s does nothing here; ? lists the keys", name);
        return;
    }
    if (covers(session, command, name))
        return;
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

static void
press(struct session *session, int key)
{
    string_assign(&session->message, NULL);
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
}

/* --- typing ahead --- */

/* Whether the page has nothing to show yet and something is on its way. */
static bool
awaits_first_answer(const struct session *session)
{
    const struct answer *answer = session_answer(session);
    const char *asked = session->asked[session->state.page];
    bool is_last = answer != NULL && asked != NULL && strcmp(answer->question, asked) == 0;

    return session->state.page != PAGE_HELP && !is_last
        && (answer == NULL || answer->result == NULL) && !worker_is_idle(session->worker);
}

/* What a key would run now, for the caller to free; NULL: nothing, or it only edits. */
static char *
command_of(const struct session *session, int key)
{
    const char *command;

    switch (session->mode) {
    case MODE_PROMPT:
        return key == KEY_ENTER ? prompt_line(&session->prompt) : NULL;
    case MODE_CHOOSER:
        return key == KEY_ENTER
            ? chooser_command(&session->chooser, session->prompt.text.data) : NULL;
    case MODE_KEYS:
        command = keymap_find(&session->keys, key, session_context(session));
        return command != NULL ? mem_strdup(command) : NULL;
    default:
        return NULL;
    }
}

static bool
must_wait(const struct session *session, int key)
{
    char *line;
    bool waits;

    if (!awaits_first_answer(session))
        return false;
    if (session->mode == MODE_PROMPT && key == KEY_TAB)
        return session->frame == NULL;
    line = command_of(session, key);
    waits = line != NULL && (flags_of(line) & COMMAND_ANSWER) != 0;
    free(line);
    return waits;
}

/* Whether a key acts though others wait. Quitting does not stay behind them, unless it may be
 * part of what is typed into a prompt that one of them opens. */
static bool
overtakes(const struct session *session, int key)
{
    const char *command;

    if (key == CTRL_L || key == CTRL_Z)
        return true;
    for (size_t i = 0; i < session->n_typed; i++) {
        command = keymap_find(&session->keys, session->typed[i], session_context(session));
        if (command != NULL && (flags_of(command) & COMMAND_ASKS) != 0)
            return false;
    }
    command = keymap_find(&session->keys, key, session_context(session));
    return session->mode == MODE_KEYS && command != NULL && strcmp(command, "quit") == 0;
}

bool
session_press_typed(struct session *session)
{
    bool any = false;

    while (session->n_typed > 0 && !must_wait(session, session->typed[0])
        && (session->effects & SESSION_QUIT) == 0) {
        int key = session->typed[0];

        session->n_typed--;
        memmove(session->typed, session->typed + 1, session->n_typed * sizeof key);
        press(session, key);
        any = true;
    }
    return any;
}

unsigned
session_press(struct session *session, int key)
{
    session->effects = 0;
    if (key == '\n')
        key = KEY_ENTER;
    if (key == '\b')
        key = KEY_BACKSPACE;
    if (key == KEY_ESCAPE || key == CTRL_C)
        session->n_typed = 0;
    if (session->n_typed > 0 ? overtakes(session, key) : !must_wait(session, key)) {
        press(session, key);
    } else {
        string_assign(&session->message, NULL);
        ARRAY_PUSH(session->typed, session->n_typed, session->typed_capacity, key);
    }
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
