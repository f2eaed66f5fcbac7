/* resample_kernels.h - counts and products of resample.c over vectors of VECTOR_BYTES: simd.h
 * says how; resample.c includes it for each width.
 *
 * LANES numbers are always drawn and summed side by side. Narrower vectors go through all
 * there is to do once for each part of the lanes, which keeps what they sum in registers.
 */
enum { AT_WIDTH(WORDS) = VECTOR_BYTES / sizeof(uint64_t) };

/* Columns of a tile: sums, weights and columns have to fit in 32 registers, or in 16. */
enum { AT_WIDTH(COLUMNS) = VECTOR_BYTES == 64 ? TILE : TILE / 2 };

#define WORDS_AT(p) (*(AT_WIDTH(words) *)(void *)(p))
#define NUMBERS_AT(p) (*(const AT_WIDTH(numbers) *)(const void *)(p))

/* 2 * LANES * steps numbers below `bound`, two in a word, of 32 bits of randomness each: a
 * bias of bound/2^32, far below any Monte Carlo error. */
KERNEL static void
AT_WIDTH(draw_numbers)(struct lanes_rng *rng, uint64_t bound, uint64_t *two, size_t steps)
{
    const AT_WIDTH(words) most = (AT_WIDTH(words)){ 0 } + bound;

    for (size_t lane = 0; lane < LANES; lane += AT_WIDTH(WORDS)) {
        AT_WIDTH(words) s0 = WORDS_AT(rng->s[0] + lane), s1 = WORDS_AT(rng->s[1] + lane);
        AT_WIDTH(words) s2 = WORDS_AT(rng->s[2] + lane), s3 = WORDS_AT(rng->s[3] + lane);

        for (size_t i = 0; i < steps; i++) {
            AT_WIDTH(words) sum = s0 + s3, result = (sum << 23 | sum >> 41) + s0, t = s1 << 17;
            AT_WIDTH(words) low, high = result >> 32;

            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = s3 << 45 | s3 >> 19;
            low = (AT_WIDTH(words))AT_WIDTH(PRODUCTS)(result, most) >> 32;
            high = (AT_WIDTH(words))AT_WIDTH(PRODUCTS)(high, most) & ~UINT64_C(0xffffffff);
            WORDS_AT(two + i * LANES + lane) = low | high;
        }
        WORDS_AT(rng->s[0] + lane) = s0;
        WORDS_AT(rng->s[1] + lane) = s1;
        WORDS_AT(rng->s[2] + lane) = s2;
        WORDS_AT(rng->s[3] + lane) = s3;
    }
}

/* Bytes become numbers: each the last bits of 2^52 + count. n in whole lanes. */
KERNEL static void
AT_WIDTH(widen)(const uint8_t *count, double *weight, size_t n)
{
    const uint64_t each[LANES] = { 0, 8, 16, 24, 32, 40, 48, 56 };

    for (size_t i = 0; i < n; i += LANES) {
        uint64_t eight;

        memcpy(&eight, count + i, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        eight = __builtin_bswap64(eight);
#endif
        UNROLLED
        for (size_t lane = 0; lane < LANES; lane += AT_WIDTH(WORDS)) {
            AT_WIDTH(words) shift, wide = (AT_WIDTH(words)){ 0 } + eight;
            AT_WIDTH(numbers) number;

            memcpy(&shift, each + lane, sizeof shift);
            wide = (wide >> shift & 0xff) | UINT64_C(0x4330000000000000);
            memcpy(&number, &wide, sizeof number);
            number -= 0x1p52;
            memcpy(weight + i + lane, &number, sizeof number);
        }
    }
}

/* sum[r][j] += weight[r] x[j], for four replicates and COLUMNS columns, one part of the lanes. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(multiply_tile)(const double *weight, const double *x, size_t stride, size_t n,
    double *sum, size_t sum_stride)
{
    AT_WIDTH(numbers) a[TILE][AT_WIDTH(COLUMNS)];

    UNROLLED
    for (size_t r = 0; r < TILE; r++)
        UNROLLED
        for (size_t j = 0; j < AT_WIDTH(COLUMNS); j++)
            a[r][j] = NUMBERS_AT(sum + r * sum_stride + j * LANES);
    for (size_t i = 0; i < n; i += LANES) {
        AT_WIDTH(numbers) column[AT_WIDTH(COLUMNS)];

        UNROLLED
        for (size_t j = 0; j < AT_WIDTH(COLUMNS); j++)
            column[j] = NUMBERS_AT(x + j * stride + i);
        UNROLLED
        for (size_t r = 0; r < TILE; r++) {
            AT_WIDTH(numbers) w = NUMBERS_AT(weight + r * PIECE + i);

            UNROLLED
            for (size_t j = 0; j < AT_WIDTH(COLUMNS); j++)
                a[r][j] += w * column[j];
        }
    }
    UNROLLED
    for (size_t r = 0; r < TILE; r++)
        UNROLLED
        for (size_t j = 0; j < AT_WIDTH(COLUMNS); j++)
            memcpy(sum + r * sum_stride + j * LANES, &a[r][j], sizeof a[r][j]);
}

/* The same for TILE columns and all lanes. */
KERNEL static void
AT_WIDTH(multiply)(const double *weight, const double *x, size_t stride, size_t n,
    double *sum, size_t sum_stride)
{
    for (size_t j = 0; j < TILE; j += AT_WIDTH(COLUMNS))
        for (size_t lane = 0; lane < LANES; lane += AT_WIDTH(WORDS))
            AT_WIDTH(multiply_tile)(weight + lane, x + j * stride + lane, stride, n,
                sum + j * LANES + lane, sum_stride);
}

#undef WORDS_AT
#undef NUMBERS_AT
