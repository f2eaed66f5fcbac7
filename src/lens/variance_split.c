/* variance_split.c - records of several tasks, or of one metric each, as a column for each task
 * and metric: one task's scores are no repeats of another's.
 *
 * Which columns name task and metric is told by the points, whose measures are called
 * "task/metric" of the same records. A record keeps its row; what it does not hold is missing.
 */
#include "lens/variance_work.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "lens/lens_parts.h"

static const double most_cells = 5e7;      /* 400 MB */

struct split {
    const struct frame *points, *records;
    int task, metric, value;           /* columns of the records; FRAME_NONE */
    size_t *number;                    /* per record: which of names; SIZE_MAX: none */
    const char **name; size_t n_names;     /* tasks, or task/metric */
};

/* Whether some measure of the points is of that task. */
static bool
is_task(const struct frame *points, const char *name)
{
    size_t length = strlen(name);

    for (size_t c = 0; c < points->n_columns; c++)
        if (points->columns[c].role == ROLE_MEASURE &&
            strncmp(points->columns[c].name, name, length) == 0 &&
            points->columns[c].name[length] == '/')
            return true;
    return false;
}

/* Whether some measure of the points is of that metric. */
static bool
is_metric(const struct frame *points, const char *name)
{
    for (size_t c = 0; c < points->n_columns; c++) {
        const char *metric = frame_metric(points->columns[c].name);

        if (points->columns[c].role == ROLE_MEASURE && strcmp(metric != NULL ? metric :
            points->columns[c].name, name) == 0)
            return true;
    }
    return false;
}

/* The first column of texts that all name something of the points. */
static int
find_texts(const struct split *split, bool (*names)(const struct frame *, const char *))
{
    for (size_t c = 0; c < split->records->n_columns; c++) {
        const struct column *column = &split->records->columns[c];
        const char *last = NULL;
        bool all = column->type == COLUMN_TEXT;

        for (size_t i = 0; i < split->records->rows && all; i++) {
            const char *text = column->text[i];

            if (text == NULL || (last != NULL && strcmp(text, last) == 0))
                continue;
            last = text;
            all = names(split->points, text);
        }
        if (all && last != NULL)
            return (int)c;
    }
    return FRAME_NONE;
}

static int
find_value(const struct frame *records)
{
    for (size_t c = 0; c < records->n_columns; c++)
        if (records->columns[c].type == COLUMN_NUMBER &&
            (strcasecmp(records->columns[c].name, "value") == 0 ||
            strcasecmp(records->columns[c].name, "metric_value") == 0))
            return (int)c;
    return FRAME_NONE;
}

static void
name_records(struct split *split, struct arena *arena)
{
    const struct frame *records = split->records;
    const char **name = arena_zalloc(arena, records->rows, sizeof *name);
    const char *const *task = split->task < 0 ? NULL : records->columns[split->task].text;
    const char *const *metric = split->metric < 0 ? NULL : records->columns[split->metric].text;

    for (size_t i = 0; i < records->rows; i++)
        if (metric == NULL)
            name[i] = task[i];
        else if (metric[i] != NULL)
            name[i] = task == NULL || task[i] == NULL ? metric[i] :
                arena_printf(arena, "%s/%s", task[i], metric[i]);
    split->n_names = parts_number_names(arena, name, records->rows, &split->number, &split->name);
}

static bool
is_split(const struct split *split, size_t c)
{
    const struct column *column = &split->records->columns[c];

    if (split->metric >= 0)
        return (int)c == split->value;
    return column->type == COLUMN_NUMBER && column->role == ROLE_MEASURE &&
        (column->kind == KIND_CAPABILITY || column->direction != DIRECTION_UNKNOWN);
}

/* What the points know of it. */
static void
describe(const struct split *split, const struct column *from, struct column *column)
{
    int at = frame_column(split->points, column->name);
    const struct column *known = at >= 0 ? &split->points->columns[at] : from;

    column->unit = known->unit;
    column->direction = known->direction;
    column->kind = known->kind;
    column->aggregate = known->aggregate;
}

static void
split_column(const struct split *split, struct frame *frame, const struct column *from)
{
    size_t first = frame->n_columns;

    for (size_t t = 0; t < split->n_names; t++)
        describe(split, from, frame_add_column(frame, split->metric >= 0 ? split->name[t] :
            arena_printf(frame->arena, "%s/%s", split->name[t], from->name), COLUMN_NUMBER,
            ROLE_MEASURE));
    for (size_t i = 0; i < frame->rows; i++)
        if (split->number[i] != SIZE_MAX)
            frame->columns[first + split->number[i]].value[i] = from->value[i];
}

/* Borrowed: the records outlive the call. In a long table no other number is a score. */
static void
keep_column(const struct split *split, struct frame *frame, const struct column *from)
{
    struct column *column = frame_add_column(frame, from->name, from->type, from->role);
    const char *name = column->name;

    *column = *from;
    column->name = name;
    if (split->metric >= 0 && column->role == ROLE_MEASURE)
        column->role = ROLE_ATTRIBUTE;
}

static struct frame *
split_up(const struct split *split)
{
    const struct frame *records = split->records;
    struct frame *frame = frame_new(SHAPE_ROWS, records->rows);

    memcpy(frame->key, records->key, records->rows * sizeof *frame->key);
    memcpy(frame->label, records->label, records->rows * sizeof *frame->label);
    for (size_t c = 0; c < records->n_columns; c++)
        if (!is_split(split, c))
            keep_column(split, frame, &records->columns[c]);
    for (size_t c = 0; c < records->n_columns; c++)
        if (is_split(split, c))
            split_column(split, frame, &records->columns[c]);
    return frame;
}

bool
variance_split_tasks(struct variance_work *work, const struct frame *points,
    const struct frame *records, struct error *err)
{
    struct split split = { .points = points, .records = records };
    size_t columns = 0;

    split.task = find_texts(&split, is_task);
    split.value = find_value(records);
    split.metric = split.value < 0 ? FRAME_NONE : find_texts(&split, is_metric);
    if (split.task < 0 && split.metric < 0)
        return true;
    name_records(&split, work->arena);
    if (split.n_names < 2 && split.metric < 0)
        return true;
    for (size_t c = 0; c < records->n_columns; c++)
        columns += is_split(&split, c);
    if ((double)columns * (double)split.n_names * (double)records->rows > most_cells) {
        error_set(err, ERROR_REQUEST, "%zu tasks of %zu records are too many to look at together",
            split.n_names, records->rows);
        return error_hint(err, "load fewer files, or a table with a column for each task");
    }
    if (columns > 0)
        work->split = split_up(&split);
    return true;
}
