/* decide_work.h - what the parts of the decide lens share: beliefs about the scores of k
 * candidates, oriented so that larger is better, and what knowing more would be worth.
 */
#ifndef PARETOP_LENS_DECIDE_WORK_H
#define PARETOP_LENS_DECIDE_WORK_H

#include <stdbool.h>
#include <stddef.h>

#include "lens/lens.h"
#include "lens/lens_parts.h"
#include "math/decision.h"

enum { DECIDE_GRID = 17 };             /* 10, 20, 50, ... 2e6 items */

/* Above, Student's t is hardly another distribution. */
enum { DECIDE_FEW_DEGREES = 200 };

/* A probability of being the best that no decision needs told from 0. */
#define DECIDE_NOTHING 1e-6

/* The choice against one alternative; U = score of the choice - of the alternative. */
struct decide_rival {
    size_t candidate;
    double diff, se, p_better;         /* p_better: that the choice is the better one */
    double df;                         /* degrees of se; INFINITY: taken as known */
    struct decision_value value;       /* for the decision maker of the settings */
    double evpi;                       /* for a rational one */
    double n_now, sd, needed;          /* items, sd of one item's difference, items to add */
    double best_n, best_net;           /* of the grid, by net value; NaN without a price */
};

struct decide_work {
    const struct lens_bundle *bundle;
    const struct lens_settings *settings;
    const struct frame *frame;
    struct result *result;
    struct arena *arena;
    const struct column *score; double sign; enum direction direction;
    size_t *row, k;                    /* candidates */
    double *mean, *se, *n;             /* k; se of a score, items behind it (NaN unknown) */
    double *df;                        /* k: degrees of se, INFINITY unless it is between runs */
    double *covariance, unit;          /* k x k, of the means, in unit^2; NULL: independent */
    double *shared;                    /* k x k items in common; NULL */
    double pool;                       /* items that any of all points was scored on; 0: unknown */
    double *apart;                     /* k x k: sd of one such item's difference; NULL */
    double *degrees;                   /* k x k: of clusters that both have; NULL */
    size_t clusters;                   /* of the items, that errors go by; 0: none */
    const char **reason;               /* per frame row: why it is no candidate, or NULL */
    double *p_best, evpi, evpi_error;  /* of the whole set; error 0: exact */
    size_t choice;
    struct decide_rival *rivals; size_t n_rivals;   /* by EVPI, the largest first */
    enum decider decider; double noise;
    double price, stake, negligible;
};

extern const double decide_grid[DECIDE_GRID];
/* (11) for n more items. */
double decide_worth(const struct decide_rival *rival, double n);
double decide_net(const struct decide_work *work, const struct decide_rival *rival, double n);

bool decide_beliefs(struct decide_work *work, struct error *err);
void decide_values(struct decide_work *work);
/* A belief typed as values and weights: the whole answer; false with err if it is wrong. */
bool decide_discrete(struct decide_work *work, struct error *err);
void decide_tables(const struct decide_work *work);
void decide_charts(const struct decide_work *work);
void decide_words(const struct decide_work *work);

#endif
