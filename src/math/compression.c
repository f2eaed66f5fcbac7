/* compression.c - ratios of sizes, and what happens at ratio 1. */
#include "math/compression.h"

#include <math.h>
#include <stdint.h>

static const double near_one = 0.01, rounding = 1e-12;

double
compression_ratio(double full, double stored)
{
    if (!(full > 0 && isfinite(full) && stored > 0 && isfinite(stored)))
        return (double)NAN;
    return full / stored;
}

size_t
compression_at_one(const double *ratio, const double *worth, size_t n)
{
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < n; i++) {
        double far = fabs(ratio[i] - 1);

        if (!(far <= near_one + rounding))
            continue;
        if (best == SIZE_MAX || far < fabs(ratio[best] - 1) ||
            (far == fabs(ratio[best] - 1) && worth[i] > worth[best]))
            best = i;
    }
    return best;
}

enum continuity
compression_continuity(double gap, double tolerance)
{
    if (isnan(gap))
        return CONTINUITY_UNTESTED;
    if (isnan(tolerance))
        return CONTINUITY_UNKNOWN;
    return fabs(gap) <= tolerance * (1 + rounding) ? CONTINUITY_MET : CONTINUITY_BROKEN;
}
