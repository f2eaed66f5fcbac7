/* engine.h - what the benchmarks of the frontier engine share: data, clock, references, and
 * the one table that they print.
 *
 * A line: task, n x d, data, our median of a few repetitions, and its ratio to one pass over
 * the data and to one radix sort of n keys in the same run, which hold on any machine. CPU
 * time of one thread.
 */
#ifndef PARETOP_TESTS_BENCH_ENGINE_H
#define PARETOP_TESTS_BENCH_ENGINE_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "math/order.h"
#include "math/rng.h"

/* SPHERE_LOSSES: losses on the unit sphere, all nondominated, as the field's tables of
 * hypervolumes have them; NONDOMINATED: gains on it. */
enum shape { UNIFORM, NONDOMINATED, CORRELATED, EQUAL, ONE_AXIS, GEOMETRIC, OUTLIER,
    SPHERE_LOSSES };

static const char *const shape_names[] = { "uniform", "nondominated", "correlated", "equal",
    "one axis", "geometric", "outlier", "sphere" };

static inline double
milliseconds(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static inline void
fill_row(struct rng *rng, double *row, size_t d, enum shape shape, int outlier)
{
    double base = rng_uniform(rng), length = 0;

    if (shape == NONDOMINATED || shape == SPHERE_LOSSES)
        rng_normals(rng, row, d);
    for (size_t k = 0; k < d; k++) {
        double u = rng_uniform(rng);

        if (shape == NONDOMINATED || shape == SPHERE_LOSSES)
            length += row[k] * row[k];
        else
            row[k] = shape == CORRELATED ? base + 0.1 * u : shape == EQUAL ? 0.5
                : shape == ONE_AXIS ? (k == 0 ? u : 0)
                : shape == GEOMETRIC ? ldexp(k % 2 ? -1 : 1, (int)(u * 1000) - 500)
                : shape == OUTLIER && outlier ? 1e30 : u;
    }
    for (size_t k = 0; k < d && length > 0; k++)
        row[k] = (shape == SPHERE_LOSSES ? -1 : 1) * fabs(row[k]) / sqrt(length);
}

static inline double *
new_points(size_t n, size_t d, enum shape shape)
{
    double *points = malloc(n * d * sizeof *points);
    struct rng rng;

    rng_init(&rng, 1, NULL, 0);
    for (size_t i = 0; i < n; i++)
        fill_row(&rng, points + i * d, d, shape, i == n / 2);
    return points;
}

static inline double
pass_ms(const double *points, size_t n)
{
    double start = milliseconds(), lane[8] = { 0 };
    volatile double sink;

    for (size_t i = 0; i + 8 <= n; i += 8)
        for (size_t k = 0; k < 8; k++)
            lane[k] += points[i + k];
    sink = lane[0] + lane[1] + lane[2] + lane[3] + lane[4] + lane[5] + lane[6] + lane[7];
    (void)sink;
    return milliseconds() - start;
}

static inline double
sort_ms(const double *points, size_t n, size_t d)
{
    uint64_t *key = malloc(2 * n * sizeof *key);
    uint32_t *index = malloc(2 * n * sizeof *index);
    double start;

    for (size_t i = 0; i < n; i++) {
        key[i] = order_key_descending(points[i * d]);
        index[i] = (uint32_t)i;
    }
    start = milliseconds();
    order_sort(key, index, n, key + n, index + n);
    start = milliseconds() - start;
    free(key);
    free(index);
    return start;
}

struct timed { double ms, found; };

static inline int
compare_timed(const void *a, const void *b)
{
    double x = ((const struct timed *)a)->ms, y = ((const struct timed *)b)->ms;

    return (x > y) - (x < y);
}

/* found is part of the answer, so that nothing is optimised away and runs can be compared. */
typedef double task(const double *points, size_t n, size_t d);

static inline void
bench(const char *name, task *run, size_t n, size_t d, enum shape shape)
{
    enum { TIMES = 5 };
    double *points = new_points(n, d, shape), pass, sort, spent = 0;
    struct timed timed[TIMES];
    size_t times = 0;

    pass_ms(points, n * d);
    pass = pass_ms(points, n * d);
    sort = sort_ms(points, n, d);
    while (times < TIMES && spent < 2000) {
        timed[times].ms = milliseconds();
        timed[times].found = run(points, n, d);
        timed[times].ms = milliseconds() - timed[times].ms;
        spent += timed[times++].ms;
    }
    qsort(timed, times, sizeof timed[0], compare_timed);
    printf("%-13s %8zu x %zu  %-12s %9.3f ms  found %-12.10g %8.1f passes %8.1f sorts\n",
        name, n, d, shape_names[shape], timed[times / 2].ms, timed[times / 2].found,
        timed[times / 2].ms / pass, timed[times / 2].ms / sort);
    fflush(stdout);
    free(points);
}

#endif
