/* risk_series.c - series of returns: over items, over tasks with one metric, or over the rows
 * of a table whose columns are the strategies. What a return is, the user declares.
 */
#include "lens/risk_work.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* --- where the values come from --- */

static struct risk_strategy *
add_strategy(struct risk_work *work, const char *name, const char *key, size_t candidate,
    const double *value)
{
    struct risk_strategy *s = &work->strategies[work->n_strategies++];

    *s = (struct risk_strategy){ .name = arena_strdup(work->arena, name),
        .key = arena_strdup(work->arena, key), .candidate = candidate, .value = value };
    if (candidate != SIZE_MAX)
        work->series[candidate] = s;
    return s;
}

static bool
has_room(struct risk_work *work)
{
    if (work->n_strategies < RISK_MOST_STRATEGIES)
        return true;
    work->more_strategies++;
    return false;
}

static bool
over_items(struct risk_work *work)
{
    const struct frame *items = risk_items(work, work->final->name);

    if (items == NULL || items->rows < 2)
        return false;
    for (size_t i = 0; i < work->n; i++) {
        int column = frame_column(items, work->frame->key[work->row[i]]);
        double *value;

        if (column < 0 || items->columns[column].type != COLUMN_NUMBER || !has_room(work))
            continue;
        value = arena_zalloc(work->arena, items->rows, sizeof *value);
        for (size_t t = 0; t < items->rows; t++)
            value[t] = work->sign * items->columns[column].value[t];
        add_strategy(work, work->frame->label[work->row[i]], work->frame->key[work->row[i]], i,
            value);
    }
    work->periods = items->rows;
    work->over = "items";
    work->over_words = arena_printf(work->arena, "%zu %s of %s", items->rows,
        text_counted((double)items->rows, "item", "items"), work->final->name);
    return work->n_strategies > 0;
}

static const char *
metric_of(const char *name)
{
    const char *metric = frame_metric(name);

    return metric != NULL ? metric : name;
}

static bool
same_unit(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool
is_capability(const struct column *column)
{
    return column->type == COLUMN_NUMBER && column->role == ROLE_MEASURE
        && column->kind == KIND_CAPABILITY;
}

/* Measures of tasks with a metric; task may be NULL. A mean over tasks is none of them. */
static size_t
with_metric(const struct frame *frame, const char *metric, size_t *task)
{
    size_t n = 0;

    for (size_t c = 0; c < frame->n_columns; c++) {
        const char *own = metric_of(frame->columns[c].name);

        if (!is_capability(&frame->columns[c]) || own == frame->columns[c].name
            || frame->columns[c].aggregate || strcmp(own, metric) != 0)
            continue;
        if (task != NULL)
            task[n] = c;
        n++;
    }
    return n;
}

/* The metric that most tasks have. */
static const char *
commonest_metric(const struct frame *frame)
{
    const char *best = NULL;
    size_t most = 0;

    for (size_t c = 0; c < frame->n_columns; c++) {
        const char *own = metric_of(frame->columns[c].name);
        size_t n = is_capability(&frame->columns[c]) ? with_metric(frame, own, NULL) : 0;

        if (n > most) {
            most = n;
            best = own;
        }
    }
    return best;
}

static bool
is_estimator(const struct risk_work *work, const struct column *column)
{
    for (size_t e = 0; e < work->n_estimators; e++)
        if (work->estimators[e].column == column)
            return setting_given(work->settings, "estimators");
    return false;
}

/* Capabilities that are no task's, in the score's unit and direction, and not named as cheap
 * scores. */
static size_t
bare_capabilities(const struct risk_work *work, size_t *task)
{
    size_t n = 0;

    for (size_t c = 0; c < work->frame->n_columns; c++) {
        const struct column *column = &work->frame->columns[c];

        if (is_capability(column) && metric_of(column->name) == column->name
            && !column->aggregate && column->direction == work->final->direction
            && same_unit(column->unit, work->final->unit) && !is_estimator(work, column))
            task[n++] = c;
    }
    return n;
}

/* Tasks with the score's metric; for a score that is no task's, those with the metric that
 * most tasks have. Measures of different names, as a cheap score and a full one, are returns of
 * one series only where that is asked for. */
static size_t
find_tasks(const struct risk_work *work, size_t *task, const char **words)
{
    const char *metric = metric_of(work->final->name);
    size_t n;

    if (metric == work->final->name) {
        const char *commonest = commonest_metric(work->frame);

        metric = commonest != NULL ? commonest : metric;
    }
    *words = arena_strdup(work->arena, metric);
    n = with_metric(work->frame, metric, task);
    if (n >= 2 || metric_of(work->final->name) != work->final->name
        || !setting_is(work->settings, "over", "tasks"))
        return n;
    *words = "capabilities in the score's unit";
    return bare_capabilities(work, task);
}

static bool
named_tasks(const struct risk_work *work, size_t *task, size_t *n, struct error *err)
{
    size_t m;
    char **names = text_split(setting_text(work->settings, "tasks"), ',', &m);
    bool done = true;

    for (size_t i = 0; i < m && done && names[i][0] != '\0'; i++) {
        int column = frame_find(work->frame, names[i], true, err);

        done = column >= 0;
        if (done)
            task[(*n)++] = (size_t)column;
        else
            error_prefix(err, "--tasks");
    }
    text_split_free(names, m);
    return done;
}

static bool
over_tasks(struct risk_work *work, bool *found, struct error *err)
{
    size_t *task = arena_zalloc(work->arena, work->frame->n_columns + 1, sizeof *task), n = 0;
    const char *words = "named measures";

    if (!named_tasks(work, task, &n, err))
        return false;
    if (n == 0)
        n = find_tasks(work, task, &words);
    *found = n >= 2;
    for (size_t i = 0; i < work->n && n >= 2; i++) {
        double *value;

        if (!has_room(work))
            continue;
        value = arena_zalloc(work->arena, n, sizeof *value);
        for (size_t t = 0; t < n; t++)
            value[t] = (work->frame->columns[task[t]].direction == DIRECTION_MIN ? -1 : 1) *
                work->frame->columns[task[t]].value[work->row[i]];
        add_strategy(work, work->frame->label[work->row[i]], work->frame->key[work->row[i]], i,
            value);
    }
    if (!*found)
        return true;
    work->periods = n;
    work->over = "tasks";
    work->over_words = arena_printf(work->arena, "%zu %s (%s)", n,
        text_counted((double)n, "task", "tasks"), words);
    work->period_names = arena_zalloc(work->arena, n, sizeof *work->period_names);
    for (size_t t = 0; t < n; t++)
        work->period_names[t] = arena_strdup(work->arena, work->frame->columns[task[t]].name);
    return true;
}

/* Numbers of the periods themselves: each is one more than the one before. */
static bool
counts_rows(const double *value, size_t rows)
{
    for (size_t r = 1; r < rows; r++)
        if (!(fabs(value[r] - value[r - 1] - 1) < 1e-9))
            return false;
    return rows >= 2;
}

static bool
over_rows(struct risk_work *work)
{
    const struct frame *frame = work->frame;

    for (size_t c = 0; c < frame->n_columns; c++)
        if (frame->columns[c].type == COLUMN_NUMBER && frame->columns[c].role == ROLE_MEASURE
            && !counts_rows(frame->columns[c].value, frame->rows) && has_room(work))
            add_strategy(work, frame->columns[c].name, NULL, SIZE_MAX,
                frame->columns[c].value);
    work->periods = frame->rows;
    work->over = "rows";
    work->over_words = arena_printf(work->arena, "%zu rows, a strategy per measure",
        frame->rows);
    return work->n_strategies > 0 && frame->rows >= 2;
}

/* --- returns --- */

/* Which strategy the others are held against: by name, else the first marked; SIZE_MAX: none. */
static bool
find_reference(const struct risk_work *work, size_t *at, struct error *err)
{
    const char *text = setting_text(work->settings, "reference");
    int row = -1;

    *at = SIZE_MAX;
    for (size_t i = 0; text[0] == '\0' && i < work->n_strategies; i++) {
        const struct risk_strategy *s = &work->strategies[i];

        if (work->bundle->n_chosen > 0 && s->candidate != SIZE_MAX
            && work->row[s->candidate] == work->bundle->chosen[0])
            *at = i;
    }
    if (text[0] == '\0')
        return true;
    if (work->strategies[0].candidate != SIZE_MAX)
        row = frame_find_row(work->frame, text, err);
    for (size_t i = 0; i < work->n_strategies; i++)
        if ((row >= 0 && work->row[work->strategies[i].candidate] == (size_t)row)
            || (row < 0 && strcmp(work->strategies[i].name, text) == 0))
            *at = i;
    if (*at != SIZE_MAX) {
        error_clear(err);
        return true;
    }
    if (row >= 0 || work->strategies[0].candidate == SIZE_MAX)
        error_set(err, ERROR_REQUEST, "the reference \"%s\" has no series", text);
    return error_prefix(err, "--reference");
}

static const double *
mean_of_all(const struct risk_work *work)
{
    double *mean = arena_zalloc(work->arena, work->periods, sizeof *mean);

    for (size_t t = 0; t < work->periods; t++) {
        size_t n = 0;

        for (size_t i = 0; i < work->n_strategies; i++)
            if (!isnan(work->strategies[i].value[t]))
                mean[t] += (work->strategies[i].value[t] - mean[t]) / (double)++n;
        mean[t] = n > 0 ? mean[t] : (double)NAN;
    }
    return mean;
}

/* Of a score that is not above 0 a change is no share of it. Where less is better, a fall is
 * the gain. */
static double
change(double before, double after, bool less_is_better)
{
    double from = less_is_better ? after : before, to = less_is_better ? before : after;

    return from > 0 && to >= 0 ? to / from - 1 : (double)NAN;
}

static double
return_at(const struct risk_work *work, const struct risk_strategy *s, const double *reference,
    size_t t)
{
    const char *kind = setting_text(work->settings, "returns");
    double sign = s->candidate != SIZE_MAX ? work->sign : 1;

    if (reference != NULL)
        return s->value[t] - reference[t];
    if (s->cost != NULL)
        return setting_real(work->settings, "stake") * s->value[t] - s->cost[t];
    if (strcmp(kind, "gross") == 0)
        return s->value[t] - 1;
    if (strcmp(kind, "relative") == 0)
        return t == 0 ? (double)NAN
            : change(sign * s->value[t - 1], sign * s->value[t], sign < 0);
    return s->value[t];
}

/* A difference of scores is known to a few units in their last place: what is smaller is no
 * gain, and a spread that is smaller is none. */
static void
drop_rounding(struct risk_strategy *s, const double *reference, size_t periods)
{
    double scale = 0, lo = INFINITY, hi = -INFINITY, middle;

    for (size_t t = 0; t < periods; t++)
        if (!isnan(s->returns[t])) {
            scale = fmax(scale, fmax(fabs(s->value[t]), fabs(reference[t])));
            lo = fmin(lo, s->returns[t]);
            hi = fmax(hi, s->returns[t]);
        }
    middle = lo + (hi - lo) / 2;
    for (size_t t = 0; t < periods; t++)
        if (hi - lo <= 4e-15 * scale && !isnan(s->returns[t]))
            s->returns[t] = fabs(middle) <= 4e-15 * scale ? 0 : middle;
        else if (fabs(s->returns[t]) <= 4e-16 * fmax(fabs(s->value[t]), fabs(reference[t])))
            s->returns[t] = 0;
}

static void
make_returns(struct risk_work *work, const double *reference)
{
    size_t from = setting_is(work->settings, "returns", "relative") ? 1 : 0;

    for (size_t i = 0; i < work->n_strategies; i++) {
        struct risk_strategy *s = &work->strategies[i];

        s->returns = arena_zalloc(work->arena, work->periods + 1, sizeof *s->returns);
        for (size_t t = 0; t < work->periods; t++) {
            s->returns[t] = return_at(work, s, reference, t);
            if (isinf(s->returns[t]))
                s->returns[t] = (double)NAN;
            s->n += isnan(s->returns[t]) ? 0 : 1;
        }
        if (reference != NULL)
            drop_rounding(s, reference, work->periods);
        s->dropped = work->periods - from - s->n;
        s->x = s->returns + from;
        if (s->dropped == 0)
            continue;
        s->x = arena_zalloc(work->arena, s->n + 1, sizeof *s->x);
        for (size_t t = 0, n = 0; t < work->periods; t++)
            if (!isnan(s->returns[t]))
                s->x[n++] = s->returns[t];
    }
}

/* --- what each score costs --- */

/* The cost of the same task, if there is one: "gsm8k/cost_usd" beside "gsm8k/accuracy". */
static const struct column *
cost_of_task(const struct risk_work *work, const char *task)
{
    const char *metric = frame_metric(task), *its = metric_of(work->cost->name);
    int column = metric == NULL ? FRAME_NONE : frame_column(work->frame, arena_printf(work->arena,
        "%.*s%s", (int)(metric - task), task, its));

    return column >= 0 && work->frame->columns[column].type == COLUMN_NUMBER
        ? &work->frame->columns[column] : work->cost;
}

/* Of items: their own costs where they are known, else the model's. */
static const struct column *
cost_of_items(const struct risk_work *work, size_t row, const struct frame *items,
    const size_t **place)
{
    const struct frame *scores = risk_items(work, work->final->name);
    int column = items != NULL ? frame_column(items, work->frame->key[row]) : FRAME_NONE;

    if (column < 0 || items->columns[column].type != COLUMN_NUMBER)
        return NULL;
    *place = parts_align(work->arena, scores, items);
    return *place != NULL ? &items->columns[column] : NULL;
}

static void
find_costs(struct risk_work *work)
{
    bool over_items = strcmp(work->over, "items") == 0;
    const struct frame *items = over_items ? risk_items(work, work->cost->name) : NULL;

    for (size_t i = 0; i < work->n_strategies; i++) {
        struct risk_strategy *s = &work->strategies[i];
        size_t row = work->row[s->candidate];
        const size_t *place = NULL;
        const struct column *own = over_items ? cost_of_items(work, row, items, &place) : NULL;
        double *cost = arena_zalloc(work->arena, work->periods, sizeof *cost);

        for (size_t t = 0; t < work->periods; t++)
            cost[t] = own != NULL ? place[t] == SIZE_MAX ? (double)NAN : own->value[place[t]]
                : over_items ? work->cost->value[row]
                : cost_of_task(work, work->period_names[t])->value[row];
        s->cost = cost;
    }
}

static bool
price_scores(struct risk_work *work, struct error *err)
{
    if (!setting_is(work->settings, "returns", "utility"))
        return !setting_given(work->settings, "stake") || setting_is(work->settings, "stake", "1")
            || error_set(err, ERROR_USAGE, "--stake is for --returns utility");
    if (work->cost == NULL || work->cost_direction != DIRECTION_MIN
        || strcmp(work->over, "rows") == 0)
        return error_set(err, ERROR_REQUEST, "--returns utility takes a score and a cost of "
            "models: -o max:SCORE,min:COST");
    find_costs(work);
    return true;
}

bool
risk_series(struct risk_work *work, struct error *err)
{
    const struct lens_settings *settings = work->settings;
    bool any = setting_is(settings, "over", "auto"), found = false, done = true;
    size_t room = work->n > work->frame->n_columns ? work->n : work->frame->n_columns;
    const double *reference = NULL;
    size_t at;

    work->strategies = arena_zalloc(work->arena, room + 1, sizeof *work->strategies);
    if ((any && !setting_given(settings, "tasks")) || setting_is(settings, "over", "items"))
        found = over_items(work);
    if (!found && (any || setting_is(settings, "over", "tasks")))
        done = over_tasks(work, &found, err);
    if (!found && setting_is(settings, "over", "rows"))
        found = over_rows(work);
    if (!done)
        return false;
    if (!found) {
        work->n_strategies = 0;
        memset(work->series, 0, work->n * sizeof(struct risk_strategy *));
        work->series_reason = any ? "no items and fewer than two tasks with this metric are "
            "there, so nothing has a spread: --tasks names measures, --over tasks takes all scores "
            "in its unit"
            : "there is no series over what --over asks for";
        return true;
    }
    if (!find_reference(work, &at, err) || !price_scores(work, err))
        return false;
    if (setting_is(settings, "returns", "excess"))
        reference = at != SIZE_MAX ? work->strategies[at].value : mean_of_all(work);
    if (reference != NULL || setting_given(settings, "reference"))
        work->reference_words = at != SIZE_MAX ? work->strategies[at].name : "the mean of all";
    make_returns(work, reference);
    work->benchmark = reference != NULL ? reference : work->reference_words != NULL
        ? work->strategies[at].returns : NULL;
    return true;
}
