/* compare_models.c - each model by itself on the score: value, interval, and what its items
 * tell besides their mean.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/aggregates.h"
#include "math/doubt.h"
#include "math/moments.h"
#include "math/pass_k.h"
#include "math/sharpe.h"
#include "math/sorted.h"

/* Figures of one model; NaN where its items do not tell. */
struct figures {
    double items, iqm, gap, win_rate, rank, pass_at, pass_at_se, pass_hat, pass_hat_se;
    double naive_at, naive_hat;
    struct quantile_limits p50, p95;   /* of the efficiency measure */
    const char *cost_doubt;    /* why its interval may be too narrow, or NULL */
    struct cost_ratio cost;    /* per right answer */
};

/* Known values, scaled as the points are; the caller frees. */
static double *
known_values(const struct compare_work *work, size_t measure, size_t model, size_t *n)
{
    const struct frame *items = work->items[measure];
    const double *value = compare_item_values(work, items, model);
    double *known = mem_alloc(items->rows * sizeof *known);

    *n = 0;
    for (size_t i = 0; value != NULL && i < items->rows; i++)
        if (!isnan(value[i]))
            known[(*n)++] = value[i] * work->items_scale[measure];
    return known;
}

static double
win_rate(const struct compare_work *work, size_t model)
{
    double sum = 0;
    size_t n = 0;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];
        bool mine = c->a == model;

        if (c->measure != work->primary || (!mine && c->b != model) || isnan(c->superiority))
            continue;
        mine ^= compare_direction(work, c->measure) == DIRECTION_MIN;
        sum += mine ? c->superiority : 1 - c->superiority;
        n++;
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

/* Samples per item and how many of them were right, from mean and number. */
static void
put_pass(const struct compare_work *work, size_t model, struct figures *figures)
{
    const struct frame *items = work->items[work->primary];
    int at = frame_column(items, work->frame->key[work->row[model]]);
    const struct column *column = at >= 0 ? &items->columns[at] : NULL;
    size_t k = setting_given(work->settings, "k") ?
        (size_t)setting_real(work->settings, "k") : 0;
    struct moments any = { 0 }, all = { 0 }, naive_any = { 0 }, naive_all = { 0 };

    for (size_t i = 0; k > 0 && column != NULL && i < items->rows; i++) {
        double n = column->n != NULL ? column->n[i] : 1;
        double right = column->value[i] * n;

        if (isnan(right) || n < (double)k || fabs(right - nearbyint(right)) > 1e-6)
            continue;
        moments_add(&any, pass_at_k((size_t)n, (size_t)nearbyint(right), k));
        moments_add(&all, pass_hat_k((size_t)n, (size_t)nearbyint(right), k));
        moments_add(&naive_any, naive_pass_at_k((size_t)n, (size_t)nearbyint(right), k));
        moments_add(&naive_all, naive_pass_hat_k((size_t)n, (size_t)nearbyint(right), k));
    }
    figures->pass_at = any.n > 0 ? any.mean : (double)NAN;
    figures->pass_hat = all.n > 0 ? all.mean : (double)NAN;
    figures->naive_at = any.n > 0 ? naive_any.mean : (double)NAN;
    figures->naive_hat = all.n > 0 ? naive_all.mean : (double)NAN;
    figures->pass_at_se = moments_se(&any);
    figures->pass_hat_se = moments_se(&all);
}

static const char *
cost_doubt(const double *cost, size_t n, bool clusters)
{
    double skewness = sharpe_skew(cost, n);

    if (clusters)
        return "they take every item by itself, without its cluster";
    if (!doubt_mean(n, skewness))
        return NULL;
    return doubt_why(n, DOUBT_FEW_ITEMS, skewness) == DOUBT_FEW ? "few items" :
        isnan(skewness) ? "all items cost the same" : "a few items cost most";
}

/* On the items that have both the score and the price. */
static void
put_cost(const struct compare_work *work, size_t model, struct figures *figures)
{
    const struct frame *score = work->items[work->primary], *price;
    const double *ok, *cost;
    const size_t *place;
    double *both;
    size_t n = 0;

    if (work->efficiency == SIZE_MAX || (price = work->items[work->efficiency]) == NULL ||
        (place = parts_align(work->arena, score, price)) == NULL)
        return;
    ok = compare_item_values(work, score, model);
    cost = compare_item_values(work, price, model);
    both = mem_alloc(2 * score->rows * sizeof *both);
    for (size_t i = 0; ok != NULL && cost != NULL && i < score->rows; i++)
        if (!isnan(ok[i]) && place[i] != SIZE_MAX && !isnan(cost[place[i]])) {
            both[n] = cost[place[i]];
            both[score->rows + n++] = ok[i];
        }
    if (n >= 2) {
        figures->cost = aggregate_cost_ratio(both, both + score->rows, n, work->level);
        figures->cost_doubt = cost_doubt(both, n, compare_has_clusters(work, score));
    }
    free(both);
}

static void
put_tails(const struct compare_work *work, size_t model, struct figures *figures)
{
    double *cost;
    size_t n;

    if (work->efficiency == SIZE_MAX || work->items[work->efficiency] == NULL)
        return;
    cost = known_values(work, work->efficiency, model, &n);
    sort_doubles(cost, n);
    if (n > 0) {
        figures->p50 = aggregate_quantile(cost, n, 0.5, work->level);
        figures->p95 = aggregate_quantile(cost, n, 0.95, work->level);
    }
    free(cost);
}

static struct figures
figures_of(const struct compare_work *work, size_t model)
{
    double nan = (double)NAN;
    struct figures figures = { nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan,
        { nan, nan, nan, 0, 0 }, { nan, nan, nan, 0, 0 }, NULL, { nan, nan, { nan, nan }, true } };

    figures.win_rate = win_rate(work, model);
    if (work->items[work->primary] != NULL) {
        size_t n;
        double *known = known_values(work, work->primary, model, &n);
        double gamma = setting_given(work->settings, "gamma") ?
            setting_real(work->settings, "gamma") : work->items_scale[work->primary];

        figures.items = (double)n;
        if (n > 0) {
            figures.iqm = aggregate_iqm(known, n);
            figures.gap = aggregate_gap(known, n, gamma);
        }
        free(known);
        put_pass(work, model, &figures);
        put_cost(work, model, &figures);
    }
    put_tails(work, model, &figures);
    return figures;
}

static double
figure(const struct figures *figures, size_t which)
{
    switch (which) {
    case 0: return figures->items;
    case 1: return figures->iqm;
    case 2: return figures->gap;
    case 3: return figures->win_rate;
    case 4: return figures->cost.ratio;
    case 5: return figures->cost.ci.lo;
    case 6: return figures->cost.ci.hi;
    case 7: return figures->p50.value;
    case 8: return figures->p50.lo;
    case 9: return figures->p50.hi;
    case 10: return figures->p95.value;
    case 11: return figures->p95.lo;
    case 12: return figures->p95.hi;
    case 13: return figures->pass_at;
    case 14: return figures->pass_at_se;
    case 15: return figures->pass_hat;
    case 16: return figures->pass_hat_se;
    case 17: return figures->rank;
    case 18: return figures->naive_at;
    case 19: return figures->naive_hat;
    default: return figures->cost.se;
    }
}

/* What a blank or an infinite limit means. */
static void
note_limits(const struct compare_work *work, struct result *result,
    const struct figures *figures)
{
    size_t k = setting_given(work->settings, "k") ?
        (size_t)setting_real(work->settings, "k") : 0;
    const char *doubt = NULL;

    for (size_t i = 0; i < work->n; i++) {
        const char *name = compare_label(work, i);

        doubt = figures[i].cost_doubt != NULL ? figures[i].cost_doubt : doubt;
        if (!isnan(figures[i].cost.ratio) && !figures[i].cost.bounded)
            result_note(result, "%s: its share of right answers may be 0, so what a right answer "
                "costs has no upper limit", name);
        if (isinf(figures[i].p95.hi))
            result_note(result, "%s: its items are too few for an upper limit of p95, which may "
                "be above the largest", name);
        if (k > 0 && isnan(figures[i].pass_at))
            result_note(result, "%s: no item has %zu %s right or wrong: no pass_at_k", name, k,
                text_counted((double)k, "sample that is", "samples that are"));
    }
    if (doubt != NULL)
        result_note(result, "limits of the cost per right answer may be too close: %s", doubt);
}

/* Columns without a number for any model would only take room on a screen. */
static void
add_figures(const struct compare_work *work, struct result *result, struct result_table *table,
    const struct figures *figures)
{
    static const struct { const char *name, *title; bool detail; } columns[] = {
        { "items", NULL, false }, { "iqm", NULL, false }, { "optimality_gap", NULL, false },
        { "win_rate", NULL, false }, { "cost_per_correct", NULL, false },
        { "cost_per_correct_lo", NULL, false }, { "cost_per_correct_hi", NULL, false },
        { "p50", NULL, false }, { "p50_lo", NULL, true }, { "p50_hi", NULL, true },
        { "p95", NULL, false }, { "p95_lo", NULL, true }, { "p95_hi", NULL, true },
        { "pass_at_k", "pass@k", false }, { "pass_at_k_se", NULL, false },
        { "pass_hat_k", "pass^k", false }, { "pass_hat_k_se", NULL, false },
        { "mean_rank", NULL, false }, { "naive_pass_at_k", "naive pass@k", false },
        { "naive_pass_hat_k", "naive pass^k", false }, { "cost_per_correct_se", NULL, true } };

    for (size_t k = 0; k < sizeof columns / sizeof columns[0]; k++) {
        struct result_column *column = result_add_column(result, table, columns[k].name,
            k == 0 ? VALUE_INTEGER : VALUE_NUMBER);
        bool known = false;

        column->title = columns[k].title;
        for (size_t i = 0; i < work->n; i++) {
            double value = figure(&figures[i], k);

            column_numbers(column)[i] = isinf(value) ? (double)NAN : value;
            known |= !isnan(value);
        }
        column->detail = !known || columns[k].detail;
    }
}

/* Items that the model answered but that not all of the others did. */
static double
dropped(const struct compare_work *work, size_t model)
{
    const struct frame *items = work->items[work->primary];
    const double *own = items != NULL ? compare_item_values(work, items, model) : NULL;
    size_t lost = 0;

    if (own == NULL)
        return (double)NAN;
    for (size_t i = 0; i < items->rows; i++) {
        bool all = true;

        for (size_t j = 0; j < work->n && all; j++) {
            const double *value = compare_item_values(work, items, j);

            all = value != NULL && !isnan(value[i]);
        }
        lost += !isnan(own[i]) && !all;
    }
    return (double)lost;
}

static double
own_number(const struct compare_work *work, size_t model, size_t which,
    const struct compare_own *own)
{
    switch (which) {
    case 0: return compare_observations(work, model, work->primary);
    case 1: return own->value;
    case 2: return own->se;
    case 3: return own->ci.lo;
    case 4: return own->ci.hi;
    case 5: return dropped(work, model);
    case 6: return own->clusters > 0 ? (double)own->clusters : (double)NAN;
    case 7: return own->design_effect;
    default: return own->se_plain;
    }
}

static void
add_own_numbers(const struct compare_work *work, struct result *result,
    struct result_table *table, const struct compare_own *own, size_t first, size_t last)
{
    static const struct { const char *name; bool whole, scored, detail; } columns[] = {
        { "n", true, false, false }, { "mean", false, true, false },
        { "se", false, true, false }, { "lo", false, true, false },
        { "hi", false, true, false }, { "dropped", true, false, true },
        { "clusters", true, false, true }, { "deff", false, false, true },
        { "se_plain", false, true, true } };

    for (size_t k = first; k <= last; k++) {
        struct result_column *column = result_add_column(result, table, columns[k].name,
            columns[k].whole ? VALUE_INTEGER : VALUE_NUMBER);

        column->unit = !columns[k].scored ? NULL :
            arena_strdup(work->arena, compare_column(work, work->primary)->unit);
        column->detail = columns[k].detail;
        for (size_t i = 0; i < work->n; i++)
            column_numbers(column)[i] = own_number(work, i, k, &own[i]);
    }
}

struct cost_ratio
compare_cost_of_right(const struct compare_work *work, size_t model)
{
    double nan = (double)NAN;
    struct figures figures = { .cost = { nan, nan, { nan, nan }, true } };

    if (work->items[work->primary] != NULL)
        put_cost(work, model, &figures);
    return figures.cost;
}

/* "a, b and c": models whose own interval is so doubted; how many is returned. */
static size_t
put_doubted(struct strbuf *out, const struct compare_work *work, const struct compare_own *own,
    enum doubt_reason reason, bool by_clusters)
{
    size_t n = 0, told = 0;

    for (size_t i = 0; i < work->n; i++)
        n += own[i].doubt == reason && (own[i].clusters > 0) == by_clusters;
    for (size_t i = 0; i < work->n; i++)
        if (own[i].doubt == reason && (own[i].clusters > 0) == by_clusters)
            strbuf_printf(out, "%s%s", told++ == 0 ? "" : told == n ? " and " : ", ",
                compare_label(work, i));
    return n;
}

/* Why models' own intervals may be too narrow. */
static void
note_own(const struct compare_work *work, struct result *result, const struct compare_own *own)
{
    static const struct { enum doubt_reason reason; bool clusters; const char *why; } notes[] = {
        { DOUBT_FEW, false, "few items or runs" },
        { DOUBT_ALIKE, false, "all scores are equal, and an error of 0 is not certainty" },
        { DOUBT_FAR, false, "a few scores are far from the rest (n is below 50 times the squared "
            "skewness)" },
        { DOUBT_FEW, true, "few clusters" },
        { DOUBT_ALIKE, true, "all clusters are alike, and an error of 0 is not certainty" },
        { DOUBT_FAR, true, "a few clusters are far from the rest" } };

    for (size_t k = 0; k < sizeof notes / sizeof notes[0]; k++) {
        struct strbuf who;

        strbuf_init(&who);
        if (put_doubted(&who, work, own, notes[k].reason, notes[k].clusters) > 0)
            result_note(result, "%s: the own interval of %s may be too narrow: %s",
                compare_column(work, work->primary)->name, who.data, notes[k].why);
        strbuf_release(&who);
    }
}

/* Shares of 0 and 1, whose error by the usual formula is 0. */
static void
note_rule_of_three(const struct compare_work *work, struct result *result,
    const struct compare_own *own)
{
    for (size_t i = 0; i < work->n; i++) {
        double n = compare_observations(work, i, work->primary);

        if (own[i].se == 0 && own[i].share && n >= 2)
            result_note(result, "%s: %s of its %.0f answers is %s; the rule of three, 3/n, puts the "
                "share of %s ones below %.3g at 95 %%", compare_label(work, i),
                own[i].value > 0 ? "every one" : "none", n, "right",
                own[i].value > 0 ? "wrong" : "right", 3 / n);
    }
}

void
compare_models(const struct compare_work *work, struct result *result)
{
    struct result_table *table = result_add_table(result, "models", work->n);
    struct result_column *column = result_add_column(result, table, "model", VALUE_TEXT);
    struct figures *figures = arena_zalloc(work->arena, work->n, sizeof *figures);
    struct compare_own *own = arena_zalloc(work->arena, work->n, sizeof *own);
    double *rank = arena_zalloc(work->arena, work->n, sizeof *rank);

    compare_item_ranks(work, result, rank);
    for (size_t i = 0; i < work->n; i++) {
        figures[i] = figures_of(work, i);
        figures[i].rank = rank[i];
        own[i] = compare_own(work, i, work->primary);
    }
    column->key = true;
    table->key = arena_zalloc(work->arena, work->n, sizeof *table->key);
    for (size_t i = 0; i < work->n; i++)
        table->key[i] = column->text[i] = arena_strdup(work->arena,
            work->frame->key[work->row[i]]);
    column = result_add_column(result, table, "measure", VALUE_TEXT);
    for (size_t i = 0; i < work->n; i++)
        column->text[i] = arena_strdup(work->arena, compare_column(work, work->primary)->name);
    add_own_numbers(work, result, table, own, 0, 4);
    column = result_add_column(result, table, "method", VALUE_TEXT);
    for (size_t i = 0; i < work->n; i++)
        column->text[i] = own[i].method;
    add_own_numbers(work, result, table, own, 5, 8);
    note_own(work, result, own);
    note_rule_of_three(work, result, own);
    add_figures(work, result, table, figures);
    note_limits(work, result, figures);
}
