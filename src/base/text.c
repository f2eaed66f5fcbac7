/* text.c - UTF-8 characters, their columns, and cutting to a width; see text.h.
 *
 * The decoder is strict (no overlong forms, no surrogates, nothing above U+10FFFF) and
 * moves by one byte over what is ill-formed, so that every byte of a stranger's text is
 * accounted for. Scrubbing is in text_scrub.c, comparing and splitting in text_match.c.
 */
#include "base/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <uniwidth.h>

#include "base/memory.h"

enum { REPLACEMENT = 0xFFFD };

static bool
is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The second byte's range is what rules out overlong forms and surrogates. */
static bool
second_byte_fits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xE0: return second >= 0xA0 && second <= 0xBF;
    case 0xED: return second >= 0x80 && second <= 0x9F;
    case 0xF0: return second >= 0x90 && second <= 0xBF;
    case 0xF4: return second >= 0x80 && second <= 0x8F;
    default: return is_continuation(second);
    }
}

static size_t
sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    if (first >= 0xF0 && first <= 0xF4)
        return 4;
    return 0;
}

size_t
text_decode(const char *text, size_t length, uint32_t *character)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t needed = sequence_length(byte[0]);
    uint32_t value;

    assert(length > 0);
    if (needed == 1) {
        *character = byte[0];
        return 1;
    }
    *character = REPLACEMENT;
    if (needed == 0 || needed > length || !second_byte_fits(byte[0], byte[1]))
        return 1;
    value = byte[0] & (0x7Fu >> needed);
    for (size_t i = 1; i < needed; i++) {
        if (!is_continuation(byte[i]))
            return 1;
        value = value << 6 | (byte[i] & 0x3Fu);
    }
    *character = value;
    return needed;
}

void
text_encode(struct strbuf *out, uint32_t character)
{
    char bytes[4];
    size_t length;

    if (character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF))
        character = REPLACEMENT;
    if (character < 0x80) {
        strbuf_putc(out, (char)character);
        return;
    }
    length = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = length; i-- > 1; character >>= 6)
        bytes[i] = (char)(0x80 | (character & 0x3F));
    bytes[0] = (char)((0xF00u >> length & 0xF0) | character);
    strbuf_add(out, bytes, length);
}

/* How many bytes from here on are ASCII: all but the last few of a run, eight at a time. */
static size_t
ascii_run(const char *text, size_t length)
{
    size_t i = 0;
    uint64_t word;

    for (; length - i >= sizeof word; i += sizeof word) {
        memcpy(&word, text + i, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    return i;
}

bool
text_is_utf8(const char *text, size_t length)
{
    uint32_t character;

    for (size_t i = 0, used; i < length; i += used) {
        i += ascii_run(text + i, length - i);
        if (i == length)
            break;
        used = text_decode(text + i, length - i, &character);
        if (used == 1 && (unsigned char)text[i] >= 0x80)
            return false;
    }
    return true;
}

size_t
text_char_width(uint32_t character)
{
    int width;

    if (character >= 0x20 && character < 0x7F)
        return 1;
    width = uc_width(character, "UTF-8");
    return width > 0 ? (size_t)width : 0;
}

size_t
text_width(const char *text, size_t length)
{
    uint32_t character;
    size_t width = 0;

    for (size_t i = 0; i < length; ) {
        if (text[i] >= 0x20 && text[i] < 0x7F) {
            i++;
            width++;
            continue;
        }
        i += text_decode(text + i, length - i, &character);
        width += text_char_width(character);
    }
    return width;
}

/* The longest head of at most `width` columns, with the marks that combine with its last
 * character. *columns gets what it takes. */
static size_t
head_length(const char *text, size_t length, size_t width, size_t *columns)
{
    size_t i = 0, used;
    uint32_t character;

    for (*columns = 0; i < length; i += used) {
        size_t wide;

        used = text_decode(text + i, length - i, &character);
        wide = text_char_width(character);
        if (*columns + wide > width)
            break;
        *columns += wide;
    }
    return i;
}

/* Where a tail of at most `width` of the text's `total` columns starts; never at a mark
 * that would combine with what is put before it. */
static size_t
tail_start(const char *text, size_t length, size_t total, size_t width, size_t *columns)
{
    size_t i = 0, before = 0;
    uint32_t character;

    while (i < length) {
        size_t used = text_decode(text + i, length - i, &character);
        size_t wide = text_char_width(character);

        if (total - before <= width && wide > 0)
            break;
        before += wide;
        i += used;
    }
    *columns = total - before;
    return i;
}

/* The beginning and the end that fit, with a sign between them. */
static size_t
fit_parts(struct strbuf *out, const char *text, size_t head_width, size_t tail_width,
    bool ascii)
{
    size_t length = strlen(text), total = text_width(text, length);
    size_t head_columns, tail_columns = 0, tail = length;

    strbuf_add(out, text, head_length(text, length, head_width, &head_columns));
    strbuf_puts(out, ascii ? "~" : "…");
    if (tail_width > 0)
        tail = tail_start(text, length, total, tail_width, &tail_columns);
    strbuf_add(out, text + tail, length - tail);
    return head_columns + 1 + tail_columns;
}

size_t
text_fit_head(struct strbuf *out, const char *text, size_t width, size_t head, bool ascii)
{
    size_t length = strlen(text), total = text_width(text, length);

    if (total <= width) {
        strbuf_add(out, text, length);
        return total;
    }
    if (width == 0)
        return 0;
    head = head < width ? head : width - 1;
    return fit_parts(out, text, head, width - 1 - head, ascii);
}

size_t
text_fit(struct strbuf *out, const char *text, size_t width, enum text_cut cut, bool ascii)
{
    size_t tail = cut == TEXT_CUT_MIDDLE ? width / 2 : 0;

    return text_fit_head(out, text, width, width > 0 ? width - 1 - tail : 0, ascii);
}

static uint64_t
hash_bytes(uint64_t hash, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* Of what text_fit_head would leave of it; never 0. */
static uint64_t
hash_of_cut(const char *text, size_t width, size_t head)
{
    size_t length = strlen(text), total = text_width(text, length), columns;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    if (total <= width)
        return hash_bytes(hash, text, length) | 1;
    hash = hash_bytes(hash, text, head_length(text, length, head, &columns));
    hash = hash_bytes(hash, "", 1);
    if (head + 1 < width) {
        size_t tail = tail_start(text, length, total, width - 1 - head, &columns);

        hash = hash_bytes(hash, text + tail, length - tail);
    }
    return hash | 1;
}

/* How many of the cut texts equal an earlier one. The set has a power of two of places, more
 * than there are texts. */
static size_t
count_alike(const char *const *texts, size_t n, size_t width, size_t head, uint64_t *set,
    size_t places)
{
    size_t alike = 0;

    memset(set, 0, places * sizeof *set);
    for (size_t i = 0; i < n; i++) {
        uint64_t hash = hash_of_cut(texts[i], width, head);
        size_t at = (size_t)(hash >> 1) & (places - 1);

        while (set[at] != 0 && set[at] != hash)
            at = (at + 1) & (places - 1);
        alike += set[at] == hash;
        set[at] = hash;
    }
    return alike;
}

size_t
text_best_head(const char *const *texts, size_t n, size_t width)
{
    static const double shares[] = {0.5, 0.35, 0.65, 0.2, 0.8, 0, 1};
    size_t room = width > 0 ? width - 1 : 0, best = room - width / 2, fewest = SIZE_MAX;
    size_t places = 16;
    uint64_t *set;

    if (width < 3)
        return room;
    while (places < 2 * n)
        places *= 2;
    set = mem_alloc(places * sizeof *set);
    for (size_t i = 0; i < sizeof shares / sizeof *shares && fewest > 0; i++) {
        size_t head = i == 0 ? best : (size_t)((double)room * shares[i]);
        size_t alike = count_alike(texts, n, width, head, set, places);

        if (alike < fewest) {
            fewest = alike;
            best = head;
        }
    }
    free(set);
    return best;
}
