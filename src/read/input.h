/* input.h - the files that a user pointed at, one at a time, decompressed.
 *
 * A walk goes through files, folders (recursively, see folders.h), archives and compressed
 * files (libarchive: tar, zip, gzip, xz, zstd), and "-" (standard input). It is bounded, so that
 * a folder named by mistake costs neither memory nor the afternoon. Files are mapped; only
 * what is decompressed or comes through a pipe is held in memory. Readers never open files
 * themselves.
 */
#ifndef PARETOP_READ_INPUT_H
#define PARETOP_READ_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
    size_t files;         /* below folders: 100,000 */
    unsigned folders;     /* folders in folders: 32 */
    uint64_t total;       /* bytes that readers are given, kept by who imports: 64 GB */
    size_t members;       /* of one archive: 100,000 */
    unsigned depth;       /* archives in archives: 3 */
    double expansion;     /* decompressed over compressed bytes: 200, above 64 MB */
    size_t bytes;         /* of what is held in memory, a member or standard input: 1 GB */
};
/* With the defaults in place. */
struct input_limits input_limits_whole(const struct input_limits *given);
/* "files=N,depth=N,size=BYTES,total=BYTES", each optional, bytes with K, M, G or T; what else
 * it says is wrong usage. */
bool input_limits_set(struct input_limits *limits, const char *text, struct error *err);
/* Bytes as that reads them, exactly: "64G". The caller frees it. */
char *input_size_text(uint64_t bytes);

/* Calls visit for each input; visit returns false with err set to stop the walk. A file
 * that cannot be opened or decompressed is given to refuse (may be NULL: then it stops
 * the walk); refuse returning false stops too. wants (may be NULL) is shown the first
 * megabyte of a compressed input that has more: false leaves the rest alone. */
struct input_visitor {
    bool (*visit)(void *context, const struct input *input, struct error *err);
    bool (*refuse)(void *context, const char *name, bool in_folder, const struct error *why);
    void *context;
    bool (*wants)(void *context, const struct input *head);
};
bool input_walk(const char *const *paths, size_t n, const struct input_limits *limits,
    const struct input_visitor *visitor, struct error *err);

/* How much a walk will find, for a progress bar; unknown: it is at least that. False if it
 * would break the limits on files or folders, or keep_on (may be NULL), which is asked now and
 * then, returns false: ERROR_CANCELLED. Files that cannot be looked at are passed over. */
struct input_count { size_t files, bytes; bool unknown; };
bool input_count(const char *const *paths, size_t n, const struct input_limits *limits,
    bool (*keep_on)(void *context, const struct input_count *count), void *context,
    struct input_count *count, struct error *err);

/* A file beside the input ("run_spec.json" beside "stats.json"), for formats that spread
 * one run over a folder. False if there is none. The caller closes it. */
struct file_bytes;
bool input_sibling(const struct input *input, const char *name, struct file_bytes *out);

#endif
