/* sha256.c - see sha256.h. */
#include "base/sha256.h"

#include <nettle/sha2.h>
#include <nettle/version.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/thread.h"

enum { WINDOW = 4 << 20 };

struct sha256_job {
    const uint8_t *bytes;
    size_t length;
    bool on_the_side;               /* the thread is to be joined */
    pthread_t thread;
    atomic_bool stop;
    char hex[SHA256_HEX_SIZE];
};

static void
print_digest(struct sha256_ctx *context, char out[SHA256_HEX_SIZE])
{
    uint8_t digest[SHA256_DIGEST_SIZE];

#if NETTLE_VERSION_MAJOR >= 4
    sha256_digest(context, digest);
#else
    sha256_digest(context, sizeof digest, digest);
#endif
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

static void
compute(struct sha256_job *job)
{
    struct sha256_ctx context;

    sha256_init(&context);
    for (size_t at = 0, step; at < job->length; at += step) {
        if (atomic_load(&job->stop))
            return;
        step = job->length - at < WINDOW ? job->length - at : WINDOW;
        sha256_update(&context, step, job->bytes + at);
    }
    print_digest(&context, job->hex);
}

void
sha256_hex(const void *data, size_t length, char out[SHA256_HEX_SIZE])
{
    sha256_end(sha256_begin(data, length), out);
}

static void *
compute_aside(void *job)
{
    compute(job);
    return NULL;
}

struct sha256_job *
sha256_begin(const void *data, size_t length)
{
    struct sha256_job *job = mem_zalloc(1, sizeof *job);

    job->bytes = data;
    job->length = length;
    atomic_init(&job->stop, false);
    job->on_the_side = length > WINDOW && thread_start(&job->thread, compute_aside, job);
    return job;
}

void
sha256_end(struct sha256_job *job, char out[SHA256_HEX_SIZE])
{
    if (job->on_the_side)
        pthread_join(job->thread, NULL);
    else
        compute(job);
    for (size_t i = 0; i < SHA256_HEX_SIZE; i++)
        out[i] = job->hex[i];
    free(job);
}

void
sha256_give_up(struct sha256_job *job)
{
    if (job == NULL)
        return;
    atomic_store(&job->stop, true);
    if (job->on_the_side)
        pthread_join(job->thread, NULL);
    free(job);
}
