/* items.c - per-item scores of points, and curves. An item's identity is what its reader
 * gave; items come in id order, which is what resampling streams are defined on. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "math/moments.h"
#include "store/group.h"
#include "store/identity.h"
#include "store/observe.h"

struct item_cell { const char *item, *cluster; size_t point; double value; };
struct item_cells { struct arena *arena; struct item_cell *at; size_t n, capacity; };

/* Whether a run's known conditions contradict the point: a column of the points frame that
 * is named like a run's condition and says something else. */
static bool
contradicts(const struct frame *points, size_t row, const char *name, const char *value)
{
    int column = frame_column(points, name);
    const char *known;

    if (column == FRAME_NONE || points->columns[column].type != COLUMN_TEXT)
        return false;
    known = points->columns[column].text[row];
    return known != NULL && value != NULL && strcmp(known, value) != 0
        && strcmp(known, FRAME_BY_TASK) != 0;
}

static const char *
point_model(const struct frame *points, size_t row)
{
    int column = frame_column(points, "model");

    if (column == FRAME_NONE || points->columns[column].type != COLUMN_TEXT)
        return points->label[row];
    return points->columns[column].text[row];
}

static void
push_cell(struct item_cells *cells, const char *item, const char *cluster, size_t point,
    double value)
{
    struct item_cell cell = { arena_strdup(cells->arena, item),
        arena_strdup(cells->arena, cluster), point, value };

    ARRAY_PUSH(cells->at, cells->n, cells->capacity, cell);
}

static const char *const run_conditions[] = { "hardware", "precision", "quantization", "batch",
    "concurrency", "provider", "effort", "shots", "checkpoint" };
enum { N_CONDITIONS = sizeof run_conditions / sizeof *run_conditions, QUANTIZATION = 2, EFFORT = 6,
    RUN_RAW = 1, RUN_SEED, RUN_DATE, RUN_CONDITIONS };

/* A run with items that may be a point's. */
struct item_run { int64_t id; const char *seed, *date; };
struct item_runs { struct item_run *at; size_t n, capacity; };

/* Whether some name of the model has the suffix of a quantisation: then one without is another
 * configuration, as in group.c. */
static bool
has_quantized_name(struct store *store, const char *model)
{
    sqlite3_stmt *stmt = sql_prepare(store->db, "SELECT a.raw FROM alias a JOIN model o ON"
        " o.id = a.model WHERE o.name = ?1", NULL);
    bool found = false;

    if (stmt == NULL)
        return false;
    sql_text_static(stmt, 1, model);
    while (!found && sqlite3_step(stmt) == SQLITE_ROW) {
        struct identity_name name = identity_parse(sql_column_text(stmt, 0));

        found = name.quantization != NULL;
        identity_name_release(&name);
    }
    sqlite3_finalize(stmt);
    return found;
}

/* What the run does not say its name may: suffixes are conditions, as for points. */
static bool
run_feeds(const struct frame *points, size_t row, sqlite3_stmt *stmt, bool quantized)
{
    struct identity_name name = identity_parse(sql_column_text(stmt, RUN_RAW));
    bool feeds = true;

    for (int i = 0; i < N_CONDITIONS && feeds; i++) {
        const char *value = sql_column_text(stmt, RUN_CONDITIONS + i);

        if (value == NULL && i == QUANTIZATION)
            value = name.quantization != NULL ? name.quantization : quantized ? NO_SUFFIX : NULL;
        if (value == NULL && i == EFFORT)
            value = name.effort;
        feeds = !contradicts(points, row, run_conditions[i], value);
    }
    identity_name_release(&name);
    return feeds;
}

/* The newest of the runs with a seed; NULL if none has a date. */
static const struct item_run *
newest_of(const struct item_runs *runs, const char *seed)
{
    const struct item_run *newest = NULL;

    for (size_t i = 0; i < runs->n; i++) {
        const struct item_run *run = &runs->at[i];
        bool same = run->seed == seed
            || (run->seed != NULL && seed != NULL && strcmp(run->seed, seed) == 0);

        if (same && run->date != NULL
            && (newest == NULL || strcmp(run->date, newest->date) > 0))
            newest = run;
    }
    return newest;
}

/* Whether a newer run with the same seed asked the same again: of reruns the newest counts. One
 * that asked other items adds to them. */
static bool
is_outdated(struct store *store, const struct item_runs *runs, const struct item_run *run,
    const char *measure)
{
    const struct item_run *newest = newest_of(runs, run->seed);
    sqlite3_stmt *stmt;
    bool again;

    if (newest == NULL || run->date == NULL || strcmp(run->date, newest->date) >= 0)
        return false;
    stmt = sql_prepare(store->db, "SELECT 1 FROM item i JOIN measure m ON m.id = i.measure WHERE"
        " i.run = ?1 AND m.name = ?3 AND i.item = (SELECT j.item FROM item j WHERE j.run = ?2"
        " AND j.measure = m.id LIMIT 1) LIMIT 1", NULL);
    if (stmt == NULL)
        return false;
    sqlite3_bind_int64(stmt, 1, newest->id);
    sqlite3_bind_int64(stmt, 2, run->id);
    sql_text_static(stmt, 3, measure);
    again = sqlite3_step(stmt) == SQLITE_ROW;
    sqlite3_finalize(stmt);
    return again;
}

/* The runs that have items of the point: bound to the statement are its measure and model. */
static void
find_runs(struct store *store, const struct frame *points, size_t row, sqlite3_stmt *stmt,
    struct arena *arena, struct item_runs *runs)
{
    bool quantized = has_quantized_name(store, point_model(points, row));

    runs->n = 0;
    while (sqlite3_step(stmt) == SQLITE_ROW)
        if (run_feeds(points, row, stmt, quantized))
            ARRAY_PUSH(runs->at, runs->n, runs->capacity, ((struct item_run){
                sqlite3_column_int64(stmt, 0), arena_strdup(arena, sql_column_text(stmt, RUN_SEED)),
                arena_strdup(arena, sql_column_text(stmt, RUN_DATE)) }));
    sqlite3_reset(stmt);
}

static void
push_items(sqlite3_stmt *stmt, int64_t run, size_t point, struct item_cells *cells)
{
    sqlite3_bind_int64(stmt, 2, run);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        if (sqlite3_column_type(stmt, 2) != SQLITE_NULL)
            push_cell(cells, sql_column_text(stmt, 0), sql_column_text(stmt, 1), point,
                sqlite3_column_double(stmt, 2));
    sqlite3_reset(stmt);
}

/* Items of nested files, for one point after the other. */
static bool
collect_items(struct store *store, const struct frame *points, const size_t *rows, size_t n,
    const char *measure, struct item_cells *cells, struct error *err)
{
    struct item_runs runs = { NULL, 0, 0 };
    sqlite3_stmt *stmt, *items = NULL;

    if (sql_int_of(store->db, "SELECT 1 FROM item LIMIT 1", 0) == 0)
        return true;
    stmt = sql_prepare(store->db, "SELECT r.id, r.raw, r.seed, r.date, r.hardware, r.precision,"
        " r.quantization, r.batch, r.concurrency, r.provider, r.effort, r.shots, r.checkpoint"
        " FROM run r WHERE (r.raw = ?2 OR r.raw IN (SELECT a.raw FROM alias a JOIN model o ON"
        " o.id = a.model WHERE o.name = ?2)) AND EXISTS (SELECT 1 FROM item i JOIN measure m ON"
        " m.id = i.measure WHERE i.run = r.id AND m.name = ?1) ORDER BY r.id", err);
    if (stmt != NULL)
        items = sql_prepare(store->db, "SELECT i.item, i.cluster, i.value FROM item i JOIN measure"
            " m ON m.id = i.measure WHERE m.name = ?1 AND i.run = ?2 ORDER BY i.rowid", err);
    if (items == NULL) {
        sqlite3_finalize(stmt);
        return false;
    }
    sql_text_static(stmt, 1, measure);
    sql_text_static(items, 1, measure);
    for (size_t p = 0; p < n; p++) {
        const char *model = point_model(points, rows[p]);

        if (model == NULL)
            continue;
        sql_text_static(stmt, 2, model);
        find_runs(store, points, rows[p], stmt, cells->arena, &runs);
        for (size_t i = 0; i < runs.n; i++)
            if (!is_outdated(store, &runs, &runs.at[i], measure))
                push_items(items, runs.at[i].id, p, cells);
    }
    free(runs.at);
    sqlite3_finalize(items);
    sqlite3_finalize(stmt);
    return true;
}

/* What the rows of per-instance tables say: texts of conditions. */
struct item_rows {
    const struct observations *obs;
    const char ***conditions;      /* by column; NULL for others */
};

static void
item_rows_init(struct item_rows *rows, const struct observations *obs)
{
    rows->obs = obs;
    rows->conditions = mem_zalloc(obs->n_columns, sizeof *rows->conditions);
    for (size_t c = 0; c < obs->n_columns; c++)
        if (obs->columns[c].role == FIELD_CONDITION)
            rows->conditions[c] = observed_texts(obs, c);
}

static void
item_rows_release(struct item_rows *rows)
{
    for (size_t c = 0; c < rows->obs->n_columns; c++)
        free(rows->conditions[c]);
    free(rows->conditions);
}

/* Which of the points, numbers into a list of their rows, are of each model. */
struct model_points { size_t *first, *point; };

static struct model_points
model_points_of(const struct observations *obs, const struct frame *points, const size_t *row,
    size_t n, struct arena *arena)
{
    struct model_points of = { arena_zalloc(arena, obs->models.n + 2, sizeof *of.first),
        arena_zalloc(arena, n + 1, sizeof *of.point) };
    size_t at = 0;

    for (size_t m = 0; m < obs->models.n; m++) {
        of.first[m] = at;
        for (size_t p = 0; p < n; p++) {
            const char *model = point_model(points, row[p]);

            if (model != NULL && strcmp(model, obs->models.names[m]) == 0)
                of.point[at++] = p;
        }
    }
    of.first[obs->models.n] = at;
    return of;
}

/* Conditions of a record of the point's model. */
static bool
row_feeds(const struct item_rows *rows, size_t r, const struct frame *points, size_t point)
{
    const struct observations *obs = rows->obs;

    for (size_t c = 0; c < obs->n_columns; c++)
        if (rows->conditions[c] != NULL && contradicts(points, point, obs->columns[c].of != NULL
                ? obs->columns[c].of : obs->columns[c].name, rows->conditions[c][r]))
            return false;
    return true;
}

static void
push_rows(const struct item_rows *rows, const struct cell_block *block, uint32_t column,
    const struct frame *points, const size_t *row, const struct model_points *of,
    struct item_cells *cells)
{
    const struct observations *obs = rows->obs;

    for (size_t i = 0; i < block->n; i++) {
        size_t r = cell_row(block, i), model = obs->rows[r].model;
        uint32_t item = row_item(obs, r), cluster = row_cluster(obs, r);

        if (cell_column(block, i) != column || isnan(block->value[i]) || item == NO_NAME
            || model == NO_MODEL)
            continue;
        for (size_t k = of->first[model]; k < of->first[model + 1]; k++)
            if (row_feeds(rows, r, points, row[of->point[k]]))
                push_cell(cells, obs->items.names[item],
                    cluster != NO_NAME ? obs->clusters.names[cluster] : NULL, of->point[k],
                    block->value[i]);
    }
}

/* "cost_usd=0" where the points were made with other tokens than those that files propose, so
 * that their items are without the same values; else NULL. Caller frees. */
static char *
other_tokens(const struct frame *points, const struct observations *obs, const char *measure)
{
    int at = frame_column(points, measure);
    const char *used = at != FRAME_NONE ? points->columns[at].missing_tokens : NULL;
    char *name, *entry;

    for (uint32_t c = 0; c < obs->n_columns && at != FRAME_NONE; c++) {
        const char *proposed = obs->columns[c].missing;

        if (obs->columns[c].role != FIELD_MEASURE || strcmp(obs->columns[c].name, measure) != 0)
            continue;
        if (used == proposed || (used != NULL && proposed != NULL && strcmp(used, proposed) == 0))
            return NULL;
        name = text_escape(measure);
        entry = mem_printf("%s=%s", name, used != NULL ? used : "none");
        free(name);
        return entry;
    }
    return NULL;
}

/* The records as the points have them. */
static bool
observe_items(struct store *store, const struct frame *points, const char *measure,
    struct observations *obs, struct error *err)
{
    struct frame_query query = { .by = NULL };
    const char *entry[1];
    char *tokens;
    bool done;

    if (!observe(store, &query, OBSERVE_POINTS, obs, err))
        return false;
    tokens = other_tokens(points, obs, measure);
    if (tokens == NULL)
        return true;
    observations_release(obs);
    entry[0] = tokens;
    query.missing = entry;
    query.n_missing = 1;
    done = observe(store, &query, OBSERVE_POINTS, obs, err);
    free(tokens);
    return done;
}

/* Items that are rows of a per-instance table. */
static bool
collect_rows(struct store *store, const struct frame *points, const size_t *rows, size_t n,
    const char *measure, struct item_cells *cells, struct error *err)
{
    struct observations obs;
    struct item_rows items;
    struct model_points of;

    if (sql_int_of(store->db, "SELECT count(*) FROM field WHERE role = 'item'", 0) == 0)
        return true;
    if (!observe_items(store, points, measure, &obs, err))
        return false;
    item_rows_init(&items, &obs);
    of = model_points_of(&obs, points, rows, n, cells->arena);
    for (uint32_t c = 0; c < obs.n_columns && obs.named_rows > 0; c++)
        if (obs.columns[c].role == FIELD_MEASURE && strcmp(obs.columns[c].name, measure) == 0)
            for (size_t b = 0; b < obs.n_blocks; b++)
                if (obs.blocks[b].value != NULL)
                    push_rows(&items, &obs.blocks[b], c, points, rows, &of, cells);
    item_rows_release(&items);
    observations_release(&obs);
    return true;
}

static int
by_item(const void *left, const void *right)
{
    const struct item_cell *a = left, *b = right;
    int order = strcmp(a->item, b->item);

    return order != 0 ? order : (a->point > b->point) - (a->point < b->point);
}

static size_t
count_items(const struct item_cells *cells)
{
    size_t count = 0;

    for (size_t i = 0; i < cells->n; i++)
        count += i == 0 || strcmp(cells->at[i].item, cells->at[i - 1].item) != 0;
    return count;
}

/* Several values of an item and point, in item order: then the frame says how many (n), which
 * pass@k needs. */
static bool
has_repeats(const struct item_cells *cells)
{
    for (size_t i = 1; i < cells->n; i++)
        if (cells->at[i].point == cells->at[i - 1].point &&
            strcmp(cells->at[i].item, cells->at[i - 1].item) == 0)
            return true;
    return false;
}

/* "cluster", or as much more of it as no point is called. */
static const char *
cluster_heading(struct frame *frame, const struct frame *points, const size_t *rows, size_t n)
{
    const char *name = "cluster";

    for (size_t p = 0; p < n; p++)
        if (strcmp(points->key[rows[p]], name) == 0) {
            name = arena_printf(frame->arena, "%s#", name);
            p = (size_t)-1;            /* from the first again */
        }
    return name;
}

/* Cells in item order become rows; several values of one item and point (seeds) average, in
 * whatever order they come. */
static struct frame *
cells_frame(const struct item_cells *cells, const struct frame *points, const size_t *rows,
    size_t n)
{
    struct frame *frame = frame_new(SHAPE_ITEMS, count_items(cells));
    struct repeated { struct exact_sum sum; double n; } *seen = mem_zalloc(n, sizeof *seen);
    size_t at = 0, first;
    bool clustered = false;

    for (size_t i = 0; i < cells->n; i++)
        clustered = clustered || cells->at[i].cluster != NULL;
    if (clustered)
        frame_add_column(frame, cluster_heading(frame, points, rows, n), COLUMN_TEXT,
            ROLE_ATTRIBUTE);
    first = frame->n_columns;
    for (size_t p = 0; p < n; p++)
        frame_add_column(frame, arena_strdup(frame->arena, points->key[rows[p]]), COLUMN_NUMBER,
            ROLE_MEASURE);
    for (size_t p = 0; p < n && has_repeats(cells); p++)
        column_need_n(frame, &frame->columns[first + p]);
    for (size_t i = 0; i < cells->n; i++) {
        const struct item_cell *cell = &cells->at[i];
        struct repeated *all = &seen[cell->point];
        struct column *column = &frame->columns[first + cell->point];

        if (i > 0 && strcmp(cell->item, cells->at[i - 1].item) != 0) {
            at++;
            memset(seen, 0, n * sizeof *seen);
        }
        frame->key[at] = frame->label[at] = arena_strdup(frame->arena, cell->item);
        if (clustered && cell->cluster != NULL)
            frame->columns[0].text[at] = arena_strdup(frame->arena, cell->cluster);
        all->n++;
        exact_sum_add(&all->sum, cell->value);
        column->value[at] = all->n == 1 ? cell->value : isfinite(all->sum.high) ?
            exact_sum_mean(&all->sum, all->n) :
            column->value[at] + (cell->value - column->value[at]) / all->n;
        if (column->n != NULL)
            column->n[at] = all->n;
    }
    frame->grouping = "by item";
    frame->rows_total = frame->rows;
    free(seen);
    return frame;
}

bool
store_items(struct store *store, const struct frame *points, const size_t *rows, size_t n,
    const char *measure, struct frame **out, struct error *err)
{
    struct item_cells cells = { .arena = arena_new() };
    bool done;

    *out = NULL;
    done = collect_items(store, points, rows, n, measure, &cells, err)
        && (cells.n > 0 || collect_rows(store, points, rows, n, measure, &cells, err));
    if (done && cells.n > 0) {
        qsort(cells.at, cells.n, sizeof *cells.at, by_item);
        *out = cells_frame(&cells, points, rows, n);
    }
    free(cells.at);
    arena_free(cells.arena);
    return done;
}

bool
store_series(struct store *store, const char *metric, const char *axis, struct frame **out,
    struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(store->db, "SELECT coalesce(o.name, r.raw), c.x, c.value FROM"
        " curve c JOIN run r ON r.id = c.run JOIN measure m ON m.id = c.measure LEFT JOIN alias a"
        " ON a.raw = r.raw AND a.source IS NULL LEFT JOIN model o ON o.id = a.model"
        " WHERE m.name = ?1 AND c.axis = ?2 ORDER BY r.id, c.x", err);
    struct { char *model; double x, value; } *rows = NULL;
    size_t n = 0, capacity = 0;
    struct frame *frame;

    *out = NULL;
    if (stmt == NULL)
        return false;
    sql_text(stmt, 1, metric);
    sql_text(stmt, 2, axis);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        ARRAY_RESERVE(rows, n + 1, capacity);
        rows[n].model = mem_strdup(sql_column_text(stmt, 0));
        rows[n].x = sqlite3_column_double(stmt, 1);
        rows[n++].value = sqlite3_column_type(stmt, 2) == SQLITE_NULL ? NAN
            : sqlite3_column_double(stmt, 2);
    }
    sqlite3_finalize(stmt);
    frame = frame_new(SHAPE_SERIES, n);
    frame_add_column(frame, "model", COLUMN_TEXT, ROLE_KEY);
    frame_add_column(frame, arena_strdup(frame->arena, axis), COLUMN_NUMBER, ROLE_ATTRIBUTE);
    frame_add_column(frame, arena_strdup(frame->arena, metric), COLUMN_NUMBER, ROLE_MEASURE);
    for (size_t i = 0; i < n; i++) {
        frame->columns[0].text[i] = arena_strdup(frame->arena, rows[i].model);
        frame->columns[1].value[i] = rows[i].x;
        frame->columns[2].value[i] = rows[i].value;
        frame->key[i] = frame->label[i] = arena_strdup(frame->arena, rows[i].model);
        free(rows[i].model);
    }
    free(rows);
    frame->grouping = "by run";
    frame->rows_total = n;
    *out = frame;
    return true;
}
