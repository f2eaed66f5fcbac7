/* matrix_game.h - the value of a zero-sum game of two players: the linear program of "is there
 * any weighting under which this one is best".
 *
 * With payoff[k][j] = what m has more than j of good k, the value is the most that m wins by
 * over its closest rival under the weights that suit m best: max over w in the simplex of
 * min over j of w . (s_m - s_j), the margin of E-admissibility.
 */
#ifndef PARETOP_MATH_MATRIX_GAME_H
#define PARETOP_MATH_MATRIX_GAME_H

#include <stddef.h>

enum { MATRIX_GAME_ROWS_MOST = 16 };

/* payoff is rows x columns, row by row, finite; the row player mixes rows to get most. weights
 * (rows; or NULL) receives a best mixture. No columns: +INFINITY and equal weights. Needs
 * memory for one copy of the payoffs. Simplex by Bland's rule, so it always ends; exact to
 * rounding, about 1e-13 of the largest payoff. */
double matrix_game_value(const double *payoff, size_t rows, size_t columns, double *weights);

#endif
