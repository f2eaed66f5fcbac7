/* Runs within tasks: what is computed from draws against the plain definitions on the runs
 * that were drawn. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "math/aggregates.h"
#include "math/rank_tests.h"
#include "math/rng.h"
#include "math/strata.h"

static const size_t n_a[] = { 4, 4, 3 }, n_b[] = { 4, 2, 5 };
static const double a[] = { .6, .64, .62, .58, .3, .34, .32, .37, .8, .84, .82 };
static const double b[] = { .55, .61, .57, .56, .33, .3, .7, .82, .75, .76, .75 };
static const struct strata first = { 3, n_a, a }, second = { 3, n_b, b };

/* The drawn runs one after the other; returns how many. */
static size_t
spread_out(const double *x, const uint16_t *count, size_t n, double *out)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        for (uint16_t j = 0; j < count[i]; j++)
            out[k++] = x[i];
    return k;
}

static void
check(const uint16_t *count_a, const uint16_t *count_b)
{
    struct strata_pair *pair = strata_pair_new(&first, &second);
    double drawn_a[11], drawn_b[11], sum = 0;
    size_t place[11], at = 0, to = 0;

    strata_sort(&first, place);
    assert_int_equal(spread_out(a, count_a, 11, drawn_a), 11);
    assert_int_equal(spread_out(b, count_b, 11, drawn_b), 11);
    assert_float_equal(strata_iqm(&first, place, count_a), aggregate_iqm(drawn_a, 11), 1e-12);
    for (size_t t = 0; t < 3; at += n_a[t], to += n_b[t], t++)
        sum += rank_mann_whitney(drawn_a + at, n_a[t], drawn_b + to, n_b[t]).superiority;
    assert_float_equal(strata_improvement(pair, count_a, count_b), sum / 3, 1e-12);
    strata_pair_free(pair);
}

static void
observed(void **state)
{
    uint16_t count_a[11], count_b[11];

    (void)state;
    strata_observed(&first, count_a);
    strata_observed(&second, count_b);
    check(count_a, count_b);
}

static void
draws(void **state)
{
    uint16_t count_a[11], count_b[11];
    struct rng rng;
    uint64_t stream = 7;
    size_t moved = 0;

    (void)state;
    rng_init(&rng, 1, &stream, 1);
    for (int r = 0; r < 200; r++) {
        strata_draw(&rng, &first, count_a);
        strata_draw(&rng, &second, count_b);
        check(count_a, count_b);
        moved += count_a[0] != 1;
    }
    assert_in_range(moved, 80, 160);       /* P(not once of 4) = 1 - 27/64 */
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(observed), cmocka_unit_test(draws) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
