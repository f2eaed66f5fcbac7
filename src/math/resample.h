/* resample.h - sums and means over resampled items: the bootstrap's replicates.
 *
 * A replicate is one set of weights over the items, shared by every column (model, measure),
 * so that what is measured on the same items moves together. Streams are (seed, set, block)
 * with BLOCK replicates each, so that neither the number of threads nor the other columns
 * change a replicate. Columns of 0 and 1 alone, of 100 items or more, are weighted by
 * Poisson(1) draws in bit planes (means divide by the drawn total); all others by exact
 * multinomial counts. Intervals from replicates are bootstrap.h.
 */
#ifndef PARETOP_MATH_RESAMPLE_H
#define PARETOP_MATH_RESAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RESAMPLE_BLOCK = 16 };

struct resampling {
    size_t n;                  /* items, in id order; at most 2^31 */
    size_t b;                  /* replicates */
    size_t first;              /* replicates of the stream before them, whole blocks */
    uint64_t seed, set;        /* set: a number for the item set (rng_name of its ids) */
    unsigned threads;          /* 0: as many as the process may use, up to 8 */
    bool (*report)(void *context, double done);   /* called by the calling thread; false
                                  stops. May be NULL */
    void *context;
};

/* mean[j * b + r]: mean of column j (n numbers, none NaN) in replicate r. False if stopped.
 * O(b n m), about 0.1 ns per term with wide vectors (0/1: 0.02), and 1 ns per item and
 * replicate for the counts; memory O(n m). n = 0: NaN. */
bool resample_means(const struct resampling *plan, const double *const *x, size_t m,
    double *mean);

/* Whether a column would be drawn by Poisson weights if it were alone: beside others that would
 * not be it gets other replicates. */
bool resample_is_by_bits(const double *x, size_t n);

/* The same with whole clusters resampled: cluster[i] in 0..clusters-1. The mean is that of
 * the items drawn, so that large clusters count for more (a ratio of sums). */
bool resample_clusters(const struct resampling *plan, const double *const *x, size_t m,
    const size_t *cluster, size_t clusters, double *mean);

/* Weighted sums with multinomial counts: what the two above are made of. */
bool resample_sums(const struct resampling *plan, const double *const *x, size_t m,
    double *sum);

/* One replicate's multinomial counts, for what is not a mean (a frontier's own figures, an
 * aggregate of parts). count has n slots; replicate r of the plan. O(n RESAMPLE_BLOCK). */
void resample_counts(const struct resampling *plan, size_t r, uint8_t *count);

#endif
