/* variance_records.c - which records repeat each other: groups, steps, seeds.
 *
 * A column is named by option, or found under its usual names: its own, or the standard one
 * that the store knows it by. Tables of runs often end with rows for their minimum, maximum,
 * mean and deviation: those are not runs.
 */
#include "lens/variance_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "lens/lens_parts.h"

static int
find_named(const struct frame *frame, const struct lens_settings *settings, const char *option,
    const char *const *usual, struct error *err)
{
    if (setting_given(settings, option))
        return frame_find(frame, setting_text(settings, option), false, err);
    for (size_t c = 0; c < frame->n_columns; c++)
        for (size_t i = 0; usual[i] != NULL; i++)
            if (strcasecmp(frame->columns[c].name, usual[i]) == 0)
                return (int)c;
    for (size_t i = 0; usual[i] != NULL; i++)
        if (parts_find(frame, usual[i]) != FRAME_NONE)
            return parts_find(frame, usual[i]);
    return FRAME_NONE;
}

static bool
sums_up(const char *label)
{
    static const char *const words[] = { "minimum", "maximum", "mean", "median", "average",
        "standard deviation", "std", "min", "max", "sd", "variance" };

    for (size_t i = 0; label != NULL && i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(label, words[i]) == 0)
            return true;
    return false;
}

static const struct column *
first_text(const struct frame *frame)
{
    for (size_t c = 0; c < frame->n_columns; c++)
        if (frame->columns[c].type == COLUMN_TEXT)
            return &frame->columns[c];
    return NULL;
}

static bool
is_blank(const struct frame *frame, size_t row)
{
    for (size_t c = 0; c < frame->n_columns; c++)
        if (frame->columns[c].type == COLUMN_NUMBER && !isnan(frame->columns[c].value[row]))
            return false;
    return true;
}

static const char *const usual_steps[] = { "step", "checkpoint", "training_step", "epoch", NULL };
static const char *const usual_seeds[] = { "seed", "random_seed", "run", "trial", NULL };

/* What else than the model tells points apart, such as the number of shots: records that
 * differ in it are no repeats. Steps and seeds have places of their own. */
static size_t
known_conditions(const struct variance_work *work, int model, size_t *found)
{
    const struct frame *points = work->points;
    struct error ignored = { 0 };
    int step = find_named(work->frame, work->settings, "step", usual_steps, &ignored);
    int seed = find_named(work->frame, work->settings, "seed_column", usual_seeds, &ignored);
    size_t n = 0;

    error_clear(&ignored);
    for (size_t c = 0; points != NULL && points->shape == SHAPE_POINTS && c < points->n_columns;
        c++) {
        int column = points->columns[c].role != ROLE_KEY ? FRAME_NONE :
            parts_find(work->frame, points->columns[c].name);

        if (column != FRAME_NONE && column != model && column != step && column != seed)
            found[n++] = (size_t)column;
    }
    return n;
}

/* Those that are named, "none" for none. found has room for every column. */
static bool
find_conditions(const struct variance_work *work, int model, size_t *found, size_t *n,
    struct error *err)
{
    char **part;
    size_t parts;
    bool good = true;

    *n = 0;
    if (!setting_given(work->settings, "conditions"))
        *n = known_conditions(work, model, found);
    if (!setting_given(work->settings, "conditions") ||
        setting_is(work->settings, "conditions", "none"))
        return true;
    part = text_split(setting_text(work->settings, "conditions"), ',', &parts);
    for (size_t i = 0; i < parts && good; i++) {
        int column = frame_find(work->frame, part[i] + strspn(part[i], " "), false, err);

        good = column != FRAME_NONE && *n < work->frame->n_columns;
        if (good)
            found[(*n)++] = (size_t)column;
    }
    text_split_free(part, parts);
    return good || error_prefix(err, "--conditions");
}

/* "pythia-70m" or "pythia-70m \302\267 5". */
static const char *
group_name(const struct variance_work *work, int model, const size_t *condition, size_t n,
    size_t row)
{
    const char *name = model == FRAME_NONE ? "all records" :
        parts_name(work->arena, &work->frame->columns[model], row);

    for (size_t i = 0; name != NULL && i < n; i++) {
        const char *text = parts_name(work->arena, &work->frame->columns[condition[i]], row);

        if (text != NULL)
            name = arena_printf(work->arena, "%s \302\267 %s", name, text);
    }
    return name;
}

/* The model and its conditions; without such a column all records are repeats of one thing. */
static bool
find_groups(struct variance_work *work, struct error *err)
{
    static const char *const usual[] = { "model", NULL };
    const struct frame *frame = work->frame;
    int column = find_named(frame, work->settings, "group", usual, err);
    const char **name = arena_zalloc(work->arena, frame->rows, sizeof *name);
    const struct column *first = first_text(frame);
    size_t *condition = arena_zalloc(work->arena, frame->n_columns + 1, sizeof *condition);
    bool named = setting_given(work->settings, "group");
    bool conditions = setting_given(work->settings, "conditions");
    size_t n = 0;

    if (named && column == FRAME_NONE)
        return false;
    if ((conditions || (!named && column != FRAME_NONE)) &&
        !find_conditions(work, column, condition, &n, err))
        return false;
    work->by_condition = n > 0;
    for (size_t i = 0; i < frame->rows; i++) {
        name[i] = group_name(work, column, condition, n, i);
        if (sums_up(name[i]) || (first != NULL && sums_up(first->text[i])) ||
            is_blank(frame, i))
            name[i] = NULL;
        work->left_out += name[i] == NULL;
    }
    work->n_groups = parts_number_names(work->arena, name, frame->rows, &work->group,
        &work->group_name);
    return true;
}

/* "step3000" and "143000" are steps. */
static double
step_number(const struct column *column, size_t row)
{
    const char *text;
    double value;

    if (column->type == COLUMN_NUMBER)
        return column->value[row];
    text = column->text[row];
    while (text != NULL && *text != '\0' && strchr("0123456789", *text) == NULL)
        text++;
    return text != NULL && number_parse_plain(text, &value) ? value : (double)NAN;
}

static bool
find_steps(struct variance_work *work, struct error *err)
{
    int column = find_named(work->frame, work->settings, "step", usual_steps, err);
    double first = (double)NAN;

    if (setting_given(work->settings, "step") && column == FRAME_NONE)
        return false;
    work->step = arena_zalloc(work->arena, work->frame->rows, sizeof *work->step);
    for (size_t i = 0; i < work->frame->rows; i++) {
        work->step[i] = column == FRAME_NONE ? (double)NAN :
            step_number(&work->frame->columns[column], i);
        if (isnan(first))
            first = work->step[i];
        work->has_steps |= work->step[i] > first || work->step[i] < first;
    }
    return true;
}

static bool
find_seeds(struct variance_work *work, struct error *err)
{
    int column = find_named(work->frame, work->settings, "seed_column", usual_seeds, err);

    work->seed_column = column;
    if (setting_given(work->settings, "seed_column") && column == FRAME_NONE)
        return false;
    if (column == FRAME_NONE)
        return true;
    work->seed = arena_zalloc(work->arena, work->frame->rows, sizeof *work->seed);
    for (size_t i = 0; i < work->frame->rows; i++)
        work->seed[i] = parts_name(work->arena, &work->frame->columns[column], i);
    return true;
}

/* "accuracy_stderr" beside "accuracy" is an error, not a score. */
static bool
is_error_of_another(const struct frame *frame, const char *name)
{
    static const char *const endings[] = { "_stderr", "_se", "_std", "_sem" };
    size_t length = strlen(name);

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t end = strlen(endings[i]);

        if (length <= end || strcmp(name + length - end, endings[i]) != 0)
            continue;
        for (size_t c = 0; c < frame->n_columns; c++)
            if (strlen(frame->columns[c].name) == length - end &&
                strncmp(frame->columns[c].name, name, length - end) == 0)
                return true;
    }
    return false;
}

/* Whether repeats of a group differ: a size or a price does not. */
static bool
varies(const struct variance_work *work, const double *value)
{
    double *first = mem_alloc((work->n_groups + 1) * sizeof *first);
    bool differ = false;

    for (size_t g = 0; g < work->n_groups; g++)
        first[g] = (double)NAN;
    for (size_t i = 0; i < work->frame->rows && !differ; i++) {
        size_t g = work->group[i];

        if (g == SIZE_MAX || isnan(value[i]))
            continue;
        if (isnan(first[g]))
            first[g] = value[i];
        differ = value[i] > first[g] || value[i] < first[g];
    }
    free(first);
    return differ;
}

/* What tells points apart is no score, whatever it is called in the records. */
static bool
is_condition(const struct variance_work *work, size_t column)
{
    const struct frame *points = work->points;
    bool found = false;

    for (size_t c = 0; points != NULL && points->shape == SHAPE_POINTS && c < points->n_columns;
        c++)
        found |= points->columns[c].role == ROLE_KEY &&
            parts_find(work->frame, points->columns[c].name) == (int)column;
    return found;
}

/* The objective that names a measure; NULL if none does. Without -o there are none here. */
static const struct objective *
objective_of(const struct lens_bundle *bundle, const struct column *column)
{
    for (size_t k = 0; k < bundle->n_objectives; k++)
        if (strcmp(bundle->points->columns[bundle->objectives[k].column].name, column->name) == 0)
            return &bundle->objectives[k];
    return NULL;
}

/* Whether a number that nobody called a score may be one: among items, if it has a value for
 * each, which a count of requests has not; else if repeats differ and no step explains it. */
static bool
may_be_score(const struct variance_work *work, const struct lens_bundle *bundle,
    const struct column *column)
{
    const struct frame *items;

    if (!work->by_items)
        return !work->has_steps && varies(work, column->value);
    items = bundle->items(bundle->context, column->name);
    return items != NULL && items->rows >= 2;
}

/* Scores; of numbers that nobody called a score, those that differ between repeats, unless
 * they may follow the step (tokens, time). */
static void
find_measures(struct variance_work *work, const struct lens_bundle *bundle)
{
    const struct frame *frame = work->frame;

    work->measure = arena_zalloc(work->arena, frame->n_columns, sizeof *work->measure);
    work->direction = arena_zalloc(work->arena, frame->n_columns, sizeof *work->direction);
    work->no_score = arena_zalloc(work->arena, frame->n_columns, sizeof *work->no_score);
    for (size_t c = 0; c < frame->n_columns; c++) {
        const struct column *column = &frame->columns[c];
        const struct objective *named = objective_of(bundle, column);
        enum direction direction = named != NULL ? named->direction : column->direction;
        bool known = column->kind == KIND_CAPABILITY || direction != DIRECTION_UNKNOWN;

        if (column->type != COLUMN_NUMBER || column->role != ROLE_MEASURE ||
            is_error_of_another(frame, column->name) ||
            variance_is_parameter(work, frame, c) || is_condition(work, c) ||
            (int)c == work->seed_column)
            continue;
        if (column->kind == KIND_EFFICIENCY && named == NULL) {
            work->cost = work->n_costs++ == 0 ? column->name : work->cost;
            continue;
        }
        if (!known && !may_be_score(work, bundle, column)) {
            work->no_score[work->n_no_scores++] = c;
            continue;
        }
        work->measure[work->n_measures] = c;
        work->direction[work->n_measures++] = direction;
    }
}

/* Records that are answers to single items do not repeat a measurement. */
static bool
has_items(const struct lens_bundle *bundle)
{
    for (size_t c = 0; bundle->items != NULL && c < bundle->points->n_columns; c++) {
        const struct column *column = &bundle->points->columns[c];
        const struct frame *items = column->role != ROLE_MEASURE ? NULL :
            bundle->items(bundle->context, column->name);

        if (items != NULL && items->rows >= 2)
            return true;
    }
    return false;
}

bool
variance_group_records(struct variance_work *work, struct error *err)
{
    return find_groups(work, err) && find_steps(work, err) && find_seeds(work, err);
}

/* The measure that is to be drawn: by its option, else the first objective that is one. */
static bool
find_metric(struct variance_work *work, const struct lens_bundle *bundle, struct error *err)
{
    const char *text = setting_text(work->settings, "metric");
    int column;

    work->metric = SIZE_MAX;
    for (size_t k = 0; text[0] == '\0' && k < bundle->n_objectives; k++)
        for (size_t m = 0; m < work->n_measures && work->metric == SIZE_MAX; m++)
            if (objective_of(bundle, &work->frame->columns[work->measure[m]]) ==
                &bundle->objectives[k])
                work->metric = m;
    if (text[0] == '\0')
        return true;
    column = frame_find(work->frame, text, true, err);
    for (size_t m = 0; m < work->n_measures && column != FRAME_NONE; m++)
        if (work->measure[m] == (size_t)column)
            work->metric = m;
    if (work->metric != SIZE_MAX)
        return true;
    if (column != FRAME_NONE)
        error_set(err, ERROR_REQUEST, "\"%s\" is no score here", text);
    return error_prefix(err, "--metric");
}

/* The model whose checkpoints are the noise: by its name, or by a part that no other has. */
static bool
find_noise(struct variance_work *work, struct error *err)
{
    const char *text = setting_text(work->settings, "noise_of");
    size_t found = 0;

    work->noise_of = SIZE_MAX;
    for (size_t g = 0; g < work->n_groups && text[0] != '\0'; g++) {
        if (strcmp(work->group_name[g], text) == 0) {
            work->noise_of = g;
            return true;
        }
        if (strstr(work->group_name[g], text) != NULL) {
            work->noise_of = g;
            found++;
        }
    }
    if (text[0] == '\0' || found == 1)
        return true;
    return error_set(err, ERROR_REQUEST, found == 0 ? "--noise-of: no model is called \"%s\"" :
        "--noise-of: several models are called \"%s\"", text);
}

enum { FEWEST_ITEMS = 5 };         /* columns of 0 and 1 that look like items */

/* How many columns hold nothing but 0 and 1: answers, where items are columns. */
static size_t
count_answers(const struct variance_work *work)
{
    size_t n = 0;

    for (size_t k = 0; k < work->n_no_scores; k++) {
        const double *value = work->frame->columns[work->no_score[k]].value;
        bool binary = true, known = false;

        for (size_t i = 0; i < work->frame->rows && binary; i++) {
            known |= !isnan(value[i]);
            binary = isnan(value[i]) || fabs(value[i] - 0.5) == 0.5;
        }
        n += binary && known;
    }
    return n;
}

bool
variance_find_records(struct variance_work *work, const struct lens_bundle *bundle,
    struct error *err)
{
    const struct frame *records = NULL;

    work->points = bundle->points;
    work->by_items = has_items(bundle);
    if (bundle->other != NULL && !work->by_items)
        records = bundle->other(bundle->context, SHAPE_ROWS);
    if (records != NULL && !variance_split_tasks(work, bundle->points, records, err))
        return false;
    work->frame = work->split != NULL ? work->split : records != NULL ? records :
        bundle->points;
    if (work->by_items && (work->samples = variance_samples(work, bundle)) != NULL &&
        work->samples->seed_means != NULL)
        work->frame = work->samples->seed_means;
    if (!variance_group_records(work, err))
        return false;
    find_measures(work, bundle);
    if (work->n_measures > 0)
        return find_metric(work, bundle, err) && find_noise(work, err);
    error_set(err, ERROR_REQUEST, "the records hold no measure that repeats");
    if (count_answers(work) >= FEWEST_ITEMS)
        return error_hint(err, "if its columns of 0 and 1 are items, each answer needs a row: "
            "model,item,correct");
    return error_hint(err, "say which column is a score with --direction NAME=max");
}
