/* session.c - a session's life: start, keys, commands, what comes back from the worker.
 *
 * One idea: a key runs a command's text, a command changes the state, and after it the
 * question of the page is compared with the answer that is there. If they differ the worker
 * is asked; meanwhile the old picture stays, and no key ever waits for an answer for longer
 * than the eye does not notice.
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

/* How long a key or the start may wait for its answer before something is drawn. */
static const double key_patience_seconds = 0.020, start_patience_seconds = 0.035;

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

/* --- questions and answers --- */

static const struct lens *
page_lens(const struct session *session, enum page page)
{
    switch (page) {
    case PAGE_FRONTIER: case PAGE_TABLE:
        return lens_find("frontier");
    case PAGE_COMPARE:
        return lens_find("compare");
    case PAGE_LENS:
        return session->state.lens != NULL ? lens_find(session->state.lens) : NULL;
    default:
        return NULL;
    }
}

/* The question of the page now shown, initialised here; false if it asks none. */
static bool
page_question(const struct session *session, struct question *question)
{
    enum page page = session->state.page;
    const struct lens *lens = page_lens(session, page);
    bool lists = page == PAGE_DATA || page == PAGE_NAMES;

    *question = (struct question){0};
    strbuf_init(&question->text);
    if (lists) {
        strbuf_printf(&question->text, "%s %u\n", page_name(page), session->generation);
        state_names_text(&session->state, &question->text);
    } else if (lens != NULL) {
        question_frame(&session->state, session->generation, question);
        question_lens(&session->state, lens, question);
        if (page == PAGE_TABLE)
            strbuf_puts(&question->text, "table\n");
    }
    return lists || lens != NULL;
}

static void
show_answer(struct session *session, enum page page, struct answer *answer)
{
    struct answer *old = session->shown[page];

    session->shown[page] = answer_hold(answer);
    answer_leave(session->worker, old);
    if (answer->frame != NULL && answer->frame != session->frame) {
        frame_leave(session->worker, session->frame);
        session->frame = shared_frame_hold(answer->frame);
    }
}

/* Of all answers that are kept together. */
enum { CACHED_ROWS_MOST = 1500000 };

static struct answer *
cache_find(struct session *session, const char *question)
{
    for (size_t i = 0; i < sizeof session->cache / sizeof *session->cache; i++)
        if (session->cache[i] != NULL
            && strcmp(session->cache[i]->question, question) == 0)
            return session->cache[i];
    return NULL;
}

/* Half a gigabyte for each million rows: the older ones are computed again if need be. */
static void
forget_large(struct session *session)
{
    size_t rows = 0;

    for (size_t i = 0; i < sizeof session->cache / sizeof *session->cache; i++) {
        struct answer *answer = session->cache[i];

        rows += answer != NULL && answer->frame != NULL ? answer->frame->frame->rows : 0;
        if (i == 0 || rows <= CACHED_ROWS_MOST)
            continue;
        session->cache[i] = NULL;
        answer_leave(session->worker, answer);
    }
}

static void
cache_add(struct session *session, struct answer *answer)
{
    enum { SIZE = sizeof session->cache / sizeof *session->cache };

    answer_leave(session->worker, session->cache[SIZE - 1]);
    memmove(session->cache + 1, session->cache, (SIZE - 1) * sizeof *session->cache);
    session->cache[0] = answer_hold(answer);
    forget_large(session);
}

/* A page whose question could not even be asked shows why. */
static void
show_refusal(struct session *session, const char *question, const struct error *err)
{
    struct answer *answer = mem_zalloc(1, sizeof *answer);

    answer->users = 1;
    answer->question = mem_strdup(question);
    answer->error = *err;
    show_answer(session, session->state.page, answer);
    answer_drop(answer);
}

static void
ask(struct session *session, const struct question *question)
{
    enum page page = session->state.page;
    struct error err = {0};
    struct request request;

    if (page == PAGE_DATA || page == PAGE_NAMES) {
        post_lists(session->worker, page, question->text.data);
        return;
    }
    if (!state_request(&session->state, page_lens(session, page), &request, &err)) {
        show_refusal(session, question->text.data, &err);
        return;
    }
    post_answer(session->worker, page, &request, &session->state, question, session->frame);
    request_release(&request);
}

/* What is loaded in the order of session_load. */
static struct load_order
load_order_of(const struct session *session, const char *const *paths, size_t n, bool reopen)
{
    return (struct load_order){
        .database = session->database, .paths = paths, .n_paths = n,
        .format = session->format, .lenient = session->lenient, .reopen = reopen,
        .map = &session->map, .set = &session->set,
    };
}

/* Not before the commands that came with the start have run: they say what is asked. */
static void
ask_preview(struct session *session)
{
    struct error err = {0};
    struct request request;
    struct load_order order = load_order_of(session,
        (const char *const *)session->files.items, session->files.count, false);

    if (!session->wants_preview || session->n_queue > 0)
        return;
    session->wants_preview = false;
    if (!state_request(&session->state, lens_find("frontier"), &request, &err))
        return;
    post_preview(session->worker, &order, &request);
    request_release(&request);
}

void
session_evaluate(struct session *session)
{
    enum page page = session->state.page;
    struct question question;
    struct answer *known;

    if (page == PAGE_HELP && session->shown[page] == NULL) {
        struct answer *help = help_answer(session);

        show_answer(session, page, help);
        answer_drop(help);
    }
    if (!session->loaded) {
        ask_preview(session);
        return;
    }
    if (page_question(session, &question) && (session->asked[page] == NULL
            || strcmp(session->asked[page], question.text.data) != 0)) {
        string_assign(&session->asked[page], question.text.data);
        known = cache_find(session, question.text.data);
        if (known != NULL)
            show_answer(session, page, known);
        else
            ask(session, &question);
    }
    strbuf_release(&question.text);
}

/* Whether nothing more will come unless the state changes. */
static bool
is_settled(struct session *session)
{
    session_evaluate(session);
    return worker_is_idle(session->worker);
}

/* What the store was asked with goes back to what it last answered. */
static void
take_back_question(struct session *session)
{
    struct state *state = &session->state, before;

    state_copy(&before, &session->good);
    string_assign(&state->by, before.by);
    string_assign(&state->where, before.where);
    string_assign(&state->pick, before.pick);
    string_assign(&state->mixed, before.mixed);
    string_list_clear(&state->missing);
    list_copy(&state->missing, &before.missing);
    string_list_clear(&state->direction);
    list_copy(&state->direction, &before.direction);
    string_list_clear(&state->derive);
    list_copy(&state->derive, &before.derive);
    string_list_clear(&state->objectives);
    list_copy(&state->objectives, &before.objectives);
    state_release(&before);
}

static void
note_queue_error(struct session *session, const struct error *err)
{
    if (session->first_error.kind == ERROR_NONE)
        session->first_error = *err;
}

static void
take_refusal(struct session *session, enum page page, struct answer *answer,
    const struct error *err)
{
    session_say_error(session, err);
    note_queue_error(session, err);
    if (session->has_good) {
        take_back_question(session);
        free(session->asked[page]);
        session->asked[page] = mem_strdup("");
        return;
    }
    answer->error = *err;
    show_answer(session, page, answer);
}

static void
note_good(struct session *session, const struct answer *answer)
{
    if (answer->frame->said != NULL && !session->has_good && session->message == NULL)
        session_say(session, "%s", answer->frame->said);
    if (session->has_good)
        state_release(&session->good);
    state_copy(&session->good, &session->state);
    session->has_good = true;
}

/* Whether a first answer to the question comes too late. */
static bool
shows_whole(const struct session *session, enum page page, const char *question)
{
    const struct answer *shown = session->shown[page];

    return shown != NULL && !shown->partial && strcmp(shown->question, question) == 0;
}

void
session_take_answer(struct session *session, enum page page, struct answer *answer,
    const struct error *frame_error)
{
    bool wanted = page == PAGE_SQL
        || (session->asked[page] != NULL
            && strcmp(session->asked[page], answer->question) == 0
            && !(answer->partial && shows_whole(session, page, answer->question)));

    answer->serial = ++session->last_serial;
    if (frame_error != NULL && frame_error->kind != ERROR_CANCELLED && wanted)
        take_refusal(session, page, answer, frame_error);
    if (frame_error == NULL && answer->error.kind != ERROR_CANCELLED) {
        if (!answer->partial && page != PAGE_SQL && page != PAGE_DATA
            && page != PAGE_NAMES)
            cache_add(session, answer);
        if (wanted)
            show_answer(session, page, answer);
        if (wanted && answer->frame != NULL && page == session->state.page)
            note_good(session, answer);
        if (wanted && page == PAGE_SQL && answer->error.kind != ERROR_NONE)
            session_say_error(session, &answer->error);
    }
    answer_leave(session->worker, answer);
}

/* --- loading --- */

static void
forget_preview(struct session *session)
{
    answer_leave(session->worker, session->shown[PAGE_FRONTIER]);
    session->shown[PAGE_FRONTIER] = NULL;
    frame_leave(session->worker, session->frame);
    session->frame = NULL;
}

/* The cursor that nobody moved belongs to what comes. */
static void
leave_preview(struct session *session)
{
    const struct answer *shown = session->shown[PAGE_FRONTIER];

    if (shown != NULL && strcmp(shown->question, "preview") == 0
        && session->views[PAGE_FRONTIER].cursor == 0)
        string_assign(&session->state.selected, NULL);
}

void
session_take_load(struct session *session, bool ok, const struct error *err,
    struct import_summary *summary)
{
    session->generation++;
    if (!session->loaded)
        leave_preview(session);
    session->loaded = ok || session->loaded;
    if (!ok) {
        session->load_failed = !session->loaded;
        if (session->load_failed)         /* what there was of it is gone too */
            forget_preview(session);
        session_say_error(session, err);
        note_queue_error(session, err);
        return;
    }
    if (summary->n_refused > 0)
        session_say(session, "%zu file%s refused, first %s: %s", summary->n_refused,
            summary->n_refused == 1 ? "" : "s", summary->refused[0].source,
            summary->refused[0].text);
}

void
session_take_preview(struct session *session, struct answer *answer)
{
    answer->serial = ++session->last_serial;
    if (!session->loaded && !session->load_failed)
        show_answer(session, PAGE_FRONTIER, answer);
    answer_leave(session->worker, answer);
}

void
session_take_done(struct session *session, const char *what, bool ok, const struct error *err)
{
    if (ok && what != NULL)
        session_say(session, "%s", what);
    if (!ok) {
        session_say_error(session, err);
        note_queue_error(session, err);
    }
}

void
session_load(struct session *session, const char *const *paths, size_t n, bool reopen)
{
    struct load_order order = load_order_of(session, paths, n, reopen);

    if (reopen) {
        string_list_clear(&session->files);
        session->loaded = false;
    }
    for (size_t i = 0; i < n; i++)
        string_list_add(&session->files, paths[i]);
    session->wants_preview = !session->loaded;
    post_load(session->worker, &order);
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
        const struct call call = {parsed.argument, parsed.force, err != NULL ? err : &own};

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
session_queue(struct session *session, const char *line, const char *where, bool trusted)
{
    ARRAY_PUSH(session->queue, session->n_queue, session->queue_capacity,
        ((struct queued){mem_strdup(line), mem_strdup(where), trusted}));
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
            note_queue_error(session, &err);
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

bool
session_poll(struct session *session)
{
    bool any;

    /* First what the state asks now, so that an answer to what it asked before is known
     * to be late. */
    session_evaluate(session);
    any = worker_take(session->worker);
    any = run_queue(session) || any;
    session_evaluate(session);
    return any;
}

static bool
is_done(struct session *session)
{
    return session->n_queue == 0 && worker_is_idle(session->worker);
}

static bool
settle(struct session *session, double seconds)
{
    double end = clock_seconds() + seconds, now;
    bool any = session_poll(session);

    while (!is_done(session) && (now = clock_seconds()) < end) {
        worker_wait(session->worker, end - now);
        any = session_poll(session) || any;
    }
    return any;
}

bool
session_settle(struct session *session)
{
    return settle(session, key_patience_seconds);
}

void
session_wait(struct session *session)
{
    session_poll(session);
    while (!is_done(session)) {
        worker_wait(session->worker, 1.0);
        session_poll(session);
    }
}

int
session_wake_fd(const struct session *session)
{
    return worker_wake_fd(session->worker);
}

/* --- keys --- */

enum key_context
session_context(const struct session *session)
{
    if (session->state.page == PAGE_NAMES)
        return CONTEXT_NAMES;
    return session->focus == PANE_CHART && session_chart(session) != NULL ? CONTEXT_PLOT
                                                                          : CONTEXT_TABLE;
}

static void
run_line(struct session *session, const char *line)
{
    struct error err = {0};

    session->interactive = true;
    if (!run_alone(session, line, true, true, &err))
        session_say_error(session, &err);
    session->interactive = false;
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
    run_line(session, line);
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
        run_line(session, line);
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
        run_line(session, "remember");
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
    run_line(session, line);
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
            run_line(session, line);
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

/* --- life --- */

static void
start_settings(struct state *state, const struct request *request)
{
    struct lens_settings settings = lens_values_settings(request->values, request->seed);

    for (size_t i = 0; i < request->lens->n_options; i++) {
        const struct lens_option *option = &request->lens->options[i];
        char *name;

        if (strcmp(option->fallback, settings.values[i]) == 0)
            continue;
        name = mem_printf("%s.%s", request->lens->name, option->name);
        list_assign(&state->settings, name, settings.values[i]);
        free(name);
    }
}

static void
start_state(struct state *state, const struct request *request)
{
    state_init(state);
    if (request == NULL)
        return;
    list_copy(&state->objectives, &request->objectives);
    list_copy(&state->marks, &request->models);
    list_copy(&state->missing, &request->missing);
    list_copy(&state->direction, &request->direction);
    list_copy(&state->derive, &request->derive);
    state->by = mem_strdup(request->by);
    state->where = mem_strdup(request->where);
    state->pick = mem_strdup(request->pick);
    state->mixed = mem_strdup(request->mixed);
    state->seed = request->seed;
    if (request->lens != NULL)
        start_settings(state, request);
}

static void
start_load(struct session *session, const struct session_options *options)
{
    const char *bundled;
    char *path;

    if (options->n_files > 0 || session->database != NULL) {
        session_load(session, options->files, options->n_files, false);
        return;
    }
    path = path_data("ten-models/ten-models.csv");
    bundled = path;
    session_load(session, &bundled, path != NULL ? 1 : 0, false);
    free(path);
}

static bool
start_queue(struct session *session, const struct session_options *options,
    struct error *err)
{
    if (!config_load(session, err))
        return false;
    if (options->view != NULL && !view_load(session, options->view, err))
        return false;
    for (size_t i = 0; i < options->n_commands; i++)
        session_queue(session, options->commands[i] + strspn(options->commands[i], ": "),
            "-c", true);
    return true;
}

bool
session_new(struct session **out, const struct session_options *options, struct error *err)
{
    struct session *session = mem_zalloc(1, sizeof *session);

    start_state(&session->state, options->request);
    undo_init(&session->undo);
    keymap_init(&session->keys);
    session_settings_init(&session->settings);
    prompt_init(&session->prompt);
    for (int i = 0; i < PAGE_COUNT; i++)
        session->views[i].column = -1;
    session->database = mem_strdup(options->database);
    session->format = mem_strdup(options->format);
    session->lenient = options->lenient;
    for (size_t i = 0; i < options->n_map; i++)
        string_list_add(&session->map, options->map[i]);
    for (size_t i = 0; i < options->n_set; i++)
        string_list_add(&session->set, options->set[i]);
    session->glyphs = options->glyphs;
    session_resize(session, options->columns, options->rows);
    session->worker = worker_new(session);
    if (!start_queue(session, options, err)) {
        session_free(session);
        return false;
    }
    start_load(session, options);
    settle(session, start_patience_seconds);
    if (session->load_failed) {
        *err = session->first_error;
        session_free(session);
        return false;
    }
    *out = session;
    return true;
}

static void
release_kept(struct session *session)
{
    for (size_t i = 0; i < session->n_kept; i++) {
        struct kept *kept = session->kept[i];

        for (size_t j = 0; j < kept->n; j++)
            free(kept->key[j]);
        free(kept->key);
        free(kept->value);
        free(kept->name);
        free(kept->unit);
        free(kept->script);
        free(kept);
    }
    free(session->kept);
}

static void
release_answers(struct session *session)
{
    for (int i = 0; i < PAGE_COUNT; i++) {
        page_view_release(&session->views[i]);
        answer_drop(session->shown[i]);
        free(session->asked[i]);
    }
    for (size_t i = 0; i < sizeof session->cache / sizeof *session->cache; i++)
        answer_drop(session->cache[i]);
    shared_frame_drop(session->frame);
}

void
session_free(struct session *session)
{
    if (session == NULL)
        return;
    worker_free(session->worker);
    release_answers(session);
    for (size_t i = 0; i < session->n_queue; i++) {
        free(session->queue[i].line);
        free(session->queue[i].where);
    }
    free(session->queue);
    state_release(&session->state);
    if (session->has_good)
        state_release(&session->good);
    release_kept(session);
    undo_release(&session->undo);
    keymap_release(&session->keys);
    prompt_release(&session->prompt);
    chooser_release(&session->chooser);
    string_list_clear(&session->files);
    string_list_clear(&session->map);
    string_list_clear(&session->set);
    string_list_clear(&session->log);
    string_list_clear(&session->alias_before);
    string_list_clear(&session->given);
    free(session->database);
    free(session->format);
    free(session->clipboard);
    free(session->message);
    free(session->last_message);
    free(session->search);
    free(session);
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
