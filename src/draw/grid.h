/* grid.h - a result's table on a canvas: frozen key columns, widths, sections, marks.
 *
 * Numbers of a column share their decimals and are aligned on the point. What does not fit
 * is left out whole: a number is never cut.
 */
#ifndef PARETOP_DRAW_GRID_H
#define PARETOP_DRAW_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "draw/canvas.h"
#include "result/result.h"

/* What a column needs: computed from a sample of its rows, so that a table of a million
 * rows is measured in a few milliseconds. */
struct grid_measure {
    size_t width;                      /* of its contents, in columns */
    int decimals;                      /* that its numbers share; -1: each by itself */
    size_t natural;                    /* width of its contents alone */
};

/* One per column of the table. O(rows) for the extremes of numbers, else constant. */
void grid_measure(const struct result_table *table, bool ascii, struct grid_measure *out);

struct grid_view {
    const size_t *order;               /* rows to show, in order; n_order of them */
    size_t n_order;
    size_t top;                        /* first row shown */
    size_t first_column;               /* first non-frozen column shown */
    size_t frozen;                     /* the first so many columns always show; 0 = the key
                                          columns */
    const bool *hidden;                /* per column, or NULL: those of detail */
    const int *width;                  /* per column, 0 = automatic; or NULL */
    const char *selected;              /* key of the row under the cursor */
    bool has_cursor; size_t cursor;    /* for tables without keys: position in order */
    int selected_column;               /* -1 none */
    const char *const *marked; size_t n_marked;
    const int *sort_column; const bool *sort_down; size_t n_sort;
    bool ascii;
    bool sections;                     /* show section headings (unsorted view) */
    bool repeat_heading;               /* also of a section that began above the first row */
    bool units;                        /* a second header line with the units */
    const struct grid_measure *measures;   /* per column; NULL = measured at every painting */
};

/* Which columns were painted. */
struct grid_shown {
    size_t last_column;                /* the last of the table's, for horizontal scrolling */
    size_t before, after;              /* how many are out of sight, that precede or follow it */
    bool *out_of_sight;                /* the caller's, per column, or NULL: set by painting */
};

/* Paints into the rectangle; returns how many data rows fit. Where not all columns fit, the
 * keys are narrowed first, then titles of numbers, and in the end all keys but the first and
 * the one under the cursor come after the numbers. `told` may be NULL. */
size_t grid_paint(const struct result_table *table, const struct grid_view *view,
    struct canvas *canvas, size_t row, size_t column, size_t rows, size_t columns,
    struct grid_shown *told);

/* How many rows grid_paint would use for all rows of the view, headings included. */
size_t grid_height(const struct result_table *table, const struct grid_view *view);

/* A cell's text for people, appended: "—" if there is none; flags are yes and no. */
void grid_cell_text(const struct result_table *table, size_t column, size_t row,
    struct strbuf *out);
/* Same, with the decimals of its column. */
void grid_cell_shared(const struct result_table *table, size_t column, size_t row,
    const struct grid_measure *measure, struct strbuf *out);
/* "total_cost", "±se" for NAME_se, or the column's title. */
const char *grid_column_title(const struct result_column *column);

#endif
