/* svg.c - a display list as a complete SVG document.
 *
 * A cell is CELL_WIDTH x CELL_HEIGHT units, and the font is one whose characters have that
 * width, so that what did not overlap on the canvas does not overlap here. Whatever
 * bytes a name holds, the document is well-formed: names are scrubbed, then escaped.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "draw/chart.h"

static const double cell_width = 8.4, cell_height = 18, margin = 16, title_height = 34,
    title_line = 20, legend_height = 26, radius = 4.2, dot_radius = 1.9;

static const char style[] =
    "text{font:14px 'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:#222}"
    ".title{font:bold 16px 'DejaVu Sans',Helvetica,Arial,sans-serif}"
    ".axis{fill:#555}.dim{fill:#888}"
    ".label,text.reference{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}"
    "line,path{stroke-width:1.2}.line{fill:none}"
    "line.axis{stroke:#555}line.frontier,.line.frontier{stroke:#0b5cad;stroke-width:2}"
    "line.undecided,.line.undecided{stroke:#b35c00}"
    "line.reference,.line.reference{stroke:#7a3fa0;stroke-width:1.5}"
    "line.dim,line.dominated,.line.dim,.line.dominated{stroke:#999}"
    "line.text,.line.text{stroke:#333;stroke-width:1.5}"
    "line.infeasible,.line.infeasible{stroke:#b00020}"
    ".mark.frontier,.dot.frontier{fill:#0b5cad;stroke:#0b5cad}"
    ".mark.undecided{fill:#b35c00;stroke:#b35c00}"
    ".mark.reference{fill:#7a3fa0;stroke:#7a3fa0}"
    ".mark.dominated,.dot.dominated,.dot.dim,.mark.dim{fill:#8a8a8a;stroke:#8a8a8a}"
    ".mark.infeasible,.dot.infeasible{fill:#b00020;stroke:#b00020}"
    ".mark.text,.dot.text{fill:#333;stroke:#333}"
    ".fill.dominated,.fill.text{fill:#5b7fa6}.fill.frontier{fill:#0b5cad}"
    ".fill.undecided{fill:#b35c00}.fill.reference{fill:#7a3fa0}"
    ".mark.hollow{fill:#fff}.selected{stroke:#d00;stroke-width:2.5}";

/* --- escaping --- */

/* Scrubbed text has no control characters left; what XML 1.0 forbids beyond them becomes
 * U+FFFD. */
static void
put_escaped(struct strbuf *out, const char *text)
{
    struct strbuf clean;

    strbuf_init(&clean);
    text_scrub(&clean, text, strlen(text), false);
    for (size_t i = 0; i < clean.length;) {
        uint32_t character;
        size_t bytes = text_decode(clean.data + i, clean.length - i, &character);

        if (character == '<')
            strbuf_puts(out, "&lt;");
        else if (character == '>')
            strbuf_puts(out, "&gt;");
        else if (character == '&')
            strbuf_puts(out, "&amp;");
        else if (character == '"')
            strbuf_puts(out, "&quot;");
        else if (character == '\'')
            strbuf_puts(out, "&#39;");
        else if (character < 0x20 || (character >= 0xd800 && character <= 0xdfff) ||
            (character & 0xfffe) == 0xfffe)
            text_encode(out, 0xfffd);
        else
            strbuf_add(out, clean.data + i, bytes);
        i += bytes;
    }
    strbuf_release(&clean);
}

static double
px(double x)
{
    return margin + x * cell_width;
}

static double
py(double y)
{
    return margin + title_height + y * cell_height;
}

static void
put_title_element(struct strbuf *out, const char *title)
{
    if (title == NULL)
        return;
    strbuf_puts(out, "<title>");
    put_escaped(out, title);
    strbuf_puts(out, "</title>");
}

/* --- items --- */

static void
put_text(struct strbuf *out, const struct draw_item *item)
{
    if (text_width(item->text, strlen(item->text)) == 0)
        return;
    strbuf_printf(out, "<text class=\"%s\" x=\"%.1f\" y=\"%.2f\">", ink_name(item->ink),
        px(item->x), py(item->y2 > 0 ? item->y2 : floor(item->y) + 0.5) + 4.5);
    put_escaped(out, item->text);
    strbuf_puts(out, "</text>\n");
}

static void
put_line(struct strbuf *out, const struct draw_item *item)
{
    double x = px(item->x), y = py(item->y), x2 = px(item->x2), y2 = py(item->y2);
    const char *ink = ink_name(item->ink);
    const double ends[2][2] = { { x, y }, { x2, y2 } };
    bool across = item->y == item->y2;

    strbuf_printf(out, "<line class=\"%s\" x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\"%s/>\n",
        ink, x, y, x2, y2, item->dashed ? " stroke-dasharray=\"4 4\"" : "");
    for (int i = 0; i < 2; i++)
        if ((item->caps & (i == 0 ? CAP_START : CAP_END)) != 0)
            strbuf_printf(out, "<line class=\"%s\" x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" "
                "y2=\"%.2f\"/>\n", ink, ends[i][0] - (across ? 0 : 4),
                ends[i][1] - (across ? 4 : 0), ends[i][0] + (across ? 0 : 4),
                ends[i][1] + (across ? 4 : 0));
}

static bool
goes_on(const struct draw_item *item, const struct draw_item *next)
{
    return next->kind == DRAW_LINE && next->fine && next->ink == item->ink &&
        next->dashed == item->dashed && next->x == item->x2 && next->y == item->y2;
}

/* Pieces of a sloped line that meet are one path; returns how many were taken. */
static size_t
put_path(struct strbuf *out, const struct draw_item *items, size_t n)
{
    size_t taken = 1;

    strbuf_printf(out, "<path class=\"line %s\"%s d=\"M%.2f %.2fL%.2f %.2f",
        ink_name(items->ink), items->dashed ? " stroke-dasharray=\"4 4\"" : "",
        px(items->x), py(items->y), px(items->x2), py(items->y2));
    for (; taken < n && goes_on(&items[taken - 1], &items[taken]); taken++)
        strbuf_printf(out, " %.2f %.2f", px(items[taken].x2), py(items[taken].y2));
    strbuf_puts(out, "\"/>\n");
    return taken;
}

static void
put_dot(struct strbuf *out, const struct draw_item *item)
{
    strbuf_printf(out, "<circle class=\"dot %s\" cx=\"%.2f\" cy=\"%.2f\" r=\"%.1f\"",
        ink_name(item->ink), px(item->x), py(item->y), dot_radius);
    if (item->title == NULL) {
        strbuf_puts(out, "/>\n");
        return;
    }
    strbuf_putc(out, '>');
    put_title_element(out, item->title);
    strbuf_puts(out, "</circle>\n");
}

static void
put_fill(struct strbuf *out, const struct draw_item *item)
{
    double top = py(item->y), height = (item->y2 - item->y) * cell_height;

    if (item->solid) {
        top += height * 0.15;
        height *= 0.7;
    }
    strbuf_printf(out, "<rect class=\"fill %s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" "
        "height=\"%.2f\" fill-opacity=\"%.2f\">", ink_name(item->ink), px(item->x), top,
        (item->x2 - item->x) * cell_width, height, item->solid ? 1 : 0.1 + 0.9 * item->shade);
    put_title_element(out, item->title);
    strbuf_puts(out, "</rect>\n");
}

/* The outline of a glyph round the origin; NULL for a letter. */
static const char *
glyph_path(const char *glyph, bool *hollow)
{
    static const struct { const char *glyph, *path; bool hollow; } rows[] = {
        { "●", "M-4.2 0a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0 -8.4 0z", false },
        { "•", "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z", false },
        { "○", "M-4.2 0a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0 -8.4 0z", true },
        { "◐", "M-4.2 0a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0 -8.4 0z", true },
        { "×", "M-3.5 -3.5L3.5 3.5M-3.5 3.5L3.5 -3.5", true },
        { "◆", "M0 -5.5L5.5 0L0 5.5L-5.5 0z", false },
        { "◈", "M0 -5.5L5.5 0L0 5.5L-5.5 0z", true },
        { "◇", "M0 -5.5L5.5 0L0 5.5L-5.5 0z", true },
        { "▪", "M-3.5 -3.5H3.5V3.5H-3.5z", false },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].glyph, glyph) == 0) {
            *hollow = rows[i].hollow;
            return rows[i].path;
        }
    return NULL;
}

/* Half filled: the left half is drawn over the hollow shape. */
static const char *
glyph_half(const char *glyph)
{
    if (strcmp(glyph, "◐") == 0)
        return "M0 -4.2a4.2 4.2 0 0 0 0 8.4z";
    return strcmp(glyph, "◈") == 0 ? "M0 -2.5L2.5 0L0 2.5L-2.5 0z" : NULL;
}

static void
put_glyph(struct strbuf *out, const struct draw_item *item)
{
    bool hollow = false;
    const char *path = glyph_path(item->text, &hollow), *half = glyph_half(item->text);
    const char *ink = ink_name(item->ink);

    strbuf_printf(out, "<g transform=\"translate(%.2f %.2f)\">", px(item->x), py(item->y));
    put_title_element(out, item->title);
    if (path != NULL) {
        strbuf_printf(out, "<path class=\"mark %s%s%s\" d=\"%s\"/>", ink,
            hollow ? " hollow" : "", (item->flags & CELL_SELECTED) != 0 ? " selected" : "",
            path);
        if (half != NULL)
            strbuf_printf(out, "<path class=\"mark %s\" d=\"%s\"/>", ink, half);
    } else {
        /* A letter on its point, in a circle that hides what is below. */
        strbuf_printf(out, "<circle class=\"mark %s hollow\" r=\"%.1f\"/>"
            "<text text-anchor=\"middle\" y=\"4\" style=\"font-size:11px\">", ink,
            radius + 3);
        put_escaped(out, item->text);
        strbuf_puts(out, "</text>");
    }
    strbuf_puts(out, "</g>\n");
}

static void
put_item(struct strbuf *out, const struct draw_item *item)
{
    switch (item->kind) {
    case DRAW_TEXT:
        put_text(out, item);
        break;
    case DRAW_DOT:
        put_dot(out, item);
        break;
    case DRAW_GLYPH:
        put_glyph(out, item);
        break;
    case DRAW_LINE:
    case DRAW_TICK:
        put_line(out, item);
        break;
    case DRAW_CELLS_FILL:
        put_fill(out, item);
        break;
    }
}

/* --- legend --- */

struct legend_row {
    enum draw_kind kind;
    enum ink ink;
    const char *glyph;      /* of a GLYPH item */
    const char *words;
};

static const struct legend_row legend_rows[] = {
    { DRAW_GLYPH, INK_FRONTIER, "●", "on the frontier" },
    { DRAW_GLYPH, INK_UNDECIDED, "◐", "undecided" },
    { DRAW_DOT, INK_DOMINATED, NULL, "dominated" },
    { DRAW_GLYPH, INK_INFEASIBLE, "×", "outside the constraints" },
    { DRAW_GLYPH, INK_REFERENCE, "▪", "reference" },
};

static bool
has_kind(const struct drawing *drawing, const struct legend_row *row)
{
    for (size_t i = 0; i < drawing->n_items; i++)
        if (drawing->items[i].kind == row->kind && drawing->items[i].ink == row->ink)
            return true;
    return false;
}

/* What the shapes mean, for those that occur. */
static void
put_legend(struct strbuf *out, const struct drawing *drawing)
{
    double x = drawing->left + 1, y = drawing->height + 0.5;

    for (size_t i = 0; i < sizeof legend_rows / sizeof *legend_rows; i++) {
        const struct legend_row *row = &legend_rows[i];

        if (!has_kind(drawing, row))
            continue;
        put_item(out, &(struct draw_item){ .kind = row->kind, .ink = row->ink, .x = x,
            .y = y, .text = row->glyph });
        put_item(out, &(struct draw_item){ .kind = DRAW_TEXT, .ink = INK_AXIS, .x = x + 1.5,
            .y = y, .text = row->words });
        x += (double)strlen(row->words) + 5;
    }
}

/* The bytes of the next line of a title: whole words, or of a longer word what fits. A letter
 * of the title takes at most a good column. */
static size_t
line_bytes(const char *text, size_t length, double columns)
{
    size_t most = columns > 10 ? (size_t)(columns * 0.88) : 8, fits = 0, word = 0;

    while (fits < length) {
        uint32_t character;
        size_t bytes = text_decode(text + fits, length - fits, &character);

        if (text_width(text, fits + bytes) > most)
            break;
        fits += bytes;
        if (fits == length || text[fits] == ' ')
            word = fits;
    }
    if (word > 0)
        return word;
    return fits > 0 ? fits : length;
}

/* The whole title, in as many lines as it takes; returns how many. */
static size_t
put_heading(struct strbuf *out, const char *title, double columns)
{
    struct strbuf clean, line;
    size_t n = 0;

    strbuf_init(&clean);
    strbuf_init(&line);
    text_scrub(&clean, title, strlen(title), false);
    for (size_t at = 0; at < clean.length; n++) {
        size_t bytes = line_bytes(clean.data + at, clean.length - at, columns);

        strbuf_clear(&line);
        strbuf_add(&line, clean.data + at, bytes);
        strbuf_printf(out, "<text class=\"title\" x=\"%.0f\" y=\"%.0f\">", margin,
            margin + 12 + (double)n * title_line);
        put_escaped(out, line.data);
        strbuf_puts(out, "</text>\n");
        for (at += bytes; at < clean.length && clean.data[at] == ' '; at++)
            ;
    }
    strbuf_release(&clean);
    strbuf_release(&line);
    return n;
}

static void
put_items(struct strbuf *out, const struct drawing *drawing)
{
    for (size_t i = 0; i < drawing->n_items;) {
        const struct draw_item *item = &drawing->items[i];

        if (item->kind == DRAW_LINE && item->fine) {
            i += put_path(out, item, drawing->n_items - i);
        } else {
            put_item(out, item);
            i++;
        }
    }
}

void
drawing_svg(const struct drawing *drawing, const char *title, struct strbuf *out)
{
    const char *words = title == NULL ? "" : title;
    struct strbuf heading;
    double width = drawing->width * cell_width + 2 * margin, below = 0, height;
    size_t lines;

    strbuf_init(&heading);
    lines = put_heading(&heading, words, drawing->width);
    if (lines > 1)
        below = (double)(lines - 1) * title_line;
    height = drawing->height * cell_height + 2 * margin + title_height + legend_height + below;
    strbuf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    strbuf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" "
        "height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" role=\"img\">\n", width, height, width,
        height);
    put_title_element(out, words);
    strbuf_printf(out, "\n<style>%s</style>\n", style);
    strbuf_puts(out, "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    strbuf_puts(out, heading.data);
    strbuf_printf(out, "<g transform=\"translate(0 %.0f)\">\n", below);
    put_items(out, drawing);
    put_legend(out, drawing);
    strbuf_puts(out, "</g>\n</svg>\n");
    strbuf_release(&heading);
}
