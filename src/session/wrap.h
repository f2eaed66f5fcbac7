/* wrap.h - long sentences in lines of a width. */
#ifndef PARETOP_SESSION_WRAP_H
#define PARETOP_SESSION_WRAP_H

#include <stddef.h>

/* Lines that each fit in width columns, broken at blanks and newlines, words longer than a
 * line anywhere. Never fewer than one line. */
struct lines { char **text; size_t count, capacity; };

void lines_wrap(struct lines *lines, const char *text, size_t width);   /* adds */
void wrapped_add(struct lines *lines, const char *text);
void wrapped_release(struct lines *lines);

#endif
