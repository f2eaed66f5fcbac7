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

/* Wide counts of bits are an instruction set of their own, which clones do not know. */
#if !defined PARETOP_NO_SIMD && defined __x86_64__ && defined __linux__ \
    && !defined __SANITIZE_ADDRESS__
#define WITH_WIDE_COUNTS 1
#define BIT_CLONES __attribute__((target_clones("avx2", "popcnt", "default")))
#else
#define WITH_WIDE_COUNTS 0
#define BIT_CLONES
#endif

enum { WORD = 64, PLANES = 3, DIGITS = 16 };

typedef uint64_t words __attribute__((vector_size(LANES * sizeof(uint64_t))));

struct bits {
    const struct resampling *plan;
    size_t m, length;          /* columns; words in each, whole vectors */
    uint64_t *x;               /* m + 1 columns; the last says which items there are */
    double *mean;
    bool wide;                 /* the processor counts bits of whole vectors */
};

/* 65536 times the distribution function of Poisson(1) at 0..6, rounded. */
enum { T0 = 24109, T1 = 48219, T2 = 60273, T3 = 64292, T4 = 65296, T5 = 65497, T6 = 65531 };

/* below: the number's digits so far are below those of t. */
#define DIGIT(below, t, digit, plane) \
    ((below) = ((t) >> (digit) & 1) != 0 ? (below) | ~(plane) : (below) & ~(plane))

/* Three planes of weights for `length` words. */
KERNEL_CLONES static void
draw_planes(struct lanes_rng *rng, uint64_t *plane, size_t length)
{
    words *state = (words *)(void *)rng->s;
    words s0 = state[0], s1 = state[1], s2 = state[2], s3 = state[3];

    for (size_t at = 0; at < length; at += LANES) {
        words b0 = { 0 }, b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0, b6 = b0;
        words *out = (words *)(void *)(plane + at * PLANES);

        for (int digit = 0; digit < DIGITS; digit++) {
            words sum = s0 + s3, random = (sum << 23 | sum >> 41) + s0, t = s1 << 17;

            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = s3 << 45 | s3 >> 19;
            DIGIT(b0, T0, digit, random);
            DIGIT(b1, T1, digit, random);
            DIGIT(b2, T2, digit, random);
            DIGIT(b3, T3, digit, random);
            DIGIT(b4, T4, digit, random);
            DIGIT(b5, T5, digit, random);
            DIGIT(b6, T6, digit, random);
        }
        out[0] = (~b0 & b1) | (~b2 & b3) | (~b4 & b5) | ~b6;
        out[1] = (~b1 & b3) | ~b5;
        out[2] = ~b3;
    }
    state[0] = s0;
    state[1] = s1;
    state[2] = s2;
    state[3] = s3;
}

/* Adds within fields that double in width: compilers know this shape as one instruction
 * where there is one. */
static inline uint64_t
count_bits(uint64_t x)
{
    x = x - (x >> 1 & UINT64_C(0x5555555555555555));
    x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return x * UINT64_C(0x0101010101010101) >> 56;
}

/* Sum of the weights where x is set. */
static inline __attribute__((always_inline)) uint64_t
weigh_words(const uint64_t *plane, const uint64_t *x, size_t length)
{
    uint64_t lane[LANES] = { 0 }, total = 0;

    for (size_t at = 0; at < length; at += LANES)
        for (size_t l = 0; l < LANES; l++) {
            const uint64_t *w = plane + at * PLANES + l;

            lane[l] += count_bits(w[0] & x[at + l]) + 2 * count_bits(w[LANES] & x[at + l]) +
                4 * count_bits(w[2 * LANES] & x[at + l]);
        }
    for (size_t l = 0; l < LANES; l++)
        total += lane[l];
    return total;
}

BIT_CLONES static uint64_t
weigh_narrow(const uint64_t *plane, const uint64_t *x, size_t length)
{
    return weigh_words(plane, x, length);
}

#if WITH_WIDE_COUNTS
__attribute__((target("avx512f,avx512vpopcntdq"))) static uint64_t
weigh_wide(const uint64_t *plane, const uint64_t *x, size_t length)
{
    return weigh_words(plane, x, length);
}
#endif

static bool
has_wide_counts(void)
{
#if WITH_WIDE_COUNTS
    return __builtin_cpu_supports("avx512vpopcntdq") != 0;
#else
    return false;
#endif
}

static uint64_t
weigh(const struct bits *bits, const uint64_t *plane, size_t column)
{
    const uint64_t *x = bits->x + column * bits->length;

#if WITH_WIDE_COUNTS
    if (bits->wide)
        return weigh_wide(plane, x, bits->length);
#endif
    return weigh_narrow(plane, x, bits->length);
}

static void
bits_block(const void *context, void *room, size_t block)
{
    const struct bits *bits = context;
    const struct resampling *plan = bits->plan;
    struct lanes_rng *rng = room;
    uint64_t *plane = (uint64_t *)(void *)(rng + 1);
    size_t now = resample_block_size(plan, block);

    lanes_rng_init(rng, plan, block);
    for (size_t r = 0; r < now; r++) {
        double total;

        draw_planes(rng, plane, bits->length);
        total = (double)weigh(bits, plane, bits->m);
        for (size_t j = 0; j < bits->m; j++)
            bits->mean[j * plan->b + block * RESAMPLE_BLOCK + r] =
                (double)weigh(bits, plane, j) / total;
    }
}

bool
resample_bits(const struct resampling *plan, const double *const *x, size_t m, double *mean)
{
    struct bits bits = { .plan = plan, .m = m, .mean = mean,
        .wide = has_wide_counts(),
        .length = (plan->n + WORD * LANES - 1) / (WORD * LANES) * LANES };
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
