/* print_internal.h - what the writers of the formats share. Private to src/print/. */
#ifndef PARETOP_PRINT_PRINT_INTERNAL_H
#define PARETOP_PRINT_PRINT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "print/print.h"

bool print_text(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err);
bool print_plain(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err);
bool print_csv(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err);
bool print_json(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err);
bool print_markdown(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err);
bool print_svg(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err);

/* The table that the options name, or the first; NULL with an error that lists them. */
const struct result_table *print_choose_table(const struct result *result,
    const struct print_options *options, struct error *err);
/* The chart of that name, or the first; NULL with their names in err. */
const struct chart *print_choose_chart(const struct result *result,
    const struct print_options *options, struct error *err);
/* The rows of a table in the order for people. Caller frees. */
size_t *print_row_order(const struct result_table *table);
/* Appends scrubbed text in lines of at most width columns, broken between words; lines
 * after the first begin with indent blanks, and the first is taken to have them already.
 * Ends with a newline. */
void print_wrapped(struct strbuf *out, const char *text, size_t indent, size_t width,
    bool ascii);
/* The view of the options, or a plain one, with that size. */
struct chart_view print_chart_view(const struct print_options *options, double width,
    double height);

#endif
