/* frame.h - a plain in-memory table of columns: what every lens and page works on.
 *
 * A frame knows neither SQL nor the terminal. Its columns' doubles lie contiguous. It is
 * immutable once built (the builder functions below are for its maker: the store, a
 * filter, a test). All memory is in the frame's arena.
 */
#ifndef PARETOP_FRAME_FRAME_H
#define PARETOP_FRAME_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/memory.h"

enum direction { DIRECTION_MIN = -1, DIRECTION_UNKNOWN = 0, DIRECTION_MAX = 1 };

enum measure_kind { KIND_DESCRIPTOR, KIND_CAPABILITY, KIND_EFFICIENCY };

enum column_type { COLUMN_TEXT, COLUMN_NUMBER };

enum column_role {
    ROLE_KEY,        /* together they name a point: model, or model and hardware */
    ROLE_ATTRIBUTE,  /* a condition or note of the run: precision, date, dirname */
    ROLE_MEASURE     /* what was measured */
};

/* Why a cell has no number. */
enum cell_status {
    CELL_OK,
    CELL_ABSENT,         /* the source has no such value for this point */
    CELL_EMPTY,          /* the source has the cell, empty or N/A */
    CELL_TOKEN,          /* a missing token of the measure: cost 0, size -1 */
    CELL_INFINITE,       /* infinity taken as missing by a token */
    CELL_FAILED, CELL_OUT_OF_MEMORY, CELL_TIMED_OUT, CELL_NOT_ATTEMPTED,
    CELL_ESTIMATED       /* a value is there, but estimated by its source */
};

/* Where a cell's number came from; place is "record 65" or "$[65].pass_rate_2". */
struct origin {
    uint32_t source;       /* index into frame->sources */
    const char *place;     /* NULL if unknown */
    const char *raw;       /* text as written where it was repaired or composed, else NULL */
};

struct column {
    const char *name;           /* unique in the frame */
    const char *written;        /* other names that it answers to, a line each: headers such as
                                   "latency [ms]"; NULL if none */
    const char *unit;           /* canonical unit; NULL if none or unknown */
    enum column_type type;
    enum column_role role;
    enum direction direction;   /* of a measure; of the user's choice where given */
    enum measure_kind kind;
    bool aggregate;             /* made of other measures: a mean over tasks leaves it out */
    double *value;              /* COLUMN_NUMBER: rows doubles, NaN = missing */
    double *se;                 /* standard errors, NaN unknown; NULL if the column has none */
    double *n;                  /* observations behind the value; NULL if unknown throughout */
    bool over_runs;             /* some values are means over runs: n counts these, se is theirs */
    bool over_items;            /* some items were sampled several times: n counts items */
    uint8_t *status;            /* enum cell_status per row; NULL if all are CELL_OK */
    const char **text;          /* COLUMN_TEXT: rows strings (NULL = missing). COLUMN_NUMBER:
                                   NULL, or the text as it came (shape rows) where it
                                   is not the value's shortest, else NULL */
    struct origin *origin;      /* per row, or NULL */
    const char *missing_tokens; /* tokens in force, e.g. "0,-1", or NULL */
};

/* Text of a condition that differs between the tasks of a point, but never within one. */
#define FRAME_BY_TASK "by task"

enum frame_shape { SHAPE_POINTS, SHAPE_RUNS, SHAPE_ROWS, SHAPE_ITEMS, SHAPE_REQUESTS,
    SHAPE_PAIRS, SHAPE_SERIES, SHAPE_EPISODES };

struct frame {
    struct arena *arena;
    enum frame_shape shape;
    size_t rows;
    struct column *columns;
    size_t n_columns;
    const char **key;           /* rows strings that name the point uniquely and for people:
                                   "gpt-5 (high)", "resnet50 · 224"; rows: "row 12" */
    const char **label;         /* rows short names for charts (the model, or the name as
                                   written); never NULL */
    const char **written;       /* rows names by which files call the point, a line each; NULL
                                   where that is the model's own, or for the whole array */
    uint32_t *row_source;       /* rows indices into sources; NULL if not row-shaped */
    uint32_t *row_number;       /* SHAPE_ROWS: record of its source counted from 0 */
    uint8_t *composed;          /* 1 if the point joins runs of unequal knowledge; or NULL */
    const char **sources;       /* names of the files, as given by the user */
    size_t n_sources;
    const char *grouping;       /* "by model", "by model, precision", "by row": for titles */
    const char **notes;         /* what the reader of a result must know: "conditions are
                                   mixed: ...", "newest of 2 reruns taken for ..." */
    size_t n_notes;
    const char *apart;          /* the note "no model occurs in both a.csv and b.csv; ...", or
                                   NULL */
    const char *skipped;        /* the note "1 record of a.csv was skipped: ...", or NULL */
    bool mixed;                 /* conditions are mixed across points */
    size_t rows_total;          /* before --where */
    const char *where;          /* the filter in force, or NULL */
    const char *where_of_records;   /* SHAPE_POINTS: the part of it that chose the runs behind the
                                       points, before they were grouped; or NULL */
};

/* --- building --- */
struct frame *frame_new(enum frame_shape shape, size_t rows);   /* key, label allocated */
void frame_free(struct frame *frame);                           /* NULL is fine */
/* Adds a column; number columns start as NaN, text as NULL. The pointer is valid until
 * the next column is added. */
struct column *frame_add_column(struct frame *frame, const char *name,
    enum column_type type, enum column_role role);
void column_need_se(struct frame *frame, struct column *column);      /* allocate, NaN */
void column_need_n(struct frame *frame, struct column *column);
void column_need_status(struct frame *frame, struct column *column);
void column_need_origin(struct frame *frame, struct column *column);
void frame_note(struct frame *frame, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A new frame with those rows, in that order (copies columns; keeps everything else). */
struct frame *frame_select(const struct frame *frame, const size_t *rows, size_t n);
/* Same, but texts stay those of the first frame, which has to outlive the new one. */
struct frame *frame_view(const struct frame *frame, const size_t *rows, size_t n);

/* Adds "mean(METRIC)", the mean over the tasks that all points with any of them have, with
 * its standard error where every task has one. There already: nothing happens. An error if
 * no task has the metric or none is common. */
bool frame_add_mean(struct frame *frame, const char *metric, struct error *err);

/* --- finding --- */
enum { FRAME_NONE = -1 };
/* Exact name; FRAME_NONE if absent. */
int frame_column(const struct frame *frame, const char *name);
/* The only column that a file calls so where its own name is another; FRAME_NONE if none. */
int frame_column_written(const struct frame *frame, const char *written);
/* "accuracy" of "gsm8k/accuracy": what follows the last '/' outside of brackets, because
 * "time (s/image)" has no task. NULL if the name has none. */
const char *frame_metric(const char *name);
/* What a user typed: exact, then case-folded, then bare metric name ("accuracy" for
 * "gsm8k/accuracy"), then unique part of a name; exact is also what a file writes as the
 * name. Numbers only if want_number.
 * Ambiguous or unknown: FRAME_NONE with the candidates in err. */
int frame_find(const struct frame *frame, const char *typed, bool want_number,
    struct error *err);
/* Row by key, label, name as written or the text of a key column, same ladder; an exact key
 * comes first. */
int frame_find_row(const struct frame *frame, const char *typed, struct error *err);

/* Where each value was read: a frame of rows with point, measure, value (in the measure's unit),
 * unit, n, status in words, source (the file), place in it (a record or a JSON path) and the
 * text as written where that is not simply the value. Values that are computed have none. */
struct frame *frame_origins(const struct frame *frame);

/* Words for a status: "not measured", "taken as not recorded", "out of memory". */
const char *cell_status_words(enum cell_status status);

/* Whether both have the same rows by key, in the same order. */
bool frame_same_keys(const struct frame *a, const struct frame *b);
/* Per row of `from` the row of `to` with its key, SIZE_MAX where there is none; returns how many
 * there are. Keys are unique. O(n log n), or O(n) for the same keys. */
size_t frame_places(const struct frame *from, const struct frame *to, size_t *place);

/* --- sorting --- */
/* Stable order of rows by a column (missing last in both senses); order has rows slots,
 * holding a permutation on entry. */
void frame_sort(const struct frame *frame, int column, bool descending, size_t *order);

/* --- objectives --- */
struct objective { int column; enum direction direction; };
/* Contract 3: y = capability, x = efficiency, both of known direction, such that most
 * points have both; ties by column order (the catalogue's order). pair[0] = y, pair[1] = x.
 * runner_up may be NULL; its columns are FRAME_NONE if there is none. */
bool frame_default_objectives(const struct frame *frame, struct objective pair[2],
    struct objective runner_up[2], struct error *err);
/* Same, as if the frame had only those rows. */
/* Which objective is the score: the first capability, else the first that is maximised and no
 * efficiency, else the first; of two the other one is the cost. */
size_t frame_score_objective(const struct frame *frame, const struct objective *objectives,
    size_t n);
bool frame_default_objectives_among(const struct frame *frame, const size_t *rows, size_t n,
    struct objective pair[2], struct error *err);
/* Where there is no such pair: two measures of one kind, of known direction, that could be
 * looked at against each other; how many points have both, 0 if there are none. */
size_t frame_other_pair(const struct frame *frame, struct objective pair[2]);
/* "max:NAME", "min:NAME" or "NAME": resolves; an unknown direction is an error that says
 * how to give it. */
bool frame_parse_objective(const struct frame *frame, const char *text,
    struct objective *out, struct error *err);

#endif
