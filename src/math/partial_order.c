/* partial_order.c - see partial_order.h. */
#include "math/partial_order.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { MOST_EXTENDED = 20, NOBODY = -1 };

static void
set_bit(uint64_t *rows, size_t words, size_t i, size_t j)
{
    rows[i * words + j / 64] |= UINT64_C(1) << j % 64;
}

static bool
has_bit(const uint64_t *row, size_t j)
{
    return row[j / 64] >> j % 64 & 1;
}

/* The first bit from `from` on that is set, or n. */
static size_t
next_bit(const uint64_t *row, size_t n, size_t from)
{
    size_t w = from / 64;
    uint64_t bits;

    if (from >= n)
        return n;
    bits = row[w] >> from % 64 << from % 64;
    while (bits == 0 && ++w < (n + 63) / 64)
        bits = row[w];
    return bits == 0 ? n : w * 64 + (size_t)__builtin_ctzll(bits);
}

static size_t
count_bits(const uint64_t *row, size_t words)
{
    size_t count = 0;

    for (size_t w = 0; w < words; w++)
        for (uint64_t bits = row[w]; bits != 0; bits &= bits - 1)
            count++;
    return count;
}

/* --- the relation --- */

struct verdict { bool i_above, j_above, equal; };

static struct verdict
compare(const double *i, const double *j, size_t d, const double *eps)
{
    bool i_least = true, j_least = true, i_more = false, j_more = false;

    for (size_t k = 0; k < d && (i_least || j_least); k++) {
        double slack = eps != NULL ? eps[k] : 0;

        i_least = i_least && i[k] >= j[k];
        j_least = j_least && j[k] >= i[k];
        i_more = i_more || (i[k] > j[k] && i[k] > j[k] + slack);
        j_more = j_more || (j[k] > i[k] && j[k] > i[k] + slack);
    }
    return (struct verdict){ i_least && i_more, j_least && j_more, i_least && j_least };
}

/* Who has fewer above it comes first: whoever is above i is above all that i is above. */
static void
sort_by_above(struct partial_order *order)
{
    size_t *start = mem_zalloc(order->n + 2, sizeof *start);

    for (size_t i = 0; i < order->n; i++)
        start[partial_order_above(order, i) + 1]++;
    for (size_t c = 0; c < order->n; c++)
        start[c + 1] += start[c];
    for (size_t i = 0; i < order->n; i++)
        order->order[start[partial_order_above(order, i)]++] = (uint32_t)i;
    free(start);
}

void
partial_order_init(struct partial_order *order, const double *points, size_t n, size_t d,
    const double *eps)
{
    size_t words = (n + 63) / 64;

    *order = (struct partial_order){ .n = n, .words = words,
        .below = mem_zalloc(n * words, sizeof *order->below),
        .above = mem_zalloc(n * words, sizeof *order->above),
        .equal = mem_zalloc(n * words, sizeof *order->equal),
        .order = mem_zalloc(n, sizeof *order->order) };
    for (size_t i = 0; i < n; i++) {
        set_bit(order->equal, words, i, i);
        for (size_t j = i + 1; j < n; j++) {
            struct verdict verdict = compare(points + i * d, points + j * d, d, eps);

            if (verdict.i_above || verdict.j_above) {
                size_t high = verdict.i_above ? i : j, low = i + j - high;

                set_bit(order->below, words, high, low);
                set_bit(order->above, words, low, high);
            } else if (verdict.equal) {
                set_bit(order->equal, words, i, j);
                set_bit(order->equal, words, j, i);
            }
        }
    }
    sort_by_above(order);
}

void
partial_order_release(struct partial_order *order)
{
    free(order->below);
    free(order->above);
    free(order->equal);
    free(order->order);
}

bool
partial_order_dominates(const struct partial_order *order, size_t i, size_t j)
{
    return has_bit(order->below + i * order->words, j);
}

bool
partial_order_equal(const struct partial_order *order, size_t i, size_t j)
{
    return has_bit(order->equal + i * order->words, j);
}

size_t
partial_order_above(const struct partial_order *order, size_t i)
{
    return count_bits(order->above + i * order->words, order->words);
}

size_t
partial_order_below(const struct partial_order *order, size_t i)
{
    return count_bits(order->below + i * order->words, order->words);
}

struct order_pairs
partial_order_pairs(const struct partial_order *order)
{
    double n = (double)order->n;
    struct order_pairs pairs = { 0, 0, 0 };

    for (size_t i = 0; i < order->n; i++) {
        pairs.comparable += (double)partial_order_below(order, i);
        pairs.equal += (double)count_bits(order->equal + i * order->words, order->words) - 1;
    }
    pairs.equal /= 2;
    pairs.incomparable = n > 1 ? n * (n - 1) / 2 - pairs.comparable - pairs.equal : 0;
    return pairs;
}

uint32_t
partial_order_layers(const struct partial_order *order, uint32_t *layer)
{
    uint32_t height = 0;

    for (size_t at = 0; at < order->n; at++) {
        size_t i = order->order[at], n = order->n;
        const uint64_t *above = order->above + i * order->words;

        layer[i] = 1;
        for (size_t j = next_bit(above, n, 0); j < n; j = next_bit(above, n, j + 1))
            if (layer[j] >= layer[i])
                layer[i] = layer[j] + 1;
        height = layer[i] > height ? layer[i] : height;
    }
    return height;
}

/* --- width: n less the largest matching of pairs that can be ranked (Dilworth, Koenig) --- */

struct matching {
    const struct partial_order *order;
    int32_t *of_high, *of_low; /* whom it is matched to, or NOBODY */
    uint32_t *distance, *queue;
    uint32_t *next;            /* where the search from it goes on */
};

/* Distances from unmatched points by alternating paths (Hopcroft and Karp); false if no path
 * ends in an unmatched one. */
static bool
measure_paths(struct matching *matching)
{
    size_t n = matching->order->n, head = 0, tail = 0;
    bool found = false;

    for (size_t i = 0; i < n; i++) {
        matching->next[i] = 0;
        matching->distance[i] = matching->of_high[i] == NOBODY ? 0 : UINT32_MAX;
        if (matching->of_high[i] == NOBODY)
            matching->queue[tail++] = (uint32_t)i;
    }
    while (head < tail) {
        size_t i = matching->queue[head++];
        const uint64_t *below = matching->order->below + i * matching->order->words;

        for (size_t j = next_bit(below, n, 0); j < n; j = next_bit(below, n, j + 1)) {
            int32_t other = matching->of_low[j];

            if (other == NOBODY) {
                found = true;
            } else if (matching->distance[other] == UINT32_MAX) {
                matching->distance[other] = matching->distance[i] + 1;
                matching->queue[tail++] = (uint32_t)other;
            }
        }
    }
    return found;
}

/* Follows one path from an unmatched point and turns it over; queue is the path so far. */
static bool
augment(struct matching *matching, size_t from)
{
    size_t n = matching->order->n, depth = 0;
    uint32_t *path = matching->queue;

    path[0] = (uint32_t)from;
    for (;;) {
        size_t i = path[depth], j;
        const uint64_t *below = matching->order->below + i * matching->order->words;
        int32_t other = NOBODY;

        for (j = next_bit(below, n, matching->next[i]); j < n; j = next_bit(below, n, j + 1)) {
            other = matching->of_low[j];
            if (other == NOBODY || matching->distance[other] == matching->distance[i] + 1)
                break;
        }
        matching->next[i] = (uint32_t)j;
        if (j == n) {
            matching->distance[i] = UINT32_MAX;
            if (depth == 0)
                return false;
            matching->next[path[--depth]]++;
        } else if (other == NOBODY) {
            break;
        } else {
            path[++depth] = (uint32_t)other;
        }
    }
    for (size_t at = 0; at <= depth; at++) {
        size_t i = path[at], j = matching->next[i];

        matching->of_high[i] = (int32_t)j;
        matching->of_low[j] = (int32_t)i;
    }
    return true;
}

size_t
partial_order_width(const struct partial_order *order)
{
    size_t n = order->n, matched = 0;
    struct matching matching = { .order = order,
        .of_high = mem_alloc(n * sizeof *matching.of_high),
        .of_low = mem_alloc(n * sizeof *matching.of_low),
        .distance = mem_alloc(n * sizeof *matching.distance),
        .queue = mem_alloc(n * sizeof *matching.queue),
        .next = mem_alloc(n * sizeof *matching.next) };

    for (size_t i = 0; i < n; i++)
        matching.of_high[i] = matching.of_low[i] = NOBODY;
    while (measure_paths(&matching))
        for (size_t i = 0; i < n; i++)
            if (matching.of_high[i] == NOBODY)
                matched += augment(&matching, i);
    free(matching.of_high);
    free(matching.of_low);
    free(matching.distance);
    free(matching.queue);
    free(matching.next);
    return n - matched;
}

/* --- edges, improvements, rankings --- */

void
partial_order_covers(const struct partial_order *order, size_t i, uint8_t *cover)
{
    const uint64_t *below = order->below + i * order->words;

    for (size_t j = 0; j < order->n; j++) {
        const uint64_t *above = order->above + j * order->words;
        bool between = !has_bit(below, j);

        for (size_t w = 0; w < order->words && !between; w++)
            between = (below[w] & above[w]) != 0;
        cover[j] = !between;
    }
}

static bool
is_incomparable(const struct partial_order *order, size_t a, size_t b)
{
    size_t row = a * order->words;

    return !has_bit(order->below + row, b) && !has_bit(order->above + row, b)
        && !has_bit(order->equal + row, b);
}

/* Whether someone above a is neither above nor below b, nor equal to it. */
static bool
improves_in_vain(const struct partial_order *order, size_t a, size_t b)
{
    for (size_t w = 0; w < order->words; w++) {
        size_t of_b = b * order->words + w;

        if ((order->above[a * order->words + w] & ~(order->below[of_b] | order->above[of_b] |
            order->equal[of_b])) != 0)
            return true;
    }
    return false;
}

double
partial_order_small_improvements(const struct partial_order *order)
{
    double count = 0;

    for (size_t a = 0; a < order->n; a++)
        for (size_t b = 0; b < order->n; b++)
            count += is_incomparable(order, a, b) && improves_in_vain(order, a, b);
    return count;
}

/* Sets of points that hold whoever is above a member: each is reached by as many rankings as
 * the sets with its last one taken away together. */
double
partial_order_extensions(const struct partial_order *order)
{
    size_t n = order->n;
    double *ways, all;

    if (n > MOST_EXTENDED)
        return (double)NAN;
    ways = mem_zalloc((size_t)1 << n, sizeof *ways);
    ways[0] = 1;
    for (size_t set = 0; set < (size_t)1 << n; set++)
        for (size_t i = 0; i < n && ways[set] > 0; i++) {
            uint64_t above = order->above[i * order->words];

            if (!(set >> i & 1) && (above & ~(uint64_t)set) == 0)
                ways[set | (size_t)1 << i] += ways[set];
        }
    all = ways[((size_t)1 << n) - 1];
    free(ways);
    return all;
}
