/* request.h - one question, from store to result: shared by the command line and the
 * explorer, so that what a key does a command does (design §1).
 */
#ifndef PARETOP_SESSION_REQUEST_H
#define PARETOP_SESSION_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "frame/frame.h"
#include "lens/lens.h"
#include "result/result.h"
#include "store/store.h"

/* Owns its strings. Lists are NULL-terminated growable arrays of owned strings. */
struct string_list { char **items; size_t count, capacity; };
void string_list_add(struct string_list *list, const char *text);
void string_list_clear(struct string_list *list);

struct request {
    const struct lens *lens;
    struct lens_values *values;
    struct string_list objectives;     /* "max:acc", "cost" */
    struct string_list models;         /* -m, marks */
    struct string_list missing, direction, derive;
    char *by, *where, *pick, *mixed;          /* NULL = default */
    uint64_t seed;
};

void request_init(struct request *request, const struct lens *lens);
void request_release(struct request *request);
void request_copy(struct request *to, const struct request *from);   /* to is uninitialised */

/* A frame and the objectives that the request means on it. */
bool request_frame(struct store *store, const struct request *request, struct frame **out,
    struct error *err);
bool request_objectives(const struct request *request, const struct frame *frame,
    struct objective *objectives, size_t *n /* in: room, out: count */, char **said /* the
    default choice and its runner-up, or NULL; caller frees */, struct error *err);
/* Same, as if the frame had only those rows. */
bool request_objectives_among(const struct request *request, const struct frame *frame,
    const size_t *rows, size_t n_rows, struct objective *objectives, size_t *n,
    struct error *err);
/* Publishes a first answer about those rows of a frame (NULL: all), if the lens has such:
 * lens.h. */
bool request_glance(const struct request *request, const struct frame *frame,
    const size_t *rows, size_t n_rows, const struct lens_progress *progress);
/* Runs the lens on a frame that request_frame made. store is for items; may be NULL. */
bool request_run(struct store *store, const struct request *request,
    const struct frame *frame, const struct lens_progress *progress, struct result **out,
    struct error *err);
/* The command line that gives the same answer, shell-quoted. */
void request_command_line(const struct request *request, const char *const *files,
    size_t n, const char *database, struct strbuf *out);

/* Whether a filter left nothing, which is then the error: that is the answer, and not what is
 * missing in it. */
bool request_left_none(const struct frame *frame, struct error *err);

/* The runtimes by prompt size of the bundled models, for a lens that reads such: the path, or
 * NULL. Caller frees. */
enum { BUNDLED_SERIES = 2 };
char *request_bundled_series(const struct lens *lens, size_t which);

#endif
