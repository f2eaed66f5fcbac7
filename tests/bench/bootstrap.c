/* bootstrap.c - 9,999 paired resamples of 20 models, graded and 0/1, with percentile limits,
 * against scipy in the same run where python3 has it.
 *
 * Times are of the wall, median of three; the work is that of scipy.stats.bootstrap's
 * percentile interval for each model, which does not even keep the pairs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "math/bootstrap.h"
#include "math/resample.h"
#include "math/rng.h"

enum { ITEMS = 14042, MODELS = 20, REPLICATES = 9999, REPEATS = 3 };

static double
seconds(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double
once(const double *const *x, unsigned threads, double *mean)
{
    struct resampling plan = { .n = ITEMS, .b = REPLICATES, .seed = 1, .set = 1,
        .threads = threads };
    double start = seconds();

    resample_means(&plan, x, MODELS, mean);
    for (size_t j = 0; j < MODELS; j++)
        bootstrap_sort(mean + j * REPLICATES, REPLICATES);
    return seconds() - start;
}

static double
median_of(const double *const *x, unsigned threads, double *mean)
{
    double time[REPEATS];

    for (size_t i = 0; i < REPEATS; i++)
        time[i] = once(x, threads, mean);
    bootstrap_sort(time, REPEATS);
    return time[REPEATS / 2];
}

/* Seconds that scipy needs for one model, times their number; 0 if it is not there. */
static double
scipy_seconds(void)
{
    static const char command[] = "for python in python3 /usr/bin/python3; do $python -c '\n"
        "import time, numpy, scipy.stats\n"
        "x = numpy.random.default_rng(1).random(14042)\n"
        "t = time.perf_counter()\n"
        "scipy.stats.bootstrap((x,), numpy.mean, n_resamples=9999, batch=500,\n"
        "    method=\"percentile\")\n"
        "print(time.perf_counter() - t)' 2>/dev/null"
        " && break; done";
    FILE *pipe = popen(command, "r");
    char line[64];
    double time = 0;

    if (pipe == NULL)
        return 0;
    if (fgets(line, sizeof line, pipe) != NULL)
        time = strtod(line, NULL) * MODELS;
    pclose(pipe);
    return time;
}

int
main(void)
{
    double *value = malloc(sizeof *value * ITEMS * MODELS);
    double *mean = malloc(sizeof *mean * REPLICATES * MODELS);
    const double *x[MODELS];
    double scipy = scipy_seconds();
    struct rng rng;
    uint64_t stream = 1;

    rng_init(&rng, 1, &stream, 1);
    for (int binary = 0; binary < 2; binary++) {
        for (size_t j = 0; j < MODELS; j++) {
            x[j] = value + j * ITEMS;
            for (size_t i = 0; i < ITEMS; i++)
                value[j * ITEMS + i] = binary ? rng_uniform(&rng) < 0.7 : rng_uniform(&rng);
        }
        for (unsigned threads = 1; threads <= 2; threads++) {
            double time = median_of(x, threads, mean);

            printf("bootstrap %d x %d, %s, %u thread%s: %.3f s", MODELS, ITEMS,
                binary ? "0/1" : "graded", threads, threads > 1 ? "s" : "", time);
            if (scipy > 0)
                printf("; scipy %.2f s, ratio %.0f", scipy, scipy / time);
            putchar('\n');
        }
    }
    free(value);
    free(mean);
    return 0;
}
