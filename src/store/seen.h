/* seen.h - the different texts of a column, in the order in which they came, as long as they
 * are few. So the models of a table need not be looked for in all of its records again.
 * Private to store/. */
#ifndef PARETOP_STORE_SEEN_H
#define PARETOP_STORE_SEEN_H

#include <string.h>

#include "read/name_index.h"

struct seen {                  /* zero bytes: none yet */
    struct name_index index;
    const char *last; size_t last_length;
    size_t bytes;
    bool many;                 /* too many to be kept: index is empty */
};

void seen_release(struct seen *seen);
void seen_add_other(struct seen *seen, const char *text, size_t length);

/* Records of one model mostly stand together. */
static inline void
seen_add(struct seen *seen, const char *text, size_t length)
{
    if (!seen->many && (seen->last == NULL || seen->last_length != length
            || memcmp(seen->last, text, length) != 0))
        seen_add_other(seen, text, length);
}

#endif
