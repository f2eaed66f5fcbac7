/* csv_table.h - a delimited file as a table: what csv.c does, for readers of CSV formats
 * that know more of their columns. */
#ifndef PARETOP_READ_CSV_TABLE_H
#define PARETOP_READ_CSV_TABLE_H

#include <stdbool.h>

#include "read/reader.h"

/* What a format adds to the plain table; any member may be NULL. */
struct csv_table {
    const char *format;
    /* Sees the columns before the sink does, and may set roles, names and so on, and
     * append up to `extra` columns of its own. */
    size_t extra;
    void (*columns)(void *context, struct sink_column *columns, size_t *n);
    /* Sees each record, whose fields are n as given by columns (the last `extra` absent). */
    void (*record)(void *context, struct sink_text *fields, size_t n, struct sink *sink,
        const char *place);
    void *context;
};

bool csv_table_read(const struct csv_table *table, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err);

#endif
