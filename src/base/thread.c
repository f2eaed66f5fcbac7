/* thread.c - see thread.h. */
#include "base/thread.h"

#include <signal.h>

bool
thread_start(pthread_t *thread, void *(*work)(void *context), void *context)
{
    sigset_t all, old;
    bool started;

    sigfillset(&all);
    sigdelset(&all, SIGSEGV);
    sigdelset(&all, SIGBUS);
    sigdelset(&all, SIGFPE);
    sigdelset(&all, SIGABRT);
    pthread_sigmask(SIG_BLOCK, &all, &old);
    started = pthread_create(thread, NULL, work, context) == 0;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return started;
}
