/* mean.c - the mean of a metric over tasks, asked for by name: "mean(exact_match)".
 *
 * Only tasks that every point with any of them has take part, so that no point is favoured
 * by the tasks it skipped; tasks are independent samples, so their errors add as squares.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "frame/frame.h"

/* A group of tasks is no task: its tasks would count twice. */
static bool
is_task_of(const struct column *column, const char *metric)
{
    const char *its = frame_metric(column->name);

    return its != NULL && column->type == COLUMN_NUMBER && column->role == ROLE_MEASURE
        && !column->aggregate && strcmp(its, metric) == 0;
}

/* Which tasks all of the points that have any of them have. Returns their number. */
static size_t
common_tasks(const struct frame *frame, const char *metric, bool *common)
{
    size_t n = 0;

    for (size_t c = 0; c < frame->n_columns; c++) {
        common[c] = is_task_of(&frame->columns[c], metric);
        n += common[c];
    }
    for (size_t r = 0; r < frame->rows; r++) {
        bool any = false;

        for (size_t c = 0; c < frame->n_columns; c++)
            any = any || (is_task_of(&frame->columns[c], metric)
                && !isnan(frame->columns[c].value[r]));
        for (size_t c = 0; c < frame->n_columns && any; c++)
            if (common[c] && isnan(frame->columns[c].value[r])) {
                common[c] = false;
                n--;
            }
    }
    return n;
}

static void
mean_of_row(const struct frame *frame, const bool *common, size_t n, size_t row, double *mean,
    double *se)
{
    double sum = 0, variance = 0;

    for (size_t c = 0; c < frame->n_columns; c++) {
        const struct column *column = &frame->columns[c];

        if (!common[c])
            continue;
        sum += column->value[row];
        variance += column->se != NULL ? column->se[row] * column->se[row] : NAN;
    }
    *mean = sum / (double)n;
    *se = sqrt(variance) / (double)n;
}

static void
describe(struct column *to, const struct column *from)
{
    to->unit = from->unit;
    to->direction = from->direction;
    to->kind = from->kind;
}

/* Tasks that some points lack, by name where they are few. */
static void
note_common(struct frame *frame, const char *name, const char *metric, const bool *common,
    size_t n, size_t tasks)
{
    enum { MOST_NAMED = 5 };
    struct strbuf left;
    size_t named = 0;

    strbuf_init(&left);
    for (size_t c = 0; c < frame->n_columns; c++)
        if (is_task_of(&frame->columns[c], metric) && !common[c] && named++ < MOST_NAMED)
            strbuf_printf(&left, "%s%.*s", named > 1 ? ", " : "; without ",
                (int)(strlen(frame->columns[c].name) - strlen(metric) - 1),
                frame->columns[c].name);
    if (named > MOST_NAMED)
        strbuf_printf(&left, " and %zu more", named - MOST_NAMED);
    frame_note(frame, n == tasks ? "%s is over all of its %zu tasks" :
        "%s is over the %zu of %zu tasks that all points have%s", name, n, tasks,
        left.length > 0 ? left.data : "");
    strbuf_release(&left);
}

bool
frame_add_mean(struct frame *frame, const char *metric, struct error *err)
{
    /* With room for the column that is added, which is none of them. */
    bool *common = mem_zalloc(frame->n_columns + 1, sizeof *common);
    size_t n = common_tasks(frame, metric, common), first = 0, tasks = 0;
    char *name = arena_printf(frame->arena, "mean(%s)", metric);
    struct column *column, like;

    for (size_t c = frame->n_columns; c-- > 0;)
        if (is_task_of(&frame->columns[c], metric)) {
            first = c;
            tasks++;
        }
    if (n == 0) {
        free(common);
        error_set(err, ERROR_REQUEST, tasks == 0 ? "%s: no task has this metric"
            : "%s: no task is common to all points that have the metric", name);
        if (tasks != 0)
            error_hint(err, "leave points with few tasks out with --where, or name one task");
        return false;
    }
    like = frame->columns[first];
    if (frame_column(frame, name) == FRAME_NONE) {
        column = frame_add_column(frame, name, COLUMN_NUMBER, ROLE_MEASURE);
        describe(column, &like);
        column_need_se(frame, column);
        column_need_status(frame, column);
        for (size_t r = 0; r < frame->rows; r++) {
            mean_of_row(frame, common, n, r, &column->value[r], &column->se[r]);
            column->status[r] = (uint8_t)(isnan(column->value[r]) ? CELL_ABSENT : CELL_OK);
        }
        note_common(frame, name, metric, common, n, tasks);
    }
    free(common);
    return true;
}
