/* frame_table.c - any frame as a result with one table: lists and SQL answers.
 *
 * The result copies what it shows, so the frame may go first. A measure's standard
 * errors follow it as a detail column.
 */
#include "result/result.h"

#include <string.h>

/* A header that no column of the table has yet: the name, or the name with a prefix. */
static const char *
free_name(struct result *result, const struct result_table *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return free_name(result, table, arena_printf(result->arena, "_%s", name));
    return name;
}

static void
add_text_cells(struct result *result, struct result_column *to, const struct column *from,
    size_t rows)
{
    if (to->text == NULL)
        to->text = arena_zalloc(result->arena, rows, sizeof *to->text);
    for (size_t i = 0; i < rows; i++)
        to->text[i] = arena_strdup(result->arena, from->text[i]);
}

static void
add_frame_column(struct result *result, struct result_table *table,
    const struct column *from)
{
    bool number = from->type == COLUMN_NUMBER;
    struct result_column *to = result_add_column(result, table,
        free_name(result, table, from->name), number ? VALUE_NUMBER : VALUE_TEXT);

    to->unit = arena_strdup(result->arena, from->unit);
    to->direction = from->direction;
    to->key = from->role == ROLE_KEY;
    if (number && table->rows > 0)
        memcpy(column_numbers(to), from->value, table->rows * sizeof *from->value);
    if (from->text != NULL)
        add_text_cells(result, to, from, table->rows);
}

static void
add_error_column(struct result *result, struct result_table *table,
    const struct column *from)
{
    struct result_column *to;

    if (from->se == NULL || table->rows == 0)
        return;
    to = result_add_column(result, table, free_name(result, table,
        arena_printf(result->arena, "%s.se", from->name)), VALUE_NUMBER);
    to->unit = arena_strdup(result->arena, from->unit);
    to->detail = true;
    memcpy(column_numbers(to), from->se, table->rows * sizeof *from->se);
}

struct result *
result_from_frame(const struct frame *frame, const char *lens, const char *title)
{
    struct result *result = result_new(lens);
    struct result_table *table = result_add_table(result, "table", frame->rows);

    result->title = arena_strdup(result->arena, title);
    if (frame->key != NULL) {
        table->key = arena_zalloc(result->arena, frame->rows, sizeof *table->key);
        for (size_t i = 0; i < frame->rows; i++)
            table->key[i] = arena_strdup(result->arena, frame->key[i]);
    }
    for (size_t i = 0; i < frame->n_columns; i++) {
        add_frame_column(result, table, &frame->columns[i]);
        add_error_column(result, table, &frame->columns[i]);
    }
    for (size_t i = 0; i < frame->n_notes; i++)
        result_note(result, "%s", frame->notes[i]);
    result->verdict = arena_printf(result->arena, "%zu row%s.", frame->rows,
        frame->rows == 1 ? "" : "s");
    result->final = true;
    return result;
}
