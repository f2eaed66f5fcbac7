/* decide_tables.c - candidates, the choice against each alternative, and the value of more
 * items, as tables and charts. */
#include "lens/decide_work.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* --- candidates --- */

static size_t
candidate_of(const struct decide_work *work, size_t row)
{
    for (size_t i = 0; i < work->k; i++)
        if (work->row[i] == row)
            return i;
    return SIZE_MAX;
}

static double
candidate_figure(const struct decide_work *work, size_t i, size_t which)
{
    if (i == SIZE_MAX)
        return (double)NAN;
    switch (which) {
    case 0: return work->sign * work->mean[i];
    case 1: return work->se[i];
    case 2: return work->p_best[i];
    default: return work->evpi + work->mean[work->choice] - work->mean[i];
    }
}

/* The likeliest best first; those that are no candidates last. */
static const size_t *
by_chance(const struct decide_work *work)
{
    size_t n = work->frame->rows, *order = arena_zalloc(work->arena, n + 1, sizeof *order);

    for (size_t row = 0; row < n; row++) {
        size_t at = row, i = candidate_of(work, row);

        for (; at > 0 && i != SIZE_MAX; at--) {
            size_t before = candidate_of(work, order[at - 1]);

            if (before != SIZE_MAX && work->p_best[before] >= work->p_best[i])
                break;
            order[at] = order[at - 1];
        }
        order[at] = row;
    }
    return order;
}

static void
models_table(const struct decide_work *work)
{
    static const struct { const char *name, *title; enum direction direction; } columns[] = {
        { "mean", NULL, DIRECTION_MAX }, { "se", "\302\261se", DIRECTION_MIN },
        { "p_best", "P(best)", DIRECTION_MAX }, { "loss", "expected loss", DIRECTION_MIN } };
    size_t n = work->frame->rows, *rows = arena_zalloc(work->arena, n + 1, sizeof *rows);
    struct result_table *table = result_add_table(work->result, "models", n);
    enum mark_role *role = arena_zalloc(work->arena, n + 1, sizeof *role);
    struct result_column *column;

    for (size_t row = 0; row < n; row++) {
        size_t i = candidate_of(work, row);

        rows[row] = row;
        role[row] = i == SIZE_MAX ? MARK_MISSING : i == work->choice ? MARK_FRONTIER
            : work->p_best[i] > 0.05 ? MARK_UNDECIDED : MARK_DOMINATED;
    }
    parts_keys(work->result, table, work->frame, rows, n);
    for (size_t c = 0; c < 4; c++) {
        column = parts_number(work->result, table, columns[c].name, c == 0
            ? arena_strdup(work->arena, work->score->name) : columns[c].title,
            c == 2 ? NULL : work->score->unit);
        column->direction = c == 0 ? work->direction : columns[c].direction;
        column->digits = 3;
        for (size_t row = 0; row < n; row++)
            column_numbers(column)[row] = candidate_figure(work, candidate_of(work, row), c);
    }
    column = parts_text(work->result, table, "reason", NULL);
    column->detail = true;
    table->section = arena_zalloc(work->arena, n + 1, sizeof *table->section);
    for (size_t row = 0; row < n; row++) {
        column->text[row] = work->reason[row];
        table->section[row] = work->reason[row] == NULL ? "candidates"
            : "left out: no score, no error, or not marked";
    }
    table->role = role;
    table->display = by_chance(work);
}

/* --- pairs --- */

static double
rival_figure(const struct decide_work *work, const struct decide_rival *r, size_t which)
{
    switch (which) {
    case 0: return r->diff;
    case 1: return r->se;
    case 2: return r->se > 0 ? r->diff / r->se : (double)NAN;
    case 3: return r->p_better;
    case 4: return r->evpi;
    case 5: return decision_student(0, r->se, r->df, DECIDER_RATIONAL, 0).delta;
    case 6: return r->value.delta;
    case 7: return r->n_now;
    case 8: return r->needed;
    case 9: return decide_worth(r, 100);
    case 10: return decide_worth(r, 1000);
    case 11: return r->best_n;
    case 12: return isnan(work->price) ? (double)NAN : r->best_net;
    default: return isinf(r->df) ? (double)NAN : r->df;
    }
}

static void
pairs_table(const struct decide_work *work)
{
    static const char *const names[] = { "diff", "se_diff", "z", "p_better", "evpi",
        "evpi_max", "delta", "n_now", "n_needed", "evsi_100", "evsi_1000", "net_best_n",
        "net_best", "df" };
    struct result_table *table = result_add_table(work->result, "pairs", work->n_rivals);
    struct result_column *column;

    for (size_t c = 0; c < 2; c++) {
        column = parts_text(work->result, table, c == 0 ? "choice" : "alternative", NULL);
        column->key = c == 1;
        for (size_t i = 0; i < work->n_rivals; i++)
            column->text[i] = arena_strdup(work->arena, work->frame->label[work->row[c == 0
                ? work->choice : work->rivals[i].candidate]]);
    }
    for (size_t c = 0; c < sizeof names / sizeof *names; c++) {
        column = c == 7 || c == 8 || c == 11
            ? parts_integer(work->result, table, names[c], NULL)
            : parts_number(work->result, table, names[c], NULL, NULL);
        column->digits = 3;
        column->detail = c == 2 || c == 5 || c >= 12;
        for (size_t i = 0; i < work->n_rivals; i++)
            column_numbers(column)[i] = rival_figure(work, &work->rivals[i], c);
    }
}

static void
items_table(const struct decide_work *work)
{
    static const char *const names[] = { "items", "evsi", "share_of_evpi", "price", "net" };
    const struct decide_rival *rival = &work->rivals[0];
    struct result_table *table;

    if (isnan(rival->sd))
        return;
    table = result_add_table(work->result, "items", DECIDE_GRID);
    table->title = "what more items are worth, for the choice and its closest alternative";
    for (size_t c = 0; c < sizeof names / sizeof *names; c++) {
        struct result_column *column = c == 0
            ? parts_integer(work->result, table, names[c], NULL)
            : parts_number(work->result, table, names[c], NULL, NULL);

        column->key = c == 0;
        column->digits = 3;
        for (size_t i = 0; i < DECIDE_GRID; i++) {
            double n = decide_grid[i];
            double evsi = decide_worth(rival, n);

            column_numbers(column)[i] = c == 0 ? n : c == 1 ? evsi
                : c == 2 ? (rival->evpi > 0 ? evsi / rival->evpi : (double)NAN)
                : c == 3 ? n * work->price : decide_net(work, rival, n);
        }
    }
}

void
decide_tables(const struct decide_work *work)
{
    models_table(work);
    pairs_table(work);
    items_table(work);
}

/* --- charts --- */

static double
density(double u, const struct decide_rival *rival)
{
    double z = (u - rival->diff) / rival->se;
    double shape = isinf(rival->df) ? 0.3989422804014327 * exp(-z * z / 2)
        : exp(lgamma((rival->df + 1) / 2) - lgamma(rival->df / 2)) / sqrt(M_PI * rival->df) *
        pow(1 + z * z / rival->df, -(rival->df + 1) / 2);

    return shape / rival->se;
}

static void
density_line(const struct decide_work *work, struct chart *chart, double lo, double hi,
    enum mark_role role, const char *label)
{
    enum { STEPS = 61 };
    struct chart_line *line;

    if (!(hi > lo))
        return;
    line = chart_add_line(work->result, chart, LINE_STRAIGHT, STEPS);
    line->role = role;
    line->label = label;
    for (size_t i = 0; i < STEPS; i++) {
        chart_line_x(line)[i] = lo + (hi - lo) * (double)i / (STEPS - 1);
        chart_line_y(line)[i] = density(chart_line_x(line)[i], &work->rivals[0]);
    }
}

/* A line to and fro between 0 and the density: as dense as the dots of a wide terminal. */
static void
shade_loss(const struct decide_work *work, struct chart *chart, double lo, double hi)
{
    enum { STROKES = 160 };
    const struct decide_rival *rival = &work->rivals[0];
    struct chart_line *line;
    double top = fmin(hi, 0), step = (hi - lo) / STROKES;
    size_t n = 0;

    if (!(top > lo))
        return;
    line = chart_add_line(work->result, chart, LINE_STRAIGHT, 2 * STROKES + 2);
    line->role = MARK_DOMINATED;
    line->label = "loss";
    for (size_t i = 0; i <= STROKES && lo + step * (double)i <= top; i++)
        for (size_t end = 0; end < 2; end++) {
            chart_line_x(line)[n] = lo + step * (double)i;
            chart_line_y(line)[n++] = (i + end) % 2 == 0 ? 0 : density(lo + step * (double)i,
                rival);
        }
    line->n = n;
}

static void
belief_chart(const struct decide_work *work)
{
    const struct decide_rival *rival = &work->rivals[0];
    double lo = rival->diff - 4 * rival->se, hi = rival->diff + 4 * rival->se;
    struct chart *chart;
    struct chart_line *line;

    if (!(rival->se > 0))
        return;
    chart = result_add_chart(work->result, "belief", CHART_LINES, 0);
    chart->title = arena_printf(work->arena, "what %s is better by than %s",
        work->frame->label[work->row[work->choice]],
        work->frame->label[work->row[rival->candidate]]);
    chart->x = (struct chart_axis){ .name = arena_printf(work->arena, "%s: %s less %s",
        work->score->name, work->frame->label[work->row[work->choice]],
        work->frame->label[work->row[rival->candidate]]),
        .unit = arena_strdup(work->arena, work->score->unit) };
    chart->y = (struct chart_axis){ .name = "density" };
    density_line(work, chart, fmax(lo, 0), hi, MARK_FRONTIER, "right choice");
    density_line(work, chart, lo, fmin(hi, 0), MARK_DOMINATED, NULL);
    shade_loss(work, chart, lo, hi);
    line = chart_add_line(work->result, chart, LINE_VERTICAL, 1);
    line->role = MARK_REFERENCE;
    line->label = "no difference";
    chart_line_x(line)[0] = 0;
}

static void
items_chart(const struct decide_work *work)
{
    const struct decide_rival *rival = &work->rivals[0];
    struct chart *chart;

    if (isnan(rival->sd) || !(rival->evpi > 0) || work->evpi < work->negligible)
        return;
    chart = result_add_chart(work->result, "items", CHART_LINES, 0);
    chart->title = "value of more items";
    chart->x = (struct chart_axis){ .name = "items", .log = true };
    chart->y = (struct chart_axis){ .name = "value",
        .unit = arena_strdup(work->arena, work->score->unit) };
    for (size_t which = 0; which < (isnan(work->price) ? 2u : 3u); which++) {
        struct chart_line *line = chart_add_line(work->result, chart,
            which == 0 ? LINE_STRAIGHT : LINE_DASHED, DECIDE_GRID);
        size_t n = 0;

        line->role = which == 0 ? MARK_FRONTIER : MARK_REFERENCE;
        line->label = which == 0 ? "EVSI" : which == 1 ? "EVPI" : "price";
        for (size_t i = 0; i < DECIDE_GRID; i++) {
            double items = decide_grid[i], cost = items * work->price / work->stake;

            if (which == 2 && cost > 2 * rival->evpi)
                break;
            chart_line_x(line)[n] = items;
            chart_line_y(line)[n++] = which == 1 ? rival->evpi : which == 2 ? cost
                : decide_worth(rival, items);
        }
        line->n = n;
    }
}

static void
chances_chart(const struct decide_work *work)
{
    enum { MOST_BARS = 20 };
    const struct result_table *models = &work->result->tables[0];
    size_t n = work->k < MOST_BARS ? work->k : MOST_BARS;
    struct chart *chart = result_add_chart(work->result, "p_best", CHART_BARS, n);

    chart->title = "probability of being the best";
    chart->x = (struct chart_axis){ .name = "probability" };
    for (size_t b = 0; b < n; b++) {
        size_t row = models->display[b], i = candidate_of(work, row);

        chart->marks[b].x = work->p_best[i];
        chart->marks[b].y = (double)b;
        chart->marks[b].role = i == work->choice ? MARK_FRONTIER : MARK_PLAIN;
        chart->marks[b].key = models->key[row];
        chart->marks[b].label = arena_strdup(work->arena, work->frame->label[row]);
    }
    if (n < work->k)
        chart->note = arena_printf(work->arena, "the likeliest %zu of %zu", n, work->k);
}

void
decide_charts(const struct decide_work *work)
{
    chances_chart(work);
    belief_chart(work);
    items_chart(work);
}
