/* grid.c - paints a table: header, sections, rows, the gutter that tells each row's state.
 *
 * Owns which columns fit; the text of a cell is grid_measure.c's. The one idea: columns are
 * laid out once per painting into a list of (column, place, width), and everything else
 * walks that list.
 */
#include "draw/grid.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

enum { GAP = 2, HEADER_MOST = 14, TEXT_MOST = 32, KEY_LEAST = 24, TEXT_LEAST = 8,
    OTHER_LEAST = 12, NAME_LEAST = 20, CONDITION_LEAST = 6, TITLE_LEAST = 8,
    CLAIMED_MOST = 7 };

/* head: of a name that is cut, the columns for its beginning. */
struct slot {
    size_t column, place, width, head;
};

struct grid {
    const struct result_table *table;
    const struct grid_view *view;
    struct canvas *canvas;
    size_t row, column, rows, columns;     /* the rectangle */
    struct grid_measure *measures;         /* per column; width of header included */
    struct slot *slots; size_t n_slots;
    bool *deferred;                        /* per column: keys that come after the others */
    size_t gutter;
    struct strbuf scratch, clean, fitted;
};

/* --- columns --- */

static bool
is_hidden(const struct result_table *table, const struct grid_view *view, size_t column)
{
    return view->hidden != NULL ? view->hidden[column] : table->columns[column].detail;
}

static bool
column_is_hidden(const struct grid *grid, size_t column)
{
    return is_hidden(grid->table, grid->view, column);
}

static bool
has_units(const struct result_table *table, const struct grid_view *view)
{
    for (size_t i = 0; view->units && i < table->n_columns; i++)
        if (table->columns[i].unit != NULL && !is_hidden(table, view, i))
            return true;
    return false;
}

static bool
column_is_frozen(const struct grid *grid, size_t column)
{
    if (grid->deferred[column])
        return false;
    return grid->view->frozen != 0 ? column < grid->view->frozen :
        grid->table->columns[column].key;
}

static bool
column_is_text(const struct grid *grid, size_t column)
{
    return grid->table->columns[column].type == VALUE_TEXT;
}

/* 1 rising, -1 falling, 0 not sorted by this column. */
static int
column_sort(const struct grid *grid, size_t column)
{
    for (size_t i = 0; i < grid->view->n_sort; i++)
        if (grid->view->sort_column[i] == (int)column)
            return grid->view->sort_down[i] ? -1 : 1;
    return 0;
}

static size_t
clean_width(struct grid *grid, const char *text)
{
    strbuf_clear(&grid->clean);
    text_scrub(&grid->clean, text, strlen(text), grid->view->ascii);
    return text_width(grid->clean.data, grid->clean.length);
}

static void
measure_columns(struct grid *grid)
{
    const struct result_table *table = grid->table;

    grid->deferred = mem_zalloc(table->n_columns + 1, sizeof *grid->deferred);
    grid->measures = mem_zalloc(table->n_columns + 1, sizeof *grid->measures);
    if (grid->view->measures != NULL)
        memcpy(grid->measures, grid->view->measures,
            table->n_columns * sizeof *grid->measures);
    else
        grid_measure(table, grid->view->ascii, grid->measures);
    for (size_t i = 0; i < table->n_columns; i++) {
        size_t header = clean_width(grid, grid_column_title(&table->columns[i]));
        size_t *width = &grid->measures[i].width;

        if (column_is_text(grid, i) && !column_is_frozen(grid, i) && *width > TEXT_MOST)
            *width = TEXT_MOST;
        header = header > HEADER_MOST ? HEADER_MOST : header;
        header += column_sort(grid, i) != 0;
        if (header > *width)
            *width = header;
        if (grid->view->width != NULL && grid->view->width[i] > 0)
            *width = (size_t)grid->view->width[i];
    }
}

/* The frozen text column to narrow next, or to widen again: SIZE_MAX if there is none. */
static size_t
frozen_to_change(const struct grid *grid, const size_t *natural, bool narrow)
{
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < grid->table->n_columns; i++) {
        size_t width = grid->measures[i].width;

        if (!column_is_frozen(grid, i) || column_is_hidden(grid, i) ||
            !column_is_text(grid, i) || (narrow ? width <= TEXT_LEAST : width >= natural[i]))
            continue;
        if (best == SIZE_MAX || (narrow ? width > grid->measures[best].width :
            width < grid->measures[best].width))
            best = i;
    }
    return best;
}

/* What frozen columns take, what the others do, and what the frozen ones need to stay
 * readable. */
static void
sum_widths(const struct grid *grid, size_t room, size_t *frozen, size_t *others,
    size_t *least)
{
    size_t key_least = room * 2 / 5 < KEY_LEAST ? room * 2 / 5 : KEY_LEAST;

    *frozen = *others = *least = 0;
    for (size_t i = 0; i < grid->table->n_columns; i++) {
        size_t width = grid->measures[i].width;

        if (column_is_hidden(grid, i))
            continue;
        *(column_is_frozen(grid, i) ? frozen : others) += width + GAP;
        if (column_is_frozen(grid, i))
            *least += (column_is_text(grid, i) && width > key_least ? key_least : width) + GAP;
    }
}

/* Frozen text columns give way, the widest first, until the others have room or the frozen
 * ones would become unreadable. */
static void
shrink_frozen(struct grid *grid, size_t room)
{
    size_t frozen, others, least, column;

    sum_widths(grid, room, &frozen, &others, &least);
    while (frozen + others > room && frozen > least &&
        (column = frozen_to_change(grid, NULL, true)) != SIZE_MAX) {
        grid->measures[column].width--;
        frozen--;
    }
}

/* The widest of the other text columns, if it can still be narrowed. */
static size_t
text_to_narrow(const struct grid *grid)
{
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < grid->table->n_columns; i++)
        if (!column_is_hidden(grid, i) && !column_is_frozen(grid, i)
            && column_is_text(grid, i) && grid->measures[i].width > OTHER_LEAST
            && (best == SIZE_MAX || grid->measures[i].width > grid->measures[best].width))
            best = i;
    return best;
}

/* What the other text columns could give. */
static size_t
spare_text(const struct grid *grid)
{
    size_t spare = 0;

    for (size_t i = 0; i < grid->table->n_columns; i++)
        if (!column_is_hidden(grid, i) && !column_is_frozen(grid, i)
            && column_is_text(grid, i) && grid->measures[i].width > OTHER_LEAST)
            spare += grid->measures[i].width - OTHER_LEAST;
    return spare;
}

/* Other text columns give way as well, if that lets all columns be shown. */
static void
shrink_texts(struct grid *grid, size_t room)
{
    size_t frozen, others, least, column;

    sum_widths(grid, room, &frozen, &others, &least);
    if (frozen + others <= room || frozen + others - room > spare_text(grid))
        return;
    for (; frozen + others > room && (column = text_to_narrow(grid)) != SIZE_MAX; others--)
        grid->measures[column].width--;
}

/* --- keys that give way to what was measured --- */

/* The metric of a title without its task, if no other column is called that too. */
static const char *
last_part(const struct grid *grid, size_t column)
{
    const char *title = grid_column_title(&grid->table->columns[column]);
    const char *part = frame_metric(title);

    if (part == NULL || *part == '\0')
        return title;
    for (size_t i = 0; i < grid->table->n_columns; i++) {
        const char *other = grid_column_title(&grid->table->columns[i]);
        const char *metric = frame_metric(other);

        if (i != column && strcmp(metric != NULL ? metric : other, part) == 0)
            return title;
    }
    return part;
}

static size_t
first_key(const struct grid *grid)
{
    for (size_t i = 0; i < grid->table->n_columns; i++)
        if (column_is_frozen(grid, i) && !column_is_hidden(grid, i))
            return i;
    return SIZE_MAX;
}

static bool
is_widened_by_user(const struct grid *grid, size_t column)
{
    return grid->view->width != NULL && grid->view->width[column] > 0;
}

/* To which width a number's column can go: its numbers stay whole, its title is cut. */
static size_t
least_number(const struct grid *grid, size_t column)
{
    const struct grid_measure *measure = &grid->measures[column];
    size_t least = measure->natural > TITLE_LEAST ? measure->natural : TITLE_LEAST;

    return column_is_text(grid, column) || is_widened_by_user(grid, column)
        || measure->width < least ? measure->width : least;
}

/* One past the last of the first other columns (objectives, their errors and P(F) where there
 * is a frontier) which, with short titles, take at most three fifths of the room: those are
 * what keys give way to. The first one always is. */
static size_t
claimed_end(const struct grid *grid, size_t room)
{
    size_t end = grid->view->first_column, taken = 0, n = 0;

    for (size_t i = end; i < grid->table->n_columns; i++) {
        if (column_is_frozen(grid, i) || column_is_hidden(grid, i))
            continue;
        if (n > 0 && taken + least_number(grid, i) + GAP > room * 3 / 5)
            break;
        if (n++ == CLAIMED_MOST)
            break;
        taken += least_number(grid, i) + GAP;
        end = i + 1;
    }
    return end;
}

/* What the frozen columns and the claimed ones take. */
static size_t
claimed_width(const struct grid *grid, size_t end)
{
    size_t width = 0;

    for (size_t i = 0; i < grid->table->n_columns; i++)
        if (!column_is_hidden(grid, i) && !grid->deferred[i] && (column_is_frozen(grid, i)
            || (i >= grid->view->first_column && i < end)))
            width += grid->measures[i].width + GAP;
    return width;
}

/* The widest column that can still be narrowed: of the keys, or of the claimed numbers. */
static size_t
to_narrow(const struct grid *grid, size_t room, size_t end, bool keys)
{
    size_t best = SIZE_MAX, name = first_key(grid);
    size_t name_least = room * 2 / 5 < NAME_LEAST ? room * 2 / 5 : NAME_LEAST;

    for (size_t i = 0; i < grid->table->n_columns; i++) {
        size_t least = !keys ? least_number(grid, i) : i == name ? name_least : CONDITION_LEAST;

        if (column_is_hidden(grid, i) || column_is_frozen(grid, i) != keys
            || (keys ? !column_is_text(grid, i) || is_widened_by_user(grid, i)
                     : i < grid->view->first_column || i >= end)
            || grid->measures[i].width <= least)
            continue;
        if (best == SIZE_MAX || grid->measures[i].width > grid->measures[best].width)
            best = i;
    }
    return best;
}

/* The last key but the first one and the one under the cursor; none if the user froze
 * columns. */
static size_t
to_defer(const struct grid *grid)
{
    size_t name = first_key(grid);

    for (size_t i = grid->table->n_columns; grid->view->frozen == 0 && i-- > 0;)
        if (column_is_frozen(grid, i) && !column_is_hidden(grid, i) && i != name
            && (int)i != grid->view->selected_column)
            return i;
    return SIZE_MAX;
}

/* The width at which a number's column has a title that is not cut, if a short one. */
static size_t
titled_width(struct grid *grid, size_t column, size_t natural)
{
    size_t title = clean_width(grid, last_part(grid, column)) + (column_sort(grid, column) != 0);
    size_t width = grid->measures[column].width;

    if (title > natural)
        return natural > width ? natural : width;
    return title > width ? title : width;
}

/* The column of a claimed number whose title is cut most; SIZE_MAX if none is. */
static size_t
to_widen(struct grid *grid, const size_t *natural, size_t end)
{
    size_t best = SIZE_MAX, most = 0;

    for (size_t i = grid->view->first_column; i < end; i++) {
        size_t cut = titled_width(grid, i, natural[i]) - grid->measures[i].width;

        if (column_is_hidden(grid, i) || column_is_frozen(grid, i) || column_is_text(grid, i)
            || cut <= most)
            continue;
        best = i;
        most = cut;
    }
    return best;
}

/* Keys are narrowed, then titles of numbers, then keys come after the numbers, until the
 * first numbers have room; what the last key left over goes to the titles first. */
static void
make_room(struct grid *grid, size_t room, const size_t *natural)
{
    size_t end = claimed_end(grid, room), taken = claimed_width(grid, end), column;

    for (; taken > room && (column = to_narrow(grid, room, end, true)) != SIZE_MAX; taken--)
        grid->measures[column].width--;
    for (; taken > room && (column = to_narrow(grid, room, end, false)) != SIZE_MAX; taken--)
        grid->measures[column].width--;
    while (taken > room && (column = to_defer(grid)) != SIZE_MAX) {
        taken -= grid->measures[column].width + GAP;
        grid->deferred[column] = true;
    }
    for (; taken < room && (column = to_widen(grid, natural, end)) != SIZE_MAX; taken++)
        grid->measures[column].width++;
}

/* Adds a column if it fits; a text column may be narrowed to what is left. */
static bool
add_slot(struct grid *grid, size_t column, size_t *place, size_t end)
{
    size_t width = grid->measures[column].width;

    if (*place + width > end) {
        if (!column_is_text(grid, column) || *place + TEXT_LEAST > end)
            return false;
        width = end - *place;
    }
    grid->slots[grid->n_slots++] = (struct slot){ column, *place, width, 0 };
    *place += width + GAP;
    return true;
}

/* What the columns that fit leave over goes back to the frozen ones. */
static void
use_rest(struct grid *grid, const size_t *natural, size_t rest)
{
    size_t place = grid->column + grid->gutter, column;

    for (; rest > 0 && (column = frozen_to_change(grid, natural, false)) != SIZE_MAX; rest--)
        grid->measures[column].width++;
    for (size_t i = 0; i < grid->n_slots; i++) {
        struct slot *slot = &grid->slots[i];

        if (column_is_frozen(grid, slot->column) && slot->width <
            grid->measures[slot->column].width)
            slot->width = grid->measures[slot->column].width;
        slot->place = place;
        place += slot->width + GAP;
    }
}

/* The others from the first one in sight, then the keys that gave way. */
static void
add_others(struct grid *grid, size_t *place, size_t end)
{
    size_t n = grid->table->n_columns;
    bool fits = true;

    for (size_t i = grid->view->first_column; fits && i < n; i++)
        if (!column_is_frozen(grid, i) && !grid->deferred[i] && !column_is_hidden(grid, i))
            fits = add_slot(grid, i, place, end);
    for (size_t i = 0; fits && i < n; i++)
        if (grid->deferred[i])
            fits = add_slot(grid, i, place, end);
}

static void
choose_slots(struct grid *grid)
{
    size_t place = grid->column + grid->gutter, end = grid->column + grid->columns;
    size_t room = grid->columns > grid->gutter ? grid->columns - grid->gutter + GAP : 0;
    size_t *natural = mem_zalloc(grid->table->n_columns + 1, sizeof *natural);

    grid->slots = mem_zalloc(grid->table->n_columns + 1, sizeof *grid->slots);
    for (size_t i = 0; i < grid->table->n_columns; i++)
        natural[i] = grid->measures[i].width;
    shrink_frozen(grid, room);
    shrink_texts(grid, room);
    make_room(grid, room, natural);
    for (size_t i = 0; i < grid->table->n_columns; i++)
        if (column_is_frozen(grid, i) && !column_is_hidden(grid, i))
            add_slot(grid, i, &place, end);
    add_others(grid, &place, end);
    if (grid->n_slots != 0 && place < end + GAP)
        use_rest(grid, natural, end + GAP - place);
    free(natural);
}

/* --- cells --- */

/* Names that are cut stay distinct where that can be: looked at are those of the table's
 * beginning, so that scrolling does not change them. */
static void
choose_heads(struct grid *grid)
{
    enum { LOOKED_AT = 512 };
    const struct result_table *table = grid->table;
    size_t n = table->rows < LOOKED_AT ? table->rows : LOOKED_AT;

    for (size_t i = 0; i < grid->n_slots; i++) {
        struct slot *slot = &grid->slots[i];
        const char **names;

        slot->head = slot->width - 1 - slot->width / 2;
        if (slot->width < 3 || !column_is_text(grid, slot->column)
            || grid->measures[slot->column].natural <= slot->width)
            continue;
        names = mem_zalloc(n + 1, sizeof *names);
        for (size_t row = 0; row < n; row++)
            names[row] = table->columns[slot->column].text[row] != NULL
                ? table->columns[slot->column].text[row] : "";
        slot->head = text_best_head(names, n, slot->width);
        free(names);
    }
}

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

    if (clean_width(grid, grid->scratch.data) > slot->width) {
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

    return clean_width(grid, title) <= slot->width ? title : last_part(grid, slot->column);
}

static void
put_header(struct grid *grid, size_t row)
{
    for (size_t i = 0; i < grid->n_slots; i++) {
        const struct slot *slot = &grid->slots[i];
        const struct result_column *column = &grid->table->columns[slot->column];
        int sort = column_sort(grid, slot->column);
        struct slot name = *slot;
        bool right = column->type != VALUE_TEXT;

        if (sort != 0 && name.width > 0)
            name.width--;
        put_fitted(grid, row, &name, title_for(grid, &name), right, TEXT_CUT_MIDDLE, INK_HEADING);
        if (sort != 0) {
            size_t used = clean_width(grid, grid->fitted.data);

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
    measure_columns(&grid);
    choose_slots(&grid);
    choose_heads(&grid);
    if (rows > 1)
        put_header(&grid, row + header++);
    if (rows > 3 && has_units(table, view))
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
    size_t height = has_units(table, view) ? 2 : 1;

    for (size_t i = view->top; i < view->n_order; i++)
        height += heading_of(table, view, i) != NULL ? 2 : 1;
    return height;
}
