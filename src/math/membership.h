/* membership.h - how often each point is on the frontier over many replicates.
 *
 * A replicate is a whole set of points; nothing is allocated per replicate. Noise hardly
 * changes what it moves: the frontier before removes nearly all points of two objectives in
 * one pass, the order of the replicate before is kept where they remain, and who dominated a
 * point before probably does so again.
 */
#ifndef PARETOP_MATH_MEMBERSHIP_H
#define PARETOP_MATH_MEMBERSHIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MEMBERSHIP_RIVALS = 6 };

struct membership {
    size_t n, d, replicates;
    uint32_t *on;              /* n: replicates in which the point was on the frontier */
    uint32_t *size;            /* n + 1: replicates whose frontier had that size */
    uint32_t *pair;            /* n x n: i dominated j; NULL unless asked for */
    uint32_t *order;           /* scratch: points by one objective, best first */
    size_t by;                 /* which; 2 if no order of many points lasts */
    bool ordered;              /* the points have been put in that order */
    uint32_t *witness;         /* who last dominated the point; UINT32_MAX: nobody yet */
    double *lanes;             /* values by objective, in that order */
    uint32_t *left;            /* two objectives: points that no rival is above */
    uint32_t rival[MEMBERSHIP_RIVALS];     /* of the frontier before */
    bool rivals;               /* there are */
    uint8_t *now;
};

void membership_init(struct membership *membership, size_t n, size_t d, bool pairs);
void membership_release(struct membership *membership);
/* points as in dominance.h. */
void membership_add(struct membership *membership, const double *points);

#endif
