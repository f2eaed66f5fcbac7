/* compare_find.c - the items behind the measures: which there are, whether they are what was
 * published, which of two measures are the same, and what they say of a model's own error.
 *
 * Where an item was sampled several times its mean counts once: samples of one item are not
 * independent, and the error of records as if they were is too small. Where the items name
 * clusters the error is by clusters.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lens/lens_parts.h"
#include "math/moments.h"

const double *
compare_item_values(const struct compare_work *work, const struct frame *items, size_t model)
{
    int column = frame_column(items, work->frame->key[work->row[model]]);

    return column >= 0 && items->columns[column].type == COLUMN_NUMBER ?
        items->columns[column].value : NULL;
}

bool
compare_has_clusters(const struct compare_work *work, const struct frame *items)
{
    return setting_flag(work->settings, "clusters") && parts_cluster_names(items) != NULL;
}

/* --- finding them --- */

/* Samples of each item; NULL: one of each. */
static const double *
item_samples(const struct compare_work *work, const struct frame *items, size_t model)
{
    int column = frame_column(items, work->frame->key[work->row[model]]);

    return column >= 0 ? items->columns[column].n : NULL;
}

static struct item_means
means_of_items(const struct compare_work *work, const struct frame *items, size_t model)
{
    int column = frame_column(items, work->frame->key[work->row[model]]);

    return column >= 0 && items->columns[column].type == COLUMN_NUMBER ?
        parts_item_means(&items->columns[column], items->rows) :
        (struct item_means){ (double)NAN, (double)NAN, 0 };
}

/* 1 or 100 if the published values are the means of the items or of their samples, 0 if they are
 * neither. */
static double
scale_of_items(const struct compare_work *work, const struct frame *items, size_t measure)
{
    bool plain = true, percent = true;

    for (size_t model = 0; model < work->n; model++) {
        double published = compare_value(work, model, measure);
        struct item_means mean = means_of_items(work, items, model);

        if (isnan(mean.items) || isnan(published))
            continue;
        plain &= parts_is_mean(&mean, 1, published);
        percent &= parts_is_mean(&mean, 100, published);
    }
    return plain ? 1 : percent ? 100 : 0;
}

/* An item outside every cluster would silently count as independent of all others. */
static bool
check_clusters(const struct compare_work *work, const struct frame *items, const char *measure,
    struct error *err)
{
    const char **cluster = parts_cluster_names(items);

    if (cluster == NULL || !setting_flag(work->settings, "clusters"))
        return true;
    for (size_t i = 0; i < items->rows; i++)
        if (cluster[i] == NULL) {
            error_set(err, ERROR_REQUEST, "%s: item \"%s\" has no cluster, others have",
                measure, items->key[i]);
            return error_hint(err, "--clusters=off takes every item by itself");
        }
    return true;
}

/* --- errors of single models --- */

static bool
is_repeated(const struct compare_work *work, const struct frame *items, size_t model)
{
    const double *n = item_samples(work, items, model);

    for (size_t i = 0; n != NULL && i < items->rows; i++)
        if (n[i] > 1)
            return true;
    return false;
}

/* Of the items with a value. */
static struct item_error
error_of_items(const struct compare_work *work, const struct frame *items, const double *value,
    double scale)
{
    size_t *cluster = mem_alloc((items->rows + 1) * sizeof *cluster), n = 0, clusters = 0;
    double *x = mem_alloc((items->rows + 1) * sizeof *x);
    struct item_error error = { .known = true };

    for (size_t i = 0; i < items->rows; i++)
        if (!isnan(value[i])) {
            cluster[n] = i;
            x[n++] = value[i] * scale;
        }
    if (compare_has_clusters(work, items))
        clusters = parts_clusters(items, cluster, n);
    error.of = item_mean_of(x, cluster, n, clusters);
    free(x);
    free(cluster);
    return error;
}

/* Of models whose published error may take for independent what is not, or is by clusters where
 * none are wanted. */
static void
find_errors(struct compare_work *work, size_t measure)
{
    const struct frame *items = work->items[measure];

    for (size_t model = 0; model < work->n; model++) {
        const double *value = compare_item_values(work, items, model);

        if (value != NULL && !isnan(compare_value(work, model, measure)) &&
            !isnan(means_of_items(work, items, model).items) &&
            (is_repeated(work, items, model) || parts_cluster_names(items) != NULL))
            work->item_error[measure * work->n + model] = error_of_items(work, items, value,
                work->items_scale[measure]);
    }
}

/* What the notes of the points do not say already. */
static void
note_repeats(const struct compare_work *work, size_t measure, struct result *result)
{
    const struct frame *items = work->items[measure];
    bool repeated = false, uneven = false;

    for (size_t model = 0; model < work->n; model++) {
        struct item_means mean = means_of_items(work, items, model);

        repeated |= is_repeated(work, items, model);
        uneven |= fabs(mean.samples - mean.items) > 1e-12 * mean.largest;
    }
    if (repeated && (uneven || !compare_column(work, measure)->over_items))
        result_note(result, "%s: several samples of an item are averaged first%s",
            compare_column(work, measure)->name, uneven ? "; some items have more of them than "
            "others, and means here count every item once" : "");
}

bool
compare_find_items(struct compare_work *work, struct result *result, struct error *err)
{
    const struct lens_bundle *bundle = work->bundle;

    work->items = arena_zalloc(work->arena, work->n_measures, sizeof *work->items);
    work->items_scale = arena_zalloc(work->arena, work->n_measures,
        sizeof *work->items_scale);
    work->item_error = arena_zalloc(work->arena, work->n_measures * work->n,
        sizeof *work->item_error);
    if (bundle->items == NULL)
        return true;
    for (size_t m = 0; m < work->n_measures; m++) {
        const char *name = compare_column(work, m)->name;
        const struct frame *items = bundle->items(bundle->context, name);

        if (items == NULL || items->rows == 0)
            continue;
        if (!check_clusters(work, items, name, err))
            return false;
        work->items_scale[m] = scale_of_items(work, items, m);
        if (work->items_scale[m] == 0) {
            result_note(result, "%s is not the mean of its items: compared by its aggregate "
                "only", name);
        } else {
            work->items[m] = items;
            note_repeats(work, m, result);
            find_errors(work, m);
        }
    }
    return true;
}
