/* pages.h - reading a mapped file from end to end without keeping it in memory. */
#ifndef PARETOP_BASE_PAGES_H
#define PARETOP_BASE_PAGES_H

#include <stddef.h>

/* From now on the memory of a mapped file is given back every millisecond; what is read
 * again comes back from the file by itself. So any reader may pass over it in any order, and a
 * file larger than memory takes no more than is read in that time. data must be mapped. NULL
 * for a small file, and where there can be no thread. */
struct pages;
struct pages *pages_watch(const void *data, size_t length);
void pages_unwatch(struct pages *pages);       /* before the file is closed; NULL is fine */

/* For a reader that passes over gigabytes in a second, of which a late millisecond would leave
 * hundreds of megabytes: it has read these bytes, in steps of some megabytes, and their memory is
 * given back at once if they are of a watched file. Bytes elsewhere are left alone. */
void pages_passed(const void *data, size_t length);

#endif
