/* markdown.h - the tables of a Markdown text: rows between bars, and HTML tables.
 *
 * Cells lose their marks: emphasis, code, links (their text stays), footnotes, tags, entities.
 * A row with fewer cells than its header has empty ones at its end, as everywhere in Markdown;
 * one with more that hold something is rejected. A row whose only cell is the first is a
 * heading within the table, and no record.
 */
#ifndef PARETOP_READ_MARKDOWN_H
#define PARETOP_READ_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "read/reader.h"

/* The header of the first table of bars, cell by cell; false if there is no such table in the
 * text. */
typedef void markdown_cell(void *context, const char *cell);
bool markdown_header(const char *text, size_t length, markdown_cell *take, void *context);

/* Gives all tables as one: the columns of all headers by their names, and the heading above
 * each table as the column "section" if there are several tables. */
bool markdown_tables_read(const char *format, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err);

#endif
