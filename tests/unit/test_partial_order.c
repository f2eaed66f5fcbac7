/* test_partial_order.c - pairs, chains, antichains, covers, improvements and rankings by their
 * definitions, on random small inputs with ties and copies.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "math/dominance.h"
#include "math/partial_order.h"
#include "math/rng.h"
#include "slowly.h"

enum { MOST = 9, MOST_D = 5 };

struct input { size_t n, d; double points[MOST * MOST_D], eps[MOST_D]; bool slack; };

static void
draw(struct rng *rng, struct input *input)
{
    uint32_t values = 2 + rng_below(rng, 6);

    input->n = rng_below(rng, MOST + 1);
    input->d = 1 + rng_below(rng, MOST_D);
    input->slack = rng_below(rng, 4) == 0;
    for (size_t k = 0; k < input->d; k++)
        input->eps[k] = rng_below(rng, 3);
    for (size_t i = 0; i < input->n * input->d; i++)
        input->points[i] = rng_below(rng, values);
}

static bool
beats(const struct input *input, size_t i, size_t j)
{
    const double *a = input->points + i * input->d, *b = input->points + j * input->d;
    bool more = false;

    for (size_t k = 0; k < input->d; k++) {
        if (a[k] < b[k])
            return false;
        more = more || a[k] > b[k] + (input->slack ? input->eps[k] : 0);
    }
    return more;
}

static bool
same(const struct input *input, size_t i, size_t j)
{
    return memcmp(input->points + i * input->d, input->points + j * input->d,
        input->d * sizeof *input->points) == 0;
}

static bool
apart(const struct input *input, size_t i, size_t j)
{
    return !beats(input, i, j) && !beats(input, j, i) && !same(input, i, j);
}

static void
check_pairs(const struct input *input, const struct partial_order *order)
{
    struct order_pairs pairs = partial_order_pairs(order);
    double ranked = 0, equal = 0, other = 0;

    for (size_t i = 0; i < input->n; i++)
        for (size_t j = i + 1; j < input->n; j++) {
            bool is_ranked = beats(input, i, j) || beats(input, j, i);

            ranked += is_ranked;
            equal += same(input, i, j);
            other += apart(input, i, j);
            assert_int_equal(partial_order_dominates(order, i, j), beats(input, i, j));
            assert_int_equal(partial_order_dominates(order, j, i), beats(input, j, i));
            assert_int_equal(partial_order_equal(order, i, j), same(input, i, j));
        }
    assert_true(pairs.comparable == ranked);
    assert_true(pairs.equal == equal);
    assert_true(pairs.incomparable == other);
}

/* The largest set of which none beats another, among all sets. */
static size_t
widest(const struct input *input)
{
    size_t best = 0;

    for (uint32_t set = 0; set < 1u << input->n; set++) {
        size_t members = 0;
        bool good = true;

        for (size_t i = 0; i < input->n && good; i++) {
            members += set >> i & 1;
            for (size_t j = 0; j < input->n && good; j++)
                good = !(set >> i & 1) || !(set >> j & 1) || !beats(input, i, j);
        }
        if (good && members > best)
            best = members;
    }
    return best;
}

static double
rankings(const struct input *input, uint32_t placed, size_t left)
{
    double count = 0;

    if (left == 0)
        return 1;
    for (size_t i = 0; i < input->n; i++) {
        bool next = !(placed >> i & 1);

        for (size_t j = 0; j < input->n && next; j++)
            next = (placed >> j & 1) || !beats(input, j, i);
        if (next)
            count += rankings(input, placed | 1u << i, left - 1);
    }
    return count;
}

static void
check_covers(const struct input *input, const struct partial_order *order)
{
    uint8_t cover[MOST];

    for (size_t i = 0; i < input->n; i++) {
        partial_order_covers(order, i, cover);
        for (size_t j = 0; j < input->n; j++) {
            bool want = beats(input, i, j);

            for (size_t c = 0; c < input->n; c++)
                want = want && !(beats(input, i, c) && beats(input, c, j));
            assert_int_equal(cover[j], want);
        }
    }
}

static double
improvements(const struct input *input)
{
    double count = 0;

    for (size_t a = 0; a < input->n; a++)
        for (size_t b = 0; b < input->n; b++) {
            bool found = false;

            for (size_t c = 0; c < input->n; c++)
                found = found || (beats(input, c, a) && apart(input, c, b));
            count += found && apart(input, a, b);
        }
    return count;
}

static void
check_layers(const struct input *input, const struct partial_order *order)
{
    uint32_t layer[MOST], height = partial_order_layers(order, layer), deepest = 0;

    for (size_t j = 0; j < input->n; j++) {
        uint32_t want = 1;
        size_t above = 0, below = 0;

        for (size_t i = 0; i < input->n; i++) {
            if (beats(input, i, j) && layer[i] + 1 > want)
                want = layer[i] + 1;
            above += beats(input, i, j);
            below += beats(input, j, i);
        }
        assert_int_equal(layer[j], want);
        assert_int_equal(partial_order_above(order, j), above);
        assert_int_equal(partial_order_below(order, j), below);
        deepest = want > deepest ? want : deepest;
    }
    assert_int_equal(height, deepest);
}

static void
orders_by_definition(void **state)
{
    struct input input;
    struct rng rng;

    (void)state;
    rng_init(&rng, 1, NULL, 0);
    for (size_t round = 0; round < count_or_part(6000, 60); round++) {
        struct partial_order order;

        draw(&rng, &input);
        partial_order_init(&order, input.points, input.n, input.d,
            input.slack ? input.eps : NULL);
        check_pairs(&input, &order);
        check_layers(&input, &order);
        check_covers(&input, &order);
        assert_int_equal(partial_order_width(&order), widest(&input));
        assert_true(partial_order_small_improvements(&order) == improvements(&input));
        if (input.n <= 6 || round % 100 == 0)
            assert_true(partial_order_extensions(&order) == rankings(&input, 0, input.n));
        partial_order_release(&order);
    }
}

/* A grid of 30 by 30 has antichains of 30, chains of 59 and each inner point covers two. */
static void
a_grid(void **state)
{
    enum { SIDE = 30 };
    static double points[SIDE * SIDE * 2];
    static uint32_t layer[SIDE * SIDE], again[SIDE * SIDE];
    static uint8_t cover[SIDE * SIDE];
    struct partial_order order;
    size_t edges = 0;

    (void)state;
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        points[2 * i] = (double)(i % SIDE);
        points[2 * i + 1] = (double)(i / SIDE);
    }
    partial_order_init(&order, points, SIDE * SIDE, 2, NULL);
    assert_int_equal(partial_order_width(&order), SIDE);
    assert_int_equal(partial_order_layers(&order, layer), 2 * SIDE - 1);
    dominance_layers(points, SIDE * SIDE, 2, again);
    assert_memory_equal(layer, again, sizeof layer);
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        partial_order_covers(&order, i, cover);
        for (size_t j = 0; j < SIDE * SIDE; j++)
            edges += cover[j];
    }
    assert_int_equal(edges, 2 * SIDE * (SIDE - 1));
    assert_true(isnan(partial_order_extensions(&order)));
    partial_order_release(&order);
}

/* Twenty points that nobody can rank have 20! rankings; of none there is no chain. */
static void
many_rankings(void **state)
{
    double points[40];
    struct partial_order order;

    (void)state;
    for (size_t i = 0; i < 20; i++) {
        points[2 * i] = (double)i;
        points[2 * i + 1] = -(double)i;
    }
    partial_order_init(&order, points, 20, 2, NULL);
    assert_true(fabs(partial_order_extensions(&order) / 2432902008176640000.0 - 1) < 1e-14);
    assert_int_equal(partial_order_width(&order), 20);
    partial_order_release(&order);
    partial_order_init(&order, points, 0, 2, NULL);
    assert_int_equal(partial_order_width(&order), 0);
    partial_order_release(&order);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_by_definition),
        cmocka_unit_test(a_grid),
        cmocka_unit_test(many_rankings),
    };

    return cmocka_run_group_tests_name("partial_order", tests, NULL, NULL);
}
