/* variance_items.c - items by models: difficulty, discrimination, reliability: variance,
 * (11) and (12). Only items that all models answered are used.
 */
#include "lens/variance_work.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "math/items.h"

struct matrix {
    size_t models, items;
    double *score;                 /* models x items */
    size_t *row;                   /* of the item frame */
    const struct frame *frame;
    const char **model;
};

static const struct frame *
items_of(const struct variance_work *work, const struct lens_bundle *bundle, size_t *measure)
{
    for (size_t i = 0; bundle->items != NULL && i < work->n_tasks; i++) {
        const struct frame *items = bundle->items(bundle->context,
            variance_measure_name(work, work->task[i].measure));

        *measure = work->task[i].measure;
        if (items != NULL && items->rows >= 2)
            return items;
    }
    return NULL;
}

static bool
matrix_init(struct matrix *matrix, const struct frame *frame, struct arena *arena)
{
    size_t *column = arena_zalloc(arena, frame->n_columns, sizeof *column);

    *matrix = (struct matrix){ .frame = frame };
    matrix->model = arena_zalloc(arena, frame->n_columns, sizeof *matrix->model);
    matrix->row = arena_zalloc(arena, frame->rows, sizeof *matrix->row);
    for (size_t c = 0; c < frame->n_columns; c++)
        if (frame->columns[c].type == COLUMN_NUMBER) {
            column[matrix->models] = c;
            matrix->model[matrix->models++] = arena_strdup(arena, frame->columns[c].name);
        }
    for (size_t i = 0; i < frame->rows; i++) {
        bool all = true;

        for (size_t m = 0; m < matrix->models && all; m++)
            all = !isnan(frame->columns[column[m]].value[i]);
        if (all)
            matrix->row[matrix->items++] = i;
    }
    matrix->score = arena_zalloc(arena, matrix->models * matrix->items, sizeof *matrix->score);
    for (size_t m = 0; m < matrix->models; m++)
        for (size_t i = 0; i < matrix->items; i++)
            matrix->score[m * matrix->items + i] =
                frame->columns[column[m]].value[matrix->row[i]];
    return matrix->models >= 2 && matrix->items >= 2;
}

static double
worth_number(const struct item_worth *worth, size_t which)
{
    return which == 0 ? worth->difficulty : which == 1 ? worth->point_biserial :
        which == 2 ? worth->corrected : worth->upper_lower;
}

static void
items_table(const struct variance_work *work, struct result *result,
    const struct matrix *matrix)
{
    static const char *const names[] = { "difficulty", "point_biserial", "corrected",
        "upper_lower" };
    struct item_worth *worth = arena_zalloc(work->arena, matrix->items, sizeof *worth);
    struct result_table *table = result_add_table(result, "items", matrix->items);
    struct result_column *column = result_add_column(result, table, "item", VALUE_TEXT);

    items_worth(matrix->score, matrix->models, matrix->items, worth);
    column->key = true;
    for (size_t i = 0; i < matrix->items; i++)
        column->text[i] = arena_strdup(work->arena, matrix->frame->key[matrix->row[i]]);
    column = result_add_column(result, table, "n", VALUE_INTEGER);
    for (size_t i = 0; i < matrix->items; i++)
        column_numbers(column)[i] = (double)matrix->models;
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        column = result_add_column(result, table, names[k], VALUE_NUMBER);
        for (size_t i = 0; i < matrix->items; i++)
            column_numbers(column)[i] = worth_number(&worth[i], k);
    }
}

/* Items that all models get right or all wrong tell nothing about their order. */
static void
note_items(const struct variance_work *work, struct result *result,
    const struct matrix *matrix, size_t measure)
{
    size_t useless = 0;
    double alpha = items_alpha(matrix->score, matrix->models, matrix->items);

    for (size_t i = 0; i < matrix->items; i++) {
        bool same = true;

        for (size_t m = 1; m < matrix->models && same; m++)
            same = matrix->score[m * matrix->items + i] == matrix->score[i];
        useless += same;
    }
    result_note(result, "%s: %zu %s that %zu models share; %zu of them %s the same score for all "
        "and %s nothing apart", variance_measure_name(work, measure), matrix->items,
        text_counted((double)matrix->items, "item", "items"), matrix->models, useless,
        text_counted((double)useless, "has", "have"), text_counted((double)useless, "tells", "tell"));
    if (isnan(alpha))
        result_note(result, "Cronbach's alpha is undefined: all models have the same total");
    else
        result_note(result, "Cronbach's alpha %.3f over these models", alpha);
}

static void
difficulty_chart(const struct variance_work *work, struct result *result,
    const struct matrix *matrix)
{
    struct item_worth *worth = arena_zalloc(work->arena, matrix->items, sizeof *worth);
    struct chart *chart = result_add_chart(result, "items", CHART_SCATTER, matrix->items);

    items_worth(matrix->score, matrix->models, matrix->items, worth);
    chart->title = "items: difficulty and discrimination";
    chart->x.name = "difficulty (share right)";
    chart->y.name = "discrimination (corrected)";
    for (size_t i = 0; i < matrix->items; i++) {
        struct chart_mark *mark = &chart->marks[i];

        mark->x = worth[i].difficulty;
        mark->y = worth[i].corrected;
        mark->x_lo = mark->x_hi = mark->y_lo = mark->y_hi = (double)NAN;
        mark->role = worth[i].corrected < 0 ? MARK_UNDECIDED : MARK_PLAIN;
        mark->key = mark->label = arena_strdup(work->arena,
            matrix->frame->key[matrix->row[i]]);
    }
}

/* How many items there are of each tenth of difficulty. */
static void
histogram(const struct variance_work *work, struct result *result, const struct matrix *matrix)
{
    enum { BINS = 10 };
    struct item_worth *worth = arena_zalloc(work->arena, matrix->items, sizeof *worth);
    struct chart *chart;
    size_t count[BINS] = { 0 };

    items_worth(matrix->score, matrix->models, matrix->items, worth);
    for (size_t i = 0; i < matrix->items; i++) {
        if (!(worth[i].difficulty >= 0 && worth[i].difficulty <= 1))
            return;                    /* no shares right */
        count[worth[i].difficulty < 1 ? (size_t)(BINS * worth[i].difficulty) : BINS - 1]++;
    }
    chart = result_add_chart(result, "difficulty", CHART_BARS, BINS);
    chart->title = "items by difficulty (share of models right)";
    chart->x.name = "items";
    for (size_t k = 0; k < BINS; k++) {
        chart->marks[k] = (struct chart_mark){ .x = (double)count[k], .y = (double)k,
            .x_lo = (double)NAN, .x_hi = (double)NAN, .y_lo = (double)NAN,
            .y_hi = (double)NAN, .role = MARK_PLAIN, .label = arena_printf(work->arena,
                "%.1f to %.1f", (double)k / BINS, (double)(k + 1) / BINS) };
        chart->marks[k].key = chart->marks[k].label;
    }
}

void
variance_items(const struct variance_work *work, const struct lens_bundle *bundle,
    struct result *result)
{
    struct matrix matrix;
    size_t measure = 0;
    const struct frame *items = items_of(work, bundle, &measure);

    if (items == NULL) {
        if (setting_given(work->settings, "a") || setting_given(work->settings, "diff"))
            result_note(result, "no abilities: no measure has scores of two items or more");
        return;
    }
    if (!matrix_init(&matrix, items, work->arena)) {
        result_note(result, "%s: what items are worth takes two models that share two items; "
            "here %zu %s %zu", variance_measure_name(work, measure), matrix.models,
            text_counted((double)matrix.models, "model has", "models share"), matrix.items);
        variance_abilities(work, bundle, items, result);
        return;
    }
    items_table(work, result, &matrix);
    note_items(work, result, &matrix, measure);
    difficulty_chart(work, result, &matrix);
    histogram(work, result, &matrix);
    variance_abilities(work, bundle, items, result);
}
