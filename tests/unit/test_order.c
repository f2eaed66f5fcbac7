/* test_order.c - keys and their indices against a sort by comparison, at lengths on either side
 * of where the way of sorting changes, and for values whose first digits tell nothing. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/order.h"
#include "math/rng.h"

struct pair { uint64_t key; uint32_t index; };

static int
compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

enum kind { UNIFORM, THOUSANDS, NEAR, HALF_NEAR, TWO_NEAR, ORDERS, WHOLE, SIGNS, EQUAL, KINDS };

static double
value_of(enum kind kind, struct rng *rng)
{
    double u = rng_uniform(rng);

    switch (kind) {
    case THOUSANDS: return floor(1000 * u) / 1000;
    case NEAR: return 0.5 + 1e-9 * u;
    case HALF_NEAR: return rng_below(rng, 2) ? u : 0.5 + 1e-7 * u;
    case TWO_NEAR: return (double)rng_below(rng, 20) + 1 + 1e-12 * u;
    case ORDERS: return ldexp(1 + u, (int)rng_below(rng, 2000) - 1000);
    case WHOLE: return floor(1e5 * u);
    case SIGNS: return rng_below(rng, 3) ? u - 0.5 : rng_below(rng, 2) ? 0.0 : -0.0;
    case EQUAL: return 0.25;
    default: return u;
    }
}

static void
check_sort(size_t n, enum kind kind)
{
    uint64_t *key = malloc(2 * n * sizeof *key), stream[2] = { n, kind };
    uint32_t *index = malloc(2 * n * sizeof *index);
    struct pair *want = malloc(n * sizeof *want);
    struct rng rng;

    rng_init(&rng, 1, stream, 2);
    for (size_t i = 0; i < n; i++) {
        key[i] = order_key_descending(value_of(kind, &rng));
        index[i] = (uint32_t)i;
        want[i] = (struct pair){ key[i], index[i] };
    }
    qsort(want, n, sizeof *want, compare_pairs);
    order_sort(key, index, n, key + n, index + n);
    for (size_t i = 0; i < n; i++)
        if (key[i] != want[i].key || index[i] != want[i].index)
            fail_msg("%zu values of kind %d: place %zu", n, (int)kind, i);
    free(key);
    free(index);
    free(want);
}

static void
sorts_and_keeps_ties_in_order(void **state)
{
    static const size_t lengths[] = { 1, 2, 24, 25, 450, 451, 1000, 3000, 20000 };

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
        for (int kind = 0; kind < KINDS; kind++)
            check_sort(lengths[i], (enum kind)kind);
}

static void
keys_fall_with_values(void **state)
{
    static const double falling[] = { INFINITY, 1e300, 1, 1e-320, 0, -1e-320, -1, -1e300,
        -INFINITY };

    (void)state;
    for (size_t i = 1; i < sizeof falling / sizeof falling[0]; i++)
        assert_true(order_key_descending(falling[i - 1]) < order_key_descending(falling[i]));
    assert_true(order_key_descending(0.0) == order_key_descending(-0.0));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_and_keeps_ties_in_order),
        cmocka_unit_test(keys_fall_with_values),
    };

    return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
