/* risk_work.h - what the parts of the risk lens share.
 *
 * Candidates are the rows of the points frame that have the final score, numbered 0..n-1; a
 * strategy has a series of returns and is a candidate, or, where the periods are the rows, a
 * column. Scores are oriented so that larger is better. Equation numbers are the manual's.
 */
#ifndef PARETOP_LENS_RISK_WORK_H
#define PARETOP_LENS_RISK_WORK_H

#include <stdbool.h>
#include <stddef.h>

#include "lens/lens.h"
#include "lens/lens_parts.h"
#include "math/dominance.h"
#include "math/sharpe.h"
#include "math/shortlist.h"

enum { RISK_MOST_K = 50, RISK_MOST_ESTIMATORS = 64, RISK_MOST_STRATEGIES = 400 };
/* Two returns have skewness 0 and kurtosis 1 whatever they are, so that (17) gives all of them
 * the error 1. */
enum { RISK_LEAST_RETURNS = 3 };

struct risk_strategy {
    const char *name, *key;            /* key NULL: no point */
    size_t candidate;                  /* SIZE_MAX: none */
    const double *value;               /* periods scores, NaN missing */
    const double *cost;                /* by period, of a utility; else NULL */
    double *returns;                   /* by period, NaN missing */
    double *x; size_t n;               /* those that are there */
    size_t dropped;
    double mean, sd, sharpe, se, skew, kurtosis, psr, dsr, least_n, sortino, drawdown, calmar,
        ulcer, cagr, tail, cvar5, var5, omega, sharpe_annual, sortino_annual, se_normal,
        information, tracking, beta, acf1, lo_factor, sharpe_horizon;
    double w_sharpe, w_variance;       /* shares in the two portfolios */
};

struct risk_estimator {
    const struct column *column;
    double sign;
    size_t *row; size_t n;             /* candidates that have it */
    size_t *order;                     /* best first, places of row[] */
    double *value;                     /* final scores of row[] */
    struct agreement agreement;
    struct shortlist *list; size_t most;     /* list[k - 1] */
    double *regret;                    /* (7) of the first k, at [k - 1] */
    size_t best_k;                     /* of the largest ratio; 0 if none */
};

/* Of a cascade: the first model's answer is kept where its score is at least tau. */
struct risk_threshold { double tau, kept, cost, score; };

/* A point of the routing hull: a candidate, or a threshold of the cascade (candidate SIZE_MAX).
 * Cost and quality as measured, cost_value and score oriented. */
struct risk_stop {
    const char *name, *key;
    size_t candidate;
    double cost, quality, cost_value, score;
};

/* An objective of the box of requirements; its ends as less is better, by the logarithm if log. */
struct risk_side {
    const struct column *column; enum direction direction;
    bool log;
    double best, worst;
};

/* Of returns that compound: what all held together make of 1. */
struct risk_wealth {
    size_t *period, n;                 /* those that all have */
    double *universal, *mixture;       /* n; the portfolio of (27), equal parts */
    double *shares, *mix;              /* n x held; the best constant mixture */
    double universal_end, mixture_end, best, mix_end;
    size_t lattice; unsigned divisions;
};

/* Items are read once for all answers of a run. */
struct risk_items {
    struct { const char *measure; const struct frame *frame; } read[4];
    size_t n;
};

struct risk_work {
    struct risk_items *items;
    const struct lens_bundle *bundle;
    const struct lens_settings *settings;
    const struct lens_progress *progress;      /* or NULL */
    bool is_first;                     /* series are not read yet */
    const struct frame *frame;
    struct result *result;
    struct arena *arena;
    const struct column *final; double sign; enum direction direction;
    const struct column *cost; enum direction cost_direction;     /* second objective or NULL */
    size_t *row; size_t n;             /* candidates */
    size_t *candidate;                 /* of each row of the frame; SIZE_MAX: none */
    struct risk_strategy **series;     /* of each candidate, or NULL */
    double *score;                     /* n, oriented */
    double baseline, threshold; const char *baseline_words;
    size_t baseline_n;                 /* scores that cvar or quantile is of */
    size_t baseline_row;               /* of the frame, if it is a point; else SIZE_MAX */

    struct risk_estimator *estimators; size_t n_estimators;
    size_t more_estimators;            /* that are not looked at */
    size_t rivals;                     /* tasks with the final metric, taken for no cheap scores */

    struct {                           /* of shortlists over data sets, the largest mean ratio */
        const char *estimator; size_t k, sets; double ratio, lo, hi; bool cut;
    } over_sets;                       /* estimator NULL: none */

    const char *over;                  /* "items", "tasks", "rows", or NULL: no series */
    const char *over_words;            /* "12 tasks with accuracy" */
    size_t periods;
    const char **period_names;
    struct risk_strategy *strategies; size_t n_strategies;
    size_t more_strategies;            /* that are not looked at */
    const char *reference_words;       /* what returns are over or held against, or NULL */
    const double *benchmark;           /* its series by period, or NULL */
    const char *series_reason;         /* why there are none */
    struct deflated deflated; double sharpe_star; bool has_deflated;
    size_t tried;                      /* strategies with a ratio */

    double *mean, *covariance;         /* of the values of strategies over complete periods */
    size_t *held, n_held, complete;    /* strategies in the portfolio */
    bool pairwise;                     /* complete is the least that two have in common */
    double *weights; size_t turning; bool ridged;
    double *best_weight, best_ratio;
    struct risk_wealth wealth;

    double hsr, *investment, *chance;  /* n; NULL without a cost */
    struct risk_side side[DOMINANCE_MAX_OBJECTIVES]; size_t n_sides;  /* of the box */
    struct risk_stop *hull; size_t n_hull; double aiq;
    const struct column *scorer; size_t first, second, asked;     /* of a cascade */
    struct risk_threshold *cascade; size_t n_cascade;
    double *cost_value, *loss;         /* n: cost as more is worse; -score */
    struct parts_plane plane;          /* mean against sd over strategies */
};

/* risk.c: what all models scored on items of a measure, or NULL */
const struct frame *risk_items(const struct risk_work *work, const char *measure);
/* risk_series.c */
bool risk_series(struct risk_work *work, struct error *err);
/* risk_shortlist.c */
bool risk_shortlists(struct risk_work *work, struct error *err);
/* (6) what --baseline-by asks for of scores; NaN without any. */
double risk_worst(const struct risk_work *work, const double *score, size_t n);
/* SharpeRatio@k as charts and tables show it. */
double risk_list_ratio(const struct risk_work *work, const struct risk_estimator *e, size_t k,
    bool in_chart);
/* The estimator with the largest ratio at any k; NULL if none has one. */
const struct risk_estimator *risk_leading(const struct risk_work *work);
/* risk_lists.c */
void risk_list_tables(const struct risk_work *work);
void risk_place_columns(const struct risk_work *work, struct result_table *table);
void risk_list_charts(const struct risk_work *work);
/* risk_summary.c */
void risk_summary_table(const struct risk_work *work);
/* risk_sets.c: shortlists over data sets; nothing without --runs */
bool risk_sets(struct risk_work *work, struct error *err);
/* risk_figures.c */
/* --zero-sd null: what has no spread has no ratio. */
double risk_ratio_wanted(const struct risk_work *work, double ratio);
/* --risk-free is of a year. */
double risk_free_per_period(const struct risk_work *work);
void risk_ratios(struct risk_work *work);
/* (20) looks at all pairs of series; false if it was cancelled. */
bool risk_deflate(struct risk_work *work, struct error *err);
/* risk_portfolio.c */
bool risk_portfolio(struct risk_work *work, struct error *err);
void risk_portfolio_table(const struct risk_work *work);
void risk_portfolio_chart(const struct risk_work *work);
/* "a 60.0 %, b 40.0 %" of the strategies held. */
const char *risk_weights_text(const struct risk_work *work, const double *weight);
/* risk_routing.c: the box, the cascade and the hull */
bool risk_routing(struct risk_work *work, struct error *err);
void risk_routing_table(const struct risk_work *work);
void risk_routing_chart(const struct risk_work *work);
/* risk_box.c: nothing but an error for --box without a second objective */
bool risk_requirements(struct risk_work *work, struct error *err);
/* The end of a side of the box in the measure's own unit. */
double risk_box_end(const struct risk_side *side, bool best);
void risk_box_table(const struct risk_work *work);
void risk_investment_chart(const struct risk_work *work);
void risk_note_box(const struct risk_work *work);
/* risk_wealth.c: where returns compound */
void risk_wealth(struct risk_work *work);
void risk_wealth_table(const struct risk_work *work);
void risk_note_wealth(const struct risk_work *work);
/* risk_cascade.c: nothing without --cascade; after the costs are known */
bool risk_cascade(struct risk_work *work, struct error *err);
void risk_cascade_table(const struct risk_work *work);
/* the rest */
void risk_tables(const struct risk_work *work);
void risk_charts(const struct risk_work *work);
void risk_words(const struct risk_work *work);

#endif
