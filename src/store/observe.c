/* observe.c - all sources into observations: columns, names, and the decisions in force. */
#include "store/observe.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "store/identity.h"
#include "store/observe_parts.h"

const char *
observe_text(struct observer *o, const char *text)
{
    uint32_t hash = 2166136261u;
    const char **slot;

    if (text == NULL)
        return NULL;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        hash = (hash ^ *at) * 16777619u;
    slot = &o->kept[(hash ^ hash >> 15) % TEXT_SLOTS];
    if (*slot == NULL || strcmp(*slot, text) != 0)
        *slot = arena_strdup(o->obs->arena, text);
    return *slot;
}

uint32_t
observe_name(struct name_index *names, const char *name, uint32_t *last)
{
    uint32_t next = *last + 1;

    if (next >= names->n || strcmp(names->names[next], name) != 0)
        next = (uint32_t)name_index_add(names, name, strlen(name), NULL);
    *last = next;
    return next;
}

struct cell_block *
observe_block(struct observer *o, size_t n)
{
    struct observations *obs = o->obs;
    struct cell_block block = { .n = n };

    ARRAY_PUSH(obs->blocks, obs->n_blocks, obs->cap_blocks, block);
    return &obs->blocks[obs->n_blocks - 1];
}

static void
observe_note(struct observations *obs, const char *note)
{
    for (size_t i = 0; i < obs->n_notes; i++)
        if (strcmp(obs->notes[i], note) == 0)
            return;
    ARRAY_PUSH(obs->notes, obs->n_notes, obs->cap_notes, note);
}

bool
observe_by(const struct observer *o, const char *name)
{
    size_t n = 0;
    char **names = o->by != NULL ? text_split(o->by, ',', &n) : NULL;
    bool found = false;

    for (size_t i = 0; i < n; i++)
        found = found || strcmp(names[i], name) == 0;
    if (names != NULL)
        text_split_free(names, n);
    return found;
}

/* --- columns --- */

/* Records have one column per header; points keep a measure apart from a text of its name. */
static char *
column_key(const struct observer *o, const char *name, enum field_role role)
{
    return mem_printf("%c%s", o->shape != OBSERVE_ROWS && role == FIELD_MEASURE ? 'm' : 'a', name);
}

static uint32_t
add_column(struct observer *o, const char *name, const struct observed_column *like)
{
    struct observations *obs = o->obs;
    struct observed_column column = *like;
    struct measure_facts facts = catalogue_find(o->store->catalogue, name);

    column.name = arena_strdup(obs->arena, name);
    column.written = arena_strdup(obs->arena, like->written);
    column.of = arena_strdup(obs->arena, like->of);
    column.unit = arena_strdup(obs->arena, like->unit);
    column.missing = arena_strdup(obs->arena, like->missing);
    column.order = facts.order;
    column.proportion = facts.proportion;
    ARRAY_PUSH(obs->columns, obs->n_columns, obs->cap_columns, column);
    return (uint32_t)(obs->n_columns - 1);
}

/* Adds what another source says of a column that is there. */
static void
merge_column(struct observer *o, struct observed_column *column, const struct observed_column *like)
{
    struct arena *arena = o->obs->arena;

    column->numeric = column->numeric && like->numeric;
    if (like->written != NULL && !text_has_line(column->written, like->written))
        column->written = column->written == NULL ? arena_strdup(arena, like->written)
            : arena_printf(arena, "%s\n%s", column->written, like->written);
    if (!column->numeric && column->role == FIELD_MEASURE)
        column->role = FIELD_ATTRIBUTE;
    if (column->direction == DIRECTION_UNKNOWN)
        column->direction = like->direction;
    if (column->unit == NULL)
        column->unit = arena_strdup(arena, like->unit);
    if (column->missing == NULL)
        column->missing = arena_strdup(arena, like->missing);
    column->aggregate = column->aggregate || like->aggregate;
}

/* A second unit that cannot be converted: "name [unit]". */
static uint32_t
other_unit(struct observer *o, const char *name, const struct observed_column *like)
{
    const char *other = arena_printf(o->obs->arena, "%s [%s]", name, like->unit);
    double factor;

    observe_note(o->obs, arena_printf(o->obs->arena, "%s comes in two units that cannot be"
        " converted: the other is %s", name, other));
    return observe_column(o, other, like, &factor);
}

uint32_t
observe_column(struct observer *o, const char *name, const struct observed_column *like,
    double *factor)
{
    char *key = column_key(o, name, like->role);
    bool fresh;
    size_t at = name_index_add(&o->names, key, strlen(key), &fresh);
    struct observed_column *column;

    free(key);
    *factor = 1;
    if (fresh)
        return add_column(o, name, like);
    column = &o->obs->columns[at];
    if (o->shape != OBSERVE_ROWS && like->role == FIELD_MEASURE && like->unit != NULL
        && column->unit != NULL && strcmp(like->unit, column->unit) != 0) {
        *factor = catalogue_factor(o->store->catalogue, like->unit, column->unit);
        if (isnan(*factor)) {
            *factor = 1;
            return other_unit(o, name, like);
        }
    }
    merge_column(o, column, like);
    return (uint32_t)at;
}

/* --- names --- */

/* An alias of the source itself counts before one for all. */
static uint32_t
model_of(struct observer *o, int64_t source, const char *raw, bool *by_user)
{
    const char *name = raw;
    size_t model;

    sql_text_static(o->find_model, 1, raw);
    for (int everywhere = o->has_scoped ? 0 : 1; everywhere < 2; everywhere++) {
        sql_int(o->find_model, 2, everywhere ? 0 : source);
        if (sqlite3_step(o->find_model) == SQLITE_ROW) {
            name = sql_column_text(o->find_model, 0);
            *by_user = sqlite3_column_int(o->find_model, 1) != 0;
            break;
        }
        sqlite3_reset(o->find_model);
    }
    model = name_index_add(&o->obs->models, name, strlen(name), NULL);
    sqlite3_reset(o->find_model);
    return (uint32_t)model;
}

static const char *
trimmed(struct observer *o, const char *name)
{
    size_t length;

    name += strspn(name, " \t\r\n");
    for (length = strlen(name); length > 0 && strchr(" \t\r\n", name[length - 1]) != NULL;)
        length--;
    return arena_strndup(o->obs->arena, name, length);
}

const struct raw_name *
observe_raw(struct observer *o, int64_t source, const char *raw)
{
    bool fresh;
    size_t at = name_index_add(&o->raws, raw, strlen(raw), &fresh);

    if (fresh) {
        struct identity_name parsed = identity_parse(raw);
        bool by_user = false;
        struct raw_name name = { .model = model_of(o, source, raw, &by_user),
            .quantization = arena_strdup(o->obs->arena, parsed.quantization),
            .effort = arena_strdup(o->obs->arena, parsed.effort) };

        name.spelling = by_user ? o->obs->models.names[name.model] : trimmed(o, raw);
        ARRAY_RESERVE(o->raw_names, at + 1, o->cap_raw_names);
        o->raw_names[at] = name;
        identity_name_release(&parsed);
    }
    return &o->raw_names[at];
}

static void
add_suffix(struct observer *o, size_t row, const char *condition, const char *text)
{
    struct observed_column like = { .role = FIELD_CONDITION, .of = condition, .suffix = true };
    char *name = mem_printf("%s in the name", condition);
    double factor;
    size_t n = o->n_suffixes;

    ARRAY_RESERVE(o->suffixes, n + 1, o->cap_suffixes);
    o->suffixes[n].row = (uint32_t)row;
    o->suffixes[n].column = observe_column(o, name, &like, &factor);
    o->suffixes[n].text = text;
    o->n_suffixes++;
    free(name);
}

void
observe_row(struct observer *o, uint32_t source, uint32_t number, const char *raw,
    const char *place)
{
    struct observations *obs = o->obs;
    struct observation row = { .source = source, .number = number, .model = NO_MODEL, .raw = raw,
        .spelling = raw, .place = place };

    if (raw != NULL && *raw != '\0' && o->shape != OBSERVE_ROWS) {
        const struct raw_name *name = observe_raw(o, obs->sources[source].id, raw);

        row.model = name->model;
        row.spelling = name->spelling;
        if (name->quantization != NULL)
            add_suffix(o, obs->n_rows, SUFFIX_QUANTIZATION, name->quantization);
        if (name->effort != NULL)
            add_suffix(o, obs->n_rows, SUFFIX_EFFORT, name->effort);
    }
    ARRAY_PUSH(obs->rows, obs->n_rows, obs->cap_rows, row);
}

/* Suffixes met so far become a block of texts. */
static void
settle_suffixes(struct observer *o)
{
    size_t n = o->n_suffixes;
    struct cell_block *block;

    if (n == 0)
        return;
    block = observe_block(o, n);
    block->row = arena_alloc(o->obs->arena, n * sizeof *block->row);
    block->column = arena_alloc(o->obs->arena, n * sizeof *block->column);
    block->text = arena_alloc(o->obs->arena, n * sizeof *block->text);
    for (size_t i = 0; i < n; i++) {
        block->row[i] = o->suffixes[i].row;
        block->column[i] = o->suffixes[i].column;
        block->text[i] = o->suffixes[i].text;
    }
}

/* Which models are special cases of which. */
static bool
load_parents(struct observer *o, struct error *err)
{
    struct observations *obs = o->obs;
    sqlite3_stmt *stmt = sql_prepare(o->store->db, "SELECT m.name, p.name FROM model m JOIN model p"
        " ON p.id = m.parent", err);

    if (stmt == NULL)
        return false;
    obs->n_parents = obs->models.n;
    obs->parent = arena_alloc(obs->arena, obs->n_parents * sizeof *obs->parent);
    memset(obs->parent, 0xff, obs->n_parents * sizeof *obs->parent);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *child = sql_column_text(stmt, 0), *parent = sql_column_text(stmt, 1);
        size_t at = name_index_find(&obs->models, child, strlen(child));
        size_t above = name_index_find(&obs->models, parent, strlen(parent));

        if (at != SIZE_MAX && above != SIZE_MAX)
            obs->parent[at] = (uint32_t)above;
    }
    sqlite3_finalize(stmt);
    return true;
}

/* --- sources --- */

static bool
load_source(struct observer *o, uint32_t at, struct error *err)
{
    struct observed_source *source = &o->obs->sources[at];
    bool done;

    source->first_row = o->obs->n_rows;
    source->first_block = o->obs->n_blocks;
    name_index_release(&o->raws);            /* an alias may hold for one source only */
    name_index_init(&o->raws);
    done = source->wide > 0 ? observe_table(o, at, err) : observe_runs(o, at, err);
    source = &o->obs->sources[at];
    source->n_rows = o->obs->n_rows - source->first_row;
    source->n_blocks = o->obs->n_blocks - source->first_block;
    return done;
}

static bool
load_sources(struct observer *o, struct error *err)
{
    struct observations *obs = o->obs;
    sqlite3_stmt *stmt = sql_prepare(o->store->db, "SELECT id, name, wide, format, "
        KIND_OF_SOURCE " FROM source ORDER BY id", err);
    bool done = stmt != NULL;

    while (done && sqlite3_step(stmt) == SQLITE_ROW) {
        struct observed_source source = { .id = sqlite3_column_int64(stmt, 0),
            .name = arena_strdup(obs->arena, sql_column_text(stmt, 1)),
            .wide = (size_t)sqlite3_column_int64(stmt, 2),
            .format = observe_text(o, sql_column_text(stmt, 3)),
            .kind = observe_text(o, sql_column_text(stmt, 4)) };

        ARRAY_PUSH(obs->sources, obs->n_sources, obs->cap_sources, source);
        done = load_source(o, (uint32_t)(obs->n_sources - 1), err);
    }
    sqlite3_finalize(stmt);
    return done;
}

bool
observe(struct store *store, const struct frame_query *query, enum observe_shape shape,
    struct observations *out, struct error *err)
{
    struct observer *o = mem_zalloc(1, sizeof *o);
    bool done;

    memset(out, 0, sizeof *out);
    out->arena = arena_new();
    name_index_init(&out->models);
    name_index_init(&out->items);
    name_index_init(&out->clusters);
    *o = (struct observer){ .store = store, .obs = out, .query = query, .shape = shape,
        .by = query->by };
    o->by_task = observe_by(o, "task");
    name_index_init(&o->names);
    name_index_init(&o->raws);
    o->find_model = sql_prepare(store->db,
        "SELECT m.name, a.decided = 'user' FROM alias a JOIN model m ON m.id ="
        " a.model WHERE a.raw = ?1 AND a.source = ?2", err);
    o->has_scoped = sql_int_of(store->db, "SELECT 1 FROM alias WHERE source <> 0 LIMIT 1", 0) != 0;
    done = o->find_model != NULL && load_sources(o, err) && load_parents(o, err);
    if (done) {
        settle_suffixes(o);
        done = decisions_apply(store, query, out, err);
    }
    if (done)
        proportions_settle(out, shape != OBSERVE_ROWS);
    sqlite3_finalize(o->find_model);
    name_index_release(&o->names);
    name_index_release(&o->raws);
    free(o->raw_names);
    free(o->suffixes);
    free(o);
    if (!done)
        observations_release(out);
    return done;
}

void
observations_release(struct observations *obs)
{
    name_index_release(&obs->models);
    name_index_release(&obs->items);
    name_index_release(&obs->clusters);
    free(obs->item);
    free(obs->cluster);
    arena_free(obs->arena);
    free(obs->columns);
    free(obs->rows);
    free(obs->blocks);
    free(obs->sources);
    free(obs->notes);
    memset(obs, 0, sizeof *obs);
}

/* --- for who rearranges --- */

/* The elements of an array at n places; NULL gives NULL. */
static void *
gathered(struct arena *arena, const void *items, size_t size, const size_t *at, size_t n)
{
    char *out;

    if (items == NULL)
        return NULL;
    out = arena_alloc(arena, n * size);
    for (size_t i = 0; i < n; i++)
        memcpy(out + i * size, (const char *)items + at[i] * size, size);
    return out;
}

/* Leaves the cells of rows that are kept; now[row] is a row's new number, or SIZE_MAX. Blocks
 * may share arrays, so they are copied. A dense block stays dense: its rows stood together. */
static void
keep_cells(struct arena *arena, struct cell_block *block, const size_t *now)
{
    size_t *cells = mem_alloc((block->n + 1) * sizeof *cells), n = 0;

    for (size_t i = 0; i < block->n; i++)
        if (now[cell_row(block, i)] != SIZE_MAX)
            cells[n++] = i;
    if (n > 0)
        block->first_row = now[cell_row(block, cells[0])];
    block->row = gathered(arena, block->row, sizeof *block->row, cells, n);
    for (size_t i = 0; block->row != NULL && i < n; i++)
        block->row[i] = (uint32_t)now[block->row[i]];
    block->column = gathered(arena, block->column, sizeof *block->column, cells, n);
    block->value = gathered(arena, block->value, sizeof *block->value, cells, n);
    block->se = gathered(arena, block->se, sizeof *block->se, cells, n);
    block->count = gathered(arena, block->count, sizeof *block->count, cells, n);
    block->status = gathered(arena, block->status, 1, cells, n);
    block->text = gathered(arena, block->text, sizeof *block->text, cells, n);
    block->place = gathered(arena, block->place, sizeof *block->place, cells, n);
    block->items = gathered(arena, block->items, sizeof *block->items, cells, n);
    block->n = n;
    free(cells);
}

void
observations_keep(struct observations *obs, const size_t *rows, size_t n)
{
    size_t *now = mem_alloc((obs->n_rows + 1) * sizeof *now), at = 0, named = 0;

    memset(now, 0xff, obs->n_rows * sizeof *now);
    for (size_t i = 0; i < n; i++) {
        now[rows[i]] = i;
        obs->rows[i] = obs->rows[rows[i]];
        if (rows[i] < obs->named_rows) {
            obs->item[i] = obs->item[rows[i]];
            obs->cluster[i] = obs->cluster[rows[i]];
            named = i + 1;
        }
    }
    obs->n_rows = n;
    obs->named_rows = named;
    for (size_t b = 0; b < obs->n_blocks; b++)
        keep_cells(obs->arena, &obs->blocks[b], now);
    for (size_t s = 0; s < obs->n_sources; s++) {
        obs->sources[s].first_row = at;
        while (at < n && obs->rows[at].source == s)
            at++;
        obs->sources[s].n_rows = at - obs->sources[s].first_row;
    }
    free(now);
}

const char *
observed_place(const struct observations *obs, struct arena *arena, const struct cell_block *block,
    size_t i)
{
    const struct observation *row = &obs->rows[cell_row(block, i)];
    char text[32];

    if (block->place != NULL && block->place[i] != NULL)
        return arena_strdup(arena, block->place[i]);
    if (row->place != NULL)
        return arena_strdup(arena, row->place);
    snprintf(text, sizeof text, "record %u", (unsigned)row->number);
    return arena_strdup(arena, text);
}

static const char *
cell_text(struct arena *arena, const struct cell_block *block, size_t i)
{
    char text[NUMBER_TEXT_MAX];

    if (block->text != NULL && block->text[i] != NULL)
        return block->text[i];
    if (block->value == NULL || isnan(block->value[i]))
        return NULL;
    number_print(text, block->value[i]);
    return arena_strdup(arena, text);
}

const char **
observed_texts(const struct observations *obs, size_t column)
{
    const char **texts = mem_zalloc(obs->n_rows, sizeof *texts);

    for (size_t b = 0; b < obs->n_blocks; b++) {
        const struct cell_block *block = &obs->blocks[b];

        if (block->column == NULL && block->same_column != column)
            continue;
        for (size_t i = 0; i < block->n; i++)
            if (cell_column(block, i) == column)
                texts[cell_row(block, i)] = cell_text(obs->arena, block, i);
    }
    return texts;
}

void
observations_name_sources(const struct observations *obs, struct frame *frame)
{
    frame->sources = arena_zalloc(frame->arena, obs->n_sources, sizeof *frame->sources);
    frame->n_sources = obs->n_sources;
    for (size_t i = 0; i < obs->n_sources; i++)
        frame->sources[i] = arena_strdup(frame->arena, obs->sources[i].name);
}
