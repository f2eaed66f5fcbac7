/* frontier_work.h - what the parts of the frontier lens share: one question being answered.
 *
 * The rows that compete are numbered 0..n-1 in frame order ("places"); `row` leads back to
 * the frame. Values are oriented so that larger is better. Each part fills its own fields:
 * frontier_rows.c who competes, frontier_rules.c who is on it, frontier_shape.c neighbours,
 * hull and knees, frontier_items.c items, frontier_chance.c probabilities, the rest only read.
 */
#ifndef PARETOP_LENS_FRONTIER_WORK_H
#define PARETOP_LENS_FRONTIER_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lens/lens.h"
#include "math/dominance.h"
#include "math/hull.h"

#define NO_PLACE SIZE_MAX

enum frontier_state { STATE_NONE, STATE_ON, STATE_UNDECIDED, STATE_OFF };

enum { KNEE_CHORD = 1, KNEE_TRADEOFF = 2, KNEE_UTILITY = 4, KNEE_BEND = 8,
    KNEE_KNEEDLE = 16, KNEE_METHODS = 5 };

/* A bound that the user gave: "cost<=1". */
struct bound {
    int column, sense;         /* -1 <=, 0 =, +1 >= */
    bool strict;               /* < or > */
    double level, range;       /* range: of the measure's values, 1 if it has none */
    const char *text;
};

/* The items of one objective, in groups that are drawn whole (clusters, or one item each). */
struct item_set {
    const struct frame *frame;
    const double **value;      /* n: by the frame's rows */
    double scale;              /* 100 where points are per cent and items are not, else 1 */
    size_t groups;
    bool clustered;            /* a group may have several items */
    bool partly;               /* some items are not every point's, and are left out */
    const double **column;     /* n + 1 of groups numbers: sums, and how many items in each */
    uint64_t name;             /* of the set, for its stream */
};

/* The frontier of one replicate: n x 2, oriented. */
struct replica { double *point; size_t n; };

enum { MOST_REPLICAS = 200 };

/* Of all rows, for titles and words. */
struct frontier_counts {
    size_t competing, on, infeasible;
    size_t endless;            /* competing, but infinite or missing somewhere */
    size_t missing[DOMINANCE_MAX_OBJECTIVES];   /* by the first objective that is missing */
};

struct frontier_work {
    const struct lens_bundle *bundle;
    const struct lens_settings *settings;
    const struct frame *frame;
    const struct objective *objective;
    size_t d;
    int y, x;                  /* places in objective[] of score and cost; x = -1 if d = 1 */
    struct arena *arena;       /* the result's */
    bool partial;              /* some of the rows, shown early; counts are of all */

    /* who competes */
    struct bound *bounds; size_t n_bounds;
    const char **reason;       /* per frame row: why it does not compete, or NULL */
    bool *infeasible;          /* per frame row: all objectives are there, a bound is not met */
    double *violation;         /* per frame row: how far outside the bounds; NULL without any */
    size_t n, *row, *place_of; /* place_of: per frame row, NO_PLACE */
    double *point;             /* n x d, oriented */
    bool *incomplete;          /* n: something is missing (--missing interval) */

    struct frontier_counts count;

    /* who is on it */
    uint8_t *on;
    uint32_t *layer, *above;   /* above: how many dominate it */
    double *gap;
    size_t *dominator;         /* place or NO_PLACE */
    bool has_counts, has_gaps;
    size_t n_on;

    /* two objectives: costs ascend with badness (losses of x), scores with goodness */
    double *cost, *score;      /* n; NULL unless d = 2 and some are finite */
    size_t *front, n_front;    /* places on the frontier by cost, equal points once */
    size_t *twin;              /* n: the place in front[] that it equals, or NO_PLACE */
    double *marginal, *elasticity, *regret;
    bool *supported;
    unsigned *knee;            /* n: KNEE_ bits */
    bool knee_on_log;
    size_t knee_of[KNEE_METHODS];       /* place chosen by each method, or NO_PLACE */
    bool knee_asked[KNEE_METHODS];
    size_t *hull, n_hull;
    bool has_budget; double budget;     /* in the unit of x */
    struct mixture mix;
    size_t affordable;         /* place, or NO_PLACE */

    /* chance */
    struct item_set *items[DOMINANCE_MAX_OBJECTIVES];   /* resampled; NULL where there are none */
    uint8_t *on_shared;        /* n: the frontier of those items, or NULL if it is no other one */
    double *p;                 /* n; NULL if nothing is known of errors */
    double *p_pair;            /* n x n, or NULL */
    double *size;              /* n + 1: share of replicates whose frontier has so many points */
    bool p_exact;              /* of all resamples: without Monte Carlo error */
    enum frontier_state *state;
    size_t replicates;
    const char *p_method;      /* "bootstrap", "gaussian", "exact": for the settings */
    double alpha;
    struct replica *replica; size_t n_replicas;         /* --bands: the first ones */

    const char *compression;   /* a sentence, or NULL */
};

/* frontier_rows.c */
bool frontier_start(struct frontier_work *work, struct error *err);    /* axes, bounds */
void frontier_collect(struct frontier_work *work);
/* The first objective that the row lacks, or d. */
size_t frontier_missing(const struct frontier_work *work, size_t row);
/* Whether no bound is broken. */
bool frontier_within_bounds(const struct frontier_work *work, size_t row);
/* The row's objectives so that larger is better; missing ones -INFINITY. */
void frontier_orient(const struct frontier_work *work, size_t row, double *point);
const struct column *frontier_column(const struct frontier_work *work, size_t k);
double frontier_value(const struct frontier_work *work, size_t place, size_t k);
const char *frontier_label(const struct frontier_work *work, size_t place);
/* frontier_rules.c */
bool frontier_membership(struct frontier_work *work, struct error *err);
bool frontier_ranks(struct frontier_work *work, const struct lens_progress *progress,
    struct error *err);
/* frontier_early.c: membership, before the rest is known; of many rows before the work
 * begins, see lens.h. */
bool frontier_glance(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress);
void frontier_publish_early(const struct frontier_work *work,
    const struct lens_progress *progress);
/* early: a copy of the work whose arena is the snapshot's and whose shape is known; the snapshot
 * is given away. */
void frontier_publish(struct frontier_work *early, struct result *snapshot,
    const struct lens_progress *progress);
/* frontier_shape.c */
void frontier_shape(struct frontier_work *work);
/* frontier_items.c */
/* What each of the d objectives is resampled from, NULL where it is not. */
void frontier_item_sets(const struct frontier_work *work, struct result *result,
    struct item_set **set);
/* frontier_chance.c */
bool frontier_chances(struct frontier_work *work, struct result *result,
    const struct lens_progress *progress, struct error *err);
/* frontier_doubts.c: notes on states that may be claimed too often */
void frontier_doubts(const struct frontier_work *work, struct result *result);
/* frontier_tables.c */
void frontier_points_table(const struct frontier_work *work, struct result *result);
void frontier_budget_table(const struct frontier_work *work, struct result *result);
enum mark_role frontier_role(const struct frontier_work *work, size_t row);
/* What values of objective k are rounded to before they are compared, in the unit of its items:
 * equal scores must stay equal whatever the order of their items. */
double frontier_quantum(const struct frontier_work *work, size_t k, double scale);
/* The means of objective k's items, in points of n x d, oriented. */
void frontier_item_means(const struct frontier_work *work, size_t k, double *point);
/* frontier_replicates.c: nothing without probabilities */
/* Of the items that are resampled, those that all points have. */
void frontier_of_shared_items(struct frontier_work *work, struct result *result);
void frontier_pairs_table(const struct frontier_work *work, struct result *result);
void frontier_sizes_table(const struct frontier_work *work, struct result *result);
/* frontier_chart.c */
void frontier_chart(const struct frontier_work *work, struct result *result);
/* frontier_limits.c: nothing without --limits */
void frontier_limits(const struct frontier_work *work, struct result *result);
/* frontier_bands.c: nothing without --bands */
bool frontier_wants_bands(const struct frontier_work *work);
/* Of one replicate of n points, of two objectives; MOST_REPLICAS times at most. */
void frontier_keep_front(struct frontier_work *work, const double *point, size_t n);
void frontier_bands(const struct frontier_work *work, struct result *result);
/* frontier_ellipses.c: nothing without --ellipses */
void frontier_ellipses(const struct frontier_work *work, struct result *result);
/* frontier_compression.c: nothing without --compression */
bool frontier_compression(struct frontier_work *work, struct result *result,
    struct error *err);
/* frontier_words.c */
void frontier_words(const struct frontier_work *work, struct result *result);

#endif
