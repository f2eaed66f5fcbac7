/* gzip_sum.h - whether what came out of a gzip stream is what went into it. libarchive does not
 * look at the sum at the stream's end (RFC 1952, 2.3.1), so that a flipped bit would be read as
 * another number. */
#ifndef PARETOP_READ_GZIP_SUM_H
#define PARETOP_READ_GZIP_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* CRC-32 and number of the bytes that came out; start with {0, 0}. */
struct gzip_sum { uint32_t crc; uint64_t length; };

bool gzip_begins(const char *data, size_t length);
void gzip_sum_add(struct gzip_sum *sum, const char *bytes, size_t n);
/* Whether the stream's end states that sum. Streams of several parts and those with zeros behind
 * them cannot be judged by their end, and pass. */
bool gzip_sum_agrees(const struct gzip_sum *sum, const char *data, size_t length);

#endif
