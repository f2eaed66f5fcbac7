/* cover_space.c - the keys of a sweep's points: 16 bits that rise with the values.
 *
 * A key is about the place of a value among all values of its objective, so that a tree looks
 * alike whatever scale the values are on. Values that differ may share a key, and equal ones always
 * do: a lower key says that the value is lower, a higher one that it is higher.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance_parts.h"

static void
sort_few(double *x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        double value = x[i];
        size_t j = i;

        for (; j > 0 && x[j - 1] > value; j--)
            x[j] = x[j - 1];
        x[j] = value;
    }
}

/* Sign, exponent and first digits of the distance to the middle, as a number that rises
 * with it. */
static uint32_t
coarse_of(double value, double middle)
{
    double x = value - middle + 0.0;      /* no -0.0 */
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    bits = bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
    return (uint32_t)(bits >> 32);
}

static size_t
told_apart(const double *sorted, size_t n, double middle)
{
    size_t apart = 0;

    for (size_t i = 1; i < n; i++)
        apart += coarse_of(sorted[i], middle) != coarse_of(sorted[i - 1], middle);
    return apart;
}

/* Half the digits of a value are finest around the middle: around the median an offset common
 * to all costs none; around zero values of every order of magnitude stay apart. */
static double
middle_of(const struct ordered_points *ordered, size_t k)
{
    enum { MOST = 31 };
    size_t step = ordered->n / MOST + 1, m = 0;
    double sample[MOST], median;

    for (size_t i = 0; i < ordered->n; i += step)
        sample[m++] = ordered->value[i * ordered->d + k];
    sort_few(sample, m);
    median = m > 0 && isfinite(sample[m / 2]) ? sample[m / 2] : 0;
    return told_apart(sample, m, median) < told_apart(sample, m, 0) ? 0 : median;
}

/* --- places --- */

/* Coarse values in cells of their first bits, about as many as there are points. */
struct cells {
    uint32_t *start;           /* points in lower cells; one cell more */
    unsigned bits;
};

static void
cells_init(struct cells *cells, size_t n)
{
    enum { LEAST = 12, MOST = 16 };

    cells->bits = LEAST;
    while (cells->bits < MOST && (size_t)1 << cells->bits < n)
        cells->bits++;
    cells->start = mem_alloc((((size_t)1 << cells->bits) + 1) * sizeof *cells->start);
}

static void
cells_count(struct cells *cells, const uint32_t *coarse, size_t n)
{
    size_t count = (size_t)1 << cells->bits;
    unsigned rest = 32 - cells->bits;

    memset(cells->start, 0, (count + 1) * sizeof *cells->start);
    for (size_t i = 0; i < n; i++)
        cells->start[(coarse[i] >> rest) + 1]++;
    for (size_t c = 1; c <= count; c++)
        cells->start[c] += cells->start[c - 1];
}

/* Within a cell points are taken to lie evenly. */
static void
cells_keys(const struct cells *cells, const uint32_t *coarse, size_t n, int16_t *key,
    size_t reach)
{
    uint64_t per_place = (UINT64_C(65535) << 32) / n;
    unsigned rest = 32 - cells->bits;

    for (size_t i = 0; i < n; i++) {
        const uint32_t *start = cells->start + (coarse[i] >> rest);
        uint64_t part = coarse[i] << cells->bits >> 16;
        uint64_t place = ((uint64_t)start[0] << 16) + (start[1] - start[0]) * part;

        key[i * reach] = (int16_t)((int64_t)(place * per_place >> 48) + INT16_MIN + 1);
    }
}

void
cover_space_init(struct cover_space *space, const struct ordered_points *ordered)
{
    space->ordered = ordered;
    space->reach = ordered->d - 1 <= COVER_REACH / 2 ? COVER_REACH / 2 : COVER_REACH;
    space->key = NULL;
}

void
cover_space_release(struct cover_space *space)
{
    free(space->key);
}

/* Only now: short lists do without. */
void
cover_space_find_keys(struct cover_space *space)
{
    const struct ordered_points *ordered = space->ordered;
    size_t n = ordered->n, d = ordered->d;
    struct cells cells;
    uint32_t *coarse;

    if (space->key != NULL)
        return;
    space->key = mem_zalloc(n * space->reach, sizeof *space->key);
    cells_init(&cells, n);
    coarse = mem_alloc(n * sizeof *coarse);
    for (size_t k = 1; k < d; k++) {
        double middle = middle_of(ordered, k);

        for (size_t i = 0; i < n; i++)
            coarse[i] = coarse_of(ordered->value[i * d + k], middle);
        cells_count(&cells, coarse, n);
        cells_keys(&cells, coarse, n, space->key + k - 1, space->reach);
    }
    free(coarse);
    free(cells.start);
}
