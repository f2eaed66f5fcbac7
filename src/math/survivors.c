/* survivors.c - one pass that discards what a few strong points dominate.
 *
 * In uniform and in correlated data nearly every point falls to a handful of strong ones,
 * so that the sort and sweep see a few per cent of the rows. The strong points are the best
 * of a sample under a few fixed weightings; which they are changes the time, never the
 * answer. Data without dominated points shows itself early and is passed on whole.
 */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/dominance.h"
#include "math/dominance_parts.h"
#include "math/simd.h"

enum { STRONG = 8, SAMPLE_MOST = 8192, WORTH_IT = 512, TRIAL = 8192 };

struct strong_points {
    double value[STRONG][DOMINANCE_MAX_OBJECTIVES];
    size_t n;
};

struct bounds { double lo[DOMINANCE_MAX_OBJECTIVES], scale[DOMINANCE_MAX_OBJECTIVES]; };

static void
sample_bounds(const double *points, size_t n, size_t d, size_t step, struct bounds *bounds)
{
    for (size_t k = 0; k < d; k++) {
        double lo = INFINITY, hi = -INFINITY;

        for (size_t i = 0; i < n; i += step) {
            double x = points[i * d + k];

            if (isfinite(x) && x < lo)
                lo = x;
            if (isfinite(x) && x > hi)
                hi = x;
        }
        bounds->lo[k] = lo < hi ? lo : 0;
        bounds->scale[k] = lo < hi && isfinite(hi - lo) ? 1 / (hi - lo) : 0;
    }
}

/* Balanced first; then each leans on some objectives more than on others. */
static double
weight_of(size_t which, size_t k, size_t d)
{
    static const double lean[STRONG] = { 1, 3, 3, 9, 9, 27, 27, 81 };

    return which == 0 || (k + which) % d != 0 ? 1 : lean[which];
}

static double
strength(const double *row, size_t d, const struct bounds *bounds, size_t which)
{
    double sum = 0;

    for (size_t k = 0; k < d; k++) {
        double part = (row[k] - bounds->lo[k]) * bounds->scale[k];

        if (!(part > -1))
            part = -1;         /* NaN from an infinity without a scale, too */
        if (part > 2)
            part = 2;
        sum += weight_of(which, k, d) * part;
    }
    return sum;
}

static void
find_strong(const double *points, size_t n, size_t d, struct strong_points *strong)
{
    size_t step = n / SAMPLE_MOST + 1;
    struct bounds bounds;
    size_t best[STRONG] = { 0 };
    double most[STRONG];

    sample_bounds(points, n, d, step, &bounds);
    for (size_t w = 0; w < STRONG; w++)
        most[w] = -INFINITY;
    for (size_t i = 0; i < n; i += step)
        for (size_t w = 0; w < STRONG; w++) {
            double s = strength(points + i * d, d, &bounds, w);

            if (s > most[w]) {
                most[w] = s;
                best[w] = i;
            }
        }
    strong->n = 0;
    for (size_t w = 0; w < STRONG; w++) {
        bool seen = false;

        for (size_t v = 0; v < w; v++)
            seen |= best[v] == best[w];
        if (seen)
            continue;
        for (size_t k = 0; k < d; k++)
            strong->value[strong->n][k] = points[best[w] * d + k];
        strong->n++;
    }
}

/* Inlined with a constant d, so that the inner loops unroll. */
__attribute__((always_inline)) static inline bool
falls(const double *row, const struct strong_points *strong, size_t d, bool weak)
{
    for (size_t s = 0; s < strong->n; s++) {
        const double *p = strong->value[s];
        bool none_better = true, some_worse = false, all_worse = true;

        for (size_t k = 0; k < d; k++) {
            none_better &= row[k] <= p[k];
            some_worse |= row[k] < p[k];
            all_worse &= row[k] < p[k];
        }
        if (weak ? all_worse : none_better && some_worse)
            return true;
    }
    return false;
}

__attribute__((always_inline)) static inline size_t
pass(const double *points, size_t from, size_t to, const struct strong_points *strong,
    size_t d, bool weak, uint32_t *rows)
{
    size_t m = 0;

    for (size_t i = from; i < to; i++) {
        rows[m] = (uint32_t)i;
        m += !falls(points + i * d, strong, d, weak);
    }
    return m;
}

static size_t
pass_any(const double *points, size_t from, size_t to, const struct strong_points *strong,
    size_t d, bool weak, uint32_t *rows)
{
    if (weak)
        return pass(points, from, to, strong, d, true, rows);
    switch (d) {
    case 2: return pass(points, from, to, strong, 2, false, rows);
    case 3: return pass(points, from, to, strong, 3, false, rows);
    case 4: return pass(points, from, to, strong, 4, false, rows);
    case 5: return pass(points, from, to, strong, 5, false, rows);
    case 6: return pass(points, from, to, strong, 6, false, rows);
    case 7: return pass(points, from, to, strong, 7, false, rows);
    case 8: return pass(points, from, to, strong, 8, false, rows);
    case 9: return pass(points, from, to, strong, 9, false, rows);
    default: return pass(points, from, to, strong, d, false, rows);
    }
}

uint32_t *
dominance_survivors(const double *points, size_t n, size_t d, bool weak, size_t *m)
{
    struct strong_points strong;
    size_t trial = n < TRIAL ? n : TRIAL, kept;
    uint32_t *rows;

    *m = n;
    if (n < WORTH_IT)
        return NULL;
    find_strong(points, n, d, &strong);
    rows = mem_alloc(n * sizeof *rows);
    kept = pass_any(points, 0, trial, &strong, d, weak, rows);
    if (kept > trial - trial / 32) {
        free(rows);
        return NULL;
    }
    *m = kept + pass_any(points, trial, n, &strong, d, weak, rows + kept);
    return rows;
}
