/* wrap.c - see wrap.h. Widths are of the scrubbed text only where it is plain; a name with
 * control characters may come out a little longer and is cut by the canvas. */
#include "session/wrap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

void
wrapped_add(struct lines *lines, const char *text)
{
    ARRAY_PUSH(lines->text, lines->count, lines->capacity, mem_strdup(text));
}

/* Bytes of the longest beginning that fits and ends before a blank or a newline; *next is
 * where the rest begins. */
static size_t
fitting(const char *text, size_t width, size_t *next)
{
    size_t length = strlen(text), used = 0, columns = 0, good = 0;

    while (used < length && text[used] != '\n') {
        uint32_t character;
        size_t bytes = text_decode(text + used, length - used, &character);

        if (text[used] == ' ')
            good = used;
        if (columns + text_char_width(character) > width)
            break;
        columns += text_char_width(character);
        used += bytes;
    }
    if (used == length || text[used] == '\n') {
        *next = used == length ? used : used + 1;
        return used;
    }
    if (good == 0)
        good = used > 0 ? used : 1;
    *next = good + strspn(text + good, " ");
    return good;
}

void
lines_wrap(struct lines *lines, const char *text, size_t width)
{
    do {
        size_t next, length = fitting(text, width > 0 ? width : 1, &next);

        ARRAY_PUSH(lines->text, lines->count, lines->capacity, mem_strndup(text, length));
        text += next;
    } while (*text != '\0');
}

void
wrapped_release(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->text[i]);
    free(lines->text);
    *lines = (struct lines){0};
}
