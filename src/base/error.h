/* error.h - how a failure travels from where it is known to where it is said.
 *
 * Bugs are assert(); running out of memory is fatal (memory.h); everything that a
 * user or a file can cause is a `bool f(..., struct error *err)` that returns false
 * with an error set once, where most is known. Nothing below cli/ and tui/ prints.
 */
#ifndef PARETOP_BASE_ERROR_H
#define PARETOP_BASE_ERROR_H

#include <stdbool.h>
#include <stdarg.h>

enum error_kind {
    ERROR_NONE = 0,
    ERROR_REQUEST,   /* the request cannot be met: bad data, unknown name (exit 1) */
    ERROR_USAGE,     /* the command line or command is wrong (exit 2) */
    ERROR_SYSTEM,    /* a file, the disk or a library refused (exit 1) */
    ERROR_CANCELLED  /* the user stopped it (exit 1) */
};

/* What happened, and the way out. Both are one or more lines of UTF-8 that may still
 * hold bytes of a file: whoever prints them scrubs them (contract 21). */
struct error {
    enum error_kind kind;
    char message[1024]; /* "bench/run7.csv: record 21 has 10 fields, the header has 9" */
    char hint[1024];    /* "--lenient skips such records and counts them"; may be "" */
};

#define ERROR_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* Sets kind and message, clears the hint; returns false so that callers can write
 * `return error_set(...)`. err may be NULL. */
bool error_set(struct error *err, enum error_kind kind, const char *format, ...)
    ERROR_PRINTF(3, 4);

/* Adds the way out to an error that is already set; returns false. */
bool error_hint(struct error *err, const char *format, ...) ERROR_PRINTF(2, 3);

/* Puts "PREFIX: " before the message (a file's name, once); returns false. */
bool error_prefix(struct error *err, const char *format, ...) ERROR_PRINTF(2, 3);

void error_clear(struct error *err);

#endif
