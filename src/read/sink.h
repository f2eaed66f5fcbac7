/* sink.h - the protocol between a reader and whatever takes its records.
 *
 * A reader knows one file format. It pushes what it reads into a sink and knows nothing
 * of SQL, canonical names or screens. Order of calls for one file:
 *
 *     begin                                     once, first
 *     then either the table form:
 *         columns, record*, [record_items after its record]      (may repeat per table)
 *     or the nested form:
 *         run, (measure | score | item | request | curve)*       run may repeat
 *     preference and episode stand by themselves
 *     warn and reject at any time after begin
 *     end                                       once, if nothing failed
 *
 * Everything passed in is borrowed until the call returns: a sink copies what it keeps.
 * A call that returns false with err set means: stop reading and return false; the sink
 * has rolled back or will. If the READER finds that the file is broken it sets err (what,
 * place, way out), returns false, and does not call end: nothing of the file is kept.
 */
#ifndef PARETOP_READ_SINK_H
#define PARETOP_READ_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/number.h"
#include "frame/frame.h"

struct sink_text { const char *text; size_t length; };   /* text NULL = absent */

/* What a column is. ROLE_UNKNOWN leaves it to inference over the whole column. */
enum sink_role { SINK_UNKNOWN, SINK_MODEL, SINK_TASK, SINK_METRIC, SINK_VALUE, SINK_SE,
    SINK_N, SINK_ITEM, SINK_CLUSTER, SINK_SEED, SINK_CONDITION, SINK_ATTRIBUTE,
    SINK_MEASURE, SINK_IGNORE };

struct sink_column {
    const char *name;              /* as written, made unique by the reader ("", "x", "x#2") */
    enum sink_role role;
    enum direction direction;      /* if the format states it */
    const char *unit;              /* if the format states it */
    const char *missing_tokens;    /* proposed by the format, "0,-1"; or NULL */
    const char *of;                /* a condition: its standard name ("hardware"); se: the
                                      name of the column that it belongs to; or NULL */
    enum measure_kind kind;        /* if the format states it, else KIND_DESCRIPTOR */
};

struct sink_attribute { const char *name, *value; };

struct sink_run {
    const char *model;             /* raw name as written; NULL: unknown */
    const struct sink_attribute *attributes;   /* hardware, precision, n_shot, seed, ... */
    size_t n_attributes;
    const char *place;
};

struct sink_score {
    const char *task;              /* "gsm8k"; NULL for none */
    const char *metric;            /* "exact_match"; with filter: "exact_match,strict-match" */
    const char *stat;              /* "mean", "p99"; NULL = the value itself */
    double value;                  /* NaN with a status other than CELL_OK */
    bool is_integer;  int64_t integer;
    double se, sd, lo, hi, level, n;   /* NaN unknown */
    int sd_ddof;                   /* 0 population, 1 sample, -1 unknown */
    enum direction direction;      /* as the file states, else DIRECTION_UNKNOWN */
    const char *unit;
    const char *missing_tokens;    /* proposed by the format, "0,-1"; NULL: by the catalogue */
    enum measure_kind kind;        /* if the format states it, else KIND_DESCRIPTOR */
    bool aggregate;                /* made of other scores of this run (mmlu of its subjects):
                                      a mean over tasks must not count both */
    enum cell_status status;
    const char *place;             /* "$.results.gsm8k[\"acc,none\"]" */
    const char *raw;               /* text as written if it was repaired */
    const struct sink_attribute *conditions;   /* of this score alone: a task's shots; or NULL */
    size_t n_conditions;
};

struct sink_item {
    const char *task, *metric;
    const char *item;              /* identity: content hash, else id */
    const char *cluster;           /* or NULL */
    double value;
    enum direction direction;      /* as the file states, else DIRECTION_UNKNOWN */
    const char *unit;              /* or NULL */
    const char *place;
};

struct sink_request { double prompt_tokens, output_tokens, seconds, first_token_seconds;
    const char *error; const char *place; };

/* One point of a curve: runtime by prompt size, metric by checkpoint, price by date. */
struct sink_curve { const char *metric, *axis; double x, value; const char *unit;
    const char *place; };

struct sink_preference { const char *a, *b, *outcome /* a, b, tie */, *item, *judge, *place; };
/* One experience of a learner: the value of a metric at its number in the run, in a block of one
 * phase ("train", "test") and one task. block NaN: unknown. */
struct sink_episode { const char *run, *task, *phase, *metric, *worker; double block, index, value;
    const char *place; };

struct sink_source {
    const char *format;            /* reader's name */
    bool wide;                     /* the table form will be used */
    struct number_style style;     /* of its cells */
};

struct sink {
    bool (*begin)(struct sink *sink, const struct sink_source *source, struct error *err);
    bool (*columns)(struct sink *sink, const struct sink_column *columns, size_t n,
        struct error *err);
    /* number counts from 0 over the file; place is NULL or a JSON path. */
    bool (*record)(struct sink *sink, const struct sink_text *fields, size_t n,
        uint64_t number, const char *place, struct error *err);
    /* Per-instance numbers found in the record just given: column "scores" had an array. */
    bool (*record_items)(struct sink *sink, const char *column, const double *values,
        size_t n, struct error *err);
    bool (*run)(struct sink *sink, const struct sink_run *run, struct error *err);
    bool (*score)(struct sink *sink, const struct sink_score *score, struct error *err);
    bool (*item)(struct sink *sink, const struct sink_item *item, struct error *err);
    bool (*request)(struct sink *sink, const struct sink_request *request, struct error *err);
    bool (*curve)(struct sink *sink, const struct sink_curve *curve, struct error *err);
    bool (*preference)(struct sink *sink, const struct sink_preference *p, struct error *err);
    bool (*episode)(struct sink *sink, const struct sink_episode *episode, struct error *err);
    void (*warn)(struct sink *sink, const char *place, const char *message);
    /* A record left out under --lenient: counted and listed. */
    void (*reject)(struct sink *sink, const char *place, const char *reason);
    bool (*end)(struct sink *sink, struct error *err);
    /* Progress: bytes of the input done so far; returns false when the user cancelled. */
    bool (*progress)(struct sink *sink, size_t bytes_done);
};

/* A score with everything unknown (NaN), to be filled. */
struct sink_score sink_score_blank(void);

#endif
