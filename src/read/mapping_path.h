/* mapping_path.h - the paths of mapping files: where values lie in JSON, and what the name of
 * a file says.
 *
 *     $.results.*.acc     from the file's root; without "$." from the record
 *     a.b  a["b.c"]  a[0]  keys and elements
 *     a[]  a.*  a.eval_*  all elements, all members, members whose key fits
 *     .                   the record itself
 *
 * What each * stood for is captured: {1}, {2}, ... in the texts of a mapping; and which element
 * each [] was at. In a table a path is a column's name, in which only * is special.
 */
#ifndef PARETOP_READ_MAPPING_PATH_H
#define PARETOP_READ_MAPPING_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "read/json_finder.h"

enum { MAPPING_CAPTURES = 12 };

struct mapping_captures {
    const char *key;                        /* the last key that a * was part of, whole */
    size_t n;
    const char *name[MAPPING_CAPTURES];     /* NULL: numbered */
    const char *text[MAPPING_CAPTURES];
    size_t n_at, at[MAPPING_CAPTURES];      /* numbers of the elements, from 0 */
};

enum mapping_step_kind { STEP_KEY, STEP_GLOB, STEP_INDEX, STEP_ELEMENTS };

struct mapping_step {
    enum mapping_step_kind kind;
    const char *key;            /* STEP_KEY, STEP_GLOB */
    size_t index;
};

struct mapping_path {
    const char *text;
    bool from_root;
    struct mapping_step *steps;
    size_t n;
};

/* Parses a path into the arena. NULL with err set (what is wrong, without a file's name). */
const struct mapping_path *mapping_path_parse(struct arena *arena, const char *text,
    struct error *err);
/* A column's name. */
const struct mapping_path *mapping_path_column(struct arena *arena, const char *name);

/* Calls visit for every value that the path leads to, in order; place is where it lies
 * (borrowed, begins with that of `from`). Of duplicate keys the last is taken. Stops when visit
 * returns false, and returns that. The finder (may be NULL) remembers what paths pass by. */
typedef bool mapping_visit(void *context, const struct json_span *value,
    const struct mapping_captures *captures, const char *place, struct error *err);
bool mapping_path_each(const struct mapping_path *path, struct json_finder *finder,
    const struct json_span *from, const char *place, mapping_visit *visit, void *context,
    struct error *err);
/* The first value, without telling its place. */
bool mapping_path_first(const struct mapping_path *path, struct json_finder *finder,
    const struct json_span *from, struct json_span *value);

/* Whether text fits a pattern in which * is any text; the parts are captured (copied into the
 * arena; both may be NULL). */
bool mapping_glob(const char *pattern, const char *text, struct arena *arena,
    struct mapping_captures *captures);

/* Whether the end of a file's path fits a pattern such as
 * "{model}/results-{task}.csv": {name} is one or more characters other than '/', as few as
 * possible, {name+} as many as possible, * and ? are as in the shell. The pattern has as many
 * folders as it names. Captures are copied into the arena. */
bool mapping_file_fits(const char *pattern, const char *path, struct arena *arena,
    struct mapping_captures *captures);

#endif
