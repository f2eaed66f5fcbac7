/* multiplicity.h - p-values adjusted for how many comparisons could have been made.
 *
 * Compare, (19). The family is what could have been chosen, not what is displayed: the
 * caller decides n. NaN p-values are not allowed. */
#ifndef PARETOP_MATH_MULTIPLICITY_H
#define PARETOP_MATH_MULTIPLICITY_H

#include <stddef.h>

enum adjustment { ADJUST_NONE, ADJUST_BONFERRONI, ADJUST_SIDAK, ADJUST_HOLM, ADJUST_HOCHBERG,
    ADJUST_HOMMEL, ADJUST_BH, ADJUST_BY };

/* adjusted[i] belongs to p[i]; all capped at 1. O(n log n); Hommel O(n^2). */
void multiplicity_adjust(enum adjustment method, const double *p, size_t n, double *adjusted);

/* The p that one of `family` comparisons would have if all others were at least as large:
 * "0.03 for this pair, 0.6 if chosen from 1,275". Bonferroni and Holm agree here. */
double multiplicity_chosen_from(double p, double family);

#endif
