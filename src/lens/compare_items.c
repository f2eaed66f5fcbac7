/* compare_items.c - two models on the items that both have: differences, and the method that
 * suits them.
 *
 * Items of the same cluster (passages of one book, turns of one dialogue) are not independent:
 * where the items name clusters, errors and resamples are by cluster. 0/1 scores have their
 * own interval (Tango) and test (McNemar). Everything else is the t of the differences, or
 * what the options ask for.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/bootstrap.h"
#include "math/doubt.h"
#include "math/moments.h"
#include "math/rank_tests.h"
#include "math/resample.h"
#include "math/rng.h"
#include "math/sharpe.h"
#include "math/sorted.h"

/* Numbers that pairs drawn together may need, of items and of replicates. */
enum { MOST_DRAWN = 4000000 };

struct shared {
    size_t n, clusters;        /* clusters: 0 if items stand for themselves */
    double *a, *b, *d;         /* scaled as the points are */
    size_t *cluster, *row;     /* row: of the frame of items */
    bool binary;
    double right;              /* what a right answer counts: 1 or 100 */
    uint64_t name;             /* of the set of items, for streams */
    struct discordance table;
};

static void
tabulate(struct shared *shared)
{
    shared->binary = true;
    for (size_t i = 0; i < shared->n; i++) {
        bool a = shared->a[i] != 0, b = shared->b[i] != 0;

        shared->binary &= (!a || shared->a[i] == shared->right) &&
            (!b || shared->b[i] == shared->right);
        shared->table.both += a && b;
        shared->table.only_a += a && !b;
        shared->table.only_b += !a && b;
        shared->table.neither += !a && !b;
    }
}

/* Means of the same samples in another order differ in their last digit, and are the same. */
static bool
is_near_tie(double a, double b)
{
    return fabs(a - b) <= 1e-12 * fmax(fabs(a), fabs(b));
}

static bool
shared_init(const struct compare_work *work, struct comparison *c, struct shared *shared)
{
    const struct frame *items = work->items[c->measure];
    const double *va = compare_item_values(work, items, c->a);
    const double *vb = compare_item_values(work, items, c->b);
    bool clustered = compare_has_clusters(work, items);
    size_t *cluster = clustered ? mem_alloc(items->rows * sizeof *cluster) : NULL;
    double *room = mem_alloc(3 * items->rows * sizeof *room);

    *shared = (struct shared){ .row = mem_alloc((items->rows + 1) * sizeof(size_t)), .a = room,
        .b = room + items->rows, .d = room + 2 * items->rows,
        .right = work->items_scale[c->measure], .name = rng_name("items") };
    for (size_t i = 0; va != NULL && vb != NULL && i < items->rows; i++) {
        size_t at = shared->n;

        c->dropped_a += !isnan(va[i]) && isnan(vb[i]);
        c->dropped_b += isnan(va[i]) && !isnan(vb[i]);
        if (isnan(va[i]) || isnan(vb[i]))
            continue;
        shared->a[at] = va[i] * shared->right;
        shared->b[at] = is_near_tie(va[i], vb[i]) ? shared->a[at] : vb[i] * shared->right;
        shared->d[at] = shared->a[at] - shared->b[at];
        shared->row[at] = i;
        if (clustered)
            cluster[at] = i;
        shared->n++;
        shared->name = rng_name_after(shared->name, items->key[i]);
    }
    shared->cluster = cluster;
    if (shared->n >= 2 && clustered)
        shared->clusters = parts_clusters(items, cluster, shared->n);
    tabulate(shared);
    return shared->n >= 2;
}

static void
shared_release(struct shared *shared)
{
    free(shared->a);
    free(shared->cluster);
    free(shared->row);
}

/* What each cluster (or item) adds to the mean difference, less its share of the mean. */
static double *
influences(const struct shared *shared, double mean, size_t *n)
{
    double *sum;

    *n = shared->clusters > 0 ? shared->clusters : shared->n;
    sum = mem_zalloc(*n, sizeof *sum);
    for (size_t i = 0; i < shared->n; i++)
        sum[shared->clusters > 0 ? shared->cluster[i] : i] += shared->d[i] - mean;
    return sum;
}

/* --- intervals --- */

/* Everything an interval may need; t holds sorted replicates once drawn. */
struct estimate {
    const struct compare_work *work;
    const struct shared *shared;
    struct comparison *c;
    double *t;
    size_t b;
    double acceleration;
    bool nested;               /* the replicates are of samples within items */
};

/* --- draws --- */

/* Of this pair, drawn with those of one before it. */
static bool
take_drawn(struct compare_draws *draws, const struct comparison *c, double *t, size_t b)
{
    for (size_t i = 0; i < draws->n; i++)
        if (draws->of[i].c == c) {
            memcpy(t, draws->of[i].t, b * sizeof *t);
            free(draws->of[i].t);
            draws->of[i] = draws->of[--draws->n];
            return true;
        }
    return false;
}

static bool
is_same_set(const struct shared *x, const struct shared *y)
{
    return x->name == y->name && x->n == y->n && x->clusters == y->clusters &&
        (x->clusters == 0 || memcmp(x->cluster, y->cluster, x->n * sizeof *x->cluster) == 0);
}

/* The pairs of the measure after this one that are on the same items, as many as there is room
 * for: the stream is that of the items, so that each gets what it would get alone. */
static size_t
find_later(const struct estimate *estimate, struct shared *shared, const struct comparison **of)
{
    const struct compare_work *work = estimate->work;
    const struct comparison *c = estimate->c, *end = work->comparison + work->n_comparisons;
    const struct shared *first = estimate->shared;
    size_t n = 0, room = MOST_DRAWN / (first->n + estimate->b);

    if (resample_is_by_bits(first->d, first->n) && first->clusters == 0)
        return 0;
    for (const struct comparison *next = c + 1; next < end && n + 1 < room &&
        n < COMPARE_MOST_DRAWN; next++) {
        struct comparison counted = *next;

        if (next->measure != c->measure)
            continue;
        if (shared_init(work, &counted, &shared[n]) && is_same_set(first, &shared[n]) &&
            (first->clusters > 0 || !resample_is_by_bits(shared[n].d, shared[n].n)))
            of[n++] = next;
        else
            shared_release(&shared[n]);
    }
    return n;
}

/* Items, or whole clusters of them, of one sample each. */
static bool
draw_together(struct estimate *estimate, const struct resampling *plan)
{
    struct compare_draws *draws = estimate->work->draws;
    const struct shared *first = estimate->shared;
    struct shared *later = mem_alloc(COMPARE_MOST_DRAWN * sizeof *later);
    const struct comparison *of[COMPARE_MOST_DRAWN];
    const double *column[COMPARE_MOST_DRAWN + 1] = { first->d };
    size_t n = draws->n == 0 ? find_later(estimate, later, of) : 0;
    double *drawn = mem_alloc((n + 1) * plan->b * sizeof *drawn);
    bool done;

    for (size_t i = 0; i < n; i++)
        column[i + 1] = later[i].d;
    done = first->clusters > 0 ? resample_clusters(plan, column, n + 1, first->cluster,
        first->clusters, drawn) : resample_means(plan, column, n + 1, drawn);
    memcpy(estimate->t, drawn, plan->b * sizeof *drawn);
    for (size_t i = 0; i < n; i++) {
        double *t = mem_alloc(plan->b * sizeof *t);

        memcpy(t, drawn + (i + 1) * plan->b, plan->b * sizeof *t);
        draws->of[draws->n++] = (struct compare_drawn){ of[i], t };
        shared_release(&later[i]);
    }
    free(later);
    free(drawn);
    return done;
}

void
compare_forget_draws(struct compare_draws *draws)
{
    while (draws->n > 0)
        free(draws->of[--draws->n].t);
}

/* Items, or whole clusters of them; where items were sampled several times, samples too. */
static bool
resample(struct estimate *estimate, const struct resampling *plan)
{
    const struct shared *shared = estimate->shared;
    struct nested a = { NULL, NULL }, b = { NULL, NULL };
    bool done;

    if (take_drawn(estimate->work->draws, estimate->c, estimate->t, plan->b))
        return true;
    estimate->nested = compare_samples(estimate->work, estimate->c, shared->row, shared->n, &a, &b);
    done = estimate->nested ? resample_nested(plan, &a, &b, shared->cluster, shared->clusters,
        estimate->t) : draw_together(estimate, plan);
    free(a.first);
    free(a.x);
    free(b.first);
    free(b.x);
    return done;
}

static void
draw_replicates(struct estimate *estimate)
{
    const struct compare_work *work = estimate->work;
    const struct shared *shared = estimate->shared;
    struct resampling plan = { .n = shared->n, .b = (size_t)setting_real(work->settings, "b"),
        .seed = work->settings->seed, .set = shared->name, .report = compare_goes_on,
        .context = work->run };
    double *influence;
    size_t n;

    if (estimate->t != NULL)
        return;
    estimate->b = plan.b;
    estimate->t = mem_alloc(plan.b * sizeof *estimate->t);
    if (!resample(estimate, &plan))
        memset(estimate->t, 0, plan.b * sizeof *estimate->t);   /* nobody will see it */
    bootstrap_sort(estimate->t, plan.b);
    influence = influences(shared, estimate->c->diff, &n);
    estimate->acceleration = bootstrap_acceleration(influence, n);
    free(influence);
}

static struct interval
times(struct interval interval, double factor)
{
    interval.lo *= factor;
    interval.hi *= factor;
    return interval;
}

static struct interval
by_proportions(const struct shared *shared, const char *choice, double level)
{
    double se, diff;

    if (strcmp(choice, "newcombe") == 0)
        return times(interval_newcombe(&shared->table, level), shared->right);
    if (strcmp(choice, "wald") == 0) {
        diff = discordance_diff(&shared->table, &se);
        return times(interval_normal(diff, se, level), shared->right);
    }
    return times(interval_tango(&shared->table, level), shared->right);
}

/* How far another seed would move a quantile p of b sorted replicates: half the way between the
 * quantiles one binomial deviation to either side. */
static double
quantile_error(const double *t, size_t b, double p)
{
    double off = sqrt(p * (1 - p) / (double)b);

    return (quantile_sorted(t, b, fmin(1, p + off)) - quantile_sorted(t, b, fmax(0, p - off))) / 2;
}

static struct interval
by_replicates(struct estimate *estimate, const char *choice, double level)
{
    double alpha = estimate->work->alpha;
    struct interval ci;

    draw_replicates(estimate);
    estimate->c->limit_error = fmax(quantile_error(estimate->t, estimate->b, alpha / 2),
        quantile_error(estimate->t, estimate->b, 1 - alpha / 2));
    if (strcmp(choice, "percentile") == 0)
        return bootstrap_percentile(estimate->t, estimate->b, level, CONVENTION_TYPE_7);
    if (strcmp(choice, "bca") == 0) {
        ci = bootstrap_bca(estimate->c->diff, estimate->t, estimate->b, level,
            estimate->acceleration, CONVENTION_TYPE_7);
        if (!isnan(ci.lo))
            return ci;
    }
    return bootstrap_basic(estimate->c->diff, estimate->t, estimate->b, level,
        CONVENTION_TYPE_7);
}

static bool
is_one_of(const char *text, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(text, *list) == 0)
            return true;
    return false;
}

/* What will be used: the option, or what suits the data where it does not. */
static const char *
interval_choice(const struct estimate *estimate)
{
    static const char *const proportions[] = { "tango", "newcombe", "wald", NULL };
    static const char *const replicates[] = { "percentile", "basic", "bca", NULL };
    const struct shared *shared = estimate->shared;
    const char *asked = setting_text(estimate->work->settings, "interval");
    bool plain = shared->binary && shared->clusters == 0;

    if (is_one_of(asked, proportions))
        return plain ? asked : "t";
    if (is_one_of(asked, replicates))
        return estimate->c->se_paired > 0 ? asked : plain ? "tango" : "t";
    if (strcmp(asked, "auto") == 0)
        return plain ? "tango" : "t";
    return asked;
}

static struct interval
interval_at(struct estimate *estimate, const char *choice, double level)
{
    const struct comparison *c = estimate->c;

    if (strcmp(choice, "t") == 0)
        return interval_t(c->diff, c->se_paired, c->df, level);
    if (strcmp(choice, "z") == 0)
        return interval_normal(c->diff, c->se_paired, level);
    if (strcmp(choice, "percentile") == 0 || strcmp(choice, "basic") == 0 ||
        strcmp(choice, "bca") == 0)
        return by_replicates(estimate, choice, level);
    return by_proportions(estimate->shared, choice, level);
}

/* At the level at which those of all pairs hold together; too far out for the replicates there
 * are: none. */
static struct interval
interval_of_all(struct estimate *estimate, const char *choice)
{
    double level = compare_level_of_all(estimate->work, estimate->c->measure);

    if (isnan(level) || (estimate->t != NULL && (double)(estimate->b + 1) * (1 - level) < 2))
        return (struct interval){ (double)NAN, (double)NAN };
    return interval_at(estimate, choice, level);
}

static const char *
interval_words(const char *choice)
{
    static const char *const words[][2] = { { "t", "t" }, { "z", "normal" },
        { "tango", "Tango" }, { "newcombe", "Newcombe" }, { "wald", "Wald" },
        { "percentile", "bootstrap percentile" }, { "basic", "bootstrap basic" },
        { "bca", "BCa bootstrap" } };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(choice, words[i][0]) == 0)
            return words[i][1];
    return choice;
}

/* --- tests --- */

/* Flips of whole clusters, by their sums. */
static double
sign_flip(const struct compare_work *work, const struct shared *shared)
{
    struct resampling plan = { .b = (size_t)setting_real(work->settings, "b"),
        .seed = work->settings->seed, .set = shared->name, .report = compare_goes_on,
        .context = work->run };
    double *sum = influences(shared, 0, &plan.n), p;

    p = plan.n <= 20 ? rank_sign_flip_exact(sum, plan.n) : sign_flip_random(&plan, sum);
    free(sum);
    return p;
}

static double
wilcoxon(const struct compare_work *work, const struct shared *shared)
{
    double *d = mem_alloc(shared->n * sizeof *d), p;
    enum zero_method zeros = setting_is(work->settings, "zeros", "pratt") ? ZERO_PRATT :
        setting_is(work->settings, "zeros", "zsplit") ? ZERO_SPLIT : ZERO_WILCOX;

    memcpy(d, shared->d, shared->n * sizeof *d);
    rank_quantise(d, shared->n);
    p = rank_wilcoxon(d, shared->n, zeros, 0).p;
    free(d);
    return p;
}

static double
test_by(const struct compare_work *work, const struct shared *shared,
    const struct comparison *c, const char *choice)
{
    if (strcmp(choice, "mcnemar") == 0)
        return mcnemar_exact(&shared->table);
    if (strcmp(choice, "mcnemar-mid") == 0)
        return mcnemar_mid_p(&shared->table);
    if (strcmp(choice, "sign-flip") == 0)
        return sign_flip(work, shared);
    if (strcmp(choice, "wilcoxon") == 0)
        return wilcoxon(work, shared);
    if (strcmp(choice, "sign") == 0)
        return rank_sign_test(shared->d, shared->n).p;
    if (strcmp(choice, "mann-whitney") == 0)
        return compare_mann_whitney(shared->a, shared->b, shared->n);
    if (strcmp(choice, "z") == 0)
        return p_of_z(c->diff, c->se_paired);
    return p_of_t(c->diff, c->se_paired, c->df);
}

/* Tests that know no clusters are not used on clustered items. */
static const char *
test_choice(const struct compare_work *work, const struct shared *shared)
{
    static const char *const independent[] = { "mcnemar", "mcnemar-mid", "wilcoxon", "sign",
        "mann-whitney", NULL };
    const char *asked = setting_text(work->settings, "test");
    bool plain = shared->binary && shared->clusters == 0;

    if (strcmp(asked, "auto") == 0)
        return plain ? "mcnemar" : "t";
    if (shared->clusters > 0 && is_one_of(asked, independent))
        return "t";
    if (!shared->binary && strncmp(asked, "mcnemar", 7) == 0)
        return "t";
    return asked;
}

static const char *
test_words(const char *choice)
{
    return strcmp(choice, "mcnemar") == 0 ? "McNemar exact" :
        strcmp(choice, "mcnemar-mid") == 0 ? "McNemar mid-p" :
        strcmp(choice, "sign-flip") == 0 ? "sign flips" :
        strcmp(choice, "mann-whitney") == 0 ? "Mann-Whitney" :
        strcmp(choice, "wilcoxon") == 0 ? "Wilcoxon" : choice;
}

/* Why the interval does not always keep its level on such data, as simulation found. */
static enum doubt_reason
doubt_of(const struct estimate *estimate, const char *choice)
{
    const struct shared *shared = estimate->shared;
    double discordant = shared->table.only_a + shared->table.only_b;
    size_t n, fewest = DOUBT_FEW_FOR_PERCENTILE;
    double *part = influences(shared, estimate->c->diff, &n);
    enum doubt_reason reason;
    bool doubtful;

    if (shared->clusters > 0)
        doubtful = doubt_clusters(part, n);
    else if (strcmp(choice, "tango") == 0 || strcmp(choice, "newcombe") == 0)
        doubtful = false;
    else if (strcmp(choice, "wald") == 0)
        doubtful = doubt_wald(discordant, (double)n);
    else if (strcmp(choice, "t") == 0) {
        doubtful = doubt_difference(part, n);
        fewest = DOUBT_FEW_ITEMS;
    } else
        doubtful = doubt_bootstrap(part, n);
    reason = !doubtful ? DOUBT_NONE : strcmp(choice, "wald") == 0 && shared->clusters == 0 ?
        DOUBT_DISCORDANT : doubt_why(n, fewest, sharpe_skew(part, n));
    free(part);
    return reason;
}

/* --- one pair --- */

/* Errors of both and of the difference by clusters. */
static void
put_clusters(struct comparison *c, const struct shared *shared)
{
    struct clustered by = clustered_error(shared->d, shared->cluster, shared->n, shared->clusters);
    struct clustered a = clustered_error(shared->a, shared->cluster, shared->n, shared->clusters);
    struct clustered b = clustered_error(shared->b, shared->cluster, shared->n, shared->clusters);

    c->method = METHOD_PAIRED_CLUSTERED;
    c->clusters = shared->clusters;
    c->se_paired = by.cr1;
    c->se_unpaired = hypot(a.cr1, b.cr1);
    c->design_effect = by.effect;
    c->df = (double)shared->clusters - 1;
}

static void
put_errors(struct comparison *c, const struct shared *shared)
{
    struct paired paired = paired_difference(shared->a, shared->b, shared->n);

    c->diff = paired.diff;
    c->ratio = compare_ratio(paired.mean_a, paired.mean_b);
    c->se_paired = c->se_plain = paired.se_paired;
    c->se_unpaired = paired.se_unpaired;
    c->correlation = paired.correlation;
    c->n = (double)shared->n;
    c->df = c->n - 1;
    c->method = shared->binary ? METHOD_PAIRED_01 : METHOD_PAIRED_T;
    c->effect = isfinite(paired.effect) ? paired.effect : (double)NAN;
    if (shared->clusters > 0)
        put_clusters(c, shared);
}

static void
put_order(struct comparison *c, const struct shared *shared)
{
    double won = 0;

    for (size_t i = 0; i < shared->n; i++)
        won += shared->d[i] > 0 ? 1 : shared->d[i] < 0 ? 0 : 0.5;
    c->superiority = won / (double)shared->n;
    c->violation = rank_violation_ratio(shared->a, shared->n, shared->b, shared->n);
}

static const char *
method_name(const struct compare_work *work, const struct comparison *c, const char *interval,
    const char *test, bool nested)
{
    const char *clustered = c->clusters > 0 ? arena_printf(work->arena, " by %zu %s", c->clusters,
        text_counted((double)c->clusters, "cluster", "clusters")) : "";
    const char *levels = nested ? " of items and samples" : "";

    const char *equal = c->se_paired == 0 && strcmp(interval, "t") == 0 ?
        ", degenerate: all differences are equal" : "";

    if (strcmp(interval, test) == 0)
        return arena_printf(work->arena, "paired, %s%s%s", interval_words(interval), clustered,
            equal);
    return arena_printf(work->arena, "paired, %s%s; %s%s%s", interval_words(interval), levels,
        test_words(test), clustered, equal);
}

bool
compare_by_items(const struct compare_work *work, struct comparison *c)
{
    struct shared shared;
    struct estimate estimate = { .work = work, .shared = &shared, .c = c };
    const char *interval, *test;
    bool enough;

    if (work->items[c->measure] == NULL || !setting_flag(work->settings, "paired"))
        return false;
    enough = shared_init(work, c, &shared);
    c->n_shared = shared.n;
    if (enough) {
        put_errors(c, &shared);
        put_order(c, &shared);
        interval = interval_choice(&estimate);
        test = test_choice(work, &shared);
        c->ci = interval_at(&estimate, interval, work->level);
        c->narrow = interval_at(&estimate, interval, 1 - 2 * work->alpha);
        c->all = interval_of_all(&estimate, interval);
        c->p = test_by(work, &shared, c, test);
        c->method_name = method_name(work, c, interval, test, estimate.nested);
        c->interval = interval;
        c->test = test;
        c->doubt = doubt_of(&estimate, interval);
    }
    free(estimate.t);
    shared_release(&shared);
    return enough;
}
