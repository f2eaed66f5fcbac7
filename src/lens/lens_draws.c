/* lens_draws.c - errors of points' values, drawn in blocks; see lens_parts.h. */
#include "lens/lens_parts.h"

#include <math.h>
#include <string.h>

#include "math/rng.h"

/* Times sqrt(degrees / chi-square). */
static void
stretch(double *error, size_t degrees, struct rng *rng)
{
    double z[DRAWS_MOST_DEGREES];

    for (size_t r = 0; r < DRAWS_BLOCK; r++) {
        double square = 0;

        rng_normals(rng, z, degrees);
        for (size_t k = 0; k < degrees; k++)
            square += z[k] * z[k];
        error[r] *= sqrt((double)degrees / square);
    }
}

void
parts_draw_errors(uint64_t seed, const char *key, const char *measure, uint64_t block, double se,
    size_t degrees, double error[DRAWS_BLOCK])
{
    uint64_t stream[3] = { rng_name(key), rng_name(measure), block };
    struct rng rng;

    if (!(se > 0)) {
        memset(error, 0, DRAWS_BLOCK * sizeof *error);
        return;
    }
    rng_init(&rng, seed, stream, 3);
    rng_normals(&rng, error, DRAWS_BLOCK);
    if (degrees > 0)
        stretch(error, degrees, &rng);
    for (size_t r = 0; r < DRAWS_BLOCK; r++)
        error[r] *= se;
}
