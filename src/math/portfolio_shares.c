/* portfolio_shares.c - portfolios that need no covariance of returns: the hypervolume Sharpe
 * ratio, Cover's universal portfolio, and buying and holding equal parts. */
#include "math/portfolio.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/indicators.h"

/* --- the hypervolume Sharpe ratio --- */

struct box { const double *low, *up; size_t d; double volume; };

static bool
is_inside(const struct box *box, const double *point)
{
    for (size_t k = 0; k < box->d; k++)
        if (!(point[k] < box->up[k]))
            return false;
    return true;
}

/* Share of the box that both points cover. */
static double
covered(const struct box *box, const double *a, const double *b)
{
    double volume = 1;

    for (size_t k = 0; k < box->d; k++)
        volume *= box->up[k] - fmax(fmax(a[k], b[k]), box->low[k]);
    return volume / box->volume;
}

/* What of a point matters: nothing is better than the best of the box. */
static double
clipped(const struct box *box, const double *point, size_t k)
{
    return fmax(point[k], box->low[k]);
}

/* Whether b adds nothing to a: it is nowhere better. */
static bool
covers(const struct box *box, const double *a, const double *b, bool *equal)
{
    *equal = true;
    for (size_t k = 0; k < box->d; k++) {
        if (clipped(box, a, k) > clipped(box, b, k))
            return false;
        *equal = *equal && !(clipped(box, a, k) < clipped(box, b, k));
    }
    return true;
}

/* Points that may get a share: inside, not dominated, and the first of their equals. */
static size_t
worthy_points(const struct box *box, const double *points, size_t n, size_t *worthy)
{
    size_t m = 0, d = box->d;

    for (size_t i = 0; i < n; i++) {
        bool wanted = is_inside(box, &points[i * d]);

        for (size_t j = 0; j < n && wanted; j++) {
            bool equal;

            if (j != i && is_inside(box, &points[j * d])
                && covers(box, &points[j * d], &points[i * d], &equal))
                wanted = equal && i < j;
        }
        if (wanted)
            worthy[m++] = i;
    }
    return m;
}

/* argmin over y >= 0 of y'Qy/2 - p.y by cyclic coordinate descent. */
static void
descend(const double *q, const double *p, size_t m, double *y)
{
    enum { MOST_SWEEPS = 100000 };

    for (size_t sweep = 0; sweep < MOST_SWEEPS; sweep++) {
        double change = 0, most = 0;

        for (size_t i = 0; i < m; i++) {
            double rest = p[i], next;

            for (size_t j = 0; j < m; j++)
                rest -= j == i ? 0 : q[i * m + j] * y[j];
            next = fmax(0, rest / q[i * m + i]);
            change = fmax(change, fabs(next - y[i]));
            y[i] = next;
            most = fmax(most, next);
        }
        if (change < 1e-15 * (1 + most))
            return;
    }
}

/* Points that meet every requirement: the ratio is infinite, all goes to them. */
static bool
take_certain(const double *p, size_t m, double *x)
{
    size_t certain = 0;

    for (size_t i = 0; i < m; i++)
        certain += p[i] >= 1;
    for (size_t i = 0; i < m && certain > 0; i++)
        x[i] = p[i] >= 1 ? 1 / (double)certain : 0;
    return certain > 0;
}

static double
ratio_of(const double *q, const double *p, size_t m, double *y)
{
    double sum = 0, gain = 0, variance = 0;

    for (size_t i = 0; i < m; i++)
        sum += y[i];
    for (size_t i = 0; i < m; i++) {
        y[i] = y[i] / sum > 1e-9 ? y[i] / sum : 0;
        gain += p[i] * y[i];
    }
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            variance += y[i] * q[i * m + j] * y[j];
    return gain / sqrt(variance);
}

double
portfolio_hypervolume_sharpe(const double *points, size_t n, size_t d, const double *low,
    const double *up, double *investment, double *chance)
{
    struct box box = { low, up, d, 1 };
    size_t *worthy = mem_zalloc(n + 1, sizeof *worthy), m = worthy_points(&box, points, n, worthy);
    double *q = mem_zalloc(m * m + 1, sizeof *q), *p = mem_zalloc(m + 1, sizeof *p);
    double *y = mem_zalloc(m + 1, sizeof *y), ratio = 0;

    for (size_t k = 0; k < d; k++)
        box.volume *= up[k] - low[k];
    for (size_t i = 0; i < n; i++) {
        investment[i] = 0;
        chance[i] = is_inside(&box, &points[i * d]) ? covered(&box, &points[i * d],
            &points[i * d]) : (double)NAN;
    }
    for (size_t i = 0; i < m; i++)
        p[i] = chance[worthy[i]];
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            q[i * m + j] = covered(&box, &points[worthy[i] * d], &points[worthy[j] * d]) -
                p[i] * p[j];
    if (take_certain(p, m, y)) {
        ratio = INFINITY;
    } else if (m > 0) {
        descend(q, p, m, y);
        ratio = ratio_of(q, p, m, y);
    }
    for (size_t i = 0; i < m; i++)
        investment[worthy[i]] = y[i];
    free(worthy);
    free(q);
    free(p);
    free(y);
    return ratio;
}

/* --- universal --- */

struct lattice { double *weight; size_t n, k; };

static void
keep_weight(void *context, const double *weight)
{
    struct lattice *lattice = context;

    memcpy(&lattice->weight[lattice->n++ * lattice->k], weight,
        lattice->k * sizeof *weight);
}

static bool
all_positive(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(x[i] > 0) || isinf(x[i]))
            return false;
    return true;
}

/* One period: wealth of each constant mixture grows; returns the factor of the whole. share[i],
 * unless NULL, is what the whole has in i as the period begins. */
static double
grow(const struct lattice *lattice, const double *relative, double *fortune, double *share)
{
    double before = 0, after = 0;

    for (size_t i = 0; share != NULL && i < lattice->k; i++)
        share[i] = 0;
    for (size_t j = 0; j < lattice->n; j++) {
        double factor = 0;

        for (size_t i = 0; i < lattice->k; i++)
            factor += lattice->weight[j * lattice->k + i] * relative[i];
        for (size_t i = 0; share != NULL && i < lattice->k; i++)
            share[i] += lattice->weight[j * lattice->k + i] * fortune[j];
        before += fortune[j];
        fortune[j] *= factor;
        after += fortune[j];
    }
    for (size_t i = 0; share != NULL && i < lattice->k; i++)
        share[i] /= before;
    return after / before;
}

struct universal
portfolio_universal(const double *relatives, size_t periods, size_t k, unsigned divisions,
    double *wealth, double *best_weight, double *shares)
{
    enum { MOST_POINTS = 50000, MOST_ASSETS = 64 };
    struct universal result = { (double)NAN, (double)NAN, 0, divisions };
    struct lattice lattice = { .k = k };
    double *fortune;
    size_t best = 0;

    if (k == 0 || k > MOST_ASSETS || periods == 0 || divisions == 0
        || !all_positive(relatives, periods * k))
        return result;
    while (result.divisions > 1 && lattice_count(k, result.divisions) > MOST_POINTS)
        result.divisions--;
    if (lattice_count(k, result.divisions) > MOST_POINTS)
        return result;
    result.lattice = lattice_count(k, result.divisions);
    lattice.weight = mem_alloc(result.lattice * k * sizeof *lattice.weight);
    lattice_visit(k, result.divisions, keep_weight, &lattice);
    fortune = mem_alloc(lattice.n * sizeof *fortune);
    for (size_t j = 0; j < lattice.n; j++)
        fortune[j] = 1;
    result.wealth = 1;
    for (size_t t = 0; t < periods; t++)
        wealth[t] = result.wealth *= grow(&lattice, &relatives[t * k], fortune,
            shares != NULL ? &shares[t * k] : NULL);
    for (size_t j = 1; j < lattice.n; j++)
        best = fortune[j] > fortune[best] ? j : best;
    result.best_wealth = fortune[best];
    memcpy(best_weight, &lattice.weight[best * k], k * sizeof *best_weight);
    free(lattice.weight);
    free(fortune);
    return result;
}

double
portfolio_buy_and_hold(const double *relatives, size_t periods, size_t k, double *wealth,
    double *best)
{
    double *part = mem_alloc((k + 1) * sizeof *part), sum = (double)NAN;

    *best = (double)NAN;
    for (size_t i = 0; i < k; i++)
        part[i] = 1;
    for (size_t t = 0; t < periods && k > 0 && all_positive(relatives, periods * k); t++) {
        sum = 0;
        *best = 0;
        for (size_t i = 0; i < k; i++) {
            part[i] *= relatives[t * k + i];
            sum += part[i] / (double)k;
            *best = fmax(*best, part[i]);
        }
        wealth[t] = sum;
    }
    free(part);
    return sum;
}
