/* chooser.c - see chooser.h. */
#include "session/chooser.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "session/session.h"

enum { CTRL_N = 14, CTRL_P = 16, CTRL_V = 22 };

void
chooser_release(struct chooser *chooser)
{
    for (size_t i = 0; i < chooser->count; i++) {
        free(chooser->choices[i].name);
        free(chooser->choices[i].note);
        free(chooser->choices[i].command);
    }
    free(chooser->choices);
    free(chooser->shown);
    free(chooser->title);
    free(chooser->free_command);
    *chooser = (struct chooser){0};
}

void
chooser_begin(struct chooser *chooser, const char *title, const char *free_command)
{
    chooser_release(chooser);
    chooser->title = mem_strdup(title);
    chooser->free_command = mem_strdup(free_command);
}

void
chooser_add(struct chooser *chooser, const char *name, const char *note, const char *command)
{
    ARRAY_PUSH(chooser->choices, chooser->count, chooser->capacity,
        ((struct choice){mem_strdup(name), mem_strdup(note), mem_strdup(command)}));
}

static bool
holds_words(const struct choice *choice, char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (words[i][0] != '\0' && !text_contains(choice->name, words[i])
            && !text_contains(choice->note, words[i]))
            return false;
    return true;
}

void
chooser_narrow(struct chooser *chooser, const char *text)
{
    size_t n_words;
    char **words = text_split(text, ' ', &n_words);
    size_t length = strlen(text);

    chooser->shown = mem_resize(chooser->shown, chooser->count, sizeof *chooser->shown);
    chooser->n_shown = chooser->cursor = chooser->top = 0;
    for (int begins = 1; begins >= 0; begins--)
        for (size_t i = 0; i < chooser->count; i++)
            if (holds_words(&chooser->choices[i], words, n_words)
                && (strncmp(chooser->choices[i].name, text, length) == 0) == begins)
                chooser->shown[chooser->n_shown++] = i;
    text_split_free(words, n_words);
}

void
chooser_point(struct chooser *chooser, const char *name)
{
    for (size_t i = 0; name != NULL && i < chooser->n_shown; i++)
        if (strcmp(chooser->choices[chooser->shown[i]].name, name) == 0)
            chooser->cursor = i;
}

bool
chooser_move(struct chooser *chooser, int key)
{
    size_t last = chooser->n_shown > 0 ? chooser->n_shown - 1 : 0;
    size_t page = chooser->page_rows > 1 ? chooser->page_rows - 1 : 1;
    size_t at = chooser->cursor;

    if (key == KEY_UP_ARROW || key == CTRL_P)
        at -= at > 0;
    else if (key == KEY_DOWN_ARROW || key == CTRL_N)
        at += at < last;
    else if (key == KEY_PAGE_UP)
        at -= at < page ? at : page;
    else if (key == KEY_PAGE_DOWN || key == CTRL_V)
        at = at + page < last ? at + page : last;
    else
        return false;
    chooser->cursor = at;
    return true;
}

char *
chooser_command(const struct chooser *chooser, const char *typed)
{
    if (chooser->n_shown > 0)
        return mem_strdup(chooser->choices[chooser->shown[chooser->cursor]].command);
    if (chooser->free_command != NULL && typed[0] != '\0')
        return mem_printf("%s %s", chooser->free_command, typed);
    return NULL;
}
