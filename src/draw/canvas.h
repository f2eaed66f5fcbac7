/* canvas.h - a grid of cells, each a glyph and an ink. The screen, the text output and the
 * screen tests are this grid; the terminal only blits it. Never heard of curses.
 *
 * An ink says what a cell is; a theme says how inks look. canvas_text is one of the two
 * places where text is scrubbed (contract 21).
 */
#ifndef PARETOP_DRAW_CANVAS_H
#define PARETOP_DRAW_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

enum ink { INK_TEXT, INK_DIM, INK_TITLE, INK_HEADING, INK_AXIS, INK_LABEL, INK_FRONTIER,
    INK_UNDECIDED, INK_DOMINATED, INK_INFEASIBLE, INK_REFERENCE, INK_GOOD, INK_BAD,
    INK_KEY /* key hints */, INK_PROMPT, INK_ERROR, INK_COUNT };

enum { CELL_SELECTED = 1, CELL_MARKED = 2 };   /* flags on top of the ink */

struct cell {
    char text[12];        /* one character with its combining marks, UTF-8, NUL-terminated;
                             "" = continuation of a wide character to the left */
    uint8_t ink, flags;
};

struct canvas {
    size_t columns, rows;
    bool ascii;           /* only ASCII glyphs may be written */
    struct cell *cells;   /* rows x columns */
};

/* How much a terminal can show: chosen from locale and TERM. */
enum glyphs { GLYPHS_BRAILLE, GLYPHS_QUADRANT, GLYPHS_ASCII };

struct canvas *canvas_new(size_t columns, size_t rows, bool ascii);
void canvas_free(struct canvas *canvas);
void canvas_resize(struct canvas *canvas, size_t columns, size_t rows);  /* clears */
void canvas_clear(struct canvas *canvas);
/* Writes scrubbed text from (row, column), at most width columns (SIZE_MAX: to the edge);
 * outside the canvas nothing happens. Returns the columns used. */
size_t canvas_text(struct canvas *canvas, size_t row, size_t column, size_t width,
    const char *text, enum ink ink);
/* Same; what has no room is cut with a sign that it was. */
size_t canvas_text_cut(struct canvas *canvas, size_t row, size_t column, size_t width,
    const char *text, enum ink ink);
/* Same as canvas_text, right-aligned in width. */
void canvas_text_right(struct canvas *canvas, size_t row, size_t column, size_t width,
    const char *text, enum ink ink);
/* One glyph of ours (not from a file). */
void canvas_put(struct canvas *canvas, size_t row, size_t column, const char *glyph,
    enum ink ink);
void canvas_flag(struct canvas *canvas, size_t row, size_t column, size_t width, int flags);
/* The grid as lines of UTF-8, blanks at line ends cut. */
void canvas_write(const struct canvas *canvas, struct strbuf *out);
/* A grid of letters, one per cell, for the inks and flags: screen tests read it. A cell's
 * letter is its ink's, a capital if selected; "*" is marked, "#" marked and selected, a blank
 * an empty cell without flags. */
void canvas_write_inks(const struct canvas *canvas, struct strbuf *out);
/* The ASCII form of a glyph of ours: "●" is "O". */
const char *glyph_ascii(const char *glyph);
const char *ink_name(enum ink ink);           /* "frontier": theme files use these */

#endif
