/* compare_dominance.c - how sure one model dominates another on the objectives together.
 *
 * With items, one resample per replicate serves all objectives that share their items, so
 * that score and cost move together, and all pairs on the same items. Otherwise objectives are
 * independent, normal or of t where the observations are few, and the probability is a product.
 * Values without an error are exact.
 */
#include "lens/compare_work.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lens/lens_parts.h"
#include "math/dominance.h"
#include "math/doubt.h"
#include "math/moments.h"
#include "math/resample.h"
#include "math/rng.h"

/* MOST_DRAWN: numbers that a batch may need, of items and of replicates. */
enum { NORMALS_PER_BLOCK = 250, MOST_IN_BATCH = 64, MOST_DRAWN = 4000000 };
static const double sure = 0.95;

/* One objective of a pair, turned so that positive favours a. */
struct side {
    const struct comparison *c;
    double sign;
    const size_t *place;       /* of each item of the first objective that is resampled its own
                                  row; NULL: not resampled */
    const double *d;           /* differences of the items that all resampled objectives
                                  share, or NULL */
};

struct pair_draw {
    const struct compare_work *work;
    struct side side[DOMINANCE_MAX_OBJECTIVES];
    size_t k, n;               /* objectives, items */
    double *room;
    size_t *cluster, clusters; /* of the items; 0 if they stand for themselves */
    uint64_t name;             /* of the item set */
};

/* Probabilities that a dominates b, b a, and that each is better in one objective. */
struct odds { double a, b, leads_a[DOMINANCE_MAX_OBJECTIVES], leads_b[DOMINANCE_MAX_OBJECTIVES]; };

static size_t
measure_of(const struct compare_work *work, int column)
{
    for (size_t m = 0; m < work->n_measures; m++)
        if (work->measure[m] == (size_t)column)
            return m;
    return SIZE_MAX;
}

/* False if an objective is not known of both. */
static bool
find_sides(struct pair_draw *draw, size_t a, size_t b)
{
    const struct compare_work *work = draw->work;

    for (draw->k = 0; draw->k < work->n_objectives; draw->k++) {
        struct side *side = &draw->side[draw->k];
        size_t m = measure_of(work, work->objective[draw->k].column);

        side->c = m == SIZE_MAX ? NULL : compare_find(work, a, b, m);
        side->sign = work->objective[draw->k].direction == DIRECTION_MIN ? -1 : 1;
        side->d = NULL;
        side->place = NULL;
        if (side->c == NULL)
            return false;
    }
    return draw->k > 0;
}

/* --- independent objectives --- */

/* P(a at least as good), P(a strictly better) on one objective. */
static void
chances(const struct side *side, bool for_a, double *at_least, double *better)
{
    double diff = side->c->diff * side->sign * (for_a ? 1 : -1);
    double se = side->c->method == METHOD_UNPAIRED ? side->c->se_unpaired : side->c->se_paired;

    if (side->c->method == METHOD_EXACT || !(se > 0)) {
        *at_least = diff >= 0;
        *better = diff > 0;
        return;
    }
    *at_least = *better = side->c->df > 0 ? gsl_cdf_tdist_P(diff / se, side->c->df) :
        gsl_cdf_ugaussian_P(diff / se);
}

static double
product_dominates(const struct pair_draw *draw, bool for_a)
{
    double all = 1, none_better = 1;

    for (size_t k = 0; k < draw->k; k++) {
        double at_least, better;

        chances(&draw->side[k], for_a, &at_least, &better);
        all *= at_least;
        none_better *= at_least - better;
    }
    return all - none_better;
}

/* One objective surely better on one side, and another on the other. leads_a[k], leads_b[k]:
 * the probabilities. */
static bool
is_trade_off(size_t k, const double *leads_a, const double *leads_b)
{
    bool a_leads = false, b_leads = false;

    for (size_t i = 0; i < k; i++) {
        a_leads |= leads_a[i] >= sure;
        b_leads |= leads_b[i] >= sure;
    }
    return a_leads && b_leads;
}

static void
judge_by_errors(const struct pair_draw *draw, struct odds *odds)
{
    double at_least;

    odds->a = product_dominates(draw, true);
    odds->b = product_dominates(draw, false);
    for (size_t k = 0; k < draw->k; k++) {
        chances(&draw->side[k], true, &at_least, &odds->leads_a[k]);
        chances(&draw->side[k], false, &at_least, &odds->leads_b[k]);
    }
}

/* --- items --- */

static const double *
values_of(const struct compare_work *work, size_t measure, size_t model)
{
    const struct frame *items = work->items[measure];
    int column = frame_column(items, work->frame->key[work->row[model]]);

    return column >= 0 ? items->columns[column].value : NULL;
}

/* Objectives whose items are those of the first that has some. */
static const struct frame *
first_items(const struct pair_draw *draw)
{
    for (size_t k = 0; k < draw->k; k++)
        if (draw->side[k].c->method >= METHOD_PAIRED_T &&
            draw->work->items[draw->side[k].c->measure] != NULL)
            return draw->work->items[draw->side[k].c->measure];
    return NULL;
}

/* Its difference on an item, turned; NaN where one of the two has none. */
static double
difference(const struct pair_draw *draw, const struct side *side, size_t item)
{
    const struct comparison *c = side->c;
    size_t row = side->place[item];

    return row == SIZE_MAX ? (double)NAN : side->sign *
        (values_of(draw->work, c->measure, c->a)[row] -
        values_of(draw->work, c->measure, c->b)[row]);
}

static bool
item_is_shared(const struct pair_draw *draw, size_t item)
{
    for (size_t k = 0; k < draw->k; k++)
        if (draw->side[k].place != NULL && isnan(difference(draw, &draw->side[k], item)))
            return false;
    return true;
}

static bool
take_items(struct pair_draw *draw)
{
    const struct frame *items = first_items(draw);

    if (items == NULL)
        return false;
    draw->room = mem_alloc(draw->k * items->rows * sizeof *draw->room);
    draw->name = rng_name("items");
    if (compare_has_clusters(draw->work, items))
        draw->cluster = mem_alloc(items->rows * sizeof *draw->cluster);
    for (size_t k = 0; k < draw->k; k++) {
        struct side *side = &draw->side[k];

        if (side->c->method >= METHOD_PAIRED_T && draw->work->items[side->c->measure] != NULL)
            side->place = parts_align(draw->work->arena, items, draw->work->items[side->c->measure]);
        if (side->place != NULL)
            side->d = draw->room + k * items->rows;
    }
    for (size_t item = 0; item < items->rows; item++) {
        if (!item_is_shared(draw, item))
            continue;
        draw->name = rng_name_after(draw->name, items->key[item]);
        if (draw->cluster != NULL)
            draw->cluster[draw->n] = item;
        for (size_t k = 0; k < draw->k; k++)
            if (draw->side[k].place != NULL)
                draw->room[k * items->rows + draw->n] = difference(draw, &draw->side[k], item);
        draw->n++;
    }
    if (draw->cluster != NULL)
        draw->clusters = parts_clusters(items, draw->cluster, draw->n);
    return draw->n >= 2;
}

/* --- draws --- */

/* Pairs on the same items, or clusters of them: one draw of weights serves them all, and its
 * stream is that of the items, so that it would be the same for each alone. */
struct batch {
    struct pair_draw *draw;
    struct dominance_pair *pair[MOST_IN_BATCH];
    size_t n, columns;
};

static size_t
drawn_columns(const struct pair_draw *draw)
{
    size_t columns = 0;

    for (size_t k = 0; k < draw->k; k++)
        columns += draw->side[k].d != NULL;
    return columns;
}

static bool
is_same_set(const struct pair_draw *x, const struct pair_draw *y)
{
    return x->name == y->name && x->n == y->n && x->clusters == y->clusters &&
        (x->clusters == 0 || memcmp(x->cluster, y->cluster, x->n * sizeof *x->cluster) == 0);
}

/* Whether a pair may join: of the same items, and as long as there is room for what is drawn. */
static bool
has_room(const struct batch *batch, const struct pair_draw *draw, size_t b)
{
    size_t columns = batch->columns + drawn_columns(draw);

    return batch->n == 0 || (batch->n < MOST_IN_BATCH && is_same_set(&batch->draw[0], draw) &&
        columns <= MOST_DRAWN / (draw->n + b));
}

/* Sums of the differences in every objective that shares items, drawn together; for clusters
 * means. Column by column in drawn, batch->columns times b. False if stopped. */
static bool
draw_items(const struct batch *batch, double *drawn, size_t b)
{
    const struct pair_draw *first = &batch->draw[0];
    const struct compare_work *work = first->work;
    const double **column = mem_alloc((batch->columns + 1) * sizeof *column);
    struct resampling plan = { .n = first->n, .b = b, .seed = work->settings->seed,
        .set = first->name, .report = compare_goes_on, .context = work->run };
    size_t m = 0;
    bool done;

    for (size_t i = 0; i < batch->n; i++)
        for (size_t k = 0; k < batch->draw[i].k; k++)
            if (batch->draw[i].side[k].d != NULL)
                column[m++] = batch->draw[i].side[k].d;
    work->run->width = (double)batch->n;
    done = first->clusters > 0 ? resample_clusters(&plan, column, m, first->cluster,
        first->clusters, drawn) : resample_sums(&plan, column, m, drawn);
    work->run->width = 1;
    free(column);
    return done;
}

/* Sums (or means of clusters) within 1e-12 of the largest difference of zero are zero: ties must
 * stay ties. */
static void
keep_ties(const struct pair_draw *draw, const double *d, double *drawn, size_t b)
{
    double largest = 0;

    for (size_t i = 0; i < draw->n; i++)
        largest = fmax(largest, fabs(d[i]));
    for (size_t r = 0; r < b; r++)
        if (fabs(drawn[r]) <= 1e-12 * largest * (double)draw->n)
            drawn[r] = 0;
}

/* b differences of an objective without items: Gaussian or exact. */
static void
draw_errors(const struct pair_draw *draw, size_t k, double *diff, size_t b)
{
    const struct side *side = &draw->side[k];
    double se = side->c->method == METHOD_UNPAIRED ? side->c->se_unpaired : side->c->se_paired;

    for (size_t r = 0; r < b; r += NORMALS_PER_BLOCK) {
        uint64_t stream[3] = { draw->name, k, r / NORMALS_PER_BLOCK };
        size_t now = b - r < NORMALS_PER_BLOCK ? b - r : NORMALS_PER_BLOCK;
        struct rng rng;

        rng_init(&rng, draw->work->settings->seed, stream, 3);
        rng_normals(&rng, diff + r, now);
        for (size_t i = r; i < r + now; i++)
            diff[i] = side->c->diff * side->sign +
                (side->c->method != METHOD_EXACT && se > 0 ? se * diff[i] : 0);
    }
}

/* Shares of b joint replicates; drawn: those of the objectives that share items, one after the
 * other. */
static void
judge_by_items(const struct pair_draw *draw, double *drawn, size_t b, struct odds *odds)
{
    static const double zero[DOMINANCE_MAX_OBJECTIVES];
    double *room = mem_alloc(draw->k * b * sizeof *room);
    const double *diff[DOMINANCE_MAX_OBJECTIVES];

    *odds = (struct odds){ .a = 0 };
    for (size_t k = 0; k < draw->k; k++) {
        diff[k] = draw->side[k].d != NULL ? drawn : room + k * b;
        if (draw->side[k].d == NULL) {
            draw_errors(draw, k, room + k * b, b);
            continue;
        }
        keep_ties(draw, draw->side[k].d, drawn, b);
        drawn += b;
    }
    for (size_t r = 0; r < b; r++) {
        double one[DOMINANCE_MAX_OBJECTIVES];

        for (size_t k = 0; k < draw->k; k++) {
            one[k] = diff[k][r];
            odds->leads_a[k] += one[k] > 0;
            odds->leads_b[k] += one[k] < 0;
        }
        odds->a += dominates(one, zero, draw->k);
        odds->b += dominates(zero, one, draw->k);
    }
    odds->a /= (double)b;
    odds->b /= (double)b;
    for (size_t k = 0; k < draw->k; k++) {
        odds->leads_a[k] /= (double)b;
        odds->leads_b[k] /= (double)b;
    }
    free(room);
}

/* What each cluster, or item, adds to a side's difference less its mean, and on how many it is
 * not 0. Caller frees. */
static double *
parts_of(const struct pair_draw *draw, const struct side *side, size_t *n, size_t *different)
{
    double mean = moments_of(side->d, draw->n).mean, *sum, *part;

    *n = draw->clusters > 0 ? draw->clusters : draw->n;
    sum = mem_zalloc(*n + 1, sizeof *sum);
    part = mem_zalloc(*n + 1, sizeof *part);
    for (size_t i = 0; i < draw->n; i++) {
        size_t at = draw->clusters > 0 ? draw->cluster[i] : i;

        sum[at] += side->d[i];
        part[at] += side->d[i] - mean;
    }
    *different = 0;
    for (size_t i = 0; i < *n; i++)
        *different += fabs(sum[i]) > 1e-12;
    free(sum);
    return part;
}

/* Of an objective that varies at all. */
static bool
is_doubtful(const struct pair_draw *draw)
{
    bool doubtful = false;

    for (size_t k = 0; k < draw->k && !doubtful; k++) {
        const struct side *side = &draw->side[k];
        size_t n, different;
        double *part;

        if (side->d == NULL || !(side->c->se_paired > 0))
            continue;
        part = parts_of(draw, side, &n, &different);
        doubtful = doubt_dominance(part, n, different, draw->clusters > 0);
        free(part);
    }
    return doubtful;
}

/* Items of one cluster, or one item, tell nothing of an error: neither that it is 0. */
static bool
has_unknown_error(const struct pair_draw *draw)
{
    for (size_t k = 0; k < draw->k; k++) {
        const struct comparison *c = draw->side[k].c;

        if (c->method != METHOD_EXACT &&
            isnan(c->method == METHOD_UNPAIRED ? c->se_unpaired : c->se_paired))
            return true;
    }
    return false;
}

static void
put_odds(const struct pair_draw *draw, const struct odds *odds, struct dominance_pair *pair)
{
    enum compare_word word = draw->side[0].c->word;

    pair->p_a = odds->a;
    pair->p_b = odds->b;
    if (draw->k == 1) {                /* on one alone to dominate is to be better */
        pair->kind = word == WORD_A ? DOMINANCE_A : word == WORD_B ? DOMINANCE_B :
            DOMINANCE_UNDECIDED;
        return;
    }
    pair->kind = pair->p_a >= sure ? DOMINANCE_A : pair->p_b >= sure ? DOMINANCE_B :
        is_trade_off(draw->k, odds->leads_a, odds->leads_b) ? DOMINANCE_TRADE_OFF :
        DOMINANCE_UNDECIDED;
}

/* Of a pair without items in common at once; true: it takes part in a draw. */
static bool
begin_pair(struct pair_draw *draw, struct dominance_pair *pair)
{
    struct odds odds;

    pair->kind = DOMINANCE_UNKNOWN;
    pair->p_a = pair->p_b = (double)NAN;
    if (!find_sides(draw, pair->a, pair->b) || has_unknown_error(draw))
        return false;
    if (take_items(draw))
        return true;
    judge_by_errors(draw, &odds);
    put_odds(draw, &odds, pair);
    return false;
}

static void
release_draw(struct pair_draw *draw)
{
    free(draw->room);
    free(draw->cluster);
}

/* False if stopped. */
static bool
settle_batch(const struct compare_work *work, struct batch *batch, size_t b)
{
    double *drawn = mem_alloc((batch->columns * b + 1) * sizeof *drawn), *its = drawn;
    bool done = batch->n == 0 || draw_items(batch, drawn, b);

    for (size_t i = 0; i < batch->n; i++) {
        struct pair_draw *draw = &batch->draw[i];
        struct odds odds;

        if (done) {
            judge_by_items(draw, its, b, &odds);
            put_odds(draw, &odds, batch->pair[i]);
            batch->pair[i]->drawn = draw->clusters > 0 ? draw->clusters : draw->n;
            batch->pair[i]->doubtful = is_doubtful(draw);
        }
        its += drawn_columns(draw) * b;
        release_draw(draw);
    }
    work->run->done += (double)batch->n;
    batch->n = batch->columns = 0;
    free(drawn);
    return done;
}

/* The pair joins the batch, which is settled first where there is no room. False if stopped. */
static bool
take_pair(const struct compare_work *work, struct batch *batch, struct dominance_pair *pair)
{
    struct pair_draw draw = { .work = work };
    size_t b = (size_t)setting_real(work->settings, "b");

    if (!begin_pair(&draw, pair)) {
        release_draw(&draw);
        work->run->done++;
        return true;
    }
    if (!has_room(batch, &draw, b) && !settle_batch(work, batch, b)) {
        release_draw(&draw);
        return false;
    }
    batch->columns += drawn_columns(&draw);
    batch->pair[batch->n] = pair;
    batch->draw[batch->n++] = draw;
    return true;
}

bool
compare_dominances(struct compare_work *work)
{
    size_t pairs = work->n * (work->n - 1) / 2;
    struct batch batch = { .draw = mem_alloc(MOST_IN_BATCH * sizeof *batch.draw) };
    bool on = true;

    work->dominance = arena_zalloc(work->arena, pairs, sizeof *work->dominance);
    for (size_t a = 0; a < work->n && on; a++)
        for (size_t b = a + 1; b < work->n && on; b++) {
            struct dominance_pair *pair = &work->dominance[work->n_dominance++];

            pair->a = a;
            pair->b = b;
            on = compare_goes_on(work->run, 0) && take_pair(work, &batch, pair);
        }
    on = on && settle_batch(work, &batch, (size_t)setting_real(work->settings, "b"));
    for (size_t i = 0; i < batch.n; i++)       /* stopped: those that were still to come */
        release_draw(&batch.draw[i]);
    free(batch.draw);
    return on && !work->run->stopped;
}
