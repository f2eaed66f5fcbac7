/* indicators_work.h - what the parts of the indicators lens share: sets of points measured.
 *
 * Rows that take part are numbered 0..n-1 in frame order ("places"). Values are oriented so
 * that larger is better, and log10 of a cost where that was asked for: `point`. `unit` is the
 * same from 0 (worst of all sets' fronts) to 1 (best), or the point itself with raw scale.
 * indicators_sets.c who takes part and in which set, indicators_measure.c the numbers; the
 * rest only read.
 */
#ifndef PARETOP_LENS_INDICATORS_WORK_H
#define PARETOP_LENS_INDICATORS_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lens/lens.h"
#include "math/attainment.h"
#include "math/dominance.h"
#include "math/hypervolume_estimate.h"
#include "math/indicators.h"

/* One set of points, and what it is worth. Undefined is NaN. */
struct point_group {
    const char *name;
    size_t n, *place;          /* its members */
    size_t n_front, *front;    /* nondominated members, equal points once */
    double *front_point, *front_unit;   /* n_front x d */
    size_t beyond;             /* members not better than the reference everywhere */
    struct estimate volume;    /* se 0: exact */
    bool volume_estimated, shares_estimated;
    double volume_share;       /* of the box from the reference to the best values */
    double utility, utility_loss, r2, igd, igd_plus, epsilon, sparsity, sharpe;
    uint8_t *chosen;           /* n_front: by --subset; NULL if that was not asked for or done */
    size_t n_chosen;
    double chosen_volume;
    struct attainment attainment;       /* of the group's runs; only if runs are told apart */
    struct vorobev vorobev;
};

struct indicators_work {
    const struct lens_bundle *bundle;
    const struct lens_settings *settings;
    const struct lens_progress *progress;
    const struct frame *frame;
    const struct objective *objective;
    size_t d;
    struct arena *arena;

    size_t n, *row;            /* place -> frame row */
    size_t *missing;           /* per objective: rows left out for it */
    size_t infinite, ungrouped;
    double *point, *unit;      /* n x d */
    uint32_t *group_of;        /* n */
    struct point_group *groups;
    size_t n_groups;
    int group_column;          /* FRAME_NONE: all rows are one set */
    int run_column;            /* FRAME_NONE: no attainment */
    uint32_t *run_of; size_t n_runs;

    double *reference, *best;  /* d, as `point` is */
    const char *reference_rule;
    size_t n_all, *all;        /* places: the nondominated union, equal points once */
    double *all_point, *all_unit;
    unsigned divisions;        /* of the weight lattice */
    bool no_volumes;           /* products of the values leave the range of numbers */

    struct estimate *share;    /* n: what the point alone provides */
    double *crowding;          /* n; NaN if not on its set's front */
    uint32_t *layer;           /* n, from 1, within its set */
};

/* indicators_sets.c */
bool indicators_collect(struct indicators_work *work, struct error *err);
bool indicators_log_scaled(const struct indicators_work *work, size_t k);
double indicators_raw(const struct indicators_work *work, size_t k, double oriented);
/* indicators_measure.c */
bool indicators_measure(struct indicators_work *work, struct error *err);
void indicators_release(struct indicators_work *work);
struct point_set indicators_front(const struct indicators_work *work, size_t group);
/* indicators_tables.c */
void indicators_sets_table(const struct indicators_work *work, struct result *result);
void indicators_points_table(const struct indicators_work *work, struct result *result);
void indicators_pairs_table(const struct indicators_work *work, struct result *result);
/* indicators_subset.c: nothing without --subset */
void indicators_choose(struct indicators_work *work, struct point_group *group,
    const double *front, const double *reference);
void indicators_subset_table(const struct indicators_work *work, struct result *result);
/* indicators_tables.c */
bool indicators_attainment_table(const struct indicators_work *work, struct result *result,
    struct error *err);
/* indicators_charts.c */
void indicators_charts(const struct indicators_work *work, struct result *result);
/* indicators_words.c */
void indicators_words(const struct indicators_work *work, struct result *result);

#endif
