/* attainment.h - what repeated runs reach: the empirical attainment function, two objectives.
 *
 * A run attains z if one of its points is at least as good as z in both objectives. The
 * surface of level m is the set of best points that at least m of the runs attain. Points
 * are n x 2, oriented: LARGER IS BETTER, no NaN. Definitions: indicators, (21) and (22).
 */
#ifndef PARETOP_MATH_ATTAINMENT_H
#define PARETOP_MATH_ATTAINMENT_H

#include <stddef.h>
#include <stdint.h>

struct attainment {
    size_t runs;
    size_t *start;             /* runs + 1: level m (1..runs) is start[m-1]..start[m]-1 */
    double *points;            /* x falls, y rises within a level */
};

/* run[i] in 0..runs-1; a run without points attains nothing. O(n log n + n runs). */
void attainment_init(struct attainment *attainment, const double *points,
    const uint32_t *run, size_t n, size_t runs);
void attainment_release(struct attainment *attainment);

/* The fewest runs that are `percent` of them: 50 is the median surface. 1..runs. */
size_t attainment_level(size_t runs, double percent);

/* Vorob'ev expectation: the level whose surface has nearly the mean hypervolume of the
 * runs, and how far the runs are from it. */
struct vorobev {
    double percent;            /* where the bisection of [0, 100] ended */
    size_t level;
    double mean_volume, deviation;
};
struct vorobev attainment_vorobev(const struct attainment *attainment, const double *points,
    const uint32_t *run, size_t n, const double *reference);

#endif
