/* knee.h - where the next point gets dear: five ways to look for a knee.
 *
 * f holds n points (row-major n x d) of losses normalised to [0, 1] over the frontier; with
 * d = 2 they are ordered by the first. Knees depend on the scale: normalise logarithms
 * where the axis is logarithmic. Fewer than three points have no knee.
 */
#ifndef PARETOP_MATH_KNEE_H
#define PARETOP_MATH_KNEE_H

#include <stddef.h>
#include <stdint.h>

#define KNEE_NONE SIZE_MAX

/* Losses scaled to [0, 1] in place; 0 if the objective is constant (returned as the number
 * of constant objectives). */
size_t knee_normalise(double *f, size_t n, size_t d);

/* Distance to the line through the extremes, positive towards the ideal; largest wins. */
void knee_chord_distances(const double *f, size_t n, double *distance);
size_t knee_chord(const double *f, size_t n);

/* Angle at each point in radians; NaN at the ends; largest wins. */
void knee_bend_angles(const double *f, size_t n, double *angle);
size_t knee_bend(const double *f, size_t n);

/* Kneedle, sensitivity 1, convex and decreasing (Satopaa et al. 2011). */
size_t knee_kneedle(const double *f, size_t n);

/* Expected marginal utility over linear weightings (Branke et al. 2004), exact; largest
 * among interior points. utility has n slots or is NULL. */
size_t knee_utility(const double *f, size_t n, double *utility);

/* High trade-off (Deb and Gupta 2011): chosen[i] is 1 for points whose gain per loss is two
 * deviations above the mean, else for the largest if above one. Any d. Returns how many. */
size_t knee_tradeoff(const double *f, size_t n, size_t d, uint8_t *chosen);

#endif
