/* risk_summary.c - the figures that are of no single model, as a table. */
#include "lens/risk_work.h"

#include <math.h>

struct total { const char *name; double value; const char *meaning; };

enum { MOST_TOTALS = 32 };

static void
put(struct total *totals, size_t *n, const char *name, double value, const char *meaning)
{
    if (!isnan(value))
        totals[(*n)++] = (struct total){ name, value, meaning };
}

static size_t
collect(const struct risk_work *work, struct total *totals)
{
    const struct risk_wealth *wealth = &work->wealth;
    size_t n = 0;

    if (work->n_estimators > 0) {
        put(totals, &n, "baseline", work->sign * work->baseline + 0, "score without a choice");
        put(totals, &n, "threshold", work->sign * work->threshold + 0, work->sign < 0
            ? "scores above it are unsafe" : "scores below it are unsafe");
    }
    if (work->has_deflated) {
        put(totals, &n, "tried", (double)work->tried, "series that have a ratio");
        put(totals, &n, "independent_trials", (double)work->deflated.independent,
            "N of the rule, which rounds up: the trials that luck had");
        put(totals, &n, "mean_correlation", work->deflated.correlation, "between two series");
        put(totals, &n, "expected_max_sharpe", work->sharpe_star,
            "the largest ratio that luck alone would give");
        put(totals, &n, "p_luck", work->deflated.luck,
            "probability that luck alone makes ratios so different");
    }
    put(totals, &n, "max_sharpe", work->turning > 0 ? work->best_ratio : (double)NAN,
        "the largest mean over deviation of a portfolio");
    if (work->wealth.n >= 2) {
        put(totals, &n, "equal_parts_wealth", wealth->mixture_end, "of 1, in equal parts held");
        put(totals, &n, "best_wealth", wealth->best, "of 1, in the best alone");
        put(totals, &n, "log_regret", log(wealth->best / wealth->mixture_end),
            "equal parts behind the best, in logarithms");
        put(totals, &n, "log_regret_bound", isnan(wealth->mixture_end) ? (double)NAN
            : log((double)work->n_held), "never more than that");
        put(totals, &n, "universal_wealth", wealth->universal_end, "of 1, universal portfolio");
        put(totals, &n, "best_mixture_wealth", wealth->mix_end,
            "of 1, in the best constant mixture");
    }
    put(totals, &n, "hsr", work->hsr, "hypervolume Sharpe ratio");
    put(totals, &n, "aiq", isnan(work->aiq) ? (double)NAN : work->sign * work->aiq,
        "average quality that a split of traffic reaches over the range of costs");
    return n;
}

void
risk_summary_table(const struct risk_work *work)
{
    struct total totals[MOST_TOTALS];
    size_t n = collect(work, totals);
    struct result_table *table;
    struct result_column *column;

    if (n == 0)
        return;
    table = result_add_table(work->result, "summary", n);
    table->title = "figures of all models together";
    table->mixed_rows = true;
    column = parts_text(work->result, table, "figure", NULL);
    column->key = true;
    for (size_t i = 0; i < n; i++)
        column->text[i] = totals[i].name;
    column = parts_number(work->result, table, "value", NULL, NULL);
    for (size_t i = 0; i < n; i++)
        column_numbers(column)[i] = totals[i].value;
    column = parts_text(work->result, table, "meaning", NULL);
    for (size_t i = 0; i < n; i++)
        column->text[i] = totals[i].meaning;
}
