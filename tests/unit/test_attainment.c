/* test_attainment.c - surfaces and expectation against values of another program, and by
 * definition on small grids. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/attainment.h"
#include "skip.h"

enum { MOST = 400 };

static size_t
read_rows(const char *name, double (*rows)[3])
{
    const char *folder = getenv("PARETOP_SHARED");
    char path[4096], line[256];
    size_t n = 0;
    FILE *file;

    snprintf(path, sizeof path, "%s/oracles/%s", folder, name);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (n < MOST && fgets(line, sizeof line, file) != NULL) {
        assert_int_equal(sscanf(line, "%lf,%lf,%lf", &rows[n][0], &rows[n][1], &rows[n][2]),
            3);
        n++;
    }
    fclose(file);
    return n;
}

/* Losses of five runs, and every level's surface. */
static void
five_runs(void **state)
{
    double in[MOST][3], out[MOST][3], points[2 * MOST];
    const double reference[] = { -2, -2 };
    struct attainment attainment;
    struct vorobev vorobev;
    uint32_t run[MOST];
    size_t n, m;

    (void)state;
    if (getenv("PARETOP_SHARED") == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    n = read_rows("algo_eaf_input_5runs.csv", in);
    m = read_rows("algo_eaf_output_5runs.csv", out);
    for (size_t i = 0; i < n; i++) {
        points[2 * i] = -in[i][0];
        points[2 * i + 1] = -in[i][1];
        run[i] = (uint32_t)in[i][2] - 1;
    }
    attainment_init(&attainment, points, run, n, 5);
    assert_int_equal(attainment.start[5], m);
    for (size_t level = 1, at = 0; level <= 5; level++)
        for (; at < attainment.start[level]; at++) {
            assert_true(out[at][2] == 20 * (double)level);
            assert_true(out[at][0] == -attainment.points[2 * at]);
            assert_true(out[at][1] == -attainment.points[2 * at + 1]);
        }
    vorobev = attainment_vorobev(&attainment, points, run, n, reference);
    assert_true(fabs(vorobev.mean_volume - 3.269650498) < 1e-9);
    assert_true(fabs(vorobev.deviation - 0.174852022) < 1e-9);
    assert_int_equal(vorobev.level, 2);
    attainment_release(&attainment);
}

static uint32_t
next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static size_t
runs_that_attain(const double *points, const uint32_t *run, size_t n, size_t runs, double x,
    double y)
{
    size_t count = 0;

    for (uint32_t r = 0; r < runs; r++) {
        bool any = false;

        for (size_t i = 0; i < n; i++)
            any = any || (run[i] == r && points[2 * i] >= x && points[2 * i + 1] >= y);
        count += any;
    }
    return count;
}

static bool
on_surface(const struct attainment *attainment, size_t level, double x, double y)
{
    for (size_t i = attainment->start[level - 1]; i < attainment->start[level]; i++)
        if (attainment->points[2 * i] == x && attainment->points[2 * i + 1] == y)
            return true;
    return false;
}

/* A cell is on surface m if m runs attain it and fewer any better neighbour. */
static void
grids_by_definition(void **state)
{
    enum { SIDE = 6, POINTS = 12 };
    uint32_t seed = 11;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t n = next_random(&seed) % (POINTS + 1), runs = 1 + next_random(&seed) % 5;
        double points[2 * POINTS];
        struct attainment attainment;
        uint32_t run[POINTS];

        for (size_t i = 0; i < n; i++) {
            points[2 * i] = next_random(&seed) % SIDE;
            points[2 * i + 1] = next_random(&seed) % SIDE;
            run[i] = next_random(&seed) % (uint32_t)runs;
        }
        attainment_init(&attainment, points, run, n, runs);
        for (size_t m = 1; m <= runs; m++)
            for (double x = 0; x < SIDE; x++)
                for (double y = 0; y < SIDE; y++)
                    assert_int_equal(on_surface(&attainment, m, x, y),
                        runs_that_attain(points, run, n, runs, x, y) >= m
                        && runs_that_attain(points, run, n, runs, x + 1, y) < m
                        && runs_that_attain(points, run, n, runs, x, y + 1) < m);
        attainment_release(&attainment);
    }
}

static void
levels_by_percent(void **state)
{
    (void)state;
    assert_int_equal(attainment_level(5, 50), 3);
    assert_int_equal(attainment_level(4, 50), 2);
    assert_int_equal(attainment_level(10, 10), 1);
    assert_int_equal(attainment_level(10, 0), 1);
    assert_int_equal(attainment_level(30, 90), 27);
    assert_int_equal(attainment_level(3, 100), 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_runs),
        cmocka_unit_test(grids_by_definition),
        cmocka_unit_test(levels_by_percent),
    };

    return cmocka_run_group_tests_name("attainment", tests, NULL, NULL);
}
