/* variance_samples.c - items that were sampled more than once: what of the variance of an
 * answer is the item's, what the seed's, and what neither's: variance, (8) and (9).
 *
 * Where seeds have names, their means over the items that all of them have are the records
 * of the rest of the lens: only then is a seed a repeat of the whole benchmark.
 */
#include "lens/variance_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/items.h"
#include "math/sorted.h"

static int
by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* How many records a column gives the name of one of the items; 0 if it gives a record that has
 * the measure another. */
static size_t
matched(const struct frame *records, const struct column *column, const double *measured,
    const char *const *key, size_t n, const char **name, struct arena *arena)
{
    size_t found = 0;

    for (size_t i = 0; i < records->rows; i++) {
        bool known;

        name[i] = parts_name(arena, column, i);
        known = name[i] != NULL && bsearch(&name[i], key, n, sizeof *key, by_text) != NULL;
        if (!known && name[i] != NULL && measured != NULL && !isnan(measured[i]))
            return 0;
        found += known;
    }
    return found;
}

const char **
variance_item_names(const struct variance_work *work, const struct frame *records,
    const struct frame *items, const char *measure, size_t *place)
{
    const char **name = arena_zalloc(work->arena, records->rows, sizeof *name);
    const char **best = arena_zalloc(work->arena, records->rows, sizeof *best), **swap;
    const char **key = mem_alloc(items->rows * sizeof *key);
    int at = frame_column(records, measure);
    const double *measured = at >= 0 && records->columns[at].type == COLUMN_NUMBER ?
        records->columns[at].value : NULL;
    size_t most = 0;

    memcpy(key, items->key, items->rows * sizeof *key);
    qsort(key, items->rows, sizeof *key, by_text);
    for (size_t c = 0; c < records->n_columns; c++) {
        const struct column *column = &records->columns[c];
        size_t found = column->kind == KIND_CAPABILITY || column->direction != DIRECTION_UNKNOWN ?
            0 : matched(records, column, measured, key, items->rows, name, work->arena);

        if (found <= most)
            continue;
        most = found;
        *place = c;
        swap = best;
        best = name;
        name = swap;
    }
    free(key);
    return most > 0 ? best : NULL;
}

static const struct frame *
items_of_any(const struct lens_bundle *bundle, const char **measure)
{
    for (size_t c = 0; bundle->items != NULL && c < bundle->points->n_columns; c++) {
        const struct column *column = &bundle->points->columns[c];
        const struct frame *items = column->role != ROLE_MEASURE ? NULL :
            bundle->items(bundle->context, column->name);

        *measure = column->name;
        if (items != NULL && items->rows >= 2)
            return items;
    }
    return NULL;
}

/* Sum and number of the values of one group and seed over items; of an item with repeats
 * under one seed the mean counts once. Items that a seed lacks are left out of all. */
static void
seed_means(const struct samples *samples, const double *value, size_t group, double *mean)
{
    size_t cells = samples->n_items * samples->n_seeds, used = 0;
    double *sum = mem_zalloc(cells, sizeof *sum), *n = mem_zalloc(cells, sizeof *n);
    unsigned char *has = mem_zalloc(samples->n_seeds, 1);

    for (size_t i = 0; i < samples->frame->rows; i++) {
        size_t at = samples->item[i] * samples->n_seeds + samples->seed[i];

        if (samples->group[i] != group || samples->item[i] == SIZE_MAX ||
            samples->seed[i] == SIZE_MAX || isnan(value[i]))
            continue;
        sum[at] += value[i];
        n[at]++;
        has[samples->seed[i]] = 1;
    }
    for (size_t s = 0; s < samples->n_seeds; s++)
        mean[s] = has[s] ? 0 : (double)NAN;
    for (size_t i = 0; i < samples->n_items; i++) {
        const double *counts = n + i * samples->n_seeds;
        bool all = true;

        for (size_t s = 0; s < samples->n_seeds && all; s++)
            all = !has[s] || counts[s] > 0;
        if (!all)
            continue;
        used++;
        for (size_t s = 0; s < samples->n_seeds; s++)
            if (has[s])
                mean[s] += sum[i * samples->n_seeds + s] / counts[s];
    }
    for (size_t s = 0; s < samples->n_seeds; s++)
        mean[s] = used > 0 ? mean[s] / (double)used : (double)NAN;
    free(has);
    free(n);
    free(sum);
}

static void
fill_measure(const struct samples *samples, const struct column *from, struct column *to)
{
    double *mean = mem_alloc(samples->n_seeds * sizeof *mean);

    to->direction = from->direction;
    to->kind = from->kind;
    to->unit = from->unit;
    for (size_t g = 0; g < samples->n_groups; g++) {
        seed_means(samples, from->value, g, mean);
        for (size_t s = 0; s < samples->n_seeds; s++)
            to->value[g * samples->n_seeds + s] = mean[s];
    }
    free(mean);
}

static struct frame *
frame_of_seeds(const struct samples *samples)
{
    size_t rows = samples->n_groups * samples->n_seeds;
    struct frame *frame = frame_new(SHAPE_ROWS, rows);

    for (size_t k = 0; k < 2; k++) {
        struct column *column = frame_add_column(frame, k == 0 ? "model" : "seed", COLUMN_TEXT,
            k == 0 ? ROLE_KEY : ROLE_ATTRIBUTE);

        for (size_t i = 0; i < rows; i++)
            column->text[i] = arena_strdup(frame->arena, k == 0 ?
                samples->group_name[i / samples->n_seeds] :
                samples->seed_name[i % samples->n_seeds]);
    }
    for (size_t c = 0; c < samples->frame->n_columns; c++) {
        const struct column *from = &samples->frame->columns[c];

        if (from->type == COLUMN_NUMBER && from->role == ROLE_MEASURE &&
            c != samples->item_column && (int)c != samples->seed_column &&
            frame_column(frame, from->name) == FRAME_NONE)
            fill_measure(samples, from, frame_add_column(frame, from->name, COLUMN_NUMBER,
                ROLE_MEASURE));
    }
    return frame;
}

static bool
is_sampled_twice(const struct samples *samples)
{
    size_t cells = samples->n_groups * samples->n_items;
    unsigned char *seen = mem_zalloc(cells + 1, 1);
    bool twice = false;

    for (size_t i = 0; i < samples->frame->rows && !twice; i++) {
        size_t at = samples->group[i] * samples->n_items + samples->item[i];

        if (samples->group[i] == SIZE_MAX || samples->item[i] == SIZE_MAX)
            continue;
        twice = seen[at] != 0;
        seen[at] = 1;
    }
    free(seen);
    return twice;
}

/* Whether no item of a model has two values. Points that more than the model tells apart may be
 * repeats of one model all the same. */
static bool
is_sampled_once(const struct lens_bundle *bundle)
{
    size_t keys = 0;

    for (size_t c = 0; c < bundle->points->n_columns; c++) {
        const struct column *column = &bundle->points->columns[c];
        const struct frame *items = column->role != ROLE_MEASURE || bundle->items == NULL ? NULL :
            bundle->items(bundle->context, column->name);

        keys += column->role == ROLE_KEY ? 1 : 0;
        for (size_t k = 0; items != NULL && k < items->n_columns; k++)
            if (items->columns[k].n != NULL)
                return false;
    }
    return keys == 1;
}

struct samples *
variance_samples(const struct variance_work *work, const struct lens_bundle *bundle)
{
    const char *measure = NULL;
    const struct frame *items = is_sampled_once(bundle) ? NULL : items_of_any(bundle, &measure);
    const struct frame *records = items != NULL && bundle->other != NULL ?
        bundle->other(bundle->context, SHAPE_ROWS) : NULL;
    struct samples *samples = arena_zalloc(work->arena, 1, sizeof *samples);
    const char **name = records != NULL ? variance_item_names(work, records, items, measure,
        &samples->item_column) : NULL, **all;
    struct variance_work inner = *work;

    inner.frame = records;
    if (name == NULL || !variance_group_records(&inner, NULL))
        return NULL;
    samples->frame = records;
    samples->group = inner.group;
    samples->group_name = inner.group_name;
    samples->n_groups = inner.n_groups;
    samples->seed_column = inner.seed_column;
    samples->n_items = parts_number_names(work->arena, name, records->rows, &samples->item, &all);
    if (inner.seed != NULL)
        samples->n_seeds = parts_number_names(work->arena, inner.seed, records->rows,
            &samples->seed, &samples->seed_name);
    if (!is_sampled_twice(samples))
        return NULL;
    if (samples->n_seeds > 1)
        samples->seed_means = frame_of_seeds(samples);
    return samples;
}

void
variance_samples_release(struct samples *samples)
{
    if (samples != NULL)
        frame_free(samples->seed_means);
}

/* --- components --- */

/* One group's answers on one measure, item by item. */
struct answers {
    double *x;
    size_t *count, items;              /* of items that have any */
    size_t seeds;                      /* > 1: x is items x seeds, complete; else ragged */
};

static void
answers_release(struct answers *answers)
{
    free(answers->x);
    free(answers->count);
}

/* Answers in order of item, and within it of seed where seeds have names. */
static struct answers
answers_of(const struct samples *samples, const double *value, size_t group)
{
    size_t rows = samples->frame->rows, seeds = samples->n_seeds > 0 ? samples->n_seeds : 1;
    size_t *first = mem_zalloc(samples->n_items * seeds + 1, sizeof *first), total = 0;
    struct answers answers = { .x = mem_alloc((rows + 1) * sizeof(double)),
        .count = mem_zalloc(samples->n_items + 1, sizeof(size_t)), .seeds = seeds };

    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < rows; i++) {
            size_t seed = samples->n_seeds > 0 ? samples->seed[i] : 0;
            size_t at = samples->item[i] * seeds + seed;

            if (samples->group[i] != group || samples->item[i] == SIZE_MAX ||
                seed == SIZE_MAX || isnan(value[i]))
                continue;
            if (pass == 0)
                first[at]++;
            else
                answers.x[first[at]++] = value[i];
        }
        for (size_t i = 0; i < samples->n_items && pass == 0; i++) {
            size_t here = 0;

            for (size_t s = 0; s < seeds; s++) {
                size_t n = first[i * seeds + s];

                first[i * seeds + s] = total + here;
                here += n;
                if (n != 1)
                    answers.seeds = 1;
            }
            total += here;
            if (here > 0)
                answers.count[answers.items++] = here;
        }
    }
    free(first);
    return answers;
}

struct component { size_t group, measure, items; struct item_spread one; struct item_parts two;
    bool crossed; };

static size_t
find_components(const struct variance_work *work, struct component *found)
{
    const struct samples *samples = work->samples;
    size_t n = 0;

    for (size_t m = 0; m < work->n_measures; m++) {
        int column = frame_column(samples->frame, variance_measure_name(work, m));

        for (size_t g = 0; column >= 0 && g < samples->n_groups; g++) {
            struct answers answers = answers_of(samples, samples->frame->columns[column].value,
                g);

            if (answers.items >= 2) {
                found[n] = (struct component){ .group = g, .measure = m,
                    .items = answers.items, .crossed = answers.seeds > 1,
                    .one = items_spread_ragged(answers.x, answers.count, answers.items) };
                if (found[n].crossed)
                    found[n].two = items_parts(answers.x, answers.items, answers.seeds);
                n++;
            }
            answers_release(&answers);
        }
    }
    return n;
}

/* A variance estimated below 0 is shown as 0; one that is not known stays so. */
static double
not_negative(double variance)
{
    return variance < 0 ? 0 : variance;
}

static double
component_number(const struct component *c, size_t which)
{
    switch (which) {
    case 0: return (double)c->items;
    case 1: return c->one.samples;
    case 2: return c->one.mean;
    case 3: return c->one.se_mean;
    case 4: return not_negative(c->crossed ? c->two.item : c->one.omega2);
    case 5: return c->crossed ? not_negative(c->two.seed) : (double)NAN;
    case 6: return c->crossed ? c->two.residual : c->one.within;
    default: return not_negative(c->one.icc);
    }
}

static bool
is_negative(const struct component *c)
{
    return c->one.omega2 < 0 || (c->crossed && (c->two.item < 0 || c->two.seed < 0));
}

/* Which variances were estimated below 0. */
static const char *
below_zero(const struct component *c)
{
    bool item = (c->crossed ? c->two.item : c->one.omega2) < 0;
    bool seed = c->crossed && c->two.seed < 0;

    return item && seed ? "v_item, v_seed" : item ? "v_item" : seed ? "v_seed" : NULL;
}

void
variance_components(const struct variance_work *work, struct result *result)
{
    static const char *const names[] = { "items", "samples", "mean", "se_mean", "v_item",
        "v_seed", "v_resid", "icc" };
    const struct samples *samples = work->samples;
    struct component *found;
    struct result_table *table;
    struct result_column *text[4];
    size_t n, negative = 0;

    if (samples == NULL)
        return;
    found = arena_zalloc(work->arena, work->n_measures * samples->n_groups + 1, sizeof *found);
    n = find_components(work, found);
    if (n == 0)
        return;
    table = result_add_table(result, "components", n);
    for (size_t k = 0; k < 2; k++) {
        text[k] = result_add_column(result, table, k == 0 ? "model" : "measure", VALUE_TEXT);
        text[k]->key = true;
        for (size_t i = 0; i < n; i++)
            text[k]->text[i] = arena_strdup(work->arena, k == 0 ?
                samples->group_name[found[i].group] :
                variance_measure_name(work, found[i].measure));
    }
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        struct result_column *column = result_add_column(result, table, names[k], VALUE_NUMBER);

        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = component_number(&found[i], k);
    }
    text[2] = result_add_column(result, table, "method", VALUE_TEXT);
    for (size_t i = 0; i < n; i++) {
        text[2]->text[i] = found[i].crossed ? "two-way" : "one-way";
        negative += is_negative(&found[i]);
    }
    text[3] = result_add_column(result, table, "below_0", VALUE_TEXT);
    text[3]->detail = negative == 0;
    for (size_t i = 0; i < n; i++)
        text[3]->text[i] = below_zero(&found[i]);
    for (size_t i = 0; i < work->n_spreads; i++)
        if (work->spread[i].clusters > 0) {
            result_note(result, "components: items count as independent; the error by clusters "
                "is item_se of the table spreads");
            break;
        }
    if (negative > 0)
        result_note(result, "components: a variance estimated below 0 is shown as 0 (%zu of %zu "
            "%s)", negative, n, text_counted((double)n, "row", "rows"));
}

bool
variance_between_answers(const struct variance_work *work, size_t measure, double *deviation,
    double *answers)
{
    const struct samples *samples = work->samples;
    struct component *found;
    double *moved, *number;
    size_t n, known = 0;

    if (samples == NULL)
        return false;
    found = arena_zalloc(work->arena, work->n_measures * samples->n_groups + 1, sizeof *found);
    moved = arena_zalloc(work->arena, 2 * samples->n_groups + 1, sizeof *moved);
    number = moved + samples->n_groups;
    n = find_components(work, found);
    for (size_t i = 0; i < n; i++)
        if (found[i].measure == measure && found[i].one.within >= 0 && found[i].one.samples > 1) {
            moved[known] = sqrt(found[i].one.within / (double)found[i].items);
            number[known++] = found[i].one.samples;
        }
    sort_doubles(moved, known);
    sort_doubles(number, known);
    *deviation = quantile_sorted(moved, known, 0.5);
    *answers = quantile_sorted(number, known, 0.5);
    return known > 0;
}
