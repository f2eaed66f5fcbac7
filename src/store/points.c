/* points.c - observations become points: contract 1.
 *
 * A point is a model under conditions. For each model the known condition vectors of its
 * runs are joined: vectors that know different attributes combine, vectors that differ in
 * one attribute stay apart. A point takes each measure from the most specific run that
 * does not contradict it; seeds merge, reruns give the newest, anything else that tells
 * two runs apart becomes part of the key. Nothing is ever averaged over loads.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/observe.h"

enum { MOST_CONDITIONS = 64, MOST_POINTS_OF_MODEL = 20000 };

/* A condition by its standard name; several columns may stand for it. */
struct condition {
    const char *name;
    bool splits;                   /* part of the key: asked for, or values differ */
    bool asked;
    bool text_only;                /* an attribute that had to be added to tell rows apart */
};

struct model_group {
    const char *name;              /* NULL: model unknown, each row by itself */
    size_t *rows; size_t n, capacity;
};

struct point {
    size_t group;
    const char *known[MOST_CONDITIONS];
    size_t first;                  /* row of its first appearance */
    bool composed;
};

struct grouping {
    const struct observations *obs;
    struct arena *arena;
    struct condition conditions[MOST_CONDITIONS]; size_t n_conditions;
    const char *(*known)[MOST_CONDITIONS];     /* per row */
    struct model_group *groups; size_t n_groups, cap_groups;
    struct point *points; size_t n_points, cap_points;
    bool by_model;
    size_t reruns, seeds;
    char *rerun_example;
};

/* --- conditions --- */

static size_t
condition_index(struct grouping *g, const char *name)
{
    for (size_t i = 0; i < g->n_conditions; i++)
        if (strcmp(g->conditions[i].name, name) == 0)
            return i;
    if (g->n_conditions == MOST_CONDITIONS)
        return MOST_CONDITIONS;
    g->conditions[g->n_conditions] = (struct condition){ .name = name };
    return g->n_conditions++;
}

static const char *
condition_name(const struct observed_column *column)
{
    return column->of != NULL ? column->of : column->name;
}

/* Whether a column is one of the names in by: as written, folded, or by standard name. */
static bool
is_asked(const struct observed_column *column, char *const *by, size_t n_by)
{
    for (size_t i = 0; i < n_by; i++)
        if (strcmp(by[i], column->name) == 0
            || (column->of != NULL && strcmp(by[i], column->of) == 0))
            return true;
    return false;
}

static void
find_conditions(struct grouping *g, char *const *by, size_t n_by)
{
    const struct observations *obs = g->obs;

    g->known = arena_zalloc(g->arena, obs->n_rows, sizeof *g->known);
    for (size_t c = 0; c < obs->n_columns; c++) {
        const struct observed_column *column = &obs->columns[c];
        bool asked = is_asked(column, by, n_by);
        size_t at;

        if (column->role != FIELD_CONDITION && !asked)
            continue;
        at = condition_index(g, condition_name(column));
        if (at == MOST_CONDITIONS)
            continue;
        g->conditions[at].asked = g->conditions[at].asked || asked;
        for (size_t r = 0; r < obs->n_rows; r++) {
            const struct observed_value *value = observed(&obs->rows[r], c);

            if (value != NULL && value->text != NULL && *value->text != '\0'
                && value->status == CELL_OK)
                g->known[r][at] = value->text;
        }
    }
}

/* --- models --- */

static struct model_group *
group_of(struct grouping *g, const char *name)
{
    /* Rows of one model mostly stand together. */
    for (size_t i = g->n_groups; name != NULL && i-- > 0;)
        if (g->groups[i].name != NULL && strcmp(g->groups[i].name, name) == 0)
            return &g->groups[i];
    ARRAY_RESERVE(g->groups, g->n_groups + 1, g->cap_groups);
    g->groups[g->n_groups] = (struct model_group){ .name = name };
    return &g->groups[g->n_groups++];
}

static void
find_groups(struct grouping *g)
{
    for (size_t r = 0; r < g->obs->n_rows; r++) {
        const char *model = g->obs->rows[r].model;
        struct model_group *group = group_of(g, g->by_model || model == NULL ? model : "");

        ARRAY_PUSH(group->rows, group->n, group->capacity, r);
    }
}

/* Where some names of a model carry a suffix, the others say by its absence that they are
 * something else: "none". */
static const char no_suffix[] = "none";

static void
settle_suffixes(struct grouping *g)
{
    size_t at = MOST_CONDITIONS;

    for (size_t c = 0; c < g->obs->n_columns; c++)
        if (strcmp(g->obs->columns[c].name, SUFFIX_COLUMN) == 0)
            at = condition_index(g, condition_name(&g->obs->columns[c]));
    for (size_t k = 0; k < g->n_groups && at != MOST_CONDITIONS; k++) {
        const struct model_group *group = &g->groups[k];
        bool any = false;

        for (size_t i = 0; i < group->n && group->name != NULL; i++)
            any = any || g->known[group->rows[i]][at] != NULL;
        for (size_t i = 0; i < group->n && any; i++)
            if (g->known[group->rows[i]][at] == NULL)
                g->known[group->rows[i]][at] = no_suffix;
    }
}

/* --- joining condition vectors --- */

static bool
compatible(const struct grouping *g, const char *const *a, const char *const *b)
{
    for (size_t c = 0; c < g->n_conditions; c++)
        if (a[c] != NULL && b[c] != NULL && strcmp(a[c], b[c]) != 0)
            return false;
    return true;
}

static bool
same_vector(const struct grouping *g, const char *const *a, const char *const *b)
{
    for (size_t c = 0; c < g->n_conditions; c++)
        if ((a[c] == NULL) != (b[c] == NULL) || (a[c] != NULL && strcmp(a[c], b[c]) != 0))
            return false;
    return true;
}

static size_t
knowledge(const struct grouping *g, const char *const *vector)
{
    size_t known = 0;

    for (size_t c = 0; c < g->n_conditions; c++)
        known += vector[c] != NULL;
    return known;
}

static bool
same_signature(const struct grouping *g, const char *const *a, const char *const *b)
{
    for (size_t c = 0; c < g->n_conditions; c++)
        if ((a[c] == NULL) != (b[c] == NULL))
            return false;
    return true;
}

struct vectors { const char *(*at)[MOST_CONDITIONS]; size_t n, capacity; };

static void
vectors_add(const struct grouping *g, struct vectors *set, const char *const *vector)
{
    for (size_t i = 0; i < set->n; i++)
        if (same_vector(g, set->at[i], vector))
            return;
    ARRAY_RESERVE(set->at, set->n + 1, set->capacity);
    memcpy(set->at[set->n++], vector, sizeof *set->at);
}

/* Full outer join of two sets of vectors on compatibility. */
static struct vectors
vectors_join(const struct grouping *g, const struct vectors *left, const struct vectors *right)
{
    struct vectors out = { NULL, 0, 0 };
    bool *met = mem_zalloc(right->n, sizeof *met);

    for (size_t i = 0; i < left->n; i++) {
        bool any = false;

        for (size_t j = 0; j < right->n && out.n < MOST_POINTS_OF_MODEL; j++) {
            const char *both[MOST_CONDITIONS] = { NULL };

            if (!compatible(g, left->at[i], right->at[j]))
                continue;
            for (size_t c = 0; c < g->n_conditions; c++)
                both[c] = left->at[i][c] != NULL ? left->at[i][c] : right->at[j][c];
            vectors_add(g, &out, both);
            any = met[j] = true;
        }
        if (!any)
            vectors_add(g, &out, left->at[i]);
    }
    for (size_t j = 0; j < right->n; j++)
        if (!met[j])
            vectors_add(g, &out, right->at[j]);
    free(met);
    return out;
}

/* The distinct vectors of a group by what they know, most knowledgeable class first. */
static void
distinct_vectors(const struct grouping *g, const struct model_group *group, struct vectors *set)
{
    for (size_t i = 0; i < group->n; i++)
        vectors_add(g, set, g->known[group->rows[i]]);
    for (size_t i = 1; i < set->n; i++)          /* stable, by knowledge descending */
        for (size_t k = i; k > 0 && knowledge(g, set->at[k - 1]) < knowledge(g, set->at[k]); k--) {
            const char *swap[MOST_CONDITIONS];

            memcpy(swap, set->at[k], sizeof swap);
            memcpy(set->at[k], set->at[k - 1], sizeof swap);
            memcpy(set->at[k - 1], swap, sizeof swap);
        }
}

static void
add_point(struct grouping *g, size_t group, const char *const *vector)
{
    ARRAY_RESERVE(g->points, g->n_points + 1, g->cap_points);
    g->points[g->n_points].group = group;
    g->points[g->n_points].composed = false;
    memcpy(g->points[g->n_points++].known, vector, sizeof g->points->known);
}

static void
points_of_group(struct grouping *g, size_t group)
{
    struct vectors all = { NULL, 0, 0 }, joined = { NULL, 0, 0 };

    distinct_vectors(g, &g->groups[group], &all);
    for (size_t first = 0, last; first < all.n; first = last) {
        struct vectors class = { all.at + first, 0, 0 }, next;

        for (last = first; last < all.n && same_signature(g, all.at[first], all.at[last]); last++)
            class.n++;
        next = vectors_join(g, &joined, &class);
        free(joined.at);
        joined = next;
    }
    for (size_t i = 0; i < joined.n; i++)
        add_point(g, group, joined.at[i]);
    free(joined.at);
    free(all.at);
}

/* Points come in order of first appearance, not of specificity. */
static size_t
first_row(const struct grouping *g, const struct point *point)
{
    const struct model_group *group = &g->groups[point->group];
    size_t fallback = group->n > 0 ? group->rows[0] : 0;

    for (size_t i = 0; i < group->n; i++)
        if (compatible(g, g->known[group->rows[i]], point->known)
            && knowledge(g, g->known[group->rows[i]]) == knowledge(g, point->known))
            return group->rows[i];
    return fallback;
}

/* --- telling apart what conditions do not --- */

/* Rows of a group that feed the same measure of the same point: they need a further key. */
static bool
rows_clash(const struct grouping *g, size_t a, size_t b)
{
    const struct observation *x = &g->obs->rows[a], *y = &g->obs->rows[b];

    if (x->is_item || y->is_item || !same_vector(g, g->known[a], g->known[b]))
        return false;
    for (size_t i = 0; i < x->n_values; i++)
        if (g->obs->columns[x->values[i].column].role == FIELD_MEASURE
            && !isnan(x->values[i].value)) {
            const struct observed_value *other = observed(y, x->values[i].column);

            if (other != NULL && !isnan(other->value))
                return true;
        }
    return false;
}

static const char *
text_at(const struct grouping *g, size_t row, size_t column)
{
    const struct observed_value *value = observed(&g->obs->rows[row], column);

    return value != NULL && value->text != NULL ? value->text : "";
}

static size_t
role_column(const struct grouping *g, enum field_role role)
{
    for (size_t c = 0; c < g->obs->n_columns; c++)
        if (g->obs->columns[c].role == role)
            return c;
    return SIZE_MAX;
}

struct clash { size_t a, b; };

static void
find_clashes(const struct grouping *g, struct clash **clashes, size_t *n)
{
    size_t capacity = 0, seed = role_column(g, FIELD_SEED);

    *clashes = NULL;
    *n = 0;
    for (size_t k = 0; k < g->n_groups; k++) {
        const struct model_group *group = &g->groups[k];

        for (size_t i = 0; i < group->n; i++)
            for (size_t j = 0; j < i; j++) {
                struct clash clash = { group->rows[j], group->rows[i] };

                if (group->name == NULL || !rows_clash(g, clash.a, clash.b))
                    continue;
                if (seed != SIZE_MAX && strcmp(text_at(g, clash.a, seed),
                        text_at(g, clash.b, seed)) != 0)
                    continue;
                ARRAY_PUSH(*clashes, *n, capacity, clash);
                if (*n > 4 * g->obs->n_rows)
                    return;
            }
    }
}

static size_t
distinct_texts(const struct grouping *g, size_t column)
{
    size_t distinct = 0, look = g->obs->n_rows < 500 ? g->obs->n_rows : 500;

    for (size_t r = 0; r < look; r++) {
        bool seen = false;

        for (size_t s = 0; s < r && !seen; s++)
            seen = strcmp(text_at(g, r, column), text_at(g, s, column)) == 0;
        distinct += !seen;
    }
    return distinct;
}

/* How many of the open clashes a column tells apart. */
static size_t
separates(const struct grouping *g, const struct clash *clashes, size_t n, size_t column)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += strcmp(text_at(g, clashes[i].a, column), text_at(g, clashes[i].b, column)) != 0;
    return count;
}

static void
add_attribute_key(struct grouping *g, size_t column)
{
    size_t at = condition_index(g, g->obs->columns[column].name);

    if (at == MOST_CONDITIONS)
        return;
    g->conditions[at].text_only = true;
    for (size_t r = 0; r < g->obs->n_rows; r++) {
        const char *text = text_at(g, r, column);

        g->known[r][at] = *text != '\0' ? text : NULL;
    }
}

/* Adds attributes to the key until no two runs that differ in one are thrown together:
 * each time the attribute that settles most, of those the one with fewest values. A date
 * does not split: of runs that differ only in their date the newest counts. */
static void
separate(struct grouping *g)
{
    struct clash *clashes;
    size_t n;

    for (find_clashes(g, &clashes, &n); n > 0;) {
        size_t best = SIZE_MAX, best_count = 0, best_distinct = 0;

        for (size_t c = 0; c < g->obs->n_columns; c++) {
            const struct observed_column *column = &g->obs->columns[c];
            size_t count, distinct;

            if (column->role != FIELD_ATTRIBUTE && column->role != FIELD_ITEM)
                continue;
            count = separates(g, clashes, n, c);
            distinct = count > 0 ? distinct_texts(g, c) : 0;
            if (count > best_count || (count == best_count && count > 0
                    && distinct < best_distinct)) {
                best = c;
                best_count = count;
                best_distinct = distinct;
            }
        }
        if (best == SIZE_MAX)
            break;
        add_attribute_key(g, best);
        {
            size_t open = 0;

            for (size_t i = 0; i < n; i++)
                if (strcmp(text_at(g, clashes[i].a, best), text_at(g, clashes[i].b, best)) == 0)
                    clashes[open++] = clashes[i];
            n = open;
        }
    }
    free(clashes);
}

/* --- feeding points --- */

struct feed {                      /* what one measure of one point is made of */
    double mean, m2;
    size_t n;
    size_t known;                  /* of the run that was taken */
    const struct observed_value *value;
    const struct observation *row;
    size_t row_index;
};

static void
feed_add(struct feed *feed, double value)
{
    double step = value - feed->mean;

    feed->n++;
    feed->mean += step / (double)feed->n;
    feed->m2 += step * (value - feed->mean);
}

static void
feed_start(struct feed *feed, const struct observation *row, size_t index,
    const struct observed_value *value, size_t known)
{
    *feed = (struct feed){ .value = value, .row = row, .known = known, .row_index = index };
    if (!isnan(value->value))
        feed_add(feed, value->value);
}

/* Newer of two: by date text where both have one, else the later record. */
static bool
is_newer(const struct grouping *g, size_t a, size_t b)
{
    size_t date = role_column(g, FIELD_DATE);
    int order = date != SIZE_MAX ? strcmp(text_at(g, a, date), text_at(g, b, date)) : 0;

    return order != 0 ? order > 0 : a > b;
}

static void
feed_take(struct grouping *g, struct feed *feed, const struct observation *row, size_t index,
    const struct observed_value *value)
{
    size_t known = knowledge(g, g->known[index]), seed = role_column(g, FIELD_SEED);
    bool has = feed->value != NULL && !isnan(feed->value->value);

    if (feed->value == NULL || (!has && !isnan(value->value))) {
        feed_start(feed, row, index, value, known);
    } else if (isnan(value->value)) {
        return;
    } else if (row->is_item && feed->row->is_item) {
        feed_add(feed, value->value);
    } else if (known != feed->known) {
        if (known > feed->known)
            feed_start(feed, row, index, value, known);
    } else if (seed != SIZE_MAX && strcmp(text_at(g, index, seed),
            text_at(g, feed->row_index, seed)) != 0) {
        feed_add(feed, value->value);
        g->seeds++;
    } else {
        g->reruns++;
        if (g->rerun_example == NULL && row->model != NULL)
            g->rerun_example = mem_strdup(row->model);
        if (is_newer(g, index, feed->row_index))
            feed_start(feed, row, index, value, known);
    }
}

static void
fill_measure(struct frame *frame, struct column *column, size_t at, const struct feed *feed)
{
    const struct observed_value *value = feed->value;
    double se = feed->n > 1 ? sqrt(feed->m2 / (double)(feed->n - 1) / (double)feed->n) : value->se;
    double n = feed->n > 1 ? (double)feed->n : value->n;

    column->value[at] = feed->n > 0 ? feed->mean : NAN;
    column->status[at] = value->status;
    column->origin[at] = (struct origin){ feed->row->source,
        arena_strdup(frame->arena, value->place != NULL ? value->place : feed->row->place),
        value->repaired ? arena_strdup(frame->arena, value->text) : NULL };
    if (!isnan(se)) {
        column_need_se(frame, column);
        column->se[at] = se;
    }
    if (!isnan(n)) {
        column_need_n(frame, column);
        column->n[at] = n;
    }
}

/* --- the frame --- */

/* A condition belongs to the key if it was asked for, or if it tells points of one model
 * apart. */
static void
decide_key(struct grouping *g)
{
    for (size_t c = 0; c < g->n_conditions; c++) {
        g->conditions[c].splits = g->conditions[c].asked;
        for (size_t p = 1; p < g->n_points && !g->conditions[c].splits; p++) {
            const char *a = g->points[p].known[c];

            for (size_t q = p; q-- > 0 && g->points[q].group == g->points[p].group;) {
                const char *b = g->points[q].known[c];

                if ((a == NULL) != (b == NULL) || (a != NULL && strcmp(a, b) != 0)) {
                    g->conditions[c].splits = true;
                    break;
                }
            }
        }
    }
}

/* A record that names no model is called by its place. */
static const char *
name_group(const struct grouping *g, struct arena *arena, size_t group)
{
    const struct observation *first = &g->obs->rows[g->groups[group].rows[0]];
    bool many = g->obs->n_sources > 1;

    if (g->groups[group].name != NULL)
        return arena_strdup(arena, g->groups[group].name);
    return arena_printf(arena, "%s%srow %" PRIu64, many ? g->obs->sources[first->source] : "",
        many ? " " : "", first->row);
}

static void
name_point(const struct grouping *g, struct frame *frame, size_t at)
{
    const struct point *point = &g->points[at];
    struct strbuf key;
    size_t inside = 0;

    strbuf_init(&key);
    strbuf_puts(&key, name_group(g, frame->arena, point->group));
    for (size_t c = 0; c < g->n_conditions; c++)
        if (g->conditions[c].splits && point->known[c] != NULL && point->known[c] != no_suffix)
            strbuf_printf(&key, "%s%s", inside++ == 0 ? (key.length > 0 ? " · " : "") : " · ",
                point->known[c]);
    frame->key[at] = arena_strdup(frame->arena, key.data);
    frame->label[at] = frame->key[at];
    strbuf_release(&key);
}

static void
add_text_columns(const struct grouping *g, struct frame *frame)
{
    struct column *model = frame_add_column(frame, "model", COLUMN_TEXT, ROLE_KEY);

    for (size_t p = 0; p < g->n_points; p++)
        model->text[p] = name_group(g, frame->arena, g->points[p].group);
    for (size_t c = 0; c < g->n_conditions; c++) {
        struct column *column = frame_add_column(frame,
            arena_strdup(frame->arena, g->conditions[c].name), COLUMN_TEXT,
            g->conditions[c].splits ? ROLE_KEY : ROLE_ATTRIBUTE);

        for (size_t p = 0; p < g->n_points; p++)
            column->text[p] = arena_strdup(frame->arena, g->points[p].known[c]);
    }
}

/* Attributes of the runs that feed a point, where they agree. */
static void
add_attributes(const struct grouping *g, struct frame *frame)
{
    for (size_t c = 0; c < g->obs->n_columns; c++) {
        const struct observed_column *from = &g->obs->columns[c];
        struct column *column;

        if (from->role == FIELD_MEASURE || from->role == FIELD_CONDITION
            || from->role == FIELD_ITEM || from->role == FIELD_SEED
            || frame_column(frame, from->name) != FRAME_NONE)
            continue;
        column = frame_add_column(frame, arena_strdup(frame->arena, from->name), COLUMN_TEXT,
            ROLE_ATTRIBUTE);
        for (size_t p = 0; p < g->n_points; p++) {
            const struct model_group *group = &g->groups[g->points[p].group];
            const char *text = NULL;
            bool agree = true;

            for (size_t i = 0; i < group->n && agree; i++) {
                const struct observed_value *value = observed(&g->obs->rows[group->rows[i]], c);

                if (value == NULL || value->text == NULL
                    || !compatible(g, g->known[group->rows[i]], g->points[p].known))
                    continue;
                agree = text == NULL || strcmp(text, value->text) == 0;
                text = value->text;
            }
            column->text[p] = agree ? arena_strdup(frame->arena, text) : NULL;
        }
    }
}

struct preference { size_t order, column; };

static int
preferred_first(const void *left, const void *right)
{
    const struct preference *a = left, *b = right;

    if (a->order != b->order)
        return a->order > b->order ? 1 : -1;
    return (a->column > b->column) - (a->column < b->column);
}

static void
feed_column(struct grouping *g, struct frame *frame, size_t c, struct feed *feeds)
{
    const struct observed_column *from = &g->obs->columns[c];
    struct column *column = frame_add_column(frame, arena_strdup(frame->arena, from->name),
        COLUMN_NUMBER, ROLE_MEASURE);

    column->unit = arena_strdup(frame->arena, from->unit);
    column->direction = from->direction;
    column->kind = from->kind;
    column->missing_tokens = arena_strdup(frame->arena, from->tokens);
    column_need_status(frame, column);
    column_need_origin(frame, column);
    for (size_t p = 0; p < g->n_points; p++) {
        const struct model_group *group = &g->groups[g->points[p].group];

        column->status[p] = CELL_ABSENT;
        feeds[p] = (struct feed){ .mean = 0 };
        for (size_t i = 0; i < group->n; i++) {
            size_t r = group->rows[i];
            const struct observed_value *value = observed(&g->obs->rows[r], c);

            if (value != NULL && compatible(g, g->known[r], g->points[p].known))
                feed_take(g, &feeds[p], &g->obs->rows[r], r, value);
        }
        if (feeds[p].value == NULL)
            continue;
        fill_measure(frame, column, p, &feeds[p]);
        if (feeds[p].known != knowledge(g, g->points[p].known))
            g->points[p].composed = true;
    }
}

static void
add_measures(struct grouping *g, struct frame *frame)
{
    struct preference *order = mem_zalloc(g->obs->n_columns, sizeof *order);
    size_t n = 0;
    struct feed *feeds = mem_zalloc(g->n_points, sizeof *feeds);

    for (size_t c = 0; c < g->obs->n_columns; c++)
        if (g->obs->columns[c].role == FIELD_MEASURE)
            order[n++] = (struct preference){ g->obs->columns[c].order, c };
    qsort(order, n, sizeof *order, preferred_first);
    for (size_t i = 0; i < n; i++)
        feed_column(g, frame, order[i].column, feeds);
    frame->composed = arena_zalloc(frame->arena, g->n_points, sizeof *frame->composed);
    for (size_t p = 0; p < g->n_points; p++)
        frame->composed[p] = g->points[p].composed;
    free(feeds);
    free(order);
}

/* Conditions that are not the same for all points. */
static void
note_mixed(const struct grouping *g, struct frame *frame)
{
    struct strbuf text;

    strbuf_init(&text);
    for (size_t c = 0; c < g->n_conditions; c++) {
        const char *first = NULL;
        bool differ = false, unknown = false;

        for (size_t p = 0; p < g->n_points; p++) {
            const char *value = g->points[p].known[c];

            unknown = unknown || value == NULL;
            differ = differ || (value != NULL && first != NULL && strcmp(value, first) != 0);
            first = value != NULL ? value : first;
        }
        if (differ && !g->conditions[c].text_only)
            strbuf_printf(&text, "%s%s%s", text.length > 0 ? ", " : "", g->conditions[c].name,
                unknown ? " (unknown for some)" : "");
    }
    if (text.length > 0) {
        frame->mixed = true;
        frame_note(frame, "conditions are mixed: points differ in %s", text.data);
    }
    strbuf_release(&text);
}

static void
note_grouping(const struct grouping *g, struct frame *frame)
{
    struct strbuf by;
    size_t composed = 0;

    strbuf_init(&by);
    strbuf_puts(&by, "by model");
    for (size_t c = 0; c < g->n_conditions; c++)
        if (g->conditions[c].splits)
            strbuf_printf(&by, ", %s", g->conditions[c].name);
    frame->grouping = arena_strdup(frame->arena, by.data);
    strbuf_release(&by);
    note_mixed(g, frame);
    for (size_t p = 0; p < g->n_points; p++)
        composed += g->points[p].composed;
    if (composed > 0)
        frame_note(frame, "%zu of %zu points are composed of runs that say different amounts about"
            " their conditions", composed, g->n_points);
    if (g->reruns > 0)
        frame_note(frame, "reruns: the newest of several equal runs is taken%s%s",
            g->rerun_example != NULL ? ", as for " : "",
            g->rerun_example != NULL ? g->rerun_example : "");
    if (g->seeds > 0)
        frame_note(frame, "seeds are merged: the standard error is between seeds");
}

static int
by_first_row(const void *left, const void *right)
{
    const struct point *a = left, *b = right;

    return (a->first > b->first) - (a->first < b->first);
}

bool
points_frame(const struct observations *obs, const char *by, struct frame **out,
    struct error *err)
{
    struct grouping *g = mem_zalloc(1, sizeof *g);
    size_t n_by = 0;
    char **names = by != NULL ? text_split(by, ',', &n_by) : NULL;
    struct frame *frame;

    g->obs = obs;
    g->arena = arena_new();
    g->by_model = true;
    find_conditions(g, names, n_by);
    for (size_t i = 0; i < n_by; i++) {
        bool found = strcmp(names[i], "model") == 0;

        for (size_t c = 0; c < g->n_conditions && !found; c++)
            found = g->conditions[c].asked && (strcmp(g->conditions[c].name, names[i]) == 0);
        for (size_t c = 0; c < obs->n_columns && !found; c++)
            found = strcmp(obs->columns[c].name, names[i]) == 0;
        if (!found) {
            error_set(err, ERROR_REQUEST, "--by: no attribute \"%s\"", names[i]);
            error_hint(err, "model, row, or a condition of the runs: paretop list runs");
            text_split_free(names, n_by);
            arena_free(g->arena);
            free(g);
            return false;
        }
    }
    find_groups(g);
    settle_suffixes(g);
    separate(g);
    for (size_t k = 0; k < g->n_groups; k++)
        points_of_group(g, k);
    decide_key(g);
    for (size_t p = 0; p < g->n_points; p++)
        g->points[p].first = first_row(g, &g->points[p]);
    qsort(g->points, g->n_points, sizeof *g->points, by_first_row);
    frame = frame_new(SHAPE_POINTS, g->n_points);
    add_text_columns(g, frame);
    add_measures(g, frame);
    add_attributes(g, frame);
    for (size_t p = 0; p < g->n_points; p++)
        name_point(g, frame, p);
    frame->sources = arena_zalloc(frame->arena, obs->n_sources, sizeof *frame->sources);
    frame->n_sources = obs->n_sources;
    for (size_t i = 0; i < obs->n_sources; i++)
        frame->sources[i] = arena_strdup(frame->arena, obs->sources[i]);
    frame->rows_total = g->n_points;
    note_grouping(g, frame);
    for (size_t k = 0; k < g->n_groups; k++)
        free(g->groups[k].rows);
    free(g->groups);
    free(g->points);
    free(g->rerun_example);
    text_split_free(names, n_by);
    arena_free(g->arena);
    free(g);
    *out = frame;
    return true;
}
