/* worker.h - a thread that owns the store, and the jobs it does one after another; and two
 * beside it: for glances, which are short, need no store and do not wait for long jobs, and
 * for taking apart what is not needed any more.
 *
 * The main thread posts jobs and takes them back finished; it never waits for one unless it
 * asks to. A job's `run` is called on the worker's thread, its `done` and `release` on the
 * main thread. A newer job of the same slot and
 * lane makes an older one pointless: the older one is
 * cancelled and comes back with ERROR_CANCELLED.
 */
#ifndef PARETOP_SESSION_WORKER_H
#define PARETOP_SESSION_WORKER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "result/result.h"
#include "store/store.h"

struct worker;
struct job;

/* What is the worker thread's own while it runs a job. */
struct worker_desk {
    struct worker *worker;
    struct store *store;          /* set by the job that opens it, with worker_set_store */
    char *database;               /* its path; NULL = private. Freed with the worker */
    bool writable;
    void *cache;                  /* of the jobs' code, with its release function */
    void (*cache_release)(void *cache);
};

/* Only the first has a desk with a store. LANE_LEAVE: giving back memory, which nobody waits
 * for. */
enum lane { LANE_STORE, LANE_GLANCE, LANE_LEAVE, LANES };

struct job_type {
    const char *title;            /* "loading", for the progress line */
    bool (*run)(struct job *job, struct worker_desk *desk, struct error *err);
    void (*done)(struct job *job, void *owner, bool ok, const struct error *err);
    void (*snapshot)(struct job *job, void *owner, struct result *snapshot); /* or NULL */
    void (*release)(struct job *job);          /* frees the job itself */
    enum lane lane;               /* whose job it is */
};

enum { SLOT_NONE = -1 };

/* How far a job that imports is: seconds since it began, and a file name of its own. */
struct job_meter { struct import_progress progress; double began; char file[256]; };

/* The head of every job; the rest of the struct is the job's own. */
struct job {
    const struct job_type *type;
    int slot;                     /* SLOT_NONE: never replaced */
    atomic_bool cancelled;
    atomic_int permille;          /* progress, -1 unknown */
    struct result *snapshot;      /* guarded by the worker, as is the next */
    struct job_meter meter;       /* began 0: it has none */
    struct job *next;
    struct error error;
    bool ok;
};

struct worker *worker_new(void *owner);
/* Cancels all, waits for the threads, closes the store. */
void worker_free(struct worker *worker);

void worker_post(struct worker *worker, struct job *job);       /* takes the job */
void worker_cancel_all(struct worker *worker);
/* Hands finished jobs and snapshots to their functions; true if there were any. */
bool worker_take(struct worker *worker);
/* Waits until a job has finished, a snapshot is there, or the time is over. */
void worker_wait(struct worker *worker, double seconds);
bool worker_is_idle(struct worker *worker);      /* nothing queued, running or to be taken */
bool worker_has(struct worker *worker, int slot);    /* queued or running, for the store */
/* Title and progress of the store's running job, or the next one; NULL if none. */
const char *worker_progress(struct worker *worker, int *permille);
/* The meter of that job; false if it has none. */
bool worker_meter(struct worker *worker, struct job_meter *meter);
int worker_wake_fd(const struct worker *worker);

/* --- for jobs, on the worker's thread --- */
void worker_set_store(struct worker_desk *desk, struct store *store);
/* Notes progress of the running job; false if it was cancelled. done < 0: unknown. */
bool job_report(struct job *job, double done);
/* Same, of an import that began then (clock_seconds). */
bool job_report_import(struct worker_desk *desk, struct job *job, double began,
    const struct import_progress *progress);
void job_publish(struct worker_desk *desk, struct job *job, struct result *snapshot);

#endif
