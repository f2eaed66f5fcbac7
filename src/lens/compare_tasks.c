/* compare_tasks.c - several tasks of one metric together: compare, (20) and (21).
 *
 * A run is one score of a model on a task. Where the records hold several (seeds), those are
 * the runs, and intervals resample them within each task; where a task has one score there is
 * nothing to resample. Tasks are taken as given: what is said holds for them.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/aggregates.h"
#include "math/bootstrap.h"
#include "math/doubt.h"
#include "math/moments.h"
#include "math/rank_tests.h"
#include "math/rng.h"
#include "math/sorted.h"
#include "math/strata.h"

enum { TAUS = 11, REPLICATES_AT_ONCE = 256 };

struct suite {
    const char *metric;
    size_t *measure, tasks;        /* places in work->measure */
    double sign;                   /* scores are kept times this: larger is better */
    struct strata *runs;           /* per model */
    struct strata *grid;           /* the same on one grid for all, so that equal scores stay
                                      equal */
    double **mean;                 /* per model and task */
    bool repeated;                 /* some task has more than one run of a model */
    double range[2];               /* of all runs */
};

/* --- which tasks --- */

/* "score" of "gsm8k/score" and of "mean(score)"; NULL of neither. */
static const char *
metric_of(const struct compare_work *work, const char *name)
{
    const char *metric = frame_metric(name);
    size_t length = strlen(name);

    if (strncmp(name, "mean(", 5) == 0 && name[length - 1] == ')')
        return arena_printf(work->arena, "%.*s", (int)(length - 6), name + 5);
    return metric != NULL ? arena_strdup(work->arena, metric) : NULL;
}

static bool
all_have(const struct compare_work *work, size_t measure)
{
    for (size_t i = 0; i < work->n; i++)
        if (isnan(compare_value(work, i, measure)))
            return false;
    return true;
}

static bool
find_tasks(const struct compare_work *work, struct suite *suite)
{
    enum direction direction = compare_direction(work, work->primary);

    *suite = (struct suite){ .metric = metric_of(work,
        compare_column(work, work->primary)->name),
        .sign = direction == DIRECTION_MIN ? -1 : 1 };
    if (suite->metric == NULL || direction == DIRECTION_UNKNOWN)
        return false;
    suite->measure = arena_zalloc(work->arena, work->n_measures, sizeof *suite->measure);
    for (size_t m = 0; m < work->n_measures; m++) {
        const struct column *column = compare_column(work, m);
        const char *metric = frame_metric(column->name);

        if (metric != NULL && strcmp(metric, suite->metric) == 0 && !column->aggregate &&
            all_have(work, m))
            suite->measure[suite->tasks++] = m;
    }
    return suite->tasks >= 2;
}

/* " A is better on 2 and B on none", each task by its own interval. */
static void
put_wins(struct strbuf *out, const struct compare_work *work, const struct suite *suite,
    const struct comparison *c)
{
    size_t won[2] = { 0, 0 };

    for (size_t t = 0; t < suite->tasks; t++) {
        const struct comparison *its = compare_find(work, c->a, c->b, suite->measure[t]);

        if (its != NULL && compare_leads(its))
            won[its->word == WORD_B]++;
    }
    for (size_t k = 0; k < 2; k++) {
        strbuf_printf(out, "%s %s%s on ", k == 0 ? "" : " and",
            compare_label(work, k == 0 ? c->a : c->b), k == 0 ? " is better" : "");
        if (won[k] > 0)
            strbuf_printf(out, "%zu", won[k]);
        else
            strbuf_puts(out, "none");
    }
    strbuf_puts(out, ", each task by itself");
}

void
compare_put_other_tasks(struct strbuf *out, const struct compare_work *work,
    const struct comparison *c)
{
    const struct column *column = compare_column(work, work->primary);
    bool wins = c != NULL && c->method != METHOD_EXACT;
    struct suite suite;

    if (!find_tasks(work, &suite))
        return;
    if (strncmp(column->name, "mean(", 5) == 0) {
        if (wins) {
            strbuf_printf(out, " Of its %zu tasks", suite.tasks);
            put_wins(out, work, &suite, c);
            strbuf_puts(out, ".");
        }
        return;
    }
    strbuf_printf(out, " %s is one of %zu tasks of %s", column->name, suite.tasks, suite.metric);
    if (wins) {
        strbuf_puts(out, ":");
        put_wins(out, work, &suite, c);
    }
    strbuf_printf(out, "; -o '%s:mean(%s)' asks for their mean.", suite.sign < 0 ? "min" : "max",
        suite.metric);
}

/* --- runs --- */

/* The records' scores of a model on a task, if their mean is what was published; else the
 * published one. x has room for all records; returns how many. */
static size_t
find_runs(const struct compare_work *work, const struct suite *suite,
    const struct frame *records, size_t model, size_t task, double *x)
{
    const char *name = compare_column(work, suite->measure[task])->name;
    size_t length = (size_t)(frame_metric(name) - 1 - name), n = 0;
    double published = compare_value(work, model, suite->measure[task]);
    const struct column *models = parts_find_typed(records, "model", COLUMN_TEXT);
    const struct column *tasks = parts_find_typed(records, "task", COLUMN_TEXT);
    int at = records != NULL ? frame_column(records, suite->metric) : FRAME_NONE;
    struct moments moments = { 0 };

    for (size_t i = 0; at != FRAME_NONE && models != NULL && tasks != NULL &&
        i < records->rows; i++) {
        double value = records->columns[at].type == COLUMN_NUMBER ?
            records->columns[at].value[i] : (double)NAN;

        if (isnan(value) || models->text[i] == NULL || tasks->text[i] == NULL ||
            strcmp(models->text[i], compare_label(work, model)) != 0 ||
            strncmp(tasks->text[i], name, length) != 0 || tasks->text[i][length] != '\0')
            continue;
        moments_add(&moments, value);
        x[n++] = suite->sign * value;
    }
    if (n > 0 && n <= UINT16_MAX &&
        fabs(moments.mean - published) <= 1e-9 * (1 + fabs(published)))
        return n;
    x[0] = suite->sign * published;
    return 1;
}

static void
fill_model(const struct compare_work *work, struct suite *suite, const struct frame *records,
    size_t model)
{
    size_t *count = arena_zalloc(work->arena, suite->tasks, sizeof *count), n = 0;
    size_t rows = records != NULL ? records->rows : 0;
    double *x = mem_alloc((rows + suite->tasks + 1) * sizeof *x), *kept;

    suite->mean[model] = arena_zalloc(work->arena, suite->tasks, sizeof **suite->mean);
    for (size_t t = 0; t < suite->tasks; n += count[t++]) {
        count[t] = find_runs(work, suite, records, model, t, x + n);
        suite->mean[model][t] = moments_of(x + n, count[t]).mean;
        suite->repeated |= count[t] > 1;
    }
    kept = arena_zalloc(work->arena, n, sizeof *kept);
    memcpy(kept, x, n * sizeof *kept);
    free(x);
    suite->runs[model] = (struct strata){ suite->tasks, count, kept };
}

static void
put_on_grid(const struct compare_work *work, struct suite *suite)
{
    size_t n = 0;
    double *all;

    for (size_t i = 0; i < work->n; i++)
        n += strata_runs(&suite->runs[i]);
    all = arena_zalloc(work->arena, n, sizeof *all);
    n = 0;
    for (size_t i = 0; i < work->n; n += strata_runs(&suite->runs[i++])) {
        suite->grid[i] = suite->runs[i];
        suite->grid[i].x = all + n;
        memcpy(all + n, suite->runs[i].x, strata_runs(&suite->runs[i]) * sizeof *all);
    }
    rank_quantise(all, n);
}

/* Records are looked at only where they are runs, not answers to items. */
static void
fill(const struct compare_work *work, struct suite *suite)
{
    const struct lens_bundle *bundle = work->bundle;
    const struct frame *records = NULL;
    bool items = false;

    for (size_t m = 0; m < work->n_measures; m++)
        items |= work->items[m] != NULL;
    if (bundle->other != NULL && !items)
        records = bundle->other(bundle->context, SHAPE_ROWS);
    suite->runs = arena_zalloc(work->arena, work->n, sizeof *suite->runs);
    suite->grid = arena_zalloc(work->arena, work->n, sizeof *suite->grid);
    suite->mean = arena_zalloc(work->arena, work->n, sizeof *suite->mean);
    for (size_t i = 0; i < work->n; i++)
        fill_model(work, suite, records, i);
    put_on_grid(work, suite);
}

/* --- resampling --- */

/* What is computed from draws: the interquartile mean of each model, then each pair's
 * improvement in order of compare_tasks.c's tables. */
struct figures {
    size_t n, pairs;               /* models */
    uint16_t **count;              /* per model */
    size_t **place;
    struct strata_pair **pair;
    double *value;                 /* n + pairs: of what was observed */
    struct interval *ci;           /* n + pairs: NaN without repeated runs */
};

static void
figures_init(struct figures *figures, const struct compare_work *work,
    const struct suite *suite)
{
    struct arena *arena = work->arena;
    size_t n = work->n, pairs = n * (n - 1) / 2, at = 0;

    *figures = (struct figures){ .n = n, .pairs = pairs,
        .count = arena_zalloc(arena, n, sizeof *figures->count),
        .place = arena_zalloc(arena, n, sizeof *figures->place),
        .pair = arena_zalloc(arena, pairs, sizeof(struct strata_pair *)),
        .value = arena_zalloc(arena, n + pairs, sizeof *figures->value),
        .ci = arena_zalloc(arena, n + pairs, sizeof *figures->ci) };
    for (size_t i = 0; i < n; i++) {
        size_t runs = strata_runs(&suite->runs[i]);

        figures->count[i] = arena_zalloc(arena, runs, sizeof **figures->count);
        figures->place[i] = arena_zalloc(arena, runs, sizeof **figures->place);
        strata_sort(&suite->runs[i], figures->place[i]);
        strata_observed(&suite->runs[i], figures->count[i]);
    }
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++)
            figures->pair[at++] = strata_pair_new(&suite->grid[a], &suite->grid[b]);
    for (size_t i = 0; i < n + pairs; i++)
        figures->ci[i].lo = figures->ci[i].hi = (double)NAN;
}

static void
figures_release(struct figures *figures)
{
    for (size_t i = 0; i < figures->pairs; i++)
        strata_pair_free(figures->pair[i]);
}

/* From the counts at hand, stride apart. */
static void
figures_compute(const struct figures *figures, const struct suite *suite, double *out,
    size_t stride)
{
    size_t at = figures->n;

    for (size_t i = 0; i < figures->n; i++)
        out[i * stride] = strata_iqm(&suite->runs[i], figures->place[i], figures->count[i]);
    for (size_t a = 0; a < figures->n; a++)
        for (size_t b = a + 1; b < figures->n; b++, at++)
            out[at * stride] = strata_improvement(figures->pair[at - figures->n],
                figures->count[a], figures->count[b]);
}

/* A model's runs drawn anew within each task; its draws do not depend on who else is there. */
static void
draw(const struct compare_work *work, const struct suite *suite, const struct figures *figures,
    size_t replicate)
{
    for (size_t i = 0; i < figures->n; i++) {
        uint64_t stream[2] = { rng_name_after(rng_name("runs"), compare_label(work, i)),
            replicate };
        struct rng rng;

        rng_init(&rng, work->settings->seed, stream, 2);
        strata_draw(&rng, &suite->runs[i], figures->count[i]);
    }
}

/* Percentile intervals; stops when the run is stopped. */
static void
resample(const struct compare_work *work, const struct suite *suite, struct figures *figures)
{
    size_t b = (size_t)setting_real(work->settings, "b"), all = figures->n + figures->pairs;
    double *t = mem_alloc(all * b * sizeof *t);

    for (size_t r = 0; r < b && !work->run->stopped; r++) {
        draw(work, suite, figures, r);
        figures_compute(figures, suite, t + r, b);
        if (r % REPLICATES_AT_ONCE == 0)
            compare_goes_on(work->run, 0);
    }
    for (size_t i = 0; i < all && !work->run->stopped; i++) {
        bootstrap_sort(t + i * b, b);
        figures->ci[i] = bootstrap_percentile(t + i * b, b, work->level, CONVENTION_TYPE_7);
    }
    free(t);
}

/* --- tables --- */

/* Mean ranks over tasks, 1 the best, and Friedman's test for more than two models. */
static void
put_ranks(const struct compare_work *work, const struct suite *suite, double *rank,
    struct result *result)
{
    double *x = mem_alloc(suite->tasks * work->n * sizeof *x), chi2, p;

    for (size_t t = 0; t < suite->tasks; t++)
        for (size_t i = 0; i < work->n; i++)
            x[t * work->n + i] = suite->mean[i][t];
    chi2 = compare_mean_ranks(work, x, suite->tasks, rank, &p);
    if (work->n > 2 && !isnan(chi2))
        compare_note_ranks(work, result, arena_printf(work->arena, "%zu %s of %s", suite->tasks,
            text_counted((double)suite->tasks, "task", "tasks"), suite->metric), chi2, p, "");
    free(x);
}

/* Means that differ in their last digits alone are ties, as among ranks. */
static double
win_rate(const struct compare_work *work, const struct suite *suite, size_t model)
{
    double sum = 0;

    for (size_t j = 0; j < work->n; j++)
        for (size_t t = 0; t < suite->tasks && j != model; t++) {
            double a = suite->mean[model][t], b = suite->mean[j][t];
            bool tie = fabs(a - b) <= 1e-12 * fmax(fabs(a), fabs(b));

            sum += tie ? 0.5 : a > b ? 1 : 0;
        }
    return sum / (double)((work->n - 1) * suite->tasks);
}

enum { MEAN, MEDIAN, IQM, IQM_LO, IQM_HI, GAP, WIN_RATE, RANK, NUMBERS };

static void
put_numbers(const struct compare_work *work, const struct suite *suite,
    const struct figures *figures, size_t model, double *number)
{
    const char *unit = compare_column(work, work->primary)->unit;
    double *means = mem_alloc(suite->tasks * sizeof *means);
    double gamma = setting_given(work->settings, "gamma") ?
        setting_real(work->settings, "gamma") : unit != NULL && unit[0] == '%' ? 100 : 1;
    const struct interval *iqm = &figures->ci[model];
    bool turned = suite->sign < 0;

    memcpy(means, suite->mean[model], suite->tasks * sizeof *means);
    sort_doubles(means, suite->tasks);
    number[MEAN] = suite->sign * moments_of(means, suite->tasks).mean;
    number[MEDIAN] = suite->sign * quantile_sorted(means, suite->tasks, 0.5);
    number[IQM] = suite->sign * figures->value[model];
    number[IQM_LO] = suite->sign * (turned ? iqm->hi : iqm->lo);
    number[IQM_HI] = suite->sign * (turned ? iqm->lo : iqm->hi);
    number[GAP] = turned ? (double)NAN : aggregate_gap(suite->runs[model].x,
        strata_runs(&suite->runs[model]), gamma);
    number[WIN_RATE] = win_rate(work, suite, model);
    free(means);
}

static void
suite_table(const struct compare_work *work, const struct suite *suite,
    const struct figures *figures, struct result *result)
{
    static const char *const names[NUMBERS] = { "mean", "median", "iqm", "iqm_lo", "iqm_hi",
        "optimality_gap", "win_rate", "mean_rank" };
    struct result_table *table = result_add_table(result, "suite", work->n);
    struct result_column *column = parts_text(result, table, "model", NULL);
    double (*number)[NUMBERS] = arena_zalloc(work->arena, work->n, sizeof *number);
    double *rank = arena_zalloc(work->arena, work->n, sizeof *rank);

    column->key = true;
    table->key = arena_zalloc(work->arena, work->n, sizeof *table->key);
    put_ranks(work, suite, rank, result);
    for (size_t i = 0; i < work->n; i++) {
        table->key[i] = column->text[i] = arena_strdup(work->arena,
            work->frame->key[work->row[i]]);
        put_numbers(work, suite, figures, i, number[i]);
        number[i][RANK] = rank[i];
    }
    column = parts_integer(result, table, "tasks", NULL);
    for (size_t i = 0; i < work->n; i++)
        column_numbers(column)[i] = (double)suite->tasks;
    column = parts_integer(result, table, "runs", NULL);
    for (size_t i = 0; i < work->n; i++)
        column_numbers(column)[i] = (double)strata_runs(&suite->runs[i]);
    for (size_t k = 0; k < NUMBERS; k++) {
        column = parts_number(result, table, names[k], NULL, NULL);
        column->detail = !suite->repeated && (k == IQM_LO || k == IQM_HI);
        for (size_t i = 0; i < work->n; i++)
            column_numbers(column)[i] = number[i][k];
    }
}

static void
improvement_table(const struct compare_work *work, const struct suite *suite,
    const struct figures *figures, struct result *result)
{
    size_t row = 0;
    struct result_table *table = result_add_table(result, "improvement", figures->pairs);
    static const char *const names[] = { "a", "b", "p_improvement", "lo", "hi" };

    for (size_t k = 0; k < 5; k++) {
        struct result_column *column = k < 2 ? parts_text(result, table, names[k], NULL) :
            parts_number(result, table, names[k], k == 2 ? "P(a better)" : NULL, NULL);

        column->key = k < 2;
        column->detail = k > 2 && !suite->repeated;
    }
    for (size_t a = 0; a < work->n; a++)
        for (size_t b = a + 1; b < work->n; b++, row++) {
            table->columns[0].text[row] = arena_strdup(work->arena, compare_label(work, a));
            table->columns[1].text[row] = arena_strdup(work->arena, compare_label(work, b));
            column_numbers(&table->columns[2])[row] = figures->value[work->n + row];
            column_numbers(&table->columns[3])[row] = figures->ci[work->n + row].lo;
            column_numbers(&table->columns[4])[row] = figures->ci[work->n + row].hi;
        }
}

/* Share of n values above each of eleven scores. */
static void
profile_line(const struct compare_work *work, const struct suite *suite, struct result *result,
    struct chart *chart, size_t model, const double *x, size_t n)
{
    const double *range = suite->range;
    struct chart_line *line = chart_add_line(result, chart, LINE_STRAIGHT, TAUS);

    line->role = model == 0 ? MARK_FRONTIER : MARK_PLAIN;
    line->label = arena_strdup(work->arena, compare_label(work, model));
    for (size_t k = 0; k < TAUS; k++) {
        double tau = range[0] + (range[1] - range[0]) * (double)k / (TAUS - 1);

        chart_line_x(line)[k] = suite->sign * tau;
        chart_line_y(line)[k] = aggregate_share_above(x, n, tau);
    }
}

static struct chart *
profile_begin(const struct compare_work *work, const struct suite *suite, struct result *result,
    const char *name, const char *title, const char *share)
{
    struct chart *chart = result_add_chart(result, name, CHART_LINES, 0);

    chart->title = title;
    chart->x.name = suite->metric;
    chart->x.unit = arena_strdup(work->arena, compare_column(work, work->primary)->unit);
    chart->y.name = share;
    return chart;
}

/* The higher curve is the better model: of runs, and where those are repeated, of the tasks'
 * means. */
static void
profile_charts(const struct compare_work *work, struct suite *suite, struct result *result)
{
    struct chart *chart;

    suite->range[0] = INFINITY;
    suite->range[1] = -INFINITY;
    for (size_t i = 0; i < work->n; i++)
        for (size_t k = 0; k < strata_runs(&suite->runs[i]); k++) {
            suite->range[0] = fmin(suite->range[0], suite->runs[i].x[k]);
            suite->range[1] = fmax(suite->range[1], suite->runs[i].x[k]);
        }
    chart = profile_begin(work, suite, result, "profile",
        "share of runs that are better than a score", "share of runs");
    for (size_t i = 0; i < work->n; i++)
        profile_line(work, suite, result, chart, i, suite->runs[i].x,
            strata_runs(&suite->runs[i]));
    if (!suite->repeated)
        return;
    chart = profile_begin(work, suite, result, "profile_means",
        "share of tasks whose mean is better than a score", "share of tasks");
    for (size_t i = 0; i < work->n; i++)
        profile_line(work, suite, result, chart, i, suite->mean[i], suite->tasks);
}

/* Of any model on any task. */
static size_t
fewest_runs(const struct compare_work *work, const struct suite *suite)
{
    size_t fewest = SIZE_MAX;

    for (size_t i = 0; i < work->n; i++)
        for (size_t k = 0; k < suite->tasks; k++)
            if (suite->runs[i].n[k] < fewest)
                fewest = suite->runs[i].n[k];
    return fewest;
}

void
compare_tasks(const struct compare_work *work, struct result *result)
{
    struct suite suite;
    struct figures figures;

    if (!find_tasks(work, &suite))
        return;
    fill(work, &suite);
    figures_init(&figures, work, &suite);
    figures_compute(&figures, &suite, figures.value, 1);
    if (suite.repeated)
        resample(work, &suite, &figures);
    suite_table(work, &suite, &figures, result);
    improvement_table(work, &suite, &figures, result);
    profile_charts(work, &suite, result);
    if (!suite.repeated)
        result_note(result, "suite: one score for each of %zu tasks of %s, so nothing is known "
            "of how it would differ between runs", suite.tasks, suite.metric);
    else
        result_note(result, "suite: intervals resample runs within each of %zu tasks of %s, "
            "%s times%s", suite.tasks, suite.metric, setting_text(work->settings, "b"),
            doubt_runs(fewest_runs(work, &suite)) ? "; the runs are few, and the intervals may be "
            "too narrow" : "");
    figures_release(&figures);
}
