/* resample.c - multinomial counts, and sums of columns weighted by them; see resample.h.
 *
 * A block draws the counts of its 16 replicates (bytes, so that one replicate's lie in the
 * first cache), then multiplies them with the columns in pieces of 256 items, 4 replicates
 * by 2 or 4 columns at a time in registers. Sums are in eight lanes by item, on every path.
 */
#include "math/resample.h"

#include <assert.h>
#include <math.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/resample_parts.h"
#include "math/simd.h"

enum { TILE = 4, PIECE = 256, DRAWS = 256 };

#define KERNELS "math/resample_kernels.h"
#define KERNELS_WIDEST 64
#include "math/simd_each.h"
KERNEL_OF_THREE(void, draw_numbers, (struct lanes_rng *, uint64_t, uint64_t *, size_t));
KERNEL_OF_THREE(void, widen, (const uint8_t *, double *, size_t));
KERNEL_OF_THREE(void, multiply, (const double *, const double *, size_t, size_t, double *,
    size_t));

/* --- counts --- */

/* A count above 255 has a probability below 1e-500: n draws of n things. */
static void
draw_counts(struct lanes_rng *rng, size_t n, uint8_t *count)
{
    alignas(64) uint64_t two[DRAWS / 2];

    for (size_t done = 0; done < n; done += DRAWS) {
        size_t now = n - done < DRAWS ? n - done : DRAWS, i = 0;

        KERNEL_CHOSEN(draw_numbers)(rng, n, two, (now + 2 * LANES - 1) / (2 * LANES));
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
            KERNEL_CHOSEN(widen)(count + (r + k) * packed->n + from, room->weight[k], n);
        for (size_t j = 0; j < packed->m; j += TILE)
            KERNEL_CHOSEN(multiply)(room->weight[0], packed->x + j * packed->n + from, packed->n, n,
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

bool
resample_is_by_bits(const double *x, size_t n)
{
    if (n < FEWEST_FOR_POISSON)
        return false;
    for (size_t i = 0; i < n; i++)
        if (x[i] != 0 && x[i] != 1)
            return false;
    return true;
}

static bool
all_binary(const struct resampling *plan, const double *const *x, size_t m)
{
    for (size_t j = 0; j < m; j++)
        if (!resample_is_by_bits(x[j], plan->n))
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
