/* variance_tables.c - tasks ordered by how much a score on them means, models by task, and
 * curves with the band of their seeds.
 */
#include "lens/variance_work.h"

#include <math.h>
#include <string.h>

enum { MOST_LINES = 8, MOST_WITH_BOTH = 2 };

struct shown { const char *name; bool detail; };

static void
add_numbers(struct result *result, struct result_table *table, const struct shown *shown,
    size_t n, const void *things, double (*number)(const void *things, size_t row, size_t which))
{
    for (size_t k = 0; k < n; k++) {
        struct result_column *column = result_add_column(result, table, shown[k].name,
            VALUE_NUMBER);

        bool known = false;

        column->digits = 3;
        for (size_t i = 0; i < table->rows; i++) {
            column_numbers(column)[i] = number(things, i, k);
            known |= !isnan(column_numbers(column)[i]);
        }
        column->detail = shown[k].detail || !known;
    }
}

/* --- tasks --- */

static double
task_number(const void *things, size_t row, size_t which)
{
    const struct variance_work *work = things;
    const struct task *task = &work->task[row];

    switch (which) {
    case 0: return (double)task->groups;
    case 1: return task->seed_deviation;
    case 2: return task->largest_gap;
    case 3: return variance_gap_in_deviations(task);
    case 4: return task->snr;
    case 5: return task->tau;
    case 6: return task->accuracy;
    case 7: return task->signal;
    case 8: return task->noise;
    case 9: return task->decision_tau;
    case 10: return task->early_step;
    case 12: return task->snr_seed;
    default: return (double)task->ties;
    }
}

static void
tasks_table(const struct variance_work *work, struct result *result)
{
    static const struct shown shown[] = { { "models", false }, { "seed_sd", false },
        { "largest_gap", false }, { "gap_in_sd", false }, { "snr", false },
        { "tau_b", false }, { "decision_acc", false }, { "signal", true }, { "noise", true },
        { "decision_tau", false }, { "early_step", true }, { "decision_ties", true },
        { "snr_seed", false } };
    struct result_table *table = result_add_table(result, "tasks", work->n_tasks);
    struct result_column *column = result_add_column(result, table, "measure", VALUE_TEXT);

    column->key = true;
    for (size_t i = 0; i < work->n_tasks; i++)
        column->text[i] = arena_strdup(work->arena,
            variance_measure_name(work, work->task[i].measure));
    add_numbers(result, table, shown, sizeof shown / sizeof shown[0], work, task_number);
    /* Models under conditions are counted as what they are. */
    if (work->by_condition)
        table->columns[1].title = "points";
}

/* --- models --- */

static const struct curve *
curve_of(const struct variance_work *work, const struct spread *spread)
{
    for (size_t i = 0; i < work->n_curves; i++)
        if (work->curve[i].group == spread->group && work->curve[i].measure == spread->measure)
            return &work->curve[i];
    return NULL;
}

static double
signal_to_noise(const struct variance_work *work, const struct curve *curve)
{
    for (size_t i = 0; i < work->n_tasks; i++)
        if (work->task[i].measure == curve->measure && fabs(curve->last_noise) > 0)
            return fabs(work->task[i].signal) / fabs(curve->last_noise);
    return (double)NAN;
}

static double
curve_number(const struct variance_work *work, const struct curve *curve, size_t which)
{
    if (curve == NULL)
        return (double)NAN;
    switch (which) {
    case 0: return curve->tau;
    case 1: return curve->spearman;
    case 2: return curve->shape.step_monotonicity;
    case 3: return curve->shape.total_variation;
    case 4: return curve->shape.improvement;
    case 5: return (double)curve->undefined;
    case 6: return curve->shape.relative_variation;
    case 7: return signal_to_noise(work, curve);
    default: return fabs(curve->last_noise);
    }
}

static double
spread_number(const void *things, size_t row, size_t which)
{
    const struct variance_work *work = things;
    const struct spread *spread = &work->spread[row];

    switch (which) {
    case 0: return spread->moments.n;
    case 1: return spread->moments.mean;
    case 2: return moments_sd(&spread->moments);
    case 3: return spread->t.lo;
    case 4: return spread->t.hi;
    case 5: return spread->snr;
    case 6: return spread->boot.lo;
    case 7: return spread->boot.hi;
    case 8: return moments_se(&spread->moments);
    case 9: return spread->population;
    case 10: return spread->cv;
    case 11: return spread->least;
    case 12: return spread->median;
    case 13: return spread->most;
    case 14: return spread->items > 0 ? (double)spread->items : (double)NAN;
    case 15: return spread->item_se;
    case 16: return spread->by_items.lo;
    case 17: return spread->by_items.hi;
    case 18: case 19: case 20: case 21: case 22: case 23: case 24: case 25: case 26:
        return curve_number(work, curve_of(work, spread), which - 18);
    case 27: return moments_variance(&spread->moments);
    case 28: case 29: case 30: case 31: return spread->quantile[which - 28];
    case 32: return spread->skew;
    case 33: return spread->kurtosis;
    case 34: return spread->binomial_se;
    case 35: return spread->wilson.lo;
    case 36: return spread->wilson.hi;
    default: return spread->clusters > 0 ? (double)spread->clusters : (double)NAN;
    }
}

static void
spreads_table(const struct variance_work *work, struct result *result)
{
    static const struct shown shown[] = { { "n_seeds", false }, { "mean", false },
        { "sd", false }, { "t_lo", false }, { "t_hi", false }, { "snr_seed", false },
        { "boot_lo", true }, { "boot_hi", true }, { "se", true }, { "sd_population", true },
        { "cv", true }, { "min", true }, { "median", true }, { "max", true },
        { "n_items", true }, { "item_se", false }, { "item_lo", false }, { "item_hi", false },
        { "tau_b", false }, { "spearman", true }, { "step_mono", true },
        { "total_variation", true }, { "improvement", true }, { "undefined_seeds", true },
        { "relative_variation", true }, { "snr", true }, { "noise", true }, { "variance", true },
        { "q025", true }, { "q25", true }, { "q75", true }, { "q975", true }, { "skew", true },
        { "kurtosis", true }, { "binomial_se", true }, { "wilson_lo", true },
        { "wilson_hi", true }, { "n_clusters", true } };
    struct result_table *table = result_add_table(result, "spreads", work->n_spreads);
    struct result_column *column;

    for (size_t k = 0; k < 2; k++) {
        column = result_add_column(result, table, k == 0 ? "model" : "measure", VALUE_TEXT);
        column->key = true;
        for (size_t i = 0; i < work->n_spreads; i++)
            column->text[i] = arena_strdup(work->arena, k == 0 ?
                work->group_name[work->spread[i].group] :
                variance_measure_name(work, work->spread[i].measure));
    }
    add_numbers(result, table, shown, sizeof shown / sizeof shown[0], work, spread_number);
}

/* --- charts --- */

static void
add_line(const struct variance_work *work, struct result *result, struct chart *chart,
    const struct curve *curve, const double *y, bool band)
{
    struct chart_line *line = chart_add_line(result, chart, band ? LINE_DASHED : LINE_STRAIGHT,
        curve->n);
    double sign = work->direction[curve->measure] == DIRECTION_MIN ? -1 : 1;

    line->role = band ? MARK_DOMINATED : MARK_FRONTIER;
    line->label = band ? NULL : arena_strdup(work->arena, work->group_name[curve->group]);
    for (size_t i = 0; i < curve->n; i++) {
        chart_line_x(line)[i] = curve->step[i];
        chart_line_y(line)[i] = sign * y[i];
    }
}

/* What a curve is drawn between: quartiles of four seeds and more, the least and the largest
 * of fewer; of one or two models both. */
static void
add_bands(const struct variance_work *work, struct result *result, struct chart *chart,
    const struct curve *curve)
{
    bool quartiles = curve->seeds >= 4;

    if (curve->seeds < 2)
        return;
    if (quartiles) {
        add_line(work, result, chart, curve, curve->lower, true);
        add_line(work, result, chart, curve, curve->upper, true);
    }
    if (!quartiles || work->n_groups <= MOST_WITH_BOTH) {
        add_line(work, result, chart, curve, curve->low, true);
        add_line(work, result, chart, curve, curve->high, true);
    }
    if (chart->note == NULL)
        chart->note = !quartiles ? "bands reach from the least to the largest seed" :
            work->n_groups <= MOST_WITH_BOTH ?
            "bands: quartiles of the seeds, and the least and the largest" :
            "bands are the quartiles of the seeds";
}

/* The first task's curves, each with the band of its seeds. */
static void
curves_chart(const struct variance_work *work, struct result *result)
{
    size_t measure = work->task[work->drawn].measure, lines = 0, curves = 0;
    struct chart *chart = result_add_chart(result, "curves", CHART_LINES, 0);

    chart->title = arena_strdup(work->arena, variance_measure_name(work, measure));
    chart->x.name = "step";
    chart->y.name = chart->title;
    chart->y.direction = work->direction[measure];
    for (size_t i = 0; i < work->n_curves; i++) {
        const struct curve *curve = &work->curve[i];

        /* One checkpoint is no line. */
        if (curve->measure != measure || curve->n < 2 || ++curves > MOST_LINES)
            continue;
        add_line(work, result, chart, curve, curve->mean, false);
        add_bands(work, result, chart, curve);
        lines++;
    }
    if (curves > lines)
        chart->note = arena_printf(work->arena, "the first %zu of %zu curves are drawn%s%s", lines,
            curves, chart->note != NULL ? "; " : "", chart->note != NULL ? chart->note : "");
}

/* Of a single group: each measure has one spread, and is a task. */
static const struct spread *
spread_of(const struct variance_work *work, size_t measure)
{
    size_t i = 0;

    while (i + 1 < work->n_spreads && work->spread[i].measure != measure)
        i++;
    return &work->spread[i];
}

/* Without steps: the seeds' mean with its interval, by task of the first model or by model. */
static void
spreads_chart(const struct variance_work *work, struct result *result)
{
    bool by_model = work->n_spreads > work->n_tasks, by_items = false, by_seeds = false;
    size_t n = 0;
    struct chart *chart;

    for (size_t i = 0; i < work->n_spreads; i++)
        n += !by_model || work->spread[i].measure == work->task[work->drawn].measure ? 1 : 0;
    chart = result_add_chart(result, "spreads", CHART_INTERVALS, n);
    chart->title = by_model ? arena_strdup(work->arena,
        variance_measure_name(work, work->task[work->drawn].measure)) :
        "mean, least and largest of the seeds";
    chart->x.name = chart->title;
    n = 0;
    for (size_t i = 0; i < work->n_spreads; i++) {
        /* By model the one measure in order of models, else measures in order of tasks. */
        const struct spread *spread = by_model ? &work->spread[i] : spread_of(work,
            work->task[i].measure);
        struct chart_mark *mark = &chart->marks[n];

        if (by_model && spread->measure != work->task[work->drawn].measure)
            continue;
        mark->x = spread->moments.mean;
        mark->x_lo = spread->moments.n < 2 ? spread->by_items.lo : spread->least;
        mark->x_hi = spread->moments.n < 2 ? spread->by_items.hi : spread->most;
        by_items |= spread->moments.n < 2 && !isnan(mark->x_lo);
        by_seeds |= spread->moments.n >= 2;
        mark->y = (double)n++;
        mark->role = MARK_PLAIN;
        mark->label = arena_strdup(work->arena, by_model ? work->group_name[spread->group] :
            variance_measure_name(work, spread->measure));
        mark->key = mark->label;
    }
    chart->note = !by_items ? "bars reach from the least to the largest seed" : by_seeds ?
        "bars reach from the least to the largest seed; of one seed they are the limits by its items" :
        arena_printf(work->arena, "bars are the %g %% intervals of the means, by their items",
        100 * work->level);
}

/* What a score on each task means: the gap of models in seed deviations, else their signal
 * over the noise of the last checkpoints. */
static void
worth_chart(const struct variance_work *work, struct result *result)
{
    bool by_seed = false;
    size_t n = 0;
    struct chart *chart;

    for (size_t i = 0; i < work->n_tasks; i++)
        by_seed |= variance_gap_in_deviations(&work->task[i]) > 0;
    for (size_t i = 0; i < work->n_tasks; i++)
        n += task_number(work, i, by_seed ? 3 : 4) >= 0;
    if (n == 0)
        return;
    chart = result_add_chart(result, "worth", CHART_BARS, n);
    chart->title = chart->x.name = by_seed ? "largest gap of models in seed deviations" :
        "signal to noise: gap of models over the last checkpoints' scatter";
    n = 0;
    for (size_t i = 0; i < work->n_tasks; i++) {
        double worth = task_number(work, i, by_seed ? 3 : 4);
        struct chart_mark *mark = &chart->marks[n];

        if (!(worth >= 0))
            continue;
        *mark = (struct chart_mark){ .x = worth, .y = (double)n++, .x_lo = (double)NAN,
            .x_hi = (double)NAN, .y_lo = (double)NAN, .y_hi = (double)NAN,
            .role = by_seed && worth < 2 ? MARK_DOMINATED : MARK_FRONTIER,
            .label = arena_strdup(work->arena, variance_measure_name(work,
                work->task[i].measure)) };
        mark->key = mark->label;
    }
    if (by_seed)
        chart->note = "below 2 one run each hardly ranks these models";
}

/* --- heat strip --- */

static const struct { const char *name; size_t number; } ratios[] = {
    { "snr_seed", 12 }, { "snr", 4 },
};
enum { RATIOS = sizeof ratios / sizeof ratios[0], LOW_NOISE = 20 };

static void
put_ratio(const struct variance_work *work, struct chart_mark *mark, double ratio,
    const char *task)
{
    mark->value = ratio > 0 ? log10(ratio) : (double)NAN;
    mark->label = arena_printf(work->arena, ratio < 1000 ? "%.3g" : "%.0f", ratio);
    mark->role = ratio > LOW_NOISE ? MARK_FRONTIER : MARK_PLAIN;
    mark->key = task;
}

/* Signal to noise of each task, a strip for each definition of which some is known. */
static void
ratios_chart(const struct variance_work *work, struct result *result)
{
    const char **task = arena_zalloc(work->arena, work->n_tasks, sizeof *task);
    const char **strip = arena_zalloc(work->arena, RATIOS, sizeof *strip);
    struct chart *chart;
    size_t strips = 0, shown[RATIOS];

    for (size_t k = 0; k < RATIOS; k++) {
        bool known = false;

        for (size_t i = 0; i < work->n_tasks && !known; i++)
            known = task_number(work, i, ratios[k].number) > 0;
        if (known) {
            strip[strips] = ratios[k].name;
            shown[strips++] = ratios[k].number;
        }
    }
    if (strips == 0)
        return;
    chart = result_add_chart(result, "snr", CHART_HEAT, strips * work->n_tasks);
    chart->title = "signal to noise of each measure (shades by its logarithm)";
    chart->x_names = strip;
    chart->n_x_names = strips;
    chart->y_names = task;
    chart->n_y_names = work->n_tasks;
    chart->note = "snr_seed: mean over deviation of seeds; snr: gap of models over the last "
        "checkpoints\' scatter; above 20 there is little noise";
    for (size_t i = 0; i < work->n_tasks; i++) {
        task[i] = arena_strdup(work->arena, variance_measure_name(work, work->task[i].measure));
        for (size_t k = 0; k < strips; k++) {
            struct chart_mark *mark = &chart->marks[i * strips + k];

            mark->x = (double)k;
            mark->y = (double)i;
            put_ratio(work, mark, task_number(work, i, shown[k]), task[i]);
        }
    }
}

void
variance_tables(const struct variance_work *work, struct result *result)
{
    tasks_table(work, result);
    spreads_table(work, result);
    if (work->n_tasks == 0)
        return;
    if (work->has_steps)
        curves_chart(work, result);
    else
        spreads_chart(work, result);
    worth_chart(work, result);
    ratios_chart(work, result);
}
