/* group.c - conditions, models and their rows; see group.h.
 *
 * Conditions lie in columns of small numbers, so that comparing two rows is cheap and a
 * further key can be added at any time.
 */
#include "store/group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/group_parts.h"

/* --- conditions --- */

size_t
group_condition(struct grouping *g, const char *name)
{
    struct condition condition = { .name = name };

    for (size_t i = 0; i < g->n_conditions; i++)
        if (strcmp(g->conditions[i].name, name) == 0)
            return i;
    condition.known = arena_zalloc(g->arena, g->obs->n_rows, sizeof *condition.known);
    name_index_init(&condition.values);
    ARRAY_PUSH(g->conditions, g->n_conditions, g->cap_conditions, condition);
    return g->n_conditions - 1;
}

uint32_t
group_value(struct condition *condition, const char *text)
{
    if (text == NULL || *text == '\0')
        return 0;
    return (uint32_t)name_index_add(&condition->values, text, strlen(text), NULL) + 1;
}

/* 0 if no row has it. */
static uint32_t
group_find_value(const struct condition *condition, const char *text)
{
    size_t at = name_index_find(&condition->values, text, strlen(text));

    return at == SIZE_MAX ? 0 : (uint32_t)at + 1;
}

const char *
condition_text(const struct condition *condition, uint32_t value)
{
    return value == 0 ? NULL : condition->values.names[value - 1];
}

size_t
row_knowledge(const struct grouping *g, size_t row)
{
    size_t known = 0;

    for (size_t c = 0; c < g->n_conditions; c++)
        known += g->conditions[c].known[row] != 0;
    return known;
}

bool
rows_same_known(const struct grouping *g, size_t a, size_t b)
{
    for (size_t c = 0; c < g->n_conditions; c++)
        if (g->conditions[c].known[a] != g->conditions[c].known[b])
            return false;
    return true;
}

/* Whether a column is the one that a name in --by means: its header or its standard name. */
static bool
is_named(const struct observed_column *column, const char *name)
{
    return strcmp(name, column->name) == 0 || (column->of != NULL && strcmp(name, column->of) == 0);
}

static bool
is_asked(const struct observed_column *column, char *const *by, size_t n_by)
{
    for (size_t i = 0; i < n_by; i++)
        if (is_named(column, by[i]))
            return true;
    return false;
}

/* What a column says becomes known of its rows; a name's suffix only where nothing else says it. */
static void
take_condition(struct grouping *g, size_t column, bool asked)
{
    const struct observed_column *from = &g->obs->columns[column];
    size_t at = group_condition(g, from->role == FIELD_CONDITION && from->of != NULL ? from->of
        : from->name);
    struct condition *condition = &g->conditions[at];
    const char **texts = observed_texts(g->obs, column);

    condition->asked = condition->asked || asked;
    condition->suffix = condition->suffix || from->suffix;
    for (size_t r = 0; r < g->obs->n_rows; r++)
        if (texts[r] != NULL && (!from->suffix || condition->known[r] == 0))
            condition->known[r] = group_value(condition, texts[r]);
    free(texts);
}

static void
find_conditions(struct grouping *g, char *const *by, size_t n_by)
{
    for (int suffixes = 0; suffixes < 2; suffixes++)
        for (size_t c = 0; c < g->obs->n_columns; c++) {
            const struct observed_column *column = &g->obs->columns[c];
            bool asked = is_asked(column, by, n_by);

            if (column->suffix == (suffixes == 1) && (column->role == FIELD_CONDITION || asked))
                take_condition(g, c, asked);
        }
}

static bool
check_by(const struct observations *obs, char *const *by, size_t n_by, struct error *err)
{
    for (size_t i = 0; i < n_by; i++) {
        bool found = strcmp(by[i], "model") == 0;

        for (size_t c = 0; c < obs->n_columns && !found; c++)
            found = is_named(&obs->columns[c], by[i]);
        if (!found) {
            const char **names = mem_zalloc(obs->n_columns + 2, sizeof *names), *near;
            size_t n = 0;

            names[n++] = "model";
            names[n++] = "row";
            for (size_t c = 0; c < obs->n_columns; c++)
                if (obs->columns[c].role != FIELD_MEASURE)
                    names[n++] = obs->columns[c].name;
            near = text_nearest(by[i], names, n);
            error_set(err, ERROR_REQUEST, "--by: no attribute \"%s\"", by[i]);
            if (near != NULL)
                error_hint(err, "did you mean \"%s\"?", near);
            else
                error_hint(err, "model, row, or an attribute of the runs");
            free(names);
            return false;
        }
    }
    return true;
}

/* --- models --- */

/* Groups in order of first appearance, rows within them in their own. */
static void
find_groups(struct grouping *g)
{
    const struct observations *obs = g->obs;
    uint32_t *of_model = arena_alloc(g->arena, (obs->models.n + 1) * sizeof *of_model);
    size_t at = 0;

    g->group_of_model = of_model;
    memset(of_model, 0xff, obs->models.n * sizeof *of_model);
    g->groups = mem_zalloc(obs->n_rows, sizeof *g->groups);
    g->group_of = arena_alloc(g->arena, obs->n_rows * sizeof *g->group_of);
    g->row_order = arena_alloc(g->arena, obs->n_rows * sizeof *g->row_order);
    for (size_t r = 0; r < obs->n_rows; r++) {
        uint32_t model = obs->rows[r].model;

        g->group_of[r] = (uint32_t)g->n_groups;
        if (model != NO_MODEL && of_model[model] != UINT32_MAX)
            g->group_of[r] = of_model[model];
        else
            g->groups[g->n_groups++].model = model;
        if (model != NO_MODEL)
            of_model[model] = g->group_of[r];
        g->groups[g->group_of[r]].n++;
    }
    for (size_t k = 0; k < g->n_groups; k++) {
        g->groups[k].first = at;
        at += g->groups[k].n;
        g->groups[k].n = 0;
    }
    for (size_t r = 0; r < obs->n_rows; r++) {
        struct model_group *group = &g->groups[g->group_of[r]];

        g->row_order[group->first + group->n++] = r;
    }
}

/* --- values of rows --- */

/* The cells of a row in a block: [*from, *to). */
static void
cells_of_row(const struct cell_block *block, size_t row, size_t *from, size_t *to)
{
    size_t low = 0, high = block->n;

    if (block->row == NULL) {
        *from = row - block->first_row;
        *to = *from + 1;
        return;
    }
    while (low < high) {                     /* rows ascend in sparse blocks */
        size_t middle = low + (high - low) / 2;

        if (block->row[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    *from = low;
    while (low < block->n && block->row[low] == row)
        low++;
    *to = low;
}

double
row_value(const struct grouping *g, size_t row, uint32_t column)
{
    const struct observed_source *source = &g->obs->sources[g->obs->rows[row].source];

    for (size_t b = source->first_block; b < source->first_block + source->n_blocks; b++) {
        const struct cell_block *block = &g->obs->blocks[b];
        size_t i, end;

        if (block->value == NULL || (block->column == NULL && block->same_column != column))
            continue;
        for (cells_of_row(block, row, &i, &end); i < end; i++)
            if (cell_column(block, i) == column && !isnan(block->value[i]))
                return block->value[i];
    }
    return NAN;
}

bool
rows_differ(const struct grouping *g, size_t a, size_t b)
{
    const struct observed_source *source = &g->obs->sources[g->obs->rows[a].source];

    if ((g->measures[a] & g->measures[b]) == 0)
        return false;
    for (size_t k = source->first_block; k < source->first_block + source->n_blocks; k++) {
        const struct cell_block *block = &g->obs->blocks[k];
        size_t i, end;

        if (block->value == NULL)
            continue;
        for (cells_of_row(block, a, &i, &end); i < end; i++) {
            double other = isnan(block->value[i]) ? NAN : row_value(g, b, cell_column(block, i));

            if (!isnan(other) && other != block->value[i])
                return true;
        }
    }
    return false;
}

static void
note_measures(struct grouping *g)
{
    g->measures = arena_zalloc(g->arena, g->obs->n_rows, sizeof *g->measures);
    for (size_t b = 0; b < g->obs->n_blocks; b++) {
        const struct cell_block *block = &g->obs->blocks[b];

        for (size_t i = 0; block->value != NULL && i < block->n; i++)
            if (!isnan(block->value[i]))
                g->measures[cell_row(block, i)] |= UINT64_C(1) << cell_column(block, i) % 64;
    }
}

/* The texts of all columns of one role, merged; NULL if there are none. */
static const char **
texts_of_role(const struct observations *obs, enum field_role role)
{
    const char **merged = NULL;

    for (size_t c = 0; c < obs->n_columns; c++) {
        const char **texts;

        if (obs->columns[c].role != role)
            continue;
        texts = observed_texts(obs, c);
        if (merged == NULL) {
            merged = texts;
            continue;
        }
        for (size_t r = 0; r < obs->n_rows; r++)
            if (texts[r] != NULL)
                merged[r] = texts[r];
        free(texts);
    }
    return merged;
}

/* --- conditions that depend on a model's other rows --- */

/* Calls back for each value that a row has; stops when told so. */
typedef bool take_value(void *context, uint32_t column);

static bool
each_value(const struct grouping *g, size_t row, take_value *take, void *context)
{
    const struct observed_source *source = &g->obs->sources[g->obs->rows[row].source];

    for (size_t b = source->first_block; b < source->first_block + source->n_blocks; b++) {
        const struct cell_block *block = &g->obs->blocks[b];
        size_t i, end;

        if (block->value == NULL)
            continue;
        for (cells_of_row(block, row, &i, &end); i < end; i++)
            if (!isnan(block->value[i]) && !take(context, cell_column(block, i)))
                return false;
    }
    return true;
}

/* Under which value of a condition each measure was met; false for a second one. */
struct protocol { uint32_t *met, value; };

static bool
take_protocol(void *context, uint32_t column)
{
    struct protocol *protocol = context;

    if (protocol->met[column] == 0)
        protocol->met[column] = protocol->value;
    return protocol->met[column] == protocol->value;
}

/* Whether rows of a group measured the same under different values of a condition. */
static bool
is_contested(const struct grouping *g, const struct model_group *group,
    const struct condition *condition)
{
    struct protocol protocol = { mem_zalloc(g->obs->n_columns, sizeof *protocol.met), 0 };
    bool contested = false;

    for (size_t i = 0; i < group->n && !contested; i++) {
        size_t row = g->row_order[group->first + i];

        protocol.value = condition->known[row];
        contested = protocol.value != 0 && !each_value(g, row, take_protocol, &protocol);
    }
    free(protocol.met);
    return contested;
}

/* Shots and prompts belong to tasks. A model whose tasks were asked with different ones, but
 * each with one only, is one point. */
static void
join_protocols(struct grouping *g, struct condition *condition)
{
    for (size_t k = 0; k < g->n_groups; k++) {
        const struct model_group *group = &g->groups[k];
        uint32_t first = 0;
        bool differ = false;

        for (size_t i = 0; i < group->n; i++) {
            uint32_t value = condition->known[g->row_order[group->first + i]];

            differ = differ || (value != 0 && first != 0 && value != first);
            first = value != 0 ? value : first;
        }
        if (!differ || is_contested(g, group, condition))
            continue;
        for (size_t i = 0; i < group->n; i++)
            if (condition->known[g->row_order[group->first + i]] != 0)
                condition->known[g->row_order[group->first + i]]
                    = group_value(condition, FRAME_BY_TASK);
    }
}

/* Whether another row of the group has a suffix and, unless always, measured something else of
 * the same in the same file. */
static bool
has_suffixed_twin(const struct grouping *g, const struct model_group *group,
    const struct condition *condition, size_t row, bool always)
{
    uint32_t none = group_find_value(condition, NO_SUFFIX);

    for (size_t i = 0; i < group->n; i++) {
        size_t other = g->row_order[group->first + i];

        if (condition->known[other] == 0 || condition->known[other] == none)
            continue;
        if (always || (g->obs->rows[row].source == g->obs->rows[other].source
                && rows_differ(g, row, other)))
            return true;
    }
    return false;
}

/* Where names of a model carry a suffix, a name without one is another configuration: always
 * of a quantised model; of an effort only where the same file measured both the same. */
static void
settle_suffix(struct grouping *g, struct condition *condition)
{
    bool always = strcmp(condition->name, SUFFIX_QUANTIZATION) == 0;

    for (size_t k = 0; k < g->n_groups; k++) {
        const struct model_group *group = &g->groups[k];
        bool any = false;

        for (size_t i = 0; i < group->n && !any; i++)
            any = condition->known[g->row_order[group->first + i]] != 0;
        for (size_t i = 0; i < group->n && any; i++) {
            size_t row = g->row_order[group->first + i];

            if (condition->known[row] == 0
                && has_suffixed_twin(g, group, condition, row, always))
                condition->known[row] = group_value(condition, NO_SUFFIX);
        }
    }
}

static void
settle_conditions(struct grouping *g)
{
    for (size_t c = 0; c < g->n_conditions; c++) {
        struct condition *condition = &g->conditions[c];

        if (condition->suffix)
            settle_suffix(g, condition);
        if (!condition->asked && (strcmp(condition->name, "shots") == 0
                || strcmp(condition->name, "prompt") == 0))
            join_protocols(g, condition);
    }
}

bool
grouping_init(struct grouping *g, const struct observations *obs, const char *by,
    struct error *err)
{
    size_t n_by = 0;
    char **names = by != NULL ? text_split(by, ',', &n_by) : NULL;
    bool done;

    memset(g, 0, sizeof *g);
    g->obs = obs;
    g->arena = arena_new();
    done = check_by(obs, names, n_by, err);
    if (done) {
        find_conditions(g, names, n_by);
        find_groups(g);
        note_measures(g);
        g->seed = texts_of_role(obs, FIELD_SEED);
        g->date = texts_of_role(obs, FIELD_DATE);
        settle_conditions(g);
        group_separate(g);
        group_points(g);
    }
    if (names != NULL)
        text_split_free(names, n_by);
    if (!done)
        grouping_release(g);
    return done;
}

void
grouping_release(struct grouping *g)
{
    for (size_t c = 0; c < g->n_conditions; c++)
        name_index_release(&g->conditions[c].values);
    free(g->conditions);
    free(g->groups);
    free(g->points);
    free(g->seed);
    free(g->date);
    arena_free(g->arena);
}
