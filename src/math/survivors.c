/* survivors.c - one pass that discards what a few strong points dominate.
 *
 * In uniform and in correlated data nearly every point falls to a handful of strong ones,
 * so that the sort and sweep see a few per cent of the rows. The strong points are the best
 * of a sample under a few fixed weightings; which they are changes the time, never the
 * answer. The first rows are a trial: data without dominated points shows itself and is
 * passed on whole; else the few rows that the trial left, the best of many, are looked
 * through for stronger points yet.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance.h"
#include "math/dominance_parts.h"
#include "math/simd.h"
#include "math/sorted.h"

enum { STRONG = 8, MARKS = 128, SAMPLE_MOST = 1024, TRIAL = 16384, BLOCK = 512 };

struct strong_points {
    double value[STRONG][DOMINANCE_MAX_OBJECTIVES];
    size_t n;
    double least[STRONG];      /* the best weighted places so far, and whose they are */
    size_t best[STRONG];
};

/* Sorted values of a few rows per objective: a value's place among them is nearly its rank,
 * whatever the scale of the objective. */
struct ruler { double mark[DOMINANCE_MAX_OBJECTIVES][MARKS]; size_t n; };

static void
make_ruler(const double *points, size_t n, size_t d, struct ruler *ruler)
{
    size_t step = n / MARKS + 16;

    for (size_t k = 0; k < d; k++) {
        ruler->n = 0;
        for (size_t i = 0; i < n; i += step)
            ruler->mark[k][ruler->n++] = points[i * d + k];
        sort_doubles(ruler->mark[k], ruler->n);
    }
}

/* 0 for worse than all marks, 1 for better; between two marks by their distance. */
static double
place_on(const struct ruler *ruler, size_t k, double value)
{
    const double *mark = ruler->mark[k], *at = mark;
    size_t lo, n = ruler->n;
    double part = 0;

    while (n > 1) {
        size_t half = n / 2;

        at += at[half - 1] < value ? half : 0;
        n -= half;
    }
    lo = (size_t)(at - mark) + (*at < value);
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

/* The row's weighted places against the best so far. */
static void
consider(const double *points, size_t row, size_t d, const struct ruler *ruler,
    struct strong_points *strong)
{
    double lost[DOMINANCE_MAX_OBJECTIVES];

    for (size_t k = 0; k < d; k++)
        lost[k] = 1 - place_on(ruler, k, points[row * d + k]);
    for (size_t w = 0; w < STRONG; w++) {
        double sum = 0;

        for (size_t k = 0; k < d; k++)
            sum += weight_of(w, k, d) * lost[k];
        if (sum < strong->least[w]) {
            strong->least[w] = sum;
            strong->best[w] = row;
        }
    }
}

static void
copy_strong(const double *points, size_t d, struct strong_points *strong)
{
    strong->n = 0;
    for (size_t w = 0; w < STRONG; w++) {
        bool seen = false;

        for (size_t v = 0; v < w; v++)
            seen |= strong->best[v] == strong->best[w];
        if (seen)
            continue;
        memcpy(strong->value[strong->n++], points + strong->best[w] * d,
            d * sizeof *points);
    }
}

/* Of all rows, or of those listed. */
static void
find_strong(const double *points, const uint32_t *rows, size_t n, size_t d,
    const struct ruler *ruler, struct strong_points *strong)
{
    size_t step = rows != NULL ? n / SAMPLE_MOST + 1 : n / SAMPLE_MOST + 8;

    for (size_t i = 0; i < n; i += step)
        consider(points, rows != NULL ? rows[i] : i, d, ruler, strong);
    copy_strong(points, d, strong);
}

/* Inlined with a constant d, so that the inner loops unroll. */
__attribute__((always_inline)) static inline bool
falls_to(const double *row, const double *strong, size_t d, bool weak)
{
    bool none_better = true, some_worse = false, all_worse = true;

    UNROLLED
    for (size_t k = 0; k < d; k++) {
        none_better &= row[k] <= strong[k];
        some_worse |= row[k] < strong[k];
        all_worse &= row[k] < strong[k];
    }
    return weak ? all_worse : none_better & some_worse;
}

/* The first strong point removes most rows, without a branch unless few are left; those
 * that it leaves meet the others, a block at a time, while they are in the cache. */
__attribute__((always_inline)) static inline size_t
pass(const double *points, size_t from, size_t to, const struct strong_points *strong,
    size_t d, bool weak, uint32_t *rows)
{
    const double *first = strong->value[0];
    size_t left = 0;

    for (size_t block = from; block < to; block += BLOCK) {
        size_t end = block + BLOCK < to ? block + BLOCK : to, m = left, next = left;

        for (size_t i = block; i < end; i++) {
            rows[m] = (uint32_t)i;
            m += !falls_to(points + i * d, first, d, weak);
        }
        for (; next < m; next++) {
            const double *row = points + rows[next] * d;
            bool fallen = false;

            for (size_t s = 1; s < strong->n && !fallen; s++)
                fallen = falls_to(row, strong->value[s], d, weak);
            rows[left] = rows[next];
            left += !fallen;
        }
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

/* Sorting few points takes less than looking for strong ones: measured. */
static size_t
worth_it(size_t d)
{
    return d == 2 ? 4096 : d == 3 ? 2048 : 512;
}

uint32_t *
dominance_survivors(const double *points, size_t n, size_t d, bool weak, size_t *m)
{
    struct strong_points strong = { .n = 0 };
    size_t trial = n < TRIAL ? n : TRIAL, kept;
    struct ruler *ruler;
    uint32_t *rows;

    *m = n;
    if (n < worth_it(d))
        return NULL;
    for (size_t w = 0; w < STRONG; w++)
        strong.least[w] = INFINITY;
    ruler = mem_alloc(sizeof *ruler);
    make_ruler(points, n, d, ruler);
    find_strong(points, NULL, n, d, ruler, &strong);
    rows = mem_alloc(n * sizeof *rows);
    kept = pass_any(points, 0, trial, &strong, d, weak, rows);
    if (kept > trial - trial / 32) {
        free(ruler);
        free(rows);
        return NULL;
    }
    if (trial < n) {
        find_strong(points, rows, kept, d, ruler, &strong);
        kept = pass_any(points, 0, n, &strong, d, weak, rows);
    }
    free(ruler);
    *m = kept;
    return rows;
}
