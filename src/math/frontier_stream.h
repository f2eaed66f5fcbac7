/* frontier_stream.h - a two-objective frontier that points join and leave one at a time.
 *
 * A filter step, a new row: instead of sorting everything again, the change is worked into a
 * balanced tree of all points. LARGER IS BETTER, no NaN; rule and ties as in dominance.h.
 * Equal points share a number. Memory: one node per distinct point ever added.
 */
#ifndef PARETOP_MATH_FRONTIER_STREAM_H
#define PARETOP_MATH_FRONTIER_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct frontier_stream;

struct frontier_stream *frontier_stream_new(void);
void frontier_stream_free(struct frontier_stream *stream);      /* NULL is fine */

/* Adds a point and returns its number, counted from 0. Expected O((1 + k) log n) for k
 * points whose membership changes. */
uint32_t frontier_stream_add(struct frontier_stream *stream, double x, double y);
/* Takes one copy of the point away; it must be there. */
void frontier_stream_remove(struct frontier_stream *stream, uint32_t point);

/* Whether the point is there and on the frontier. */
bool frontier_stream_on(const struct frontier_stream *stream, uint32_t point);
/* Points on the frontier; copies count. */
size_t frontier_stream_count(const struct frontier_stream *stream);
/* Numbers whose membership the last change turned over; valid until the next change. */
const uint32_t *frontier_stream_changed(const struct frontier_stream *stream, size_t *n);

#endif
