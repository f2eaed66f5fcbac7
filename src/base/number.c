/* number.c - numbers out of the cells of real tables; see number.h.
 *
 * Conservative on purpose: what may be a name, a version, a date, a range or a size with an
 * ambiguous letter ("7B": billions or bytes?) is text, because a column that stays text is
 * seen at once and a wrong number is not. The common cell, a short decimal, is converted
 * exactly by one multiplication or division; the rest goes to strtod.
 */
#include "base/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A cell being read. */
struct cursor {
    const char *at, *end;
};

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool
is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool
take(struct cursor *in, const char *word)
{
    size_t length = strlen(word);

    if ((size_t)(in->end - in->at) < length || memcmp(in->at, word, length) != 0)
        return false;
    in->at += length;
    return true;
}

/* --- blanks --- */

/* No-break, thin and narrow no-break spaces: typographers' thousands separators. */
static const char *const wide_blanks[] = {"\u00A0", "\u2009", "\u202F"};

static size_t
wide_blank_length(const char *at, const char *end)
{
    for (size_t i = 0; i < sizeof wide_blanks / sizeof wide_blanks[0]; i++) {
        size_t length = strlen(wide_blanks[i]);

        if ((size_t)(end - at) >= length && memcmp(at, wide_blanks[i], length) == 0)
            return length;
    }
    return 0;
}

static bool
is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\f'
        || byte == '\v';
}

static size_t
blank_length(const char *at, const char *end)
{
    if (at == end)
        return 0;
    if (is_blank(*at))
        return 1;
    return (unsigned char)*at >= 0x80 ? wide_blank_length(at, end) : 0;
}

static bool
skip_blanks(struct cursor *in)
{
    const char *start = in->at;
    size_t length;

    while ((length = blank_length(in->at, in->end)) != 0)
        in->at += length;
    return in->at != start;
}

static bool
is_visible_ascii(char byte)
{
    return byte > ' ' && byte < 0x7F;
}

static void
trim(struct cursor *in)
{
    skip_blanks(in);
    while (in->at < in->end && !is_visible_ascii(in->end[-1])) {
        size_t left = (size_t)(in->end - in->at), cut = 0;

        for (size_t length = 1; length <= 3 && length <= left && cut == 0; length++)
            if (blank_length(in->end - length, in->end) == length)
                cut = length;
        if (cut == 0)
            return;
        in->end -= cut;
    }
}

/* --- words --- */

/* In the spellings that programs write; "none" and "na" in lower case are also the names
 * of settings and of sodium, so they are not here. */
static const char *const missing_tokens[] = {"N/A", "n/a", "NA", "NaN", "nan", "NAN", "-nan",
    "+nan", "null", "NULL", "Null", "None", "nil", "-", "--", "\u2013", "\u2014", ".", "[N/A]",
    "[n/a]", "#N/A", "<NA>", "\u2212"};

static bool
is_missing(const struct cursor *in)
{
    size_t length = (size_t)(in->end - in->at);

    if (length == 0)
        return true;
    if (length > 5 || is_digit(*in->at))
        return false;
    for (size_t i = 0; i < sizeof missing_tokens / sizeof missing_tokens[0]; i++)
        if (strlen(missing_tokens[i]) == length
            && memcmp(in->at, missing_tokens[i], length) == 0)
            return true;
    return false;
}

/* The rest of the cell is `word` (lower case) in any case. */
static bool
rest_is(const struct cursor *in, const char *word)
{
    size_t length = strlen(word);

    if ((size_t)(in->end - in->at) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((in->at[i] | 0x20) != word[i])
            return false;
    return true;
}

static bool
rest_is_infinity(const struct cursor *in)
{
    static const char sign[] = "\u221E";

    return rest_is(in, "inf") || rest_is(in, "infinity")
        || ((size_t)(in->end - in->at) == sizeof sign - 1
            && memcmp(in->at, sign, sizeof sign - 1) == 0);
}

/* --- decimals --- */

/* What was seen of a decimal number: the digits as one integer while they fit. */
struct decimal {
    const char *start, *stop;   /* of the digits, separators and exponent */
    uint64_t digits;
    bool overflowed;            /* more digits than fit 64 bits */
    bool negative, grouped, integral;
    int exponent;               /* of the last digit */
};

static void
add_digit(struct decimal *number, char digit)
{
    if (number->digits > (UINT64_MAX - 9) / 10)
        number->overflowed = true;
    else
        number->digits = number->digits * 10 + (uint64_t)(digit - '0');
}

static size_t
take_digits(struct cursor *in, struct decimal *number)
{
    const char *start = in->at;

    while (in->at < in->end && is_digit(*in->at))
        add_digit(number, *in->at++);
    return (size_t)(in->at - start);
}

/* Length of a thousands separator that is followed by exactly three digits, else 0. */
static size_t
group_length(const struct cursor *in, char thousands)
{
    const char *at = in->at;
    size_t length = 0, n = 0;

    if (at < in->end && *at == thousands)
        length = 1;
    else if (at < in->end && (unsigned char)*at >= 0x80)
        length = wide_blank_length(at, in->end);
    if (length == 0)
        return 0;
    for (at += length; at < in->end && is_digit(*at); at++)
        n++;
    return n == 3 ? length : 0;
}

/* Groups only after one to three digits that do not start with 0: "0,123" is somebody's
 * decimal comma and stays text. */
static size_t
take_integer_part(struct cursor *in, struct decimal *number, char thousands)
{
    bool leading_zero = in->at < in->end && *in->at == '0';
    size_t n = take_digits(in, number), length;

    if (n == 0 || n > 3 || leading_zero)
        return n;
    while ((length = group_length(in, thousands)) != 0) {
        in->at += length;
        n += take_digits(in, number);
        number->grouped = true;
    }
    return n;
}

static void
take_exponent(struct cursor *in, struct decimal *number)
{
    const char *at = in->at;
    bool negative;
    int exponent = 0;

    if (at == in->end || (*at | 0x20) != 'e')
        return;
    at++;
    negative = at < in->end && *at == '-';
    if (at < in->end && (*at == '-' || *at == '+'))
        at++;
    if (at == in->end || !is_digit(*at))
        return;
    for (; at < in->end && is_digit(*at); at++)
        if (exponent < 100000)
            exponent = exponent * 10 + (*at - '0');
    number->exponent += negative ? -exponent : exponent;
    number->integral = false;
    in->at = at;
}

/* Digits with at most one decimal sign, and an exponent; the sign was taken before. */
static bool
take_decimal(struct cursor *in, struct decimal *number, char point, char thousands)
{
    size_t whole, fraction = 0;

    number->start = in->at;
    number->digits = 0;
    number->overflowed = number->grouped = false;
    number->integral = true;
    number->exponent = 0;
    whole = take_integer_part(in, number, thousands);
    if (in->at < in->end && *in->at == point) {
        in->at++;
        fraction = take_digits(in, number);
        number->integral = false;
        number->exponent = -(int)(fraction < 100000 ? fraction : 100000);
    }
    if (whole + fraction == 0)
        return false;
    take_exponent(in, number);
    number->stop = in->at;
    return true;
}

/* strtod over a copy in plain C form. */
static double
convert_slowly(const struct decimal *number, char point)
{
    char small[128];
    size_t length = (size_t)(number->stop - number->start), n = 0;
    char *copy = length < sizeof small ? small : mem_alloc(length + 1);
    double value;

    if (!number->grouped && point == '.') {
        memcpy(copy, number->start, length);
        n = length;
    }
    for (const char *at = number->start + n; at < number->stop; at++) {
        if (*at == point)
            copy[n++] = '.';
        else if (is_digit(*at) || is_letter(*at) || *at == '-' || *at == '+')
            copy[n++] = *at;
    }
    copy[n] = '\0';
    value = strtod(copy, NULL);
    if (copy != small)
        free(copy);
    return value;
}

/* Digits below 2^53 and powers of ten up to 22 are exact doubles, so that one rounding of
 * their product or quotient is the nearest double (Clinger 1990). */
static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static double
convert(const struct decimal *number, char point)
{
    double value;

    if (number->exponent == 0 && !number->overflowed)
        value = (double)number->digits;
    else if (number->overflowed || number->digits > UINT64_C(1) << 53
        || number->exponent < -22 || number->exponent > 22)
        value = convert_slowly(number, point);
    else if (number->exponent < 0)
        value = (double)number->digits / powers[-number->exponent];
    else
        value = (double)number->digits * powers[number->exponent];
    return number->negative ? -value : value;
}

static void
set_integer(const struct decimal *number, struct number *out)
{
    uint64_t most = (uint64_t)INT64_MAX + number->negative;

    if (!number->integral)
        return;
    if (number->overflowed || number->digits > most) {
        out->repaired = true;   /* a hash, an unsigned counter: its digits are in the text */
        return;
    }
    out->is_integer = true;
    out->integer = (int64_t)(number->negative ? 0 - number->digits : number->digits);
}

/* --- units --- */

/* Suffixes that need no blank. Not here: K, M, B, T (thousand or kelvin, billion or byte),
 * m (minute, metre, million), bit ("4bit" names a precision), g, d. */
static const char *const known_units[] = {"%", "\u2030", "ns", "us", "\u00B5s", "\u03BCs", "ms",
    "s", "sec", "min", "h", "hr", "hrs", "kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB",
    "TiB", "B/s", "KB/s", "MB/s", "GB/s", "GiB/s", "mW", "W", "kW", "J", "mJ", "kJ", "MJ", "Wh",
    "mWh", "kWh", "MWh", "Hz", "kHz", "MHz", "GHz", "x", "\u00D7", "tok/s", "tokens/s", "t/s",
    "tps", "req/s", "img/s", "images/s", "samples/s", "it/s", "inf/s", "FLOPs", "FLOPS",
    "MFLOPs", "GFLOPs", "GFLOPS", "TFLOPs", "TFLOPS", "PFLOPs", "PFLOPS", "MACs", "GMACs",
    "TOPS", "\u00B0C", "\u00B0F", "\u00B0", "dB", "pp", "kg", "gCO2", "kgCO2", "gCO2e",
    "kgCO2e", "gCO2eq", "kgCO2eq", "\u20AC", "$"};

/* "12 May" is a date. */
static const char *const month_names[] = {"jan", "january", "feb", "february", "mar", "march",
    "apr", "april", "may", "jun", "june", "jul", "july", "aug", "august", "sep", "sept",
    "september", "oct", "october", "nov", "november", "dec", "december", "am", "pm"};

static bool
is_known_unit(const char *unit)
{
    for (size_t i = 0; i < sizeof known_units / sizeof known_units[0]; i++)
        if (strcmp(known_units[i], unit) == 0)
            return true;
    return false;
}

static bool
is_month(const char *unit)
{
    struct cursor in = {unit, unit + strlen(unit)};

    for (size_t i = 0; i < sizeof month_names / sizeof month_names[0]; i++)
        if (rest_is(&in, month_names[i]))
            return true;
    return false;
}

/* Length of a character that a unit may hold at this place, else 0. */
static size_t
unit_char_length(const char *at, const char *start, const char *end)
{
    static const char *const signs[] = {"\u00B5", "\u03BC", "\u00B0", "\u00B2", "\u00B3",
        "\u00B7", "\u20AC", "\u00A3", "\u2030", "\u00D7", "\u03A9"};

    if (is_letter(*at) || *at == '%' || *at == '$' || *at == '/')
        return 1;
    if (at > start && (*at == '.' || *at == '^' || *at == '*'))
        return 1;
    if (at > start && (*at == '2' || *at == '3') && strchr("mO^", at[-1]) != NULL)
        return 1;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t length = strlen(signs[i]);

        if ((size_t)(end - at) >= length && memcmp(at, signs[i], length) == 0)
            return length;
    }
    return 0;
}

/* Takes a unit, if one is next. False if something is next that is neither a unit nor "±"
 * nor the end. */
static bool
take_unit(struct cursor *in, char unit[16])
{
    bool blank = skip_blanks(in);
    const char *start = in->at;
    size_t length = 0, step;

    unit[0] = '\0';
    while (start + length < in->end
        && (step = unit_char_length(start + length, start, in->end)) != 0)
        length += step;
    if (length == 0)
        return true;
    if (length >= 16)
        return false;
    memcpy(unit, start, length);
    unit[length] = '\0';
    in->at += length;
    if (is_month(unit) || strcmp(unit, "/") == 0)
        return false;
    return blank || is_known_unit(unit);
}

/* --- cells --- */

static bool
take_sign(struct cursor *in, struct number *out)
{
    if (take(in, "-"))
        return true;
    if (take(in, "\u2212")) {
        out->repaired = true;
        return true;
    }
    if (take(in, "+"))
        out->repaired = true;
    return false;
}

static void
take_currency(struct cursor *in, struct number *out)
{
    static const char *const signs[] = {"$", "\u20AC", "\u00A3"};

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (take(in, signs[i])) {
            strcpy(out->unit, signs[i]);
            out->repaired = true;
            return;
        }
    }
}

/* "± 0.4", "+/- 0.4%" after a number; true also if there is none. */
static bool
take_spread(struct cursor *in, char point, char thousands, struct number *out)
{
    struct decimal spread = {0};
    char unit[16];

    skip_blanks(in);
    if (!take(in, "\u00B1") && !take(in, "+/-") && !take(in, "+-"))
        return true;
    skip_blanks(in);
    if (!take_decimal(in, &spread, point, thousands) || !take_unit(in, unit))
        return false;
    if (unit[0] != '\0' && out->unit[0] != '\0' && strcmp(unit, out->unit) != 0)
        return false;
    if (unit[0] != '\0')
        strcpy(out->unit, unit);
    out->spread = convert(&spread, point);
    out->is_integer = false;
    out->repaired = true;
    return true;
}

/* "01 AI", "0409 preview": a label, where a unit follows. */
static bool
is_zero_padded(const struct decimal *number)
{
    return number->integral && number->start[0] == '0' && number->stop - number->start > 1;
}

static enum number_class
parse_tail(struct cursor *in, char point, char thousands, const struct decimal *number,
    struct number *out)
{
    char unit[16];

    if (!take_unit(in, unit)
        || (unit[0] != '\0' && (out->unit[0] != '\0' || is_zero_padded(number))))
        return NUMBER_TEXT;
    if (unit[0] != '\0')
        strcpy(out->unit, unit);
    if (!take_spread(in, point, thousands, out) || in->at != in->end)
        return NUMBER_TEXT;
    out->percent = strcmp(out->unit, "%") == 0;
    if (out->unit[0] != '\0')
        out->repaired = true;
    return NUMBER_VALUE;
}

static bool
has_nonzero_digit(const struct decimal *number)
{
    return number->digits != 0 || number->overflowed;
}

/* A number after blanks and missing tokens are out of the way. */
static enum number_class
parse_number(struct cursor *in, char point, char thousands, struct number *out)
{
    struct decimal number = {0};

    if (!is_digit(*in->at)) {
        number.negative = take_sign(in, out);
        if (rest_is_infinity(in)) {
            out->value = number.negative ? -INFINITY : INFINITY;
            return NUMBER_VALUE;
        }
        take_currency(in, out);
    }
    if (!take_decimal(in, &number, point, thousands))
        return NUMBER_TEXT;
    out->value = convert(&number, point);
    out->grouped = number.grouped;
    set_integer(&number, out);
    if (number.grouped || point != '.' || isinf(out->value)
        || (out->value == 0 && has_nonzero_digit(&number)))
        out->repaired = true;
    return in->at == in->end ? NUMBER_VALUE : parse_tail(in, point, thousands, &number,
        out);
}

/* Only "inf" and the words for a missing value begin with a letter. */
static bool
begins_text(char first)
{
    char lower = (char)(first | 0x20);

    return is_letter(first) && lower != 'i' && lower != 'n';
}

enum { PLAIN_DIGITS = 15 };

static const char *
add_digits(const char *at, const char *end, uint64_t *digits)
{
    unsigned digit;

    for (; at < end && (digit = (unsigned char)*at - (unsigned)'0') <= 9; at++)
        *digits = *digits * 10 + digit;
    return at;
}

/* Most cells of most files are plain: two loops see that and have the digits. *out is as blank
 * as number_parse leaves it, and stays so if the text is something else. */
static bool
parse_plain(const char *text, size_t length, struct number *out)
{
    bool negative = length > 0 && *text == '-';
    const char *end = text + length, *first = text + negative, *point;
    uint64_t digits = 0;
    size_t decimals = 0;

    if (end - first < 1 || end - first > PLAIN_DIGITS + 1)
        return false;
    point = add_digits(first, end, &digits);
    if (point < end) {
        if (*point != '.' || point == first || end - point < 2
            || add_digits(point + 1, end, &digits) != end)
            return false;
        decimals = (size_t)(end - point - 1);
    } else if (end - first > PLAIN_DIGITS) {
        return false;
    }
    if (*first == '0' && point - first > 1)
        return false;
    out->plain = true;
    out->decimals = (uint8_t)decimals;
    out->is_integer = decimals == 0;
    if (out->is_integer) {
        out->integer = negative ? -(int64_t)digits : (int64_t)digits;
        out->value = (double)digits;
    } else {
        out->value = (double)digits / powers[decimals];
    }
    if (negative)
        out->value = -out->value;
    return true;
}

enum number_class
number_parse(const char *text, size_t length, const struct number_style *style,
    struct number *out)
{
    char point = style != NULL && style->decimal != 0 ? style->decimal : '.';
    char thousands = style != NULL && style->thousands != 0 ? style->thousands
        : point == '.' ? ',' : ' ';
    struct cursor in = {text, text + length};

    *out = (struct number){.value = NAN, .spread = NAN};
    if (length > 0 && begins_text(*text))
        return NUMBER_TEXT;
    if (point == '.' && parse_plain(text, length, out))
        return NUMBER_VALUE;
    trim(&in);
    if (is_missing(&in))
        return NUMBER_MISSING;
    return parse_number(&in, point, thousands, out);
}

bool
number_parse_plain(const char *text, double *out)
{
    struct cursor in = {text, text + strlen(text)};
    struct decimal number = {0};

    number.negative = take(&in, "-");
    if (!number.negative)
        take(&in, "+");
    if (!take_decimal(&in, &number, '.', '\0') || number.grouped || in.at != in.end)
        return false;
    *out = convert(&number, '.');
    return isfinite(*out);
}
