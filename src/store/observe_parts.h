/* observe_parts.h - what observe.c, observe_table.c and observe_runs.c share. Private to store/. */
#ifndef PARETOP_STORE_OBSERVE_PARTS_H
#define PARETOP_STORE_OBSERVE_PARTS_H

#include "store/observe.h"

enum { TEXT_SLOTS = 4096 };

/* What a raw model name means in the source under way: its model and its suffixes. */
/* spelling: what tells it from other names of that model, which is nothing once the user said
 * whose it is. */
struct raw_name { uint32_t model; const char *quantization, *effort, *spelling; };

struct observer {
    struct store *store;
    struct observations *obs;
    const struct frame_query *query;
    enum observe_shape shape;
    const char *by;                /* keys of points, or NULL */
    bool by_task;                  /* points are told apart by task too */
    struct name_index names;       /* keys of columns: observe_column() */
    struct name_index raws;
    struct raw_name *raw_names;    /* of raws */
    size_t cap_raw_names;
    sqlite3_stmt *find_model;
    bool has_scoped;               /* some alias holds for one source only */
    struct { uint32_t row, column; const char *text; } *suffixes;
    size_t n_suffixes, cap_suffixes;
    const char *kept[TEXT_SLOTS];  /* texts kept last: many cells say the same */
};

/* The column of that name, added when new; like says what it is. Where the unit is another
 * than the column's, *factor (1 otherwise) converts; if none can, it is a column of its own. */
uint32_t observe_column(struct observer *o, const char *name, const struct observed_column *like,
    double *factor);
/* Whether --by names a key. */
bool observe_by(const struct observer *o, const char *name);
/* What a raw name means in a source; the pointer is good until the next call. */
const struct raw_name *observe_raw(struct observer *o, int64_t source, const char *raw);
/* Adds a row, with the model and the suffix conditions of its raw name. */
void observe_row(struct observer *o, uint32_t source, uint32_t number, const char *raw,
    const char *place);
/* The number of a name of an item or a cluster. Every model is asked the same items, mostly in the
 * same order, so that the one after *last is tried before all. */
uint32_t observe_name(struct name_index *names, const char *name, uint32_t *last);
/* A copy of a text in the arena; equal texts mostly share one. NULL gives NULL. */
const char *observe_text(struct observer *o, const char *text);

/* Whether a text column of a table is one of numbers beside the tokens that the user gives for
 * it. */
bool observe_takes_texts(struct observer *o, uint32_t source, size_t ordinal, const char *column);

bool observe_table(struct observer *o, uint32_t source, struct error *err);
bool observe_runs(struct observer *o, uint32_t source, struct error *err);

/* Appends an empty block of n cells; the caller gives it its arrays. */
struct cell_block *observe_block(struct observer *o, size_t n);

#endif
