/* test_dominance.c - the dominance kernels against the definition, and against themselves.
 *
 * Random small inputs with ties, duplicates, infinities and signed zeros for 1 to 16
 * objectives are compared with an O(n^2 d) reading of the definition; larger ones must not
 * change under permutation, monotone rescaling and the addition of dominated points.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "math/dominance.h"
#include "math/membership.h"
#include "slowly.h"

enum { SMALL = 40, LARGE = 3000, WIDEST = DOMINANCE_MAX_OBJECTIVES };

static uint64_t random_state = 88172645463325252u;

static uint64_t
next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static double
uniform(void)
{
    return (double)(next_random() >> 11) * 0x1p-53;
}

/* --- the definition --- */

static bool
beats(const double *a, const double *b, size_t d, bool everywhere)
{
    bool all_ge = true, all_gt = true, some_gt = false;

    for (size_t k = 0; k < d; k++) {
        all_ge &= a[k] >= b[k];
        all_gt &= a[k] > b[k];
        some_gt |= a[k] > b[k];
    }
    return everywhere ? all_gt : all_ge && some_gt;
}

static uint32_t
slow_count(const double *points, size_t n, size_t d, size_t j, bool everywhere)
{
    uint32_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += beats(points + i * d, points + j * d, d, everywhere);
    return count;
}

/* Longest chain of dominators above j, by relaxation. */
static void
slow_layers(const double *points, size_t n, size_t d, uint32_t *layer)
{
    bool changed = true;

    for (size_t i = 0; i < n; i++)
        layer[i] = 1;
    while (changed) {
        changed = false;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                if (beats(points + i * d, points + j * d, d, false) && layer[j] <= layer[i]) {
                    layer[j] = layer[i] + 1;
                    changed = true;
                }
    }
}

static void
check_all(const double *points, size_t n, size_t d)
{
    uint8_t on[LARGE], weak[LARGE];
    uint32_t layer[LARGE], count[LARGE], expected[LARGE];
    size_t on_count = 0, weak_count = 0;

    assert_true(n <= LARGE);
    memset(on, 7, sizeof on);
    memset(weak, 7, sizeof weak);
    slow_layers(points, n, d, expected);
    dominance_layers(points, n, d, layer);
    dominance_counts(points, n, d, count);
    weak_count = dominance_frontier_weak(points, n, d, weak);
    on_count = dominance_frontier(points, n, d, on);
    for (size_t i = 0; i < n; i++) {
        uint32_t above = slow_count(points, n, d, i, false);

        assert_int_equal(count[i], above);
        assert_int_equal(on[i], above == 0);
        assert_int_equal(weak[i], slow_count(points, n, d, i, true) == 0);
        assert_int_equal(layer[i], expected[i]);
        on_count -= on[i];
        weak_count -= weak[i];
    }
    assert_int_equal(on_count, 0);
    assert_int_equal(weak_count, 0);
}

/* --- inputs --- */

static double
awkward(unsigned kind)
{
    static const double values[] = { 0.0, -0.0, 1, -1, 2, 3, INFINITY, -INFINITY, 5e-324, 1e300 };

    switch (kind) {
    case 0: return values[next_random() % 10];
    case 1: return (double)(next_random() % 3);
    case 2: return (double)(next_random() % 12) / 4;
    case 3: return 1 + (double)(next_random() % 4) * 0x1p-52;
    default: return uniform();
    }
}

static void
test_small_inputs_of_every_kind(void **state)
{
    double points[SMALL * WIDEST];
    int rounds = (int)count_or_part(240, 10);

    (void)state;
    for (size_t d = 1; d <= WIDEST; d++)
        for (int round = 0; round < rounds; round++) {
            size_t n = next_random() % (SMALL + 1);

            for (size_t i = 0; i < n * d; i++)
                points[i] = awkward((unsigned)(round % 6));
            for (size_t i = 1; i < n && round % 3 == 0; i += 3)
                memcpy(points + i * d, points + (i - 1) * d, d * sizeof *points);
            check_all(points, n, d);
        }
}

enum shape { UNIFORM, SPHERE, CORRELATED, GRID, DIAGONAL, ONE_AXIS, EQUAL, OUTLIER,
    CURVE, CLOSE, N_SHAPES };

/* CLOSE: the keys of a sweep do not tell the values of one group apart. */
static void
fill(double *points, size_t n, size_t d, enum shape shape)
{
    for (size_t i = 0; i < n; i++) {
        double *row = points + i * d, base = uniform(), length = 0;

        for (size_t k = 0; k < d; k++) {
            double u = uniform(), t = (double)i / (double)n;

            row[k] = shape == CORRELATED ? base + 0.1 * u
                : shape == GRID ? floor(u * 5) : shape == DIAGONAL ? t
                : shape == ONE_AXIS ? (k == i % d ? u : 0) : shape == EQUAL ? 4
                : shape == OUTLIER ? (i == n / 2 ? 1e30 : u)
                : shape == CURVE ? (k % 2 == 0 ? ldexp(1, (int)(i % 900)) : -t)
                : shape == CLOSE ? (i % 2 == k % 2 ? 1e9 : 0) + u : u;
            length += u * u;
        }
        for (size_t k = 0; k < d && shape == SPHERE; k++)
            row[k] /= sqrt(length);
    }
}

static void
test_larger_inputs(void **state)
{
    static double points[400 * WIDEST];
    size_t many = count_or_part(400, 2), chain = count_or_part(150, 2);

    (void)state;
    for (size_t d = 1; d <= 10; d += d < 6 ? 1 : 4)
        for (enum shape shape = 0; shape < N_SHAPES; shape++) {
            if (shape == DIAGONAL && d > 4)
                continue;      /* the slow layers are cubic on chains */
            fill(points, shape == DIAGONAL ? chain : many, d, shape);
            check_all(points, shape == DIAGONAL ? chain : many, d);
        }
}

/* Membership alone, large enough for the first pass, the radix sort and a leaning tree. */
static void
check_membership(const double *points, size_t n, size_t d)
{
    static uint8_t on[LARGE], weak[LARGE];

    dominance_frontier(points, n, d, on);
    dominance_frontier_weak(points, n, d, weak);
    for (size_t j = 0; j < n; j++) {
        assert_int_equal(on[j], slow_count(points, n, d, j, false) == 0);
        assert_int_equal(weak[j], slow_count(points, n, d, j, true) == 0);
    }
}

static void
test_membership_of_thousands(void **state)
{
    static double points[LARGE * WIDEST];
    size_t n = count_or_part(LARGE, 4);

    (void)state;
    for (size_t d = 2; d <= 9; d += d < 5 ? 1 : 4)
        for (enum shape shape = 0; shape < N_SHAPES; shape++) {
            fill(points, n, d, shape);
            check_membership(points, n, d);
        }
}

/* Over many replicates of many points: an exact objective, noise in both, and so much of it
 * that no order lasts. */
static void
test_replicates_of_many_points(void **state)
{
    enum { N = 600, REPLICATES = 12 };
    static const double noise[][2] = { { 0, 0.05 }, { 0.05, 0 }, { 0.01, 0.01 }, { 2, 2 },
        { 2, 0 } };
    static double middle[N * 2], points[N * 2];
    static uint8_t on[N];

    (void)state;
    for (size_t kind = 0; kind < sizeof noise / sizeof noise[0]; kind++) {
        struct membership membership;

        fill(middle, N, 2, kind % 2 ? GRID : SPHERE);
        membership_init(&membership, N, 2, false);
        for (size_t r = 0; r < REPLICATES; r++) {
            for (size_t i = 0; i < N * 2; i++)
                points[i] = middle[i] + noise[kind][i % 2] * uniform();
            membership_add(&membership, points);
            dominance_frontier(points, N, 2, on);
            assert_memory_equal(membership.now, on, N);
        }
        membership_release(&membership);
    }
}

/* Over many replicates of few points: orders that last, hardly change, and do not last, ties in
 * all objectives, points that are equal, and infinities. */
static void
test_replicates_of_few_points(void **state)
{
    enum { MOST = 100, REPLICATES = 12 };
    static const double noise[] = { 0, 0.01, 0.2, 3 };
    static double middle[MOST * WIDEST], points[MOST * WIDEST];
    static uint8_t on[MOST];

    (void)state;
    for (size_t d = 3; d <= WIDEST; d++)
        for (size_t kind = 0; kind < 4 * sizeof noise / sizeof noise[0]; kind++) {
            struct membership membership;
            size_t n = kind % 3 == 0 ? MOST : 1 + next_random() % MOST;

            for (size_t i = 0; i < n * d; i++)
                middle[i] = awkward((unsigned)(kind % 4 + 1));
            membership_init(&membership, n, d, false);
            for (size_t r = 0; r < REPLICATES; r++) {
                for (size_t i = 0; i < n * d; i++)
                    points[i] = middle[i] + noise[kind / 4] * floor(uniform() * 64) / 64;
                points[next_random() % (n * d)] = r % 2 ? INFINITY : -INFINITY;
                membership_add(&membership, points);
                dominance_frontier(points, n, d, on);
                assert_memory_equal(membership.now, on, n);
            }
            membership_release(&membership);
        }
}

static void
test_nothing_and_one(void **state)
{
    double points[WIDEST] = { 0 };
    uint8_t on = 0;
    uint32_t number = 9;

    (void)state;
    for (size_t d = 1; d <= WIDEST; d++) {
        assert_int_equal(dominance_frontier(points, 0, d, &on), 0);
        assert_int_equal(dominance_layers(points, 0, d, &number), 0);
        dominance_counts(points, 0, d, &number);
        assert_int_equal(number, 9);
        assert_int_equal(dominance_frontier(points, 1, d, &on), 1);
        assert_int_equal(on, 1);
    }
}

/* --- metamorphic --- */

static void
test_permutation_and_rescaling_change_nothing(void **state)
{
    static double points[LARGE * 5], moved[LARGE * 5];
    static uint32_t layer[LARGE], layer_moved[LARGE], count[LARGE], count_moved[LARGE];
    enum { D = 5 };

    (void)state;
    for (enum shape shape = 0; shape <= GRID; shape++) {
        fill(points, LARGE, D, shape);
        dominance_layers(points, LARGE, D, layer);
        dominance_counts(points, LARGE, D, count);
        for (size_t i = 0; i < LARGE; i++)     /* 7 and LARGE have no common factor */
            for (size_t k = 0; k < D; k++)
                moved[i * 7 % LARGE * D + k] = ldexp(points[i * D + k], -30);
        dominance_layers(moved, LARGE, D, layer_moved);
        dominance_counts(moved, LARGE, D, count_moved);
        for (size_t i = 0; i < LARGE; i++) {
            assert_int_equal(layer[i], layer_moved[i * 7 % LARGE]);
            assert_int_equal(count[i], count_moved[i * 7 % LARGE]);
        }
    }
}

static void
test_dominated_additions_change_nothing(void **state)
{
    enum { N = 500, D = 4 };
    static double points[2 * N * D];
    uint8_t before[N], after[2 * N];

    (void)state;
    fill(points, N, D, UNIFORM);
    for (size_t i = 0; i < N * D; i++)
        points[N * D + i] = points[i] - 0.01;
    dominance_frontier(points, N, D, before);
    dominance_frontier(points, 2 * N, D, after);
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(before[i], after[i]);
        assert_int_equal(after[N + i], 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_replicates_of_many_points),
        cmocka_unit_test(test_replicates_of_few_points),
        cmocka_unit_test(test_nothing_and_one),
        cmocka_unit_test(test_small_inputs_of_every_kind),
        cmocka_unit_test(test_larger_inputs),
        cmocka_unit_test(test_membership_of_thousands),
        cmocka_unit_test(test_permutation_and_rescaling_change_nothing),
        cmocka_unit_test(test_dominated_additions_change_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
