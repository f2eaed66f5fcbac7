/* memory.c - see memory.h. */
#include "base/memory.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*exhausted_hook)(void);

void
mem_on_exhausted(void (*hook)(void))
{
    exhausted_hook = hook;
}

static _Noreturn void
exhausted(void)
{
    static const char text[] = "paretop: out of memory\n";

    if (exhausted_hook != NULL)
        exhausted_hook();
    if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
        abort();
    abort();
}

static size_t
checked_product(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        exhausted();
    return count * size;
}

void *
mem_alloc(size_t size)
{
    void *memory = malloc(size != 0 ? size : 1);

    if (memory == NULL)
        exhausted();
    return memory;
}

void *
mem_zalloc(size_t count, size_t size)
{
    void *memory = calloc(count != 0 ? count : 1, size != 0 ? size : 1);

    if (memory == NULL)
        exhausted();
    return memory;
}

void *
mem_resize(void *old, size_t count, size_t size)
{
    size_t bytes = checked_product(count, size);
    void *memory = realloc(old, bytes != 0 ? bytes : 1);

    if (memory == NULL)
        exhausted();
    return memory;
}

char *
mem_strndup(const char *text, size_t length)
{
    char *copy = mem_alloc(length + 1);

    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *
mem_strdup(const char *text)
{
    return text != NULL ? mem_strndup(text, strlen(text)) : NULL;
}

char *
mem_printf(const char *format, ...)
{
    va_list args, again;
    int length;
    char *text;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    text = mem_zalloc((size_t)(length > 0 ? length : 0) + 1, 1);
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

size_t
mem_grown(size_t capacity, size_t needed)
{
    size_t grown = capacity + capacity / 2 + 8;

    return grown > needed ? grown : needed;
}

/* Blocks grow geometrically, so an arena of any size is a few dozen mallocs. */
struct block {
    struct block *previous;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *last;
};

enum { FIRST_BLOCK = 4096, LARGEST_STEP = 1 << 22 };

struct arena *
arena_new(void)
{
    return mem_zalloc(1, sizeof(struct arena));
}

void
arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    for (struct block *block = arena->last, *previous; block != NULL; block = previous) {
        previous = block->previous;
        free(block);
    }
    free(arena);
}

static struct block *
block_add(struct arena *arena, size_t size)
{
    size_t step = arena->last != NULL ? arena->last->size * 2 : FIRST_BLOCK;
    struct block *block;

    if (step > LARGEST_STEP)
        step = LARGEST_STEP;
    if (step < size)
        step = size;
    block = mem_alloc(sizeof *block + step);
    block->previous = arena->last;
    block->used = 0;
    block->size = step;
    arena->last = block;
    return block;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    struct block *block = arena->last;
    void *memory;

    if (size > SIZE_MAX / 2)
        exhausted();
    size = (size + align - 1) / align * align;
    if (block == NULL || block->size - block->used < size)
        block = block_add(arena, size);
    memory = block->bytes + block->used;
    block->used += size;
    return memory;
}

void *
arena_zalloc(struct arena *arena, size_t count, size_t size)
{
    size_t bytes = checked_product(count, size);

    return memset(arena_alloc(arena, bytes), 0, bytes);
}

char *
arena_strndup(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);

    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *
arena_strdup(struct arena *arena, const char *text)
{
    return text != NULL ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *
arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    int length;
    char *text;

    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    text = arena_alloc(arena, (size_t)(length > 0 ? length : 0) + 1);
    text[0] = '\0';
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}
