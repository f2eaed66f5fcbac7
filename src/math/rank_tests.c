/* rank_tests.c - see rank_tests.h. Exact null distributions are counted by dynamic
 * programming in doubles: probabilities, not counts, so nothing overflows. */
#include "math/rank_tests.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { EXACT_PAIRS = 50, EXACT_FLIPS = 20, EXACT_SAMPLE = 8 };

struct sign_test
rank_sign_test(const double *d, size_t n)
{
    struct sign_test test = { 0, 0, NAN };
    size_t smaller;

    for (size_t i = 0; i < n; i++) {
        test.positive += d[i] > 0;
        test.nonzero += d[i] != 0;
    }
    if (test.nonzero == 0)
        return test;
    smaller = test.positive < test.nonzero - test.positive
        ? test.positive : test.nonzero - test.positive;
    test.p = fmin(1, 2 * gsl_cdf_binomial_P((unsigned)smaller, 0.5, (unsigned)test.nonzero));
    return test;
}

struct ranked { double value; size_t index; };

static int
ranked_ascending(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;

    return (a->value > b->value) - (a->value < b->value);
}

/* Average ranks from 1 by value; returns the sum of t^3 - t over tie groups, counting
 * only groups with a value above `ties_above`. */
static double
average_ranks(struct ranked *ranked, size_t n, double *rank, double ties_above)
{
    double ties = 0;

    qsort(ranked, n, sizeof *ranked, ranked_ascending);
    for (size_t first = 0, last; first < n; first = last) {
        double t;

        for (last = first + 1; last < n && ranked[last].value == ranked[first].value; last++)
            ;
        for (size_t i = first; i < last; i++)
            rank[ranked[i].index] = (double)(first + 1 + last) / 2;
        t = (double)(last - first);
        if (ranked[first].value > ties_above)
            ties += t * t * t - t;
    }
    return ties;
}

/* P(W+ <= t) for n untied pairs. */
static double
wilcoxon_cdf(size_t n, double t)
{
    size_t top = n * (n + 1) / 2;
    double *mass = mem_zalloc(top + 1, sizeof *mass), sum = 0;

    mass[0] = 1;
    for (size_t r = 1; r <= n; r++)
        for (size_t s = r * (r + 1) / 2 + 1; s-- > 0;)
            mass[s] = 0.5 * (mass[s] + (s >= r ? mass[s - r] : 0));
    for (size_t s = 0; s <= top && (double)s <= t; s++)
        sum += mass[s];
    free(mass);
    return sum;
}

static double
wilcoxon_normal_p(double t, double n, double zeros, double ties)
{
    double mean = n * (n + 1) / 4 - zeros * (zeros + 1) / 4;
    double variance = (n * (n + 1) * (2 * n + 1) - zeros * (zeros + 1) * (2 * zeros + 1)
        - ties / 2) / 24;

    return 2 * gsl_cdf_ugaussian_P(-fabs((t - mean) / sqrt(variance)));
}

struct wilcoxon
rank_wilcoxon(const double *d, size_t n, enum zero_method zeros, int approximate)
{
    struct wilcoxon test = { NAN, NAN, 0, 0 };
    struct ranked *ranked = mem_zalloc(n, sizeof *ranked);
    double *rank = mem_zalloc(n, sizeof *rank);
    double plus = 0, minus = 0, ties, z0 = 0;
    size_t used = 0;

    for (size_t i = 0; i < n; i++) {
        z0 += d[i] == 0;
        if (d[i] != 0 || zeros != ZERO_WILCOX)
            ranked[used++] = (struct ranked){ fabs(d[i]), i };
    }
    test.n = used;
    ties = average_ranks(ranked, used, rank, zeros == ZERO_SPLIT ? -1 : 0);
    for (size_t i = 0; i < used; i++) {
        double value = d[ranked[i].index], r = rank[ranked[i].index];

        plus += value > 0 ? r : value == 0 && zeros == ZERO_SPLIT ? r / 2 : 0;
        minus += value < 0 ? r : value == 0 && zeros == ZERO_SPLIT ? r / 2 : 0;
    }
    if ((double)n > z0) {
        test.t = fmin(plus, minus);
        test.exact = !approximate && used < EXACT_PAIRS && ties == 0 && z0 == 0;
        test.p = test.exact ? fmin(1, 2 * wilcoxon_cdf(used, test.t))
            : wilcoxon_normal_p(test.t, (double)used, zeros == ZERO_PRATT ? z0 : 0, ties);
    }
    free(rank);
    free(ranked);
    return test;
}

static int
double_ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

static double *
sorted_copy(const double *values, size_t n)
{
    double *copy = mem_zalloc(n, sizeof *copy);

    memcpy(copy, values, n * sizeof *copy);
    qsort(copy, n, sizeof *copy, double_ascending);
    return copy;
}

/* How many pairs have the larger value in a, ties half: walks both in order. */
static double
larger_pairs(const double *a, size_t na, const double *b, size_t nb)
{
    double *x = sorted_copy(a, na), *y = sorted_copy(b, nb), u = 0;
    size_t below = 0, through = 0;     /* of b: less than a's value, and at most it */

    for (size_t i = 0; i < na; i++) {
        while (below < nb && y[below] < x[i])
            below++;
        while (through < nb && y[through] <= x[i])
            through++;
        u += (double)(below + through) / 2;
    }
    free(x);
    free(y);
    return u;
}

/* P(U <= u) for untied samples: the number of ways is counted as a share of all. */
static double
mann_whitney_cdf(size_t na, size_t nb, double u)
{
    size_t top = na * nb;
    /* mass[i][s]: share of arrangements of i of the first k values being A's with sum s */
    double *mass = mem_zalloc((na + 1) * (top + 1), sizeof *mass), sum = 0;

    mass[0] = 1;
    for (size_t k = 1; k <= na + nb; k++)
        for (size_t i = (k < na ? k : na); i > 0; i--) {
            size_t below = k - i;           /* B's that came before this A */

            for (size_t s = top + 1; below <= nb && s-- > below;)
                mass[i * (top + 1) + s] += mass[(i - 1) * (top + 1) + s - below];
        }
    {
        double total = 0;

        for (size_t s = 0; s <= top; s++) {
            total += mass[na * (top + 1) + s];
            if ((double)s <= u)
                sum += mass[na * (top + 1) + s];
        }
        sum /= total;
    }
    free(mass);
    return sum;
}

static double
mann_whitney_ties(const double *a, size_t na, const double *b, size_t nb)
{
    size_t n = na + nb;
    struct ranked *ranked = mem_zalloc(n, sizeof *ranked);
    double *rank = mem_zalloc(n, sizeof *rank), ties;

    for (size_t i = 0; i < n; i++)
        ranked[i] = (struct ranked){ i < na ? a[i] : b[i - na], i };
    ties = average_ranks(ranked, n, rank, -INFINITY);
    free(rank);
    free(ranked);
    return ties;
}

struct mann_whitney
rank_mann_whitney(const double *a, size_t na, const double *b, size_t nb)
{
    struct mann_whitney test = { 0, NAN, NAN, NAN, 0 };
    double product = (double)na * (double)nb, n = (double)(na + nb), ties, variance, z;

    if (na == 0 || nb == 0)
        return test;
    test.u = larger_pairs(a, na, b, nb);
    test.superiority = test.u / product;
    test.delta = 2 * test.superiority - 1;
    ties = mann_whitney_ties(a, na, b, nb);
    test.exact = ties == 0 && (na < nb ? na : nb) <= EXACT_SAMPLE;
    if (test.exact) {
        test.p = fmin(1, 2 * mann_whitney_cdf(na, nb, fmin(test.u, product - test.u)));
        return test;
    }
    variance = product / 12 * (n + 1 - ties / (n * (n - 1)));
    if (variance > 0) {
        z = (fmax(test.u, product - test.u) - product / 2 - 0.5) / sqrt(variance);
        test.p = fmin(1, 2 * gsl_cdf_ugaussian_Q(z));
    }
    return test;
}

double
rank_sign_flip_exact(const double *d, size_t n)
{
    double observed = 0, size = 0, count = 0;

    assert(n <= EXACT_FLIPS);
    if (n == 0)
        return NAN;
    for (size_t i = 0; i < n; i++) {
        observed += d[i];
        size += fabs(d[i]);
    }
    observed = fabs(observed) - 1e-12 * size;
    for (uint32_t pattern = 0; pattern < UINT32_C(1) << n; pattern++) {
        double sum = 0;

        for (size_t i = 0; i < n; i++)
            sum += pattern >> i & 1 ? d[i] : -d[i];
        count += fabs(sum) >= observed;
    }
    return count / (double)(UINT32_C(1) << n);
}

double
rank_violation_ratio(const double *a, size_t na, const double *b, size_t nb)
{
    double *x, *y, violated = 0, total = 0;
    size_t i = 0, j = 0;
    uint64_t at = 0;

    if (na == 0 || nb == 0)
        return NAN;
    x = sorted_copy(a, na);
    y = sorted_copy(b, nb);
    /* Both quantile functions are steps; walk their breakpoints i/na and j/nb in whole
     * units of 1/(na nb). */
    while (i < na && j < nb) {
        uint64_t next_a = (uint64_t)(i + 1) * nb, next_b = (uint64_t)(j + 1) * na;
        uint64_t next = next_a < next_b ? next_a : next_b;
        double gap = y[j] - x[i], piece = gap * gap * (double)(next - at);

        total += piece;
        violated += gap > 0 ? piece : 0;
        at = next;
        i += next == next_a;
        j += next == next_b;
    }
    free(x);
    free(y);
    return total > 0 ? violated / total : 0.5;
}

void
rank_quantise(double *values, size_t n)
{
    double scale = 0;

    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i]))
            scale = fmax(scale, fabs(values[i]));
    scale *= 1e-12;
    for (size_t i = 0; i < n && scale > 0; i++)
        if (isfinite(values[i]))
            values[i] = rint(values[i] / scale) * scale;
}
