/* indicators_tables.c - the answer as tables: sets, points, pairs of sets, surfaces. */
#include "lens/indicators_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "lens/lens_parts.h"

enum { MOST_PAIRED = 60 };     /* sets; more pairs than that nobody reads */

static struct result_column *
add(struct result *result, struct result_table *table, const char *name, const char *title,
    enum value_type type, bool detail)
{
    struct result_column *column = parts_column(result, table, name, title, type);

    column->detail = detail;
    return column;
}

/* --- sets --- */

/* "acc=0.2 cost=4": the reference in the units that came. */
static const char *
reference_words(const struct indicators_work *work)
{
    const char *out = "";

    for (size_t k = 0; k < work->d; k++) {
        char text[NUMBER_TEXT_MAX];

        number_show(text, indicators_raw(work, k, work->reference[k]), 6);
        out = arena_printf(work->arena, "%s%s%s=%s", out, k > 0 ? " " : "",
            work->frame->columns[work->objective[k].column].name, text);
    }
    return out;
}

typedef double group_value(const struct point_group *group);

static double n_of(const struct point_group *group) { return (double)group->n; }
static double card_of(const struct point_group *group) { return (double)group->n_front; }
static double beyond_of(const struct point_group *group) { return (double)group->beyond; }
static double hv_of(const struct point_group *group) { return group->volume.value; }
static double norm_of(const struct point_group *group) { return group->volume_share; }
static double utility_of(const struct point_group *group) { return group->utility; }
static double loss_of(const struct point_group *group) { return group->utility_loss; }
static double r2_of(const struct point_group *group) { return group->r2; }
static double igd_of(const struct point_group *group) { return group->igd; }
static double igd_plus_of(const struct point_group *group) { return group->igd_plus; }
static double epsilon_of(const struct point_group *group) { return group->epsilon; }
static double sparsity_of(const struct point_group *group) { return group->sparsity; }
static double sharpe_of(const struct point_group *group) { return group->sharpe; }

static double
se_of(const struct point_group *group)
{
    return group->volume_estimated ? group->volume.se : (double)NAN;
}

static const struct set_column {
    const char *name, *title;
    group_value *value;
    enum value_type type;
    enum direction direction;
    bool detail;
} set_columns[] = {
    { "n", "points", n_of, VALUE_INTEGER, DIRECTION_UNKNOWN, false },
    { "card", "on front", card_of, VALUE_INTEGER, DIRECTION_UNKNOWN, false },
    { "beyond", "beyond ref", beyond_of, VALUE_INTEGER, DIRECTION_UNKNOWN, true },
    { "hv", "hypervolume", hv_of, VALUE_NUMBER, DIRECTION_MAX, false },
    { "hv_se", "\302\261se", se_of, VALUE_NUMBER, DIRECTION_UNKNOWN, true },
    { "hv_norm", "of the box", norm_of, VALUE_NUMBER, DIRECTION_MAX, false },
    { "eu", "exp. utility", utility_of, VALUE_NUMBER, DIRECTION_MAX, false },
    { "max_utility_loss", "utility loss", loss_of, VALUE_NUMBER, DIRECTION_MIN, false },
    { "r2", "R2", r2_of, VALUE_NUMBER, DIRECTION_MIN, false },
    { "igd", "IGD", igd_of, VALUE_NUMBER, DIRECTION_MIN, true },
    { "igd_plus", "IGD+", igd_plus_of, VALUE_NUMBER, DIRECTION_MIN, false },
    { "eps_add", "epsilon", epsilon_of, VALUE_NUMBER, DIRECTION_MIN, false },
    { "sparsity", NULL, sparsity_of, VALUE_NUMBER, DIRECTION_UNKNOWN, true },
    { "hsr", "HV Sharpe", sharpe_of, VALUE_NUMBER, DIRECTION_MAX, true },
};

static void
add_runs(const struct indicators_work *work, struct result *result,
    struct result_table *table)
{
    struct result_column *runs = add(result, table, "runs", NULL, VALUE_INTEGER, false);
    struct result_column *deviation = add(result, table, "vorobev_deviation",
        "Vorob'ev dev.", VALUE_NUMBER, false);

    for (size_t g = 0; g < work->n_groups; g++) {
        column_numbers(runs)[g] = (double)work->groups[g].attainment.runs;
        column_numbers(deviation)[g] = work->groups[g].vorobev.deviation;
    }
}

void
indicators_sets_table(const struct indicators_work *work, struct result *result)
{
    struct result_table *table = result_add_table(result, "sets", work->n_groups);
    struct result_column *column = add(result, table, "group", "set", VALUE_TEXT, false);

    table->title = "sets of points";
    column->key = true;
    for (size_t g = 0; g < work->n_groups; g++)
        column->text[g] = work->groups[g].name;
    for (size_t c = 0; c < sizeof set_columns / sizeof set_columns[0]; c++) {
        column = add(result, table, set_columns[c].name, set_columns[c].title,
            set_columns[c].type, set_columns[c].detail);
        column->direction = set_columns[c].direction;
        for (size_t g = 0; g < work->n_groups; g++)
            column_numbers(column)[g] = set_columns[c].value(&work->groups[g]);
    }
    column = add(result, table, "ref_point", "reference point", VALUE_TEXT, true);
    for (size_t g = 0; g < work->n_groups; g++)
        column->text[g] = reference_words(work);
    if (work->run_column != FRAME_NONE)
        add_runs(work, result, table);
}

/* --- points --- */

/* Records have no key of their own: their number, and a name for people. */
static void
add_record_names(const struct indicators_work *work, struct result *result,
    struct result_table *table)
{
    const struct frame *frame = work->frame;
    struct result_column *row = add(result, table, "row", NULL, VALUE_INTEGER, true);
    struct result_column *name = add(result, table, "name", NULL, VALUE_TEXT, false);

    row->key = name->key = true;
    for (size_t i = 0; i < work->n; i++) {
        size_t at = work->row[i];

        column_numbers(row)[i] = frame->row_number != NULL ? frame->row_number[at]
            : (double)at;
        name->text[i] = arena_strdup(work->arena, frame->label[at]);
    }
}

static void
add_keys(const struct indicators_work *work, struct result *result,
    struct result_table *table)
{
    const struct frame *frame = work->frame;
    bool named = false;

    for (size_t c = 0; c < frame->n_columns; c++) {
        const struct column *from = &frame->columns[c];
        struct result_column *to;

        if (from->role != ROLE_KEY)
            continue;
        to = add(result, table, from->name, NULL, from->type == COLUMN_TEXT ? VALUE_TEXT
            : VALUE_NUMBER, false);
        to->key = named = true;
        for (size_t i = 0; i < work->n; i++)
            if (from->type == COLUMN_TEXT)
                to->text[i] = arena_strdup(work->arena, from->text[work->row[i]]);
            else
                column_numbers(to)[i] = from->value[work->row[i]];
    }
    if (!named)
        add_record_names(work, result, table);
}

static const char *
free_name(const struct indicators_work *work, const struct result_table *table,
    const char *name)
{
    for (size_t c = 0; c < table->n_columns; c++)
        if (strcmp(table->columns[c].name, name) == 0)
            return free_name(work, table, arena_printf(work->arena, "input.%s", name));
    return name;
}

static void
add_objectives(const struct indicators_work *work, struct result *result,
    struct result_table *table)
{
    for (size_t k = 0; k < work->d; k++) {
        const struct column *from = &work->frame->columns[work->objective[k].column];
        struct result_column *to = add(result, table, free_name(work, table, from->name), NULL,
            VALUE_NUMBER, false);

        to->unit = arena_strdup(work->arena, from->unit);
        to->direction = work->objective[k].direction;
        for (size_t i = 0; i < work->n; i++)
            column_numbers(to)[i] = from->value[work->row[i]];
    }
}

void
indicators_points_table(const struct indicators_work *work, struct result *result)
{
    struct result_table *table = result_add_table(result, "points", work->n);
    struct result_column *group, *share, *se, *part, *crowding, *layer;

    table->title = "points";
    table->key = arena_zalloc(work->arena, work->n + 1, sizeof *table->key);
    add_keys(work, result, table);
    group = add(result, table, free_name(work, table, "group"), "set", VALUE_TEXT,
        work->group_column == FRAME_NONE);
    add_objectives(work, result, table);
    share = add(result, table, "hv_contribution", "alone adds", VALUE_NUMBER, false);
    se = add(result, table, "hv_contribution_se", "\302\261se", VALUE_NUMBER, true);
    part = add(result, table, "hv_share", "share", VALUE_NUMBER, false);
    crowding = add(result, table, "crowding", NULL, VALUE_NUMBER, false);
    layer = add(result, table, "layer", NULL, VALUE_INTEGER, false);
    share->direction = part->direction = crowding->direction = DIRECTION_MAX;
    layer->direction = DIRECTION_MIN;
    for (size_t i = 0; i < work->n; i++) {
        const struct point_group *of = &work->groups[work->group_of[i]];

        table->key[i] = arena_strdup(work->arena, work->frame->key[work->row[i]]);
        group->text[i] = of->name;
        column_numbers(share)[i] = work->share[i].value;
        if (of->shares_estimated)
            column_numbers(se)[i] = work->share[i].se;
        if (of->volume.value > 0)
            column_numbers(part)[i] = work->share[i].value / of->volume.value;
        column_numbers(crowding)[i] = work->crowding[i];
        column_numbers(layer)[i] = work->layer[i];
    }
}

/* --- pairs --- */

/* Share of b that a weakly dominates. */
static double
coverage(struct point_set a, struct point_set b)
{
    size_t covered = 0;

    for (size_t j = 0; j < b.n; j++) {
        bool found = false;

        for (size_t i = 0; i < a.n && !found; i++) {
            found = true;
            for (size_t k = 0; k < a.d && found; k++)
                found = a.points[i * a.d + k] >= b.points[j * a.d + k];
        }
        covered += found;
    }
    return b.n != 0 ? (double)covered / (double)b.n : (double)NAN;
}

static const char *
better_of(const char *a, const char *b, double eps_ab, double eps_ba)
{
    if (eps_ab <= 0)
        return eps_ba <= 0 ? "equal" : a;
    return eps_ba <= 0 ? b : "incomparable";
}

void
indicators_pairs_table(const struct indicators_work *work, struct result *result)
{
    static const char *const names[] = { "coverage_ab", "coverage_ba", "eps_ab", "eps_ba" };
    struct result_column *a, *b, *value[4], *better;
    size_t n = work->n_groups;
    struct result_table *table;

    if (n < 2 || n > MOST_PAIRED)
        return;
    table = result_add_table(result, "pairs", n * (n - 1) / 2);
    table->title = "pairs of sets";
    a = add(result, table, "a", NULL, VALUE_TEXT, false);
    b = add(result, table, "b", NULL, VALUE_TEXT, false);
    a->key = b->key = true;
    for (size_t c = 0; c < 4; c++)
        value[c] = add(result, table, names[c], NULL, VALUE_NUMBER, false);
    better = add(result, table, "better", NULL, VALUE_TEXT, false);
    for (size_t i = 0, at = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++, at++) {
            struct point_set of_a = indicators_front(work, i), of_b = indicators_front(work, j);
            double eps_ab = indicator_epsilon(of_a, of_b);
            double eps_ba = indicator_epsilon(of_b, of_a);

            a->text[at] = work->groups[i].name;
            b->text[at] = work->groups[j].name;
            column_numbers(value[0])[at] = coverage(of_a, of_b);
            column_numbers(value[1])[at] = coverage(of_b, of_a);
            column_numbers(value[2])[at] = eps_ab;
            column_numbers(value[3])[at] = eps_ba;
            better->text[at] = better_of(work->groups[i].name, work->groups[j].name, eps_ab,
                eps_ba);
        }
}

/* --- surfaces --- */

/* Marks the levels of a group that were asked for; wanted has runs + 1 places. */
static bool
wanted_levels(const struct indicators_work *work, size_t runs, bool *wanted,
    struct error *err)
{
    const char *text = setting_text(work->settings, "levels");
    bool all = strcmp(text, "all") == 0, good = true;
    size_t n;
    char **parts = text_split(text, ',', &n);

    for (size_t m = 1; m <= runs; m++)
        wanted[m] = all;
    for (size_t i = 0; i < n && !all && good; i++) {
        double percent;

        good = number_parse_plain(parts[i] + strspn(parts[i], " "), &percent)
            && percent >= 0 && percent <= 100;
        if (good)
            wanted[attainment_level(runs, percent)] = true;
        else
            error_set(err, ERROR_USAGE, "--levels: \"%s\" is not a percentage", parts[i]);
    }
    text_split_free(parts, n);
    return good;
}

static void
fill_surfaces(const struct indicators_work *work, struct result *result, bool *const *wanted,
    size_t rows)
{
    struct result_table *table = result_add_table(result, "attainment", rows);
    struct result_column *group = add(result, table, "group", "set", VALUE_TEXT,
        work->group_column == FRAME_NONE);
    struct result_column *percent = add(result, table, "percent_attained", "% of runs",
        VALUE_NUMBER, false);
    struct result_column *level = add(result, table, "level", "runs", VALUE_INTEGER, false);
    struct result_column *value[2];
    size_t at = 0;

    table->title = "attainment surfaces";
    for (size_t k = 0; k < 2; k++) {
        const struct column *from = &work->frame->columns[work->objective[k].column];

        value[k] = add(result, table, free_name(work, table, from->name), NULL, VALUE_NUMBER,
            false);
        value[k]->unit = arena_strdup(work->arena, from->unit);
        value[k]->direction = work->objective[k].direction;
    }
    for (size_t g = 0; g < work->n_groups; g++) {
        const struct attainment *of = &work->groups[g].attainment;

        for (size_t m = 1; m <= of->runs; m++)
            for (size_t i = of->start[m - 1]; i < of->start[m] && wanted[g][m]; i++, at++) {
                group->text[at] = work->groups[g].name;
                column_numbers(percent)[at] = 100 * (double)m / (double)of->runs;
                column_numbers(level)[at] = (double)m;
                for (size_t k = 0; k < 2; k++)
                    column_numbers(value[k])[at] = indicators_raw(work, k,
                        of->points[i * 2 + k]);
            }
    }
}

bool
indicators_attainment_table(const struct indicators_work *work, struct result *result,
    struct error *err)
{
    bool **wanted;
    size_t rows = 0;

    if (work->run_column == FRAME_NONE)
        return true;
    wanted = arena_zalloc(work->arena, work->n_groups + 1, sizeof *wanted);
    for (size_t g = 0; g < work->n_groups; g++) {
        const struct attainment *of = &work->groups[g].attainment;

        wanted[g] = arena_zalloc(work->arena, of->runs + 1, sizeof **wanted);
        if (!wanted_levels(work, of->runs, wanted[g], err))
            return false;
        for (size_t m = 1; m <= of->runs; m++)
            rows += wanted[g][m] ? of->start[m] - of->start[m - 1] : 0;
    }
    fill_surfaces(work, result, wanted, rows);
    return true;
}
