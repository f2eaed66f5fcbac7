/* paired.c - two models on the same items: mean differences and 0/1 tables; see
 * intervals.h. */
#include "math/intervals.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/moments.h"

struct paired
paired_difference(const double *a, const double *b, size_t n)
{
    struct moments ma = moments_of(a, n), mb = moments_of(b, n), md;
    struct paired paired = { .n = n, .mean_a = ma.mean, .mean_b = mb.mean };
    double *d = mem_alloc(n * sizeof *d), cross = 0, df = (double)n - 1;

    for (size_t i = 0; i < n; i++) {
        d[i] = a[i] - b[i];
        cross += (a[i] - ma.mean) * (b[i] - mb.mean);
    }
    md = moments_of(d, n);
    free(d);
    paired.diff = md.mean;
    paired.se_a = moments_se(&ma);
    paired.se_b = moments_se(&mb);
    paired.se_paired = moments_se(&md);
    paired.se_unpaired = hypot(paired.se_a, paired.se_b);
    paired.covariance = n < 2 ? (double)NAN : cross / df;
    paired.correlation = cross / sqrt(ma.m2 * mb.m2);
    paired.t = paired.z = md.mean / paired.se_paired;
    paired.p = p_of_t(md.mean, paired.se_paired, df);
    paired.p_z = p_of_z(md.mean, paired.se_paired);
    paired.effect = md.mean / moments_sd(&md);
    return paired;
}

struct joint_error
joint_error(const double *x, const double *y, const double *count, size_t groups)
{
    double g = (double)groups, n = 0, sx = 0, sy = 0, xx = 0, yy = 0, xy = 0, factor;
    struct joint_error joint;

    for (size_t i = 0; i < groups; i++) {
        n += count[i];
        sx += x[i];
        sy += y[i];
    }
    for (size_t i = 0; i < groups; i++) {
        double dx = x[i] - count[i] * sx / n, dy = y[i] - count[i] * sy / n;

        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    factor = groups < 2 ? (double)NAN : g / (g - 1) / (n * n);
    joint.x = sqrt(factor * xx);
    joint.y = sqrt(factor * yy);
    joint.r = xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
    return joint;
}

/* --- McNemar --- */

double
mcnemar_exact(const struct discordance *d)
{
    double n = d->only_a + d->only_b, least = fmin(d->only_a, d->only_b);

    if (n == 0)
        return 1;
    return fmin(1, 2 * gsl_cdf_binomial_P((unsigned)least, 0.5, (unsigned)n));
}

double
mcnemar_mid_p(const struct discordance *d)
{
    double n = d->only_a + d->only_b, least = fmin(d->only_a, d->only_b);

    if (n == 0)
        return 1;
    return fmin(1, 2 * gsl_cdf_binomial_P((unsigned)least, 0.5, (unsigned)n) -
        gsl_ran_binomial_pdf((unsigned)least, 0.5, (unsigned)n));
}

double
mcnemar_chi2(const struct discordance *d, bool corrected, double *p)
{
    double n = d->only_a + d->only_b, away = fabs(d->only_a - d->only_b) - corrected;
    double chi2 = n == 0 ? (double)NAN : away * away / n;

    *p = n == 0 ? (double)NAN : gsl_cdf_chisq_Q(chi2, 1);
    return chi2;
}

static double
table_size(const struct discordance *d)
{
    return d->both + d->only_a + d->only_b + d->neither;
}

double
discordance_diff(const struct discordance *d, double *se)
{
    double n = table_size(d), away = d->only_a - d->only_b;

    if (se != NULL)
        *se = sqrt(d->only_a + d->only_b - away * away / n) / n;
    return away / n;
}

static double
phi_of(const struct discordance *d)
{
    double a = d->both, b = d->only_a, c = d->only_b, e = d->neither, n = table_size(d);
    double product = (a + b) * (c + e) * (a + c) * (b + e), cross = a * e - b * c;

    if (product == 0)
        return 0;
    if (cross > n / 2)
        cross -= n / 2;
    else if (cross >= 0)
        cross = 0;
    return cross / sqrt(product);
}

struct interval
interval_newcombe(const struct discordance *d, double level)
{
    double n = table_size(d), diff = discordance_diff(d, NULL), phi = phi_of(d);
    double k1 = d->both + d->only_a, k2 = d->both + d->only_b, p1 = k1 / n, p2 = k2 / n;
    struct interval one = interval_wilson(k1, n, level), two = interval_wilson(k2, n, level);
    double below1 = p1 - one.lo, above1 = one.hi - p1, below2 = p2 - two.lo,
        above2 = two.hi - p2;
    struct interval interval = {
        diff - sqrt(below1 * below1 - 2 * phi * below1 * above2 + above2 * above2),
        diff + sqrt(above1 * above1 - 2 * phi * above1 * below2 + below2 * below2)
    };

    return interval;
}

/* The score statistic at a true difference; 0/0 is 0. */
static double
tango_score(const struct discordance *table, double d)
{
    double n = table_size(table), b = table->only_a, c = table->only_b;
    double qa = 2 * n, qb = -b - c + (2 * n - b + c) * d, qc = -c * d * (1 - d);
    double q = (sqrt(fmax(0, qb * qb - 4 * qa * qc)) - qb) / (2 * qa);
    double away = b - c - n * d, variance = n * (2 * q + d * (1 - d));

    if (variance <= 0)
        return away == 0 ? 0 : away > 0 ? INFINITY : -INFINITY;
    return away / sqrt(variance);
}

/* The score falls as d grows: where it passes `level` between lo and hi. */
static double
score_crossing(const struct discordance *table, double level, double lo, double hi)
{
    for (int i = 0; i < 200; i++) {
        double mid = lo + (hi - lo) / 2;

        if (mid <= lo || mid >= hi)
            break;
        if (tango_score(table, mid) > level)
            lo = mid;
        else
            hi = mid;
    }
    return lo + (hi - lo) / 2;
}

struct interval
interval_tango(const struct discordance *d, double level)
{
    double z = interval_z(level), diff = discordance_diff(d, NULL);
    struct interval interval = { -1, 1 };

    if (tango_score(d, -1 + 1e-15) > z)
        interval.lo = score_crossing(d, z, -1, diff);
    if (tango_score(d, 1 - 1e-15) < -z)
        interval.hi = score_crossing(d, -z, diff, 1);
    return interval;
}
