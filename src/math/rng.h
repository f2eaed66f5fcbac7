/* rng.h - one fast generator, with streams, so that answers do not depend on threads or on
 * which other points are on display.
 *
 * xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators",
 * 2019), its state filled by splitmix64 from a seed and the numbers that name the stream:
 * (seed, item set, block) for resampling, (seed, point, measure, block) for Gaussian draws.
 */
#ifndef PARETOP_MATH_RNG_H
#define PARETOP_MATH_RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng { uint64_t s[4]; };

void rng_init(struct rng *rng, uint64_t seed, const uint64_t *stream, size_t n);
uint64_t rng_next(struct rng *rng);
/* In [0, 1), 53 bits. */
double rng_uniform(struct rng *rng);
/* In 0..n-1 without bias; n >= 1. */
uint32_t rng_below(struct rng *rng, uint32_t n);
/* No normal draw is larger: they come of uniforms of 53 bits, and sqrt(2 ln 2^53) < 8.6. */
#define RNG_NORMAL_MOST 8.6
/* Fills with independent standard normal draws (Box and Muller, two at a time). */
void rng_normals(struct rng *rng, double *out, size_t n);

/* A number for a name, to be part of a stream (FNV-1a, mixed). */
uint64_t rng_name(const char *name);
/* The same, carried on from another: order matters. */
uint64_t rng_name_after(uint64_t before, const char *name);

#endif
