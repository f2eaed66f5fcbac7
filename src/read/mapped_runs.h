/* mapped_runs.h - a taught file on its way to the sink as runs: what mapped_runs.c, which goes
 * from the file to the run, shares with mapped_scores.c and mapped_rows.c, which go from the
 * run to its scores and to all else,
 * mapped_lines.c, which makes records of the lines of tables, and mapped_text.c, which makes one
 * of a text. Private to the engine of mapping.h.
 */
#ifndef PARETOP_READ_MAPPED_RUNS_H
#define PARETOP_READ_MAPPED_RUNS_H

#include <stdint.h>

#include "read/mapping.h"

/* A measure of the run in hand, for means of several. */
struct mapped_known { char *name; double value; };

struct mapped_runs {
    const struct mapping *mapping;
    const struct input *input;
    const struct read_options *options;
    struct sink *sink;
    bool yaml;                          /* JSON made of YAML */
    struct number_style style;
    struct mapping_captures of_file;
    struct arena *file_arena;
    const struct json_span *root;
    struct json_finder *finder;         /* of the document in hand */
    size_t records, skipped, given;     /* seen, left out by "where", given as runs */
    size_t no_numbers;                  /* texts where a number was wanted */
    char no_number[160];                /* the first of them: where and what */
    struct mapped_known *known;                /* of this run, for means; none without means */
    size_t n_known, known_capacity;
    struct strbuf run;                  /* signature of the run in hand; empty: none */
    struct strbuf text;                 /* scratch */
};

/* A number out of a value, with what a cell says beside it. raw is its text where that was
 * repaired, the caller's to free. */
struct mapped_number {
    double value, spread;
    int64_t integer;
    bool is_integer, percent, is_text;      /* is_text: no number at all */
    char unit[16];
    char *raw;
    enum cell_status status;
};

/* --- mapped_scores.c --- */
struct mapped_number mapped_number_of(const struct mapped_runs *runs,
    const struct json_span *value);
/* Counts a text where a number was wanted, for one warning. */
void mapped_note_no_number(struct mapped_runs *runs, const char *place,
    const struct json_span *value);
/* What names a value that has no name of its own: the last key of its path. */
const char *mapped_last_key(const struct mapping_path *path,
    const struct mapping_captures *captures);
/* The text, NULL if it is empty. */
const char *mapped_or_null(const struct strbuf *text);

/* All that one measure finds in a record; failed: without values. */
bool mapped_measure_give(struct mapped_runs *runs, const struct mapping_scope *scope,
    const struct mapping_measure *measure, const char *place, bool failed, struct error *err);
/* The means of what was given since; forgets it. */
bool mapped_means_give(struct mapped_runs *runs, const char *place, struct error *err);
void mapped_means_forget(struct mapped_runs *runs);

/* --- mapped_rows.c --- */
/* Curves and requests of a record; a run has been given. */
bool mapped_rows_give(struct mapped_runs *runs, const struct mapping_scope *scope,
    const char *place, struct error *err);
bool mapped_preference_give(struct mapped_runs *runs, const struct mapping_scope *scope,
    const struct mapping_preferences *from, const char *place, struct error *err);
bool mapped_episodes_give(struct mapped_runs *runs, const struct mapping_scope *scope,
    const struct mapping_episodes *from, const char *place, struct error *err);

/* --- mapped_runs.c --- */
bool mapped_runs_begin(struct mapped_runs *runs, struct error *err);
/* Takes the records of one document. */
bool mapped_runs_take(struct mapped_runs *runs, const struct json_span *root, const char *place,
    struct error *err);
/* Says what was left out, and ends the file; one without records is refused. */
bool mapped_runs_finish(struct mapped_runs *runs, struct error *err);

/* --- mapped_lines.c --- */
bool mapped_lines_read(struct mapped_runs *runs, struct error *err);

/* --- mapped_text.c --- */
bool mapped_text_read(struct mapped_runs *runs, struct error *err);

#endif
