/* variance_pool.c - parameters of items, by name: variance, (13) to (15).
 *
 * They are measures of items wherever these are from: columns beside the answers, the same for
 * every model, or a table of their own with a row for each item, of which some may not have been
 * answered by anyone.
 */
#include "lens/variance_pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/ability.h"

struct keyed { const char *key; size_t place; double value; };

/* Of one parameter, by item; of two values the first counts. */
struct values { struct keyed *at; size_t n; };

struct finder {
    const struct variance_work *work;
    const struct lens_bundle *bundle;
    const struct frame *records;       /* NULL: none */
    const char **item;                 /* names of items of the records */
};

static int
by_key(const void *left, const void *right)
{
    const struct keyed *a = left, *b = right;
    int order = strcmp(a->key, b->key);

    return order != 0 ? order : (a->place > b->place) - (a->place < b->place);
}

static const struct keyed *
find_key(const struct values *values, const char *key)
{
    size_t low = 0, high = values->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(values->at[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < values->n && strcmp(values->at[low].key, key) == 0 ? &values->at[low] : NULL;
}

static double
value_of(const struct values *values, const char *key)
{
    const struct keyed *found = find_key(values, key);

    return found != NULL ? found->value : (double)NAN;
}

static void
push(struct values *values, const char *key, double value)
{
    values->at[values->n] = (struct keyed){ key, values->n, value };
    values->n++;
}

/* The first number of a row. */
static double
first_number(const struct frame *frame, size_t row)
{
    for (size_t c = 0; c < frame->n_columns; c++)
        if (frame->columns[c].type == COLUMN_NUMBER && !isnan(frame->columns[c].value[row]))
            return frame->columns[c].value[row];
    return (double)NAN;
}

static struct values
find_values(const struct finder *finder, const char *text)
{
    const struct frame *points = finder->bundle->points, *records = finder->records;
    int measure = frame_find(points, text, true, NULL);
    const struct frame *items = finder->bundle->items(finder->bundle->context,
        measure != FRAME_NONE ? points->columns[measure].name : text);
    int column = records != NULL ? frame_find(records, text, false, NULL) : FRAME_NONE;
    struct values values = { arena_zalloc(finder->work->arena, 1 + (items != NULL ? items->rows :
        0) + (column >= 0 ? records->rows : 0), sizeof *values.at), 0 };

    for (size_t i = 0; items != NULL && i < items->rows; i++)
        if (!isnan(first_number(items, i)))
            push(&values, items->key[i], first_number(items, i));
    for (size_t i = 0; column >= 0 && records->columns[column].type == COLUMN_NUMBER &&
        i < records->rows; i++)
        if (finder->item[i] != NULL && !isnan(records->columns[column].value[i]))
            push(&values, finder->item[i], records->columns[column].value[i]);
    qsort(values.at, values.n, sizeof *values.at, by_key);
    return values;
}

/* The parameters that a list names; the arena's. */
static struct values *
find_list(const struct finder *finder, const char *option, size_t *n)
{
    char **part;
    struct values *values;

    *n = 0;
    if (!setting_given(finder->work->settings, option))
        return NULL;
    part = text_split(setting_text(finder->work->settings, option), ',', n);
    values = arena_zalloc(finder->work->arena, *n + 1, sizeof *values);
    for (size_t i = 0; i < *n; i++)
        values[i] = find_values(finder, part[i] + strspn(part[i], " "));
    text_split_free(part, *n);
    return values;
}

/* --- parts of a scenario --- */

struct part_name { const char *key, *part; };

static int
by_part_key(const void *left, const void *right)
{
    return strcmp(((const struct part_name *)left)->key, ((const struct part_name *)right)->key);
}

/* Which part each item of the pool is of; false if one has none. */
static bool
find_parts(const struct finder *finder, const struct pool *pool, const char **part)
{
    const struct frame *records = finder->records;
    int column = records != NULL ? frame_find(records, setting_text(finder->work->settings,
        "scenario"), false, NULL) : FRAME_NONE;
    struct part_name *name;
    size_t n = 0;
    bool all = column != FRAME_NONE;

    if (!all)
        return false;
    name = mem_alloc((records->rows + 1) * sizeof *name);
    for (size_t i = 0; i < records->rows; i++) {
        name[n] = (struct part_name){ finder->item[i],
            parts_name(finder->work->arena, &records->columns[column], i) };
        n += name[n].key != NULL && name[n].part != NULL;
    }
    qsort(name, n, sizeof *name, by_part_key);
    for (size_t i = 0; i < pool->items && all; i++) {
        struct part_name wanted = { pool->key[i], NULL };
        const struct part_name *found = bsearch(&wanted, name, n, sizeof *name, by_part_key);

        all = found != NULL;
        part[i] = all ? found->part : NULL;
    }
    free(name);
    return all;
}

static void
put_balance(const struct finder *finder, struct pool *pool)
{
    const char **part = arena_zalloc(finder->work->arena, pool->items, sizeof *part), **names;
    size_t *number;

    if (!setting_given(finder->work->settings, "scenario"))
        return;
    pool->parts_missing = !find_parts(finder, pool, part);
    if (pool->parts_missing)
        return;
    pool->parts = parts_number_names(finder->work->arena, part, pool->items, &number, &names);
    pool->balance = arena_zalloc(finder->work->arena, pool->items, sizeof *pool->balance);
    ability_balance(number, pool->items, pool->parts, pool->balance);
}

/* --- the pool --- */

static void
place_items(struct pool *pool, const struct frame *items, struct arena *arena)
{
    struct values rows = { arena_zalloc(arena, items->rows, sizeof *rows.at), 0 };

    for (size_t i = 0; i < items->rows; i++)
        push(&rows, items->key[i], 0);
    qsort(rows.at, rows.n, sizeof *rows.at, by_key);
    for (size_t i = 0; i < pool->items; i++) {
        const struct keyed *found = find_key(&rows, pool->key[i]);

        pool->row[i] = found != NULL ? found->place : SIZE_MAX;
    }
}

/* Rows of numbers, one for each of n parameters, of the items of the pool. */
static double *
spread_out(const struct pool *pool, const struct values *values, size_t n, struct arena *arena)
{
    double *number = arena_zalloc(arena, n * pool->items, sizeof *number);

    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < pool->items; i++)
            number[k * pool->items + i] = value_of(&values[k], pool->key[i]);
    return number;
}

static bool
has_all(const struct values *values, size_t n, const char *key)
{
    for (size_t k = 0; k < n; k++)
        if (isnan(value_of(&values[k], key)))
            return false;
    return true;
}

/* A largest chance that is none would make likelihoods of nothing. */
static bool
is_chance(double upper)
{
    return upper > 0 && upper <= 1;
}

static enum ability_form
form_of(const struct lens_settings *settings)
{
    return setting_is(settings, "form", "1pl") ? FORM_1PL : setting_is(settings, "form", "4pl") ?
        FORM_4PL : setting_is(settings, "form", "components") ? FORM_COMPONENTS : FORM_2PL;
}

/* Items with all parameters that the form has, in order of their names. */
static void
gather(struct pool *pool, const struct values *a, const struct values *b, size_t d,
    const struct values *upper, struct arena *arena)
{
    pool->key = arena_zalloc(arena, b[0].n, sizeof *pool->key);
    pool->row = arena_zalloc(arena, b[0].n, sizeof *pool->row);
    for (size_t i = 0; i < b[0].n; i++)
        if ((i == 0 || strcmp(b[0].at[i].key, b[0].at[i - 1].key) != 0) &&
            has_all(b, d, b[0].at[i].key) &&
            (pool->form == FORM_1PL || has_all(a, d, b[0].at[i].key)) &&
            (pool->form != FORM_4PL || is_chance(value_of(&upper[0], b[0].at[i].key))))
            pool->key[pool->items++] = b[0].at[i].key;
}

bool
variance_pool(struct pool *pool, const struct variance_work *work,
    const struct lens_bundle *bundle, const struct frame *items, const char *measure)
{
    struct finder finder = { .work = work, .bundle = bundle };
    size_t n_a, n_b, n_upper, n_weights, place;
    struct values *a, *b, *upper, *weights;

    *pool = (struct pool){ .form = form_of(work->settings) };
    if (bundle->other != NULL)
        finder.records = bundle->other(bundle->context, SHAPE_ROWS);
    if (finder.records != NULL)
        finder.item = variance_item_names(work, finder.records, items, measure, &place);
    if (finder.item == NULL)
        finder.records = NULL;
    a = find_list(&finder, "a", &n_a);
    b = find_list(&finder, "diff", &n_b);
    upper = find_list(&finder, "upper", &n_upper);
    weights = find_list(&finder, "weights", &n_weights);
    pool->d = n_b;
    if (n_b == 0 || (pool->form != FORM_1PL && n_a != n_b) ||
        (pool->form != FORM_COMPONENTS && n_b != 1) || (pool->form == FORM_4PL && n_upper != 1))
        return false;
    gather(pool, a, b, n_b, upper, work->arena);
    place_items(pool, items, work->arena);
    pool->b = spread_out(pool, b, n_b, work->arena);
    pool->a = pool->form == FORM_1PL ? arena_zalloc(work->arena, pool->items, sizeof *pool->a) :
        spread_out(pool, a, n_b, work->arena);
    for (size_t i = 0; pool->form == FORM_1PL && i < pool->items; i++)
        pool->a[i] = 1;
    if (pool->form == FORM_4PL)
        pool->upper = spread_out(pool, upper, 1, work->arena);
    if (n_weights == 1)
        pool->weight = spread_out(pool, weights, 1, work->arena);
    put_balance(&finder, pool);
    return pool->items > 0;
}

bool
variance_is_parameter(const struct variance_work *work, const struct frame *frame, size_t column)
{
    static const char *const options[] = { "a", "diff", "upper", "weights" };
    bool found = false;

    for (size_t i = 0; i < sizeof options / sizeof options[0] && !found; i++) {
        size_t n;
        char **part;

        if (!setting_given(work->settings, options[i]))
            continue;
        part = text_split(setting_text(work->settings, options[i]), ',', &n);
        for (size_t k = 0; k < n; k++)
            found |= frame_find(frame, part[k] + strspn(part[k], " "), true, NULL) == (int)column;
        text_split_free(part, n);
    }
    return found;
}
