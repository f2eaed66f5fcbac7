/* store.h - one SQLite file that holds everything, and the questions it answers.
 *
 * The schema is share/schema.sql. One thread uses a store at a time (contract 9). What
 * comes out is always a frame: points, items, lists and SQL results alike.
 */
#ifndef PARETOP_STORE_STORE_H
#define PARETOP_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "frame/frame.h"
#include "read/reader.h"

struct store;

enum store_mode { STORE_READ, STORE_WRITE };

/* Opens a database, creating and migrating it in STORE_WRITE; path NULL is a private
 * temporary file that is removed on close. Refuses files that are not ours and newer
 * schemas. Opened defensively (contract 10). */
bool store_open(struct store **out, const char *path, enum store_mode mode,
    struct error *err);
void store_close(struct store *store);                 /* NULL is fine */
/* Closes; a file that this store made and that holds nothing is removed. */
void store_take_back(struct store *store);
bool store_is_database(const char *path);              /* one of ours, by application_id */
/* Copies the whole store to a new database file (:save). */
bool store_save(struct store *store, const char *path, struct error *err);

/* --- import --- */
struct import_progress {
    const char *file;                   /* NULL: they are being counted still */
    size_t files_done, bytes_done, bytes_total;
    size_t files_counted;               /* so far, while they are counted */
    size_t records;                     /* and items, scores, requests */
};
struct import_options {
    const char *format;                 /* reader's name, or NULL */
    const char *const *map; size_t n_map;             /* "model=Model", "acc=max:Average (%)" */
    const char *const *set; size_t n_set;             /* "hardware=H100,gpus=2" */
    struct input_limits limits;         /* 0: the defaults */
    bool lenient, dry_run;
    /* Returns false to cancel. May be NULL. */
    bool (*progress)(void *context, const struct import_progress *progress);
    void *context;
};
/* kind: "warning", "reject", "role", "suspect", "repair"; "" for others. Owned. */
struct import_note { char *source, *place, *text, *kind; };
struct import_format { const char *title; size_t files; };   /* the reader's title */
struct import_summary {
    size_t files_read, files_unchanged, files_unrecognised, files_refused, files_same_content;
    size_t records, scores, items, preferences, episodes, rejects, warnings;
    size_t bytes;
    double seconds;
    struct import_note *refused; size_t n_refused;     /* file and why, with hint */
    struct import_note *unrecognised; size_t n_unrecognised;   /* file, and what it is */
    struct import_note *notes; size_t n_notes;         /* warnings, suspects, roles inferred */
    size_t notes_left_out;                             /* beyond a few thousand */
    struct import_format *formats; size_t n_formats, formats_capacity;  /* as first met */
    /* of the whole store, with what was read (in a dry run: would be) */
    size_t models, models_new, models_joined, models_renamed, sources;
    size_t higher, lower, undirected; char *undirected_name;   /* measures by direction */
    size_t suspects;                                   /* cells taken as "not recorded" */
};
/* Imports each file in one transaction. False only if nothing more can be done (disk,
 * cancel, a NAMED file refused when it is the only input); refusals inside folders are
 * in the summary. A named file that is refused: false, with its error. */
bool store_import(struct store *store, const char *const *paths, size_t n,
    const struct import_options *options, struct import_summary *summary,
    struct error *err);
void import_summary_release(struct import_summary *summary);
/* For people, as in the manual's example; several lines. */
void import_summary_text(const struct import_summary *summary, struct store *store,
    struct strbuf *out);
bool store_remove(struct store *store, const char *path, struct error *err);

/* --- decisions of the user, stored --- */
bool store_set_direction(struct store *store, const char *measure, enum direction direction,
    struct error *err);
bool store_set_missing(struct store *store, const char *measure, const char *tokens,
    struct error *err);       /* "0,-1"; "" = none for this measure */
/* Whether some file writes that name; if not, err says which names are near. */
bool store_has_name(struct store *store, const char *raw, struct error *err);
/* Model NULL: takes back what was decided of the name, and the rules decide. */
bool store_set_alias(struct store *store, const char *raw, const char *model,
    struct error *err);
/* The name does not stand for that model, which is not suggested again; or, if not apart, it
 * may be. */
bool store_set_apart(struct store *store, const char *raw, const char *model, bool apart,
    struct error *err);
bool store_setting(struct store *store, const char *name, struct strbuf *value); /* false: unset */
bool store_set_setting(struct store *store, const char *name, const char *value,
    struct error *err);
bool store_has_decisions(const struct store *store);   /* something to offer at quit */

/* --- frames --- */
struct frame_query {
    const char *by;                     /* "model" if NULL; "model,precision"; "row" */
    const char *where;                  /* SQL expression or NULL */
    const char *const *missing; size_t n_missing;     /* "cost=0,-1"; "none" */
    const char *const *direction; size_t n_direction; /* "hs_ratio=max" */
    const char *const *derive; size_t n_derive;       /* "name=SQL expression" */
    const char *pick;                   /* "max:output_throughput where p99_ttft_ms <= 1000" or
                                           NULL: one point of each load sweep */
    const char *mixed;                  /* "warn" (NULL) or "refuse" */
};
bool store_frame(struct store *store, const struct frame_query *query, struct frame **out,
    struct error *err);
/* Per-item scores of one measure for the rows of `points` (in the order of rows): a frame
 * of SHAPE_ITEMS whose key is the item, an optional attribute, the text "cluster", then one number
 * column per row of points, named by its key, NaN where the item is missing. Rows of the
 * frame are the union of items in id order. *out is NULL if no point has items. */
bool store_items(struct store *store, const struct frame *points, const size_t *rows,
    size_t n, const char *measure, struct frame **out, struct error *err);
/* Curves: columns model (text), x, value (and se), for a metric by its axis. */
bool store_series(struct store *store, const char *metric, const char *axis,
    struct frame **out, struct error *err);
/* Runtime tables by prompt size: a row per number, with the texts model, hardware, task
 * ("idealized", "denoised") and metric (runtime_for_prompt_tokens at prompt_tokens, or
 * runtime_per_output_token, or overhead) and the number of the run. *out is NULL if none. */
bool store_runtimes(struct store *store, struct frame **out, struct error *err);
/* Single requests that did not fail: model, hardware, prompt_tokens, output_tokens, seconds;
 * *out is NULL if none. */
bool store_requests(struct store *store, struct frame **out, struct error *err);

enum store_list { LIST_MODELS, LIST_MEASURES, LIST_SOURCES, LIST_RUNS, LIST_ALIASES,
    LIST_WARNINGS, LIST_FORMATS, LIST_UNMATCHED,
    /* Raw names of different models that are probably one: columns raw, model (the one it
     * would join), why. Decides nothing. */
    LIST_SUGGESTIONS };
bool store_list(struct store *store, enum store_list list, struct frame **out,
    struct error *err);
/* "2 warnings of the import (paretop list warnings), the first: FILE, PLACE: ..."; NULL: none.
 * Owned by the caller. */
char *store_warning(struct store *store);
/* One read-only SQL statement. */
bool store_sql(struct store *store, const char *sql, struct frame **out, struct error *err);
/* Called from another thread: makes the running statement stop with ERROR_CANCELLED. */
void store_interrupt(struct store *store);

#endif
