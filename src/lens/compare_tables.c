/* compare_tables.c - measures side by side, pairs in full, and intervals to look at.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <string.h>

#include "lens/lens_parts.h"

/* --- measures --- */

static const char *
header_of_model(const struct compare_work *work, const struct result_table *table,
    const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return header_of_model(work, table, arena_printf(work->arena, "model %s", name));
    return name;
}

static void
add_model(const struct compare_work *work, struct result *result, struct result_table *table,
    size_t model)
{
    const char *key = work->frame->key[work->row[model]];
    const char *name = header_of_model(work, table, arena_strdup(work->arena, key));
    struct result_column *column = parts_column(result, table, name,
        arena_strdup(work->arena, compare_label(work, model)), VALUE_NUMBER);
    bool errors = false;

    for (size_t m = 0; m < work->n_measures; m++) {
        column_numbers(column)[m] = compare_value(work, model, m);
        errors |= !isnan(compare_se(work, model, m));
    }
    if (!errors)
        return;
    column = parts_column(result, table, arena_printf(work->arena, "%s.se", name), "\302\261se",
        VALUE_NUMBER);
    column->digits = 3;
    for (size_t m = 0; m < work->n_measures; m++)
        column_numbers(column)[m] = compare_se(work, model, m);
}

/* Name of the model that is better on a measure by the pair's own interval (by the values where
 * no error is known), or the word for it. */
static const char *
better_of_two(const struct compare_work *work, const struct comparison *c)
{
    switch (c->word) {
    case WORD_A: return compare_label(work, c->a);
    case WORD_B: return compare_label(work, c->b);
    case WORD_EQUIVALENT: return "equivalent";
    case WORD_NON_INFERIOR: return arena_printf(work->arena, "%s non-inferior",
        compare_label(work, c->a_holds ? c->a : c->b));
    case WORD_UNDECIDED: return "undecided";
    case WORD_SAME: return "same value";
    default: return NULL;
    }
}

/* "alder \342\210\222 birch", or by their places where that is too wide for a heading. */
static const char *
first_and_second(const struct compare_work *work, const char *sign)
{
    bool fit = compare_names_fit_heading(work, 0, 1);

    return arena_printf(work->arena, "%s %s %s", fit ? compare_label(work, 0) : "first", sign,
        fit ? compare_label(work, 1) : "second");
}

/* What is taken from what, by name: a table without headings that are read has no other place
 * for it. */
static void
add_operands(const struct compare_work *work, struct result *result, struct result_table *table)
{
    static const char *const names[] = { "minuend", "subtrahend" };

    for (size_t k = 0; k < 2; k++) {
        struct result_column *column = parts_text(result, table, names[k], NULL);

        column->detail = true;
        for (size_t m = 0; m < work->n_measures; m++)
            column->text[m] = arena_strdup(work->arena, work->frame->key[work->row[k]]);
    }
}

/* Differences are the first model less the second, here as for pairs, in charts and in words.
 * They stand before the values, so that a narrow screen cuts those. */
static void
add_two(const struct compare_work *work, struct result *result, struct result_table *table)
{
    static const char *const names[] = { "difference", "lo", "hi", "better", "ratio" };
    const char *titles[] = { first_and_second(work, "\342\210\222"), NULL, NULL, NULL,
        first_and_second(work, "/") };
    struct result_column *column;

    add_operands(work, result, table);
    for (size_t k = 0; k < 5; k++) {
        column = parts_column(result, table, names[k], titles[k],
            k == 3 ? VALUE_TEXT : VALUE_NUMBER);
        column->digits = 3;
        for (size_t m = 0; m < work->n_measures; m++) {
            const struct comparison *c = compare_find(work, 0, 1, m);

            if (c == NULL)
                continue;
            if (k == 3)
                column->text[m] = arena_strdup(work->arena, better_of_two(work, c));
            else
                column_numbers(column)[m] = k == 0 ? c->diff : k == 1 ? c->ci.lo :
                    k == 2 ? c->ci.hi : c->ratio;
        }
    }
}

/* Of more than two: who has the best value, and how many it beats beyond doubt. */
static size_t
best_model(const struct compare_work *work, size_t m)
{
    enum direction direction = compare_direction(work, m);
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < work->n && direction != DIRECTION_UNKNOWN; i++) {
        double value = compare_value(work, i, m);

        if (!isnan(value) && (best == SIZE_MAX ||
            (value - compare_value(work, best, m)) * (double)direction > 0))
            best = i;
    }
    return best;
}

/* NaN where nothing is known of errors. */
static double
beaten_by(const struct compare_work *work, size_t model, size_t m)
{
    size_t count = 0, known = 0;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->measure != m || (c->a != model && c->b != model))
            continue;
        known += c->method != METHOD_EXACT;
        count += compare_stands(work, c) && c->word == (c->a == model ? WORD_A : WORD_B);
    }
    return known > 0 ? (double)count : (double)NAN;
}

static void
add_many(const struct compare_work *work, struct result *result, struct result_table *table)
{
    struct result_column *best, *beats;

    parts_column(result, table, "best", NULL, VALUE_TEXT);
    parts_column(result, table, "beats", NULL, VALUE_INTEGER);
    beats = &table->columns[table->n_columns - 1];
    best = beats - 1;
    for (size_t m = 0; m < work->n_measures; m++) {
        size_t model = best_model(work, m);

        if (model == SIZE_MAX)
            continue;
        best->text[m] = arena_strdup(work->arena, compare_label(work, model));
        column_numbers(beats)[m] = beaten_by(work, model, m);
    }
}

static void
measures_table(const struct compare_work *work, struct result *result)
{
    struct result_table *table = result_add_table(result, "measures", work->n_measures);
    struct result_column *name, *unit, *direction;

    table->mixed_rows = true;
    parts_column(result, table, "measure", NULL, VALUE_TEXT)->key = true;
    parts_column(result, table, "unit", NULL, VALUE_TEXT);
    parts_column(result, table, "direction", NULL, VALUE_TEXT)->detail = true;
    name = &table->columns[0];
    unit = &table->columns[1];
    direction = &table->columns[2];
    for (size_t m = 0; m < work->n_measures; m++) {
        enum direction to = compare_direction(work, m);

        name->text[m] = arena_strdup(work->arena, compare_column(work, m)->name);
        unit->text[m] = arena_strdup(work->arena, compare_column(work, m)->unit);
        direction->text[m] = to == DIRECTION_MAX ? "max" : to == DIRECTION_MIN ? "min" : NULL;
    }
    if (work->n == 2)
        add_two(work, result, table);
    else
        add_many(work, result, table);
    for (size_t model = 0; model < work->n; model++)
        add_model(work, result, table, model);
}

/* --- pairs --- */

static const char *const dominance_words[] = { "undecided", "a dominates", "b dominates",
    "trade-off", NULL };

/* Chance that a's mean is the better one, by the t or z of the difference; NaN without a
 * direction or an error. */
static double
p_better(const struct compare_work *work, const struct comparison *c)
{
    double se = c->method == METHOD_UNPAIRED ? c->se_unpaired : c->se_paired, both;
    double ahead = compare_direction(work, c->measure) == DIRECTION_MIN ? -c->diff : c->diff;

    if (compare_direction(work, c->measure) == DIRECTION_UNKNOWN || c->method == METHOD_EXACT ||
        (c->method == METHOD_PAIRED_01 && !(se > 0)))   /* every answer differs alike: no t */
        return (double)NAN;
    both = c->df > 0 ? p_of_t(ahead, se, c->df) : p_of_z(ahead, se);
    return ahead > 0 ? 1 - both / 2 : both / 2;
}

static double
pair_number(const struct compare_work *work, const struct comparison *c, size_t which)
{
    const struct dominance_pair *pair = compare_dominance_of(work, c);
    bool items = c->n_shared > 0;
    double nan = (double)NAN;

    switch (which) {
    case 0: return c->diff;
    case 1: return c->ci.lo;
    case 2: return c->ci.hi;
    case 3: return c->p;
    case 4: return c->p_chosen;
    case 5: return items ? (double)c->n_shared : nan;
    case 6: return c->ratio;
    case 7: return items ? (double)c->dropped_a : nan;
    case 8: return items ? (double)c->dropped_b : nan;
    case 9: return c->se_paired;
    case 10: return c->se_plain;
    case 11: return c->se_unpaired;
    case 12: return c->correlation;
    case 13: return c->clusters > 0 ? (double)c->clusters : nan;
    case 14: return c->design_effect;
    case 15: return c->superiority;
    case 16: return c->violation;
    case 17: return c->smallest;
    case 18: return c->needed;
    case 19: return p_better(work, c);
    case 20: return pair->p_a;
    case 21: return pair->p_b;
    case 22: return c->all.lo;
    case 23: return c->all.hi;
    case 24: return c->effect;
    case 25: return c->task_sd;
    case 26: return c->power;
    case 27: return compare_observations(work, c->a, c->measure);
    case 28: return compare_observations(work, c->b, c->measure);
    default: return c->method == METHOD_UNPAIRED ? 2 * c->superiority - 1 : nan;
    }
}

static void
pair_numbers(const struct compare_work *work, struct result *result,
    struct result_table *table, size_t first, size_t last)
{
    static const struct { const char *name, *title; enum value_type type; bool detail; }
    columns[] = {
        { "diff", "a \342\210\222 b", VALUE_NUMBER, false },
        { "lo", NULL, VALUE_NUMBER, false },
        { "hi", NULL, VALUE_NUMBER, false },
        { "p", NULL, VALUE_NUMBER, false },
        { "p_adj", "p if chosen", VALUE_NUMBER, false },
        { "n_shared", "shared", VALUE_INTEGER, false },
        { "ratio", "a / b", VALUE_NUMBER, false },
        { "dropped_a", NULL, VALUE_INTEGER, true },
        { "dropped_b", NULL, VALUE_INTEGER, true },
        { "se_paired", NULL, VALUE_NUMBER, true },
        { "se_plain", NULL, VALUE_NUMBER, true },
        { "se_unpaired", NULL, VALUE_NUMBER, true },
        { "corr", NULL, VALUE_NUMBER, true },
        { "clusters", NULL, VALUE_INTEGER, true },
        { "deff", NULL, VALUE_NUMBER, true },
        { "p_a_larger", NULL, VALUE_NUMBER, true },
        { "violation", NULL, VALUE_NUMBER, true },
        { "mde", NULL, VALUE_NUMBER, true },
        { "n_needed", NULL, VALUE_INTEGER, true },
        { "p_better", "P(a better)", VALUE_NUMBER, true },
        { "p_a_dominates", NULL, VALUE_NUMBER, true },
        { "p_b_dominates", NULL, VALUE_NUMBER, true },
        { "lo_all", "lo, all pairs", VALUE_NUMBER, false },
        { "hi_all", "hi, all pairs", VALUE_NUMBER, false },
        { "d_z", NULL, VALUE_NUMBER, true },
        { "task_sd", NULL, VALUE_NUMBER, true },
        { "power", NULL, VALUE_NUMBER, true },
        { "n_a", NULL, VALUE_INTEGER, true },
        { "n_b", NULL, VALUE_INTEGER, true },
        { "cliffs_delta", NULL, VALUE_NUMBER, true },
    };

    for (size_t which = first; which <= last; which++) {
        struct result_column *column = parts_column(result, table, columns[which].name,
            columns[which].title, columns[which].type);
        bool known = false;

        column->digits = 3;
        for (size_t i = 0; i < work->n_comparisons; i++) {
            column_numbers(column)[i] = pair_number(work, &work->comparison[i], which);
            known |= !isnan(column->number[i]);
        }
        column->detail = columns[which].detail || (which > 21 && !known);
    }
}

static void
pairs_table(const struct compare_work *work, struct result *result)
{
    struct result_table *table = result_add_table(result, "pairs", work->n_comparisons);
    static const char *const keys[] = { "a", "b", "measure" };
    struct result_column *column;

    table->mixed_rows = true;
    for (size_t k = 0; k < 3; k++) {
        column = parts_column(result, table, keys[k], NULL, VALUE_TEXT);
        column->key = true;
        for (size_t i = 0; i < work->n_comparisons; i++) {
            const struct comparison *c = &work->comparison[i];

            column->text[i] = arena_strdup(work->arena, k == 2 ?
                compare_column(work, c->measure)->name :
                work->frame->key[work->row[k == 0 ? c->a : c->b]]);
        }
    }
    pair_numbers(work, result, table, 0, 2);
    column = parts_column(result, table, "better", NULL, VALUE_TEXT);
    for (size_t i = 0; i < work->n_comparisons; i++)
        column->text[i] = arena_strdup(work->arena,
            better_of_two(work, &work->comparison[i]));
    pair_numbers(work, result, table, 3, 4);
    column = parts_column(result, table, "method", NULL, VALUE_TEXT);
    for (size_t i = 0; i < work->n_comparisons; i++)
        column->text[i] = compare_method_name(&work->comparison[i]);
    pair_numbers(work, result, table, 5, 19);
    column = parts_column(result, table, "dominance", NULL, VALUE_TEXT);
    for (size_t i = 0; i < work->n_comparisons; i++)
        column->text[i] = dominance_words[compare_dominance_of(work, &work->comparison[i])->kind];
    pair_numbers(work, result, table, 20, 29);
}

void
compare_tables(const struct compare_work *work, struct result *result)
{
    measures_table(work, result);
    pairs_table(work, result);
    compare_models(work, result);
}

/* --- chart --- */

/* Differences of all pairs on the score: to be read against zero, the first model less the
 * second as in the table. */
static void
forest_chart(const struct compare_work *work, struct result *result)
{
    struct chart *chart;
    size_t n = 0;

    for (size_t i = 0; i < work->n_comparisons; i++)
        n += work->comparison[i].measure == work->primary;
    chart = result_add_chart(result, "differences", CHART_INTERVALS, n);
    chart->title = arena_printf(work->arena, "differences in %s",
        compare_column(work, work->primary)->name);
    chart->x.name = chart->title;
    chart->x.unit = arena_strdup(work->arena, compare_column(work, work->primary)->unit);
    n = 0;
    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];
        struct chart_mark *mark = &chart->marks[n];

        if (c->measure != work->primary)
            continue;
        mark->x = c->diff;
        mark->x_lo = c->ci.lo;
        mark->x_hi = c->ci.hi;
        mark->y = (double)n++;
        mark->role = compare_stands(work, c) ? MARK_FRONTIER : MARK_UNDECIDED;
        mark->key = arena_strdup(work->arena, work->frame->key[work->row[c->a]]);
        mark->label = arena_printf(work->arena, "%s \342\210\222 %s",
            compare_label(work, c->a), compare_label(work, c->b));
    }
}

void
compare_chart(const struct compare_work *work, struct result *result)
{
    const struct column *primary = compare_column(work, work->primary);
    struct chart *chart = result_add_chart(result, "intervals", CHART_INTERVALS, work->n);
    size_t best = best_model(work, work->primary);

    chart->title = arena_strdup(work->arena, primary->name);
    chart->x.name = chart->title;
    chart->x.unit = arena_strdup(work->arena, primary->unit);
    chart->x.direction = compare_direction(work, work->primary);
    for (size_t i = 0; i < work->n; i++) {
        struct chart_mark *mark = &chart->marks[i];
        struct interval ci = compare_own(work, i, work->primary).ci;

        mark->x = compare_value(work, i, work->primary);
        mark->x_lo = ci.lo;
        mark->x_hi = ci.hi;
        mark->y = (double)i;
        mark->role = i == best ? MARK_FRONTIER : MARK_PLAIN;
        mark->key = arena_strdup(work->arena, work->frame->key[work->row[i]]);
        mark->label = arena_strdup(work->arena, compare_label(work, i));
    }
    forest_chart(work, result);
}
