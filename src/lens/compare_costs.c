/* compare_costs.c - cost and latency of each model over its items: compare, (23).
 *
 * Such amounts have long tails: beside the mean stand the geometric mean with the interval of its
 * logarithms, the harmonic mean (the mean of rates), the spread by MAD and IQR, and quantiles
 * with limits by order statistics, which need no distribution. Where the items name clusters the
 * errors of means are by clusters; limits by order statistics know none, which a note says.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "lens/lens_parts.h"
#include "math/moments.h"
#include "math/sorted.h"

static const double levels[] = { 0.5, 0.9, 0.95, 0.99 };
enum { QUANTILES = sizeof levels / sizeof levels[0] };

/* One model on one measure, its items' amounts in ascending order. */
struct amounts {
    size_t model, measure, n, clusters;
    double *x;                 /* n, in the arena */
    double mean, se;
    struct geometric geometric;
};

static bool
is_amount(const struct compare_work *work, size_t measure)
{
    return work->items[measure] != NULL &&
        compare_column(work, measure)->kind == KIND_EFFICIENCY;
}

/* Of positive amounts by clusters: the mean of the logarithms and its t. */
static struct geometric
geometric_by_clusters(const struct compare_work *work, const struct amounts *amounts,
    const size_t *cluster)
{
    double *logs = mem_alloc((amounts->n + 1) * sizeof *logs);
    struct geometric geometric;
    struct interval ci;
    double mean = log(aggregate_geometric(amounts->x, amounts->n));

    for (size_t i = 0; i < amounts->n; i++)
        logs[i] = amounts->x[i] > 0 ? log(amounts->x[i]) : (double)NAN;
    geometric.log_se = clustered_error(logs, cluster, amounts->n, amounts->clusters).cr1;
    ci = interval_t(mean, geometric.log_se, (double)amounts->clusters - 1, work->level);
    geometric.mean = exp(mean);
    geometric.ci = (struct interval){ exp(ci.lo), exp(ci.hi) };
    free(logs);
    return geometric;
}

/* False without items of the model. */
static bool
take_amounts(const struct compare_work *work, size_t model, size_t measure,
    struct amounts *amounts)
{
    const struct frame *items = work->items[measure];
    const double *value = compare_item_values(work, items, model);
    size_t *cluster = mem_alloc((items->rows + 1) * sizeof *cluster);
    struct moments moments;

    *amounts = (struct amounts){ .model = model, .measure = measure,
        .x = arena_zalloc(work->arena, items->rows + 1, sizeof *amounts->x) };
    for (size_t i = 0; value != NULL && i < items->rows; i++)
        if (!isnan(value[i])) {
            cluster[amounts->n] = i;
            amounts->x[amounts->n++] = value[i] * work->items_scale[measure];
        }
    moments = moments_of(amounts->x, amounts->n);
    amounts->mean = amounts->n > 0 ? moments.mean : (double)NAN;
    amounts->se = moments_se(&moments);
    amounts->geometric = aggregate_geometric_interval(amounts->x, amounts->n, work->level);
    if (amounts->n > 0 && compare_has_clusters(work, items)) {
        amounts->clusters = parts_clusters(items, cluster, amounts->n);
        amounts->se = clustered_error(amounts->x, cluster, amounts->n, amounts->clusters).cr1;
        amounts->geometric = geometric_by_clusters(work, amounts, cluster);
    }
    sort_doubles(amounts->x, amounts->n);
    free(cluster);
    return amounts->n > 0;
}

/* --- columns of both tables --- */

static void
add_keys(const struct compare_work *work, struct result *result, struct result_table *table,
    const struct amounts *all, size_t each)
{
    struct result_column *model, *measure, *unit;

    table->mixed_rows = true;
    parts_text(result, table, "model", NULL);
    parts_text(result, table, "measure", NULL);
    parts_text(result, table, "unit", NULL);
    model = &table->columns[0];
    measure = &table->columns[1];
    unit = &table->columns[2];
    model->key = measure->key = true;
    for (size_t row = 0; row < table->rows; row++) {
        const struct amounts *one = &all[row / each];
        const struct column *column = compare_column(work, one->measure);

        model->text[row] = arena_strdup(work->arena, work->frame->key[work->row[one->model]]);
        measure->text[row] = arena_strdup(work->arena, column->name);
        unit->text[row] = arena_strdup(work->arena, column->unit);
    }
}

/* --- means and spread --- */

static double
cost_number(const struct amounts *amounts, size_t which)
{
    switch (which) {
    case 0: return (double)amounts->n;
    case 1: return amounts->mean;
    case 2: return amounts->se;
    case 3: return quantile_sorted(amounts->x, amounts->n, 0.5);
    case 4: return amounts->geometric.mean;
    case 5: return amounts->geometric.ci.lo;
    case 6: return amounts->geometric.ci.hi;
    case 7: return amounts->geometric.log_se;
    case 8: return aggregate_harmonic(amounts->x, amounts->n);
    case 9: return aggregate_mad(amounts->x, amounts->n);
    case 10: return aggregate_iqr(amounts->x, amounts->n);
    default: return amounts->x[amounts->n - 1];
    }
}

static void
costs_table(const struct compare_work *work, struct result *result, const struct amounts *all,
    size_t n)
{
    static const struct { const char *name, *title; bool detail; } columns[] = {
        { "n", NULL, false }, { "mean", NULL, false }, { "se", "\302\261se", false },
        { "median", NULL, false }, { "gmean", "geometric", false }, { "gmean_lo", "lo", false },
        { "gmean_hi", "hi", false }, { "log_se", NULL, true }, { "hmean", "harmonic", false },
        { "mad", "MAD", false }, { "iqr", "IQR", false }, { "max", NULL, false } };
    struct result_table *table = result_add_table(result, "costs", n);
    struct result_column *method;

    add_keys(work, result, table, all, 1);
    for (size_t k = 0; k < sizeof columns / sizeof columns[0]; k++) {
        struct result_column *column = parts_column(result, table, columns[k].name,
            columns[k].title, k == 0 ? VALUE_INTEGER : VALUE_NUMBER);

        column->detail = columns[k].detail;
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = cost_number(&all[i], k);
    }
    method = parts_text(result, table, "method", NULL);
    for (size_t i = 0; i < n; i++)
        method->text[i] = isnan(all[i].geometric.ci.lo) ? NULL : all[i].clusters == 0 ?
            "normal on logarithms" : arena_printf(work->arena, "t by %zu clusters on logarithms",
            all[i].clusters);
}

/* --- quantiles --- */

/* "0.0075 to > 0.0078": beyond the largest there is no limit. */
static const char *
limits_text(const struct compare_work *work, const struct amounts *amounts,
    const struct quantile_limits *limits)
{
    struct strbuf out;
    const char *text;

    strbuf_init(&out);
    strbuf_puts(&out, isinf(limits->lo) ? "< " : "");
    parts_put(&out, isinf(limits->lo) ? amounts->x[0] : limits->lo, NULL, 4);
    strbuf_puts(&out, isinf(limits->hi) ? " to > " : " to ");
    parts_put(&out, isinf(limits->hi) ? amounts->x[amounts->n - 1] : limits->hi, NULL, 4);
    text = arena_strdup(work->arena, out.data);
    strbuf_release(&out);
    return text;
}

static void
quantiles_table(const struct compare_work *work, struct result *result,
    const struct amounts *all, size_t n)
{
    static const char *const names[] = { "quantile", "n", "value", "lo", "hi", "rank_lo",
        "rank_hi" };
    struct result_table *table = result_add_table(result, "quantiles", n * QUANTILES);
    struct result_column *shown, *column[7];

    add_keys(work, result, table, all, QUANTILES);
    for (size_t k = 0; k < 7; k++) {
        parts_column(result, table, names[k], NULL, k == 1 || k > 4 ? VALUE_INTEGER :
            VALUE_NUMBER)->detail = k > 2;
    }
    shown = parts_text(result, table, "limits", NULL);
    shown->shown_only = true;
    for (size_t k = 0; k < 7; k++)
        column[k] = &table->columns[3 + k];
    for (size_t row = 0; row < table->rows; row++) {
        const struct amounts *one = &all[row / QUANTILES];
        struct quantile_limits limits = aggregate_quantile(one->x, one->n,
            levels[row % QUANTILES], work->level);
        double number[] = { levels[row % QUANTILES], (double)one->n, limits.value, limits.lo,
            limits.hi, (double)limits.rank_lo, (double)limits.rank_hi };

        for (size_t k = 0; k < 7; k++)
            column_numbers(column[k])[row] = number[k];
        shown->text[row] = limits_text(work, one, &limits);
    }
}

static void
note_clusters(const struct amounts *all, size_t n, struct result *result)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].clusters > 0) {
            result_note(result, "limits of quantiles take every item by itself, without its "
                "cluster: they may be too close");
            return;
        }
}

void
compare_costs(const struct compare_work *work, struct result *result)
{
    struct amounts *all = arena_zalloc(work->arena, work->n * work->n_measures + 1, sizeof *all);
    size_t n = 0;

    for (size_t m = 0; m < work->n_measures; m++)
        for (size_t model = 0; model < work->n && is_amount(work, m); model++)
            n += take_amounts(work, model, m, &all[n]);
    if (n == 0)
        return;
    costs_table(work, result, all, n);
    quantiles_table(work, result, all, n);
    note_clusters(all, n, result);
}
