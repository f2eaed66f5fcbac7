/* variance_items.c - items by models: difficulty, discrimination, reliability, and abilities
 * where the items' parameters are known: variance, (11) to (15).
 *
 * Only items that all models answered are used. Parameters are measures of the items: the
 * same value for every model.
 */
#include "lens/variance_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/ability.h"
#include "math/items.h"

struct matrix {
    size_t models, items;
    double *score;                 /* models x items */
    size_t *row;                   /* of the item frame */
    const struct frame *frame;
    const char **model;
    double *alpha, *beta;          /* parameters per item, or NULL */
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

/* The parameter of each item: the first number that its row has. */
static double *
parameter(const struct variance_work *work, const struct lens_bundle *bundle,
    const struct matrix *matrix, const char *option)
{
    const struct frame *frame;
    double *value = arena_zalloc(work->arena, matrix->items, sizeof *value);

    if (!setting_given(work->settings, option))
        return NULL;
    frame = bundle->items(bundle->context, setting_text(work->settings, option));
    if (frame == NULL)
        return NULL;
    for (size_t i = 0; i < matrix->items; i++) {
        const char *key = matrix->frame->key[matrix->row[i]];

        value[i] = (double)NAN;
        for (size_t r = 0; r < frame->rows; r++)
            if (strcmp(frame->key[r], key) == 0)
                for (size_t c = 0; c < frame->n_columns && isnan(value[i]); c++)
                    if (frame->columns[c].type == COLUMN_NUMBER)
                        value[i] = frame->columns[c].value[r];
        if (isnan(value[i]))
            return NULL;
    }
    return value;
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
    result_note(result, "%s: %zu items that %zu models share; %zu of them have the same score "
        "for all and tell nothing apart", variance_measure_name(work, measure), matrix->items,
        matrix->models, useless);
    if (isnan(alpha))
        result_note(result, "Cronbach's alpha is undefined: all models have the same total");
    else
        result_note(result, "Cronbach's alpha %.3f over these models", alpha);
}

static struct ability
ability_by(const struct variance_work *work, const struct matrix *matrix, size_t model)
{
    const double *y = matrix->score + model * matrix->items;

    if (setting_is(work->settings, "ability", "ml"))
        return ability_ml(matrix->alpha, matrix->beta, y, matrix->items);
    if (setting_is(work->settings, "ability", "eap"))
        return ability_eap(matrix->alpha, matrix->beta, y, matrix->items);
    return ability_map(matrix->alpha, matrix->beta, y, matrix->items);
}

static void
abilities_table(const struct variance_work *work, struct result *result,
    const struct matrix *matrix)
{
    struct result_table *table = result_add_table(result, "abilities", matrix->models);
    struct result_column *model = result_add_column(result, table, "model", VALUE_TEXT);
    struct result_column *column;

    model->key = true;
    for (size_t m = 0; m < matrix->models; m++)
        model->text[m] = matrix->model[m];
    for (size_t k = 0; k < 2; k++) {
        column = result_add_column(result, table, k == 0 ? "theta" : "se", VALUE_NUMBER);
        for (size_t m = 0; m < matrix->models; m++) {
            struct ability ability = ability_by(work, matrix, m);

            column_numbers(column)[m] = k == 0 ? ability.theta : ability.se;
            if (k == 0 && isinf(ability.theta)) {
                column_numbers(column)[m] = (double)NAN;
                result_note(result, "%s: all answers %s, the likelihood has no maximum "
                    "(%cinf); ability map or eap has", matrix->model[m],
                    ability.theta > 0 ? "right" : "wrong", ability.theta > 0 ? '+' : '-');
            }
        }
    }
    column = result_add_column(result, table, "method", VALUE_TEXT);
    for (size_t m = 0; m < matrix->models; m++)
        column->text[m] = setting_text(work->settings, "ability");
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

void
variance_items(const struct variance_work *work, const struct lens_bundle *bundle,
    struct result *result)
{
    struct matrix matrix;
    size_t measure = 0;
    const struct frame *items = items_of(work, bundle, &measure);

    if (items == NULL || !matrix_init(&matrix, items, work->arena))
        return;
    items_table(work, result, &matrix);
    note_items(work, result, &matrix, measure);
    difficulty_chart(work, result, &matrix);
    matrix.alpha = parameter(work, bundle, &matrix, "a");
    matrix.beta = parameter(work, bundle, &matrix, "diff");
    if (matrix.alpha != NULL && matrix.beta != NULL)
        abilities_table(work, result, &matrix);
    else if (setting_given(work->settings, "a") || setting_given(work->settings, "diff"))
        result_note(result, "abilities need both parameters of every item");
}
