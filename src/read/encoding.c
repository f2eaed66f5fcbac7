/* encoding.c - byte order marks, UTF-16 and Windows-1252 into UTF-8; see encoding.h. */
#include "read/encoding.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/pages.h"
#include "base/text.h"

enum { WINDOW = 4 << 20 };

/* 0x80 to 0x9F of Windows-1252; 0 where it has nothing. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
    0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

static uint32_t
unit_at(const unsigned char *at, bool big_endian)
{
    return big_endian ? (uint32_t)at[0] << 8 | at[1] : (uint32_t)at[1] << 8 | at[0];
}

bool
utf16_is_marked(const char *data, size_t length)
{
    return length >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0
        || memcmp(data, "\xFE\xFF", 2) == 0);
}

void
utf16_convert(struct strbuf *out, const char *data, size_t length)
{
    const unsigned char *at = (const unsigned char *)data, *end = at + length;
    bool big_endian = at[0] == 0xFE;

    for (at += 2; end - at >= 2; at += 2) {
        uint32_t unit = unit_at(at, big_endian);

        if (unit >= 0xD800 && unit < 0xDC00 && end - at >= 4) {
            uint32_t low = unit_at(at + 2, big_endian);

            if (low >= 0xDC00 && low < 0xE000) {
                unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        text_encode(out, unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit);
    }
    if (at < end)
        text_encode(out, 0xFFFD);
}

/* Copies text, reading each ill-formed byte as Windows-1252. */
static void
convert_bytes(struct strbuf *out, const char *text, size_t length, size_t *first_line)
{
    size_t line = 1;

    *first_line = 0;
    for (size_t at = 0, used; at < length; at += used) {
        unsigned char byte = (unsigned char)text[at];
        uint32_t character;

        used = text_decode(text + at, length - at, &character);
        line += byte == '\n';
        if (used > 1 || byte < 0x80) {
            strbuf_add(out, text + at, used);
            continue;
        }
        if (*first_line == 0)
            *first_line = line;
        character = byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
        text_encode(out, character == 0 ? 0xFFFD : character);
    }
}

void
utf8_text_warn(const struct utf8_text *text, struct sink *sink)
{
    char place[32];

    if (text->odd_line == 0)
        return;
    snprintf(place, sizeof place, "line %zu", text->odd_line);
    sink->warn(sink, place, "is not UTF-8: the file was read as Windows-1252 (Latin-1)");
}

/* Looks through all of it, without keeping a file of gigabytes in memory: the offset of the first
 * NUL byte (length if there is none), and whether it is UTF-8. */
static size_t
look_through(const char *data, size_t length, bool *is_utf8)
{
    const char *nul;

    *is_utf8 = true;
    for (size_t at = 0, step; at < length; at += step) {
        step = length - at < WINDOW ? length - at : WINDOW;
        /* Not in the midst of a character. */
        for (int i = 0; i < 3 && at + step < length && (data[at + step] & 0xC0) == 0x80; i++)
            step--;
        nul = memchr(data + at, '\0', step);
        if (nul != NULL)
            return (size_t)(nul - data);
        *is_utf8 = *is_utf8 && text_is_utf8(data + at, step);
        pages_passed(data + at, step);
    }
    return length;
}

bool
utf8_text_open(struct utf8_text *out, const struct input *input, struct error *err)
{
    const char *data = input->data;
    size_t length = input->length, nul;
    bool is_utf8;

    *out = (struct utf8_text){0};
    strbuf_init(&out->own);
    if (utf16_is_marked(data, length)) {
        utf16_convert(&out->own, data, length);
        data = out->own.data;
        length = out->own.length;
    } else if (length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
        data += 3;
        length -= 3;
    }
    out->text = data;
    out->length = length;
    nul = look_through(data, length, &is_utf8);
    if (nul < length) {
        utf8_text_close(out);
        error_set(err, ERROR_REQUEST, "%s: is not text: a NUL byte at offset %zu",
            input->name, nul);
        return error_hint(err, "UTF-16 is read if the file begins with a byte order mark");
    }
    if (is_utf8)
        return true;
    convert_bytes(&out->own, data, length, &out->odd_line);
    out->text = out->own.data;
    out->length = out->own.length;
    return true;
}

void
utf8_text_close(struct utf8_text *text)
{
    strbuf_release(&text->own);
}
