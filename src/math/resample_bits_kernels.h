/* resample_bits_kernels.h - bit planes of weights and their counts, over vectors of
 * VECTOR_BYTES: simd.h says how; resample_bits.c includes it for each width.
 *
 * Planes come in turns for LANES words at a time, whatever the width.
 */
enum { AT_WIDTH(WORDS) = VECTOR_BYTES / sizeof(uint64_t) };

/* Bytes hold the counts of so many words' worth of groups. */
enum { AT_WIDTH(MOST_BYTES) = 31 * GROUP * AT_WIDTH(WORDS) };

#define WORDS_AT(p) (*(AT_WIDTH(loose_words) *)(void *)(p))
#define SAME_WORDS(p) (*(const AT_WIDTH(loose_words) *)(const void *)(p))

/* above: the number's digits so far are not below those of t. */
#define DIGIT(above, t, digit, plane) \
    ((above) = ((t) >> (digit) & 1) != 0 ? (above) & (plane) : (above) | (plane))

/* Three planes of weights for `length` words, one part of the lanes. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(draw_part)(struct lanes_rng *rng, uint64_t *plane, size_t length, size_t lane)
{
    AT_WIDTH(words) s0 = WORDS_AT(rng->s[0] + lane), s1 = WORDS_AT(rng->s[1] + lane);
    AT_WIDTH(words) s2 = WORDS_AT(rng->s[2] + lane), s3 = WORDS_AT(rng->s[3] + lane);

    for (size_t at = 0; at < length; at += LANES) {
        AT_WIDTH(words) a0 = ~(AT_WIDTH(words)){ 0 }, a1 = a0, a2 = a0, a3 = a0;
        AT_WIDTH(words) a4 = a0, a5 = a0, a6 = a0;
        uint64_t *out = plane + at * PLANES + lane;

        UNROLLED
        for (int digit = 0; digit < DIGITS; digit++) {
            AT_WIDTH(words) sum = s0 + s3, random = (sum << 23 | sum >> 41) + s0, t = s1 << 17;

            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = s3 << 45 | s3 >> 19;
            DIGIT(a0, T0, digit, random);
            DIGIT(a1, T1, digit, random);
            DIGIT(a2, T2, digit, random);
            DIGIT(a3, T3, digit, random);
            DIGIT(a4, T4, digit, random);
            DIGIT(a5, T5, digit, random);
            DIGIT(a6, T6, digit, random);
        }
        WORDS_AT(out) = (a0 & ~a1) | (a2 & ~a3) | (a4 & ~a5) | a6;
        WORDS_AT(out + LANES) = (a1 & ~a3) | a5;
        WORDS_AT(out + 2 * LANES) = a3;
    }
    WORDS_AT(rng->s[0] + lane) = s0;
    WORDS_AT(rng->s[1] + lane) = s1;
    WORDS_AT(rng->s[2] + lane) = s2;
    WORDS_AT(rng->s[3] + lane) = s3;
}

KERNEL static void
AT_WIDTH(draw_planes)(struct lanes_rng *rng, uint64_t *plane, size_t length)
{
    for (size_t lane = 0; lane < LANES; lane += AT_WIDTH(WORDS))
        AT_WIDTH(draw_part)(rng, plane, length, lane);
}

/* Carry-save addition (Harley and Seal): `sum` and `carry` become the digits of the number of
 * bits set in sum, a and b, for all places at once. */
#define ADD(carry, sum, a, b) do { \
        AT_WIDTH(words) either_ = (sum) ^ (a); \
        (carry) = ((sum) & (a)) | (either_ & (b)); \
        (sum) = either_ ^ (b); \
    } while (0)
#define EACH(x) ((AT_WIDTH(words)){ 0 } + (x))
/* Bits set, byte by byte: fields of two, four and eight bits. */
#define TO_BYTES(x) do { \
        (x) -= (x) >> 1 & EACH(UINT64_C(0x5555555555555555)); \
        (x) = ((x) & EACH(UINT64_C(0x3333333333333333))) + \
            ((x) >> 2 & EACH(UINT64_C(0x3333333333333333))); \
        (x) = ((x) + ((x) >> 4)) & EACH(UINT64_C(0x0f0f0f0f0f0f0f0f)); \
    } while (0)
/* Bytes' sum in each word, from sums in bytes. */
#define ADD_UP(x) do { \
        (x) = ((x) & EACH(UINT64_C(0x00ff00ff00ff00ff))) + \
            ((x) >> 8 & EACH(UINT64_C(0x00ff00ff00ff00ff))); \
        (x) = ((x) + ((x) >> 16)) & EACH(UINT64_C(0x0000ffff0000ffff)); \
        (x) = ((x) + ((x) >> 32)) & EACH(UINT64_C(0xffffffff)); \
    } while (0)
/* The weights of x's bits in vector i of a group. */
#define WEIGHT(plane, x, i, k) \
    (SAME_WORDS((plane) + ((i) * AT_WIDTH(WORDS) / LANES * PLANES + (k)) * LANES + \
    (i) * AT_WIDTH(WORDS) % LANES) & SAME_WORDS((x) + (i) * AT_WIDTH(WORDS)))

/* Sum of the weights where x is set; `length` words in whole groups. The digits 1, 2, ... 16
 * of the sum stay in `s`, and what is carried out of them is counted. */
KERNEL static uint64_t
AT_WIDTH(weigh)(const uint64_t *plane, const uint64_t *x, size_t length)
{
    AT_WIDTH(words) s0 = { 0 }, s1 = s0, s2 = s0, s3 = s0, s4 = s0, all = s0;
    uint64_t total = 0;

    for (size_t at = 0; at < length; ) {
        size_t stop = length - at < AT_WIDTH(MOST_BYTES) ? length : at + AT_WIDTH(MOST_BYTES);
        AT_WIDTH(words) counted = { 0 };

        for (; at < stop; at += GROUP * AT_WIDTH(WORDS)) {
            const uint64_t *p = plane + at * PLANES, *v = x + at;
            AT_WIDTH(words) a, b, c, d, e, f;

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
    for (size_t l = 0; l < AT_WIDTH(WORDS); l++)
        total += all[l];
    return total;
}

#undef WORDS_AT
#undef SAME_WORDS
#undef DIGIT
#undef ADD
#undef EACH
#undef TO_BYTES
#undef ADD_UP
#undef WEIGHT
