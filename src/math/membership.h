/* membership.h - how often each point is on the frontier over many replicates.
 *
 * A replicate is a whole set of points; nothing is allocated per replicate. Few points, and
 * many of two objectives, are kept in the order of the replicate before, which noise hardly
 * changes, and who dominated a point before probably does so again.
 */
#ifndef PARETOP_MATH_MEMBERSHIP_H
#define PARETOP_MATH_MEMBERSHIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct membership {
    size_t n, d, replicates;
    uint32_t *on;              /* n: replicates in which the point was on the frontier */
    uint32_t *size;            /* n + 1: replicates whose frontier had that size */
    uint32_t *pair;            /* n x n: i dominated j; NULL unless asked for */
    uint32_t *order;           /* scratch: points by one objective, best first */
    size_t by;                 /* which; 2 if no order of many points lasts */
    bool ordered;              /* many points have been put in that order */
    uint32_t *witness;         /* who dominated the point when it last was dominated */
    double *lanes;             /* values by objective, in that order */
    uint8_t *now;
};

void membership_init(struct membership *membership, size_t n, size_t d, bool pairs);
void membership_release(struct membership *membership);
/* points as in dominance.h. */
void membership_add(struct membership *membership, const double *points);

#endif
