/* frames.c - the store's one answer: a frame for a query.
 *
 * A filter that reads only attributes decides which runs take part before they are grouped;
 * one that reads a measure filters the points. Derived measures come before the filter, so
 * that it may use them.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/derived.h"
#include "store/filter.h"
#include "store/group.h"
#include "store/pick.h"

/* --- filters on what is known of runs --- */

static void
add_text(struct frame *frame, const char *name, const char *const *texts)
{
    struct column *column;

    if (frame_column(frame, name) != FRAME_NONE)
        return;
    column = frame_add_column(frame, name, COLUMN_TEXT, ROLE_ATTRIBUTE);
    for (size_t r = 0; r < frame->rows; r++)
        column->text[r] = texts[r];
}

/* The observations' attributes under their headers and standard names. Without rows, every
 * name is there, measures too; with rows, those that are used. */
static struct frame *
attributes_frame(const struct observations *obs, const struct frame *names, const bool *used)
{
    struct frame *frame = frame_new(SHAPE_RUNS, used == NULL ? 0 : obs->n_rows);

    for (size_t c = 0; c < obs->n_columns; c++) {
        const struct observed_column *column = &obs->columns[c];
        const char *of = column->of != NULL ? column->of : column->name;
        int at = used != NULL ? frame_column(names, column->name) : FRAME_NONE;
        int at_of = used != NULL ? frame_column(names, of) : FRAME_NONE;
        const char **texts = NULL;

        if (column->role == FIELD_MEASURE) {
            if (used == NULL && frame_column(frame, column->name) == FRAME_NONE)
                frame_add_column(frame, column->name, COLUMN_NUMBER, ROLE_MEASURE);
            continue;
        }
        if (used != NULL && !used[at] && !used[at_of])
            continue;
        texts = used != NULL ? observed_texts(obs, c) : NULL;
        add_text(frame, column->name, texts);
        add_text(frame, of, texts);
        free(texts);
    }
    return frame;
}

/* Whether the expression reads attributes only; used gets which of the frame's columns. */
static bool
reads_attributes(const struct frame *names, const char *where, bool *used)
{
    bool only = filter_columns(names, where, used, NULL);

    for (size_t c = 0; c < names->n_columns && only; c++)
        only = !used[c] || names->columns[c].role != ROLE_MEASURE;
    return only;
}

/* Whether those are conditions, which make points: then a run that does not know one of them
 * may still feed a point that does (an evaluation, of any load). */
static bool
are_conditions(const struct observations *obs, const struct frame *names, const bool *used)
{
    for (size_t c = 0; c < names->n_columns; c++) {
        bool condition = !used[c];

        for (size_t i = 0; i < obs->n_columns && !condition; i++) {
            const struct observed_column *column = &obs->columns[i];

            condition = column->role == FIELD_CONDITION
                && (strcmp(column->name, names->columns[c].name) == 0
                    || (column->of != NULL && strcmp(column->of, names->columns[c].name) == 0));
        }
        if (!condition)
            return false;
    }
    return true;
}

/* How a filter on attributes was used: before grouping only, or, since unknown is not false,
 * on the points too. */
enum filtered { NOT_FILTERED, FILTERED, FILTERED_UNLESS_UNKNOWN };
static const char loosely[] = "(%s\n) IS NOT FALSE";

/* Keeps the observations for which the filter holds, if it is one on attributes: *done. */
static bool
filter_observations(struct observations *obs, const char *where, enum filtered *done,
    struct error *err)
{
    struct frame *names = attributes_frame(obs, NULL, NULL), *rows;
    bool *used = mem_zalloc(names->n_columns, sizeof *used), fine = true;
    size_t *kept, n;

    *done = NOT_FILTERED;
    if (reads_attributes(names, where, used)) {
        char *loose = mem_printf(loosely, where);

        *done = are_conditions(obs, names, used) ? FILTERED_UNLESS_UNKNOWN : FILTERED;
        rows = attributes_frame(obs, names, used);
        fine = filter_rows(rows, where, &kept, &n, err);    /* says what is wrong with it */
        if (fine && *done == FILTERED_UNLESS_UNKNOWN) {
            free(kept);
            fine = filter_rows(rows, loose, &kept, &n, err);
        }
        if (fine) {
            observations_keep(obs, kept, n);
            free(kept);
        }
        frame_free(rows);
        free(loose);
    }
    frame_free(names);
    free(used);
    return fine;
}

/* --- what comes after --- */

static bool
derive(struct frame *frame, const struct frame_query *query, struct error *err)
{
    for (size_t i = 0; i < query->n_derive; i++) {
        char *name, *expression;
        bool done;

        if (!split_assignment(query->derive[i], &name, &expression))
            return error_set(err, ERROR_USAGE, "%s: expected NAME=EXPRESSION", query->derive[i]);
        done = filter_derive(frame, name, expression, err);
        for (size_t k = 0; k < query->n_direction && done; k++) {
            char *measure, *direction;

            if (!split_assignment(query->direction[k], &measure, &direction))
                continue;
            if (strcmp(measure, name) == 0)
                frame->columns[frame->n_columns - 1].direction
                    = strcmp(direction, "max") == 0 ? DIRECTION_MAX : DIRECTION_MIN;
            free(measure);
            free(direction);
        }
        free(name);
        free(expression);
        if (!done)
            return false;
    }
    return true;
}

static bool
filter_frame(struct frame **frame, const char *where, struct error *err)
{
    size_t *kept, n, total = (*frame)->rows_total;
    struct frame *selected;

    if (!filter_rows(*frame, where, &kept, &n, err))
        return false;
    selected = frame_select(*frame, kept, n);
    selected->rows_total = total;
    free(kept);
    frame_free(*frame);
    *frame = selected;
    return true;
}

static bool
refuse_mixed(const struct frame *frame, const struct frame_query *query, struct error *err)
{
    if (query->mixed == NULL || strcmp(query->mixed, "refuse") != 0 || !frame->mixed)
        return true;
    error_set(err, ERROR_REQUEST, "%s", frame->n_notes > 0 ? frame->notes[0]
        : "conditions are mixed");
    return error_hint(err, "--where selects one condition; --mixed warn compares all the same");
}

static bool
finish(struct frame **frame, const struct frame_query *query, bool filtered, size_t total,
    struct error *err)
{
    bool done;

    if ((*frame)->shape == SHAPE_POINTS)
        derived_add(*frame);
    done = derive(*frame, query, err)
        && (filtered || query->where == NULL || filter_frame(frame, query->where, err))
        && (query->pick == NULL || pick_operating_points(frame, query->pick, err))
        && refuse_mixed(*frame, query, err);

    if (!done) {
        frame_free(*frame);
        *frame = NULL;
        return false;
    }
    if (query->where != NULL) {
        (*frame)->where = arena_strdup((*frame)->arena, query->where);
        if (filtered)
            (*frame)->rows_total = total > (*frame)->rows ? total : (*frame)->rows;
    }
    return true;
}

/* Adds the columns of the points under the headers that the files gave them. */
static void
add_headers(const struct observations *obs, struct frame *frame)
{
    for (size_t c = 0; c < obs->n_columns; c++) {
        const struct observed_column *column = &obs->columns[c];
        int of = column->of != NULL ? frame_column(frame, column->of) : FRAME_NONE;

        if (of != FRAME_NONE && frame->columns[of].text != NULL)
            add_text(frame, column->name, frame->columns[of].text);
    }
}

/* Takes out the points of runs that stayed only because they do not know what the filter asks.
 * Where no point knows it, the runs were filtered and that is all. */
static void
drop_unknown(const struct observations *obs, struct frame **frame, const char *where)
{
    size_t rows = (*frame)->rows, *every = mem_alloc(rows * sizeof *every), *kept, n;
    struct frame *named;

    for (size_t r = 0; r < rows; r++)
        every[r] = r;
    named = frame_select(*frame, every, rows);
    add_headers(obs, named);
    if (filter_rows(named, where, &kept, &n, NULL)) {
        struct frame *selected = frame_select(*frame, kept, n);

        selected->rows_total = (*frame)->rows_total;
        free(kept);
        frame_free(*frame);
        *frame = selected;
    }
    frame_free(named);
    free(every);
}

/* Records that --lenient left out, with the first of them. */
static void
note_skipped(struct store *store, struct frame *frame)
{
    sqlite3_stmt *stmt = sql_prepare(store->db,
        "SELECT name, rejected, (SELECT ifnull(place, '') ||"
        " ' ' || text FROM warning WHERE warning.source = source.id AND kind = 'reject'"
        " ORDER BY warning.rowid LIMIT 1) FROM source WHERE rejected > 0 ORDER BY id", NULL);
    size_t skipped = 0, sources = 0;
    char *first = NULL;

    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        const char *why = sql_column_text(stmt, 2);

        if (sources++ == 0)
            first = mem_printf("%s%s%s", sql_column_text(stmt, 0), why != NULL ? ", " : "",
                why != NULL ? why : "");
        skipped += (size_t)sqlite3_column_int64(stmt, 1);
    }
    sqlite3_finalize(stmt);
    if (sources > 0) {
        frame->skipped = arena_printf(frame->arena, "%zu %s skipped (--lenient)%s: %s", skipped,
            text_counted((double)skipped, "record is", "records are"),
            skipped > 1 ? ", the first" : "", first);
        frame_note(frame, "%s", frame->skipped);
    }
    free(first);
}

/* What the import warned of. */
static void
note_warnings(struct store *store, struct frame *frame)
{
    char *warning = store_warning(store);

    if (warning != NULL)
        frame_note(frame, "%s", warning);
    free(warning);
}

/* Points by the query's keys, of the runs that its filter on attributes leaves. *total is how
 * many there were before. */
static bool
make_points(struct observations *obs, const struct frame_query *query, bool *filtered,
    size_t *total, struct frame **out, struct error *err)
{
    enum filtered how;
    struct frame *all;

    if (!points_frame(obs, query->by, &all, err))
        return false;
    *total = all->rows;
    *out = all;
    if (query->where == NULL)
        return true;
    if (!filter_observations(obs, query->where, &how, err)) {
        frame_free(all);
        *out = NULL;
        return false;
    }
    *filtered = how != NOT_FILTERED;
    if (!*filtered)
        return true;
    frame_free(all);
    *out = NULL;
    if (!points_frame(obs, query->by, out, err))
        return false;
    if (how == FILTERED_UNLESS_UNKNOWN)
        drop_unknown(obs, out, query->where);
    (*out)->where_of_records = arena_printf((*out)->arena, how == FILTERED ? "%s"
        : loosely, query->where);
    return true;
}

bool
store_frame(struct store *store, const struct frame_query *query, struct frame **out,
    struct error *err)
{
    bool by_row = query->by != NULL && strcmp(query->by, "row") == 0, filtered = false, done = true;
    struct observations obs;
    size_t total = 0;

    *out = NULL;
    if (!observe(store, query, by_row ? OBSERVE_ROWS : OBSERVE_POINTS, &obs, err))
        return false;
    if (by_row) {
        done = observations_fit(&obs, obs.n_rows, true, err);
        *out = done ? observations_frame(&obs) : NULL;
    } else
        done = make_points(&obs, query, &filtered, &total, out, err);
    if (done && !by_row)
        kinds_note(store, &obs, *out);
    if (done) {
        note_skipped(store, *out);
        note_warnings(store, *out);
    }
    observations_release(&obs);
    return done && finish(out, query, filtered, total, err);
}
