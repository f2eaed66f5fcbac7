/* test_rng.c - the generator against its published sequence, and streams that do not meet. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "math/moments.h"
#include "math/rng.h"
#include "math/rng_gsl.h"

/* First outputs of xoshiro256++ from the state 1, 2, 3, 4. */
static void
test_published_sequence(void **state)
{
    static const uint64_t expected[] = { 41943041, 58720359, 3588806011781223,
        3591011842654386, UINT64_C(9228616714210784205), UINT64_C(9973669472204895162) };
    struct rng rng = { { 1, 2, 3, 4 } };

    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        assert_true(rng_next(&rng) == expected[i]);
}

static void
test_streams_differ(void **state)
{
    static const uint64_t streams[][2] = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
    struct rng rng[5];

    (void)state;
    for (size_t i = 0; i < 4; i++)
        rng_init(&rng[i], 1, streams[i], 2);
    rng_init(&rng[4], 2, streams[0], 2);
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(&rng[i], &rng[j], sizeof rng[0]);
    assert_true(rng_name("a") != rng_name("b"));
    assert_true(rng_name_after(rng_name_after(7, "ab"), "c") !=
        rng_name_after(rng_name_after(7, "a"), "bc"));
}

static void
test_draws_have_their_moments(void **state)
{
    enum { N = 200000 };
    static double x[N];
    struct rng rng;
    struct moments moments;
    size_t count[7] = { 0 };

    (void)state;
    rng_init(&rng, 1, NULL, 0);
    rng_normals(&rng, x, N);
    moments = moments_of(x, N);
    assert_true(fabs(moments.mean) < 5 / sqrt(N));
    assert_true(fabs(moments_sd(&moments) - 1) < 5 / sqrt(2.0 * N));
    for (size_t i = 0; i < N; i++)
        count[rng_below(&rng, 7)]++;
    for (size_t i = 0; i < 7; i++)
        assert_true(fabs((double)count[i] - N / 7.0) < 5 * sqrt(N / 7.0));
    assert_true(rng_below(&rng, 1) == 0);
    x[1] = 9;
    rng_normals(&rng, x, 1);
    assert_true(x[1] == 9);    /* an odd number writes no further */
}

static void
test_gsl_sees_the_same_generator(void **state)
{
    gsl_rng *gsl = gsl_rng_alloc(rng_gsl_type());
    struct rng rng;

    (void)state;
    gsl_rng_set(gsl, 5);
    rng_init(&rng, 5, NULL, 0);
    assert_true(gsl_rng_get(gsl) == rng_next(&rng) >> 32);
    assert_true(gsl_rng_uniform(gsl) == rng_uniform(&rng));
    gsl_rng_free(gsl);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_sequence),
        cmocka_unit_test(test_streams_differ),
        cmocka_unit_test(test_draws_have_their_moments),
        cmocka_unit_test(test_gsl_sees_the_same_generator),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
