/* runtime_tables.c - models, scenarios, ranks, runtime tables and their sizes as tables. */
#include "lens/runtime_work.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* --- models --- */

static const char *const basis_words[] = { NULL, "published", "per request", "at mean tokens",
    "what if" };

static const char *
reason_of(const struct runtime_work *work, size_t row)
{
    const struct runtime_point *point = &work->points[row];

    if (isnan(point->x) && work->is_what_if && setting_is(work->settings, "axis", "raw"))
        return "raw runtimes are measured, not estimated";
    if (isnan(point->x) && isnan(point->idealized) && point->reference == NULL)
        return work->is_what_if ? "no runtime table of the reference hardware"
            : "neither a runtime nor a table of the reference hardware";
    if (isnan(point->x))
        return arena_printf(work->arena, "no %s", work->x_name);
    if (work->score != NULL && isnan(point->score))
        return arena_printf(work->arena, "no %s", work->score->name);
    return NULL;
}

struct figure { const char *name, *title, *unit; size_t offset; bool detail; };

/* What the axis shows stands in the table, too. */
static bool
is_axis(const struct runtime_work *work, const char *name)
{
    return strcmp(work->x_name, name) == 0;
}

#define FIGURE(name, title, unit, member, detail) \
    { name, title, unit, offsetof(struct runtime_point, member), detail }

static const struct figure figures[] = {
    FIGURE("n_instances", "n", NULL, instances, true),
    FIGURE("mean_p", "prompt", "tokens", prompt, true),
    FIGURE("mean_o", "output", "tokens", output, true),
    FIGURE("raw_s", "raw", "s", raw, false),
    FIGURE("denoised_s", "denoised", "s", denoised, false),
    FIGURE("idealized_s", "idealized", "s", idealized, false),
    FIGURE("second_s", "second", "s", other, false),
    FIGURE("cost_cents", "cost", "cents", cost, false),
    FIGURE("second_cost_cents", "second cost", "cents", cost_second, false),
    FIGURE("flops", NULL, "FLOP", flops, true),
    FIGURE("parameters", NULL, NULL, parameters, true),
    FIGURE("api_factor", "API factor", NULL, factor, false),
    FIGURE("contention", NULL, NULL, contention, false),
    FIGURE("cv", NULL, NULL, cv, true),
    FIGURE("cv_n", NULL, NULL, cv_n, true),
    FIGURE("api_usd_per_1000", "1000 at API", "USD", api_cost, false),
    FIGURE("savings_usd_per_1000", "saved", "USD", savings, false),
    FIGURE("savings_ratio", NULL, NULL, savings_ratio, true),
};

/* Whose seconds and cents they are, where machines have names. */
static const char *
title_of(const struct runtime_work *work, const struct figure *figure)
{
    bool second = strncmp(figure->name, "second", 6) == 0;
    const char *machine = second ? work->second : work->hardware;

    if (machine == NULL || (!second && !work->has_second))
        return figure->title;
    if (strcmp(figure->name, "second_s") == 0)
        return arena_printf(work->arena, "on %s", machine);
    if (strcmp(figure->name, "idealized_s") == 0)
        return arena_printf(work->arena, "idealized on %s", machine);
    return strcmp(figure->name, "second_cost_cents") == 0 ? arena_printf(work->arena,
        "cost on %s", machine) : figure->title;
}

static double
figure_of(const struct runtime_point *point, const struct figure *figure)
{
    return *(const double *)(const void *)((const char *)point + figure->offset);
}

static bool
is_known(const struct runtime_work *work, const struct figure *figure)
{
    for (size_t i = 0; i < work->frame->rows; i++)
        if (!isnan(figure_of(&work->points[i], figure)))
            return true;
    return false;
}

static enum direction
direction_of_figure(const struct figure *figure)
{
    if (strcmp(figure->name, "api_factor") == 0
        || strcmp(figure->name, "savings_usd_per_1000") == 0)
        return DIRECTION_MAX;
    if (figure->unit != NULL && strcmp(figure->unit, "tokens") == 0)
        return DIRECTION_UNKNOWN;
    return figure->unit != NULL || strcmp(figure->name, "contention") == 0
        || strcmp(figure->name, "parameters") == 0 || strcmp(figure->name, "cv") == 0
        ? DIRECTION_MIN : DIRECTION_UNKNOWN;
}

static const enum mark_role *
roles(const struct runtime_work *work)
{
    size_t n = work->frame->rows;
    enum mark_role *role = arena_zalloc(work->arena, n + 1, sizeof *role);

    for (size_t i = 0; i < n; i++)
        switch (runtime_state(work, i)) {
        case RUNTIME_ON: role[i] = MARK_FRONTIER; break;
        case RUNTIME_UNDECIDED: role[i] = MARK_UNDECIDED; break;
        case RUNTIME_OFF: role[i] = MARK_DOMINATED; break;
        case RUNTIME_STATELESS:
            role[i] = work->score == NULL ? MARK_PLAIN : isnan(work->plane.dominated_by[i])
                ? MARK_MISSING : work->plane.on[i] != 0 ? MARK_FRONTIER : MARK_DOMINATED;
        }
    return role;
}

enum { SECTION_ON, SECTION_UNDECIDED, SECTION_OFF, SECTION_AXIS, SECTION_NOT_JUDGED };

static int
section_of(const struct runtime_work *work, size_t row)
{
    enum runtime_state state = runtime_state(work, row);

    if (reason_of(work, row) != NULL)
        return SECTION_NOT_JUDGED;
    if (work->score == NULL)
        return SECTION_AXIS;
    if (state != RUNTIME_STATELESS)
        return state == RUNTIME_ON ? SECTION_ON : state == RUNTIME_UNDECIDED ?
            SECTION_UNDECIDED : SECTION_OFF;
    return work->plane.on[row] != 0 ? SECTION_ON : SECTION_OFF;
}

static const char *
section_title(const struct runtime_work *work, size_t row)
{
    double alpha = setting_real(work->settings, "alpha");
    bool states = work->p != NULL;

    switch (section_of(work, row)) {
    case SECTION_ON: return !states ? "efficient" : arena_printf(work->arena,
        "efficient, P \342\211\245 %g", 1 - alpha);
    case SECTION_UNDECIDED: return "undecided";
    case SECTION_OFF: return !states ? "dominated" : arena_printf(work->arena,
        "dominated, P \342\211\244 %g", alpha);
    case SECTION_AXIS: return "by the axis";
    default: return arena_printf(work->arena, "not judged: %s", reason_of(work, row));
    }
}

/* By section, those without an answer by their reason; within each the quickest first. */
static bool
is_before(const struct runtime_work *work, const char *const *title, size_t a, size_t b)
{
    int apart = section_of(work, a) - section_of(work, b);

    if (apart == 0)
        apart = strcmp(title[a], title[b]);
    return apart != 0 ? apart < 0 : work->points[a].x < work->points[b].x;
}

static const size_t *
display_order(const struct runtime_work *work, const char *const *section)
{
    size_t n = work->frame->rows, *order = arena_zalloc(work->arena, n + 1, sizeof *order);

    for (size_t i = 0; i < n; i++) {
        size_t at = i;

        for (; at > 0 && is_before(work, section, i, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return order;
}

static void
states_columns(const struct runtime_work *work, struct result_table *table)
{
    static const char *const words[] = { NULL, "on", "undecided", "off" };
    struct result_column *column = parts_number(work->result, table, "p_frontier", "P(F)", NULL);
    size_t n = work->frame->rows;

    column->direction = DIRECTION_MAX;
    column->digits = 3;
    column->detail = work->p == NULL;
    for (size_t i = 0; i < n; i++)
        column_numbers(column)[i] = work->p != NULL ? work->p[i] : (double)NAN;
    column = parts_text(work->result, table, "state", NULL);
    column->detail = true;         /* people see it as a heading */
    for (size_t i = 0; i < n; i++)
        column->text[i] = words[runtime_state(work, i)];
}

static void
models_table(const struct runtime_work *work)
{
    const struct frame *frame = work->frame;
    size_t n = frame->rows, *rows = arena_zalloc(work->arena, n + 1, sizeof *rows);
    struct result_table *table = result_add_table(work->result, "models", n);
    struct result_column *column;

    for (size_t i = 0; i < n; i++)
        rows[i] = i;
    parts_keys(work->result, table, frame, rows, n);
    for (size_t k = 0; k < sizeof figures / sizeof *figures; k++) {
        column = parts_number(work->result, table, figures[k].name, title_of(work, &figures[k]),
            figures[k].unit);
        column->direction = direction_of_figure(&figures[k]);
        column->digits = 3;
        column->detail = (figures[k].detail && !is_axis(work, figures[k].name)) ||
            !is_known(work, &figures[k]);
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = figure_of(&work->points[i], &figures[k]);
    }
    column = parts_text(work->result, table, "basis", NULL);
    column->detail = true;
    for (size_t i = 0; i < n; i++)
        column->text[i] = basis_words[work->points[i].basis];
    column = parts_number(work->result, table, "score", work->score != NULL
        ? arena_strdup(work->arena, work->score->name) : NULL,
        work->score != NULL ? work->score->unit : NULL);
    column->direction = work->score_direction;
    column->digits = 3;
    for (size_t i = 0; i < n; i++)
        column_numbers(column)[i] = work->points[i].score;
    column->detail = work->score == NULL;
    column = parts_flag(work->result, table, "efficient", NULL);
    column->detail = work->score == NULL;
    for (size_t i = 0; i < n; i++)
        column_numbers(column)[i] = isnan(work->plane.dominated_by[i]) ? (double)NAN
            : work->plane.on[i];
    column = parts_integer(work->result, table, "dominated_by", "dominated by");
    column->detail = work->p != NULL || work->score == NULL;   /* P(F) says more */
    for (size_t i = 0; i < n; i++)
        column_numbers(column)[i] = work->plane.dominated_by[i];
    states_columns(work, table);
    column = parts_text(work->result, table, "extrapolated", NULL);
    column->detail = true;
    for (size_t i = 0; i < n; i++)
        column->text[i] = runtime_reach(work, i);
    column = parts_text(work->result, table, "reason", NULL);
    column->detail = true;         /* people see it as a heading */
    for (size_t i = 0; i < n; i++)
        column->text[i] = reason_of(work, i);
    table->role = roles(work);
    table->section = arena_zalloc(work->arena, n + 1, sizeof *table->section);
    for (size_t i = 0; i < n; i++)
        table->section[i] = section_title(work, i);
    table->display = display_order(work, table->section);
}

/* --- scenarios and ranks --- */

static double
load_figure(const struct load *load, size_t which)
{
    const double values[] = { load->instances, load->prompt, load->output, load->raw,
        load->denoised, load->idealized, load->estimate[MACHINE_IDEALIZED],
        load->estimate[MACHINE_DENOISED], load->score };

    return values[which];
}

static void
scenarios_table(const struct runtime_work *work)
{
    static const struct { const char *name, *unit; } columns[] = { { "n_instances", NULL },
        { "mean_p", "tokens" }, { "mean_o", "tokens" }, { "raw_s", "s" }, { "denoised_s", "s" },
        { "idealized_s", "s" }, { "idealized_estimate_s", "s" }, { "denoised_estimate_s", "s" },
        { "score", NULL } };
    struct result_table *table;
    struct result_column *column;

    if (work->n_loads == 0)
        return;
    table = result_add_table(work->result, "scenarios", work->n_loads);
    for (size_t k = 0; k < 2; k++) {
        column = parts_text(work->result, table, k == 0 ? "model" : "task", NULL);
        column->key = true;
        for (size_t i = 0; i < work->n_loads; i++)
            column->text[i] = k == 0 ? work->loads[i].model : work->loads[i].task;
    }
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        column = parts_number(work->result, table, columns[k].name, NULL, columns[k].unit);
        column->digits = 3;
        for (size_t i = 0; i < work->n_loads; i++)
            column_numbers(column)[i] = load_figure(&work->loads[i], k);
    }
    column = parts_flag(work->result, table, "at_mean_tokens", "at mean tokens");
    for (size_t i = 0; i < work->n_loads; i++)
        column_numbers(column)[i] = work->loads[i].at_means;
}

static double
efficiency(const struct load *load)
{
    double seconds = !isnan(load->idealized) ? load->idealized
        : load->estimate[MACHINE_IDEALIZED];

    return seconds > 0 ? load->score / seconds : (double)NAN;
}

/* Models of one scenario that are better, the rank counted from 0. */
static double
rank_in(const struct runtime_work *work, const struct load *load, size_t *rivals)
{
    double rank = 0;

    *rivals = 0;
    for (size_t i = 0; i < work->n_loads; i++) {
        const struct load *other = &work->loads[i];

        if (other->task == NULL || strcmp(other->task, load->task) != 0
            || isnan(efficiency(other)))
            continue;
        ++*rivals;
        rank += efficiency(other) > efficiency(load);
    }
    return rank;
}

double
runtime_rank_in(const struct runtime_work *work, const struct load *load)
{
    size_t rivals;
    double rank;

    if (load->task == NULL || isnan(efficiency(load)))
        return (double)NAN;
    rank = rank_in(work, load, &rivals);
    return rivals < 2 ? (double)NAN : rank;
}

static struct runtime_rank *
rank_of(struct runtime_rank *ranks, size_t *n, const char *model)
{
    for (size_t i = 0; i < *n; i++)
        if (runtime_same(ranks[i].model, model))
            return &ranks[i];
    ranks[*n] = (struct runtime_rank){ .model = model, .least = INFINITY, .most = -INFINITY };
    return &ranks[(*n)++];
}

static int
by_mean(const void *left, const void *right)
{
    const struct runtime_rank *a = left, *b = right;

    if (a->mean != b->mean)
        return a->mean < b->mean ? -1 : 1;
    return a->sd < b->sd ? -1 : a->sd > b->sd ? 1 : strcmp(a->model, b->model);
}

struct runtime_rank *
runtime_ranks(const struct runtime_work *work, size_t *n)
{
    struct runtime_rank *ranks = arena_zalloc(work->arena, work->n_loads + 1, sizeof *ranks);

    *n = 0;
    for (size_t i = 0; i < work->n_loads; i++) {
        const struct load *load = &work->loads[i];
        double rank = runtime_rank_in(work, load);
        struct runtime_rank *to;

        if (isnan(rank))
            continue;
        to = rank_of(ranks, n, load->model);
        to->least = fmin(to->least, rank);
        to->most = fmax(to->most, rank);
        to->mean += rank;          /* sums of whole numbers until the end: equal are equal */
        to->sd += rank * rank;
        to->scenarios++;
    }
    for (size_t i = 0; i < *n; i++) {
        double scenarios = (double)ranks[i].scenarios;

        ranks[i].sd = sqrt(scenarios * ranks[i].sd - ranks[i].mean * ranks[i].mean) / scenarios;
        ranks[i].mean /= scenarios;
    }
    qsort(ranks, *n, sizeof *ranks, by_mean);
    return ranks;
}

static void
ranks_table(const struct runtime_work *work)
{
    static const char *const names[] = { "scenarios", "min", "mean", "max", "sd" };
    size_t n;
    struct runtime_rank *ranks = runtime_ranks(work, &n);
    struct result_table *table;
    struct result_column *column;

    if (n == 0)
        return;
    table = result_add_table(work->result, "ranks", n);
    table->title = "ranks of score per second over scenarios, 0 is best";
    column = parts_text(work->result, table, "model", NULL);
    column->key = true;
    for (size_t i = 0; i < n; i++)
        column->text[i] = ranks[i].model;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        column = k == 0 ? parts_integer(work->result, table, names[k], NULL)
            : parts_number(work->result, table, names[k], NULL, NULL);
        column->digits = 3;
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = k == 0 ? (double)ranks[i].scenarios
                : k == 1 ? ranks[i].least : k == 2 ? ranks[i].mean
                : k == 3 ? ranks[i].most : ranks[i].sd;
    }
}

/* --- runtime tables --- */

static double
machine_figure(const struct machine *machine, size_t which)
{
    const double unknown = (double)NAN;
    bool fitted = machine->is_fitted && machine->table.n > 0;

    switch (which) {
    case 0: return machine->table.n > 0 ? machine->table.per_output_token : unknown;
    case 1: return machine->table.overhead;
    case 2: return (double)machine->table.n;
    case 3: return fitted ? (double)machine->fit.rows : machine->is_fitted ?
        (double)machine->n_rows : unknown;
    case 4: return fitted ? machine->fit.r2 : unknown;
    case 5: return fitted ? machine->fit.mse : unknown;
    case 6: return fitted ? machine->fit.max_se : unknown;
    case 7: return machine->cv;
    default: return machine->cv_n > 0 ? (double)machine->cv_n : unknown;
    }
}

static bool
has_negative(const struct runtime_table *table)
{
    bool found = table->per_output_token < 0;

    for (size_t k = 0; k < table->n; k++)
        found |= table->seconds[k] < 0;
    return found;
}

static const char *
machine_text(const struct machine *machine, size_t which)
{
    switch (which) {
    case 0: return machine->model;
    case 1: return machine->hardware;
    case 2: return machine->kind == MACHINE_DENOISED ? "denoised" : "idealized";
    case 3: return machine->is_fitted ? "fitted" : "published";
    case 4: return machine->same_as;
    default: return machine->reason != NULL ? machine->reason
        : has_negative(&machine->table) ? "negative: sparse data" : NULL;
    }
}

static void
machines_table(const struct runtime_work *work)
{
    static const char *const before[] = { "model", "hardware", "kind", "origin" };
    static const char *const numbers[] = { "beta", "overhead", "sizes", "n_points", "r2", "mse",
        "max_se", "cv", "cv_n" };
    static const char *const after[] = { "same_as", "reason" };
    enum { N_BEFORE = 4, N_NUMBERS = 9, AFTER = N_BEFORE + N_NUMBERS };
    struct result_table *table;
    struct result_column *column;

    if (work->n_machines == 0)
        return;
    table = result_add_table(work->result, "tables", work->n_machines);
    for (size_t k = 0; k < AFTER + 2; k++) {
        bool is_number = k >= N_BEFORE && k < AFTER;

        /* An se is a squared residual here, not a standard error. */
        column = is_number ? parts_number(work->result, table, numbers[k - 4],
            strcmp(numbers[k - 4], "max_se") == 0 ? "max squared" : NULL,
            k == 4 || k == 5 ? "s" : NULL)
            : parts_text(work->result, table, k < N_BEFORE ? before[k] : after[k - AFTER], NULL);
        column->key = k == 0;
        for (size_t i = 0; i < work->n_machines; i++)
            if (is_number)
                column_numbers(column)[i] = machine_figure(&work->machines[i],
                    k - N_BEFORE);
            else
                column->text[i] = machine_text(&work->machines[i], k < N_BEFORE ? k :
                    k - N_NUMBERS);
    }
}

static void
sizes_table(const struct runtime_work *work)
{
    struct result_table *table;
    struct result_column *model, *hardware, *kind, *prompt, *seconds;
    size_t n = 0;

    for (size_t i = 0; i < work->n_machines; i++)
        n += work->machines[i].table.n;
    if (n == 0)
        return;
    table = result_add_table(work->result, "sizes", n);
    parts_text(work->result, table, "model", NULL)->key = true;
    parts_text(work->result, table, "hardware", NULL);
    parts_text(work->result, table, "kind", NULL);
    parts_number(work->result, table, "prompt_tokens", "prompt", "tokens");
    parts_number(work->result, table, "seconds", NULL, "s");
    model = &table->columns[0];
    hardware = model + 1;
    kind = model + 2;
    prompt = model + 3;
    seconds = model + 4;
    n = 0;
    for (size_t i = 0; i < work->n_machines; i++)
        for (size_t k = 0; k < work->machines[i].table.n; k++, n++) {
            const struct machine *machine = &work->machines[i];

            model->text[n] = machine->model;
            hardware->text[n] = machine->hardware;
            kind->text[n] = machine_text(machine, 2);
            column_numbers(prompt)[n] = machine->table.prompt[k];
            column_numbers(seconds)[n] = machine->table.seconds[k];
        }
}

void
runtime_tables(const struct runtime_work *work)
{
    models_table(work);
    scenarios_table(work);
    ranks_table(work);
    machines_table(work);
    sizes_table(work);
}
