/* chart_labels.c - names beside their points, without overlap.
 *
 * A greedy placement on cells: what the raster, the glyphs and the texts hold already is
 * taken; points far from the others choose first; each takes the cheapest free place beside
 * it; one that finds none gets a letter, explained in the legend below the plot. Same chart
 * and size, same places.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "draw/chart_internal.h"
#include "draw/raster.h"

/* Letters that look like none of our glyphs (o and x do, l looks like a line). */
static const char letters[] = "abcdefghijkmnpqrstuvwyzABCDEFGHJKLMNPQRSTUVWYZ";

enum { CUT_WIDTH = 20, SHADED_MOST = 2, LEGEND_HEIGHT_LEAST = 12, LEGEND_GAP = 2 };

enum { TAKEN_POINT = 1, TAKEN_TEXT = 2 };

struct board {
    const struct plot *plot;
    struct raster raster;
    uint8_t *taken;
};

void
labels_want(struct plot *plot, struct named named)
{
    if (plot->n_named < NAMED_MOST)
        ARRAY_PUSH(plot->named, plot->n_named, plot->named_capacity, named);
}

/* --- what is taken --- */

static uint8_t *
board_at(const struct board *board, size_t row, size_t column)
{
    return board->taken + row * board->plot->width + column;
}

static void
board_take(struct board *board, double x, double y, size_t width, uint8_t what)
{
    for (size_t i = 0; i < width; i++) {
        double column = floor(x) + (double)i;

        if (y >= 0 && column >= 0 && y < (double)board->plot->height &&
            column < (double)board->plot->width)
            *board_at(board, (size_t)y, (size_t)column) |= what;
    }
}

static void
board_init(struct board *board, const struct plot *plot)
{
    board->plot = plot;
    board->taken = mem_zalloc(plot->width * plot->height + 1, 1);
    raster_init(&board->raster, plot->width, plot->height);
    for (size_t i = 0; i < plot->count; i++) {
        const struct draw_item *item = &plot->items[i];

        raster_add(&board->raster, item);
        if (item->kind == DRAW_GLYPH)
            board_take(board, item->x, item->y, 1, TAKEN_POINT);
        else if (item->kind == DRAW_TEXT)
            board_take(board, item->x, item->y, text_width(item->text, strlen(item->text)),
                TAKEN_TEXT);
    }
}

static void
board_release(struct board *board)
{
    free(board->taken);
    raster_release(&board->raster);
}

static bool
cell_has_line(const struct raster_cell *cell)
{
    return cell->arms != 0 || cell->fine != 0 || cell->dashed != 0;
}

/* --- one candidate --- */

/* What it costs to write at (row, start); INFINITY if it may not be. (own_x, own_y) is the
 * cell of the point itself. */
static double
place_cost(const struct board *board, long row, long start, size_t width, long own_x,
    long own_y)
{
    const struct plot *plot = board->plot;
    double cost = 0;
    size_t shaded = 0;

    if (row < (long)plot->top || row >= (long)plot->bottom || start < (long)plot->left ||
        start + (long)width > (long)plot->width)
        return INFINITY;
    for (long column = start - 1; column <= start + (long)width; column++) {
        bool beside = column < start || column == start + (long)width;
        const struct raster_cell *cell;
        uint8_t taken;

        if (column < (long)plot->left || column >= (long)plot->width) {
            cost += column < (long)plot->left ? 0.5 : 0;
            continue;
        }
        cell = raster_at(&board->raster, (size_t)row, (size_t)column);
        taken = *board_at(board, (size_t)row, (size_t)column);
        if (taken != 0 && !(beside && column == own_x && row == own_y))
            return INFINITY;
        if (cell_has_line(cell)) {
            if (!beside)
                return INFINITY;
            cost += 0.5;
        }
        if (!beside && cell->dots != 0)
            return INFINITY;               /* a point that is written over is lost */
        if (!beside && cell->shade != 0) {
            shaded++;
            cost += 1.5;
        }
    }
    return shaded > SHADED_MOST ? INFINITY : cost;
}

static bool
has_text(const struct board *board, long row, long column)
{
    return column >= 0 && column < (long)board->plot->width &&
        (*board_at(board, (size_t)row, (size_t)column) & TAKEN_TEXT) != 0;
}

/* Other points near a label make it unclear whose it is, and so does a label close by. */
static double
neighbour_cost(const struct board *board, long row, long start, size_t width, long own_x,
    long own_y)
{
    const struct plot *plot = board->plot;
    double cost = has_text(board, row, start - 2) || has_text(board, row, start +
        (long)width + 1) ? 1 : 0;

    for (long r = row - 1; r <= row + 1; r++)
        for (long column = start - 2; column <= start + (long)width + 1; column++)
            if (r >= (long)plot->top && r < (long)plot->bottom &&
                column >= (long)plot->left && column < (long)plot->width &&
                !(r == own_y && column == own_x) &&
                (*board_at(board, (size_t)r, (size_t)column) & TAKEN_POINT) != 0)
                cost += 0.7;
    return cost;
}

struct candidate {
    long row, start;
    double cost;
};

static void
try_candidate(const struct board *board, const struct named *named, size_t width, long row,
    long start, double base, struct candidate *best)
{
    long own_x = (long)named->x, own_y = (long)named->y;
    double cost = base + place_cost(board, row, start, width, own_x, own_y);

    if (cost >= best->cost)
        return;
    cost += neighbour_cost(board, row, start, width, own_x, own_y);
    if (cost < best->cost)
        *best = (struct candidate){ row, start, cost };
}

/* Right, left, the four diagonals, then above and below, shifted by ever more. */
static bool
find_place(const struct board *board, const struct named *named, size_t width,
    struct candidate *best)
{
    long x = (long)named->x, y = (long)named->y, w = (long)width;

    best->cost = INFINITY;
    for (long gap = 0; gap < 2; gap++) {
        try_candidate(board, named, width, y, x + 2 + gap, 0.3 * (double)gap, best);
        try_candidate(board, named, width, y, x - 1 - w - gap, 0.6 + 0.3 * (double)gap, best);
    }
    for (int side = -1; side <= 1; side += 2) {
        for (long gap = 0; gap < 2; gap++) {
            double base = 1.2 + 0.1 * side + 0.2 * (double)gap;

            try_candidate(board, named, width, y + side, x + 1 + gap, base, best);
            try_candidate(board, named, width, y + side, x - w - gap, base + 0.2, best);
        }
        for (long shift = 0; shift < w; shift++)
            try_candidate(board, named, width, y + side, x - shift,
                1.6 + 0.1 * side + fabs((double)shift - (double)w / 2) * 0.02, best);
    }
    return best->cost < INFINITY;
}

/* A ruler's name goes beside it: a vertical one's as high as possible, a horizontal one's
 * as far right as possible. */
static bool
find_ruler_place(const struct board *board, const struct named *named, size_t width,
    struct candidate *best)
{
    const struct plot *plot = board->plot;
    long x = (long)named->x, y = (long)named->y, w = (long)width;
    bool vertical = named->kind == NAMED_VERTICAL;
    long steps = vertical ? (long)(plot->bottom - plot->top) :
        (long)(plot->right - plot->left);

    best->cost = INFINITY;
    for (long i = 0; i < steps && best->cost == INFINITY; i++)
        for (int side = 0; side < 2 && best->cost == INFINITY; side++) {
            long row = vertical ? y + i : side == 0 ? y - 1 : y + 1;
            long start = !vertical ? x - w - i : side == 0 ? x + 2 : x - 1 - w;

            try_candidate(board, named, width, row, start, 0, best);
        }
    return best->cost < INFINITY;
}

/* The cells of a line that nothing else uses: there its name may interrupt it. */
static bool
is_plain_line(const struct board *board, long row, long column)
{
    const struct raster_cell *cell = raster_at(&board->raster, (size_t)row, (size_t)column);

    return cell->arms == (ARM_LEFT | ARM_RIGHT) && cell->fine == 0 && cell->dots == 0 &&
        *board_at(board, (size_t)row, (size_t)column) == 0;
}

/* As near to the middle of the stretch as possible, with the line on both sides of it. */
static bool
find_stretch_place(const struct board *board, const struct named *named, size_t width,
    struct candidate *best)
{
    long first = (long)named->x, last = (long)named->x2, row = (long)named->y, run = 0;
    double middle = ((double)first + (double)last) / 2;

    best->cost = INFINITY;
    for (long column = first; column <= last; column++) {
        double start = (double)(column - (long)width), off;

        run = is_plain_line(board, row, column) ? run + 1 : 0;
        off = fabs(start + (double)width / 2 - middle);
        if (run >= (long)width + 2 && off < best->cost)
            *best = (struct candidate){ row, (long)start, off };
    }
    return best->cost < INFINITY;
}

/* --- placing all --- */

static int
compare_named(const void *a, const void *b)
{
    const struct named *left = a, *right = b;

    if (left->kind != right->kind && (left->kind == NAMED_POINT ||
        right->kind == NAMED_POINT))
        return left->kind == NAMED_POINT ? 1 : -1;
    if (left->tier != right->tier)
        return left->tier - right->tier;
    if (left->isolation != right->isolation)
        return left->isolation > right->isolation ? -1 : 1;
    if (left->x != right->x)
        return left->x < right->x ? -1 : 1;
    if (left->y != right->y)
        return left->y < right->y ? -1 : 1;
    return strcmp(left->label, right->label);
}

static void
measure_isolation(struct named *named, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (named[i].kind == NAMED_STRETCH)
            continue;
        named[i].isolation = INFINITY;
        for (size_t k = 0; k < n; k++)
            if (k != i && named[k].kind == NAMED_POINT)
                named[i].isolation = fmin(named[i].isolation,
                    hypot(named[i].x - named[k].x, 2 * (named[i].y - named[k].y)));
    }
}

static bool
same_cell(const struct named *a, const struct named *b)
{
    return floor(a->x) == floor(b->x) && floor(a->y) == floor(b->y);
}

/* The same name at the same place, or in the same line, need not be written twice. */
static bool
named_before(const struct named *named, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if ((same_cell(&named[k], &named[i]) || (named[i].kind == NAMED_STRETCH &&
            named[k].kind == NAMED_STRETCH && named[k].placed)) &&
            strcmp(named[k].label, named[i].label) == 0)
            return true;
    return false;
}

static void
put_label(struct plot *plot, struct board *board, struct named *named, const char *label,
    size_t width, const struct candidate *where)
{
    plot_add(plot, (struct draw_item){ .kind = DRAW_TEXT,
        .ink = named->kind == NAMED_POINT ? INK_LABEL : named->ink,
        .x = (double)where->start, .y = (double)where->row, .text = label,
        .y2 = named->kind == NAMED_STRETCH ? named->y : 0, .is_data = true, .key = named->key,
        .flags = named->flags });
    board_take(board, (double)where->start, (double)where->row, width, TAKEN_TEXT);
    named->placed = true;
}

static void
place_label(struct plot *plot, struct board *board, struct named *named)
{
    size_t room = plot->right - plot->left, width;
    size_t cut = room / 3 < CUT_WIDTH ? room / 3 : CUT_WIDTH;
    const char *label = plot_label(plot, named->label, room / 2, &width);
    struct candidate where;

    if (width == 0)
        return;
    if (named->kind != NAMED_POINT) {
        if (named->kind == NAMED_STRETCH ? find_stretch_place(board, named, width, &where) :
            find_ruler_place(board, named, width, &where))
            put_label(plot, board, named, label, width, &where);
        return;
    }
    if (!find_place(board, named, width, &where) && width > cut && cut >= 8) {
        label = plot_label(plot, named->label, cut, &width);
        find_place(board, named, width, &where);
    }
    if (where.cost < INFINITY)
        put_label(plot, board, named, label, width, &where);
}

/* --- letters and their legend --- */

static int
compare_keyed(const void *a, const void *b)
{
    const struct named *left = *(const struct named *const *)a;
    const struct named *right = *(const struct named *const *)b;

    if (floor(left->x) != floor(right->x))
        return left->x < right->x ? -1 : 1;
    if (floor(left->y) != floor(right->y))
        return left->y < right->y ? -1 : 1;
    return strcmp(left->label, right->label);
}

/* The ones without a label, from left to right. Caller frees. */
static struct named **
collect_keyed(struct plot *plot, size_t *n)
{
    struct named **keyed = mem_zalloc(plot->n_named + 1, sizeof *keyed);

    *n = 0;
    for (size_t i = 0; i < plot->n_named; i++)
        if (!plot->named[i].placed && plot->named[i].tier < 2 &&
            !named_before(plot->named, i))
            keyed[(*n)++] = &plot->named[i];
    qsort(keyed, *n, sizeof *keyed, compare_keyed);
    return keyed;
}

/* Walks entries through lines of the legend. */
struct packing {
    size_t width, row, column;
};

static void
packing_add(struct packing *packing, size_t width)
{
    if (packing->column != 0 && packing->column + LEGEND_GAP + width > packing->width) {
        packing->row++;
        packing->column = 0;
    }
    packing->column += (packing->column == 0 ? 0 : LEGEND_GAP) + width;
}

/* How names are cut: to a width, of which so much is for the beginning. */
struct name_cut { size_t width, head; };

static struct name_cut
choose_cut(struct named *const *keyed, size_t n, size_t width)
{
    const char **names = mem_zalloc(n + 1, sizeof *names);
    struct name_cut cut = { width, 0 };

    for (size_t i = 0; i < n; i++)
        names[i] = keyed[i]->label;
    cut.head = text_best_head(names, n, width);
    free(names);
    return cut;
}

static const char *
entry_text(struct plot *plot, const struct named *named, char letter,
    const struct name_cut *cut, size_t *width)
{
    const char *state = named->ink == INK_UNDECIDED ? marks_glyph(MARK_UNDECIDED, 0) : "";
    const char *name = plot_label_head(plot, named->label, cut->width, cut->head, width);

    if (state[0] != '\0' && plot->ascii)
        state = glyph_ascii(state);
    *width += state[0] != '\0' ? 4 : 2;
    return arena_printf(plot->arena, "%c %s%s%s", letter, state, state[0] != '\0' ? " " : "",
        name);
}

/* Points in one cell share a letter; in the legend the second and further ones follow it
 * with a "+". */
static char
letter_after(struct named *const *keyed, size_t i, size_t *used)
{
    if (i == 0 || !same_cell(keyed[i], keyed[i - 1]))
        (*used)++;
    return *used <= sizeof letters - 1 ? letters[*used - 1] : '\0';
}

/* How many entries fit into rows lines with names cut like that; *rows_used tells
 * the lines that all of them would take. Room for "+99 more" is kept on the last line when
 * some do not fit or were left out before. */
static size_t
entries_that_fit(struct plot *plot, struct named *const *keyed, size_t n, size_t left_out,
    size_t rows, const struct name_cut *cut, size_t *rows_used)
{
    enum { MORE_WIDTH = 8 };
    struct packing packing = { plot->width, 0, 0 };
    size_t fit = 0, with_more = 0, used = 0;

    for (size_t i = 0; i < n; i++) {
        size_t width;

        if (letter_after(keyed, i, &used) == '\0')
            break;
        entry_text(plot, keyed[i], 'a', cut, &width);
        packing_add(&packing, width);
        fit += packing.row < rows;
        with_more += packing.row + 1 < rows || (packing.row + 1 == rows &&
            packing.column + LEGEND_GAP + MORE_WIDTH <= plot->width);
    }
    *rows_used = n == 0 ? 0 : packing.row + 1;
    return fit == n && left_out == 0 ? n : with_more;
}

static void
put_letter(struct plot *plot, struct named *named, char letter)
{
    named->letter = letter;
    plot_add(plot, (struct draw_item){ .kind = DRAW_GLYPH, .ink = named->ink,
        .x = named->x, .y = named->y, .key = named->key, .flags = named->flags,
        .text = arena_printf(plot->arena, "%c", letter) });
}

static void
put_legend(struct plot *plot, struct named *const *keyed, size_t n, size_t fit,
    const struct name_cut *cut, size_t first_row)
{
    struct packing packing = { plot->width, 0, 0 };
    size_t used = 0;

    for (size_t i = 0; i < fit; i++) {
        char letter = letter_after(keyed, i, &used);
        size_t width;
        bool again = i > 0 && same_cell(keyed[i], keyed[i - 1]);
        const char *text = entry_text(plot, keyed[i], again ? '+' : letter, cut, &width);

        put_letter(plot, keyed[i], letter);
        packing_add(&packing, width);
        plot_add(plot, (struct draw_item){ .kind = DRAW_TEXT, .ink = INK_LABEL,
            .x = (double)(packing.column - width), .y = (double)(first_row + packing.row),
            .text = text, .is_data = true, .key = keyed[i]->key,
            .flags = keyed[i]->flags });
    }
    plot->drawing->unnamed = n - fit;
    if (fit < n && fit != 0) {
        const char *more = arena_printf(plot->arena, "+%zu more", n - fit);

        packing_add(&packing, strlen(more));
        plot_text(plot, (double)(packing.column - strlen(more)),
            (double)(first_row + packing.row), more, INK_DIM, false);
    }
}

/* Where not all can be named, the settled points come before the undecided: keeps those and
 * as many others as make `most`, in order; returns how many are kept. */
static size_t
keep_settled(struct named **keyed, size_t n, size_t most)
{
    size_t settled = 0, kept = 0, others;

    for (size_t i = 0; i < n; i++)
        settled += keyed[i]->ink != INK_UNDECIDED;
    others = most > settled ? most - settled : 0;
    for (size_t i = 0; i < n; i++) {
        bool undecided = keyed[i]->ink == INK_UNDECIDED;

        if (undecided && others == 0)
            continue;
        others -= undecided;
        keyed[kept++] = keyed[i];
    }
    return kept;
}

/* Names as long as possible: all of the names count more than all of each name. */
static size_t
add_legend(struct plot *plot, size_t legend_rows)
{
    static const size_t name_widths[] = { 40, 28, 20 };
    struct name_cut cut = { 0, 0 };
    size_t n, most = plot->height < LEGEND_HEIGHT_LEAST ? 0 : plot->height / 6, fit = 0;
    size_t wanted, rows;
    struct named **keyed = collect_keyed(plot, &n);

    if (most > plot->view->legend_rows)
        most = plot->view->legend_rows;
    cut = choose_cut(keyed, n, name_widths[0]);
    entries_that_fit(plot, keyed, n, 0, most, &cut, &wanted);
    for (size_t i = 0; i < sizeof name_widths / sizeof *name_widths && fit < n; i++) {
        cut = choose_cut(keyed, n, name_widths[i]);
        fit = entries_that_fit(plot, keyed, n, 0, legend_rows, &cut, &rows);
    }
    if (fit < n) {
        size_t kept = keep_settled(keyed, n, fit);

        fit = entries_that_fit(plot, keyed, kept, n - kept, legend_rows, &cut, &rows);
    }
    if (n != 0)
        put_legend(plot, keyed, n, fit, &cut, plot->height - legend_rows);
    free(keyed);
    return wanted < most ? wanted : most;
}

size_t
labels_add(struct plot *plot, size_t legend_rows)
{
    struct board board;

    if (plot->n_named == 0)
        return 0;
    board_init(&board, plot);
    for (size_t i = 0; i < plot->n_named; i++)
        if (plot->named[i].tier == 0)
            board_take(&board, plot->named[i].x, plot->named[i].y, 1, TAKEN_POINT);
    measure_isolation(plot->named, plot->n_named);
    qsort(plot->named, plot->n_named, sizeof *plot->named, compare_named);
    for (size_t i = 0; i < plot->n_named; i++)
        if (!named_before(plot->named, i))
            place_label(plot, &board, &plot->named[i]);
    board_release(&board);
    return add_legend(plot, legend_rows);
}
