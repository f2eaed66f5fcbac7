/* resample_bits.c - replicates of 0/1 columns, 512 items at a time; see resample.h.
 *
 * Scores are bits. 16 random bit planes are one 16-bit number per item; comparing them, from
 * the lowest bit up, with the seven steps of the Poisson(1) distribution gives a weight of
 * 0 to 7 as three bit planes, and a weighted sum is three counts of bits. (Weights above 7
 * have a probability of 1e-5; the mean weight is 0.99998.)
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/resample_parts.h"
#include "math/simd.h"

/* So many vectors are counted at once. */
enum { WORD = 64, PLANES = 3, DIGITS = 16, GROUP = 4 };

struct bits {
    const struct resampling *plan;
    size_t m, length, drawn;   /* columns; words in each, whole groups, and those with items */
    uint64_t *x;               /* m + 1 columns; the last says which items there are */
    double *mean;
};

/* 65536 times the distribution function of Poisson(1) at 0..6, rounded. */
enum { T0 = 24109, T1 = 48219, T2 = 60273, T3 = 64292, T4 = 65296, T5 = 65497, T6 = 65531 };

#define KERNELS "math/resample_bits_kernels.h"
#define KERNELS_WIDEST 64
#include "math/simd_each.h"
KERNEL_OF_THREE(void, draw_planes, (struct lanes_rng *, uint64_t *, size_t));
KERNEL_OF_THREE(uint64_t, weigh, (const uint64_t *, const uint64_t *, size_t));

static void
bits_block(const void *context, void *room, size_t block)
{
    const struct bits *bits = context;
    const struct resampling *plan = bits->plan;
    struct lanes_rng *rng = room;
    uint64_t *plane = (uint64_t *)(void *)(rng + 1);
    size_t now = resample_block_size(plan, block), spare = bits->length - bits->drawn;

    lanes_rng_init(rng, plan, block);
    memset(plane + bits->drawn * PLANES, 0, spare * PLANES * sizeof *plane);
    for (size_t r = 0; r < now; r++) {
        double total;

        KERNEL_CHOSEN(draw_planes)(rng, plane, bits->drawn);
        total = (double)KERNEL_CHOSEN(weigh)(plane, bits->x + bits->m * bits->length, bits->length);
        for (size_t j = 0; j < bits->m; j++)
            bits->mean[j * plan->b + block * RESAMPLE_BLOCK + r] =
                (double)KERNEL_CHOSEN(weigh)(plane, bits->x + j * bits->length, bits->length)
                / total;
    }
}

bool
resample_bits(const struct resampling *plan, const double *const *x, size_t m, double *mean)
{
    struct bits bits = { .plan = plan, .m = m, .mean = mean,
        .drawn = (plan->n + WORD * LANES - 1) / (WORD * LANES) * LANES,
        .length = (plan->n + GROUP * WORD * LANES - 1) / (GROUP * WORD * LANES) *
            (GROUP * LANES) };
    struct resample_work work = { bits_block, &bits,
        sizeof(struct lanes_rng) + PLANES * bits.length * sizeof(uint64_t) };
    bool done;

    bits.x = mem_zalloc((m + 1) * bits.length, sizeof *bits.x);
    for (size_t j = 0; j <= m; j++)
        for (size_t i = 0; i < plan->n; i++)
            if (j == m || x[j][i] != 0)
                bits.x[j * bits.length + i / WORD] |= UINT64_C(1) << i % WORD;
    done = resample_run(plan, &work);
    free(bits.x);
    return done;
}
