/* feed.h - records on their way into wide tables, and items: cells are collected, and one
 * statement takes a few hundred records at a time out of them, on a thread of its own where there
 * are many. Private to store/.
 *
 * The connection is the thread's while it stores: whoever uses it before the feed is flushed
 * waits first (feed_wait). */
#ifndef PARETOP_STORE_FEED_H
#define PARETOP_STORE_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/sql.h"

struct feed;

struct feed *feed_new(sqlite3 *db);
void feed_free(struct feed *feed);

/* The records that follow go into wide_<width>, which has FEED_EXTRA columns before its cells,
 * the first of them the key. What was not flushed is forgotten, as by feed_forget. */
enum { FEED_EXTRA = 3 };
bool feed_begin(struct feed *feed, size_t width, struct error *err);

/* The same for `item`, whose records have no keys: run, measure, item, cluster, value, place. */
enum { ITEM_RUN, ITEM_MEASURE, ITEM_ID, ITEM_CLUSTER, ITEM_VALUE, ITEM_PLACE, ITEM_CELLS };
bool feed_begin_items(struct feed *feed, struct error *err);

enum feed_type { FEED_NULL, FEED_INTEGER, FEED_REAL, FEED_TEXT, FEED_BYTES };
struct feed_cell {
    uint8_t type;                        /* feed_type */
    uint32_t length;
    union { int64_t integer; double real; size_t offset; } is;   /* offset: of copied bytes */
};

/* The cells of a further record, all but its key (if it has one), to be set before feed_record.
 * NULL with err set on failure, which may be that of an earlier record. */
struct feed_cell *feed_cells(struct feed *feed, int64_t key, struct error *err);

static inline void
feed_integer(struct feed_cell *cell, int64_t value)
{
    cell->type = FEED_INTEGER;
    cell->is.integer = value;
}

static inline void
feed_real(struct feed_cell *cell, double value)
{
    cell->type = FEED_REAL;
    cell->is.real = value;
}

/* Text and bytes are copied. */
void feed_text(struct feed *feed, struct feed_cell *cell, const char *text, size_t length);
void feed_bytes(struct feed *feed, struct feed_cell *cell, const void *bytes, size_t length);
/* The text of a cell as it came, for the table `raw`. */
void feed_raw(struct feed *feed, int64_t source, int64_t row, int64_t ordinal, const char *text,
    size_t length);

/* The record's cells are set. */
bool feed_record(struct feed *feed, struct error *err);
/* All records are in the table, or one of them failed. */
bool feed_flush(struct feed *feed, struct error *err);
/* Until it stores nothing. */
void feed_wait(struct feed *feed);
/* Nothing more is stored, and errors are forgotten: the caller takes back what was. */
void feed_forget(struct feed *feed);

#endif
