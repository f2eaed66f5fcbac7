/* order_work.h - what the parts of the order lens share. order.c who takes part and the
 * figures, order_tables.c tables and charts, order_words.c what they mean.
 */
#ifndef PARETOP_LENS_ORDER_WORK_H
#define PARETOP_LENS_ORDER_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lens/lens.h"
#include "math/dominance.h"
#include "math/partial_order.h"

struct order_work {
    const struct lens_bundle *bundle;
    const struct lens_settings *settings;
    const struct frame *frame;
    const struct objective *objective;
    size_t d;
    struct arena *arena;

    size_t n, *row;            /* place -> frame row */
    size_t missing[DOMINANCE_MAX_OBJECTIVES], copies;   /* rows left out, and why */
    double *point;             /* n x d, oriented */
    double *eps;               /* d, or NULL */

    struct partial_order order;
    struct order_pairs pairs;
    double all_pairs;
    uint32_t *layer, height;   /* from 1 */
    size_t width, width_distinct;       /* the second with equal points once */
    bool deep;                 /* few enough points for what takes n^3 */
    double improvements, extensions;    /* NaN: not computed */
    double *incomparable_by;   /* d: shares with the first 1, 2, ... objectives */
};

/* Independent objectives without ties: order, (11). */
double order_expected(size_t d);
/* order_tables.c */
void order_tables(const struct order_work *work, struct result *result);
void order_charts(const struct order_work *work, struct result *result);
/* order_words.c */
void order_words(const struct order_work *work, struct result *result);

#endif
