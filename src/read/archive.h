/* archive.h - archives and compressed bytes, opened member by member.
 *
 * Works on bytes in memory; knows nothing of folders. Used by input.c only, which asks the
 * user's limits of it.
 */
#ifndef PARETOP_READ_ARCHIVE_H
#define PARETOP_READ_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/file.h"

enum archive_kind {
    ARCHIVE_NONE,
    ARCHIVE_STREAM,     /* one compressed stream: gzip, bzip2, xz, zstd */
    ARCHIVE_MEMBERS     /* tar or zip; a compressed tar is found out by opening it */
};

/* By the first bytes; a tar without a magic number by its header's sum. */
enum archive_kind archive_kind(const char *data, size_t length);

/* What one file may grow to, counted over all archives nested in it. */
struct archive_budget {
    size_t members, members_max;
    double compressed, produced;
    double expansion_max;           /* produced over compressed, above ARCHIVE_FREE_BYTES */
    size_t member_bytes_max;
};

#define ARCHIVE_FREE_BYTES (64.0 * 1024 * 1024)

struct archive_member {
    const char *name;               /* NULL: the bytes of a single compressed stream */
    const char *data;
    size_t length;
};

struct archive_visitor {
    bool (*visit)(void *context, const struct archive_member *member, struct error *err);
    /* May be NULL. Of a member of more than ARCHIVE_HEAD bytes: its first ones; false skips
     * it, without its bytes being kept. */
    bool (*wants)(void *context, const struct archive_member *head);
    void *context;
};
enum { ARCHIVE_HEAD = 1 << 20 };

/* Visits each regular member in the archive's order, hidden ones skipped. Returns false with
 * err set if the archive is damaged or breaks its budget, or if visit did. */
bool archive_walk(const char *data, size_t length, struct archive_budget *budget,
    const struct archive_visitor *visitor, struct error *err);

#endif
