/* test_matrix_game.c - values of games that are known, and of random ones by their duality. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "math/hull.h"
#include "math/matrix_game.h"

static void
near_to(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-12 * (1 + fabs(expected))))
        fail_msg("%.17g is not %.17g", value, expected);
}

static void
known_games(void **state)
{
    static const double pennies[] = { 1, -1, -1, 1 }, scissors[] = { 0, -1, 1, 1, 0, -1, -1, 1, 0 },
        saddle[] = { 4, 2, 3, 1, 0, 5 }, uneven[] = { 3, -1, -2, 4 };
    double weights[3];

    (void)state;
    near_to(matrix_game_value(pennies, 2, 2, weights), 0);
    near_to(weights[0], 0.5);
    near_to(matrix_game_value(scissors, 3, 3, weights), 0);
    near_to(weights[1], 1.0 / 3);
    near_to(matrix_game_value(uneven, 2, 2, weights), 1);    /* (3*4 - 2) / (3 + 4 + 1 + 2) */
    near_to(weights[0], 0.6);
    near_to(matrix_game_value(saddle, 2, 3, weights), 2);
    assert_true(isinf(matrix_game_value(pennies, 2, 0, weights)));
}

static double
uniform(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return (*state >> 8) / 16777216.0;
}

/* The row player's value is minus the value of the game seen by the column player, and the
 * mixture that comes out reaches it against every column. */
static void
both_players_agree(void **state)
{
    uint32_t random = 7;
    double payoff[8 * 12], turned[8 * 12], weights[8];

    (void)state;
    for (int round = 0; round < 2000; round++) {
        size_t rows = 1 + (size_t)(uniform(&random) * 8), columns = 1 + (size_t)(uniform(&random) * 12);
        double value, least = INFINITY, sum = 0;

        for (size_t i = 0; i < rows * columns; i++)      /* with many ties */
            payoff[i] = round % 2 ? floor(uniform(&random) * 4) : uniform(&random) * 1e-7;
        value = matrix_game_value(payoff, rows, columns, weights);
        for (size_t j = 0; j < columns; j++) {
            double gain = 0;

            for (size_t k = 0; k < rows; k++)
                gain += weights[k] * payoff[k * columns + j];
            least = fmin(least, gain);
        }
        for (size_t k = 0; k < rows; k++) {
            assert_true(weights[k] >= -1e-12);
            sum += weights[k];
        }
        near_to(sum, 1);
        near_to(least, value);
        if (columns > 8)
            continue;
        for (size_t k = 0; k < rows; k++)
            for (size_t j = 0; j < columns; j++)
                turned[j * rows + k] = -payoff[k * columns + j];
        near_to(-matrix_game_value(turned, columns, rows, NULL), value);
    }
}

/* With two goods, the points of non-negative margin are those of the upper hull. */
static void
two_goods_are_the_hull(void **state)
{
    enum { N = 30 };
    uint32_t random = 3;

    (void)state;
    for (int round = 0; round < 200; round++) {
        double cost[N], score[N], payoff[2 * N];
        size_t hull[N], n_hull;

        for (size_t i = 0; i < N; i++) {                 /* a front: no point dominates another */
            cost[i] = (i == 0 ? 0 : cost[i - 1]) + 0.01 + uniform(&random);
            score[i] = (i == 0 ? 0 : score[i - 1]) + 0.01 + uniform(&random);
        }
        n_hull = hull_upper(cost, score, N, hull);
        for (size_t m = 0; m < N; m++) {
            size_t n = 0, h = 0;

            for (size_t j = 0; j < N; j++) {
                if (j == m)
                    continue;
                payoff[n] = cost[j] - cost[m];
                payoff[N - 1 + n++] = score[m] - score[j];
            }
            while (h < n_hull && hull[h] != m)
                h++;
            assert_int_equal(matrix_game_value(payoff, 2, N - 1, NULL) >= -1e-9, h < n_hull);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(known_games),
        cmocka_unit_test(both_players_agree), cmocka_unit_test(two_goods_are_the_hull) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
