/* number_print.c - doubles into text: for machines, for people, for axes; see number.h.
 *
 * The C library's conversion is exact; what is added here is the choice of digits. The
 * locale's decimal sign never comes in, because LC_NUMERIC is never set.
 */
#include "base/number.h"

#include <float.h>
#include <limits.h>
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

/* A decimal text of at most fifteen digits is n / 10^k with both parts exact in a double, and
 * division rounds correctly; so if n / 10^k gives the value back, n and k are its digits. */
static const double powers_of_ten[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
    1e11, 1e12, 1e13, 1e14, 1e15 };
enum { POWERS = sizeof powers_of_ten / sizeof *powers_of_ten };
static const double fifteen_digits = 1e15;

/* Writes n / 10^decimals with exactly so many decimals. */
static size_t
put_scaled(char *buf, bool negative, uint64_t n, int decimals)
{
    char digits[NUMBER_TEXT_MAX];
    size_t length = 0, at = 0;

    for (; n > 0 || (int)length <= decimals; n /= 10)
        digits[length++] = (char)('0' + n % 10);
    if (negative)
        buf[at++] = '-';
    while (length > 0) {
        if ((int)length == decimals)
            buf[at++] = '.';
        buf[at++] = digits[--length];
    }
    buf[at] = '\0';
    return at;
}

/* The usual case: up to fifteen digits, not so small that an exponent is shorter. 0 = not. */
static size_t
print_short(char *buf, double value)
{
    double size = fabs(value);

    if (size < 1e-4 || size >= fifteen_digits)
        return 0;
    for (int k = 0; k < POWERS && size * powers_of_ten[k] < fifteen_digits; k++) {
        double scaled = nearbyint(size * powers_of_ten[k]);

        if (scaled < fifteen_digits && scaled / powers_of_ten[k] == size)
            return put_scaled(buf, value < 0, (uint64_t)scaled, k);
    }
    return 0;
}

size_t
number_print(char *buf, double value)
{
    size_t short_length = print_short(buf, value);
    int length = 0;

    if (short_length > 0)
        return short_length;
    if (!isfinite(value))
        return print_special(buf, value);
    if (value == 0)
        return (size_t)snprintf(buf, NUMBER_TEXT_MAX, signbit(value) ? "-0" : "0");
    /* Fifteen digits always survive in a normal double, so fewer need no trial. */
    for (int digits = fabs(value) < DBL_MIN ? 1 : 15; digits <= DIGITS_MOST; digits++) {
        length = snprintf(buf, NUMBER_TEXT_MAX, "%.*g", digits, value);
        if (strtod(buf, NULL) == value)
            break;
    }
    return (size_t)length;
}

size_t
number_print_fixed(char *buf, double value, int decimals)
{
    double size = fabs(value);

    if (decimals >= 0 && decimals < POWERS && size * powers_of_ten[decimals] < fifteen_digits)
        return put_scaled(buf, signbit(value), (uint64_t)nearbyint(size * powers_of_ten[decimals]),
            decimals);
    return (size_t)snprintf(buf, NUMBER_TEXT_MAX, "%.*f", decimals, value);
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
    if (isinf(value))               /* people see that it is no word */
        return (size_t)snprintf(buf, NUMBER_TEXT_MAX, "%s", value > 0 ? "+inf" : "-inf");
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

/* n where scale is 10^n, else INT_MAX. */
static int
power_of_ten(double scale)
{
    for (int n = -30; n <= 30; n++) {
        char text[8];
        double power;

        snprintf(text, sizeof text, "1e%d", n);
        if (number_parse_plain(text, &power) && power == scale)
            return n;
    }
    return INT_MAX;
}

double
number_scaled(double value, double scale)
{
    char text[NUMBER_TEXT_MAX + 16];
    char *exponent;
    double scaled;
    int power;

    if (scale == 1 || !isfinite(value))
        return value * scale;
    power = power_of_ten(scale);
    if (power == INT_MAX)
        return value * scale;
    number_print(text, value);
    exponent = strchr(text, 'e');
    if (exponent != NULL)
        power += (int)strtol(exponent + 1, NULL, 10);
    else
        exponent = text + strlen(text);
    snprintf(exponent, (size_t)(text + sizeof text - exponent), "e%d", power);
    return number_parse_plain(text, &scaled) ? scaled : value;
}
