/* sha256.c - see sha256.h.
 *
 * libgcrypt, because a file's hash may take longer than reading the file: where processors have
 * no instructions for SHA-256, its code for vectors makes 370 MB/s, nettle's general one 235.
 */
#include "base/sha256.h"

#include <gcrypt.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/pages.h"
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

static pthread_once_t library_once = PTHREAD_ONCE_INIT;

/* The library wants this before anything else; it keeps no secrets here. */
static void
begin_library(void)
{
    gcry_check_version(NULL);
    gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
    gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
}

static gcry_md_hd_t
open_hash(void)
{
    gcry_md_hd_t hash = NULL;

    pthread_once(&library_once, begin_library);
    if (gcry_md_open(&hash, GCRY_MD_SHA256, 0) != 0)
        abort();                                    /* as where memory is exhausted */
    return hash;
}

static void
print_digest(const uint8_t *digest, char out[SHA256_HEX_SIZE])
{
    for (size_t i = 0; i < SHA256_HEX_SIZE / 2; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

static void
compute(struct sha256_job *job)
{
    gcry_md_hd_t hash = open_hash();

    for (size_t at = 0, step; at < job->length && !atomic_load(&job->stop); at += step) {
        step = job->length - at < WINDOW ? job->length - at : WINDOW;
        gcry_md_write(hash, job->bytes + at, step);
        pages_passed(job->bytes + at, step);
    }
    print_digest(gcry_md_read(hash, GCRY_MD_SHA256), job->hex);
    gcry_md_close(hash);
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
