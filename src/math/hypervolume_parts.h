/* hypervolume_parts.h - the pieces of the hypervolume kernels, private to src/math/.
 *
 * Everything works on coordinates as they came, with an origin beside them: a length is one
 * difference of two input values, so that no digit is lost to a chain of subtractions and
 * the unit does not matter.
 */
#ifndef PARETOP_MATH_HYPERVOLUME_PARTS_H
#define PARETOP_MATH_HYPERVOLUME_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The points that count (better than the reference everywhere), sorted by the last
 * objective, then by the first, second, ...; best first. Rows are n x d. */
struct counted_points {
    size_t n, d;
    uint32_t *row;             /* place -> row of the input */
    double *value;
    bool infinite;             /* some box has no end */
};

/* among[i] = 0 leaves row i out; NULL takes all. */
void counted_points_init(struct counted_points *counted, const double *points, size_t n,
    size_t d, const double *reference, const uint8_t *among);
void counted_points_release(struct counted_points *counted);

/* A staircase in two objectives: x falls, y rises. It owns nothing. */
struct step { double x, y; };
/* Adds (x, y), seen from the origin; returns the area that it adds. Room for one more. */
double steps_add(struct step *steps, size_t *n, double x, double y, const double *origin);

/* Exact volumes for four objectives and more. */
struct volume_work;
struct volume_work *volume_work_new(size_t d);
void volume_work_free(struct volume_work *work);
/* Of the union of the boxes from origin to each point. */
double volume_of_union(struct volume_work *work, const struct counted_points *counted,
    const double *origin);
/* alone[place]: what no other point covers; 0 for a covered point and for duplicates. */
void volume_of_each_alone(struct volume_work *work, const struct counted_points *counted,
    const double *origin, double *alone);

/* The same for three objectives in O(n log n), room kept from call to call. value is n x 3,
 * descending by the third objective. */
struct shares;
struct shares *shares_new(void);
void shares_free(struct shares *shares);
void volume_of_each_alone_3d(struct shares *shares, const double *value, size_t n,
    const double *origin, double *alone);

/* The same for four. */
void volume_of_each_alone_4d(const struct counted_points *counted, const double *origin,
    double *alone);

#endif
