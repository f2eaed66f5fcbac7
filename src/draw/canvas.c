/* canvas.c - the grid of cells that screen, text output and screen tests share.
 *
 * Owns cells, their widths and the ASCII ladder of our own glyphs; knows nothing of charts
 * or tables. The one idea: a wide character is a cell with text followed by a cell without,
 * and no write may leave half of such a pair behind.
 */
#include "draw/canvas.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

struct ink_row {
    const char *name;
    char letter;
};

static const struct ink_row ink_rows[INK_COUNT] = {
    [INK_TEXT] = { "text", 't' },
    [INK_DIM] = { "dim", 'd' },
    [INK_TITLE] = { "title", 'i' },
    [INK_HEADING] = { "heading", 'h' },
    [INK_AXIS] = { "axis", 'a' },
    [INK_LABEL] = { "label", 'l' },
    [INK_FRONTIER] = { "frontier", 'f' },
    [INK_UNDECIDED] = { "undecided", 'u' },
    [INK_DOMINATED] = { "dominated", 'o' },
    [INK_INFEASIBLE] = { "infeasible", 'x' },
    [INK_REFERENCE] = { "reference", 'r' },
    [INK_GOOD] = { "good", 'g' },
    [INK_BAD] = { "bad", 'b' },
    [INK_KEY] = { "key", 'k' },
    [INK_PROMPT] = { "prompt", 'p' },
    [INK_ERROR] = { "error", 'e' },
};

/* Our own glyphs where only ASCII may be written. */
static const struct { const char *glyph, *ascii; } ascii_rows[] = {
    { "●", "O" }, { "◐", "o" }, { "·", "." }, { "×", "x" }, { "○", ">" },
    { "◆", "@" }, { "◈", "&" }, { "◇", "%" }, { "•", "o" }, { "▪", "#" }, { "▸", ">" },
    { "—", "-" },
    { "▲", "^" }, { "▼", "v" }, { "◂", "<" }, { "…", "~" }, { "±", "~" },
    { "─", "-" }, { "━", "-" }, { "│", "|" }, { "┈", "-" }, { "┊", ":" }, { "┄", "-" },
    { "┆", ":" }, { "╴", "-" }, { "╶", "-" }, { "╵", "|" }, { "╷", "|" },
    { "░", "." }, { "▒", ":" }, { "▓", "%" }, { "█", "#" },
    { "▏", " " }, { "▎", " " }, { "▍", " " }, { "▌", "#" }, { "▋", "#" }, { "▊", "#" },
    { "▉", "#" },
};

const char *
ink_name(enum ink ink)
{
    assert(ink < INK_COUNT);
    return ink_rows[ink].name;
}

static struct cell *
cell_at(const struct canvas *canvas, size_t row, size_t column)
{
    return canvas->cells + row * canvas->columns + column;
}

static void
cell_blank(struct cell *cell)
{
    memset(cell, 0, sizeof *cell);
    cell->text[0] = ' ';
}

struct canvas *
canvas_new(size_t columns, size_t rows, bool ascii)
{
    struct canvas *canvas = mem_zalloc(1, sizeof *canvas);

    canvas->ascii = ascii;
    canvas_resize(canvas, columns, rows);
    return canvas;
}

void
canvas_free(struct canvas *canvas)
{
    if (canvas == NULL)
        return;
    free(canvas->cells);
    free(canvas);
}

void
canvas_resize(struct canvas *canvas, size_t columns, size_t rows)
{
    free(canvas->cells);
    canvas->columns = columns;
    canvas->rows = rows;
    assert(rows == 0 || columns <= SIZE_MAX / rows);
    canvas->cells = mem_zalloc(columns * rows + 1, sizeof *canvas->cells);
    canvas_clear(canvas);
}

void
canvas_clear(struct canvas *canvas)
{
    for (size_t i = 0; i < canvas->columns * canvas->rows; i++)
        cell_blank(canvas->cells + i);
}

/* Before a cell is overwritten: the other half of a wide character becomes a blank. */
static void
cell_part(struct canvas *canvas, size_t row, size_t column)
{
    struct cell *cell = cell_at(canvas, row, column);

    if (cell->text[0] == '\0' && column > 0)
        memcpy(cell[-1].text, " ", 2);
    if (column + 1 < canvas->columns && cell[1].text[0] == '\0')
        memcpy(cell[1].text, " ", 2);
}

static void
cell_set(struct canvas *canvas, size_t row, size_t column, const char *text, size_t length,
    size_t width, enum ink ink)
{
    struct cell *cell = cell_at(canvas, row, column);

    for (size_t i = 0; i < width; i++) {
        cell_part(canvas, row, column + i);
        memset(cell + i, 0, sizeof *cell);
        cell[i].ink = (uint8_t)ink;
    }
    memcpy(cell->text, text, length);
}

/* Adds a combining mark; marks beyond a cell's room are dropped. */
static void
cell_combine(struct cell *cell, const char *mark, size_t length)
{
    size_t used = strlen(cell->text);

    if (used + length < sizeof cell->text)
        memcpy(cell->text + used, mark, length);
}

/* Writes text that is scrubbed already. */
static size_t
canvas_write_clean(struct canvas *canvas, size_t row, size_t column, size_t width,
    const char *text, size_t length, enum ink ink)
{
    size_t used = 0, last = SIZE_MAX;

    for (size_t i = 0; i < length;) {
        uint32_t character;
        size_t bytes = text_decode(text + i, length - i, &character);
        size_t columns = text_char_width(character);

        if (columns == 0 && last != SIZE_MAX) {
            cell_combine(cell_at(canvas, row, last), text + i, bytes);
        } else if (columns != 0) {
            if (used + columns > width)
                break;
            last = column + used;
            cell_set(canvas, row, last, text + i, bytes, columns, ink);
            used += columns;
        }
        i += bytes;
    }
    return used;
}

size_t
canvas_text(struct canvas *canvas, size_t row, size_t column, size_t width,
    const char *text, enum ink ink)
{
    struct strbuf clean;
    size_t used;

    assert(text != NULL && ink < INK_COUNT);
    if (row >= canvas->rows || column >= canvas->columns)
        return 0;
    if (width > canvas->columns - column)
        width = canvas->columns - column;
    strbuf_init(&clean);
    text_scrub(&clean, text, strlen(text), canvas->ascii);
    used = canvas_write_clean(canvas, row, column, width, clean.data, clean.length, ink);
    strbuf_release(&clean);
    return used;
}

size_t
canvas_text_cut(struct canvas *canvas, size_t row, size_t column, size_t width,
    const char *text, enum ink ink)
{
    struct strbuf clean, fitted;
    size_t used = 0;

    strbuf_init(&clean);
    strbuf_init(&fitted);
    text_scrub(&clean, text, strlen(text), canvas->ascii);
    if (column < canvas->columns) {
        size_t room = canvas->columns - column;

        text_fit(&fitted, clean.data, width < room ? width : room, TEXT_CUT_END,
            canvas->ascii);
        used = canvas_text(canvas, row, column, width, fitted.data, ink);
    }
    strbuf_release(&fitted);
    strbuf_release(&clean);
    return used;
}

void
canvas_text_right(struct canvas *canvas, size_t row, size_t column, size_t width,
    const char *text, enum ink ink)
{
    struct strbuf clean;
    size_t needed;

    strbuf_init(&clean);
    text_scrub(&clean, text, strlen(text), canvas->ascii);
    needed = text_width(clean.data, clean.length);
    if (needed > width)
        needed = width;
    if (row < canvas->rows && column + width - needed < canvas->columns) {
        size_t start = column + width - needed, room = canvas->columns - start;

        canvas_write_clean(canvas, row, start, needed < room ? needed : room, clean.data,
            clean.length, ink);
    }
    strbuf_release(&clean);
}

/* The ASCII form of one of our glyphs. Corners and crossings of lines are "+", dots of the
 * raster ".", unknown ones "?". */
const char *
glyph_ascii(const char *glyph)
{
    uint32_t character;

    if ((unsigned char)glyph[0] < 0x80)
        return glyph;
    for (size_t i = 0; i < sizeof ascii_rows / sizeof *ascii_rows; i++)
        if (strcmp(ascii_rows[i].glyph, glyph) == 0)
            return ascii_rows[i].ascii;
    text_decode(glyph, strlen(glyph), &character);
    if (character >= 0x2500 && character < 0x2580)
        return "+";
    if (character >= 0x2580 && character < 0x25a0)
        return "#";
    return character >= 0x2800 && character < 0x2900 ? "." : "?";
}

void
canvas_put(struct canvas *canvas, size_t row, size_t column, const char *glyph, enum ink ink)
{
    size_t length;

    assert(ink < INK_COUNT);
    if (row >= canvas->rows || column >= canvas->columns)
        return;
    if (canvas->ascii)
        glyph = glyph_ascii(glyph);
    length = strlen(glyph);
    assert(length < sizeof canvas->cells->text);
    cell_set(canvas, row, column, glyph, length, 1, ink);
}

void
canvas_flag(struct canvas *canvas, size_t row, size_t column, size_t width, int flags)
{
    if (row >= canvas->rows)
        return;
    for (size_t i = column; i < canvas->columns && i - column < width; i++)
        cell_at(canvas, row, i)->flags |= (uint8_t)flags;
}

static void
cut_blanks(struct strbuf *out, size_t line_start)
{
    while (out->length > line_start && out->data[out->length - 1] == ' ')
        out->data[--out->length] = '\0';
}

void
canvas_write(const struct canvas *canvas, struct strbuf *out)
{
    for (size_t row = 0; row < canvas->rows; row++) {
        size_t start = out->length;

        for (size_t column = 0; column < canvas->columns; column++)
            strbuf_puts(out, cell_at(canvas, row, column)->text);
        cut_blanks(out, start);
        strbuf_putc(out, '\n');
    }
}

/* A selected cell is its ink's letter as a capital; a marked one "*", both "#". */
static char
cell_letter(const struct cell *cell)
{
    char letter = ink_rows[cell->ink].letter;

    if (cell->flags == (CELL_SELECTED | CELL_MARKED))
        return '#';
    if (cell->flags == CELL_MARKED)
        return '*';
    if (cell->flags == CELL_SELECTED)
        return (char)(letter - 'a' + 'A');
    return strcmp(cell->text, " ") == 0 ? ' ' : letter;
}

void
canvas_write_inks(const struct canvas *canvas, struct strbuf *out)
{
    for (size_t row = 0; row < canvas->rows; row++) {
        size_t start = out->length;

        for (size_t column = 0; column < canvas->columns; column++)
            strbuf_putc(out, cell_letter(cell_at(canvas, row, column)));
        cut_blanks(out, start);
        strbuf_putc(out, '\n');
    }
}
