/* grid.h - a result's table on a canvas: frozen key columns, widths, sections, marks. */
#ifndef PARETOP_DRAW_GRID_H
#define PARETOP_DRAW_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "draw/canvas.h"
#include "result/result.h"

struct grid_view {
    const size_t *order;               /* rows to show, in order; n_order of them */
    size_t n_order;
    size_t top;                        /* first row shown */
    size_t first_column;               /* first non-frozen column shown */
    size_t frozen;                     /* columns that always show; 0 = the key columns */
    const bool *hidden;                /* per column, or NULL */
    const int *width;                  /* per column, 0 = automatic; or NULL */
    const char *selected;              /* key of the row under the cursor */
    int selected_column;               /* -1 none */
    const char *const *marked; size_t n_marked;
    const int *sort_column; const bool *sort_down; size_t n_sort;
    bool ascii;
    bool sections;                     /* show section headings (unsorted view) */
};

/* Paints into the rectangle; returns how many data rows fit. *last_column tells the last
 * column painted, for horizontal scrolling. */
size_t grid_paint(const struct result_table *table, const struct grid_view *view,
    struct canvas *canvas, size_t row, size_t column, size_t rows, size_t columns,
    size_t *last_column);

/* A cell's text for people, in an internal buffer of the caller's strbuf. */
void grid_cell_text(const struct result_table *table, size_t column, size_t row,
    struct strbuf *out);

#endif
