/* worker.c - see worker.h.
 *
 * One mutex guards the queue, the finished list and which job runs. The store is interrupted
 * only under it and only while the job that is meant runs, so no later job is hit.
 */
#include "session/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/thread.h"

struct worker {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t work, news;
    struct job *queue, *running, *finished;     /* lists by next, oldest first */
    bool stopping;
    struct worker_desk desk;
    struct store *store;                        /* desk.store, for interrupting */
    int wake[2];
    void *owner;
};

static void
append(struct job **list, struct job *job)
{
    job->next = NULL;
    while (*list != NULL)
        list = &(*list)->next;
    *list = job;
}

/* Called with the mutex held. */
static void
wake(struct worker *worker)
{
    pthread_cond_signal(&worker->news);
    if (write(worker->wake[1], "", 1) < 0 && errno != EAGAIN)
        return;
}

static struct job *
next_job(struct worker *worker)
{
    struct job *job;

    pthread_mutex_lock(&worker->mutex);
    while (worker->queue == NULL && !worker->stopping)
        pthread_cond_wait(&worker->work, &worker->mutex);
    job = worker->queue;
    if (job != NULL) {
        worker->queue = job->next;
        worker->running = job;
    }
    pthread_mutex_unlock(&worker->mutex);
    return job;
}

static void
finish(struct worker *worker, struct job *job)
{
    pthread_mutex_lock(&worker->mutex);
    worker->running = NULL;
    append(&worker->finished, job);
    wake(worker);
    pthread_mutex_unlock(&worker->mutex);
}

static void *
work(void *argument)
{
    struct worker *worker = argument;
    struct job *job;

    while ((job = next_job(worker)) != NULL) {
        if (atomic_load(&job->cancelled))
            job->ok = error_set(&job->error, ERROR_CANCELLED, "cancelled");
        else
            job->ok = job->type->run(job, &worker->desk, &job->error);
        finish(worker, job);
    }
    if (worker->desk.cache != NULL)
        worker->desk.cache_release(worker->desk.cache);
    store_close(worker->desk.store);
    free(worker->desk.database);
    return NULL;
}

struct worker *
worker_new(void *owner)
{
    struct worker *worker = mem_zalloc(1, sizeof *worker);
    pthread_condattr_t attributes;

    worker->owner = owner;
    worker->desk.worker = worker;
    pthread_mutex_init(&worker->mutex, NULL);
    pthread_cond_init(&worker->work, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&worker->news, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pipe(worker->wake) != 0)
        abort();
    for (int i = 0; i < 2; i++) {
        fcntl(worker->wake[i], F_SETFL, O_NONBLOCK);
        fcntl(worker->wake[i], F_SETFD, FD_CLOEXEC);
    }
    if (!thread_start(&worker->thread, work, worker))
        abort();
    return worker;
}

static void
release_list(struct job *list)
{
    while (list != NULL) {
        struct job *next = list->next;

        result_free(list->snapshot);
        list->type->release(list);
        list = next;
    }
}

void
worker_free(struct worker *worker)
{
    if (worker == NULL)
        return;
    worker_cancel_all(worker);
    pthread_mutex_lock(&worker->mutex);
    worker->stopping = true;
    pthread_cond_signal(&worker->work);
    pthread_mutex_unlock(&worker->mutex);
    pthread_join(worker->thread, NULL);
    release_list(worker->queue);
    release_list(worker->finished);
    close(worker->wake[0]);
    close(worker->wake[1]);
    pthread_cond_destroy(&worker->work);
    pthread_cond_destroy(&worker->news);
    pthread_mutex_destroy(&worker->mutex);
    free(worker);
}

/* Called with the mutex held. */
static void
cancel(struct worker *worker, struct job *job)
{
    if (atomic_exchange(&job->cancelled, true))
        return;
    if (job == worker->running && worker->store != NULL)
        store_interrupt(worker->store);
}

void
worker_post(struct worker *worker, struct job *job)
{
    atomic_init(&job->cancelled, false);
    atomic_init(&job->permille, -1);
    pthread_mutex_lock(&worker->mutex);
    if (job->slot != SLOT_NONE) {
        for (struct job *other = worker->queue; other != NULL; other = other->next)
            if (other->slot == job->slot)
                cancel(worker, other);
        if (worker->running != NULL && worker->running->slot == job->slot)
            cancel(worker, worker->running);
    }
    append(&worker->queue, job);
    pthread_cond_signal(&worker->work);
    pthread_mutex_unlock(&worker->mutex);
}

void
worker_cancel_all(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    for (struct job *job = worker->queue; job != NULL; job = job->next)
        cancel(worker, job);
    if (worker->running != NULL)
        cancel(worker, worker->running);
    pthread_mutex_unlock(&worker->mutex);
}

static void
drain(int fd)
{
    char bytes[64];

    while (read(fd, bytes, sizeof bytes) > 0)
        continue;
}

bool
worker_take(struct worker *worker)
{
    struct job *finished, *running;
    struct result *snapshot = NULL;
    bool any;

    pthread_mutex_lock(&worker->mutex);
    drain(worker->wake[0]);
    finished = worker->finished;
    worker->finished = NULL;
    running = worker->running;
    if (running != NULL) {
        snapshot = running->snapshot;
        running->snapshot = NULL;
    }
    any = finished != NULL || snapshot != NULL;
    pthread_mutex_unlock(&worker->mutex);
    /* A job's type and identity stay while it runs or waits in the finished list, which
     * only this thread empties. */
    if (snapshot != NULL)
        running->type->snapshot(running, worker->owner, snapshot);
    while (finished != NULL) {
        struct job *next = finished->next;

        result_free(finished->snapshot);
        finished->type->done(finished, worker->owner, finished->ok, &finished->error);
        finished->type->release(finished);
        finished = next;
    }
    return any;
}

void
worker_wait(struct worker *worker, double seconds)
{
    struct timespec until;
    int failed = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)((seconds - (double)(time_t)seconds) * 1e9);
    until.tv_sec += (time_t)seconds + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&worker->mutex);
    while (worker->finished == NULL && failed == 0
        && (worker->running == NULL || worker->running->snapshot == NULL)
        && (worker->running != NULL || worker->queue != NULL))
        failed = pthread_cond_timedwait(&worker->news, &worker->mutex, &until);
    pthread_mutex_unlock(&worker->mutex);
}

bool
worker_is_idle(struct worker *worker)
{
    bool idle;

    pthread_mutex_lock(&worker->mutex);
    idle = worker->queue == NULL && worker->running == NULL && worker->finished == NULL;
    pthread_mutex_unlock(&worker->mutex);
    return idle;
}

static bool
is_live(const struct job *job, int slot)
{
    return job->slot == slot && !atomic_load(&((struct job *)job)->cancelled);
}

bool
worker_has(struct worker *worker, int slot)
{
    bool found;

    pthread_mutex_lock(&worker->mutex);
    found = worker->running != NULL && is_live(worker->running, slot);
    for (struct job *job = worker->queue; job != NULL; job = job->next)
        found = found || is_live(job, slot);
    pthread_mutex_unlock(&worker->mutex);
    return found;
}

const char *
worker_progress(struct worker *worker, int *permille)
{
    const char *title = NULL;

    pthread_mutex_lock(&worker->mutex);
    if (worker->running != NULL) {
        title = worker->running->type->title;
        *permille = atomic_load(&worker->running->permille);
    }
    pthread_mutex_unlock(&worker->mutex);
    return title;
}

int
worker_wake_fd(const struct worker *worker)
{
    return worker->wake[0];
}

void
worker_set_store(struct worker_desk *desk, struct store *store)
{
    desk->store = store;
    pthread_mutex_lock(&desk->worker->mutex);
    desk->worker->store = store;
    pthread_mutex_unlock(&desk->worker->mutex);
}

/* The main thread redraws progress on its own clock, so this only leaves the number. */
bool
job_report(struct job *job, double done)
{
    atomic_store(&job->permille, done < 0 ? -1 : (int)(done * 1000));
    return !atomic_load(&job->cancelled);
}

void
job_publish(struct worker_desk *desk, struct job *job, struct result *snapshot)
{
    struct worker *worker = desk->worker;

    pthread_mutex_lock(&worker->mutex);
    result_free(job->snapshot);
    job->snapshot = snapshot;
    wake(worker);
    pthread_mutex_unlock(&worker->mutex);
}
