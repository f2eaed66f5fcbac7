/* chart_internal.h - what the parts of the chart layout share. Private to src/draw/.
 *
 * A plot is a layout in the making. Its parts run in this order: scales, frame, axes,
 * marks, lines, glyphs, labels, notes, crosshair; each appends display items, and the labels ask a
 * raster of what is there already.
 */
#ifndef PARETOP_DRAW_CHART_INTERNAL_H
#define PARETOP_DRAW_CHART_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "draw/chart.h"
#include "draw/scale.h"

/* From a value to a cell coordinate; NaN where the scale has no place for it. */
struct mapping {
    bool log;
    double origin, slope, start;
};
struct mapping mapping_make(const struct scale *scale, double start, double end,
    bool flipped);
double mapping_at(const struct mapping *mapping, double value);
/* Same, of a value whose logarithm was taken already where the axis wants it. */
static inline double
mapping_place(const struct mapping *mapping, double value)
{
    return mapping->start + (value - mapping->origin) * mapping->slope;
}

/* A point, a line's end or a ruler that wants its name on the chart. */
enum named_kind { NAMED_POINT, NAMED_VERTICAL, NAMED_HORIZONTAL, NAMED_STRETCH };

struct named {
    enum named_kind kind;
    double x, y;                /* cells */
    const char *label;          /* scrubbed */
    const char *key;
    size_t width;               /* columns of the label */
    enum ink ink;
    int flags;
    int tier;                   /* 0 first … 2 the selection, placed last: labels stay put */
    double isolation;           /* distance to the nearest other one; a stretch's length */
    double x2;                  /* NAMED_STRETCH: of a line, from x to x2, that its name may
                                 * interrupt; one of those with the same label is enough */
    bool placed;
    char letter;                /* 0 unless keyed */
};

/* A mark that is drawn as a glyph; of several in a cell the highest rank shows. */
struct notable {
    size_t mark;
    int rank, flags;
    double x, y;
};

/* Counts of dots per sub-cell of the plotting area. */
enum { SUB_X = 2, SUB_Y = 4 };
struct bins {
    size_t columns, rows;            /* of cells, over the plotting area */
    uint32_t *count;                 /* per sub-cell: rows x SUB_Y lines of columns x SUB_X */
    uint8_t *ink;
};

/* Marks that are neither selected nor marked: the notable ones by role, the others counted. */
struct marks_binned {
    struct bins bins;
    struct notable *notable; size_t n_notable;     /* by mark; rank and flags not set */
    size_t hidden;
};

struct plot {
    struct arena *arena;
    const struct chart *chart;
    const struct chart_view *view;
    struct drawing *drawing;
    struct draw_item *items; size_t count, capacity;
    struct scale x, y;          /* y upwards */
    struct mapping map_x, map_y;
    bool ascii;
    size_t width, height;       /* of the drawing, whole cells */
    size_t left, right, top, bottom;   /* plotting area: cells, right and bottom exclusive */
    bool x_labels;              /* there is a row for them below the axis */
    struct named *named; size_t n_named, named_capacity;
    struct notable *notable; size_t n_notable, notable_capacity;
    const char **marked;        /* sorted */
    size_t rows_first, rows_shown;     /* charts of rows */
};

/* Above this, points are binned, and a cell shows one glyph. */
enum { MARKS_BINNED = 5000 };
/* More names than this would not fit anywhere. */
enum { NAMED_MOST = 300 };

/* chart.c */
struct draw_item *plot_add(struct plot *plot, struct draw_item item);
void plot_text(struct plot *plot, double x, double y, const char *text, enum ink ink,
    bool is_data);
/* Cells of data; NaN where a scale has no place for them. */
void plot_position(const struct plot *plot, double x, double y, double *cx, double *cy);
static inline bool
plot_inside(const struct plot *plot, double cx, double cy)
{
    return cx >= (double)plot->left && cx < (double)plot->right && cy >= (double)plot->top
        && cy < (double)plot->bottom;
}
/* Scrubbed copy in the arena; cut in the middle to width columns. */
const char *plot_label(struct plot *plot, const char *text, size_t width, size_t *columns);
/* Same, with so many columns for the beginning. */
const char *plot_label_head(struct plot *plot, const char *text, size_t width, size_t head,
    size_t *columns);

/* chart_axes.c */
void axes_choose_scales(struct plot *plot);
void axes_frame(struct plot *plot, size_t legend_rows);
void axes_map(struct plot *plot);        /* mappings, once the frame is known */
void axes_add(struct plot *plot);
void axes_add_x(struct plot *plot);      /* the horizontal one only */
/* How many marks have no place, if there are any, and what the glyphs mean. */
void axes_add_notes(struct plot *plot);
/* "total_cost, USD (log), less is better", as far as width allows. */
const char *axes_name(struct plot *plot, const struct chart_axis *axis, bool log,
    size_t width);

/* chart_marks.c */
void marks_add(struct plot *plot);       /* dots, or a density; finds the notable ones */
void marks_add_glyphs(struct plot *plot);
void marks_add_crosshair(struct plot *plot);
int marks_flags(const struct plot *plot, const char *key);
const char *marks_title(struct plot *plot, const struct chart_mark *mark);
const char *marks_glyph(enum mark_role role, int flags);
enum ink marks_ink(enum mark_role role);

/* Few enough have error bars that all of them are drawn, not only those that may matter. */
bool marks_all_have_bars(const struct chart *chart);
bool marks_role_is_glyph(const struct chart *chart, enum mark_role role);
void bins_init(struct bins *bins, const struct plot *plot);
void bins_release(struct bins *bins);
static inline size_t
bins_place(const struct bins *bins, double x, double y)
{
    return (size_t)(y * SUB_Y) * bins->columns * SUB_X + (size_t)(x * SUB_X);
}
static inline void
bins_add(struct bins *bins, double x, double y, enum ink ink)
{
    size_t i = bins_place(bins, x, y);

    bins->count[i]++;
    if (ink != INK_DOMINATED || bins->count[i] == 1)
        bins->ink[i] = (uint8_t)ink;
}

/* chart_memory.c */
bool chart_is_remembered(const struct chart *chart, const struct chart_view *view);
/* How far the marks reach, if that is known for such an axis. */
bool memory_reach(const struct chart_memory *memory, bool vertical, bool log, bool bars,
    double *lo, double *hi);
void memory_note_reach(struct chart_memory *memory, bool vertical, bool log, bool bars,
    double lo, double hi);
/* The marks' values, or their logarithms. */
const double *memory_values(struct chart_memory *memory, const struct chart *chart,
    bool vertical, bool is_log);
/* The marks in the plot's frame; the memory's, to be left as found. */
struct marks_binned *memory_binned(struct chart_memory *memory, const struct plot *plot);

/* chart_lines.c */
void lines_add(struct plot *plot);
/* An error bar or another segment, cut to the plotting area; ends that were cut lose their
 * cap. */
void lines_add_segment(struct plot *plot, struct draw_item item);

/* chart_key.c */
/* What the glyphs mean, in the first row, at the end of the columns [from, to); nothing where
 * that has no room. */
void key_add(struct plot *plot, size_t from, size_t to);

/* chart_labels.c */
void labels_want(struct plot *plot, struct named named);
/* Places them; returns the rows of legend that would be of use. */
size_t labels_add(struct plot *plot, size_t legend_rows);

/* chart_rows.c */
void rows_layout(struct plot *plot);     /* intervals and bars */
void heat_layout(struct plot *plot);

#endif
