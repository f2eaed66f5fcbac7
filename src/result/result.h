/* result.h - what a lens says: tables, charts and one sentence. Data, no drawing.
 *
 * Everything lives in the result's arena. Strings may hold bytes of a file: they are
 * scrubbed where they are shown. Every row and mark carries its point's key, which is
 * how marks, the crosshair and the table stay together.
 */
#ifndef PARETOP_RESULT_RESULT_H
#define PARETOP_RESULT_RESULT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "frame/frame.h"

enum value_type { VALUE_TEXT, VALUE_NUMBER, VALUE_INTEGER, VALUE_FLAG /* 0/1 */ };

struct result_column {
    const char *name;          /* CSV header; unique in its table */
    const char *title;         /* for people; NULL = name */
    const char *unit;
    enum direction direction;
    enum value_type type;
    bool key;                  /* part of the point's name: frozen in the grid */
    bool detail;               /* CSV and JSON only by default: too much for a screen */
    bool shown_only;           /* for people only: CSV and JSON leave it out */
    const double *number;      /* NaN = undefined; NULL for VALUE_TEXT */
    const char **text;         /* VALUE_TEXT: strings or NULL. Numbers: NULL, or the text as
                                  it came, which CSV prints unchanged */
    int digits;                /* significant digits for people; 0 = 4 */
};

/* The role of a mark says what it is; the theme says how it looks. The letters that tell
 * it without colour: frontier ●, undecided ◐, dominated ·, infeasible ×. */
enum mark_role { MARK_PLAIN, MARK_FRONTIER, MARK_UNDECIDED, MARK_DOMINATED, MARK_LAYER2,
    MARK_INFEASIBLE, MARK_MISSING, MARK_REFERENCE };

struct result_table {
    const char *name;          /* for --table */
    const char *title;
    size_t rows;
    struct result_column *columns;
    size_t n_columns;
    const char **key;          /* rows point keys; NULL if rows are not points */
    bool mixed_rows;           /* rows are of different measures: each number has decimals of
                                  its own */
    const char **section;      /* rows, or NULL: "on the frontier", "dominated": the grid and
                                  text show a heading where it changes */
    const size_t *display;     /* rows, or NULL: order of the rows for people (grid, text,
                                  plain, Markdown), in which sections are together; CSV and
                                  JSON keep the table's own order */
    const enum mark_role *role;   /* rows, or NULL: how the row is marked */
};

enum chart_kind { CHART_SCATTER, CHART_LINES, CHART_INTERVALS, CHART_BARS, CHART_HEAT };

struct chart_axis {
    const char *name;          /* "total_cost" */
    const char *unit;          /* "USD" */
    enum direction direction;
    bool log;                  /* the lens's proposal; the session may override */
    bool whole;                /* x: a count, which has no label between two numbers */
    bool has_range; double lo, hi;   /* wanted range, else from the marks */
};

struct chart_mark {
    double x, y;               /* in data units */
    double x_lo, x_hi, y_lo, y_hi;   /* error bars; NaN = none */
    enum mark_role role;
    const char *key;           /* point key */
    const char *label;         /* short name; NULL = never labelled */
    double value;              /* CHART_HEAT: shown as a shade and as a number */
};

enum line_style { LINE_STEP /* staircase by the axes' directions */, LINE_STRAIGHT,
    LINE_DASHED, LINE_VERTICAL /* x only */, LINE_HORIZONTAL };

struct chart_line {
    enum line_style style;
    enum mark_role role;
    const char *label;         /* for the legend */
    size_t n;
    const double *x, *y;
};

struct chart {
    const char *name;          /* for --table-like selection */
    const char *title;
    enum chart_kind kind;
    struct chart_axis x, y;
    struct chart_mark *marks;  /* CHART_INTERVALS, CHART_BARS: x = value, y = row index from
                                  the top, label = row label. CHART_HEAT: x = column index,
                                  y = row index from the top, value = shade, label = what
                                  stands there instead of the number */
    size_t n_marks;
    const char *const *x_names; size_t n_x_names;  /* CHART_HEAT: names of columns and rows */
    const char *const *y_names; size_t n_y_names;
    struct chart_line *lines;
    size_t n_lines;
    /* The marks' x, y and roles once more as arrays, made by chart_make_arrays for charts of
     * very many; else NULL. */
    const double *xs, *ys;
    const unsigned char *roles;
    const char *note;          /* "12 points without total_cost > 0 are not drawn" */
};

struct result_setting { const char *name, *value; };

struct result {
    struct arena *arena;
    const char *lens;
    const char *title;         /* "aider.yml · 51 of 68 records · by row · frontier, strict" */
    struct result_table *tables; size_t n_tables;
    struct chart *charts; size_t n_charts;
    const char *verdict;       /* one sentence (may be long); never NULL in a final result */
    const char **notes; size_t n_notes;
    struct result_setting *settings; size_t n_settings;   /* options in force, seed, B */
    bool final;                /* false in a snapshot: more will come */
};

struct result *result_new(const char *lens);
void result_free(struct result *result);

struct result_table *result_add_table(struct result *result, const char *name, size_t rows);
/* number and text are allocated in the arena (rows slots, NaN / NULL), per type. */
struct result_column *result_add_column(struct result *result, struct result_table *table,
    const char *name, enum value_type type);
struct chart *result_add_chart(struct result *result, const char *name,
    enum chart_kind kind, size_t n_marks);
void chart_make_arrays(struct result *result, struct chart *chart);
struct chart_line *chart_add_line(struct result *result, struct chart *chart,
    enum line_style style, size_t n);           /* x and y writable through casts: see .c */
double *chart_line_x(struct chart_line *line);
double *chart_line_y(struct chart_line *line);
double *column_numbers(struct result_column *column);   /* writable, while building */
void result_note(struct result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void result_set(struct result *result, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
const struct result_table *result_table(const struct result *result, const char *name);

/* Any frame as a result with one table: lists, SQL answers. */
struct result *result_from_frame(const struct frame *frame, const char *lens,
    const char *title);

#endif
