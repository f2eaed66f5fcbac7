/* frames.c - the store's one answer: a frame for a query.
 *
 * A filter that reads only attributes decides which runs take part before they are grouped;
 * one that reads a measure filters the points. Derived measures come before the filter, so
 * that it may use them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/filter.h"
#include "store/observe.h"

/* Whether the expression reads only attributes of the observations. */
static bool
reads_attributes_only(const struct frame *rows, const char *where)
{
    bool *used = mem_zalloc(rows->n_columns, sizeof *used);
    bool only = filter_columns(rows, where, used, NULL);

    for (size_t c = 0; c < rows->n_columns && only; c++)
        only = !used[c] || rows->columns[c].role != ROLE_MEASURE;
    free(used);
    return only;
}

/* Keeps the observations for which the filter holds. */
static bool
filter_observations(struct observations *obs, const char *where, bool *done, struct error *err)
{
    struct frame *rows = observations_frame(obs);
    size_t *kept, n;
    bool fine = true;

    *done = reads_attributes_only(rows, where);
    if (*done) {
        fine = filter_rows(rows, where, &kept, &n, err);
        for (size_t i = 0; fine && i < n; i++)
            obs->rows[i] = obs->rows[kept[i]];
        if (fine) {
            obs->n_rows = n;
            free(kept);
        }
    }
    frame_free(rows);
    return fine;
}

static bool
derive(struct frame *frame, const struct frame_query *query, struct error *err)
{
    for (size_t i = 0; i < query->n_derive; i++) {
        char *name, *expression;
        bool done;

        if (!split_assignment(query->derive[i], &name, &expression)) {
            error_set(err, ERROR_USAGE, "%s: expected NAME=EXPRESSION", query->derive[i]);
            return false;
        }
        done = filter_derive(frame, name, expression, err);
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

/* Names in --direction and --missing that fit no column are mistakes, said as such. */
static bool
check_names(const struct frame *frame, const char *const *entries, size_t n, const char *option,
    struct error *err)
{
    for (size_t i = 0; i < n; i++) {
        char *name, *value;
        bool found;

        if (strcmp(entries[i], "none") == 0)
            continue;
        if (!split_assignment(entries[i], &name, &value)) {
            error_set(err, ERROR_USAGE, "%s %s: expected NAME=VALUE", option, entries[i]);
            return false;
        }
        found = frame_find(frame, name, true, err) != FRAME_NONE;
        free(name);
        free(value);
        if (!found)
            return error_prefix(err, "%s", option);
    }
    return true;
}

static bool
finish(struct frame **frame, const struct frame_query *query, bool filtered, size_t total,
    struct error *err)
{
    bool done = check_names(*frame, query->direction, query->n_direction, "--direction", err)
        && check_names(*frame, query->missing, query->n_missing, "--missing", err)
        && derive(*frame, query, err)
        && (filtered || query->where == NULL || filter_frame(frame, query->where, err))
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

bool
store_frame(struct store *store, const struct frame_query *query, struct frame **out,
    struct error *err)
{
    bool by_row = query->by != NULL && strcmp(query->by, "row") == 0, filtered = false;
    struct observations obs;
    bool done = true;
    size_t total = 0;

    *out = NULL;
    if (!observe(store, query, by_row, &obs, err))
        return false;
    if (by_row) {
        *out = observations_frame(&obs);
    } else {
        if (query->where != NULL) {
            struct frame *all;

            if (points_frame(&obs, query->by, &all, NULL)) {
                total = all->rows;
                frame_free(all);
            }
            done = filter_observations(&obs, query->where, &filtered, err);
        }
        done = done && points_frame(&obs, query->by, out, err);
    }
    observations_release(&obs);
    return done && finish(out, query, filtered, total, err);
}
