/* doubt.c - see doubt.h. */
#include "math/doubt.h"

#include <math.h>

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
