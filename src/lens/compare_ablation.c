/* compare_ablation.c - what a component adds: effects of a factor's levels, paired within
 * blocks.
 *
 * compare, (18b): in each block the mean at a level less the mean at the reference level (the
 * first that occurs); over blocks their mean with a t interval, n = blocks. With two factors
 * of two levels also their interaction. A block that lacks a level is listed, not filled in.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/doubt.h"
#include "math/moments.h"
#include "math/sharpe.h"

enum { MOST_LEVELS = 64 };

struct ablation {
    const struct frame *frame;
    const struct lens_settings *settings;
    struct arena *arena;
    const struct column *score;
    const struct column *task; const char *task_name;   /* NULL: the records of all tasks */
    enum direction direction;
    size_t n_factors;
    const char *factor_name[2];
    const char **level[2]; size_t n_levels[2];
    size_t *at_level[2];           /* per record, SIZE_MAX if it has none */
    const char **block_name; size_t n_blocks;
    size_t *record, *first;        /* records of block b: first[b] to first[b + 1] */
    double confidence;
};

struct effect {
    const char *name, *level, *reference;
    struct moments blocks;
    bool interaction;              /* level, reference: of both factors */
    double *x;                     /* blocks.n effects, one of each block */
};

/* Texts of a column; numbers as they are written. */
static const char **
texts_of(struct ablation *ablation, const char *typed, struct error *err)
{
    const struct frame *frame = ablation->frame;
    int column = frame_find(frame, typed, false, err);
    const struct column *found;
    const char **text;

    if (column == FRAME_NONE)
        return NULL;
    found = &frame->columns[column];
    if (found->type == COLUMN_TEXT)
        return found->text;
    text = arena_zalloc(ablation->arena, frame->rows, sizeof *text);
    for (size_t i = 0; i < frame->rows; i++) {
        char number[NUMBER_TEXT_MAX];

        number_show(number, found->value[i], 15);
        text[i] = isnan(found->value[i]) ? NULL : arena_strdup(ablation->arena, number);
    }
    return text;
}

/* The records' column of a measure of points: of "mean(score)" it is score, and of "gsm8k/score"
 * score in the records of that task. */
static const struct column *
find_named(struct ablation *ablation, const char *measure)
{
    const struct frame *frame = ablation->frame;
    const struct column *own = parts_find_typed(frame, measure, COLUMN_NUMBER);
    const char *metric = frame_metric(measure);
    size_t length = strlen(measure);

    if (own != NULL)
        return own;
    if (strncmp(measure, "mean(", 5) == 0 && measure[length - 1] == ')')
        return parts_find_typed(frame, arena_printf(ablation->arena, "%.*s", (int)(length - 6),
            measure + 5), COLUMN_NUMBER);
    if (metric == NULL)
        return NULL;
    ablation->task = parts_find_typed(frame, "task", COLUMN_TEXT);
    ablation->task_name = arena_printf(ablation->arena, "%.*s", (int)(metric - 1 - measure),
        measure);
    return parts_find_typed(frame, metric, COLUMN_NUMBER);
}

static bool
find_score(struct ablation *ablation, const struct lens_bundle *bundle, struct error *err)
{
    const struct frame *frame = ablation->frame;

    if (bundle->n_objectives > 0)
        ablation->score = find_named(ablation,
            bundle->points->columns[bundle->objectives[0].column].name);
    for (size_t c = 0; c < frame->n_columns && bundle->n_objectives == 0 &&
        ablation->score == NULL; c++) {
        const struct column *column = &frame->columns[c];

        if (column->type == COLUMN_NUMBER && column->role == ROLE_MEASURE &&
            column->kind == KIND_CAPABILITY)
            ablation->score = column;
    }
    if (ablation->score == NULL) {
        error_set(err, ERROR_REQUEST, "no measure to compare the levels by");
        return error_hint(err, "name one with -o max:NAME");
    }
    ablation->direction = bundle->n_objectives > 0 ? bundle->objectives[0].direction :
        ablation->score->direction;
    return true;
}

static bool
find_levels(struct ablation *ablation, size_t f, const char **text, struct error *err)
{
    ablation->n_levels[f] = parts_number_names(ablation->arena, text, ablation->frame->rows,
        &ablation->at_level[f], &ablation->level[f]);
    if (ablation->n_levels[f] > MOST_LEVELS)
        return error_set(err, ERROR_REQUEST, "%s has more than %d levels",
            ablation->factor_name[f], MOST_LEVELS);
    if (ablation->n_levels[f] < 2)
        return error_set(err, ERROR_REQUEST, "%s has %zu level%s: there is nothing to compare",
            ablation->factor_name[f], ablation->n_levels[f],
            text_counted((double)ablation->n_levels[f], "", "s"));
    return true;
}

/* Blocks in order of appearance, each with its records. */
static void
find_blocks(struct ablation *ablation, const char **text)
{
    size_t rows = ablation->frame->rows, *block;

    ablation->n_blocks = parts_number_names(ablation->arena, text, rows, &block,
        &ablation->block_name);
    ablation->record = arena_zalloc(ablation->arena, rows + 1, sizeof *ablation->record);
    ablation->first = arena_zalloc(ablation->arena, ablation->n_blocks + 2,
        sizeof *ablation->first);
    for (size_t i = 0; i < rows; i++)
        if (block[i] != SIZE_MAX)
            ablation->first[block[i] + 2]++;
    for (size_t b = 2; b < ablation->n_blocks + 2; b++)
        ablation->first[b] += ablation->first[b - 1];
    for (size_t i = 0; i < rows; i++)
        if (block[i] != SIZE_MAX)
            ablation->record[ablation->first[block[i] + 1]++] = i;
}

static bool
find_factors(struct ablation *ablation, struct error *err)
{
    char *list = arena_strdup(ablation->arena, setting_text(ablation->settings, "factor"));
    char *save = NULL;
    const char **text;

    for (char *name = strtok_r(list, ",", &save); name != NULL;
        name = strtok_r(NULL, ",", &save)) {
        if (ablation->n_factors == 2)
            return error_set(err, ERROR_USAGE, "factor takes one or two names");
        ablation->factor_name[ablation->n_factors] = name;
        text = texts_of(ablation, name, err);
        if (text == NULL || !find_levels(ablation, ablation->n_factors, text, err))
            return false;
        ablation->n_factors++;
    }
    if (!setting_given(ablation->settings, "block")) {
        error_set(err, ERROR_USAGE, "an ablation needs --block");
        return error_hint(err, "the column within whose values the levels were all tried, such "
            "as the task");
    }
    text = texts_of(ablation, setting_text(ablation->settings, "block"), err);
    if (text == NULL)
        return false;
    find_blocks(ablation, text);
    return true;
}

static bool
is_of_task(const struct ablation *ablation, size_t record)
{
    return ablation->task == NULL || (ablation->task->text[record] != NULL &&
        strcmp(ablation->task->text[record], ablation->task_name) == 0);
}

/* Mean score of a block at a level of a factor, and at one of the other (SIZE_MAX: any). */
static double
mean_at(const struct ablation *ablation, size_t block, size_t f, size_t level, size_t other)
{
    double sum = 0, n = 0;

    for (size_t k = ablation->first[block]; k < ablation->first[block + 1]; k++) {
        size_t i = ablation->record[k];

        if (ablation->at_level[f][i] != level || isnan(ablation->score->value[i]) ||
            !is_of_task(ablation, i) ||
            (other != SIZE_MAX && ablation->at_level[1 - f][i] != other))
            continue;
        sum += ablation->score->value[i];
        n++;
    }
    return n > 0 ? sum / n : (double)NAN;
}

static void
note_lacking(const struct ablation *ablation, struct result *result, const char *block,
    const char *what)
{
    result_note(result, "%s %s lacks %s and is left out there",
        setting_text(ablation->settings, "block"), block, what);
}

static void
add_block(struct effect *effect, double value)
{
    effect->x[(size_t)effect->blocks.n] = value;
    moments_add(&effect->blocks, value);
}

static struct effect
effect_of(const struct ablation *ablation, struct result *result, size_t f, size_t level)
{
    struct effect effect = { ablation->factor_name[f], ablation->level[f][level],
        ablation->level[f][0], { .n = 0 }, false,
        arena_zalloc(ablation->arena, ablation->n_blocks + 1, sizeof(double)) };

    for (size_t b = 0; b < ablation->n_blocks; b++) {
        double with = mean_at(ablation, b, f, level, SIZE_MAX);
        double without = mean_at(ablation, b, f, 0, SIZE_MAX);

        if (isnan(with) || isnan(without))
            note_lacking(ablation, result, ablation->block_name[b],
                isnan(with) ? effect.level : effect.reference);
        else
            add_block(&effect, with - without);
    }
    return effect;
}

/* What both second levels do together beyond what each does alone. */
static struct effect
interaction_of(const struct ablation *ablation, struct result *result)
{
    const char **a = ablation->level[0], **b = ablation->level[1];
    struct effect effect = {
        arena_printf(ablation->arena, "%s x %s", ablation->factor_name[0],
            ablation->factor_name[1]),
        arena_printf(ablation->arena, "%s, %s", a[1], b[1]),
        arena_printf(ablation->arena, "%s, %s", a[0], b[0]), { .n = 0 }, true,
        arena_zalloc(ablation->arena, ablation->n_blocks + 1, sizeof(double)) };

    for (size_t k = 0; k < ablation->n_blocks; k++) {
        double value = mean_at(ablation, k, 0, 1, 1) - mean_at(ablation, k, 0, 1, 0) -
            mean_at(ablation, k, 0, 0, 1) + mean_at(ablation, k, 0, 0, 0);

        if (isnan(value))
            note_lacking(ablation, result, ablation->block_name[k], "a combination");
        else
            add_block(&effect, value);
    }
    return effect;
}

static const char *
word_of(const struct ablation *ablation, struct interval ci)
{
    bool up = ci.lo > 0, down = ci.hi < 0;

    if (!up && !down)
        return "not shown";
    if (ablation->direction == DIRECTION_UNKNOWN)
        return up ? "higher" : "lower";
    return up == (ablation->direction == DIRECTION_MAX) ? "better" : "worse";
}

/* NaN where it is undefined, also for squares that are no numbers. */
static double
effect_error(const struct effect *effect)
{
    double se = moments_se(&effect->blocks);

    return isfinite(se) ? se : (double)NAN;
}

static double
effect_number(const struct effect *effect, size_t which, struct interval ci)
{
    switch (which) {
    case 0: return effect->blocks.n > 0 ? effect->blocks.mean : (double)NAN;
    case 1: return ci.lo;
    case 2: return ci.hi;
    case 3: return p_of_t(effect->blocks.mean, effect_error(effect), effect->blocks.n - 1);
    case 4: return effect_error(effect);
    default: return effect->blocks.n;
    }
}

static struct interval
effect_interval(const struct ablation *ablation, const struct effect *effect)
{
    struct interval none = { (double)NAN, (double)NAN };

    return effect->blocks.n < 2 ? none : interval_t(effect->blocks.mean, effect_error(effect),
        effect->blocks.n - 1, ablation->confidence);
}

static void
effects_table(const struct ablation *ablation, struct result *result,
    const struct effect *effects, size_t n)
{
    static const char *const names[] = { "effect", "lo", "hi", "p", "se", "blocks" };
    static const char *const keys[] = { "factor", "level", "reference" };
    struct result_table *table = result_add_table(result, "effects", n);
    struct result_column *column;

    for (size_t k = 0; k < 3; k++) {
        column = result_add_column(result, table, keys[k], VALUE_TEXT);
        column->key = true;
        for (size_t i = 0; i < n; i++)
            column->text[i] = arena_strdup(ablation->arena, k == 0 ? effects[i].name :
                k == 1 ? effects[i].level : effects[i].reference);
    }
    for (size_t k = 0; k < 6; k++) {
        column = result_add_column(result, table, names[k],
            k == 5 ? VALUE_INTEGER : VALUE_NUMBER);
        column->digits = 3;
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = effect_number(&effects[i], k,
                effect_interval(ablation, &effects[i]));
    }
    column = result_add_column(result, table, "verdict", VALUE_TEXT);
    for (size_t i = 0; i < n; i++)
        column->text[i] = word_of(ablation, effect_interval(ablation, &effects[i]));
}

static void
put_number(struct strbuf *out, double value)
{
    char text[NUMBER_TEXT_MAX];

    number_show(text, fabs(value), 3);
    strbuf_printf(out, "%s%s", value < 0 ? "\342\210\222" : "+", text);
}

/* "+9.17 on score, 95% -5.1 to +23.4 over 3 blocks: not shown" */
static void
put_effect(struct strbuf *out, const struct ablation *ablation, const struct effect *effect)
{
    struct interval ci = effect_interval(ablation, effect);

    strbuf_puts(out, out->length > 0 ? " " : "");
    if (effect->interaction)
        strbuf_printf(out, "%s: %s together, beyond the sum of both effects: ", effect->name,
            effect->level);
    else
        strbuf_printf(out, "%s %s against %s: ", effect->name, effect->level,
            effect->reference);
    if (effect->blocks.n < 1) {
        strbuf_puts(out, "no block has both.");
        return;
    }
    put_number(out, effect->blocks.mean);
    strbuf_printf(out, " on %s", ablation->score->name);
    if (effect->blocks.n < 2 || isnan(ci.lo)) {
        strbuf_puts(out, effect->blocks.n < 2 ? " in one block: no interval." :
            ": its error is too large for a number.");
        return;
    }
    strbuf_printf(out, ", %.3g%% CI ", 100 * ablation->confidence);
    put_number(out, ci.lo);
    strbuf_puts(out, " to ");
    put_number(out, ci.hi);
    strbuf_printf(out, " over %.0f blocks: %s.", effect->blocks.n, word_of(ablation, ci));
}

/* What t takes for granted, and the blocks are too few to show. */
static void
note_doubts(struct result *result, const struct effect *effects, size_t n)
{
    size_t doubtful = 0, with_interval = 0;

    for (size_t i = 0; i < n; i++) {
        size_t blocks = (size_t)effects[i].blocks.n;

        with_interval += blocks >= 2;
        doubtful += blocks >= 2 && doubt_mean(blocks, sharpe_skew(effects[i].x, blocks));
    }
    if (doubtful > 0)
        result_note(result, "%zu of %zu %s the effects of blocks as normal, which so few blocks do "
            "not show: if a few blocks differ by much, it is too narrow", doubtful, with_interval,
            text_counted((double)doubtful, "interval takes", "intervals take"));
}

static void
finish(const struct ablation *ablation, struct result *result, const struct effect *effects,
    size_t n)
{
    const struct lens_settings *settings = ablation->settings;
    struct strbuf out;

    strbuf_init(&out);
    for (size_t i = 0; i < n; i++)
        put_effect(&out, ablation, &effects[i]);
    result->verdict = arena_strdup(ablation->arena, out.data);
    strbuf_release(&out);
    result->title = arena_printf(ablation->arena, "compare \302\267 effect of %s within %s "
        "\302\267 %zu %s", setting_text(settings, "factor"), setting_text(settings, "block"),
        ablation->n_blocks, text_counted((double)ablation->n_blocks, "block", "blocks"));
    for (size_t i = 0; i < settings->lens->n_options; i++)
        if (settings->values[i][0] != '\0')
            result_set(result, settings->lens->options[i].name, "%s", settings->values[i]);
    result->final = true;
}

bool
compare_ablation(const struct lens_bundle *bundle, const struct lens_settings *settings,
    struct result *result, struct error *err)
{
    struct ablation ablation = { .frame = bundle->points, .settings = settings,
        .arena = result->arena, .confidence = setting_real(settings, "level") };
    struct effect effects[2 * MOST_LEVELS + 1];
    size_t n = 0;

    if (bundle->other != NULL) {
        const struct frame *records = bundle->other(bundle->context, SHAPE_ROWS);

        ablation.frame = records != NULL ? records : bundle->points;
    }
    if (!find_factors(&ablation, err) || !find_score(&ablation, bundle, err))
        return false;
    for (size_t f = 0; f < ablation.n_factors; f++)
        for (size_t level = 1; level < ablation.n_levels[f]; level++)
            effects[n++] = effect_of(&ablation, result, f, level);
    if (ablation.n_factors == 2 && ablation.n_levels[0] == 2 && ablation.n_levels[1] == 2)
        effects[n++] = interaction_of(&ablation, result);
    effects_table(&ablation, result, effects, n);
    note_doubts(result, effects, n);
    finish(&ablation, result, effects, n);
    return true;
}
