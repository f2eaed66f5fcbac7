/* rng_gsl.c - see rng_gsl.h. The top 32 bits of each draw are GSL's integers. */
#include "math/rng_gsl.h"

#include "math/rng.h"

static void
set(void *state, unsigned long seed)
{
    rng_init(state, seed, NULL, 0);
}

static unsigned long
get(void *state)
{
    return (unsigned long)(rng_next(state) >> 32);
}

static double
get_double(void *state)
{
    return rng_uniform(state);
}

const gsl_rng_type *
rng_gsl_type(void)
{
    static const gsl_rng_type type = { "xoshiro256++", 0xffffffffUL, 0, sizeof(struct rng), set,
        get, get_double };

    return &type;
}
