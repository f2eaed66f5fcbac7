/* item_scores.h - what the items of a run or a point say: compare, (1) and (2). Private to store/.
 *
 * Several samples of an item (repeats, seeds) are averaged first, since they are not independent:
 * then every item counts once, and the error is over items, or over their clusters where they
 * name any. Frames of items and the lenses that read them do the same.
 */
#ifndef PARETOP_STORE_ITEM_SCORES_H
#define PARETOP_STORE_ITEM_SCORES_H

#include "math/intervals.h"
#include "store/observe.h"

/* Room for the items under way; used again and again. */
struct item_room {
    const struct observations *obs;
    uint32_t *seen, use;           /* of an item's name: in which use it was seen last */
    uint32_t *place, *cluster_place;   /* of a name: 1 + place, 0 between uses */
    size_t n_seen, n_places, n_cluster_places;
    struct averaged_item *item; size_t n_items, cap_items;
    double *x; uint32_t *cluster_name; size_t *cluster; size_t n, cap_x;   /* items, each once */
};

/* Of the scores of n samples, none NaN. */
struct item_summary { struct item_mean mean; struct item_facts facts; };
struct item_summary item_scores_mean(struct item_room *room, const struct item_score *score,
    size_t n);
void item_room_init(struct item_room *room, const struct observations *obs);
void item_room_release(struct item_room *room);

#endif
