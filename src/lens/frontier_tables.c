/* frontier_tables.c - the answer as tables: points, budget.
 *
 * Columns come in the fixed order of the CSV contract; rows in input order, those that do
 * not compete last. For people the rows are grouped by section.
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/order.h"

/* Headers of the lens's own columns: an input column of that name gets "input." before it. */
static const char *const own_names[] = { "source", "row", "on_frontier", "layer",
    "dominated_by", "gap", "dominator", "supported", "knee", "marginal_cost", "elasticity",
    "regret", "p_frontier", "state", "feasible", "reason" };

struct points {
    const struct frontier_work *work;
    struct result *result;
    struct result_table *table;
    size_t *row;               /* table row -> frame row */
};

static const char *
header_for(struct points *points, const char *name)
{
    struct arena *arena = points->result->arena;
    bool taken = false;

    for (size_t i = 0; i < sizeof own_names / sizeof own_names[0]; i++)
        taken |= strcmp(name, own_names[i]) == 0;
    for (size_t i = 0; i < points->table->n_columns; i++)
        taken |= strcmp(name, points->table->columns[i].name) == 0;
    return taken ? header_for(points, arena_printf(arena, "input.%s", name)) : name;
}

static struct result_column *
add(struct points *points, const char *name, const char *title, enum value_type type,
    bool detail)
{
    struct result_column *column = result_add_column(points->result, points->table, name,
        type);

    column->title = title;
    column->detail = detail;
    return column;
}

/* --- what came in --- */

static struct result_column *
add_input(struct points *points, const struct column *from, bool detail)
{
    const struct frontier_work *work = points->work;
    bool number = from->type == COLUMN_NUMBER;
    struct result_column *to = add(points, header_for(points, from->name), NULL,
        number ? VALUE_NUMBER : VALUE_TEXT, detail);
    bool raw = number && from->text != NULL;

    to->unit = arena_strdup(points->result->arena, from->unit);
    to->direction = from->direction;
    to->key = from->role == ROLE_KEY;
    if (raw)
        to->text = arena_zalloc(work->arena, points->table->rows, sizeof *to->text);
    for (size_t i = 0; i < points->table->rows; i++) {
        if (number)
            column_numbers(to)[i] = from->value[points->row[i]];
        if (raw || !number)
            to->text[i] = arena_strdup(work->arena, from->text[points->row[i]]);
    }
    return to;
}

static int
objective_of(const struct frontier_work *work, size_t column)
{
    for (size_t k = 0; k < work->d; k++)
        if ((size_t)work->objective[k].column == column)
            return (int)k;
    return -1;
}

/* Standard errors: for people beside the objective; for programs after the fixed columns, and
 * there empty where they are unknown. Records bring them among their own columns. */
static void
add_error(struct points *points, size_t k, bool shown)
{
    const struct column *from = frontier_column(points->work, k);
    struct arena *arena = points->result->arena;
    struct result_column *to;

    if (shown && from->se == NULL)
        return;
    to = add(points, header_for(points, arena_printf(arena, shown ? "%s \302\261se" : "%s.se",
        from->name)), "\302\261se", VALUE_NUMBER, !shown);
    to->shown_only = shown;
    to->unit = arena_strdup(arena, from->unit);
    to->digits = 3;
    for (size_t i = 0; i < points->table->rows && from->se != NULL; i++)
        column_numbers(to)[i] = from->se[points->row[i]];
}

static void
add_objective(struct points *points, size_t k)
{
    struct result_column *column = add_input(points, frontier_column(points->work, k), false);

    column->direction = points->work->objective[k].direction;
    column->key = false;
}

static void
add_place(struct points *points)
{
    const struct frame *frame = points->work->frame;
    struct result_column *column;

    if (frame->n_sources > 1 && frame->row_source != NULL) {
        column = add(points, "source", NULL, VALUE_TEXT, true);
        for (size_t i = 0; i < points->table->rows; i++)
            column->text[i] = arena_strdup(points->work->arena,
                frame->sources[frame->row_source[points->row[i]]]);
    }
    column = add(points, "row", NULL, VALUE_INTEGER, true);
    for (size_t i = 0; i < points->table->rows; i++)
        column_numbers(column)[i] = frame->row_number != NULL ?
            frame->row_number[points->row[i]] : (double)points->row[i];
}

/* A record of the input as it came; for people only what names the row and the objectives. */
static void
add_record(struct points *points)
{
    const struct frame *frame = points->work->frame;

    add_place(points);
    for (size_t c = 0; c < frame->n_columns; c++) {
        int k = objective_of(points->work, c);
        struct result_column *column = add_input(points, &frame->columns[c],
            k < 0 && frame->columns[c].role != ROLE_KEY);

        if (k >= 0)
            column->direction = points->work->objective[k].direction;
    }
    for (size_t k = 0; k < points->work->d; k++)
        add_error(points, k, true);
}

static void
add_keys_and_objectives(struct points *points)
{
    const struct frame *frame = points->work->frame;

    for (size_t c = 0; c < frame->n_columns; c++)
        if (frame->columns[c].role == ROLE_KEY)
            add_input(points, &frame->columns[c], false);
    for (size_t k = 0; k < points->work->d; k++) {
        add_objective(points, k);
        add_error(points, k, true);
    }
}

/* --- what came out --- */

/* A number per competing point; rows that do not compete stay undefined. */
static struct result_column *
add_number(struct points *points, const char *name, const char *title, const double *value,
    bool detail)
{
    struct result_column *column = add(points, name, title, VALUE_NUMBER, detail);

    for (size_t i = 0; i < points->table->rows && value != NULL; i++) {
        size_t place = points->work->place_of[points->row[i]];

        if (place != NO_PLACE)
            column_numbers(column)[i] = value[place];
    }
    return column;
}

static void
add_flag(struct points *points, const char *name, const bool *value, bool detail)
{
    struct result_column *column = add(points, name, NULL, VALUE_FLAG, detail);

    for (size_t i = 0; i < points->table->rows && value != NULL; i++) {
        size_t place = points->work->place_of[points->row[i]];

        if (place != NO_PLACE)
            column_numbers(column)[i] = value[place];
    }
}

static void
add_integer(struct points *points, const char *name, const char *title,
    const uint32_t *value, bool detail)
{
    struct result_column *column = add(points, name, title, VALUE_INTEGER, detail);

    column->direction = DIRECTION_MIN;
    for (size_t i = 0; i < points->table->rows && value != NULL; i++) {
        size_t place = points->work->place_of[points->row[i]];

        if (place != NO_PLACE)
            column_numbers(column)[i] = value[place];
    }
}

static void
add_on_frontier(struct points *points)
{
    struct result_column *column = add(points, "on_frontier", "on frontier", VALUE_FLAG, true);

    for (size_t i = 0; i < points->table->rows; i++) {
        size_t place = points->work->place_of[points->row[i]];

        if (place != NO_PLACE)
            column_numbers(column)[i] = points->work->on[place];
    }
}

static void
add_dominator(struct points *points)
{
    const struct frontier_work *work = points->work;
    struct result_column *column = add(points, "dominator", "beaten by", VALUE_TEXT, true);

    for (size_t i = 0; i < points->table->rows && work->dominator != NULL; i++) {
        size_t place = work->place_of[points->row[i]];

        if (place != NO_PLACE && work->dominator[place] != NO_PLACE)
            column->text[i] = work->frame->key[work->row[work->dominator[place]]];
    }
    for (size_t i = 0; i < points->table->rows; i++)
        column->text[i] = arena_strdup(work->arena, column->text[i]);
}

static const char *
knee_words(struct arena *arena, unsigned knee)
{
    static const char *const names[KNEE_METHODS] = { "chord", "tradeoff", "utility", "bend",
        "kneedle" };
    const char *words = NULL;

    for (size_t i = 0; i < KNEE_METHODS; i++)
        if (knee & 1u << i)
            words = words == NULL ? names[i] : arena_printf(arena, "%s %s", words, names[i]);
    return words;
}

static void
add_knee(struct points *points)
{
    const struct frontier_work *work = points->work;
    struct result_column *column = add(points, "knee", NULL, VALUE_TEXT, true);

    for (size_t i = 0; i < points->table->rows; i++) {
        size_t place = work->place_of[points->row[i]];

        if (place != NO_PLACE)
            column->text[i] = knee_words(work->arena, work->knee[place]);
    }
}

static void
add_state(struct points *points)
{
    static const char *const words[] = { NULL, "on", "undecided", "off" };
    const struct frontier_work *work = points->work;
    struct result_column *column = add(points, "state", NULL, VALUE_TEXT, true);

    for (size_t i = 0; i < points->table->rows && work->state != NULL; i++) {
        size_t place = work->place_of[points->row[i]];

        if (place != NO_PLACE)
            column->text[i] = words[work->state[place]];
    }
}

static void
add_feasible_and_reason(struct points *points)
{
    const struct frontier_work *work = points->work;
    struct result_column *feasible = add(points, "feasible", NULL, VALUE_FLAG, true);
    struct result_column *reason = add(points, "reason", NULL, VALUE_TEXT, true);

    for (size_t i = 0; i < points->table->rows; i++) {
        size_t row = points->row[i];

        if (work->place_of[row] != NO_PLACE)
            column_numbers(feasible)[i] = 1;
        else if (work->infeasible[row])
            column_numbers(feasible)[i] = 0;
        reason->text[i] = arena_strdup(work->arena, work->reason[row]);
    }
}

/* "USD per %", "ms per 1": of the column as it is, whatever step the words take. */
static const char *
marginal_unit(const struct frontier_work *work)
{
    const char *y = frontier_column(work, (size_t)work->y)->unit;
    const char *x = work->x < 0 ? NULL : frontier_column(work, (size_t)work->x)->unit;

    return work->d != 2 ? NULL : arena_printf(work->arena, "%s%sper %s", x != NULL ? x : "",
        x != NULL && x[0] != '\0' ? " " : "", y != NULL && y[0] != '\0' ? y : "1");
}

/* A narrow screen has room for few: where probabilities are known they come first. */
static void
add_answers(struct points *points)
{
    const struct frontier_work *work = points->work;
    struct result_column *column;
    bool chances = work->p != NULL;

    add_on_frontier(points);
    add_integer(points, "layer", NULL, work->layer, chances);
    add_integer(points, "dominated_by", "beaten by", work->above, chances);
    column = add_number(points, "gap", NULL, work->gap, chances);
    column->direction = DIRECTION_MIN;
    column->digits = 3;
    add_dominator(points);
    add_flag(points, "supported", work->supported, true);
    add_knee(points);
    add_number(points, "marginal_cost", "cost of more", work->marginal, chances)->unit =
        marginal_unit(work);
    add_number(points, "elasticity", NULL, work->elasticity, true);
    add_number(points, "regret", NULL, work->regret, true);
    column = add_number(points, "p_frontier", "P(F)", work->p, !chances);
    column->direction = DIRECTION_MAX;
    column->digits = 3;
    add_state(points);
    add_feasible_and_reason(points);
    for (size_t k = 0; k < work->d && work->frame->shape != SHAPE_ROWS; k++)
        add_error(points, k, false);
}

/* --- sections and order --- */

enum { SECTION_ON, SECTION_UNDECIDED, SECTION_OFF, SECTION_INFEASIBLE, SECTION_OUT,
    N_SECTIONS };

static size_t
section_of(const struct frontier_work *work, size_t row)
{
    size_t place = work->place_of[row];

    if (place == NO_PLACE)
        return work->infeasible[row] ? SECTION_INFEASIBLE : SECTION_OUT;
    if (work->state == NULL)
        return work->on[place] ? SECTION_ON : SECTION_OFF;
    return work->state[place] == STATE_ON ? SECTION_ON :
        work->state[place] == STATE_UNDECIDED ? SECTION_UNDECIDED : SECTION_OFF;
}

enum mark_role
frontier_role(const struct frontier_work *work, size_t row)
{
    size_t place = work->place_of[row];

    switch (section_of(work, row)) {
    case SECTION_ON: return MARK_FRONTIER;
    case SECTION_UNDECIDED: return MARK_UNDECIDED;
    case SECTION_INFEASIBLE: return MARK_INFEASIBLE;
    case SECTION_OUT: return MARK_MISSING;
    default: return work->layer != NULL && work->layer[place] == 2 ? MARK_LAYER2 :
        MARK_DOMINATED;
    }
}

/* Of all rows, where only some are shown yet. */
static void
count_all(const struct frontier_work *work, size_t *count)
{
    count[SECTION_ON] = work->count.on;
    count[SECTION_OFF] = work->count.competing - work->count.on;
    count[SECTION_INFEASIBLE] = work->count.infeasible;
    count[SECTION_OUT] = 0;
    for (size_t k = 0; k < work->d; k++)
        count[SECTION_OUT] += work->count.missing[k];
}

static void
section_titles(const struct frontier_work *work, struct arena *arena, const char **title)
{
    size_t count[N_SECTIONS] = { 0 }, by_means = 0;

    for (size_t row = 0; row < work->frame->rows; row++) {
        size_t section = section_of(work, row);

        count[section]++;
        by_means += section == SECTION_UNDECIDED && work->on[work->place_of[row]];
    }
    if (work->partial)
        count_all(work, count);
    title[SECTION_INFEASIBLE] = arena_printf(arena, "outside the constraints: %zu",
        count[SECTION_INFEASIBLE]);
    title[SECTION_OUT] = arena_printf(arena, "left out: %zu", count[SECTION_OUT]);
    if (work->state == NULL) {
        title[SECTION_ON] = arena_printf(arena, "on the frontier: %zu of %zu",
            count[SECTION_ON], work->count.competing);
        title[SECTION_OFF] = arena_printf(arena, work->partial ? "dominated: %zu, some of them "
            "shown so far" : "dominated: %zu", count[SECTION_OFF]);
        return;
    }
    title[SECTION_UNDECIDED] = arena_printf(arena,
        "undecided: %zu, of which %zu on it by their means", count[SECTION_UNDECIDED],
        by_means);
    if (setting_is(work->settings, "adjust", "none")) {
        title[SECTION_ON] = arena_printf(arena, "on the frontier, P \342\211\245 %.3g: %zu of %zu",
            1 - work->alpha, count[SECTION_ON], work->n);
        title[SECTION_OFF] = arena_printf(arena, "dominated, P \342\211\244 %.3g: %zu",
            work->alpha, count[SECTION_OFF]);
        return;
    }
    /* Their bounds on P are other ones, and off has none. */
    title[SECTION_ON] = arena_printf(arena, "on the frontier, adjusted (%s): %zu of %zu",
        setting_text(work->settings, "adjust"), count[SECTION_ON], work->n);
    title[SECTION_OFF] = arena_printf(arena, "dominated by one of the others, adjusted (%s): %zu",
        setting_text(work->settings, "adjust"), count[SECTION_OFF]);
}

/* Within a section the frontier from cheap to dear, the others by how likely or how near they
 * are, those outside the constraints by how far: the larger the earlier. */
static double
worth_of(const struct frontier_work *work, size_t row, size_t section)
{
    size_t place = work->place_of[row];
    double worth = 0;

    if (section == SECTION_INFEASIBLE)
        worth = -work->violation[row];
    else if (place == NO_PLACE)
        return 0;
    else if (section == SECTION_ON)
        worth = work->cost != NULL ? -work->cost[place] : 0;
    else if (work->p != NULL)
        worth = work->p[place];
    else if (work->gap != NULL)
        worth = -work->gap[place];
    return isnan(worth) ? -INFINITY : worth;
}

/* For people: by section, in it by worth, then as they came. Sorted by radix, as there may be
 * a million. */
static void
order_for_people(struct points *points)
{
    const struct frontier_work *work = points->work;
    size_t rows = points->table->rows, from[N_SECTIONS + 1] = { 0 };
    uint64_t *key = mem_alloc(rows * sizeof *key), *spare_key = mem_alloc(rows * sizeof *key);
    uint32_t *index = mem_alloc(rows * sizeof *index), *spare = mem_alloc(rows * sizeof *index);
    size_t *display = arena_zalloc(work->arena, rows, sizeof *display);

    for (size_t i = 0; i < rows; i++) {
        size_t row = points->row[i], section = section_of(work, row);

        key[i] = order_key_descending(worth_of(work, row, section));
        index[i] = (uint32_t)i;
        from[section + 1]++;
    }
    for (size_t section = 0; section < N_SECTIONS; section++)
        from[section + 1] += from[section];
    order_sort(key, index, rows, spare_key, spare);
    for (size_t i = 0; i < rows; i++)
        display[from[section_of(work, points->row[index[i]])]++] = index[i];
    points->table->display = display;
    free(key);
    free(spare_key);
    free(index);
    free(spare);
}

static size_t *
rows_reasons_last(const struct frontier_work *work)
{
    size_t rows = work->frame->rows, m = 0;
    size_t *order = arena_zalloc(work->arena, rows, sizeof *order);

    for (size_t row = 0; row < rows; row++)
        if (work->reason[row] == NULL)
            order[m++] = row;
    for (size_t row = 0; row < rows; row++)
        if (work->reason[row] != NULL)
            order[m++] = row;
    return order;
}

void
frontier_points_table(const struct frontier_work *work, struct result *result)
{
    size_t rows = work->frame->rows;
    struct points points = { .work = work, .result = result,
        .table = result_add_table(result, "points", rows), .row = rows_reasons_last(work) };
    const char *title[N_SECTIONS] = { NULL };
    enum mark_role *role = arena_zalloc(result->arena, rows, sizeof *role);

    if (work->frame->shape == SHAPE_ROWS)
        add_record(&points);
    else
        add_keys_and_objectives(&points);
    add_answers(&points);
    section_titles(work, result->arena, title);
    points.table->key = arena_zalloc(result->arena, rows, sizeof *points.table->key);
    points.table->section = arena_zalloc(result->arena, rows, sizeof *points.table->section);
    for (size_t i = 0; i < rows; i++) {
        points.table->key[i] = arena_strdup(result->arena, work->frame->key[points.row[i]]);
        points.table->section[i] = title[section_of(work, points.row[i])];
        role[i] = frontier_role(work, points.row[i]);
    }
    points.table->role = role;
    order_for_people(&points);
}

/* --- budget --- */

static void
set_number(struct points *points, const char *name, const char *title, const char *unit,
    double value)
{
    struct result_column *column = add(points, name, title, VALUE_NUMBER, false);

    column->unit = arena_strdup(points->result->arena, unit);
    column_numbers(column)[0] = value;
}

static void
set_point(struct points *points, const char *name, size_t place)
{
    const struct frontier_work *work = points->work;
    struct result_column *column = add(points, name, NULL, VALUE_TEXT, false);

    if (place != NO_PLACE)
        column->text[0] = arena_strdup(work->arena, work->frame->key[work->row[place]]);
}

void
frontier_budget_table(const struct frontier_work *work, struct result *result)
{
    struct points points = { .work = work, .result = result };
    const struct mixture *mix = &work->mix;
    double sign = work->objective[work->y].direction == DIRECTION_MIN ? -1 : 1;
    size_t best = work->affordable;
    bool mixes = mix->feasible && mix->share_b > 0 && mix->share_b < 1;

    if (!work->has_budget)
        return;
    points.table = result_add_table(result, "budget", 1);
    set_number(&points, "budget", NULL, frontier_column(work, (size_t)work->x)->unit,
        work->budget);
    set_point(&points, "best_model", best);
    set_number(&points, "best_score", NULL, frontier_column(work, (size_t)work->y)->unit,
        best == NO_PLACE ? (double)NAN : frontier_value(work, best, (size_t)work->y));
    set_point(&points, "mix_a", mixes ? mix->a : NO_PLACE);
    set_point(&points, "mix_b", mixes ? mix->b : NO_PLACE);
    set_number(&points, "share_b", NULL, NULL, mixes ? mix->share_b : (double)NAN);
    set_number(&points, "mix_score", NULL, frontier_column(work, (size_t)work->y)->unit,
        mixes ? sign * mix->score : (double)NAN);
    set_number(&points, "shadow_price", NULL, NULL, mix->price);
    set_number(&points, "shadow_price_left", NULL, NULL, mix->price_left);
}
