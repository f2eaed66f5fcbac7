/* runtime_chance.c - how sure it is who is efficient, where scores have standard errors.
 *
 * Scores are drawn as Gaussian, independent of each other, in the streams of the frontier lens
 * (seed, point, measure, block), so that the same question has the same answer there; the axis
 * is taken as exact. Errors between few runs are uncertain themselves: their draws are Student's t.
 * States are those of the frontier: on from 1 - alpha, off up to alpha.
 */
#include "lens/runtime_work.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/membership.h"

enum { REPLICATES = 9999, MOST_POINTS = 5000 };

struct draw {
    const struct runtime_work *work;
    const struct lens_progress *progress;
    size_t *row, n;            /* competing points */
    double *error;             /* n x DRAWS_BLOCK */
    double *point;             /* n x 2, larger is better */
};

static double
error_of(const struct runtime_work *work, size_t row)
{
    const double *se = work->score->se;

    return se != NULL && se[row] > 0 && isfinite(se[row]) ? se[row] : 0;
}

/* Degrees of an error between few runs; 0: it is taken as known. */
static size_t
degrees_of(const struct runtime_work *work, size_t row)
{
    const double *n = work->score->n;

    return work->score->over_runs && n != NULL && n[row] >= 2 && n[row] <= DRAWS_MOST_DEGREES
        ? (size_t)n[row] - 1 : 0;
}

static void
fill_errors(struct draw *draw, uint64_t block)
{
    const struct runtime_work *work = draw->work;

    for (size_t i = 0; i < draw->n; i++) {
        size_t row = draw->row[i];

        parts_draw_errors(work->settings->seed, work->frame->key[row], work->score->name, block,
            error_of(work, row), degrees_of(work, row), draw->error + i * DRAWS_BLOCK);
    }
}

static void
replicate(struct draw *draw, size_t within)
{
    const struct parts_plane *plane = &draw->work->plane;
    double y_sign = plane->y_direction == DIRECTION_MIN ? -1 : 1;

    for (size_t i = 0; i < draw->n; i++) {
        draw->point[2 * i] = y_sign * plane->y[draw->row[i]] + draw->error[i * DRAWS_BLOCK + within];
        draw->point[2 * i + 1] = -plane->x[draw->row[i]];
    }
}

/* False if it was stopped. */
static bool
sample(struct draw *draw, struct membership *membership)
{
    const struct lens_progress *progress = draw->progress;

    for (size_t drawn = 0; drawn < REPLICATES; drawn += DRAWS_BLOCK) {
        if (progress != NULL && progress->report != NULL &&
            !progress->report(progress->context, (double)drawn / REPLICATES))
            return false;
        fill_errors(draw, drawn / DRAWS_BLOCK);
        for (size_t r = 0; r < DRAWS_BLOCK && drawn + r < REPLICATES; r++) {
            replicate(draw, r);
            membership_add(membership, draw->point);
        }
    }
    return true;
}

static void
take_shares(struct runtime_work *work, const struct draw *draw,
    const struct membership *membership)
{
    double alpha = setting_real(work->settings, "alpha");

    work->p = arena_zalloc(work->arena, work->frame->rows + 1, sizeof *work->p);
    for (size_t row = 0; row < work->frame->rows; row++)
        work->p[row] = (double)NAN;
    for (size_t i = 0; i < draw->n; i++) {
        double p = membership->on[i] / (double)membership->replicates;

        work->p[draw->row[i]] = p;
        work->n_on += p >= 1 - alpha;
        work->n_undecided += p < 1 - alpha && p > alpha;
    }
}

enum runtime_state
runtime_state(const struct runtime_work *work, size_t row)
{
    double alpha = setting_real(work->settings, "alpha");

    if (work->p == NULL || isnan(work->p[row]))
        return RUNTIME_STATELESS;
    return work->p[row] >= 1 - alpha ? RUNTIME_ON : work->p[row] <= alpha ? RUNTIME_OFF
        : RUNTIME_UNDECIDED;
}

/* Whether there is anything to draw; collects who competes. */
static bool
find_competing(struct runtime_work *work, struct draw *draw)
{
    bool any = false;

    for (size_t row = 0; row < work->frame->rows; row++) {
        if (isnan(work->plane.dominated_by[row]))
            continue;
        draw->row[draw->n++] = row;
        any |= error_of(work, row) > 0;
        work->n_exact += error_of(work, row) == 0;
        work->few_runs |= error_of(work, row) > 0 && degrees_of(work, row) > 0;
    }
    return any && draw->n > 1;
}

bool
runtime_chances(struct runtime_work *work, const struct lens_progress *progress,
    struct error *err)
{
    struct draw draw = { .work = work, .progress = progress };
    struct membership membership;
    bool done;

    if (work->score == NULL)
        return true;
    draw.row = arena_zalloc(work->arena, work->frame->rows + 1, sizeof *draw.row);
    if (!find_competing(work, &draw) || setting_is(work->settings, "rule", "helm"))
        return true;
    work->too_many = draw.n > MOST_POINTS;
    if (work->too_many)
        return true;
    draw.error = mem_alloc(draw.n * DRAWS_BLOCK * sizeof *draw.error);
    draw.point = mem_alloc(2 * draw.n * sizeof *draw.point);
    membership_init(&membership, draw.n, 2, false);
    done = sample(&draw, &membership);
    if (done)
        take_shares(work, &draw, &membership);
    membership_release(&membership);
    free(draw.point);
    free(draw.error);
    return done || error_set(err, ERROR_CANCELLED, "stopped");
}
