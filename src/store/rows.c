/* rows.c - observations as a frame with a row each: every input column, in input order. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "store/observe.h"

/* A column's cells start as absent: a source that lacks the column says nothing. */
static void
start_column(struct frame *frame, const struct observed_column *from)
{
    struct column *column = frame_add_column(frame, from->name,
        from->numeric ? COLUMN_NUMBER : COLUMN_TEXT,
        from->role == FIELD_MEASURE ? ROLE_MEASURE : from->role == FIELD_MODEL && !from->numeric
        ? ROLE_KEY : ROLE_ATTRIBUTE);

    column->written = arena_strdup(frame->arena, from->written);
    column->unit = arena_strdup(frame->arena, from->unit);
    column->direction = from->direction;
    column->kind = from->kind;
    column->aggregate = from->aggregate;
    column->missing_tokens = arena_strdup(frame->arena, from->missing);
    if (from->numeric) {
        column_need_status(frame, column);
        memset(column->status, CELL_ABSENT, frame->rows * sizeof *column->status);
    }
}

static void
keep_text(struct frame *frame, struct column *column, size_t row, const char *text)
{
    if (column->text == NULL)
        column->text = arena_zalloc(frame->arena, frame->rows, sizeof *column->text);
    column->text[row] = text;
}

/* Where a value came from, if it is not simply the row's own place. */
static void
keep_origin(struct frame *frame, struct column *column, const struct observations *obs,
    const struct cell_block *block, size_t i)
{
    size_t row = cell_row(block, i);
    bool repaired = block->text != NULL && block->text[i] != NULL && block->value != NULL;

    if (!repaired && obs->rows[row].place == NULL
        && (block->place == NULL || block->place[i] == NULL))
        return;
    if (column->origin == NULL) {
        column_need_origin(frame, column);
        for (size_t r = 0; r < frame->rows; r++)
            column->origin[r].source = UINT32_MAX;
    }
    column->origin[row] = (struct origin){ obs->rows[row].source,
        observed_place(obs, frame->arena, block, i),
        repaired ? arena_strdup(frame->arena, block->text[i]) : NULL };
}

static void
fill_text(struct frame *frame, struct column *column, const struct cell_block *block, size_t i)
{
    char text[NUMBER_TEXT_MAX];
    const char *said = block->text != NULL ? block->text[i] : NULL;

    if (said == NULL && block->value != NULL && !isnan(block->value[i])) {
        number_print(text, block->value[i]);
        said = text;
    }
    column->text[cell_row(block, i)] = arena_strdup(frame->arena, said);
}

/* A cell of a table is shown as it came. A score of a run may have been converted: there the
 * number is shown, and what was written is part of its origin. */
static void
fill_number(struct frame *frame, struct column *column, const struct observations *obs,
    const struct cell_block *block, size_t i)
{
    size_t row = cell_row(block, i);
    bool of_table = obs->sources[obs->rows[row].source].wide > 0;

    column->value[row] = block->value[i];
    column->status[row] = block->status != NULL ? block->status[i] : CELL_OK;
    if (of_table && block->text != NULL && block->text[i] != NULL)
        keep_text(frame, column, row, arena_strdup(frame->arena, block->text[i]));
    if (block->se != NULL && !isnan(block->se[i])) {
        column_need_se(frame, column);
        column->se[row] = block->se[i];
    }
    if (block->count != NULL && !isnan(block->count[i])) {
        column_need_n(frame, column);
        column->n[row] = block->count[i];
    }
}

static void
fill_block(struct frame *frame, const struct observations *obs, const struct cell_block *block)
{
    for (size_t i = 0; i < block->n; i++) {
        struct column *column = &frame->columns[cell_column(block, i)];

        if (column->type == COLUMN_TEXT) {
            fill_text(frame, column, block, i);
        } else if (block->value != NULL) {
            fill_number(frame, column, obs, block, i);
            keep_origin(frame, column, obs, block, i);
        }
    }
}

static void
name_rows(struct frame *frame, const struct observations *obs)
{
    frame->row_source = arena_zalloc(frame->arena, obs->n_rows, sizeof *frame->row_source);
    frame->row_number = arena_zalloc(frame->arena, obs->n_rows, sizeof *frame->row_number);
    for (size_t r = 0; r < obs->n_rows; r++) {
        const struct observation *row = &obs->rows[r];

        frame->row_source[r] = row->source;
        frame->row_number[r] = row->number;
        frame->key[r] = obs->n_sources > 1
            ? arena_printf(frame->arena, "%s row %u", obs->sources[row->source].name,
                (unsigned)row->number)
            : arena_printf(frame->arena, "row %u", (unsigned)row->number);
        frame->label[r] = row->raw != NULL ? arena_strdup(frame->arena, row->raw) : frame->key[r];
    }
}

bool
observations_fit(const struct observations *obs, size_t rows, bool by_row, struct error *err)
{
    /* A cell of a point is gathered in some fifty bytes, one of a row in eight. */
    size_t most = by_row ? (size_t)400 << 20 : (size_t)64 << 20, columns = 0;

    for (size_t i = 0; i < obs->n_columns; i++)
        columns += by_row || obs->columns[i].role == FIELD_MEASURE;
    if (columns == 0 || rows <= most / columns)
        return true;
    error_set(err, ERROR_REQUEST, "%zu %s with %zu %s are more than one table can hold", rows,
        by_row ? "records" : "models", columns, by_row ? "columns" : "measures");
    return error_hint(err, "most have nothing to do with each other: give fewer files, or a folder "
        "of one study");
}

struct frame *
observations_frame(const struct observations *obs)
{
    struct frame *frame = frame_new(SHAPE_ROWS, obs->n_rows);

    for (size_t i = 0; i < obs->n_columns; i++)
        start_column(frame, &obs->columns[i]);
    for (size_t i = 0; i < obs->n_blocks; i++)
        fill_block(frame, obs, &obs->blocks[i]);
    observations_name_sources(obs, frame);
    name_rows(frame, obs);
    frame->grouping = "by row";
    frame->rows_total = obs->n_rows;
    for (size_t i = 0; i < obs->n_notes; i++)
        frame_note(frame, "%s", obs->notes[i]);
    return frame;
}
