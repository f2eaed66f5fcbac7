/* ability_parts.h - what both forms of ability need. Private to src/math/. */
#ifndef PARETOP_MATH_ABILITY_PARTS_H
#define PARETOP_MATH_ABILITY_PARTS_H

#include "math/ability.h"

/* Mean and deviation of a standard normal ability weighed by a likelihood, given as its
 * logarithm. */
struct ability ability_posterior(double (*likelihood)(const void *context, double theta),
    const void *context);

#endif
