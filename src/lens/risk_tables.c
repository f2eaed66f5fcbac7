/* risk_tables.c - a row per point with every figure, shortlists, estimators, portfolios and
 * routing as tables. */
#include "lens/risk_work.h"

#include <math.h>
#include <stdint.h>
#include <stddef.h>
#include <string.h>

/* --- models --- */

struct figure { const char *name, *title; size_t offset; enum direction direction; bool detail; };

#define FIGURE(name, title, member, direction, detail) \
    { name, title, offsetof(struct risk_strategy, member), direction, detail }

static const struct figure figures[] = {
    FIGURE("mean", NULL, mean, DIRECTION_MAX, false),
    FIGURE("sd", NULL, sd, DIRECTION_MIN, false),
    FIGURE("sharpe", NULL, sharpe, DIRECTION_MAX, false),
    FIGURE("se", "\302\261se", se, DIRECTION_MIN, false),
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
    FIGURE("se_normal", NULL, se_normal, DIRECTION_MIN, true),
    FIGURE("information", "information ratio", information, DIRECTION_MAX, true),
    FIGURE("tracking_error", NULL, tracking, DIRECTION_MIN, true),
    FIGURE("beta", NULL, beta, DIRECTION_UNKNOWN, true),
    FIGURE("acf1", "autocorrelation", acf1, DIRECTION_UNKNOWN, true),
    FIGURE("lo_factor", NULL, lo_factor, DIRECTION_UNKNOWN, true),
    FIGURE("sharpe_horizon", NULL, sharpe_horizon, DIRECTION_MAX, true),
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

/* Why a series has no ratio, or an infinite one; NULL if it has one. */
static const char *
no_ratio(const struct risk_work *work, const struct risk_strategy *s)
{
    if (s == NULL || s->n == 0)
        return s != NULL && setting_is(work->settings, "returns", "relative")
            ? "no change from a score above 0" : "no returns";
    if (s->n < 2)
        return "one return has no spread";
    if (isnan(s->sharpe) && !(s->sd > 0) && setting_is(work->settings, "zero_sd", "null"))
        return "returns without spread";
    if (isnan(s->sharpe) && s->sd == 0)
        return setting_is(work->settings, "returns", "excess") ? "no gain over the reference" :
            "every return is 0";
    return isinf(s->sharpe) ? "returns without spread" : NULL;
}

/* Why a ratio has no error; NULL if it has one. */
static const char *
no_error(const struct risk_strategy *s)
{
    return s != NULL && isfinite(s->sharpe) && s->n < RISK_LEAST_RETURNS
        ? "two returns have no skewness, so the ratio has no error" : NULL;
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
    return no_ratio(work, s);
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
        size_t candidate = work->candidate[i];

        rows[i] = i;
        of[i] = candidate == SIZE_MAX ? NULL : work->series[candidate];
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
        column = parts_number(work->result, table, k == 0 ? "p" : "investment",
            k == 0 ? "chance p" : "budget share", NULL);
        column->direction = DIRECTION_MAX;
        column->digits = 3;
        /* A table of its own has them; here they stand where nothing has a ratio. */
        column->detail = work->investment == NULL || work->series_reason == NULL;
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = requirement_figure(work, work->candidate[i], k == 0);
    }
    risk_place_columns(work, table);
    column = parts_text(work->result, table, "reason", NULL);
    column->detail = true;
    table->section = arena_zalloc(work->arena, n + 1, sizeof *table->section);
    for (size_t i = 0; i < n; i++) {
        column->text[i] = reason_of(work, i, of[i]);
        table->section[i] = column->text[i] == NULL ? "with a ratio"
            : work->series_reason != NULL ? work->series_reason : column->text[i];
        if (column->text[i] == NULL)
            column->text[i] = no_error(of[i]);
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
    column = parts_integer(work->result, table, "n", NULL);
    for (size_t i = 0; i < work->n_strategies; i++)
        column_numbers(column)[i] = (double)of[i]->n;
    add_figures(work, table, of, work->n_strategies);
    column = parts_text(work->result, table, "reason", NULL);
    column->detail = true;
    for (size_t i = 0; i < work->n_strategies; i++)
        column->text[i] = no_ratio(work, of[i]) != NULL ? no_ratio(work, of[i]) : no_error(of[i]);
    table->display = by_ratio(work, of, work->n_strategies);
}

void
risk_tables(const struct risk_work *work)
{
    if (work->over != NULL && strcmp(work->over, "rows") == 0)
        strategies_table(work);
    else
        models_table(work);
    risk_list_tables(work);
    risk_portfolio_table(work);
    risk_wealth_table(work);
    risk_box_table(work);
    risk_routing_table(work);
    risk_cascade_table(work);
    risk_summary_table(work);
}
