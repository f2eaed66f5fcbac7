/* memory.h - allocation that cannot fail, arrays that grow, and arenas.
 *
 * Running out of memory is fatal: the hook (the terminal's restore) runs, one line is
 * written to standard error, and the process aborts. So no caller tests for NULL.
 */
#ifndef PARETOP_BASE_MEMORY_H
#define PARETOP_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

void *mem_alloc(size_t size);                            /* size 0 gives a valid pointer */
void *mem_zalloc(size_t count, size_t size);             /* zeroed; product is checked */
void *mem_resize(void *old, size_t count, size_t size);  /* realloc of an array */
char *mem_strdup(const char *text);                      /* NULL gives NULL */
char *mem_strndup(const char *text, size_t length);      /* adds the final NUL */
char *mem_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Called once before the process dies of memory exhaustion. */
void mem_on_exhausted(void (*hook)(void));

/* The capacity after the next growth of an array that must hold `needed` elements. */
size_t mem_grown(size_t capacity, size_t needed);

/* ARRAY_PUSH(items, count, capacity, value): appends, growing by half. */
#define ARRAY_RESERVE(items, needed, capacity)                                        \
    do {                                                                              \
        if ((needed) > (capacity)) {                                                  \
            (capacity) = mem_grown((capacity), (needed));                             \
            (items) = mem_resize((items), (capacity), sizeof *(items));               \
        }                                                                             \
    } while (0)
#define ARRAY_PUSH(items, count, capacity, value)                                     \
    do {                                                                              \
        ARRAY_RESERVE((items), (count) + 1, (capacity));                              \
        (items)[(count)++] = (value);                                                 \
    } while (0)

/* An arena: many allocations, one release. Results, frames and display lists live in
 * one each; nothing in an arena is freed alone. Memory is aligned for any type. */
struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);                    /* NULL is fine */
void *arena_alloc(struct arena *arena, size_t size);     /* not zeroed */
void *arena_zalloc(struct arena *arena, size_t count, size_t size);
char *arena_strdup(struct arena *arena, const char *text); /* NULL gives NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#endif
