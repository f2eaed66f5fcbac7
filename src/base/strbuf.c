/* strbuf.c - see strbuf.h. */
#include "base/strbuf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void
strbuf_init(struct strbuf *buf)
{
    buf->capacity = 64;
    buf->length = 0;
    buf->data = mem_alloc(buf->capacity);
    buf->data[0] = '\0';
}

void
strbuf_release(struct strbuf *buf)
{
    free(buf->data);
    buf->data = NULL;
    buf->length = buf->capacity = 0;
}

void
strbuf_clear(struct strbuf *buf)
{
    buf->length = 0;
    if (buf->data != NULL)
        buf->data[0] = '\0';
}

static char *
strbuf_room(struct strbuf *buf, size_t length)
{
    ARRAY_RESERVE(buf->data, buf->length + length + 1, buf->capacity);
    return buf->data + buf->length;
}

void
strbuf_add(struct strbuf *buf, const void *bytes, size_t length)
{
    char *end = strbuf_room(buf, length);

    if (length != 0)
        memcpy(end, bytes, length);
    end[length] = '\0';
    buf->length += length;
}

void
strbuf_puts(struct strbuf *buf, const char *text)
{
    strbuf_add(buf, text, strlen(text));
}

void
strbuf_list(struct strbuf *buf, const char *text)
{
    if (buf->length > 0)
        strbuf_puts(buf, ", ");
    strbuf_puts(buf, text);
}

void
strbuf_putc(struct strbuf *buf, char byte)
{
    strbuf_add(buf, &byte, 1);
}

void
strbuf_fill(struct strbuf *buf, char byte, size_t count)
{
    char *end = strbuf_room(buf, count);

    memset(end, byte, count);
    end[count] = '\0';
    buf->length += count;
}

void
strbuf_printf(struct strbuf *buf, const char *format, ...)
{
    va_list args, again;
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0) {
        vsnprintf(strbuf_room(buf, (size_t)length), (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

char *
strbuf_detach(struct strbuf *buf)
{
    char *data = buf->data;

    *buf = (struct strbuf){0};
    return data;
}
