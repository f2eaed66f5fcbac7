/* hypervolume.h - the volume that a set of points dominates, and each point's share.
 *
 * points is row-major n x d, already oriented: LARGER IS BETTER, no NaN. reference has d
 * values; only points strictly better than it in every objective count. Volumes are in the
 * product of the objectives' units. Pure C, no GSL. Definitions: indicators, (1) and (2):
 * the box of a point reaches from the reference to the point; HV is the volume of the
 * union. Different exact algorithms agree to about 4e-13 relative at nine objectives.
 */
#ifndef PARETOP_MATH_HYPERVOLUME_H
#define PARETOP_MATH_HYPERVOLUME_H

#include <stddef.h>

enum { HYPERVOLUME_MAX_OBJECTIVES = 9 };

/* 1 <= d <= 9. Empty set: 0; a counted point at +inf, or a volume
 * beyond the largest double: +inf. O(n log n) for d <= 3 in
 * practice, about n^1.7 for d = 4, exponential in d beyond: hypervolume_estimate.h predicts
 * it. Sorts a copy first, so the answer does not depend on the order of the points. */
double hypervolume(const double *points, size_t n, size_t d, const double *reference);

/* Exclusive contributions, form "front only": HV(F) - HV(F without i) over the nondominated
 * points F with duplicates kept, so a dominated or a duplicated point has 0. Computed from
 * p_i's own box and what reaches into it: no difference of two large volumes, hence free
 * of scale (a cost per token of 1e-7 keeps its digits). Points at +inf are not allowed. */
void hypervolume_contributions(const double *points, size_t n, size_t d,
    const double *reference, double *contribution);

/* Form "all": dominated points stay in the set and may fill the gap. Smaller or equal. */
void hypervolume_contributions_all(const double *points, size_t n, size_t d,
    const double *reference, double *contribution);

#endif
