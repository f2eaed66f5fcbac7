/* repair.c - see repair.h. The text is read again, since the store keeps it and not how it was
 * read; a text that is no number by itself was put together of several cells. */
#include "session/repair.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/number.h"

static void
put_reason(struct strbuf *out, size_t *n, const char *text)
{
    strbuf_printf(out, "%s%s", (*n)++ == 0 ? " (" : ", ", text);
}

/* Whether a comma stands between two digits. */
static bool
has_comma(const char *raw)
{
    const char *comma = strchr(raw, ',');

    return comma != NULL && comma > raw && isdigit((unsigned char)comma[-1])
        && isdigit((unsigned char)comma[1]);
}

static bool
is_same(double a, double b)
{
    return fabs(a - b) <= 1e-12 * fabs(b);
}

/* As the text was read: with a decimal comma if that is what gives the value. */
static bool
read_again(const char *raw, double value, struct number *number, bool *decimal_comma)
{
    const struct number_style comma = {.decimal = ','};
    bool plain = number_parse(raw, strlen(raw), NULL, number) == NUMBER_VALUE;
    struct number other;

    *decimal_comma = has_comma(raw) && !(plain && is_same(number->value, value))
        && number_parse(raw, strlen(raw), &comma, &other) == NUMBER_VALUE
        && is_same(other.value, value);
    if (*decimal_comma)
        *number = other;
    return plain || *decimal_comma;
}

void
repair_words(struct strbuf *out, const char *raw, double value, const char *unit,
    bool has_error)
{
    struct number number;
    char shown[NUMBER_TEXT_MAX];
    struct strbuf text;
    bool decimal_comma;
    size_t n = 0;

    if (!read_again(raw, value, &number, &decimal_comma))
        return;
    strbuf_init(&text);
    if (decimal_comma)
        put_reason(out, &n, "with a decimal comma");
    else if (has_comma(raw))
        put_reason(out, &n, "separators of thousands left out");
    if (!isnan(number.spread) && !has_error) {
        number_print(shown, number.spread);
        strbuf_printf(&text, "± %s left out: what it is the file does not say", shown);
        put_reason(out, &n, text.data);
    }
    if (!is_same(number.value, value) && unit == NULL && strcmp(number.unit, "%") == 0) {
        put_reason(out, &n, "a percent among shares of 1, divided by 100");
    } else if (!is_same(number.value, value) && unit != NULL) {
        strbuf_clear(&text);
        strbuf_printf(&text, "converted to %s", unit);
        put_reason(out, &n, text.data);
    } else if (number.unit[0] != '\0') {
        strbuf_clear(&text);
        strbuf_printf(&text, "%s taken as its unit", number.unit);
        put_reason(out, &n, text.data);
    }
    if (n > 0)
        strbuf_putc(out, ')');
    strbuf_release(&text);
}
