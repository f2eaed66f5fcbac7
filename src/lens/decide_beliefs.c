/* decide_beliefs.c - what is believed of each candidate's score, and what knowing it better
 * would be worth. Errors are shared where the candidates were scored on the same items.
 */
#include "lens/decide_work.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

const double decide_grid[DECIDE_GRID] = { 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4,
    5e4, 1e5, 2e5, 5e5, 1e6, 2e6 };

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
        return error_hint(err, "-o max:NAME names it");
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
    double unit, double *difference)
{
    double n, mean, square = 0;
    size_t known;

    for (size_t i = 0; i < rows; i++)
        difference[i] = a[i] / unit - b[i] / unit;
    mean = mean_of_items(difference, rows, 1, &n);
    known = sum_by_cluster(clusters, difference, rows, mean);
    for (size_t c = 0; c < clusters->n; c++)
        square += clusters->sum[c] * clusters->sum[c];
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
                difference);
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

/* --- what more would be worth --- */

/* (12) */
double
decide_net(const struct decide_work *work, const struct decide_rival *rival, double n)
{
    return decision_sample_value(rival->diff, rival->se, rival->sd, n) * work->stake -
        n * work->price;
}

static void
find_best_size(const struct decide_work *work, struct decide_rival *rival)
{
    rival->best_n = rival->best_net = (double)NAN;
    if (isnan(work->price) || isnan(rival->sd))
        return;
    rival->best_n = rival->best_net = 0;
    for (size_t i = 0; i < DECIDE_GRID; i++) {
        double net = decide_net(work, rival, decide_grid[i]);

        if (net > rival->best_net) {
            rival->best_net = net;
            rival->best_n = decide_grid[i];
        }
    }
}

/* (8), (11), (13) against one alternative. */
static void
weigh(const struct decide_work *work, size_t i, struct decide_rival *rival)
{
    size_t k = work->k, c = work->choice;
    const double *shared = work->covariance;
    double needed;

    *rival = (struct decide_rival){ .candidate = i, .diff = work->mean[c] - work->mean[i] };
    rival->n_now = fmin(work->n[c], work->n[i]);
    if (isnan(work->n[c]) || isnan(work->n[i]))
        rival->n_now = (double)NAN;
    rival->se = hypot(work->se[c], work->se[i]);
    /* Of items that are not shared, one more of each. */
    rival->sd = hypot(work->se[c] * sqrt(work->n[c]), work->se[i] * sqrt(work->n[i]));
    if (shared != NULL) {
        rival->se = work->unit * sqrt(fmax(0, shared[c * k + c] + shared[i * k + i] -
            2 * shared[c * k + i]));
        rival->n_now = work->shared[c * k + i];
        if (rival->n_now > 1 && isfinite(work->apart[c * k + i]))   /* of two clusters, too */
            rival->sd = work->apart[c * k + i];
    }
    rival->p_better = rival->se > 0 ? 0.5 * erfc(-rival->diff / rival->se / sqrt(2))
        : rival->diff > 0 ? 1 : 0.5;
    rival->value = decision_gaussian(rival->diff, rival->se, work->decider, work->noise);
    rival->evpi = decision_gaussian(rival->diff, rival->se, DECIDER_RATIONAL, 0).delta;
    needed = decision_items_needed(rival->diff, rival->sd,
        setting_real(work->settings, "alpha"), setting_real(work->settings, "power"));
    rival->needed = isnan(needed) ? needed : fmax(0, needed - rival->n_now);
    find_best_size(work, rival);
}

static int
by_value(const void *left, const void *right)
{
    const struct decide_rival *a = left, *b = right;

    if (a->evpi != b->evpi)
        return a->evpi > b->evpi ? -1 : 1;
    return (a->candidate > b->candidate) - (a->candidate < b->candidate);
}

/* In units in which the covariances are, or the largest independent error is about 1. */
static void
sample_best(struct decide_work *work)
{
    size_t k = work->k;
    double *matrix = mem_zalloc(k * k, sizeof *matrix), *mean = mem_zalloc(k, sizeof *mean);
    double largest = 0, unit = work->unit;

    for (size_t i = 0; i < k && work->covariance == NULL; i++)
        largest = fmax(largest, work->se[i]);
    if (work->covariance == NULL)
        unit = largest > 0 && !isinf(largest) ? ldexp(1, ilogb(largest)) : 1;
    for (size_t i = 0; i < k; i++) {
        mean[i] = (work->mean[i] - work->mean[work->choice]) / unit;
        matrix[i * k + i] = work->se[i] / unit * (work->se[i] / unit);
    }
    work->evpi = unit * decision_best_sampled(mean, work->covariance != NULL
        ? work->covariance : matrix, k, (size_t)setting_real(work->settings, "draws"),
        work->settings->seed, work->p_best, &work->evpi_error);
    work->evpi_error *= unit;
    free(matrix);
    free(mean);
}

void
decide_values(struct decide_work *work)
{
    enum { MOST_EXACT = 100 };

    work->rivals = arena_zalloc(work->arena, work->k, sizeof *work->rivals);
    work->p_best = arena_zalloc(work->arena, work->k, sizeof *work->p_best);
    for (size_t i = 0; i < work->k; i++)
        if (i != work->choice)
            weigh(work, i, &work->rivals[work->n_rivals++]);
    qsort(work->rivals, work->n_rivals, sizeof *work->rivals, by_value);
    if (work->covariance == NULL && work->k <= MOST_EXACT)
        work->evpi = decision_best_independent(work->mean, work->se, work->k, work->p_best);
    else
        sample_best(work);
    for (size_t i = 0; i < work->k; i++)
        if (work->p_best[i] < DECIDE_NOTHING)
            work->p_best[i] = 0;
    if (work->k == 2) {                /* known in closed form */
        work->evpi = work->rivals[0].evpi;
        work->evpi_error = 0;
    }
}

/* --- a belief that was typed --- */

static size_t
read_list(const struct decide_work *work, const char *option, double *out, size_t room,
    struct error *err)
{
    size_t n, read = 0;
    char **parts = text_split(setting_text(work->settings, option), ',', &n);

    for (size_t i = 0; i < n && read < room; i++, read++)
        if (!number_parse_plain(parts[i], &out[read])) {
            error_set(err, ERROR_USAGE, "--%s takes numbers, not \"%s\"", option, parts[i]);
            read = room + 1;
            break;
        }
    text_split_free(parts, n);
    return read;
}

bool
decide_discrete(struct decide_work *work, struct error *err)
{
    enum { MOST_VALUES = 256 };
    double value[MOST_VALUES], weight[MOST_VALUES];
    size_t n = read_list(work, "values", value, MOST_VALUES, err), m = n;
    struct decision_value got, rational;
    struct result_table *table;
    struct strbuf text;
    static const char *const names[] = { "mean", "gain_if_known", "deferred", "delta", "evpi" };

    for (size_t i = 0; i < MOST_VALUES; i++)
        weight[i] = 1;
    if (n <= MOST_VALUES && setting_given(work->settings, "weights"))
        m = read_list(work, "weights", weight, MOST_VALUES, err);
    if (n > MOST_VALUES || m > MOST_VALUES)
        return false;
    rational = decision_discrete(value, weight, n, DECIDER_RATIONAL, 0);
    got = decision_discrete(value, weight, n, work->decider, work->noise);
    if (m != n || isnan(rational.delta))
        return error_set(err, ERROR_REQUEST, "%zu %s %zu %s not negative and not all 0", n,
            text_counted((double)n, "value takes", "values take"), n,
            text_counted((double)n, "weight that is", "weights that are"));
    table = result_add_table(work->result, "belief", 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct result_column *column = parts_number(work->result, table, names[i], NULL, NULL);

        column_numbers(column)[0] = i == 0 ? got.mean : i == 1 ? got.positive
            : i == 2 ? got.deferred : i == 3 ? got.delta : rational.delta;
    }
    work->result->title = "decide \302\267 a belief with discrete values";
    strbuf_init(&text);
    strbuf_puts(&text, "Deciding now is expected to cost ");
    parts_put(&text, rational.delta, NULL, 3);
    strbuf_puts(&text, " (EVPI); leaving it to the decision maker is worth ");
    parts_put(&text, got.delta, NULL, 3);
    strbuf_puts(&text, ".");
    work->result->verdict = parts_keep(work->result, &text);
    parts_settings(work->result, work->settings);
    return true;
}
