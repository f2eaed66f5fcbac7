/* chart_axes.c - ranges, the frame, ticks, tick labels and the axes' names.
 *
 * Owns how the rows and columns of a drawing are shared out between plot, axes, names and
 * legend, from a full screen down to one cell. The one idea: parts are dropped in a fixed
 * order as the drawing gets smaller, names first, the plot last.
 */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "draw/chart_internal.h"

enum { TICKS_MOST = 128 };

/* The least sizes at which a part is shown. */
enum { HEIGHT_AXIS = 3, HEIGHT_LABELS = 5, HEIGHT_ONE_NAME = 7, HEIGHT_BOTH_NAMES = 10,
    WIDTH_AXIS = 8, WIDTH_LABELS = 18 };

/* --- ranges --- */

struct range {
    double lo, hi;
    bool log;
};

static void
range_take(struct range *range, double value)
{
    if (!isfinite(value) || (range->log && value <= 0))
        return;
    range->lo = isnan(range->lo) ? value : fmin(range->lo, value);
    range->hi = isnan(range->hi) ? value : fmax(range->hi, value);
}

static bool
log_wanted(const struct chart_axis *axis, enum scale_choice choice)
{
    return choice == SCALE_AUTO ? axis->log : choice == SCALE_LOG;
}

static struct range
range_of_arrays(const struct chart *chart, bool vertical, bool log)
{
    const double *values = vertical ? chart->ys : chart->xs;
    struct range range = { NAN, NAN, log };
    double lo = INFINITY, hi = -INFINITY;

    for (size_t i = 0; i < chart->n_marks; i++) {
        bool counts = fabs(values[i]) < INFINITY && (!log || values[i] > 0);

        lo = counts && values[i] < lo ? values[i] : lo;
        hi = counts && values[i] > hi ? values[i] : hi;
    }
    range_take(&range, lo);
    range_take(&range, hi);
    return range;
}

static struct range
range_of_marks(const struct chart *chart, bool vertical, bool log, bool error_bars)
{
    bool quick = chart->xs != NULL && !error_bars;
    bool all_bars = error_bars && marks_all_have_bars(chart);
    struct range range = { NAN, NAN, log };

    if (quick)
        range = range_of_arrays(chart, vertical, log);
    for (size_t i = 0; !quick && i < chart->n_marks; i++) {
        const struct chart_mark *mark = &chart->marks[i];

        range_take(&range, vertical ? mark->y : mark->x);
        if (!error_bars || (mark->role == MARK_DOMINATED && !all_bars))
            continue;
        range_take(&range, vertical ? mark->y_lo : mark->x_lo);
        range_take(&range, vertical ? mark->y_hi : mark->x_hi);
    }
    for (size_t i = 0; i < chart->n_lines; i++) {
        const struct chart_line *line = &chart->lines[i];
        const double *values = vertical ? line->y : line->x;
        bool other = line->style == (vertical ? LINE_VERTICAL : LINE_HORIZONTAL);

        for (size_t k = 0; !other && values != NULL && k < line->n; k++)
            range_take(&range, values[k]);
    }
    return range;
}

static struct range
range_remembered(const struct plot *plot, bool vertical, bool log)
{
    const struct chart_view *view = plot->view;
    struct range range = { .log = log };

    if (!chart_is_remembered(plot->chart, view))
        return range_of_marks(plot->chart, vertical, log, view->error_bars);
    if (memory_reach(view->memory, vertical, log, view->error_bars, &range.lo, &range.hi))
        return range;
    range = range_of_marks(plot->chart, vertical, log, view->error_bars);
    memory_note_reach(view->memory, vertical, log, view->error_bars, range.lo, range.hi);
    return range;
}

/* A range that the caller gave is taken as it is, if it can be one. */
static struct scale
scale_exact(double lo, double hi, bool log)
{
    struct scale scale = { lo, hi, log };

    return scale_is_usable(&scale) ? scale : scale_fit(lo, hi, log);
}

static struct scale
scale_choose(const struct plot *plot, bool vertical)
{
    const struct chart_axis *axis = vertical ? &plot->chart->y : &plot->chart->x;
    const struct chart_view *view = plot->view;
    bool log = log_wanted(axis, vertical ? view->y_scale : view->x_scale);
    struct range range;

    if (view->zoomed)
        return vertical ? scale_exact(view->y_lo, view->y_hi, log) :
            scale_exact(view->x_lo, view->x_hi, log);
    if (axis->has_range)
        return scale_exact(axis->lo, axis->hi, log);
    range = range_remembered(plot, vertical, log);
    return scale_fit(range.lo, range.hi, log);
}

void
axes_choose_scales(struct plot *plot)
{
    plot->x = scale_choose(plot, false);
    plot->y = scale_choose(plot, true);
}

/* --- the frame --- */

static size_t
n_major(const struct tick *ticks, size_t n)
{
    size_t major = 0;

    while (major < n && ticks[major].major)
        major++;
    return major;
}

/* A label every three rows at most; every two where that would leave one label alone. */
static size_t
y_ticks(const struct plot *plot, struct tick ticks[TICKS_MOST])
{
    size_t rows = plot->bottom - plot->top;
    size_t n = scale_ticks(&plot->y, rows < 4 ? rows : (rows + 2) / 3, ticks, TICKS_MOST);

    if (rows >= 4 && n_major(ticks, n) < 2)
        n = scale_ticks(&plot->y, (rows + 1) / 2, ticks, TICKS_MOST);
    return n;
}

static size_t
y_labels_width(const struct plot *plot)
{
    struct tick ticks[TICKS_MOST];
    size_t n = y_ticks(plot, ticks), width = 0;

    for (size_t i = 0; i < n; i++)
        if (strlen(ticks[i].label) > width)
            width = strlen(ticks[i].label);
    return width;
}

/* Series are named at their ends, so these charts keep a margin on the right. */
static size_t
series_margin(struct plot *plot)
{
    size_t widest = 0, most = plot->width / 4;

    for (size_t i = 0; plot->chart->kind == CHART_LINES && i < plot->chart->n_lines; i++) {
        const struct chart_line *line = &plot->chart->lines[i];
        size_t width = 0;

        if (line->label != NULL && line->style <= LINE_DASHED)
            plot_label(plot, line->label, most, &width);
        widest = width > widest ? width : widest;
    }
    return widest == 0 || plot->width < 2 * WIDTH_LABELS ? 0 : widest + 1;
}

void
axes_frame(struct plot *plot, size_t legend_rows)
{
    size_t below = plot->height >= HEIGHT_LABELS ? 2 : plot->height >= HEIGHT_AXIS;

    plot->top = plot->height >= HEIGHT_BOTH_NAMES;
    if (plot->height >= HEIGHT_ONE_NAME)
        below++;
    plot->bottom = plot->height - below - legend_rows;
    plot->x_labels = below >= 2;
    plot->right = plot->width - series_margin(plot);
    plot->left = 0;
    if (plot->width >= WIDTH_LABELS && plot->height >= HEIGHT_AXIS)
        plot->left = y_labels_width(plot) + 2;
    else if (plot->width >= WIDTH_AXIS && plot->height >= HEIGHT_AXIS)
        plot->left = 1;
}

void
axes_map(struct plot *plot)
{
    plot->map_x = mapping_make(&plot->x, (double)plot->left, (double)plot->right, false);
    plot->map_y = mapping_make(&plot->y, (double)plot->top, (double)plot->bottom, true);
}

/* --- ticks --- */

static void
add_tick(struct plot *plot, double x, double y, double dx, double dy)
{
    plot_add(plot, (struct draw_item){ .kind = DRAW_TICK, .ink = INK_AXIS, .x = x, .y = y,
        .x2 = x + dx, .y2 = y + dy });
}

static void
add_line(struct plot *plot, double x, double y, double x2, double y2)
{
    plot_add(plot, (struct draw_item){ .kind = DRAW_LINE, .ink = INK_AXIS, .x = x, .y = y,
        .x2 = x2, .y2 = y2 });
}

static void
add_y_axis(struct plot *plot)
{
    struct tick ticks[TICKS_MOST];
    size_t n = y_ticks(plot, ticks);
    double axis = (double)plot->left - 0.5, last = -1;

    add_line(plot, axis, (double)plot->top, axis, (double)plot->bottom + 0.5);
    /* The uppermost cell is a whole line, with or without a tick. */
    add_tick(plot, axis, (double)plot->top + 0.5, 0, -0.4);
    for (size_t i = 0; i < n && ticks[i].major; i++) {
        size_t width = strlen(ticks[i].label);
        double cx, cy;

        plot_position(plot, NAN, ticks[i].value, &cx, &cy);
        if (!(cy >= (double)plot->top && cy < (double)plot->bottom) || floor(cy) == last)
            continue;
        last = floor(cy);
        if (plot->left < 3) {
            add_tick(plot, axis, cy, 0.4, 0);
            continue;
        }
        add_tick(plot, axis, cy, -0.4, 0);
        plot_add(plot, (struct draw_item){ .kind = DRAW_TEXT, .ink = INK_AXIS,
            .x = (double)(plot->left - 2 - width), .y = floor(cy), .y2 = cy,
            .text = arena_strdup(plot->arena, ticks[i].label) });
    }
}

/* Where the label of a tick begins, so that it stays inside the drawing. */
static double
label_start(const struct plot *plot, double cx, size_t width)
{
    double start = floor(cx) - floor((double)(width - 1) / 2);

    return fmax(0, fmin(start, (double)plot->width - (double)width));
}

static double
x_of(const struct plot *plot, double value)
{
    double cx, cy;

    plot_position(plot, value, NAN, &cx, &cy);
    return cx;
}

/* As many labels as stand apart by two columns, and count. */
static size_t
x_ticks(const struct plot *plot, struct tick ticks[TICKS_MOST])
{
    size_t most = (plot->right - plot->left) / 6 + 1, n = 0;
    bool fits = false;

    for (most = most > 24 ? 24 : most; most > 0 && !fits; most--) {
        double end = -2;

        n = scale_ticks(&plot->x, most, ticks, TICKS_MOST);
        fits = true;
        for (size_t i = 0; i < n && ticks[i].major; i++) {
            size_t width = strlen(ticks[i].label);
            double start = label_start(plot, x_of(plot, ticks[i].value), width);

            fits = fits && start >= end + 2
                && !(plot->chart->x.whole && strchr(ticks[i].label, '.') != NULL);
            end = start + (double)width;
        }
    }
    return n;
}

/* Minor ticks are drawn if no two ticks come closer than three columns. */
static bool
minors_fit(const struct plot *plot, const struct tick *ticks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (fabs(floor(x_of(plot, ticks[i].value)) - floor(x_of(plot, ticks[k].value))) <
                3)
                return false;
    return true;
}

void
axes_add_x(struct plot *plot)
{
    struct tick ticks[TICKS_MOST];
    size_t n = x_ticks(plot, ticks);
    double axis = (double)plot->bottom + 0.5;
    bool labelled = plot->x_labels;
    bool minors = minors_fit(plot, ticks, n);

    add_line(plot, fmax(0, (double)plot->left - 0.5), axis, (double)plot->right - 1e-6, axis);
    for (size_t i = 0; i < n; i++) {
        double cx = x_of(plot, ticks[i].value);

        if (!(cx >= (double)plot->left && cx < (double)plot->right) ||
            (!ticks[i].major && !minors))
            continue;
        add_tick(plot, cx, axis, 0, -0.4);
        if (!ticks[i].major || !labelled)
            continue;
        add_tick(plot, cx, axis, 0, 0.4);
        plot_text(plot, label_start(plot, cx, strlen(ticks[i].label)), floor(axis) + 1,
            arena_strdup(plot->arena, ticks[i].label), INK_AXIS, false);
    }
}

/* --- names --- */

static const char *
direction_words(enum direction direction)
{
    return direction == DIRECTION_MIN ? ", less is better" :
        direction == DIRECTION_MAX ? ", more is better" : "";
}

/* Name with unit, "(log)" and the direction, the last only where it fits; a name is cut before
 * "(log)" is. */
const char *
axes_name(struct plot *plot, const struct chart_axis *axis, bool log, size_t width)
{
    const char *name = axis->name == NULL ? "" : axis->name;
    const char *unit = axis->unit == NULL ? "" : axis->unit;
    const char *comma = unit[0] == '\0' ? "" : ", ", *scale = log ? " (log)" : "";
    const char *ladder[3];
    const char *text = name;
    size_t columns;

    ladder[0] = arena_printf(plot->arena, "%s%s%s%s%s", name, comma, unit, scale,
        direction_words(axis->direction));
    ladder[1] = arena_printf(plot->arena, "%s%s%s%s", name, comma, unit, scale);
    ladder[2] = arena_printf(plot->arena, "%s%s", name, scale);
    for (int i = 0; i < 3; i++) {
        text = plot_label(plot, ladder[i], SIZE_MAX, &columns);
        if (columns <= width)
            return text;
    }
    if (!log || width <= 2 * strlen(scale))
        return plot_label(plot, name, width, &columns);
    return arena_printf(plot->arena, "%s%s",
        plot_label(plot, name, width - strlen(scale), &columns), scale);
}

/* "acc against cost, USD (log)". */
static const char *
both_names(struct plot *plot)
{
    static const char between[] = " against ";
    struct chart_axis x = plot->chart->x, y = plot->chart->y;
    size_t columns, room = plot->width - (plot->width > strlen(between) ? strlen(between) : 0);
    const char *name;

    x.direction = y.direction = DIRECTION_UNKNOWN;
    name = arena_printf(plot->arena, "%s%s%s", axes_name(plot, &y, plot->y.log, SIZE_MAX),
        between, axes_name(plot, &x, plot->x.log, SIZE_MAX));
    plot_label(plot, name, SIZE_MAX, &columns);
    if (columns > plot->width)
        name = arena_printf(plot->arena, "%s%s%s", axes_name(plot, &y, plot->y.log, room / 2),
            between, axes_name(plot, &x, plot->x.log, room - room / 2));
    return plot_label(plot, name, plot->width, &columns);
}

/* Without names a logarithmic axis says so at its end, in the margin of the other's labels. */
static void
add_scales(struct plot *plot)
{
    static const char word[] = "log";

    if (plot->left <= strlen(word))
        return;
    if (plot->y.log)
        plot_text(plot, 0, (double)plot->bottom, word, INK_AXIS, true);
    if (plot->x.log && plot->x_labels)
        plot_text(plot, 0, (double)plot->bottom + 1, word, INK_AXIS, true);
}

static void
add_names(struct plot *plot)
{
    const struct chart *chart = plot->chart;
    double row = (double)plot->bottom + 2;
    const char *name = axes_name(plot, &chart->x, plot->x.log, plot->right - plot->left);
    size_t columns;

    if (plot->height >= HEIGHT_BOTH_NAMES) {
        plot_text(plot, 0, 0, axes_name(plot, &chart->y, plot->y.log, plot->width), INK_AXIS,
            true);
        plot_label(plot, name, SIZE_MAX, &columns);
        plot_text(plot, (double)plot->left + floor((double)(plot->right - plot->left -
            columns) / 2), row, name, INK_AXIS, true);
    } else if (plot->height >= HEIGHT_ONE_NAME) {
        plot_text(plot, 0, row, both_names(plot), INK_AXIS, true);
    } else {
        add_scales(plot);
    }
}

void
axes_add(struct plot *plot)
{
    if (plot->left > 0)
        add_y_axis(plot);
    if (plot->height >= HEIGHT_AXIS)
        axes_add_x(plot);
    add_names(plot);
}

static size_t
name_width(const char *name)
{
    return text_width(name, strlen(name));
}

/* In the row of the vertical axis's name, at its end; in a plot too low for names over its
 * first row, where a note that points are missing matters more than what it covers. Returns
 * where it begins. */
static size_t
add_hidden(struct plot *plot, size_t taken)
{
    size_t hidden = plot->drawing->hidden, columns;
    const char *texts[2];

    if (hidden == 0)
        return plot->width;
    texts[0] = arena_printf(plot->arena, "%zu point%s not drawn: outside the axes", hidden,
        hidden == 1 ? " is" : "s are");
    texts[1] = arena_printf(plot->arena, "%zu not drawn", hidden);
    for (int i = 0; i < 2; i++) {
        plot_label(plot, texts[i], SIZE_MAX, &columns);
        if (taken + columns > plot->width)
            continue;
        plot_text(plot, (double)(plot->width - columns), 0, texts[i], INK_ERROR, false);
        return plot->width - columns;
    }
    return plot->width;
}

/* A document has its own key, below the chart. */
void
axes_add_notes(struct plot *plot)
{
    bool has_row = plot->height >= HEIGHT_BOTH_NAMES;
    size_t taken = !has_row ? 0 :
        name_width(axes_name(plot, &plot->chart->y, plot->y.log, plot->width)) + 2;
    size_t end = add_hidden(plot, taken);

    if (has_row && !plot->view->titles)
        key_add(plot, taken, end < plot->width && end >= 2 ? end - 2 : end);
}
