/* text_scrub.c - making a stranger's bytes safe to show on a terminal; see text.h.
 *
 * The rule is by what a character may do, not by a list of known attacks: whatever moves
 * the cursor, starts a sequence, turns the direction, or is there without being seen is
 * written out visibly. A name then looks like what it is, and two names that differ look
 * different.
 */
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/text.h"

enum { CONTROL_PICTURES = 0x2400, PICTURE_OF_DELETE = 0x2421, DOTTED_CIRCLE = 0x25CC };

/* Characters of our own screens and of the field's tables that have no decomposition to
 * ASCII. Sorted by code point. */
static const struct ascii_form {
    uint32_t character;
    const char *form;
} ascii_forms[] = {
    {0x00A1, "!"}, {0x00A2, "c"}, {0x00A3, "GBP"}, {0x00A7, "S"}, {0x00A9, "(c)"},
    {0x00AB, "<<"}, {0x00AC, "!"}, {0x00AE, "(R)"}, {0x00B0, "deg"}, {0x00B1, "+-"},
    {0x00B7, "."}, {0x00BB, ">>"}, {0x00BF, "?"}, {0x00C6, "AE"}, {0x00D0, "D"},
    {0x00D7, "x"}, {0x00D8, "O"}, {0x00DE, "Th"}, {0x00DF, "ss"}, {0x00E6, "ae"},
    {0x00F0, "d"}, {0x00F7, "/"}, {0x00F8, "o"}, {0x00FE, "th"}, {0x0110, "D"},
    {0x0111, "d"}, {0x0131, "i"}, {0x0141, "L"}, {0x0142, "l"}, {0x0152, "OE"},
    {0x0153, "oe"}, {0x0394, "Delta"}, {0x03A3, "Sigma"}, {0x03B1, "alpha"},
    {0x03B2, "beta"}, {0x03B3, "gamma"}, {0x03B4, "delta"}, {0x03B5, "epsilon"},
    {0x03BA, "kappa"}, {0x03BB, "lambda"}, {0x03BC, "u"}, {0x03C1, "rho"},
    {0x03C3, "sigma"}, {0x03C4, "tau"}, {0x2010, "-"}, {0x2011, "-"}, {0x2012, "-"},
    {0x2013, "-"}, {0x2014, "--"}, {0x2015, "--"}, {0x2018, "'"}, {0x2019, "'"},
    {0x201A, ","}, {0x201C, "\""}, {0x201D, "\""}, {0x201E, "\""}, {0x2020, "+"},
    {0x2022, "*"}, {0x2032, "'"}, {0x2033, "\""}, {0x2039, "<"}, {0x203A, ">"},
    {0x2044, "/"}, {0x20AC, "EUR"}, {0x2190, "<-"}, {0x2191, "^"}, {0x2192, "->"},
    {0x2193, "v"}, {0x2194, "<->"}, {0x21D2, "=>"}, {0x2208, "in"}, {0x2212, "-"},
    {0x2213, "-+"}, {0x2215, "/"}, {0x221A, "sqrt"}, {0x221E, "inf"}, {0x2248, "~"},
    {0x2260, "!="}, {0x2264, "<="}, {0x2265, ">="}, {0x22C5, "."}, {0x2500, "-"},
    {0x2502, "|"}, {0x250C, "+"}, {0x2510, "+"}, {0x2514, "+"}, {0x2518, "+"},
    {0x251C, "+"}, {0x2524, "+"}, {0x252C, "+"}, {0x2534, "+"}, {0x253C, "+"},
    {0x2588, "#"}, {0x2591, "."}, {0x2592, ":"}, {0x2593, "#"}, {0x25A0, "#"},
    {0x25B2, "^"}, {0x25B6, ">"}, {0x25B8, ">"}, {0x25BA, ">"}, {0x25BC, "v"},
    {0x25C0, "<"}, {0x25C4, "<"}, {0x25C6, "*"}, {0x25CB, "o"}, {0x25CF, "*"},
    {0x2605, "*"}, {0x2606, "*"}, {0x2713, "v"}, {0x2714, "v"}, {0x2717, "x"},
    {0x2718, "x"},
};

static int
compare_form(const void *key, const void *element)
{
    uint32_t character = *(const uint32_t *)key;
    const struct ascii_form *form = element;

    return (character > form->character) - (character < form->character);
}

static const char *
ascii_form(uint32_t character)
{
    const struct ascii_form *form = bsearch(&character, ascii_forms,
        sizeof ascii_forms / sizeof ascii_forms[0], sizeof ascii_forms[0], compare_form);

    return form != NULL ? form->form : NULL;
}

/* One character of a decomposition; false if ASCII has nothing near it. */
static bool
put_ascii_part(struct strbuf *out, uint32_t part)
{
    const char *form;

    if (part >= 0x20 && part < 0x7F) {
        strbuf_putc(out, (char)part);
        return true;
    }
    if (uc_combining_class(part) != 0)
        return true;
    form = ascii_form(part);
    if (form != NULL)
        strbuf_puts(out, form);
    return form != NULL;
}

static void
put_ascii(struct strbuf *out, uint32_t character)
{
    uint32_t parts[32];
    size_t n = sizeof parts / sizeof parts[0], start = out->length;
    uint32_t *decomposed;
    bool complete;

    if (put_ascii_part(out, character))
        return;
    decomposed = u32_normalize(UNINORM_NFKD, &character, 1, parts, &n);
    complete = decomposed != NULL && !(n == 1 && decomposed[0] == character);
    for (size_t i = 0; complete && i < n; i++)
        complete = put_ascii_part(out, decomposed[i]);
    if (!complete) {
        out->length = start;
        strbuf_putc(out, '?');
    }
    if (decomposed != parts)
        free(decomposed);
}

static void
put_control(struct strbuf *out, uint32_t control, bool ascii)
{
    if (ascii) {
        strbuf_putc(out, '^');
        strbuf_putc(out, (char)(control ^ 0x40));
    } else {
        text_encode(out, control == 0x7F ? PICTURE_OF_DELETE : CONTROL_PICTURES + control);
    }
}

/* Choose a glyph, take no column, and terminals disagree about the width that follows. */
static bool
is_presentation_selector(uint32_t character)
{
    return character == 0xFE0E || character == 0xFE0F;
}

/* C1, format characters (bidi controls, zero-width ones, tags), line and paragraph
 * separators, fillers that are not seen, and noncharacters. */
static bool
is_unseen(uint32_t character)
{
    return (character >= 0x80 && character < 0xA0)
        || uc_is_general_category_withtable(character,
            UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp)
        || uc_is_property_default_ignorable_code_point(character)
        || uc_is_property_not_a_character(character);
}

static void
put_visible(struct strbuf *out, uint32_t character, bool ascii, bool first)
{
    if (character < 0x20 || character == 0x7F) {
        put_control(out, character, ascii);
    } else if (is_presentation_selector(character)) {
        return;
    } else if (is_unseen(character)) {
        strbuf_printf(out, "<U+%04X>", (unsigned)character);
    } else if (ascii && character == 0xFFFD) {
        strbuf_putc(out, '?');
    } else if (ascii) {
        put_ascii(out, character);
    } else {
        /* A mark at the start would sit on whatever stands to the left of the text. */
        if (first && text_char_width(character) == 0)
            text_encode(out, DOTTED_CIRCLE);
        text_encode(out, character);
    }
}

void
text_scrub(struct strbuf *out, const char *text, size_t length, bool ascii)
{
    size_t i = 0;

    while (i < length) {
        size_t start = i;
        uint32_t character;

        while (i < length && text[i] >= 0x20 && text[i] < 0x7F)
            i++;
        if (i > start)
            strbuf_add(out, text + start, i - start);
        if (i < length) {
            start = i;
            i += text_decode(text + i, length - i, &character);
            put_visible(out, character, ascii, start == 0);
        }
    }
}
