/* interchange.h - points in the Every Eval Ever interchange format, for other programs. */
#ifndef PARETOP_PRINT_INTERCHANGE_H
#define PARETOP_PRINT_INTERCHANGE_H

#include <stddef.h>

#include "base/strbuf.h"
#include "frame/frame.h"

/* A line of JSON for each point, in the format's version 0.2, appended. The format wants a
 * direction of every score: how many measures without one were left out is returned. A date
 * that no source gives is "unknown". */
size_t print_interchange(const struct frame *points, struct strbuf *out);

#endif
