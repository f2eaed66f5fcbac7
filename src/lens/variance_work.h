/* variance_work.h - what the parts of the variance lens share.
 *
 * Records (runs) of one group (model) at one step that differ only in their seed are repeats;
 * a cell is such a set of repeats on one measure.
 */
#ifndef PARETOP_LENS_VARIANCE_WORK_H
#define PARETOP_LENS_VARIANCE_WORK_H

#include <stdbool.h>
#include <stddef.h>

#include "lens/lens.h"
#include "math/curves.h"
#include "math/intervals.h"
#include "math/moments.h"

/* Repeats of one group on one measure, at its last step. */
struct spread {
    size_t group, measure;
    struct moments moments;
    double least, most, median;
    struct interval t, boot;           /* of the mean; boot NaN below two seeds */
    double cv, snr;                    /* deviation (ddof 0)/mean; mean/deviation (ddof 1) */
    double population;                 /* deviation with ddof 0 */
    size_t items, clusters;            /* behind the following; clusters 0 where items name none */
    double item_se;                    /* of the mean, by the scatter over items */
    struct interval by_items;
    double quantile[4];                /* 2.5, 25, 75, 97.5 %, type 7 */
    double skew, kurtosis;             /* biased; of a normal distribution 0 */
    double binomial_se;                /* of items that are 0 or 1, sqrt(p (1 - p) / n); else NaN */
    struct interval wilson;            /* of the same */
};

/* A group's curve on one measure: steps ascending, repeats averaged per step. */
struct curve {
    size_t group, measure, n;
    double *step, *mean, *low, *high;  /* low, high: of the repeats; mean where there is one */
    double *lower, *upper;             /* their quartiles */
    double tau, spearman;              /* means over the seeds for which they are defined */
    size_t seeds, undefined;
    struct curve_shape shape;          /* of the mean curve */
    double last_noise;                 /* noise_of the last points */
};

/* A measure as a whole. */
struct task {
    size_t measure;
    double signal, noise, snr;         /* signal-and-noise definition */
    double snr_seed;                   /* mean over deviation, of the group in the middle */
    double seed_deviation;             /* pooled over groups, ddof 1 */
    double largest_gap;                /* between two groups' means */
    double gap_error;                  /* of that gap, by the seed deviation and the two's runs */
    double tau;                        /* mean over groups */
    double accuracy, decision_tau;     /* of decisions at an early step against the last */
    double early_step;                 /* NaN where models were trained for different times */
    bool lengths_differ;
    size_t ties, groups;
    double worth;                      /* what tasks are ordered by; NaN last */
};

/* Answers to items that were sampled more than once: each answer a record. */
struct samples {
    const struct frame *frame;         /* every answer by itself */
    size_t *group, n_groups;           /* per record, as in variance_work */
    const char **group_name;
    size_t item_column;                /* of the frame: names of items */
    size_t *item, n_items;             /* per record; SIZE_MAX: none */
    size_t *seed, n_seeds;             /* per record; n_seeds 0: repeats without a name */
    const char **seed_name;
    int seed_column;                   /* of the frame, whatever it is called there */
    struct frame *seed_means;          /* a record per group and seed: means over the items
                                          that all its seeds have; NULL without seeds */
};

struct variance_work {
    const struct lens_settings *settings;
    const struct frame *points;        /* what the records add up to */
    const struct frame *frame;         /* records */
    struct arena *arena;
    size_t *measure; size_t n_measures;
    enum direction *direction;
    size_t *group;                     /* per record; SIZE_MAX: not used */
    const char **group_name; size_t n_groups;
    bool by_condition;                 /* groups are models under conditions, such as shots */
    double *step;                      /* per record, NaN without steps */
    bool has_steps, by_items;          /* by_items: records are answers to items, not runs */
    const char **seed;                 /* per record, or NULL: each record its own */
    int seed_column;                   /* FRAME_NONE if there is none */
    struct samples *samples;           /* NULL: no item was sampled twice */
    struct frame *split;               /* records with a column per task; NULL: as they are */
    size_t *no_score; size_t n_no_scores;      /* columns of numbers that nobody called a score */
    const char *cost; size_t n_costs;  /* the first of the efficiencies that no objective names */
    size_t left_out;                   /* summary records (minimum, mean, ...) */
    struct spread *spread; size_t n_spreads;
    struct curve *curve; size_t n_curves;
    struct task *task; size_t n_tasks;
    size_t metric;                     /* of the measures: the one asked for; SIZE_MAX: none */
    size_t drawn;                      /* the task whose curves, seeds and items are shown */
    size_t noise_of;                   /* the group whose checkpoints are noise; SIZE_MAX: the one
                                          in the middle */
    double level;
    size_t last;                       /* checkpoints that make the noise */
};

const char *variance_measure_name(const struct variance_work *work, size_t measure);
/* variance_records.c: which records belong together. */
bool variance_find_records(struct variance_work *work, const struct lens_bundle *bundle,
    struct error *err);
/* variance_split.c: sets split where the records name tasks or metrics. */
bool variance_split_tasks(struct variance_work *work, const struct frame *points,
    const struct frame *records, struct error *err);
/* Groups, steps and seeds of the records of work->frame. */
bool variance_group_records(struct variance_work *work, struct error *err);
/* variance_samples.c: items sampled more than once. NULL if none is. */
struct samples *variance_samples(const struct variance_work *work,
    const struct lens_bundle *bundle);
/* Of records the first names of items in the column that names most of them: each record with
 * the measure must be of one of the items; NULL if there is no such column. In the arena. */
const char **variance_item_names(const struct variance_work *work, const struct frame *records,
    const struct frame *items, const char *measure, size_t *place);
void variance_samples_release(struct samples *samples);     /* NULL is fine */
/* How much of the variance is items', seeds' and neither's. */
void variance_components(const struct variance_work *work, struct result *result);
/* Of answers without seeds: how far a mean of the measure is expected to move from one set of
 * answers, one to each item, to the next, of the model in the middle, and how many answers an
 * item has. False where no item was sampled twice or nothing within items is known. */
bool variance_between_answers(const struct variance_work *work, size_t measure,
    double *deviation, double *answers);
/* variance_spread.c, variance_curves.c: the figures. */
bool variance_spreads(struct variance_work *work, const struct lens_progress *progress,
    struct error *err);
void variance_curves(struct variance_work *work);
/* variance_own.c: what the items say of each spread's mean. */
bool variance_own_items(struct variance_work *work, const struct lens_bundle *bundle,
    const struct lens_progress *progress, struct error *err);
void variance_tasks(struct variance_work *work);
/* The largest gap in deviations between seeds; NaN where these were not seen to differ. */
double variance_gap_in_deviations(const struct task *task);
/* variance_items.c: a matrix of items by models, where there are items. */
void variance_items(const struct variance_work *work, const struct lens_bundle *bundle,
    struct result *result);
/* Whether a column of items is a model that answered any of them. */
bool variance_answered(const struct frame *items, size_t column);
/* variance_abilities.c: abilities, where the items' parameters are known. */
void variance_abilities(const struct variance_work *work, const struct lens_bundle *bundle,
    const struct frame *items, const char *measure, struct result *result);
/* variance_pool.c: whether a column is named as a parameter of items, which are no scores. */
bool variance_is_parameter(const struct variance_work *work, const struct frame *frame,
    size_t column);
/* variance_metrics.c: metrics of one task side by side, where there are several. */
void variance_metrics(const struct variance_work *work, struct result *result);
/* variance_tables.c */
void variance_tables(const struct variance_work *work, struct result *result);

#endif
