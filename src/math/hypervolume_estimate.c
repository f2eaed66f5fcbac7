/* hypervolume_estimate.c - see hypervolume_estimate.h. */
#include "math/hypervolume_estimate.h"

#include <assert.h>
#include <gsl/gsl_qrng.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance.h"
#include "math/hypervolume.h"
#include "math/rng.h"

enum { SHIFTS = 16, MAX_D = HYPERVOLUME_ESTIMATE_MAX_OBJECTIVES };

double
hypervolume_cost_s(size_t n, size_t d)
{
    /* scale * n^power, least squares on 30 to 3000 points of a sphere. */
    static const struct { double scale, power; } fit[HYPERVOLUME_MAX_OBJECTIVES + 1] = {
        [4] = { 1.2e-8, 1.7 }, [5] = { 7.8e-7, 1.4 }, [6] = { 2.3e-6, 1.55 },
        [7] = { 8.8e-7, 2.08 }, [8] = { 5.8e-7, 2.53 }, [9] = { 1.03e-7, 3.2 },
    };

    if (d > HYPERVOLUME_MAX_OBJECTIVES)
        return INFINITY;
    if (d <= 3)
        return 1.5e-8 * (double)n * log2((double)n + 2);
    return fit[d].scale * pow((double)n, fit[d].power);
}

double
hypervolume_contributions_cost_s(size_t n, size_t d)
{
    return (d <= 3 ? 3 : 12) * hypervolume_cost_s(n, d);
}

/* A box to sample and the points that may cover a sample of it. */
struct target {
    const double *lo, *hi;
    const double *rows;        /* n x d, the likeliest to cover first */
    size_t n, d;
};

static bool
is_covered(const struct target *target, const double *sample)
{
    for (size_t i = 0; i < target->n; i++) {
        const double *row = target->rows + i * target->d;
        size_t k = 0;

        while (k < target->d && row[k] >= sample[k])
            k++;
        if (k == target->d)
            return true;
    }
    return false;
}

/* Share of covered samples under one shift of the sequence. */
static double
covered_share(const struct target *target, gsl_qrng *sequence, const double *shift,
    size_t samples)
{
    double unit[MAX_D], sample[MAX_D];
    size_t covered = 0;

    gsl_qrng_init(sequence);
    for (size_t i = 0; i < samples; i++) {
        gsl_qrng_get(sequence, unit);
        for (size_t k = 0; k < target->d; k++) {
            double u = unit[k] + shift[k];

            u -= u >= 1 ? 1 : 0;
            sample[k] = target->lo[k] + u * (target->hi[k] - target->lo[k]);
        }
        covered += is_covered(target, sample);
    }
    return (double)covered / (double)samples;
}

/* Mean and standard error of the share over all shifts. */
static struct estimate
estimate_share(const struct target *target, size_t samples, struct rng *rng)
{
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)target->d);
    double mean = 0, m2 = 0, shift[MAX_D];
    size_t each = samples / SHIFTS + 1;

    assert(sequence != NULL);
    for (size_t s = 0; s < SHIFTS; s++) {
        double share, step;

        for (size_t k = 0; k < target->d; k++)
            shift[k] = rng_uniform(rng);
        share = covered_share(target, sequence, shift, each);
        step = share - mean;
        mean += step / (double)(s + 1);
        m2 += step * (share - mean);
    }
    gsl_qrng_free(sequence);
    return (struct estimate){ mean, sqrt(m2 / (SHIFTS - 1) / SHIFTS) };
}

static double
box(const double *lo, const double *hi, size_t d)
{
    double volume = 1;

    for (size_t k = 0; k < d; k++)
        volume *= hi[k] - lo[k];
    return volume;
}

struct ranked_row { double volume; const double *row; };

static int
volume_descending(const void *left, const void *right)
{
    const struct ranked_row *a = left, *b = right;

    if (a->volume != b->volume)
        return a->volume < b->volume ? 1 : -1;
    return (a->row > b->row) - (a->row < b->row);
}

/* The rows that reach over lo everywhere, largest box first. Caller frees. */
static double *
rows_over(const double *points, const uint8_t *on, size_t n, size_t d, const double *lo,
    size_t *count)
{
    struct ranked_row *ranked = mem_alloc(n * sizeof *ranked);
    double *rows;
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        bool over = on[i] != 0;

        for (size_t k = 0; k < d && over; k++)
            over = points[i * d + k] > lo[k];
        if (over)
            ranked[m++] = (struct ranked_row){ box(lo, points + i * d, d), points + i * d };
    }
    qsort(ranked, m, sizeof *ranked, volume_descending);
    rows = mem_alloc(m * d * sizeof *rows);
    for (size_t i = 0; i < m; i++)
        memcpy(rows + i * d, ranked[i].row, d * sizeof *rows);
    free(ranked);
    *count = m;
    return rows;
}

struct estimate
hypervolume_estimate(const double *points, size_t n, size_t d, const double *reference,
    size_t samples, uint64_t seed)
{
    struct target target = { .lo = reference, .d = d };
    struct estimate result = { 0, 0 };
    uint8_t *on = mem_zalloc(n, sizeof *on);
    double best[MAX_D], *rows, volume;
    struct rng rng;

    assert(d >= 1 && d <= MAX_D);
    rng_init(&rng, seed, NULL, 0);
    dominance_frontier(points, n, d, on);
    rows = rows_over(points, on, n, d, reference, &target.n);
    if (target.n != 0) {
        memcpy(best, rows, d * sizeof *best);
        for (size_t i = 1; i < target.n; i++)
            for (size_t k = 0; k < d; k++)
                best[k] = rows[i * d + k] > best[k] ? rows[i * d + k] : best[k];
        target.hi = best;
        target.rows = rows;
        volume = box(reference, best, d);
        result = estimate_share(&target, samples, &rng);
        result.value *= volume;
        result.se *= volume;
    }
    free(rows);
    free(on);
    return result;
}

/* Walls of the point's box: the best value in one objective among the others that are at
 * least as good in all the rest. False if another covers the whole box. */
static bool
find_walls(const double *points, const uint8_t *on, size_t n, size_t d, size_t at,
    double *wall)
{
    const double *row = points + at * d;

    for (size_t i = 0; i < n; i++) {
        const double *other = points + i * d;
        size_t short_in = 0, where = 0;

        for (size_t k = 0; k < d; k++)
            if (other[k] < row[k]) {
                short_in++;
                where = k;
            }
        if (i == at || !on[i])
            continue;
        if (short_in == 0)
            return false;
        if (short_in == 1 && other[where] > wall[where])
            wall[where] = other[where];
    }
    return true;
}

static struct estimate
estimate_alone(const double *points, uint8_t *on, size_t n, size_t d, size_t at,
    const double *reference, size_t samples, struct rng *rng)
{
    struct target target = { .hi = points + at * d, .d = d };
    struct estimate result = { 0, 0 };
    double wall[MAX_D], volume, *rows;

    memcpy(wall, reference, d * sizeof *wall);
    for (size_t k = 0; k < d; k++)
        if (!(points[at * d + k] > reference[k]))
            return result;
    if (!find_walls(points, on, n, d, at, wall))
        return result;
    on[at] = 0;
    rows = rows_over(points, on, n, d, wall, &target.n);
    on[at] = 1;
    target.lo = wall;
    target.rows = rows;
    volume = box(wall, target.hi, d);
    if (target.n == 0) {
        result.value = volume;
    } else {
        result = estimate_share(&target, samples, rng);
        result.value = (1 - result.value) * volume;
        result.se *= volume;
    }
    free(rows);
    return result;
}

void
hypervolume_contributions_estimate(const double *points, size_t n, size_t d,
    const double *reference, size_t samples, uint64_t seed, struct estimate *contribution)
{
    uint8_t *on = mem_zalloc(n, sizeof *on);
    struct rng rng;

    assert(d >= 1 && d <= MAX_D);
    rng_init(&rng, seed, NULL, 0);
    dominance_frontier(points, n, d, on);
    for (size_t i = 0; i < n; i++)
        contribution[i] = on[i] ? estimate_alone(points, on, n, d, i, reference, samples,
            &rng) : (struct estimate){ 0, 0 };
    free(on);
}
