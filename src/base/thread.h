/* thread.h - threads that do work on the side. */
#ifndef PARETOP_BASE_THREAD_H
#define PARETOP_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Starts a thread that gets no signals but those of its own faults: the others belong to the
 * main thread, which owns the terminal. False if there can be no further thread. */
bool thread_start(pthread_t *thread, void *(*work)(void *context), void *context);

#endif
