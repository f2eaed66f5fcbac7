/* decisions.c - directions and missing tokens: what the query says, then what the store keeps,
 * then what the catalogue proposed.
 *
 * A name means the column of that name, or every task's measure of that metric, or the one
 * column of which it is a part. Tokens are compared as numbers where both are numbers.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "store/observe.h"

struct decider {
    struct observations *obs;
    struct frame *names;           /* a frame without rows, with the measures' names */
    uint32_t *column;              /* of its columns: which observed column each is */
    bool none;                     /* --missing none */
};

static void
decider_init(struct decider *d, struct observations *obs)
{
    *d = (struct decider){ .obs = obs, .names = frame_new(SHAPE_POINTS, 0) };
    d->column = mem_alloc(obs->n_columns * sizeof *d->column);
    for (size_t c = 0; c < obs->n_columns; c++)
        if (obs->columns[c].role == FIELD_MEASURE
            && frame_column(d->names, obs->columns[c].name) == FRAME_NONE) {
            d->column[d->names->n_columns] = (uint32_t)c;
            frame_add_column(d->names, obs->columns[c].name, COLUMN_NUMBER, ROLE_MEASURE)->written
                = obs->columns[c].written;
        }
}

static void
decider_release(struct decider *d)
{
    frame_free(d->names);
    free(d->column);
}

typedef bool decide_column(struct decider *d, struct observed_column *column, const char *value,
    struct error *err);

static bool
is_metric(const char *column, const char *metric)
{
    const char *its = frame_metric(column);

    return its != NULL && strcmp(its, metric) == 0;
}

/* Calls decide for what a name means. */
static bool
decide_named(struct decider *d, const char *name, const char *value, decide_column *decide,
    struct error *err)
{
    int at = frame_column(d->names, name);
    bool any = false;

    for (size_t c = 0; c < d->names->n_columns && at == FRAME_NONE; c++)
        if (is_metric(d->names->columns[c].name, name)) {
            any = true;
            if (!decide(d, &d->obs->columns[d->column[c]], value, err))
                return false;
        }
    if (any)
        return true;
    if (at == FRAME_NONE)
        at = frame_find(d->names, name, true, err);
    return at != FRAME_NONE && decide(d, &d->obs->columns[d->column[at]], value, err);
}

static bool
decide_direction(struct decider *d, struct observed_column *column, const char *value,
    struct error *err)
{
    (void)d;
    if (strcmp(value, "max") == 0)
        column->direction = DIRECTION_MAX;
    else if (strcmp(value, "min") == 0)
        column->direction = DIRECTION_MIN;
    else
        return error_set(err, ERROR_USAGE, "a direction is max or min, not \"%s\"", value);
    return true;
}

static bool
decide_missing(struct decider *d, struct observed_column *column, const char *value,
    struct error *err)
{
    bool none = *value == '\0' || strcmp(value, "none") == 0;

    (void)err;
    column->missing = none ? NULL : arena_strdup(d->obs->arena, value);
    column->user_missing = true;
    return true;
}

/* Derived measures are not there yet: frames.c decides about them. */
static bool
is_derived(const struct frame_query *query, const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < query->n_derive; i++)
        if (strncmp(query->derive[i], name, length) == 0 && query->derive[i][length] == '=')
            return true;
    return false;
}

static bool
decide_entries(struct decider *d, const struct frame_query *query, const char *const *entries,
    size_t n, const char *option, decide_column *decide, struct error *err)
{
    for (size_t i = 0; i < n; i++) {
        char *name, *value;
        bool done;

        if (strcmp(entries[i], "none") == 0)
            continue;
        if (!split_assignment(entries[i], &name, &value))
            return error_set(err, ERROR_USAGE, "%s %s: expected NAME=VALUE", option, entries[i]);
        done = is_derived(query, name) || decide_named(d, name, value, decide, err);
        free(name);
        free(value);
        if (!done && d->obs->still_text != NULL)
            error_hint(err, "%s", d->obs->still_text);
        if (!done)
            return error_prefix(err, "%s", option);
    }
    return true;
}

/* Decisions about measures that are no longer there do no harm. */
static bool
decide_stored(struct decider *d, struct store *store, const char *prefix, decide_column *decide,
    struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(store->db,
        "SELECT substr(name, length(?1) + 1), value FROM setting WHERE name GLOB ?1 || '*'", err);

    if (stmt == NULL)
        return false;
    sql_text_static(stmt, 1, prefix);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        decide_named(d, sql_column_text(stmt, 0), sql_column_text(stmt, 1), decide, NULL);
    sqlite3_finalize(stmt);
    return true;
}

/* --- tokens --- */

static void
parse_tokens(struct observations *obs, struct observed_column *column)
{
    char **parts;
    size_t n;

    if (column->missing == NULL)
        return;
    parts = text_split(column->missing, ',', &n);
    column->tokens = arena_zalloc(obs->arena, n, sizeof *column->tokens);
    for (size_t i = 0; i < n; i++) {
        struct token *token = &column->tokens[i];

        token->text = arena_strdup(obs->arena, parts[i]);
        token->is_number = number_parse_plain(parts[i], &token->number);
        if (strcmp(parts[i], "inf") == 0 || strcmp(parts[i], "-inf") == 0) {
            token->is_number = true;
            token->number = parts[i][0] == '-' ? -INFINITY : INFINITY;
        }
    }
    column->n_tokens = n;
    text_split_free(parts, n);
}

static bool
is_token(const struct observed_column *column, double value, const char *text)
{
    for (size_t i = 0; i < column->n_tokens; i++) {
        const struct token *token = &column->tokens[i];

        if (token->is_number ? value == token->number
            : text != NULL && strcmp(text, token->text) == 0)
            return true;
    }
    return false;
}

static const char **
block_texts(struct observations *obs, struct cell_block *block)
{
    if (block->text == NULL)
        block->text = arena_zalloc(obs->arena, block->n, sizeof *block->text);
    return block->text;
}

static uint8_t *
block_statuses(struct observations *obs, struct cell_block *block)
{
    if (block->status == NULL)
        block->status = arena_zalloc(obs->arena, block->n, sizeof *block->status);
    return block->status;
}

/* The value goes, its text stays. */
static void
take_as_missing(struct observations *obs, struct cell_block *block, size_t i)
{
    const char **texts = block_texts(obs, block);
    char text[NUMBER_TEXT_MAX];

    if (texts[i] == NULL) {
        number_print(text, block->value[i]);
        texts[i] = arena_strdup(obs->arena, text);
    }
    block_statuses(obs, block)[i] = isinf(block->value[i]) ? CELL_INFINITE : CELL_TOKEN;
    block->value[i] = NAN;
}

/* Infinity is a token of every column of which the user said nothing. */
static void
apply_tokens(struct decider *d, struct cell_block *block)
{
    struct observations *obs = d->obs;
    bool per_cell = block->column != NULL;

    if (block->value == NULL || (!per_cell && obs->columns[block->same_column].n_tokens == 0
            && d->none))
        return;
    for (size_t i = 0; i < block->n; i++) {
        const struct observed_column *column = &obs->columns[cell_column(block, i)];
        const char *text = block->text != NULL ? block->text[i] : NULL;

        if (isnan(block->value[i]) || (block->status != NULL && block->status[i] != CELL_OK))
            continue;
        if (is_token(column, block->value[i], text)
            || (isinf(block->value[i]) && !column->user_missing && !d->none))
            take_as_missing(obs, block, i);
    }
}

bool
decisions_apply(struct store *store, const struct frame_query *query, struct observations *obs,
    struct error *err)
{
    struct decider d;
    bool done;

    decider_init(&d, obs);
    for (size_t i = 0; i < query->n_missing; i++)
        d.none = d.none || strcmp(query->missing[i], "none") == 0;
    for (size_t c = 0; c < obs->n_columns && d.none; c++)
        obs->columns[c].missing = NULL;
    done = decide_stored(&d, store, "direction:", decide_direction, err)
        && decide_stored(&d, store, "missing:", decide_missing, err)
        && decide_entries(&d, query, query->direction, query->n_direction, "--direction",
            decide_direction, err)
        && decide_entries(&d, query, query->missing, query->n_missing, "--missing",
            decide_missing, err);
    for (size_t c = 0; c < obs->n_columns; c++)
        parse_tokens(obs, &obs->columns[c]);
    for (size_t b = 0; done && b < obs->n_blocks; b++)
        apply_tokens(&d, &obs->blocks[b]);
    decider_release(&d);
    return done;
}
