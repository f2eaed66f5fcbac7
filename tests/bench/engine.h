/* engine.h - what the benchmarks of the frontier engine share: data, clock, references, and
 * the one table that they print.
 *
 * A line: task, n, d, data, our median of a few repetitions, its ratio to one pass over the
 * data and to one radix sort of n keys, which hold on any machine, and the time of a peer on
 * the same data in the same run with ours as a part of it. The peer is R with eaf or emoa;
 * "-" where there is none, or none within PEER_SECONDS. CPU time of one thread.
 */
#ifndef PARETOP_TESTS_BENCH_ENGINE_H
#define PARETOP_TESTS_BENCH_ENGINE_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

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

/* --- the peer --- */

enum { PEER_SECONDS = 15 };

static inline bool
peer_there(void)
{
    static int there = -1;

    if (there < 0)
        there = system("Rscript -e 'stopifnot(requireNamespace(\"eaf\"), "
            "requireNamespace(\"emoa\"))' >/dev/null 2>&1") == 0;
    return there == 1;
}

/* Milliseconds of an R expression over the points x, a row each; NAN if there is no answer. */
static inline double
peer_ms(const char *expression, const double *points, size_t n, size_t d)
{
    static const char script[] = "a <- commandArgs(TRUE); d <- as.integer(a[2]); "
        "x <- matrix(readBin(a[1], \"double\", as.integer(a[3]) * d), ncol = d, byrow = TRUE); "
        "r <- rep(-1.1, d); g <- rep(seq_len(30), length.out = nrow(x)); "
        "f <- eval(parse(text = paste(\"function()\", a[4]))); "
        "one <- function() system.time(f())[[1]] * 1e3; s <- one(); "
        "if (s < 1000) s <- median(replicate(5, one())); if (s > 0) cat(s)";
    char name[] = "/tmp/paretop-bench-XXXXXX", command[2048];
    int fd = mkstemp(name);
    FILE *file = fd >= 0 ? fdopen(fd, "wb") : NULL, *answer;
    double ms = (double)NAN;

    if (file == NULL)
        return ms;
    if (fwrite(points, sizeof *points, n * d, file) != n * d)
        ms = (double)NAN;
    fclose(file);
    snprintf(command, sizeof command, "timeout %d Rscript -e '%s' %s %zu %zu '%s' 2>/dev/null",
        PEER_SECONDS, script, name, d, n, expression);
    answer = popen(command, "r");
    if (answer == NULL || fscanf(answer, "%lf", &ms) != 1)
        ms = (double)NAN;
    if (answer != NULL)
        pclose(answer);
    unlink(name);
    return ms;
}

/* --- the table --- */

static inline void
print_head(void)
{
    static const char *const names[] = { "task", "n", "d", "data", "ms", "found", "passes",
        "sorts", "peer ms", "ours/peer" };

    printf("%-13s %8s %2s  %-12s %9s  %-12s %8s %8s %9s %9s\n", names[0], names[1], names[2],
        names[3], names[4], names[5], names[6], names[7], names[8], names[9]);
}

static inline void
print_or_dash(int width, int digits, double value)
{
    if (isnan(value))
        printf("%*s", width, "-");
    else
        printf("%*.*f", width, digits, value);
}

static inline void
print_line(const char *name, size_t n, size_t d, const char *data, struct timed ours,
    double pass, double sort, double peer)
{
    printf("%-13s %8zu %2zu  %-12s %9.3f  %-12.10g %8.1f ", name, n, d, data, ours.ms,
        ours.found, ours.ms / pass);
    print_or_dash(8, 1, ours.ms / sort);
    print_or_dash(10, 3, peer);
    print_or_dash(10, 3, ours.ms / peer);
    printf("\n");
    fflush(stdout);
}

/* found is part of the answer, so that nothing is optimised away and runs can be compared. */
typedef double task(const double *points, size_t n, size_t d);

/* Prints a line; returns the least time, which others disturb least. */
static inline double
bench(const char *name, task *run, size_t n, size_t d, enum shape shape, const char *peer)
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
    print_line(name, n, d, shape_names[shape], timed[times / 2], pass, sort,
        peer != NULL && peer_there() ? peer_ms(peer, points, n, d) : (double)NAN);
    free(points);
    return timed[0].ms;
}

static inline double
once_ms(task *run, const double *points, size_t n, size_t d)
{
    double start = milliseconds();

    run(points, n, d);
    return milliseconds() - start;
}

/* How many times as long one kind of data takes as another, in turns: what else the machine
 * does meanwhile troubles both alike. */
static inline double
times_as_long(task *run, size_t n, size_t d, enum shape hard, enum shape random)
{
    double *a = new_points(n, d, hard), *b = new_points(n, d, random);
    double a_ms = INFINITY, b_ms = INFINITY;

    for (int i = 0; i < 5; i++) {
        a_ms = fmin(a_ms, once_ms(run, a, n, d));
        b_ms = fmin(b_ms, once_ms(run, b, n, d));
    }
    free(a);
    free(b);
    return a_ms / b_ms;
}

/* Data made to be hard may take twice the time of the random kind, no more. Says which do;
 * returns how many. A millisecond is forgiven: that is noise. */
static inline size_t
bench_hard(const char *name, task *run, size_t n, size_t d, enum shape random,
    double random_ms)
{
    size_t slow = 0;

    for (enum shape shape = EQUAL; shape <= OUTLIER; shape++) {
        double ms = bench(name, run, n, d, shape, NULL), times;

        if (ms <= 2 * random_ms + 1)
            continue;
        times = times_as_long(run, n, d, shape, random);
        if (times <= 2)
            continue;
        printf("TOO SLOW: %s of %zu x %zu %s takes %.1f times as long as random data\n", name,
            n, d, shape_names[shape], times);
        slow++;
    }
    return slow;
}

#endif
