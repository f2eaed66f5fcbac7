/* frontier_chance.c - how sure membership is: the share of replicates with a point on it.
 *
 * Where every competing point has items of an objective, one resample of the items is shared
 * by all of them (stream: seed, item set, block). Otherwise a value with a standard error
 * is drawn as Gaussian, independent of the others (stream: seed, point, measure, block);
 * one without is exact. Nothing is known of errors: no probability.
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/membership.h"
#include "math/rng.h"

enum { BLOCK = 250, MOST_ENUMERATED = 7 };
/* A replicate of a point costs about so much; above the bound no probabilities are drawn. */
static const double ns_per_draw = 40, ns_per_item = 0.7, most_ns = 1.5e10;

/* The items of one objective, in groups that are drawn whole (clusters, or one item each). */
struct item_set {
    size_t groups;
    double *sum;               /* groups x n */
    double *items;             /* groups: how many items each has */
    uint64_t name;             /* of the set, for its stream */
};

struct source {
    struct item_set *items;    /* NULL: Gaussian or exact */
    const double *se;          /* per frame row, or NULL */
    double sign, scale;        /* scale: 100 where points are per cent and items are not */
    double quantum;            /* of item means: 1e-12 of the largest */
};

struct draw {
    struct frontier_work *work;
    struct source source[DOMINANCE_MAX_OBJECTIVES];
    size_t b;
    size_t *place, n;          /* the places that may ever be on the frontier */
    double *normal;            /* n x d x BLOCK */
    double *point;             /* n x d: one replicate */
    double *weight;            /* groups of one set */
    struct rng item_rng[DOMINANCE_MAX_OBJECTIVES];
};

/* --- items --- */

static int
item_column(const struct frame *items, const char *key)
{
    int column = frame_column(items, key);

    return column >= 0 && items->columns[column].type == COLUMN_NUMBER ? column : FRAME_NONE;
}

/* Columns of the competing points in an item frame, or NULL if one is not there. */
static int *
columns_of_points(const struct frontier_work *work, const struct frame *items)
{
    int *column = arena_zalloc(work->arena, work->n, sizeof *column);

    for (size_t i = 0; i < work->n; i++) {
        column[i] = item_column(items, work->frame->key[work->row[i]]);
        if (column[i] == FRAME_NONE)
            return NULL;
    }
    return column;
}

/* Items that every competing point has; kept[m] = row of the item frame. */
static size_t
common_items(const struct frontier_work *work, const struct frame *items, const int *column,
    size_t *kept)
{
    size_t m = 0;

    for (size_t item = 0; item < items->rows; item++) {
        bool all = true;

        for (size_t i = 0; i < work->n && all; i++)
            all = !isnan(items->columns[column[i]].value[item]);
        if (all)
            kept[m++] = item;
    }
    return m;
}

/* Whether the points' values are the means of all their items, as they are or times 100. */
static bool
means_agree(const struct frontier_work *work, const struct frame *items, const int *column,
    size_t k, double *scale)
{
    bool plain = true, percent = true;

    for (size_t i = 0; i < work->n; i++) {
        const double *value = items->columns[column[i]].value;
        double sum = 0, mean, published = frontier_value(work, i, k), slack;
        size_t n = 0;

        for (size_t item = 0; item < items->rows; item++)
            if (!isnan(value[item])) {
                sum += value[item];
                n++;
            }
        mean = n > 0 ? sum / (double)n : (double)NAN;
        slack = 1e-6 * (fabs(published) + 1e-9);
        plain &= fabs(mean - published) <= slack;
        percent &= fabs(100 * mean - published) <= slack;
    }
    *scale = plain ? 1 : 100;
    return plain || percent;
}

static int
compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Group of each kept item: by cluster where the frame has that column, else its own. */
static size_t
group_items(const struct frontier_work *work, const struct frame *items, const size_t *kept,
    size_t m, size_t *group)
{
    int cluster = frame_column(items, "cluster");
    const char **text, **sorted;
    size_t groups = 0;

    for (size_t j = 0; j < m; j++)
        group[j] = j;
    if (cluster < 0 || items->columns[cluster].type != COLUMN_TEXT)
        return m;
    text = items->columns[cluster].text;
    sorted = arena_zalloc(work->arena, m, sizeof *sorted);
    for (size_t j = 0; j < m; j++) {
        if (text[kept[j]] == NULL)
            return m;
        sorted[j] = text[kept[j]];
    }
    qsort(sorted, m, sizeof *sorted, compare_texts);
    for (size_t j = 0; j < m; j++)
        if (j == 0 || strcmp(sorted[j], sorted[groups - 1]) != 0)
            sorted[groups++] = sorted[j];
    for (size_t j = 0; j < m; j++) {
        const char **found = bsearch(&text[kept[j]], sorted, groups, sizeof *sorted,
            compare_texts);

        group[j] = (size_t)(found - sorted);
    }
    return groups;
}

static struct item_set *
item_set_new(const struct frontier_work *work, const struct frame *items, const int *column,
    const size_t *kept, size_t m)
{
    struct item_set *set = arena_zalloc(work->arena, 1, sizeof *set);
    size_t *group = arena_zalloc(work->arena, m, sizeof *group);

    set->groups = group_items(work, items, kept, m, group);
    set->sum = arena_zalloc(work->arena, set->groups * work->n, sizeof *set->sum);
    set->items = arena_zalloc(work->arena, set->groups, sizeof *set->items);
    set->name = rng_name("items");
    for (size_t j = 0; j < m; j++) {
        set->items[group[j]]++;
        set->name = rng_name_after(set->name, items->key[kept[j]]);
        for (size_t i = 0; i < work->n; i++)
            set->sum[group[j] * work->n + i] += items->columns[column[i]].value[kept[j]];
    }
    return set;
}

/* The items of objective k, or NULL with a note if there is a reason worth telling. */
static struct item_set *
items_of(const struct frontier_work *work, struct result *result, size_t k, double *scale)
{
    const struct lens_bundle *bundle = work->bundle;
    const char *measure = frontier_column(work, k)->name;
    const struct frame *items = bundle->items != NULL ?
        bundle->items(bundle->context, measure) : NULL;
    size_t *kept, m;
    int *column;

    if (items == NULL || items->rows < 2 ||
        (column = columns_of_points(work, items)) == NULL)
        return NULL;
    if (!means_agree(work, items, column, k, scale)) {
        result_note(result, "%s is not the mean of its items: they are not resampled", measure);
        return NULL;
    }
    kept = arena_zalloc(work->arena, items->rows, sizeof *kept);
    m = common_items(work, items, column, kept);
    if (m < items->rows)
        result_note(result, "%s: %zu of %zu items are common to all and are resampled", measure,
            m, items->rows);
    return m >= 2 ? item_set_new(work, items, column, kept, m) : NULL;
}

/* --- one replicate --- */

static void
draw_weights(struct draw *draw, size_t k)
{
    const struct item_set *set = draw->source[k].items;

    memset(draw->weight, 0, set->groups * sizeof *draw->weight);
    for (size_t g = 0; g < set->groups; g++)
        draw->weight[rng_below(&draw->item_rng[k], (uint32_t)set->groups)]++;
}

static void
means_by_weight(struct draw *draw, size_t k)
{
    const struct item_set *set = draw->source[k].items;
    size_t n = draw->n, d = draw->work->d;
    double total = 0, factor, quantum = draw->source[k].quantum;

    for (size_t i = 0; i < n; i++)
        draw->point[i * d + k] = 0;
    for (size_t g = 0; g < set->groups; g++) {
        double weight = draw->weight[g];

        if (weight == 0)
            continue;
        total += weight * set->items[g];
        for (size_t i = 0; i < n; i++)
            draw->point[i * d + k] += weight * set->sum[g * draw->work->n + draw->place[i]];
    }
    /* Equal scores must stay equal whatever the order of their items. */
    factor = draw->source[k].sign * draw->source[k].scale;
    for (size_t i = 0; i < n; i++)
        draw->point[i * d + k] = nearbyint(draw->point[i * d + k] / total / quantum) *
            quantum * factor;
}

static void
fill_normals(struct draw *draw, size_t k, uint64_t block)
{
    const struct frontier_work *work = draw->work;

    for (size_t i = 0; i < draw->n; i++) {
        size_t row = work->row[draw->place[i]];
        double se = draw->source[k].se != NULL ? draw->source[k].se[row] : 0;
        double *normal = draw->normal + (i * work->d + k) * BLOCK;
        uint64_t stream[3] = { rng_name(work->frame->key[row]),
            rng_name(frontier_column(work, k)->name), block };
        struct rng rng;

        if (!(se > 0)) {
            memset(normal, 0, BLOCK * sizeof *normal);
            continue;
        }
        rng_init(&rng, work->settings->seed, stream, 3);
        rng_normals(&rng, normal, BLOCK);
        for (size_t b = 0; b < BLOCK; b++)
            normal[b] *= se;
    }
}

static void
begin_block(struct draw *draw, uint64_t block)
{
    for (size_t k = 0; k < draw->work->d; k++) {
        const struct item_set *set = draw->source[k].items;

        if (set == NULL) {
            fill_normals(draw, k, block);
        } else {
            uint64_t stream[2] = { set->name, block };

            rng_init(&draw->item_rng[k], draw->work->settings->seed, stream, 2);
        }
    }
}

static void
replicate(struct draw *draw, size_t within)
{
    const struct frontier_work *work = draw->work;

    for (size_t k = 0; k < work->d; k++) {
        if (draw->source[k].items != NULL) {
            draw_weights(draw, k);
            means_by_weight(draw, k);
            continue;
        }
        for (size_t i = 0; i < draw->n; i++)
            draw->point[i * work->d + k] = work->point[draw->place[i] * work->d + k] +
                draw->normal[(i * work->d + k) * BLOCK + within];
    }
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
        memset(draw->weight, 0, groups * sizeof *draw->weight);
        for (size_t g = 0; g < groups; g++)
            draw->weight[digit[g]]++;
        for (size_t k = 0; k < draw->work->d; k++)
            if (draw->source[k].items != NULL)
                means_by_weight(draw, k);
        membership_add(membership, draw->point);
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

static bool
sample(struct draw *draw, struct membership *membership,
    const struct lens_progress *progress, struct error *err)
{
    for (size_t b = 0; b < draw->b; b++) {
        if (b % BLOCK == 0) {
            if (progress != NULL && progress->report != NULL &&
                !progress->report(progress->context, (double)b / (double)draw->b))
                return error_set(err, ERROR_CANCELLED, "stopped");
            begin_block(draw, b / BLOCK);
        }
        replicate(draw, b % BLOCK);
        membership_add(membership, draw->point);
    }
    return true;
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
    work->p = arena_zalloc(work->arena, work->n, sizeof *work->p);
    for (size_t i = 0; i < draw->n; i++)
        work->p[draw->place[i]] = membership->on[i] / b;
    if (membership->pair == NULL)
        return;
    work->p_pair = arena_zalloc(work->arena, work->n * work->n, sizeof *work->p_pair);
    for (size_t i = 0; i < work->n * work->n; i++)
        work->p_pair[i] = membership->pair[i] / b;
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

static double
quantum_of(const struct frontier_work *work, size_t k, double scale)
{
    double most = 0;

    for (size_t i = 0; i < work->n; i++)
        most = fmax(most, fabs(frontier_value(work, i, k)));
    return (most > 0 ? most / scale : 1) * 1e-12;
}

/* Says what each objective's replicates come from; false if there is nothing to draw. */
static bool
find_sources(struct draw *draw, struct result *result)
{
    struct frontier_work *work = draw->work;
    bool may_resample = !setting_is(work->settings, "uncertainty", "gauss");
    bool may_draw = !setting_is(work->settings, "uncertainty", "bootstrap");
    bool any = false;

    for (size_t k = 0; k < work->d; k++) {
        struct source *source = &draw->source[k];
        const struct column *column = frontier_column(work, k);

        source->sign = work->objective[k].direction == DIRECTION_MIN ? -1 : 1;
        source->scale = 1;
        source->items = may_resample ? items_of(work, result, k, &source->scale) : NULL;
        if (source->items != NULL) {
            source->quantum = quantum_of(work, k, source->scale);
            work->p_method = "bootstrap over items";
        } else if (may_draw && has_errors(work, column->se)) {
            source->se = column->se;
            if (work->p_method == NULL)
                work->p_method = "gaussian, independent";
        }
        any |= source->items != NULL || source->se != NULL;
    }
    return any;
}

/* Rows without an error are exact; said when only some are. */
static void
note_exact_rows(const struct draw *draw, struct result *result)
{
    const struct frontier_work *work = draw->work;

    for (size_t k = 0; k < work->d; k++) {
        size_t unknown = 0;

        if (draw->source[k].items != NULL)
            continue;
        for (size_t i = 0; i < work->n; i++)
            unknown += draw->source[k].se == NULL || isnan(draw->source[k].se[work->row[i]]);
        if (unknown == work->n)
            result_note(result, "%s is taken as exact", frontier_column(work, k)->name);
        else if (unknown > 0)
            result_note(result, "%s: %zu of %zu have no standard error and are taken as exact",
                frontier_column(work, k)->name, unknown, work->n);
    }
}

static size_t
most_groups(const struct draw *draw)
{
    size_t most = 1;

    for (size_t k = 0; k < draw->work->d; k++)
        if (draw->source[k].items != NULL && draw->source[k].items->groups > most)
            most = draw->source[k].items->groups;
    return most;
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

static bool
run(struct draw *draw, const struct lens_progress *progress, struct error *err)
{
    struct frontier_work *work = draw->work;
    struct membership membership;
    bool pairs = work->n <= 200 && (setting_flag(work->settings, "pairs") ||
        !setting_is(work->settings, "adjust", "none"));
    bool done = true;

    draw->point = arena_zalloc(work->arena, work->n * work->d, sizeof *draw->point);
    draw->weight = arena_zalloc(work->arena, most_groups(draw), sizeof *draw->weight);
    choose_places(draw, pairs);
    draw->normal = mem_alloc(draw->n * work->d * BLOCK * sizeof *draw->normal);
    membership_init(&membership, draw->n, work->d, pairs);
    if (enumerable(draw)) {
        work->p_method = "all resamples of the items";
        enumerate(draw, &membership);
    } else {
        done = sample(draw, &membership, progress, err);
    }
    if (done) {
        take_shares(draw, &membership);
        set_states(work);
    }
    membership_release(&membership);
    free(draw->normal);
    return done;
}

bool
frontier_chances(struct frontier_work *work, struct result *result,
    const struct lens_progress *progress, struct error *err)
{
    struct draw draw = { .work = work };
    double cost;

    work->alpha = setting_real(work->settings, "alpha");
    draw.b = (size_t)setting_real(work->settings, "b");
    if (work->n == 0 || setting_is(work->settings, "uncertainty", "off") ||
        setting_is(work->settings, "missing_as", "interval") || !find_sources(&draw, result))
        return true;
    cost = (double)draw.b * (double)work->n * (ns_per_draw * (double)work->d +
        ns_per_item * (double)most_groups(&draw));
    if (cost > most_ns) {
        result_note(result, "no probabilities: %zu rows with %zu replicates would take too long "
            "(--b, or --where to look at fewer)", work->n, draw.b);
        return true;
    }
    if (!setting_is(work->settings, "adjust", "none") && work->n > 200)
        return error_set(err, ERROR_REQUEST, "--adjust compares all pairs: %zu rows are more "
            "than 200", work->n);
    if (!check_adjustment(work, draw.b, err))
        return false;
    note_exact_rows(&draw, result);
    return run(&draw, progress, err);
}
