/* compare_samples.c - the single samples of items that were asked several times: what the
 * bootstrap draws in its second level, compare (17).
 *
 * Records are matched by model and item; they are used only where they give the very means and
 * numbers that the items have.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

struct item_place { const char *key; size_t place; };

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

/* The first column that names an item in every record. */
static const struct column *
item_column(const struct frame *records, const struct item_place *items, size_t n)
{
    for (size_t c = 0; c < records->n_columns; c++) {
        const struct column *column = &records->columns[c];
        size_t i = 0;

        while (column->direction == DIRECTION_UNKNOWN && i < records->rows &&
            place_of(column, i, items, n) != SIZE_MAX)
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
    const struct frame *records, const struct column *item, const struct item_place *items,
    const size_t *row, size_t n, struct nested *nested)
{
    int models = frame_column(records, "model");
    int at = frame_column(records, compare_column(work, c->measure)->name);
    const struct column *score = at >= 0 ? &records->columns[at] : NULL;
    size_t *place;
    bool good;

    if (models < 0 || records->columns[models].type != COLUMN_TEXT || score == NULL ||
        score->type != COLUMN_NUMBER)
        return false;
    place = mem_alloc((records->rows + 1) * sizeof *place);
    for (size_t i = 0; i < records->rows; i++) {
        const char *name = records->columns[models].text[i];
        bool mine = name != NULL && !isnan(score->value[i]) &&
            (strcmp(name, compare_label(work, model)) == 0 ||
            strcmp(name, work->frame->key[work->row[model]]) == 0);

        place[i] = mine ? place_of(item, i, items, n) : SIZE_MAX;
    }
    gather(score, place, records->rows, n, nested);
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

bool
compare_samples(const struct compare_work *work, const struct comparison *c, const size_t *row,
    size_t n, struct nested *a, struct nested *b)
{
    const struct lens_bundle *bundle = work->bundle;
    const struct frame *items = work->items[c->measure], *records =
        bundle->other != NULL ? bundle->other(bundle->context, SHAPE_ROWS) : NULL;
    struct item_place *all, *shared;
    const struct column *item;
    bool found = false;

    if (records == NULL)
        return false;
    all = mem_alloc((items->rows + 1) * sizeof *all);
    shared = mem_alloc((n + 1) * sizeof *shared);
    for (size_t i = 0; i < items->rows; i++)
        all[i] = (struct item_place){ items->key[i], i };
    for (size_t i = 0; i < n; i++)
        shared[i] = (struct item_place){ items->key[row[i]], i };
    qsort(all, items->rows, sizeof *all, by_key);
    qsort(shared, n, sizeof *shared, by_key);
    item = item_column(records, all, items->rows);
    if (item != NULL)
        found = samples_of(work, c, c->a, records, item, shared, row, n, a) &&
            samples_of(work, c, c->b, records, item, shared, row, n, b) &&
            (is_sampled(a, n) || is_sampled(b, n));
    free(all);
    free(shared);
    return found;
}
