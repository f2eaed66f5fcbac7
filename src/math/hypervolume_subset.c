/* hypervolume_subset.c - see hypervolume_subset.h.
 *
 * Of two objectives the chosen points are a staircase: the one whose last step is point i and
 * has j steps adds one rectangle to the best one of j - 1 steps that ends left of it.
 */
#include "math/hypervolume_subset.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance.h"
#include "math/hypervolume.h"
#include "math/order.h"
#include "math/rules.h"

/* Who counts at all: rows of the front beyond the reference, equal ones once. */
static uint32_t *
counted_rows(const double *points, size_t n, size_t d, const double *reference, size_t *m)
{
    uint8_t *on = mem_zalloc(n, sizeof *on);
    uint32_t *rows = mem_alloc(n * sizeof *rows);

    dominance_frontier(points, n, d, on);
    rule_unique(points, n, d, on);
    *m = 0;
    for (size_t i = 0; i < n; i++) {
        bool inside = on[i] != 0;

        for (size_t k = 0; k < d; k++)
            inside = inside && points[i * d + k] > reference[k];
        if (inside)
            rows[(*m)++] = (uint32_t)i;
    }
    free(on);
    return rows;
}

/* --- two objectives --- */

/* Best areas of j steps whose last is i, and the step before it (m: none). */
struct steps { double *area; uint32_t *before; };

static void
add_step(const double *value, size_t m, const double *reference, const double *shorter,
    const struct steps *longer)
{
    for (size_t i = 0; i < m; i++) {
        double x = value[2 * i], height = value[2 * i + 1] - reference[1];

        longer->area[i] = shorter == NULL ? (x - reference[0]) * height : -INFINITY;
        longer->before[i] = (uint32_t)m;
        for (size_t p = 0; p < i && shorter != NULL; p++) {
            double area = shorter[p] + (x - value[2 * p]) * height;

            if (area > longer->area[i]) {
                longer->area[i] = area;
                longer->before[i] = (uint32_t)p;
            }
        }
    }
}

/* value: m points, first objective rising, second falling. keep[i] is 1 for the best `most`. */
static void
best_staircase(const double *value, size_t m, size_t most, const double *reference,
    uint8_t *keep)
{
    double *area = mem_alloc(most * m * sizeof *area);
    uint32_t *before = mem_alloc(most * m * sizeof *before);
    size_t last = 0;

    for (size_t j = 0; j < most; j++)
        add_step(value, m, reference, j == 0 ? NULL : area + (j - 1) * m,
            &(struct steps){ area + j * m, before + j * m });
    for (size_t i = 1; i < m; i++)
        if (area[(most - 1) * m + i] > area[(most - 1) * m + last])
            last = i;
    memset(keep, 0, m);
    for (size_t j = most; j-- > 0; last = before[j * m + last])
        keep[last] = 1;
    free(area);
    free(before);
}

static void
choose_steps(const double *points, const uint32_t *rows, size_t m, size_t most,
    const double *reference, uint8_t *chosen)
{
    double *value = mem_alloc(2 * m * sizeof *value);
    uint8_t *keep = mem_alloc(m);
    struct ordered_points ordered;

    /* the first objective falls in this order, and is to rise */
    ordered_points_init(&ordered, points, rows, m, 2);
    for (size_t i = 0; i < m; i++)
        memcpy(value + 2 * i, ordered.value + 2 * (m - 1 - i), 2 * sizeof *value);
    best_staircase(value, m, most, reference, keep);
    for (size_t i = 0; i < m; i++)
        chosen[ordered.index[m - 1 - i]] = keep[i];
    ordered_points_release(&ordered);
    free(keep);
    free(value);
}

/* --- more objectives --- */

static void
take_least_away(const double *points, size_t d, uint32_t *rows, size_t m, size_t most,
    const double *reference, uint8_t *chosen)
{
    double *left = mem_alloc(m * d * sizeof *left), *alone = mem_alloc(m * sizeof *alone);

    for (size_t i = 0; i < m; i++)
        memcpy(left + i * d, points + rows[i] * d, d * sizeof *left);
    while (m > most) {
        size_t least = 0;

        hypervolume_contributions(left, m, d, reference, alone);
        for (size_t i = 1; i < m; i++)
            if (alone[i] < alone[least])
                least = i;
        memmove(left + least * d, left + (least + 1) * d, (m - least - 1) * d * sizeof *left);
        memmove(rows + least, rows + least + 1, (m - least - 1) * sizeof *rows);
        m--;
    }
    for (size_t i = 0; i < m; i++)
        chosen[rows[i]] = 1;
    free(alone);
    free(left);
}

size_t
hypervolume_subset(const double *points, size_t n, size_t d, const double *reference,
    size_t most, uint8_t *chosen)
{
    size_t m;
    uint32_t *rows = counted_rows(points, n, d, reference, &m);
    size_t kept = m < most ? m : most;

    memset(chosen, 0, n);
    if (kept == m)
        for (size_t i = 0; i < m; i++)
            chosen[rows[i]] = 1;
    else if (d == 2 && kept > 0)
        choose_steps(points, rows, m, kept, reference, chosen);
    else if (kept > 0)
        take_least_away(points, d, rows, m, kept, reference, chosen);
    free(rows);
    return kept;
}
