/* frontier_early.c - the first answer, while the rest is computed: who is on the frontier.
 *
 * Few rows are shown as the final answer shows them, only with less known. Of many rows
 * those on the frontier and a sample of the others are a small frame that is answered like
 * any other, while titles and verdict count all rows. A glance finds the frontier for that
 * before anything else is done, even before a filter's rows become a frame: it goes over the
 * columns once, block by block, and keeps what each block's frontier brings. Nothing of the
 * size of the frame is written but two bytes a row, so that it is on the screen within 50 ms.
 *
 * Every filter step goes over all rows again. The kernel that adds or removes single points
 * (math/frontier_stream.h) would have to be told which rows differ, which takes the filter's
 * pass over all of them, and to hold every point in a tree, to be built for each pair of
 * axes: that takes longer than many glances (tests/bench/explorer prints both).
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/rules.h"

enum {
    WORTH_SHOWING = 200,       /* below it the answer itself is there as soon */
    MANY = 20000, BLOCK = 1 << 17, MOST_ON = 5000, SAMPLE = 2000
};

/* --- rows to show of many, and who of them is on the frontier --- */

enum { PICKED = 1, ON = 2 };
struct sample { size_t rows; uint8_t *what; };     /* per frame row */

static size_t
first_of(const struct lens_bundle *bundle)
{
    return bundle->rows != NULL ? bundle->n_rows : bundle->points->rows;
}

/* Evenly spaced ones, in frame order. */
static void
sample_init(struct sample *sample, const struct lens_bundle *bundle)
{
    size_t n = first_of(bundle), step = n / SAMPLE + 1;

    sample->rows = bundle->points->rows;
    sample->what = mem_zalloc(sample->rows, 1);
    for (size_t i = 0; i < n; i += step)
        sample->what[bundle->rows != NULL ? bundle->rows[i] : i] |= PICKED;
}

/* The picked rows, in frame order. Caller frees. */
static size_t *
sample_rows(const struct sample *sample, size_t *n)
{
    size_t *rows = NULL, capacity = 0;

    *n = 0;
    for (size_t row = 0; row < sample->rows; row++)
        if (sample->what[row] & PICKED)
            ARRAY_PUSH(rows, *n, capacity, row);
    return rows;
}

/* What is known early is shown as the final answer shows it. */
void
frontier_publish(struct frontier_work *early, struct result *snapshot,
    const struct lens_progress *progress)
{
    early->has_counts = early->has_gaps = true;     /* nothing to say of them yet */
    frontier_points_table(early, snapshot);
    frontier_chart(early, snapshot);
    frontier_words(early, snapshot);
    progress->publish(progress->context, snapshot);
}

static void
membership_as_known(struct frontier_work *early, const struct sample *sample,
    const size_t *rows)
{
    early->on = arena_zalloc(early->arena, early->n, 1);
    for (size_t i = 0; i < early->n; i++) {
        early->on[i] = (sample->what[rows[early->row[i]]] & ON) != 0;
        early->n_on += early->on[i];
    }
}

/* Publishes the sample, with the counts of all. work: the question, of which membership of
 * the sampled rows is known. */
static bool
publish_sample(const struct frontier_work *work, const struct sample *sample,
    const struct frontier_counts *count, const struct lens_progress *progress)
{
    struct result *snapshot = result_new("frontier");
    struct frontier_work early = { .bundle = work->bundle, .settings = work->settings,
        .objective = work->objective, .d = work->d, .arena = snapshot->arena,
        .partial = true };
    size_t n, *rows = sample_rows(sample, &n);
    struct frame *some = frame_select(work->frame, rows, n);
    bool good;

    if (some->rows_total < work->frame->rows)
        some->rows_total = work->frame->rows;
    if (work->bundle->where != NULL)
        some->where = work->bundle->where;
    early.frame = some;
    good = frontier_start(&early, NULL);
    if (good) {
        frontier_collect(&early);
        membership_as_known(&early, sample, rows);
        early.count = *count;
        frontier_shape(&early);
        frontier_publish(&early, snapshot, progress);
    } else {
        result_free(snapshot);
    }
    frame_free(some);
    free(rows);
    return good;
}

/* --- a glance --- */

struct glance {
    const struct frontier_work *work;
    bool weak, worst;          /* the rule; missing values compete as the worst */
    double *point;             /* candidates, then room for a block */
    size_t *row;
    uint8_t *on;
    size_t n, settled, capacity;      /* the first `settled` do not dominate each other */
    double least[DOMINANCE_MAX_OBJECTIVES], most[DOMINANCE_MAX_OBJECTIVES];
    size_t least_row[DOMINANCE_MAX_OBJECTIVES], most_row[DOMINANCE_MAX_OBJECTIVES];
    struct frontier_counts count;
};

struct reach { double lo, hi; };

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

    (glance->weak ? dominance_frontier_weak : dominance_frontier)(glance->point + from * d,
        glance->n - from, d, glance->on + from);
    for (size_t i = from; i < glance->n; i++) {
        if (!glance->on[i])
            continue;
        memmove(glance->point + kept * d, glance->point + i * d, d * sizeof *glance->point);
        glance->row[kept++] = glance->row[i];
    }
    glance->n = kept;
}

/* The oriented values of one objective of a block and how far they reach; whether one of them
 * is missing. */
static bool
fill_objective(struct glance *glance, size_t k, size_t from, struct reach *reach)
{
    const struct frontier_work *work = glance->work;
    const double *value = frontier_column(work, k)->value;
    double sign = work->objective[k].direction == DIRECTION_MIN ? -1 : 1;
    double *point = glance->point + k, lo = INFINITY, hi = -INFINITY;
    const size_t *row = glance->row;
    size_t d = work->d, missing = 0, to = glance->n;

    for (size_t i = from; i < to; i++) {
        double oriented = sign * value[row[i]];

        point[i * d] = oriented;
        missing += oriented != oriented;
        lo = oriented < lo ? oriented : lo;
        hi = oriented > hi ? oriented : hi;
    }
    *reach = (struct reach){ lo, hi };
    return missing > 0;
}

/* Takes out those that lack something, or gives it the worst value. */
static void
leave_out_missing(struct glance *glance, size_t from)
{
    const struct frontier_work *work = glance->work;
    size_t d = work->d, kept = from;

    for (size_t i = from; i < glance->n; i++) {
        size_t missing = frontier_missing(work, glance->row[i]);

        if (missing < d && !glance->worst) {
            glance->count.missing[missing]++;
            continue;
        }
        for (size_t k = 0; k < d; k++) {
            double value = glance->point[i * d + k];

            glance->point[kept * d + k] = isnan(value) ? -INFINITY : value;
        }
        glance->row[kept++] = glance->row[i];
    }
    glance->n = kept;
}

static void
leave_out_infeasible(struct glance *glance, size_t from)
{
    const struct frontier_work *work = glance->work;
    size_t d = work->d, kept = from;

    for (size_t i = from; i < glance->n; i++) {
        size_t missing = frontier_missing(work, glance->row[i]);

        if (!frontier_within_bounds(work, glance->row[i])) {
            if (missing < d)
                glance->count.missing[missing]++;
            else
                glance->count.infeasible++;
            continue;
        }
        memmove(glance->point + kept * d, glance->point + i * d, d * sizeof *glance->point);
        glance->row[kept++] = glance->row[i];
    }
    glance->n = kept;
}

/* Rows that span the plane are shown, so that scales do not jump when all rows come. */
static void
note_extremes(struct glance *glance, size_t k, size_t from)
{
    size_t d = glance->work->d;

    for (size_t i = from; i < glance->n; i++) {
        double value = glance->point[i * d + k];

        if (value < glance->least[k] && isfinite(value)) {
            glance->least[k] = value;
            glance->least_row[k] = glance->row[i];
        }
        if (value > glance->most[k] && isfinite(value)) {
            glance->most[k] = value;
            glance->most_row[k] = glance->row[i];
        }
    }
}

/* The n rows from `first` on of those that take part become candidates. */
static void
look_at(struct glance *glance, size_t first, size_t n)
{
    const struct lens_bundle *bundle = glance->work->bundle;
    struct reach reach[DOMINANCE_MAX_OBJECTIVES];
    size_t from = glance->n, d = glance->work->d;
    bool missing = false;

    make_room(glance, from + n);
    for (size_t i = 0; i < n; i++)
        glance->row[from + i] = bundle->rows != NULL ? bundle->rows[first + i] : first + i;
    glance->n += n;
    for (size_t k = 0; k < d; k++)
        missing |= fill_objective(glance, k, from, &reach[k]);
    if (missing)
        leave_out_missing(glance, from);
    if (glance->work->n_bounds > 0)
        leave_out_infeasible(glance, from);
    glance->count.competing += glance->n - from;
    for (size_t k = 0; k < d; k++)
        if (reach[k].lo < glance->least[k] || reach[k].hi > glance->most[k])
            note_extremes(glance, k, from);
    settle(glance, from);
}

/* A block stays in the cache of the processor, unless most of the rows so far are on the
 * frontier: then settling block after block would only repeat work. Candidates are settled again
 * when they have doubled. */
static void
look_at_all(struct glance *glance)
{
    size_t n = first_of(glance->work->bundle), block;

    for (size_t at = 0; at < n; at += block) {
        block = glance->n > at / 2 || n - at < BLOCK ? n - at : BLOCK;
        look_at(glance, at, block);
        if (glance->n > 2 * glance->settled + BLOCK) {
            settle(glance, 0);
            glance->settled = glance->n;
        }
    }
    settle(glance, 0);
    if (setting_is(glance->work->settings, "rule", "unique")) {
        size_t kept = 0;

        memset(glance->on, 1, glance->n);
        rule_unique(glance->point, glance->n, glance->work->d, glance->on);
        for (size_t i = 0; i < glance->n; i++)
            if (glance->on[i])
                glance->row[kept++] = glance->row[i];
        glance->n = kept;
    }
    glance->count.on = glance->n;
}

static void
show(const struct glance *glance, const struct lens_progress *progress)
{
    const struct frontier_work *work = glance->work;
    size_t step = glance->n / MOST_ON + 1;
    struct sample sample;

    sample_init(&sample, work->bundle);
    for (size_t i = 0; i < glance->n; i++)
        sample.what[glance->row[i]] |= i % step == 0 ? ON | PICKED : ON;
    for (size_t k = 0; k < work->d; k++) {
        if (glance->least_row[k] != NO_PLACE)
            sample.what[glance->least_row[k]] |= PICKED;
        if (glance->most_row[k] != NO_PLACE)
            sample.what[glance->most_row[k]] |= PICKED;
    }
    publish_sample(work, &sample, &glance->count, progress);
    free(sample.what);
}

/* Rules that compare a point with others than its dominators need all of them, and so do
 * values that may be anything. */
static bool
can_glance(const struct lens_settings *settings)
{
    return (setting_is(settings, "rule", "strict") || setting_is(settings, "rule", "weak")
            || setting_is(settings, "rule", "unique"))
        && !setting_is(settings, "missing_as", "interval");
}

bool
frontier_glance(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress)
{
    struct frontier_work work = { .bundle = bundle, .settings = settings,
        .frame = bundle->points, .objective = bundle->objectives, .d = bundle->n_objectives };
    struct glance glance = { .work = &work, .weak = setting_is(settings, "rule", "weak"),
        .worst = setting_is(settings, "missing_as", "worst") };
    bool good = first_of(bundle) > MANY && can_glance(settings)
        && !(setting_given(settings, "budget") && work.d != 2);

    if (!good)
        return false;
    work.arena = arena_new();
    for (size_t k = 0; k < work.d; k++) {
        glance.least[k] = INFINITY;
        glance.most[k] = -INFINITY;
        glance.least_row[k] = glance.most_row[k] = NO_PLACE;
    }
    good = frontier_start(&work, NULL);
    if (good) {
        look_at_all(&glance);
        show(&glance, progress);
    }
    free(glance.point);
    free(glance.row);
    free(glance.on);
    arena_free(work.arena);
    return good;
}

/* --- after membership, where there was no glance --- */

static void
publish_some(const struct frontier_work *work, const struct lens_progress *progress)
{
    size_t step = work->n_on / MOST_ON + 1, seen = 0;
    struct sample sample;

    sample_init(&sample, work->bundle);
    for (size_t i = 0; i < work->n; i++)
        if (work->on[i])
            sample.what[work->row[i]] |= seen++ % step == 0 ? ON | PICKED : ON;
    publish_sample(work, &sample, &work->count, progress);
    free(sample.what);
}

/* The work is copied, so that the snapshot's parts lie in its own arena. */
void
frontier_publish_early(const struct frontier_work *work, const struct lens_progress *progress)
{
    struct frontier_work early = *work;
    struct result *snapshot;

    if (progress == NULL || progress->publish == NULL || work->n < WORTH_SHOWING
        || (work->frame->rows > MANY && can_glance(work->settings)))
        return;
    if (work->frame->rows > MANY) {
        publish_some(work, progress);
        return;
    }
    snapshot = result_new("frontier");
    early.arena = snapshot->arena;
    frontier_shape(&early);
    frontier_publish(&early, snapshot, progress);
}
