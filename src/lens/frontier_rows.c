/* frontier_rows.c - who competes: rows with every objective, within every bound.
 *
 * The others are left out before anything is sorted (a NaN in a comparison would break the
 * order) and keep a reason each.
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

const struct column *
frontier_column(const struct frontier_work *work, size_t k)
{
    return &work->frame->columns[work->objective[k].column];
}

double
frontier_value(const struct frontier_work *work, size_t place, size_t k)
{
    return frontier_column(work, k)->value[work->row[place]];
}

const char *
frontier_label(const struct frontier_work *work, size_t place)
{
    return work->frame->label[work->row[place]];
}

/* --- bounds: "cost<=1, acc>=70" --- */

/* What a violation is measured by. */
static double
range_of(const struct column *column, size_t rows)
{
    double lo = INFINITY, hi = -INFINITY;

    for (size_t row = 0; row < rows; row++)
        if (isfinite(column->value[row])) {
            lo = fmin(lo, column->value[row]);
            hi = fmax(hi, column->value[row]);
        }
    return hi > lo && isfinite(hi - lo) ? hi - lo : 1;
}

static bool
parse_bound(const struct frontier_work *work, char *text, struct bound *bound,
    struct error *err)
{
    char *at = strpbrk(text, "<>=");
    const char *level;

    if (at == NULL)
        return error_set(err, ERROR_USAGE, "constraint \"%s\" has none of <=, >=, <, > and =",
            text);
    bound->text = arena_strdup(work->arena, text);
    bound->sense = *at == '<' ? -1 : *at == '>' ? 1 : 0;
    bound->strict = at[0] != '=' && at[1] != '=';
    level = at + (at[0] != '=' && at[1] == '=' ? 2 : 1);
    *at = '\0';
    while (at > text && at[-1] == ' ')
        *--at = '\0';
    while (*level == ' ')
        level++;
    if (!number_parse_plain(level, &bound->level))
        return error_set(err, ERROR_USAGE, "constraint \"%s\" does not end in a number",
            bound->text);
    bound->column = frame_find(work->frame, text, true, err);
    if (bound->column != FRAME_NONE)
        bound->range = range_of(&work->frame->columns[bound->column], work->frame->rows);
    return bound->column != FRAME_NONE;
}

static bool
parse_bounds(struct frontier_work *work, struct error *err)
{
    char **parts;
    size_t n;
    bool good = true;

    if (!setting_given(work->settings, "constraints"))
        return true;
    parts = text_split(setting_text(work->settings, "constraints"), ',', &n);
    work->bounds = arena_zalloc(work->arena, n, sizeof *work->bounds);
    for (size_t i = 0; i < n && good; i++) {
        char *text = parts[i];

        while (*text == ' ')
            text++;
        good = parse_bound(work, text, &work->bounds[work->n_bounds], err);
        work->n_bounds += good;
    }
    text_split_free(parts, n);
    return good;
}

/* The first bound that the row breaks, or n_bounds. */
static size_t
bound_broken(const struct frontier_work *work, size_t row)
{
    size_t i = 0;

    for (; i < work->n_bounds; i++) {
        const struct bound *bound = &work->bounds[i];
        double value = work->frame->columns[bound->column].value[row];

        if (bound->strict && value == bound->level)
            break;
        if (bound->sense < 0 ? !(value <= bound->level) : bound->sense > 0 ?
            !(value >= bound->level) : value != bound->level)
            break;
    }
    return i;
}

/* How far the row is outside all bounds together (after Deb, 2000); NaN if one is not known. */
static double
violation_of(const struct frontier_work *work, size_t row)
{
    double sum = 0;

    for (size_t i = 0; i < work->n_bounds; i++) {
        const struct bound *bound = &work->bounds[i];
        double over = work->frame->columns[bound->column].value[row] - bound->level;

        over = bound->sense == 0 ? fabs(over) : bound->sense < 0 ? over : -over;
        if (isnan(over))
            return (double)NAN;
        sum += fmax(0, over) / bound->range;
    }
    return sum;
}

bool
frontier_within_bounds(const struct frontier_work *work, size_t row)
{
    return bound_broken(work, row) == work->n_bounds;
}

static const char *
bound_words(const struct frontier_work *work, size_t row)
{
    size_t broken = bound_broken(work, row);
    const struct bound *bound = &work->bounds[broken];
    const struct column *column;
    char shown[NUMBER_TEXT_MAX];

    if (broken == work->n_bounds)
        return NULL;
    column = &work->frame->columns[bound->column];
    if (isnan(column->value[row]))
        return arena_printf(work->arena, "constraint %s: %s is not known", bound->text,
            column->name);
    number_show(shown, column->value[row], 4);
    return arena_printf(work->arena, "constraint %s: it is %s", bound->text, shown);
}

/* --- missing --- */

static const char *
missing_words(const struct frontier_work *work, const struct column *column, size_t row)
{
    enum cell_status status = column->status != NULL ? column->status[row] : CELL_OK;

    if (status == CELL_OK)
        return arena_printf(work->arena, "no %s", column->name);
    return arena_printf(work->arena, "no %s: %s", column->name, cell_status_words(status));
}

size_t
frontier_missing(const struct frontier_work *work, size_t row)
{
    size_t k = 0;

    while (k < work->d && !isnan(frontier_column(work, k)->value[row]))
        k++;
    return k;
}

void
frontier_orient(const struct frontier_work *work, size_t row, double *point)
{
    for (size_t k = 0; k < work->d; k++) {
        double value = frontier_column(work, k)->value[row];

        point[k] = isnan(value) ? -INFINITY
            : work->objective[k].direction == DIRECTION_MIN ? -value : value;
    }
}

bool
frontier_start(struct frontier_work *work, struct error *err)
{
    work->y = (int)frame_score_objective(work->frame, work->objective, work->d);
    work->x = work->d < 2 ? -1 : work->y == 0 ? 1 : 0;
    return parse_bounds(work, err);
}

static void
allocate_rows(struct frontier_work *work)
{
    size_t rows = work->frame->rows;

    work->reason = arena_zalloc(work->arena, rows, sizeof *work->reason);
    work->infeasible = arena_zalloc(work->arena, rows, sizeof *work->infeasible);
    work->row = arena_zalloc(work->arena, rows, sizeof *work->row);
    work->place_of = arena_zalloc(work->arena, rows, sizeof *work->place_of);
    work->point = arena_zalloc(work->arena, rows * work->d, sizeof *work->point);
    if (work->n_bounds > 0)
        work->violation = arena_zalloc(work->arena, rows, sizeof *work->violation);
    work->incomplete = arena_zalloc(work->arena, rows, sizeof *work->incomplete);
}

static void
take_row(struct frontier_work *work, size_t row, bool incomplete)
{
    size_t place = work->n++;

    work->row[place] = row;
    work->place_of[row] = place;
    work->incomplete[place] = incomplete;
    frontier_orient(work, row, work->point + place * work->d);
}

void
frontier_collect(struct frontier_work *work)
{
    bool exclude = setting_is(work->settings, "missing_as", "exclude");
    bool worst = setting_is(work->settings, "missing_as", "worst");

    allocate_rows(work);
    for (size_t row = 0; row < work->frame->rows; row++) {
        size_t missing = frontier_missing(work, row);
        bool complete = missing == work->d;

        work->place_of[row] = NO_PLACE;
        if (exclude && !complete) {
            work->reason[row] = missing_words(work, frontier_column(work, missing), row);
            work->count.missing[missing]++;
            continue;
        }
        work->reason[row] = work->n_bounds != 0 ? bound_words(work, row) : NULL;
        work->infeasible[row] = work->reason[row] != NULL && complete;
        work->count.infeasible += work->infeasible[row];
        if (work->infeasible[row])
            work->violation[row] = violation_of(work, row);
        if (work->reason[row] != NULL && !complete)
            work->count.missing[missing]++;
        if (work->reason[row] == NULL)
            take_row(work, row, !complete && !worst);
    }
    work->count.competing = work->n;
}
