/* multiplicity.c - step-down and step-up adjustments on sorted p-values. */
#include "math/multiplicity.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

struct ranked_p { double p; size_t index; };

static int
ranked_ascending(const void *left, const void *right)
{
    const struct ranked_p *a = left, *b = right;

    if (a->p != b->p)
        return a->p > b->p ? 1 : -1;
    return (a->index > b->index) - (a->index < b->index);
}

static struct ranked_p *
ranked_new(const double *p, size_t n)
{
    struct ranked_p *ranked = mem_zalloc(n, sizeof *ranked);

    for (size_t i = 0; i < n; i++)
        ranked[i] = (struct ranked_p){ p[i], i };
    qsort(ranked, n, sizeof *ranked, ranked_ascending);
    return ranked;
}

static double
harmonic(size_t n)
{
    double sum = 0;

    for (size_t j = 1; j <= n; j++)
        sum += 1 / (double)j;
    return sum;
}

/* Holm: the running maximum of (n - j + 1) p_(j) upwards. */
static void
step_down(const struct ranked_p *ranked, size_t n, double *adjusted)
{
    double running = 0;

    for (size_t i = 0; i < n; i++) {
        running = fmax(running, fmin(1, (double)(n - i) * ranked[i].p));
        adjusted[ranked[i].index] = running;
    }
}

/* Hochberg, BH and BY: the running minimum of factor_j p_(j) downwards. */
static void
step_up(const struct ranked_p *ranked, size_t n, enum adjustment method, double *adjusted)
{
    const double scale = method == ADJUST_BY ? harmonic(n) : 1;
    double running = 1;

    for (size_t i = n; i-- > 0;) {
        double factor = method == ADJUST_HOCHBERG ? (double)(n - i)
            : (double)n * scale / (double)(i + 1);

        running = fmin(running, factor * ranked[i].p);
        adjusted[ranked[i].index] = running;
    }
}

/* Hommel by Wright's algorithm; indices from 0, p sorted ascending. */
static void
hommel(const struct ranked_p *ranked, size_t n, double *adjusted)
{
    double *a = mem_zalloc(n, sizeof *a), start = INFINITY;

    for (size_t j = 0; j < n; j++)
        start = fmin(start, (double)n * ranked[j].p / (double)(j + 1));
    for (size_t i = 0; i < n; i++)
        a[i] = start;
    for (size_t k = n - 1; k >= 2 && n >= 3; k--) {
        size_t tail = n - k;                /* the last index of the lower part */
        double least = INFINITY, edge = 0;

        for (size_t j = 2; j <= k; j++)
            least = fmin(least, (double)k * ranked[tail + j - 1].p / (double)j);
        for (size_t i = 0; i <= tail; i++) {
            edge = fmin((double)k * ranked[i].p, least);
            a[i] = fmax(a[i], edge);
        }
        for (size_t i = tail + 1; i < n; i++)
            a[i] = fmax(a[i], edge);
    }
    for (size_t i = 0; i < n; i++)
        adjusted[ranked[i].index] = fmin(1, fmax(a[i], ranked[i].p));
    free(a);
}

void
multiplicity_adjust(enum adjustment method, const double *p, size_t n, double *adjusted)
{
    struct ranked_p *ranked = ranked_new(p, n);

    for (size_t i = 0; i < n; i++) {
        if (method == ADJUST_BONFERRONI)
            adjusted[i] = multiplicity_chosen_from(p[i], (double)n);
        else if (method == ADJUST_SIDAK)        /* 1 - (1-p)^n without cancellation */
            adjusted[i] = -expm1((double)n * log1p(-p[i]));
        else
            adjusted[i] = p[i];
    }
    if (method == ADJUST_HOLM)
        step_down(ranked, n, adjusted);
    else if (method == ADJUST_HOMMEL)
        hommel(ranked, n, adjusted);
    else if (method == ADJUST_HOCHBERG || method == ADJUST_BH || method == ADJUST_BY)
        step_up(ranked, n, method, adjusted);
    free(ranked);
}

double
multiplicity_chosen_from(double p, double family)
{
    return fmin(1, p * family);
}
