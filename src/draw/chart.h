/* chart.h - a chart description becomes a display list: ticks, placed labels, unrounded
 * positions. Canvas and SVG only paint that list (contract 13).
 *
 * Coordinates are in cells (double), origin top left; SVG scales a cell to pixels.
 * Deterministic: same chart, view and size, same list.
 */
#ifndef PARETOP_DRAW_CHART_H
#define PARETOP_DRAW_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "draw/canvas.h"
#include "result/result.h"

enum scale_choice { SCALE_AUTO, SCALE_LINEAR, SCALE_LOG };

/* What layouts of the same chart have in common, kept from one to the next: of use where
 * there are very many marks. For another chart another one. */
struct chart_memory;
struct chart_memory *chart_memory_new(void);
void chart_memory_free(struct chart_memory *memory);                 /* NULL is fine */

struct chart_view {
    double width, height;              /* in cells */
    enum glyphs glyphs;
    enum scale_choice x_scale, y_scale;
    bool zoomed; double x_lo, x_hi, y_lo, y_hi;   /* data units; ignored unless zoomed */
    const char *selected;              /* point key or NULL: gets a crosshair */
    const char *const *marked; size_t n_marked;
    bool error_bars, hide_line;
    double budget;                     /* vertical line at x; NaN = none */
    size_t legend_rows;                /* most rows for labels that had to be keyed */
    struct chart_memory *memory;       /* or NULL; used for charts that have arrays */
    const size_t *flagged; size_t n_flagged;   /* with a memory: indices of the marks that are
                                          selected or marked, ascending */
    bool titles;                       /* a sentence for each point: SVG asks for it */
};

/* A whole view without selection, zoom or budget. */
struct chart_view chart_view_plain(double width, double height, enum glyphs glyphs);

/* TICK: a short line of one cell's length at most, from (x, y) towards (x2, y2); on the
 * canvas it adds an arm to the line that passes there. CELLS_FILL: the cells from (x, y) to
 * (x2, y2), exclusive; on the canvas a shade, or whole and eighth blocks if solid. */
enum draw_kind { DRAW_TEXT, DRAW_DOT, DRAW_GLYPH, DRAW_LINE, DRAW_CELLS_FILL, DRAW_TICK };

enum { CAP_START = 1, CAP_END = 2 };

struct draw_item {
    enum draw_kind kind;
    enum ink ink;
    double x, y;                       /* DOT, GLYPH: centre; TEXT: left end, row's top */
    double x2, y2;                     /* LINE: other end (horizontal or vertical, or any).
                                          TEXT: y2 is its middle where that is not its row's,
                                          for canvases without rows; else 0 */
    bool dashed;                       /* a dashed line yields to everything else */
    bool fine;                         /* LINE: in dots of the raster, not box drawing */
    bool solid;                        /* FILL: a bar, not a shade */
    int caps;                          /* LINE: CAP_START, CAP_END: ends of an error bar */
    double shade;                      /* FILL: 0..1 */
    const char *text;                  /* TEXT, GLYPH ("●") */
    bool is_data;                      /* text or mark that came from a file: label, name */
    const char *key;                   /* of its point, or NULL */
    const char *title;                 /* sentence about its point, or NULL */
    int flags;                         /* CELL_SELECTED, CELL_MARKED */
};

struct drawing {
    double width, height;
    struct draw_item *items; size_t n_items;
    /* The plotting area and its scales, for crosshair, zoom and mouse. */
    double left, top, right, bottom;
    double x_lo, x_hi, y_lo, y_hi; bool x_log, y_log;
    size_t hidden;                     /* marks outside the range or not > 0 on a log axis */
    bool density;                      /* so full that shades tell how many points there are */
    struct chart_memory *memory;       /* the view's, if it was used */
    size_t unnamed;                    /* frontier points with neither a label nor a letter */
};

/* Texts are copied or fitted into the arena; keys are borrowed from the chart. O(marks) plus
 * the square of the labelled marks, of which there are at most a few hundred. */
struct drawing *chart_layout(struct arena *arena, const struct chart *chart,
    const struct chart_view *view);

/* Paints at (row, column) of the canvas, at most the drawing's size. */
void drawing_paint(const struct drawing *drawing, struct canvas *canvas, size_t row,
    size_t column, enum glyphs glyphs);
/* A complete SVG document; title is shown on top. */
void drawing_svg(const struct drawing *drawing, const char *title, struct strbuf *out);

/* The mark nearest in a direction (dx, dy in -1..1) from the selected one, by screen
 * distance; index into chart->marks or -1. */
long chart_neighbour(const struct chart *chart, const struct drawing *drawing,
    const char *from_key, int dx, int dy);
/* Same, from a mark's index; -1: from none. */
long chart_neighbour_of(const struct chart *chart, const struct drawing *drawing, long from,
    int dx, int dy);
/* Data coordinates of a cell position, and back. */
void drawing_to_data(const struct drawing *drawing, double cx, double cy, double *x, double *y);
void drawing_to_cell(const struct drawing *drawing, double x, double y, double *cx, double *cy);

#endif
