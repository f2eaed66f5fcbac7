/* ingest_parts.h - what ingest.c and ingest_table.c share. Private to store/. */
#ifndef PARETOP_STORE_INGEST_PARTS_H
#define PARETOP_STORE_INGEST_PARTS_H

#include "store/ingest.h"

bool ingest_prepare(struct ingest *ingest, sqlite3_stmt **stmt, const char *sql,
    struct error *err);
void ingest_note(struct ingest *ingest, const char *kind, const char *place, const char *text);
bool ingest_run(struct ingest *ingest, const struct sink_run *run, struct error *err);
struct kept_measure ingest_measure(struct ingest *ingest, const struct sink_score *measure,
    struct error *err);
/* Where a record is, as messages of an import say it: a JSON path, or "record 7" counted from 0.
 * Caller frees. */
char *ingest_place(struct ingest *ingest, uint64_t record);
/* A raw model name that this file uses. */
bool ingest_mention(struct ingest *ingest, const char *raw, struct error *err);
bool ingest_item(struct ingest *ingest, int64_t run, const struct sink_item *item,
    struct error *err);

/* The table form. */
bool ingest_columns(struct sink *sink, const struct sink_column *columns, size_t n,
    struct error *err);
bool ingest_record(struct sink *sink, const struct sink_text *fields, size_t n,
    uint64_t number, const char *place, struct error *err);
bool ingest_record_items(struct sink *sink, const char *column, const double *values, size_t n,
    struct error *err);
bool ingest_table_end(struct ingest *ingest, struct error *err);

#endif
