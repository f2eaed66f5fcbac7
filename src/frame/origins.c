/* origins.c - where each value of a frame was read: a row per point and measure. */
#include <math.h>
#include <string.h>

#include "frame/frame.h"

enum { ORIGIN_POINT, ORIGIN_MEASURE, ORIGIN_VALUE, ORIGIN_UNIT, ORIGIN_N, ORIGIN_STATUS,
    ORIGIN_SOURCE, ORIGIN_PLACE, ORIGIN_WRITTEN, ORIGIN_COLUMNS };

static bool
has_origin(const struct frame *frame, const struct column *column, size_t row)
{
    return column->type == COLUMN_NUMBER && column->origin != NULL
        && column->origin[row].source < frame->n_sources;
}

static size_t
count_origins(const struct frame *frame)
{
    size_t n = 0;

    for (size_t row = 0; row < frame->rows; row++)
        for (size_t c = 0; c < frame->n_columns; c++)
            n += has_origin(frame, &frame->columns[c], row);
    return n;
}

static void
add_columns(struct frame *to)
{
    static const char *const names[ORIGIN_COLUMNS] = { "point", "measure", "value", "unit", "n",
        "status", "source", "place", "written" };

    for (int c = 0; c < ORIGIN_COLUMNS; c++) {
        bool number = c == ORIGIN_VALUE || c == ORIGIN_N;

        frame_add_column(to, names[c], number ? COLUMN_NUMBER : COLUMN_TEXT,
            c == ORIGIN_POINT || c == ORIGIN_MEASURE ? ROLE_KEY : ROLE_ATTRIBUTE);
    }
}

static void
put_origin(struct frame *to, size_t at, const struct frame *frame, const struct column *column,
    size_t row)
{
    const struct origin *origin = &column->origin[row];
    enum cell_status status = column->status != NULL ? column->status[row] : CELL_OK;
    const char *texts[ORIGIN_COLUMNS] = { [ORIGIN_POINT] = frame->key[row],
        [ORIGIN_MEASURE] = column->name, [ORIGIN_UNIT] = column->unit,
        [ORIGIN_STATUS] = cell_status_words(status),
        [ORIGIN_SOURCE] = frame->sources[origin->source], [ORIGIN_PLACE] = origin->place,
        [ORIGIN_WRITTEN] = origin->raw };

    for (int c = 0; c < ORIGIN_COLUMNS; c++)
        if (to->columns[c].type == COLUMN_TEXT)
            to->columns[c].text[at] = arena_strdup(to->arena, texts[c]);
    to->columns[ORIGIN_VALUE].value[at] = column->value[row];
    if (column->n != NULL)
        to->columns[ORIGIN_N].value[at] = column->n[row];
    to->key[at] = to->label[at] = arena_printf(to->arena, "%s %s", frame->key[row], column->name);
}

struct frame *
frame_origins(const struct frame *frame)
{
    struct frame *to = frame_new(SHAPE_ROWS, count_origins(frame));
    size_t at = 0;

    add_columns(to);
    for (size_t row = 0; row < frame->rows; row++)
        for (size_t c = 0; c < frame->n_columns; c++)
            if (has_origin(frame, &frame->columns[c], row))
                put_origin(to, at++, frame, &frame->columns[c], row);
    to->grouping = "where values were read";
    to->rows_total = to->rows;
    return to;
}
