/* pick.h - one operating point of each load sweep. Private to store/. */
#ifndef PARETOP_STORE_PICK_H
#define PARETOP_STORE_PICK_H

#include "base/error.h"
#include "frame/frame.h"

/* Of points that differ in nothing but their load (concurrency, request rate, batch) keeps
 * the best by "[max:|min:]MEASURE [where EXPRESSION]" among those for which the SQL
 * expression is true; of equals the first. Points without any load stay. The frame's grouping
 * says what was picked; sweeps of which no point qualifies are named in a note. Replaces
 * *frame, or leaves it with err set. */
bool pick_operating_points(struct frame **frame, const char *pick, struct error *err);

#endif
