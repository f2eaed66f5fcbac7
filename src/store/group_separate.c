/* group_separate.c - rows that the known conditions do not tell apart, but that differ.
 *
 * Whatever else differs between two runs that measured the same splits the point (contract 1)
 * and is said in the title. Of what would do, the attribute that settles most is taken first,
 * and of equals the one with the fewest values: a label with a value of its own in each row is
 * the last resort. Only what differs in nothing but its date is a rerun.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/group_parts.h"

struct clash { size_t a, b; };
struct clashes { struct clash *at; size_t n, capacity; };

enum { LOOK_BACK = 16 };           /* rows of equal knowledge that a row is compared with */

static uint64_t
hash_known(const struct grouping *g, size_t row)
{
    uint64_t hash = 1469598103934665603u;

    for (size_t c = 0; c < g->n_conditions; c++)
        hash = (hash ^ g->conditions[c].known[row]) * 1099511628211u;
    return hash ^ hash >> 31;
}

static bool
is_seed_apart(const struct grouping *g, size_t a, size_t b)
{
    const char *x, *y;

    if (g->seed == NULL)
        return false;
    x = g->seed[a] != NULL ? g->seed[a] : "";
    y = g->seed[b] != NULL ? g->seed[b] : "";
    return strcmp(x, y) != 0;
}

/* The row's clash with one of the last rows that know the same, if there is one. */
static bool
find_clash(const struct grouping *g, size_t row, const size_t *previous, size_t *other)
{
    for (size_t k = 0, at = previous[row]; k < LOOK_BACK && at != SIZE_MAX; k++, at = previous[at])
        if (!is_seed_apart(g, at, row) && rows_differ(g, at, row)) {
            *other = at;
            return true;
        }
    return false;
}

/* previous[row] becomes the last row of the group before it that knows the same. */
static void
link_equals(const struct grouping *g, const struct model_group *group, size_t *previous,
    size_t *slots, size_t n_slots)
{
    memset(slots, 0xff, n_slots * sizeof *slots);
    for (size_t i = 0; i < group->n; i++) {
        size_t row = g->row_order[group->first + i];
        size_t slot = (size_t)hash_known(g, row) & (n_slots - 1);

        while (slots[slot] != SIZE_MAX && !rows_same_known(g, slots[slot], row))
            slot = (slot + 1) & (n_slots - 1);
        previous[row] = slots[slot];
        slots[slot] = row;
    }
}

static void
find_clashes(const struct grouping *g, struct clashes *clashes)
{
    size_t *previous = mem_alloc(g->obs->n_rows * sizeof *previous), *slots = NULL, n_slots = 0;

    clashes->n = 0;
    for (size_t k = 0; k < g->n_groups; k++) {
        const struct model_group *group = &g->groups[k];
        size_t wanted = 16;

        if (group->n < 2 || group->model == NO_MODEL)
            continue;
        while (wanted < 2 * group->n)
            wanted *= 2;
        if (wanted > n_slots) {
            slots = mem_resize(slots, wanted, sizeof *slots);
            n_slots = wanted;
        }
        link_equals(g, group, previous, slots, wanted);
        for (size_t i = 0; i < group->n; i++) {
            struct clash clash = { .a = g->row_order[group->first + i] };

            if (!g->obs->rows[clash.a].is_item && find_clash(g, clash.a, previous, &clash.b))
                ARRAY_PUSH(clashes->at, clashes->n, clashes->capacity, clash);
        }
    }
    free(previous);
    free(slots);
}

/* --- what might tell them apart --- */

struct candidate {
    const char *name;
    const char **texts;            /* of each row */
    size_t distinct;
    bool factor;                   /* whole numbers of unknown direction: threads, layers */
};

static void
candidate_count(const struct grouping *g, struct candidate *candidate)
{
    struct name_index values;

    name_index_init(&values);
    for (size_t r = 0; r < g->obs->n_rows; r++)
        if (candidate->texts[r] != NULL)
            name_index_add(&values, candidate->texts[r], strlen(candidate->texts[r]), NULL);
    candidate->distinct = values.n;
    name_index_release(&values);
}

/* In a file that has the attribute, its absence is a value too. */
static void
fill_absent(const struct grouping *g, struct candidate *candidate)
{
    const struct observations *obs = g->obs;

    for (size_t s = 0; s < obs->n_sources; s++) {
        const char **texts = candidate->texts + obs->sources[s].first_row;
        bool any = false;

        for (size_t r = 0; r < obs->sources[s].n_rows; r++)
            any = any || texts[r] != NULL;
        for (size_t r = 0; r < obs->sources[s].n_rows && any; r++)
            if (texts[r] == NULL)
                texts[r] = NO_SUFFIX;
    }
}

static bool
are_whole(const struct observations *obs, uint32_t column)
{
    for (size_t b = 0; b < obs->n_blocks; b++) {
        const struct cell_block *block = &obs->blocks[b];

        if (block->value == NULL || (block->column == NULL && block->same_column != column))
            continue;
        for (size_t i = 0; i < block->n; i++)
            if (cell_column(block, i) == column && !isnan(block->value[i])
                && block->value[i] != trunc(block->value[i]))
                return false;
    }
    return true;
}

static bool
is_candidate(const struct observations *obs, uint32_t column, bool *factor)
{
    const struct observed_column *from = &obs->columns[column];

    *factor = from->role == FIELD_MEASURE;
    if (*factor)
        return from->direction == DIRECTION_UNKNOWN && from->kind == KIND_DESCRIPTOR
            && are_whole(obs, column);
    return from->role == FIELD_ATTRIBUTE;
}

/* Files with the same measures are alternatives: which file it was tells their rows apart. */
static void
add_source_candidate(const struct grouping *g, struct candidate *candidate)
{
    const struct observations *obs = g->obs;
    uint64_t *has = mem_zalloc(obs->n_sources, sizeof *has);

    candidate->name = "source";
    candidate->texts = mem_zalloc(obs->n_rows, sizeof *candidate->texts);
    for (size_t r = 0; r < obs->n_rows; r++)
        has[obs->rows[r].source] |= g->measures[r];
    for (size_t r = 0; r < obs->n_rows; r++) {
        uint32_t source = obs->rows[r].source;
        bool alternative = false;

        for (size_t s = 0; s < obs->n_sources && !alternative; s++)
            alternative = s != source && has[s] == has[source] && obs->sources[s].wide > 0;
        if (alternative && obs->sources[source].wide > 0)
            candidate->texts[r] = obs->sources[source].name;
    }
    free(has);
}

/* Names that one file writes in two ways tell its rows apart: "CALM" is not "CaLM". */
static void
add_name_candidate(const struct grouping *g, struct candidate *candidate)
{
    const struct observation *rows = g->obs->rows;

    candidate->name = "name";
    candidate->factor = false;
    candidate->texts = mem_zalloc(g->obs->n_rows, sizeof *candidate->texts);
    for (size_t k = 0; k < g->n_groups; k++) {
        const size_t *order = g->row_order + g->groups[k].first;
        bool differ = false;

        for (size_t i = 0, first = 0; i < g->groups[k].n && rows[order[i]].spelling != NULL; i++) {
            if (rows[order[i]].source != rows[order[first]].source) {
                first = i;
                differ = false;
            }
            if (!differ && strcmp(rows[order[i]].spelling, rows[order[first]].spelling) != 0) {
                differ = true;
                for (size_t j = first; j < i; j++)
                    candidate->texts[order[j]] = rows[order[j]].spelling;
            }
            if (differ)
                candidate->texts[order[i]] = rows[order[i]].spelling;
        }
    }
    candidate_count(g, candidate);
}

static struct candidate *
find_candidates(const struct grouping *g, size_t *n)
{
    struct candidate *candidates = mem_zalloc(g->obs->n_columns + 2, sizeof *candidates);

    *n = 0;
    for (uint32_t c = 0; c < g->obs->n_columns; c++) {
        struct candidate *candidate = &candidates[*n];

        if (!is_candidate(g->obs, c, &candidate->factor))
            continue;
        candidate->name = g->obs->columns[c].name;
        candidate->texts = observed_texts(g->obs, c);
        candidate_count(g, candidate);
        fill_absent(g, candidate);
        (*n)++;
    }
    add_name_candidate(g, &candidates[(*n)++]);
    if (g->obs->n_sources > 1)
        add_source_candidate(g, &candidates[(*n)++]);
    return candidates;
}

static size_t
settled_by(const struct candidate *candidate, const struct clashes *clashes)
{
    size_t count = 0;

    for (size_t i = 0; i < clashes->n; i++) {
        const char *a = candidate->texts[clashes->at[i].a], *b = candidate->texts[clashes->at[i].b];

        count += a != b && (a == NULL || b == NULL || strcmp(a, b) != 0);
    }
    return count;
}

/* The lower the sooner: attributes with repeated values, numbers that settle everything,
 * labels of single rows, and last the file. */
static int
rank_of(const struct grouping *g, const struct candidate *candidate, size_t settled,
    const struct clashes *clashes)
{
    if (settled == 0)
        return INT32_MAX;
    if (strcmp(candidate->name, "source") == 0 && candidate->distinct == 0)
        return 3;
    if (candidate->factor)
        return settled == clashes->n && candidate->distinct * 2 <= g->obs->n_rows ? 1 : INT32_MAX;
    return candidate->distinct * 2 <= g->obs->n_rows + 1 ? 0 : 2;
}

static struct candidate *
best_candidate(const struct grouping *g, struct candidate *candidates, size_t n,
    const struct clashes *clashes)
{
    struct candidate *best = NULL;
    int best_rank = INT32_MAX;
    size_t best_settled = 0;

    for (size_t i = 0; i < n; i++) {
        struct candidate *candidate = &candidates[i];
        size_t settled = settled_by(candidate, clashes);
        int rank = rank_of(g, candidate, settled, clashes);

        if (rank == INT32_MAX || rank > best_rank)
            continue;
        if (rank == best_rank && (settled < best_settled
                || (settled == best_settled && candidate->distinct >= best->distinct)))
            continue;
        best = candidate;
        best_rank = rank;
        best_settled = settled;
    }
    return best;
}

/* A name that no condition has yet. */
static const char *
free_name(struct grouping *g, const char *name)
{
    for (size_t c = 0; c < g->n_conditions; c++)
        if (strcmp(g->conditions[c].name, name) == 0)
            return free_name(g, arena_printf(g->arena, "%s#2", name));
    return name;
}

static void
add_key(struct grouping *g, const struct candidate *candidate)
{
    size_t at = group_condition(g, free_name(g, candidate->name));
    struct condition *condition = &g->conditions[at];

    condition->attribute = true;
    for (size_t r = 0; r < g->obs->n_rows; r++)
        condition->known[r] = group_value(condition, candidate->texts[r]);
}

void
group_separate(struct grouping *g)
{
    struct clashes clashes = { NULL, 0, 0 };
    struct candidate *candidates = NULL, *best;
    size_t n = 0;

    for (find_clashes(g, &clashes); clashes.n > 0; find_clashes(g, &clashes)) {
        if (candidates == NULL)
            candidates = find_candidates(g, &n);
        best = best_candidate(g, candidates, n, &clashes);
        if (best == NULL)
            break;
        add_key(g, best);
    }
    for (size_t i = 0; i < n; i++)
        free(candidates[i].texts);
    free(candidates);
    free(clashes.at);
}
