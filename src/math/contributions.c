/* contributions.c - what of the hypervolume each point alone provides.
 *
 * Two objectives: a rectangle between the neighbours. Three: one sweep that keeps, for each
 * step of the staircase, the region that only this step covers, as a row of boxes under
 * its top (Emmerich and Fonseca's idea); a box is closed once, so that the sweep is
 * O(n log n) but for what the staircase's array moves. Four: contributions_4d.c. More: each
 * point against the others cut to its box. No two large volumes are ever subtracted.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance.h"
#include "math/hypervolume.h"
#include "math/hypervolume_parts.h"

/* Mutually nondominated points, second objective descending, hence the first rising; equal
 * points share nothing. */
static void
alone_2d(const struct counted_points *counted, const double *origin, double *alone)
{
    const double *value = counted->value;

    for (size_t i = 0; i < counted->n; i++) {
        double left = i > 0 ? value[i * 2 - 2] : origin[0];
        double below = i + 1 < counted->n ? value[i * 2 + 3] : origin[1];

        alone[i] = (value[i * 2] - left) * (value[i * 2 + 1] - below);
    }
}

static double
second_best(const double *points, size_t n, double reference, size_t *best)
{
    double second = reference;

    *best = n;
    for (size_t i = 0; i < n; i++) {
        if (!(points[i] > reference))
            continue;
        if (*best == n || points[i] > points[*best]) {
            second = *best == n ? reference : points[*best];
            *best = i;
        } else if (points[i] > second) {
            second = points[i];
        }
    }
    return second;
}

/* front: other points than the best are dominated and do not fill the gap below it, but
 * its equals do. */
static void
alone_1d(const double *points, size_t n, double reference, bool front, double *alone)
{
    size_t best;
    double second = second_best(points, n, reference, &best);

    if (best < n)
        alone[best] = points[best] - (front && second < points[best] ? reference : second);
}

/* --- three objectives --- */

/* A part of a step's region: from the box before it to `right`, from `bottom` to the step's
 * own y, since height `open`. Bottoms fall from box to box. */
struct part { double right, bottom, open; uint32_t next, before; };

#define NO_PART UINT32_MAX

struct stair {
    double x, y, left;         /* the region starts at left */
    uint32_t first, last;      /* its parts */
    uint32_t place;
};

struct shares {
    struct stair *stairs;      /* x rises, y falls */
    size_t n, stair_room;
    struct part *parts;
    size_t n_parts, part_capacity;
    uint32_t free_part;
    double *alone;
};

static uint32_t
part_take(struct shares *shares, struct part part)
{
    uint32_t at = shares->free_part;

    if (at != NO_PART) {
        shares->free_part = shares->parts[at].next;
        shares->parts[at] = part;
        return at;
    }
    ARRAY_PUSH(shares->parts, shares->n_parts, shares->part_capacity, part);
    return (uint32_t)shares->n_parts - 1;
}

static void
part_give_back(struct shares *shares, uint32_t at)
{
    shares->parts[at].next = shares->free_part;
    shares->free_part = at;
}

/* Counts what the part held from its opening down to z. */
static void
part_close(struct shares *shares, const struct stair *stair, uint32_t at, double z)
{
    const struct part *part = &shares->parts[at];

    shares->alone[stair->place] += (part->right - stair->left)
        * (stair->y - part->bottom) * (part->open - z);
}

/* Puts a part behind `after` (NO_PART: in front). */
static void
part_put(struct shares *shares, struct stair *stair, uint32_t after, struct part part)
{
    uint32_t at, next = after == NO_PART ? stair->first : shares->parts[after].next;

    part.before = after;
    part.next = next;
    at = part_take(shares, part);
    if (after == NO_PART)
        stair->first = at;
    else
        shares->parts[after].next = at;
    if (next == NO_PART)
        stair->last = at;
    else
        shares->parts[next].before = at;
}

/* Closes the first part; the region then starts where it ended. */
static void
part_shift(struct shares *shares, struct stair *stair, double z)
{
    uint32_t at = stair->first;

    part_close(shares, stair, at, z);
    stair->left = shares->parts[at].right;
    stair->first = shares->parts[at].next;
    if (stair->first == NO_PART)
        stair->last = NO_PART;
    else
        shares->parts[stair->first].before = NO_PART;
    part_give_back(shares, at);
}

/* From height z down the region has lost all up to x. */
static void
cut_left(struct shares *shares, struct stair *stair, double x, double z)
{
    while (stair->first != NO_PART && shares->parts[stair->first].right <= x)
        part_shift(shares, stair, z);
    if (stair->first == NO_PART)
        return;
    part_close(shares, stair, stair->first, z);
    shares->parts[stair->first].open = z;
    stair->left = x;
}

static double
part_left(const struct shares *shares, const struct stair *stair, uint32_t at)
{
    uint32_t before = shares->parts[at].before;

    return before == NO_PART ? stair->left : shares->parts[before].right;
}

/* From height z down the region has lost all up to (x, y). Every part that reached below y
 * left of x becomes one part above y. */
static void
cut_corner(struct shares *shares, struct stair *stair, double x, double y, double z)
{
    uint32_t at = stair->last, after;

    while (at != NO_PART && part_left(shares, stair, at) >= x)
        at = shares->parts[at].before;
    if (at == NO_PART || shares->parts[at].bottom >= y)
        return;
    x = x < shares->parts[at].right ? x : shares->parts[at].right;
    after = at;
    while (at != NO_PART && shares->parts[at].bottom < y) {
        struct part *part = &shares->parts[at];
        uint32_t before = part->before;

        shares->alone[stair->place] += (part->right - part_left(shares, stair, at))
            * (stair->y - part->bottom) * (part->open - z);
        part->open = z;
        if (at != after) {
            /* Swallowed by the new part. */
            shares->parts[after].before = before;
            part_give_back(shares, at);
        }
        at = before;
    }
    if (at == NO_PART)
        stair->first = after;
    else
        shares->parts[at].next = after;
    if (x < shares->parts[after].right) {
        part_put(shares, stair, at, (struct part){ .right = x, .bottom = y, .open = z });
    } else {
        shares->parts[after].bottom = y;
    }
}

/* First step with x at least ours. */
static size_t
stair_at(const struct shares *shares, double x)
{
    size_t lo = 0, hi = shares->n;

    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;

        if (shares->stairs[middle].x < x)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

/* Closes all parts of a step that the sweep has done with. */
static void
finish(struct shares *shares, struct stair *stair, double z)
{
    while (stair->first != NO_PART)
        part_shift(shares, stair, z);
}

/* A point under steps: where exactly one covers it, that one loses a corner. */
static void
add_covered(struct shares *shares, size_t at, const double *row)
{
    struct stair *stair = &shares->stairs[at];

    if (at + 1 < shares->n && shares->stairs[at + 1].y >= row[1])
        return;
    cut_corner(shares, stair, row[0], row[1], row[2]);
}

/* The region of a new step: between its neighbours, above the steps that it swallows. */
static void
open_region(struct shares *shares, struct stair *stair, size_t begin, size_t end,
    const double *row, const double *origin)
{
    double right_y = end < shares->n ? shares->stairs[end].y : origin[1];

    for (size_t i = begin; i < end; i++)
        part_put(shares, stair, stair->last, (struct part){ .right = shares->stairs[i].x,
            .bottom = shares->stairs[i].y, .open = row[2] });
    part_put(shares, stair, stair->last, (struct part){ .right = row[0],
        .bottom = right_y, .open = row[2] });
}

static void
add_step(struct shares *shares, uint32_t place, const double *row, const double *origin)
{
    size_t end = stair_at(shares, row[0]), begin;
    struct stair stair = { .x = row[0], .y = row[1], .left = origin[0],
        .first = NO_PART, .last = NO_PART, .place = place };

    if (end < shares->n && shares->stairs[end].y >= row[1]) {
        add_covered(shares, end, row);
        return;
    }
    /* A step with our x and a smaller y is swallowed as well. */
    end += end < shares->n && shares->stairs[end].x == row[0];
    for (begin = end; begin > 0 && shares->stairs[begin - 1].y <= row[1]; begin--)
        ;
    if (begin > 0) {
        stair.left = shares->stairs[begin - 1].x;
        cut_corner(shares, &shares->stairs[begin - 1], stair.left, row[1], row[2]);
    }
    open_region(shares, &stair, begin, end, row, origin);
    for (size_t i = begin; i < end; i++)
        finish(shares, &shares->stairs[i], row[2]);
    if (end < shares->n)
        cut_left(shares, &shares->stairs[end], row[0], row[2]);
    memmove(shares->stairs + begin + 1, shares->stairs + end,
        (shares->n - end) * sizeof *shares->stairs);
    shares->stairs[begin] = stair;
    shares->n = shares->n - (end - begin) + 1;
}

struct shares *
shares_new(void)
{
    return mem_zalloc(1, sizeof(struct shares));
}

void
shares_free(struct shares *shares)
{
    free(shares->stairs);
    free(shares->parts);
    free(shares);
}

void
volume_of_each_alone_3d(struct shares *shares, const double *value, size_t n,
    const double *origin, double *alone)
{
    ARRAY_RESERVE(shares->stairs, n + 1, shares->stair_room);
    shares->n = 0;
    shares->n_parts = 0;
    shares->free_part = NO_PART;
    shares->alone = alone;
    memset(alone, 0, n * sizeof *alone);
    for (size_t i = 0; i < n; i++)
        add_step(shares, (uint32_t)i, value + i * 3, origin);
    for (size_t i = 0; i < shares->n; i++)
        finish(shares, &shares->stairs[i], origin[2]);
}

/* --- all --- */

static void
each_alone(const struct counted_points *counted, const double *origin, bool front,
    double *alone)
{
    struct volume_work *work;
    struct shares *shares;

    if (counted->d == 2 && front) {
        alone_2d(counted, origin, alone);
    } else if (counted->d == 3) {
        shares = shares_new();
        volume_of_each_alone_3d(shares, counted->value, counted->n, origin, alone);
        shares_free(shares);
    } else if (counted->d == 4) {
        volume_of_each_alone_4d(counted, origin, alone);
    } else {
        work = volume_work_new(counted->d);
        volume_of_each_alone(work, counted, origin, alone);
        volume_work_free(work);
    }
}

/* Two objectives with dominated points are three with a constant height. */
static void
give_height(struct counted_points *counted)
{
    double *value = mem_alloc(counted->n * 3 * sizeof *value);

    for (size_t i = 0; i < counted->n; i++) {
        value[i * 3] = counted->value[i * 2];
        value[i * 3 + 1] = counted->value[i * 2 + 1];
        value[i * 3 + 2] = 1;
    }
    free(counted->value);
    counted->value = value;
    counted->d = 3;
}

static void
contributions(const double *points, size_t n, size_t d, const double *reference,
    const uint8_t *front, double *contribution)
{
    double origin[HYPERVOLUME_MAX_OBJECTIVES + 1] = { 0 }, *alone;
    struct counted_points counted;

    assert(d >= 1 && d <= HYPERVOLUME_MAX_OBJECTIVES);
    memset(contribution, 0, n * sizeof *contribution);
    if (d == 1) {
        alone_1d(points, n, reference[0], front != NULL, contribution);
        return;
    }
    memcpy(origin, reference, d * sizeof *reference);
    counted_points_init(&counted, points, n, d, reference, front);
    if (d == 2 && front == NULL)
        give_height(&counted);
    alone = mem_alloc(counted.n * sizeof *alone);
    each_alone(&counted, origin, front != NULL, alone);
    for (size_t i = 0; i < counted.n; i++)
        contribution[counted.row[i]] = alone[i];
    free(alone);
    counted_points_release(&counted);
}

void
hypervolume_contributions(const double *points, size_t n, size_t d,
    const double *reference, double *contribution)
{
    uint8_t *on = mem_zalloc(n, sizeof *on);

    dominance_frontier(points, n, d, on);
    contributions(points, n, d, reference, on, contribution);
    free(on);
}

void
hypervolume_contributions_all(const double *points, size_t n, size_t d,
    const double *reference, double *contribution)
{
    contributions(points, n, d, reference, NULL, contribution);
}
