/* render_help.c - the help page: entries with their whole text, wrapped to the width.
 *
 * The rows are those of a table, in the order that searching leaves; only how they are drawn
 * differs from other tables, where every row is one line.
 */
#include "session/explorer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "session/order.h"
#include "session/wrap.h"

enum { GUTTER = 2, NAME_MOST = 24, GAP = 2 };

/* Where an entry is drawn and what its lines are. */
struct entry_lines { struct lines name, help; size_t rows; };

static const char *
cell(const struct result_table *table, const char *column, size_t row)
{
    const char *text = table->columns[table_column(table, column)].text[row];

    return text != NULL ? text : "";
}

/* Columns of the names; the longer ones have lines of their own. */
static size_t
name_width(size_t columns)
{
    return columns / 3 >= NAME_MOST ? NAME_MOST : columns / 5;
}

static struct entry_lines
entry_make(const struct result_table *table, size_t row, size_t columns)
{
    const char *name = cell(table, "entry", row);
    size_t width = name_width(columns), left = GUTTER + width + GAP;
    struct entry_lines entry = {0};
    bool beside = text_width(name, strlen(name)) <= width;

    lines_wrap(&entry.name, name, beside ? width : columns - GUTTER);
    lines_wrap(&entry.help, cell(table, "help", row), columns > left ? columns - left : 1);
    entry.rows = (beside ? 0 : entry.name.count) + entry.help.count;
    return entry;
}

static void
entry_release(struct entry_lines *entry)
{
    wrapped_release(&entry->name);
    wrapped_release(&entry->help);
}

/* Paints as many of its lines as there are rows. */
static void
entry_paint(const struct entry_lines *entry, struct canvas *canvas, struct rect at,
    bool selected)
{
    size_t left = at.column + GUTTER + name_width(at.columns) + GAP;
    size_t first = entry->rows - entry->help.count;

    canvas_text(canvas, at.row, at.column, 1, selected ? ">" : " ", INK_TEXT);
    for (size_t i = 0; i < entry->name.count && i < at.rows; i++)
        canvas_text(canvas, at.row + i, at.column + GUTTER, at.columns - GUTTER,
            entry->name.text[i], INK_KEY);
    for (size_t i = 0; i < entry->help.count && first + i < at.rows; i++)
        canvas_text(canvas, at.row + first + i, left, at.column + at.columns - left,
            entry->help.text[i], INK_TEXT);
    for (size_t i = 0; selected && i < entry->rows && i < at.rows; i++)
        canvas_flag(canvas, at.row + i, at.column, at.columns, CELL_SELECTED);
}

static bool
starts_section(const struct result_table *table, const struct page_view *view, size_t i)
{
    return i == view->top
        || strcmp(table->section[view->order[i]], table->section[view->order[i - 1]]) != 0;
}

/* Walks the entries from the view's first one down; returns how many are wholly in sight.
 * With a canvas it paints them; *hit becomes the position of the entry on line `line`. */
static size_t
walk(const struct result_table *table, const struct page_view *view, struct canvas *canvas,
    struct rect at, size_t line, size_t *hit)
{
    size_t used = 0, whole = 0;

    for (size_t i = view->top; i < view->n_order && used < at.rows; i++) {
        struct entry_lines entry = entry_make(table, view->order[i], at.columns);
        struct rect here;

        if (starts_section(table, view, i)) {
            char *heading = mem_printf("▸ %s", table->section[view->order[i]]);

            if (canvas != NULL)
                canvas_text_cut(canvas, at.row + used, at.column, at.columns, heading,
                    INK_HEADING);
            free(heading);
            used++;
        }
        here = (struct rect){at.row + used, at.column, at.rows - used, at.columns};
        if (canvas != NULL && here.rows > 0)
            entry_paint(&entry, canvas, here, i == view->cursor);
        if (line >= used && line < used + entry.rows)
            *hit = i;
        used += entry.rows;
        whole += used <= at.rows;
        entry_release(&entry);
    }
    return whole;
}

static size_t
whole_from(const struct result_table *table, const struct page_view *view, struct rect at,
    size_t top)
{
    const struct page_view from = {.top = top, .order = view->order, .n_order = view->n_order};
    size_t unused;

    return walk(table, &from, NULL, at, SIZE_MAX, &unused);
}

/* Until the cursor is in sight, and no entry is hidden above empty lines. */
static void
scroll(const struct result_table *table, struct page_view *view, struct rect at)
{
    size_t whole = whole_from(table, view, at, view->top);

    while (view->top < view->cursor && view->cursor >= view->top + whole)
        whole = whole_from(table, view, at, ++view->top);
    while (view->top > 0
        && view->top - 1 + whole_from(table, view, at, view->top - 1) >= view->n_order)
        view->top--;
    whole = whole_from(table, view, at, view->top);
    view->page_rows = whole > 0 ? whole : 1;
}

void
render_help(struct session *session, struct canvas *canvas, struct rect at)
{
    const struct result_table *table = session_table(session);
    struct page_view *view = session_view(session);
    size_t unused;

    view->table_at = at;
    if (at.rows == 0 || at.columns < 2 * GUTTER || table == NULL)
        return;
    scroll(table, view, at);
    walk(table, view, canvas, at, SIZE_MAX, &unused);
}

size_t
help_position_at(struct session *session, size_t line)
{
    size_t hit = SIZE_MAX;

    walk(session_table(session), session_view(session), NULL, session_view(session)->table_at,
        line, &hit);
    return hit;
}
