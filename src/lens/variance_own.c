/* variance_own.c - what a model's items alone say of the error of its mean: variance, (2) and (10).
 *
 * Items of the same cluster are not independent: where they name clusters, errors and resamples
 * are by cluster. Where all are right, or all wrong, resampling would give a point: Wilson's
 * interval stands there.
 */
#include "lens/variance_work.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "lens/lens_parts.h"
#include "math/bootstrap.h"
#include "math/resample.h"
#include "math/rng.h"

struct own { double *x; size_t *cluster, n, clusters; uint64_t name; };

/* The items that the model answered; false below two, or below two clusters. */
static bool
take(struct own *own, const struct frame *items, const double *value)
{
    *own = (struct own){ .x = mem_alloc(items->rows * sizeof *own->x),
        .cluster = mem_alloc(items->rows * sizeof *own->cluster), .name = rng_name("items") };
    for (size_t i = 0; i < items->rows; i++)
        if (!isnan(value[i])) {
            own->cluster[own->n] = i;
            own->x[own->n++] = value[i];
            own->name = rng_name_after(own->name, items->key[i]);
        }
    if (own->n < 2 || parts_cluster_names(items) == NULL)
        return own->n >= 2;
    own->clusters = parts_clusters(items, own->cluster, own->n);
    return own->clusters >= 2;
}

static struct interval
resampled(const struct variance_work *work, const struct own *own)
{
    const double *column[1] = { own->x };
    struct resampling plan = { .n = own->n, .b = (size_t)setting_real(work->settings, "b"),
        .seed = work->settings->seed, .set = own->name };
    double *t = mem_alloc(plan.b * sizeof *t);
    struct interval interval;

    if (own->clusters > 0)
        resample_clusters(&plan, column, 1, own->cluster, own->clusters, t);
    else
        resample_means(&plan, column, 1, t);
    bootstrap_sort(t, plan.b);
    interval = bootstrap_percentile(t, plan.b, work->level, CONVENTION_TYPE_7);
    free(t);
    return interval;
}

/* Items of 0 or 1 that are independent: (10). */
static void
put_binomial(const struct variance_work *work, const struct own *own,
    const struct moments *moments, struct spread *spread)
{
    double p = moments->mean;

    for (size_t i = 0; i < own->n; i++)
        if (own->clusters > 0 || (own->x[i] != 0 && own->x[i] != 1))
            return;
    spread->binomial_se = sqrt(p * (1 - p) / moments->n);
    spread->wilson = interval_wilson(p * moments->n, moments->n, work->level);
}

static void
fill(const struct variance_work *work, const struct own *own, struct spread *spread)
{
    struct moments moments = moments_of(own->x, own->n);

    spread->items = own->n;
    spread->clusters = own->clusters;
    put_binomial(work, own, &moments, spread);
    if (moments.m2 > 0) {
        spread->item_se = own->clusters > 0 ? clustered_error(own->x, own->cluster, own->n,
            own->clusters).cr1 : moments_se(&moments);
        spread->by_items = resampled(work, own);
    } else if (own->clusters == 0 && (moments.mean == 0 || moments.mean == 1)) {
        spread->by_items = interval_wilson(moments.mean * moments.n, moments.n, work->level);
    }
}

bool
variance_own_items(struct variance_work *work, const struct lens_bundle *bundle,
    const struct lens_progress *progress, struct error *err)
{
    const struct frame *items = NULL;

    for (size_t i = 0; i < work->n_spreads; i++) {
        struct spread *spread = &work->spread[i];
        int column;
        struct own own;

        if (progress != NULL && progress->report != NULL && !progress->report(progress->context,
            (double)i / (double)work->n_spreads))
            return error_set(err, ERROR_CANCELLED, "stopped");
        /* Spreads come by measure; asking for items takes long. */
        if (bundle->items != NULL && work->by_items &&
            (i == 0 || spread->measure != spread[-1].measure))
            items = bundle->items(bundle->context, variance_measure_name(work, spread->measure));
        column = items != NULL ? frame_column(items, work->group_name[spread->group]) :
            FRAME_NONE;
        spread->item_se = spread->by_items.lo = spread->by_items.hi = (double)NAN;
        spread->binomial_se = spread->wilson.lo = spread->wilson.hi = (double)NAN;
        if (column < 0 || items->columns[column].type != COLUMN_NUMBER)
            continue;
        if (take(&own, items, items->columns[column].value))
            fill(work, &own, spread);
        free(own.x);
        free(own.cluster);
    }
    return true;
}
