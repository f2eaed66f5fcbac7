/* pick.c - one operating point of each load sweep.
 *
 * Loads are never averaged, so a model that was served at five loads is five points. Who asks
 * "how fast within a second of waiting" wants the one load that answers best.
 */
#include "store/pick.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/filter.h"

struct picking {
    const struct frame *frame;
    int *load, *other;             /* key columns that are loads, and those that are not */
    size_t n_load, n_other;
    bool *qualifies;               /* rows */
    struct objective objective;
};

static bool
is_load(const char *name)
{
    static const char *const loads[] = { "concurrency", "max_concurrency", "request_rate", "rate",
        "batch", "batch_size", "users", "load" };

    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++)
        if (strcasecmp(name, loads[i]) == 0)
            return true;
    return false;
}

static void
find_keys(struct picking *picking)
{
    const struct frame *frame = picking->frame;

    picking->load = mem_alloc(frame->n_columns * sizeof *picking->load);
    picking->other = mem_alloc(frame->n_columns * sizeof *picking->other);
    for (size_t c = 0; c < frame->n_columns; c++) {
        if (frame->columns[c].role != ROLE_KEY)
            continue;
        if (is_load(frame->columns[c].name))
            picking->load[picking->n_load++] = (int)c;
        else
            picking->other[picking->n_other++] = (int)c;
    }
}

/* Cuts "max:a where b" into its two parts, owned by the caller; the second may be NULL. */
static void
split_pick(const char *pick, char **objective, char **where)
{
    const char *at = pick;

    *where = NULL;
    while (*at != '\0' && strncasecmp(at, " where ", 7) != 0)
        at++;
    *objective = mem_strndup(pick, (size_t)(at - pick));
    if (*at != '\0')
        *where = mem_strdup(at + 7);
}

static bool
find_qualified(struct picking *picking, const char *where, struct error *err)
{
    size_t *kept, n;

    picking->qualifies = mem_zalloc(picking->frame->rows, sizeof *picking->qualifies);
    if (where == NULL) {
        for (size_t r = 0; r < picking->frame->rows; r++)
            picking->qualifies[r] = true;
        return true;
    }
    if (!filter_rows(picking->frame, where, &kept, &n, err))
        return false;
    for (size_t i = 0; i < n; i++)
        picking->qualifies[kept[i]] = true;
    free(kept);
    return true;
}

static bool
has_load(const struct picking *picking, size_t row)
{
    for (size_t i = 0; i < picking->n_load; i++)
        if (picking->frame->columns[picking->load[i]].text[row] != NULL)
            return true;
    return false;
}

/* Which sweep a row belongs to, as one text; the caller frees it. */
static char *
sweep_name(const struct picking *picking, size_t row)
{
    struct strbuf name;

    strbuf_init(&name);
    for (size_t i = 0; i < picking->n_other; i++) {
        const char *text = picking->frame->columns[picking->other[i]].text[row];

        if (text == NULL)
            continue;
        if (name.length > 0)
            strbuf_puts(&name, " · ");
        strbuf_puts(&name, text);
    }
    return strbuf_detach(&name);
}

struct sweep { char *name; size_t first, best; };

static int
by_name(const void *a, const void *b)
{
    const struct sweep *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order != 0 ? order : (x->first > y->first) - (x->first < y->first);
}

/* Whether a row qualifies and is better than the best so far. */
static bool
improves(const struct picking *picking, size_t row, size_t best)
{
    const double *value = picking->frame->columns[picking->objective.column].value;

    if (!picking->qualifies[row] || isnan(value[row]))
        return false;
    if (best == SIZE_MAX)
        return true;
    return picking->objective.direction == DIRECTION_MAX ? value[row] > value[best]
        : value[row] < value[best];
}

/* Rows under a load, sorted so that those of a sweep stand together; merged to one entry a
 * sweep. Returns how many sweeps there are. */
static size_t
merge_sweeps(const struct picking *picking, struct sweep *sweeps, size_t n)
{
    size_t merged = 0;

    qsort(sweeps, n, sizeof *sweeps, by_name);
    for (size_t i = 0; i < n; i++) {
        struct sweep *last = merged > 0 ? &sweeps[merged - 1] : NULL;

        if (last == NULL || strcmp(last->name, sweeps[i].name) != 0) {
            sweeps[merged] = sweeps[i];
            last = &sweeps[merged++];
            last->best = SIZE_MAX;
        } else {
            free(sweeps[i].name);
        }
        if (improves(picking, sweeps[i].first, last->best))
            last->best = sweeps[i].first;
    }
    return merged;
}

static void
say_left_out(struct frame *frame, const struct sweep *sweeps, size_t n)
{
    size_t without = 0;
    const char *first = NULL;

    for (size_t i = 0; i < n; i++)
        if (sweeps[i].best == SIZE_MAX) {
            first = without == 0 ? sweeps[i].name : first;
            without++;
        }
    if (without == 1)
        frame_note(frame, "no operating point of %s qualifies: it is left out", first);
    else if (without > 1)
        frame_note(frame, "no operating point qualifies of %zu sweeps, which are left out: %s%s",
            without, first, " and others");
}

static void
keep_picked(struct picking *picking, struct frame **frame, const char *pick)
{
    size_t n = 0, n_kept = 0, rows = picking->frame->rows;
    struct sweep *sweeps = mem_alloc(rows * sizeof *sweeps);
    bool *stays = mem_zalloc(rows, sizeof *stays);
    size_t *kept = mem_alloc(rows * sizeof *kept), merged;
    struct frame *selected;

    for (size_t r = 0; r < rows; r++) {
        stays[r] = !has_load(picking, r);
        if (!stays[r])
            sweeps[n++] = (struct sweep){ sweep_name(picking, r), r, SIZE_MAX };
    }
    merged = merge_sweeps(picking, sweeps, n);
    for (size_t i = 0; i < merged; i++)
        if (sweeps[i].best != SIZE_MAX)
            stays[sweeps[i].best] = true;
    for (size_t r = 0; r < rows; r++)
        if (stays[r])
            kept[n_kept++] = r;
    selected = frame_select(picking->frame, kept, n_kept);
    selected->rows_total = picking->frame->rows_total;
    selected->grouping = arena_printf(selected->arena, "%s, picked %s", selected->grouping, pick);
    say_left_out(selected, sweeps, merged);
    for (size_t i = 0; i < merged; i++)
        free(sweeps[i].name);
    free(sweeps);
    free(stays);
    free(kept);
    frame_free(*frame);
    *frame = selected;
}

bool
pick_operating_points(struct frame **frame, const char *pick, struct error *err)
{
    struct picking picking = { .frame = *frame };
    char *objective, *where;
    bool done;

    split_pick(pick, &objective, &where);
    find_keys(&picking);
    done = picking.n_load > 0;
    if (!done) {
        error_set(err, ERROR_REQUEST, "there is nothing to pick from: no points of one model "
            "differ in their load");
        error_hint(err, "loads are concurrency, request_rate and batch; --by model,concurrency "
            "makes a point of each");
    }
    done = done && frame_parse_objective(*frame, objective, &picking.objective, err)
        && find_qualified(&picking, where, err);
    if (done)
        keep_picked(&picking, frame, pick);
    free(picking.qualifies);
    free(picking.load);
    free(picking.other);
    free(objective);
    free(where);
    return done;
}
