/* sharpe.c - see sharpe.h. */
#include "math/sharpe.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/moments.h"
#include "math/sorted.h"

static double
mean_of(const double *x, size_t n)
{
    return moments_of(x, n).mean;      /* two passes: what sums to 0 has a mean of 0 */
}

static double
largest_magnitude(const double *x, size_t n)
{
    double largest = 0;

    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, fabs(x[i]));
    return largest;
}

/* sd with ddof 1; 0 when it is only rounding. */
static double
spread(const double *x, size_t n)
{
    double sd = n > 1 ? gsl_stats_sd(x, 1, n) : NAN;

    return sd <= 1e-15 * largest_magnitude(x, n) ? 0 : sd;
}

static double
ratio(double gain, double risk)
{
    if (risk > 0 || isnan(risk))
        return gain / risk;
    return gain > 0 ? INFINITY : gain < 0 ? -INFINITY : NAN;
}

double
sharpe_ratio(const double *x, size_t n, double risk_free)
{
    return n < 2 ? NAN : ratio(mean_of(x, n) - risk_free, spread(x, n));
}

double
sharpe_downside(const double *x, size_t n, double target)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        if (x[i] < target)
            sum += (x[i] - target) * (x[i] - target);
    return n > 0 ? sqrt(sum / (double)n) : NAN;
}

double
sharpe_sortino(const double *x, size_t n, double target)
{
    return n < 2 ? NAN : ratio(mean_of(x, n) - target, sharpe_downside(x, n, target));
}

/* Wealth that is lost twice over is none. */
static bool
compounds(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(x[i] >= -1))
            return false;
    return n > 0;
}

double
sharpe_max_drawdown(const double *x, size_t n)
{
    double wealth = 1, peak = 1, worst = 0;

    for (size_t i = 0; i < n; i++) {
        wealth *= 1 + x[i];
        peak = fmax(peak, wealth);
        worst = fmin(worst, wealth / peak - 1);
    }
    return compounds(x, n) ? worst : NAN;
}

double
sharpe_cagr(const double *x, size_t n, double periods_per_year)
{
    double wealth = 1;

    for (size_t i = 0; i < n; i++)
        wealth *= 1 + x[i];
    return compounds(x, n) ? pow(wealth, periods_per_year / (double)n) - 1 : NAN;
}

double
sharpe_calmar(const double *x, size_t n, double periods_per_year)
{
    double drawdown = sharpe_max_drawdown(x, n);

    return drawdown < 0 ? sharpe_cagr(x, n, periods_per_year) / -drawdown : NAN;
}

double
sharpe_ulcer(const double *x, size_t n, double risk_free, double periods_per_year)
{
    double wealth = 1, peak = 0, sum = 0;

    for (size_t i = 0; i < n; i++) {
        wealth *= 1 + x[i];
        peak = fmax(peak, wealth);
        sum += (1 - wealth / peak) * (1 - wealth / peak);
    }
    return sum > 0 && compounds(x, n) ? (mean_of(x, n) - risk_free) * periods_per_year /
        sqrt(sum / (double)n) : NAN;
}

double
sharpe_omega(const double *x, size_t n, double target)
{
    double gains = 0, losses = 0;

    for (size_t i = 0; i < n; i++) {
        gains += x[i] > target ? x[i] - target : 0;
        losses += x[i] < target ? target - x[i] : 0;
    }
    return n >= 2 && losses > 0 ? gains / losses : NAN;
}

double
sharpe_var(const double *x, size_t n, double level)
{
    double *sorted = sorted_copy(x, n), quantile;

    quantile = n > 0 ? gsl_stats_quantile_from_sorted_data(sorted, 1, n, level) : NAN;
    free(sorted);
    return quantile;
}

double
sharpe_cvar(const double *x, size_t n, double level)
{
    double *sorted = sorted_copy(x, n), mean;

    mean = n > 0 ? mean_of(sorted, (size_t)((double)(n - 1) * level) + 1) : NAN;
    free(sorted);
    return mean;
}

double
sharpe_tail_ratio(const double *x, size_t n, double level)
{
    return fabs(sharpe_var(x, n, 1 - level)) / fabs(sharpe_var(x, n, level));
}

static double *
excess_over(const double *x, const double *benchmark, size_t n)
{
    double *excess = mem_zalloc(n, sizeof *excess);

    for (size_t i = 0; i < n; i++)
        excess[i] = x[i] - benchmark[i];
    return excess;
}

double
sharpe_information(const double *x, const double *benchmark, size_t n)
{
    double *excess = excess_over(x, benchmark, n), sd = spread(excess, n);
    double information = sd > 0 ? mean_of(excess, n) / sd : NAN;

    free(excess);
    return information;
}

double
sharpe_tracking_error(const double *x, const double *benchmark, size_t n)
{
    double *excess = excess_over(x, benchmark, n), sd = spread(excess, n);

    free(excess);
    return sd;
}

double
sharpe_beta(const double *x, const double *benchmark, size_t n)
{
    double variance = n > 1 ? gsl_stats_variance(benchmark, 1, n) : 0;

    return variance > 0 ? gsl_stats_covariance(x, 1, benchmark, 1, n) / variance : NAN;
}

/* Central moment of an order over the population sd to that order. */
static double
standard_moment(const double *x, size_t n, int order)
{
    double mean = mean_of(x, n), m2 = 0, moment = 0;

    for (size_t i = 0; i < n; i++) {
        double d = x[i] - mean;

        m2 += d * d / (double)n;
        moment += (order == 3 ? d * d * d : d * d * d * d) / (double)n;
    }
    if (n == 2 && m2 > 0)                 /* whatever the two are: huge ratios square its rounding */
        return order == 3 ? 0 : 1;
    return m2 > 0 ? moment / (order == 3 ? m2 * sqrt(m2) : m2 * m2) : NAN;
}

double
sharpe_skew(const double *x, size_t n)
{
    return standard_moment(x, n, 3);
}

double
sharpe_kurtosis(const double *x, size_t n)
{
    return standard_moment(x, n, 4);
}

double
sharpe_se_normal(double sharpe, size_t n)
{
    return n > 0 ? sqrt((1 + sharpe * sharpe / 2) / (double)n) : NAN;
}

double
sharpe_se_mertens(double sharpe, size_t n, double skew, double kurtosis)
{
    double variance = 1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe;

    return n > 1 && variance >= 0 ? sqrt(variance / (double)(n - 1)) : NAN;
}

double
sharpe_probability(double sharpe, double against, double se)
{
    return se > 0 ? gsl_cdf_ugaussian_P((sharpe - against) / se) : NAN;
}

double
sharpe_least_length(double sharpe, double against, double se, size_t n, double level)
{
    double z = gsl_cdf_ugaussian_Pinv(level) / (sharpe - against);

    return sharpe == against ? NAN : 1 + se * se * (double)(n - 1) * z * z;
}

double
sharpe_autocorrelation(const double *x, size_t n, size_t lag)
{
    double mean = mean_of(x, n), total = 0, shared = 0;

    for (size_t i = 0; i < n; i++) {
        total += (x[i] - mean) * (x[i] - mean);
        if (i + lag < n)
            shared += (x[i + lag] - mean) * (x[i] - mean);
    }
    return total > 0 ? shared / total : NAN;
}

double
sharpe_lo_factor(const double *x, size_t n, size_t q)
{
    double radicand = (double)q;

    for (size_t k = 1; k < q; k++)
        radicand += 2 * (double)(q - k) * sharpe_autocorrelation(x, n, k);
    return radicand > 0 ? (double)q / sqrt(radicand) : NAN;
}

/* --- deflated --- */

static bool
has_gaps(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(x[i]))
            return true;
    return false;
}

/* Without gaps, from the length of the sum of the standardised series: no pairs. */
static double
mean_correlation_of_full(const double *const *columns, size_t trials, size_t n)
{
    double *sum = mem_zalloc(n, sizeof *sum), length = 0, count = (double)trials;

    for (size_t i = 0; i < trials; i++) {
        double mean = mean_of(columns[i], n), scale = gsl_stats_sd(columns[i], 1, n) *
            sqrt((double)n - 1);

        for (size_t t = 0; t < n; t++)
            sum[t] += (columns[i][t] - mean) / scale;
    }
    for (size_t t = 0; t < n; t++)
        length += sum[t] * sum[t];
    free(sum);
    return (length - count) / (count * (count - 1));
}

/* A series as its distance from its own mean, 0 where it has a gap, and 1 where it has none. */
struct gapped { double *x, *there; };

static struct gapped
centre(const double *column, size_t n)
{
    struct gapped out = { mem_alloc(2 * (n + 1) * sizeof(double)), NULL };
    double mean = 0, m = 0;

    out.there = out.x + n;
    for (size_t t = 0; t < n; t++)
        if (!isnan(column[t]))
            mean += (column[t] - mean) / ++m;
    for (size_t t = 0; t < n; t++) {
        out.there[t] = isnan(column[t]) ? 0 : 1;
        out.x[t] = isnan(column[t]) ? 0 : column[t] - mean;
    }
    return out;
}

/* NaN below two periods in common, or if one does not vary over them. Distances from the mean of
 * all that each has: sums of squares lose nothing that matters. */
static double
correlation_in_common(const struct gapped *a, const struct gapped *b, size_t n)
{
    double m = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

    for (size_t t = 0; t < n; t++) {
        m += a->there[t] * b->there[t];
        x += a->x[t] * b->there[t];
        y += b->x[t] * a->there[t];
        xx += a->x[t] * a->x[t] * b->there[t];
        yy += b->x[t] * b->x[t] * a->there[t];
        xy += a->x[t] * b->x[t];
    }
    if (m < 2)
        return (double)NAN;
    if (!(xx - x * x / m > 1e-14 * xx) || !(yy - y * y / m > 1e-14 * yy))
        return (double)NAN;
    return (xy - x * y / m) / sqrt((xx - x * x / m) * (yy - y * y / m));
}

static double
mean_correlation(const double *const *columns, size_t trials, size_t n)
{
    struct gapped *series;
    double sum = 0, pairs = 0;
    bool gaps = false;

    for (size_t i = 0; i < trials; i++)
        gaps = gaps || has_gaps(columns[i], n);
    if (!gaps)
        return mean_correlation_of_full(columns, trials, n);
    series = mem_alloc(trials * sizeof *series);
    for (size_t i = 0; i < trials; i++)
        series[i] = centre(columns[i], n);
    for (size_t i = 0; i < trials; i++)
        for (size_t j = 0; j < i; j++) {
            double correlation = correlation_in_common(&series[i], &series[j], n);

            if (isnan(correlation))
                continue;
            sum += correlation;
            pairs++;
        }
    for (size_t i = 0; i < trials; i++)
        free(series[i].x);
    free(series);
    return pairs > 0 ? sum / pairs : (double)NAN;
}

/* Ratio of the periods that are there, and its standard error. */
static double
ratio_of(const double *column, size_t n, double risk_free, double *se)
{
    double *x = mem_alloc((n + 1) * sizeof *x), ratio;
    size_t m = 0;

    for (size_t t = 0; t < n; t++)
        if (!isnan(column[t]))
            x[m++] = column[t];
    ratio = sharpe_ratio(x, m, risk_free);
    *se = sharpe_se_mertens(ratio, m, sharpe_skew(x, m), sharpe_kurtosis(x, m));
    free(x);
    return ratio;
}

/* The largest ratio that luck alone would give among so many. */
static double
expected_maximum(const double *ratios, size_t trials, double independent)
{
    const double euler = 0.5772156649, e = 2.718281828459045;

    return gsl_stats_sd(ratios, 1, trials) * ((1 - euler) *
        gsl_cdf_ugaussian_Pinv(1 - 1 / independent) +
        euler * gsl_cdf_ugaussian_Pinv(1 - 1 / (independent * e)));
}

static double
probability_of_luck(const double *ratios, const double *se, size_t trials, double correlation)
{
    double mean = mean_of(ratios, trials), squares = 0;

    for (size_t i = 0; i < trials; i++)
        squares += (ratios[i] - mean) * (ratios[i] - mean) / (se[i] * se[i]);
    return correlation < 1 ? gsl_cdf_chisq_Q(squares / (1 - correlation), (double)trials - 1)
        : (double)NAN;
}

struct deflated
sharpe_deflated(const double *const *columns, size_t trials, size_t n, double risk_free)
{
    struct deflated out = { 0, 0, NAN, NAN, NAN, NAN, NAN };
    double *ratios, *se;

    if (trials == 0 || n < 2)
        return out;
    ratios = mem_zalloc(2 * trials, sizeof *ratios);
    se = ratios + trials;
    for (size_t i = 0; i < trials; i++) {
        ratios[i] = ratio_of(columns[i], n, risk_free, &se[i]);
        if (ratios[i] > ratios[out.best])
            out.best = i;
    }
    out.psr = sharpe_probability(ratios[out.best], 0, se[out.best]);
    out.correlation = trials > 1 ? mean_correlation(columns, trials, n) : (double)NAN;
    if (trials > 1 && isfinite(out.correlation)) {
        /* The public code floors and adds one: kept, since its figures are the reference. A
         * count that is whole but for rounding is whole. */
        out.independent = (size_t)floor(out.correlation
            + (1 - out.correlation) * (double)trials + 1e-9) + 1;
        out.expected_max = expected_maximum(ratios, trials, (double)out.independent);
        out.dsr = sharpe_probability(ratios[out.best], out.expected_max, se[out.best]);
        out.luck = probability_of_luck(ratios, se, trials, out.correlation);
    }
    free(ratios);
    return out;
}
