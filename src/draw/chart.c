/* chart.c - from a chart description to a display list: the order of the parts.
 *
 * Owns the growing list and the mapping between data and cells; each part of the picture
 * has a file of its own (chart_axes, chart_marks, chart_lines, chart_labels, chart_rows).
 * The one idea: everything is placed in cells, so that what the screen shows, a text prints
 * and an SVG draws is one layout.
 */
#include "draw/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "draw/chart_internal.h"

struct chart_view
chart_view_plain(double width, double height, enum glyphs glyphs)
{
    return (struct chart_view){ .width = width, .height = height, .glyphs = glyphs,
        .budget = NAN, .legend_rows = 3 };
}

struct draw_item *
plot_add(struct plot *plot, struct draw_item item)
{
    ARRAY_PUSH(plot->items, plot->count, plot->capacity, item);
    return &plot->items[plot->count - 1];
}

void
plot_text(struct plot *plot, double x, double y, const char *text, enum ink ink, bool is_data)
{
    plot_add(plot, (struct draw_item){ .kind = DRAW_TEXT, .ink = ink, .x = x, .y = y,
        .text = text, .is_data = is_data });
}

/* Position 0 of a scale is the middle of the first cell, 1 that of the last. */
struct mapping
mapping_make(const struct scale *scale, double start, double end, bool flipped)
{
    double lo = scale->log ? log(scale->lo) : scale->lo;
    double hi = scale->log ? log(scale->hi) : scale->hi;
    double length = end - start - 1;

    return (struct mapping){ .log = scale->log, .origin = flipped ? hi : lo,
        .slope = (flipped ? -length : length) / (hi - lo), .start = start + 0.5 };
}

double
mapping_at(const struct mapping *mapping, double value)
{
    if (mapping->log)
        value = value > 0 ? log(value) : NAN;
    return mapping->start + (value - mapping->origin) * mapping->slope;
}

void
plot_position(const struct plot *plot, double x, double y, double *cx, double *cy)
{
    *cx = mapping_at(&plot->map_x, x);
    *cy = mapping_at(&plot->map_y, y);
}

const char *
plot_label_head(struct plot *plot, const char *text, size_t width, size_t head,
    size_t *columns)
{
    struct strbuf clean, fitted;
    const char *label;

    strbuf_init(&clean);
    strbuf_init(&fitted);
    text_scrub(&clean, text, strlen(text), plot->ascii);
    *columns = text_fit_head(&fitted, clean.data, width, head, plot->ascii);
    label = arena_strdup(plot->arena, fitted.data);
    strbuf_release(&clean);
    strbuf_release(&fitted);
    return label;
}

const char *
plot_label(struct plot *plot, const char *text, size_t width, size_t *columns)
{
    return plot_label_head(plot, text, width, width > 0 ? width - 1 - width / 2 : 0, columns);
}

static int
compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
marked_sort(struct plot *plot)
{
    size_t n = plot->view->n_marked;

    plot->marked = arena_alloc(plot->arena, (n + 1) * sizeof *plot->marked);
    if (n == 0)
        return;
    memcpy(plot->marked, plot->view->marked, n * sizeof *plot->marked);
    qsort(plot->marked, n, sizeof *plot->marked, compare_keys);
}

/* One pass with a legend of that many rows; returns how many the labels would use. */
static size_t
layout_pass(struct plot *plot, size_t legend_rows)
{
    plot->count = plot->n_named = plot->n_notable = 0;
    plot->drawing->hidden = plot->drawing->unnamed = 0;
    axes_frame(plot, legend_rows);
    axes_map(plot);
    axes_add(plot);
    marks_add(plot);
    lines_add(plot);
    marks_add_glyphs(plot);
    return labels_add(plot, legend_rows);
}

/* Labels that had to be keyed need a legend, which takes rows from the plot, which moves
 * the labels: the legend only grows, and a few passes settle it. */
static void
layout_xy(struct plot *plot)
{
    size_t legend = 0, wanted;
    int passes = plot->chart->n_marks > 10 * MARKS_BINNED ? 2 : 4;

    axes_choose_scales(plot);
    do {
        wanted = layout_pass(plot, legend);
        if (wanted <= legend)
            break;
        legend = wanted;
    } while (--passes > 0);
    axes_add_notes(plot);
    marks_add_crosshair(plot);
}

static void
drawing_finish(struct plot *plot)
{
    struct drawing *drawing = plot->drawing;

    drawing->n_items = plot->count;
    drawing->items = arena_alloc(plot->arena, plot->count * sizeof *plot->items + 1);
    if (plot->count != 0)
        memcpy(drawing->items, plot->items, plot->count * sizeof *plot->items);
    drawing->left = (double)plot->left;
    drawing->right = (double)plot->right;
    drawing->top = (double)plot->top;
    drawing->bottom = (double)plot->bottom;
    drawing->x_lo = plot->x.lo;
    drawing->x_hi = plot->x.hi;
    drawing->x_log = plot->x.log;
    drawing->y_lo = plot->y.lo;
    drawing->y_hi = plot->y.hi;
    drawing->y_log = plot->y.log;
}

struct drawing *
chart_layout(struct arena *arena, const struct chart *chart, const struct chart_view *view)
{
    struct plot plot = { .arena = arena, .chart = chart, .view = view,
        .drawing = arena_zalloc(arena, 1, sizeof *plot.drawing),
        .ascii = view->glyphs == GLYPHS_ASCII,
        .width = view->width > 0 ? (size_t)view->width : 0,
        .height = view->height > 0 ? (size_t)view->height : 0,
        .x = { 0, 1, false }, .y = { 0, 1, false } };

    plot.drawing->width = (double)plot.width;
    plot.drawing->height = (double)plot.height;
    if (chart_is_remembered(chart, view))
        plot.drawing->memory = view->memory;
    marked_sort(&plot);
    if (plot.width != 0 && plot.height != 0) {
        if (chart->kind == CHART_INTERVALS || chart->kind == CHART_BARS)
            rows_layout(&plot);
        else if (chart->kind == CHART_HEAT)
            heat_layout(&plot);
        else
            layout_xy(&plot);
    }
    drawing_finish(&plot);
    free(plot.items);
    free(plot.named);
    free(plot.notable);
    return plot.drawing;
}

/* --- data and cells --- */

static void
drawing_mappings(const struct drawing *drawing, struct mapping *x, struct mapping *y)
{
    struct scale sx = { drawing->x_lo, drawing->x_hi, drawing->x_log };
    struct scale sy = { drawing->y_lo, drawing->y_hi, drawing->y_log };

    *x = mapping_make(&sx, drawing->left, drawing->right, false);
    *y = mapping_make(&sy, drawing->top, drawing->bottom, true);
}

void
drawing_to_cell(const struct drawing *drawing, double x, double y, double *cx, double *cy)
{
    struct mapping map_x, map_y;

    drawing_mappings(drawing, &map_x, &map_y);
    *cx = mapping_at(&map_x, x);
    *cy = mapping_at(&map_y, y);
}

static double
unplace(double cell, double start, double end)
{
    return end - start > 1 ? (cell - start - 0.5) / (end - start - 1) : 0;
}

void
drawing_to_data(const struct drawing *drawing, double cx, double cy, double *x, double *y)
{
    struct scale sx = { drawing->x_lo, drawing->x_hi, drawing->x_log };
    struct scale sy = { drawing->y_lo, drawing->y_hi, drawing->y_log };

    *x = scale_value(&sx, unplace(cx, drawing->left, drawing->right));
    *y = scale_value(&sy, 1 - unplace(cy, drawing->top, drawing->bottom));
}

/* --- the crosshair's next point --- */

/* Where the visible marks of a drawing are. */
struct finder {
    const struct chart *chart;
    const struct drawing *drawing;
    struct mapping x, y;
    const double *xs, *ys;     /* on the axes, where the drawing has a memory; or NULL */
};

static bool
finder_cell(const struct finder *finder, size_t i, double *cx, double *cy)
{
    const struct chart_mark *mark = &finder->chart->marks[i];
    const struct drawing *drawing = finder->drawing;

    if (finder->xs != NULL) {
        *cx = mapping_place(&finder->x, finder->xs[i]);
        *cy = mapping_place(&finder->y, finder->ys[i]);
        if (finder->chart->roles[i] == MARK_MISSING)
            return false;
    } else {
        *cx = mapping_at(&finder->x, mark->x);
        *cy = mapping_at(&finder->y, mark->y);
        if (mark->role == MARK_MISSING)
            return false;
    }
    return *cx >= drawing->left && *cx < drawing->right && *cy >= drawing->top &&
        *cy < drawing->bottom;
}

/* Where the crosshair starts: the first visible frontier point, else the first visible. */
static long
finder_first(const struct finder *finder)
{
    long first = -1;
    double cx, cy;

    for (size_t i = 0; i < finder->chart->n_marks; i++) {
        if (!finder_cell(finder, i, &cx, &cy))
            continue;
        if (finder->chart->marks[i].role == MARK_FRONTIER)
            return (long)i;
        if (first < 0)
            first = (long)i;
    }
    return first;
}

static long
mark_find(const struct chart *chart, const char *key)
{
    for (size_t i = 0; key != NULL && i < chart->n_marks; i++)
        if (chart->marks[i].key != NULL && strcmp(chart->marks[i].key, key) == 0)
            return (long)i;
    return -1;
}

/* Distance in a direction, a row counting as two columns, or infinity if it lies the other
 * way. Points in the same place are walked through in order, so that none is out of reach. */
static double
step_distance(double right, double down, bool later, int dx, int dy)
{
    double along = right * dx + 2 * down * dy;
    double across = right * dy - 2 * down * dx;

    if (right == 0 && down == 0)
        return later == (dx + dy > 0) ? -1 : INFINITY;
    return along > 0 ? along * along + 4 * across * across : INFINITY;
}

long
chart_neighbour(const struct chart *chart, const struct drawing *drawing,
    const char *from_key, int dx, int dy)
{
    return chart_neighbour_of(chart, drawing, mark_find(chart, from_key), dx, dy);
}

long
chart_neighbour_of(const struct chart *chart, const struct drawing *drawing, long from, int dx,
    int dy)
{
    struct finder finder = { .chart = chart, .drawing = drawing };
    double x, y, nearest = INFINITY;
    long best = -1;

    drawing_mappings(drawing, &finder.x, &finder.y);
    if (drawing->memory != NULL) {
        finder.xs = memory_values(drawing->memory, chart, false, drawing->x_log);
        finder.ys = memory_values(drawing->memory, chart, true, drawing->y_log);
    }
    if (from < 0 || !finder_cell(&finder, (size_t)from, &x, &y))
        return finder_first(&finder);
    for (size_t i = 0; i < chart->n_marks; i++) {
        double cx, cy, distance;

        if ((long)i == from || !finder_cell(&finder, i, &cx, &cy))
            continue;
        distance = step_distance(cx - x, cy - y, (long)i > from, dx, dy);
        /* Of several in the same place, the next one: the first later or last earlier. */
        if (distance < nearest || (distance == -1 && dx + dy < 0)) {
            nearest = distance;
            best = (long)i;
        }
    }
    return best;
}
