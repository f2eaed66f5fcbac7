/* act_file.c - handlers that read or write files: results, databases, views, screens, logs.
 *
 * Nothing is overwritten without a '!', and none of those that write may run from a view.
 */
#include "session/actions.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "print/print.h"
#include "session/commands.h"
#include "session/explorer.h"

bool
session_write_file(const struct call *call, const struct strbuf *text, bool force)
{
    const char *path = call->argument;
    struct error *err = call->err;

    if (path[0] == '\0')
        return error_set(err, ERROR_USAGE, "a file's name is missing");
    if (!force && access(path, F_OK) == 0) {
        error_set(err, ERROR_REQUEST, "%s is there already", path);
        return error_hint(err, ":%s! %s replaces it", call->command, path);
    }
    return file_write_whole(path, text->data, text->length, err);
}

/* --- results --- */

static bool
format_of(const char *path, enum print_format *format, struct error *err)
{
    if (print_format_of_file(path, format))
        return true;
    error_set(err, ERROR_USAGE, "\"%s\" does not say in which form to write", path);
    return error_hint(err, "end it in .txt, .csv, .json, .md or .svg");
}

static bool
print_to(struct session *session, const struct result *result, const char *table,
    const struct chart *chart, const struct call *call)
{
    struct chart_view view;
    struct print_options options = {
        .table = table, .chart = chart != NULL ? chart->name : NULL, .plot = true,
        .columns = 80, .rows = 24, .glyphs = session_glyphs(session), .view = &view,
    };
    struct strbuf text;
    bool good;

    if (!format_of(call->argument, &options.format, call->err))
        return false;
    session_chart_view(session, &view);
    view.width = (double)options.columns;
    view.height = (double)options.rows;
    strbuf_init(&text);
    good = print_result(result, &options, &text, call->err)
        && session_write_file(call, &text, call->force);
    strbuf_release(&text);
    if (good)
        session_say(session, "%s written", call->argument);
    return good;
}

bool
act_write(struct session *session, const struct call *call)
{
    const struct answer *answer = session_answer(session);

    if (call->argument[0] == '\0') {
        prompt_open(&session->prompt, PROMPT_WRITE, "");
        session->mode = MODE_PROMPT;
        return true;
    }
    if (answer == NULL || answer->result == NULL)
        return error_set(call->err, ERROR_REQUEST, "there is no result here yet");
    return print_to(session, answer->result, session_table(session) != NULL
        ? session_table(session)->name : NULL, session_chart(session), call);
}

bool
act_export(struct session *session, const struct call *call)
{
    struct result *all;
    bool good;

    if (session->frame == NULL)
        return error_set(call->err, ERROR_REQUEST, "nothing is loaded yet");
    all = result_from_frame(session->frame->frame, "export", "every column of every point");
    good = print_to(session, all, NULL, NULL, call);
    result_free(all);
    return good;
}

/* --- databases and decisions --- */

static void
store_decisions(struct session *session)
{
    const struct string_list *lists[] = {&session->state.direction, &session->state.missing};
    static const enum store_order orders[] = {ORDER_DIRECTION, ORDER_MISSING};

    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < lists[i]->count; j++) {
            char *name, *value;

            if (!decision_split(lists[i]->items[j], &name, &value))
                continue;
            post_store(session->worker, orders[i], name, value, NULL);
            free(name);
            free(value);
        }
    }
}

bool
act_save(struct session *session, const struct call *call)
{
    char *said;

    if (call->argument[0] == '\0')
        return error_set(call->err, ERROR_USAGE, "save FILE");
    if (access(call->argument, F_OK) == 0) {
        if (!call->force) {
            error_set(call->err, ERROR_REQUEST, "%s is there already", call->argument);
            return error_hint(call->err, "save! replaces it");
        }
        if (!store_is_database(call->argument))
            return error_set(call->err, ERROR_REQUEST, "%s is not a database of paretop",
                call->argument);
        if (unlink(call->argument) != 0)
            return error_set(call->err, ERROR_SYSTEM, "%s cannot be replaced",
                call->argument);
    }
    if (session->database == NULL)
        store_decisions(session);
    said = mem_printf("%s written: paretop -d %s opens it again", call->argument,
        call->argument);
    post_store(session->worker, ORDER_SAVE, call->argument, NULL, said);
    session->saved = true;
    free(said);
    return true;
}

bool
act_remember(struct session *session, const struct call *call)
{
    size_t n;
    char *path = path_config("decisions");
    bool good = decisions_append(session, &n, call->err);

    if (good) {
        session->saved = true;
        session_say(session, "%zu decision%s kept for later sessions in %s", n,
            n == 1 ? "" : "s", path);
    }
    free(path);
    return good;
}

/* --- views, screens, logs --- */

bool
act_save_view(struct session *session, const struct call *call)
{
    struct strbuf text;
    bool good;

    strbuf_init(&text);
    strbuf_puts(&text, "# a view of paretop: commands that look, as typed after ':'\n");
    state_view_text(&session->state, true, &text);
    good = session_write_file(call, &text, call->force);
    strbuf_release(&text);
    if (good)
        session_say(session, "%s written: paretop -V %s looks at it like this", call->argument,
            call->argument);
    return good;
}

bool
act_load_view(struct session *session, const struct call *call)
{
    if (call->argument[0] == '\0')
        return error_set(call->err, ERROR_USAGE, "load-view NAME");
    return view_load(session, call->argument, call->err)
        && session_run(session, "reset", call->err);
}

bool
act_save_screen(struct session *session, const struct call *call)
{
    struct canvas *canvas = canvas_new(session->columns, session->rows,
        session_glyphs(session) == GLYPHS_ASCII);
    struct strbuf text;
    bool good;

    session_render(session, canvas);
    strbuf_init(&text);
    canvas_write(canvas, &text);
    strbuf_puts(&text, "--- inks ---\n");
    canvas_write_inks(canvas, &text);
    good = session_write_file(call, &text, true);
    strbuf_release(&text);
    canvas_free(canvas);
    if (good)
        session_say(session, "%s written: this screen as text", call->argument);
    return good;
}

bool
act_save_log(struct session *session, const struct call *call)
{
    struct strbuf text;
    bool good;

    strbuf_init(&text);
    for (size_t i = 0; i < session->log.count; i++)
        strbuf_printf(&text, ":%s\n", session->log.items[i]);
    good = session_write_file(call, &text, call->force);
    strbuf_release(&text);
    if (good)
        session_say(session, "%s written: paretop --script replays it", call->argument);
    return good;
}

/* --- loading more --- */

bool
act_open(struct session *session, const struct call *call)
{
    const char *path = call->argument;

    if (path[0] == '\0')
        return error_set(call->err, ERROR_USAGE, "open FILE");
    if (access(path, R_OK) != 0)
        return error_set(call->err, ERROR_REQUEST, "%s cannot be read", path);
    session_load(session, &path, 1, false);
    return true;
}

/* Whether all that is loaded came with the program: then another of its tables may take its
 * place; a user's files stay. */
static bool
only_bundled(const struct session *session)
{
    char *folder = path_data("ten-models");
    size_t length = folder != NULL ? strlen(folder) : 0;
    bool only = session->database == NULL;

    if (length >= strlen("ten-models"))
        length -= strlen("ten-models");
    for (size_t i = 0; i < session->files.count; i++)
        only = only && folder != NULL && strncmp(session->files.items[i], folder, length) == 0;
    free(folder);
    return only;
}

void
session_add_bundled(struct session *session, const struct lens *lens)
{
    char *models, *series[BUNDLED_SERIES];
    const char *found[BUNDLED_SERIES];
    size_t n = 0;

    if (session->files.count != 1)
        return;
    models = path_data("ten-models/ten-models.csv");
    for (size_t i = 0; i < BUNDLED_SERIES; i++) {
        series[i] = request_bundled_series(lens, i);
        if (series[i] != NULL)
            found[n++] = series[i];
    }
    if (models != NULL && n > 0 && strcmp(session->files.items[0], models) == 0)
        session_load(session, found, n, false);
    free(models);
    for (size_t i = 0; i < BUNDLED_SERIES; i++)
        free(series[i]);
}

bool
act_data(struct session *session, const struct call *call)
{
    enum { MOST_TABLES = 8 };
    char *found[MOST_TABLES];
    size_t n, n_found = 0;
    char **names = text_split(call->argument, ' ', &n);
    bool good = true;

    for (size_t i = 0; i < n && good && only_bundled(session); i++) {
        const char *name = names[i];
        char *path = name[0] != '\0' && name[0] != '/' && strstr(name, "..") == NULL
            ? path_data(name) : NULL;

        good = path != NULL && n_found < MOST_TABLES;
        if (good)
            found[n_found++] = path;
        else
            error_set(call->err, ERROR_REQUEST, "no table \"%s\" comes with the program", name);
    }
    if (good && n_found > 0)
        session_load(session, (const char *const *)found, n_found, true);
    for (size_t i = 0; i < n_found; i++)
        free(found[i]);
    text_split_free(names, n);
    return good;
}

/* --- keys --- */

bool
act_bind(struct session *session, const struct call *call)
{
    const char *at = call->argument;
    size_t length = strcspn(at, " "), used;
    int context = 0, key = 0;

    while (context < CONTEXT_COUNT
        && (strlen(key_context_name((enum key_context)context)) != length
            || strncmp(key_context_name((enum key_context)context), at, length) != 0))
        context++;
    at += length + strspn(at + length, " ");
    used = key_parse(at, &key);
    if (context == CONTEXT_COUNT || used == 0 || (at[used] != ' ' && at[used] != '\0'))
        return error_set(call->err, ERROR_USAGE,
            "bind any, table, plot or names, a key such as x or <C-r>, and a command");
    at += used + strspn(at + used, " :");
    if (at[0] != '\0' && commands_find(at, strcspn(at, " !"), call->err) == NULL)
        return false;
    keymap_bind(&session->keys, key, (enum key_context)context, at);
    return true;
}
