/* group.h - which rows make which points: contract 1. Private to store/.
 *
 * A point is a model under conditions. The known conditions of a model's rows are vectors;
 * vectors that know different conditions combine, vectors that differ in one stay apart. A
 * row feeds the points that it does not contradict, of its model and of the models that are
 * special cases of it.
 */
#ifndef PARETOP_STORE_GROUP_H
#define PARETOP_STORE_GROUP_H

#include "store/observe.h"

/* A condition under its standard name; several columns may stand for it. Values are numbers
 * of texts, 0 = unknown. */
struct condition {
    const char *name;
    struct name_index values;      /* value v > 0 is values.names[v - 1] */
    uint32_t *known;               /* of each row */
    bool asked;                    /* named in --by */
    bool splits;                   /* part of the key: asked for, or its values tell points apart */
    bool attribute;                /* no condition: it was needed to tell rows apart */
    bool suffix;                   /* some values were read off names */
};

struct model_group {
    uint32_t model;                /* NO_MODEL: one row whose model is not known */
    size_t first, n;               /* its rows, in grouping.row_order */
};

struct point {
    uint32_t group, number;        /* number: place before points were put in order */
    uint32_t *known;               /* a value per condition */
    size_t first;                  /* the row where it first appears */
    size_t knowledge;              /* conditions known */
    bool composed;
};

struct grouping {
    const struct observations *obs;
    struct arena *arena;
    struct condition *conditions; size_t n_conditions, cap_conditions;
    struct model_group *groups; size_t n_groups;
    uint32_t *group_of_model;      /* UINT32_MAX: none */
    size_t *row_order;             /* rows by group, in their own order */
    uint32_t *group_of;            /* of each row */
    const char **seed, **date;     /* of each row; NULL if no source says any */
    uint64_t *measures;            /* of each row: which it has, a bit per column modulo 64 */
    struct point *points; size_t n_points, cap_points;
    size_t *feeds_first;           /* rows + 1: where each row's points begin in feeds */
    uint32_t *feeds;
    size_t cut;                    /* combinations of conditions that were left out */
};

/* by is NULL or names separated by commas; a name that nothing has is an error. */
bool grouping_init(struct grouping *g, const struct observations *obs, const char *by,
    struct error *err);
void grouping_release(struct grouping *g);

/* The text of a value; NULL for unknown. */
const char *condition_text(const struct condition *condition, uint32_t value);

/* The value of rows whose name has no suffix, among names of which some have one. */
#define NO_SUFFIX "none"

/* How many conditions of a row are known. */
size_t row_knowledge(const struct grouping *g, size_t row);
/* So many ancestors of a model feed its points. */
enum { GENERATIONS = 8 };
/* Generations from the point's model up to the row's, which is it or an ancestor of it. */
size_t row_generations(const struct grouping *g, const struct point *point, size_t row);
/* The value of a row in a measure; NaN if it has none. */
double row_value(const struct grouping *g, size_t row, uint32_t column);

/* --- what points are called (point_names.c) --- */

/* The point's model; a record that names none is called by its place. */
const char *point_model_name(const struct grouping *g, struct arena *arena,
    const struct point *point);
/* Which conditions are in the key. */
void points_decide_key(struct grouping *g);
/* Keys, labels and names as written. */
void points_name(const struct grouping *g, struct frame *frame);

/* --- their columns (point_keys.c) --- */

/* A name that no column of the frame has yet. */
const char *points_free_name(struct frame *frame, const char *name);
void points_add_keys(const struct grouping *g, struct frame *frame);
/* Attributes of the runs that feed a point, where they agree. */
void points_add_attributes(const struct grouping *g, struct frame *frame);
/* How points were grouped, and which conditions are not the same for all. */
void points_note_grouping(const struct grouping *g, struct frame *frame);

#endif
