/* test_scale.c - axis ranges and round ticks. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "draw/scale.h"

enum { ROOM = 64 };

/* The labels of a fitted axis, separated by blanks. */
static const char *
labels(double lo, double hi, bool log, size_t most)
{
    static char text[1024];
    struct scale scale = scale_fit(lo, hi, log);
    struct tick ticks[ROOM];
    size_t n = scale_ticks(&scale, most, ticks, ROOM);

    text[0] = '\0';
    assert_true(isfinite(scale.lo) && isfinite(scale.hi) && scale.lo < scale.hi);
    for (size_t i = 0; i < n; i++)
        if (ticks[i].major) {
            if (text[0] != '\0')
                strcat(text, " ");
            strcat(text, ticks[i].label);
        }
    return text;
}

static void
test_linear_labels_are_round(void **state)
{
    (void)state;
    assert_string_equal(labels(3.6, 88, false, 5), "0 20 40 60 80");
    assert_string_equal(labels(0, 1, false, 5), "0.00 0.25 0.50 0.75 1.00");
    assert_string_equal(labels(0, 1, false, 6), "0.0 0.2 0.4 0.6 0.8 1.0");
    assert_string_equal(labels(2020, 2025, false, 6), "2020 2021 2022 2023 2024 2025");
    assert_string_equal(labels(0, 50000, false, 6), "0 10k 20k 30k 40k 50k");
    assert_string_equal(labels(100000.01, 100000.05, false, 5),
        "100000.01 100000.02 100000.03 100000.04 100000.05");
}

static void
test_negative_and_constant(void **state)
{
    (void)state;
    assert_string_equal(labels(-1, 1, false, 5), "-1.0 -0.5 0.0 0.5 1.0");
    assert_string_equal(labels(-3, -5, false, 5), "-5.0 -4.5 -4.0 -3.5 -3.0");
    assert_string_equal(labels(70, 70, false, 5), "65.0 67.5 70.0 72.5 75.0");
    assert_string_equal(labels(0, 0, false, 3), "-1 0 1");
    assert_string_equal(labels(10, 10, true, 5), "5 10 20");
}

static void
test_log_labels(void **state)
{
    (void)state;
    assert_string_equal(labels(0.32, 183, true, 8), "1 10 100");
    assert_string_equal(labels(1e9, 7e10, true, 6), "1G 2G 5G 10G 20G 50G");
    assert_string_equal(labels(12, 87, true, 6), "20 40 60 80");
    assert_string_equal(labels(1.2, 1.9, true, 5), "1.2 1.4 1.6 1.8");
    assert_string_equal(labels(1e18, 1e25, true, 4), "1e18 1e20 1e22 1e24");
    assert_string_equal(labels(1e-7, 3e-5, true, 6), "1e-7 1e-6 1e-5");
    assert_string_equal(labels(0.0009, 2e5, true, 12),
        "0.001 0.01 0.1 1 10 100 1k 10k 100k");
}

/* Whatever the limits, the range is usable and the labels are few and end. */
static void
test_odd_limits(void **state)
{
    static const double odd[] = { NAN, -INFINITY, INFINITY, 0, -0.0, 5e-324, 1e-300, 1e300,
        1.7e308, -1.7e308, 1, -3, 1e15, 1e15 + 1 };
    size_t n = sizeof odd / sizeof *odd;

    (void)state;
    for (size_t i = 0; i < n * n * 2; i++) {
        struct scale scale = scale_fit(odd[i % n], odd[i / n % n], i >= n * n);
        struct tick ticks[ROOM];
        size_t majors = 0;

        assert_true(isfinite(scale.lo) && isfinite(scale.hi) && scale.lo < scale.hi);
        assert_true(!scale.log || scale.lo > 0);
        for (size_t most = 0; most < 9; most++) {
            size_t count = scale_ticks(&scale, most, ticks, ROOM);

            majors = 0;
            for (size_t k = 0; k < count; k++) {
                majors += ticks[k].major;
                assert_true(ticks[k].major == (ticks[k].label[0] != '\0'));
                assert_true(strlen(ticks[k].label) < sizeof ticks[k].label);
            }
            assert_true(majors <= most);
        }
    }
}

static void
test_range_holds_data_and_does_not_cross_zero(void **state)
{
    struct scale scale;

    (void)state;
    scale = scale_fit(3.6, 88, false);
    assert_true(scale.lo == 0 && scale.hi >= 88 && scale.hi < 97);
    scale = scale_fit(1, 1000, false);
    assert_true(scale.lo >= 0 && scale.lo <= 1);
    scale = scale_fit(-50, -1, false);
    assert_true(scale.hi <= 0 && scale.lo <= -50);
    scale = scale_fit(0.3236, 183.2, true);
    assert_true(scale.lo < 0.3236 && scale.lo > 0.2 && scale.hi > 183.2 && scale.hi < 300);
}

static void
test_position_and_back(void **state)
{
    struct scale linear = { -10, 30, false }, log = { 0.1, 1000, true };

    (void)state;
    assert_true(scale_position(&linear, 0) == 0.25);
    assert_true(fabs(scale_position(&log, 1) - 0.25) < 1e-15);
    assert_true(isnan(scale_position(&log, 0)) && isnan(scale_position(&log, -1)));
    assert_true(isnan(scale_position(&linear, NAN)));
    for (double p = 0; p <= 1; p += 0.125) {
        assert_true(fabs(scale_position(&linear, scale_value(&linear, p)) - p) < 1e-12);
        assert_true(fabs(scale_position(&log, scale_value(&log, p)) - p) < 1e-12);
    }
}

static void
test_minor_ticks(void **state)
{
    struct scale scale = scale_fit(0.32, 183, true);
    struct tick ticks[ROOM];
    size_t n = scale_ticks(&scale, 6, ticks, ROOM);
    double expected[] = { 1, 10, 100, 0.5, 2, 5, 20, 50, 200 };

    (void)state;
    assert_int_equal(n, 9);
    for (size_t i = 0; i < n; i++)
        assert_true(ticks[i].value == expected[i] && ticks[i].major == (i < 3));
    assert_int_equal(scale_ticks(&scale, 6, ticks, 2), 2);
    assert_int_equal(scale_ticks(&scale, 0, ticks, ROOM), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_linear_labels_are_round),
        cmocka_unit_test(test_negative_and_constant),
        cmocka_unit_test(test_log_labels),
        cmocka_unit_test(test_odd_limits),
        cmocka_unit_test(test_range_holds_data_and_does_not_cross_zero),
        cmocka_unit_test(test_position_and_back),
        cmocka_unit_test(test_minor_ticks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
