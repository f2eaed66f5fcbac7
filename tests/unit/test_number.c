/* test_number.c - cells into numbers, missing ones or text, and numbers into text. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/number.h"

static const struct number_style german = {',', '.'}, french = {',', 0}, swiss = {'.', '\''};

static enum number_class
parse(const char *text, const struct number_style *style, struct number *out)
{
    /* Without the final NUL, so that a read beyond the cell is seen by the sanitizers. */
    size_t length = strlen(text);
    char *copy = mem_alloc(length);
    enum number_class class;

    memcpy(copy, text, length);
    class = number_parse(copy, length, style, out);
    free(copy);
    return class;
}

static void
assert_number(const char *text, const struct number_style *style, double value,
    const char *unit, bool repaired)
{
    struct number number;

    if (parse(text, style, &number) != NUMBER_VALUE)
        fail_msg("'%s' is not read as a number", text);
    if (number.value != value)
        fail_msg("'%s' is read as %.17g", text, number.value);
    if (strcmp(number.unit, unit) != 0)
        fail_msg("'%s' has the unit '%s'", text, number.unit);
    if (number.repaired != repaired)
        fail_msg("'%s' is %s", text, repaired ? "not marked as repaired" : "marked");
    assert_int_equal(number.percent, strcmp(unit, "%") == 0);
}

static void
assert_class(const char *text, const struct number_style *style, enum number_class expected)
{
    struct number number;
    enum number_class class = parse(text, style, &number);

    if (class != expected)
        fail_msg("'%s' is of class %d, value %g, unit '%s'", text, (int)class, number.value,
            number.unit);
}

static void
plain_numbers(void **state)
{
    (void)state;
    assert_number("0", NULL, 0, "", false);
    assert_number("1", NULL, 1, "", false);
    assert_number("-1", NULL, -1, "", false);
    assert_number(" 0.25 ", NULL, 0.25, "", false);
    assert_number("\u00a07\u00a0", NULL, 7, "", false);
    assert_number(".5", NULL, 0.5, "", false);
    assert_number("5.", NULL, 5, "", false);
    assert_number("1e3", NULL, 1000, "", false);
    assert_number("3E-06", NULL, 3e-06, "", false);
    assert_number("1.52e+24", NULL, 1.52e24, "", false);
    assert_number("131072.0", NULL, 131072, "", false);
    assert_number("0.1000000000000000055511151231257827", NULL, 0.1, "", false);
    assert_number("1.7976931348623157e308", NULL, DBL_MAX, "", false);
    assert_number("5e-324", NULL, 5e-324, "", false);
    assert_number("+1.088", NULL, 1.088, "", true);
    assert_number("\u22120.5", NULL, -0.5, "", true);
}

static void
thousands_and_decimal_commas(void **state)
{
    (void)state;
    assert_number("1,014.45", NULL, 1014.45, "", true);
    assert_number("12,345,678", NULL, 12345678, "", true);
    assert_number("-1,000", NULL, -1000, "", true);
    assert_number("1\u202f234.5", NULL, 1234.5, "", true);
    assert_number("1.234.567,8", &german, 1234567.8, "", true);
    assert_number("1 234,5", &french, 1234.5, "", true);
    assert_number("0,5", &french, 0.5, "", true);
    assert_number("-3,25e2", &french, -325, "", true);
    assert_number("5", &french, 5, "", true);
    assert_number("1'234'567.5", &swiss, 1234567.5, "", true);
    assert_number("12,345 ms", NULL, 12345, "ms", true);
    assert_class("1,23", NULL, NUMBER_TEXT);
    assert_class("0,123", NULL, NUMBER_TEXT);
    assert_class("1234,567", NULL, NUMBER_TEXT);
    assert_class("1,2345", NULL, NUMBER_TEXT);
    assert_class("1,234,56", NULL, NUMBER_TEXT);
    assert_class("1 234", NULL, NUMBER_TEXT);
    assert_class(",5", NULL, NUMBER_TEXT);
    assert_class("1.234,5", NULL, NUMBER_TEXT);
    assert_class("1.5", &french, NUMBER_TEXT);
}

static void
units_and_percent(void **state)
{
    (void)state;
    assert_number("5.9%", NULL, 5.9, "%", true);
    assert_number("99 %", NULL, 99, "%", true);
    assert_number("71.770%", NULL, 71.77, "%", true);
    assert_number("30994 MiB", NULL, 30994, "MiB", true);
    assert_number("20.929 inf./sec.", NULL, 20.929, "inf./sec.", true);
    assert_number("12ms", NULL, 12, "ms", true);
    assert_number("12 µs", NULL, 12, "µs", true);
    assert_number("1.5x", NULL, 1.5, "x", true);
    assert_number("35.2 tok/s", NULL, 35.2, "tok/s", true);
    assert_number("21 °C", NULL, 21, "°C", true);
    assert_number("300W", NULL, 300, "W", true);
    assert_number("0.31 kgCO2eq", NULL, 0.31, "kgCO2eq", true);
    assert_number("8 bit", NULL, 8, "bit", true);
    assert_number("$0.15", NULL, 0.15, "$", true);
    assert_number("-$3", NULL, -3, "$", true);
}

static void
spreads(void **state)
{
    struct number number;

    (void)state;
    assert_int_equal(parse("0.71 ± 0.02", NULL, &number), NUMBER_VALUE);
    assert_true(number.value == 0.71 && number.spread == 0.02);
    assert_true(number.repaired && !number.is_integer);
    assert_int_equal(parse("71.2%±0.4%", NULL, &number), NUMBER_VALUE);
    assert_true(number.value == 71.2 && number.spread == 0.4 && number.percent);
    assert_int_equal(parse("12 +/- 3 ms", NULL, &number), NUMBER_VALUE);
    assert_true(number.value == 12 && number.spread == 3);
    assert_string_equal(number.unit, "ms");
    assert_int_equal(parse("12 ms ± 3", NULL, &number), NUMBER_VALUE);
    assert_true(number.spread == 3);
    assert_int_equal(parse("5", NULL, &number), NUMBER_VALUE);
    assert_true(isnan(number.spread));
    assert_class("12 ms ± 3 s", NULL, NUMBER_TEXT);
    assert_class("12 ±", NULL, NUMBER_TEXT);
    assert_class("± 3", NULL, NUMBER_TEXT);
    assert_class("12 ± -3", NULL, NUMBER_TEXT);
    assert_class("12 ± 3 ± 4", NULL, NUMBER_TEXT);
}

static void
missing_cells(void **state)
{
    static const char *const missing[] = {"", "  ", "\t", "N/A", "n/a", "NA", "NaN", "nan",
        "-nan", "null", "NULL", "None", "-", "--", "—", "–", "[N/A]", "nil", ".", " N/A ",
        "\u00a0"};
    struct number number;

    (void)state;
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        assert_class(missing[i], NULL, NUMBER_MISSING);
        assert_int_equal(parse(missing[i], NULL, &number), NUMBER_MISSING);
        assert_true(isnan(number.value));
    }
}

static void
infinities(void **state)
{
    (void)state;
    assert_number("inf", NULL, INFINITY, "", false);
    assert_number("-inf", NULL, -INFINITY, "", false);
    assert_number("Infinity", NULL, INFINITY, "", false);
    assert_number("-Infinity", NULL, -INFINITY, "", false);
    assert_number("∞", NULL, INFINITY, "", false);
    assert_number("1e400", NULL, INFINITY, "", true);
    assert_number("-1e400", NULL, -INFINITY, "", true);
    assert_number("1e99999999999999999999", NULL, INFINITY, "", true);
    assert_number("1e-400", NULL, 0, "", true);
    assert_class("Infinity-Instruct", NULL, NUMBER_TEXT);
    assert_class("info", NULL, NUMBER_TEXT);
    assert_class("inf ms", NULL, NUMBER_TEXT);
}

static void
text_that_looks_like_numbers(void **state)
{
    static const char *const texts[] = {"gpt-4", "3B-instruct", "7b", "7B", "70M", "128k",
        "2024-01-02", "2024/01/02", "1.2.3", "v2", "+5/-5", "(-1.88, +1.97)", "0x1F", "1_000",
        "1e", "1e+", "e5", "-", "+", "4bit", "5m", "1st", "10/20", "1:30", "12 May", "3 pm",
        "2 x 3", "12 tokens per second", "1-2", "~5", "<0.01", "5-shot", "1.5 .", "1..2",
        "--5", "+-5", "- 5", "12 averyveryverylongunit", "true", "acc: 76.078", "1.5\0062",
        "7B Instruct", "3.5-sonnet", "o1", "1 %%%%%%%%%%%%%%%%%%", "٣", "１２", "01 AI", "0409 preview"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(texts[i], "-") == 0)
            continue;
        assert_class(texts[i], NULL, NUMBER_TEXT);
    }
}

static void
assert_integer(const char *text, bool is_integer, int64_t value, bool repaired)
{
    struct number number;

    assert_int_equal(parse(text, NULL, &number), NUMBER_VALUE);
    assert_int_equal(number.is_integer, is_integer);
    assert_int_equal(number.repaired, repaired);
    if (is_integer)
        assert_true(number.integer == value);
}

static void
integers_are_exact(void **state)
{
    (void)state;
    assert_integer("1759813207532900363", true, 1759813207532900363, false);
    assert_integer("9007199254740993", true, 9007199254740993, false);
    assert_integer("9223372036854775807", true, INT64_MAX, false);
    assert_integer("-9223372036854775808", true, INT64_MIN, false);
    assert_integer("9223372036854775808", false, 0, true);
    assert_integer("-9223372036854775809", false, 0, true);
    assert_integer("123456789012345678901234567890", false, 0, true);
    assert_integer("1,759,813", true, 1759813, true);
    assert_integer("1.0", false, 0, false);
    assert_integer("1e3", false, 0, false);
    assert_integer("-0", true, 0, false);
}

/* The reader and strtod must agree to the last bit, on the fast way and the slow one. */
static void
values_are_the_nearest_doubles(void **state)
{
    uint64_t random = 88172645463325252;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char text[64];
        struct number number;
        int digits, exponent;

        random ^= random << 13, random ^= random >> 7, random ^= random << 17;
        digits = (int)(random % 20);
        exponent = (int)(random >> 8 & 63) - 32;
        snprintf(text, sizeof text, "%.*fe%d", digits, (double)(random >> 20) / 1048576.0,
            exponent);
        assert_int_equal(parse(text, NULL, &number), NUMBER_VALUE);
        if (number.value != strtod(text, NULL))
            fail_msg("%s is read as %.17g", text, number.value);
    }
}

static void
plain_is_strict(void **state)
{
    static const char *const bad[] = {"", " 1", "1 ", "nan", "inf", "-inf", "1e400", "0x10",
        "1,000", "1%", "--1", "1\u00a0000", ".", "-", "e5", "1e"};
    double value;

    (void)state;
    assert_true(number_parse_plain("-1.5e3", &value) && value == -1500);
    assert_true(number_parse_plain("+2", &value) && value == 2);
    assert_true(number_parse_plain(".5", &value) && value == 0.5);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(number_parse_plain(bad[i], &value));
}

static void
assert_printed(double value, const char *expected)
{
    char text[NUMBER_TEXT_MAX];
    size_t length = number_print(text, value);

    assert_string_equal(text, expected);
    assert_int_equal(length, strlen(expected));
}

static void
printing_reads_back(void **state)
{
    uint64_t random = 424242;

    (void)state;
    assert_printed(0.1, "0.1");
    assert_printed(1e-7, "1e-07");
    assert_printed(0.1 + 0.2, "0.30000000000000004");
    assert_printed(INFINITY, "inf");
    assert_printed(-INFINITY, "-inf");
    assert_printed(NAN, "nan");
    assert_printed(-0.0, "-0");
    assert_printed(0, "0");
    assert_printed(1234567, "1234567");
    assert_printed(-999999999999999, "-999999999999999");
    assert_printed(1e15, "1e+15");
    assert_printed(5e-324, "5e-324");
    assert_printed(DBL_MAX, "1.7976931348623157e+308");
    assert_printed(-DBL_MAX, "-1.7976931348623157e+308");
    for (int i = 0; i < 20000; i++) {
        char text[NUMBER_TEXT_MAX];
        double value;

        random ^= random << 13, random ^= random >> 7, random ^= random << 17;
        memcpy(&value, &random, sizeof value);
        if (isnan(value))
            continue;
        number_print(text, value);
        assert_true(strtod(text, NULL) == value);
    }
}

static void
assert_shown(double value, int digits, const char *expected, const char *si)
{
    char text[NUMBER_TEXT_MAX];

    assert_int_equal(number_show(text, value, digits), strlen(expected));
    assert_string_equal(text, expected);
    assert_int_equal(number_show_si(text, value, digits), strlen(si));
    assert_string_equal(text, si);
}

static void
showing_for_people(void **state)
{
    (void)state;
    assert_shown(0, 3, "0", "0");
    assert_shown(-0.0, 3, "0", "0");
    assert_shown(0.5, 3, "0.5", "0.5");
    assert_shown(0.12345, 3, "0.123", "0.123");
    assert_shown(9.996, 3, "10", "10");
    assert_shown(99.96, 3, "100", "100");
    assert_shown(1500, 3, "1500", "1.5k");
    assert_shown(123456, 3, "123456", "123k");
    assert_shown(20e6, 3, "2e7", "20M");
    assert_shown(999999, 3, "999999", "1M");
    assert_shown(1.5e8, 3, "1.5e8", "150M");
    assert_shown(1e-4, 3, "0.0001", "100µ");
    assert_shown(3e-9, 3, "3e-9", "3n");
    assert_shown(1.23e-25, 3, "1.23e-25", "1.23e-25");
    assert_shown(-1234.5, 6, "-1234.5", "-1.2345k");
    assert_shown(1.52e24, 3, "1.52e24", "1.52e24");
    assert_shown(NAN, 3, "—", "—");
    assert_shown(INFINITY, 3, "+inf", "+inf");
    assert_shown(-0.000123456789012345, 15, "-0.000123456789012345",
        "-123.456789012345µ");
    assert_shown(-DBL_MAX, 99, "-1.7976931348623157e308", "-1.7976931348623157e308");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_numbers),
        cmocka_unit_test(thousands_and_decimal_commas),
        cmocka_unit_test(units_and_percent),
        cmocka_unit_test(spreads),
        cmocka_unit_test(missing_cells),
        cmocka_unit_test(infinities),
        cmocka_unit_test(text_that_looks_like_numbers),
        cmocka_unit_test(integers_are_exact),
        cmocka_unit_test(values_are_the_nearest_doubles),
        cmocka_unit_test(plain_is_strict),
        cmocka_unit_test(printing_reads_back),
        cmocka_unit_test(showing_for_people),
    };

    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
