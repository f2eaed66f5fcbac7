/* encoding.h - a text file's bytes as UTF-8, whatever it was saved as. */
#ifndef PARETOP_READ_ENCODING_H
#define PARETOP_READ_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "read/input.h"
#include "read/sink.h"

struct utf8_text {
    const char *text;       /* borrowed from the input, or in own */
    size_t length;
    size_t odd_line;        /* first line that was not UTF-8; 0 if all was */
    struct strbuf own;
};

/* UTF-8 with or without a mark is borrowed; UTF-16 with a mark is converted; other bytes
 * are read as Windows-1252 (a superset of Latin-1). A NUL byte is refused: then it is no
 * text. */
bool utf8_text_open(struct utf8_text *out, const struct input *input, struct error *err);
void utf8_text_close(struct utf8_text *text);

/* Tells the sink, after its begin, if bytes had to be guessed. */
void utf8_text_warn(const struct utf8_text *text, struct sink *sink);

/* Whether the bytes begin with a mark of UTF-16; and their UTF-8, appended. Unpaired
 * surrogates become U+FFFD. */
bool utf16_is_marked(const char *data, size_t length);
void utf16_convert(struct strbuf *out, const char *data, size_t length);

#endif
