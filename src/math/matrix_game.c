/* matrix_game.c - the simplex method on the column player's program.
 *
 * With all payoffs made positive, the column player's program "most sum of y, payoff y <= 1,
 * y >= 0" starts feasible at y = 0 and has as few constraints as the game has rows: each step
 * costs one pass over the payoffs. The row player's mixture is its dual solution, which the
 * objective's row holds under the slack variables.
 */
#include "math/matrix_game.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const double tolerance = 1e-12;

/* Rows 0..rows-1 are constraints, row `rows` the objective; columns are the payoffs' columns,
 * then a slack for each row, then the right-hand side. */
struct tableau { size_t rows, columns, width; double *cell; size_t basis[MATRIX_GAME_ROWS_MOST]; };

static double *
row_of(const struct tableau *t, size_t row)
{
    return t->cell + row * t->width;
}

static void
tableau_init(struct tableau *t, const double *payoff, double shift, double scale)
{
    t->width = t->columns + t->rows + 1;
    t->cell = mem_zalloc((t->rows + 1) * t->width, sizeof *t->cell);
    for (size_t k = 0; k < t->rows; k++) {
        double *row = row_of(t, k);

        for (size_t j = 0; j < t->columns; j++)
            row[j] = (payoff[k * t->columns + j] - shift) / scale + 1;
        row[t->columns + k] = 1;
        row[t->width - 1] = 1;
        t->basis[k] = t->columns + k;
    }
    for (size_t j = 0; j < t->columns; j++)
        row_of(t, t->rows)[j] = -1;
}

/* Bland's rule: the first column that gains. */
static size_t
entering(const struct tableau *t)
{
    const double *objective = row_of(t, t->rows);
    size_t j = 0;

    while (j + 1 < t->width && objective[j] >= -tolerance)
        j++;
    return j;
}

/* The row that binds first; of equals the one whose variable comes first. t->rows: none. */
static size_t
leaving(const struct tableau *t, size_t column)
{
    size_t best = t->rows;
    double least = INFINITY;

    for (size_t k = 0; k < t->rows; k++) {
        double by = row_of(t, k)[column], ratio;

        if (by <= tolerance)
            continue;
        ratio = row_of(t, k)[t->width - 1] / by;
        if (ratio < least || (ratio == least && t->basis[k] < t->basis[best])) {
            least = ratio;
            best = k;
        }
    }
    return best;
}

static void
pivot(struct tableau *t, size_t row, size_t column)
{
    double *pivotal = row_of(t, row), by = pivotal[column];

    for (size_t j = 0; j < t->width; j++)
        pivotal[j] /= by;
    for (size_t k = 0; k <= t->rows; k++) {
        double *other = row_of(t, k), times = other[column];

        if (k == row || times == 0)
            continue;
        for (size_t j = 0; j < t->width; j++)
            other[j] -= times * pivotal[j];
        other[column] = 0;
    }
    t->basis[row] = column;
}

static void
find_range(const double *payoff, size_t n, double *least, double *most)
{
    *least = *most = payoff[0];
    for (size_t i = 1; i < n; i++) {
        *least = payoff[i] < *least ? payoff[i] : *least;
        *most = payoff[i] > *most ? payoff[i] : *most;
    }
}

double
matrix_game_value(const double *payoff, size_t rows, size_t columns, double *weights)
{
    struct tableau t = { .rows = rows, .columns = columns };
    double least, most, scale, sum, value;
    size_t column, row;

    assert(rows >= 1 && rows <= MATRIX_GAME_ROWS_MOST);
    for (size_t k = 0; weights != NULL && k < rows; k++)
        weights[k] = 1 / (double)rows;
    if (columns == 0)
        return (double)INFINITY;
    find_range(payoff, rows * columns, &least, &most);
    scale = most > least ? most - least : 1;
    tableau_init(&t, payoff, least, scale);      /* payoffs between 1 and 2 */
    while ((column = entering(&t)) + 1 < t.width && (row = leaving(&t, column)) < rows)
        pivot(&t, row, column);
    sum = row_of(&t, rows)[t.width - 1];
    for (size_t k = 0; weights != NULL && k < rows; k++)
        weights[k] = row_of(&t, rows)[columns + k] / sum;
    value = (1 / sum - 1) * scale + least;
    free(t.cell);
    return value;
}
