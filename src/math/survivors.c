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

enum { STRONG = 8, MARKS = 256, SAMPLE_MOST = 8192, WORTH_IT = 512, TRIAL = 8192 };

struct strong_points {
    double value[STRONG][DOMINANCE_MAX_OBJECTIVES];
    size_t n;
};

/* Sorted values of a few rows per objective: a value's place among them is nearly its rank,
 * whatever the scale of the objective. */
struct ruler { double mark[DOMINANCE_MAX_OBJECTIVES][MARKS]; size_t n; };

static int
compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void
make_ruler(const double *points, size_t n, size_t d, struct ruler *ruler)
{
    size_t step = n / MARKS + 1;

    for (size_t k = 0; k < d; k++) {
        ruler->n = 0;
        for (size_t i = 0; i < n; i += step)
            ruler->mark[k][ruler->n++] = points[i * d + k];
        qsort(ruler->mark[k], ruler->n, sizeof(double), compare_doubles);
    }
}

/* 0 for worse than all marks, 1 for better; between two marks by their distance. */
static double
place_on(const struct ruler *ruler, size_t k, double value)
{
    const double *mark = ruler->mark[k];
    size_t lo = 0, hi = ruler->n;
    double part = 0;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (mark[mid] < value)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo > 0 && lo < ruler->n)
        part = (value - mark[lo - 1]) / (mark[lo] - mark[lo - 1]) - 1;
    if (!(part >= -1 && part <= 0))
        part = 0;              /* next to an infinity */
    return ((double)lo + part) / (double)ruler->n;
}

/* Balanced first; then each leans on some objectives more than on others. */
static double
weight_of(size_t which, size_t k, size_t d)
{
    static const double lean[STRONG] = { 1, 3, 3, 9, 9, 27, 27, 81 };

    return which == 0 || (k + which) % d != 0 ? 1 : lean[which];
}

/* Rows of the sample with the best weighted places. */
static void
best_of_sample(const double *points, size_t n, size_t d, size_t *best)
{
    size_t step = n / SAMPLE_MOST + 1;
    struct ruler *ruler = mem_alloc(sizeof *ruler);
    double least[STRONG];

    make_ruler(points, n, d, ruler);
    for (size_t w = 0; w < STRONG; w++)
        least[w] = INFINITY;
    for (size_t i = 0; i < n; i += step) {
        double lost[DOMINANCE_MAX_OBJECTIVES];

        for (size_t k = 0; k < d; k++)
            lost[k] = 1 - place_on(ruler, k, points[i * d + k]);
        for (size_t w = 0; w < STRONG; w++) {
            double sum = 0;

            for (size_t k = 0; k < d; k++)
                sum += weight_of(w, k, d) * lost[k];
            if (sum < least[w]) {
                least[w] = sum;
                best[w] = i;
            }
        }
    }
    free(ruler);
}

static void
find_strong(const double *points, size_t n, size_t d, struct strong_points *strong)
{
    size_t best[STRONG] = { 0 };

    best_of_sample(points, n, d, best);
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
falls_to(const double *row, const double *strong, size_t d, bool weak)
{
    bool none_better = true, some_worse = false, all_worse = true;

    for (size_t k = 0; k < d; k++) {
        none_better &= row[k] <= strong[k];
        some_worse |= row[k] < strong[k];
        all_worse &= row[k] < strong[k];
    }
    return weak ? all_worse : none_better & some_worse;
}

/* The first strong point removes most rows, without a branch; the few that it leaves meet
 * the others. */
__attribute__((always_inline)) static inline size_t
pass(const double *points, size_t from, size_t to, const struct strong_points *strong,
    size_t d, bool weak, uint32_t *rows)
{
    size_t m = 0, left = 0;

    for (size_t i = from; i < to; i++) {
        rows[m] = (uint32_t)i;
        m += !falls_to(points + i * d, strong->value[0], d, weak);
    }
    for (size_t i = 0; i < m; i++) {
        const double *row = points + rows[i] * d;
        bool fallen = false;

        for (size_t s = 1; s < strong->n && !fallen; s++)
            fallen = falls_to(row, strong->value[s], d, weak);
        rows[left] = rows[i];
        left += !fallen;
    }
    return left;
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
