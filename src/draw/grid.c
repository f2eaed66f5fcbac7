/* grid.c - paints a table: header, sections, rows, the gutter that tells each row's state.
 *
 * Which columns fit is grid_columns.c's, the text of a cell grid_measure.c's. The one idea:
 * columns are laid out once per painting into a list of (column, place, width), and everything
 * else walks that list.
 */
#include "draw/grid_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

/* --- cells --- */

static void
put_name(struct grid *grid, size_t row, const struct slot *slot, enum ink ink)
{
    size_t used;

    strbuf_clear(&grid->clean);
    strbuf_clear(&grid->fitted);
    text_scrub(&grid->clean, grid->scratch.data, grid->scratch.length, grid->view->ascii);
    used = text_fit_head(&grid->fitted, grid->clean.data, slot->width, slot->head,
        grid->view->ascii);
    canvas_text(grid->canvas, row, slot->place, used, grid->fitted.data, ink);
}

static void
put_fitted(struct grid *grid, size_t row, const struct slot *slot, const char *text,
    bool right, enum text_cut cut, enum ink ink)
{
    size_t used;

    strbuf_clear(&grid->clean);
    strbuf_clear(&grid->fitted);
    text_scrub(&grid->clean, text, strlen(text), grid->view->ascii);
    used = text_fit(&grid->fitted, grid->clean.data, slot->width, cut, grid->view->ascii);
    canvas_text(grid->canvas, row, slot->place + (right ? slot->width - used : 0), used,
        grid->fitted.data, ink);
}

/* A number that its column has no room for loses digits, never its end. */
static void
put_number(struct grid *grid, size_t row, const struct slot *slot, size_t table_row,
    enum ink ink)
{
    const struct result_column *column = &grid->table->columns[slot->column];

    if (grid_clean_width(grid, grid->scratch.data) > slot->width) {
        char buf[NUMBER_TEXT_MAX];
        int digits = 6;

        do
            number_show(buf, column->number[table_row], digits);
        while (strlen(buf) > slot->width && --digits > 0);
        strbuf_clear(&grid->scratch);
        strbuf_puts(&grid->scratch, strlen(buf) > slot->width ? "#" : buf);
    }
    put_fitted(grid, row, slot, grid->scratch.data, true, TEXT_CUT_END, ink);
}

static void
put_cell(struct grid *grid, size_t row, const struct slot *slot, size_t table_row,
    enum ink ink)
{
    const struct result_column *column = &grid->table->columns[slot->column];

    strbuf_clear(&grid->scratch);
    grid_cell_shared(grid->table, slot->column, table_row, &grid->measures[slot->column],
        &grid->scratch);
    if (column->type == VALUE_TEXT)
        put_name(grid, row, slot, ink);
    else if (column->type == VALUE_FLAG)
        put_fitted(grid, row, slot, grid->scratch.data, true, TEXT_CUT_MIDDLE, ink);
    else
        put_number(grid, row, slot, table_row, ink);
}

/* --- header --- */

/* The whole title where it has room, else without what a measure's name begins with. */
static const char *
title_for(struct grid *grid, const struct slot *slot)
{
    const char *title = grid_column_title(&grid->table->columns[slot->column]);

    return grid_clean_width(grid, title) <= slot->width ? title
        : grid_last_part(grid, slot->column);
}

static void
put_header(struct grid *grid, size_t row)
{
    for (size_t i = 0; i < grid->n_slots; i++) {
        const struct slot *slot = &grid->slots[i];
        const struct result_column *column = &grid->table->columns[slot->column];
        int sort = grid_column_sort(grid, slot->column);
        struct slot name = *slot;
        bool right = column->type != VALUE_TEXT;

        if (sort != 0 && name.width > 0)
            name.width--;
        put_fitted(grid, row, &name, title_for(grid, &name), right, TEXT_CUT_MIDDLE, INK_HEADING);
        if (sort != 0) {
            size_t used = grid_clean_width(grid, grid->fitted.data);

            canvas_put(grid->canvas, row, name.place + (right ? name.width : used),
                sort > 0 ? "▲" : "▼", INK_HEADING);
        }
        if ((int)slot->column == grid->view->selected_column)
            canvas_flag(grid->canvas, row, slot->place, slot->width, CELL_SELECTED);
    }
}

static void
put_units(struct grid *grid, size_t row)
{
    for (size_t i = 0; i < grid->n_slots; i++) {
        const struct result_column *column = &grid->table->columns[grid->slots[i].column];

        if (column->unit != NULL)
            put_fitted(grid, row, &grid->slots[i], column->unit, column->type != VALUE_TEXT,
                TEXT_CUT_END, INK_DIM);
    }
}

/* --- rows --- */

struct role_look {
    const char *glyph;
    enum ink ink, name_ink;
};

static const struct role_look role_looks[] = {
    [MARK_PLAIN] = { " ", INK_TEXT, INK_TEXT },
    [MARK_FRONTIER] = { "●", INK_FRONTIER, INK_FRONTIER },
    [MARK_UNDECIDED] = { "◐", INK_UNDECIDED, INK_UNDECIDED },
    [MARK_DOMINATED] = { "·", INK_DOMINATED, INK_TEXT },
    [MARK_LAYER2] = { "·", INK_DOMINATED, INK_TEXT },
    [MARK_INFEASIBLE] = { "×", INK_INFEASIBLE, INK_INFEASIBLE },
    [MARK_MISSING] = { "—", INK_DIM, INK_DIM },
    [MARK_REFERENCE] = { "▪", INK_REFERENCE, INK_REFERENCE },
};

static bool
row_is_selected(const struct grid *grid, size_t position)
{
    const struct grid_view *view = grid->view;
    const char **keys = grid->table->key;

    if (keys == NULL)
        return view->has_cursor && view->cursor == position;
    return view->selected != NULL && keys[view->order[position]] != NULL &&
        strcmp(keys[view->order[position]], view->selected) == 0;
}

static bool
row_is_marked(const struct grid *grid, size_t table_row)
{
    const char *key = grid->table->key == NULL ? NULL : grid->table->key[table_row];

    for (size_t i = 0; key != NULL && i < grid->view->n_marked; i++)
        if (strcmp(grid->view->marked[i], key) == 0)
            return true;
    return false;
}

/* Where a row can be chosen: ">" for the selection, "*" for a mark, the role. Else the role
 * and a blank. */
static size_t
gutter_width(const struct grid *grid)
{
    const struct grid_view *view = grid->view;
    bool can_select = view->selected != NULL || view->n_marked != 0 || view->has_cursor;

    if (grid->table->role == NULL)
        return can_select ? 2 : 0;
    return can_select ? 3 : 2;
}

static void
put_gutter(struct grid *grid, size_t row, size_t table_row, bool selected, bool marked)
{
    size_t place = grid->column;

    if (grid->gutter > 2 || grid->table->role == NULL) {
        if (selected)
            canvas_put(grid->canvas, row, place, ">", INK_TEXT);
        if (marked)
            canvas_put(grid->canvas, row, place + 1, "*", INK_TEXT);
        place += 2;
    }
    if (grid->table->role != NULL) {
        const struct role_look *look = &role_looks[grid->table->role[table_row]];

        canvas_put(grid->canvas, row, place, look->glyph, look->ink);
    }
}

static void
put_row(struct grid *grid, size_t row, size_t position)
{
    size_t table_row = grid->view->order[position];
    bool selected = row_is_selected(grid, position), marked = row_is_marked(grid, table_row);
    enum ink ink = grid->table->role == NULL ? INK_TEXT :
        role_looks[grid->table->role[table_row]].name_ink;

    if (grid->gutter != 0 && grid->gutter <= grid->columns)
        put_gutter(grid, row, table_row, selected, marked);
    for (size_t i = 0; i < grid->n_slots; i++)
        put_cell(grid, row, &grid->slots[i], table_row,
            column_is_frozen(grid, grid->slots[i].column) ? ink : INK_TEXT);
    canvas_flag(grid->canvas, row, grid->column, grid->columns,
        (selected ? CELL_SELECTED : 0) | (marked ? CELL_MARKED : 0));
}

/* The heading above a row, or NULL. */
static const char *
heading_of(const struct result_table *table, const struct grid_view *view, size_t position)
{
    const char *here, *above;

    if (!view->sections || table->section == NULL)
        return NULL;
    here = table->section[view->order[position]];
    if (here == NULL || position == 0 || (position == view->top && view->repeat_heading))
        return here;
    above = table->section[view->order[position - 1]];
    return above == NULL || strcmp(above, here) != 0 ? here : NULL;
}

static void
put_heading(struct grid *grid, size_t row, const char *heading)
{
    struct slot slot = { 0, grid->column + 2, grid->columns > 2 ? grid->columns - 2 : 0, 0 };

    canvas_put(grid->canvas, row, grid->column, "▸", INK_HEADING);
    put_fitted(grid, row, &slot, heading, false, TEXT_CUT_END, INK_HEADING);
}

/* --- all of it --- */

static size_t
paint_rows(struct grid *grid, size_t row)
{
    const struct grid_view *view = grid->view;
    size_t end = grid->row + grid->rows, shown = 0;

    for (size_t i = view->top; i < view->n_order && row < end; i++) {
        const char *heading = heading_of(grid->table, view, i);

        if (heading != NULL) {
            /* A heading without a row below it says nothing. */
            if (row + 1 >= end)
                break;
            put_heading(grid, row++, heading);
        }
        put_row(grid, row++, i);
        shown++;
    }
    return shown;
}

static bool
has_slot(const struct grid *grid, size_t column)
{
    for (size_t i = 0; i < grid->n_slots; i++)
        if (grid->slots[i].column == column)
            return true;
    return false;
}

static void
tell_shown(const struct grid *grid, struct grid_shown *shown)
{
    for (size_t i = 0; i < grid->n_slots; i++)
        if (grid->slots[i].column > shown->last_column)
            shown->last_column = grid->slots[i].column;
    for (size_t i = 0; i < grid->table->n_columns; i++) {
        bool hidden = !column_is_hidden(grid, i) && !has_slot(grid, i);

        if (shown->out_of_sight != NULL)
            shown->out_of_sight[i] = hidden;
        if (!hidden)
            continue;
        if (i < shown->last_column)
            shown->before++;
        else
            shown->after++;
    }
}

size_t
grid_paint(const struct result_table *table, const struct grid_view *view,
    struct canvas *canvas, size_t row, size_t column, size_t rows, size_t columns,
    struct grid_shown *told)
{
    struct grid grid = { .table = table, .view = view, .canvas = canvas, .row = row,
        .column = column, .rows = rows, .columns = columns };
    size_t shown, header = 0;

    if (told != NULL)
        *told = (struct grid_shown){ .out_of_sight = told->out_of_sight };
    if (rows == 0 || columns == 0)
        return 0;
    strbuf_init(&grid.scratch);
    strbuf_init(&grid.clean);
    strbuf_init(&grid.fitted);
    grid.gutter = gutter_width(&grid);
    grid_lay_out(&grid);
    if (rows > 1)
        put_header(&grid, row + header++);
    if (rows > 3 && grid_has_units(table, view))
        put_units(&grid, row + header++);
    shown = paint_rows(&grid, row + header);
    if (told != NULL)
        tell_shown(&grid, told);
    free(grid.deferred);
    free(grid.measures);
    free(grid.slots);
    strbuf_release(&grid.scratch);
    strbuf_release(&grid.clean);
    strbuf_release(&grid.fitted);
    return shown;
}

size_t
grid_height(const struct result_table *table, const struct grid_view *view)
{
    size_t height = grid_has_units(table, view) ? 2 : 1;

    for (size_t i = view->top; i < view->n_order; i++)
        height += heading_of(table, view, i) != NULL ? 2 : 1;
    return height;
}
