/* ingest.h - the sink that writes one file into the store, inside a transaction that the
 * caller began and ends. Private to store/. */
#ifndef PARETOP_STORE_INGEST_H
#define PARETOP_STORE_INGEST_H

#include "read/name_index.h"
#include "read/sink.h"
#include "store/roles.h"
#include "store/store_parts.h"

struct ingest_options {
    struct role_map *map;
    const char *const *set; size_t n_set;
};

/* What the user says about all runs of a file: --set. */
struct said { char *name, *value; };

struct ingest_counts { size_t records, scores, items, requests, preferences, episodes, rejects,
    warnings, suspects; };

/* A measure in the store, id 0 if it could not be made; what its unit makes of a value. */
struct kept_measure { int64_t id; double factor; };

struct ingest {
    struct sink sink;                    /* first: the sink is the ingest */
    struct store *store;
    const struct ingest_options *options;
    struct ingest_counts counts;
    int64_t source;
    char *name;                          /* of the file, for messages */
    char *format;                        /* as the reader calls itself */
    bool (*progress)(void *context, size_t bytes_done);
    void *progress_context;

    /* table form */
    struct field *fields;
    size_t n_fields;
    struct number_style style;
    size_t stored;                       /* records that have been handed to the feed */
    uint8_t *form;                       /* of the record under way, a byte per field */
    int64_t record_run;                  /* run of the record's items, 0 = none yet */
    size_t record_runs;
    uint64_t record_number;

    /* nested form */
    int64_t run;
    bool feeds_items;                    /* they go through the store's feed */
    sqlite3_stmt *insert_run, *insert_score, *insert_item, *insert_request, *insert_curve,
        *insert_preference, *insert_episode,
        *find_measure;
    struct name_index measures, mentioned;
    struct kept_measure *kept;           /* of measures */
    size_t cap_kept;
    struct suspects *suspects; size_t n_suspects, cap_suspects;

    struct said *said; size_t n_said;    /* columns before those of a table */
};

void ingest_init(struct ingest *ingest, struct store *store, int64_t source, const char *name,
    const struct ingest_options *options);
void ingest_release(struct ingest *ingest);

/* All that came so far: records, scores, items and the like. */
size_t ingest_count(const struct ingest *ingest);

#endif
