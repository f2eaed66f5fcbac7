/* worker.c - see worker.h.
 *
 * One mutex guards the queue, the finished list and which job runs. The store is interrupted
 * only under it and only while the job that is meant runs, so no later job is hit.
 */
#include "session/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/thread.h"

/* A thread and its jobs. */
struct lane_state {
    struct worker *worker;
    pthread_t thread;
    pthread_cond_t work;
    struct job *queue, *running;                /* the queue by next, oldest first */
    struct worker_desk desk;
};

struct worker {
    pthread_mutex_t mutex;
    pthread_cond_t news;
    struct lane_state lanes[LANES];
    struct job *finished;                       /* by next, oldest first */
    bool stopping;
    struct store *store;                        /* of its desk, for interrupting */
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
next_job(struct lane_state *lane)
{
    struct worker *worker = lane->worker;
    struct job *job;

    pthread_mutex_lock(&worker->mutex);
    while (lane->queue == NULL && !worker->stopping)
        pthread_cond_wait(&lane->work, &worker->mutex);
    job = lane->queue;
    if (job != NULL) {
        lane->queue = job->next;
        lane->running = job;
    }
    pthread_mutex_unlock(&worker->mutex);
    return job;
}

static void
finish(struct lane_state *lane, struct job *job)
{
    struct worker *worker = lane->worker;

    pthread_mutex_lock(&worker->mutex);
    lane->running = NULL;
    append(&worker->finished, job);
    wake(worker);
    pthread_mutex_unlock(&worker->mutex);
}

static void *
work(void *argument)
{
    struct lane_state *lane = argument;
    struct job *job;

    while ((job = next_job(lane)) != NULL) {
        if (atomic_load(&job->cancelled))
            job->ok = error_set(&job->error, ERROR_CANCELLED, "cancelled");
        else
            job->ok = job->type->run(job, &lane->desk, &job->error);
        finish(lane, job);
    }
    if (lane->desk.cache != NULL)
        lane->desk.cache_release(lane->desk.cache);
    store_close(lane->desk.store);
    free(lane->desk.database);
    return NULL;
}

static void
start_lane(struct worker *worker, struct lane_state *lane)
{
    lane->worker = lane->desk.worker = worker;
    pthread_cond_init(&lane->work, NULL);
    if (!thread_start(&lane->thread, work, lane))
        abort();
}

struct worker *
worker_new(void *owner)
{
    struct worker *worker = mem_zalloc(1, sizeof *worker);
    pthread_condattr_t attributes;

    worker->owner = owner;
    pthread_mutex_init(&worker->mutex, NULL);
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
    for (size_t i = 0; i < LANES; i++)
        start_lane(worker, &worker->lanes[i]);
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
    for (size_t i = 0; i < LANES; i++)
        pthread_cond_signal(&worker->lanes[i].work);
    pthread_mutex_unlock(&worker->mutex);
    for (size_t i = 0; i < LANES; i++) {
        pthread_join(worker->lanes[i].thread, NULL);
        release_list(worker->lanes[i].queue);
        pthread_cond_destroy(&worker->lanes[i].work);
    }
    release_list(worker->finished);
    close(worker->wake[0]);
    close(worker->wake[1]);
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
    if (job == worker->lanes[LANE_STORE].running && worker->store != NULL)
        store_interrupt(worker->store);
}

void
worker_post(struct worker *worker, struct job *job)
{
    struct lane_state *lane = &worker->lanes[job->type->lane];

    atomic_init(&job->cancelled, false);
    atomic_init(&job->permille, -1);
    pthread_mutex_lock(&worker->mutex);
    if (job->slot != SLOT_NONE) {
        for (struct job *other = lane->queue; other != NULL; other = other->next)
            if (other->slot == job->slot)
                cancel(worker, other);
        if (lane->running != NULL && lane->running->slot == job->slot)
            cancel(worker, lane->running);
    }
    append(&lane->queue, job);
    pthread_cond_signal(&lane->work);
    pthread_mutex_unlock(&worker->mutex);
}

void
worker_cancel_all(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    for (size_t i = 0; i < LANES; i++) {
        for (struct job *job = worker->lanes[i].queue; job != NULL; job = job->next)
            cancel(worker, job);
        if (worker->lanes[i].running != NULL)
            cancel(worker, worker->lanes[i].running);
    }
    pthread_mutex_unlock(&worker->mutex);
}

static void
drain(int fd)
{
    char bytes[64];

    while (read(fd, bytes, sizeof bytes) > 0)
        continue;
}

/* What a running job has published; called with the mutex held. */
struct published { struct job *job; struct result *snapshot; };

static struct published
take_published(struct lane_state *lane)
{
    struct published published = {lane->running, NULL};

    if (lane->running != NULL) {
        published.snapshot = lane->running->snapshot;
        lane->running->snapshot = NULL;
    }
    return published;
}

bool
worker_take(struct worker *worker)
{
    struct published published[LANES];
    struct job *finished;
    bool any;

    pthread_mutex_lock(&worker->mutex);
    drain(worker->wake[0]);
    finished = worker->finished;
    worker->finished = NULL;
    any = finished != NULL;
    for (size_t i = 0; i < LANES; i++) {
        published[i] = take_published(&worker->lanes[i]);
        any = any || published[i].snapshot != NULL;
    }
    pthread_mutex_unlock(&worker->mutex);
    /* A job's type and identity stay while it runs or waits in the finished list, which
     * only this thread empties. */
    for (size_t i = 0; i < LANES; i++)
        if (published[i].snapshot != NULL)
            published[i].job->type->snapshot(published[i].job, worker->owner,
                published[i].snapshot);
    while (finished != NULL) {
        struct job *next = finished->next;

        if (finished->snapshot != NULL && finished->type->lane == LANE_GLANCE)
            finished->type->snapshot(finished, worker->owner, finished->snapshot);
        else
            result_free(finished->snapshot);
        finished->snapshot = NULL;
        finished->type->done(finished, worker->owner, finished->ok, &finished->error);
        finished->type->release(finished);
        finished = next;
    }
    return any;
}

/* Both called with the mutex held. */
static bool
has_published(const struct worker *worker)
{
    for (size_t i = 0; i < LANES; i++)
        if (worker->lanes[i].running != NULL && worker->lanes[i].running->snapshot != NULL)
            return true;
    return false;
}

static bool
is_busy(const struct worker *worker)
{
    for (size_t i = 0; i < LANES; i++)
        if (worker->lanes[i].running != NULL || worker->lanes[i].queue != NULL)
            return true;
    return false;
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
    while (worker->finished == NULL && failed == 0 && !has_published(worker)
        && is_busy(worker))
        failed = pthread_cond_timedwait(&worker->news, &worker->mutex, &until);
    pthread_mutex_unlock(&worker->mutex);
}

bool
worker_is_idle(struct worker *worker)
{
    bool idle;

    pthread_mutex_lock(&worker->mutex);
    idle = !is_busy(worker) && worker->finished == NULL;
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
    const struct lane_state *lane = &worker->lanes[LANE_STORE];
    bool found;

    pthread_mutex_lock(&worker->mutex);
    found = lane->running != NULL && is_live(lane->running, slot);
    for (struct job *job = lane->queue; job != NULL; job = job->next)
        found = found || is_live(job, slot);
    pthread_mutex_unlock(&worker->mutex);
    return found;
}

const char *
worker_progress(struct worker *worker, int *permille)
{
    struct job *running;
    const char *title = NULL;

    pthread_mutex_lock(&worker->mutex);
    running = worker->lanes[LANE_STORE].running != NULL ? worker->lanes[LANE_STORE].running
                                                        : worker->lanes[LANE_STORE].queue;
    if (running != NULL) {
        title = running->type->title;
        *permille = atomic_load(&running->permille);
    }
    pthread_mutex_unlock(&worker->mutex);
    return title;
}

bool
worker_meter(struct worker *worker, struct job_meter *meter)
{
    const struct job *running;

    pthread_mutex_lock(&worker->mutex);
    running = worker->lanes[LANE_STORE].running;
    *meter = running != NULL ? running->meter : (struct job_meter){0};
    pthread_mutex_unlock(&worker->mutex);
    meter->progress.file = meter->file;
    return meter->began > 0;
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

bool
job_report_import(struct worker_desk *desk, struct job *job, double began,
    const struct import_progress *progress)
{
    double total = (double)progress->bytes_total;

    pthread_mutex_lock(&desk->worker->mutex);
    job->meter.progress = *progress;
    job->meter.began = began;
    snprintf(job->meter.file, sizeof job->meter.file, "%s",
        progress->file != NULL ? progress->file : "");
    pthread_mutex_unlock(&desk->worker->mutex);
    return job_report(job, total > 0 ? (double)progress->bytes_done / total : -1.0);
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
