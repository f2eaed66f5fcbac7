/* rng_gsl.h - our generator as a gsl_rng_type, for GSL's samplers. */
#ifndef PARETOP_MATH_RNG_GSL_H
#define PARETOP_MATH_RNG_GSL_H

#include <gsl/gsl_rng.h>

/* "xoshiro256++"; gsl_rng_set gives the stream (seed) without further numbers. */
const gsl_rng_type *rng_gsl_type(void);

#endif
