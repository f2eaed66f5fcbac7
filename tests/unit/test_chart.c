/* test_chart.c - charts as pictures, and what holds for every picture. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "draw/chart.h"
#include "draw/raster.h"

/* --- helpers --- */

static struct chart_mark
point(double x, double y, enum mark_role role, const char *name)
{
    return (struct chart_mark){ .x = x, .y = y, .x_lo = NAN, .x_hi = NAN, .y_lo = NAN,
        .y_hi = NAN, .role = role, .key = name, .label = name };
}

/* Caller frees. */
static char *
picture(const struct chart *chart, const struct chart_view *view, bool inks)
{
    struct arena *arena = arena_new();
    struct drawing *drawing = chart_layout(arena, chart, view);
    struct canvas *canvas = canvas_new((size_t)drawing->width, (size_t)drawing->height,
        view->glyphs == GLYPHS_ASCII);
    struct strbuf out;

    strbuf_init(&out);
    drawing_paint(drawing, canvas, 0, 0, view->glyphs);
    if (inks)
        canvas_write_inks(canvas, &out);
    else
        canvas_write(canvas, &out);
    canvas_free(canvas);
    arena_free(arena);
    return out.data;
}

static void
assert_picture(const struct chart *chart, const struct chart_view *view, const char *expected)
{
    char *shown = picture(chart, view, false);

    assert_string_equal(shown, expected);
    free(shown);
}

/* Three points on a frontier, one below it, for each pair of directions. */
static struct chart
small_chart(struct chart_mark marks[4], struct chart_line *line, double x[3], double y[3],
    enum direction dx, enum direction dy)
{
    static const char *const names[] = { "A", "B", "C" };
    bool rising = (dx == DIRECTION_MIN) == (dy == DIRECTION_MAX);

    for (int i = 0; i < 3; i++) {
        x[i] = i == 0 ? 1 : 4 * i;
        y[i] = rising ? 2 + 3 * i : 8 - 3 * i;
        marks[i] = point(x[i], y[i], MARK_FRONTIER, names[i]);
    }
    marks[3] = point(dx == DIRECTION_MIN ? 9 : 0.5, dy == DIRECTION_MIN ? 9 : 1,
        MARK_DOMINATED, "d");
    *line = (struct chart_line){ LINE_STEP, MARK_FRONTIER, NULL, 3, x, y };
    return (struct chart){ .kind = CHART_SCATTER, .x = { .name = "x", .direction = dx },
        .y = { .name = "y", .direction = dy }, .marks = marks, .n_marks = 4, .lines = line,
        .n_lines = 1 };
}

/* --- the staircase --- */

static void
test_corners_follow_the_directions(void **state)
{
    struct chart_view view = chart_view_plain(32, 11, GLYPHS_BRAILLE);
    struct chart_mark marks[4];
    struct chart_line line;
    struct chart chart;
    double x[3], y[3];

    (void)state;
    chart = small_chart(marks, &line, x, y, DIRECTION_MIN, DIRECTION_MAX);
    assert_picture(&chart, &view,
        "y, more is better\n"
        "7.5 ┤                    C ●────\n"
        "    │                      │\n"
        "5.0 ┤        B ●───────────┘\n"
        "    │          │\n"
        "    │  A       │\n"
        "2.5 ┤ ●────────┘\n"
        "    │ │                       ⠐\n"
        "    └─┴──┼──┴──┼──┴──┼──┴──┼──┴─\n"
        "         2     4     6     8\n"
        "          x, less is better\n");
    chart = small_chart(marks, &line, x, y, DIRECTION_MAX, DIRECTION_MAX);
    assert_picture(&chart, &view,
        "y, more is better\n"
        "7.5 ┤───● A\n"
        "    │   │\n"
        "5.0 ┤   └─────────● B\n"
        "    │             │\n"
        "    │             │           C\n"
        "2.5 ┤             └────────────●\n"
        "    │  ⠂                       │\n"
        "    └┼──┴───┼──┴──┼──┴───┼──┴──┤\n"
        "     0      2     4      6     8\n"
        "          x, more is better\n");
    chart = small_chart(marks, &line, x, y, DIRECTION_MIN, DIRECTION_MIN);
    assert_picture(&chart, &view,
        "y, less is better\n"
        "    │ │ A                     ⠠\n"
        "7.5 ┤ ●────────┐\n"
        "    │          │\n"
        "    │          │\n"
        "5.0 ┤        B ●───────────┐\n"
        "    │                      │\n"
        "2.5 ┤                    C ●────\n"
        "    └─┴──┼──┴──┼──┴──┼──┴──┼──┴─\n"
        "         2     4     6     8\n"
        "          x, less is better\n");
    chart = small_chart(marks, &line, x, y, DIRECTION_MAX, DIRECTION_MIN);
    assert_picture(&chart, &view,
        "y, less is better\n"
        "    │  ⠄                     C │\n"
        "7.5 ┤             ┌────────────●\n"
        "    │             │\n"
        "    │             │\n"
        "5.0 ┤   ┌─────────● B\n"
        "    │   │\n"
        "2.5 ┤───● A\n"
        "    └┼──┴───┼──┴──┼──┴───┼──┴──┤\n"
        "     0      2     4      6     8\n"
        "          x, more is better\n");
}

static void
test_ladder_of_glyphs(void **state)
{
    struct chart_view view = chart_view_plain(32, 8, GLYPHS_ASCII);
    struct chart_mark marks[4];
    struct chart_line line;
    double x[3], y[3];
    struct chart chart = small_chart(marks, &line, x, y, DIRECTION_MIN, DIRECTION_MAX);

    (void)state;
    marks[1].role = MARK_UNDECIDED;
    assert_picture(&chart, &view,
        "7.5 +                    C O----\n"
        "    |                      |\n"
        "5.0 +  A     B o-----------+\n"
        "2.5 + O--------+\n"
        "    | |                       '\n"
        "    +-+--+--+--+--+--+--+--+--+-\n"
        "         2     4     6     8\n"
        "y against x\n");
    view.glyphs = GLYPHS_QUADRANT;
    assert_picture(&chart, &view,
        "7.5 ┤                    C ●────\n"
        "    │                      │\n"
        "5.0 ┤  A     B ◐───────────┘\n"
        "2.5 ┤ ●────────┘\n"
        "    │ │                       ▝\n"
        "    └─┴──┼──┴──┼──┴──┼──┴──┼──┴─\n"
        "         2     4     6     8\n"
        "y against x\n");
}

static void
test_selection_mark_and_budget(void **state)
{
    struct chart_view view = chart_view_plain(40, 12, GLYPHS_BRAILLE);
    const char *marked[] = { "d", "A" };
    struct chart_mark marks[4];
    struct chart_line line;
    double x[3], y[3];
    struct chart chart = small_chart(marks, &line, x, y, DIRECTION_MIN, DIRECTION_MAX);
    char *inks;

    (void)state;
    view.selected = "B";
    view.marked = marked;
    view.n_marked = 2;
    view.budget = 6;
    assert_picture(&chart, &view,
        "y, more is better\n"
        "7.5 ┤            budget 6 ┊     C ●─────\n"
        "    │                     ┊       │\n"
        "    │                     ┊       │\n"
        "5.0 ┤┈┈┈┈┈┈┈┈┈┈┈B┈●───────────────┘\n"
        "    │             │       ┊\n"
        "2.5 ┤  A          │       ┊\n"
        "    │ ◆───────────┘       ┊\n"
        "    │ │           ┊       ┊         d ◇\n"
        "    └─┴───┼───┴───┼───┴───┼───┴───┼───┴─\n"
        "          2       4       6       8\n"
        "              x, less is better\n");
    inks = picture(&chart, &view, true);
    assert_non_null(strchr(inks, 'F'));     /* the selected frontier point */
    assert_non_null(strchr(inks, '*'));
    free(inks);
    view.hide_line = true;
    view.selected = NULL;
    view.n_marked = 0;
    view.budget = NAN;
    assert_picture(&chart, &view,
        "y, more is better\n"
        "7.5 ┤                             ● C\n"
        "    │\n"
        "    │\n"
        "5.0 ┤             ● B\n"
        "    │\n"
        "2.5 ┤\n"
        "    │ ● A\n"
        "    │                                 ⠐\n"
        "    └─┴───┼───┴───┼───┴───┼───┴───┼───┴─\n"
        "          2       4       6       8\n"
        "              x, less is better\n");
}

/* A mixture of two points lies on the hull between them, also where an axis is
 * logarithmic: halfway between costs 1 and 100 is 50.5, not 10. */
static void
test_hull_holds_mixtures(void **state)
{
    struct chart_view view = chart_view_plain(80, 24, GLYPHS_BRAILLE);
    struct chart_mark marks[2] = { point(1, 0, MARK_FRONTIER, "A"),
        point(100, 10, MARK_FRONTIER, "B") };
    double xs[] = { 1, 100 }, ys[] = { 0, 10 }, x, y, nearest = INFINITY;
    struct chart_line hull = { LINE_DASHED, MARK_REFERENCE, "hull", 2, xs, ys };
    struct chart chart = { .kind = CHART_SCATTER, .x = { .name = "x", .log = true },
        .y = { .name = "y" }, .marks = marks, .n_marks = 2, .lines = &hull, .n_lines = 1 };
    struct arena *arena = arena_new();
    struct drawing *drawing = chart_layout(arena, &chart, &view);

    (void)state;
    drawing_to_cell(drawing, 50.5, 5, &x, &y);
    for (size_t i = 0; i < drawing->n_items; i++) {
        const struct draw_item *item = &drawing->items[i];

        for (int k = 0; item->fine && k <= 10; k++)
            nearest = fmin(nearest, hypot(item->x + (item->x2 - item->x) * k / 10 - x,
                item->y + (item->y2 - item->y) * k / 10 - y));
    }
    assert_true(nearest < 0.5);
    arena_free(arena);
}

static void
test_error_bars(void **state)
{
    struct chart_view view = chart_view_plain(40, 14, GLYPHS_BRAILLE);
    struct chart_mark marks[2] = { point(5, 5, MARK_FRONTIER, "A"),
        point(2, 2, MARK_DOMINATED, "B") };
    struct chart chart = { .kind = CHART_SCATTER, .x = { .name = "x" }, .y = { .name = "y" },
        .marks = marks, .n_marks = 2 };

    (void)state;
    for (int i = 0; i < 2; i++) {
        marks[i].x_lo = marks[i].x - 2;
        marks[i].x_hi = marks[i].x + 3;
        marks[i].y_lo = marks[i].y - 1;
        marks[i].y_hi = marks[i].y + 2;
    }
    view.error_bars = true;
    assert_picture(&chart, &view,
        "y         ● on the frontier  · dominated\n"
        "  │                       ┬\n"
        "  │                       │\n"
        "6 ┤                       │ A\n"
        "  │              ├────────●────────────┤\n"
        "  │                       │\n"
        "4 ┤         ┬             ┴\n"
        "  │         │\n"
        "2 ┤├────────·─────────────┤\n"
        "  │         │\n"
        "  │         ┴\n"
        "  └┼────┴───┼────┴───┼────┴───┼────┴───┤\n"
        "   0        2        4        6        8\n"
        "                     x\n");
}

/* Where very many have bars those of dominated points would hide the others. */
static void
test_many_error_bars(void **state)
{
    struct chart_view view = chart_view_plain(60, 14, GLYPHS_BRAILLE);
    struct chart_mark marks[42];
    struct chart chart = { .kind = CHART_SCATTER, .marks = marks };

    (void)state;
    for (size_t i = 0; i < 42; i++) {
        marks[i] = point((double)i, (double)i, i == 41 ? MARK_FRONTIER : MARK_DOMINATED, NULL);
        marks[i].y_lo = marks[i].y - 1;
        marks[i].y_hi = marks[i].y + 1;
    }
    view.error_bars = true;
    for (size_t n = 40; n <= 42; n += 2) {
        struct arena *arena = arena_new();
        size_t capped = 0;
        struct drawing *drawing;

        chart.marks = marks + 42 - n;
        chart.n_marks = n;
        drawing = chart_layout(arena, &chart, &view);
        for (size_t i = 0; i < drawing->n_items; i++)
            capped += drawing->items[i].caps == (CAP_START | CAP_END);
        assert_int_equal(capped, n == 40 ? 40 : 1);
        arena_free(arena);
    }
}

/* The name of a reference staircase stands within it, once, on its longest free stretch. */
static void
test_named_stairs(void **state)
{
    struct chart_view view = chart_view_plain(40, 10, GLYPHS_BRAILLE);
    struct chart_line lines[2] = {
        { LINE_STEP, MARK_REFERENCE, "upper", 2, (double[]){ 1, 9 }, (double[]){ 4, 8 } },
        { LINE_STEP, MARK_REFERENCE, "lower", 2, (double[]){ 2, 4 }, (double[]){ 2, 3 } } };
    struct chart chart = { .kind = CHART_SCATTER, .x = { .name = "x",
        .direction = DIRECTION_MIN }, .y = { .name = "y", .direction = DIRECTION_MAX },
        .lines = lines, .n_lines = 2 };

    (void)state;
    assert_picture(&chart, &view,
        "y, more is better\n"
        "7.5 ┤                                 ┌─\n"
        "    │                                 │\n"
        "    │                                 │\n"
        "5.0 ┤ ┌────────────upper──────────────┘\n"
        "    │ │           ┌───────lower─────────\n"
        "2.5 ┤ │   ────────┘\n"
        "    └─┴───┼───┴───┼───┴───┼───┴───┼───┴─\n"
        "          2       4       6       8\n"
        "              x, less is better\n");
}

/* --- other kinds --- */

static void
test_intervals_and_bars(void **state)
{
    struct chart_view view = chart_view_plain(60, 12, GLYPHS_BRAILLE);
    struct chart_mark marks[3] = { point(86.7, 0, MARK_PLAIN, "gpt-5 (medium)"),
        point(88, 1, MARK_PLAIN, "gpt-5 (high)"), point(NAN, 2, MARK_PLAIN, "none") };
    struct chart_line line = { LINE_VERTICAL, MARK_REFERENCE, "target", 1,
        (double[]){ 90 }, (double[]){ NAN } };
    struct chart chart = { .kind = CHART_INTERVALS, .x = { .name = "pass", .unit = "%",
        .direction = DIRECTION_MAX }, .marks = marks, .n_marks = 3, .lines = &line,
        .n_lines = 1 };

    (void)state;
    marks[0].x_lo = 81.6;
    marks[0].x_hi = 90.5;
    marks[1].x_lo = 83.1;
    marks[1].x_hi = 91.6;
    assert_picture(&chart, &view,
        "                                                   target\n"
        "gpt-5 (medium)  ├────────────────────●───────────────┤\n"
        "gpt-5 (high)          ├────────────────────●─────────────┤\n"
        "none                                               ┊\n"
        "              ────┼───┴───┼───┴───┼───┴────┼───┴───┼───┴───┤\n"
        "                  82      84      86       88      90     92\n"
        "               pass, %, more is better\n");
    chart.kind = CHART_BARS;
    chart.n_lines = 0;
    assert_picture(&chart, &view,
        "gpt-5 (medium) █████████████████████████████████████▎ 86.7\n"
        "gpt-5 (high)   █████████████████████████████████████▉ 88\n"
        "none\n"
        "              ─┼───┴───┼────┴───┼───┴───┼────┴───┼───┴───┼──\n"
        "               0       20       40      60       80     100\n"
        "               pass, %, more is better\n");
    view.glyphs = GLYPHS_ASCII;
    assert_picture(&chart, &view,
        "gpt-5 (medium) #####################################  86.7\n"
        "gpt-5 (high)   ###################################### 88\n"
        "none\n"
        "              -+---+---+----+---+---+---+----+---+---+---+--\n"
        "               0       20       40      60       80     100\n"
        "               pass, %, more is better\n");
}

static void
test_rows_round_the_selection(void **state)
{
    struct chart_view view = chart_view_plain(40, 6, GLYPHS_BRAILLE);
    struct chart_mark marks[20];
    char names[20][8];
    struct chart chart = { .kind = CHART_BARS, .x = { .name = "x" }, .marks = marks,
        .n_marks = 20 };
    char *shown;

    (void)state;
    for (int i = 0; i < 20; i++) {
        snprintf(names[i], sizeof names[i], "row%d", i);
        marks[i] = point(i, i, MARK_PLAIN, names[i]);
    }
    view.selected = "row13";
    shown = picture(&chart, &view, false);
    assert_non_null(strstr(shown, "row13"));
    assert_null(strstr(shown, "row0 "));
    free(shown);
    view.selected = "row19";
    shown = picture(&chart, &view, false);
    assert_non_null(strstr(shown, "row19"));
    free(shown);
}

static void
test_heat(void **state)
{
    static const char *const columns[] = { "left", "right" }, *const rows[] = { "up", "down" };
    struct chart_view view = chart_view_plain(40, 12, GLYPHS_BRAILLE);
    struct chart_mark marks[4];
    struct chart chart = { .kind = CHART_HEAT, .marks = marks, .n_marks = 4,
        .x_names = columns, .n_x_names = 2, .y_names = rows, .n_y_names = 2 };

    (void)state;
    for (int i = 0; i < 4; i++) {
        marks[i] = point(i % 2, i / 2, MARK_PLAIN, NULL);
        marks[i].value = i == 2 ? NAN : i / 3.0;
    }
    assert_picture(&chart, &view,
        "     left        right\n"
        "up   ░░ 0.00     ▒▒ 0.33\n"
        "down —           ██ 1.00\n"
        "     0 ░▒▓█ 1\n");
    marks[0].label = "-***";
    marks[2].label = "unseen";
    marks[3].label = "too long for it";
    assert_picture(&chart, &view,
        "     left        right\n"
        "up   ░░ -***     ▒▒ 0.33\n"
        "down —           ██\n"
        "     0 ░▒▓█ 1\n");
}

static void
test_lines(void **state)
{
    struct chart_view view = chart_view_plain(50, 10, GLYPHS_ASCII);
    double x[] = { 1, 10, 100 }, up[] = { 0, 0.5, 1 }, flat[] = { 0.2, 0.2, 0.2 };
    struct chart_line lines[2] = { { LINE_STRAIGHT, MARK_PLAIN, "up", 3, x, up },
        { LINE_STRAIGHT, MARK_PLAIN, "flat", 3, x, flat } };
    struct chart chart = { .kind = CHART_LINES, .x = { .name = "step", .log = true },
        .y = { .name = "acc" }, .lines = lines, .n_lines = 2 };

    (void)state;
    assert_picture(&chart, &view,
        "acc\n"
        "1 +                                    ----- up\n"
        "  |                            ---------\n"
        "  |                     --------\n"
        "  |             ---------\n"
        "  | ---------------------------------------- flat\n"
        "0 + -----\n"
        "  +-+-----+-------+-----+----+-------+-----+-\n"
        "    1     2       5     10   20      50   100\n"
        "                   step (log)\n");
}

/* --- what holds for every picture --- */

static uint64_t seed;

static double
uniform(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(seed >> 11) / 9007199254740992.0;
}

/* Random points with their real frontier. */
struct random_chart {
    struct chart chart;
    struct chart_line line;
    struct chart_mark marks[400];
    char names[400][24];
    double x[400], y[400];
};

static void
random_fill(struct random_chart *random, size_t n)
{
    random->line = (struct chart_line){ LINE_STEP, MARK_FRONTIER, NULL, 0, random->x,
        random->y };
    for (size_t i = 0; i < n; i++) {
        snprintf(random->names[i], sizeof random->names[i], "model-%.0f-%zu",
            pow(10, 1 + 8 * uniform()), i);
        random->marks[i] = point(pow(10, 3 * uniform()), 100 * uniform(), MARK_DOMINATED,
            random->names[i]);
    }
    for (size_t i = 0; i < n; i++) {
        bool beaten = false;

        for (size_t k = 0; k < n; k++)
            beaten |= random->marks[k].x < random->marks[i].x &&
                random->marks[k].y > random->marks[i].y;
        if (beaten)
            continue;
        random->marks[i].role = i % 3 == 0 ? MARK_UNDECIDED : MARK_FRONTIER;
        random->x[random->line.n] = random->marks[i].x;
        random->y[random->line.n++] = random->marks[i].y;
    }
    random->chart = (struct chart){ .kind = CHART_SCATTER,
        .x = { .name = "cost", .unit = "USD", .direction = DIRECTION_MIN, .log = true },
        .y = { .name = "score", .direction = DIRECTION_MAX }, .marks = random->marks,
        .n_marks = n, .lines = &random->line, .n_lines = 1 };
}

/* Every cell of every label is its own: no other text, no glyph, no solid line, no frame. */
static void
assert_no_overlap(const struct drawing *drawing)
{
    size_t columns = (size_t)drawing->width, rows = (size_t)drawing->height;
    char *taken = calloc(columns * rows + 1, 1);
    struct raster raster;

    raster_init(&raster, columns, rows);
    for (size_t i = 0; i < drawing->n_items; i++)
        if (drawing->items[i].ink != INK_DIM)      /* the crosshair passes below labels */
            raster_add(&raster, &drawing->items[i]);
    for (size_t i = 0; i < drawing->n_items; i++)
        if (drawing->items[i].kind == DRAW_GLYPH)
            taken[(size_t)drawing->items[i].y * columns + (size_t)drawing->items[i].x] = 1;
    for (size_t i = 0; i < drawing->n_items; i++) {
        const struct draw_item *item = &drawing->items[i];
        size_t width = item->kind == DRAW_TEXT ? text_width(item->text, strlen(item->text)) : 0;

        for (size_t k = 0; k < width; k++) {
            size_t row = (size_t)item->y, column = (size_t)item->x + k;

            assert_true(row < rows && column < columns);
            assert_true(taken[row * columns + column] == 0);
            assert_true(raster_at(&raster, row, column)->arms == 0);
            taken[row * columns + column] = 1;
        }
    }
    raster_release(&raster);
    free(taken);
}

static void
test_labels_touch_nothing(void **state)
{
    static const size_t sizes[][2] = { { 80, 18 }, { 132, 34 }, { 40, 12 }, { 20, 5 },
        { 160, 50 }, { 25, 30 }, { 200, 6 } };
    struct random_chart *random = calloc(1, sizeof *random);

    (void)state;
    seed = 1;
    for (size_t trial = 0; trial < 140; trial++) {
        struct arena *arena = arena_new();
        struct chart_view view = chart_view_plain((double)sizes[trial % 7][0],
            (double)sizes[trial % 7][1], trial % 2 ? GLYPHS_ASCII : GLYPHS_BRAILLE);

        random_fill(random, 1 + trial * 2);
        view.selected = random->names[trial % random->chart.n_marks];
        view.error_bars = trial % 5 == 0;
        assert_no_overlap(chart_layout(arena, &random->chart, &view));
        arena_free(arena);
    }
    free(random);
}

/* Where names are more than fit, the settled points are named before the undecided. */
static void
test_settled_points_are_named_first(void **state)
{
    struct chart_mark marks[40];
    char names[40][24];
    struct chart chart = { .kind = CHART_SCATTER, .x = { .name = "x" }, .y = { .name = "y" },
        .marks = marks, .n_marks = 40 };
    struct chart_view view = chart_view_plain(70, 18, GLYPHS_BRAILLE);
    struct arena *arena = arena_new();
    struct drawing *drawing;
    size_t named = 0, settled = 0;

    (void)state;
    for (int i = 0; i < 40; i++) {
        snprintf(names[i], sizeof names[i], "a-model-with-a-name-%d", i);
        marks[i] = point(i, i, i >= 36 ? MARK_FRONTIER : MARK_UNDECIDED, names[i]);
    }
    drawing = chart_layout(arena, &chart, &view);
    for (size_t i = 0; i < drawing->n_items; i++) {
        const struct draw_item *item = &drawing->items[i];

        if (item->kind == DRAW_TEXT && item->key != NULL) {
            named++;
            settled += atoi(item->key + strlen("a-model-with-a-name-")) >= 36;
        }
    }
    assert_int_equal(settled, 4);
    assert_true(drawing->unnamed > 0);
    assert_int_equal(named + drawing->unnamed, 40);
    arena_free(arena);
}

static void
test_every_size_is_harmless(void **state)
{
    static const enum chart_kind kinds[] = { CHART_SCATTER, CHART_LINES, CHART_INTERVALS,
        CHART_BARS, CHART_HEAT };
    struct random_chart *random = calloc(1, sizeof *random);

    (void)state;
    seed = 2;
    random_fill(random, 60);
    for (size_t kind = 0; kind < 5; kind++)
        for (int width = 0; width < 44; width += width < 24 ? 1 : 9)
            for (int height = 0; height < 16; height++) {
                struct chart_view view = chart_view_plain(width, height, GLYPHS_BRAILLE);
                char *shown;

                view.selected = random->names[0];
                view.budget = 30;
                view.error_bars = true;
                random->chart.kind = kinds[kind];
                shown = picture(&random->chart, &view, false);
                free(shown);
            }
    free(random);
}

static void
test_same_chart_same_picture(void **state)
{
    struct random_chart *random = calloc(1, sizeof *random);
    struct chart_view view = chart_view_plain(100, 30, GLYPHS_BRAILLE);
    char *first, *second;

    (void)state;
    seed = 3;
    random_fill(random, 300);
    first = picture(&random->chart, &view, false);
    second = picture(&random->chart, &view, false);
    assert_string_equal(first, second);
    free(first);
    free(second);
    free(random);
}

static void
test_ascii_only(void **state)
{
    struct random_chart *random = calloc(1, sizeof *random);
    struct chart_view view = chart_view_plain(90, 26, GLYPHS_ASCII);
    char *shown;

    (void)state;
    seed = 4;
    random_fill(random, 200);
    random->marks[0].label = "mod\303\250le \346\274\242 \033[2J";
    random->marks[0].role = MARK_FRONTIER;
    random->chart.x.unit = "\302\265s";
    view.selected = random->names[5];
    view.error_bars = true;
    view.budget = 20;
    shown = picture(&random->chart, &view, false);
    for (const char *at = shown; *at != '\0'; at++)
        assert_true((unsigned char)*at < 0x80 && ((unsigned char)*at >= 0x20 || *at == '\n'));
    free(shown);
    free(random);
}

static void
test_hidden_marks_are_counted(void **state)
{
    struct chart_view view = chart_view_plain(60, 16, GLYPHS_BRAILLE);
    struct chart_mark marks[6] = { point(1, 1, MARK_PLAIN, "a"), point(0, 2, MARK_PLAIN, "b"),
        point(-1, 2, MARK_PLAIN, "c"), point(NAN, 2, MARK_PLAIN, "d"),
        point(INFINITY, 3, MARK_PLAIN, "e"), point(100, 3, MARK_PLAIN, "f") };
    struct chart chart = { .kind = CHART_SCATTER, .x = { .name = "x", .log = true },
        .y = { .name = "y" }, .marks = marks, .n_marks = 6 };
    struct arena *arena = arena_new();

    (void)state;
    assert_int_equal(chart_layout(arena, &chart, &view)->hidden, 4);
    view.x_scale = SCALE_LINEAR;
    assert_int_equal(chart_layout(arena, &chart, &view)->hidden, 2);
    view.zoomed = true;
    view.x_lo = 0.5;
    view.x_hi = 50;
    view.y_lo = 0;
    view.y_hi = 5;
    assert_int_equal(chart_layout(arena, &chart, &view)->hidden, 5);
    arena_free(arena);
    for (int i = 0; i < 2; i++) {
        char *shown;

        view.width = i == 0 ? 60 : 24;
        shown = picture(&chart, &view, false);
        assert_non_null(strstr(shown, i == 0 ? "5 points are not drawn: outside the axes"
            : "4 not drawn"));           /* cells are wider: one reaches x = 0 */
        free(shown);
    }
}

/* Points that share their cells with the frontier's line, straight or sloped. */
static void
test_points_are_seen_on_the_line(void **state)
{
    static const enum glyphs all[] = { GLYPHS_BRAILLE, GLYPHS_QUADRANT, GLYPHS_ASCII };
    static const enum line_style styles[] = { LINE_STEP, LINE_STRAIGHT };

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        struct chart_view view = chart_view_plain(60, 16, all[i / 2]);
        struct chart_mark marks[4];
        struct chart_line line;
        double x[3], y[3], cx, cy;
        struct chart chart = small_chart(marks, &line, x, y, DIRECTION_MIN, DIRECTION_MAX);
        struct arena *arena = arena_new();
        const struct drawing *drawing;
        struct canvas *canvas = canvas_new(60, 16, all[i / 2] == GLYPHS_ASCII);

        line.style = styles[i % 2];
        marks[3] = i % 2 == 0 ? point(2.5, 2, MARK_DOMINATED, "d")
            : point(2.5, 3.5, MARK_DOMINATED, "d");
        drawing = chart_layout(arena, &chart, &view);
        drawing_paint(drawing, canvas, 0, 0, all[i / 2]);
        drawing_to_cell(drawing, marks[3].x, marks[3].y, &cx, &cy);
        assert_int_equal(canvas->cells[(size_t)cy * 60 + (size_t)cx].ink, INK_DOMINATED);
        canvas_free(canvas);
        arena_free(arena);
    }
}

static void
test_density(void **state)
{
    size_t n = 40000;
    struct chart_view view = chart_view_plain(60, 20, GLYPHS_BRAILLE);
    struct chart_mark *marks = calloc(n, sizeof *marks);
    struct chart chart = { .kind = CHART_SCATTER, .x = { .name = "x" }, .y = { .name = "y" },
        .marks = marks, .n_marks = n };
    struct arena *arena = arena_new();
    struct drawing *drawing;
    char *shown;

    (void)state;
    seed = 5;
    for (size_t i = 0; i < n; i++)
        marks[i] = point(uniform() + uniform(), uniform() + uniform(), MARK_DOMINATED, NULL);
    drawing = chart_layout(arena, &chart, &view);
    assert_true(drawing->density);
    assert_true(drawing->n_items < 60 * 20 + 200);
    shown = picture(&chart, &view, false);
    assert_non_null(strstr(shown, "░"));
    assert_non_null(strstr(shown, "█"));
    free(shown);
    chart.n_marks = 100;
    assert_false(chart_layout(arena, &chart, &view)->density);
    arena_free(arena);
    free(marks);
}

/* With a memory the picture is the same, whatever was drawn before. */
static void
test_remembered_layouts(void **state)
{
    enum { MANY = 30000, NAME = 8 };
    static char names[MANY][NAME];
    struct chart_mark *marks = calloc(MANY, sizeof *marks);
    struct result *result = result_new("test");
    struct chart chart = { .kind = CHART_SCATTER, .x = { .name = "x" }, .y = { .name = "y" },
        .marks = marks, .n_marks = MANY };
    const char *marked[] = { names[3], names[20000] };
    const size_t flagged[] = { 3, 777, 20000 };
    struct chart_view plain = chart_view_plain(60, 20, GLYPHS_BRAILLE), quick;
    struct chart_memory *memory = chart_memory_new();

    (void)state;
    seed = 9;
    for (size_t i = 0; i < MANY; i++) {
        snprintf(names[i], NAME, "p%zu", i);
        marks[i] = point(i % 50 == 0 ? -1 : uniform() * uniform(), uniform(),
            i % 1000 == 20 ? MARK_FRONTIER : i % 777 == 1 ? MARK_MISSING : MARK_DOMINATED,
            names[i]);
    }
    marks[777].x = INFINITY;
    chart_make_arrays(result, &chart);
    for (int i = 0; i < 24; i++) {
        char *expected, *shown;

        plain.x_scale = i % 3 == 1 ? SCALE_LOG : SCALE_LINEAR;
        plain.zoomed = i % 4 == 3;
        plain.x_lo = plain.y_lo = 0.1;
        plain.x_hi = plain.y_hi = 0.3;
        plain.selected = i % 2 ? names[777] : i % 5 == 0 ? names[1020] : NULL;
        plain.marked = marked;
        plain.n_marked = i % 6 > 2 ? 2 : 0;
        quick = plain;
        quick.memory = memory;
        quick.flagged = i % 2 ? flagged : (const size_t[]){ 3, 1020, 20000 };
        quick.n_flagged = 3;
        expected = picture(&chart, &plain, i % 2);
        shown = picture(&chart, &quick, i % 2);
        assert_string_equal(shown, expected);
        free(shown);
        free(expected);
    }
    chart_memory_free(memory);
    result_free(result);
    free(marks);
}

static void
test_neighbours_do_not_need_the_marks(void **state)
{
    enum { MANY = 6000 };
    struct chart_mark *marks = calloc(MANY, sizeof *marks);
    struct result *result = result_new("test");
    struct chart chart = { .kind = CHART_SCATTER, .x = { .name = "x" }, .y = { .name = "y" },
        .marks = marks, .n_marks = MANY };
    struct chart_view view = chart_view_plain(60, 20, GLYPHS_BRAILLE);
    struct arena *arena = arena_new();
    struct drawing *plain, *quick;

    (void)state;
    seed = 11;
    view.x_scale = SCALE_LOG;
    for (size_t i = 0; i < MANY; i++)
        marks[i] = point(uniform() + 1e-6, (double)(i % 37), MARK_DOMINATED, NULL);
    chart_make_arrays(result, &chart);
    plain = chart_layout(arena, &chart, &view);
    view.memory = chart_memory_new();
    quick = chart_layout(arena, &chart, &view);
    assert_non_null(quick->memory);
    assert_null(plain->memory);
    for (long from = -1; from < 400; from++)
        for (int way = -1; way <= 1; way += 2) {
            assert_int_equal(chart_neighbour_of(&chart, plain, from, way, 0),
                chart_neighbour_of(&chart, quick, from, way, 0));
            assert_int_equal(chart_neighbour_of(&chart, plain, from, 0, way),
                chart_neighbour_of(&chart, quick, from, 0, way));
        }
    chart_memory_free(view.memory);
    arena_free(arena);
    result_free(result);
    free(marks);
}

/* --- crosshair --- */

static void
test_neighbours_reach_every_point(void **state)
{
    struct chart_view view = chart_view_plain(60, 20, GLYPHS_BRAILLE);
    struct chart_mark marks[5] = { point(1, 1, MARK_DOMINATED, "a"),
        point(5, 1, MARK_FRONTIER, "b"), point(5, 1, MARK_DOMINATED, "c"),
        point(5, 9, MARK_DOMINATED, "d"), point(9, 1, MARK_DOMINATED, "e") };
    struct chart chart = { .kind = CHART_SCATTER, .x = { .name = "x" }, .y = { .name = "y" },
        .marks = marks, .n_marks = 5 };
    struct arena *arena = arena_new();
    struct drawing *drawing = chart_layout(arena, &chart, &view);

    (void)state;
    assert_int_equal(chart_neighbour(&chart, drawing, NULL, 1, 0), 1);
    assert_int_equal(chart_neighbour(&chart, drawing, "nobody", 1, 0), 1);
    assert_int_equal(chart_neighbour(&chart, drawing, "a", 1, 0), 1);
    assert_int_equal(chart_neighbour(&chart, drawing, "b", 1, 0), 2);
    assert_int_equal(chart_neighbour(&chart, drawing, "c", 1, 0), 4);
    assert_int_equal(chart_neighbour(&chart, drawing, "c", -1, 0), 1);
    assert_int_equal(chart_neighbour(&chart, drawing, "b", -1, 0), 0);
    assert_int_equal(chart_neighbour(&chart, drawing, "c", 0, -1), 1);
    assert_int_equal(chart_neighbour(&chart, drawing, "b", 0, -1), 3);
    assert_int_equal(chart_neighbour(&chart, drawing, "e", 1, 0), -1);
    arena_free(arena);
}

static void
test_cells_and_data_agree(void **state)
{
    struct chart_view view = chart_view_plain(70, 22, GLYPHS_BRAILLE);
    struct chart_mark marks[4];
    struct chart_line line;
    double x[3], y[3];
    struct chart chart = small_chart(marks, &line, x, y, DIRECTION_MIN, DIRECTION_MAX);
    struct arena *arena = arena_new();

    (void)state;
    for (int log = 0; log < 2; log++) {
        struct drawing *drawing;

        view.x_scale = log ? SCALE_LOG : SCALE_LINEAR;
        drawing = chart_layout(arena, &chart, &view);
        for (int i = 0; i < 4; i++) {
            double cx, cy, back_x, back_y;

            drawing_to_cell(drawing, marks[i].x, marks[i].y, &cx, &cy);
            drawing_to_data(drawing, cx, cy, &back_x, &back_y);
            assert_true(fabs(back_x - marks[i].x) < 1e-9 && fabs(back_y - marks[i].y) < 1e-9);
            assert_true(cx >= drawing->left && cx < drawing->right);
        }
    }
    arena_free(arena);
}

/* --- SVG --- */

/* The bytes that XML 1.0 allows, tags balanced, nothing of a name outside a text. */
static void
assert_well_formed(const char *svg)
{
    size_t depth = 0;

    for (const char *at = svg; *at != '\0'; at++) {
        assert_true((unsigned char)*at >= 0x20 || *at == '\n');
        if (*at == '&')
            assert_non_null(memchr(at, ';', 8));
        if (*at != '<')
            continue;
        if (at[1] == '?')
            continue;
        if (at[1] == '/') {
            assert_true(depth > 0);
            depth--;
        } else {
            const char *end = strchr(at, '>');

            assert_non_null(end);
            depth += end[-1] != '/';
        }
    }
    assert_true(depth == 0);
    assert_null(strstr(svg, "<script"));
    assert_null(strstr(svg, "]]>"));
}

static void
test_svg_survives_hostile_names(void **state)
{
    struct chart_mark marks[6] = { point(1, 1, MARK_FRONTIER, "<script>alert(1)</script>"),
        point(2, 2, MARK_FRONTIER, "\033]0;x\007 ]]> \" ' &amp;"),
        point(3, 3, MARK_UNDECIDED, "\377\376 \xef\xbf\xbe \xe2\x80\xae bidi"),
        point(4, 4, MARK_DOMINATED, "--></title></svg>"),
        point(5, 5, MARK_DOMINATED, "line\r\nbreak\ttab"),
        point(6, 6, MARK_INFEASIBLE, "\x01\x02\x7f") };
    struct chart chart = { .kind = CHART_SCATTER, .x = { .name = "<x>", .unit = "\"&'" },
        .y = { .name = "y\033" }, .marks = marks, .n_marks = 6 };
    struct chart_view view = chart_view_plain(100, 30, GLYPHS_BRAILLE);
    struct arena *arena = arena_new();
    struct strbuf svg;

    (void)state;
    view.titles = true;
    strbuf_init(&svg);
    drawing_svg(chart_layout(arena, &chart, &view), "t<i>tle & \033 more", &svg);
    assert_well_formed(svg.data);
    assert_non_null(strstr(svg.data, "&lt;script&gt;"));
    assert_non_null(strstr(svg.data, "<title>"));
    assert_non_null(strstr(svg.data, "on the frontier"));
    if (system("command -v xmllint >/dev/null 2>&1") == 0) {
        FILE *xmllint = popen("xmllint --noout - 2>&1", "w");

        assert_non_null(xmllint);
        fwrite(svg.data, 1, svg.length, xmllint);
        assert_int_equal(pclose(xmllint), 0);
    }
    strbuf_release(&svg);
    arena_free(arena);
}

static char *
first_row(const struct chart *chart, const struct chart_view *view)
{
    struct canvas *canvas = canvas_new((size_t)view->width, (size_t)view->height,
        view->glyphs == GLYPHS_ASCII);
    struct arena *arena = arena_new();
    struct strbuf out;

    strbuf_init(&out);
    drawing_paint(chart_layout(arena, chart, view), canvas, 0, 0, view->glyphs);
    canvas_write(canvas, &out);
    *strchr(out.data, '\n') = '\0';
    canvas_free(canvas);
    arena_free(arena);
    return out.data;
}

/* Shapes that occur are explained where there is room for it, shorter where there is less. */
static void
test_symbols_are_explained(void **state)
{
    static const char *const marked[] = { "b" };
    struct chart_mark marks[3] = { point(1, 1, MARK_FRONTIER, "a"),
        point(2, 2, MARK_UNDECIDED, "b"), point(3, 1, MARK_DOMINATED, "c") };
    struct chart chart = { .kind = CHART_SCATTER, .x = { .name = "x" }, .y = { .name = "y" },
        .marks = marks, .n_marks = 3 };
    struct chart_view view = chart_view_plain(80, 20, GLYPHS_ASCII);
    char *row = first_row(&chart, &view);

    (void)state;
    assert_non_null(strstr(row, "O on the frontier  o undecided  . dominated"));
    free(row);
    view.width = 40;
    row = first_row(&chart, &view);
    assert_non_null(strstr(row, "O frontier  o undecided  . dominated"));
    free(row);
    view.width = 30;
    row = first_row(&chart, &view);
    assert_null(strstr(row, "undecided"));
    free(row);
    view.width = 80;
    view.marked = marked;
    view.n_marked = 1;
    view.selected = "a";
    row = first_row(&chart, &view);
    assert_non_null(strstr(row, "& marked  - selected"));
    free(row);
    chart.n_marks = 1;
    marks[0].role = MARK_DOMINATED;          /* nothing to tell apart */
    row = first_row(&chart, &view);
    assert_null(strstr(row, "dominated"));
    free(row);
}

/* Long titles are told whole, in lines; texts are as wide as their font makes them. */
static void
test_svg_title_is_whole(void **state)
{
    struct chart_mark marks[2] = { point(1, 1, MARK_FRONTIER, "a"), point(2, 2,
        MARK_FRONTIER, "b") };
    struct chart chart = { .kind = CHART_SCATTER, .marks = marks, .n_marks = 2 };
    struct chart_view view = chart_view_plain(40, 20, GLYPHS_BRAILLE);
    struct arena *arena = arena_new();
    struct drawing *drawing = chart_layout(arena, &chart, &view);
    struct strbuf svg, one;

    (void)state;
    strbuf_init(&svg);
    strbuf_init(&one);
    drawing_svg(drawing, "short", &one);
    drawing_svg(drawing, "leaderboard \302\267 69 of 69 points \302\267 by model, format "
        "\302\267 frontier, strict, averylongwordofwhichnolinehasroomwithoutbreaking", &svg);
    assert_well_formed(svg.data);
    assert_non_null(strstr(svg.data, ">leaderboard \302\267 69 of 69 points \302\267 by</text>"));
    assert_non_null(strstr(svg.data, ">model, format \302\267 frontier, strict,</text>"));
    assert_non_null(strstr(svg.data, "breaking</text>"));
    assert_null(strstr(svg.data, "textLength"));
    assert_non_null(strstr(one.data, "translate(0 0)"));
    assert_non_null(strstr(svg.data, "translate(0 60)"));
    strbuf_release(&svg);
    strbuf_release(&one);
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corners_follow_the_directions),
        cmocka_unit_test(test_ladder_of_glyphs),
        cmocka_unit_test(test_selection_mark_and_budget),
        cmocka_unit_test(test_hull_holds_mixtures),
        cmocka_unit_test(test_error_bars),
        cmocka_unit_test(test_many_error_bars),
        cmocka_unit_test(test_named_stairs),
        cmocka_unit_test(test_intervals_and_bars),
        cmocka_unit_test(test_rows_round_the_selection),
        cmocka_unit_test(test_heat),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_labels_touch_nothing),
        cmocka_unit_test(test_settled_points_are_named_first),
        cmocka_unit_test(test_every_size_is_harmless),
        cmocka_unit_test(test_same_chart_same_picture),
        cmocka_unit_test(test_ascii_only),
        cmocka_unit_test(test_hidden_marks_are_counted),
        cmocka_unit_test(test_points_are_seen_on_the_line),
        cmocka_unit_test(test_density),
        cmocka_unit_test(test_remembered_layouts),
        cmocka_unit_test(test_neighbours_do_not_need_the_marks),
        cmocka_unit_test(test_neighbours_reach_every_point),
        cmocka_unit_test(test_cells_and_data_agree),
        cmocka_unit_test(test_svg_survives_hostile_names),
        cmocka_unit_test(test_svg_title_is_whole),
        cmocka_unit_test(test_symbols_are_explained),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
