/* points.c - points as a frame: each takes of every measure what feeds it best.
 *
 * Of the values that reach a point the most specific run's counts: what is said of the model
 * itself before what is said of its architecture or base, then what says more conditions. Runs
 * that differ in their seed are merged to their mean with the error between them; of reruns the
 * newest counts, and that is said. Items are averaged, several samples of one of them first,
 * within a run and, where runs of different seeds have nothing else, over them. Nothing else ever
 * is.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "math/moments.h"
#include "store/group.h"
#include "store/item_scores.h"

/* A value that reaches a point. */
struct candidate {
    const struct cell_block *block;
    size_t cell;
    struct candidate *next;
};

/* The mean of what comes, in any order, and what its error needs. */
struct gathered { struct exact_sum sum; struct moments moments; };

/* What reaches one point in one measure: candidates, and samples of items, which stand together
 * among all. */
struct feed {
    struct candidate *first, *last;
    size_t first_sample, n_samples;
};

struct gathering {
    struct grouping *g;
    struct frame *frame;
    struct arena *arena;
    const char **places;           /* of observations: NULL as long as no cell told its */
    struct feed **feeds;           /* by column, then by point; NULL: nothing reaches it */
    struct item_score *sample; size_t n_samples;   /* of all feeds */
    struct item_score *merged; size_t cap_merged;  /* of several runs */
    struct item_room room;
    size_t reruns, seeds, agreeing, overruled, repeated, clustered;
    const char *rerun_example, *unclustered;
};

/* --- gathering --- */

static void
gathered_add(struct gathered *gathered, double value)
{
    exact_sum_add(&gathered->sum, value);
    moments_add(&gathered->moments, value);
}

static double
gathered_mean(const struct gathered *gathered)
{
    return isfinite(gathered->sum.high) ? exact_sum_mean(&gathered->sum, gathered->moments.n) :
        gathered->moments.mean;
}

static struct feed *
feed_at(struct gathering *at, uint32_t column, uint32_t point)
{
    if (at->feeds[column] == NULL)
        at->feeds[column] = arena_zalloc(at->arena, at->g->n_points, sizeof **at->feeds);
    return &at->feeds[column][point];
}

static void
feed_take(struct gathering *at, struct feed *feed, const struct cell_block *block, size_t cell)
{
    const struct observation *row = &at->g->obs->rows[cell_row(block, cell)];
    struct candidate *candidate;

    if (row->is_item) {
        feed->n_samples += isnan(block->value[cell]) ? 0 : 1;
        if (feed->first != NULL)
            return;
    }
    candidate = arena_alloc(at->arena, sizeof *candidate);
    *candidate = (struct candidate){ .block = block, .cell = cell };
    if (feed->first == NULL)
        feed->first = candidate;
    else
        feed->last->next = candidate;
    feed->last = candidate;
}

/* A second time for the samples, once it is known how many there are of each. */
static void
keep_sample(struct gathering *at, struct feed *feed, const struct cell_block *block, size_t cell)
{
    const struct observations *obs = at->g->obs;
    size_t row = cell_row(block, cell);

    if (obs->rows[row].is_item && !isnan(block->value[cell]))
        at->sample[feed->first_sample + feed->n_samples++] = (struct item_score){
            block->value[cell], row_item(obs, row), row_cluster(obs, row) };
}

static void
gather_block(struct gathering *at, const struct cell_block *block, bool samples)
{
    const size_t *first = at->g->feeds_first;

    for (size_t i = 0; i < block->n; i++) {
        size_t row = cell_row(block, i);

        for (size_t k = first[row]; k < first[row + 1]; k++) {
            struct feed *feed = feed_at(at, cell_column(block, i), at->g->feeds[k]);

            if (samples)
                keep_sample(at, feed, block, i);
            else
                feed_take(at, feed, block, i);
        }
    }
}

/* Records of one table are all of items, or none is. */
static bool
has_samples(const struct observations *obs, const struct cell_block *block)
{
    return block->value != NULL && block->n > 0 && obs->rows[cell_row(block, 0)].is_item;
}

static void
gather(struct gathering *at)
{
    const struct observations *obs = at->g->obs;

    at->feeds = arena_zalloc(at->arena, obs->n_columns, sizeof *at->feeds);
    for (size_t b = 0; b < obs->n_blocks; b++)
        if (obs->blocks[b].value != NULL)
            gather_block(at, &obs->blocks[b], false);
    for (size_t c = 0; c < obs->n_columns; c++)
        for (size_t p = 0; at->feeds[c] != NULL && p < at->g->n_points; p++) {
            struct feed *feed = &at->feeds[c][p];

            feed->first_sample = at->n_samples;
            at->n_samples += feed->n_samples;
            feed->n_samples = 0;
        }
    if (at->n_samples == 0)
        return;
    at->sample = arena_alloc(at->arena, at->n_samples * sizeof *at->sample);
    for (size_t b = 0; b < obs->n_blocks; b++)
        if (has_samples(obs, &obs->blocks[b]))
            gather_block(at, &obs->blocks[b], true);
}

/* --- settling --- */

static double
value_of(const struct candidate *candidate)
{
    return candidate->block->value[candidate->cell];
}

static size_t
row_of(const struct candidate *candidate)
{
    return cell_row(candidate->block, candidate->cell);
}

/* How specific a candidate is; 0 if it has no value at all. */
static size_t
worth(const struct grouping *g, const struct point *point, const struct candidate *candidate)
{
    size_t row = row_of(candidate), levels = g->n_conditions + 1;

    return isnan(value_of(candidate)) ? 0 : 1 + row_knowledge(g, row)
        + levels * (GENERATIONS - row_generations(g, point, row));
}

static bool
same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const char *
seed_of(const struct grouping *g, const struct candidate *candidate)
{
    return g->seed != NULL ? g->seed[row_of(candidate)] : NULL;
}

/* By date where both have one, else by order. */
static bool
is_newer(const struct grouping *g, const struct candidate *a, const struct candidate *b)
{
    const char *x = g->date != NULL ? g->date[row_of(a)] : NULL;
    const char *y = g->date != NULL ? g->date[row_of(b)] : NULL;
    int order = x != NULL && y != NULL ? strcmp(x, y) : 0;

    return order != 0 ? order > 0 : row_of(a) > row_of(b);
}

/* Adds a candidate to those that count, one for each seed; a rerun replaces or yields. */
static struct candidate *
keep_newest(struct gathering *at, struct candidate *kept, struct candidate *candidate)
{
    for (struct candidate **link = &kept; *link != NULL; link = &(*link)->next) {
        struct candidate *other = *link;

        if (!same_text(seed_of(at->g, other), seed_of(at->g, candidate)))
            continue;
        if (value_of(other) != value_of(candidate)) {
            at->reruns++;
            at->rerun_example = at->g->obs->rows[row_of(other)].raw;
        }
        if (is_newer(at->g, candidate, other)) {
            candidate->next = other->next;
            *link = candidate;
        }
        return kept;
    }
    candidate->next = kept;
    return candidate;
}

/* The candidates of most worth, the newest of each seed. */
static struct candidate *
best_of(struct gathering *at, const struct point *point, const struct feed *feed)
{
    struct candidate *kept = NULL, *next;
    size_t most = 0;

    for (const struct candidate *c = feed->first; c != NULL; c = c->next)
        if (worth(at->g, point, c) > most)
            most = worth(at->g, point, c);
    for (struct candidate *c = feed->first; c != NULL; c = next) {
        next = c->next;
        c->next = NULL;
        if (worth(at->g, point, c) == most)
            kept = keep_newest(at, kept, c);
        else if (!isnan(value_of(c)))
            at->overruled++;
    }
    return kept;
}

static void
put(struct gathering *at, struct column *column, size_t p, double value, double se, double n)
{
    column->value[p] = value;
    if (!isnan(se)) {
        column_need_se(at->frame, column);
        column->se[p] = se;
    }
    if (!isnan(n)) {
        column_need_n(at->frame, column);
        column->n[p] = n;
    }
}

/* What must be said of the items behind a value. */
static void
count_items(struct gathering *at, struct column *column, const struct item_facts *facts)
{
    column->over_items = column->over_items || facts->repeated;
    at->repeated += facts->repeated;
    at->clustered += facts->clusters > 0 && !facts->unclustered;
    if (facts->unclustered)
        at->unclustered = column->name;
}

/* The mean of items, with the error over them or their clusters. */
static void
put_items(struct gathering *at, struct column *column, size_t p, const struct item_score *samples,
    size_t n)
{
    struct item_summary found = item_scores_mean(&at->room, samples, n);

    put(at, column, p, found.mean.mean, found.mean.se, found.mean.n);
    column->status[p] = CELL_OK;
    count_items(at, column, &found.facts);
}

static const struct item_scores *
items_of(const struct candidate *candidate)
{
    return candidate->block->items != NULL ? candidate->block->items[candidate->cell] : NULL;
}

/* Where all runs are known by their items: the samples of all, item by item. */
static bool
put_items_of_runs(struct gathering *at, struct column *column, size_t p,
    const struct candidate *runs)
{
    size_t n = 0;

    for (const struct candidate *c = runs; c != NULL; c = c->next) {
        const struct item_scores *items = items_of(c);

        if (items == NULL || items->n == 0 || isnan(value_of(c)))
            return false;
        ARRAY_RESERVE(at->merged, n + items->n, at->cap_merged);
        memcpy(at->merged + n, items->at, items->n * sizeof *items->at);
        n += items->n;
    }
    put_items(at, column, p, at->merged, n);
    return true;
}

static void
put_one(struct gathering *at, struct column *column, size_t p, const struct candidate *only)
{
    const struct cell_block *block = only->block;

    put(at, column, p, value_of(only), block->se != NULL ? block->se[only->cell] : NAN,
        block->count != NULL ? block->count[only->cell] : NAN);
    if (items_of(only) != NULL)
        count_items(at, column, &items_of(only)->facts);
}

/* The runs' own errors as one: what items alone would give. NaN where one has none. */
static double
own_error(const struct candidate *runs)
{
    double square = 0, n = 0;

    for (const struct candidate *c = runs; c != NULL; c = c->next, n++)
        square += c->block->se != NULL ? c->block->se[c->cell] * c->block->se[c->cell] : NAN;
    return sqrt(square / n);
}

/* The mean over seeds. Runs that all agree are no proof that the next one will: their own
 * error is put, or none, but never 0. */
static void
put_mean_of_runs(struct gathering *at, struct column *column, size_t p,
    const struct candidate *runs)
{
    struct gathered all = { 0 };
    double se;

    for (const struct candidate *c = runs; c != NULL; c = c->next)
        gathered_add(&all, value_of(c));
    se = moments_se(&all.moments);
    if (se <= 1e-14 * fabs(all.moments.mean)) {
        se = own_error(runs);
        at->agreeing++;
    }
    put(at, column, p, gathered_mean(&all), se > 0 ? se : NAN, all.moments.n);
    column->over_runs = true;
    at->seeds++;
}

/* Cells of a record have one place in common, unless they have their own. */
static const char *
place_of(struct gathering *at, const struct candidate *c)
{
    const struct observations *obs = at->g->obs;
    const char **place = &at->places[row_of(c)];

    if (c->block->place != NULL && c->block->place[c->cell] != NULL)
        return observed_place(obs, at->frame->arena, c->block, c->cell);
    if (*place == NULL)
        *place = observed_place(obs, at->frame->arena, c->block, c->cell);
    return *place;
}

static void
put_origin(struct gathering *at, struct column *column, size_t p, const struct candidate *c)
{
    struct arena *arena = at->frame->arena;
    const struct cell_block *block = c->block;
    bool repaired = block->text != NULL && block->text[c->cell] != NULL;

    column->status[p] = block->status != NULL ? block->status[c->cell] : CELL_OK;
    column->origin[p] = (struct origin){ at->g->obs->rows[row_of(c)].source,
        place_of(at, c),
        repaired ? arena_strdup(arena, block->text[c->cell]) : NULL };
}

static void
settle(struct gathering *at, struct column *column, size_t p, struct feed *feed)
{
    struct point *point = &at->g->points[p];
    struct candidate *best = best_of(at, point, feed);

    put_origin(at, column, p, best);
    if (row_knowledge(at->g, row_of(best)) != point->knowledge)
        point->composed = true;
    if (feed->n_samples > 0)
        put_items(at, column, p, at->sample + feed->first_sample, feed->n_samples);
    else if (best->next == NULL)
        put_one(at, column, p, best);
    else if (!put_items_of_runs(at, column, p, best))
        put_mean_of_runs(at, column, p, best);
}

/* --- columns --- */

static bool
is_key(const struct grouping *g, const char *name)
{
    for (size_t c = 0; c < g->n_conditions; c++)
        if (g->conditions[c].attribute && strcmp(g->conditions[c].name, name) == 0)
            return true;
    return false;
}

static void
add_measure(struct gathering *at, size_t c)
{
    const struct observed_column *from = &at->g->obs->columns[c];
    struct frame *frame = at->frame;
    struct column *column = frame_add_column(frame, points_free_name(frame, from->name), COLUMN_NUMBER,
        ROLE_MEASURE);

    column->written = arena_strdup(frame->arena, from->written);
    column->unit = arena_strdup(frame->arena, from->unit);
    column->direction = from->direction;
    column->kind = from->kind;
    column->aggregate = from->aggregate;
    column->missing_tokens = arena_strdup(frame->arena, from->missing);
    column_need_status(frame, column);
    column_need_origin(frame, column);
    for (size_t p = 0; p < frame->rows; p++) {
        column->status[p] = CELL_ABSENT;
        column->origin[p].source = UINT32_MAX;
        if (at->feeds[c] != NULL && at->feeds[c][p].first != NULL)
            settle(at, column, p, &at->feeds[c][p]);
    }
}

struct preference { bool of_task; size_t order, column; };

static int
preferred_first(const void *left, const void *right)
{
    const struct preference *a = left, *b = right;

    if (a->of_task != b->of_task)
        return a->of_task ? 1 : -1;
    if (a->order != b->order)
        return a->order > b->order ? 1 : -1;
    return (a->column > b->column) - (a->column < b->column);
}

/* Measures in the catalogue's order, which decides ties of the first axes (contract 3): what
 * holds of a model as a whole before what holds of one task. */
static void
add_measures(struct gathering *at)
{
    const struct observations *obs = at->g->obs;
    struct preference *order = mem_zalloc(obs->n_columns, sizeof *order);
    size_t n = 0;

    for (size_t c = 0; c < obs->n_columns; c++)
        if (obs->columns[c].role == FIELD_MEASURE && !is_key(at->g, obs->columns[c].name))
            order[n++] = (struct preference){ obs->columns[c].of_task, obs->columns[c].order, c };
    qsort(order, n, sizeof *order, preferred_first);
    for (size_t i = 0; i < n; i++)
        add_measure(at, order[i].column);
    free(order);
    at->frame->composed = arena_zalloc(at->frame->arena, at->g->n_points, 1);
    for (size_t p = 0; p < at->g->n_points; p++)
        at->frame->composed[p] = at->g->points[p].composed;
}

/* --- what must be said --- */

static void
note_sources(const struct gathering *at)
{
    struct frame *frame = at->frame;
    size_t composed = 0;

    for (size_t p = 0; p < at->g->n_points; p++)
        composed += at->g->points[p].composed;
    if (composed > 0)
        frame_note(frame, "%zu of %zu %s composed of runs that say different amounts about their"
            " conditions", composed, at->g->n_points, text_counted((double)at->g->n_points,
            "point is", text_counted((double)composed, "points is", "points are")));
    if (at->reruns > 0)
        frame_note(frame, "reruns: the newest of several equal runs is taken%s%s",
            at->rerun_example != NULL ? ", as for " : "",
            at->rerun_example != NULL ? at->rerun_example : "");
    if (at->seeds > 0)
        frame_note(frame, "seeds are merged: the standard error is between seeds");
    if (at->repeated > 0)
        frame_note(frame, "several samples of an item are averaged first%s",
            at->clustered > 0 ? "" : ": standard errors are over items");
    if (at->clustered > 0)
        frame_note(frame, "standard errors are by clusters of items where items name them");
    if (at->unclustered != NULL)
        frame_note(frame, "%s: some items have a cluster and others have none, so that no standard"
            " error is known", at->unclustered);
    if (at->agreeing > 0)
        frame_note(frame, "%zu %s the same for every seed: %s error is that of one run, or unknown",
            at->agreeing, text_counted((double)at->agreeing, "value is", "values are"),
            text_counted((double)at->agreeing, "its", "their"));
    if (at->overruled > 0)
        frame_note(frame, "%zu value%s gave way to more specific ones: of the model itself rather"
            " than its architecture or base, and of runs that say more about their conditions",
            at->overruled, text_counted((double)at->overruled, "", "s"));
    if (at->g->cut > 0)
        frame_note(frame, "%zu %s of conditions %s left out: one model has too many", at->g->cut,
            text_counted((double)at->g->cut, "combination", "combinations"),
            text_counted((double)at->g->cut, "was", "were"));
    for (size_t i = 0; i < at->g->obs->n_notes; i++)
        frame_note(frame, "%s", at->g->obs->notes[i]);
}

bool
points_frame(const struct observations *obs, const char *by, struct frame **out,
    struct error *err)
{
    struct grouping g;
    struct gathering at = { .g = &g };

    if (!grouping_init(&g, obs, by, err))
        return false;
    if (!observations_fit(obs, g.n_points, false, err)) {
        grouping_release(&g);
        return false;
    }
    at.arena = arena_new();
    at.frame = frame_new(SHAPE_POINTS, g.n_points);
    item_room_init(&at.room, obs);
    at.places = arena_zalloc(at.arena, obs->n_rows, sizeof *at.places);
    points_decide_key(&g);
    gather(&at);
    points_add_keys(&g, at.frame);
    add_measures(&at);
    points_add_attributes(&g, at.frame);
    points_name(&g, at.frame);
    observations_name_sources(obs, at.frame);
    points_note_grouping(&g, at.frame);
    note_sources(&at);
    *out = at.frame;
    item_room_release(&at.room);
    free(at.merged);
    arena_free(at.arena);
    grouping_release(&g);
    return true;
}
