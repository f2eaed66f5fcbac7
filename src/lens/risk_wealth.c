/* risk_wealth.c - (27), (28): what holding all strategies together makes of a unit of wealth,
 * where returns are shares of what there is: equal parts, and Cover's universal portfolio.
 */
#include "lens/risk_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "math/portfolio.h"

static bool
compounds(const struct risk_work *work)
{
    return setting_is(work->settings, "returns", "gross")
        || setting_is(work->settings, "returns", "relative");
}

/* Periods in which every strategy that is held has a return. */
static size_t
complete(const struct risk_work *work, size_t *period)
{
    size_t n = 0;

    for (size_t t = 0; t < work->periods && work->n_held > 0; t++) {
        bool all = true;

        for (size_t k = 0; k < work->n_held; k++)
            all = all && !isnan(work->strategies[work->held[k]].returns[t]);
        if (all)
            period[n++] = t;
    }
    return n;
}

void
risk_wealth(struct risk_work *work)
{
    struct risk_wealth *wealth = &work->wealth;
    bool gross = setting_is(work->settings, "returns", "gross");
    size_t k = work->n_held, n;
    struct universal universal;
    double *relative;

    wealth->universal_end = wealth->best = wealth->mixture_end = wealth->mix_end = (double)NAN;
    if (!compounds(work) || k == 0)
        return;
    wealth->period = arena_zalloc(work->arena, work->periods + 1, sizeof *wealth->period);
    wealth->n = n = complete(work, wealth->period);
    if (n < 2)
        return;
    relative = mem_alloc((n * k + 1) * sizeof *relative);
    for (size_t t = 0; t < n; t++)
        for (size_t i = 0; i < k; i++) {
            const struct risk_strategy *s = &work->strategies[work->held[i]];

            relative[t * k + i] = gross ? s->value[wealth->period[t]]
                : 1 + s->returns[wealth->period[t]];
        }
    wealth->universal = arena_zalloc(work->arena, n, sizeof *wealth->universal);
    wealth->mixture = arena_zalloc(work->arena, n, sizeof *wealth->mixture);
    wealth->mix = arena_zalloc(work->arena, k, sizeof *wealth->mix);
    wealth->shares = arena_zalloc(work->arena, n * k, sizeof *wealth->shares);
    universal = portfolio_universal(relative, n, k, (unsigned)setting_real(work->settings,
        "lattice"), wealth->universal, wealth->mix, wealth->shares);
    wealth->universal_end = universal.wealth;
    wealth->mix_end = universal.best_wealth;
    wealth->lattice = universal.lattice;
    wealth->divisions = universal.divisions;
    wealth->mixture_end = portfolio_buy_and_hold(relative, n, k, wealth->mixture, &wealth->best);
    free(relative);
}

/* --- what is shown --- */

static const char *
period_name(const struct risk_work *work, size_t t)
{
    if (work->period_names != NULL)
        return work->period_names[t];
    if (work->over != NULL && strcmp(work->over, "rows") == 0)
        return arena_strdup(work->arena, work->frame->label[t]);
    return arena_printf(work->arena, "%zu", t + 1);
}

void
risk_wealth_table(const struct risk_work *work)
{
    const struct risk_wealth *wealth = &work->wealth;
    struct result_table *table;
    struct result_column *column;

    if (wealth->n < 2 || isnan(wealth->mixture_end))
        return;
    table = result_add_table(work->result, "wealth", wealth->n);
    table->title = "what 1 becomes if it is spread over all";
    column = parts_text(work->result, table, "period", NULL);
    column->key = true;
    for (size_t t = 0; t < wealth->n; t++)
        column->text[t] = period_name(work, wealth->period[t]);
    column = parts_number(work->result, table, "equal_parts", "equal parts, held", NULL);
    for (size_t t = 0; t < wealth->n; t++)
        column_numbers(column)[t] = wealth->mixture[t];
    if (isnan(wealth->universal_end))
        return;
    column = parts_number(work->result, table, "universal", "universal portfolio", NULL);
    for (size_t t = 0; t < wealth->n; t++)
        column_numbers(column)[t] = wealth->universal[t];
    column = parts_text(work->result, table, "weights", "its shares before the period");
    for (size_t t = 0; t < wealth->n; t++)
        column->text[t] = risk_weights_text(work, &wealth->shares[t * work->n_held]);
}

void
risk_note_wealth(const struct risk_work *work)
{
    const struct risk_wealth *wealth = &work->wealth;

    if (!compounds(work) || wealth->n < 2)
        return;
    if (!isnan(wealth->mixture_end))
        result_note(work->result, "equal parts held: wealth %.6g, in logarithms %.3g behind the "
            "best; never more than ln %zu = %.3g", wealth->mixture_end,
            log(wealth->best / wealth->mixture_end) + 0, work->n_held, log((double)work->n_held));
    if (!isnan(wealth->universal_end))
        result_note(work->result, "universal portfolio: wealth %.6g, the mean over %zu constant "
            "mixtures in steps of 1/%u; the best of them, %s, made %.6g", wealth->universal_end,
            wealth->lattice, wealth->divisions, risk_weights_text(work, wealth->mix),
            wealth->mix_end);
    else
        result_note(work->result, "no universal portfolio: %s", work->n_held > 64
            ? "more than 64 strategies are too many for a lattice of weights"
            : "a gross return is 0 or less");
}
