/* indicators.h - one number for a whole set of points.
 *
 * Sets are row-major n x d, oriented: LARGER IS BETTER, no NaN. Definitions and their
 * numbers: the indicators lens. Distances are in the objectives' units, so mixed units are
 * scaled by the caller first. "Shortfall" of a against z counts only where a is worse.
 * An empty set of points gives +inf, an empty reference set NaN. Pure C.
 */
#ifndef PARETOP_MATH_INDICATORS_H
#define PARETOP_MATH_INDICATORS_H

#include <stddef.h>
#include <stdint.h>

/* A set of points with its shape. */
struct point_set { const double *points; size_t n, d; };

/* (11), (12): mean over the reference set of the distance, or of the shortfall, to the
 * nearest point; gd and gd_plus the other way round. O(n m d). */
double indicator_igd(struct point_set set, struct point_set reference);
double indicator_igd_plus(struct point_set set, struct point_set reference);
double indicator_gd(struct point_set set, struct point_set reference);
double indicator_gd_plus(struct point_set set, struct point_set reference);
/* (13) with p = 1. */
double indicator_hausdorff(struct point_set set, struct point_set reference);
/* (14): how much every objective must be raised to cover the reference set. */
double indicator_epsilon(struct point_set set, struct point_set reference);
/* (15) on RAW values, all > 0 (else NaN): sense[k] is +1 for maximised, -1 for minimised. */
double indicator_epsilon_ratio(struct point_set set, struct point_set reference,
    const int *sense);

/* (5), (6): over the weight lattice with p divisions, C(p+d-1, d-1) weights. */
double indicator_expected_utility(struct point_set set, unsigned p);
double indicator_utility_loss(struct point_set set, struct point_set reference, unsigned p);
/* (16): mean over the lattice of the least weighted Chebyshev distance to the ideal. */
double indicator_r2(struct point_set set, const double *ideal, unsigned p);
/* (18): exact R2 for two MINIMISED objectives given as losses above the ideal. */
double indicator_r2_exact(const double *losses, size_t n);
/* Number of lattice weights; visits each. */
size_t lattice_count(size_t d, unsigned p);
void lattice_visit(size_t d, unsigned p, void (*visit)(void *context, const double *weight),
    void *context);

/* (8); NaN for fewer than two points. */
double indicator_sparsity(struct point_set set);
/* (10); NaN for fewer than two points. */
double indicator_spacing(struct point_set set);
/* (9): ends get +inf in the extreme form, else add nothing; a constant objective adds
 * nothing; two points or fewer: all +inf. */
void indicator_crowding(struct point_set set, int extreme_form, double *crowding);

#endif
