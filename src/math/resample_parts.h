/* resample_parts.h - what the parts of resample.h share: blocks handed out to threads, and
 * the generator in eight lanes. */
#ifndef PARETOP_MATH_RESAMPLE_PARTS_H
#define PARETOP_MATH_RESAMPLE_PARTS_H

#include "math/resample.h"
#include "math/rng.h"

enum { RESAMPLE_LANES = 8 };

/* xoshiro256++ eight times: s[word][lane]. */
struct lanes_rng { uint64_t s[4][RESAMPLE_LANES]; };
void lanes_rng_init(struct lanes_rng *rng, const struct resampling *plan, size_t block);

/* Calls work(context, room, block) for each block of replicates, on several threads; room is
 * `size` bytes for the thread alone, aligned for vectors. False if the plan's report said
 * stop. */
struct resample_work {
    void (*block)(const void *context, void *room, size_t block);
    const void *context;
    size_t room;
};
bool resample_run(const struct resampling *plan, const struct resample_work *work);
/* Replicates of a block: the last may be shorter. */
size_t resample_block_size(const struct resampling *plan, size_t block);

/* resample_bits.c: 0/1 columns. */
bool resample_bits(const struct resampling *plan, const double *const *x, size_t m,
    double *mean);

#endif
