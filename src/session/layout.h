/* layout.h - where the panes of a page are, as a pure function of the size.
 *
 * Wide: chart beside table. Narrow: chart above table. Below 60 x 16: one pane and one line
 * of detail. Every rectangle lies inside the screen and no two overlap; one that has no
 * room is empty (0 rows).
 */
#ifndef PARETOP_SESSION_LAYOUT_H
#define PARETOP_SESSION_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

struct rect { size_t row, column, rows, columns; };

/* What a page has to show. */
struct layout_wish {
    size_t columns, rows;          /* of the screen */
    bool chart, table;             /* which panes the page has */
    bool table_first;              /* the table is short and comes above: compare */
    bool one_pane;                 /* the user wants only the pane with the focus */
    bool focus_chart;              /* which pane that is */
    size_t table_rows;             /* rows that the table could use, its head included */
    size_t table_columns;          /* columns that it could use; 0 = unknown */
    size_t chart_rows;             /* rows that are enough for the chart; 0 = the more the better */
    size_t detail_rows, verdict_rows;   /* wanted */
    size_t message_rows;           /* of the message; 0 and 1 are one */
};

struct layout {
    struct rect title, chart, table, detail, verdict, message;
    struct rect rule_below;        /* horizontal line below chart and table, or empty */
    struct rect rule_between;      /* line between chart and table: 1 column or 1 row wide */
    bool wide;                     /* side by side */
    bool small;                    /* one pane for want of room */
};

void layout_compute(const struct layout_wish *wish, struct layout *layout);

enum { LAYOUT_SMALL_COLUMNS = 60, LAYOUT_SMALL_ROWS = 16, LAYOUT_WIDE_COLUMNS = 100 };

#endif
