/* order_tables.c - the order as tables and charts: each model's place, the counts, the diagram
 * of who covers whom, and how objectives take the order away.
 */
#include "lens/order_work.h"

#include <math.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "lens/lens_parts.h"

/* Beyond so many nobody can read the diagram, or the matrix. */
enum { MOST_DRAWN = 60, MOST_IN_MATRIX = 40 };

/* --- tables --- */

static const char *
names_of_covered(const struct order_work *work, size_t i, uint8_t *cover)
{
    const char *between = "";
    struct strbuf out;
    const char *text;

    strbuf_init(&out);
    partial_order_covers(&work->order, i, cover);
    for (size_t j = 0; j < work->n; j++)
        if (cover[j]) {
            strbuf_printf(&out, "%s%s", between, work->frame->label[work->row[j]]);
            between = ", ";
        }
    text = out.length > 0 ? arena_strdup(work->arena, out.data) : NULL;
    strbuf_release(&out);
    return text;
}

static void
add_places(const struct order_work *work, struct result *result, struct result_table *table)
{
    struct result_column *layer = parts_integer(result, table, "layer", NULL);
    struct result_column *above = parts_integer(result, table, "dominators", "beaten by");
    struct result_column *below = parts_integer(result, table, "dominated", "beats");
    struct result_column *covers = parts_text(result, table, "covers", "next below");
    struct result_column *maximal = parts_flag(result, table, "is_maximal", NULL);
    struct result_column *minimal = parts_flag(result, table, "is_minimal", NULL);
    uint8_t *cover = mem_alloc(work->n + 1);

    maximal->detail = minimal->detail = true;
    layer->direction = above->direction = DIRECTION_MIN;
    for (size_t i = 0; i < work->n; i++) {
        size_t n_above = partial_order_above(&work->order, i);
        size_t n_below = partial_order_below(&work->order, i);

        column_numbers(layer)[i] = work->layer[i];
        column_numbers(above)[i] = (double)n_above;
        column_numbers(below)[i] = (double)n_below;
        column_numbers(maximal)[i] = n_above == 0;
        column_numbers(minimal)[i] = n_below == 0;
        if (work->deep)
            covers->text[i] = names_of_covered(work, i, cover);
    }
    free(cover);
}

static void
models_table(const struct order_work *work, struct result *result)
{
    struct result_table *table = result_add_table(result, "models", work->n);
    enum mark_role *role = arena_zalloc(work->arena, work->n + 1, sizeof *role);

    table->title = "places in the order";
    parts_keys(result, table, work->frame, work->row, work->n);
    for (size_t k = 0; k < work->d; k++) {
        const struct column *from = &work->frame->columns[work->objective[k].column];
        struct result_column *column = parts_number(result, table,
            arena_strdup(work->arena, from->name), NULL, arena_strdup(work->arena, from->unit));

        column->direction = work->objective[k].direction;
        for (size_t i = 0; i < work->n; i++)
            column_numbers(column)[i] = from->value[work->row[i]];
    }
    add_places(work, result, table);
    for (size_t i = 0; i < work->n; i++)
        role[i] = work->layer[i] == 1 ? MARK_FRONTIER : work->layer[i] == 2 ? MARK_LAYER2 :
            MARK_DOMINATED;
    table->role = role;
}

static void
order_table(const struct order_work *work, struct result *result)
{
    struct result_table *table = result_add_table(result, "order", 1);
    const struct { const char *name, *title; double value; bool share; } figures[] = {
        { "n", "points", (double)work->n, false },
        { "k", "objectives", (double)work->d, false },
        { "comparable_pairs", "ranked pairs", work->pairs.comparable, false },
        { "equal_pairs", "equal pairs", work->pairs.equal, false },
        { "incomparable_pairs", "other pairs", work->pairs.incomparable, false },
        { "incomparability", NULL, work->pairs.incomparable / work->all_pairs, true },
        { "expected_independent", "if independent", order_expected(work->d), true },
        { "height", NULL, work->height, false },
        { "width", NULL, (double)work->width, false },
        { "width_distinct", "equal ones once", (double)work->width_distinct, false },
        { "n_layers", "layers", work->height, false },
        { "small_improvement_pairs", "improved in vain", work->improvements, false },
        { "linear_extensions", "rankings", work->extensions, false },
    };

    table->title = "pairs, chains and antichains";
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        struct result_column *column = figures[i].share ?
            parts_number(result, table, figures[i].name, figures[i].title, NULL) :
            parts_integer(result, table, figures[i].name, figures[i].title);

        column_numbers(column)[0] = figures[i].value;
    }
}

void
order_tables(const struct order_work *work, struct result *result)
{
    models_table(work, result);
    order_table(work, result);
}

/* --- charts --- */

/* Layers stand on each other, the best on top; lines lead to those covered one layer below. */
static void
draw_diagram(const struct order_work *work, struct result *result)
{
    struct chart *chart = result_add_chart(result, "hasse", CHART_SCATTER, work->n);
    size_t *in_layer = arena_zalloc(work->arena, work->height + 2, sizeof *in_layer);
    size_t *seen = arena_zalloc(work->arena, work->height + 2, sizeof *seen);
    uint8_t *cover = mem_alloc(work->n + 1);

    chart->title = "who is next above whom";
    chart->x.name = "models of a layer side by side";
    chart->y.name = "layers from the bottom";
    chart->x.has_range = true;
    chart->x.hi = 1;
    for (size_t i = 0; i < work->n; i++)
        in_layer[work->layer[i]]++;
    for (size_t i = 0; i < work->n; i++) {
        struct chart_mark *mark = &chart->marks[i];
        uint32_t layer = work->layer[i];

        mark->x = ((double)seen[layer]++ + 0.5) / (double)in_layer[layer];
        mark->y = (double)(work->height - layer + 1);
        mark->role = layer == 1 ? MARK_FRONTIER : layer == 2 ? MARK_LAYER2 : MARK_DOMINATED;
        mark->key = arena_strdup(work->arena, work->frame->key[work->row[i]]);
        mark->label = arena_strdup(work->arena, work->frame->label[work->row[i]]);
    }
    for (size_t i = 0; i < work->n; i++) {
        partial_order_covers(&work->order, i, cover);
        for (size_t j = 0; j < work->n; j++) {
            struct chart_line *line;

            if (!cover[j] || work->layer[j] != work->layer[i] + 1)
                continue;
            line = chart_add_line(result, chart, LINE_STRAIGHT, 2);
            line->role = MARK_DOMINATED;
            for (size_t end = 0; end < 2; end++) {
                chart_line_x(line)[end] = chart->marks[end == 0 ? i : j].x;
                chart_line_y(line)[end] = chart->marks[end == 0 ? i : j].y;
            }
        }
    }
    free(cover);
}

static void
draw_objectives(const struct order_work *work, struct result *result)
{
    struct chart *chart = result_add_chart(result, "objectives", CHART_LINES, 0);

    chart->title = "share of pairs that cannot be ranked, with more and more objectives";
    chart->x.name = "objectives";
    chart->x.whole = true;
    chart->y.name = "incomparable";
    for (int expected = 0; expected < 2; expected++) {
        struct chart_line *line = chart_add_line(result, chart,
            expected ? LINE_DASHED : LINE_STRAIGHT, work->d);

        line->role = expected ? MARK_REFERENCE : MARK_FRONTIER;
        line->label = expected ? "if independent" : "here";
        for (size_t k = 0; k < work->d; k++) {
            chart_line_x(line)[k] = (double)(k + 1);
            chart_line_y(line)[k] = expected ? order_expected(k + 1) : work->incomparable_by[k];
        }
    }
}

static void
draw_matrix(const struct order_work *work, struct result *result)
{
    struct chart *chart = result_add_chart(result, "matrix", CHART_HEAT, work->n * work->n);
    const char **name = arena_zalloc(work->arena, work->n, sizeof *name);

    for (size_t i = 0; i < work->n; i++)
        name[i] = arena_strdup(work->arena, work->frame->label[work->row[i]]);
    chart->title = "whether the row is above (>) or below (<) the column, or equal";
    chart->x_names = chart->y_names = name;
    chart->n_x_names = chart->n_y_names = work->n;
    for (size_t i = 0; i < work->n; i++)
        for (size_t j = 0; j < work->n; j++) {
            struct chart_mark *mark = &chart->marks[i * work->n + j];
            bool above = partial_order_dominates(&work->order, i, j);
            bool below = partial_order_dominates(&work->order, j, i);
            bool equal = partial_order_equal(&work->order, i, j);

            mark->x = (double)j;
            mark->y = (double)i;
            mark->value = above ? 1 : below ? -1 : 0;
            mark->role = above ? MARK_FRONTIER : MARK_DOMINATED;
            mark->key = arena_strdup(work->arena, work->frame->key[work->row[i]]);
            mark->label = above ? ">" : below ? "<" : equal ? "=" : ".";
        }
}

void
order_charts(const struct order_work *work, struct result *result)
{
    if (work->n > 0 && work->n <= MOST_DRAWN)
        draw_diagram(work, result);
    if (work->n > 1)
        draw_objectives(work, result);
    if (work->n > 1 && work->n <= MOST_IN_MATRIX)
        draw_matrix(work, result);
}
