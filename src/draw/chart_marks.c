/* chart_marks.c - points: dots, a density where there are too many, and the glyphs of those
 * that matter; which of them want a name; the crosshair.
 *
 * The one idea: marks are counted once per sub-cell of the raster, in one pass, whatever
 * their number; what is drawn afterwards depends on the counts.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "draw/chart_internal.h"

/* At most this many points without a role are drawn as glyphs instead of dots. */
enum { PLAIN_GLYPHS_MOST = 60 };
/* Where more have error bars, those of dominated points would hide the others. */
enum { BARS_MOST = 40 };
/* A density replaces dots where more than a third of the cells in use have most of their
 * dots set, and there are enough cells to say so. */
enum { DENSE_DOTS = 6, DENSE_CELLS_LEAST = 24 };

struct role_row {
    const char *glyph, *marked_glyph;
    enum ink ink;
    int rank;
    bool is_glyph, is_named;
};

static const struct role_row role_rows[] = {
    [MARK_PLAIN] = { "•", "◇", INK_TEXT, 3, false, true },
    [MARK_FRONTIER] = { "●", "◆", INK_FRONTIER, 5, true, true },
    [MARK_UNDECIDED] = { "◐", "◈", INK_UNDECIDED, 4, true, true },
    [MARK_DOMINATED] = { "○", "◇", INK_DOMINATED, 0, false, false },
    [MARK_LAYER2] = { "○", "◇", INK_DOMINATED, 0, false, false },
    [MARK_INFEASIBLE] = { "×", "◇", INK_INFEASIBLE, 1, true, false },
    [MARK_MISSING] = { "○", "◇", INK_DIM, 0, false, false },
    [MARK_REFERENCE] = { "▪", "◆", INK_REFERENCE, 6, true, true },
};

const char *
marks_glyph(enum mark_role role, int flags)
{
    const struct role_row *row = &role_rows[role];

    return (flags & CELL_MARKED) != 0 ? row->marked_glyph : row->glyph;
}

enum ink
marks_ink(enum mark_role role)
{
    return role_rows[role].ink;
}

static int
compare_key(const void *key, const void *element)
{
    return strcmp(key, *(const char *const *)element);
}

int
marks_flags(const struct plot *plot, const char *key)
{
    const struct chart_view *view = plot->view;
    int flags = 0;

    if (key == NULL)
        return 0;
    if (view->selected != NULL && strcmp(view->selected, key) == 0)
        flags |= CELL_SELECTED;
    if (view->n_marked != 0 && bsearch(key, plot->marked, view->n_marked,
        sizeof *plot->marked, compare_key) != NULL)
        flags |= CELL_MARKED;
    return flags;
}

/* "NAME: total_cost 29.08 USD, pass_rate_2 88 %" */
const char *
marks_title(struct plot *plot, const struct chart_mark *mark)
{
    const struct chart_axis *x = &plot->chart->x, *y = &plot->chart->y;
    char x_text[NUMBER_TEXT_MAX], y_text[NUMBER_TEXT_MAX];
    const char *name = mark->label != NULL ? mark->label : mark->key;

    number_show(x_text, mark->x, 6);
    number_show(y_text, mark->y, 6);
    return arena_printf(plot->arena, "%s: %s %s%s%s, %s %s%s%s", name == NULL ? "" : name,
        x->name == NULL ? "x" : x->name, x_text, x->unit == NULL ? "" : " ",
        x->unit == NULL ? "" : x->unit, y->name == NULL ? "y" : y->name, y_text,
        y->unit == NULL ? "" : " ", y->unit == NULL ? "" : y->unit);
}

/* --- counting --- */

void
bins_init(struct bins *bins, const struct plot *plot)
{
    size_t n;

    bins->columns = plot->right - plot->left;
    bins->rows = plot->bottom - plot->top;
    n = bins->columns * bins->rows * SUB_X * SUB_Y;
    bins->count = mem_zalloc(n + 1, sizeof *bins->count);
    bins->ink = mem_zalloc(n + 1, sizeof *bins->ink);
}

void
bins_release(struct bins *bins)
{
    free(bins->count);
    free(bins->ink);
}

static size_t
bins_index(const struct bins *bins, size_t cell_row, size_t cell_column, size_t sub)
{
    size_t row = cell_row * SUB_Y + sub / SUB_X;

    return row * bins->columns * SUB_X + cell_column * SUB_X + sub % SUB_X;
}

/* Count and filled dots of one cell. */
static size_t
cell_count(const struct bins *bins, size_t row, size_t column, int *dots)
{
    size_t count = 0;

    *dots = 0;
    for (size_t sub = 0; sub < SUB_X * SUB_Y; sub++) {
        uint32_t here = bins->count[bins_index(bins, row, column, sub)];

        count += here;
        *dots += here != 0;
    }
    return count;
}

static bool
bins_are_dense(const struct bins *bins, size_t *largest)
{
    size_t used = 0, dense = 0;

    *largest = 0;
    for (size_t row = 0; row < bins->rows; row++)
        for (size_t column = 0; column < bins->columns; column++) {
            int dots;
            size_t count = cell_count(bins, row, column, &dots);

            used += count != 0;
            dense += dots >= DENSE_DOTS;
            if (count > *largest)
                *largest = count;
        }
    return used >= DENSE_CELLS_LEAST && dense * 100 > used * 35;
}

/* --- what is what --- */

static bool
plain_is_glyph(const struct chart *chart)
{
    return chart->n_marks <= PLAIN_GLYPHS_MOST;
}

bool
marks_role_is_glyph(const struct chart *chart, enum mark_role role)
{
    return role_rows[role].is_glyph || (role == MARK_PLAIN && plain_is_glyph(chart));
}

static bool
mark_is_notable(const struct plot *plot, const struct chart_mark *mark, int flags)
{
    return flags != 0 || marks_role_is_glyph(plot->chart, mark->role);
}

static void
want_name(struct plot *plot, const struct chart_mark *mark, int flags, double x, double y)
{
    bool named = role_rows[mark->role].is_named &&
        (mark->role != MARK_PLAIN || plain_is_glyph(plot->chart));
    struct named wish = { .x = x, .y = y, .label = mark->label, .key = mark->key,
        .ink = marks_ink(mark->role), .flags = flags,
        .tier = named ? 0 : (flags & CELL_MARKED) != 0 ? 1 : 2 };

    if (mark->label != NULL && mark->label[0] != '\0' && (named || flags != 0))
        labels_want(plot, wish);
}

static void
add_notable(struct plot *plot, size_t i, int flags, double x, double y)
{
    int rank = role_rows[plot->chart->marks[i].role].rank +
        ((flags & CELL_MARKED) != 0 ? 8 : 0) + ((flags & CELL_SELECTED) != 0 ? 16 : 0);
    struct notable notable = { i, rank, flags, x, y };

    ARRAY_PUSH(plot->notable, plot->n_notable, plot->notable_capacity, notable);
}

/* --- dots --- */

static void
add_dots_exactly(struct plot *plot)
{
    for (size_t i = 0; i < plot->chart->n_marks; i++) {
        const struct chart_mark *mark = &plot->chart->marks[i];
        double x, y;

        plot_position(plot, mark->x, mark->y, &x, &y);
        if (mark->role == MARK_MISSING || !plot_inside(plot, x, y) ||
            mark_is_notable(plot, mark, marks_flags(plot, mark->key)))
            continue;
        plot_add(plot, (struct draw_item){ .kind = DRAW_DOT, .ink = marks_ink(mark->role),
            .x = x, .y = y, .key = mark->key,
            .title = plot->view->titles ? marks_title(plot, mark) : NULL });
    }
}

static void
add_dots_binned(struct plot *plot, const struct bins *bins)
{
    for (size_t row = 0; row < bins->rows * SUB_Y; row++)
        for (size_t column = 0; column < bins->columns * SUB_X; column++) {
            size_t i = row * bins->columns * SUB_X + column;

            if (bins->count[i] == 0)
                continue;
            plot_add(plot, (struct draw_item){ .kind = DRAW_DOT,
                .ink = (enum ink)bins->ink[i],
                .x = (double)plot->left + ((double)column + 0.5) / SUB_X,
                .y = (double)plot->top + ((double)row + 0.5) / SUB_Y });
        }
}

static void
add_density(struct plot *plot, const struct bins *bins, size_t largest)
{
    for (size_t row = 0; row < bins->rows; row++)
        for (size_t column = 0; column < bins->columns; column++) {
            int dots;
            size_t count = cell_count(bins, row, column, &dots);
            double x = (double)(plot->left + column), y = (double)(plot->top + row);

            if (count != 0)
                plot_add(plot, (struct draw_item){ .kind = DRAW_CELLS_FILL,
                    .ink = INK_DOMINATED, .x = x, .y = y, .x2 = x + 1, .y2 = y + 1,
                    .shade = log1p((double)count) / log1p((double)largest) });
        }
    plot->drawing->density = true;
}

static void
add_dots(struct plot *plot, const struct bins *bins)
{
    size_t largest;

    plot->drawing->density = false;
    if (bins_are_dense(bins, &largest))
        add_density(plot, bins, largest);
    else if (plot->chart->n_marks <= MARKS_BINNED)
        add_dots_exactly(plot);
    else
        add_dots_binned(plot, bins);
}

/* --- with a memory: only the few that are selected or marked are looked at --- */

static void
note(struct plot *plot, size_t mark, int flags, double x, double y)
{
    add_notable(plot, mark, flags, x, y);
    want_name(plot, &plot->chart->marks[mark], flags, x, y);
}

/* A dot that is drawn as a glyph is none; `by` is taken back afterwards. */
static void
count_flagged(struct plot *plot, struct bins *bins, uint32_t by)
{
    for (size_t i = 0; i < plot->n_notable; i++) {
        const struct notable *notable = &plot->notable[i];

        if (!marks_role_is_glyph(plot->chart, plot->chart->marks[notable->mark].role))
            bins->count[bins_place(bins, notable->x - (double)plot->left,
                notable->y - (double)plot->top)] += by;
    }
}

/* Notable ones in the order of the marks, as without a memory. */
static void
merge_notable(struct plot *plot, const struct marks_binned *binned)
{
    const struct chart_view *view = plot->view;
    size_t at = 0;

    for (size_t i = 0; i <= binned->n_notable; i++) {
        const struct notable *next = i < binned->n_notable ? &binned->notable[i] : NULL;
        int flags = 0;

        for (; at < view->n_flagged && (next == NULL || view->flagged[at] <= next->mark); at++) {
            const struct chart_mark *mark = &plot->chart->marks[view->flagged[at]];
            int own = marks_flags(plot, mark->key);
            double x, y;

            plot_position(plot, mark->x, mark->y, &x, &y);
            if (next != NULL && view->flagged[at] == next->mark)
                flags = own;
            else if (own != 0 && mark->role != MARK_MISSING && plot_inside(plot, x, y)
                && !marks_role_is_glyph(plot->chart, mark->role))
                note(plot, view->flagged[at], own, x, y);
        }
        if (next != NULL)
            note(plot, next->mark, flags, next->x, next->y);
    }
}

static void
add_remembered(struct plot *plot)
{
    struct marks_binned *binned = memory_binned(plot->view->memory, plot);

    plot->drawing->hidden += binned->hidden;
    merge_notable(plot, binned);
    count_flagged(plot, &binned->bins, (uint32_t)-1);
    add_dots(plot, &binned->bins);
    count_flagged(plot, &binned->bins, 1);
}

void
marks_add(struct plot *plot)
{
    const struct chart *chart = plot->chart;
    struct bins bins;

    if (chart_is_remembered(chart, plot->view)) {
        add_remembered(plot);
        return;
    }
    bins_init(&bins, plot);
    for (size_t i = 0; i < chart->n_marks; i++) {
        const struct chart_mark *mark = &chart->marks[i];
        int flags;
        double x, y;

        plot_position(plot, mark->x, mark->y, &x, &y);
        if (mark->role == MARK_MISSING || !plot_inside(plot, x, y)) {
            plot->drawing->hidden++;
            continue;
        }
        flags = marks_flags(plot, mark->key);
        if (mark_is_notable(plot, mark, flags)) {
            add_notable(plot, i, flags, x, y);
            want_name(plot, mark, flags, x, y);
        } else {
            bins_add(&bins, x - (double)plot->left, y - (double)plot->top,
                marks_ink(mark->role));
        }
    }
    add_dots(plot, &bins);
    bins_release(&bins);
}

/* --- glyphs and error bars --- */

static void
add_bar(struct plot *plot, double x, double y, double x2, double y2, enum ink ink)
{
    if (isfinite(x) && isfinite(y) && isfinite(x2) && isfinite(y2))
        lines_add_segment(plot, (struct draw_item){ .kind = DRAW_LINE, .ink = ink, .x = x,
            .y = y, .x2 = x2, .y2 = y2, .caps = CAP_START | CAP_END });
}

/* The mark's own place is (x, y). */
static void
add_error_bars(struct plot *plot, const struct chart_mark *mark, double x, double y)
{
    enum ink ink = marks_ink(mark->role);
    double lo, hi, other;

    plot_position(plot, mark->x_lo, mark->y, &lo, &other);
    plot_position(plot, mark->x_hi, mark->y, &hi, &other);
    add_bar(plot, lo, y, hi, y, ink);
    plot_position(plot, mark->x, mark->y_hi, &other, &hi);
    plot_position(plot, mark->x, mark->y_lo, &other, &lo);
    add_bar(plot, x, hi, x, lo, ink);
}

static bool
has_bar(const struct chart_mark *mark)
{
    return isfinite(mark->x_lo) || isfinite(mark->x_hi) || isfinite(mark->y_lo) ||
        isfinite(mark->y_hi);
}

bool
marks_all_have_bars(const struct chart *chart)
{
    size_t n = 0;

    for (size_t i = 0; i < chart->n_marks && n <= BARS_MOST; i++)
        n += has_bar(&chart->marks[i]);
    return n <= BARS_MOST;
}

/* Below the others: of points that are dots, which a bar would hide. */
static void
add_lesser_bars(struct plot *plot)
{
    for (size_t i = 0; i < plot->chart->n_marks; i++) {
        const struct chart_mark *mark = &plot->chart->marks[i];
        double x, y;

        plot_position(plot, mark->x, mark->y, &x, &y);
        if (role_rows[mark->role].is_named || mark->role == MARK_MISSING || !has_bar(mark) ||
            !plot_inside(plot, x, y))
            continue;
        add_error_bars(plot, mark, x, y);
        if (!role_rows[mark->role].is_glyph && !plot->view->titles)
            plot_add(plot, (struct draw_item){ .kind = DRAW_GLYPH, .ink = marks_ink(mark->role),
                .x = x, .y = y, .text = "·", .key = mark->key });
    }
}

static void
add_all_bars(struct plot *plot)
{
    bool all = marks_all_have_bars(plot->chart);

    if (all)
        add_lesser_bars(plot);
    for (size_t i = 0; i < plot->n_notable; i++) {
        const struct notable *notable = &plot->notable[i];
        const struct chart_mark *mark = &plot->chart->marks[notable->mark];

        if (role_rows[mark->role].is_named || (notable->flags != 0 && !all))
            add_error_bars(plot, mark, notable->x, notable->y);
    }
}

static int
compare_notable(const void *a, const void *b)
{
    const struct notable *left = a, *right = b;

    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    return left->mark < right->mark ? -1 : left->mark > right->mark;
}

static void
add_glyph(struct plot *plot, const struct notable *notable)
{
    const struct chart_mark *mark = &plot->chart->marks[notable->mark];

    plot_add(plot, (struct draw_item){ .kind = DRAW_GLYPH, .ink = marks_ink(mark->role),
        .x = notable->x, .y = notable->y, .text = marks_glyph(mark->role, notable->flags),
        .key = mark->key, .flags = notable->flags,
        .title = plot->view->titles ? marks_title(plot, mark) : NULL });
}

/* Where there are very many, the highest of each cell only. */
static void
add_glyphs_per_cell(struct plot *plot)
{
    size_t columns = plot->right - plot->left, rows = plot->bottom - plot->top;
    bool *seen = mem_zalloc(columns * rows + 1, sizeof *seen);

    for (size_t i = plot->n_notable; i-- > 0;) {
        const struct notable *notable = &plot->notable[i];
        size_t cell = ((size_t)notable->y - plot->top) * columns + (size_t)notable->x -
            plot->left;

        if (!seen[cell])
            add_glyph(plot, notable);
        seen[cell] = true;
    }
    free(seen);
}

void
marks_add_glyphs(struct plot *plot)
{
    if (plot->n_notable != 0)
        qsort(plot->notable, plot->n_notable, sizeof *plot->notable, compare_notable);
    if (plot->view->error_bars)
        add_all_bars(plot);
    if (plot->n_notable > MARKS_BINNED) {
        add_glyphs_per_cell(plot);
        return;
    }
    for (size_t i = 0; i < plot->n_notable; i++)
        add_glyph(plot, &plot->notable[i]);
}

/* Dashed lines from the selected point to both axes. */
void
marks_add_crosshair(struct plot *plot)
{
    for (size_t i = 0; i < plot->n_notable; i++) {
        const struct notable *notable = &plot->notable[i];
        struct draw_item line = { .kind = DRAW_LINE, .ink = INK_DIM, .dashed = true };

        if ((notable->flags & CELL_SELECTED) == 0)
            continue;
        line.x = (double)plot->left;
        line.x2 = notable->x;
        line.y = line.y2 = notable->y;
        lines_add_segment(plot, line);
        line.x = line.x2 = notable->x;
        line.y2 = (double)plot->bottom;
        lines_add_segment(plot, line);
        return;
    }
}
