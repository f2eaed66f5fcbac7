/* risk_lists.c - (2) to (7) as tables and charts: what the best k by each cheap score are worth. */
#include "lens/risk_work.h"

#include <math.h>
#include <stdint.h>

/* --- tables --- */

/* Whether no other estimator has a larger ratio at k, nor an earlier one as large. */
static bool
is_best_at(const struct risk_work *work, size_t e, size_t k)
{
    double ratio = risk_ratio_wanted(work, work->estimators[e].list[k - 1].sharpe);

    if (isnan(ratio))
        return false;
    for (size_t i = 0; i < work->n_estimators; i++) {
        double its = k <= work->estimators[i].most ? risk_ratio_wanted(work,
            work->estimators[i].list[k - 1].sharpe) : (double)NAN;

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
        risk_list_ratio(work, e, k, false),
        isnan(work->baseline) ? (double)NAN : shortlist_clip(list->sharpe, k),
        e->regret[k - 1] };

    return values[which];
}

static void
shortlist_table(const struct risk_work *work)
{
    static const char *const names[] = { "k", "kth", "best", "worst", "mean", "std",
        "violation_rate", "sharpe", "sharpe_clipped", "regret" };
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
        column->detail = c >= 8;
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
estimator_figure(const struct risk_estimator *e, size_t which)
{
    double square = 0, most = 0;

    for (size_t i = 0; i < e->n; i++) {
        square += e->value[i] * e->value[i] / (double)e->n;
        most = fmax(most, fabs(e->value[i]));
    }
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
            column_numbers(column)[e] = estimator_figure(&work->estimators[e], c);
    }
}

void
risk_list_tables(const struct risk_work *work)
{
    shortlist_table(work);
    estimators_table(work);
}

/* The estimator whose shortlists are looked at closely: the one with the largest ratio. */
static const struct risk_estimator *
shown_estimator(const struct risk_work *work)
{
    const struct risk_estimator *e = risk_leading(work);

    return e != NULL ? e : work->n_estimators > 0 ? &work->estimators[0] : NULL;
}

/* Of each model its place by that estimator, and the figures of the shortlist that ends with it:
 * so they can be measures, too. */
void
risk_place_columns(const struct risk_work *work, struct result_table *table)
{
    static const struct { const char *name; size_t which; } figures[] = { { "place", 0 },
        { "best_at_place", 2 }, { "worst_at_place", 3 }, { "mean_at_place", 4 },
        { "std_at_place", 5 }, { "violation_rate_at_place", 6 }, { "sharpe_at_place", 7 } };
    const struct risk_estimator *e = shown_estimator(work);

    if (e == NULL)
        return;
    for (size_t c = 0; c < sizeof figures / sizeof *figures; c++) {
        struct result_column *column = c == 0 ? parts_integer(work->result, table, "place",
            arena_printf(work->arena, "place by %s", e->column->name))
            : parts_number(work->result, table, figures[c].name, NULL, NULL);

        column->direction = c == 0 || c == 4 || c == 5 ? DIRECTION_MIN : c == 6 ? DIRECTION_MAX
            : work->direction;
        column->detail = true;
        column->digits = 3;
        for (size_t k = 1; k <= e->most; k++)
            column_numbers(column)[e->row[e->order[k - 1]]] = list_figure(work, e, k,
                figures[c].which);
    }
}

/* --- charts --- */

enum list_kind { LIST_WORST, LIST_BEST, LIST_MEAN, LIST_LOWER, LIST_UPPER, LIST_RATIO };

static double
line_value(const struct risk_work *work, const struct risk_estimator *e, size_t k,
    enum list_kind kind)
{
    const struct shortlist *list = &e->list[k - 1];

    switch (kind) {
    case LIST_WORST: return work->sign * list->worst;
    case LIST_BEST: return work->sign * list->best;
    case LIST_MEAN: return work->sign * list->mean;
    case LIST_LOWER: return work->sign * list->mean - list->sd;
    case LIST_UPPER: return work->sign * list->mean + list->sd;
    default: return risk_list_ratio(work, e, k, true);
    }
}

/* Only what is a number: one has no spread, and no spread an infinite ratio. */
static void
list_line(const struct risk_work *work, struct chart *chart, const struct risk_estimator *e,
    const char *label, enum list_kind kind)
{
    bool is_std = kind == LIST_LOWER || kind == LIST_UPPER;
    struct chart_line *line;
    size_t n = 0;

    for (size_t k = 1; k <= e->most; k++)
        n += isfinite(line_value(work, e, k, kind)) ? 1 : 0;
    if (n == 0)
        return;
    line = chart_add_line(work->result, chart, is_std ? LINE_DASHED : LINE_STRAIGHT, n);
    line->label = label;
    line->role = kind == LIST_BEST ? MARK_FRONTIER : is_std ? MARK_DOMINATED : MARK_PLAIN;
    n = 0;
    for (size_t k = 1; k <= e->most; k++) {
        double y = line_value(work, e, k, kind);

        if (!isfinite(y))
            continue;
        chart_line_x(line)[n] = (double)k;
        chart_line_y(line)[n++] = y;
    }
}

static void
baseline_line(const struct risk_work *work, struct chart *chart, size_t most)
{
    struct chart_line *line;

    if (!isfinite(work->baseline))
        return;
    line = chart_add_line(work->result, chart, LINE_DASHED, 2);
    line->role = MARK_REFERENCE;
    line->label = "baseline";
    chart_line_x(line)[0] = 1;
    chart_line_x(line)[1] = (double)most;
    chart_line_y(line)[0] = chart_line_y(line)[1] = work->sign * work->baseline;
}

static void
values_chart(const struct risk_work *work, const struct risk_estimator *e)
{
    struct chart *chart = result_add_chart(work->result, "shortlist", CHART_LINES, 0);

    chart->title = arena_printf(work->arena, "%s of the best k by %s", work->final->name,
        e->column->name);
    chart->x = (struct chart_axis){ .name = "k", .whole = true };
    chart->y = (struct chart_axis){ .name = arena_strdup(work->arena, work->final->name),
        .unit = arena_strdup(work->arena, work->final->unit), .direction = work->direction };
    list_line(work, chart, e, "worst", LIST_WORST);
    list_line(work, chart, e, "best", LIST_BEST);
    list_line(work, chart, e, "mean", LIST_MEAN);
    list_line(work, chart, e, "mean + std", LIST_UPPER);
    list_line(work, chart, e, "mean - std", LIST_LOWER);
    baseline_line(work, chart, e->most);
}

/* The estimator that is best at k, or NULL. */
static const struct risk_estimator *
best_at(const struct risk_work *work, size_t k)
{
    for (size_t e = 0; e < work->n_estimators; e++)
        if (k <= work->estimators[e].most && is_best_at(work, e, k))
            return &work->estimators[e];
    return NULL;
}

/* A mark at each k where an estimator is the best, with its name where it is another than
 * before. */
static void
best_marks(const struct risk_work *work, struct chart *chart)
{
    const struct risk_estimator *before = NULL;
    size_t n = 0;

    for (size_t k = 1; k <= RISK_MOST_K; k++) {
        const struct risk_estimator *e = best_at(work, k);
        double y = e != NULL ? risk_list_ratio(work, e, k, true) : (double)NAN;

        if (!isfinite(y))
            continue;
        chart->marks[n].x = (double)k;
        chart->marks[n].y = y;
        chart->marks[n].role = MARK_PLAIN;
        chart->marks[n++].label = e == before ? NULL : arena_strdup(work->arena,
            e->column->name);
        before = e;
    }
    chart->n_marks = n;
}

static bool
is_best_anywhere(const struct risk_work *work, size_t e)
{
    for (size_t k = 1; k <= work->estimators[e].most; k++)
        if (is_best_at(work, e, k))
            return true;
    return false;
}

static void
ratio_chart(const struct risk_work *work)
{
    enum { MOST_LINES = 8 };
    struct chart *chart = result_add_chart(work->result, "sharpe", CHART_LINES, RISK_MOST_K);
    size_t drawn = 0, worth = 0;

    chart->title = setting_is(work->settings, "clip", "none")
        ? "SharpeRatio@k; a mark has the best cheap score at that k"
        : "SharpeRatio@k, clipped to 0..100; a mark has the best cheap score at that k";
    chart->x = (struct chart_axis){ .name = "k", .whole = true };
    chart->y = (struct chart_axis){ .name = "SharpeRatio@k", .direction = DIRECTION_MAX };
    for (int best = 1; best >= 0; best--)
        for (size_t i = 0; i < work->n_estimators; i++) {
            bool first = work->estimators[i].most > 1 && is_best_anywhere(work, i);

            if (work->estimators[i].most < 2 || first != (best == 1))
                continue;
            worth++;
            if (drawn >= MOST_LINES)
                continue;
            drawn++;
            list_line(work, chart, &work->estimators[i], arena_strdup(work->arena,
                work->estimators[i].column->name), LIST_RATIO);
        }
    best_marks(work, chart);
    if (worth > drawn)
        chart->note = arena_printf(work->arena, "%zu of %zu cheap scores are drawn, those that "
            "are the best at some k first", drawn, worth);
}

void
risk_list_charts(const struct risk_work *work)
{
    const struct risk_estimator *e = shown_estimator(work);

    if (e == NULL || e->most < 2)
        return;
    values_chart(work, e);
    if (!isnan(work->baseline))
        ratio_chart(work);
}
