/* dominance.c - how fast frontiers and layers are, against a pass and a sort of the same run.
 *
 * One line per task: median of a few repetitions in milliseconds, and the ratio to one pass
 * over the data and to one radix sort of n keys, which hold on any machine.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "math/dominance.h"
#include "math/order.h"

enum shape { UNIFORM, NONDOMINATED, CORRELATED, EQUAL, ONE_AXIS, GEOMETRIC, OUTLIER };

static const char *const shape_names[] = { "uniform", "nondominated", "correlated", "equal",
    "one axis", "geometric", "outlier" };

static uint64_t state = 1;

static double
uniform(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) * 0x1p-53;
}

static double
milliseconds(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static double
normal(void)
{
    return sqrt(-2 * log(1 - uniform())) * cos(6.283185307179586 * uniform());
}

static void
fill(double *points, size_t n, size_t d, enum shape shape)
{
    for (size_t i = 0; i < n; i++) {
        double *row = points + i * d, base = uniform(), length = 0;

        for (size_t k = 0; k < d; k++) {
            double u = uniform();

            row[k] = shape == CORRELATED ? base + 0.1 * u : shape == EQUAL ? 0.5
                : shape == ONE_AXIS ? (k == 0 ? u : 0)
                : shape == GEOMETRIC ? ldexp(k % 2 ? -1 : 1, (int)(u * 1000) - 500)
                : shape == OUTLIER && i == n / 2 ? 1e30 : u;
            if (shape == NONDOMINATED) {
                row[k] = fabs(normal());
                length += row[k] * row[k];
            }
        }
        for (size_t k = 0; k < d && shape == NONDOMINATED; k++)
            row[k] /= sqrt(length);
    }
}

enum { FILTER, LAYERS, COUNTS };
static const char *const task_names[] = { "filter", "layers", "counts" };

struct result { double ms; size_t found; };

static struct result
run_once(int task, const double *points, size_t n, size_t d, uint8_t *on, uint32_t *number)
{
    double start = milliseconds();
    struct result result = { 0, 0 };

    if (task == FILTER)
        result.found = dominance_frontier(points, n, d, on);
    else if (task == LAYERS)
        result.found = dominance_layers(points, n, d, number);
    else
        dominance_counts(points, n, d, number);
    result.ms = milliseconds() - start;
    return result;
}

static int
compare_results(const void *a, const void *b)
{
    double x = ((const struct result *)a)->ms, y = ((const struct result *)b)->ms;

    return (x > y) - (x < y);
}

static double
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

static double
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

static void
bench(int task, size_t n, size_t d, enum shape shape)
{
    enum { TIMES = 5 };
    double *points = malloc(n * d * sizeof *points), pass, sort;
    uint8_t *on = malloc(n);
    uint32_t *number = malloc(n * sizeof *number);
    struct result result[TIMES];

    fill(points, n, d, shape);
    pass_ms(points, n * d);
    pass = pass_ms(points, n * d);
    sort = sort_ms(points, n, d);
    for (size_t i = 0; i < TIMES; i++)
        result[i] = run_once(task, points, n, d, on, number);
    qsort(result, TIMES, sizeof result[0], compare_results);
    printf("%-7s %8zu x %zu  %-12s %9.2f ms  found %7zu  %7.1f passes  %6.1f sorts\n",
        task_names[task], n, d, shape_names[shape], result[TIMES / 2].ms,
        result[TIMES / 2].found, result[TIMES / 2].ms / pass, result[TIMES / 2].ms / sort);
    fflush(stdout);
    free(points);
    free(on);
    free(number);
}

int
main(void)
{
    static const size_t large[] = { 2, 3 }, many[] = { 5, 9 };

    for (size_t i = 0; i < 2; i++)
        for (enum shape shape = UNIFORM; shape <= OUTLIER; shape++)
            bench(FILTER, 1000000, large[i], shape);
    for (size_t i = 0; i < 2; i++)
        for (enum shape shape = UNIFORM; shape <= OUTLIER; shape++)
            bench(FILTER, 100000, many[i], shape);
    for (size_t i = 0; i < 2; i++)
        for (enum shape shape = UNIFORM; shape <= CORRELATED; shape++)
            bench(LAYERS, 1000000, large[i], shape);
    for (size_t i = 0; i < 2; i++)
        for (enum shape shape = UNIFORM; shape <= CORRELATED; shape++)
            bench(LAYERS, 100000, many[i], shape);
    bench(COUNTS, 1000000, 2, UNIFORM);
    bench(COUNTS, 1000000, 3, UNIFORM);
    bench(COUNTS, 20000, 5, UNIFORM);
    return 0;
}
