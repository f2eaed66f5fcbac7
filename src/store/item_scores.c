/* item_scores.c - see item_scores.h. */
#include "store/item_scores.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/moments.h"

/* An item's samples so far. */
struct averaged_item { struct exact_sum sum; double mean, n; uint32_t name, cluster; };

void
item_room_init(struct item_room *room, const struct observations *obs)
{
    *room = (struct item_room){ .obs = obs };
}

void
item_room_release(struct item_room *room)
{
    free(room->seen);
    free(room->place);
    free(room->cluster_place);
    free(room->item);
    free(room->x);
    free(room->cluster_name);
    free(room->cluster);
}

/* A zero for every name that was not there before. */
static uint32_t *
with_places(uint32_t *place, size_t *n, size_t names)
{
    size_t grown = *n >= names ? *n : mem_grown(*n, names);

    if (grown == *n)
        return place;
    place = mem_resize(place, grown, sizeof *place);
    memset(place + *n, 0, (grown - *n) * sizeof *place);
    *n = grown;
    return place;
}

static void
reserve(struct item_room *room, size_t n)
{
    if (room->cap_x >= n)
        return;
    room->cap_x = mem_grown(room->cap_x, n);
    room->x = mem_resize(room->x, room->cap_x, sizeof *room->x);
    room->cluster_name = mem_resize(room->cluster_name, room->cap_x, sizeof *room->cluster_name);
    room->cluster = mem_resize(room->cluster, room->cap_x, sizeof *room->cluster);
}

/* --- items, each once --- */

/* Most results have one sample of each item: then nothing has to be averaged. */
static bool
has_repeats(struct item_room *room, const struct item_score *score, size_t n)
{
    room->seen = with_places(room->seen, &room->n_seen, room->obs->items.n);
    room->use++;
    for (size_t i = 0; i < n; i++) {
        uint32_t name = score[i].item;

        if (name == NO_NAME)
            continue;
        if (room->seen[name] == room->use)
            return true;
        room->seen[name] = room->use;
    }
    return false;
}

/* A sample without an item's name is an item of its own. */
static struct averaged_item *
item_of(struct item_room *room, const struct item_score *score)
{
    uint32_t *place = score->item != NO_NAME ? &room->place[score->item] : NULL;
    struct averaged_item fresh = { .name = score->item, .cluster = NO_NAME };

    if (place != NULL && *place != 0)
        return &room->item[*place - 1];
    ARRAY_PUSH(room->item, room->n_items, room->cap_items, fresh);
    if (place != NULL)
        *place = (uint32_t)room->n_items;
    return &room->item[room->n_items - 1];
}

static void
take_sample(struct averaged_item *item, const struct item_score *score)
{
    item->n++;
    exact_sum_add(&item->sum, score->value);
    item->mean = item->n == 1 ? score->value : isfinite(item->sum.high) ?
        exact_sum_mean(&item->sum, item->n) : item->mean + (score->value - item->mean) / item->n;
    if (score->cluster != NO_NAME)
        item->cluster = score->cluster;
}

static void
average(struct item_room *room, const struct item_score *score, size_t n)
{
    room->n_items = 0;
    room->place = with_places(room->place, &room->n_places, room->obs->items.n);
    for (size_t i = 0; i < n; i++)
        take_sample(item_of(room, &score[i]), &score[i]);
    for (size_t i = 0; i < room->n_items; i++) {
        room->x[i] = room->item[i].mean;
        room->cluster_name[i] = room->item[i].cluster;
        if (room->item[i].name != NO_NAME)
            room->place[room->item[i].name] = 0;
    }
    room->n = room->n_items;
}

static void
take_each(struct item_room *room, const struct item_score *score, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        room->x[i] = score[i].value;
        room->cluster_name[i] = score[i].cluster;
    }
    room->n = n;
}

/* --- their mean --- */

/* Numbers the clusters of the items; how many items name none is put. */
static size_t
number_clusters(struct item_room *room, size_t *without)
{
    size_t clusters = 0;

    room->cluster_place = with_places(room->cluster_place, &room->n_cluster_places,
        room->obs->clusters.n);
    *without = 0;
    for (size_t i = 0; i < room->n; i++) {
        uint32_t name = room->cluster_name[i];

        if (name == NO_NAME) {
            ++*without;
            continue;
        }
        if (room->cluster_place[name] == 0)
            room->cluster_place[name] = (uint32_t)++clusters;
        room->cluster[i] = room->cluster_place[name] - 1;
    }
    for (size_t i = 0; i < room->n; i++)
        if (room->cluster_name[i] != NO_NAME)
            room->cluster_place[room->cluster_name[i]] = 0;
    return clusters;
}

struct item_summary
item_scores_mean(struct item_room *room, const struct item_score *score, size_t n)
{
    struct item_summary found = { .facts = { .repeated = has_repeats(room, score, n) } };
    struct item_facts *facts = &found.facts;
    size_t without = n;

    reserve(room, n);
    if (facts->repeated)
        average(room, score, n);
    else
        take_each(room, score, n);
    facts->clusters = room->obs->clusters.n > 0 ? number_clusters(room, &without) : 0;
    facts->unclustered = facts->clusters > 0 && without > 0;
    found.mean = item_mean_of(room->x, room->cluster, room->n,
        facts->unclustered ? 0 : facts->clusters);
    if (facts->unclustered)
        found.mean.se = (double)NAN;
    return found;
}
