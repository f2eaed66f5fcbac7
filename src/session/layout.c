/* layout.c - see layout.h: rows are handed out from both ends, the panes share the rest. */
#include "session/layout.h"

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t
larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Cuts rows off the bottom of a rectangle, as many as it has above `keep`. */
static struct rect
cut_bottom(struct rect *from, size_t rows, size_t keep)
{
    size_t free_rows = from->rows > keep ? from->rows - keep : 0;
    struct rect cut = {0, from->column, smaller(rows, free_rows), from->columns};

    from->rows -= cut.rows;
    cut.row = from->row + from->rows;
    return cut;
}

static struct rect
cut_top(struct rect *from, size_t rows)
{
    struct rect cut = {from->row, from->column, smaller(rows, from->rows), from->columns};

    from->row += cut.rows;
    from->rows -= cut.rows;
    return cut;
}

/* Adds rows on top of a rectangle. */
static void
grow_up(struct rect *rect, size_t rows)
{
    rect->row -= rows;
    rect->rows += rows;
}

static void
lay_one(const struct layout_wish *wish, struct rect body, struct layout *layout)
{
    if (wish->chart && (wish->focus_chart || !wish->table))
        layout->chart = body;
    else
        layout->table = body;
}

/* Side by side: the table gets what it can use up to two fifths, the chart the rest. */
static void
lay_wide(const struct layout_wish *wish, struct rect body, struct layout *layout)
{
    size_t most = larger(body.columns * 2 / 5, 40);
    size_t wanted = wish->table_columns != 0 ? wish->table_columns : most;
    size_t table = larger(smaller(wanted, most), 24);

    layout->wide = true;
    layout->chart = body;
    layout->chart.columns = body.columns - table - 1;
    layout->rule_between = (struct rect){body.row, body.column + layout->chart.columns,
        body.rows, 1};
    layout->table = (struct rect){body.row, layout->rule_between.column + 1, body.rows, table};
}

/* One above the other: the chart three fifths; a short table takes only what it needs. */
static void
lay_stacked(const struct layout_wish *wish, struct rect body, struct layout *layout)
{
    size_t table = body.rows - larger(body.rows * 3 / 5, 6) - 1;

    if (wish->table_first) {
        table = smaller(wish->table_rows, body.rows - smaller(body.rows, 7));
        layout->table = cut_top(&body, table);
        layout->rule_between = cut_top(&body, 1);
        layout->chart = body;
        return;
    }
    table = smaller(table, larger(wish->table_rows, 2));
    layout->table = cut_bottom(&body, table, 1);
    layout->rule_between = cut_bottom(&body, 1, 1);
    layout->chart = body;
}

/* Where models are compared the sentence is what is asked for: it has two fifths, and what table
 * and chart can do without. */
static size_t
verdict_most(const struct layout_wish *wish, struct rect body)
{
    size_t others = wish->table_rows + 1 + wish->chart_rows;

    if (!wish->table_first)
        return wish->rows / 6;
    return larger(wish->rows * 2 / 5, wish->chart_rows > 0 && body.rows > others ?
        body.rows - others : 0);
}

void
layout_compute(const struct layout_wish *wish, struct layout *layout)
{
    struct rect body = {0, 0, wish->rows, wish->columns};
    bool both = wish->chart && wish->table;

    *layout = (struct layout){0};
    layout->small = wish->columns < LAYOUT_SMALL_COLUMNS || wish->rows < LAYOUT_SMALL_ROWS;
    layout->message = cut_bottom(&body, 1, 0);
    layout->title = cut_top(&body, body.rows > 1 ? 1 : 0);
    if (!layout->small && wish->message_rows > 1)
        grow_up(&layout->message, cut_bottom(&body, wish->message_rows - 1, 10).rows);
    if (layout->small) {
        layout->detail = cut_bottom(&body, wish->detail_rows > 0 ? 1 : 0, 2);
        lay_one(wish, body, layout);
        return;
    }
    layout->verdict = cut_bottom(&body, smaller(wish->verdict_rows, verdict_most(wish, body)), 8);
    layout->detail = cut_bottom(&body, smaller(wish->detail_rows, wish->rows / 7), 8);
    if (layout->detail.rows > 0)
        layout->rule_below = cut_bottom(&body, 1, 8);
    if (!both || wish->one_pane)
        lay_one(wish, body, layout);
    else if (wish->columns >= LAYOUT_WIDE_COLUMNS && !wish->table_first)
        lay_wide(wish, body, layout);
    else
        lay_stacked(wish, body, layout);
}
