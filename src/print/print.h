/* print.h - a result as text, CSV, JSON, Markdown or SVG. Same input, same bytes out.
 *
 * print_stream is one of the two places where text is scrubbed (contract 21): every format
 * when the target is a terminal; otherwise each format escapes for its own medium.
 */
#ifndef PARETOP_PRINT_PRINT_H
#define PARETOP_PRINT_PRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "draw/chart.h"
#include "result/result.h"

enum print_format { PRINT_TEXT, PRINT_CSV, PRINT_JSON, PRINT_MARKDOWN, PRINT_SVG,
    PRINT_PLAIN /* sentences, for a screen reader or a log */ };

struct print_options {
    enum print_format format;
    const char *table;         /* NULL = the first */
    const char *chart;         /* NULL = the first */
    bool plot;                 /* text: draw the chart */
    size_t columns, rows;      /* size of text and plot; 80 x 24 */
    bool whole_table;          /* text: the table as wide as it needs, for a pipe or a file */
    enum glyphs glyphs;
    bool safe_csv;             /* put ' before =, +, -, @ for spreadsheets */
    const struct chart_view *view;   /* NULL = defaults; session passes its own */
};

bool print_format_parse(const char *name, enum print_format *format, struct error *err);
/* By the end of the name: .txt, .csv, .json, .md, .svg; false for any other. */
bool print_format_of_file(const char *path, enum print_format *format);
bool print_result(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err);

/* Writes to a stream, scrubbing if it is a terminal. false if the write failed. */
bool print_stream(FILE *stream, const struct strbuf *text, bool ascii, struct error *err);
/* "paretop: MESSAGE\n         HINT\n" on standard error, scrubbed always. */
void print_error_message(const struct error *err);

#endif
