/* hypervolume_sets.c - exact volumes in four objectives and more, by what a box adds.
 *
 * Points come in descending order of their last objective; each adds its height times the
 * (d-1)-volume that it alone covers among those before it, the front (While, Bradstreet
 * and Barone's limit sets, sliced). Of a front few points matter to one box: whatever
 * covers the box but for one objective builds a wall there, and behind the walls nothing is
 * left to gain. So two vector passes over the front find the walls and the handful of
 * points that reach over all of them; those, cut to the box, are the next smaller problem.
 * Cutting keeps the order, so that nothing is sorted inside. The recursion is d deep, and
 * each depth owns its sets.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/hypervolume.h"
#include "math/hypervolume_parts.h"
#include "math/simd.h"

/* Points by objective: objective k of point i is at[k * room + i]. Descending by the last
 * objective. Up to LANES places after the last are -inf in every objective. */
struct point_lanes {
    double *at;
    size_t n, room;
};

struct volume_work {
    size_t d;
    /* By number of objectives: the front of a sweep, and what matters to one box. */
    struct point_lanes front[HYPERVOLUME_MAX_OBJECTIVES + 1];
    struct point_lanes cut[HYPERVOLUME_MAX_OBJECTIVES + 1];
    uint32_t *place;           /* those that matter to the box at hand */
    size_t place_room;
    struct step *steps;
    size_t step_room;
};

struct volume_work *
volume_work_new(size_t d)
{
    struct volume_work *work = mem_zalloc(1, sizeof *work);

    assert(d >= 3 && d <= HYPERVOLUME_MAX_OBJECTIVES);
    work->d = d;
    return work;
}

void
volume_work_free(struct volume_work *work)
{
    for (size_t k = 0; k <= HYPERVOLUME_MAX_OBJECTIVES; k++) {
        free(work->front[k].at);
        free(work->cut[k].at);
    }
    free(work->place);
    free(work->steps);
    free(work);
}

static void
pad(struct point_lanes *lanes, size_t d)
{
    for (size_t k = 0; k < d; k++)
        for (size_t i = 0; i < LANES; i++)
            lanes->at[k * lanes->room + lanes->n + i] = -INFINITY;
}

/* Empties the set and makes room for n points. */
static void
lanes_reset(struct point_lanes *lanes, size_t n, size_t d)
{
    if (lanes->room < n + LANES) {
        free(lanes->at);
        lanes->room = mem_grown(lanes->room, n + LANES);
        lanes->at = mem_zalloc(lanes->room * d, sizeof *lanes->at);
    }
    lanes->n = 0;
    pad(lanes, d);
}

/* --- passes over a set --- */

/* What a set means to the box of a row. The set is descending by its last objective, so
 * that [0, level) is at least as good there, [equal, n) at most as good. */
struct walls {
    double at[HYPERVOLUME_MAX_OBJECTIVES];
    size_t equal, level;
    size_t end;                /* what comes from here on is out of reach */
    bool covered;              /* some point is at least as good everywhere */
};

#ifdef PARETOP_NO_SIMD

/* Walls in all objectives but the last, from the points before `level`. */
__attribute__((always_inline)) static inline void
side_walls(const struct point_lanes *set, const double *row, size_t d, struct walls *walls)
{
    for (size_t i = 0; i < walls->level; i++) {
        size_t short_in = 0, where = 0;

        for (size_t k = 0; k + 1 < d; k++)
            if (set->at[k * set->room + i] < row[k]) {
                short_in++;
                where = k;
            }
        walls->covered |= short_in == 0;
        if (short_in == 1 && set->at[where * set->room + i] > walls->at[where])
            walls->at[where] = set->at[where * set->room + i];
    }
}

/* First place in [from, n) whose point is at least as good but in the last objective. */
__attribute__((always_inline)) static inline size_t
first_below(const struct point_lanes *set, const double *row, size_t d, size_t from)
{
    for (size_t i = from; i < set->n; i++) {
        bool over = true;

        for (size_t k = 0; k + 1 < d && over; k++)
            over = set->at[k * set->room + i] >= row[k];
        if (over)
            return i;
    }
    return set->n;
}

/* Places of the points before `end` that reach over all walls. */
__attribute__((always_inline)) static inline size_t
reaching(const struct point_lanes *set, size_t d, const double *wall, size_t end,
    uint32_t *place)
{
    size_t n = 0;

    for (size_t i = 0; i < end; i++) {
        bool over = true;

        for (size_t k = 0; k + 1 < d; k++)
            over &= set->at[k * set->room + i] > wall[k];
        place[n] = (uint32_t)i;
        n += over;
    }
    return n;
}

/* Whether the point at `at` is covered by another of [0, end). */
__attribute__((always_inline)) static inline bool
covered_by_other(const struct point_lanes *set, size_t at, size_t end, size_t d)
{
    for (size_t i = 0; i < end; i++) {
        bool covers = i != at;

        for (size_t k = 0; k < d && covers; k++)
            covers = set->at[k * set->room + i] >= set->at[k * set->room + at];
        if (covers)
            return true;
    }
    return false;
}

/* First place in [from, end) that the row covers. */
__attribute__((always_inline)) static inline size_t
first_covered(const struct point_lanes *set, const double *row, size_t d, size_t from,
    size_t end)
{
    for (size_t i = from; i < end; i++) {
        bool worse = true;

        for (size_t k = 0; k + 1 < d && worse; k++)
            worse = set->at[k * set->room + i] <= row[k];
        if (worse)
            return i;
    }
    return end;
}

#else

/* Walls in all objectives but the last, from the points before `level`: those that are short
 * in one objective once, not twice, and there above the wall that stands. */
__attribute__((always_inline)) static inline void
side_walls(const struct point_lanes *set, const double *row, size_t d, struct walls *walls)
{
    const double *last = set->at + (d - 1) * set->room;
    masks covered = { 0 };

    for (size_t i = 0; i < walls->level; i += LANES) {
        masks once = { 0 }, twice = once, above = once, raises;
        masks behind = LESS(LOAD(last + i), SPREAD(row[d - 1]));

        for (size_t k = 0; k + 1 < d; k++) {
            doubles q = LOAD(set->at + k * set->room + i);
            masks less = LESS(q, SPREAD(row[k]));

            twice |= once & less;
            once |= less;
            above |= less & LESS(SPREAD(walls->at[k]), q);
        }
        covered |= ~(behind | once);
        raises = above & ~(behind | twice);
        for (unsigned bits = sign_bits(&raises); bits != 0; bits &= bits - 1)
            for (size_t k = 0; k + 1 < d; k++) {
                double q = set->at[k * set->room + i + (size_t)__builtin_ctz(bits)];

                if (q < row[k] && q > walls->at[k])
                    walls->at[k] = q;
            }
    }
    walls->covered = any_sign(&covered);
}

/* First place in [from, n) whose point is at least as good but in the last objective. */
__attribute__((always_inline)) static inline size_t
first_below(const struct point_lanes *set, const double *row, size_t d, size_t from)
{
    for (size_t i = from; i < set->n; i += LANES) {
        masks less = { 0 };
        unsigned bits;

        for (size_t k = 0; k + 1 < d; k++)
            less |= LESS(LOAD(set->at + k * set->room + i), SPREAD(row[k]));
        less = ~less;
        bits = sign_bits(&less);
        if (bits != 0)
            return i + (size_t)__builtin_ctz(bits);
    }
    return set->n;
}

/* Places of the points before `end` that reach over all walls. */
__attribute__((always_inline)) static inline size_t
reaching(const struct point_lanes *set, size_t d, const double *wall, size_t end,
    uint32_t *place)
{
    size_t n = 0;

    for (size_t i = 0; i < end; i += LANES) {
        masks over = ~(masks){ 0 };

        for (size_t k = 0; k + 1 < d; k++)
            over &= LESS(SPREAD(wall[k]), LOAD(set->at + k * set->room + i));
        for (unsigned bits = sign_bits(&over); bits != 0; bits &= bits - 1)
            place[n++] = (uint32_t)i + (uint32_t)__builtin_ctz(bits);
    }
    while (n > 0 && place[n - 1] >= end)
        n--;
    return n;
}

/* Whether the point at `at` is covered by another of [0, end). */
__attribute__((always_inline)) static inline bool
covered_by_other(const struct point_lanes *set, size_t at, size_t end, size_t d)
{
    const double *q = set->at;
    size_t room = set->room;

    for (size_t i = 0; i < end; i += LANES) {
        masks less = { 0 };
        unsigned bits;

        for (size_t k = 0; k < d; k++)
            less |= LESS(LOAD(q + k * room + i), SPREAD(q[k * room + at]));
        less = ~less;
        bits = sign_bits(&less);
        if (at - i < LANES)
            bits &= ~(1U << (at - i));
        if (bits != 0)
            return true;
    }
    return false;
}

/* First place in [from, end) that the row covers. */
__attribute__((always_inline)) static inline size_t
first_covered(const struct point_lanes *set, const double *row, size_t d, size_t from,
    size_t end)
{
    for (size_t i = from; i < end; i += LANES) {
        masks better = { 0 };
        unsigned bits;

        for (size_t k = 0; k + 1 < d; k++)
            better |= LESS(SPREAD(row[k]), LOAD(set->at + k * set->room + i));
        better = ~better;
        bits = sign_bits(&better);
        if (bits != 0 && i + (size_t)__builtin_ctz(bits) < end)
            return i + (size_t)__builtin_ctz(bits);
    }
    return end;
}

#endif

/* Drops what another point of the set covers; of equal points one stays. */
__attribute__((always_inline)) static inline void
reduce_pass(struct point_lanes *set, size_t d)
{
    const double *last = set->at + (d - 1) * set->room;
    size_t kept = 0, end = 0;

    for (size_t i = 0; i < set->n; i++) {
        while (end < set->n && last[end] >= last[i])
            end++;
        if (!covered_by_other(set, i, end, d))
            continue;
        for (size_t k = 0; k + 1 < d; k++)
            set->at[k * set->room + i] = -INFINITY;
    }
    for (size_t i = 0; i < set->n; i++) {
        for (size_t k = 0; k < d; k++)
            set->at[k * set->room + kept] = set->at[k * set->room + i];
        kept += set->at[kept] > -INFINITY;
    }
    set->n = kept;
}

__attribute__((always_inline)) static inline void
walls_pass(const struct point_lanes *set, const double *row, size_t d, struct walls *walls)
{
    side_walls(set, row, d, walls);
    walls->end = first_below(set, row, d, walls->level);
    if (walls->end < set->n)
        walls->at[d - 1] = set->at[(d - 1) * set->room + walls->end];
}

/* Each pass once for every d, so that its inner loop unrolls. */
#define FOR_EACH_D(d, call)                                                           \
    switch (d) {                                                                      \
    case 3: call(3); break;                                                           \
    case 4: call(4); break;                                                           \
    case 5: call(5); break;                                                           \
    case 6: call(6); break;                                                           \
    case 7: call(7); break;                                                           \
    case 8: call(8); break;                                                           \
    default: call(d);                                                                 \
    }

KERNEL_CLONES static void
find_walls(const struct point_lanes *set, const double *row, size_t d, struct walls *walls)
{
#define CALL(d) walls_pass(set, row, d, walls)
    FOR_EACH_D(d, CALL)
#undef CALL
}

KERNEL_CLONES static size_t
find_reaching(const struct point_lanes *set, size_t d, const struct walls *walls,
    uint32_t *place)
{
    size_t n;

#define CALL(d) n = reaching(set, d, walls->at, walls->end, place)
    FOR_EACH_D(d, CALL)
#undef CALL
    return n;
}

KERNEL_CLONES static void
reduce(struct point_lanes *set, size_t d)
{
#define CALL(d) reduce_pass(set, d)
    FOR_EACH_D(d, CALL)
#undef CALL
}

KERNEL_CLONES static size_t
find_covered(const struct point_lanes *set, const double *row, size_t d,
    const struct walls *walls)
{
    size_t first;

#define CALL(d) first = first_covered(set, row, d, walls->equal, walls->end)
    FOR_EACH_D(d, CALL)
#undef CALL
    return first;
}

/* --- volumes --- */

static double
box_volume(const double *row, const double *origin, size_t d)
{
    double volume = 1;

    for (size_t k = 0; k < d; k++)
        volume *= row[k] - origin[k];
    return volume;
}

/* Of one or two boxes. */
static double
volume_of_pair(const struct point_lanes *set, size_t d, const double *origin)
{
    double first = 1, second = 1, both = 1;

    for (size_t k = 0; k < d; k++) {
        double a = set->at[k * set->room] - origin[k];
        double b = set->n > 1 ? set->at[k * set->room + 1] - origin[k] : 0;

        first *= a;
        second *= b;
        both *= a < b ? a : b;
    }
    return first + (second - both);
}

static double
volume_of_three(struct volume_work *work, const struct point_lanes *set,
    const double *origin)
{
    const double *x = set->at, *y = x + set->room, *z = y + set->room;
    double volume = 0;
    size_t n = 0;

    if (work->step_room < set->n + 1) {
        free(work->steps);
        work->step_room = mem_grown(work->step_room, set->n + 1);
        work->steps = mem_zalloc(work->step_room, sizeof *work->steps);
    }
    for (size_t i = 0; i < set->n; i++)
        volume += (z[i] - origin[2]) * steps_add(work->steps, &n, x[i], y[i], origin);
    return volume;
}

/* Drops what the row covers, from `first` on, keeping the order. */
static void
front_drop(struct point_lanes *front, const double *row, size_t d, size_t first,
    struct walls *walls)
{
    size_t kept = first, level = walls->level;

    for (size_t i = first; i < front->n; i++) {
        bool worse = true;

        for (size_t k = 0; k < d; k++)
            worse &= front->at[k * front->room + i] <= row[k];
        for (size_t k = 0; k < d; k++)
            front->at[k * front->room + kept] = front->at[k * front->room + i];
        kept += !worse;
        walls->level -= worse && i < level;
    }
    front->n = kept;
    pad(front, d);
}

/* The row is in no other's box; what lies in its box goes. */
static void
front_add(struct point_lanes *front, const double *row, size_t d, struct walls *walls)
{
    size_t first = find_covered(front, row, d, walls);

    if (first < walls->end)
        front_drop(front, row, d, first, walls);
    for (size_t k = 0; k < d; k++) {
        double *at = front->at + k * front->room + walls->level;

        memmove(at + 1, at, (front->n + LANES - 1 - walls->level) * sizeof *at);
        *at = row[k];
    }
    front->n++;
}

static double volume_of_set(struct volume_work *work, const struct point_lanes *set,
    size_t d, const double *origin);

/* First place whose value is below x, or not above it. */
static size_t
place_below(const double *falling, size_t n, double x, bool or_equal)
{
    const double *at = falling;

    while (n > 0) {
        size_t half = n / 2;

        if (at[half] > x || (!or_equal && at[half] == x)) {
            at += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return (size_t)(at - falling);
}

/* What matters of the set, cut to the row's box. */
static void
cut_to_box(struct volume_work *work, const struct point_lanes *set, const double *row,
    size_t d, const struct walls *walls)
{
    struct point_lanes *cut = &work->cut[d];
    uint32_t *place;

    lanes_reset(cut, walls->end, d);
    ARRAY_RESERVE(work->place, walls->end + LANES, work->place_room);
    place = work->place;
    cut->n = find_reaching(set, d, walls, place);
    for (size_t k = 0; k < d; k++) {
        const double *from = set->at + k * set->room;
        double *to = cut->at + k * cut->room, top = row[k];

        for (size_t i = 0; i < cut->n; i++)
            to[i] = from[place[i]] < top ? from[place[i]] : top;
    }
    pad(cut, d);
    if (d > 3 && cut->n > 2) {
        reduce(cut, d);
        pad(cut, d);
    }
}

/* What of the row's box no point of the set covers. */
static double
volume_alone(struct volume_work *work, const struct point_lanes *set, const double *row,
    size_t d, const double *origin, struct walls *walls)
{
    const double *last = set->at + (d - 1) * set->room;

    memcpy(walls->at, origin, d * sizeof *origin);
    walls->covered = false;
    walls->equal = place_below(last, set->n, row[d - 1], true);
    walls->level = walls->equal
        + place_below(last + walls->equal, set->n - walls->equal, row[d - 1], false);
    find_walls(set, row, d, walls);
    if (walls->covered)
        return 0;
    cut_to_box(work, set, row, d, walls);
    return box_volume(row, walls->at, d) - volume_of_set(work, &work->cut[d], d, walls->at);
}

/* The set is descending by its last objective. */
static double
volume_of_set(struct volume_work *work, const struct point_lanes *set, size_t d,
    const double *origin)
{
    struct point_lanes *front = &work->front[d - 1];
    const double *last = set->at + (d - 1) * set->room;
    double row[HYPERVOLUME_MAX_OBJECTIVES], sum = 0;
    struct walls walls;

    if (set->n == 0)
        return 0;
    if (set->n <= 2)
        return volume_of_pair(set, d, origin);
    if (d == 3)
        return volume_of_three(work, set, origin);
    lanes_reset(front, set->n, d - 1);
    for (size_t i = 0; i < set->n; i++) {
        for (size_t k = 0; k + 1 < d; k++)
            row[k] = set->at[k * set->room + i];
        sum += (last[i] - origin[d - 1])
            * volume_alone(work, front, row, d - 1, origin, &walls);
        if (!walls.covered)
            front_add(front, row, d - 1, &walls);
    }
    return sum;
}

static void
lanes_fill(struct point_lanes *lanes, const struct counted_points *counted)
{
    lanes_reset(lanes, counted->n, counted->d);
    for (size_t i = 0; i < counted->n; i++)
        for (size_t k = 0; k < counted->d; k++)
            lanes->at[k * lanes->room + i] = counted->value[i * counted->d + k] + 0.0;
    lanes->n = counted->n;
    pad(lanes, counted->d);
}

double
volume_of_union(struct volume_work *work, const struct counted_points *counted,
    const double *origin)
{
    struct point_lanes *all = &work->front[counted->d];

    lanes_fill(all, counted);
    return volume_of_set(work, all, counted->d, origin);
}

void
volume_of_each_alone(struct volume_work *work, const struct counted_points *counted,
    const double *origin, double *alone)
{
    size_t d = counted->d;
    struct point_lanes *all = &work->front[d];
    struct walls walls;

    lanes_fill(all, counted);
    for (size_t i = 0; i < counted->n; i++) {
        const double *row = counted->value + i * d;

        /* Out of the set for its own turn, though still in its order. */
        for (size_t k = 0; k + 1 < d; k++)
            all->at[k * all->room + i] = -INFINITY;
        alone[i] = volume_alone(work, all, row, d, origin, &walls);
        for (size_t k = 0; k + 1 < d; k++)
            all->at[k * all->room + i] = row[k];
    }
}
