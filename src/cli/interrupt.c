/* interrupt.c - see interrupt.h. */
#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

static const int watched[] = { SIGINT, SIGTERM, SIGHUP };
enum { WATCHED = sizeof watched / sizeof *watched };

/* A handler can be given nothing but what stands for the whole process. */
static volatile sig_atomic_t came;

static void
note(int number)
{
    came = number;
}

static void
handle(void (*handler)(int))
{
    struct sigaction action = { .sa_handler = handler,
        .sa_flags = (int)(SA_RESTART | SA_RESETHAND) };

    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < WATCHED; i++) {
        struct sigaction old;

        if (sigaction(watched[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(watched[i], &action, NULL);
    }
}

void
interrupt_watch(void)
{
    handle(note);
}

bool
interrupt_came(void)
{
    return came != 0;
}

void
interrupt_settle(void)
{
    if (came == 0)
        return;
    handle(SIG_DFL);
    raise(came);
}
