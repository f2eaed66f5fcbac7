/* observe.h - everything that the store holds, read out of SQL once: rows (records of tables,
 * runs of nested files) and, beside them, cells in columns. Private to store/.
 *
 * observe_*.c are the only files that ask SQL for frames; rows.c and points.c rearrange what
 * they brought. Cells lie in blocks of parallel arrays: a field of a table is one dense block,
 * the scores of a nested file are one sparse block.
 */
#ifndef PARETOP_STORE_OBSERVE_H
#define PARETOP_STORE_OBSERVE_H

#include "read/name_index.h"
#include "store/roles.h"
#include "store/store_parts.h"

#define NO_MODEL UINT32_MAX
#define NO_NAME UINT32_MAX

/* Names of the conditions that a model's name carries as a suffix: "-AWQ", "(high)". */
#define SUFFIX_QUANTIZATION "quantization"
#define SUFFIX_EFFORT "effort"

struct token { bool is_number; double number; const char *text; };

struct observed_column {
    const char *name;              /* header, without its unit in points; or task/metric */
    const char *written;           /* headers that say more, in records standard names, a line
                                      each; NULL if none */
    enum field_role role;
    const char *of;                /* condition: its standard name; else NULL */
    bool numeric;
    bool proportion;               /* a share of n equal trials: an accuracy */
    bool aggregate;                /* made of other measures */
    bool of_task;                  /* of one task of several that the files tell apart */
    bool suffix;                   /* a condition read off the ends of names */
    bool estimated;                /* some standard errors are binomial estimates */
    bool user_missing;             /* missing is a user's decision, not a proposal */
    const char *unit;
    const char *missing;           /* tokens in force as given, or NULL */
    struct token *tokens; size_t n_tokens;
    enum direction direction;
    enum measure_kind kind;
    size_t order;                  /* preference of the catalogue */
};

/* What one sample of an item got, and the numbers of the item's and its cluster's names; NO_NAME:
 * it has none. */
struct item_score { double value; uint32_t item, cluster; };
/* Of items behind one value. repeated: some were sampled more than once. unclustered: some name
 * a cluster and others do not, which are no clusters of their own, so that no error is known. */
struct item_facts { size_t clusters; bool repeated, unclustered; };
/* Of a run whose score is the mean of its items. They are kept where runs may be merged. */
struct item_scores { struct item_facts facts; const struct item_score *at; size_t n; };

/* n cells. Arrays that are NULL say nothing: every row follows the last, every column is the
 * same, no text, all well. Where value is NULL the cells are texts (NULL = missing). Text
 * beside a value is how it was written, NULL where that is the value's shortest text. */
struct cell_block {
    size_t n, first_row;
    uint32_t *row;
    uint32_t same_column;
    uint32_t *column;
    double *value, *se, *count;
    uint8_t *status;               /* enum cell_status */
    const char **text, **place;
    const struct item_scores **items;   /* of cells made of items; NULL for others */
};

struct observation {
    uint32_t source, number;       /* record of its source from 0; runs are counted */
    uint32_t model;                /* into models; NO_MODEL */
    bool is_item;                  /* one instance of a per-instance table */
    const char *raw;               /* the model's name as written, or NULL */
    const char *spelling;          /* what tells that name from others of the model */
    const char *place;             /* NULL: "record <number>" */
};

struct observed_source {
    const char *name;
    const char *kind;              /* equal for sources that are alternatives: KIND_OF_SOURCE */
    const char *format;
    int64_t id;
    size_t wide;                   /* columns of its table, 0 if it has none */
    size_t first_row, n_rows, first_block, n_blocks;
};

struct observations {
    struct arena *arena;
    struct observed_column *columns; size_t n_columns, cap_columns;
    struct observation *rows; size_t n_rows, cap_rows;
    struct cell_block *blocks; size_t n_blocks, cap_blocks;
    struct observed_source *sources; size_t n_sources, cap_sources;
    struct name_index models;      /* canonical names */
    struct name_index items, clusters;   /* names in points' items */
    uint32_t *item, *cluster; size_t named_rows;   /* of the first rows; NO_NAME */
    uint32_t *parent; size_t n_parents;   /* of models; NO_MODEL */
    const char *still_text;        /* of a column with tokens: a text that is none; or NULL */
    const char **notes; size_t n_notes, cap_notes;   /* what a reader of the frame must know */
};

/* What is wanted: records with their headers, or points, whose measures are named task/metric. */
enum observe_shape { OBSERVE_ROWS, OBSERVE_POINTS };

/* Reads all sources, in import order. */
bool observe(struct store *store, const struct frame_query *query, enum observe_shape shape,
    struct observations *out, struct error *err);
void observations_release(struct observations *obs);

static inline size_t
cell_row(const struct cell_block *block, size_t i)
{
    return block->row != NULL ? block->row[i] : block->first_row + i;
}

/* The item of a record of a per-instance table; NO_NAME. */
static inline uint32_t
row_item(const struct observations *obs, size_t row)
{
    return row < obs->named_rows ? obs->item[row] : NO_NAME;
}

static inline uint32_t
row_cluster(const struct observations *obs, size_t row)
{
    return row < obs->named_rows ? obs->cluster[row] : NO_NAME;
}

static inline uint32_t
cell_column(const struct cell_block *block, size_t i)
{
    return block->column != NULL ? block->column[i] : block->same_column;
}

/* Keeps n of the rows, in ascending order, and their cells. */
void observations_keep(struct observations *obs, const size_t *rows, size_t n);

/* The place of a cell or its row, in words; in the arena. */
const char *observed_place(const struct observations *obs, struct arena *arena,
    const struct cell_block *block, size_t i);
/* The text of each row in a column (NULL = missing), n_rows of them; caller frees. Numbers are
 * printed. */
const char **observed_texts(const struct observations *obs, size_t column);

/* A frame with a row per observation and every column, in the order of columns. */
struct frame *observations_frame(const struct observations *obs);
/* Sources by name, into a frame. */
void observations_name_sources(const struct observations *obs, struct frame *frame);

/* Groups observations into points: contract 1. by is NULL or "model,precision". */
bool points_frame(const struct observations *obs, const char *by, struct frame **out,
    struct error *err);

/* Notes of a frame of points that no model of one kind of file occurs in another. */
void kinds_note(struct store *store, const struct observations *obs, struct frame *frame);

/* Directions and missing tokens that the query or the store decides, applied: values that are
 * tokens become missing. A name that fits no column is an error. */
bool decisions_apply(struct store *store, const struct frame_query *query,
    struct observations *obs, struct error *err);

/* Shares of n trials: with binomial standard errors where the source gives n and no error, and,
 * if part is set, told apart by scale (0.7 or 70). */
void proportions_settle(struct observations *obs, bool part);

/* A frame is a whole table: whether one of so many rows and all columns that the observations
 * have would fit into memory. False with err set: files that have nothing to do with each other. */
bool observations_fit(const struct observations *obs, size_t rows, bool by_row,
    struct error *err);

#endif
