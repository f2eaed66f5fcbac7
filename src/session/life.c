/* life.c - how a session begins and ends: its first state, what it loads, what it frees. */
#include "session/explorer.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

/* How long the start may wait for its answer before something is drawn. */
static const double start_patience_seconds = 0.035;

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
    session->limits = options->limits;
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
    session_settle_for(session, start_patience_seconds);
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
    free(session->typed);
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
