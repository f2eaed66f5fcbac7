/* compare_own.c - one model by itself: the interval of its value and what it rests on.
 *
 * Where the items name clusters the error is by clusters, compare (2), and the interval is its
 * t with C - 1 degrees; the bootstrap resamples items or clusters. Otherwise a share of right
 * answers has an interval of its own and everything else the t of its error.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/bootstrap.h"
#include "math/doubt.h"
#include "math/moments.h"
#include "math/resample.h"
#include "math/rng.h"
#include "math/sharpe.h"

/* What a model's items say of a measure. */
struct own_items {
    size_t n, clusters;        /* clusters: 0 if items stand for themselves */
    double *x, *part;          /* part: what each item or cluster adds to the mean, less it */
    size_t *cluster;
    uint64_t name;             /* of the set, for its stream */
};

/* --- shares of right answers --- */

/* Answers to items that are all right or wrong. */
static bool
is_right_or_wrong(const double *value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isnan(value[i]) && value[i] != 0 && value[i] != 1)
            return false;
    return true;
}

/* Whether a value with its n and error is a share of right answers; k of n if so. Of items they
 * tell, else the error, which is that of a share. */
static bool
is_proportion(const struct compare_work *work, size_t model, size_t measure, double *k,
    double *n, double *whole)
{
    const char *unit = compare_column(work, measure)->unit;
    const struct frame *items = work->items[measure];
    const double *item;
    double value = compare_value(work, model, measure), se = compare_se(work, model, measure);
    double p, expected;

    *n = compare_observations(work, model, measure);
    *whole = unit != NULL && unit[0] == '%' ? 100 : 1;
    p = value / *whole;
    if (!(*n >= 1) || !(p >= 0 && p <= 1))
        return false;
    if (items != NULL && (item = compare_item_values(work, items, model)) != NULL &&
        !is_right_or_wrong(item, items->rows))
        return false;
    expected = *whole * sqrt(p * (1 - p) / *n);
    *k = p * *n;
    return fabs(se - expected) <= 0.02 * expected + 1e-12 ||
        fabs(se - expected * sqrt(*n / (*n - 1))) <= 0.02 * expected + 1e-12;
}

static struct interval
proportion_by(const char *choice, double k, double n, double level, const char **method)
{
    if (strcmp(choice, "cp") == 0) {
        *method = "Clopper-Pearson";
        return interval_clopper_pearson(k, n, level);
    }
    if (strcmp(choice, "jeffreys") == 0) {
        *method = "Jeffreys";
        return interval_jeffreys(k, n, level);
    }
    if (strcmp(choice, "ac") == 0) {
        *method = "Agresti-Coull";
        return interval_agresti_coull(k, n, level);
    }
    *method = "Wilson";
    return interval_wilson(k, n, level);
}

/* --- items --- */

/* False without at least two items. */
static bool
take_items(const struct compare_work *work, size_t model, size_t measure,
    struct own_items *own)
{
    const struct frame *items = work->items[measure];
    const double *value = items != NULL ? compare_item_values(work, items, model) : NULL;
    bool clustered;

    *own = (struct own_items){ .name = rng_name("items") };
    if (value == NULL)
        return false;
    clustered = compare_has_clusters(work, items);
    own->x = mem_alloc(2 * items->rows * sizeof *own->x);
    own->part = own->x + items->rows;
    own->cluster = mem_alloc(items->rows * sizeof *own->cluster);
    for (size_t i = 0; i < items->rows; i++)
        if (!isnan(value[i])) {
            own->cluster[own->n] = i;
            own->x[own->n++] = value[i] * work->items_scale[measure];
            own->name = rng_name_after(own->name, items->key[i]);
        }
    if (own->n < 2)
        return false;
    if (clustered)
        own->clusters = parts_clusters(items, own->cluster, own->n);
    return true;
}

static void
release_items(struct own_items *own)
{
    free(own->x);
    free(own->cluster);
}

/* How many parts there are. */
static size_t
fill_parts(struct own_items *own, double mean)
{
    size_t parts = own->clusters > 0 ? own->clusters : own->n;

    memset(own->part, 0, own->n * sizeof *own->part);
    for (size_t i = 0; i < own->n; i++)
        own->part[own->clusters > 0 ? own->cluster[i] : i] += own->x[i] - mean;
    return parts;
}

static struct interval
by_bootstrap(const struct compare_work *work, struct own_items *own, double mean, size_t parts)
{
    const double *column[1] = { own->x };
    struct resampling plan = { .n = own->n, .b = (size_t)setting_real(work->settings, "b"),
        .seed = work->settings->seed, .set = own->name, .report = compare_goes_on,
        .context = work->run };
    double *t = mem_alloc(plan.b * sizeof *t);
    struct interval ci = { (double)NAN, (double)NAN };

    if (own->clusters > 0 ? resample_clusters(&plan, column, 1, own->cluster, own->clusters, t) :
        resample_means(&plan, column, 1, t)) {
        bootstrap_sort(t, plan.b);
        ci = bootstrap_bca(mean, t, plan.b, work->level,
            bootstrap_acceleration(own->part, parts), CONVENTION_TYPE_7);
    }
    free(t);
    return ci;
}

static enum doubt_reason
why(bool doubtful, const double *part, size_t n, size_t fewest)
{
    return doubtful ? doubt_why(n, fewest, sharpe_skew(part, n)) : DOUBT_NONE;
}

/* By clusters or by resampling; false where neither is asked for or can be had. */
static bool
by_items(const struct compare_work *work, size_t model, size_t measure, struct compare_own *found)
{
    bool boot = setting_is(work->settings, "own_interval", "boot"), done = false;
    struct own_items own;

    if (take_items(work, model, measure, &own)) {
        size_t parts = fill_parts(&own, found->value);

        if (own.clusters > 0) {
            struct clustered error = clustered_error(own.x, own.cluster, own.n, own.clusters);

            struct moments moments = moments_of(own.x, own.n);

            found->se = error.cr1;
            found->se_plain = moments_se(&moments);
            found->clusters = own.clusters;
            found->design_effect = error.effect;
            found->ci = interval_t(found->value, error.cr1, (double)own.clusters - 1, work->level);
            found->method = arena_printf(work->arena, "t by %zu %s", own.clusters,
                text_counted((double)own.clusters, "cluster", "clusters"));
            found->doubt = why(doubt_clusters(own.part, parts), own.part, parts,
                DOUBT_FEW_CLUSTERS);
            done = true;
        } else {
            found->doubt = why(boot ? doubt_bootstrap(own.part, parts) : doubt_mean(own.n,
                sharpe_skew(own.x, own.n)), own.x, own.n,
                boot ? DOUBT_FEW_FOR_PERCENTILE : DOUBT_FEW_ITEMS);
        }
        if (boot && found->se > 0) {
            struct interval ci = by_bootstrap(work, &own, found->value, parts);

            if (!isnan(ci.lo)) {
                found->ci = ci;
                found->method = own.clusters > 0 ? arena_printf(work->arena,
                    "BCa bootstrap by %zu clusters", own.clusters) : "BCa bootstrap";
                done = true;
            }
        }
    }
    release_items(&own);
    return done;
}

struct compare_own
compare_own(const struct compare_work *work, size_t model, size_t measure)
{
    const char *choice = setting_text(work->settings, "own_interval");
    double nan = (double)NAN, k, n, whole;
    struct compare_own own = { .value = compare_value(work, model, measure),
        .se = compare_se(work, model, measure), .ci = { nan, nan }, .design_effect = nan,
        .se_plain = nan };
    bool by_error = strcmp(choice, "t") == 0 || strcmp(choice, "z") == 0;

    if (isnan(own.value) || by_items(work, model, measure, &own) || isnan(own.se))
        return own;
    if (is_proportion(work, model, measure, &k, &n, &whole) && !by_error) {
        own.ci = proportion_by(choice, k, n, work->level, &own.method);
        own.ci.lo *= whole;
        own.ci.hi *= whole;
        own.doubt = DOUBT_NONE;
        own.share = true;
        return own;
    }
    own.method = n >= 2 && strcmp(choice, "z") != 0 ? "t" : "normal";
    own.ci = strcmp(own.method, "t") == 0 ? interval_t(own.value, own.se, n - 1, work->level) :
        interval_normal(own.value, own.se, work->level);
    return own;
}
