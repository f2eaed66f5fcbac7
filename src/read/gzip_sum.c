/* gzip_sum.c - see gzip_sum.h. */
#include "read/gzip_sum.h"

#include <string.h>

enum { END = 8, LEAST = 18 };          /* of a part's end, and of a whole part */

/* The polynomial of RFC 1952, 8, four bits at a time. */
static uint32_t
crc_of_nibble(uint32_t crc)
{
    for (int i = 0; i < 4; i++)
        crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320U : crc >> 1;
    return crc;
}

void
gzip_sum_add(struct gzip_sum *sum, const char *bytes, size_t n)
{
    uint32_t table[256], crc = ~sum->crc;

    for (uint32_t i = 0; i < 256; i++)
        table[i] = crc_of_nibble(crc_of_nibble(i));
    for (size_t i = 0; i < n; i++)
        crc = table[(crc ^ (unsigned char)bytes[i]) & 0xFF] ^ (crc >> 8);
    sum->crc = ~crc;
    sum->length += n;
}

bool
gzip_begins(const char *data, size_t length)
{
    return length >= LEAST && memcmp(data, "\x1F\x8B\x08", 3) == 0;
}

static uint32_t
little_endian(const char *bytes)
{
    const unsigned char *byte = (const unsigned char *)bytes;

    return byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 | (uint32_t)byte[3] << 24;
}

/* Whether another part may begin somewhere, with as much behind it as a part has at least. */
static bool
may_have_parts(const char *data, size_t length)
{
    const char *at = data + 1, *last = data + length - LEAST;

    while (at <= last && (at = memchr(at, 0x1F, (size_t)(last - at) + 1)) != NULL) {
        if (gzip_begins(at, LEAST) && (at[3] & 0xE0) == 0)
            return true;
        at++;
    }
    return false;
}

bool
gzip_sum_agrees(const struct gzip_sum *sum, const char *data, size_t length)
{
    const char *end = data + length - END;

    if (!gzip_begins(data, length))
        return true;
    if (little_endian(end) == sum->crc && little_endian(end + 4) == (uint32_t)sum->length)
        return true;
    if (memcmp(end, "\0\0\0\0\0\0\0", END) == 0)
        return sum->length > 0;
    return little_endian(end + 4) != (uint32_t)sum->length && may_have_parts(data, length);
}
