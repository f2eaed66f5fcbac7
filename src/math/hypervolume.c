/* hypervolume.c - which points count, the sweeps for up to three objectives, and the way
 * to the sets for more (hypervolume_sets.c) and to the shares (contributions.c).
 */
#include "math/hypervolume.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/hypervolume_parts.h"
#include "math/order.h"

static bool
point_counts(const double *row, const double *reference, size_t d)
{
    for (size_t k = 0; k < d; k++)
        if (!(row[k] > reference[k]))
            return false;
    return true;
}

/* The last objective moves to the front, so that the lexicographic order is ours. */
static void
turned(const double *row, size_t d, double *out)
{
    out[0] = row[d - 1];
    memcpy(out + 1, row, (d - 1) * sizeof *row);
}

void
counted_points_init(struct counted_points *counted, const double *points, size_t n,
    size_t d, const double *reference, const uint8_t *among)
{
    double *value = mem_alloc(n * d * sizeof *value);
    uint32_t *row = mem_alloc(n * sizeof *row);
    struct ordered_points ordered;
    size_t kept = 0;

    counted->infinite = false;
    for (size_t i = 0; i < n; i++) {
        if ((among != NULL && !among[i]) || !point_counts(points + i * d, reference, d))
            continue;
        turned(points + i * d, d, value + kept * d);
        for (size_t k = 0; k < d; k++)
            counted->infinite |= isinf(points[i * d + k] - reference[k]);
        row[kept++] = (uint32_t)i;
    }
    ordered_points_init(&ordered, value, NULL, kept, d);
    for (size_t i = 0; i < kept; i++) {
        const double *from = ordered.value + i * d;

        memcpy(value + i * d, from + 1, (d - 1) * sizeof *value);
        value[i * d + d - 1] = from[0];
        ordered.index[i] = row[ordered.index[i]];
    }
    counted->n = kept;
    counted->d = d;
    counted->value = value;
    counted->row = ordered.index;
    free(ordered.value);
    free(row);
}

void
counted_points_release(struct counted_points *counted)
{
    free(counted->row);
    free(counted->value);
}

static double
volume_one(const double *points, size_t n, double reference)
{
    double best = reference;

    for (size_t i = 0; i < n; i++)
        best = points[i] > best ? points[i] : best;
    return best - reference;
}

/* Sorted by the second objective alone, best first; of those that are equal there the widest
 * counts. Each adds a strip as wide as it is the widest yet. */
static double
area_in_order(const double *points, const uint64_t *key, const uint32_t *row, size_t n,
    const double *origin)
{
    double area = 0, width = origin[0];

    for (size_t i = 0, end; i < n; i = end) {
        const double *widest = points + 2 * row[i];

        for (end = i + 1; end < n && key[end] == key[i]; end++)
            if (points[2 * row[end]] > widest[0])
                widest = points + 2 * row[end];
        if (widest[0] > width) {
            area += (widest[1] - origin[1]) * (widest[0] - width);
            width = widest[0];
        }
    }
    return area;
}

static double
volume_two(const double *points, size_t n, const double *origin)
{
    uint64_t *key = mem_alloc(2 * n * sizeof *key);
    uint32_t *row = mem_alloc(2 * n * sizeof *row);
    bool infinite = false;
    size_t kept = 0;
    double area;

    for (size_t i = 0; i < n; i++) {
        const double *point = points + i * 2;

        key[kept] = order_key_descending(point[1]);
        row[kept] = (uint32_t)i;
        if (!point_counts(point, origin, 2))
            continue;
        infinite |= isinf(point[0] - origin[0]) || isinf(point[1] - origin[1]);
        kept++;
    }
    if (kept > 1)
        order_sort(key, row, kept, key + n, row + n);
    area = infinite ? (double)INFINITY : area_in_order(points, key, row, kept, origin);
    free(key);
    free(row);
    return area;
}

/* --- three objectives --- */

/* First step with x at most ours. */
static size_t
step_at(const struct step *steps, size_t n, double x)
{
    const struct step *at = steps;

    while (n > 0) {
        size_t half = n / 2;

        if (at[half].x > x) {
            at += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return (size_t)(at - steps);
}

double
steps_add(struct step *steps, size_t *n, double x, double y, const double *origin)
{
    size_t first = step_at(steps, *n, x), last;
    double below = first > 0 ? steps[first - 1].y : origin[1], area = 0;

    if (below >= y || (first < *n && steps[first].x == x && steps[first].y >= y))
        return 0;
    /* Steps with y at most ours are swallowed; y rises along the array. */
    for (last = first; last < *n && steps[last].y <= y; last++) {
        area += (x - steps[last].x) * (steps[last].y - below);
        below = steps[last].y;
    }
    area += (x - (last < *n ? steps[last].x : origin[0])) * (y - below);
    if (last != first + 1)
        memmove(steps + first + 1, steps + last, (*n - last) * sizeof *steps);
    steps[first] = (struct step){ x, y };
    *n = *n - (last - first) + 1;
    return area;
}

static double
volume_three(const struct counted_points *counted, const double *origin)
{
    struct step *steps = mem_alloc((counted->n + 1) * sizeof *steps);
    double volume = 0;
    size_t n = 0;

    for (size_t i = 0; i < counted->n; i++) {
        const double *row = counted->value + i * 3;

        volume += (row[2] - origin[2]) * steps_add(steps, &n, row[0], row[1], origin);
    }
    free(steps);
    return volume;
}

static double
volume_many(const struct counted_points *counted, const double *origin)
{
    struct volume_work *work = volume_work_new(counted->d);
    double volume = volume_of_union(work, counted, origin);

    volume_work_free(work);
    return volume;
}

double
hypervolume(const double *points, size_t n, size_t d, const double *reference)
{
    struct counted_points counted;
    double volume;

    assert(d >= 1 && d <= HYPERVOLUME_MAX_OBJECTIVES);
    if (d == 1)
        return volume_one(points, n, reference[0]);
    if (d == 2) {
        volume = volume_two(points, n, reference);
    } else {
        counted_points_init(&counted, points, n, d, reference, NULL);
        volume = counted.infinite ? (double)INFINITY
            : d == 3 ? volume_three(&counted, reference) : volume_many(&counted, reference);
        counted_points_release(&counted);
    }
    /* Of finite numbers only boxes beyond the largest double make a NaN. */
    return isnan(volume) ? (double)INFINITY : volume;
}
