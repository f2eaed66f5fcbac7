/* help_write.c - see help_write.h. */
#include "cli/help_write.h"

#include <string.h>

#include "base/text.h"

enum { HELP_WIDTH = 79, HELP_INDENT = 26 };

/* Appends words, broken at HELP_WIDTH, each further line indented. `column` is where the
 * first word goes. */
static void
wrap(struct strbuf *out, const char *text, size_t column, size_t indent)
{
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        size_t width = text_width(text, length);

        if (column > indent && column + 1 + width > HELP_WIDTH) {
            strbuf_putc(out, '\n');
            strbuf_fill(out, ' ', indent);
            column = indent;
        } else if (column > indent) {
            strbuf_putc(out, ' ');
            column++;
        }
        strbuf_add(out, text, length);
        column += width;
        text += length;
        text += strspn(text, " ");
    }
    strbuf_putc(out, '\n');
}

void
help_paragraph(struct strbuf *out, const char *text)
{
    wrap(out, text, 0, 0);
}

void
help_entry(struct strbuf *out, const char *left, const char *help)
{
    size_t width = text_width(left, strlen(left)) + 2;

    strbuf_printf(out, "  %s", left);
    if (width + 2 > HELP_INDENT) {
        strbuf_putc(out, '\n');
        width = 0;
    }
    strbuf_fill(out, ' ', HELP_INDENT - width);
    wrap(out, help, HELP_INDENT, HELP_INDENT);
}

void
help_mdoc_text(struct strbuf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\\')
            strbuf_puts(out, "\\e");
        else if (*text == '-')
            strbuf_puts(out, "\\-");
        else if (*text == '"')
            strbuf_puts(out, "\\(dq");
        else if (*text == '\'')
            strbuf_puts(out, "\\(aq");
        else if (text[0] == '.' && text[1] == ' ')
            strbuf_puts(out, ".\\&");        /* of an abbreviation */
        else
            strbuf_putc(out, *text);
    }
}

void
help_mdoc_sentence(struct strbuf *out, const char *text)
{
    /* A line of text must not begin like a request. */
    if (*text == '.' || *text == '\'')
        strbuf_puts(out, "\\&");
    help_mdoc_text(out, text);
    strbuf_puts(out, ".\n");
}
