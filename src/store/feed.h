/* feed.h - records on their way into wide tables: cells are collected, and one statement takes
 * a few hundred records at a time out of them. Private to store/. */
#ifndef PARETOP_STORE_FEED_H
#define PARETOP_STORE_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/sql.h"

struct feed;

struct feed *feed_new(sqlite3 *db);
void feed_free(struct feed *feed);

/* The records that follow go into wide_<width>, which has FEED_EXTRA columns before its cells.
 * What was not flushed is forgotten. */
enum { FEED_EXTRA = 3 };
bool feed_begin(struct feed *feed, size_t width, struct error *err);

/* The cells of a record, in the order of the table's columns. Text is copied. */
void feed_null(struct feed *feed);
void feed_integer(struct feed *feed, int64_t value);
void feed_real(struct feed *feed, double value);
void feed_text(struct feed *feed, const char *text, size_t length);
/* Puts bytes into an earlier cell of the record, which was given as null. */
void feed_bytes(struct feed *feed, size_t column, const void *bytes, size_t length);

/* All cells of a record are there; writes when enough have been collected. */
bool feed_record(struct feed *feed, struct error *err);
bool feed_flush(struct feed *feed, struct error *err);

#endif
