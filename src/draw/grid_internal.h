/* grid_internal.h - a grid while it is painted: between grid.c and grid_columns.c. */
#ifndef PARETOP_DRAW_GRID_INTERNAL_H
#define PARETOP_DRAW_GRID_INTERNAL_H

#include "base/strbuf.h"
#include "draw/grid.h"

enum { GRID_GAP = 2 };         /* between columns */

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

static inline bool
is_hidden(const struct result_table *table, const struct grid_view *view, size_t column)
{
    return view->hidden != NULL ? view->hidden[column] : table->columns[column].detail;
}

static inline bool
column_is_hidden(const struct grid *grid, size_t column)
{
    return is_hidden(grid->table, grid->view, column);
}

static inline bool
column_is_frozen(const struct grid *grid, size_t column)
{
    if (grid->deferred[column])
        return false;
    return grid->view->frozen != 0 ? column < grid->view->frozen :
        grid->table->columns[column].key;
}

static inline bool
column_is_text(const struct grid *grid, size_t column)
{
    return grid->table->columns[column].type == VALUE_TEXT;
}

/* Which columns are shown, where and how wide: slots, measures and deferred, to be freed. */
void grid_lay_out(struct grid *grid);
bool grid_has_units(const struct result_table *table, const struct grid_view *view);
/* 1 rising, -1 falling, 0 not sorted by this column. */
int grid_column_sort(const struct grid *grid, size_t column);
/* Columns that a text takes once it is scrubbed; leaves it in grid->clean. */
size_t grid_clean_width(struct grid *grid, const char *text);
/* The metric of a column's title without its task, if no other column is called that too. */
const char *grid_last_part(const struct grid *grid, size_t column);

#endif
