/* dominance_counts_kernels.h - the comparisons of dominance_counts.c over vectors of
 * VECTOR_BYTES: simd.h says how; dominance_counts.c includes it for each width.
 *
 * Ranks are below 2^31, so that the sign of a difference says which is more.
 */
enum { AT_WIDTH(RANKS) = VECTOR_BYTES / sizeof(int32_t) };

typedef int32_t AT_WIDTH(ranks) __attribute__((vector_size(VECTOR_BYTES)));
typedef int32_t AT_WIDTH(loose_ranks)
    __attribute__((vector_size(VECTOR_BYTES), aligned(sizeof(int32_t))));

#define RANKS_AT(p) (*(const AT_WIDTH(loose_ranks) *)(const void *)(p))

/* Of the first points, as many as fill whole vectors. */
#ifdef PARETOP_NO_SIMD

static inline uint32_t
AT_WIDTH(count_whole)(const struct rivals *rivals, const uint32_t *mine, size_t width,
    size_t whole)
{
    uint32_t total = 0;

    for (size_t i = 0; i < whole; i += AT_WIDTH(RANKS)) {
        int32_t worse[AT_WIDTH(RANKS)] = { 0 };

        for (size_t k = 0; k < width; k++)
            for (size_t j = 0; j < AT_WIDTH(RANKS); j++)
                worse[j] |= (int32_t)(mine[k] - rivals->rank[k][i + j]);
        for (size_t j = 0; j < AT_WIDTH(RANKS); j++)
            total += rivals->times[i + j] & (uint32_t)~(worse[j] >> 31);
    }
    return total;
}

#else

__attribute__((always_inline)) KERNEL static inline uint32_t
AT_WIDTH(count_whole)(const struct rivals *rivals, const uint32_t *mine, size_t width,
    size_t whole)
{
    AT_WIDTH(ranks) sum = { 0 };
    uint32_t total = 0;

    for (size_t i = 0; i < whole; i += AT_WIDTH(RANKS)) {
        AT_WIDTH(ranks) worse = { 0 };

        UNROLLED
        for (size_t k = 0; k < width; k++)
            worse |= (int32_t)mine[k] - RANKS_AT(rivals->rank[k] + i);
        sum += RANKS_AT(rivals->times + i) & ~(worse >> 31);
    }
    for (size_t lane = 0; lane < AT_WIDTH(RANKS); lane++)
        total += (uint32_t)sum[lane];
    return total;
}

#endif

__attribute__((always_inline)) KERNEL static inline uint32_t
AT_WIDTH(count_of)(const struct rivals *rivals, const uint32_t *mine, size_t width)
{
    size_t i = rivals->n - rivals->n % AT_WIDTH(RANKS);
    uint32_t total = AT_WIDTH(count_whole)(rivals, mine, width, i);

    for (; i < rivals->n; i++) {
        bool covers = true;

        for (size_t k = 0; k < width && covers; k++)
            covers = rivals->rank[k][i] <= mine[k];
        total += covers ? rivals->times[i] : 0;
    }
    return total;
}

/* Once for every usual number of objectives, so that the inner loop unrolls. */
KERNEL static uint32_t
AT_WIDTH(count_covering)(const struct rivals *rivals, const uint32_t *mine, size_t width)
{
    switch (width) {
    case 3: return AT_WIDTH(count_of)(rivals, mine, 3);
    case 4: return AT_WIDTH(count_of)(rivals, mine, 4);
    case 5: return AT_WIDTH(count_of)(rivals, mine, 5);
    case 6: return AT_WIDTH(count_of)(rivals, mine, 6);
    case 7: return AT_WIDTH(count_of)(rivals, mine, 7);
    case 8: return AT_WIDTH(count_of)(rivals, mine, 8);
    default: return AT_WIDTH(count_of)(rivals, mine, width);
    }
}
