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

/* A group is counted at once; bytes hold the counts of so many words' worth of groups. */
enum { WORD = 64, PLANES = 3, DIGITS = 16, GROUP = 4, MOST_BYTES = 31 * GROUP * LANES };

typedef uint64_t words __attribute__((vector_size(LANES * sizeof(uint64_t))));
typedef uint64_t loose_words
    __attribute__((vector_size(LANES * sizeof(uint64_t)), aligned(sizeof(uint64_t))));

struct bits {
    const struct resampling *plan;
    size_t m, length, drawn;   /* columns; words in each, whole groups, and those with items */
    uint64_t *x;               /* m + 1 columns; the last says which items there are */
    double *mean;
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

/* Carry-save addition (Harley and Seal): `sum` and `carry` become the digits of the number of
 * bits set in sum, a and b, for all places at once. */
#define ADD(carry, sum, a, b) do { \
        words either_ = (sum) ^ (a); \
        (carry) = ((sum) & (a)) | (either_ & (b)); \
        (sum) = either_ ^ (b); \
    } while (0)
#define EACH(x) ((words){ x, x, x, x, x, x, x, x })
/* Bits set, byte by byte: fields of two, four and eight bits. */
#define TO_BYTES(x) do { \
        (x) -= (x) >> 1 & EACH(UINT64_C(0x5555555555555555)); \
        (x) = ((x) & EACH(UINT64_C(0x3333333333333333))) + \
            ((x) >> 2 & EACH(UINT64_C(0x3333333333333333))); \
        (x) = ((x) + ((x) >> 4)) & EACH(UINT64_C(0x0f0f0f0f0f0f0f0f)); \
    } while (0)
/* The weights of x's bits in vector i of the group. */
#define WEIGHT(plane, x, i, k) \
    (((const loose_words *)(const void *)(plane))[(i) * PLANES + (k)] & \
    ((const loose_words *)(const void *)(x))[i])
/* Bytes' sum in each word, from sums in bytes. */
#define ADD_UP(x) do { \
        (x) = ((x) & EACH(UINT64_C(0x00ff00ff00ff00ff))) + \
            ((x) >> 8 & EACH(UINT64_C(0x00ff00ff00ff00ff))); \
        (x) = ((x) + ((x) >> 16)) & EACH(UINT64_C(0x0000ffff0000ffff)); \
        (x) = ((x) + ((x) >> 32)) & EACH(UINT64_C(0xffffffff)); \
    } while (0)

/* Sum of the weights where x is set; `length` words in whole groups. The digits 1, 2, ... 16
 * of the sum stay in `s`, and what is carried out of them is counted. */
KERNEL_CLONES static uint64_t
weigh(const uint64_t *plane, const uint64_t *x, size_t length)
{
    words s0 = { 0 }, s1 = s0, s2 = s0, s3 = s0, s4 = s0, all = s0;
    uint64_t total = 0;

    for (size_t at = 0; at < length; ) {
        size_t stop = length - at < MOST_BYTES ? length : at + MOST_BYTES;
        words counted = { 0 };

        for (; at < stop; at += GROUP * LANES) {
            const uint64_t *p = plane + at * PLANES, *v = x + at;
            words a, b, c, d, e, f;

            ADD(a, s0, WEIGHT(p, v, 0, 0), WEIGHT(p, v, 1, 0));
            ADD(b, s0, WEIGHT(p, v, 2, 0), WEIGHT(p, v, 3, 0));
            ADD(c, s1, a, b);
            ADD(a, s1, WEIGHT(p, v, 0, 1), WEIGHT(p, v, 1, 1));
            ADD(b, s1, WEIGHT(p, v, 2, 1), WEIGHT(p, v, 3, 1));
            ADD(d, s2, a, b);
            ADD(a, s2, WEIGHT(p, v, 0, 2), WEIGHT(p, v, 1, 2));
            ADD(b, s2, WEIGHT(p, v, 2, 2), WEIGHT(p, v, 3, 2));
            e = s2 & c;
            s2 ^= c;
            ADD(f, s3, a, b);
            ADD(a, s3, d, e);
            ADD(b, s4, f, a);
            TO_BYTES(b);
            counted += b;
        }
        ADD_UP(counted);
        all += counted;
    }
    TO_BYTES(s0);
    TO_BYTES(s1);
    TO_BYTES(s2);
    TO_BYTES(s3);
    TO_BYTES(s4);
    /* at most 8 (1 + 2 + 4 + 8) in a byte */
    s0 += s1 * 2 + s2 * 4 + s3 * 8;
    ADD_UP(s0);
    ADD_UP(s4);
    all = all * 32 + s0 + s4 * 16;
    for (size_t l = 0; l < LANES; l++)
        total += all[l];
    return total;
}

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

        draw_planes(rng, plane, bits->drawn);
        total = (double)weigh(plane, bits->x + bits->m * bits->length, bits->length);
        for (size_t j = 0; j < bits->m; j++)
            bits->mean[j * plan->b + block * RESAMPLE_BLOCK + r] =
                (double)weigh(plane, bits->x + j * bits->length, bits->length) / total;
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
