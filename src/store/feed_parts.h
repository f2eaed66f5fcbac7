/* feed_parts.h - what the two files of the feed share: the batches, and the table through
 * which one of them is read. Private to them. */
#ifndef PARETOP_STORE_FEED_PARTS_H
#define PARETOP_STORE_FEED_PARTS_H

#include "store/feed.h"

/* A cell's text that goes into `raw`. */
struct raw_cell { int64_t source, row, ordinal; size_t offset, length; };

/* Records whose keys follow each other: their other cells, one record after the other. */
struct batch {
    size_t columns, records;             /* columns of the table: one more than cells */
    int64_t first_key;
    bool keyed;                          /* its table shows the keys, else NULL for each */
    struct feed_cell *cells; size_t capacity;
    char *text; size_t length, text_capacity;
    struct raw_cell *raws; size_t n_raws, cap_raws;
};

/* Makes the virtual table "paretop_feed_<columns>", whose rows are the records of *batch if it
 * has as many columns and else none. */
bool feed_table_create(sqlite3 *db, const struct batch *const *batch, size_t columns,
    struct error *err);

#endif
