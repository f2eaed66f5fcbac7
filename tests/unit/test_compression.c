/* test_compression.c - ratios, the point at ratio 1 and continuity, by hand. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "math/compression.h"

static void
ratios(void **state)
{
    const double bad[] = { 0, -1, (double)NAN, (double)INFINITY };

    (void)state;
    assert_true(compression_ratio(110e6, 55e6) == 2);
    assert_true(compression_ratio(3e300, 1e300) == 3);
    assert_true(compression_ratio(3e-300, 1e-300) == 3);
    for (size_t i = 0; i < 4; i++) {
        assert_true(isnan(compression_ratio(bad[i], 1)));
        assert_true(isnan(compression_ratio(1, bad[i])));
    }
}

static void
point_at_one(void **state)
{
    const double ratio[] = { (double)NAN, 4, 1.01, 0.995, 1.005, 1.0101 };
    const double worth[] = { 9, 9, 9, 1, 2, 9 };
    const double twice[] = { 1, 1, 1 }, equal[] = { 1, 3, 3 };

    (void)state;
    assert_int_equal(compression_at_one(ratio, worth, 6), 4);
    assert_int_equal(compression_at_one(ratio, worth, 3), 2);
    assert_true(compression_at_one(ratio, worth, 2) == SIZE_MAX);
    assert_true(compression_at_one(ratio + 5, worth + 5, 1) == SIZE_MAX);
    assert_int_equal(compression_at_one(twice, equal, 3), 1);
    assert_true(compression_at_one(NULL, NULL, 0) == SIZE_MAX);
}

static void
continuity(void **state)
{
    (void)state;
    assert_int_equal(compression_continuity((double)NAN, 0.01), CONTINUITY_UNTESTED);
    assert_int_equal(compression_continuity(0.5, (double)NAN), CONTINUITY_UNKNOWN);
    assert_int_equal(compression_continuity(0.01, 0.01), CONTINUITY_MET);
    assert_int_equal(compression_continuity(0.85 - 0.86, 0.01), CONTINUITY_MET);
    assert_int_equal(compression_continuity(-0.0101, 0.01), CONTINUITY_BROKEN);
    assert_int_equal(compression_continuity(0, 0), CONTINUITY_MET);
    assert_int_equal(compression_continuity(1e-300, 0), CONTINUITY_BROKEN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ratios),
        cmocka_unit_test(point_at_one),
        cmocka_unit_test(continuity),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
