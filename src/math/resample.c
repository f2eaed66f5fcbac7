/* resample.c - multinomial counts, and sums of columns weighted by them; see resample.h.
 *
 * A block draws the counts of its 16 replicates (bytes, so that one replicate's lie in the
 * first cache), then multiplies them with the columns in pieces of 256 items, 4 replicates
 * by 4 columns at a time in registers. Sums are in eight lanes by item, on every path.
 */
#include "math/resample.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/resample_parts.h"
#include "math/simd.h"

enum { TILE = 4, PIECE = 256, DRAWS = 256 };

typedef uint64_t words __attribute__((vector_size(LANES * sizeof(uint64_t))));

/* --- counts --- */

/* 2 * LANES * steps numbers below `bound`, two in a word, of 32 bits of randomness each: a
 * bias of bound/2^32, far below any Monte Carlo error. */
KERNEL_CLONES static void
draw_numbers(struct lanes_rng *rng, uint64_t bound, uint64_t *two, size_t steps)
{
    words *state = (words *)(void *)rng->s;
    words s0 = state[0], s1 = state[1], s2 = state[2], s3 = state[3];

    for (size_t i = 0; i < steps; i++) {
        words sum = s0 + s3, result = (sum << 23 | sum >> 41) + s0, t = s1 << 17;
        words low = result & 0xffffffffu, high = result >> 32;

        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = s3 << 45 | s3 >> 19;
        low = low * bound >> 32 | (high * bound & ~UINT64_C(0xffffffff));
        memcpy(two + i * LANES, &low, sizeof low);
    }
    state[0] = s0;
    state[1] = s1;
    state[2] = s2;
    state[3] = s3;
}

/* A count above 255 has a probability below 1e-500: n draws of n things. */
static void
draw_counts(struct lanes_rng *rng, size_t n, uint8_t *count)
{
    uint64_t two[DRAWS / 2];

    for (size_t done = 0; done < n; done += DRAWS) {
        size_t now = n - done < DRAWS ? n - done : DRAWS, i = 0;

        draw_numbers(rng, n, two, (now + 2 * LANES - 1) / (2 * LANES));
        for (; i < now / (2 * LANES) * LANES; i++) {
            count[(uint32_t)two[i]]++;
            count[two[i] >> 32]++;
        }
        for (size_t k = 0; k < now % (2 * LANES); k++)
            count[k < LANES ? (uint32_t)two[i + k] : two[i + k - LANES] >> 32]++;
    }
}

void
resample_counts(const struct resampling *plan, size_t r, uint8_t *count)
{
    struct lanes_rng *rng = aligned_alloc(64, sizeof *rng);

    if (rng == NULL)
        abort();
    lanes_rng_init(rng, plan, r / RESAMPLE_BLOCK);
    for (size_t i = 0; i <= r % RESAMPLE_BLOCK; i++) {
        memset(count, 0, plan->n);
        draw_counts(rng, plan->n, count);
    }
    free(rng);
}

/* --- products --- */

struct packed {
    const struct resampling *plan;
    size_t n, m;               /* padded with zeros to whole lanes and tiles */
    size_t columns;            /* without the padding */
    double *x;                 /* m columns of n, aligned */
    double *sum;
};

/* What a thread needs for a block. */
struct room {
    struct lanes_rng rng;
    double weight[TILE][PIECE];
};

/* Eight bytes at a time: each becomes the last bits of 2^52 + count. n in whole lanes. */
KERNEL_CLONES static void
widen(const uint8_t *count, double *weight, size_t n)
{
    const words shift = { 0, 8, 16, 24, 32, 40, 48, 56 };

    for (size_t i = 0; i < n; i += LANES) {
        uint64_t eight;
        words wide;
        doubles number;

        memcpy(&eight, count + i, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        eight = __builtin_bswap64(eight);
#endif
        wide = (((words){ 0 } + eight) >> shift & 0xff) | UINT64_C(0x4330000000000000);
        memcpy(&number, &wide, sizeof number);
        number -= 0x1p52;
        memcpy(weight + i, &number, sizeof number);
    }
}

/* acc[r][j] += weight[r] x[j], for 4 replicates and 4 columns, lane by lane. */
KERNEL_CLONES static void
multiply_tile(const double *weight, const double *x, size_t stride, size_t n, double *acc,
    size_t acc_stride)
{
    doubles a[TILE][TILE];

    for (size_t r = 0; r < TILE; r++)
        for (size_t j = 0; j < TILE; j++)
            memcpy(&a[r][j], acc + r * acc_stride + j * LANES, sizeof a[r][j]);
    for (size_t i = 0; i < n; i += LANES) {
        doubles w0 = *(const doubles *)(const void *)(weight + i);
        doubles w1 = *(const doubles *)(const void *)(weight + PIECE + i);
        doubles w2 = *(const doubles *)(const void *)(weight + 2 * PIECE + i);
        doubles w3 = *(const doubles *)(const void *)(weight + 3 * PIECE + i);
        doubles x0 = *(const doubles *)(const void *)(x + i);
        doubles x1 = *(const doubles *)(const void *)(x + stride + i);
        doubles x2 = *(const doubles *)(const void *)(x + 2 * stride + i);
        doubles x3 = *(const doubles *)(const void *)(x + 3 * stride + i);

        a[0][0] += w0 * x0;
        a[1][0] += w1 * x0;
        a[2][0] += w2 * x0;
        a[3][0] += w3 * x0;
        a[0][1] += w0 * x1;
        a[1][1] += w1 * x1;
        a[2][1] += w2 * x1;
        a[3][1] += w3 * x1;
        a[0][2] += w0 * x2;
        a[1][2] += w1 * x2;
        a[2][2] += w2 * x2;
        a[3][2] += w3 * x2;
        a[0][3] += w0 * x3;
        a[1][3] += w1 * x3;
        a[2][3] += w2 * x3;
        a[3][3] += w3 * x3;
    }
    for (size_t r = 0; r < TILE; r++)
        for (size_t j = 0; j < TILE; j++)
            memcpy(acc + r * acc_stride + j * LANES, &a[r][j], sizeof a[r][j]);
}

static double
lanes_total(const double *lane)
{
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
        ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

static void
multiply_piece(const struct packed *packed, struct room *room, const uint8_t *count,
    size_t from, double *acc)
{
    size_t n = packed->n - from < PIECE ? packed->n - from : PIECE;
    size_t row = packed->m * LANES;

    for (size_t r = 0; r < RESAMPLE_BLOCK; r += TILE) {
        for (size_t k = 0; k < TILE; k++)
            widen(count + (r + k) * packed->n + from, room->weight[k], n);
        for (size_t j = 0; j < packed->m; j += TILE)
            multiply_tile(room->weight[0], packed->x + j * packed->n + from, packed->n, n,
                acc + r * row + j * LANES, row);
    }
}

/* room: struct room, then lanes of sums, then counts. */
static size_t
room_bytes(const struct packed *packed)
{
    return sizeof(struct room) + RESAMPLE_BLOCK * packed->m * LANES * sizeof(double) +
        RESAMPLE_BLOCK * packed->n;
}

static void
sum_block(const void *context, void *space, size_t block)
{
    const struct packed *packed = context;
    const struct resampling *plan = packed->plan;
    struct room *room = space;
    double *acc = (double *)(void *)(room + 1);
    size_t row = packed->m * LANES, now = resample_block_size(plan, block);
    uint8_t *count = (uint8_t *)(acc + RESAMPLE_BLOCK * row);

    memset(acc, 0, RESAMPLE_BLOCK * row * sizeof *acc);
    memset(count, 0, RESAMPLE_BLOCK * packed->n);
    lanes_rng_init(&room->rng, plan, block);
    for (size_t r = 0; r < now; r++)
        draw_counts(&room->rng, plan->n, count + r * packed->n);
    for (size_t from = 0; from < packed->n; from += PIECE)
        multiply_piece(packed, room, count, from, acc);
    for (size_t r = 0; r < now; r++)
        for (size_t j = 0; j < packed->columns; j++)
            packed->sum[j * plan->b + block * RESAMPLE_BLOCK + r] =
                lanes_total(acc + r * row + j * LANES);
}

bool
resample_sums(const struct resampling *plan, const double *const *x, size_t m, double *sum)
{
    struct packed packed = { .plan = plan, .columns = m, .sum = sum,
        .n = (plan->n + LANES - 1) / LANES * LANES, .m = (m + TILE - 1) / TILE * TILE };
    struct resample_work work = { sum_block, &packed, 0 };
    bool done;

    if (plan->n == 0 || m == 0) {
        for (size_t i = 0; i < m * plan->b; i++)
            sum[i] = (double)NAN;
        return true;
    }
    assert(plan->n <= INT32_MAX);
    packed.x = aligned_alloc(64, packed.n * packed.m * sizeof *packed.x);
    if (packed.x == NULL)
        abort();
    memset(packed.x, 0, packed.n * packed.m * sizeof *packed.x);
    for (size_t j = 0; j < m; j++)
        memcpy(packed.x + j * packed.n, x[j], plan->n * sizeof *packed.x);
    work.room = room_bytes(&packed);
    done = resample_run(plan, &work);
    free(packed.x);
    return done;
}

/* --- means --- */

enum { FEWEST_FOR_POISSON = 100 };

static bool
is_binary(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (x[i] != 0 && x[i] != 1)
            return false;
    return true;
}

static bool
all_binary(const struct resampling *plan, const double *const *x, size_t m)
{
    if (plan->n < FEWEST_FOR_POISSON)
        return false;
    for (size_t j = 0; j < m; j++)
        if (!is_binary(x[j], plan->n))
            return false;
    return true;
}

bool
resample_means(const struct resampling *plan, const double *const *x, size_t m, double *mean)
{
    if (m > 0 && all_binary(plan, x, m))
        return resample_bits(plan, x, m, mean);
    if (!resample_sums(plan, x, m, mean))
        return false;
    for (size_t i = 0; i < m * plan->b; i++)
        mean[i] /= (double)plan->n;
    return true;
}

bool
resample_clusters(const struct resampling *plan, const double *const *x, size_t m,
    const size_t *cluster, size_t clusters, double *mean)
{
    struct resampling whole = *plan;
    double *room = mem_zalloc((m + 1) * clusters, sizeof *room);
    double *sum = mem_alloc((m + 1) * plan->b * sizeof *sum);
    const double **column = mem_alloc((m + 1) * sizeof *column);
    bool done;

    whole.n = clusters;
    for (size_t j = 0; j <= m; j++) {
        column[j] = room + j * clusters;
        for (size_t i = 0; i < plan->n; i++)
            room[j * clusters + cluster[i]] += j < m ? x[j][i] : 1;
    }
    done = resample_sums(&whole, column, m + 1, sum);
    for (size_t j = 0; done && j < m; j++)
        for (size_t r = 0; r < plan->b; r++)
            mean[j * plan->b + r] = sum[j * plan->b + r] / sum[m * plan->b + r];
    free(room);
    free(sum);
    free(column);
    return done;
}
