/* compare_matrix.c - all models at a glance: who is better than whom, and score against cost.
 *
 * The matrix has a sign for each pair, read from the row to the column, and stars for p of
 * the pair if it was chosen, as adjusted. The plane has the region of each model's score and
 * cost together; where both have the same items their errors move together.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lens/lens_parts.h"

enum { FEWEST_FOR_MATRIX = 3 };

/* --- matrix --- */

/* "*" within 0.05, "**" within 0.01, "***" within 0.001. */
static const char *
stars(double p)
{
    return p <= 0.001 ? "***" : p <= 0.01 ? "**" : p <= 0.05 ? "*" : "";
}

/* How much better the row is than the column, in the measure's unit; NaN if not compared. */
static double
lead(const struct compare_work *work, size_t row, size_t column, const struct comparison **c)
{
    double sign = compare_direction(work, work->primary) == DIRECTION_MIN ? -1 : 1;

    *c = row == column ? NULL : row < column ? compare_find(work, row, column, work->primary) :
        compare_find(work, column, row, work->primary);
    return *c == NULL ? (double)NAN : sign * (row < column ? (*c)->diff : -(*c)->diff);
}

static const char *
sign_of(const struct compare_work *work, size_t row, size_t column)
{
    const struct comparison *c;
    double by = lead(work, row, column, &c);

    if (isnan(by))
        return NULL;
    if (c->word == WORD_EQUIVALENT)
        return "=";
    return arena_printf(work->arena, "%s%s", by > 0 ? "+" : by < 0 ? "-" : "0",
        by == 0 || c->method == METHOD_EXACT ? "" : stars(c->p_chosen));
}

static void
matrix_table(const struct compare_work *work, struct result *result)
{
    struct result_table *table = result_add_table(result, "matrix", work->n);

    table->title = arena_printf(work->arena, "%s of the row against the column's",
        compare_column(work, work->primary)->name);
    parts_keys(result, table, work->frame, work->row, work->n);
    for (size_t j = 0; j < work->n; j++) {
        struct result_column *column = parts_text(result, table, arena_printf(work->arena,
            "against %s", work->frame->key[work->row[j]]), arena_strdup(work->arena,
            compare_label(work, j)));

        for (size_t i = 0; i < work->n; i++)
            column->text[i] = sign_of(work, i, j);
    }
}

static void
matrix_chart(const struct compare_work *work, struct result *result)
{
    struct chart *chart = result_add_chart(result, "matrix", CHART_HEAT, work->n * work->n);
    const char **name = arena_zalloc(work->arena, work->n, sizeof *name);

    for (size_t i = 0; i < work->n; i++)
        name[i] = arena_strdup(work->arena, compare_label(work, i));
    chart->title = arena_printf(work->arena, "%s: how much better the row is than the column",
        compare_column(work, work->primary)->name);
    chart->x_names = chart->y_names = name;
    chart->n_x_names = chart->n_y_names = work->n;
    for (size_t i = 0; i < work->n; i++)
        for (size_t j = 0; j < work->n; j++) {
            struct chart_mark *mark = &chart->marks[i * work->n + j];
            const struct comparison *c;

            mark->x = (double)j;
            mark->y = (double)i;
            mark->value = lead(work, i, j, &c);
            mark->role = c != NULL && compare_stands(work, c) ? MARK_FRONTIER : MARK_UNDECIDED;
            mark->key = arena_strdup(work->arena, work->frame->key[work->row[i]]);
            mark->label = sign_of(work, i, j);
        }
}

static bool
wants_matrix(const struct compare_work *work)
{
    return work->n >= FEWEST_FOR_MATRIX &&
        compare_direction(work, work->primary) != DIRECTION_UNKNOWN;
}

/* --- plane --- */

/* Sums of the groups of the items with both values, and how many items each has. */
struct sums { double *x, *y, *count; size_t groups; };

/* Items, rows of y, with both values; place: their rows in x. */
static size_t
both_known(const double *x, const size_t *place, const double *y, size_t n, size_t *item)
{
    size_t known = 0;

    for (size_t i = 0; i < n; i++)
        if (place[i] != SIZE_MAX && !isnan(x[place[i]]) && !isnan(y[i]))
            item[known++] = i;
    return known;
}

static struct joint_error
error_by_items(const struct compare_work *work, const struct frame *items, const double *x,
    const size_t *place, const double *y)
{
    size_t *item = mem_alloc((items->rows + 1) * sizeof *item);
    size_t *group = mem_alloc((items->rows + 1) * sizeof *group);
    size_t n = both_known(x, place, y, items->rows, item);
    double *room = mem_zalloc(3 * n + 1, sizeof *room);
    struct sums sums = { room, room + n, room + 2 * n, n };
    struct joint_error joint;

    memcpy(group, item, n * sizeof *group);
    if (compare_has_clusters(work, items) && n > 0)
        sums.groups = parts_clusters(items, group, n);
    else
        for (size_t i = 0; i < n; i++)
            group[i] = i;
    for (size_t i = 0; i < n; i++) {
        sums.x[group[i]] += x[place[item[i]]];
        sums.y[group[i]] += y[item[i]];
        sums.count[group[i]]++;
    }
    joint = sums.groups > 1 ? joint_error(sums.x, sums.y, sums.count, sums.groups) :
        (struct joint_error){ 0, 0, 0 };
    joint.x *= work->items_scale[work->efficiency];
    joint.y *= work->items_scale[work->primary];
    free(room);
    free(group);
    free(item);
    return joint;
}

static double
known_error(double se)
{
    return se > 0 && isfinite(se) ? se : 0;
}

static struct joint_error
error_of(const struct compare_work *work, size_t model)
{
    const struct frame *xs = work->items[work->efficiency], *ys = work->items[work->primary];
    const double *x = xs != NULL ? compare_item_values(work, xs, model) : NULL;
    const double *y = ys != NULL ? compare_item_values(work, ys, model) : NULL;
    const size_t *place = x != NULL && y != NULL ? parts_align(work->arena, ys, xs) : NULL;

    if (place != NULL)
        return error_by_items(work, ys, x, place, y);
    return (struct joint_error){ known_error(compare_own(work, model, work->efficiency).se),
        known_error(compare_own(work, model, work->primary).se), 0 };
}

static void
plane_axis(const struct compare_work *work, size_t measure, struct chart_axis *axis)
{
    const struct column *column = compare_column(work, measure);

    axis->name = arena_strdup(work->arena, column->name);
    axis->unit = arena_strdup(work->arena, column->unit);
    axis->direction = compare_direction(work, measure);
}

static void
plane_chart(const struct compare_work *work, struct result *result)
{
    struct chart *chart = result_add_chart(result, "plane", CHART_SCATTER, work->n);
    double *x = arena_zalloc(work->arena, work->n, sizeof *x);
    double *y = arena_zalloc(work->arena, work->n, sizeof *y);
    struct parts_plane plane = { .n = work->n, .x = x, .y = y,
        .x_direction = compare_direction(work, work->efficiency),
        .y_direction = compare_direction(work, work->primary) };

    for (size_t i = 0; i < work->n; i++) {
        x[i] = compare_value(work, i, work->efficiency);
        y[i] = compare_value(work, i, work->primary);
    }
    parts_frontier(result, &plane);
    plane_axis(work, work->efficiency, &chart->x);
    plane_axis(work, work->primary, &chart->y);
    chart->x.log = parts_is_log(x, work->n);
    chart->title = arena_printf(work->arena, "%s against %s, together at %g %%", chart->y.name,
        chart->x.name, 100 * work->level);
    for (size_t i = 0; i < work->n; i++) {
        struct joint_error joint = error_of(work, i);
        struct chart_mark *mark = &chart->marks[i];

        mark->x = x[i];
        mark->y = y[i];
        mark->role = plane.on[i] != 0 ? MARK_FRONTIER : MARK_DOMINATED;
        mark->key = arena_strdup(work->arena, work->frame->key[work->row[i]]);
        mark->label = arena_strdup(work->arena, compare_label(work, i));
        if (isfinite(x[i]) && isfinite(y[i]) && (joint.x > 0 || joint.y > 0))
            parts_ellipse(result, chart, LINE_STRAIGHT, mark, &joint, work->alpha);
    }
}

void
compare_matrix(const struct compare_work *work, struct result *result)
{
    if (wants_matrix(work)) {
        matrix_table(work, result);
        matrix_chart(work, result);
        result_note(result, "matrix: + the row is better than the column, - worse; *, **, ***: "
            "p_adj at most 0.05, 0.01, 0.001");
    }
    if (work->efficiency != SIZE_MAX)
        plane_chart(work, result);
}
