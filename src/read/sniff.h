/* sniff.h - a first look at an input, made once and shown to every reader.
 *
 * For JSON, and for YAML as JSON, it is an outline: the keys of the first value and those of
 * the two levels below, without validating, so that thirty formats can be told apart by one
 * pass. For delimited text it is the header.
 */
#ifndef PARETOP_READ_SNIFF_H
#define PARETOP_READ_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "read/csv_dialect.h"
#include "read/input.h"

/* Blanks before the first byte that tells: a file that begins with more is not waited for. */
enum { SNIFF_BLANKS = 1 << 20 };

enum sniff_kind {
    SNIFF_EMPTY,        /* nothing but blanks */
    SNIFF_JSON,         /* begins like a JSON object or array */
    SNIFF_YAML,         /* text whose name ends in .yml or .yaml */
    SNIFF_TEXT,
    SNIFF_BINARY        /* NUL bytes without a UTF-16 mark, or a known magic number */
};

/* "results.gsm8k.acc" of depth 3; a key itself may hold dots. Keys of the first element of a
 * list: "runs[].model", of depth 2. */
struct sniff_key { const char *path; unsigned depth; };

struct sniff {
    const struct input *input;
    enum sniff_kind kind;
    const char *text;           /* after a mark and blanks; of UTF-16 the start, converted */
    size_t length;
    bool list;                  /* JSON: the first value is an array; keys are those of its
                                   first element */
    bool several;               /* JSON: more text follows the first value (JSON Lines) */
    struct sniff_key *keys;     /* up to three levels, in order; only so many of each */
    size_t n_keys, capacity;
    struct csv_dialect dialect; /* SNIFF_TEXT */
    bool markdown;              /* SNIFF_TEXT with a table of Markdown: then columns are its */
    const char **columns;       /* SNIFF_TEXT: fields of the first line that has some,
                                   trimmed */
    size_t n_columns, columns_capacity;
    struct arena *arena;
    struct strbuf own;
};

void sniff_init(struct sniff *sniff, const struct input *input);
void sniff_release(struct sniff *sniff);

/* Whether the outline has a key: "config" or "config.model_args". */
bool sniff_has_key(const struct sniff *sniff, const char *key);

/* Whether JSON or YAML has some number or boolean: else it is no result of anything. */
bool sniff_has_number(const struct sniff *sniff);

bool sniff_has_column(const struct sniff *sniff, const char *name);

/* Whether some key of that depth begins and ends so: 3, "results.", ".acc". */
bool sniff_has_key_like(const struct sniff *sniff, unsigned depth, const char *start,
    const char *ending);

/* The file's name ends so; an ending of a compressed file (".gz") is passed over. */
bool sniff_name_ends(const struct sniff *sniff, const char *ending);

/* Up to `max` bytes of the text from its start, cut after the last whole line if the text
 * is longer. */
size_t sniff_sample_length(const struct sniff *sniff, size_t max);

/* Whether a word occurs in the first 16 KB of the text. */
bool sniff_contains(const struct sniff *sniff, const char *word);

#endif
