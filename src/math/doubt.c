/* doubt.c - see doubt.h. */
#include "math/doubt.h"

#include <math.h>

#include "math/intervals.h"
#include "math/sharpe.h"

enum doubt_reason
doubt_why(size_t n, size_t fewest, double skewness)
{
    return n < fewest ? DOUBT_FEW : isnan(skewness) ? DOUBT_ALIKE : DOUBT_FAR;
}

bool
doubt_wald(double k, double n)
{
    return fmin(k, n - k) < DOUBT_FEW_DISCORDANT;
}

bool
doubt_mean(size_t n, double skewness)
{
    return !((double)n >= 50 * skewness * skewness) || n < DOUBT_FEW_ITEMS;
}

bool
doubt_percentile(size_t n)
{
    return n < DOUBT_FEW_FOR_PERCENTILE;
}

bool
doubt_welch(double na, double nb)
{
    return fmin(na, nb) < 5;
}

bool
doubt_unpaired(double na, double skewness_a, double nb, double skewness_b)
{
    bool uneven = fmax(na, nb) > 1.5 * fmin(na, nb);

    return uneven && (!(na >= 50 * skewness_a * skewness_a) ||
        !(nb >= 50 * skewness_b * skewness_b));
}

bool
doubt_runs(size_t n)
{
    return n < DOUBT_FEW_RUNS;
}

bool
doubt_difference(const double *part, size_t n)
{
    return doubt_mean(n, sharpe_skew(part, n));
}

bool
doubt_bootstrap(const double *part, size_t n)
{
    return doubt_percentile(n) || doubt_mean(n, sharpe_skew(part, n));
}

bool
doubt_clusters(const double *part, size_t clusters)
{
    return clusters < DOUBT_FEW_CLUSTERS || doubt_mean(clusters, sharpe_skew(part, clusters));
}

bool
doubt_states(size_t n)
{
    return n < DOUBT_FEW_CLUSTERS;
}

bool
doubt_errors(double n)
{
    return n < DOUBT_FEW_RUNS;
}

bool
doubt_ties(size_t different)
{
    return different < DOUBT_FEW_DIFFERENT;
}

bool
doubt_off(double expected, double alpha)
{
    return expected > alpha;
}

bool
doubt_dominance(const double *part, size_t n, size_t different, bool clustered)
{
    return doubt_states(n) || doubt_ties(different) ||
        (clustered && doubt_mean(n, sharpe_skew(part, n)));
}

bool
doubt_returns(size_t n, double skewness, double autocorrelation)
{
    return doubt_mean(n, skewness) || autocorrelation > 1.28 / sqrt((double)n);
}

bool
doubt_information(double farthest, size_t n)
{
    double pairs = (double)n * (double)(n - 1) / 2;

    return n > 1 && farthest < interval_z(1 - 0.05 / pairs);
}
