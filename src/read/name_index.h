/* name_index.h - names to their numbers, in order of first appearance. */
#ifndef PARETOP_READ_NAME_INDEX_H
#define PARETOP_READ_NAME_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

struct name_index {
    struct arena *arena;
    const char **names;         /* n names, NUL-terminated copies */
    size_t n, capacity;
    uint32_t *slots;            /* number + 1, open addressing, a power of two */
    size_t n_slots;
};

void name_index_init(struct name_index *index);
void name_index_release(struct name_index *index);

/* The number of a name, which is added if it is new (*added, may be NULL, says so). */
size_t name_index_add(struct name_index *index, const char *name, size_t length,
    bool *added);
/* SIZE_MAX if it is not there. */
size_t name_index_find(const struct name_index *index, const char *name, size_t length);

/* Adds a name; if it is taken, "name#2", "name#3". Returns the name as added. */
const char *name_index_add_unique(struct name_index *index, const char *name);

#endif
