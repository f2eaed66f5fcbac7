/* stream.c - the other place where text is scrubbed: what goes to a stream that may be a
 * terminal. Scrubs line by line, because ends of lines are ours.
 */
#include <errno.h>
#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "print/print.h"

static void
scrub_lines(struct strbuf *out, const char *text, size_t length, bool ascii)
{
    while (length != 0) {
        const char *end = memchr(text, '\n', length);
        size_t line = end == NULL ? length : (size_t)(end - text);

        text_scrub(out, text, line, ascii);
        if (end == NULL)
            return;
        strbuf_putc(out, '\n');
        text += line + 1;
        length -= line + 1;
    }
}

bool
print_stream(FILE *stream, const struct strbuf *text, bool ascii, struct error *err)
{
    struct strbuf clean;
    const struct strbuf *shown = text;
    bool written;

    strbuf_init(&clean);
    if (isatty(fileno(stream))) {
        scrub_lines(&clean, text->data, text->length, ascii);
        shown = &clean;
    }
    written = fwrite(shown->data, 1, shown->length, stream) == shown->length &&
        fflush(stream) == 0;
    if (!written)
        error_set(err, ERROR_SYSTEM, "cannot write the output: %s", strerror(errno));
    strbuf_release(&clean);
    return written;
}

/* Lines after the first begin under its text. */
static void
put_indented(struct strbuf *out, const char *text, bool ascii)
{
    for (;;) {
        size_t length = strcspn(text, "\n");

        text_scrub(out, text, length, ascii);
        strbuf_putc(out, '\n');
        text += length;
        if (text[0] == '\0' || text[1] == '\0')
            return;
        text++;
        strbuf_fill(out, ' ', strlen("paretop: "));
    }
}

void
print_error_message(const struct error *err)
{
    bool ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
    struct strbuf out;

    strbuf_init(&out);
    strbuf_puts(&out, "paretop: ");
    put_indented(&out, err->message, ascii);
    if (err->hint[0] != '\0') {
        strbuf_fill(&out, ' ', strlen("paretop: "));
        put_indented(&out, err->hint, ascii);
    }
    fwrite(out.data, 1, out.length, stderr);
    strbuf_release(&out);
}
