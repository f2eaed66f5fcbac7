/* csv_parse.h - records of delimited text (RFC 4180), one at a time, without copying.
 *
 * Fields point into the text, or into the parser's scratch where doubled quotes had to be
 * undone. Knows nothing of headers, numbers or sinks.
 */
#ifndef PARETOP_READ_CSV_PARSE_H
#define PARETOP_READ_CSV_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "read/sink.h"

enum csv_status {
    CSV_RECORD,
    CSV_BLANK,              /* a line with nothing on it */
    CSV_BAD,                /* quotes are wrong: see problem; the rest of the line is skipped */
    CSV_END
};

struct csv_parser {
    const char *at, *end;
    char delimiter;
    size_t line;            /* 1-based, of what comes next */
    /* The record just read; valid until the next call. */
    size_t record_line;
    struct sink_text *fields;
    size_t n, capacity;
    const char *problem;    /* "a quoted field is never closed" */
    struct strbuf scratch;
    size_t *unescaped;      /* which fields lie in scratch; their text is an offset until
                               the record is complete */
    size_t n_unescaped, unescaped_capacity;
    bool stop[256];         /* bytes that end an unquoted field */
};

void csv_parser_init(struct csv_parser *parser, const char *text, size_t length,
    char delimiter);
void csv_parser_release(struct csv_parser *parser);

/* Lines end in LF, CRLF or CR, mixed as they may be. Blanks before an opening and behind a
 * closing quote do not count; a quote inside an unquoted field is a character. */
enum csv_status csv_next(struct csv_parser *parser);

#endif
