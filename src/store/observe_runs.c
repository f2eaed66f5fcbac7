/* observe_runs.c - runs of nested files into two sparse blocks: their scores, and what is
 * known of them as texts.
 *
 * A run is a row. Scores that hold under conditions of their own (a task's shots) stand in
 * further rows of the same run, one for each set of conditions.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "store/item_scores.h"
#include "store/observe_parts.h"

static const char *const run_columns[] = { "hardware", "precision", "quantization", "batch",
    "concurrency", "provider", "effort", "shots", "seed", "checkpoint", "date" };
enum { N_RUN_COLUMNS = sizeof run_columns / sizeof *run_columns, SELECT_RAW = 1, SELECT_PLACE,
    SELECT_REST, SELECT_RUN };

/* Cells under way, moved into the arena at the end. */
struct pile { struct cell_block block; size_t room; };

struct runs {
    struct observer *o;
    uint32_t source, number;
    struct pile scores, texts;
    sqlite3_stmt *score, *measure, *item;
    struct item_room room;
    struct item_score *sample; size_t n_samples, cap_samples;   /* of the measure under way */
    bool keeps_items;              /* runs may be merged to one point, item by item */
};

static void
pile_grow(struct pile *pile, bool values)
{
    struct cell_block *b = &pile->block;

    if (b->n < pile->room)
        return;
    pile->room = mem_grown(pile->room, b->n + 1);
    b->row = mem_resize(b->row, pile->room, sizeof *b->row);
    b->column = mem_resize(b->column, pile->room, sizeof *b->column);
    b->text = mem_resize(b->text, pile->room, sizeof *b->text);
    if (!values)
        return;
    b->place = mem_resize(b->place, pile->room, sizeof *b->place);
    b->value = mem_resize(b->value, pile->room, sizeof *b->value);
    b->se = mem_resize(b->se, pile->room, sizeof *b->se);
    b->count = mem_resize(b->count, pile->room, sizeof *b->count);
    b->status = mem_resize(b->status, pile->room, sizeof *b->status);
    b->items = mem_resize(b->items, pile->room, sizeof *b->items);
}

static void *
moved(struct arena *arena, void *items, size_t n, size_t size)
{
    void *copy = items == NULL ? NULL : arena_alloc(arena, n * size);

    if (copy != NULL)
        memcpy(copy, items, n * size);
    free(items);
    return copy;
}

/* The pile becomes a block of the observations. */
static void
pile_settle(struct observer *o, struct pile *pile)
{
    struct arena *arena = o->obs->arena;
    struct cell_block *from = &pile->block, *to;
    size_t n = from->n;

    if (n == 0)
        return;
    to = observe_block(o, n);
    to->row = moved(arena, from->row, n, sizeof *from->row);
    to->column = moved(arena, from->column, n, sizeof *from->column);
    to->text = moved(arena, from->text, n, sizeof *from->text);
    to->place = moved(arena, from->place, n, sizeof *from->place);
    to->value = moved(arena, from->value, n, sizeof *from->value);
    to->se = moved(arena, from->se, n, sizeof *from->se);
    to->count = moved(arena, from->count, n, sizeof *from->count);
    to->status = moved(arena, from->status, n, sizeof *from->status);
    to->items = moved(arena, from->items, n, sizeof *from->items);
}

/* --- what is known of a run --- */

static enum field_role
role_of(const char *name)
{
    if (strcmp(name, "model") == 0)
        return FIELD_MODEL;
    return strcmp(name, "seed") == 0 ? FIELD_SEED : strcmp(name, "date") == 0 ? FIELD_DATE
        : catalogue_condition(name) != NULL || strcmp(name, "task") == 0 ? FIELD_CONDITION
        : FIELD_ATTRIBUTE;
}

static void
add_text(struct runs *r, const char *name, const char *text)
{
    struct observed_column like = { .of = name, .role = role_of(name) };
    struct cell_block *b = &r->texts.block;
    double factor;

    pile_grow(&r->texts, false);
    b->row[b->n] = (uint32_t)(r->o->obs->n_rows - 1);
    b->column[b->n] = observe_column(r->o, name, &like, &factor);
    b->text[b->n++] = observe_text(r->o, text);
}

/* Members of a JSON object as texts. */
static void
add_members(struct runs *r, const char *json)
{
    struct json_span object, value;
    struct json_iter iter;
    struct strbuf key;
    size_t used;

    if (json == NULL || !json_scan(json, strlen(json), NULL, NULL, &object, &used, NULL, NULL)
        || object.kind != JSON_OBJECT)
        return;
    strbuf_init(&key);
    json_iter_init(&iter, &object);
    while (json_iter_next(&iter, &key, &value)) {
        char *text = json_string_dup(&value);

        if (text != NULL)
            add_text(r, key.data, text);
        free(text);
    }
    strbuf_release(&key);
}

/* A row for the run; conditions are those of some of its scores alone, task is theirs if
 * tasks are told apart; NULL for none. */
static void
add_row(struct runs *r, sqlite3_stmt *run, const char *conditions, const char *task)
{
    const char *raw = observe_text(r->o, sql_column_text(run, SELECT_RAW));

    observe_row(r->o, r->source, r->number, raw,
        observe_text(r->o, sql_column_text(run, SELECT_PLACE)));
    /* Points are named by their models; records have theirs as a column. */
    if (r->o->shape == OBSERVE_ROWS && raw != NULL)
        add_text(r, "model", raw);
    for (int i = 0; i < N_RUN_COLUMNS; i++)
        if (sqlite3_column_type(run, SELECT_RUN + i) != SQLITE_NULL)
            add_text(r, run_columns[i], sql_column_text(run, SELECT_RUN + i));
    add_members(r, sql_column_text(run, SELECT_REST));
    add_members(r, conditions);
    if (task != NULL)
        add_text(r, "task", task);
}

/* --- scores --- */

static double
real_or_nan(sqlite3_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt, column) == SQLITE_NULL
        ? NAN : sqlite3_column_double(stmt, column);
}

enum { SCORE_VALUE, SCORE_SE, SCORE_N, SCORE_STATUS, SCORE_PLACE, SCORE_NAME, SCORE_UNIT,
    SCORE_DIRECTION, SCORE_KIND, SCORE_MISSING, SCORE_STAT, SCORE_RAW, SCORE_CONDITIONS,
    SCORE_AGGREGATE, SCORE_TASK, SCORE_METRIC, SCORE_MEASURE };
static const char score_sql[] =
    "SELECT s.value, s.se, s.n, s.status, s.place, m.name, m.unit, m.direction, m.kind, m.missing,"
    " s.stat, s.raw, s.conditions, m.aggregate, m.task, m.metric FROM score s JOIN measure m ON"
    " m.id = s.measure WHERE s.run = ?1 ORDER BY s.conditions IS NOT NULL, s.conditions,"
    " CASE WHEN ?2 THEN m.task END, s.rowid";
/* Measures of which a run has only items get the items' mean and its standard error. */
static const char measures_sql[] =
    "SELECT NULL, NULL, NULL, 0, NULL, m.name, m.unit, m.direction, m.kind, m.missing, NULL, NULL,"
    " NULL, m.aggregate, m.task, m.metric, m.id FROM measure m WHERE m.id IN (SELECT i.measure FROM"
    " item i WHERE i.run = ?1) AND NOT EXISTS (SELECT 1 FROM score s WHERE s.run = ?1 AND"
    " s.measure = m.id) ORDER BY CASE WHEN ?2 THEN m.task END, m.id";
static const char items_sql[] =
    "SELECT item, cluster, value FROM item WHERE run = ?1 AND measure = ?2 AND value IS NOT NULL";

static uint32_t
score_column(struct runs *r, sqlite3_stmt *stmt, double *factor)
{
    const struct observed_column like = { .role = FIELD_MEASURE, .numeric = true,
        .unit = sql_column_text(stmt, SCORE_UNIT),
        .direction = (enum direction)sqlite3_column_int(stmt, SCORE_DIRECTION),
        .kind = (enum measure_kind)sqlite3_column_int(stmt, SCORE_KIND),
        .missing = sql_column_text(stmt, SCORE_MISSING),
        .aggregate = sqlite3_column_int(stmt, SCORE_AGGREGATE) != 0,
        .of_task = !r->o->by_task && sqlite3_column_type(stmt, SCORE_TASK) != SQLITE_NULL };
    const char *name = sql_column_text(stmt, r->o->by_task ? SCORE_METRIC : SCORE_NAME),
        *stat = sql_column_text(stmt, SCORE_STAT);
    char *full = stat != NULL ? mem_printf("%s %s", stat, name) : mem_strdup(name);
    uint32_t column = observe_column(r->o, full, &like, factor);

    free(full);
    return column;
}

/* Integers that no double holds keep their digits. */
static const char *
score_text(struct runs *r, sqlite3_stmt *stmt)
{
    int64_t integer;

    if (sqlite3_column_type(stmt, SCORE_RAW) != SQLITE_NULL)
        return observe_text(r->o, sql_column_text(stmt, SCORE_RAW));
    if (sqlite3_column_type(stmt, SCORE_VALUE) != SQLITE_INTEGER)
        return NULL;
    integer = sqlite3_column_int64(stmt, SCORE_VALUE);
    return integer < (int64_t)1e15 && integer > -(int64_t)1e15 ? NULL
        : arena_printf(r->o->obs->arena, "%lld", (long long)integer);
}

static struct cell_block *
add_score(struct runs *r, sqlite3_stmt *stmt, double *to_unit)
{
    struct cell_block *b = &r->scores.block;
    double factor;
    size_t i = b->n;

    pile_grow(&r->scores, true);
    b->row[i] = (uint32_t)(r->o->obs->n_rows - 1);
    b->column[i] = score_column(r, stmt, &factor);
    b->status[i] = (uint8_t)sqlite3_column_int(stmt, SCORE_STATUS);
    b->value[i] = factor * real_or_nan(stmt, SCORE_VALUE);
    if (isnan(b->value[i]) && b->status[i] == CELL_OK)
        b->status[i] = CELL_EMPTY;
    b->se[i] = factor * real_or_nan(stmt, SCORE_SE);
    b->count[i] = real_or_nan(stmt, SCORE_N);
    b->place[i] = observe_text(r->o, sql_column_text(stmt, SCORE_PLACE));
    b->text[i] = score_text(r, stmt);
    b->items[i] = NULL;
    b->n++;
    *to_unit = factor;
    return b;
}

static bool
differs(const char *a, const char *b)
{
    return (a == NULL) != (b == NULL) || (a != NULL && strcmp(a, b) != 0);
}

/* Scores come sorted by their conditions, and by task if tasks are told apart; each change
 * begins a row. */
static void
add_scores(struct runs *r, sqlite3_stmt *run, int64_t id)
{
    char *conditions = NULL, *task = NULL;
    double factor;

    sqlite3_reset(r->score);
    sql_int(r->score, 1, id);
    sql_int(r->score, 2, r->o->by_task);
    while (sqlite3_step(r->score) == SQLITE_ROW) {
        const char *now = sql_column_text(r->score, SCORE_CONDITIONS);
        const char *of = r->o->by_task ? sql_column_text(r->score, SCORE_TASK) : NULL;

        if (differs(now, conditions) || differs(of, task)) {
            free(conditions);
            free(task);
            conditions = mem_strdup(now);
            task = mem_strdup(of);
            add_row(r, run, conditions, task);
        }
        add_score(r, r->score, &factor);
    }
    free(conditions);
    free(task);
}

/* --- items --- */

static uint32_t
name_of(struct name_index *names, sqlite3_stmt *stmt, int column, uint32_t *last)
{
    const char *name = sql_column_text(stmt, column);

    return name == NULL ? NO_NAME : observe_name(names, name, last);
}

/* What the items of a run got, times the factor. */
static void
read_samples(struct runs *r, int64_t run, int64_t measure, double factor)
{
    struct observations *obs = r->o->obs;
    uint32_t item = NO_NAME, cluster = NO_NAME;

    r->n_samples = 0;
    sqlite3_reset(r->item);
    sql_int(r->item, 1, run);
    sql_int(r->item, 2, measure);
    while (sqlite3_step(r->item) == SQLITE_ROW) {
        struct item_score score = { .item = name_of(&obs->items, r->item, 0, &item),
            .cluster = name_of(&obs->clusters, r->item, 1, &cluster),
            .value = factor * sqlite3_column_double(r->item, 2) };

        ARRAY_PUSH(r->sample, r->n_samples, r->cap_samples, score);
    }
}

static void
put_item_mean(struct runs *r, struct cell_block *b, size_t cell)
{
    struct arena *arena = r->o->obs->arena;
    struct item_scores *scores = arena_zalloc(arena, 1, sizeof *scores);
    struct item_summary found;

    b->items[cell] = scores;
    if (r->n_samples == 0)
        return;
    found = item_scores_mean(&r->room, r->sample, r->n_samples);
    b->value[cell] = found.mean.mean;
    b->se[cell] = found.mean.se;
    b->count[cell] = found.mean.n;
    b->status[cell] = CELL_OK;
    scores->facts = found.facts;
    if (r->keeps_items) {
        struct item_score *kept = arena_alloc(arena, r->n_samples * sizeof *kept);

        memcpy(kept, r->sample, r->n_samples * sizeof *kept);
        scores->at = kept;
        scores->n = r->n_samples;
    }
}

static void
add_item_means(struct runs *r, sqlite3_stmt *run, int64_t id)
{
    char *task = NULL;

    sqlite3_reset(r->measure);
    sql_int(r->measure, 1, id);
    sql_int(r->measure, 2, r->o->by_task);
    while (sqlite3_step(r->measure) == SQLITE_ROW) {
        const char *of = r->o->by_task ? sql_column_text(r->measure, SCORE_TASK) : NULL;
        struct cell_block *b;
        double factor;

        if (differs(of, task)) {
            free(task);
            task = mem_strdup(of);
            add_row(r, run, NULL, task);
        }
        b = add_score(r, r->measure, &factor);
        read_samples(r, id, sqlite3_column_int64(r->measure, SCORE_MEASURE), factor);
        put_item_mean(r, b, b->n - 1);
    }
    free(task);
}

bool
observe_runs(struct observer *o, uint32_t source, struct error *err)
{
    sqlite3_stmt *run = sql_prepare(o->store->db,
        "SELECT id, raw, place, rest, hardware, precision,"
        " quantization, batch, concurrency, provider, effort, shots, seed, checkpoint, date"
        " FROM run WHERE source = ? ORDER BY id", err);
    struct runs r = { .o = o, .source = source, .score = sql_prepare(o->store->db, score_sql, err),
        .measure = sql_prepare(o->store->db, measures_sql, err),
        .item = sql_prepare(o->store->db, items_sql, err),
        .keeps_items = sql_int_of(o->store->db, "SELECT 1 FROM run WHERE seed IS NOT NULL LIMIT 1",
            0) != 0 };
    int code = SQLITE_ERROR;

    item_room_init(&r.room, o->obs);
    if (run != NULL && r.score != NULL && r.measure != NULL && r.item != NULL) {
        sql_int(run, 1, o->obs->sources[source].id);
        while ((code = sqlite3_step(run)) == SQLITE_ROW) {
            int64_t id = sqlite3_column_int64(run, 0);

            add_row(&r, run, NULL, NULL);
            add_item_means(&r, run, id);
            add_scores(&r, run, id);
            r.number++;
        }
        if (code != SQLITE_DONE)
            sql_fail(o->store->db, err, "reading runs");
    }
    pile_settle(o, &r.scores);
    pile_settle(o, &r.texts);
    sqlite3_finalize(run);
    sqlite3_finalize(r.score);
    sqlite3_finalize(r.measure);
    sqlite3_finalize(r.item);
    item_room_release(&r.room);
    free(r.sample);
    return code == SQLITE_DONE;
}
