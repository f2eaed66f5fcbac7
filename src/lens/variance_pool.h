/* variance_pool.h - items with known parameters, for abilities: part of the variance lens. */
#ifndef PARETOP_LENS_VARIANCE_POOL_H
#define PARETOP_LENS_VARIANCE_POOL_H

#include "lens/variance_work.h"

enum ability_form { FORM_1PL, FORM_2PL, FORM_4PL, FORM_COMPONENTS };

/* Items that have all parameters of the form, by name. Everything is the arena's. */
struct pool {
    enum ability_form form;
    size_t items, d;                   /* d: dimensions, 1 but of components */
    const char **key;
    size_t *row;                       /* of the frame of scores; SIZE_MAX: nobody answered it */
    double *a, *b;                     /* d x items */
    double *upper;                     /* largest chances of the 4-parameter form, else NULL */
    double *weight;                    /* of anchors, NaN of others; NULL: none were named */
    double *balance; size_t parts;     /* weights of the parts of a scenario; NULL: none */
    bool parts_missing;                /* they were asked for, but items lack them */
};

/* False if they were not named, or no item has all. */
bool variance_pool(struct pool *pool, const struct variance_work *work,
    const struct lens_bundle *bundle, const struct frame *items, const char *measure);

#endif
