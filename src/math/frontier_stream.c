/* frontier_stream.c - see frontier_stream.h.
 *
 * A treap by x, then y, best first, in which every subtree knows its best y. A point is on
 * the frontier iff its y exceeds every y before it; so whoever joins asks for the best y of
 * a prefix, and whoever leaves asks again and again for the first y after it that exceeds
 * the best before. Points that left stay as empty nodes: filters bring them back.
 */
#include "math/frontier_stream.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

#define NO_NODE UINT32_MAX

struct node {
    double x, y, best;         /* best y of the points in the subtree */
    uint32_t left, right, priority;
    uint32_t copies;           /* of this point that are there */
    bool any;                  /* the subtree holds a point that is there */
    bool on;
};

struct frontier_stream {
    struct node *nodes;
    size_t n, capacity;
    uint32_t root;
    uint32_t *changed;
    size_t n_changed, changed_capacity;
    size_t count;
};

/* The best y of some points, if there are any. */
struct bound { double y; bool any; };

struct frontier_stream *
frontier_stream_new(void)
{
    struct frontier_stream *stream = mem_zalloc(1, sizeof *stream);

    stream->root = NO_NODE;
    return stream;
}

void
frontier_stream_free(struct frontier_stream *stream)
{
    if (stream == NULL)
        return;
    free(stream->nodes);
    free(stream->changed);
    free(stream);
}

/* Negative if a comes before b: larger x first, then larger y. */
static int
compare(const struct node *a, const struct node *b)
{
    if (a->x != b->x)
        return a->x > b->x ? -1 : 1;
    return a->y != b->y ? (a->y > b->y ? -1 : 1) : 0;
}

static void
widen(struct bound *bound, bool any, double y)
{
    if (any && (!bound->any || y > bound->y))
        *bound = (struct bound){ y, true };
}

static bool
exceeds(double y, struct bound bound)
{
    return !bound.any || y > bound.y;
}

static void
refresh(struct frontier_stream *stream, uint32_t at)
{
    struct node *node = &stream->nodes[at];
    struct bound bound = { 0, false };

    widen(&bound, node->copies > 0, node->y);
    if (node->left != NO_NODE)
        widen(&bound, stream->nodes[node->left].any, stream->nodes[node->left].best);
    if (node->right != NO_NODE)
        widen(&bound, stream->nodes[node->right].any, stream->nodes[node->right].best);
    node->any = bound.any;
    node->best = bound.y;
}

/* Splits a subtree into what comes before the key node and what comes after. */
static void
split(struct frontier_stream *stream, uint32_t at, const struct node *key, uint32_t *before,
    uint32_t *after)
{
    uint32_t child;

    if (at == NO_NODE) {
        *before = *after = NO_NODE;
    } else if (compare(&stream->nodes[at], key) < 0) {
        split(stream, stream->nodes[at].right, key, &child, after);
        stream->nodes[at].right = child;
        refresh(stream, at);
        *before = at;
    } else {
        split(stream, stream->nodes[at].left, key, before, &child);
        stream->nodes[at].left = child;
        refresh(stream, at);
        *after = at;
    }
}

/* Priorities are a hash of the number, so that trees are the same in every run. */
static uint32_t
priority_of(uint32_t number)
{
    uint64_t h = (number + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15);

    h = (h ^ (h >> 32)) * UINT64_C(0xd6e8feb86659fd93);
    return (uint32_t)(h >> 32);
}

static uint32_t
insert(struct frontier_stream *stream, uint32_t at, uint32_t fresh)
{
    struct node *node = &stream->nodes[fresh];

    if (at == NO_NODE || node->priority > stream->nodes[at].priority) {
        split(stream, at, node, &node->left, &node->right);
        refresh(stream, fresh);
        return fresh;
    }
    if (compare(node, &stream->nodes[at]) < 0)
        stream->nodes[at].left = insert(stream, stream->nodes[at].left, fresh);
    else
        stream->nodes[at].right = insert(stream, stream->nodes[at].right, fresh);
    refresh(stream, at);
    return at;
}

static uint32_t
find(const struct frontier_stream *stream, const struct node *key)
{
    uint32_t at = stream->root;

    while (at != NO_NODE) {
        int side = compare(key, &stream->nodes[at]);

        if (side == 0)
            break;
        at = side < 0 ? stream->nodes[at].left : stream->nodes[at].right;
    }
    return at;
}

/* Brings what the subtrees above a node know up to date. */
static void
refresh_path(struct frontier_stream *stream, uint32_t at, const struct node *key)
{
    int side = compare(key, &stream->nodes[at]);

    if (side != 0)
        refresh_path(stream, side < 0 ? stream->nodes[at].left : stream->nodes[at].right, key);
    refresh(stream, at);
}

static struct bound
best_before(const struct frontier_stream *stream, const struct node *key)
{
    struct bound bound = { 0, false };
    uint32_t at = stream->root;

    while (at != NO_NODE) {
        const struct node *node = &stream->nodes[at];

        if (compare(node, key) >= 0) {
            at = node->left;
            continue;
        }
        widen(&bound, node->copies > 0, node->y);
        if (node->left != NO_NODE)
            widen(&bound, stream->nodes[node->left].any, stream->nodes[node->left].best);
        at = node->right;
    }
    return bound;
}

/* First point of the subtree that comes after the key and exceeds the bound. */
static uint32_t
first_after(const struct frontier_stream *stream, uint32_t at, const struct node *key,
    struct bound bound)
{
    const struct node *node;
    uint32_t found = NO_NODE;

    if (at == NO_NODE)
        return NO_NODE;
    node = &stream->nodes[at];
    if (!node->any || !exceeds(node->best, bound))
        return NO_NODE;
    if (compare(node, key) > 0) {
        found = first_after(stream, node->left, key, bound);
        if (found == NO_NODE && node->copies > 0 && exceeds(node->y, bound))
            found = at;
    }
    return found != NO_NODE ? found : first_after(stream, node->right, key, bound);
}

static void
turn(struct frontier_stream *stream, uint32_t at, bool on)
{
    struct node *node = &stream->nodes[at];

    node->on = on;
    if (on)
        stream->count += node->copies;
    else
        stream->count -= node->copies;
    ARRAY_PUSH(stream->changed, stream->n_changed, stream->changed_capacity, at);
}

/* Whether y is settled: the points after `at` with a y up to it turn to `on`. */
static void
turn_followers(struct frontier_stream *stream, uint32_t at, struct bound bound, bool on)
{
    double y = stream->nodes[at].y;

    for (;;) {
        at = first_after(stream, stream->root, &stream->nodes[at], bound);
        if (at == NO_NODE || stream->nodes[at].y > y)
            return;
        turn(stream, at, on);
        bound = (struct bound){ stream->nodes[at].y, true };
    }
}

uint32_t
frontier_stream_add(struct frontier_stream *stream, double x, double y)
{
    struct node fresh = { .x = x, .y = y, .left = NO_NODE, .right = NO_NODE };
    uint32_t at = find(stream, &fresh);
    struct bound bound;

    stream->n_changed = 0;
    if (at == NO_NODE) {
        at = (uint32_t)stream->n;
        fresh.priority = priority_of(at);
        ARRAY_PUSH(stream->nodes, stream->n, stream->capacity, fresh);
        stream->root = insert(stream, stream->root, at);
    }
    if (stream->nodes[at].copies++ > 0) {
        stream->count += stream->nodes[at].on;
        return at;
    }
    bound = best_before(stream, &stream->nodes[at]);
    if (exceeds(y, bound)) {
        turn_followers(stream, at, bound, false);
        turn(stream, at, true);
    }
    refresh_path(stream, stream->root, &stream->nodes[at]);
    return at;
}

void
frontier_stream_remove(struct frontier_stream *stream, uint32_t point)
{
    struct node *node = &stream->nodes[point];

    assert(point < stream->n && node->copies > 0);
    stream->n_changed = 0;
    if (node->copies > 1) {
        node->copies--;
        stream->count -= node->on;
        return;
    }
    if (node->on) {
        turn(stream, point, false);
        node->copies = 0;
        refresh_path(stream, stream->root, node);
        turn_followers(stream, point, best_before(stream, node), true);
        return;
    }
    node->copies = 0;
    refresh_path(stream, stream->root, node);
}

bool
frontier_stream_on(const struct frontier_stream *stream, uint32_t point)
{
    assert(point < stream->n);
    return stream->nodes[point].on;
}

size_t
frontier_stream_count(const struct frontier_stream *stream)
{
    return stream->count;
}

const uint32_t *
frontier_stream_changed(const struct frontier_stream *stream, size_t *n)
{
    *n = stream->n_changed;
    return stream->changed;
}
