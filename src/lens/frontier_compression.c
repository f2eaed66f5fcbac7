/* frontier_compression.c - what each way to make a model smaller keeps: frontier, (22).
 *
 * One frontier per method, of the ratio full / stored against the score, and whether the
 * method meets the full model at ratio 1. The full model belongs to no method: it is named
 * (--full), or the only row without a method, or, without methods, the largest.
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/compression.h"

enum { MOST_METHODS = 100 };

/* One way to make it smaller: its rows are where `of` says so. */
struct method {
    const char *name;
    struct parts_plane plane;
    size_t *row;               /* frame rows, as in the plane */
    size_t at_one;             /* in the plane, or SIZE_MAX */
    double gap, tolerance;
    enum continuity continuity;
};

struct compression {
    const struct frontier_work *work;
    struct result *result;
    const struct column *score, *size, *by;    /* by: NULL if all rows are one method */
    size_t *row, n;            /* frame rows with score and size, the full one among them */
    size_t full;               /* frame row */
    struct method *method; size_t n_methods;
};

/* --- rows, and which is the full model --- */

static const char *
method_name(const struct compression *all, size_t row)
{
    const char *name = all->by == NULL ? "compressed" : parts_name(all->work->arena, all->by, row);

    return name != NULL && name[0] != '\0' ? name : NULL;
}

static void
collect(struct compression *all)
{
    const struct frontier_work *work = all->work;
    size_t without = 0;

    all->row = arena_zalloc(work->arena, work->frame->rows + 1, sizeof *all->row);
    for (size_t row = 0; row < work->frame->rows; row++) {
        if (!frontier_within_bounds(work, row) || !isfinite(all->score->value[row]))
            continue;
        if (isnan(compression_ratio(1, all->size->value[row])))
            without++;
        else
            all->row[all->n++] = row;
    }
    if (without > 0)
        result_note(all->result, "compression: %zu %s without a positive %s %s left out", without,
            parts_noun(work->frame, without), all->size->name,
            text_counted((double)without, "is", "are"));
}

static bool
find_named(struct compression *all, const char *name, struct error *err)
{
    const struct frame *frame = all->work->frame;

    for (size_t i = 0; i < all->n; i++)
        if (strcmp(frame->key[all->row[i]], name) == 0 ||
            strcmp(frame->label[all->row[i]], name) == 0) {
            all->full = all->row[i];
            return true;
        }
    return error_set(err, ERROR_USAGE, "--full: no point with %s and %s is called \"%s\"",
        all->score->name, all->size->name, name);
}

static bool
find_without_method(struct compression *all, struct error *err)
{
    size_t found = 0;

    for (size_t i = 0; i < all->n; i++)
        if (method_name(all, all->row[i]) == NULL) {
            all->full = all->row[i];
            found++;
        }
    if (found == 1)
        return true;
    error_set(err, ERROR_REQUEST, "compression: %zu points have no %s, so that the uncompressed "
        "model is not known", found, all->by->name);
    return error_hint(err, "name it: --full NAME");
}

static void
find_largest(struct compression *all)
{
    all->full = all->row[0];
    for (size_t i = 1; i < all->n; i++)
        if (all->size->value[all->row[i]] > all->size->value[all->full])
            all->full = all->row[i];
    result_note(all->result, "compression: %s is taken as the uncompressed model, as it has the "
        "largest %s (--full NAME)", all->work->frame->key[all->full], all->size->name);
}

static bool
find_full(struct compression *all, struct error *err)
{
    if (all->n == 0)
        return error_set(err, ERROR_REQUEST, "compression: no point has both %s and a positive %s",
            all->score->name, all->size->name);
    if (setting_given(all->work->settings, "full"))
        return find_named(all, setting_text(all->work->settings, "full"), err);
    if (all->by != NULL)
        return find_without_method(all, err);
    find_largest(all);
    return true;
}

/* --- methods --- */

static bool
add_to_method(struct compression *all, size_t row, struct error *err)
{
    const char *name = method_name(all, row);
    struct method *method = all->method;
    size_t m = 0;

    name = name != NULL ? name : "no method";
    while (m < all->n_methods && strcmp(method[m].name, name) != 0)
        m++;
    if (m == MOST_METHODS)
        return error_set(err, ERROR_REQUEST, "--method: %s tells more than %d methods apart",
            all->by->name, MOST_METHODS);
    if (m == all->n_methods) {
        method[all->n_methods++].name = arena_strdup(all->work->arena, name);
        method[m].row = arena_zalloc(all->work->arena, all->n, sizeof *method[m].row);
    }
    method[m].row[method[m].plane.n++] = row;
    return true;
}

static double
standard_error(const struct column *column, size_t row)
{
    return column->se != NULL ? column->se[row] : (double)NAN;
}

/* What is given; else two standard errors of the difference where any is known; else one
 * percentage point where the score has such. */
static double
tolerance_at(const struct compression *all, size_t row)
{
    double one = standard_error(all->score, row), other = standard_error(all->score, all->full);

    if (setting_given(all->work->settings, "continuity"))
        return setting_real(all->work->settings, "continuity");
    if (!isnan(one) || !isnan(other))
        return 2 * hypot(isnan(one) ? 0 : one, isnan(other) ? 0 : other);
    if (all->score->unit != NULL && strcmp(all->score->unit, "%") == 0)
        return 1;
    return parts_is_fraction(all->score, all->row, all->n) ? 0.01 : (double)NAN;
}

static void
examine(struct compression *all, struct method *method)
{
    struct arena *arena = all->work->arena;
    size_t n = method->plane.n;
    double sign = all->work->objective[all->work->y].direction == DIRECTION_MIN ? -1 : 1;
    double *ratio = arena_zalloc(arena, n, sizeof *ratio);
    double *score = arena_zalloc(arena, n, sizeof *score);
    double *worth = arena_zalloc(arena, n, sizeof *worth);

    for (size_t i = 0; i < n; i++) {
        ratio[i] = compression_ratio(all->size->value[all->full],
            all->size->value[method->row[i]]);
        score[i] = all->score->value[method->row[i]];
        worth[i] = sign * score[i];
    }
    method->plane.x = ratio;
    method->plane.y = score;
    method->plane.x_direction = DIRECTION_MAX;
    method->plane.y_direction = all->work->objective[all->work->y].direction;
    parts_frontier(all->result, &method->plane);
    method->at_one = compression_at_one(ratio, worth, n);
    method->gap = method->tolerance = (double)NAN;
    if (method->at_one != SIZE_MAX) {
        method->gap = score[method->at_one] - all->score->value[all->full];
        method->tolerance = tolerance_at(all, method->row[method->at_one]);
    }
    method->continuity = compression_continuity(method->gap, method->tolerance);
}

static bool
find_methods(struct compression *all, struct error *err)
{
    all->method = arena_zalloc(all->work->arena, MOST_METHODS, sizeof *all->method);
    for (size_t i = 0; i < all->n; i++)
        if (all->row[i] != all->full && !add_to_method(all, all->row[i], err))
            return false;
    for (size_t m = 0; m < all->n_methods; m++)
        examine(all, &all->method[m]);
    return true;
}

/* --- tables and chart --- */

static const char *
continuity_words(enum continuity continuity)
{
    static const char *const words[] = { "not tested", "no tolerance", "continuous",
        "not continuous" };

    return words[continuity];
}

/* The full model first, then the methods' rows. */
static void
points_table(const struct compression *all)
{
    struct result *result = all->result;
    struct result_table *table = result_add_table(result, "compression", all->n);
    size_t *row = arena_zalloc(result->arena, all->n, sizeof *row), at = 1;
    struct result_column *method, *size, *ratio, *score, *on;

    row[0] = all->full;
    for (size_t m = 0; m < all->n_methods; m++)
        for (size_t i = 0; i < all->method[m].plane.n; i++)
            row[at++] = all->method[m].row[i];
    table->title = "ratio and score, by method";
    parts_keys(result, table, all->work->frame, row, all->n);
    method = parts_text(result, table, "compression_method", "method");
    size = parts_number(result, table, "stored", arena_strdup(result->arena, all->size->name),
        arena_strdup(result->arena, all->size->unit));
    ratio = parts_number(result, table, "ratio", NULL, NULL);
    ratio->direction = DIRECTION_MAX;
    score = parts_number(result, table, "score", arena_strdup(result->arena, all->score->name),
        arena_strdup(result->arena, all->score->unit));
    score->direction = all->work->objective[all->work->y].direction;
    on = parts_flag(result, table, "on_frontier_of_method", "on its frontier");
    for (size_t i = 0; i < all->n; i++) {
        column_numbers(size)[i] = all->size->value[row[i]];
        column_numbers(ratio)[i] = compression_ratio(all->size->value[all->full],
            all->size->value[row[i]]);
        column_numbers(score)[i] = all->score->value[row[i]];
    }
    at = 1;
    for (size_t m = 0; m < all->n_methods; m++)
        for (size_t i = 0; i < all->method[m].plane.n; i++, at++) {
            method->text[at] = all->method[m].name;
            column_numbers(on)[at] = all->method[m].plane.on[i];
        }
}

static void
methods_table(const struct compression *all)
{
    struct result *result = all->result;
    const char *unit = arena_strdup(result->arena, all->score->unit);
    struct result_table *table = result_add_table(result, "continuity", all->n_methods);
    struct result_column *name = parts_text(result, table, "compression_method", "method");
    struct result_column *points = parts_integer(result, table, "points", NULL);
    struct result_column *on = parts_integer(result, table, "on_frontier", "on its frontier");
    struct result_column *most = parts_number(result, table, "largest_ratio", "largest ratio", NULL);
    struct result_column *at = parts_number(result, table, "score_at_1", "score at ratio 1", unit);
    struct result_column *full = parts_number(result, table, "score_full", "full model", unit);
    struct result_column *gap = parts_number(result, table, "gap", NULL, unit);
    struct result_column *near = parts_number(result, table, "tolerance", NULL, unit);
    struct result_column *state = parts_text(result, table, "continuity", "at ratio 1");

    table->title = "whether each method meets the full model";
    for (size_t m = 0; m < all->n_methods; m++) {
        const struct method *method = &all->method[m];

        name->text[m] = method->name;
        column_numbers(points)[m] = (double)method->plane.n;
        column_numbers(on)[m] = (double)method->plane.n_front;
        for (size_t i = 0; i < method->plane.n; i++)
            column_numbers(most)[m] = fmax(column_numbers(most)[m], method->plane.x[i]);
        if (method->at_one != SIZE_MAX)
            column_numbers(at)[m] = method->plane.y[method->at_one];
        column_numbers(full)[m] = all->score->value[all->full];
        column_numbers(gap)[m] = method->gap;
        column_numbers(near)[m] = method->tolerance;
        state->text[m] = continuity_words(method->continuity);
    }
}

static void
put_mark(const struct compression *all, struct chart_mark *mark, size_t row, enum mark_role role)
{
    mark->x = compression_ratio(all->size->value[all->full], all->size->value[row]);
    mark->y = all->score->value[row];
    mark->role = role;
    mark->key = arena_strdup(all->work->arena, all->work->frame->key[row]);
    mark->label = arena_strdup(all->work->arena, all->work->frame->label[row]);
}

static void
draw(const struct compression *all)
{
    struct result *result = all->result;
    struct chart *chart = result_add_chart(result, "compression", CHART_SCATTER, all->n);
    size_t at = 0;

    chart->title = arena_printf(result->arena, "%s against compression ratio, a frontier per "
        "method", all->score->name);
    chart->x = (struct chart_axis){ .name = "ratio", .direction = DIRECTION_MAX, .log = true };
    chart->y = (struct chart_axis){ .name = arena_strdup(result->arena, all->score->name),
        .unit = arena_strdup(result->arena, all->score->unit),
        .direction = all->work->objective[all->work->y].direction };
    put_mark(all, &chart->marks[at++], all->full, MARK_REFERENCE);
    for (size_t m = 0; m < all->n_methods; m++) {
        const struct method *method = &all->method[m];
        size_t before = chart->n_lines;

        for (size_t i = 0; i < method->plane.n; i++)
            put_mark(all, &chart->marks[at++], method->row[i], method->plane.on[i] != 0 ?
                MARK_FRONTIER : MARK_DOMINATED);
        parts_frontier_line(result, chart, &method->plane);
        if (chart->n_lines > before)
            chart->lines[before].label = method->name;
    }
}

/* --- words --- */

static void
put_group(struct strbuf *out, const struct compression *all, enum continuity which,
    const char *words)
{
    const char *between = "";
    size_t n = 0;

    for (size_t m = 0; m < all->n_methods; m++)
        n += all->method[m].continuity == which;
    if (n == 0)
        return;
    strbuf_puts(out, out->length > 0 ? "; " : "");
    for (size_t m = 0; m < all->n_methods; m++)
        if (all->method[m].continuity == which) {
            strbuf_printf(out, "%s%s", between, all->method[m].name);
            between = ", ";
        }
    strbuf_puts(out, words);
}

static void
say(struct compression *all, struct frontier_work *work)
{
    struct strbuf out;

    strbuf_init(&out);
    put_group(&out, all, CONTINUITY_MET, ": meets the full model at ratio 1");
    put_group(&out, all, CONTINUITY_BROKEN, ": does not meet it at ratio 1, so that what is lost "
        "is not the size alone");
    put_group(&out, all, CONTINUITY_UNTESTED, ": not tested there");
    put_group(&out, all, CONTINUITY_UNKNOWN, ": a tolerance is needed to tell (--continuity)");
    work->compression = all->n_methods == 0 ? "No compressed model has both." :
        arena_printf(work->arena, "Against %s, %s.", work->frame->key[all->full], out.data);
    strbuf_release(&out);
}

static bool
find_column(const struct frontier_work *work, const char *option, bool number,
    const struct column **column, struct error *err)
{
    int at = frame_find(work->frame, setting_text(work->settings, option), number, err);

    *column = at == FRAME_NONE ? NULL : &work->frame->columns[at];
    return at != FRAME_NONE || error_prefix(err, "--%s", option);
}

bool
frontier_compression(struct frontier_work *work, struct result *result, struct error *err)
{
    struct compression all = { .work = work, .result = result,
        .score = frontier_column(work, (size_t)work->y) };

    if (!setting_given(work->settings, "compression")) {
        for (size_t i = 0; i < 3; i++) {
            static const char *const idle[] = { "method", "full", "continuity" };

            if (setting_given(work->settings, idle[i]))
                return error_set(err, ERROR_USAGE, "--%s says nothing without --compression",
                    idle[i]);
        }
        return true;
    }
    if (!find_column(work, "compression", true, &all.size, err) ||
        (setting_given(work->settings, "method") &&
            !find_column(work, "method", false, &all.by, err)))
        return false;
    collect(&all);
    if (!find_full(&all, err) || !find_methods(&all, err))
        return false;
    points_table(&all);
    methods_table(&all);
    draw(&all);
    say(&all, work);
    return true;
}
