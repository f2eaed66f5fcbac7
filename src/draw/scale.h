/* scale.h - axis ranges and round ticks, linear and logarithmic. */
#ifndef PARETOP_DRAW_SCALE_H
#define PARETOP_DRAW_SCALE_H

#include <stdbool.h>
#include <stddef.h>

struct tick { double value; bool major; char label[16]; };

struct scale { double lo, hi; bool log; };

/* A range that holds lo..hi with a small margin, on round values where it costs little.
 * Always usable: NaN, infinite, reversed or equal limits, and limits <= 0 of a logarithmic
 * range, are replaced by a finite range that holds what it can. */
struct scale scale_fit(double lo, double hi, bool log);
/* Whether a range that someone else made can be an axis: finite, not reversed, wide enough
 * to be divided, positive if logarithmic. scale_ticks wants one that is. */
bool scale_is_usable(const struct scale *scale);
double scale_position(const struct scale *scale, double value);  /* 0..1; NaN if undefined */
double scale_value(const struct scale *scale, double position);
/* At most max_labels ticks with labels (majors), minors (label "") in between as far as
 * max_ticks allows; all labels of a linear axis share their precision and their suffix
 * (k, M, G, T or an exponent). Linear: 1, 2, 2.5, 5 x 10^k. Log: decades, then 1-2-5, then
 * linear steps when the range is narrow. Labels are ASCII. Returns the count
 * (<= max_ticks), majors first, each group in rising order. */
size_t scale_ticks(const struct scale *scale, size_t max_labels, struct tick *ticks,
    size_t max_ticks);

#endif
