/* hypervolume.c - exact hypervolume by dimension sweep and limit sets.
 *
 * In gains g = p - r a set's volume is a sum over its points in descending order of the
 * last objective: each adds its height g[last] times the (d-1)-volume that it alone covers
 * among the points above it, which is prod(g) minus the volume of the set cut down to its
 * box (While, Bradstreet and Barone's limit sets, with slicing). Two and three objectives
 * are swept directly; above, each level keeps only the points that still matter one
 * dimension down, in the order that the next sweep needs. Each level of the recursion owns
 * one scratch area, so nothing is allocated inside; the depth is d.
 */
#include "math/hypervolume.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance.h"

/* Points of one level: n rows of `stride` gains, and room for their order. */
struct level {
    double *rows;
    struct rank { double key; size_t row; } *order;
    double *sorted;
    double *front;         /* mutually uncovered in d-1, descending by coordinate d-2 */
};

struct sweep {
    size_t stride;
    struct level level[HYPERVOLUME_MAX_OBJECTIVES + 1];
    struct step { double x, y; } *stairs;   /* x descending, y ascending */
};

static int
rank_descending(const void *left, const void *right)
{
    const struct rank *a = left, *b = right;

    if (a->key != b->key)
        return a->key < b->key ? 1 : -1;
    return (a->row > b->row) - (a->row < b->row);
}

/* Copies rows into level->sorted, descending by one coordinate; ties keep their order. */
static void
level_sort(struct level *level, size_t n, size_t stride, size_t coordinate)
{
    for (size_t i = 0; i < n; i++) {
        level->order[i].key = level->rows[i * stride + coordinate];
        level->order[i].row = i;
    }
    qsort(level->order, n, sizeof *level->order, rank_descending);
    for (size_t i = 0; i < n; i++)
        memcpy(level->sorted + i * stride, level->rows + level->order[i].row * stride,
            stride * sizeof *level->sorted);
}

/* Area of n rows that are descending in their first coordinate already. */
static double
volume_two_sorted(const double *rows, size_t n, size_t stride)
{
    double area = 0, height = 0;

    for (size_t i = 0; i < n; i++) {
        const double *row = rows + i * stride;

        if (row[1] > height) {
            area += row[0] * (row[1] - height);
            height = row[1];
        }
    }
    return area;
}

static double
volume_two(struct sweep *sweep, size_t n)
{
    struct level *level = &sweep->level[2];

    level_sort(level, n, sweep->stride, 0);
    return volume_two_sorted(level->sorted, n, sweep->stride);
}

/* Adds (x, y) to the staircase of n steps; returns the area it adds and updates *n. */
static double
stairs_add(struct step *stairs, size_t *n, double x, double y)
{
    size_t lo = 0, hi = *n, first, last;
    double below, area = 0, floor_y;

    while (lo < hi) {                       /* first step with x at most ours */
        size_t middle = lo + (hi - lo) / 2;

        if (stairs[middle].x > x)
            lo = middle + 1;
        else
            hi = middle;
    }
    if ((lo < *n && stairs[lo].x == x && stairs[lo].y >= y)
        || (lo > 0 && stairs[lo - 1].y >= y))
        return 0;
    first = lo;
    /* Steps from lo on with y at most ours are swallowed; y rises along the array. */
    floor_y = lo > 0 ? stairs[lo - 1].y : 0;
    below = floor_y;
    for (last = first; last < *n && stairs[last].y <= y; last++) {
        area += (x - stairs[last].x) * (stairs[last].y - below);
        below = stairs[last].y;
    }
    area += (x - (last < *n ? stairs[last].x : 0)) * (y - below);
    memmove(stairs + first + 1, stairs + last, (*n - last) * sizeof *stairs);
    stairs[first] = (struct step){ x, y };
    *n = *n - (last - first) + 1;
    return area;
}

/* Volume of n rows that are descending in their third coordinate already, each cut down
 * to the box of `box` if that is not NULL. */
static double
volume_three_sorted(struct sweep *sweep, const double *rows, size_t n, const double *box)
{
    size_t steps = 0;
    double volume = 0;

    for (size_t i = 0; i < n; i++) {
        const double *row = rows + i * sweep->stride;
        double x = row[0], y = row[1], z = row[2];

        if (box != NULL) {
            x = x < box[0] ? x : box[0];
            y = y < box[1] ? y : box[1];
            z = z < box[2] ? z : box[2];
        }
        volume += z * stairs_add(sweep->stairs, &steps, x, y);
    }
    return volume;
}

static double
volume_three(struct sweep *sweep, size_t n)
{
    struct level *level = &sweep->level[3];

    level_sort(level, n, sweep->stride, 2);
    return volume_three_sorted(sweep, level->sorted, n, NULL);
}

static double
product(const double *row, size_t d)
{
    double value = 1;

    for (size_t k = 0; k < d; k++)
        value *= row[k];
    return value;
}

/* 1 if a covers b (>= everywhere), -1 if b strictly covers a, 0 otherwise. */
static int
covers(const double *a, const double *b, size_t d)
{
    bool up = true, down = true;

    for (size_t k = 0; k < d; k++) {
        up = up && a[k] >= b[k];
        down = down && b[k] >= a[k];
    }
    return up ? 1 : down ? -1 : 0;
}

/* Adds the row to a set in which no row covers another. Returns the new size. */
static size_t
set_add(double *rows, size_t n, size_t stride, size_t d, const double *row)
{
    for (size_t i = 0; i < n;) {
        int side = covers(rows + i * stride, row, d);

        if (side > 0)
            return n;
        if (side < 0)
            memmove(rows + i * stride, rows + --n * stride, d * sizeof *rows);
        else
            i++;
    }
    memcpy(rows + n * stride, row, d * sizeof *rows);
    return n + 1;
}

static double
largest(const double *rows, size_t n, size_t stride)
{
    double best = 0;

    for (size_t i = 0; i < n; i++)
        best = fmax(best, rows[i * stride]);
    return best;
}

static double volume_of_level(struct sweep *sweep, size_t n, size_t d);

/* The d-volume of `row` that none of the n rows of `others` covers. */
static double
volume_alone(struct sweep *sweep, const double *row, const double *others, size_t n,
    size_t d)
{
    double *limited = sweep->level[d].rows;
    double cut[HYPERVOLUME_MAX_OBJECTIVES];
    size_t kept = 0;

    for (size_t j = 0; j < n; j++) {
        const double *other = others + j * sweep->stride;

        for (size_t k = 0; k < d; k++)
            cut[k] = fmin(row[k], other[k]);
        kept = set_add(limited, kept, sweep->stride, d, cut);
    }
    return product(row, d) - volume_of_level(sweep, kept, d);
}

/* Puts the row among those that matter in d objectives, dropping what it covers. */
static size_t
front_add(double *front, size_t n, size_t stride, size_t d, const double *row)
{
    size_t kept = 0, at;

    for (size_t i = 0; i < n; i++) {
        if (covers(row, front + i * stride, d) > 0)
            continue;
        if (kept != i)
            memcpy(front + kept * stride, front + i * stride, d * sizeof *front);
        kept++;
    }
    for (at = kept; at > 0 && front[(at - 1) * stride + d - 1] < row[d - 1]; at--)
        ;
    memmove(front + (at + 1) * stride, front + at * stride,
        (kept - at) * stride * sizeof *front);
    memcpy(front + at * stride, row, d * sizeof *front);
    return kept + 1;
}

static bool
front_covers(const double *front, size_t n, size_t stride, size_t d, const double *row)
{
    for (size_t i = 0; i < n; i++)
        if (covers(front + i * stride, row, d) > 0)
            return true;
    return false;
}

/* Volume of the rows in level[d].rows. */
static double
volume_of_level(struct sweep *sweep, size_t n, size_t d)
{
    struct level *level = &sweep->level[d];
    double volume = 0;
    size_t front = 0;

    if (n == 0)
        return 0;
    if (n == 1)
        return product(level->rows, d);
    if (d == 1)
        return largest(level->rows, n, sweep->stride);
    if (d == 2)
        return volume_two(sweep, n);
    if (d == 3)
        return volume_three(sweep, n);
    level_sort(level, n, sweep->stride, d - 1);
    for (size_t i = 0; i < n; i++) {
        const double *row = level->sorted + i * sweep->stride;

        if (front_covers(level->front, front, sweep->stride, d - 1, row))
            continue;
        volume += row[d - 1] * (d == 4
            ? product(row, 3) - volume_three_sorted(sweep, level->front, front, row)
            : volume_alone(sweep, row, level->front, front, d - 1));
        front = front_add(level->front, front, sweep->stride, d - 1, row);
    }
    return volume;
}

static void
sweep_init(struct sweep *sweep, size_t n, size_t d)
{
    size_t room = n + 1;

    sweep->stride = d;
    for (size_t k = 1; k <= d; k++) {
        sweep->level[k].rows = mem_zalloc(room * d, sizeof(double));
        sweep->level[k].sorted = mem_zalloc(room * d, sizeof(double));
        sweep->level[k].front = mem_zalloc(room * d, sizeof(double));
        sweep->level[k].order = mem_zalloc(room, sizeof(struct rank));
    }
    sweep->stairs = mem_zalloc(room + 1, sizeof *sweep->stairs);
}

static void
sweep_release(struct sweep *sweep, size_t d)
{
    for (size_t k = 1; k <= d; k++) {
        free(sweep->level[k].rows);
        free(sweep->level[k].sorted);
        free(sweep->level[k].front);
        free(sweep->level[k].order);
    }
    free(sweep->stairs);
}

/* Gains of one counted point, padded with zeros so that one comparator serves every d. */
struct gain {
    double value[HYPERVOLUME_MAX_OBJECTIVES];
    size_t point;
};

static int
gain_descending(const void *left, const void *right)
{
    const struct gain *a = left, *b = right;

    for (size_t k = 0; k < HYPERVOLUME_MAX_OBJECTIVES; k++)
        if (a->value[k] != b->value[k])
            return a->value[k] < b->value[k] ? 1 : -1;
    return (a->point > b->point) - (a->point < b->point);
}

/* The counted points with their gains, in one order whatever the input's. */
static struct gain *
gains_new(const double *points, size_t n, size_t d, const double *reference, size_t *count)
{
    struct gain *gains = mem_zalloc(n, sizeof *gains);
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        bool counts = true;

        for (size_t k = 0; k < d; k++) {
            counts = counts && points[i * d + k] > reference[k];
            gains[kept].value[k] = points[i * d + k] - reference[k];
        }
        gains[kept].point = i;
        kept += counts;
        if (!counts)
            memset(&gains[kept], 0, sizeof *gains);
    }
    qsort(gains, kept, sizeof *gains, gain_descending);
    *count = kept;
    return gains;
}

static int
pair_descending(const void *left, const void *right)
{
    const double *a = left, *b = right;

    if (a[0] != b[0])
        return a[0] < b[0] ? 1 : -1;
    return (a[1] < b[1]) - (a[1] > b[1]);
}

static int
triple_descending(const void *left, const void *right)
{
    const double *a = left, *b = right;

    if (a[2] != b[2])
        return a[2] < b[2] ? 1 : -1;
    return pair_descending(a, b);
}

/* Up to three objectives, where n may be large: packed rows, one sort, one sweep. */
static double
volume_few(const double *points, size_t n, size_t d, const double *reference)
{
    struct sweep sweep = { .stride = d };
    double *rows = mem_zalloc(n, d * sizeof *rows);
    double volume;
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        bool counts = true;

        for (size_t k = 0; k < d; k++) {
            rows[kept * d + k] = points[i * d + k] - reference[k];
            counts = counts && points[i * d + k] > reference[k];
        }
        kept += counts;
    }
    if (d == 1) {
        volume = largest(rows, kept, 1);
    } else if (d == 2) {
        qsort(rows, kept, d * sizeof *rows, pair_descending);
        volume = volume_two_sorted(rows, kept, d);
    } else {
        qsort(rows, kept, d * sizeof *rows, triple_descending);
        sweep.stairs = mem_zalloc(kept + 1, sizeof *sweep.stairs);
        volume = volume_three_sorted(&sweep, rows, kept, NULL);
        free(sweep.stairs);
    }
    free(rows);
    return volume;
}

double
hypervolume(const double *points, size_t n, size_t d, const double *reference)
{
    struct sweep sweep;
    struct gain *gains;
    double volume;
    size_t count, kept = 0;

    assert(d >= 1 && d <= HYPERVOLUME_MAX_OBJECTIVES);
    if (d <= 3)
        return volume_few(points, n, d, reference);
    gains = gains_new(points, n, d, reference, &count);
    sweep_init(&sweep, count, d);
    for (size_t i = 0; i < count; i++)
        kept = set_add(sweep.level[d].rows, kept, sweep.stride, d, gains[i].value);
    volume = volume_of_level(&sweep, kept, d);
    sweep_release(&sweep, d);
    free(gains);
    return volume;
}

/* Two objectives: each point's rectangle between its neighbours on the frontier. gains
 * are mutually nondominated, first objective descending; equal points share nothing. */
static void
contributions_two(const struct gain *gains, size_t n, double *contribution)
{
    for (size_t i = 0; i < n; i++) {
        double width = gains[i].value[0], height = gains[i].value[1];

        if (i + 1 < n)
            width -= gains[i + 1].value[0];
        if (i > 0)
            height -= gains[i - 1].value[1];
        contribution[gains[i].point] = width * height;
    }
}

/* Contribution of every gain among all of them. */
static void
contributions_each(const struct gain *gains, size_t n, size_t d, double *contribution)
{
    struct sweep sweep;
    double *others = mem_zalloc(n * d, sizeof *others);

    sweep_init(&sweep, n, d);
    for (size_t i = 0; i < n; i++) {
        size_t count = 0;

        for (size_t j = 0; j < n; j++)
            if (j != i)
                memcpy(others + count++ * d, gains[j].value, d * sizeof *others);
        contribution[gains[i].point]
            = volume_alone(&sweep, gains[i].value, others, count, d);
    }
    sweep_release(&sweep, d);
    free(others);
}

void
hypervolume_contributions(const double *points, size_t n, size_t d,
    const double *reference, double *contribution)
{
    uint8_t *on = mem_zalloc(n, sizeof *on);
    struct gain *gains;
    size_t count, kept = 0;

    assert(d >= 1 && d <= HYPERVOLUME_MAX_OBJECTIVES);
    memset(contribution, 0, n * sizeof *contribution);
    dominance_frontier(points, n, d, on);
    gains = gains_new(points, n, d, reference, &count);
    for (size_t i = 0; i < count; i++)
        if (on[gains[i].point])
            gains[kept++] = gains[i];
    if (d == 2)
        contributions_two(gains, kept, contribution);
    else
        contributions_each(gains, kept, d, contribution);
    free(gains);
    free(on);
}

void
hypervolume_contributions_all(const double *points, size_t n, size_t d,
    const double *reference, double *contribution)
{
    struct gain *gains;
    size_t count;

    assert(d >= 1 && d <= HYPERVOLUME_MAX_OBJECTIVES);
    memset(contribution, 0, n * sizeof *contribution);
    gains = gains_new(points, n, d, reference, &count);
    contributions_each(gains, count, d, contribution);
    free(gains);
}
