/* compare_work.h - what the parts of the compare lens share.
 *
 * Models are numbered 0..n-1 in the order they were chosen; measures are those numbers of
 * the frame that at least two of the models have. A difference is always a - b; "better"
 * follows the measure's direction.
 */
#ifndef PARETOP_LENS_COMPARE_WORK_H
#define PARETOP_LENS_COMPARE_WORK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "lens/lens.h"
#include "math/aggregates.h"
#include "math/doubt.h"
#include "math/intervals.h"
#include "math/nested.h"

enum compare_word { WORD_NONE /* no direction, or a value is missing */, WORD_A, WORD_B,
    WORD_EQUIVALENT, WORD_NON_INFERIOR, WORD_UNDECIDED, WORD_SAME };

enum compare_method { METHOD_EXACT, METHOD_UNPAIRED, METHOD_PAIRED_T /* from here on
    by items */, METHOD_PAIRED_01, METHOD_PAIRED_CLUSTERED, METHOD_PAIRED_SUITE };

/* Two models on one measure. Numbers are in the measure's unit. */
struct comparison {
    size_t a, b, measure;
    double diff, ratio;                /* a - b, a / b */
    double se_paired, se_unpaired, correlation;   /* by clusters where there are */
    double effect;                     /* d_z: diff over the deviation of the differences */
    double task_sd;                    /* of a mean over tasks: deviation of their differences */
    double se_plain;                   /* se_paired as if items were independent */
    size_t clusters; double design_effect, df;
    double superiority;                /* share of items on which a is larger, ties half */
    double violation;                  /* almost stochastic order: below 1/2, a tends larger */
    struct interval ci;                /* of diff; NaN if nothing is known of errors */
    struct interval narrow;            /* the same at 1 - 2 alpha, for equivalence */
    struct interval all;               /* at the level at which those of all pairs hold together;
                                          NaN where p is not adjusted so */
    double limit_error;                /* Monte Carlo error of a limit of ci; NaN: not drawn */
    enum compare_method method;
    const char *method_name;           /* of interval and test by items, else NULL */
    const char *interval, *test;       /* what was used, as the options name it, else NULL */
    double p, p_chosen;                /* p_chosen: for the best of all pairs that were there */
    size_t n_shared, dropped_a, dropped_b;   /* items; 0 without items */
    double n;                          /* observations behind it, 0 if unknown */
    double n_most;                     /* unpaired: of the one that has more; else 0 */
    double smallest, needed;           /* MDE; items for the difference to plan for */
    double power;                      /* of the data for that difference if it was given */
    enum compare_word word;
    bool a_holds, b_holds;             /* is non-inferior to the other, for the margin */
    enum doubt_reason doubt;           /* why the interval may be too narrow */
};

enum compare_dominance { DOMINANCE_UNDECIDED, DOMINANCE_A, DOMINANCE_B, DOMINANCE_TRADE_OFF,
    DOMINANCE_UNKNOWN };

struct dominance_pair {
    size_t a, b;
    double p_a, p_b;                   /* probability that a dominates b, and b a */
    size_t drawn;                      /* items or clusters that were resampled; 0 if none */
    bool doubtful;                     /* they are few, or few of them differ (doubt.h) */
    enum compare_dominance kind;
};

/* Mean and error of a model by its items, each counted once, or by their clusters; not known:
 * the published ones hold. */
struct item_error { bool known; struct item_mean of; };

/* How far a comparison has come, in steps of one pair, and whether to go on. */
struct compare_run {
    const struct lens_progress *progress;
    double done, steps;
    double width;                      /* steps under way at once */
    bool stopped;
};
/* Is told how much of the step is done; false: stop. For resampling, `run` as context. */
bool compare_goes_on(void *run, double part);

/* Replicates of pairs that were drawn together with one before them, until their turn comes. */
enum { COMPARE_MOST_DRAWN = 28 };
struct compare_drawn { const struct comparison *c; double *t; };
struct compare_draws { size_t n; struct compare_drawn of[COMPARE_MOST_DRAWN]; };

struct compare_work {
    const struct lens_bundle *bundle;
    const struct lens_settings *settings;
    const struct frame *frame;
    struct arena *arena;
    struct compare_run *run;
    const size_t *row; size_t n;       /* frame rows of the models */
    size_t *measure; size_t n_measures;   /* frame columns */
    const struct frame **items;        /* per measure; NULL if it has none to use */
    double *items_scale;               /* 1, or 100 where the points are per cent */
    struct item_error *item_error;     /* per measure and model */
    const struct objective *objective; size_t n_objectives;   /* what dominance is about */
    size_t primary, efficiency;        /* places in measure[]; SIZE_MAX if none */
    double level, alpha, margin;       /* margin NaN if none */
    size_t *points;                    /* per measure: how many of all points have it; the
                                          family is their pairs, which could have been chosen */
    bool *whole;                       /* per measure: p of the whole family are known */
    struct comparison *comparison; size_t n_comparisons;
    struct compare_draws *draws;       /* of one measure */
    struct dominance_pair *dominance; size_t n_dominance;
    double p_stays;                    /* of two: the loser on the frontier of all; or NaN */
};

const struct column *compare_column(const struct compare_work *work, size_t measure);
/* How many observations are behind a value; NaN if that is not known. */
double compare_observations(const struct compare_work *work, size_t model, size_t measure);
/* NaN where it is not a number, as of 0. */
double compare_ratio(double a, double b);
double compare_value(const struct compare_work *work, size_t model, size_t measure);
double compare_se(const struct compare_work *work, size_t model, size_t measure);
const char *compare_label(const struct compare_work *work, size_t model);
enum direction compare_direction(const struct compare_work *work, size_t measure);
/* How many pairs could have been chosen on it. */
double compare_family(const struct compare_work *work, size_t measure);
/* The level of each pair's interval at which all of those hold together (Bonferroni, or Sidak
 * where that is chosen); NaN for one pair, and where p is not adjusted to such an end. */
double compare_level_of_all(const struct compare_work *work, size_t measure);
/* The difference to plan for on a measure: --delta of the first one, else what was seen. */
double compare_planned(const struct compare_work *work, const struct comparison *c);
/* NULL if the pair was not compared on it. */
const struct comparison *compare_find(const struct compare_work *work, size_t a, size_t b,
    size_t measure);
/* compare_ranks.c */
/* Of x, n x models, larger better, put on a grid in place: mean ranks, 1 the best, and
 * Friedman's chi-square with its p; NaN if all are equal. */
double compare_mean_ranks(const struct compare_work *work, double *x, size_t n, double *rank,
    double *p);
/* What Friedman's test says of the ranks over "6 items in common"; tail: what it does not see. */
void compare_note_ranks(const struct compare_work *work, struct result *result, const char *over,
    double chi2, double p, const char *tail);
/* Over the items that three models or more all have, with a note; else ranks are NaN. */
void compare_item_ranks(const struct compare_work *work, struct result *result, double *rank);
/* p of the two samples as if they were not paired, which a constant does not reject: 1. */
double compare_mann_whitney(const double *a, const double *b, size_t n);
/* compare_own.c: one model's value with its confidence interval and what that is called. */
struct compare_own {
    double value, se;                  /* se: by clusters where there are */
    struct interval ci;                /* NaN without an error */
    const char *method;                /* NULL without one */
    size_t clusters; double design_effect;   /* 0 and NaN without clusters */
    double se_plain;                   /* with clusters: as if items were independent; else NaN */
    enum doubt_reason doubt;           /* why the interval may be too narrow */
    bool share;                        /* of right answers, with an interval of such */
};
struct compare_own compare_own(const struct compare_work *work, size_t model, size_t measure);

/* compare_find.c */
bool compare_find_items(struct compare_work *work, struct result *result, struct error *err);
/* NULL if the model has none of them. */
const double *compare_item_values(const struct compare_work *work, const struct frame *items,
    size_t model);
bool compare_has_clusters(const struct compare_work *work, const struct frame *items);
/* compare_items.c: false if the two share fewer than two items. */
bool compare_by_items(const struct compare_work *work, struct comparison *c);
void compare_forget_draws(struct compare_draws *draws);
/* compare_samples.c: the samples of both models behind the items in rows row[n], where some
 * were sampled more than once and the records tell. The caller frees first and x of both,
 * whatever is returned. */
bool compare_samples(const struct compare_work *work, const struct comparison *c,
    const size_t *row, size_t n, struct nested *a, struct nested *b);
/* compare_suite.c */
void compare_suites(struct compare_work *work);
/* compare_ablation.c */
bool compare_ablation(const struct lens_bundle *bundle, const struct lens_settings *settings,
    struct result *result, struct error *err);
/* compare_tasks.c: where there are several tasks of the first objective's metric */
void compare_tasks(const struct compare_work *work, struct result *result);
/* Of which tasks of the same metric the first measure is one, where it is, and how the pair (NULL:
 * not told) came out on them. */
void compare_put_other_tasks(struct strbuf *out, const struct compare_work *work,
    const struct comparison *c);
/* compare_models.c: what a right answer costs, on the items with score and price; NaN if
 * there are none. */
struct cost_ratio compare_cost_of_right(const struct compare_work *work, size_t model);
void compare_models(const struct compare_work *work, struct result *result);
/* compare_costs.c: how cost and latency are spread over the items, where they have them */
void compare_costs(const struct compare_work *work, struct result *result);
/* compare_family.c */
enum { COMPARE_MOST = 8 };             /* models side by side */
void compare_count_points(struct compare_work *work);
void compare_adjust(struct compare_work *work);
/* Where a pair was chosen from a few: p_chosen by all of these. False if stopped. */
bool compare_whole_family(struct compare_work *work);
/* compare_pairs.c. False if stopped. */
bool compare_each_pair(struct compare_work *work);   /* numbers without words */
bool compare_all_pairs(struct compare_work *work);
/* compare_dominance.c. False if stopped. */
bool compare_dominances(struct compare_work *work);
/* compare_tables.c */
void compare_tables(const struct compare_work *work, struct result *result);
void compare_chart(const struct compare_work *work, struct result *result);
/* compare_matrix.c: of three models or more the matrix; the plane where there is a price */
void compare_matrix(const struct compare_work *work, struct result *result);
/* compare_words.c */
void compare_words(const struct compare_work *work, struct result *result);
const char *compare_method_name(const struct comparison *c);
/* compare_several.c */
void compare_put_several(struct strbuf *out, const struct compare_work *work);
/* compare_notes.c */
void compare_notes(const struct compare_work *work, struct result *result);

/* compare_phrases.c */
/* Whether the names of two models fit together into a heading, whole. */
bool compare_names_fit_heading(const struct compare_work *work, size_t a, size_t b);
/* A score from 0 to 1, which people read in percentage points. */
bool compare_is_fraction(const struct compare_work *work, size_t measure);
/* A difference with its unit; of a fraction in percentage points. */
void compare_put_amount(struct strbuf *out, const struct compare_work *work, size_t measure,
    double size);
/* " (95% CI 0.3 to 3.9, paired, n = 1319, p 0.02)", from the side of the larger; p of the only
 * pair that could have been chosen; brief: the interval alone. */
void compare_put_interval(struct strbuf *out, const struct compare_work *work,
    const struct comparison *c, bool brief);
/* "a less b is -1.2 to +2.6 points (95% CI, paired, n = 500)"; narrow: the interval that shows
 * equivalence. */
void compare_put_range(struct strbuf *out, const struct compare_work *work,
    const struct comparison *c, bool narrow);
/* " at 1.8 times the cost: a trade-off", from the winner's side. */
void compare_put_price(struct strbuf *out, const struct compare_work *work,
    const struct comparison *c);
void compare_put_p(struct strbuf *out, double p);
/* "p at most 0.6": for a pair that was picked. */
void compare_put_picked_p(struct strbuf *out, const struct compare_work *work,
    const struct comparison *c);
/* "45 pairs of 10 models": those that could have been chosen on the first measure. */
void compare_put_pairs(struct strbuf *out, const struct compare_work *work);
/* NULL without an efficiency measure that both have. */
const struct comparison *compare_on_efficiency(const struct compare_work *work,
    const struct comparison *c);
const struct dominance_pair *compare_dominance_of(const struct compare_work *work,
    const struct comparison *c);
/* p of all pairs that could have been chosen on the measure are known. */
bool compare_is_family(const struct compare_work *work, size_t measure);
/* The pair's own interval leaves 0 out; and it is so for all pairs that could have been chosen. */
bool compare_leads(const struct comparison *c);
bool compare_stands(const struct compare_work *work, const struct comparison *c);
/* Of a pair whose word names one of the two. */
const char *compare_winner(const struct compare_work *work, const struct comparison *c);
const char *compare_loser(const struct compare_work *work, const struct comparison *c);

#endif
