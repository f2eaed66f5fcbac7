/* compare_samples.c - the single samples of items that were asked several times: what the
 * bootstrap draws in its second level, compare (17).
 *
 * Records are matched by model and item, of "task/metric" among those of the task; they are used
 * only where they give the very means and numbers that the items have.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "lens/lens_parts.h"

struct item_place { const char *key; size_t place; };

/* Where the records have a measure: a column of numbers, and which rows of it. */
struct source {
    const struct frame *records;
    const struct column *model, *score;
    const struct column *task, *metric;    /* NULL: every record is of it */
    const char *task_name, *metric_name;   /* the first ends at task_length */
    size_t task_length;
};

/* --- which records --- */

/* A column of the metric, or in a long table the values beside the metric's name. */
static bool
find_score(struct source *source, const char *metric)
{
    source->score = parts_find_typed(source->records, metric, COLUMN_NUMBER);
    if (source->score != NULL)
        return true;
    source->metric = parts_find_typed(source->records, "metric", COLUMN_TEXT);
    source->metric_name = metric;
    source->score = source->metric == NULL ? NULL :
        parts_find_typed(source->records, "value", COLUMN_NUMBER);
    return source->score != NULL;
}

static bool
find_source(struct source *source, const struct frame *records, const char *measure)
{
    const char *metric = frame_metric(measure);

    *source = (struct source){ .records = records,
        .model = parts_find_typed(records, "model", COLUMN_TEXT) };
    if (source->model == NULL)
        return false;
    source->task = metric == NULL || frame_column(records, measure) != FRAME_NONE ? NULL :
        parts_find_typed(records, "task", COLUMN_TEXT);
    if (source->task == NULL)
        return find_score(source, measure);
    source->task_name = measure;
    source->task_length = (size_t)(metric - 1 - measure);
    return find_score(source, metric);
}

static bool
is_of_measure(const struct source *source, size_t record)
{
    const char *task = source->task != NULL ? source->task->text[record] : NULL;
    const char *metric = source->metric != NULL ? source->metric->text[record] : NULL;

    if (source->task != NULL && (task == NULL || strlen(task) != source->task_length ||
        strncmp(task, source->task_name, source->task_length) != 0))
        return false;
    return source->metric == NULL || (metric != NULL &&
        strcmp(metric, source->metric_name) == 0);
}

/* --- which items --- */

static int
by_key(const void *left, const void *right)
{
    const struct item_place *a = left, *b = right;

    return strcmp(a->key, b->key);
}

static size_t
place_of(const struct column *column, size_t record, const struct item_place *items, size_t n)
{
    char number[NUMBER_TEXT_MAX];
    struct item_place wanted = { number, 0 };
    const struct item_place *found;

    if (column->type == COLUMN_TEXT)
        wanted.key = column->text[record];
    else if (!isnan(column->value[record]))
        number_show(number, column->value[record], 15);
    else
        wanted.key = NULL;
    if (wanted.key == NULL)
        return SIZE_MAX;
    found = bsearch(&wanted, items, n, sizeof *items, by_key);
    return found != NULL ? found->place : SIZE_MAX;
}

/* The first column that names an item in every record of the measure. */
static const struct column *
item_column(const struct source *source, const struct item_place *items, size_t n)
{
    const struct frame *records = source->records;

    for (size_t c = 0; c < records->n_columns; c++) {
        const struct column *column = &records->columns[c];
        size_t i = 0;

        while (column->direction == DIRECTION_UNKNOWN && i < records->rows &&
            (!is_of_measure(source, i) || place_of(column, i, items, n) != SIZE_MAX))
            i++;
        if (records->rows > 0 && i == records->rows)
            return column;
    }
    return NULL;
}

/* Whether the samples found are those behind the items that are shared. */
static bool
agrees(const struct compare_work *work, const struct comparison *c, size_t model,
    const size_t *row, size_t n, const struct nested *nested)
{
    const struct frame *items = work->items[c->measure];
    const double *value = compare_item_values(work, items, model);

    for (size_t i = 0; i < n; i++) {
        double sum = 0, count = (double)(nested->first[i + 1] - nested->first[i]);

        for (size_t k = nested->first[i]; k < nested->first[i + 1]; k++)
            sum += nested->x[k];
        if (!(count > 0) || !(fabs(sum / count - value[row[i]]) <= 1e-9 *
            (1 + fabs(value[row[i]]))))
            return false;
    }
    return true;
}

/* Counts first, then fills; place: per record, SIZE_MAX where it is not shared or not the
 * model's. */
static void
gather(const struct column *score, const size_t *place, size_t records, size_t n,
    struct nested *nested)
{
    nested->first = mem_zalloc(n + 2, sizeof *nested->first);
    nested->x = mem_alloc((records + 1) * sizeof *nested->x);
    for (size_t i = 0; i < records; i++)
        if (place[i] != SIZE_MAX)
            nested->first[place[i] + 2]++;
    for (size_t i = 2; i < n + 2; i++)
        nested->first[i] += nested->first[i - 1];
    for (size_t i = 0; i < records; i++)
        if (place[i] != SIZE_MAX)
            nested->x[nested->first[place[i] + 1]++] = score->value[i];
}

static bool
samples_of(const struct compare_work *work, const struct comparison *c, size_t model,
    const struct source *source, const struct column *item, const struct item_place *items,
    const size_t *row, size_t n, struct nested *nested)
{
    const struct column *score = source->score;
    size_t rows = source->records->rows, *place = mem_alloc((rows + 1) * sizeof *place);
    bool good;

    for (size_t i = 0; i < rows; i++) {
        const char *name = source->model->text[i];
        bool mine = name != NULL && !isnan(score->value[i]) && is_of_measure(source, i) &&
            (strcmp(name, compare_label(work, model)) == 0 ||
            strcmp(name, work->frame->key[work->row[model]]) == 0);

        place[i] = mine ? place_of(item, i, items, n) : SIZE_MAX;
    }
    gather(score, place, rows, n, nested);
    good = agrees(work, c, model, row, n, nested);
    for (size_t i = 0; i < nested->first[n] && good; i++)
        nested->x[i] *= work->items_scale[c->measure];
    free(place);
    return good;
}

static bool
is_sampled(const struct nested *nested, size_t n)
{
    return nested->first[n] > n;
}

/* Items say how many samples each has where some have several. */
static bool
is_repeated(const struct compare_work *work, const struct frame *items, size_t model)
{
    int column = frame_column(items, work->frame->key[work->row[model]]);

    return column >= 0 && items->columns[column].n != NULL;
}

bool
compare_samples(const struct compare_work *work, const struct comparison *c, const size_t *row,
    size_t n, struct nested *a, struct nested *b)
{
    const struct lens_bundle *bundle = work->bundle;
    const struct frame *items = work->items[c->measure];
    bool repeated = is_repeated(work, items, c->a) || is_repeated(work, items, c->b);
    const struct frame *records = repeated && bundle->other != NULL ?
        bundle->other(bundle->context, SHAPE_ROWS) : NULL;
    struct item_place *all, *shared;
    const struct column *item;
    struct source source;
    bool found = false;

    if (records == NULL ||
        !find_source(&source, records, compare_column(work, c->measure)->name))
        return false;
    all = mem_alloc((items->rows + 1) * sizeof *all);
    shared = mem_alloc((n + 1) * sizeof *shared);
    for (size_t i = 0; i < items->rows; i++)
        all[i] = (struct item_place){ items->key[i], i };
    for (size_t i = 0; i < n; i++)
        shared[i] = (struct item_place){ items->key[row[i]], i };
    qsort(all, items->rows, sizeof *all, by_key);
    qsort(shared, n, sizeof *shared, by_key);
    item = item_column(&source, all, items->rows);
    if (item != NULL)
        found = samples_of(work, c, c->a, &source, item, shared, row, n, a) &&
            samples_of(work, c, c->b, &source, item, shared, row, n, b) &&
            (is_sampled(a, n) || is_sampled(b, n));
    free(all);
    free(shared);
    return found;
}
