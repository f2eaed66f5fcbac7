/* chart_lines.c - lines: the staircase of a frontier, hulls, series, budget and references.
 *
 * The one idea: a frontier of points is a staircase round the region that they dominate, so
 * its corners and its two ends follow from the directions of the axes alone.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/number.h"
#include "draw/chart_internal.h"

/* Just inside the far edges, so that the last cell of a line is the plot's. */
static const double edge = 1e-6;
/* Cells beyond which it does not matter where a vertex is. */
static const double far_away = 1e9;

/* --- cutting --- */

/* Cuts the range a..b to lo..hi; false if nothing is left. */
static bool
cut(double *a, double *b, double lo, double hi, int *caps)
{
    double first = fmin(*a, *b), last = fmax(*a, *b);

    if (!(first <= hi && last >= lo))
        return false;
    if (*a < lo || *a > hi)
        *caps &= ~CAP_START;
    if (*b < lo || *b > hi)
        *caps &= ~CAP_END;
    *a = fmin(fmax(*a, lo), hi);
    *b = fmin(fmax(*b, lo), hi);
    return true;
}

void
lines_add_segment(struct plot *plot, struct draw_item item)
{
    double left = (double)plot->left, right = (double)plot->right - edge;
    double top = (double)plot->top, bottom = (double)plot->bottom - edge;

    if (cut(&item.x, &item.x2, left, right, &item.caps) &&
        cut(&item.y, &item.y2, top, bottom, &item.caps))
        plot_add(plot, item);
}

/* One step of Liang and Barsky's clipping: p is the direction across an edge, q the way to
 * it. */
static bool
clip_edge(double p, double q, double *t0, double *t1)
{
    double t = q / p;

    if (p == 0)
        return q >= 0;
    if (p < 0)
        *t0 = fmax(*t0, t);
    else
        *t1 = fmin(*t1, t);
    return *t0 <= *t1;
}

/* A sloped line, cut to the plotting area. */
static void
add_sloped(struct plot *plot, struct draw_item item)
{
    double dx = item.x2 - item.x, dy = item.y2 - item.y, t0 = 0, t1 = 1;
    double x = item.x, y = item.y;

    if (!clip_edge(-dx, x - (double)plot->left, &t0, &t1) ||
        !clip_edge(dx, (double)plot->right - edge - x, &t0, &t1) ||
        !clip_edge(-dy, y - (double)plot->top, &t0, &t1) ||
        !clip_edge(dy, (double)plot->bottom - edge - y, &t0, &t1))
        return;
    item.x = x + t0 * dx;
    item.y = y + t0 * dy;
    item.x2 = x + t1 * dx;
    item.y2 = y + t1 * dy;
    plot_add(plot, item);
}

/* --- vertices --- */

struct vertex {
    double x, y;
};

/* Where a vertex of a line is; false if the scales have no place for it. */
static bool
place_vertex(const struct plot *plot, double x, double y, struct vertex *vertex)
{
    plot_position(plot, x, y, &vertex->x, &vertex->y);
    if (!isfinite(vertex->x) || !isfinite(vertex->y))
        return false;
    vertex->x = fmin(fmax(vertex->x, -far_away), far_away);
    vertex->y = fmin(fmax(vertex->y, -far_away), far_away);
    return true;
}

/* The vertices of a line that have a place. Caller frees. */
static struct vertex *
line_vertices(const struct plot *plot, const struct chart_line *line, size_t *n)
{
    struct vertex *vertices = mem_zalloc(line->n + 1, sizeof *vertices);

    *n = 0;
    for (size_t i = 0; i < line->n; i++)
        *n += place_vertex(plot, line->x[i], line->y[i], &vertices[*n]);
    return vertices;
}

static int
compare_vertices(const void *a, const void *b)
{
    const struct vertex *left = a, *right = b;

    return (left->x > right->x) - (left->x < right->x);
}

/* --- the staircase --- */

/* A level part of a line that is named within it, as contours are on a map. */
static void
want_stretch(struct plot *plot, struct draw_item level, const char *label)
{
    double left = (double)plot->left, right = (double)plot->right - edge;
    struct named wish = { .kind = NAMED_STRETCH, .label = label, .ink = level.ink, .tier = 2,
        .x = fmax(fmin(level.x, level.x2), left), .x2 = fmin(fmax(level.x, level.x2), right),
        .y = level.y };

    wish.isolation = wish.x2 - wish.x;
    if (wish.isolation > 0 && plot_inside(plot, wish.x, wish.y))
        labels_want(plot, wish);
}

static void
add_step(struct plot *plot, struct draw_item line, struct vertex from, struct vertex to,
    bool across_first)
{
    double corner_x = across_first ? to.x : from.x;
    double corner_y = across_first ? from.y : to.y;

    line.x = from.x;
    line.y = from.y;
    line.x2 = corner_x;
    line.y2 = corner_y;
    lines_add_segment(plot, line);
    line.x = corner_x;
    line.y = corner_y;
    line.x2 = to.x;
    line.y2 = to.y;
    lines_add_segment(plot, line);
}

/* From the first and last point outwards to the worse ends of the axes: the dominated
 * region has no end there. */
static void
add_tails(struct plot *plot, struct draw_item line, struct vertex first, struct vertex last)
{
    double worse_y = plot->chart->y.direction == DIRECTION_MIN ? (double)plot->top :
        (double)plot->bottom;
    bool less_is_better = plot->chart->x.direction == DIRECTION_MIN;
    struct vertex down = less_is_better ? first : last;
    struct vertex across = less_is_better ? last : first;

    line.x = line.x2 = down.x;
    line.y = down.y;
    line.y2 = worse_y;
    lines_add_segment(plot, line);
    line.x = across.x;
    line.x2 = less_is_better ? (double)plot->right : (double)plot->left;
    line.y = line.y2 = across.y;
    lines_add_segment(plot, line);
}

static bool
same_cell(struct vertex a, struct vertex b)
{
    return floor(a.x) == floor(b.x) && floor(a.y) == floor(b.y);
}

/* Where the name of a staircase may stand. */
static void
want_stairs_name(struct plot *plot, const struct vertex *vertices, size_t n, const char *label,
    enum ink ink)
{
    bool across_first = plot->chart->x.direction != DIRECTION_MAX;
    struct draw_item level = { .ink = ink };

    for (size_t i = 0; i + 1 < n; i++) {
        level.x = vertices[i].x;
        level.x2 = vertices[i + 1].x;
        level.y = vertices[across_first ? i : i + 1].y;
        want_stretch(plot, level, label);
    }
    if (n == 0 || plot->chart->x.direction == DIRECTION_UNKNOWN ||
        plot->chart->y.direction == DIRECTION_UNKNOWN)
        return;
    level.x = across_first ? vertices[n - 1].x : (double)plot->left;
    level.x2 = across_first ? (double)plot->right : vertices[0].x;
    level.y = vertices[across_first ? n - 1 : 0].y;
    want_stretch(plot, level, label);
}

static void
add_stairs(struct plot *plot, const struct chart_line *line, struct draw_item item)
{
    bool directed = plot->chart->x.direction != DIRECTION_UNKNOWN &&
        plot->chart->y.direction != DIRECTION_UNKNOWN;
    bool across_first = plot->chart->x.direction != DIRECTION_MAX;
    size_t n;
    struct vertex *vertices = line_vertices(plot, line, &n);

    if (n != 0)
        qsort(vertices, n, sizeof *vertices, compare_vertices);
    for (size_t i = 0; i + 1 < n; i++) {
        if (n > MARKS_BINNED && same_cell(vertices[i], vertices[i + 1]))
            vertices[i + 1] = vertices[i];
        else
            add_step(plot, item, vertices[i], vertices[i + 1], across_first);
    }
    if (n != 0 && directed)
        add_tails(plot, item, vertices[0], vertices[n - 1]);
    if (line->role == MARK_REFERENCE && line->label != NULL && line->label[0] != '\0')
        want_stairs_name(plot, vertices, n, line->label, item.ink);
    free(vertices);
}

/* --- other lines --- */

static void
add_chord(struct plot *plot, struct vertex from, struct vertex to, struct draw_item item)
{
    item.x = from.x;
    item.y = from.y;
    item.x2 = to.x;
    item.y2 = to.y;
    add_sloped(plot, item);
}

/* A chord that is straight in the data, and so bent on a logarithmic axis: a mixture of two
 * points lies on it. */
static void
add_bent_chord(struct plot *plot, const struct chart_line *line, size_t i,
    struct vertex from, struct vertex to, struct draw_item item)
{
    enum { PIECES = 24 };
    double dx = line->x[i + 1] - line->x[i], dy = line->y[i + 1] - line->y[i];
    double first = scale_position(&plot->x, line->x[i]);
    double last = scale_position(&plot->x, line->x[i + 1]);
    struct vertex before = from, here;

    for (int k = 1; k < PIECES; k++) {
        double x = scale_value(&plot->x, first + (last - first) * k / PIECES);

        if (!place_vertex(plot, x, line->y[i] + dy * ((x - line->x[i]) / dx), &here))
            continue;
        add_chord(plot, before, here, item);
        before = here;
    }
    add_chord(plot, before, to, item);
}

/* Missing vertices are gaps. Dashed lines are straight in the data, others on the paper. */
static void
add_polyline(struct plot *plot, const struct chart_line *line, struct draw_item item)
{
    bool bent = line->style == LINE_DASHED && (plot->x.log || plot->y.log);

    item.fine = true;
    for (size_t i = 0; i + 1 < line->n; i++) {
        struct vertex from, to;

        if (!place_vertex(plot, line->x[i], line->y[i], &from) ||
            !place_vertex(plot, line->x[i + 1], line->y[i + 1], &to))
            continue;
        if (bent && line->x[i] != line->x[i + 1])
            add_bent_chord(plot, line, i, from, to, item);
        else
            add_chord(plot, from, to, item);
    }
}

/* A series is named at its last visible vertex; tier 2: only where there is room. */
static void
want_series_name(struct plot *plot, const struct chart_line *line, enum ink ink, int tier)
{
    struct named wish = { .label = line->label, .ink = ink, .tier = tier };
    bool found = false;

    for (size_t i = line->n; i-- > 0 && !found;) {
        plot_position(plot, line->x[i], line->y[i], &wish.x, &wish.y);
        found = plot_inside(plot, wish.x, wish.y);
    }
    if (found && line->label != NULL && line->label[0] != '\0')
        labels_want(plot, wish);
}

/* Charts of rows name their rulers in a row above the others. */
static bool
in_rows(const struct plot *plot)
{
    return plot->chart->kind == CHART_INTERVALS || plot->chart->kind == CHART_BARS;
}

/* The row above the others has the names of vertical lines, if there is such a row. */
static void
add_name_above(struct plot *plot, const char *label, double x, enum ink ink)
{
    size_t width;
    const char *text = plot_label(plot, label, (plot->right - plot->left) / 2, &width);
    double start = fmin(floor(x), (double)plot->right - (double)width);

    if (plot->top > 0)
        plot_text(plot, start, (double)plot->top - 1, text, ink, true);
}

static void
add_ruler(struct plot *plot, double value, bool vertical, const char *label, enum ink ink)
{
    struct draw_item item = { .kind = DRAW_LINE, .ink = ink, .dashed = true,
        .x = (double)plot->left, .x2 = (double)plot->right, .y = (double)plot->top,
        .y2 = (double)plot->bottom };
    double x, y;

    plot_position(plot, value, value, &x, &y);
    if (!plot_inside(plot, vertical ? x : (double)plot->left,
        vertical ? (double)plot->top : y))
        return;
    if (vertical)
        item.x = item.x2 = x;
    else
        item.y = item.y2 = y;
    lines_add_segment(plot, item);
    if (label == NULL || label[0] == '\0')
        return;
    if (in_rows(plot) && vertical)
        add_name_above(plot, label, x, ink);
    else if (!in_rows(plot))
        labels_want(plot, (struct named){ .kind = vertical ? NAMED_VERTICAL :
            NAMED_HORIZONTAL, .x = vertical ? x : (double)plot->right, .ink = ink,
            .y = vertical ? (double)plot->top : y, .label = label, .tier = 2 });
}

static void
add_line(struct plot *plot, const struct chart_line *line)
{
    struct draw_item item = { .kind = DRAW_LINE, .ink = marks_ink(line->role),
        .dashed = line->style == LINE_DASHED || line->role == MARK_LAYER2 };

    switch (line->style) {
    case LINE_STEP:
        add_stairs(plot, line, item);
        break;
    case LINE_STRAIGHT:
    case LINE_DASHED:
        add_polyline(plot, line, item);
        break;
    case LINE_VERTICAL:
        for (size_t i = 0; i < line->n; i++)
            add_ruler(plot, line->x[i], true, i == 0 ? line->label : NULL, item.ink);
        break;
    case LINE_HORIZONTAL:
        for (size_t i = 0; i < line->n; i++)
            add_ruler(plot, line->y[i], false, i == 0 ? line->label : NULL, item.ink);
        break;
    }
    if (plot->chart->kind == CHART_LINES && line->style <= LINE_DASHED)
        want_series_name(plot, line, item.ink, 0);
    else if (line->role == MARK_REFERENCE && (line->style == LINE_STRAIGHT ||
        line->style == LINE_DASHED))
        want_series_name(plot, line, item.ink, 2);
}

static void
add_budget(struct plot *plot)
{
    const char *unit = plot->chart->x.unit;
    char text[NUMBER_TEXT_MAX];

    if (isnan(plot->view->budget))
        return;
    number_show(text, plot->view->budget, 4);
    add_ruler(plot, plot->view->budget, true, arena_printf(plot->arena, "budget %s%s%s", text,
        unit == NULL ? "" : " ", unit == NULL ? "" : unit), INK_REFERENCE);
}

void
lines_add(struct plot *plot)
{
    for (size_t i = 0; i < plot->chart->n_lines; i++) {
        const struct chart_line *line = &plot->chart->lines[i];
        bool frontier = line->style == LINE_STEP || line->style == LINE_DASHED;

        if (!(frontier && plot->view->hide_line))
            add_line(plot, line);
    }
    add_budget(plot);
}
