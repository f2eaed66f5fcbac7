/* act_session.c - handlers of the session itself: prompt, help, undo, quitting. */
#include "session/actions.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "session/commands.h"
#include "session/explorer.h"

bool
act_command(struct session *session, const struct call *call)
{
    /* "set NAME " keeps its blank, which parsing cut off. */
    char *text = mem_printf("%s%s", call->argument, call->argument[0] != '\0' ? " " : "");

    prompt_open(&session->prompt, PROMPT_COMMAND, text);
    session->mode = MODE_PROMPT;
    free(text);
    return true;
}

bool
act_help(struct session *session, const struct call *call)
{
    if (session->state.page == PAGE_HELP && session->interactive && call->argument[0] == '\0')
        return act_back(session, call);
    session_go(session, PAGE_HELP);
    string_assign(&session_view(session)->filter,
        call->argument[0] != '\0' ? call->argument : NULL);
    view_sync(session);
    return true;
}

bool
act_show_command(struct session *session, const struct call *call)
{
    const struct lens *lens = session_lens(session);
    struct request request;
    struct strbuf line;

    if (lens == NULL || !state_request(&session->state, lens, &request, call->err))
        return lens != NULL ? false
                            : error_set(call->err, ERROR_REQUEST, "no lens is shown here");
    strbuf_init(&line);
    request_command_line(&request, (const char *const *)session->files.items,
        session->files.count, session->database, &line);
    session_say(session, "%s", line.data);
    strbuf_release(&line);
    request_release(&request);
    return true;
}

/* --- undo: of what is looked at, not of where the cursor is --- */

static void
keep_place(struct session *session, enum page page, char *selected)
{
    session->state.page = page;
    free(session->state.selected);
    session->state.selected = selected;
    session->was_undo = true;
    view_sync(session);
}

static bool
travel(struct session *session, bool (*step)(struct undo *undo, struct state *state),
    const char *done, const char *nothing)
{
    enum page page = session->state.page;
    char *selected = mem_strdup(session->state.selected);
    bool moved = false, same = true;
    struct state start, before;

    state_copy(&start, &session->state);

    /* A step that was taken back by itself (a refused filter) leaves nothing to see. */
    while (same) {
        state_copy(&before, &session->state);
        if (!step(&session->undo, &session->state)) {
            state_release(&before);
            break;
        }
        moved = true;
        same = state_same(&before, &session->state);
        state_release(&before);
    }
    keep_place(session, page, selected);
    names_follow(session, &start);
    state_release(&start);
    session_say(session, "%s", moved && !same ? done : nothing);
    return true;
}

bool
act_undo(struct session *session, const struct call *call)
{
    (void)call;
    return travel(session, undo_back, "undone; Ctrl-R does it again", "nothing to undo");
}

bool
act_redo(struct session *session, const struct call *call)
{
    (void)call;
    return travel(session, undo_forward, "done again", "nothing to do again");
}

bool
act_reset(struct session *session, const struct call *call)
{
    struct state fresh;

    (void)call;
    state_init(&fresh);
    fresh.page = session->state.page;
    fresh.kept = mem_alloc(session->state.n_kept * sizeof *fresh.kept);
    fresh.n_kept = session->state.n_kept;
    for (size_t i = 0; i < fresh.n_kept; i++)
        fresh.kept[i] = session->state.kept[i];
    fresh.selected = mem_strdup(session->state.selected);
    state_release(&session->state);
    session->state = fresh;
    return true;
}

/* --- the rest --- */

bool
act_redraw(struct session *session, const struct call *call)
{
    enum page page = session->state.page;

    (void)call;
    if (session_was_stopped(session))
        string_assign(&session->asked[page], NULL);
    session->effects |= SESSION_REPAINT;
    return true;
}

bool
act_suspend(struct session *session, const struct call *call)
{
    (void)call;
    session->effects |= SESSION_SUSPEND;
    return true;
}

bool
act_echo(struct session *session, const struct call *call)
{
    session_say(session, "%s", call->argument);
    return true;
}

bool
act_quit(struct session *session, const struct call *call)
{
    if (!call->force && session->interactive && !session->saved
        && session_decisions(session, NULL) > 0)
        session->mode = MODE_QUIT;
    else
        session->effects |= SESSION_QUIT;
    return true;
}
