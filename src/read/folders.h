/* folders.h - the plain files below what a user named, in an order that never changes.
 *
 * Names come in natural order, hidden ones are left out, and so are sockets, pipes and devices
 * that were not named themselves. Each folder is entered once: one that is only reached by a
 * symbolic link comes after all that lie there themselves, so that no ring of links is endless
 * and no file is met twice under two names.
 */
#ifndef PARETOP_READ_FOLDERS_H
#define PARETOP_READ_FOLDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/error.h"
#include "read/input.h"

struct folder_visitor {
    bool (*file)(void *context, const char *name, bool in_folder, const struct stat *status,
        struct error *err);
    /* What cannot be looked at; false with err set ends the walk. */
    bool (*failed)(void *context, const char *name, bool in_folder, const struct error *why,
        struct error *err);
    void *context;
};

/* Of a walk only `files` (below folders, of all paths together) and `folders` count here: more
 * are refused. "-" is not a file's name here: it is passed to `file` without a status. */
bool folders_walk(const char *const *paths, size_t n, const struct input_limits *limits,
    const struct folder_visitor *visitor, struct error *err);

#endif
