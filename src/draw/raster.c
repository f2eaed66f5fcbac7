/* raster.c - see raster.h. Also paints a display list on a canvas: it is the only reader of
 * the raster but the labels, which ask it what a cell already holds.
 */
#include "draw/raster.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { DOTS_WIDE = 2, DOTS_HIGH = 4 };

void
raster_init(struct raster *raster, size_t columns, size_t rows)
{
    raster->columns = columns;
    raster->rows = rows;
    raster->cells = mem_zalloc(columns * rows + 1, sizeof *raster->cells);
}

void
raster_release(struct raster *raster)
{
    free(raster->cells);
    raster->cells = NULL;
}

struct raster_cell *
raster_at(const struct raster *raster, size_t row, size_t column)
{
    assert(row < raster->rows && column < raster->columns);
    return raster->cells + row * raster->columns + column;
}

/* The cell of a position, or NULL outside. */
static struct raster_cell *
cell_of(const struct raster *raster, double x, double y)
{
    if (!(x >= 0 && y >= 0 && x < (double)raster->columns && y < (double)raster->rows))
        return NULL;
    return raster_at(raster, (size_t)y, (size_t)x);
}

static uint8_t
dot_bit(double x, double y)
{
    int column = (int)((x - floor(x)) * DOTS_WIDE), row = (int)((y - floor(y)) * DOTS_HIGH);

    return (uint8_t)(1u << (2 * row + column));
}

static void
add_dot(struct raster *raster, const struct draw_item *item)
{
    struct raster_cell *cell = cell_of(raster, item->x, item->y);

    if (cell == NULL)
        return;
    if (cell->dots == 0 || cell->dots_ink == INK_DOMINATED)
        cell->dots_ink = (uint8_t)item->ink;
    cell->dots |= dot_bit(item->x, item->y);
}

static char
slope_of(double dx, double dy)
{
    if (fabs(dy) < fabs(dx) * 0.35)
        return '-';
    if (fabs(dy) > fabs(dx) * 2)
        return '|';
    return (dx < 0) == (dy < 0) ? '\\' : '/';
}

/* Dashes depend on the place, not on the line, so that they go on from piece to piece. */
static bool
in_gap(double x, double y, double dx, double dy)
{
    double along = fabs(dx) * DOTS_WIDE >= fabs(dy) * DOTS_HIGH ? x * DOTS_WIDE :
        y * DOTS_HIGH;

    return fmod(floor(along), 4) >= 2;
}

/* A line in dots, one step a dot; a dashed one leaves out two of four. */
static void
add_fine(struct raster *raster, const struct draw_item *item)
{
    double dx = item->x2 - item->x, dy = item->y2 - item->y;
    double steps = ceil(fmax(fabs(dx) * DOTS_WIDE, fabs(dy) * DOTS_HIGH));

    if (!(steps < 1e6))
        return;
    for (double i = 0; i <= steps; i++) {
        double t = steps == 0 ? 0 : i / steps;
        double x = item->x + t * dx, y = item->y + t * dy;
        struct raster_cell *cell = cell_of(raster, x, y);

        if (cell == NULL || (item->dashed && in_gap(x, y, dx, dy)))
            continue;
        cell->fine |= dot_bit(x, y);
        cell->fine_ink = (uint8_t)item->ink;
        cell->slope = slope_of(dx, dy);
    }
}

static void
add_arms(struct raster_cell *cell, unsigned arms, const struct draw_item *item)
{
    if (cell == NULL)
        return;
    if (item->dashed) {
        cell->dashed |= (uint8_t)arms;
        cell->dashed_ink = (uint8_t)item->ink;
    } else {
        if (cell->arms == 0 || cell->arms_ink != INK_FRONTIER)
            cell->arms_ink = (uint8_t)item->ink;
        cell->arms |= (uint8_t)arms;
    }
}

/* A horizontal or vertical line through cells from `from` to `to`; across is its other
 * coordinate. before and after are the arms towards its start and its end. */
static void
add_straight(struct raster *raster, const struct draw_item *item, double across, double from,
    double to, bool vertical)
{
    unsigned before = vertical ? ARM_UP : ARM_LEFT, after = vertical ? ARM_DOWN : ARM_RIGHT;
    unsigned sides = vertical ? ARM_LEFT | ARM_RIGHT : ARM_UP | ARM_DOWN;
    bool swapped = from > to;
    int cap_first = swapped ? CAP_END : CAP_START, cap_last = swapped ? CAP_START : CAP_END;
    double first = floor(fmin(from, to)), last = floor(fmax(from, to));
    double end = (double)(vertical ? raster->rows : raster->columns);

    if (first == last)
        return;
    for (double i = fmax(first, 0); i <= last && i < end; i++) {
        unsigned arms = (i > first ? before : 0) | (i < last ? after : 0);

        if ((i == first && (item->caps & cap_first) != 0) ||
            (i == last && (item->caps & cap_last) != 0))
            arms |= sides;
        add_arms(cell_of(raster, vertical ? across : i, vertical ? i : across), arms, item);
    }
}

static void
add_tick(struct raster *raster, const struct draw_item *item)
{
    unsigned arm;

    if (item->x2 != item->x)
        arm = item->x2 < item->x ? ARM_LEFT : ARM_RIGHT;
    else
        arm = item->y2 < item->y ? ARM_UP : ARM_DOWN;
    add_arms(cell_of(raster, item->x, item->y), arm, item);
}

static void
add_bar(struct raster *raster, const struct draw_item *item)
{
    for (double column = floor(item->x); column < item->x2; column++) {
        struct raster_cell *cell = cell_of(raster, column, item->y);
        double part = fmin(item->x2 - column, 1);

        if (cell == NULL)
            continue;
        cell->bar = (uint8_t)lround(part * 8);
        cell->shade_ink = (uint8_t)item->ink;
    }
}

static void
add_shade(struct raster *raster, const struct draw_item *item)
{
    double shade = ceil(fmin(fmax(item->shade, 0), 1) * 4);

    for (double row = floor(item->y); row < item->y2; row++)
        for (double column = floor(item->x); column < item->x2; column++) {
            struct raster_cell *cell = cell_of(raster, column, row);

            if (cell == NULL)
                continue;
            cell->shade = (uint8_t)shade;
            cell->shade_ink = (uint8_t)item->ink;
        }
}

void
raster_add(struct raster *raster, const struct draw_item *item)
{
    switch (item->kind) {
    case DRAW_DOT:
        add_dot(raster, item);
        break;
    case DRAW_LINE:
        if (item->fine)
            add_fine(raster, item);
        else if (item->y == item->y2)
            add_straight(raster, item, item->y, item->x, item->x2, false);
        else
            add_straight(raster, item, item->x, item->y, item->y2, true);
        break;
    case DRAW_TICK:
        add_tick(raster, item);
        break;
    case DRAW_CELLS_FILL:
        if (item->solid)
            add_bar(raster, item);
        else
            add_shade(raster, item);
        break;
    case DRAW_TEXT:
    case DRAW_GLYPH:
        break;
    }
}

/* --- glyphs --- */

/* Up, down, left, right as bits 0..3. A lone arm is drawn as a whole line. */
static const char *const arm_glyphs[16] = { " ", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└",
    "┌", "├", "─", "┴", "┬", "┼" };
static const char *const dashed_glyphs[16] = { " ", "┊", "┊", "┊", "┈", "┘", "┐", "┤", "┈",
    "└", "┌", "├", "┈", "┴", "┬", "┼" };
/* Upper left, upper right, lower left, lower right as bits 0..3. */
static const char *const quadrant_glyphs[16] = { " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗",
    "▚", "▐", "▜", "▄", "▙", "▟", "█" };
static const char *const bar_glyphs[9] = { " ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" };
static const char *const shade_glyphs[5] = { " ", "░", "▒", "▓", "█" };

/* Braille numbers its dots down the columns, and the bottom row came later. */
static void
braille_encode(unsigned dots, char buf[RASTER_GLYPH_SIZE])
{
    static const uint8_t order[8] = { 0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80 };
    unsigned code = 0x2800;

    for (int i = 0; i < 8; i++)
        if ((dots >> i & 1) != 0)
            code |= order[i];
    buf[0] = (char)(0xe0 | code >> 12);
    buf[1] = (char)(0x80 | (code >> 6 & 0x3f));
    buf[2] = (char)(0x80 | (code & 0x3f));
    buf[3] = '\0';
}

static const char *
dots_glyph(unsigned dots, enum glyphs glyphs, char buf[RASTER_GLYPH_SIZE])
{
    unsigned upper = dots & 0x0f, lower = dots >> 4;

    if (glyphs == GLYPHS_BRAILLE) {
        braille_encode(dots, buf);
        return buf;
    }
    if (glyphs == GLYPHS_ASCII)
        return upper == 0 ? "." : lower == 0 ? "'" : ":";
    return quadrant_glyphs[((upper | upper >> 2) & 3) | ((lower | lower >> 2) & 3) << 2];
}

const char *
raster_glyph(const struct raster_cell *cell, enum glyphs glyphs, char buf[RASTER_GLYPH_SIZE],
    enum ink *ink)
{
    const char *glyph = NULL;

    if (cell->dots != 0) {
        glyph = dots_glyph(cell->dots, glyphs, buf);
        *ink = (enum ink)cell->dots_ink;
    } else if (cell->arms != 0) {
        glyph = arm_glyphs[cell->arms];
        *ink = (enum ink)cell->arms_ink;
    } else if (cell->fine != 0 && glyphs == GLYPHS_ASCII) {
        memcpy(buf, (char[]){ cell->slope, '\0' }, 2);
        glyph = buf;
        *ink = (enum ink)cell->fine_ink;
    } else if (cell->fine != 0) {
        glyph = dots_glyph(cell->fine, glyphs, buf);
        *ink = (enum ink)cell->fine_ink;
    } else if (cell->bar != 0 || cell->shade != 0) {
        glyph = cell->bar != 0 ? bar_glyphs[cell->bar] : shade_glyphs[cell->shade];
        *ink = (enum ink)cell->shade_ink;
    } else if (cell->dashed != 0) {
        glyph = dashed_glyphs[cell->dashed];
        *ink = (enum ink)cell->dashed_ink;
    }
    return glyph != NULL && glyphs == GLYPHS_ASCII ? glyph_ascii(glyph) : glyph;
}

/* --- painting --- */

static void
paint_raster(const struct drawing *drawing, struct canvas *canvas, size_t row, size_t column,
    enum glyphs glyphs)
{
    struct raster raster;

    raster_init(&raster, (size_t)drawing->width, (size_t)drawing->height);
    for (size_t i = 0; i < drawing->n_items; i++)
        raster_add(&raster, &drawing->items[i]);
    for (size_t i = 0; i < raster.rows; i++)
        for (size_t k = 0; k < raster.columns; k++) {
            char buf[RASTER_GLYPH_SIZE];
            enum ink ink = INK_TEXT;
            const char *glyph = raster_glyph(raster_at(&raster, i, k), glyphs, buf, &ink);

            if (glyph != NULL)
                canvas_put(canvas, row + i, column + k, glyph, ink);
        }
    raster_release(&raster);
}

static void
paint_item(const struct drawing *drawing, const struct draw_item *item,
    struct canvas *canvas, size_t row, size_t column, enum glyphs glyphs)
{
    size_t x, y;

    if (!(item->x >= 0 && item->y >= 0 && item->x < drawing->width &&
        item->y < drawing->height))
        return;
    x = (size_t)item->x;
    y = (size_t)item->y;
    if (item->kind == DRAW_GLYPH) {
        canvas_put(canvas, row + y, column + x,
            glyphs == GLYPHS_ASCII ? glyph_ascii(item->text) : item->text, item->ink);
        canvas_flag(canvas, row + y, column + x, 1, item->flags);
    } else if (item->kind == DRAW_TEXT) {
        size_t used = canvas_text(canvas, row + y, column + x,
            (size_t)drawing->width - x, item->text, item->ink);

        canvas_flag(canvas, row + y, column + x, used, item->flags);
    }
}

void
drawing_paint(const struct drawing *drawing, struct canvas *canvas, size_t row,
    size_t column, enum glyphs glyphs)
{
    paint_raster(drawing, canvas, row, column, glyphs);
    for (int texts = 0; texts < 2; texts++)
        for (size_t i = 0; i < drawing->n_items; i++)
            if ((drawing->items[i].kind == DRAW_TEXT) == (texts != 0))
                paint_item(drawing, &drawing->items[i], canvas, row, column, glyphs);
}
