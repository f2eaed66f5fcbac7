/* progress.h - how far an import is, in words: for the command line and the explorer. */
#ifndef PARETOP_SESSION_PROGRESS_H
#define PARETOP_SESSION_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "store/store.h"

/* The line for an import that has taken so many seconds, narrower than `columns`: a bar and the
 * share where the total is known, files, bytes, records, rate, time left, and the file. What
 * does not fit is left out, first the file, then the bar. */
void progress_line(struct strbuf *out, const struct import_progress *progress, double seconds,
    size_t columns, bool ascii);

#endif
