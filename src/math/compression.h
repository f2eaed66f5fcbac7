/* compression.h - what a smaller model keeps: ratios, and whether a method meets the full model.
 *
 * ratio = size of the full model / size stored, so that 1 is the full model and more is
 * smaller. A method's curve is continuous if its point at ratio 1 scores as the full model
 * does: a method that already loses there loses by its own means, not by the size.
 * Definition: frontier, (22).
 */
#ifndef PARETOP_MATH_COMPRESSION_H
#define PARETOP_MATH_COMPRESSION_H

#include <stddef.h>

enum continuity {
    CONTINUITY_UNTESTED,       /* no point at ratio 1 */
    CONTINUITY_UNKNOWN,        /* there is one, but nothing says what is near */
    CONTINUITY_MET, CONTINUITY_BROKEN
};

/* full / stored; NaN unless both are positive and finite. */
double compression_ratio(double full, double stored);
/* The point whose ratio is within 1 % of 1: the nearest, of equally near ones that with the
 * largest worth, then the first. SIZE_MAX if there is none. NaN ratios are none. */
size_t compression_at_one(const double *ratio, const double *worth, size_t n);
/* gap: score there less the full model's, NaN where there is no point at ratio 1; tolerance:
 * in its unit, NaN unknown. Differences within 1e-12 of the tolerance are on it. */
enum continuity compression_continuity(double gap, double tolerance);

#endif
