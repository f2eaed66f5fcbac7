/* contributions_4d_kernels.h - passes over a slice in four objectives, over vectors of
 * VECTOR_BYTES: simd.h says how; contributions_4d.c includes it for each width.
 */
#ifdef PARETOP_NO_SIMD

static void
look_at(const struct slice *slice, size_t i, const double *row, struct two_walls *walls)
{
    size_t short_in = 0, where = 0;

    for (size_t k = 0; k < 3; k++)
        if (slice->at[k][i] < row[k]) {
            short_in++;
            where = k;
        }
    walls->covers += short_in == 0;
    if (short_in == 1)
        put_wall(walls, where, slice->at[where][i]);
}

/* Below the row's third objective the points can only be walls there, best first. */
static bool
walls_stand(const struct slice *slice, size_t i, const double *row,
    const struct two_walls *walls)
{
    return slice->at[2][i] < row[2] && walls->second[2] >= slice->at[2][i];
}

KERNEL static void
AT_WIDTH(look_at_all)(const struct slice *slice, const double *row, struct two_walls *walls)
{
    for (size_t i = 0; i < slice->n && !walls_stand(slice, i, row, walls); i++)
        look_at(slice, i, row, walls);
}

KERNEL static size_t
AT_WIDTH(find_above)(const struct slice *slice, const double *wall, uint32_t *index)
{
    size_t n = 0;

    for (size_t i = 0; i < slice->n && slice->at[2][i] > wall[2]; i++) {
        index[n] = (uint32_t)i;
        n += slice->at[0][i] > wall[0] && slice->at[1][i] > wall[1];
    }
    return n;
}

KERNEL static size_t
AT_WIDTH(find_covered_by)(const struct slice *slice, const double *row, size_t from,
    uint32_t *index)
{
    size_t n = 0;

    for (size_t i = from; i < slice->n; i++) {
        index[n] = (uint32_t)i;
        n += slice->at[0][i] <= row[0] && slice->at[1][i] <= row[1];
    }
    return n;
}

#else

enum { AT_WIDTH(LANES) = VECTOR_BYTES / sizeof(double) };

#define NUMBERS(p) (*(const AT_WIDTH(loose_numbers) *)(const void *)(p))
/* Taking 0 away changes no number, not even -0.0. */
#define EACH(x) ((x) - (AT_WIDTH(numbers)){ 0 })
/* Of a lane that is less: simd.h. */
#define SIGNS(a, b) ((AT_WIDTH(signs))((a) - (b)))

/* `low` where c is not set, which raises no wall. */
#define PUT_WALL(first, second, c, value, low) do { \
        AT_WIDTH(numbers) value_ = CHOICE(VECTOR_BYTES, c, value, low); \
        AT_WIDTH(numbers) least_ = AT_WIDTH(SMALLER)(value_, first); \
        (first) = AT_WIDTH(LARGER)(value_, first); \
        (second) = AT_WIDTH(LARGER)(least_, second); \
    } while (0)

/* Of the points above the row's third objective: each lane keeps its own two walls. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(walls_above)(const struct slice *slice, size_t level, const double *row,
    struct two_walls *walls)
{
    const AT_WIDTH(numbers) x = EACH(row[0]), y = EACH(row[1]), z = EACH(row[2]);
    const AT_WIDTH(numbers) low_x = EACH(walls->first[0]), low_y = EACH(walls->first[1]);
    AT_WIDTH(numbers) first_x = low_x, second_x = low_x, first_y = low_y, second_y = low_y;
    AT_WIDTH(signs) covers = { 0 };

    for (size_t i = 0; i < level; i += AT_WIDTH(LANES)) {
        AT_WIDTH(numbers) at_x = NUMBERS(slice->at[0] + i), at_y = NUMBERS(slice->at[1] + i);
        AT_WIDTH(signs) short_x = at_x < x, short_y = at_y < y;
        AT_WIDTH(signs) above = ~(AT_WIDTH(signs))(NUMBERS(slice->at[2] + i) < z);

        PUT_WALL(first_x, second_x, short_x & ~short_y & above, at_x, low_x);
        PUT_WALL(first_y, second_y, short_y & ~short_x & above, at_y, low_y);
        covers -= above & ~(short_x | short_y);
    }
    for (size_t lane = 0; lane < AT_WIDTH(LANES); lane++) {
        put_wall(walls, 0, first_x[lane]);
        put_wall(walls, 0, second_x[lane]);
        put_wall(walls, 1, first_y[lane]);
        put_wall(walls, 1, second_y[lane]);
        walls->covers += (size_t)covers[lane];
    }
}

/* Below it points can only be walls there, best first. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(walls_below)(const struct slice *slice, size_t level, const double *row,
    struct two_walls *walls)
{
    size_t found = 0;

    for (size_t i = level; i < slice->n; i += AT_WIDTH(LANES)) {
        AT_WIDTH(signs) over = ~(SIGNS(NUMBERS(slice->at[0] + i), EACH(row[0]))
            | SIGNS(NUMBERS(slice->at[1] + i), EACH(row[1])));

        for (unsigned bits = AT_WIDTH(SIGN_BITS)(over); bits != 0; bits &= bits - 1) {
            put_wall(walls, 2, slice->at[2][i + (size_t)__builtin_ctz(bits)]);
            if (++found == 2)
                return;
        }
    }
}

KERNEL static void
AT_WIDTH(look_at_all)(const struct slice *slice, const double *row, struct two_walls *walls)
{
    size_t level = count_above(slice->at[2], slice->n, row[2], true);

    AT_WIDTH(walls_above)(slice, level, row, walls);
    AT_WIDTH(walls_below)(slice, level, row, walls);
}

KERNEL static size_t
AT_WIDTH(find_above)(const struct slice *slice, const double *wall, uint32_t *index)
{
    size_t n = 0;

    for (size_t i = 0; i < slice->n && slice->at[2][i] > wall[2]; i += AT_WIDTH(LANES)) {
        AT_WIDTH(signs) above = ~(AT_WIDTH(signs)){ 0 };

        UNROLLED
        for (size_t k = 0; k < 3; k++)
            above &= SIGNS(EACH(wall[k]), NUMBERS(slice->at[k] + i));
        for (unsigned bits = AT_WIDTH(SIGN_BITS)(above); bits != 0; bits &= bits - 1)
            index[n++] = (uint32_t)i + (uint32_t)__builtin_ctz(bits);
    }
    return n;
}

KERNEL static size_t
AT_WIDTH(find_covered_by)(const struct slice *slice, const double *row, size_t from,
    uint32_t *index)
{
    size_t n = 0;

    for (size_t i = from; i < slice->n; i += AT_WIDTH(LANES)) {
        AT_WIDTH(signs) better = SIGNS(EACH(row[0]), NUMBERS(slice->at[0] + i))
            | SIGNS(EACH(row[1]), NUMBERS(slice->at[1] + i));

        better = ~better;
        for (unsigned bits = AT_WIDTH(SIGN_BITS)(better); bits != 0; bits &= bits - 1)
            index[n++] = (uint32_t)i + (uint32_t)__builtin_ctz(bits);
    }
    while (n > 0 && index[n - 1] >= slice->n)
        n--;
    return n;
}

#undef PUT_WALL
#undef NUMBERS
#undef EACH
#undef SIGNS

#endif
