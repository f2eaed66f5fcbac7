/* chart_rows.c - charts with a row for each thing: intervals (a forest plot), bars, and the
 * heat map with rows and columns.
 *
 * The one idea: the drawing takes as many rows as there are things, so it may be lower than
 * what it was offered; where there are more than fit, the rows round the selection show.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "draw/chart_internal.h"

/* --- the frame of rows --- */

static size_t
count_rows(const struct chart *chart)
{
    double last = -1;

    for (size_t i = 0; i < chart->n_marks; i++)
        if (chart->marks[i].y >= 0 && chart->marks[i].y < 1e9)
            last = fmax(last, chart->marks[i].y);
    return (size_t)(last + 1);
}

/* The first row shown, so that the selected one is among them. */
static size_t
first_row(const struct plot *plot, size_t rows, size_t shown)
{
    const struct chart *chart = plot->chart;

    for (size_t i = 0; i < chart->n_marks; i++) {
        size_t row = chart->marks[i].y >= 0 ? (size_t)chart->marks[i].y : 0;

        if ((marks_flags(plot, chart->marks[i].key) & CELL_SELECTED) == 0 || row < shown)
            continue;
        return row + shown / 2 < rows ? row - shown / 2 : rows - shown;
    }
    return 0;
}

static void
map_rows(struct plot *plot)
{
    double first = (double)plot->rows_first, n = (double)plot->rows_shown;

    /* Upside down: row 0 is on top. */
    plot->y = (struct scale){ first + (n > 1 ? n - 1 : 1), first, false };
    axes_map(plot);
}

/* Rows of plot, and rows below it for axis, tick labels and name. */
static void
frame_rows(struct plot *plot, size_t rows, size_t above)
{
    size_t height = plot->height, below;

    below = height >= 7 ? 3 : height >= 5 ? 2 : height >= 3 ? 1 : 0;
    if (below + above >= height)
        above = 0;
    plot->rows_shown = rows < height - below - above ? rows : height - below - above;
    if (plot->rows_shown == 0)
        plot->rows_shown = 1;
    plot->rows_first = rows == 0 ? 0 : first_row(plot, rows, plot->rows_shown);
    plot->top = above;
    plot->bottom = above + plot->rows_shown;
    plot->height = plot->bottom + below;
    plot->x_labels = below >= 2;
    plot->drawing->height = (double)plot->height;
    plot->right = plot->width;
}

static size_t
label_width(struct plot *plot, const char *label)
{
    size_t width;

    if (label == NULL)
        return 0;
    plot_label(plot, label, plot->width * 2 / 5, &width);
    return width;
}

static bool
row_shown(const struct plot *plot, double row)
{
    return row >= (double)plot->rows_first &&
        row < (double)(plot->rows_first + plot->rows_shown);
}

static const char minus[] = " \342\210\222 ";     /* " − " between the names of a difference */

/* A difference keeps its sign: both names are cut to half of the rest, or the longer one to
 * what the shorter leaves. */
static const char *
row_label(struct plot *plot, const char *label, size_t width)
{
    const char *sign = strstr(label, minus), *first, *second;
    size_t used[2], half, room;

    if (sign == NULL || width < 9)
        return plot_label(plot, label, width, used);
    first = arena_printf(plot->arena, "%.*s", (int)(sign - label), label);
    second = sign + strlen(minus);
    plot_label(plot, first, SIZE_MAX, &used[0]);
    plot_label(plot, second, SIZE_MAX, &used[1]);
    room = width - 3;
    half = room / 2;
    if (used[0] + used[1] > room) {
        used[0] = used[1] <= half ? room - used[1] : used[0] <= half ? used[0] : room - half;
        used[1] = room - used[0];
    }
    first = plot_label(plot, first, used[0], &used[0]);
    second = plot_label(plot, second, used[1], &used[1]);
    return arena_printf(plot->arena, "%s%s%s", first, plot->ascii ? " - " : minus, second);
}

static void
add_row_label(struct plot *plot, const struct chart_mark *mark, size_t width)
{
    const char *text;

    if (mark->label == NULL || width == 0)
        return;
    text = row_label(plot, mark->label, width);
    plot_add(plot, (struct draw_item){ .kind = DRAW_TEXT, .ink = INK_LABEL, .x = 0,
        .y = (double)plot->top + mark->y - (double)plot->rows_first,
        .text = text, .is_data = true, .key = mark->key,
        .flags = marks_flags(plot, mark->key) });
}

/* --- intervals and bars --- */

static void
add_interval(struct plot *plot, const struct chart_mark *mark)
{
    enum ink ink = marks_ink(mark->role);
    int flags = marks_flags(plot, mark->key);
    enum mark_role role = mark->role == MARK_PLAIN ? MARK_FRONTIER : mark->role;
    double x, y, lo, hi, other;

    plot_position(plot, mark->x, mark->y, &x, &y);
    plot_position(plot, mark->x_lo, mark->y, &lo, &other);
    plot_position(plot, mark->x_hi, mark->y, &hi, &other);
    if (isfinite(lo) && isfinite(hi))
        lines_add_segment(plot, (struct draw_item){ .kind = DRAW_LINE, .ink = ink, .x = lo,
            .x2 = hi, .y = y, .y2 = y, .caps = CAP_START | CAP_END });
    if (plot_inside(plot, x, y))
        plot_add(plot, (struct draw_item){ .kind = DRAW_GLYPH, .ink = ink, .x = x, .y = y,
            .text = marks_glyph(role, flags), .key = mark->key, .flags = flags,
            .title = plot->view->titles ? marks_title(plot, mark) : NULL });
}

/* A bar from zero, or from the axis on a logarithmic one, with its value behind it. */
static void
add_value_bar(struct plot *plot, const struct chart_mark *mark)
{
    double left = (double)plot->left, right = (double)plot->right, x, y, zero, start, end;
    char text[NUMBER_TEXT_MAX];
    size_t width;

    plot_position(plot, mark->x, mark->y, &x, &y);
    plot_position(plot, 0, mark->y, &zero, &y);
    if (isnan(zero) || plot->x.lo >= 0)
        zero = left;
    if (isnan(x))
        return;
    start = fmin(fmax(fmin(zero, x), left), right);
    end = fmin(fmax(fmax(zero, x), left), right);
    plot_add(plot, (struct draw_item){ .kind = DRAW_CELLS_FILL, .ink = marks_ink(mark->role),
        .solid = true, .x = start, .x2 = end, .y = floor(y), .y2 = floor(y) + 1,
        .key = mark->key, .title = plot->view->titles ? marks_title(plot, mark) : NULL });
    number_show(text, mark->x, 4);
    width = strlen(text);
    if (ceil(end) + 1 + (double)width <= right)
        plot_text(plot, ceil(end) + 1, floor(y), arena_strdup(plot->arena, text), INK_TEXT,
            false);
}

/* Bars begin at zero, and leave room for the value of the longest. */
static void
bars_range(struct plot *plot)
{
    double room = (double)(plot->right - plot->left);
    struct scale wide = plot->x;

    if (plot->view->zoomed || plot->chart->x.has_range || plot->x.log)
        return;
    wide.lo = fmin(wide.lo, 0);
    wide.hi = fmax(wide.hi, 0);
    if (room > 24 && wide.hi > 0)
        wide.hi += (wide.hi - wide.lo) * 8 / room;
    if (scale_is_usable(&wide))
        plot->x = wide;
}

static void
add_x_name(struct plot *plot)
{
    const char *name = axes_name(plot, &plot->chart->x, plot->x.log,
        plot->right - plot->left);

    if (plot->height >= plot->bottom + 3)
        plot_text(plot, (double)plot->left, (double)plot->bottom + 2, name, INK_AXIS, true);
}

static bool
has_ruler_name(const struct plot *plot)
{
    if (!isnan(plot->view->budget))
        return true;
    for (size_t i = 0; i < plot->chart->n_lines; i++)
        if (plot->chart->lines[i].style == LINE_VERTICAL &&
            plot->chart->lines[i].label != NULL)
            return true;
    return false;
}

void
rows_layout(struct plot *plot)
{
    const struct chart *chart = plot->chart;
    struct chart_view wide = *plot->view;
    bool bars = chart->kind == CHART_BARS;
    size_t labels = 0;

    wide.error_bars = !bars;
    plot->view = &wide;
    axes_choose_scales(plot);
    frame_rows(plot, count_rows(chart), has_ruler_name(plot));
    for (size_t i = 0; i < chart->n_marks && i < MARKS_BINNED; i++) {
        size_t width = label_width(plot, chart->marks[i].label);

        labels = width > labels ? width : labels;
    }
    plot->left = labels == 0 ? 0 : labels + 1;
    if (bars)
        bars_range(plot);
    map_rows(plot);
    if (plot->height > plot->bottom)
        axes_add_x(plot);
    add_x_name(plot);
    lines_add(plot);
    for (size_t i = 0; i < chart->n_marks; i++) {
        if (!row_shown(plot, chart->marks[i].y)) {
            plot->drawing->hidden++;
            continue;
        }
        if (i == 0 || chart->marks[i].y != chart->marks[i - 1].y)
            add_row_label(plot, &chart->marks[i], labels);
        if (bars)
            add_value_bar(plot, &chart->marks[i]);
        else
            add_interval(plot, &chart->marks[i]);
    }
}

/* --- heat map --- */

static void
heat_range(const struct chart *chart, double *lo, double *hi)
{
    *lo = INFINITY;
    *hi = -INFINITY;
    for (size_t i = 0; i < chart->n_marks; i++)
        if (isfinite(chart->marks[i].value)) {
            *lo = fmin(*lo, chart->marks[i].value);
            *hi = fmax(*hi, chart->marks[i].value);
        }
}

/* Three significant digits of the largest value, the same for all cells. */
static int
heat_decimals(double largest)
{
    double magnitude = largest > 0 ? floor(log10(largest)) : 0;

    return magnitude >= 2 ? 0 : magnitude <= -2 ? 4 : (int)(2 - magnitude);
}

/* Shade over the cell, with the number behind it where there is room. */
static void
add_heat_cell(struct plot *plot, const struct chart_mark *mark, size_t cell, double lo,
    double hi)
{
    enum { NUMBER_LEAST = 8 };
    double x = (double)plot->left + mark->x * (double)cell;
    double y = (double)plot->top + mark->y - (double)plot->rows_first;
    double part = hi > lo ? (mark->value / 2 - lo / 2) / (hi / 2 - lo / 2) : 0.5;
    size_t shade = cell >= NUMBER_LEAST ? 2 : cell > 1 ? cell - 1 : 1;
    char text[NUMBER_TEXT_MAX];
    int flags = marks_flags(plot, mark->key);

    if (isnan(mark->value)) {
        plot_text(plot, x, y, "—", INK_DIM, false);
        return;
    }
    plot_add(plot, (struct draw_item){ .kind = DRAW_CELLS_FILL, .ink = marks_ink(mark->role),
        .x = x, .y = y, .x2 = x + (double)shade, .y2 = y + 1,
        .shade = 0.1 + 0.9 * fmin(fmax(part, 0), 1),
        .key = mark->key, .title = plot->view->titles ? marks_title(plot, mark) : NULL });
    if (mark->label != NULL)
        snprintf(text, sizeof text, "%s", mark->label);
    else
        snprintf(text, sizeof text, "%.*f", heat_decimals(fmax(fabs(lo), fabs(hi))),
            mark->value);
    if (cell >= NUMBER_LEAST && strlen(text) + 4 <= cell)
        plot_add(plot, (struct draw_item){ .kind = DRAW_TEXT, .ink = INK_TEXT, .x = x + 3,
            .y = y, .text = arena_strdup(plot->arena, text), .key = mark->key,
            .flags = flags });
}

static void
add_heat_names(struct plot *plot, size_t cell, size_t labels)
{
    const struct chart *chart = plot->chart;
    size_t used;

    for (size_t i = 0; plot->top > 0 && i < chart->n_x_names; i++) {
        size_t x = plot->left + i * cell;

        if (x + cell <= plot->width && chart->x_names[i] != NULL)
            plot_text(plot, (double)x, 0, plot_label(plot, chart->x_names[i],
                cell > 1 ? cell - 1 : 1, &used), INK_LABEL, true);
    }
    for (size_t i = 0; i < plot->rows_shown && labels != 0; i++) {
        size_t row = plot->rows_first + i;

        if (row < chart->n_y_names && chart->y_names[row] != NULL)
            plot_text(plot, 0, (double)(plot->top + i), plot_label(plot,
                chart->y_names[row], labels, &used), INK_LABEL, true);
    }
}

static void
add_heat_legend(struct plot *plot, double lo, double hi)
{
    char from[NUMBER_TEXT_MAX], to[NUMBER_TEXT_MAX];
    double row = (double)plot->bottom;

    if (plot->height <= plot->bottom || !(lo <= hi))
        return;
    number_show(from, lo, 3);
    number_show(to, hi, 3);
    for (int i = 1; i <= 4; i++)
        plot_add(plot, (struct draw_item){ .kind = DRAW_CELLS_FILL, .ink = INK_TEXT,
            .x = (double)plot->left + (double)strlen(from) + i, .y = row, .shade = i / 4.0,
            .x2 = (double)plot->left + (double)strlen(from) + i + 1, .y2 = row + 1 });
    plot_text(plot, (double)plot->left, row, arena_strdup(plot->arena, from), INK_AXIS,
        false);
    plot_text(plot, (double)plot->left + (double)strlen(from) + 6, row,
        arena_strdup(plot->arena, to), INK_AXIS, false);
}

void
heat_layout(struct plot *plot)
{
    const struct chart *chart = plot->chart;
    size_t columns = chart->n_x_names, labels = 0, cell = 1;
    double lo, hi;

    heat_range(chart, &lo, &hi);
    for (size_t i = 0; i < chart->n_marks; i++)
        if (chart->marks[i].x >= (double)columns && chart->marks[i].x < 1e6)
            columns = (size_t)chart->marks[i].x + 1;
    frame_rows(plot, count_rows(chart), chart->n_x_names != 0);
    plot->height = plot->bottom + (plot->height > plot->bottom);
    plot->drawing->height = (double)plot->height;
    for (size_t i = 0; i < chart->n_y_names && i < MARKS_BINNED; i++) {
        size_t width = label_width(plot, chart->y_names[i]);

        labels = width > labels ? width : labels;
    }
    plot->left = labels == 0 ? 0 : labels + 1;
    if (columns != 0 && (plot->width - plot->left) / columns > 1)
        cell = (plot->width - plot->left) / columns;
    cell = cell > 12 ? 12 : cell;
    plot->x = (struct scale){ 0, columns > 1 ? (double)columns - 1 : 1, false };
    plot->right = plot->left + columns * cell;
    plot->right = plot->right > plot->width ? plot->width : plot->right;
    map_rows(plot);
    add_heat_names(plot, cell, labels);
    for (size_t i = 0; i < chart->n_marks; i++) {
        double x = (double)plot->left + chart->marks[i].x * (double)cell;

        if (row_shown(plot, chart->marks[i].y) && x >= 0 && x < (double)plot->width)
            add_heat_cell(plot, &chart->marks[i], cell, lo, hi);
        else
            plot->drawing->hidden++;
    }
    add_heat_legend(plot, lo, hi);
}
