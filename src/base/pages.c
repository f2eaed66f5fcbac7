/* pages.c - see pages.h. */
#include "base/pages.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/thread.h"

enum { SMALL_BYTES = 16 << 20, INTERVAL_NS = 1000000 };

struct pages {
    char *first; size_t length;     /* whole pages */
    struct pages *next;             /* of all that are watched */
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t end;
    bool ended;
};

static pthread_mutex_t watched_mutex = PTHREAD_MUTEX_INITIALIZER;
static struct pages *watched;

static void
give_back(char *first, size_t length)
{
#ifdef MADV_DONTNEED
    madvise(first, length, MADV_DONTNEED);
#else
    (void)first;
    (void)length;
#endif
}

static void
add_interval(struct timespec *time)
{
    time->tv_nsec += INTERVAL_NS;
    if (time->tv_nsec >= 1000000000) {
        time->tv_nsec -= 1000000000;
        time->tv_sec++;
    }
}

static void *
watch(void *context)
{
    struct pages *pages = context;
    struct timespec until;

    pthread_mutex_lock(&pages->mutex);
    while (!pages->ended) {
        clock_gettime(CLOCK_MONOTONIC, &until);
        add_interval(&until);
        if (pthread_cond_timedwait(&pages->end, &pages->mutex, &until) == ETIMEDOUT)
            give_back(pages->first, pages->length);
    }
    pthread_mutex_unlock(&pages->mutex);
    return NULL;
}

static void
add_to_watched(struct pages *pages)
{
    pthread_mutex_lock(&watched_mutex);
    pages->next = watched;
    watched = pages;
    pthread_mutex_unlock(&watched_mutex);
}

static void
take_from_watched(const struct pages *pages)
{
    struct pages **at = &watched;

    pthread_mutex_lock(&watched_mutex);
    while (*at != pages)
        at = &(*at)->next;
    *at = pages->next;
    pthread_mutex_unlock(&watched_mutex);
}

static void
release(struct pages *pages)
{
    take_from_watched(pages);
    pthread_mutex_destroy(&pages->mutex);
    pthread_cond_destroy(&pages->end);
    free(pages);
}

struct pages *
pages_watch(const void *data, size_t length)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), from = (uintptr_t)data;
    uintptr_t first = (from + page - 1) / page * page, last = (from + length) / page * page;
    pthread_condattr_t attributes;
    struct pages *pages;

    if (length < SMALL_BYTES)
        return NULL;
    pages = mem_zalloc(1, sizeof *pages);
    pages->first = (char *)first;
    pages->length = last - first;
    add_to_watched(pages);
    pthread_mutex_init(&pages->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&pages->end, &attributes);
    pthread_condattr_destroy(&attributes);
    if (thread_start(&pages->thread, watch, pages))
        return pages;
    release(pages);
    return NULL;
}

void
pages_unwatch(struct pages *pages)
{
    if (pages == NULL)
        return;
    pthread_mutex_lock(&pages->mutex);
    pages->ended = true;
    pthread_cond_signal(&pages->end);
    pthread_mutex_unlock(&pages->mutex);
    pthread_join(pages->thread, NULL);
    release(pages);
}

void
pages_passed(const void *data, size_t length)
{
    const char *from = data;

    pthread_mutex_lock(&watched_mutex);
    for (struct pages *pages = watched; pages != NULL; pages = pages->next) {
        size_t page = (size_t)sysconf(_SC_PAGESIZE), skipped;

        if (from < pages->first || from >= pages->first + pages->length)
            continue;
        skipped = (size_t)(from - pages->first) / page * page;
        if (length > pages->length - skipped)
            length = pages->length - skipped;
        give_back(pages->first + skipped, length / page * page);
    }
    pthread_mutex_unlock(&watched_mutex);
}
