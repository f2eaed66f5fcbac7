/* views.c - text files of commands: views, the configuration, and decisions kept for later.
 *
 * A view may come from a stranger: its lines are queued as such, and may only run commands
 * that look. The configuration is the user's own and may run all.
 */
#include "session/explorer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

enum { VIEW_MOST_BYTES = 1 << 20 };

/* --- reading lines --- */

static void
queue_lines(struct session *session, const char *name, const char *text, size_t length,
    bool trusted)
{
    size_t number = 0;

    while (length > 0) {
        const char *newline = memchr(text, '\n', length);
        size_t size = newline != NULL ? (size_t)(newline - text) : length;
        char *line = mem_strndup(text, size);
        char *start = line + strspn(line, " \t:");

        number++;
        line[strcspn(line, "\r")] = '\0';
        if (start[0] != '\0' && start[0] != '#') {
            char *where = mem_printf("%s, line %zu", name, number);

            session_queue(session, start, where, trusted);
            free(where);
        }
        free(line);
        text += size + (newline != NULL);
        length -= size + (newline != NULL);
    }
}

/* A regular file of moderate size: a view from a stranger cannot make us wait. */
static bool
queue_file(struct session *session, const char *path, bool trusted, struct error *err)
{
    struct file_bytes bytes;
    struct stat status;

    if (stat(path, &status) != 0)
        return error_set(err, ERROR_REQUEST, "%s: %s", path, strerror(errno));
    if (!S_ISREG(status.st_mode) || status.st_size > VIEW_MOST_BYTES)
        return error_set(err, ERROR_REQUEST, "%s is no text file of commands", path);
    if (!file_open_bytes(path, &bytes, err))
        return false;
    if (memchr(bytes.data, '\0', bytes.length) != NULL) {
        file_close_bytes(&bytes);
        return error_set(err, ERROR_REQUEST, "%s is no text file of commands", path);
    }
    queue_lines(session, path_base(path), bytes.data, bytes.length, trusted);
    file_close_bytes(&bytes);
    return true;
}

/* --- views --- */

/* "pythia" is share/views/pythia.view, also beside a folder of that name; anything with a '/'
 * or that is a file is a path. */
static char *
view_path(const char *name)
{
    char *inside, *path;

    if (strchr(name, '/') != NULL || (access(name, F_OK) == 0 && !path_is_folder(name)))
        return mem_strdup(name);
    inside = mem_printf("views/%s.view", name);
    path = path_share(inside);
    free(inside);
    if (path == NULL) {
        inside = mem_printf("views/%s", name);
        path = path_share(inside);
        free(inside);
    }
    return path;
}

bool
view_load(struct session *session, const char *name, struct error *err)
{
    char *path = view_path(name);
    bool good;

    if (path == NULL) {
        error_set(err, ERROR_REQUEST, "no view \"%s\": neither a file nor one that comes with "
            "the program", name);
        return false;
    }
    good = queue_file(session, path, false, err);
    free(path);
    return good;
}

/* --- the user's own files --- */

static bool
queue_own(struct session *session, const char *name, struct error *err)
{
    char *path = path_config(name);
    bool good = path == NULL || access(path, F_OK) != 0 || queue_file(session, path, true, err);

    free(path);
    return good;
}

bool
config_load(struct session *session, struct error *err)
{
    return queue_own(session, "config", err) && queue_own(session, "decisions", err);
}

/* --- decisions --- */

bool
decision_split(const char *entry, char **name, char **value)
{
    const char *equals = text_find_separator(entry, '=');
    size_t n;
    char **parts;

    if (equals == NULL)
        return false;
    parts = text_split(entry, '=', &n);
    *name = mem_strdup(parts[0]);
    *value = mem_strdup(equals + 1);
    text_split_free(parts, n);
    return true;
}

/* Between quotes of the shell a quote ends them, is escaped, and begins them again. */
static void
put_quoted(const char *text, bool quoted, struct strbuf *out)
{
    for (; *text != '\0'; text++) {
        if (quoted && *text == '\'')
            strbuf_puts(out, "'\\'");
        strbuf_putc(out, *text);
    }
}

/* Those that did not come with the options, the view or the configuration. */
static size_t
add_decisions(const struct session *session, const struct string_list *list,
    const char *before, const char *after, struct strbuf *out)
{
    size_t n = 0;

    for (size_t i = 0; i < list->count; i++) {
        if (list_find(&session->given, list->items[i]) >= 0)
            continue;
        n++;
        if (out == NULL)
            continue;
        strbuf_puts(out, before);
        put_quoted(list->items[i], after[0] == '\'', out);
        strbuf_puts(out, after);
    }
    return n;
}

/* A database keeps its own. */
size_t
session_decisions(const struct session *session, struct strbuf *out)
{
    const struct state *state = &session->state;

    if (session->database != NULL)
        return 0;
    return add_decisions(session, &state->direction, " --direction '", "'", out)
        + add_decisions(session, &state->missing, " --missing '", "'", out)
        + add_decisions(session, &state->aliases, " -c 'alias ", "'", out)
        + add_decisions(session, &state->rejected, " -c 'reject ", "'", out);
}

static bool
make_folder(const char *path, struct error *err)
{
    char *folder = mem_strndup(path, (size_t)(path_base(path) - path));
    size_t length = strlen(folder);
    bool good = true;

    for (size_t i = 1; i <= length && good; i++) {
        if (folder[i] != '/' && folder[i] != '\0')
            continue;
        folder[i] = '\0';
        if (mkdir(folder, 0777) != 0 && errno != EEXIST)
            good = error_set(err, ERROR_SYSTEM, "%s: %s", folder, strerror(errno));
        folder[i] = i < length ? '/' : '\0';
    }
    free(folder);
    return good;
}

bool
decisions_append(struct session *session, size_t *n, struct error *err)
{
    char *path = path_config("decisions");
    struct file_bytes old;
    struct strbuf text;
    bool good;

    if (path == NULL)
        return error_set(err, ERROR_SYSTEM, "there is no HOME to keep them in");
    strbuf_init(&text);
    if (access(path, F_OK) == 0 && file_open_bytes(path, &old, NULL)) {
        strbuf_add(&text, old.data, old.length);
        file_close_bytes(&old);
    }
    *n = add_decisions(session, &session->state.direction, ":direction ", "\n", &text)
        + add_decisions(session, &session->state.missing, ":missing ", "\n", &text)
        + add_decisions(session, &session->state.aliases, ":alias ", "\n", &text)
        + add_decisions(session, &session->state.rejected, ":reject ", "\n", &text);
    good = make_folder(path, err) && file_write_whole(path, text.data, text.length, err);
    strbuf_release(&text);
    free(path);
    return good;
}

char *
session_parting_words(struct session *session)
{
    struct strbuf text;

    if (session->saved || session_decisions(session, NULL) == 0)
        return NULL;
    strbuf_init(&text);
    strbuf_puts(&text, "what you decided, as options:");
    session_decisions(session, &text);
    return strbuf_detach(&text);
}
