/* frontier_early.c - the first answer, while the rest is computed: who is on the frontier.
 *
 * Few rows are shown as the final answer shows them, only with less known. Of many rows a
 * glance goes over the columns once, block by block, and keeps what each block's frontier
 * brings; those on the frontier of all and a sample of the others are then a small frame
 * that is answered like any other, while titles and verdict count all rows. Nothing of the
 * size of the frame is allocated, so that it is on the screen within 50 ms.
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORTH_SHOWING = 200,       /* below it the answer itself is there as soon */
    MANY = 20000, BLOCK = 65536, MOST_ON = 5000, SAMPLE = 2000
};

struct glance {
    const struct frontier_work *work;
    double *point;             /* candidates, then room for a block */
    size_t *row;
    uint8_t *on;
    size_t n, settled, capacity;      /* the first `settled` do not dominate each other */
    size_t least[DOMINANCE_MAX_OBJECTIVES], most[DOMINANCE_MAX_OBJECTIVES];   /* rows */
    struct frontier_counts count;
};

static void
make_room(struct glance *glance, size_t n)
{
    if (n <= glance->capacity)
        return;
    glance->capacity = mem_grown(glance->capacity, n);
    glance->point = mem_resize(glance->point, glance->capacity * glance->work->d,
        sizeof *glance->point);
    glance->row = mem_resize(glance->row, glance->capacity, sizeof *glance->row);
    glance->on = mem_resize(glance->on, glance->capacity, 1);
}

/* Keeps the frontier of the candidates from `from` on. */
static void
settle(struct glance *glance, size_t from)
{
    size_t d = glance->work->d, kept = from;

    dominance_frontier(glance->point + from * d, glance->n - from, d, glance->on + from);
    for (size_t i = from; i < glance->n; i++) {
        if (!glance->on[i])
            continue;
        memmove(glance->point + kept * d, glance->point + i * d, d * sizeof *glance->point);
        glance->row[kept++] = glance->row[i];
    }
    glance->n = kept;
}

/* Rows that span the plane are shown, so that scales do not jump when all rows come. */
static void
note_extremes(struct glance *glance, size_t row, const double *point)
{
    const struct frontier_work *work = glance->work;

    for (size_t k = 0; k < work->d; k++) {
        double sign = work->objective[k].direction == DIRECTION_MIN ? -1 : 1;
        const double *value = frontier_column(work, k)->value;

        if (!isfinite(point[k]))
            continue;
        if (glance->least[k] == NO_PLACE || point[k] < sign * value[glance->least[k]])
            glance->least[k] = row;
        if (glance->most[k] == NO_PLACE || point[k] > sign * value[glance->most[k]])
            glance->most[k] = row;
    }
}

static void
look_at(struct glance *glance, size_t row)
{
    const struct frontier_work *work = glance->work;
    size_t missing = frontier_missing(work, row);
    double *point = glance->point + glance->n * work->d;

    if (missing < work->d) {
        glance->count.missing[missing]++;
        return;
    }
    if (!frontier_within_bounds(work, row)) {
        glance->count.infeasible++;
        return;
    }
    frontier_orient(work, row, point);
    note_extremes(glance, row, point);
    glance->row[glance->n++] = row;
    glance->count.competing++;
}

/* Candidates are settled again when they have doubled. */
static void
look_at_all(struct glance *glance)
{
    size_t rows = glance->work->frame->rows;

    for (size_t from = 0; from < rows; from += BLOCK) {
        size_t to = rows - from < BLOCK ? rows : from + BLOCK, before = glance->n;

        make_room(glance, before + BLOCK);
        for (size_t row = from; row < to; row++)
            look_at(glance, row);
        settle(glance, before);
        if (glance->n > 2 * glance->settled + BLOCK) {
            settle(glance, 0);
            glance->settled = glance->n;
        }
    }
    settle(glance, 0);
    glance->count.on = glance->n;
}

/* Rows to show, in frame order. Caller frees. */
static size_t *
pick_rows(const struct glance *glance, size_t *count)
{
    size_t rows = glance->work->frame->rows, d = glance->work->d, n = 0;
    size_t step = rows / SAMPLE + 1, on_step = glance->n / MOST_ON + 1;
    size_t most = rows / step + glance->n / on_step + 2 * d + 2;
    uint8_t *picked = mem_zalloc(rows, sizeof *picked);
    size_t *out = mem_alloc(most * sizeof *out);

    for (size_t row = 0; row < rows; row += step)
        picked[row] = 1;
    for (size_t i = 0; i < glance->n; i += on_step)
        picked[glance->row[i]] = 1;
    for (size_t k = 0; k < d && glance->count.competing > 0; k++)
        if (glance->least[k] != NO_PLACE)
            picked[glance->least[k]] = picked[glance->most[k]] = 1;
    for (size_t row = 0; row < rows; row++)
        if (picked[row])
            out[n++] = row;
    free(picked);
    *count = n;
    return out;
}

/* What is known early is shown as the final answer shows it. */
static void
publish(struct frontier_work *early, struct result *snapshot,
    const struct lens_progress *progress)
{
    early->has_counts = early->has_gaps = true;     /* nothing to say of them yet */
    frontier_shape(early);
    frontier_points_table(early, snapshot);
    frontier_chart(early, snapshot);
    frontier_words(early, snapshot);
    progress->publish(progress->context, snapshot);
}

/* The whole frontier is among the rows, so that membership within them is membership. Of a
 * frontier too large to show, every so many points are, and stay on it among themselves; but
 * then some row of the sample may be taken for one of it, and is left out. */
static void
drop_mistaken(const struct glance *glance, size_t *rows, size_t *n)
{
    const struct frontier_work *work = glance->work;
    size_t kept = 0;
    uint8_t *on;

    if (glance->n <= MOST_ON)
        return;
    on = mem_zalloc(work->frame->rows, sizeof *on);
    for (size_t i = 0; i < glance->n; i++)
        on[glance->row[i]] = 1;
    for (size_t i = 0; i < *n; i++)
        if (on[rows[i]])
            rows[kept++] = rows[i];
    *n = kept;
    free(on);
}

static bool
publish_rows(const struct glance *glance, const struct lens_progress *progress)
{
    struct result *snapshot = result_new("frontier");
    struct frontier_work early = { .bundle = glance->work->bundle,
        .settings = glance->work->settings, .objective = glance->work->objective,
        .d = glance->work->d, .arena = snapshot->arena, .partial = true };
    size_t n, *rows = pick_rows(glance, &n);
    struct frame *some;
    bool good;

    drop_mistaken(glance, rows, &n);
    some = frame_select(glance->work->frame, rows, n);
    if (some->rows_total < glance->work->frame->rows)
        some->rows_total = glance->work->frame->rows;
    early.frame = some;
    good = frontier_start(&early, NULL);
    if (good) {
        frontier_collect(&early);
        good = frontier_membership(&early, NULL);
    }
    early.count = glance->count;
    if (good)
        publish(&early, snapshot, progress);
    else
        result_free(snapshot);
    frame_free(some);
    free(rows);
    return good;
}

bool
frontier_glance(const struct frontier_work *work, const struct lens_progress *progress)
{
    struct glance glance = { .work = work };
    bool good;

    if (progress == NULL || progress->publish == NULL || work->frame->rows <= MANY
        || !setting_is(work->settings, "rule", "strict")
        || !setting_is(work->settings, "missing_as", "exclude"))
        return false;
    for (size_t k = 0; k < work->d; k++)
        glance.least[k] = glance.most[k] = NO_PLACE;
    look_at_all(&glance);
    good = publish_rows(&glance, progress);
    free(glance.point);
    free(glance.row);
    free(glance.on);
    return good;
}

/* The work is copied, so that the snapshot's parts lie in its own arena. */
void
frontier_publish_early(const struct frontier_work *work, const struct lens_progress *progress)
{
    struct frontier_work early = *work;
    struct result *snapshot;

    if (progress == NULL || progress->publish == NULL || work->n < WORTH_SHOWING)
        return;
    snapshot = result_new("frontier");
    early.arena = snapshot->arena;
    publish(&early, snapshot, progress);
}
