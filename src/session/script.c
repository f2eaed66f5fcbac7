/* script.c - replaying keys from a file, without a terminal.
 *
 * Every character is a key; names stand in angle brackets as in the key table. A line that
 * begins with ':' is a command, one that begins with '#' a remark; line ends are nothing.
 * Jobs finish before the next key, so a script sees what a patient user would. A screen can
 * be saved at any time, also while a list or a prompt is open.
 */
#include "session/explorer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

struct script { const char *path; size_t line; struct error first; bool quit; };

static void
note(struct script *script, const struct error *err)
{
    if (script->first.kind != ERROR_NONE)
        return;
    script->first = *err;
    error_prefix(&script->first, "%s, line %zu", script->path, script->line);
}

/* "resize 40x12" is for scripts only: a terminal has its own size. */
static bool
resize_line(struct session *session, const char *line)
{
    unsigned columns, rows;

    if (sscanf(line, "resize %ux%u", &columns, &rows) != 2 || columns > 1000 || rows > 1000)
        return false;
    session_resize(session, columns, rows);
    return true;
}

static void
run_command(struct session *session, struct script *script, const char *line)
{
    struct error err = {0};
    unsigned effects;

    if (resize_line(session, line))
        return;
    session->effects = 0;
    if (!session_command(session, line, &err))
        note(script, &err);
    effects = session->effects;
    script->quit = ((effects | session_wait(session)) & SESSION_QUIT) != 0;
}

static void
press_keys(struct session *session, struct script *script, const char *line)
{
    while (*line != '\0' && !script->quit) {
        int key;
        unsigned effects;
        size_t used = key_parse(line, &key);

        if (used == 0) {
            struct error err = {0};

            error_set(&err, ERROR_REQUEST, "no key is called %.20s", line);
            note(script, &err);
            return;
        }
        effects = session_press(session, key);
        script->quit = ((effects | session_wait(session)) & SESSION_QUIT) != 0;
        line += used;
    }
}

/* Whether a line is typed into something, rather than being keys or a command. */
static bool
is_typing(const struct session *session)
{
    return session->mode == MODE_PROMPT || session->mode == MODE_CHOOSER
        || session->mode == MODE_QUIT;
}

/* A screen can be looked at while a list or a prompt is open; nobody types this. */
static bool
shows_screen(const char *line)
{
    return strncmp(line, ":save-screen ", strlen(":save-screen ")) == 0;
}

static void
run_line(struct session *session, struct script *script, char *line)
{
    line[strcspn(line, "\r")] = '\0';
    if (line[0] == ':' && (!is_typing(session) || shows_screen(line)))
        run_command(session, script, line + 1);
    else if (line[0] != '#' || is_typing(session))
        press_keys(session, script, line);
}

bool
session_script(struct session *session, const char *path, struct error *err)
{
    struct script script = {.path = path_base(path)};
    struct file_bytes bytes;
    size_t at = 0;

    if (!file_open_bytes(path, &bytes, err))
        return false;
    session_wait(session);
    while (at < bytes.length && !script.quit) {
        const char *start = bytes.data + at;
        const char *newline = memchr(start, '\n', bytes.length - at);
        size_t size = newline != NULL ? (size_t)(newline - start) : bytes.length - at;
        char *line = mem_strndup(start, size);

        script.line++;
        run_line(session, &script, line);
        free(line);
        at += size + (newline != NULL);
    }
    file_close_bytes(&bytes);
    if (script.first.kind == ERROR_NONE && !session_failed(session, &script.first))
        return true;
    *err = script.first;
    return false;
}
