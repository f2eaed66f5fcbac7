/* risk_tables.c - a row per point with every figure, shortlists, estimators, portfolios and
 * routing as tables. */
#include "lens/risk_work.h"

#include <math.h>
#include <stdint.h>
#include <stddef.h>
#include <string.h>

#include "math/portfolio.h"

/* --- models --- */

struct figure { const char *name, *title; size_t offset; enum direction direction; bool detail; };

#define FIGURE(name, title, member, direction, detail) \
    { name, title, offsetof(struct risk_strategy, member), direction, detail }

static const struct figure figures[] = {
    FIGURE("mean", NULL, mean, DIRECTION_MAX, false),
    FIGURE("sd", NULL, sd, DIRECTION_MIN, false),
    FIGURE("sharpe", NULL, sharpe, DIRECTION_MAX, false),
    FIGURE("sharpe_se", "\302\261se", se, DIRECTION_MIN, false),
    FIGURE("psr", "PSR", psr, DIRECTION_MAX, false),
    FIGURE("dsr", "DSR", dsr, DIRECTION_MAX, false),
    FIGURE("min_n_95", NULL, least_n, DIRECTION_MIN, true),
    FIGURE("sortino", NULL, sortino, DIRECTION_MAX, false),
    FIGURE("omega", NULL, omega, DIRECTION_MAX, true),
    FIGURE("skew", NULL, skew, DIRECTION_UNKNOWN, true),
    FIGURE("kurtosis", NULL, kurtosis, DIRECTION_UNKNOWN, true),
    FIGURE("var5", NULL, var5, DIRECTION_MAX, true),
    FIGURE("cvar5", NULL, cvar5, DIRECTION_MAX, true),
    FIGURE("max_drawdown", "drawdown", drawdown, DIRECTION_MAX, false),
    FIGURE("calmar", NULL, calmar, DIRECTION_MAX, false),
    FIGURE("ulcer", NULL, ulcer, DIRECTION_MAX, false),
    FIGURE("cagr", NULL, cagr, DIRECTION_MAX, true),
    FIGURE("sharpe_annual", NULL, sharpe_annual, DIRECTION_MAX, true),
    FIGURE("sortino_annual", NULL, sortino_annual, DIRECTION_MAX, true),
    FIGURE("tail_ratio", NULL, tail, DIRECTION_UNKNOWN, true),
    FIGURE("w_max_sharpe", "share, best ratio", w_sharpe, DIRECTION_UNKNOWN, true),
    FIGURE("w_min_variance", "share, least risk", w_variance, DIRECTION_UNKNOWN, true),
};

static double
figure_of(const struct risk_strategy *s, const struct figure *figure)
{
    return s == NULL ? (double)NAN
        : *(const double *)(const void *)((const char *)s + figure->offset);
}

static const char *
reason_of(const struct risk_work *work, size_t row, const struct risk_strategy *s)
{
    if (isnan(work->final->value[row]))
        return arena_printf(work->arena, "no %s", work->final->name);
    if (work->series_reason != NULL)
        return work->series_reason;
    if (s == NULL && work->more_strategies > 0)
        return arena_printf(work->arena, "not among the first %d series",
            (int)RISK_MOST_STRATEGIES);
    if (s == NULL || s->n == 0)
        return s != NULL && setting_is(work->settings, "returns", "relative")
            ? "no change from a score above 0" : "no returns";
    if (s->n < 2)
        return "one return has no spread";
    if (isnan(s->sharpe) && s->sd == 0)
        return setting_is(work->settings, "returns", "excess") ? "no gain over the reference" :
            "every return is 0";
    return isinf(s->sharpe) ? "returns without spread" : NULL;
}

static size_t
candidate_of(const struct risk_work *work, size_t row)
{
    for (size_t i = 0; i < work->n; i++)
        if (work->row[i] == row)
            return i;
    return SIZE_MAX;
}

static void
add_figures(const struct risk_work *work, struct result_table *table,
    const struct risk_strategy *const *of, size_t n)
{
    for (size_t k = 0; k < sizeof figures / sizeof *figures; k++) {
        struct result_column *column = parts_number(work->result, table, figures[k].name,
            figures[k].title, NULL);

        bool known = false;

        column->direction = figures[k].direction;
        column->digits = 3;
        for (size_t i = 0; i < n; i++) {
            column_numbers(column)[i] = figure_of(of[i], &figures[k]);
            known |= !isnan(column_numbers(column)[i]);
        }
        column->detail = !known || figures[k].detail;
    }
}

static size_t
index_of(const struct risk_work *work, const struct risk_strategy *s)
{
    return (size_t)(s - work->strategies);
}

static double
requirement_figure(const struct risk_work *work, size_t candidate, bool chance)
{
    const double *value = chance ? work->chance : work->investment;

    return value != NULL && candidate != SIZE_MAX ? value[candidate] : (double)NAN;
}

/* Who has the largest ratio first; those without one last. */
static const size_t *
by_ratio(const struct risk_work *work, const struct risk_strategy *const *of, size_t n)
{
    size_t *order = arena_zalloc(work->arena, n + 1, sizeof *order);

    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        double ratio = of[i] != NULL ? of[i]->sharpe : (double)NAN;

        for (; at > 0 && !isnan(ratio); at--) {
            const struct risk_strategy *before = of[order[at - 1]];

            if (before != NULL && before->sharpe >= ratio)
                break;
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
    return order;
}

static void
models_table(const struct risk_work *work)
{
    size_t n = work->frame->rows, *rows = arena_zalloc(work->arena, n + 1, sizeof *rows);
    struct result_table *table = result_add_table(work->result, "models", n);
    const struct risk_strategy **of = arena_zalloc(work->arena, n + 1, sizeof *of);
    enum mark_role *role = arena_zalloc(work->arena, n + 1, sizeof *role);
    struct result_column *column;

    for (size_t i = 0; i < n; i++) {
        size_t candidate = candidate_of(work, i);

        rows[i] = i;
        of[i] = candidate == SIZE_MAX ? NULL : risk_strategy_of(work, candidate);
        role[i] = of[i] == NULL || isnan(work->plane.dominated_by[index_of(work, of[i])])
            ? MARK_MISSING : work->plane.on[index_of(work, of[i])] != 0 ? MARK_FRONTIER
            : MARK_DOMINATED;
    }
    parts_keys(work->result, table, work->frame, rows, n);
    column = parts_number(work->result, table, "final", arena_strdup(work->arena,
        work->final->name), work->final->unit);
    column->direction = work->direction;
    column->digits = 3;
    for (size_t i = 0; i < n; i++)
        column_numbers(column)[i] = work->final->value[i];
    column = parts_integer(work->result, table, "n", NULL);
    for (size_t i = 0; i < n; i++)
        column_numbers(column)[i] = of[i] != NULL ? (double)of[i]->n : (double)NAN;
    add_figures(work, table, of, n);
    for (size_t k = 0; k < 2; k++) {
        column = parts_number(work->result, table, k == 0 ? "p_meets" : "investment",
            k == 0 ? "P(meets)" : NULL, NULL);
        column->direction = DIRECTION_MAX;
        column->digits = 3;
        column->detail = work->investment == NULL;     /* without a cost */
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = requirement_figure(work, candidate_of(work, i), k == 0);
    }
    column = parts_text(work->result, table, "reason", NULL);
    column->detail = true;
    table->section = arena_zalloc(work->arena, n + 1, sizeof *table->section);
    for (size_t i = 0; i < n; i++) {
        column->text[i] = reason_of(work, i, of[i]);
        table->section[i] = column->text[i] == NULL ? "with a ratio"
            : work->series_reason != NULL ? work->series_reason : column->text[i];
    }
    table->role = role;
    if (work->series_reason == NULL)
        table->display = by_ratio(work, of, n);
    if (table->display != NULL)         /* headings need their rows together */
        for (size_t i = 0, gaps = 0; i + 1 < n; i++) {
            gaps += strcmp(table->section[table->display[i]],
                table->section[table->display[i + 1]]) != 0;
            if (gaps > 3) {
                table->section = NULL;
                break;
            }
        }
}

/* Strategies that are columns are no points. */
static void
strategies_table(const struct risk_work *work)
{
    const struct risk_strategy **of = arena_zalloc(work->arena, work->n_strategies + 1,
        sizeof *of);
    struct result_table *table = result_add_table(work->result, "strategies",
        work->n_strategies);
    struct result_column *column = parts_text(work->result, table, "strategy", NULL);

    column->key = true;
    for (size_t i = 0; i < work->n_strategies; i++) {
        of[i] = &work->strategies[i];
        column->text[i] = of[i]->name;
    }
    add_figures(work, table, of, work->n_strategies);
    table->display = by_ratio(work, of, work->n_strategies);
}

/* --- shortlists --- */

/* Whether no other estimator has a larger ratio at k, nor an earlier one as large. */
static bool
is_best_at(const struct risk_work *work, size_t e, size_t k)
{
    double ratio = work->estimators[e].list[k - 1].sharpe;

    if (isnan(ratio))
        return false;
    for (size_t i = 0; i < work->n_estimators; i++) {
        double its = k <= work->estimators[i].most ? work->estimators[i].list[k - 1].sharpe
            : (double)NAN;

        if (!isnan(its) && (i < e ? !shortlist_is_larger(ratio, its)
            : shortlist_is_larger(its, ratio)))
            return false;
    }
    return true;
}

static double
list_figure(const struct risk_work *work, const struct risk_estimator *e, size_t k, size_t which)
{
    const struct shortlist *list = &e->list[k - 1];
    double values[] = { (double)k, work->sign * list->kth, work->sign * list->best,
        work->sign * list->worst, work->sign * list->mean, list->sd, list->violation_rate,
        list->sharpe, isnan(work->baseline) ? (double)NAN : shortlist_clip(list->sharpe, k) };

    return values[which];
}

static void
shortlist_table(const struct risk_work *work)
{
    static const char *const names[] = { "k", "kth", "best", "worst", "mean", "std",
        "violation_rate", "sharpe", "sharpe_clipped" };
    struct result_table *table;
    struct result_column *column;
    size_t n = 0, at;

    for (size_t e = 0; e < work->n_estimators; e++)
        n += work->estimators[e].most;
    if (n == 0)
        return;
    table = result_add_table(work->result, "shortlist", n);
    table->title = "what the best k by each cheap score are worth";
    for (size_t c = 0; c < 2; c++) {
        column = parts_text(work->result, table, c == 0 ? "estimator" : "model_k",
            c == 0 ? NULL : "model");
        column->key = c == 0;
        at = 0;
        for (size_t e = 0; e < work->n_estimators; e++)
            for (size_t k = 1; k <= work->estimators[e].most; k++)
                column->text[at++] = arena_strdup(work->arena, c == 0
                    ? work->estimators[e].column->name
                    : work->frame->label[work->estimators[e].row[
                        work->estimators[e].order[k - 1]]]);
    }
    for (size_t c = 0; c < sizeof names / sizeof *names; c++) {
        column = c == 0 ? parts_integer(work->result, table, names[c], NULL)
            : parts_number(work->result, table, names[c], NULL, NULL);
        column->digits = 3;
        column->detail = c == 8;
        at = 0;
        for (size_t e = 0; e < work->n_estimators; e++)
            for (size_t k = 1; k <= work->estimators[e].most; k++)
                column_numbers(column)[at++] = list_figure(work, &work->estimators[e], k, c);
    }
    column = parts_flag(work->result, table, "best_at_k", "best at k");
    at = 0;
    for (size_t e = 0; e < work->n_estimators; e++)
        for (size_t k = 1; k <= work->estimators[e].most; k++)
            column_numbers(column)[at++] = is_best_at(work, e, k);
}

static double
estimator_figure(const struct risk_work *work, const struct risk_estimator *e, size_t which)
{
    double square = 0, most = 0;

    for (size_t i = 0; i < e->n; i++) {
        square += e->value[i] * e->value[i] / (double)e->n;
        most = fmax(most, fabs(e->value[i]));
    }
    (void)work;
    switch (which) {
    case 0: return (double)e->n;
    case 1: return e->agreement.mse;
    case 2: return square > 0 ? e->agreement.mse / square : (double)NAN;
    case 3: return e->agreement.rank_correlation;
    case 4: return e->agreement.regret;
    case 5: return most > 0 ? e->agreement.regret / most : (double)NAN;
    case 6: return e->agreement.type1;
    case 7: return e->agreement.type2;
    case 8: return e->best_k > 0 ? (double)e->best_k : (double)NAN;
    default: return e->best_k > 0 ? e->list[e->best_k - 1].sharpe : (double)NAN;
    }
}

static void
estimators_table(const struct risk_work *work)
{
    static const char *const names[] = { "n", "mse", "nmse", "rank_corr", "regret_1",
        "nregret_1", "type1", "type2", "best_k", "sharpe_at_best_k" };
    struct result_table *table;
    struct result_column *column;

    if (work->n_estimators == 0)
        return;
    table = result_add_table(work->result, "estimators", work->n_estimators);
    column = parts_text(work->result, table, "estimator", NULL);
    column->key = true;
    for (size_t e = 0; e < work->n_estimators; e++)
        column->text[e] = arena_strdup(work->arena, work->estimators[e].column->name);
    for (size_t c = 0; c < sizeof names / sizeof *names; c++) {
        column = c == 0 || c == 8 ? parts_integer(work->result, table, names[c], NULL)
            : parts_number(work->result, table, names[c], NULL, NULL);
        column->digits = 3;
        for (size_t e = 0; e < work->n_estimators; e++)
            column_numbers(column)[e] = estimator_figure(work, &work->estimators[e], c);
    }
}

/* --- portfolios --- */

static const char *
weights_text(const struct risk_work *work, const double *weight)
{
    struct strbuf text;

    strbuf_init(&text);
    for (size_t i = 0; i < work->n_held; i++)
        if (weight[i] > 5e-4)
            strbuf_printf(&text, "%s%s %.1f %%", text.length > 0 ? ", " : "",
                work->strategies[work->held[i]].name, 100 * weight[i]);
    return parts_keep(work->result, &text);
}

static double
portfolio_figure(const struct risk_work *work, const double *w, size_t which)
{
    double mean = portfolio_mean(work->mean, w, work->n_held);
    double ensemble = portfolio_variance(work->covariance, w, work->n_held);
    double router = portfolio_router_variance(work->mean, work->covariance, w, work->n_held);

    return which == 0 ? mean : sqrt(which == 1 ? ensemble : fmax(router, 0));
}

static void
portfolio_table(const struct risk_work *work)
{
    static const char *const names[] = { "mean", "sd_ensemble", "sd_router" };
    size_t n = work->turning + (isnan(work->best_ratio) ? 0 : 1);
    struct result_table *table;
    struct result_column *column;

    if (work->turning == 0)
        return;
    table = result_add_table(work->result, "portfolio", n);
    table->title = "shares on the mean-variance frontier, and of the best ratio";
    column = parts_text(work->result, table, "step", NULL);
    column->key = true;
    for (size_t s = 0; s < n; s++)
        column->text[s] = s == work->turning ? "best ratio"
            : s == 0 && work->turning > 1 ? "largest mean"
            : s + 1 == work->turning ? "least variance"
            : arena_printf(work->arena, "turning point %zu", s);
    for (size_t c = 0; c < 3; c++) {
        column = parts_number(work->result, table, names[c], c == 1 ? "sd, averaged"
            : c == 2 ? "sd, routed at random" : NULL, NULL);
        column->digits = 3;
        for (size_t s = 0; s < n; s++)
            column_numbers(column)[s] = portfolio_figure(work, s == work->turning
                ? work->best_weight : &work->weights[s * work->n_held], c);
    }
    column = parts_text(work->result, table, "weights", NULL);
    for (size_t s = 0; s < n; s++)
        column->text[s] = weights_text(work, s == work->turning ? work->best_weight
            : &work->weights[s * work->n_held]);
}

/* --- routing --- */

static void
routing_table(const struct risk_work *work)
{
    struct result_table *table;
    struct result_column *column;

    if (work->n_hull == 0)
        return;
    table = result_add_table(work->result, "routing", work->n_hull);
    table->title = "models that a split of traffic uses";
    table->key = arena_zalloc(work->arena, work->n_hull, sizeof *table->key);
    column = parts_text(work->result, table, "model", NULL);
    column->key = true;
    for (size_t i = 0; i < work->n_hull; i++) {
        column->text[i] = work->hull[i].name;
        table->key[i] = work->hull[i].key != NULL ? work->hull[i].key : work->hull[i].name;
    }
    column = parts_number(work->result, table, "cost", arena_strdup(work->arena,
        work->cost->name), work->cost->unit);
    for (size_t i = 0; i < work->n_hull; i++)
        column_numbers(column)[i] = work->hull[i].cost;
    column = parts_number(work->result, table, "quality", arena_strdup(work->arena,
        work->final->name), work->final->unit);
    for (size_t i = 0; i < work->n_hull; i++)
        column_numbers(column)[i] = work->hull[i].quality;
    column = parts_number(work->result, table, "price", "cost of one more", NULL);
    for (size_t i = 0; i + 1 < work->n_hull; i++)
        column_numbers(column)[i] = (work->hull[i + 1].cost_value - work->hull[i].cost_value) /
            (work->hull[i + 1].score - work->hull[i].score);
}

void
risk_tables(const struct risk_work *work)
{
    if (work->over != NULL && strcmp(work->over, "rows") == 0)
        strategies_table(work);
    else
        models_table(work);
    shortlist_table(work);
    estimators_table(work);
    portfolio_table(work);
    routing_table(work);
    risk_cascade_table(work);
}
