/* rows.c - observations as a frame with a row each: every input column, in input order. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "store/observe.h"

static enum column_role
role_in_frame(const struct observed_column *column)
{
    return column->role == FIELD_MEASURE ? ROLE_MEASURE : ROLE_ATTRIBUTE;
}

static void
describe(struct frame *frame, struct column *to, const struct observed_column *from)
{
    to->unit = arena_strdup(frame->arena, from->unit);
    to->direction = from->direction;
    to->kind = from->kind;
    to->missing_tokens = arena_strdup(frame->arena, from->tokens);
}

/* A column's cells start as absent: a source that lacks the column says nothing. */
static void
start_column(struct frame *frame, const struct observations *obs, size_t i)
{
    const struct observed_column *from = &obs->columns[i];
    struct column *column = frame_add_column(frame, arena_strdup(frame->arena, from->name),
        from->numeric ? COLUMN_NUMBER : COLUMN_TEXT, role_in_frame(from));

    describe(frame, column, from);
    if (from->numeric) {
        column_need_status(frame, column);
        memset(column->status, CELL_ABSENT, frame->rows * sizeof *column->status);
        column->text = arena_zalloc(frame->arena, frame->rows, sizeof *column->text);
    }
    column_need_origin(frame, column);
}

static void
fill_cell(struct frame *frame, size_t at, const struct observation *row,
    const struct observed_value *value)
{
    struct column *column = &frame->columns[value->column];

    column->text[at] = arena_strdup(frame->arena, value->text);
    column->origin[at] = (struct origin){ .source = row->source,
        .place = arena_strdup(frame->arena, value->place != NULL ? value->place : row->place),
        .raw = value->repaired ? column->text[at] : NULL };
    if (column->type != COLUMN_NUMBER)
        return;
    column->value[at] = value->value;
    column->status[at] = value->status;
    if (!isnan(value->se)) {
        column_need_se(frame, column);
        column->se[at] = value->se;
    }
    if (!isnan(value->n)) {
        column_need_n(frame, column);
        column->n[at] = value->n;
    }
}

struct frame *
observations_frame(const struct observations *obs)
{
    struct frame *frame = frame_new(SHAPE_ROWS, obs->n_rows);

    for (size_t i = 0; i < obs->n_columns; i++)
        start_column(frame, obs, i);
    frame->sources = arena_zalloc(frame->arena, obs->n_sources, sizeof *frame->sources);
    frame->n_sources = obs->n_sources;
    for (size_t i = 0; i < obs->n_sources; i++)
        frame->sources[i] = arena_strdup(frame->arena, obs->sources[i]);
    frame->row_source = arena_zalloc(frame->arena, obs->n_rows, sizeof *frame->row_source);
    frame->row_number = arena_zalloc(frame->arena, obs->n_rows, sizeof *frame->row_number);
    for (size_t r = 0; r < obs->n_rows; r++) {
        const struct observation *row = &obs->rows[r];

        frame->row_source[r] = row->source;
        frame->row_number[r] = (uint32_t)row->row;
        frame->key[r] = obs->n_sources > 1
            ? arena_printf(frame->arena, "%s row %llu", obs->sources[row->source],
                (unsigned long long)row->row)
            : arena_printf(frame->arena, "row %llu", (unsigned long long)row->row);
        frame->label[r] = row->raw != NULL ? arena_strdup(frame->arena, row->raw) : frame->key[r];
        for (size_t i = 0; i < row->n_values; i++)
            fill_cell(frame, r, row, &row->values[i]);
    }
    frame->grouping = "by row";
    frame->rows_total = obs->n_rows;
    return frame;
}
