/* dominance.c - nondominated sets and layers by one sweep in lexicographic order.
 *
 * A few strong points first discard what they dominate, in one pass; the survivors are
 * sorted and swept. Layers are found by binary search over the fronts: if some member of
 * front k dominates a point, so does one of every front before it.
 */
#include "math/dominance.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance_parts.h"

bool
dominates(const double *a, const double *b, size_t d)
{
    bool better = false;

    for (size_t k = 0; k < d; k++) {
        if (a[k] < b[k])
            return false;
        better |= a[k] > b[k];
    }
    return better;
}

bool
ordered_same_as_previous(const struct ordered_points *ordered, size_t i)
{
    const double *row = ordered->value + i * ordered->d;

    for (size_t k = 0; k < ordered->d; k++)
        if (row[k] != row[k - ordered->d])
            return false;
    return true;
}

/* Ends at the first row that differs, so that it costs nothing where rows do. */
static bool
all_equal(const double *points, size_t n, size_t d)
{
    for (size_t i = d; i < n * d; i++)
        if (points[i] != points[i - d])
            return false;
    return true;
}

static size_t
frontier_1d(const double *points, size_t n, uint8_t *on)
{
    double best = points[0];
    size_t count = 0;

    for (size_t i = 1; i < n; i++)
        if (points[i] > best)
            best = points[i];
    for (size_t i = 0; i < n; i++) {
        on[i] = points[i] == best;
        count += on[i];
    }
    return count;
}

/* First place after `from` with another first objective. */
static size_t
end_of_group(const struct ordered_points *ordered, size_t from)
{
    size_t d = ordered->d, i = from + 1;
    double x = ordered->value[from * d];

    while (i < ordered->n && ordered->value[i * d] == x)
        i++;
    return i;
}

/* In a group of equal x the first has the best y. Strict: all that equal it are on the
 * frontier if it beats every better x. Weak: all that reach the best y of better x. */
static size_t
sweep_2d(const struct ordered_points *ordered, bool weak, uint8_t *on)
{
    const double *value = ordered->value;
    bool any = false;
    double best = 0;
    size_t count = 0;

    for (size_t lo = 0, hi; lo < ordered->n; lo = hi) {
        double top = value[lo * 2 + 1];

        hi = end_of_group(ordered, lo);
        for (size_t i = lo; i < hi; i++) {
            double y = value[i * 2 + 1];
            bool in = weak ? !any || y >= best : y == top && (!any || y > best);

            on[ordered->index[i]] = in;
            count += in;
        }
        if (!any || top > best)
            best = top;
        any = true;
    }
    return count;
}

static size_t
sweep_strict(const struct ordered_points *ordered, uint8_t *on)
{
    struct cover_space space;
    struct cover_set *kept;
    bool in = false;
    size_t count = 0;

    cover_space_init(&space, ordered);
    kept = cover_set_new(&space);
    for (size_t i = 0; i < ordered->n; i++) {
        if (i == 0 || !ordered_same_as_previous(ordered, i)) {
            in = !cover_set_covers(kept, i, false);
            if (in)
                cover_set_add(kept, i);
        }
        on[ordered->index[i]] = in;
        count += in;
    }
    cover_set_free(kept);
    cover_space_release(&space);
    return count;
}

/* A point with the same first objective is not better in every one: groups are asked
 * before any of their members is added. */
static size_t
sweep_weak(const struct ordered_points *ordered, uint8_t *on)
{
    struct cover_space space;
    struct cover_set *kept;
    size_t count = 0;

    cover_space_init(&space, ordered);
    kept = cover_set_new(&space);
    for (size_t lo = 0, hi; lo < ordered->n; lo = hi) {
        hi = end_of_group(ordered, lo);
        for (size_t i = lo; i < hi; i++) {
            bool in = !cover_set_covers(kept, i, true);

            on[ordered->index[i]] = in;
            count += in;
        }
        for (size_t i = lo; i < hi; i++)
            if (on[ordered->index[i]] && !cover_set_covers(kept, i, false))
                cover_set_add(kept, i);
    }
    cover_set_free(kept);
    cover_space_release(&space);
    return count;
}

static size_t
frontier(const double *points, size_t n, size_t d, bool weak, uint8_t *on)
{
    struct ordered_points ordered;
    uint32_t *rows;
    size_t m, count;

    assert(d >= 1 && d <= DOMINANCE_MAX_OBJECTIVES);
    if (n == 0)
        return 0;
    if (d == 1)
        return frontier_1d(points, n, on);
    if (all_equal(points, n, d)) {
        memset(on, 1, n);
        return n;
    }
    rows = dominance_survivors(points, n, d, weak, &m);
    if (rows != NULL)
        memset(on, 0, n);
    ordered_points_init(&ordered, points, rows, m, d);
    count = d == 2 ? sweep_2d(&ordered, weak, on)
        : weak ? sweep_weak(&ordered, on) : sweep_strict(&ordered, on);
    ordered_points_release(&ordered);
    free(rows);
    return count;
}

size_t
dominance_frontier(const double *points, size_t n, size_t d, uint8_t *on)
{
    return frontier(points, n, d, false, on);
}

size_t
dominance_frontier_weak(const double *points, size_t n, size_t d, uint8_t *on)
{
    return frontier(points, n, d, true, on);
}

/* --- layers --- */

static uint32_t
layers_1d(const struct ordered_points *ordered, uint32_t *layer)
{
    uint32_t current = 0;

    for (size_t i = 0; i < ordered->n; i++) {
        if (i == 0 || !ordered_same_as_previous(ordered, i))
            current++;
        layer[ordered->index[i]] = current;
    }
    return current;
}

/* best[k] is the largest second objective seen in front k; it falls as k grows. */
static uint32_t
layers_2d(const struct ordered_points *ordered, uint32_t *layer)
{
    double *best = NULL;
    size_t fronts = 0, capacity = 0, lo = 0;

    for (size_t i = 0; i < ordered->n; i++) {
        double y = ordered->value[i * 2 + 1];

        if (i == 0 || !ordered_same_as_previous(ordered, i)) {
            size_t hi = fronts;

            for (lo = 0; lo < hi;) {
                size_t mid = lo + (hi - lo) / 2;

                if (best[mid] >= y)
                    lo = mid + 1;
                else
                    hi = mid;
            }
            if (lo == fronts)
                ARRAY_PUSH(best, fronts, capacity, y);
            best[lo] = y;
        }
        layer[ordered->index[i]] = (uint32_t)lo + 1;
    }
    free(best);
    return (uint32_t)fronts;
}

static size_t
first_front_not_covering(struct cover_set *const *fronts, size_t n, size_t place)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (cover_set_covers(fronts[mid], place, false))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static uint32_t
layers_by_search(const struct ordered_points *ordered, uint32_t *layer)
{
    struct cover_set **fronts = NULL;
    struct cover_space space;
    size_t n = 0, capacity = 0, k = 0;

    cover_space_init(&space, ordered);
    for (size_t i = 0; i < ordered->n; i++) {
        if (i == 0 || !ordered_same_as_previous(ordered, i)) {
            /* Where the last point opened the last front the next may well open another: in a
             * chain each does, and a million fronts are not searched for each. */
            k = k + 1 == n && cover_set_covers(fronts[k], i, false) ? n
                : first_front_not_covering(fronts, n, i);
            if (k == n)
                ARRAY_PUSH(fronts, n, capacity, cover_set_new(&space));
            cover_set_add(fronts[k], i);
        }
        layer[ordered->index[i]] = (uint32_t)k + 1;
    }
    for (size_t i = 0; i < n; i++)
        cover_set_free(fronts[i]);
    free(fronts);
    cover_space_release(&space);
    return (uint32_t)n;
}

uint32_t
dominance_layers(const double *points, size_t n, size_t d, uint32_t *layer)
{
    struct ordered_points ordered;
    uint32_t count;

    assert(d >= 1 && d <= DOMINANCE_MAX_OBJECTIVES);
    ordered_points_init(&ordered, points, NULL, n, d);
    count = d == 1 ? layers_1d(&ordered, layer)
        : d == 2 ? layers_2d(&ordered, layer) : layers_by_search(&ordered, layer);
    ordered_points_release(&ordered);
    return count;
}
