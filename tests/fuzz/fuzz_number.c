/* fuzz_number.c - whatever the cell: one of three classes, and values that print and read
 * back. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "fuzz.h"

const char *const fuzz_name = "number";
const unsigned fuzz_rounds = 100000;

const char *const fuzz_seeds[] = {"1,014.45", "5.9%", "30994 MiB", "20.929 inf./sec.",
    "0.71 \xC2\xB1 0.02", "+1.088", "9007199254740993", "1e400", "-Infinity", "NaN", "N/A",
    "$0.15", "1 234,5", "2024-01-02", "7B", "12 \xC2\xB5s", "0.30000000000000004", NULL};

const char *const fuzz_tokens[] = {"0", "9", "000", "e", "e-", "E+30", ".", ",", "-", "+", "%",
    " ", "\xC2\xA0", "\xE2\x80\xAF", "\xC2\xB1", "+/-", "ms", "\xE2\x88\x92", "inf", "nan", "$",
    "\xC2", "18446744073709551615", NULL};

static const struct number_style styles[] = {{0}, {'.', ','}, {',', '.'}, {',', ' '},
    {'.', '\''}};

static void
check_value(const struct number *number)
{
    char text[NUMBER_TEXT_MAX];
    struct number again;
    size_t length = number_print(text, number->value);

    FUZZ_CHECK(!isnan(number->value));
    FUZZ_CHECK(length == strlen(text) && length < NUMBER_TEXT_MAX);
    FUZZ_CHECK(number_parse(text, length, NULL, &again) == NUMBER_VALUE);
    FUZZ_CHECK(again.value == number->value);
    FUZZ_CHECK(!number->is_integer || (double)number->integer == number->value);
    FUZZ_CHECK(memchr(number->unit, '\0', sizeof number->unit) != NULL);
    FUZZ_CHECK(number->percent == (strcmp(number->unit, "%") == 0));
    for (int digits = 0; digits <= 18; digits += 3) {
        FUZZ_CHECK(number_show(text, number->value, digits) == strlen(text));
        FUZZ_CHECK(number_show_si(text, number->value, digits) == strlen(text));
    }
}

/* What is a plain C number has the value that strtod gives it. */
static void
check_plain(const char *bytes, size_t length)
{
    char text[256];
    struct number number;
    double value;

    if (length >= sizeof text || memchr(bytes, '\0', length) != NULL)
        return;
    memcpy(text, bytes, length);
    text[length] = '\0';
    if (!number_parse_plain(text, &value))
        return;
    FUZZ_CHECK(value == strtod(text, NULL));
    FUZZ_CHECK(number_parse(text, length, NULL, &number) == NUMBER_VALUE);
    FUZZ_CHECK(number.value == value && number.unit[0] == '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    const char *bytes = (const char *)data;

    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
        struct number number;

        if (number_parse(bytes, length, &styles[i], &number) == NUMBER_VALUE)
            check_value(&number);
    }
    check_plain(bytes, length);
    return 0;
}
