/* slowly.h - tests that take less where every instruction costs fifty.
 *
 * Under valgrind the paths matter and not how often they are walked: the whole counts run
 * plainly and under the sanitizers.
 */
#ifndef PARETOP_TESTS_SLOWLY_H
#define PARETOP_TESTS_SLOWLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static inline bool
runs_under_valgrind(void)
{
    const char *preload = getenv("LD_PRELOAD");

    return preload != NULL && strstr(preload, "vgpreload") != NULL;
}

/* The count, or under valgrind one of so many parts of it. */
static inline size_t
count_or_part(size_t count, size_t parts)
{
    return runs_under_valgrind() ? count / parts : count;
}

#endif
