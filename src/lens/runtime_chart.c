/* runtime_chart.c - score against runtime, one machine against another, runtime by prompt
 * size, a fit with what it was fitted from, and ranks over scenarios. */
#include "lens/runtime_work.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { MOST_CURVES = 12 };

static void
mark_point(const struct runtime_work *work, size_t row, struct chart_mark *mark)
{
    const enum mark_role *role = work->result->tables[0].role;

    mark->role = role[row];
    mark->key = arena_strdup(work->arena, work->frame->key[row]);
    mark->label = arena_strdup(work->arena, work->frame->label[row]);
}

/* Log unless fewer than two runtimes are above 0, or all of these are the same: what is not
 * above 0 is then listed below. */
static bool
is_log(const struct parts_plane *plane)
{
    double lo = INFINITY, hi = 0;

    for (size_t i = 0; i < plane->n; i++)
        if (isfinite(plane->x[i]) && isfinite(plane->y[i]) && plane->x[i] > 0) {
            lo = fmin(lo, plane->x[i]);
            hi = fmax(hi, plane->x[i]);
        }
    return hi > lo;
}

static bool
is_drawn(const struct runtime_work *work, size_t row, bool log)
{
    const struct parts_plane *plane = &work->plane;

    return isfinite(plane->x[row]) && isfinite(plane->y[row]) && (!log || plane->x[row] > 0);
}

static const char *
undrawn(const struct runtime_work *work)
{
    const struct parts_plane *plane = &work->plane;
    size_t n = 0;

    for (size_t i = 0; i < plane->n; i++)
        n += is_drawn(work, i, false) ? 0 : 1;
    return n == 0 ? NULL : arena_printf(work->arena, "%zu without %s or %s %s not drawn", n,
        work->x_name, work->score->name, text_counted((double)n, "is", "are"));
}

/* A log axis has no place for them. */
static void
note_below(const struct runtime_work *work)
{
    struct strbuf names;
    size_t n = 0;

    strbuf_init(&names);
    for (size_t i = 0; i < work->plane.n; i++)
        if (is_drawn(work, i, false) && !is_drawn(work, i, true))
            strbuf_printf(&names, "%s%s", n++ > 0 ? ", " : "", work->frame->label[i]);
    if (n > 0)
        result_note(work->result, "%s %s not above 0, for which the log axis of the chart has no "
            "place: %s", work->x_name, text_counted((double)n, "is", "are"), names.data);
    strbuf_release(&names);
}

static void
frontier_chart_of(const struct runtime_work *work)
{
    struct chart *chart;
    size_t n = 0;
    bool log = is_log(&work->plane);
    const double *se = work->score != NULL ? work->score->se : NULL;

    for (size_t i = 0; i < work->plane.n; i++)
        n += is_drawn(work, i, log);
    if (work->score == NULL || n == 0)
        return;
    chart = result_add_chart(work->result, "frontier", CHART_SCATTER, n);
    chart->title = arena_printf(work->arena, "%s against %s", work->score->name, work->x_name);
    chart->x = (struct chart_axis){ .name = work->x_name, .unit = work->x_unit,
        .direction = work->x_direction, .log = log };
    chart->y = (struct chart_axis){ .name = arena_strdup(work->arena, work->score->name),
        .unit = arena_strdup(work->arena, work->score->unit),
        .direction = work->score_direction };
    n = 0;
    for (size_t i = 0; i < work->plane.n; i++) {
        struct chart_mark *mark = &chart->marks[n];

        if (!is_drawn(work, i, log))
            continue;
        mark_point(work, i, mark);
        mark->x = work->plane.x[i];
        mark->y = work->plane.y[i];
        if (se != NULL && !isnan(se[i])) {
            mark->y_lo = mark->y - 1.959963984540054 * se[i];
            mark->y_hi = mark->y + 1.959963984540054 * se[i];
        }
        n++;
    }
    parts_frontier_line(work->result, chart, &work->plane);
    chart->note = undrawn(work);
    if (log)
        note_below(work);
}

/* The line where both take the same time. */
static void
diagonal(const struct runtime_work *work, struct chart *chart)
{
    double lo = INFINITY, hi = -INFINITY;
    struct chart_line *line;

    for (size_t i = 0; i < chart->n_marks; i++) {
        lo = fmin(lo, fmin(chart->marks[i].x, chart->marks[i].y));
        hi = fmax(hi, fmax(chart->marks[i].x, chart->marks[i].y));
    }
    line = chart_add_line(work->result, chart, LINE_DASHED, 2);
    line->role = MARK_REFERENCE;
    line->label = "the same";          /* y = x */
    chart_line_x(line)[0] = chart_line_y(line)[0] = lo;
    chart_line_x(line)[1] = chart_line_y(line)[1] = hi;
}

static const char *
on_hardware(const struct runtime_work *work, const char *name, const char *hardware)
{
    return hardware != NULL ? arena_printf(work->arena, "%s on %s", name, hardware) : name;
}

static void
against(const struct runtime_work *work, const char *name, const char *title, const char *y_name,
    bool second)
{
    struct chart *chart;
    size_t n = 0;
    bool log;

    for (size_t i = 0; i < work->frame->rows; i++)
        n += isfinite(work->points[i].idealized) &&
            isfinite(second ? work->points[i].other : work->points[i].denoised);
    if (n == 0)
        return;
    chart = result_add_chart(work->result, name, CHART_SCATTER, n);
    chart->title = title;
    n = 0;
    for (size_t i = 0; i < work->frame->rows; i++) {
        const struct runtime_point *point = &work->points[i];
        double y = second ? point->other : point->denoised;

        if (!isfinite(point->idealized) || !isfinite(y))
            continue;
        mark_point(work, i, &chart->marks[n]);
        chart->marks[n].x = point->idealized;
        chart->marks[n++].y = y;
    }
    log = n > 1;
    for (size_t i = 0; i < n; i++)
        log = log && chart->marks[i].x > 0 && chart->marks[i].y > 0;
    chart->x = (struct chart_axis){ .name = on_hardware(work, "idealized_s", work->hardware),
        .unit = "s", .direction = DIRECTION_MIN, .log = log };
    chart->y = (struct chart_axis){ .name = second ? on_hardware(work, y_name, work->second)
        : y_name, .unit = "s", .direction = DIRECTION_MIN, .log = log };
    diagonal(work, chart);
    chart->note = "dashed: where both take the same time";
}

/* --- T by prompt size --- */

static const struct machine *
curve_machine(const struct runtime_work *work, size_t row)
{
    return work->points[row].reference != NULL ? work->points[row].reference
        : work->points[row].api;
}

static void
curves(const struct runtime_work *work)
{
    struct chart *chart;
    size_t drawn = 0, all = 0;

    for (size_t i = 0; i < work->frame->rows; i++)
        all += curve_machine(work, i) != NULL;
    if (all == 0)
        return;
    chart = result_add_chart(work->result, "curves", CHART_LINES, 0);
    chart->title = arena_printf(work->arena, "seconds for %g output tokens by prompt size",
        work->output);
    chart->x = (struct chart_axis){ .name = "prompt_tokens", .unit = "tokens" };
    chart->y = (struct chart_axis){ .name = "seconds", .unit = "s",
        .direction = DIRECTION_MIN };
    for (size_t i = 0; i < work->frame->rows && drawn < MOST_CURVES; i++) {
        const struct machine *machine = curve_machine(work, i);
        struct chart_line *line;

        if (machine == NULL)
            continue;
        line = chart_add_line(work->result, chart, LINE_STRAIGHT, machine->table.n);
        line->role = work->plane.on[i] != 0 ? MARK_FRONTIER : MARK_PLAIN;
        line->label = arena_strdup(work->arena, work->frame->label[i]);
        for (size_t k = 0; k < machine->table.n; k++) {
            chart_line_x(line)[k] = machine->table.prompt[k];
            chart_line_y(line)[k] = runtime_estimate(&machine->table,
                machine->table.prompt[k], work->output);
        }
        drawn++;
    }
    if (drawn < all)
        chart->note = arena_printf(work->arena, "%zu of %zu models", drawn, all);
}

/* --- a fit --- */

static const struct machine *
fit_to_draw(const struct runtime_work *work)
{
    const char *wanted = setting_text(work->settings, "fit_of");
    bool by_mark = wanted[0] == '\0' && work->marked != SIZE_MAX;
    const struct runtime_identity marked = by_mark ? runtime_identity(work, work->frame,
        work->marked) : (struct runtime_identity){ NULL, NULL };
    const struct machine *first = NULL;

    for (size_t i = 0; i < work->n_machines; i++) {
        const struct machine *machine = &work->machines[i];

        if (!machine->is_fitted || machine->table.n == 0)
            continue;
        if (by_mark ? runtime_feeds(work, &machine->who, &marked, false) :
            runtime_same(machine->model, wanted) || runtime_same(machine->who.model, wanted))
            return machine;
        first = first == NULL ? machine : first;
    }
    return first;
}

static void
fit_chart(const struct runtime_work *work)
{
    const struct machine *machine = fit_to_draw(work);
    struct chart *chart;
    double last = 0;

    if (machine == NULL)
        return;
    chart = result_add_chart(work->result, "fit", CHART_LINES, machine->n_rows);
    chart->title = arena_printf(work->arena, "%s: seconds by output tokens, a line per prompt "
        "size", machine->model);
    chart->x = (struct chart_axis){ .name = "output_tokens", .unit = "tokens" };
    chart->y = (struct chart_axis){ .name = arena_printf(work->arena, "seconds of %s%s%s",
        machine->model, machine->hardware != NULL ? " on " : "", machine->hardware != NULL ?
        machine->hardware : ""), .unit = "s", .direction = DIRECTION_MIN };
    for (size_t i = 0; i < machine->n_rows; i++) {
        chart->marks[i].x = machine->rows[i].output;
        chart->marks[i].y = machine->rows[i].seconds;
        chart->marks[i].role = MARK_DOMINATED;
        last = fmax(last, machine->rows[i].output);
    }
    for (size_t k = 0; k < machine->table.n; k++) {
        struct chart_line *line = chart_add_line(work->result, chart, LINE_STRAIGHT, 2);

        line->role = MARK_PLAIN;
        line->label = arena_printf(work->arena, "%g %s", machine->table.prompt[k],
            text_counted(machine->table.prompt[k], "token", "tokens"));
        chart_line_x(line)[0] = 1;
        chart_line_x(line)[1] = last;
        for (size_t i = 0; i < 2; i++)
            chart_line_y(line)[i] = runtime_estimate(&machine->table,
                machine->table.prompt[k], chart_line_x(line)[i]);
    }
}

/* A row for each model: the rank in every scenario, and over them the mean and the range. */
static void
ranks_chart(const struct runtime_work *work)
{
    size_t n, total = 0;
    struct runtime_rank *ranks = runtime_ranks(work, &n);
    struct chart_mark *mark;
    struct chart *chart;

    for (size_t i = 0; i < n; i++)
        total += ranks[i].scenarios + 1;
    if (n == 0)
        return;
    chart = result_add_chart(work->result, "ranks", CHART_INTERVALS, total);
    chart->title = "rank of score per idealized second in each scenario, their mean and range";
    chart->x = (struct chart_axis){ .name = "rank", .direction = DIRECTION_MIN };
    mark = chart->marks;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < work->n_loads; k++) {
            double rank;

            if (!runtime_same(work->loads[k].model, ranks[i].model))
                continue;
            rank = runtime_rank_in(work, &work->loads[k]);
            if (isnan(rank))
                continue;
            *mark = (struct chart_mark){ .x = rank, .y = (double)i, .x_lo = (double)NAN,
                .x_hi = (double)NAN, .y_lo = (double)NAN, .y_hi = (double)NAN,
                .role = MARK_DOMINATED, .key = ranks[i].model, .label = ranks[i].model };
            mark++;
        }
        mark->x = ranks[i].mean;
        mark->x_lo = ranks[i].least;
        mark->x_hi = ranks[i].most;
        mark->y = (double)i;
        mark->role = i == 0 ? MARK_FRONTIER : MARK_PLAIN;
        mark->key = mark->label = ranks[i].model;
        mark++;
    }
}

void
runtime_charts(const struct runtime_work *work)
{
    frontier_chart_of(work);
    against(work, "api", "the provider's interface against the reference hardware",
        "denoised_s", false);
    against(work, "machines", "the second hardware against the reference hardware",
        "second_s", true);
    curves(work);
    fit_chart(work);
    ranks_chart(work);
}
