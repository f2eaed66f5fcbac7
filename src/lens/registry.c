/* registry.c - the list of lenses: a new one is a file of its own and one line here. */
#include "lens/lenses.h"

#include <string.h>

/* Ends with NULL. */
static const struct lens *const lenses[] = {
    &lens_frontier,
    &lens_compare,
    &lens_runtime,
    &lens_indicators,
    &lens_risk,
    &lens_decide,
    &lens_variance,
    &lens_order,
    NULL
};

static const size_t n_lenses = sizeof lenses / sizeof lenses[0] - 1;

const struct lens *const *
lens_all(size_t *n)
{
    *n = n_lenses;
    return lenses;
}

const struct lens *
lens_find(const char *name)
{
    for (size_t i = 0; i < n_lenses; i++)
        if (strcmp(lenses[i]->name, name) == 0)
            return lenses[i];
    return NULL;
}
