/* rng.c - see rng.h. */
#include "math/rng.h"

#include <math.h>

static uint64_t
splitmix(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

void
rng_init(struct rng *rng, uint64_t seed, const uint64_t *stream, size_t n)
{
    uint64_t state = seed;

    for (size_t i = 0; i < n; i++)
        state = splitmix(&state) ^ stream[i];
    for (size_t i = 0; i < 4; i++)
        rng->s[i] = splitmix(&state);
}

static uint64_t
rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

uint64_t
rng_next(struct rng *rng)
{
    uint64_t *s = rng->s, result = rotate(s[0] + s[3], 23) + s[0], t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

double
rng_uniform(struct rng *rng)
{
    return (double)(rng_next(rng) >> 11) * 0x1p-53;
}

/* Multiply and reject, after Lemire (2019). */
uint32_t
rng_below(struct rng *rng, uint32_t n)
{
    uint64_t product = (rng_next(rng) >> 32) * n;
    uint32_t least = (uint32_t)(-n) % n;

    while ((uint32_t)product < least)
        product = (rng_next(rng) >> 32) * n;
    return (uint32_t)(product >> 32);
}

void
rng_normals(struct rng *rng, double *out, size_t n)
{
    const double turn = 6.283185307179586476925;

    for (size_t i = 0; i < n; i += 2) {
        double radius = sqrt(-2 * log(1 - rng_uniform(rng)));
        double angle = turn * rng_uniform(rng);

        out[i] = radius * cos(angle);
        if (i + 1 < n)
            out[i + 1] = radius * sin(angle);
    }
}

uint64_t
rng_name_after(uint64_t before, const char *name)
{
    uint64_t hash = before;

    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
    hash ^= 0xff;              /* ends a name: "ab","c" is not "a","bc" */
    return hash * UINT64_C(1099511628211);
}

uint64_t
rng_name(const char *name)
{
    uint64_t hash = rng_name_after(UINT64_C(14695981039346656037), name);

    return splitmix(&hash);
}
