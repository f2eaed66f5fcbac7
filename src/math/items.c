/* items.c - see items.h. */
#include "math/items.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/curves.h"
#include "math/moments.h"

/* Exact, so that models with the same scores in another order are equal. */
static double *
totals_of(const double *score, size_t models, size_t items)
{
    double *total = mem_zalloc(models, sizeof *total);

    for (size_t m = 0; m < models; m++) {
        struct exact_sum sum = { 0 };

        for (size_t i = 0; i < items; i++)
            exact_sum_add(&sum, score[m * items + i]);
        total[m] = exact_sum_mean(&sum, 1);
    }
    return total;
}

/* Models in ascending order of total, equal ones as they came. */
static size_t *
order_of(const double *total, size_t models)
{
    size_t *order = mem_alloc(models * sizeof *order);

    for (size_t m = 0; m < models; m++) {
        size_t at = m;

        for (; at > 0 && total[order[at - 1]] > total[m]; at--)
            order[at] = order[at - 1];
        order[at] = m;
    }
    return order;
}

static double
upper_less_lower(const double *column, const size_t *order, size_t models)
{
    size_t group = (size_t)fmax(1, nearbyint(0.27 * (double)models));
    double upper = 0, lower = 0;

    for (size_t g = 0; g < group && g < models; g++) {
        lower += column[order[g]];
        upper += column[order[models - 1 - g]];
    }
    return (upper - lower) / (double)group;
}

void
items_worth(const double *score, size_t models, size_t items, struct item_worth *worth)
{
    double *total = totals_of(score, models, items), *rest = mem_alloc(models * sizeof *rest);
    double *column = mem_alloc(models * sizeof *column);
    size_t *order = order_of(total, models);

    for (size_t i = 0; i < items; i++) {
        struct moments moments;

        for (size_t m = 0; m < models; m++) {
            column[m] = score[m * items + i];
            rest[m] = total[m] - column[m];
        }
        moments = moments_of(column, models);
        worth[i].difficulty = moments.mean;
        worth[i].point_biserial = curve_pearson(column, total, models);
        worth[i].corrected = curve_pearson(column, rest, models);
        worth[i].upper_lower = models == 0 ? (double)NAN :
            upper_less_lower(column, order, models);
    }
    free(total);
    free(rest);
    free(column);
    free(order);
}

/* k/(k-1) (1 - parts/variance of the totals); ddof as asked. */
static double
reliability(const double *score, size_t models, size_t items, int kr20)
{
    double *total = totals_of(score, models, items), parts = 0, k = (double)items, whole;
    double *column = mem_alloc(models * sizeof *column);
    struct moments of_total = moments_of(total, models);

    for (size_t i = 0; i < items; i++) {
        struct moments moments;

        for (size_t m = 0; m < models; m++)
            column[m] = score[m * items + i];
        moments = moments_of(column, models);
        parts += kr20 ? moments.mean * (1 - moments.mean) : moments_variance(&moments);
    }
    whole = kr20 ? of_total.m2 / (double)models : moments_variance(&of_total);
    free(total);
    free(column);
    return items < 2 || !(whole > 0) ? (double)NAN : k / (k - 1) * (1 - parts / whole);
}

double
items_alpha(const double *score, size_t models, size_t items)
{
    return reliability(score, models, items, 0);
}

double
items_kr20(const double *score, size_t models, size_t items)
{
    return reliability(score, models, items, 1);
}

struct item_spread
items_spread_ragged(const double *x, const size_t *samples, size_t items)
{
    double total = 0, squares = 0;
    struct item_spread spread;
    struct moments of_means = { 0 }, within = { 0 };

    for (size_t i = 0; i < items; x += samples[i], i++) {
        struct moments row = moments_of(x, samples[i]);

        moments_add(&of_means, row.mean);
        if (samples[i] >= 2)
            moments_add(&within, moments_variance(&row));
        total += (double)samples[i];
        squares += (double)samples[i] * (double)samples[i];
    }
    spread.mean = of_means.mean;
    spread.within = within.n > 0 ? within.mean : (double)NAN;
    spread.of_means = moments_variance(&of_means);
    spread.samples = (total - squares / total) / ((double)items - 1);
    spread.omega2 = spread.of_means - spread.within / spread.samples;
    spread.se_mean = moments_se(&of_means);
    spread.icc = spread.of_means == 0 && spread.within == 0 ? (double)NAN :
        spread.omega2 / (spread.omega2 + spread.within);
    return spread;
}

struct item_spread
items_spread(const double *x, size_t items, size_t seeds)
{
    size_t *samples = mem_alloc(items * sizeof *samples);
    struct item_spread spread;

    for (size_t i = 0; i < items; i++)
        samples[i] = seeds;
    spread = items_spread_ragged(x, samples, items);
    free(samples);
    return spread;
}

struct item_parts
items_parts(const double *x, size_t items, size_t seeds)
{
    double *row = mem_zalloc(items, sizeof *row), *column = mem_zalloc(seeds, sizeof *column);
    double *one = mem_alloc((items + 1) * sizeof *one);
    double i_n = (double)items, k_n = (double)seeds, rows = 0, columns = 0, errors = 0;
    struct item_parts parts = { 0 };

    for (size_t i = 0; i < items; i++)
        row[i] = moments_of(x + i * seeds, seeds).mean;
    for (size_t k = 0; k < seeds; k++) {
        for (size_t i = 0; i < items; i++)
            one[i] = x[i * seeds + k];
        column[k] = moments_of(one, items).mean;
    }
    parts.grand = moments_of(row, items).mean;
    for (size_t i = 0; i < items; i++)
        rows += (row[i] - parts.grand) * (row[i] - parts.grand);
    for (size_t k = 0; k < seeds; k++)
        columns += (column[k] - parts.grand) * (column[k] - parts.grand);
    for (size_t i = 0; i < items; i++)
        for (size_t k = 0; k < seeds; k++) {
            double away = x[i * seeds + k] - row[i] - column[k] + parts.grand;

            errors += away * away;
        }
    free(row);
    free(column);
    free(one);
    parts.residual = errors / ((i_n - 1) * (k_n - 1));
    parts.item = (k_n * rows / (i_n - 1) - parts.residual) / k_n;
    parts.seed = (i_n * columns / (k_n - 1) - parts.residual) / i_n;
    if (items < 2 || seeds < 2)
        parts.item = parts.seed = parts.residual = (double)NAN;
    return parts;
}
