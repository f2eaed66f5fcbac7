/* name_index.c - a small hash table of names; see name_index.h. */
#include "read/name_index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
name_index_init(struct name_index *index)
{
    *index = (struct name_index){.arena = arena_new(), .n_slots = 64};
    index->slots = mem_zalloc(index->n_slots, sizeof *index->slots);
}

void
name_index_release(struct name_index *index)
{
    free(index->names);
    free(index->slots);
    arena_free(index->arena);
    *index = (struct name_index){0};
}

static uint64_t
hash_bytes(const char *name, size_t length)
{
    uint64_t hash = UINT64_C(14695981039346656037);      /* FNV-1a */

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)name[i]) * UINT64_C(1099511628211);
    return hash ^ hash >> 29;
}

/* The slot that holds the name, or the free one where it belongs. */
static size_t
slot_of(const struct name_index *index, const char *name, size_t length)
{
    size_t slot = (size_t)hash_bytes(name, length) & (index->n_slots - 1);

    while (index->slots[slot] != 0) {
        const char *have = index->names[index->slots[slot] - 1];

        if (strncmp(have, name, length) == 0 && have[length] == '\0')
            break;
        slot = (slot + 1) & (index->n_slots - 1);
    }
    return slot;
}

static void
grow(struct name_index *index)
{
    free(index->slots);
    index->n_slots *= 2;
    index->slots = mem_zalloc(index->n_slots, sizeof *index->slots);
    for (size_t i = 0; i < index->n; i++)
        index->slots[slot_of(index, index->names[i], strlen(index->names[i]))]
            = (uint32_t)(i + 1);
}

size_t
name_index_find(const struct name_index *index, const char *name, size_t length)
{
    uint32_t found = index->slots[slot_of(index, name, length)];

    return found == 0 ? SIZE_MAX : found - 1;
}

size_t
name_index_add(struct name_index *index, const char *name, size_t length, bool *added)
{
    size_t slot = slot_of(index, name, length);
    bool fresh = index->slots[slot] == 0;

    if (added != NULL)
        *added = fresh;
    if (!fresh)
        return index->slots[slot] - 1;
    ARRAY_PUSH(index->names, index->n, index->capacity,
        arena_strndup(index->arena, name, length));
    index->slots[slot] = (uint32_t)index->n;
    if (index->n * 2 > index->n_slots)
        grow(index);
    return index->n - 1;
}

const char *
name_index_add_unique(struct name_index *index, const char *name)
{
    bool added;
    size_t number = name_index_add(index, name, strlen(name), &added);

    for (unsigned copy = 2; !added; copy++) {
        const char *other = arena_printf(index->arena, "%s#%u", name, copy);

        number = name_index_add(index, other, strlen(other), &added);
    }
    return index->names[number];
}
