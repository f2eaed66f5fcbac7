/* variance_items.c - items by models: difficulty, discrimination, reliability: variance,
 * (11) and (12). Discrimination compares models, so that it takes items that all of them
 * answered; difficulty is the mean over those that did.
 */
#include "lens/variance_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/items.h"
#include "math/moments.h"

struct matrix {
    const struct frame *frame;
    size_t *column, models;            /* of the frame */
    size_t *row, shared;               /* rows that all models answered */
    double *score;                     /* models x shared */
    struct item_worth *worth;          /* of all rows of the frame */
    double *n;                         /* models that answered; rows without one are left out */
    size_t *answered, items;           /* rows that have one */
    bool shares, binary;               /* all scores from 0 to 1; 0 or 1 */
};

static const struct frame *
items_of(const struct variance_work *work, const struct lens_bundle *bundle, size_t *measure)
{
    for (size_t i = 0; bundle->items != NULL && i < work->n_tasks; i++) {
        /* The one that is drawn first, then the others in their order. */
        size_t task = i == 0 ? work->drawn : i <= work->drawn ? i - 1 : i;
        const struct frame *items = bundle->items(bundle->context,
            variance_measure_name(work, work->task[task].measure));

        *measure = work->task[task].measure;
        if (items != NULL && items->rows >= 2)
            return items;
    }
    return NULL;
}

bool
variance_answered(const struct frame *items, size_t column)
{
    if (items->columns[column].type != COLUMN_NUMBER)
        return false;
    for (size_t i = 0; i < items->rows; i++)
        if (!isnan(items->columns[column].value[i]))
            return true;
    return false;
}

/* How many models answered a row, and the mean of what they got. */
static void
look_at_row(struct matrix *matrix, size_t row)
{
    struct moments moments = { 0 };

    for (size_t m = 0; m < matrix->models; m++) {
        double score = matrix->frame->columns[matrix->column[m]].value[row];

        if (isnan(score))
            continue;
        moments_add(&moments, score);
        matrix->shares &= score >= 0 && score <= 1;
        matrix->binary &= !(score > 0 && score < 1);
    }
    matrix->n[row] = moments.n;
    matrix->worth[row] = (struct item_worth){ moments.n > 0 ? moments.mean : (double)NAN,
        (double)NAN, (double)NAN, (double)NAN };
    if (moments.n > 0)
        matrix->answered[matrix->items++] = row;
    if (matrix->models > 0 && moments.n >= (double)matrix->models)
        matrix->row[matrix->shared++] = row;
}

/* What of items can be told by comparing models. */
static void
compare_models(struct matrix *matrix, struct arena *arena)
{
    struct item_worth *worth = mem_alloc((matrix->shared + 1) * sizeof *worth);

    matrix->score = arena_zalloc(arena, matrix->models * matrix->shared, sizeof *matrix->score);
    for (size_t m = 0; m < matrix->models; m++)
        for (size_t i = 0; i < matrix->shared; i++)
            matrix->score[m * matrix->shared + i] =
                matrix->frame->columns[matrix->column[m]].value[matrix->row[i]];
    items_worth(matrix->score, matrix->models, matrix->shared, worth);
    for (size_t i = 0; i < matrix->shared; i++)
        matrix->worth[matrix->row[i]] = worth[i];
    free(worth);
}

static bool
is_compared(const struct matrix *matrix)
{
    return matrix->models >= 2 && matrix->shared >= 2;
}

static void
matrix_init(struct matrix *matrix, const struct frame *frame, struct arena *arena)
{
    *matrix = (struct matrix){ .frame = frame, .shares = true, .binary = true };
    matrix->column = arena_zalloc(arena, frame->n_columns, sizeof *matrix->column);
    matrix->row = arena_zalloc(arena, frame->rows, sizeof *matrix->row);
    matrix->answered = arena_zalloc(arena, frame->rows, sizeof *matrix->answered);
    matrix->n = arena_zalloc(arena, frame->rows, sizeof *matrix->n);
    matrix->worth = arena_zalloc(arena, frame->rows, sizeof *matrix->worth);
    for (size_t c = 0; c < frame->n_columns; c++)
        if (variance_answered(frame, c))
            matrix->column[matrix->models++] = c;
    for (size_t i = 0; i < frame->rows; i++)
        look_at_row(matrix, i);
    matrix->binary &= matrix->shares;
    if (is_compared(matrix))
        compare_models(matrix, arena);
}

/* --- tables --- */

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
    struct result_table *table = result_add_table(result, "items", matrix->items);
    struct result_column *column = result_add_column(result, table, "item", VALUE_TEXT);

    column->key = true;
    for (size_t i = 0; i < matrix->items; i++)
        column->text[i] = arena_strdup(work->arena, matrix->frame->key[matrix->answered[i]]);
    column = result_add_column(result, table, "n", VALUE_INTEGER);
    for (size_t i = 0; i < matrix->items; i++)
        column_numbers(column)[i] = matrix->n[matrix->answered[i]];
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        column = result_add_column(result, table, names[k], VALUE_NUMBER);
        column->detail = k > 0 && !is_compared(matrix);
        for (size_t i = 0; i < matrix->items; i++)
            column_numbers(column)[i] = worth_number(&matrix->worth[matrix->answered[i]], k);
    }
}

/* Items that all models get right or all wrong tell nothing about their order. */
static size_t
count_useless(const struct matrix *matrix)
{
    size_t useless = 0;

    for (size_t i = 0; i < matrix->shared; i++) {
        bool same = true;

        for (size_t m = 1; m < matrix->models && same; m++)
            same = matrix->score[m * matrix->shared + i] == matrix->score[i];
        useless += same ? 1 : 0;
    }
    return useless;
}

static void
reliability_table(const struct variance_work *work, struct result *result,
    const struct matrix *matrix, size_t measure, double alpha, double kr20)
{
    static const char *const names[] = { "models", "items", "left_out", "same_for_all", "alpha",
        "kr20" };
    double number[] = { (double)matrix->models, (double)matrix->shared,
        (double)(matrix->items - matrix->shared), (double)count_useless(matrix), alpha, kr20 };
    struct result_table *table = result_add_table(result, "reliability", 1);
    struct result_column *column = parts_text(result, table, "measure", NULL);

    column->key = true;
    column->text[0] = arena_strdup(work->arena, variance_measure_name(work, measure));
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        column = result_add_column(result, table, names[k], k < 4 ? VALUE_INTEGER : VALUE_NUMBER);
        column_numbers(column)[0] = number[k];
    }
}

static void
put_reliability(const struct variance_work *work, struct result *result,
    const struct matrix *matrix, size_t measure)
{
    size_t useless = count_useless(matrix);
    double alpha = items_alpha(matrix->score, matrix->models, matrix->shared);
    double kr20 = matrix->binary ? items_kr20(matrix->score, matrix->models, matrix->shared) :
        (double)NAN;

    result_note(result, "%s: %zu %s that %zu models share; %zu of them %s the same score for all "
        "and %s nothing apart", variance_measure_name(work, measure), matrix->shared,
        text_counted((double)matrix->shared, "item", "items"), matrix->models, useless,
        text_counted((double)useless, "has", "have"), text_counted((double)useless, "tells", "tell"));
    if (matrix->items > matrix->shared)
        result_note(result, "%zu %s that not all models answered %s no discrimination",
            matrix->items - matrix->shared, text_counted((double)(matrix->items - matrix->shared),
            "item", "items"), text_counted((double)(matrix->items - matrix->shared), "has", "have"));
    if (isnan(alpha))
        result_note(result, "Cronbach's alpha is undefined: all models have the same total");
    else
        result_note(result, "Cronbach's alpha%s %.3f over these models", matrix->binary ?
            ", here also KR-20," : "", alpha);
    reliability_table(work, result, matrix, measure, alpha, kr20);
}

/* --- charts --- */

static void
discrimination_chart(const struct variance_work *work, struct result *result,
    const struct matrix *matrix)
{
    struct chart *chart;
    size_t n = 0, backwards = 0;

    for (size_t i = 0; i < matrix->shared; i++)
        n += isnan(matrix->worth[matrix->row[i]].corrected) ? 0 : 1;
    if (n == 0)
        return;
    chart = result_add_chart(result, "items", CHART_SCATTER, n);
    chart->title = "items: difficulty and discrimination";
    chart->x.name = matrix->shares ? "difficulty (share right)" : "difficulty (mean score)";
    chart->y.name = "discrimination (corrected)";
    n = 0;
    for (size_t i = 0; i < matrix->shared; i++) {
        const struct item_worth *worth = &matrix->worth[matrix->row[i]];
        struct chart_mark *mark = &chart->marks[n];

        if (isnan(worth->corrected))
            continue;
        n++;
        mark->x = worth->difficulty;
        mark->y = worth->corrected;
        mark->x_lo = mark->x_hi = mark->y_lo = mark->y_hi = (double)NAN;
        mark->role = worth->corrected < 0 ? MARK_UNDECIDED : MARK_PLAIN;
        mark->key = mark->label = arena_strdup(work->arena, matrix->frame->key[matrix->row[i]]);
        backwards += worth->corrected < 0;
    }
    if (backwards > 0)
        chart->note = arena_printf(work->arena, "%zu below 0: the better models do worse on them",
            backwards);
}

/* How many items there are of each tenth of difficulty, or of the range of mean scores. */
static void
histogram(const struct variance_work *work, struct result *result, const struct matrix *matrix)
{
    enum { BINS = 10 };
    struct chart *chart;
    size_t count[BINS] = { 0 };
    double lo = INFINITY, hi = -INFINITY, width;

    for (size_t i = 0; i < matrix->items; i++) {
        lo = fmin(lo, matrix->worth[matrix->answered[i]].difficulty);
        hi = fmax(hi, matrix->worth[matrix->answered[i]].difficulty);
    }
    lo = matrix->shares ? 0 : lo;
    hi = matrix->shares ? 1 : hi;
    width = (hi - lo) / BINS;
    if (!(width > 0) || !isfinite(width))
        return;
    for (size_t i = 0; i < matrix->items; i++) {
        double bin = floor((matrix->worth[matrix->answered[i]].difficulty - lo) / width);

        count[bin < BINS ? (size_t)fmax(bin, 0) : BINS - 1]++;
    }
    chart = result_add_chart(result, "difficulty", CHART_BARS, BINS);
    chart->title = matrix->shares ? "items by difficulty (share of models right)" :
        "items by difficulty (mean score)";
    chart->x.name = "items";
    chart->x.whole = true;
    for (size_t k = 0; k < BINS; k++) {
        chart->marks[k] = (struct chart_mark){ .x = (double)count[k], .y = (double)k,
            .x_lo = (double)NAN, .x_hi = (double)NAN, .y_lo = (double)NAN,
            .y_hi = (double)NAN, .role = MARK_PLAIN };
        chart->marks[k].key = chart->marks[k].label = matrix->shares ?
            arena_printf(work->arena, "%.1f to %.1f", (double)k / BINS, (double)(k + 1) / BINS) :
            arena_printf(work->arena, "%.4g to %.4g", lo + (double)k * width,
                k + 1 == BINS ? hi : lo + (double)(k + 1) * width);
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
    matrix_init(&matrix, items, work->arena);
    items_table(work, result, &matrix);
    if (is_compared(&matrix)) {
        put_reliability(work, result, &matrix, measure);
        discrimination_chart(work, result, &matrix);
    } else {
        result_note(result, "%s: what items are worth takes two models that share two items; "
            "here %zu %s %zu", variance_measure_name(work, measure), matrix.models,
            text_counted((double)matrix.models, "model has", "models share"), matrix.shared);
    }
    histogram(work, result, &matrix);
    variance_abilities(work, bundle, items, variance_measure_name(work, measure), result);
}
