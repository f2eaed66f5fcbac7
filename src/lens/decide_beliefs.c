/* decide_beliefs.c - what is believed of each candidate's score. Errors are shared where the
 * candidates were scored on the same items, and uncertain where they are those of few runs.
 */
#include "lens/decide_work.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* --- candidates --- */

static bool
choose_score(struct decide_work *work, struct error *err)
{
    const struct lens_bundle *bundle = work->bundle;
    const struct column *score = NULL;

    for (size_t k = 0; k < bundle->n_objectives; k++) {
        const struct column *column = &work->frame->columns[bundle->objectives[k].column];

        if (score != NULL && (score->kind == KIND_CAPABILITY || column->kind != KIND_CAPABILITY))
            continue;
        score = column;
        work->direction = bundle->objectives[k].direction;
    }
    for (size_t c = 0; c < work->frame->n_columns && score == NULL; c++)
        if (work->frame->columns[c].kind == KIND_CAPABILITY
            && work->frame->columns[c].se != NULL) {
            score = &work->frame->columns[c];
            work->direction = score->direction;
        }
    if (score == NULL) {
        error_set(err, ERROR_REQUEST, "no score is named and none is known to be one");
        return error_hint(err, "-o max:NAME or -o min:NAME names it");
    }
    work->score = score;
    work->sign = work->direction == DIRECTION_MIN ? -1 : 1;
    return true;
}

static bool
is_chosen(const struct decide_work *work, size_t row)
{
    const struct lens_bundle *bundle = work->bundle;

    for (size_t i = 0; i < bundle->n_chosen; i++)
        if (bundle->chosen[i] == row)
            return true;
    return bundle->n_chosen < 2;
}

static const char *
reason_of(const struct decide_work *work, size_t row)
{
    if (!is_chosen(work, row))
        return "not among the marked";
    if (isnan(work->score->value[row]))
        return "not scored";
    if (work->score->se == NULL || !(work->score->se[row] >= 0))
        return "no standard error";
    return isinf(work->score->value[row]) ? "an infinite score" : NULL;
}

static void
find_candidates(struct decide_work *work)
{
    size_t n = work->frame->rows;

    work->row = arena_zalloc(work->arena, n + 1, sizeof *work->row);
    work->mean = arena_zalloc(work->arena, n + 1, sizeof *work->mean);
    work->se = arena_zalloc(work->arena, n + 1, sizeof *work->se);
    work->n = arena_zalloc(work->arena, n + 1, sizeof *work->n);
    work->reason = arena_zalloc(work->arena, n + 1, sizeof *work->reason);
    for (size_t row = 0; row < n; row++) {
        work->reason[row] = reason_of(work, row);
        if (work->reason[row] != NULL)
            continue;
        work->row[work->k] = row;
        work->mean[work->k] = work->sign * work->score->value[row];
        work->se[work->k] = work->score->se[row];
        work->n[work->k++] = work->score->n != NULL ? work->score->n[row] : (double)NAN;
    }
}

/* Errors between runs are as uncertain as the runs are few: their degrees. */
static void
find_degrees(struct decide_work *work)
{
    work->df = arena_zalloc(work->arena, work->k + 1, sizeof *work->df);
    for (size_t i = 0; i < work->k; i++)
        work->df[i] = work->covariance == NULL && work->score->over_runs && work->n[i] > 1
            ? work->n[i] - 1 : INFINITY;
}

/* Where an error has one degree what may be lost has no mean; of two candidates both errors
 * count, of several each one's own. */
static void
drop_unknown_errors(struct decide_work *work)
{
    bool pair = work->k == 2 && decision_df_of_two(work->se[0], work->df[0], work->se[1],
        work->df[1]) > 1;
    size_t kept = 0;

    for (size_t i = 0; i < work->k && !pair; i++) {
        if (work->se[i] > 0 && work->df[i] <= 1) {
            work->reason[work->row[i]] = "two runs, of which no expected loss follows";
            continue;
        }
        work->row[kept] = work->row[i];
        work->mean[kept] = work->mean[i];
        work->se[kept] = work->se[i];
        work->df[kept] = work->df[i];
        work->n[kept++] = work->n[i];
    }
    work->k = pair ? work->k : kept;
}

/* Errors that items did not settle. */
static void
drop_infinite_errors(struct decide_work *work)
{
    size_t kept = 0;

    for (size_t i = 0; i < work->k; i++) {
        if (isinf(work->se[i])) {
            work->reason[work->row[i]] = "an infinite standard error";
            continue;
        }
        work->row[kept] = work->row[i];
        work->mean[kept] = work->mean[i];
        work->se[kept] = work->se[i];
        work->n[kept++] = work->n[i];
    }
    work->k = kept;
}

static bool
are_enough(const struct decide_work *work, struct error *err)
{
    if (work->k >= 2)
        return true;
    error_set(err, ERROR_REQUEST, "%zu of %zu points %s %s with a standard error; a choice takes "
        "two", work->k, work->frame->rows, text_counted((double)work->k, "has", "have"),
        work->score->name);
    if (work->score->over_runs)
        return error_hint(err, "an error between two runs tells nothing of what may be lost: "
            "three of each do");
    return error_hint(err, "standard errors come from a column such as %s_stderr, from items, or "
        "from repeated runs", work->score->name);
}

/* --- errors in common --- */

/* Of the items that both have: deviations from the means over all of each one's own items, and
 * the spread of the differences. */
struct both { double n, product, mean_apart, m2_apart; };

/* In this unit. */
static struct both
items_in_common(const double *a, const double *b, size_t n, double unit, double mean_a,
    double mean_b)
{
    struct both both = { 0, 0, 0, 0 };

    for (size_t i = 0; i < n; i++) {
        double x = a[i] / unit - mean_a, y = b[i] / unit - mean_b, delta;

        if (isnan(x) || isnan(y))
            continue;
        both.n++;
        both.product += x * y;
        delta = x - y - both.mean_apart;
        both.mean_apart += delta / both.n;
        both.m2_apart += delta * (x - y - both.mean_apart);
    }
    return both;
}

static double
mean_of_items(const double *value, size_t n, double unit, double *count)
{
    double mean = 0;

    *count = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(value[i]))
            mean += (value[i] / unit - mean) / ++*count;
    return mean;
}

static const double *
item_values(const struct decide_work *work, const struct frame *items, size_t i)
{
    int column = frame_column(items, work->frame->key[work->row[i]]);

    return column >= 0 && items->columns[column].type == COLUMN_NUMBER
        ? items->columns[column].value : NULL;
}

/* A power of two near the largest value, in which squares stay in range; 0: some have none. */
static double
unit_of_items(const struct decide_work *work, const struct frame *items)
{
    double largest = 0;

    for (size_t i = 0; i < work->k; i++) {
        const double *value = item_values(work, items, i);

        if (value == NULL)
            return 0;
        for (size_t row = 0; row < items->rows; row++)
            largest = fmax(largest, fabs(value[row]));
    }
    return largest > 0 && !isinf(largest) ? ldexp(1, ilogb(largest)) : 1;
}

/* 1, or 100 where scores are per cent of items; 0: not the mean of the items. */
static double
scale_of_items(const struct decide_work *work, const struct frame *items, double unit)
{
    bool plain = true, percent = true;

    for (size_t i = 0; i < work->k; i++) {
        const double *value = item_values(work, items, i);
        double published = work->sign * work->mean[i];
        double count, mean = unit * mean_of_items(value, items->rows, unit, &count);
        double bound = 1e-6 * (fabs(published) + 1e-9 * unit);

        plain = plain && count > 1 && fabs(mean - published) <= bound;
        percent = percent && count > 1 && fabs(100 * mean - published) <= bound;
    }
    return plain ? 1 : percent ? 100 : 0;
}

/* Covariances of means that may be over different items: what an item adds to one mean only
 * is not shared. With deviations from each one's own mean the matrix is one of a covariance,
 * however few items two have in common. */
static void
fill_covariances(struct decide_work *work, const struct frame *items, double scale)
{
    size_t k = work->k, rows = items->rows;
    double *mean = mem_alloc(2 * k * sizeof *mean), *n = mean + k;

    for (size_t i = 0; i < k; i++)
        mean[i] = mean_of_items(item_values(work, items, i), rows, work->unit, &n[i]);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++) {
            struct both both = items_in_common(item_values(work, items, i),
                item_values(work, items, j), rows, work->unit, mean[i], mean[j]);
            size_t ij = i * k + j, ji = j * k + i;

            work->covariance[ij] = work->covariance[ji] = scale * scale * both.product /
                sqrt(n[i] * (n[i] - 1) * n[j] * (n[j] - 1));
            work->shared[ij] = work->shared[ji] = both.n;
            work->apart[ij] = work->apart[ji] = scale * work->unit *
                sqrt(both.m2_apart / (both.n - 1));
        }
    for (size_t i = 0; i < k; i++) {
        work->se[i] = work->unit * sqrt(work->covariance[i * k + i]);
        work->n[i] = n[i];
    }
    free(mean);
}

/* --- by clusters --- */

/* Of the items by cluster: what each adds to a mean, less that mean. */
struct clusters {
    const size_t *of;          /* per item */
    size_t n;
    double *sum;               /* n of a model, or of a pair */
    bool *any;
};

/* x less its mean, where it is known; returns how many clusters have any. */
static size_t
sum_by_cluster(struct clusters *clusters, const double *x, size_t rows, double mean)
{
    size_t known = 0;

    memset(clusters->sum, 0, clusters->n * sizeof *clusters->sum);
    memset(clusters->any, 0, clusters->n * sizeof *clusters->any);
    for (size_t i = 0; i < rows; i++) {
        size_t c = clusters->of[i];

        if (isnan(x[i]))
            continue;
        known += !clusters->any[c];
        clusters->any[c] = true;
        clusters->sum[c] += x[i] - mean;
    }
    return known;
}

/* As an item's difference would spread if items of a cluster were independent, and the mean
 * difference had the error that it has: sd / sqrt(n) is the error by clusters. */
static double
spread_apart(struct clusters *clusters, const double *a, const double *b, size_t rows,
    double unit, double *difference, double *degrees)
{
    double n, mean, square = 0;
    size_t known;

    for (size_t i = 0; i < rows; i++)
        difference[i] = a[i] / unit - b[i] / unit;
    mean = mean_of_items(difference, rows, 1, &n);
    known = sum_by_cluster(clusters, difference, rows, mean);
    for (size_t c = 0; c < clusters->n; c++)
        square += clusters->sum[c] * clusters->sum[c];
    *degrees = (double)known - 1;
    return sqrt(square / n * ((double)known / ((double)known - 1)));
}

/* Sums of a cluster's items in place of the items; the factor C / (C - 1) of each one's own
 * clusters keeps the matrix one of a covariance. */
static void
fill_by_clusters(struct decide_work *work, const struct frame *items, double scale,
    struct clusters *clusters)
{
    size_t k = work->k, rows = items->rows;
    double *part = mem_alloc(k * clusters->n * sizeof *part);
    double *difference = mem_alloc(rows * sizeof *difference);

    for (size_t i = 0; i < k; i++) {
        const double *value = item_values(work, items, i);
        double n, known, mean = mean_of_items(value, rows, work->unit, &n);

        for (size_t row = 0; row < rows; row++)
            difference[row] = value[row] / work->unit;
        known = (double)sum_by_cluster(clusters, difference, rows, mean);
        for (size_t c = 0; c < clusters->n; c++)
            part[i * clusters->n + c] = clusters->sum[c] * sqrt(known / (known - 1)) / n;
    }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++) {
            size_t ij = i * k + j, ji = j * k + i;
            double product = 0;

            for (size_t c = 0; c < clusters->n; c++)
                product += part[i * clusters->n + c] * part[j * clusters->n + c];
            work->covariance[ij] = work->covariance[ji] = scale * scale * product;
            work->apart[ij] = work->apart[ji] = scale * work->unit * spread_apart(clusters,
                item_values(work, items, i), item_values(work, items, j), rows, work->unit,
                difference, &work->degrees[ij]);
            /* Without clusters in common the fewest of either would do, which is not below it. */
            if (!(work->degrees[ij] > 0))
                work->degrees[ij] = (double)clusters->n - 1;
            work->degrees[ji] = work->degrees[ij];
        }
    for (size_t i = 0; i < k; i++)
        work->se[i] = work->unit * sqrt(work->covariance[i * k + i]);
    free(difference);
    free(part);
}

/* Every candidate's items must be of two clusters at least. */
static bool
has_clusters(const struct decide_work *work, const struct frame *items,
    struct clusters *clusters)
{
    for (size_t i = 0; i < work->k; i++)
        if (sum_by_cluster(clusters, item_values(work, items, i), items->rows, 0) < 2)
            return false;
    return true;
}

static void
use_clusters(struct decide_work *work, const struct frame *items, double scale)
{
    size_t *of = mem_alloc(items->rows * sizeof *of);
    struct clusters clusters = { .of = of };

    for (size_t i = 0; i < items->rows; i++)
        of[i] = i;
    clusters.n = parts_clusters(items, of, items->rows);
    clusters.sum = mem_alloc(clusters.n * sizeof *clusters.sum);
    clusters.any = mem_alloc(clusters.n * sizeof *clusters.any);
    if (has_clusters(work, items, &clusters)) {
        work->degrees = arena_zalloc(work->arena, work->k * work->k, sizeof *work->degrees);
        fill_by_clusters(work, items, scale, &clusters);
        work->clusters = clusters.n;
    }
    free(clusters.sum);
    free(clusters.any);
    free(of);
}

static void
share_errors(struct decide_work *work)
{
    const struct lens_bundle *bundle = work->bundle;
    const struct frame *items = bundle->items == NULL
        || setting_is(work->settings, "covariance", "independent") ? NULL
        : bundle->items(bundle->context, work->score->name);
    double unit = items != NULL && items->rows > 1 ? unit_of_items(work, items) : 0;
    double scale = unit > 0 ? scale_of_items(work, items, unit) : 0;
    size_t k = work->k;

    if (scale == 0)
        return;
    work->unit = unit;
    work->pool = (double)items->rows;
    work->covariance = arena_zalloc(work->arena, k * k, sizeof *work->covariance);
    work->shared = arena_zalloc(work->arena, k * k, sizeof *work->shared);
    work->apart = arena_zalloc(work->arena, k * k, sizeof *work->apart);
    fill_covariances(work, items, scale);
    if (parts_cluster_names(items) != NULL)
        use_clusters(work, items, scale);
}

bool
decide_beliefs(struct decide_work *work, struct error *err)
{
    if (!choose_score(work, err))
        return false;
    find_candidates(work);
    if (!are_enough(work, err))
        return false;
    share_errors(work);
    if (work->covariance == NULL)
        drop_infinite_errors(work);
    find_degrees(work);
    if (work->covariance == NULL)
        drop_unknown_errors(work);
    if (!are_enough(work, err))
        return false;
    if (work->covariance == NULL && setting_is(work->settings, "covariance", "paired")) {
        error_set(err, ERROR_REQUEST, "the models have no items in common whose mean is %s",
            work->score->name);
        return error_hint(err, "--covariance independent does without");
    }
    for (size_t i = 1; i < work->k; i++)
        if (work->mean[i] > work->mean[work->choice])
            work->choice = i;
    if (isnan(work->negligible))
        work->negligible = fabs(work->mean[work->choice]) / 2000;
    return true;
}
