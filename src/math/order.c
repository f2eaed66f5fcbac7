/* order.c - radix, merge and insertion sort of (key, index) pairs; see order.h. */
#include "math/order.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { DIGIT_BITS = 11, DIGITS = 3, BUCKETS = 1 << DIGIT_BITS };
enum { INSERTION_MOST = 24, MERGE_MOST = 450 };   /* measured break-even points */

uint64_t
order_key_descending(double value)
{
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits;

    value += 0.0;              /* -0.0 becomes 0.0 */
    memcpy(&bits, &value, sizeof bits);
    return (bits & sign) != 0 ? bits : ~(bits | sign);
}

static void
insertion_sort(uint64_t *key, uint32_t *index, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t k = key[i];
        uint32_t x = index[i];
        size_t j = i;

        for (; j > 0 && key[j - 1] > k; j--) {
            key[j] = key[j - 1];
            index[j] = index[j - 1];
        }
        key[j] = k;
        index[j] = x;
    }
}

static void
merge_runs(const uint64_t *key, const uint32_t *index, size_t left, size_t n,
    uint64_t *to_key, uint32_t *to_index)
{
    size_t i = 0, j = left;

    for (size_t k = 0; k < n; k++) {
        bool take_left = i < left && (j == n || key[i] <= key[j]);
        size_t from = take_left ? i++ : j++;

        to_key[k] = key[from];
        to_index[k] = index[from];
    }
}

static void
merge_sort(uint64_t *key, uint32_t *index, size_t n, uint64_t *spare_key,
    uint32_t *spare_index)
{
    for (size_t at = 0; at < n; at += INSERTION_MOST)
        insertion_sort(key + at, index + at, n - at < INSERTION_MOST ? n - at : INSERTION_MOST);
    for (size_t width = INSERTION_MOST; width < n; width *= 2) {
        for (size_t at = 0; at < n; at += 2 * width) {
            size_t length = n - at < 2 * width ? n - at : 2 * width;
            size_t left = length < width ? length : width;

            merge_runs(key + at, index + at, left, length, spare_key + at,
                spare_index + at);
        }
        memcpy(key, spare_key, n * sizeof *key);
        memcpy(index, spare_index, n * sizeof *index);
    }
}

/* One pass over the keys counts all digits. */
static void
count_digits(const uint64_t *key, size_t n, unsigned shift, uint32_t (*count)[BUCKETS])
{
    for (size_t i = 0; i < n; i++) {
        uint64_t digits = key[i] >> shift;

        count[0][digits & (BUCKETS - 1)]++;
        count[1][digits >> DIGIT_BITS & (BUCKETS - 1)]++;
        count[2][digits >> 2 * DIGIT_BITS & (BUCKETS - 1)]++;
    }
}

/* Counts become starting places; false if one bucket holds everything. */
static bool
digit_starts(uint32_t *count, size_t n)
{
    uint32_t start = 0;

    for (size_t b = 0; b < BUCKETS; b++) {
        uint32_t here = count[b];

        if (here == n)
            return false;
        count[b] = start;
        start += here;
    }
    return true;
}

/* By the digits from bit `shift` on. */
static void
sort_by_digits(uint64_t *key, uint32_t *index, size_t n, uint64_t *spare_key,
    uint32_t *spare_index, unsigned shift)
{
    uint32_t (*start)[BUCKETS] = mem_zalloc(DIGITS, sizeof *start);
    uint64_t *from = key, *to = spare_key;
    uint32_t *from_index = index, *to_index = spare_index;

    count_digits(key, n, shift, start);
    for (unsigned digit = 0; digit < DIGITS; digit++) {
        uint32_t *place = start[digit];
        uint64_t *k = from;
        uint32_t *x = from_index;
        unsigned down = shift + digit * DIGIT_BITS;

        if (!digit_starts(place, n))
            continue;
        for (size_t i = 0; i < n; i++) {
            uint32_t at = place[from[i] >> down & (BUCKETS - 1)]++;

            to[at] = from[i];
            to_index[at] = from_index[i];
        }
        from = to;
        to = k;
        from_index = to_index;
        to_index = x;
    }
    if (from != key) {
        memcpy(key, from, n * sizeof *key);
        memcpy(index, from_index, n * sizeof *index);
    }
    free(start);
}

/* Bits in which keys differ from the first. */
static uint64_t
differences(const uint64_t *key, size_t n)
{
    uint64_t differ = 0;

    for (size_t i = 1; i < n; i++)
        differ |= key[i] ^ key[0];
    return differ;
}

/* The first digits of those that differ tell most numbers apart; runs of keys that they do not
 * tell apart are sorted by the others. */
static void
radix_sort(uint64_t *key, uint32_t *index, size_t n, uint64_t *spare_key,
    uint32_t *spare_index)
{
    uint64_t differ = differences(key, n);
    unsigned bits = differ != 0 ? 64 - (unsigned)__builtin_clzll(differ) : 0;
    unsigned shift = bits > DIGITS * DIGIT_BITS ? bits - DIGITS * DIGIT_BITS : 0;

    sort_by_digits(key, index, n, spare_key, spare_index, shift);
    for (size_t lo = 0, end = 0; shift > 0 && lo < n; lo = end) {
        for (end++; end < n && (key[end] ^ key[lo]) >> shift == 0;)
            end++;
        if (end - lo > INSERTION_MOST ? differences(key + lo, end - lo) != 0 : end - lo > 1)
            order_sort(key + lo, index + lo, end - lo, spare_key, spare_index);
    }
}

void
order_sort(uint64_t *key, uint32_t *index, size_t n, uint64_t *spare_key,
    uint32_t *spare_index)
{
    assert(n < UINT32_MAX);
    if (n <= INSERTION_MOST)
        insertion_sort(key, index, n);
    else if (n <= MERGE_MOST)
        merge_sort(key, index, n, spare_key, spare_index);
    else
        radix_sort(key, index, n, spare_key, spare_index);
}

struct sorter {
    const double *points;
    size_t d;
    uint64_t *key, *spare_key;
    uint32_t *index, *spare_index;
};

/* Sorts places lo..hi-1 by objective k and runs of ties by the next: as deep as there are
 * objectives, no deeper. */
static void
sort_by_objective(struct sorter *s, size_t lo, size_t hi, size_t k)
{
    size_t run = lo;

    for (size_t i = lo; i < hi; i++)
        s->key[i] = order_key_descending(s->points[s->index[i] * s->d + k]);
    order_sort(s->key + lo, s->index + lo, hi - lo, s->spare_key + lo, s->spare_index + lo);
    if (k + 1 == s->d)
        return;
    /* A run's keys are overwritten only once its end is known. */
    for (size_t i = lo + 1; i <= hi; i++) {
        if (i < hi && s->key[i] == s->key[run])
            continue;
        if (i - run > 1)
            sort_by_objective(s, run, i, k + 1);
        run = i;
    }
}

void
ordered_points_init(struct ordered_points *ordered, const double *points,
    const uint32_t *rows, size_t n, size_t d)
{
    struct sorter s = { .points = points, .d = d };

    s.key = mem_alloc(n * sizeof *s.key);
    s.spare_key = mem_alloc(n * sizeof *s.key);
    s.index = mem_alloc(n * sizeof *s.index);
    s.spare_index = mem_alloc(n * sizeof *s.index);
    for (size_t i = 0; i < n; i++)
        s.index[i] = rows != NULL ? rows[i] : (uint32_t)i;
    if (n > 1)
        sort_by_objective(&s, 0, n, 0);
    free(s.key);
    free(s.spare_key);
    free(s.spare_index);
    ordered->n = n;
    ordered->d = d;
    ordered->index = s.index;
    ordered->value = mem_alloc(n * d * sizeof *ordered->value);
    for (size_t i = 0; i < n; i++)
        memcpy(ordered->value + i * d, points + s.index[i] * d, d * sizeof *points);
}

void
ordered_points_release(struct ordered_points *ordered)
{
    free(ordered->index);
    free(ordered->value);
}
