/* lenses.h - the lenses by name, for the registry and their tests only. */
#ifndef PARETOP_LENS_LENSES_H
#define PARETOP_LENS_LENSES_H

#include "lens/lens.h"

extern const struct lens lens_compare;
extern const struct lens lens_decide;
extern const struct lens lens_variance;
extern const struct lens lens_frontier;
extern const struct lens lens_risk;
extern const struct lens lens_runtime;
extern const struct lens lens_indicators;
extern const struct lens lens_order;

#endif
