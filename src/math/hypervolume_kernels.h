/* hypervolume_kernels.h - passes over points by objective, and the sweep that they are part of,
 * over vectors of VECTOR_BYTES: simd.h says how; hypervolume_sets.c includes it for each width.
 *
 * Every pass is inlined where the number of objectives is known, so that its inner loop
 * unrolls.
 */
enum { AT_WIDTH(LANES) = VECTOR_BYTES / sizeof(double) };

#define NUMBERS(p) (*(const AT_WIDTH(loose_numbers) *)(const void *)(p))
/* Taking 0 away changes no number, not even -0.0. */
#define EACH(x) ((x) - (AT_WIDTH(numbers)){ 0 })
/* Of a lane that is less: simd.h. */
#define SIGNS(a, b) ((AT_WIDTH(signs))((a) - (b)))

/* Eight values go to another place, which may overlap theirs. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(move_block)(double *to, const double *from)
{
    AT_WIDTH(loose_numbers) block = NUMBERS(from);

    *(AT_WIDTH(loose_numbers) *)(void *)to = block;
}

/* Puts the row before place `at`; what is behind moves on, last block first. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(lanes_put)(struct point_lanes *lanes, const double *row, size_t d, size_t at)
{
    size_t blocks = (lanes->n - at) / AT_WIDTH(LANES) + 1;

    for (size_t k = 0; k < d; k++) {
        double *from = lanes->at + k * lanes->room + at;

        for (size_t i = blocks; i-- > 0;)
            AT_WIDTH(move_block)(from + i * AT_WIDTH(LANES) + 1, from + i * AT_WIDTH(LANES));
        *from = row[k];
        lanes->at[k * lanes->room + lanes->n + LANES - 1] = -INFINITY;
    }
    lanes->n++;
}

/* Takes the point at place `at` out; what is behind moves up. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(lanes_take)(struct point_lanes *lanes, size_t d, size_t at)
{
    size_t blocks = (lanes->n - at) / AT_WIDTH(LANES) + 1;

    for (size_t k = 0; k < d; k++) {
        double *to = lanes->at + k * lanes->room + at;

        for (size_t i = 0; i < blocks; i++)
            AT_WIDTH(move_block)(to + i * AT_WIDTH(LANES), to + i * AT_WIDTH(LANES) + 1);
    }
    lanes->n--;
}

#ifdef PARETOP_NO_SIMD

/* Walls in all objectives but the last, from the points before `level`. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(side_walls)(const struct point_lanes *set, const double *row, size_t d,
    struct walls *walls)
{
    for (size_t i = 0; i < walls->level; i++) {
        size_t short_in = 0, where = 0;

        for (size_t k = 0; k + 1 < d; k++)
            if (set->at[k * set->room + i] < row[k]) {
                short_in++;
                where = k;
            }
        walls->covered |= short_in == 0;
        if (short_in == 1 && set->at[where * set->room + i] > walls->at[where])
            walls->at[where] = set->at[where * set->room + i];
    }
}

/* First place in [from, n) whose point is at least as good but in the last objective. */
__attribute__((always_inline)) KERNEL static inline size_t
AT_WIDTH(first_below)(const struct point_lanes *set, const double *row, size_t d, size_t from)
{
    for (size_t i = from; i < set->n; i++) {
        bool over = true;

        for (size_t k = 0; k + 1 < d && over; k++)
            over = set->at[k * set->room + i] >= row[k];
        if (over)
            return i;
    }
    return set->n;
}

/* The points before `walls->end` that reach over all walls, cut to the row. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(cut_pass)(const struct point_lanes *set, const double *row, size_t d,
    const struct walls *walls, struct point_lanes *cut)
{
    for (size_t i = 0; i < walls->end; i++) {
        bool over = true;

        for (size_t k = 0; k + 1 < d; k++)
            over &= set->at[k * set->room + i] > walls->at[k];
        if (over)
            put_cut(set, i, row, d, cut);
    }
}

/* Whether the point at `at` is covered by another of [0, end). */
__attribute__((always_inline)) KERNEL static inline bool
AT_WIDTH(covered_by_other)(const struct point_lanes *set, size_t at, size_t end, size_t d)
{
    for (size_t i = 0; i < end; i++) {
        bool covers = i != at;

        for (size_t k = 0; k < d && covers; k++)
            covers = set->at[k * set->room + i] >= set->at[k * set->room + at];
        if (covers)
            return true;
    }
    return false;
}

/* First place in [from, end) that the row covers. */
__attribute__((always_inline)) KERNEL static inline size_t
AT_WIDTH(first_covered)(const struct point_lanes *set, const double *row, size_t d, size_t from,
    size_t end)
{
    for (size_t i = from; i < end; i++) {
        bool worse = true;

        for (size_t k = 0; k + 1 < d && worse; k++)
            worse = set->at[k * set->room + i] <= row[k];
        if (worse)
            return i;
    }
    return end;
}

#else

/* Walls in all objectives but the last, from the points before `level`: those that are short
 * in one objective once, not twice, and there above the wall that stands. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(side_walls)(const struct point_lanes *set, const double *row, size_t d,
    struct walls *walls)
{
    const double *last = set->at + (d - 1) * set->room;
    AT_WIDTH(signs) covered = { 0 };

    for (size_t i = 0; i < walls->level; i += AT_WIDTH(LANES)) {
        AT_WIDTH(signs) once = { 0 }, twice = once, above = once, raises;
        AT_WIDTH(signs) behind = SIGNS(NUMBERS(last + i), EACH(row[d - 1]));

        UNROLLED
        for (size_t k = 0; k + 1 < d; k++) {
            AT_WIDTH(numbers) q = NUMBERS(set->at + k * set->room + i);
            AT_WIDTH(signs) less = SIGNS(q, EACH(row[k]));

            twice |= once & less;
            once |= less;
            above |= less & SIGNS(EACH(walls->at[k]), q);
        }
        covered |= ~(behind | once);
        raises = above & ~(behind | twice);
        for (unsigned bits = AT_WIDTH(SIGN_BITS)(raises); bits != 0; bits &= bits - 1)
            for (size_t k = 0; k + 1 < d; k++) {
                double q = set->at[k * set->room + i + (size_t)__builtin_ctz(bits)];

                if (q < row[k] && q > walls->at[k])
                    walls->at[k] = q;
            }
    }
    walls->covered = AT_WIDTH(SIGN_BITS)(covered) != 0;
}

/* First place in [from, n) whose point is at least as good but in the last objective. */
__attribute__((always_inline)) KERNEL static inline size_t
AT_WIDTH(first_below)(const struct point_lanes *set, const double *row, size_t d, size_t from)
{
    for (size_t i = from; i < set->n; i += AT_WIDTH(LANES)) {
        AT_WIDTH(signs) less = { 0 };
        unsigned bits;

        UNROLLED
        for (size_t k = 0; k + 1 < d; k++)
            less |= SIGNS(NUMBERS(set->at + k * set->room + i), EACH(row[k]));
        less = ~less;
        bits = AT_WIDTH(SIGN_BITS)(less);
        if (bits != 0)
            return i + (size_t)__builtin_ctz(bits);
    }
    return set->n;
}

/* The points before `walls->end` that reach over all walls, cut to the row. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(cut_pass)(const struct point_lanes *set, const double *row, size_t d,
    const struct walls *walls, struct point_lanes *cut)
{
    for (size_t i = 0; i < walls->end; i += AT_WIDTH(LANES)) {
        AT_WIDTH(signs) over = ~(AT_WIDTH(signs)){ 0 };
        unsigned bits;

        UNROLLED
        for (size_t k = 0; k + 1 < d; k++)
            over &= SIGNS(EACH(walls->at[k]), NUMBERS(set->at + k * set->room + i));
        bits = AT_WIDTH(SIGN_BITS)(over);
        if (walls->end - i < AT_WIDTH(LANES))
            bits &= (1U << (walls->end - i)) - 1;
        for (; bits != 0; bits &= bits - 1)
            put_cut(set, i + (size_t)__builtin_ctz(bits), row, d, cut);
    }
}

/* Whether the point at `at` is covered by another of [0, end). The lane that is the point
 * itself counts as less; a few vectors are looked at before it may be over. */
__attribute__((always_inline)) KERNEL static inline bool
AT_WIDTH(covered_by_other)(const struct point_lanes *set, size_t at, size_t end, size_t d)
{
    static const int64_t each[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
    AT_WIDTH(signs) lane;
    const double *q = set->at;
    size_t room = set->room, i = 0;

    memcpy(&lane, each, sizeof lane);
    while (i < end) {
        size_t stop = end - i > 4 * AT_WIDTH(LANES) ? i + 4 * AT_WIDTH(LANES) : end;
        AT_WIDTH(signs) none = ~lane ^ lane;

        for (; i < stop; i += AT_WIDTH(LANES)) {
            AT_WIDTH(signs) less = ((lane + (int64_t)i) ^ (int64_t)at) - 1;

            UNROLLED
            for (size_t k = 0; k < d; k++)
                less |= SIGNS(NUMBERS(q + k * room + i), EACH(q[k * room + at]));
            none &= less;
        }
        none = ~none;
        if (AT_WIDTH(SIGN_BITS)(none) != 0)
            return true;
    }
    return false;
}

/* First place in [from, end) that the row covers. */
__attribute__((always_inline)) KERNEL static inline size_t
AT_WIDTH(first_covered)(const struct point_lanes *set, const double *row, size_t d, size_t from,
    size_t end)
{
    for (size_t i = from; i < end; i += AT_WIDTH(LANES)) {
        AT_WIDTH(signs) better = { 0 };
        unsigned bits;

        UNROLLED
        for (size_t k = 0; k + 1 < d; k++)
            better |= SIGNS(EACH(row[k]), NUMBERS(set->at + k * set->room + i));
        better = ~better;
        bits = AT_WIDTH(SIGN_BITS)(better);
        if (bits != 0 && i + (size_t)__builtin_ctz(bits) < end)
            return i + (size_t)__builtin_ctz(bits);
    }
    return end;
}

#endif

/* Drops what another point of the set covers; of equal points one stays. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(reduce_pass)(struct point_lanes *set, size_t d)
{
    const double *last = set->at + (d - 1) * set->room;
    size_t kept = 0, end = 0;

    for (size_t i = 0; i < set->n; i++) {
        while (end < set->n && last[end] >= last[i])
            end++;
        if (!AT_WIDTH(covered_by_other)(set, i, end, d))
            continue;
        UNROLLED
        for (size_t k = 0; k + 1 < d; k++)
            set->at[k * set->room + i] = -INFINITY;
    }
    for (size_t i = 0; i < set->n; i++) {
        for (size_t k = 0; k < d; k++)
            set->at[k * set->room + kept] = set->at[k * set->room + i];
        kept += set->at[kept] > -INFINITY;
    }
    set->n = kept;
}

__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(walls_pass)(const struct point_lanes *set, const double *row, size_t d,
    struct walls *walls)
{
    AT_WIDTH(side_walls)(set, row, d, walls);
    walls->end = AT_WIDTH(first_below)(set, row, d, walls->level);
    if (walls->end < set->n)
        walls->at[d - 1] = set->at[(d - 1) * set->room + walls->end];
}

/* What of the row's box no point of the set covers. */
__attribute__((always_inline)) KERNEL static inline double
AT_WIDTH(volume_alone)(struct volume_work *work, const struct point_lanes *set, const double *row,
    size_t d, const double *origin, struct walls *walls)
{
    struct point_lanes *cut = &work->cut[d];

    for (size_t k = 0; k < d; k++)
        walls->at[k] = origin[k];
    walls->covered = false;
    walls_place(set, row, d, walls);
    AT_WIDTH(walls_pass)(set, row, d, walls);
    if (walls->covered)
        return 0;
    lanes_reset(cut, walls->end, d);
    AT_WIDTH(cut_pass)(set, row, d, walls, cut);
    if (d > 3 && cut->n > FEW) {
        lanes_pad(cut, d);
        AT_WIDTH(reduce_pass)(cut, d);
    }
    return box_volume(row, walls->at, d) - volume_of_set(work, cut, d, walls->at);
}

/* --- the front of a sweep --- */

/* Drops what the row covers, from `first` on, keeping the order. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(front_drop)(struct point_lanes *front, const double *row, size_t d, size_t first,
    struct walls *walls)
{
    for (size_t at = first; at < front->n;
        at = AT_WIDTH(first_covered)(front, row, d, at, front->n)) {
        AT_WIDTH(lanes_take)(front, d, at);
        walls->level -= at < walls->level;
    }
}

/* The row is in no other's box; what lies in its box goes. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(front_add)(struct point_lanes *front, const double *row, size_t d, struct walls *walls)
{
    size_t first = AT_WIDTH(first_covered)(front, row, d, walls->equal, walls->end);

    if (first < walls->end)
        AT_WIDTH(front_drop)(front, row, d, first, walls);
    AT_WIDTH(lanes_put)(front, row, d, walls->level);
}

/* A point that another covers is of no use there, but does no harm. */
__attribute__((always_inline)) KERNEL static inline void
AT_WIDTH(front_start)(struct point_lanes *front, const struct point_lanes *set, size_t n, size_t d)
{
    double row[HYPERVOLUME_MAX_OBJECTIVES];
    struct walls walls;

    lanes_reset(front, set->n, d);
    lanes_pad(front, d);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < d; k++)
            row[k] = set->at[k * set->room + i];
        walls_place(front, row, d, &walls);
        walls.end = front->n;
        AT_WIDTH(front_add)(front, row, d, &walls);
    }
}

/* More than three points, descending by the last objective. */
__attribute__((always_inline)) KERNEL static inline double
AT_WIDTH(sweep)(struct volume_work *work, const struct point_lanes *set, size_t d,
    const double *origin)
{
    struct point_lanes *front = &work->front[d - 1];
    const double *last = set->at + (d - 1) * set->room;
    double row[HYPERVOLUME_MAX_OBJECTIVES], sum = volume_of_three(set, d, origin);
    struct walls walls;

    AT_WIDTH(front_start)(front, set, 3, d - 1);
    for (size_t i = 3; i < set->n; i++) {
        for (size_t k = 0; k + 1 < d; k++)
            row[k] = set->at[k * set->room + i];
        sum += (last[i] - origin[d - 1])
            * AT_WIDTH(volume_alone)(work, front, row, d - 1, origin, &walls);
        if (!walls.covered)
            AT_WIDTH(front_add)(front, row, d - 1, &walls);
    }
    return sum;
}

KERNEL static double
AT_WIDTH(sweep_any)(struct volume_work *work, const struct point_lanes *set, size_t d,
    const double *origin)
{
    double volume;

#define CALL(d) volume = AT_WIDTH(sweep)(work, set, d, origin)
    FOR_EACH_D(d, CALL)
#undef CALL
    return volume;
}

KERNEL static double
AT_WIDTH(volume_of_one_alone)(struct volume_work *work, const struct point_lanes *set,
    const double *row, size_t d, const double *origin)
{
    struct walls walls;
    double volume;

#define CALL(d) volume = AT_WIDTH(volume_alone)(work, set, row, d, origin, &walls)
    FOR_EACH_D(d, CALL)
#undef CALL
    return volume;
}

#undef NUMBERS
#undef EACH
#undef SIGNS
