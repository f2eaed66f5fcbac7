/* test_kernel_memory.c - frontiers, layers, volumes and shares take at most three times the
 * memory of their points, whatever these look like.
 *
 * Each kernel runs in a child of its own, whose peak is read before and after; what it gives
 * back does not hide what it took. Sanitizers and valgrind have memory of their own: there
 * the test is skipped.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "math/dominance.h"
#include "math/hypervolume.h"
#include "math/rng.h"
#include "skip.h"
#include "slowly.h"

enum kernel { FILTER, WEAK, LAYERS, COUNTS, VOLUME, SHARES };
enum shape { UNIFORM, SPHERE, EQUAL, STEPS };

struct run { enum kernel kernel; size_t n, d; enum shape shape; };

/* Kilobytes that a small set may take beyond: tables of a sort, the C library. */
enum { SLACK = 1024 };

static bool
has_memory_of_its_own(void)
{
#ifdef __SANITIZE_ADDRESS__
    return true;
#endif
    return runs_under_valgrind();
}

static void
fill(double *points, const struct run *run)
{
    struct rng rng;

    rng_init(&rng, 1, NULL, 0);
    for (size_t i = 0; i < run->n; i++) {
        double *row = points + i * run->d, length = 0;

        if (run->shape == SPHERE)
            rng_normals(&rng, row, run->d);
        for (size_t k = 0; k < run->d; k++) {
            if (run->shape == SPHERE)
                length += row[k] * row[k];
            else
                row[k] = run->shape == UNIFORM ? rng_uniform(&rng)
                    : run->shape == EQUAL ? 0.5 : (double)(k % 2 ? run->n - i : i);
        }
        for (size_t k = 0; k < run->d && length > 0; k++)
            row[k] = fabs(row[k]) / sqrt(length);
    }
}

static void
apply(const struct run *run, const double *points, void *answer)
{
    double reference[DOMINANCE_MAX_OBJECTIVES] = { 0 };

    switch (run->kernel) {
    case FILTER: dominance_frontier(points, run->n, run->d, answer); break;
    case WEAK: dominance_frontier_weak(points, run->n, run->d, answer); break;
    case LAYERS: dominance_layers(points, run->n, run->d, answer); break;
    case COUNTS: dominance_counts(points, run->n, run->d, answer); break;
    case VOLUME: *(double *)answer = hypervolume(points, run->n, run->d, reference); break;
    case SHARES: hypervolume_contributions(points, run->n, run->d, reference, answer); break;
    }
}

static long
peak(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* Kilobytes that the kernel takes at its peak beyond points and answer. */
static long
memory_of(const struct run *run)
{
    int ends[2], status;
    long taken = -1;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        double *points = malloc(run->n * run->d * sizeof *points);
        void *answer = malloc(run->n * sizeof(double));
        long before;

        memset(answer, 1, run->n * sizeof(double));
        fill(points, run);
        before = peak();
        apply(run, points, answer);
        before = peak() - before;
        _exit(write(ends[1], &before, sizeof before) == sizeof before ? 0 : 1);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &taken, sizeof taken), sizeof taken);
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return taken;
}

static void
three_times_the_points(void **state)
{
    static const struct run runs[] = {
        { FILTER, 300000, 2, UNIFORM }, { FILTER, 300000, 2, SPHERE },
        { FILTER, 300000, 2, EQUAL }, { FILTER, 300000, 2, STEPS },
        { FILTER, 200000, 3, SPHERE }, { FILTER, 100000, 4, SPHERE },
        { FILTER, 60000, 9, SPHERE }, { FILTER, 20000, 16, SPHERE },
        { WEAK, 30000, 5, SPHERE }, { LAYERS, 300000, 2, UNIFORM },
        { LAYERS, 200000, 3, UNIFORM }, { LAYERS, 30000, 5, UNIFORM },
        { LAYERS, 60000, 4, STEPS }, { LAYERS, 20000, 9, SPHERE },
        { COUNTS, 500000, 2, UNIFORM }, { COUNTS, 100000, 3, UNIFORM },
        { VOLUME, 200000, 2, SPHERE }, { VOLUME, 100000, 3, SPHERE },
        { VOLUME, 100000, 3, EQUAL }, { SHARES, 200000, 2, SPHERE },
        { SHARES, 100000, 3, SPHERE },
    };

    (void)state;
    if (has_memory_of_its_own())
        SKIP_TEST("memory is counted without sanitizers and valgrind");
    for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
        long input = (long)(runs[i].n * runs[i].d * sizeof(double) / 1024);
        long taken = memory_of(&runs[i]);

        if (taken > 3 * input + SLACK)
            fail_msg("kernel %d, %zu x %zu, shape %d: %ld kB for %ld kB of points",
                (int)runs[i].kernel, runs[i].n, runs[i].d, (int)runs[i].shape, taken, input);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_times_the_points),
    };

    return cmocka_run_group_tests_name("kernel memory", tests, NULL, NULL);
}
