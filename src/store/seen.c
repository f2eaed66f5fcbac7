/* seen.c - see seen.h. */
#include "store/seen.h"

enum { MOST_TEXTS = 1000, MOST_BYTES = 1 << 16 };

void
seen_release(struct seen *seen)
{
    name_index_release(&seen->index);
    *seen = (struct seen){0};
}

void
seen_add_other(struct seen *seen, const char *text, size_t length)
{
    bool fresh;
    size_t at;

    if (seen->last == NULL)
        name_index_init(&seen->index);
    at = name_index_add(&seen->index, text, length, &fresh);
    seen->last = seen->index.names[at];
    seen->last_length = length;
    seen->bytes += fresh ? length : 0;
    if (seen->index.n <= MOST_TEXTS && seen->bytes <= MOST_BYTES)
        return;
    seen_release(seen);
    seen->many = true;
}
