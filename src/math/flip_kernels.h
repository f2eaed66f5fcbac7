/* flip_kernels.h - sums with random signs, of bootstrap.c over vectors of VECTOR_BYTES: simd.h
 * says how; bootstrap.c includes it for each width.
 */
enum { AT_WIDTH(FLIPS) = VECTOR_BYTES / sizeof(uint64_t) };

/* Adds 64 numbers for each word of turns to the lanes, item i to lane i % LANES; a bit that is set
 * turns the sign of its item, the lowest that of the first. */
KERNEL static void
AT_WIDTH(add_flipped)(const uint64_t *turns, const double *d, size_t words, double *lane)
{
    const uint64_t top[LANES] = { 63, 62, 61, 60, 59, 58, 57, 56 };

    for (size_t part = 0; part < LANES; part += AT_WIDTH(FLIPS)) {
        AT_WIDTH(numbers) sum = *(const AT_WIDTH(loose_numbers) *)(const void *)(lane + part);
        const AT_WIDTH(words) to_top = *(const AT_WIDTH(loose_words) *)(const void *)(top + part);

        for (size_t w = 0; w < words; w++)
            for (size_t k = 0; k < 64; k += LANES) {
                AT_WIDTH(words) sign = ((AT_WIDTH(words)){ 0 } + (turns[w] >> k)) << to_top
                    & UINT64_C(1) << 63;

                sum += (AT_WIDTH(numbers))(sign ^ (AT_WIDTH(words))
                    *(const AT_WIDTH(loose_words) *)(const void *)(d + w * 64 + k + part));
            }
        *(AT_WIDTH(loose_numbers) *)(void *)(lane + part) = sum;
    }
}
