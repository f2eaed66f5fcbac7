/* inspect.h - which ZIP archives are Inspect logs, and so one source and no folder. */
#ifndef PARETOP_READ_INSPECT_H
#define PARETOP_READ_INSPECT_H

#include <stdbool.h>
#include <stddef.h>

/* By the first member's name: a log begins with its journal, its samples or its header. */
bool inspect_is_archive(const char *data, size_t length);

#endif
