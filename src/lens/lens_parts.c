/* lens_parts.c - small things that several lenses do alike. */
#include "lens/lens_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "math/dominance.h"

/* --- tables --- */

struct result_column *
parts_column(struct result *result, struct result_table *table, const char *name,
    const char *title, enum value_type type)
{
    struct result_column *column = result_add_column(result, table, name, type);

    column->title = title;
    return column;
}

struct result_column *
parts_text(struct result *result, struct result_table *table, const char *name,
    const char *title)
{
    return parts_column(result, table, name, title, VALUE_TEXT);
}

struct result_column *
parts_number(struct result *result, struct result_table *table, const char *name,
    const char *title, const char *unit)
{
    struct result_column *column = parts_column(result, table, name, title, VALUE_NUMBER);

    column->unit = arena_strdup(result->arena, unit);
    return column;
}

struct result_column *
parts_integer(struct result *result, struct result_table *table, const char *name,
    const char *title)
{
    return parts_column(result, table, name, title, VALUE_INTEGER);
}

struct result_column *
parts_flag(struct result *result, struct result_table *table, const char *name,
    const char *title)
{
    return parts_column(result, table, name, title, VALUE_FLAG);
}

static const char *
cell_text(struct result *result, const struct column *column, size_t row)
{
    char shown[NUMBER_TEXT_MAX];

    if (column->type == COLUMN_TEXT)
        return arena_strdup(result->arena, column->text[row]);
    if (isnan(column->value[row]))
        return NULL;
    number_print(shown, column->value[row]);
    return arena_strdup(result->arena, shown);
}

void
parts_keys(struct result *result, struct result_table *table, const struct frame *frame,
    const size_t *rows, size_t n)
{
    struct result_column *column = NULL;

    table->key = arena_zalloc(result->arena, n, sizeof *table->key);
    for (size_t i = 0; i < n; i++)
        table->key[i] = arena_strdup(result->arena, frame->key[rows[i]]);
    for (size_t c = 0; c < frame->n_columns; c++) {
        if (frame->columns[c].role != ROLE_KEY)
            continue;
        column = parts_text(result, table, frame->columns[c].name, NULL);
        column->key = true;
        for (size_t i = 0; i < n; i++)
            column->text[i] = cell_text(result, &frame->columns[c], rows[i]);
    }
    if (column != NULL)
        return;
    column = parts_text(result, table, "point", NULL);
    column->key = true;
    for (size_t i = 0; i < n; i++)
        column->text[i] = arena_strdup(result->arena, frame->label[rows[i]]);
}

/* --- finding --- */

int
parts_find(const struct frame *frame, const char *name)
{
    int at = frame != NULL ? frame_column(frame, name) : FRAME_NONE;

    return frame != NULL && at == FRAME_NONE ? frame_column_written(frame, name) : at;
}

const struct column *
parts_find_typed(const struct frame *frame, const char *name, enum column_type type)
{
    int at = parts_find(frame, name);

    return at != FRAME_NONE && frame->columns[at].type == type ? &frame->columns[at] : NULL;
}

const char *
parts_name(struct arena *arena, const struct column *column, size_t row)
{
    char shown[NUMBER_TEXT_MAX];

    if (column->type == COLUMN_TEXT)
        return column->text[row];
    if (isnan(column->value[row]))
        return NULL;
    number_show(shown, column->value[row], 15);
    return arena_strdup(arena, shown);
}

/* --- items --- */

const size_t *
parts_align(struct arena *arena, const struct frame *from, const struct frame *to)
{
    size_t *place = arena_zalloc(arena, from->rows + 1, sizeof *place);
    size_t both = frame_places(from, to, place);

    return 2 * both >= from->rows && 2 * both >= to->rows ? place : NULL;
}

struct item_means
parts_item_means(const struct column *column, size_t rows)
{
    double sum = 0, known = 0, weighted = 0, weights = 0, largest = 0;

    for (size_t i = 0; i < rows; i++) {
        double value = column->value[i];
        double weight = column->n != NULL && column->n[i] > 0 ? column->n[i] : 1;

        if (isnan(value))
            continue;
        sum += value;
        known++;
        weighted += weight * value;
        weights += weight;
        largest = fmax(largest, fabs(value));
    }
    return (struct item_means){ known > 0 ? sum / known : (double)NAN,
        known > 0 ? weighted / weights : (double)NAN, largest };
}

bool
parts_is_mean(const struct item_means *mean, double unit, double value)
{
    double slack = 1e-6 * fabs(value) + 1e-12 * unit * mean->largest;

    return fabs(unit * mean->items - value) <= slack ||
        fabs(unit * mean->samples - value) <= slack;
}

/* --- names as numbers --- */

struct named { const char *name; size_t row; };

static int
by_name(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    int order = strcmp(a->name, b->name);

    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static int
by_first_row(const void *left, const void *right)
{
    const struct named *a = left, *b = right;

    return (a->row > b->row) - (a->row < b->row);
}

size_t
parts_number_names(struct arena *arena, const char *const *name, size_t n, size_t **number,
    const char ***names)
{
    size_t known = 0, count = 0;
    struct named *all = arena_zalloc(arena, n, sizeof *all);
    struct named *first = arena_zalloc(arena, n, sizeof *first);

    for (size_t i = 0; i < n; i++)
        if (name[i] != NULL)
            all[known++] = (struct named){ name[i], i };
    qsort(all, known, sizeof *all, by_name);
    for (size_t i = 0; i < known; i++)
        if (i == 0 || strcmp(all[i].name, all[i - 1].name) != 0)
            first[count++] = all[i];
    qsort(first, count, sizeof *first, by_first_row);
    *names = arena_zalloc(arena, count, sizeof **names);
    *number = arena_zalloc(arena, n, sizeof **number);
    for (size_t i = 0; i < n; i++)
        (*number)[i] = SIZE_MAX;
    for (size_t g = 0; g < count; g++) {
        struct named key = { first[g].name, 0 };
        size_t lo = 0, hi = known;

        (*names)[g] = arena_strdup(arena, key.name);
        while (lo < hi) {
            size_t mid = lo + (hi - lo) / 2;

            if (by_name(&all[mid], &key) < 0)
                lo = mid + 1;
            else
                hi = mid;
        }
        for (; lo < known && strcmp(all[lo].name, key.name) == 0; lo++)
            (*number)[all[lo].row] = g;
    }
    return count;
}

/* --- clusters of items --- */

const char **
parts_cluster_names(const struct frame *items)
{
    /* by what it is: a point may have its name */
    for (size_t c = 0; c < items->n_columns; c++)
        if (items->columns[c].type == COLUMN_TEXT && items->columns[c].role == ROLE_ATTRIBUTE)
            return items->columns[c].text;
    return NULL;
}

static int
by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Numbers for names, in the names' order. */
static size_t
number_clusters(const char **name, size_t n, size_t *cluster)
{
    const char **sorted = mem_alloc(n * sizeof *sorted);
    size_t count = 0;

    memcpy(sorted, name, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_text);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(sorted[i], sorted[count - 1]) != 0)
            sorted[count++] = sorted[i];
    for (size_t i = 0; i < n; i++)
        cluster[i] = (size_t)((const char **)bsearch(&name[i], sorted, count, sizeof *sorted,
            by_text) - sorted);
    free(sorted);
    return count;
}

size_t
parts_clusters(const struct frame *items, size_t *item, size_t n)
{
    const char **name = mem_alloc(n * sizeof *name), **names = parts_cluster_names(items);
    size_t clusters;

    for (size_t i = 0; i < n; i++)
        name[i] = names[item[i]];
    clusters = number_clusters(name, n, item);
    free(name);
    return clusters;
}

/* --- words --- */

const char *
parts_noun(const struct frame *frame, size_t n)
{
    if (frame->shape == SHAPE_ROWS)
        return text_counted((double)n, "record", "records");
    if (frame->grouping != NULL && strcmp(frame->grouping, "by model") == 0)
        return text_counted((double)n, "model", "models");
    return text_counted((double)n, "point", "points");
}

/* "runs/aider.yml" is "aider". */
static void
put_source(struct strbuf *out, const char *path)
{
    const char *base = strrchr(path, '/'), *dot;

    base = base == NULL || base[1] == '\0' ? path : base + 1;
    dot = strrchr(base, '.');
    strbuf_add(out, base, dot != NULL && dot != base ? (size_t)(dot - base) : strlen(base));
}

void
parts_sources(struct strbuf *out, const struct frame *frame)
{
    if (frame->n_sources == 1)
        put_source(out, frame->sources[0]);
    else if (frame->n_sources > 1)
        strbuf_printf(out, "%zu files", frame->n_sources);
    if (frame->n_sources > 0)
        strbuf_puts(out, " \302\267 ");
}

void
parts_title(struct strbuf *out, const struct frame *frame, size_t n)
{
    size_t total = frame->rows_total > frame->rows ? frame->rows_total : frame->rows;

    parts_sources(out, frame);
    strbuf_printf(out, "%zu of %zu %s", n, total, parts_noun(frame, total));
    if (frame->grouping != NULL)
        strbuf_printf(out, " \302\267 %s", frame->grouping);
    if (frame->where != NULL)
        strbuf_printf(out, " \302\267 where %s", frame->where);
    if (frame->mixed)
        strbuf_puts(out, " \302\267 conditions are mixed");
    strbuf_puts(out, " \302\267 ");
}

void
parts_settings(struct result *result, const struct lens_settings *settings)
{
    for (size_t i = 0; i < settings->lens->n_options; i++)
        if (settings->values[i][0] != '\0')
            result_set(result, settings->lens->options[i].name, "%s", settings->values[i]);
    result_set(result, "seed", "%llu", (unsigned long long)settings->seed);
}

void
parts_frame_notes(struct result *result, const struct frame *frame)
{
    for (size_t i = 0; i < frame->n_notes; i++)
        result_note(result, "%s", frame->notes[i]);
}

bool
parts_is_fraction(const struct column *column, const size_t *rows, size_t n)
{
    if (column->kind == KIND_EFFICIENCY || (column->unit != NULL && column->unit[0] != '\0'))
        return false;
    for (size_t i = 0; i < n; i++)
        if (column->value[rows[i]] < 0 || column->value[rows[i]] > 1)
            return false;
    return true;
}

/* Units that are things one can count: "4.29 billion parameters", "1,536 tokens". */
static bool
put_counted(struct strbuf *out, double value, const char *unit, int digits)
{
    static const char *const things[] = { "parameter", "token", "activation" };
    static const struct { double size; const char *word; } large[] = { { 1e12, " trillion" },
        { 1e9, " billion" }, { 1e6, " million" } };
    bool is_thing = false;

    for (size_t i = 0; i < sizeof things / sizeof *things; i++)
        is_thing |= strcmp(unit, things[i]) == 0;
    if (!is_thing || !isfinite(value))
        return false;
    for (size_t i = 0; i < sizeof large / sizeof *large; i++)
        if (fabs(value) >= large[i].size && fabs(value) < 1e15) {
            parts_put(out, value / large[i].size, NULL, digits);
            strbuf_printf(out, "%s %ss", large[i].word, unit);
            return true;
        }
    if (value == floor(value) && fabs(value) < 1e6)
        parts_count(out, value);
    else
        parts_put(out, value, NULL, digits);
    strbuf_printf(out, " %s%s", unit, value == 1 ? "" : "s");
    return true;
}

void
parts_put(struct strbuf *out, double value, const char *unit, int digits)
{
    char text[NUMBER_TEXT_MAX];

    if (unit != NULL && put_counted(out, value, unit, digits))
        return;
    number_show(text, value, digits);
    strbuf_puts(out, text);
    if (unit != NULL && unit[0] != '\0')
        strbuf_printf(out, " %s", unit);
}

void
parts_count(struct strbuf *out, double value)
{
    char digits[32];
    size_t length = (size_t)snprintf(digits, sizeof digits, "%.0f", fabs(value));

    if (length >= sizeof digits) {
        strbuf_printf(out, "%.3g", value);
        return;
    }
    if (value < 0 && strcmp(digits, "0") != 0)
        strbuf_puts(out, "\342\210\222");
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            strbuf_putc(out, ',');
        strbuf_putc(out, digits[i]);
    }
}

double
parts_observations(const struct frame *points)
{
    double most = 0;

    for (size_t c = 0; c < points->n_columns; c++) {
        const double *n = points->columns[c].n;
        double sum = 0;

        for (size_t i = 0; n != NULL && i < points->rows; i++)
            sum += n[i] > 0 ? n[i] : 0;
        most = fmax(most, sum);
    }
    return most;
}

void
parts_amount(struct strbuf *out, double value)
{
    if (fabs(value) >= 100)
        parts_count(out, value);
    else
        parts_put(out, value, NULL, 3);
}

void
parts_probability(struct strbuf *out, double p)
{
    if (p > 0.995)
        strbuf_puts(out, "above 0.99");
    else if (p < 0.005)
        strbuf_puts(out, "below 0.01");
    else
        strbuf_printf(out, "%.2f", p);
}

void
parts_small(struct strbuf *out, double value, const char *unit, int digits)
{
    if (value > 0 && value < 1e-9) {
        strbuf_puts(out, "< 1e-9");
        if (unit != NULL && unit[0] != '\0')
            strbuf_printf(out, " %s", unit);
        return;
    }
    parts_put(out, value, unit, digits);
}

const char *
parts_keep(struct result *result, struct strbuf *text)
{
    const char *kept = arena_strdup(result->arena, text->length > 0 ? text->data : "");

    strbuf_release(text);
    return kept;
}

/* --- a frontier of two measures --- */

enum { CORNERS = 48 };   /* of an ellipse */

struct placed { double x; size_t at; };

static int
by_x(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;

    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static void
collect_front(struct parts_plane *plane, double sign)
{
    struct placed *placed = mem_alloc((plane->n + 1) * sizeof *placed);
    size_t m = 0;

    for (size_t i = 0; i < plane->n; i++)
        if (plane->on[i] != 0)
            placed[m++] = (struct placed){ sign * plane->x[i], i };
    qsort(placed, m, sizeof *placed, by_x);
    for (size_t i = 0; i < m; i++)
        plane->front[i] = placed[i].at;
    plane->n_front = m;
    free(placed);
}

void
parts_frontier(struct result *result, struct parts_plane *plane)
{
    double x_sign = plane->x_direction == DIRECTION_MAX ? 1 : -1;
    double y_sign = plane->y_direction == DIRECTION_MIN ? -1 : 1;
    double *point = mem_alloc((2 * plane->n + 1) * sizeof *point);
    size_t *place = mem_alloc((plane->n + 1) * sizeof *place), m = 0;
    uint8_t *on = mem_zalloc(plane->n + 1, sizeof *on);
    uint32_t *count = mem_zalloc(plane->n + 1, sizeof *count);

    plane->on = arena_zalloc(result->arena, plane->n + 1, sizeof *plane->on);
    plane->dominated_by = arena_zalloc(result->arena, plane->n + 1,
        sizeof *plane->dominated_by);
    plane->front = arena_zalloc(result->arena, plane->n + 1, sizeof *plane->front);
    for (size_t i = 0; i < plane->n; i++) {
        plane->dominated_by[i] = (double)NAN;
        if (isnan(plane->x[i]) || isnan(plane->y[i]))
            continue;
        point[2 * m] = y_sign * plane->y[i];
        point[2 * m + 1] = x_sign * plane->x[i];
        place[m++] = i;
    }
    dominance_frontier(point, m, 2, on);
    dominance_counts(point, m, 2, count);
    for (size_t k = 0; k < m; k++) {
        plane->on[place[k]] = on[k];
        plane->dominated_by[place[k]] = (double)count[k];
    }
    plane->competing = m;
    collect_front(plane, -x_sign);
    free(point);
    free(place);
    free(on);
    free(count);
}

void
parts_frontier_line(struct result *result, struct chart *chart,
    const struct parts_plane *plane)
{
    struct chart_line *line;
    size_t n = 0;

    for (size_t i = 0; i < plane->n_front; i++)
        n += isfinite(plane->x[plane->front[i]]) && isfinite(plane->y[plane->front[i]]);
    if (n < 2)
        return;
    line = chart_add_line(result, chart, LINE_STEP, n);
    line->role = MARK_FRONTIER;
    line->label = "frontier";
    n = 0;
    for (size_t i = 0; i < plane->n_front; i++) {
        double x = plane->x[plane->front[i]], y = plane->y[plane->front[i]];

        if (!isfinite(x) || !isfinite(y))
            continue;
        chart_line_x(line)[n] = x;
        chart_line_y(line)[n++] = y;
    }
}

void
parts_ellipse(struct result *result, struct chart *chart, enum line_style style,
    const struct chart_mark *mark, const struct joint_error *joint, double alpha)
{
    struct chart_line *line = chart_add_line(result, chart, style, CORNERS + 1);
    double radius = sqrt(-2 * log(alpha));
    double across = sqrt(fmax(0, 1 - joint->r * joint->r));

    line->role = mark->role;
    for (size_t i = 0; i <= CORNERS; i++) {
        double angle = 2 * M_PI * (double)(i % CORNERS) / CORNERS;
        double u = radius * cos(angle), v = radius * sin(angle);

        chart_line_x(line)[i] = mark->x + joint->x * u;
        chart_line_y(line)[i] = mark->y + joint->y * (joint->r * u + across * v);
    }
}

bool
parts_is_log(const double *value, size_t n)
{
    double lo = INFINITY, hi = -INFINITY;

    for (size_t i = 0; i < n; i++)
        if (isfinite(value[i])) {
            lo = fmin(lo, value[i]);
            hi = fmax(hi, value[i]);
        }
    return lo > 0 && hi / lo > 20;
}

void
parts_no_direction(struct strbuf *out, const char *measure)
{
    strbuf_printf(out, "Nobody said whether more or less of %s is better: -o max:NAME or -o "
        "min:NAME does, and :direction in the explorer.", measure);
}
