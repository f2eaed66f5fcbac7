/* number_print.c - doubles into text: for machines, for people, for axes; see number.h.
 *
 * The C library's conversion is exact; what is added here is the choice of digits. The
 * locale's decimal sign never comes in, because LC_NUMERIC is never set.
 */
#include "base/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MOST = 17 };

static size_t
print_special(char *buf, double value)
{
    const char *text = isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";

    return (size_t)snprintf(buf, NUMBER_TEXT_MAX, "%s", text);
}

size_t
number_print(char *buf, double value)
{
    int length = 0;

    if (!isfinite(value))
        return print_special(buf, value);
    if (fabs(value) < 1e15 && value == trunc(value) && !(value == 0 && signbit(value)))
        return (size_t)snprintf(buf, NUMBER_TEXT_MAX, "%lld", (long long)value);
    /* Fifteen digits always survive in a normal double, so fewer need no trial. */
    for (int digits = fabs(value) < DBL_MIN ? 1 : 15; digits <= DIGITS_MOST; digits++) {
        length = snprintf(buf, NUMBER_TEXT_MAX, "%.*g", digits, value);
        if (strtod(buf, NULL) == value)
            break;
    }
    return (size_t)length;
}

static int
clamp_digits(int digits)
{
    return digits < 1 ? 1 : digits > DIGITS_MOST ? DIGITS_MOST : digits;
}

/* The power of ten of the first digit after rounding to so many digits: 9.996 is 10.0. */
static int
rounded_exponent(double value, int digits)
{
    char text[NUMBER_TEXT_MAX];

    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    return atoi(strchr(text, 'e') + 1);
}

static size_t
cut_zeros(char *text, size_t length)
{
    if (memchr(text, '.', length) == NULL)
        return length;
    while (text[length - 1] == '0')
        length--;
    if (text[length - 1] == '.')
        length--;
    text[length] = '\0';
    return length;
}

/* Fixed notation; the integer part is never rounded away. */
static size_t
show_fixed(char *buf, double value, int digits, int exponent)
{
    int decimals = digits - 1 - exponent;
    int length = snprintf(buf, NUMBER_TEXT_MAX, "%.*f", decimals > 0 ? decimals : 0, value);

    return cut_zeros(buf, (size_t)length);
}

/* "1.5e8": neither sign nor zeros in the exponent where they say nothing. */
static size_t
show_scientific(char *buf, double value, int digits, int exponent)
{
    char text[NUMBER_TEXT_MAX];
    char *mark;

    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    mark = strchr(text, 'e');
    *mark = '\0';
    cut_zeros(text, (size_t)(mark - text));
    return (size_t)snprintf(buf, NUMBER_TEXT_MAX, "%se%d", text, exponent);
}

static size_t
put_missing(char *buf)
{
    return (size_t)snprintf(buf, NUMBER_TEXT_MAX, "—");
}

size_t
number_show(char *buf, double value, int digits)
{
    int exponent;

    if (isnan(value))
        return put_missing(buf);
    if (isinf(value))
        return print_special(buf, value);
    if (value == 0)
        return (size_t)snprintf(buf, NUMBER_TEXT_MAX, "0");
    digits = clamp_digits(digits);
    exponent = rounded_exponent(value, digits);
    if (exponent >= -4 && exponent < 7)
        return show_fixed(buf, value, digits, exponent);
    return show_scientific(buf, value, digits, exponent);
}

size_t
number_show_si(char *buf, double value, int digits)
{
    static const char *const suffixes[] = {"a", "f", "p", "n", "µ", "m", "", "k", "M", "G",
        "T", "P", "E"};
    enum { UNITY = 6, LARGEST = 12 };
    int exponent, third;
    size_t length;

    if (!isfinite(value) || value == 0)
        return number_show(buf, value, digits);
    digits = clamp_digits(digits);
    exponent = rounded_exponent(value, digits);
    if (exponent >= -3 && exponent < 3)
        return show_fixed(buf, value, digits, exponent);
    third = exponent >= 0 ? exponent / 3 : -((2 - exponent) / 3);
    if (third < -UNITY || third > LARGEST - UNITY)
        return number_show(buf, value, digits);
    length = show_fixed(buf, value / pow(10, 3 * third), digits, exponent - 3 * third);
    return length + (size_t)snprintf(buf + length, NUMBER_TEXT_MAX - length, "%s",
        suffixes[third + UNITY]);
}
