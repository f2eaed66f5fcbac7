/* records.h - the records behind the points that a question keeps. */
#ifndef PARETOP_SESSION_RECORDS_H
#define PARETOP_SESSION_RECORDS_H

#include "frame/frame.h"

/* The records whose model is that of a point, by any of the point's names. The caller frees
 * the frame. */
struct frame *records_of_points(const struct frame *records, const struct frame *points);

#endif
