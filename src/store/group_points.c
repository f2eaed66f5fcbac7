/* group_points.c - joins what a model's rows know into points, and finds who feeds whom.
 *
 * The distinct vectors of a model are joined, those that know most first: a full outer join
 * on agreement. Then the models of which it is a special case may add what they know, but no
 * points of their own.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/group_parts.h"

enum { MOST_POINTS_OF_MODEL = 20000 };

/* Distinct vectors: n of them, width values each, with a hash table over them. */
struct vectors {
    size_t width, n, capacity;
    uint32_t *at;
    uint32_t *slots; size_t n_slots;          /* number + 1 */
};

static const uint32_t *
vector(const struct vectors *set, size_t i)
{
    return set->at + i * set->width;
}

static void
vectors_release(struct vectors *set)
{
    free(set->at);
    free(set->slots);
}

static size_t
vectors_slot(const struct vectors *set, const uint32_t *values)
{
    uint64_t hash = 1469598103934665603u;
    size_t slot;

    for (size_t c = 0; c < set->width; c++)
        hash = (hash ^ values[c]) * 1099511628211u;
    slot = (size_t)(hash ^ hash >> 31) & (set->n_slots - 1);
    while (set->slots[slot] != 0
        && memcmp(vector(set, set->slots[slot] - 1), values, set->width * sizeof *values) != 0)
        slot = (slot + 1) & (set->n_slots - 1);
    return slot;
}

static void
vectors_grow(struct vectors *set)
{
    set->n_slots = set->n_slots == 0 ? 16 : 2 * set->n_slots;
    free(set->slots);
    set->slots = mem_zalloc(set->n_slots, sizeof *set->slots);
    for (size_t i = 0; i < set->n; i++)
        set->slots[vectors_slot(set, vector(set, i))] = (uint32_t)(i + 1);
}

/* The number of a vector, added if it is new. */
static size_t
vectors_add(struct vectors *set, const uint32_t *values)
{
    size_t slot;

    if (2 * set->n >= set->n_slots)
        vectors_grow(set);
    slot = vectors_slot(set, values);
    if (set->slots[slot] != 0)
        return set->slots[slot] - 1;
    if (set->n == set->capacity) {
        set->capacity = mem_grown(set->capacity, set->n + 1);
        set->at = mem_resize(set->at, set->capacity * (set->width + 1), sizeof *set->at);
    }
    memcpy(set->at + set->n * set->width, values, set->width * sizeof *values);
    set->slots[slot] = (uint32_t)++set->n;
    return set->n - 1;
}

static size_t
known_in(const uint32_t *values, size_t width)
{
    size_t known = 0;

    for (size_t c = 0; c < width; c++)
        known += values[c] != 0;
    return known;
}

static bool
agree(const uint32_t *a, const uint32_t *b, size_t width)
{
    for (size_t c = 0; c < width; c++)
        if (a[c] != 0 && b[c] != 0 && a[c] != b[c])
            return false;
    return true;
}

static bool
same_signature(const uint32_t *a, const uint32_t *b, size_t width)
{
    for (size_t c = 0; c < width; c++)
        if ((a[c] != 0) != (b[c] != 0))
            return false;
    return true;
}

static void
row_vector(const struct grouping *g, size_t row, uint32_t *values)
{
    for (size_t c = 0; c < g->n_conditions; c++)
        values[c] = g->conditions[c].known[row];
}

/* Joins two sets on agreement. What meets nothing stays as it is; of the right set only if
 * outer is set. */
static struct vectors
vectors_join(struct grouping *g, const struct vectors *left, const struct vectors *right,
    bool outer)
{
    struct vectors out = { .width = left->width };
    bool *met = mem_zalloc(right->n, sizeof *met);
    uint32_t *both = mem_alloc((left->width + 1) * sizeof *both);

    for (size_t i = 0; i < left->n; i++) {
        const uint32_t *a = vector(left, i);
        bool any = false;

        for (size_t j = 0; j < right->n; j++) {
            const uint32_t *b = vector(right, j);

            if (!agree(a, b, left->width))
                continue;
            any = met[j] = true;
            if (out.n >= MOST_POINTS_OF_MODEL) {
                g->cut++;
                continue;
            }
            for (size_t c = 0; c < left->width; c++)
                both[c] = a[c] != 0 ? a[c] : b[c];
            vectors_add(&out, both);
        }
        if (!any)
            vectors_add(&out, a);
    }
    for (size_t j = 0; j < right->n && outer; j++)
        if (!met[j])
            vectors_add(&out, vector(right, j));
    free(met);
    free(both);
    return out;
}

/* The vectors of a group's rows. */
static struct vectors
group_vectors(const struct grouping *g, const struct model_group *group, uint32_t *of_row)
{
    struct vectors set = { .width = g->n_conditions };
    uint32_t *values = mem_alloc((g->n_conditions + 1) * sizeof *values);

    for (size_t i = 0; i < group->n; i++) {
        size_t row = g->row_order[group->first + i];

        row_vector(g, row, values);
        of_row[row] = (uint32_t)vectors_add(&set, values);
    }
    free(values);
    return set;
}

/* Classes of vectors that know the same conditions, most knowledge first, joined one by one. */
static struct vectors
join_classes(struct grouping *g, const struct vectors *all)
{
    struct vectors joined = { .width = all->width };
    bool *taken = mem_zalloc(all->n, sizeof *taken);

    for (;;) {
        struct vectors class = { .width = all->width }, next;
        size_t first = SIZE_MAX, most = 0;

        for (size_t i = 0; i < all->n; i++)
            if (!taken[i] && (first == SIZE_MAX || known_in(vector(all, i), all->width) > most)) {
                first = i;
                most = known_in(vector(all, i), all->width);
            }
        if (first == SIZE_MAX)
            break;
        for (size_t i = first; i < all->n; i++)
            if (!taken[i] && same_signature(vector(all, first), vector(all, i), all->width)) {
                taken[i] = true;
                vectors_add(&class, vector(all, i));
            }
        next = vectors_join(g, &joined, &class, true);
        vectors_release(&class);
        vectors_release(&joined);
        joined = next;
    }
    free(taken);
    return joined;
}

static uint32_t
parent_of(const struct observations *obs, uint32_t model)
{
    return model == NO_MODEL || model >= obs->n_parents ? NO_MODEL : obs->parent[model];
}

size_t
row_generations(const struct grouping *g, const struct point *point, size_t row)
{
    uint32_t of_row = g->groups[g->group_of[row]].model;
    size_t generations = 0;

    for (uint32_t m = g->groups[point->group].model; m != of_row && generations < GENERATIONS;
        m = parent_of(g->obs, m))
        generations++;
    return generations;
}

/* --- who feeds whom --- */

struct feeding { uint32_t row, point; };
struct feedings { struct feeding *at; size_t n, capacity; };

/* Points from `from` on are of one group; each gets the rows that do not contradict it. */
static void
feed_points(struct grouping *g, const struct model_group *group, const struct vectors *set,
    const uint32_t *of_row, size_t from, struct feedings *out)
{
    size_t *first = mem_zalloc(set->n + 1, sizeof *first), n = 0, capacity = 0;
    uint32_t *points = NULL;

    for (size_t v = 0; v < set->n; v++) {
        first[v] = n;
        for (size_t p = from; p < g->n_points; p++)
            if (agree(vector(set, v), g->points[p].known, set->width))
                ARRAY_PUSH(points, n, capacity, (uint32_t)p);
    }
    first[set->n] = n;
    for (size_t i = 0; i < group->n; i++) {
        size_t row = g->row_order[group->first + i];

        for (size_t k = first[of_row[row]]; k < first[of_row[row] + 1]; k++) {
            struct feeding feeding = { (uint32_t)row, points[k] };

            ARRAY_PUSH(out->at, out->n, out->capacity, feeding);
        }
    }
    free(first);
    free(points);
}

static void
add_points(struct grouping *g, size_t group, const struct vectors *joined)
{
    for (size_t i = 0; i < joined->n; i++) {
        struct point point = { .group = (uint32_t)group, .first = SIZE_MAX,
            .knowledge = known_in(vector(joined, i), joined->width) };

        point.known = arena_alloc(g->arena, (joined->width + 1) * sizeof *point.known);
        memcpy(point.known, vector(joined, i), joined->width * sizeof *point.known);
        ARRAY_PUSH(g->points, g->n_points, g->cap_points, point);
    }
}

/* Whether a model's rows say what it can do: then it is a model, not just an architecture. */
static bool
has_capability(const struct grouping *g, const struct model_group *group)
{
    uint64_t capability = 0;

    for (size_t c = 0; c < g->obs->n_columns; c++)
        if (g->obs->columns[c].kind == KIND_CAPABILITY
            && g->obs->columns[c].role == FIELD_MEASURE)
            capability |= UINT64_C(1) << c % 64;
    for (size_t i = 0; i < group->n; i++)
        if ((g->measures[g->row_order[group->first + i]] & capability) != 0)
            return true;
    return false;
}

/* Models of which others are special cases have no points of their own unless they measure a
 * capability. */
static bool
is_only_parent(const struct grouping *g, size_t group)
{
    uint32_t model = g->groups[group].model;

    if (model == NO_MODEL || g->obs->n_parents == 0 || has_capability(g, &g->groups[group]))
        return false;
    for (size_t m = 0; m < g->obs->n_parents; m++)
        if (g->obs->parent[m] == model)
            return true;
    return false;
}

static void
points_of_group(struct grouping *g, size_t group, const struct vectors *sets,
    const uint32_t *of_row, struct feedings *feedings)
{
    struct vectors joined = join_classes(g, &sets[group]);
    size_t from = g->n_points;
    uint32_t ancestor;

    for (uint32_t m = parent_of(g->obs, g->groups[group].model), depth = 0;
        m != NO_MODEL && depth < GENERATIONS; m = parent_of(g->obs, m), depth++) {
        struct vectors wider;

        ancestor = g->group_of_model[m];
        if (ancestor == UINT32_MAX)
            continue;
        wider = vectors_join(g, &joined, &sets[ancestor], false);
        vectors_release(&joined);
        joined = wider;
    }
    add_points(g, group, &joined);
    vectors_release(&joined);
    feed_points(g, &g->groups[group], &sets[group], of_row, from, feedings);
    for (uint32_t m = parent_of(g->obs, g->groups[group].model), depth = 0;
        m != NO_MODEL && depth < GENERATIONS; m = parent_of(g->obs, m), depth++) {
        ancestor = g->group_of_model[m];
        if (ancestor != UINT32_MAX)
            feed_points(g, &g->groups[ancestor], &sets[ancestor], of_row, from, feedings);
    }
}

/* --- order --- */

/* A point first appears with its own most knowledgeable row. */
static void
find_first_rows(struct grouping *g, const struct feedings *feedings)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < feedings->n; i++) {
            struct point *point = &g->points[feedings->at[i].point];
            size_t row = feedings->at[i].row;
            bool own = g->group_of[row] == point->group;

            if (pass == 0 && (!own || row_knowledge(g, row) != point->knowledge))
                continue;
            if (pass == 1 && point->first != SIZE_MAX)
                continue;
            if (own && row < point->first)
                point->first = row;
        }
}

static int
by_first_row(const void *left, const void *right)
{
    const struct point *a = left, *b = right;

    return (a->first > b->first) - (a->first < b->first);
}

/* Sorts the points and turns feedings into lists by row. */
static void
index_feeds(struct grouping *g, const struct feedings *feedings)
{
    size_t n_rows = g->obs->n_rows, *next = mem_zalloc(n_rows + 2, sizeof *next);
    uint32_t *now = mem_alloc((g->n_points + 1) * sizeof *now);

    for (size_t p = 0; p < g->n_points; p++)
        g->points[p].number = (uint32_t)p;
    if (g->n_points > 0)
        qsort(g->points, g->n_points, sizeof *g->points, by_first_row);
    for (size_t p = 0; p < g->n_points; p++)
        now[g->points[p].number] = (uint32_t)p;
    g->feeds_first = arena_zalloc(g->arena, n_rows + 1, sizeof *g->feeds_first);
    g->feeds = arena_alloc(g->arena, (feedings->n + 1) * sizeof *g->feeds);
    for (size_t i = 0; i < feedings->n; i++)
        g->feeds_first[feedings->at[i].row + 1]++;
    for (size_t r = 0; r < n_rows; r++) {
        g->feeds_first[r + 1] += g->feeds_first[r];
        next[r + 1] = g->feeds_first[r + 1];
    }
    for (size_t i = 0; i < feedings->n; i++)
        g->feeds[next[feedings->at[i].row]++] = now[feedings->at[i].point];
    free(next);
    free(now);
}

void
group_points(struct grouping *g)
{
    struct vectors *sets = mem_zalloc(g->n_groups, sizeof *sets);
    uint32_t *of_row = mem_alloc((g->obs->n_rows + 1) * sizeof *of_row);
    struct feedings feedings = { NULL, 0, 0 };

    for (size_t k = 0; k < g->n_groups; k++)
        sets[k] = group_vectors(g, &g->groups[k], of_row);
    for (size_t k = 0; k < g->n_groups; k++)
        if (!is_only_parent(g, k))
            points_of_group(g, k, sets, of_row, &feedings);
    find_first_rows(g, &feedings);
    index_feeds(g, &feedings);
    for (size_t k = 0; k < g->n_groups; k++)
        vectors_release(&sets[k]);
    free(sets);
    free(of_row);
    free(feedings.at);
}
