/* frontier_ellipses.c - where a point's true score and cost may lie together: frontier, 3d.
 *
 * The region of a bivariate normal at level 1 - alpha. Where score and cost have the same items
 * their errors move together and the ellipse is tilted; otherwise they are independent. Points
 * that are surely off the frontier have none, so that the others can be seen: those on it have
 * a solid line and undecided ones a dashed one.
 */
#include "lens/frontier_work.h"

#include "lens/lens_parts.h"

enum { MOST_DRAWN = 40 };

static double
own_se(const struct frontier_work *work, size_t k, size_t row)
{
    const struct column *column = frontier_column(work, k);

    return column->se != NULL && column->se[row] > 0 ? column->se[row] : 0;
}

static struct joint_error
error_of(const struct frontier_work *work, size_t place)
{
    size_t x = (size_t)work->x, y = (size_t)work->y;
    const struct item_set *sx = work->items[x], *sy = work->items[y];
    struct joint_error joint = { own_se(work, x, work->row[place]),
        own_se(work, y, work->row[place]), 0 };

    if (sx == NULL || sy == NULL || sx->name != sy->name)
        return joint;
    joint = joint_error(sx->column[place], sy->column[place], sx->column[work->n], sx->groups);
    joint.x *= sx->scale;
    joint.y *= sy->scale;
    return joint;
}

/* The plane's frontier and what may be on it. */
static bool
has_region(const struct frontier_work *work, size_t place, const struct joint_error *joint)
{
    enum mark_role role = frontier_role(work, work->row[place]);

    return (role == MARK_FRONTIER || role == MARK_UNDECIDED) && (joint->x > 0 || joint->y > 0);
}

static void
draw_one(const struct frontier_work *work, struct result *result, struct chart *chart,
    size_t place, const struct joint_error *joint)
{
    struct chart_mark mark = { .x = frontier_value(work, place, (size_t)work->x),
        .y = frontier_value(work, place, (size_t)work->y),
        .role = frontier_role(work, work->row[place]) };

    parts_ellipse(result, chart, mark.role == MARK_UNDECIDED ? LINE_DASHED : LINE_STRAIGHT,
        &mark, joint, setting_real(work->settings, "alpha"));
}

static void
ellipses_table(const struct frontier_work *work, struct result *result,
    const struct joint_error *joint, const size_t *place, size_t n)
{
    struct result_table *table = result_add_table(result, "ellipses", n);
    size_t *row = arena_zalloc(work->arena, n, sizeof *row), axis[2] = { (size_t)work->y,
        (size_t)work->x };
    struct result_column *column;

    table->title = "errors of score and cost together";
    for (size_t i = 0; i < n; i++)
        row[i] = work->row[place[i]];
    parts_keys(result, table, work->frame, row, n);
    for (int k = 0; k < 2; k++) {
        const struct column *from = frontier_column(work, axis[k]);

        column = parts_number(result, table, from->name, NULL, from->unit);
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = from->value[row[i]];
        column = parts_number(result, table, arena_printf(work->arena, "%s.se", from->name),
            NULL, from->unit);
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = k == 0 ? joint[place[i]].y : joint[place[i]].x;
    }
    column = parts_number(result, table, "correlation", NULL, NULL);
    for (size_t i = 0; i < n; i++)
        column_numbers(column)[i] = joint[place[i]].r;
}

void
frontier_ellipses(const struct frontier_work *work, struct result *result)
{
    struct joint_error *joint;
    size_t *place, n = 0;

    if (!setting_flag(work->settings, "ellipses") || work->n == 0)
        return;
    if (work->d != 2) {
        result_note(result, "ellipses are drawn for two objectives");
        return;
    }
    joint = arena_zalloc(work->arena, work->n, sizeof *joint);
    place = arena_zalloc(work->arena, work->n, sizeof *place);
    for (size_t i = 0; i < work->n; i++) {
        joint[i] = error_of(work, i);
        if (has_region(work, i, &joint[i]))
            place[n++] = i;
    }
    if (n == 0) {
        result_note(result, "no ellipses: no standard errors are known of what is or may be on "
            "the frontier");
        return;
    }
    ellipses_table(work, result, joint, place, n);
    for (size_t i = 0; i < n && i < MOST_DRAWN; i++)
        draw_one(work, result, &result->charts[result->n_charts - 1], place[i],
            &joint[place[i]]);
    result_note(result, "ellipses: where score and cost lie together at %g %%, dashed for "
        "undecided points%s", 100 * (1 - setting_real(work->settings, "alpha")),
        n > MOST_DRAWN ? "; of the first 40" : "");
}
