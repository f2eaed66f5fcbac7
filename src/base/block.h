/* block.h - sixteen bytes of a text at once, compared byte by byte; see also word.h. */
#ifndef PARETOP_BASE_BLOCK_H
#define PARETOP_BASE_BLOCK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/word.h"

enum { BLOCK_BYTES = 16 };

/* Signed: bytes of longer characters are negative. A comparison gives -1 where it is true. */
typedef signed char block __attribute__((vector_size(BLOCK_BYTES)));

static inline block
block_load(const char *at)
{
    block bytes;

    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* How many bytes stand before the first that is marked with -1; BLOCK_BYTES if none is. Where
 * the first byte is not the lowest, that is only known to be none, eight or sixteen. */
static inline size_t
block_before(block marks)
{
    uint64_t halves[2];

    memcpy(halves, &marks, sizeof halves);
    if (halves[0] != 0)
        return word_before(halves[0]);
    return halves[1] != 0 ? WORD_BYTES + word_before(halves[1]) : BLOCK_BYTES;
}

#endif
