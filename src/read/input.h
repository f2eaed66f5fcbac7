/* input.h - the files that a user pointed at, one at a time, decompressed.
 *
 * A walk goes through files, folders (recursively, names in natural order, hidden ones
 * skipped), archives and compressed files (libarchive: tar, zip, gzip, xz, zstd), and "-"
 * (standard input). It is bounded: members, nesting, and expansion (an archive bomb is
 * refused). Readers never open files themselves.
 */
#ifndef PARETOP_READ_INPUT_H
#define PARETOP_READ_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct input {
    const char *name;     /* as a person would say it: "results/a.json", "r.tar:a.json", "-" */
    const char *path;     /* absolute path that identifies the source (contract 4); for a
                             member "ABS.tar!member"; for standard input "-" */
    const char *data;     /* decompressed bytes; not NUL-terminated */
    size_t length;
    bool in_folder;       /* found by walking: an unrecognised file is counted, not refused */
};

struct input_limits {     /* 0 = default */
    size_t members;       /* 100,000 */
    unsigned depth;       /* archives in archives: 3 */
    double expansion;     /* decompressed over compressed bytes: 200, above 64 MB */
    size_t bytes;         /* of one member: 4 GB */
};

/* Calls visit for each input; visit returns false with err set to stop the walk. A file
 * that cannot be opened or decompressed is given to refuse (may be NULL: then it stops
 * the walk); refuse returning false stops too. */
struct input_visitor {
    bool (*visit)(void *context, const struct input *input, struct error *err);
    bool (*refuse)(void *context, const char *name, bool in_folder, const struct error *why);
    void *context;
};
bool input_walk(const char *const *paths, size_t n, const struct input_limits *limits,
    const struct input_visitor *visitor, struct error *err);

/* Bytes of all plain files below the paths, for a progress bar; 0 if unknown. */
size_t input_total_bytes(const char *const *paths, size_t n);

/* A file beside the input ("run_spec.json" beside "stats.json"), for formats that spread
 * one run over a folder. False if there is none. The caller closes it. */
struct file_bytes;
bool input_sibling(const struct input *input, const char *name, struct file_bytes *out);

#endif
