/* risk_box.c - (21) to (23): requirements drawn from a box of all objectives, who meets them,
 * and the portfolio whose chance of meeting them is large for its spread.
 */
#include "lens/risk_work.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "math/dominance.h"
#include "math/portfolio.h"

/* The matrix of what pairs of points cover together: 64 MB, and a second of descent. */
enum { MOST_INVESTED = 2000 };

/* --- the objectives --- */

/* A cost counts by its ratio, unless it can be 0 or less. */
static bool
is_log(const struct risk_work *work, const struct risk_side *side)
{
    if (setting_is(work->settings, "box_scale", "linear") || side->direction != DIRECTION_MIN
        || side->column == work->final)
        return false;
    for (size_t i = 0; i < work->n; i++)
        if (side->column->value[work->row[i]] <= 0)
            return false;
    return true;
}

static void
take_sides(struct risk_work *work)
{
    const struct lens_bundle *bundle = work->bundle;

    for (size_t k = 0; k < bundle->n_objectives && k < DOMINANCE_MAX_OBJECTIVES; k++) {
        struct risk_side *side = &work->side[work->n_sides++];

        *side = (struct risk_side){ .column = &work->frame->columns[bundle->objectives[k].column],
            .direction = bundle->objectives[k].direction, .best = (double)NAN,
            .worst = (double)NAN };
        side->log = is_log(work, side);
    }
}

static double
oriented(const struct risk_side *side, double value)
{
    return side->log ? log(value) : side->direction == DIRECTION_MAX ? -value : value;
}

static double
as_measured(const struct risk_side *side, double value)
{
    return side->log ? exp(value) : side->direction == DIRECTION_MAX ? -value : value;
}

double
risk_box_end(const struct risk_side *side, bool best)
{
    return as_measured(side, best ? side->best : side->worst) + 0;
}

/* --- what --box says --- */

static bool
set_side(struct risk_work *work, const char *name, double lo, double hi, struct error *err)
{
    int column = frame_find(work->frame, name, true, err);

    if (column < 0)
        return error_prefix(err, "--box");
    for (size_t k = 0; k < work->n_sides; k++) {
        struct risk_side *side = &work->side[k];

        if (side->column != &work->frame->columns[column])
            continue;
        side->log = side->log && lo > 0;
        side->best = oriented(side, side->direction == DIRECTION_MAX ? hi : lo);
        side->worst = oriented(side, side->direction == DIRECTION_MAX ? lo : hi);
        return true;
    }
    return error_set(err, ERROR_REQUEST, "--box: %s is no objective (-o)",
        work->frame->columns[column].name);
}

/* NAME=LO..HI */
static bool
read_side(struct risk_work *work, const char *text, struct error *err)
{
    const char *equals = strrchr(text, '='), *dots = equals != NULL ? strstr(equals, "..") : NULL;
    double lo = 0, hi = 0;
    bool done = dots != NULL && number_parse_plain(dots + 2, &hi);
    char *name, *from;

    if (!done)
        return error_set(err, ERROR_USAGE, "--box takes NAME=LO..HI, not \"%s\"", text);
    name = mem_strndup(text, (size_t)(equals - text));
    from = mem_strndup(equals + 1, (size_t)(dots - equals - 1));
    done = (number_parse_plain(from, &lo) && lo < hi) || error_set(err, ERROR_USAGE,
        "--box: \"%s\" is no range from a number to a larger one", equals + 1);
    done = done && set_side(work, name, lo, hi, err);
    free(name);
    free(from);
    return done;
}

static bool
read_box(struct risk_work *work, struct error *err)
{
    size_t n;
    char **parts = text_split(setting_text(work->settings, "box"), ',', &n);
    bool done = true;

    for (size_t i = 0; i < n && done && parts[i][0] != '\0'; i++)
        done = read_side(work, parts[i], err);
    text_split_free(parts, n);
    return done;
}

/* --- the box and who is in it --- */

/* From the best of the nondominated to their worst, a tenth of that range further out; loss is
 * n x d. */
static void
find_box(struct risk_work *work, const double *loss, size_t n)
{
    size_t d = work->n_sides;
    double *gain = mem_alloc((n * d + 1) * sizeof *gain);
    uint8_t *on = mem_zalloc(n + 1, sizeof *on);

    for (size_t i = 0; i < n * d; i++)
        gain[i] = -loss[i];
    dominance_frontier(gain, n, d, on);
    for (size_t k = 0; k < d; k++) {
        double lo = INFINITY, hi = -INFINITY;

        for (size_t i = 0; i < n; i++)
            if (on[i]) {
                lo = fmin(lo, loss[i * d + k]);
                hi = fmax(hi, loss[i * d + k]);
            }
        hi += hi > lo ? 0.1 * (hi - lo) : fabs(lo) * 0.1 + 1e-9;
        if (!isnan(work->side[k].best))
            continue;
        work->side[k].best = lo;
        work->side[k].worst = hi;
    }
    free(gain);
    free(on);
}

/* Losses of the candidates that have all objectives; returns how many. */
static size_t
losses(const struct risk_work *work, double *loss, size_t *known)
{
    size_t m = 0, d = work->n_sides;

    for (size_t i = 0; i < work->n; i++) {
        bool all = true;

        for (size_t k = 0; k < d; k++) {
            loss[m * d + k] = oriented(&work->side[k], work->side[k].column->value[work->row[i]]);
            all = all && isfinite(loss[m * d + k]);
        }
        if (all)
            known[m++] = i;
    }
    return m;
}

static void
invest(struct risk_work *work, const double *loss, const size_t *known, size_t m)
{
    size_t d = work->n_sides;
    double low[DOMINANCE_MAX_OBJECTIVES], up[DOMINANCE_MAX_OBJECTIVES];
    double *share = mem_zalloc(m + 1, sizeof *share), *chance = mem_zalloc(m + 1, sizeof *chance);

    for (size_t k = 0; k < d; k++) {
        low[k] = work->side[k].best;
        up[k] = work->side[k].worst;
    }
    work->hsr = portfolio_hypervolume_sharpe(loss, m, d, low, up, share, chance);
    for (size_t k = 0; k < m; k++) {
        work->investment[known[k]] = share[k];
        work->chance[known[k]] = isnan(chance[k]) ? 0 : chance[k];     /* outside the box */
    }
    free(share);
    free(chance);
}

bool
risk_requirements(struct risk_work *work, struct error *err)
{
    double *loss;
    size_t *known, m;

    if (work->cost == NULL)
        return !setting_given(work->settings, "box") || error_set(err, ERROR_REQUEST,
            "--box takes two objectives or more: -o max:SCORE,min:COST");
    take_sides(work);
    if (!read_box(work, err))
        return false;
    work->investment = arena_zalloc(work->arena, work->n + 1, sizeof *work->investment);
    work->chance = arena_zalloc(work->arena, work->n + 1, sizeof *work->chance);
    for (size_t i = 0; i < work->n; i++)
        work->investment[i] = work->chance[i] = (double)NAN;
    loss = mem_alloc((work->n + 1) * work->n_sides * sizeof *loss);
    known = mem_alloc((work->n + 1) * sizeof *known);
    m = losses(work, loss, known);
    if (m > MOST_INVESTED)
        result_note(work->result, "the hypervolume Sharpe ratio and its portfolio are not known: "
            "they take at most %d points, here are %zu (--where)", MOST_INVESTED, m);
    else if (m > 0) {
        find_box(work, loss, m);
        invest(work, loss, known, m);
    }
    free(loss);
    free(known);
    return true;
}

/* --- words --- */

void
risk_note_box(const struct risk_work *work)
{
    struct strbuf out;

    if (isnan(work->hsr) || work->n_sides == 0)
        return;
    strbuf_init(&out);
    for (size_t k = 0; k < work->n_sides; k++)
        strbuf_printf(&out, "%s%s %.4g to %.4g%s", k == 0 ? "" : ", ", work->side[k].column->name,
            risk_box_end(&work->side[k], true), risk_box_end(&work->side[k], false),
            work->side[k].log ? " (by its logarithm)" : "");
    if (work->hsr > 0)
        result_note(work->result, "hypervolume Sharpe ratio %.4g: if what will be required is "
            "drawn at random between the best and the worst of the box, %s, then p is the "
            "chance that a model meets it, and investment the shares of a budget that meet most "
            "for their spread", work->hsr, out.data);
    else
        result_note(work->result, "hypervolume Sharpe ratio 0 and no investment: no model is "
            "inside the box, %s", out.data);
    strbuf_release(&out);
}

/* --- what is shown --- */

/* Who gets most first; then who meets most; then those of whom that is not known. */
static const size_t *
by_investment(const struct risk_work *work)
{
    size_t *order = arena_zalloc(work->arena, work->n + 1, sizeof *order), n = 0;

    for (size_t i = 0; i < work->n; i++) {
        size_t at;

        if (isnan(work->chance[i]))
            continue;
        for (at = n++; at > 0; at--) {
            size_t before = order[at - 1];
            double more = work->investment[before] - work->investment[i];

            if (more > 1e-9 || (!(more < -1e-9) && work->chance[before] >= work->chance[i]))
                break;
            order[at] = before;
        }
        order[at] = i;
    }
    for (size_t i = 0; i < work->n; i++)
        if (isnan(work->chance[i]))
            order[n++] = i;
    return order;
}

void
risk_box_table(const struct risk_work *work)
{
    struct result_table *table;
    struct result_column *column;

    if (isnan(work->hsr) || work->investment == NULL)
        return;
    table = result_add_table(work->result, "hsr", work->n);
    table->title = "who meets a requirement drawn at random, and how to divide a budget";
    table->key = arena_zalloc(work->arena, work->n + 1, sizeof *table->key);
    column = parts_text(work->result, table, "model", NULL);
    column->key = true;
    for (size_t i = 0; i < work->n; i++) {
        column->text[i] = arena_strdup(work->arena, work->frame->label[work->row[i]]);
        table->key[i] = arena_strdup(work->arena, work->frame->key[work->row[i]]);
    }
    for (size_t c = 0; c < 2; c++) {
        column = parts_number(work->result, table, c == 0 ? "p" : "investment", c == 0
            ? "chance p" : "budget share", NULL);
        column->direction = DIRECTION_MAX;
        column->digits = 3;
        for (size_t i = 0; i < work->n; i++)
            column_numbers(column)[i] = c == 0 ? work->chance[i] : work->investment[i];
    }
    column = parts_text(work->result, table, "reason", NULL);
    for (size_t i = 0; i < work->n; i++)
        column->text[i] = isnan(work->chance[i]) ? "an objective is missing"
            : work->chance[i] > 0 ? NULL : "not inside the box";
    table->display = by_investment(work);
}

/* Models by the share that a portfolio gives them, the largest first. */
void
risk_investment_chart(const struct risk_work *work)
{
    enum { MOST_BARS = 20 };
    const size_t *order;
    size_t n = 0;
    struct chart *chart;

    if (isnan(work->hsr) || work->investment == NULL)
        return;
    order = by_investment(work);
    while (n < work->n && n < MOST_BARS && work->investment[order[n]] > 0)
        n++;
    if (n == 0)
        return;
    chart = result_add_chart(work->result, "investment", CHART_BARS, n);
    chart->title = "shares of a budget over models, so that most requirements are met for the risk";
    chart->x = (struct chart_axis){ .name = "share of the budget" };
    for (size_t i = 0; i < n; i++) {
        chart->marks[i].x = work->investment[order[i]];
        chart->marks[i].y = (double)i;
        chart->marks[i].role = MARK_FRONTIER;
        chart->marks[i].key = arena_strdup(work->arena,
            work->frame->key[work->row[order[i]]]);
        chart->marks[i].label = arena_strdup(work->arena,
            work->frame->label[work->row[order[i]]]);
    }
}
