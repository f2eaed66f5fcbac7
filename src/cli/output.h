/* output.h - where an answer goes, and what is said beside it on standard error. */
#ifndef PARETOP_CLI_OUTPUT_H
#define PARETOP_CLI_OUTPUT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "cli/arguments.h"
#include "draw/canvas.h"
#include "print/print.h"

/* What the locale and TERM can show. */
enum glyphs output_glyphs(void);

/* The options' part of printing: format (`fallback` without --format), table, plot, size.
 * Text to a terminal is as wide as the terminal and has its plot. */
bool output_options(const struct arguments *arguments, enum print_format fallback,
    struct print_options *out, struct error *err);

/* Prints a result to -O or standard output. */
bool output_result(const struct arguments *arguments, const struct print_options *options,
    const struct result *result, struct error *err);
/* The same for text that is ready. */
bool output_text(const struct arguments *arguments, const struct strbuf *text,
    struct error *err);

/* "paretop: ..." and a new line on standard error, scrubbed. */
void output_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The notes of a result, for formats that are read by programs. */
void output_notes(const struct print_options *options, const struct result *result);

#endif
