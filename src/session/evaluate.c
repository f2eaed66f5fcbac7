/* evaluate.c - questions and answers: what the page asks, what the worker brings back.
 *
 * One idea: after every command the question of the page is compared with the answer that is
 * there. If they differ the worker is asked; meanwhile the old picture stays. Loading is the
 * first question of all, and is here too.
 */
#include "session/explorer.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* --- questions and answers --- */

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
        .format = session->format, .lenient = session->lenient,
        .limits = session->limits, .reopen = reopen,
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

    if (page == PAGE_HELP && (session->shown[page] == NULL
            || session->help_of != session->keys.changes)) {
        struct answer *help = help_answer(session);

        session->help_of = session->keys.changes;
        help->serial = ++session->last_serial;
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

bool
session_was_stopped(const struct session *session)
{
    const struct answer *answer = session_answer(session);
    const char *asked = session->asked[session->state.page];

    return asked != NULL && worker_is_idle(session->worker)
        && (answer == NULL || answer->partial || strcmp(answer->question, asked) != 0);
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
take_refusal(struct session *session, enum page page, struct answer *answer,
    const struct error *err)
{
    session_say_error(session, err);
    session_note_failure(session, err);
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

/* What was given up is not among the files of the session, unless some of it is there. */
static void
forget_files(struct session *session, size_t n)
{
    while (n-- > 0 && session->files.count > 0)
        list_remove(&session->files, session->files.count - 1);
}

/* Files that were whole before it was stopped stay, as everywhere else. */
static void
take_stop(struct session *session, const struct load_outcome *outcome)
{
    size_t whole = outcome->summary->files_read;

    session->loaded = session->loaded || outcome->holds_something;
    session_note_failure(session, outcome->err);
    if (whole > 0) {
        session_say(session, "loading stopped: %zu file%s that %s read before it stay%s", whole,
            whole == 1 ? "" : "s", whole == 1 ? "was" : "were", whole == 1 ? "s" : "");
        return;
    }
    forget_files(session, outcome->n_paths);
    session_say(session, "loading stopped: nothing of it was kept");
}

static void
take_load_failure(struct session *session, const struct load_outcome *outcome)
{
    if (outcome->cancelled) {
        take_stop(session, outcome);
    } else {
        session_say_error(session, outcome->err);
        session_note_failure(session, outcome->err);
    }
    session->load_failed = !session->loaded;
    if (session->load_failed)             /* what there was of it is gone too */
        forget_preview(session);
}

void
session_take_load(struct session *session, const struct load_outcome *outcome)
{
    const struct import_summary *summary = outcome->summary;

    session->generation++;
    if (!session->loaded)
        leave_preview(session);
    session->loaded = outcome->ok || session->loaded;
    if (!outcome->ok) {
        take_load_failure(session, outcome);
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
        session_note_failure(session, err);
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
    session->load_failed = false;
    post_load(session->worker, &order);
}
