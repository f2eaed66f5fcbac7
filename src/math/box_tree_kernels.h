/* box_tree_kernels.h - the search of a tree of boxes over vectors of VECTOR_BYTES: simd.h says
 * how; box_tree_search.c includes it for each width.
 */
enum { AT_WIDTH(SHORTS) = VECTOR_BYTES / sizeof(int16_t) };

#ifdef PARETOP_NO_SIMD

static inline void
AT_WIDTH(sides_may_cover)(const int16_t *corner, const struct question *question,
    size_t reach, bool *may)
{
    for (size_t side = 0; side < 2; side++) {
        int16_t worse[COVER_REACH / 2] = { 0 };

        for (size_t from = 0; from < reach; from += COVER_REACH / 2)
            for (size_t k = 0; k < COVER_REACH / 2; k++)
                worse[k] |= corner[side * reach + from + k] < question->key[from + k];
        may[side] = true;
        for (size_t k = 0; k < COVER_REACH / 2; k++)
            may[side] &= worse[k] == 0;
    }
}

static inline uint64_t
AT_WIDTH(may_cover)(const int16_t *lanes, const struct question *question, size_t width)
{
    int16_t worse[BOX_BUCKET] = { 0 };
    uint64_t may = 0;

    for (size_t k = 0; k < width; k++)
        for (size_t i = 0; i < BOX_BUCKET; i++)
            worse[i] |= lanes[k * BOX_BUCKET + i] < question->key[k];
    for (size_t i = 0; i < BOX_BUCKET; i++)
        may |= (uint64_t)(worse[i] == 0) << 2 * i;
    return may;
}

#else

#define LOAD_HALF(p) (*(const loose_shorts_16 *)(const void *)(p))

__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(sides_may_cover)(const int16_t *corner, const struct question *question,
    size_t reach, bool *may)
{
#if VECTOR_BYTES == 32
    if (reach < AT_WIDTH(SHORTS)) {
        __m256i both = _mm256_broadcastsi128_si256((__m128i)LOAD_HALF(question->key));
        uint32_t bytes = AT_WIDTH(BYTES)((shorts_32)both > LOAD_SHORTS(corner));

        may[0] = (bytes & UINT16_MAX) == 0;
        may[1] = bytes >> 16 == 0;
        return;
    }
#endif
    for (size_t side = 0; side < 2; side++) {
        AT_WIDTH(shorts) worse = { 0 };

        UNROLLED
        for (size_t k = 0; k < reach; k += AT_WIDTH(SHORTS))
            worse |= LOAD_SHORTS(question->key + k) > LOAD_SHORTS(corner + side * reach + k);
        may[side] = AT_WIDTH(BYTES)(worse) == 0;
    }
}

/* All lanes at once; after every second objective it may be over. */
__attribute__((always_inline)) KERNEL static inline uint64_t
AT_WIDTH(may_cover)(const int16_t *lanes, const struct question *question, size_t width)
{
    enum { PARTS = BOX_BUCKET / AT_WIDTH(SHORTS) };
    AT_WIDTH(shorts) worse[PARTS] = { { 0 } };
    uint64_t none = 0;

    UNROLLED
    for (size_t k = 0; k < width; k++) {
        AT_WIDTH(shorts) key = (AT_WIDTH(shorts)){ 0 } + question->key[k], all;

        UNROLLED
        for (size_t p = 0; p < PARTS; p++)
            worse[p] |= key > LOAD_SHORTS(lanes + k * BOX_BUCKET + p * AT_WIDTH(SHORTS));
        if (k % 2 == 0 && k + 1 < width)
            continue;
        all = worse[0];
        UNROLLED
        for (size_t p = 1; p < PARTS; p++)
            all &= worse[p];
        if (AT_WIDTH(BYTES)(all) == (uint32_t)((UINT64_C(1) << VECTOR_BYTES) - 1))
            return 0;
    }
    UNROLLED
    for (size_t p = 0; p < PARTS; p++)
        none |= (uint64_t)AT_WIDTH(BYTES)(worse[p]) << p * VECTOR_BYTES;
    return ~none & EVERY_SECOND;
}

#endif

__attribute__((always_inline)) KERNEL static inline bool
AT_WIDTH(leaf_covers)(const struct box_tree *tree, uint32_t bucket,
    const struct question *question, size_t width)
{
    const int16_t *lanes = (const int16_t *)(const void *)
        (tree->lanes.at + bucket * width * BOX_BUCKET * sizeof(int16_t));
    uint64_t may = AT_WIDTH(may_cover)(lanes, question, width);

    for (; may != 0; may &= may - 1) {
        size_t i = (size_t)__builtin_ctzll(may) / 2;

        if (point_covers(tree, bucket, i, lanes, question))
            return true;
    }
    return false;
}

/* Goes where the corner may cover, the better side first. What comes next is chosen without a
 * branch, which could not be foreseen. BOX_NOTHING, which looks like a leaf, is below all. */
__attribute__((always_inline)) KERNEL static inline bool
AT_WIDTH(search)(const struct box_tree *tree, const struct question *question, size_t width)
{
    size_t reach = width <= COVER_REACH / 2 ? COVER_REACH / 2 : COVER_REACH, depth = 2;
    size_t fork_size = sizeof(struct box_fork) + 2 * reach * sizeof(int16_t);
    uint32_t stack[BOX_DEEPEST], at = tree->root;

    stack[0] = stack[1] = BOX_NOTHING;
    for (;;) {
        const struct box_fork *fork;
        uint32_t next = stack[depth - 1];
        bool may[2];

        if (at & BOX_LEAF) {
            if (at == BOX_NOTHING)
                return false;
            if (AT_WIDTH(leaf_covers)(tree, at & ~BOX_LEAF, question, width))
                return true;
            at = next;
            depth--;
            continue;
        }
        assert(depth < BOX_DEEPEST);
        fork = (const struct box_fork *)(const void *)(tree->forks.at + at * fork_size);
        AT_WIDTH(sides_may_cover)(fork->corner, question, reach, may);
        stack[depth] = fork->side[0];
        next = may[0] ? fork->side[0] : next;
        at = may[1] ? fork->side[1] : next;
        depth += (size_t)may[0] + may[1] - 1;
    }
}

/* Once for every usual number of objectives, so that inner loops unroll. */
KERNEL static bool
AT_WIDTH(search_covers)(const struct box_tree *tree, const struct question *question)
{
    switch (tree->width) {
    case 3: return AT_WIDTH(search)(tree, question, 3);
    case 4: return AT_WIDTH(search)(tree, question, 4);
    case 5: return AT_WIDTH(search)(tree, question, 5);
    case 6: return AT_WIDTH(search)(tree, question, 6);
    case 7: return AT_WIDTH(search)(tree, question, 7);
    case 8: return AT_WIDTH(search)(tree, question, 8);
    default: return AT_WIDTH(search)(tree, question, tree->width);
    }
}
