/* observe.h - everything that the store holds, as observations: one per record of a table or
 * run of a nested file, with its named values. Private to store/.
 *
 * This is the one place that reads frames out of SQL; rows.c and points.c only rearrange.
 */
#ifndef PARETOP_STORE_OBSERVE_H
#define PARETOP_STORE_OBSERVE_H

#include "store/roles.h"
#include "store/store_parts.h"

/* The column of conditions that names carry as a suffix: "-AWQ", "(high)". Among names of one
 * model, one without the suffix is another configuration, not one of which nothing is known. */
#define SUFFIX_COLUMN "name suffix"

struct observed_column {
    const char *name;              /* header, or task/metric */
    enum field_role role;
    const char *of;                /* condition: standard name; se: its measure's header */
    bool numeric;
    const char *unit;
    const char *tokens;            /* missing tokens in force, or NULL */
    enum direction direction;
    enum measure_kind kind;
    size_t order;                  /* preference of the catalogue */
};

struct observed_value {
    uint32_t column;
    uint8_t status;                /* enum cell_status */
    double value, se, n;           /* NaN unknown */
    const char *text;              /* as written; NULL = none */
    const char *place;             /* of this value, NULL = the observation's */
    bool repaired;                 /* text is more than the plain number */
};

struct observation {
    uint32_t source;               /* index into sources */
    uint64_t row;                  /* record of its source; runs are counted */
    const char *place;
    const char *raw, *model;       /* NULL unknown */
    struct observed_value *values;
    size_t n_values;
    bool is_item;                  /* one instance of a per-instance table */
    int64_t run;                   /* run id, 0 for records of tables */
};

struct observations {
    struct arena *arena;
    struct observed_column *columns; size_t n_columns, cap_columns;
    struct observation *rows; size_t n_rows, cap_rows;
    const char **sources; int64_t *source_ids; size_t n_sources;
    size_t tokens_applied;
};

/* Reads all sources, in import order. rows_shape keeps headers as column names; else a
 * measure of a table with a task column is named task/metric. */
bool observe(struct store *store, const struct frame_query *query, bool rows_shape,
    struct observations *out, struct error *err);
void observations_release(struct observations *obs);

/* A frame with a row per observation and every column, in the order of columns. */
struct frame *observations_frame(const struct observations *obs);

const struct observed_value *observed(const struct observation *row, size_t column);

/* Groups observations into points: contract 1. by is NULL or "model,precision". */
bool points_frame(const struct observations *obs, const char *by, struct frame **out,
    struct error *err);

#endif
