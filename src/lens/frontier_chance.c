/* frontier_chance.c - how sure membership is: the share of replicates with a point on it.
 *
 * Where every competing point has items of an objective (frontier_items.c), one resample of
 * them is shared by all points, by all objectives of the same items, and by comparisons on
 * them (resample.h; stream: seed, item set, block). Otherwise a value with a standard error
 * is drawn as Gaussian, independent of the others (stream: seed, point, measure, block);
 * one without is exact. Nothing is known of errors: no probability.
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/membership.h"
#include "math/resample.h"
#include "math/rng.h"

/* Replicates between two looks at whether to go on: whole blocks of resample.h. */
enum { BLOCK = DRAWS_BLOCK, MOST_ENUMERATED = 7, MOST_PAIRED = 200 };
/* A replicate of a point costs about so much; above the bound no probabilities are drawn. */
static const double ns_per_draw = 40, ns_per_item = 0.2, ns_per_count = 1, most_ns = 1.5e10;
/* What takes longer is estimated from a first block; of more rows that would take longer. */
static const double estimated_ns = 2e8;
enum { MOST_ESTIMATED = 5000 };

struct source {
    struct item_set *items;    /* NULL: Gaussian or exact */
    const double *se;          /* per frame row, or NULL */
    double sign;
    double quantum;            /* of item means: 1e-12 of the largest */
    double *sum;               /* (n + 1) x BLOCK: resampled columns of items */
};

struct draw {
    struct frontier_work *work;
    const struct lens_progress *progress;
    struct source source[DOMINANCE_MAX_OBJECTIVES];
    size_t b, drawn;           /* replicates wanted, and begun */
    size_t *place, n;          /* the places that may ever be on the frontier */
    double *normal;            /* n x d x BLOCK */
    double *point;             /* n x d: one replicate */
};

/* --- one block of replicates --- */

static bool
report_within(void *context, double done)
{
    const struct draw *draw = context;
    double at = (double)draw->drawn + done * BLOCK;

    return draw->progress == NULL || draw->progress->report == NULL ||
        draw->progress->report(draw->progress->context, fmin(1, at / (double)draw->b));
}

static bool
resample_items(struct draw *draw, size_t k)
{
    struct source *source = &draw->source[k];
    struct resampling plan = { .n = source->items->groups, .b = BLOCK, .first = draw->drawn,
        .seed = draw->work->settings->seed, .set = source->items->name,
        .report = report_within, .context = draw };

    return resample_sums(&plan, source->items->column, draw->work->n + 1, source->sum);
}

/* The objective's means of replicate r. Equal scores must stay equal whatever the order of
 * their items. */
static void
put_means(struct draw *draw, size_t k, size_t r, size_t stride)
{
    const struct source *source = &draw->source[k];
    size_t d = draw->work->d;
    double factor = source->sign * source->items->scale;
    double total = source->sum[draw->work->n * stride + r];

    for (size_t i = 0; i < draw->n; i++)
        draw->point[i * d + k] = nearbyint(source->sum[draw->place[i] * stride + r] / total /
            source->quantum) * source->quantum * factor;
}

static void
fill_normals(struct draw *draw, size_t k, uint64_t block)
{
    const struct frontier_work *work = draw->work;

    for (size_t i = 0; i < draw->n; i++) {
        size_t row = work->row[draw->place[i]];
        double se = draw->source[k].se != NULL ? draw->source[k].se[row] : 0;

        parts_draw_errors(work->settings->seed, work->frame->key[row],
            frontier_column(work, k)->name, block, se, 0,
            draw->normal + (i * work->d + k) * BLOCK);
    }
}

/* False if it was stopped. */
static bool
begin_block(struct draw *draw)
{
    for (size_t k = 0; k < draw->work->d; k++) {
        if (draw->source[k].items == NULL)
            fill_normals(draw, k, draw->drawn / BLOCK);
        else if (!resample_items(draw, k))
            return false;
    }
    return true;
}

static void
replicate(struct draw *draw, size_t within)
{
    const struct frontier_work *work = draw->work;

    for (size_t k = 0; k < work->d; k++) {
        if (draw->source[k].items != NULL) {
            put_means(draw, k, within, BLOCK);
            continue;
        }
        for (size_t i = 0; i < draw->n; i++)
            draw->point[i * work->d + k] = work->point[draw->place[i] * work->d + k] +
                draw->normal[(i * work->d + k) * BLOCK + within];
    }
}

/* Of draws the first are as good as any; of an enumeration, of `all`, every so many. */
static void
keep_front(struct draw *draw, size_t replicate, double all)
{
    struct frontier_work *work = draw->work;
    double next = all > MOST_REPLICAS ? all / MOST_REPLICAS * (double)work->n_replicas : 0;

    if (work->replica != NULL && work->n_replicas < MOST_REPLICAS && (double)replicate >= next)
        frontier_keep_front(work, draw->point, draw->n);
}

/* Few items: all n^n resamples, each as likely. Only when items are the only uncertainty
 * and all objectives that have them share one set. */
static bool
enumerable(const struct draw *draw)
{
    const struct item_set *set = NULL;

    for (size_t k = 0; k < draw->work->d; k++) {
        const struct source *source = &draw->source[k];

        if (source->items == NULL && source->se != NULL)
            return false;
        if (source->items == NULL)
            continue;
        if (set != NULL && set->name != source->items->name)
            return false;
        set = source->items;
    }
    return set != NULL && set->groups <= MOST_ENUMERATED;
}

/* Sums of one resample that drew group digit[0], digit[1], ... */
static void
sum_drawn(const struct source *source, const size_t *digit, size_t n)
{
    for (size_t i = 0; i <= n; i++) {
        source->sum[i] = 0;
        for (size_t g = 0; g < source->items->groups; g++)
            source->sum[i] += source->items->column[i][digit[g]];
    }
}

static void
enumerate(struct draw *draw, struct membership *membership)
{
    size_t digit[MOST_ENUMERATED] = { 0 }, groups = 0, at = 0;

    for (size_t k = 0; k < draw->work->d; k++)
        if (draw->source[k].items != NULL)
            groups = draw->source[k].items->groups;
    memcpy(draw->point, draw->work->point, draw->work->n * draw->work->d *
        sizeof *draw->point);
    while (at < groups) {
        for (size_t k = 0; k < draw->work->d; k++)
            if (draw->source[k].items != NULL) {
                sum_drawn(&draw->source[k], digit, draw->work->n);
                put_means(draw, k, 0, 1);
            }
        membership_add(membership, draw->point);
        keep_front(draw, membership->replicates - 1, pow((double)groups, (double)groups));
        for (at = 0; at < groups && ++digit[at] == groups; at++)
            digit[at] = 0;
    }
}

/* --- who may ever be on the frontier --- */

/* The least and the most that any replicate can draw. */
static void
find_bounds(const struct draw *draw, double *least, double *most)
{
    const struct frontier_work *work = draw->work;

    for (size_t i = 0; i < work->n; i++)
        for (size_t k = 0; k < work->d; k++) {
            const double *se = draw->source[k].se;
            double reach = se != NULL && se[work->row[i]] > 0
                ? se[work->row[i]] * RNG_NORMAL_MOST : 0;

            least[i * work->d + k] = work->point[i * work->d + k] - reach;
            most[i * work->d + k] = work->point[i * work->d + k] + reach;
        }
}

/* Leaves out whom another point dominates in every replicate: they are never on the frontier,
 * and whom they dominate that point dominates too, so that the others' answers are the same. */
static void
leave_out_hopeless(struct draw *draw)
{
    size_t n = draw->work->n, d = draw->work->d, strong = 0;
    double *least = mem_alloc(n * d * sizeof *least), *most = mem_alloc(n * d * sizeof *most);
    uint8_t *on = mem_alloc(n);

    find_bounds(draw, least, most);
    dominance_frontier(least, n, d, on);
    for (size_t i = 0; i < n; i++)
        if (on[i])
            memmove(least + strong++ * d, least + i * d, d * sizeof *least);
    draw->n = 0;
    for (size_t i = 0; i < n; i++) {
        size_t j = 0;

        while (j < strong && !dominates(least + j * d, most + i * d, d))
            j++;
        if (j == strong)
            draw->place[draw->n++] = i;
    }
    free(on);
    free(most);
    free(least);
}

/* Resampled items have no bounds, and pairs are asked about everybody. */
static void
choose_places(struct draw *draw, bool pairs)
{
    bool bounded = !pairs;

    draw->n = draw->work->n;
    draw->place = arena_zalloc(draw->work->arena, draw->n, sizeof *draw->place);
    for (size_t i = 0; i < draw->n; i++)
        draw->place[i] = i;
    for (size_t k = 0; k < draw->work->d; k++)
        bounded = bounded && draw->source[k].items == NULL;
    if (bounded)
        leave_out_hopeless(draw);
}

/* --- states --- */

static int
compare_descending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x < y) - (x > y);
}

/* Smallest p that Holm's steps still accept: alpha/n for the surest, alpha/(n-1) for the
 * next, and so on until one fails. 2 if none. */
static double
holm_bar(const double *p, size_t n, double alpha)
{
    double *sorted = mem_alloc(n * sizeof *sorted), bar = 2;

    memcpy(sorted, p, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, compare_descending);
    for (size_t i = 0; i < n && sorted[i] >= 1 - alpha / (double)(n - i); i++)
        bar = sorted[i];
    free(sorted);
    return bar;
}

static bool
surely_beaten(const struct frontier_work *work, size_t i, double bar)
{
    for (size_t j = 0; j < work->n; j++)
        if (work->p_pair[j * work->n + i] >= bar)
            return true;
    return false;
}

static void
set_states(struct frontier_work *work)
{
    bool adjusted = !setting_is(work->settings, "adjust", "none");
    double each = adjusted ? work->alpha / (double)work->n : work->alpha;
    double on = setting_is(work->settings, "adjust", "holm") ?
        holm_bar(work->p, work->n, work->alpha) : 1 - each;

    work->state = arena_zalloc(work->arena, work->n, sizeof *work->state);
    for (size_t i = 0; i < work->n; i++) {
        bool off = adjusted ? surely_beaten(work, i, 1 - each) : work->p[i] <= each;

        work->state[i] = work->p[i] >= on ? STATE_ON : off ? STATE_OFF : STATE_UNDECIDED;
    }
}

static void
take_shares(const struct draw *draw, const struct membership *membership)
{
    struct frontier_work *work = draw->work;
    double b = (double)membership->replicates;

    work->replicates = membership->replicates;
    work->size = arena_zalloc(work->arena, work->n + 1, sizeof *work->size);
    for (size_t size = 0; size <= draw->n; size++)
        work->size[size] = membership->size[size] / b;
    work->p = arena_zalloc(work->arena, work->n, sizeof *work->p);
    for (size_t i = 0; i < draw->n; i++)
        work->p[draw->place[i]] = membership->on[i] / b;
    if (membership->pair == NULL)
        return;
    work->p_pair = arena_zalloc(work->arena, work->n * work->n, sizeof *work->p_pair);
    for (size_t i = 0; i < work->n * work->n; i++)
        work->p_pair[i] = membership->pair[i] / b;
}

/* --- all blocks --- */

static size_t
most_groups(const struct draw *draw)
{
    size_t most = 1;

    for (size_t k = 0; k < draw->work->d; k++)
        if (draw->source[k].items != NULL && draw->source[k].items->groups > most)
            most = draw->source[k].items->groups;
    return most;
}

/* Roughly what the replicates will take. */
static double
expected_ns(const struct draw *draw)
{
    double b = (double)draw->b, n = (double)draw->work->n, d = (double)draw->work->d;
    double groups = (double)most_groups(draw);

    return b * (n * (ns_per_draw * d + ns_per_item * groups) + ns_per_count * groups);
}

/* The first replicates tell most already. */
static void
show_estimate(const struct draw *draw, const struct membership *membership)
{
    const struct lens_progress *progress = draw->progress;
    struct frontier_work first = *draw->work;
    struct draw so_far = *draw;
    struct result *snapshot;

    if (progress == NULL || progress->publish == NULL || expected_ns(draw) < estimated_ns ||
        draw->work->frame->rows > MOST_ESTIMATED)
        return;
    snapshot = result_new("frontier");
    first.arena = snapshot->arena;
    so_far.work = &first;
    take_shares(&so_far, membership);
    set_states(&first);
    frontier_publish(&first, snapshot, progress);
}

static bool
sample(struct draw *draw, struct membership *membership, struct error *err)
{
    for (draw->drawn = 0; draw->drawn < draw->b; draw->drawn += BLOCK) {
        size_t now = draw->b - draw->drawn < BLOCK ? draw->b - draw->drawn : BLOCK;

        if (!report_within(draw, 0) || !begin_block(draw))
            return error_set(err, ERROR_CANCELLED, "stopped");
        for (size_t r = 0; r < now; r++) {
            replicate(draw, r);
            membership_add(membership, draw->point);
            keep_front(draw, draw->drawn + r, 0);
        }
        if (draw->drawn == 0 && now < draw->b)
            show_estimate(draw, membership);
    }
    return true;
}

/* --- the whole --- */

static bool
has_errors(const struct frontier_work *work, const double *se)
{
    for (size_t i = 0; se != NULL && i < work->n; i++)
        if (se[work->row[i]] > 0)
            return true;
    return false;
}

/* Says what each objective's replicates come from; false if there is nothing to draw. */
static bool
find_sources(struct draw *draw, struct result *result)
{
    struct frontier_work *work = draw->work;
    bool may_resample = !setting_is(work->settings, "uncertainty", "gauss");
    bool may_draw = !setting_is(work->settings, "uncertainty", "bootstrap");
    struct item_set **set = work->items;
    bool any = false, resampled = false;
    struct strbuf drawn;

    strbuf_init(&drawn);
    if (may_resample)
        frontier_item_sets(work, result, set);
    for (size_t k = 0; k < work->d; k++) {
        struct source *source = &draw->source[k];
        const struct column *column = frontier_column(work, k);

        source->sign = work->objective[k].direction == DIRECTION_MIN ? -1 : 1;
        source->items = set[k];
        if (source->items != NULL) {
            source->quantum = frontier_quantum(work, k, set[k]->scale);
            resampled = true;
        } else if (may_draw && has_errors(work, column->se)) {
            source->se = column->se;
            strbuf_list(&drawn, column->name);
        }
        any |= source->items != NULL || source->se != NULL;
    }
    work->p_method = !resampled ? "gaussian, independent" : drawn.length == 0 ?
        "bootstrap over items" : arena_printf(work->arena, "bootstrap over items; %s gaussian, "
        "independent", drawn.data);
    strbuf_release(&drawn);
    return any;
}

/* Rows without an error, or with 0 (all answers right), are exact; said when only some are. */
static void
note_exact_rows(const struct draw *draw, struct result *result)
{
    const struct frontier_work *work = draw->work;

    for (size_t k = 0; k < work->d; k++) {
        size_t unknown = 0;

        if (draw->source[k].items != NULL)
            continue;
        for (size_t i = 0; i < work->n; i++)
            unknown += draw->source[k].se == NULL || !(draw->source[k].se[work->row[i]] > 0);
        if (unknown == work->n)
            result_note(result, "%s is taken as exact", frontier_column(work, k)->name);
        else if (unknown > 0)
            result_note(result, "%s: %zu of %zu %s no standard error, or 0, and %s taken as exact",
                frontier_column(work, k)->name, unknown, work->n,
                text_counted((double)unknown, "has", "have"),
                text_counted((double)unknown, "is", "are"));
    }
}

static bool
check_adjustment(const struct frontier_work *work, size_t b, struct error *err)
{
    double each = work->alpha / (double)work->n;

    if (setting_is(work->settings, "adjust", "none") || each >= 10 / (double)b)
        return true;
    error_set(err, ERROR_REQUEST, "--adjust %s splits alpha %g over %zu rows, finer than %zu "
        "replicates can tell", setting_text(work->settings, "adjust"), work->alpha, work->n, b);
    return error_hint(err, "--b %.0f would do", ceil(10 / each));
}

/* Room for a block of each objective; give_back frees it. */
static void
make_room(struct draw *draw)
{
    const struct frontier_work *work = draw->work;

    draw->point = arena_zalloc(work->arena, work->n * work->d, sizeof *draw->point);
    draw->normal = mem_alloc(draw->n * work->d * BLOCK * sizeof *draw->normal);
    for (size_t k = 0; k < work->d; k++)
        if (draw->source[k].items != NULL)
            draw->source[k].sum = mem_alloc((work->n + 1) * BLOCK *
                sizeof *draw->source[k].sum);
}

static void
give_back(struct draw *draw)
{
    free(draw->normal);
    for (size_t k = 0; k < draw->work->d; k++)
        free(draw->source[k].sum);
}

static bool
run(struct draw *draw, struct error *err)
{
    struct frontier_work *work = draw->work;
    struct membership membership;
    bool pairs = work->n <= MOST_PAIRED && (setting_flag(work->settings, "pairs") ||
        !setting_is(work->settings, "adjust", "none"));
    bool done = true;

    if (frontier_wants_bands(work))
        work->replica = arena_zalloc(work->arena, MOST_REPLICAS, sizeof *work->replica);
    choose_places(draw, pairs);
    make_room(draw);
    membership_init(&membership, draw->n, work->d, pairs);
    if (enumerable(draw)) {
        work->p_method = "all resamples of the items";
        work->p_exact = true;
        enumerate(draw, &membership);
    } else {
        done = sample(draw, &membership, err);
    }
    if (done) {
        take_shares(draw, &membership);
        set_states(work);
    }
    membership_release(&membership);
    give_back(draw);
    return done;
}

bool
frontier_chances(struct frontier_work *work, struct result *result,
    const struct lens_progress *progress, struct error *err)
{
    struct draw draw = { .work = work, .progress = progress };

    work->alpha = setting_real(work->settings, "alpha");
    draw.b = (size_t)setting_real(work->settings, "b");
    if (work->n == 0 || setting_is(work->settings, "uncertainty", "off") ||
        setting_is(work->settings, "missing_as", "interval") || !find_sources(&draw, result))
        return true;
    if (expected_ns(&draw) > most_ns) {
        result_note(result, "no probabilities: %zu rows with %zu replicates would take too long "
            "(--b, or --where to look at fewer)", work->n, draw.b);
        return true;
    }
    if (!setting_is(work->settings, "adjust", "none") && work->n > MOST_PAIRED)
        return error_set(err, ERROR_REQUEST, "--adjust compares all pairs: %zu rows are more "
            "than %d", work->n, MOST_PAIRED);
    if (!check_adjustment(work, draw.b, err))
        return false;
    note_exact_rows(&draw, result);
    if (setting_flag(work->settings, "pairs") && work->n > MOST_PAIRED)
        result_note(result, "no pairs: %zu rows are more than %d", work->n, MOST_PAIRED);
    if (!run(&draw, err))
        return false;
    frontier_doubts(work, result);
    return true;
}
