/* grid_columns.c - which columns of a table fit, and how wide they are.
 *
 * What does not fit is left out whole, unless it is text: texts give way before numbers, keys
 * that only repeat what stands elsewhere come after what was measured, and what is left over
 * goes back to the names.
 */
#include "draw/grid_internal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { HEADER_MOST = 14, TEXT_MOST = 32, KEY_LEAST = 24, TEXT_LEAST = 8,
    OTHER_LEAST = 12, NAME_LEAST = 20, CONDITION_LEAST = 6, TITLE_LEAST = 8,
    CLAIMED_MOST = 7 };

bool
grid_has_units(const struct result_table *table, const struct grid_view *view)
{
    for (size_t i = 0; view->units && i < table->n_columns; i++)
        if (table->columns[i].unit != NULL && !is_hidden(table, view, i))
            return true;
    return false;
}

int
grid_column_sort(const struct grid *grid, size_t column)
{
    for (size_t i = 0; i < grid->view->n_sort; i++)
        if (grid->view->sort_column[i] == (int)column)
            return grid->view->sort_down[i] ? -1 : 1;
    return 0;
}

size_t
grid_clean_width(struct grid *grid, const char *text)
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
        size_t header = grid_clean_width(grid, grid_column_title(&table->columns[i]));
        size_t *width = &grid->measures[i].width;

        if (column_is_text(grid, i) && !column_is_frozen(grid, i) && *width > TEXT_MOST)
            *width = TEXT_MOST;
        header = header > HEADER_MOST ? HEADER_MOST : header;
        header += grid_column_sort(grid, i) != 0;
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
        *(column_is_frozen(grid, i) ? frozen : others) += width + GRID_GAP;
        if (column_is_frozen(grid, i))
            *least += (column_is_text(grid, i) && width > key_least ? key_least : width) + GRID_GAP;
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

const char *
grid_last_part(const struct grid *grid, size_t column)
{
    const char *title = grid_column_title(&grid->table->columns[column]);
    const char *part = frame_metric(title);

    if (part == NULL || *part == '\0' || *part == ' ')   /* "a / b" is a ratio of both */
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
        if (n > 0 && taken + least_number(grid, i) + GRID_GAP > room * 3 / 5)
            break;
        if (n++ == CLAIMED_MOST)
            break;
        taken += least_number(grid, i) + GRID_GAP;
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
            width += grid->measures[i].width + GRID_GAP;
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
    size_t title = grid_clean_width(grid, grid_last_part(grid, column))
        + (grid_column_sort(grid, column) != 0);
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
        taken -= grid->measures[column].width + GRID_GAP;
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
    *place += width + GRID_GAP;
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
        place += slot->width + GRID_GAP;
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
    size_t room = grid->columns > grid->gutter ? grid->columns - grid->gutter + GRID_GAP : 0;
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
    if (grid->n_slots != 0 && place < end + GRID_GAP)
        use_rest(grid, natural, end + GRID_GAP - place);
    free(natural);
}

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

void
grid_lay_out(struct grid *grid)
{
    measure_columns(grid);
    choose_slots(grid);
    choose_heads(grid);
}
