/* complete.c - what can follow a typed command: names of commands, words of their rows,
 * measures, columns, points, lenses, options, files, views.
 */
#include "session/commands.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "session/explorer.h"

enum { CANDIDATES_MOST = 200 };

struct gathering { struct string_list *items; const char *typed; size_t length; };

/* Beginnings first; add_part takes the names that hold the text elsewhere. */
static void
add_beginning(struct gathering *gathering, const char *name)
{
    if (gathering->items->count < CANDIDATES_MOST
        && strncasecmp(name, gathering->typed, gathering->length) == 0
        && list_find(gathering->items, name) < 0)
        string_list_add(gathering->items, name);
}

static void
add_part(struct gathering *gathering, const char *name)
{
    if (gathering->items->count < CANDIDATES_MOST && gathering->length > 0
        && list_find(gathering->items, name) < 0 && text_contains(name, gathering->typed))
        string_list_add(gathering->items, name);
}

static void
add_words(struct gathering *gathering, const char *words)
{
    while (words != NULL && *words != '\0') {
        size_t length = strcspn(words, "|");
        char *word = mem_strndup(words, length);

        add_beginning(gathering, word);
        free(word);
        words += length + (words[length] == '|');
    }
}

static void
add_columns(struct gathering *gathering, const struct session *session, bool numbers_only)
{
    const struct frame *frame = session->frame != NULL ? session->frame->frame : NULL;

    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; frame != NULL && i < frame->n_columns; i++) {
            if (numbers_only && frame->columns[i].type != COLUMN_NUMBER)
                continue;
            if (pass == 0)
                add_beginning(gathering, frame->columns[i].name);
            else if (gathering->items->count == 0)
                add_part(gathering, frame->columns[i].name);
        }
}

static void
add_points(struct gathering *gathering, const struct session *session)
{
    const struct frame *frame = session->frame != NULL ? session->frame->frame : NULL;

    for (size_t i = 0; frame != NULL && i < frame->rows; i++)
        add_beginning(gathering, frame->key[i]);
    for (size_t i = 0; frame != NULL && gathering->items->count == 0 && i < frame->rows; i++)
        if (gathering->length > 0 && text_contains(frame->key[i], gathering->typed))
            string_list_add(gathering->items, frame->key[i]);
}

static void
add_lenses(struct gathering *gathering)
{
    size_t n;
    const struct lens *const *lenses = lens_all(&n);

    for (size_t i = 0; i < n; i++)
        add_beginning(gathering, lenses[i]->name);
}

static void
add_settings(struct gathering *gathering, const struct session *session)
{
    const struct lens *lens = session_lens(session);
    size_t n;
    const struct option_row *rows = session_options_all(&n);

    for (size_t i = 0; lens != NULL && i < lens->n_options; i++)
        add_beginning(gathering, lens->options[i].name);
    for (size_t i = 0; i < n; i++)
        add_beginning(gathering, rows[i].name);
}

static void
add_setting_values(struct gathering *gathering, const struct session *session,
    const char *name, size_t length)
{
    const struct lens *lens = session_lens(session);
    size_t n;
    const struct option_row *rows = session_options_all(&n);

    for (size_t i = 0; i < n; i++)
        if (strlen(rows[i].name) == length && strncmp(rows[i].name, name, length) == 0)
            add_words(gathering, rows[i].choices);
    for (size_t i = 0; lens != NULL && i < lens->n_options; i++)
        if (strlen(lens->options[i].name) == length
            && strncmp(lens->options[i].name, name, length) == 0)
            add_words(gathering, lens->options[i].choices);
}

static void
add_folder(struct gathering *gathering, const char *folder, const char *before,
    const char *ending)
{
    size_t n, cut = strlen(ending);
    char **names = folder_names(folder, ending, &n);

    for (size_t i = 0; i < n; i++) {
        char *path = path_join(folder, names[i]);
        char *name = mem_printf("%s%.*s%s", before, (int)(strlen(names[i]) - cut), names[i],
            cut == 0 && path_is_folder(path) ? "/" : "");

        add_beginning(gathering, name);
        free(path);
        free(name);
        free(names[i]);
    }
    free(names);
}

static void
add_files(struct gathering *gathering)
{
    size_t length = (size_t)(path_base(gathering->typed) - gathering->typed);
    char *before = mem_strndup(gathering->typed, length);

    add_folder(gathering, length > 0 ? before : ".", before, "");
    free(before);
}

static void
add_views(struct gathering *gathering)
{
    char *folder = path_share("views");

    if (folder != NULL)
        add_folder(gathering, folder, "", ".view");
    free(folder);
    add_files(gathering);
}

/* --- the line --- */

/* Where the part that is completed begins: after the last separator of its kind. */
static size_t
part_start(const char *line, size_t from, size_t cursor, const char *separators)
{
    for (size_t i = cursor; i > from; i--)
        if (strchr(separators, line[i - 1]) != NULL)
            return i;
    return from;
}

static void
complete_argument(struct session *session, const struct command_row *row, const char *line,
    size_t from, size_t cursor, struct completions *out)
{
    char *typed;
    struct gathering gathering;
    const char *name = line + from;

    out->from = row->completion == COMPLETE_MEASURE ? part_start(line, from, cursor, ":,")
        : row->completion == COMPLETE_COLUMN ? part_start(line, from, cursor, " ,(<>=+-*/")
        : row->completion == COMPLETE_SETTING ? part_start(line, from, cursor, " ")
        : row->completion == COMPLETE_PAIR ? part_start(line, from, cursor, "=")
        : row->completion == COMPLETE_WORDS ? part_start(line, from, cursor, " ")
                                            : from;
    typed = mem_strndup(line + out->from, cursor - out->from);
    gathering = (struct gathering){&out->items, typed, cursor - out->from};
    if (row->completion == COMPLETE_WORDS || out->from == from)
        add_words(&gathering, row->words);
    switch (row->completion) {
    case COMPLETE_MEASURE: add_columns(&gathering, session, true); break;
    case COMPLETE_COLUMN: add_columns(&gathering, session, false); break;
    case COMPLETE_POINT: case COMPLETE_PAIR: add_points(&gathering, session); break;
    case COMPLETE_LENS: add_lenses(&gathering); break;
    case COMPLETE_FILE: add_files(&gathering); break;
    case COMPLETE_VIEW: add_views(&gathering); break;
    case COMPLETE_SETTING:
        if (out->from == from)
            add_settings(&gathering, session);
        else
            add_setting_values(&gathering, session, name, strcspn(name, " "));
        break;
    case COMPLETE_NOTHING: case COMPLETE_WORDS: break;
    }
    free(typed);
}

void
commands_complete(struct session *session, const char *line, size_t cursor,
    struct completions *out)
{
    size_t length = strcspn(line, " ");
    const struct command_row *row;
    char *typed;
    struct gathering gathering;
    size_t n;

    *out = (struct completions){0};
    if (cursor > length) {
        row = commands_find(line, length > 0 && line[length - 1] == '!' ? length - 1 : length,
            NULL);
        if (row != NULL)
            complete_argument(session, row, line, length + 1, cursor, out);
        return;
    }
    typed = mem_strndup(line, cursor);
    gathering = (struct gathering){&out->items, typed, cursor};
    row = session_commands_all(&n);
    for (size_t i = 0; i < n; i++)
        add_beginning(&gathering, row[i].name);
    free(typed);
}
