/* sources.h - the rows of `source`: which files the store has, and what goes with them.
 * Private to store/. */
#ifndef PARETOP_STORE_SOURCES_H
#define PARETOP_STORE_SOURCES_H

#include "read/input.h"
#include "store/store_parts.h"

/* The source at an absolute path; 0 if there is none. */
int64_t sources_find(struct store *store, const char *path);
/* Whether its bytes and what was said about them are these. */
bool sources_is_same(struct store *store, int64_t id, const char *sha256, const char *options);
/* The name of another source with these bytes, NULL if there is none; caller frees. */
char *sources_same_content(struct store *store, const char *path, const char *sha256);

/* A row for the input, whose id is 0 if it could not be made. The other facts follow when its
 * bytes have been read. */
int64_t sources_add(struct store *store, const struct input *input, const char *options,
    struct error *err);
/* A file of which nothing was taken is kept with the reason; without one it is forgotten. */
void sources_refuse(struct store *store, const char *path, const char *name,
    const struct error *why);
bool sources_set_sha256(struct store *store, int64_t id, const char *sha256, struct error *err);

/* Takes the row and all that came from it away; model names stay. */
bool sources_drop(struct store *store, int64_t id, struct error *err);

#endif
