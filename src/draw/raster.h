/* raster.h - dots, lines and shades of a display list, collected per cell.
 *
 * Braille has two by four dots in a cell; quadrants and ASCII are made from the same dots.
 * Box-drawing lines are collected as arms (up, down, left, right), so that crossings and
 * corners join whatever drew them.
 */
#ifndef PARETOP_DRAW_RASTER_H
#define PARETOP_DRAW_RASTER_H

#include <stddef.h>
#include <stdint.h>

#include "draw/chart.h"

enum { ARM_UP = 1, ARM_DOWN = 2, ARM_LEFT = 4, ARM_RIGHT = 8 };

/* Bit 2 * row + column of dots and fine is the dot in that row (0..3) and column (0..1). */
struct raster_cell {
    uint8_t dots, dots_ink;          /* data */
    uint8_t fine, fine_ink;          /* sloped lines */
    uint8_t arms, arms_ink;          /* solid lines */
    uint8_t dashed, dashed_ink;      /* dashed lines: yield to all the others */
    uint8_t shade, shade_ink;        /* 0 none, 1..4 shades */
    uint8_t bar;                     /* 0 none, 1..8 eighths of a bar */
    char slope;                      /* ASCII form of the sloped line here */
};

struct raster {
    size_t columns, rows;
    struct raster_cell *cells;       /* rows x columns */
};

void raster_init(struct raster *raster, size_t columns, size_t rows);
void raster_release(struct raster *raster);
/* Adds dots, lines, ticks and fills; texts and glyphs are not the raster's. What lies
 * outside is cut off. */
void raster_add(struct raster *raster, const struct draw_item *item);
struct raster_cell *raster_at(const struct raster *raster, size_t row, size_t column);

/* The glyph of a cell and its ink; NULL if it is empty. buf holds a glyph that is made. */
enum { RASTER_GLYPH_SIZE = 5 };
const char *raster_glyph(const struct raster_cell *cell, enum glyphs glyphs,
    char buf[RASTER_GLYPH_SIZE], enum ink *ink);

#endif
