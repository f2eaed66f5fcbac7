/* word.h - eight bytes of a text at once, as one number. */
#ifndef PARETOP_BASE_WORD_H
#define PARETOP_BASE_WORD_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { WORD_BYTES = 8 };

static inline uint64_t
word_load(const char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint64_t
word_repeat(uint64_t byte)
{
    return UINT64_C(0x0101010101010101) * byte;
}

/* Nonzero if any byte is zero (Mycroft). Exact as a yes or no for the whole word, and for the
 * lowest byte that it marks with 0x80. */
static inline uint64_t
word_zero_bytes(uint64_t word)
{
    return (word - word_repeat(0x01)) & ~word & word_repeat(0x80);
}

/* How many bytes of the text stand before the first that is marked; marks is not 0. Where the
 * first byte is not the lowest, that is only known to be none or more. */
static inline size_t
word_before(uint64_t marks)
{
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (size_t)__builtin_ctzll(marks) / 8;
#else
    (void)marks;
    return 0;
#endif
}

#endif
