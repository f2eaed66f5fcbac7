/* number.h - numbers out of the cells of real tables, and back into text.
 *
 * Everything is in C form whatever the locale. Values are the doubles nearest to the
 * decimal text; integers beyond 2^53 keep their digits. docs of the field's traps:
 * quoted thousands, percent, unit suffix, ±, sign prefix, missing tokens.
 */
#ifndef PARETOP_BASE_NUMBER_H
#define PARETOP_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a source writes numbers. */
struct number_style {
    char decimal;    /* '.' or ',' (semicolon CSV); 0 means '.' */
    char thousands;  /* ',' '.' ' ' '\''; 0 means ',' beside a decimal point and ' ' beside a
                        decimal comma. No-break and thin spaces separate in every style. */
};

enum number_class {
    NUMBER_VALUE,     /* a number; fields below are set */
    NUMBER_MISSING,   /* "", N/A, NA, NaN, null, None, -, — , [N/A], n/a, nil, . */
    NUMBER_TEXT       /* anything else: the column is text (contract 7) */
};

struct number {
    double value;       /* may be +-inf ("inf", "Infinity"): contract 6 */
    double spread;      /* after ±, NaN if none */
    int64_t integer;    /* if is_integer: the exact value */
    bool is_integer;    /* the text is an integer that fits int64 */
    bool repaired;      /* text was more than a plain C number: keep it as raw */
    bool grouped;       /* separators of thousands were left out */
    bool percent;       /* a % sign was there; value is NOT divided */
    bool plain;         /* the text is "-12.50" and nothing else: at most 15 digits, no idle
                           zero in front, no point without digits on both sides */
    uint8_t decimals;   /* if plain: digits after the point; 0 for an integer */
    char unit[16];      /* suffix such as "ms", "MiB", "%", "tok/s"; "" if none */
};

/* Classifies a cell; surrounding blanks do not count. NaN tokens are missing.
 * A thousands separator counts only in groups of three. "1e400" is +inf with repaired.
 *
 * A unit is one word after a blank ("30994 MiB", "20.929 inf./sec."), or one of a table
 * without it ("5.9%", "12ms", "1.5x"), or "$" in front. Text are names, versions and dates
 * that start with a digit ("1.2.3", "2024-01-02", "12 May", "3B-instruct"), ranges and
 * intervals ("+5/-5", "(-1.88, +1.97)"), hexadecimal, and sizes whose letter has two
 * meanings ("7B", "128k", "5m", "4bit"): billions or bytes is not for a cell to say.
 * Cells of one column may come with different units: to see that is the caller's part.
 * style NULL is the C style. The text need not end in a NUL. */
enum number_class number_parse(const char *text, size_t length,
    const struct number_style *style, struct number *out);

/* Strict: a whole C-form number and nothing else ("nan"/"inf" refused). */
bool number_parse_plain(const char *text, double *out);

/* value * scale; where scale is a power of ten, what the shortest decimal text of value says
 * with its point moved, rounded once: 1.1e-06 * 1e6 is 1.1, not 1.0999999999999999. */
double number_scaled(double value, double scale);

enum { NUMBER_TEXT_MAX = 32 };

/* The shortest text (to a digit) that reads back to the same double: "0.1", "1e-07", "inf",
 * "nan", "-0". buf has NUMBER_TEXT_MAX bytes; returns its length. */
size_t number_print(char *buf, double value);

/* With exactly so many decimals (0 to 20), for a value that was written so with at most fifteen
 * digits: gives back "0.50", "1.0", "0.00001". */
size_t number_print_fixed(char *buf, double value, int decimals);

/* For people: `digits` significant digits, no exponent from 1e-4 to 1e7 ("1.5e8" beyond),
 * trailing zeros cut; an integer part is never rounded to fewer digits than it has. NaN is
 * "—" (caller decides on ASCII through text_scrub). */
size_t number_show(char *buf, double value, int digits);

/* With SI suffix for short axes: 1.5k, 20M, 3n. */
size_t number_show_si(char *buf, double value, int digits);

#endif
