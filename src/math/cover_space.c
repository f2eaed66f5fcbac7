/* cover_space.c - the keys of a sweep's points: 16 bits that rise with the values.
 *
 * A key is the place of a value among all values of its objective, so that a tree looks alike
 * whatever scale the values are on. Values that differ may share a key, and equal ones always
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

/* Half the digits take half the time to sort, and are finest around the middle: around the
 * median an offset common to all costs none; around zero values of every order of magnitude
 * stay apart. */
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

/* --- a sort of few digits: coarse values above, places below --- */

enum { DIGIT = 11, SLOTS = 1 << DIGIT, DIGITS = 3 };

static void
sort_coarse(uint64_t *x, size_t n, uint64_t *spare, uint32_t (*count)[SLOTS])
{
    uint64_t *from = x, *to = spare;

    memset(count, 0, DIGITS * sizeof *count);
    for (size_t i = 0; i < n; i++)
        for (unsigned digit = 0; digit < DIGITS; digit++)
            count[digit][x[i] >> (32 + digit * DIGIT) & (SLOTS - 1)]++;
    for (unsigned digit = 0; digit < DIGITS; digit++) {
        uint32_t *place = count[digit], start = 0;
        unsigned shift = 32 + digit * DIGIT;
        uint64_t *k = from;

        if (place[from[0] >> shift & (SLOTS - 1)] == n)
            continue;
        for (size_t b = 0; b < SLOTS; b++) {
            uint32_t here = place[b];

            place[b] = start;
            start += here;
        }
        for (size_t i = 0; i < n; i++)
            to[place[from[i] >> shift & (SLOTS - 1)]++] = from[i];
        from = to;
        to = k;
    }
    if (from != x)
        memcpy(x, from, n * sizeof *x);
}

static void
sort_few_coarse(uint64_t *x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t value = x[i];
        size_t j = i;

        for (; j > 0 && x[j - 1] > value; j--)
            x[j] = x[j - 1];
        x[j] = value;
    }
}

/* Sorted: equal coarse values share the place of the first of them. */
static void
spread_keys(const uint64_t *x, size_t n, int16_t *key, size_t reach)
{
    uint64_t per_place = (UINT64_C(65535) << 32) / n;
    int16_t now = 0;

    for (size_t i = 0; i < n; i++) {
        if (i == 0 || x[i] >> 32 != x[i - 1] >> 32)
            now = (int16_t)((int64_t)(i * per_place >> 32) + INT16_MIN + 1);
        key[(uint32_t)x[i] * reach] = now;
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
    enum { FEW = 64 };
    const struct ordered_points *ordered = space->ordered;
    size_t n = ordered->n, d = ordered->d;
    uint64_t *x;
    uint32_t (*count)[SLOTS];

    if (space->key != NULL)
        return;
    space->key = mem_zalloc(n * space->reach, sizeof *space->key);
    x = mem_alloc(2 * n * sizeof *x);
    count = mem_alloc(DIGITS * sizeof *count);
    for (size_t k = 1; k < d; k++) {
        double middle = middle_of(ordered, k);

        for (size_t i = 0; i < n; i++)
            x[i] = (uint64_t)coarse_of(ordered->value[i * d + k], middle) << 32 | i;
        if (n <= FEW)
            sort_few_coarse(x, n);
        else
            sort_coarse(x, n, x + n, count);
        spread_keys(x, n, space->key + k - 1, space->reach);
    }
    free(count);
    free(x);
}
