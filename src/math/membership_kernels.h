/* membership_kernels.h - the passes of membership.c over vectors of VECTOR_BYTES: simd.h says
 * how; membership.c includes it for each width.
 */
enum { AT_WIDTH(LANES) = VECTOR_BYTES / sizeof(double) };

#define NUMBERS(p) (*(const AT_WIDTH(loose_numbers) *)(const void *)(p))
/* Of a lane that is less: simd.h. */
#define SIGNS(a, b) ((AT_WIDTH(signs))((a) - (b)))

/* Places, in any order, of the points that are not below a rival in both objectives. */
KERNEL static size_t
AT_WIDTH(find_left)(const double *points, size_t n, const double (*rival)[2], uint32_t *left)
{
    size_t m = 0, i = 0;

#ifndef PARETOP_NO_SIMD
    /* Of two vectors of points the first objectives become one vector and the second the
     * other: in the order of the even and odd places of both in turns. */
    for (; i + AT_WIDTH(LANES) <= n; i += AT_WIDTH(LANES)) {
        AT_WIDTH(numbers) one = NUMBERS(points + 2 * i) + 0.0;
        AT_WIDTH(numbers) two = NUMBERS(points + 2 * i + AT_WIDTH(LANES)) + 0.0;
        AT_WIDTH(numbers) x = (AT_WIDTH(numbers))AT_WIDTH(EVEN)(one, two);
        AT_WIDTH(numbers) y = (AT_WIDTH(numbers))AT_WIDTH(ODD)(one, two);
        AT_WIDTH(signs) below = { 0 };

        UNROLLED
        for (size_t r = 0; r < MEMBERSHIP_RIVALS; r++)
            below |= SIGNS(x, rival[r][0]) & SIGNS(y, rival[r][1]);
        below = ~below;
        for (unsigned bits = AT_WIDTH(SIGN_BITS)(below); bits != 0; bits &= bits - 1) {
            unsigned lane = (unsigned)__builtin_ctz(bits);

            left[m++] = (uint32_t)i + lane / 2 + lane % 2 * AT_WIDTH(LANES) / 2;
        }
    }
#endif
    for (; i < n; i++) {
        bool below = false;

        for (size_t r = 0; r < MEMBERSHIP_RIVALS; r++)
            below |= points[2 * i] < rival[r][0] && points[2 * i + 1] < rival[r][1];
        left[m] = (uint32_t)i;
        m += !below;
    }
    return m;
}

#ifdef PARETOP_NO_SIMD

static bool
AT_WIDTH(any_covers)(const double *lanes, size_t room, size_t d, const double *row, size_t end)
{
    bool any = false;

    for (size_t i = 0; i < end && !any; i++) {
        any = true;
        for (size_t k = 0; k < d && any; k++)
            any = !(lanes[k * room + i] < row[k]);
    }
    return any;
}

#else

/* Adds the lanes that are short somewhere. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(find_short)(const double *at, size_t room, size_t d, const double *row,
    AT_WIDTH(signs) *lanes)
{
    UNROLLED
    for (size_t k = 0; k < d; k++)
        *lanes |= SIGNS(NUMBERS(at + k * room), row[k]);
}

__attribute__((always_inline)) KERNEL static inline bool
AT_WIDTH(any_covers_of)(const double *lanes, size_t room, size_t d, const double *row,
    size_t end)
{
    AT_WIDTH(signs) all = { 0 };

    all = ~all;
    for (size_t i = 0; i < end; i += AT_WIDTH(LANES)) {
        AT_WIDTH(signs) lacking = { 0 };

        AT_WIDTH(find_short)(lanes + i, room, d, row, &lacking);
        all &= lacking;
    }
    all = ~all;
    return AT_WIDTH(SIGN_BITS)(all) != 0;
}

/* Whether a point of [0, end), a multiple of LANES, may be at least as good everywhere. Most
 * rows that ask are on the frontier: nothing is gained by ending early. Once for every usual
 * d, so that the inner loop unrolls. */
KERNEL static bool
AT_WIDTH(any_covers)(const double *lanes, size_t room, size_t d, const double *row, size_t end)
{
    switch (d) {
    case 3: return AT_WIDTH(any_covers_of)(lanes, room, 3, row, end);
    case 4: return AT_WIDTH(any_covers_of)(lanes, room, 4, row, end);
    case 5: return AT_WIDTH(any_covers_of)(lanes, room, 5, row, end);
    case 6: return AT_WIDTH(any_covers_of)(lanes, room, 6, row, end);
    case 7: return AT_WIDTH(any_covers_of)(lanes, room, 7, row, end);
    case 8: return AT_WIDTH(any_covers_of)(lanes, room, 8, row, end);
    case 9: return AT_WIDTH(any_covers_of)(lanes, room, 9, row, end);
    default: return AT_WIDTH(any_covers_of)(lanes, room, d, row, end);
    }
}

#endif

#undef NUMBERS
#undef SIGNS
