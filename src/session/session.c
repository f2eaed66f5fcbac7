/* session.c - a session's commands and what it says; what is waited for.
 *
 * One idea: a key runs a command's text, a command changes the state, and after it the
 * question of the page is compared with the answer that is there (evaluate.c). No key ever
 * waits for an answer for longer than the eye does not notice.
 */
#include "session/explorer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "session/actions.h"
#include "session/commands.h"
#include "session/progress.h"

/* How long a key may wait for its answer before something is drawn. */
static const double key_patience_seconds = 0.020, answer_patience_seconds = 0.003;

/* --- messages --- */

static void
say(struct session *session, bool is_error, const char *text)
{
    string_assign(&session->message, text);
    string_assign(&session->last_message, text);
    session->message_is_error = is_error;
}

void
session_say(struct session *session, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    say(session, false, text);
}

void
session_say_error(struct session *session, const struct error *err)
{
    /* After a line with a caret the hint begins a line of its own. */
    const char *between = strchr(err->message, '\n') != NULL ? "\n" : "; ";
    char *text = err->hint[0] != '\0' ? mem_printf("%s%s%s", err->message, between, err->hint)
                                      : mem_strdup(err->message);

    say(session, true, text);
    free(text);
}

/* --- commands --- */

static bool
may_run(const struct session *session, const struct command_row *row, struct error *err)
{
    if (session->trusted || (row->flags & COMMAND_STRANGER) != 0)
        return true;
    error_set(err, ERROR_REQUEST, "a view may not run \"%s\"", row->name);
    return error_hint(err, "views only look: type the command yourself if you want it");
}

bool
session_run(struct session *session, const char *line, struct error *err)
{
    struct command_line parsed;
    struct error own = {0};
    bool good = commands_parse(line, &parsed, err) && may_run(session, parsed.row, err);

    if (good) {
        const struct call call = {parsed.argument, parsed.force, err != NULL ? err : &own,
            parsed.row->name};

        good = parsed.row->run(session, &call);
    }
    free(parsed.argument);
    return good;
}

/* A command that stands by itself: with an undo entry if it changed what undo restores. */
static bool
run_alone(struct session *session, const char *line, bool trusted, bool undoable,
    struct error *err)
{
    bool old_trust = session->trusted, good;
    struct state before;

    session->trusted = trusted;
    session->was_undo = false;
    state_copy(&before, &session->state);
    good = session_run(session, line, err);
    session->trusted = old_trust;
    if (good)
        string_list_add(&session->log, line);
    if (good && undoable && !session->was_undo && !state_same(&before, &session->state))
        undo_push(&session->undo, &before);
    else
        state_release(&before);
    return good;
}

bool
session_command(struct session *session, const char *line, struct error *err)
{
    bool good;

    line += strspn(line, ": \t");
    session->interactive = true;
    good = run_alone(session, line, true, true, err);
    session->interactive = false;
    session->effects |= SESSION_REDRAW;
    if (!good && err != NULL)
        session_say_error(session, err);
    session_evaluate(session);
    return good;
}

void
session_run_line(struct session *session, const char *line)
{
    struct error err = {0};

    session->interactive = true;
    if (!run_alone(session, line, true, true, &err))
        session_say_error(session, &err);
    session->interactive = false;
}

void
session_queue(struct session *session, const char *line, const char *where, bool trusted)
{
    ARRAY_PUSH(session->queue, session->n_queue, session->queue_capacity,
        ((struct queued){mem_strdup(line), mem_strdup(where), trusted}));
}

/* Whether nothing more will come unless the state changes. */
static bool
is_settled(struct session *session)
{
    session_evaluate(session);
    return worker_is_idle(session->worker);
}

void
session_note_failure(struct session *session, const struct error *err)
{
    if (session->first_error.kind == ERROR_NONE)
        session->first_error = *err;
}

static bool
must_wait(struct session *session, const char *line)
{
    struct command_line parsed;
    bool waits = commands_parse(line, &parsed, NULL)
        && (parsed.row->flags & COMMAND_ANSWER) != 0 && !is_settled(session);

    free(parsed.argument);
    return waits;
}

/* A line that would open a prompt has nobody to type into it. */
static bool
run_queued(struct session *session, const struct queued *queued, struct error *err)
{
    struct command_line parsed;
    bool asks = commands_parse(queued->line, &parsed, NULL)
        && (parsed.row->flags & COMMAND_ASKS) != 0 && parsed.argument[0] == '\0';

    free(parsed.argument);
    if (asks)
        return error_set(err, ERROR_USAGE, "\"%s\" needs its argument here", queued->line);
    return run_alone(session, queued->line, queued->trusted, false, err);
}

static bool
run_queue(struct session *session)
{
    bool any = false;

    while (session->n_queue > 0 && !must_wait(session, session->queue[0].line)) {
        struct queued queued = session->queue[0];
        struct error err = {0};

        session->n_queue--;
        memmove(session->queue, session->queue + 1, session->n_queue * sizeof queued);
        if (!run_queued(session, &queued, &err)) {
            error_prefix(&err, "%s", queued.where);
            session_say_error(session, &err);
            session_note_failure(session, &err);
        }
        free(queued.line);
        free(queued.where);
        any = true;
    }
    if (!session->started && session->n_queue == 0) {
        session->started = true;
        list_copy(&session->given, &session->state.direction);
        list_copy(&session->given, &session->state.missing);
    }
    return any;
}

unsigned
session_poll(struct session *session)
{
    bool any;

    session->effects = 0;
    /* First what the state asks now, so that an answer to what it asked before is known
     * to be late. */
    session_evaluate(session);
    any = worker_take(session->worker);
    any = run_queue(session) || any;
    session_evaluate(session);
    any = session_press_typed(session) || any;
    return session->effects | (any ? SESSION_REDRAW : 0);
}

static bool
is_done(struct session *session)
{
    return session->n_queue == 0 && worker_is_idle(session->worker);
}

/* Whether there is an answer to what the page asks, be it the first of several. */
static bool
has_answer(const struct session *session)
{
    enum page page = session->state.page;
    const struct answer *shown = session->shown[page];

    return session->n_queue == 0 && shown != NULL && session->asked[page] != NULL
        && strcmp(shown->question, session->asked[page]) == 0;
}

/* What follows a first answer at once is waited for, so that it is not drawn twice; what takes
 * longer is drawn when it comes. */
unsigned
session_settle_for(struct session *session, double seconds)
{
    double end = clock_seconds() + seconds, now;
    unsigned effects = session_poll(session);
    bool answered = false;

    while (!is_done(session) && (now = clock_seconds()) < end) {
        if (!answered && has_answer(session)) {
            answered = true;
            end = fmin(end, now + answer_patience_seconds);
        }
        worker_wait(session->worker, end - now);
        effects |= session_poll(session);
    }
    return effects;
}

unsigned
session_settle(struct session *session)
{
    return session_settle_for(session, key_patience_seconds);
}

unsigned
session_wait(struct session *session)
{
    unsigned effects = session_poll(session);

    while (!is_done(session)) {
        worker_wait(session->worker, 1.0);
        effects |= session_poll(session);
    }
    return effects;
}

int
session_wake_fd(const struct session *session)
{
    return worker_wake_fd(session->worker);
}

/* --- where it is, how large it is --- */

void
session_go(struct session *session, enum page page)
{
    if (session->state.page == page)
        return;
    session->previous = session->state.page;
    session->state.page = page;
    session->overlay = OVERLAY_NONE;
    session->overlay_top = 0;
    session_evaluate(session);
}

void
session_resize(struct session *session, size_t columns, size_t rows)
{
    session->columns = columns;
    session->rows = rows;
}

/* Rows that the chart's names and dots can be drawn with: no more than the terminal can. */
enum glyphs
session_glyphs(const struct session *session)
{
    int wanted = session->settings.value[SET_GLYPHS];

    if (wanted == CHOICE_AUTO || wanted - 1 < (int)session->glyphs)
        return session->glyphs;
    return (enum glyphs)(wanted - 1);
}

/* --- what the terminal asks --- */

const char *
session_clipboard(const struct session *session)
{
    return session->clipboard != NULL ? session->clipboard : "";
}

const char *
session_busy(struct session *session, int *permille)
{
    return worker_progress(session->worker, permille);
}

bool
session_import_line(struct session *session, size_t columns, struct strbuf *out)
{
    struct job_meter meter;

    if (columns < 2 || !worker_meter(session->worker, &meter))
        return false;
    progress_line(out, &meter.progress, clock_seconds() - meter.began, columns,
        session_glyphs(session) == GLYPHS_ASCII);
    return true;
}

bool
session_wants_mouse(const struct session *session)
{
    return session->settings.value[SET_MOUSE] == CHOICE_ON;
}

enum session_theme
session_theme(const struct session *session)
{
    return (enum session_theme)session->settings.value[SET_THEME];
}

bool
session_failed(const struct session *session, struct error *err)
{
    if (session->first_error.kind == ERROR_NONE)
        return false;
    *err = session->first_error;
    return true;
}
