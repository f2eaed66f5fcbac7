/* print_text.c - a result for a terminal or a log: title, plot, table, verdict, notes.
 *
 * The plot is the screen's own chart on a canvas; the table is the screen's grid, painted
 * in pieces so that a long one needs no canvas of its length.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "draw/canvas.h"
#include "draw/grid.h"
#include "print/print_internal.h"

enum { PIECE = 256, PLOT_LEAST = 8, PLOT_BELOW = 6, WIDTH_DEFAULT = 80, ROWS_DEFAULT = 24,
    INDENT = 9 };

static size_t
columns_of(const struct print_options *options)
{
    return options->columns == 0 ? WIDTH_DEFAULT : options->columns;
}

static bool
is_ascii(const struct print_options *options)
{
    return options->glyphs == GLYPHS_ASCII;
}

static void
put_labelled(struct strbuf *out, const char *label, const char *text,
    const struct print_options *options)
{
    size_t start = out->length;

    strbuf_puts(out, label);
    strbuf_fill(out, ' ', INDENT - (out->length - start));
    print_wrapped(out, text, INDENT, columns_of(options), is_ascii(options));
}

/* --- plot --- */

static void
put_chart_notes(struct strbuf *out, const struct chart *chart, const struct drawing *drawing,
    const struct print_options *options)
{
    if (chart->note != NULL)
        print_wrapped(out, chart->note, 0, columns_of(options), is_ascii(options));
    if (drawing->density)
        print_wrapped(out, "shades tell how many points there are", 0, columns_of(options),
            is_ascii(options));
}

static void
put_plot(struct strbuf *out, const struct chart *chart, const struct print_options *options)
{
    size_t columns = columns_of(options);
    size_t rows = options->rows == 0 ? ROWS_DEFAULT : options->rows;
    struct chart_view view = print_chart_view(options, (double)columns,
        (double)(rows > PLOT_LEAST + PLOT_BELOW ? rows - PLOT_BELOW : PLOT_LEAST));
    struct arena *arena = arena_new();
    struct drawing *drawing = chart_layout(arena, chart, &view);
    struct canvas *canvas = canvas_new(columns, (size_t)drawing->height, is_ascii(options));

    drawing_paint(drawing, canvas, 0, 0, options->glyphs);
    canvas_write(canvas, out);
    put_chart_notes(out, chart, drawing, options);
    strbuf_putc(out, '\n');
    canvas_free(canvas);
    arena_free(arena);
}

/* --- table --- */

static void
put_left_out(struct strbuf *out, const struct result_table *table, const bool *out_of_sight,
    const struct print_options *options)
{
    struct strbuf names, text;

    strbuf_init(&names);
    strbuf_init(&text);
    for (size_t i = 0; i < table->n_columns; i++)
        if (out_of_sight[i])
            strbuf_list(&names, grid_column_title(&table->columns[i]));
    strbuf_printf(&text, "too narrow for: %s (--size COLSxROWS makes it wider)", names.data);
    if (names.length > 0)
        print_wrapped(out, text.data, 0, columns_of(options), is_ascii(options));
    strbuf_release(&text);
    strbuf_release(&names);
}

/* Rows of a canvas from the given one on, without blank lines at its end. */
static void
put_canvas(struct strbuf *out, const struct canvas *canvas, size_t from)
{
    struct strbuf text;
    const char *line;

    strbuf_init(&text);
    canvas_write(canvas, &text);
    while (text.length > 1 && text.data[text.length - 2] == '\n')
        text.data[--text.length] = '\0';
    line = text.data;
    for (size_t i = 0; i < from && *line != '\0'; i++)
        line = strchr(line, '\n') + 1;
    strbuf_puts(out, line);
    strbuf_release(&text);
}

/* The width of a table of which nothing is cut; the widths of its columns in `widths`. */
static size_t
whole_width(const struct result_table *table, const struct grid_measure *measures,
    bool ascii, int *widths)
{
    size_t total = 4;

    for (size_t i = 0; i < table->n_columns; i++) {
        const struct result_column *column = &table->columns[i];
        const char *title = grid_column_title(column);
        size_t width = measures[i].width, header = text_width(title, strlen(title));

        for (size_t row = 0; column->type == VALUE_TEXT && row < table->rows; row++) {
            struct strbuf clean;

            if (column->text[row] == NULL)
                continue;
            strbuf_init(&clean);
            text_scrub(&clean, column->text[row], strlen(column->text[row]), ascii);
            if (text_width(clean.data, clean.length) > width)
                width = text_width(clean.data, clean.length);
            strbuf_release(&clean);
        }
        width = header > width ? header : width;
        widths[i] = (int)width;
        total += column->detail ? 0 : width + 2;
    }
    return total;
}

/* The first piece keeps its header, the others repeat it invisibly. */
static void
put_table(struct strbuf *out, const struct result_table *table,
    const struct print_options *options)
{
    size_t *order = print_row_order(table), columns = columns_of(options);
    struct grid_shown shown = { .out_of_sight =
        mem_zalloc(table->n_columns + 1, sizeof *shown.out_of_sight) };
    struct grid_measure *measures = mem_zalloc(table->n_columns + 1, sizeof *measures);
    int *widths = mem_zalloc(table->n_columns + 1, sizeof *widths);
    struct canvas *canvas;
    struct grid_view view = { .order = order, .measures = measures, .selected_column = -1,
        .ascii = is_ascii(options), .sections = true, .units = true };
    size_t header;

    grid_measure(table, is_ascii(options), measures);
    if (options->whole_table) {
        size_t whole = whole_width(table, measures, is_ascii(options), widths);

        columns = whole > columns ? whole : columns;
        view.width = widths;
    }
    canvas = canvas_new(columns, 1, is_ascii(options));
    header = grid_height(table, &view);
    for (view.top = 0; view.top == 0 || view.top < table->rows; view.top += PIECE) {
        view.n_order = view.top + PIECE < table->rows ? view.top + PIECE : table->rows;
        canvas_resize(canvas, columns, grid_height(table, &view) + 1);
        grid_paint(table, &view, canvas, 0, 0, canvas->rows, columns, &shown);
        put_canvas(out, canvas, view.top == 0 ? 0 : header);
    }
    put_left_out(out, table, shown.out_of_sight, options);
    free(shown.out_of_sight);
    canvas_free(canvas);
    free(widths);
    free(measures);
    free(order);
}

/* What else there is to ask for by name, if anything. */
static void
put_names(struct strbuf *out, const char *label, struct strbuf *names, const char *option,
    const struct print_options *options)
{
    if (names->length == 0)
        return;
    strbuf_printf(names, " (%s NAME)", option);
    put_labelled(out, label, names->data, options);
}

static void
put_other_tables(struct strbuf *out, const struct result *result,
    const struct result_table *shown, const struct print_options *options)
{
    struct strbuf names;

    strbuf_init(&names);
    for (size_t i = 0; i < result->n_tables; i++)
        if (&result->tables[i] != shown)
            strbuf_list(&names, result->tables[i].name);
    put_names(out, "tables", &names, "--table", options);
    strbuf_release(&names);
}

/* Only a result with several needs to say which there are. */
static void
put_charts(struct strbuf *out, const struct result *result, const struct print_options *options)
{
    struct strbuf names;

    strbuf_init(&names);
    for (size_t i = 0; result->n_charts > 1 && i < result->n_charts; i++)
        strbuf_list(&names, result->charts[i].name);
    put_names(out, "charts", &names, "--chart", options);
    strbuf_release(&names);
}

bool
print_text(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err)
{
    const struct result_table *table = NULL;
    const struct chart *chart = NULL;

    if (options->chart != NULL || (options->plot && result->n_charts > 0))
        if ((chart = print_choose_chart(result, options, err)) == NULL)
            return false;
    if (options->table != NULL || result->n_tables > 0)
        if ((table = print_choose_table(result, options, err)) == NULL)
            return false;
    if (result->title != NULL && result->title[0] != '\0') {
        print_wrapped(out, result->title, 2, columns_of(options), is_ascii(options));
        strbuf_putc(out, '\n');
    }
    if (chart != NULL)
        put_plot(out, chart, options);
    if (table != NULL && table->n_columns > 0) {
        put_table(out, table, options);
        strbuf_putc(out, '\n');
    }
    if (result->verdict != NULL)
        put_labelled(out, "verdict", result->verdict, options);
    for (size_t i = 0; i < result->n_notes; i++)
        put_labelled(out, i == 0 ? "note" : "", result->notes[i], options);
    if (table != NULL)
        put_other_tables(out, result, table, options);
    put_charts(out, result, options);
    return true;
}
