/* shortlist.c - see shortlist.h. */
#include "math/shortlist.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/sorted.h"

struct ranked { double score; size_t index; };

static int
best_first(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;

    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return (a->index < b->index) - (a->index > b->index);   /* later input first */
}

void
shortlist_rank(const double *score, size_t n, size_t *order)
{
    struct ranked *ranked = mem_zalloc(n, sizeof *ranked);

    for (size_t i = 0; i < n; i++)
        ranked[i] = (struct ranked){ score[i], i };
    qsort(ranked, n, sizeof *ranked, best_first);
    for (size_t i = 0; i < n; i++)
        order[i] = ranked[i].index;
    free(ranked);
}

/* Spread of the first k by the running mean: no large sums are subtracted. */
static double
spread(const double *value, const size_t *order, size_t k, int ddof, double *mean)
{
    double m2 = 0, divisor = (double)k - ddof;

    *mean = 0;
    for (size_t i = 0; i < k; i++) {
        double step = value[order[i]] - *mean;

        *mean += step / (double)(i + 1);
        m2 += step * (value[order[i]] - *mean);
    }
    return divisor > 0 ? sqrt(m2 / divisor) : NAN;
}

struct shortlist
shortlist_figures(const double *value, const size_t *order, size_t k, double baseline,
    double threshold, int ddof)
{
    struct shortlist list = { .best = -INFINITY, .worst = INFINITY };
    double gain;

    for (size_t i = 0; i < k; i++) {
        double v = value[order[i]];

        list.best = fmax(list.best, v);
        list.worst = fmin(list.worst, v);
        list.violation_rate += v < threshold;
    }
    list.kth = value[order[k - 1]];
    list.violation_rate = isnan(threshold) ? (double)NAN : list.violation_rate / (double)k;
    list.sd = spread(value, order, k, ddof, &list.mean);
    if (list.best == list.worst && !isnan(list.sd))
        list.sd = 0;                      /* equal values have no spread, whatever rounding says */
    gain = isnan(baseline) ? (double)NAN : fmax(list.best - baseline, 0);
    list.sharpe = k < 2 || isnan(list.sd) ? NAN
        : list.sd > 0 || isnan(gain) ? gain / list.sd : gain > 0 ? INFINITY : NAN;
    return list;
}

bool
shortlist_is_larger(double ratio, double than)
{
    if (isnan(ratio) || isnan(than) || isinf(than))
        return !isnan(ratio) && isnan(than);
    return isinf(ratio) || ratio > than + 1e-12 * fabs(than);
}

double
shortlist_clip(double sharpe, size_t k)
{
    if (k < 2)
        return sharpe;
    if (isnan(sharpe))
        return 0;
    return fmin(fmax(sharpe, 0), 100);
}

double
shortlist_cvar(const double *returns, size_t n, double alpha)
{
    size_t lowest = (size_t)((double)n * alpha);
    double *sorted = sorted_copy(returns, n), mean;

    mean = lowest > 0 ? gsl_stats_mean(sorted, 1, lowest) : NAN;
    free(sorted);
    return mean;
}

double
shortlist_quantile(const double *returns, size_t n, double alpha)
{
    double *sorted = sorted_copy(returns, n), quantile;

    quantile = n > 0 ? gsl_stats_quantile_from_sorted_data(sorted, 1, n, alpha) : NAN;
    free(sorted);
    return quantile;
}

/* Order of the candidates by estimate, ties as they stand in the true ranking. */
static void
rank_after_truth(const double *estimate, const size_t *truth, size_t n, size_t *position)
{
    double *reordered = mem_zalloc(n, sizeof *reordered);

    for (size_t i = 0; i < n; i++)
        reordered[i] = estimate[truth[i]];
    shortlist_rank(reordered, n, position);
    free(reordered);
}

static double
position_correlation(const size_t *position, size_t n)
{
    double squares = 0, size = (double)n;

    if (n < 2)
        return NAN;
    for (size_t r = 0; r < n; r++) {
        double step = (double)position[r] - (double)r;

        squares += step * step;
    }
    return 1 - 6 * squares / (size * (size * size - 1));
}

static void
error_rates(const double *value, const double *estimate, size_t n, double threshold,
    struct agreement *out)
{
    double safe = 0, missed = 0, unsafe = 0, passed = 0;

    for (size_t i = 0; i < n; i++) {
        if (value[i] >= threshold) {
            safe++;
            missed += estimate[i] < threshold;
        } else {
            unsafe++;
            passed += estimate[i] >= threshold;
        }
    }
    out->type1 = isnan(threshold) ? (double)NAN : safe > 0 ? missed / safe : 0;
    out->type2 = isnan(threshold) ? (double)NAN : unsafe > 0 ? passed / unsafe : 0;
}

void
shortlist_regrets(const double *value, const double *estimate, size_t n, size_t most,
    double *regret)
{
    size_t *truth = mem_zalloc(n, sizeof *truth), *position = mem_zalloc(n, sizeof *position);
    double sum = 0;

    shortlist_rank(value, n, truth);
    rank_after_truth(estimate, truth, n, position);
    for (size_t k = 0; k < most; k++) {
        sum += k < n ? value[truth[k]] - value[truth[position[k]]] : 0;
        regret[k] = sum;
    }
    free(position);
    free(truth);
}

struct agreement
shortlist_agreement(const double *value, const double *estimate, size_t n, size_t regret_k,
    double threshold)
{
    struct agreement out = { NAN, NAN, NAN, NAN, NAN };
    size_t *truth = mem_zalloc(n, sizeof *truth), *position = mem_zalloc(n, sizeof *position);

    if (n > 0) {
        double error = 0, regret = 0;

        shortlist_rank(value, n, truth);
        rank_after_truth(estimate, truth, n, position);
        for (size_t i = 0; i < n; i++)
            error += (value[i] - estimate[i]) * (value[i] - estimate[i]);
        for (size_t i = 0; i < regret_k && i < n; i++)
            regret += value[truth[i]] - value[truth[position[i]]];
        out.mse = error / (double)n;
        out.regret = regret;
        out.rank_correlation = position_correlation(position, n);
        error_rates(value, estimate, n, threshold, &out);
    }
    free(position);
    free(truth);
    return out;
}
