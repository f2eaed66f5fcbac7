/* test_estimate.c - estimated volumes lie within their errors of the exact ones, whatever
 * the unit; predicted costs grow. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "math/hypervolume.h"
#include "math/hypervolume_estimate.h"
#include "math/rng.h"

static void
fill_sphere(double *points, size_t n, size_t d, double scale)
{
    struct rng rng;

    rng_init(&rng, 5, NULL, 0);
    for (size_t i = 0; i < n; i++) {
        double *row = points + i * d, length = 0;

        rng_normals(&rng, row, d);
        for (size_t k = 0; k < d; k++)
            length += row[k] * row[k];
        for (size_t k = 0; k < d; k++)
            row[k] = -scale * fabs(row[k]) / sqrt(length);
    }
}

static void
assert_within(struct estimate estimate, double exact)
{
    if (!(fabs(estimate.value - exact) <= 5 * estimate.se + 1e-12 * exact))
        fail_msg("estimate %g with error %g, exact %g", estimate.value, estimate.se, exact);
}

static void
within_its_errors(void **state)
{
    enum { N = 40, MAX_D = 6 };
    const double scales[] = { 1, 1e-7 };
    double points[N * MAX_D], exact[N], reference[MAX_D];
    struct estimate alone[N];

    (void)state;
    for (size_t s = 0; s < 2; s++)
        for (size_t d = 2; d <= MAX_D; d++) {
            double volume;
            struct estimate estimate;

            fill_sphere(points, N, d, scales[s]);
            for (size_t k = 0; k < d; k++)
                reference[k] = -1.1 * scales[s];
            volume = hypervolume(points, N, d, reference);
            estimate = hypervolume_estimate(points, N, d, reference, 16384, 1);
            assert_within(estimate, volume);
            assert_true(estimate.se > 0 && estimate.se < 0.01 * volume);
            hypervolume_contributions(points, N, d, reference, exact);
            hypervolume_contributions_estimate(points, N, d, reference, 4096, 1, alone);
            for (size_t i = 0; i < N; i++)
                assert_within(alone[i], exact[i]);
        }
}

static void
same_seed_same_bits(void **state)
{
    double points[20 * 12], reference[12];
    struct estimate a, b, c;

    (void)state;
    fill_sphere(points, 20, 12, 1);
    for (size_t k = 0; k < 12; k++)
        reference[k] = -1.1;
    a = hypervolume_estimate(points, 20, 12, reference, 4096, 1);
    b = hypervolume_estimate(points, 20, 12, reference, 4096, 1);
    c = hypervolume_estimate(points, 20, 12, reference, 4096, 2);
    assert_true(a.value == b.value && a.se == b.se);
    assert_true(a.value != c.value && fabs(a.value - c.value) <= 6 * (a.se + c.se));
}

static void
edges(void **state)
{
    const double reference[] = { 0, 0 }, worse[] = { -1, 5 }, one[] = { 2, 3, 2, 3 };
    struct estimate share[2];

    (void)state;
    assert_true(hypervolume_estimate(worse, 1, 2, reference, 100, 1).value == 0);
    assert_true(hypervolume_estimate(one, 0, 2, reference, 100, 1).value == 0);
    assert_true(hypervolume_estimate(one, 1, 2, reference, 100, 1).value == 6);
    hypervolume_contributions_estimate(one, 1, 2, reference, 100, 1, share);
    assert_true(share[0].value == 6 && share[0].se == 0);
    hypervolume_contributions_estimate(one, 2, 2, reference, 100, 1, share);
    assert_true(share[0].value == 0 && share[1].value == 0);
}

static void
costs_grow(void **state)
{
    (void)state;
    for (size_t d = 2; d <= HYPERVOLUME_MAX_OBJECTIVES; d++)
        assert_true(hypervolume_cost_s(200, d) > hypervolume_cost_s(100, d));
    for (size_t d = 4; d <= HYPERVOLUME_MAX_OBJECTIVES; d++)
        assert_true(hypervolume_cost_s(300, d) > hypervolume_cost_s(300, d - 1));
    assert_true(isinf(hypervolume_cost_s(10, 10)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(within_its_errors),
        cmocka_unit_test(same_seed_same_bits),
        cmocka_unit_test(edges),
        cmocka_unit_test(costs_grow),
    };

    return cmocka_run_group_tests_name("estimate", tests, NULL, NULL);
}
