/* print_svg.c - the first chart of a result as an SVG document.
 *
 * The layout is the screen's; a document has room, so it takes more rows for the legend and
 * a sentence for every point.
 */
#include "base/memory.h"
#include "print/print_internal.h"

enum { COLUMNS_DEFAULT = 100, ROWS_DEFAULT = 32, LEGEND_ROWS = 6 };

bool
print_svg(const struct result *result, const struct print_options *options,
    struct strbuf *out, struct error *err)
{
    size_t columns = options->columns == 0 ? COLUMNS_DEFAULT : options->columns;
    size_t rows = options->rows == 0 ? ROWS_DEFAULT : options->rows;
    struct print_options fine = *options;
    const struct chart *chart;
    struct chart_view view;
    struct arena *arena;

    if (result->n_charts == 0) {
        error_set(err, ERROR_REQUEST, "%s has no chart, so there is no SVG", result->lens);
        return error_hint(err, "the formats text, csv, json and markdown print its tables");
    }
    if ((chart = print_choose_chart(result, options, err)) == NULL)
        return false;
    fine.glyphs = GLYPHS_BRAILLE;
    view = print_chart_view(&fine, (double)columns, (double)rows);
    view.titles = true;
    if (view.legend_rows < LEGEND_ROWS)
        view.legend_rows = LEGEND_ROWS;
    arena = arena_new();
    drawing_svg(chart_layout(arena, chart, &view), result->title, out);
    arena_free(arena);
    return true;
}
