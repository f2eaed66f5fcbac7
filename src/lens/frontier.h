/* frontier.h - the frontier lens's answer to another lens: how sure a point is on it. */
#ifndef PARETOP_LENS_FRONTIER_H
#define PARETOP_LENS_FRONTIER_H

#include "lens/lens.h"

/* P(F) of a row of the bundle's points among all of them, by b replicates as the frontier lens
 * draws them by default; of its items those of all rows (items_of_all), if there are. NaN if
 * nothing is known of errors, the row does not compete or it would take too long. False if
 * stopped. */
bool frontier_probability(const struct lens_bundle *bundle, size_t row, size_t b, uint64_t seed,
    const struct lens_progress *progress, double *p, struct error *err);

#endif
