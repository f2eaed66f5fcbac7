/* resample_run.c - blocks of replicates on threads; see resample_parts.h.
 *
 * Threads take the next block from a counter; as a block's replicates depend only on its
 * number, who computes it does not matter. The calling thread works too, and reports.
 */
#define _GNU_SOURCE            /* sched_getaffinity, where there is one */
#include "math/resample_parts.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/thread.h"

enum { MOST_THREADS = 8 };

struct crew {
    const struct resampling *plan;
    const struct resample_work *work;
    size_t blocks;
    atomic_size_t next;
    atomic_bool stop;
};

size_t
resample_block_size(const struct resampling *plan, size_t block)
{
    size_t left = plan->b - block * RESAMPLE_BLOCK;

    return left < RESAMPLE_BLOCK ? left : RESAMPLE_BLOCK;
}

void
lanes_rng_init(struct lanes_rng *rng, const struct resampling *plan, size_t block)
{
    uint64_t stream[2] = { plan->set, plan->first / RESAMPLE_BLOCK + block };
    struct rng one;

    rng_init(&one, plan->seed, stream, 2);
    for (size_t word = 0; word < 4; word++)
        for (size_t lane = 0; lane < RESAMPLE_LANES; lane++)
            rng->s[word][lane] = rng_next(&one);
}

static void
work_off(struct crew *crew, bool reports)
{
    const struct resampling *plan = crew->plan;
    size_t bytes = (crew->work->room + 63) / 64 * 64;
    void *room = aligned_alloc(64, bytes > 0 ? bytes : 64);

    if (room == NULL)
        abort();
    for (;;) {
        size_t block = atomic_fetch_add(&crew->next, 1);

        if (block >= crew->blocks || atomic_load(&crew->stop))
            break;
        crew->work->block(crew->work->context, room, block);
        if (reports && plan->report != NULL &&
            !plan->report(plan->context, (double)(block + 1) / (double)crew->blocks))
            atomic_store(&crew->stop, true);
    }
    free(room);
}

static void *
help_out(void *crew)
{
    work_off(crew, false);
    return NULL;
}

/* Those that this process may use. */
static long
processors(void)
{
#ifdef CPU_COUNT
    cpu_set_t allowed;

    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
        return CPU_COUNT(&allowed);
#endif
    return sysconf(_SC_NPROCESSORS_ONLN);
}

static size_t
threads_for(const struct resampling *plan, size_t blocks)
{
    long there = plan->threads > 0 ? (long)plan->threads : processors();
    size_t threads = there < 1 ? 1 : there > MOST_THREADS ? MOST_THREADS : (size_t)there;

    /* Starting a thread costs as much as some 50,000 weights. */
    if (plan->threads == 0 && plan->n * plan->b < 200000)
        threads = 1;
    return threads < blocks ? threads : blocks;
}

bool
resample_run(const struct resampling *plan, const struct resample_work *work)
{
    struct crew crew = { .plan = plan, .work = work,
        .blocks = (plan->b + RESAMPLE_BLOCK - 1) / RESAMPLE_BLOCK };
    pthread_t thread[MOST_THREADS];
    size_t helpers = 0, threads = threads_for(plan, crew.blocks);

    atomic_init(&crew.next, 0);
    atomic_init(&crew.stop, false);
    while (helpers + 1 < threads &&
        thread_start(&thread[helpers], help_out, &crew))
        helpers++;
    work_off(&crew, true);
    for (size_t i = 0; i < helpers; i++)
        pthread_join(thread[i], NULL);
    return !atomic_load(&crew.stop);
}
