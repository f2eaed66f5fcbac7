/* repair.h - what was done to the text of a cell to read a number from it, in words. */
#ifndef PARETOP_SESSION_REPAIR_H
#define PARETOP_SESSION_REPAIR_H

#include <stdbool.h>

#include "base/strbuf.h"

/* Appends why `value` (in `unit`, NULL: none) is not what `raw` says letter by letter, as
 * " (separators of thousands left out)"; nothing where nothing was repaired. has_error: the value
 * has a standard error, so that what stands after ± was not dropped. */
void repair_words(struct strbuf *out, const char *raw, double value, const char *unit,
    bool has_error);

#endif
