/* result.c - building what a lens says: tables, charts and notes in one arena.
 *
 * Tables and charts keep their place once added (a lens holds several at a time), so
 * their number is bounded; columns, lines, notes and settings grow by doubling, the old
 * block staying behind in the arena.
 */
#include "result/result.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { MOST_TABLES = 16, MOST_CHARTS = 16 };

/* Room for one more after n: a new block whenever n is a power of two. */
static void *
room_for_one(struct arena *arena, void *items, size_t n, size_t size)
{
    char *wider;

    if (n != 0 && (n & (n - 1)) != 0)
        return items;
    wider = arena_zalloc(arena, n == 0 ? 1 : 2 * n, size);
    if (n != 0)
        memcpy(wider, items, n * size);
    return wider;
}

struct result *
result_new(const char *lens)
{
    struct arena *arena = arena_new();
    struct result *result = arena_zalloc(arena, 1, sizeof *result);

    result->arena = arena;
    result->lens = arena_strdup(arena, lens);
    result->title = "";
    result->tables = arena_zalloc(arena, MOST_TABLES, sizeof *result->tables);
    result->charts = arena_zalloc(arena, MOST_CHARTS, sizeof *result->charts);
    return result;
}

void
result_free(struct result *result)
{
    if (result != NULL)
        arena_free(result->arena);
}

struct result_table *
result_add_table(struct result *result, const char *name, size_t rows)
{
    struct result_table *table = &result->tables[result->n_tables];

    assert(result->n_tables < MOST_TABLES);
    result->n_tables++;
    table->name = arena_strdup(result->arena, name);
    table->title = table->name;
    table->rows = rows;
    return table;
}

static double *
undefined_numbers(struct arena *arena, size_t n)
{
    double *number = arena_zalloc(arena, n, sizeof *number);

    for (size_t i = 0; i < n; i++)
        number[i] = (double)NAN;
    return number;
}

static bool
has_column(const struct result_table *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return true;
    return false;
}

struct result_column *
result_add_column(struct result *result, struct result_table *table, const char *name,
    enum value_type type)
{
    struct result_column *column;

    assert(!has_column(table, name));
    table->columns = room_for_one(result->arena, table->columns, table->n_columns,
        sizeof *table->columns);
    column = &table->columns[table->n_columns++];
    column->name = arena_strdup(result->arena, name);
    column->type = type;
    if (type == VALUE_TEXT)
        column->text = arena_zalloc(result->arena, table->rows, sizeof *column->text);
    else
        column->number = undefined_numbers(result->arena, table->rows);
    return column;
}

double *
column_numbers(struct result_column *column)
{
    assert(column->type != VALUE_TEXT);
    return (double *)(uintptr_t)column->number;
}

struct chart *
result_add_chart(struct result *result, const char *name, enum chart_kind kind,
    size_t n_marks)
{
    struct chart *chart = &result->charts[result->n_charts];

    assert(result->n_charts < MOST_CHARTS);
    result->n_charts++;
    chart->name = arena_strdup(result->arena, name);
    chart->title = chart->name;
    chart->kind = kind;
    chart->marks = arena_zalloc(result->arena, n_marks, sizeof *chart->marks);
    chart->n_marks = n_marks;
    for (size_t i = 0; i < n_marks; i++) {
        struct chart_mark *mark = &chart->marks[i];

        mark->x = mark->y = (double)NAN;
        mark->x_lo = mark->x_hi = mark->y_lo = mark->y_hi = (double)NAN;
    }
    return chart;
}

void
chart_make_arrays(struct result *result, struct chart *chart)
{
    double *xs = arena_alloc(result->arena, chart->n_marks * sizeof *xs);
    double *ys = arena_alloc(result->arena, chart->n_marks * sizeof *ys);
    unsigned char *roles = arena_alloc(result->arena, chart->n_marks);

    for (size_t i = 0; i < chart->n_marks; i++) {
        xs[i] = chart->marks[i].x;
        ys[i] = chart->marks[i].y;
        roles[i] = (unsigned char)chart->marks[i].role;
    }
    chart->xs = xs;
    chart->ys = ys;
    chart->roles = roles;
}

struct chart_line *
chart_add_line(struct result *result, struct chart *chart, enum line_style style, size_t n)
{
    struct chart_line *line;

    chart->lines = room_for_one(result->arena, chart->lines, chart->n_lines,
        sizeof *chart->lines);
    line = &chart->lines[chart->n_lines++];
    line->style = style;
    line->n = n;
    line->x = undefined_numbers(result->arena, n);
    line->y = undefined_numbers(result->arena, n);
    return line;
}

/* The arrays are const for readers only: the builder owns the arena they lie in. */
double *
chart_line_x(struct chart_line *line)
{
    return (double *)(uintptr_t)line->x;
}

double *
chart_line_y(struct chart_line *line)
{
    return (double *)(uintptr_t)line->y;
}

void
result_note(struct result *result, const char *format, ...)
{
    va_list args;

    result->notes = room_for_one(result->arena, result->notes, result->n_notes,
        sizeof *result->notes);
    va_start(args, format);
    result->notes[result->n_notes++] = arena_vprintf(result->arena, format, args);
    va_end(args);
}

void
result_set(struct result *result, const char *name, const char *format, ...)
{
    struct result_setting *setting;
    va_list args;

    result->settings = room_for_one(result->arena, result->settings, result->n_settings,
        sizeof *result->settings);
    setting = &result->settings[result->n_settings++];
    setting->name = arena_strdup(result->arena, name);
    va_start(args, format);
    setting->value = arena_vprintf(result->arena, format, args);
    va_end(args);
}

const struct result_table *
result_table(const struct result *result, const char *name)
{
    for (size_t i = 0; i < result->n_tables; i++)
        if (strcmp(result->tables[i].name, name) == 0)
            return &result->tables[i];
    return NULL;
}
